"""The figures of a fact: low and high over the reports that count.

A copy does not count: it is another's report. Of two figures of one source the later replaces the earlier, by the day of
publication, or in one article where the text says that it does. What is left gives the smallest low and the largest high; an
open figure ("at least four") has no high of its own, and the fact has one only if some report does. Between the two lies the
best figure, by one rule that weighs no source against another: `best`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.facts.scope import forms, is_old, not_so, revises, rose_to
from schemas.base import Count
from schemas.casualty_report import COUNTS, CasualtyReport


@dataclass(frozen=True, slots=True)
class Figure:
    """A report's figures and what decides whether they count: `published` is the day of its article, empty where not known;
    `order` sorts by day and place in the text; `headline` marks the figure of a headline; `side` are the
    codes of the party whose word it is, `role` the words that say what its source is.
    """

    record: CasualtyReport
    source: str
    published: str
    order: tuple[str, str, int]
    headline: bool = False
    side: frozenset[str] = frozenset()
    role: frozenset[str] = frozenset()


def superseded(figures: Sequence[Figure]) -> dict[str, frozenset[str]]:
    """The names of the counts of a record that a later report of the same source replaced, for each record that has such."""
    found: dict[str, frozenset[str]] = {}
    for early in figures:
        later = [late for late in figures if late.source == early.source and _after(late, early)]
        if any(not_so(early.record.evidence, c) for name in COUNTS if (c := getattr(early.record, name)) is not None):
            later += [late for late in figures if late.record.start == early.record.start and late is not early]
        if is_old(early.record.evidence):
            later += [late for late in figures if late.record.article_id == early.record.article_id and late is not early]
        if early.headline:  # "soldiers wounded" is what its article counts
            later += [late for late in figures if late.record.article_id == early.record.article_id and not late.headline]
        names = frozenset(
            name for name in COUNTS for late in later if _replaces(getattr(early.record, name), getattr(late.record, name))
        ) | _raised(early, figures)
        if names:
            found[early.record.id] = names
    return found


def span(counts: Sequence[Count]) -> Count | None:
    """Low and high over several counts; null over none."""
    if not counts:
        return None
    highs = [c.high for c in counts if c.high is not None]
    low = min(c.low for c in counts)
    high = max([*highs, *(c.low for c in counts)]) if highs else None
    return Count(low=low, high=high, approx=all(c.approx for c in counts))


def best(told: Iterable[tuple[str, tuple[str, str, int], Count]]) -> int | None:
    """The median of the last figures of the sources: source, order (as in `Figure`) and count of every report that counts.

    A source has one figure however often it tells it, that of its last report; a report's figure is its low. Of an even
    number of figures it is the lower of the two in the middle. Null over nothing. Never below the low of `span` over the same
    counts, nor above its high: three sources that tell last of 4, 4 and 9 give 4, two that tell of 3 and "at least 7" give 3.
    """
    last: dict[str, tuple[tuple[str, str, int], int]] = {}
    for source, order, count in told:
        last[source] = max(last.get(source, (order, count.low)), (order, count.low))
    figures = sorted(low for _, low in last.values())
    return figures[(len(figures) - 1) // 2] if figures else None


def conflicting(counts: Sequence[Count]) -> bool:
    """Two of the counts have no number in common."""
    top = [c.high if c.high is not None else float("inf") for c in counts]
    return bool(counts) and max(c.low for c in counts) > min(top)


def total(counts: Sequence[Count]) -> Count | None:
    """The sum of counts of different events: lows and highs added, no high where one is open."""
    if not counts:
        return None
    high = None if any(c.high is None for c in counts) else sum(c.high for c in counts if c.high is not None)
    return Count(low=sum(c.low for c in counts), high=high, approx=any(c.approx for c in counts))


def _after(late: Figure, early: Figure) -> bool:
    """The one was told after the other: on a later day, or as what replaces an earlier figure."""
    if late.published and early.published and late.published != early.published:
        return late.published > early.published
    if not revises(late.record.evidence):
        return False
    return not revises(early.record.evidence) or late.order > early.order


def _raised(early: Figure, figures: Sequence[Figure]) -> frozenset[str]:
    """The counts of which somebody says that they rose or fell "from four": whoever told of four, it is so no more.

    One that "rose to 12" replaces what was told of before by the same side, or by nobody or somebody of the same office.
    """
    found: set[str] = set()
    if early.record.missing is not None and any(_was_missing(late) for late in figures if late is not early):
        found.add("missing")
    for late in figures:
        if late.published and early.published and late.published < early.published:
            continue
        if early.side and early.side != late.side:
            continue  # who counts for himself takes back nothing
        for name in COUNTS:
            old, new = getattr(early.record, name), getattr(late.record, name)
            if not _replaces(old, new):
                continue
            told = late.record.evidence
            alike = bool(early.side) or not early.role or bool(early.role & late.role)
            rose = alike and old.low > 0 and late.published > early.published and old.low < new.low and rose_to(told, new)
            if rose or re.search(rf"\bfrom\s+(?:{'|'.join(forms(old))})\b", told):
                found.add(name)
    return frozenset(found)


def _was_missing(late: Figure) -> bool:
    """The dead are those who had been missing."""
    return late.record.killed is not None and re.search(r"\b(?:had been|was|were) missing\b", late.record.evidence) is not None


def _replaces(early: Count | None, late: Count | None) -> bool:
    """Both give the count, and not alike; "several" or "at least two" takes back no greater number."""
    if early is None or late is None or (early.low, early.high) == (late.low, late.high):
        return False
    return late.high is not None or late.low > early.low


def agreement(left: CasualtyReport, right: CasualtyReport) -> tuple[list[str], list[str]]:
    """The counts in which two reports agree, and those in which they clash."""
    agree: list[str] = []
    clash: list[str] = []
    for name in COUNTS:
        one, other = getattr(left, name), getattr(right, name)
        if one is None or other is None:
            continue
        (agree if overlap(one, other) else clash).append(name)
    return agree, clash


def is_none(count: Count) -> bool:
    """Nobody."""
    return count.high == 0


def overlap(one: Count, other: Count) -> bool:
    """The two ranges have a number in common; an open one reaches to twice its low, "around" a tenth further."""
    low, high = _reach(one)
    least, most = _reach(other)
    return low <= most and least <= high


def _reach(count: Count) -> tuple[float, float]:
    high = count.high if count.high is not None else max(count.low * 2, count.low + 2)
    low = high / 2 if count.low == 0 else count.low  # "up to 40" is said of 40 rather than of 6
    slack = 0.1 * count.low if count.approx else 0
    return low - slack, high + slack
