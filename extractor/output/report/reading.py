"""The articles as the page has them, each cut into pieces that bear the same records, so that they lead there."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.storage.queries import Filters
from schemas.article import Article
from schemas.base import Record, RecordType

if TYPE_CHECKING:
    from extractor.storage.store import Store

_PARAGRAPH = re.compile(r"\n[ \t\r]*\n\s*")


@dataclass(frozen=True, slots=True)
class Chapter:
    """An article, its number on the page, the inputs it was found in, and its records in the order of the text."""

    number: int
    article: Article
    paths: tuple[str, ...]
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `begins` are the numbers of the records whose evidence begins here, `skipped` what is not read."""

    start: int
    text: str
    records: tuple[Record, ...]
    begins: tuple[int, ...]
    skipped: bool

    @property
    def types(self) -> tuple[RecordType, ...]:
        return tuple(type_ for type_ in RecordType if any(record.type is type_ for record in self.records))


def chapters(store: "Store", wanted: set[str] | None = None) -> list[Chapter]:
    """The articles of these ids, or all, by path and place; one that was found in two inputs comes once."""
    found: dict[str, tuple[Article, list[str]]] = {}
    for stored in store.articles():
        if wanted is None or stored.article.id in wanted:
            found.setdefault(stored.article.id, (stored.article, []))[1].append(stored.article.path)
    records: dict[str, dict[str, Record]] = {id_: {} for id_ in found}
    for read in store.select(Filters(include_unsupported=True)):
        if read.record.article_id in records:
            records[read.record.article_id].setdefault(read.record.id, read.record)
    return [
        Chapter(number, article, tuple(dict.fromkeys(paths)), tuple(records[article.id].values()))
        for number, (article, paths) in enumerate(found.values(), start=1)
    ]


def paragraphs(article: Article, records: Sequence[Record]) -> Iterator[list[Piece]]:
    """The article's text, whole: the pieces of a paragraph and the lines after it together. Records count from 1."""
    size = len(article.text)
    breaks = [match.end() for match in _PARAGRAPH.finditer(article.text)]
    spans = [(max(0, record.start), min(size, record.end)) for record in records]
    bounds = {0, size, *breaks, *(place for span in (*spans, *article.skipped) for place in span)}
    cuts = sorted(place for place in bounds if 0 <= place <= size)
    ends = set(breaks)
    pieces: list[Piece] = []
    for start, end in pairwise(cuts):
        over = [number for number, (first, last) in enumerate(spans) if first <= start and end <= last]
        begins = tuple(number + 1 for number in over if spans[number][0] == start)
        skipped = any(first <= start and end <= last for first, last in article.skipped)
        pieces.append(Piece(start, article.text[start:end], tuple(records[number] for number in over), begins, skipped))
        if end in ends:
            yield pieces
            pieces = []
    if pieces:
        yield pieces
