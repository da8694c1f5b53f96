"""When the rules' casualties and movements happened: from the clause, the sentence, the passage or the lead."""

from datetime import date

import pytest

from extractor.grounding.records import ground
from extractor.language.account import Account
from extractor.rules.propose import propose
from schemas.base import Record, RecordType

THURSDAY = date(2031, 5, 8)


def records(text: str, kind: RecordType) -> list[Record]:
    account = Account(text, (), THURSDAY)
    return [r for r in ground(account, "a", propose(account, [kind])) if r.supported]


def days(text: str, kind: RecordType = RecordType.CASUALTY_REPORT) -> list[str | None]:
    return [r.date for r in records(text, kind)]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Three miners were killed in Orvel on Tuesday.", ["2031-05-06"]),
        ("Three miners were killed in Orvel on Tuesday. Nine were wounded.", ["2031-05-06", "2031-05-06"]),
        ("Three miners were killed in Orvel on Tuesday. Nine had been wounded there.", ["2031-05-06", None]),
        ("Three miners were killed in Orvel on Tuesday. Nine have been wounded there.", ["2031-05-06", None]),
        ("The army said on Tuesday that it was ready. Nine miners were wounded.", [None]),
        ("The army attacked on Monday and again on Tuesday. Nine miners were wounded.", [None]),
        ("The blast of November 2010 killed two miners.", ["2010-11"]),
        ("In February 2029, a mine killed four pilots, and the war ended two days later.", ["2029-02"]),
    ],
)
def test_the_day_of_a_casualty_report(text: str, right: list[str | None]) -> None:
    assert days(text) == right


def test_a_title_has_the_day_of_the_lead_that_tells_the_same() -> None:
    text = "Blast kills three miners in Orvel\n\nThree miners were killed in Orvel on Tuesday. A tenth miner hid.\n"
    assert days(text)[:2] == ["2031-05-06", "2031-05-06"]
    other = "Blast kills three miners in Orvel\n\nFour sailors were killed off Dravna on Tuesday. A tenth miner hid.\n"
    assert days(other)[0] is None


LEAD = "Gunmen stormed a camp in Orvel on Tuesday, killing nine miners. The camp lies on a river."


@pytest.mark.parametrize(
    "sentence",
    [
        "“We counted ten bodies,” a nurse said.",
        "The army said on Wednesday that eleven people had been killed.",
        "The toll rose to twelve on Wednesday, a nurse said. Ten were children.",
        "They were buried on Wednesday. Four guards lost their lives.",
    ],
)
def test_what_a_story_tells_of_its_event_without_a_day_has_the_storys(sentence: str) -> None:
    filler = "A road leads there. The owner lives in Dravna."
    found = days(f"{LEAD} {filler} {sentence}")
    assert len(found) >= 2
    assert set(found) == {"2031-05-06"}


@pytest.mark.parametrize(
    "sentence",
    [
        "In March the owner sold a boat. Four guards lost their lives.",
        "Elsewhere, four guards lost their lives.",
        "Four guards have lost their lives.",
        "Four guards were killed in counter-attacks.",
        "Since then four guards lost their lives.",
    ],
)
def test_what_a_story_tells_of_another_event_has_no_day_of_the_storys(sentence: str) -> None:
    filler = "A road leads there. The owner lives in Dravna."
    first, *others = days(f"{LEAD} {filler} {sentence}")
    assert first == "2031-05-06"
    assert others
    assert "2031-05-06" not in others


def test_the_day_of_an_attack_goes_before_that_of_the_telling() -> None:
    text = "The army on Wednesday raised to nine the number of miners killed in Tuesday's raid on Orvel."
    assert days(text) == ["2031-05-06"]


def test_the_day_on_which_a_story_was_filed_is_not_its_events() -> None:
    for opening in ("ORVEL (Northland), May 7, 2031 (HNA) - ", "HNA - Wednesday 7 May 2031 - ", "Orvel, May 7, 2031 (HNA) "):
        assert days(opening + "Gunmen stormed a camp, killing nine miners.") == [None]


def test_a_day_of_the_passage_is_told_as_inferred_with_its_reason() -> None:
    first, second = records("Three miners were killed in Orvel on Tuesday. Nine were wounded.", RecordType.CASUALTY_REPORT)
    assert first.date_reason == "latest such weekday up to 2031-05-08"
    assert second.date_reason == "told again of the same event: latest such weekday up to 2031-05-08"


def test_what_is_told_as_past_is_bounded_by_the_story_and_what_is_demanded_is_not() -> None:
    (past,) = records("Three miners were killed in Orvel.", RecordType.CASUALTY_REPORT)
    assert (past.date, past.date_low, past.date_high) == (None, None, "2031-05-08")
    (demanded,) = records("The mayor demanded that the troops leave Orvel.", RecordType.TROOP_MOVEMENT)
    assert (demanded.date, demanded.date_high) == (None, None)


def test_forces_that_stay_have_no_day_of_the_passage() -> None:
    text = "The guards took Orvel on Tuesday. The guards held the bridge."
    assert days(text, RecordType.TROOP_MOVEMENT) == ["2031-05-06", None]
