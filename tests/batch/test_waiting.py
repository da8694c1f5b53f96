"""Batches under way stand in the ledger: nobody asks meanwhile what they are asked, and nobody waits for one that failed."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.batch.folder import held
from extractor.errors import BatchError
from tests.batch.steps import collect, exported, live, missing, prepare, rows, status, submit
from tests.batch.stub import BatchStub, answered
from tests.newsroom import newsroom, reader
from tests.stub import Reply, Stub, failure
from tests.test_cli import ROOT, run

LIMIT = {"object": "list", "data": [{"code": "token_limit_exceeded", "message": "Too many tokens are enqueued.", "line": None}]}


def sql(words: str) -> list[tuple[object, ...]]:
    with sqlite3.connect("a.db") as connection:
        return connection.execute(words).fetchall()


def test_nobody_asks_what_a_batch_is_asked(server: BatchStub, here: Path) -> None:
    newsroom(here / "press")
    prepare(server)
    submit()
    assert live(code=1) == []
    told = run("extract", "press", "--model", "m", "--base-url", server.url, "--db", "a.db", code=1).stderr
    assert "waiting press/depot.txt: batch_1 is to answer a request about it" in told
    assert "3 articles, for a batch" in told
    assert "failed" not in told
    dry = run("extract", "press", "--model", "m", "--base-url", server.url, "--db", "a.db", "--dry-run").stdout
    assert "3 articles, 0 requests" in dry
    assert "no requests" in prepare(server, "second").stdout
    server.end("batch_1", "completed", [answered(a) for a in server.asked("batch_1")], [])
    assert live(code=1) == [], "not before it is collected"
    collect()
    assert live() == []
    live("whole.db")
    assert exported() == exported("whole.db") != ""
    assert set(rows().values()) == {1}


def test_only_that_article_waits_and_only_for_that_model(server: BatchStub, here: Path) -> None:
    newsroom(here / "press")
    words = ("--db", "a.db", "-o", "sent")
    run("batch", "prepare", "press/depot.txt", "--model", "m", "--base-url", server.url, *words)
    submit()
    assert len(live(code=1)) == 2
    with Stub(reader) as stub:
        again = ("press/depot.txt", "--base-url", stub.url, "--db", "a.db")
        run("extract", *again, "--model", "other")
        assert len(stub.requests) == 1
        before = exported()
        run("extract", *again, "--model", "m", code=1)
        assert exported() == before != "", "what another model read stays"
        run("extract", *again, "--model", "m", "--force")
        assert len(stub.requests) == 2


def test_a_recording_answers_what_a_batch_is_asked(server: BatchStub, here: Path) -> None:
    newsroom(here / "press")
    with Stub(reader) as stub:
        words = ("press", "--model", "m", "--base-url", stub.url, "--db", "live.db", "--record", "run.jsonl")
        run("extract", *words)
    prepare(server)
    submit()
    run("extract", "press", "--replay", "run.jsonl", "--db", "a.db")
    assert exported() == exported("live.db") != ""


def test_a_batch_is_not_waited_for_longer_than_its_window(server: BatchStub, here: Path) -> None:
    newsroom(here / "press")
    prepare(server)
    submit()
    ((until,),) = sql("SELECT DISTINCT until > strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '+23 hours') FROM requests")
    assert until == 1
    sql("UPDATE requests SET until = '2026-01-01T00:00:00Z'")
    assert len(live()) == 3
    server.end("batch_1", "completed", [answered(a) for a in server.asked("batch_1")], [])
    assert "3 of 3 requests answered, 3 lines new" in collect().stdout, "what came late is paid for, and kept"


def test_the_window_is_the_one_that_the_server_tells(server: BatchStub, here: Path) -> None:
    newsroom(here / "press")
    prepare(server)
    server.told = {"expires_at": "4000000000"}
    submit()
    assert sql("SELECT DISTINCT batch, until FROM requests") == [("batch_1", "2096-10-02T07:06:40Z")]


@pytest.mark.parametrize("ended", ["failed", "expired", "cancelled", "CANCELED", "broken"])
def test_a_batch_that_failed_as_a_whole_frees_its_requests_and_is_made_again(server: BatchStub, here: Path, ended: str) -> None:
    newsroom(here / "press")
    prepare(server)
    submit()
    server.batches["batch_1"] |= {"status": ended, "errors": LIMIT, "request_counts": None}
    assert f"batch_1 {ended}, 0 of 3 requests answered, 0 failed (Too many tokens are enqueued.)" in status()
    told = collect(code=1)
    assert len(missing(told)) == 3
    assert f"batch_1 is {ended}, and nothing came back (Too many tokens are enqueued.)" in missing(told)[0]
    assert set(rows()) == {(hash, "failed") for hash, _ in rows()}
    again = submit().stdout
    assert "submitted again" in again
    assert "requests-0001.jsonl: batch_2, 3 requests" in again
    assert live(code=1) == [], "a batch is asked again"
    assert "submitted before as batch_2" in submit().stdout
    server.end("batch_2", "completed", [answered(a) for a in server.asked("batch_2")], [])
    assert "3 of 3 requests answered" in collect().stdout
    assert sorted(sql("SELECT attempt, batch, outcome, count(*) FROM requests GROUP BY 1, 2, 3")) == [
        (1, "batch_1", "failed", 3),
        (2, "batch_2", "ok", 3),
    ]
    assert live() == []


def test_a_batch_that_fails_at_once_is_told_at_once(server: BatchStub, here: Path) -> None:
    newsroom(here / "press")
    prepare(server)
    server.told = {"status": "failed", "errors": LIMIT}
    assert "batch_1 is failed, and nothing came back (Too many tokens are enqueued.)" in submit(code=1).stdout
    assert len(live()) == 3


def test_what_brought_something_is_not_made_again(server: BatchStub, here: Path) -> None:
    newsroom(here / "press")
    prepare(server)
    submit()
    server.end("batch_1", "expired", [], [answered(a, failure(400, "no")) for a in server.asked("batch_1")])
    assert "submitted before as batch_1" in submit().stdout
    assert len(live(code=1)) == 0
    collect(code=1)
    assert len(live()) == 3


def test_a_refused_creation_frees_its_requests(server: BatchStub, here: Path) -> None:
    newsroom(here / "press")
    prepare(server)
    for number, refusal in enumerate((failure(400, "no batches of m"), failure(404, "no such file"), failure(503, "later")), 1):
        server.trouble = lambda call, refusal=refusal: refusal if call == "POST /batches" else None  # type: ignore[misc]
        submit(code=1)
        assert [outcome for (outcome,) in sql("SELECT DISTINCT outcome FROM requests")] == ["failed"]
        assert len(sql("SELECT id FROM requests")) == 3 * number
    assert server.calls.count("POST /files") == 3, "what was refused is uploaded anew, what failed is not"
    server.trouble = lambda call: None
    assert "batch_1, 3 requests" in submit().stdout
    assert server.calls.count("POST /files") == 3


def test_a_folder_submitted_by_an_older_program_is_waited_for(server: BatchStub, here: Path) -> None:
    newsroom(here / "press")
    prepare(server)
    submit()
    sql("DELETE FROM requests")
    assert "submitted before as batch_1" in submit().stdout
    assert live(code=1) == []
    sql("DELETE FROM requests")
    server.end("batch_1", "completed", [answered(a) for a in server.asked("batch_1")[1:]], [])
    assert "2 of 3 requests answered, 2 lines new" in collect(code=1).stdout
    assert len(live()) == 1


def test_two_programs_do_not_submit_one_folder(server: BatchStub, here: Path) -> None:
    newsroom(here / "press")
    prepare(server)
    command = [sys.executable, "-c", "from cli import main; main()", "batch", "submit", "sent", "--db", "a.db"]
    environment = {**os.environ, "PYTHONPATH": os.fspath(ROOT)}
    second: list[subprocess.CompletedProcess[str]] = []

    def meanwhile(call: str) -> Reply | None:
        if call == "POST /batches":
            second.append(subprocess.run(command, env=environment, capture_output=True, text=True))
        return None

    server.trouble = meanwhile
    submit()
    assert [done.returncode for done in second] == [1]
    assert {done.stderr for done in second} == {
        "communique: another communique is at work on sent; try again when it is done\n"
    }
    assert server.calls.count("POST /batches") == 1
    with held(Path("sent")):
        assert "another communique is at work" in collect(code=1).stderr
        with pytest.raises(BatchError), held(Path("sent")):
            pass
    assert "submitted before" in submit().stdout, "the end of a program gives the folder free"
