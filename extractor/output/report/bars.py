"""Tolls as bars: solid up to what is told at least, light up to what is told at most, an arrow where that is open.

The picture is as wide as a phone and has its words above the bars, so that it reads there as it does on a desk.
"""

from collections.abc import Sequence

from markupsafe import Markup

from extractor.output.report.drawing import Drawing, Mark, looks
from extractor.output.report.tolls import KINDS, Side
from extractor.output.terminal import figure
from schemas.base import Count
from schemas.fact import Fact

_WIDTH, _LEFT, _RIGHT, _ROW, _HEAD, _BAR = 400, 66, 62, 20, 26, 12
_LONG = 58  # characters of a heading

Row = tuple[str, dict[str, Count], Mark]


def of_sides(sides: Sequence[Side]) -> Markup | None:
    """A group of bars a side, each a link to its row of the table `tolls`."""
    rows: list[Row] = []
    for number, side in enumerate(sides, start=1):
        said = ", ".join(f"{kind} {figure(count)}" for kind, count in side.sums.items())
        name = side.name or "side not told"
        rows.append((name, side.sums, Mark(f"side-{number}", f"{name}: {said}", "bar")))
    return _draw("sides", "Tolls by side, from low to high", rows)


def of_incidents(facts: Sequence[Fact], name: str, title: str) -> Markup | None:
    """A group of bars a fact, each a link to it."""
    rows: list[Row] = []
    for fact in facts:
        counts = {kind: count for kind in KINDS if (count := getattr(fact, kind)) is not None}
        said = ", ".join(f"{kind} {figure(count)}" for kind, count in counts.items())
        rows.append((fact.summary, counts, Mark(f"f-{fact.id}", f"{fact.summary}: {said}", looks("bar", fact.grade.value))))
    return _draw(name, title, rows)


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
