"""Which facts are events, which of their reports a row rests on, and the words that all codebooks share."""

from collections.abc import Iterable
from datetime import date, timedelta

from schemas.base import Count, RecordType
from schemas.casualty_report import COUNTS
from schemas.fact import Fact, Grade, Report, Scope, Stance

RULE = (
    "One row is one fact of type casualty_report or troop_movement that somebody asserts or confirms: of casualties only the"
    " toll of one incident, and no part of another toll. A fact of casualties and one of movement are two rows, also where"
    " they belong to one battle: no rule ties them."
)
NO_EVENT = {
    RecordType.STATEMENT: "a statement is no event",
    RecordType.ACCUSATION: "an accusation tells what is alleged, not what happened",
}
_NO_INCIDENT = {
    Scope.RUNNING: "a running total, not one incident",
    Scope.WAR: "a whole-war toll, not one incident",
}
# what a fact is that nobody asserts, by the stance that was taken; the first that fits
_UNTOLD = (
    (Stance.DENIES, "denied by all who speak of it"),
    (Stance.PLANS, "only planned"),
    (Stance.DEMANDS, "only demanded"),
)


def counted(fact: Fact) -> tuple[Report, ...]:
    """The reports that a row rests on."""
    return tuple(
        r for r in fact.reports if r.stance in (Stance.ASSERTS, Stance.CONFIRMS) and r.left_out is None and r.copy_of is None
    )


def denying(fact: Fact) -> tuple[Report, ...]:
    """The reports that deny it, without copies."""
    return tuple(r for r in fact.reports if r.stance is Stance.DENIES and r.copy_of is None)


def no_event(fact: Fact) -> str | None:
    """Why a fact is an event to no codebook; None where it is one."""
    if fact.type in NO_EVENT:
        return NO_EVENT[fact.type]
    if fact.scope in _NO_INCIDENT:
        return _NO_INCIDENT[fact.scope]
    if fact.part_of is not None:
        return f"a part of fact {fact.part_of}, whose toll holds it"
    if not counted(fact):
        stances = {r.stance for r in fact.reports}
        return next((why for stance, why in _UNTOLD if stance in stances), "no report of it counts")
    if fact.grade is Grade.DISCOUNTED:
        return f"discounted: {line(fact.grade_reason)}"
    return "no date" if fact.since is None else None


def span(fact: Fact) -> tuple[date, date]:
    """The first and the last day of a fact that has a date."""
    first = date.fromisoformat(fact.since or "")
    return first, max(first, date.fromisoformat(fact.until or fact.since or ""))


def middle(fact: Fact) -> date:
    """The day in the middle of a fact's days, the earlier of two."""
    first, last = span(fact)
    return first + timedelta(days=(last - first).days // 2)


def low(count: Count | None) -> int:
    """The least number told, 0 where none is."""
    return count.low if count is not None else 0


def high(count: Count | None) -> int:
    """The greatest number told: of "at least 4", 4."""
    if count is None:
        return 0
    return count.low if count.high is None else max(count.low, count.high)


def line(text: str | None) -> str:
    """Text on one line, without what only moves a cursor."""
    return " ".join("".join(c if c.isprintable() else " " for c in text or "").split())


def listed(names: Iterable[str | None]) -> str | None:
    """Names in one cell, each once, separated as codebooks do it by semicolons."""
    kept = dict.fromkeys(line(name).replace(";", ",") for name in names)
    return "; ".join(name for name in kept if name) or None


def told(fact: Fact) -> str:
    """What is told, by whom, who denies it, and how far it can be trusted, in one line for a column of notes."""
    parts = [line(fact.summary) + ".", f"According to {listed(r.source for r in counted(fact))}."]
    for name in COUNTS:
        if (count := getattr(fact, name)) is not None:
            parts.append(f"{name.capitalize()}: {_range(count)}.")
    if deniers := listed(r.source for r in denying(fact)):
        parts.append(f"Denied by {deniers}.")
    return " ".join([*parts, f"{fact.grade.value.capitalize()}: {line(fact.grade_reason)}."])


def outlet(report: Report) -> str:
    """Who published a report; where the article does not say, its path."""
    return line(report.publisher) or line(report.path)


def _range(count: Count) -> str:
    about = "about " if count.approx else ""
    if count.high is None:
        return f"{about}{count.low} or more"
    return f"{about}{count.low}" if count.low == count.high else f"{about}{count.low} to {count.high}"
