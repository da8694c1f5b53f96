"""The words that the rules go by, read from `en/*.tsv`: one row a word or phrase, with its class and where that is from.

A row has four cells, parted by tabs: the word in its base form (as the parser's lemmatizer gives it), its part of speech (n,
v, a, r as in WordNet; p is a noun that means this only in the plural, in which it stands, f an irregular form of a verb that
is looked up where the parser is not loaded), its class, and its source. A class may have kinds, written after a dot:
"say.deny" is the kind "deny" of "say". Lines that begin with "#" are comments. Sources are written "verbnet:murder-42.1",
"framenet:Statement", "wordnet:noun.person" (a lexicographer's file), "wordnet:frame-22" (a sentence frame that one of its
senses has: "somebody goes somewhere"), "cameo:18", "quirk:" (Quirk et al., A Comprehensive Grammar), "cldr:", "ap:" (the
stylebook), or "ours:" with the reason; `tests/language/test_vocabulary.py` knows which there are. Why a class of words from
such works is one of the rules' own, a comment at the head of its file says.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Row:
    """One word of one class; `file` is the field of words that it stands in."""

    word: str
    part: str
    kind: str
    source: str
    file: str


@cache
def rows() -> tuple[Row, ...]:
    """All rows, file by file in order of their names."""
    found = []
    for file in sorted((f for f in files("extractor.language").joinpath("en").iterdir()), key=lambda f: f.name):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                word, part, kind, source = line.split("\t")
                found.append(Row(word, part, kind, source, file.name))
    return tuple(found)


@cache
def wordnet(name: str) -> frozenset[str]:
    """The words of a list that is made from WordNet: `wordnet/persons.txt` and others, whose heads say by what rule."""
    text = files("extractor.language").joinpath("wordnet", f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


@cache
def words(*classes: str, part: str = "") -> frozenset[str]:
    """The words of these classes, with those of their kinds; only those of one part of speech where it is named."""
    chosen = (r for r in rows() if r.kind in classes or r.kind.partition(".")[0] in classes)
    return frozenset(r.word for r in chosen if part in ("", r.part))


@cache
def kinds(name: str) -> dict[str, str]:
    """The kind of each word of a class: of "say", {"accuse": "accuse", "brush off": "deny"}."""
    return {r.word: kind for r in rows() for head, _, kind in [r.kind.partition(".")] if head == name and kind}


@cache
def phrasal(name: str) -> dict[str, dict[str, str]]:
    """The phrases of a class by their verb: of "say", {"brush": {"off": "deny", "aside": "deny"}}; kinds may be empty."""
    found: dict[str, dict[str, str]] = {}
    for row in rows():
        head, _, kind = row.kind.partition(".")
        verb, space, particle = row.word.partition(" ")
        if head == name and space:
            found.setdefault(verb, {})[particle] = kind
    return found
