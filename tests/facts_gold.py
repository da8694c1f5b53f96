"""Annotated articles and the facts that their records tell: gold as records, and clusters scored with B-cubed."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.facts.grouping import Group, components, groups, meetings, ties
from extractor.facts.mention import Mention, Story, mention, story
from extractor.facts.names import Names, slips, told
from extractor.facts.persons import affiliations, towns
from extractor.language.names import agree
from extractor.reading.inputs import Unread, read
from extractor.settings import SMALL
from extractor.storage.rows import SCHEMAS
from extractor.storage.ties import Told
from extractor.work import Answered, Job, grounded, prepared
from schemas.base import Record, RecordType
from schemas.casualty_report import COUNTS


@dataclass(frozen=True)
class Annotated:
    """An article, its gold as records, and of each record the label of its fact and the gold's own line."""

    story: Story
    records: list[Record]
    labels: dict[str, str]
    lines: dict[str, dict[str, Any]]


def _first(value: Any) -> Any:
    """The best of several acceptable values; null only where there is no other."""
    return next((v for v in value if v is not None), None) if isinstance(value, list) else value


def annotated(path: Path) -> Annotated:
    """One article of a gold folder: PATH.txt and its PATH.jsonl."""
    found = [a for a in read([str(path)]) if not isinstance(a, Unread)]
    text = path.read_text(encoding="utf-8")
    records, labels, lines = [], {}, {}
    at: dict[str, int] = {}
    for number, line in enumerate(path.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()):
        gold = json.loads(line)
        evidence = gold["evidence"]
        start = text.find(evidence, at.get(evidence, 0))
        start = start if start >= 0 else text.find(evidence)
        schema = SCHEMAS[RecordType(gold["type"])]
        cells = {name: _first(gold[name]) for name in schema.model_fields if name in gold}
        for name in COUNTS:
            if isinstance(cells.get(name), dict) and cells[name].get("approx") is None:
                cells[name].pop("approx", None)
        if isinstance(cells.get("response"), dict):
            cells["response"] = {k: _first(v) for k, v in cells["response"].items()}
        article = next((a for a in found if a.offset <= start < a.offset + len(a.text)), found[0])
        id_ = f"{path.stem}:{number:03}"
        if gold["type"] == "accusation":
            cells["accused"] = cells.get("accused") or "unknown"
            cells["accuser"] = cells.get("accuser") or "unknown"
        cells |= {"id": id_, "article_id": article.id, "start": start, "end": start + len(evidence)}
        record = schema.model_validate(cells)
        records.append(record)
        labels[id_], lines[id_] = gold["fact"], gold
    article = found[0]
    told_ = Told(article.id, str(path), article.title, article.publisher, article.published, text, "", tuple(records))
    of = story(told_)
    return Annotated(of, records, labels, lines)


def annotated_by_nobody(path: Path) -> Annotated:
    """An article without any gold."""
    of = next(a for a in read([str(path)]) if not isinstance(a, Unread))
    text = path.read_text(encoding="utf-8")
    return Annotated(story(Told(of.id, str(path), of.title, of.publisher, of.published, text, "", ())), [], {}, {})


def mentions(articles: Iterable[Annotated], names: Names) -> dict[str, Mention]:
    """All records as tying sees them."""
    return {r.id: mention(r, a.story, names) for a in articles for r in a.records}


def names_of(articles: Iterable[Annotated]) -> Names:
    """What the articles tell about names."""
    every = list(articles)
    used = {k for seen in mentions(every, Names()).values() for k in seen.where.exact | seen.where.near}
    pairs = [alias for a in every for alias in (*told(a.story.article.text), *affiliations(a.story), *towns(a.story))]
    return Names.of([*pairs, *slips(pairs, used)])


def tied(found: Mapping[str, Mention]) -> list[Group]:
    """The facts of these mentions."""
    joined = list(ties(found, meetings(found), {}))
    every: list[Group] = []
    for part in components(found, joined):
        inside = set(part)
        every += groups(found, part, [t for t in joined if t.one in inside and t.other in inside], {})
    return every


def b_cubed(found: Iterable[Iterable[str]], labels: Mapping[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of clusters against labels, over the records that are labelled."""
    cluster = {r: frozenset(c) for c in map(frozenset, found) for r in c if r in labels}
    gold: dict[str, set[str]] = {}
    for r, label in labels.items():
        gold.setdefault(label, set()).add(r)
    precision = recall = 0.0
    for r, label in labels.items():
        mine = {m for m in cluster.get(r, frozenset({r})) if m in labels}
        both = len(mine & gold[label])
        precision += both / len(mine)
        recall += both / len(gold[label])
    right, whole = precision / len(labels), recall / len(labels)
    return right, whole, 2 * right * whole / (right + whole)


def pairs(clusters: Iterable[Iterable[str]]) -> Iterator[tuple[str, str]]:
    """The pairs of records that stand in one cluster."""
    for c in clusters:
        ordered = sorted(c)
        yield from ((a, b) for i, a in enumerate(ordered) for b in ordered[i + 1 :])


def read_by_rules(of: Annotated) -> Annotated:
    """The same article as the rules read it, without a model; a record's label is the gold record that it is, if it is one."""
    job = Job("local", SMALL, tuple(RecordType))
    article = next(a for a in read([of.story.article.path]) if not isinstance(a, Unread))
    work = prepared(article, job)
    proposed: list[Answered] = [(p, None) for p in work.proposals]
    found = [r for r, _ in grounded(article, proposed, work.account) if r.supported]
    records = [r.model_copy(update={"start": r.start + article.offset, "end": r.end + article.offset}) for r in found]
    likeness = sorted(
        ((_likeness(r, g), r.id, g.id) for r in records for g in of.records if _likeness(r, g) >= 1),
        key=lambda t: (-t[0], t[1], t[2]),
    )
    labels: dict[str, str] = {}
    taken: set[str] = set()
    for _, mine, theirs in likeness:
        if mine not in labels and theirs not in taken:
            labels[mine] = theirs
            taken.add(theirs)
    told_ = Told(
        of.story.article.id,
        of.story.article.path,
        article.title,
        article.publisher,
        article.published,
        of.story.article.text,
        "",
        tuple(records),
    )
    return Annotated(story(told_), records, labels, {})


def _likeness(mine: Record, theirs: Record) -> float:
    """1 for the same type and sentence, and more for every field of which the words agree."""
    overlap = min(mine.end, theirs.end) - max(mine.start, theirs.start)
    if mine.type is not theirs.type or overlap * 2 < min(mine.end - mine.start, theirs.end - theirs.start):
        return 0.0
    names = (
        "speaker",
        "content",
        "actor",
        "action",
        "accuser",
        "accused",
        "allegation",
        "killed",
        "wounded",
        "victims",
        "status",
    )
    pairs_ = [(getattr(mine, n), getattr(theirs, n)) for n in names if hasattr(mine, n)]
    return 1.0 + sum(bool(agree(a, b) if isinstance(a, str) and isinstance(b, str) else a == b) for a, b in pairs_)


def b_cubed_of_readings(gold: Iterable[Annotated], readings: Sequence[Annotated]) -> tuple[float, float, float]:
    """B-cubed of the facts of what was read of the same articles, over the gold's records: one not found stands alone."""
    every = list(gold)
    gold_of = {mine: theirs for r in readings for mine, theirs in r.labels.items()}
    clusters = tied(mentions(readings, names_of(readings)))
    labels = {record: label for a in every for record, label in a.labels.items()}
    return b_cubed([[gold_of[m] for m in g.members if m in gold_of] for g in clusters], labels)
