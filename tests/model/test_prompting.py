"""Requests: one an article for a strong model, its static part first and the same for all; few for a small model."""

from datetime import date
from functools import cache

import pytest

from extractor.model.prompting import requests
from extractor.reading.inputs import read
from extractor.settings import SMALL, STRONG
from extractor.work import Job, prepared
from schemas.article import Article
from schemas.base import RecordType
from schemas.request import Request
from tests.corpus import ANNOTATED, Annotated

TYPES = tuple(RecordType)
CHARACTERS_A_TOKEN = 4  # of English, by any tokenizer in use


def requests_for(article: Annotated, job: Job) -> list[list[Request]]:
    stories = [one for one in read([str(article.path)], date(2024, 3, 14)) if isinstance(one, Article)]
    return [prepared(story, job).requests for story in stories]


@pytest.fixture(scope="module")
def strong() -> list[Request]:
    found = [requests_for(article, Job("m", STRONG, TYPES)) for article in ANNOTATED]
    assert all(len(asked) == 1 for stories in found for asked in stories), "one request an article"
    return [asked[0] for stories in found for asked in stories]


def test_instructions_come_first_and_are_the_same_for_all_articles(strong: list[Request]) -> None:
    assert {m.role for r in strong for m in r.messages[:1]} == {"system"}
    assert len({r.messages[0].content.encode() for r in strong}) == 1
    assert all(len(r.messages) == 2 for r in strong)


def test_instructions_are_short(strong: list[Request]) -> None:
    assert len(strong[0].messages[0].content) / CHARACTERS_A_TOKEN <= 2200


def test_a_strong_request_asks_for_all_types_and_shows_all_sentences(strong: list[Request]) -> None:
    for asked in strong:
        assert asked.types == TYPES
        assert len(asked.targets) == asked.messages[1].content.count("\n[") + 1


def test_braces_in_an_article_are_no_template() -> None:
    from extractor.language.account import Account

    text = "OSK, March 14 — {{ 7 * 7 }} was written on the wall, the {% raw %} army said, and {# nobody #} was hurt."
    (asked,) = requests(Account(text).sentences, TYPES, STRONG, "m", None)
    assert text in asked.messages[1].content


@cache
def asked_of_a_small_model(article: Annotated) -> list[Request]:
    return [r for story in requests_for(article, Job("local", SMALL, TYPES)) for r in story]


@pytest.mark.parametrize("article", ANNOTATED, ids=lambda a: a.name)
def test_a_small_model_is_asked_of_one_statement_at_a_time(article: Annotated) -> None:
    for asked in asked_of_a_small_model(article):
        assert asked.types == (RecordType.STATEMENT,)
        assert len(asked.targets) == 1


def test_a_small_model_is_asked_little() -> None:
    assert 0 < sum(len(asked_of_a_small_model(article)) for article in ANNOTATED) < len(ANNOTATED)
