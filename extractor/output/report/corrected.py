"""What people said of records, as the page shows it."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from extractor.output.report.days import day
from extractor.output.terminal import figure
from schemas.base import Count

_QUERY = """SELECT c.kind, coalesce(one.record_id, json_extract(one.record, '$.id')), one.record_id IS NOT NULL,
    coalesce(other.record_id, json_extract(other.record, '$.id')), c.field, c.old, c.new, c.by, c.why, c.at
FROM corrections c JOIN anchors one ON one.id = c.anchor_id LEFT JOIN anchors other ON other.id = c.other_anchor_id
WHERE c.undone_at IS NULL ORDER BY c.at, c.id"""


@dataclass(frozen=True, slots=True)
class Correction:
    """One that holds: the record's id, whether it still stands, what was done in words, by whom, why and on which day."""

    record: str
    stands: bool
    other: str | None
    done: str
    by: str
    why: str
    on: str


def corrections(connection: sqlite3.Connection) -> list[Correction]:
    """All that hold, the oldest first. Raises sqlite3.Error."""
    return [
        Correction(record, bool(stands), other, _done(kind, field, old, new), by, why, day(at[:10]))
        for kind, record, stands, other, field, old, new, by, why, at in connection.execute(_QUERY)
    ]


def of_records(found: Iterable[Correction]) -> dict[str, list[Correction]]:
    """By the record that they are about; a tie stands with both."""
    by: dict[str, list[Correction]] = {}
    for one in found:
        for record in dict.fromkeys((one.record, one.other)):
            if record is not None:
                by.setdefault(record, []).append(one)
    return by


def rejected(connection: sqlite3.Connection) -> frozenset[str]:
    """The ids of the records that a person rejected. Raises sqlite3.Error."""
    return frozenset(id_ for (id_,) in connection.execute("SELECT id FROM records WHERE rejected"))


def _done(kind: str, field: str | None, old: str | None, new: str | None) -> str:
    match kind:
        case "set":
            return f"{field} corrected from {_value(old)} to {_value(new)}"
        case "reject":
            return "rejected"
        case "tie":
            return "tied to another record"
        case "untie":
            return "not tied to another record"
    return kind


def _value(stored: str | None) -> str:
    """A value as it is kept, JSON or the bare words."""
    try:
        value: Any = json.loads(stored) if stored is not None else None
    except json.JSONDecodeError:
        value = stored
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        try:
            return figure(Count.model_validate(value))
        except ValueError:
            return ", ".join(str(part) for part in value.values())
    return f"“{value}”" if isinstance(value, str) else str(value)
