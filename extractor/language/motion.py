"""Movements of forces in a parsed sentence: which force, what it does, from where to where, and whether it came about.

A movement is a motion verb with a force as the one who moves (subject, passive subject, or the object of "send" and
"withdraw"), a verb that beats forces back, a place that falls to a force, or a movement noun that names its force ("the
withdrawal of two battalions", "the Rwandan incursion").
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from extractor.language.forces import PRONOMINAL, is_force
from extractor.language.lexicon import CALENDAR, FORCES, PERSONS, PLACES
from extractor.language.modality import outcome_of, status_of
from extractor.language.motion_lexicon import (
    BARE,
    CARRYING_OUT,
    CAUSED,
    DRIVING,
    EXPELLING,
    GAINED,
    GROUND,
    HARDWARE,
    HELD,
    HOMEWARD,
    MEASURES,
    MOTION,
    MOTION_FORMS,
    MOVEMENT_NOUNS,
    NAMED_ONLY,
    PHRASAL,
    PHRASAL_FORMS,
    PLACE_OBJECTS,
    REPELLING,
    SETTLING,
    TARGETED,
)
from extractor.language.names import parties
from extractor.language.number_patterns import MANY
from extractor.language.phrases import Span, phrase, subject
from extractor.language.reporting_lexicon import REPORTING, REPORTING_FORMS
from extractor.language.syntax import Parse, Token
from schemas.base import Status
from schemas.statement import Act
from schemas.troop_movement import Action, Outcome

_TO = frozenset(
    "into to toward towards onto on near at in around across along inside through outside within over upon off against by "
    "beyond between behind via up".split()
)
_AT = frozenset("in at near around inside on along within outside".split())
_BEING = frozenset("is are was were 're 's be been".split())
_TRYING_NOUNS = frozenset("attempt attempts bid bids effort efforts try".split())
_NO_POSTS = frozenset("hospital hospitals prison prisons custody jail detention".split())
_OBJECTIONS = frozenset(
    "force forced forcing allow allowed compel compelled drove driven let help helped order ordered".split()
)


@dataclass(frozen=True, slots=True)
class Motion:
    """One movement; `actor_at`, `at` and `clause` are code points of the article's text."""

    actor: str
    actor_at: Span
    action: Action
    outcome: Outcome
    status: Status
    from_place: str | None
    to_place: str | None
    at: int
    clause: Span
    nominal: bool


def motions(parse: Parse) -> list[Motion]:
    """The movements of one sentence, in text order."""
    found: list[Motion] = []
    for token in parse:
        motion = _by_verb(parse, token) or _by_noun(parse, token)
        if motion is not None and not any(_same(motion, f) for f in found):
            found.append(motion)
    return found


def _same(one: Motion, other: Motion) -> bool:
    return one.actor_at == other.actor_at and one.action == other.action and (one.to_place == other.to_place or one.nominal)


def moved(parse: Parse, verb: Token) -> Token | None:
    """Who carries out a verb, also where another clause supplies them ("urged X to ...", "an attempt by X to ...")."""
    subjects = parse.children(verb, "nsubj", "nsubjpass")
    own = next((s for s in reversed(subjects) if s.number < verb.number), next(iter(subjects), None))
    head = parse.head(verb)
    if own is not None and not (own.low in ("who", "which", "that") and verb.dep == "relcl"):
        return own
    if head is None:
        return None
    if verb.dep in ("xcomp", "advcl") and head.tag.startswith("V") and any(c.tag == "TO" for c in parse.children(verb)):
        controlling = [o for o in parse.children(head, "dobj") if head.number < o.number < verb.number]
        if controlling and verb.dep == "xcomp":
            return controlling[0]
    if verb.dep in ("xcomp", "ccomp", "advcl", "acl", "relcl") and head.tag.startswith("V"):
        base = REPORTING_FORMS.get(head.low, "")
        if REPORTING.get(base) == Act.DEMAND or base in ("tell", "warn") or head.low in _OBJECTIONS:
            objects = parse.children(head, "dobj", "nsubjpass") or [
                o for p in parse.children(head, "prep") if p.low in ("on", "upon", "to") for o in parse.children(p, "pobj")
            ]
            if objects:
                return objects[0]
            if head.low in _OBJECTIONS:
                return subject(parse, head)
    if verb.dep in ("acl", "pcomp") and (noun := _governing_noun(parse, verb)) is not None:
        if noun.low in _TRYING_NOUNS or MOVEMENT_NOUNS.get(noun.low):
            by = [o for p in parse.children(noun, "prep", "agent") if p.low in ("by", "of") for o in parse.children(p, "pobj")]
            owner = next(iter([*by, *parse.children(noun, "poss")]), None)
            if owner is not None:
                return owner
        if verb.dep == "acl":
            return noun if verb.tag != "VB" or is_force(parse, noun) else subject(parse, parse.head(noun) or noun)
    return subject(parse, verb)


def _governing_noun(parse: Parse, verb: Token) -> Token | None:
    head = parse.head(verb)
    if head is not None and head.tag == "IN":
        head = parse.head(head)
    return head if head is not None and head.tag.startswith("N") else None


def _by_verb(parse: Parse, token: Token) -> Motion | None:
    if not verbal(parse, token):
        return None
    special = (
        _beaten_back(parse, token)
        or _fallen(parse, token)
        or _on_its_way(parse, token)
        or _being(parse, token)
        or _forced_way(parse, token)
    )
    if special is not None:
        return special
    particles = _particles(parse, token)
    verb = MOTION_FORMS.get(token.low, "")
    phrasal = next((a for p, a in PHRASAL.get(PHRASAL_FORMS.get(token.low, ""), {}).items() if p in particles), None)
    if not verb and phrasal is None:
        return None
    passive = bool(parse.children(token, "nsubjpass", "auxpass")) or (
        token.tag == "VBN" and token.dep in ("acl", "relcl") and not parse.children(token, "nsubj")
    )
    action = phrasal or MOTION[verb]
    mover, place = moved(parse, token), None
    first = _object(parse, token)
    if first is not None and first.low in MEASURES:
        first = None
    if "out" in particles and MOTION.get(verb) is Action.HOLD:
        return None
    if verb == "reinforce" and token.dep == "acl":
        return None
    if verb == "station" and any(c.low.startswith(("remain", "stay")) for c in parse.children(token, "aux", "auxpass")):
        action = Action.HOLD
    if passive and verb in PLACE_OBJECTS and not (verb in CAUSED and mover is not None and is_force(parse, mover)):
        place = mover
        mover = next((o for a in parse.children(token, "agent") for o in parse.children(a, "pobj")), None)
        if place is not None and (place.low in PERSONS or is_force(parse, place)):
            return None
    elif first is not None and (verb in CAUSED or phrasal is not None) and is_force(parse, first):
        mover = _who_is_sent(parse, first, mover)
        if verb in ("move", "bring", "push", "drive", "pour", "fly", "land", "slip") and action is not Action.WITHDRAW:
            action = Action.DEPLOY
        if verb == "return" or "home" in particles or any(c.low == "home" for c in parse.children(token)):
            action = Action.WITHDRAW
    elif first is not None and verb in CAUSED and first.low in HARDWARE and not passive:
        if phrasal is None and verb in ("move", "bring", "push", "drive", "fly", "land"):
            action = Action.DEPLOY
    elif first is not None and not passive:
        if first.low in PERSONS or first.low in FORCES:
            return None
        place = first
    if mover is None or not (mover.low in PRONOMINAL or is_force(parse, mover)):
        return None
    if verb in CAUSED and "back" in particles and (passive or first is mover):
        action = Action.WITHDRAW
    if verb == "return" and first is None and _homeward(parse, token):
        action = Action.WITHDRAW
    moving_forces = first is not None and verb in CAUSED and (is_force(parse, first) or first.low in HARDWARE)
    if not moving_forces and not _fits(parse, verb, action, place, phrasal is not None):
        return None
    to_place, from_place = _places(parse, token, action, place)
    settled = (
        to_place or from_place or phrasal is not None or (place is not None and (place.low in GROUND or place.low in HELD))
    )
    settled = settled or bool(particles & {"forward", "back", "deeper", "there", "north", "south", "east", "west", "put"})
    if (verb in SETTLING or phrasal) and not settled and not moving_forces and not _stays(parse, token, verb):
        return None
    return _motion(parse, token, mover, action, to_place, from_place, nominal=False)


def verbal(parse: Parse, token: Token) -> bool:
    """True for a verb, also one that the tagger took for a noun after "to" or an adjective with a subject."""
    if token.dep in ("amod", "compound", "aux", "auxpass"):
        return False
    return token.tag.startswith("V") or any(
        (c.dep == "aux" and c.low == "to") or (c.dep == "nsubj" and token.dep in ("advcl", "relcl", "ccomp", "ROOT", "conj"))
        for c in parse.children(token)
    )


def _particles(parse: Parse, token: Token) -> set[str]:
    """The particles and directions right after a verb; a preposition with an object is none, but for "into" and such."""
    found = set()
    for child in parse.children(token, "prt", "advmod", "prep", "npadvmod", "acomp"):
        lone = child.dep != "prep" or child.low in ("into", "through", "for", "back") or not parse.children(child, "pobj")
        if lone and 0 < child.number - token.number <= 4:
            found.add(child.low)
    return found


def _on_its_way(parse: Parse, token: Token) -> Motion | None:
    """ "Two brigades are on their way to the border"."""
    if token.low not in _BEING or not any(
        o.low == "way" for p in parse.children(token, "prep") for o in parse.children(p, "pobj")
    ):
        return None
    force = subject(parse, token)
    if force is None or not is_force(parse, force):
        return None
    to_place = next(
        (phrase(parse, o)[0] for p in parse.subtree(token) if p.low == "to" for o in parse.children(p, "pobj")), None
    )
    found = _motion(parse, token, force, Action.DEPLOY, to_place, None, nominal=False)
    return replace(found, outcome=Outcome.ONGOING) if found.outcome is Outcome.DONE else found


def _forced_way(parse: Parse, token: Token) -> Motion | None:
    """ "Fought their way into", "forced its way across"."""
    force = subject(parse, token)
    ways = [o for o in parse.children(token, "dobj") if o.low == "way" and parse.children(o, "poss")]
    if force is None or not is_force(parse, force) or not ways:
        return None
    to_place, from_place = _places(parse, token, Action.ADVANCE, None)
    return _motion(parse, token, force, Action.ADVANCE, to_place, from_place, nominal=False)


def _homeward(parse: Parse, token: Token) -> bool:
    """True when forces return to where they belong."""
    places = [o for p in parse.children(token, "prep") if p.low == "to" for o in parse.children(p, "pobj")]
    return any(o.low in HOMEWARD for o in places)


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
    if place.low in CALENDAR or place.tag == "CD":
        return False
    if place.low in HARDWARE:
        return verb in CAUSED
    if place.low in GROUND or (place.low in ("it", "them") and action is Action.CAPTURE and not phrasal):
        return True
    if phrasal:
        return _is_place(parse, place)
    if verb in ("set", "establish", "install", "bring", "build", "turn", "drive", "move", "push", "send", "pull", "position"):
        return False
    if verb in ("gain", "make"):
        return place.low in GAINED
    if action is Action.HOLD or verb in ("lose", "defend"):
        return _is_place(parse, place) or place.low in HELD
    if verb in ("regain", "take", "seize", "retake", "recover", "secure", "assume", "clear", "reclaim", "wrest"):
        return place.low in HELD or _is_place(parse, place)
    return _is_place(parse, place)


def _who_is_sent(parse: Parse, forces: Token, sender: Token | None) -> Token:
    """Of "Rwanda sent its troops" Rwanda moves, of "Rwanda sent 400 soldiers" the soldiers do."""
    described = [
        c
        for c in parse.children(forces)
        if c.dep in ("amod", "nummod", "compound", "quantmod", "prep") or (c.dep == "poss" and c.tag != "PRP$")
    ]
    named = described or (forces.low not in BARE and not parse.children(forces, "poss"))
    return forces if named or sender is None or not is_force(parse, sender) else sender


def _beaten_back(parse: Parse, token: Token) -> Motion | None:
    """ "Repelled two columns", "drove the rebels out", "were thrown back": those beaten had advanced, or now leave."""
    particles = {c.low for c in parse.children(token, "prt", "advmod", "prep")}
    driving = DRIVING.get(token.low) is not None and (
        bool(particles & {"back", "off", "out", "from", "away"}) or DRIVING.get(token.low) in EXPELLING
    )
    if token.low not in REPELLING and not driving:
        return None
    beaten = next(iter(parse.children(token, "nsubjpass", "dobj")), None)
    if beaten is None and token.tag == "VBN" and parse.children(token, "auxpass"):
        beaten = subject(parse, token)
    if beaten is None or not (is_force(parse, beaten) or (driving and beaten.low in ("them", "they"))):
        return None
    leaving = driving and bool(particles & {"out", "from", "away"} or DRIVING.get(token.low) in EXPELLING)
    to_place, from_place = _places(parse, token, Action.WITHDRAW if leaving else Action.ADVANCE, None)
    if leaving:
        return _motion(parse, token, beaten, Action.WITHDRAW, to_place, from_place, nominal=False)
    found = _motion(parse, token, beaten, Action.ADVANCE, to_place, from_place, nominal=False)
    return replace(found, outcome=Outcome.FAILED) if found.status in (Status.ASSERTED, Status.CONFIRMED) else found


def _fallen(parse: Parse, token: Token) -> Motion | None:
    """ "The town fell to the rebels", "into the hands of the rebels": a place is captured."""
    if token.low not in ("fell", "fallen", "falls", "fall", "passed", "come", "came"):
        return None
    place = subject(parse, token)
    if place is None or not _is_place(parse, place):
        return None
    for preposition in parse.children(token, "prep"):
        for thing in parse.children(preposition, "pobj"):
            takers = [thing] if token.low.startswith("f") and preposition.low == "to" else []
            if thing.low in ("hands", "control"):
                takers = [o for p in parse.children(thing, "prep") if p.low == "of" for o in parse.children(p, "pobj")]
                takers += parse.children(thing, "poss", "amod")
            for taker in takers:
                if is_force(parse, taker) or parties(taker.text):
                    return _motion(parse, token, taker, Action.CAPTURE, phrase(parse, place)[0], None, nominal=False)
    return None


def _being(parse: Parse, token: Token) -> Motion | None:
    """ "Its soldiers are still there", "troops were in the town": forces that are somewhere hold it."""
    present = [c for c in parse.children(token, "acomp") if c.low in ("present", "inside")]
    if (
        token.low not in _BEING
        or token.dep in ("aux", "auxpass")
        or (not present and parse.children(token, "attr", "acomp", "xcomp"))
    ):
        return None
    force = subject(parse, token)
    if force is None or not ((force.low in FORCES or force.low in parse.armed) and is_force(parse, force)):
        return None
    prepositions = [p for t in (token, *present) for p in parse.children(t, "prep")]
    places = [o for p in prepositions if p.low in _AT for o in parse.children(p, "pobj")]
    there = any(c.low in ("there", "here", "still", "inside") for c in parse.children(token, "advmod"))
    if not there and not any(_is_place(parse, o) and o.low not in _NO_POSTS for o in places):
        return None
    to_place, _ = _places(parse, token, Action.HOLD, None)
    return _motion(parse, token, force, Action.HOLD, to_place, None, nominal=False)


def _by_noun(parse: Parse, token: Token) -> Motion | None:
    word = _hyphenated(parse, token)
    action = MOVEMENT_NOUNS.get(word)
    if action is None or not token.tag.startswith(("NN", "RP", "RB")) or token.dep == "compound":
        return None
    actor = _noun_actor(parse, token, action)
    if actor is None or (
        word in ("movement", "movements") and not any(t.low in FORCES or t.low == "troop" for t in parse.subtree(token))
    ):
        return None
    if (
        word in ("movement", "movements")
        and actor.low in FORCES
        and not parse.children(actor, "amod", "compound", "nummod", "poss")
    ):
        return None
    if word in NAMED_ONLY and actor.low not in FORCES and not parties(phrase(parse, actor)[0]) and actor.low not in parse.armed:
        return None
    to_place, from_place = _places(parse, token, action, None)
    if action is Action.CAPTURE:
        of = [phrase(parse, o)[0] for p in parse.children(token, "prep") if p.low == "of" for o in parse.children(p, "pobj")]
        to_place = of[0] if of else to_place
    return _motion(parse, token, actor, action, to_place, from_place, nominal=True)


def _hyphenated(parse: Parse, token: Token) -> str:
    """A noun with the parts that the tokenizer cut off at its hyphens ("pull-out")."""
    following = parse.tokens[token.number + 1 : token.number + 3]
    if len(following) == 2 and following[0].text in "-‐‑" and following[1].start == token.end + 1:
        return f"{token.low}-{following[1].low}"
    before = parse.tokens[max(0, token.number - 2) : token.number]
    if len(before) == 2 and before[1].text in "-‐‑" and before[0].end + 1 == token.start:
        return f"{before[0].low}-{token.low}"
    return token.low


def _noun_actor(parse: Parse, token: Token, action: Action) -> Token | None:
    """The force that a movement noun names: its owner, its adjective, or after "of" and "by"."""
    actor: Token | None = None
    for child in parse.children(token):
        owning = child.dep == "poss" and (is_force(parse, child) or child.low in ("its", "their", "our"))
        if owning or (
            child.dep in ("amod", "compound", "nmod")
            and actor is None
            and (parties(child.text) or child.low in FORCES or child.low in parse.armed)
        ):
            actor = child
    for child in parse.children(token, "prep", "agent"):
        for inner in parse.children(child, "pobj"):
            if child.low == "by" and is_force(parse, inner):
                actor = inner
            elif child.low == "of" and token.low not in TARGETED and is_force(parse, inner):
                actor = inner if inner.tag[:3] != "NNP" or actor is None else actor
    verb = parse.head(token)
    if actor is not None and actor.low in ("its", "their") and verb is not None and verb.tag.startswith("V"):
        maker = subject(parse, verb)
        actor = maker if maker is not None and is_force(parse, maker) else actor
    if actor is None and token.dep == "dobj" and verb is not None and CARRYING_OUT.get(verb.low) is not None:
        maker = subject(parse, verb)
        actor = maker if maker is not None and (is_force(parse, maker) or maker.low in ("they", "we")) else None
    if actor is None and _hyphenated(parse, token) != token.low:
        head = parse.head(token)
        if (
            head is not None
            and head.text not in ".,"
            and head.tag.startswith(("NN", "RP", "VB"))
            and abs(head.number - token.number) <= 2
        ):
            return _noun_actor(parse, head, action)
    return actor


def _places(parse: Parse, token: Token, action: Action, place: Token | None) -> tuple[str | None, str | None]:
    """The place reached or held, and the place left."""
    to_place = from_place = None
    if (
        place is not None
        and place.low not in PRONOMINAL
        and (_is_place(parse, place) or action is Action.CAPTURE or place.low in HELD)
    ):
        name: str | None = phrase(parse, place)[0]
        if place.low in HELD or place.low == "ground":
            name = next(iter(_objects(parse, place, ("of", "over", "in", "on", "at", "around", "near"))), None)
        if action is Action.WITHDRAW:
            from_place = name
        else:
            to_place = name
    pending = parse.children(token, "prep", "prt", "advmod", "agent")
    for child in parse.children(token, "dobj", "nsubjpass"):
        if child is not place or child.low in GROUND:
            pending += parse.children(child, "prep")
    for child in parse.children(token, "npadvmod", "advmod"):
        if child.low in ("north", "south", "east", "west") and parse.children(child, "prep"):
            span = parse.subtree(child)
            to_place = to_place or parse.text(span[0].start, span[-1].end)
    for preposition in pending:
        for p in [preposition, *parse.children(preposition, "prep")]:
            for thing in parse.children(p, "pobj"):
                if not _is_place(parse, thing) or p.low == "by":
                    continue
                name = phrase(parse, thing)[0]
                if p.low in ("from", "out") or (p.low == "of" and preposition.low == "out"):
                    from_place = from_place or name
                elif p.low in _TO and not (p.low in ("in", "at") and to_place):
                    if action is Action.WITHDRAW and p.low in ("in", "at", "near", "around"):
                        from_place = from_place or name
                    else:
                        to_place = to_place or name
    return to_place, from_place


def _objects(parse: Parse, token: Token, prepositions: Iterable[str]) -> list[str]:
    wanted = set(prepositions)
    return [phrase(parse, o)[0] for p in parse.children(token, "prep") if p.low in wanted for o in parse.children(p, "pobj")]


def _is_place(parse: Parse, token: Token) -> bool:
    """True for a noun of place or a proper name that is neither a time, a person's rank nor a force."""
    if token.low in PLACES:
        return True
    if token.low in FORCES or token.low in CALENDAR or token.tag == "CD":
        return False
    return token.tag.startswith("NNP")


def _motion(
    parse: Parse, token: Token, actor: Token, action: Action, to_place: str | None, from_place: str | None, *, nominal: bool
) -> Motion:
    name, span = phrase(parse, actor)
    none = actor.low in ("none", "nobody") or any(d.low in ("no", "neither") for d in parse.children(actor, "det"))
    status = Status.DENIED if none else status_of(parse, token)
    outcome = outcome_of(parse, token, status, lasting=action is Action.HOLD)
    tree = parse.subtree(token)
    clause = (tree[0].start, tree[-1].end)
    return Motion(name, span, action, outcome, status, from_place, to_place, token.start, clause, nominal)
