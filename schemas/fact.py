"""A fact: what records of many articles tell of one event or one utterance, and who takes which stand on it.

A report is a record in its fact. A fact's figures are a range over its reports, and every report says whether it was counted
and if not, why; every report but the first says by which rule it was tied to which other.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.accusation import Accusation
from schemas.base import Count, Noun, RecordType
from schemas.casualty_report import CasualtyReport
from schemas.statement import Statement
from schemas.troop_movement import TroopMovement

AnyRecord = Annotated[Statement | CasualtyReport | TroopMovement | Accusation, Field(discriminator="type")]


class Scope(StrEnum):
    """What a toll counts: the victims of one event, of a stretch of time that goes on, or of a whole war."""

    INCIDENT = "incident"
    RUNNING = "running"
    WAR = "war"


class Stance(StrEnum):
    """What a report does with what the fact tells."""

    ASSERTS = "asserts"
    CONFIRMS = "confirms"
    DENIES = "denies"
    DEMANDS = "demands"
    PLANS = "plans"


class Grade(StrEnum):
    """How well a fact is borne, after Airwars.

    contested: asserted by one party and denied by another. discounted: nobody asserts it any more, it is only denied, or a
    person rejected it. confirmed: the party that it speaks against says so itself, or a third party confirmed it. fair: two
    independent sources or more. weak: one.
    """

    CONFIRMED = "confirmed"
    FAIR = "fair"
    WEAK = "weak"
    CONTESTED = "contested"
    DISCOUNTED = "discounted"


class Report(Noun):
    """A record in its fact.

    `source` is whose word it is, under the name by which the database knows that party; an outlet's own voice is the outlet
    or the agency it carries. `left_out` says why the report does not count as a source or in the figures. `tied_to` is the
    record that it was tied to, `why` the rule; both are null for the first.
    """

    record: AnyRecord
    path: str
    title: str | None
    publisher: str | None
    published: str | None
    stance: Stance
    source: str
    left_out: str | None = None
    copy_of: str | None = None
    tied_to: str | None = None
    why: str | None = None
    corrected: bool = False


class Place(Noun):
    """Where: the name, all spellings of it, the precision, and coordinates only from a gazetteer.

    A spelling that a party is known to use is followed by that party: "Farrukh (Azerbaijan)". `precision` is
    UCDP's `where_prec` (1 exact, 2 near, 3 district, 4 province, 5 stretch, 6 country, 7 unclear).
    """

    name: str
    spellings: tuple[str, ...] = ()
    precision: int = 7
    latitude: float | None = None
    longitude: float | None = None


class Fact(Noun):
    """What is told, and by whom.

    `since` and `until` are the days between which it happened (`YYYY-MM-DD`, both included), null where the texts do not say.
    `date_precision` is UCDP's `date_prec` (1 the day, 2 within days, 3 the week, 4 the month, 5 the year or less).
    `side` is whose people the victims are, or who moves, is accused or speaks; `about` the other party where there is one.
    The four counts are those of a casualty fact: `low` and `high` over its counted reports; `killed_best` and so on are the
    figures between them that the middle one of its independent sources tells. `sources` counts these. `conflicting` is set
    where counted reports disagree on a figure.
    """

    id: str
    type: RecordType
    scope: Scope | None = None
    summary: str
    kind: str | None = None
    side: str | None = None
    about: str | None = None
    since: str | None = None
    until: str | None = None
    date_precision: int = 5
    place: Place | None = None
    killed: Count | None = None
    wounded: Count | None = None
    missing: Count | None = None
    captured: Count | None = None
    killed_best: int | None = None
    wounded_best: int | None = None
    missing_best: int | None = None
    captured_best: int | None = None
    part_of: str | None = None
    sources: int
    grade: Grade
    grade_reason: str
    conflicting: bool = False
    reports: tuple[Report, ...]

    @property
    def contested(self) -> bool:
        return self.grade is Grade.CONTESTED

    def best(self, name: str) -> int | None:
        """The best figure of a count by its name, `killed` to `captured`; its low in facts made before there was a best."""
        count: Count | None = getattr(self, name)
        figure: int | None = getattr(self, f"{name}_best")
        return count.low if figure is None and count is not None else figure

    def by(self, stance: Stance) -> tuple[str, ...]:
        """The sources that take this stance, each once, in the order of the reports."""
        return tuple(dict.fromkeys(r.source for r in self.reports if r.stance is stance))
