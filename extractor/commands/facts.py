"""What the records of many articles tell together: `facts`, `fact`, `incidents`, `tolls`, `names`."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.commands.link import link_all, tied
from extractor.commands.options import TYPES, database
from extractor.commands.printing import print_table, terminal

if TYPE_CHECKING:
    from collections.abc import Callable

    from extractor.storage.facts import FactFilters


GRADES = ("confirmed", "fair", "weak", "contested", "discounted")


_FILTERS: dict[str, Any] = {
    "type": click.option("--type", "type_", type=click.Choice(TYPES), help="Only this type."),
    "party": click.option("--party", help="Part of the name of a side or a source."),
    "side": click.option("--side", help="Part of the name of the side whose people, forces or words they are."),
    "place": click.option("--place", help="Part of any spelling of the place."),
    "since": click.option("--since", help="From this day on: 2022-03-26, 2022-03 or 2022."),
    "until": click.option("--until", help="Up to this day."),
    "text": click.option("--text", help="Words the evidence of a report must hold."),
    "grade": click.option("--grade", type=click.Choice(GRADES), help="How well it is borne."),
    "contested": click.option("--contested", is_flag=True, help="Only what one party tells and another denies."),
    "conflicting": click.option("--conflicting", is_flag=True, help="Only facts whose reports disagree on a figure."),
    "least": click.option(
        "--least", type=click.IntRange(min=1), default=1, show_default=True, help="Only facts of so many reports or more."
    ),
}


def fact_filtered(*without: str) -> "Callable[[Any], Any]":
    """Adds the filters over facts to a command, but for these."""

    def adding(command: Any) -> Any:
        for name, option in reversed(_FILTERS.items()):
            command = command if name in without else option(command)
        return command

    return adding


@click.command()
@fact_filtered()
@click.option("--format", "format_", type=click.Choice(["table", "json", "jsonl", "csv"]), default="table", show_default=True)
@database
def facts(db: Path, format_: str, **chosen: Any) -> None:
    """List facts: what records of all articles tell of one event or utterance, and how well it is borne."""
    from extractor.output.facts import facts_table, write_facts
    from extractor.output.machine import standard_output
    from extractor.storage.facts import select

    filters = fact_filters(chosen)
    with tied(db) as store, store.reading() as connection:
        if format_ == "table":
            print_table(facts_table(select(connection, filters)), "no facts; try other filters")
        else:
            with standard_output() as stream:
                write_facts(select(connection, filters), format_, stream)


@click.command()
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

    with tied(db) as store, store.reading() as connection:
        found = fact_named(connection, id)
    if format_ == "json":
        with standard_output() as stream:
            write_facts([found], "jsonl", stream)
    else:
        terminal().print(fact_shown(found))


@click.command()
@click.option("--by", default="side,kind", show_default=True, help="Groups, of side, kind, place, year, month, day.")
@fact_filtered("type", "side", "text", "grade", "contested", "conflicting", "least")
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
    first, last = period(chosen.pop("since"), chosen.pop("until"))
    with tied(db) as store, store.reading() as connection:
        filters = fact_filters({**chosen, "type_": "casualty_report"})
        chosen_facts = list(select(connection, filters))
    found = summed(chosen_facts, groups, first, last)
    if format_ == "json":
        print_json(toll_lines(found), indent=1)
    else:
        print_table(tolls_table(found), "no tolls; try other filters")
    if apart := len(chosen_facts) - sum(len(t.facts) + len(t.left_out) for t in found):
        click.echo(f"{apart} more of captives only or of nobody harmed; `communique facts` lists them", err=True)


@click.command()
@fact_filtered("type", "least")
@click.option("--format", "format_", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@database
def incidents(db: Path, format_: str, **chosen: Any) -> None:
    """List the incidents in which people were killed or hurt, the largest first, their parts below them.

    Killed and wounded are low–best–high: best is the median of what the independent sources told last. Running totals and
    tolls of whole wars are counted below the table and not in it; facts that look alike and were not joined are named there.
    """
    from extractor.facts.incidents import incidents as listed
    from extractor.output.incidents import below, incidents_table, plain, write_incidents
    from extractor.output.machine import print_json, standard_output
    from extractor.output.terminal import shown
    from extractor.storage import corrections
    from extractor.storage.facts import FactFilters, select

    first, last = period(chosen.pop("since"), chosen.pop("until"))
    filters = fact_filters({**chosen, "type_": "casualty_report"})
    with tied(db) as store, store.reading() as connection:
        apart = {frozenset((one, other)) for one, other, tied_, _ in corrections.pairs(connection) if not tied_}
        parts = list(select(connection, FactFilters(type=filters.type, parts=True)))
        found = listed(select(connection, filters), parts, first, last, apart)
    if format_ == "json":
        print_json([plain(one) for one in found.listed], indent=1)
    elif format_ == "csv":
        with standard_output() as stream:
            write_incidents(found.listed, stream)
    else:
        print_table(incidents_table(found.listed), "no incidents; try other filters")
    for line in below(found):
        terminal(stderr=True).print(shown(line))


@click.command()
@click.option("--aliases", type=click.Path(path_type=Path, dir_okay=False), help="A TOML file of names that are one.")
@click.option(
    "--gazetteer", type=click.Path(path_type=Path, dir_okay=False), help="A CSV file: name,latitude,longitude,country."
)
@database
def names(aliases: Path | None, gazetteer: Path | None, db: Path) -> None:
    """List names that are one, and who says so; take in your own names and places."""
    from extractor.facts.own import keep_own
    from extractor.output.tables import result_table
    from extractor.storage.store import Store

    if aliases is not None or gazetteer is not None:
        with Store(db) as store:
            keep_own(store, aliases, gazetteer)
            link_all(store)
    with tied(db) as store:
        columns, rows = store.query(
            "SELECT n.kind, n.name, n.other, n.side, coalesce(n.evidence, 'your file') AS told,"
            " CASE n.article_id WHEN '' THEN 'read as a slip' ELSE i.path END AS article FROM names n"
            " LEFT JOIN inputs i ON i.article_id = n.article_id ORDER BY n.kind, n.name, n.other"
        )
    print_table(result_table(columns, rows), "no names are tied yet; --aliases takes in a file of yours")


def fact_filters(chosen: dict[str, Any]) -> "FactFilters":
    """The filters over facts that these options give. Raises CommuniqueError for a day that is none."""
    from extractor.storage.facts import FactFilters
    from schemas.base import RecordType
    from schemas.fact import Grade

    type_, grade = chosen.pop("type_", None), chosen.pop("grade", None)
    grade = "contested" if chosen.pop("contested", False) else grade
    period(chosen.get("since"), chosen.get("until"))
    return FactFilters(type=RecordType(type_) if type_ else None, grade=Grade(grade) if grade else None, **chosen)


def period(since: str | None, until: str | None) -> tuple[str | None, str | None]:
    """The first and the last day of what may be a month or a year."""
    from extractor.storage.queries import Filters

    Filters(since=since, until=until)
    return (since + "-01-01")[:10] if since else None, (until + "-99-99")[:10] if until else None
