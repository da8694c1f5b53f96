"""One record of an answer, as a model wrote it: what can be read is read, what cannot be says which field and why.

Models write enums in capitals, numbers as words and words as numbers, "null" for nothing, a sentence's number in brackets. What
is meant is plain, and is taken. A value that is missing or means nothing is a complaint, never a guess.
"""

import json
import re
import types
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from schemas.casualty_report import COUNTS

_NOTHING = frozenset({"", "null", "nil", "n/a", "undefined", "-", "—"})
_NONE = _NOTHING | {"none"}  # but "none" counts the dead
_RANGE = re.compile(r"(\d{1,9})\]?\s*(?:-|–|to)\s*\[?(\d{1,9})")
_NUMBER = re.compile(r"(?<![\d.])\d{1,9}(?![\d.]*\d)")
_CITING = re.compile(r"sentence|cit(e|ation)", re.IGNORECASE)
_SHORT = 80
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Complaint:
    """A record that cannot be read: `where` is like `statements[16].act`, `why` says what is wrong, `text` is the record."""

    where: str
    why: str
    text: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.why}"


@dataclass(frozen=True, slots=True)
class Row:
    """A record that was read: the proposal's `values`, and `complaints` about it.

    With complaints, `values` are what can still be made of it, None where nothing can.
    """

    values: dict[str, Any] | None
    complaints: tuple[Complaint, ...] = ()


def read_record(raw: Any, shape: type[BaseModel], last: int | None, where: str) -> Row:
    """A record as it stands in an answer. `last` is the number of the last sentence that there is, None where none is known."""
    if not isinstance(raw, Mapping):
        return Row(None, (Complaint(where, f"{_quoted(raw)} is no record"),))
    row = _row(raw, shape, last, where)
    text = json.dumps(raw, ensure_ascii=False, default=str)[:_LONGEST]
    return Row(row.values, tuple(replace(complaint, text=text) for complaint in row.complaints))


def _row(raw: Mapping[str, Any], shape: type[BaseModel], last: int | None, where: str) -> Row:
    given = {_plain(str(name)): value for name, value in raw.items()}
    values: dict[str, Any] = {}
    complaints: list[Complaint] = []
    lost = False
    for name, field in shape.model_fields.items():
        value = given.get(_plain(name))
        if name == "sentences":
            if value is None:
                own = {_plain(known) for known in shape.model_fields}
                value = next((v for n, v in raw.items() if _CITING.match(str(n)) and _plain(str(n)) not in own), None)
            numbers = _numbers(value, last)
            if numbers:
                values[name] = numbers
                continue
            complaints.append(Complaint(f"{where}.{name}", _no_sentence(value, last)))
            lost = True
            continue
        if name.endswith("_sentence"):  # half a citation: without it the words are looked for
            values[name] = next(iter(_numbers(value, last)), None)
            continue
        kind, optional = _kind(field.annotation)
        if kind is not None:
            member = _member(kind, value)
            if member is None and not (_empty(value) and not field.is_required()):
                members = ", ".join(str(m.value) for m in kind)
                complaints.append(Complaint(f"{where}.{name}", f"{_quoted(value)} is none of {members}"))
                member = next((m for m in kind if m.value in ("other", "unknown")), None)
                lost = lost or (member is None and not optional)
            if member is not None:
                values[name] = member
            continue
        text = _text(value)
        if text is not None and text.strip().lower() in (_NOTHING if name in COUNTS else _NONE):
            text = None
        if text is not None:
            values[name] = text
        elif not optional and not (text is None and not field.is_required()):
            complaints.append(Complaint(f"{where}.{name}", f"{_quoted(value)} is no text; copy it from the sentences"))
            values[name] = ""
        elif not _empty(value):
            complaints.append(Complaint(f"{where}.{name}", f"{_quoted(value)} is no text"))
    if lost:
        return Row(None, tuple(complaints))
    try:
        shape.model_validate(values)
    except ValidationError as error:
        told = error.errors()[0]
        field_name = ".".join(str(part) for part in told["loc"])
        return Row(None, (*complaints, Complaint(f"{where}.{field_name}", told["msg"])))
    return Row(values, tuple(complaints))


def _kind(annotation: Any) -> tuple[type[Enum] | None, bool]:
    """The enum that a field holds, if it holds one, and whether it may be null."""
    members = get_args(annotation) if isinstance(annotation, types.UnionType) else (annotation,)
    kind = next((m for m in members if isinstance(m, type) and issubclass(m, Enum)), None)
    return kind, type(None) in members


def _plain(name: str) -> str:
    """A name without case and signs: `fromPlace`, `From Place` and `from_place` are one."""
    return re.sub(r"[\W_]+", "", name).lower()


def _member(kind: type[Enum], value: Any) -> Enum | None:
    """The member that is meant: in other case, with its class before it, as an object or list of one."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, Mapping) and len(value) == 1:
        value = next(iter(value.values()))
    if not isinstance(value, str):
        return None
    wanted = _plain(value.rsplit(".", 1)[-1] if "." in value.strip(".") else value)
    return next((m for m in kind if wanted in (_plain(str(m.value)), _plain(m.name))), None)


def _numbers(value: Any, last: int | None) -> list[int]:
    """The numbers of sentences that are meant and exist, each once; 3, "3", "[3]", "3-5", and lists of these."""
    found: list[int] = []
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, bool) or one is None:
            continue
        if isinstance(one, int):
            found.append(one)
        elif isinstance(one, float):
            found += [int(one)] if one.is_integer() else []
        elif isinstance(one, str):
            for first, end in _RANGE.findall(one):
                found += range(int(first), min(int(end), int(first) + 50) + 1)
            found += [int(n) for n in _NUMBER.findall(_RANGE.sub(" ", one))]
        elif isinstance(one, list):
            found += _numbers(one, last)
        elif isinstance(one, Mapping):
            found += _numbers(list(one.values())[:1], last)
    return [n for n in dict.fromkeys(found) if n >= 1 and (last is None or n <= last)]


def _no_sentence(value: Any, last: int | None) -> str:
    there = "" if last is None else f"; there are 1 to {last}"
    return f"{_quoted(value)} names no sentence{there}"


def _text(value: Any) -> str | None:
    """Words, also where a number or a list of them stands for them; None where it is something else."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # half a pair is no character
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else (str(value) if value == value else None)
    if isinstance(value, list):
        parts = [_text(one) for one in value]
        return ", ".join(part for part in parts if part) if parts and all(part is not None for part in parts) else None
    if isinstance(value, Mapping):
        inner = [value[name] for name in ("text", "value", "name") if name in value]
        return _text(inner[0]) if inner else None
    return None


def _empty(value: Any) -> bool:
    return value is None or value != value or value in ([], {}) or (isinstance(value, str) and value.strip().lower() in _NONE)


def _quoted(value: Any) -> str:
    if value is None:
        return "null"
    told = value if isinstance(value, str) else repr(value)
    told = " ".join(told.split())
    return f"“{told[:_SHORT]}…”" if len(told) > _SHORT else (f"“{told}”" if isinstance(value, str) else told)
