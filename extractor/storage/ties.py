"""What tying remembers between two calls: which articles it knows, which records can meet, and which hang together.

All of it is derived. An article counts as changed when its extractions, its corrections or its day of publication have.
"""

import re
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.storage import corrections
from extractor.storage.queries import match
from extractor.storage.rows import TABLES, columns, record
from schemas.base import Record

_PLACES_OF: dict[str, tuple[str, ...]] = {
    "statements": ("place",),
    "casualty_reports": ("place",),
    "accusations": ("place",),
    "troop_movements": ("place", "from_place", "to_place"),
}
_ARTICLE = re.compile(r"^(?:the|al|el|ad|an|ar|as|ash|ed|es|ez)[\s-]+", re.IGNORECASE)
_APOSTROPHE = re.compile(r"['’‘ʼ]")
_MANY = 500  # values in one statement
_MARK = """
    SELECT a.id, coalesce(a.published, '') || ' ' || coalesce(
        (SELECT group_concat(type || run_id || at) FROM extractions e WHERE e.article_id = a.id), '') || ' ' || coalesce(
        (SELECT group_concat(c.id || c.kind || coalesce(c.undone_at, '')) FROM anchors n JOIN corrections c
            ON c.anchor_id = n.id OR c.other_anchor_id = n.id WHERE n.article_id = a.id), '') AS mark
    FROM articles a WHERE a.id IN (SELECT article_id FROM inputs)"""


@dataclass(frozen=True, slots=True)
class Told:
    """An article as facts need it: where it was first found, and its records that are supported and not rejected.

    `footer` is the end of the input that holds it, where another article of that input ends it.
    """

    id: str
    path: str
    title: str | None
    publisher: str | None
    published: str | None
    text: str
    footer: str
    records: tuple[Record, ...]


def changed(connection: sqlite3.Connection) -> tuple[dict[str, str], list[str]]:
    """The articles that are new or changed with their marks, and those that are gone."""
    fresh = connection.execute(
        f"SELECT m.id, m.mark FROM ({_MARK}) m LEFT JOIN tied_articles t ON t.article_id = m.id WHERE t.mark IS NOT m.mark"
    ).fetchall()
    gone = connection.execute(
        "SELECT article_id FROM tied_articles WHERE article_id NOT IN (SELECT article_id FROM inputs) AND article_id != ''"
    )
    return dict(fresh), [row[0] for row in gone]


def known(connection: sqlite3.Connection) -> int:
    """How many articles there are to be tied."""
    return int(connection.execute("SELECT count(DISTINCT article_id) FROM inputs").fetchone()[0])


def articles(connection: sqlite3.Connection, ids: Collection[str]) -> Iterator[Told]:
    """These articles with their records."""
    for some in _portions(sorted(ids)):
        marks = ", ".join("?" * len(some))
        records: dict[str, list[Record]] = {}
        for type_, table in TABLES.items():
            names = columns(type_)
            listed = ", ".join(f'"{name}"' for name in names)
            wanted = f"SELECT {listed} FROM {table} WHERE article_id IN ({marks}) AND supported AND NOT rejected"
            for cells in connection.execute(wanted, some):
                found = record(type_, dict(zip(names, cells, strict=True)), ())
                records.setdefault(found.article_id, []).append(found)
        query = f"""SELECT a.id, (SELECT path FROM inputs WHERE article_id = a.id ORDER BY path, "offset" LIMIT 1), a.title,
            a.publisher, a.published, a.text,
            (SELECT substr(l.text, -400) FROM inputs i JOIN inputs j ON j.path = i.path JOIN articles l ON l.id = j.article_id
                WHERE i.article_id = a.id AND l.id != a.id AND j."offset" > i."offset" ORDER BY i.path, j."offset" DESC LIMIT 1)
            FROM articles a WHERE a.id IN ({marks})"""
        for id_, path, title, publisher, published, text, footer in connection.execute(query, some):
            ordered = sorted(records.get(id_, ()), key=lambda r: (r.start, r.end, r.id))
            yield Told(id_, path, title, publisher, published, text, footer or "", tuple(ordered))


def meetings(connection: sqlite3.Connection, keys: Collection[int]) -> Iterator[tuple[int, str, str]]:
    """Key, record and article of all records that are known under one of these keys."""
    for some in _portions(sorted(keys)):
        wanted = f"""SELECT m."key", m.record_id, c.article_id FROM meetings m JOIN components c ON c.record_id = m.record_id
            WHERE m."key" IN ({", ".join("?" * len(some))})"""
        yield from connection.execute(wanted, some)


def components(connection: sqlite3.Connection, article_ids: Collection[str], record_ids: Collection[str]) -> set[str]:
    """The components in which records of these articles, or these records, stand."""
    found: set[str] = set()
    for column, ids in (("article_id", article_ids), ("record_id", record_ids)):
        for some in _portions(sorted(ids)):
            wanted = f"SELECT component FROM components WHERE {column} IN ({', '.join('?' * len(some))})"
            found |= {row[0] for row in connection.execute(wanted, some)}
    return found


def articles_of(connection: sqlite3.Connection, record_ids: Collection[str]) -> dict[str, str]:
    """Record to article, for those of these records that are known."""
    found: dict[str, str] = {}
    for some in _portions(sorted(record_ids)):
        wanted = f"SELECT record_id, article_id FROM components WHERE record_id IN ({', '.join('?' * len(some))})"
        found |= dict(connection.execute(wanted, some).fetchall())
    return found


def members(connection: sqlite3.Connection, components: Collection[str]) -> list[tuple[str, str]]:
    """Record and article of all that stands in these components."""
    found: list[tuple[str, str]] = []
    for some in _portions(sorted(components)):
        wanted = f"SELECT record_id, article_id FROM components WHERE component IN ({', '.join('?' * len(some))})"
        found += connection.execute(wanted, some).fetchall()
    return found


def facts_of(connection: sqlite3.Connection, article_ids: Collection[str], record_ids: Collection[str]) -> dict[str, str]:
    """Record to fact, for the records of these articles and these records; of a denial only the fact of its own type."""
    found: dict[str, str] = {}
    for column, ids in (("article_id", article_ids), ("record_id", record_ids)):
        for some in _portions(sorted(ids)):
            wanted = f"SELECT record_id, fact_id FROM reports WHERE own AND {column} IN ({', '.join('?' * len(some))})"
            found |= dict(connection.execute(wanted, some).fetchall())
    return found


def forget(connection: sqlite3.Connection, record_ids: Collection[str], article_ids: Collection[str]) -> None:
    """Take records out of what is remembered, and articles."""
    rows = [(id_,) for id_ in record_ids]
    connection.executemany("DELETE FROM meetings WHERE record_id = ?", rows)
    connection.executemany("DELETE FROM components WHERE record_id = ?", rows)
    articles = [(id_,) for id_ in article_ids]
    connection.executemany("DELETE FROM tied_articles WHERE article_id = ?", articles)
    connection.executemany("DELETE FROM names WHERE article_id = ?", articles)


def remember(
    connection: sqlite3.Connection,
    keys: Iterable[tuple[int, str]],
    placed: Iterable[tuple[str, str, str]],
    marks: Mapping[str, str],
) -> None:
    """Keep keys (key, record), components (record, article, component) and the marks of articles."""
    connection.executemany('INSERT OR IGNORE INTO meetings ("key", record_id) VALUES (?, ?)', keys)
    connection.executemany("INSERT OR REPLACE INTO components (record_id, article_id, component) VALUES (?, ?, ?)", placed)
    connection.executemany("INSERT OR REPLACE INTO tied_articles (article_id, mark) VALUES (?, ?)", list(marks.items()))


def forget_all(connection: sqlite3.Connection) -> None:
    """Drop everything that is derived; facts keep their ids through `former`."""
    for table in ("meetings", "components", "tied_articles"):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("DELETE FROM names WHERE article_id IS NOT NULL")


def former(connection: sqlite3.Connection, moved: Iterable[tuple[str, str]]) -> None:
    """Facts that went into others: former id, id now."""
    for old, new in moved:
        connection.execute("UPDATE former_facts SET fact_id = ? WHERE fact_id = ?", (new, old))
        connection.execute("INSERT OR REPLACE INTO former_facts (id, fact_id) VALUES (?, ?)", (old, new))


def names(connection: sqlite3.Connection) -> list[tuple[str | None, tuple[Any, ...]]]:
    """Of all names that are tied: the article, and kind, name, other name, side, evidence and whether it corrects."""
    wanted = "SELECT article_id, kind, name, other, side, evidence, corrected FROM names"
    return [(of, (*row[:-1], bool(row[-1]))) for of, *row in connection.execute(wanted)]


def own_names(connection: sqlite3.Connection) -> list[tuple[Any, ...]]:
    """Kind, name, other name and side of what a person's file ties."""
    wanted = "SELECT kind, name, other, side FROM names WHERE article_id IS NULL ORDER BY 1, 2, 3, 4"
    return connection.execute(wanted).fetchall()


def said(connection: sqlite3.Connection) -> dict[tuple[str, str], tuple[bool, str]]:
    """What people said of pairs of records: the smaller id first; whether they are one fact, and who says so and why."""
    found = corrections.pairs(connection)
    return {(min(one, other), max(one, other)): (tied, why) for one, other, tied, why in found}


def keep_names(
    connection: sqlite3.Connection, article_id: str | None, rows: Sequence[tuple[str, str, str, str | None, str | None, bool]]
) -> None:
    """Put these in the place of what this article told; of what the user's file told (null), or all articles together ("")."""
    connection.execute("DELETE FROM names WHERE article_id IS ?", (article_id,))
    connection.executemany(
        "INSERT INTO names (kind, name, other, side, evidence, corrected, article_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(*row, article_id) for row in rows],
    )


def spots(connection: sqlite3.Connection) -> list[tuple[str, float, float, str | None]]:
    """The gazetteer: name, latitude, longitude, country."""
    return connection.execute("SELECT name, latitude, longitude, country FROM gazetteer ORDER BY 1, 2, 3").fetchall()


def keep_spots(connection: sqlite3.Connection, rows: Iterable[tuple[str, float, float, str | None]]) -> None:
    """Put these in the place of the gazetteer."""
    connection.execute("DELETE FROM gazetteer")
    connection.executemany("INSERT INTO gazetteer (name, latitude, longitude, country) VALUES (?, ?, ?, ?)", rows)


def affected(connection: sqlite3.Connection, names: Collection[str]) -> set[str]:
    """The known articles whose text holds one of these names, written with or without its article and apostrophes."""
    plain = {_plain(name) for name in names}
    found: set[str] = set()
    for name in sorted({*names, *plain}):
        if wanted := match(f'"{name}"'):
            rows = connection.execute(
                "SELECT a.id FROM articles a JOIN tied_articles t ON t.article_id = a.id"
                " WHERE a.number IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?)",
                (wanted,),
            )
            found |= {row[0] for row in rows}
    if plain:  # of "Khuza'a" the index has two words
        for table, columns_ in _PLACES_OF.items():
            for column in columns_:
                rows = connection.execute(
                    f"SELECT DISTINCT r.article_id, r.{column} FROM {table} r"
                    " JOIN tied_articles t ON t.article_id = r.article_id"
                    f" WHERE instr(r.{column}, ?) > 0 OR instr(r.{column}, ?) > 0",
                    ("'", "\N{RIGHT SINGLE QUOTATION MARK}"),
                )
                found |= {row[0] for row in rows if any(name in _plain(row[1]) for name in plain)}
    return found


def _plain(name: str) -> str:
    """A name without its article and apostrophes."""
    return _APOSTROPHE.sub("", _ARTICLE.sub("", name)).casefold()


def places_like(connection: sqlite3.Connection, parts: Collection[str]) -> list[str]:
    """The places of records, as written, that hold one of these runs of letters."""
    found: set[str] = set()
    for table, names in _PLACES_OF.items():
        for name in names:
            for part in sorted(parts):
                rows = connection.execute(f"SELECT DISTINCT {name} FROM {table} WHERE instr(lower({name}), ?) > 0", (part,))
                found |= {row[0] for row in rows}
    return sorted(found)


def generation(connection: sqlite3.Connection) -> tuple[str, int]:
    """Under which rules the facts were made, and how often they were changed since."""
    row = connection.execute("SELECT mark FROM tied_articles WHERE article_id = ''").fetchone()
    rules, _, number = (row[0] if row else " 0").rpartition(" ")
    return rules, int(number)


def keep_generation(connection: sqlite3.Connection, rules: str, number: int) -> None:
    """Say under which rules the facts are, and how often they were changed."""
    connection.execute("INSERT OR REPLACE INTO tied_articles (article_id, mark) VALUES ('', ?)", (f"{rules} {number}",))


def _portions(values: list[Any]) -> Iterator[list[Any]]:
    for i in range(0, len(values), _MANY):
        yield values[i : i + _MANY]
