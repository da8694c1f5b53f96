"""Tolls as bars: solid up to what is told at least, light up to what is told at most, an arrow where that is open.

The picture is as wide as a phone and has its words above the bars, so that it reads there as it does on a desk.
"""

from collections.abc import Sequence

from markupsafe import Markup

from extractor.facts.figures import COUNTS
from extractor.facts.tolls import Toll
from extractor.output.report.days import span
from extractor.output.report.drawing import Drawing, Mark, looks
from extractor.output.report.wording import whose
from extractor.output.terminal import figure
from schemas.base import Count
from schemas.fact import Fact

_WIDTH, _LEFT, _RIGHT, _ROW, _HEAD, _BAR = 360, 66, 62, 20, 26, 12
_LONG = 44  # characters of a heading

Row = tuple[str, dict[str, Count], Mark]


def of_tolls(tolls: Sequence[Toll]) -> Markup | None:
    """A group of bars a sum, each a link to its row of the table, `toll-1` and so on."""
    rows: list[Row] = []
    for number, toll in enumerate(tolls, start=1):
        name = whose(toll)
        rows.append((name, _counts(toll), Mark(f"toll-{number}", f"{name}: {_said(_counts(toll))}", "bar")))
    return _draw("sums", "Tolls by side, from low to high", rows)


def of_facts(facts: Sequence[Fact], name: str, title: str) -> Markup | None:
    """A group of bars a fact, each a link to it."""
    rows: list[Row] = []
    for fact in facts:
        mark = Mark(f"f-{fact.id}", f"{fact.summary}: {_said(_counts(fact))}", looks("bar", fact.grade.value))
        rows.append((_heading(fact), _counts(fact), mark))
    return _draw(name, title, rows)


def _heading(fact: Fact) -> str:
    """When, where and who; the figures stand on the bars."""
    whose = fact.summary.rpartition(": ")[0] or fact.summary
    return ", ".join(part for part in (span(fact.since, fact.until), fact.place and fact.place.name, whose) if part)


def _counts(of: Toll | Fact) -> dict[str, Count]:
    return {kind: count for kind in COUNTS if (count := getattr(of, kind)) is not None}


def _said(counts: dict[str, Count]) -> str:
    return ", ".join(f"{kind} {figure(count)}" for kind, count in counts.items())


def _draw(name: str, title: str, rows: Sequence[Row]) -> Markup | None:
    rows = [row for row in rows if row[1]]
    if not rows:
        return None
    largest = max(1, *(count.high or count.low for _, counts, _ in rows for count in counts.values()))
    drawing = Drawing(name, _WIDTH, sum(_HEAD + _ROW * len(counts) + 6 for _, counts, _ in rows))
    scale = (_WIDTH - _LEFT - _RIGHT) / largest
    y = 0.0
    for heading, counts, mark in rows:
        drawing.word("heading", 0, y + 17, heading if len(heading) <= _LONG else heading[: _LONG - 1].rstrip() + "…")
        y += _HEAD
        for kind, count in counts.items():
            drawing.word("kind", _LEFT - 6, y + 10, kind, "right")
            _bar(drawing, count, scale, y, kind, mark)
            y += _ROW
        y += 6
    return drawing.svg(title)


def _bar(drawing: Drawing, count: Count, scale: float, y: float, kind: str, mark: Mark) -> None:
    """One range and its figure."""
    low, high = _LEFT + count.low * scale, _LEFT + (count.low if count.high is None else count.high) * scale
    span = (y, y + _BAR)
    drawing.line("zero", (_LEFT, _LEFT), (y - 3, y + _BAR + 3))
    if high > low:
        drawing.box(f"most {kind}", (low, high), span, mark)
    if low > _LEFT:
        drawing.box(f"least {kind}", (_LEFT, max(low, _LEFT + 1.5)), span, mark)
    end = max(high, low)
    if count.high is None:
        drawing.shape(f"open {kind}", ((end, y), (end + 8, y + _BAR / 2), (end, y + _BAR)), mark)
        end += 8
    drawing.word("figure", end + 5, y + 10.5, figure(count))
