"""Where the rules leave a doubt: sentences whose words could hold a record of a type, though the syntax showed none.

Only these are worth a small model's time. The lexical gate errs on the side of asking; it decides nothing.
"""

from collections.abc import Iterable, Sequence

from extractor.language.account import Account
from extractor.language.blame_lexicon import WRONG_FORMS, WRONG_NOUNS
from extractor.language.lexicon import (
    FORCES,
    HARM_FORMS,
    HARM_NOUNS,
)
from extractor.language.motion_lexicon import MOTION_FORMS, MOVEMENT_NOUNS
from extractor.language.names import parties
from extractor.language.numbers import counts
from extractor.language.reporting_lexicon import REPORTING_FORMS
from extractor.language.syntax import Parse
from schemas.accusation import AccusationProposal
from schemas.base import Proposal, RecordType
from schemas.casualty_report import CasualtyReportProposal
from schemas.statement import StatementProposal
from schemas.troop_movement import TroopMovementProposal

_TYPES: dict[type[Proposal], RecordType] = {
    StatementProposal: RecordType.STATEMENT,
    CasualtyReportProposal: RecordType.CASUALTY_REPORT,
    TroopMovementProposal: RecordType.TROOP_MOVEMENT,
    AccusationProposal: RecordType.ACCUSATION,
}


def doubts(account: Account, proposals: Iterable[Proposal], types: Sequence[RecordType]) -> dict[RecordType, set[int]]:
    """Sentence numbers by type that could hold a record and got none from the rules."""
    found: dict[RecordType, set[int]] = {t: set() for t in types}
    settled: dict[RecordType, set[int]] = {t: set() for t in RecordType}
    for proposal in proposals:
        settled[_TYPES[type(proposal)]].update(getattr(proposal, "sentences", ()))
    for parse in account.parses:
        number = parse.sentence.number
        for t in types:
            if number not in settled[t] and _could_hold(account, parse, t):
                found[t].add(number)
    return found


def _could_hold(account: Account, parse: Parse, record_type: RecordType) -> bool:
    low = {t.low for t in parse}
    if record_type is RecordType.CASUALTY_REPORT:
        return bool(low & (HARM_FORMS.keys() | HARM_NOUNS.keys() | {"toll", "casualties", "losses", "lives"})) and bool(
            counts(parse.sentence.text)
        )
    if record_type is RecordType.TROOP_MOVEMENT:
        moving = any(t.low in MOTION_FORMS and t.tag.startswith("V") for t in parse) or bool(low & MOVEMENT_NOUNS.keys())
        return moving and (bool(low & FORCES) or bool(parties(parse.sentence.text)))
    if record_type is RecordType.ACCUSATION:
        wrong = any(t.low in WRONG_FORMS and t.tag.startswith("V") for t in parse) or bool(low & WRONG_NOUNS.keys())
        spoken = any(u.first <= parse.sentence.number <= u.last for u in account.utterances)
        return wrong and spoken
    return any(t.low in REPORTING_FORMS and t.tag.startswith("V") for t in parse) and any(
        q[0] < parse.sentence.end and q[1] > parse.sentence.start for q in account.quotes
    )
