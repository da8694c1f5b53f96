"""The numbered steps of one article, and of many.

1. An article is read and stored, with the place where it was found.
2. If its records were already made under this prompt, schema, model and code, it is done. Another process that works on the
   same database may hold it: then it comes last, when that process has done it or has ended.
3. Its sentences. An article in another language than English is refused here.
4. Where the profile asks only about doubts, the account (parses, sayings, dates) is made and rules propose; the requests are
   built.
5. Each request is looked up in the ledger by its hash, and only if it was never answered, sent: a row before and after each
   attempt. An article that a batch is asked about waits for it; a run that does not ask yet saves what the rules found
   instead, and leaves the article for later.
6. Proposals are grounded in the account into records with offsets and verdicts; where many articles are under way, by a process
   beside this one.
7. The article's records are saved in one transaction.
"""

import asyncio
import hashlib
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from extractor.errors import GroundingError, StoreError
from extractor.language.english import is_english
from extractor.model.answers import Reading, read
from extractor.model.limits import tokens
from extractor.model.prompting import correction, halves, schema_fingerprint
from extractor.reading.inputs import Unread
from extractor.work import Answered, Grounded, Job, Work, apart, code_fingerprint, prepared
from extractor.worker import Grounding
from prompts.library import fingerprint
from schemas.article import Article
from schemas.base import Proposal
from schemas.request import Ending, Outcome, Request

if TYPE_CHECKING:
    from extractor.model.client import Attempts
    from extractor.model.recording import Recorder
    from extractor.storage.store import Store

_ANSWERED = frozenset({Outcome.OK, Outcome.INVALID, Outcome.TRUNCATED, Outcome.TOO_LONG, Outcome.REFUSED})
"""How a request ended that was answered, well or not: it is not asked again because of that."""
_RENEWAL = 15.0  # seconds; a lease lasts a minute
_LOOK_AGAIN = 0.2  # seconds, at articles that another process holds
_MOMENT = 0.02  # seconds in which articles are taken up before the client is opened, which stops everything for a second


@dataclass(slots=True)
class Done:
    """What became of one article.

    `outcome` is "read", "done before", "waiting" (for a batch), "failed", or "by rules" with `left` to ask later. `unread`
    counts records of answers that could not be read, `note` says which and why.
    """

    article: Article
    outcome: str
    records: Counter[str] = field(default_factory=Counter)
    unsupported: int = 0
    left: int = 0
    sent: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float | None = None
    seconds: float = 0.0
    problem: str | None = None
    unread: int = 0
    note: str | None = None

    def fail(self, ending: Ending) -> None:
        """The article failed, because a request of it ended so."""
        self.outcome = "failed"
        self.problem = f"{ending.outcome.value.replace('_', ' ')}: {ending.error}"

    def wait(self, batch: str) -> None:
        """A request about it is under way in a batch."""
        if self.outcome != "failed":
            self.outcome, self.problem = "waiting", f"{batch} is to answer a request about it"


@dataclass(slots=True)
class Estimate:
    """What an article would send: requests, and about how many tokens; `longest` is what its answers may come to at most."""

    article: Article
    requests: int
    tokens: int
    longest: int


Report = Callable[[Done | Unread], None]


class Answers(Protocol):
    """Whoever answers requests: a client, which `sends` them, or a recorded run."""

    sends: bool

    async def ask(self, request: Request, *, attempts: "Attempts | None" = None) -> Ending:
        """How a request ended."""


class _Rows:
    """The ledger's rows of one request: one an attempt. `id` is that of the last."""

    def __init__(self, run: "Extraction", article: Article, request: Request, done: Done, sends: bool) -> None:
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
        self._done.tokens_in += ending.tokens_in or 0
        self._done.tokens_out += ending.tokens_out or 0
        if ending.cost is not None:
            self._done.cost = (self._done.cost or 0.0) + ending.cost


@dataclass(slots=True)
class _Answer:
    """What came of a request: proposals with the rows of their answers; not `whole` where some of it brought no answer."""

    found: list[Answered]
    whole: bool = True


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


class Extraction:
    """One run over many articles. `connect` opens the client; it is called only when a request must be sent."""

    def __init__(
        self,
        store: "Store",
        job: Job,
        connect: Callable[[AsyncExitStack], Answers],
        report: Report,
        recorder: "Recorder | None" = None,
    ) -> None:
        self.store = store
        self.recorder = recorder
        self.job = job
        self.prompt_hash = fingerprint(job.types)
        self.schema_hash = schema_fingerprint(job.types, job.profile)
        self._connect = connect
        self._report = report
        self._client: Answers | None = None
        self._opening = asyncio.Lock()
        self._sending = asyncio.Semaphore(job.concurrency)
        self._closing = AsyncExitStack()
        self._held: list[Article] = []
        self._under_way = 0
        self._grounding = Grounding(here=job.profile.doubts)  # the account is made here then, before anything is asked
        self._asking = True
        self.run_id = 0
        self.later: list[Article] = []

    async def run(self, found: Iterable[Article | Unread], *, kept: bool = False, asking: bool = True) -> None:
        """Reads inputs lazily and extracts each article; what cannot be read or fails is reported, and the others go on.

        `kept` articles are in the store already. Without `asking`, articles with something to ask are left in `later`, to be
        run once more; those that are new have the rules' records by then. Raises ModelError when the model cannot be used at
        all, StoreError when the database cannot be written.
        """
        self._asking, self.later = asking, []
        self.run_id = self.run_id or self.store.start_run(
            self.job.model, self.job.base_url, self.job.profile.name, self.prompt_hash, self.schema_hash, self.job.types
        )
        async with self._closing:
            renewing = asyncio.create_task(self._renew())
            waiting: set[asyncio.Task[None]] = set()
            try:
                async for article in self._stored(found) if not kept else self._given(found):
                    if len(waiting) > self.job.concurrency:
                        waiting = await self._one_more(waiting)
                    waiting.add(asyncio.create_task(self._extract(article)))
                while waiting or self._held:
                    if waiting:
                        waiting = await self._one_more(waiting)
                        continue
                    await asyncio.sleep(_LOOK_AGAIN)
                    held, self._held = self._held[: self.job.concurrency], self._held[self.job.concurrency :]
                    waiting = {asyncio.create_task(self._extract(article)) for article in held}
            finally:
                for task in (renewing, *waiting):
                    task.cancel()
                await asyncio.gather(renewing, *waiting, return_exceptions=True)

    async def _one_more(self, waiting: set[asyncio.Task[None]]) -> set[asyncio.Task[None]]:
        """Those that still wait when at least one has ended; what it raised is raised."""
        finished, left = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in finished:
            task.result()
        return left

    async def _renew(self) -> None:
        """Holds the leases of this process while it works."""
        while True:
            await asyncio.sleep(_RENEWAL)
            self.store.renew()

    async def _given(self, found: Iterable[Article | Unread]) -> AsyncIterator[Article]:
        """1. Articles that are stored already."""
        for one in found:
            if isinstance(one, Article):
                yield one
                await asyncio.sleep(0)

    async def _stored(self, found: Iterable[Article | Unread]) -> AsyncIterator[Article]:
        """1. Stores the articles of each input as it is read."""
        for article in stored(found, self.store, self._report):
            yield article
            await asyncio.sleep(0)

    async def _extract(self, article: Article) -> None:
        started = time.monotonic()
        key = self.key(article)
        # 2. Done before?
        if self._finished(article, key):
            return
        if not self.store.claim(article.id):
            self._held.append(article)
            return
        self._under_way += 1
        try:
            if not self._finished(article, key):
                await self._read(article, key, started)
        finally:
            self._under_way -= 1
            self.store.release(article.id)

    def _finished(self, article: Article, key: str) -> bool:
        """The article is done, and that is reported; not where its replies are still to be recorded."""
        if (
            self.job.force
            or self.recorder is not None
            or self.store.finished(article.id, key, self.job.types) != frozenset(self.job.types)
        ):
            return False
        self._report(Done(article, "done before"))
        return True

    async def _read(self, article: Article, key: str, started: float) -> None:
        """Steps 3 to 7 of an article that this process holds; what goes wrong with it alone fails it alone."""
        done = Done(article, "read")
        records: list[Grounded] = []
        try:
            with apart():
                if not is_english(article.text):
                    problem = "not in English, or too little of it is; only English is read"
                    self._report(Done(article, "failed", problem=problem))
                    return
                made = await self._made(article, done)
                if made is None:
                    self.later.append(article)
                    return
                records = made
        except GroundingError as error:
            done.outcome, done.problem = "failed", str(error)
        # 7. Save.
        if done.outcome != "waiting":
            self._save(article, "" if done.outcome == "by rules" else key, records, done)
        done.seconds = time.monotonic() - started
        self._report(done)
        if done.outcome == "by rules":
            self.later.append(article)

    async def _made(self, article: Article, done: Done) -> list[Grounded] | None:
        """Steps 3 to 6; None for an article that has records and is to be asked about later. Raises GroundingError."""
        # 3. and 4. What there is to ask.
        work = prepared(article, self.job)
        self._grounding.expect(self._under_way, self._closing)
        proposed: list[Answered] = [(p, None) for p in work.proposals]
        # 5. Ask what was never answered, now or later.
        if not self._asking and (left := [r for r in work.requests if self.job.force or self.store.reply(r.hash) is None]):
            if not self.store.new(article.id):
                return None
            done.outcome, done.left, work.requests = "by rules", len(left), []
        for answer in await asyncio.gather(*(self._answer(article, work, r, done) for r in work.requests)):
            proposed += answer.found
        if done.outcome == "waiting":
            return []
        # 6. Ground.
        return await self._grounding.grounded(article, proposed, work.account)

    def key(self, article: Article) -> str:
        """What the records of an article depend on besides its text."""
        parts = [
            self.prompt_hash,
            self.schema_hash,
            self.job.model,
            self.job.profile.name,
            code_fingerprint(),
            article.published or "",
        ]
        return hashlib.sha256("\0".join([*parts, repr(article.skipped)]).encode()).hexdigest()[:32]

    async def _answer(self, article: Article, work: "Work", request: Request, done: Done) -> _Answer:
        """The proposals of one request: from the ledger if it was answered before, else from the model.

        An answer that was cut off, or a prompt that was too long, is asked for again in two halves, and is not asked for whole
        another time. What cannot be read of an answer is asked for once more, and nothing else.
        """
        known = self._kept(request)
        if (known is None or known[0].outcome is Outcome.INVALID) and (batch := await self._batch(request)) is not None:
            done.wait(batch)
            return _Answer([], whole=False)
        ending, row = known or await self._sent(article, request, done)
        self._record(request, ending)
        reading = read(request, ending.reply or "")
        found = [(p, row) for p in reading.proposals]
        match ending.outcome:
            case Outcome.OK if not reading.complaints:
                return _Answer(found)
            case Outcome.OK | Outcome.INVALID:
                return await self._corrected(article, request, ending, reading, row, done)
            case Outcome.TRUNCATED | Outcome.TOO_LONG if (len(request.targets) > 1 and (ending.reply or "").strip()) or (
                ending.outcome is Outcome.TOO_LONG and len(request.targets) > 1
            ):
                return await self._in_halves(article, work, request, found, done)
        done.fail(ending)
        return _Answer(found if ending.outcome is Outcome.TRUNCATED else [], whole=False)

    async def _in_halves(self, article: Article, work: "Work", request: Request, found: list[Answered], done: Done) -> _Answer:
        """The proposals of both halves; of a half that fails those that were `found` in the answer to the whole."""
        both = _Answer([])
        for part in halves(request, work.sentences, self.job.profile, self.job.model):
            answer = await self._answer(article, work, part, done)
            if not answer.whole:
                have = {p.model_dump_json() for p, _ in answer.found}
                about = [a for a in found if set(_cited(a[0])) <= set(part.targets)]
                answer.found += [a for a in about if a[0].model_dump_json() not in have]
            both.found += answer.found
            both.whole = both.whole and answer.whole
        return both

    async def _corrected(
        self, article: Article, request: Request, first: Ending, reading: Reading, row: int | None, done: Done
    ) -> _Answer:
        """What was read of an answer, and what comes when the rest is asked for once more."""
        records = [f"{c}\n  {c.text}" for c in reading.complaints] if first.outcome is Outcome.OK else []
        again = correction(request, first.error or "it is no answer", records)
        kept = None if self.job.force else self.store.newest(again.hash, *_ANSWERED)
        earlier = (Ending(outcome=kept.outcome, **kept.paid()), kept.request_id) if kept is not None else None
        ending, row_again = earlier or await self._sent(article, again, done)
        self._record(again, ending)
        second = read(again, ending.reply or "") if ending.outcome in _ANSWERED else Reading()
        told = [p for p in second.proposals if not _among(p, reading.proposals)]
        poor = [p for p in second.poor if not _among(p, reading.proposals)]
        better = [*told, *poor]
        left = [p for p in reading.poor if not any(_same_place(p, other) for other in better)]
        found = [(p, row) for p in [*reading.proposals, *left]] + [(p, row_again) for p in better]
        if first.outcome is Outcome.INVALID and not second.usable:
            done.fail(first if ending.outcome is Outcome.INVALID else ending)
            return _Answer(found, whole=False)
        if ending.outcome not in _ANSWERED and ending.outcome is not Outcome.REFUSED:
            done.fail(ending)
            return _Answer(found, whole=False)
        lost = second if second.complaints else reading
        if first.outcome is Outcome.INVALID:
            unread = second.lost
        else:
            unread = max(0, reading.lost - len(told)) if told or not second.complaints else reading.lost
        if unread:
            done.unread += unread
            done.note = done.note or lost.told()
        return _Answer(found)

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
            return Ending(outcome=cut.outcome, **cut.paid()), cut.request_id
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
        if self.recorder is not None:
            self.recorder.keep(request, ending)

    async def _open(self) -> Answers:
        async with self._opening:
            if self._client is None:
                await asyncio.sleep(0 if self._grounding.here else _MOMENT)
                self._client = self._connect(self._closing)
            return self._client

    def _save(self, article: Article, key: str, records: list[Grounded], done: Done) -> None:
        from extractor.storage.ledger import Extracted

        outcome = Outcome.FAILED if done.outcome == "failed" else Outcome.OK
        rows = [Extracted(record, request_id) for record, request_id in records]
        self.store.save(article.id, self.run_id, self.job.types, key, rows, self.prompt_hash, outcome=outcome)
        done.records = Counter(record.type.value for record, _ in records)
        done.unsupported = sum(not record.supported for record, _ in records)


def stored(found: Iterable[Article | Unread], store: "Store", report: Report) -> Iterator[Article]:
    """Step 1: the articles of each input, stored as it is read; what cannot be read or stored is reported."""
    for path, together in groupby(found, key=lambda f: f.path):
        articles = []
        for one in together:
            if isinstance(one, Unread):
                report(one)
            else:
                articles.append(one)
        if not articles:
            continue
        try:
            store.add_articles(path, articles)
        except StoreError as error:
            if "surrogate" not in str(error):
                raise
            report(Unread(path, str(error)))
            continue
        yield from articles


def estimates(found: Iterable[Article | Unread], job: Job, store: "Store | None", report: Report) -> Iterator[Estimate]:
    """What a run would send, article by article, without sending or storing anything."""
    for one in found:
        if isinstance(one, Unread):
            report(one)
            continue
        try:
            asked = prepared(one, job).requests if is_english(one.text) else []
        except GroundingError as error:
            report(Done(one, "failed", problem=str(error)))
            continue
        left = [r for r in asked if job.force or store is None or not (store.reply(r.hash) or store.waited_for(r.hash))]
        about = sum(tokens([m.content for m in r.messages]) for r in left)
        yield Estimate(one, len(left), about, len(left) * job.profile.max_tokens)
