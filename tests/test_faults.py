"""What the world does to a run: faults of the server, a killed process, a second process on the same database.

Nothing that was paid for is lost or paid for twice, and what could not be done is listed with its reason.
"""

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

from extractor.storage.store import Store
from tests.faults import Faulty, press
from tests.newsroom import asked_about, reader
from tests.stub import Stub, completion
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


def test_a_run_outlives_every_fault_and_the_next_does_just_the_rest(here: Path) -> None:
    count = 120
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
