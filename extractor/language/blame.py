"""Who is blamed for what: accusations in a parsed sentence.

Two readings. A verb of blame names both ("accused Y of ...", "blamed Y for ..."). Otherwise a clause in somebody's mouth
tells of a wrong done by another party: its subject, or the agent of its passive, or the owner of a noun of wrong
("violations by Y", "Y's shelling"). Who speaks is for the account to say; here the accused and the allegation are found.
"""

from dataclasses import dataclass

from extractor.language.lexicon import BELLIGERENTS, PROVOKING, WRONG_FORMS, WRONG_NOUNS, WRONGS
from extractor.language.forces import is_force
from extractor.language.names import parties
from extractor.language.phrases import Span, phrase, subject
from extractor.language.reporting_lexicon import REPORTING_FORMS
from extractor.language.syntax import Parse, Token
from schemas.accusation import Category

_BLAMING = frozenset("accuse blame fault charge".split())
_SOFT = frozenset(
    "use launch enter cross drop fail refuse support back cut block arm prevent mine train supply hide kill hit destroy "
    "burn advance capture seize occupy spread plant lay attack strike target fire shoot shell stage".split()
)
_HARMFUL = frozenset(
    "weapons munitions drones missiles rockets shells artillery phosphorus attack attacks strike strikes shields gas bombs "
    "mines assault offensive raid lies disinformation rumours food water aid supplies electricity rebels militias "
    "terrorists behind hospitals grenades fire force".split()
)


@dataclass(frozen=True, slots=True)
class Blame:
    """One allegation. `explicit` when a verb of blame says so; `accuser` only then, as the subject of that verb."""

    accused: str
    accused_at: Span
    allegation: Span
    category: Category
    at: int
    explicit: bool


def blames(parse: Parse) -> list[Blame]:
    """The allegations of one sentence, in text order."""
    found: list[Blame] = []
    for token in parse:
        for blame in (*_explicit(parse, token), _done(parse, token), _owned(parse, token)):
            if blame is not None and not any(_same(blame, f) for f in found):
                found.append(blame)
    return found


def _same(one: Blame, other: Blame) -> bool:
    overlap = one.allegation[0] < other.allegation[1] and other.allegation[0] < one.allegation[1]
    return one.accused_at == other.accused_at and (overlap or other.explicit)


def category_of(parse: Parse, start: int, end: int) -> Category:
    """The kind of wrong that the words between two offsets name first."""
    tokens = [t for t in parse if start <= t.start and t.end <= end]
    text = " ".join(t.low for t in tokens)
    truce = any(
        w in text
        for w in (
            "ceasefire",
            "cease-fire",
            "truce",
            "armistice",
            "agreement",
            "accord",
            "memorandum",
            "treaty",
            "deal",
            "convention",
        )
    )
    for t in tokens:
        verb = WRONG_FORMS.get(t.low)
        if verb and t.tag.startswith(("V", "N")):
            kind = WRONGS[verb]
            if kind == "ceasefire_violation" and not truce:
                return (
                    Category.INCURSION
                    if any(w in text for w in ("airspace", "border", "territory", "sovereignty", "waters"))
                    else Category.OTHER
                )
            if verb in ("use", "launch", "support", "back", "spread", "cut", "hide") and not _harmful(text):
                continue
            if verb in ("spread",):
                return Category.FALSEHOOD
            return Category(kind)
        if t.low in WRONG_NOUNS:
            kind = WRONG_NOUNS[t.low]
            if kind == "ceasefire_violation" and not truce:
                continue
            return Category(kind)
    return Category.OTHER


def _harmful(text: str) -> bool:
    return not _HARMFUL.isdisjoint(text.split())


def _explicit(parse: Parse, token: Token) -> list[Blame]:
    verb = REPORTING_FORMS.get(token.low, token.low if token.low in ("charged",) else "")
    if verb not in _BLAMING or not token.tag.startswith("V"):
        return []
    accused = next(iter(parse.children(token, "dobj", "nsubjpass")), None)
    head = parse.head(token)
    if token.dep == "relcl" and head is not None and (accused is None or accused.low in ("which", "whom", "who")):
        accused = head
    on = next((o for p in parse.children(token, "prep") if p.low == "on" for o in parse.children(p, "pobj")), None)
    if verb == "blame" and on is not None and accused is not None:
        tree = parse.subtree(accused)
        name, span = phrase(parse, on)
        return [
            Blame(name, span, (tree[0].start, tree[-1].end), category_of(parse, tree[0].start, tree[-1].end), token.start, True)
        ]
    if accused is None:
        return []
    name, span = phrase(parse, accused)
    found = []
    for preposition in [*parse.children(token, "prep"), *parse.children(accused, "prep")]:
        if preposition.low not in ("of", "for") or preposition.start < token.start or preposition.start < span[1]:
            continue
        for act in parse.children(preposition, "pcomp", "pobj"):
            acts = [act, *[c for c in parse.children(act, "conj") if c.tag == act.tag and not REPORTING_FORMS.get(c.low)]]
            for one, following in zip(acts, [*acts[1:], None], strict=True):
                tree = [t for t in parse.subtree(one) if following is None or t.number < following.number]
                tree = [
                    t
                    for t in tree
                    if not any(t.number >= c.number for c in parse.children(token, "conj") if c.number > token.number)
                ]
                while tree and tree[-1].tag in ("CC", ",", "."):
                    tree.pop()
                if tree:
                    start, end = tree[0].start, tree[-1].end
                    found.append(Blame(name, span, (start, end), category_of(parse, start, end), token.start, True))
    return found


def _done(parse: Parse, token: Token) -> Blame | None:
    """A clause whose verb is a wrong and whose subject or agent is a party."""
    verb = WRONG_FORMS.get(token.low)
    if verb is None or not token.tag.startswith("V") or token.dep in ("amod", "compound") or parse.children(token, "neg"):
        return None
    doer = next((o for a in parse.children(token, "agent") for o in parse.children(a, "pobj")), None)
    if doer is None and not parse.children(token, "nsubjpass"):
        doer = subject(parse, token)
    if doer is None or not (is_force(parse, doer) or parties(phrase(parse, doer)[0]) or doer.low in ("it", "they")):
        return None
    if (
        doer.dep in ("nsubj", "nsubjpass")
        and category_of(parse, token.start, token.end) is Category.ATTACK
        and not (
            parse.children(token, "dobj", "agent")
            or any(p.low in ("on", "at", "into", "in", "against", "from") for p in parse.children(token, "prep"))
        )
    ):
        return None
    clause = parse.subtree(token, without=("mark", "conj", "cc"))
    start, end = clause[0].start, clause[-1].end
    if (
        verb in _SOFT
        and verb in ("use", "launch", "support", "back", "spread", "cut", "hide", "block", "supply", "train", "drop")
        and not _harmful(parse.text(start, end).lower())
    ):
        return None
    name, span = phrase(parse, doer)
    while clause and clause[-1].tag in (".", ",", "''", ":"):
        clause.pop()
    first = token if span[0] <= start else clause[0]
    return Blame(name, span, (first.start, clause[-1].end), category_of(parse, token.start, clause[-1].end), token.start, False)


def denounced(parse: Parse, start: int, end: int) -> list[Blame]:
    """Forces and parties whose conduct the words between two offsets call a provocation or worse."""
    tokens = [t for t in parse if start <= t.start and t.end <= end]
    if not any(t.low in PROVOKING for t in tokens):
        return []
    found = []
    for token in tokens:
        if token.tag.startswith("N") and token.low in BELLIGERENTS and parties(phrase(parse, token)[0]):
            name, span = phrase(parse, token)
            found.append(Blame(name, span, (start, end), Category.PROVOCATION, token.start, False))
    return found[:1]


def _owned(parse: Parse, token: Token) -> Blame | None:
    """A noun of wrong with its owner: "ceasefire violations by Y", "Y's shelling of the town"."""
    using = token.low == "use" and any(
        _harmful(o.low) for p in parse.children(token, "prep") for o in parse.children(p, "pobj")
    )
    if (
        (token.low not in WRONG_NOUNS and not using)
        or not token.tag.startswith("NN")
        or token.low in ("threats", "escalation", "siege")
    ):
        return None
    owner = next((o for p in parse.children(token, "prep", "agent") if p.low == "by" for o in parse.children(p, "pobj")), None)
    if owner is None:
        owner = next(iter(parse.children(token, "poss")), None)
        owner = owner or next((c for c in parse.children(token, "amod", "compound") if parties(c.text)), None)
    if owner is None or not (is_force(parse, owner) or parties(phrase(parse, owner)[0])):
        return None
    name, span = phrase(parse, owner)
    tree = parse.subtree(token, without=("relcl",))
    return Blame(name, span, (tree[0].start, tree[-1].end), category_of(parse, token.start, token.end), token.start, False)
