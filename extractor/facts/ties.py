"""Whether two records tell one fact, and why: a score of what speaks for it, unless something refuses it.

What speaks for it: the same exact place, the same day, the same figure, the same words, the same speaker, a headline and its
article. Each has a weight; the weights are log odds, set by hand near those that a logistic regression gave on the development
articles. A tie is made where the sum reaches 0, and names what it rests on.
"""

from dataclasses import dataclass, field
from datetime import date

from extractor.facts import parties, places
from extractor.facts.belligerents import OUTSIDERS, most_named
from extractor.facts.called import is_rebel, is_soldier
from extractor.facts.context import own_targets
from extractor.facts.copies import is_copy
from extractor.facts.figures import agreement, is_none
from extractor.facts.main_event import about_one, may_be_one_group
from extractor.facts.mention import GAINS, Mention, actions, denies_losses
from extractor.facts.parties import party
from extractor.facts.parts import is_one_man, is_part, part_of, victims_of
from extractor.facts.refusals import OPEN, WEEK, died_of, meet, refused
from extractor.facts.scope import revises
from extractor.facts.words import alike, shared
from schemas.accusation import Accusation
from schemas.base import Status
from schemas.casualty_report import CasualtyReport, VictimKind
from schemas.fact import Scope
from schemas.statement import Act, Statement
from schemas.troop_movement import TroopMovement

_EVEN = 1e-9  # sums of weights that come to 0 may fall this short of it
_COPY = 20.0  # above all scores
_NEAR = 400  # characters between two records of one passage


@dataclass(frozen=True, slots=True)
class Tie:
    """Two records tell one fact, or belong to two facts that bear on each other.

    `about`: the first, a denial, is about what the second tells without being of its type. `part`: the victims of the first are
    part of those of the second.
    """

    one: str
    other: str
    score: float
    why: str
    copy: bool = False
    about: bool = False
    part: bool = False

    @property
    def joins(self) -> bool:
        """The two are one fact."""
        return not self.about and not self.part


@dataclass(slots=True)
class _Case:
    """What speaks for a tie so far: log odds, and the reasons worth telling."""

    score: float
    why: list[str] = field(default_factory=list)

    def add(self, weight: float, why: str = "") -> None:
        self.score += weight
        if why:
            self.why.append(why)


def tie(one: Mention, other: Mention) -> Tie | None:
    """The tie of two records, or None."""
    left, right = one.record, other.record
    if left.type is not right.type:
        return _denial(one, other) or _denial(other, one)
    if isinstance(left, CasualtyReport) and isinstance(right, CasualtyReport):
        for part, total in ((left, right), (right, left)):
            if (sure := part_of(part, total)) is not None:
                where = "in one sentence" if part.start == total.start else "in the same passage"
                return Tie(part.id, total.id, sure, f"told as part of it {where}", part=True)
    if refused(one, other):
        return None
    if is_copy(one, other):
        return Tie(one.id, other.id, _COPY, "the same sentence", copy=True)
    case: _Case | None = None
    if isinstance(left, CasualtyReport) and isinstance(right, CasualtyReport):
        case = _losses(one, other, left, right)
    elif isinstance(left, TroopMovement) and isinstance(right, TroopMovement):
        case = _movements(one, other, left, right)
    elif isinstance(left, Accusation) and isinstance(right, Accusation):
        case = _accusations(one, other, left, right)
    elif isinstance(left, Statement) and isinstance(right, Statement):
        case = _statements(one, other, left, right)
    return Tie(one.id, other.id, case.score, ", ".join(case.why)) if case is not None and case.score > _EVEN else None


def _losses(one: Mention, other: Mention, left: CasualtyReport, right: CasualtyReport) -> _Case | None:
    """Two reports of people hurt."""
    agree, clash = agreement(left, right)
    if one.scope is Scope.WAR:
        return _wars(one, other, agree, clash)
    case = _Case(-3.2)
    if not agree and not clash:
        case.add(-0.5)  # one counts the killed, the other the wounded
    if both := one.targets & other.targets:
        case.add(1.6, f"both of a {min(both)}")
    elif own_targets(left) and own_targets(right):
        case.add(-1.0)
    if parties.one_side(one.party, other.party):
        case.add(0.7, "the same side's losses")
    elif any(is_rebel(a.victims or "") and is_soldier(b.victims or "") for a, b in ((left, right), (right, left))):
        case.add(-2.5)
    if left.victim_kind is right.victim_kind and left.victim_kind is not VictimKind.UNKNOWN:
        case.add(0.3, f"both {left.victim_kind.value}")
    elif VictimKind.MILITARY in (left.victim_kind, right.victim_kind):
        case.add(-0.4)
    if agree:
        most = max(getattr(left, name).low for name in agree)
        weight = 2.0 if most <= 2 else 2.6 if most < 10 else 3.0
        if not any(getattr(left, name).low == getattr(right, name).low for name in agree):
            weight *= 0.4  # "at least 22" may be 43
        case.add(weight, f"alike figures ({', '.join(agree)})")
    known = left.victim_kind is right.victim_kind and left.victim_kind is not VictimKind.UNKNOWN
    if known and one.where.exact & other.where.exact and _one_day(one, other):
        case.add(0.8)
    if len(agree) > 1:
        case.add(1.2, "in more than one count")
    if _main_of_both(one, other, left, right):
        case.add(2.5, "the main event of both articles")
    if died_of(left, right) and victims_of(left) & victims_of(right):
        case.add(2.4, "died of those wounded")
    if is_one_man(left) and is_one_man(right) and victims_of(left) & victims_of(right):
        case.add(2.4, "the same person")
    if is_part(left) and is_part(right) and victims_of(left) & victims_of(right):
        case.add(0.6, "both told as part of a total")
    if any(is_none(getattr(left, name)) is not is_none(getattr(right, name)) for name in clash) and places.shared(
        one.where, other.where
    ):
        case.add(0.8, "told and denied")
    elif clash and not changed(one, other):
        case.add(-0.3 if one.scope is Scope.INCIDENT else -1.0)
    if (
        one.scope is Scope.RUNNING
        and left.victim_kind is right.victim_kind
        and left.date is not None
        and right.date is not None
        and one.days is not None
        and other.days is not None
        and one.days[0] == other.days[0]
    ):
        case.add(2.0, "counted from one day on")
        if left.article_id != right.article_id and (
            parties.one_side(one.party, other.party) or left.victim_kind is VictimKind.CIVILIAN
        ):
            case.add(1.4 if _of_one_war(one, other) else 0.0, "of one war")
    _circumstances(case, one, other, place=1.6, wide=0.4, day=1.0, framed=-0.3, words=2.5, headline=0.8, passage=0.3)
    return case


def _main_of_both(one: Mention, other: Mention, left: CasualtyReport, right: CasualtyReport) -> bool:
    """Two articles about one event, and both reports tell of it, of men called alike."""
    if left.article_id == right.article_id or one.scope is not Scope.INCIDENT or not (one.main and other.main):
        return False
    days = abs(one.story.day - other.story.day) if one.story.day is not None and other.story.day is not None else None
    return about_one(one.story.article.text, other.story.article.text, days) and may_be_one_group(left, right)


def changed(one: Mention, other: Mention) -> bool:
    """One of the two says that its figure replaces an earlier one."""
    return revises(one.record.evidence) or revises(other.record.evidence)


def _wars(one: Mention, other: Mention, agree: list[str], clash: list[str]) -> _Case:
    """Two tolls of whole wars: their days say nothing."""
    case = _Case(-2.4)
    if agree and not clash:
        case.add(2.0, "alike figures of a whole war")
    if _since(one) is not None and _since(one) == _since(other) and _of_one_war(one, other):
        case.add(2.0, "of a war since one year")
    elif _plain(one) & _plain(other) & _years(one, other):
        case.add(0.8, "of one year")
    if one.where.names & other.where.names:
        case.add(1.3, "of one war")
    elif parties.same(one.party, other.party) or _of_one_war(one, other):
        case.add(0.5, "of one war")
    words = shared(_plain(one), _plain(other))
    if words >= 0.2:
        case.add(2.0 * words, "shared words")
    return case


def _since(of: Mention) -> int | None:
    """The year in which a war began."""
    return date.fromordinal(of.days[0]).year if of.days and not of.framed else None


def _of_one_war(one: Mention, other: Mention) -> bool:
    """The two articles have a party in common among the three that each names most."""
    left, right = (set(most_named(m.story.article.text)) - OUTSIDERS for m in (one, other))
    return bool(left & right)


def _movements(one: Mention, other: Mention, left: TroopMovement, right: TroopMovement) -> _Case:
    """Two reports of forces that move."""
    case = _Case(-3.4)
    if parties.same(one.party, other.party) or left.actor.lower() == right.actor.lower():
        case.add(1.2, "the same force")
    else:
        case.add(0.4)
    if left.action is right.action:
        case.add(1.2, f"both {left.action.value}")
    else:
        case.add(0.6, "both gain ground")
    open_ = {left.status, right.status} & OPEN
    if Status.DENIED in open_ and left.status is not right.status:
        case.add(1.3 if left.article_id == right.article_id else 0.3, "told and denied")
    elif open_ == {Status.DEMANDED} and left.status is not right.status:
        case.add(-0.5)
    _circumstances(case, one, other, place=1.8, wide=0.9, day=1.2, framed=-0.5, words=1.5, headline=0.6, passage=0.5)
    return case


def _accusations(one: Mention, other: Mention, left: Accusation, right: Accusation) -> _Case:
    """Two charges."""
    case = _Case(-4.2)
    if parties.same(one.party, other.party) or left.accused.lower() == right.accused.lower():
        case.add(1.2, "the same accused")
    if both := one.targets & other.targets:
        case.add(1.0, f"both of a {min(both)}")
    if left.category is right.category:
        case.add(1.6, f"both {left.category.value.replace('_', ' ')}")
    if parties.same(one.source, other.source):
        case.add(1.0, "the same accuser")
    _circumstances(case, one, other, place=1.2, wide=0.6, day=0.3, framed=-0.4, words=3.0, headline=1.2, passage=1.0)
    return case


def _statements(one: Mention, other: Mention, left: Statement, right: Statement) -> _Case | None:
    """Two sayings."""
    if min(len(_plain(one)), len(_plain(other))) < 2:
        return None
    case = _Case(-5.0)
    if parties.same(one.party, other.party) or (left.speaker or "").lower() == (right.speaker or "").lower():
        case.add(0.6, "the same speaker")
    if alike(left.content, right.content):
        case.add(3.0, "the same words")
    if left.act is right.act:
        case.add(1.2, f"both {left.act.value}")
    if left.article_id == right.article_id:
        case.add(-1.0)
    _circumstances(case, one, other, place=0.5, wide=0.2, day=0.5, framed=0.0, words=6.0, headline=1.5, passage=0.5)
    return case


def _circumstances(
    case: _Case, one: Mention, other: Mention, *, place: float, wide: float, day: float, framed: float, words: float,
    headline: float, passage: float,
) -> None:  # fmt: skip
    """What place, time, words and the two places in the text weigh."""
    if both := places.shared(one.where, other.where):
        case.add(place, f"both at {min(both)}")
    elif both := places.in_district(one.where, other.where):
        case.add((place + wide) / 2, f"both in {min(both)}")
    elif both := one.where.wide & other.where.wide:
        case.add(wide, f"both in {min(both)}")
    elif places.apart(one.where, other.where):
        case.add(-1.2)
    if _one_day(one, other):
        case.add(day, "on one day")
    elif one.framed or other.framed:
        case.add(framed)
    common = shared(_plain(one), _plain(other))
    if common >= 0.2:
        case.add(words * min(common, 0.9), "shared words")
    if one.story.article.id == other.story.article.id:
        if one.headline != other.headline:
            case.add(headline, "a headline and its article")
        if abs(one.record.start - other.record.start) < _NEAR:
            case.add(passage, "in one passage")


def _denial(statement: Mention, other: Mention) -> Tie | None:
    """A denial that is about what a record of another type tells."""
    said, told = statement.record, other.record
    if not isinstance(said, Statement) or said.act is not Act.DENY or not meet(statement, other, WEEK):
        return None
    about = party(said.content)
    near = said.article_id == told.article_id and 0 <= said.start - told.start < 2 * _NEAR
    case = _Case(-1.0)
    if isinstance(told, TroopMovement):
        if told.status is Status.DENIED and parties.same(statement.source, other.source):
            return None  # the movement's own record says so already
        action = "gain" if told.action in GAINS else told.action.value
        if action not in actions(said.content):
            return None
        if not parties.same(statement.party, other.party) and not parties.same(about, other.party):
            return None
        case.add(0.6, f"denies a movement of that kind by {told.actor}")
    elif isinstance(told, Accusation):
        if not parties.one_side(statement.party, other.party):
            return None
        if told.response is not None and said.article_id == told.article_id and said.evidence == told.response.evidence:
            return None  # the accusation's own record says so already
        case.add(0.4, "the accused denies")
    elif isinstance(told, CasualtyReport):
        if not denies_losses(said.content):
            return None
        if not parties.same(statement.party, other.party) and not parties.same(about, other.party):
            return None
        case.add(0.5, "denies losses")
    if parties.differ(statement.party, other.source) or not other.source.known:
        case.add(0.1)
    if places.shared(statement.where, other.where):
        case.add(0.4, "at the same place")
    if near:
        case.add(0.6 if said.start - told.start < _NEAR else 0.4, "in the same passage")
    words = shared(statement.words, other.words)
    if words >= 0.2:
        case.add(min(words, 0.7), "shared words")
    return Tie(statement.id, other.id, case.score, ", ".join(case.why), about=True) if case.score >= 0 else None


def _one_day(one: Mention, other: Mention) -> bool:
    """Both name their day, and it is the same."""
    return not one.framed and not other.framed and one.days == other.days


def _plain(of: Mention) -> frozenset[str]:
    """The words of a record without those that only name its party or its place."""
    names = {
        w[:5] for w in (*of.party.proper, *(p for name in of.where.exact | of.where.wide | of.where.near for p in name.split()))
    }
    return frozenset(w for w in of.words if w.lower() not in names)


def _years(one: Mention, other: Mention) -> frozenset[str]:
    return frozenset(w for w in one.words | other.words if len(w) == 4 and w.isdigit())
