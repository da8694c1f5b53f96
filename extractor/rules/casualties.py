"""Casualty reports that the article's syntax shows."""

from extractor.language.account import Account
from extractor.language.syntax import Parse
from extractor.language.tolls import Toll, tolls
from extractor.rules.circumstances import source, when
from schemas.casualty_report import CasualtyReportProposal


def casualties(account: Account, parse: Parse) -> list[CasualtyReportProposal]:
    """The casualty reports of one sentence."""
    return [_casualties(account, parse, toll) for toll in tolls(parse)]


def _casualties(account: Account, parse: Parse, toll: Toll) -> CasualtyReportProposal:
    sentence = parse.sentence
    around = account.source_of(sentence, *toll.clause)
    words = {kind: account.text[start:end] for kind, (_, (start, end)) in toll.counts.items()}
    return CasualtyReportProposal(
        sentences=[sentence.number],
        **words,
        victims=toll.victims,
        source=source(around),
        when=when(account, sentence.number, toll.clause, around),
    )
