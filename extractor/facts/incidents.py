"""Incidents: the casualty facts of one event each, largest first, with their parts, and what is not among them.

Running totals and tolls of whole wars are no incidents, and a part stands under its whole. A total of a stretch of time is held
against the incidents that lie in it, and added to nothing. Facts that look alike and were not joined are named, since one who
counts incidents would count them twice.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from extractor.facts.bounds import bounds
from extractor.facts.figures import total as total_of
from extractor.facts.places import key
from schemas.casualty_report import COUNTS
from schemas.fact import Fact, Scope, Stance

_SINCE = re.compile(r"\bsince\b", re.IGNORECASE)
_UNKNOWN = (None, "", "unknown")


@dataclass(frozen=True, slots=True)
class Incident:
    """A fact, and the incidents that are part of it."""

    fact: Fact
    parts: tuple["Incident", ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """A total of a stretch of time, its first and last day, how many incidents lie in it, and what these come to: low, best and
    high of killed, high null where one is open.
    """

    total: Fact
    days: tuple[str, str]
    incidents: int
    killed: tuple[int, int, int | None]


@dataclass(frozen=True, slots=True)
class Incidents:
    """What is listed, and what is not: running totals, tolls of wars, and parts of what is not listed.

    Of the facts that pass, `uncertain` may lie outside the days asked for, and `undated` have none and are left out. `alike`
    are groups of facts that look like one; `compared` are totals beside what lies in them.
    """

    listed: tuple[Incident, ...]
    running: tuple[Fact, ...] = ()
    wars: tuple[Fact, ...] = ()
    parts: tuple[Fact, ...] = ()
    uncertain: int = 0
    undated: int = 0
    alike: tuple[tuple[Fact, ...], ...] = ()
    compared: tuple[Compared, ...] = ()


def incidents(
    facts: Iterable[Fact],
    parts: Iterable[Fact] = (),
    since: str | None = None,
    until: str | None = None,
    apart: Collection[frozenset[str]] = (),
) -> Incidents:
    """The incidents among casualty facts, and what is not among them.

    `parts` are facts that stand under their wholes whatever was filtered; `since` and `until` days (both included), `apart`
    pairs of records of which a person said that they are not one fact.
    """
    taken: list[Fact] = []
    uncertain = undated = 0
    for fact in facts:
        within = _within(fact, since, until)
        if within is None:
            undated += _whole(fact)
        elif within != "outside":
            taken.append(fact)
            uncertain += _whole(fact) and within == "maybe"
    under: dict[str, list[Fact]] = {}
    for part in parts:
        if part.part_of is not None:
            under.setdefault(part.part_of, []).append(part)
    wholes = sorted((fact for fact in taken if _whole(fact)), key=weight)
    listed = tuple(_with_parts(fact, under, frozenset()) for fact in wholes)
    shown = {id_ for one in listed for id_ in _ids(one)}
    running = tuple(f for f in taken if f.scope is Scope.RUNNING)
    return Incidents(
        listed,
        running,
        tuple(f for f in taken if f.scope is Scope.WAR),
        tuple(f for f in taken if f.scope is Scope.INCIDENT and f.part_of is not None and f.id not in shown),
        uncertain,
        undated,
        tuple(_alike(wholes, apart)),
        tuple(one for total in running if (one := _compared(total, wholes)) is not None),
    )


def weight(fact: Fact) -> tuple[int, int, str, str]:
    """By what incidents are ordered: the most killed first, then the most wounded, then the day."""
    return -(fact.best("killed") or 0), -(fact.best("wounded") or 0), bounds(fact)[1] or "9999", fact.id


def hit(fact: Fact) -> str:
    """Who was hit, as told, and then whose they are and what kind of people: "rangers (Thailand, military)"."""
    told = fact.summary.rpartition(": ")[0]
    if not told and not fact.summary.startswith((*COUNTS, "casualties")):
        told = fact.summary
    known = (name for name in (fact.side, fact.kind) if name is not None)
    more = ", ".join(name for name in known if name not in _UNKNOWN and name.lower() not in told.lower())
    return f"{told} ({more})" if told and more else told or more


def tellers(fact: Fact) -> tuple[str, ...]:
    """The independent sources of a fact: whose reports count, each once."""
    tells = (Stance.ASSERTS, Stance.CONFIRMS)
    return tuple(dict.fromkeys(r.source for r in fact.reports if r.stance in tells and r.left_out is None))


def _whole(fact: Fact) -> bool:
    return fact.scope is Scope.INCIDENT and fact.part_of is None


def _within(fact: Fact, since: str | None, until: str | None) -> str | None:
    """Whether a fact lies within the days: `sure`, `maybe`, `outside`; None where nothing bounds it and days are asked for."""
    if since is None and until is None:
        return "sure"
    first, last = bounds(fact)
    if first is None and last is None:
        return None
    if (since and last and last < since) or (until and first and first > until):
        return "outside"
    after = since is None or (first is not None and first >= since)
    return "sure" if after and (until is None or (last is not None and last <= until)) else "maybe"


def _with_parts(fact: Fact, under: dict[str, list[Fact]], above: frozenset[str]) -> Incident:
    """A fact with its parts, and theirs; nothing is part of itself."""
    over = above | {fact.id}
    own = sorted((part for part in under.get(fact.id, ()) if part.id not in over), key=weight)
    return Incident(fact, tuple(_with_parts(part, under, over) for part in own))


def _ids(one: Incident) -> Iterable[str]:
    yield one.fact.id
    for part in one.parts:
        yield from _ids(part)


def _alike(facts: Sequence[Fact], apart: Collection[frozenset[str]]) -> Iterable[tuple[Fact, ...]]:
    """Groups of facts of one day and one place that look alike."""
    near: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        if fact.since is not None and fact.since == fact.until and fact.place is not None:
            near.setdefault((fact.since, key(fact.place.name)), []).append(fact)
    for _, there in sorted(near.items()):
        groups = {fact.id: [fact] for fact in there}
        for one, other in combinations(there, 2):
            if groups[one.id] is not groups[other.id] and _look_alike(one, other, apart):
                joined = [*groups[one.id], *groups[other.id]]
                groups |= {fact.id: joined for fact in joined}
        yield from (tuple(group) for id_, group in groups.items() if len(group) > 1 and group[0].id == id_)


def _look_alike(one: Fact, other: Fact, apart: Collection[frozenset[str]]) -> bool:
    """The same kind of people or the same side, or one of these unknown; no sentence tells of both, no person parts them."""
    if not any(_may_be_same(getattr(one, name), getattr(other, name)) for name in ("kind", "side")):
        return False
    left, right = ({(r.record.article_id, r.record.start) for r in fact.reports} for fact in (one, other))
    if left & right:
        return False
    pairs = (frozenset((a.record.id, b.record.id)) for a in one.reports for b in other.reports)
    return not (apart and any(pair in apart for pair in pairs))


def _may_be_same(one: str | None, other: str | None) -> bool:
    return one in _UNKNOWN or other in _UNKNOWN or one == other


def _compared(total: Fact, wholes: Sequence[Fact]) -> Compared | None:
    """A total beside the incidents of its days and its side; None where it has no stretch of days, or none lies in it."""
    first, last = total.since, total.until
    if total.killed is None or first is None or last is None:
        return None
    if any(_SINCE.search(r.record.evidence) for r in total.reports):  # it goes on up to the day on which it is told
        last = max([last, *(r.published for r in total.reports if r.published is not None)])
    if first == last:
        return None
    inside = [
        f
        for f in wholes
        if f.killed is not None and f.since is not None and f.until is not None
        if first <= f.since and f.until <= last and _may_be_same(f.side, total.side)
    ]
    if not inside:
        return None
    counts = [f.killed for f in inside if f.killed is not None]
    every = total_of(counts)
    assert every is not None
    return Compared(total, (first, last), len(inside), (every.low, sum(f.best("killed") or 0 for f in inside), every.high))
