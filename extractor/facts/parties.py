"""Who a name stands for: a country or movement of the lexicon, or the proper words of the name.

Names are compared by what they say, never by how alike they look: "Azerbaijan's Defense Ministry", "the defense ministry in
Baku" and "Azeri troops" are one party, because each names Azerbaijan. A force is not where it stands: "Azerbaijani troops in
Nagorno-Karabakh" is Azerbaijan. A name that names nobody ("the ministry", "officials") is unknown, which agrees with all.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from extractor.language.lemmas import noun_among
from extractor.language.lexicon import BANDS, BELLIGERENTS, CALENDAR, DOCUMENTS, FORCES, PERSONS, ROLES, SPEAKERS
from extractor.language.names import PRONOUNS, name_of_code, parties

_PLACED = re.compile(r"\s(?:in|near|from|at|around|on|inside|along|outside|of)\s")
_BACKED = re.compile(r"\b([A-Z][\w’'.]*-(?:backed|supported|allied|aligned|linked|funded|sponsored|affiliated))\b")
_HIRED = re.compile(r"\b(?:mercenaries|proxies|hirelings|puppets|stooges|henchmen)\s+of\s+(?:the\s+)?([A-Z]\w+)\b")
_BARE = re.compile(
    r"^(?:the|an?|some|many|all|\d+)\s+|\s+(?:terrorists?|fighters?|militants?|rebels?|insurgents?|soldiers?|troops|gunmen)$",
    re.IGNORECASE,
)
_PROPER = re.compile(r"\b[A-Z][\w’'\-]*(?:\s+[A-Z][\w’'\-]*)*")
_PLAIN = frozenset(
    "the a an ministry minister defense defence foreign affairs interior army armed forces force military president prime "
    "spokesman spokesperson spokeswoman secretary general state department officials official authorities government troops "
    "soldiers command commander republic region regional council office press service statement deputy chief head principal "
    "people peoples group movement colonel lieutenant major captain sir dr mr mrs ms local residents police staff border guard "
    "guards security side media agency news federation ground navy air information policy first second third fourth fifth "
    "sixth seventh eighth ninth tenth eleventh twelfth vice general's units unit "
    "brigade battalion his her its their monday tuesday wednesday thursday friday saturday sunday north south east west "
    "northern southern eastern western new joint high national public health civil protection emergency rescue governor mayor "
    "administration parliament spokesperson's two three four five six seven eight nine ten at least on in one another some "
    "several many dozens hundreds both all no not nobody none lieutenant-colonel lieutenant-general major-general "
    "brigadier-general brigadier lt col maj gen brig capt cpl sgt sergeant corporal commissioner director chairman "
    "coordinator".split()
)
_KINDS = _PLAIN | PRONOUNS | FORCES | BANDS | BELLIGERENTS | SPEAKERS | ROLES | DOCUMENTS | PERSONS | CALENDAR
ALLIES = {"VDP": "BF", "HASHD": "IQ", "CJTF": "NG", "MNJTF": "NG", "WAZALENDO": "CD"}  # armed groups on a state's own side
# a territory and the state that stands behind it: its losses are reported as that state's, its word is its own
PATRON = {"NKR": "AM", "HAMAS": "PS", "PIJ": "PS", **ALLIES}


@dataclass(frozen=True, slots=True)
class Party:
    """Codes of the lexicon, and the proper words of a name that has none; both empty where it names nobody."""

    codes: frozenset[str] = frozenset()
    proper: frozenset[str] = frozenset()
    last: str = ""

    @property
    def known(self) -> bool:
        return bool(self.codes or self.proper)

    @property
    def key(self) -> str:
        """One word for the party: its code, or its last proper word."""
        inner = self.codes - {PATRON.get(c, "") for c in self.codes}
        return min(inner) if inner else self.last


UNKNOWN = Party()


@lru_cache(maxsize=65536)
def party(name: str | None) -> Party:
    """The party that a name names by itself."""
    if not name:
        return UNKNOWN
    if backed := _BACKED.search(name):
        named = parties(_BACKED.sub(" ", name))
        return Party(named) if named else _backed(backed.group(1))
    if hired := _HIRED.search(name):
        return _backed(f"{hired.group(1)}-backed")
    head = _PLACED.split(name, maxsplit=1)[0]
    codes = parties(head) or parties(name) or (frozenset({"DAESH"}) if re.search(r"\bIS\b", name) else frozenset())
    if codes:
        return Party(codes)
    found = [
        word.lower().strip("’'")
        for run in _PROPER.findall(head)
        for word in re.sub(r"[’']s\b|\b(?:Al|El|As|Ash|Ad|Ar|An)-(?=[A-Z])", "", run).split()
        if not noun_among(word.lower(), _KINDS) and not word.lower().endswith("ing") and len(word) > 1
    ]
    words = [w for w in found if w.upper() in name] or found
    return Party(proper=frozenset(words), last=words[-1] if words else "")


def _backed(written: str) -> Party:
    """Those who fight for somebody, without being his own: under one word, whoever tells of them."""
    word = f"{written.rpartition('-')[0]}-backed".lower()
    return Party(proper=frozenset({word}), last=word)


def same(one: Party, other: Party) -> bool:
    """Both are known and share a code or a proper word."""
    return bool(one.codes & other.codes or one.proper & other.proper)


def differ(one: Party, other: Party) -> bool:
    """Both are known and can not be the same: other codes, or proper words of which none is shared."""
    if one.codes and other.codes:
        return not (one.codes & other.codes)
    return bool(one.proper and other.proper and not one.codes and not other.codes and not one.proper & other.proper)


def one_side(one: Party, other: Party) -> bool:
    """The losses of the one may be told as the other's: the same party, or a territory and the state behind it."""
    return (
        same(one, other)
        or any(PATRON.get(c) in other.codes for c in one.codes)
        or any(PATRON.get(c) in one.codes for c in other.codes)
    )


def labels(of: Party) -> frozenset[str]:
    """The codes of a party, or the words of its name."""
    return of.codes or of.proper


def party_of(names: frozenset[str]) -> Party:
    """The party with these labels."""
    codes = frozenset(n for n in names if name_of_code(n))
    proper = frozenset() if codes else names
    return Party(codes, proper, min(proper, key=lambda w: (-len(w), w)) if proper else "")


def display(found: Party, written: str) -> str:
    """The name to show: that of the country or movement, else the name as written without its article."""
    return name_of_code(found.key) or _BARE.sub("", written.strip())
