"""What is asked about an article, and what comes of it: a request from the ledger, else from the model, in parts if need be."""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from extractor.model.answers import Reading, read
from extractor.model.limits import tokens
from extractor.model.prompting import correction, halves
from extractor.work import Answered, Job, Work
from schemas.article import Article
from schemas.base import Proposal
from schemas.request import Ending, Outcome, Request

if TYPE_CHECKING:
    from extractor.model.attempts import Attempts
    from extractor.model.recording import Recorder
    from extractor.storage.store import Store

_ANSWERED = frozenset({Outcome.OK, Outcome.INVALID, Outcome.TRUNCATED, Outcome.TOO_LONG, Outcome.REFUSED})
"""How a request ended that was answered, well or not: it is not asked again because of that."""
_LONGEST = 220  # characters
_MOMENT = 0.02  # seconds in which articles are taken up before the client is opened, which stops everything for a second


@dataclass(slots=True)
class Done:
    """What became of one article.

    `outcome` is "read", "done before", "waiting" (for a batch), "failed", or "by rules" with `left` to ask later. `uncounted`
    are answers of which no server counted the tokens; `unread` counts records of answers that could not be read, `note` says
    which and why; `said` is why it was asked in parts. `earlier` is the hash of the prompts that its answers are to, where they
    are an earlier version's.
    """

    article: Article
    outcome: str
    records: Counter[str] = field(default_factory=Counter)
    unsupported: int = 0
    left: int = 0
    sent: int = 0
    uncounted: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float | None = None
    seconds: float = 0.0
    problem: str | None = None
    unread: int = 0
    note: str | None = None
    said: str | None = None
    earlier: str | None = None

    def fail(self, ending: Ending) -> None:
        """The article failed, because a request of it ended so."""
        self.outcome = "failed"
        self.problem = f"{ending.outcome.value.replace('_', ' ')}: {_short(ending.error or '')}"

    def wait(self, batch: str) -> None:
        """A request about it is under way in a batch."""
        if self.outcome != "failed":
            self.outcome, self.problem = "waiting", f"{batch} is to answer a request about it"


class Answers(Protocol):
    """Whoever answers requests: a client, which `sends` them, or a recorded run."""

    sends: bool

    async def ask(self, request: Request, *, attempts: "Attempts | None" = None) -> Ending:
        """How a request ended."""


class _Rows:
    """The ledger's rows of one request: one an attempt. `id` is that of the last."""

    def __init__(self, run: "Questions", article: Article, request: Request, done: Done, sends: bool) -> None:
        self._store, self._run_id, self._article_id = run.store, run.run_id, article.id
        self._request, self._model, self._done, self._sends = request, run.job.model, done, sends
        self._attempt = 0
        self.id = 0

    def opened(self) -> None:
        self._attempt += 1
        self.id = self._store.open_request(
            self._run_id, self._article_id, self._request.types, self._model, self._request.hash, self._attempt
        )

    def closed(self, ending: Ending) -> None:
        self._store.close_request(self.id, ending)
        if not self._sends:
            return
        self._done.sent += ending.outcome is not Outcome.OVER_BUDGET
        answered = ending.outcome in (Outcome.OK, Outcome.INVALID, Outcome.TRUNCATED) or ending.reply is not None
        self._done.uncounted += answered and (ending.tokens_in is None or ending.tokens_out is None)
        self._done.tokens_in += ending.tokens_in or 0
        self._done.tokens_out += ending.tokens_out or 0
        if ending.cost is not None:
            self._done.cost = (self._done.cost or 0.0) + ending.cost


@dataclass(slots=True)
class Answer:
    """What came of a request: proposals with the rows of their answers; not `whole` where some of it brought no answer."""

    found: list[Answered]
    whole: bool = True


def _short(words: str) -> str:
    """As much as fits into a line about an article; the ledger has all of it."""
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


def _cited(proposal: Proposal) -> list[int]:
    return list(getattr(proposal, "sentences", ()))


def _same_place(one: Proposal, other: Proposal) -> bool:
    """Two proposals of one type that cite a common sentence."""
    return type(one) is type(other) and not set(_cited(one)).isdisjoint(_cited(other))


def _among(proposal: Proposal, others: list[Proposal]) -> bool:
    """It says again what one of these says, of the same sentences about the same party."""
    who = _who(proposal)
    return any(type(o) is type(proposal) and _cited(o) == _cited(proposal) and _who(o) == who for o in others)


def _who(proposal: Proposal) -> str | None:
    return next(
        (getattr(proposal, name) for name in ("speaker", "actor", "accuser", "victims") if hasattr(proposal, name)), None
    )


class Questions:
    """The requests of one run, at most so many at once as the job says.

    `connect` opens the client, which ends with `closing`; it is called only when a request must be sent.
    """

    def __init__(
        self,
        store: "Store",
        job: Job,
        connect: Callable[[AsyncExitStack], Answers],
        closing: AsyncExitStack,
        recorder: "Recorder | None",
    ) -> None:
        self.store = store
        self.job = job
        self.run_id = 0
        self._connect = connect
        self._closing = closing
        self._recorder = recorder
        self._client: Answers | None = None
        self._opening = asyncio.Lock()
        self._sending = asyncio.Semaphore(job.concurrency)

    async def answer(self, article: Article, work: "Work", request: Request, done: Done) -> Answer:
        """The proposals of one request: from the ledger if it was answered before, else from the model.

        An answer that was cut off, or a prompt that was too long, is asked for again in two halves, and is not asked for whole
        another time. What cannot be read of an answer is asked for once more, and nothing else.
        """
        known = self._kept(request)
        if (known is None or known[0].outcome is Outcome.INVALID) and (batch := await self._batch(request)) is not None:
            done.wait(batch)
            return Answer([], whole=False)
        ending, row = known or await self._sent(article, request, done)
        self._record(request, ending)
        reading = read(request, ending.reply or "")
        found = [(p, row) for p in reading.proposals]
        match ending.outcome:
            case Outcome.OK if not reading.complaints:
                return Answer(found)
            case Outcome.OK | Outcome.INVALID:
                return await self._corrected(article, work, request, ending, reading, row, done)
            case Outcome.TOO_LONG if len(request.targets) > 1 and not _without_room(request, ending):
                done.said = done.said or ending.error
                return await self._in_halves(article, work, request, [], done)
            case Outcome.TRUNCATED if len(request.targets) > 1 and (ending.reply or "").strip():
                return await self._in_halves(article, work, request, found, done)
        done.fail(ending)
        return Answer(found if ending.outcome is Outcome.TRUNCATED else [], whole=False)

    async def _in_halves(self, article: Article, work: "Work", request: Request, found: list[Answered], done: Done) -> Answer:
        """The proposals of both halves; of a half that fails those that were `found` in the answer to the whole."""
        both = Answer([])
        for part in halves(request, work.sentences, self.job.profile, self.job.model):
            answer = await self.answer(article, work, part, done)
            if not answer.whole:
                have = {p.model_dump_json() for p, _ in answer.found}
                about = [a for a in found if set(_cited(a[0])) <= set(part.targets)]
                answer.found += [a for a in about if a[0].model_dump_json() not in have]
            both.found += answer.found
            both.whole = both.whole and answer.whole
        return both

    async def _corrected(
        self, article: Article, work: "Work", request: Request, first: Ending, reading: Reading, row: int | None, done: Done
    ) -> Answer:
        """What was read of an answer, and what comes when the rest is asked for once more."""
        records = [f"{c}\n  {c.text}" for c in reading.complaints] if first.outcome is Outcome.OK else []
        again = correction(request, first.error or "it is no answer", records)
        kept = None if self.job.force else self.store.newest(again.hash, *_ANSWERED)
        if kept is not None:
            ending, row_again = Ending(outcome=kept.outcome, **kept.paid()), kept.request_id
        elif request.older is not None:  # nobody is asked by that prompt any more
            ending, row_again = Ending(outcome=Outcome.REFUSED), None
        else:
            ending, row_again = await self._sent(article, again, done)
        self._record(again, ending)
        second = read(again, ending.reply or "") if ending.outcome in _ANSWERED else Reading()
        told = [p for p in second.proposals if not _among(p, reading.proposals)]
        poor = [p for p in second.poor if not _among(p, reading.proposals)]
        better = [*told, *poor]
        left = [p for p in reading.poor if not any(_same_place(p, other) for other in better)]
        found = [(p, row) for p in [*reading.proposals, *left]] + [(p, row_again) for p in better]
        if first.outcome is Outcome.INVALID and ending.outcome in (Outcome.TRUNCATED, Outcome.TOO_LONG) and request.targets[1:]:
            return await self._in_halves(article, work, request, [], done)
        if first.outcome is Outcome.INVALID and ending.outcome is not Outcome.OK:
            done.fail(first if ending.outcome is Outcome.INVALID else ending)
            return Answer(found, whole=False)
        if ending.outcome not in _ANSWERED and ending.outcome is not Outcome.REFUSED:
            done.fail(ending)
            return Answer(found, whole=False)
        lost = second if second.complaints else reading
        unread = lost.lost - len(left) - len(poor) - (len(told) if lost is reading else 0)
        if unread > 0:
            done.unread += unread
            done.note = done.note or _short(lost.told() or "")
        return Answer(found)

    def _kept(self, request: Request) -> tuple[Ending, int | None] | None:
        """How a request ended before, where it need not be sent again; of one that was answered, the row of the answer.

        An answer of no use is one only until what was wrong with it has been asked for in vain.
        """
        if self.job.force:
            return None
        reply = self.store.reply(request.hash)
        if reply is not None and read(request, reply.text).usable:
            return Ending(outcome=Outcome.OK, **reply.paid()), reply.request_id
        cut = self.store.truncated(request.hash) if len(request.targets) > 1 else None
        if cut is not None:
            return Ending(outcome=cut.outcome, error=cut.error, **cut.paid()), cut.request_id
        unusable = self.store.newest(request.hash, Outcome.INVALID)
        if unusable is not None:
            ending = Ending(outcome=Outcome.INVALID, error=unusable.error, **unusable.paid())
            again = correction(request, unusable.error or "", [])
            if self.store.newest(again.hash, *_ANSWERED - {Outcome.OK}) is None:
                return ending, unusable.request_id
        return None

    async def _batch(self, request: Request) -> str | None:
        """The batch that is to answer a request, where it would be sent."""
        batch = None if self.job.force else self.store.waited_for(request.hash)
        return batch if batch is not None and (await self._open()).sends else None

    async def _sent(self, article: Article, request: Request, done: Done) -> tuple[Ending, int | None]:
        async with self._sending:
            client = await self._open()
            rows = _Rows(self, article, request, done, client.sends)
            return await client.ask(request, attempts=rows), rows.id

    def _record(self, request: Request, ending: Ending) -> None:
        if self._recorder is not None:
            self._recorder.keep(request, ending)

    async def _open(self) -> Answers:
        async with self._opening:
            if self._client is None:
                await asyncio.sleep(0 if self.job.profile.doubts else _MOMENT)
                self._client = self._connect(self._closing)
            return self._client


def _without_room(request: Request, ending: Ending) -> bool:
    """The server read fewer tokens than the instructions alone have: no part of an article, however short, would be read."""
    return ending.tokens_in is not None and ending.tokens_in < tokens([request.messages[0].content])
