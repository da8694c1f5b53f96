"""Blame that two parties lay at each other's door: "A and B accused each other of ...", "A and B traded accusations of ..."."""

from extractor.language.blame_lexicon import CHARGES
from extractor.language.blame_nouns import Claim
from extractor.language.blame_verbs import explicit
from extractor.language.forces import is_party
from extractor.language.phrases import Span, phrase, subject
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import words
from extractor.language.wrongs import Blame, category_of

_TRADING = words("trading")
_BLAMES = CHARGES | {"blame"}
_BOTH = frozenset({"each", "both"})
_WHAT = frozenset("of over for about".split())
MUTUAL = frozenset({"each other", "one another", "one", "each", "the other"})
"""Whom a verb of blame names where the parties that it joins blame each other."""


def mutual(parse: Parse, token: Token) -> list[Claim]:
    """The charges of each of two parties, which a verb has for its subject, against the other one."""
    if not token.tag.startswith("V"):
        return []
    blames = _traded(parse, token) or [b for b in explicit(parse, token) if b.accused.lower() in MUTUAL]
    sides = _sides(parse, token) if blames else []
    if len(sides) != 2:
        return []
    pairs = ((sides[0], sides[1]), (sides[1], sides[0]))
    return [
        Claim(*accuser, False, Blame(*accused, blame.allegation, blame.category, blame.at, explicit=True), accused)
        for blame in blames
        for accuser, accused in pairs
    ]


def _traded(parse: Parse, token: Token) -> list[Blame]:
    """ "Traded accusations of shelling", "exchanged blame over a raid"."""
    if token.verb not in _TRADING:
        return []
    for charge in parse.children(token, "dobj"):
        if charge.among(_BLAMES):
            about = [
                p for h in (charge, token) for p in parse.children(h, "prep") if p.low in _WHAT and p.number > charge.number
            ]
            tree = [t for p in about[:1] for t in parse.subtree(p)[1:]] or parse.subtree(charge)
            place = (tree[0].start, tree[-1].end)
            return [Blame("each other", (charge.start, charge.end), place, category_of(parse, *place), token.start, True)]
    return []


def _sides(parse: Parse, token: Token) -> list[tuple[str, Span]]:
    """The names that a subject joins by "and", each for itself."""
    first = subject(parse, token)
    if first is not None and first.low in _BOTH:
        first = next((t for t in parse.tokens[: first.number] if _is_pair(parse, t)), first)
    found: list[tuple[str, Span]] = []
    while first is not None:
        joined = next(iter(parse.children(first, "conj")), None)
        name, (start, end) = phrase(parse, first)
        if joined is not None:
            own = parse.subtree(first, without=("conj", "cc", "preconj", "relcl", "appos", "acl", "punct"))
            start, end = next(t.start for t in own if t.start >= start), own[-1].end
            name = parse.text(start, end)
        found.append((name, (start, end)))
        first = joined
    return found if len(found) != 1 else _parted(parse, *found[0][1])


def _is_pair(parse: Parse, token: Token) -> bool:
    """The first of two parties that are joined: "the truce between X and Y failed, and each blamed the other"."""
    joined = parse.children(token, "conj")
    return len(joined) == 1 and not parse.children(joined[0], "conj") and is_party(parse, token) and is_party(parse, joined[0])


def _parted(parse: Parse, start: int, end: int) -> list[tuple[str, Span]]:
    """The two halves of a name that the parse takes for one."""
    tokens = [t for t in parse if start <= t.start and t.end <= end]
    middle = [t for t in tokens if t.low == "and"]
    if len(middle) != 1 or middle[0] in (tokens[0], tokens[-1]):
        return []
    before, after = parse[middle[0].number - 1].end, parse[middle[0].number + 1].start
    return [(parse.text(start, before), (start, before)), (parse.text(after, end), (after, end))]
