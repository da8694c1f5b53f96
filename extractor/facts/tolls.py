"""Tolls: the figures of many facts, added where they may be.

Only incidents are added, each once: never a running total, a whole war, a part of another toll, or what nobody asserts. What is
left out is said, with the reason. An open figure ("at least four") leaves the sum without a high. Where nobody was harmed, or
people were only taken captive, there is no toll: such facts make no group.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extractor.facts.figures import total
from schemas.base import Count, RecordType
from schemas.casualty_report import COUNTS
from schemas.fact import Fact, Grade, Scope

_UNKNOWN = "unknown"


BY = ("side", "kind", "place", "year", "month", "day")


@dataclass(slots=True)
class Toll:
    """A sum: `group` says of what, `killed` to `captured` are sums over `facts`; `left_out` are facts with the reason."""

    group: dict[str, str]
    killed: Count | None = None
    wounded: Count | None = None
    missing: Count | None = None
    captured: Count | None = None
    facts: list[Fact] = field(default_factory=list)
    left_out: list[tuple[Fact, str]] = field(default_factory=list)


def tolls(
    facts: Iterable[Fact], by: Sequence[str] = ("side", "kind"), since: str | None = None, until: str | None = None
) -> list[Toll]:
    """A toll for each group that there is; `by` are names of `BY`, `since` and `until` days (both included)."""
    found: dict[tuple[str, ...], Toll] = {}
    for fact in facts:
        if fact.type is not RecordType.CASUALTY_REPORT:
            continue
        group = {name: _of(fact, name) for name in by}
        toll = found.setdefault(tuple(group.values()), Toll(group))
        why = without_toll(fact) or _why_not(fact, since, until)
        if why is None:
            toll.facts.append(fact)
        else:
            toll.left_out.append((fact, why))
    shown = [t for t in found.values() if t.facts or not all(without_toll(f) for f, _ in t.left_out)]
    for toll in shown:
        for name in COUNTS:
            told = [c for f in toll.facts if (c := getattr(f, name)) is not None]
            setattr(toll, name, total(told) if any(c.high != 0 for c in told) else None)
    return sorted(shown, key=lambda t: [(value == _UNKNOWN, value) for value in t.group.values()])


def without_toll(fact: Fact) -> str | None:
    """Why a casualty fact is no toll of people killed, wounded or missing; None where it is one."""
    harmed = [name for name in COUNTS if (count := getattr(fact, name)) is not None and count.high != 0]
    if not harmed:
        return "nobody harmed"
    return "captives only" if harmed == ["captured"] else None


def _of(fact: Fact, name: str) -> str:
    """The group of a fact: a period is that of its first day."""
    if name == "place":
        return fact.place.name if fact.place else _UNKNOWN
    if name in ("year", "month", "day"):
        return fact.since[: {"year": 4, "month": 7, "day": 10}[name]] if fact.since else _UNKNOWN
    return str(getattr(fact, name) or _UNKNOWN)


def _why_not(fact: Fact, since: str | None, until: str | None) -> str | None:
    """Why a fact is not in the sum; None where it is."""
    if fact.scope is Scope.WAR:
        return "a whole war's toll"
    if fact.scope is Scope.RUNNING:
        return "a running total"
    if fact.part_of is not None:
        return f"part of {fact.part_of}"
    if fact.grade is Grade.DISCOUNTED or fact.sources == 0:
        return "nobody asserts it"
    if since is None and until is None:
        return None
    if fact.since is None or fact.until is None:
        return "without a day"
    if (since is not None and fact.until < since) or (until is not None and fact.since > until):
        return "outside the period"
    if (since is not None and fact.since < since) or (until is not None and fact.until > until):
        return "only partly within the period"
    return None
