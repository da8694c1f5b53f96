"""What stands on a news page and is no part of the story.

Registration walls, newsletter lines, link lists, copyright, credits, addresses: each is told by words that only it has, and
only where nothing is reported in the same line. Lines too short to be told by their words ("Or continue with") are skipped
where they stand between two others. Where it is not certain, a line stays: a line too many costs a request, a line too few a
record.
"""

import re
from itertools import pairwise

from extractor.reading.lines import Line, is_closed, is_prose, is_separator, lines_of, sentence_spans, words

_URL = re.compile(r"<?(?:https?://|www\.)\S+>?")
_ADDRESS = re.compile(
    rf"(?:(?:original|source|full|short)?\s*(?:url|link|source|address|article)\s*:\s*)?(?:{_URL.pattern})?", re.I
)
_LINKS = re.compile(
    r"[\W_]*(?:also see|see also|read more|read also|also read|read next|related(?: (?:articles?|stories|content|news"
    r"|posts|links))?"
    r"|more (?:on this(?: story)?|stories|from|news)|most (?:read|popular|viewed)|recommended|you may also like"
    r"|don[’']t miss|up next|trending|editor[’']s picks?"
    r"|further reading|watch|listen)\b\s*(?P<colon>:)?",
    re.I,
)
_LABEL = re.compile(
    r"[\W_]*(?:(?:see|read|watch|listen|view|find|explore|discover)(?: (?:it|the|this|our|to|full|story|article|here))* "
    r"(?:more|also|next|now|full story)|(?:what|where) to (?:read|watch|see) next|more|also|related|see also|(?:top|other|latest|more"
    r"|similar|featured|popular) (?:stories|news|articles|headlines|posts|reads|coverage)|(?:most|popular) (?:read|now|popular"
    r"|shared|viewed|watched)|(?:you|readers) (?:may|might|will|also)(?: also)? (?:like|enjoy|be interested in|read)"
    r"|recommended(?: for you| stories| reading)?|in other news|from (?:our|the) (?:network|archives?|partners)|in case you missed it"
    r"|elsewhere|do not miss|editors? picks?|our picks)(?:(?: (?:on|from|in|about|by|at)\b)[\w .,’'&-]{1,50})?[\W_]*",
    re.I,
)
_WALL = re.compile(
    r"\b(?:sign (?:up|in)|signing (?:up|in)|log(?:ged)? in|log ?in|register(?:ing)?(?: for free| to continue| also| now"
    r"|ed\?)|registered\?|subscrib(?:e|er|ers|ing)\b"
    r"|you[’']re subscribed|newsletters?|your (?:e-?mail|inbox|account|subscription|browser|password)|check your"
    r"|(?:enter|confirm) your"
    r"|we use cookies|cookies? (?:policy|settings|preferences)|accept (?:all )?cookies|privacy policy"
    r"|terms (?:and conditions|of (?:use|service))|free account"
    r"|get notifications|push notifications|breaking news alerts|never miss|daily edition|support (?:our"
    r"|independent) journalism|make a donation|donate (?:now|today)"
    r"|share (?:this|on)|follow us|join (?:us on|our)|download (?:our|the) app|advertisement|sponsored content"
    r"|leave a comment|comments? (?:section|policy)"
    r"|for enquiries|press desk|contact us|click here|tap here|thank you for reading|please enable javascript"
    r"|continue reading|sent an email to you|all communiqués are available)\b",
    re.I,
)
_WHOLE = re.compile(
    r"[\W_]*(?:advertisement|subscribe|share|tweet|print|email|facebook|twitter|whatsapp|telegram|comments?|sign in"
    r"|log in|menu|home|skip to (?:main )?content"
    r"|back to top|loading|play video|watch video|listen|copy link|save|tags?:.*|topics?:.*|keywords?:.*"
    r"|filed under:?.*|\d+ min(?:ute)?s? read|reading time.*|sign in or register)[\W_]*",
    re.I,
)
_RIGHTS = re.compile(
    r"(?:copyright\b\s*(?:\(c\)|©|[:\d]|by\b)|©|\(c\)\s*(?:19|20)\d\d|all rights reserved|(?:reprinted|republished"
    r"|reproduced)\b[^.!?]{0,80}\b(?:permission|licen[cs]e|courtesy)\b"
    r"|this (?:material|article|story|content) (?:may not be|was (?:originally|first) published|originally appeared"
    r"|first appeared|is republished))",
    re.I,
)
_NAMES = r"[A-Z][\w.’'-]*(?:(?:\s*[/,|]\s*|\s+(?:(?:of|via|for|and|the)\s+)*)[A-Z][\w.’'-]*){0,9}"
_CREDIT = re.compile(
    rf"[\W_]*(?:(?i:photo(?:graph|s)?(?: credit| by| courtesy(?: of)?)?"
    rf"|(?:image|picture|video)(?: credit| courtesy(?: of)?)?"
    rf"|credits?|source)\s*(?::|(?<= by)|(?<= of))\s*{_NAMES}|(?i:file (?:photo|image|picture))"
    r"|(?:AP|AFP|EPA|Reuters|TASS|Getty Images?|AP Photo)(?:\s*/\s*[\w .’'-]{2,50})?"
    r"|[A-Z][\w.’'-]+(?:\s+[A-Z][\w.’'-]*){1,3}\s*/\s*[A-Z][\w.’'-]*(?:\s+[\w.’'-]+){0,3}(?:\s*/\s*[A-Z][\w .’'-]{1,40})?"
    rf"|(?i:(?:additional )?(?:reporting|writing|editing) by )[A-Z][^.!?]*)[\W_]*"
)
_QUOTED = re.compile(r"[“”\"«]")


def boilerplate_spans(text: str) -> list[tuple[int, int]]:
    """Spans of `text` that hold no part of a story, whole lines or the end of one; ordered, not overlapping."""
    lines = lines_of(text)
    marked = [is_boilerplate(line.text) for line in lines]
    _mark_link_lists(lines, marked)
    _mark_between(lines, marked)
    spans = [(line.start, line.end) for line, mark in zip(lines, marked, strict=True) if mark]
    for line, mark in zip(lines, marked, strict=True):
        if not mark:
            spans += _ends_of(text, line)
    return sorted(spans)


def is_link_label(text: str) -> bool:
    """Whether `text` only announces links to other stories: "Read more:", "You might also like"."""
    return len(words(text)) <= 7 and (_LABEL.fullmatch(text) or _LINKS.fullmatch(text)) is not None


def is_boilerplate(line: str) -> bool:
    """Whether a line is none of a story's, by its words alone."""
    if is_separator(line) or _ADDRESS.fullmatch(line) or _WHOLE.fullmatch(line) or _CREDIT.fullmatch(line):
        return True
    if _RIGHTS.match(line) and len(line) < 400:
        return True
    if _LINKS.fullmatch(line):
        return True
    return len(words(line)) <= 60 and _WALL.search(line) is not None and _speaks_to_reader(line)


def _speaks_to_reader(line: str) -> bool:
    """Whether the page talks to its reader: nobody is quoted, nobody else's past is told."""
    if _QUOTED.search(line) or re.search(
        r"\b(?:said|told|says|killed|wounded|accused|announced|warned|troops|forces|soldiers|army|militants)\b", line
    ):
        return False
    return len(words(line)) <= 14 or re.search(r"\b(?:you|your|we|us|our)\b", line, re.I) is not None


def _mark_link_lists(lines: list[Line], marked: list[bool]) -> None:
    """Also see: its line, and the titles below it up to a separator, a paragraph of prose, or the end."""
    for at, line in enumerate(lines):
        opening = _LINKS.match(line.text)
        if opening is None or (is_prose(line.text) and (opening["colon"] is None or len(words(line.text)) > 25)):
            continue
        if opening["colon"] is None and opening.end() < len(line.text):
            continue
        closed_in = _closed_in(lines, at)
        marked[at] = True
        for below in range(at + 1, len(lines)):
            text = lines[below].text
            if is_separator(text) or is_prose(text) or len(words(text)) > 30:
                break
            if not closed_in and below > at + 1 and lines[below].gap and not marked[below]:
                break
            if not closed_in and not _is_link(text):
                break
            marked[below] = True


def _closed_in(lines: list[Line], at: int) -> bool:
    """Whether the list stands in a section of its own that holds no prose: between separators, or at the end."""
    below = at
    while below < len(lines) and not is_separator(lines[below].text):
        if is_prose(lines[below].text):
            return False
        below += 1
    return below < len(lines)


def _is_link(text: str) -> bool:
    return not is_closed(text) and (text[0] in "-*•·›»>[<" or _URL.search(text) is not None or len(words(text)) >= 4)


def _mark_between(lines: list[Line], marked: list[bool]) -> None:
    """Short lines without a full stop between two lines of boilerplate, at most two in a row."""
    known = [at for at, mark in enumerate(marked) if mark and not is_separator(lines[at].text)]
    for left, right in pairwise(known):
        if right - left <= 3 and all(_is_slight(lines[at].text) for at in range(left + 1, right)):
            for at in range(left + 1, right):
                marked[at] = True
    if known and len(known) > 2 and len(lines) - known[-1] <= 3:
        for at in range(known[-1] + 1, len(lines)):
            if len(words(lines[at].text)) <= 12 and re.search(r"\b(?:you|your)\b", lines[at].text):
                marked[at] = True


def _is_slight(text: str) -> bool:
    return len(words(text)) <= 9 and not is_prose(text) and re.search(r"[.!?]$", text) is None


def _ends_of(text: str, line: Line) -> list[tuple[int, int]]:
    """Copyright and reprint notices at the end of a line that tells a story before them."""
    for match in _RIGHTS.finditer(line.text):
        start = line.start + match.start()
        if start == line.start or line.end - start > 300:
            continue
        sentences = sentence_spans(text, line.start, line.end)
        opens = any(left == start for left, _ in sentences) or match[0][0] in "CR©("
        if opens and not any(_QUOTED.search(text[a:b]) for a, b in sentences if a >= start):
            return [(start, line.end)]
    return []
