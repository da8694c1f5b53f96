"""Accusation: a party says that another did wrong."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from schemas.base import Noun, Proposal, Record, RecordType, SentenceNumber, Status


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

    sentences: list[int] = Field(description="numbers of the sentences that hold it, usually one", min_length=1)
    accuser: str = Field(description="who blames, copied")
    accused: str = Field(description="who is said to have done wrong, copied")
    allegation: str | None = Field(default=None, description="what the accused is said to have done, copied word for word")
    category: Category = Field(default=Category.OTHER, description="what kind of wrong it is")
    status: Status = Field(default=Status.ASSERTED, description="whether it is said, confirmed or denied")
    place: str | None = Field(default=None, description="words that say where, copied, or null")
    place_sentence: SentenceNumber = None
    when: str | None = Field(default=None, description="words that say when, copied, or null")
    when_sentence: SentenceNumber = None
    response_by: str | None = Field(default=None, description="who answers this very allegation, copied, or null")
    response_kind: ResponseKind | None = Field(default=None, description="how it is answered, or null")
    response_sentence: int | None = Field(default=None, description="number of the sentence that has the answer, or null")
