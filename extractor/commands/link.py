"""`link`: facts brought up to date, as a step of its own, at the end of `extract`, and within a second where they are read."""

import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.commands.options import database
from extractor.commands.printing import terminal
from extractor.errors import CommuniqueError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.facts.update import Update
    from extractor.storage.store import Store

AT_ONCE = 10
"""Articles that a command which only reads links itself. Ten to sixteen articles of some twenty records are linked in a second
on one core, so that whoever only wants to look waits about a second at most."""
AT_END = 200
"""Articles up to which `extract` links what it stored at its end: some seven seconds on one core. A long run leaves them to
`link`, and says so: to link thousands takes longer than to ask about them did."""
_SOON = 1.0  # seconds that go without saying


@click.command()
@database
def link(db: Path) -> None:
    """Bring the facts up to date: tie what the records of all articles tell of one event or utterance.

    `extract` does so at its end. Where it was stopped, or after an update of communique, this goes on, and may be stopped, too.
    """
    from extractor.facts.update import unlinked
    from extractor.storage.store import Store

    if not db.exists():
        raise CommuniqueError(f"there is no database at {db}; check the path")
    started = time.monotonic()
    with Store(db) as store:
        waiting = unlinked(store)
        done = link_all(store, tell=True)
    if not waiting:
        click.echo("nothing to link: the facts are up to date")
        return
    click.echo(f"{_articles(done.articles)} linked, {done.facts} facts written ({time.monotonic() - started:.1f} s)")


def link_all(store: "Store", *, tell: bool = False) -> "Update":
    """Links what is not linked yet, with a bar where there is a terminal; tells after each portion where there are several.

    Raises StoreError.
    """
    from extractor.facts.update import Update, portions
    from extractor.output.progress import counting

    articles = facts = 0
    with counting(terminal(stderr=True)) as progress:
        for done in portions(store, progress):
            articles, facts = articles + done.articles, facts + done.facts
            if tell and done.left:
                click.echo(f"{_articles(articles)} linked, {done.left} left", err=True)
    return Update(articles, facts)


def link_new(db: Path) -> None:
    """Links what a command has stored, and says so where that took long.

    The records are there whatever happens here: what keeps them from being linked is told, and is no failure of the command.
    More than `AT_END` articles, or everything anew after an update of the program, are left to `link`, which is said.
    """
    from extractor.facts.update import outdated, unlinked
    from extractor.storage.opening import writable
    from extractor.storage.store import Store

    if not db.exists() or not writable(db):
        return
    started = time.monotonic()
    try:
        with Store(db) as store:
            if (waiting := unlinked(store)) > (AT_ONCE if outdated(store) else AT_END):
                click.echo(_old(waiting), err=True)
                return
            done = link_all(store)
    except CommuniqueError as error:
        click.echo(f"not linked: {error}; run `communique link`", err=True)
        return
    if (seconds := time.monotonic() - started) > _SOON:
        click.echo(f"linked    {_articles(done.articles)} into {done.facts} facts ({seconds:.1f} s)", err=True)


@contextmanager
def tied(db: Path) -> "Iterator[Store]":
    """The database with its facts up to date, where that is a matter of a second; else as they are, which is said in a line."""
    from extractor.facts.update import unlinked, update
    from extractor.storage.opening import writable
    from extractor.storage.store import Store

    if not db.exists() or not writable(db):
        with Store(db, read_only=True) as store:
            click.echo(f"{db} cannot be written: its facts are as they were last made", err=True)
            yield store
        return
    with Store(db) as store:
        if (waiting := unlinked(store)) > AT_ONCE:
            click.echo(_old(waiting), err=True)
        else:
            update(store)
        yield store


def _old(waiting: int) -> str:
    return f"links are old: {_articles(waiting)} are not linked yet; run `communique link`"


def _articles(number: int) -> str:
    return f"{number} article{'s' * (number != 1)}"
