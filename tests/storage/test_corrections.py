"""What people say of records, through new extractions and back."""

import itertools
import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import CorrectionError
from extractor.storage import corrections, facts
from extractor.storage.corrections import Correction, Said
from extractor.storage.ledger import Extracted
from extractor.storage.queries import Filters
from extractor.storage.store import Store
from schemas.base import Count, Record, RecordType, Support, Verdict
from schemas.fact import Fact, Report
from tests.storage.examples import accusation, article, movement, no_toll, records, statement, toll

EVERYTHING = Filters(include_unsupported=True)
ADA = Said("Ada  Moss\n", " I was there ")
OLD = toll(article())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "a.db") as opened:
        read(opened, records())
        yield opened


def read(store: Store, found: Sequence[Record], types: Sequence[RecordType] = tuple(RecordType)) -> int:
    """An extraction that finds these records in the example article; the number of its run."""
    run = store.start_run("m", None, "whole", "p", "s", types)
    store.add_article(article())
    store.save(article().id, run, types, f"k{run}", [Extracted(record) for record in found], f"prompt {run}")
    return run


def stored(store: Store, filters: Filters = EVERYTHING) -> dict[str, Record]:
    return {found.record.id: found.record for found in store.select(filters)}


def correct(store: Store, record: str, *assignments: str, said: Said = ADA) -> list[Correction]:
    with store.writing() as connection:
        return corrections.correct(connection, record, assignments, said)


def reject(store: Store, record: str) -> Correction:
    with store.writing() as connection:
        return corrections.reject(connection, record, ADA)


def tie(store: Store, one: str, other: str, *, tied: bool = True, said: Said = ADA) -> Correction:
    with store.writing() as connection:
        return corrections.tie(connection, one, other, said, tied=tied)


def undo(store: Store, number: int) -> Correction:
    with store.writing() as connection:
        return corrections.undo(connection, number, Said("Ben", "she was not"))


def pairs(store: Store) -> list[tuple[str, str, bool, str]]:
    with store.reading() as connection:
        return list(corrections.pairs(connection))


def history(store: Store, named: str) -> list[Correction]:
    with store.reading() as connection:
        return corrections.history(connection, named)


def changed(record: Record, **fields: Any) -> Record:
    return type(record).model_validate(record.model_dump() | fields)


def verdict(record: Record, name: str) -> tuple[Verdict, str | None]:
    (found,) = [s for s in record.support if s.field == name]
    return found.verdict, found.rule


def test_a_corrected_record_holds_what_the_person_says_and_who_it_was(store: Store) -> None:
    made = correct(store, OLD.id, "killed=6", "place=", "date=2031-05")
    now = stored(store)[OLD.id]
    assert (now.killed, now.place, now.date) == (Count(low=6, high=6), None, "2031-05")  # type: ignore[attr-defined]
    assert (now.date_precision, now.date_reason) == ("month", "by Ada Moss")
    assert verdict(now, "killed") == verdict(now, "place") == (Verdict.CORRECTED, "by Ada Moss")
    assert now.evidence == OLD.evidence
    assert [(c.field, c.old, c.new) for c in made] == [
        ("killed", {"low": 4, "high": None, "approx": False}, {"low": 6, "high": 6, "approx": False}),
        ("place", "Port Ansel", None),
        ("date", "2031-05-03", "2031-05"),
    ]
    assert (made[0].by, made[0].why) == ("Ada Moss", "I was there")


def test_setting_an_unsupported_value_makes_the_record_supported(store: Store) -> None:
    moved = movement(article()).id
    assert moved not in stored(store, Filters())
    correct(store, moved, "to_place=the hills")
    assert moved in stored(store, Filters())
    assert store.query("SELECT corrected FROM records WHERE supported AND type = 'troop_movement'")[1] == [(1,)]


def test_nothing_is_set_when_one_field_is_wrong(store: Store) -> None:
    before = stored(store)
    with pytest.raises(CorrectionError, match="status cannot be"):
        correct(store, OLD.id, "killed=6", "status=maybe")
    assert stored(store) == before
    assert store.query("SELECT count(*) FROM corrections")[1] == store.query("SELECT count(*) FROM anchors")[1] == [(0,)]


def test_a_rejected_record_is_left_out_until_it_is_taken_back(store: Store) -> None:
    number = reject(store, OLD.id).id
    assert OLD.id not in stored(store, Filters())
    assert [s.record.id for s in store.select(EVERYTHING) if s.rejected] == [OLD.id]
    with pytest.raises(CorrectionError, match=f"rejected already, by Ada Moss .correction {number}"):
        reject(store, OLD.id)
    undo(store, number)
    assert OLD.id in stored(store, Filters())


def test_undoing_gives_back_value_verdict_and_what_was_said_before(store: Store) -> None:
    before = stored(store)
    first, second, third = (correct(store, OLD.id, f"date=203{n}")[0].id for n in range(3))
    undo(store, second)
    assert stored(store)[OLD.id].date == "2032"
    assert [(c.old, c.new) for c in history(store, OLD.id) if c.undone_by is None] == [("2031-05-03", "2030"), ("2030", "2032")]
    undo(store, third)
    assert stored(store)[OLD.id].date == "2030"
    undo(store, first)
    assert stored(store) == before
    assert [(c.undone_by, c.undone_why) for c in history(store, OLD.id)] == [("Ben", "she was not")] * 3
    with pytest.raises(CorrectionError, match="was undone already, by Ben"):
        undo(store, first)


def test_a_correction_moves_to_the_record_that_tells_the_same(store: Store) -> None:
    (made,) = correct(store, OLD.id, "killed=6")
    new = changed(OLD, id="new", killed=Count(low=5), place="the port", support=[])
    read(store, [new, changed(no_toll(article()), id="other")])
    now = stored(store)
    assert set(now) == {"new", "other"}
    assert now["new"] == changed(new, killed=Count(low=6, high=6), support=now["new"].support)
    assert verdict(now["new"], "killed") == (Verdict.CORRECTED, "by Ada Moss")
    (told,) = history(store, "new")
    assert (told.old, told.record, told.stands) == ({"low": 5, "high": None, "approx": False}, "new", True)
    assert history(store, OLD.id) == [told]
    undo(store, made.id)
    assert stored(store)["new"] == new


def test_a_corrected_record_that_is_not_found_again_is_kept_and_says_so(store: Store) -> None:
    run = store.runs()[-1].id
    (made,) = correct(store, OLD.id, "killed=6")
    later = read(store, [statement(article())])
    kept = stored(store, Filters())[OLD.id]
    assert kept.killed == Count(low=6, high=6)  # type: ignore[attr-defined]
    assert verdict(kept, "evidence")[0] is Verdict.CORRECTED
    assert str(verdict(kept, "evidence")[1]).startswith("kept")
    assert {s.record.id: s.run_id for s in store.select(EVERYTHING)} == {OLD.id: run, statement(article()).id: later}
    read(store, [OLD])
    assert [s.field for s in stored(store)[OLD.id].support] == ["date", "killed"]
    read(store, [])
    undo(store, made.id)
    assert stored(store) == {}
    read(store, [OLD])
    assert stored(store) == {OLD.id: OLD}


def test_a_rejection_waits_for_its_record_and_falls_on_no_other(store: Store) -> None:
    reject(store, OLD.id)
    other = changed(OLD, id="other", killed=Count(low=1, high=1), wounded=None, victims="a pilot")
    read(store, [other])
    assert set(stored(store, Filters())) == {"other"}
    assert not history(store, OLD.id)[0].stands
    again = changed(OLD, id="again", place=None)
    read(store, [other, again])
    assert set(stored(store, Filters())) == {"other"}
    assert history(store, "again") == history(store, OLD.id)


def test_a_reading_that_is_as_corrected_is_the_same_record(store: Store) -> None:
    moved = movement(article())
    correct(store, moved.id, "actor=the Reds")
    read(store, [changed(moved, id="new", actor="the Reds")])
    assert set(stored(store)) == {"new"}
    assert verdict(stored(store)["new"], "actor") == (Verdict.CORRECTED, "by Ada Moss")


def test_a_rejection_asks_for_more_agreement_than_a_value(store: Store) -> None:
    doubtful = changed(OLD, id="new", wounded=None)
    number = reject(store, OLD.id).id
    read(store, [doubtful])
    assert set(stored(store, Filters())) == {"new"}
    read(store, records())
    undo(store, number)
    correct(store, OLD.id, "place=the port")
    read(store, [doubtful])
    assert {found.id: found.place for found in stored(store).values()} == {"new": "the port"}


def test_another_type_read_anew_leaves_corrections_alone(store: Store) -> None:
    correct(store, OLD.id, "killed=6")
    before = stored(store)[OLD.id]
    read(store, [statement(article())], [RecordType.STATEMENT])
    assert stored(store)[OLD.id] == before


def test_an_article_read_anew_with_another_text_leaves_corrections_with_the_old(store: Store) -> None:
    correct(store, OLD.id, "killed=6")
    other = article(text=article().text + "More.", id="f6e5d4c3b2a1")
    store.add_articles(other.path, [other])
    run = store.start_run("m", None, "whole", "p", "s", tuple(RecordType))
    store.save(other.id, run, tuple(RecordType), "k", [Extracted(toll(other))], "p")
    assert {found.killed for found in stored(store).values()} == {Count(low=4)}  # type: ignore[attr-defined]
    store.add_articles(article().path, [article()])
    assert stored(store)[OLD.id].killed == Count(low=6, high=6)  # type: ignore[attr-defined]


def test_of_a_pair_what_was_said_last_holds(store: Store) -> None:
    one, two = OLD.id, no_toll(article()).id
    tie(store, one, two)
    last = tie(store, two, one, tied=False, said=Said("Ben", "two days"))
    assert pairs(store) == [(two, one, False, "by Ben: two days")]
    undo(store, last.id)
    assert pairs(store) == [(one, two, True, "by Ada Moss: I was there")]
    read(store, [OLD])
    assert pairs(store) == []
    read(store, [changed(OLD, id="new"), no_toll(article())])
    assert pairs(store) == [("new", two, True, "by Ada Moss: I was there")]


def test_what_cannot_be_tied(store: Store) -> None:
    with pytest.raises(CorrectionError, match="are one record"):
        tie(store, OLD.id, OLD.id)
    with pytest.raises(CorrectionError, match="casualty_report and statement never tell one fact"):
        tie(store, OLD.id, statement(article()).id)


def test_a_record_is_named_by_the_beginning_of_its_id(store: Store) -> None:
    with pytest.raises(CorrectionError, match="4 letters"):
        correct(store, OLD.id[:3], "killed=1")
    read(store, [changed(OLD, id="abcd1111"), changed(accusation(article()), id="abcd2222")])
    with pytest.raises(CorrectionError, match="abcd1111 or abcd2222"):
        reject(store, "abcd")
    assert correct(store, "abcd1", "killed=1")[0].record == "abcd1111"
    with pytest.raises(CorrectionError, match="abcd1111 or abcd2222"):
        history(store, "abcd")
    for name in ("", "%%%%", "ab_d", "x' OR 1=1 --", "\0\0\0\0", "\udcff\udcff\udcff\udcff"):
        with pytest.raises(CorrectionError):
            reject(store, name)
        with pytest.raises(CorrectionError):
            history(store, name)


def test_the_history_of_a_fact_is_that_of_its_records(store: Store) -> None:
    correct(store, OLD.id, "killed=6")
    reject(store, statement(article()).id)
    with store.writing() as connection:
        told = {"path": "p", "title": None, "publisher": None, "published": None, "stance": "asserts", "source": "x"}
        of = {"id": "fact1234", "type": "casualty_report", "summary": "s", "sources": 1, "grade": "weak", "grade_reason": "r"}
        facts.write(connection, [Fact.model_validate(of | {"reports": [Report.model_validate(told | {"record": OLD})]})])
        connection.execute("INSERT INTO former_facts VALUES ('gone5678', 'fact1234')")
    for name in ("fact1234", "fact", "gone5678"):
        assert [c.field for c in history(store, name)] == ["killed"]
    with store.reading() as connection:
        assert [c.kind for c in corrections.listed(connection)] == ["set", "reject"]


@pytest.mark.parametrize(("by", "why"), [("", "x"), (" \n", "x"), ("x", "\t"), ("x", "\udcff")])
def test_nobody_and_no_reason_are_refused(by: str, why: str) -> None:
    with pytest.raises(CorrectionError):
        Said(by, why)


@given(typed=st.text(st.characters(exclude_categories=["Cs"])))
@settings(max_examples=40)
def test_any_text_comes_back_as_it_was_set_and_goes_when_undone(typed: str) -> None:
    with tempfile.TemporaryDirectory() as folder, closing(Store(Path(folder) / "a.db")) as store:
        read(store, records())
        before = stored(store)
        (made,) = correct(store, OLD.id, f"victims={typed}", said=Said("A" + typed, typed + "B"))
        assert stored(store)[OLD.id].victims == (typed.strip() or None)  # type: ignore[attr-defined]
        undo(store, made.id)
        assert stored(store) == before


READINGS = [
    records(),
    [changed(record, id=f"n{record.id}", support=[]) for record in records()],
    [changed(OLD, id="alone", killed=Count(low=9)), changed(no_toll(article()), id="m2", captured=Count(low=0, high=3))],
    [statement(article()), changed(movement(article()), id="m3", to_place=None), OLD],
    [],
]
WORDS = ["killed=7", "killed=", "victims=miners", "date=2030", "place=", "status=denied", "actor=Reds", "speaker="]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("read"), st.integers(0, len(READINGS) - 1), st.just(0)),
        st.tuples(st.just("set"), st.integers(0, 9), st.integers(0, len(WORDS) - 1)),
        st.tuples(st.just("reject"), st.integers(0, 9), st.just(0)),
        st.tuples(st.just("tie"), st.integers(0, 9), st.integers(0, 9)),
        st.tuples(st.just("undo"), st.integers(1, 6), st.just(0)),
    ),
    max_size=14,
)


@given(steps=STEPS)
@settings(max_examples=40)
def test_after_any_steps_no_record_is_claimed_twice_and_undoing_all_gives_the_extraction(
    steps: list[tuple[str, int, int]],
) -> None:
    with tempfile.TemporaryDirectory() as folder, closing(Store(Path(folder) / "a.db")) as store:
        reading = READINGS[0]
        read(store, reading)
        for step, number, other in steps:
            ids = sorted(stored(store))
            try:
                if step == "read":
                    reading = READINGS[number]
                    read(store, reading)
                elif step == "undo":
                    undo(store, number)
                elif ids and step == "set":
                    correct(store, ids[number % len(ids)], WORDS[other])
                elif ids and step == "reject":
                    reject(store, ids[number % len(ids)])
                elif ids:
                    tie(store, ids[number % len(ids)], ids[other % len(ids)])
            except CorrectionError:
                continue
        _consistent(store, reading)
        with store.reading() as connection:
            standing = [c.id for c in corrections.listed(connection) if c.undone_by is None]
        for number in standing:
            undo(store, number)
        assert stored(store) == {record.id: _sorted(record) for record in reading}
        assert not [s for s in store.select(EVERYTHING) if s.rejected]


def _consistent(store: Store, reading: Sequence[Record]) -> None:
    """Every value in force stands in the record it is of; what stands beside the extraction is marked as kept."""
    now = stored(store)
    with store.reading() as connection:
        told = corrections.listed(connection)
        claimed = [id_ for (id_,) in connection.execute("SELECT record_id FROM anchors WHERE record_id IS NOT NULL")]
    assert len(set(claimed)) == len(claimed)
    assert set(claimed) <= set(now)
    for id_, record in now.items():
        kept = any(s.field == "evidence" for s in record.support)
        assert kept == (id_ not in {r.id for r in reading})
        assert all(s.field in type(record).model_fields for s in record.support)
    in_force = [c for c in told if c.undone_by is None and c.kind == "set"]
    for (record_id, _), of_field in itertools.groupby(
        sorted(in_force, key=lambda c: (c.record, str(c.field), c.id)), key=lambda c: (c.record, c.field)
    ):
        chain = list(of_field)
        assert json.loads(now[record_id].model_dump_json())[str(chain[0].field)] == chain[-1].new
        assert all(before.new == after.old for before, after in itertools.pairwise(chain))


def _sorted(record: Record) -> Record:
    """The record with its verdicts in the order in which the table keeps them."""
    support: list[Support] = sorted(record.support, key=lambda s: s.field)
    return record.model_copy(update={"support": tuple(support)})
