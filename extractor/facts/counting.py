"""What a toll counts: one incident, a stretch of time (a running total or a period's), or a whole war.

"Two soldiers were killed on Friday, bringing to 14 the number killed since Monday" holds an incident and a running total, so
only the part of the sentence around the figure is looked at. `features` says what is to be seen there, of date and size;
learned weights say what that is worth. It is first asked whether the figure adds up more than one incident ("aggregate"), then,
where it does, whether it is a whole war's ("war").
"""

import math
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from extractor.facts.scope import around
from extractor.facts.weights import Weights, log_odds, weights
from schemas.casualty_report import COUNTS, CasualtyReport
from schemas.fact import Scope

_NUMBER = (
    r"(?:\d+|an?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|many|few|couple of|"
    r"first|second|third|tenth|\d+th|(?:thir|four|fif|six|seven|eigh|nin)(?:teen)?th)"
)
_LONG = r"(?:weeks?|months?|years?|decades?)"
_UNIT = rf"(?:days?|{_LONG})"
_YEAR = r"(?:19|20)\d\d"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|march|april|may|june|july|"
    r"aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_SINGLE = (
    r"(?:(?:air|counter-?)?(?:attack|strike|raid)|assault|blast|explosion|bomb(?:ing|ardment)?|shelling|ambush|incident|clash|"
    r"battle|crash|massacre|shooting|gunfight|firefight|hijacking|siege|crossfire)"
)
_PLURAL = (
    r"(?:(?:air|counter-?)?(?:attacks|strikes|raids)|assaults|blasts|explosions|bombings|bombardments|ambushes|incidents|clashes|"
    r"battles|massacres|shootings)"
)
_WAR = r"(?:wars?|conflicts?|insurgency|militancy|hostilities|genocide|invasion|uprising|revolt|rebellion)"
_CAMPAIGN = r"(?:offensive|campaign|operations?|fighting|violence|unrest|crackdown|occupation|ceasefire|truce|coup|crisis)"
_DETERMINED = r"(?:the|an?|this|that|one|[\w\-]+['’]s)"

CUES: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "since": r"(?<!has )(?<!have )(?<!had )(?<!ever )\bsince\b",
        "since a day": rf"\bsince\s+(?:last\s+)?"
        rf"(?:\w+day|yesterday|dawn|then|(?:the\s+)?weekend|{_MONTH}\.?\s+\d\d?\b(?!\d)|\d\d?\s+{_MONTH}\b)",
        "since a month": rf"\bsince\s+(?:(?:last|early|mid|late)[\s-]+)?"
        rf"(?:(?:the\s+)?(?:start|beginning|turn)\s+of\s+(?:the\s+|this\s+)?)?(?:{_MONTH}\b(?!\.?\s+\d\d?\b)|month\b|year\b)",
        "since a year": rf"\bsince\b[^.;]{{0,60}}\b{_YEAR}\b",
        "within units": rf"\b(?:in|over|during|within|of|for)\s+"
        rf"(?:(?:the|nearly|almost|about|more than|at least|some|its|past|last|previous|these)\s+)*(?:{_NUMBER}\s+)?{_UNIT}\b",
        "long lasting": rf"\b{_NUMBER}[- ]{_LONG}\b(?!\W+(?:old|ago|before|later|earlier|after)\b)|\b{_LONG}[- ]long\b",
        "before or after": rf"\b(?:{_UNIT}|hours?)[- ](?:ago|before|later|earlier|after)\b|\b(?:earlier|later) this\b",
        "this unit": r"(?<!earlier )(?<!later )\bthis\s+(?:week|month|year|quarter|summer|winter|spring|autumn)\b(?!['’]s)",
        "so far": r"\bso far\b|\bto date\b|\buntil now\b|\bup to now\b",
        "same period": r"\b(?:same|entire|whole)\s+(?:period|time|war|month|year)\b",
        "between dates": rf"\b{_YEAR}\s?[-–]\s?(?:{_YEAR}|\d\d)\b|\b(?:between|from)\s+{_YEAR}\s+(?:and|to|until)\s+{_YEAR}\b"
        rf"|\b(?:between|from)\s+(?:\d\d?\s+)?{_MONTH}\b[^.;]{{0,12}}\s(?:and|to|until|through)\s+(?:\d\d?\s+)?{_MONTH}\b",
        "in a year": rf"\bin\s+{_YEAR}\b",
        "one incident": rf"\b{_DETERMINED}\s+(?:[\w\-]+\s+){{0,2}}{_SINGLE}\b",
        "several incidents": rf"\b{_PLURAL}\b",
        "a war": rf"\b{_WAR}\b",
        "a campaign": rf"\b{_CAMPAIGN}\b",
        "a war killed": rf"\b(?:{_WAR}|violence|fighting)\b[^.;]{{0,40}}\b(?:killed|claimed|cost|left|taken|caused)\b",
        "began": r"\b(?:began|begun|started|broke out|erupted|start|beginning|outbreak|launch(?:ed)?|resumed|escalation)\b",
        "a count of deaths": r"\b(?:toll|tally|number|count(?:s|ed)?|figure|losses|deaths|lives)\b",
        "perfect": r"\b(?:have|has)\s+(?:been\s+|now\s+|already\s+)?(?:\w+ed|lost|left|cost)\b",
        "participle": r"\b(?:killing|leaving|wounding|injuring|claiming)\b",
    }.items()
}
"""What the words around a figure, in lower case, may say of what it adds up: closed classes of units, events and wars."""

_SPANS = ("since", "same period", "this unit", "so far", "between dates")


@lru_cache(maxsize=32768)
def features(report: CasualtyReport, written: int | None) -> Mapping[str, float]:
    """What is to be seen of a report, by name: 1 for what holds; `size` is a logarithm of its largest figure, 0.6 for 19.

    Of "On 3 March a raid killed 19", told that week: "one incident", and "a day and a place" where the place is known.
    `written` is the day on which its article was published, as a number (1 is 1 January of year 1), null where not known.
    """
    part = around(report).lower()
    counts = [c for name in COUNTS if (c := getattr(report, name)) is not None]
    dated = report.date or ""
    found = {name: float(cue.search(part) is not None) for name, cue in CUES.items()}
    found["size"] = math.log1p(max((c.high or c.low for c in counts), default=0)) / 5
    found["only missing or held"] = float(report.killed is None and report.wounded is None)
    found["no date"] = float(not dated)
    found["only a year"] = float(len(dated) == 4)
    found["only a month"] = float(len(dated) == 7)
    began = any(found[name] for name in _SPANS)  # the date is then the first day of what is added up
    found["a day and a place"] = float(len(dated) == 10 and bool(report.place) and not began)
    if dated and written is not None:
        ago = written - date.fromisoformat((dated + "-01-01")[:10]).toordinal()
        found["over a month ago"] = float(ago > 31)
        found["over a year ago"] = float(ago > 365)
    return {name: value for name, value in found.items() if value}


def scope(report: CasualtyReport, written: int | None = None) -> Scope:
    """What the figures of a report count, by the learned weights."""
    return judged(features(report, written), weights("aggregate"), weights("war"))


def judged(seen: Mapping[str, float], aggregate: Weights, war: Weights) -> Scope:
    """What these features make of a figure, under the weights of the two questions."""
    if log_odds(aggregate, seen) <= 0:
        return Scope.INCIDENT
    return Scope.WAR if log_odds(war, seen) > 0 else Scope.RUNNING
