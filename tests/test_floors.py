"""Extraction quality must not get worse unnoticed: the replayed pipeline's F1 on the dev half, against pinned floors.

`make eval` prints the table. A floor is raised by hand when a change has earned it.
"""

import json
from functools import cache

import pytest

from extractor.output.evaluate import Tally, f1, score, totals
from tests.corpus import ANNOTATED, DEV, LATER, SAMPLES, TESTS, Annotated
from tests.replay import replayed

FLOORS: dict[str, dict[str, dict[str, float]]] = json.loads((TESTS / "eval" / "floors.json").read_text(encoding="utf-8"))
SETS = {"samples": SAMPLES, "dev": DEV, "later": LATER}


@cache
def tallies(articles: str) -> dict[str, Tally]:
    return totals([score(replayed(a.path), a.gold, a.text) for a in SETS[articles]])


@pytest.mark.parametrize(("articles", "kind"), [(name, kind) for name in FLOORS for kind in FLOORS[name]])
def test_no_score_falls_below_its_floor(articles: str, kind: str) -> None:
    tally, floors = tallies(articles)[kind], FLOORS[articles][kind]
    reached = {
        what: f1(n, tally.predicted, tally.expected)[2] for what, n in (("span", tally.spans), ("record", tally.records))
    }
    print(f"\n{articles:8} {kind:16} span F1 {reached['span']:.3f}  record F1 {reached['record']:.3f}")
    below = {what: value for what, value in reached.items() if value < floors[what]}
    assert not below, f"below the floors {floors}"


@pytest.mark.parametrize("article", ANNOTATED, ids=lambda a: a.name)
def test_gold_scored_against_itself_is_perfect(article: Annotated) -> None:
    firsts = [{k: v[0] if isinstance(v, list) else v for k, v in line.items()} for line in article.gold]
    tally = totals([score(firsts, article.gold, article.text)])["all"]
    assert tally.records == tally.spans
    assert tally.records >= tally.expected > 0
    assert tally.facts_found == tally.facts
