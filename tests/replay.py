"""An article through the whole pipeline, by rules or on recorded replies; once a test session."""

import json
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from extractor.output.export import write
from extractor.questions import Done
from extractor.reading.inputs import Unread
from extractor.settings import RULES, SMALL, STRONG, Profile
from extractor.storage.queries import Filters
from extractor.storage.store import Store
from tests.record import extract
from tests.tape import played, tape

NOBODY = ("http://127.0.0.1:9/v1", "none")


def replay(cassette: str, article: Path, db: Path, profile: Profile = SMALL) -> list[dict[str, Any]]:
    """The export lines of an article; every recorded reply has been asked for, and nothing else."""
    with tape(cassette) as recorded:
        reported = extract(article, profile, db, NOBODY)
        count, there = played(recorded)
    assert count == there, "a recorded reply was not asked for"
    return _exported(reported, db)


@cache
def by_rules(article: Path) -> tuple[dict[str, Any], ...]:
    """The export lines of an article by rules, which ask nobody."""
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder) / "one.db"
        return tuple(_exported(extract(article, RULES, db, NOBODY), db))


@cache
def replayed(article: Path) -> tuple[dict[str, Any], ...]:
    """The export lines of an article by the small profile."""
    with tempfile.TemporaryDirectory() as folder:
        return tuple(replay(article.stem, article, Path(folder) / "one.db"))


@cache
def replayed_strong(article: Path) -> tuple[dict[str, Any], ...]:
    """The export lines of an article by the strong profile."""
    with tempfile.TemporaryDirectory() as folder:
        return tuple(replay(f"{article.stem}.strong", article, Path(folder) / "one.db", STRONG))


def _exported(reported: list[Done | Unread], db: Path) -> list[dict[str, Any]]:
    assert all(isinstance(done, Done) and done.outcome == "read" for done in reported), reported
    out = db.with_suffix(".jsonl")
    with Store(db, read_only=True) as store, out.open("w", encoding="utf-8") as file:
        write(store, Filters(), "jsonl", file)
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
