"""A process of its own that grounds, so that the one that asks a hosted model has its core to itself.

An article and its proposals go over in a line of JSON, and its records come back in one, in the order in which they were sent.
The process holds nothing else and writes nothing. It may be killed at any time, and ends by itself when its standard input
does, which is when the program that started it ends, however that ends.
"""

import asyncio
import gc
import os
import subprocess
import sys
from collections import deque
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any, Self

from pydantic import BaseModel

from extractor.errors import GroundingError, WorkerError
from extractor.model.prompting import PROPOSALS
from extractor.work import Answered, Grounded, grounded
from schemas.article import Article
from schemas.base import RecordType
from schemas.fact import AnyRecord

if TYPE_CHECKING:
    from extractor.language.account import Account

_MANY = 5  # articles under way: a worker is worth its start
_WARMING = "TARN, March 15 — The army said on Thursday that its troops had left the town."
_TYPES = {shape: type_ for type_, shape in PROPOSALS.items()}


class _Task(BaseModel):
    article: Article
    proposed: list[tuple[RecordType, dict[str, Any], int | None]]


class _Result(BaseModel):
    records: list[tuple[AnyRecord, int | None]] = []
    problem: str | None = None


class Worker(asyncio.SubprocessProtocol):
    """That process, seen from the one that asks; an async context manager."""

    def __init__(self) -> None:
        self._waiting: deque[asyncio.Future[bytes]] = deque()
        self._begun = b""
        self._ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def __aenter__(self) -> Self:
        # Ctrl-C at a terminal goes to all of its programs: this one is ended by the one that asks.
        apart: dict[str, Any] = {"start_new_session": True}
        if sys.platform == "win32":
            apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        command = (sys.executable, "-P", "-c", "from extractor.worker import main; main()")
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)}
        # what goes wrong comes back as a problem: nothing is to be read on stderr
        settings: dict[str, Any] = {"stderr": subprocess.DEVNULL, "env": environment, **apart}
        try:
            self._process, _ = await asyncio.get_running_loop().subprocess_exec(lambda: self, *command, **settings)
        except OSError as error:
            raise WorkerError(f"cannot start a process that reads sentences: {error.strerror}; free some memory") from error
        self._tasks: Any = self._process.get_pipe_transport(0)
        return self

    async def __aexit__(self, *_: object) -> None:
        if not self._ended.done():
            self._process.kill()
            await self._ended
        self._process.close()

    async def grounded(self, article: Article, proposed: list[Answered]) -> list[Grounded]:
        """As `work.grounded`. Raises WorkerError when the process has ended."""
        if self._ended.done() or self._tasks.is_closing():
            raise _lost()
        found: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._waiting.append(found)
        self._tasks.write(_line(_Task(article=article, proposed=[(_TYPES[type(p)], p.model_dump(), id) for p, id in proposed])))
        result = _Result.model_validate_json(await found)
        if result.problem is not None:
            raise GroundingError(result.problem)
        return list(result.records)

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        *lines, self._begun = (self._begun + data).split(b"\n")
        for line in lines:
            found = self._waiting.popleft()
            if not found.done():
                found.set_result(line)

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        while self._waiting:
            found = self._waiting.popleft()
            if not found.done():
                found.set_exception(_lost())

    def process_exited(self) -> None:
        self._ended.set_result(None)


class Grounding:
    """Where a run grounds: in a worker if many articles are under way before the first is grounded, else `here`.

    It stays so, for a parser that is loaded here takes memory until the end.
    """

    def __init__(self, *, here: bool) -> None:
        self.here = here
        self._worker: asyncio.Task[Worker] | None = None

    def expect(self, under_way: int, closing: AsyncExitStack) -> None:
        """So many articles are under way; a worker that starts ends with `closing`."""
        if self._worker is None and not self.here and under_way >= _MANY:
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


def main() -> None:
    """Grounds what comes on standard input until that ends."""
    results, sys.stdout = sys.stdout.buffer, sys.stderr
    try:
        grounded(Article(id="", path="", offset=0, text=_WARMING), [])  # loads the parser
        gc.freeze()  # it stays: the collector need not go through it again and again
        for line in sys.stdin.buffer:
            results.write(_line(_answered(line)))
            results.flush()
    except BrokenPipeError:
        os._exit(1)  # nobody is there any more


def _answered(line: bytes) -> _Result:
    try:
        task = _Task.model_validate_json(line)
        proposed = [(PROPOSALS[type_].model_validate(cells), id) for type_, cells, id in task.proposed]
        found: Any = grounded(task.article, proposed)
        return _Result(records=found)
    except GroundingError as error:
        return _Result(problem=str(error))
