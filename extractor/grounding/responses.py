"""Answers to accusations: does the accused, later in the article, deny, admit or counter what it is accused of."""

from extractor.grounding.fields import in_sentence, nearby
from extractor.language.account import Account
from extractor.language.names import same_party
from schemas.accusation import Response, ResponseKind
from schemas.statement import Act

_REACH = 3
_CHARGE = frozenset(
    """
    charge charges claim claims accusation accusations allegation allegations criticism report reports account that it this them
""".split()
)
_ADMITTING = frozenset("admit acknowledge concede".split())


def response_to(account: Account, evidence: tuple[int, int], accuser: str, accused: str) -> Response | None:
    """The accused party's denial or admission within the next sentences after an accusation, if there is one."""
    last = max((s.number for s in account.sentences if s.start < evidence[1]), default=0)
    first = next((s.number for s in account.sentences if s.start >= evidence[0]), last)
    for utterance in account.utterances:
        if not first <= utterance.sentence <= last + _REACH or utterance.speaker is None:
            continue
        if account.sentences[utterance.sentence - 1].start < evidence[0] or utterance.saying.at < evidence[0]:
            continue
        if not same_party(utterance.speaker, accused) or same_party(utterance.speaker, accuser):
            continue
        start, end = utterance.saying.content
        about = {w.strip('.,”"').lower() for w in account.text[start:end].split()}
        if utterance.saying.act is Act.DENY:
            kind = ResponseKind.DENIED
        elif utterance.saying.verb in _ADMITTING and about & _CHARGE:
            kind = ResponseKind.ADMITTED
        else:
            continue
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
