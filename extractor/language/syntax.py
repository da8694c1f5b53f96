"""Who does what to whom in a sentence: a dependency parse with offsets into the article's text.

The only user of spaCy. The parser is a small English pipeline that runs in some two milliseconds a sentence on one core;
it is asked for tags, dependencies and named entities. Link markup is blanked out (same length) before parsing, so
offsets stay those of the text.
"""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple

from extractor.language.headings import DATELINE
from extractor.language.headline_verbs import headed
from extractor.language.lemmas import lemma, pipeline_folder
from extractor.language.vocabulary import words
from schemas.article import Sentence

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_AFTER_PLACE = ",()—–/:-"
_CAPITAL = re.compile(r"\b[A-Z][a-z]+\b")
_COMMON = words("say", "move", "harm", "wrong", "movement", "harmed", "wrong-noun", "force", "person", "place") | frozenset(
    "use for from over after amid with against by into more than dozens hundreds as and".split()
)

_LONGEST = 2_000  # characters; news sentences have 150, and the parser takes memory by the longest of them
_HYPHENATED = re.compile(r"\b(?:[A-Z]\w+|[Aa]l|[Ee]l|[Aa]n|[Aa]s|[Aa]t)(?:-(?:e|i|ul|al|el|an|as)\b)?-(?=[A-Z])")
_MARKUP = re.compile(r"\]\([^)\s]*\)|[\[\]*#>|`]|<https?://[^>]*>")  # source: CommonMark


@dataclass(slots=True, eq=False)
class Token:
    """A word of a parse: `start` and `end` are code points of the article's text, `head` is a token's number.

    `lemma` is the base form that its tag gives it, `entity` the kind of name or number that it is in (PERSON, GPE, CARDINAL),
    or "".
    """

    number: int
    start: int
    end: int
    text: str
    low: str
    lemma: str
    tag: str
    dep: str
    head: int
    entity: str = ""
    children: list["Token"] = field(default_factory=list, repr=False)

    @property
    def verb(self) -> str:
        """The base form that the word has as a verb, whatever it was tagged."""
        return self.lemma if self.tag.startswith("V") else lemma(self.low, "V")

    def among(self, listed: Container[str]) -> bool:
        """True when the word is one of those listed, in its base form or as it stands ("headquarters", "wounded")."""
        return self.low in listed or (self.lemma in listed and not self.tag.startswith("V"))


class Parse:
    """The dependency parse of one sentence. `armed` are the words that name armed parties in its article, in lower case."""

    def __init__(self, sentence: Sentence, tokens: list[Token]) -> None:
        self.sentence = sentence
        self.tokens = tokens
        self.armed: frozenset[str] = frozenset()
        self.readings: dict[tuple[object, ...], Any] = {}

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    def __getitem__(self, number: int) -> Token:
        return self.tokens[number]

    def children(self, token: Token, *deps: str) -> list[Token]:
        """The dependents of `token`, those with one of `deps` if any are named."""
        return [t for t in token.children if t.dep in deps] if deps else list(token.children)

    def head(self, token: Token) -> Token | None:
        """The word that `token` depends on; None for a root."""
        return None if token.head == token.number else self.tokens[token.head]

    def subtree(self, token: Token, without: Iterable[str] = ()) -> list[Token]:
        """`token` and all that depends on it, in text order; branches whose relation is in `without` are left out."""
        left = frozenset(without)
        found, waiting = [], [token]
        while waiting:
            below = waiting.pop()
            found.append(below.number)
            waiting += [c for c in below.children if c.dep not in left]
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


_Reading = TypeVar("_Reading")
_Asked = TypeVarTuple("_Asked")


def once(reading: Callable[[Parse, *_Asked], _Reading]) -> Callable[[Parse, *_Asked], _Reading]:
    """A reading of a sentence, or of a word of it, that is made when it is first asked for and kept with the parse."""

    @wraps(reading)
    def kept(parse: Parse, *asked: *_Asked) -> _Reading:
        key = (reading, *asked)
        found: _Reading
        if key in parse.readings:
            found = parse.readings[key]
        else:
            found = parse.readings[key] = reading(parse, *asked)
        return found

    return kept


@cache
def _pipeline() -> "Language":
    import spacy

    return spacy.load(pipeline_folder(), exclude=["attribute_ruler", "senter", "lemmatizer"])


def _common(word: str) -> bool:
    return not _COMMON.isdisjoint((word, lemma(word, "NNS"), lemma(word, "V")))


def _readable(sentence: Sentence) -> str:
    """The sentence as the parser should see it, of the same length.

    Without markup and dateline, headlines in sentence case, hyphenated names ("Tehreek-e-Taliban") as one word.
    """
    text = _MARKUP.sub(lambda m: " " * len(m.group()), sentence.text).replace("’", "'")
    text = _HYPHENATED.sub(lambda m: m.group().replace("-", "x").capitalize(), text)
    dateline = DATELINE.match(text)
    text = " " * dateline.end() + text[dateline.end() :] if dateline else text
    if sentence.heading and sum(w[:1].isupper() for w in text.split()) * 2 > len(text.split()):
        text = _CAPITAL.sub(lambda m: m.group().lower() if _common(m.group().lower()) else m.group(), text)
    return text


def dateline_end(sentence: str) -> int:
    """Where the words of a sentence begin that opens with a dateline ("PARIS, 3 May (AFP) -"), else 0."""
    match = DATELINE.match(sentence)
    return match.end() if match else 0


def dateline_place(sentence: str) -> str:
    """The place of the dateline that a sentence opens with: "PARIS" of "PARIS, 3 May (AFP) -"; "" where it has none."""
    dateline = sentence[: dateline_end(sentence)]
    end = next((at for at, mark in enumerate(dateline) if mark in _AFTER_PLACE), 0)
    return dateline[:end].strip()


def documents(sentences: Iterable[Sentence]) -> Iterator["Doc"]:
    """What the pipeline makes of each sentence; nothing of one that is longer than sentences are."""
    texts = [_readable(s) if len(s.text) <= _LONGEST else "" for s in sentences]
    return _pipeline().pipe(texts, batch_size=64)


def parse(sentences: Sequence[Sentence]) -> list[Parse]:
    """One parse a sentence, in order; an empty one where it is longer than sentences are.

    Source: spaCy's small English pipeline.
    """
    parses = []
    for sentence, doc in zip(sentences, documents(sentences), strict=True):
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
            tag, entity = word.tag_, word.ent_type_
            tokens.append(Token(len(tokens), start, end, text, low, lemma(low, tag), tag, word.dep_, word.head.i, entity))
        for token in tokens:
            token.head = numbers.get(token.head, token.number)
        if sentence.heading:
            headed(tokens)
        for token in tokens:
            if token.head != token.number:
                tokens[token.head].children.append(token)
        parses.append(Parse(sentence, tokens))
    return parses
