"""Dates of made-up stories. 2021-05-01 is a Saturday, 2021-04-30 a Friday; 2019-05-03 is a Friday."""

import pytest

from extractor.reading.articles import articles_of
from extractor.reading.published import date_in_address

RIGHTS = "Copyright (c) 2021 Valley Post, Inc."
LEAD = "Government troops left the hill town of Arvel on Saturday, the Northland Defense Ministry said in a statement."


def day(text: str) -> str | None:
    return articles_of("a.txt", text)[0].published


def story(*sentences: str) -> str:
    return "Troops leave hill town\n\n" + "\n\n".join(sentences)


def test_a_briefing_a_copyright_year_and_the_weekday_of_the_lead() -> None:
    briefing = "At a briefing on April 30 the governor of Arvel had denied it; he was silent on Friday night."
    text = story(LEAD, "The rebels gave no answer.", briefing, RIGHTS)
    assert day(text) == "2021-05-01"
    assert "April 30" in str(articles_of("a", text)[0].published_reason)


def test_a_dated_document_of_the_speaker_of_the_lead() -> None:
    lead = "The Northland Defense Ministry on Saturday accused the rebels of breaking the accord of June 3, 2018."
    assert day(story(lead, "It was in the May 1 bulletin of the Northland Ministry of Defense.")) == "2021-05-01"


def test_a_weekday_beside_the_day_gives_the_year() -> None:
    assert (
        day(story(LEAD, "They had entered it on Friday, April 30, after the accord of June 3, 2018 broke down."))
        == "2021-05-01"
    )


@pytest.mark.parametrize(
    "sentences",
    [
        [LEAD],
        [LEAD, "The accord was signed on June 3, 2018."],
        [LEAD, "Rebels had entered the town on April 29 and April 30, four years after the war of 2018."],
        [LEAD, "The May 1 agreement was broken twice.", RIGHTS],
        [LEAD, "The truce will be reviewed on May 1, the mediator said.", RIGHTS],
        [LEAD, "The town had been under siege since April 30.", RIGHTS],
        [LEAD, "At a briefing on April 6 the governor of Arvel had denied it.", RIGHTS],
        ["Government troops left the hill town of Arvel late on Friday.", "He spoke at a briefing on April 30.", RIGHTS],
        ["Troops left Arvel on Friday. Rebels came on Saturday.", "He spoke at a briefing on April 30.", RIGHTS],
        [LEAD, "A soldier stands at a gate in Arvel, May 1, 2021 (AP Photo)"],
    ],
)
def test_what_is_not_certain_stays_unknown(sentences: list[str]) -> None:
    assert day(story(*sentences)) is None


def test_a_header_day_without_a_year() -> None:
    text = f"Troops leave hill town\n\nBy Ann Lee\nSaturday, May 1\n\n{LEAD}\n\nThe war began in 2018."
    assert day(text) == "2021-05-01"
    assert day(text.replace("Saturday, May 1", "May 1")) is None
    assert day(text.replace("Saturday, May 1", "May 1") + f"\n\n{RIGHTS}") == "2021-05-01"


def test_stories_of_one_file_lend_each_other_their_day() -> None:
    first = f"Valley Post\nMay 1, 2021\n\nTroops leave hill town\n\n{LEAD}"
    second = (
        "Rebels enter Arvel\n\nRebels walked into Arvel on Saturday after the Northland Defense Ministry called troops back."
    )
    articles = articles_of("a.txt", f"{first}\n\n=====\n\n{second}")
    assert [a.published for a in articles] == ["2021-05-01", "2021-05-01"]
    assert "another story" in str(articles[1].published_reason)
    other = "Quake in Southland\n\nAn earthquake shook villages in Southland on Saturday, its Geological Institute said."
    assert [a.published for a in articles_of("a.txt", f"{first}\n\n=====\n\n{other}")] == ["2021-05-01", None]


def test_the_address_of_the_story() -> None:
    assert day(story(LEAD, "Original url:\n\n<https://valley.example/2021/05/01/troops-leave>")) == "2021-05-01"
    assert date_in_address("https://valley.example/2021/13/45/x") is None
    assert date_in_address("https://valley.example/news/x") is None


def test_numeric_dates_are_not_read() -> None:
    assert day(f"Troops leave hill town\n\n03/04/2021\n\n{LEAD}") is None


@pytest.mark.parametrize(
    "line",
    [
        "The Valley Post. Saturday, May 1, 2021. By Ada Osk & Ben Lund",
        "Institute for the Study of Hill Wars, Arvel, 1 May 2021",
        "Radio Hill FM, Arvel - Saturday 1 May 2021 - 7 p.m. news",
        "Saturday, May 1, 2021. Page 1. Valley Post (English edition). By Ada Osk",
        "Hill Watch, Arvel office. Bulletin No. 214, 1 May 2021",
        "CAMP NORTH, Northland (May 1, 2021) - Press Center, Release No. 210501-03",
    ],
)
def test_a_day_that_a_line_under_the_headline_sets_off(line: str) -> None:
    assert day(f"Troops leave hill town\n\n{line}\n\n{LEAD}") == "2021-05-01"


@pytest.mark.parametrize("opening", ["HNA - Saturday 1 May 2021 - ", "Arvel, May 1, 2021 (HNA) "])
def test_a_dateline_of_an_agency(opening: str) -> None:
    assert day(story(opening + LEAD)) == "2021-05-01"


@pytest.mark.parametrize(
    "line",
    [
        "Three years after the raid of 1 May 2021, the war goes on",
        "Valley Post. Friday, May 1, 2021. By Ada Osk",
        "Signed in Arvel, 1 May 2021; broken in Osk, 3 June 2022",
        "Survivors of Arvel, 1 May 2021, have not been told who did it",
    ],
)
def test_a_day_that_is_of_something_else(line: str) -> None:
    assert day(f"Troops leave hill town\n\n{line}\n\n{LEAD}") is None
