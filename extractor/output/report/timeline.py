"""When what happened: a column a day, a lane a type, a mark a fact.

News is dense for some days and then silent for years, so that a true scale would show a few blots. Here every day on which
something is told gets a column of the same width, silence is a gap with a dotted line, and where there are too many days they
become months or years. A fact whose date is only a month or a year, or is bounded by the story's day, stands in a column of its
own, not on a day: a band. What is older than the columns reach stands together in the first.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from extractor.facts.bounds import bounds
from extractor.output.report.days import MONTHS
from extractor.output.report.drawing import Drawing, Kind, Mark, looks
from extractor.output.report.wording import when
from extractor.output.terminal import LABELS, PLURALS
from schemas.base import RecordType
from schemas.fact import Fact, Grade, Scope

LANES = (RecordType.CASUALTY_REPORT, RecordType.TROOP_MOVEMENT, RecordType.ACCUSATION, RecordType.STATEMENT)
MOST = 40  # columns
_MOST_MARKS = 48  # in one lane of one column
_LEFT, _COLUMN, _GAP, _PITCH, _HEAD, _FOOT = 92, 54, 16, 16, 14, 44
_LEAST = 720  # units of width
_UP_TO, _FROM = "up to", "from"
_SIGNS = {_UP_TO: "≤ ", _FROM: "≥ "}


@dataclass(frozen=True, slots=True)
class Column:
    """A stretch of time and the facts of it; `after_gap` when nothing is told of what lies before it.

    `side` is `up to` or `from` where the facts lie on any day up to, or from, the stretch. `band` marks a stretch of more than
    one unit, or an open one: they lie somewhere in it. `earlier` marks the column of all that lies before the others.
    """

    since: str
    until: str
    facts: tuple[Fact, ...]
    after_gap: bool = False
    side: str = ""
    band: bool = False
    earlier: bool = False


def columns(facts: Iterable[Fact]) -> list[Column]:
    """All facts whose days are known or bounded, by the finest unit that gives no more than MOST columns; else by year, the
    oldest together.
    """
    placed = [(fact, days) for fact in facts if (days := _placed(fact)) is not None]
    for size in (10, 7, 4):
        by: dict[tuple[str, str, str], list[Fact]] = {}
        for fact, (since, until, side) in placed:
            by.setdefault((*_stretch(since, until, size), side), []).append(fact)
        if len(by) <= MOST:
            break
    keys = sorted(by, key=lambda key: (key[0], key[1], key[2] != _UP_TO))
    old, kept = ([], keys) if len(keys) <= MOST else (keys[: 1 - MOST], keys[1 - MOST :])
    made: list[Column] = []
    if old:
        until = max(key[1] for key in old)
        made.append(Column(old[0][0], until, tuple(fact for key in old for fact in by[key]), band=True, earlier=True))
    for key in kept:
        since, until, side = key
        gap = bool(made) and _days(made[-1].until, since) > 1
        made.append(Column(since, until, tuple(by[key]), gap, side, since[:size] != until[:size] or bool(side)))
    return made


def _placed(fact: Fact) -> tuple[str, str, str] | None:
    """The first and last day of a fact, and on which side it is open; None where nothing bounds it."""
    low, high = bounds(fact)
    if low is not None and high is not None:
        return low, high, ""
    if high is not None:
        return high, high, _UP_TO
    return (low, low, _FROM) if low is not None else None


def draw(facts: Sequence[Fact]) -> tuple[Markup, int] | None:
    """The timeline and its width in units; None where no fact has a day. Facts come with the weightiest first."""
    found = columns(facts)
    if not found:
        return None
    lefts, right = _lefts(found)
    stretch = max(1.0, (_LEAST - _LEFT) / (right - _LEFT))
    lefts, wide = [_LEFT + (x - _LEFT) * stretch for x in lefts], _COLUMN * stretch
    width = max(_LEAST, int(right))
    heights = [max(34, *(_height(_of(column, lane), lane, wide) for column in found)) for lane in LANES]
    drawing = Drawing("timeline", width, _HEAD + sum(heights) + _FOOT)
    top = float(_HEAD)
    placed: dict[tuple[Kind, float], list[tuple[float, float, Mark]]] = {}
    for lane, height in zip(LANES, heights, strict=True):
        drawing.word(f"lane {lane.value}", 0, top + height / 2 + 4, PLURALS[lane].replace("casualty reports", "casualties"))
        drawing.line("rule", (_LEFT, width), (top + height, top + height))
        for column, x in zip(found, lefts, strict=True):
            of = _of(column, lane)
            for fact, (at_x, at_y) in zip(of, _places(len(of), lane, x, wide, top, height), strict=False):
                mark = Mark(f"f-{fact.id}", _says(fact), looks("mark", lane.value, fact.grade.value))
                placed.setdefault((_kind(fact), _radius(fact)), []).append((at_x, at_y, mark))
                if lane is RecordType.CASUALTY_REPORT and (figure := _figure(fact)):
                    drawing.word(looks("inside", _kind(fact)), at_x, at_y + 3.2, figure, "center")
            if len(of) > _MOST_MARKS:
                drawing.word("more", x + wide / 2, top + height - 4, f"+{len(of) - _MOST_MARKS}", "center")
        top += height
    _axis(drawing, found, lefts, wide, top)
    for (kind, radius), at in placed.items():
        drawing.dots(kind, radius, at)
    return drawing.svg(f"Timeline of {sum(len(column.facts) for column in found)} facts by day and type"), width


def _axis(drawing: Drawing, found: Sequence[Column], lefts: Sequence[float], wide: float, foot: float) -> None:
    """The days below, what they are days of below those, and a dotted line where there is a gap."""
    told = None
    for column, x in zip(found, lefts, strict=True):
        name, of = _name(column)
        name = "earlier" if column.earlier else f"{_SIGNS.get(column.side, '')}{name}"
        drawing.word("day", x + wide / 2, foot + 16, name, "center")
        if column.band:
            drawing.band("band", (x + 3, x + wide - 3), (_HEAD - 4, foot))
        if of != told:
            drawing.word("month", x + 6, foot + 34, of)
            drawing.line("tick", (x + 2, x + 2), (foot, foot + 38))
        if column.after_gap:
            drawing.line("gap", (x - _GAP / 2, x - _GAP / 2), (_HEAD, foot))
        told = of


def _stretch(since: str, until: str, size: int) -> tuple[str, str]:
    """The stretch that a fact's column stands for: its own days, or the month or year that holds them."""
    if size == 10:
        return since, until
    if size == 7 and since[:7] == until[:7]:
        return f"{since[:7]}-01", f"{since[:7]}-31"
    return f"{since[:4]}-01-01", f"{until[:4]}-12-31"


def _days(one: str, other: str) -> int:
    """The days from one to the other; the 31st of a shorter month is its last."""
    return (_date(other) - _date(one)).days


def _date(value: str) -> date:
    year, month, of_month = (int(part) for part in value.split("-"))
    for last in (of_month, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    return date(year, 1, 1)


def _name(column: Column) -> tuple[str, str]:
    """A column's label, and that of what it is part of."""
    year, month = column.since[:4], MONTHS[int(column.since[5:7])]
    if column.since == column.until:
        return str(int(column.since[8:])), f"{month} {year}"
    if column.since[:7] == column.until[:7]:
        first, last = int(column.since[8:]), int(column.until[8:])
        return (month, year) if first == 1 and last >= 28 else (f"{first}–{last}", f"{month} {year}")
    if column.since[:4] == column.until[:4]:
        whole = column.since.endswith("-01-01") and column.until.endswith("-12-31")
        return (year, "") if whole else (f"{month}–{MONTHS[int(column.until[5:7])]}", year)
    return f"{year}–{column.until[2:4] if column.until[:2] == year[:2] else column.until[:4]}", ""


def _lefts(found: Sequence[Column]) -> tuple[list[float], float]:
    """Where each column begins, and where the last ends."""
    x, lefts = float(_LEFT), []
    for column in found:
        x += _GAP if column.after_gap else 0
        lefts.append(x)
        x += _COLUMN
    return lefts, x


def _of(column: Column, lane: RecordType) -> list[Fact]:
    return [fact for fact in column.facts if fact.type is lane]


def _pitch(lane: RecordType) -> float:
    return _PITCH * (1.45 if lane is RecordType.CASUALTY_REPORT else 1)


def _rows(number: int, lane: RecordType, wide: float) -> tuple[int, int]:
    """How many marks stand beside each other, and how many rows that makes."""
    number = min(number, _MOST_MARKS)
    beside = max(1, int((wide - 4) / _pitch(lane)))
    return beside, -(-number // beside)


def _height(of: Sequence[Fact], lane: RecordType, wide: float) -> float:
    return _rows(len(of), lane, wide)[1] * _pitch(lane) + (26 if len(of) > _MOST_MARKS else 12)


def _places(number: int, lane: RecordType, x: float, wide: float, top: float, height: float) -> Iterator[tuple[float, float]]:
    """Where the marks of a lane of a column stand: in rows around its middle."""
    beside, rows = _rows(number, lane, wide)
    pitch, number = _pitch(lane), min(number, _MOST_MARKS)
    middle = top + height / 2
    for place in range(number):
        row, column = divmod(place, beside)
        in_row = min(beside, number - row * beside)
        yield x + wide / 2 + (column - (in_row - 1) / 2) * pitch, middle + (row - (rows - 1) / 2) * pitch


def _kind(fact: Fact) -> Kind:
    if fact.grade is Grade.CONTESTED:
        return "half"
    if fact.type is RecordType.CASUALTY_REPORT and fact.scope in (Scope.RUNNING, Scope.WAR):
        return "square"
    return "ring" if fact.grade in (Grade.WEAK, Grade.DISCOUNTED) else "round"


def _radius(fact: Fact) -> float:
    if fact.type is RecordType.CASUALTY_REPORT:
        return 10.5
    return min(7.4, 5 + 0.8 * (len(fact.reports) - 1))


def _figure(fact: Fact) -> str | None:
    """The killed, else the wounded, in at most three signs; nothing in a mark that is split."""
    count = fact.killed or fact.wounded
    if count is None or _kind(fact) == "half":
        return None
    return str(count.low) if count.low < 1000 else f"{count.low // 1000}k"


def _says(fact: Fact) -> str:
    """The mark in words."""
    reports = f"{len(fact.reports)} report{'s' * (len(fact.reports) != 1)}"
    return f"{when(fact)}: {LABELS[fact.type]}, {fact.grade.value}, {reports}: {_cut(fact.summary)}"


def _cut(text: str) -> str:
    return text if len(text) <= 140 else text[:139].rstrip() + "…"
