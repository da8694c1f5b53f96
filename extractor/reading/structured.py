"""A page's JSON-LD, as found in the wild: in CDATA, with comments and trailing commas, several objects in one block."""

import html
import json
import re
from collections.abc import Iterator

_LONGEST = 1_000_000  # characters of a block that is looked at
_KINDS = (  # what describes the story itself, the surest first; what else declares a day comes after
    re.compile(r"(?:News|Reportage|Opinion|Analysis|Background|Review|Advertiser|Scholarly|Satirical|Tech)?Article|LiveBlogPosting", re.I),
    re.compile(r"BlogPosting|Report|SocialMediaPosting|CreativeWork|ClaimReview", re.I),
    re.compile(r"(?:Item|About|Collection|Medical|Profile)?WebPage|VideoObject", re.I),
)
_OTHERS = frozenset(  # below these keys, other things are described
    "author creator editor publisher sourceOrganization provider itemListElement hasPart isPartOf isBasedOn citation mentions about "
    "itemReviewed image video thumbnail logo comment review liveBlogUpdate associatedMedia breadcrumb subjectOf workExample".split()
)
_OPENED_BY = re.compile(r"^(?:/\*|//)?\s*(?:<!\[CDATA\[|<!--)\s*(?:\*/)?", re.I)
_CLOSED_BY = re.compile(r"(?:/\*|//)?\s*(?:\]\]>|-->)\s*(?:\*/)?$")
_CLOSING = 40  # characters at the end in which the mark is looked for
_EXPECTED = re.compile(r'"|//|/\*|,')
_NOTHING_MORE = re.compile(r"\s*[\]}]")
_DAY = re.compile(r'"datePublished"\s*:\s*"([^"\\]{4,60})"')


def story_objects(blocks: list[str]) -> list[dict[str, object]]:
    """The JSON-LD objects that describe a page's story, the surest first; a block that cannot be read gives its one day at most."""
    found: list[dict[str, object]] = []
    for block in blocks:
        if len(block) <= _LONGEST:
            found += _objects(_loaded(block))
    named = {thing["@id"]: thing for thing in found if isinstance(thing.get("@id"), str) and "name" in thing}
    return [
        {key: _referred(value, named) for key, value in thing.items()}
        for kind in _KINDS
        for thing in found
        if any(kind.fullmatch(name) for name in _types(thing))
    ]


def _referred(value: object, named: dict[object, dict[str, object]]) -> object:
    """What `{"@id": ...}` stands for."""
    if isinstance(value, list):
        return [_referred(part, named) for part in value]
    return named.get(value["@id"], value) if isinstance(value, dict) and isinstance(value.get("@id"), str) else value


def _types(thing: dict[str, object]) -> list[str]:
    kinds = thing.get("@type")
    return [str(kind).rsplit("/", 1)[-1] for kind in (kinds if isinstance(kinds, list) else [kinds])]


def _loaded(block: str) -> object:
    """What a block holds, mended where it is not JSON; where it cannot be, an object of the only day that it declares."""
    for written in (block, _mended(block)):
        try:
            return json.loads(written, strict=False)
        except (ValueError, RecursionError):
            pass
    parts = []
    rest = _mended(block).strip()
    while rest and len(parts) < 50:
        try:
            part, end = json.JSONDecoder(strict=False).raw_decode(rest)
        except (ValueError, RecursionError):
            break
        parts.append(part)
        rest = rest[end:].lstrip(" \t\r\n;,")
    days = set(_DAY.findall(block))
    return parts or ([{"@type": "Article", "datePublished": days.pop()}] if len(days) == 1 else [])


def _mended(block: str) -> str:
    """The block without the marks around it, comments and trailing commas; what stands in strings is left alone."""
    block = _OPENED_BY.sub("", block.strip())
    block = block[:-_CLOSING] + _CLOSED_BY.sub("", block[-_CLOSING:])
    if '"' not in block and "&quot;" in block:
        block = html.unescape(block)
    kept: list[str] = []
    at = 0
    while (mark := _EXPECTED.search(block, at)) is not None:
        kept.append(block[at : mark.start()])
        end = mark.end()
        if mark[0] == '"':
            end = _string_end(block, end)
            kept.append(block[mark.start() : end])
        elif mark[0] == "/*":
            end = _past(block, "*/", end)
        elif mark[0] == "//":
            end = _past(block, "\n", end)
        elif _NOTHING_MORE.match(block, end) is None:
            kept.append(",")
        at = end
    return "".join([*kept, block[at:]])


def _string_end(block: str, at: int) -> int:
    """Where the string ends that was opened before `at`: after the next quotation mark without an odd number of backslashes."""
    while (end := block.find('"', at)) >= 0:
        before = end
        while before > at and block[before - 1] == "\\":
            before -= 1
        at = end + 1
        if (end - before) % 2 == 0:
            return at
    return len(block)


def _past(block: str, mark: str, at: int) -> int:
    end = block.find(mark, at)
    return len(block) if end < 0 else end + len(mark)


def _objects(content: object) -> Iterator[dict[str, object]]:
    """All objects of a block that may be about the story, from the outside in."""
    waiting: list[object] = [content]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, list):
            waiting += thing[::-1]
        elif isinstance(thing, dict):
            yield thing
            waiting += [part for key, part in thing.items() if key not in _OTHERS and isinstance(part, dict | list)][::-1]
