"""For whom and of where a person speaks, by what an article says of him, so that other articles that only name him know it too.

"Brigadier John Doe, a government commander" in one article makes "John Doe said that five of his soldiers had died" in another
the government's word. Only full names count, and only of people who speak for a side of the war that the article tells of. Of
one whom two articles give to two sides neither is believed: there may be two of that name.
"""

import re
from collections.abc import Iterator

from extractor.facts.context import parts_of
from extractor.facts.mention import Story, source_of
from extractor.facts.names import Alias, Names
from extractor.facts.parties import labels, party
from extractor.facts.places import key, named
from extractor.language.names import name_of_code, parties

_PERSON = re.compile(r"\b[A-Z][\w’'\-]+(?:\s(?:[a-z]{2,3}[\s-])?[A-Z][\w’'\-]+)+")
_MAYOR = re.compile(
    r"\b[Mm]ayor of (?P<of>[A-Z][\w’'\-]+)|\b(?!The\b|An?\b|Its\b|Their\b)(?P<town>[A-Z][\w’'\-]+?)(?:['’]s)? [Mm]ayor\b"
)
_NOBODY = Names()


def affiliations(of: Story) -> Iterator[Alias]:
    """The people whose word the records of an article are, each with the side for which the article says that they speak."""
    seen: set[str] = set()
    for record in of.article.records:
        name = parts_of(record)[1]
        if name is None or parties(name) or (full := _PERSON.search(name)) is None:
            continue
        called = _without_rank(full.group())
        if len(party(called).proper) < 2 or called in seen:
            continue
        seen.add(called)
        source = source_of(of, name, _NOBODY)
        sides = [one for one in of.two if labels(source) & one]
        if len(sides) == 1:
            yield Alias("person", called, _written(source.codes & sides[0] or sides[0]), None, record.evidence)


def _without_rank(name: str) -> str:
    """The name as others may write it: of "Brigadier John Doe", John Doe."""
    words = name.split()
    while words and not party(words[0]).proper:
        words = words[1:]
    return " ".join(words)


def towns(of: Story) -> Iterator[Alias]:
    """The places of which a mayor tells, as lying in his town: "the mayor of Tibú said that bombs fell on Betania"."""
    for record in of.article.records:
        _, by, phrases, _ = parts_of(record)
        found = _MAYOR.search(by or "")
        if found is None:
            continue
        town = found["of"] or found["town"]
        for name, exact in (pair for phrase in phrases if phrase for pair in named(phrase)):
            if exact and not parties(town) and key(name) != key(town):
                yield Alias("inside", name, town, None, record.evidence)


def _written(side: frozenset[str]) -> str:
    """A side as a name that `party` reads again."""
    called = name_of_code(min(side))
    return called if called and parties(called) else " ".join(w.upper() if len(w) < 5 else w.title() for w in sorted(side))
