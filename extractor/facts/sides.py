"""Whose people the victims of a report are.

In this order: the victims' own name says it ("Armenian soldiers"); "its soldiers" are those of who says so; who was hit by
one belligerent is of the other; of a state and an armed group the soldiers are the state's, the rebels the group's; the place
lies in a country; who claims to have killed speaks of the other's dead, any other official of his own side's. Where none of
this tells, the side is unknown.
"""

import re
from collections import Counter
from dataclasses import replace

from extractor.facts.armed import COUNTRY_OF, epithets, is_group
from extractor.facts.belligerents import OUTSIDERS, Two, other_side
from extractor.facts.countries import countries
from extractor.facts.parties import UNKNOWN, Party, labels, party, party_of
from extractor.facts.places import key
from extractor.facts.places import named as places_named
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
_ACTS = (_WHOSE, _BY, _ATTACKS)
_ENEMY_ACTS = re.compile(rf"\b[Ee]nemy(?:'s|’s)?\s+(?:{_ARMS}|{_FORCES})\b")
_ENEMY = re.compile(
    r"\b(?:eliminat|neutrali[sz]|liquidat|annihilat|wiped out|inflicted|enemy losses|losses (?:to|on|of) the enemy|"
    r"enemy (?:soldiers?|troops|fighters|personnel|combatants)|killed \w+ (?:enemy|of the enemy)|the (?:invader|occupier)s?)",
    re.IGNORECASE,
)
_FOES = re.compile(
    r"\b(?:enem(?:y|ies)|invaders?|occupiers?|occupants|mercenar(?:y|ies)|hirelings|aggressors?)\b", re.IGNORECASE
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
_SOLDIERS = re.compile(
    r"\b(?:soldiers?|troops|military|servicem[ae]n|police(?:m[ae]n|s)?|army|jawans?|conscripts?|"
    r"security (?:personnel|forces)|gendarmes?|officers?)\b",
    re.I,
)
_INSTITUTIONS = re.compile(
    r"\b(?:army|military|government|armed forces|ministry of (?:national )?defen[cs]e|general staff|"
    r"staff of the arm(?:y|ies)|(?:defen[cs]e|interior) ministry|ministry of (?:the interior|internal affairs)|police|navy|"
    r"border (?:troops|service|guards?)|division|battalion|\d\w\w ID|"
    r"air force|junta|security forces|(?:high|general) command|(?:public )?health (?:ministry|department)|"
    r"ministry of (?:public )?health)\b",
    re.IGNORECASE,
)
_REBELS = re.compile(
    r"\b(?:rebels?|militants?|insurgents?|guerr?illas?|terrorists?|gunm[ae]n|jihad\w+|separatists?|"
    r"assailants?|attackers?|extremists?|bandits?|infiltrators?|cell)\b",
    re.I,
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
_GOVERNING = frozenset({"HOUTHI", "LNA", "GNA", "HAMAS", "HEZBOLLAH", "NKR", "KRG"})  # armed groups with an army and ministries
_HEAD = 300  # characters before a report in which its attacker is looked for


def side(report: CasualtyReport, source: Party, text: str, home: Party, two: Two) -> Party:
    """Whose people the victims are; unknown where the texts do not tell.

    `home` is the party whose outlet tells it, `two` are the sides of the war. Civilians are those of a country.
    """
    found = _side(report, source, text, home, two)
    if not found.known and report.victim_kind is VictimKind.CIVILIAN and not parties(report.evidence) - frozenset().union(*two):
        found = _country_of_war(two)
    if report.victim_kind is not VictimKind.CIVILIAN or not found.known or not is_group(labels(found) - _TERRITORIES):
        return found
    states = [one for one in two if not is_group(one)]
    country = {COUNTRY_OF[code] for code in found.codes if code in COUNTRY_OF}
    return party_of(states[0]) if len(states) == 1 and not country else Party(frozenset(country))


def _country_of_war(two: Two) -> Party:
    """The country in which a state fights an armed group, or two armed groups each other; unknown of other wars."""
    bands, states = [one for one in two if is_group(one)], [one for one in two if not is_group(one)]
    if len(bands) == 1 and len(states) == 1 and not any(len(label) == 2 and label.isupper() for label in bands[0]):
        return party_of(states[0])
    countries = {COUNTRY_OF.get(label, "") for one in two for label in one}
    return Party(frozenset(countries)) if len(bands) == 2 and len(countries) == 1 and "" not in countries else UNKNOWN


def _side(report: CasualtyReport, source: Party, text: str, home: Party, two: Two) -> Party:
    if (keepers := _peacekeepers(report, source, text, two)) is not None:
        return keepers
    own = party((report.victims or "").split(",")[0])
    if "UN" in own.codes and re.search(r"\b(?:staff|workers?|employees?|members?|drivers?)\b", report.victims or ""):
        return Party(frozenset({"UN"}))
    if own.codes or (own.proper and _people(report.victims or "")):
        return own
    fighters = report.victim_kind is VictimKind.MILITARY
    says, at_home = labels(source), labels(home)
    if not any(says & one for one in two):
        says = frozenset()
    speaker = says or at_home
    if re.match(r"their\b", report.victims or "", re.IGNORECASE) and re.search(
        r"\b(?:our|we)\b", report.evidence.split(report.victims or "")[0], re.IGNORECASE
    ):
        return last_named(text[max(0, report.start - _HEAD) : report.start], (parties(text),), but=speaker) or UNKNOWN
    if _CREW.match(report.victims or "") and (craft := _CRAFT.search(report.evidence.split(report.victims or "")[0])):
        return party(craft["whose"]) if craft["whose"] else party(craft["of"])
    if (report.victims or "").split(" ")[0].lower() in OWN | _HIS or _OF_ITS.search(report.victims or ""):
        if not says and at_home and re.match(r"our\b", report.victims or "", re.IGNORECASE):
            return party_of(at_home)
        return party_of(says) if says else replace(source, proper=frozenset()) if source.codes else UNKNOWN
    for noun, whose in epithets(text).items():
        if re.search(rf"\b{noun}\b", report.victims or "", re.IGNORECASE) and not whose & says:
            return party_of(whose)
    if fighters and _OUR_OWN.search(report.victims or "") and (speaker or source.known):
        return party_of(speaker) if speaker else replace(source, proper=frozenset()) if source.codes else source
    if (loser := _loser(report, source)) is not None:
        return loser
    if _FOES.search(report.victims or "") or _FOES_LOST.search(report.evidence):
        return other_side(speaker, two, fighters=True) or UNKNOWN
    if (attacker := _attacker(report.evidence, two, speaker)) and (other := other_side(attacker, two, fighters)):
        return other
    if (called := force(report.victims or "", two)) is not None:
        # nobody calls his own "the assailants", and no state's soldiers are
        return called if not says & labels(called) or not is_rebel(report.victims or "") else UNKNOWN
    placed = _placed(report.place, text)
    if any(placed.codes & one for one in two):
        return Party(placed.codes & frozenset().union(*two))
    if len(placed.codes) == 1 and report.victim_kind is VictimKind.CIVILIAN and not placed.codes & OUTSIDERS:
        return placed  # stray shells fall on neighbours
    if says and _claims(report, says):
        return other_side(says, two, fighters) or UNKNOWN
    country = _country(report, two, attacker)
    none = not fighters and all(c.high == 0 for name in COUNTS if (c := getattr(report, name)) is not None)
    if none and country is None:
        return UNKNOWN  # who denies that anybody was hurt may speak of either side's people
    before = None if fighters else _attacker(text[max(0, report.start - _HEAD) : report.start], two, speaker)
    if not attacker and before and before & says:
        return other_side(before, two, fighters) or UNKNOWN  # who struck speaks of those whom he hit
    if (
        says
        and not attacker
        and (report.victims or "").lower() not in ("them", "they", "those")
        and (fighters or not is_group(says))
        and not is_rebel(report.victims or "")
    ):
        return party_of(says & frozenset().union(*two))
    ours = any(at_home & one for one in two) and not is_rebel(report.victims or "") and (fighters or not is_group(at_home))
    if ours and not attacker and not source.codes:
        return home
    if country is not None:
        return country
    if before:
        return other_side(before, two, fighters) or UNKNOWN
    return UNKNOWN


def last_named(text: str, of: Two, but: frozenset[str] = frozenset()) -> Party | None:
    """The party of these sides that a text names last, but for these."""
    for word in reversed(re.findall(r"[A-Z][\w’'\-]+", text)):
        if (found := party(word)).codes and not found.codes & but and any(found.codes & one for one in of):
            return found
    return None


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
        _SOLDIERS.search(victims) or _REBELS.search(victims) or re.search(r"\b(?:fighters?|members?|peacekeepers?)\b", victims)
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


def _attacker(text: str, two: Two, speaker: frozenset[str]) -> frozenset[str] | None:
    """The labels of whose strike, fire or drone a text tells last; of an enemy's, whom the speaker fights."""
    for pattern in _ACTS:
        for found in reversed(list(pattern.finditer(text))):
            who = party(found["who"])
            if any(labels(who) & one for one in two) or len(who.codes) == 1:
                return labels(who)
    if _ENEMY_ACTS.search(text) and (enemy := other_side(speaker, two, fighters=True)):
        return labels(enemy)
    return None


def is_soldier(name: str) -> bool:
    """They are called what a state calls its own."""
    return _SOLDIERS.search(name) is not None


def is_foe(name: str) -> bool:
    """They are called what nobody calls his own."""
    return is_rebel(name) or _FOES.search(name) is not None


def is_rebel(name: str) -> bool:
    """They are called what no state calls its own."""
    return _REBELS.search(name) is not None


def institution(described: str, two: Two, home: Party) -> Party | None:
    """Whose "the army" or "the police" is: that of the only country at war, or of that whose outlet tells it."""
    if not _INSTITUTIONS.search(described):
        return None
    states = [one for one in two if not is_group(one)]
    own = [one for one in two if one & home.codes]
    if own and is_group(own[0]) and not own[0] & _GOVERNING:
        if re.search(r"\b(?:movement|organi[sz]ation|group|resistance|mujahid\w+|our)\b", described):
            return party_of(own[0])
        own = []  # its "army" is the one it fights
    return (
        party_of(frozenset(c for c in own[0] if not is_group(frozenset({c}))) or own[0])
        if own
        else party_of(states[0])
        if len(states) == 1 and len(two) == 2
        else None
    )


def force(name: str, two: Two) -> Party | None:
    """Of a state and an armed group: whose people "the soldiers" or "the rebels" are."""
    bands, states = [one for one in two if is_group(one)], [one for one in two if not is_group(one)]
    if len(bands) != 1 or len(states) != 1:
        return None
    armed = frozenset(label for label in bands[0] if is_group(frozenset({label})))
    if re.search(r"\bpolice", name, re.IGNORECASE) and any(len(label) == 2 for label in bands[0]):
        return None  # a country whose war a group fights has a police too
    return party_of(armed) if _REBELS.search(name) else party_of(states[0]) if _SOLDIERS.search(name) else None
