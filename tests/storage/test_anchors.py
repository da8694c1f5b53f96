"""Which record of a new extraction is the one that a person spoke of."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.storage.anchors import ENOUGH, STRICT, Sought, agreement, found_again
from schemas.accusation import Accusation
from schemas.base import Count, Record
from schemas.casualty_report import CasualtyReport
from schemas.statement import Statement
from schemas.troop_movement import TroopMovement
from tests.storage.examples import accusation, article, movement, records, statement, toll

NAMES = st.sampled_from(
    [None, "", "the Northern Guard", "Northern guards", "Velmark", "the Velmark army", "France", "of the", "…"]
)
COUNTS = st.none() | st.builds(Count, low=st.integers(0, 9), high=st.none() | st.integers(9, 12), approx=st.booleans())


@st.composite
def any_record(draw: st.DrawFn) -> Record:
    """A record somewhere in the first forty characters of the example article."""
    start = draw(st.integers(0, 30))
    place: dict[str, Any] = {
        "id": draw(st.sampled_from("abcdefgh")),
        "article_id": draw(st.sampled_from(["x", "x", "x", "y"])),
        "evidence": "…",
        "start": start,
        "end": start + draw(st.integers(1, 10)),
    }
    name = draw(NAMES)
    match draw(st.integers(0, 3)):
        case 0:
            words = draw(st.text("ab ", max_size=6))
            return Statement(**place, speaker=name, quotation="direct", content=words, act="assert")
        case 1:
            return CasualtyReport(**place, killed=draw(COUNTS), wounded=draw(COUNTS), victims=name)
        case 2:
            action = draw(st.sampled_from(["advance", "hold"]))
            return TroopMovement(**place, actor=name or "", action=action, to_place=draw(NAMES))
    return Accusation(**place, accuser=name or "", accused=draw(NAMES) or "", allegation=draw(st.text("ab ", max_size=6)))


@given(one=any_record(), other=any_record())
def test_agreement_is_the_same_both_ways_and_never_across_types_places_or_articles(one: Record, other: Record) -> None:
    alike = agreement(one, other)
    assert 0.0 <= alike <= 1.0
    assert alike == agreement(other, one)
    assert agreement(one, one) == 1.0
    apart = one.start >= other.end or other.start >= one.end
    if apart or one.type is not other.type or one.article_id != other.article_id:
        assert alike == 0.0


@given(data=st.data())
def test_no_two_find_one_record_and_the_order_does_not_matter(data: st.DataObject) -> None:
    there = list({record.id: record for record in data.draw(st.lists(any_record(), max_size=8))}.values())
    forms = data.draw(st.lists(st.lists(any_record(), min_size=1, max_size=3), max_size=6))
    sought = [
        Sought(number, tuple(of_one), data.draw(st.sampled_from([ENOUGH, STRICT]))) for number, of_one in enumerate(forms)
    ]
    found = found_again(sought, there)
    assert len({record.id for record in found.values()}) == len(found)
    for one in sought:
        record = found.get(one.number)
        if record is not None and record.id not in {form.id for form in one.forms}:
            assert max(agreement(form, record) for form in one.forms) >= one.enough
    mixed, others = list(sought), list(there)
    random.Random(7).shuffle(mixed)
    others.reverse()
    assert found_again(mixed, others) == found


@given(there=st.lists(any_record(), max_size=8, unique_by=lambda record: record.id))
def test_the_record_of_the_same_id_is_found_whatever_else_agrees(there: list[Record]) -> None:
    sought = [Sought(number, (record,), STRICT) for number, record in enumerate(there)]
    assert found_again(sought, there) == dict(enumerate(there))


OLD, NEW = toll(article()), toll(article()).model_copy(update={"id": "new"})


@pytest.mark.parametrize(
    ("old", "changed", "least", "most"),
    [
        (OLD, {"place": None, "date": None, "victim_kind": "unknown"}, 1.0, 1.0),
        (OLD, {"wounded": None}, ENOUGH, STRICT),  # one figure was not read
        (OLD, {"killed": Count(low=6, high=6), "wounded": None}, ENOUGH, STRICT),  # within "at least four"
        (OLD, {"killed": Count(low=2, high=3), "wounded": None}, 0.0, ENOUGH),  # another toll
        (OLD, {"victims": "children"}, 0.0, ENOUGH),  # of the same size
        (statement(article()), {"speaker": "Iveta Králová", "act": "deny"}, 1.0, 1.0),
        (statement(article()), {"speaker": "a tram driver"}, ENOUGH, STRICT),
        (statement(article()), {"content": "ferries run again"}, 0.0, ENOUGH),
        (movement(article()), {"from_place": None, "to_place": None}, ENOUGH, STRICT),
        (movement(article()), {"to_place": None, "outcome": "done"}, STRICT, 1.0),
        (movement(article()), {"action": "hold"}, 0.0, 0.0),
        (movement(article()), {"actor": "the ferrymen"}, 0.0, 0.0),
        (accusation(article()), {"allegation": "mining the whole harbour", "response": None}, STRICT, 1.0),
        (accusation(article()), {"allegation": "a lie"}, 0.0, ENOUGH),
    ],
)
def test_what_agrees_and_what_does_not(old: Record, changed: dict[str, Any], least: float, most: float) -> None:
    assert least <= agreement(old, type(old).model_validate(old.model_dump() | changed)) <= most


def test_the_form_that_agrees_best_decides() -> None:
    corrected = OLD.model_copy(update={"victims": "miners"})
    new = NEW.model_copy(update={"victims": "miners"})
    assert found_again([Sought(1, (OLD,), STRICT)], [new]) == {}
    assert found_again([Sought(1, (OLD, corrected, OLD), STRICT)], [new]) == {1: new}


def test_of_two_that_seek_one_the_better_gets_it() -> None:
    worse = OLD.model_copy(update={"id": "w", "wounded": None})
    assert found_again([Sought(1, (worse,), ENOUGH), Sought(2, (OLD,), ENOUGH)], [NEW]) == {2: NEW}


def test_records_of_a_whole_article_are_told_apart() -> None:
    before = records()
    after = [record.model_copy(update={"id": f"new {record.id}"}) for record in before]
    found = found_again([Sought(n, (record,), STRICT) for n, record in enumerate(before)], after)
    assert [found[n].id for n in range(len(before))] == [record.id for record in after]


def test_of_records_that_tell_the_same_each_finds_its_own() -> None:
    twins = [OLD, NEW]
    found = found_again([Sought(1, (NEW,), ENOUGH), Sought(2, (OLD,), ENOUGH)], twins)
    assert found == {1: NEW, 2: OLD}
