"""Where each record of the database goes in an export of events: into a row, or among the losses with the reason."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

from extractor.output.codebooks.events import NO_EVENT, counted, denying, no_event
from extractor.output.codebooks.shape import Codebook
from extractor.storage.facts import FactFilters, fact_of
from extractor.storage.facts import select as select_facts
from extractor.storage.queries import Filters
from extractor.storage.queries import select as select_records
from schemas.base import RecordType
from schemas.fact import Fact, Report, Stance

_EVENTS = (RecordType.CASUALTY_REPORT, RecordType.TROOP_MOVEMENT)


@dataclass(frozen=True, slots=True)
class Seen:
    """A record of the database: its type, the path of its article, and whether the article bears all of it."""

    type: RecordType
    path: str
    supported: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """A record in the row of a fact, and as what: `counted` or `denies it`."""

    record_id: str
    fact_id: str
    part: str
    path: str


@dataclass(frozen=True, slots=True)
class Lost:
    """A record that did not go in, the fact that it is in, if any, and why."""

    record_id: str
    fact_id: str | None
    type: RecordType
    path: str
    why: str


@dataclass
class Placing:
    """Places the records that pass the filters, those included that `export` leaves out for a value the article does not bear.

    Iterate `facts` to the end, then ask for `lost`. A fact goes in as a whole where one of its records passes.
    """

    connection: sqlite3.Connection
    filters: Filters
    codebook: Codebook
    placed: list[Placed] = field(default_factory=list)
    _seen: dict[str, Seen] = field(default_factory=dict)
    _whys: dict[str, tuple[str, str]] = field(default_factory=dict)

    def facts(self) -> Iterator[Fact]:
        """The facts that are rows, casualties before movements, each by day."""
        for stored in select_records(self.connection, replace(self.filters, include_unsupported=True)):
            record = stored.record
            self._seen.setdefault(record.id, Seen(record.type, stored.path, record.supported))
        for fact in chain.from_iterable(select_facts(self.connection, FactFilters(type=type_)) for type_ in _EVENTS):
            if any(r.record.id in self._seen for r in fact.reports):
                why = no_event(fact) or self.codebook.refuses(fact)
                self._place(fact, why)
                if why is None:
                    yield fact

    def lost(self) -> Iterator[Lost]:
        """The records that no row has, in the order of their texts."""
        within = {one.record_id for one in self.placed}
        usable: set[str] | None = None
        for id_, seen in self._seen.items():
            if id_ in within:
                continue
            if id_ in self._whys:
                fact_id, why = self._whys[id_]
                yield Lost(id_, fact_id, seen.type, seen.path, why)
                continue
            why = NO_EVENT.get(seen.type, "")
            if not why and not seen.supported:
                why = "it has a value that the article does not bear"
            if not why:
                if usable is None:
                    plain = replace(self.filters, include_unsupported=False)
                    usable = {stored.record.id for stored in select_records(self.connection, plain)}
                why = "in no fact" if id_ in usable else "rejected by a person"
            yield Lost(id_, fact_of(self.connection, id_), seen.type, seen.path, why)

    def _place(self, fact: Fact, why: str | None) -> None:
        counts, denies = counted(fact), denying(fact)
        for report in fact.reports:
            part = "counted" if report in counts else "denies it" if report in denies and self.codebook.denials else None
            if why is None and part is not None:
                self.placed.append(Placed(report.record.id, fact.id, part, report.path))
            else:
                self._whys.setdefault(report.record.id, (fact.id, why or self._left(report)))

    def _left(self, report: Report) -> str:
        """Why a row does not have a report of its fact."""
        if report.copy_of is not None:
            return f"a copy of record {report.copy_of}"
        if report.stance is Stance.DENIES:
            return f"denies it: {self.codebook.name} has no column for a denial"
        return report.left_out or f"{report.stance.value} it, and does not tell that it happened"
