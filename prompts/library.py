"""Prompts are files: `NAME.vN.md` the words, `NAME.vN.examples.jsonl` example turns.

A changed word is a new version of that file alone, under the next number; the newest is used.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from schemas.base import RecordType

_VERSIONED = re.compile(r"(?P<name>\w+)\.v(?P<version>\d+)\.(?P<kind>md|examples\.jsonl)")

LISTS = {t: f"{t.value}s" for t in RecordType}
"""What the list of a type's records is called in an answer."""


@dataclass(frozen=True, slots=True)
class Example:
    """An example turn: numbered sentences as a request shows them, and the right answer as JSON."""

    sentences: str
    answer: str


@cache
def text(name: str) -> str:
    """The words of a prompt, in its newest version, without the final line break."""
    return _newest(name, "md").read_text(encoding="utf-8").rstrip("\n")


@cache
def examples(record_type: RecordType) -> tuple[Example, ...]:
    """The example turns of a record type, in order; none for a type that small models are not asked about."""
    try:
        lines = _newest(record_type.value, "examples.jsonl").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        lines = []
    turns = [json.loads(line) for line in lines if line.strip()]
    return tuple(Example(t["sentences"], json.dumps(t["answer"], ensure_ascii=False, separators=(",", ":"))) for t in turns)


def instructions(types: Iterable[RecordType]) -> str:
    """The static part of a request to a strong model: a frame, and a section for each type. "small" is that for small ones."""
    return "\n\n".join([text("frame"), *(text(t.value) for t in types)])


def shape(words: str, fields: Mapping[RecordType, Mapping[str, str]], *, shared: bool = True) -> str:
    """The shape of an answer in words, for servers that are told of no schema, or do not heed it.

    `fields` are the words for each field, by type; with `shared` those of all types come first, once.
    """
    first = next(iter(fields.values()))
    common = {name: said for name, said in first.items() if shared and all(f.get(name) == said for f in fields.values())}
    lines = [words, *(["every record:", *(f"- {name}: {said}" for name, said in common.items())] if shared else [])]
    for type_, own in fields.items():
        lines.append(f"{LISTS[type_]}:")
        lines += [f"- {name}: {said}" for name, said in own.items() if name not in common]
    lists = [f'"{LISTS[t]}": [{{"sentences": [3], …}}, …]' if f is first else f'"{LISTS[t]}": []' for t, f in fields.items()]
    return "\n".join([*lines, f"As in {{{', '.join(lists)}}}"])


def fingerprint(types: Iterable[RecordType]) -> str:
    """A hash of every word of the prompts for these types, examples included: 16 hex digits."""
    chosen = list(types)
    words = [
        instructions(chosen),
        text("shape"),
        text("small"),
        *(f"{e.sentences}\0{e.answer}" for t in chosen for e in examples(t)),
    ]
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:16]


def _newest(name: str, kind: str) -> Traversable:
    """The file of the highest version. Raises FileNotFoundError."""
    found = [
        (int(m["version"]), file)
        for file in files("prompts").iterdir()
        if (m := _VERSIONED.fullmatch(file.name)) and (m["name"], m["kind"]) == (name, kind)
    ]
    if not found:
        raise FileNotFoundError(f"no prompt {name!r}")
    return max(found, key=lambda one: one[0])[1]
