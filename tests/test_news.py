"""Clusters written as agencies write, which nobody tuned the ties on: how well their casualty reports become incidents."""

import json
from collections import Counter
from functools import cache
from pathlib import Path

from extractor.facts.assembly import assembled
from extractor.facts.gazetteer import Gazetteer
from extractor.facts.grouping import Group, wholes
from schemas.base import RecordType
from schemas.casualty_report import COUNTS
from schemas.fact import Fact, Scope
from tests.facts_gold import annotated, b_cubed, mentions, names_of, tied

FOLDER = Path(__file__).parent / "eval" / "facts"
FLOORS = json.loads((FOLDER / "floors.json").read_text(encoding="utf-8"))["news"]
TOLLS = json.loads((FOLDER / "news" / "facts.json").read_text(encoding="utf-8"))["tolls"]


@cache
def clusters() -> dict[str, tuple[list[Group], list[Fact], dict[str, str]]]:
    """Of each cluster the groups of casualty reports, their facts, and of each report its fact's label."""
    paths: dict[str, list[Path]] = {}
    for path in sorted((FOLDER / "news").glob("*.txt")):
        paths.setdefault(path.stem.split("_")[0], []).append(path)
    found = {}
    for name, texts in paths.items():
        gold = [annotated(path) for path in texts]
        names = names_of(gold)
        seen = {id_: m for id_, m in mentions(gold, names).items() if m.record.type is RecordType.CASUALTY_REPORT}
        groups = tied(seen)
        ids = [f"f{number}" for number in range(len(groups))]
        whole = wholes(groups, ids)
        facts = [assembled(g, seen, names, Gazetteer(), id_) for g, id_ in zip(groups, ids, strict=True)]
        facts = [f.model_copy(update={"part_of": whole.get(f.id)}) for f in facts]
        found[name] = groups, facts, {r: f for a in gold for r, f in a.labels.items() if r in seen}
    return found


def test_reports_of_one_incident_stand_together() -> None:
    scores = [b_cubed([g.members for g in groups], label)[2] for groups, _, label in clusters().values()]
    print(f"\nB-cubed F1 of {len(scores)} clusters: {sum(scores) / len(scores):.3f}")
    assert sum(scores) / len(scores) >= FLOORS["f1"]


def test_tolls_are_those_that_the_reports_tell() -> None:
    right = 0
    for toll in TOLLS:
        groups, facts, label = clusters()[toll["fact"].split("_")[0]]
        members = {record for record, fact in label.items() if fact == toll["fact"]}
        best = max(zip(groups, facts, strict=True), key=lambda p: (len(members & set(p[0].members)), -len(p[0].members)))[1]
        told = {name: [c.low, c.high] if (c := getattr(best, name)) is not None else None for name in COUNTS}
        right += all(told[name] == toll[name] for name in COUNTS)
    print(f"\ntolls: {right} of {len(TOLLS)} right")
    assert right / len(TOLLS) >= FLOORS["tolls"]


def test_the_dead_are_not_counted_many_times() -> None:
    counted: Counter[str] = Counter()
    for name, (_, facts, _) in clusters().items():
        counted[name] = sum(f.killed.low for f in facts if f.killed and f.scope is Scope.INCIDENT and f.part_of is None)
    true = sum(t["killed"][0] for t in TOLLS if t["killed"] and t["scope"] == "incident" and not t["part_of"])
    print(f"\nkilled, summed over incidents: {counted.total()}, in truth {true}")
    assert counted.total() / true <= FLOORS["counted"]
