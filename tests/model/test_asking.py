"""What servers say of how they want to be asked, in words of many kinds."""

import pytest

from extractor.model.asking import Way, too_long
from extractor.model.received import Trouble

MOST, PROMPT = 16_000, 1_500


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        (
            "the context is 8192 tokens, you requested 17600 tokens (1600 in the messages, 16000 in the completion)",
            5000,
            6592,
        ),
        (
            "max_tokens is too large: 16000. The context length is 9,000 and the request has 1700 input tokens",
            5000,
            7300,
        ),
        ("Invalid max_tokens value, the valid range of max_tokens is [1, 4096]", 4096, 4096),
        ("`max_tokens` must be less than or equal to `8192`", 8192, 8192),
        ("`inputs` tokens + `max_new_tokens` must be <= 5000. Given: 1600 `inputs` tokens and 16000", 2000, 3400),
        ("max_completion_tokens may not exceed 4000 here", 4000, 4000),
        ("Tokens per minute (TPM): Limit 7000, Requested 17500, please reduce your message size", 4000, 5500),
    ],
)
def test_a_number_becomes_the_limit_of_the_answer(words: str, low: int, high: int) -> None:
    way = Way(MOST).adapted(Trouble(words, 400), PROMPT)
    assert way is not None
    assert low <= way.tokens(PROMPT) <= high


@pytest.mark.parametrize(
    "words",
    [
        "the prompt is too long: 9000 tokens > 4096 maximum",
        "The input token count (40000) exceeds the maximum number of tokens allowed (32768)",
        "context length is 4096 tokens. However, your messages resulted in 5210 tokens",
        "Prompt contains 40000 tokens, too large for a model with 32768 maximum context length",
    ],
)
def test_a_prompt_that_is_too_long_is_no_limit_of_the_answer(words: str) -> None:
    trouble = Trouble(words, 400)
    assert Way(MOST).adapted(trouble, PROMPT) is None
    assert too_long(trouble)


@pytest.mark.parametrize("words", ["no such user", "the 16 messages are malformed", "Your region is not supported"])
def test_other_words_change_nothing(words: str) -> None:
    trouble = Trouble(words, 400)
    assert Way(MOST).adapted(trouble, PROMPT) is None
    assert not too_long(trouble)


def test_names_and_settings_are_learned_from_words_alone() -> None:
    way = Way(MOST).adapted(Trouble("Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.", 400), PROMPT)
    assert way is not None
    way = way.adapted(Trouble("'temperature' does not support 0 with this model", 400), PROMPT)
    assert way is not None
    assert way.settings(PROMPT) == {"max_completion_tokens": MOST}


def test_a_limit_without_a_number_is_halved() -> None:
    trouble = Trouble("max_tokens is too large", 400, param="max_tokens")
    way = Way(MOST).adapted(trouble, PROMPT)
    assert way is not None
    assert way.tokens(PROMPT) == MOST // 2


def test_no_way_is_tried_for_ever() -> None:
    trouble = Trouble("the response_format, the temperature and max_tokens of 16000 are more than 9000", 400)
    way, count = Way(MOST), 0
    while (other := way.adapted(trouble, PROMPT)) is not None:
        way, count = other, count + 1
        assert count < 12
