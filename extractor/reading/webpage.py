"""HTML to one story: its main text and what the page says of itself.

The main text is trafilatura's. The date is not: it comes only from what the page declares (JSON-LD, meta tags, a marked `time`
element, its own address), in this order, because a date guessed from the page's words may be any day, today's included.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser

from extractor.errors import InputError
from extractor.reading.articles import Metadata
from extractor.reading.lines import is_prose
from extractor.reading.published import date_in_address

_ARTICLE = re.compile(r"Article|NewsArticle|BlogPosting|Report", re.I)
_DATE_TAGS = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dcterms.created",
    "dc.date",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "publishdate",
    "publish-date",
    "publish_date",
    "pubdate",
    "publication_date",
    "date",
)
_NOT_STORY = (
    "//figcaption | //figure | //nav | //aside | //form | //*[contains(@class, 'caption')] | //*[contains(@class, 'related')]"
    " | //*[contains(@class, 'newsletter')] | //*[contains(@id, 'comments')]"
)


@dataclass
class _Head(HTMLParser):
    """What a page declares: meta tags, JSON-LD blocks, marked times, headings, canonical address, language."""

    meta: dict[str, str] = field(default_factory=dict)
    blocks: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    heading: str = ""
    canonical: str | None = None
    language: str | None = None
    open_tag: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {key: value or "" for key, value in attrs}
        if tag == "html":
            self.language = named.get("lang") or named.get("xml:lang")
        elif tag == "meta":
            name = named.get("property") or named.get("name") or named.get("itemprop") or ""
            self.meta.setdefault(name.lower(), named.get("content", ""))
        elif tag == "link" and named.get("rel") == "canonical":
            self.canonical = named.get("href")
        elif tag == "time" and ("pubdate" in named or named.get("itemprop", "").lower() == "datepublished"):
            self.times.append(named.get("datetime", ""))
        elif tag == "script" and named.get("type", "").strip().lower() == "application/ld+json":
            self.open_tag = tag
            self.blocks.append("")
        elif tag == "h1" and not self.heading:
            self.open_tag = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self.open_tag:
            self.open_tag = ""

    def handle_data(self, data: str) -> None:
        if self.open_tag == "script":
            self.blocks[-1] += data
        elif self.open_tag == "h1":
            self.heading += data


def read_page(html: str, url: str | None = None) -> tuple[str, Metadata]:
    """The main text of a page, its headline as the first line, and its metadata.

    Raises InputError (a clause) when the page holds no article.
    """
    text = _main_text(html)
    if not any(is_prose(line) for line in text.splitlines()):
        raise InputError("no article was found in the page; save the article's own page, or its text")
    head = _Head()
    head.feed(html)
    declared = _declared_article(head.blocks)
    title = _clean(_string(declared.get("headline")) or head.heading or head.meta.get("og:title"))
    address = head.canonical if head.canonical and head.canonical.startswith("http") else head.meta.get("og:url")
    published, reason = _published(head, declared, address, url)
    metadata = Metadata(
        title=title,
        publisher=_clean(_name(declared.get("publisher")) or head.meta.get("og:site_name")),
        author=_clean(_name(declared.get("author")) or head.meta.get("author") or head.meta.get("article:author")),
        url=url or _clean(address),
        published=published,
        published_reason=reason,
        language=head.language.split("-")[0].lower() if head.language else None,
    )
    return _with_title(text, title), metadata


def _main_text(html: str) -> str:
    import logging

    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it logs is told by the outcome
    text = trafilatura.extract(
        html,
        include_comments=False,
        include_tables=False,
        prune_xpath=_NOT_STORY,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    return (text or "").strip()


def _with_title(text: str, title: str | None) -> str:
    """The headline is part of the story; trafilatura leaves it out on most pages."""
    if title is None or " ".join(title.split()) in " ".join(text[: 2 * len(title) + 200].split()):
        return text
    return f"{title}\n\n{text}"


def _declared_article(blocks: list[str]) -> dict[str, object]:
    """The JSON-LD object that describes the article, or an empty one."""
    for block in blocks:
        try:
            content = json.loads(block)
        except (json.JSONDecodeError, RecursionError):
            continue
        for thing in _objects(content):
            kinds = thing.get("@type")
            if any(_ARTICLE.search(str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds])):
                return thing
    return {}


def _objects(content: object) -> Iterator[dict[str, object]]:
    if isinstance(content, list):
        for part in content:
            yield from _objects(part)
    elif isinstance(content, dict):
        yield content
        yield from _objects(content.get("@graph"))


def _published(
    head: _Head, declared: dict[str, object], address: str | None, url: str | None
) -> tuple[date | None, str | None]:
    day = iso_day(_string(declared.get("datePublished")))
    if day:
        return day, "JSON-LD datePublished"
    for tag in _DATE_TAGS:
        day = iso_day(head.meta.get(tag))
        if day:
            return day, f"meta tag {tag}"
    for written in head.times:
        day = iso_day(written)
        if day:
            return day, "time element marked as publication date"
    for link in (address, url):
        day = date_in_address(link) if link else None
        if day:
            return day, "the page's address"
    return None, None


def iso_day(written: str | None) -> date | None:
    """The day of an ISO date or date-time as written, in its own time zone; None for anything else."""
    match = re.match(r"\s*((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?!\d)", written or "")
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def _name(value: object) -> str | None:
    """The name of a person or organisation in JSON-LD; of several, all."""
    if isinstance(value, list):
        names = [name for part in value if (name := _name(part))]
        return ", ".join(names) or None
    return _string(value.get("name")) if isinstance(value, dict) else _string(value)


def _string(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _clean(value: str | None) -> str | None:
    return " ".join(value.split()) or None if value else None
