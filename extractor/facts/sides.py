"""Whose people the victims of a report are.

In this order: the victims' own name says it ("Armenian soldiers"); "its soldiers" are those of who says so; who was hit by one
belligerent is of the other; the place lies in a country; an official speaks of his own side's dead, unless of those it has
"eliminated". Where none of this tells, the side is unknown. Belligerents are the two parties that an article names most.
"""

import re
from collections import Counter
from functools import lru_cache

from extractor.facts.parties import UNKNOWN, Party, party
from extractor.language.names import party_words
from schemas.casualty_report import CasualtyReport

_OWN = frozenset("its their his her our".split())
_ARMS = (
    r"(?:guided\s+|artillery\s+|drone\s+|mortar\s+|rocket\s+|missile\s+|cross-border\s+|military\s+|air\s+|army\s+|government\s+)*"
    r"(?:air\s?strikes?|strikes?|shelling|bombing|bombs?|bombardments?|attacks?|fire|drones?|missiles?|rockets?|raids?|aircraft|"
    r"artillery|warplanes?|jets?|snipers?|mortars?|planes?|gunfire|shells?)"
)
_ENEMY = re.compile(
    r"\b(?:eliminat|neutrali[sz]|destroy|liquidat|annihilat|wiped out|inflicted|enemy losses|losses (?:to|on) the enemy|"
    r"militants? killed|terrorists?|our (?:forces|troops|fighters) (?:killed|hit)|killed \w+ (?:enemy|of the enemy))",
    re.IGNORECASE,
)
_BY = re.compile(
    rf"\bby\s+(?:the\s+)?(?:an?\s+)?(?P<who>[\w’'\- ]{{3,40}}?)\s+(?:{_ARMS}|forces|troops|soldiers|army|fighters|militants)\b"
)
_WHOSE = re.compile(rf"\b(?P<who>[A-Z][\w’'\-]*(?:\s[A-Z][\w’'\-]*)?)\s+{_ARMS}\b")
_OTHERS = frozenset("UN EU NATO AU US FR GB".split())  # who speaks of most wars and fights in few


@lru_cache(maxsize=8192)
def most_named(text: str) -> tuple[str, ...]:
    """The codes of the three parties that a text names most."""
    named = Counter(party_words(text))
    return tuple(sorted(named, key=lambda c: (-named[c], c))[:3])


@lru_cache(maxsize=8192)
def belligerents(text: str) -> tuple[str, ...]:
    """The codes of the two parties that a text names most; none where a third is named about as often."""
    named = Counter(code for code in party_words(text))
    ranked = sorted(set(named) - _OTHERS, key=lambda c: (-named[c], c))
    clear = len(ranked) < 3 or named[ranked[2]] * 2 <= named[ranked[1]]
    return tuple(ranked[:2]) if clear else ()


def side(report: CasualtyReport, source: Party, text: str) -> Party:
    """Whose people the victims are; unknown where the texts do not tell."""
    own = party(report.victims)
    if own.known:
        return own
    if (report.victims or "").split(" ")[0].lower() in _OWN and source.known:
        return source
    two = belligerents(text)
    attacker = _attacker(report.evidence)
    if attacker and (other := _other(attacker, two)):
        return Party(frozenset({other}))
    placed = party(report.place) if report.place else UNKNOWN
    if placed.codes and placed.codes & set(two):
        return Party(placed.codes & frozenset(two))
    if source.codes and _ENEMY.search(report.evidence) and (other := _other(min(source.codes), two)):
        return Party(frozenset({other}))
    if len(source.codes & set(two)) == 1 and not attacker:
        return Party(source.codes & frozenset(two))
    return UNKNOWN


def _attacker(evidence: str) -> str | None:
    """The code of whose strike, fire or drone a sentence tells."""
    for pattern in (_WHOSE, _BY):
        for found in pattern.finditer(evidence):
            codes = party(found["who"]).codes
            if len(codes) == 1:
                return min(codes)
    return None


def _other(code: str, two: tuple[str, ...]) -> str | None:
    return next((c for c in two if c != code), None) if code in two and len(two) == 2 else None
