"""Dates that stand on their own: in header lines, datelines and captions.

Only what can be read in one way is a date: a month by name or an ISO date. 03/04/2022 is two dates and so none. What dates
mean inside sentences is `language.dates`' concern.
"""

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?|(?:JAN|FEBR)UARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST"
    r"|(?:SEPT|NOV|DEC)EMBER|OCTOBER)"
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b\.?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
DATE = rf"(?:{MONTH}\s+{_DAY},?\s+{_YEAR}|{_DAY}\s+(?:of\s+)?{MONTH},?\s+{_YEAR}|{_YEAR}-\d\d-\d\d)\b"
_PARTS = re.compile(
    rf"(?P<m1>{MONTH})\s+(?P<d1>{_DAY}),?\s+(?P<y1>{_YEAR})\b|(?P<d2>{_DAY})\s+(?:of\s+)?(?P<m2>{MONTH}),?\s+(?P<y2>{_YEAR})\b"
    rf"|(?P<y3>{_YEAR})-(?P<m3>\d\d)-(?P<d3>\d\d)(?!\d)"
)
_LABEL = re.compile(r"\W*((?:first\s+|last\s+)?(?:published|posted|updated|modified|date|issued|released))\b", re.I)
_ASIDE = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tue|Wed|Thu|Fri|Sat|Sun|[Aa]ll times|local time|at|on|by|GMT|UTC"
    r"|[A-Z]{2,4}T|[AaPp]\.?[Mm]"
    r"|(?:[Ff]irst |[Ll]ast )?(?:[Pp]ublished|[Pp]osted|[Uu]pdated|[Mm]odified|[Dd]ate|[Ii]ssued|[Rr]eleased)"
    r"|T?\d{1,2}[:.]\d\d(?:[:.]\d\d)*Z?)\b"
)
_PLACE = r"\W*[A-Z][\w.’'-]*(?:[ ,/-]+(?:(?:of|the|de|la|al) )*[A-Z][\w.’'-]*){0,5}(?:,|\s\()\s*"
_DASH = r"\)?\.?\s*(?:\([^()]{2,30}\)|/[^/]{2,30}/)?\s*(?:--|[—–-]|\.\s*/)"
_DATELINE = re.compile(rf"{_PLACE}(?P<date>{_PARTS.pattern}){_DASH}")
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


def date_line(line: str) -> tuple[date, str] | None:
    """The date of a line that holds little else, and its label in lower case ("", "published", "updated").

    Beside it may stand a weekday, a clock time, a label and a place: "Saturday, 26 March 2022 10:30 GMT",
    "Last updated: 3 May 2021", "Paris, 3 May 2021".
    """
    match = _PARTS.search(line) if len(line) < 90 else None
    day = _date(match) if match else None
    if match is None or day is None:
        return None
    if not _stands_alone(line, match):
        return None
    label = _LABEL.match(line)
    return day, label[1].lower() if label else ""


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
    """Whether a line holds nothing but a date, clock time, label, and a place in capitals."""
    labelled = re.search(r"\b(?:[Pp]ublished|[Pp]osted)(?: on)?:?\s*$", line[: match.start()])
    rest = _ASIDE.sub(" ", ("" if labelled else line[: match.start()]) + " | " + line[match.end() :])
    left = re.findall(r"[^\W\d_][\w’'.-]*", rest)
    return len(left) <= 4 and all(w[0].isupper() for w in left) and re.search(r"\d{3}", rest) is None


def dateline(paragraph: str) -> date | None:
    """The date of a dateline that opens a paragraph: "PARIS, 3 May 2021 —"."""
    match = _DATELINE.match(paragraph[:160])
    return _date(match) if match else None


def _date(match: re.Match[str]) -> date | None:
    year = match["y1"] or match["y2"] or match["y3"]
    month = match["m1"] or match["m2"] or match["m3"]
    day = match["d1"] or match["d2"] or match["d3"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    try:
        return date(int(year), number, int(re.sub(r"\D", "", day)))
    except ValueError:
        return None
