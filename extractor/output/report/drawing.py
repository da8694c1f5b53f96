"""Drawings as inline SVG that the page's style sheet colours.

matplotlib draws in the units of the picture; what it wrote is then taken apart: colours, fonts and sizes go, groups get the
class that they were drawn under, marks become links within the page, and words are set at the very end. So no word of an
article passes through the plotting library, and a page with a strict policy on styles can hold the picture.
"""

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from markupsafe import Markup

from extractor.errors import ReportError
from extractor.output.terminal import plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.path import Path

_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_KEPT = {"d", "x", "y", "x1", "x2", "y1", "y2", "viewBox", "transform", "width", "height", "points"}
_NUMBER = re.compile(r"-?\d+\.\d+")
Kind = Literal["round", "half", "square", "ring"]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a mark links to within the page, says of itself, and looks like."""

    target: str
    says: str
    look: str


@dataclass
class Drawing:
    """A picture of `width` times `height` units, y downwards, and what is in it."""

    name: str
    width: float
    height: float
    _words: list[tuple[str, str]] = field(default_factory=list)
    _marks: dict[str, Mark] = field(default_factory=dict)

    def __post_init__(self) -> None:
        try:
            from matplotlib.backends.backend_svg import FigureCanvasSVG
            from matplotlib.figure import Figure
        except ImportError as error:
            raise ReportError("the report's charts need matplotlib: pip install 'communique[report]'") from error
        self._figure = Figure(figsize=(self.width / 72, self.height / 72), dpi=72)
        FigureCanvasSVG(self._figure)
        self._figure.patch.set_visible(False)
        self._axes: Axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_xlim(0, self.width)
        self._axes.set_ylim(self.height, 0)
        self._axes.axis("off")

    def line(self, look: str, x: tuple[float, float], y: tuple[float, float]) -> None:
        """A straight line."""
        self._axes.plot(x, y, gid=look, clip_on=False)

    def box(self, look: str, x: tuple[float, float], y: tuple[float, float], mark: Mark | None = None) -> None:
        """A filled rectangle, a link where there is a mark."""
        (drawn,) = self._axes.barh([y[0]], [x[1] - x[0]], left=[x[0]], height=y[1] - y[0], align="edge", gid=look)
        drawn.set_clip_on(False)
        if mark is not None:
            drawn.set_url(self._known(mark))

    def shape(self, look: str, outline: Sequence[tuple[float, float]], mark: Mark) -> None:
        """A filled polygon that is a link."""
        xs, ys = zip(*outline, strict=True)
        (drawn,) = self._axes.fill(xs, ys, gid=look, clip_on=False)
        drawn.set_url(self._known(mark))

    def dots(self, kind: Kind, radius: float, at: Sequence[tuple[float, float, Mark]]) -> None:
        """Marks of one form and size at these points."""
        xs, ys, marks = zip(*at, strict=True)
        drawn = self._axes.scatter(xs, ys, s=(2 * radius) ** 2, marker=_form(kind), linewidths=0, clip_on=False)
        drawn.set_urls([self._known(mark) for mark in marks])
        drawn.set_gid(kind)

    def word(self, look: str, x: float, y: float, text: str, align: Literal["left", "center", "right"] = "left") -> None:
        """One line of text; y is that of its foot."""
        self._axes.text(x, y, f"w{len(self._words)}", ha=align, va="baseline", parse_math=False, clip_on=False)
        self._words.append((look, text))

    def svg(self, title: str) -> Markup:
        """The picture, ready to stand in a page."""
        import matplotlib

        out = io.StringIO()
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": self.name, "path.simplify": False}):
            self._figure.savefig(out, format="svg", metadata=nothing, transparent=True)
        root = ET.fromstring(out.getvalue())
        self._clean(root)
        root.attrib.update({"class": f"chart {self.name}", "role": "group", "aria-label": plain(title)})
        ET.register_namespace("", _SVG[1:-1])
        return Markup(ET.tostring(root, encoding="unicode"))

    def _known(self, mark: Mark) -> str:
        key = f"#{len(self._marks)}"
        self._marks[key] = mark
        return key

    def _clean(self, element: ET.Element) -> None:
        """Turn what matplotlib wrote into what the page takes, all the way down."""
        cells = dict(element.attrib)
        element.attrib.clear()
        element.attrib.update({name: _short(value) for name, value in cells.items() if name in _KEPT})
        element.tail = None
        tag = element.tag.removeprefix(_SVG)
        if tag == "svg":
            del element.attrib["width"], element.attrib["height"]
        elif tag == "g" and (look := cells.get("id", "")) and not look[-1].isdigit():
            element.set("class", look)
        elif tag == "path" and "id" in cells:
            element.set("id", cells["id"])
        elif tag == "use":
            element.set("href", cells[_LINK])
        elif tag == "a":
            self._link(element, self._marks[cells[_LINK]])
        elif tag == "text":
            look, text = self._words[int((element.text or "w0")[1:])]
            element.text = plain(text)
            element.set("class", look)
            if found := re.search(r"text-anchor: (\w+)", cells.get("style", "")):
                element.set("text-anchor", found[1])
            element.attrib.pop("transform", None)
            return
        if tag != "title":
            element.text = None
        for child in list(element):
            if child.tag.removeprefix(_SVG) in ("style", "metadata", "title"):
                element.remove(child)
            else:
                self._clean(child)
        for child in list(element):
            if child.tag.removeprefix(_SVG) in ("g", "defs") and not len(child):
                element.remove(child)
        if tag == "a":
            said = ET.Element(f"{_SVG}title")
            said.text = plain(self._marks[cells[_LINK]].says)
            element.insert(0, said)

    @staticmethod
    def _link(element: ET.Element, mark: Mark) -> None:
        element.attrib.update({"href": f"#{mark.target}", "class": mark.look})


def looks(*names: str | None) -> str:
    """Class names in one attribute."""
    return " ".join(name for name in names if name)


def _short(value: str) -> str:
    """Numbers to a tenth, on one line."""
    return " ".join(_NUMBER.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), value).split())


def _form(kind: Kind) -> "Path":
    """The outline of a mark of diameter 1."""
    from matplotlib.path import Path
    from matplotlib.transforms import Affine2D

    if kind == "square":
        return Path([(-0.45, -0.45), (0.45, -0.45), (0.45, 0.45), (-0.45, 0.45), (-0.45, -0.45)], closed=True)
    disc = Path.circle((0, 0), 0.5)
    if kind == "round":
        return disc
    hole = disc.transformed(Affine2D().scale(-0.68, 0.68))  # mirrored, it is drawn the other way round, and so left out
    if kind == "ring":
        return Path.make_compound_path(disc, hole)
    return Path.make_compound_path(disc, hole, Path.wedge(90, 270).transformed(Affine2D().scale(0.4)))
