"""A database that another process is just making is waited for."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import StoreError
from extractor.storage import opening
from extractor.storage.store import Store


class _Locked(sqlite3.Connection):
    """A connection that cannot change the kind of journal: another one is doing that."""

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        if "journal_mode" in sql:
            raise sqlite3.OperationalError("database is locked")
        return super().execute(sql, *values)


def test_what_another_process_is_just_making_is_opened_when_it_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, connect, path = [], sqlite3.connect, tmp_path / "a.db"

    def locked_at_first(*words: object, **options: object) -> sqlite3.Connection:
        made.append(path)
        return connect(*words, **options, factory=_Locked if len(made) == 1 else sqlite3.Connection)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(sqlite3, "connect", locked_at_first)
    with Store(path) as store:
        assert store.counts()["articles"] == 0
    assert len(made) > 1


def test_a_lock_that_stays_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect
    monkeypatch.setattr(opening, "_PATIENCE", 0.1)
    monkeypatch.setattr(sqlite3, "connect", lambda *words, **options: connect(*words, **options, factory=_Locked))
    with pytest.raises(StoreError, match="is in use by another program"):
        Store(tmp_path / "a.db").__enter__()
