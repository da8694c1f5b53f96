"""What every reading of a movement shares: the movement itself, who carries out a verb, and the places around it."""

from collections.abc import Iterable
from dataclasses import dataclass

from extractor.language.forces import PRONOMINAL, is_force
from extractor.language.lexicon import HARM
from extractor.language.modality import PREVENTING, outcome_of, status_of
from extractor.language.motion_goals import is_place
from extractor.language.motion_lexicon import GROUND, HELD, MOVEMENT_NOUNS
from extractor.language.phrases import Span, phrase, subject
from extractor.language.reporting_lexicon import REPORTING
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import words
from schemas.base import Status
from schemas.statement import Act
from schemas.troop_movement import Action, Outcome

_TO = frozenset(
    "into to toward towards onto on near at in around across along inside through outside within over upon off against by "
    "beyond between behind via up".split()
)
_BOUND = frozenset("leave depart head sail set make steam bind".split())
_TRYING_NOUNS = words("trying-noun")
_AIMING = words("aiming")
MAKING_DO = words("making-do")

Named = tuple[str, Span]
"""A force as written, and where it stands."""


@dataclass(frozen=True, slots=True)
class Motion:
    """One movement, of a word of the sentence; `actor_at`, `at` and `clause` are code points of the article's text."""

    mover: Token
    actor: str
    actor_at: Span
    action: Action
    outcome: Outcome
    status: Status
    from_place: Span | None
    to_place: Span | None
    at: int
    clause: Span
    nominal: bool


def motion_of(
    parse: Parse, token: Token, actor: Token, action: Action, to_place: Span | None, from_place: Span | None, *, nominal: bool
) -> Motion:
    name, span = owner(parse, actor)
    counted = parse.children(actor, "det", "nummod", "neg")
    none = actor.low in ("none", "nobody") or any(
        t.dep == "neg" or t.low in ("no", "neither") for c in counted for t in parse.subtree(c)
    )
    status = Status.DENIED if none else status_of(parse, token)
    outcome = outcome_of(parse, token, status, lasting=action is Action.HOLD)
    tree = parse.subtree(token)
    clause = (tree[0].start, tree[-1].end)
    return Motion(actor, name, span, action, outcome, status, from_place, to_place, token.start, clause, nominal)


def owner(parse: Parse, token: Token) -> Named:
    """A noun phrase as written, without the ending of a possessive ("Russia's withdrawal": "Russia")."""
    name, (start, end) = phrase(parse, token)
    ending = next((e for e in ("'s", "’s", "'", "’") if token.dep == "poss" and name.endswith(e)), "")
    return name.removesuffix(ending), (start, end - len(ending))


def verbal(parse: Parse, token: Token) -> bool:
    """True for a verb, also one that the tagger took for a noun after "to" or an adjective with a subject."""
    if token.dep in ("amod", "compound", "aux", "auxpass"):
        return False
    return token.tag.startswith("V") or any(
        (c.dep == "aux" and c.low == "to") or (c.dep == "nsubj" and token.dep in ("advcl", "relcl", "ccomp", "ROOT", "conj"))
        for c in parse.children(token)
    )


def is_participle(parse: Parse, verb: Token) -> bool:
    """ "Driven from the towns, they ...": a passive without its auxiliary."""
    return verb.tag == "VBN" and verb.dep == "advcl" and not parse.children(verb, "aux", "auxpass", "nsubj", "dobj", "mark")


def moved(parse: Parse, verb: Token) -> Token | None:
    """Who carries out a verb, also where another clause supplies them ("urged X to ...", "an attempt by X to ...")."""
    subjects = parse.children(verb, "nsubj", "nsubjpass")
    own = next((s for s in reversed(subjects) if s.number < verb.number), next(iter(subjects), None))
    if own is not None and own.low in ("who", "which", "that") and verb.dep == "conj":
        while verb.dep == "conj" and (above := parse.head(verb)) is not None:
            verb = above  # "whose name was changed and who has fled": both are told of one
        if verb.dep == "relcl":
            return parse.head(verb)
    head = parse.head(verb)
    if own is None and verb.dep == "conj" and verb.tag == "VB" and head is not None:
        beside = parse.head(head) if head.tag == "VBG" and head.dep == "xcomp" else head
        if beside is not None and beside.tag == "VB":
            return moved(parse, beside)  # "urged it to stop shooting and pull back"
    if own is not None and not (own.low in ("who", "which", "that") and verb.dep == "relcl"):
        return own
    if head is None or (verb.dep == "acl" and head.tag == "CD"):
        return head
    purpose = head.tag.startswith("V") and any(c.tag == "TO" for c in parse.children(verb))
    if purpose and verb.dep == "advcl" and head.verb in HARM and parse.children(head, "nsubjpass"):
        return None  # nobody is wounded to take a bridge
    if verb.dep in ("xcomp", "advcl") and purpose:
        controlling = [o for o in parse.children(head, "dobj") if head.number < o.number < verb.number]
        if controlling and verb.dep == "xcomp":
            return controlling[0]
    made_do = head.verb in MAKING_DO
    told_to = REPORTING.get(head.verb) == Act.DEMAND or head.verb in ("tell", "warn") or made_do
    if told_to and verb.dep in ("xcomp", "ccomp", "advcl", "acl", "relcl") and head.tag.startswith("V"):
        objects = parse.children(head, "dobj", "nsubjpass") or [
            o for p in parse.children(head, "prep") if p.low in ("on", "upon", "to") for o in parse.children(p, "pobj")
        ]
        if objects:
            return objects[0]
        if made_do:
            return subject(parse, head)
    if verb.dep in ("pcomp", "conj") and (charged := _charged(parse, verb)) is not None:
        return charged
    stopped = parse.head(head) if verb.dep == "pcomp" and head.low == "from" else None
    if stopped is not None and stopped.verb in PREVENTING:
        return next(iter(parse.children(stopped, "dobj", "nsubjpass")), None)  # "kept them from entering"
    means = parse.head(head) if verb.dep == "pcomp" and head.low == "by" else None
    if means is not None and means.tag == "VBG" and means.dep == "pcomp":
        return moved(parse, means)  # "accused them of breaking the truce by entering"
    if verb.dep in ("acl", "pcomp") and (noun := _governing_noun(parse, verb)) is not None:
        if noun.among(_TRYING_NOUNS) or noun.among(MOVEMENT_NOUNS):
            by = [o for p in parse.children(noun, "prep", "agent") if p.low in ("by", "of") for o in parse.children(p, "pobj")]
            owner = next(iter([*by, *parse.children(noun, "poss")]), None)
            if owner is not None:
                return owner
        if verb.dep == "pcomp" and noun.among(_AIMING):  # "with the aim of seizing": whoever does what that is the aim of
            return next((subject(parse, a) for a in parse.ancestors(noun) if a.tag.startswith("V")), None)
        if verb.dep == "pcomp" and verb.tag == "VBG" and is_force(parse, noun) and noun.dep in ("nsubj", "nsubjpass"):
            return noun  # "units, after seizing the post, returned"
        if verb.dep == "acl" and _harmed(parse, noun):
            return None  # "wounded in the effort to retake the bridge": not they alone were at it
        if verb.dep == "acl":
            return noun if verb.tag != "VB" or is_force(parse, noun) else subject(parse, parse.head(noun) or noun)
    return subject(parse, verb)


def _harmed(parse: Parse, noun: Token) -> bool:
    """True where a noun stands in what the harmed were harmed in."""
    ruling = next((h for h in parse.ancestors(noun) if h.tag.startswith("V")), None)
    return ruling is not None and noun.dep == "pobj" and ruling.verb in HARM and not parse.children(ruling, "dobj")


def _charged(parse: Parse, verb: Token) -> Token | None:
    """Who is accused of doing what a verb says: "accused Eritrea of crossing the border and overrunning a town"."""
    while verb.dep == "conj" and (above := parse.head(verb)) is not None:
        verb = above
    preposition = parse.head(verb) if verb.dep == "pcomp" else None
    accusing = parse.head(preposition) if preposition is not None and preposition.low in ("of", "with", "for") else None
    if accusing is None or REPORTING.get(accusing.verb) not in (Act.ACCUSE, Act.CONCERN):
        return None
    return next(iter(parse.children(accusing, "dobj", "nsubjpass")), None)


def _governing_noun(parse: Parse, verb: Token) -> Token | None:
    head = parse.head(verb)
    if head is not None and head.tag == "IN":
        head = parse.head(head)
    return head if head is not None and head.tag.startswith("N") else None


def places(parse: Parse, token: Token, action: Action, place: Token | None) -> tuple[Span | None, Span | None]:
    """The place reached or held, and the place left."""
    to_place: Span | None = None
    from_place: Span | None = None
    if (
        place is not None
        and place.low not in PRONOMINAL
        and (is_place(parse, place) or action is Action.CAPTURE or _kept(place))
    ):
        at: Span | None = phrase(parse, place)[1]
        losers = [p for p in parse.children(place, "prep") if p.low == "from"] if action is Action.CAPTURE else []
        if losers and at is not None:
            at = (at[0], min(at[1], parse[losers[0].number - 1].end))  # "wrested the village from the militia"
        if _kept(place):
            at = next(iter(_objects(parse, place, ("of", "over", "in", "on", "at", "around", "near"))), None)
        if action is Action.WITHDRAW:
            from_place = at
        else:
            to_place = at
    if (where := _where(parse, token)) is not None:
        if action is Action.WITHDRAW:
            from_place = from_place or phrase(parse, where)[1]
        else:
            to_place = to_place or phrase(parse, where)[1]
    pending = parse.children(token, "prep", "prt", "advmod", "agent")
    pending += [c for c in parse.children(token, "dative") if c.tag in ("IN", "TO")]
    for child in parse.children(token, "dobj", "nsubjpass"):
        if child is not place or child.among(GROUND):
            pending += parse.children(child, "prep")
    for child in parse.children(token, "npadvmod", "advmod"):
        if child.low in ("north", "south", "east", "west") and parse.children(child, "prep"):
            span = parse.subtree(child)
            to_place = to_place or (span[0].start, span[-1].end)
    for preposition in pending:
        for p in [preposition, *parse.children(preposition, "prep")]:
            for thing in parse.children(p, "pobj"):
                if not is_place(parse, thing) or p.low == "by":
                    continue
                at = phrase(parse, thing)[1]
                if action is Action.CAPTURE and p.low == "from":
                    continue  # whom it is taken from
                if (
                    p.low in ("from", "out")
                    or (p.low == "outside" and action is Action.WITHDRAW)
                    or (p.low == "of" and preposition.low == "out")
                ):
                    from_place = from_place or at
                elif (p.low in _TO or (p.low == "for" and token.verb in _BOUND)) and not (p.low in ("in", "at") and to_place):
                    if action is Action.WITHDRAW and p.low in ("in", "at", "near", "around"):
                        from_place = from_place or at
                    else:
                        to_place = to_place or at
    return to_place, from_place


def _where(parse: Parse, token: Token) -> Token | None:
    """The place of which a clause with "where" tells: "Nouna, where militants had dug in"."""
    head = parse.head(token)
    told = token.dep == "relcl" and any(c.low == "where" for c in parse.children(token, "advmod"))
    return head if told and head is not None and is_place(parse, head) else None


def _kept(place: Token) -> bool:
    """A hold on a place; "ground" is held as such, "the grounds" are a place."""
    return place.among(HELD) and place.low != "grounds"


def _objects(parse: Parse, token: Token, prepositions: Iterable[str]) -> list[Span]:
    wanted = set(prepositions)
    return [phrase(parse, o)[1] for p in parse.children(token, "prep") if p.low in wanted for o in parse.children(p, "pobj")]
