"""Dates that stand on their own: in header lines, datelines and captions.

Only what can be read in one way is a date: a month by name, an ISO date, or numbers with dots, which are written day first.
31/01/2023 is read; 03/04/2022 is two dates and so none, unless it is known which number its author writes first. What dates
mean inside sentences is `language.dates`' concern.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Literal

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?|(?:JAN|FEBR)UARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST"
    r"|(?:SEPT|NOV|DEC)EMBER|OCTOBER)"
)
_ANY_MONTH = rf"(?i:{MONTH})"  # "31st january 2023": beside a day and a year nothing else is meant
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b\.?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
DATE = rf"(?:{MONTH}\s+{_DAY},?\s+{_YEAR}|{_DAY}\s+(?:of\s+)?{MONTH},?\s+{_YEAR}|{_YEAR}-\d\d-\d\d)\b"
_PARTS = re.compile(
    rf"(?P<m1>{_ANY_MONTH})\s+(?P<d1>{_DAY}),?\s+(?P<y1>{_YEAR})\b|(?P<d2>{_DAY})(?:\s+(?:of\s+)?|[/-])(?P<m2>{_ANY_MONTH})(?:,?\s+|[/-])(?P<y2>{_YEAR})\b"
    rf"|(?P<y3>{_YEAR})-(?P<m3>\d\d)-(?P<d3>\d\d)(?!\d)"
    rf"|(?<![\d.])(?P<d4>0?[1-9]|[12]\d|3[01])\.(?P<m4>0?[1-9]|1[0-2])\.(?P<y4>{_YEAR})(?![\d.]*\d)"
)
_NUMBERS = re.compile(rf"(?<![\d/.-])(?P<one>\d{{1,2}})(?P<mark>[/-])(?P<two>\d{{1,2}})(?P=mark)(?P<year>{_YEAR})(?![\d/-])")
_LABEL = re.compile(r"\W*((?:first\s+|last\s+)?(?:published|posted|updated|modified|date|issued|released))\b", re.I)
_ASIDE = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tue|Wed|Thu|Fri|Sat|Sun|[Aa]ll times|local time|at|on|by|GMT|UTC"
    r"|[A-Z]{2,4}T|[AaPp]\.?[Mm]"
    r"|(?:[Ff]irst |[Ll]ast )?(?:[Pp]ublished|[Pp]osted|[Uu]pdated|[Mm]odified|[Dd]ate|[Ii]ssued|[Rr]eleased)"
    r"|T?\d{1,2}[:.]\d\d(?:[:.]\d\d)*Z?)\b"
)
_RULE = re.compile(r"\s[–—|/-]\s")
_INSIDE = re.compile(r"\b(?:on|since|until|by|of|from|after|before)\s*$", re.I)
_PARENTHESES = re.compile(r"\([^()]*\)")
_LONGEST = 120  # characters of a line with a date, a place and an outlet
_BESIDE = 11  # words of an outlet's or a section's name beside a date
_SMALL = frozenset("and of the for de du des la le with by in statement release communique bulletin agencies".split())
_PLACE = (
    r"\W*[A-Z][\w.’'-]*(?:[ ,/][ ,/-]*(?:(?:of|the|de|la|al) )*(?:(?:al|el|ad|an|ar|as|ash)-)?[A-Z][\w.’'-]*){0,5}"
    r"(?:\s\([A-Z][\w’' -]+\))?(?:,|\s\(|\.|\s[/|–—-])\s*"
)
_DASH = r"\)?\.?\s*(?:\([A-Z]{2,}\)\s|(?:\([^()]{2,30}\)|/[^/]{2,30}/|[A-Z][\w.]{2,20})?\s*(?:--|[—–-]|\.\s*/)|/[^/]{2,30}/\.)"
_DATELINE = re.compile(rf"{_PLACE}(?:{_WEEKDAY},?\s+)?(?P<date>{_PARTS.pattern}){_DASH}")
_YEARLESS = re.compile(
    rf"(?:(?P<weekday>{_WEEKDAY}),?\s+)?(?:(?P<m1>{MONTH})\s+(?P<d1>{_DAY})"
    rf"|(?P<d2>{_DAY})\s+(?:of\s+)?(?P<m2>{MONTH}))\b(?!,?\s*\d)"
)
_YEARLESS_DATELINE = re.compile(rf"{_PLACE}(?P<date>{_YEARLESS.pattern}){_DASH}")


@dataclass(frozen=True)
class Yearless:
    """A day without a year: `weekday` (Monday 0) where it is written beside it, `words` as written."""

    month: int
    day: int
    weekday: int | None
    words: str


Order = Literal["day", "month"]
"""Which number is written first in a date of three numbers, the year last."""


def date_line(line: str, first: Order | None = None) -> tuple[date, str] | None:
    """The date of a line that holds little else, and its label in lower case ("", "published", "updated").

    Beside it may stand a weekday, a clock time, a label and a place: "Saturday, 26 March 2022 10:30 GMT",
    "Last updated: 3 May 2021", "Paris, 3 May 2021". `first` decides about 03/04/2022.
    """
    if len(line) >= (_LONGEST if _RULE.search(line) else 90):
        return None
    match = _PARTS.search(line)
    day = _date(match) if match else None
    if match is None and (match := _NUMBERS.search(line)):
        day = _numeric(match, first)
    if match is None or day is None:
        return None
    if not _stands_alone(line, match):
        return None
    label = _LABEL.match(line)
    return day, label[1].lower() if label else ""


def day_set_off(line: str) -> date | None:
    """The one day with its year that marks set off in a line of names: "The Lenn Herald. Tuesday, July 23, 2019. By Ada Osk".

    None for a line of words ("Lenn, three years after 23 July 2019"), for two days, and where the weekday is another.
    """
    found = list(_PARTS.finditer(line)) if len(line) < _LONGEST else []
    day = _date(found[0]) if len(found) == 1 else None
    if day is None:
        return None
    before, after = line[: found[0].start()], line[found[0].end() :]
    weekday = re.search(rf"({_WEEKDAY}),?\s*$", before)
    before = before[: weekday.start()] if weekday else before
    left = re.findall(r"[^\W\d_][\w’'.-]*", f"{before} | {after}")
    names, others = sum(w[0].isupper() for w in left), sum(w[0].islower() and w not in _SMALL for w in left)
    marked = re.search(r"[\w’')]\s*$", before) is None and re.match(r"\s*[\w(]", after) is None
    agrees = weekday is None or _WEEKDAYS[day.weekday()] == weekday[1][:3].lower()
    return day if marked and agrees and names >= 2 * others else None


def is_numeric_date(line: str) -> bool:
    """Whether a line holds little else than a date of three numbers, known or not: 03/04/2022."""
    match = _NUMBERS.search(line) if len(line) < 90 else None
    return match is not None and _stands_alone(line, match)


def is_date(line: str) -> bool:
    """Whether a line holds little else than a date with its year, be it known which or not."""
    return date_line(line) is not None or is_numeric_date(line)


def written_day(text: str, first: Order | None = None) -> date | None:
    """The only day that `text` names with its year, whatever else it says, or None."""
    days = {_date(match) for match in _PARTS.finditer(text)} or {_numeric(match, first) for match in _NUMBERS.finditer(text)}
    return days.pop() if len(days) == 1 else None


def iso_day(written: str | None) -> date | None:
    """The day of an ISO date or date-time as written, in its own time zone; None for anything else."""
    match = re.match(r"\s*((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?!\d)", written or "")
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def number_order(text: str) -> Order | None:
    """Which number `text` writes first, where its dates of three numbers show it, all in the same way."""
    pairs = [(int(match["one"]), int(match["two"])) for match in _NUMBERS.finditer(text)]
    day, month = any(12 < one <= 31 for one, _ in pairs), any(12 < two <= 31 for _, two in pairs)
    return None if day == month else "day" if day else "month"


def _numeric(match: re.Match[str], first: Order | None) -> date | None:
    """The only date that three numbers can be, or the one in the order that is known."""
    one, two, year = int(match["one"]), int(match["two"]), int(match["year"])
    found = set()
    for order, month, day in (("day", two, one), ("month", one, two)):
        if first in (None, order) or one > 12 or two > 12:
            with suppress(ValueError):
                found.add(date(year, month, day))
    return found.pop() if len(found) == 1 else None


def day_line(line: str) -> Yearless | None:
    """The day of a line or dateline that names no year: "Thursday, April 18", "KYIV, Aug. 3 (Reuters) -"."""
    opening = _YEARLESS_DATELINE.match(line[:160])
    match = opening or (_YEARLESS.search(line) if len(line) < 60 else None)
    if match is None or not (opening or _stands_alone(line, match)):
        return None
    month, day = match["m1"] or match["m2"], match["d1"] or match["d2"]
    weekday = _WEEKDAYS.index(match["weekday"][:3].lower()) if match["weekday"] else None
    number = _MONTHS.index(month[:3].lower()) + 1
    return Yearless(number, int(re.sub(r"\D", "", day)), weekday, match["date"] if opening else match[0])


def _stands_alone(line: str, match: re.Match[str]) -> bool:
    """Whether a line holds nothing but a date, clock time, label, and names: a place, or an outlet set off from it."""
    labelled = re.search(r"\b(?:[Pp]ublished|[Pp]osted)(?: on)?:?\s*$", line[: match.start()])
    if not labelled and _INSIDE.search(line[: match.start()]):
        return False
    rest = _ASIDE.sub(" ", ("" if labelled else line[: match.start()]) + " | " + _PARENTHESES.sub(" ", line[match.end() :]))
    left = re.findall(r"(?<!-)(?:\b(?:al|el|ad|an|ar|as|ash)-)?([^\W\d_][\w’'.-]*)", rest)
    most = _BESIDE if _RULE.search(line) else 4
    named = sum(w[0].isupper() for w in left)
    small = all(w[0].isupper() or w in _SMALL for w in left)
    return len(left) <= most and small and named * 2 >= len(left) and re.search(r"\d{3}", rest) is None


def dateline(paragraph: str) -> date | None:
    """The date of a dateline that opens a paragraph: "PARIS, 3 May 2021 —"."""
    match = _DATELINE.match(paragraph[:160])
    return _date(match) if match else None


def _date(match: re.Match[str]) -> date | None:
    year, month, day = (next(match[f"{part}{n}"] for n in "1234" if match[f"{part}{n}"]) for part in "ymd")
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    try:
        return date(int(year), number, int(re.sub(r"\D", "", day)))
    except ValueError:
        return None
