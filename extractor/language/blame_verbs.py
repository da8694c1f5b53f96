"""Verbs of blame, which name both: "accused Y of ...", "blamed the raid on Y", "held Y responsible", "condemned Y's raid"."""

from extractor.language.blame_clauses import arms_owner, is_blamable, owner_of
from extractor.language.blame_lexicon import CHARGES, WRONG_NOUNS
from extractor.language.forces import is_party
from extractor.language.lexicon import CALENDAR, SPEAKERS
from extractor.language.names import parties
from extractor.language.persons import is_body, is_person
from extractor.language.phrases import Span
from extractor.language.reporting_lexicon import REPORTING
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import kinds, words
from extractor.language.wrongs import Blame, category_of, named
from schemas.accusation import Category

_BLAMING = words("accusing")
_CONDEMNING = words("condemning")
_GIVING = words("giving-word")
_CHARGING = words("charging")
_ENDING = words("ending")
_DOORS = frozenset("door feet".split())
"""Where blame is laid: "at the door of Y"."""
_WITHDRAWING = frozenset(verb for verb, kind in kinds("move").items() if kind == "withdraw")


def explicit(parse: Parse, token: Token) -> list[Blame]:
    """The allegations of one verb of blame."""
    mistagged = token.dep in ("ROOT", "relcl") and token.tag in ("JJ", "NN", "NNS")
    if not (token.tag.startswith("V") or mistagged):
        return []
    verb = token.verb if token.verb in REPORTING else ""
    if verb in ("attribute", "pin", "blame") and (found := _laid_on(parse, token, "to" if verb == "attribute" else "on")):
        return [found]
    if (fingered := _fingered(parse, token)) is not None:
        return [fingered]
    if verb == "hold" and (responsible := _held_responsible(parse, token)):
        return [responsible]
    if (given := _given(parse, token)) is not None:
        return _condemned(parse, given, given.lemma)
    if verb not in _BLAMING and verb not in _CONDEMNING:
        return []
    accused = _accused(parse, token)
    if accused is None or not (_can_be_blamed(parse, accused) if verb in _CHARGING else is_party(parse, accused)):
        return _condemned(parse, token, verb)
    first = _mark_after(parse, token, accused, {"accuse": "of", "charge": "with"}.get(verb, "for"))
    if first is None and verb == "blame":
        first = next((t for t in [_mark_after(parse, token, accused, "of")] if t and _act(parse, t, gerund=True)), None)
    if first is None and verb not in ("accuse", "charge", "blame"):
        first = _mark_after(parse, token, accused, "over")
    if first is None and token.tag == "VBG" and verb == "blame":
        owner = next((o for o in parse.children(accused, "poss") if is_party(parse, o)), accused)
        place = _place(parse.subtree(accused, without=("relcl",)))
        return [Blame(*named(parse, owner), place, category_of(parse, *place), token.start, True)]
    if first is None and verb == "blame" and is_party(parse, accused):
        name, span = named(parse, accused)
        return [Blame(name, span, (token.start, span[1]), Category.OTHER, token.start, True)]
    if first is None:
        return _condemned(parse, token, verb)
    found_here = []
    for mark in [first, *_coordinated(parse, token, first)]:
        whom = _between(parse, mark) if mark is not first else None
        name, span = named(parse, whom or accused)
        beside = parse[accused.number - 1]
        if whom is None and beside.dep == "dobj" and parse.head(beside) is token:
            span = (beside.start, span[1])
        name, span = _cut_before(parse, name, span, mark if whom else first)
        found_here += _allegations(parse, token, mark, name, span)
    return found_here or _condemned(parse, token, verb)


def _can_be_blamed(parse: Parse, token: Token) -> bool:
    """A party, a person or a body of people, by name or noun, or a pronoun for one; no weather and no roads."""
    known = is_party(parse, token) or is_person(token) or is_body(token) or token.among(SPEAKERS) or token.tag.startswith("PRP")
    return known or token.text[:1].isupper() or token.low in ("side", "sides", "other", "one")


def _accused(parse: Parse, token: Token) -> Token | None:
    """Whom a verb of blame has as its object, also through an object clause that the parse makes of it."""
    objects = parse.children(token, "dobj", "nsubjpass")
    parted = len(objects) > 1 and objects[1].number == objects[0].number + 1  # "accused | Velian | troops"
    accused = objects[1] if parted else next(iter(objects), None)
    head = parse.head(token)
    if token.dep == "relcl" and head is not None and (accused is None or accused.low in ("which", "whom", "who", "that")):
        return _named_before(parse, head)
    if accused is None:
        beside = parse.tokens[token.number + 1] if token.number + 1 < len(parse.tokens) else None
        if beside is not None and beside.dep == "xcomp" and beside.tag in ("VBG", "JJ"):
            accused = next(iter(parse.children(beside, "dobj")), None)  # "accused neighbouring Y of ..."
    return accused


def _named_before(parse: Parse, token: Token) -> Token:
    """Whom "whom" means: the name before it that an alias in apposition follows."""
    head = parse.head(token)
    aliased = token.dep == "appos" and head is not None and head.tag.startswith("N")
    return head if aliased and head is not None else token


def _mark_after(parse: Parse, token: Token, accused: Token, mark: str) -> Token | None:
    """The "of", "for" or "with" that leads from the accused to the act: before a gerund, else wherever the parse hangs it."""
    start = max(accused.number, token.number) + 1
    after = [t for t in parse.tokens[start : start + 24] if t.low == mark and t.tag == "IN"]
    gerund = next((t for t in after if _act(parse, t) is not None and _act(parse, t, gerund=True) is not None), None)
    if gerund is not None:
        return gerund
    own = [p for p in parse.children(token, "prep") if p.low == mark and p.number > token.number]
    hung = [t for t in after if parse.head(t) is accused]
    return next(iter([*own, *hung[-1:], *(after[:1] if token.verb in ("accuse", "blame") else [])]), None)


def _act(parse: Parse, mark: Token, *, gerund: bool = False) -> Token | None:
    """What stands after "of" or "for": a gerund, else a noun."""
    following = [t for t in parse.tokens[mark.number + 1 : mark.number + 5] if t.text not in "“\"‘'``" and t.tag != "RB"]
    if following and (following[0].tag == "VBG" or (following[0].low == "not" and len(following) > 1)):
        head = parse.head(following[0])
        return head if following[0].dep == "aux" and head is not None else following[0]
    return None if gerund else next(iter(parse.children(mark, "pcomp", "pobj")), None)


def _coordinated(parse: Parse, token: Token, first: Token) -> list[Token]:
    """The further marks of "of X and of Y", and of "A of X and B of Y"."""
    found = []
    for t in parse.tokens[first.number + 1 :]:
        if t.text == ";" or (t.verb in REPORTING and t.tag == "VBD"):
            break
        joined = parse[t.number - 1].tag == "CC" or _between(parse, t) is not None
        if t.low == first.low and t.tag == "IN" and joined and _act(parse, t, gerund=_between(parse, t) is None) is not None:
            found.append(t)
    return found


def _opening(parse: Parse, mark: Token) -> int:
    """The number of the word that leads to a further mark: "and of ...", "and Y of ..."."""
    number = mark.number - 1
    while number > 0 and parse[number].tag in ("NNP", "NNPS", "NNS", "NN", "DT", "JJ"):
        number -= 1
    return number


def _between(parse: Parse, mark: Token) -> Token | None:
    """The second accused of "accused A of X and B of Y"."""
    name = parse[mark.number - 1]
    number = _opening(parse, mark)
    joined = parse[number].tag == "CC" and number < mark.number - 1
    return name if joined and name.tag.startswith("N") and is_party(parse, name) else None


def _cut_before(parse: Parse, name: str, span: Span, mark: Token) -> tuple[str, Span]:
    """A name without the "of ..." or "responsible" that the parse may hang on it, and without the ending of a possessive."""
    start, end = span
    end = mark.start if start < mark.start < end else end
    name = parse.text(start, end).rstrip(" ,")
    return name, (start, start + len(name))


def _fingered(parse: Parse, token: Token) -> Blame | None:
    """ "Put the blame on Y", "pointed the finger at Y", "lashed out at Y for ..."."""
    thing = next((o for o in parse.children(token, "dobj") if o.lemma in ("blame", "finger", "responsibility")), None)
    lashed = token.verb in ("lash", "hit", "rail") and any(
        c.low in ("out", "against") for c in parse.children(token, "prt", "advmod", "prep")
    )
    if thing is None and not lashed:
        return None
    holders = [
        *parse.children(token, "prep"),
        *(
            t
            for p in (*parse.children(token, "prep"), *([thing] if thing else []))
            for t in parse.subtree(p)
            if t.dep == "prep"
        ),
    ]
    marks = ("on", "at", "against", *(["with"] if token.verb in ("lay", "put") else []))
    whom = [o for p in holders if p.low in marks for o in parse.children(p, "pobj")]
    whom += [o for d in whom if d.among(_DOORS) for p in parse.children(d, "prep") for o in parse.children(p, "pobj")]
    on = next((o for o in whom if _can_be_blamed(parse, o) and not o.among(CALENDAR)), None)
    if on is None:
        return None
    name, span = named(parse, on)
    why = [p for p in (*holders, *parse.children(on, "prep")) if p.low == "for"]
    tree = parse.subtree(why[0])[1:] if why else parse.subtree(thing or on, without=("relcl",))
    if tree[0].start < span[0] <= tree[-1].start:
        tree = [t for t in tree if t.end < span[0]][:-1] or tree
    place = _place(tree)
    return Blame(name, span, place, category_of(parse, *place), token.start, True)


def _allegations(parse: Parse, token: Token, mark: Token, name: str, span: Span) -> list[Blame]:
    """The acts after one "of" or "for"; coordinated ones apart where they are wrongs of different kinds."""
    act = _act(parse, mark)
    if act is None:
        return []
    top = act
    while top.dep in ("amod", "compound") and (above := parse.head(top)) is not None and above.number > top.number:
        top = above
    tree = [t for t in parse.subtree(top) if t.number > mark.number]
    tree = _own_words(parse, token, mark, tree)
    acts = [act, *[c for c in parse.children(act, "conj") if c.tag == act.tag and c in tree]]
    pieces: list[list[Token]] = []
    for one, following in zip(acts, [*acts[1:], None], strict=True):
        start = one.number if pieces else -1
        pieces.append([t for t in tree if start <= t.number and (following is None or t.number < following.number)])
    found: list[Blame] = []
    for piece in pieces:
        while piece and piece[-1].tag in ("CC", ",", ".", "''", "``", ":"):
            piece.pop()
        if not piece:
            continue
        place = _place(piece)
        kind = category_of(parse, *place)
        if found and (kind in (found[-1].category, Category.OTHER) or found[-1].category is Category.OTHER):
            before = found.pop()
            kind = before.category if kind is Category.OTHER else kind
            place = (before.allegation[0], place[1])
        found.append(Blame(name, span, place, kind, token.start, True))
    return found


def _own_words(parse: Parse, token: Token, mark: Token, tree: list[Token]) -> list[Token]:
    """The words of an act up to the next mark, the next saying, or what is said of the charge (", a charge which ...")."""
    stops = [c.number for c in parse.children(token, "conj") if c.number > mark.number]
    stops += [_opening(parse, m) for m in _coordinated(parse, token, mark) if m.number > mark.number]
    for t in tree:
        before = parse[t.number - 1]
        saying = t.verb in REPORTING and t.tag in ("VBG", "VBD") and t.dep in ("advcl", "conj") and before.text in (",", "and")
        if t.text == ";" or saying or (t.dep in ("appos", "npadvmod") and t.among(CHARGES)):
            stops.append(parse.subtree(t)[0].number if t.text != ";" and not saying else t.number)
    return [t for t in tree if not stops or t.number < min(stops)]


def _place(tree: list[Token]) -> Span:
    return tree[0].start, tree[-1].end


def _laid_on(parse: Parse, token: Token, preposition: str) -> Blame | None:
    """ "Blamed the raid on Y", "pinned the bloodshed on Y", "attributed the killings to Y"."""
    wrong = next(iter(parse.children(token, "dobj", "nsubjpass")), None)
    if token.dep == "relcl" and (wrong is None or wrong.low in ("which", "that")):
        wrong = _deed_before(parse, token)
    if wrong is None:
        return None
    holders = [*parse.children(token, "prep", "dative"), *(t for t in parse.subtree(wrong) if t.dep == "prep")]
    on = next((o for p in holders if p.low == preposition for o in parse.children(p, "pobj")), None)
    if on is None or not _can_be_blamed(parse, on):
        return None
    name, span = named(parse, on)
    tree = [t for t in parse.subtree(wrong, without=("relcl",)) if t.end <= span[0]]
    while tree and tree[-1].low in (preposition, ","):
        tree.pop()
    if not tree:
        return None
    start, end = tree[0].start, tree[-1].end
    return Blame(name, span, (start, end), category_of(parse, start, end), token.start, True)


def _deed_before(parse: Parse, clause: Token) -> Token | None:
    """What "which" means before a verb of blame: the deed in the phrase before it, not the place where it was done."""
    noun = parse.head(clause)
    for above in parse.ancestors(noun) if noun is not None else ():
        if above.tag.startswith("V"):
            break
        if above.among(WRONG_NOUNS):
            return above
    return noun


def _held_responsible(parse: Parse, token: Token) -> Blame | None:
    """ "Held Y responsible for ...", with Y as object, or as subject of the small clause that the parse makes of it."""
    judged = next(
        (t for t in parse.subtree(token) if t.low in ("responsible", "accountable") and t.number > token.number), None
    )
    if judged is None:
        return None
    accused = next(iter([*parse.children(token, "dobj", "nsubjpass"), *parse.children(judged, "nsubj")]), None)
    why = next((p for p in [*parse.children(judged, "prep"), *parse.children(token, "prep")] if p.low == "for"), None)
    if accused is None or why is None:
        return None
    name, span = _cut_before(parse, *named(parse, accused), parse[judged.number - 1] if judged.low == "fully" else judged)
    tree = parse.subtree(why)[1:]
    if not tree:
        return None
    return Blame(name, span, (tree[0].start, tree[-1].end), category_of(parse, tree[0].start, tree[-1].end), token.start, True)


def _condemned(parse: Parse, token: Token, verb: str) -> list[Blame]:
    """ "Condemned Y's conduct", "deplored the shelling by Y": the object belongs to a party."""
    if verb not in _CONDEMNING:
        return []
    for thing in _condemned_things(parse, token):
        owner = owner_of(parse, thing) or next(iter(parse.children(thing, "poss")), None) or _called_by(parse, thing)
        owner = owner or (_called_on(parse, token) if thing.among(WRONG_NOUNS) else None)
        if owner is not None and (is_blamable(parse, owner) or parties(owner.text)):
            name, span = named(parse, owner)
            place = _place(parse.subtree(thing, without=("relcl",)))
            at = token.start if token.tag.startswith("V") else parse[token.head].start
            return [Blame(name, span, place, category_of(parse, *place), at, True)]
    return []


def _given(parse: Parse, token: Token) -> Token | None:
    """The noun of protest that a verb gives: "lodged a protest over ..."."""
    return next((o for o in parse.children(token, "dobj") if token.verb in _GIVING and o.lemma in _CONDEMNING), None)


def _called_by(parse: Parse, thing: Token) -> Token | None:
    """Whose doing a thing is where "by Y" hangs on the clause that names it: "what it called violations by Y"."""
    clause = parse.head(thing)
    if clause is None or thing.dep not in ("oprd", "dobj") or clause.dep not in ("pcomp", "ccomp"):
        return None
    by = [o for p in parse.children(clause, "prep", "agent") if p.low == "by" for o in parse.children(p, "pobj")]
    return next((w for o in by if (w := o if is_blamable(parse, o) else arms_owner(parse, o)) is not None), None)


def _condemned_things(parse: Parse, token: Token) -> list[Token]:
    """What is condemned: the object, what one protests "against", and what is in "what it called Y's raid"."""
    things = list(parse.children(token, "dobj"))
    giving = parse.children(parse[token.head], "prep") if token.tag.startswith("N") else []
    against = [p for p in [*parse.children(token, "prep"), *giving] if p.low in ("against", "over", "at")]
    things += [o for p in against for o in parse.children(p, "pobj")]
    for clause in [*parse.children(token, "ccomp"), *(c for p in against for c in parse.children(p, "pcomp"))]:
        things += parse.children(clause, "oprd", "dobj")
        things += [o for p in parse.children(clause, "prep") if p.low == "as" for o in parse.children(p, "pobj")]
    return [t for t in things if t.tag.startswith("N")]


def _called_on(parse: Parse, token: Token) -> Token | None:
    """ "Condemned the raid and called on Y to stop": who is told to end it did it."""
    for other in parse.children(token, "conj"):
        whom = [o for p in parse.children(other, "prep") if p.low in ("on", "upon") for o in parse.children(p, "pobj")]
        whom += parse.children(other, "dobj")
        for told in parse.subtree(other):
            if told.tag == "VB" and (told.verb in _ENDING or told.verb in _WITHDRAWING):
                own = parse.children(told, "nsubj")
                above = parse.head(told)
                direct = above is other or above in whom
                party = next((w for w in (own or (whom if direct else [])) if is_party(parse, w)), None)
                if party is not None:
                    return party
    return None
