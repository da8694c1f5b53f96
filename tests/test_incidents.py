"""`communique incidents`: which facts it lists, in which order, with what below; what it leaves out, and what it warns of."""

import csv
import io
import json
from typing import Any

import pytest

from tests.test_cli import run

VALLEY = """Bad days in the valley

Seventeen passengers were killed in Lomeria on Tuesday, of whom eight were children, the ministry said.

A mortar bomb killed three soldiers near Kelm on Monday, the army said.

The fighting has killed at least 60 people since February, the ministry said.

The war has cost 12,000 lives since 2019.

Raiders killed four herders near Osk and wounded nine.
"""
KELM = "Attack near Kelm\n\nGunmen killed six people near Kelm on Monday, the Red Crescent said.\n"


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two papers of one day."""
    folder = tmp_path_factory.mktemp("incidents")
    for name, text in (("valley", VALLEY), ("kelm", KELM)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        run("extract", str(folder / f"{name}.txt"), "--date", "2031-03-13", "--model", "rules", "--db", str(folder / "a.db"))
    return str(folder / "a.db")


def listed(db: str, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("incidents", *words, "--format", "json", "--db", db).stdout)
    return found


def best(found: list[dict[str, Any]]) -> list[int]:
    return [one["killed"]["best"] for one in found]


def test_incidents_come_largest_first_with_their_parts_and_no_total(db: str) -> None:
    found = listed(db)
    assert best(found) == [17, 6, 4, 3]
    assert [best(one["parts"]) for one in found] == [[8], [], [], []]
    assert [one["place"] for one in found] == ["Lomeria", "Kelm", "Osk", "Kelm"]
    assert found[0]["told_by"] == ["ministry"]
    assert found[0]["parts"][0]["part_of"] == found[0]["id"]
    assert found[2]["wounded"] == {"low": 9, "best": 9, "high": 9}
    assert (found[2]["since"], found[2]["until"]) == (None, "2031-03-13")
    table = run("incidents", "--db", db).stdout
    assert f"  {found[0]['parts'][0]['id']}" in table
    assert "of these children" in " ".join(table.split())
    rows = list(csv.DictReader(io.StringIO(run("incidents", "--format", "csv", "--db", db).stdout)))
    assert [row["killed_best"] for row in rows] == ["17", "8", "6", "4", "3"]
    assert [row["part_of"] for row in rows] == ["", found[0]["id"], "", "", ""]


def test_what_is_left_out_is_said_and_a_total_is_compared_and_in_no_sum(db: str) -> None:
    said = " ".join(run("incidents", "--db", db).stderr.split())
    assert "left out: 1 running total, 1 toll of a whole war" in said
    assert "counts 60+ killed, 2031-02-01 to 2031-03-13, and is in no sum; 3 incidents of these days here: 26" in said


def test_facts_that_look_alike_are_named_with_what_ties_them(db: str) -> None:
    said = " ".join(run("incidents", "--place", "kelm", "--db", db).stderr.split())
    six, three = (one["id"] for one in listed(db, "--place", "kelm"))
    assert "warning: not joined, though alike" in said
    assert six in said
    assert three in said
    one, other = said.split("communique tie ")[1].split()[:2]
    who = ("--by", "Ada", "--why", "one raid", "--db", db)
    for command, left in (("untie", 2), ("tie", 1)):
        run(command, one, other, *who)
        assert "warning" not in run("incidents", "--db", db).stderr
        assert len(listed(db, "--place", "kelm")) == left
        (number,) = run("sql", "SELECT max(id) FROM corrections", "--format", "csv", "--db", db).stdout.split()[1:]
        run("undo", number, *who)
    assert "warning" in run("incidents", "--db", db).stderr


@pytest.mark.parametrize(
    ("words", "wanted", "said"),
    [
        (("--since", "2031-03-11"), [17, 4], "1 of 2 may lie outside"),
        (("--until", "2031-03-10"), [6, 4, 3], "1 of 3 may lie outside"),
        (("--since", "2031-03-14"), [], "no incidents"),
        (("--place", "lomeria"), [17], ""),
        (("--text", "mortar bomb"), [3], ""),
        (("--party", "red crescent"), [6], ""),
        (("--side", "tarsia"), [], "no incidents"),
        (("--grade", "weak"), [17, 6, 4, 3], ""),
        (("--contested",), [], "no incidents"),
        (("--conflicting",), [], "no incidents"),
    ],
)
def test_filters(db: str, words: tuple[str, ...], wanted: list[int], said: str) -> None:
    assert best(listed(db, *words)) == wanted
    assert said in run("incidents", *words, "--db", db).stderr


def test_a_day_that_is_none_is_refused(db: str) -> None:
    assert "'2031-13' is no date" in run("incidents", "--since", "2031-13", "--db", db, code=1).stderr
