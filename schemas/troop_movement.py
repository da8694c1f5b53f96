"""TroopMovement: armed forces or peacekeepers go, come, take, leave, stay or are sent."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from schemas.base import Proposal, Record, RecordType, SentenceNumber, Status


class Action(StrEnum):
    ADVANCE = "advance"
    CAPTURE = "capture"
    WITHDRAW = "withdraw"
    DEPLOY = "deploy"
    HOLD = "hold"


class Outcome(StrEnum):
    DONE = "done"
    ONGOING = "ongoing"
    FAILED = "failed"
    UNKNOWN = "unknown"


class TroopMovement(Record):
    type: Literal[RecordType.TROOP_MOVEMENT] = RecordType.TROOP_MOVEMENT
    actor: str
    action: Action
    outcome: Outcome = Outcome.DONE
    from_place: str | None = None
    to_place: str | None = None


class TroopMovementProposal(Proposal):
    """One movement of one force, also when it is denied, demanded, planned or fails."""

    sentences: list[int] = Field(description="numbers of the sentences that hold it, usually one", min_length=1)
    actor: str = Field(description="the force that moves, copied, not who talks about it")
    action: Action = Field(description="what the force does")
    outcome: Outcome = Field(default=Outcome.DONE, description="how it ended; unknown for demands, plans and denials")
    status: Status = Field(default=Status.ASSERTED, description="whether it is said, confirmed, denied, demanded or planned")
    source: str | None = Field(default=None, description="who says so, copied; null if the article itself does")
    from_place: str | None = Field(default=None, description="the place left, copied, or null")
    to_place: str | None = Field(default=None, description="the place reached or held, copied, or null")
    place: str | None = Field(default=None, description="words that say where, copied, or null")
    place_sentence: SentenceNumber = None
    when: str | None = Field(default=None, description="words that say when, copied, or null")
    when_sentence: SentenceNumber = None
