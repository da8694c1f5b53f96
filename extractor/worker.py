"""A process of its own that grounds, so that the one that asks a hosted model has its core to itself.

An article and its proposals go over in a line of JSON, and its records come back in one, in the order in which they were sent.
The sentences of those that wait are parsed together. It ends an article that takes too long by itself where it can, and is
killed and started anew where it cannot: the new one takes each article for itself, so that it is known which one it was. The
process holds nothing else and writes nothing. It may be killed at any time, and ends by itself when its standard input does,
which is when the program that started it ends, however that ends.
"""

import asyncio
import gc
import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from pydantic import BaseModel

from extractor import signals
from extractor.errors import GroundingError, SlowError, WorkerError
from extractor.model.prompting import PROPOSALS
from extractor.signals import PATIENCE, within
from extractor.work import Answered, Grounded, account_of, apart, grounded, parsed
from schemas.article import Article
from schemas.base import RecordType
from schemas.fact import AnyRecord

if TYPE_CHECKING:
    from extractor.language.account import Account
    from extractor.language.syntax import Parse

_MANY = 5  # articles under way: a worker is worth its start
_TOGETHER = 20_000  # characters of the articles whose sentences are parsed together; those of 2,000 are parsed in a second
_CHUNK = 1 << 20
_MOST_DEATHS = 5  # of such processes with nothing answered in between: then it is not the articles
_WARMING = "TARN, March 15 — The army said on Thursday that its troops had left the town."
_TYPES = {shape: type_ for type_, shape in PROPOSALS.items()}


class _Task(BaseModel):
    article: Article
    proposed: list[tuple[RecordType, dict[str, Any], int | None]]


class _Result(BaseModel):
    records: list[tuple[AnyRecord, int | None]] = []
    problem: str | None = None


@dataclass(slots=True)
class _Sent:
    """A task on its way: its line, and where its result is waited for."""

    line: bytes
    found: "asyncio.Future[bytes]"


class _Process(asyncio.SubprocessProtocol):
    """One such process: tells `came` each line that it writes, and `gone` when it has ended and all of them were told."""

    def __init__(self, came: Callable[[bytes], None], gone: Callable[[], None]) -> None:
        self._came, self._gone = came, gone
        self._begun = b""

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        *lines, self._begun = (self._begun + data).split(b"\n")
        for line in lines:
            self._came(line)

    def connection_lost(self, exc: Exception | None) -> None:
        self._gone()


class Worker:
    """That process, seen from the one that asks; an async context manager.

    Where the process ends over an article, or is ended since that one takes too long, the article fails alone: another process
    is started, and gets the articles that were still to come.
    """

    def __init__(self) -> None:
        self._waiting: deque[_Sent] = deque()
        self._process: asyncio.SubprocessTransport | None = None
        self._tasks: Any = None
        self._ready = False
        self._problem: WorkerError | None = None
        self._late = False
        self._deaths = 0  # since something was answered
        self._alone = False  # each article is read for itself
        self._clock: asyncio.TimerHandle | None = None
        self._again: asyncio.Task[None] | None = None
        self._ending: asyncio.Future[None] | None = None

    async def __aenter__(self) -> Self:
        await self._start()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._ending = asyncio.get_running_loop().create_future()
        if self._again is not None:
            self._again.cancel()
            await asyncio.gather(self._again, return_exceptions=True)
        if (process := self._process) is not None:
            process.kill()
            await self._ending
            process.close()

    async def grounded(self, article: Article, proposed: list[Answered]) -> list[Grounded]:
        """As `work.grounded`. Raises WorkerError when there is no such process and no other can be started."""
        if self._problem is not None:
            raise self._problem
        task = _Task(article=article, proposed=[(_TYPES[type(p)], p.model_dump(), id) for p, id in proposed])
        sent = _Sent(_line(task), asyncio.get_running_loop().create_future())
        self._waiting.append(sent)
        self._write(sent)
        if len(self._waiting) == 1:
            self._wait()
        result = _Result.model_validate_json(await sent.found)
        if result.problem is not None:
            raise GroundingError(result.problem)
        return list(result.records)

    async def _start(self) -> None:
        # Ctrl-C at a terminal goes to all of its programs: this one is ended by the one that asks.
        apart: dict[str, Any] = {"start_new_session": True}
        if sys.platform == "win32":
            apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        command = (sys.executable, "-P", "-c", f"from extractor.worker import main; main({1 if self._alone else _TOGETHER})")
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)}
        # what goes wrong comes back as a problem: nothing is to be read on stderr
        settings: dict[str, Any] = {"stderr": subprocess.DEVNULL, "env": environment, **apart}
        loop = asyncio.get_running_loop()
        self._ready = self._late = False
        try:
            self._process, _ = await loop.subprocess_exec(lambda: _Process(self._came, self._gone), *command, **settings)
        except OSError as error:
            raise WorkerError(f"cannot start a process that reads sentences: {error.strerror}; free some memory") from error
        self._tasks = self._process.get_pipe_transport(0)
        for sent in self._waiting:
            self._write(sent)

    def _write(self, sent: _Sent) -> None:
        """Sends a task, where there is a process that takes it; else the next one gets it."""
        if self._tasks is not None and not self._tasks.is_closing():
            self._tasks.write(sent.line)

    def _wait(self) -> None:
        """Waits for the first of the articles that are on their way, as long as one may take."""
        if self._clock is not None:
            self._clock.cancel()
        wait = (PATIENCE + 1) * signals.ARTICLE_SECONDS  # the process itself should have ended it before
        self._clock = asyncio.get_running_loop().call_later(wait, self._end_it) if self._waiting and self._ready else None

    def _end_it(self) -> None:
        self._late = True
        if self._process is not None:
            self._process.kill()

    def _came(self, line: bytes) -> None:
        if self._ready:
            sent = self._waiting.popleft()
            self._deaths = 0
            if not sent.found.done():
                sent.found.set_result(line)
        self._ready = True  # its first line says just that
        self._wait()

    def _gone(self) -> None:
        self._process = self._tasks = None
        if self._clock is not None:
            self._clock.cancel()
        if self._ending is not None:
            self._ending.set_result(None)
            return
        self._deaths += 1
        if not self._ready or self._deaths > _MOST_DEATHS:
            self._give_up(_lost())
            return
        if self._waiting and self._alone:
            sent = self._waiting.popleft()
            if not sent.found.done():
                over = GroundingError("the process that reads sentences ended over it, maybe for want of memory")
                sent.found.set_exception(SlowError(signals.ARTICLE_SECONDS) if self._late else over)
        self._alone = True
        self._again = asyncio.create_task(self._once_more())

    async def _once_more(self) -> None:
        try:
            await self._start()
        except WorkerError as error:
            self._give_up(error)

    def _give_up(self, problem: WorkerError) -> None:
        self._problem = problem
        while self._waiting:
            found = self._waiting.popleft().found
            if not found.done():
                found.set_exception(problem)


class Grounding:
    """Where a run grounds: in a worker if many articles are under way before the first is grounded, else `here`.

    Also in a worker where an article that takes too long cannot be ended here: there it can always be killed. It stays so, for
    a parser that is loaded here takes memory until the end.
    """

    def __init__(self, *, here: bool) -> None:
        self.here = here
        self._worker: asyncio.Task[Worker] | None = None

    def expect(self, under_way: int, closing: AsyncExitStack) -> None:
        """So many articles are under way; a worker that starts ends with `closing`."""
        if self._worker is None and not self.here and (under_way >= _MANY or not signals.can_end()):
            self._worker = asyncio.create_task(closing.enter_async_context(Worker()))

    async def grounded(self, article: Article, proposed: list[Answered], account: "Account | None") -> list[Grounded]:
        """As `work.grounded`. Raises GroundingError for an article that cannot be grounded, WorkerError without a worker."""
        if self._worker is not None:
            worker = await asyncio.shield(self._worker)
            return await worker.grounded(article, proposed)
        self.here = True
        return grounded(article, proposed, account)


def _lost() -> WorkerError:
    return WorkerError(
        "the process that reads the articles' sentences was ended from outside, maybe for want of memory; what was answered is"
        " kept, the same command goes on from there"
    )


def _line(message: BaseModel) -> bytes:
    return message.model_dump_json().encode() + b"\n"


def main(together: int) -> None:
    """Grounds what comes on standard input until that ends; an empty line says that it is ready to.

    Of the articles that wait those are parsed together whose characters come to no more than `together`; one at least.
    """
    results, sys.stdout = sys.stdout.buffer, sys.stderr
    try:
        grounded(Article(id="", path="", offset=0, text=_WARMING), [])  # loads the parser
        gc.freeze()  # it stays: the collector need not go through it again and again
        results.write(b"\n")
        results.flush()
        for lines in _waiting(sys.stdin.fileno()):
            for some in _parts(lines, together):
                for answer in _answers(some):
                    results.write(answer)
                    results.flush()
    except BrokenPipeError:
        os._exit(1)  # nobody is there any more


def _waiting(source: int) -> Iterator[list[bytes]]:
    """The lines that a pipe holds, all that are there at once, again and again until it ends."""
    begun = b""
    while chunk := os.read(source, _CHUNK):
        *lines, begun = (begun + chunk).split(b"\n")
        if lines:
            yield lines


def _parts(lines: list[bytes], together: int) -> Iterator[list[bytes]]:
    """The lines in their order, as many at once as come to `together` characters; one at least."""
    some: list[bytes] = []
    for line in lines:
        if some and sum(map(len, some)) + len(line) > together:
            yield some
            some = []
        some.append(line)
    if some:
        yield some


def _answers(lines: list[bytes]) -> Iterator[bytes]:
    """The answers to some tasks, in their order."""
    tasks = [_Task.model_validate_json(line) for line in lines]
    parses: list[list[Parse] | None] = [None] * len(tasks)
    if len(tasks) > 1:
        # what goes wrong with one of them comes up again when it is read for itself
        with suppress(GroundingError), apart(), within():
            parses = [*parsed([task.article for task in tasks])]
    for task, made in zip(tasks, parses, strict=True):
        yield _answered(task, made)


def _answered(task: _Task, parses: "list[Parse] | None") -> bytes:
    try:
        with apart():
            proposed = [(PROPOSALS[type_].model_validate(cells), id) for type_, cells, id in task.proposed]
            with within():
                account = account_of(task.article, parses)
            found: Any = grounded(task.article, proposed, account)
            return _line(_Result(records=found))
    except GroundingError as error:
        return _line(_Result(problem=str(error)))
