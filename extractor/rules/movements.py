"""Movements that the article's syntax shows, each with its force, day, place and source."""

from extractor.language.account import Account
from extractor.language.motion import motions
from extractor.language.motion_frame import Motion
from extractor.language.syntax import Parse
from extractor.rules.circumstances import source, when
from extractor.rules.places import of_motion
from extractor.rules.retold import who_moves
from schemas.base import Span, Status
from schemas.statement import Act
from schemas.troop_movement import Action, Outcome, TroopMovementProposal


def movements(account: Account, parse: Parse) -> list[TroopMovementProposal]:
    """The movements of one sentence."""
    found: list[TroopMovementProposal] = []
    for motion in motions(parse):
        told = _movement(account, parse, motion)
        if told is not None and not any(_as_before(told, f) for f in found):
            found = [*(f for f in found if not _as_before(f, told)), told]
    return found


def _as_before(one: TroopMovementProposal, other: TroopMovementProposal) -> bool:
    """True for a movement that its sentence has told before, of a force that it now calls "it" or "they"."""
    if (one.actor, one.action) != (other.actor, other.action):
        return False
    placeless = one.action is Action.HOLD and one.to_place is None
    return placeless or (one.to_place, one.from_place) == (other.to_place, other.from_place)


def _movement(account: Account, parse: Parse, motion: Motion) -> TroopMovementProposal | None:
    sentence = parse.sentence
    around = account.source_of(sentence, motion.at, motion.at + 1)
    named, action = who_moves(account, motion, sentence.number)
    if named is None:
        return None
    actor, actor_at = named
    status, outcome = motion.status, motion.outcome
    if around is not None and status is Status.ASSERTED:
        if around.saying.act is Act.DENY and around.sentence == sentence.number:
            status, outcome = Status.DENIED, Outcome.UNKNOWN
        elif around.saying.act is Act.DEMAND and (
            motion.nominal or account.text[motion.at : motion.at + 8].lower() in motion.action.value
        ):
            status, outcome = Status.DEMANDED, Outcome.UNKNOWN
    day = None

    def same(other: Parse) -> bool:
        return any(m.action is motion.action for m in motions(other))

    dated = motion.action is not Action.HOLD or account.dates[sentence.number]
    if dated and status not in (Status.DEMANDED, Status.PLANNED):
        day = _own_year(account, sentence.number, motion) or when(
            account, sentence.number, motion.clause, around, same if sentence.heading else None
        )
    proposal = TroopMovementProposal(
        sentences=[sentence.number],
        actor=actor,
        action=action,
        outcome=outcome,
        status=status,
        source=source(around) or _demander(account, sentence.number, motion),
        from_place=_words(account, motion.from_place),
        to_place=_words(account, motion.to_place),
        when=account.text[slice(*day)] if day else None,
    ).at(actor=actor_at, from_place=motion.from_place, to_place=motion.to_place, when=day)
    return proposal.happened(None if motion.to_place or motion.from_place else of_motion(parse, motion, around))


def _words(account: Account, span: Span | None) -> str | None:
    return account.text[slice(*span)] if span else None


def _own_year(account: Account, sentence: int, motion: Motion) -> Span | None:
    """The date inside a movement's own name: "Russia's 2022 invasion" is no movement of today."""
    own = [m for m in account.dates[sentence] if motion.nominal and m.adjectival and motion.clause[0] <= m.start <= motion.at]
    return (own[-1].start, own[-1].end) if own else None


def _demander(account: Account, sentence: int, motion: Motion) -> str | None:
    """Who demands, plans or denies a movement that stands beside the verb and not within its content."""
    if motion.status is Status.ASSERTED:
        return None
    near = [u for u in account.utterances if u.sentence == sentence and u.saying.at <= motion.at]
    return near[-1].speaker if near else None
