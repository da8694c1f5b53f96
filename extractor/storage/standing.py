"""Single records as they stand in their tables: found by id, read with what they came from, written over or put in again."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extractor.errors import CorrectionError
from extractor.storage.rows import TABLES, columns, record, row
from schemas.base import Record, RecordType

SHORTEST = 4  # letters by which an id can be named
_ORIGIN = ("run_id", "request_id", "prompt_hash")


@dataclass(frozen=True, slots=True)
class Standing:
    """A record, and the run, request and prompt that it was read by."""

    record: Record
    run_id: int
    request_id: int | None
    prompt_hash: str

    @property
    def origin(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in _ORIGIN}


def named(connection: sqlite3.Connection, name: str) -> Standing:
    """The record of this id, or of the one id that begins so. Raises CorrectionError where there is none, or a second."""
    found = [(type_, id_) for type_ in RecordType for id_ in _ids(connection, TABLES[type_], name)]
    if exact := [one for one in found if one[1] == name]:
        found = exact
    if not found:
        short = f"; an id is named by {SHORTEST} letters or more" if len(name) < SHORTEST else ""
        raise CorrectionError(f"no record {name!r}{short}; `communique records` and `show` give the ids")
    if len(found) > 1:
        raise CorrectionError(f"{name!r} can be record {found[0][1]} or {found[1][1]}; write more of the id")
    ((type_, id_),) = found
    return next(read(connection, type_, "id = ?", id_))


def read(connection: sqlite3.Connection, type_: RecordType, condition: str, value: Any) -> Iterator[Standing]:
    """The records of one type for which the condition holds."""
    names = columns(type_)
    query = f"""SELECT {", ".join((*_ORIGIN, *(f'"{name}"' for name in names)))},
            (SELECT json_group_array(json_array(field, verdict, rule, start, "end")) FROM support WHERE record_id = id)
        FROM {TABLES[type_]} WHERE {condition}"""
    for *cells, support in connection.execute(query, (value,)).fetchall():
        origin, own = cells[: len(_ORIGIN)], dict(zip(names, cells[len(_ORIGIN) :], strict=True))
        yield Standing(record(type_, own, json.loads(support)), *origin)


def put(connection: sqlite3.Connection, standing: Standing, *, rejected: bool) -> None:
    """Write the record over the one of its id, or put it in where there is none, with its verdicts."""
    one = standing.record
    cells = row(one) | standing.origin | {"rejected": rejected}
    quoted = [f'"{name}"' for name in cells]
    connection.execute(
        f"INSERT INTO {TABLES[one.type]} ({', '.join(quoted)}) VALUES ({', '.join('?' * len(cells))})"
        f" ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in quoted)}",
        tuple(cells.values()),
    )
    connection.execute("DELETE FROM support WHERE record_id = ?", (one.id,))
    connection.executemany(
        'INSERT INTO support (record_id, field, verdict, rule, start, "end") VALUES (?, ?, ?, ?, ?, ?)',
        [(one.id, s.field, s.verdict.value, s.rule, s.start, s.end) for s in one.support],
    )


def take_out(connection: sqlite3.Connection, one: Record) -> None:
    """Delete the record; its verdicts go with it."""
    connection.execute(f"DELETE FROM {TABLES[one.type]} WHERE id = ?", (one.id,))


def _ids(connection: sqlite3.Connection, table: str, name: str) -> list[str]:
    """At most two ids that begin so, and the very id."""
    query = f"SELECT id FROM {table} WHERE id = ? OR (length(?) >= {SHORTEST} AND instr(id, ?) = 1) ORDER BY id LIMIT 2"
    return [id_ for (id_,) in connection.execute(query, (name, name, name))]
