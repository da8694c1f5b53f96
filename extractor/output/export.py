"""Stored records as lines that other programs read: JSON Lines, JSON, CSV.

A line has the fields of the record contract in its order, and after them what says where they come from. `start` and `end`
count code points of the input's text, also where the input holds several articles. Lines come by path and then in the order
of the text, so that the same database gives the same bytes. `rejected` stands only on a record that a person rejected, and
such a record only among those that the article does not bear.

In CSV a count is three columns (`killed_low`, `killed_high`, `killed_approx`), a response is three, and `support` is one cell.
"""

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Literal, TextIO

from extractor.output.machine import write_csv
from schemas.accusation import Accusation
from schemas.base import Count, Record
from schemas.casualty_report import COUNTS, CasualtyReport
from schemas.statement import Statement
from schemas.troop_movement import TroopMovement

if TYPE_CHECKING:
    from extractor.storage.queries import Filters, StoredRecord
    from extractor.storage.store import Store

Format = Literal["jsonl", "json", "csv"]

_BEFORE = (
    "id",
    "type",
    "article",
    "article_id",
    "evidence",
    "start",
    "end",
    "source",
    "status",
    "date",
    "date_low",
    "date_high",
    "place",
    "places",
)
_AFTER = ("date_precision", "date_reason", "support", "title", "publisher", "published", "rejected")
_encoded = json.JSONEncoder(ensure_ascii=False).encode
_FIELDS: dict[type[Record], tuple[str, ...]] = {
    Statement: ("speaker", "quotation", "content", "act", "addressee"),
    CasualtyReport: (*COUNTS, "victims", "victim_kind"),
    TroopMovement: ("actor", "action", "outcome", "from_place", "to_place"),
    Accusation: ("accuser", "accused", "allegation", "category", "response"),
}


def lines(store: "Store", filters: "Filters") -> Iterator[dict[str, Any]]:
    """One dict a record, ready for JSON: the contract's fields first, then where they come from.

    Raises StoreError when the database cannot be read.
    """
    return map(line, store.select(filters))


def line(stored: "StoredRecord") -> dict[str, Any]:
    """One stored record as the contract has it."""
    record = stored.record
    names = _FIELDS[type(record)]
    cells: dict[str, Any] = {
        "id": record.id,
        "type": record.type.value,
        "article": stored.path,
        "article_id": record.article_id,
        "evidence": record.evidence,
        "start": stored.start,
        "end": stored.end,
        "source": record.source,
        "status": record.status.value,
        "date": record.date,
        "date_low": record.date_low,
        "date_high": record.date_high,
        "place": record.place,
        "places": list(record.places),
    }
    for name in names:
        cells[name] = getattr(record, name)
    if isinstance(record, CasualtyReport):
        for name in COUNTS:
            cells[name] = _count(cells[name])
    elif isinstance(record, Accusation) and record.response is not None:
        cells["response"] = record.response.model_dump(mode="json")
    verdicts = {support.field: support.verdict.value for support in record.support}
    known = [name for name in (*_BEFORE, *names) if name in verdicts]
    cells["date_precision"] = record.date_precision
    cells["date_reason"] = record.date_reason
    cells["support"] = {name: verdicts.pop(name) for name in known} | verdicts
    cells["title"] = stored.title
    cells["publisher"] = stored.publisher
    cells["published"] = stored.published
    if stored.rejected:
        cells["rejected"] = True
    return cells


def write(store: "Store", filters: "Filters", format: Format, stream: TextIO) -> int:
    """Write the records that pass the filters, one at a time, and return how many there were.

    `stream` takes UTF-8 and should be opened with `newline=""`. Lines end in a newline, in CSV as `machine` has it.
    """
    return _WRITERS[format](lines(store, filters), stream)


def _write_jsonl(found: Iterator[dict[str, Any]], stream: TextIO) -> int:
    number = 0
    for cells in found:
        stream.write(_encoded(cells) + "\n")
        number += 1
    return number


def _write_json(found: Iterator[dict[str, Any]], stream: TextIO) -> int:
    """An array with one record a line."""
    number = 0
    stream.write("[")
    for cells in found:
        stream.write((",\n" if number else "\n") + _encoded(cells))
        number += 1
    stream.write("\n]\n" if number else "]\n")
    return number


def _write_csv(found: Iterator[dict[str, Any]], stream: TextIO) -> int:
    names = csv_columns()
    rows = (flat(cells) for cells in found)
    return write_csv(names, ([row.get(name, "") for name in names] for row in rows), stream)


_WRITERS: dict[Format, Callable[[Iterator[dict[str, Any]], TextIO], int]] = {
    "jsonl": _write_jsonl,
    "json": _write_json,
    "csv": _write_csv,
}


def csv_columns() -> list[str]:
    """The columns of the CSV: those of every type, each once."""
    names: list[str] = []
    for name in (*_BEFORE, *(name for fields in _FIELDS.values() for name in fields), *_AFTER):
        if name in COUNTS:
            names += (f"{name}_low", f"{name}_high", f"{name}_approx")
        elif name == "response":
            names += ("response_by", "response_kind", "response_evidence")
        else:
            names.append(name)
    return names


def flat(cells: dict[str, Any]) -> dict[str, Any]:
    """A line without nested values: counts and responses spread over columns, verdicts as `field=verdict field=verdict`."""
    row: dict[str, Any] = {}
    for name, value in cells.items():
        if name in COUNTS:
            if value is not None:
                row |= {
                    f"{name}_low": value["low"],
                    f"{name}_high": value["high"],
                    f"{name}_approx": value.get("approx", False),
                }
        elif name == "response":
            row |= {f"response_{part}": part_value for part, part_value in (value or {}).items()}
        elif name == "places":
            row[name] = "; ".join(value)
        elif name == "support":
            row[name] = " ".join(f"{field}={verdict}" for field, verdict in value.items())
        else:
            row[name] = value
    return row


def _count(count: Count | None) -> dict[str, Any] | None:
    """A count as the contract has it: `approx` stands there only where it is true."""
    if count is None:
        return None
    return {"low": count.low, "high": count.high} | ({"approx": True} if count.approx else {})
