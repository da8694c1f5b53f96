"""Finding a record again after another model or prompt has read its article anew.

What a person said of a record must hold for the record that now tells the same, and for no other: a sentence can hold two
tolls, and a rejection that falls on the wrong one hides it. So a record is the same when its evidence overlaps and it agrees
in the key fields of its type; it is compared as it was read when the person spoke, as it was read last, and as corrected, and
the best of the three counts. A rejection or a tie asks for more than a set value does: where a value is set, a person vouches
that there is such a record, and most of it should be found again even by a model that reads it otherwise.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.language.names import agree, name_words
from schemas.accusation import Accusation
from schemas.base import Count, Record
from schemas.casualty_report import COUNTS, CasualtyReport
from schemas.statement import Statement
from schemas.troop_movement import TroopMovement

ENOUGH = 0.6
STRICT = 0.8
_ONE_EMPTY = 0.7  # one of two names is not told: they may be the same


@dataclass(frozen=True, slots=True)
class Sought:
    """A record that is to be found again: its forms, the one that was read last at the end, and how well one must agree."""

    number: int
    forms: tuple[Record, ...]
    enough: float


def found_again(sought: Sequence[Sought], records: Sequence[Record]) -> dict[int, Record]:
    """The record for each number that is found; no record for two.

    A record of the very id comes first, then what agrees best; where two agree alike, the lower number and the first record.
    """
    in_order = sorted(records, key=_order)
    ranked: list[tuple[int, float, int, int]] = []
    for one in sought:
        for at, record in enumerate(in_order):
            known = max((rank for rank, form in enumerate(one.forms, start=1) if form.id == record.id), default=0)
            alike = max(agreement(form, record) for form in one.forms)
            if alike >= one.enough:
                ranked.append((-known, -alike, one.number, at))
    found: dict[int, Record] = {}
    taken: set[int] = set()
    for *_, number, at in sorted(ranked):
        if number not in found and at not in taken:
            found[number] = in_order[at]
            taken.add(at)
    return found


def agreement(one: Record, other: Record) -> float:
    """How well two records agree in the key fields of their type: 0 to 1, and 0 where their evidence does not overlap."""
    if one.article_id != other.article_id or one.start >= other.end or other.start >= one.end:
        return 0.0
    match one, other:
        case Statement(), Statement():
            return 0.4 * _names(one.speaker, other.speaker) + 0.6 * _wording(one.content, other.content)
        case CasualtyReport(), CasualtyReport():
            return 0.5 * _counts(one, other) + 0.5 * _names(one.victims, other.victims)
        case TroopMovement(), TroopMovement():
            # a sentence often has one force do two things, so that actor and action have to agree both
            places = _places((one.from_place, other.from_place), (one.to_place, other.to_place))
            return _names(one.actor, other.actor) * (one.action is other.action) * (0.5 + 0.5 * places)
        case Accusation(), Accusation():
            parties = (_names(one.accuser, other.accuser) + _names(one.accused, other.accused)) / 2
            return 0.5 * parties + 0.5 * _wording(one.allegation, other.allegation)
    return 0.0


def _order(record: Record) -> tuple[int, int, str]:
    return record.start, record.end, record.id


def _names(one: str | None, other: str | None) -> float:
    if one is None or other is None:
        return 1.0 if one is other else _ONE_EMPTY
    return 1.0 if one == other or agree(one, other) else 0.0


def _places(*pairs: tuple[str | None, str | None]) -> float:
    """The mean over the places that either record gives; one that only one of them gives says little."""
    parts = [0.5 if None in pair else _names(*pair) for pair in pairs if pair != (None, None)]
    return sum(parts) / len(parts) if parts else 1.0


def _wording(one: str, other: str) -> float:
    """The share of words that two texts have in common."""
    left, right = set(name_words(one)), set(name_words(other))
    if one == other or left == right:
        return 1.0
    return 2 * len(left & right) / (len(left) + len(right))


def _counts(one: CasualtyReport, other: CasualtyReport) -> float:
    """The mean over the counts that either record gives."""
    parts = [
        _count(mine, theirs)
        for mine, theirs in ((getattr(one, name), getattr(other, name)) for name in COUNTS)
        if mine is not None or theirs is not None
    ]
    return sum(parts) / len(parts) if parts else 1.0


def _count(one: Count | None, other: Count | None) -> float:
    if one is None or other is None:
        return 0.0
    if one.low == other.low:
        return 1.0
    ends = [math.inf if count.high is None else count.high for count in (one, other)]
    return 0.5 if one.low <= ends[1] and other.low <= ends[0] else 0.0
