"""Facts for people and for machines: a table, one fact with its reports side by side, JSON and CSV."""

import json
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any, TextIO

from rich.console import Group
from rich.text import Text

from extractor.facts.tolls import Toll
from extractor.output.listing import Listing
from extractor.output.machine import write_csv
from extractor.output.terminal import COLORS, LABELS, shown
from schemas.base import Count
from schemas.casualty_report import COUNTS
from schemas.fact import Fact, Grade, Report, Stance

_GRADES = {
    Grade.CONFIRMED: "green",
    Grade.FAIR: "cyan",
    Grade.WEAK: "dim",
    Grade.CONTESTED: "bold red",
    Grade.DISCOUNTED: "dim strike",
}
_STANCES = {Stance.DENIES: "red", Stance.CONFIRMS: "green", Stance.DEMANDS: "yellow", Stance.PLANS: "yellow"}
_LONG = 160  # characters of one cell
_FLAT = ("id", "type", "scope", "summary", "kind", "side", "about", "since", "until", "date_precision")


def facts_table(facts: Iterable[Fact]) -> Listing:
    """One row a fact: its id, what and where, how well it is borne, and by whom."""
    table = Listing()
    table.add_column("fact\nday")
    table.add_column("what\nwhere")
    table.add_column("grade\nreports", no_wrap=True)
    table.add_column("why")
    for fact in facts:
        kind = Text(LABELS[fact.type], style=COLORS[fact.type])
        what = Text.assemble(kind, "  ", shown(fact.summary, limit=_LONG), _scope(fact))
        where = shown(fact.place.name if fact.place else None, "dim")
        number = f"{len(fact.reports)} report{'s' * (len(fact.reports) != 1)}"
        table.add_row(
            Text("\n").join([Text(fact.id), shown(days(fact), "dim")]),
            Text("\n").join(part for part in (what, where) if part.plain),
            Text("\n").join([Text(fact.grade.value, style=_GRADES[fact.grade]), Text(number, style="dim")]),
            shown(fact.grade_reason, limit=_LONG),
        )
    return table


def fact_shown(fact: Fact) -> Group:
    """One fact: what it comes to, and every report with its stand, its source, its words and why it is there."""
    head = Text.assemble(
        (fact.id, "bold"),
        "  ",
        (LABELS[fact.type], COLORS[fact.type]),
        "  ",
        shown(fact.summary),
        _scope(fact),
        "\n",
        (fact.grade.value, _GRADES[fact.grade]),
        f": {fact.grade_reason}",
        overflow="ellipsis",
    )
    for name, value in (("when", days(fact)), ("where", _where(fact)), ("whose", fact.side), ("part of", fact.part_of)):
        if value:
            head.append(f"\n{name:9}{value}")
    for name in COUNTS:
        if getattr(fact, name) is not None:
            told = [str(c) for r in fact.reports if r.left_out is None and (c := getattr(r.record, name, None)) is not None]
            head.append(f"\n{name:9}{estimate(fact, name)}" + (f"  (reported: {', '.join(told)})" if len(told) > 1 else ""))
    table = Listing()
    table.add_column("stand\nby")
    table.add_column("in its words")
    table.add_column("record\narticle")
    for report in fact.reports:
        table.add_row(*_report(report))
    return Group(head, Text(), table)


def _report(report: Report) -> tuple[Text, Text, Text]:
    stance = Text(report.stance.value, style=_STANCES.get(report.stance, ""))
    notes = []
    if report.left_out:
        notes.append(f"not counted: {report.left_out}")
    if report.why:
        notes.append(f"tied by: {report.why}")
    if report.corrected:
        notes.append("corrected by hand")
    words = Text("\n").join([shown(report.record.evidence, limit=400), *(Text(n, style="dim") for n in notes)])
    day = f" {report.published}" if report.published else ""
    article = Text("\n").join([Text(report.record.id[:8]), shown(PurePath(report.path).name + day, "dim")])
    return Text("\n").join([stance, shown(report.source)]), words, article


def tolls_table(tolls: Iterable[Toll]) -> Listing:
    """One row a group: low and high of each count that there is, how many facts were added, what was left out and why."""
    found = list(tolls)
    counts = [name for name in COUNTS if any(getattr(toll, name) for toll in found)]
    table = Listing()
    for name in found[0].group if found else ():
        table.add_column(name)
    for name in (*counts, "facts"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("left out, and why")
    for toll in found:
        left = [f"{f.id} {figures(f)}: {why}" for f, why in toll.left_out]
        told = [str(c) if (c := getattr(toll, name)) is not None else "" for name in counts]
        table.add_row(*(shown(v) for v in toll.group.values()), *told, str(len(toll.facts)), Text("\n".join(left), style="dim"))
    return table


def figures(fact: Fact) -> str:
    """The counts of a fact in a few words."""
    return ", ".join(f"{name} {c}" for name in COUNTS if (c := getattr(fact, name)) is not None) or "no figures"


def days(fact: Fact) -> str:
    """The day of a fact, or its first and last; empty where no text says it."""
    if fact.since is None or fact.since == fact.until:
        return fact.since or ""
    return f"{fact.since} to {fact.until}"


def write_facts(facts: Iterable[Fact], format_: str, stream: TextIO) -> int:
    """Writes facts as `json` (a list), `jsonl` (one a line, with all reports) or `csv` (one row a fact, without them)."""
    if format_ == "csv":
        return write_csv(_columns(), map(_row, facts), stream)
    count = 0
    if format_ == "json":
        stream.write("[")
    for count, fact in enumerate(facts, start=1):
        stream.write(("" if format_ == "jsonl" or count == 1 else ",\n") + json.dumps(_plain(fact), ensure_ascii=False))
        if format_ == "jsonl":
            stream.write("\n")
    if format_ == "json":
        stream.write("]\n")
    return count


def _columns() -> list[str]:
    """The columns of the CSV."""
    counts = [f"{name}_{end}" for name in COUNTS for end in ("low", "best", "high")]
    stances = [stance.value for stance in Stance]
    return [*_FLAT, "place", *counts, "part_of", "sources", "grade", "grade_reason", "conflicting", "reports", *stances]


def _row(fact: Fact) -> list[Any]:
    plain = fact.model_dump(mode="json")
    counts = [end for name in COUNTS for end in ends(fact, name)]
    told = ["; ".join(fact.by(stance)) for stance in Stance]
    rest = [fact.part_of, fact.sources, fact.grade.value, fact.grade_reason, fact.conflicting, len(fact.reports)]
    return [*(plain[name] for name in _FLAT), fact.place.name if fact.place else None, *counts, *rest, *told]


def ends(fact: Fact, name: str) -> tuple[int | None, int | None, int | None]:
    """Low, best and high of a count of a fact."""
    count: Count | None = getattr(fact, name)
    return (None, None, None) if count is None else (count.low, fact.best(name), count.high)


def estimate(fact: Fact, name: str) -> str:
    """A count of a fact as `ranged` has it; empty where nobody tells of it."""
    count: Count | None = getattr(fact, name)
    return "" if count is None else ("~" if count.approx else "") + ranged(count.low, fact.best(name) or count.low, count.high)


def ranged(low: int, best: int, high: int | None) -> str:
    """Low–best–high: `3–3–5`; a single figure alone, `3` or `3+`; `3–4–open` where there is no high."""
    if low == best and high in (None, low):
        return f"{low}{'+' if high is None else ''}"
    return f"{low}–{best}–{'open' if high is None else high}"


def toll_lines(tolls: Iterable[Toll]) -> list[dict[str, Any]]:
    """Tolls as plain values: the group, low and high of each count, the ids added, and those left out with the reason."""
    return [
        {
            **toll.group,
            **{name: None if (c := getattr(toll, name)) is None else {"low": c.low, "high": c.high} for name in COUNTS},
            "facts": [f.id for f in toll.facts],
            "left_out": [{"fact": f.id, "why": why} for f, why in toll.left_out],
        }
        for toll in tolls
    ]


def _plain(fact: Fact) -> dict[str, Any]:
    """A fact as JSON, its reports without the verdicts of their records."""
    return fact.model_dump(mode="json", exclude={"reports": {"__all__": {"record": {"support"}}}})


def _scope(fact: Fact) -> Text:
    return Text(
        f"  ({fact.scope.value} total)" if fact.scope is not None and fact.scope.value != "incident" else "", style="yellow"
    )


def _where(fact: Fact) -> str | None:
    if fact.place is None:
        return None
    spelled = (
        f" (also written {', '.join(s for s in fact.place.spellings if s != fact.place.name)})" if fact.place.spellings else ""
    )
    at = f" at {fact.place.latitude:.4f}, {fact.place.longitude:.4f}" if fact.place.latitude is not None else ""
    return f"{fact.place.name}{spelled}{at}"
