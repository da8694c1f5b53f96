"""The best figure of a fact: one rule between low and high, whatever the order of the reports."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.facts.figures import best, span
from schemas.base import Count
from tests.test_cli import run

Told = tuple[str, tuple[str, str, int], Count]

DAYS = st.sampled_from(["2031-05-01", "2031-05-02", "9999"])
COUNTS = st.builds(
    lambda low, more: Count(low=low, high=None if more is None else low + more),
    st.integers(0, 40),
    st.one_of(st.none(), st.integers(0, 9)),
)
REPORTS = st.lists(
    st.tuples(st.sampled_from("ABCDE"), st.tuples(DAYS, st.sampled_from(["a", "b"]), st.integers(0, 3)), COUNTS), max_size=9
)


@given(REPORTS, st.data())
def test_the_best_figure_lies_between_low_and_high_whatever_the_order(reports: list[Told], data: st.DataObject) -> None:
    found = best(reports)
    whole = span([count for *_, count in reports])
    assert (found is None) == (whole is None)
    if found is not None and whole is not None:
        assert whole.low <= found
        assert whole.high is None or found <= whole.high
    assert best(data.draw(st.permutations(reports))) == found


def told(*figures: tuple[str, str, int]) -> Sequence[Told]:
    return [(source, (day, "a", number), Count(low=low)) for number, (source, day, low) in enumerate(figures)]


@pytest.mark.parametrize(
    ("figures", "wanted"),
    [
        ([("A", "1", 4), ("B", "1", 4), ("C", "1", 9)], 4),
        ([("A", "1", 3), ("B", "1", 7)], 3),
        ([("A", "1", 3), ("A", "2", 8), ("B", "1", 6), ("C", "1", 7)], 7),  # A's last counts
        ([("A", "1", 9), ("A", "1", 9), ("A", "1", 9), ("B", "1", 2), ("C", "1", 2)], 2),  # a source has one figure
    ],
)
def test_the_last_figure_of_each_source_and_of_these_the_middle(figures: list[tuple[str, str, int]], wanted: int) -> None:
    assert best(told(*figures)) == wanted


def test_it_is_shown_exported_and_stored(tmp_path: Path) -> None:
    """Three papers, three figures; the governor's is told twice and grows."""
    for number, (day, text) in enumerate(
        [
            ("2031-05-04", "At least four miners were killed in a rocket attack on Osk on Saturday, the governor said."),
            ("2031-05-05", "Nine miners were killed in a rocket attack on Osk on Saturday, the Red Crescent said."),
            ("2031-05-06", "Six miners were killed in a rocket attack on Osk on Saturday, the mining company said."),
        ]
    ):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"Rockets on Osk\n\n{text}\n", encoding="utf-8")
        run("extract", str(path), "--model", "rules", "--date", day, "--db", str(tmp_path / "a.db"))
    db = ("--db", str(tmp_path / "a.db"))
    (one,) = [
        f for f in json.loads(run("facts", "--type", "casualty_report", "--format", "json", *db).stdout) if f["sources"] > 1
    ]
    assert (one["killed"]["low"], one["killed_best"], one["killed"]["high"]) == (4, 6, 9)
    assert "killed   4–6–9" in run("fact", one["id"], *db).stdout
    assert "killed_low,killed_best,killed_high" in run("facts", "--format", "csv", *db).stdout.splitlines()[0]
    assert "6" in run("sql", f"SELECT killed_best FROM facts WHERE id = '{one['id']}'", *db).stdout.split()
    out = tmp_path / "events.csv"
    run("export", "--format", "ged", "-o", str(out), *db)
    head, *rows = [line.split(",") for line in out.read_text(encoding="utf-8").splitlines()]
    assert any(row[-5:-2] == ["6", "9", "4"] for row in rows), (head[-5:], rows)
