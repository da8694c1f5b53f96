"""Dates as news text writes them, and the days they mean.

Finding and resolving are apart. `date_mentions` says what a text writes: a day, a month, a year, a weekday, "yesterday", with
what stands around it that changes its meaning (a future form, a name such as "the November 9, 2020 agreement"). `resolve` works
the day out from the article's own date, and gives nothing where the text does not settle it: there is no guess and no today.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from extractor.language.date_patterns import (
    CLAUSE,
    EVENT_AFTER,
    MONTH_BEFORE,
    MONTHS,
    NAME_BEFORE,
    NAMED_DAYS,
    NOUN_AFTER,
    NUMBERS,
    SPOKEN,
    TENSE,
    WEEKDAYS,
    WORD_DAYS,
    WRITTEN,
    YEAR_BEFORE,
)

_SLACK = timedelta(days=2)
_HORIZON = timedelta(days=183)
_DASHES = frozenset("-–—")
_UNTIL = frozenset("and to until till through".split())
_FROM = ("between ", "from ")
_DETERMINERS = frozenset("the that this their its".split())


@dataclass(frozen=True)
class DateMention:
    """A date as written, at `text[start:end]`; what is not written is None.

    `weekday` counts from Monday 0; `relative`, `weeks`, `months` and `years` count from the article's own day, week, month and
    year; `shift` is the "last", "this" or "next" before a weekday or month. `until` is the last (year, month, day) of a range.
    `future`: the clause speaks of what is to come. `adjectival`: part of a name, as in "the 2020 war".
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    relative: int | None = None
    weeks: int | None = None
    months: int | None = None
    years: int | None = None
    shift: str | None = None
    until: tuple[int | None, int | None, int | None] | None = None
    future: bool = False
    adjectival: bool = False


@dataclass(frozen=True)
class ResolvedDate:
    """`value` is YYYY-MM-DD, YYYY-MM or YYYY after `precision`; `reason` names the rule that gave it."""

    value: str
    precision: Literal["day", "month", "year"]
    reason: str


def date_mentions(text: str) -> list[DateMention]:
    """Dates written in `text` (English), in order and disjoint; a range is one mention of its first day, with `until`."""
    found = [m for match in WRITTEN.finditer(text) if (m := _written(text, match))]
    starts = [m.start for m in found]
    for match in SPOKEN.finditer(text):
        before = bisect_right(starts, match.start()) - 1
        taken = before >= 0 and found[before].end > match.start()
        if not taken and not (before + 1 < len(starts) and starts[before + 1] < match.end()) and (m := _spoken(text, match)):
            found.append(m)
    found.sort(key=lambda m: m.start)
    return [_in_context(text, m) for m in _ranges(text, found)]


def resolve(mention: DateMention, published: date | None) -> ResolvedDate | None:
    """The day, month or year that `mention` means in an article of the day `published`; None where that is not settled."""
    if mention.year is not None:
        return _explicit(mention)
    if published is None:
        return None
    rules: tuple[tuple[int | None, Callable[[DateMention, date], ResolvedDate | None]], ...] = (
        (mention.month, _without_year),
        (mention.weekday, _weekday),
        (mention.relative, _relative),
        (mention.months, _relative_month),
        (mention.years, _relative_year),
    )
    for value, rule in rules:
        if value is not None:
            try:
                return rule(mention, published)
            except (ValueError, OverflowError):  # a day outside the calendar is no date
                return None
    return None


def _month(word: str) -> int:
    return MONTHS[word[:3].lower()]


def _written(text: str, match: re.Match[str]) -> DateMention | None:
    """The mention of one match of the grammar of written dates, or None where it is no date after all."""
    start, end = match.span()
    whole = start == 0 and end == len(text)
    if numbers := match["iso"] or match["iso_time"]:
        year, month, day = (int(n) for n in numbers.replace("/", "-").split("-"))
        return _checked(DateMention(start, end, year, month, day))
    if match["numeric"]:
        return _numeric(start, end, match["numeric"])
    for number in "12":
        if match[f"m{number}"]:
            return _day_and_month(match, number)
    if match["m3"]:
        return DateMention(start, end, int(match["y3"]), _month(match["m3"]))
    if match["wd"]:
        return _named_weekday(text, match)
    before = text[max(0, start - 24) : start]
    if match["m4"]:
        short = len(match["m4"]) < 4 and match["m4"].lower() != "may"
        if not (whole or match["mhow"] or (MONTH_BEFORE.search(before) and not short)):
            return None
        return DateMention(start, end, month=_month(match["m4"]), shift=_lower(match["mhow"]))
    return _bare_year(text, match, before, whole)


def _lower(word: str | None) -> str | None:
    return word.lower() if word else None


def _numeric(start: int, end: int, written: str) -> DateMention | None:
    """A date in numbers: day first with dots, refused with slashes where both could be the month."""
    first, second, year = (int(n) for n in written.replace("/", ".").split("."))
    if "/" in written and first <= 12 and second <= 12 and first != second:
        return None
    day, month = (second, first) if "/" in written and second > 12 else (first, second)
    return _checked(DateMention(start, end, year, month, day))


def _ordinal(written: str) -> int:
    """The number of a day: 3 of "3", "3rd" and "03"."""
    return int(written.rstrip("stndrhSTNDRH"))


def _day_and_month(match: re.Match[str], number: str) -> DateMention | None:
    month, day = _month(match[f"m{number}"]), _ordinal(match[f"d{number}"])
    year = int(match[f"y{number}"]) if match[f"y{number}"] else None
    last = match["u2"] or match["u1"] if number == "1" else match["u3"]
    end = match.end()
    until: tuple[int | None, int | None, int | None] | None = None
    if last and _ordinal(last) > day:
        until = (year, month, _ordinal(last))
    weekday = match[f"wd{number}"]
    mention = DateMention(match.start(), end, year, month, day, WEEKDAYS[weekday[:3].lower()] if weekday else None)
    return _checked(replace(mention, until=until))


def _checked(mention: DateMention) -> DateMention | None:
    try:
        date(mention.year or 2024, mention.month or 1, mention.day or 1)
    except ValueError:
        return None
    return mention


def _named_weekday(text: str, match: re.Match[str]) -> DateMention | None:
    how = _lower(match["how"])
    start, end = match.span()
    before = text[max(0, start - 24) : start]
    titled = NAME_BEFORE.search(before) is not None and text[end + 1 : end + 2].isupper()  # "the Sunday Times"
    if how in ("every", "each") or titled or _word_before(text, start) in NAMED_DAYS:
        return None
    weeks = {"last": -1, "this": 0, "next": 1}.get(match["week"] or "")
    return DateMention(start, end, weekday=WEEKDAYS[match["wd"][:3].lower()], weeks=weeks, shift=how)


def _bare_year(text: str, match: re.Match[str], before: str, whole: bool) -> DateMention | None:
    start, end, year = match.start(), match.end(), int(match["y5"])
    until: tuple[int | None, int | None, int | None] | None = None
    if match["y6"]:
        last = int(match["y6"]) if len(match["y6"]) == 4 else year // 100 * 100 + int(match["y6"])
        if last <= year:
            return None
        until = (last, None, None)
    event = EVENT_AFTER.match(text, end) is not None
    in_name = event or (NAME_BEFORE.search(before) is not None and NOUN_AFTER.match(text, end) is not None)
    counting = year % 50 == 0 and not in_name and NOUN_AFTER.match(text, end) is not None  # "in 2000 houses"
    if counting:
        return None
    in_brackets = text[start - 1 : start] == "(" and text[end : end + 1] == ")"
    if not (whole or in_name or in_brackets or YEAR_BEFORE.search(before)):
        return None
    return DateMention(start, end, year, until=until, adjectival=in_name)


def _word_before(text: str, at: int) -> str:
    """The word that a space parts from `at`, else ""."""
    before = text[max(0, at - 20) : at]
    return before.split()[-1] if before[-1:].isspace() and before.strip() else ""


def _spoken(text: str, match: re.Match[str]) -> DateMention | None:
    """The mention of one relative expression; those that hang on another day carry no value at all."""
    start, end = match.span()
    if not "".join(match[0].split()).isascii():  # what ignoring case lets through: "ſ" for "s"
        return None
    if match["word"]:
        word = " ".join(match["word"].lower().split())
        if match["word"][0].isupper() and _word_before(text, start)[:1].isupper():
            return None  # "USA Today"
        days = WORD_DAYS.get(word, 0)
        if word.startswith("the day"):
            days = -2 if "before" in word else 2
        return DateMention(start, end, relative=days)
    if match["unit"]:
        count = match["count"].lower()
        number = int(count) if count.isdigit() else NUMBERS[count]
        settled = match["unit"].lower() == "day" and match["side"].lower() == "ago"
        return DateMention(start, end, relative=-number if settled else None)
    if match["span"]:
        steps = {"last": -1, "this": 0, "next": 1}[match["which"].lower()]
        unit = match["span"].lower()
        if unit == "month":
            return DateMention(start, end, months=steps)
        return DateMention(start, end, years=steps) if unit == "year" else DateMention(start, end, weeks=steps)
    return DateMention(start, end)


def _ranges(text: str, found: list[DateMention]) -> Iterator[DateMention]:
    """Joins "between March 24 and March 25" into one mention of the first day, and "March 24 last year" into one."""
    at = 0
    while at < len(found):
        first = found[at]
        second = found[at + 1] if at + 1 < len(found) else None
        if second and first.day and second.day and first.until is None and second.until is None:
            between = text[first.end : second.start]
            before = text[max(0, first.start - 9) : first.start].lower()
            if between.strip() in _DASHES or (between.strip() in _UNTIL and before.endswith(_FROM)):
                first = replace(first, end=second.end, until=(second.year, second.month, second.day))
                if first.year is None and second.year and first.month and second.month:
                    first = replace(first, year=second.year - (first.month > second.month))
                at += 1
        beside = second is not None and text[first.end : second.start] in (" ", " of ", ", ")
        if second and beside and first.month and first.year is None and second.years is not None and second.month is None:
            first = replace(first, end=second.end, years=second.years)
            at += 1
        yield first
        at += 1


def _in_context(text: str, mention: DateMention) -> DateMention:
    """Marks what the words around a mention say of it: a future form, or a name that it is part of."""
    before = text[max(0, mention.start - 90) : mention.start]
    after = text[mention.end : mention.end + 90]
    stops = [m.end() for m in CLAUSE.finditer(before)]
    clause = before[stops[-1] :] if stops else before
    stop = CLAUSE.search(after)
    rest = after[: stop.start()] if stop else after
    tense = TENSE.search(rest)
    future = any(m["future"] for m in TENSE.finditer(clause)) or (
        tense is not None and tense["future"] is not None and not clause.strip(" ,").count(" ")
    )
    if mention.month and not mention.year and (till := MONTH_BEFORE.search(clause)) and till["deadline"]:
        future = True
    named = mention.adjectival or (
        mention.month is not None
        and _word_before(clause, len(clause)).lower() in _DETERMINERS
        and NOUN_AFTER.match(after) is not None
    )
    return replace(mention, future=future, adjectival=named)


def _day(value: date, reason: str) -> ResolvedDate:
    return ResolvedDate(value.isoformat(), "day", reason)


def _explicit(mention: DateMention) -> ResolvedDate | None:
    if _checked(mention) is None:
        return None
    if mention.month is None:
        return ResolvedDate(f"{mention.year:04d}", "year", "year as written")
    if mention.day is None:
        return ResolvedDate(f"{mention.year:04d}-{mention.month:02d}", "month", "month and year as written")
    return ResolvedDate(f"{mention.year:04d}-{mention.month:02d}-{mention.day:02d}", "day", "date as written")


def _without_year(mention: DateMention, published: date) -> ResolvedDate | None:
    """A month, or a day of a month, written without its year."""
    month = mention.month or 1
    if mention.years is not None:
        return _explicit(replace(mention, year=published.year + mention.years))
    if mention.day is None:
        passed = month < published.month or (month == published.month and mention.shift != "last")
        if mention.shift == "next" or (mention.future and not passed):
            return None
        year = published.year if passed or mention.shift == "this" else published.year - 1
        return ResolvedDate(f"{year:04d}-{month:02d}", "month", f"month nearest before {published.isoformat()}")
    days = [day for day in _days_of_years(published.year, month, mention.day) if mention.weekday in (None, day.weekday())]
    if mention.future:
        days = [day for day in days if abs(day - published) <= _HORIZON]
    elif mention.weekday is None:
        days = [day for day in days if day <= published + _SLACK]
    if not days:
        return None
    return _day(min(days, key=lambda day: abs(day - published)), f"day and month, year by {published.isoformat()}")


def _days_of_years(year: int, month: int, day: int) -> Iterator[date]:
    """That day of the article's year and its neighbours; 29 February is looked for further back."""
    for step in (0, -1, 1) if (month, day) != (2, 29) else (0, -1, -2, -3, -4):
        try:
            yield date(year + step, month, day)
        except ValueError:  # no such day in that year
            continue


def _weekday(mention: DateMention, published: date) -> ResolvedDate | None:
    weekday = mention.weekday or 0
    back = (published.weekday() - weekday) % 7
    if mention.weeks is not None:
        value = published - timedelta(days=published.weekday() - weekday - 7 * mention.weeks)
        return _day(value, f"weekday of the week named, from {published.isoformat()}") if value <= published else None
    if mention.future or mention.shift in ("next", "coming", "following", "previous"):
        return None
    if mention.shift == "this" and back:
        return None
    if mention.shift in ("last", "past") and not back:
        back = 7
    return _day(published - timedelta(days=back), f"latest such weekday up to {published.isoformat()}")


def _relative(mention: DateMention, published: date) -> ResolvedDate:
    return _day(published + timedelta(days=mention.relative or 0), f"counted from {published.isoformat()}")


def _relative_month(mention: DateMention, published: date) -> ResolvedDate:
    number = published.year * 12 + published.month - 1 + (mention.months or 0)
    return ResolvedDate(f"{number // 12:04d}-{number % 12 + 1:02d}", "month", f"counted from {published.isoformat()}")


def _relative_year(mention: DateMention, published: date) -> ResolvedDate:
    return ResolvedDate(f"{published.year + (mention.years or 0):04d}", "year", f"counted from {published.isoformat()}")
