"""Opening a database file, or saying in one line why not.

A file is looked at before it is opened for writing, through a connection that is promised that nothing changes (`immutable`):
it writes nothing, not even the `-wal` and `-shm` files that SQLite lays beside a database that is open. So a wrong file
stays as it is, byte for byte.
"""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from extractor.errors import StoreError
from extractor.storage.migrations import APPLICATION_ID, LATEST, migrate, version

_MAGIC = b"SQLite format 3\0"
_HEADER = 100  # bytes, of which the first are _MAGIC
_MOMENT = 0.05  # seconds
_STEPS = 100_000  # of SQLite's machine, a few milliseconds
_PATIENCE = 30.0  # seconds to wait for another process that is writing


@contextmanager
def database_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into a StoreError that names the file."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(explain(path, error)) from error


def explain(path: Path, error: BaseException) -> str:
    """SQLite's message in one line, with what to do where that is known."""
    message = " ".join(str(error).split())
    if "locked" in message:
        return f"{path} is in use by another program that is writing to it; try again when it is done"
    if "malformed" in message:
        return f"{path} is damaged ({message}); restore it from a copy, or save what can be read with `sqlite3 {path} .recover`"
    if "is full" in message:
        return f"{path} cannot grow: {message}; make room and run the same command again"
    return f"{path}: {message}"


def open_for_writing(path: Path) -> None:
    """Make the database where there is none yet, bring an older one up to date. Raises StoreError."""
    _check_place(path)
    if path.exists():
        _check_file(path)
    if not writable(path):
        raise StoreError(f"{path} cannot be written: it or its folder is read-only; name another file")
    with database_errors(path):
        until = time.monotonic() + _PATIENCE
        while not _up_to_date(path, last=time.monotonic() > until):
            time.sleep(_MOMENT)


def _up_to_date(path: Path, *, last: bool) -> bool:
    """Brings the database up to date; False where another process is just making it, which SQLite says at once.

    Changing the kind of journal is not waited for by SQLite itself. Raises sqlite3.Error if this is the `last` try.
    """
    try:
        with closing(connect(path, "rwc")) as connection:
            found = version(connection)
            if found > LATEST:
                raise StoreError(_newer(path, found))
            if found < LATEST:
                migrate(connection)
                # the header of the file itself now tells its version, also after a crash
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if last or "locked" not in str(error):
            raise
        return False
    return True


def open_for_reading(path: Path) -> None:
    """Check that there is a database to read. Raises StoreError."""
    _check_place(path)
    if not path.exists():
        raise StoreError(f"there is no database at {path}; check the path")
    found = _check_file(path)
    if found < LATEST:
        older = f"was made by an older communique (version {found}, this one reads {LATEST})" if found else "is empty"
        raise StoreError(f"{path} {older}; extract into it first")


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """A connection in autocommit; `mode` is SQLite's `ro`, `rw` or `rwc`, or `immutable`. Raises sqlite3.Error.

    Ctrl-C ends a statement that has no end: SQLite then says that it was interrupted.
    """
    wanted = "mode=ro&immutable=1" if mode == "immutable" else f"mode={mode}"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{wanted}", uri=True, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
    )
    connection.set_progress_handler(lambda: 0, _STEPS)  # on its way through Python a signal is handed on
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def connect_for_reading(path: Path) -> sqlite3.Connection:
    """A connection that reads only, and that leaves nothing behind.

    Where the file can be written it is opened as if for writing, and then told not to: only such a connection takes its `-wal`
    and `-shm` files away again.
    """
    connection = connect(path, "rw" if writable(path) else reading_mode(path))
    connection.execute("PRAGMA query_only = ON")
    return connection


def reading_mode(path: Path) -> str:
    """`ro`, or `immutable` where SQLite can lay no files beside the database and nobody else has."""
    return "ro" if writable(path) or Path(f"{path}-wal").exists() else "immutable"


def writable(path: Path) -> bool:
    """The file, or where there is none yet a file of its name, can be written, and so can its folder."""
    return _may(path.parent, os.W_OK) and (not path.exists() or _may(path, os.W_OK))


def _may(path: Path, mode: int) -> bool:
    """This process, under the user it acts for, may do this with the path."""
    return os.access(path, mode, effective_ids=os.access in os.supports_effective_ids)


def _check_place(path: Path) -> None:
    """The path is that of a file, in a folder that exists."""
    if path.is_dir():
        raise StoreError(f"{path} is a folder; name a database file")
    if not path.parent.is_dir():
        raise StoreError(f"the folder {path.parent} does not exist; make it, or name another file")
    if path.exists() and not path.is_file():
        raise StoreError(f"{path} is no regular file; name a database file")


def _check_file(path: Path, patience: float = 1.0) -> int:
    """The version of the file: 0 for an empty one. Raises StoreError for anything that is not ours to open.

    Nothing locks the file here, so one that another process is just making looks damaged for a moment; it is looked at again.
    """
    if not _may(path, os.R_OK):
        raise StoreError(f"{path} cannot be read: permission denied; name another file")
    with path.open("rb") as file:
        head = file.read(_HEADER)
    if not head:
        return 0
    if len(head) < _HEADER or not head.startswith(
        _MAGIC
    ):  # SQLite would take a file of a few bytes for an empty one, and write over it
        raise StoreError(f"{path} is not a SQLite database; name another file")
    try:
        with closing(connect(path, "immutable")) as connection:
            application = int(connection.execute("PRAGMA application_id").fetchone()[0])
            found = version(connection)
            ours = application == APPLICATION_ID
            foreign = (
                0 if ours else application or found or connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            )
    except sqlite3.DatabaseError as error:
        if patience > 0 and "malformed" in str(error):
            time.sleep(_MOMENT)
            return _check_file(path, patience - _MOMENT)
        if "not a database" in str(error):
            raise StoreError(f"{path} is not a SQLite database; name another file") from error
        raise StoreError(explain(path, error)) from error
    if ours and found > LATEST:
        raise StoreError(_newer(path, found))
    log = Path(f"{path}-wal")
    if foreign or (not ours and log.exists() and log.stat().st_size):
        raise StoreError(f"{path} is the database of another program; name another file")
    return found


def _newer(path: Path, found: int) -> str:
    return f"{path} was made by a newer communique (version {found}, this one knows {LATEST}); update communique"
