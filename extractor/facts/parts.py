"""Tolls that are part of another: "seven people were killed, among them two children" is a total and a part of it.

A part must never be added to its total. It is found where one sentence gives both; what other sentences tell of the part is
tied to it, and so is known as one too.
"""

import re

from schemas.casualty_report import COUNTS, CasualtyReport

_AMONG = re.compile(
    r"\b(?:including|among (?:them|those|the (?:dead|killed|wounded|injured|victims))|of whom|of them|of those|comprising)\b",
    re.IGNORECASE,
)


def is_part(part: CasualtyReport, total: CasualtyReport) -> bool:
    """The two stand in one sentence that gives the one as part of the other: a smaller count of the same kind."""
    if (part.article_id, part.start) != (total.article_id, total.start) or not _AMONG.search(part.evidence):
        return False
    pairs = [(getattr(part, name), getattr(total, name)) for name in COUNTS]
    both = [(one, other) for one, other in pairs if one is not None and other is not None]
    return bool(both) and both[0][0].low < both[0][1].low


def size(report: CasualtyReport) -> int:
    """The largest of its counts."""
    return max((c.low for name in COUNTS if (c := getattr(report, name)) is not None), default=0)
