"""Casualty facts into sums by side: what may be added, what stands apart, and what is left out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from schemas.base import Count, RecordType
from schemas.fact import Fact, Grade, Scope

KINDS = ("killed", "wounded", "missing", "captured")


@dataclass
class Side:
    """Whose people; `sums` has a range a kind, over `incidents`."""

    name: str
    incidents: list[Fact] = field(default_factory=list)
    sums: dict[str, Count] = field(default_factory=dict)


@dataclass
class Tolls:
    """`apart` are running totals and tolls of whole wars; `left_out` says why."""

    sides: list[Side]
    apart: list[Fact]
    left_out: list[tuple[Fact, str]]


def tolls(facts: Iterable[Fact]) -> Tolls:
    """The sums by side, the side with the most killed first."""
    sides: dict[str, Side] = {}
    found = Tolls([], [], [])
    for fact in facts:
        if fact.type is not RecordType.CASUALTY_REPORT:
            continue
        if fact.grade is Grade.DISCOUNTED:
            found.left_out.append((fact, "discounted"))
        elif fact.scope in (Scope.RUNNING, Scope.WAR):
            found.apart.append(fact)
        elif fact.part_of is not None:
            found.left_out.append((fact, "part of another toll"))
        else:
            sides.setdefault(fact.side or "", Side(fact.side or "")).incidents.append(fact)
    for side in sides.values():
        for kind in KINDS:
            counts = [count for fact in side.incidents if (count := getattr(fact, kind)) is not None]
            if counts:
                side.sums[kind] = _sum(counts)
    found.sides = sorted(sides.values(), key=lambda side: (side.name == "", *_weight(side), side.name))
    return found


def _sum(counts: Sequence[Count]) -> Count:
    """Lows and highs added; open where one of them is."""
    highs = [count.high for count in counts]
    high = None if None in highs else sum(high for high in highs if high is not None)
    return Count(low=sum(count.low for count in counts), high=high, approx=any(count.approx for count in counts))


def _weight(side: Side) -> tuple[int, ...]:
    return tuple(-side.sums[kind].low if kind in side.sums else 0 for kind in KINDS)
