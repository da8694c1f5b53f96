"""What a person types for a field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import CorrectionError
from extractor.storage.field_values import parsed, settable
from schemas.accusation import Response, ResponseKind
from schemas.base import Count, Record, RecordType
from tests.storage.examples import CLAIM, TEXT, accusation, article, records, statement, toll

TOLL, BLAME, CLAIMED = toll(article()), accusation(article()), statement(article())


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("3", Count(low=3, high=3)),
        ("13-15", Count(low=13, high=15)),
        ("13–15", Count(low=13, high=15)),
        ("13+", Count(low=13)),
        ("~30000", Count(low=30000, high=30000, approx=True)),
        ("none", Count(low=0, high=0)),
        (" 7 ", Count(low=7, high=7)),
        ("", None),
    ],
)
def test_counts(typed: str, count: Count | None) -> None:
    assert parsed(TOLL, [f"killed={typed}"], TEXT) == {"killed": count}


@pytest.mark.parametrize(
    ("record", "typed", "words"),
    [
        (TOLL, "killed=15-13", "write 3, 13-15"),
        (TOLL, "killed=-3", "write 3, 13-15"),
        (TOLL, "killed=٣", "write 3, 13-15"),
        (TOLL, "killed=99999999999", "write 3, 13-15"),
        (TOLL, "killed", "write FIELD=VALUE"),
        (TOLL, "dead=3", "it has killed, wounded"),
        (TOLL, "=3", "it has killed, wounded"),
        (TOLL, "id=3", "it has killed, wounded"),
        (TOLL, "evidence=They died.", "it has killed, wounded"),
        (TOLL, "support=", "it has killed, wounded"),
        (TOLL, "date_precision=day", "it has killed, wounded"),
        (TOLL, "status=maybe", "one of asserted, confirmed"),
        (TOLL, "victim_kind=", "cannot be empty"),
        (TOLL, "date=yesterday", "like 2022-03-26"),
        (TOLL, "date=2023-02-29", "like 2022-03-26"),
        (TOLL, "place=\udcff", "half a character"),
        (CLAIMED, "status=denied", "no field 'status'"),
        (CLAIMED, "source=Ada", "no field 'source'"),
        (CLAIMED, "content=", "cannot be empty"),
        (BLAME, "response=nonsense", "denied by NAME"),
        (BLAME, "response=shrugged by Velmark", "one of denied, admitted"),
        (BLAME, "response=denied by Velmark: It never was.", "does not stand in the article"),
    ],
)
def test_what_cannot_be_set_is_said_in_one_line(record: Record, typed: str, words: str) -> None:
    with pytest.raises(CorrectionError, match=words) as caught:
        parsed(record, [typed], TEXT)
    assert "\n" not in str(caught.value)


def test_a_field_is_set_once() -> None:
    with pytest.raises(CorrectionError, match="killed is set twice"):
        parsed(TOLL, ["killed=3", "killed=4"], TEXT)


def test_a_response_has_its_sentence_or_the_records_own() -> None:
    denied = {"by": "Velmark", "kind": ResponseKind.DENIED}
    assert parsed(BLAME, ["response=denied by Velmark"], TEXT) == {"response": Response(**denied, evidence=BLAME.evidence)}
    typed = f"response=denied by Velmark: {CLAIM}"
    assert parsed(BLAME, [typed], TEXT) == {"response": Response(**denied, evidence=CLAIM)}
    assert parsed(BLAME, ["response="], TEXT) == {"response": None}


@given(data=st.data(), name=st.text(max_size=8), typed=st.text() | st.from_regex(r"[~0-9+–-]{0,14}", fullmatch=True))
def test_any_text_is_a_valid_value_or_refused(data: st.DataObject, name: str, typed: str) -> None:
    record = data.draw(st.sampled_from(records()))
    chosen = data.draw(st.sampled_from([*settable(record.type), name]))
    try:
        values = parsed(record, [f"{chosen}={typed}"], TEXT)
    except CorrectionError:
        return
    assert len(values) == 1
    type(record).model_validate(record.model_dump() | values)


def test_what_says_where_a_record_stands_is_never_settable() -> None:
    for type_ in RecordType:
        fixed = {"id", "article_id", "type", "evidence", "start", "end", "support", "date_precision", "date_reason"}
        assert not fixed & set(settable(type_))
