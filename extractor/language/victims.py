"""Victims that no number counts: one by an article, by a name or a description, or as one of several that are listed."""

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.language.harm import TOLLS
from extractor.language.harm import harm as harm_of
from extractor.language.lexicon import CAPTIVES, HARM_NOUNS
from extractor.language.names import parties
from extractor.language.numbers import ONE, CountMention, listed
from extractor.language.parts import named_parts
from extractor.language.persons import is_named, is_person, names_one_person
from extractor.language.phrases import Span, phrase
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import words

_LONE = frozenset("one another".split())
_DYING = ("die", "perish", "drown", "fall", "succumb", "disappear", "vanish")
_BEFALLING = words("befalling")
"""Nouns of what befalls somebody, who stands behind "of" or before them as their owner."""
_RELATIVES = frozenset("who that which".split())
_DEFINITE = frozenset("the this that".split())


@dataclass(frozen=True, slots=True)
class Single:
    """Victims without a number: where the words that stand for one are (offsets), how many, and where they say who.

    `told` is the number of the word that tells what befell them; a `part` is of some whom a figure counts already.
    """

    span: Span
    number: int
    victims: Span | None = None
    told: int | None = None
    part: bool = False

    def mention(self, base: int) -> CountMention:
        """As a count in a sentence that starts at `base`."""
        return CountMention(self.span[0] - base, self.span[1] - base, self.number, self.number)


def singles(parse: Parse, harms: list[Token]) -> list[Single]:
    """ "A soldier was killed", "the shelling killed a nurse", "Hale and Brandt were abducted", "the death of his deputy"."""
    found: dict[Span, Single] = {}

    def add(span: Span, number: int, victims: Span | None, told: Token | None, part: bool = False) -> None:
        if not any(start <= span[0] and span[1] <= end for start, end in found):
            found[span] = Single(span, number, victims, told.number if told else None, part)

    for head in named_parts(parse):
        for span, number, name in _single(parse, head, direct=True):
            add(span, number, name or phrase(parse, head)[1], None, part=True)
    for harm in harms:
        for article, person in _left(parse, harm):
            add((article.start, article.end), 1, (person.start, person.end), harm)
        copula = parse.head(harm) if harm.dep in ("acomp", "attr", "oprd") else None
        for victim in _named_by(parse, harm):
            for span, number, name in _single(parse, victim, direct=True):
                add(span, number, name, harm)
        if not harm.tag.startswith(("V", "JJ")) and copula is None:
            continue
        for article in _lives(parse, harm):
            add((article.start, article.end), 1, None, harm)
        for lone in parse.children(harm, "det", "nummod"):
            if lone.low in _LONE:
                add((lone.start, lone.end), 1, None, harm)
        for victim in _undergoers(parse, harm, copula):
            if _undergoes(parse, victim, harm, copula):
                direct = victim.head in (harm.number, copula.number if copula else -1) or harm.head == victim.number
                for span, number, name in _single(parse, victim, direct):
                    add(span, number, name, harm)
    return list(found.values())


def stand_for(parse: Parse, start: int, end: int) -> int | None:
    """How many victims words between two offsets stand for without a number, by the grammar of their sentence."""
    harms = [t for t in parse if harm_of(parse, t)]
    return next((s.number for s in singles(parse, harms) if s.span == (start, end)), None)


def _undergoes(parse: Parse, victim: Token, harm: Token, copula: Token | None) -> bool:
    """False for a subject that does the harm."""
    short = harm.low == "hurt" or (parse.sentence.heading and harm.tag == "VBD")  # "soldier killed", "one officer hurt"
    intransitive = copula is not None or harm.lemma in _DYING or harm.tag in ("VBN", "JJ") or short
    if victim.dep == "nsubj" and (not intransitive or parse.children(harm, "dobj")):
        return False
    return not (victim.dep == "dobj" and parse.children(harm, "nsubjpass", "auxpass"))


def _single(parse: Parse, victim: Token, direct: bool) -> Iterator[tuple[Span, int, Span | None]]:
    """Where words stand for victims without a number, how many these are, and where they say who."""
    together = _listed(parse, victim)
    if together is not None:
        yield together
        return
    if any(c.tag == "CD" for c in parse.children(victim, "conj")):
        return  # one of several, whose number is not told
    if victim.low in _LONE and not parse.children(victim, "nummod"):
        of = [o for p in parse.children(victim, "prep") if p.low == "of" for o in parse.children(p, "pobj")]
        if not of or any(is_person(o) or o.tag.startswith("PRP") for o in of):
            yield (victim.start, victim.end), 1, None
        return
    for other, its_article in _singled_out(parse, victim):
        yield (its_article.start, its_article.end), 1, _without(parse, other, its_article)
    numbered = any(c.low not in ONE for c in parse.children(victim, "nummod"))
    if numbered:
        return
    if is_named(victim) or _is_introduced(parse, victim) or _is_titled(parse, victim):
        _, span = phrase(parse, victim)
        yield span, 1, span
        return
    if victim.lemma in CAPTIVES and any(is_person(c) for c in parse.children(victim, "compound", "nmod")):
        return  # "took its crew hostage"
    person = is_person(victim) or (victim.entity == "NORP" and victim.tag in ("NN", "NNP", "JJ"))
    if victim.tag not in ("NN", "NNP", "JJ") or not person:
        return
    article = next((c for c in parse.children(victim, "det", "nummod", "poss") if c.low in ONE), None)
    definite = any(c.low in _DEFINITE or c.dep == "poss" for c in parse.children(victim, "det", "poss"))
    bare = parse.sentence.heading and not parse.children(victim, "det", "poss")
    if article is not None:
        yield (article.start, article.end), 1, None
    elif (definite or bare) and direct and victim.tag == "NN" and names_one_person(victim.lemma):
        _, span = phrase(parse, victim)
        yield span, 1, span


def _without(parse: Parse, noun: Token, article: Token) -> Span:
    """Where a noun's phrase is, without its article and those who are joined to it."""
    (_, end), start = phrase(parse, noun)[1], parse[article.number + 1].start
    joined = [c for c in parse.children(noun, "cc", "punct") if c.start > noun.start]
    return start, max(noun.end, min([end, *(parse[c.number - 1].end for c in joined)]))


def _is_introduced(parse: Parse, victim: Token) -> bool:
    """A proper name with its age or its trade behind it is a person's, whatever entity the parser takes it for."""
    behind = parse.children(victim, "appos")
    return victim.tag == "NNP" and any(b.tag == "CD" or (b.tag == "NN" and is_person(b)) for b in behind)


def _is_titled(parse: Parse, victim: Token) -> bool:
    """A proper name with an office or trade before it ("commander Baran")."""
    before = parse.children(victim, "compound", "nmod")
    titled = any(b.tag in ("NN", "NNP") and names_one_person(b.low) for b in before)
    return victim.tag == "NNP" and titled and not parties(victim.text) and victim.entity not in ("GPE", "NORP", "DATE")


def _named_by(parse: Parse, harm: Token) -> list[Token]:
    """Whom a noun of harm names: "the killing of a mayor", "the envoy's death", "among the dead were", "the dead included"."""
    if not (harm.tag.startswith("N") or (harm.tag[0] in "JV" and harm.dep in ("pobj", "nsubj", "dobj"))):
        return []
    found: list[Token] = []
    if harm.lemma in _BEFALLING or harm.low in _BEFALLING:
        found += [o for p in parse.children(harm, "prep") if p.low == "of" for o in parse.children(p, "pobj")]
        found += [o for o in parse.children(harm, "poss") if o.tag.startswith("N")]
        return found
    above = parse.head(harm)
    if above is None or not (harm.low in HARM_NOUNS or harm.lemma in TOLLS):
        return []
    if above.lemma in ("include", "be") and harm.dep in ("nsubj", "attr"):
        return [o for o in parse.children(above, "dobj", "attr", "nsubj") if o is not harm and above.lemma == "include"]
    if above.low in ("among", "of") and harm.dep == "pobj":
        verb = parse.head(above)
        if above.low == "of" and verb is not None and verb.low == "one":
            verb = parse.head(verb)
        if verb is not None and verb.lemma == "be":
            return [o for o in parse.children(verb, "attr", "nsubj") if harm not in parse.subtree(o)]
    return []


def _lives(parse: Parse, harm: Token) -> list[Token]:
    """ "Claimed the life of a nurse": the article."""
    return [
        c
        for life in parse.children(harm, "dobj")
        if life.low == "life"
        for p in parse.children(life, "prep")
        if p.low == "of"
        for owner in parse.children(p, "pobj")
        if is_person(owner)
        for c in parse.children(owner, "det", "nummod")
        if c.low in ONE
    ]


def _left(parse: Parse, harm: Token) -> list[tuple[Token, Token]]:
    """ "Left a corporal dead", which the parse may take for a dead one: the article and the person."""
    above = parse.head(harm)
    if harm.dep != "dobj" or above is None or above.lemma != "leave":
        return []
    people = [c for c in parse.children(harm, "amod", "compound", "nmod") if names_one_person(c.low)]
    return [(c, people[0]) for c in parse.children(harm, "det") if people and c.low in ONE]


def _singled_out(parse: Parse, victim: Token) -> list[tuple[Token, Token]]:
    """ "Three volunteers and a constable": the constable is a victim of his own."""
    found = []
    waiting = [*parse.children(victim, "conj", "appos")]
    while waiting:
        other = waiting.pop(0)
        joined = other.dep == "conj" or bool(parse.children(other, "conj"))
        if joined and other.tag == "NN" and is_person(other):
            found += [(other, c) for c in parse.children(other, "det") if c.low in ONE]
        waiting += parse.children(other, "conj")
    return found


def _undergoers(parse: Parse, harm: Token, copula: Token | None) -> list[Token]:
    """The nouns that a word of harm is told of: passive subjects, objects, and those that a participle or clause describes."""
    found = parse.children(copula or harm, "nsubjpass", "dobj", "nsubj")
    told = copula or harm
    head = parse.head(told)
    relative = next((t for t in found if told.dep == "relcl" and t.low in _RELATIVES and t.dep.startswith("nsubj")), None)
    if relative is not None and head is not None:
        return [head] if _undergoes(parse, relative, harm, copula) else [t for t in found if t.dep == "dobj"]
    head = parse.head(harm)
    participle = harm.tag in ("VBN", "VBD", "JJ") and harm.dep in ("acl", "amod", "acomp", "oprd")
    if participle and head is not None and head.tag in ("NN", "NNP", "CD", "DT") and head.number < harm.number:
        found.append(head)
    if harm.dep == "conj" and not found and head is not None and harm_of(parse, head) and not parse.children(head, "dobj"):
        found = _undergoers(parse, head, copula)
    return found


def _listed(parse: Parse, victim: Token) -> tuple[Span, int, Span] | None:
    """Victims that are only listed: "a baker, his wife and a driver" are three, "Hale and Brandt" two."""
    items = [victim]
    while following := parse.children(items[-1], "conj"):
        items.append(following[0])
    if len(items) < 2:
        return None
    if all(i.tag == "NNP" for i in items):
        span = phrase(parse, victim)[1][0], items[-1].end
        return (span, len(items), span) if _persons(items) else None
    if not all(is_person(i) or i.tag == "CD" for i in items):
        return None
    tree = parse.subtree(victim, without=("relcl", "acl", "prep", "appos"))
    span = tree[0].start, items[-1].end
    count = listed(parse.text(*span))
    return (span, count, span) if count else None


def _persons(names: list[Token]) -> bool:
    """True for names of which none is a force's or a people's, and not all are places'."""
    if any(n.entity in ("ORG", "NORP", "FAC", "PRODUCT", "EVENT") or parties(n.text) for n in names):
        return False
    return any(n.entity in ("PERSON", "") for n in names)
