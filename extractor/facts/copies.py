"""Copies: a record whose sentence is another article's, but for a few words, and which of the two was first.

A copy is no report of its own. Two reporters who quote one speaker share his words without copying each other; who quotes what
was said to another outlet, and says so, copies it.
"""

import re
from collections.abc import Iterable, Sequence

from extractor.facts.figures import agreement
from extractor.facts.mention import Mention
from extractor.facts.words import alike, copied, shared
from extractor.facts.words import words as words_of
from schemas.casualty_report import CasualtyReport
from schemas.statement import Statement
from schemas.troop_movement import TroopMovement

_LEAD, _SHORT, _SAME = 200, 8, 20  # characters before a short sentence, the words it has at most, and those that are the same


def is_copy(one: Mention, other: Mention) -> bool:
    """One of the two records is a copy of the other."""
    left, right = one.record, other.record
    if left.article_id == right.article_id or not _alike(one, other):
        return False
    return copied(left.evidence, right.evidence) or _same_passage(one, other) or _told_to(one, other) or _told_to(other, one)


def originals(members: Sequence[Mention], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each copy with the record that it, or what it was copied from, is a copy of.

    `pairs` are ids of which one is the other's copy. Of two alike that is the copy whose article names the other's outlet, else
    that of the later article.
    """
    rank = {m.id: i for i, m in enumerate(members)}
    by_id = {m.id: m for m in members}
    found: dict[str, str] = {}
    for pair in pairs:
        early, late = sorted(pair, key=lambda id_: rank[id_])
        if _credits(by_id[early], by_id[late]) and not _credits(by_id[late], by_id[early]):
            early, late = late, early
        if late not in found or rank[early] < rank[found[late]]:
            found[late] = early
    for copy in found:
        seen = {copy}
        while (first := found.get(found[copy])) is not None and first not in seen:
            seen.add(first)
            found[copy] = first
    return {copy: first for copy, first in found.items() if copy != first}


def _credits(of: Mention, other: Mention) -> bool:
    """The article names the outlet or agency whose voice the other has."""
    return (
        re.search(rf"\b{re.escape(other.story.voice)}\b", of.story.article.text) is not None
        and of.story.voice != other.story.voice
    )


def _told_to(one: Mention, other: Mention) -> bool:
    """The one is the other's quotation, and says so: "he had declared to AFP"."""
    outlet = re.search(rf"\b{re.escape(other.story.voice)}\b", one.record.evidence)
    return outlet is not None and alike(one.record.evidence, other.record.evidence)


def _same_passage(one: Mention, other: Mention) -> bool:
    """A short sentence, word for word, after the same words: "Eleven others were hurt, he said." in a copied paragraph."""
    if words_of(one.record.evidence) != words_of(other.record.evidence) or len(words_of(one.record.evidence)) >= _SHORT:
        return False
    left, right = (words_of(m.story.article.text[max(0, m.record.start - _LEAD) : m.record.end]) for m in (one, other))
    return min(len(left), len(right)) >= _SAME and left[-_SAME:] == right[-_SAME:]


def _alike(one: Mention, other: Mention) -> bool:
    """The two records of one sentence and its copy are the same of several."""
    left, right = one.record, other.record
    if isinstance(left, CasualtyReport) and isinstance(right, CasualtyReport):
        agree, clash = agreement(left, right)
        return bool(agree) and not clash
    if isinstance(left, Statement) and isinstance(right, Statement):
        return left.act is right.act and shared(one.words, other.words) >= 0.6
    if isinstance(left, TroopMovement) and isinstance(right, TroopMovement):
        return (
            left.action is right.action
            and left.status is right.status
            and (left.to_place == right.to_place or left.from_place == right.from_place)
        )
    return left.start == right.start or shared(one.words, other.words) >= 0.5
