"""An article cut into pieces that each bear the same records, so that every sentence can lead to its records."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schemas.article import Article
from schemas.base import Record, RecordType

_PARAGRAPH = re.compile(r"\n[ \t\r]*\n\s*")


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


def paragraphs(article: Article, records: Sequence[Record]) -> Iterator[list[Piece]]:
    """The article's text, whole: the pieces of a paragraph and the lines after it together. Records count from 1."""
    size = len(article.text)
    breaks = [match.end() for match in _PARAGRAPH.finditer(article.text)]
    spans = [(max(0, record.start), min(size, record.end)) for record in records]
    bounds = {0, size, *breaks, *(place for span in (*spans, *article.skipped) for place in span)}
    cuts = sorted(place for place in bounds if 0 <= place <= size)
    ends = set(breaks)
    pieces: list[Piece] = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        over = [number for number, (first, last) in enumerate(spans) if first <= start and end <= last]
        begins = tuple(number + 1 for number in over if spans[number][0] == start)
        skipped = any(first <= start and end <= last for first, last in article.skipped)
        pieces.append(Piece(start, article.text[start:end], tuple(records[number] for number in over), begins, skipped))
        if end in ends:
            yield pieces
            pieces = []
    if pieces:
        yield pieces
