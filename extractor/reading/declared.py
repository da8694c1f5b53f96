"""What a page says of itself: headline, publisher, author, address, language.

In order of trust: its JSON-LD, its meta tags, and what is visible (the headline, a byline, the outlet behind the headline in the
window's title). What a template has left unfilled, an address in a name's place, and a name in a script that the page is not
written in are no names.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from extractor.reading.headers import names_publisher
from extractor.reading.lines import words
from extractor.reading.markup import Block, class_words, clean, tag_of, without_tags
from extractor.reading.structured import story_objects

_ADDRESS = re.compile(r"\S*://|www\.|\S+/\S+/|\S+\.(?:com|org|net)/|[^\s@]*@\S+|/\S*$", re.I)
_UNFILLED = re.compile(r"[{}<>$%\[\]\\|]|\b(?:undefined|null|nan|object object)\b", re.I)
_NOBODY = frozenset("admin administrator webmaster root user guest editor author unknown none n/a na staff".split())
_SEPARATOR = re.compile(r"\s+[|–—•·»:-]+\s+|\s*[|»]\s*")
_SECTION = re.compile(
    r"(?:live|video|videos|photos|opinion|analysis|world|news|home|politics|(?:world|latest|breaking|top|international|local) news"
    r"|africa|asia|europe|middle east|americas|business|sport|features?|updates?|conflicts?|war)",
    re.I,
)
_BYLINE = re.compile(r"[Bb][Yy]\s*:?\s+(?P<name>[A-Z][\w’'.-]+(?:\s+(?:[a-z]{2,3}\s+)?[A-Z][\w’'.-]*){1,3})\b")
_WITHIN = ("nav", "aside", "footer")


@dataclass(frozen=True)
class Declared:
    """A page's declarations as written, and its headline's element (None where none is marked)."""

    objects: list[dict[str, object]]
    meta: dict[str, str]
    window_title: str
    headline: HtmlElement | None
    canonical: str | None
    locale: str | None

    @property
    def language(self) -> str | None:
        """The language that the page says it is in, as in `en`."""
        return re.split("[-_]", self.locale)[0].lower() or None if self.locale else None

    @property
    def address(self) -> str | None:
        """The page's own address, or None."""
        found = self.canonical or self.meta.get("og:url")
        return found if found and found.startswith("http") else None

    @property
    def title(self) -> str | None:
        """The headline."""
        shown = clean(self.headline.text_content()) if self.headline is not None else ""
        behind = _without_outlet(self.meta.get("og:title") or "", self.meta.get("og:site_name"))
        return _first_text([_text(thing.get("headline")) for thing in self.objects]) or shown or behind or self.window_title or None


def declared(root: HtmlElement) -> Declared:
    """The declarations of a page."""
    meta: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        meta.setdefault(name.strip().lower(), element.get("content", "").strip())
    blocks = [
        script.text or "" for script in root.iter("script") if script.get("type", "").strip().lower().startswith("application/ld+json")
    ]
    objects = story_objects(blocks)
    title = next((clean(element.text_content()[:1000]) for element in root.iter("title")), "")
    told = [title, meta.get("og:title", ""), meta.get("twitter:title", ""), *(_text(thing.get("headline")) or "" for thing in objects)]
    link = next((e.get("href") for e in root.iter("link") if e.get("rel") == "canonical"), None)
    html = root if tag_of(root) == "html" else next(root.iterancestors("html"), root)
    language = html.get("lang") or html.get("xml:lang") or meta.get("content-language")
    return Declared(objects, meta, title, _headline(root, told), link, language)


def _headline(root: HtmlElement, told: Iterable[str]) -> HtmlElement | None:
    """The heading that shows the story's title: the one that agrees best with what is declared, else the first of the first rank."""
    declared_words = [frozenset(w.lower() for w in words(title)) for title in told if title]
    best: tuple[float, HtmlElement] | None = None
    for at, heading in enumerate(root.iter("h1", "h2")):
        own = frozenset(w.lower() for w in words(heading.text_content()[:1000]))
        if at > 200 or not own:
            continue
        share = max((len(own & title) / len(own | title) for title in declared_words if title), default=0.0)
        within = max((len(own & title) / len(own) for title in declared_words if title), default=0.0)
        score = share if share >= 0.5 or (within >= 0.9 and len(own) >= 4) else 0.0
        if score > 0 and (best is None or score > best[0]):
            best = (score, heading)
    if best is not None:
        return best[1]
    plain = [h for h in root.iter("h1") if not any(tag_of(above) in _WITHIN for above in h.iterancestors())]
    return next((h for h in plain if len(words(h.text_content()[:1000])) >= 4), plain[0] if len(plain) == 1 else None)


def publisher(page: Declared, url: str | None, latin: bool) -> str | None:
    """The outlet's name; its host where no name is found. `latin`: whether the page is written in Latin letters."""
    names = [name for thing in page.objects for name in _names(thing.get("publisher"))][:1]
    names += [page.meta.get(key, "") for key in ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher")]
    names += [_outlet(page)]
    usable = [clean(without_tags(name)) for name in names if _is_name(name)]
    address = url or page.address
    host = urlsplit(address).hostname if address else None
    fitting = [name for name in usable if _has_latin(name) or not latin]
    return next(iter([*fitting, *usable]), None) or (host.removeprefix("www.") if host else None)


def author(page: Declared, root: HtmlElement, lines: list[Block], latin: bool) -> str | None:
    """Who wrote it, of several all: as declared, else as the byline says (`lines` are those around the headline)."""
    groups = [_names(thing.get("author")) for thing in page.objects]
    groups += [[page.meta.get(key, "")] for key in ("author", "article:author", "dc.creator", "byl", "parsely-author", "sailthru.author")]
    groups.append([e.text_content()[:200] for e in root.iter("a", "span", "div", "p") if e.get("rel") == "author" or e.get("itemprop") == "author"][:3])
    groups.append([found["name"] for line in lines if (found := _BYLINE.search(line.text)) and len(words(line.text)) <= 15][:1])
    for group in groups:
        found = [re.sub(r"^[Bb][Yy]\s+", "", clean(without_tags(name))) for name in group if _is_name(name)]
        found = [name for name in dict.fromkeys(found) if len(words(name)) <= 12 and (_has_latin(name) or not latin)]
        if found:
            return ", ".join(found)
    return None


def _names(value: object) -> list[str]:
    """The names of persons or organisations in JSON-LD."""
    if isinstance(value, list):
        return [name for part in value for name in _names(part)]
    name = value.get("name") if isinstance(value, dict) else value
    return _names(name) if isinstance(name, list) else [name] if isinstance(name, str) else []


def _is_name(name: str) -> bool:
    name = clean(without_tags(name))
    return (
        0 < len(name) <= 150
        and any(c.isalpha() for c in name)
        and not (_ADDRESS.match(name) or _UNFILLED.search(name))
        and name.lower() not in _NOBODY
    )


def _has_latin(name: str) -> bool:
    letters = [c for c in name if c.isalpha()]
    return 2 * sum(c < "\u0250" or "\u1e00" <= c <= "\u1eff" for c in letters) >= len(letters)


def _outlet(page: Declared) -> str:
    """The outlet in the window's title, before or behind the headline: "Troops leave - The Valley Post"."""
    parts = [part.strip() for part in _SEPARATOR.split(page.window_title) if part.strip()]
    heading = frozenset(w.lower() for w in words(page.title or ""))
    if len(parts) < 2:
        return ""
    rest = [part for part in parts if not _told_by(part, heading) and not _SECTION.fullmatch(part) and len(words(part)) <= 6]
    known = [part for part in rest if names_publisher(part)]
    ends = [part for part in (parts[-1], parts[0]) if part in rest and all(w[0].isupper() or w.islower() and len(w) <= 3 for w in words(part))]
    return next(iter([*known, *ends]), "")


def _told_by(part: str, heading: frozenset[str]) -> bool:
    own = [w.lower() for w in words(part)]
    return not own or sum(w in heading for w in own) >= 0.7 * len(own)


def _without_outlet(title: str, outlet: str | None) -> str:
    title = clean(title)
    found = re.fullmatch(r"(.+?)\s*[|–—•·»:-]\s*" + re.escape(clean(outlet)), title) if outlet else None
    return found[1] if found else title


def _text(value: object) -> str | None:
    return clean(without_tags(value)) or None if isinstance(value, str) else None


def _first_text(found: Iterable[str | None]) -> str | None:
    return next((text for text in found if text), None)
