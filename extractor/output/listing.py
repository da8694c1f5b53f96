"""Tables that fit the width they are printed in, whatever their cells hold.

A column that must stay whole (ids, days, figures) gets the width of its widest cell, a column of words at least that of its
longest word, up to a bound; what is left over is dealt out evenly. Words break between words; one that is wider than its
column ends in an ellipsis. Where not all columns find room beside each other, each row becomes a block of lines, one a column.
"""

from collections.abc import Sequence
from typing import Any

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Column, Table
from rich.text import Text

_WORD = 14  # cells that a column of words has at least, if it holds so long a word
_GAP = 2  # cells between two columns
_LABEL = 18  # cells of a column's name in a block


class Listing(Table):
    """A table without frame that knows how to become narrow."""

    def __init__(self, title: str | None = None, word: int = _WORD) -> None:
        super().__init__(
            box=box.SIMPLE_HEAD,
            show_edge=False,
            pad_edge=False,
            padding=(0, 1, 0, 0),
            header_style="bold",
            title=title,
            title_justify="left",
            caption_justify="left",
        )
        self._word = word

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        room = options.max_width - _GAP * len(self.columns) + 1
        widths = _widths(self.columns, room, self._word)
        if widths is None:
            yield from self._blocks(options.max_width)
            return
        for column, width in zip(self.columns, widths, strict=True):
            column.width, column.overflow = width, "ellipsis"
        yield from super().__rich_console__(console, options)

    def _blocks(self, width: int) -> RenderResult:
        if self.title:
            yield _text(self.title)
        names = [_text(column.header).plain.replace("\n", ", ") for column in self.columns]
        label = min(max((cell_len(name) for name in names), default=0), _LABEL, max(4, width // 3))
        for at, row in enumerate(zip(*(column.cells for column in self.columns), strict=True)):
            block = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
            block.add_column(width=label, overflow="ellipsis", style="bold")
            block.add_column(width=max(1, width - label - 2), overflow="ellipsis")
            for name, cell in zip(names, row[-len(names) :], strict=True):
                if _text(cell).plain.strip():
                    block.add_row(Text(name), cell)
            if at:
                yield Text()
            yield block
        if self.caption:
            yield Text()
            yield _text(self.caption)


def _widths(columns: Sequence[Column], room: int, word: int) -> list[int] | None:
    """The width of each column, or None where they do not find room beside each other."""
    whole = [max((_widest(_text(cell)) for cell in _cells(column)), default=1) for column in columns]
    least = [
        width if column.no_wrap else min(width, word, _longest_word(column))
        for column, width in zip(columns, whole, strict=True)
    ]
    if sum(least) > room:
        return None
    level = max(whole, default=0)
    while sum(_at(level, least, whole)) > room:
        level -= 1
    widths = _at(level, least, whole)
    for at in range(len(widths)):  # the rest of the division
        if widths[at] < whole[at] and sum(widths) < room:
            widths[at] += 1
    return widths


def _at(level: int, least: Sequence[int], whole: Sequence[int]) -> list[int]:
    return [max(low, min(high, level)) for low, high in zip(least, whole, strict=True)]


def _cells(column: Column) -> list[Any]:
    return [column.header, *column.cells]


def _longest_word(column: Column) -> int:
    words = (word for cell in _cells(column) for word in _text(cell).plain.split())
    return max(map(cell_len, words), default=1)


def _widest(text: Text) -> int:
    return max(map(cell_len, text.plain.split("\n")), default=0)


def _text(cell: Any) -> Text:
    return cell if isinstance(cell, Text) else Text(str(cell))
