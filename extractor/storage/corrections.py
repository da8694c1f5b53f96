"""What people say of records: this value is wrong, this record is none, these two tell one thing or do not.

Every word is a row that says who, when and why, and is never deleted: undoing it is a second signature on the same row. It is
about an anchor, not a row of the record tables, which every extraction replaces.
"""

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from pydantic_core import to_jsonable_python

from extractor.errors import CorrectionError
from extractor.storage.field_values import parsed, written
from extractor.storage.reapplying import Anchor, anchor, anchored, apply
from extractor.storage.rows import TABLES
from extractor.storage.standing import SHORTEST, Standing, named


class Kind(StrEnum):
    SET = "set"
    REJECT = "reject"
    TIE = "tie"
    UNTIE = "untie"


@dataclass(frozen=True, slots=True)
class Said:
    """Who says so, and why. Raises CorrectionError for an empty name or reason."""

    by: str
    why: str
    at: str = field(default_factory=lambda: datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))

    def __post_init__(self) -> None:
        for name, text in (("--by", self.by), ("--why", self.why)):
            if not written(name, text):
                raise CorrectionError(f"{name} is empty; say {'who you are' if name == '--by' else 'why'}")
        object.__setattr__(self, "by", " ".join(self.by.split()))
        object.__setattr__(self, "why", self.why.strip())


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing that a person said of a record, and of another where the two are tied or not.

    The ids are those of the records that stand now; of a record that the newest extraction does not have, the last one, and
    then `stands` is false. `old` and `new` are a field's values as JSON has them. Times are UTC, `2026-01-31T12:00:00Z`.
    """

    id: int
    kind: Kind
    record: str
    type: str
    stands: bool
    other: str | None
    field: str | None
    old: Any
    new: Any
    by: str
    why: str
    at: str
    undone_by: str | None
    undone_why: str | None
    undone_at: str | None


def correct(connection: sqlite3.Connection, record: str, assignments: Sequence[str], said: Said) -> list[Correction]:
    """Set fields of a record. Raises CorrectionError for no such record, field or value; then nothing is set."""
    standing = _named(connection, record)
    (text,) = connection.execute("SELECT text FROM articles WHERE id = ?", (standing.record.article_id,)).fetchone()
    values = parsed(standing.record, assignments, text)
    of = anchored(connection, standing)
    made = []
    for name, value in values.items():
        new = json.dumps(to_jsonable_python(value), ensure_ascii=False)
        made.append(_add(connection, Kind.SET, said, of, field=name, new=new))
    apply(connection, of)
    return _listed(connection, "c.id IN (SELECT value FROM json_each(?))", json.dumps(made))


def reject(connection: sqlite3.Connection, record: str, said: Said) -> Correction:
    """The record is none. Raises CorrectionError for no such record, and for one that is rejected already."""
    of = anchored(connection, _named(connection, record))
    before = _listed(connection, "c.anchor_id = ? AND c.kind = 'reject' AND c.undone_at IS NULL", of.id)
    if before:
        raise CorrectionError(f"record {before[0].record} was rejected already, by {before[0].by} (correction {before[0].id})")
    made = _add(connection, Kind.REJECT, said, of)
    apply(connection, of)
    return _one(connection, made)


def tie(connection: sqlite3.Connection, record: str, other: str, said: Said, *, tied: bool) -> Correction:
    """The two records tell one thing, or they do not. Raises CorrectionError for no such records, and two that cannot be."""
    one, two = _named(connection, record), _named(connection, other)
    if one.record.id == two.record.id:
        raise CorrectionError(f"{record!r} and {other!r} are one record; name two")
    if one.record.type is not two.record.type:
        types = f"{one.record.type.value} and {two.record.type.value}"
        raise CorrectionError(f"records of the types {types} never tell one fact; name two records of one type")
    of, with_ = anchored(connection, one), anchored(connection, two)
    return _one(connection, _add(connection, Kind.TIE if tied else Kind.UNTIE, said, of, other=with_))


def undo(connection: sqlite3.Connection, number: int, said: Said) -> Correction:
    """The correction of this number no longer holds; what it changed is as it would be without it.

    Raises CorrectionError where there is none, and for one that is undone.
    """
    found = _listed(connection, "c.id = ?", number)
    if not found:
        raise CorrectionError(f"no correction {number}; `communique history RECORD` gives the numbers")
    if found[0].undone_by is not None:
        raise CorrectionError(f"correction {number} was undone already, by {found[0].undone_by} on {found[0].undone_at}")
    cells = (said.by, said.why, said.at, number)
    connection.execute("UPDATE corrections SET undone_by = ?, undone_why = ?, undone_at = ? WHERE id = ?", cells)
    (anchor_id,) = connection.execute("SELECT anchor_id FROM corrections WHERE id = ?", (number,)).fetchone()
    apply(connection, anchor(connection, anchor_id))
    return _one(connection, number)


def pairs(connection: sqlite3.Connection) -> Iterator[tuple[str, str, bool, str]]:
    """Two records that stand, whether a person tied or untied them, and who and why; of a pair what was said last."""
    rows = connection.execute(
        """SELECT one.record_id, other.record_id, c.kind = 'tie', c.by, c.why FROM corrections c
            JOIN anchors one ON one.id = c.anchor_id JOIN anchors other ON other.id = c.other_anchor_id
        WHERE one.record_id IS NOT NULL AND other.record_id IS NOT NULL AND c.id IN (
            SELECT max(id) FROM corrections WHERE kind IN ('tie', 'untie') AND undone_at IS NULL
            GROUP BY min(anchor_id, other_anchor_id), max(anchor_id, other_anchor_id))
        ORDER BY c.id"""
    )
    for one, other, tied, by, why in rows:
        yield one, other, bool(tied), f"by {by}: {why}"


def listed(connection: sqlite3.Connection, records: Collection[str] | None = None) -> list[Correction]:
    """All that was said, the oldest first; of these records where some are given, by an id that they have or had."""
    if records is None:
        return _listed(connection, "true")
    ids = json.dumps(sorted(records))
    wanted = (
        "SELECT id FROM anchors WHERE record_id IN (SELECT value FROM json_each(?1))"
        " OR json_extract(record, '$.id') IN (SELECT value FROM json_each(?1))"
        " OR json_extract(record, '$.last.id') IN (SELECT value FROM json_each(?1))"
    )
    return _listed(connection, f"c.anchor_id IN ({wanted}) OR c.other_anchor_id IN ({wanted})", ids)


def history(connection: sqlite3.Connection, name: str) -> list[Correction]:
    """What was said of a record (its id, one that it had, or the beginning of one), or of the records of a fact.

    Raises CorrectionError where there is neither, or more than one.
    """
    name = written("ID", name)
    found: dict[str, list[str]] = {}
    begins = f"(id = ?1 OR (length(?1) >= {SHORTEST} AND instr(id, ?1) = 1))"
    anchored_ids = ("record_id", "json_extract(record, '$.id')", "json_extract(record, '$.last.id')")
    sources = [*TABLES.values(), *(f"(SELECT {id_} AS id FROM anchors)" for id_ in anchored_ids)]
    for source in sources:
        for (id_,) in connection.execute(f"SELECT id FROM {source} WHERE {begins} LIMIT 3", (name,)):
            found[id_] = [id_]
    moved = connection.execute("SELECT fact_id FROM former_facts WHERE id = ?", (name,)).fetchone()
    for (fact,) in connection.execute(f"SELECT id FROM facts WHERE {begins} LIMIT 3", (moved[0] if moved else name,)):
        records = connection.execute("SELECT record_id FROM reports WHERE fact_id = ?", (fact,))
        found[fact] = [id_ for (id_,) in records]
    if name in found:
        found = {name: found[name]}
    if not found:
        raise CorrectionError(f"no record or fact {name!r}; `communique records` and `show` give the ids of records")
    if len(found) > 1:
        one, two = sorted(found)[:2]
        raise CorrectionError(f"{name!r} can be {one} or {two}; write more of the id")
    return listed(connection, next(iter(found.values())))


def _add(
    connection: sqlite3.Connection, kind: Kind, said: Said, of: Anchor, *, other: Anchor | None = None, **cells: str
) -> int:
    """The number of a new row."""
    written = {"kind": kind.value, "anchor_id": of.id, "by": said.by, "why": said.why, "at": said.at, **cells}
    if other is not None:
        written["other_anchor_id"] = other.id
    marks = ", ".join("?" * len(written))
    made = connection.execute(f"INSERT INTO corrections ({', '.join(written)}) VALUES ({marks})", tuple(written.values()))
    return int(made.lastrowid or 0)


def _named(connection: sqlite3.Connection, record: str) -> Standing:
    return named(connection, written("RECORD", record))


def _one(connection: sqlite3.Connection, number: int) -> Correction:
    return _listed(connection, "c.id = ?", number)[0]


def _listed(connection: sqlite3.Connection, condition: str, *values: Any) -> list[Correction]:
    now = "coalesce({0}.record_id, json_extract({0}.record, '$.last.id'), json_extract({0}.record, '$.id'))"
    rows = connection.execute(
        f"""SELECT c.id, c.kind, {now.format("one")}, one.type, one.record_id IS NOT NULL,
            CASE WHEN c.other_anchor_id IS NOT NULL THEN {now.format("other")} END, c.field, c.old, c.new,
            c.by, c.why, c.at, c.undone_by, c.undone_why, c.undone_at
        FROM corrections c JOIN anchors one ON one.id = c.anchor_id LEFT JOIN anchors other ON other.id = c.other_anchor_id
        WHERE {condition} ORDER BY c.id""",
        values,
    )
    return [
        Correction(id_, Kind(kind), record, type_, bool(stands), other, field, _value(old), _value(new), *told)
        for id_, kind, record, type_, stands, other, field, old, new, *told in rows.fetchall()
    ]


def _value(text: str | None) -> Any:
    return None if text is None else json.loads(text)
