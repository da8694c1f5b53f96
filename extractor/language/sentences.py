"""Sentences with exact offsets.

Three decisions, from the outside in: where paragraphs end (a line break ends one unless the text is hard-wrapped), where a
heading stands before a sentence without any mark between them (articles pasted as one line), and which full stops end a
sentence. The last is decided at each stop from the word before it, the marks after it and the word that follows: an
abbreviation keeps its sentence going, unless what follows can only be the first word of another.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.language.headings import is_heading, title_end
from schemas.article import Sentence

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_PREFIX = re.compile(r"(?:#{1,6}\s+|>\s{0,3}|[-*•‣◦▪●–—]\s+)+")  # source: CommonMark, headings, quotes and list items
_STAMP = re.compile(  # source: CLDR, times with their zones
    r"\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\.?)?(?:\s(?:GMT|UTC|BST|CET|CEST|EET|EEST|EST|EDT|ET|MSK))?(?:\s[-–—|:]|(?<=[A-Z])|(?<=m)|(?=\s+[A-Z“\"‘])|$)"
)
_STOP = re.compile(
    r"(?:\.{1,6}|[!?…։؟۔।።。！？｡]{1,6}|(?<=[Ա-և]):)"
    r"""(?P<closers>(?:\]\([^()\s]{0,300}\)|["”’»›“‘)\]}'＂」』*_]){0,6})"""
    r"(?P<notes>(?:\[(?:\d{1,3}|[a-z]|note \d{1,2})\]|[¹²³⁰⁴-⁹†‡]){0,6})"
)
_NO_SPACE_AFTER = set("。！？｡")  # source: Unicode, sentence terminals
_OPENERS = "\"'“‘„‟«‹([{「『¿¡*_—–-＂"


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


_TITLES = _words(
    "mr mrs ms dr prof gen lt col maj capt sgt cpl adm cmdr cdr brig pvt pfc sen rep gov pres hon rev fr st mt ft msgr amb "
    "supt insp det ofc cmdt vice-adm vs v approx ca cf viz eg ie dept min г-н г-жа ул им т.е т.к т.н тыс млн млрд"
)
_BEFORE_NUMBER = _words(
    "no nos art sec sect vol ch pp p fig para jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs "
    "fri sat sun № рис стр ст гл"
)
_MAY_END = _words("inc ltd co corp jr sr etc al bros plc llc ave blvd rd est ph.d a.m p.m г гг др пр e.g i.e")
_STARTERS = _words(
    "the a an it he she they we you his her its their our this that these those there here in on at by for from with after "
    "before during since while when if as but and or nor yet so however meanwhile earlier later although though despite under "
    "according both many most some several all no what who why how where which such another one two three four five six seven "
    "eight nine ten to also then now not once until because i my"
)
_WORD = re.compile(r"[\w’'-]{1,40}")
_DOMAINS = _words("com org net ru am az ua ge uk de fr info tv io edu gov mil co me news today eu by kz ir tr")
_WRAP_WIDTH = 120


def split_sentences(text: str, skipped: Sequence[tuple[int, int]] = ()) -> list[Sentence]:
    """Sentences of `text`, numbered from 1, in order and disjoint, with offsets in code points into the unchanged text.

    `skipped` are spans of `text` of which nothing is read; each one is also a boundary. Lines without a letter or digit are
    no sentences. Shapes: `sentence.text == text[sentence.start:sentence.end]`, without outer whitespace.
    """
    sentences: list[Sentence] = []
    for start, end in _segments(text, skipped):
        prefix = text[start : _without_prefix(text, start, end)]
        parts = _parts(text, start + len(prefix), end, run_together=not sentences and 2 * (end - start) > len(text))
        spans = [(left, right, title) for left, right, title in parts if any(c.isalnum() for c in text[left:right])]
        for left, right, title in spans:
            if len(spans) == 1 and (prefix == "" or prefix.startswith("#")):
                title = title or prefix != "" or is_heading(text[left:right], first=not sentences)
            sentence = Sentence(number=len(sentences) + 1, start=left, end=right, text=text[left:right], heading=title)
            sentences.append(sentence)
    return sentences


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Spans of the paragraphs of `text`, without outer whitespace: lines, or joined lines where the text is hard-wrapped."""
    lines = [_trim(text, m.start(), m.end()) for m in _LINE.finditer(text)]
    lines = [(start, end) for start, end in lines if start < end]
    width = _wrap_width(text, lines)
    if not width:
        return lines
    joined: list[tuple[int, int]] = []
    previous = (0, 0)
    for line in lines:
        if joined and _continues(text, previous, line, width):
            joined[-1] = (joined[-1][0], line[1])
        else:
            joined.append(line)
        previous = line
    return joined


def _wrap_width(text: str, lines: Sequence[tuple[int, int]]) -> int:
    """The width at which the text is hard-wrapped, or 0 where it is not."""
    pairs = [(a, b) for a, b in pairwise(lines) if _adjacent(text, a, b)]
    if not pairs:
        return 0
    lengths = sorted(end - start for pair in pairs for start, end in pair)
    width = lengths[-1 - len(lengths) // 20]
    if not 30 <= width <= _WRAP_WIDTH:
        return 0
    broken = sum(_ends_open(text, a) and text[b[0]].islower() for a, b in pairs)
    return width if broken * 10 >= len(pairs) * 3 else 0


def _adjacent(text: str, line: tuple[int, int], following: tuple[int, int]) -> bool:
    """Whether no blank line stands between two lines."""
    gap = text[line[1] : following[0]].replace("\r\n", "\n")
    return len([c for c in gap if c in "\n\r\v\f\x85\u2028\u2029"]) == 1


def _ends_open(text: str, line: tuple[int, int]) -> bool:
    return text[line[1] - 1] not in '.!?:;…։؟۔”"»'


def _continues(text: str, line: tuple[int, int], following: tuple[int, int], width: int) -> bool:
    """Whether `following` goes on with the paragraph of `line`: it would not have fitted on it, or begins in lower case."""
    if not _adjacent(text, line, following):
        return False
    if _PREFIX.match(text, *following) or _STAMP.match(text, *following):
        return False
    needed = line[1] - line[0] + 1 + min(len(text[slice(*following)].split(maxsplit=1)[0]), 60)
    return needed > width - 8 or (text[following[0]].islower() and _ends_open(text, line))


def _segments(text: str, skipped: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Paragraphs without their skipped parts."""
    holes = sorted((max(0, a), min(len(text), b)) for a, b in skipped if a < b)
    at = 0
    for start, end in paragraphs(text):
        while at < len(holes) and holes[at][1] <= start:
            at += 1
        look, left = at, start
        while look < len(holes) and holes[look][0] < end:
            if left < holes[look][0]:
                yield from _nonempty(_trim(text, left, holes[look][0]))
            left = max(left, holes[look][1])
            look += 1
        if left < end:
            yield from _nonempty(_trim(text, left, end))


def _nonempty(span: tuple[int, int]) -> Iterator[tuple[int, int]]:
    if span[0] < span[1]:
        yield span


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _without_prefix(text: str, start: int, end: int) -> int:
    """Where the words of a line begin, after a heading's `#`, a quotation's `>` or a bullet."""
    prefix = _PREFIX.match(text, start, end)
    return _trim(text, prefix.end(), end)[0] if prefix else start


def _parts(text: str, start: int, end: int, run_together: bool) -> Iterator[tuple[int, int, bool]]:
    """The sentences of one segment, each with whether it is a time stamp or title that stands before them."""
    stamp = _STAMP.match(text, start, end)
    if stamp:
        yield (*_trim(text, start, stamp.end()), True)
        start = stamp.end()
    left = _trim(text, start, end)[0]
    for right in _ends(text, left, end):
        if run_together:
            begin = title_end(text, left, right)
            if begin > left:
                yield (*_trim(text, left, begin), True)
            left, run_together = begin, False
        yield (*_trim(text, left, right), False)
        left = right


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    """Offsets at which a sentence of one segment ends, the last of them the segment's own end."""
    for stop in _STOP.finditer(text, start, end):
        if stop.end() < end and _is_end(text, start, end, stop):
            yield stop.end()
    yield end


def _is_end(text: str, start: int, end: int, stop: re.Match[str]) -> bool:
    following = _trim(text, stop.end(), end)[0]
    if following >= end:
        return True
    mark = text[stop.start()]
    spaced = following > stop.end()
    if not spaced:
        return mark in _NO_SPACE_AFTER or (mark == "." and len(stop[0]) <= 2 and _lacks_space(text, start, end, stop))
    after = following
    while after < end and text[after] in _OPENERS:
        after += 1
    opened = after > following
    if after >= end or text[after].isspace():
        return mark != "." or stop.start() == start or not _abbreviated(text, start, stop.start())
    letter = text[after]
    if letter.islower():
        return False
    if mark != "." or stop["closers"] or stop[0].startswith(".."):
        return True
    return _ends_after_word(text, start, end, stop.start(), after, opened)


def _lacks_space(text: str, start: int, end: int, stop: re.Match[str]) -> bool:
    """Whether a full stop without a space after it still ends a sentence ("said.The")."""
    at, after = stop.start(), stop.end()
    if at - 2 < start or after + 1 >= end:
        return False
    opened = text[after] in "“«„("
    if opened:
        after += 1
    if after + 1 >= end or not text[after].isupper() or not (text[after + 1].islower() or text[after + 1] == " "):
        return False
    word = _word_before(text, start, at)
    if not (word[-1:].islower() or word[-1:].isdigit() or text[at - 1] in "”’)»") or "." in word:
        return False
    following = _WORD.match(text, after, end)
    if following and following[0].lower() in _DOMAINS and following[0].lower() not in _STARTERS:
        return False
    return len(word) >= 2 and not any(sign in word for sign in ("/", "@", "www"))


def _word_before(text: str, start: int, at: int) -> str:
    """The word that a full stop at `at` follows, inner dots included, at most 40 characters."""
    left = at
    while left > start and at - left < 40 and not text[left - 1].isspace() and text[left - 1] not in '("“«„[‘—–':
        left -= 1
    return text[left:at]


def _abbreviated(text: str, start: int, at: int) -> bool:
    word = _word_before(text, start, at).lower()
    return word in _TITLES or word in _MAY_END


def _ends_after_word(text: str, start: int, end: int, at: int, after: int, opened: bool) -> bool:
    """Whether the full stop at `at` ends a sentence, given the first letter or digit after it at `after`."""
    word = _word_before(text, start, at)
    low = word.lower()
    following = _WORD.match(text, after, end)
    next_word = following[0] if following else ""
    starts_anew = next_word.split("’")[0].split("'")[0].lower() in _STARTERS or opened
    if low in _TITLES:
        return False
    if low in _BEFORE_NUMBER and (word[:1].isupper() or low in ("p", "pp", "para")):
        return not text[after].isdigit() and (low not in ("no", "nos") or next_word != "")
    if low in _MAY_END:
        return starts_anew
    if len(word) == 1 and word.isupper():
        return starts_anew and next_word not in ("A", "I")
    if re.fullmatch(r"(?:\w\.){1,6}\w", word) and not word.replace(".", "").isdigit():
        return starts_anew
    before = text[max(start, at - len(word) - 3) : at - len(word)].rstrip()
    return not (word.isdigit() and len(word) <= 3 and before[-1:] in ("", ".", "!", "?", ":", ";"))
