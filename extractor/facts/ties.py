"""Whether two records tell one fact, and why: a score of what speaks for it, and refusals that nothing outweighs.

What refuses: different sides, different exact places, days that cannot be the same, counts of another kind, one sentence that
tells two things. What speaks for it: the same exact place, the same day, the same figure, the same words, the same speaker. A
score of 1 is enough. The weights were set by hand on the development articles; every tie names what it rests on.
"""

from dataclasses import dataclass, field

from extractor.facts import parties, places
from extractor.facts.mention import Mention, actions
from extractor.facts.parties import party
from extractor.facts.words import copied, shared
from schemas.accusation import Accusation
from schemas.base import Count, Status
from schemas.casualty_report import CasualtyReport, VictimKind
from schemas.fact import Scope
from schemas.statement import Act, Statement
from schemas.troop_movement import Action, TroopMovement

_WEEK = 7
_LOOSE = 2.0  # a copy is above all scores
_GAINS = frozenset({Action.ADVANCE, Action.CAPTURE})
_OPEN = frozenset({Status.DEMANDED, Status.PLANNED, Status.DENIED})


@dataclass(frozen=True, slots=True)
class Tie:
    """Two records tell one fact; `about` when the first, a denial, is about what the second tells without being of its type."""

    one: str
    other: str
    score: float
    why: str
    copy: bool = False
    about: bool = False


@dataclass(slots=True)
class _Case:
    """What has been found for a tie so far."""

    score: float = 0.0
    why: list[str] = field(default_factory=list)

    def add(self, score: float, why: str) -> None:
        self.score += score
        self.why.append(why)


def tie(one: Mention, other: Mention) -> Tie | None:
    """The tie of two records, or None."""
    left, right = one.record, other.record
    if left.type is not right.type:
        return _denial(one, other) or _denial(other, one)
    if refused(one, other):
        return None
    if left.article_id != right.article_id and copied(left.evidence, right.evidence) and _alike(one, other):
        return Tie(one.id, other.id, _LOOSE, "the same sentence", copy=True)
    case = _Case()
    if isinstance(left, CasualtyReport) and isinstance(right, CasualtyReport):
        _losses(case, one, other, left, right)
    elif isinstance(left, TroopMovement) and isinstance(right, TroopMovement):
        _movements(case, one, other, left, right)
    elif isinstance(left, Accusation) and isinstance(right, Accusation):
        _accusations(case, one, other, left, right)
    elif isinstance(left, Statement) and isinstance(right, Statement):
        _statements(case, one, other, left, right)
    return Tie(one.id, other.id, min(case.score, 1.99), ", ".join(case.why)) if case.score >= 1 else None


def refused(one: Mention, other: Mention) -> bool:
    """Something in the two records says that they are not one fact."""
    left, right = one.record, other.record
    if left.type is not right.type:
        return True
    if left.article_id == right.article_id and left.start == right.start:
        return True
    if one.scope is not other.scope:
        return True
    if isinstance(left, CasualtyReport) and isinstance(right, CasualtyReport):
        if not parties.one_side(one.party, other.party) and parties.differ(one.party, other.party):
            return True
        if {left.victim_kind, right.victim_kind} == {VictimKind.MILITARY, VictimKind.CIVILIAN}:
            return True
        if one.scope is not Scope.INCIDENT:
            return False
        return places.differ(one.where, other.where) or not _meet(one, other, 0)
    if isinstance(left, TroopMovement) and isinstance(right, TroopMovement):
        if parties.differ(one.party, other.party) or not _same_action(left.action, right.action):
            return True
        either_open = left.status in _OPEN or right.status in _OPEN
        return _elsewhere(one, other) or not _meet(one, other, _WEEK if either_open else 1)
    if parties.differ(one.party, other.party):
        return True
    return not _meet(one, other, 1 if isinstance(left, Statement) else 2)


def _losses(case: _Case, one: Mention, other: Mention, left: CasualtyReport, right: CasualtyReport) -> None:
    """Two reports of people hurt."""
    agree, clash = _figures(left, right)
    if not agree and not clash:
        return  # one counts the killed, the other the wounded
    if one.scope is Scope.WAR:
        if agree and not clash:
            case.add(0.8, "alike figures of a whole war")
        if (
            one.where.wide & other.where.wide
            or parties.same(one.party, other.party)
            or one.words & other.words & _years(one, other)
        ):
            case.add(0.3, "of one war")
        return
    same_place = places.meet(one.where, other.where)
    same_side = one.party.known and other.party.known
    if same_place:
        case.add(0.5, f"both at {min(one.where.exact & other.where.exact)}")
    if same_side:
        case.add(0.25, "the same side's losses")
    if left.victim_kind is right.victim_kind and left.victim_kind is not VictimKind.UNKNOWN:
        case.add(0.1, f"both {left.victim_kind.value}")
    if _one_day(one, other):
        case.add(0.3, "on one day")
    if agree:
        case.add(0.35 if clash else 0.45, f"alike figures ({', '.join(agree)})")
    if len(agree) > 1 and not clash:
        case.add(0.25, "in more than one count")
    if one.scope is Scope.RUNNING and not same_place and not agree:
        case.score -= 0.4
    words = shared(_plain(one), _plain(other))
    if words >= 0.3:
        case.add(min(words, 0.7) * 0.8, "shared words")
    if clash and not same_place and words < 0.3:
        case.score -= 0.3


def _movements(case: _Case, one: Mention, other: Mention, left: TroopMovement, right: TroopMovement) -> None:
    """Two reports of forces that move."""
    if not (one.party.known and other.party.known) and left.actor.lower() != right.actor.lower():
        return
    case.add(0.35, "the same force")
    case.add(
        0.2 if left.action is right.action else 0.1,
        f"both {left.action.value}" if left.action is right.action else "gaining ground",
    )
    if places.meet(one.where, other.where):
        case.add(0.5, f"at {min(one.where.exact & other.where.exact)}")
    elif one.where.wide & other.where.wide:
        case.add(0.15, f"in {min(one.where.wide & other.where.wide)}")
    if _one_day(one, other) and not (left.status in _OPEN and right.status in _OPEN):
        case.add(0.2, "on one day")
    elif not one.framed and not other.framed:
        case.add(0.1, "within days")
    if left.article_id == right.article_id:
        case.add(0.1, "in one article")
    words = shared(_plain(one), _plain(other))
    if words >= 0.25:
        case.add(min(words, 0.7) * 0.6, "shared words")


def _accusations(case: _Case, one: Mention, other: Mention, left: Accusation, right: Accusation) -> None:
    """Two charges."""
    if not (one.party.known and other.party.known) and left.accused.lower() != right.accused.lower():
        return
    case.add(0.35, "the same accused")
    if left.category is right.category:
        case.add(0.2, f"both {left.category.value.replace('_', ' ')}")
    if places.meet(one.where, other.where):
        case.add(0.25, f"at {min(one.where.exact & other.where.exact)}")
    if parties.same(one.source, other.source):
        case.add(0.15, "the same accuser")
    words = shared(_plain(one), _plain(other))
    if words >= 0.2:
        case.add(min(words, 0.8) * 0.9, "shared words")


def _statements(case: _Case, one: Mention, other: Mention, left: Statement, right: Statement) -> None:
    """Two sayings."""
    if not (one.party.known and other.party.known) and (left.speaker or "").lower() != (right.speaker or "").lower():
        return
    if min(len(_plain(one)), len(_plain(other))) < 2:
        return
    words = shared(_plain(one), _plain(other))
    if words >= 0.35:
        case.add(min(words, 0.85) * 1.2, "the same speaker, shared words")
    if left.act is right.act:
        case.add(0.2, f"both {left.act.value}")
    if left.article_id == right.article_id:
        case.score -= 0.1


def _denial(statement: Mention, other: Mention) -> Tie | None:
    """A denial that is about what a record of another type tells."""
    said, told = statement.record, other.record
    if not isinstance(said, Statement) or said.act is not Act.DENY or not _meet(statement, other, _WEEK):
        return None
    about = party(said.content)
    case = _Case()
    if isinstance(told, TroopMovement):
        if told.status is Status.DENIED and parties.same(statement.source, other.source):
            return None  # the movement's own record says so already
        action = "gain" if told.action in _GAINS else told.action.value
        if action not in actions(said.content) or not (
            parties.same(statement.party, other.party) or parties.same(about, other.party)
        ):
            return None
        case.add(0.6, f"denies a movement of that kind by {told.actor}")
    elif isinstance(told, Accusation):
        if not parties.same(statement.party, other.party):
            return None
        case.add(0.4, "the accused denies")
        if said.article_id == told.article_id and 0 <= said.start - told.start < 600:
            case.add(0.2, "in the same passage")
    elif isinstance(told, CasualtyReport):
        if not any(w in said.content.lower() for w in ("casualt", "loss", "killed", "dead", "death", "toll")):
            return None
        if not (parties.same(statement.party, other.party) or parties.same(about, other.party)):
            return None
        case.add(0.5, "denies losses")
    if places.meet(statement.where, other.where):
        case.add(0.4, "at the same place")
    if said.article_id == told.article_id:
        case.add(0.2, "in one article")
    words = shared(statement.words, other.words)
    if words >= 0.25:
        case.add(min(words, 0.7) * 0.8, "shared words")
    return Tie(statement.id, other.id, case.score, ", ".join(case.why), about=True) if case.score >= 1 else None


def _alike(one: Mention, other: Mention) -> bool:
    """The two records of one sentence and its copy are the same of several."""
    left, right = one.record, other.record
    if isinstance(left, CasualtyReport) and isinstance(right, CasualtyReport):
        agree, clash = _figures(left, right)
        return bool(agree) and not clash
    if isinstance(left, Statement) and isinstance(right, Statement):
        return shared(one.words, other.words) >= 0.6
    if isinstance(left, TroopMovement) and isinstance(right, TroopMovement):
        return (
            left.action is right.action
            and left.status is right.status
            and (left.to_place == right.to_place or left.from_place == right.from_place)
        )
    return left.start == right.start or shared(one.words, other.words) >= 0.5


def _figures(left: CasualtyReport, right: CasualtyReport) -> tuple[list[str], list[str]]:
    """The counts in which two reports agree, and those in which they clash."""
    agree: list[str] = []
    clash: list[str] = []
    for name in ("killed", "wounded", "missing", "captured"):
        one, other = getattr(left, name), getattr(right, name)
        if one is None or other is None:
            continue
        (agree if overlap(one, other) else clash).append(name)
    return agree, clash


def overlap(one: Count, other: Count) -> bool:
    """The two ranges have a number in common; an open one reaches to twice its low, "around" a tenth further."""
    low, high = _reach(one)
    least, most = _reach(other)
    return low <= most and least <= high


def _reach(count: Count) -> tuple[float, float]:
    high = count.high if count.high is not None else max(count.low * 2, count.low + 2)
    slack = 0.1 * count.low if count.approx else 0
    return count.low - slack, high + slack


def _same_action(one: Action, other: Action) -> bool:
    return one is other or {one, other} <= _GAINS


def _elsewhere(one: Mention, other: Mention) -> bool:
    return places.differ(one.where, other.where)


def _meet(one: Mention, other: Mention, slack: int) -> bool:
    """The days on which the two can have happened have one in common, or lie not further apart than this."""
    if one.days is None or other.days is None:
        return True
    return one.days[0] - slack <= other.days[1] and other.days[0] - slack <= one.days[1]


def _one_day(one: Mention, other: Mention) -> bool:
    """Both name their day, and it is the same."""
    return not one.framed and not other.framed and one.days == other.days


def _plain(of: Mention) -> frozenset[str]:
    """The words of a record without those that only name its party or its place."""
    names = {w[:5] for w in (*of.party.proper, *(p for name in of.where.exact | of.where.wide for p in name.split()))}
    return of.words - names


def _years(one: Mention, other: Mention) -> frozenset[str]:
    return frozenset(w for w in one.words | other.words if len(w) == 4 and w.isdigit())
