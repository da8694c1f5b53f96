"""The shape of the database: what the steps build, and that it is what the tables say."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy
from sqlmodel import SQLModel

from extractor.storage import migrations, tables
from extractor.storage.migrations import APPLICATION_ID, LATEST, built, migrate, version
from tests.schema import by_steps


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "new.db", isolation_level=None)) as opened:
        yield opened


def test_a_new_database_takes_every_step(connection: sqlite3.Connection) -> None:
    migrate(connection)
    assert version(connection) == LATEST
    assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    assert {"articles", "records", "articles_fts", "statements_fts", "troop_movements_fts"} <= names


def test_a_new_database_is_made_at_once_as_the_steps_make_it(connection: sqlite3.Connection) -> None:
    migrate(connection)
    assert sorted(built(connection)) == sorted(by_steps()), "python -m tests.schema"


def test_steps_taken_are_not_taken_again(connection: sqlite3.Connection) -> None:
    migrate(connection)
    before = connection.execute("SELECT sql FROM sqlite_master").fetchall()
    migrate(connection)
    assert connection.execute("SELECT sql FROM sqlite_master").fetchall() == before


def test_a_step_that_fails_leaves_nothing(connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(opened: sqlite3.Connection) -> None:
        opened.execute("CREATE TABLE half (x)")
        opened.execute("CREATE TABLE half (x)")

    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, half))
    with pytest.raises(sqlite3.OperationalError, match="half"):
        migrate(connection)
    assert version(connection) == LATEST
    assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'half'").fetchall()
    assert not connection.in_transaction


def test_a_database_of_the_step_before_takes_only_the_next(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate(connection)
    connection.execute(
        "INSERT INTO runs VALUES (1, 'then', NULL, 'm', NULL, 'p', 'h', 's', 't', '0', 0, 0, 0, 0, 0, 0, NULL, 0)"
    )

    def later(opened: sqlite3.Connection) -> None:
        opened.execute("ALTER TABLE runs ADD COLUMN later TEXT")

    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, later))
    migrate(connection)
    assert version(connection) == LATEST + 1
    assert connection.execute("SELECT started, later FROM runs").fetchall() == [("then", None)]


def test_tables_are_what_the_steps_build(connection: sqlite3.Connection, tmp_path: Path) -> None:
    migrate(connection)
    assert tables.table("statements").name == "statements"
    built = sqlalchemy.inspect(sqlalchemy.create_engine(f"sqlite:///{tmp_path / 'new.db'}"))
    for name, table in SQLModel.metadata.tables.items():
        keys = set(built.get_pk_constraint(name)["constrained_columns"])
        found = [(c["name"], str(c["type"]), c["nullable"] and c["name"] not in keys) for c in built.get_columns(name)]
        said = [
            (c.name, str(c.type).replace("VARCHAR", "TEXT"), bool(c.nullable) and not c.primary_key)
            for c in sorted(table.columns, key=lambda c: [n for n, *_ in found].index(c.name))
        ]
        assert said == found, name
        links = {(k["constrained_columns"][0], k["referred_table"]) for k in built.get_foreign_keys(name)}
        assert {(c.name, k.column.table.name) for c in table.columns for k in c.foreign_keys} == links
        assert keys == {c.name for c in table.primary_key}
