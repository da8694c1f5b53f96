"""A folder of requests that are under way in batches.

`requests.json` says which requests are in which file, and of which run of the database they are; it is written last, so that a
folder without it is not prepared. `batches.json` says what was uploaded and which batch was made of it, after every step, so
that the same command goes on where it was stopped. The files that come back are kept beside them. What is in a folder is data:
names of files in it are checked before they are opened.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Literal, Self

from pydantic import BaseModel, Field, ValidationError

from extractor.errors import BatchError
from extractor.model.batches import ENDPOINT
from schemas.article import Article
from schemas.base import Noun, RecordType
from schemas.request import Request

if TYPE_CHECKING:
    from extractor.storage.store import Store

_PLAN, _PROGRESS, _LOCK = "requests.json", "batches.json", ".lock"


class Asked(Noun):
    """A request in a file, but for its words."""

    article: str
    types: tuple[RecordType, ...]
    targets: tuple[int, ...]
    brief: bool

    def request(self, hash: str) -> Request:
        return Request(messages=(), types=self.types, targets=self.targets, brief=self.brief, hash=hash)


class File(Noun):
    name: str = Field(pattern=r"^requests-[0-9]{4,}\.jsonl$")
    requests: dict[str, Asked]

    @property
    def articles(self) -> dict[str, tuple[str, str]]:
        """The article and the types of each request, by its hash, as the ledger writes them."""
        return {hash: (asked.article, ",".join(t.value for t in asked.types)) for hash, asked in self.requests.items()}

    @property
    def number(self) -> str:
        return self.name.removeprefix("requests-").removesuffix(".jsonl")


class Plan(Noun):
    """What a folder asks, of which model, and for which run of which database."""

    kind: Literal["communique batch"] = "communique batch"
    version: Literal[1] = 1
    model: str
    base_url: str | None
    run: int
    started: str
    files: tuple[File, ...]

    @property
    def count(self) -> int:
        """How many requests there are."""
        return sum(len(file.requests) for file in self.files)


class Made(BaseModel):
    """What was made of a file at the server."""

    file: str | None = None
    batch: str | None = None


class _Progress(BaseModel):
    endpoint: str = ENDPOINT
    files: dict[str, Made] = Field(default_factory=dict)


def prepared_before(folder: Path) -> bool:
    """The folder holds requests."""
    return (folder / _PLAN).exists()


def plan_of(folder: Path) -> Plan:
    """What a folder holds. Raises BatchError where it was not prepared, or is damaged."""
    path = folder / _PLAN
    try:
        return Plan.model_validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise BatchError(f"{folder} holds no requests; `communique batch prepare` writes them") from error
    except OSError as error:
        raise BatchError(f"cannot read {path}: {error.strerror}") from error
    except ValidationError as error:
        raise BatchError(f"{path} is damaged, or of a newer communique; prepare the requests anew") from error


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keeps other processes from submitting or collecting what is in a folder. Raises BatchError while one does."""
    from filelock import FileLock, Timeout

    if not prepared_before(folder):
        raise BatchError(f"{folder} holds no requests; `communique batch prepare` writes them")
    lock = FileLock(folder / _LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise BatchError(f"another communique is at work on {folder}; try again when it is done") from error
    except (OSError, NotImplementedError) as error:
        raise BatchError(f"cannot hold {folder / _LOCK}: {error}; the folder must be one that can be written") from error
    try:
        yield
    finally:
        lock.release()


def write_plan(folder: Path, plan: Plan) -> None:
    """Says what a folder holds; from then on it is prepared."""
    _write(folder / _PLAN, plan)


class Files:
    """Writes requests to files of a limited size, one after the other; a context manager."""

    def __init__(self, folder: Path, most: int, largest: int) -> None:
        self._folder, self._most, self._largest = folder, most, largest
        self._asked: list[dict[str, Asked]] = []
        self._file: BinaryIO | None = None
        self._size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, article: Article, request: Request, line: bytes) -> None:
        if self._file is None or len(self._asked[-1]) >= self._most or self._size + len(line) > self._largest:
            if self._file is not None:
                self._file.close()
            self._asked.append({})
            self._size = 0
            self._file = (self._folder / self._name(len(self._asked))).open("wb")
        self._file.write(line)
        self._size += len(line)
        self._asked[-1][request.hash] = Asked(
            article=article.id, types=request.types, targets=request.targets, brief=request.brief
        )

    def written(self) -> tuple[File, ...]:
        return tuple(File(name=self._name(n), requests=asked) for n, asked in enumerate(self._asked, 1))

    def _name(self, number: int) -> str:
        return f"requests-{number:04}.jsonl"


class Folder:
    """A prepared folder, with the database that its requests are of.

    Raises BatchError where that is another one, or the folder was not prepared.
    """

    def __init__(self, path: Path, store: "Store | None") -> None:
        self.path = path
        self.plan = plan_of(path)
        if store is not None and not any(
            run.id == self.plan.run and (run.started, run.model) == (self.plan.started, self.plan.model) for run in store.runs()
        ):
            raise BatchError(f"{path} was not prepared with {store.path}: name its database with --db")
        try:
            kept = (path / _PROGRESS).read_bytes() if (path / _PROGRESS).exists() else b"{}"
            self._progress = _Progress.model_validate_json(kept)
        except OSError as error:
            raise BatchError(f"cannot read {path / _PROGRESS}: {error.strerror}") from error
        except ValidationError as error:
            raise BatchError(f"{path / _PROGRESS} is damaged; without it nobody knows which batches were made") from error

    def made(self, file: File) -> Made:
        """What was made of a file so far; `save` keeps what is changed in it."""
        return self._progress.files.setdefault(file.name, Made())

    @property
    def endpoint(self) -> str:
        """What the server calls the endpoint that answers; `save` keeps what is changed in it."""
        return self._progress.endpoint

    @endpoint.setter
    def endpoint(self, name: str) -> None:
        self._progress.endpoint = name

    def save(self) -> None:
        """Writes down what was made."""
        try:
            _write(self.path / _PROGRESS, self._progress)
        except OSError as error:
            raise BatchError(f"cannot write {self.path / _PROGRESS}: {error.strerror}") from error


def _write(path: Path, value: BaseModel) -> None:
    """Writes a file that is whole or not there: what it says was paid for."""
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8", newline="\n") as file:
        file.write(value.model_dump_json(indent=None if isinstance(value, Plan) else 1) + "\n")
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
