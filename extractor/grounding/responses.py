"""Answers to accusations: whether the accused, in the same sentence or soon after, denies, admits or counters them."""

from extractor.grounding.fields import in_sentence, nearby
from extractor.language.account import Account
from extractor.language.blame_lexicon import CHARGES, CLAIMS
from extractor.language.blame_sides import same_side
from extractor.language.content import Utterance
from extractor.language.lemmas import noun_among
from extractor.language.syntax import Parse
from extractor.language.vocabulary import words
from schemas.accusation import Response, ResponseKind
from schemas.statement import Act

_REACH = 3
_ADMITTING = words("admitting")
_COUNTERING = words("countering")
_MEANT = frozenset("that it this them criticism any".split())


def response_to(account: Account, evidence: tuple[int, int], accuser: str, accused: str) -> Response | None:
    """The accused party's answer within the next sentences after an accusation, if there is one."""
    last = max((s.number for s in account.sentences if s.start < evidence[1]), default=0)
    first = next((s.number for s in account.sentences if s.start >= evidence[0]), last)
    for utterance in account.utterances:
        if not first <= utterance.sentence <= last + _REACH or utterance.speaker is None:
            continue
        if account.sentences[utterance.sentence - 1].start < evidence[0] or utterance.saying.at < evidence[0]:
            continue
        parse = account.parses[utterance.sentence - 1]
        ours = same_side(utterance.speaker, accused) and not same_side(utterance.speaker, accuser)
        told = utterance.sentence <= last and not same_side(utterance.speaker, accuser)
        told = told and (_answers_charge(parse, utterance) or _denies_claim(parse, utterance))
        kind = _kind(account, utterance, accuser) if ours or told else None
        if kind is not None:
            run = account.sentences[utterance.first - 1 : utterance.last]
            return Response(by=utterance.speaker, kind=kind, evidence=account.text[run[0].start : run[-1].end])
    return None


def cited_response(account: Account, by: str, kind: ResponseKind, number: int | None) -> Response | None:
    """The answer in the sentence cited, by a party that this sentence names, or one before it; None where it does not stand."""
    if number is None or not 1 <= number <= len(account.sentences) or number in account.addressed:
        return None
    sentence = account.sentences[number - 1]
    span = (sentence.start, sentence.end)
    named = in_sentence(account, by, number) or nearby(account, by, span)
    return Response(by=named.text, kind=kind, evidence=account.text[slice(*span)]) if named else None


def _kind(account: Account, utterance: Utterance, accuser: str) -> ResponseKind | None:
    content = account.text[slice(*utterance.saying.content)]
    about = {w.strip('.,”"').lower() for w in content.split()}
    if utterance.saying.act is Act.DENY:
        return ResponseKind.DENIED
    if utterance.saying.verb in _ADMITTING and (about & _MEANT or any(noun_among(w, CHARGES | CLAIMS) for w in about)):
        return ResponseKind.ADMITTED
    against = utterance.saying.act is Act.ACCUSE and same_side(accuser, content)
    return ResponseKind.COUNTERED if utterance.saying.verb in _COUNTERING or against else None


def _answers_charge(parse: Parse, utterance: Utterance) -> bool:
    """ "..., a charge which Kabul has always denied": who answers need not bear the name of the accused."""
    verb = parse[utterance.saying.token]
    head = parse.head(verb)
    return verb.dep == "relcl" and head is not None and head.among(CHARGES)


def _denies_claim(parse: Parse, utterance: Utterance) -> bool:
    """ "Denied Y's claims that ...": the denial holds the accusation."""
    start, end = utterance.saying.content
    inside = (t for t in parse if start <= t.start and t.end <= end)
    return utterance.saying.act is Act.DENY and any(t.among(CLAIMS) for t in inside)
