"""CONTRIBUTING's walk of a count from sentence to table, against the modules through which one goes in a real run.

A function has its hands on the count when it returns something that holds it, or is given that and returns nothing, or only
whether it did, so that it may have put it somewhere. One that is given a toll and returns a place or a reason asked about it.
"""

import asyncio
import re
import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from pydantic import BaseModel

import extractor
from extractor.language.numbers import CountMention
from extractor.language.syntax import Parse
from extractor.pipeline import Extraction
from extractor.reading.inputs import read
from extractor.settings import RULES
from extractor.storage.store import Store
from extractor.work import Job, account_of
from schemas.article import Article
from schemas.base import Count, Proposal, RecordType

ROOT = Path(extractor.__file__).parent.parent
TEXT = "SELM, March 14, 2024 — The navy said that thirty-seven sailors were killed in Osk on Tuesday.\n"
CARRIERS = ["extractor/language/syntax.py", "extractor/pipeline.py", "extractor/worker.py"]


def walk() -> list[str]:
    """The modules of the numbered walk, in its order."""
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## The way of a count\n")[1].split("\n## ")[0]
    return re.findall(r"^\d+\. `([\w/]+\.py)`", told, re.MULTILINE)


def holds(value: Any, depth: int = 0) -> bool:
    """The count stands somewhere in the value, as a number of people, in a proposal's words or in a row's cell."""
    if isinstance(value, Count | CountMention):
        return value.low == 37
    if isinstance(value, Proposal):
        return getattr(value, "killed", None) == "thirty-seven"
    if depth > 5 or isinstance(value, str | int | type | Parse):
        return False
    if isinstance(value, Mapping):
        return value.get("killed_low") == 37 or any(holds(part, depth + 1) for part in value.values())
    if isinstance(value, list | tuple | set | frozenset):
        return any(holds(part, depth + 1) for part in value)
    if isinstance(value, BaseModel):
        return any(holds(part, depth + 1) for part in vars(value).values())
    return is_dataclass(value) and any(holds(getattr(value, f.name, None), depth + 1) for f in fields(value))


def followed(folder: Path) -> list[str]:
    """The modules that have their hands on the count while an article is read by rules, in the order in which they get it."""
    path = folder / "selm.txt"
    path.write_text(TEXT, encoding="utf-8")
    ours = str(ROOT / "extractor")
    first: dict[str, int] = {}  # when a module first held the count
    handed: set[str] = set()
    given: dict[FrameType, bool] = {}

    def look(frame: FrameType, event: str, value: Any) -> None:
        if event not in ("call", "return") or not frame.f_code.co_filename.startswith(ours):
            return
        sys.setprofile(None)
        module = Path(frame.f_code.co_filename).relative_to(ROOT).as_posix()
        if event == "call":
            code = frame.f_code
            names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
            held = given[frame] = any(holds(frame.f_locals.get(name)) for name in names)
        else:
            held = holds(value)
            if held or (isinstance(value, bool | None) and given.get(frame)):
                handed.add(module)
            given.pop(frame, None)
        if held:
            first.setdefault(module, len(first))
        sys.setprofile(look)

    with Store(folder / "walk.db") as store:
        run = Extraction(store, Job("rules", RULES, tuple(RecordType)), lambda _: None, lambda _: None)  # type: ignore[arg-type, return-value]
        found = list(read([str(path)]))
        sys.setprofile(look)
        try:
            asyncio.run(run.run(found))
        finally:
            sys.setprofile(None)
        with store.reading() as connection:
            rows = connection.execute("SELECT killed_low, killed_high, place FROM casualty_reports").fetchall()
    assert rows == [(37, 37, "Osk")]
    return [module for module in sorted(first, key=lambda m: first[m]) if module in handed]


def test_a_count_goes_the_way_that_is_told_and_no_other(tmp_path: Path) -> None:
    account_of(Article(id="", path="", offset=0, text=TEXT))  # loads what is loaded once
    modules = followed(tmp_path)
    assert [module for module in modules if module not in CARRIERS] == walk()
    assert set(CARRIERS) <= set(modules)
    assert len(walk()) <= 10
