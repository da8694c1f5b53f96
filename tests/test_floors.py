"""Extraction quality must not get worse unnoticed: the replayed pipeline's F1 on the dev half, against pinned floors.

`make eval` prints the table. A floor is raised by hand when a change has earned it.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.output.evaluate import Tally, f1, score, totals
from tests.tape import ARTICLES
from tests.test_replay import NAMES, replayed

EVAL = Path(__file__).parent / "eval"
FLOORS: dict[str, dict[str, float]] = json.loads((EVAL / "floors.json").read_text(encoding="utf-8"))


def _gold(name: str) -> list[dict[str, Any]]:
    lines = (EVAL / "dev" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


@pytest.fixture(scope="module")
def tallies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Tally]:
    folder = tmp_path_factory.mktemp("floors")
    scored = []
    for name in NAMES:
        text = (ARTICLES / f"{name}.txt").read_text(encoding="utf-8")
        scored.append(score(replayed(name, name, folder / f"{name}.db"), _gold(name), text))
    return totals(scored)


@pytest.mark.parametrize("kind", FLOORS)
def test_no_score_falls_below_its_floor(kind: str, tallies: dict[str, Tally]) -> None:
    tally = tallies[kind]
    reached = {
        what: f1(n, tally.predicted, tally.expected)[2] for what, n in (("span", tally.spans), ("record", tally.records))
    }
    print(f"\n{kind:16} span F1 {reached['span']:.3f}  record F1 {reached['record']:.3f}")
    below = {what: value for what, value in reached.items() if value < FLOORS[kind][what]}
    assert not below, f"below the floors {FLOORS[kind]}"


@pytest.mark.parametrize("name", NAMES)
def test_gold_scored_against_itself_is_perfect(name: str) -> None:
    firsts = [{k: v[0] if isinstance(v, list) else v for k, v in line.items()} for line in _gold(name)]
    text = (ARTICLES / f"{name}.txt").read_text(encoding="utf-8")
    tally = totals([score(firsts, _gold(name), text)])["all"]
    assert tally.records == tally.spans
    assert tally.records >= tally.expected > 0
