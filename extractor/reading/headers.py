"""What stands above a story: publisher, headline, byline, date.

The lines before the first prose are read as a header. A date or byline is told by its form; a publisher by standing beside
the date, or by a name that only publishers have; the headline is what is left, and the only line of these that is read as part
of the story.
"""

import re
from dataclasses import dataclass
from datetime import date

from extractor.reading.datelines import (
    Order,
    Yearless,
    date_line,
    dateline,
    day_line,
    day_set_off,
    is_date,
    is_numeric_date,
    number_order,
)
from extractor.reading.headlines import HEADLINE_ONLY, headline_end
from extractor.reading.lines import Line, is_closed, is_prose, is_separator, lines_of, words

_HEADER_LINES = 10
_HEADLINE_WORDS = 25
_HEADING_MARK = re.compile(r"#{1,6}\s+")
_ROLE = re.compile(
    r"\b(?:[Cc]orrespondent|[Ee]ditor|[Rr]eporter|[Ww]riter|[Ss]taff|[Aa]nalysis|[Oo]pinion|[Ww]orld|[Ee]xclusive)\b"
)
_NAME = r"[A-Z][\w’'.-]+(?:\s+(?:[a-z]{2,3}\s+)?[A-Z][\w’'.-]*){1,3}"
_BYLINE = re.compile(rf"(?:By|BY|Written by|Reported by|Reporting by|Author:|From|Story by)\s+(?P<name>{_NAME})?.*")
_REPORTER = re.compile(
    rf"(?P<name>{_NAME}(?:(?:,| and)\s+{_NAME})*)(?:\s+in\s+[A-Z][\w’' ,-]+|,\s+(?:[\w ]+ )?(?:[Cc]orrespondent"
    rf"|[Ww]riter|[Ee]ditor|[Rr]eporter))"
)
_SET_OFF = re.compile(r"\s+[|/–—-]+\s+|,\s+")
_WITH_DATE = re.compile(
    r"\d|\b(?:Updated|Published|Posted|Staff|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|"
    r"July|August|September|October|November|December)\b"
)
_PUBLISHER = re.compile(
    r"\b(?:News|Press|Post|Times|Agency|Reuters|AFP|TASS|Interfax|Radio|Daily|Tribune|Herald|Guardian|Gazette|Journal"
    r"|Mirror|Online"
    r"|Wire|Observer|Courier|Media|TV|BBC|CNN|Jazeera|Eurasianet|Xinhua|Anadolu|Sputnik|Weekly|Chronicle|Monitor"
    r"|Telegraph|Bulletin"
    r"|Broadcasting|Voice|Voix|Star|Standard|Nation|Mail|Ministry|MINISTRY)\b|\b\w+\.(?:com|org|net|info|ru|ua|am|az|ge|tr|uk|eu|de|fr)\b"
)


_BELLIGERENT = re.compile(
    r"\b(?:Government|Army|Front|Movement|Command|Directorate|Staff|Headquarters|Armed Forces|"
    r"GOVERNMENT|ARMY|COMMAND|HEADQUARTERS)\b"
)
_NO_NAME = re.compile(r"(?:PRESS|Press|NEWS|News|MEDIA|Media)\s+(?:RELEASE|Release|release|STATEMENT|Statement|statement)")


@dataclass(frozen=True)
class Header:
    """What the lines above a story say; `skipped` are their spans, all but the headline's."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: date | None = None
    published_reason: str | None = None
    day: Yearless | None = None
    skipped: tuple[tuple[int, int], ...] = ()


def read_header(text: str, captions: list[tuple[int, int]], title: str | None = None) -> Header:
    """The header of the story `text`; lines inside `captions` are passed over, `title` is its headline where that is known."""
    first = number_order(text)
    lines = _header_lines(text, captions, title)
    dates = [(line, found) for line in lines if (found := date_line(line.text, first)) is not None]
    bylines = [line for line in lines if not date_line(line.text) and _is_byline(line.text)]
    dated = [line for line in lines if _is_dated(line.text)]
    others = [line for line in lines if line not in bylines and line not in dated]
    bylines += [line for line in others[1:] if _REPORTER.fullmatch(line.text) and len(words(line.text)) <= 12]
    others = [line for line in others if line not in bylines]
    publisher, headline = _publisher_and_title(others, lines, [line for line in dated if not is_numeric_date(line.text)])
    beside = [line for line in lines[1:] if line is not headline]
    published, reason = _date_of(text, dates, beside, first)
    skipped = [(line.start, line.end) for line in [*dated, *bylines, *([publisher] if publisher else [])]]
    if headline is None and not lines:
        title_text, gap = _unmarked_title(text)
        skipped += gap
    else:
        title_text = _HEADING_MARK.sub("", headline.text) if headline else None
    author = next(
        (m["name"] for line in bylines if (m := _BYLINE.fullmatch(line.text) or _REPORTER.fullmatch(line.text))), None
    )
    return Header(
        title_text,
        publisher.text if publisher else _beside_its_date(dated),
        author,
        published,
        reason,
        _yearless(text, dated),
        tuple(sorted(skipped)),
    )


def _is_dated(line: str) -> bool:
    return is_date(line) or day_line(line) is not None or day_set_off(line) is not None


def _is_byline(line: str) -> bool:
    return _BYLINE.fullmatch(line) is not None and len(words(line)) <= 12


def _header_lines(text: str, captions: list[tuple[int, int]], title: str | None) -> list[Line]:
    header: list[Line] = []
    opening = lines_of(text)[: 2 * _HEADER_LINES]
    for at, line in enumerate(opening):
        if is_separator(line.text) or any(a <= line.start < b for a, b in captions):
            continue
        marked = _HEADING_MARK.match(line.text) is not None
        if is_prose(line.text) and not (marked or is_date(line.text) or _is_headline(line, header, opening[at + 1 :], title)):
            break
        if len(words(line.text)) > 30 or len(header) == _HEADER_LINES or re.fullmatch(r"\d\d[:.]\d\d(?!\.?\d).*", line.text):
            break
        header.append(line)
    else:
        return header if any(_is_dated(line.text) for line in header) else header[:1]
    return header


def _is_headline(line: Line, header: list[Line], below: list[Line], title: str | None) -> bool:
    """Whether a line that reads as prose is the headline: known to be, or beside a date or byline without a full stop."""
    if title is not None:
        return line.text == title
    beside = [*header, *below[:3]]
    return (
        len(words(line.text)) <= _HEADLINE_WORDS
        and not line.text.endswith((".", "…", ".”", '."', "”"))
        and any(is_date(other.text) or _is_byline(other.text) for other in beside)
    )


def _publisher_and_title(others: list[Line], lines: list[Line], dates: list[Line]) -> tuple[Line | None, Line | None]:
    if not others:
        return None, None
    marked = [line for line in others if _HEADING_MARK.match(line.text)]
    first = others[0]
    if marked:
        return (first if first is not marked[0] and names_publisher(first.text) else None), marked[0]
    dated = [line.start for line in dates]
    if _beside_date(first, lines, dated) and (len(others) > 1 or names_publisher(first.text)) and _is_name(first.text):
        beside_next = len(others) > 1 and _beside_date(others[1], lines, dated)
        if not beside_next or lines.index(first) < lines.index(others[1]):
            return first, others[1] if len(others) > 1 else None
    if len(others) > 1 and names_publisher(first.text):
        return first, others[1]
    publisher = next(
        (
            o
            for o in others[1:]
            if _is_name(o.text)
            and not _NO_NAME.fullmatch(o.text)
            and not _ROLE.search(o.text)
            and (names_publisher(o.text) or _BELLIGERENT.search(o.text) or _touches_date(o, lines, dated))
        ),
        None,
    )
    return publisher, first


def _beside_its_date(dated: list[Line]) -> str | None:
    """The publisher in one line with the date: "Bangkok Daily | 27 Jul 2025", "Friday 18 March 2022 – Sahel Tribune"."""
    for line in dated:
        for part in _SET_OFF.split(line.text):
            name = re.sub(r"^(?:The\s+)?(?=The\b)|\s*\([^)]*\)$", "", part).strip()
            if names_publisher(name) and not _WITH_DATE.search(name):
                return name
    return None


def _beside_date(line: Line, lines: list[Line], dated: list[int]) -> bool:
    at = lines.index(line)
    return at + 1 < len(lines) and lines[at + 1].start in dated


def _touches_date(line: Line, lines: list[Line], dated: list[int]) -> bool:
    """Whether the line stands right above a date, no blank line between."""
    at = lines.index(line)
    return _beside_date(line, lines, dated) and not lines[at + 1].gap


def _is_name(line: str) -> bool:
    """Whether a short line is all names: no headline's verbs, no sentence."""
    found = words(line)
    small = ("of", "OF", "THE", "AND", "FOR", "and", "the", "for", "de", "la", "in")
    return (
        0 < len(found) <= 10
        and not is_closed(line)
        and all((w[0].isupper() and w not in HEADLINE_ONLY) or w in small or re.match(r"(?:al|el)-[A-Z]", w) for w in found)
    )


def names_publisher(line: str) -> bool:
    return _PUBLISHER.search(line) is not None and _is_name(line) and len(words(line)) <= 10


def _date_of(
    text: str, dates: list[tuple[Line, tuple[date, str]]], beside: list[Line], first: Order | None
) -> tuple[date | None, str | None]:
    """The first date that is not one of an update, else one set off `beside` the headline, a dateline's, a labelled one."""
    ranked = sorted(dates, key=lambda found: found[1][1].endswith(("updated", "modified")))
    if ranked:
        return ranked[0][1][0], f"header line “{ranked[0][0].text}”"
    for line in beside:
        if (day := day_set_off(line.text) or dateline(line.text)) is not None:
            return day, f"header line “{line.text}”"
    for line in lines_of(text):
        if is_prose(line.text):
            day = dateline(line.text)
            if day is not None:
                return day, f"dateline “{line.text[: line.text.find(str(day.year)) + 4]}”"
            break
    for line in lines_of(text):
        labelled = date_line(line.text, first)
        if labelled and labelled[1].endswith(("published", "posted", "issued", "released")):
            return labelled[0], f"line “{line.text}”"
    return None, None


def _yearless(text: str, dated: list[Line]) -> Yearless | None:
    """The first day without a year of the header lines, or of the dateline below them."""
    first = next((line for line in lines_of(text) if is_prose(line.text)), None)
    days = [day_line(line.text) for line in [*dated, *([first] if first else [])]]
    return next((day for day in days if day is not None), None)


def _unmarked_title(text: str) -> tuple[str | None, list[tuple[int, int]]]:
    """The headline of a text pasted as one line, and the blank after it, where the story's first sentence begins."""
    start = len(text) - len(text.lstrip())
    end = headline_end(text, start, len(text))
    if end is None:
        return None, []
    after = end
    while after < len(text) and text[after].isspace():
        after += 1
    return text[start:end], [(end, after)] if after > end else []
