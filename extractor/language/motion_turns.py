"""Turns of phrase that tell a movement without a verb of motion of its own.

Forces are beaten back, places fall to them, they are somewhere or on their way, and fight their way in.
"""

from collections.abc import Callable
from dataclasses import replace

from extractor.language.forces import is_force
from extractor.language.lexicon import FORCES
from extractor.language.modality import status_of
from extractor.language.motion_frame import Motion, is_place, motion_of, places
from extractor.language.motion_lexicon import DRIVING, EXPELLING, REPELLING
from extractor.language.names import parties
from extractor.language.phrases import phrase, subject
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import words
from schemas.base import Status
from schemas.troop_movement import Action, Outcome

_AT = frozenset("in at near around inside on along within outside".split())
_NO_POSTS = words("no-post")


def turned(parse: Parse, token: Token) -> Motion | None:
    """The movement that a verb tells by one of these turns."""
    return next((found for turn in _TURNS if (found := turn(parse, token)) is not None), None)


def _is(token: Token) -> bool:
    return token.verb == "be" or token.low in ("'re", "'s")


def _beaten_back(parse: Parse, token: Token) -> Motion | None:
    """ "Repelled two columns", "drove the rebels out", "were thrown back": those beaten had advanced, or now leave."""
    particles = {c.low for c in parse.children(token, "prt", "advmod", "prep")}
    driving = token.verb in DRIVING and (bool(particles & {"back", "off", "out", "from", "away"}) or token.verb in EXPELLING)
    if token.verb not in REPELLING and not driving:
        return None
    beaten = next(iter(parse.children(token, "nsubjpass", "dobj")), None)
    if beaten is None and token.tag == "VBN" and parse.children(token, "auxpass"):
        beaten = subject(parse, token)
    if beaten is None or not (is_force(parse, beaten) or (driving and beaten.low in ("them", "they"))):
        return None
    leaving = driving and bool(particles & {"out", "from", "away"} or token.verb in EXPELLING)
    to_place, from_place = places(parse, token, Action.WITHDRAW if leaving else Action.ADVANCE, None)
    if leaving:
        if status_of(parse, token) is not Status.PLANNED:
            return motion_of(parse, token, beaten, Action.WITHDRAW, to_place, from_place, nominal=False)
        doer = _aiming(parse, token)  # nobody has left yet: whoever means to drive them out means to take the place
        taken = from_place or to_place
        return motion_of(parse, token, doer, Action.CAPTURE, taken, None, nominal=False) if doer and taken else None
    found = motion_of(parse, token, beaten, Action.ADVANCE, to_place, from_place, nominal=False)
    return replace(found, outcome=Outcome.FAILED) if found.status in (Status.ASSERTED, Status.CONFIRMED) else found


def _aiming(parse: Parse, token: Token) -> Token | None:
    """The force that means to do what a verb says: the subject of the nearest clause above, or who owns its campaign."""
    for verb in (token, *parse.ancestors(token)):
        doer = subject(parse, verb) if verb.tag.startswith("V") else None
        if doer is not None and (found := _force_of(parse, doer)) is not None:
            return found
    return None


def _force_of(parse: Parse, token: Token) -> Token | None:
    owners = [*parse.children(token, "poss", "compound", "amod")]
    owners += [o for p in parse.children(token, "prep") if p.low in ("by", "of") for o in parse.children(p, "pobj")]
    return next((t for t in (token, *owners) if is_force(parse, t)), None)


def _fallen(parse: Parse, token: Token) -> Motion | None:
    """ "The town fell to the rebels", "into the hands of the rebels": a place is captured."""
    if token.verb not in ("fall", "pass", "come") and not _is(token):
        return None
    place = subject(parse, token)
    if place is None or not is_place(parse, place):
        return None
    for preposition in parse.children(token, "prep"):
        for thing in parse.children(preposition, "pobj"):
            takers = [thing] if token.verb == "fall" and preposition.low == "to" else []
            if thing.lemma in ("hand", "control"):
                takers = [o for p in parse.children(thing, "prep") if p.low == "of" for o in parse.children(p, "pobj")]
                takers += parse.children(thing, "poss", "amod")
            for taker in takers:
                if is_force(parse, taker) or parties(taker.text):
                    return motion_of(parse, token, taker, Action.CAPTURE, phrase(parse, place)[1], None, nominal=False)
    return None


def _on_its_way(parse: Parse, token: Token) -> Motion | None:
    """ "Two brigades are on their way to the border"."""
    if not _is(token) or not any(o.low == "way" for p in parse.children(token, "prep") for o in parse.children(p, "pobj")):
        return None
    force = subject(parse, token)
    if force is None or not is_force(parse, force):
        return None
    to_place = next(
        (phrase(parse, o)[1] for p in parse.subtree(token) if p.low == "to" for o in parse.children(p, "pobj")), None
    )
    found = motion_of(parse, token, force, Action.DEPLOY, to_place, None, nominal=False)
    return replace(found, outcome=Outcome.ONGOING) if found.outcome is Outcome.DONE else found


def _being(parse: Parse, token: Token) -> Motion | None:
    """ "Its soldiers are still there", "troops were in the town": forces that are somewhere hold it."""
    present = [c for c in parse.children(token, "acomp") if c.low in ("present", "inside")]
    if not _is(token) or token.dep in ("aux", "auxpass") or (not present and parse.children(token, "attr", "acomp", "xcomp")):
        return None
    force = subject(parse, token)
    if force is None or not ((force.among(FORCES) or force.low in parse.armed) and is_force(parse, force)):
        return None
    prepositions = [p for t in (token, *present) for p in parse.children(t, "prep")]
    spots = [o for p in prepositions if p.low in _AT for o in parse.children(p, "pobj")]
    there = any(c.low in ("there", "here", "still", "inside") for c in parse.children(token, "advmod"))
    if not there and not any(is_place(parse, o) and not o.among(_NO_POSTS) for o in spots):
        return None
    to_place, _ = places(parse, token, Action.HOLD, None)
    return motion_of(parse, token, force, Action.HOLD, to_place, None, nominal=False)


def _forced_way(parse: Parse, token: Token) -> Motion | None:
    """ "Fought their way into", "forced its way across"."""
    force = subject(parse, token)
    ways = [o for o in parse.children(token, "dobj") if (o.low == "way" and parse.children(o, "poss")) or o.low == "foot"]
    if force is None or not is_force(parse, force) or not ways:
        return None
    to_place, from_place = places(parse, token, Action.ADVANCE, None)
    return motion_of(parse, token, force, Action.ADVANCE, to_place, from_place, nominal=False)


_TURNS: tuple[Callable[[Parse, Token], Motion | None], ...] = (_beaten_back, _fallen, _on_its_way, _being, _forced_way)
