"""Where what a word tells happened, by the grammar of its sentence: "in Dara", "at a checkpoint", "the bombing of the market".

From a word that tells an event the search goes up its sentence, clause by clause, and takes the nearest place that hangs on the
event: after a preposition of place, as what an attack or a force reaches, or before a noun for an attack ("the Dara bombing").
What is told beside the event is passed over: where somebody comes from or was treated, a speaker, a treaty, a comparison, an
earlier time.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.language.blame_lexicon import ARMS, WRONG_NOUNS, WRONGS
from extractor.language.harm import TOLLS
from extractor.language.lemmas import lemma
from extractor.language.lexicon import DOCUMENTS, HARM, HARM_NOUNS
from extractor.language.motion_lexicon import HELD, MOTION, MOVEMENT_NOUNS, PLACE_OBJECTS
from extractor.language.persons import is_body, is_person
from extractor.language.phrases import Span
from extractor.language.reporting_lexicon import REPORTING
from extractor.language.sites import AT, is_site, words_of
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import phrasal, wordnet, words
from schemas.accusation import Category
from schemas.troop_movement import Action

_INTO = frozenset("into onto through against upon over".split())
"""Prepositions of what is struck or entered."""
_REACHING = frozenset("to toward towards via up".split())
_BESIDE = frozenset("near outside off beyond around beside behind opposite".split())
"""Prepositions that say that a place is not the one named, and so belong to its words."""
_BARRED = frozenset("from since until till before despite like unlike than according as about except besides per".split())
_NOT_THEN = frozenset("since until till before although though unless than".split())
_DIRECTIONS = frozenset("north south east west northeast northwest southeast southwest close near next adjacent".split())
_AGREEMENTS = words("agreement")
_TREATING = words("treating")
_WARDS = words("ward")
_HAPPENINGS = words("happening") | wordnet("fights") | frozenset((*WRONG_NOUNS, *MOVEMENT_NOUNS))
_HAPPENING_VERBS = words("happening", part="v")
_HAPPENING_PHRASES = phrasal("happening")
_REMOVING = words("removing")
_LYING = frozenset("die perish succumb lie".split())
_STRIKING = words("striking") | (frozenset((*WRONGS, *MOTION)) - frozenset(HARM))


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a sentence: its noun, its words, whether they name it (0), its owner alone (1) or nothing, and its depth."""

    noun: Token
    span: Span
    rank: int
    depth: int


def scene(parse: Parse, start: Token, bounds: Span, *, reaching: bool = False) -> list[Span]:
    """The places of what `start` tells, as far as the words between `bounds` say; several where they are coordinated.

    `reaching` is true of what goes somewhere: the place that it goes to counts as well, and that of another clause does not.
    """
    seen: set[int] = set()
    level: Token | None = start
    while level is not None:
        above = parse.head(level)
        if above is not None and level.dep == "relcl" and _is_where(parse, level, above):
            return _coordinated(parse, above, None)
        leaves = above is None or (level.dep in ("conj", "advcl", "ccomp") and _has_subject(parse, level))
        searches = [(level, _Search(seen, reaching))]
        if leaves and not reaching:  # at the end of a clause: where its victims were, then what is told beside it
            searches += [(start, _Search(set(), reaching, victim=start.number)), (level, _Search(seen, reaching, wide=True))]
        for top, search in searches:
            found = [f for f in _below(parse, top, search, 1) if bounds[0] <= f.span[0] and f.span[1] <= bounds[1]]
            if found:
                return [s for s in _best(parse, found, start.number) if s[1] <= bounds[1]]
        if (
            above is None
            or _is_speech(level, above)
            or _is_sequel(parse, level)
            or (reaching and (leaves or level.dep in ("relcl", "acl")))
        ):
            return []
        seen.update(t.number for t in parse.subtree(level))
        level = above
    return []


def beside(parse: Parse, start: Token) -> list[Span]:
    """The places of the attack or fight that a sentence names nearest to `start`, wherever in it that is told."""
    told = sorted((t for t in parse if is_event(t) or strikes(parse, t)), key=lambda t: abs(t.number - start.number))
    for event in told:
        search = _Search(set(), False)
        found = list(_below(parse, event, search, 1))
        verb = parse.head(event) if event.dep in ("nsubj", "nsubjpass") else None
        if verb is not None and verb.verb not in REPORTING:
            found += [f for p in parse.children(verb, "prep") for f in _after(parse, verb, p, search, 1)]
        if found:
            return _best(parse, found)
    return []


def _best(parse: Parse, found: list[Location], start: int = 0) -> list[Span]:
    """Of several places the one whose name says most, told after the event, the nearest; with the site in it."""
    best = min(found, key=lambda f: (f.rank, f.noun.number < start, f.depth, f.noun.number))
    spans = _coordinated(parse, best.noun, best.span)
    before = [t for t in parse if t.end <= best.span[0]][-1:]
    site = next((f for f in found if before and f.rank == 2 and f.span[1] == parse[max(0, before[0].number - 1)].end), None)
    if site is not None and before[0].tag == "IN":
        spans[0] = site.span[0], best.span[1]  # "at a well in Dara"
    return spans


def strikes(parse: Parse, token: Token) -> bool:
    """A verb of attack, or one by which an attack or fight begins: "stormed the base", "the blast went off"."""
    if not token.tag.startswith("V"):
        return False
    attacks = WRONGS.get(token.verb) is Category.ATTACK and token.verb not in HARM
    particles = _HAPPENING_PHRASES.get(token.verb, ())
    off = bool(particles) and any(c.low in particles for c in parse.children(token, "prt"))
    return attacks or off or token.verb in _HAPPENING_VERBS


def _has_subject(parse: Parse, verb: Token) -> bool:
    return bool(parse.children(verb, "nsubj", "nsubjpass"))


def _is_where(parse: Parse, verb: Token, head: Token) -> bool:
    """True for a place of which a relative clause tells: "Dara, where 64 died", "the war in Tigray, which killed them"."""
    after = parse.head(head)
    placed = head.dep == "pobj" and after is not None and after.low in AT
    where = any(t.low == "where" for t in parse.subtree(verb))
    return (where or placed) and is_site(parse, head, "in")


def _is_speech(level: Token, above: Token) -> bool:
    """True where `above` only says what `level` tells; what is said in passing ("in which he said two died") goes on."""
    return level.dep in ("ccomp", "parataxis") and above.verb in REPORTING and above.dep != "relcl"


def _is_sequel(parse: Parse, level: Token) -> bool:
    """What is told after it happened elsewhere: "a truce was signed in Dara after five were killed"."""
    return level.dep == "advcl" and any(c.low in ("after", *_NOT_THEN) for c in parse.children(level, "mark"))


@dataclass(frozen=True, slots=True)
class _Search:
    """What is looked for: not what was seen before; `wide` includes what is told beside, and what `victim` was doing."""

    seen: set[int]
    reaching: bool
    wide: bool = False
    victim: int = -1


def _below(parse: Parse, top: Token, search: _Search, depth: int) -> Iterator[Location]:
    """The places that hang on a word or on what hangs on it, without those of what is only told beside it."""
    for child in parse.children(top):
        if child.number in search.seen or _is_beside(parse, child, top, search):
            continue
        if child.dep in ("prep", "agent", "prt", "dative") or (child.tag == "IN" and parse.children(child, "pobj")):
            yield from _after(parse, top, child, search, depth)
            continue
        if child.low in _DIRECTIONS and child.dep in ("advmod", "npadvmod", "acomp"):
            of = [o for p in parse.children(child, "prep") if p.low in ("of", "to") for o in parse.children(p, "pobj")]
            if of and is_site(parse, of[0], "near"):
                yield _location(parse, of[0], depth, child)
                continue
        if child.dep in ("dobj", "nsubjpass") and _is_struck(parse, top, child, search.reaching):
            yield _location(parse, child, depth)
            continue
        if child.dep in ("compound", "nmod") and is_event(top) and (where := _before(parse, child, top)):
            yield Location(child, where, 0, depth + 1)
            continue
        yield from _below(parse, child, search, depth + 1)


def _before(parse: Parse, child: Token, event: Token) -> Span | None:
    """The place that stands before a noun for an event: "the Dara bombing", "the Brinak airport attack"."""
    if event.among(HARM_NOUNS) or event.tag.startswith("NNP") or not is_site(parse, child, "before"):
        return None
    run = [t for t in parse.children(event, "compound", "nmod") if child.number <= t.number < event.number]
    named = any(t.tag.startswith("NNP") for t in run)
    return (child.start, run[-1].end) if named and len(run) == run[-1].number - child.number + 1 else None


def _after(parse: Parse, top: Token, preposition: Token, search: _Search, depth: int) -> Iterator[Location]:
    """The places after a preposition."""
    for inner in [preposition, *parse.children(preposition, "prep", "conj")]:
        things = [o for o in parse.children(inner, "pobj") if o.number not in search.seen]
        for thing in things:
            if _places(parse, top, inner, thing, search):
                if not _treats(parse, top) and not (thing.among(_WARDS) and top.verb in _LYING):
                    yield _location(parse, thing, depth, inner if inner.low in _BESIDE else None)
            elif preposition.low not in _BARRED or is_event(thing) or top.verb in _REMOVING:
                yield from _below(parse, thing, search, depth + 1)
        for act in parse.children(inner, "pcomp"):
            yield from _below(parse, act, search, depth + 1)


def _treats(parse: Parse, token: Token) -> bool:
    """ "Are being treated at", "were rushed to", "receive treatment in": where victims were brought."""
    told = [token, *parse.children(token, "dobj")]
    brought = [o for p in parse.children(token, "prep") if p.low == "to" for o in parse.children(p, "pobj")]
    treated = any(t.among(_TREATING) or (t.tag.startswith("V") and t.verb in _TREATING) for t in told)
    return treated or any(o.among(_WARDS) for o in brought)


def _places(parse: Parse, top: Token, preposition: Token, thing: Token, search: _Search) -> bool:
    """Whether what stands after a preposition is where `top` happened."""
    low = preposition.low
    if low in AT or low in _INTO:
        return is_site(parse, thing, "of" if low in ("on", "upon", "against") and _of_event(parse, top) else low)
    if search.reaching and (low in _REACHING or (low == "for" and top.verb in MOTION)):
        return is_site(parse, thing, "to")
    if low == "from" and top.verb in _REMOVING:
        return is_site(parse, thing, "in")
    if low in ("of", "for") and (is_event(top) or top.among(HELD)):
        return is_site(parse, thing, "on" if top.among(HARM_NOUNS) else "of")
    return False


def _of_event(parse: Parse, token: Token) -> bool:
    """An event, or what is told of one: "the strikes which followed on Dara"."""
    told = parse.children(token, "nsubj", "nsubjpass") + ([parse[token.head]] if token.dep == "relcl" else [])
    return is_event(token) or any(is_event(t) for t in told)


def _is_beside(parse: Parse, child: Token, top: Token, search: _Search) -> bool:
    """True for what is told beside an event: a speaker, an earlier time, a comparison, a text, what victims are otherwise."""
    if child.low in _BARRED and child.dep in ("prep", "prt", "mark", "pcomp"):
        out_of = child.low == "from" and (top.verb in _REMOVING or any(is_event(o) for o in parse.children(child, "pobj")))
        return not out_of
    if any(c.low in _NOT_THEN for c in parse.children(child, "mark")):
        return True
    if child.dep == "appos" and (is_person(top) or is_site(parse, top, "in")):
        return True
    told = child.dep in ("relcl", "acl") and child.tag != "VB"  # "an attempt to land on" is no more than the landing
    thing = search.wide and top.tag[:3] in ("NN", "NNS") and not is_person(top) and not is_body(top)
    if told and not is_event(top) and not thing and search.victim != top.number:
        return True
    if child.among(DOCUMENTS) or (child.among(_AGREEMENTS) and top.verb not in WRONGS):
        return True
    if any(o.among(_AGREEMENTS) for o in parse.children(top, "dobj")) and top.verb not in WRONGS:
        return True
    if child.dep == "conj" and child.tag.startswith("V") and _has_subject(parse, child) and not search.wide:
        return True
    says = child.tag.startswith("V") and child.verb in REPORTING
    return says and (child.dep in ("parataxis", "ccomp") or bool(parse.children(child, "ccomp")))


def _is_struck(parse: Parse, verb: Token, thing: Token, reaching: bool) -> bool:
    """A place that an attack hits, or that forces enter or take; any object, where what came of it is told ("killing four")."""
    leaves = MOTION.get(verb.verb) is Action.WITHDRAW
    if leaves and reaching:
        return is_site(parse, thing, "of")
    if verb.verb in REPORTING or leaves:
        return False
    if verb.verb in _STRIKING:
        return is_site(
            parse, thing, "of" if thing.dep == "nsubjpass" or verb.verb in WRONGS or verb.verb in PLACE_OBJECTS else "on"
        )
    result = any(c.tag == "VBG" and c.verb in HARM for c in parse.children(verb, "advcl"))
    return result and is_site(parse, thing, "on")


def is_event(token: Token) -> bool:
    """A noun for an attack, a movement or harm: "the bombing of the market", "the battle for Dara"."""
    if not token.tag.startswith("N"):
        return False
    verb = lemma(token.low, "V") if token.low.endswith("ing") else ""
    return (
        token.among(_HAPPENINGS)
        or token.among(HARM_NOUNS)
        or token.lemma in TOLLS
        or (verb != token.low and (verb in WRONGS or verb in MOTION))
    )


def alludes(parse: Parse) -> bool:
    """The sentence speaks of an event, or of those it harmed, as told already: "the blast", "the dead", "three others"."""
    events = [t for t in parse if is_event(t) and not parse.children(t, "prep")]
    named = any(c.low in ("the", "that", "this") for t in events for c in parse.children(t, "det"))
    doers = [s for t in parse if strikes(parse, t) for s in parse.children(t, "nsubj") if s.among(ARMS)]
    named = named or any(c.low == "the" for s in doers for c in parse.children(s, "det"))  # "the bomb went off"
    return named or any(t.low in ("other", "others") and parse.children(t, "nummod") for t in parse)


def _location(parse: Parse, noun: Token, depth: int, first: Token | None = None) -> Location:
    span = words_of(parse, noun)
    names = [t for t in parse if t.tag.startswith("NNP") and span[0] <= t.start < span[1]]
    rank = 2 if not names else 0 if any(t.dep != "poss" for t in names) else 1
    return Location(noun, (first.start, span[1]) if first is not None and first.start < span[0] else span, rank, depth)


def _coordinated(parse: Parse, noun: Token, span: Span | None) -> list[Span]:
    """A place and those that are joined to it: "in Dara and Lenn"."""
    spans = [span or words_of(parse, noun)]
    for other in parse.children(noun, "conj"):
        if other.tag.startswith("N") and is_site(parse, other, "in"):
            spans += _coordinated(parse, other, None)
    return spans
