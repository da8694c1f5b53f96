"""Filters: which records pass, and that nothing a person types can break a query."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import StoreError
from extractor.storage.ledger import Extracted
from extractor.storage.queries import Dating, Filters, folded
from extractor.storage.store import Store
from schemas.base import RecordType, Status
from tests.storage.examples import article, records


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path: Path = tmp_path_factory.mktemp("queries") / "a.db"
    with Store(path) as opened:
        run = opened.start_run("m", None, "whole", "p", "s", list(RecordType))
        opened.add_article(article())
        opened.save(article().id, run, list(RecordType), "k", [Extracted(record) for record in records()], "p")
        yield opened


# the records of the example: s(tatement), c(asualties), n(o casualties), m(ovement, not supported), b(lame)
@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, "scnb"),
        ({"include_unsupported": True}, "scnmb"),
        ({"type": RecordType.CASUALTY_REPORT}, "cn"),
        ({"speaker": "kralova"}, "s"),
        ({"speaker": "MAYOR"}, "s"),
        ({"actor": "northern", "include_unsupported": True}, "m"),
        ({"actor": "northern"}, ""),
        ({"accuser": "tarsia"}, "b"),
        ({"accused": "tarsia"}, ""),
        ({"accused": "Velm", "accuser": "Tars"}, "b"),
        ({"accused": "Velm", "speaker": "Mayor"}, ""),
        ({"accused": "Velm", "type": RecordType.STATEMENT}, ""),
        ({"source": "tarsia"}, "b"),
        ({"place": "old ferry"}, "s"),
        ({"place": "%"}, ""),
        ({"status": Status.DENIED}, "b"),
        ({"since": "2031-05-03"}, "cnb"),
        ({"since": "2031-05-04"}, "nb"),
        ({"since": "2031-06"}, "n"),
        ({"since": "2032"}, ""),
        ({"until": "2030"}, ""),
        ({"until": "2031-05-02"}, "nb"),
        ({"until": "2031-05"}, "cnb"),
        ({"since": "2031", "until": "2031"}, "cnb"),
        ({"article": "a1b2c3d4e5f6"}, "scnb"),
        ({"article": "a1b2c3d4"}, "scnb"),
        ({"article": "a1b2"}, ""),
        ({"article": "NEWS/bri"}, "scnb"),
        ({"article": "elsewhere"}, ""),
        ({"text": "sailors"}, "c"),
        ({"text": "port sailors"}, "c"),
        ({"text": '"port sailors"'}, ""),
        ({"text": '"off port"'}, "c"),
        ({"text": "   "}, "scnb"),
        ({"text": "***"}, ""),
        ({"text": "sailors OR harbour"}, ""),
    ],
)
def test_what_passes(store: Store, wanted: dict[str, Any], found: str) -> None:
    assert "".join(stored.record.id[0] for stored in store.select(Filters(**wanted))) == found


@pytest.mark.parametrize(
    ("wanted", "taken", "uncertain", "undated"),
    [
        ({"since": "2031-05-03"}, 4, 3, 0),
        ({"since": "2031-05-04"}, 3, 3, 0),
        ({"until": "2031-05-03"}, 4, 3, 0),
        ({"since": "2032"}, 0, 0, 0),
        ({"since": "2031-05", "until": "2031-05"}, 4, 2, 0),
        ({"since": "2031-05-03", "type": RecordType.STATEMENT}, 1, 1, 0),
    ],
)
def test_what_may_lie_outside_is_counted(
    tmp_path: Path, wanted: dict[str, Any], taken: int, uncertain: int, undated: int
) -> None:
    """The statement is known to have been made by the day of the story, two records to a month or a year, one to the day."""
    past = {"date_high": "2031-05-04"}
    known = [r.model_copy(update=past) if r.date is None and r.type is RecordType.STATEMENT else r for r in records()]
    with Store(tmp_path / "b.db") as opened:
        run = opened.start_run("m", None, "whole", "p", "s", list(RecordType))
        opened.add_article(article())
        opened.save(article().id, run, list(RecordType), "k", [Extracted(record) for record in known], "p")
        assert opened.dating(Filters(**wanted)) == Dating(taken, uncertain, undated)
        assert len(list(opened.select(Filters(**wanted)))) == taken


@pytest.mark.parametrize("typed", ["last week", "2031-02-30", "31-05-03", "2031-5", "2031-05-03T00", "", "٢٠٣١"])
def test_a_date_that_is_none(typed: str) -> None:
    with pytest.raises(StoreError, match="is no date"):
        Filters(since=typed)


@given(typed=st.text() | st.text(alphabet="\"*^:(){}+-ANDORNEAR \0'"))
def test_no_words_are_a_syntax_error(store: Store, typed: str) -> None:
    found = {stored.record.id for stored in store.select(Filters(text=typed.encode("utf-8", "replace").decode()))}
    assert found <= {stored.record.id for stored in store.select(Filters())}


@given(typed=st.text(st.characters(exclude_categories=["Cs"])))
def test_no_name_or_path_breaks_a_filter(store: Store, typed: str) -> None:
    assert {stored.record.id[0] for stored in store.select(Filters(speaker=typed, article="bridge"))} <= {"s"}
    list(store.select(Filters(article=typed, place=typed)))
    list(store.articles(typed))


@pytest.mark.parametrize(
    ("written", "typed"),
    [("Łódź", "lodz"), ("Orbán", "ORBAN"), ("O’Hara", "o'hara"), ("İzmir", "izmir"), ("Straße", "strasse")],
)
def test_accents_case_and_apostrophes_do_not_matter(written: str, typed: str) -> None:
    assert folded(written) == folded(typed)
