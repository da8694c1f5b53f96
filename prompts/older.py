"""Prompts of earlier versions, whole: a file `older/N.json` each, written by `python -m tests.older` and never edited.

A request is known by a hash of all that was sent. With the words and the schema of an earlier version that hash can be made
again, and with it the answer found that was paid for then. Where a sentence has changed since, the hash is another one, and no
answer is found: the numbers in an answer never meet other sentences than those that it was given for.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from prompts import library
from schemas.base import RecordType

Group = tuple[RecordType, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Older:
    """A prompt to strong models as it once was: a frame, a section a type, the fields in words by type if it told them,
    and the schema of an answer with all types.
    """

    name: str
    frame: str
    sections: Mapping[RecordType, str]
    shape: Mapping[str, Any] | None
    schema: Mapping[str, Any]

    def instructions(self, group: Group) -> str:
        """The static part of a request about these types."""
        parts = [self.frame, *(self.sections[t] for t in group)]
        if self.shape is not None:
            fields = {t: self.shape["fields"][t.value] for t in group}
            parts.append(library.shape(self.shape["words"], fields, shared=self.shape["shared"]))
        return "\n\n".join(parts)

    def answer(self, group: Group) -> dict[str, Any]:
        """The schema of an answer about these types: of the whole one what they need."""
        lists = [library.LISTS[t] for t in group]
        properties = {name: self.schema["properties"][name] for name in lists}
        definitions: dict[str, Any] = {}
        waiting = _references(properties)
        while waiting:
            name = waiting.pop()
            if name not in definitions:
                definitions[name] = self.schema["$defs"][name]
                waiting += _references(definitions[name])
        return {**self.schema, "$defs": definitions, "properties": properties, "required": lists}


@cache
def older() -> tuple[Older, ...]:
    """The earlier prompts, the newest first."""
    found = [file for file in files("prompts").joinpath("older").iterdir() if file.name.endswith(".json")]
    named = {int(file.name.removesuffix(".json")): json.loads(file.read_text(encoding="utf-8")) for file in found}
    return tuple(
        Older(
            str(number),
            named[number]["frame"],
            {RecordType(name): words for name, words in named[number]["sections"].items()},
            named[number]["shape"],
            named[number]["schema"],
        )
        for number in sorted(named, reverse=True)
    )


def _references(schema: Any) -> list[str]:
    """The names of the definitions that a part of a schema refers to."""
    if isinstance(schema, Mapping):
        own = [str(schema["$ref"]).rsplit("/", 1)[-1]] if "$ref" in schema else []
        return own + [name for part in schema.values() for name in _references(part)]
    return [name for part in schema for name in _references(part)] if isinstance(schema, list) else []
