"""What the rules read as a hosted model did: which records say so, and that nothing else of them changes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from cli import main
from extractor.grounding.agreement import AGREEMENT, confirmed, same
from extractor.work import Answered, grounded
from schemas.accusation import Accusation
from schemas.article import Article
from schemas.base import Count, Record, Support, Verdict
from schemas.casualty_report import CasualtyReport, CasualtyReportProposal
from schemas.statement import Act, Quotation, Statement
from schemas.troop_movement import Action, TroopMovement
from tests.newsroom import newsroom, reader
from tests.stub import Stub

NAMES = st.sampled_from(["Venn", "the Vennish army", "Vennish army spokesman Odo Karr", "Karr", "it", "Russia", "Kyiv", ""])
COUNTS = st.none() | st.builds(Count, low=st.integers(0, 2), high=st.none() | st.just(2))
DOUBT = Support(field="evidence", verdict=Verdict.UNSUPPORTED)


@st.composite
def found(draw: st.DrawFn) -> Record:
    """A record of any type somewhere in an article, sometimes one that is not supported."""
    start, length = draw(st.integers(0, 6)), draw(st.integers(0, 6))
    where: dict[str, Any] = {"article_id": "a", "evidence": "e" * length, "start": start, "end": start + length}
    where |= {"id": draw(st.text("0123456789abcdef", min_size=4, max_size=4)), "support": (DOUBT,) * draw(st.integers(0, 1))}
    shapes: tuple[Callable[[], Record], ...] = (
        lambda: Statement(**where, speaker=draw(NAMES), quotation=Quotation.DIRECT, content="c", act=Act.ASSERT),
        lambda: CasualtyReport(**where, killed=draw(COUNTS), wounded=draw(COUNTS)),
        lambda: TroopMovement(**where, actor=draw(NAMES), action=draw(st.sampled_from(Action))),
        lambda: Accusation(**where, accuser=draw(NAMES), accused=draw(NAMES), allegation="c"),
    )
    return draw(st.sampled_from(shapes))()


FOUND = st.lists(found(), max_size=6)


def agreed(records: list[Record]) -> list[Record]:
    return [record for record in records if AGREEMENT in record.support]


@given(FOUND, FOUND)
def test_only_the_reason_is_new(records: list[Record], others: list[Record]) -> None:
    after = confirmed(records, others)
    bare = [r.model_copy(update={"support": tuple(s for s in r.support if s != AGREEMENT)}) for r in after]
    assert bare == records


@given(FOUND, FOUND)
def test_one_reading_confirms_one_record(records: list[Record], others: list[Record]) -> None:
    assert len(agreed(confirmed(records, others))) <= len(others)
    for record in agreed(confirmed(records, others)):
        assert any(same(record, other) for other in others)


@given(FOUND)
def test_what_is_read_twice_is_confirmed(records: list[Record]) -> None:
    sure = [r for r in records if r.supported and r.evidence]
    named = [r for r in sure if all(getattr(r, name, "x") is not None for name in ("speaker", "actor"))]
    assert agreed(confirmed(named, named)) == confirmed(named, named)
    assert agreed(confirmed(records, [])) == []


@given(found(), found())
def test_it_does_not_matter_who_of_two_is_asked(one: Record, other: Record) -> None:
    assert same(one, other) == same(other, one)


def toll(start: int = 10, **fields: Any) -> CasualtyReport:
    text = "Four divers were killed."
    where = {"id": "1", "article_id": "a", "evidence": text, "start": start, "end": start + len(text)}
    return CasualtyReport.model_validate({**where, "killed": Count(low=4, high=4), **fields})


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (toll(), True),
        (toll(victims="divers", source="the navy", start=22), True),
        (toll(start=23), False),
        (toll(killed=Count(low=4, high=None)), False),
        (toll(wounded=Count(low=1, high=1)), False),
        (toll(support=(Support(field="killed", verdict=Verdict.UNSUPPORTED),)), False),
    ],
)
def test_what_two_tolls_must_share(other: CasualtyReport, alike: bool) -> None:
    assert same(toll(), other) is alike


def misreading(body: dict[str, Any]) -> dict[str, Any]:
    """A model that takes the wounded for the killed."""
    found = reader(body)
    for toll in found.get("casualty_reports", []):
        toll["killed"], toll["wounded"] = toll["wounded"], toll.get("killed")
    return found


def test_show_and_export_tell_it(tmp_path: Path) -> None:
    db, run = str(tmp_path / "s.db"), CliRunner()
    with Stub(misreading) as stub:
        asked = ["--base-url", stub.url, "--model", "stub"]
        assert run.invoke(main, ["extract", str(newsroom(tmp_path / "news")), "--db", db, *asked]).exit_code == 0
    exported = [json.loads(line) for line in run.invoke(main, ["export", "--db", db]).stdout.splitlines()]
    both = [line for line in exported if "agreement" in line["support"]]
    assert len(both) == 5
    assert {line["type"] for line in exported if line not in both} == {"casualty_report"}
    assert {line["support"]["agreement"] for line in both} == {"inferred"}
    shown = run.invoke(main, ["show", Path(both[0]["article"]).stem, "--db", db], env={"COLUMNS": "120"}).stdout
    assert "inferred (the rules read the same)" in shown


def test_what_befalls_the_rules_takes_no_record_of_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    article = Article(id="a", path="a.txt", offset=0, text="Three miners were killed in Orvel.")
    answered: list[Answered] = [(CasualtyReportProposal(sentences=[1], killed="Three", victims="miners"), 7)]
    ((alike, _),) = grounded(article, answered)
    assert AGREEMENT in alike.support

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("extractor.rules.propose.propose", fail)
    ((record, request),) = grounded(article, answered)
    assert (record.id, request) == (alike.id, 7)
    assert AGREEMENT not in record.support
