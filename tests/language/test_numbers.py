"""Counts: the ranges that words mean, and the numbers that count nobody."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from extractor.language.numbers import counts
from schemas.base import Count

WORDS = (
    "at least|more than|up to|two|twenty|three|hundred|thousand|dozen|dozens|several|no|and|to|or so|15|2,000|1.2|million|-|,|"
    "“|2020|killed|people|a|between|%|years|ſcores"
)
PIECES = st.lists(st.sampled_from(WORDS.split("|")), max_size=25).map(" ".join)
ONES = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    "nineteen"
)
TENS = "||twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"


def ranges(text: str) -> list[tuple[int, int | None]]:
    return [(m.low, m.high) for m in counts(text)]


@given(st.text() | PIECES)
def test_mentions_are_exact_and_reread_the_same(text: str) -> None:
    at = 0
    for mention in counts(text):
        assert at <= mention.start < mention.end <= len(text)
        assert mention.high is None or 0 <= mention.low <= mention.high
        at = mention.end
        again = counts(text[mention.start : mention.end])
        assert [m.count for m in again] == [mention.count]


@given(st.integers(0, 9_999_999))
def test_digits_are_read_however_they_are_grouped(number: int) -> None:
    assume(not 1800 <= number < 2100)
    for written in (f"{number}", f"{number:,}", f"{number:,}".replace(",", "\u00a0"), f"{number:,}".replace(",", "’")):
        assert ranges(f"shells killed {written} people there") == [(number, number)]


@given(st.integers(2, 999), st.sampled_from(["and ", ""]))
def test_number_words_are_read(number: int, joint: str) -> None:
    ones, tens = ONES.split("|"), TENS.split("|")
    rest = number % 100
    words = ones[rest] if rest < 20 else tens[rest // 10] + (f"-{ones[rest % 10]}" if rest % 10 else "")
    if number >= 100:
        words = f"{ones[number // 100]} hundred" + (f" {joint}{words}" if rest else "")
    assert ranges(f"killed {words} men") == [(number, number)]
    assert ranges(f"killed {words.upper()} men") == [(number, number)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("three", 3, 3),
        ("at least three", 3, None),
        ("no fewer than nine", 9, None),
        ("more than a dozen", 13, None),
        ("over 100", 101, None),
        ("up to 10", 0, 10),
        ("as many as 40", 0, 40),
        ("no more than five", 0, 5),
        ("fewer than 20", 0, 19),
        ("dozens", 24, None),
        ("scores of men", 40, None),
        ("hundreds", 200, None),
        ("thousands of people", 2000, None),
        ("tens of thousands", 20_000, None),
        ("hundreds of thousands", 200_000, None),
        ("hundred of thousands", 100_000, None),
        ("several", 2, None),
        ("a few", 2, None),
        ("several dozen", 24, None),
        ("a few hundred", 200, None),
        ("at least dozens", 24, None),
        ("a couple of", 2, 2),
        ("both", 2, 2),
        ("half a dozen", 6, 6),
        ("two dozen", 24, 24),
        ("half a million", 500_000, 500_000),
        ("a quarter of a million", 250_000, 250_000),
        ("two and a half thousand", 2500, 2500),
        ("1,5 million", 1_500_000, 1_500_000),
        ("2.5m people", 2_500_000, 2_500_000),
        ("not one rebel", 0, 0),
        ("not a single sailor", 0, 0),
        ("without any losses", 0, 0),
        ("more than two dozen", 25, None),
        ("a hundred", 100, 100),
        ("two hundred and five thousand", 205_000, 205_000),
        ("1.2 million", 1_200_000, 1_200_000),
        ("3.5 thousand", 3500, 3500),
        ("30 000", 30_000, 30_000),
        ("10k", 10_000, 10_000),
        ("no casualties", 0, 0),
        ("none", 0, 0),
        ("nobody", 0, 0),
        ("between 10 and 15", 10, 15),
        ("two to three", 2, 3),
        ("10–15 dead", 10, 15),
        ("1,000-2,000", 1000, 2000),
        ("20 to 30 thousand", 20_000, 30_000),
        ("one or two", 1, 2),
        ("at least one", 1, None),
        ("15 or more", 15, None),
        ("100+", 100, None),
        ("six, at least", 6, 6),
        ("12 at most", 0, 12),
    ],
)
def test_meanings(text: str, low: int, high: int | None) -> None:
    assert [m.count for m in counts(text)] == [Count(low=low, high=high)]


@pytest.mark.parametrize(
    "text", ["around 30,000", "nearly 30,000", "some 30,000", "30,000 or so", "an estimated 30,000", "~30,000"]
)
def test_blurred_counts_say_so(text: str) -> None:
    (mention,) = counts(f"it cost {text} lives")
    assert mention.count == Count(low=30_000, high=30_000, approx=True)
    assert text in f"it cost {text} lives"[mention.start : mention.end]


@pytest.mark.parametrize(
    "text",
    [
        "in 2019 and since 1992, on 4 May 2021, from June 5 to 9, 2023-01-05",
        "at 14:05, 6 a.m., 5.30pm and 1900 GMT",
        "the 31st day, the 2nd brigade, the twenty-third",
        "a 34-year-old, aged 12, men aged between 18 and 60, and Pavel Orsk, 56, of Brod",
        "TB2 drones, T-72 tanks, Su-35 jets, F-16s, Kh-101, Leopard 2 tanks, 9M133",
        "40%, 12 percent, 3.5 per cent",
        "$5 million, 20 dollars, €30, 6 million euros",
        "20 kilometers, 155mm, three days, two more weeks, 12 hours, thousands of miles",
        "Resolution 822, Article 5, No. 7, chapter 3, day 12",
        "a six-week war and a 10-day truce",
        "one soldier, no longer, no doubt, 3:1, 24/7, 1/3, 0042",
        "she scores often, children under 12, one in five",
    ],
)
def test_numbers_that_count_nobody(text: str) -> None:
    assert counts(text) == []


def test_years_before_people_are_people() -> None:
    assert ranges("2000 soldiers in 2000") == [(2000, 2000)]
    assert ranges("in March 20 soldiers fell") == [(20, 20)]
    assert ranges("up to 2000") == [(0, 2000)]
    assert ranges("TWO TO 2000 KILLED") == ranges("TWO TO 2000") == [(2, 2000)]
    assert ranges("at least until 2020") == []


def test_a_rise_is_no_range() -> None:
    assert ranges("the toll rose from 3 to 12") == [(3, 3), (12, 12)]
    assert ranges("deaths surged from 30 to 90") == [(30, 30), (90, 90)]
    assert ranges("from 3 to 12 men fell") == [(3, 12)]


def test_groups_in_one_sentence_stay_apart() -> None:
    assert ranges("three rangers died, at least two were hurt and another 15 fled") == [(3, 3), (2, None), (15, 15)]


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "1,000", "1,000,", "two ", "two and ", "at least ", " ", "-", "hundreds of ", "a ", "5-"]
)
def test_time_grows_with_length_only(piece: str) -> None:
    """Twice as long a text would take four times the processor that a test may take, if it did not."""
    counts(piece * (120_000 // len(piece)))
