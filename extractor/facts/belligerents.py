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

from extractor.facts.armed import (
    AGAINST_SEVERAL,
    BAND,
    HOSTS,
    armed_groups,
    is_group,
    wars,
    without_datelines,
)
from extractor.facts.parties import ALLIES, Party, labels, party, party_of
from extractor.facts.voices import BODY
from extractor.language.names import parties, party_words
from schemas.accusation import Accusation
from schemas.base import Record
from schemas.casualty_report import CasualtyReport
from schemas.troop_movement import TroopMovement

OUTSIDERS = frozenset("UN EU NATO AFU US FR GB".split())  # who speaks of most wars and fights in few
_STATE = re.compile(r"\b(?:federal|government|army|military|police|defen[cs]e ministry)\b")
_FOUGHT = re.compile(rf"\b{BAND}\b", re.IGNORECASE)
_LENT = re.compile(r"^(?:its|their)\b|peacekeep|mission", re.IGNORECASE)  # soldiers of whoever sent them
_LEAST = 3  # times that a side must be named
_TOLD = 2  # times that a name in a record counts as much as one in the text
Two = tuple[frozenset[str], ...]


@lru_cache(maxsize=8192)
def _named(text: str) -> Counter[str]:
    """How often a text names each country and movement, but for its datelines."""
    named = Counter(party_words(without_datelines(text)))
    if named["DAESH"]:
        named["DAESH"] += len(re.findall(r"\bIS\b(?=[\s-][a-z])", text))
    return named


@lru_cache(maxsize=8192)
def most_named(text: str) -> tuple[str, ...]:
    """The codes of the three parties that a text names most, those last who speak of most wars."""
    named = _named(text)
    return tuple(sorted(named, key=lambda c: (c in OUTSIDERS, -named[c], c))[:3])


def belligerents(text: str, records: Iterable[Record], home: Party) -> Two:
    """The two sides; fewer where the article does not tell them. `home` is the state or group whose outlet tells it."""
    records = list(records)
    seen = frozenset(_named(text))
    fights = wars(text, seen)
    sure = {group: country for group, country in fights.items() if group != "DAESH"}  # who fights in too many
    named = _counted(text, records, seen, sure)
    chosen = _against_groups(_leaders(named), named, sure, text)
    two = tuple(side | {g for g, host in HOSTS.items() if host in side and g in seen} for side in chosen)
    return two if len(two) == 2 else _completed(two, fights, home, records)


def _counted(text: str, records: Sequence[Record], seen: frozenset[str], fights: Mapping[str, str]) -> Counter[frozenset[str]]:
    """How often each possible side is named, by the text and by the records."""
    named: Counter[frozenset[str]] = Counter()
    for code, count in _named(text).items():
        named[frozenset({HOSTS.get(code, code)})] += count
    groups = armed_groups(text)
    groups += tuple(
        (frozenset({word.lower()}), len(re.findall(rf"\b{re.escape(word)}\b", text)))
        for word in sorted({w for r in records for w in _initials(r)})
        if not any(word.lower() in group for group, _ in groups)
        and not any(BODY.search(full) for full in re.findall(rf"([^.;]{{0,60}})\({re.escape(word)}\)", text))
    )
    for group, count in groups:
        named[group] += count
    for name in _actors(records):
        found = labels(party(name))
        for code in found & seen:
            named[frozenset({HOSTS.get(code, code)})] += _TOLD
        for group, _ in groups:
            if found & group:
                named[group] += _TOLD
    for code in set(fights.values()):
        named[frozenset({code})] += len(_STATE.findall(text))  # against an armed group "the army" is the state's
    return named


def _leaders(named: Mapping[frozenset[str], int]) -> list[frozenset[str]]:
    """The two that are named most; where a third comes near them, the state and the armed group that are."""
    ranked = sorted((n for n in named if not n & OUTSIDERS and named[n] >= _LEAST), key=lambda n: (-named[n], sorted(n)))
    if len(ranked) > 2 and named[ranked[2]] * 2 > named[ranked[1]]:
        leading = (_leading([n for n in ranked if is_group(n) is band], named) for band in (False, True))
        return [n for n in leading if n is not None]
    return ranked[:2]


def _against_groups(
    chosen: list[frozenset[str]], named: Mapping[frozenset[str], int], fights: Mapping[str, str], text: str
) -> list[frozenset[str]]:
    """Two states that fight the same armed groups are one side: the other are the groups."""
    if len(chosen) == 2 and not any(is_group(n) for n in chosen):
        fought = len(_FOUGHT.findall(text))
        bands = [
            g
            for g, country in sorted(fights.items())
            if g not in HOSTS and frozenset({country}) in chosen and named.get(frozenset({g}), 0) + fought > _TOLD
        ]
        if bands:
            return [frozenset({fights[bands[0]]}), frozenset(bands)]
    return [
        side | {g for g in fights if fights[g] in country}
        if (country := {fights.get(g) for g in side} & AGAINST_SEVERAL) and frozenset(country) in chosen
        else side
        for side in chosen
    ]


def _completed(two: Two, fights: Mapping[str, str], home: Party, records: Sequence[Record]) -> Two:
    """The side that is missing: from whose outlet it is, and from what is known of the armed groups that are named."""
    rebels = frozenset(g for g in fights if fights[g] in home.codes)
    if rebels and not any(is_group(one) for one in two):
        return (home.codes, rebels)  # a state's own word on the armed groups in it
    abroad = home.codes and not any(home.codes & one for one in two)
    alone = two[0] - ALLIES.keys() if len(two) == 1 else frozenset()
    if len(alone) == 1 and not abroad:
        only = next(iter(alone))
        others = {fights[only]} if only in fights else {g for g in fights if fights[g] == only}
        if len(others) == 1 or (others and only in AGAINST_SEVERAL):
            return (*two, frozenset(others))
    # who only lends his name to a border fights nobody
    if len(two) == 1 and abroad and any(two[0] & labels(party(name)) for name in _actors(records)):
        return (*two, home.codes)
    return two


def _leading(ranked: Sequence[frozenset[str]], named: Mapping[frozenset[str], int]) -> frozenset[str] | None:
    """The first, where it is named half as often again as the second."""
    if not ranked or named[ranked[0]] <= _TOLD or (len(ranked) > 1 and named[ranked[1]] * 3 > named[ranked[0]] * 2):
        return None
    return ranked[0]


def _initials(record: Record) -> Iterable[str]:
    """The abbreviations by which those are named who move or were hurt: "the ISGS"."""
    if isinstance(record, TroopMovement):
        name = record.actor
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


def other_side(side: frozenset[str], two: Two, fighters: bool) -> Party | None:
    """The other of the two: of a country and the group that fights from it, the group where the victims bear arms."""
    if len(two) != 2 or not any(side & one for one in two) or all(side & one for one in two):
        return None
    other = next(one for one in two if not side & one)
    bands = frozenset(label for label in other if label in HOSTS and label not in ALLIES)
    other = other - ALLIES.keys() or other
    return party_of((bands or other) if fighters else (other - bands or other))
