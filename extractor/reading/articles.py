"""The steps from one decoded text to its articles.

1. split the text into stories
2. find what is not read in each: captions, header lines, boilerplate
3. settle each story's date, which the stories of one text may help each other with
4. make the articles
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extractor.errors import InputError
from extractor.reading.boilerplate import boilerplate_spans
from extractor.reading.captions import caption_spans
from extractor.reading.headers import Header, read_header
from extractor.reading.published import Dated, publication_dates
from extractor.reading.splitting import split_stories
from schemas.article import Article

LONGEST = 200_000  # characters of one article; a long one in a paper has 50,000
_MOST_LINES = 100_000  # of one input, blank ones aside
_TOO_MANY = f"too many for one article ({LONGEST:,}); give its parts as files of their own"
_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")


@dataclass(frozen=True)
class Metadata:
    """What is known of a text from outside it; it wins over what its lines say."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    published: date | None = None
    published_reason: str | None = None
    language: str | None = None


def articles_of(path: str, text: str, metadata: Metadata | None = None) -> list[Article]:
    """The articles of one decoded `text`; with `metadata` it is one story, whatever it looks like.

    Offsets are code points of `text`. Raises InputError for a story that is longer than any article.
    """
    known = metadata or Metadata()
    _check_lines(text)
    spans = split_stories(text) if metadata is None else [_trimmed(text)]
    _check(spans)
    stories = [text[start:end] for start, end in spans]
    headers = []
    skips = []
    for story in stories:
        captions = caption_spans(story)
        header = read_header(story, captions, known.title)
        headers.append(header)
        skips.append(_merged([*captions, *header.skipped, *boilerplate_spans(story)]))
    dates = publication_dates(
        [_dated(story, skipped, header, known) for story, skipped, header in zip(stories, skips, headers, strict=True)]
    )
    return [
        Article(
            id=hashlib.sha256(story.encode("utf-8", errors="surrogatepass")).hexdigest()[:16],
            path=path,
            offset=start,
            text=story,
            title=known.title or header.title,
            publisher=known.publisher or header.publisher,
            author=known.author or header.author,
            url=known.url,
            published=day[0].isoformat() if day else None,
            published_reason=day[1] if day else None,
            language=known.language,
            skipped=skipped,
        )
        for (start, _), story, header, skipped, day in zip(spans, stories, headers, skips, dates, strict=True)
    ]


def _check_lines(text: str) -> None:
    """Refuses what cannot be articles before it is looked at any closer."""
    lines = longest = 0
    for line in _LINE.finditer(text):
        lines, longest = lines + 1, max(longest, line.end() - line.start())
    if lines > _MOST_LINES:
        raise InputError(f"it has {lines:,} lines, too many for articles ({_MOST_LINES:,}); split it into smaller files")
    if longest > LONGEST:
        raise InputError(f"a line in it has {longest:,} characters, {_TOO_MANY}")


def _check(stories: Sequence[tuple[int, int]]) -> None:
    longest = max((end - start for start, end in stories), default=0)
    if longest > LONGEST:
        raise InputError(f"a story in it has {longest:,} characters, {_TOO_MANY}, or set them apart by lines of ====")


def _dated(story: str, skipped: tuple[tuple[int, int], ...], header: Header, known: Metadata) -> Dated:
    if known.published is not None:
        return Dated(story, skipped, known.published, known.published_reason)
    return Dated(story, skipped, header.published, header.published_reason, header.day)


def _trimmed(text: str) -> tuple[int, int]:
    start = len(text) - len(text.lstrip())
    return start, max(start, len(text.rstrip()))


def _merged(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start < end:
            merged.append((start, end))
    return tuple(merged)
