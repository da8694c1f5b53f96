"""Does an export say only what its articles say? Every checkable cell is looked up in the input it came from.

`python -m tests.verify EXPORT.jsonl` reads the inputs again, as the program decodes them, and checks

- evidence: it is `text[start:end]` of the input, and the answer to an accusation is in the article, too;
- verbatim fields: they stand in the article, character for character;
- counts: a number in the evidence reads as this very range, or an article ("a soldier") as one;
- dates: the article writes the day, month or year, or has a weekday or a word like "yesterday" that means it. This is worked
  out here anew, without the program's own resolver, and what is only demanded has none;
- bounds: the first is no later than the last, they are the date's own days, its precision is that of its form, and what is told
  as past ends no later than the story's day, unless its date is one that comes later or goes on beyond it;
- places: found stands in the evidence, elsewhere outside of it, inferred is where a force went or left; several hold the first.

What a person corrected is that person's word, and no article has to bear it. It prints how many values of each kind were
checked and every violation, and ends with 1 when there is one. `--date` is the day that was given to `extract`, which no input
can confirm.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from extractor.errors import InputError
from extractor.language.numbers import counts
from extractor.reading.decoding import declared_charset, decode
from extractor.reading.inputs import read
from extractor.reading.jsonl import read_line
from extractor.reading.webpage import read_page
from schemas.article import Article

Line = dict[str, Any]

VERBATIM = {
    "statement": ("speaker", "content", "addressee", "place", "source"),
    "casualty_report": ("victims", "place", "source"),
    "troop_movement": ("actor", "from_place", "to_place", "place", "source"),
    "accusation": ("accuser", "accused", "allegation", "place", "source"),
}
COUNTS = ("killed", "wounded", "missing", "captured")
_SINGLE = re.compile(r"\b(?:a|an|another|one)\b", re.IGNORECASE)
_ONE_OF_A_LIST = re.compile(r"\b(?:an?|another|one|his|her|their|its)\s(?=[a-z])", re.IGNORECASE)
_DEFINITE = re.compile(r"\b(?:the|his|her|their|its|our|my|senior|key|top)\s(?=[a-z])", re.IGNORECASE)
_NAME = re.compile(r"\b[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)+")
_NAMES = re.compile(r"\b[A-Z][\w’'-]+(?:(?:,\s|\sand\s|,\sand\s|\s)[A-Z][\w’'-]+)+")
_JOINT = re.compile(r"kill|wound|injur|dead|death|missing|captur", re.IGNORECASE)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_WEEKDAYS = "mon tue wed thu fri sat sun".split()
_NUMBERS = "a one two three four five six seven eight nine ten".split()


@dataclass
class Verification:
    """How many values of each kind were checked, and what is wrong, one line each."""

    checked: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)

    def check(self, kind: str, holds: bool, where: str, what: str) -> None:
        self.checked[kind] += 1
        if not holds:
            self.violations.append(f"{where}: {kind}: {what}")


@dataclass(frozen=True)
class Source:
    """An input read again: its whole text, and its articles."""

    text: str
    articles: tuple[Article, ...]

    def article_of(self, line: Line) -> Article | None:
        return next((a for a in self.articles if a.id == line["article_id"]), None)


def verify(lines: Iterable[Line], given: str | None = None) -> Verification:
    """Checks the lines of an export against the inputs that they name; `given` is the `--date` of the run."""
    found = Verification()
    seen: set[tuple[str, str, int]] = set()
    for number, line in enumerate(lines, start=1):
        where = f"line {number} ({line.get('type')} {line.get('id')})"
        try:
            source = source_of(line["article"])
        except (InputError, OSError) as error:
            found.check("input", False, where, f"{line['article']} cannot be read again: {error}")
            continue
        key = (line["id"], line["article"], line["start"])
        found.check("id", key not in seen, where, "this record stands in the export twice")
        seen.add(key)
        article = source.article_of(line)
        found.check("input", article is not None, where, f"{line['article']} holds no article {line['article_id']}")
        if article is not None:
            _check_line(found, where, line, source, article, given)
    return found


def _check_line(found: Verification, where: str, line: Line, source: Source, article: Article, given: str | None) -> None:
    evidence, start, end = line["evidence"], line["start"], line["end"]
    found.check(
        "evidence", bool(evidence) and source.text[start:end] == evidence, where, f"not text[{start}:{end}]: {evidence!r}"
    )
    inside = article.offset <= start < end <= article.offset + len(article.text)
    found.check("evidence in its article", inside, where, f"{start} to {end} is not within the article at {article.offset}")
    corrected = {name for name, verdict in line.get("support", {}).items() if verdict == "corrected"} - {"evidence"}
    line = line | dict.fromkeys(corrected)
    for name in VERBATIM[line["type"]]:
        if line[name] is not None:
            found.check(name, bool(line[name]) and line[name] in article.text, where, f"not in the article: {line[name]!r}")
    for name in COUNTS:
        if line.get(name) is not None:
            found.check(
                name, counted(line[name], evidence), where, f"{line[name]} is not what the evidence counts: {evidence!r}"
            )
    _check_place(found, where, line, article.text)
    _check_bounds(found, where, line)
    answer = line.get("response")
    if answer is not None:
        for part in ("by", "evidence"):
            found.check(f"response {part}", answer[part] in article.text, where, f"not in the article: {answer[part]!r}")
    if line["type"] == "statement":
        found.check(
            "status", line["status"] == "asserted" and line["source"] is None, where, "a statement is asserted, by its speaker"
        )
    published = line["published"]
    if published is not None:
        found.check(
            "published",
            published in (article.published, given),
            where,
            f"{published} is not {article.published}, as read again",
        )
    if line["date"] is not None:
        found.check("date of what happened", line["status"] != "demanded", where, f"{line['date']} on what is only demanded")
        beside = day_borne(line["date"], evidence, published)
        borne = beside or day_borne(line["date"], article.text, published)
        found.check(
            "date by the evidence" if beside else "date by the article",
            borne,
            where,
            f"nothing in the article means {line['date']} (published {published})",
        )


def _check_place(found: Verification, where: str, line: Line, text: str) -> None:
    place, told = line["place"], line.get("support", {})
    for one in line.get("places") or ():
        found.check("places", bool(one) and one in text, where, f"not in the article: {one!r}")
    if line.get("places"):
        found.check("place first of places", place in (None, line["places"][0]), where, f"{place!r} of {line['places']}")
    if place is None or told.get("place") == "corrected":
        return
    verdict = told.get("place")
    inside = place in line["evidence"]
    outside = place in text.replace(line["evidence"], "\0", 1)
    reached = place in (line.get("to_place"), line.get("from_place"))
    holds = {"found": inside, "elsewhere": outside, "inferred": reached}.get(str(verdict), False)
    found.check("place by its verdict", holds, where, f"{place!r} is not {verdict}")


def _check_bounds(found: Verification, where: str, line: Line) -> None:
    low, high, day, published = line["date_low"], line["date_high"], line["date"], line["published"]
    for bound in (one for one in (low, high) if one is not None):
        found.check("bound", re.fullmatch(r"\d{4}-\d\d-\d\d", bound) is not None, where, f"{bound} is no day")
    if low is not None and high is not None:
        found.check("bounds in order", low <= high, where, f"{low} is after {high}")
    if day is not None:
        own = _days(day)
        found.check("bounds of the date", (low, high) == own, where, f"{low} to {high} are not those of {day}")
        fits = {"year": 4, "month": 7, "day": 10}.get(line["date_precision"]) == len(day)
        found.check("precision", fits, where, f"{line['date_precision']} of {day}")
    elif line["date_precision"] is not None:
        found.check("precision", False, where, f"{line['date_precision']} of no date")
    if high is not None and published is not None and line["status"] not in ("demanded", "planned"):
        beyond = day is not None and (low > published or len(day) < 10)  # the words for such a date are looked up below
        found.check("past", high <= published or beyond, where, f"told as past on {published}, but until {high}")


def _days(day: str) -> tuple[str, str]:
    """The first and the last day of a year, a month or a day, worked out here anew."""
    year, month, one = (*map(int, day.split("-")), 0, 0)[:3]
    first = date(year, month or 1, one or 1)
    after = first if one else date(year + (month in (0, 12)), month % 12 + 1 if month else 1, 1) - timedelta(days=1)
    return first.isoformat(), after.isoformat()


def counted(count: Line, evidence: str) -> bool:
    """A number in the evidence reads as this range; one may also be an article or the like before a noun."""
    low, high, approx = count["low"], count["high"], count.get("approx", False)
    if any((m.low, m.high, m.approx) == (low, high, approx) for m in counts(evidence)):
        return True
    if (low, high, approx) == (1, 1, False) and _SINGLE.search(evidence) is not None:
        return True
    # A figure of the killed and the wounded together is at most all of either.
    joint = low == 0 and any(m.high == high and m.low == high for m in counts(evidence)) and len(_JOINT.findall(evidence)) > 1
    # Persons by their names, or described as one ("the commander").
    together = [len(re.split(r",\sand\s|,\s|\sand\s", names)) for names in _NAMES.findall(evidence)]
    named = low == high and not approx and (low in together if low > 1 else _NAME.search(evidence) is not None)
    headline = evidence.rstrip()[-1:].isalnum()  # which leaves articles out
    if joint or named or ((low, high) == (1, 1) and (headline or _DEFINITE.search(evidence))):
        return True
    # Victims named one by one ("a baker, his wife and two drivers"): words that make one person of a noun, and exact numbers.
    ones = len(_ONE_OF_A_LIST.findall(evidence))
    exact = sum(m.low for m in counts(evidence) if m.low == m.high and not m.approx)
    return low == high and not approx and ones > 0 and ones + exact >= low


def day_borne(value: str, text: str, published: str | None) -> bool:
    """Words of the text mean this day, month or year, on their own or together with the day of publication."""
    base = date.fromisoformat(published) if published else None
    parts = [int(part) for part in value.split("-")]
    if len(parts) == 1:
        return _year_borne(parts[0], text, base)
    if len(parts) == 2:
        return _month_borne(parts[0], parts[1], text, base)
    day = date(*parts)
    return any(_told(day - timedelta(days=step), text, base) for step in _counted_days(text))


def _told(day: date, text: str, base: date | None) -> bool:
    """The text tells of the day itself."""
    return _written(day, text, base) or (base is not None and any(day == meant for meant in _relative_days(text, base)))


def _counted_days(text: str) -> Iterator[int]:
    """How many days from one that it tells a text counts others: 0, and 1 for "the next day", -2 for "two days before"."""
    yield 0
    for words, step in {"next|following": 1, "previous|preceding": -1}.items():
        if re.search(rf"\bthe\s+(?:very\s+)?(?:{words})\s+day\b", text, re.IGNORECASE):
            yield step
    for amount, side in re.findall(r"\b(\d{1,2}|[a-z]+)\s+days?\s+(later|after|following|earlier|before)\b", text.lower()):
        if amount.isdigit() or amount in (*_NUMBERS, "the"):
            number = int(amount) if amount.isdigit() else 1 if amount == "the" else max(1, _NUMBERS.index(amount))
            yield from (
                (number, -number) if side in ("after", "before") else (number if side in ("later", "following") else -number,)
            )


def _year_borne(year: int, text: str, base: date | None) -> bool:
    if re.search(rf"(?<!\d){year}(?!\d)", text):
        return True
    steps = {"last year": -1, "this year": 0, "next year": 1}
    return base is not None and any(w in text.lower() and year == base.year + step for w, step in steps.items())


def _month_borne(year: int, month: int, text: str, base: date | None) -> bool:
    named = re.search(rf"\b{_MONTHS[month - 1]}[a-z]*\b", text, re.IGNORECASE) is not None
    if named and (str(year) in text or (base is not None and 0 <= base.year - year <= 1)):
        return True
    steps = {"last month": -1, "this month": 0, "next month": 1}
    at = year * 12 + month
    return base is not None and any(w in text.lower() and at == base.year * 12 + base.month + step for w, step in steps.items())


def _written(day: date, text: str, base: date | None) -> bool:
    """The text has the day in digits, or beside the month's name (first of a range included), in a year that fits."""
    if re.search(
        rf"{day.isoformat()}|{day:%Y/%m/%d}|0?{day.day}[./]0?{day.month}[./]{day.year}|0?{day.month}/0?{day.day}/{day.year}",
        text,
    ):
        return True
    name = rf"{_MONTHS[day.month - 1]}[a-z]*\.?"
    number = rf"(?<!\d)0?{day.day}(?:st|nd|rd|th)?(?!\d)"
    others_before, others_after = r"(?:\d+(?:\s*[-–—,]\s*|\s+and\s+|\s+to\s+))*", r"(?:(?:\s*[-–—,]\s*|\s+and\s+|\s+to\s+)\d+)*"
    beside = rf"\b{name}\s+(?:the\s+)?{others_before}{number}|{number}{others_after}\s+(?:of\s+)?{name}"
    if re.search(beside, text, re.IGNORECASE) is None:
        return False
    return str(day.year) in text or (base is not None and abs((day - base).days) <= 366)


def _relative_days(text: str, base: date) -> Iterator[date]:
    """The days that weekdays and words of the text can mean, seen from the day of publication."""
    low = text.lower()
    for number, name in enumerate(_WEEKDAYS):
        if re.search(rf"\b{name}(?:day|sday|nesday|rsday|urday)?s?\b", low):
            back = (base.weekday() - number) % 7
            yield base - timedelta(days=back)
            if re.search(rf"\b(?:last|past|previous)\s+(?:\w+\s+)?{name}|\b{name}\w*\s+last\s+week", low):
                yield base - timedelta(days=back + 7)
    steps = {"yesterday": -1, "last night": -1, "overnight": -1, "the day before yesterday": -2, "tomorrow": 1}
    steps |= dict.fromkeys(("today", "tonight", "this morning", "this afternoon", "this evening"), 0)
    for words, step in steps.items():
        if re.search(rf"\b{words}\b", low):
            yield base + timedelta(days=step)
    for amount in re.findall(r"\b(\d{1,3}|[a-z]+)\s+days?\s+(?:ago|earlier|before)\b", low):
        if amount.isdigit() or amount in _NUMBERS:
            yield base - timedelta(days=int(amount) if amount.isdigit() else max(1, _NUMBERS.index(amount)))


@cache
def source_of(path: str) -> Source:
    """The input of this name, read again. Raises InputError or OSError when it cannot be read."""
    if path == "-" or re.match(r"https?://", path, re.IGNORECASE):
        raise InputError("only files can be read again")
    named = re.fullmatch(r"(.*\.jsonl):(\d+)", path, re.IGNORECASE)
    file = Path(named[1] if named else path)
    raw = file.read_bytes()
    if named:
        text, _ = read_line(decode(raw.splitlines(keepends=True)[int(named[2]) - 1]))
    elif file.suffix.lower() in (".html", ".htm"):
        text, _ = read_page(decode(raw, declared_charset(raw)), None)
    else:
        text = decode(raw)
    return Source(text, tuple(a for a in read([str(file)]) if isinstance(a, Article) and a.path == path))


def main() -> int:
    """Verify a file; 1 when something is wrong with it."""
    parser = argparse.ArgumentParser(prog="python -m tests.verify", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("export", type=Path)
    parser.add_argument("--date", help="the day that was given to extract")
    chosen = parser.parse_args()
    lines = [json.loads(line) for line in chosen.export.read_text(encoding="utf-8").split("\n") if line.strip()]
    found = verify(lines, chosen.date)
    print(f"{len(lines)} records, {found.checked.total()} values checked")
    for kind, number in found.checked.most_common():
        print(f"{number:7} {kind}")
    for violation in found.violations:
        print(violation)
    print(f"{len(found.violations)} violations")
    return 1 if found.violations else 0


if __name__ == "__main__":
    sys.exit(main())
