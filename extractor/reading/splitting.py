"""One input text, several stories.

People paste stories into one file in two ways. With lines between them: a line of `====` or `----`, then the next story's
publisher, date and headline; sections without any prose (a header, a list of links) belong to the story that follows or
precedes them. Or as one long line, where nothing but a headline in capitals after a finished sentence tells that another
story begins.
"""

from bisect import bisect_right
from itertools import pairwise

from extractor.reading.captions import caption_spans
from extractor.reading.datelines import date_line
from extractor.reading.headlines import headline_end
from extractor.reading.lines import Line, is_closed, is_prose, is_separator, lines_of, sentence_spans, words

_LONG_LINE = 1500  # characters; a paragraph of a news story has a few hundred
_LEAST_STORY = 120  # characters that must be told before another headline can begin a new story
_HEADER_LINES = 5


def split_stories(text: str) -> list[tuple[int, int]]:
    """The stories of `text` as trimmed spans in order (code points); a text without any prose is one story."""
    lines = lines_of(text)
    if not lines:
        return []
    spans = []
    for section in _stories(lines):
        spans += _split_lines(text, section)
    return spans or [(lines[0].start, lines[-1].end)]


def _stories(lines: list[Line]) -> list[list[Line]]:
    """Lines grouped to stories by separators and by headers; groups without prose are dropped."""
    stories: list[list[Line]] = [[]]
    prose = [is_prose(line.text) for line in lines]
    ahead = _ahead(lines, prose)
    mark, told = "", False
    for at, line in enumerate(lines):
        if is_separator(line.text):
            mark = line.text.replace(" ", "")
            stories[-1].append(line)
            continue
        if told and ahead[at] and (mark or line.gap) and _begins_story(lines, prose, at, mark):
            stories.append([])
            told = False
        mark = ""
        told = told or prose[at]
        stories[-1].append(line)
    return [trimmed for story in stories if _has_prose(trimmed := _without_separators(story))]


def _ahead(lines: list[Line], prose: list[bool]) -> list[bool]:
    """For each line: whether it or one after it tells something, before the next separator."""
    ahead = [False] * len(lines)
    following = False
    for at in range(len(lines) - 1, -1, -1):
        following = (following or prose[at]) and not is_separator(lines[at].text)
        ahead[at] = following
    return ahead


def _begins_story(lines: list[Line], prose: list[bool], at: int, mark: str) -> bool:
    """Whether the line at `at`, with prose ahead, opens a new story, given the separator right before it ("" for a gap)."""
    header = _header(lines, prose, at)
    if not mark:
        return len(header) >= 3 and date_line(header[1].text) is not None
    dated = any(date_line(line.text) for line in header)
    if dated or lines[at].text.startswith("# "):
        return True
    if mark[0] == "=" and len(mark) >= 4:
        return True
    return len(mark) >= 4 and bool(header) and not prose[at]


def _header(lines: list[Line], prose: list[bool], at: int) -> list[Line]:
    """The short lines from one on, up to the first prose, at most five; none where no prose follows so soon."""
    header: list[Line] = []
    for line, tells in zip(lines[at : at + _HEADER_LINES + 1], prose[at : at + _HEADER_LINES + 1], strict=True):
        if is_separator(line.text):
            break
        if tells or len(words(line.text)) > 25:
            return header
        if is_closed(line.text) and not date_line(line.text):
            return header
        header.append(line)
    return []


def _has_prose(lines: list[Line]) -> bool:
    return any(is_prose(line.text) for line in lines)


def _without_separators(story: list[Line]) -> list[Line]:
    first, last = 0, len(story)
    while first < last and is_separator(story[first].text):
        first += 1
    while last > first and is_separator(story[last - 1].text):
        last -= 1
    return story[first:last]


def _split_lines(text: str, story: list[Line]) -> list[tuple[int, int]]:
    """A story's span, cut where a line that was pasted without breaks goes on with another headline."""
    cuts = [story[0].start]
    for line in story:
        if len(story) == 1 or line.end - line.start > _LONG_LINE:
            cuts += [at for at in _inline_starts(text, line) if at - cuts[-1] >= _LEAST_STORY]
    ends = [*(_trimmed(text, cut) for cut in cuts[1:]), story[-1].end]
    return list(zip(cuts, ends, strict=True))


def _inline_starts(text: str, line: Line) -> list[int]:
    """Where a headline begins inside a line, after a finished sentence, with prose after it."""
    starts = []
    captions = [(line.start + a, line.start + b) for a, b in caption_spans(line.text)]
    for (_, before), (start, _) in pairwise(sentence_spans(text, line.start, line.end)):
        at = bisect_right(captions, (start, len(text))) - 1
        if at >= 0 and start < captions[at][1]:
            continue
        if is_closed(text[max(line.start, before - 8) : before]) and headline_end(text, start, line.end) is not None:
            starts.append(start)
    return starts


def _trimmed(text: str, end: int) -> int:
    while end > 0 and text[end - 1].isspace():
        end -= 1
    return end
