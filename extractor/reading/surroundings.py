"""What stands around a story on its page, cut out of the tree: menus, captions, teasers of other stories, embedded posts.

A tag or a word of a class (a whole word: `unrelated` is not `related`) only raises a suspicion. What decides is what stands in
the element: nothing that holds the headline or most of the story is ever cut, and what may be either (a wrapper of a rail, a
paragraph after a picture) is cut only where it tells nothing itself.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from extractor.reading.boilerplate import is_link_label
from extractor.reading.lines import is_closed, words
from extractor.reading.markup import Block, blocks_of, class_words, clean, cut, is_inline, tag_of

_MOST = 0.5  # of the page's prose; an element that holds more is the story's wrapper
_NEVER_READ = frozenset("script style template noscript iframe svg figcaption button select input textarea".split())
_ASIDE_TAGS = frozenset("figure nav aside footer dialog menu".split())
_ASIDE_WORDS = frozenset(
    "comment comments disqus cookie cookies consent gdpr bio breadcrumb breadcrumbs share sharing social copyright disclaimer "
    "footer navigation nav navbar menu outbrain taboola criteo ad advert advertisement advertising ads sponsored sponsor popup "
    "modal toolbar login register sidebar rail trending popular rating byline pullquote".split()
)
_MAYBE_WORDS = frozenset(
    "related newsletter newsletters signup subscribe subscription promo promos teaser teasers recommended recommendations "
    "recirculation recirc readmore alsolike alsoread widget embed more next latest similar card cards donate donation "
    "factbox infobox author authors tags tag".split()
)
_LISTING_WORDS = _MAYBE_WORDS - frozenset("author authors tags tag widget embed".split())
_CAPTION_WORDS = frozenset("caption captions credit credits".split())
_HIDDEN_WORDS = (("visually", "hidden"), ("sr", "only"), ("screen", "reader"))
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_POSTED = frozenset("tweet twitter instagram tiktok facebook fb bluesky mastodon telegram reddit truthsocial weibo vk".split())
_EMBEDDED = frozenset("embed embedded tweet media post".split())
_POST = re.compile(r"pic\.twitter\.com/|(?:^|\s)[—–-]\s*[^—–]{2,60}\(@\w{2,30}(?:@[\w.]+)?\)")
_REPORTS = re.compile(
    r"\b(?:said|told|says|killed|wounded|injured|accused|announced|warned|denied|reported|called|struck|attacked|captured"
    r"|seized|signed|agreed|opened fire)\b"
)
_TO_READER = re.compile(r"\b(?:you|your|our|us|we|inbox)\b", re.I)
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_PICTURES = ".//img | .//picture | .//video | .//svg | .//amp-img"


def cut_surroundings(root: HtmlElement, headline: HtmlElement | None) -> None:
    """Cuts out of the page `root` what is not the story under `headline` (its element, where one is known)."""
    for element in [e for e in root.iter() if tag_of(e) in _NEVER_READ]:
        cut(element)
    page = _Page(root, headline)
    for element, sort in [(e, _suspected(e, page)) for e in root.iter()]:
        if sort and page.may_go(element) and (sort == "aside" or _tells_nothing(element, page)):
            page.cut(element)
    for listing in [e for e in root.iter() if _is_label(e, page)]:
        _cut_listing(listing, page)
    for card in list(_cards(root, page)):
        page.cut(card)
    for block in blocks_of(root, page.links):
        if _is_linked_headline(block, page):
            alone = page.size[block.element] <= 2 * len(block.text)
            for element in [block.element] if alone else block.links:
                page.cut(element, of_many=not alone)


class _Page:
    """Where the prose of a page stands: its letters in an element and in all of a kind, the headline, and what is cut."""

    def __init__(self, root: HtmlElement, headline: HtmlElement | None) -> None:
        self.root = root
        self.headline = headline
        self.links = True
        blocks = [block for block in blocks_of(root) if block.prose]
        if not blocks:  # a link that was never closed takes the whole story in
            self.links = False
            blocks = [block for block in blocks_of(root, links=False) if block.prose]
        self.letters: Counter[HtmlElement] = Counter()
        self.size: Counter[HtmlElement] = Counter()
        self.kinds: Counter[tuple[str, str]] = Counter()
        self.total = sum(len(block.text) for block in blocks)
        own: Counter[HtmlElement] = Counter()
        for block in blocks:
            own[block.element] += len(block.text)
        for element in reversed(list(root.iter())):
            self.letters[element] += own[element]
            self.size[element] += len((element.text or "").strip())
            parent = element.getparent()
            if parent is not None:
                self.letters[parent] += self.letters[element]
                self.size[parent] += self.size[element] + len((element.tail or "").strip())
        for element, letters in self.letters.items():
            parent = element.getparent()
            if letters and (parent is None or _kind(parent) != _kind(element)):
                self.kinds[_kind(element)] += letters
        self.holders = frozenset(headline.iterancestors()) | {headline} if headline is not None else frozenset()
        self.gone: set[HtmlElement] = set()

    def may_go(self, element: HtmlElement, *, of_many: bool = True) -> bool:
        """Whether an element, and as one `of_many` all of its kind together, hold too little to be the story."""
        if element in self.gone or element is self.root or element in self.holders or tag_of(element) in ("html", "body"):
            return False
        held = self.kinds[_kind(element)] if of_many and self.letters[element] else self.letters[element]
        return max(held, self.letters[element]) <= _MOST * self.total

    def cut(self, element: HtmlElement, *, of_many: bool = True) -> None:
        """Cuts it, if it may go."""
        if self.may_go(element, of_many=of_many) and not any(above in self.gone for above in element.iterancestors()):
            self.gone.add(element)
            cut(element)


def _kind(element: HtmlElement) -> tuple[str, str]:
    return tag_of(element), element.get("class", "")[:200]


def _suspected(element: HtmlElement, page: _Page) -> str:
    """`aside` for what is none of the story's by its tag or class, `maybe` for what has to be looked at, else ""."""
    tag = tag_of(element)
    found = class_words(element)
    if (
        tag in _ASIDE_TAGS
        or element.get("hidden") is not None
        or element.get("role") in ("navigation", "complementary", "dialog")
    ):
        return "aside"
    if _HIDDEN_STYLE.search(element.get("style", "")[:500]) or _is_caption(element, found):
        return "aside"
    if any(found[at : at + 2] == list(pair) for pair in _HIDDEN_WORDS for at in range(len(found) - 1)):
        return "aside"
    if _is_post(element, found, page):
        return "aside"
    if not _ASIDE_WORDS.isdisjoint(found) and not is_inline(element):
        return "aside"
    return "maybe" if tag == "form" or not _MAYBE_WORDS.isdisjoint(found) else ""


def _is_caption(element: HtmlElement, found: list[str]) -> bool:
    """A class that ends with the word, or has it beside a picture."""
    if _CAPTION_WORDS.isdisjoint(found):
        return False
    if found[-1] in _CAPTION_WORDS or (
        found[-2:-1] and found[-2] in _CAPTION_WORDS and found[-1] in ("text", "wrap", "container")
    ):
        return True
    before = element.getprevious()
    return before is not None and (tag_of(before) in ("img", "picture", "video", "figure") or bool(before.xpath(_PICTURES)))


def _is_post(element: HtmlElement, found: list[str], page: _Page) -> bool:
    """A post of a social network, embedded."""
    if tag_of(element) in ("blockquote", "div") and not _POSTED.isdisjoint(found) and not _EMBEDDED.isdisjoint(found):
        return True
    return tag_of(element) == "blockquote" and page.size[element] < 2000 and _POST.search(element.text_content()) is not None


def _tells_nothing(element: HtmlElement, page: _Page) -> bool:
    """Whether a suspected element holds nothing of a story: no prose, or invitations and more links than prose."""
    if not page.letters[element]:
        return True
    blocks = blocks_of(element, page.links)
    prose = [block for block in blocks if block.prose]
    if tag_of(element) == "form" or not {"newsletter", "newsletters", "signup", "subscribe", "donate", "donation"}.isdisjoint(
        class_words(element)
    ):
        return not any(_REPORTS.search(block.text) for block in prose) and (
            tag_of(element) == "form" or any(_TO_READER.search(block.text) for block in blocks)
        )
    if not {"author", "authors"}.isdisjoint(class_words(element)):
        return len(prose) <= 2 and not any(_REPORTS.search(block.text) for block in prose)
    return sum(_is_linked_headline(block, page) for block in blocks) >= max(1, len(prose) / 3)


def _is_linked_headline(block: Block, page: _Page) -> bool:
    """A line that is the link to another story: its headline, alone or after a label ("MORE:", "See also")."""
    if block.linked < 0.5 or block.element in page.holders or all("#" in a.get("href", "") for a in block.links):
        return False
    if page.headline is not None and clean(page.headline.text_content()) == block.text:
        return False
    before, linked, _ = block.text.partition(clean(block.links[0].text_content()))
    if linked and is_link_label(before):
        return True
    return not is_closed(block.text) and (block.linked >= 0.6 or not before.strip())


def _is_label(element: HtmlElement, page: _Page) -> bool:
    """A heading or line that announces other stories ("You might also like")."""
    if element in page.holders or is_inline(element) or not 0 < page.size[element] < 80:
        return False
    return is_link_label(clean(element.text_content()))


def _cut_listing(label: HtmlElement, page: _Page) -> None:
    """Cuts a label with the list, the links or the cards below it, or the section that holds nothing else."""
    if label.getparent() is None or any(above in page.gone for above in label.iterancestors()):
        return
    while (parent := label.getparent()) is not None and label.getprevious() is None and page.may_go(parent):
        if clean(parent.text_content()) != clean(label.text_content()):
            break
        label = parent
    section = label.getparent()
    if section is None:
        return
    if label.getprevious() is None and not clean(section.text or "") and page.may_go(section) and _lists_stories(section, page):
        page.cut(section)
        return
    below = label.getnext()
    while below is not None:
        after = below.getnext()
        if page.letters[below]:
            if not _lists_stories(below, page):
                break
        elif page.size[below] and not (tag_of(below) == "a" or below.xpath(".//a[@href]")):
            break
        page.cut(below)
        below = after
    page.cut(label)


def _lists_stories(element: HtmlElement, page: _Page) -> bool:
    """Whether an element holds links to other stories, with or without a line or two of each."""
    blocks = blocks_of(element, page.links)
    linked = sum(block.linked >= 0.5 for block in blocks)
    prose = sum(block.prose for block in blocks)
    return linked > 0 and prose <= 2 * linked


def _cards(root: HtmlElement, page: _Page) -> Iterator[HtmlElement]:
    """Links that hold whole blocks, and boxes of a linked heading with a line or two, of which there are several."""
    for link in root.iter("a"):
        if page.links and link.get("href") and any(not is_inline(e) for e in link.iterdescendants() if tag_of(e)):
            yield link
    boxes = [e for e in root.iter("div", "li", "article", "section") if page.may_go(e) and _is_box(e, page)]
    kinds = Counter((_kind(e), e.getparent()) for e in boxes)
    yield from (e for e in boxes if kinds[_kind(e), e.getparent()] > 1 or not _LISTING_WORDS.isdisjoint(class_words(e)))


def _is_box(element: HtmlElement, page: _Page) -> bool:
    """A heading that is a link to another page, and at most two lines of prose."""
    if len(element) > 8 or page.size[element] > 1500:
        return False
    titles = list(element.iterdescendants(*_HEADINGS))
    blocks = blocks_of(element, page.links)
    if len(titles) > 1 or not blocks or len(blocks) > 5:
        return False
    if titles:
        links = [a for a in (*titles[0].iter("a"), *titles[0].iterancestors("a")) if a.get("href")]
    else:
        named = blocks[0].linked > 0.9 and len(words(blocks[0].text)) > 2 and not is_closed(blocks[0].text)
        links = list(blocks[0].links) if named and len(blocks) > 1 else []
    if not links or any("#" in (a.get("href") or "") for a in links):
        return False
    return sum(block.prose for block in blocks) <= 2


def kickers(blocks: Sequence[Block], headline: HtmlElement | None) -> Iterator[int]:
    """Which blocks are the name of a section that stands alone between headline and story, or right before the headline."""
    at = next((n for n, block in enumerate(blocks) if headline is not None and block.element is headline), None)
    if at is None:
        return
    story = next((n for n in range(at + 1, len(blocks)) if blocks[n].prose), at + 1)
    for n in (*range(max(0, at - 2), at), *range(at + 1, story)):
        text = blocks[n].text
        if tag_of(blocks[n].element) not in _HEADINGS and len(words(text)) <= 4 and not re.search(r"[\d.!?…:–—-]", text):
            yield n
