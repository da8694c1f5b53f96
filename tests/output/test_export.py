"""Exports: the record contract line by line, in three formats, the same bytes every time."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.output.export import Format, csv_columns, lines, write
from extractor.storage.ledger import Extracted
from extractor.storage.queries import Filters
from extractor.storage.store import Store
from schemas.base import RecordType
from schemas.statement import Statement
from tests.storage.examples import BLAME, article, records, statement

EVERYTHING = Filters(include_unsupported=True)
WHOLE = "An older story.\n\n" + article().text


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path: Path = tmp_path_factory.mktemp("export") / "a.db"
    with Store(path) as opened:
        run = opened.start_run("m", None, "whole", "p", "s", list(RecordType))
        opened.add_article(article(offset=17))
        opened.save(article().id, run, list(RecordType), "k", [Extracted(record) for record in records()], "p")
        yield opened


def written(store: Store, format: Format, filters: Filters = EVERYTHING) -> str:
    stream = io.StringIO()
    write(store, filters, format, stream)
    return stream.getvalue()


def test_a_line_has_the_contracts_fields_first(store: Store) -> None:
    by_id = {cells["id"][0]: cells for cells in lines(store, EVERYTHING)}
    shared = ["id", "type", "article", "article_id", "evidence", "start", "end", "source", "status"]
    shared += ["date", "date_low", "date_high", "place", "places"]
    own = {
        "s": ["speaker", "quotation", "content", "act", "addressee"],
        "c": ["killed", "wounded", "missing", "captured", "victims", "victim_kind"],
        "m": ["actor", "action", "outcome", "from_place", "to_place"],
        "b": ["accuser", "accused", "allegation", "category", "response"],
    }
    for letter, names in own.items():
        wanted = [*shared, *names, "date_precision", "date_reason", "support", "title", "publisher", "published"]
        assert list(by_id[letter]) == wanted


def test_values_are_as_the_contract_has_them(store: Store) -> None:
    by_id = {cells["id"][0]: cells for cells in lines(store, EVERYTHING)}
    assert by_id["c"]["killed"] == {"low": 4, "high": None}
    assert by_id["c"]["wounded"] == {"low": 30, "high": 30, "approx": True}
    assert by_id["c"]["captured"] is None
    assert by_id["n"]["captured"] == {"low": 0, "high": 10}
    assert by_id["b"]["response"] == {"by": "Velmark", "kind": "denied", "evidence": BLAME}
    assert by_id["s"]["support"] == {"speaker": "found", "content": "found"}
    assert list(by_id["s"]["support"]) == ["speaker", "content"]
    assert by_id["m"]["support"] == {"to_place": "unsupported"}
    assert (by_id["s"]["article"], by_id["s"]["title"], by_id["s"]["published"]) == (
        "news/bridge.txt",
        "Bridge holds",
        "2031-05-04",
    )


def test_lines_stand_in_the_order_of_the_text_at_places_of_the_input(store: Store) -> None:
    found = list(lines(store, EVERYTHING))
    assert [cells["start"] for cells in found] == sorted(cells["start"] for cells in found)
    assert all(WHOLE[cells["start"] : cells["end"]] == cells["evidence"] for cells in found)


def test_unsupported_records_are_left_out_unless_asked_for(store: Store) -> None:
    assert "m" not in {cells["id"][0] for cells in lines(store, Filters())}


@pytest.mark.parametrize("format", ["jsonl", "json", "csv"])
def test_the_same_bytes_again(store: Store, format: Format) -> None:
    assert written(store, format) == written(store, format)


def test_jsonl_and_json_hold_the_lines(store: Store) -> None:
    found = list(lines(store, EVERYTHING))
    assert [json.loads(line) for line in written(store, "jsonl").splitlines()] == found
    assert json.loads(written(store, "json")) == found
    assert "Králová" in written(store, "jsonl")


def test_nothing_found_is_still_a_file(store: Store) -> None:
    nothing = Filters(place="nowhere at all")
    assert written(store, "jsonl", nothing) == ""
    assert json.loads(written(store, "json", nothing)) == []
    assert list(csv.reader(io.StringIO(written(store, "csv", nothing)))) == [csv_columns()]


def test_csv_is_flat(store: Store) -> None:
    rows = {row["id"][0]: row for row in csv.DictReader(io.StringIO(written(store, "csv")))}
    assert len(rows) == 5
    toll = rows["c"]
    assert (toll["killed_low"], toll["killed_high"], toll["killed_approx"]) == ("4", "", "false")
    assert (toll["wounded_high"], toll["wounded_approx"], toll["captured_low"]) == ("30", "true", "")
    assert rows["b"]["response_by"] == "Velmark"
    assert rows["s"]["support"] == "speaker=found content=found"


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store(tmp_path_factory.mktemp("other") / "a.db") as opened:
        opened.add_article(article())
        opened.start_run("m", None, "whole", "p", "s", list(RecordType))
        yield opened


def said(store: Store, speaker: str) -> None:
    """Make a statement by this speaker the only record of the store."""
    found: Statement = statement(article()).model_copy(update={"speaker": speaker})
    store.save(article().id, 1, list(RecordType), "k", [Extracted(found)], "p")


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")'])
def test_no_cell_is_a_formula(other: Store, formula: str) -> None:
    said(other, formula)
    (row,) = csv.DictReader(io.StringIO(written(other, "csv"), newline=""))
    assert row["speaker"] == f"'{formula}"
    assert json.loads(written(other, "jsonl"))["speaker"] == formula


@given(speaker=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_survives(other: Store, speaker: str) -> None:
    said(other, speaker)
    cells: dict[str, Any] = json.loads(written(other, "jsonl").removesuffix("\n"))
    assert cells["speaker"] == speaker
    assert written(other, "jsonl").count("\n") == 1
    (row,) = csv.DictReader(io.StringIO(written(other, "csv"), newline=""))
    assert row["speaker"] in (speaker, f"'{speaker}")
    assert not row["speaker"].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_importing_it_is_cheap() -> None:
    code = "import sys, extractor.output.export; print([m for m in ('sqlmodel', 'sqlalchemy', 'rich') if m in sys.modules])"
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.strip() == "[]"
