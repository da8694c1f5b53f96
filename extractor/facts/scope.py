"""Where in its sentence a toll's figure stands, and whether that figure replaces an earlier one or is itself replaced."""

import re
from itertools import pairwise

from schemas.base import Count
from schemas.casualty_report import CasualtyReport

_ADDS_UP = re.compile(
    r"\b(?:bringing|taking|raising|(?:which|that|this|it)\s+(?:brings|brought|takes|took|raises|raised))\s+(?:\w+\s+){0,4}"
    r"(?:total|toll|number|tally|count|losses)\b",
    re.IGNORECASE,
)
_DIES_LATER = re.compile(
    r"\b(?:wounded|injured|with (?:\w+ )?wounds)\b[^.;]{0,60}\b(?:dies|died|succumb\w*)\b|"
    r"\b(?:dies|died)\s+(?:later\s+)?of (?:his|her|their|the)?\s*(?:wounds|injuries|burns)\b|\bsuccumb\w* to\b",
    re.IGNORECASE,
)
_CHANGED = r"(?:rose|rises|risen|climbed|increased|grew|grown|went up|revised|corrected|lowered|reduced|updated|now stands)"
_REVISES = re.compile(
    rf"\b(?:toll|number|figure|count|tally|deaths?|dead)\b[^.;]{{0,110}}\b{_CHANGED}\b"
    r"|\b(?:revis|correct|updat)(?:ed|es|ing)\b|\b(?:up|down|gone|went) from\b"
    r"|\b(?:rais|lower|cut|correct)(?:ed|es|ing|s)\s+(?:its|the|their|an?\s+(?:earlier|previous|first|initial))\b"
    r"|\b(?:initially|originally|previously|earlier|first)\s+(?:said|reported|put|gave|given|announced|spoken)\b"
    r"|\b(?:and|but|,) not (?:of |the )?(?:\d+|[a-z]+)\b[^.;]{0,30}\b(?:as|claimed|said)\b"
    r"|\bdied of (?:his|her|their|wounds)\b",
    re.IGNORECASE,
)
_ROSE = r"(?:raised|raises|rose|rises|risen|climbed|climbs|increased|grew|grown|went up)"
_OLD = re.compile(
    r"\b(?:first|initial|earlier|previous|original|preliminary)\s+(?:\w+\s+)?(?:bulletin|report|count|toll|figure|statement|estimate|"
    r"communiqu[eé])s?\s+(?:had\s+)?(?:given|gave|put|spoken|spoke|said|named|counted)\b|"
    r"\b(?:earlier|previously|first|initially)\s+(?:listed|reported|counted|given)\s+as\b|"
    r"\bhad\s+(?:first\s+|initially\s+|earlier\s+)?(?:given|put)\s+the\s+(?:number|toll|figure)\b",
    re.IGNORECASE,
)
_CUT = re.compile(
    r";|:|\s[—–]\s|\bwhile\b|\bwhereas\b|,\s+(?=(?:bringing|raising|which (?:brought|took|brings)|taking|as well as|and since|"
    r"after)\b)"
)
WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty".split()
)


def dies_later(evidence: str) -> bool:
    """The sentence tells of a death some time after the event: its day is that of the death."""
    return bool(_DIES_LATER.search(evidence)) and not re.search(rf"\b{_CHANGED}\b", evidence) and not _ADDS_UP.search(evidence)


def revises(evidence: str) -> bool:
    """The sentence says that its figure replaces an earlier one."""
    return bool(_REVISES.search(evidence))


def rose_to(evidence: str, figure: Count) -> bool:
    """The sentence says that the number rose to this figure."""
    return bool(
        re.search(rf"\b{_ROSE}\s+to\s+(?:at least\s+)?(?:{'|'.join(map(re.escape, forms(figure)))})\b", evidence, re.IGNORECASE)
    )


def not_so(evidence: str, figure: Count) -> bool:
    """The sentence takes this figure back: "seven, and not eight as he said earlier"."""
    written = "|".join(map(re.escape, [*forms(figure), *forms(Count(low=max(0, figure.low - 1)))[:2]]))
    return bool(
        re.search(rf"\bnot\s+(?:{written})\s+as\b|\bno longer\s+(?:more than\s+)?(?:{written})\b", evidence, re.IGNORECASE)
    )


def is_old(evidence: str) -> bool:
    """The sentence only recalls an earlier figure: "its first bulletin had given five"."""
    return bool(_OLD.search(evidence)) and not revises(evidence)


def around(report: CasualtyReport) -> str:
    """The part of the evidence that holds the report's figure, or all of it."""
    cuts = [0, *(m.start() for m in _CUT.finditer(report.evidence)), len(report.evidence)]
    parts = [report.evidence[a:b] for a, b in pairwise(cuts)]
    figures = [c for c in (report.killed, report.wounded, report.missing, report.captured) if c is not None]
    for part in parts:
        if any(_holds(part, figure) for figure in figures):
            return part
    return report.evidence


def _holds(part: str, figure: Count) -> bool:
    more_than = Count(low=max(0, figure.low - 1))  # "more than 12" is 13 or more
    written = (*forms(figure), *forms(more_than)[:2])
    return any(re.search(rf"(?<![\w,]){re.escape(form)}(?![\w])", part, re.IGNORECASE) for form in written)


def forms(figure: Count) -> list[str]:
    """How the low of a figure may be written."""
    low = figure.low
    return [str(low), f"{low:,}", *([WORDS[low]] if low < len(WORDS) else [])]
