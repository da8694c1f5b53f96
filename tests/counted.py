"""Learns what a toll counts, "aggregate" and "war" in `extractor/facts/weights.json`: `python -m tests.counted [--check]`.

Examples are the casualty reports of the annotated clusters and of the articles of `eval/dev` and `eval/later`, each once as it
was annotated and once as the rules read it. Where the gold accepts several scopes, only what they have in common is learned.
`--check` changes nothing: it leaves each cluster and each article out in turn, learns from the others, and prints how many come
out right.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import extractor.facts
from extractor.facts.counting import features, judged
from schemas.casualty_report import CasualtyReport
from schemas.fact import Scope
from tests.facts_gold import Annotated, annotated, read_by_rules
from tests.learn import fitted

_EVAL = Path(__file__).parent / "eval"
_FILE = Path(extractor.facts.__file__).with_name("weights.json")
Learned = dict[str, dict[str, float]]


@dataclass(frozen=True)
class Counted:
    """A casualty report: its cluster, or its article where that is in none, and the scopes that the gold accepts."""

    group: str
    report: CasualtyReport
    features: dict[str, float]
    accepted: frozenset[Scope]

    def settled(self, scopes: Iterable[Scope]) -> bool | None:
        """Whether its scope is among these; null where the gold accepts one that is and one that is not."""
        among = {scope in set(scopes) for scope in self.accepted}
        return among.pop() if len(among) == 1 else None


def _counted(group: str, of: Annotated, lines: dict[str, dict[str, Any]]) -> list[Counted]:
    found = []
    for record in of.records:
        if isinstance(record, CasualtyReport) and record.id in lines:
            told = lines[record.id].get("scope", "incident")
            accepted = frozenset(map(Scope, told if isinstance(told, list) else [told]))
            found.append(Counted(group, record, dict(features(record, of.story.day)), accepted))
    return found


def articles() -> dict[str, list[Annotated]]:
    """The annotated articles, by cluster, or alone."""
    found: dict[str, list[Annotated]] = {}
    for folder in ("facts/dev", "dev", "later"):
        for path in sorted((_EVAL / folder).glob("*.txt")):
            group = path.stem.split("_")[0] if folder == "facts/dev" else f"{folder}/{path.stem}"
            found.setdefault(group, []).append(annotated(path))
    return found


def as_annotated(of: dict[str, list[Annotated]]) -> list[Counted]:
    """The right reports."""
    return [one for group, every in of.items() for a in every for one in _counted(group, a, a.lines)]


def as_read(of: dict[str, list[Annotated]]) -> list[Counted]:
    """The reports as the rules read them, where the gold has them."""
    found = []
    for group, every in of.items():
        for a in every:
            reading = read_by_rules(a)
            found += _counted(group, reading, {mine: a.lines[theirs] for mine, theirs in reading.labels.items()})
    return found


def learned(of: Sequence[Counted]) -> Learned:
    """The weights of both questions from these reports."""
    sums = [(one.features, settled) for one in of if (settled := one.settled({Scope.RUNNING, Scope.WAR})) is not None]
    added = [one for one in of if Scope.INCIDENT not in one.accepted]
    wars = [(one.features, settled) for one in added if (settled := one.settled({Scope.WAR})) is not None]
    return {"aggregate": fitted(sums), "war": fitted(wars)}


def left_out(asked: Sequence[Counted], taught: Sequence[Counted]) -> list[tuple[Counted, Scope]]:
    """What each report asked about counts by the weights that all groups but its own teach."""
    found = []
    for group in sorted({one.group for one in asked}):
        by = learned([one for one in taught if one.group != group])
        found += [(one, judged(one.features, by["aggregate"], by["war"])) for one in asked if one.group == group]
    return found


def _print(title: str, found: Iterable[tuple[Counted, Scope]]) -> None:
    right, every = Counter[str](), Counter[str]()
    for one, scope in found:
        for name in ("all", min(one.accepted).value if len(one.accepted) == 1 else "either"):
            every[name] += 1
            right[name] += scope in one.accepted
    print(f"{title}: " + ", ".join(f"{name} {right[name]} of {every[name]}" for name in sorted(every)))


def main() -> None:
    """Learn, or check."""
    of = articles()
    right, read = as_annotated(of), as_read(of)
    if "--check" in sys.argv:
        for title, asked in (("right records", right), ("as the rules read them", read)):
            found = left_out(asked, [*right, *read])
            _print(f"clusters, {title}", [(one, scope) for one, scope in found if "/" not in one.group])
            _print(f"articles, {title}", [(one, scope) for one, scope in found if "/" in one.group])
        return
    kept = json.loads(_FILE.read_text(encoding="utf-8"))
    clusters = sum("/" not in group for group in of)
    kept["counting"] = (
        f"aggregate, war: {date.today()}, from {len(right)} annotated casualty reports of {clusters} clusters and "
        f"{len(of) - clusters} articles in tests/eval, and {len(read)} as the rules read them"
    )
    kept["weights"] = {**kept["weights"], **learned([*right, *read])}
    _FILE.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
