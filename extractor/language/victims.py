"""Victims that no number counts: one by an article, by a name or a description, or as one of several that are listed."""

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.language.figures import ASSEMBLED
from extractor.language.harm import TOLLS
from extractor.language.harm import harm as harm_of
from extractor.language.lexicon import CAPTIVES, GIVING_UP, HARM_NOUNS, LOSSES, SUFFERING
from extractor.language.names import parties
from extractor.language.numbers import ONE, CountMention, listed
from extractor.language.parts import named_parts
from extractor.language.persons import is_named, is_person, is_person_harmed, names_one_person
from extractor.language.phrases import Span, phrase
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import words

_LONE = frozenset("one another".split())
_DYING = ("die", "perish", "drown", "suffocate", "fall", "succumb", "disappear", "vanish")
_BEFALLING = words("befalling")
"""Nouns of what befalls somebody, who stands behind "of" or before them as their owner."""
_RELATIVES = frozenset("who that which".split())
_PARTING = frozenset("among including them whom those".split())
_ASIDE = frozenset("in near at across during after amid".split())
_WORN = words("worn")
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
        for owner in _lives(parse, harm):
            for span, number, name in _single(parse, owner, direct=True):
                add(span, number, name, harm)
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
    own = victim.head in (harm.number, copula.number if copula else -1)
    suffers = harm.lemma in SUFFERING | GIVING_UP or any(o.lemma in LOSSES for o in parse.children(harm, "dobj"))
    if own and victim.dep == "nsubj" and not suffers and (not intransitive or parse.children(harm, "dobj")):
        return False
    return not (own and victim.dep == "dobj" and parse.children(harm, "nsubjpass", "auxpass"))


def _single(parse: Parse, victim: Token, direct: bool) -> Iterator[tuple[Span, int, Span | None]]:
    """Where words stand for victims without a number, how many these are, and where they say who."""
    together = _listed(parse, victim)
    if together is not None:
        yield together
        return
    items = [victim, *_joined(parse, victim)]
    each = [_one(parse, item, direct or item is not victim) for item in items]
    if len(items) > 1 and all(one is not None for one in each):
        start, end = (each[0] or ((0, 0), None))[0][0], _alone(parse, items[-1])[1]
        yield (start, end), len(items), (start, end)
        return
    for one in each:
        if one is not None:
            yield one[0], 1, one[1]


def _one(parse: Parse, victim: Token, direct: bool) -> tuple[Span, Span | None] | None:
    """Where the words stand by which a noun is one victim, and where they say who."""
    if victim.low in _LONE and not parse.children(victim, "nummod"):
        of = [o for p in parse.children(victim, "prep") if p.low == "of" for o in parse.children(p, "pobj")]
        known = not of or any(is_person(o) or is_person_harmed(parse, o) or o.tag.startswith("PRP") for o in of)
        return ((victim.start, victim.end), None) if known else None
    if any(c.low not in ONE for c in parse.children(victim, "nummod")):
        return None
    if is_named(victim) or _is_introduced(parse, victim) or _is_titled(parse, victim):
        return _alone(parse, victim), _alone(parse, victim)
    if victim.lemma in CAPTIVES and any(is_person(c) for c in parse.children(victim, "compound", "nmod")):
        return None  # "took its crew hostage"
    person = is_person(victim) or (victim.entity == "NORP" and victim.tag in ("NN", "NNP", "JJ"))
    if victim.tag not in ("NN", "NNP", "JJ") or not person or victim.lemma in ASSEMBLED:
        return None
    article = next((c for c in parse.children(victim, "det", "nummod", "poss") if c.low in ONE), None)
    if article is not None:
        return (article.start, article.end), _without(parse, victim, article)
    definite = any(c.low in _DEFINITE or c.dep == "poss" for c in parse.children(victim, "det", "poss"))
    bare = parse.sentence.heading and not parse.children(victim, "det", "poss")
    if (definite or bare) and direct and victim.tag == "NN" and names_one_person(victim.lemma):
        return _alone(parse, victim), _alone(parse, victim)
    return None


def _joined(parse: Parse, victim: Token) -> list[Token]:
    """Those who are joined to a victim by "and": "three volunteers and a constable"."""
    found = []
    waiting = [c for c in parse.children(victim, "conj", "appos") if c.dep == "conj" or parse.children(c, "conj")]
    while waiting:
        other = waiting.pop(0)
        if other.number > victim.number and other.tag.startswith("N"):
            found.append(other)
        waiting += parse.children(other, "conj")
    return found


def _alone(parse: Parse, noun: Token) -> Span:
    """Where a noun's phrase is, without those who are joined to it."""
    start, end = phrase(parse, noun)[1]
    joined = [c for c in parse.children(noun, "cc", "punct", "conj") if c.start > noun.start]
    first = [t.start for c in parse.children(noun, "conj") for t in parse.subtree(c)]
    cut = [c.start for c in joined if first and c.dep != "conj"] + first
    cut += [t.start for t in parse if start < t.start < end and is_aside(parse, noun, t)]
    kept = [t for t in parse if start <= t.start and t.end <= end and t.start < min(cut, default=end)]
    while len(kept) > 1 and kept[0].low in _PARTING:
        kept.pop(0)
    while len(kept) > 1 and kept[-1].tag == "POS":
        kept.pop()
    return (kept[0].start, kept[-1].end) if kept else (start, end)


def is_aside(parse: Parse, noun: Token, token: Token) -> bool:
    """Where the words for victims end, and their place or fight begins: "farmers near Lenn", but not "men in uniform"."""
    if token.low not in _ASIDE or token.dep != "prep" or token.number <= noun.number or noun.tag.startswith("NNP"):
        return False
    return not any(o.among(_WORN) for o in parse.children(token, "pobj"))


def _without(parse: Parse, noun: Token, article: Token) -> Span:
    """Where a noun's phrase is, without its article and those who are joined to it."""
    return max(parse[article.number + 1].start, _alone(parse, noun)[0]), _alone(parse, noun)[1]


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
    as_noun = harm.tag.startswith("N") or (harm.tag[0] in "JV" and harm.dep in ("pobj", "nsubj", "nsubjpass", "dobj"))
    if as_noun and (harm.lemma in _BEFALLING or harm.low in _BEFALLING):
        found = [o for p in parse.children(harm, "prep") if p.low == "of" for o in parse.children(p, "pobj")]
        return [*found, *(o for o in parse.children(harm, "poss") if o.tag.startswith("N"))]
    group = harm if as_noun else parse.head(harm) if harm.dep == "acl" and harm.tag == "VBN" else None
    above = parse.head(group) if group is not None else None
    if above is None or group is None or (as_noun and not (harm.low in HARM_NOUNS or harm.lemma in TOLLS)):
        return []
    if as_noun and above.lemma == "include" and harm.dep == "nsubj":
        return parse.children(above, "dobj")
    if as_noun and above.lemma == "identify":
        return [o for p in parse.children(above, "prep") if p.low == "as" for o in parse.children(p, "pobj")]
    verb = parse.head(above) if above.low in ("among", "of") and group.dep == "pobj" else None
    if verb is not None and above.low == "of":
        verb = parse.head(verb) if verb.low == "one" else None
    if verb is not None and verb.lemma == "be":
        return [o for o in parse.children(verb, "attr", "nsubj") if group not in parse.subtree(o)]
    return []


def _lives(parse: Parse, harm: Token) -> list[Token]:
    """Whose life a verb takes: "claimed the life of a nurse"."""
    lives = [o for o in parse.children(harm, "dobj") if o.lemma == "life"]
    return [o for life in lives for p in parse.children(life, "prep") if p.low == "of" for o in parse.children(p, "pobj")]


def _left(parse: Parse, harm: Token) -> list[tuple[Token, Token]]:
    """ "Left a corporal dead", which the parse may take for a dead one: the article and the person."""
    above = parse.head(harm)
    if harm.dep != "dobj" or above is None or above.lemma != "leave":
        return []
    people = [c for c in parse.children(harm, "amod", "compound", "nmod") if names_one_person(c.low)]
    return [(c, people[0]) for c in parse.children(harm, "det") if people and c.low in ONE]


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
    own = [c for i in items for c in parse.children(i, "nummod") if c.tag == "CD" and not parse.children(i, "poss")]
    if own and len(items) == 2:
        return None  # each group has its own figure
    tree = parse.subtree(victim, without=("relcl", "acl", "prep", "appos"))
    span = tree[0].start, items[-1].end
    count = listed(parse.text(*span))
    return (span, count, span) if count else None


def _persons(names: list[Token]) -> bool:
    """True for names of which none is a force's or a people's, and not all are places'."""
    if any(n.entity in ("ORG", "NORP", "FAC", "PRODUCT", "EVENT") or parties(n.text) for n in names):
        return False
    return any(n.entity in ("PERSON", "") for n in names)
