"""The report: what is stored, read once and laid out on one page that opens from disk and asks nothing of anybody.

The page is text through and through: it works without its script, which only filters and leads from sentences to records. Its
policy (Content-Security-Policy) lets run that one script and apply that one style sheet, by their hashes, and nothing else, so
that even text that got past the escaping could do nothing.
"""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from extractor.errors import ReportError
from extractor.facts.incidents import hit, incidents, tellers
from extractor.facts.tolls import tolls
from extractor.output.facts import estimate
from extractor.output.incidents import below, first, flat
from extractor.output.report import bars, timeline, wording
from extractor.output.report.corrected import Correction, corrections, of_records, rejected
from extractor.output.report.days import day
from extractor.output.report.reading import Chapter, chapters, paragraphs
from extractor.output.terminal import LABELS, counts, plain, what, who
from extractor.storage.corrections import pairs
from extractor.storage.facts import FactFilters, select
from schemas.base import Record, RecordType, Status
from schemas.casualty_report import COUNTS
from schemas.fact import Fact, Grade, Scope, Stance

if TYPE_CHECKING:
    from extractor.storage.store import Store

_PACKAGE = "extractor.output.report"
_MOST_ROWS = 40  # incidents and parts that are not folded away
_MOST_BARS = 30  # of one chart; all are among the facts


@dataclass(frozen=True, slots=True)
class Told:
    """All that goes into a page. Facts come with the weightiest first; `rejected` are ids of records, `chosen` the filters
    in words, `apart` pairs of records of which a person said that they are not one fact.
    """

    database: str
    as_of: str
    facts: Sequence[Fact]
    chapters: Sequence[Chapter]
    corrections: Sequence[Correction] = ()
    rejected: frozenset[str] = frozenset()
    chosen: str = ""
    apart: frozenset[frozenset[str]] = frozenset()

    @property
    def records(self) -> list[Record]:
        return [record for chapter in self.chapters for record in chapter.records]


def save(store: "Store", filters: FactFilters, path: Path) -> Told:
    """Write the page over the facts that pass and the articles that tell them; without filters, over all articles.

    Raises StoreError when the database cannot be read, ReportError when the file cannot be written.
    """
    with store.reading() as connection:
        facts = sorted(select(connection, filters), key=_weight)
        fixed, gone = corrections(connection), rejected(connection)
        apart = frozenset(frozenset((one, other)) for one, other, tied, _ in pairs(connection) if not tied)
    chosen = wording.chosen(filters)
    sources = {report.record.article_id for fact in facts for report in fact.reports}
    of = chapters(store, sources if chosen else None)
    there = {record.id for chapter in of for record in chapter.records}
    fixed = [one for one in fixed if not chosen or one.record in there]
    told = Told(store.path.name, wording.as_of(store.runs()), facts, of, fixed, gone, chosen, apart)
    parts = laid_out(told)
    try:
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(parts)
    except OSError as error:
        raise ReportError(f"cannot write {path}: {error.strerror}") from error
    return told


def laid_out(told: Told) -> Iterator[str]:
    """The page in parts."""
    return _environment().get_template("report.html.j2").generate(_context(told))


def _context(told: Told) -> dict[str, Any]:
    """What the template is given."""
    facts, records = told.facts, told.records
    disputed = [fact for fact in facts if fact.contested or fact.conflicting]
    disputed.sort(key=lambda fact: (not fact.contested, fact.type is not RecordType.ACCUSATION))
    agreed = [fact for fact in facts if not (fact.contested or fact.conflicting)]
    said = [fact for fact in agreed if fact.type is RecordType.STATEMENT]
    happened = [fact for fact in agreed if fact.type is not RecordType.STATEMENT]
    found = incidents(facts, facts, apart=told.apart)
    rows = list(flat(found.listed))
    drawn = timeline.draw(facts)
    style, script = _asset("report.css"), _asset("report.js")
    if drawn is not None:
        style += f".timeline{{min-width:{drawn[1]}px;max-width:{int(drawn[1] * 1.6)}px}}\n"
    facts_of: dict[str, list[str]] = {}
    for fact in facts:
        for record_id in dict.fromkeys(report.record.id for report in fact.reports):
            facts_of.setdefault(record_id, []).append(fact.id)
    return {
        "told": told,
        "style": Markup(style),
        "script": Markup(script),
        "style_hash": _hash(style),
        "script_hash": _hash(script),
        "incidents": len(found.listed),
        "incident_rows": [("", rows[:_MOST_ROWS]), (f"{len(rows) - _MOST_ROWS} smaller ones", rows[_MOST_ROWS:])],
        "below": list(below(found)),
        "disputed": ("disputed", "Contested or conflicting", disputed),
        "sections": [
            ("repeated", "Told more than once", [fact for fact in happened if len(fact.reports) > 1]),
            ("single", "Told once", [fact for fact in happened if len(fact.reports) == 1]),
        ],
        "statements": ("statements", "Statements", said),
        "contested": sum(fact.contested for fact in facts),
        "conflicting": sum(fact.conflicting for fact in facts),
        "undated": sum(not wording.when(fact) for fact in facts),
        "period": wording.period(facts),
        "timeline": drawn[0] if drawn else None,
        **_tolls(facts),
        "records": len(records),
        "by_type": wording.by_type(records),
        "unsupported": sum(not record.supported for record in records),
        "names": wording.names(facts, records),
        "facts_of": facts_of,
        "there": {fact.id for fact in facts},
        "corrected": of_records(told.corrections),
        "anchors": {r.id: f"e-{chapter.number}-{max(0, r.start)}" for chapter in told.chapters for r in chapter.records},
    }


def _tolls(facts: Sequence[Fact]) -> dict[str, Any]:
    """The sums, what is in them, and what is not and why."""
    by_side = tolls(facts, ("side", "kind"))
    sums = sorted((toll for toll in by_side if toll.facts), key=lambda toll: -(toll.killed.low if toll.killed else 0))
    left_out = [(fact, why) for toll in by_side for fact, why in toll.left_out]
    apart = [fact for fact, _ in left_out if fact.scope in (Scope.RUNNING, Scope.WAR)]
    incidents = [fact for toll in sums for fact in toll.facts]
    return {
        "sums": sums,
        "kinds": [kind for kind in COUNTS if any(getattr(toll, kind) for toll in sums)],
        "sum_bars": bars.of_tolls(sums[:_MOST_BARS]),
        "incident_bars": bars.of_facts(incidents[:_MOST_BARS], "incidents", "Incidents, from low to high"),
        "incidents_left": max(0, len(incidents) - _MOST_BARS),
        "apart_bars": bars.of_facts(apart[:_MOST_BARS], "apart", "Running totals and whole wars"),
        "left_out": left_out,
    }


@cache
def _environment() -> Environment:
    """Jinja that escapes everything, lets nothing undefined pass and takes control characters out of text."""
    environment = Environment(
        loader=PackageLoader(_PACKAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )
    environment.filters |= {
        "day": day,
        "when": wording.when,
        "days": wording.days,
        "hit": hit,
        "estimate": estimate,
        "tellers": lambda fact: first(tellers(fact)),
        "deniers": lambda fact: first(fact.by(Stance.DENIES)),
        "counts": counts,
        "who": who,
        "what": what,
        "values": wording.values,
        "stances": wording.stances,
        "words": wording.words,
        "not_counted": wording.not_counted,
        "fact_parties": wording.fact_parties,
        "record_parties": wording.record_parties,
        "statuses": wording.statuses,
        "named": wording.named,
        "whose": wording.whose,
        "address": wording.address,
        "paragraphs": lambda chapter: paragraphs(chapter.article, chapter.records),
    }
    environment.globals |= {
        "labels": LABELS,
        "types": tuple(RecordType),
        "grades": tuple(Grade),
        "all_statuses": tuple(Status),
        "all_kinds": COUNTS,
    }
    return environment


def _finalized(value: object) -> object:
    """What an expression gives as the page takes it: nothing for None, text without controls; markup is ours already."""
    if value is None:
        return ""
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _asset(name: str) -> str:
    return files(_PACKAGE).joinpath("templates", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _weight(fact: Fact) -> tuple[Any, ...]:
    """What wants looking at first: contested, conflicting, told by many; then by day."""
    return (not fact.contested, not fact.conflicting, -fact.sources, -len(fact.reports), fact.since or "9999", fact.id)
