"""How well a fact is borne: one rule, after the grades that Airwars gives to claims of civilian harm.

In this order: nobody asserts it: discounted. Somebody denies it whom those who assert it do not speak for: contested. It is
confirmed by somebody, or the party that it speaks against says so itself (a side its own soldiers' deaths, an accused the
charge), or both the force that moved and another party tell the movement: confirmed. Two independent sources: fair. One: weak.
A demand or a plan is weak until somebody says that it happened.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.base import RecordType
from schemas.fact import Grade, Stance


@dataclass(frozen=True, slots=True)
class Voice:
    """One report as the grade sees it: who takes which stance, and whether it is a copy or a figure that was replaced."""

    source: str
    stance: Stance
    counts: bool
    against_itself: bool = False
    of_mover: bool = False


def grade(type_: RecordType, voices: Sequence[Voice]) -> tuple[Grade, str, int]:
    """The grade, the reason in words, and how many independent sources assert or confirm."""
    telling = [v for v in voices if v.stance in (Stance.ASSERTS, Stance.CONFIRMS) and v.counts]
    sources = list(dict.fromkeys(v.source for v in telling))
    asserting = {v.source for v in voices if v.stance in (Stance.ASSERTS, Stance.CONFIRMS)}
    denying = list(dict.fromkeys(v.source for v in voices if v.stance is Stance.DENIES))
    if type_ is RecordType.STATEMENT:
        return _by_number(sources, "quoted")
    if not asserting:
        if denying:
            return Grade.DISCOUNTED, f"only denied, by {_and(denying)}", 0
        return Grade.WEAK, "demanded or planned; nobody says that it happened", 0
    against = [d for d in denying if d not in asserting]
    if against:
        return Grade.CONTESTED, f"told by {_and(sources or sorted(asserting))}, denied by {_and(against)}", len(sources)
    if itself := [v.source for v in telling if v.against_itself]:
        return Grade.CONFIRMED, f"{itself[0]} says so of itself", len(sources)
    if confirmed := [v.source for v in telling if v.stance is Stance.CONFIRMS]:
        return Grade.CONFIRMED, f"confirmed by {confirmed[0]}", len(sources)
    movers = [v.source for v in telling if v.of_mover]
    if type_ is RecordType.TROOP_MOVEMENT and movers and len(sources) > 1:
        return (
            Grade.CONFIRMED,
            f"{movers[0]}, who moved, and {_and([s for s in sources if s != movers[0]])} tell it",
            len(sources),
        )
    return _by_number(sources, "told")


def _by_number(sources: Sequence[str], verb: str) -> tuple[Grade, str, int]:
    if len(sources) > 1:
        return Grade.FAIR, f"{verb} by {len(sources)} independent sources: {_and(sources)}", len(sources)
    return Grade.WEAK, f"{verb} by one source: {_and(sources) or 'none that counts'}", len(sources)


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
