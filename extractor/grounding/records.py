"""Grounding: a proposal about an article becomes a record that can be checked.

Each type has its few lines here; what they share (finding words, verdicts, dates) is in `fields`. No proposal vanishes: one
whose sentences do not exist or report nothing, or whose words are not in the article, gives an unsupported record that says so.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any, TypeVar

from extractor.grounding.fields import CITED, Found, Sheet, sheet_of, within
from extractor.grounding.people import count
from extractor.grounding.responses import cited_response, response_to
from extractor.grounding.whereabouts import Told, place
from extractor.language.account import Account
from extractor.language.content import Utterance
from extractor.language.dates import ResolvedDate
from extractor.language.names import agree
from extractor.language.quotes import quotation_kind
from extractor.language.tolls import victim_kind
from extractor.language.wrongs import category_of
from schemas.accusation import Accusation, AccusationProposal
from schemas.base import Proposal, Record, RecordType, Span, Status, Verdict
from schemas.casualty_report import COUNTS, CasualtyReport, CasualtyReportProposal, VictimKind
from schemas.statement import Act, Statement, StatementProposal
from schemas.troop_movement import Outcome, TroopMovement, TroopMovementProposal


def ground(account: Account, article_id: str, proposals: Iterable[Proposal]) -> list[Record]:
    """Records of one article in the order of its text, each once. Offsets are code points of the article's text."""
    found: dict[str, Record] = {}
    for proposal in proposals:
        record = _record(account, article_id, proposal)
        found.setdefault(record.id, record)
    return sorted(found.values(), key=lambda r: (r.start, list(RecordType).index(r.type), r.id))


def _record(account: Account, article_id: str, proposal: Proposal) -> Record:
    if isinstance(proposal, StatementProposal):
        return _statement(account, article_id, proposal)
    if isinstance(proposal, CasualtyReportProposal):
        return _casualty_report(account, article_id, proposal)
    if isinstance(proposal, TroopMovementProposal):
        return _troop_movement(account, article_id, proposal)
    if isinstance(proposal, AccusationProposal):
        return _accusation(account, article_id, proposal)
    raise TypeError(f"no record is made of a {type(proposal).__name__}")


_R = TypeVar("_R", bound=Record)


def _finished(kind: type[_R], sheet: Sheet, article_id: str) -> _R:
    if sheet.values.get("status") not in (Status.DEMANDED, Status.PLANNED):
        sheet.passed()
    start, end = sheet.evidence
    values: dict[str, Any] = {
        **sheet.values,
        "article_id": article_id,
        "evidence": sheet.account.text[start:end],
        "start": start,
        "end": end,
        "support": tuple(sheet.support),
    }
    record = kind(id="", **values)
    identity = record.model_dump(mode="json", exclude={"id", "support", "date_reason"})
    digest = hashlib.sha256(
        json.dumps(identity, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
    ).hexdigest()
    return record.model_copy(update={"id": digest[:16]})


def _utterance(account: Account, numbers: Iterable[int], speaker: str, content: str | None = None) -> Utterance | None:
    """The reporting clause in the cited sentences that has this speaker."""
    cited = set(numbers)
    near = [u for u in account.utterances if u.sentence in cited]
    if content is not None:
        exact = [u for u in near if account.text[slice(*u.saying.content)] == content]
        near = exact or near
    named = [u for u in near if u.speaker and agree(u.speaker, speaker)]
    return named[0] if named else (near[0] if len(near) == 1 else None)


def _statement(account: Account, article_id: str, proposal: StatementProposal) -> Statement:
    sheet = sheet_of(account, proposal.sentences)
    utterance = _utterance(account, proposal.sentences, proposal.speaker, proposal.content)
    _name(sheet, "speaker", proposal.speaker, utterance)
    content = _content(account, proposal, utterance, sheet.evidence)
    _told(sheet, "content", content, proposal.content)
    kind = quotation_kind(content.text, content.start, content.end, account.quotes)
    sheet.infer("quotation", kind, "quotation marks")
    sheet.infer("act", proposal.act, f"reporting verb: {utterance.saying.form}" if utterance else "as proposed")
    if proposal.act is not Act.DECLINE or proposal.addressee:
        sheet.copy("addressee", proposal.addressee)
    place(sheet, proposal)
    sheet.day(_said(sheet, proposal, utterance))
    return _finished(Statement, sheet, article_id)


def _name(sheet: Sheet, field: str, proposed: str, utterance: Utterance | None) -> None:
    """A speaker's name: found in the evidence, or given by the rule that resolved a pronoun."""
    place = sheet.copy(field, proposed, required=True)
    rule = utterance.speaker_rule if utterance else None
    if rule and place and place.start < sheet.evidence[0]:
        verdict = sheet.support.pop()
        sheet.support.append(verdict.model_copy(update={"verdict": Verdict.INFERRED, "rule": rule}))


def _content(account: Account, proposal: StatementProposal, utterance: Utterance | None, evidence: tuple[int, int]) -> Found:
    """What is said: the content of the reporting clause, else the proposed words, else the evidence as a whole."""
    if proposal.content and (found := within(account.text, proposal.content, *evidence)):
        return found
    return _spoken(account, utterance, evidence)


def _spoken(account: Account, utterance: Utterance | None, evidence: tuple[int, int]) -> Found:
    """The content of a reporting clause as far as it is evidence, else the evidence; it may have no word in it."""
    start, end = utterance.saying.content if utterance else evidence
    start, end = max(start, evidence[0]), min(end, evidence[1])
    return Found(account.text[start:end], start, max(start, end))


def _told(sheet: Sheet, field: str, found: Found, proposed: str | None) -> None:
    """Judges what is said or alleged: the article's words, or none."""
    if found.text.strip():
        sheet.judge(field, found.text, Verdict.FOUND, None, found)
    else:
        sheet.judge(field, proposed or "", Verdict.UNSUPPORTED, "no words of the evidence")


def _when(sheet: Sheet, proposal: Told) -> ResolvedDate | None:
    return sheet.dated(proposal.when, proposal.when_sentence, proposal.spans.get("when"))


def _said(sheet: Sheet, proposal: StatementProposal | AccusationProposal, utterance: Utterance | None) -> ResolvedDate | None:
    """The day of a saying: that of words of its evidence, else what its clause tells, else the story's, where that is cited."""
    told = sheet.dated(proposal.when, proposal.when_sentence, proposal.spans.get("when"), story=True)
    if told is not None and (utterance is None or utterance.said is None or not told.reason.startswith(CITED)):
        return told
    return utterance.said if utterance else None


def _source(sheet: Sheet, proposed: str | None, status: Status, rule: str = "governing verb", at: Span | None = None) -> None:
    sheet.copy("source", proposed, at=at)
    sheet.infer("status", status, rule)


def _casualty_report(account: Account, article_id: str, proposal: CasualtyReportProposal) -> CasualtyReport:
    sheet = sheet_of(account, proposal.sentences)
    for kind in COUNTS:
        count(sheet, kind, getattr(proposal, kind), proposal.spans.get(kind))
    if not any(getattr(proposal, kind) for kind in COUNTS):
        sheet.judge("killed", None, Verdict.UNSUPPORTED, "no count was proposed")
    victims = sheet.copy("victims", proposal.victims, at=proposal.spans.get("victims"))
    told = victim_kind(victims.text) if victims else VictimKind.UNKNOWN
    if told is VictimKind.UNKNOWN and proposal.victim_kind not in (None, told):
        sheet.infer("victim_kind", proposal.victim_kind, "as proposed")
    else:
        sheet.infer("victim_kind", told, "words for the victims")
    denied = (
        any(u.saying.act is Act.DENY and u.covers(*(victims.start, victims.end)) for u in account.utterances)
        if victims
        else False
    )
    proposed = None if denied else proposal.status
    if proposed is Status.DENIED and not any(
        u.saying.act is Act.DENY for u in account.utterances if u.sentence in proposal.sentences
    ):
        proposed = None
    status = proposed or (Status.DENIED if denied else Status.ASSERTED)
    _source(sheet, proposal.source, status, "as proposed" if proposed else "governing verb", proposal.spans.get("source"))
    place(sheet, proposal)
    if status is not Status.DEMANDED:
        sheet.day(_when(sheet, proposal))
    return _finished(CasualtyReport, sheet, article_id)


def _troop_movement(account: Account, article_id: str, proposal: TroopMovementProposal) -> TroopMovement:
    sheet = sheet_of(account, proposal.sentences)
    sheet.copy("actor", proposal.actor, required=True, at=proposal.spans.get("actor"))
    sheet.infer("action", proposal.action, "verb of motion")
    outcome = proposal.outcome
    if proposal.status in (Status.DEMANDED, Status.PLANNED, Status.DENIED):
        outcome = Outcome.UNKNOWN
    sheet.infer("outcome", outcome, "tense and governing verb")
    sheet.copy("from_place", proposal.from_place, at=proposal.spans.get("from_place"))
    sheet.copy("to_place", proposal.to_place, at=proposal.spans.get("to_place"))
    reached = sheet.values.get("to_place") or sheet.values.get("from_place")
    if reached and proposal.whereabouts is None:
        sheet.infer("place", reached, "the place reached, held or left")
    else:
        place(sheet, proposal)
    _source(sheet, proposal.source, proposal.status, at=proposal.spans.get("source"))
    if proposal.status is not Status.DEMANDED:
        sheet.day(_when(sheet, proposal))
    return _finished(TroopMovement, sheet, article_id)


def _accusation(account: Account, article_id: str, proposal: AccusationProposal) -> Accusation:
    sheet = sheet_of(account, proposal.sentences)
    utterance = _utterance(account, proposal.sentences, proposal.accuser)
    if (at := proposal.spans.get("accuser")) is not None:
        sheet.copy("accuser", proposal.accuser, at=at)
    else:
        _name(sheet, "accuser", proposal.accuser, utterance)
    sheet.copy("accused", proposal.accused, required=True, at=proposal.spans.get("accused"))
    if (at := proposal.spans.get("allegation")) is not None:
        allegation: Found | None = Found(account.text[slice(*at)], *at)
    else:
        allegation = within(account.text, proposal.allegation, *sheet.evidence) if proposal.allegation else None
    allegation = allegation or _spoken(account, utterance, sheet.evidence)
    _told(sheet, "allegation", allegation, proposal.allegation)
    category = proposal.category
    for parse in account.parses:
        if parse.sentence.start <= allegation.start < parse.sentence.end and category.value == "other":
            category = category_of(parse, allegation.start, allegation.end)
    sheet.infer("category", category, "words of the allegation")
    place(sheet, proposal)
    sheet.values["source"] = sheet.values["accuser"]
    sheet.support.append(next(s for s in sheet.support if s.field == "accuser").model_copy(update={"field": "source"}))
    if proposal.status is Status.DENIED:
        sheet.infer("status", Status.ASSERTED, "a charge stands, whoever denies it")
    else:
        sheet.infer("status", proposal.status, "governing verb")
    if proposal.status is not Status.DEMANDED:
        sheet.day(_said(sheet, proposal, utterance))
    _response(sheet, proposal)
    return _finished(Accusation, sheet, article_id)


def _response(sheet: Sheet, proposal: AccusationProposal) -> None:
    """The answer that code finds, else the one that was proposed."""
    by, kind = proposal.response_by, proposal.response_kind
    response = response_to(sheet.account, sheet.evidence, sheet.values["accuser"], sheet.values["accused"])
    if response is not None:
        sheet.infer("response", response, "a later answer of the accused")
    elif by is not None and kind is not None:
        response = cited_response(sheet.account, by, kind, proposal.response_sentence)
        if response is not None:
            sheet.infer("response", response, "as proposed")
        else:
            sheet.judge("response", None, Verdict.UNSUPPORTED, f"not in the sentence cited: {by[:80]}")
