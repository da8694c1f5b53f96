"""Who moves under arms, and who can be blamed for it.

A table of countries and movements (`names`) cannot name every militia. So an article's own words are read as well: what stands
before "rebels" or "militia", what ends in "Army" or "Front", and the abbreviation that follows such a name in parentheses are
names of armed parties throughout that article.
"""

from collections.abc import Iterable, Sequence

from extractor.language.lemmas import noun_among
from extractor.language.lexicon import BANDS, BELLIGERENTS, FORCES, FORMATIONS, MILITARY
from extractor.language.names import parties
from extractor.language.phrases import phrase
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import words

_PARTS = words("part") | frozenset("most half some all any none few several".split())
_CIVIL = words("civil-body")
INSTITUTIONS = words("institution")
_POLICE_LIKE = words("police-like")
_FULL = frozenset("full filled packed loaded crammed laden".split())
_REGIONS = frozenset("eastern western northern southern central northeastern northwestern southeastern southwestern".split())
_PLACED = frozenset("in at to into from near toward towards around outside across inside".split())
PRONOMINAL = frozenset("it they he she them who which that we these those".split())


def armed_names(parses: Sequence[Parse]) -> frozenset[str]:
    """The words, in lower case, that name armed parties in an article ("eln", "fano", "m23")."""
    named: set[str] = set()
    placed: set[str] = set()
    for parse in parses:
        for token in parse:
            if token.dep == "pobj" and (head := parse.head(token)) is not None and head.low in _PLACED:
                placed.add(token.low)
            if token.among(BANDS) and token.tag.startswith("N"):
                before = parse.children(token, "compound", "nmod", "amod")
                named.update(t.low for t in before if t.text[:1].isupper() and t.tag.startswith("N") and not parties(t.text))
                named.update(t.low for t in _apposed(parse, token) if token.tag == "NN" and not parties(t.text))
            if (
                token.text.isupper()
                and 1 < len(token.text) <= 6
                and _in_parentheses(parse, token)
                and _after_band(parse, token)
            ):
                named.add(token.low)
    return frozenset(w for w in named - placed if len(w) > 2 and not noun_among(w, FORCES | BANDS))


def _apposed(parse: Parse, token: Token) -> Iterable[Token]:
    """The proper name that "a guerrilla group" stands beside."""
    head = parse.head(token)
    if token.dep == "appos" and head is not None and head.tag.startswith("NNP"):
        yield head
    yield from (c for c in parse.children(token, "appos") if c.tag.startswith("NNP"))


def _in_parentheses(parse: Parse, token: Token) -> bool:
    around = parse.tokens[max(0, token.number - 1) : token.number + 2]
    return len(around) == 3 and around[0].text == "(" and around[2].text == ")"


def _after_band(parse: Parse, token: Token) -> bool:
    """True for an abbreviation whose spelled-out name, just before it, ends in a word for an armed body."""
    before = parse.tokens[max(0, token.number - 3) : token.number - 1]
    return any(t.among(FORMATIONS) and t.tag.startswith("N") for t in before)


def is_force(parse: Parse, token: Token) -> bool:
    """True for those who move under arms: a noun for forces, or a country or armed movement as such."""
    if token.among(_POLICE_LIKE) and (token.tag in ("NNS", "NNPS") or token.lemma == "police"):
        beside = list(parse.children(token, "amod", "compound", "poss", "nummod", "nmod"))
        return token.lemma in ("police", "policeman") or any(
            parties(c.text)
            or c.among(FORCES)
            or c.low in parse.armed
            or c.low in ("police", "reinforcement", "security", "its", "his")
            for c in beside
        )
    if token.tag.startswith("NNP") and (token.low in ("uss", "hms") or _ship(parse, token)):
        return True
    if token.lemma == "troop" and token.tag == "NN":
        return False  # soldiers are troops; one troop is nobody's force
    if token.lemma == "company" and not _of_soldiers(parse, token):
        return False
    if token.among(FORCES):
        return not (
            token.lemma in ("side", "mission", "group", "company") and token.tag == "NN" and not _qualified(parse, token)
        )
    if token.among(_PARTS) or token.tag == "CD":
        whole = [o for p in parse.children(token, "prep") if p.low == "of" for o in parse.children(p, "pobj")]
        return any(o is not token and o.tag.startswith("N") and not o.among(_PARTS) and is_force(parse, o) for o in whole)
    if token.tag == "NNS" and token.lemma in ("man", "woman", "comrade", "boy"):
        return any(
            c.tag == "PRP$" or c.dep == "poss" or parties(c.text) or c.low in ("armed", "uniformed")
            for c in parse.children(token)
        )
    if token.tag in ("NN", "NNS") and (full := _filled(parse, token)):
        loads = [o for f in full for p in parse.children(f, "prep") for o in parse.children(p, "pobj")]
        return any(o.among(FORCES) for o in loads)  # "trains full of soldiers"
    if token.low in parse.armed and token.text[:1].isupper() and token.tag.startswith("N"):
        return True
    if token.among(_CIVIL) or not token.tag.startswith("NNP"):
        return False
    if any(c.low in _REGIONS for c in parse.children(token, "compound", "amod", "nmod")):
        return token.among(FORMATIONS)  # part of a country is a place
    name, _ = phrase(parse, token)
    return bool(parties(name)) or token.among(FORMATIONS)


def _filled(parse: Parse, token: Token) -> list[Token]:
    """ "Full", "packed" and such beside a noun, or beside the one joined to it."""
    joined = (token, *parse.children(token, "conj"))
    return [c for t in joined for c in parse.children(t, "amod", "acl") if c.low in _FULL]


def _ship(parse: Parse, token: Token) -> bool:
    """A vessel by its name: "destroyer Caio Duilio", "USS Halvorsen"."""
    before = parse.children(token, "compound", "nmod", "amod")
    return any(
        c.low in ("uss", "hms", "ins", "brp", "rfs", "jds", "roks") or (c.among(FORCES) and c.tag in ("NN", "NNP"))
        for c in before
    )


def _of_soldiers(parse: Parse, token: Token) -> bool:
    """A company of an army and not one of trade: told of soldiers, numbered, of a nation, or beside other forces."""
    beside = parse.children(token, "amod", "compound", "nmod", "poss", "nummod")
    of = [o for p in parse.children(token, "prep") if p.low == "of" for o in parse.children(p, "pobj")]
    if any(t.among(FORCES) or t.among(MILITARY) or parties(t.text) or t.low in parse.armed for t in (*beside, *of)):
        return True
    if any(t.tag == "CD" or t.entity in ("NORP", "ORDINAL") for t in beside):
        return True
    return any(t is not token and t.lemma != "company" and (t.among(FORCES) or t.among(MILITARY)) for t in parse)


def _qualified(parse: Parse, token: Token) -> bool:
    return bool(parse.children(token, "amod", "compound", "poss", "det"))


def is_party(parse: Parse, token: Token) -> bool:
    """True for those who can be blamed: forces, governments, countries, and whoever stands for them."""
    if is_force(parse, token) or token.among(BELLIGERENTS):
        return True
    name, _ = phrase(parse, token)
    return token.tag.startswith("NNP") and (bool(parties(name)) or token.low in parse.armed)


def names_party(parse: Parse, name: str) -> bool:
    """True when a name as written names a party: by its words for forces, countries or this article's armed bodies."""
    low = [w.strip(".,()“”\"'’").removesuffix("'s").removesuffix("’s") for w in name.lower().split()]
    return bool(parties(name)) or any(noun_among(w, BELLIGERENTS | FORCES) or w in parse.armed for w in low)
