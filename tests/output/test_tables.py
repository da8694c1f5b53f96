"""Tables for the terminal: readable in 80 columns, and article text that stays text."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from extractor.output.tables import articles_table, records_table, result_table, runs_table
from extractor.output.terminal import plain
from extractor.storage.ledger import Extracted, Summary
from extractor.storage.queries import Filters
from extractor.storage.store import Store
from schemas.base import RecordType
from tests.storage.examples import article, records, statement


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "a.db") as opened:
        run = opened.start_run("qwen2.5-coder-1.5b-instruct", None, "sentence", "p", "s", list(RecordType))
        opened.add_article(article(offset=17))
        opened.save(article().id, run, list(RecordType), "k", [Extracted(record) for record in records()], "p")
        opened.end_run(
            run, Summary(articles=12345, records=98765, requests=45678, tokens_in=9876543, tokens_out=123456, cost=1.5)
        )
        opened.start_run("m", None, "whole", "p", "s", list(RecordType))
        yield opened


def printed(table: Table, width: int = 80) -> str:
    stream = io.StringIO()
    Console(file=stream, width=width, color_system="truecolor", force_terminal=True).print(table)
    return plain(stream.getvalue())


def test_records_fit(store: Store) -> None:
    text = printed(records_table(store.select(Filters(include_unsupported=True))))
    assert max(map(len, text.splitlines())) <= 80
    for word in ("statement", "casualties", "movement", "accusation", "2031-05-03", "killed 4+", "denied", "(unsupported)"):
        assert word in text
    assert "bridge.txt" in text
    assert f"{17 + records()[0].start}–" in text


def test_articles_and_runs_fit(store: Store) -> None:
    text = printed(articles_table(store.articles()))
    assert max(map(len, text.splitlines())) <= 80
    for word in ("a1b2c3d4", "Bridge holds", "2031-05-04", "bridge.txt", "from 17"):
        assert word in text
    text = printed(runs_table(store.runs()))
    assert max(map(len, text.splitlines())) <= 80
    for word in ("12345", "98765", "$1.5000", "not ended"):
        assert word in text


def test_the_rows_of_sql(store: Store) -> None:
    text = printed(result_table(*store.query("SELECT id AS [red], NULL AS b, x'0102' AS c, 2.5 AS d FROM runs LIMIT 1")))
    for word in ("red", "null", "2 bytes", "2.5"):
        assert word in text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[bold]Duke[/bold] [link=http://x]y[/link]", "[bold]Duke[/bold] [link=http://x]y[/link]"),
        ("[/]", "[/]"),
        (":smile:", ":smile:"),
        ("a\x1b[31mb\x1b]0;title\x07c\x1b]8;;http://x\x1b\\d\x9b2Je\x1bcf", "abcdef"),
        ("a\u202eb\x00c\x08d\x7fe", "abcde"),
    ],
)
def test_article_text_is_neither_markup_nor_commands(store: Store, written: str, shown: str) -> None:
    found = statement(article()).model_copy(update={"speaker": written})
    store.save(article().id, 1, list(RecordType), "k", [Extracted(found)], "p")
    stream = io.StringIO()
    Console(file=stream, width=300).print(records_table(store.select(Filters())))
    assert shown in stream.getvalue()
    assert "\x1b" not in stream.getvalue()


@given(text=st.text() | st.text(alphabet="\x1b[]m;0\\\x07\x9b/ab"), width=st.integers(40, 120))
def test_no_text_breaks_a_table(text: str, width: int) -> None:
    stream = io.StringIO()
    Console(file=stream, width=width).print(result_table([text, "b"], [[text, 1], [None, text]]))
    assert not set(stream.getvalue()) & set("\x1b\x07\x9b\x08\x00\u202e")
    assert all(cell_len(line) <= width for line in stream.getvalue().split("\n"))
