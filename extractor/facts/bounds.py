"""The days between which a fact can have happened, also where its reports name none."""

from schemas.fact import Fact


def bounds(fact: Fact) -> tuple[str | None, str | None]:
    """The first and the last day on which a fact can have happened, both included; null where nothing bounds it.

    They are its own days where a report names them. Else they are what bounds the records that count: of what is only told as
    past the story's day is the last, so that `(None, "2031-05-04")` is a day up to the 4th of May.
    """
    if fact.since is not None:
        return fact.since, fact.until
    told = [r.record for r in fact.reports if r.left_out is None] or [r.record for r in fact.reports]
    lows = [r.date_low for r in told if r.date_low is not None]
    highs = [r.date_high for r in told if r.date_high is not None]
    low, high = max(lows, default=None), min(highs, default=None)
    if low is not None and high is not None and low > high:  # they have no day in common
        return min(lows), max(highs)
    return low, high
