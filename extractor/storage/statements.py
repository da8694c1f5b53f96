"""The statements that keep rows: SQL as text, made once of the tables' columns.

They run several times an article. SQLAlchemy would take longer to put each together than SQLite takes to run it.
"""

from functools import cache

from extractor.storage.tables import table


@cache
def add(name: str) -> str:
    """Adds a row; SQLite numbers it."""
    columns = _columns(name)
    return f"INSERT INTO {name} ({_listed(columns)}) VALUES ({', '.join(f':{column}' for column in columns)})"


@cache
def keep(name: str, *key: str) -> str:
    """Adds a row, or brings the row of this key up to date."""
    changed = ", ".join(f'"{column}" = excluded."{column}"' for column in _columns(name) if column not in key)
    return f"{add(name)} ON CONFLICT ({_listed(key)}) DO UPDATE SET {changed}"


@cache
def drop(name: str, column: str) -> str:
    """Takes the rows away that have this in the column."""
    return f'DELETE FROM {name} WHERE "{column}" = ?'


def _columns(name: str) -> tuple[str, ...]:
    return tuple(column.name for column in table(name).columns if column.name != "number")


def _listed(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
