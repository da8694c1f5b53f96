"""Base forms, held against the lemmatizer whose dictionary they are read from."""

from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.language.lemmas import base_forms, known_words, lemma, noun_among, pipeline_folder

PARTS = ("noun", "verb", "adj", "adv")
_ENDINGS = ("", "s", "es", "ies", "ves", "men", "ed", "ied", "ing", "er", "est", "ly")


@cache
def lemmatizer() -> Any:
    import spacy

    others = ["tok2vec", "tagger", "parser", "ner", "attribute_ruler", "senter"]
    return dict(spacy.load(pipeline_folder(), exclude=others).components)["lemmatizer"]


def by_spacy(word: str, part: str) -> list[str]:
    from spacy.tokens import Doc

    (token,) = Doc(lemmatizer().vocab, words=[word], pos=[part.upper()])
    return list(lemmatizer().rule_lemmatize(token))


@pytest.mark.parametrize("part", PARTS)
def test_words_of_the_dictionary_with_every_ending(part: str) -> None:
    for word in sorted(known_words(part))[::900]:
        for ending in _ENDINGS:
            assert base_forms(word + ending, part) == by_spacy(word + ending, part), word + ending


@given(st.text(min_size=1, max_size=12).map(str.lower), st.sampled_from(PARTS))
def test_any_text(word: str, part: str) -> None:
    assert base_forms(word, part) == by_spacy(word, part)


def test_what_the_rules_ask() -> None:
    assert lemma("bases", "NNS") == "base"
    assert lemma("reoccupied", "VBD") == "reoccupy"
    assert lemma("fled", "V") == "flee"
    assert noun_among("gunmen", frozenset({"gunman"}))
    assert not noun_among("guns", frozenset({"gunman"}))
