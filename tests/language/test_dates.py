"""Dates: what is written, what it means on a given day, and what is refused."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.language.dates import date_mentions, resolve

SATURDAY = date(2023, 6, 17)
WORDS = (
    "March 24|24|March|May|2020|in|the|war|Saturday|last|next|,|and|–|to|between|yesterday|two days ago|Sept. 3|will|"
    "2022-02-30|31.12.2021|\n|week|Feb. 29|Sunday Times|ſept"
)
PIECES = st.lists(st.sampled_from(WORDS.split("|")), max_size=25).map(" ".join)
FORMS = ["%B %-d, %Y", "%-d %B %Y", "%Y-%m-%d", "%d.%m.%Y", "%A, %b. %-d, %Y"]
PUBLISHED = st.none() | st.dates()


def values(text: str, published: date | None = SATURDAY) -> list[str | None]:
    found = [resolve(m, published) for m in date_mentions(text)]
    return [r.value if r else None for r in found]


@given(st.text() | PIECES, PUBLISHED)
def test_mentions_are_exact_and_never_crash(text: str, published: date | None) -> None:
    at = 0
    for mention in date_mentions(text):
        assert at <= mention.start < mention.end <= len(text)
        at = mention.end
        resolved = resolve(mention, published)
        if resolved:
            assert len(resolved.value) == {"day": 10, "month": 7, "year": 4}[resolved.precision]


@given(PIECES)
def test_a_mention_rereads_as_itself(text: str) -> None:
    for mention in date_mentions(text):
        again, *others = date_mentions(text[mention.start : mention.end])
        if others:  # a range, told as one by the "between" before it
            [again] = date_mentions(f"between {text[mention.start : mention.end]}")
        assert (again.year, again.month, again.day) == (mention.year, mention.month, mention.day)
        assert (again.weekday, again.relative, again.shift) == (mention.weekday, mention.relative, mention.shift)


@given(PIECES, PUBLISHED)
def test_a_day_that_is_given_exists(text: str, published: date | None) -> None:
    for mention in date_mentions(text):
        resolved = resolve(mention, published)
        if resolved and resolved.precision == "day":
            date.fromisoformat(resolved.value)


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(FORMS),
)
def test_full_dates_mean_themselves_whenever_they_are_read(day: date, form: str) -> None:
    written = day.strftime(form).replace("May.", "May")
    assert values(f"They met on {written}, at noon.", None) == [day.isoformat()]


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(0, 6))
def test_a_weekday_is_the_latest_one_up_to_the_articles_day(published: date, back: int) -> None:
    day = published - timedelta(days=back)
    assert values(f"It was hit on {day:%A}.", published) == [day.isoformat()]


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(0, 364))
def test_a_day_and_month_take_the_latest_year(published: date, back: int) -> None:
    day = published - timedelta(days=back)
    if (day.month, day.day) != (2, 29) and back < 363:
        assert values(f"It was hit on {day:%B %-d}.", published) == [day.isoformat()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("late on Friday", "2023-06-16"),
        ("on Saturday", "2023-06-17"),
        ("last Saturday", "2023-06-10"),
        ("last Friday", "2023-06-16"),
        ("the ministry of Thursday said", "2023-06-15"),
        ("on Thursday last week", "2023-06-08"),
        ("yesterday", "2023-06-16"),
        ("today", "2023-06-17"),
        ("three days ago", "2023-06-14"),
        ("the day before yesterday", "2023-06-15"),
        ("between June 4 and June 5 they crossed", "2023-06-04"),
        ("on June 4 and 5 they crossed", "2023-06-04"),
        ("on 4–5 June", "2023-06-04"),
        ("from 30 May to 2 June", "2023-05-30"),
        ("4 and 5 June 2021", "2021-06-04"),
        ("on Friday, June 16", "2023-06-16"),
        ("June 18", "2023-06-18"),
        ("December 3", "2022-12-03"),
        ("the 3rd of December, 2019", "2019-12-03"),
        ("in November, 2020 they met", "2020-11"),
        ("in November", "2022-11"),
        ("last June", "2022-06"),
        ("last month", "2023-05"),
        ("last year", "2022"),
        ("in 2014", "2014"),
        ("since at least 1998", "1998"),
        ("1992–94", "1992"),
        ("talks will be held on June 30", "2023-06-30"),
        ("Feb. 24", "2023-02-24"),
        ("on February 3 last year", "2022-02-03"),
        ("in March of last year", "2022-03"),
        ("until June 10 they held", "2023-06-10"),
        ("by July 1", "2023-07-01"),
        ("from December 30 to January 2, 2020", "2019-12-30"),
        ("JUNE 3", "2023-06-03"),
    ],
)
def test_meanings(text: str, expected: str) -> None:
    assert values(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "next Saturday",
        "the coming Monday",
        "talks will resume on Monday",
        "On Monday, envoys will meet",
        "they could meet as early as Monday",
        "the following morning",
        "a day earlier",
        "two weeks ago",
        "last week",
        "this week",
        "by the end of August",
        "next March",
    ],
)
def test_what_is_not_settled_is_refused(text: str) -> None:
    assert values(text) == [None]


@pytest.mark.parametrize(
    "text",
    [
        "Bloody Sunday, Black Friday and the Sunday Times",
        "troops may march on, they march; March on, she said",
        "Theresa May and April Jones",
        "the 1920s, the 2000s, 2000 soldiers, in 2000 houses",
        "the 31st day of the siege, 24-hour curfew",
        "5/6/2023, 2023-02-30, February 30, 2023",
        "Russia Today and USA Today",
        "every Friday, on Fridays",
        "https://example.org/2021/05/06/text and M-2020",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert date_mentions(text) == []


def test_nothing_is_resolved_without_the_articles_date() -> None:
    assert values("on Friday, yesterday, last year, June 4, in May", None) == [None] * 5


def test_words_that_report_do_not_make_a_weekday_to_come() -> None:
    assert values("On Monday he said that they will go") == ["2023-06-12"]


def test_names_with_dates_in_them_are_marked() -> None:
    for text in ("the 2020 war", "Sudria’s 2018 revolution", "the November 9, 2020 accord", "the June 3 bulletin"):
        (mention,) = date_mentions(f"It broke {text} again")
        assert mention.adjectival
    for text in ("in 2020", "on November 9, 2020", "a war in 2020 that cost much"):
        (mention,) = date_mentions(f"It began {text} there")
        assert not mention.adjectival


def test_ranges_keep_their_last_day() -> None:
    (mention,) = date_mentions("between March 24 and March 25")
    assert mention.until == (None, 3, 25)
    (mention,) = date_mentions("on 24, 25 and 26 March")[-1:]
    assert (mention.month, mention.day) == (3, 25)
    (mention,) = date_mentions("on March 24, 25 and 26, 2022")
    assert (mention.year, mention.day, mention.until) == (2022, 24, (2022, 3, 26))


def test_a_month_before_a_number_of_people_is_a_month() -> None:
    assert values("In March 20 soldiers fell") == ["2023-03"]
    assert values("On May 3, 2000 soldiers came") == ["2023-05-03"]


@pytest.mark.parametrize(
    "piece", ["May ", "March 24 and ", "1", "1 ", "in 2020-", "Saturday ", "last ", "24 ", "the ", " ", "1-"]
)
def test_time_grows_with_length_only(piece: str) -> None:
    """Twice as long a text would take four times the processor that a test may take, if it did not."""
    date_mentions(piece * (120_000 // len(piece)))
