"""What a story without a date says about its day.

Four kinds of clues: the weekday on which the lead happens (the story's own day), days of a month without a year ("at a
briefing on March 25"), weekdays that are spoken of, and years (a copyright line's, and any other as the earliest possible).
"""

import re
from collections import Counter
from dataclasses import dataclass

from extractor.language.dates import DateMention, date_mentions
from extractor.language.sentences import split_sentences
from extractor.reading.datelines import Yearless

_LEAD_SENTENCES = 6  # the title among them
_OPENING = 3  # of them, what the title and the first two tell counts double
_NOT_OWN = re.compile(
    r"(?:\b(?:late|since|until|till|by|from|before|between|after|through|last|next|every|overnight)(?:\s+on)?|and|-|–)\s+$",
    re.I,
)
_NOT_CURRENT = re.compile(
    r"\b(?:since|until|till|by|before|after|from|scheduled for|planned for|due on|deadline of)\s+(?:the\s+)?$", re.I
)
_NO_YEAR = re.compile(r"\b(?:by|until|till|through|to)\s+(?:\w+\s+){0,2}$", re.I)
_RIGHTS = re.compile(r"(?:copyright|©|\(c\))[^\n]{0,40}?\b(?:(?:19|20)\d\d\s*[-–]\s*)?((?:19|20)\d\d)\b", re.I)
_DOCUMENT = re.compile(
    r"\s+(?:[a-z]+\s+){0,2}(?:bulletin|briefing|communiqu[eé]|press (?:release|conference|briefing)|news (?:release"
    r"|conference)|daily report|update|broadcast)\b"
)
_CAPITAL = re.compile(r"\b[A-Z][\w-]+")
_CALENDAR = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October"
    r"|November|December"
)


@dataclass(frozen=True)
class Clues:
    """What one story says of its day.

    `own` is the weekday on which the lead happens (Monday 0), `documents` those of `days` that date a document of the lead's
    speaker, `names` the capitalised words, by which stories about the same are told.
    """

    own: int | None
    days: tuple[Yearless, ...]
    documents: frozenset[Yearless]
    weekdays: frozenset[int]
    latest_year: int | None
    rights_year: int | None
    names: frozenset[str]


def gather(text: str, skipped: tuple[tuple[int, int], ...]) -> Clues:
    """The clues of one story; days in `skipped` (captions above all) count for nothing but the earliest year."""
    mentions = date_mentions(text)
    read = [m for m in mentions if not any(a <= m.start < b for a, b in skipped)]
    own, speaker = _own_day(text, skipped, read)
    weekdays = frozenset(m.weekday for m in read if m.weekday is not None and m.shift is None and not m.future)
    years = [
        m.year
        for m in mentions
        if m.year is not None and not m.future and not _NO_YEAR.search(text[max(0, m.start - 25) : m.start])
    ]
    rights = _RIGHTS.search(text)
    days = _days(text, read, speaker)
    return Clues(
        own=own,
        days=tuple(day for day, _ in days),
        documents=frozenset(day for day, by_speaker in days if by_speaker),
        weekdays=weekdays,
        latest_year=max(years, default=None),
        rights_year=int(rights[1]) if rights else None,
        names=_names("".join(text[a:b] for a, b in _kept(len(text), skipped))),
    )


def _own_day(text: str, skipped: tuple[tuple[int, int], ...], read: list[DateMention]) -> tuple[int | None, frozenset[str]]:
    """The weekday that the lead names most and no other as often, and the names that act on it there."""
    lead = split_sentences(text, skipped)[:_LEAD_SENTENCES]
    counts: Counter[int] = Counter()
    speakers: dict[int, frozenset[str]] = {}
    for at, sentence in enumerate(lead):
        for mention in read:
            if not sentence.start <= mention.start < sentence.end or mention.weekday is None or mention.day is not None:
                continue
            before = text[max(sentence.start, mention.start - 80) : mention.start]
            if mention.shift or mention.future or mention.adjectival or _NOT_OWN.search(before):
                continue
            counts[mention.weekday] += 2 if at < _OPENING or re.search(r"\bearlier (?:on )?$", before, re.I) else 1
            speakers.setdefault(mention.weekday, _names(before))
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None, frozenset()
    return ranked[0][0], speakers[ranked[0][0]]


def _days(text: str, read: list[DateMention], speaker: frozenset[str]) -> list[tuple[Yearless, bool]]:
    found = []
    for mention in read:
        month, day = (mention.until[1] or mention.month, mention.until[2]) if mention.until else (mention.month, mention.day)
        if month is None or day is None or mention.year is not None or (mention.until and mention.until[0]) or mention.future:
            continue
        if _NOT_CURRENT.search(text[max(0, mention.start - 30) : mention.start]):
            continue
        document = _DOCUMENT.match(text, mention.end)
        if mention.adjectival and not document:
            continue
        after = text[document.end() : document.end() + 60] if document else ""
        by_speaker = len(_names(re.split(r"[,.;“”]", after)[0]) & speaker) >= 2
        weekday = mention.weekday if mention.until is None else None
        found.append((Yearless(month, day, weekday, text[mention.start : mention.end]), by_speaker))
    return found


def _names(text: str) -> frozenset[str]:
    return frozenset(w for w in _CAPITAL.findall(text) if len(w) > 3 and not _CALENDAR.fullmatch(w))


def _kept(length: int, skipped: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    edges = [0, *(edge for span in sorted(skipped) for edge in span), length]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]
