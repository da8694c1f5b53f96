"""Movements that an article tells again: "the withdrawal started at noon", "their convoy headed north"."""

from collections.abc import Iterator

from extractor.language.account import Account
from extractor.language.forces import PRONOMINAL, is_force
from extractor.language.motion import motions
from extractor.language.motion_frame import Motion, Named
from extractor.language.motion_ways import GOING
from extractor.language.syntax import Parse, Token
from extractor.language.vocabulary import words
from extractor.rules.actors import actor_of, last_force
from schemas.base import Status
from schemas.troop_movement import Action

_CRAFT = words("craft") | words("procession")
_GOING = (Action.ADVANCE, Action.DEPLOY)
_NEAR = 1  # sentences in which a force that goes on may have been told to leave


def who_moves(account: Account, motion: Motion, sentence: int) -> tuple[Named | None, Action]:
    """The force of a movement, by what was told before where the movement names none, and what it does by that."""
    parse = account.parses[sentence - 1]
    if motion.nominal and motion.mover.start == motion.at:
        return _of_before(account, motion, sentence)
    owned = motion.mover.among(_CRAFT) and any(c.low in ("their", "its") for c in parse.children(motion.mover, "poss"))
    named = last_force(account, sentence, motion.actor_at[0]) if owned else actor_of(account, motion, sentence)
    if named is not None and (owned or motion.mover.low in PRONOMINAL) and _goes_on(account, parse, motion, sentence, named):
        return named, Action.WITHDRAW
    return named, motion.action


def _of_before(account: Account, motion: Motion, sentence: int) -> tuple[Named | None, Action]:
    """Whose a movement is that only a noun names: of the last one like it, else of the last force told to be somewhere."""
    alike = {motion.action, Action.WITHDRAW}
    for wanted in (alike, {Action.HOLD, Action.CAPTURE, Action.DEPLOY, Action.ADVANCE}):
        for told, number in _before(account, motion, sentence):
            if told.action in wanted and not _unnamed(told) and (named := actor_of(account, told, number)) is not None:
                return named, told.action if wanted is alike else motion.action
    return None, motion.action


def _unnamed(motion: Motion) -> bool:
    return motion.nominal and motion.mover.start == motion.at


def _before(account: Account, motion: Motion, sentence: int, near: int | None = None) -> Iterator[tuple[Motion, int]]:
    """The movements told before one, the nearest first, with their sentences."""
    first = 0 if near is None else max(0, sentence - 1 - near)
    for number in range(sentence, first, -1):
        parse = account.parses[number - 1]
        for told in reversed(motions(parse)):
            if told.at < motion.at:
                yield told, number


def _goes_on(account: Account, parse: Parse, motion: Motion, sentence: int, named: Named) -> bool:
    """True for those who have just been told to leave and now go somewhere."""
    verb: Token | None = next((t for t in parse if t.start == motion.at), None)
    if motion.action not in _GOING or verb is None or verb.verb not in GOING or motion.status is not Status.ASSERTED:
        return False
    left = (t for t, _ in _before(account, motion, sentence, _NEAR) if t.status is Status.ASSERTED)
    last = next(left, None)
    return last is not None and last.action is Action.WITHDRAW and (last.actor == named[0] or is_force(parse, motion.mover))
