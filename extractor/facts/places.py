"""Places as texts name them: which names are in a phrase, how exact it is, and whether two phrases can mean one place.

"The village of Parukh", "Parukh" and "near Parukh" name Parukh; "the disputed area" names nothing and agrees with every place.
A name is wide when the phrase calls it a region or the lexicon knows it as a country: a wide name agrees with any place, since
no text says what does not lie in it. Only two exact names that are not tied together are different places.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from extractor.language.names import parties

_RUN = re.compile(r"\b(?:[A-Z]|al-|el-)[\w’'‘\-]*(?:\s+(?:(?:de|del|da|do|di|la|el|al|of)\b|and\s(?=X)|[A-Z][\w’'‘\-]*))*")
_DISTRICT = re.compile(
    r"\b(?:district|raion|county|canton|governorate|municipality|sector|subdivision|tehsil|commune|township|prefecture|woreda|"
    r"locality|division)s?\b",
    re.I,
)
_PROVINCE = re.compile(
    r"\b(?:province|oblast|region|state|territory|governorate|department|republic|valley|peninsula)s?\b", re.I
)
_STRETCH = re.compile(
    r"\b(?:border|front|frontline|line|road|highway|river|coast|sector|axis|corridor|zone|strip|buffer)s?\b", re.I
)
_NEAR = re.compile(r"\b(?:near|outside|around|vicinity|outskirts|close to|area of|towards?|between|off|suburbs?)\b", re.I)
_CLOSE = re.compile(
    r"\b(?:near|outside|around|outskirts of|close to|vicinity of|off|from|(?<!village )(?<!town )(?<!city )(?<!settlement )"
    r"(?<!locality )(?<!hamlet )(?<!port )of)\s+(?:the\s+)?(?:\w+\s+of\s+)?$",
    re.I,
)
_COMPASS = re.compile(
    r"\b(?:north|south|east|west|northern|southern|eastern|western|central|north-?eastern|north-?western|south-?eastern|south-?western)\b",
    re.I,
)
_WATERS = re.compile(r"\b(?:Sea|Gulf|River|Strait|Ocean|Bay|Peninsula|Valley|Mountains)\b")
_FIRST = re.compile(
    r"^(?:Near|In|At|Around|Outside|From|Along|Inside|Across|Between|On|Towards?|Close(?= to\b)|"
    r"(?:South|North|East|West)(?= of\b))\b"
)
_NOT_NAMES = frozenset(
    "the a an village town city district region province area line of control contact december january february march april "
    "may june july august september october november monday tuesday wednesday thursday friday saturday sunday russian "
    "north south east west northern southern eastern western central upper lower army ministry defence defense base "
    "sector security forces troops barangay brgy sitio".split()
)
_COMMON = frozenset(
    "market bazaar pagoda hospital clinic school church mosque temple monastery station camp base bridge dam airport plant "
    "road safe zone strip checkpoint post outpost crossing port hill front frontier".split()
)
_BUILT = "dam airport bridge camp crossing port base village town hill junction".split()  # what bears the name of a place by it
_ARTICLES = frozenset("the al el ad ash as ar er an es ed az".split())
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ə": "e", "’": "", "'": "", "‘": "", "ʼ": "", "-": " "})


@dataclass(frozen=True, slots=True)
class Where:
    """Exact names, those of what lies near, and wide ones, as keys; `precision` is UCDP's `where_prec`."""

    exact: frozenset[str] = frozenset()
    wide: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    precision: int = 7

    @property
    def names(self) -> frozenset[str]:
        return self.exact | self.near | self.wide


NOWHERE = Where()


def key(name: str) -> str:
    """A name without case, accents, apostrophes, hyphens and articles."""
    letters = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    plain = "".join(c for c in letters if not unicodedata.combining(c))
    return " ".join(w for w in plain.split() if w not in _ARTICLES) or " ".join(plain.split())


@lru_cache(maxsize=65536)
def where(phrase: str | None) -> Where:
    """What a phrase of place names."""
    if not phrase:
        return NOWHERE
    found = _names(phrase)
    exact, near = (frozenset(key(name) for name, kind in found if kind == of) - {""} for of in ("exact", "near"))
    wide = frozenset(key(name) for name, kind in found if kind not in ("exact", "near")) - {""}
    kinds = {kind for _, kind in found}
    near |= {k.removesuffix(f" {w}") for k in exact for w in _BUILT if k.endswith(f" {w}")}
    precision = _precision(phrase, bool(exact or near), "district" in kinds, "province" in kinds, bool(wide))
    return Where(exact, wide, near, precision)


def named(phrase: str) -> list[tuple[str, bool]]:
    """The names in a phrase as written, and whether each is that of an exact place."""
    return [(name, kind in ("exact", "near")) for name, kind in _names(phrase)]


def _names(phrase: str) -> list[tuple[str, str]]:
    """The names in a phrase: exact, wide, or called a district or province."""
    found: list[tuple[str, str]] = []
    phrase = re.sub(r"(?<=\w)[’']s\b", ",", re.sub(r"\([^()]*\)", " ", phrase))
    phrase = _FIRST.sub(lambda word: word.group().lower(), phrase)
    for run in _RUN.finditer(phrase):
        name = run.group()
        kept = [w for w in name.split() if w.lower().strip("’'") not in _NOT_NAMES]
        if len(kept) > 1 and (_DISTRICT.fullmatch(kept[-1]) or _PROVINCE.fullmatch(kept[-1])):
            found.append((" ".join(kept[:-1]), "district" if _DISTRICT.fullmatch(kept[-1]) else "province"))
            continue
        if not kept or all(w.lower() in _COMMON for w in kept):
            continue
        if _COMPASS.fullmatch(name.split()[0]) and len(kept) < len(name.split()):
            kept = name.split()  # "North Kivu"
        after = phrase[run.end() : run.end() + 22]
        before = phrase[max(0, run.start() - 26) : run.start()]
        told = f"{name} {after.split(',')[0]}"
        called = re.search(r"(\w+)\s+of\s+$", before)
        if parties(name) or (kept[0] != name and _COMPASS.fullmatch(kept[0])):
            kind = "wide"
        elif _named(_PROVINCE, told, called):
            kind = "province"
        elif _named(_DISTRICT, told, called):
            kind = "district"
        elif _CLOSE.search(before):
            kind = "near"
        elif any(k in ("exact", "near") for _, k in found) and not re.search(r"(?:\band|\bto|[–/-])\s*$", before):
            kind = "wide"  # "Pinga, in North Kivu"
        else:
            kind = "exact"
        found.append((" ".join(kept), kind))
    return found


def _named(kind: re.Pattern[str], told: str, called: re.Match[str] | None) -> bool:
    """The name is called so: "Askeran district", "the district of Askeran"."""
    words = told.split()
    follows = next((w for w in words if not w[:1].isupper()), "")
    return bool(kind.fullmatch(follows) or (called and kind.fullmatch(called.group(1))) or kind.search(" ".join(words[1:2])))


def _precision(phrase: str, exact: bool, district: bool, province: bool, wide: bool) -> int:
    if exact:
        return 2 if _NEAR.search(phrase) else 1
    if district:
        return 3
    if _STRETCH.search(phrase) and wide:
        return 5
    if province or (wide and _COMPASS.search(phrase)):
        return 4
    return 6 if wide else 7


@lru_cache(maxsize=4096)
def called_wide(text: str) -> frozenset[str]:
    """The names that a text calls a region, a district, or waters: of "the Amhara region" Amhara, of "the Red Sea" Red Sea."""
    found: set[str] = set()
    for run in _RUN.finditer(text):
        name = run.group()
        after = re.match(r"\s+(\w+)", text[run.end() : run.end() + 20])
        before = re.search(r"(\w+)\s+of\s+$", text[max(0, run.start() - 26) : run.start()])
        for word in (after, before):
            if word and (_PROVINCE.fullmatch(word.group(1)) or _DISTRICT.fullmatch(word.group(1))):
                found.add(key(name))
        if re.search(r"\bthe\s+$", text[max(0, run.start() - 5) : run.start()]) and re.match(
            r"[,.;)]|\s+(?:this|since|and|in)\b", text[run.end() :]
        ):
            found.add(key(name))
        if _WATERS.search(name) or (
            name.split()[-1].lower() in ("region", "province", "district", "oblast", "state", "county")
        ):
            found |= {key(name), key(" ".join(name.split()[:-1]))}
    return frozenset(found - {""})


def widened(found: Where, wide: frozenset[str]) -> Where:
    """The same, with those of its names that are wide moved there."""
    if not found.exact & wide:
        return found
    exact = found.exact - wide
    return Where(exact, found.wide | (found.exact & wide), found.near, found.precision if exact else max(found.precision, 3))


def union(places: list[Where]) -> Where:
    """All that several phrases name."""
    exact = frozenset().union(*(p.exact for p in places))
    wide = frozenset().union(*(p.wide for p in places))
    near = frozenset().union(*(p.near for p in places))
    return Where(exact, wide, near, min((p.precision for p in places), default=7))


def flat(name: str) -> str:
    """A key without spaces: Si Sa Ket is Sisaket."""
    return name.replace(" ", "")


def shared(one: Where, other: Where) -> frozenset[str]:
    """The exact places that both name, or that one names and the other is near."""
    return _common(one.exact | one.near, other.exact | other.near)


def _common(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    if both := one & other:
        return both
    theirs = {flat(name) for name in other}
    return frozenset(name for name in one if flat(name) in theirs)


def in_district(one: Where, other: Where) -> frozenset[str]:
    """The districts and regions smaller than a country that both name."""
    return _common(one.exact | one.near | districts(one), other.exact | other.near | districts(other))


def differ(one: Where, other: Where) -> bool:
    """Both name exact places, none in common and none in the other; what is only near a place may be any."""
    if one.exact & other.wide or other.exact & one.wide:
        return False  # the one lies in the other
    return bool(one.exact and other.exact) and not shared(one, other)


def apart(one: Where, other: Where) -> bool:
    """Both name what they are at or near, or the district they are in, and none in common."""
    left, right = (at.exact | at.near or districts(at) for at in (one, other))
    return bool(left and right) and not shared(one, other) and not in_district(one, other)


def districts(of: Where) -> frozenset[str]:
    """The wide names that are smaller than a country."""
    return frozenset(name for name in of.wide if not parties(name))
