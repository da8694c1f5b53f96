"""A page's HTML as a tree, and its text as blocks: the runs of words that a browser sets apart from each other."""

import html as entities
import re
from dataclasses import dataclass

from lxml import etree
from lxml.html import HTMLParser, HtmlElement, document_fromstring

from extractor.errors import InputError
from extractor.reading.boilerplate import is_boilerplate
from extractor.reading.lines import is_prose

_MOST = 200_000  # elements; a live blog of a day has 20,000
_LONGEST = 20_000  # characters of an attribute
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\0]")
_ENTITY = re.compile(r"&(?:amp;)*(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[a-zA-Z]{2,8}\d?);")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q s samp small span strike "
    "strong sub sup time tt u var wbr br picture source".split()
)
_SILENT = frozenset("script style template noscript iframe svg math object embed audio video canvas select button input textarea".split())
_CLASS_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


@dataclass(frozen=True)
class Block:
    """Words that stand apart: the block element that holds them, the share of them inside of links, and those links."""

    element: HtmlElement
    text: str
    linked: float
    links: tuple[HtmlElement, ...]

    @property
    def prose(self) -> bool:
        """Whether it tells something, in sentences, and not to the page's reader."""
        return self.linked < 0.7 and is_prose(self.text) and not is_boilerplate(self.text)


def tree_of(html: str) -> HtmlElement:
    """The page as a tree without comments, scripts left in.

    Raises InputError (a clause) for markup that is too deep or has too many elements to be an article's page.
    """
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(html.encode("utf-8", errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise InputError("no article was found in the page; save the article's own page, or its text") from error
    if any("xcessive depth" in (entry.message or "") for entry in parser.error_log):
        raise InputError("its elements are nested too deeply to be an article's page; save the article's text instead")
    for number, element in enumerate(tree.iter()):
        if number > _MOST:
            raise InputError(f"it has more than {_MOST:,} elements, too many for an article's page; save the article's text instead")
        for name, value in element.attrib.items():
            if len(value) > _LONGEST:  # what is this long is data of a script; searching it for words takes its time
                del element.attrib[name]
    return tree


def tag_of(element: HtmlElement) -> str:
    """The element's name, "" for what is none."""
    return element.tag if isinstance(element.tag, str) else ""


def is_inline(element: HtmlElement) -> bool:
    """Whether the element stands within a line of text."""
    return tag_of(element) in _INLINE


def class_words(element: HtmlElement) -> list[str]:
    """The words of an element's class and id in lower case: `c-newsletterSignup` has c, newsletter and signup."""
    written = f"{element.get('class', '')[:500]} {element.get('id', '')[:200]}"
    return [word.lower() for word in _CLASS_WORD.findall(written)]


def blocks_of(root: HtmlElement, links: bool = True) -> list[Block]:
    """The blocks below `root` in their order; a line break in one is a newline. Without `links`, none counts as linked."""
    found: list[Block] = []
    open_blocks: list[HtmlElement] = []
    words: list[str] = []
    counts = [0, 0]
    open_links: list[HtmlElement] = []
    met: list[HtmlElement] = []
    silent = 0

    def flush() -> None:
        text = clean("".join(words))
        if text and open_blocks:
            found.append(Block(open_blocks[-1], text, counts[1] / max(1, counts[0]), tuple(met)))
        words.clear()
        met.clear()
        counts[:] = [0, 0]

    def add(text: str | None) -> None:
        if text and not silent:
            words.append(text)
            letters = len(text.strip())
            counts[0] += letters
            if open_links and letters:
                counts[1] += letters
                if not met or met[-1] is not open_links[-1]:
                    met.append(open_links[-1])

    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = tag_of(element)
        begins = event == "start"
        if tag in _SILENT:
            silent += 1 if begins else -1
        elif tag == "a" and links and element.get("href"):
            if begins:
                open_links.append(element)
            else:
                open_links.pop()
        elif tag == "br" and begins:
            flush()
        if tag not in _INLINE:
            flush()
            if begins:
                open_blocks.append(element)
            else:
                open_blocks.pop()
        add(element.text if begins else element.tail if element is not root else None)
    flush()
    return found


def clean(text: str) -> str:
    """Page text in one line: no invisible characters, no entities that the page forgot to resolve."""
    return " ".join(_INVISIBLE.sub("", resolved(text)).split())


def resolved(text: str) -> str:
    """Text whose entities were escaped once or twice too often (`&amp;#8217;`), resolved."""
    for _ in range(3):
        if not _ENTITY.search(text):
            break
        text = _ENTITY.sub(lambda found: entities.unescape(found[0]), text)
    return text


def without_tags(text: str) -> str:
    """What a page declares as plain text and wrote with tags in it."""
    return _TAG.sub("", resolved(text))


def cut(element: HtmlElement) -> None:
    """Takes an element out of its page, a line break in its place where it stood between words."""
    parent = element.getparent()
    if parent is None:
        return
    if is_inline(element):
        element.drop_tree()
        return
    after = element.tail
    mark = etree.SubElement(parent, "br")
    parent.replace(element, mark)
    mark.tail = after
    element.tail = None
