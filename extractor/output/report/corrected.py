"""What people said of records, as the page shows it."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from extractor.output.history import shown_value
from extractor.output.report.days import day
from extractor.storage.corrections import Correction as Said
from extractor.storage.corrections import Kind, listed


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
        Correction(one.record, one.stands, one.other, _done(one), one.by, one.why, day(one.at[:10]))
        for one in listed(connection)
        if one.undone_at is None
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


def _done(one: Said) -> str:
    match one.kind:
        case Kind.SET:
            old, new = (f"“{value}”" if isinstance(value, str) else shown_value(value) for value in (one.old, one.new))
            return f"{one.field} corrected from {old} to {new}"
        case Kind.REJECT:
            return "rejected"
        case Kind.TIE:
            return "tied to another record"
        case Kind.UNTIE:
            return "not tied to another record"
