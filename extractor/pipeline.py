"""The numbered steps of one article, and of many.

1. An article is read and stored, with the place where it was found.
2. If its records were already made under this prompt, schema, model and code, it is done. Another process that works on the
   same database may hold it: then it comes last, when that process has done it or has ended.
3. Its sentences. An article in another language than English is refused here.
4. Where the profile asks only about doubts, the account (parses, sayings, dates) is made and rules propose; the requests are
   built.
5. Each request is looked up in the ledger by its hash, and only if it was never answered, sent: a row before and after each
   attempt. Where all of an article was answered to an earlier version's prompt, those answers are taken. An article that a
   batch is asked about waits for it; a run that does not ask yet saves what the rules found instead, and leaves the article
   for later.
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
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from extractor.earlier import EarlierAnswers
from extractor.errors import GroundingError, ModelError, StoreError
from extractor.language.english import is_english, refusal
from extractor.model.limits import tokens
from extractor.model.prompting import schema_fingerprint
from extractor.questions import Answers, Done, Questions
from extractor.reading.inputs import Unread
from extractor.signals import heed, heeded
from extractor.work import Answered, Grounded, Job, apart, code_fingerprint, prepared
from extractor.worker import Grounding
from prompts.library import fingerprint
from schemas.article import Article
from schemas.request import Outcome

if TYPE_CHECKING:
    from extractor.model.recording import Recorder
    from extractor.storage.store import Store

_RENEWAL = 15.0  # seconds; a lease lasts a minute
_LOOK_AGAIN = 0.2  # seconds, at articles that another process holds
_HEED = 0.2  # seconds


@dataclass(slots=True)
class Estimate:
    """What an article would send: requests, and about how many tokens; `longest` is what its answers may come to at most."""

    article: Article
    requests: int
    tokens: int
    longest: int


Report = Callable[[Done | Unread], None]


class Extraction:
    """One run over many articles. `connect` opens the client; it is called only when a request must be sent.

    With `earlier` answers to an earlier version's prompt are taken, too.
    """

    def __init__(
        self,
        store: "Store",
        job: Job,
        connect: Callable[[AsyncExitStack], Answers],
        report: Report,
        recorder: "Recorder | None" = None,
        *,
        earlier: bool = True,
    ) -> None:
        self.store = store
        self.recorder = recorder
        self.job = job
        self.prompt_hash = fingerprint(job.types)
        self.schema_hash = schema_fingerprint(job.types, job.profile)
        self._report = report
        self._closing = AsyncExitStack()
        self._questions = Questions(store, job, connect, self._closing, recorder)
        self._held: list[Article] = []
        self._under_way = 0
        self._grounding = Grounding(here=job.profile.doubts)  # the account is made here then, before anything is asked
        self._asking = True
        self._earlier = EarlierAnswers(job, store) if earlier else None
        self.run_id = 0
        self.later: list[Article] = []

    async def run(self, found: Iterable[Article | Unread], *, kept: bool = False, asking: bool = True) -> None:
        """Reads inputs lazily and extracts each article; what cannot be read or fails is reported, and the others go on.

        `kept` articles are in the store already. Without `asking`, articles with something to ask are left in `later`, to be
        run once more; those that are new have the rules' records by then. Raises ModelError when the model cannot be used at
        all, StoreError when the database cannot be written.
        """
        asyncio.get_running_loop().set_exception_handler(_unless_stopping)
        self._asking, self.later = asking, []
        self.run_id = self.run_id or self.store.start_run(
            self.job.model, self.job.base_url, self.job.profile.name, self.prompt_hash, self.schema_hash, self.job.types
        )
        self._questions.run_id = self.run_id
        with heeded():
            await self._run(found, kept)

    async def _run(self, found: Iterable[Article | Unread], kept: bool) -> None:
        async with self._closing:
            renewing, heeding = asyncio.create_task(self._renew()), asyncio.create_task(_heed())
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
                for task in (renewing, heeding, *waiting):
                    task.cancel()
                await asyncio.gather(renewing, heeding, *waiting, return_exceptions=True)

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
                if (problem := refusal(article.text)) is not None:
                    self._report(Done(article, "failed", problem=problem))
                    return
                made = await self._made(article, done)
                if made is None:
                    self.later.append(article)
                    return
                records = made
        except GroundingError as error:
            done.outcome, done.problem = "failed", str(error)
        except ModelError as error:
            done.outcome, done.problem = "failed", str(error)
            self._save(article, key, [], done)
            raise
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
        if self._earlier is not None and (earlier := self._earlier.of(work.sentences, work.requests)) is not None:
            work.requests, done.earlier = earlier.requests, earlier.prompt_hash
        if not self._asking and (left := [r for r in work.requests if self.job.force or self.store.reply(r.hash) is None]):
            if not self.store.new(article.id):
                return None
            done.outcome, done.left, work.requests = "by rules", len(left), []
        for answer in await asyncio.gather(*(self._questions.answer(article, work, r, done) for r in work.requests)):
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

    def _save(self, article: Article, key: str, records: list[Grounded], done: Done) -> None:
        from extractor.storage.ledger import Extracted

        outcome = Outcome.FAILED if done.outcome == "failed" else Outcome.OK
        rows = [Extracted(record, request_id) for record, request_id in records]
        prompt_hash = self.prompt_hash if done.earlier is None else done.earlier
        kept = self.store.save(
            article.id, self.run_id, self.job.types, key, rows, prompt_hash, outcome=outcome, problem=done.problem
        )
        if not kept:
            return
        done.records = Counter(record.type.value for record, _ in records)
        done.unsupported = sum(not record.supported for record, _ in records)


async def _heed() -> None:
    """Ends the loop after Ctrl-C, between two of its steps."""
    while True:
        await asyncio.sleep(_HEED)
        heed()


def _unless_stopping(loop: asyncio.AbstractEventLoop, told: dict[str, Any]) -> None:
    """Tells of an error that nobody awaits; not of what tasks end with once Ctrl-C has ended their loop."""
    if "shutdown" not in told["message"]:
        loop.default_exception_handler(told)


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


def estimates(
    found: Iterable[Article | Unread], job: Job, store: "Store | None", report: Report, *, earlier: bool = True
) -> Iterator[Estimate]:
    """What a run would send, article by article, without sending or storing anything; `earlier` as for Extraction."""
    before = EarlierAnswers(job, store) if earlier and store is not None else None
    for one in found:
        if isinstance(one, Unread):
            report(one)
            continue
        try:
            work = prepared(one, job) if is_english(one.text) else None
        except GroundingError as error:
            report(Done(one, "failed", problem=str(error)))
            continue
        answered = work is None or (before is not None and before.of(work.sentences, work.requests) is not None)
        asked = [] if work is None or answered else work.requests
        left = [r for r in asked if job.force or store is None or not (store.reply(r.hash) or store.waited_for(r.hash))]
        about = sum(tokens([m.content for m in r.messages]) for r in left)
        yield Estimate(one, len(left), about, len(left) * job.profile.max_tokens)
