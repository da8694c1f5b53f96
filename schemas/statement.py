"""Statement: somebody says, writes, urges, denies, warns, promises, or declines to comment."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from schemas.base import Proposal, Record, RecordType, SentenceNumber


class Quotation(StrEnum):
    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Act(StrEnum):
    ASSERT = "assert"
    DENY = "deny"
    ACCUSE = "accuse"
    DEMAND = "demand"
    CONCERN = "concern"
    COMMIT = "commit"
    DECLINE = "decline"


class Statement(Record):
    type: Literal[RecordType.STATEMENT] = RecordType.STATEMENT
    speaker: str | None
    quotation: Quotation
    content: str
    act: Act
    addressee: str | None = None


class StatementProposal(Proposal):
    """One reporting clause: who says something, and what kind of saying it is."""

    sentences: list[int] = Field(description="numbers of the sentences that hold it, usually one", min_length=1)
    speaker: str = Field(description="who speaks, copied; for 'it', 'she' or 'the statement' the name it stands for")
    act: Act = Field(description="what kind of saying it is")
    content: str | None = Field(default=None, description="what is said, copied without the reporting clause")
    addressee: str | None = Field(default=None, description="to whom it is said, copied, or null")
    place: str | None = Field(default=None, description="words that say where, copied, or null")
    place_sentence: SentenceNumber = None
    when: str | None = Field(default=None, description="words that say when, copied, or null")
    when_sentence: SentenceNumber = None
