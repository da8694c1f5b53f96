"""How good is a model on annotated articles? The pipeline's records, the rules' alone and the naive way's, against gold.

Gold is a folder of NAME.jsonl, one an article; the articles are the .txt or .md files of the same names in another folder.
What the rules reach alone stands beside what the pipeline reaches, so that what the model adds can be seen.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.errors import InputError
from extractor.output.evaluate import Line, Tally, f1, score, totals
from extractor.output.export import line
from extractor.output.listing import Listing
from extractor.reading.decoding import decode
from extractor.reading.inputs import read
from extractor.storage.queries import StoredRecord
from extractor.work import Job, grounded, prepared
from schemas.article import Article


@dataclass(frozen=True)
class Annotated:
    """An article with its gold: `text` is the file's, as the program decodes it."""

    path: str
    text: str
    gold: list[Line]


@dataclass
class Trial:
    """One way to extract, scored: a tally a type and "all", and how often each verdict was given to a field."""

    way: str
    tallies: dict[str, Tally]
    verdicts: Counter[str]
    cost: dict[str, float] = field(default_factory=dict)  # requests, tokens_in, tokens_out, seconds: sums over the articles


def annotated(gold: Path, articles: Path) -> list[Annotated]:
    """The articles that gold is there for. Raises InputError when gold or an article is missing or broken."""
    found = []
    for file in sorted(gold.glob("*.jsonl")):
        path = next((p for p in (articles / f"{file.stem}.txt", articles / f"{file.stem}.md") if p.is_file()), None)
        if path is None:
            raise InputError(f"there is no {file.stem}.txt or .md in {articles}; --articles must hold what the gold is about")
        try:
            lines = [json.loads(text) for text in file.read_text(encoding="utf-8").splitlines() if text.strip()]
        except ValueError as error:
            raise InputError(f"{file} is not JSONL ({error}); mend it") from error
        if broken := [n for n in lines if not isinstance(n, dict) or not {"type", "evidence"} <= n.keys()]:
            raise InputError(f"{file} has a line without type and evidence ({str(broken[0])[:40]}); mend it")
        found.append(Annotated(str(path), decode(path.read_bytes()), lines))
    if not found:
        raise InputError(f"there is no .jsonl in {gold}; --gold must be a folder of annotations")
    return found


def trial(way: str, articles: Sequence[Annotated], predicted: Iterable[Line], cost: dict[str, float]) -> Trial:
    """Scores export lines against the articles they are about."""
    by_path: dict[str, list[Line]] = {}
    verdicts: Counter[str] = Counter()
    for found in predicted:
        by_path.setdefault(found["article"], []).append(found)
        verdicts.update(found["support"].values())
    return Trial(way, totals(score(by_path.get(a.path, []), a.gold, a.text) for a in articles), verdicts, cost)


def by_rules(articles: Sequence[Annotated], job: Job) -> list[Line]:
    """The export lines that the rules make without a model; `job` must be of their profile."""
    made: list[Line] = []
    for one in read([a.path for a in articles]):
        if isinstance(one, Article):
            work = prepared(one, job)
            for record, _ in grounded(one, [(p, None) for p in work.proposals], work.account):
                stored = StoredRecord(record, one.path, one.offset, one.title, one.publisher, one.published, 0, None, "")
                if record.supported:
                    made.append(line(stored))
    return made


def as_json(trials: Sequence[Trial], articles: int) -> dict[str, Any]:
    """Every figure by way and type."""
    return {"articles": articles, "ways": {t.way: _figures(t) for t in trials}}


def _figures(found: Trial) -> dict[str, Any]:
    kinds = {}
    for kind, tally in found.tallies.items():
        parts = ("precision", "recall", "f1")
        kinds[kind] = {
            "expected": tally.expected,
            "predicted": tally.predicted,
            "fact_recall": tally.facts_found / tally.facts if tally.facts else None,
            "span": dict(zip(parts, f1(tally.spans, tally.predicted, tally.expected), strict=True)),
            "record": dict(zip(parts, f1(tally.records, tally.predicted, tally.expected), strict=True)),
            "fields": {name: right / of for name, (right, of) in sorted(tally.fields.items()) if of},
        }
    return {"types": kinds, "verdicts": dict(found.verdicts), **found.cost}


def tables(trials: Sequence[Trial], articles: int) -> list[Listing]:
    """Scores a type, then the other fields, then what it cost."""
    scores = Listing(f"{articles} articles")
    for name in ("way", "type", "span F1", "record P", "R", "F1", "facts R", "gold", "found"):
        scores.add_column(name, justify="left" if name in ("way", "type") else "right", no_wrap=name == "type")
    fields = Listing("other fields of matched records")
    fields.add_column("")
    costs = Listing("verdicts and cost")
    costs.add_column("")
    names = sorted({name for t in trials for name in t.tallies["all"].fields})
    for t in trials:
        for kind, tally in t.tallies.items():
            span = f1(tally.spans, tally.predicted, tally.expected)[2]
            record = f1(tally.records, tally.predicted, tally.expected)
            facts = f"{tally.facts_found / tally.facts:.2f}" if tally.facts else "-"
            shown = [*(f"{v:.2f}" for v in (span, *record)), facts]
            scores.add_row(t.way if kind == "statement" else "", kind, *shown, str(tally.expected), str(tally.predicted))
        for table in (fields, costs):
            table.add_column(t.way, justify="right")
    for name in names:
        reached = [t.tallies["all"].fields.get(name, [0, 0]) for t in trials]
        fields.add_row(name, *(f"{right / of:.2f} of {of}" if of else "-" for right, of in reached))
    for verdict in sorted({v for t in trials for v in t.verdicts}):
        costs.add_row(verdict, *(f"{t.verdicts[verdict] / max(1, t.verdicts.total()):.1%}" for t in trials))
    for name in ("requests", "tokens_in", "tokens_out", "seconds"):
        costs.add_row(f"{name} an article", *(f"{t.cost.get(name, 0) / articles:.1f}" for t in trials))
    return [scores, fields, costs]
