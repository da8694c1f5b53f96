"""What a toll counts by its sentence and by the article around it.

By its own words "118 killed" in a headline is one event's; where the article tells below that 118 were killed "in the last
week", so does the headline. And "since Monday" is a running total, but of who is missing since Monday it says when.
"""

import re
from datetime import date

from extractor.facts.days import frame
from extractor.facts.places import where
from extractor.facts.scope import scope
from extractor.storage.ties import Told
from schemas.casualty_report import COUNTS, CasualtyReport
from schemas.fact import Scope

_BATTLE = 4  # days that a fight for one place may last and be one event
_LONG_AGO = 365  # days after which an offensive is a war of its own
_SOME = 3  # victims from which on a headline's figure is known again further down
_CAMPAIGN = re.compile(r"\b(?:offensive|operation|campaign|siege|invasion)\b", re.IGNORECASE)
_SINCE_WEEKDAY = re.compile(r"\bsince\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_LOST_SINCE = re.compile(r"\b(?:missing|held|detained|captive|prisoners?)\b[^.;]{0,20}\bsince\b", re.IGNORECASE)
_SINCE = re.compile(r"\bsince\b[^.;]{0,60}?\b((?:19|20)\d\d)\b")


def extent(record: CasualtyReport, article: Told, day: int | None) -> Scope:
    """What a toll counts; of a headline what its article of this `day` says of the same figures further down."""
    if record.start < article.text.find("\n"):
        below = (r for r in article.records if isinstance(r, CasualtyReport) and r.start > record.start)
        if told := next((r for r in below if _same_figures(r, record)), None):
            return _own(told, day)
    return _own(record, day)


def _same_figures(one: CasualtyReport, other: CasualtyReport) -> bool:
    """Both give the same figures, and more than a few."""
    given = [(getattr(one, name), getattr(other, name)) for name in COUNTS]
    return all(a == b for a, b in given) and any(a is not None and a.low >= _SOME for a, _ in given)


def _own(record: CasualtyReport, day: int | None) -> Scope:
    """What a toll counts by its own sentence; one that runs since a year before the last is a whole war's."""
    if _LOST_SINCE.search(record.evidence) and record.killed is None and record.wounded is None:
        return Scope.INCIDENT  # who is missing "since Saturday" was lost on Saturday
    since = _SINCE.search(record.evidence)
    if since and day is not None and date.fromordinal(day).year - int(since.group(1)) > 1:
        return Scope.WAR
    days = frame(record.date)
    if days and day is not None and day - days[1] > _LONG_AGO and _CAMPAIGN.search(record.evidence):
        return Scope.WAR
    lately = days is not None and day is not None and 0 <= day - days[0] <= _BATTLE
    if lately and _SINCE_WEEKDAY.search(record.evidence) and where(record.place).exact:
        return Scope.INCIDENT  # a fight for one village that has lasted since
    return scope(record)
