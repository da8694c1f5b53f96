"""Extraction quality must not get worse unnoticed: the scores by rules and of replayed answers, against pinned floors.

`make eval` prints the table. A floor is raised by hand when a change has earned it.
"""

import json
from functools import cache

import pytest

from extractor.output.evaluate import Tally, f1, score, totals
from tests.answers import ANSWERED
from tests.corpus import ANNOTATED, DEV, LATER, SAMPLES, TESTS, Annotated
from tests.replay import by_rules, replayed_strong

FLOORS: dict[str, dict[str, dict[str, float]]] = json.loads((TESTS / "eval" / "floors.json").read_text(encoding="utf-8"))
SETS = {
    "samples": (SAMPLES, by_rules),
    "dev": (DEV, by_rules),
    "later": (LATER, by_rules),
    "strong": (ANSWERED, replayed_strong),
}


@cache
def tallies(articles: str) -> dict[str, Tally]:
    chosen, lines = SETS[articles]
    return totals([score(lines(a.path), a.gold, a.text) for a in chosen])


@pytest.mark.parametrize(("articles", "kind"), [(name, kind) for name in FLOORS for kind in FLOORS[name]])
def test_no_score_falls_below_its_floor(articles: str, kind: str) -> None:
    tally, floors = tallies(articles)[kind], FLOORS[articles][kind]
    reached = {
        what: f1(n, tally.predicted, tally.expected)[2] for what, n in (("span", tally.spans), ("record", tally.records))
    }
    reached |= {name: right / of for name, (right, of) in tally.fields.items() if name in floors}
    print(f"\n{articles:8} {kind:16} {'  '.join(f'{what} {value:.3f}' for what, value in reached.items())}")
    below = {what: reached[what] for what in floors if reached[what] < floors[what]}
    assert not below, f"below the floors {floors}"


@pytest.mark.parametrize("article", ANNOTATED, ids=lambda a: a.name)
def test_gold_scored_against_itself_is_perfect(article: Annotated) -> None:
    firsts = [{k: v[0] if isinstance(v, list) else v for k, v in line.items()} for line in article.gold]
    tally = totals([score(firsts, article.gold, article.text)])["all"]
    assert tally.records == tally.spans
    assert tally.records >= tally.expected > 0
    assert tally.facts_found == tally.facts


def test_what_rules_and_a_strong_model_both_read_is_right_more_often() -> None:
    right: dict[bool, list[bool]] = {True: [], False: []}
    for article in ANSWERED:
        lines = replayed_strong(article.path)
        false = [id(line) for tally in score(lines, article.gold, article.text).values() for line in tally.false]
        for line in lines:
            right["agreement" in line["support"]].append(id(line) not in false)
    both, alone = (sum(right[agreed]) / len(right[agreed]) for agreed in (True, False))
    print(f"\nboth {both:.3f} of {len(right[True])}, model alone {alone:.3f} of {len(right[False])}")
    assert both >= 0.98
    assert alone <= 0.85
