"""The day on which a page was published, from what it declares and shows; never from its story's words alone, never from the clock.

In order of trust: JSON-LD, meta tags, a marked `time`, a `time` or a line beside the headline, the page's address. Two things
correct a declared day. A stamp in UTC has the day before or after for readers of the page: where the page shows its own day, or
its dateline has one, that is meant. A day years before the last change may be that of a page whose story has been exchanged:
where the page shows another day, or its text tells of later years, it is not believed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from extractor.reading.clues import gather
from extractor.reading.datelines import Order, date_line, dateline, day_line, iso_day, number_order, written_day
from extractor.reading.declared import Declared
from extractor.reading.markup import Block, class_words, clean, tag_of
from extractor.reading.published import date_in_address

_TAGS = (
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dcterms.created",
    "dc.date",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "publishdate",
    "publish-date",
    "publish_date",
    "pubdate",
    "pdate",
    "publication_date",
    "date",
)
_OTHER_TAGS = re.compile(r"(?:^|[\W_])(?:(?:first)?publish(?:ed|ing)?|publication|pub|posted|issued?|release)(?:[\W_]*(?:date|time|at|on))*$")
_CHANGED = ("article:modified_time", "og:updated_time", "article:modified", "datemodified", "last-modified", "lastmod", "dcterms.modified")
_CHANGES = re.compile(r"\b(?:updated|modified|edited|changed|corrected|reviewed|accessed|retrieved|expires?)\b", re.I)
_SPLIT = re.compile(r"\s*(?=\b(?:(?:[Ll]ast |[Ff]irst )?(?:[Pp]ublished|[Pp]osted|[Uu]pdated|[Mm]odified|[Ii]ssued|[Ee]dited)|PUBLISHED|UPDATED)\b)|\s[|•·]\s")
_ISO = re.compile(
    r"\s*\d{4}-?\d\d-?\d\d(?:[T ]\s*(?P<time>\d\d:?\d\d)(?::?\d\d(?:[.,]\d+)?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)?)?", re.I
)
_CLOCK = re.compile(r"(?P<time>\d\d?:\d\d)(?::\d\d)?\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)(?![+-]?\d)")
_ASIDES = frozenset("nav aside footer".split())
_OTHER_STORIES = frozenset("related card cards teaser promo sidebar comment comments latest more trending popular listing event calendar".split())
_SPARE = frozenset("io co tv me ai fm to ly gg cc ws am eu su la sh nu".split())  # domains of countries that anybody takes
_YEARS_APART = 365  # days


@dataclass(frozen=True)
class Stamp:
    """A declared day, the moment where it has a clock time and a zone, and whether that zone is UTC."""

    day: date
    moment: datetime | None = None
    utc: bool = False


@dataclass(frozen=True)
class Dates:
    """All days of a page: what it declares with the reason to believe it, its last change, its line beside the headline, its address."""

    stamps: Sequence[tuple[Stamp, str]]
    changed: date | None
    visible: date | None
    address: date | None


def dates_of(page: Declared, root: HtmlElement, blocks: Sequence[Block], url: str | None) -> Dates:
    """The days of a page as it came, nothing cut out of it yet."""
    beside = lines_beside(blocks, page.headline)
    first = _first_number(page, root, url)
    address = next((day for link in (page.address, url) if link and (day := date_in_address(link))), None)
    return Dates(list(_stamps(page, root, beside, first)), _changed(page), _visible(beside, first), address)


def published_day(dates: Dates, lead: str, text: str) -> tuple[date, str] | None:
    """The day and the reason why it is believed, or None; `lead` is the first paragraph of the story `text`."""
    changed = dates.changed
    if dates.stamps:
        stamp, reason = dates.stamps[0]
        if changed and (changed - stamp.day).days > _YEARS_APART:
            later = _exchanged(stamp.day, changed, (dates.visible, dates.address), text)
            if later is not None:
                return later
        return _local(stamp, reason, dates, lead)
    if dates.visible is not None:
        return dates.visible, "the line beside the headline"
    if dates.address is not None:
        return dates.address, "the page's address"
    return _confirmed(changed, text) if changed else None


def _stamps(page: Declared, root: HtmlElement, beside: Sequence[Block], first: Order | None) -> Iterator[tuple[Stamp, str]]:
    """What the page declares as the day, in order of trust."""
    for thing in page.objects:
        if stamp := stamp_of(thing.get("datePublished"), first):
            yield stamp, "JSON-LD datePublished"
    for tag in (*_TAGS, *(name for name in page.meta if _OTHER_TAGS.search(name) and not _CHANGES.search(name))):
        if stamp := stamp_of(page.meta.get(tag), first):
            yield stamp, f"meta tag {tag}"
    for element in root.iter():
        if isinstance(element.tag, str) and (element.get("itemprop", "").lower() == "datepublished" or element.get("pubdate") is not None):
            written = element.get("datetime") or element.get("content") or element.text_content()[:80]
            if stamp := stamp_of(written, first):
                yield stamp, "time element marked as publication date"
    lines = {line.element: line for line in beside}
    for element in root.iter("time"):
        holder = next((above for above in element.iterancestors() if above in lines), None)
        if holder is None or _CHANGES.search(lines[holder].text) or _CHANGES.search(" ".join(class_words(element))):
            continue
        if stamp := stamp_of(element.get("datetime"), first):
            yield stamp, "time element beside the headline"


def stamp_of(written: object, first: Order | None = None) -> Stamp | None:
    """A stamp as written in ISO 8601, or in words or numbers with one day in them; None for anything else."""
    if not isinstance(written, str) or len(written) > 100:
        return None
    written = clean(written)
    day = iso_day(written) or written_day(written, first)
    if day is None:
        return None
    found = _ISO.match(written)
    clock = found if found and found["time"] else _CLOCK.search(written)
    try:
        if clock is None or not clock["zone"]:
            return Stamp(day)
        hour, minute = int(clock["time"].replace(":", "")[:-2]), int(clock["time"][-2:])
        zone = clock["zone"].upper().replace(":", "")
        away = timedelta() if zone in ("Z", "UTC", "GMT") else int(f"{zone[0]}1") * timedelta(hours=int(zone[1:3]), minutes=int(zone[3:]))
        moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=timezone(away))
    except ValueError:
        return Stamp(day)
    return Stamp(day, moment, not away)


def _local(stamp: Stamp, reason: str, dates: Dates, lead: str) -> tuple[date, str]:
    """The stamp's day where the page is read: another one only for a stamp in UTC, and only where the page has it."""
    if stamp.moment is None or not stamp.utc:
        return stamp.day, reason
    possible = {(stamp.moment + timedelta(hours=hours)).date() for hours in (-12, 14)} - {stamp.day}
    for other, _ in dates.stamps:
        if other.moment and not other.utc and abs(other.moment - stamp.moment) < timedelta(minutes=10) and other.day in possible:
            return other.day, f"{reason}, in the page's own zone"
    if dates.visible == stamp.day:
        return stamp.day, reason
    if dates.visible in possible:
        return dates.visible, f"{reason}, and the day that the page shows"
    written = dateline(lead)
    yearless = day_line(lead)
    for day in possible:
        if day == written or (yearless and (yearless.month, yearless.day) == (day.month, day.day)):
            return day, f"{reason}, and the dateline's day"
    return stamp.day, reason


def _exchanged(day: date, changed: date, seen: Sequence[date | None], text: str) -> tuple[date, str] | None:
    """The day of a story that stands on a page published years before, or None where the old day may be right."""
    for other in seen:
        if other is not None:
            return None if abs((other - day).days) <= 2 else (other, f"the page's own day; it was published on {day}, before its story")
    latest = gather(text[:100_000], ()).latest_year
    if latest is None or latest <= day.year:
        return None
    return _confirmed(changed, text) if latest <= changed.year else None


def _confirmed(changed: date, text: str) -> tuple[date, str] | None:
    """The day of the last change, where it has the weekday that the story's lead names as its own."""
    if gather(text[:100_000], ()).own != changed.weekday():
        return None
    return changed, f"the page's last change, on the lead's {changed:%A}"


def _changed(page: Declared) -> date | None:
    written = [thing.get("dateModified") for thing in page.objects] + [page.meta.get(tag) for tag in _CHANGED]
    return next((stamp.day for value in written if (stamp := stamp_of(value))), None)


def _visible(lines: Sequence[Block], first: Order | None) -> date | None:
    """The day in the lines beside the headline, one of an update only where its line says that of none other."""
    for line in lines:
        for part in [line.text, *_SPLIT.split(line.text)]:
            found = date_line(part, first) if part else None
            if found and not _CHANGES.search(part):
                return found[0]
    return None


def lines_beside(blocks: Sequence[Block], headline: HtmlElement | None) -> list[Block]:
    """The lines that may hold byline and date: some before the headline, and all from it to the first prose."""
    prose = next((at for at, block in enumerate(blocks) if block.prose and block.element is not headline), len(blocks))
    at = next((at for at, block in enumerate(blocks) if headline is not None and block.element is headline), None)
    if at is None:
        at = prose
    elif at > prose:
        prose = next((n for n in range(at + 1, len(blocks)) if blocks[n].prose), len(blocks))
    near = [*blocks[at + 1 : min(prose, at + 25)], *reversed(blocks[max(0, at - 6) : at])]
    return [block for block in near if len(block.text) < 200 and not _elsewhere(block.element)]


def _elsewhere(element: HtmlElement) -> bool:
    """Whether an element stands in a menu, a sidebar or a list of other stories."""
    above = [element, *element.iterancestors()]
    return any(
        tag_of(e) in _ASIDES or (tag_of(e) not in ("html", "body") and not _OTHER_STORIES.isdisjoint(class_words(e))) for e in above[:-2][:6]
    )


def _first_number(page: Declared, root: HtmlElement, url: str | None) -> Order | None:
    """Which number the page writes first: as its other dates show, else as the country of its domain or language does."""
    text = root.text_content()[:2_000_000]
    order = number_order(text)
    if order is not None:
        return order
    host = urlsplit(url or page.address or "").hostname or ""
    domain = host.rsplit(".", 1)[-1].lower()
    if domain in ("gov", "mil"):
        return "month"
    if len(domain) == 2 and domain not in _SPARE:
        return _custom("GB" if domain == "uk" else domain.upper())
    region = re.match(r"[a-zA-Z]{2,3}[-_](?:[A-Z][a-z]{3}[-_])?([A-Za-z]{2})\b", page.locale or page.meta.get("og:locale", ""))
    return _custom(region[1].upper()) if region else None


def _custom(country: str) -> Order | None:
    """Which number a country's people write first, by the Unicode locale data; None where the year is, or it is not known."""
    from babel import Locale, UnknownLocaleError

    for locale in (f"en_{country}", f"und_{country}"):  # its English first: the page is in English
        try:
            short = Locale.parse(locale).date_formats["short"].pattern.lower()
        except (UnknownLocaleError, ValueError):
            continue
        return "day" if short.startswith("d") else "month" if short.startswith("m") else None
    return None
