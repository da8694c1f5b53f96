"""Filters over stored records, as SQL.

Each record type is one query of its own, in the order of inputs and of their text, which the indices give without sorting;
the four are then merged row by row. So a list of a hundred thousand records is streamed, and no type carries the columns of
another.

A name or a place is looked for as part of what is stored, whatever its case and accents: `orban` finds `Orbán`.
"""

import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from heapq import merge
from typing import Any

from extractor.errors import StoreError
from extractor.storage.ledger import StoredArticle
from extractor.storage.rows import TABLES, columns, record
from schemas.article import Article
from schemas.base import Record, RecordType, Status, days_of

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ə": "e", "’": "'", "‘": "'", "ʼ": "'", "–": "-", "‑": "-"})
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_PARTIES = {
    "speaker": RecordType.STATEMENT,
    "actor": RecordType.TROOP_MOVEMENT,
    "accuser": RecordType.ACCUSATION,
    "accused": RecordType.ACCUSATION,
}


@dataclass(frozen=True, slots=True)
class Filters:
    """Which records; all that is set must hold.

    `speaker`, `actor`, `accuser`, `accused`, `source` and `place` are parts of what is written, case and accents aside; the
    first four also choose the record type that has them. `since` and `until` are `2022`, `2022-03` or `2022-03-26`, both
    included; a record is taken when it may lie between them, by the bounds of its day, and left out where it has none.
    `article` is the id of an article, at least its first eight characters, or part of an input's path. `text` are words, or
    phrases in double quotes, that the evidence must hold. Raises StoreError for a date that is none.
    """

    type: RecordType | None = None
    speaker: str | None = None
    actor: str | None = None
    accuser: str | None = None
    accused: str | None = None
    source: str | None = None
    place: str | None = None
    status: Status | None = None
    since: str | None = None
    until: str | None = None
    article: str | None = None
    text: str | None = None
    include_unsupported: bool = False

    def __post_init__(self) -> None:
        for name, value in (("since", self.since), ("until", self.until)):
            if value is not None and not is_date(value):
                raise StoreError(f"{name}: {value!r} is no date; write it like 2022-03-26, 2022-03 or 2022")

    def types(self) -> tuple[RecordType, ...]:
        """The record types that can pass."""
        wanted = {type_ for name, type_ in _PARTIES.items() if getattr(self, name) is not None}
        if self.type is not None:
            wanted.add(self.type)
        return tuple(type_ for type_ in RecordType if not wanted or wanted == {type_})


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record, the input it stands in, and where it came from.

    The record's own places count from the start of the article's text, `start` and `end` here from that of the input's. The
    same article found in two inputs gives each of its records twice.
    """

    record: Record
    path: str
    offset: int
    title: str | None
    publisher: str | None
    published: str | None
    run_id: int
    request_id: int | None
    prompt_hash: str
    rejected: bool = False

    @property
    def start(self) -> int:
        return self.offset + self.record.start

    @property
    def end(self) -> int:
        return self.offset + self.record.end


def select(connection: sqlite3.Connection, filters: Filters) -> Iterator[StoredRecord]:
    """The records that pass, by path, then by place in the input's text. Raises sqlite3.Error."""
    arms = (_arm(connection, type_, filters) for type_ in filters.types())
    for *_, found in merge(*arms, key=lambda entry: entry[:-1]):
        yield found


@dataclass(frozen=True, slots=True)
class Dating:
    """How sure it is that what passes lies between `since` and `until`.

    `uncertain` of the `taken` may lie outside: only a month, a year or the day of the story bounds them. `undated` would pass
    but for the days, of which the texts tell none.
    """

    taken: int
    uncertain: int
    undated: int


def dating(connection: sqlite3.Connection, filters: Filters) -> Dating:
    """Counts over what passes. Raises sqlite3.Error."""
    first = days_of(filters.since)[0] if filters.since else ""
    last = days_of(filters.until)[1] if filters.until else "9999"
    within = "coalesce(r.date_low, '') >= ? AND r.date_high <= ?"
    taken = uncertain = undated = 0
    for type_ in filters.types():
        (one, sure) = _counted(connection, type_, filters, f"count(*), coalesce(sum({within}), 0)", (first, last))
        (none,) = _counted(connection, type_, replace(filters, since=None, until=None), "sum(r.date_high IS NULL)", ())
        taken, uncertain, undated = taken + one, uncertain + one - sure, undated + (none or 0)
    return Dating(taken, uncertain, undated)


def _counted(
    connection: sqlite3.Connection, type_: RecordType, filters: Filters, what: str, values: tuple[str, ...]
) -> tuple[int, ...]:
    conditions, more = _conditions(type_, filters)
    joined = f"inputs i CROSS JOIN {TABLES[type_]} r ON r.article_id = i.article_id"
    query = f"SELECT {what} FROM {joined} WHERE {' AND '.join(conditions)}"
    found: tuple[int, ...] = connection.execute(query, [*values, *more]).fetchone()
    return found


def select_articles(connection: sqlite3.Connection, named: str | None) -> Iterator[StoredArticle]:
    """The articles, or those of this name as in `Filters.article`, by path and place in the input. Raises sqlite3.Error."""
    counts = " + ".join(f"(SELECT count(*) FROM {name} r WHERE r.article_id = a.id)" for name in TABLES.values())
    condition, values = ("true", []) if named is None else _named(named)
    names = ("id", "title", "publisher", "author", "url", "published", "published_reason", "language", "text")
    query = f"""
        SELECT i.path, i."offset", i.read_at, {counts}, a.skipped, {", ".join(f"a.{name}" for name in names)}
        FROM inputs i JOIN articles a ON a.id = i.article_id WHERE {condition} ORDER BY i.path, i."offset"
        """
    for path, offset, read_at, records, skipped, *cells in connection.execute(query, values):
        spans = tuple((start, end) for start, end in json.loads(skipped))
        article = Article(path=path, offset=offset, skipped=spans, **dict(zip(names, cells, strict=True)))
        yield StoredArticle(article, read_at, records)


def match(text: str) -> str:
    """An FTS5 query for every word, and every phrase in double quotes, of what a person typed; it cannot be a syntax error."""
    found = re.findall(r'"([^"]*)"|([^\s"]+)', text.replace("\0", " "))
    return " ".join(f'"{phrase or word}"' for phrase, word in found) or '""'


@lru_cache(maxsize=65536)
def folded(text: str | None) -> str | None:
    """Text without case, accents and kinds of apostrophe."""
    if text is None:
        return None
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _arm(connection: sqlite3.Connection, type_: RecordType, filters: Filters) -> Iterator[tuple[Any, ...]]:
    """The records of one type with the key they are merged by."""
    names = columns(type_)
    conditions, values = _conditions(type_, filters)
    query = f"""
        SELECT i.path, i."offset", a.title, a.publisher, a.published, r.run_id, r.request_id, r.prompt_hash, r.rejected,
            (SELECT json_group_array(json_array(field, verdict, rule, start, "end")) FROM support WHERE record_id = r.id),
            {", ".join(f'r."{name}"' for name in names)}
        FROM inputs i CROSS JOIN {TABLES[type_]} r ON r.article_id = i.article_id CROSS JOIN articles a ON a.id = i.article_id
        WHERE {" AND ".join(conditions)}
        ORDER BY i.path, i."offset", r.start, r."end", r.id"""
    for (
        path,
        offset,
        title,
        publisher,
        published,
        run_id,
        request_id,
        prompt_hash,
        rejected,
        support,
        *cells,
    ) in connection.execute(query, values):
        found = record(type_, dict(zip(names, cells, strict=True)), json.loads(support))
        origin = (run_id, request_id, prompt_hash, bool(rejected))
        stored = StoredRecord(found, path, offset, title, publisher, published, *origin)
        yield path, offset, found.start, found.end, type_.value, found.id, stored


def _conditions(type_: RecordType, filters: Filters) -> tuple[list[str], list[Any]]:
    """The WHERE of one type: conditions and their values, in the same order."""
    conditions, values = ["true"], []
    if not filters.include_unsupported:
        conditions.append("r.supported AND NOT r.rejected")
    for name in (*(name for name, of in _PARTIES.items() if of is type_), "source", "place"):
        if (part := getattr(filters, name)) is not None:
            conditions.append(f"instr(folded(r.{name}), ?) > 0")
            values.append(folded(part))
    if filters.status is not None:
        conditions.append("r.status = ?")
        values.append(filters.status.value)
    if filters.since is not None:
        conditions.append("r.date_high >= ?")
        values.append(days_of(filters.since)[0])
    if filters.until is not None:
        conditions.append("r.date_high IS NOT NULL AND coalesce(r.date_low, '') <= ?")
        values.append(days_of(filters.until)[1])
    if filters.article is not None:
        condition, of_article = _named(filters.article)
        conditions.append(condition)
        values += of_article
    if filters.text is not None and filters.text.strip():
        conditions.append(f"r.number IN (SELECT rowid FROM {TABLES[type_]}_fts WHERE {TABLES[type_]}_fts MATCH ?)")
        values.append(match(filters.text))
    return conditions, values


def _named(article: str) -> tuple[str, list[Any]]:
    """The condition that an article of this id, the beginning of an id, or part of a path is meant."""
    condition = "(i.article_id = ? OR (length(?) >= 8 AND instr(i.article_id, ?) = 1) OR instr(folded(i.path), ?) > 0)"
    return condition, [article, article, article, folded(article)]


def is_date(value: str) -> bool:
    """True for a day, month or year that exists."""
    if not _DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        return False
    return True
