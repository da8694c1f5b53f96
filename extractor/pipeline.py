"""The numbered steps of one article, and of many.

1. An article is read and stored, with the place where it was found.
2. If its records were already made under this prompt, schema, model and code, it is done. Another process that works on the
   same database may hold it: then it comes last, when that process has done it or has ended.
3. Its sentences. An article in another language than English is refused here.
4. Where the profile asks only about doubts, the account (parses, sayings, dates) is made and rules propose; the requests are
   built.
5. Each request is looked up in the ledger by its hash, and only if it was never answered, sent: a row before and after each
   attempt.
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
from extractor.language.english import is_english, refusal
from extractor.model.limits import tokens
from extractor.model.prompting import halves, schema_fingerprint
from extractor.model.prompting import proposals as proposals_of
from extractor.reading.inputs import Unread
from extractor.work import Answered, Grounded, Job, Work, code_fingerprint, prepared
from extractor.worker import Grounding
from prompts.library import fingerprint
from schemas.article import Article
from schemas.request import Ending, Outcome, Request

if TYPE_CHECKING:
    from extractor.model.client import Attempts
    from extractor.model.recording import Recorder
    from extractor.storage.store import Store

_RENEWAL = 15.0  # seconds; a lease lasts a minute
_LOOK_AGAIN = 0.2  # seconds, at articles that another process holds
_MOMENT = 0.02  # seconds in which articles are taken up before the client is opened, which stops everything for a second


@dataclass(slots=True)
class Done:
    """What became of one article: `outcome` is "read", "done before" or "failed"."""

    article: Article
    outcome: str
    records: Counter[str] = field(default_factory=Counter)
    unsupported: int = 0
    sent: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float | None = None
    seconds: float = 0.0
    problem: str | None = None


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
        self.run_id = 0

    async def run(self, found: Iterable[Article | Unread], *, kept: bool = False) -> None:
        """Reads inputs lazily and extracts each article; what cannot be read or fails is reported, and the others go on.

        `kept` articles are in the store already. Raises ModelError when the model cannot be used at all, StoreError when the
        database cannot be written.
        """
        self.run_id = self.store.start_run(
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
        """Steps 3 to 7 of an article that this process holds."""
        # 3. and 4. What there is to ask.
        if (problem := refusal(article.text)) is not None:
            self._report(Done(article, "failed", problem=problem))
            return
        work = prepared(article, self.job)
        self._grounding.expect(self._under_way, self._closing)
        done = Done(article, "read")
        proposed: list[Answered] = [(p, None) for p in work.proposals]
        # 5. Ask what was never answered.
        for answered in await asyncio.gather(*(self._answer(article, work, r, done) for r in work.requests)):
            proposed += answered
        # 6. Ground.
        records: list[Grounded] = []
        try:
            records = await self._grounding.grounded(article, proposed, work.account)
        except GroundingError as error:
            done.outcome, done.problem = "failed", str(error)
        # 7. Save.
        self._save(article, key, records, done)
        done.seconds = time.monotonic() - started
        self._report(done)

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

    async def _answer(self, article: Article, work: "Work", request: Request, done: Done) -> list[Answered]:
        """The proposals of one request: from the ledger if it was answered before, else from the model.

        An answer that was cut off is asked for again in two halves, and is not asked for whole another time.
        """
        if not self.job.force and (reply := self.store.reply(request.hash)) is not None:
            try:
                kept = proposals_of(request, reply.text)
            except ValueError:
                pass
            else:
                self._record(request, Ending(outcome=Outcome.OK, **reply.paid()))
                return [(p, reply.request_id) for p in kept]
        request_id = None
        if len(request.targets) > 1 and not self.job.force and (cut := self.store.truncated(request.hash)) is not None:
            ending = Ending(outcome=Outcome.TRUNCATED, **cut.paid())
        else:
            async with self._sending:
                client = await self._open()
                rows = _Rows(self, article, request, done, client.sends)
                ending = await client.ask(request, attempts=rows)
                request_id = rows.id
        self._record(request, ending)
        if ending.outcome is Outcome.OK and ending.reply is not None:
            return [(p, request_id) for p in proposals_of(request, ending.reply)]
        if ending.outcome is Outcome.TRUNCATED and len(request.targets) > 1:
            parts = halves(request, work.sentences, self.job.profile, self.job.model)
            return [a for part in parts for a in await self._answer(article, work, part, done)]
        done.outcome = "failed"
        done.problem = f"{ending.outcome.value.replace('_', ' ')}: {ending.error}"
        return []

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
        asked = prepared(one, job).requests if is_english(one.text) else []
        left = [r for r in asked if job.force or store is None or store.reply(r.hash) is None]
        about = sum(tokens([m.content for m in r.messages]) for r in left)
        yield Estimate(one, len(left), about, len(left) * job.profile.max_tokens)
