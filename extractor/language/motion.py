"""Movements of forces in a parsed sentence: which force, what it does, from where to where, and whether it came about.

A movement is a motion verb with a force as the one who moves (subject, passive subject, or the object of "send" and
"withdraw"), a verb that beats forces back, a place that falls to a force, or a movement noun that names its force ("the
withdrawal of two battalions", "the Rwandan incursion").
"""

from extractor.language.forces import INSTITUTIONS, PRONOMINAL, is_force
from extractor.language.lexicon import CALENDAR, FORCES, PERSONS
from extractor.language.motion_frame import MAKING_DO, Motion, is_place, motion_of, moved, places, verbal
from extractor.language.motion_lexicon import (
    BARE,
    CAUSED,
    GAINED,
    GROUND,
    HARDWARE,
    HELD,
    HOMEWARD,
    MEASURES,
    MOTION,
    PHRASAL,
    PLACE_OBJECTS,
    SETTLING,
)
from extractor.language.motion_nouns import by_noun
from extractor.language.motion_turns import turned
from extractor.language.number_patterns import MANY
from extractor.language.reporting_lexicon import REPORTING
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import words
from schemas.statement import Act
from schemas.troop_movement import Action

_STAYING = words("staying") | frozenset({"there"})


def motions(parse: Parse) -> list[Motion]:
    """The movements of one sentence, in text order."""
    found: list[Motion] = []
    for token in parse:
        motion = _by_verb(parse, token) or by_noun(parse, token)
        if motion is not None and not any(_same(motion, f) for f in found):
            found.append(motion)
    return found


def _same(one: Motion, other: Motion) -> bool:
    return one.actor_at == other.actor_at and one.action == other.action and (one.to_place == other.to_place or one.nominal)


def _by_verb(parse: Parse, token: Token) -> Motion | None:
    if not verbal(parse, token):
        return None
    if (told := turned(parse, token)) is not None:
        return told
    particles = _particles(parse, token)
    verb = token.verb if token.verb in MOTION else ""
    phrasal = next((a for p, a in PHRASAL.get(token.verb, {}).items() if p in particles), None)
    if not verb and phrasal is None:
        return None
    passive = bool(parse.children(token, "nsubjpass", "auxpass")) or (
        token.tag == "VBN" and token.dep in ("acl", "relcl") and not parse.children(token, "nsubj")
    )
    action = phrasal or MOTION[verb]
    mover, place = moved(parse, token), None
    first = _object(parse, token)
    if first is not None and first.among(MEASURES):
        first = None
    if "out" in particles and MOTION.get(verb) is Action.HOLD:
        return None
    if token.verb in MAKING_DO and parse.children(token, "xcomp"):
        return None  # "ordered troops to withdraw": the other verb moves them
    if MOTION.get(verb) is Action.HOLD and any(not _stationed(c) for c in parse.children(token, "oprd", "acomp")):
        return None
    if verb == "reinforce" and token.dep == "acl":
        return None
    if verb == "station" and any(c.verb in ("remain", "stay") for c in parse.children(token, "aux", "auxpass")):
        action = Action.HOLD
    if passive and verb in PLACE_OBJECTS and not (verb in CAUSED and mover is not None and is_force(parse, mover)):
        place = mover
        mover = next((o for a in parse.children(token, "agent") for o in parse.children(a, "pobj")), None)
        if place is not None and (place.among(PERSONS) or is_force(parse, place)):
            return None
    elif first is not None and (verb in CAUSED or phrasal is not None) and is_force(parse, first):
        mover = _who_is_sent(parse, first, mover)
        if verb in ("move", "bring", "push", "drive", "pour", "fly", "land", "slip") and action is not Action.WITHDRAW:
            action = Action.DEPLOY
        if verb == "return" or "home" in particles or any(c.low == "home" for c in parse.children(token)):
            action = Action.WITHDRAW
    elif first is not None and verb in CAUSED and first.among(HARDWARE) and not passive:
        if phrasal is None and verb in ("move", "bring", "push", "drive", "fly", "land"):
            action = Action.DEPLOY
    elif first is not None and not passive:
        if first.among(PERSONS) or first.among(FORCES):
            return None
        place = first
    if mover is None or not (mover.low in PRONOMINAL or is_force(parse, mover) or _denies(parse, token, mover)):
        return None
    if passive and verb in ("move", "bring", "push", "drive", "fly", "land") and phrasal is None:
        action = Action.DEPLOY
    if verb in CAUSED and "back" in particles and (passive or first is mover):
        action = Action.WITHDRAW
    if verb == "return" and first is None and _homeward(parse, token):
        action = Action.WITHDRAW
    moving_forces = first is not None and verb in CAUSED and (is_force(parse, first) or first.among(HARDWARE))
    if not moving_forces and not _fits(parse, verb, action, place, phrasal is not None):
        return None
    to_place, from_place = places(parse, token, action, place)
    settled = (
        to_place or from_place or phrasal is not None or (place is not None and (place.among(GROUND) or place.among(HELD)))
    )
    settled = settled or any(_stationed(c) for c in parse.children(token, "acomp", "oprd"))
    settled = settled or bool(particles & {"forward", "back", "deeper", "there", "north", "south", "east", "west", "put"})
    if (verb in SETTLING or phrasal) and not settled and not moving_forces and not _stays(parse, token, verb):
        return None
    return motion_of(parse, token, mover, action, to_place, from_place, nominal=False)


def _stationed(token: Token) -> bool:
    return token.low in _STAYING or token.verb in _STAYING


def _denies(parse: Parse, token: Token, mover: Token) -> bool:
    """A ministry that "denied withdrawing": it speaks for those who would have moved."""
    head = parse.head(token)
    denied = head is not None and REPORTING.get(head.verb) == Act.DENY
    return denied and token.tag == "VBG" and mover.among(INSTITUTIONS)


def _particles(parse: Parse, token: Token) -> set[str]:
    """The particles and directions right after a verb; a preposition with an object is none, but for "into" and such."""
    found = set()
    for child in parse.children(token, "prt", "advmod", "prep", "npadvmod", "acomp"):
        lone = child.dep != "prep" or child.low in ("into", "through", "for", "back") or not parse.children(child, "pobj")
        if lone and 0 < child.number - token.number <= 4:
            found.add(child.low)
    return found


def _homeward(parse: Parse, token: Token) -> bool:
    """True when forces return to where they belong."""
    places = [o for p in parse.children(token, "prep") if p.low == "to" for o in parse.children(p, "pobj")]
    return any(o.among(HOMEWARD) for o in places)


def _object(parse: Parse, token: Token) -> Token | None:
    """The direct object of a verb; of "the plant, which they seized" the plant, of "dozens of outposts" the outposts."""
    first = next(iter(parse.children(token, "dobj")), None)
    if first is not None and (first.low in MANY or first.tag == "CD"):
        counted = [o for p in parse.children(first, "prep") if p.low == "of" for o in parse.children(p, "pobj")]
        first = counted[0] if counted else first
    if first is not None and first.low in ("which", "that", "whom") and token.dep == "relcl":
        return parse.head(token)
    return first


def _stays(parse: Parse, token: Token, verb: str) -> bool:
    """ "The army will stay", "they have left": a bare verb, of those that need no place to be one."""
    if verb not in ("stay", "leave", "return", "depart", "arrive", "come") or parse.children(
        token, "acomp", "attr", "dobj", "xcomp", "oprd"
    ):
        return False
    if verb == "return" and any(p.low == "to" for p in parse.children(token, "prep")):
        return False
    mover = moved(parse, token)
    told = mover is not None and (is_force(parse, mover) or (mover.low == "they" and verb in ("depart", "arrive", "come")))
    return told and not parse.children(token, "agent")


def _fits(parse: Parse, verb: str, action: Action, place: Token | None, phrasal: bool) -> bool:
    """Whether the object that a motion verb has, or lacks, leaves it a movement."""
    if verb in ("launch", "fight", "press", "continue", "gather") and not phrasal:
        return False
    if place is not None and place.low in ("anyone", "anybody", "us", "them"):
        return True
    if place is None:
        return (
            verb not in ("take", "gain", "clear", "secure", "recover", "control", "defend", "man", "keep", "build", "commit")
            or phrasal
        )
    if place.among(CALENDAR) or place.tag == "CD":
        return False
    if place.among(HARDWARE):
        return verb in CAUSED
    if place.among(GROUND) or (
        place.low in ("it", "them") and not phrasal and (action is Action.CAPTURE or verb not in SETTLING)
    ):
        return True
    if phrasal:
        return is_place(parse, place)
    if verb in ("set", "establish", "install", "bring", "build", "turn", "drive", "move", "push", "send", "pull", "position"):
        return False
    if verb in ("gain", "make"):
        return place.among(GAINED)
    if action is Action.HOLD or verb in ("lose", "defend"):
        return is_place(parse, place) or place.among(HELD)
    if verb in ("regain", "take", "seize", "retake", "recover", "secure", "assume", "clear", "reclaim", "wrest"):
        return place.among(HELD) or is_place(parse, place)
    return is_place(parse, place)


def _who_is_sent(parse: Parse, forces: Token, sender: Token | None) -> Token:
    """Of "Rwanda sent its troops" Rwanda moves, of "Rwanda sent 400 soldiers" the soldiers do."""
    described = [
        c
        for c in parse.children(forces)
        if c.dep in ("amod", "nummod", "compound", "quantmod", "prep") or (c.dep == "poss" and c.tag != "PRP$")
    ]
    if forces.low in ("garrison", "presence", "force", "contingent") and sender is not None and is_force(parse, sender):
        return sender
    named = described or (not forces.among(BARE) and not parse.children(forces, "poss"))
    return forces if named or sender is None or not is_force(parse, sender) else sender
