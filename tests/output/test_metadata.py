"""The metadata for Datasette: every table and column is described, its pages answer, and every query runs."""

import asyncio
import json
import re
from collections.abc import Iterator
from copy import deepcopy
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from datasette.app import Datasette

from cli import main
from extractor.output.metadata import KEPT_FOR_THE_PROGRAM, TABLES
from extractor.storage.store import Store
from schemas.base import Count, RecordType
from schemas.fact import Grade, Scope, Stance
from tests.output.newsdesk import fact, fill, record, report
from tests.storage.examples import article

TOLL = RecordType.CASUALTY_REPORT


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A database with tolls that may and may not be added, a denied movement, utterances, and a correction."""
    with Store(tmp_path_factory.mktemp("metadata") / "war.db") as store:
        store.start_run("m", None, "whole", "p", "s", list(RecordType))
        store.add_article(article())
        tolls = [record(f"c{i}", TOLL) for i in range(6)]
        move, denial = record("m", RecordType.TROOP_MOVEMENT), record("d", RecordType.STATEMENT)
        facts = [
            fact("one", report(tolls[0]), killed=Count(low=2, high=3)),
            fact("open", report(tolls[1]), killed=Count(low=4), side="Tarsia"),
            fact("two", report(tolls[2]), killed=Count(low=1, high=1)),
            fact("war", report(tolls[3]), killed=Count(low=9000, high=9000), scope=Scope.WAR),
            fact("part", report(tolls[4]), killed=Count(low=50, high=50), part_of="one"),
            fact("none", report(tolls[5]), killed=Count(low=70, high=70), grade=Grade.DISCOUNTED, sources=0),
            fact(
                "gone",
                report(move, source="Tarsia"),
                report(denial, stance=Stance.DENIES, source="Velmark", left_out="a denial"),
                grade=Grade.CONTESTED,
            ),
            fact("said", report(denial), killed=None, side="Velmark"),
        ]
        fill(store, [*tolls, move, denial], facts)
        with store.writing() as connection:
            connection.execute("INSERT INTO anchors VALUES (1, ?, 'casualty_report', '{}', 'c0')", (article().id,))
            connection.execute(
                "INSERT INTO corrections (kind, anchor_id, field, old, new, by, why, at)"
                " VALUES ('set', 1, 'killed_low', '3', '2', 'Ada', 'misread', '2031-05-09T10:00:00Z')"
            )
        yield store.path


@pytest.fixture(scope="module")
def told(path: Path) -> dict[str, Any]:
    """What the command writes."""
    output = path.with_name("metadata.json")
    done = CliRunner().invoke(main, ["metadata", "--db", str(path), "-o", str(output)])
    assert (done.exit_code, done.output) == (0, "")
    loaded: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def site(path: Path, told: dict[str, Any]) -> Datasette:
    # it writes into the metadata that it is given; without threads of its own it leaves none behind
    return Datasette([str(path)], metadata=deepcopy(told), settings={"num_sql_threads": 0})


def answer(site: Datasette, address: str) -> str:
    """What stands at an address, which has to answer."""
    found = asyncio.run(site.client.get(address, follow_redirects=True))
    assert found.status_code == 200, found.text
    return str(found.text)


def page(site: Datasette, address: str) -> str:
    """A page as it is read."""
    return unescape(answer(site, address))


def asked(site: Datasette, name: str) -> list[dict[str, Any]]:
    """The rows of a canned query."""
    rows: list[dict[str, Any]] = json.loads(answer(site, f"/war/{name}.json?_shape=array"))
    return rows


def columns(path: Path) -> dict[str, set[str]]:
    with Store(path, read_only=True) as store:
        _, rows = store.query(
            "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c"
            " WHERE m.type IN ('table', 'view') AND m.name NOT GLOB '*_fts*'"
        )
    there: dict[str, set[str]] = {}
    for table, column in rows:
        there.setdefault(str(table), set()).add(str(column))
    return there


def test_every_table_and_column_is_described_or_hidden(path: Path) -> None:
    there = columns(path)
    assert there.keys() == {*TABLES, *KEPT_FOR_THE_PROGRAM}
    assert {name: set(one.columns) for name, one in TABLES.items()} == {name: there[name] for name in TABLES}
    for one in TABLES.values():
        assert {*one.facets, *filter(None, (one.label, one.sort)), *one.seconds} <= set(one.columns)


def test_units_are_told(told: dict[str, Any]) -> None:
    tables = told["databases"]["war"]["tables"]
    assert "people killed" in tables["facts"]["columns"]["killed_low"]
    assert "US dollars" in tables["runs"]["columns"]["cost"]
    assert tables["runs"]["units"] == {"seconds": "s"}
    assert "code points" in tables["statements"]["columns"]["start"]


def test_the_front_pages_show_titles_and_queries_and_hide_what_is_the_programs(site: Datasette, told: dict[str, Any]) -> None:
    assert told["title"] in page(site, "/")
    front = page(site, "/war")
    assert told["databases"]["war"]["title"] in front
    for name, query in told["databases"]["war"]["queries"].items():
        assert f'href="/war/{name}"' in front
        assert query["title"] in front
    for name in (*KEPT_FOR_THE_PROGRAM, "articles_fts", "statements_fts_data"):
        assert f'href="/war/{name}"' not in front
    assert all(f'href="/war/{name}"' in front for name in TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_a_tables_page_shows_its_title_columns_and_facets(site: Datasette, name: str) -> None:
    shown, one = page(site, f"/war/{name}"), TABLES[name]
    assert one.title in shown
    assert one.row in shown
    assert all(text in shown for text in one.columns.values())
    facets = json.loads(answer(site, f"/war/{name}.json?_size=0"))["facet_results"]
    assert set(facets) == set(one.facets)


@pytest.mark.parametrize("name", [name for name, one in TABLES.items() if one.sortable()])
def test_a_column_called_sortable_can_be_sorted_by(site: Datasette, name: str) -> None:
    for column in TABLES[name].sortable():
        page(site, f"/war/{name}?_sort={quote(column)}")


def test_seconds_have_their_unit(site: Datasette) -> None:
    assert re.search(r"0\.0\s*s<", page(site, "/war/runs"))


def test_tolls_are_those_of_incidents_that_somebody_asserts(site: Datasette) -> None:
    found = {row["side"]: (row["incidents"], row["killed_low"], row["killed_high"]) for row in asked(site, "tolls")}
    assert found == {"Velmark": (2, 3, 4), "Tarsia": (1, 4, None)}


def test_contested_facts_name_both_parties(site: Datasette) -> None:
    (row,) = asked(site, "contested_facts")
    assert (row["id"], row["asserted_by"], row["denied_by"]) == ("gone", "Tarsia", "Velmark")


def test_denials_stand_beside_what_they_deny(site: Datasette) -> None:
    (row,) = asked(site, "denials")
    assert (row["by"], row["fact_id"], row["evidence"]) == ("Velmark", "gone", "Two guards died.")


def test_quoted_speakers_are_counted_by_utterance(site: Datasette) -> None:
    assert asked(site, "most_quoted") == [{"speaker": "Velmark", "utterances": 1, "reports": 1}]


def test_corrections_stand_beside_the_record(site: Datasette) -> None:
    (row,) = asked(site, "corrected")
    assert (row["by"], row["old"], row["new"], row["record"]) == ("Ada", "3", "2", "killed 2")


def test_every_query_has_a_page(site: Datasette, told: dict[str, Any]) -> None:
    for name, query in told["databases"]["war"]["queries"].items():
        shown = page(site, f"/war/{name}")
        assert query["description"] in shown
        assert "0 results" not in shown


def test_without_a_file_it_is_printed_and_no_database_is_made(path: Path, told: dict[str, Any], tmp_path: Path) -> None:
    printed = CliRunner().invoke(main, ["metadata", "--db", str(path)])
    assert json.loads(printed.stdout) == told
    missing = CliRunner().invoke(main, ["metadata", "--db", str(tmp_path / "no.db")])
    assert (missing.exit_code, (tmp_path / "no.db").exists()) == (1, False)
