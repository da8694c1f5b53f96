"""The steps of a batch as a user takes them, in the folder `sent` and the database `a.db`, and what then stands there."""

import sqlite3
from collections import Counter
from typing import Any

from click.testing import Result

from tests.batch.stub import BatchStub
from tests.newsroom import reader
from tests.stub import Stub
from tests.test_cli import run

KEY = "sk-secret-of-the-tests"


def prepare(server: BatchStub, folder: str = "sent", db: str = "a.db", code: int = 0, more: tuple[str, ...] = ()) -> Result:
    words = ("press", "--model", "m", "--base-url", server.url, "--db", db, "-o", folder, *more)
    return run("batch", "prepare", *words, code=code)


def submit(code: int = 0) -> Result:
    return run("batch", "submit", "sent", "--db", "a.db", code=code)


def status() -> str:
    return run("batch", "status", "sent").stdout


def collect(code: int = 0) -> Result:
    return run("batch", "collect", "sent", "--db", "a.db", code=code)


def live(db: str = "a.db", code: int = 0) -> list[dict[str, Any]]:
    """A normal run; the requests that it sent."""
    with Stub(reader) as stub:
        run("extract", "press", "--model", "m", "--base-url", stub.url, "--db", db, "--concurrency", "16", code=code)
        return stub.requests


def exported(db: str = "a.db") -> str:
    return run("export", "--db", db).stdout


def rows() -> Counter[tuple[str, str]]:
    """How often each request has ended so."""
    with sqlite3.connect("a.db") as connection:
        return Counter(connection.execute("SELECT hash, outcome FROM requests").fetchall())


def missing(result: Result) -> list[str]:
    return [line for line in result.stderr.splitlines() if line.startswith("missing ")]
