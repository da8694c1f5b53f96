"""A person's SQL reads everything and changes nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.errors import StoreError
from extractor.storage.ledger import Extracted
from extractor.storage.migrations import LATEST
from extractor.storage.store import Store
from schemas.base import RecordType
from tests.storage.examples import article, records


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "a.db") as opened:
        run = opened.start_run("m", None, "whole", "p", "s", list(RecordType))
        opened.add_article(article())
        opened.save(article().id, run, list(RecordType), "k", [Extracted(record) for record in records()], "p")
        yield opened


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        (
            "SELECT type, who, summary FROM records WHERE type = 'casualty_report' ORDER BY start LIMIT 1",
            [("casualty_report", "sailors", "sailors: killed 4+, wounded ~30")],
        ),
        ("SELECT summary FROM records WHERE id LIKE 'n-%'", [("missing 0, captured 0–10",)]),
        (
            "SELECT summary FROM records WHERE id LIKE 'm-%'",
            [("the Northern Guard withdraw from Old Ferry to the coast (ongoing)",)],
        ),
        ("SELECT summary, place FROM records WHERE type = 'accusation'", [("Tarsia → Velmark: mining the harbour", None)]),
        (
            "SELECT summary FROM records WHERE type = 'statement';",
            [("Mayor Iveta Králová (assert): the bridge at Old Ferry still stands",)],
        ),
        ("SELECT title FROM articles_fts WHERE articles_fts MATCH 'kralova'", [("Bridge holds",)]),
        ("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 3) SELECT x FROM n", [(1,), (2,), (3,)]),
        ("PRAGMA user_version", [(LATEST,)]),
        ("SELECT value FROM json_each('[1, 2]')", [(1,), (2,)]),
        ("SELECT name FROM pragma_table_info('inputs') WHERE pk = 1", [("path",)]),
        ("-- nothing", []),
    ],
)
def test_reading(store: Store, sql: str, rows: list[tuple[object, ...]]) -> None:
    assert store.query(sql)[1] == rows


def test_columns(store: Store) -> None:
    assert store.query("SELECT id AS a, 1 AS b FROM runs") == (("a", "b"), [(1, 1)])
    assert store.query("SELECT id AS a FROM runs WHERE id > 9") == (("a",), [])


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM statements",
        "INSERT INTO runs DEFAULT VALUES",
        "UPDATE articles SET text = ''",
        "WITH x AS (SELECT 1) DELETE FROM statements",
        "REPLACE INTO inputs VALUES ('a', 0, 'b', 'c')",
        "DROP TABLE statements",
        "CREATE TABLE t (x)",
        "CREATE TEMP TABLE t (x)",
        "INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')",
        "UPDATE sqlite_master SET sql = ''",
        "ATTACH '{folder}/new.db' AS other",
        "VACUUM",
        "VACUUM INTO '{folder}/new.db'",
        "PRAGMA user_version = 99",
        "PRAGMA query_only = OFF",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA writable_schema = ON",
        "PRAGMA wal_checkpoint",
        "SELECT load_extension('{folder}/new.so')",
        "BEGIN",
        "SAVEPOINT s",
        "REINDEX",
        "ANALYZE",
        "SELECT 1; DELETE FROM statements",
        "SELEKT 1",
        "SELECT nothing FROM nowhere",
        "SELECT * FROM records WHERE type = 'a",
        "SELECT CAST(x'ff' AS TEXT)",
        "SELECT '\0'",
        "SELECT '\ud800'",
        "SELECT ?",
        "",
        "  \n",
    ],
)
def test_refused(store: Store, tmp_path: Path, sql: str) -> None:
    before = store.counts()
    with pytest.raises(StoreError) as caught:
        store.query(sql.replace("{folder}", str(tmp_path)))
    assert "\n" not in str(caught.value)
    assert str(caught.value)
    assert store.counts() == before
    assert not (tmp_path / "new.db").exists()
    assert store.query("PRAGMA user_version")[1] == [(LATEST,)]


def test_the_message_says_what_is_wrong(store: Store) -> None:
    with pytest.raises(StoreError, match="no such table: nowhere"):
        store.query("SELECT * FROM nowhere")
    with pytest.raises(StoreError, match="only SQL that reads"):
        store.query("DELETE FROM runs")
