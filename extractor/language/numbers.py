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
from schemas.base import Count


def _numbered(line: str, first: int = 1, step: int = 1) -> dict[str, int]:
    return {word: first + step * place for place, word in enumerate(line.split())}


_UNITS = _numbered("one two three four five six seven eight nine")
_TEENS = _numbered("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 10)
_TENS = _numbered("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
_SCALES = {"thousand": 1000, "million": 10**6, "billion": 10**9}
_ALL = _UNITS | _TEENS | _TENS | _SCALES | {"hundred": 100, "dozen": 12}
_MANY = {
    "dozens": 24,
    "scores": 40,
    "tens": 20,
    "hundreds": 200,
    "thousands": 2000,
    "millions": 2 * 10**6,
    "billions": 2 * 10**9,
}
_LARGEST = 10**10

_ONE_WORD = "(?:" + "|".join(sorted(_ALL, key=len, reverse=True)) + ")"
_VAGUE = r"(?:several|multiple|a\s(?:good\s)?few|a\shandful\sof)"
_NUMBER = re.compile(
    rf"""(?<![\w.,/:'’+])(?<![^\d\s]-)(?:
    (?P<many>tens|dozens|scores|hundreds|thousands|millions|billions)(?:\s(?:and|upon)\s(?P=many))?
        (?:\sof\s(?P<of>thousands|millions|billions|hundreds))?\b
    | {_VAGUE}(?:\s(?P<times>hundred\sthousand|dozen|hundred|thousand|million))?\b
    | (?P<pair>a\s(?:couple|pair)(?:\sof)?|both)\b(?:\s(?P<pair_of>dozen|hundred|thousand)\b)?
    | (?P<none>none|nobody|no[\s-]one|neither|zero|no(?=\s(?!longer|more|doubt|way|fewer|less|matter|later|sooner|such|other)[a-z]))\b
    | (?P<half>half\sa\sdozen|half-a-dozen|half\sdozen)\b
    | (?P<words>(?:an?\s(?=dozen|hundred|thousand|million|billion))?{_ONE_WORD}\b(?:(?:\s|-|,?\sand\s){_ONE_WORD}\b){{0,12}})
    | (?P<digits>\d{{1,3}}(?:,\d{{3}}){{1,3}}(?!\d|,\d)|\d{{1,3}}(?:[\u00a0\u2009\u202f\u2019']\d{{3}}){{1,3}}(?!\d)
        |\d{{1,3}}(?:\ \d{{3}}){{1,2}}(?![\d,]|\.\d)|\d{{1,3}}(?:\.\d{{3}}){{2,3}}(?!\d)|\d{{1,9}}(?:\.\d{{1,3}})?(?!\d))
        (?P<scale>k\b|\s?-?(?:hundred|thousand|million|billion|mln|bln|dozen)\b)?
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_FACTORS = {"k": 1000, "hundred": 100, "mln": 10**6, "bln": 10**9, "dozen": 12, "hundred thousand": 10**5} | _SCALES

_AFTER_NUMBER = re.compile(
    r"""(?:
    [a-z_]|[.,:/]\d|['’]\d|°|%|\s?(?:per\s?cent|percent|pct|percentage)\b|-(?!strong|plus|odd)[a-z\d]
    |-?\s?(?:st|nd|rd|th)\b|-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b
    |\s?(?:[ap]\.?m\b|GMT|UTC|o['’]clock|hrs)
    |(?:\s|-)(?:more\s|consecutive\s|full\s|straight\s|whole\s|long\s|square\s|cubic\s|nautical\s|or\sso\s|other\s|of\s(?=\w+s\b))?
      (?:km|kms|kilomet(?:er|re)s?|miles?|met(?:er|re)s?|m|cm|mm|kg|kilos?|kilograms?|tons?|tonnes?|hectares?|acres?|feet|foot|inch(?:es)?|
      lit(?:er|re)s?|barrels?|degrees?|hours?|minutes?|seconds?|days?|weeks?|weekends?|months?|years?|decades?|centur(?:y|ies)|nights?|times|
      mph|kph|mw|gw|megawatts?|calib(?:er|re)|(?:u\.?s\.?\s|american\s|canadian\s)?(?:dollars?|euros?|pounds\ssterling|rubles?|roubles?|drams?|
      manats?|hryvnias?|lari|lira|yuan|yen|cents?|usd|eur|gbp|bn)|thirds?|quarters?|fifths?|halves|tenths?|metric)\b
    |\s?[$€£¥₽₴]
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_BEFORE_NUMBER = re.compile(
    r"""(?:[$€£¥₽₴֏#№]\s?|\b(?:USD|EUR|GBP|US\$)\s?
    |\b(?i:resolution|resolutions|article|articles|chapter|no\.|number|highway|route|section|paragraph|page|point|phase|channel|
       decree|order|law|protocol|day|hill|height|boeing|airbus|flight|version|apartment|room|level|annex)\s
    |\b(?:aged?|ages|turned|turning)\s
    |\b(?:Kh|Su|MiG|Il|An|Ka|Mi|S|T|BM|Mk|Mark|Brigade|Regiment|Battalion|Division|Hospital|School|Unit|Checkpoint|Category|Group|Type|
       Grade|Part|Item|Covid|COVID|iPhone|Windows|Part|World\sWar|War|Act|Bill|Station|Reactor|Block|Pier|Gate|Exit|Camp|Sector|Area|Zone)\s
    |[A-Z]\.\s?|\d\s?[-–]\s?)$""",
    re.VERBOSE,
)
_NAMED_AGE = re.compile(r"[A-Z][\w’'-]*,\s$")
_YEAR_LIKE = re.compile(r"(?:1[89]|20)\d\d")
_PEOPLE_AFTER = re.compile(
    r"\s(?:[\w-]+\s){0,2}?(?:people|persons|soldiers|troops|civilians|servicemen|fighters|militants|rebels|residents|men|women|children|"
    r"peacekeepers|officers|prisoners|refugees|victims|others|dead|killed|wounded|injured|casualties|deaths|lives|bodies|personnel|"
    r"policemen|or\sso|villagers|combatants|insurgents|were|have)\b",
    re.IGNORECASE,
)
_SCORES = re.compile(r"\s(?:of|more|were|have|killed|dead|wounded|injured|others|remain|are)\b", re.IGNORECASE)

_TO = re.compile(r"\s?[-–—]\s?|\sto\s(?:as\smany\sas\s)?|\sand\s|\sor\s(?:even\s)?", re.IGNORECASE)
_OPEN_AFTER = re.compile(r"\+|-plus\b|\s(?:or|and|if\snot)\smore\b|\splus\b", re.IGNORECASE)
_CLOSED_AFTER = re.compile(r"\sor\s(?:fewer|less)\b|\sat\s(?:the\s)?most\b", re.IGNORECASE)
_LEAST_AFTER = re.compile(r"\sat\s(?:the\svery\s)?least\b", re.IGNORECASE)
_BLURRED_AFTER = re.compile(r"\s?-?\sor\sso\b|-odd\b|\sor\sthereabouts\b", re.IGNORECASE)

_AT_LEAST = r"at\s(?:the\svery\s)?least|no\s(?:fewer|less)\sthan|not\s(?:fewer|less)\sthan|a\sminimum\sof|minimum"
_MORE = r"(?:(?:slightly|just|well|far|many|a\slittle|significantly|much)\s)?(?:more\sthan|over|above|upwards?\sof|in\sexcess\sof)|exceed(?:s|ed|ing)?"
_UP_TO = r"up\sto|as\smany\sas|as\smuch\sas|no\smore\sthan|not\smore\sthan|at\s(?:the\s)?most|a\smaximum\sof|maximum"
_FEWER = r"(?:(?:slightly|just|well|far)\s)?(?:fewer\sthan|less\sthan|under|below)"
_ABOUT = (
    r"nearly|almost|around|about|some|roughly|approximately|approx\.?|circa|ca\.?|an?\sestimated|estimated|close\sto|"
    r"more\sor\sless|in\sthe\sregion\sof|somewhere\s(?:around|near)|perhaps|possibly|probably|~|≈"
)
_MODIFIERS = re.compile(
    rf"(?P<least>{_AT_LEAST})|(?P<more>{_MORE})|(?P<upto>{_UP_TO})|(?P<fewer>{_FEWER})|(?P<about>{_ABOUT})", re.IGNORECASE
)
_BETWEEN = re.compile(r"\b(?:between|from)\s$", re.IGNORECASE)
_REACH = 32


@dataclass(frozen=True)
class CountMention:
    """A count written at `text[start:end]`: from `low` to `high` people (None: no upper end is given), `approx` when blurred."""

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
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        if match["many"]:
            number = _many(text, match)
            if number:
                yield number
        elif match["pair"]:
            factor = _FACTORS[match["pair_of"].lower()] if match["pair_of"] else 1
            yield _Number(start, end, 2 * factor, 2 * factor)
        elif match["none"]:
            yield _Number(start, end, 0, 0)
        elif match["half"]:
            yield _Number(start, end, 6, 6)
        elif match["words"]:
            yield from _in_words(match["words"], start)
        elif match["digits"]:
            number = _in_digits(text, match)
            if number:
                yield number
        else:
            factor = _FACTORS[" ".join(match["times"].lower().split())] if match["times"] else 1
            yield _Number(start, end, 2 * factor, None)


def _many(text: str, match: re.Match[str]) -> _Number | None:
    """ "Dozens", "hundreds of thousands": twice the unit or more."""
    word, of = match["many"].lower(), (match["of"] or "").lower()
    if word == "scores" and not _SCORES.match(text, match.end()) and match[0] != text:
        return None
    if word == "tens" and not of and not text.startswith(" of ", match.end()):
        return None
    low = _MANY[word]
    if of:
        low = low * _MANY[of] // 2
    return _Number(match.start(), match.end(), low, None)


def _in_digits(text: str, match: re.Match[str]) -> _Number | None:
    written, scale = match["digits"], (match["scale"] or "").strip(" -\u00a0").lower()
    start, end = match.span()
    factor = _FACTORS.get(scale, 1)
    if re.fullmatch(r"\d+\.\d{1,3}", written):
        value = float(written) * factor
        if not scale or value != int(value):
            value = round(value)
        if not scale:
            return None
    else:
        value = int(re.sub(r"\D", "", written)) * factor
    if value > _LARGEST or (len(written) > 1 and written[0] == "0"):
        return None
    year_like = not scale and _YEAR_LIKE.fullmatch(written) is not None
    if year_like and not (len(text) == end - start or _PEOPLE_AFTER.match(text, end)):
        return None
    return _Number(start, end, int(value), int(value), factor)


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
        value = _ALL.get(word, 0)
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
    if len(between) > 24 or not _TO.fullmatch(between) or first.high is None:
        return None
    if "and" in between.lower() and not _BETWEEN.search(text[max(0, first.start - 9) : first.start]):
        return None
    low = first.low
    if second.scale > 1 and first.scale == 1 and low < 1000 and low * second.scale < second.low:
        low *= second.scale
    if second.high is not None and low >= second.low:
        return None
    return _Number(first.start, second.end, low, second.high)


def _counts_people(text: str, number: _Number) -> bool:
    """Whether nothing next to the number says that it is a time, an age, a model, a measure or money."""
    if _AFTER_NUMBER.match(text, number.end):
        return False
    before = text[max(0, number.start - 24) : number.start]
    if _BEFORE_NUMBER.search(before):
        return False
    aged = (
        number.high is not None
        and number.high <= 110
        and text[number.start].isdigit()
        and text[number.end : number.end + 1] in (",", ")")
    )
    return not (aged and _NAMED_AGE.search(before))


def _modified(text: str, number: _Number, floor: int) -> CountMention | None:
    """The number with the words that open, close or blur it; None for a lone "one"."""
    mention = CountMention(number.start, number.end, number.low, number.high)
    lead = _BETWEEN.search(text, max(floor, number.start - 9), number.start)
    if lead and number.low != number.high and number.high is not None:
        mention = replace(mention, start=lead.start())
    for _ in range(3):
        window = max(floor, mention.start - _REACH)
        last = None
        for last in _MODIFIERS.finditer(text, window, mention.start):
            pass
        if (
            last is None
            or text[last.end() : mention.start].strip(" \u00a0")
            or (last.start() > 0 and text[last.start() - 1].isalnum())
        ):
            break
        mention = _opened(mention, last)
    plain = mention.start == number.start
    for pattern, kind in ((_OPEN_AFTER, "least"), (_LEAST_AFTER, "least"), (_CLOSED_AFTER, "upto"), (_BLURRED_AFTER, "about")):
        tail = pattern.match(text, mention.end)
        if tail:
            mention = replace(_shaped(mention, kind), end=tail.end())
            plain = False
            break
    return None if number.bare_one and plain else mention


def _opened(mention: CountMention, modifier: re.Match[str]) -> CountMention:
    return replace(_shaped(mention, modifier.lastgroup or ""), start=modifier.start())


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
