"""A run that is recorded can be replayed without a server, byte for byte; what is not in the recording is named."""

import json
from pathlib import Path

import pytest

from prompts import library
from tests.newsroom import newsroom, reader
from tests.stub import Stub
from tests.test_cli import run


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    newsroom(tmp_path / "press")
    return tmp_path


@pytest.fixture
def recorded(here: Path) -> Path:
    with Stub(reader) as server:
        run("extract", "press", "--model", "m", "--base-url", server.url, "--db", "live.db", "--record", "run.jsonl")
        assert len(server.requests) == 3
    return here / "run.jsonl"


def exported(db: str) -> str:
    return run("export", "--db", db).stdout


def test_a_replay_gives_the_same_bytes_and_sends_nothing(recorded: Path) -> None:
    told = run("extract", "press", "--replay", "run.jsonl", "--db", "again.db").stderr
    assert "0 sent, 0 tokens in" in told
    assert exported("again.db") == exported("live.db") != ""


def test_what_was_answered_before_is_recorded_too(recorded: Path) -> None:
    with Stub(reader) as server:
        words = ("extract", "press", "--model", "m", "--base-url", server.url, "--db", "live.db")
        run(*words, "--record", "second.jsonl")
        assert server.requests == []
    first, second = (sorted(json.loads(x)["hash"] for x in _replies(name)) for name in ("run.jsonl", "second.jsonl"))
    assert first == second != []
    run("extract", "press", "--replay", "run.jsonl", "--db", "again.db", "--record", "copy.jsonl", code=2)


def _replies(name: str) -> list[str]:
    return Path(name).read_text(encoding="utf-8").splitlines()[1:]


def test_a_changed_prompt_names_the_requests_that_are_missing(recorded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = library.text
    monkeypatch.setattr(library, "text", lambda name: words(name) + (" Be brief." if name == "frame" else ""))
    result = run("extract", "press", "--replay", "run.jsonl", "--db", "again.db", code=1)
    missing = [line for line in result.stderr.splitlines() if "is not in run.jsonl" in line]
    assert len(missing) == 3
    assert "depot.txt" in result.stderr
    assert exported("again.db") == ""


def test_a_changed_article_is_missed_and_the_others_are_replayed(recorded: Path) -> None:
    changed = Path("press/depot.txt")
    changed.write_text(changed.read_text(encoding="utf-8").replace("Two soldiers", "Four soldiers"), encoding="utf-8")
    result = run("extract", "press", "--replay", "run.jsonl", "--db", "again.db", code=1)
    assert result.stderr.count("is not in run.jsonl") == 1
    kept = {json.loads(line)["article"] for line in exported("again.db").splitlines()}
    assert kept == {"press/bridge.txt"}


def test_a_recording_is_readable_and_holds_no_key(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-never-to-be-seen-again")
    with Stub(reader) as server:
        run("extract", "press", "--model", "m", "--base-url", server.url, "--db", "live.db", "--record", "run.jsonl")
    text = Path("run.jsonl").read_text(encoding="utf-8")
    assert "sk-never" not in text
    assert b"sk-never" not in Path("live.db").read_bytes()
    first, *rest = [json.loads(line) for line in text.splitlines()]
    assert first == {"kind": "communique recording", "version": 1, "model": "m", "profile": "strong"}
    assert len(rest) == 3
    assert all({"hash", "types", "outcome", "reply", "tokens_in", "tokens_out"} <= line.keys() for line in rest)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not a recording"),
        ("hello", "is damaged"),
        ('{"kind": "other"}', "not a recording"),
        ('{"kind": "communique recording", "version": 9}', "newer communique"),
        ('{"kind": "communique recording", "version": 1}\n{"hash": "a", "outcome": "won"}', "damaged at line 2"),
        ('{"kind": "communique recording", "version": 1}\n[1]', "damaged at line 2"),
    ],
    ids=["empty", "prose", "other", "newer", "outcome", "list"],
)
def test_a_file_that_is_no_recording_is_refused_in_one_line(text: str, words: str, here: Path) -> None:
    Path("bad.jsonl").write_text(text, encoding="utf-8")
    result = run("extract", "press", "--replay", "bad.jsonl", "--db", "again.db", code=1)
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_recording_is_not_written_over(recorded: Path) -> None:
    before = recorded.read_bytes()
    with Stub(reader) as server:
        words = ("extract", "press", "--model", "m", "--base-url", server.url, "--db", "b.db", "--record", "run.jsonl")
        assert "exists" in run(*words, code=1).stderr
        assert server.requests == []
    assert recorded.read_bytes() == before
