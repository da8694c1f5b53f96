"""Casualty reports that the article's syntax shows."""

from extractor.language.account import Account
from extractor.language.dates import DateMention, resolve
from extractor.language.syntax import Parse, Token, dateline_end
from extractor.language.tolls import Toll, tolls
from extractor.rules.circumstances import is_beside, source, when
from extractor.rules.places import of_toll
from extractor.rules.story import attack_day, story_day
from schemas.base import Span
from schemas.casualty_report import CasualtyReportProposal

_TELLING = 3  # the least figure that tells one event from another


def casualties(account: Account, parse: Parse) -> list[CasualtyReportProposal]:
    """The casualty reports of one sentence."""
    return [_casualties(account, parse, toll) for toll in tolls(parse)]


def _beside(account: Account, sentence: int, toll: Toll) -> Span | None:
    """The date that stands right behind a figure and is that figure's own: "from 88 in 2023 to 388 in 2024"."""
    ends = [end for _, (_, end) in toll.counts.values()]
    return next(
        (
            (m.start, m.end)
            for end in ends
            for m in account.dates[sentence]
            if account.text[end : m.start].strip().lower() in ("in", "on", "during") and end < m.start
        ),
        None,
    )


def _own_day(account: Account, parse: Parse, toll: Toll) -> Span | None:
    """The day of the branch of a sentence in which one of its figures alone is told.

    "Killed four on Sunday and five traders the next day", "buried a man on Friday who was shot two days earlier". Of "killed
    four on Sunday and wounded five" both have Sunday.
    """
    figures = [span for _, span in toll.counts.values()]
    days = [m for m in account.dates[parse.sentence.number] if not m.adjectival and not m.dateline]
    for mention in days:
        told = _dated(parse, mention)
        if told is None or told.dep not in ("conj", "relcl", "acl") or resolve(mention, account.published) is None:
            continue
        branch = parse.subtree(told)
        if told.dep != "conj" and not branch[0].start <= toll.at < branch[-1].end:
            continue  # "captured the pilot, who was freed two days later"
        noun = parse.head(told) if told.dep != "conj" else None
        begins = min(branch[0].start, *(t.start for t in (parse.subtree(noun) if noun is not None else branch)))
        inside = all(begins <= start and end <= branch[-1].end for start, end in figures)
        if inside and any(not begins <= m.start < branch[-1].end for m in days):
            return mention.start, mention.end
    return None


def _dated(parse: Parse, mention: DateMention) -> Token | None:
    """The noun or verb that a date hangs on."""
    word = next((t for t in parse if mention.start <= t.start), None)
    above = parse.ancestors(word) if word is not None else iter(())
    return next((t for t in above if not mention.start <= t.start < mention.end and t.tag[0] in "NV"), None)


def _casualties(account: Account, parse: Parse, toll: Toll) -> CasualtyReportProposal:
    sentence = parse.sentence
    around = account.source_of(sentence, *toll.clause)
    spans = {kind: span for kind, (_, span) in toll.counts.items()}

    def same(other: Parse) -> bool:
        least = 1 if sentence.heading else _TELLING
        figures = [(kind, count) for kind, (count, _) in toll.counts.items() if count.low >= least]
        return any(t.counts.get(kind, (None,))[0] == count for t in tolls(other) for kind, count in figures)

    day = _beside(account, sentence.number, toll) or _own_day(account, parse, toll)
    if day is None and (account.dates[sentence.number] or any(count.high != 0 for count, _ in toll.counts.values())):
        day = when(account, sentence.number, toll.clause, around, same)
        if day is not None and day[1] <= sentence.start + dateline_end(sentence.text):
            day = None  # the day on which the story was filed
    if (day is None or is_beside(account, parse, day)) and any(count.high != 0 for count, _ in toll.counts.values()):
        day = attack_day(account, parse) or story_day(account, parse) or day
    proposal = CasualtyReportProposal(
        sentences=[sentence.number],
        **{kind: account.text[slice(*span)] for kind, span in spans.items()},
        victims=toll.victims,
        source=source(around),
        when=account.text[slice(*day)] if day else None,
    ).happened(of_toll(account, parse, toll, around))
    return proposal.at(when=day, victims=toll.span if toll.victims else None, **spans)
