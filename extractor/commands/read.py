"""The commands that read what is stored: `records`, `articles`, `show`, `runs`, `sql`."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.commands.options import STATUSES, TYPES, database
from extractor.commands.printing import print_table, terminal
from extractor.errors import CommuniqueError

if TYPE_CHECKING:
    from extractor.storage.queries import Filters


def filtered(command: Any) -> Any:
    """Adds the filters over records to a command."""
    for option in reversed(
        [
            click.option("--type", "type_", type=click.Choice(TYPES), help="Only this record type."),
            *(
                click.option(f"--{name}", help=f"Part of the {name}'s name as written.")
                for name in ("speaker", "actor", "accuser", "accused", "source", "place")
            ),
            click.option("--status", type=click.Choice(STATUSES), help="How the article presents it."),
            click.option("--since", help="From this day on: 2022-03-26, 2022-03 or 2022."),
            click.option("--until", help="Up to this day."),
            click.option("--article", help="An article's id, or part of its path."),
            click.option("--text", help="Words the evidence must hold."),
            click.option("--include-unsupported", is_flag=True, help="Also records with a value the article does not bear."),
        ]
    ):
        command = option(command)
    return command


def filters_of(chosen: dict[str, Any]) -> "Filters":
    """The filters of a command that is `filtered`, taken out of its options."""
    from extractor.storage.queries import Filters
    from schemas.base import RecordType, Status

    type_, status = chosen.pop("type_"), chosen.pop("status")
    return Filters(type=RecordType(type_) if type_ else None, status=Status(status) if status else None, **chosen)


@click.command()
@filtered
@click.option("--format", "format_", type=click.Choice(["table", "json", "jsonl", "csv"]), default="table", show_default=True)
@database
def records(db: Path, format_: str, **chosen: Any) -> None:
    """List records."""
    from extractor.storage.store import Store

    filters = filters_of(chosen)
    with Store(db, read_only=True) as store:
        if format_ == "table":
            from extractor.output.tables import records_table

            print_table(records_table(store.select(filters)), "no records; try other filters, or --include-unsupported")
        else:
            write_records(store, filters, format_, None)
        tell_dating(store, filters)


def tell_dating(store: Any, filters: "Filters") -> None:
    """Says on standard error how many of the records between two days may lie outside, and how many have no day at all."""
    if filters.since is None and filters.until is None:
        return
    found = store.dating(filters)
    if found.uncertain:
        click.echo(f"{found.uncertain} of {found.taken} may lie outside: no more than bounds of their day are known", err=True)
    if found.undated:
        click.echo(f"{found.undated} more have no day and are left out", err=True)


def write_records(store: Any, filters: "Filters", format_: Any, output: Path | None) -> None:
    """Writes the records that pass to a file, or to standard output. Raises CommuniqueError."""
    from extractor.output.export import write
    from extractor.output.machine import standard_output

    if output is None:
        with standard_output() as stream:
            write(store, filters, format_, stream)
        return
    try:
        with output.open("w", encoding="utf-8", newline="") as file:
            count = write(store, filters, format_, file)
    except OSError as error:
        raise CommuniqueError(f"cannot write {output}: {error.strerror}") from error
    click.echo(f"{count} records in {output}", err=True)


@click.command()
@database
def articles(db: Path) -> None:
    """List the articles that were read."""
    from extractor.output.tables import articles_table
    from extractor.storage.store import Store

    with Store(db, read_only=True) as store:
        print_table(articles_table(store.articles()), "no articles; `communique extract` reads some")


@click.command()
@click.argument("article")
@database
def show(article: str, db: Path) -> None:
    """Show an article with its evidence marked, and each record with its verdicts.

    ARTICLE is an id (or its beginning) or part of the input's path.
    """
    from extractor.output.marked import marked
    from extractor.storage.queries import Filters
    from extractor.storage.store import Store

    console = terminal()
    with Store(db, read_only=True) as store:
        shown = 0
        for stored in store.articles(article):
            filters = Filters(article=stored.article.id, include_unsupported=True)
            here = [s for s in store.select(filters) if s.path == stored.article.path]
            found, rejected = [s.record for s in here], {s.record.id for s in here if s.rejected}
            color = console.is_terminal and not console.no_color
            console.print(marked(stored.article, found, color=color, rejected=rejected))
            shown += 1
        if not shown:
            raise CommuniqueError(f"no article {article!r} in {db}; `communique articles` lists them")


@click.command()
@click.argument("run", type=int, required=False)
@database
def runs(run: int | None, db: Path) -> None:
    """List the runs: when, with which model, at what cost. With the number of a RUN, its requests."""
    from extractor.output.tables import requests_table, runs_table
    from extractor.storage.store import Store

    with Store(db, read_only=True) as store:
        if run is None:
            print_table(runs_table(store.runs()), "no runs yet")
            return
        store.run(run)
        print_table(requests_table(store.requests(run), store.paths(run)), f"run {run} sent no requests")


@click.command()
@click.argument("query")
@click.option("--format", "format_", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@database
def sql(query: str, format_: str, db: Path) -> None:
    """Ask the database in SQL; it can only be read."""
    from extractor.output.machine import print_json, standard_output, write_csv
    from extractor.storage.store import Store

    with Store(db, read_only=True) as store:
        columns, rows = store.query(query)
    if format_ == "table":
        from extractor.output.tables import result_table

        print_table(result_table(columns, rows), "no rows")
    elif format_ == "json":
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
    else:
        with standard_output() as stream:
            write_csv(columns, rows, stream)
