"""What a toll counts: one event, a stretch of time that goes on, or a whole war; and whether it replaces an earlier one.

"Two soldiers were killed on Friday, bringing to 14 the number killed since Monday" holds an event and a running total, so only
the part of the sentence around the figure is read.
"""

import re
from functools import lru_cache
from itertools import pairwise

from schemas.base import Count
from schemas.casualty_report import CasualtyReport
from schemas.fact import Scope

_WAR_WORD = r"(?:wars?|conflict|insurgency|militancy|hostilities|genocide|invasion|uprising|revolt|rebellion)"
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_WAR = re.compile(
    rf"\b{_WAR_WORD}\b[^.;]{{0,70}}\b(?:claimed|cost|costing|claiming|killed|killing|left|leaving|taken|displaced|lives|deaths?|dead)\b"
    rf"|\b(?:killed|died|dead|lives|deaths?|perished|casualties|claimed|fatalities|victims)\b[^.;]{{0,90}}\b(?:in|during|since|throughout|over|of)\s+"
    rf"(?:(?:the|a|an|their|its|that|this|last|first|second|previous|whole|entire)\s+)*(?:[\w’'\-–]+\s+){{0,4}}{_WAR_WORD}\b"
    rf"|\bsince\s+(?!(?:\w+\s+){{0,2}}(?:{_MONTHS})\b)[^.;,\d]{{1,40}}\s+(?:in|of)\s+(?:19|20)\d\d\b"
    rf"|\bsince\b[^.;]{{0,40}}\b{_WAR_WORD}\b[^.;]{{0,20}}\b(?:of|in) (?:19|20)\d\d\b"
    rf"|\bsince\b[^.;]{{0,30}}\b(?:{_WAR_WORD}|fighting)\b[^.;]{{0,25}}\b(?:began|begun|started|broke out|erupted)\b"
    rf"|\b(?:in|since|between|from)\s+(?:19|20)\d\d\b[^.;]{{0,60}}\b{_WAR_WORD}\b"
    rf"|\b{_WAR_WORD}\b[^.;]{{0,60}}\bsince\s+(?:19|20)\d\d\b"
    r"|\b(?:in|during)\s+(?:the\s+)?(?:\w+\s+){0,2}(?:resistance|struggle)\s+against\b"
    rf"|\bsince\s+(?:19|20)\d\d\b|\b(?:19|20)\d\d\s+(?:\w+\s+)?{_WAR_WORD}\b[^.;]{{0,80}}\b(?:died|killed|dead|lives|deaths)\b|\bbetween\s+(?:19|20)\d\d\s+and\s+(?:19|20)\d\d\b|\b\d\d-year(?:-old)?\s+(?:\w+\s+)?(?:campaign|struggle)\b",
    re.IGNORECASE,
)
_RUNNING = re.compile(
    r"\bsince\s+(?:(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?\s+\d|then|monday|tuesday|wednesday|thursday|friday|saturday|sunday|the\s+(?:start|beginning|outbreak|escalation|fighting|clashes|"
    r"offensive|operation|attacks?|ceasefire|truce|violence|latest|weekend|turn)|(?:early|mid|late|last|this|yesterday)\b|january|february|march|april|may|june|july|august|"
    r"september|october|november|december|\d{1,2}\s+[A-Z]|its|hostilities|fighting|clashes)"
    r"|(?<!has )(?<!have )(?<!had )\bsince\s+(?:\w+\s+){1,4}(?:launched|marched|seized|took|invaded|intervened|"
    r"collapsed|crossed|entered|attacked|broke)\b"
    r"|\b(?:in|over|during) the same (?:period|time)\b|\bso far\b|\bto date\b"
    r"|\bthis\s+(?:week|month|year|summer|winter|spring|autumn)\b"
    r"|\b(?:in|over|during|within|for|after)\s+(?:the\s+)?(?:past|last|previous|first|a|two|three|four|five|six|seven|eight|nine|ten|\d+|several|weeks?|nearly|more\s+than)"
    r"(?:\s+(?:few|two|three|four|five|six|seven|eight|nine|ten|\d+|several|a))?\s*(?:days|weeks?|months?|years?)\b(?![’']s)"
    r"|\b(?:overall|cumulative|total|combined)\s+(?:toll|number|losses|death|casualt|figure|dead|killed)"
    r"|\b(?:days|weeks|months)\s+of\s+(?:fighting|clashes|shelling|attacks|violence|battles)\b"
    rf"|\b(?:from|between)\s+(?:\d{{1,2}}\s+)?(?:{_MONTHS})\b(?:\s+\d{{1,2}})?(?:,?\s+\d{{4}})?\s+(?:to|until|and|through)\s+(?:\d{{1,2}}|{_MONTHS})\b"
    r"|\bfrom\s+the\s+(?:start|beginning)\b|\bsince\b[^.;,]{0,24}\b(?:began|started|erupted|resumed|broke out)\b",
    re.IGNORECASE,
)
EVENT = (
    r"(?:attack|strike|airstrike|raid|blast|explosion|bomb(?:ing|er)?|ambush|clash|shelling|assault|siege|incident|operation|battle|"
    r"massacre|shooting|gunfight|firefight|encounter|shootout|drone|missile|rocket|mine)"
)
_ONE = re.compile(  # "a raid", "Monday's market bombing", "the deadliest attack"; not "a spate of raids", nor "raids"
    rf"\b(?:an?|the|this|that|one|(?:first|second|third|fourth|fifth|sixth)|[\w’'-]+[’']s|\w+day)\s+"
    rf"(?:(?!of\b)[\w’'-]+\s+){{0,4}}?{EVENT}\b",
    re.IGNORECASE,
)
_SERIES = re.compile(
    rf"\b(?:spate|series|wave|string)\s+of\s+(?:[\w’'-]+\s+){{0,3}}?\w+s\b|"
    rf"\b(?:hundreds\s+of|dozens\s+of|scores\s+of|several|various|different|numerous|many|\d+)\s+(?:(?:such|separate|armed|deadly)\s+)?(?:{EVENT}e?s|actions)\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(  # "in one of the heaviest losses this year" says how heavy it is, not since when it is counted
    r"(?:,\s*)?\b(?:in\s+|making\s+it\s+)?(?:(?:one|some)\s+of\s+)?(?:the|its|their)\s+"
    r"(?:worst|(?:deadl|blood|heav)iest|(?:larg|bigg|grav|fierc|high)est|most\s+(?:deadly|violent|serious|intense|lethal))\b[^,.;]*",
    re.IGNORECASE,
)
_EARLIER = re.compile(r"\b(?:earlier|later|early|late)\s+(?:this|last|in|on)\b", re.IGNORECASE)
_WHEN = re.compile(r"this\s+(?:week|month|year|summer|winter|spring|autumn)|so far|to date", re.IGNORECASE)
_GOES_ON = re.compile(r"\b(?:have|has)\s+(?:\w+\s+){0,2}?(?:killed|died|lost|perished|fallen)\b", re.IGNORECASE)
_LATELY = re.compile(r"\bin\s+recent\s+(?:days|weeks|months|years|times)\b", re.IGNORECASE)
_ADDS_UP = re.compile(
    r"\b(?:bringing|taking|raising|(?:which|that|this|it)\s+(?:brings|brought|takes|took|raises|raised))\s+(?:\w+\s+){0,4}"
    r"(?:total|toll|number|tally|count|losses)\b|\b(?:brings|brought)\s+to\s+(?:[\w,]+\s+){1,3}the\s+(?:total|toll|number|tally)\b",
    re.IGNORECASE,
)
_DIED_LATER = re.compile(
    r"\b(?:died of|succumb\w*|(?:his|her|their) (?:wounds|injuries)|"
    r"(?:in|at) (?:an? |the |\w+['’]s )?(?:\w+ )?hospital|one of the|"
    r"of the (?:wounded|injured) (?:\w+ )?died|"
    r"wounded \w+ (?:had )?died|"
    r"bod(?:y|ies) (?:was|were|had been)|recovered|rubble|debris|remains)\b",
    re.IGNORECASE,
)
_DIES_LATER = re.compile(
    r"\b(?:wounded|injured|with (?:\w+ )?wounds)\b[^.;]{0,60}\b(?:dies|died|succumb\w*)\b|"
    r"\b(?:dies|died)\s+(?:later\s+)?of (?:his|her|their|the)?\s*(?:wounds|injuries|burns)\b|\bsuccumb\w* to\b",
    re.IGNORECASE,
)
_ONE_EVENT = re.compile(
    r"\b(?:bringing|brings|brought|raising|raises|rose|risen|climbed)\b[^.;]{0,40}\b(?:toll|number)\b[^.;]{0,50}"
    r"\b(?:from|in|of) (?:the|that|this|[\w’']+[’']s) (?:(?!of\b)\w+ ){0,2}?"
    r"(?:attack|strike|airstrike|blast|explosion|bombing|shelling|raid|incident|ambush)\b",
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
_MANY, _THOUSANDS = 10, 1000
_DAY, _MONTH, _YEAR = len("2022-03-26"), len("2022-03"), len("2022")
WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty".split()
)


@lru_cache(maxsize=32768)
def scope(report: CasualtyReport) -> Scope:
    """What the figures of a report count."""
    part = _COMPARED.sub(" ", around(report))
    if _ONE_EVENT.search(part):
        return Scope.INCIDENT
    if _WAR.search(part):
        return Scope.WAR
    one = _tells_one(part)
    running = _RUNNING.search(part)
    adds = _ADDS_UP.search(part) is not None and not _DIED_LATER.search(report.evidence)
    if running and not adds and (_EARLIER.search(part) or one) and _WHEN.fullmatch(running.group()):
        return Scope.INCIDENT  # "earlier this month" and "the third raid this year" say when
    if running or adds:
        return Scope.RUNNING
    if not one and (
        _LATELY.search(part) or (_SERIES.search(part) and len(report.date or "") != _DAY) or _of_long(report, part)
    ):
        return Scope.RUNNING
    return Scope.INCIDENT


def _tells_one(part: str) -> bool:
    return _ONE.search(part) is not None and _SERIES.search(part) is None


def _of_long(report: CasualtyReport, part: str) -> bool:
    """Of many only the year is known, "88 died in 2023", or the month, and that it goes on: "since May 400 have been killed".

    A mayor who was killed in 2023 was killed in one event; thousands of whose death no day and no event is told were not.
    """
    most = max((c.low for c in (report.killed, report.wounded, report.missing, report.captured) if c is not None), default=0)
    written = len(report.date or "")
    if most < _MANY or written == _DAY:
        return False
    return written == _YEAR or most >= _THOUSANDS or (written == _MONTH and _GOES_ON.search(part) is not None)


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
