"""What people know better: `correct`, `reject`, `tie`, `untie`, `undo`, `history`."""

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.commands.options import database
from extractor.commands.printing import print_table, terminal
from extractor.errors import CommuniqueError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from sqlite3 import Connection

    from extractor.storage.corrections import Correction, Said


def _signed(command: Any) -> Any:
    """Adds who says so and why to a command that corrects."""
    command = database(command)
    command = click.option("--why", required=True, help="Why: what you know, and from where.")(command)
    return click.option("--by", required=True, help="Who you are; it stands beside what you correct.")(command)


@click.command()
@click.argument("record")
@click.argument("fields", nargs=-1, required=True, metavar="FIELD=VALUE…")
@_signed
def correct(record: str, fields: tuple[str, ...], **signed: Any) -> None:
    """Set fields of a record to what you know; a new extraction keeps them.

    RECORD is an id or its beginning. Counts are written 3, 13-15, 13+, ~30 or none, days 2022-03-26; place= takes it away.
    """
    from extractor.storage import corrections

    with _corrections(**signed) as (connection, said):
        _tell(corrections.correct(connection, record, fields, said))


@click.command()
@click.argument("record")
@_signed
def reject(record: str, **signed: Any) -> None:
    """Say that a record is none: it is left out wherever records are read."""
    from extractor.storage import corrections

    with _corrections(**signed) as (connection, said):
        _tell([corrections.reject(connection, record, said)])


@click.command()
@click.argument("record")
@click.argument("other")
@_signed
def tie(record: str, other: str, **signed: Any) -> None:
    """Say that two records tell one fact."""
    from extractor.storage import corrections

    with _corrections(**signed) as (connection, said):
        _tell([corrections.tie(connection, record, other, said, tied=True)])


@click.command()
@click.argument("record")
@click.argument("other")
@_signed
def untie(record: str, other: str, **signed: Any) -> None:
    """Say that two records do not tell one fact."""
    from extractor.storage import corrections

    with _corrections(**signed) as (connection, said):
        _tell([corrections.tie(connection, record, other, said, tied=False)])


@click.command()
@click.argument("correction", type=click.IntRange(1, 2**63 - 1))
@_signed
def undo(correction: int, **signed: Any) -> None:
    """Take a correction back, by its number."""
    from extractor.storage import corrections

    with _corrections(**signed) as (connection, said):
        _tell([corrections.undo(connection, correction, said)])


@click.command()
@click.argument("id")
@database
def history(id: str, db: Path) -> None:
    """List what people corrected, when and why: of a record, or of the records of a fact."""
    from extractor.output.history import history_table
    from extractor.storage import corrections
    from extractor.storage.store import Store

    with Store(db, read_only=True) as store, store.reading() as connection:
        print_table(history_table(corrections.history(connection, id)), f"nothing of {id} was corrected")


@contextmanager
def _corrections(by: str, why: str, db: Path) -> "Iterator[tuple[Connection, Said]]":
    """The database, to be changed in one go or not at all, and who does it."""
    from extractor.storage.corrections import Said
    from extractor.storage.store import Store

    said = Said(by, why)
    if not db.exists():
        raise CommuniqueError(f"there is no database at {db}; check the path")
    with Store(db) as store, store.writing() as connection:
        yield connection, said


def _tell(made: "Iterable[Correction]") -> None:
    """One line a correction: its number and what it did."""
    from extractor.output.history import told

    for one in made:
        terminal().print(told(one), soft_wrap=True)
