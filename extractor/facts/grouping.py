"""From ties to facts: records that are tied make a component, and a component falls into facts.

Ties are taken up from the strongest to the weakest; one is passed over when the two groups that it would join hold records of
which something says that they are not one fact. So a vague report can not chain two incidents together. The outcome depends on
the records and nothing else: not on the order of the articles, nor on what was there before.

What a person said goes first: a record tied by hand is joined whatever speaks against it, one untied by hand never.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from extractor.facts.mention import Mention, keys
from extractor.facts.refusals import refused
from extractor.facts.ties import Tie, tie
from schemas.base import RecordType

_BY_HAND = 99.0
Said = Mapping[tuple[str, str], tuple[bool, str]]
"""Pairs of records (the smaller id first) of which a person said that they are one fact or not, and in which words."""


@dataclass(slots=True)
class Group:
    """The records of one fact; `ties` join them, `denials` are of other types and about it, `wholes` those it is part of."""

    members: list[str]
    ties: list[Tie] = field(default_factory=list)
    denials: list[Tie] = field(default_factory=list)
    wholes: list[Tie] = field(default_factory=list)


def meetings(
    mentions: Mapping[str, Mention], fresh: Iterable[str] | None = None, progress: Callable[[int, int], None] = lambda *_: None
) -> Iterator[tuple[str, str]]:
    """Each pair of records that share a key, once; with `fresh`, only pairs of which one is among these.

    `progress` is told how many records have been held against the others, and of how many.
    """
    wanted = set(mentions if fresh is None else fresh)
    by_key: dict[str, list[str]] = {}
    for id_ in mentions:
        for key in set(keys(mentions[id_])):
            by_key.setdefault(key, []).append(id_)
    for number, one in enumerate(sorted(wanted), start=1):
        progress(number, len(wanted))
        near = {id_ for key in set(keys(mentions[one])) for id_ in by_key[key]}
        for other in sorted(near - {one}):
            if other not in wanted or one < other:
                yield (one, other) if one < other else (other, one)


def ties(mentions: Mapping[str, Mention], pairs: Iterable[tuple[str, str]], said: Said) -> Iterator[Tie]:
    """The ties among these pairs, and those that a person made."""
    for one, other in pairs:
        if (one, other) not in said and (found := tie(mentions[one], mentions[other])) is not None:
            yield found
    for (one, other), (tied, why) in said.items():
        if tied and one in mentions and other in mentions:
            yield Tie(one, other, _BY_HAND, f"tied {why}")


def components(ids: Iterable[str], found: Iterable[Tie]) -> list[list[str]]:
    """The records that ties connect, each component and their list in the order of ids."""
    root = {id_: id_ for id_ in ids}
    for one in found:
        left, right = sorted((_up(root, one.one), _up(root, one.other)))
        root[right] = left
    parts: dict[str, list[str]] = {}
    for id_ in sorted(root):
        parts.setdefault(_up(root, id_), []).append(id_)
    return list(parts.values())


def groups(mentions: Mapping[str, Mention], members: Iterable[str], found: Iterable[Tie], said: Said) -> list[Group]:
    """The facts of one component."""
    group_of = {id_: Group([id_]) for id_ in members}
    ordered = sorted(found, key=lambda t: (-t.score, min(t.one, t.other), max(t.one, t.other)))
    tied = {(min(t.one, t.other), max(t.one, t.other)) for t in ordered if t.joins}
    for one in ordered:
        left, right = group_of[one.one], group_of[one.other]
        if not one.joins or left is right:
            continue
        if one.score < _BY_HAND and (_clash(left, right, mentions, said) or _loose(left, right, tied, mentions)):
            continue
        if len(left.members) < len(right.members):
            left, right = right, left
        left.members += right.members
        left.ties += [*right.ties, one]
        for id_ in right.members:
            group_of[id_] = left
    attached: set[str] = set()
    for one in ordered:
        if one.about and one.one not in attached:
            attached.add(one.one)
            group_of[one.other].denials.append(one)
        if one.part:
            group_of[one.one].wholes.append(one)
    return sorted({id(g): g for g in group_of.values()}.values(), key=lambda g: min(g.members))


def wholes(made: Sequence[Group], ids: Sequence[str]) -> dict[str, str]:
    """Each fact whose victims are part of another's, with that other: of several the one with the largest count."""
    fact_of = {record: id_ for group, id_ in zip(made, ids, strict=True) for record in group.members}
    found: dict[str, str] = {}
    for group, id_ in zip(made, ids, strict=True):
        others = [fact_of[t.other] for t in group.wholes if fact_of[t.other] != id_]
        if others and found.get(others[0]) != id_:
            found[id_] = others[0]
    return found


def paths(first: str, joined: Iterable[Tie]) -> dict[str, Tie]:
    """For every record but the first, the tie by which it hangs on it, over as few others as can be."""
    near: dict[str, list[Tie]] = {}
    for one in sorted(joined, key=lambda t: (-t.score, t.one, t.other)):
        near.setdefault(one.one, []).append(one)
        near.setdefault(one.other, []).append(one)
    found: dict[str, Tie] = {}
    waiting = deque([first])
    while waiting:
        here = waiting.popleft()
        for one in near.get(here, ()):
            there = one.other if one.one == here else one.one
            if there != first and there not in found:
                found[there] = one
                waiting.append(there)
    return found


def _loose(left: Group, right: Group, tied: Collection[tuple[str, str]], mentions: Mapping[str, Mention]) -> bool:
    """Of sayings and charges, which have only their words to go by, too few are alike.

    Two that a third is a little like are not the same for that.
    """
    if mentions[left.members[0]].record.type not in (RecordType.STATEMENT, RecordType.ACCUSATION):
        return False
    pairs = [(min(a, b), max(a, b)) for a in left.members for b in right.members]
    return sum(pair in tied for pair in pairs) * 2 < len(pairs)


def _clash(left: Group, right: Group, mentions: Mapping[str, Mention], said: Said) -> bool:
    """A record of one group can not be of one fact with one of the other."""
    for one in left.members:
        for other in right.members:
            pair = (one, other) if one < other else (other, one)
            if not said[pair][0] if pair in said else refused(mentions[one], mentions[other]):
                return True
    return False


def _up(root: dict[str, str], id_: str) -> str:
    while root[id_] != id_:
        root[id_] = id_ = root[root[id_]]
    return id_
