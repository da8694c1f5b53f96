"""Quotation marks: spans on any text, marks of every kind, and what they make of a statement's content."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.language.quotes import quotation_kind, quoted_spans
from schemas.statement import Quotation

MARKS = "“”„‟\"«»‹›‘’'"
QUOTEFUL = st.lists(st.sampled_from([*MARKS, "word", "s", " ", ", ", ".", "\n\n", "90s", "7"]), max_size=40).map("".join)


def quoted(text: str) -> list[str]:
    return [text[start:end] for start, end in quoted_spans(text)]


def kind(text: str, content: str) -> Quotation:
    start = text.index(content)
    return quotation_kind(content, start, start + len(content), quoted_spans(text))


@given(st.text() | QUOTEFUL)
def test_spans_are_ordered_disjoint_and_inside_the_text(text: str) -> None:
    at = 0
    for start, end in quoted_spans(text):
        assert at <= start < end <= len(text)
        at = end


@given(st.text(alphabet=st.characters(exclude_characters=MARKS + "′″＂「」『』‚‛")))
def test_text_without_marks_has_no_quotation(text: str) -> None:
    assert quoted_spans(text) == []
    assert quotation_kind(text, 0, len(text), []) is Quotation.INDIRECT


@given(st.sampled_from(["“%s”", '"%s"', "«%s»", "„%s“", "‘%s’", "'%s'", "»%s«", "”%s”", "「%s」", "« %s »"]), st.integers(1, 4))
def test_a_marked_phrase_is_found_with_its_marks(marks: str, times: int) -> None:
    phrase = marks % "we won't leave"
    text = " and ".join(f"he called it {phrase}, they said" for _ in range(times))
    assert quoted(text) == [phrase] * times


@pytest.mark.parametrize(
    "text",
    [
        "the peacekeepers' base and the boys' school weren't hit",
        "the soldiers’ families and Ortega’s men",
        "in the '90s and the ’80s, rock 'n' roll",
        'a 5" pipe and a 12" gun barrel',
        "they saw 'em run",
    ],
)
def test_apostrophes_and_inches_are_no_quotations(text: str) -> None:
    assert quoted(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("‘The guards’ families have gone,’ she said.", ["‘The guards’ families have gone,’"]),
        ("“He said ‘never’ and left.”", ["“He said ‘never’ and left.”"]),
        ("‘He said “never” and left.’", ["‘He said “never” and left.’"]),
        ("“It is “new” to us,” he said.", ["“It is “new” to us,”"]),
        ('"We go," he said. "They stay."', ['"We go,"', '"They stay."']),
        ('“Mixed marks" were used', ['“Mixed marks"']),
        ("“Left open. “And begun again.”", ["“Left open.", "“And begun again.”"]),
        ("(“inside brackets”) and —“after a dash”", ["“inside brackets”", "“after a dash”"]),
    ],
)
def test_nesting_and_neighbours(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_an_open_quotation_runs_to_its_paragraph_and_on() -> None:
    assert quoted("He wrote: “We hold on.\n\n“We need shells.”") == ["“We hold on.", "“We need shells.”"]
    text = "It wrote: “The pass is shut.\n\nNobody at “Post Six” can leave.”\n\nA plain end.”"
    assert quoted(text) == ["“The pass is shut.", "Nobody at “Post Six” can leave.”"]


def test_a_lost_closing_mark_does_not_quote_a_whole_endless_paragraph() -> None:
    text = "She said “it is over. " + "Then nothing happened for a day. " * 80
    assert quoted(text) == ["“it is over."]


def test_kinds() -> None:
    text = "“We hold the ridge. Nobody left,” he said, calling it “vital” to hold the road."
    assert kind(text, "We hold the ridge. Nobody left") is Quotation.DIRECT
    assert kind(text, "“We hold the ridge. Nobody left,”") is Quotation.DIRECT
    assert kind(text, "it “vital” to hold the road") is Quotation.MIXED
    assert kind(text, "to hold the road") is Quotation.INDIRECT


@pytest.mark.parametrize("piece", [*MARKS, " “a", " 'a", " ‘a", "« a ", "“ ‘", "s’ ", " “a ”"])
def test_time_grows_with_length_only(piece: str) -> None:
    """Twice as long a text would take four times the processor that a test may take, if it did not."""
    quoted_spans(piece * (200_000 // len(piece)))
