"""Tolls as bars: solid up to what is told at least, light up to what is told at most, an arrow where that is open.

The picture is as wide as a phone and has its words above the bars, so that it reads there as it does on a desk.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from markupsafe import Markup

from extractor.facts.tolls import Toll
from extractor.output.report.drawing import Drawing, Mark, looks
from extractor.output.report.wording import when, whose
from schemas.base import Count
from schemas.casualty_report import COUNTS
from schemas.fact import Fact

_WIDTH, _LEFT, _ROW, _HEAD, _BAR, _ARROW = 360, 66, 20, 26, 12, 8
_LETTER = 8.4  # units of width of a digit
_APART = 25  # times the median that the largest may be before small figures no longer show
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
    whose = fact.summary.rpartition(": ")[0] or fact.side or ("" if fact.summary.startswith(COUNTS) else fact.summary)
    place = fact.place.name if fact.place else ""
    return ", ".join(part for part in (when(fact), place, whose) if part) or "victims not named"


def _counts(of: Toll | Fact) -> dict[str, Count]:
    return {kind: count for kind in COUNTS if (count := getattr(of, kind)) is not None}


def _said(counts: dict[str, Count]) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in counts.items())


def _draw(name: str, title: str, rows: Sequence[Row]) -> Markup | None:
    rows = [row for row in rows if row[1]]
    if not rows:
        return None
    ends = sorted(count.low if count.high is None else count.high for _, counts, _ in rows for count in counts.values())
    longest = max(len(str(count)) for _, counts, _ in rows for count in counts.values())
    room = _WIDTH - _LEFT - _ARROW - 8 - _LETTER * longest
    rooted = ends[-1] > _APART * max(1, median(ends))
    scale = Scale(ends[-1], room, rooted)
    drawing = Drawing(name, _WIDTH, sum(_HEAD + _ROW * len(counts) + 6 for _, counts, _ in rows) + 18 * rooted)
    y = 0.0
    for heading, counts, mark in rows:
        drawing.word("heading", 0, y + 17, heading if len(heading) <= _LONG else heading[: _LONG - 1].rstrip() + "…")
        y += _HEAD
        for kind, count in counts.items():
            drawing.word("kind", _LEFT - 6, y + 10, kind, "right")
            _bar(drawing, count, scale, y, kind, mark)
            y += _ROW
        y += 6
    if rooted:
        drawing.word("note", 0, y + 12, "Lengths go by the square root, so that small figures show.")
    return drawing.svg(title)


@dataclass(frozen=True, slots=True)
class Scale:
    """Figures to places: the largest is `room` units long, the others in proportion, or to the square root of it."""

    largest: int
    room: float
    rooted: bool

    def __call__(self, figure: int) -> float:
        share = figure / max(1, self.largest)
        return _LEFT + self.room * (share**0.5 if self.rooted else share)


def _bar(drawing: Drawing, count: Count, scale: Scale, y: float, kind: str, mark: Mark) -> None:
    """One range and its figure."""
    low, high = scale(count.low), scale(count.low if count.high is None else count.high)
    span = (y, y + _BAR)
    drawing.line("zero", (_LEFT, _LEFT), (y - 3, y + _BAR + 3))
    if high > low:
        drawing.box(f"most {kind}", (low, high), span, mark)
    if low > _LEFT:
        drawing.box(f"least {kind}", (_LEFT, max(low, _LEFT + 1.5)), span, mark)
    end = max(high, low)
    if count.high is None:
        drawing.shape(f"open {kind}", ((end, y), (end + _ARROW, y + _BAR / 2), (end, y + _BAR)), mark)
        end += _ARROW
    drawing.word("figure", end + 5, y + 10.5, str(count))
