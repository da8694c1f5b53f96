"""Which way forces go: of verbs of going and sending the direction beside them decides what is done.

"Moved out of the valley" leaves it, "pressed farther south" gains ground, "went over to the rebels" changes sides.
"""

from collections.abc import Iterator

from extractor.language.forces import is_force
from extractor.language.lexicon import CALENDAR
from extractor.language.motion_frame import Motion
from extractor.language.motion_goals import is_place
from extractor.language.motion_lexicon import MEASURES
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import words
from schemas.troop_movement import Action

GOING = words("going")
"""Verbs of going and sending that by themselves lead nowhere in particular."""

_COMPASS = words("bearing")
_STAYING = words("staying") | frozenset({"there"})
_ONWARD = (Action.ADVANCE, Action.DEPLOY)
_GOALS = frozenset("to into onto toward towards".split())


def outward(parse: Parse, token: Token) -> bool:
    """ "Headed out of the city", "moved away from the border", with no place to go to and no bearing."""
    if token.verb not in GOING or bearing(parse, token):
        return False
    branches = list(_branches(parse, token))
    left = [o for b in branches for p in (b, *parse.children(b, "prep")) for o in parse.children(p, "pobj")]
    ways = [*branches, *(p for o in left for p in parse.children(o, "prep"))]
    if any((p.low in _GOALS or (p.low == "for" and p.head == token.number)) and _led(parse, p) for p in ways):
        return False
    if any(is_place(parse, o) for v in parse.children(token, "advcl") if v.tag == "VB" for o in parse.children(v, "dobj")):
        return False  # "came out of the hills to attack the town"
    return any(_leaves(parse, token, p) for p in branches)


def bearing(parse: Parse, token: Token) -> bool:
    """A point of the compass or "farther" right after a verb: "pressed farther south"."""
    near = [c for c in parse.children(token, "advmod", "npadvmod", "prt", "dobj") if 0 < c.number - token.number <= 3]
    return any(c.low in _COMPASS for c in near)


def changes_sides(parse: Parse, token: Token) -> bool:
    """ "Went over to the insurgents", "to the rebel side"."""
    beside = parse.children(token, "prt", "advmod", "prep")
    if token.verb not in ("go", "cross", "come") or not any(c.low == "over" for c in beside):
        return False
    reached = [
        o for c in (token, *beside) for p in parse.children(c, "prep") if p.low == "to" for o in parse.children(p, "pobj")
    ]
    return any(o.lemma == "side" or (is_force(parse, o) and not is_place(parse, o)) for o in reached)


def _branches(parse: Parse, token: Token) -> Iterator[Token]:
    """The prepositions and adverbs of a verb, of its object and of each other."""
    for word in (token, *parse.children(token, "dobj")):
        for child in parse.children(word, "prep", "prt", "advmod", "npadvmod"):
            yield child
            if child.low not in ("out", "away"):
                yield from parse.children(child, "prep")


def _led(parse: Parse, preposition: Token) -> bool:
    return any(is_place(parse, o) for o in parse.children(preposition, "pobj"))


def _leaves(parse: Parse, token: Token, branch: Token) -> bool:
    if branch.low in ("out", "away"):
        return any(p.low in ("of", "from") and _led(parse, p) for p in parse.children(branch, "prep"))
    taken = [o for o in parse.children(token, "dobj", "nsubjpass") if not o.among(MEASURES)]
    return branch.low == "outside" and not taken and _led(parse, branch)


def restated(parse: Parse, one: Motion, found: list[Motion]) -> bool:
    """ "The troops stationed there will stay": where they are is told by what they do.

    So is what they are sent for ("sent to guard the port"), and which way they leave ("pulled out, heading for the coast").
    """
    token = next((t for t in parse if t.start == one.at), None)
    if token is None:
        return False
    described = token.dep == "acl" and stationed(token)
    if described and any(o is not one and o.mover is one.mover and o.action is Action.HOLD for o in found):
        return True
    above = token
    while above.tag == "VB" and above.dep in ("xcomp", "advcl", "conj") and (head := parse.head(above)) is not None:
        above = head
        told = next((o for o in found if o is not one and o.at == above.start), None)
        if told is not None and told.action in _ONWARD:
            return one.action is Action.HOLD or (one.action is told.action is Action.DEPLOY and token.verb not in GOING)
    onward = token.tag == "VBG" and token.dep == "advcl" and token.verb in GOING and not parse.children(token, "nsubj")
    left = next((o for o in found if onward and o.at == parse[token.head].start), None)
    return left is not None and left.action is Action.WITHDRAW


def stationed(token: Token) -> bool:
    return token.low in _STAYING or token.verb in _STAYING


def kept_for(parse: Parse, token: Token, place: Token) -> bool:
    """ "Held it for two hours": a place that the article has told of before."""
    spans = [o for p in parse.children(token, "prep") if p.low == "for" for o in parse.children(p, "pobj")]
    return token.verb == "hold" and place.low == "it" and any(o.among(CALENDAR) or o.entity == "TIME" for o in spans)
