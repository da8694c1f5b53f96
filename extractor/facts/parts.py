"""Tolls that are part of another: "seven people were killed, among them two children" is a total and a part of it.

A part must never be added to its total. It is found where one sentence gives both; other sentences that give only the part are
tied to it and so are known as one too.
"""

import re
from collections.abc import Mapping

from extractor.facts.mention import Mention
from schemas.base import Count
from schemas.casualty_report import CasualtyReport

_AMONG = re.compile(
    r"\b(?:including|among (?:them|those|the (?:dead|killed|wounded|injured|victims))|of whom|of them|of those|comprising)\b",
    re.I,
)


def parts(mentions: Mapping[str, Mention], fact_of: Mapping[str, str]) -> dict[str, str]:
    """Each fact that is part of another with that other: fact ids by the facts of the records."""
    by_sentence: dict[tuple[str, int], list[CasualtyReport]] = {}
    for of in mentions.values():
        if isinstance(of.record, CasualtyReport) and _AMONG.search(of.record.evidence):
            by_sentence.setdefault((of.record.article_id, of.record.start), []).append(of.record)
    found: dict[str, str] = {}
    for together in by_sentence.values():
        for part in together:
            whole = [t for t in together if t is not part and _within(part, t)]
            if whole:
                total = max(whole, key=lambda t: (_size(t), t.id))
                mine, its = fact_of[part.id], fact_of[total.id]
                if mine != its and found.get(its) != mine:
                    found[mine] = its
    return found


def _within(part: CasualtyReport, total: CasualtyReport) -> bool:
    """A count of the same kind, smaller, and told after the words that make it a part."""
    for name in ("killed", "wounded", "missing", "captured"):
        one, other = getattr(part, name), getattr(total, name)
        if one is not None and other is not None:
            return _least(one) < _least(other)
    return False


def _least(count: Count) -> int:
    return count.low


def _size(report: CasualtyReport) -> int:
    return max((c.low for c in (report.killed, report.wounded, report.missing, report.captured) if c is not None), default=0)
