"""Movements told by a noun: "the withdrawal of two battalions", "the Rwandan incursion", "carried out a tactical retreat"."""

from dataclasses import replace

from extractor.language.forces import is_force
from extractor.language.lexicon import BANDS, FORCES, PLACES
from extractor.language.modality import UNDER_WAY
from extractor.language.motion_frame import Motion, motion_of, places
from extractor.language.motion_goals import goals, is_place
from extractor.language.motion_lexicon import CARRYING_OUT, HARDWARE, HOMEWARD, MOVEMENT_NOUNS, NAMED_ONLY, TARGETED
from extractor.language.names import parties
from extractor.language.phrases import phrase, subject
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import words
from schemas.base import Status
from schemas.troop_movement import Action, Outcome

_TRYING_NOUNS = words("trying-noun")


def by_noun(parse: Parse, token: Token) -> Motion | None:
    """The movement that a noun tells, where the force that makes it is named."""
    word = _hyphenated(parse, token)
    if word == "fall" and token.tag == "NN":
        return _fall(parse, token)
    action = MOVEMENT_NOUNS.get(word) or MOVEMENT_NOUNS.get(token.low)
    if action is None or token.low in FORCES or not token.tag.startswith(("NN", "RP", "RB")):
        return None
    if token.dep == "compound":
        return _tried(parse, token, action)
    if _of_place(parse, token):
        return None
    if word == "movement" and any(c.among(BANDS) or c.low in parse.armed for c in parse.children(token, "compound", "nmod")):
        return None  # "the rebel movement" is a body
    actor = noun_actor(parse, token)
    retold = actor is None and action in (Action.WITHDRAW, Action.DEPLOY) and token.dep in ("nsubj", "nsubjpass")
    if retold and _under_way(parse, token):
        actor = token  # whoever the article told of before
    if actor is None or (word == "movement" and not any(t.among(FORCES) for t in parse.subtree(token))):
        return None
    if word == "movement" and actor.among(FORCES) and not parse.children(actor, "amod", "compound", "nummod", "poss"):
        return None
    if word in NAMED_ONLY and not actor.among(FORCES) and not parties(phrase(parse, actor)[0]) and actor.low not in parse.armed:
        return None
    if token.among(PLACES) and actor.dep in ("amod", "compound", "nmod") and not actor.among(FORCES):
        return None  # "the Chadian crossing"
    if word == "return" and any(g.among(HOMEWARD) for g in goals(parse, token)):
        action = Action.WITHDRAW
    to_place, from_place = places(parse, token, action, None)
    if action is Action.CAPTURE:
        of = [phrase(parse, o)[1] for p in parse.children(token, "prep") if p.low == "of" for o in parse.children(p, "pobj")]
        to_place = of[0] if of else to_place
    found = motion_of(parse, token, actor, action, to_place, from_place, nominal=True)
    if any(d.low == "no" for d in parse.children(token, "det")):
        return replace(found, status=Status.DENIED, outcome=Outcome.UNKNOWN)
    if (verb := parse.head(token)) is not None and token.dep == "nsubj" and _to_begin(parse, verb):
        return replace(found, status=Status.PLANNED, outcome=Outcome.UNKNOWN)
    begun = found.outcome is Outcome.DONE and token.dep == "nsubj" and _under_way(parse, token)
    return replace(found, outcome=Outcome.ONGOING) if begun else found


def _under_way(parse: Parse, token: Token) -> bool:
    """ "The withdrawal started at noon": a verb tells how far a movement known before has come."""
    verb = parse.head(token)
    known = any(d.low in ("the", "this", "that") for d in parse.children(token, "det"))
    if not known or verb is None or not verb.tag.startswith("V") or parse.children(verb, "dobj"):
        return False
    return verb.verb in UNDER_WAY or _to_begin(parse, verb)


def _to_begin(parse: Parse, verb: Token) -> bool:
    """ "Is to begin", "is due to start"."""
    ahead = (verb, *parse.children(verb, "acomp"))
    return verb.verb == "be" and any(v.verb in UNDER_WAY and v.tag == "VB" for a in ahead for v in parse.children(a, "xcomp"))


def _tried(parse: Parse, token: Token, action: Action) -> Motion | None:
    """ "An infiltration bid by militants into the valley": the movement names what the attempt is at."""
    attempt = parse.head(token)
    if attempt is None or not attempt.among(_TRYING_NOUNS):
        return None
    actor = noun_actor(parse, attempt)
    if actor is None:
        return None
    to_place, from_place = places(parse, attempt, action, None)
    return motion_of(parse, attempt, actor, action, to_place, from_place, nominal=True)


def _fall(parse: Parse, token: Token) -> Motion | None:
    """ "The fall of the port to the rebels": they take it."""
    pairs = [(p.low, o) for p in parse.children(token, "prep") for o in parse.children(p, "pobj")]
    pairs += [
        ("to", o)
        for low, place in pairs
        if low == "of"
        for p in parse.children(place, "prep")
        if p.low == "to"
        for o in parse.children(p, "pobj")
    ]
    place = next((o for low, o in pairs if low == "of" and is_place(parse, o)), None)
    taker = next((o for low, o in pairs if low == "to" and is_force(parse, o)), None)
    if place is None or taker is None:
        return None
    return motion_of(parse, token, taker, Action.CAPTURE, phrase(parse, place)[1], None, nominal=True)


def _of_place(parse: Parse, token: Token) -> bool:
    """A noun that only says what a place is for: "the place of its deployment"."""
    head = parse.head(token)
    described = parse.head(head) if token.dep == "pobj" and head is not None and head.low == "of" else None
    return described is not None and is_place(parse, described) and described.tag in ("NN", "NNS")


def _hyphenated(parse: Parse, token: Token) -> str:
    """A noun with the parts that the tokenizer cut off at its hyphens ("pull-out")."""
    following = parse.tokens[token.number + 1 : token.number + 3]
    if len(following) == 2 and following[0].text in "-‐‑" and following[1].start == token.end + 1:
        return f"{token.low}-{following[1].lemma}"
    before = parse.tokens[max(0, token.number - 2) : token.number]
    if len(before) == 2 and before[1].text in "-‐‑" and before[0].end + 1 == token.start:
        return f"{before[0].low}-{token.lemma}"
    return token.lemma


def noun_actor(parse: Parse, token: Token) -> Token | None:
    """The force that a movement noun names: its owner, its adjective, or after "of" and "by"."""
    actor: Token | None = None
    for child in parse.children(token):
        owning = child.dep == "poss" and (is_force(parse, child) or child.low in ("its", "their", "our"))
        if owning or (
            child.dep in ("amod", "compound", "nmod")
            and actor is None
            and not child.among(HARDWARE)
            and (parties(child.text) or (child.among(FORCES) and child.low != "military") or child.low in parse.armed)
        ):
            actor = child
    for child in parse.children(token, "prep", "agent"):
        for inner in parse.children(child, "pobj"):
            if child.low == "by" and is_force(parse, inner):
                actor = inner
            elif child.low == "of" and not token.among(TARGETED) and is_force(parse, inner):
                actor = inner if inner.tag[:3] != "NNP" or actor is None else actor
    verb = parse.head(token)
    if actor is not None and actor.low in ("its", "their") and verb is not None and verb.verb in CARRYING_OUT:
        maker = subject(parse, verb)
        actor = maker if maker is not None and is_force(parse, maker) else actor
    kept = MOVEMENT_NOUNS.get(token.lemma) is Action.HOLD
    carried = verb is not None and (verb.verb in CARRYING_OUT or (kept and verb.verb == "have"))
    if actor is None and token.dep == "dobj" and verb is not None and carried:
        maker = subject(parse, verb)
        named = maker is not None and (is_force(parse, maker) or maker.low in ("they", "we") or maker.entity == "GPE")
        actor = maker if named else None
    if actor is None and _hyphenated(parse, token) != token.lemma:
        head = parse.head(token)
        if head is not None and head.tag.startswith(("NN", "RP", "VB")) and abs(head.number - token.number) == 2:
            return noun_actor(parse, head)
    return actor
