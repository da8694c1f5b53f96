"""Whose people the victims of a report are.

In this order: the victims' own name says it ("Armenian soldiers"); "its soldiers" are those of who says so; who was hit by
one belligerent is of the other; of a state and an armed group the soldiers are the state's, the rebels the group's; the place
lies in a country; who claims to have killed speaks of the other's dead, any other official of his own side's. Where none of
this tells, the side is unknown.

Belligerents are the two parties that an article names most, a group counted with the country that it fights from.
"""

import re
from collections import Counter
from functools import lru_cache

from extractor.facts.parties import UNKNOWN, Party, party
from extractor.language.names import parties, party_words
from schemas.casualty_report import COUNTS, CasualtyReport, VictimKind

OWN = frozenset("its their our".split())
_HIS = frozenset("his her my".split())
_ARMS = (
    r"(?:guided\s+|artillery\s+|drone\s+|mortar\s+|rocket\s+|missile\s+|cross-border\s+|military\s+|air\s+|army\s+|government\s+)*"
    r"(?:air\s?strikes?|strikes?|shelling|bombing|bombs?|bombardments?|attacks?|fire|firing|drones?|missiles?|rockets?|raids?|"
    r"aircraft|artillery|warplanes?|jets?|snipers?|mortars?|planes?|gunfire|shells?|gunships?|warships?|tanks?|mines?)"
)
_FORCES = r"(?:forces|troops|soldiers|army|fighters|militants|rebels|gunmen|guards|militia(?:men)?|units?|insurgents)"
_DID = (
    r"(?:(?:had|have|has)\s+)?(?:(?:shell|bomb|attack|target|raid|storm|ambush|pound)(?:ed|s|ing)\b|(?:open|launch)(?:ed|s|ing)\b|struck\b|"
    r"(?:fired|dropped|hit|killed|wounded|shot|abducted|captured)\b(?!,?\s+(?:in|by|on|when|during|at|near|and|as|since|while|after)\b|[.,]))"
)
_BY = re.compile(rf"\bby\s+(?:the\s+)?(?:an?\s+)?(?P<who>[\w’'\- ]{{2,40}}?)\s+(?:{_ARMS}|{_FORCES})\b")
_WHOSE = re.compile(rf"\b(?P<who>[A-Z][\w’'\-]*(?:\s[A-Z][\w’'\-]*)?)\s+(?:enemy\s+)?{_ARMS}\b")
_ATTACKS = re.compile(rf"\b(?P<who>[A-Z][\w’'\-]*(?:\s[A-Z][\w’'\-]*)?)\s+(?:{_FORCES}\s+)?{_DID}")
_ACTS = (_WHOSE, _BY, _ATTACKS)
_ENEMY_ACTS = re.compile(rf"\b[Ee]nemy(?:'s|’s)?\s+(?:{_ARMS}|{_FORCES})\b")
_ENEMY = re.compile(
    r"\b(?:eliminat|neutrali[sz]|liquidat|annihilat|wiped out|inflicted|enemy losses|losses (?:to|on|of) the enemy|"
    r"enemy (?:soldiers?|troops|fighters|personnel|combatants)|killed \w+ (?:enemy|of the enemy)|the (?:invader|occupier)s?)",
    re.IGNORECASE,
)
_FOES = re.compile(r"\b(?:enem(?:y|ies)|invaders?|occupiers?|occupants)\b", re.IGNORECASE)
_CLAIMS = re.compile(
    r"\b(?:claim(?:s|ed|ing)?|boast(?:s|ed|ing)?)\b(?![^.;]*\b(?:was|were|been)\s+(?:killed|wounded|injured|captured))|"
    r"\b(?:had|have|has)\s+(?:killed|wounded|struck|hit|destroyed|shot|captured|taken)\b|"
    r"\b(?:its|our|their)\s+(?:fighters|forces|troops|men|aircraft|artillery|units?|snipers?|drones?|soldiers)\s+"
    r"(?:had\s+|have\s+)?(?:killed|wounded|struck|hit|destroyed|shot|ambushed|attacked|targeted|captured|took)\b|"
    r"\b(?:and|,)\s+(?:killed|killing|captured|capturing|wounded|wounding)\b",
    re.IGNORECASE,
)
_SOLDIERS = re.compile(
    r"\b(?:soldiers?|troops|servicem[ae]n|police(?:m[ae]n|s)?|army|jawans?|conscripts?|gendarmes?|officers?)\b",
    re.I,
)
_REBELS = re.compile(
    r"\b(?:rebels?|militants?|insurgents?|guerr?illas?|terrorists?|gunm[ae]n|jihad\w+|militiam[ae]n|separatists?|"
    r"extremists?|bandits?|infiltrators?|cell)\b",
    re.I,
)
_BLAMES = re.compile(r"\b(?:blam|accus|responsib|carried out|behind the)", re.IGNORECASE)
_OTHERS = frozenset("UN EU NATO AU US FR GB".split())  # who speaks of most wars and fights in few
_HOSTS = {"HEZBOLLAH": "LB", "HAMAS": "PS"}  # an armed group, and the country that its war is told as that of
_HEAD = 300  # characters before a report in which its attacker is looked for
Two = tuple[frozenset[str], ...]


@lru_cache(maxsize=8192)
def most_named(text: str) -> tuple[str, ...]:
    """The codes of the three parties that a text names most."""
    named = Counter(party_words(text))
    return tuple(sorted(named, key=lambda c: (-named[c], c))[:3])


@lru_cache(maxsize=8192)
def belligerents(text: str) -> Two:
    """The two parties that a text names most, each as the codes it has; none where a third is named about as often."""
    named: Counter[str] = Counter()
    codes: dict[str, set[str]] = {}
    for code in party_words(text):
        host = _HOSTS.get(code, code)
        named[host] += 1
        codes.setdefault(host, set()).add(code)
    ranked = sorted(set(named) - _OTHERS, key=lambda c: (-named[c], c))
    clear = len(ranked) < 3 or named[ranked[2]] * 2 <= named[ranked[1]]
    return tuple(frozenset(codes[host]) for host in ranked[:2]) if clear else ()


def side(report: CasualtyReport, source: Party, text: str, home: Party) -> Party:
    """Whose people the victims are; unknown where the texts do not tell. `home` is the party whose outlet tells it."""
    own = party((report.victims or "").split(",")[0])
    if own.codes or (own.proper and _people(report.victims or "")):
        return own
    first = (report.victims or "").split(" ")[0].lower()
    if (first in OWN and source.known) or (first in _HIS and source.proper):
        return source
    two = belligerents(text)
    if len(two) == 1 and home.codes and not home.codes & two[0]:
        two = (*two, home.codes)
    fighters = _fighters(report)
    speaker = source if source.codes else home
    if (attacker := _attacker(report.evidence, two, speaker)) and (other := _other(attacker, two, fighters)):
        return other
    if (called := force(report.victims or "", two)) is not None:
        return called
    placed = party(report.place) if report.place else UNKNOWN
    if any(placed.codes & one for one in two):
        return Party(placed.codes & frozenset().union(*two))
    if source.codes and _claims(report, source):
        return _other(source.codes, two, fighters) or UNKNOWN
    if not attacker and any(len(source.codes & one) == 1 for one in two):
        return Party(source.codes & frozenset().union(*two))
    if _FOES.search(report.victims or ""):
        return _other(speaker.codes, two, fighters=True) or UNKNOWN
    if not attacker and not source.codes and any(home.codes & one for one in two):
        return home
    if (country := _country(report, two, attacker)) is not None:
        return country
    if not fighters and (before := _attacker(text[max(0, report.start - _HEAD) : report.start], two, speaker)):
        return _other(before, two, fighters) or UNKNOWN
    return UNKNOWN


def _country(report: CasualtyReport, two: Two, attacker: frozenset[str] | None) -> Party | None:
    """The one country that a report of civilians names; or the state, where a state and an armed group are at war."""
    if report.victim_kind is not VictimKind.CIVILIAN or attacker or _BLAMES.search(report.evidence):
        return None
    named = parties(report.evidence) - _OTHERS
    states = frozenset().union(*two) if any(len(c) > 2 for one in two for c in one) else frozenset()
    codes = named if len(named) == 1 else frozenset(c for c in states if len(c) == 2)
    return Party(codes) if len(codes) == 1 and all(len(c) == 2 for c in codes) else None


def side_of_war(report: CasualtyReport) -> Party:
    """Whose people the victims of a whole war are: whoever tells a war's toll speaks of all its dead."""
    own = party(report.victims)
    return own if own.codes else Party(party(report.place).codes)


def _people(victims: str) -> bool:
    """The proper words of the victims are those of whom they belong to, not of themselves: "Arakan Army soldiers"."""
    return bool(
        _SOLDIERS.search(victims) or _REBELS.search(victims) or re.search(r"\b(?:fighters?|members?|peacekeepers?)\b", victims)
    )


def _fighters(report: CasualtyReport) -> bool:
    return report.victim_kind is VictimKind.MILITARY


def _claims(report: CasualtyReport, source: Party) -> bool:
    """Who says it says that he did it: nobody claims to have killed none."""
    counts = [c for name in COUNTS if (c := getattr(report, name)) is not None]
    if all(c.high == 0 for c in counts) or report.victim_kind is VictimKind.CIVILIAN:
        return False
    if _ENEMY.search(report.evidence):
        return True
    found = _CLAIMS.search(report.evidence)
    if found is None:
        return False
    before = report.evidence[: found.start()]
    named = parties(before)
    return not named or bool(
        named & source.codes
    )  # "Hezbollah claimed to have killed three, but the army said that none had died"


def _attacker(text: str, two: Two, speaker: Party) -> frozenset[str] | None:
    """The codes of whose strike, fire or drone a text tells last; of an enemy's, whom the speaker fights."""
    for pattern in _ACTS:
        for found in reversed(list(pattern.finditer(text))):
            codes = party(found["who"]).codes
            if len(codes) == 1:
                return codes
    if _ENEMY_ACTS.search(text) and (enemy := _other(speaker.codes, two, fighters=True)):
        return enemy.codes
    return None


def _other(codes: frozenset[str], two: Two, fighters: bool) -> Party | None:
    """The other belligerent: of a country and the group that fights from it, the group where the victims bear arms."""
    if len(two) != 2 or not any(codes & one for one in two) or all(codes & one for one in two):
        return None
    other = next(one for one in two if not codes & one)
    groups = frozenset(c for c in other if c in _HOSTS)
    return Party((groups or other) if fighters else (other - groups or other))


def is_rebel(name: str) -> bool:
    """They are called what no state calls its own."""
    return _REBELS.search(name) is not None


def force(name: str, two: Two) -> Party | None:
    """Of a state and an armed group (its code is longer): whose people "the soldiers" or "the rebels" are."""
    groups = frozenset(c for one in two for c in one if len(c) > 2)
    states = [one for one in two if not one & groups]
    if len(two) != 2 or len(groups) != 1 or len(states) != 1:
        return None
    return Party(groups) if _REBELS.search(name) else Party(states[0]) if _SOLDIERS.search(name) else None
