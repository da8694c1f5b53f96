"""Incidents for people and for machines: a table with parts under their wholes, JSON, CSV, and the lines below."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TextIO

from rich.text import Text

from extractor.facts.bounds import bounds
from extractor.facts.incidents import Compared, Incident, Incidents, hit, tellers
from extractor.output.facts import ends, estimate, ranged
from extractor.output.listing import Listing
from extractor.output.machine import write_csv
from extractor.output.terminal import shown
from schemas.casualty_report import COUNTS
from schemas.fact import Fact, Stance

_LONG = 160  # characters of one cell
_NAMES = 2  # of those who tell or deny it; `fact` has them all
_MOST = 12  # lines of one kind below the table
_FLAT = ("id", "part_of", "since", "until", "place", "who", "side", "kind")


def incidents_table(listed: Iterable[Incident]) -> Listing:
    """One row an incident, its parts indented below it: day and id, where and who, figures, who tells and who denies it."""
    table = Listing()
    table.add_column("day\nfact")
    table.add_column("place\nwho was hit")
    table.add_column("killed\nwounded", justify="right", no_wrap=True)
    table.add_column("told by\ndenied by")
    for depth, fact in flat(listed):
        indent = "  " * depth
        who = f"{'of these ' if depth else ''}{hit(fact)}" if hit(fact) else "of these" if depth else None
        table.add_row(
            Text("\n").join(Text(indent) + part for part in (shown(when(fact)), Text(fact.id)) if part.plain),
            Text("\n").join(
                Text(indent) + part
                for part in (shown(fact.place.name if fact.place else None, limit=_LONG), shown(who, limit=_LONG))
                if part.plain
            ),
            Text("\n").join(_figures(fact)),
            Text("\n").join(
                part
                for part in (
                    shown(f"{fact.sources}: {first(tellers(fact))}" if tellers(fact) else str(fact.sources), limit=_LONG),
                    shown(first(fact.by(Stance.DENIES)), "red", limit=_LONG),
                )
                if part.plain
            ),
        )
    return table


def _figures(fact: Fact) -> Iterator[Text]:
    """Killed, wounded, and whoever is missing or was captured."""
    yield Text(estimate(fact, "killed") or "–")
    yield Text(estimate(fact, "wounded") or "–", style="dim")
    for name in ("missing", "captured"):
        if fact.best(name):
            yield Text(f"{estimate(fact, name)} {name}", style="dim")


def when(fact: Fact) -> str:
    """The day of a fact, or its first and last; `up to` the last where only that is known, nothing where nothing is."""
    low, high = bounds(fact)
    if low is None or high is None:
        return f"up to {high}" if high else f"from {low}" if low else ""
    return low if low == high else f"{low} to {high}"


def first(names: Sequence[str]) -> str:
    """The first names of many, and how many more there are."""
    more = len(names) - _NAMES
    return ", ".join(names[:_NAMES]) + (f" and {more} more" if more > 0 else "")


def below(found: Incidents) -> Iterator[str]:
    """What is to be said below the incidents, a line each: what is left out, what lies in which total, and what looks alike."""
    out = [
        f"{len(facts)} {word}{'s' * (len(facts) != 1)}{more}"
        for facts, word, more in (
            (found.running, "running total", ""),
            (found.wars, "toll", " of a whole war" if len(found.wars) == 1 else " of whole wars"),
            (found.parts, "part", " of a toll that is not here"),
        )
        if facts
    ]
    if out:
        yield f"left out: {', '.join(out)}; `communique facts --type casualty_report` lists them"
    if found.uncertain:
        yield f"{found.uncertain} of {len(found.listed)} may lie outside: no more than bounds of their day are known"
    if found.undated:
        yield f"{found.undated} more have no day and are left out"
    yield from _some([_beside(one) for one in found.compared], "totals have incidents in them")
    yield from _some([_warning(group) for group in found.alike], "groups look alike")


def _some(lines: Sequence[str], more: str) -> Iterator[str]:
    yield from lines[:_MOST]
    if len(lines) > _MOST:
        yield f"{len(lines) - _MOST} more {more}; choose with --since, --until or --place"


def _beside(one: Compared) -> str:
    """A total beside what lies in it."""
    total = one.total
    inside = f"{one.incidents} incident{'s' * (one.incidents != 1)} of these days here: {ranged(*one.killed)}"
    return f"{total.id} counts {estimate(total, 'killed')} killed, {' to '.join(one.days)}, and is in no sum; {inside}"


def _warning(group: Sequence[Fact]) -> str:
    """Facts that look alike, each with a record to tie it by."""
    named = ", ".join(f"{fact.id} (record {fact.reports[0].record.id[:8]})" for fact in group)
    where = group[0].place.name if group[0].place else ""
    tied = " ".join(fact.reports[0].record.id[:8] for fact in group[:2])
    return f"warning: not joined, though alike: {named}, {group[0].since}, {where}; if they are one: communique tie {tied}"


def plain(one: Incident) -> dict[str, Any]:
    """An incident as plain values: counts as low, best and high, its parts in it."""
    fact = one.fact
    return {
        **dict(zip(_FLAT, _cells(fact), strict=True)),
        **{
            name: None if getattr(fact, name) is None else dict(zip(("low", "best", "high"), ends(fact, name), strict=True))
            for name in COUNTS
        },
        "sources": fact.sources,
        "told_by": list(tellers(fact)),
        "denied_by": list(fact.by(Stance.DENIES)),
        "grade": fact.grade.value,
        "conflicting": fact.conflicting,
        "parts": [plain(part) for part in one.parts],
    }


def write_incidents(listed: Iterable[Incident], stream: TextIO) -> int:
    """Writes incidents as CSV: one row each, a part below its whole, with the whole's id in `part_of`."""
    counted = [f"{name}_{end}" for name in COUNTS for end in ("low", "best", "high")]
    columns = [*_FLAT, *counted, "sources", "told_by", "denied_by", "grade", "conflicting"]
    return write_csv(columns, (_row(fact) for _, fact in flat(listed)), stream)


def _row(fact: Fact) -> list[Any]:
    told = ["; ".join(tellers(fact)), "; ".join(fact.by(Stance.DENIES))]
    figures = [end for name in COUNTS for end in ends(fact, name)]
    return [*_cells(fact), *figures, fact.sources, *told, fact.grade.value, fact.conflicting]


def _cells(fact: Fact) -> list[Any]:
    place = fact.place.name if fact.place else None
    return [fact.id, fact.part_of, *bounds(fact), place, hit(fact) or None, fact.side, fact.kind]


def flat(listed: Iterable[Incident], depth: int = 0) -> Iterator[tuple[int, Fact]]:
    """Every incident and part in the order of the table, with how deep it stands."""
    for one in listed:
        yield depth, one.fact
        yield from flat(one.parts, depth + 1)
