"""How long a server wants to be left alone, in headers and words of many kinds."""

from datetime import UTC, datetime

import pytest

from extractor.model.waits import asked_pause, until

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "words", "seconds"),
    [
        ({"retry-after": "7"}, "", 7),
        ({"retry-after-ms": "1500"}, "", 1.5),
        ({"retry-after": "Sun, 01 Mar 2026 12:00:30 GMT"}, "", 30),
        ({"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "1m2.5s"}, "", 62.5),
        ({"x-ratelimit-remaining-tokens": "4", "x-ratelimit-reset-tokens": "1m2.5s"}, "", None),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW.timestamp() + 90) * 1000)}, "", 90),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW.timestamp() + 90))}, "", 90),
        ({"anthropic-ratelimit-requests-remaining": "0", "anthropic-ratelimit-requests-reset": "2026-03-01T12:01:00Z"}, "", 60),
        ({}, "Please try again in 250ms.", 0.25),
        ({}, "try again in 20 seconds", 20),
        ({}, "Please retry after 1h5m", 3900),
        ({}, "the 12 seconds of fame", None),
        ({"retry-after": "soon"}, "", None),
    ],
)
def test_a_pause_is_read(headers: dict[str, str], words: str, seconds: float | None) -> None:
    assert asked_pause(headers, words, NOW) == seconds


def test_a_moment_is_told_to_the_minute() -> None:
    assert until(3600 * 13, NOW) == "2026-03-02 01:00 UTC"
    assert until(1e15, NOW)
