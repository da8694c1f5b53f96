"""Prompts are files: `NAME.vN.md` the words, `NAME.vN.examples.jsonl` example turns. A changed word is a new version."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from schemas.base import RecordType

VERSION = "v1"


@dataclass(frozen=True, slots=True)
class Example:
    """An example turn: numbered sentences as a request shows them, and the right answer as JSON."""

    sentences: str
    answer: str


@cache
def text(name: str) -> str:
    """The words of a prompt file, without the final line break."""
    return files("prompts").joinpath(f"{name}.{VERSION}.md").read_text(encoding="utf-8").rstrip("\n")


@cache
def examples(record_type: RecordType) -> tuple[Example, ...]:
    """The example turns of a record type, in order; none for a type that small models are not asked about."""
    file = files("prompts").joinpath(f"{record_type.value}.{VERSION}.examples.jsonl")
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    turns = [json.loads(line) for line in lines if line.strip()]
    return tuple(Example(t["sentences"], json.dumps(t["answer"], ensure_ascii=False, separators=(",", ":"))) for t in turns)


def instructions(types: Iterable[RecordType], frame: str = "frame") -> str:
    """The static part of a request: a frame ("frame", or "small" for small models) and a section for each type."""
    return "\n\n".join([text(frame), *(text(t.value) for t in types)])


def fingerprint(types: Iterable[RecordType]) -> str:
    """A hash of every word of the prompts for these types, examples included: 16 hex digits."""
    chosen = list(types)
    words = [instructions(chosen), text("small"), *(f"{e.sentences}\0{e.answer}" for t in chosen for e in examples(t))]
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:16]
