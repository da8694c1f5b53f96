"""HTML to one story: its main text and what the page says of itself.

1. parse the page; ask what it declares and what stands beside its headline
2. cut what surrounds the story
3. keep the prose of the element that holds most of it, and of what else is there what trafilatura keeps
4. leave out what the page shows twice
"""

import re
from collections import Counter
from collections.abc import Sequence

from lxml.html import HtmlElement

from extractor.errors import InputError
from extractor.language.english import refusal
from extractor.reading.articles import Metadata
from extractor.reading.boilerplate import is_boilerplate
from extractor.reading.datelines import is_date
from extractor.reading.declared import author, declared, publisher
from extractor.reading.lines import is_prose
from extractor.reading.markup import Block, blocks_of, tag_of, tree_of
from extractor.reading.repeats import repeated
from extractor.reading.stamps import dates_of, lines_beside, published_day
from extractor.reading.surroundings import cut_surroundings, kickers

_MOST = 0.85  # of a page's prose, held by one element: the story
_MANY = 5_000  # blocks; what is longer is no article, and trafilatura takes minutes for it
_LONGEST = 1_000_000  # characters of a page's text; a live blog of a day has 200,000
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_LEAST = 40  # letters from which a page is said to be in another language


def read_page(html: str, url: str | None = None) -> tuple[str, Metadata]:
    """The main text of a page, its headline as the first line, and its metadata.

    Raises InputError (a clause) when the page holds no article, or none in English, or cannot be a page of one.
    """
    root = tree_of(html)
    page = declared(root)
    blocks = blocks_of(_body(root))
    if sum(len(block.text) for block in blocks) > _LONGEST:
        raise InputError(
            f"it holds more than {_LONGEST:,} characters of text, too many for an article; save the article's text instead"
        )
    latin = _is_latin(blocks)
    beside = lines_beside(blocks, page.headline)
    by = author(page, root, beside, latin)
    dates = dates_of(page, root, beside, url)
    story = _story(_body(root), page.headline) or _story_uncut(html)
    if not story:
        raise InputError(_no_article(blocks))
    text = "\n".join(story)
    day = published_day(dates, next((line for line in story if is_prose(line)), ""), text)
    title = page.title
    return _with_title(text, title), Metadata(
        title=title,
        publisher=publisher(page, url, latin),
        author=by,
        url=url or page.address,
        published=day[0] if day else None,
        published_reason=day[1] if day else None,
        language=page.language,
    )


def _body(root: HtmlElement) -> HtmlElement:
    body = root.find("body")
    return root if body is None else body


def _story(body: HtmlElement, headline: HtmlElement | None) -> list[str]:
    """The story's lines, after what surrounds it is cut out of `body`; none where no prose is left."""
    cut_surroundings(body, headline)
    return _lines(body, headline, links=True) or _lines(body, headline, links=False)


def _story_uncut(html: str) -> list[str]:
    """The story's lines of a page of which nothing was left after cutting."""
    body = _body(tree_of(html))
    return _lines(body, None, links=False)


def _lines(body: HtmlElement, headline: HtmlElement | None, *, links: bool) -> list[str]:
    blocks = blocks_of(body, links)
    if not any(block.prose for block in blocks):
        return []
    inside = _elements_of(_holder(body, blocks))
    chosen = _chosen_by_trafilatura(body) if len(blocks) <= _MANY else frozenset()
    first = next(at for at, block in enumerate(blocks) if block.prose or block.element is headline)
    left_out = {*repeated(blocks), *kickers(blocks, headline)}
    kept = [
        block
        for at, block in enumerate(blocks)
        if at >= first
        and at not in left_out
        and (block.prose or not (is_date(block.text) or is_boilerplate(block.text)))
        and (block.element is headline or (block.prose and block.element in inside) or _key(block.text) in chosen)
    ]
    return _written(kept)


def _holder(body: HtmlElement, blocks: Sequence[Block]) -> HtmlElement:
    """The innermost element that holds most of the prose."""
    letters: Counter[HtmlElement] = Counter()
    for block in blocks:
        if block.prose:
            letters[block.element] += len(block.text)
    for element in reversed(list(body.iter())):
        parent = element.getparent()
        if letters[element] and element is not body and parent is not None:
            letters[parent] += letters[element]
    holder = body
    while (inner := next((e for e in holder if letters[e] >= _MOST * letters[body]), None)) is not None:
        holder = inner
    return holder


def _elements_of(holder: HtmlElement) -> frozenset[HtmlElement]:
    return frozenset(holder.iter())


def _chosen_by_trafilatura(body: HtmlElement) -> frozenset[str]:
    """The lines that trafilatura takes for the page's main text, as keys."""
    import logging

    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it logs is told by the outcome
    text = trafilatura.extract(
        body.getroottree().getroot(),
        include_comments=False,
        include_tables=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    return frozenset(_key(line) for line in (text or "").splitlines())


def _key(line: str) -> str:
    return "".join(line.removeprefix("- ").split())


def _written(blocks: Sequence[Block]) -> list[str]:
    """The lines of text, points of a list with a dash."""
    return [f"- {block.text}" if tag_of(block.element) == "li" else block.text for block in blocks]


def _with_title(text: str, title: str | None) -> str:
    """The headline is part of the story, also where it stands outside of its text."""
    if title is None or " ".join(title.split()) in " ".join(text[: 2 * len(title) + 200].split()):
        return text
    return f"{title}\n\n{text}"


def _is_latin(blocks: Sequence[Block]) -> bool:
    """Whether most of a page is in Latin letters."""
    letters = [c for block in blocks[:500] for c in block.text[:2000] if c.isalpha()]
    return 2 * sum(_LATIN.match(c) is not None for c in letters) >= len(letters)


def _no_article(blocks: Sequence[Block]) -> str:
    text = "\n".join(block.text for block in blocks)[:20_000]
    if sum(c.isalpha() for c in text) >= _LEAST and (foreign := refusal(text)) is not None:
        return foreign
    return "no article was found in the page; save the article's own page, or its text"
