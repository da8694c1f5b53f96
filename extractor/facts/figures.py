"""The figures of a fact: low and high over the reports that count.

A copy does not count: it is another's report. Of two figures of one source the later replaces the earlier, by the day of
publication, or in one article where the text says that it does. What is left gives the smallest low and the largest high; an
open figure ("at least four") has no high of its own, and the fact has one only if some report does.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.facts.scope import revises
from schemas.base import Count
from schemas.casualty_report import COUNTS, CasualtyReport


@dataclass(frozen=True, slots=True)
class Figure:
    """A report's figures and what decides whether they count; `order` sorts by day of publication and place in the text."""

    record: CasualtyReport
    source: str
    published: str
    order: tuple[str, str, int]


def superseded(figures: Sequence[Figure]) -> dict[str, str]:
    """The records whose figures were replaced, each with the record that replaced them."""
    found: dict[str, str] = {}
    ordered = sorted(figures, key=lambda f: f.order)
    for i, early in enumerate(ordered):
        for late in ordered[i + 1 :]:
            if late.source != early.source or not _differ(early.record, late.record):
                continue
            if late.published > early.published or revises(late.record.evidence):
                found[early.record.id] = late.record.id
                break
    return found


def span(counts: Sequence[Count]) -> Count | None:
    """Low and high over several counts; null over none."""
    if not counts:
        return None
    highs = [c.high for c in counts if c.high is not None]
    low = min(c.low for c in counts)
    high = max([*highs, *(c.low for c in counts)]) if highs else None
    return Count(low=low, high=high, approx=all(c.approx for c in counts))


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


def _differ(early: CasualtyReport, late: CasualtyReport) -> bool:
    """Some count is given in both, and not alike."""
    pairs = [(getattr(early, name), getattr(late, name)) for name in COUNTS]
    return any(a is not None and b is not None and (a.low, a.high) != (b.low, b.high) for a, b in pairs)
