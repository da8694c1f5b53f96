"""The day on which a story was published, with the reason why it is believed, or nothing.

In order of trust: what the user says, what metadata or the lines above the story say, the story's own address, and last what
can be worked out from the text. Working out takes a day of a month, the year and a weekday that all agree; where two years
would do, or no weekday confirms the day, the date stays unknown: a wrong date would shift every weekday of the story. The
clock is never asked, so the same text gives the same date on every day.
"""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from extractor.reading.clues import Clues, gather
from extractor.reading.datelines import Yearless

_YEARS_AHEAD = 4
_DAYS_LATER = 3  # beyond, the lead's weekday may as well be the one before the day that is named
_ALIKE = 0.3  # share of the smaller story's names that two stories about the same have in common
_ADDRESS = re.compile(r"https?://[^\s<>\"]*?/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?=/)")
_OWN_ADDRESS = re.compile(r"(?:original|source|full)\s*(?:url|link)?\s*:?\s*<?(https?://[^\s<>]+)", re.I)


@dataclass(frozen=True)
class Dated:
    """A story on its way to a date: what its header or metadata says, and its text."""

    text: str
    skipped: tuple[tuple[int, int], ...]
    published: date | None = None
    reason: str | None = None
    day: Yearless | None = None


def publication_dates(stories: Sequence[Dated]) -> list[tuple[date, str] | None]:
    """The date and its reason, or None, for each of the stories of one input, in their order."""
    found: list[tuple[date, str] | None] = []
    for story in stories:
        if story.published is not None:
            found.append((story.published, story.reason or "given"))
        else:
            found.append(_own_address(story.text))
    if all(found):
        return found
    clues = [gather(story.text, story.skipped) for story in stories]
    rights = {c.rights_year for c in clues if c.rights_year}
    year = rights.pop() if len(rights) == 1 else None
    for at, known in enumerate(found):
        if known is None:
            day = stories[at].day
            if day is not None:
                found[at] = _with_year(day, clues[at], year)
                continue
            alike = [other for to, other in enumerate(clues) if to != at and _alike(clues[at], other)]
            found[at] = _worked_out(clues[at], clues[at].days, year, "")
            if found[at] is None and not clues[at].days:
                pooled = tuple(day for other in alike for day in other.days)
                found[at] = _worked_out(clues[at], pooled, year, " (in another story of the same file)")
    return [known or _lent(at, found, clues) for at, known in enumerate(found)]


def date_in_address(url: str) -> date | None:
    """The day in an address such as https://example.org/2021/05/03/title, or None."""
    match = _ADDRESS.match(url)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def _own_address(text: str) -> tuple[date, str] | None:
    match = _OWN_ADDRESS.search(text)
    day = date_in_address(match[1]) if match else None
    return (day, "the story's address at its end") if day else None


def _with_year(day: Yearless, clues: Clues, rights_year: int | None) -> tuple[date, str] | None:
    """The header's day in the copyright line's year, or in the only year in which its weekday fits."""
    if rights_year is not None:
        fits = [d for d in _dates(day, range(rights_year, rights_year + 1)) if day.weekday in (None, d.weekday())]
        why = "the copyright line's year"
    elif day.weekday is not None and clues.latest_year is not None:
        years = range(clues.latest_year, clues.latest_year + _YEARS_AHEAD + 1)
        fits = [d for d in _dates(day, years) if d.weekday() == day.weekday]
        why = f"the only one of {years[0]}–{years[-1]} that fits"
    else:
        return None
    return (fits[0], f"header line “{day.words}” in {fits[0].year}, {why}") if len(fits) == 1 else None


def _worked_out(clues: Clues, days: Sequence[Yearless], rights_year: int | None, where: str) -> tuple[date, str] | None:
    """The story's own day from days of a month, when exactly one date fits everything."""
    weekday = clues.own
    if weekday is None:
        return None
    answers: dict[date, str] = {}
    for anchor, day, why in _anchors(clues, days, rights_year):
        later = (weekday - anchor.weekday()) % 7
        if later > _DAYS_LATER:
            continue
        own = anchor + timedelta(days=later)
        answers.setdefault(own, f"worked out: “{day.words}”{where}, {why}, and the lead's {calendar.day_name[weekday]}")
    return next(iter(answers.items())) if len(answers) == 1 else None


def _anchors(clues: Clues, days: Sequence[Yearless], rights_year: int | None) -> list[tuple[date, Yearless, str]]:
    """The latest day of a month with the years in which it fits the weekdays of the text."""
    if not days:
        return []
    last = max(days, key=lambda day: (day.month, day.day))
    if last.month == 12 and any(day.month == 1 for day in days):
        return []  # the turn of a year: which is the later one is not certain
    paired = next((day for day in days if (day.month, day.day) == (last.month, last.day) and day.weekday is not None), None)
    if rights_year is not None:
        fits = [d for d in _dates(last, range(rights_year, rights_year + 1)) if d.weekday() in clues.weekdays]
        fits = [d for d in fits if paired is None or d.weekday() == paired.weekday]
        return [(d, last, f"a {calendar.day_name[d.weekday()]} in {d.year}, the copyright line's year") for d in fits]
    if clues.latest_year is None:
        return []
    years = range(clues.latest_year, clues.latest_year + _YEARS_AHEAD + 1)
    if paired is not None:
        return [(d, paired, f"which fits only {d.year}") for d in _dates(paired, years) if d.weekday() == paired.weekday]
    if last in clues.documents:
        fits = [d for d in _dates(last, years) if d.weekday() == clues.own]
        return [(d, last, f"a {calendar.day_name[d.weekday()]} only in {d.year} of {years[0]}–{years[-1]}") for d in fits]
    return []


def _dates(day: Yearless, years: range) -> list[date]:
    found = []
    for year in years:
        if day.day <= calendar.monthrange(year, day.month)[1]:
            found.append(date(year, day.month, day.day))
    return found


def _lent(at: int, found: Sequence[tuple[date, str] | None], clues: Sequence[Clues]) -> tuple[date, str] | None:
    """The date of another story of the same file that is about the same and speaks of the same weekday as its own day."""
    own = clues[at].own
    lenders = {
        known[0]
        for other, known in enumerate(found)
        if other != at
        and known
        and own is not None
        and clues[other].own == own == known[0].weekday()
        and _alike(clues[at], clues[other])
    }
    if len(lenders) != 1:
        return None
    return lenders.pop(), f"another story of the same file, on the same {calendar.day_name[own or 0]}"


def _alike(one: Clues, other: Clues) -> bool:
    smaller = min(len(one.names), len(other.names))
    return smaller > 0 and len(one.names & other.names) >= _ALIKE * smaller
