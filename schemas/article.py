"""An article: one story, as read from an input that may hold several."""

from schemas.base import Noun


class Article(Noun):
    """One story and where it was read.

    `text` is an unchanged slice of the input's decoded text: `input_text[offset:offset + len(text)] == text`. `skipped` are
    spans of `text` (code points, ordered, not overlapping) that are not read as article: captions, boilerplate, link lists,
    bylines. `published` is `YYYY-MM-DD` or null, and `published_reason` says why it is believed.
    """

    id: str
    path: str
    offset: int
    text: str
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    published: str | None = None
    published_reason: str | None = None
    language: str | None = None
    skipped: tuple[tuple[int, int], ...] = ()


class Sentence(Noun):
    """A sentence of an article, numbered from 1; `text == article.text[start:end]`. `heading` marks a title or subhead."""

    number: int
    start: int
    end: int
    text: str
    heading: bool = False
