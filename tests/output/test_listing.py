"""Tables whose cells hold names that nobody foresaw: they fit their width, and no word is cut without a sign."""

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType

from cli import main
from extractor.facts.incidents import Incident
from extractor.facts.tolls import Toll
from extractor.output import trial
from extractor.output.evaluate import Tally
from extractor.output.facts import fact_shown, facts_table, tolls_table
from extractor.output.history import history_table
from extractor.output.incidents import incidents_table
from extractor.output.tables import articles_table, records_table, requests_table, result_table, runs_table
from extractor.storage.corrections import Said, correct, history
from extractor.storage.ledger import Extracted, Summary
from extractor.storage.queries import Filters
from extractor.storage.store import Store
from schemas.base import Count, RecordType
from schemas.fact import Fact
from schemas.request import Ending, Outcome
from tests.output.newsdesk import fact, record, report
from tests.storage.examples import article, records
from tests.test_cli import run

LONG = "Oberwassermühlenbrückenwachtmeistersgesellschaftspräsidentin"  # sixty letters without a space
MANY = "the Provisional Coordination Committee of the Combined Self-Defence Detachments of the Upper and the Lower Velm Valley"
PATH = f"news/{'a_very_long_name_' * 4}.txt"
RUN = "qwen2.5-coder-1.5b-instruct-q4_k_m-as-somebody-renamed-it"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "a.db") as opened:
        run = opened.start_run(RUN, None, "strong", "p", "s", list(RecordType))
        of = article(path=PATH).model_copy(update={"title": f"{LONG} {MANY}", "publisher": LONG})
        opened.add_article(of)
        named = [
            r.model_copy(update={f: v for f, v in (("speaker", LONG), ("actor", MANY), ("accused", LONG)) if hasattr(r, f)})
            for r in records(of)
        ]
        named = [r.model_copy(update={"place": LONG, "source": MANY}) for r in named]
        opened.save(of.id, run, list(RecordType), "k", [Extracted(r) for r in named], "p")
        request = opened.open_request(run, of.id, tuple(RecordType), RUN, "h", 1)
        opened.close_request(request, Ending(outcome=Outcome.FAILED, error=f"{MANY} {LONG}", tokens_in=1234567, cost=12.5))
        opened.end_run(run, Summary(articles=123456, records=9876543, requests=45678, tokens_in=98765432, cost=123.4567))
        with opened.writing() as connection:
            list(correct(connection, f"s-{of.id}", [f"speaker={MANY}"], Said(LONG, f"{MANY} {LONG}")))
        yield opened


def _facts(_: Store) -> RenderableType:
    return facts_table([told()])


def told() -> Fact:
    one = report(record("c1", RecordType.CASUALTY_REPORT, f"{LONG} {MANY}."), source=LONG, why=MANY)
    return fact("f12345678", one, summary=f"{LONG}: killed 2 of {MANY}", side=LONG, grade_reason=MANY, until="2031-05-13")


def _tolls(_: Store) -> RenderableType:
    found = told()
    left = [(found, f"denied by {MANY}"), (found, LONG)]
    group = {"side": LONG, "kind": MANY}
    return tolls_table([Toll(group, Count(low=12345, high=23456), Count(low=1), facts=[found], left_out=left)])


def _incidents(_: Store) -> RenderableType:
    whole, part = told(), told().model_copy(update={"id": "f87654321", "part_of": "f12345678", "killed_best": 2})
    whole = whole.model_copy(update={"killed": Count(low=12345, high=23456), "killed_best": 17890, "wounded": Count(low=1)})
    return incidents_table([Incident(whole, (Incident(part),))])


def _history(store: Store) -> RenderableType:
    with store.reading() as connection:
        return history_table(history(connection, "s-a1b2c3d4e5f6"))


def _eval(_: Store) -> RenderableType:
    tallies = {kind: Tally() for kind in (*(t.value for t in RecordType), "all")}
    ways = [trial.Trial(way, tallies, Counter(found=3)) for way in (f"pipeline, {RUN}", "rules alone")]
    return Group(*trial.tables(ways, 3))


TABLES: dict[str, Callable[[Store], RenderableType]] = {
    "records": lambda store: records_table(store.select(Filters(include_unsupported=True))),
    "articles": lambda store: articles_table(store.articles()),
    "runs": lambda store: runs_table(store.runs()),
    "runs N": lambda store: requests_table(store.requests(1), {article().id: PATH}),
    "facts": _facts,
    "fact": lambda store: fact_shown(told()),
    "incidents": _incidents,
    "tolls": _tolls,
    "history": _history,
    "eval": _eval,
    "sql": lambda store: result_table(*store.query("SELECT * FROM articles")),
    "sql, few": lambda store: result_table(["a", LONG, "c"], [[MANY, LONG, 12], [None, "b", 3.25]]),
}


def printed(table: RenderableType, width: int) -> list[str]:
    stream = io.StringIO()
    Console(file=stream, width=width, highlight=False).print(table)
    return stream.getvalue().splitlines()


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("name", TABLES)
def test_a_table_fits_and_cuts_no_word_without_a_sign(store: Store, name: str, width: int) -> None:
    lines = printed(TABLES[name](store), width)
    assert lines
    assert max(map(cell_len, lines)) <= width
    whole = set(" ".join(printed(TABLES[name](store), 4000)).replace(",", " ").split())
    for word in " ".join(lines).replace(",", " ").replace("─", "").split():
        assert word in whole or (word.endswith("…") and any(w.startswith(word[:-1]) for w in whole)), word
    column = [line.strip() for line in lines]
    assert not any(all(len(cell) == 1 for cell in column[at : at + 4]) for at in range(len(column) - 3)), "one letter wide"


@pytest.mark.parametrize("width", ["40", "80", "120"])
def test_every_command_with_a_table_fits(store: Store, monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    db = ("--db", str(store.path))
    (id_,) = [row[0] for row in store.query("SELECT id FROM statements")[1]]
    commands = [["records"], ["facts"], ["incidents"], ["tolls"], ["articles"], ["runs"], ["runs", "1"], ["history", id_]]
    for words in [*commands, ["sql", "SELECT * FROM records"]]:
        result = run(*words, *db)
        assert result.stdout.strip(), words
        assert max(map(cell_len, result.stdout.splitlines())) <= int(width), words
    found = re.search(r"\bf[0-9a-f]{6,}\b", run("sql", "SELECT id FROM facts LIMIT 1", *db).stdout)
    assert found is not None
    assert max(map(cell_len, run("fact", found[0], *db).stdout.splitlines())) <= int(width)
    assert main.commands.keys() >= {words[0] for words in commands}
