"""Lines and the small questions that splitting, headers and boilerplate all ask of them."""

import re
from dataclasses import dataclass
from functools import lru_cache

from extractor.language.sentences import paragraphs, split_sentences

_SEPARATOR = re.compile(r"([=\-*_~#+•–—])(?:[ \t]*\1){2,}")
_BLANK_LINE = re.compile(r"(?:\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n)|\u2029")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_STOP = re.compile(r"(?<!\bNo)[.!?…][”\"’'»)\]*_]*(?:\s|$)")
_LONGEST = 300  # characters of a headline
_CLOSED = re.compile(r"[.!?…][”\"’'»)\]*_]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line (hard-wrapped lines joined): `text == whole[start:end]`; `gap` when a blank line stands before it."""

    start: int
    end: int
    text: str
    gap: bool


def lines_of(text: str) -> list[Line]:
    """The lines of `text` that hold anything, in order, with code point offsets, no blanks around them."""
    found: list[Line] = []
    for start, end in paragraphs(text):
        gap = not found or _BLANK_LINE.search(text, found[-1].end, start) is not None
        found.append(Line(start, end, text[start:end], gap))
    return found


def is_separator(line: str) -> bool:
    """Three or more of one sign and nothing else: `====`, `* * *`."""
    return _SEPARATOR.fullmatch(line) is not None


def words(text: str) -> list[str]:
    """The words of `text`, without numbers and punctuation."""
    return _WORD.findall(text)


def sentence_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Rough sentences of `text[start:end]`, before anything is known to be a caption or a headline."""
    return [(start + s.start, start + s.end) for s in split_sentences(text[start:end])]


def is_closed(text: str) -> bool:
    """True when `text` ends like a whole sentence."""
    return _CLOSED.search(text) is not None


@lru_cache(maxsize=256)  # the steps of reading ask it of the same lines, one after another
def is_prose(line: str) -> bool:
    """True for a line that tells something in a sentence with a full stop (not that of "U.N."), most words in lower case."""
    found = words(line)
    lower = sum(w[0].islower() for w in found)
    if len(found) < 8:
        return len(found) >= 4 and is_closed(line) and lower >= 2
    if lower < len(found) * 0.35 or _STOP.search(line) is None:
        return False
    return is_closed(line) or len(line) > _LONGEST or len(split_sentences(line)) > 1
