"""What says of two records that they are not one fact, whatever else speaks for it.

Different sides, different exact places, days that cannot be the same, counts of another kind, a part and its whole, one
sentence that tells two things, a sentence that tells of another incident than those before it.
"""

import re

from extractor.facts import parties, places
from extractor.facts.called import is_foe
from extractor.facts.figures import agreement, is_none
from extractor.facts.mention import GAINS, Mention
from extractor.facts.parts import is_one_man, is_part, picks_out, size, victims_of
from extractor.facts.scope import dies_later, revises
from schemas.base import Status
from schemas.casualty_report import COUNTS, CasualtyReport, VictimKind
from schemas.fact import Scope
from schemas.statement import Statement
from schemas.troop_movement import Action, TroopMovement

WEEK = 7
OPEN = frozenset({Status.DEMANDED, Status.PLANNED, Status.DENIED})
_FRONTED = re.compile(r"(?:Meanwhile,?\s+)?(?P<where>(?:In|At|On|Near|Off|Outside)\s[^,.;]{3,50}),")
_LATER = re.compile(
    r"(?:(?:Just|Only|About|Less than|A few|Several|Two|Three|Four|Five|\d+|A)\s+){0,2}(?:days?|weeks?|months?|years?)\s+"
    r"(?:later|earlier|before|ago)\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"\bown\b")
_SEPARATE = re.compile(
    r"^(?:Also|Meanwhile)\b|\balso\s+(?:killed|wounded|injured|died|hit|struck|bombed|attacked|shelled)\b|"
    r"\banother\s+(?:village|town|city|settlement|district|hamlet|camp|neighbou?rhood)\b|"
    r"\b(?:separate(?:ly)?|elsewhere|another\s+(?:\w+\s+)?(?:attack|strike|incident|raid|blast|explosion|ambush|clash|shelling|drone))\b",
    re.IGNORECASE,
)


def refused(one: Mention, other: Mention) -> bool:
    """Something in the two records says that they are not one fact."""
    left, right = one.record, other.record
    if left.type is not right.type:
        return True
    if left.article_id == right.article_id and left.start == right.start:
        return not (isinstance(left, CasualtyReport) and isinstance(right, CasualtyReport) and _answers(left, right))
    if one.scope is not other.scope or _opposed(one, other):
        return True
    if isinstance(left, CasualtyReport) and isinstance(right, CasualtyReport):
        if not parties.one_side(one.party, other.party) and parties.differ(one.party, other.party):
            return True
        if one.scope is Scope.INCIDENT and is_one_man(left) is not is_one_man(right) and max(size(left), size(right)) > 1:
            return True
        if _own_beside(one, other):
            return True
        if _foes_of(one, other) or _foes_of(other, one):
            return True
        if one.scope is Scope.INCIDENT and _separate(one, other):
            return True
        if (
            one.scope is Scope.INCIDENT
            and not died_of(left, right)
            and max(size(left), size(right)) > 1
            and picks_out(left) is not picks_out(right)
        ):
            return True
        if is_part(left) and is_part(right) and not any(agreement(left, right)) and not victims_of(left) & victims_of(right):
            return True  # two different parts of one total
        uneven = one.scope is Scope.INCIDENT and is_part(left) is not is_part(right)
        if uneven and (agreement(left, right)[1] or places.apart(one.where, other.where)):
            return True
        if {left.victim_kind, right.victim_kind} == {VictimKind.MILITARY, VictimKind.CIVILIAN}:
            return True
        if one.scope is not Scope.INCIDENT:
            return False
        own_headline = left.article_id == right.article_id and one.headline is not other.headline
        return (places.differ(one.where, other.where) and not own_headline) or not meet(one, other, 0)
    if isinstance(left, TroopMovement) and isinstance(right, TroopMovement):
        if parties.differ(one.party, other.party) or not same_action(left.action, right.action):
            return True
        either_open = left.status in OPEN or right.status in OPEN
        return places.differ(one.where, other.where) or not meet(one, other, WEEK if either_open else 1)
    if parties.differ(one.party, other.party):
        return True
    if isinstance(left, Statement):
        return not meet(one, other, 1)
    crossed = parties.same(one.source, other.party) or parties.same(one.party, other.source)
    return crossed or not meet(one, other, 5)  # who accuses is not who is accused


def _answers(left: CasualtyReport, right: CasualtyReport) -> bool:
    """Two reports of one sentence are figures of one thing: the one replaces the other, or denies it."""
    if revises(left.evidence):
        return True
    both = [
        (getattr(left, n), getattr(right, n)) for n in COUNTS if getattr(left, n) is not None and getattr(right, n) is not None
    ]
    if left.status is right.status is Status.DENIED:
        return any(is_none(one) is not is_none(other) for one, other in both)  # "none of us, not seven, as they claim"
    return Status.DENIED in (left.status, right.status) and left.status is not right.status and bool(both)


def died_of(left: CasualtyReport, right: CasualtyReport) -> bool:
    """The one tells of a death some time after, the other of people wounded."""
    return any(
        dies_later(a.evidence) and b.wounded is not None and b.killed is None and a.wounded is None
        for a, b in ((left, right), (right, left))
    )


def _own_beside(one: Mention, other: Mention) -> bool:
    """In one article the same source tells of "his own men", and so of others in what else he says."""
    left, right = one.record, other.record
    if left.article_id != right.article_id or not parties.same(one.source, other.source):
        return False
    own = [_OWN.search(r.victims or "") is not None for r in (left, right) if isinstance(r, CasualtyReport)]
    return len(set(own)) == 2 and not (one.party.known and other.party.known)


def _foes_of(one: Mention, other: Mention) -> bool:
    """Whose word the one is calls the victims what nobody calls his own, and the other's victims are his own."""
    called = isinstance(one.record, CasualtyReport) and is_foe(one.record.victims or "")
    return called and not parties.same(one.source, one.party) and parties.same(one.source, other.party)


def _separate(one: Mention, other: Mention) -> bool:
    """The later of two in one article says that it tells of another incident than those before it, or begins elsewhere."""
    left, right = one.record, other.record
    if left.article_id != right.article_id or left.start == right.start:
        return False
    later = max(left, right, key=lambda r: r.start).evidence
    if _SEPARATE.search(later) or (_LATER.match(later) and not (revises(later) or dies_later(later))):
        return True
    fronted = _FRONTED.match(later)
    there = places.where(fronted.group("where")).names if fronted else frozenset()
    early, late = sorted((one, other), key=lambda m: m.record.start)
    return (
        bool(there)
        and bool(early.where.names)
        and not there & early.where.names
        and not early.headline
        and bool(late.where.names)
    )


def _opposed(one: Mention, other: Mention) -> bool:
    """One's party is a side of the war, the other's the other side, by what either article tells."""
    left, right = parties.labels(one.party), parties.labels(other.party)
    if not left or not right or left & right or isinstance(one.record, Statement):
        return False
    return any(
        len(two) == 2 and ((left & two[0] and right & two[1]) or (left & two[1] and right & two[0]))
        for two in (one.story.two, other.story.two)
    )


def same_action(one: Action, other: Action) -> bool:
    return one is other or {one, other} <= GAINS


def meet(one: Mention, other: Mention, slack: int) -> bool:
    """The days on which the two can have happened have one in common, or lie not further apart than this."""
    if one.days is None or other.days is None:
        return True
    return one.days[0] - slack <= other.days[1] and other.days[0] - slack <= one.days[1]
