"""What is written for other programs and people: `export`, `report`, `metadata`."""

from pathlib import Path
from typing import Any

import click

from extractor.commands.facts import fact_filtered, fact_filters, period
from extractor.commands.link import tied
from extractor.commands.options import database
from extractor.commands.printing import terminal
from extractor.commands.read import filtered, filters_of, tell_dating, write_records
from extractor.errors import CommuniqueError

EVENTS = ("acled", "ged", "plover")
_HEAVY_PAGE = 20  # MB


@click.command()
@filtered
@click.option(
    "--format",
    "format_",
    type=click.Choice(["jsonl", "json", "csv", *EVENTS]),
    default="jsonl",
    show_default=True,
    help=f"Of the last {len(EVENTS)}, the columns of these event data: facts as rows, and three files beside that say how.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="A file; standard output without it.")
@database
def export(db: Path, format_: str, output: Path | None, **chosen: Any) -> None:
    """Write records for other programs, or facts in the columns of ACLED, UCDP GED or PLOVER."""
    from extractor.storage.store import Store

    filters = filters_of(chosen)
    if format_ not in EVENTS:
        with Store(db, read_only=True) as store:
            write_records(store, filters, format_, output)
            tell_dating(store, filters)
        return
    if output is None:
        raise click.UsageError(f"--format {format_} writes four files: name the first with -o")
    from extractor.output.codebooks.writing import CODEBOOKS, write_events

    with tied(db) as store:
        done = write_events(store, filters, CODEBOOKS[format_], output)
    click.echo(f"{done.rows} events of {done.records} records in {output}; {done.lost} did not go in", err=True)


@click.command()
@click.option("-o", "--output", default="report.html", show_default=True, type=click.Path(path_type=Path, dir_okay=False))
@fact_filtered("side", "place", "text", "grade", "contested", "conflicting", "least")
@database
def report(output: Path, db: Path, **chosen: Any) -> None:
    """Write one page to look at: facts side by side, tolls, a timeline, and the articles with their evidence.

    The options choose facts; the articles on the page are those that tell them.
    """
    from extractor.output.report.page import save

    period(chosen["since"], chosen["until"])
    with tied(db) as store, terminal(stderr=True).status("writing the report"):
        told = save(store, fact_filters(chosen), output)
    size = output.stat().st_size / 1e6
    count = f"{len(told.facts)} facts and {len(told.records)} records of {len(told.chapters)} articles"
    click.echo(f"{count} in {output}, {size:.1f} MB", err=True)
    if size > _HEAVY_PAGE:
        click.echo("a browser will be slow on that; choose with --type, --party, --since or --until", err=True)


@click.command()
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="A file; standard output without it.")
@database
def metadata(db: Path, output: Path | None) -> None:
    """Tell Datasette what the database holds: `datasette communique.db -m metadata.json`."""
    import json

    from extractor.output.machine import print_json
    from extractor.output.metadata import metadata as told
    from extractor.storage.store import Store

    with Store(db, read_only=True) as store:
        about = told(store.path.stem)
    if output is None:
        print_json(about, indent=1)
        return
    text = json.dumps(about, ensure_ascii=False, indent=1) + "\n"
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CommuniqueError(f"cannot write {output}: {error.strerror}") from error
