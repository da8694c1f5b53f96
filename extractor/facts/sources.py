"""Which reports of one fact are one source's.

"Prosecutors", "the Kharkiv regional prosecutor's office" and "local prosecutors" are one, and so are a minister and his
ministry. A headline without a source of its own tells what the article's source tells. What "witnesses" or "officials" say in
two articles may be others' word: they are one source only under the very same name.
"""

import re
from collections import Counter
from collections.abc import Sequence

from extractor.facts import parties
from extractor.facts.mention import Mention
from extractor.facts.voices import home
from extractor.facts.words import words

_NAMELESS = re.compile(r"(?:[Aa]n?|[Oo]ne)\s+(?:[\w-]+\s+){0,3}(?:officer|soldier|fighter|commander)\b")
_ANYONE = frozenset(
    "a an the of in for at from and its their his her local regional senior top chief head deputy spokes offic sourc "
    "autho witne resid peopl media medic activ milit army speak gener unnam anony state natio gover two three other some "
    "said repor".split()
)


def sources(members: Sequence[Mention]) -> dict[str, str]:
    """Whose word each record of a fact is, under one name in all of them; `members` in the order of publication."""
    told_by = {m.id: _borrowed(m, members) or m for m in members}
    root = {m.id: m.id for m in members}
    for i, one in enumerate(members):
        for other in members[:i]:
            if _one(one, other):
                root[one.id] = root[other.id]
                break
    for one in members:  # a role without a name is that of the only party that has it
        if role(one) and not one.source.known and not _nameless(one):
            fitting = {root[o.id] for o in members if o.source.known and role(one) <= role(o) and not _abroad(one, o)}
            if len(fitting) == 1:
                root[one.id] = fitting.pop()
    called: dict[str, list[str]] = {}
    for m in members:
        called.setdefault(root[m.id], []).append(source_name(m))
    known = {root[m.id] for m in members if m.source.known}
    best = {r: _shortest(names) if r in known else max(names, key=lambda n: (len(n), n)) for r, names in called.items()}
    return {m.id: best[root[told_by[m.id].id]] for m in members}


def _shortest(names: Sequence[str]) -> str:
    """The name under which a party is told most, of several the shortest."""
    counted = Counter(names)
    return min(counted, key=lambda n: (-counted[n], len(n), n))


def _borrowed(of: Mention, members: Sequence[Mention]) -> Mention | None:
    """The report of the same article whose source a headline without one has."""
    if of.source_written is not None or not of.headline:
        return None
    return next((m for m in members if m.source_written is not None and m.story.article.id == of.story.article.id), None)


def _one(one: Mention, other: Mention) -> bool:
    if one.source_written is None or other.source_written is None:
        return one.source_written is other.source_written and one.story.voice == other.story.voice
    if _surname(one) and _surname(one) == _surname(other) and not parties.differ(one.source, other.source):
        return True
    if one.source.known or other.source.known:
        return (
            parties.same(one.source, other.source)
            and not parties.differ(one.source, other.source)
            and _police(one) == _police(other)
            and _nameless(one) == _nameless(other)
        )
    left, right = role(one), role(other)
    return one.source_written.lower() == other.source_written.lower() or bool(
        left and right and (left <= right or right <= left)
    )


def _police(of: Mention) -> bool:
    """It is the police that says so: whose figures are not the army's or the government's, though both are one state's."""
    return re.search(r"\b[Pp]olice(?:m[ae]n)?\b", of.source_written or "") is not None


def _nameless(of: Mention) -> bool:
    """It is a man of a force who says so and not the force: "an officer who asked not to be named"."""
    return _NAMELESS.match(of.source_written or "") is not None


def _abroad(one: Mention, other: Mention) -> bool:
    """The one's outlet is of another country than whose word the other is: its "ministry" is none of that country."""
    return parties.differ(home(one.story.voice), other.source)


def _surname(of: Mention) -> str | None:
    """The last word of a name that is a person's: it names neither a country nor an office."""
    found = re.search(r"\b[A-Z][\w’'\-]+\s+([A-Z][\w’'\-]+)$", of.source_written or "")
    return found.group(1) if found and parties.party(found.group(1)).proper else None


def role(of: Mention) -> frozenset[str]:
    """The first letters of the words of a source that say what it is: of "local prosecutors", those of prosecutors."""
    return frozenset(w[:5] for w in words(of.source_written or "") if w[:5] not in _ANYONE and w not in _ANYONE)


def source_name(of: Mention) -> str:
    """Whose word a record is by its own sentence, under the name that the same party has everywhere."""
    if of.source_written is None:
        return of.story.voice
    return of.source_written if _police(of) or _nameless(of) else parties.display(of.source, of.source_written)
