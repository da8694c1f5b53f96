"""Which nouns of a sentence are places, and as what they stand there: "a checkpoint in Dara", "the outskirts of Lenn".

A name is a place's by the parser's entities, or by the preposition before it where the parser does not know it; a common noun
by the lexicon and WordNet's structures, ways, landforms and waters, if something shows which one is meant.
"""

from extractor.language.forces import INSTITUTIONS, is_force
from extractor.language.lexicon import BANDS, CALENDAR, DOCUMENTS, FORMATIONS, PLACES, ROLES
from extractor.language.phrases import Span
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import wordnet, words

AT = frozenset(
    "in at near outside inside within around across along on off beside behind between opposite throughout under above over "
    "beyond beneath below amid upon".split()
)
"""Prepositions of place."""
_PLACING = frozenset("in at near outside inside around across".split())
"""Prepositions after which a name that the parser does not know is a place's."""
_MAYBE_PLACING = frozenset("along off over throughout within into through to toward towards for".split())
"""The same, unless it is a party's."""
_SITES = frozenset(("GPE", "LOC", "FAC"))
_NO_SITES = frozenset(("NORP", "EVENT"))
_NO_NAMES = frozenset("DATE TIME PERCENT MONEY QUANTITY ORDINAL CARDINAL LANGUAGE LAW".split())
_VAGUE = words("vague-place")
_NO_PLACES = words("no-place")
_PARTS = words("part-of-place")
_SITE_NOUNS = PLACES | wordnet("sites")
_INSTITUTION_NAMES = words("institution-name")
_LEFT_OUT = ("relcl", "appos", "acl", "advcl", "cc", "conj", "parataxis", "ccomp", "preconj")


def is_site(parse: Parse, token: Token, preposition: str) -> bool:
    """True for a noun that names or describes a place, where it stands after a preposition.

    "before" is said of what stands before the noun for an event. What the parser takes for no place is one after "in" and the
    like, and after "of", as which what is attacked counts, if it is a single name.
    """
    if token.entity in _NO_NAMES or token.among(CALENDAR) or token.among(_NO_PLACES) or not token.tag.startswith("N"):
        return False
    if token.among(_PARTS):
        inside = [o for p in parse.children(token, "prep") if p.low == "of" for o in parse.children(p, "pobj")]
        return any(is_site(parse, o, "in") for o in [*inside, *parse.children(token, "compound")])
    if token.among(_SITE_NOUNS):
        described = [c for c in parse.children(token, "amod", "compound", "poss", "nmod") if c.low not in ("same", "whole")]
        described += [p for p in parse.children(token, "prep") if p.low == "of"]
        shown = described or parse.children(token, "det", "nummod", "prep") or token.tag in ("NNS", "NNPS")
        return bool(described if token.among(_VAGUE) else shown or parse.sentence.heading)
    return _is_name(parse, token) and _names_site(parse, token, preposition)


def _is_name(parse: Parse, token: Token) -> bool:
    """A proper name, also one that the tagger took for a noun in the middle of a sentence."""
    if not any(map(str.isupper, token.text)):
        return False
    return token.tag.startswith("NNP") or token.entity in _SITES or (token.number > 1 and not parse.sentence.heading)


def _names_site(parse: Parse, token: Token, preposition: str) -> bool:
    """A name that the parser knows for a place's, or that is one's by its preposition."""
    if any(token.among(listed) for listed in (DOCUMENTS, FORMATIONS, INSTITUTIONS, BANDS, _INSTITUTION_NAMES)):
        return False
    if token.low in parse.armed or any(c.low in ROLES for c in parse.children(token, "compound")):
        return False
    if token.entity in _SITES:
        return True
    if token.entity in _NO_SITES or (token.text.isupper() and not parse.sentence.heading):
        return False  # an abbreviation is a body's
    if preposition in _PLACING:
        return True
    alone = not parse.children(token, "compound", "amod", "det")
    return not is_force(parse, token) and (preposition in _MAYBE_PLACING or (preposition in ("of", "before") and alone))


def words_of(parse: Parse, noun: Token) -> Span:
    """A place as written: with what describes it, what it is part of and where it lies; without what is told of it."""
    dropped = {t.number for p in parse.subtree(noun) if p.dep == "prep" and not _keeps(parse, p) for t in parse.subtree(p)}
    kept = [t for t in parse.subtree(noun, without=_LEFT_OUT) if t.number not in dropped]
    first = last = noun.number
    for t in reversed([t for t in kept if t.number < noun.number]):
        if first - t.number > 2:
            break
        first = t.number
    for t in (t for t in kept if t.number > noun.number):
        if t.number - last > 2:
            break
        last = t.number
    beside = next((a for a in parse.children(noun, "appos") if a.tag.startswith("NNP") and 0 < a.number - last <= 3), None)
    if beside is not None and not noun.tag.startswith("NNP") and is_site(parse, beside, "in"):
        return parse[first].start, words_of(parse, beside)[1]  # "the capital, Kabul"
    while first < noun.number and parse[first].tag in ("IN", "CC", ",", "``", "''", ":", "HYPH", "RB"):
        first += 1
    while last > noun.number and parse[last].tag in ("IN", "CC", ",", "``", "''", ":", ".", "-LRB-"):
        last -= 1
    return parse[first].start, parse[last].end


def _keeps(parse: Parse, preposition: Token) -> bool:
    """A prepositional phrase that says which place it is: "of", or another place."""
    things = parse.children(preposition, "pobj")
    if any(o.among(CALENDAR) or o.entity in _NO_NAMES or o.tag == "CD" for o in things):
        return False
    return preposition.low == "of" or (preposition.low in AT and any(is_site(parse, o, preposition.low) for o in things))
