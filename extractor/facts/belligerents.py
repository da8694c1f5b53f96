"""The two sides of the war that an article tells of.

A side is a set of labels: codes of countries and movements of the lexicon, and words of the names of armed groups that are
in no lexicon but that the article introduces itself ("the Arakan Army (AA)", "AA fighters", "Fano rebels"). The sides are
the two that the article and its records name most; where a third comes near them, the country that is named most and the
armed group that is.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from extractor.facts.parties import Party, party
from extractor.language.names import name_of_code, parties, party_words
from schemas.accusation import Accusation
from schemas.base import Record
from schemas.casualty_report import CasualtyReport
from schemas.troop_movement import TroopMovement

OUTSIDERS = frozenset("UN EU NATO AFU US FR GB".split())  # who speaks of most wars and fights in few
_ALLIES = {"HASHD": "IQ", "CJTF": "NG", "MNJTF": "NG"}  # armed groups on a state's own side
_HOSTS = {"HEZBOLLAH": "LB", "HAMAS": "PS", **_ALLIES}  # an armed group, and the country that its war is told as that of
COUNTRY_OF = {  # the country in which an armed group fights its war
    "HEZBOLLAH": "LB", "HAMAS": "PS", "HOUTHI": "YE", "RSF": "SD", "M23": "CD", "SHABAAB": "SO", "LNA": "LY", "GNA": "LY",
    "SDF": "SY", "SNA": "SY", "HTS": "SY", "BOKO": "NG", "TTP": "PK", "FARC": "CO", "ELN": "CO", "FANO": "ET", "TIGRAY": "ET",
    "HASHD": "IQ", "PKK": "TR", "JNIM": "ML", "ISWAP": "NG", "LTTE": "LK", "BLA": "PK",
}  # fmt: skip
_AGAINST_SEVERAL = {"PK", "NG"}
_BAND = r"(?:fighters?|rebels?|militants?|insurgents?|guerr?illas?|militia(?:men)?|terrorists?|gunmen|jihadists?|separatists?)"
_SPELLED_OUT = re.compile(
    r"\b((?:[A-Z][\w’'\-]+\s+(?:(?:of|for|and|the)\s+)*){1,5}(?:[A-Z][\w’'\-]+))\s*\((?:the\s+)?[“\"]?([A-Z][A-Za-z0-9\-]{1,7})[”\"]?\)"
)
_ARMED = re.compile(
    r"\b(?:Army|Front|Movement|Forces?|Group|Brigades?|Council|Union|Coalition|Tigers|Guard|Militia|State|Resistance|Alliance|Party|"
    r"Vanguard|Province|Defen[cs]e|Command)\b"
)
_NAMED_BAND = re.compile(
    rf"\b(?:([A-Z][\w\-]+(?:[’'](?!s?\b)[\w\-]+)?)(?:[’']s?)?\s+{_BAND}|([A-Z][A-Z\-]+)(?:[’']s?)?\s+(?:commanders?|forces|troops|units?|positions|spokesm[ae]n))\b"
)
_AFTER_BAND = re.compile(
    rf"\b{_BAND}\s+(?:group|movement|organi[sz]ation|alliance)?\s*(?:(?:of|from)\s+(?:the\s+)?)?([A-Z][\w\-]+)\b"
)
_DATELINE = re.compile(r"^[A-Z][\w’'\- ]{2,30}(?:,|\s\()[^\n]{0,60}?(?:\)|[-–—]|\d{4})", re.MULTILINE)
_EPITHET = re.compile(
    r"\b(?i:the)\s+(militias|mercenaries|gangs|bands|hordes|terrorists|gunmen|proxies|factions|insurgents|rebels)\s+of\s+(?:the\s+)?(?:so-called\s+)?"
    r"([A-Z][\w’'\-]+(?:\s(?:of\s+)?(?:the\s+)?[\w’'\-]+)?)"
)
_STATE = re.compile(r"\b(?:federal|government|army|military|police|defen[cs]e ministry)\b")
_FOUGHT = re.compile(rf"\b{_BAND}\b", re.IGNORECASE)
_LENT = re.compile(r"^(?:its|their)\b|peacekeep|mission", re.IGNORECASE)  # soldiers of whoever sent them
_LEAST = 3  # times that a side must be named
_TOLD = 2  # times that a name in a record counts as much as one in the text
Two = tuple[frozenset[str], ...]


def labels(of: Party) -> frozenset[str]:
    """The codes of a party, or the words of its name."""
    return of.codes or of.proper


def party_of(names: frozenset[str]) -> Party:
    """The party with these labels."""
    codes = frozenset(n for n in names if name_of_code(n))
    proper = frozenset() if codes else names
    return Party(codes, proper, min(proper, key=lambda w: (-len(w), w)) if proper else "")


def is_group(side: frozenset[str]) -> bool:
    """An armed group, or a country whose war one fights: a country's code has two letters."""
    return any(len(label) != 2 or label.islower() for label in side if label not in _ALLIES)


@lru_cache(maxsize=8192)
def _named(text: str) -> Counter[str]:
    """How often a text names each country and movement, but for its datelines."""
    named = Counter(party_words(_DATELINE.sub(" ", text)))
    if named["DAESH"]:
        named["DAESH"] += len(re.findall(r"\bIS\b(?=[\s-][a-z])", text))
    return named


@lru_cache(maxsize=8192)
def most_named(text: str) -> tuple[str, ...]:
    """The codes of the three parties that a text names most."""
    named = _named(text)
    return tuple(sorted(named, key=lambda c: (-named[c], c))[:3])


@lru_cache(maxsize=4096)
def armed_groups(text: str) -> tuple[tuple[frozenset[str], int], ...]:
    """The armed groups in no lexicon that a text introduces, each with how often it is named."""
    known: dict[frozenset[str], re.Pattern[str]] = {}
    for full, short in _SPELLED_OUT.findall(text):
        if _ARMED.search(full) and not parties(full) and (proper := party(full).proper):
            known[proper | {short.lower()}] = re.compile(rf"\b(?:{re.escape(full.split(maxsplit=1)[-1])}|{re.escape(short)})\b")
    single = {name for found in _NAMED_BAND.findall(text) for name in found if name} | set(_AFTER_BAND.findall(text))
    for name in sorted(single):
        proper = party(name).proper
        if proper and not parties(name) and not any(proper & group for group in known):
            known[proper] = re.compile(rf"\b{re.escape(name)}\b")
    return tuple((group, len(named.findall(text))) for group, named in sorted(known.items(), key=lambda k: sorted(k[0])))


def belligerents(text: str, records: Iterable[Record], home: Party) -> Two:
    """The two sides; fewer where the article does not tell them. `home` is the state whose agency tells it."""
    named: Counter[frozenset[str]] = Counter()
    seen: set[str] = set()
    for code, count in _named(text).items():
        seen.add(code)
        named[frozenset({_HOSTS.get(code, code)})] += count
    groups = armed_groups(text)
    records = list(records)
    groups += tuple(
        (frozenset({word.lower()}), len(re.findall(rf"\b{re.escape(word)}\b", text)))
        for word in sorted({w for r in records for w in _initials(r)})
        if not any(word.lower() in group for group, _ in groups)
    )
    for group, count in groups:
        named[group] += count
    acting: set[str] = set()
    for name in _actors(records):
        found = labels(party(name))
        acting |= found
        for code in found & seen:
            named[frozenset({_HOSTS.get(code, code)})] += _TOLD
        for group, _ in groups:
            if found & group:
                named[group] += _TOLD
    for code in {COUNTRY_OF[group] for group in seen if group in COUNTRY_OF}:
        named[frozenset({code})] += len(_STATE.findall(text))  # against an armed group "the army" is the state's
    ranked = sorted((n for n in named if not n & OUTSIDERS and named[n] >= _LEAST), key=lambda n: (-named[n], sorted(n)))
    chosen = ranked[:2]
    if len(ranked) > 2 and named[ranked[2]] * 2 > named[ranked[1]]:
        leading = (_leading([n for n in ranked if is_group(n) is band], named) for band in (False, True))
        chosen = [n for n in leading if n is not None]
    if len(chosen) == 2 and not any(is_group(n) for n in chosen):
        fought = len(_FOUGHT.findall(text))  # of two states that fight the same armed group
        bands = [
            g
            for g in sorted(seen)
            if g not in _HOSTS and frozenset({COUNTRY_OF.get(g, "")}) in chosen and named[frozenset({g})] + fought > _TOLD
        ]
        if bands:
            chosen = [frozenset({COUNTRY_OF[bands[0]]}), frozenset(bands)]
    for i, side in enumerate(chosen):  # a state that several armed groups fight
        if (country := {COUNTRY_OF.get(g) for g in side} & _AGAINST_SEVERAL) and frozenset(country) in chosen:
            chosen[i] = side | {g for g in seen if COUNTRY_OF.get(g) in country}
    two = tuple(side | {g for g, host in _HOSTS.items() if host in side and g in seen} for side in chosen)
    rebels = frozenset(g for g in seen if COUNTRY_OF.get(g) in home.codes)
    if len(two) < 2 and rebels and not any(is_group(one) for one in two):
        return (home.codes, rebels)  # a state's own word on the armed groups in it
    if (
        len(two) == 1 and len(two[0]) == 1 and not (home.codes and not home.codes & two[0])
    ):  # an armed group, or the country in which one of those named fights
        only = next(iter(two[0]))
        others = {COUNTRY_OF[only]} if only in COUNTRY_OF else {g for g in seen if COUNTRY_OF.get(g) == only}
        if len(others) == 1 or (others and only in _AGAINST_SEVERAL):
            return (*two, frozenset(others))
    # who only lends his name to a border fights nobody
    if len(two) == 1 and two[0] & acting and home.codes and not home.codes & two[0]:
        return (*two, home.codes)
    return two


def _leading(ranked: Sequence[frozenset[str]], named: Mapping[frozenset[str], int]) -> frozenset[str] | None:
    """The first, where it is named half as often again as the second."""
    if not ranked or named[ranked[0]] <= _TOLD or (len(ranked) > 1 and named[ranked[1]] * 3 > named[ranked[0]] * 2):
        return None
    return ranked[0]


def _initials(record: Record) -> Iterable[str]:
    """The abbreviations by which those are named who move, are accused or were hurt: "the ISGS"."""
    if isinstance(record, TroopMovement):
        name = record.actor
    elif isinstance(record, Accusation):
        name = record.accused
    elif isinstance(record, CasualtyReport):
        name = record.victims or ""
    else:
        return
    yield from (w for w in re.findall(r"\b[A-Z][A-Z0-9\-]{1,6}\b", name) if not parties(w) and w not in ("IS", "IT", "WE"))


def _actors(records: Iterable[Record]) -> Iterable[str]:
    """Who moves, is accused, accuses or was hurt."""
    for record in records:
        if isinstance(record, TroopMovement):
            yield record.actor
        elif isinstance(record, Accusation):
            yield from (record.accused, record.accuser)
        elif isinstance(record, CasualtyReport) and record.victims and not _LENT.search(record.victims):
            yield record.victims


@lru_cache(maxsize=8192)
def epithets(text: str) -> dict[str, frozenset[str]]:
    """What a text calls the forces of one party and of no other: of "the militias of the Accord government", militias."""
    found: dict[str, set[frozenset[str]]] = {}
    for noun, owner in _EPITHET.findall(text):
        if whose := labels(party(f"{noun} of {owner}")):
            found.setdefault(noun.lower(), set()).add(whose)
    return {noun: next(iter(whose)) for noun, whose in found.items() if len(whose) == 1}


def other_side(side: frozenset[str], two: Two, fighters: bool) -> Party | None:
    """The other of the two: of a country and the group that fights from it, the group where the victims bear arms."""
    if len(two) != 2 or not any(side & one for one in two) or all(side & one for one in two):
        return None
    other = next(one for one in two if not side & one)
    bands = frozenset(label for label in other if label in _HOSTS and label not in _ALLIES)
    other = other - _ALLIES.keys() or other
    return party_of((bands or other) if fighters else (other - bands or other))
