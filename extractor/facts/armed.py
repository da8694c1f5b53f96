"""Armed groups: which country's war one fights, and those that a text introduces itself.

A group of the lexicon is known with the country in which it fights. Of any other the text tells: "the Arakan Army (AA)", "AA
fighters", "Fano rebels". What a text calls somebody's people ("the militias of the Accord government") means them wherever it
says only "the militias".
"""

import re
from collections import Counter
from collections.abc import Collection
from functools import lru_cache

from extractor.facts.parties import ALLIES, labels, party
from extractor.language.names import parties, party_words

COUNTRY_OF = {  # the country in which an armed group fights its war
    "HEZBOLLAH": "LB", "HAMAS": "PS", "PIJ": "PS", "HOUTHI": "YE", "RSF": "SD", "M23": "CD", "ADF": "CD", "FDLR": "CD",
    "CODECO": "CD", "SHABAAB": "SO", "LNA": "LY", "GNA": "LY", "SDF": "SY", "SNA": "SY", "HTS": "SY", "NUSRA": "SY",
    "FSA": "SY", "BOKO": "NG", "ISWAP": "NG", "TTP": "PK", "BLA": "PK", "FARC": "CO", "ELN": "CO", "FANO": "ET",
    "TIGRAY": "ET", "OLA": "ET", "PKK": "TR",
    "LTTE": "LK", "NPA": "PH", "ABUSAYYAF": "PH", "MAUTE": "PH", "BIFF": "PH", "MILF": "PH",
    "MAOIST": "IN", "ULFA": "IN", "KACHIN": "MM", "KAREN": "MM", "DPR": "UA", "LPR": "UA", "NRF": "AF",
    "RENAMO": "MZ", "AMBAZONIA": "CM", "LRA": "UG", "SENDERO": "PE", "KLA": "RS", "HASHD": "IQ", "WAZALENDO": "CD",
}  # fmt: skip
_IN_SEVERAL = {  # groups that fight in several countries: in that which an article names most
    "JNIM": ("ML", "BF", "NE", "BJ", "TG"), "DAESH": ("IQ", "SY", "AF", "ML", "NE", "BF", "MZ", "LY"),
}  # fmt: skip
# whose war is told as that of a country
HOSTS = {"HEZBOLLAH": "LB", "HAMAS": "PS", "PIJ": "PS", **ALLIES}
AGAINST_SEVERAL = frozenset({"PK", "NG", "PH"})  # states that several armed groups fight, none of them each other
BAND = r"(?:fighters?|rebels?|militants?|insurgents?|guerr?illas?|militia(?:men)?|terrorists?|gunmen|jihadists?|separatists?)"
_SPELLED_OUT = re.compile(
    r"\b((?:[A-Z][\w’'\-]+\s+(?:(?:of|for|and|the)\s+)*){1,5}(?:[A-Z][\w’'\-]+))\s*\((?:the\s+)?[“\"]?([A-Z][A-Za-z0-9\-]{1,7})[”\"]?\)"
)
_ARMED = re.compile(
    r"\b(?:Army|Front|Movement|Forces?|Group|Brigades?|Council|Union|Coalition|Tigers|Guard|Militia|State|Resistance|Alliance|Party|"
    r"Vanguard|Province|Defen[cs]e|Command)\b"
)
_NAMED_BAND = re.compile(
    rf"\b(?:([A-Z][\w\-]+(?:[’'](?!s?\b)[\w\-]+)?)(?:[’']s?)?\s+{BAND}|([A-Z][A-Z\-]+)(?:[’']s?)?\s+(?:commanders?|forces|troops|units?|positions|spokesm[ae]n))\b"
)
_AFTER_BAND = re.compile(
    rf"\b{BAND}\s+(?:group|movement|organi[sz]ation|alliance)?\s*(?:(?:of|from)\s+(?:the\s+)?)?([A-Z][\w\-]+)\b"
)
_DATELINE = re.compile(r"^[A-Z][\w’'\- ]{2,30}(?:,|\s\()[^\n]{0,60}?(?:\)|[-–—]|\d{4})", re.MULTILINE)
_EPITHET = re.compile(
    r"\b(?i:the)\s+(militias|mercenaries|gangs|bands|hordes|terrorists|gunmen|proxies|factions|insurgents|rebels)\s+of\s+(?:the\s+)?(?:so-called\s+)?"
    r"([A-Z][\w’'\-]+(?:\s(?:of\s+)?(?:the\s+)?[\w’'\-]+)?)"
)


def wars(text: str, seen: Collection[str]) -> dict[str, str]:
    """Each armed group of these that a text names, with the country in which it fights there."""
    found = {g: COUNTRY_OF[g] for g in seen if g in COUNTRY_OF}
    if _IN_SEVERAL.keys().isdisjoint(seen):
        return found
    inside, everywhere = Counter(party_words(without_datelines(text))), Counter(party_words(text))
    for group in (g for g in seen if g in _IN_SEVERAL):
        ranked = sorted(_IN_SEVERAL[group], key=lambda c: (-inside[c], -everywhere[c]))
        first = _IN_SEVERAL[group][0]  # where it fights most, unless another country is named twice as often
        best = first if everywhere[first] and inside[ranked[0]] <= 2 * inside[first] else ranked[0]
        if everywhere[best]:
            found[group] = best
    return found


def without_datelines(text: str) -> str:
    """A text without the places and days that open its paragraphs: where a reporter writes is not what he writes of."""
    return _DATELINE.sub(" ", text)


def is_group(side: frozenset[str]) -> bool:
    """An armed group, or a country whose war one fights: a country's code has two letters."""
    return any(len(label) != 2 or label.islower() for label in side if label not in ALLIES)


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


@lru_cache(maxsize=8192)
def epithets(text: str) -> dict[str, frozenset[str]]:
    """What a text calls the forces of one party and of no other: of "the militias of the Accord government", militias."""
    found: dict[str, set[frozenset[str]]] = {}
    for noun, owner in _EPITHET.findall(text):
        if whose := labels(party(f"{noun} of {owner}")):
            found.setdefault(noun.lower(), set()).add(whose)
    return {noun: next(iter(whose)) for noun, whose in found.items() if len(whose) == 1}
