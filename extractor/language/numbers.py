"""Numbers of people as ranges.

A count is read in three steps: the bare number (digits or words, "dozens" and "hundreds" among them), a second number that
makes a range of it ("two to three"), and the words around it that open or blur it ("at least", "or so"). A number that cannot
count people is left out: dates, times, ages, ordinals, names of weapons, money, percentages, distances and durations.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractor.language.dates import date_mentions
from extractor.language.number_patterns import (
    AFTER_NUMBER,
    ALL,
    BEFORE_NUMBER,
    BETWEEN,
    FACTORS,
    LARGEST,
    MANY,
    MODIFIER,
    MODIFIER_AFTER,
    NUMBER,
    REACH,
    RISE,
    TO,
    YEAR_LIKE,
)
from extractor.language.persons import names_one_person, names_persons
from schemas.base import Count

_COUNTED = frozenset("of were have others more killed wounded injured dead missing casualties deaths lives bodies".split())


@dataclass(frozen=True)
class CountMention:
    """A count written at `text[start:end]`: `low` to `high` people (None: no upper end), `approx` when the text blurs it."""

    start: int
    end: int
    low: int
    high: int | None
    approx: bool = False

    @property
    def count(self) -> Count:
        """The count as records hold it."""
        return Count(low=self.low, high=self.high, approx=self.approx)


@dataclass(frozen=True)
class _Number:
    """A bare number; `scale` is the word that multiplied it, `bare_one` the word "one" standing alone."""

    start: int
    end: int
    low: int
    high: int | None
    scale: int = 1
    bare_one: bool = False


def counts(text: str) -> list[CountMention]:
    """Numbers in `text` that can count people, in order and disjoint; "at least", "or so" and the like are part of the mention.

    A lone "one", "a" or "an" is left to the caller, who knows the noun.
    """
    dates = [(m.start, m.end) for m in date_mentions(text) if m.year is None or m.end - m.start > 4]
    numbers = [n for n in _numbers(text) if not _within(n, dates)]
    found: list[CountMention] = []
    at = 0
    while at < len(numbers):
        number = numbers[at]
        joined = _range(text, number, numbers[at + 1]) if at + 1 < len(numbers) else None
        if joined:
            at += 1
        at += 1
        floor = found[-1].end if found else 0
        if _counts_people(text, joined or number):
            mention = _modified(text, joined or number, floor)
            if mention:
                found.append(mention)
    return found


def _within(number: _Number, dates: list[tuple[int, int]]) -> bool:
    at = bisect_right(dates, (number.start, len(dates) and dates[-1][1] + 1)) - 1
    return at >= 0 and number.start < dates[at][1]


def _numbers(text: str) -> Iterator[_Number]:
    for match in NUMBER.finditer(text):
        start, end = match.span()
        if not (match["digits"] or "".join(match[0].split()).isascii()):
            continue  # what ignoring case lets through: "ſ" for "s"
        if match["many"]:
            number = _many(text, match)
            if number:
                yield number
        elif match["slip"]:
            low = ALL[match["slip"].lower()] * MANY[match["slip_of"].lower()] // 2
            yield _Number(start, end, low, None)
        elif match["pair"]:
            factor = FACTORS[match["pair_of"].lower()] if match["pair_of"] else 1
            yield _Number(start, end, 2 * factor, 2 * factor)
        elif match["none"]:
            yield _Number(start, end, 0, 0)
        elif match["part"]:
            yield _part(match)
        elif match["words"]:
            yield from _in_words(match["words"], start)
        elif match["digits"]:
            number = _in_digits(text, match)
            if number:
                yield number
        else:
            factor = FACTORS[" ".join(match["times"].lower().split())] if match["times"] else 1
            yield _Number(start, end, 2 * factor, None)


def _many(text: str, match: re.Match[str]) -> _Number | None:
    """ "Dozens", "hundreds of thousands": twice the unit or more."""
    word, of = match["many"].lower(), (match["of"] or "").lower()
    if word == "scores" and not _are_people(text, match.end()) and match[0] != text:
        return None
    if word == "tens" and not of and not text.startswith(" of ", match.end()):
        return None
    low = MANY[word]
    if of:
        low = low * MANY[of] // 2
    return _Number(match.start(), match.end(), low, None)


def _are_people(text: str, end: int) -> bool:
    """Whether what follows a number that may be something else says that it counts people."""
    first, *more = text[end : end + 40].replace(",", " , ").split()[:2] or [""]
    following = [word.strip(".;:").lower() for word in (first, *more)]
    return text[end : end + 1].isspace() and (
        following[0] in _COUNTED or any(names_persons(w) for w in following if w.isalpha())
    )


def _part(match: re.Match[str]) -> _Number:
    """ "Half a million", "two and a half thousand"."""
    quarters = 1 if "quarter" in match["part"].lower() else 2
    if match["whole"]:
        quarters += 4 * ALL[match["whole"].lower()]
    value = quarters * FACTORS[match["part_of"].lower()] // 4
    return _Number(match.start(), match.end(), value, value)


def _in_digits(text: str, match: re.Match[str]) -> _Number | None:
    written, scale = match["digits"], "".join((match["scale"] or "").replace("-", " ").split()).lower()
    start, end = match.span()
    factor = FACTORS.get(scale, 1)
    if written.count(".") == 1 or len(written.partition(",")[2]) in (1, 2):
        value = float(written.replace(",", ".")) * factor
        if not scale or value != int(value):
            value = round(value)
        if not scale:
            return None
    else:
        value = int("".join(c for c in written if c.isdecimal())) * factor
    if value > LARGEST or (len(written) > 1 and written[0] == "0"):
        return None
    year_like = not scale and YEAR_LIKE.fullmatch(written) is not None
    if year_like and not (_are_people(text, end) or _is_bare_count(text, start, end)):
        return None
    return _Number(start, end, int(value), int(value), factor)


def _is_bare_count(text: str, start: int, end: int) -> bool:
    """Whether the text is nothing but this number and what modifies it, as a copied count is; then it is no year."""
    lead, tail = MODIFIER.search(text, 0, start), MODIFIER_AFTER.match(text, end)
    first = NUMBER.match(text)
    ranged = first is not None and first.end() < start and TO.fullmatch(text, first.end(), start) is not None  # "two to 2000"
    return (ranged or (lead.start() if lead else start) == 0) and (tail.end() if tail else end) == len(text)


def _in_words(words: str, offset: int) -> Iterator[_Number]:
    """Numbers written out; words that do not make one number ("two three") make several."""
    tokens = [(m[0].lower(), m.start() + offset, m.end() + offset) for m in re.finditer(r"[A-Za-z]+", words)]
    at = 0
    while at < len(tokens):
        number, used = _spelled(tokens[at:])
        if number:
            yield number
        at += max(used, 1)


def _spelled(tokens: list[tuple[str, int, int]]) -> tuple[_Number | None, int]:
    """The longest number that the tokens begin with, and how many of them it takes."""
    total = group = used = 0
    above, scale = 10**12, 1
    determiner = tokens[0][0] in ("a", "an")
    for place, (word, _, _) in enumerate(tokens):
        if place == 0 and determiner:
            group = 1
            continue
        if word == "and":
            if place == 0 or tokens[place - 1][0] not in ("hundred", "thousand", "million"):
                break
            continue
        value = ALL.get(word, 0)
        fits_small = (value < 10 and group % 10 == 0 and (group % 100 == 0 or group % 100 >= 20)) or group % 100 == 0
        if word == "dozen":
            total, group, used, scale = total + (group or 1) * 12, 0, place + 1, 12
            break
        if value < 100 and fits_small and not (determiner and place == 1):
            group += value
        elif value == 100 and group < 100:
            group = (group or 1) * 100
        elif value >= 1000 and value < above and (group or not total):
            total, group, above, scale = total + (group or 1) * value, 0, value, value
        else:
            break
        used = place + 1
    if not used:
        return None, 1
    lone = used == 1 and tokens[0][0] == "one"
    value = total + group
    return _Number(tokens[0][1], tokens[used - 1][2], value, value, scale, lone), used


def _range(text: str, first: _Number, second: _Number) -> _Number | None:
    """The range that two numbers make ("10–15", "two to three", "between 20 and 30 thousand"), else None."""
    between = text[first.end : second.start]
    if len(between) > 24 or not TO.fullmatch(between) or not first.high or not second.high:
        return None
    if "and" in between.lower() and not BETWEEN.search(text[max(0, first.start - 9) : first.start]):
        return None
    if "to" in between.lower() and RISE.search(text[max(0, first.start - 40) : first.start]):
        return None
    low = first.low
    if second.scale > 1 and first.scale == 1 and low < 1000 and low * second.scale < second.low:
        low *= second.scale
    if low >= second.low:
        return None
    return _Number(first.start, second.end, low, second.high)


def _counts_people(text: str, number: _Number) -> bool:
    """Whether nothing next to the number says that it is a time, an age, a model, a measure or money."""
    if AFTER_NUMBER.match(text, number.end):
        return False
    before = text[max(0, number.start - 24) : number.start]
    aged = (
        number.high is not None
        and number.high <= 110
        and text[number.start].isdigit()
        and text[number.end : number.end + 1] in (",", ")")
    )
    sign = BEFORE_NUMBER.search(before)
    return sign is None or (sign["aged"] is not None and not aged)


def _modified(text: str, number: _Number, floor: int) -> CountMention | None:
    """The number with the words that open, close or blur it; None for a lone "one"."""
    mention = CountMention(number.start, number.end, number.low, number.high)
    if number.high == 0:
        return mention
    lead = BETWEEN.search(text, max(floor, number.start - 9), number.start)
    if lead and number.low != number.high and number.high is not None:
        mention = replace(mention, start=lead.start())
    for _ in range(3):
        modifier = MODIFIER.search(text, max(floor, mention.start - REACH), mention.start)
        if modifier is None:
            break
        mention = replace(_shaped(mention, modifier.lastgroup or ""), start=modifier.start())
    plain = mention.start == number.start
    tail = MODIFIER_AFTER.match(text, mention.end)
    if tail:
        mention = replace(_shaped(mention, tail.lastgroup or ""), end=tail.end())
        plain = False
    return None if number.bare_one and plain else mention


def _shaped(mention: CountMention, kind: str) -> CountMention:
    """The count under a modifier: at least N is N to None, more than N is N + 1 to None, up to N is 0 to N."""
    low, high = mention.low, mention.high
    if kind == "least":
        return replace(mention, high=None)
    if kind == "more":
        return replace(mention, low=low if high is None else low + 1, high=None)
    if kind == "upto":
        return replace(mention, low=0)
    if kind == "fewer":
        return replace(mention, low=0, high=None if high is None else max(high - 1, 0))
    return replace(mention, approx=True)


ONE = frozenset("a an another one his her their its our my".split())
"""Words before a singular noun that make it one."""
_ITEM = re.compile(r"\s*(?:,\s*and\s+|,\s*|\s+and\s+)\s*")


def listed(words: str) -> int | None:
    """How many people a list of persons names ("a baker, his two sons and a driver": four); None where one is not counted."""
    items = [i.split() for i in _ITEM.split(words.strip()[:400]) if i.strip()]
    total = 0
    for item in items:
        within = counts(" ".join(item[: item.index("of", 1)] if "of" in item[2:] and item[0].lower() in ONE else item))
        of_them = within and within[0].start == 0 and item[1:2] == ["of"] and item[2:3] and item[2].lower() in ONE
        numbered = bool(within) and within[0].start == 0 and names_persons(item[-1].lower())
        bare = total > 0 and (numbered or (len(item) == 1 and names_one_person(item[0].lower())))
        if item[0].lower() not in ONE and not of_them and not bare:
            return None
        if len(within) > 1 or (within and within[0].low != within[0].high):
            return None
        total += within[0].low if within else 1
    return total if len(items) > 1 else None
