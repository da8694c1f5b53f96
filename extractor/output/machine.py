"""What other programs read: UTF-8 whatever the terminal's code page is, and CSV that no spreadsheet takes for formulas.

A cell of text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets a `'` in front, which has to be taken off
again by who needs the very text. Numbers stay numbers.
"""

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@contextmanager
def standard_output() -> Iterator[TextIO]:
    """Standard output in UTF-8, in which newlines stay as they are written."""
    sys.stdout.flush()
    stream = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", errors="replace", newline="", write_through=True)
    try:
        yield stream
    finally:
        stream.detach()


def print_json(value: Any, *, indent: int | None = None) -> None:
    """A value as JSON on standard output; what JSON has no type for, as text."""
    with standard_output() as stream:
        stream.write(json.dumps(value, ensure_ascii=False, indent=indent, default=str) + "\n")


def write_csv(head: Iterable[str], rows: Iterable[Iterable[Any]], stream: TextIO) -> int:
    """Writes a head and rows, and returns how many rows there were; None is an empty cell, `true` and `false` are as in JSON.

    Lines end in carriage return and newline (RFC 4180), which makes Python quote a carriage return within a cell, too.
    """
    number = 0
    writer = csv.writer(stream)
    writer.writerow([_defused(name) for name in head])
    for row in rows:
        writer.writerow([_defused(value) for value in row])
        number += 1
    return number


def _defused(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
