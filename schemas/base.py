"""The nouns every record type shares.

A record is a claim read from an article. It carries the sentence it was read from (evidence, with offsets), who says so in
the article (source), how firmly (status), when and where, and one support verdict for every field, so that no cell has to
be believed on its own.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, model_validator

_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?", re.ASCII)

Span = tuple[int, int]
"""Where words stand: from a code point of the article's text up to another."""

SentenceNumber = Annotated[int | None, Field(description="number of the sentence that has those words")]
"""The other half of a citation: the sentence of the words before it, which need not be one of the record's own."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The places of one event, the first of them first, and the name of the rule that found them."""

    spans: tuple[Span, ...]
    rule: str


class RecordType(StrEnum):
    STATEMENT = "statement"
    CASUALTY_REPORT = "casualty_report"
    TROOP_MOVEMENT = "troop_movement"
    ACCUSATION = "accusation"


class Status(StrEnum):
    """How the article presents what the record tells."""

    ASSERTED = "asserted"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    DEMANDED = "demanded"
    PLANNED = "planned"


class Verdict(StrEnum):
    """What the article's text says of one field's value; `corrected`: a person says it, whatever the text does."""

    FOUND = "found"
    ELSEWHERE = "elsewhere"
    INFERRED = "inferred"
    UNSUPPORTED = "unsupported"
    CORRECTED = "corrected"


def days_of(date: str) -> tuple[str, str]:
    """The first and the last day, both included, of a day, month or year (`2022-03` is 2022-03-01 to 2022-03-31)."""
    year, month, day = (*(int(part) for part in date.split("-")), 0, 0)[:3]
    if day:
        return date, date
    last = monthrange(year, month or 12)[1]
    return f"{year:04d}-{month or 1:02d}-01", f"{year:04d}-{month or 12:02d}-{last:02d}"


class Noun(BaseModel):
    """Base of everything that is stored or exported: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Support(Noun):
    """The verdict on one field of one record; `start` and `end` are code points of the article's text, where it was found."""

    field: str
    verdict: Verdict
    rule: str | None = None
    start: int | None = None
    end: int | None = None


class Count(Noun):
    """A number of people as a range: "at least three" is 3 to None, "up to 10" is 0 to 10."""

    low: Annotated[int, Field(ge=0)]
    high: int | None = None
    approx: bool = False

    def __str__(self) -> str:
        """As a person writes it: `3`, `3+`, `0–10`, `~30000`."""
        about = "~" if self.approx else ""
        if self.high is None:
            return f"{about}{self.low}+"
        return f"{about}{self.low}" if self.high == self.low else f"{about}{self.low}–{self.high}"


class Record(Noun):
    """What the four record types share. `start` and `end` are code points of the article's own text.

    `date_low` and `date_high` bound the day where it is known though not to the day, or though only that it has passed; both
    are days, and included. `places` are all places of what is told, where there are several; `place` is the first of them.
    """

    id: str
    article_id: str
    type: RecordType
    evidence: str
    start: int
    end: int
    source: str | None = None
    status: Status = Status.ASSERTED
    date: str | None = None
    date_precision: str | None = None
    date_reason: str | None = None
    date_low: str | None = None
    date_high: str | None = None
    place: str | None = None
    places: tuple[str, ...] = ()
    support: tuple[Support, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _bounded(cls, values: Any) -> Any:
        """A date bounds its own day; words that are none bound nothing."""
        if not isinstance(values, dict) or values.get("date_high") or not (date := values.get("date")):
            return values
        if _DATE.fullmatch(date):
            low, high = days_of(date)
            return {**values, "date_low": low, "date_high": high}
        return values

    @property
    def supported(self) -> bool:
        """True when no value that stands in the record is unsupported."""
        return not any(s.verdict is Verdict.UNSUPPORTED and getattr(self, s.field, None) is not None for s in self.support)


class Proposal(BaseModel):
    """Base of what a model answers: sentence numbers and words copied from those sentences, never offsets, dates or numbers.

    Whoever reads the text itself, as the rules do, also says where the words of a field stand: `spans`, by field. Nothing with
    a span is searched for by its words.
    """

    model_config = ConfigDict(extra="ignore")
    _spans: dict[str, Span] = PrivateAttr(default_factory=dict)
    _whereabouts: Whereabouts | None = PrivateAttr(default=None)

    @property
    def spans(self) -> dict[str, Span]:
        """Where the words of fields stand, by field; nothing where a model wrote them."""
        return self._spans

    def at(self, **spans: Span | None) -> Self:
        """The same proposal, which says where the words of these fields stand."""
        self._spans.update({name: span for name, span in spans.items() if span is not None})
        return self

    @property
    def whereabouts(self) -> Whereabouts | None:
        """Where a rule found what is told to have happened; None where no rule did."""
        return self._whereabouts

    def happened(self, where: Whereabouts | None) -> Self:
        """The same proposal, which says where it happened."""
        self._whereabouts = where
        return self
