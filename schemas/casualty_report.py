"""CasualtyReport: people killed, wounded, missing or captured, or an explicit report of none."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from schemas.base import Count, Proposal, Record, RecordType, SentenceNumber, Status

COUNTS = ("killed", "wounded", "missing", "captured")
"""The fields that count people."""


class VictimKind(StrEnum):
    MILITARY = "military"
    CIVILIAN = "civilian"
    MIXED = "mixed"
    UNKNOWN = "unknown"


class CasualtyReport(Record):
    type: Literal[RecordType.CASUALTY_REPORT] = RecordType.CASUALTY_REPORT
    killed: Count | None = None
    wounded: Count | None = None
    missing: Count | None = None
    captured: Count | None = None
    victims: str | None = None
    victim_kind: VictimKind = VictimKind.UNKNOWN

    @property
    def supported(self) -> bool:
        """True when at least one count stands, and no value that does is unsupported."""
        return any(getattr(self, kind) is not None for kind in COUNTS) and super().supported


class CasualtyReportProposal(Proposal):
    """One group of victims; the counts are the words of the text, never a number worked out."""

    sentences: list[int] = Field(description="numbers of the sentences that hold it, usually one", min_length=1)
    killed: str | None = Field(default=None, description="words that count the killed, copied ('at least three'), or null")
    wounded: str | None = Field(default=None, description="words that count the wounded, copied, or null")
    missing: str | None = Field(default=None, description="words that count the missing, copied, or null")
    captured: str | None = Field(default=None, description="words that count the captured, copied, or null")
    victims: str | None = Field(default=None, description="who the victims are, copied, or null")
    victim_kind: VictimKind | None = Field(default=None, description="what the victims are")
    status: Status | None = Field(default=None, description="whether it is said, confirmed or denied")
    source: str | None = Field(default=None, description="who says so, copied; null if the article itself does")
    place: str | None = Field(default=None, description="words that say where, copied, or null")
    place_sentence: SentenceNumber = None
    when: str | None = Field(default=None, description="words that say when, copied, or null")
    when_sentence: SentenceNumber = None
