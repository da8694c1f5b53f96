"""The command line: parse, call, print. Errors become one line and an exit code here and nowhere else.

Exit codes: 0 all done, 1 something failed (and the output says what), 2 wrong usage, 130 stopped by Ctrl-C. Modules are
imported by the command that needs them, so that `--help` is instant.
"""

import sys
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from extractor.errors import CommuniqueError
from extractor.settings import DEFAULT_DATABASE, EMBEDDED
from extractor.signals import interruptible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from sqlite3 import Connection

    from rich.console import Console
    from rich.table import Table

    from extractor.model.batches import Batches
    from extractor.settings import Profile
    from extractor.storage.corrections import Correction, Said
    from extractor.storage.facts import FactFilters
    from extractor.storage.queries import Filters
    from extractor.storage.store import Store
    from extractor.work import Job
    from schemas.article import Article
    from schemas.base import RecordType

TYPES = ("statement", "casualty_report", "troop_movement", "accusation")
GRADES = ("confirmed", "fair", "weak", "contested", "discounted")
EVENTS = ("acled", "ged", "plover")
_HEAVY_PAGE = 20  # MB
_STOPPED = 130  # as shells have it for a program that Ctrl-C ended
STATUSES = ("asserted", "confirmed", "denied", "demanded", "planned")

database = click.option(
    "--db", default=DEFAULT_DATABASE, show_default=True, type=click.Path(path_type=Path), help="The SQLite file."
)


class OneLineErrors(click.Group):
    """A group whose commands end in one line on stderr when something goes wrong."""

    def invoke(self, ctx: click.Context) -> Any:
        stopped = "stopped; what was done is kept, the same command goes on from there"
        from extractor.output.codepage import settle

        settle()
        with interruptible() as pressed:
            try:
                return super().invoke(ctx)
            except CommuniqueError as error:
                _fail(stopped, _STOPPED) if pressed() else _fail(str(error))
            except KeyboardInterrupt:
                _fail(stopped, _STOPPED)
            except BrokenPipeError:
                sys.stderr.close()
                sys.exit(0)


def _fail(message: str, code: int = 1) -> NoReturn:
    click.echo(f"communique: {' '.join(message.split())}", err=True)
    sys.exit(code)


@click.group(cls=OneLineErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="communique")
def main() -> None:
    """Who said what, who was hurt, which forces moved, who accuses whom: news articles in, checked records out."""


@main.command()
@click.argument("inputs", nargs=-1)
@database
@click.option("--model", help="rules (no model), local, local-small, the path of a .gguf, or a hosted model's name.")
@click.option("--base-url", help="The address of an OpenAI-compatible server, ending in /v1.")
@click.option("--types", help="Only these, separated by commas: " + ", ".join(TYPES) + ".")
@click.option("--date", "published", type=click.DateTime(["%Y-%m-%d"]), help="The day the articles were published.")
@click.option("--allow-private", is_flag=True, help="Also read addresses on this machine and on private networks.")
@click.option("--concurrency", type=click.IntRange(1, 512), help="Requests under way at once.")
@click.option("--rpm", type=click.FloatRange(min=0, min_open=True), help="Requests a minute at most.")
@click.option("--tpm", type=click.FloatRange(min=0, min_open=True), help="Tokens a minute at most.")
@click.option("--max-cost", type=click.FloatRange(min=0), help="Stop before the run costs more US dollars than this.")
@click.option("--max-tokens", type=click.IntRange(min=0), help="Stop before the run takes more tokens than this.")
@click.option(
    "--prices",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help='JSON with dollars a million tokens: {"m": {"input": 1, "output": 2}}.',
)
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=300.0, help="Seconds for one answer (300).")
@click.option("--retry-failed", is_flag=True, help="Take up the articles that failed before; no INPUTS.")
@click.option("--force", is_flag=True, help="Ask again what was answered before.")
@click.option("--dry-run", is_flag=True, help="Say what would be sent, and send nothing.")
@click.option("--record", type=click.Path(path_type=Path, dir_okay=False), help="Keep every reply in this new file.")
@click.option(
    "--replay",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Take the replies from a recording; send nothing.",
)
def extract(
    inputs: tuple[str, ...],
    db: Path,
    published: datetime | None,
    allow_private: bool,
    dry_run: bool,
    record: Path | None,
    replay: Path | None,
    retry_failed: bool,
    prices: Path | None,
    **asked: Any,
) -> None:
    """Read articles and store their records.

    INPUTS are files (.txt .md .html .jsonl), folders, patterns, http(s) addresses, or - for standard input.
    """
    from extractor.reading.inputs import read

    if bool(inputs) == retry_failed:
        raise click.UsageError("name INPUTS, or --retry-failed, and not both")
    if record is not None and replay is not None:
        raise click.UsageError("--record and --replay exclude each other")
    limits = {name: asked.pop(name) for name in ("rpm", "tpm", "max_cost", "max_tokens", "timeout")}
    job = _limited(_replayed(replay, asked) if replay is not None else _job(**asked), limits, prices)
    day = published.date() if published else None
    found = _unfinished(db) if retry_failed else read(inputs, day, sys.stdin.buffer, allow_private=allow_private)
    if dry_run:
        sys.exit(0 if _estimate(found, job, db) else 1)
    from extractor.session import run

    sys.exit(0 if run(found, job, db, record, replay, kept=retry_failed) else 1)


def _limited(job: "Job", limits: dict[str, Any], prices: Path | None) -> "Job":
    """The job under its limits, and with its price where that is known."""
    from dataclasses import replace

    from extractor.model.limits import Limits
    from extractor.model.prices import price

    found = None if job.profile.doubts else price(job.model, job.base_url, prices)
    if limits["max_cost"] is not None and found is None:
        free = f"{job.model} costs nothing: leave out --max-cost"
        unknown = f"what {job.model} costs is not known: give its price with --prices, or limit the run with --max-tokens"
        raise click.UsageError(free if job.profile.doubts else unknown)
    return replace(job, limits=Limits(**limits), price=found)


def _unfinished(db: Path) -> "list[Article]":
    """The articles that failed before."""
    from extractor.storage.store import Store

    with Store(db, read_only=True) as store:
        return list(store.unfinished())


def _replayed(replay: Path, asked: dict[str, Any]) -> "Job":
    """The job that a recording was made with; of what the user asks, the types and --force."""
    from extractor.model.recording import Recording
    from extractor.settings import PROFILES, STRONG
    from extractor.work import Job

    if asked["model"] or asked["base_url"]:
        raise click.UsageError("--replay asks the model of the recording: leave out --model and --base-url")
    recording = Recording(replay)
    profile = PROFILES.get(recording.profile, STRONG)
    return Job(recording.model, profile, _types(asked["types"]), force=asked["force"], concurrency=profile.concurrency)


def _types(types: str | None) -> "tuple[RecordType, ...]":
    """The record types that --types names, all without it."""
    from schemas.base import RecordType

    named = [t.strip() for t in types.split(",") if t.strip()] if types else list(TYPES)
    if unknown := [t for t in named if t not in TYPES]:
        raise click.BadParameter(f"there is no record type {unknown[0]!r}; there are {', '.join(TYPES)}", param_hint="--types")
    return tuple(t for t in RecordType if t.value in named)


def _job(
    model: str | None = None,
    base_url: str | None = None,
    types: str | None = None,
    concurrency: int | None = None,
    force: bool = False,
) -> "Job":
    import os

    from extractor.settings import STRONG
    from extractor.work import Job

    chosen = _types(types)
    if model is None:
        model, base_url = _default(base_url)
    profile = _profile(model, base_url)
    if profile is STRONG and base_url is None and not os.environ.get("OPENAI_API_KEY"):
        raise click.UsageError(f"{model} is a hosted model: set OPENAI_API_KEY, or give --base-url, or use --model local")
    return Job(
        model=model,
        profile=profile,
        types=chosen,
        base_url=base_url,
        force=force,
        concurrency=1 if profile.doubts else concurrency or profile.concurrency,
    )


def _default(base_url: str | None) -> tuple[str, str | None]:
    """The model that is asked where --model names none, and the address of its server; which it is goes to stderr."""
    import os
    from dataclasses import replace

    from extractor.model.default import default
    from extractor.settings import profile_of

    found = default(os.environ)
    if base_url is not None:
        if profile_of(found.model).doubts and found.base_url is None:
            raise click.UsageError("--base-url is the address of a hosted model: name it with --model")
        found = replace(found, base_url=base_url)
    click.echo(f"No --model: using {found}, {found.because}.", err=True)
    return found.model, found.base_url


def _profile(model: str, base_url: str | None) -> "Profile":
    """How a model is asked, once its name and the address of its server are known to go together."""
    from extractor.settings import RULES, STRONG, profile_of

    _address(base_url)
    profile = profile_of(model)
    if profile is RULES and base_url is not None:
        raise click.UsageError("rules ask no server: leave out --base-url")
    if base_url is not None:
        return STRONG
    if model.endswith(".gguf") and not Path(model).is_file():
        raise click.UsageError(f"there is no file {model}; check the path")
    return profile


def _address(base_url: str | None) -> None:
    if base_url is not None and not base_url.startswith(("http://", "https://")):
        raise click.BadParameter("it must begin with http:// or https://", param_hint="--base-url")


def _estimate(found: Any, job: "Job", db: Path) -> bool:
    from extractor.output.progress import Progressing
    from extractor.pipeline import estimates
    from extractor.storage.store import Store

    console = _console(stderr=True)
    store = Store(db, read_only=True) if db.exists() else None
    requests = tokens = articles = longest = 0
    with Progressing(console) as progress:
        for one in estimates(found, job, store, progress.report):
            articles, requests, tokens = articles + 1, requests + one.requests, tokens + one.tokens
            longest += one.longest
            click.echo(f"{one.article.path}: {one.requests} request{'s' * (one.requests != 1)}, about {one.tokens} tokens in")
    if store is not None:
        store.close()
    click.echo(f"{articles} articles, {requests} requests, about {tokens} tokens in; nothing was sent")
    if not job.profile.doubts:
        if job.price is None:
            click.echo(f"What {job.model} costs is not known; give its price with --prices.")
        else:
            least, most = job.price(tokens, 0), job.price(tokens, longest)
            click.echo(f"That costs ${least:.4f}; with the answers more, at worst ${most:.4f}.")
    return progress.ok


def _console(stderr: bool = False) -> "Console":
    from rich.console import Console

    return Console(stderr=stderr, highlight=False)


def _filtered(command: Any) -> Any:
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


def _filters(chosen: dict[str, Any]) -> "Filters":
    from extractor.storage.queries import Filters
    from schemas.base import RecordType, Status

    type_, status = chosen.pop("type_"), chosen.pop("status")
    return Filters(type=RecordType(type_) if type_ else None, status=Status(status) if status else None, **chosen)


@main.command()
@_filtered
@click.option("--format", "format_", type=click.Choice(["table", "json", "jsonl", "csv"]), default="table", show_default=True)
@database
def records(db: Path, format_: str, **chosen: Any) -> None:
    """List records."""
    from extractor.storage.store import Store

    filters = _filters(chosen)
    with Store(db, read_only=True) as store:
        if format_ == "table":
            from extractor.output.tables import records_table

            _print_table(records_table(store.select(filters)), "no records; try other filters, or --include-unsupported")
        else:
            _write(store, filters, format_, None)


@main.command()
@_filtered
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

    filters = _filters(chosen)
    if format_ not in EVENTS:
        with Store(db, read_only=True) as store:
            _write(store, filters, format_, output)
        return
    if output is None:
        raise click.UsageError(f"--format {format_} writes four files: name the first with -o")
    from extractor.output.codebooks.writing import CODEBOOKS, write_events

    with _tied(db) as store:
        done = write_events(store, filters, CODEBOOKS[format_], output)
    click.echo(f"{done.rows} events of {done.records} records in {output}; {done.lost} did not go in", err=True)


def _write(store: Any, filters: "Filters", format_: Any, output: Path | None) -> None:
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


@main.command()
@click.option("--type", "type_", type=click.Choice(TYPES), help="Only this type.")
@click.option("--party", help="Part of the name of a side or a source.")
@click.option("--place", help="Part of any spelling of the place.")
@click.option("--since", help="From this day on: 2022-03-26, 2022-03 or 2022.")
@click.option("--until", help="Up to this day.")
@click.option("--grade", type=click.Choice(GRADES), help="How well it is borne.")
@click.option("--contested", is_flag=True, help="Only what one party tells and another denies.")
@click.option("--conflicting", is_flag=True, help="Only facts whose reports disagree on a figure.")
@click.option(
    "--least", type=click.IntRange(min=1), default=1, show_default=True, help="Only facts of so many reports or more."
)
@click.option("--format", "format_", type=click.Choice(["table", "json", "jsonl", "csv"]), default="table", show_default=True)
@database
def facts(db: Path, format_: str, contested: bool, **chosen: Any) -> None:
    """List facts: what records of all articles tell of one event or utterance, and how well it is borne."""
    from extractor.output.facts import facts_table, write_facts
    from extractor.output.machine import standard_output
    from extractor.storage.facts import select

    filters = _fact_filters(chosen | ({"grade": "contested"} if contested else {}))
    with _tied(db) as store, store.reading() as connection:
        if format_ == "table":
            _print_table(facts_table(select(connection, filters)), "no facts; try other filters")
        else:
            with standard_output() as stream:
                write_facts(select(connection, filters), format_, stream)


@main.command()
@click.argument("id")
@click.option("--format", "format_", type=click.Choice(["table", "json"]), default="table", show_default=True)
@database
def fact(id: str, format_: str, db: Path) -> None:
    """Show one fact with every report side by side: who tells it, who denies it, in which words.

    ID is a fact's id or its beginning.
    """
    from extractor.output.facts import fact_shown, write_facts
    from extractor.output.machine import standard_output
    from extractor.storage.facts import fact as fact_named

    with _tied(db) as store, store.reading() as connection:
        found = fact_named(connection, id)
    if format_ == "json":
        with standard_output() as stream:
            write_facts([found], "jsonl", stream)
    else:
        _console().print(fact_shown(found))


@main.command()
@click.option("--by", default="side,kind", show_default=True, help="Groups, of side, kind, place, year, month, day.")
@click.option("--party", help="Part of the name of the side.")
@click.option("--place", help="Part of any spelling of the place.")
@click.option("--since", help="From this day on: 2022-03-26, 2022-03 or 2022.")
@click.option("--until", help="Up to this day.")
@click.option("--format", "format_", type=click.Choice(["table", "json"]), default="table", show_default=True)
@database
def tolls(by: str, format_: str, db: Path, **chosen: Any) -> None:
    """Add up the killed and wounded, low and high: each incident once, never a running total or a whole war."""
    from extractor.facts.tolls import BY
    from extractor.facts.tolls import tolls as summed
    from extractor.output.facts import toll_lines, tolls_table
    from extractor.output.machine import print_json
    from extractor.storage.facts import select

    groups = [name.strip() for name in by.split(",") if name.strip()]
    if not groups or set(groups) - set(BY):
        raise click.BadParameter(f"{by!r} is none; choose of {', '.join(BY)}", param_hint="--by")
    first, last = _period(chosen.pop("since"), chosen.pop("until"))
    with _tied(db) as store, store.reading() as connection:
        filters = _fact_filters({**chosen, "type_": "casualty_report"})
        found = summed(select(connection, filters), groups, first, last)
    if format_ == "json":
        print_json(toll_lines(found), indent=1)
    else:
        _print_table(tolls_table(found), "no tolls; try other filters")


@main.command()
@click.option("--aliases", type=click.Path(path_type=Path, dir_okay=False), help="A TOML file of names that are one.")
@click.option(
    "--gazetteer", type=click.Path(path_type=Path, dir_okay=False), help="A CSV file: name,latitude,longitude,country."
)
@database
def names(aliases: Path | None, gazetteer: Path | None, db: Path) -> None:
    """List names that are one, and who says so; take in your own names and places."""
    from extractor.facts.own import keep_own
    from extractor.output.tables import result_table

    with _tied(db, before=lambda store: keep_own(store, aliases, gazetteer)) as store:
        columns, rows = store.query(
            "SELECT n.kind, n.name, n.other, n.side, coalesce(n.evidence, 'your file') AS told,"
            " CASE n.article_id WHEN '' THEN 'read as a slip' ELSE i.path END AS article FROM names n"
            " LEFT JOIN inputs i ON i.article_id = n.article_id ORDER BY n.kind, n.name, n.other"
        )
    _print_table(result_table(columns, rows), "no names are tied yet; --aliases takes in a file of yours")


@main.command()
@click.option("-o", "--output", default="report.html", show_default=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--type", "type_", type=click.Choice(TYPES), help="Only facts of this type, and the articles that tell them.")
@click.option("--party", help="Part of the name of a side or a source.")
@click.option("--since", help="From this day on: 2022-03-26, 2022-03 or 2022.")
@click.option("--until", help="Up to this day.")
@database
def report(output: Path, db: Path, **chosen: Any) -> None:
    """Write one page to look at: facts side by side, tolls, a timeline, and the articles with their evidence."""
    from extractor.output.report.page import save

    _period(chosen["since"], chosen["until"])
    with _tied(db) as store, _console(stderr=True).status("writing the report"):
        told = save(store, _fact_filters(chosen), output)
    size = output.stat().st_size / 1e6
    count = f"{len(told.facts)} facts and {len(told.records)} records of {len(told.chapters)} articles"
    click.echo(f"{count} in {output}, {size:.1f} MB", err=True)
    if size > _HEAVY_PAGE:
        click.echo("a browser will be slow on that; choose with --type, --party, --since or --until", err=True)


@contextmanager
def _tied(db: Path, before: "Callable[[Store], None] | None" = None) -> "Iterator[Store]":
    """The database with its facts up to date; one that cannot be written is shown as it stands."""
    from extractor.output.progress import counting
    from extractor.storage.opening import writable
    from extractor.storage.store import Store

    if not db.exists() or not writable(db):
        with Store(db, read_only=True) as store:
            click.echo(f"{db} cannot be written: its facts are as they were last made", err=True)
            yield store
        return
    from extractor.facts.update import update

    with Store(db) as store:
        if before is not None:
            before(store)
        with counting(_console(stderr=True)) as progress:
            update(store, progress)
        yield store


def _fact_filters(chosen: dict[str, Any]) -> "FactFilters":
    from extractor.storage.facts import FactFilters
    from schemas.base import RecordType
    from schemas.fact import Grade

    type_, grade = chosen.pop("type_", None), chosen.pop("grade", None)
    _period(chosen.get("since"), chosen.get("until"))
    return FactFilters(type=RecordType(type_) if type_ else None, grade=Grade(grade) if grade else None, **chosen)


def _period(since: str | None, until: str | None) -> tuple[str | None, str | None]:
    """The first and the last day of what may be a month or a year."""
    from extractor.storage.queries import Filters

    Filters(since=since, until=until)
    return (since + "-01-01")[:10] if since else None, (until + "-99-99")[:10] if until else None


@main.command()
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


@main.command()
@click.argument("article")
@database
def show(article: str, db: Path) -> None:
    """Show an article with its evidence marked, and each record with its verdicts.

    ARTICLE is an id (or its beginning) or part of the input's path.
    """
    from extractor.output.marked import marked
    from extractor.storage.queries import Filters
    from extractor.storage.store import Store

    console = _console()
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


@main.command()
@database
def articles(db: Path) -> None:
    """List the articles that were read."""
    from extractor.output.tables import articles_table
    from extractor.storage.store import Store

    with Store(db, read_only=True) as store:
        _print_table(articles_table(store.articles()), "no articles; `communique extract` reads some")


@main.command()
@click.argument("run", type=int, required=False)
@database
def runs(run: int | None, db: Path) -> None:
    """List the runs: when, with which model, at what cost. With the number of a RUN, its requests."""
    from extractor.output.tables import requests_table, runs_table
    from extractor.storage.store import Store

    with Store(db, read_only=True) as store:
        if run is None:
            _print_table(runs_table(store.runs()), "no runs yet")
            return
        store.run(run)
        _print_table(requests_table(store.requests(run), store.paths(run)), f"run {run} sent no requests")


@main.command("eval")
@click.option(
    "--gold", required=True, type=click.Path(path_type=Path, exists=True, file_okay=False), help="Folder of NAME.jsonl."
)
@click.option(
    "--articles", required=True, type=click.Path(path_type=Path, exists=True, file_okay=False), help="Folder of NAME.txt."
)
@click.option("--model", help="As for extract.")
@click.option("--base-url", help="As for extract.")
@click.option("--compare", is_flag=True, help="Also score the rules alone, and the model asked naively.")
@click.option("--format", "format_", type=click.Choice(["table", "json"]), default="table", show_default=True)
def evaluate(gold: Path, articles: Path, model: str | None, base_url: str | None, compare: bool, format_: str) -> None:
    """Score a model's records against annotated articles."""
    import asyncio
    import tempfile
    from dataclasses import replace

    from extractor.output import trial
    from extractor.output.export import lines
    from extractor.output.machine import print_json
    from extractor.output.naive import by_copying
    from extractor.reading.inputs import read
    from extractor.session import connect, run
    from extractor.settings import NAIVE_TOKENS, RULES
    from extractor.storage.queries import Filters
    from extractor.storage.store import Store

    job = _job(model, base_url)
    if compare and not job.profile.asks:
        raise click.UsageError("--compare sets a model beside the rules: name one with --model")
    chosen = trial.annotated(gold, articles)
    with tempfile.TemporaryDirectory() as folder:
        done = run(read([a.path for a in chosen]), job, Path(folder) / "eval.db")
        with Store(Path(folder) / "eval.db", read_only=True) as store:
            summary = store.runs()[-1].summary
            cost = {name: float(getattr(summary, name)) for name in ("requests", "tokens_in", "tokens_out", "seconds")}
            trials = [trial.trial(f"pipeline, {job.model}", chosen, lines(store, Filters()), cost)]
    if compare:
        trials.append(trial.trial("rules alone", chosen, trial.by_rules(chosen, replace(job, profile=RULES)), {}))
        asked = replace(job, profile=replace(job.profile, max_tokens=min(job.profile.max_tokens * 4, NAIVE_TOKENS)))
        copied, cost = asyncio.run(by_copying(chosen, job.model, lambda stack: connect(stack, asked)))
        trials.append(trial.trial("naive", chosen, copied, cost))
    if format_ == "json":
        print_json(trial.as_json(trials, len(chosen)), indent=1)
    else:
        for table in trial.tables(trials, len(chosen)):
            _console().print(table)
    sys.exit(0 if done else 1)


@main.command()
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

        _print_table(result_table(columns, rows), "no rows")
    elif format_ == "json":
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
    else:
        with standard_output() as stream:
            write_csv(columns, rows, stream)


def _signed(command: Any) -> Any:
    """Adds who says so and why to a command that corrects."""
    command = database(command)
    command = click.option("--why", required=True, help="Why: what you know, and from where.")(command)
    return click.option("--by", required=True, help="Who you are; it stands beside what you correct.")(command)


@main.command()
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


@main.command()
@click.argument("record")
@_signed
def reject(record: str, **signed: Any) -> None:
    """Say that a record is none: it is left out wherever records are read."""
    from extractor.storage import corrections

    with _corrections(**signed) as (connection, said):
        _tell([corrections.reject(connection, record, said)])


@main.command()
@click.argument("record")
@click.argument("other")
@_signed
def tie(record: str, other: str, **signed: Any) -> None:
    """Say that two records tell one fact."""
    from extractor.storage import corrections

    with _corrections(**signed) as (connection, said):
        _tell([corrections.tie(connection, record, other, said, tied=True)])


@main.command()
@click.argument("record")
@click.argument("other")
@_signed
def untie(record: str, other: str, **signed: Any) -> None:
    """Say that two records do not tell one fact."""
    from extractor.storage import corrections

    with _corrections(**signed) as (connection, said):
        _tell([corrections.tie(connection, record, other, said, tied=False)])


@main.command()
@click.argument("correction", type=click.IntRange(1, 2**63 - 1))
@_signed
def undo(correction: int, **signed: Any) -> None:
    """Take a correction back, by its number."""
    from extractor.storage import corrections

    with _corrections(**signed) as (connection, said):
        _tell([corrections.undo(connection, correction, said)])


@main.command()
@click.argument("id")
@database
def history(id: str, db: Path) -> None:
    """List what people corrected, when and why: of a record, or of the records of a fact."""
    from extractor.output.history import history_table
    from extractor.storage import corrections
    from extractor.storage.store import Store

    with Store(db, read_only=True) as store, store.reading() as connection:
        _print_table(history_table(corrections.history(connection, id)), f"nothing of {id} was corrected")


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
        _console().print(told(one), soft_wrap=True)


def _print_table(table: "Table", empty: str) -> None:
    console = _console()
    if table.row_count:
        console.print(table)
    else:
        click.echo(empty, err=True)


@main.group()
def batch() -> None:
    """A hosted model's answers within a day, for less money: OpenAI's Batch API."""


folder_of_requests = click.argument("folder", type=click.Path(path_type=Path, file_okay=False))


@batch.command("prepare")
@click.argument("inputs", nargs=-1, required=True)
@database
@click.option("--model", required=True, help="A hosted model's name.")
@click.option("--base-url", help="As for extract.")
@click.option("--types", help="As for extract.")
@click.option("--date", "published", type=click.DateTime(["%Y-%m-%d"]), help="The day the articles were published.")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path, file_okay=False), help="The folder for the requests."
)
@click.option("--file-requests", type=click.IntRange(min=1), default=50_000, help="Requests a file at most (50000).")
@click.option("--file-size", type=click.FloatRange(min=0, min_open=True), default=200.0, help="MB a file at most (200).")
def batch_prepare(
    inputs: tuple[str, ...],
    db: Path,
    model: str,
    base_url: str | None,
    types: str | None,
    published: datetime | None,
    output: Path,
    file_requests: int,
    file_size: float,
) -> None:
    """Read articles and write the requests about them to a folder; nothing is sent.

    INPUTS are those of extract. What was answered before, or is by another batch now, is left out. Smaller files make smaller
    batches, where a server takes only so many tokens at once.
    """
    from extractor.batch.preparing import prepare
    from extractor.output.progress import Progressing
    from extractor.reading.inputs import read
    from extractor.settings import profile_of
    from extractor.storage.store import Store
    from extractor.work import Job

    profile = profile_of(model)
    if profile.doubts:
        raise click.BadParameter(f"{model} is no hosted model; use `communique extract --model {model}`", param_hint="--model")
    _address(base_url)
    found = read(inputs, published.date() if published else None, sys.stdin.buffer)
    with Store(db) as store, Progressing(_console(stderr=True)) as progress:
        job = Job(model, profile, _types(types), base_url)
        most, largest = file_requests, int(file_size * 1e6)
        plan = prepare(found, job, store, output, progress.report, most=most, largest=largest)
    if plan is None:
        click.echo("no requests: all was answered before, or is being by a batch, or nothing could be read")
    else:
        click.echo(f"{plan.count} requests in {len(plan.files)} files in {output}; nothing was sent")
    sys.exit(0 if progress.ok else 1)


@batch.command("submit")
@folder_of_requests
@database
def batch_submit(folder: Path, db: Path) -> None:
    """Upload the requests of a folder, and have them answered. Again, it submits what was not, or failed as a whole."""
    from extractor.batch.folder import Folder, held
    from extractor.batch.sending import submit
    from extractor.storage.store import Store

    with held(folder), Store(db) as store:
        prepared = Folder(folder, store)
        with _batches(prepared.plan.base_url) as batches:
            click.echo(f"to {batches.address}, model {prepared.plan.model}")
            well = submit(prepared, batches, store, click.echo)
    sys.exit(0 if well else 1)


@batch.command("status")
@folder_of_requests
def batch_status(folder: Path) -> None:
    """Say how the batches of a folder stand."""
    from extractor.batch.folder import Folder
    from extractor.batch.sending import status

    prepared = Folder(folder, None)
    with _batches(prepared.plan.base_url) as batches:
        for line in status(prepared, batches):
            click.echo(line)


@batch.command("collect")
@folder_of_requests
@database
def batch_collect(folder: Path, db: Path) -> None:
    """Fetch the answers and keep them; extract then makes the records, and asks what is missing."""
    from extractor.batch.collecting import collect, discounted
    from extractor.batch.folder import Folder, held
    from extractor.storage.store import Store

    with held(folder), Store(db) as store:
        prepared = Folder(folder, store)
        with _batches(prepared.plan.base_url) as batches:
            done = collect(prepared, batches, store, discounted(prepared.plan))
    for line in done.missing:
        click.echo(f"missing   {line}", err=True)
    for line in done.waiting:
        click.echo(f"waiting   {line}", err=True)
    if done.foreign:
        click.echo(f"skipped   {done.foreign} lines that are about none of these requests, or damaged", err=True)
    click.echo(f"{done.answered} of {done.asked} requests answered, {len(done.new)} lines new in {db}")
    sys.exit(1 if done.missing or done.waiting else 0)


def _batches(base_url: str | None) -> "Batches":
    """The batches behind an address, for the key of the environment."""
    import os

    from extractor.errors import AccessError
    from extractor.model.batches import Batches

    key = os.environ.get("OPENAI_API_KEY")
    if not key and base_url is None:
        raise AccessError("OpenAI's batches want a key: set OPENAI_API_KEY")
    return Batches(base_url, key or "none")


@main.group()
def model() -> None:
    """Which model is asked: list, choose a default; fetch and remove the embedded ones."""


@model.command("list")
def model_list() -> None:
    """Which models need no key, which of them are fetched, and which one is the default."""
    import os

    from rich.table import Table

    from extractor.model.default import default
    from extractor.model.weights import WEIGHTS, located

    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, justify="right")
    table.add_column(overflow="fold")
    table.add_row("rules", "0 MB", "no model: the rules alone, at once")
    for name, weights in WEIGHTS.items():
        place = located(name)
        there = f"fetched: {place}" if place else f"not fetched; `communique model pull {name}` does"
        table.add_row(name, f"{weights.size / 1e6:.0f} MB", f"{weights.upstream} ({weights.licence})\n{there}")
    _console().print(table)
    found = default(os.environ)
    click.echo(f"default: {found}, {found.because}")


@model.command("use")
@click.argument("name")
@click.option("--base-url", help="The address of its server, ending in /v1, where that is not OpenAI's.")
def model_use(name: str, base_url: str | None) -> None:
    """Keep a default: the model that is asked where --model names none.

    NAME is rules, local, local-small, the path of a .gguf, or a hosted model's name. COMMUNIQUE_MODEL in the environment goes
    before what is kept.
    """
    import os

    from extractor.model.default import VARIABLE, keep
    from extractor.settings import STRONG

    if not name.strip():
        raise click.BadParameter("it is empty", param_hint="NAME")
    profile = _profile(name, base_url)
    if name.endswith(".gguf") and base_url is None:
        name = str(Path(name).resolve())
    file = keep(name, base_url)
    wants = ", a hosted model: it wants OPENAI_API_KEY" if profile is STRONG and base_url is None else ""
    click.echo(f"default: {name}{f' at {base_url}' if base_url else ''}{wants}; kept in {file}")
    if os.environ.get(VARIABLE, name) != name:
        click.echo(f"{VARIABLE} says {os.environ[VARIABLE]}, and goes before it", err=True)


@model.command("pull")
@click.argument("name", type=click.Choice(EMBEDDED), default="local")
def model_pull(name: str) -> None:
    """Fetch an embedded model into the cache folder."""
    from extractor.model.weights import located
    from extractor.session import ensure_weights

    ensure_weights(name, _console(stderr=True))
    click.echo(f"{name}: {located(name)}")


@model.command("remove")
@click.argument("name", type=click.Choice(EMBEDDED))
def model_remove(name: str) -> None:
    """Delete a fetched model."""
    from extractor.model.weights import remove

    click.echo(f"{name}: {remove(name) / 1e6:.0f} MB freed")


if __name__ == "__main__":
    main()
