"""The statements that keep rows: SQL as text, made once for the columns that are given; the others keep their defaults.

They run several times an article. SQLAlchemy would take longer to put each together than SQLite takes to run it.
"""

from collections.abc import Iterable
from functools import cache


def add(name: str, cells: Iterable[str]) -> str:
    """Adds a row of these cells; SQLite numbers it."""
    return _add(name, tuple(cells))


def keep(name: str, cells: Iterable[str], *key: str) -> str:
    """Adds a row of these cells, or brings the row of this key up to date."""
    return _keep(name, tuple(cells), key)


def drop(name: str, column: str) -> str:
    """Takes the rows away that have this in the column."""
    return f'DELETE FROM {name} WHERE "{column}" = ?'


@cache
def _add(name: str, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO {name} ({_listed(columns)}) VALUES ({', '.join(f':{column}' for column in columns)})"


@cache
def _keep(name: str, columns: tuple[str, ...], key: tuple[str, ...]) -> str:
    changed = ", ".join(f'"{column}" = excluded."{column}"' for column in columns if column not in key)
    return f"{_add(name, columns)} ON CONFLICT ({_listed(key)}) DO UPDATE SET {changed}"


def _listed(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
