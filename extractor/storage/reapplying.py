"""Corrections put on the records that they are of: when one is made or undone, and after every new extraction.

An anchor keeps two readings of a record, without any correction: the one that the person saw, and the one that stands now. What
the record's row holds is worked out anew from the second and the corrections in force, so that undoing is nothing but leaving
one out. A record with a value that a person set is kept when a new extraction does not have it; its verdict on `evidence` says
so.
"""

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from extractor.storage.anchors import ENOUGH, STRICT, Sought, found_again
from extractor.storage.rows import SCHEMAS
from extractor.storage.standing import Standing, put, read, take_out
from schemas.base import Record, RecordType, Support, Verdict, days_of

_KEPT = Support(field="evidence", verdict=Verdict.CORRECTED, rule="kept: the newest extraction has no such record")
_PRECISION = {4: "year", 7: "month", 10: "day"}


@dataclass(frozen=True, slots=True)
class Setting:
    """A value that a person set, as JSON has it."""

    id: int
    field: str
    new: Any
    by: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """A record that a person spoke of: as it was read then, as it was read last, and the id of the one that stands now."""

    id: int
    first: Standing
    last: Standing
    record_id: str | None


def corrected(record: Record, settings: Sequence[Setting]) -> Record:
    """The record with these values set, one after the other, each with a verdict that says by whom."""
    cells = record.model_dump(mode="json")
    support = {s.field: s for s in record.support}
    for setting in settings:
        by = f"by {setting.by}"
        cells[setting.field] = setting.new
        support[setting.field] = Support(field=setting.field, verdict=Verdict.CORRECTED, rule=by)
        if setting.field == "date":
            cells |= {"date_precision": _PRECISION.get(len(setting.new or "")), "date_reason": by}
            cells["date_low"], cells["date_high"] = days_of(setting.new) if setting.new else (None, None)
    return SCHEMAS[record.type].model_validate(cells | {"support": tuple(support.values())})


def anchored(connection: sqlite3.Connection, standing: Standing) -> Anchor:
    """The anchor of a record that stands; a new one where nobody spoke of it yet."""
    one = standing.record
    found = connection.execute("SELECT id, type, record, record_id FROM anchors WHERE record_id = ?", (one.id,)).fetchone()
    if found:
        return _anchor(*found)
    cells = (one.article_id, one.type.value, json.dumps(_dumped(standing), ensure_ascii=False), one.id)
    made = connection.execute("INSERT INTO anchors (article_id, type, record, record_id) VALUES (?, ?, ?, ?)", cells)
    return Anchor(int(made.lastrowid or 0), standing, standing, one.id)


def anchor(connection: sqlite3.Connection, id_: int) -> Anchor:
    """The anchor of this number."""
    return _anchor(*connection.execute("SELECT id, type, record, record_id FROM anchors WHERE id = ?", (id_,)).fetchone())


def apply(connection: sqlite3.Connection, one: Anchor) -> None:
    """Bring the record that stands for this anchor in line with what is in force on it, and each old value, too."""
    settings = _settings(connection, one)
    _write_old(connection, one, settings)
    if one.record_id is None:
        return
    (now,) = read(connection, one.last.record.type, "id = ?", one.record_id)
    kept = any(s.field == _KEPT.field and s.verdict is _KEPT.verdict for s in now.record.support)
    if kept and not settings:
        take_out(connection, now.record)
        _save(connection, replace(one, record_id=None))
    else:
        _put(connection, one, settings, kept=kept)


def apply_again(connection: sqlite3.Connection, article_id: str, types: Collection[RecordType]) -> None:
    """Find the records again that people spoke of, among those that an extraction has just put in, and correct them.

    What is not found is put in again where a person set a value of it; rejections and ties wait for it to come back.
    """
    for type_ in types:
        anchors = [
            _anchor(*row)
            for row in connection.execute(
                "SELECT id, type, record, record_id FROM anchors WHERE article_id = ? AND type = ? ORDER BY id",
                (article_id, type_.value),
            ).fetchall()
        ]
        if not anchors:
            continue
        there = {standing.record.id: standing for standing in read(connection, type_, "article_id = ?", article_id)}
        settings = {one.id: _settings(connection, one) for one in anchors}
        found = found_again([_sought(one, settings[one.id]) for one in anchors], [s.record for s in there.values()])
        for one in anchors:
            record, set_ = found.get(one.id), settings[one.id]
            if record is not None:
                moved = replace(one, last=there[record.id], record_id=record.id)
            else:
                moved = replace(one, record_id=one.last.record.id if set_ else None)
            _save(connection, moved)
            _write_old(connection, moved, set_)
            if moved.record_id is not None:
                _put(connection, moved, set_, kept=record is None)


def _sought(one: Anchor, settings: Sequence[Setting]) -> Sought:
    forms = (one.first.record, corrected(one.last.record, settings), one.last.record)
    return Sought(one.id, forms, ENOUGH if settings else STRICT)


def _settings(connection: sqlite3.Connection, one: Anchor) -> list[Setting]:
    """The values set that are in force, the oldest first."""
    rows = connection.execute(
        "SELECT id, field, new, by FROM corrections WHERE anchor_id = ? AND kind = 'set' AND undone_at IS NULL ORDER BY id",
        (one.id,),
    )
    return [Setting(id_, field, json.loads(new), by) for id_, field, new, by in rows.fetchall()]


def _write_old(connection: sqlite3.Connection, one: Anchor, settings: Sequence[Setting]) -> None:
    """What each value in force took the place of: that of the extraction, or of the correction before."""
    before = one.last.record.model_dump(mode="json")
    for setting in settings:
        old = json.dumps(before[setting.field], ensure_ascii=False)
        connection.execute("UPDATE corrections SET old = ? WHERE id = ?", (old, setting.id))
        before[setting.field] = setting.new


def _put(connection: sqlite3.Connection, one: Anchor, settings: Sequence[Setting], *, kept: bool) -> None:
    """Write the record with its corrections."""
    rejected = connection.execute(
        "SELECT 1 FROM corrections WHERE anchor_id = ? AND kind = 'reject' AND undone_at IS NULL", (one.id,)
    ).fetchone()
    record = corrected(one.last.record, settings)
    if kept:
        record = record.model_copy(update={"support": (*record.support, _KEPT)})
    put(connection, replace(one.last, record=record), rejected=rejected is not None)


def _save(connection: sqlite3.Connection, one: Anchor) -> None:
    last = {} if one.last == one.first else {"last": _dumped(one.last)}
    cells = json.dumps(_dumped(one.first) | last, ensure_ascii=False)
    connection.execute("UPDATE anchors SET record = ?, record_id = ? WHERE id = ?", (cells, one.record_id, one.id))


def _anchor(id_: int, type_: str, text: str, record_id: str | None) -> Anchor:
    cells = json.loads(text)
    last = cells.pop("last", None)
    first = _standing(RecordType(type_), cells)
    return Anchor(id_, first, first if last is None else _standing(RecordType(type_), last), record_id)


def _dumped(standing: Standing) -> dict[str, Any]:
    """The record's fields, and beside them where it came from."""
    return standing.record.model_dump(mode="json") | standing.origin


def _standing(type_: RecordType, cells: dict[str, Any]) -> Standing:
    schema = SCHEMAS[type_]
    own = {name: value for name, value in cells.items() if name in schema.model_fields and name != "type"}
    return Standing(schema.model_validate(own), *(cells[name] for name in ("run_id", "request_id", "prompt_hash")))
