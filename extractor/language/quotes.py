"""Quotation marks: which stretches of a text stand inside them.

Marks are read paragraph by paragraph. What a mark does follows from its shape and its neighbours: an opening mark stands after
a space and before a word, a closing one the other way round, and an apostrophe stands inside a word. Shapes that tell nothing
(straight marks) toggle. A quotation that is still open where its paragraph ends is one that goes on in the next paragraph: its
span ends with the paragraph, and a closing mark without an opening one in the next paragraph closes it there.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

from extractor.language.sentences import paragraphs
from schemas.statement import Quotation

_FAMILIES = {
    **dict.fromkeys('“”„‟"″＂', "double"),
    **dict.fromkeys("‘’‚‛'", "single"),
    **dict.fromkeys("«»", "guillemet"),
    **dict.fromkeys("‹›", "small guillemet"),
    **dict.fromkeys("「」", "corner"),
    **dict.fromkeys("『』", "white corner"),
}
_OPENING = set("“„‟‘‚‛«‹「『")
_CLOSING = set("”’»›」』")
_MARK = re.compile("[" + "".join(_FAMILIES) + "]")
_BEFORE_OPENING = set("([{<—–-/:*_>") | _OPENING | set("\"'＂")
_AFTER_CLOSING = set(".,;:!?)]}>…—–-/*_") | _CLOSING | set("\"'＂")
_ELISION = re.compile(
    r"(?:\d\ds?|em|til|tis|twas|cause|n|cuz|bout)\b", re.IGNORECASE
)  # source: Chicago Manual of Style, apostrophes
_WORD = re.compile(r"\w")
_SENTENCE_END = re.compile(r"[.!?](?=\s)")  # source: Unicode UAX 29, sentence terminals
_LONGEST_PARAGRAPH = 1500  # beyond it the text has lost its paragraphs, and a lost closing mark must not quote the rest
_RUN_ON = ("double", "guillemet", "corner", "white corner")  # source: Unicode, names of quotation marks


class _Mark:
    """One quotation mark of a paragraph, with what its neighbours allow it to be."""

    __slots__ = ("after_digit", "at", "closes", "elision", "family", "glyph", "inside_word", "opens", "possessive")

    def __init__(self, text: str, at: int, start: int, end: int) -> None:
        before = text[at - 1] if at > start else ""
        after = text[at + 1] if at + 1 < end else ""
        self.at = at
        self.glyph = text[at]
        self.family = _FAMILIES[self.glyph]
        starts = not before or before.isspace() or before in _BEFORE_OPENING
        stops = not after or after.isspace() or after in _AFTER_CLOSING
        self.opens = starts and not stops
        self.closes = stops and not starts
        self.inside_word = before.isalnum() and after.isalnum()
        self.after_digit = before.isdigit()
        self.possessive = before in ("s", "S") and after == " " and at + 2 < end and text[at + 2].isalnum()
        self.elision = self.family == "single" and _ELISION.match(text, at + 1) is not None


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Spans of `text` inside quotation marks, with the marks: code points, ordered, disjoint, outermost marks only.

    A quotation left open at the end of its paragraph spans to that end.
    """
    spans: list[tuple[int, int]] = []
    running = False
    for start, end in paragraphs(text):
        found, running = _paragraph_spans(text, start, end, running)
        spans.extend(found)
    return spans


def quotation_kind(content: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> Quotation:
    """How `content`, the text's `[start:end]`, is quoted, given the text's `quoted_spans`.

    Direct when all its words stand in quotation marks, mixed when some do, else indirect.
    """
    inside = outside = False
    for word in _WORD.finditer(content):
        place = start + word.start()
        if place >= end:
            break
        if _covered(place, spans):
            inside = True
        else:
            outside = True
        if inside and outside:
            return Quotation.MIXED
    return Quotation.DIRECT if inside else Quotation.INDIRECT


def _covered(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    at = bisect_right(spans, (place, float("inf"))) - 1
    return at >= 0 and spans[at][0] <= place < spans[at][1]


def _paragraph_spans(text: str, start: int, end: int, running: bool) -> tuple[list[tuple[int, int]], bool]:
    """Outermost spans of one paragraph, and whether its last quotation goes on after it."""
    marks = [_Mark(text, m.start(), start, end) for m in _MARK.finditer(text, start, end)]
    marks = [m for m in marks if not (m.family == "single" and m.inside_word)]
    firm_close = _next_firm_close(marks)
    spans: list[tuple[int, int]] = []
    stack: list[_Mark] = []
    open_now = dict.fromkeys(_FAMILIES.values(), 0)

    def close(mark: _Mark, at: int) -> None:
        while stack:
            top = stack.pop()
            open_now[top.family] -= 1
            if top.family == mark.family:
                spans.append((top.at, at))
                return

    for number, mark in enumerate(marks):
        is_open = open_now[mark.family] > 0
        if _is_opening(mark, stack, is_open):
            if mark.family == "single" and (is_open or (mark.glyph == "'" and not firm_close[number])):
                continue
            if mark.family == "double" and is_open:
                if mark.glyph == '"':
                    continue
                if not _is_nested(marks, number):
                    close(mark, _trimmed(text, start, mark.at))
            stack.append(mark)
            open_now[mark.family] += 1
        elif is_open:
            if mark.family == "single" and mark.possessive and firm_close[number]:
                continue
            close(mark, mark.at + 1)
        elif running and mark.family in _RUN_ON and not any(open_now.values()):
            spans.append((start, mark.at + 1))
            running = False
    rest = [m for m in stack if m.family in _RUN_ON or (m.glyph == "‘" and m.at == start)]
    spans.extend((m.at, _runs_to(text, m.at, end)) for m in rest[:1])
    return _outermost(spans), bool(rest)


def _is_opening(mark: _Mark, stack: list[_Mark], is_open: bool) -> bool:
    if mark.family == "single":
        return mark.glyph != "’" and mark.opens and not mark.elision
    if mark.glyph in '"＂″':
        if is_open:
            return mark.opens
        return not mark.closes and not (mark.after_digit and not mark.opens)
    if mark.glyph in _OPENING:
        return not (is_open and mark.closes)
    return mark.opens and not is_open


def _is_nested(marks: list[_Mark], number: int) -> bool:
    """A second opening mark is nested where two closing ones follow; else the first one was never closed."""
    following = []
    for mark in marks[number + 1 : number + 12]:
        if mark.family == "double":
            following.append(mark)
        if len(following) == 2:
            return all(m.glyph not in _OPENING and not m.opens for m in following)
    return False


def _next_firm_close(marks: list[_Mark]) -> list[bool]:
    """For each mark: whether a single mark that can only be closing follows before another single one opens."""
    answers = [False] * len(marks)
    firm = False
    for number in range(len(marks) - 1, -1, -1):
        mark = marks[number]
        answers[number] = firm
        if mark.family == "single":
            if mark.opens and mark.glyph != "’":
                firm = False
            elif mark.closes and not mark.possessive:
                firm = True
    return answers


def _runs_to(text: str, at: int, end: int) -> int:
    """Where an unclosed quotation is taken to end: with its paragraph, or with its sentence where that is endless."""
    if end - at <= _LONGEST_PARAGRAPH:
        return end
    stop = _SENTENCE_END.search(text, at, end)
    return stop.end() if stop else end


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _outermost(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept
