"""An export of events: the file itself, and beside it what its columns mean, which records went in, and which did not.

Of `events.csv` these are `events.csv.codebook.json`, `events.csv.records.csv` and `events.csv.losses.csv`. Cells are on one
line, and none begins like a formula (see `machine`). The same database gives the same four files.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from extractor.errors import CommuniqueError
from extractor.output.codebooks.acled import ACLED
from extractor.output.codebooks.events import RULE
from extractor.output.codebooks.ged import GED
from extractor.output.codebooks.placing import Placing
from extractor.output.codebooks.plover import PLOVER
from extractor.output.codebooks.shape import Codebook
from extractor.output.machine import write_csv

if TYPE_CHECKING:
    from extractor.storage.queries import Filters
    from extractor.storage.store import Store

CODEBOOKS = {book.name: book for book in (ACLED, GED, PLOVER)}

_READING = {
    "csv": "pandas.read_csv(FILE, dtype={c['name']: c['dtype'] for c in columns}, keep_default_na=False, na_values=[''])",
    "jsonl": "pandas.DataFrame([json.loads(line) for line in open(FILE, encoding='utf-8')],"
    " columns=[c['name'] for c in columns]).astype({c['name']: c['dtype'] for c in columns})",
}
_PLACED = ("record_id", "fact_id", "row_id", "part", "article")
_LOST = ("record_id", "fact_id", "type", "article", "why")


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows there are, how many records they rest on or name, and how many did not go in."""

    rows: int
    records: int
    lost: int


def beside(output: Path, what: str) -> Path:
    """The file of an export that tells `codebook.json`, `records.csv` or `losses.csv`."""
    return output.with_name(f"{output.name}.{what}")


def write_events(store: "Store", filters: "Filters", codebook: Codebook, output: Path) -> Written:
    """Write the facts that have a record which passes the filters, in a codebook's columns, and the three files beside.

    Raises StoreError when the database cannot be read, CommuniqueError when a file cannot be written.
    """
    try:
        with ExitStack() as stack:

            def opened(path: Path) -> TextIO:
                return stack.enter_context(path.open("w", encoding="utf-8", newline=""))

            placing = Placing(stack.enter_context(store.reading()), filters, codebook)
            ids: dict[str, Any] = {}
            _write_rows(codebook, _rows(placing, codebook, ids), opened(output))
            records = [(p.record_id, p.fact_id, ids[p.fact_id], p.part, p.path) for p in placing.placed]
            write_csv(_PLACED, records, opened(beside(output, "records.csv")))
            lost = [(one.record_id, one.fact_id, one.type.value, one.path, one.why) for one in placing.lost()]
            write_csv(_LOST, lost, opened(beside(output, "losses.csv")))
            written = Written(len(ids), len({p.record_id for p in placing.placed}), len(lost))
            told = json.dumps(_told(codebook, written, output.name), ensure_ascii=False, indent=1)
            opened(beside(output, "codebook.json")).write(told + "\n")
    except OSError as error:
        raise CommuniqueError(f"cannot write {error.filename or output}: {error.strerror}") from error
    return written


def _rows(placing: Placing, codebook: Codebook, ids: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows; `ids` is filled with the row's id of each fact."""
    for fact in placing.facts():
        cells = codebook.cells(fact)
        ids[fact.id] = cells[codebook.columns[0].name]
        yield cells


def _write_rows(codebook: Codebook, rows: Iterable[dict[str, Any]], stream: TextIO) -> None:
    if codebook.kind == "csv":
        write_csv([c.name for c in codebook.columns], (cells.values() for cells in rows), stream)
    else:
        stream.writelines(json.dumps(cells, ensure_ascii=False) + "\n" for cells in rows)


def _told(codebook: Codebook, written: Written, name: str) -> dict[str, Any]:
    """What the file beside says of an export."""
    return {
        "file": name,
        "format": codebook.name,
        "follows": codebook.follows,
        "read_with": _READING[codebook.kind],
        "one_row": RULE,
        "figures": "No figure is above the high or below the low of its fact; nothing is estimated, nothing is added up.",
        "rows": written.rows,
        "records_in": written.records,
        "records_lost": written.lost,
        "columns": [
            {"name": c.name, "dtype": c.dtype, "empty_because" if c.empty else "filled": c.rule} for c in codebook.columns
        ],
        "turned": codebook.turned,
        "loses": codebook.loses,
        "records_file": "NAME.records.csv: each record that a row counts or names as denying it, with the row",
        "losses_file": "NAME.losses.csv: each record that passed the filters and is in no row, and why",
    }
