"""Whose forces move, where the actor names nobody: "its troops" are those of who says so, "the rebels" the armed group's.

An official who asserts that a brigade moves speaks of his own, unless he calls them what only the other side's are called.
"""

from extractor.facts.belligerents import Two
from extractor.facts.called import force, is_rebel
from extractor.facts.parties import UNKNOWN, Party, labels, party
from extractor.facts.sides import OWN
from schemas.base import Status
from schemas.troop_movement import TroopMovement

_OWN_WORD = (Status.ASSERTED, Status.PLANNED)


def mover(movement: TroopMovement, source: Party, two: Two) -> Party:
    """Who moves; unknown where the text does not tell."""
    own = party(movement.actor)
    if own.known:
        return own
    first = movement.actor.split(" ")[0].lower()
    if first in OWN and source.known:
        return source
    if first in ("they", "them", "those", "who", "which"):
        return UNKNOWN
    if (found := force(movement.actor, two)) is not None:
        return found
    if movement.status in _OWN_WORD and any(labels(source) & one for one in two) and not is_rebel(movement.actor):
        return source
    return UNKNOWN
