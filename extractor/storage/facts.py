"""Facts as rows and back.

A fact is a row of its own, so that lists and sums need not read its reports; a report is a row that points at the record, whose
words are read from the record's own table.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.errors import StoreError
from extractor.storage.queries import folded, match
from extractor.storage.rows import TABLES, columns, record
from schemas.base import Count, RecordType
from schemas.casualty_report import COUNTS
from schemas.fact import Fact, Grade, Place, Report, Scope

_PLAIN = (
    "id", "type", "scope", "summary", "kind", "side", "about", "since", "until", "date_precision", "part_of", "sources",
    "grade", "grade_reason", "conflicting",
)  # fmt: skip
_PLACE = ("place", "spellings", "place_precision", "latitude", "longitude")
_COUNTED = tuple(f"{name}_{part}" for name in COUNTS for part in ("low", "high", "approx"))
_BEST = tuple(f"{name}_best" for name in COUNTS)
_COLUMNS = (*_PLAIN, *_BEST, *_PLACE, *_COUNTED)
_REPORT = ("stance", "source", "left_out", "copy_of", "tied_to", "why")
_MANY = 400  # facts whose reports are read at once


@dataclass(frozen=True, slots=True)
class FactFilters:
    """Which facts; all that is set must hold.

    `party` is part of a name that takes part or is a source, `side` of whose the victims or the force are, `place` part of any
    spelling, `text` words that the evidence of a report must hold. `since` and `until` as in
    `Filters`. `article` is the id of an article that has a report. Of a single report there are many: `least` is how many
    records a fact must have. `parts` are those that are part of another.
    """

    type: RecordType | None = None
    party: str | None = None
    side: str | None = None
    place: str | None = None
    since: str | None = None
    until: str | None = None
    grade: Grade | None = None
    scope: Scope | None = None
    article: str | None = None
    text: str | None = None
    conflicting: bool = False
    parts: bool = False
    least: int = 1


def select(connection: sqlite3.Connection, filters: FactFilters) -> Iterator[Fact]:
    """The facts that pass with their reports, by day, those without one last. Raises sqlite3.Error."""
    conditions, values = _conditions(filters)
    wanted = f"""SELECT {", ".join(f"f.{name}" for name in _COLUMNS)} FROM facts f WHERE {" AND ".join(conditions)}
        ORDER BY f.since IS NULL, f.since, f.type, f.id"""
    cursor = connection.execute(wanted, values)
    while rows := cursor.fetchmany(_MANY):
        yield from _facts(connection, rows)


def fact(connection: sqlite3.Connection, named: str) -> Fact:
    """The fact of this id or of an id that begins so, also of one that was joined with another since.

    Raises StoreError where there is none, or more than one.
    """
    moved = connection.execute("SELECT fact_id FROM former_facts WHERE id = ?", (named,)).fetchone()
    wanted = moved[0] if moved else named
    query = f"SELECT {', '.join(_COLUMNS)} FROM facts WHERE id = ? OR (length(?) >= 4 AND instr(id, ?) = 1) LIMIT 2"
    rows = connection.execute(query, (wanted, wanted, wanted)).fetchall()
    if len(rows) != 1:
        raise StoreError(f"{'no' if not rows else 'more than one'} fact {named!r}; `communique facts` lists them")
    if (found := next(_facts(connection, rows), None)) is None:
        raise StoreError(f"the records of fact {named!r} were read anew and are not linked yet; run `communique link`")
    return found


def fact_of(connection: sqlite3.Connection, record_id: str) -> str | None:
    """The id of the fact that a record is a report of."""
    found = connection.execute("SELECT fact_id FROM reports WHERE record_id = ? LIMIT 1", (record_id,)).fetchone()
    return found[0] if found else None


def exists(connection: sqlite3.Connection, id_: str) -> bool:
    """There is, or was, a fact of this id."""
    wanted = "SELECT 1 FROM facts WHERE id = ? UNION ALL SELECT 1 FROM former_facts WHERE id = ?"
    return connection.execute(wanted, (id_, id_)).fetchone() is not None


def write(connection: sqlite3.Connection, facts: Iterable[Fact]) -> None:
    """Put these facts in the place of those of their ids."""
    rows, reports = [], []
    for one in facts:
        rows.append(_cells(one))
        for position, report in enumerate(one.reports):
            told = [getattr(report, name) for name in _REPORT]
            own = report.record.type is one.type
            reports.append((report.record.id, one.id, report.record.article_id, position, own, *told))
    connection.executemany("DELETE FROM reports WHERE fact_id = ?", [(row[0],) for row in rows])
    marks = ", ".join("?" * (len(_COLUMNS) + 1))
    connection.executemany(f"INSERT OR REPLACE INTO facts ({', '.join(_COLUMNS)}, reports) VALUES ({marks})", rows)
    wanted = ", ".join(("record_id", "fact_id", "article_id", "position", "own", *_REPORT))
    connection.executemany(f"INSERT INTO reports ({wanted}) VALUES ({', '.join('?' * 11)})", reports)


def drop(connection: sqlite3.Connection, ids: Iterable[str]) -> None:
    """Take these facts out."""
    wanted = [(id_,) for id_ in ids]
    connection.executemany("DELETE FROM reports WHERE fact_id = ?", wanted)
    connection.executemany("DELETE FROM facts WHERE id = ?", wanted)


def _cells(one: Fact) -> tuple[Any, ...]:
    place = one.place
    spelled = (
        (None, "[]", None, None, None)
        if place is None
        else (place.name, json.dumps(place.spellings, ensure_ascii=False), place.precision, place.latitude, place.longitude)
    )
    counts = (getattr(getattr(one, name), part, None) for name in COUNTS for part in ("low", "high", "approx"))
    return (*(getattr(one, name) for name in (*_PLAIN, *_BEST)), *spelled, *counts, len(one.reports))


def _facts(connection: sqlite3.Connection, rows: Sequence[Sequence[Any]]) -> Iterator[Fact]:
    """Rows of the table as facts, with their reports."""
    reports: dict[str, list[tuple[int, Report]]] = {row[0]: [] for row in rows}
    for type_ in RecordType:
        ids = [row[0] for row in rows]
        for fact_id, position, report in _reports(connection, type_, ids):
            reports[fact_id].append((position, report))
    for row in rows:
        cells = dict(zip(_COLUMNS, row, strict=True))
        counts = {}
        for name in COUNTS:
            low, high, approx = (cells.pop(f"{name}_{part}") for part in ("low", "high", "approx"))
            counts[name] = None if low is None else Count(low=low, high=high, approx=bool(approx))
        name, spellings, precision, latitude, longitude = (cells.pop(name) for name in _PLACE)
        place = (
            None
            if name is None
            else Place(
                name=name, spellings=tuple(json.loads(spellings)), precision=precision, latitude=latitude, longitude=longitude
            )
        )
        told = tuple(report for _, report in sorted(reports[row[0]], key=lambda found: found[0]))
        if not told:
            continue  # its articles were read anew and are not linked yet
        yield Fact.model_validate({**cells, **counts, "place": place, "reports": told})


def _reports(connection: sqlite3.Connection, type_: RecordType, ids: Sequence[str]) -> Iterator[tuple[str, int, Report]]:
    """The reports of these facts whose records are of one type, each with its fact and position."""
    names = columns(type_)
    query = f"""
        SELECT p.fact_id, p.position, i.path, a.title, a.publisher, a.published,
            EXISTS (SELECT 1 FROM anchors n JOIN corrections c ON c.anchor_id = n.id
                WHERE n.record_id = r.id AND c.kind = 'set' AND c.undone_at IS NULL),
            (SELECT json_group_array(json_array(field, verdict, rule, start, "end")) FROM support WHERE record_id = r.id),
            {", ".join(f"p.{name}" for name in _REPORT)}, {", ".join(f'r."{name}"' for name in names)}
        FROM reports p JOIN {TABLES[type_]} r ON r.id = p.record_id JOIN articles a ON a.id = r.article_id
            JOIN inputs i ON i.article_id = r.article_id
            AND (i.path, i."offset") = (SELECT path, "offset" FROM inputs WHERE article_id = r.article_id ORDER BY 1, 2 LIMIT 1)
        WHERE p.fact_id IN ({", ".join("?" * len(ids))})"""
    for fact_id, position, path, title, publisher, published, corrected, support, *cells in connection.execute(query, ids):
        told, own = cells[: len(_REPORT)], cells[len(_REPORT) :]
        found = record(type_, dict(zip(names, own, strict=True)), json.loads(support))
        about = {"path": path, "title": title, "publisher": publisher, "published": published, "corrected": bool(corrected)}
        yield fact_id, position, Report.model_validate({"record": found, **about, **dict(zip(_REPORT, told, strict=True))})


def _conditions(filters: FactFilters) -> tuple[list[str], list[Any]]:
    """The WHERE over facts: conditions and their values, in the same order."""
    conditions: list[str] = ["f.reports >= ?"]
    values: list[Any] = [filters.least]
    for name in ("type", "grade", "scope"):
        if (value := getattr(filters, name)) is not None:
            conditions.append(f"f.{name} = ?")
            values.append(value.value)
    if filters.party is not None:
        in_reports = "f.id IN (SELECT fact_id FROM reports WHERE instr(folded(source), ?) > 0)"
        conditions.append(f"(instr(folded(f.side), ?) > 0 OR instr(folded(f.about), ?) > 0 OR {in_reports})")
        values += [folded(filters.party)] * 3
    if filters.side is not None:
        conditions.append("instr(folded(f.side), ?) > 0")
        values.append(folded(filters.side))
    if filters.text is not None and filters.text.strip():
        told = (
            f"SELECT id FROM {table} WHERE number IN (SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH ?)"
            for table in TABLES.values()
        )
        conditions.append(f"f.id IN (SELECT fact_id FROM reports WHERE record_id IN ({' UNION ALL '.join(told)}))")
        values += [match(filters.text)] * len(TABLES)
    if filters.place is not None:
        conditions.append("(instr(folded(f.place), ?) > 0 OR instr(folded(f.spellings), ?) > 0)")
        values += [folded(filters.place)] * 2
    if filters.since is not None:
        conditions.append("f.until >= ?")
        values.append((filters.since + "-01-01")[:10])
    if filters.until is not None:
        conditions.append("f.since <= ?")
        values.append((filters.until + "-99-99")[:10])
    if filters.article is not None:
        conditions.append("f.id IN (SELECT fact_id FROM reports WHERE article_id = ?)")
        values.append(filters.article)
    if filters.conflicting:
        conditions.append("f.conflicting")
    if filters.parts:
        conditions.append("f.part_of IS NOT NULL")
    return conditions, values
