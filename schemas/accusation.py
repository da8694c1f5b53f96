"""Accusation: a party says that another did wrong."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from schemas.base import Noun, Proposal, Record, RecordType, Status


class Category(StrEnum):
    CEASEFIRE_VIOLATION = "ceasefire_violation"
    INCURSION = "incursion"
    ATTACK = "attack"
    FAILURE_TO_ACT = "failure_to_act"
    FALSEHOOD = "falsehood"
    HUMANITARIAN = "humanitarian"
    PROVOCATION = "provocation"
    OTHER = "other"


class ResponseKind(StrEnum):
    DENIED = "denied"
    ADMITTED = "admitted"
    COUNTERED = "countered"


class Response(Noun):
    """An answer to the allegation, reported by the same article."""

    by: str
    kind: ResponseKind
    evidence: str


class Accusation(Record):
    type: Literal[RecordType.ACCUSATION] = RecordType.ACCUSATION
    accuser: str
    accused: str
    allegation: str
    category: Category = Category.OTHER
    response: Response | None = None


class AccusationProposal(Proposal):
    """One party blames another."""

    sentences: list[int] = Field(description="numbers of the sentences that hold the accusation, usually one", min_length=1)
    accuser: str = Field(description="who blames, copied")
    accused: str = Field(description="who is said to have done wrong, copied")
    allegation: str | None = Field(default=None, description="what the accused is said to have done, copied word for word")
    category: Category = Field(default=Category.OTHER, description="what kind of wrong it is")
    status: Status = Field(default=Status.ASSERTED, description="asserted, confirmed or denied")
