"""Movements told by a noun: "the withdrawal of two battalions", "the Rwandan incursion", "carried out a tactical retreat"."""

from extractor.language.forces import is_force
from extractor.language.lexicon import FORCES
from extractor.language.motion_frame import Motion, motion_of, places
from extractor.language.motion_lexicon import CARRYING_OUT, MOVEMENT_NOUNS, NAMED_ONLY, TARGETED
from extractor.language.names import parties
from extractor.language.phrases import phrase, subject
from extractor.language.syntax import Parse, Token
from schemas.troop_movement import Action


def by_noun(parse: Parse, token: Token) -> Motion | None:
    """The movement that a noun tells, where the force that makes it is named."""
    word = _hyphenated(parse, token)
    action = MOVEMENT_NOUNS.get(word) or MOVEMENT_NOUNS.get(token.low)
    if action is None or token.low in FORCES or not token.tag.startswith(("NN", "RP", "RB")) or token.dep == "compound":
        return None
    actor = _noun_actor(parse, token, action)
    if actor is None or (word == "movement" and not any(t.among(FORCES) for t in parse.subtree(token))):
        return None
    if word == "movement" and actor.among(FORCES) and not parse.children(actor, "amod", "compound", "nummod", "poss"):
        return None
    if word in NAMED_ONLY and not actor.among(FORCES) and not parties(phrase(parse, actor)[0]) and actor.low not in parse.armed:
        return None
    to_place, from_place = places(parse, token, action, None)
    if action is Action.CAPTURE:
        of = [phrase(parse, o)[1] for p in parse.children(token, "prep") if p.low == "of" for o in parse.children(p, "pobj")]
        to_place = of[0] if of else to_place
    return motion_of(parse, token, actor, action, to_place, from_place, nominal=True)


def _hyphenated(parse: Parse, token: Token) -> str:
    """A noun with the parts that the tokenizer cut off at its hyphens ("pull-out")."""
    following = parse.tokens[token.number + 1 : token.number + 3]
    if len(following) == 2 and following[0].text in "-‐‑" and following[1].start == token.end + 1:
        return f"{token.low}-{following[1].lemma}"
    before = parse.tokens[max(0, token.number - 2) : token.number]
    if len(before) == 2 and before[1].text in "-‐‑" and before[0].end + 1 == token.start:
        return f"{before[0].low}-{token.lemma}"
    return token.lemma


def _noun_actor(parse: Parse, token: Token, action: Action) -> Token | None:
    """The force that a movement noun names: its owner, its adjective, or after "of" and "by"."""
    actor: Token | None = None
    for child in parse.children(token):
        owning = child.dep == "poss" and (is_force(parse, child) or child.low in ("its", "their", "our"))
        if owning or (
            child.dep in ("amod", "compound", "nmod")
            and actor is None
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
    if actor is None and token.dep == "dobj" and verb is not None and verb.verb in CARRYING_OUT:
        maker = subject(parse, verb)
        actor = maker if maker is not None and (is_force(parse, maker) or maker.low in ("they", "we")) else None
    if actor is None and _hyphenated(parse, token) != token.lemma:
        head = parse.head(token)
        if (
            head is not None
            and head.text not in ".,"
            and head.tag.startswith(("NN", "RP", "VB"))
            and abs(head.number - token.number) <= 2
        ):
            return _noun_actor(parse, head, action)
    return actor
