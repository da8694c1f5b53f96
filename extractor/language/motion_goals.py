"""Where a movement goes: what can be a place, and whether what a verb of motion leads to is one.

"Came closer to war", "pushed back against calls", "brought them to the table" are figures of speech: what stands after the
preposition is no place, nobody who could be reached and nothing that could be boarded. WordNet's kinds of nouns and the
parser's names decide; no phrase is listed.
"""

from collections.abc import Iterator

from extractor.language.forces import is_force
from extractor.language.lemmas import known_words
from extractor.language.lexicon import CALENDAR, FORCES, PLACES
from extractor.language.motion_lexicon import GROUND, HARDWARE, HELD, MEASURES, TARGETED
from extractor.language.names import parties
from extractor.language.persons import is_person
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import wordnet, words

_MAPPED = frozenset({"GPE", "LOC", "FAC"})
_UNIONS = frozenset({"EU", "UN", "NATO", "AFU"})
_THE = frozenset("the its their his her our".split())
_ONWARD = frozenset("ahead forward back on up".split())
_LEADING = frozenset("to into onto toward towards against from".split())
_REACHED = (PLACES, FORCES, CALENDAR, GROUND, HELD, HARDWARE, MEASURES)
_PORTIONS = words("portion")
_DETERMINING = ("det", "poss", "amod", "compound", "nummod", "nmod")


def is_place(parse: Parse, token: Token) -> bool:
    """True for a noun of place, or a proper name that is no time, person's rank, force, people, union or document."""
    if any(d.low == "no" for d in parse.children(token, "det")) and token.low == "point":
        return False
    if token.among(_PORTIONS) and any(
        is_place(parse, o) for p in parse.children(token, "prep") if p.low == "of" for o in parse.children(p, "pobj")
    ):
        return True  # "swathes of the province"
    if token.among(PLACES):
        return not (token.tag.startswith("NNP") and token.entity == "ORG" and _membership(token))
    if token.among(FORCES) or token.among(CALENDAR) or token.tag == "CD":
        return False
    if token.tag.startswith("NNP") or _capitalised(parse, token):
        return _named_place(parse, token)
    return _is_site(parse, token)


def _named_place(parse: Parse, token: Token) -> bool:
    if token.tag == "NNPS" and token.entity == "NORP":
        return False
    if token.entity in _MAPPED:
        return True
    if _membership(token):
        return False
    common = token.low in known_words("noun") and not _listed_site(token)
    return not (common and any(c.low in _THE for c in parse.children(token, "det", "poss")))


def _capitalised(parse: Parse, token: Token) -> bool:
    """A name that was tagged as a common noun, which no dictionary has it for."""
    capital = token.tag == "NN" and token.text[:1].isupper() and token.number > 0
    return capital and not parse.sentence.heading and token.low not in known_words("noun")


def _membership(token: Token) -> bool:
    return bool(parties(token.text) & _UNIONS)


def _listed_site(token: Token) -> bool:
    sites = wordnet("sites")
    return token.low in sites or token.lemma in sites


def _is_site(parse: Parse, token: Token) -> bool:
    """A structure, way, water or ground with a word that singles it out: "the brewery"; "office" and "steps" alone are none."""
    if not token.tag.startswith("NN") or not _listed_site(token):
        return False
    return bool(parse.children(token, *_DETERMINING)) or parse.sentence.heading


def goals(parse: Parse, token: Token) -> Iterator[Token]:
    """What the prepositions of direction after a verb or noun of motion lead to."""
    branches = [b for b in parse.children(token, "prep", "prt", "advmod", "dative") if not b.tag.startswith(("V", "J"))]
    branches += [p for c in parse.children(token, "advmod", "acomp") for p in parse.children(c, "prep")]
    branches += [p for c in parse.children(token, "dobj") for p in parse.children(c, "prep") if p.low in ("to", "into", "from")]
    for branch in branches:
        inner = parse.children(branch, "prep")
        if branch.low == "out":
            yield from (o for p in inner if p.low == "of" for o in parse.children(p, "pobj"))
        for p in (branch, *inner):
            if p.low in _LEADING:
                yield from parse.children(p, "pobj")


def astray(parse: Parse, token: Token) -> bool:
    """True for a figure of speech: what the word leads to is nothing that one goes to, and no place stands beside it."""
    if token.verb == "come" and any(p.low == "under" for p in parse.children(token, "prep")):
        return True  # "come under attack", "under review"
    led = list(goals(parse, token))
    if token.verb == "break" and any(g.among(TARGETED) for g in led):
        return False  # "broke out of the encirclement"
    if any(one is not other and one.low == other.low for one in led for other in led):
        return True  # "from house to house"
    if any(c.low in _ONWARD for c in parse.children(token, "advmod", "prt")):
        led += [o for p in parse.children(token, "prep") if p.low == "with" for o in parse.children(p, "pobj")]
    beside = [*led, *(o for o in parse.children(token, "dobj", "nsubjpass") if not is_force(parse, o))]
    return any(_nowhere(parse, g) for g in led) and not any(is_place(parse, g) and g.entity != "PERSON" for g in beside)


def _nowhere(parse: Parse, token: Token) -> bool:
    """True for a common noun, or a name that has a common noun for its head, of nothing that one goes to or leaves."""
    if token.entity in ("DATE", "TIME") or any(token.among(known) for known in _REACHED):
        return False
    if token.tag.startswith("NNP"):
        return not is_place(parse, token) and not is_force(parse, token) and not is_person(token)
    if not token.tag.startswith("NN") or not {token.low, token.lemma} & known_words("noun"):
        return False
    of = [o for p in parse.children(token, "prep") if p.low == "of" for o in parse.children(p, "pobj")]
    named = any(c.tag.startswith("NNP") for c in parse.children(token, "compound", "nmod"))
    if named or any(is_place(parse, o) for o in of):
        return False  # "the Pantaron range", "every inch of the country"
    return not (_listed_site(token) or is_force(parse, token) or is_person(token))
