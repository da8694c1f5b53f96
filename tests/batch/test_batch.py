"""Batches against a stand-in on the loopback: what is asked, what comes back, and what is left for a live run."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from extractor.batch.folder import Folder, plan_of
from extractor.errors import BatchError
from extractor.storage.store import Store
from tests.batch.steps import KEY, collect, exported, live, missing, prepare, rows, submit
from tests.batch.stub import EXPIRED, BatchStub, answered, unanswered
from tests.faults import press
from tests.newsroom import newsroom, reader
from tests.stub import Reply, Stub, completion, failure
from tests.test_cli import run


def ordered(bodies: Iterable[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(body, sort_keys=True) for body in bodies)


def test_a_batch_asks_what_a_live_run_asks(server: BatchStub, here: Path) -> None:
    newsroom(here / "press")
    assert "3 requests in 1 files" in prepare(server).stdout
    lines = [json.loads(line) for line in Path("sent/requests-0001.jsonl").read_text(encoding="utf-8").splitlines()]
    bodies = live("live.db")
    with sqlite3.connect("live.db") as connection:
        hashes = {hash for (hash,) in connection.execute("SELECT hash FROM requests")}
    assert ordered(line["body"] for line in lines) == ordered(bodies)
    assert {line["custom_id"] for line in lines} == hashes
    assert {(line["method"], line["url"]) for line in lines} == {("POST", "/v1/chat/completions")}
    assert server.calls == []


def test_a_reasoning_model_is_asked_as_the_client_learns_to_ask_it(server: BatchStub, here: Path) -> None:
    newsroom(here / "press")
    words = ("press/ferry.txt", "--model", "gpt-5-mini", "--base-url")

    def reasoning(body: dict[str, Any]) -> Any:
        refused = next((name for name in ("max_tokens", "temperature") if name in body), None)
        told = f"'{refused}' is not supported with this model; use 'max_completion_tokens'."
        return failure(400, told, param=refused) if refused else reader(body)

    with Stub(reasoning) as stub:
        run("extract", *words, stub.url, "--db", "live.db")
    run("batch", "prepare", *words, server.url, "--db", "a.db", "-o", "sent")
    (line,) = Path("sent/requests-0001.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["body"] == stub.requests[-1]


def test_one_batch_expires_half_way_and_a_live_run_does_the_rest(server: BatchStub, here: Path) -> None:
    count, half = 4, 2
    press(here / "press", count)
    prepare(server, more=("--file-requests", str(half)))
    submit()
    first, second = server.batches
    one, two = server.asked(first), server.asked(second)
    assert len(one) == len(two) == half
    server.end(
        first, "completed", [answered(a) for a in one[:-1]], [answered(a, failure(400, "bad request")) for a in one[-1:]]
    )
    server.end(second, "expired", [answered(a) for a in two[: half // 2]], [unanswered(a, EXPIRED) for a in two[half // 2 :]])
    told = collect(code=1)
    left = 1 + half // 2
    reasons = Counter(line.split(": ", 2)[2] for line in missing(told))
    assert reasons == {
        "failed: status 400: bad request": 1,
        f"failed: batch_expired: {EXPIRED['message']}": half // 2,
    }
    assert f"{count - left} of {count} requests answered, {count} lines new" in told.stdout
    kept = rows()
    assert len(kept) == count
    assert set(kept.values()) == {1}
    again = collect(code=1)
    assert missing(again) == missing(told)
    assert f"{count - left} of {count} requests answered, 0 lines new" in again.stdout
    assert rows() == kept
    sent = live()
    lost = [line["body"] for line in one[-1:] + two[half // 2 :]]
    assert ordered(sent) == ordered(lost)
    assert missing(collect()) == []
    live("whole.db")
    assert exported() == exported("whole.db") != ""
    assert live() == []


def test_submitting_again_submits_what_was_not(server: BatchStub, here: Path) -> None:
    newsroom(here / "press")
    prepare(server, more=("--file-requests", "1"))
    assert run("batch", "status", "sent").stdout.count("not submitted") == 3
    made: list[str] = []

    def second_fails(call: str) -> Reply | None:
        made.append(call)
        return failure(500, f"no batch for {KEY}") if call == "POST /batches" and made.count(call) == 2 else None

    server.trouble = second_fails
    failed = submit(code=1)
    assert KEY not in failed.output
    assert "status 500: no batch for ***" in failed.stderr
    assert len(server.batches) == 1
    told = submit().stdout
    assert "requests-0001.jsonl: submitted before as batch_1" in told
    assert len(server.batches) == 3
    assert submit().stdout.count("submitted before") == 3
    assert len(server.batches) == server.calls.count("POST /files") == 3
    status = run("batch", "status", "sent").stdout.splitlines()
    assert status[0] == "requests-0001.jsonl: batch_1 in_progress, 0 of 1 requests answered, 0 failed"


def test_a_batch_whose_creation_was_not_written_down_is_found_again(server: BatchStub, here: Path) -> None:
    newsroom(here / "press")
    prepare(server)

    def lost(call: str) -> Reply | None:
        if call != "POST /batches":
            return Reply(400, {"error": None}) if call == "GET /batches" and blind else None
        server.make(list(server.files)[-1])
        return Reply(cut=True)

    server.trouble = lost
    blind = True
    assert "cannot reach" in submit(code=1).stderr
    assert live(code=1) == [], "nobody knows that it was not made"
    blind = False
    assert "batch_1, 3 requests" in submit().stdout
    assert len(server.batches) == 1
    prepare(server, "second", "b.db")
    assert "batch_2, 3 requests" in run("batch", "submit", "second", "--db", "b.db").stdout, "found at once"
    assert len(server.batches) == 2


def test_every_way_a_line_can_end(server: BatchStub, here: Path) -> None:
    press(here / "press", 9)
    prepare(server)
    submit()
    asked = server.asked("batch_1")
    beyond = {name: [{**one, "sentences": [99]} for one in found] for name, found in reader(asked[5]["body"]).items()}
    output = [
        answered(asked[0]),
        answered(asked[0]),
        answered(asked[1], completion('{"statements": [{"sent', finish="length")),
        answered(asked[2], completion(None, refusal="I cannot help with reports of war.")),
        answered(asked[3], completion("Here are the records: none.")),
        answered(asked[4], Reply(body={"choices": "none"})),
        answered(asked[5], completion(beyond)),
        {**answered(asked[6]), "custom_id": "request-1"},
    ]
    errors = [answered(asked[6], failure(429, "slow down")), unanswered(asked[7], {"code": "odd", "message": None})]
    server.end("batch_1", "completed", output, errors)
    name = server.batches["batch_1"]["output_file_id"]
    server.files[name] += b"\n[1]\n{broken\n\xff\xfe\n"
    told = collect(code=1)
    assert "skipped   4 lines" in told.stderr
    assert [line.split(": ", 2)[2] for line in missing(told)] == [
        "truncated: the answer was cut off at the token limit",
        "refused: I cannot help with reports of war.",
        "invalid: it is not JSON of the shape asked for: “Here are the records: none.”",
        "invalid: the reply holds no answer; is this an OpenAI-compatible server?",
        "invalid: none of its records can be read: troop_movements[0].sentences: [99] names no sentence; there are 1 to 2",
        "rate limited: status 429: slow down",
        "failed: odd: no reason given",
        "failed: batch_1 is completed, and nothing came back",
    ]
    assert "press/report00000.txt" not in told.stderr
    with sqlite3.connect("a.db") as connection:
        assert connection.execute("SELECT sum(tokens_in), sum(tokens_out) FROM requests").fetchone() == (500, 50)
        assert connection.execute("SELECT requests, tokens_in, ended > '' FROM runs").fetchone() == (9, 500, 1)
    assert set(rows().values()) == {1}
    prepare(server, "second")
    again = plan_of(Path("second"))
    assert again.count == 9, "the truncated one in two halves, seven whole"
    assert asked[0]["custom_id"] not in again.files[0].requests


def test_batches_that_are_not_over_are_waited_for(server: BatchStub, here: Path) -> None:
    newsroom(here / "press")
    prepare(server)
    assert "not submitted, 3 requests" in collect(code=1).stderr
    submit()
    told = collect(code=1)
    assert "waiting   requests-0001.jsonl: batch_1 is in_progress, 3 requests" in told.stderr
    assert missing(told) == []
    server.batches["batch_1"] |= {
        "status": "failed",
        "errors": {"object": "list", "data": [{"code": "token_limit_exceeded", "message": "Enqueued token limit reached."}]},
    }
    told = collect(code=1)
    assert len(missing(told)) == 3
    assert "batch_1 is failed, and nothing came back (Enqueued token limit reached.)" in missing(told)[0]
    assert "Enqueued token limit reached" in run("batch", "status", "sent").stdout


def test_a_collect_that_was_stopped_goes_on(server: BatchStub, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    press(here / "press", 5)
    prepare(server)
    submit()
    server.end("batch_1", "cancelled", [answered(a) for a in server.asked("batch_1")], [])
    close, left = Store.close_request, iter((True, True, False))

    def stops(self: Store, *words: Any) -> None:
        if not next(left):
            raise KeyboardInterrupt
        close(self, *words)

    with monkeypatch.context() as patch:
        patch.setattr(Store, "close_request", stops)
        collect(code=1)
    assert sorted(outcome for _, outcome in rows()) == ["ok", "ok", "sent", "sent", "sent"]
    assert "5 of 5 requests answered, 3 lines new" in collect().stdout
    assert set(rows().values()) == {1}
    assert live() == []


def test_what_was_answered_before_is_left_out_and_twins_are_asked_once(server: BatchStub, here: Path) -> None:
    newsroom(here / "press")
    (here / "press" / "twin.txt").write_bytes((here / "press" / "ferry.txt").read_bytes())
    prepare(server, "one")
    assert plan_of(Path("one")).count == 3
    live()
    assert "no requests" in prepare(server, "two").stdout
    assert not list(Path("two").iterdir())


def test_files_are_limited_in_bytes(server: BatchStub, here: Path) -> None:
    newsroom(here / "press")
    prepare(server, more=("--file-size", "0.025"))
    sizes = [path.stat().st_size for path in sorted(Path("sent").glob("requests-*.jsonl"))]
    assert len(sizes) > 1
    assert max(sizes) <= 25_000


def test_folders_and_databases_that_do_not_fit(server: BatchStub, here: Path) -> None:
    newsroom(here / "press")
    assert "holds no requests" in run("batch", "status", "none", code=1).stderr
    prepare(server)
    assert "holds requests already" in prepare(server, code=1).stderr
    prepare(server, "other", "b.db")
    run("articles", "--db", "b.db")
    with sqlite3.connect("b.db") as connection:
        connection.execute("UPDATE runs SET started = '2020-01-01T00:00:00Z'")
    assert "was not prepared with b.db" in run("batch", "submit", "sent", "--db", "b.db", code=1).stderr
    Path("sent/batches.json").write_text("{", encoding="utf-8")
    assert "is damaged" in submit(code=1).stderr
    plan = json.loads(Path("sent/requests.json").read_text(encoding="utf-8"))
    plan["files"][0]["name"] = "../../secret"
    Path("sent/requests.json").write_text(json.dumps(plan), encoding="utf-8")
    assert "is damaged" in submit(code=1).stderr
    assert server.calls == []
    with pytest.raises(BatchError):
        Folder(Path("press"), None)


def test_wrong_usage_and_refused_keys(server: BatchStub, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newsroom(here / "press")
    assert "no hosted model" in run("batch", "prepare", "press", "--model", "local", "-o", "x", code=2).stderr
    prepare(server)
    server.trouble = lambda call: failure(401, f"Incorrect API key provided: {KEY}")
    refused = submit(code=1)
    assert "the key was refused" in refused.stderr
    assert KEY not in refused.output
    monkeypatch.delenv("OPENAI_API_KEY")
    run("batch", "prepare", "press", "--model", "m", "--db", "a.db", "-o", "keyless")
    assert "set OPENAI_API_KEY" in run("batch", "submit", "keyless", "--db", "a.db", code=1).stderr
