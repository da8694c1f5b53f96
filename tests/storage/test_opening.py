"""Files that are opened, and files that are left as they are."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from extractor.errors import StoreError
from extractor.storage.migrations import APPLICATION_ID, LATEST
from extractor.storage.store import Store


def on_disk(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def refused(path: Path, *, read_only: bool = False) -> str:
    """The message with which a path is refused, having checked that it is one line and that nothing changed."""
    before = on_disk(path.parent) if path.parent.is_dir() else {}
    with pytest.raises(StoreError) as caught:
        Store(path, read_only=read_only)
    assert (on_disk(path.parent) if path.parent.is_dir() else {}) == before
    message = str(caught.value)
    assert "\n" not in message
    return message


def foreign(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return path


@pytest.mark.parametrize("read_only", [False, True])
def test_a_newer_database(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "newer.db"
    Store(path).close()
    foreign(path, f"PRAGMA user_version = {LATEST + 1}")
    assert "newer" in refused(path, read_only=read_only)


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize(
    "statements",
    [("CREATE TABLE notes (x)",), ("PRAGMA application_id = 77",), ("PRAGMA journal_mode = WAL", "CREATE TABLE notes (x)")],
)
def test_another_programs_database(tmp_path: Path, statements: tuple[str, ...], read_only: bool) -> None:
    assert "another program" in refused(foreign(tmp_path / "notes.db", *statements), read_only=read_only)


def test_another_programs_database_that_is_open(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "open.db")) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("CREATE TABLE notes (x)")
        other.commit()
        assert "another program" in refused(tmp_path / "open.db")


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("content", [b"no database " * 100, b"x", b"SQLite format 3\0", b"SQLite format 3\0" + b"\xff" * 200])
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes, read_only: bool) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(content)
    assert str(path) in refused(path, read_only=read_only)


@pytest.mark.parametrize("read_only", [False, True])
def test_a_folder_and_a_missing_folder(tmp_path: Path, read_only: bool) -> None:
    assert "folder" in refused(tmp_path, read_only=read_only)
    assert "does not exist" in refused(tmp_path / "nowhere" / "a.db", read_only=read_only)


def test_reading_needs_a_database(tmp_path: Path) -> None:
    assert "no database" in refused(tmp_path / "none.db", read_only=True)
    (tmp_path / "empty.db").touch()
    assert "empty" in refused(tmp_path / "empty.db", read_only=True)


@pytest.mark.parametrize("name", ["plain.db", "a b?c#d%41.db", "Мост.db", "no suffix"])
def test_a_new_an_empty_and_an_existing_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.touch()
    Store(path).close()
    assert list(on_disk(tmp_path)) == [name]
    assert int.from_bytes(path.read_bytes()[68:72], "big") == APPLICATION_ID
    with Store(path) as store:
        assert store.counts()["articles"] == 0
        assert store.query("PRAGMA journal_mode")[1] == [("wal",)]


def test_reading_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Store(path).close()
    before = on_disk(tmp_path)
    with Store(path, read_only=True) as store:
        assert store.query("SELECT count(*) FROM runs")[1] == [(0,)]
        assert store.runs() == []
        assert list(store.articles()) == []
        with pytest.raises(StoreError):
            store.start_run("m", None, "p", "h", "s", [])
    assert on_disk(tmp_path) == before


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """A folder with a database that this process may read but not write, also where the tests run as root."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        Store(folder / "a.db").close()
        (folder / "a.db").chmod(0o444)
        folder.chmod(0o555)
        user = os.geteuid()
        if user == 0:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if user == 0:
                os.seteuid(user)
            folder.chmod(0o755)


def test_a_read_only_place_is_read_but_not_written(as_nobody: Path) -> None:
    assert "read-only" in refused(as_nobody / "a.db")
    assert "read-only" in refused(as_nobody / "new.db")
    with Store(as_nobody / "a.db", read_only=True) as store:
        assert store.counts()["runs"] == 0
        assert store.query("SELECT count(*) FROM runs") == (("count(*)",), [(0,)])


def test_what_a_killed_program_wrote_is_there(tmp_path: Path) -> None:
    with Store(tmp_path / "a.db") as store:
        run = store.start_run("m", None, "p", "h", "s", [])
        (tmp_path / "killed").mkdir()
        for name, content in on_disk(tmp_path).items():
            (tmp_path / "killed" / name).write_bytes(content)
    for read_only in (True, False):
        with Store(tmp_path / "killed" / "a.db", read_only=read_only) as store:
            assert [found.id for found in store.runs()] == [run]


def test_a_file_that_is_damaged_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Store(path).close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xaa" * (len(whole) - 4096))
    with pytest.raises(StoreError, match="damaged"), Store(path) as store:
        store.start_run("m", None, "p", "h", "s", [])
