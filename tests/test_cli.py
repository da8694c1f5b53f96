"""The command line as its users meet it, against a stand-in server on the loopback."""

import csv
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli import main
from extractor.model import client
from tests.faults import press
from tests.newsroom import DEPOT, newsroom, reader
from tests.stub import Reply, Stub, completion, failure, schema_of
from tests.verify import verify
from tests.waiting import PATIENCE

ROOT = Path(__file__).parent.parent


@pytest.fixture
def server() -> Iterator[Stub]:
    with Stub(reader) as stub:
        yield stub


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    newsroom(tmp_path / "press")
    return tmp_path


def run(*words: str, code: int = 0, stdin: bytes | None = None) -> Result:
    result = CliRunner().invoke(main, list(words), input=stdin)
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def extract(server: Stub, *inputs: str, code: int = 0, stdin: bytes | None = None) -> Result:
    return run("extract", *inputs, "--model", "stand-in", "--base-url", server.url, "--db", "a.db", code=code, stdin=stdin)


def exported() -> list[dict[str, object]]:
    return [json.loads(line) for line in run("export", "--db", "a.db").stdout.splitlines()]


def intact(db: str = "a.db") -> bool:
    with sqlite3.connect(db) as connection:
        return bool(connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok")


def test_articles_become_records_one_request_each(server: Stub, here: Path) -> None:
    result = extract(server, "press")
    assert len(server.requests) == 3
    assert "articles     3" in result.stderr
    lines = exported()
    assert {line["type"] for line in lines} == {"statement", "casualty_report", "troop_movement", "accusation"}
    found = verify(lines, None)
    assert found.violations == []
    assert found.checked["evidence"] == len(lines)


def test_the_same_command_sends_nothing_and_a_changed_word_one_article(server: Stub, here: Path) -> None:
    extract(server, "press")
    before = exported()
    extract(server, "press")
    assert len(server.requests) == 3
    assert exported() == before
    depot = here / "press" / "depot.txt"
    depot.write_text(DEPOT.replace("at least five", "at least six"), encoding="utf-8")
    extract(server, "press")
    assert len(server.requests) == 4
    assert "at least six" in json.dumps(server.requests[-1])


def test_force_asks_again(server: Stub, here: Path) -> None:
    extract(server, "press")
    extract(server, "press", "--force")
    assert len(server.requests) == 6


def test_types_limits_what_is_asked_and_stored(server: Stub, here: Path) -> None:
    extract(server, "press", "--types", "casualty_report")
    assert {line["type"] for line in exported()} == {"casualty_report"}


def test_dry_run_sends_and_stores_nothing(server: Stub, here: Path) -> None:
    result = extract(server, "press", "--dry-run")
    assert server.requests == []
    assert "3 articles, 3 requests" in result.stdout
    assert not Path("a.db").exists()


def test_standard_input_and_a_given_day(server: Stub, here: Path) -> None:
    text = "The Velian army said two soldiers were killed near Osk on Tuesday."
    extract(server, "-", "--date", "2024-03-15", stdin=text.encode())
    (row,) = json.loads(
        run("sql", "SELECT published, published_reason FROM articles", "--db", "a.db", "--format", "json").stdout
    )
    assert row["published"] == "2024-03-15"
    assert row["published_reason"]


def test_reading_commands_show_what_was_stored(server: Stub, here: Path) -> None:
    extract(server, "press")
    assert "Lower Osk" in run("records", "--type", "troop_movement", "--db", "a.db").stdout
    assert "Two soldiers were killed" in run("show", "depot", "--db", "a.db").stdout
    assert "bridge.txt" in run("articles", "--db", "a.db").stdout
    assert "stand-in" in run("runs", "--db", "a.db").stdout
    rows = list(csv.DictReader(io.StringIO(run("export", "--format", "csv", "--db", "a.db").stdout)))
    assert len(rows) == len(exported()) == len(json.loads(run("records", "--format", "json", "--db", "a.db").stdout))


def test_full_text_and_part_of_a_name_filter(server: Stub, here: Path) -> None:
    extract(server, "press")
    assert all("drone" in str(json.loads(x)["evidence"]) for x in _records("--text", "drone"))
    assert _records("--text", "drone")
    assert _records("--accused", "tarnia")
    assert not _records("--accused", "nobody at all")


def _records(*filters: str) -> list[str]:
    return run("records", *filters, "--format", "jsonl", "--db", "a.db").stdout.splitlines()


def test_sql_cannot_write(server: Stub, here: Path) -> None:
    extract(server, "press")
    for query in ("DELETE FROM articles", "ATTACH 'b.db' AS b", "DROP TABLE runs", "PRAGMA user_version = 7"):
        assert "communique:" in run("sql", query, "--db", "a.db", code=1).stderr
    assert len(run("sql", "SELECT id FROM articles", "--db", "a.db", "--format", "csv").stdout.splitlines()) == 4


def test_eval_scores_a_model_and_the_rules_beside_it(server: Stub, here: Path) -> None:
    extract(server, "press/depot.txt")
    Path("gold").mkdir()
    Path("gold/depot.jsonl").write_text(run("export", "--db", "a.db").stdout, encoding="utf-8")
    words = ("eval", "--gold", "gold", "--articles", "press", "--model", "m", "--base-url", server.url)
    ways = json.loads(run(*words, "--compare", "--format", "json").stdout)["ways"]
    assert ways["pipeline, m"]["types"]["all"]["record"]["f1"] == 1.0
    assert ways["pipeline, m"]["requests"] == 1
    assert 0 < ways["rules alone"]["types"]["all"]["record"]["f1"] <= 1.0
    assert ways["naive"]["requests"] == 4
    assert ways["naive"]["types"]["all"]["record"]["f1"] < 1.0
    with Stub() as silent:
        words = (*words[:-1], silent.url)
        assert json.loads(run(*words, "--format", "json").stdout)["ways"]["pipeline, m"]["types"]["all"]["record"]["f1"] == 0
    assert "record P" in run(*words[:-1], server.url).stdout


def test_eval_says_what_gold_lacks(server: Stub, here: Path) -> None:
    Path("gold").mkdir()
    words = ("eval", "--gold", "gold", "--articles", "press", "--model", "m", "--base-url", server.url)
    assert "no .jsonl" in run(*words, code=1).stderr
    Path("gold/other.jsonl").write_text("{}")
    assert "other.txt" in run(*words, code=1).stderr
    Path("gold/other.jsonl").rename("gold/depot.jsonl")
    assert "without type and evidence" in run(*words, code=1).stderr
    assert server.requests == []


BAD = {
    "missing.txt": (None, "no such file"),
    "empty.txt": (b"", "empty"),
    "binary.txt": (bytes(range(256)) * 40, "not text"),
    "huge.txt": (b"Nothing moved on the ridge, the army said. " * 480_000, "larger than"),
    "none.html": (b"<html><body><nav><a href='/'>Home</a></nav></body></html>", "no article"),
    "broken.jsonl": (b'{"text": \n', "not valid JSON"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_line_and_the_others_go_on(name: str, server: Stub, here: Path) -> None:
    content, words = BAD[name]
    if content is not None:
        Path(name).write_bytes(content)
    result = extract(server, name, "press/depot.txt", code=1)
    (line,) = [x for x in result.stderr.splitlines() if x.startswith("not read")]
    assert name in line
    assert words in line
    assert len(exported()) >= 4
    assert intact()


def test_a_private_address_needs_a_flag(server: Stub, here: Path) -> None:
    result = extract(server, "http://127.0.0.1:9/story", "press/depot.txt", code=1)
    (line,) = [x for x in result.stderr.splitlines() if x.startswith("not read")]
    assert "give --allow-private if you mean it" in line


def test_a_folder_without_articles_and_an_address_where_nobody_is(server: Stub, here: Path) -> None:
    Path("bare").mkdir()
    result = extract(server, "bare", "http://127.0.0.1:9/story", "press/depot.txt", "--allow-private", code=1)
    lines = [x for x in result.stderr.splitlines() if x.startswith("not read")]
    assert len(lines) == 2
    assert "holds no articles" in lines[0]
    assert "cannot connect" in lines[1]
    assert exported()


def test_old_encodings_are_read(server: Stub, here: Path) -> None:
    text = "The army said on Tuesday that the bridge near Рева was closed to all who wanted to cross, wrote the daily «Мост»."
    Path("old.txt").write_bytes(text.encode("cp1251"))
    extract(server, "old.txt")
    assert "bridge near Рева" in run("sql", "SELECT text FROM articles", "--db", "a.db", "--format", "csv").stdout


def test_an_article_in_another_language_is_named_and_the_others_go_on(server: Stub, here: Path) -> None:
    text = "Армия сообщила, что мост у Ревы закрыт, а движение по нему остановлено до конца недели из-за обстрелов с востока."
    Path("press/foreign.txt").write_text(text, encoding="utf-8")
    result = extract(server, "press", code=1)
    assert "foreign.txt: in Russian; only English is read" in result.stderr
    assert len(run("sql", "SELECT id FROM articles", "--db", "a.db", "--format", "csv").stdout.splitlines()) == 5


@pytest.mark.parametrize(
    ("status", "words"), [(401, "key was refused"), (404, "no model"), (400, "status 400")], ids=["key", "model", "request"]
)
def test_what_the_server_refuses_is_told_at_once(status: int, words: str, here: Path) -> None:
    with Stub(lambda body: failure(status, "not for you")) as refusing:
        result = extract(refusing, "press/depot.txt", code=1)
        assert len(refusing.requests) == 1
    assert words in result.stderr
    assert intact()


def test_no_server_at_all(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_LONGEST_PAUSE", 0.0)
    words = ("extract", "press", "--model", "m", "--base-url", "http://127.0.0.1:9/v1", "--db", "a.db")
    assert "cannot reach" in run(*words, code=1).stderr
    assert intact()


@pytest.mark.parametrize(
    "words",
    [
        ("extract",),
        ("extract", "x.txt", "--types", "rumour"),
        ("extract", "x.txt", "--model", "gpt-5-mini"),
        ("extract", "x.txt", "--model", "none.gguf"),
        ("extract", "x.txt", "--date", "yesterday"),
        ("records", "--type", "rumour"),
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(words: tuple[str, ...], here: Path) -> None:
    assert "Error" in run(*words, code=2).stderr


def test_databases_that_are_none_or_cannot_be_made(server: Stub, here: Path) -> None:
    Path("a.db").write_text("a shopping list, no database\n" * 40)
    before = Path("a.db").read_bytes()
    assert "not a SQLite database" in extract(server, "press", code=1).stderr
    assert Path("a.db").read_bytes() == before
    nowhere = run("extract", "press", "--model", "m", "--base-url", server.url, "--db", "press/depot.txt/b.db", code=1)
    assert "communique:" in nowhere.stderr
    assert "no database at" in run("records", "--db", "none.db", code=1).stderr


def test_hostile_text_is_shown_and_never_obeyed(here: Path) -> None:
    sentence = "\x1b[31m[red]Velian[/red] \x1b]0;owned\x07troops entered Lower Osk, the Velian army said."
    quiet = "\n\nThe rest of the week was quiet along the river, and the ferries ran as they do in spring." * 8
    Path("hostile.txt").write_text("=HYPERLINK(1) told reporters nothing.\n\n" + sentence + quiet, encoding="utf-8")

    def answer(body: dict[str, object]) -> dict[str, object]:
        said = {"sentences": [1], "speaker": "=HYPERLINK(1)", "act": "assert"}
        move = {"sentences": [2], "actor": "troops", "action": "advance", "to_place": "Lower Osk"}
        return {"statements": [said], "casualty_reports": [], "troop_movements": [move], "accusations": []}

    with Stub(answer) as stub:
        extract(stub, "hostile.txt")
    for words in (("records",), ("show", "hostile"), ("articles",)):
        printed = run(*words, "--db", "a.db").stdout
        assert "\x1b]" not in printed
        assert "\x1b[31m" not in printed
    cells = [c for row in csv.reader(io.StringIO(run("export", "--format", "csv", "--db", "a.db").stdout)) for c in row]
    assert not [c for c in cells if c.startswith(("=", "+", "@"))]


# A process started in the background inherits that Ctrl-C is ignored; the tests may be such a one. What is left behind by an
# interrupt may fail when it is collected, here surely.
_LISTENING = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
class HalfDone:
    def __del__(self):
        raise KeyError("__import__")
left = HalfDone()
from cli import main
try:
    main()
finally:
    del left
"""


def test_ctrl_c_keeps_the_database_and_the_next_run_goes_on(here: Path) -> None:
    asked = threading.Event()

    def slow(body: dict[str, object]) -> object:
        if "Ferries" in json.dumps(body):
            asked.set()
            return Reply(pause=PATIENCE)
        return reader(body)

    with Stub(slow) as stub:
        words = ["extract", "press", "--model", "m", "--base-url", stub.url, "--db", "a.db", "--concurrency", "1"]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(
            [sys.executable, "-c", _LISTENING, *words], stderr=subprocess.PIPE, text=True, env=environment
        )
        assert asked.wait(PATIENCE)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert "stopped; what was done is kept" in errors
    assert "Traceback" not in errors
    assert intact()
    with Stub(reader) as stub:
        run("extract", "press", "--model", "m", "--base-url", stub.url, "--db", "a.db")
        assert len(stub.requests) <= 2
    assert len({line["article"] for line in exported()}) == 2


# What a library may make of an interrupt that comes in its midst: a task of its own that it cancels.
_CANCELLING = """
import asyncio, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
def run(work):
    work.close()
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt:
        raise asyncio.CancelledError from None
asyncio.run = run
from cli import main
main()
"""


def test_ctrl_c_is_told_in_one_line_whatever_a_library_makes_of_it(here: Path) -> None:
    words = ["extract", "press", "--model", "m", "--base-url", "http://127.0.0.1:9", "--db", "a.db"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", _CANCELLING, *words], capture_output=True, text=True, env=environment)
    assert done.returncode == 130
    assert done.stderr.splitlines()[-1].startswith("communique: stopped; what was done is kept")
    assert "Traceback" not in done.stderr


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, cli\ntry:\n    cli.main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print([m for m in ('openai', 'instructor', 'spacy', 'sqlmodel', 'pydantic', 'rich') if m in sys.modules])"
    )
    printed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert printed.splitlines()[-1] == "[]"


PRICES = '{"stand-in": {"input": 10, "output": 1000}}'


def test_a_run_stops_before_it_costs_more_than_it_may_and_keeps_what_is_done(here: Path) -> None:
    """Whatever the server counts as tokens: here every byte, of the schema too, with many requests in flight."""
    count = 20
    press(here / "many", count)
    Path("prices.json").write_text('{"stand-in": {"input": 1000, "output": 1}}', encoding="utf-8")

    def counting(body: dict[str, Any]) -> Reply:
        said = [*(m["content"] for m in body["messages"]), json.dumps(schema_of(body), ensure_ascii=False)]
        reply = completion(reader(body), pause=0.05)
        reply.body["usage"] = {"prompt_tokens": sum(len(t.encode()) for t in said), "completion_tokens": 9, "total_tokens": 9}
        return reply

    with Stub(counting) as server:
        nothing = extract(server, "many", "--prices", "prices.json", "--max-cost", "0.5", code=1)
        assert server.requests == []
        assert nothing.stderr.count("over budget: the next request could pass --max-cost 0.5") == count
        extract(server, "many", "--prices", "prices.json", "--max-cost", "40", code=1)
        sent = len(server.requests)
        [(cost, good, over)] = query("SELECT sum(cost), sum(outcome = 'ok'), sum(outcome = 'over_budget') FROM requests")
        assert 20 < cost <= 40
        assert good == sent
        assert over == count + count - sent
        extract(server, "many")
        assert len(server.requests) == count


def query(sql: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect("a.db") as connection:
        return connection.execute(sql).fetchall()


def test_a_run_stops_before_it_takes_more_tokens_than_it_may(server: Stub, here: Path) -> None:
    result = extract(server, "press", "--max-tokens", "3000", code=1)
    assert server.requests == []
    assert "could pass --max-tokens 3000" in result.stderr


def test_a_cost_that_is_not_known_is_said_to_be_unknown(server: Stub, here: Path) -> None:
    result = extract(server, "press", "--max-cost", "1", code=2)
    assert "what stand-in costs is not known" in result.stderr
    assert "not known" in extract(server, "press", "--dry-run").stdout
    extract(server, "press")
    assert query("SELECT count(*) FROM requests WHERE cost IS NOT NULL") == [(0,)]


def test_dry_run_estimates_the_cost(server: Stub, here: Path) -> None:
    Path("prices.json").write_text(PRICES, encoding="utf-8")
    told = extract(server, "press", "--dry-run", "--prices", "prices.json").stdout
    assert "That costs $0.0" in told
    assert "at worst $48." in told


@pytest.mark.parametrize("text", ["", "[]", '{"m": 1}', '{"m": {"input": -1, "output": 2}}'])
def test_a_file_that_is_no_list_of_prices_is_refused_in_one_line(text: str, server: Stub, here: Path) -> None:
    Path("prices.json").write_text(text, encoding="utf-8")
    result = extract(server, "press", "--prices", "prices.json", code=1)
    assert result.stderr.count("\n") == 1
    assert "no list of prices" in result.stderr


def test_requests_of_a_run_are_listed_with_their_outcomes(here: Path) -> None:
    with Stub(lambda body: failure(400, "cannot do that") if "Reva" in json.dumps(body) else reader(body)) as server:
        extract(server, "press", code=1)
    told = run("runs", "1", "--db", "a.db").stdout
    assert told.count("depot.txt") == 1
    assert "status 400: cannot do that" in told
    assert "no run 7" in run("runs", "7", "--db", "a.db", code=1).stderr


def test_inputs_and_retry_failed_exclude_each_other(server: Stub, here: Path) -> None:
    extract(server, code=2)
    extract(server, "press", "--retry-failed", code=2)
    assert "there is no database" in extract(server, "--retry-failed", code=1).stderr
