"""Accusations that stand in a noun: "claims by X that Y shelled the town", "X's charges of torture", "charges against Y"."""

from dataclasses import dataclass

from extractor.language.blame_clauses import doer_of, done, told
from extractor.language.blame_lexicon import CHARGES, CLAIMS
from extractor.language.persons import is_body, is_person
from extractor.language.phrases import Span, able_to_speak, claimant, subject
from extractor.language.syntax import Parse, Token
from extractor.language.wrongs import Blame, category_of, named
from schemas.accusation import Category


@dataclass(frozen=True, slots=True)
class Claim:
    """Who claims, and what; `adjectival` when an adjective tells who ("Iranian claims").

    `answering` is the party that the claim is told to be answered by: "X denied Y's claims".
    """

    accuser: str
    accuser_at: Span
    adjectival: bool
    blame: Blame
    answering: tuple[str, Span] | None


def claimed(parse: Parse, token: Token) -> list[Claim]:
    """What a noun of accusing has somebody say, also where it is denied."""
    if not token.among(CLAIMS) or not token.tag.startswith("N"):
        return []
    maker = claimant(parse, token) or _set_out_by(parse, token)
    if maker is None:
        return []
    answer = _answering(parse, token)
    blames = [*_that(parse, token), *_of(parse, token, answer)]
    answering = named(parse, _side_of(parse, answer)) if answer is not None else None
    adjectival = maker.tag.startswith("J") or (maker.tag == "NN" and maker.dep in ("compound", "nmod"))
    return [Claim(*named(parse, maker), adjectival, blame, answering) for blame in blames]


def _side_of(parse: Parse, answer: Token) -> Token:
    """The state for which an office answers: of "Velia's ambassador", Velia."""
    state = next((o for o in parse.children(answer, "poss") if o.tag == "NNP"), None)
    return state if state is not None and is_person(answer) and not answer.tag.startswith("NNP") else answer


def _set_out_by(parse: Parse, token: Token) -> Token | None:
    """ "Allegations, set out by Y in January, that ...": who makes them, in a participle of any verb."""
    made = [*parse.children(token, "acl"), *(parse.tokens[token.number + 1 : token.number + 4])]
    agents = [p for v in made if v.tag == "VBN" for p in parse.children(v, "agent")]
    return next((o for p in agents for o in parse.children(p, "pobj") if able_to_speak(parse, o)), None)


def _that(parse: Parse, token: Token) -> list[Blame]:
    verb = parse.head(token)
    apart = parse.children(verb, "ccomp") if verb is not None and token.dep == "dobj" else []  # "denied allegations, ..., that"
    for clause in [*parse.children(token, "acl", "ccomp", "relcl"), *apart]:
        if not token.among(CHARGES) and done(parse, clause) is None:
            continue  # what is merely reported or suggested blames only where it tells of a wrong
        if _opened_by_that(parse, clause) and (doer := doer_or_own(parse, clause)) is not None:
            return [told(parse, clause, doer, parse.subtree(clause, without=("mark",)), False)]
    return []


def _opened_by_that(parse: Parse, clause: Token) -> bool:
    """True for a clause that "that" opens, whatever the parse takes it for."""
    return any(c.low == "that" and c.number < clause.number for c in parse.children(clause, "mark", "dobj", "nsubj"))


def doer_or_own(parse: Parse, clause: Token) -> Token | None:
    """Who does it; "its helicopters" are those who answer the claim."""
    doer = subject(parse, clause) if not parse.children(clause, "nsubjpass") else None
    if doer is not None and (
        any(c.tag == "PRP$" for c in parse.children(doer, "poss")) or is_person(doer) or is_body(doer) or doer.tag == "NNP"
    ):
        return doer
    return doer_of(parse, clause)


def _of(parse: Parse, token: Token, answer: Token | None) -> list[Blame]:
    """ "Accusations of torture": of whoever answers them, or of those whom they are "against"."""
    if not token.among(CHARGES):
        return []
    own = parse.children(token, "prep")
    what = [o for p in own if p.low == "of" for o in parse.children(p, "pobj", "pcomp")]
    against = next((o for p in own if p.low == "against" for o in parse.children(p, "pobj")), answer)
    if not what or against is None or what[0] is claimant(parse, token):
        return []
    tree = [t for t in parse.subtree(what[0], without=("relcl",)) if t.number >= what[0].number or t.dep != "punct"]
    place = (tree[0].start, tree[-1].end)
    kind = category_of(parse, *place)
    if kind is Category.OTHER and token.lemma == "claim":
        return []  # "claims of a withdrawal" blame nobody
    return [Blame(*named(parse, _side_of(parse, against)), place, kind, token.start, explicit=True)]


def _answering(parse: Parse, token: Token) -> Token | None:
    """Who denies, rejects or faces a claim: the subject or agent of the verb that it hangs on."""
    verb = parse.head(token)
    if verb is None or not verb.tag.startswith("V"):
        return None
    if token.dep == "dobj":
        return subject(parse, verb)
    if token.dep == "nsubjpass":
        return next((o for a in parse.children(verb, "agent") for o in parse.children(a, "pobj")), None)
    return None
