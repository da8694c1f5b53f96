"""Where a record's event happened: the places that a rule found, by their spans, else the words that were cited."""

from extractor.grounding.fields import Found, Sheet
from schemas.accusation import AccusationProposal
from schemas.base import Verdict
from schemas.casualty_report import CasualtyReportProposal
from schemas.statement import StatementProposal
from schemas.troop_movement import TroopMovementProposal

Told = StatementProposal | CasualtyReportProposal | TroopMovementProposal | AccusationProposal


def place(sheet: Sheet, proposal: Told) -> Found | None:
    """Sets the place, and all places where the text gives several; what stands outside the evidence is found elsewhere.

    Returns where the first of them stands.
    """
    where = proposal.whereabouts
    if where is None:
        return sheet.cite("place", proposal.place, proposal.place_sentence, proposal.spans.get("place"))
    first = Found(sheet.account.text[slice(*where.spans[0])], *where.spans[0])
    inside = sheet.evidence[0] <= first.start and first.end <= sheet.evidence[1]
    sheet.judge("place", first.text, Verdict.FOUND if inside else Verdict.ELSEWHERE, where.rule, first)
    if len(where.spans) > 1:
        sheet.infer("places", tuple(dict.fromkeys(sheet.account.text[slice(*span)] for span in where.spans)), where.rule)
    return first
