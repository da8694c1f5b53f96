"""Corrections as their users meet them, through new readings by other models, prompts and profiles."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli import main
from extractor.settings import SMALL, STRONG
from tests.corpus import SAMPLES
from tests.newsroom import newsroom, reader
from tests.replay import replay
from tests.stub import Stub
from tests.tape import STRONG_ARTICLE
from tests.verify import verify
from tests.waiting import PATIENCE

ROOT = Path(__file__).parent.parent
SIGNED = ("--by", "Ada Moss", "--why", "the ministry's own list", "--db", "a.db")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    newsroom(tmp_path / "press")
    with Stub(reader) as server:
        extract(server, "one")
    return tmp_path


def run(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, list(words))
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def extract(server: Stub, model: str) -> None:
    run("extract", "press", "--model", model, "--base-url", server.url, "--db", "a.db")


def exported(*filters: str) -> dict[str, dict[str, Any]]:
    lines = run("export", *filters, "--db", "a.db").stdout.splitlines()
    return {line["id"]: line for line in map(json.loads, lines)}


def only(type_: str, *filters: str) -> dict[str, Any]:
    """The one record of a type in the article about the depot."""
    (found,) = exported("--type", type_, "--article", "depot", *filters).values()
    return found


def asked(query: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(run("sql", query, "--format", "json", "--db", "a.db").stdout)
    return rows


def other(body: dict[str, Any]) -> dict[str, Any]:
    """Another model, which reads the toll of the depot wrongly, and the movement not at all."""
    found = reader(body)
    for toll in found.get("casualty_reports", []):
        toll.pop("place", None)
        toll |= {"wounded": None} if toll.get("killed") else {}
    found["troop_movements"] = []
    return found


def test_a_correction_survives_another_model_and_undoing_it_gives_that_models_value(here: Path) -> None:
    old = only("casualty_report")
    told = run("correct", old["id"][:6], "killed=3", "place=Upper Osk", *SIGNED).stdout.splitlines()
    assert told == [
        f"correction 1: killed 2 → 3 on {old['id'][:8]}, by Ada Moss",
        f"correction 2: place Osk → Upper Osk on {old['id'][:8]}, by Ada Moss",
    ]
    with Stub(other) as server:
        extract(server, "two")
        assert server.requests
    new = only("casualty_report")
    assert new["id"] != old["id"]
    assert (new["killed"], new["place"], new["wounded"]) == ({"low": 3, "high": 3}, "Upper Osk", None)
    assert new["support"]["killed"] == new["support"]["place"] == "corrected"
    assert verify(exported().values()).violations == []
    for name in (old["id"], new["id"]):
        printed = run("history", name, "--db", "a.db").stdout
        for words in ("Ada Moss", "the ministry's own list", "killed 2 → 3", "place nothing → Upper Osk"):
            assert words in printed
    undone = run("undo", "2", "--by", "Ben", "--why", "no such place", "--db", "a.db").stdout
    assert undone == f"correction 2: place nothing → Upper Osk on {new['id'][:8]}, undone by Ben\n"
    assert only("casualty_report")["place"] is None
    assert "no such place" in run("history", new["id"], "--db", "a.db").stdout


def test_a_correction_survives_the_rules_and_the_whole_article_prompt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read by rules with a small model, then asked of a model as a whole: other prompts, and nearly all records differ."""
    (sample,) = (a for a in SAMPLES if a.name == STRONG_ARTICLE)
    monkeypatch.chdir(tmp_path)
    before = replay(STRONG_ARTICLE, sample.path, Path("a.db"), SMALL)
    (talk,) = (line for line in before if line["type"] == "statement" and "A schoolteacher" in line["evidence"])
    (toll,) = (line for line in before if line["type"] == "casualty_report" and line["victims"] == "rangers")
    (gone,) = (line for line in before if line["type"] == "troop_movement" and line["actor"] == "observers")
    run("correct", talk["id"], "speaker=the ministry", *SIGNED)
    run("correct", toll["id"], "killed=4", *SIGNED)
    run("correct", gone["id"], "actor=U.N. observers", *SIGNED)
    after = {line["id"]: line for line in replay(f"{STRONG_ARTICLE}.strong", sample.path, Path("a.db"), STRONG)}
    assert talk["id"] not in after
    (moved,) = (line for line in after.values() if line["type"] == "statement" and "A schoolteacher" in line["evidence"])
    assert (moved["speaker"], moved["support"]["speaker"]) == ("the ministry", "corrected")
    assert moved["id"] not in {line["id"] for line in before}
    (counted,) = (line for line in after.values() if line["type"] == "casualty_report" and line["victims"] == "rangers")
    assert (counted["killed"], counted["support"]["killed"]) == ({"low": 4, "high": 4}, "corrected")
    assert counted["wounded"] == toll["wounded"]
    kept = after[gone["id"]]
    assert (kept["actor"], kept["support"]["evidence"]) == ("U.N. observers", "corrected")
    assert "kept: the newest extraction has no such record" in " ".join(
        run("show", STRONG_ARTICLE, "--db", "a.db").stdout.split()
    )


def test_corrected_fields_are_marked_wherever_records_are_shown(here: Path) -> None:
    toll = only("casualty_report")["id"]
    assert "corrected by hand" not in run("records", "--db", "a.db").stdout
    run("correct", toll, "victims=three drivers", "date=2024-03", *SIGNED)
    table = run("records", "--article", "depot", "--type", "casualty_report", "--db", "a.db").stdout
    assert "three drivers*" in table
    assert "2024-03*" in table
    assert "killed 2, wounded 5+ " in table
    assert "* corrected by hand; `communique history ID`" in table
    assert "corrected (by Ada Moss)" in run("show", "depot", "--db", "a.db").stdout
    filters = ("--type", "casualty_report", "--article", "depot")
    (row,) = csv.DictReader(io.StringIO(run("export", "--format", "csv", *filters, "--db", "a.db").stdout))
    assert "victims=corrected" in row["support"].split()
    assert row["date_reason"] == "by Ada Moss"
    assert asked(f"SELECT corrected FROM records WHERE id = '{toll}'") == [{"corrected": 1}]


def test_a_rejected_record_is_nowhere_unless_asked_for(here: Path) -> None:
    toll = only("casualty_report")["id"]
    assert run("reject", toll, *SIGNED).stdout == f"correction 1: rejected on {toll[:8]}, by Ada Moss\n"
    with Stub(other) as server:
        extract(server, "two")
    assert toll not in exported()
    run("undo", "1", *SIGNED)
    now = only("casualty_report")["id"]
    run("reject", now, *SIGNED)
    filters = ("--type", "casualty_report", "--article", "depot")
    assert "no records" in run("records", *filters, "--db", "a.db").stderr
    assert exported(*filters) == {}
    assert exported(*filters, "--include-unsupported")[now]["rejected"] is True
    assert "asserted (rejected)" in run("records", *filters, "--include-unsupported", "--db", "a.db").stdout
    assert f"{now}  rejected" in run("show", "depot", "--db", "a.db").stdout


def test_ties_and_what_undoes_them(here: Path) -> None:
    one, two = exported("--type", "casualty_report")
    assert run("tie", one, two, *SIGNED).stdout == f"correction 1: tied to {two[:8]} on {one[:8]}, by Ada Moss\n"
    run("untie", two, one, *SIGNED)
    printed = run("history", two, "--db", "a.db").stdout
    assert f"tied to {two[:8]}" in printed
    assert f"not tied to {one[:8]}" in printed
    assert "undone by Ada Moss" in run("undo", "2", *SIGNED).stdout
    statement = next(iter(exported("--type", "statement")))
    assert "never tell one fact" in run("tie", one, statement, *SIGNED, code=1).stderr


def test_facts_hear_what_was_said_and_hear_when_it_is_undone(here: Path) -> None:
    one, two = exported("--type", "casualty_report")

    def tolls() -> list[dict[str, Any]]:
        lines = run("facts", "--type", "casualty_report", "--format", "jsonl", "--db", "a.db").stdout.splitlines()
        return [json.loads(line) for line in lines]

    assert len(tolls()) == 2
    run("tie", one, two, *SIGNED)
    run("correct", two, "killed=9", *SIGNED)
    with Stub(reader) as server:
        extract(server, "two")
    (tied,) = tolls()
    assert tied["killed"]["low"] == 9
    assert {r["record"]["id"]: r["corrected"] for r in tied["reports"]} == {one: False, two: True}
    assert "by Ada Moss: the ministry's own list" in str(tied["reports"][1]["why"])
    printed = run("history", tied["id"], "--db", "a.db").stdout
    assert "tied to" in printed
    assert "killed 2 → 9" in printed
    run("undo", "1", *SIGNED)
    run("undo", "2", *SIGNED)
    run("reject", one, *SIGNED)
    (left,) = tolls()
    assert left["killed"]["low"] == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("correct", "ffffffff", "killed=3"), "no record 'ffffffff'"),
        (("correct", "RECORD", "killed=many"), "killed cannot be 'many'; write 3, 13-15"),
        (("correct", "RECORD", "colour=red"), "casualty_report has no field 'colour' to set; it has killed"),
        (("correct", "RECORD", "start=3"), "no field 'start' to set"),
        (("correct", "RECORD", "killed"), "write FIELD=VALUE"),
        (("reject", "\udcff\udcff\udcff\udcff"), "no valid text"),
        (("tie", "RECORD", "RECORD"), "are one record"),
        (("undo", "7"), "no correction 7"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_done_is_one_line(words: tuple[str, ...], said: str, here: Path) -> None:
    toll = only("casualty_report")["id"]
    result = run(*(toll if word == "RECORD" else word for word in words), *SIGNED, code=1)
    assert result.stderr.count("\n") == 1
    assert said in result.stderr


def test_wrong_usage_and_databases_that_are_not_there(here: Path) -> None:
    toll = only("casualty_report")["id"]
    assert "--why" in run("reject", toll, "--by", "Ada", "--db", "a.db", code=2).stderr
    assert "--by is empty" in run("reject", toll, "--by", " ", "--why", "x", "--db", "a.db", code=1).stderr
    run("correct", toll, *SIGNED, code=2)
    run("undo", "99999999999999999999", *SIGNED, code=2)
    assert "no database at none.db" in run("reject", toll, *SIGNED[:-1], "none.db", code=1).stderr
    assert not Path("none.db").exists()
    assert "nothing of" in run("history", toll, "--db", "a.db").stderr
    assert "no record or fact" in run("history", "ffff", "--db", "a.db", code=1).stderr


def test_hostile_words_are_shown_and_never_obeyed(here: Path) -> None:
    toll = only("casualty_report")["id"]
    hostile = "\x1b[31m[red]=HYPERLINK(1)[/red] \x1b]0;owned\x07'; DROP TABLE corrections; --"
    told = run("correct", toll, f"victims={hostile}", "--by", hostile, "--why", hostile, "--db", "a.db").stdout
    shown = [run(*words, "--db", "a.db").stdout for words in (("history", toll), ("records",), ("show", "depot"))]
    for printed in (told, *shown):
        assert "\x1b" not in printed
        assert "[red]=HYPERLINK(1)[/red]" in "".join(printed.split())
    assert exported()[toll]["victims"] == hostile
    assert run("history", toll, "--db", "a.db").stdout == shown[0]


def test_processes_that_correct_at_once_all_get_their_word_in(here: Path) -> None:
    toll = only("casualty_report")["id"]
    program = [sys.executable, "-c", "from cli import main; main()"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    words = [["correct", toll, f"killed={number}"] for number in range(3, 7)] + [["reject", toll], ["reject", toll]]
    processes = [
        subprocess.Popen(
            [*program, *word, *SIGNED], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment
        )
        for word in words
    ]
    with Stub(reader) as server:
        extract(server, "two")
        assert server.requests
    ends = [(process.communicate(timeout=PATIENCE), process.returncode) for process in processes]
    (refused,) = (errors for (_, errors), code in ends if code)
    assert "rejected already" in refused
    now = only("casualty_report", "--include-unsupported")
    rows = asked("SELECT old, new FROM corrections WHERE kind = 'set' ORDER BY id")
    chain = [(json.loads(row["old"]), json.loads(row["new"])) for row in rows]
    assert len(chain) == 4
    assert [new for _, new in chain[:-1]] == [old for old, _ in chain[1:]]
    assert now["killed"]["low"] == chain[-1][1]["low"]
    assert now["rejected"] is True
