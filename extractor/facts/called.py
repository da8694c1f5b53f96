"""Whose people a side's own words mean: "the rebels" and "the soldiers", "the army" and "the ministry", "the enemy".

Of a state and an armed group that fight, the soldiers are the state's and the rebels the group's; an army or a ministry that no
text names is that of the outlet's side, or of the only state at war.
"""

import re

from extractor.facts.armed import is_group
from extractor.facts.belligerents import Two
from extractor.facts.parties import Party, party, party_of

FOES = re.compile(
    r"\b(?:enem(?:y|ies)|invaders?|occupiers?|occupants|mercenar(?:y|ies)|hirelings|aggressors?)\b", re.IGNORECASE
)
SOLDIERS = re.compile(
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
REBELS = re.compile(
    r"\b(?:rebels?|militants?|insurgents?|guerr?illas?|terrorists?|gunm[ae]n|jihad\w+|separatists?|"
    r"assailants?|attackers?|extremists?|bandits?|infiltrators?|cell)\b",
    re.I,
)
_GOVERNING = frozenset({"HOUTHI", "LNA", "GNA", "HAMAS", "HEZBOLLAH", "NKR", "KRG"})  # armed groups with an army and ministries


def is_soldier(name: str) -> bool:
    """They are called what a state calls its own."""
    return SOLDIERS.search(name) is not None


def is_foe(name: str) -> bool:
    """They are called what nobody calls his own."""
    return is_rebel(name) or FOES.search(name) is not None


def is_rebel(name: str) -> bool:
    """They are called what no state calls its own."""
    return REBELS.search(name) is not None


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
    return party_of(armed) if REBELS.search(name) else party_of(states[0]) if SOLDIERS.search(name) else None


def last_named(text: str, of: Two, but: frozenset[str] = frozenset()) -> Party | None:
    """The party of these sides that a text names last, but for these."""
    for word in reversed(re.findall(r"[A-Z][\w’'\-]+", text)):
        if (found := party(word)).codes and not found.codes & but and any(found.codes & one for one in of):
            return found
    return None
