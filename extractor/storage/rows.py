"""Records as rows and back: a count is three columns, a response is three, everything else is one.

Lone halves of surrogate pairs are no characters and have no UTF-8: a text that holds one cannot be stored as it is, and a
changed text would no longer be the article's, so it is refused. Every other code point, NUL included, comes back as it was.
"""

import json
import re
from collections.abc import Iterable
from enum import Enum
from typing import Any

from extractor.errors import StoreError
from extractor.storage.ledger import Run, Sent, Summary
from extractor.storage.tables import RequestRow, RunRow
from schemas.accusation import Accusation
from schemas.base import Count, Record, RecordType
from schemas.casualty_report import COUNTS, CasualtyReport
from schemas.request import Ending, Outcome
from schemas.statement import Statement
from schemas.troop_movement import TroopMovement

_HALF_PAIR = re.compile("[\ud800-\udfff]")
_RESPONSE = ("by", "kind", "evidence")

TABLES = {
    RecordType.STATEMENT: "statements",
    RecordType.CASUALTY_REPORT: "casualty_reports",
    RecordType.TROOP_MOVEMENT: "troop_movements",
    RecordType.ACCUSATION: "accusations",
}
SCHEMAS: dict[RecordType, type[Record]] = {
    RecordType.STATEMENT: Statement,
    RecordType.CASUALTY_REPORT: CasualtyReport,
    RecordType.TROOP_MOVEMENT: TroopMovement,
    RecordType.ACCUSATION: Accusation,
}


def columns(type_: RecordType) -> tuple[str, ...]:
    """The columns that hold a record of this type, without those that say where it came from."""
    names: list[str] = []
    for name in SCHEMAS[type_].model_fields:
        if name in COUNTS:
            names += (f"{name}_low", f"{name}_high", f"{name}_approx")
        elif name == "response":
            names += (f"response_{part}" for part in _RESPONSE)
        elif name not in ("type", "support"):
            names.append(name)
    return tuple(names)


def row(record: Record) -> dict[str, Any]:
    """The columns of one record: name to value, enumerations as their words."""
    cells: dict[str, Any] = {"supported": record.supported}
    for name in type(record).model_fields:
        value = getattr(record, name)
        if name in COUNTS:
            for part in ("low", "high", "approx"):
                cells[f"{name}_{part}"] = getattr(value, part, None)
        elif name == "response":
            for part in _RESPONSE:
                cells[f"response_{part}"] = _plain(getattr(value, part, None))
        elif name == "places":
            cells[name] = json.dumps(value, ensure_ascii=False) if value else None
        elif name not in ("type", "support"):
            cells[name] = _plain(value)
    return cells


def record(type_: RecordType, cells: dict[str, Any], support: Iterable[tuple[Any, ...]]) -> Record:
    """The record that `row` was made of.

    `cells` (which is emptied of what is folded) has the names of `columns`; `support` holds field, verdict, rule, start, end.
    Raises `pydantic.ValidationError` for a row that no version of the program wrote.
    """
    if type_ is RecordType.CASUALTY_REPORT:
        for name in COUNTS:
            low, high, approx = cells.pop(f"{name}_low"), cells.pop(f"{name}_high"), cells.pop(f"{name}_approx")
            cells[name] = None if low is None else Count(low=low, high=high, approx=bool(approx))
    elif type_ is RecordType.ACCUSATION:
        response = {part: cells.pop(f"response_{part}") for part in _RESPONSE}
        cells["response"] = response if response["by"] is not None else None
    cells["places"] = json.loads(cells["places"]) if cells["places"] else ()
    cells["support"] = [
        {"field": field, "verdict": verdict, "rule": rule, "start": start, "end": end}
        for field, verdict, rule, start, end in support
    ]
    return SCHEMAS[type_].model_validate(cells)


def check_text(what: str, cells: dict[str, Any]) -> None:
    """Raises StoreError for text that has no UTF-8."""
    for name, value in cells.items():
        if isinstance(value, str) and (half := _HALF_PAIR.search(value)):
            raise StoreError(
                f"{what} cannot be stored: its {name} holds half a surrogate pair at {half.start()}, which is no character"
            )


def mended(text: str | None) -> str | None:
    """A text for a cell that need not be exact: what is no character is U+FFFD."""
    return None if text is None else _HALF_PAIR.sub("\ufffd", text)


def _plain(value: Any) -> Any:
    """The word of an enumeration, any other value as it is."""
    return value.value if isinstance(value, Enum) else value


def run_of(found: RunRow) -> Run:
    """A row as a run."""
    cells = found.model_dump()
    summary = Summary(**{name: cells.pop(name) for name in Summary.__dataclass_fields__})
    return Run(**cells, summary=summary)


def sent_of(found: RequestRow) -> Sent:
    """A row as a request that was sent."""
    cells = found.model_dump() | {"outcome": Outcome(found.outcome)}
    ending = Ending(**{name: cells.pop(name) for name in Ending.model_fields})
    return Sent(**cells, ending=ending)
