"""What a person types for a field, as a value of the record's schema: `killed=13-15`, `status=denied`, `place=`.

A correction says what a record tells, so it can set what a model or a rule read; where in which article the record stands, and
what was thought of its fields, is not for a person to set.
"""

import re
from collections.abc import Sequence
from enum import Enum
from types import NoneType
from typing import Any, get_args

from extractor.errors import CorrectionError
from extractor.storage.queries import is_date
from extractor.storage.rows import SCHEMAS
from schemas.accusation import Response, ResponseKind
from schemas.base import Count, Record, RecordType
from schemas.casualty_report import COUNTS

_COUNT = re.compile(r"(?P<about>~?)(?P<low>[0-9]{1,11})(?:(?P<open>\+)|[-–](?P<high>[0-9]{1,11}))?")
_MOST = 10**10  # people
_RESPONSE = re.compile(r"(?P<kind>\w+) by (?P<by>[^:]+?)\s*(?::\s*(?P<evidence>.+))?", re.DOTALL)
_HALF_PAIR = re.compile("[\ud800-\udfff]")


def settable(type_: RecordType) -> tuple[str, ...]:
    """The fields of a record of this type that a person can set; a statement is always asserted, by its speaker."""
    own = tuple(name for name in SCHEMAS[type_].model_fields if name not in Record.model_fields)
    return own + (("date", "place") if type_ is RecordType.STATEMENT else ("source", "status", "date", "place"))


def parsed(record: Record, assignments: Sequence[str], text: str) -> dict[str, Any]:
    """Field to value, ready for the record's schema, from words like `killed=3`; `text` is the article's.

    Raises CorrectionError for a field that cannot be set, is set twice, or cannot have that value.
    """
    values: dict[str, Any] = {}
    for assignment in assignments:
        name, equals, typed = assignment.partition("=")
        name = name.strip()
        if not equals:
            raise CorrectionError(f"{assignment!r} sets nothing; write FIELD=VALUE, or FIELD= for none")
        if name not in settable(record.type):
            raise CorrectionError(
                f"{record.type.value} has no field {name!r} to set; it has {', '.join(settable(record.type))}"
            )
        if name in values:
            raise CorrectionError(f"{name} is set twice; say once what it is")
        values[name] = _value(record, name, written(name, typed), text)
    return values


def written(what: str, typed: str) -> str:
    """The text without space around it. Raises CorrectionError for text that has no UTF-8."""
    if _HALF_PAIR.search(typed):
        raise CorrectionError(f"{what} is no valid text: it holds half a character; type it in UTF-8")
    return typed.strip()


def _value(record: Record, name: str, typed: str, text: str) -> Any:
    """The value of one field: None, a text, a Count, a Response, or a word of an enumeration."""
    annotation = SCHEMAS[record.type].model_fields[name].annotation
    kinds = get_args(annotation) or (annotation,)
    if not typed:
        if NoneType not in kinds:
            raise CorrectionError(f"{name} cannot be empty; say what it is")
        return None
    if name in COUNTS:
        return _count(name, typed)
    if name == "date":
        if not is_date(typed):
            raise CorrectionError(f"date cannot be {typed!r}; write it like 2022-03-26, 2022-03 or 2022")
        return typed
    if name == "response":
        return _response(record, typed, text)
    for kind in kinds:
        if isinstance(kind, type) and issubclass(kind, Enum):
            return _word(name, kind, typed)
    return typed


def _word(name: str, kind: type[Enum], typed: str) -> str:
    allowed = [word.value for word in kind]
    if typed not in allowed:
        raise CorrectionError(f"{name} cannot be {typed!r}; it is one of {', '.join(allowed)}")
    return typed


def _count(name: str, typed: str) -> Count:
    """`3`, `13-15`, `13+`, `~30`, `none`."""
    found = _COUNT.fullmatch("0" if typed == "none" else typed)
    if found:
        low = int(found["low"])
        high = None if found["open"] else int(found["high"] or low)
        if low <= _MOST and (high is None or low <= high <= _MOST):
            return Count(low=low, high=high, approx=bool(found["about"]))
    raise CorrectionError(
        f"{name} cannot be {typed!r}; write 3, 13-15, 13+ (at least), ~30 (about), none (nobody), or nothing if not told"
    )


def _response(record: Record, typed: str, text: str) -> Response:
    """`denied by Velmark: Velmark denied it.`; without a sentence it is the record's own evidence."""
    found = _RESPONSE.fullmatch(typed)
    if found is None:
        raise CorrectionError("response is written like `denied by NAME`, or `denied by NAME: the sentence that says so`")
    evidence = found["evidence"] or record.evidence
    if evidence not in text:
        raise CorrectionError("the sentence of the response does not stand in the article; copy it from there")
    kind = _word("response", ResponseKind, found["kind"])
    return Response(by=found["by"], kind=ResponseKind(kind), evidence=evidence)
