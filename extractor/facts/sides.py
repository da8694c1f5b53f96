"""Whose people the victims of a report are.

In this order: the victims' own name says it ("Armenian soldiers"); "its soldiers" are those of who says so; who was hit by
one belligerent is of the other; of a state and an armed group the soldiers are the state's, the rebels the group's; the place
lies in a country; who claims to have killed speaks of the other's dead, any other official of his own side's. Where none of
this tells, the side is unknown.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property

from extractor.facts.armed import COUNTRY_OF, epithets, is_group
from extractor.facts.belligerents import OUTSIDERS, Two, other_side
from extractor.facts.called import FOES, REBELS, SOLDIERS, force, is_rebel, last_named
from extractor.facts.countries import countries
from extractor.facts.parties import UNKNOWN, Party, labels, party, party_of
from extractor.facts.places import key
from extractor.facts.places import named as places_named
from extractor.language.date_patterns import MONTHS, WEEKDAYS
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
    r"(?:fired|dropped|hit|killed|wounded|shot|abducted|captured|executed|massacred|murdered)\b(?!,?\s+(?:in|by|on|when|during|at|near|and|as|since|while|after)\b|[.,]))"
)
_BY = re.compile(
    rf"\bby\s+(?:the\s+)?(?:an?\s+)?(?P<who>[\w’'\- ]{{2,40}}?)\s+(?:{_ARMS}|{_FORCES}|air force|navy|military|police)\b"
)
_WHOSE = re.compile(rf"\b(?P<who>[A-Z][\w’'\-]*(?:\s[A-Z][\w’'\-]*)?)\s+(?:enemy\s+)?{_ARMS}\b")
_ATTACKS = re.compile(rf"\b(?P<who>[A-Z][\w’'\-]*(?:\s[A-Z][\w’'\-]*)?)\s+(?:{_FORCES}\s+)?{_DID}")
_WHERE = re.compile(
    r"\b(?:in|at|near|outside|inside|around)\s+(?:(?:the\s+)?(?:[\w’'\-]+\s+)?(?:capital|city|town|village|port|province|region|district)"
    r"(?:\s+city)?(?:\s+of)?\s+)?$",
    re.IGNORECASE,
)
_TIMES = frozenset((*MONTHS, *WEEKDAYS))
_ACTS = (_WHOSE, _BY, _ATTACKS)
_ENEMY_ACTS = re.compile(rf"\b[Ee]nemy(?:'s|’s)?\s+(?:{_ARMS}|{_FORCES})\b")
_ENEMY = re.compile(
    r"\b(?:eliminat|neutrali[sz]|liquidat|annihilat|wiped out|inflicted|enemy losses|losses (?:to|on|of) the enemy|"
    r"enemy (?:soldiers?|troops|fighters|personnel|combatants)|killed \w+ (?:enemy|of the enemy)|the (?:invader|occupier)s?)",
    re.IGNORECASE,
)
_FOES_LOST = re.compile(
    r"\b(?:enem(?:y|ies)|invaders?|occupiers?)\s+(?:has\s+|have\s+|had\s+)?(?:left|lost|suffered|abandoned)\b", re.I
)
_CLAIMS = re.compile(
    r"\b(?:claim(?:s|ed|ing)?|boast(?:s|ed|ing)?)\b(?![^.;]*\b(?:was|were|been)\s+(?:killed|wounded|injured|captured))|"
    r"\b(?:had|have|has)\s+(?:killed|wounded|struck|hit|destroyed|shot|captured|taken)\b|"
    r"\b(?:its|our|their)\s+(?:\w+\s+)?(?:fighters|forces|troops|men|aircraft|artillery|units?|snipers?|drones?|soldiers|combatants|"
    r"front|brigade|mujahid\w+)\s+"
    r"(?:had\s+|have\s+)?(?:killed|wounded|struck|hit|destroyed|shot|ambushed|attacked|targeted|captured|took)\b|"
    r"\b(?:and|,)\s+(?:killed|killing|captured|capturing|wounded|wounding)\b",
    re.IGNORECASE,
)
_OUR_OWN = re.compile(
    r"\b(?:comrades|martyrs?|mujahid(?:een|in)|our (?:men|fighters|forces|combatants|troops|soldiers))\b", re.IGNORECASE
)
_OF_ITS = re.compile(r"\bown\b|\bof (?:his|her|its|their|our)\b")
_CREW = re.compile(r"(?:its|their)\s+(?:\w+\s+)?(?:pilots?|crews?(?:\s?men)?|drivers?|passengers|occupants)\b", re.IGNORECASE)
_CRAFT = re.compile(
    r"\b(?P<of>[\w’'\-]+(?:\s[\w\-]+)?)\s+(?:jet|aircraft|helicopter|plane|warplane|drone|ship|boat|vessel|vehicle|tank|bomber)s?\b"
    r"(?:\s+(?:of|from)\s+(?:the\s+)?(?P<whose>[\w’'\-]+(?:\s[\w’'\-]+)?))?",
    re.IGNORECASE,
)
_LOST = (
    r"(?:(?P<who>\b[A-Z][\w’'\-]*(?:\s[A-Z][\w’'\-]*)?)(?:\s+(?:side|army|forces|troops|military))?(?:,[^,;.]{1,30},)?\s+(?:(?:has|had|have)\s+)?|"
    r"\b(?:having|it)\s+(?:had\s+|has\s+)?)lost\b"
)
_BLAMES = re.compile(r"\b(?:blam|accus|responsib|carried out|behind the)", re.IGNORECASE)
_TERRITORIES = frozenset({"NKR", "KRG"})  # that have civilians of their own
_HEAD = 300  # characters before a report in which its attacker is looked for


def side(report: CasualtyReport, source: Party, text: str, home: Party, two: Two) -> Party:
    """Whose people the victims are; unknown where the texts do not tell.

    `home` is the party whose outlet tells it, `two` are the sides of the war. Civilians are those of a country.
    """
    case = _Case(report, source, text, home, two)
    rules = (_by_their_name, _by_whom_they_belong_to, _by_who_struck, _by_who_says_so)
    found = next((told for rule in rules if (told := rule(case)) is not None), UNKNOWN)
    if report.victim_kind is not VictimKind.CIVILIAN:
        return found
    if not found.known and not parties(report.evidence) - case.at_war:
        found = _country_of_war(two)
    if not found.known or not is_group(labels(found) - _TERRITORIES):
        return found
    states = [one for one in two if not is_group(one)]
    country = {COUNTRY_OF[code] for code in found.codes if code in COUNTRY_OF}
    return party_of(states[0]) if len(states) == 1 and not country else Party(frozenset(country))


@dataclass(frozen=True)
class _Case:
    """A report, whose word it is, and the war that its article tells of."""

    report: CasualtyReport
    source: Party
    text: str
    home: Party
    two: Two

    @cached_property
    def victims(self) -> str:
        return self.report.victims or ""

    @cached_property
    def fighters(self) -> bool:
        return self.report.victim_kind is VictimKind.MILITARY

    @cached_property
    def at_war(self) -> frozenset[str]:
        return frozenset().union(*self.two)

    @cached_property
    def says(self) -> frozenset[str]:
        """The labels of whose word it is, if that is a side of the war."""
        return labels(self.source) if any(labels(self.source) & one for one in self.two) else frozenset()

    @cached_property
    def at_home(self) -> frozenset[str]:
        return labels(self.home)

    @cached_property
    def speaker(self) -> frozenset[str]:
        return self.says or self.at_home

    @cached_property
    def head(self) -> str:
        """What stands right before the report."""
        return self.text[max(0, self.report.start - _HEAD) : self.report.start]

    @cached_property
    def attacker(self) -> frozenset[str] | None:
        return _attacker(self.report.evidence, self.two, self.speaker)

    def other(self, than: frozenset[str]) -> Party:
        return other_side(than, self.two, self.fighters) or UNKNOWN


def _country_of_war(two: Two) -> Party:
    """The country in which a state fights an armed group, or two armed groups each other; unknown of other wars."""
    bands, states = [one for one in two if is_group(one)], [one for one in two if not is_group(one)]
    if len(bands) == 1 and len(states) == 1 and not any(len(label) == 2 and label.isupper() for label in bands[0]):
        return party_of(states[0])
    countries = {COUNTRY_OF.get(label, "") for one in two for label in one}
    return Party(frozenset(countries)) if len(bands) == 2 and len(countries) == 1 and "" not in countries else UNKNOWN


def _by_their_name(case: _Case) -> Party | None:
    """What the victims are called names a party, or who sent them."""
    if (keepers := _peacekeepers(case.report, case.source, case.text, case.two)) is not None:
        return keepers
    own = party(case.victims.split(",")[0])
    if "UN" in own.codes and re.search(r"\b(?:staff|workers?|employees?|members?|drivers?)\b", case.victims):
        return Party(frozenset({"UN"}))
    return own if own.codes or (own.proper and _people(case.victims)) else None


def _by_whom_they_belong_to(case: _Case) -> Party | None:
    """ "His men", "our comrades", "its pilot", "the militias", "the enemy"; and whoever is said to have lost them."""
    before = case.report.evidence.split(case.victims)[0] if case.victims else ""
    if re.match(r"their\b", case.victims, re.IGNORECASE) and re.search(r"\b(?:our|we)\b", before, re.IGNORECASE):
        return last_named(case.head, (parties(case.text),), but=case.speaker) or UNKNOWN
    if _CREW.match(case.victims) and (craft := _CRAFT.search(before)):
        return party(craft["whose"]) if craft["whose"] else party(craft["of"])
    if case.victims.split(" ")[0].lower() in OWN | _HIS or _OF_ITS.search(case.victims):
        if not case.says and case.at_home and re.match(r"our\b", case.victims, re.IGNORECASE):
            return party_of(case.at_home)
        return party_of(case.says) if case.says else replace(case.source, proper=frozenset()) if case.source.codes else UNKNOWN
    for noun, whose in epithets(case.text).items():
        if re.search(rf"\b{noun}\b", case.victims, re.IGNORECASE) and not whose & case.says:
            return party_of(whose)
    if case.fighters and _OUR_OWN.search(case.victims) and (case.speaker or case.source.known):
        known = replace(case.source, proper=frozenset()) if case.source.codes else case.source
        return party_of(case.speaker) if case.speaker else known
    if (loser := _loser(case.report, case.source)) is not None:
        return loser
    if FOES.search(case.victims) or _FOES_LOST.search(case.report.evidence):
        return other_side(case.speaker, case.two, fighters=True) or UNKNOWN
    return None


def _by_who_struck(case: _Case) -> Party | None:
    """Who was hit by one side is of the other; what the one calls its own, or where it happened, tells too."""
    if case.attacker and (other := case.other(case.attacker)).known:
        return other
    if (called := force(case.victims, case.two)) is not None:
        # nobody calls his own "the assailants", and no state's soldiers are
        return called if not case.says & labels(called) or not is_rebel(case.victims) else UNKNOWN
    placed = _placed(case.report.place, case.text)
    if placed.codes & case.at_war and case.report.victim_kind is not VictimKind.UNKNOWN:
        return Party(placed.codes & case.at_war)
    if len(placed.codes) == 1 and case.report.victim_kind is VictimKind.CIVILIAN and not placed.codes & OUTSIDERS:
        return placed  # stray shells fall on neighbours
    return case.other(case.says) if case.says and _claims(case.report, case.says) else None


def _by_who_says_so(case: _Case) -> Party | None:
    """An official speaks of his own side's dead, and so does a side's outlet; of those whom he struck, of the other's."""
    country = _country(case.report, case.two, case.attacker)
    none = all(c.high == 0 for name in COUNTS if (c := getattr(case.report, name)) is not None)
    if none and not case.fighters and country is None:
        return UNKNOWN  # who denies that anybody was hurt may speak of either side's people
    before = None if case.fighters else _attacker(case.head, case.two, case.speaker)
    if not case.attacker and before and before & case.says:
        return case.other(before)
    named = case.victims.lower() not in ("them", "they", "those") and not is_rebel(case.victims)
    if case.says and not case.attacker and named and (case.fighters or not is_group(case.says)):
        return party_of(case.says & case.at_war)
    ours = case.at_home & case.at_war and not is_rebel(case.victims) and (case.fighters or not is_group(case.at_home))
    if ours and not case.attacker and not case.source.codes:
        return case.home
    if country is not None:
        return country
    return case.other(before) if before else None


def _placed(place: str | None, text: str) -> Party:
    """The country that a place names, or that the text puts it in."""
    if place is None:
        return UNKNOWN
    place = re.sub(r"\([^()]*\)", " ", place)
    if (named := party(place)).codes:
        return named
    known = countries(text)
    codes = frozenset(known[k] for name, _ in places_named(place) if (k := key(name)) in known)
    return Party(codes) if len(codes) == 1 else UNKNOWN


def _country(report: CasualtyReport, two: Two, attacker: frozenset[str] | None) -> Party | None:
    """The one country that a report of civilians names; or the state, where a state and an armed group are at war."""
    if report.victim_kind is not VictimKind.CIVILIAN or attacker or _BLAMES.search(report.evidence):
        return None
    named = parties(report.evidence) - OUTSIDERS
    states = [one for one in two if not is_group(one)] if _country_of_war(two).known else []
    codes = named if len(named) == 1 else frozenset().union(*states)
    return Party(codes) if len(codes) == 1 and not is_group(codes) else None


def _peacekeepers(report: CasualtyReport, source: Party, text: str, two: Two) -> Party | None:
    """Peacekeepers are those of who sent them, whichever country they come from."""
    victims = (report.victims or "").lower()
    country = party(report.victims).codes
    if report.victim_kind is VictimKind.MILITARY and country and two and not any(country & one for one in two):
        named = Counter(party_words(text))
        if named["AFU"] > 1 and not named["AFU"] < named[min(country)]:
            return Party(frozenset({"AFU"}))
    own = source.codes if report.victim_kind is VictimKind.MILITARY else frozenset()
    if "peacekeep" in victims:
        own = own | frozenset(party_words(text))
    elif not own & {"UN", "AFU"} and "mission" not in victims:
        return None
    senders = [code for code in ("UN", "AFU") if code in parties(report.victims or "") | own]
    return Party(frozenset(senders[:1])) if senders and not is_rebel(victims) else None


def side_of_war(report: CasualtyReport) -> Party:
    """Whose people the victims of a whole war are: whoever tells a war's toll speaks of all its dead."""
    own = party(report.victims)
    return own if own.codes else Party(party(report.place).codes)


def _people(victims: str) -> bool:
    """The proper words of the victims are those of whom they belong to, not of themselves: "Arakan Army soldiers"."""
    return bool(
        SOLDIERS.search(victims) or REBELS.search(victims) or re.search(r"\b(?:fighters?|members?|peacekeepers?)\b", victims)
    )


def _loser(report: CasualtyReport, source: Party) -> Party | None:
    """Who is said to have lost them: "the GNA has lost 37 men"; "of having lost two" is said of the source's own."""
    last = (report.victims or "").split(" ")[-1]
    lost = rf"{_LOST}(?:(?!\band\b|\bkill)[^.;,]){{0,30}}\b{re.escape(last)}\b"
    found = re.search(lost, report.evidence) if last else None
    if found is None:
        return None
    own = party(found["who"]) if found["who"] else source
    return own if own.known else None


def _claims(report: CasualtyReport, says: frozenset[str]) -> bool:
    """Who says it says that he did it: nobody claims to have killed none."""
    counts = [c for name in COUNTS if (c := getattr(report, name)) is not None]
    if all(c.high == 0 for c in counts) or report.victim_kind is not VictimKind.MILITARY:
        return False
    if _ENEMY.search(report.evidence):
        return True
    found = _CLAIMS.search(report.evidence)
    if found is None:
        return False
    named = parties(report.evidence[: found.start()])
    return not named or bool(named & says)  # "Hezbollah claimed to have killed three, but the army said that none had died"


def _is_where(text: str, act: re.Match[str]) -> bool:
    """True for a name that says where something killed, not who did: "a bombing in the capital Ankara killed 37"."""
    bare = not re.search(_FORCES, act.group())
    return bare and act["who"][:3].lower() not in _TIMES and _WHERE.search(text, 0, act.start()) is not None


def _attacker(text: str, two: Two, speaker: frozenset[str]) -> frozenset[str] | None:
    """The labels of whose strike, fire or drone a text tells last; of an enemy's, whom the speaker fights."""
    for pattern in _ACTS:
        for found in reversed(list(pattern.finditer(text))):
            if pattern is _ATTACKS and _is_where(text, found):
                continue
            who = party(found["who"])
            if any(labels(who) & one for one in two) or len(who.codes) == 1:
                return labels(who)
    if _ENEMY_ACTS.search(text) and (enemy := other_side(speaker, two, fighters=True)):
        return labels(enemy)
    return None
