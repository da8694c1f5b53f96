"""What the world does to a run: faults of the server, a killed process, a second process on the same database.

Nothing that was paid for is lost or paid for twice, and what could not be done is listed with its reason.
"""

import asyncio
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from extractor.model.attempts import Attempts
from extractor.pipeline import Extraction
from extractor.reading.inputs import read
from extractor.settings import STRONG
from extractor.signals import interruptible
from extractor.storage.store import Store
from extractor.work import Job
from schemas.base import RecordType
from schemas.request import Ending, Request
from tests.faults import Faulty, press
from tests.newsroom import asked_about, reader
from tests.stub import Reply, Stub, completion, failure, in_turn
from tests.test_cli import ROOT, intact, run
from tests.waiting import PATIENCE, until


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def words(server: Stub, db: str, *more: str) -> tuple[str, ...]:
    return ("extract", "press", "--model", "m", "--base-url", server.url, "--db", db, "--concurrency", "16", *more)


def exported(db: str) -> str:
    return run("export", "--db", db).stdout


def good_hashes(db: str) -> Counter[str]:
    with sqlite3.connect(db) as connection:
        return Counter(h for (h,) in connection.execute("SELECT hash FROM requests WHERE outcome = 'ok'"))


def test_a_run_outlives_every_fault_and_the_next_does_just_the_rest(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.model.client._LONGEST_PAUSE", 0.2)
    count = 60
    press(here / "press", count)
    with Stub(reader) as healthy:
        run(*words(healthy, "whole.db"))
        assert len(healthy.requests) == count
    faulty = Faulty(share=0.35, hang=2.5)
    with Stub(faulty) as server:
        first = run(*words(server, "a.db", "--timeout", "1"), code=1)
    assert len(faulty.kinds) == 11, "every fault came"
    failed = [line for line in first.stderr.splitlines() if line.startswith("failed ")]
    listed = [line for line in failed if "press/report" in line]
    with sqlite3.connect("a.db") as connection:
        outcomes = dict(connection.execute("SELECT article_id, outcome FROM extractions GROUP BY 1").fetchall())
        assert not connection.execute("SELECT 1 FROM requests WHERE outcome = 'sent'").fetchall()
        assert not connection.execute("SELECT 1 FROM leases").fetchall()
    assert len(outcomes) == count
    left = sum(outcome != "ok" for outcome in outcomes.values())
    assert len(listed) == left > 0
    assert all(": " in line and len(line) < 300 for line in listed)
    with Stub(reader) as healthy:
        run("extract", "--retry-failed", "--model", "m", "--base-url", healthy.url, "--db", "a.db")
        sent = len(healthy.requests)
        assert len({tuple(re.findall(r"the (\d+)th time", asked_about(b))) for b in healthy.requests}) == left
        run(*words(healthy, "a.db"))
        assert len(healthy.requests) == sent
    assert exported("a.db") == exported("whole.db") != ""
    assert set(good_hashes("a.db").values()) == {1}


def test_an_answer_that_is_cut_off_is_asked_for_in_halves_once(here: Path) -> None:
    press(here / "press", 1)

    def short(body: dict[str, Any]) -> Any:
        asked = body["messages"][-1]["content"].rsplit("\n\n", 1)[-1]
        return completion('{"statements": [{', finish="length") if " to " in asked else reader(body)

    with Stub(reader) as healthy:
        run(*words(healthy, "whole.db"))
    with Stub(short) as server:
        run(*words(server, "a.db"))
        sent = len(server.requests)
        assert sent >= 3
        with sqlite3.connect("a.db") as connection:
            connection.execute("DELETE FROM extractions")
        run(*words(server, "a.db"))
        assert len(server.requests) == sent, "neither the whole nor a half is asked for again"
    assert exported("a.db") == exported("whole.db") != ""


def start(server: Stub, db: str, *more: str) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "PYTHONPATH": os.fspath(ROOT)}
    command = [sys.executable, "-m", "cli", *words(server, db, *more)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)


def slow(body: dict[str, Any]) -> Any:
    return completion(reader(body), pause=0.05)


def _ended_or_asked(process: "subprocess.Popen[bytes]", server: Stub, count: int) -> bool:
    return process.poll() is not None or len(server.requests) >= count


def test_a_run_that_is_killed_goes_on_where_it_stood(here: Path) -> None:
    """Killed when its first requests are on their way, and when some were answered; `make bench` kills at random moments."""
    count, moments = 60, (1, 25)
    press(here / "press", count)
    with Stub(reader) as healthy:
        run(*words(healthy, "whole.db"))
    with Stub(slow) as server:
        for sent in moments:
            enough = len(server.requests) + sent
            process = start(server, "a.db")
            until(partial(_ended_or_asked, process, server, enough))
            assert process.poll() is None
            process.send_signal(signal.SIGKILL)
            process.communicate()
            assert intact()
        run(*words(server, "a.db"))
        assert len(server.requests) <= count + len(moments) * 17
    assert exported("a.db") == exported("whole.db") != ""


def test_two_processes_share_the_work(here: Path) -> None:
    """Nobody is answered before there are more requests than one process sends at once: so both have work then."""
    count, at_once = 40, 4
    press(here / "press", count)
    both_ask = threading.Event()

    def answer(body: dict[str, Any]) -> Any:
        if len(server.requests) > at_once:
            both_ask.set()
        assert both_ask.wait(PATIENCE)
        return completion(reader(body), pause=0.01)

    with Stub(answer) as server:
        both = [start(server, "a.db", "--concurrency", str(at_once)) for _ in range(2)]
        said = [process.communicate(timeout=PATIENCE)[1].decode() for process in both]
        assert [process.returncode for process in both] == [0, 0], said
        asked = Counter(json.dumps(body, sort_keys=True) for body in server.requests)
    assert set(asked.values()) == {1}
    assert len(asked) == count
    assert not any("locked" in one for one in said)
    with sqlite3.connect("a.db") as connection:
        by_run = dict(connection.execute("SELECT run_id, count(*) FROM requests GROUP BY 1").fetchall())
    assert len(by_run) == 2, "each did some of it"


def test_a_lease_of_a_living_process_is_waited_for(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other process gets its answers only when this one has been refused what that one holds."""
    press(here / "press", 2)
    refused, claim = threading.Event(), Store.claim

    def claiming(store: Store, article_id: str) -> bool:
        granted = claim(store, article_id)
        if not granted:
            refused.set()
        return granted

    def answer(body: dict[str, Any]) -> Any:
        assert refused.wait(PATIENCE)
        return reader(body)

    monkeypatch.setattr(Store, "claim", claiming)
    with Stub(answer) as server:
        process = start(server, "a.db")
        until(lambda: len(server.requests) == 2)
        result = run(*words(server, "a.db"))
        errors = process.communicate(timeout=PATIENCE)[1].decode()
        assert process.returncode == 0, errors
        assert len(server.requests) == 2
    assert "2 of them done before" in result.stderr


def records_asked_again(body: dict[str, Any]) -> str:
    """What a correction says of records, empty in a first request."""
    words: str = body["messages"][-1]["content"]
    return words if "could not be read" in words else ""


def test_a_failed_run_over_what_was_read_touches_no_record(here: Path) -> None:
    press(here / "press", 3)
    with Stub(reader) as healthy:
        run(*words(healthy, "a.db"))
        before = exported("a.db")
        assert before
        other = ("--model", "other")
        for fault in (failure(400, "not today"), completion("Nothing."), completion(None, refusal="No.")):
            with Stub(in_turn(*[fault] * 20)) as server:
                run(*words(server, "a.db", *other), code=1)
            assert exported("a.db") == before
        run(*words(healthy, "a.db", *other, "--max-tokens", "1"), code=1)
        with Stub(lambda _: failure(401, "who are you?")) as server:
            run(*words(server, "a.db", *other), code=1)
        assert exported("a.db") == before
        with sqlite3.connect("a.db") as connection:
            assert connection.execute("SELECT DISTINCT outcome FROM extractions").fetchall() == [("ok",)]
            problems = {problem for (problem,) in connection.execute("SELECT problem FROM failures")}
        assert any("over budget" in p or "who are you" in p for p in problems)
        sent = len(healthy.requests)
        run("extract", "--retry-failed", *other, "--base-url", healthy.url, "--db", "a.db")
        assert len(healthy.requests) == sent + 3
        with sqlite3.connect("a.db") as connection:
            assert connection.execute("SELECT count(*) FROM failures").fetchone() == (0,)
        run("extract", "--retry-failed", *other, "--base-url", healthy.url, "--db", "a.db")
        assert len(healthy.requests) == sent + 3


def test_what_failed_in_part_is_kept_until_more_comes(here: Path) -> None:
    press(here / "press", 1)
    with Stub(lambda body: completion(json.dumps(reader(body))[:-30], finish="length")) as server:
        run(*words(server, "a.db"), code=1)
    kept = exported("a.db")
    with Stub(lambda _: failure(400, "not today")) as server:
        run(*words(server, "a.db", "--force"), code=1)
    assert exported("a.db") == kept
    with Stub(reader) as healthy:
        run("extract", "--retry-failed", "--force", "--model", "m", "--base-url", healthy.url, "--db", "a.db")
    assert len(exported("a.db").splitlines()) > 0


def test_only_the_record_that_cannot_be_read_is_asked_for_again_and_once(here: Path) -> None:
    press(here / "press", 1)
    saying = {"sentences": [2], "speaker": "Col. Ivo Marn", "act": "assert"}

    def hazy(body: dict[str, Any]) -> Any:
        good = reader(body)
        if records_asked_again(body):
            return {**{name: [] for name in good}, "statements": [saying]}
        return {**good, "statements": [{**saying, "act": "mumble"}]}

    with Stub(hazy) as server:
        told = run(*words(server, "a.db")).stderr
        _, second = server.requests
        assert "statements[0].act" in records_asked_again(second)
        assert "troop_movements[0]" not in records_asked_again(second)
        with sqlite3.connect("a.db") as connection:
            errors = [error for (error,) in connection.execute("SELECT error FROM requests WHERE error IS NOT NULL")]
            connection.execute("DELETE FROM extractions")
        assert ["statements[0].act" in error for error in errors] == [True]
        run(*words(server, "a.db"))
        assert len(server.requests) == 2, "both answers stand in the ledger"
    assert "not readable" not in told
    assert exported("a.db").count('"type": "statement"') == 1
    assert exported("a.db").count('"type": "troop_movement"') == 1


def test_a_record_that_cannot_be_read_twice_is_named_and_the_others_stay(here: Path) -> None:
    press(here / "press", 1)

    def hazy(body: dict[str, Any]) -> Any:
        return {**reader(body), "statements": [{"sentences": [99], "speaker": "nobody", "act": "assert"}]}

    with Stub(hazy) as server:
        told = run(*words(server, "a.db", "--record", "run.jsonl")).stderr
        assert len(server.requests) == 2
        run(*words(server, "a.db"))
        assert len(server.requests) == 2
    assert "statements[0].sentences: [99]" in told
    assert exported("a.db").count('"type": "troop_movement"') == 1
    again = run("extract", "press", "--replay", "run.jsonl", "--db", "b.db").stderr
    assert "statements[0].sentences: [99]" in again
    assert exported("b.db") == exported("a.db")


def test_an_answer_of_no_use_is_asked_for_once_more_and_what_was_wrong_with_it_is_said(here: Path) -> None:
    press(here / "press", 1)

    def shy(body: dict[str, Any]) -> Any:
        return reader(body) if "was not used" in body["messages"][-1]["content"] else completion("I see three records.")

    with Stub(shy) as server:
        run(*words(server, "a.db"))
        first, second = server.requests
        assert second["messages"][:-1] == first["messages"]
        assert "I see three records." in second["messages"][-1]["content"]
        with sqlite3.connect("a.db") as connection:
            connection.execute("DELETE FROM extractions")
        run(*words(server, "a.db"))
        assert len(server.requests) == 2


def test_a_correction_that_is_cut_off_is_no_empty_answer(here: Path) -> None:
    press(here / "press", 1)

    def worn(body: dict[str, Any]) -> Any:
        if " to " not in body["messages"][1]["content"].rsplit("\n\n", 1)[-1]:
            return reader(body)
        again = "was not used" in body["messages"][-1]["content"]
        return completion('{"statements": [{"sent', finish="length") if again else completion("Well.")

    with Stub(reader) as healthy:
        run(*words(healthy, "whole.db"))
    with Stub(worn) as server:
        run(*words(server, "a.db"))
    assert exported("a.db") == exported("whole.db") != ""


def test_a_prompt_that_is_too_long_is_put_in_parts(here: Path) -> None:
    press(here / "press", 1)

    def narrow(body: dict[str, Any]) -> Any:
        asked = body["messages"][-1]["content"].rsplit("\n\n", 1)[-1]
        return failure(400, "your prompt is too long", code="context_length_exceeded") if " to " in asked else reader(body)

    with Stub(reader) as healthy:
        run(*words(healthy, "whole.db"))
    with Stub(narrow) as server:
        told = run(*words(server, "a.db")).stderr
    assert "asked in parts: status 400: your prompt is too long" in told
    assert exported("a.db") == exported("whole.db") != ""


def test_a_context_with_no_room_for_the_instructions_is_told_after_one_request(here: Path) -> None:
    def answer(body: dict[str, Any]) -> Reply:
        reply = completion(reader(body))
        reply.body["usage"]["prompt_tokens"] = 1500
        return reply

    press(here / "press", 1)
    with Stub(answer) as server:
        told = start(server, "a.db").communicate(timeout=PATIENCE)[1].decode()
        assert len(server.requests) == 1
    assert "make that larger (Ollama: num_ctx)" in told


def test_an_empty_answer_to_a_prompt_that_was_cut_is_no_answer(here: Path) -> None:
    folder = press(here / "press", 1)
    (file,) = folder.glob("*.txt")
    file.write_text(
        file.read_text(encoding="utf-8")
        + "\nThe road to the old mill by the river is long and wet and it takes two men and a mule all day to walk it." * 140,
        encoding="utf-8",
    )

    def forgetful(body: dict[str, Any]) -> Any:
        good, sent = reader(body), len(str(body["messages"])) // 4
        reply = completion({name: [] for name in good} if sent > 3_000 else good)
        reply.body["usage"]["prompt_tokens"] = min(sent, 3_000)
        return reply

    with Stub(forgetful) as server:
        told = run(*words(server, "a.db")).stderr
        assert len(server.requests) > 2
    assert "the server read 3000 tokens of a prompt of about" in told
    assert exported("a.db").count('"type": "troop_movement"') == 1


def test_tokens_that_nobody_counted_are_not_known(here: Path) -> None:
    press(here / "press", 2)

    def silent(body: dict[str, Any]) -> Any:
        reply = completion(reader(body))
        del reply.body["usage"]
        return reply

    with Stub(silent) as server:
        told = run(*words(server, "a.db")).stderr
    assert "2 sent, tokens unknown" in told
    with sqlite3.connect("a.db") as connection:
        assert connection.execute("SELECT tokens_in, tokens_out FROM runs").fetchall() == [(None, None)]
    assert run("runs", "--db", "a.db").stdout


def test_a_run_that_only_fails_ends_in_one_line_and_goes_on_later(here: Path) -> None:
    count = 60
    press(here / "press", count)
    with Stub(lambda _: failure(400, "this account is asleep")) as server:
        told = run(*words(server, "a.db", "--concurrency", "4"), code=1).stderr
        assert len(server.requests) < count
    assert "in a row failed alike (status 400: this account is asleep)" in told.splitlines()[-1]
    with Stub(reader) as healthy:
        run(*words(healthy, "a.db"))
        assert len(healthy.requests) == count


class Stopped:
    """Answers nothing: Ctrl-C comes while the second request is made, and the first ends in an error of its own over it."""

    sends = True

    def __init__(self) -> None:
        self._first = asyncio.Event()

    async def ask(self, request: Request, *, attempts: Attempts | None = None) -> Ending:
        if self._first.is_set():
            raise KeyboardInterrupt
        self._first.set()
        try:
            await asyncio.sleep(PATIENCE)
        except asyncio.CancelledError as error:
            raise OSError("the connection was closed under it") from error
        raise AssertionError("nobody stopped it")


def test_what_requests_end_with_when_ctrl_c_comes_is_not_told(here: Path, caplog: pytest.LogCaptureFixture) -> None:
    press(here / "press", 2)
    job = Job("m", STRONG, tuple(RecordType), concurrency=2)
    server = Stopped()
    with Store(Path("a.db")) as store, pytest.raises(KeyboardInterrupt):
        asyncio.run(Extraction(store, job, lambda _: server, lambda _: None).run(read(["press"])))
    assert [record for record in caplog.records if record.name == "asyncio"] == []


class InItsMidst(Stopped):
    """Answers nothing; Ctrl-C comes while it makes a request."""

    async def ask(self, request: Request, *, attempts: Attempts | None = None) -> Ending:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt as error:
            raise AssertionError("stopped in its midst") from error
        await asyncio.sleep(PATIENCE)
        raise AssertionError("nobody stopped it")


def test_ctrl_c_ends_a_run_between_two_steps_of_its_loop(here: Path) -> None:
    press(here / "press", 1)
    server, job = InItsMidst(), Job("m", STRONG, tuple(RecordType))
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored by what runs in the background
    try:
        with Store(Path("a.db")) as store, pytest.raises(KeyboardInterrupt), interruptible():
            asyncio.run(Extraction(store, job, lambda _: server, lambda _: None).run(read(["press"])))
    finally:
        signal.signal(signal.SIGINT, before)
