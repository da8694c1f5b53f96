import datetime
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import InputError
from extractor.reading.jsonl import read_line


@pytest.mark.parametrize("key", ["text", "body", "content"])
def test_text_and_what_is_known_of_it(key: str) -> None:
    entry = {
        key: "Troops left.",
        "title": "T",
        "url": "https://a.example",
        "date": "May 3, 2021",
        "source": "Post",
        "author": "Ann Lee",
    }
    text, known = read_line(json.dumps(entry))
    assert text == "Troops left."
    assert (known.title, known.url, known.publisher, known.author) == ("T", "https://a.example", "Post", "Ann Lee")
    assert known.published == datetime.date(2021, 5, 3)
    assert known.published_reason == "date in the JSONL line"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2021-05-03", 3),
        ("2021-05-03T22:00:00Z", 3),
        ("3 May 2021", 3),
        ("03/05/2021", None),
        ("yesterday", None),
        (1620000000, None),
        (None, None),
    ],
)
def test_dates_that_can_be_read_in_one_way(written: object, day: int | None) -> None:
    _, known = read_line(json.dumps({"text": "Troops left.", "published": written}))
    assert known.published == (datetime.date(2021, 5, day) if day else None)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("{broken", "not valid JSON"),
        ("[1]", "not a JSON object"),
        ('{"title": "T"}', "no article text"),
        ('{"text": "  "}', "no article text"),
        ("[" * 99999, "JSON"),
    ],
)
def test_lines_that_hold_no_article(line: str, word: str) -> None:
    with pytest.raises(InputError, match=word):
        read_line(line)


def test_half_a_character_does_not_stop_the_line() -> None:
    assert read_line('{"text": "Troops \\ud83d left."}')[0] == "Troops \ufffd left."


@given(st.text(min_size=1).filter(str.strip))
def test_the_text_is_unchanged(text: str) -> None:
    assert read_line(json.dumps({"text": text}))[0] == text
