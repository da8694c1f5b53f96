"""The days on which what a record tells can have happened, as numbers (1 is 1 January of year 1).

A record without a day gets the week before its article was published as a loose frame: `framed`, so that nobody takes it for
something that a text says.
"""

from datetime import date

from extractor.facts.scope import dies_later
from schemas.base import Record
from schemas.casualty_report import CasualtyReport
from schemas.statement import Statement

_FRAME = 7  # days before publication in which an undated event may lie
_DYING = 14  # days that a wounded man may live on

Days = tuple[int, int]


def frame(written: str | None) -> Days | None:
    """First and last day of `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; None of null."""
    if not written:
        return None
    first = date.fromisoformat((written + "-01-01")[:10])
    if len(written) == 10:
        return first.toordinal(), first.toordinal()
    if first.year == date.max.year:
        return first.toordinal(), date.max.toordinal()
    following = date(first.year + 1, 1, 1) if len(written) == 4 or first.month == 12 else date(first.year, first.month + 1, 1)
    return first.toordinal(), following.toordinal() - 1


def days_of(record: Record, published: int | None) -> tuple[Days | None, bool]:
    """The days on which a record's event can lie, and whether they are only a frame around the article's own day."""
    if (known := frame(record.date)) is not None:
        if isinstance(record, CasualtyReport) and dies_later(record.evidence):
            return (known[0] - _DYING, known[1]), True  # of what happened before
        return known, False
    if published is None:
        return None, True
    return (published - (1 if isinstance(record, Statement) else _FRAME), published), True
