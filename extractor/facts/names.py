"""Which names are one name, because a text or a person says so.

"Farukh, also known as Parukh" ties two names; so does a line of a user's file. "Not Furukh, but Farrukh" ties two too, and says
more: somebody else writes the first, wherever that is. A name that is corrected so and that no article uses is a slip for the
one name in use that differs from it in a letter. An abbreviation that texts spell out in several ways ties none of them.
Nothing else is tied because it looks alike.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from extractor.facts.parties import Party, display, party
from extractor.facts.places import Where, key
from extractor.language.names import parties

_NAMED = r"(?:(?:al|el)-)?[A-Z][\w’'\-]+(?:\s[A-Z][\w’'\-]+){0,2}"
_NAME, _OTHER = (rf"[“\"‘']?(?P<{group}>{_NAMED})[”\"’']?" for group in ("name", "other"))
_CALLED = r"(?:known|called|spelled|spelt|written|named|transliterated|referred to)"
_CALL = r"(?:calls?|knows?\s+as|spells?|writes?|write|refers?\s+to\s+as|names?)"
_SAID_TO = r"(?:to|by|in|among|for)\s+(?:the\s+)?(?P<side>[\w’'\- ]{3,40}?)"
_TIES = tuple(
    re.compile(
        rf"\b{_NAME}(?:\s+(?:bridge|dam|airport|crossing|camp|base|hill|mine|plant))?,?\s+(?:(?:an?|the)\s+(?:[a-z]+\s+){{1,3}}?)?{rest}"
    )
    for rest in (
        rf"\(?(?:which is\s+)?(?:also|otherwise|sometimes|locally|formerly|officially|better)\s+{_CALLED}(?:\s+as)?\s+{_OTHER}",
        rf"\(?{_CALLED}(?:\s+as)?\s+{_OTHER}\s+{_SAID_TO}(?=[\s,.;)]*(?:[,.;)]|$|\bis\b|\bwas\b))",
        rf"\(?(?:which|whom|that)\s+(?:the\s+)?(?P<side>[\w’'\- ]{{3,40}}?)\s+{_CALL}\s+(?:as\s+)?{_OTHER}",
        rf"\(?{_CALLED}\s+{_SAID_TO}\s+as\s+{_OTHER}",
        rf"(?:the\s+(?:village|town|hamlet|city|settlement),\s+)?is\s+(?:also\s+)?{_CALLED}\s+{_OTHER}\s+(?:on|in|by)\b",
        rf"or\s+{_OTHER}\s+(?:as\s+(?:it\s+is\s+{_CALLED}\s+)?)?{_SAID_TO}(?=[,.;)])",
        rf"(?:in\s+(?:the\s+)?\w+,\s+)?is\s+the\s+{_OTHER}\s+of\s+(?:the\s+)?(?P<side>[\w’'\- ]{{3,40}}?)(?=[,.;]|$)",
        rf"or\s+{_OTHER}\s+as\s+(?:the\s+)?(?P<side>[\w’'\- ]{{3,40}}?)\s+{_CALL}\b",
        rf"\((?:the\s+)?(?P<side>[\w’'\-]+)\s+(?:media|newspapers?|maps|sources)\s+{_CALL}\s+{_OTHER}\)",
        rf"\({_OTHER}\s+(?:in|for|to)\s+(?:the\s+)?(?P<side>[\w’'\-]+(?:\s[\w’'\-]+)?)\)",
    )
)
_AS = re.compile(
    rf"(?:^|\b(?:At|In|Near|at|in|near|of)\s+){_OTHER},\s+as\s+(?:the\s+(?:town|village|city|hamlet|settlement)\s+of\s+)?{_NAME}"
    rf"\s+(?:is|was|used\s+to\s+be)\s+(?:also\s+|formerly\s+|once\s+)?{_CALLED}\b"
)
_CORRECTED = tuple(re.compile(p) for p in (rf"\bnot\s+{_NAME},?\s+but\s+{_OTHER}", rf"\b{_OTHER},?\s+and\s+not\s+{_NAME}"))
_OF_NAMES = re.compile(r"\b(?:names?|named|called|calls?|spell\w*|writes?|written|toponym\w*|correct\w*)\b")
_SHORT = re.compile(r"((?:[A-Z][\w’'\-]+\s+(?:of\s+|for\s+|and\s+|the\s+)*){1,6}[A-Z]?[\w’'\-]*)\s*\(([A-Z][A-Z0-9\-]{1,7})\)")
_KIND = (
    r"(?:village|town|hamlet|city|settlement|district|municipality|township|county|commune|locality|jamoat|suburb|"
    r"neighbou?rhood)"
)
_INSIDE = re.compile(
    rf"\b(?P<inner>{_NAMED}),\s+(?:(?:an?|the)\s+(?:\w+\s+)?{_KIND}\s+(?:of|in)|(?:in\s+)?(?:the\s+)?{_KIND}\s+of)\s+"
    rf"(?P<outer>{_NAMED})\b|\b{_KIND}\s+of\s+(?P<in>{_NAMED})(?:\s+\([^()]*\))?,?\s+(?:of|in)\s+the\s+{_KIND}\s+of\s+(?P<of>{_NAMED})\b"
)
_SENTENCE = re.compile(r"[^.!?\n]+")


@dataclass(frozen=True, slots=True)
class Alias:
    """Two names for one thing: `kind` is place or party; or a person and the side for which he speaks; or a
    place and one in which it lies ("inside").
     `side` the party that uses `other`; null where it is not told.

    `corrected` marks "not `name`, but `other`".
    """

    kind: str
    name: str
    other: str
    side: str | None = None
    evidence: str | None = None
    corrected: bool = False


def told(text: str) -> Iterator[Alias]:
    """The pairs of names that a text ties together."""
    yield from _lies_in(text)
    for sentence in _SENTENCE.finditer(text):
        said = sentence.group().strip()
        for found in (f for pattern in (*_TIES, _AS) for f in pattern.finditer(said)):
            if one := _tied(found["name"], found["other"], found.groupdict().get("side"), said):
                yield one
        if _OF_NAMES.search(said):
            for found in (f for pattern in _CORRECTED for f in pattern.finditer(said)):
                wrong, right = found["name"], found["other"]
                if key(wrong) != key(right) and _letters(key(wrong), key(right)) <= 3:
                    yield Alias("place", wrong, right, None, said, corrected=True)
        for found in _SHORT.finditer(said):
            full = _initialled(found.group(1), found.group(2))
            if full:
                yield Alias("party", full, found.group(2), None, said)


def _lies_in(text: str) -> Iterator[Alias]:
    """Places of which a text says in which other they lie: "the hamlet of Betania, municipality of Tibú"."""
    for found in _INSIDE.finditer(text):
        inner, outer = found["inner"] or found["in"], found["outer"] or found["of"]
        if key(inner) and key(outer) and key(inner) != key(outer) and not parties(inner) and not parties(outer):
            yield Alias("inside", inner, outer, None, found.group())


def _tied(name: str, other: str, who: str | None, said: str) -> Alias | None:
    name, other = (re.sub(r"^(?:In|At|Near|From|Around|Outside|To|And|But)\s+(?=[A-Z])", "", n) for n in (name, other))
    if key(name) == key(other) or not key(name) or not key(other):
        return None
    side = display(party(who), who) if who and parties(who) else None
    return Alias("place", name, other, side, said)


def _initialled(full: str, short: str) -> str | None:
    """The end of a name whose capitals are the letters of the abbreviation."""
    words = full.split()
    for start in range(len(words)):
        initials = "".join(part[0] for w in words[start:] for part in w.split("-") if part[:1].isupper())
        if initials == short.replace("-", "") and len(words) - start > 1:
            return " ".join(words[start:])
    return None


def _letters(one: str, other: str) -> int:
    """How many letters must be put in, taken out or changed."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1]


def slips(pairs: Sequence[Alias], used: Iterable[str]) -> list[Alias]:
    """Corrected names that nobody uses, each with the one name in use that is a letter off; `used` are keys of places."""
    if not any(t.corrected for t in pairs):
        return []
    names = Names.of(pairs)
    known = {key(n): n for t in pairs if t.kind == "place" and not t.corrected for n in (t.name, t.other)}
    known = {place: place.title() for place in used} | known
    found: list[Alias] = []
    for one in sorted({t for t in pairs if t.corrected and key(t.name) not in known}, key=lambda t: (t.name, t.other)):
        near = sorted(u for u in known if _letters(u, key(one.name)) == 1 and u != key(one.other))
        if len({names.place(u) for u in near}) == 1:
            found.append(Alias("place", one.name, known[near[0]], None, one.evidence))
    return found


def touched(before: Sequence[Alias], after: Sequence[Alias]) -> set[str]:
    """The names, as written, that come to something else after than before; who says so does not matter."""
    if set(before) == set(after):
        return set()
    old, new = Names.of(before), Names.of(after)
    every = {(t.kind, n) for t in (*before, *after) for n in (t.name, t.other)}
    return {name for kind, name in every if old.comes_to(kind, name) != new.comes_to(kind, name)}


def _doubtful(every: Iterable[Alias]) -> set[str]:
    """Abbreviations that texts spell out in more than one way: each article means its own by it."""
    spelled: dict[str, set[str]] = {}
    for one in every:
        if one.kind == "party" and one.evidence:
            spelled.setdefault(one.other, set()).add(_key("party", one.name))
    return {short for short, names in spelled.items() if len(names) > 1}


@dataclass(slots=True)
class Names:
    """All that is told, and the names it makes one; built anew whenever something more is told."""

    _root: dict[tuple[str, str], str] = field(default_factory=dict)
    _spelled: dict[str, dict[str, str | None]] = field(default_factory=dict)
    _tied: set[tuple[str, str]] = field(default_factory=set)
    _stems: dict[str, str] = field(default_factory=dict)
    _words: dict[str, frozenset[str]] = field(default_factory=dict)
    _persons: dict[str, frozenset[Party]] = field(default_factory=dict)
    _inside: dict[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[Alias]) -> "Names":
        """The names that the pairs tie."""
        names, every = cls(), sorted(pairs, key=lambda t: (t.kind, t.name, t.other, t.side or "", t.evidence or ""))
        doubtful = _doubtful(every)
        for one in every:
            if one.kind == "person":
                known = _key("party", one.name)
                names._persons[known] = names._persons.get(known, frozenset()) | {party(one.other)}
            elif one.kind != "inside" and not (one.kind == "party" and one.evidence and one.other in doubtful):
                names._tie(one.kind, _key(one.kind, one.name), _key(one.kind, one.other))
        for one in every:
            if one.kind == "inside":
                inner = names.place(key(one.name))
                names._inside[inner] = names._inside.get(inner, frozenset()) | {names.place(key(one.other))}
            if one.kind == "place":
                spelled = names._spelled.setdefault(names.place(key(one.name)), {})
                spelled.setdefault(one.name, None)
                spelled[one.other] = spelled.get(one.other) or one.side
        for kind, name in sorted(names._tied):
            known = names._find(kind, name)
            if kind == "party":
                names._words[known] = names._words.get(known, frozenset()) | frozenset(name.split())
            elif " " not in name:
                names._stems[name[:5]] = known[:5].capitalize()
        return names

    def place(self, name: str) -> str:
        """The key under which this key of a place is known."""
        return self._find("place", name)

    def comes_to(self, kind: str, name: str) -> tuple[str, object]:
        """All that depends on a name, as it is written: the key under which it is known, and its words or spellings."""
        if kind == "inside":
            return name, self._inside.get(self.place(key(name)))
        if kind == "person":
            return name, self._persons.get(_key("party", name))
        known = self._find(kind, _key(kind, name))
        return known, self._words.get(known) if kind == "party" else (self.spellings(known), self._inside.get(known))

    def stem(self, word: str) -> str:
        """The stem of a word that is one name of a place, as that of the name under which it is known."""
        return self._stems.get(word.lower(), word)

    def where(self, found: Where) -> Where:
        """The same place under its known keys."""
        exact, wide, near = (frozenset(map(self.place, keys)) for keys in (found.exact, found.wide, found.near))
        around = frozenset().union(*(self._inside.get(name, frozenset()) for name in exact | near)) - exact - near
        return Where(exact, wide | around, near, found.precision)

    def party(self, found: Party) -> Party:
        """The same party under its known words."""
        if found.codes or not found.proper:
            return found
        for name in (" ".join(sorted(found.proper)), found.last):
            if ("party", name) in self._tied:
                known = self._find("party", name)
                return Party(proper=self._words[known], last=known)
        for side in self._speaks_for(found):
            return Party(side.codes, found.proper | side.proper, found.last)
        return found

    def _speaks_for(self, person: Party) -> frozenset[Party]:
        """The one side for which a person speaks; empty where none is told, or more."""
        sides = self._persons.get(" ".join(sorted(person.proper)), frozenset())
        return sides if len(sides) == 1 else frozenset()

    def spellings(self, place: str) -> tuple[str, ...]:
        """The spellings of a place that texts or people told of, each with the side that uses it where that is known."""
        return tuple(
            f"{name} ({side})" if side else name for name, side in sorted(self._spelled.get(self.place(place), {}).items())
        )

    def _find(self, kind: str, name: str) -> str:
        while (up := self._root.get((kind, name), name)) != name:
            name = up
        return name

    def _tie(self, kind: str, one: str, other: str) -> None:
        self._tied |= {(kind, one), (kind, other)}
        left, right = sorted((self._find(kind, one), self._find(kind, other)))
        if left != right:
            self._root[(kind, right)] = left


def _key(kind: str, name: str) -> str:
    if kind == "place":
        return key(name)
    found = party(name)
    return " ".join(sorted(found.proper)) or found.key
