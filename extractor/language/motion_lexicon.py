"""The words for movements of forces in English conflict reporting: `vocabulary` reads them.

A frame says what the object of a verb is: the place, or those who are moved.
"""

from extractor.language.vocabulary import kinds, phrasal, words
from schemas.troop_movement import Action

MOTION: dict[str, Action] = {verb: Action(kind) for verb, kind in kinds("move").items() if " " not in verb}

PHRASAL: dict[str, dict[str, Action]] = {
    verb: {particle: Action(kind) for particle, kind in own.items()} for verb, own in phrasal("move").items()
}
"""Motion that a verb has only with its particle ("fall back")."""

SETTLING = words("move-settling")
"""Motion verbs that move forces only with a place, a particle or forces beside them."""

CAUSED = words("move-caused")
"""Motion verbs whose object may be the forces that are moved."""

PLACE_OBJECTS = words("move-place")
"""Motion verbs whose object may be the place entered, taken, left or held."""

REPELLING = words("repelling")
DRIVING = words("driving")
"""Verbs that beat forces back, the second kind with "back", "off", "out" or "from"."""
EXPELLING = words("expelling")

MOVEMENT_NOUNS: dict[str, Action] = {noun: Action(kind) for noun, kind in kinds("movement").items()}

NAMED_ONLY = words("movement-named")
"""Movement nouns that move forces only where a force's own noun or name stands beside them."""

GROUND = words("ground")
"""What forces set up or hold."""

GAINED = words("gained")
HELD = words("held")

HARDWARE = words("hardware")
"""What a party moves when it moves its arms: then the party is the one who moves."""

HOMEWARD = words("homeward")
MEASURES = words("measure")

TARGETED = words("movement-of-place") | {noun for noun, action in MOVEMENT_NOUNS.items() if action is Action.CAPTURE}
"""Movement nouns whose "of" names the place, not the force."""

CARRYING_OUT = words("carrying-out")
"""Verbs whose subject makes the movement that is their object."""

BARE = words("bare-force")
