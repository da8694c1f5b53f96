"""The report: what is stored, read once and laid out on one page that opens from disk and asks nothing of anybody.

The page is text through and through: it works without its script, which only filters and leads from sentences to records. Its
policy (Content-Security-Policy) lets run that one script and apply that one style sheet, by their hashes, and nothing else, so
that even text that got past the escaping could do nothing.
"""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING, Any, TextIO

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from extractor.output.report import bars, timeline
from extractor.output.report.corrected import Correction, corrections, of_records, rejected
from extractor.output.report.days import day, span
from extractor.output.report.reading import paragraphs
from extractor.output.report.tolls import KINDS, tolls
from extractor.output.terminal import LABELS, PLURALS, counted, counts, figure, plain, what, who
from extractor.storage.facts import FactFilters
from extractor.storage.facts import select as select_facts
from extractor.storage.queries import Filters
from schemas.accusation import Accusation
from schemas.article import Article
from schemas.base import Noun, Record, RecordType, Status
from schemas.casualty_report import CasualtyReport
from schemas.fact import Fact, Grade, Report, Stance

if TYPE_CHECKING:
    from extractor.storage.store import Store

_TOLD_ELSEWHERE = {"id", "article_id", "type", "evidence", "start", "end", "support", "date_precision", "date_reason"}
_MOST_BARS = 30  # incidents in the chart; all are among the facts
_STANCES = (Stance.ASSERTS, Stance.CONFIRMS, Stance.DENIES, Stance.DEMANDS, Stance.PLANS)


@dataclass(frozen=True, slots=True)
class Chapter:
    """An article, the inputs it was found in, its records in the order of the text, and its number on the page."""

    number: int
    article: Article
    paths: tuple[str, ...]
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """How much went into the page."""

    facts: int
    articles: int
    records: int


def write(store: "Store", filters: FactFilters, stream: TextIO) -> Written:
    """Write the page over the facts that pass and the articles that tell them; without filters, over all articles.

    Raises StoreError when the database cannot be read, ReportError when matplotlib is not there.
    """
    with store.reading() as connection:
        facts = sorted(select_facts(connection, filters), key=_weight)
        fixed = corrections(connection)
        gone = rejected(connection)
    told = {report.record.article_id for fact in facts for report in fact.reports}
    chapters = _chapters(store, None if filters == FactFilters() else told)
    context = _context(facts, chapters, fixed, gone)
    context["database"], context["as_of"] = store.path.name, _as_of(store)
    template = _environment().get_template("report.html.j2")
    for part in template.generate(context):
        stream.write(part)
    return Written(len(facts), len(chapters), sum(len(chapter.records) for chapter in chapters))


def _context(
    facts: Sequence[Fact], chapters: Sequence[Chapter], fixed: Sequence[Correction], gone: set[str]
) -> dict[str, Any]:
    """What the template is given."""
    facts_of: dict[str, list[str]] = {}
    for fact in facts:
        for record_id in dict.fromkeys(report.record.id for report in fact.reports):
            facts_of.setdefault(record_id, []).append(fact.id)
    disputed = [fact for fact in facts if fact.contested or fact.conflicting]
    agreed = [fact for fact in facts if not (fact.contested or fact.conflicting)]
    sums = tolls(facts)
    incidents = [fact for side in sums.sides for fact in side.incidents]
    drawn = timeline.draw(facts)
    style, script = _asset("report.css"), _asset("report.js")
    if drawn is not None:
        style += f".timeline{{min-width:{drawn[1]}px;max-width:{int(drawn[1] * 1.4)}px}}\n"
    records = [record for chapter in chapters for record in chapter.records]
    return {
        "style": Markup(style),
        "script": Markup(script),
        "style_hash": _hash(style),
        "script_hash": _hash(script),
        "facts": facts,
        "sections": [
            ("disputed", "Contested or conflicting", disputed),
            ("repeated", "Told more than once", [fact for fact in agreed if len(fact.reports) > 1]),
            ("single", "Told once", [fact for fact in agreed if len(fact.reports) == 1]),
        ],
        "contested": sum(fact.contested for fact in facts),
        "conflicting": sum(fact.conflicting for fact in facts),
        "undated": sum(fact.since is None for fact in facts),
        "period": _period(facts),
        "timeline": drawn[0] if drawn else None,
        "tolls": sums,
        "toll_bars": bars.of_sides(sums.sides),
        "incident_bars": bars.of_incidents(incidents[:_MOST_BARS], "incidents", "Incidents, from low to high"),
        "incidents_left": max(0, len(incidents) - _MOST_BARS),
        "apart_bars": bars.of_incidents(sums.apart[:_MOST_BARS], "apart", "Running totals and whole wars"),
        "chapters": chapters,
        "records": len(records),
        "by_type": [(type_, counted(number, type_)) for type_, number in _by_type(records)],
        "unsupported": sum(not record.supported for record in records),
        "parties_": _all_parties(facts, records),
        "facts_of": facts_of,
        "grade_of": {fact.id: fact.grade.value for fact in facts},
        "corrections": fixed,
        "corrected": of_records(fixed),
        "rejected": gone,
        "anchors": _anchors(chapters),
    }


def _environment() -> Environment:
    """Jinja that escapes everything, lets nothing undefined pass and takes control characters out of text."""
    environment = Environment(
        loader=PackageLoader("extractor.output.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )
    environment.filters |= {
        "day": day, "figure": figure, "sides": _sides, "who": who, "what": what, "values": _values, "counts": counts,
        "paragraphs": lambda chapter: paragraphs(chapter.article, chapter.records), "fact_parties": _fact_parties,
        "record_parties": _record_parties, "link": _web_address, "when": lambda fact: span(fact.since, fact.until),
        "statuses": lambda fact: sorted({report.record.status.value for report in fact.reports}),
    }  # fmt: skip
    environment.globals |= {
        "labels": LABELS, "plurals": PLURALS, "types": tuple(RecordType), "grades": tuple(Grade), "kinds": KINDS,
        "all_statuses": tuple(Status),
    }  # fmt: skip
    return environment


def _finalized(value: object) -> object:
    """What an expression gives as the page takes it: nothing for None, text without controls; markup is ours already."""
    if value is None:
        return ""
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _asset(name: str) -> str:
    return files("extractor.output.report").joinpath("templates", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _weight(fact: Fact) -> tuple[Any, ...]:
    """What wants looking at first: contested, conflicting, told by many, told of; then by day."""
    return (not fact.contested, not fact.conflicting, -fact.sources, -len(fact.reports), fact.since or "9999", fact.id)


def _chapters(store: "Store", wanted: set[str] | None) -> list[Chapter]:
    """The articles with their records, each once."""
    found: dict[str, tuple[Article, list[str]]] = {}
    for stored in store.articles():
        if wanted is None or stored.article.id in wanted:
            found.setdefault(stored.article.id, (stored.article, []))[1].append(stored.article.path)
    records: dict[str, dict[str, Record]] = {id_: {} for id_ in found}
    for read in store.select(Filters(include_unsupported=True)):
        if read.record.article_id in records:
            records[read.record.article_id].setdefault(read.record.id, read.record)
    return [
        Chapter(number, article, tuple(dict.fromkeys(paths)), tuple(records[article.id].values()))
        for number, (article, paths) in enumerate(found.values(), start=1)
    ]


def _anchors(chapters: Sequence[Chapter]) -> dict[str, str]:
    """Where on the page the evidence of a record begins."""
    return {
        record.id: f"e-{chapter.number}-{max(0, record.start)}" for chapter in chapters for record in chapter.records
    }


def _as_of(store: "Store") -> str:
    """The day of the last run; of the page's own making nothing is said, so that the same database gives the same page."""
    return day(max((run.ended or run.started for run in store.runs()), default="")[:10])


def _by_type(records: Sequence[Record]) -> list[tuple[RecordType, int]]:
    number = Counter(record.type for record in records)
    return [(type_, number[type_]) for type_ in RecordType]


def _period(facts: Sequence[Fact]) -> str:
    since = [fact.since for fact in facts if fact.since]
    until = [fact.until or fact.since for fact in facts if fact.since]
    return span(min(since), max(last for last in until if last)) if since else ""


def _sides(fact: Fact) -> Iterator[tuple[Stance, list[Report]]]:
    """The reports by stance, claims before denials."""
    in_order = sorted(fact.reports, key=lambda report: _STANCES.index(report.stance))
    for stance, reports in groupby(in_order, key=lambda report: report.stance):
        yield stance, list(reports)


def _fact_parties(fact: Fact) -> list[str]:
    """Who takes part in a fact or tells it, each once."""
    named = (fact.side, fact.about, *(report.source for report in fact.reports))
    return list(dict.fromkeys(name for name in named if name))


def _record_parties(record: Record) -> list[str]:
    """Who is named in a record, each once."""
    accused = record.accused if isinstance(record, Accusation) else None
    return list(dict.fromkeys(name for name in (who(record), record.source, accused) if name))


def _all_parties(facts: Sequence[Fact], records: Sequence[Record]) -> list[str]:
    """The names to choose from, the most frequent first: those of facts, where there are facts."""
    named = [_fact_parties(fact) for fact in facts] or [_record_parties(record) for record in records]
    return [name for name, _ in Counter(name for names in named for name in names).most_common(200)]


def _values(record: Record) -> Iterator[tuple[str, str, str, str]]:
    """The fields that hold something: name, value, verdict and why."""
    verdicts = {support.field: support for support in record.support}
    numbers = {name: figure(count) for name, count in counts(record)} if isinstance(record, CasualtyReport) else {}
    shared = [name for name in Record.model_fields if name not in _TOLD_ELSEWHERE]
    for name in (*(name for name in type(record).model_fields if name not in Record.model_fields), *shared):
        value = getattr(record, name)
        if value is None:
            continue
        told = numbers.get(name) or (
            ", ".join(str(part) for _, part in value) if isinstance(value, Noun) else day(value) if name == "date" else str(value)
        )
        support = verdicts.get(name)
        why = (record.date_reason if name == "date" else None) or (support.rule if support else None)
        yield name.replace("_", " "), told, support.verdict.value if support else "", why or ""


def _web_address(url: str | None) -> str | None:
    """An address that is safe to follow, else None."""
    return url if url is not None and url.lower().startswith(("http://", "https://")) else None


