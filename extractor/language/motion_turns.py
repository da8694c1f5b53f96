"""Turns of phrase that tell a movement without a verb of motion of its own.

Forces are beaten back, places fall to them, they are somewhere or on their way, and fight their way in.
"""

from collections.abc import Callable
from dataclasses import replace

from extractor.language.forces import PRONOMINAL, is_force
from extractor.language.lexicon import FORCES, PLACES
from extractor.language.modality import fails, status_of
from extractor.language.motion_frame import Motion, is_participle, motion_of, places
from extractor.language.motion_goals import is_place
from extractor.language.motion_lexicon import DRIVING, EXPELLING, HELD, MOVEMENT_NOUNS, REPELLING
from extractor.language.motion_nouns import noun_actor
from extractor.language.names import parties
from extractor.language.persons import is_person
from extractor.language.phrases import phrase, subject
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import words
from schemas.base import Status
from schemas.troop_movement import Action, Outcome

_AT = frozenset("in at near around inside on along within outside".split())
_ATTACKS = frozenset({"attack", "attempt", "bid", "counterattack", "counter-attack"})
_BACK_TO = frozenset("to toward towards behind beyond".split())
_IMPOSING = words("imposing")
_FILLING = words("filling")
_SHIFTING = words("shifting")
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
    if beaten is None and token.tag == "VBN" and (parse.children(token, "auxpass") or is_participle(parse, token)):
        beaten = subject(parse, token)
    attack = (
        beaten
        if beaten is not None and (beaten.lemma in _ATTACKS or MOVEMENT_NOUNS.get(beaten.lemma) is Action.ADVANCE)
        else None
    )
    if attack is not None and any(c.low == "to" for a in parse.children(attack, "acl") for c in parse.children(a)):
        return None  # "an attempt by militants to storm the post": told by what they tried
    if attack is not None:
        by = [o for p in parse.children(token, "prep") if p.low == "by" for o in parse.children(p, "pobj")]
        beaten = noun_actor(parse, attack) or (next(iter(by), None) if attack.dep == "dobj" else None)
    if beaten is None or not (is_force(parse, beaten) or parties(beaten.text) or (driving and beaten.low in ("them", "they"))):
        return None
    leaving = driving and bool(particles & {"out", "from", "away"} or token.verb in EXPELLING)
    told = attack or token
    to_place, from_place = places(parse, told, Action.WITHDRAW if leaving else Action.ADVANCE, None)
    if driving and not leaving and "back" in particles and to_place is not None:
        leaving = any(p.low in _BACK_TO for p in _prepositions(parse, token))
    if leaving and fails(parse, token):
        return None
    if leaving:
        if status_of(parse, token) is not Status.PLANNED:
            return motion_of(parse, token, beaten, Action.WITHDRAW, to_place, from_place, nominal=False)
        if beaten.low == "them" and _bystanders(parse, token):
            return None
        doer = _aiming(parse, token)  # nobody has left yet: whoever means to drive them out means to take the place
        taken = from_place or to_place
        return motion_of(parse, token, doer, Action.CAPTURE, taken, None, nominal=False) if doer and taken else None
    found = motion_of(parse, token, beaten, Action.ADVANCE, to_place, from_place, nominal=False)
    return replace(found, outcome=Outcome.FAILED) if found.status in (Status.ASSERTED, Status.CONFIRMED) else found


def _bystanders(parse: Parse, token: Token) -> bool:
    """True where "them" are people of the clause above who are no force."""
    above = parse.head(token)
    reached = [o for p in parse.children(above, "prep") for o in parse.children(p, "pobj")] if above is not None else []
    reached += parse.children(above, "dobj") if above is not None else []
    return any(is_person(o) and not is_force(parse, o) for o in reached)


def _prepositions(parse: Parse, token: Token) -> list[Token]:
    """The prepositions of a verb and of its particles."""
    return [p for t in (token, *parse.children(token, "advmod", "prt")) for p in parse.children(t, "prep")]


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
    if _is(token) and token.dep == "relcl":
        return None  # "which had been under their control": told beside what has become of it
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
    if (kept := _in_control(parse, token)) is not None:
        return motion_of(parse, token, force, Action.HOLD, phrase(parse, kept)[1], None, nominal=False)
    prepositions = [p for t in (token, *present) for p in parse.children(t, "prep")]
    spots = [o for p in prepositions if p.low in _AT for o in parse.children(p, "pobj")]
    there = any(c.low in ("there", "here", "still", "inside") for c in parse.children(token, "advmod"))
    if not there and not any(is_place(parse, o) and not o.among(_NO_POSTS) and not _idle(parse, o) for o in spots):
        return None
    to_place, _ = places(parse, token, Action.HOLD, None)
    return motion_of(parse, token, force, Action.HOLD, to_place, None, nominal=False)


def _in_control(parse: Parse, token: Token) -> Token | None:
    """The place that forces are "in control of"."""
    hold = [o for p in parse.children(token, "prep") if p.low == "in" for o in parse.children(p, "pobj") if o.among(HELD)]
    held = [o for h in hold for p in parse.children(h, "prep") if p.low == "of" for o in parse.children(p, "pobj")]
    return next((o for o in held if is_place(parse, o)), None)


def _idle(parse: Parse, spot: Token) -> bool:
    """A noun that tells how somebody is rather than where: "in contact", "in place"."""
    return spot.tag == "NN" and spot.text.islower() and not parse.children(spot, "det", "poss", "compound", "nmod", "amod")


def _forced_way(parse: Parse, token: Token) -> Motion | None:
    """ "Fought their way into", "forced its way across"."""
    force = subject(parse, token)
    ways = [o for o in parse.children(token, "dobj") if (o.low == "way" and parse.children(o, "poss")) or o.low == "foot"]
    if force is None or not is_force(parse, force) or not ways:
        return None
    to_place, from_place = places(parse, token, Action.ADVANCE, None)
    return motion_of(parse, token, force, Action.ADVANCE, to_place, from_place, nominal=False)


def _lost(parse: Parse, token: Token) -> Motion | None:
    """ "Lost the town to the rebels", "has lost its grip on the port": who takes it, else who gives it up."""
    places_lost = [o for o in parse.children(token, "dobj") if is_place(parse, o) or o.among(HELD)]
    if token.verb != "lose" or not places_lost:
        return None
    place = places_lost[0]
    branches = [*parse.children(token, "prep", "dative"), *parse.children(place, "prep")]
    on = [o for p in branches if p.low in ("of", "over", "on") for o in parse.children(p, "pobj") if is_place(parse, o)]
    if place.among(HELD) and not place.among(PLACES) and not on:
        return None
    where = phrase(parse, on[0] if place.among(HELD) and on else place)[1]
    takers = [o for p in branches if p.low == "to" for o in parse.children(p, "pobj") if is_force(parse, o)]
    if takers:
        return motion_of(parse, token, takers[0], Action.CAPTURE, where, None, nominal=False)
    loser = subject(parse, token)
    if loser is None or not is_force(parse, loser):
        return None
    return motion_of(parse, token, loser, Action.WITHDRAW, None, where, nominal=False)


def _controlling(parse: Parse, token: Token) -> Motion | None:
    """ "Imposed their control over the village", "brought the road under its control": a place is captured."""
    force = subject(parse, token)
    if force is None or not (is_force(parse, force) or force.low in PRONOMINAL) or token.verb not in _IMPOSING:
        return None
    held = [o for o in parse.children(token, "dobj") if o.lemma in ("control", "authority", "hold")]
    spots = [
        o
        for h in held
        for p in parse.children(h, "prep") + parse.children(token, "prep")
        if p.low in ("over", "of", "on")
        for o in parse.children(p, "pobj")
    ]
    under = [
        o for p in _prepositions(parse, token) if p.low == "under" for o in parse.children(p, "pobj") if o.lemma == "control"
    ]
    spots += parse.children(token, "dobj") if under else []
    place = next((s for s in spots if is_place(parse, s)), None)
    if place is None:
        return None
    return motion_of(parse, token, force, Action.CAPTURE, phrase(parse, place)[1], None, nominal=False)


def _garrisoned(parse: Parse, token: Token) -> Motion | None:
    """ "Has some 4,800 troops in the province": whoever has forces somewhere holds it."""
    owner = subject(parse, token)
    troops = [o for o in parse.children(token, "dobj") if o.among(FORCES) and is_force(parse, o)]
    if token.verb != "have" or token.dep in ("aux", "auxpass") or not troops or owner is None or not is_force(parse, owner):
        return None
    counted = parse.children(troops[0], "nummod", "amod", "compound")
    spots = [
        o for t in (token, troops[0]) for p in parse.children(t, "prep") if p.low in _AT for o in parse.children(p, "pobj")
    ]
    where = next((o for o in spots if is_place(parse, o)), None)
    if where is None or not counted:
        return None
    return motion_of(parse, token, owner, Action.HOLD, phrase(parse, where)[1], None, nominal=False)


def _reinforced(parse: Parse, token: Token) -> Motion | None:
    """ "Reinforced their ranks", "moved their headquarters east": who brings up men, or shifts where they lie."""
    force = subject(parse, token)
    if force is None or not (is_force(parse, force) or force.low in PRONOMINAL):
        return None
    own = [o for o in parse.children(token, "dobj") if any(p.low in ("its", "their") for p in parse.children(o, "poss"))]
    filled = token.verb in _FILLING and any(o.lemma == "rank" for o in own)
    seat = token.verb in _SHIFTING and any(o.among(PLACES) for o in own)
    if not filled and not seat:
        return None
    to_place, from_place = places(parse, token, Action.DEPLOY, None)
    return motion_of(parse, token, force, Action.DEPLOY, to_place, from_place, nominal=False)


_TURNS: tuple[Callable[[Parse, Token], Motion | None], ...] = (
    _beaten_back,
    _fallen,
    _on_its_way,
    _being,
    _forced_way,
    _lost,
    _controlling,
    _garrisoned,
    _reinforced,
)
