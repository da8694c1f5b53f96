"""Movements of forces in a parsed sentence: which force, what it does, from where to where, and whether it came about.

A movement is a motion verb with a force as the one who moves (subject, passive subject, or the object of "send" and
"withdraw"), a verb that beats forces back, a place that falls to a force, or a movement noun that names its force ("the
withdrawal of two battalions", "the Rwandan incursion").
"""

from extractor.language.forces import INSTITUTIONS, PRONOMINAL, is_force
from extractor.language.lexicon import CALENDAR, FORCES, PERSONS, PLACES
from extractor.language.modality import is_unreal
from extractor.language.motion_frame import MAKING_DO, Motion, is_participle, motion_of, moved, places, verbal
from extractor.language.motion_goals import astray, goals, is_place
from extractor.language.motion_lexicon import (
    CAUSED,
    DRIVING,
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
    TARGETED,
)
from extractor.language.motion_movers import is_state, takes, told_by, unarmed, who_is_sent
from extractor.language.motion_nouns import by_noun
from extractor.language.motion_turns import turned
from extractor.language.motion_ways import bearing, changes_sides, kept_for, outward, restated, stationed
from extractor.language.number_patterns import MANY
from extractor.language.reporting_lexicon import REPORTING
from extractor.language.syntax import Parse, Token, once
from extractor.language.vocabulary import words
from schemas.statement import Act
from schemas.troop_movement import Action, Outcome

_MEN = frozenset({"man", "officer", "policeman", "adviser", "advisor", "observer"})
_REST = frozenset("rest others survivors remainder".split())
_OWNERS = frozenset({"its", "their"})
_OPINIONS = words("opinion")
_TAKING_SIDES = frozenset("take hold keep maintain assume".split())
_GAINING = (Action.ADVANCE, Action.CAPTURE)


@once
def motions(parse: Parse) -> list[Motion]:
    """The movements of one sentence, in text order."""
    found: list[Motion] = []
    for token in parse:
        motion = _by_verb(parse, token) or by_noun(parse, token)
        if motion is not None and _happens(parse, token, motion) and not any(_same(motion, f) for f in found):
            found.append(motion)
    return [m for m in found if not restated(parse, m, found)]


def _happens(parse: Parse, token: Token, motion: Motion) -> bool:
    """False for figures of speech, for those who move without arms, and for what is only thought of."""
    if token.verb == "attack" and parse.children(token, "neg"):
        return False  # who denies attacking denies no change of place
    above = parse.head(token)
    if token.verb in DRIVING and token.tag == "VBG" and token.dep == "pcomp" and above is not None and above.low == "after":
        return False  # "hold the town after pushing back the troops": told by what they hold
    return not (astray(parse, token) or unarmed(parse, motion.mover, token) or is_unreal(parse, token))


def _same(one: Motion, other: Motion) -> bool:
    if one.actor_at != other.actor_at:
        return False
    placeless = one.to_place is None and one.from_place is None
    if placeless and one.action is Action.ADVANCE and one.outcome is Outcome.FAILED and other.action in _GAINING:
        return True  # "tried to enter but were beaten back"
    return one.action == other.action and (one.to_place == other.to_place or one.nominal)


def _by_verb(parse: Parse, token: Token) -> Motion | None:
    if not verbal(parse, token):
        return None
    if (told := turned(parse, token)) is not None:
        return told
    particles = _particles(parse, token)
    verb = token.verb if token.verb in MOTION else ""
    own = PHRASAL.get(token.verb, {})
    phrasal = own.get("back") if "back" in particles else None
    phrasal = phrasal or next((a for p, a in own.items() if p in particles), None)
    if not verb and phrasal is None:
        return None
    passive = bool(parse.children(token, "nsubjpass", "auxpass")) or (
        token.tag == "VBN" and token.dep in ("acl", "relcl") and not parse.children(token, "nsubj")
    )
    passive = passive or is_participle(parse, token)
    action = phrasal or MOTION[verb]
    mover, place = moved(parse, token), None
    first = _object(parse, token)
    measured = first is not None and first.among(MEASURES)
    if measured:
        first = None
    if first is not None and first.low == "it" and verb in PLACE_OBJECTS and not parse.children(token, "prt"):
        first = _place_meant(parse, token, first)
    if first is not None and _leaves_in_place(parse, token, first):
        return None
    if "out" in particles and MOTION.get(verb) is Action.HOLD and not _inside(parse, token):
        return None
    if passive and token.verb == "set" and particles & {"out", "off"}:
        return None  # "allegations set out by a panel"
    if _commanded(parse, token) or (verb == "leave" and _left_behind(parse, token)):
        return None
    if verb == "keep" and any(parse.children(p, "pcomp") for p in parse.children(token, "prep") if p.low == "from"):
        return None  # "kept them from entering": the other verb moves them
    if verb == "break" and "out" in particles and not any(g.among(TARGETED) for g in goals(parse, token)):
        return None
    if (verb == "break" and "away" in particles) or changes_sides(parse, token):
        return None
    if token.verb in MAKING_DO and parse.children(token, "xcomp"):
        return None  # "ordered troops to withdraw": the other verb moves them
    if MOTION.get(verb) is Action.HOLD and any(not stationed(c) for c in parse.children(token, "oprd", "acomp")):
        return None
    if (verb == "reinforce" and token.dep == "acl" and token.tag == "VBN") or (verb == "throw" and first is None):
        return None
    if verb == "station" and any(c.verb in ("remain", "stay") for c in parse.children(token, "aux", "auxpass")):
        action = Action.HOLD
    if passive and verb in PLACE_OBJECTS and not (verb in CAUSED and mover is not None and is_force(parse, mover)):
        place = mover
        mover = next((o for a in parse.children(token, "agent") for o in parse.children(a, "pobj")), None)
        if mover is None and action is Action.CAPTURE:
            mover = told_by(parse, token)
        if place is not None and (place.among(PERSONS) or is_force(parse, place)):
            return None
    elif first is not None and (verb in CAUSED or phrasal is not None) and _is_sent(parse, first, mover):
        if is_state(first):
            return None  # "pulls Russia out of a treaty"
        mover = who_is_sent(parse, first, mover)
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
    if mover is None or not (
        mover.low in PRONOMINAL
        or is_force(parse, mover)
        or _denies(parse, token, mover)
        or mover is first
        or _is_rest(parse, mover)
        or (action is Action.CAPTURE and not passive and takes(parse, mover, token, place))
    ):
        return None
    if passive and verb in ("move", "bring", "push", "drive", "fly", "land") and phrasal is None:
        action = Action.DEPLOY
    if verb in CAUSED and "back" in particles and (passive or first is mover):
        action = Action.WITHDRAW
    if verb == "return" and first is None and _homeward(parse, token):
        action = Action.WITHDRAW
    moving_forces = first is not None and verb in CAUSED and (_is_sent(parse, first, mover) or first.among(HARDWARE))
    if not moving_forces and not _fits(parse, token, action, place, phrasal is not None or measured):
        return None
    if mover.lemma == "reinforcement" and action is Action.ADVANCE:
        action = Action.DEPLOY
    if action in (Action.ADVANCE, Action.DEPLOY) and outward(parse, token):
        action = Action.WITHDRAW
    to_place, from_place = places(parse, token, action, place)
    settled = (
        to_place or from_place or phrasal is not None or (place is not None and (place.among(GROUND) or place.among(HELD)))
    )
    sent = verb in CAUSED and (passive or moving_forces)
    settled = settled or (
        sent and any(any(a.low == "to" for a in parse.children(c, "aux")) for c in parse.children(token, "xcomp"))
    )
    settled = settled or any(stationed(c) for c in parse.children(token, "acomp", "oprd"))
    settled = settled or (place is not None and kept_for(parse, token, place))
    settled = settled or bool(particles & {"forward", "back", "deeper", "there", "north", "south", "east", "west", "put"})
    if (verb in SETTLING or phrasal) and not settled and not moving_forces and not _stays(parse, token, verb):
        return None
    return motion_of(parse, token, mover, action, to_place, from_place, nominal=False)


def _is_sent(parse: Parse, forces: Token, sender: Token | None) -> bool:
    """True for what can be sent as a force: forces, and men or officers whom a force or a state sends."""
    if is_force(parse, forces):
        return True
    manned = forces.tag == "NNS" and forces.among(_MEN)
    return manned and sender is not None and sender is not forces and is_force(parse, sender)


def _is_rest(parse: Parse, mover: Token) -> bool:
    """ "The rest", "the survivors" of a force that the sentence has named before."""
    return mover.low in _REST and any(is_force(parse, t) for t in parse.tokens[: mover.number])


def _left_behind(parse: Parse, token: Token) -> bool:
    """ "Leaving five people dead": what is left is no place."""
    return bool(parse.children(token, "ccomp", "oprd")) and not any(is_place(parse, o) for o in parse.children(token, "dobj"))


def _commanded(parse: Parse, token: Token) -> bool:
    """An order in somebody's mouth: "Come out quietly"."""
    head = parse.head(token)
    quoted = token.dep == "xcomp" and head is not None and head.verb in REPORTING
    if token.tag != "VB" or not (quoted or token.dep in ("ccomp", "ROOT")):
        return False
    return not parse.children(token, "aux", "nsubj", "nsubjpass", "mark")


def _place_meant(parse: Parse, token: Token, pronoun: Token) -> Token:
    """The place that "it" stands for where its sentence has just told of it: "seized the dam but have since abandoned it"."""
    for other in reversed(parse.tokens[: token.number]):
        taken = other.dep in ("dobj", "nsubjpass") and other.tag.startswith("N")
        if taken and parse[other.head].verb in PLACE_OBJECTS and is_place(parse, other):
            return other
    return pronoun


def _inside(parse: Parse, token: Token) -> bool:
    """Whether those who "hold out" do so somewhere; who "stays out of" a place is nowhere near it."""
    out = [c for c in parse.children(token, "prt", "advmod", "prep") if c.low == "out"]
    away = any(p.low == "of" for c in out for p in parse.children(c, "prep"))
    return not away and any(places(parse, token, Action.HOLD, None))


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
    gone = token.verb in PLACE_OBJECTS and MOTION.get(token.verb) is not Action.HOLD
    reduced = first is None and token.dep == "relcl" and gone and bool(parse.children(token, "nsubj"))
    if reduced and not any(c.tag.startswith("W") for c in parse.children(token)):
        head = parse.head(token)  # "the posts his men overran"
        return head if head is not None and is_place(parse, head) else None
    return first


def _stays(parse: Parse, token: Token, verb: str) -> bool:
    """ "The army will stay", "they have left": a bare verb, of those that need no place to be one."""
    if verb not in ("stay", "remain", "leave", "return", "depart", "arrive", "come", "intervene") or parse.children(
        token, "acomp", "attr", "dobj", "xcomp", "oprd"
    ):
        return False
    if verb == "return" and any(p.low == "to" for p in parse.children(token, "prep")):
        return False
    if any(c.tag in ("RBR", "JJR") for c in parse.children(token, "advmod")):
        return False  # "have come closer"
    mover = moved(parse, token)
    told = mover is not None and (is_force(parse, mover) or (mover.low == "they" and verb in ("depart", "arrive", "come")))
    return told and not parse.children(token, "agent")


def _leaves_in_place(parse: Parse, token: Token, first: Token) -> bool:
    """Verbs that move nobody with the object that they have: closing a door, handing a place back, joining other forces."""
    if token.verb == "close" or (token.verb == "free" and not any(is_force(parse, g) for g in goals(parse, token))):
        return True
    if token.verb == "take" and first.tag in ("NN", "NNS") and not (first.among(HELD) or first.among(GROUND)):
        certain = parse.children(first, "det", "poss", "compound", "nmod") or parse.sentence.heading
        if not certain and (first.tag == "NN" or not first.among(PLACES)):
            return True  # "took part", "take other steps"
    if token.verb == "take" and is_state(first):
        return any(True for _ in goals(parse, token))  # "has taken Abu Dhabi to court"
    if first.among(HARDWARE) and any(is_force(parse, g) and not is_state(g) for g in goals(parse, token)):
        return True  # arms that are handed to others
    if token.verb == "return":
        return not (is_force(parse, first) or first.among(HARDWARE))
    return token.verb == "reinforce" and token.dep in ("advcl", "xcomp") and is_force(parse, first)


def _is_opinion(parse: Parse, verb: str, place: Token) -> bool:
    """ "Took a hard position on amnesty": a position that no place is told of."""
    if verb not in _TAKING_SIDES or place.tag != "NN" or not place.among(_OPINIONS):
        return False
    if not any(d.low in ("a", "an", "no", "this", "that") for d in parse.children(place, "det")):
        return False
    spots = [o for p in parse.children(place, "prep") if p.low != "for" for o in parse.children(p, "pobj")]
    return not any(is_place(parse, o) and not o.tag.startswith("NNP") for o in spots)


def _fits(parse: Parse, token: Token, action: Action, place: Token | None, phrasal: bool) -> bool:
    """Whether the object that a motion verb has, or lacks, leaves it a movement."""
    verb = token.verb if token.verb in MOTION else ""
    if verb in ("launch", "fight", "press", "continue", "gather") and not (
        phrasal or (verb == "press" and bearing(parse, token))
    ):
        return False
    if place is not None and place.low in ("anyone", "anybody", "us", "them"):
        return True
    if place is None and action is Action.CAPTURE:
        return phrasal or parse.tokens[min(token.number + 1, len(parse.tokens) - 1)].tag in ("''", "``", "NNP")
    if place is None:
        return (
            verb not in ("take", "gain", "clear", "secure", "recover", "control", "defend", "man", "keep", "build", "commit")
            or phrasal
        )
    if place.among(CALENDAR) or place.tag == "CD" or _is_opinion(parse, verb, place):
        return False
    if place.among(HARDWARE):
        return verb in CAUSED
    if place.among(GROUND) or (
        place.low in ("it", "them") and not phrasal and (action is Action.CAPTURE or verb not in SETTLING)
    ):
        return True
    if kept_for(parse, token, place):
        return True
    if phrasal:
        return is_place(parse, place) and (verb not in CAUSED or any(places(parse, token, action, None)))
    if verb in ("set", "establish", "install", "bring", "build", "turn", "drive", "move", "push", "send", "pull", "position"):
        return False
    if verb in ("gain", "make"):
        return place.among(GAINED)
    if action is Action.HOLD or verb in ("lose", "defend"):
        return is_place(parse, place) or place.among(HELD)
    if verb in ("regain", "take", "seize", "retake", "recover", "secure", "assume", "clear", "reclaim", "wrest"):
        return place.among(HELD) or is_place(parse, place)
    return is_place(parse, place)
