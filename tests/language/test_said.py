"""On what day something was said, by the words around the verb of saying and the story that it stands in."""

from datetime import date

import pytest

from extractor.language.account import Account

THURSDAY = date(2031, 5, 8)
NEWS = "Two ferries burned at Dravna on Wednesday."


def said(text: str, published: date | None = THURSDAY) -> list[tuple[str | None, str | None]]:
    """The speakers of a text and the days on which they spoke."""
    return [(u.speaker, u.said.value if u.said else None) for u in Account(text, (), published).utterances]


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("The harbour master said on Tuesday that nobody had drowned.", "2031-05-06"),
        ("In a note on 2 May, the harbour master denied that anybody had drowned.", "2031-05-02"),
        ("The harbour master said nobody had drowned.", "2031-05-08"),
        ("The harbour master says nobody drowned.", "2031-05-08"),
        ("The harbour master said nobody had drowned on Tuesday.", "2031-05-08"),
        ("The harbour master, who was wounded on Tuesday, said nobody had drowned.", "2031-05-08"),
        ("After Tuesday's raid the harbour master said nobody had drowned.", "2031-05-08"),
        ("The harbour master had said nobody would drown.", None),
        ("The harbour master has repeatedly said nobody would drown.", None),
        ("The harbour master earlier said nobody would drown.", None),
        ("The harbour master said for years that the ferries were safe.", None),
        ("The harbour master said in 2029 that the ferries were safe.", "2029"),
        ("In March the harbour master said the ferries were safe.", "2031-03"),
    ],
)
def test_the_day_of_a_saying(sentence: str, day: str | None) -> None:
    assert said(f"{NEWS} {sentence}") == [("The harbour master" if sentence.startswith("The") else "the harbour master", day)]


def test_the_same_speaker_goes_on_in_the_sentence_beside() -> None:
    text = "The consul said on Monday that the port was shut. The consul added that no ship would sail. Nothing moved."
    assert [day for _, day in said(text)] == ["2031-05-05", "2031-05-05"]


def test_no_day_is_lent_over_a_distance_or_by_somebody_else() -> None:
    text = (
        "The consul said on Monday that the port was shut. The pilots denied that it was shut. A crane fell.\n\n"
        "The consul said that the crane was old."
    )
    assert [day for _, day in said(text)] == ["2031-05-05", "2031-05-08", "2031-05-08"]


def test_a_report_of_past_years_lends_no_day() -> None:
    text = "The raids began in March 2029. By June 2030 the valley was empty. A nurse said that nobody was left."
    assert said(text) == [("A nurse", None)]


def test_a_text_without_a_day_of_its_own_lends_none() -> None:
    assert said(f"{NEWS} The harbour master said nobody had drowned.", None) == [("The harbour master", None)]
