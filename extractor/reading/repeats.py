"""What a page shows twice: pull quotes, a pinned post that comes again, a summary above or below the story."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from extractor.reading.lines import words
from extractor.reading.markup import Block, class_words, tag_of

_QUOTES = frozenset(("blockquote", "q", "aside", "cite"))
_PULL_WORDS = frozenset("pull pullquote pulled quote".split())
_SUMMARY = re.compile(
    r"\W*(?:(?:in )?(?:a )?(?:summary|brief|short|a nutshell)|at a glance|the gist|(?:key|main|quick|essential) "
    r"(?:points|takeaways|facts|findings|details)|(?:story )?highlights|takeaways|tl;?dr|what (?:we know|to know|you need to know)"
    r"(?: so far)?|(?:the )?bottom line|ai summary|quick read)\W*",
    re.I,
)
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_LEAST = 8  # words; shorter lines ("No one was hurt.") may well be told twice
_SAME = 0.7  # share of a quotation's word triples that a paragraph of the story has
_COVERED = 0.6  # share of a summary's words that one paragraph of the story has


def repeated(blocks: Sequence[Block]) -> Iterator[int]:
    """Which of the blocks tell again what other blocks of the same page tell, as indexes."""
    plain = [block for block in blocks if block.prose and not _is_pulled(block) and tag_of(block.element) != "li"]
    told = [[word.lower() for word in words(block.text)] for block in plain]
    triples = frozenset(triple for line in told for triple in _triples(line))
    seen: set[str] = set()
    for at, block in enumerate(blocks):
        line = [word.lower() for word in words(block.text)]
        key = " ".join(line)
        heading = tag_of(block.element) in _HEADINGS
        if len(line) >= (4 if heading else _LEAST) and key in seen:
            yield at
        elif _is_pulled(block) and len(line) >= 4:
            own = _triples(line)
            if sum(triple in triples for triple in own) >= _SAME * len(own):
                yield at
        seen.add(key)
    yield from _summaries(blocks, told)


def _is_pulled(block: Block) -> bool:
    """Whether a block is set apart as a quotation."""
    above = [block.element, *(e for e, _ in zip(block.element.iterancestors(), range(3), strict=False))]
    return any(tag_of(e) in _QUOTES or "pullquote" in (found := class_words(e)) or {"pull", "quote"} <= set(found) for e in above) or (
        not _PULL_WORDS.isdisjoint(class_words(block.element))
    )


def _triples(line: list[str]) -> list[tuple[str, str, str]]:
    return list(zip(line, line[1:], line[2:], strict=False))


def _summaries(blocks: Sequence[Block], told: list[list[str]]) -> Iterator[int]:
    """Lists at the beginning or the end, or under a heading that says so, whose every point the story tells in other words."""
    prose = [at for at, block in enumerate(blocks) if block.prose and tag_of(block.element) != "li"]
    paragraphs = [frozenset(line) for line in told]
    for start, end in islice(_lists(blocks), 50):
        titled = start > 0 and _SUMMARY.fullmatch(blocks[start - 1].text) is not None
        outside = bool(prose) and (end <= prose[0] or start > prose[-1])
        points = [[w.lower() for w in words(block.text) if len(w) > 3] for block in blocks[start:end]]
        if not (titled or outside and len(points) > 1) or end - start > 12 or len(paragraphs) > 3000:
            continue
        if all(_covered(point, paragraphs) for point in points):
            yield from range(start - titled, end)


def _lists(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Runs of list items, or of what stands below a summary's title, as ranges of `blocks`."""
    at = 0
    while at < len(blocks):
        end = at
        while end < len(blocks) and tag_of(blocks[end].element) == "li":
            end += 1
        if end == at and at > 0 and _SUMMARY.fullmatch(blocks[at - 1].text):
            holder = blocks[at].element.getparent()
            while end < len(blocks) and blocks[end].element.getparent() is holder and tag_of(blocks[end].element) not in _HEADINGS:
                end += 1
            if blocks[at - 1].element.getparent() is not holder:
                end = at
        if end > at:
            yield at, end
        at = max(end, at + 1)


def _covered(point: list[str], paragraphs: list[frozenset[str]]) -> bool:
    most = max((sum(word in told for word in point) for told in paragraphs), default=0)
    return bool(point) and most >= _COVERED * len(point)
