"""Who is blamed for what: accusations in a parsed sentence.

Three readings. A verb of blame names both ("accused Y of ...", "blamed the raid on Y", "held Y responsible for ..."). A clause
in somebody's mouth tells of a wrong done by another party: its subject, or the agent of its passive, or the owner of a noun of
wrong ("violations by Y", "Y's shelling"). And a verb of condemnation has a party's conduct as its object. Who speaks is for the
account to say; here the accused and the allegation are found.
"""

from dataclasses import dataclass

from extractor.language.blame_lexicon import (
    ACTS_OF_WAR,
    CLAIMS,
    COMMITTING,
    HARMFUL,
    NEEDS_HARM,
    OWED,
    PROVOKING,
    WRONG_NOUNS,
    WRONGS,
)
from extractor.language.forces import is_force, is_party
from extractor.language.lexicon import BELLIGERENTS, DOCUMENTS
from extractor.language.motion_lexicon import DRIVING
from extractor.language.names import parties
from extractor.language.persons import is_person
from extractor.language.phrases import Span, claimant, phrase, subject
from extractor.language.reporting_lexicon import REPORTING
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import words
from schemas.accusation import Category

_BLAMING = words("accusing")
_TRUCE = words("agreement")
_BORDERS = words("border")
_CONDEMNING = words("condemning")
_DEEDS = words("deed")
_AGENTLESS = words("agentless")


@dataclass(frozen=True, slots=True)
class Blame:
    """One allegation. `explicit` when a verb of blame names the accused; `soft` for acts of war, which only the side that
    suffers them calls a wrong.
    """

    accused: str
    accused_at: Span
    allegation: Span
    category: Category
    at: int
    explicit: bool
    soft: bool = False


def blames(parse: Parse) -> list[Blame]:
    """The allegations of one sentence, in text order, those of verbs of blame first."""
    found: list[Blame] = []
    for token in parse:
        for blame in _explicit(parse, token):
            if not any(_same(blame, f) for f in found):
                found.append(blame)
    for token in parse:
        for told in (_done(parse, token), _owned(parse, token), _undone(parse, token)):
            if told is not None and not any(_same(told, f) for f in found):
                found.append(told)
    return found


def _same(one: Blame, other: Blame) -> bool:
    overlap = one.allegation[0] < other.allegation[1] and other.allegation[0] < one.allegation[1]
    return overlap and (one.accused_at == other.accused_at or (other.explicit and not one.explicit))


def category_of(parse: Parse, start: int, end: int) -> Category:
    """The kind of wrong that the words between two offsets name first."""
    tokens = [t for t in parse if start <= t.start and t.end <= end]
    low = {w for t in tokens for w in (t.low, t.lemma)}
    truce = bool(low & _TRUCE)
    for t in tokens:
        verb = t.verb if t.verb in WRONGS else None
        kind = WRONGS[verb] if verb and t.tag.startswith(("V", "N")) else WRONG_NOUNS.get(t.low) or WRONG_NOUNS.get(t.lemma)
        if kind is None or (verb in NEEDS_HARM and not low & HARMFUL):
            continue
        if kind is Category.CEASEFIRE_VIOLATION and not truce:
            if verb is None:
                continue
            return Category.INCURSION if low & _BORDERS else Category.OTHER
        if t.verb in ("fire", "open") and truce and low & {"violation", "breach"}:
            return Category.CEASEFIRE_VIOLATION
        return kind
    return Category.OTHER


def _explicit(parse: Parse, token: Token) -> list[Blame]:
    verb = token.verb if token.verb in REPORTING else ""
    if not (token.tag.startswith("V") or token.dep in ("ROOT", "relcl")):
        return []
    if verb in ("attribute", "pin", "blame") and (found := _laid_on(parse, token, "to" if verb == "attribute" else "on")):
        return [found]
    if (fingered := _fingered(parse, token)) is not None:
        return [fingered]
    if verb == "hold" and (responsible := _held_responsible(parse, token)):
        return [responsible]
    if verb not in _BLAMING:
        return []
    accused = next(iter(parse.children(token, "dobj", "nsubjpass")), None)
    head = parse.head(token)
    if token.dep == "relcl" and head is not None and (accused is None or accused.low in ("which", "whom", "who", "that")):
        accused = head
    if accused is None or (
        verb not in ("accuse", "blame", "fault", "charge", "reproach", "upbraid", "rebuke") and not is_party(parse, accused)
    ):
        return _condemned(parse, token, verb)
    prepositions = _of_what(parse, token, verb, accused)
    name, span = _accused_name(parse, accused, prepositions)
    found_here = []
    prepositions = [q for p in prepositions for q in (p, *[c for c in parse.children(p, "conj") if c.low == p.low])]
    for preposition in prepositions:
        for act in parse.children(preposition, "pcomp", "pobj"):
            found_here += _allegations(parse, token, act, name, span)
    if not found_here and token.tag == "VBG" and verb == "blame":
        owner = next((o for o in parse.children(accused, "poss") if is_party(parse, o)), accused)
        tree = parse.subtree(accused, without=("relcl",))
        place = (tree[0].start, tree[-1].end)
        return [Blame(*phrase(parse, owner), place, category_of(parse, *place), token.start, True)]
    return found_here or _condemned(parse, token, verb)


def _fingered(parse: Parse, token: Token) -> Blame | None:
    """ "Put the blame on Y", "pointed the finger at Y", "lashed out at Y for ..."."""
    thing = next((o for o in parse.children(token, "dobj") if o.lemma in ("blame", "finger", "responsibility")), None)
    lashed = token.verb in ("lash", "hit", "rail") and any(
        c.low in ("out", "against") for c in parse.children(token, "prt", "advmod", "prep")
    )
    if thing is None and not lashed:
        return None
    holders = [*parse.children(token, "prep"), *(parse.children(thing, "prep") if thing is not None else [])]
    on = next((o for p in holders if p.low in ("on", "at", "against") for o in parse.children(p, "pobj")), None)
    if on is None:
        return None
    name, span = phrase(parse, on)
    why = [p for p in (*holders, *parse.children(on, "prep")) if p.low == "for"]
    tree = parse.subtree(why[0])[1:] if why else parse.subtree(thing or on, without=("relcl",))
    place = (tree[0].start, tree[-1].end)
    return Blame(name, span, place, category_of(parse, *place), token.start, True)


def _of_what(parse: Parse, token: Token, verb: str, accused: Token) -> list[Token]:
    """The "of" or "for" that leads from the accused to the act, wherever the parse hangs it."""
    marks = ("of",) if verb == "accuse" else ("with",) if verb == "charge" else ("for",)
    own = [p for p in parse.children(token, "prep") if p.low in marks and p.number > token.number]
    if own:
        return own
    later = [t for t in parse.tokens[token.number + 2 : token.number + 26] if t.low in marks and t.tag == "IN"]
    with_act = [t for t in later if parse.children(t, "pcomp")]
    hung = [t for t in later if parse.head(t) is accused]
    return with_act[:1] or hung[-1:] or (later[:1] if verb in ("accuse", "blame") else [])


def _accused_name(parse: Parse, accused: Token, prepositions: list[Token]) -> tuple[str, Span]:
    """The accused as written, without the "of ..." that the parse may hang on it."""
    name, (start, end) = phrase(parse, accused)
    cut = min((p.start for p in prepositions if start < p.start < end), default=end)
    return (parse.text(start, cut).rstrip(" ,"), (start, cut)) if cut < end else (name, (start, end))


def _allegations(parse: Parse, token: Token, act: Token, name: str, span: Span) -> list[Blame]:
    """The acts after "of" and "for", each coordinated one by itself."""
    acts = [act, *[c for c in parse.children(act, "conj") if c.tag == act.tag and c.verb not in REPORTING]]
    stops = [c.number for c in parse.children(token, "conj") if c.number > token.number]
    found = []
    for one, following in zip(acts, [*acts[1:], None], strict=True):
        tree = [t for t in parse.subtree(one) if following is None or t.number < following.number]
        tree = [t for t in tree if not any(t.number >= stop for stop in stops)]
        while tree and tree[-1].tag in ("CC", ",", ".", "''"):
            tree.pop()
        if tree:
            start, end = tree[0].start, tree[-1].end
            found.append(Blame(name, span, (start, end), category_of(parse, start, end), token.start, True))
    return found


def _laid_on(parse: Parse, token: Token, preposition: str) -> Blame | None:
    """ "Blamed the raid on Y", "pinned the bloodshed on Y", "attributed the killings to Y"."""
    wrong = next(iter(parse.children(token, "dobj", "nsubjpass")), None)
    if wrong is None:
        return None
    holders = [*parse.children(token, "prep", "dative"), *parse.children(wrong, "prep")]
    on = next((o for p in holders if p.low == preposition for o in parse.children(p, "pobj")), None)
    if on is None or (token.verb in ("attribute", "pin") and not is_party(parse, on)):
        return None
    name, span = phrase(parse, on)
    tree = [t for t in parse.subtree(wrong) if t.end <= span[0]]
    while tree and tree[-1].low in (preposition, ","):
        tree.pop()
    if not tree:
        return None
    start, end = tree[0].start, tree[-1].end
    return Blame(name, span, (start, end), category_of(parse, start, end), token.start, True)


def _held_responsible(parse: Parse, token: Token) -> Blame | None:
    """ "Held Y responsible for ...", with Y as object, or as subject of the small clause that the parse makes of it."""
    judged = next(
        (t for t in parse.subtree(token) if t.low in ("responsible", "accountable") and t.number > token.number), None
    )
    if judged is None:
        return None
    accused = next(iter([*parse.children(token, "dobj"), *parse.children(judged, "nsubj")]), None)
    why = next((p for p in [*parse.children(judged, "prep"), *parse.children(token, "prep")] if p.low == "for"), None)
    if accused is None or why is None:
        return None
    name, span = phrase(parse, accused)
    tree = parse.subtree(why)[1:]
    if not tree:
        return None
    return Blame(name, span, (tree[0].start, tree[-1].end), category_of(parse, tree[0].start, tree[-1].end), token.start, True)


def _condemned(parse: Parse, token: Token, verb: str) -> list[Blame]:
    """ "Condemned Y's conduct", "deplored the shelling by Y": the object belongs to a party."""
    if verb not in _CONDEMNING:
        return []
    for thing in parse.children(token, "dobj"):
        owners = parse.children(thing, "poss")
        owners += [o for p in parse.children(thing, "prep", "agent") if p.low == "by" for o in parse.children(p, "pobj")]
        owners += [c for c in parse.children(thing, "amod", "compound") if parties(c.text)] if thing.among(WRONG_NOUNS) else []
        for owner in owners:
            if is_party(parse, owner) or parties(owner.text):
                name, span = phrase(parse, owner)
                tree = parse.subtree(thing, without=("relcl",))
                start, end = tree[0].start, tree[-1].end
                return [Blame(name, span, (start, end), category_of(parse, start, end), token.start, True)]
    return []


def _done(parse: Parse, token: Token) -> Blame | None:
    """A clause whose verb is a wrong, or does one, and whose subject or agent is a party."""
    if not token.tag.startswith("V") or token.dep in ("amod", "compound") or parse.children(token, "neg"):
        return None
    verb = token.verb if token.verb in WRONGS else None
    if verb in DRIVING and any(c.low in ("back", "off") for c in parse.children(token, "prt", "advmod")):
        return None  # they beat back an attack, and nobody
    objects = parse.children(token, "dobj")
    resorted = [o for p in parse.children(token, "prep") if p.low == "to" for o in parse.children(p, "pobj")]
    objects += resorted if token.verb == "resort" else []
    doing = token.verb in COMMITTING and any(
        (o.among(HARMFUL) and o in resorted)
        or o.among(WRONG_NOUNS)
        or any(c.among(WRONG_NOUNS) for c in parse.children(o, "compound"))
        for o in objects
    )
    if verb is None and not doing:
        return None
    doer = _doer(parse, token)
    if doer is None:
        return None
    clause = parse.subtree(token, without=("mark", "conj", "cc"))
    if not doing and verb in NEEDS_HARM and not any(t.among(HARMFUL) for t in clause):
        return None
    reached = parse.children(token, "dobj", "agent", "ccomp", "nsubjpass") or any(
        p.low in ("on", "at", "into", "in", "against", "from", "upon", "through", "with") for p in parse.children(token, "prep")
    )
    if not reached:
        return None
    soft = not doing and verb in ACTS_OF_WAR
    return _told(parse, token, doer, clause, soft)


def _doer(parse: Parse, token: Token) -> Token | None:
    """The party that does what a verb tells, or a pronoun that may stand for one."""
    doer = next((o for a in parse.children(token, "agent") for o in parse.children(a, "pobj")), None)
    if doer is None and not parse.children(token, "nsubjpass"):
        doer = subject(parse, token)
    if doer is not None and doer.low in ("that", "which", "who") and (head := parse.head(token)) is not None:
        doer = next(iter(parse.children(head, "attr")), head)  # "it was Y that opened fire"
    if doer is not None and not is_party(parse, doer) and doer.tag.startswith("N"):
        owners = parse.children(doer, "poss") + [
            o for p in parse.children(doer, "prep") if p.low == "of" for o in parse.children(p, "pobj")
        ]
        owned = doer.among(DOCUMENTS) or doer.among(_DEEDS)
        doer = next((o for o in owners if owned and is_party(parse, o)), None)
    return doer if doer is not None and (is_party(parse, doer) or doer.low in ("it", "they")) else None


def _undone(parse: Parse, token: Token) -> Blame | None:
    """ "Y did not honour its commitments", "neither side has enforced them", "sat on its hands"."""
    negated = parse.children(token, "neg") or any(
        d.low in ("neither", "no") for s in parse.children(token, "nsubj") for d in parse.children(s, "det")
    )
    idle = token.verb in ("sit", "stand", "turn") and {t.low for t in parse.subtree(token)} & {
        "hands",
        "idly",
        "blind",
    }
    if not token.tag.startswith("V") or not ((negated and token.verb in OWED) or idle):
        return None
    doer = _doer(parse, token)
    if doer is None:
        return None
    found = _told(parse, token, doer, parse.subtree(token, without=("mark", "conj", "cc")), False)
    return Blame(found.accused, found.accused_at, found.allegation, Category.FAILURE_TO_ACT, found.at, False)


def _told(parse: Parse, token: Token, doer: Token, clause: list[Token], soft: bool) -> Blame:
    name, span = phrase(parse, doer)
    while clause and clause[-1].tag in (".", ",", "''", ":"):
        clause.pop()
    first = token if span[0] <= clause[0].start else clause[0]
    end = clause[-1].end
    return Blame(name, span, (first.start, end), category_of(parse, token.start, end), token.start, False, soft)


def claimed(parse: Parse, token: Token) -> tuple[str, Blame] | None:
    """ "Claims by X that Y shelled the town", also where they are denied: who claims, and what."""
    if not token.among(CLAIMS) or not token.tag.startswith("N"):
        return None
    maker = claimant(parse, token)
    if maker is None:
        return None
    for clause in parse.children(token, "acl", "ccomp", "relcl"):
        if not any(c.low == "that" for c in parse.children(clause, "mark")):
            continue
        doer = _doer(parse, clause)
        if doer is not None:
            return phrase(parse, maker)[0], _told(parse, clause, doer, parse.subtree(clause, without=("mark",)), False)
    return None


def denounced(parse: Parse, start: int, end: int) -> list[Blame]:
    """Forces and parties whose conduct the words between two offsets call a provocation or worse."""
    tokens = [t for t in parse if start <= t.start and t.end <= end]
    if not any(t.among(PROVOKING) for t in tokens):
        return []
    for token in tokens:
        definite = any(c.low == "the" for c in parse.children(token, "det"))
        if token.tag.startswith("N") and token.among(BELLIGERENTS) and (definite or parties(phrase(parse, token)[0])):
            name, span = phrase(parse, token)
            return [Blame(name, span, (start, end), Category.PROVOCATION, token.start, False)]
    return []


def _owned(parse: Parse, token: Token) -> Blame | None:
    """A noun of wrong with its owner: "ceasefire violations by Y", "Y's shelling of the town"."""
    using = token.low == "use" and any(
        o.among(HARMFUL) for p in parse.children(token, "prep") for o in parse.children(p, "pobj")
    )
    if (not token.among(WRONG_NOUNS) and not using) or not token.tag.startswith("NN") or token.among(_AGENTLESS):
        return None
    owner = next((o for p in parse.children(token, "prep", "agent") if p.low == "by" for o in parse.children(p, "pobj")), None)
    if owner is None:
        owner = next(iter(parse.children(token, "poss")), None)
        if owner is not None and owner.low == "whose" and (clause := parse.head(token)) is not None:
            owner = parse.head(clause)
        owner = owner or next(
            (c for c in parse.children(token, "amod", "compound") if parties(c.text) or c.low in parse.armed), None
        )
    if owner is None or not (is_force(parse, owner) or is_party(parse, owner) or parties(owner.text)):
        return None
    name, span = phrase(parse, owner)
    tree = parse.subtree(token, without=("relcl",))
    return Blame(name, span, (tree[0].start, tree[-1].end), category_of(parse, token.start, token.end), token.start, False)


def alleged(parse: Parse, verb: Token) -> list[Blame]:
    """What "alleged that ...", "complained that ..." say: who does the clause's verb is blamed for it, whatever the verb."""
    for clause in parse.children(verb, "ccomp"):
        agent = next((o for a in parse.children(clause, "agent") for o in parse.children(a, "pobj")), None)
        passive = bool(parse.children(clause, "nsubjpass"))
        doer = agent or (None if passive else subject(parse, clause))
        if doer is not None and doer.tag.startswith("N") and (is_party(parse, doer) or is_person(doer)):
            return [_told(parse, clause, doer, parse.subtree(clause, without=("mark",)), False)]
    return []
