"""Which country a place lies in, by what an article says.

"SURIN, Thailand", "Thailand's Sisaket province", "the Ukrainian town of Izium" say so. Nothing is looked up: a place that no
sentence puts in a country is in none.
"""

import re
from collections import Counter
from functools import lru_cache

from extractor.facts.places import key
from extractor.language.names import parties

_NAME = r"[A-Z][\w’'\-]+(?:[ \-][A-Z][\w’'\-]+){0,2}"
_COUNTRY = r"[A-Z][\w\-]+(?:\s[A-Z][\w\-]+)?"
_KIND = r"(?:village|town|city|province|region|district|port|island|state|oblast|settlement|county|township|capital)"
_SAYS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?P<place>{_NAME}),\s+(?P<country>{_COUNTRY})\b(?=[,.;)]|\s+[-–—(])",
        rf"\b(?P<country>{_COUNTRY})(?:['’]s?)?\s+(?:[a-z]+\s+){{0,3}}{_KIND}\s+of\s+(?P<place>{_NAME})",
        rf"\b(?P<country>{_COUNTRY})['’]s?\s+(?:[a-z\-]+\s+){{0,2}}(?P<place>{_NAME})\s+(?:{_KIND})\b",
        rf"\b(?P<place>{_NAME}),?\s+(?:(?:an?|the)\s+(?:[a-z]+\s+){{1,3}})?in\s+(?:[a-z\-]+\s+)?(?P<country>{_COUNTRY})\b",
        rf"\b(?P<place>{_NAME}),\s+on the\s+(?P<country>{_COUNTRY})\s+side\b",
    )
)


@lru_cache(maxsize=4096)
def countries(text: str) -> dict[str, str]:
    """The code of the country for each place, under its key, that a text puts in one country and no other."""
    said: dict[str, Counter[str]] = {}
    for pattern in _SAYS:
        for found in pattern.finditer(text):
            codes = frozenset(c for c in parties(found["country"]) if len(c) == 2)
            if len(codes) == 1 and not parties(found["place"]):
                said.setdefault(key(found["place"]), Counter())[min(codes)] += 1
    return {place: min(codes) for place, codes in said.items() if len(codes) == 1}
