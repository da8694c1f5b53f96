"""Which reports tell of the event that an article is about, and whether two articles are about one.

News puts first what it is about: the headline, the first toll below it, and the largest of late are of its main event, unless
words such as "elsewhere" or "last month" set it off. Two papers that lead with the same words within a week tell of one main
event, however their figures differ: "at least 44" is told by one source, "over 100" by another.
"""

import re
from datetime import date
from functools import lru_cache

from extractor.facts.called import is_foe
from extractor.facts.scope import EVENT, scope
from extractor.facts.words import shared, stems
from extractor.storage.ties import Told
from schemas.casualty_report import CasualtyReport
from schemas.fact import Scope

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_SETS_OFF = re.compile(
    rf"\b(?:separate(?:ly)?|elsewhere|meanwhile|another\s+(?:\w+\s+)?(?:{EVENT}|village|town|city|district)|"
    r"(?:hours?|days?|weeks?|months?|years?)\s+(?:ago|before|earlier|later|after)|earlier\s+(?:this|in|on|that)|"
    rf"(?:last|previous|past|this)\s+(?:week|month|year)|in\s+recent\s+\w+|(?:second|third)\s+(?:\w+\s+)?{EVENT}|"
    rf"in\s+(?:{_MONTH}\b|(?:19|20)\d\d\b))",
    re.IGNORECASE,
)
_LEAD = 450  # characters after the headline in which an article tells what it is about
_MOST = 0.6  # of an article's largest toll, from which on a figure is one of its main event
_OLD = 20  # days before publication that are not its main event's
_WEEK = 7  # days between two articles about one event
_ALIKE = 0.3  # of the words of the shorter of two leads


def is_main(report: CasualtyReport, article: Told, tops: int) -> bool:
    """The report tells of its article's main event; `tops` is the largest toll of the article.

    So does one of the headline, the first one below it, and one of about the largest toll; not "elsewhere, two died", nor "days
    later a bomb killed 11".
    """
    if _SETS_OFF.search(report.evidence):
        return False
    if report.killed is not None and 0 < report.killed.low >= _MOST * tops:
        return True
    title = article.text.find("\n")
    below = min((r.start for r in article.records if isinstance(r, CasualtyReport) and r.start > title), default=0)
    return report.start <= max(title, below)


def largest(article: Told, day: int | None) -> int:
    """The largest number of dead that an article of this day tells of one event of late; 0 where it tells of none."""
    return max(
        (r.killed.low for r in article.records if isinstance(r, CasualtyReport) and r.killed and _lately(r, day)), default=0
    )


def about_one(one: str, other: str, days: int | None) -> bool:
    """Two articles with these texts, so many days apart, are about one event."""
    return days is not None and days <= _WEEK and _alike(one, other) >= _ALIKE


def may_be_one_group(one: CasualtyReport, other: CasualtyReport) -> bool:
    """Nothing in what the victims are called tells them apart: not "gunmen" and "villagers", nor "them", who may be anybody."""
    left, right = one.victims or "", other.victims or ""
    if any(name.lower().split()[:1] in (["them"], ["they"], ["those"], ["others"]) for name in (left, right)):
        return False
    return is_foe(left) is is_foe(right) or not (left and right)


def _lately(report: CasualtyReport, day: int | None) -> bool:
    """One event's toll, of which nothing says that it is another's or long ago."""
    if scope(report) is not Scope.INCIDENT or day is None or _SETS_OFF.search(report.evidence):
        return False
    written = report.date or ""
    return len(written) < len("2022-03-26") or abs(date.fromisoformat(written).toordinal() - day) <= _OLD


@lru_cache(maxsize=16384)
def _alike(one: str, other: str) -> float:
    return shared(_lead(one), _lead(other))


@lru_cache(maxsize=4096)
def _lead(text: str) -> frozenset[str]:
    title = max(0, text.find("\n"))
    return stems(text[:title]) | stems(text[title : title + _LEAD])
