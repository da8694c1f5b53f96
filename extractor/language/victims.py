"""Victims that no number counts: one by an article, by a name, or as one of several that are listed."""

from dataclasses import dataclass

from extractor.language.harm import harm as harm_of
from extractor.language.lexicon import CAPTIVES
from extractor.language.names import parties
from extractor.language.numbers import ONE, CountMention, listed
from extractor.language.persons import is_named, is_person, names_one_person
from extractor.language.phrases import Span, phrase
from extractor.language.syntax import Parse, Token

_LONE = frozenset("one another".split())
_DYING = ("die", "perish", "drown", "fall")


@dataclass(frozen=True, slots=True)
class Single:
    """Victims without a number: where the words for them are (offsets in the article), how many, and who, if they say."""

    span: Span
    number: int
    victims: str | None = None

    def mention(self, base: int) -> CountMention:
        """As a count in a sentence that starts at `base`."""
        return CountMention(self.span[0] - base, self.span[1] - base, self.number, self.number)


def singles(parse: Parse, harms: list[Token]) -> list[Single]:
    """ "A soldier was killed", "the shelling killed a nurse", "Hale and Brandt were abducted"."""
    found: list[Single] = []
    for harm in harms:
        copula = parse.head(harm) if harm.dep in ("acomp", "attr", "oprd") else None
        if not harm.tag.startswith(("V", "JJ")) and copula is None:
            continue
        found += _lives(parse, harm)
        found += [Single((c.start, c.end), 1) for c in parse.children(harm, "det", "nummod") if c.low in _LONE]
        for victim in _undergoers(parse, harm, copula):
            found += [s for s in _single(parse, victim, harm, copula) if s not in found]
    return found


def _single(parse: Parse, victim: Token, harm: Token, copula: Token | None) -> list[Single]:
    """The victims that a noun stands for, if no number says how many."""
    intransitive = copula is not None or harm.lemma in _DYING or harm.tag in ("VBN", "JJ")
    if (victim.dep == "nsubj" and not intransitive) or (victim.dep == "dobj" and parse.children(harm, "nsubjpass", "auxpass")):
        return []
    together = _listed(parse, victim)
    if together is not None:
        return [together]
    if any(c.tag == "CD" for c in parse.children(victim, "conj")):
        return []  # one of several, whose number is not told
    if victim.low in _LONE and not parse.children(victim, "nummod"):
        of = [o for p in parse.children(victim, "prep") if p.low == "of" for o in parse.children(p, "pobj")]
        people = not of or any(is_person(o) or o.tag.startswith("PRP") for o in of)
        return [Single((victim.start, victim.end), 1)] if people else []
    found = [Single((c.start, c.end), 1) for c in _singled_out(parse, victim)]
    if (is_named(victim) or _is_introduced(parse, victim)) and not parse.children(victim, "nummod"):
        name, span = phrase(parse, victim)
        return [*found, Single(span, 1, name)]
    article = next((c for c in parse.children(victim, "det", "nummod", "poss") if c.low in ONE), None)
    definite = [c for c in parse.children(victim, "det", "poss") if c.low in ("the", "this", "that") or c.dep == "poss"]
    if victim.lemma in CAPTIVES and any(is_person(c) for c in parse.children(victim, "compound", "nmod")):
        return found  # "took its crew hostage"
    numbered = any(c.low not in ONE for c in parse.children(victim, "nummod"))
    person = is_person(victim) or (victim.entity == "NORP" and victim.tag in ("NN", "NNP", "JJ"))
    if victim.tag not in ("NN", "NNP", "JJ") or numbered or not person:
        return found
    if article is not None:
        found.append(Single((article.start, article.end), 1))
    elif (
        definite
        and victim.head in (harm.number, copula.number if copula else -1)
        and victim.tag == "NN"
        and names_one_person(victim.lemma)
    ):
        name, span = phrase(parse, victim)
        found.append(Single(span, 1, name))
    return found


def _is_introduced(parse: Parse, victim: Token) -> bool:
    """A proper name with its age or its trade behind it is a person's, whatever entity the parser takes it for."""
    behind = parse.children(victim, "appos")
    return victim.tag == "NNP" and any(b.tag == "CD" or (b.tag == "NN" and is_person(b)) for b in behind)


def stand_for(parse: Parse, start: int, end: int) -> int | None:
    """How many victims words between two offsets stand for without a number, by the grammar of their sentence."""
    harms = [t for t in parse if harm_of(parse, t)]
    return next((s.number for s in singles(parse, harms) if s.span == (start, end)), None)


def _lives(parse: Parse, harm: Token) -> list[Single]:
    """ "Claimed the life of a nurse"."""
    return [
        Single((c.start, c.end), 1)
        for life in parse.children(harm, "dobj")
        if life.low == "life"
        for p in parse.children(life, "prep")
        if p.low == "of"
        for owner in parse.children(p, "pobj")
        if is_person(owner)
        for c in parse.children(owner, "det", "nummod")
        if c.low in ONE
    ]


def _singled_out(parse: Parse, victim: Token) -> list[Token]:
    """ "Three volunteers and a constable": the constable is a victim of his own."""
    others = [o for o in parse.children(victim, "conj") if o.tag == "NN" and is_person(o)]
    return [c for o in others for c in parse.children(o, "det") if c.low in ONE]


def _undergoers(parse: Parse, harm: Token, copula: Token | None) -> list[Token]:
    """The nouns that a word of harm is told of: passive subjects, objects, and those that a participle describes."""
    found = parse.children(copula or harm, "nsubjpass", "dobj", "nsubj")
    head = parse.head(harm)
    participle = harm.tag in ("VBN", "VBD", "JJ") and harm.dep in ("acl", "amod", "acomp", "oprd")
    if participle and head is not None and head.tag in ("NN", "NNP", "CD", "DT") and head.number < harm.number:
        found.append(head)
    if harm.dep == "conj" and not found and head is not None and harm_of(parse, head) and not parse.children(head, "dobj"):
        found = _undergoers(parse, head, copula)
    return found


def _listed(parse: Parse, victim: Token) -> Single | None:
    """Victims that are only listed: "a baker, his wife and a driver" are three, "Hale and Brandt" two."""
    items = [victim]
    while following := parse.children(items[-1], "conj"):
        items.append(following[0])
    if len(items) < 2:
        return None
    if all(i.tag == "NNP" for i in items):
        start = phrase(parse, victim)[1][0]
        return Single((start, items[-1].end), len(items), parse.text(start, items[-1].end)) if _persons(items) else None
    if not all(is_person(i) or i.tag == "CD" for i in items):
        return None
    tree = parse.subtree(victim, without=("relcl", "acl", "prep", "appos"))
    span = tree[0].start, items[-1].end
    words = parse.text(*span)
    count = listed(words)
    return Single(span, count, words) if count else None


def _persons(names: list[Token]) -> bool:
    """True for names of which none is a force's or a people's, and not all are places'."""
    if any(n.entity in ("ORG", "NORP", "FAC", "PRODUCT", "EVENT") or parties(n.text) for n in names):
        return False
    return any(n.entity in ("PERSON", "") for n in names)
