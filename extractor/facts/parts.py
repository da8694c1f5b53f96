"""Tolls that are part of another: "seven people were killed, among them two children" is a total and a part of it.

A part must never be added to its total, nor be taken for another figure of it. It is found where one sentence gives both, or
where the sentence says that it tells of some of those told before: "two of the wounded", "among the dead was a nurse". What
other sentences tell of the part is tied to it, and so is known as one too.
"""

import re
from functools import lru_cache

from extractor.facts.scope import WORDS, dies_later, forms, revises
from extractor.facts.words import words
from schemas.base import Count
from schemas.casualty_report import COUNTS, CasualtyReport

_AMONG = re.compile(
    r"\b(?:including|among (?:them|those|the (?:dead|killed|wounded|injured|victims|casualties|fatalities))|of whom|of them|"
    r"(?<!number )of those|comprising|"
    r"(?:dead|killed|victims|wounded|injured|casualties|fatalities|they|them) includ(?:es?|ed))\b",
    re.IGNORECASE,
)
_IN_WHICH = re.compile(r"\bin which\s+(?:\w+\s+)?$", re.IGNORECASE)
_ORDINAL = re.compile(
    r"(?:an?\s+|the\s+)?(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)\b", re.IGNORECASE
)
_WHO_DIED = re.compile(
    rf"^(?:(?!\b(?:\d+|{'|'.join(WORDS[1:])})\b)[^.;])*\b(?:soldiers|troops|policemen|fighters|rebels|militants|gunmen|villagers)\b"
    rf"(?:(?!\b(?:\d+|{'|'.join(WORDS[1:])})\b)[^.;])*$",
    re.IGNORECASE,
)
_RANK = re.compile(
    r"\b\d+-year-old\b|\b(?:commander|colonel|major|general|captain|lieutenant|sergeant|brigadier|sgt|lt|cpl|pvt|pfc|capt|maj|chief|leader|mayor|imam|priest)\b",
    re.IGNORECASE,
)
_ALL_OF = re.compile(r"\b(?:all|most|many|some|none)\s+of (?:whom|them|those)$", re.IGNORECASE)
_OTHERS = re.compile(r",\s+and\s+(?=(?:at least|about|around|some|\w+)\s+\w+)|;")
_VICTIMS = r"(?:dead|deaths|killed|wounded|injured|victims|casualties|fatalities|missing|captured|prisoners|survivors|bodies)"
_NUMBER = rf"(?:\d+|{'|'.join(WORDS[2:])})"
_WERE_AMONG = re.compile(rf"\b(?:was|were|is|are)\s+(?:also\s+)?among\s+(?:the\s+{_VICTIMS}|them|those)\b", re.IGNORECASE)
_OF_THE_DEAD = re.compile(rf"\bamong the {_VICTIMS}|\b(?:{_VICTIMS}|they) includ", re.IGNORECASE)
_SOME_OF = rf"\s+(?:\w+\s+)?of\s+(?:them\b|those\b|these\b|the\s+(?:{_NUMBER}\b|(?:\w+\s+)?{_VICTIMS}\b))"
_DIED = re.compile(r"\b(?:died|dies|succumbed)\b", re.IGNORECASE)
_NOT_DONE = "".join(
    f"(?<!{verb} )"
    for verb in "killing killed wounding wounded injuring captured capturing neutralising neutralizing neutralised neutralized "
    "eliminating eliminated".split()
)
_NEAR = 700  # characters before a part in which its total is looked for


def part_of(part: CasualtyReport, total: CasualtyReport) -> float | None:
    """How sure it is that the one tells of some of the victims of the other, or None where nothing says so.

    In one sentence 100 and more, the largest total first; else the nearer before it, the surer.
    """
    if part.article_id != total.article_id or size(part) >= size(total):
        return None
    if part.start == total.start:
        pairs = [(getattr(part, name), getattr(total, name)) for name in COUNTS]
        both = [(one, other) for one, other in pairs if one is not None and other is not None]
        less = bool(both) and both[0][0].low < both[0][1].low and is_part(part)
        died = revises(part.evidence) and _DIED.search(part.evidence) is not None
        if less or died:
            return 100.0 + size(total)
        # Those whom another figure of the sentence tells of are no whole of it where one of its own kind may be.
        return 100.0 + (size(total) if both else 0) if is_part(part) and not is_part(total) else None
    later_dead = dies_later(part.evidence) and revises(total.evidence) and _DIED.search(total.evidence) is not None
    if later_dead and abs(part.start - total.start) < _NEAR and part.killed is not None and total.killed is not None:
        return 40.0  # he is the last of those whom the toll counts now
    if not 0 < part.start - total.start < _NEAR or not is_part(part) or is_part(total):
        return None
    return 50.0 - (part.start - total.start) / 100


@lru_cache(maxsize=32768)
def is_part(report: CasualtyReport) -> bool:
    """The sentence says that its figure is some of a greater number."""
    counts = [c for name in COUNTS if (c := getattr(report, name)) is not None and c.low]
    if any(_some_of(report.evidence, c) for c in counts) or _one_more(report):
        return True
    marks = [
        m
        for m in _AMONG.finditer(report.evidence)
        if not (_ALL_OF.search(report.evidence[: m.end()]) or _IN_WHICH.search(report.evidence[: m.start()]))
    ]
    if marks and _WERE_AMONG.search(report.evidence):
        return True
    return any(_behind(report, counts, mark) for mark in marks)


def _behind(report: CasualtyReport, counts: list[Count], mark: re.Match[str]) -> bool:
    """The figure stands behind "including" or "among them"."""
    told = _OTHERS.split(report.evidence[mark.start() :])[0]
    of_them = re.search(rf"(?:{_NUMBER}|an?)\s+$", report.evidence[: mark.start()], re.IGNORECASE)
    if of_them and any(re.search(rf"\b(?:{_either(c)})\b", report.evidence[: of_them.start()], re.IGNORECASE) for c in counts):
        return False  # "six, three of them children": the six are the total
    if report.victims and report.victims in report.evidence:
        return report.victims in told
    return any(re.search(rf"\b{re.escape(form)}\b", told, re.I) for c in counts for form in forms(c))


@lru_cache(maxsize=32768)
def picks_out(report: CasualtyReport) -> bool:
    """The sentence tells only of some of those whom others told of before it."""
    counts = [c for name in COUNTS if (c := getattr(report, name)) is not None and c.low]
    if _one_more(report):
        return True
    if re.search(rf"\b{_NUMBER}\b[^.;]*,[^.;,]*\bof (?:them|whom|those)\b", report.evidence, re.IGNORECASE):
        return False  # the sentence gives the total too
    return any(_some_of(report.evidence, c) for c in counts) or bool(_OF_THE_DEAD.search(report.evidence) and is_part(report))


def victims_of(report: CasualtyReport) -> set[str]:
    """The words for those hurt: of "policemen" and "a policeman" the same."""
    return {w.replace("men", "man").removesuffix("s")[:7] for w in words(report.victims or "") if len(w) > 3}


def is_one_man(report: CasualtyReport) -> bool:
    """A single victim of rank or name: "the base commander, Major John Doe"."""
    return size(report) == 1 and _RANK.search(report.victims or "") is not None


def _one_more(report: CasualtyReport) -> bool:
    """ "A fifth soldier": the last of five."""
    return size(report) == 1 and _ORDINAL.match(report.victims or "") is not None


def _some_of(evidence: str, count: Count) -> bool:
    """ "Two of the dead"; who bombs nomads, "killing two of them", tells of no part.

    Nor does "in a battle in which twelve of them died, our troops drove out the rebels": they are all whom it tells of.
    """
    found = re.search(rf"{_NOT_DONE}(?<![\w,])(?:{_either(count)}){_SOME_OF}", evidence, re.IGNORECASE)
    if found is None:
        return False
    before = evidence[: found.start()]
    of_them = found.group().lower().endswith(("them", "those"))
    return _IN_WHICH.search(before) is None and not (of_them and _WHO_DIED.search(before))


def _either(count: Count) -> str:
    return "|".join(re.escape(form) for form in forms(count) if form != "0")


def size(report: CasualtyReport) -> int:
    """The largest of its counts."""
    return max((c.low for name in COUNTS if (c := getattr(report, name)) is not None), default=0)
