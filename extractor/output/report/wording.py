"""What the page says of facts and records, in words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields
from itertools import groupby
from pathlib import PurePath

from extractor.facts.bounds import bounds
from extractor.facts.tolls import Toll
from extractor.output.report.days import day, span
from extractor.output.terminal import counted, counts, who
from extractor.storage.facts import FactFilters
from extractor.storage.ledger import Run
from schemas.accusation import Accusation
from schemas.base import Noun, Record, RecordType
from schemas.casualty_report import CasualtyReport
from schemas.fact import Fact, Report, Stance

_STANCES = {
    Stance.ASSERTS: "Asserted by",
    Stance.CONFIRMS: "Confirmed by",
    Stance.DENIES: "Denied by",
    Stance.DEMANDS: "Demanded by",
    Stance.PLANS: "Announced by",
}
_TELLS = (Stance.ASSERTS, Stance.CONFIRMS)
_ANSWER = "an answer"  # a report that is the answer to an accusation, read from the accusation's own record
_ABOVE = ("content", "allegation")  # long, and told already
_TOLD_ELSEWHERE = {"id", "article_id", "type", "evidence", "start", "end", "support", "date_precision", "date_reason"}
_MOST_NAMES = 200
UNKNOWN = "unknown"


def when(fact: Fact) -> str:
    """When a fact happened, in words; `up to` or `from` a day where the texts bound it on one side, nothing where on none."""
    low, high = bounds(fact)
    if low is not None and high is not None:
        return span(low, high)
    return f"up to {day(high)}" if high else f"from {day(low)}" if low else ""


def days(fact: Fact) -> str:
    """The first and the last day of a fact for the page's filters, one where they are one; a first that is not told is any."""
    low, high = bounds(fact)
    return " ".join(dict.fromkeys((low or "0000-01-01", high or "9999-12-31"))) if low or high else ""


def stances(fact: Fact) -> Iterator[tuple[Stance, str, list[Report]]]:
    """The reports by stance, claims before denials, each with its heading."""
    order = list(_STANCES)
    in_order = sorted(fact.reports, key=lambda report: order.index(report.stance))
    for stance, reports in groupby(in_order, key=lambda report: report.stance):
        yield stance, _STANCES[stance], list(reports)


def words(report: Report) -> str:
    """The sentence that takes the stance."""
    record = report.record
    if report.left_out == _ANSWER and isinstance(record, Accusation) and record.response is not None:
        return record.response.evidence
    return record.evidence


def not_counted(report: Report) -> str | None:
    """Why a report that tells the fact does not count; that a denial does not goes without saying.

    Of a copy the reason names a file of this machine; the page links to the original instead.
    """
    if report.copy_of is not None:
        return "a copy"
    return report.left_out if report.stance in _TELLS and report.left_out != _ANSWER else None


def statuses(fact: Fact) -> list[str]:
    """The statuses of a fact's records, each once."""
    return sorted({report.record.status.value for report in fact.reports})


def fact_parties(fact: Fact) -> list[str]:
    """Who takes part in a fact or tells it, each once."""
    named = (fact.side, fact.about, *(report.source for report in fact.reports))
    return list(dict.fromkeys(name for name in named if name))


def record_parties(record: Record) -> list[str]:
    """Who is named in a record, each once."""
    accused = record.accused if isinstance(record, Accusation) else None
    return list(dict.fromkeys(name for name in (who(record), record.source, accused) if name))


def names(facts: Sequence[Fact], records: Sequence[Record]) -> list[str]:
    """The parties to choose from, the most frequent first: those of facts, where there are facts."""
    named = [fact_parties(fact) for fact in facts] or [record_parties(record) for record in records]
    return [name for name, _ in Counter(name for one in named for name in one).most_common(_MOST_NAMES)]


def values(record: Record) -> Iterator[tuple[str, str, str, str]]:
    """The fields that hold something, those of the type first: name, value, verdict and why."""
    verdicts = {support.field: support for support in record.support}
    numbers = {name: str(count) for name, count in counts(record)} if isinstance(record, CasualtyReport) else {}
    shared = [name for name in Record.model_fields if name not in _TOLD_ELSEWHERE]
    for name in (*(name for name in type(record).model_fields if name not in Record.model_fields), *shared):
        if getattr(record, name) is None:
            continue
        support = verdicts.get(name)
        why = (record.date_reason if name == "date" else None) or (support.rule if support else None)
        told = numbers.get(name) or _value(record, name)
        yield name.replace("_", " "), told, support.verdict.value if support else "", why or ""


def _value(record: Record, name: str) -> str:
    value = getattr(record, name)
    if name in _ABOVE:
        return "(above)"
    if isinstance(value, Noun):
        return ", ".join(str(part) for _, part in value)
    return day(value) if name == "date" else str(value)


def whose(toll: Toll) -> str:
    """Whose toll a sum by side and kind is."""
    side, kind = toll.group["side"], toll.group["kind"]
    return f"{side if side != UNKNOWN else 'side not known'}{f', {kind}' if kind != UNKNOWN else ''}"


def named(path: str) -> str:
    """The last part of a path, since a report is handed on and folders are nobody's business; an address is left whole."""
    return path if address(path) else PurePath(path).name or path


def address(url: str | None) -> str | None:
    """An address that is safe to follow, else None."""
    return url if url is not None and url.lower().startswith(("http://", "https://")) else None


def chosen(filters: FactFilters) -> str:
    """What of the database was asked for, in words; nothing where it was all."""
    set_ = {
        field.name: getattr(filters, field.name) for field in fields(filters) if getattr(filters, field.name) != field.default
    }
    return ", ".join(f"{name} {day(str(value)) if name in ('since', 'until') else value}" for name, value in set_.items())


def as_of(runs: Sequence[Run]) -> str:
    """The day of the last run: the page does not say when it was made, so that the same database gives the same page."""
    return day(max((run.ended or run.started for run in runs), default="")[:10])


def by_type(records: Sequence[Record]) -> list[tuple[RecordType, str]]:
    """How many records there are of each type."""
    number = Counter(record.type for record in records)
    return [(type_, counted(number[type_], type_)) for type_ in RecordType]


def period(facts: Sequence[Fact]) -> str:
    """From the first day of a fact to the last."""
    dated = [(fact.since, fact.until or fact.since) for fact in facts if fact.since]
    return span(min(since for since, _ in dated), max(until for _, until in dated)) if dated else ""
