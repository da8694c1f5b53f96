"""The process that grounds beside a run over many articles: what it makes, and how it ends."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.faults import press
from tests.newsroom import newsroom, reader
from tests.stub import Stub, completion
from tests.test_cli import ROOT, intact, run
from tests.waiting import PATIENCE, until

# Ctrl-C may be ignored where the tests run; says at its end whether the parser was loaded in this process.
_PROGRAM = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from cli import main
try:
    main()
finally:
    print("parser" if "spacy" in sys.modules else "no parser")
"""
# Every Python process of a run reads this first: articles about Osk meet a bug of ours, and none may take long.
_BROKEN = """
from extractor import signals
from extractor.language.account import Account
signals.ARTICLE_SECONDS = 1.0
read = Account.__init__
def breaking(self, text, *rest):
    if {whom!r} in text:
        {what}
    read(self, text, *rest)
Account.__init__ = breaking
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def start(server: Stub, db: str, *more: str, path: Path | None = None, **settings: Any) -> "subprocess.Popen[str]":
    words = ["extract", "press", "--model", "m", "--base-url", server.url, "--db", db, *more]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(str(p) for p in (path, ROOT) if p)}
    command = [sys.executable, "-c", _PROGRAM, *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, **settings)


def broken(folder: Path, what: str, whom: str = "council of Osk") -> Path:
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_BROKEN.format(what=what, whom=whom), encoding="utf-8")
    return folder


def exported(db: str) -> str:
    return run("export", "--include-unsupported", "--db", db).stdout


def test_many_articles_are_grounded_apart_and_to_the_same_records(here: Path) -> None:
    newsroom(here / "press")
    press(here / "press", 20)
    with Stub(reader) as server:
        process = start(server, "apart.db", "--concurrency", "16")
        told, errors = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, errors
        assert told == "no parser\n"
        run("extract", "press", "--model", "m", "--base-url", server.url, "--db", "alone.db", "--concurrency", "1")
    assert exported("apart.db") == exported("alone.db") != ""


def test_a_few_articles_start_no_process(here: Path) -> None:
    newsroom(here / "press")
    with Stub(reader) as server:
        process = start(server, "a.db")
        assert process.communicate(timeout=PATIENCE)[0] == "parser\n"


@pytest.mark.parametrize("count", [3, 20])
def test_a_bug_that_one_article_meets_fails_that_article(here: Path, count: int) -> None:
    press(here / "press", count)
    with Stub(reader) as server:
        process = start(server, "a.db", path=broken(here / "bug", 'raise KeyError("verb")'))
        _, errors = process.communicate(timeout=PATIENCE)
        assert process.returncode == 1
        failed = [line for line in errors.splitlines() if line.startswith("failed ")]
        assert len([line for line in failed if "(KeyError: 'verb'); that is a bug" in line]) == -(-count // 10)
        assert "Traceback" not in errors
        mended = run("extract", "--retry-failed", "--model", "m", "--base-url", server.url, "--db", "a.db")
        assert "requests     0 sent" in mended.stderr
        assert len(server.requests) == count
    assert len(exported("a.db").splitlines()) == count


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("import os; os._exit(9)", "the process that reads sentences ended over it"),
        ("while True: pass", "took longer than 1 s"),
    ],
)
def test_an_article_that_ends_or_stops_the_worker_fails_alone_and_no_answer_is_lost(here: Path, what: str, said: str) -> None:
    press(here / "press", 20)
    with Stub(reader) as server:
        process = start(server, "a.db", path=broken(here / "bug", what))
        _, errors = process.communicate(timeout=PATIENCE)
        assert process.returncode == 1
        failed = [line for line in errors.splitlines() if line.startswith("failed ")]
        assert sum(said in line for line in failed if "press/report" in line) == 2
        assert "Traceback" not in errors
        assert len(exported("a.db").splitlines()) == 18
        run("extract", "--retry-failed", "--model", "m", "--base-url", server.url, "--db", "a.db")
        assert len(server.requests) == 20
    assert len(exported("a.db").splitlines()) == 20


def test_an_article_of_a_few_that_takes_too_long_fails_alone(here: Path) -> None:
    press(here / "press", 3)
    with Stub(reader) as server:
        process = start(server, "a.db", path=broken(here / "bug", "import time; time.sleep(1000)"))
        _, errors = process.communicate(timeout=PATIENCE)
        assert process.returncode == 1
        assert "failed press/report00000.txt: took longer than 1 s" in errors
        assert "1 articles, 0 inputs not read" in errors


def test_a_worker_that_cannot_read_anything_ends_the_run_in_one_line(here: Path) -> None:
    press(here / "press", 20)
    with Stub(reader) as server:
        process = start(server, "a.db", path=broken(here / "bug", "import os; os._exit(9)", whom="TARN"))
        _, errors = process.communicate(timeout=PATIENCE)
        assert process.returncode == 1
        assert "communique: the process that reads the articles' sentences was ended" in errors
        assert "Traceback" not in errors


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="asks Linux for a process's children")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_no_worker_outlives_its_run(here: Path, how: signal.Signals) -> None:
    press(here / "press", 20)
    asked = threading.Event()

    def slow(body: dict[str, Any]) -> Any:
        asked.set()
        return completion(reader(body), pause=PATIENCE)

    with Stub(slow) as server:
        process = start(server, "a.db", "--concurrency", "16", start_new_session=True)
        assert asked.wait(PATIENCE)
        [worker] = children(process.pid)
        if how is signal.SIGKILL:
            process.kill()
        else:
            os.killpg(process.pid, how)  # as a terminal does: all programs of the group
        _, errors = process.communicate(timeout=PATIENCE)
        until(lambda: not lives(worker))
    assert how is signal.SIGKILL or (process.returncode == 130 and "stopped; what was done is kept" in errors)
    assert "Traceback" not in errors
    assert intact()


def children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text(encoding="ascii").split()]


def lives(pid: int) -> bool:
    """The process is there and has not ended; one whose parent never asked for it is a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(") ", 1)[1][0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
