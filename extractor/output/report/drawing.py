"""Drawings as inline SVG that the page's style sheet colours.

Shapes and words carry class names and no look of their own, so that a page with a strict policy on styles can hold the picture.
Marks are links within the page. All text goes through an XML writer, which escapes it.
"""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from markupsafe import Markup

from extractor.output.terminal import plain

_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
_HOLE, _HALF, _SQUARE = 0.68, 0.8, 0.9  # of the radius
Kind = Literal["round", "half", "square", "ring"]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a mark links to within the page, says of itself, and looks like."""

    target: str
    says: str
    look: str


@dataclass
class Drawing:
    """A picture of `width` times `height` units, y downwards, and what is in it: lines lie over shapes, words over both."""

    name: str
    width: float
    height: float
    _shapes: list[ET.Element] = field(default_factory=list)
    _lines: list[ET.Element] = field(default_factory=list)
    _words: list[ET.Element] = field(default_factory=list)

    def line(self, look: str, x: tuple[float, float], y: tuple[float, float]) -> None:
        """A straight line."""
        group = ET.Element("g", {"class": look})
        ET.SubElement(group, "path", {"d": f"M{_short(x[0])} {_short(y[0])}L{_short(x[1])} {_short(y[1])}"})
        self._lines.append(group)

    def band(self, look: str, x: tuple[float, float], y: tuple[float, float]) -> None:
        """A filled rectangle below all shapes."""
        group = ET.Element("g", {"class": look})
        ET.SubElement(group, "path", {"d": _polygon(((x[0], y[0]), (x[1], y[0]), (x[1], y[1]), (x[0], y[1])))})
        self._shapes.insert(0, group)

    def box(self, look: str, x: tuple[float, float], y: tuple[float, float], mark: Mark) -> None:
        """A filled rectangle that is a link."""
        self.shape(look, ((x[0], y[0]), (x[1], y[0]), (x[1], y[1]), (x[0], y[1])), mark)

    def shape(self, look: str, outline: Sequence[tuple[float, float]], mark: Mark) -> None:
        """A filled polygon that is a link."""
        group = ET.Element("g", {"class": look})
        ET.SubElement(_link(group, mark), "path", {"d": _polygon(outline)})
        self._shapes.append(group)

    def dots(self, kind: Kind, radius: float, at: Sequence[tuple[float, float, Mark]]) -> None:
        """Marks of one form and size at these points; a kind and a radius come once a picture."""
        group, id_ = ET.Element("g", {"class": kind}), f"{self.name}-{kind}-{_short(radius)}"
        ET.SubElement(ET.SubElement(group, "defs"), "path", {"id": id_, "d": _form(kind, radius)})
        for x, y, mark in at:
            ET.SubElement(_link(group, mark), "use", {"x": _short(x), "y": _short(y), "href": f"#{id_}"})
        self._shapes.append(group)

    def word(self, look: str, x: float, y: float, text: str, align: Literal["left", "center", "right"] = "left") -> None:
        """One line of text; y is that of its foot."""
        word = ET.Element("text", {"class": look, "x": _short(x), "y": _short(y), "text-anchor": _ANCHORS[align]})
        word.text = plain(text)
        self._words.append(word)

    def svg(self, title: str) -> Markup:
        """The picture, ready to stand in a page."""
        cells = {"viewBox": f"0 0 {_short(self.width)} {_short(self.height)}", "class": f"chart {self.name}"}
        root = ET.Element("svg", cells | {"role": "group", "aria-label": plain(title)})
        root.extend([*self._shapes, *self._lines, *self._words])
        return Markup(ET.tostring(root, encoding="unicode"))


def looks(*names: str | None) -> str:
    """Class names in one attribute."""
    return " ".join(name for name in names if name)


def _link(within: ET.Element, mark: Mark) -> ET.Element:
    link = ET.SubElement(within, "a", {"href": f"#{mark.target}", "class": mark.look})
    ET.SubElement(link, "title").text = plain(mark.says)
    return link


def _short(value: float) -> str:
    """A number to a tenth."""
    return f"{value:.1f}".removesuffix(".0")


def _polygon(outline: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{_short(x)} {_short(y)}" for x, y in outline) + "z"


def _form(kind: Kind, radius: float) -> str:
    """The outline of a mark around the origin."""
    if kind == "square":
        end = _SQUARE * radius
        return _polygon(((-end, -end), (end, -end), (end, end), (-end, end)))
    disc = _circle(radius, turn=0)
    if kind == "round":
        return disc
    ring = disc + _circle(_HOLE * radius, turn=1)  # drawn the other way round, and so left out
    if kind == "ring":
        return ring
    half = _short(_HALF * radius)
    return f"{ring}M0 -{half}A{half} {half} 0 0 0 0 {half}z"


def _circle(radius: float, turn: int) -> str:
    """A circle around the origin as two arcs; `turn` is 1 clockwise, 0 the other way."""
    r = _short(radius)
    return f"M-{r} 0A{r} {r} 0 0 {turn} {r} 0A{r} {r} 0 0 {turn} -{r} 0z"
