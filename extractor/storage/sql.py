"""A person's own SQL, which may read everything and change nothing.

Two locks: the connection is opened for reading only, and SQLite asks an authorizer before every action of the statement. The
second is needed because reading only does not keep a statement from attaching, and so making, another file.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from extractor.errors import StoreError
from extractor.storage.opening import connect, explain, reading_mode

_READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE}
# pragmas that tell and cannot set, whatever they are given
_TELLING = {
    "collation_list",
    "compile_options",
    "data_version",  # full-text search asks for it
    "database_list",
    "foreign_key_list",
    "function_list",
    "index_info",
    "index_list",
    "index_xinfo",
    "table_info",
    "table_list",
    "table_xinfo",
}
# pragmas that tell as long as they are given nothing
_SETTABLE = {
    "application_id",
    "encoding",
    "foreign_keys",
    "journal_mode",
    "page_count",
    "page_size",
    "schema_version",
    "user_version",
}
_REFUSED = {"fts3_tokenizer", "load_extension", "readfile", "writefile"}


def query(path: Path, sql: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """The columns and rows of one statement that reads.

    Raises StoreError with the database's message for a statement that is wrong, that is more than one, or that would write,
    attach another file, set a pragma or load an extension.
    """
    refused = False

    def authorize(action: int, first: str | None, second: str | None, _database: str | None, _trigger: str | None) -> int:
        nonlocal refused
        if action in _READING:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_UPDATE and first == "sqlite_master":
            return sqlite3.SQLITE_OK  # asked when a virtual table is opened; the schema itself is not to be updated so
        if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() not in _REFUSED:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_PRAGMA:
            name = (first or "").lower()
            if name in _TELLING or (name in _SETTABLE and second is None):
                return sqlite3.SQLITE_OK
        refused = True
        return sqlite3.SQLITE_DENY

    if not sql.strip():
        raise StoreError("the SQL is empty; try `SELECT * FROM records LIMIT 10`")
    try:
        with closing(connect(path, reading_mode(path))) as connection:
            connection.set_authorizer(authorize)
            cursor = connection.execute(sql)
            columns = tuple(column[0] for column in cursor.description or ())
            return columns, cursor.fetchall()
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        if refused:
            raise StoreError(
                f"{error}: only SQL that reads is run; use the sqlite3 program on a copy to change anything"
            ) from error
        raise StoreError(explain(path, error)) from error
