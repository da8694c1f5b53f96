"""Photo captions: they show other days and other places than the story tells of, so they are never read.

A caption gives itself away by how it opens ("In this photo taken ..."), by the credit that closes it ("(AP Photo)"), or by
telling in the present tense, or without any verb, what is seen on a day that it names at its very end ("A view of the town,
May 3, 2021"). A sentence that tells what was said or done is none of these, whatever it ends with.
"""

import re

from extractor.reading.datelines import DATE, date_line
from extractor.reading.headlines import headline_end
from extractor.reading.lines import is_separator, lines_of, sentence_spans, words

_AGENCY = (
    r"(?:AP|AFP|EPA|EFE|ANSA|DPA|dpa|PTI|TASS|Tass|Reuters|REUTERS|Getty|Sputnik|Anadolu|Xinhua|Shutterstock|Bloomberg|Interfax"
    r"|Ukrinform|PAN Photo|Photolure|NurPhoto|Kyodo|IRNA|SANA|WAM|Handout|HANDOUT|File|FILE|file photo"
    r"|[Pp]hoto(?:graph)?s?|[Pp]icture|[Cc]ourtesy)"
)
_CREDIT = re.compile(rf"[(\[](?:[^()\[\]]{{0,90}}[\s/:,-])?{_AGENCY}(?:[\s/:,.-][^()\[\]]{{0,90}})?[)\]]")
_PICTURE = re.compile(
    r"(?:FILE\s*[-–—:]+\s*)?(?:In )?(?:this|This|In an?|An?)\b[^.!?]{0,40}?(?:\b[A-Z][a-z]{2,8}\.[^.!?]{0,30})?"
    r"\b(?:photo|photograph|picture|image|frame grab|screen ?grab|screenshot|video grab|handout)\b"
    r"(?:,| taken| released| provided| made| obtained| shot| grabbed| distributed| published by| from (?:the |a )?video"
    r"| shows| by)"
)
_FILE_PHOTO = re.compile(r"(?:FILE|File photo|File picture|Archive photo|FILE PHOTO|File image)\b\s*(?:[-–—:.(]|of\b)")
_VIEW = re.compile(
    r"(?:An? |The )?(?:general |aerial |satellite |panoramic )?(?:[Vv]iew|image|photo|picture) (?:of|shows|showing)\b"
)
_LAST_DATE = re.compile(rf"(?P<link>,|\bon|\bin|\bdated)\s+{DATE}\s*\.?$")
_MONTH_END = re.compile(
    r"(?P<link>,)\s+(?:January|February|March|April|May|June|July|August|September|October|November|December),?\s+(?:19"
    r"|20)\d\d\s*\.?$"
)
_PLACE_DASH = re.compile(
    rf"(?:[A-Z][\w’'.-]*,?\s+){{0,5}}?[A-Z][\w’'-]*\s+(?:--"
    rf"|[-–—])\s+(?=[A-Z0-9])(?P<scene>[^!?]{{10,320}}?,\s+{DATE})\.?(?=\s+[^\sa-z]|\s*$)"
)
_TOLD = re.compile(
    r"\b(?:said|says|told|tells|accused|accuses|announced|announces|claimed|claims|reported|denied|denies|added|warned|was|were"
    r"|had|has|have|will|would|could|agreed|signed|entered|killed|attacked|violated|began|broke|stopped|ended|started"
    r"|demanded)\b"
)
_SEEN = re.compile(
    r"\b(?:walks?|stands?|speaks?|sits?|attends?|arrives?|shakes?|shaking|poses?|posing|looks?|looking|patrols?|guards?"
    r"|inspects?"
    r"|holds?|holding|carry|carries|carrying|drives?|rides?|fires?|waves?|greets?|meets?|gathers?|gather|rests?|cleans?"
    r"|removes?|passes"
    r"|pass|seen|pictured|during|walking|standing|speaking|sitting|attending|rises|gestures?|addresses|left|right"
    r"|center|centre)\b"
)
_BREAK = re.compile(r"(?<=[.!?…”\"’)])\s+(?=[A-Z“\"‘'(])")
_LONGEST = 450


def caption_spans(text: str) -> list[tuple[int, int]]:
    """Spans of the captions in `text`, whole lines or parts of a line, ordered and not overlapping."""
    spans: list[tuple[int, int]] = []
    for line in lines_of(text):
        if is_separator(line.text) or date_line(line.text):
            continue
        if len(line.text) <= _LONGEST and _is_caption(line.text):
            spans.append((line.start, line.end))
        else:
            spans += _inside(text, line.start, line.end)
    return _joined(spans)


def _is_caption(line: str) -> bool:
    """Whether a whole line, or one sentence, is a caption."""
    if len(words(line)) < 3 or len(line) > _LONGEST:
        return False
    credit = _closing_credit(line)
    opening = line[:160]
    if _FILE_PHOTO.match(line) or (
        _PICTURE.match(opening) and (credit or _LAST_DATE.search(line) or opening.startswith(("In this", "FILE")))
    ):
        return True
    if credit:
        return "hoto" in credit or "/" in credit or "via" in credit or not _TOLD.search(line)
    if _PLACE_DASH.fullmatch(line) and not _TOLD.search(line):
        return True
    return _is_scene(line)


def _is_scene(line: str) -> bool:
    """A sight on a day: closes with a full date, tells nothing."""
    dated = _LAST_DATE.search(line) or _MONTH_END.search(line)
    if not dated or _TOLD.search(line):
        return False
    if _VIEW.match(line):
        return True
    return len(words(line)) >= 6 and _SEEN.search(line) is not None and (dated["link"] == "," or not _past(line))


def _past(line: str) -> bool:
    """Whether a verb in the past tense follows the subject of the line."""
    return re.search(r"^(?:[A-Z][\w’'-]*,?\s+|of\s+|and\s+|the\s+)+[a-z]+ed\b", line) is not None


def _closing_credit(line: str) -> str | None:
    """The credit in brackets that closes a line, or None."""
    found = None
    for match in _CREDIT.finditer(line):
        found = match
    return found[0] if found and found.end() == len(line) else None


def _inside(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Captions in the middle of a line: from a place and a dash, or a sentence's start, to a date or a credit."""
    spans = []
    for match in _PLACE_DASH.finditer(text, start, end):
        if not _TOLD.search(match["scene"]) and not _BREAK.search(match["scene"]):
            spans.append((_place(text, start, match), match.end()))
    for left, right in sentence_spans(text, start, end):
        left = _after_headline(text, left, right)
        credit = _CREDIT.search(text, left, right)
        if credit and _is_caption(text[left : credit.end()]) and not re.match(r"\s*(?:--|[—–-])", text[credit.end() :]):
            spans.append((left, credit.end()))
        elif (left, right) != (start, end) and _is_caption(text[left:right]):
            credit = _CREDIT.match(text, right + 1, end)
            spans.append((left, credit.end() if credit else right))
    return spans


def _after_headline(text: str, start: int, end: int) -> int:
    """Where the words after an unmarked headline begin, `start` when there is none."""
    headline = headline_end(text, start, end)
    if headline is None:
        return start
    while text[headline].isspace():
        headline += 1
    return headline


def _place(text: str, start: int, match: re.Match[str]) -> int:
    """Where a caption's place begins: after a headline, or at a sentence's start, or with its words in capitals."""
    scene = match.start("scene")
    after = _after_headline(text, match.start(), scene)
    opens = match.start() == start or re.search(r"[.!?”\"’)]\s+$", text[max(0, match.start() - 4) : match.start()]) is not None
    if opens or after != match.start():
        return after
    tokens = list(re.finditer(r"\S+", text[match.start() : scene]))[:-1]
    kept = len(tokens) - 1
    while kept > 0 and tokens[kept][0].isupper() and tokens[kept - 1][0].isupper():
        kept -= 1
    return match.start() + tokens[kept].start()


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
