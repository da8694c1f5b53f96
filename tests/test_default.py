"""No model at all, and the model that is asked where --model names none: who chose it, and that nobody pays unasked."""

import json
from pathlib import Path

import pytest

from tests.newsroom import newsroom, reader
from tests.stub import Stub
from tests.test_cli import query, run

KEY = "sk-stand-in"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("COMMUNIQUE_CACHE", str(tmp_path / "cache"))
    newsroom(tmp_path / "press")
    return tmp_path


def exported(db: str = "a.db") -> str:
    return run("export", "--db", db).stdout


# rules


def test_rules_are_a_run_without_model_and_weights(here: Path) -> None:
    told = run("extract", "press", "--model", "rules", "--db", "a.db").stderr
    assert "0 sent, 0 tokens in, 0 out" in told
    assert {json.loads(line)["type"] for line in exported().splitlines()} >= {"statement", "casualty_report"}
    assert query("SELECT model, profile, requests FROM runs") == [("rules", "rules", 0)]
    assert query("SELECT count(*) FROM requests") == [(0,)]
    assert not Path("cache").exists()
    assert "3 of them done before" in run("extract", "press", "--model", "rules", "--db", "a.db").stderr


def test_rules_send_nothing_whatever_else_is_asked(here: Path) -> None:
    words = ("extract", "press", "--model", "rules")
    assert "3 articles, 0 requests" in run(*words, "--dry-run").stdout
    run(*words, "--db", "a.db", "--record", "run.jsonl")
    run("extract", "press", "--replay", "run.jsonl", "--db", "b.db")
    assert exported("b.db") == exported() != ""
    assert "rules costs nothing" in run(*words, "--max-cost", "1", code=2).stderr
    assert "leave out --base-url" in run(*words, "--base-url", "http://127.0.0.1:9/v1", code=2).stderr
    assert "no hosted model" in run("batch", "prepare", "press", "--model", "rules", "-o", "folder", code=2).stderr
    assert not Path("folder").exists()


def test_rules_are_scored_but_not_compared_with_themselves(here: Path) -> None:
    run("extract", "press/depot.txt", "--model", "rules", "--db", "a.db")
    Path("gold").mkdir()
    Path("gold/depot.jsonl").write_text(exported(), encoding="utf-8")
    words = ("eval", "--gold", "gold", "--articles", "press", "--model", "rules", "--format", "json")
    scored = json.loads(run(*words).stdout)["ways"]["pipeline, rules"]
    assert (scored["types"]["all"]["record"]["f1"], scored["requests"]) == (1.0, 0)
    assert "name one with --model" in run(*words, "--compare", code=2).stderr


def test_rules_and_a_model_take_turns_on_one_database(here: Path) -> None:
    run("extract", "press", "--model", "rules", "--db", "a.db")
    by_rules = exported()
    with Stub(reader) as server:
        run("extract", "press", "--model", "m", "--base-url", server.url, "--db", "a.db")
        assert len(server.requests) == 3
        assert exported() != by_rules
        run("extract", "press", "--model", "rules", "--db", "a.db")
    assert exported() == by_rules


# a small model is asked last

DOUBTFUL = """BRASK, March 14, 2024 — Two soldiers were killed when a drone struck a depot near Osk on Tuesday, the army said.

“Nobody warned us that the road was mined at all.”
"""


def test_what_the_rules_find_is_kept_before_a_small_model_is_started(here: Path) -> None:
    Path("press/doubtful.txt").write_text(DOUBTFUL, encoding="utf-8")
    Path("broken.gguf").write_bytes(b"no weights")
    stopped = run("extract", "press", "--model", "broken.gguf", "--db", "a.db", code=1).stderr
    lines = stopped.splitlines()
    assert [line.split()[0] for line in lines[:5]].count("read") == 3
    assert any("by rules press/doubtful.txt" in line and "1 question left" in line for line in lines)
    assert "asking broken.gguf who speaks in 1 article; what the rules found is saved" in lines
    assert "did not start" in lines[-1]
    assert '"press/doubtful.txt"' in exported()
    before = exported()
    again = run("extract", "--retry-failed", "--model", "rules", "--db", "a.db").stderr
    assert "read press/doubtful.txt" in again
    assert exported() == before


def test_a_small_model_that_does_not_start_leaves_the_records_of_another(here: Path) -> None:
    Path("press/doubtful.txt").write_text(DOUBTFUL, encoding="utf-8")
    with Stub(reader) as server:
        run("extract", "press/doubtful.txt", "--model", "m", "--base-url", server.url, "--db", "a.db")
    before = exported()
    Path("broken.gguf").write_bytes(b"no weights")
    run("extract", "press/doubtful.txt", "--model", "broken.gguf", "--db", "a.db", code=1)
    assert exported() == before


# the default


def asked(server: Stub, *words: str) -> str:
    told = run("extract", "press/depot.txt", "--db", "a.db", *words).stderr
    return f"{server.requests[-1]['model'] if server.requests else 'nobody'} | {told.splitlines()[0]}"


def test_the_command_line_goes_before_the_environment_and_that_before_what_was_kept(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Stub(reader) as server:
        run("model", "use", "kept", "--base-url", server.url)
        assert asked(server) == f"kept | No --model: using kept at {server.url}, as `communique model use` set it."
        monkeypatch.setenv("COMMUNIQUE_MODEL", "rules")
        assert asked(server) == "kept | No --model: using rules, as COMMUNIQUE_MODEL says."
        monkeypatch.setenv("COMMUNIQUE_MODEL", "kept")
        assert f"using kept at {server.url}, as COMMUNIQUE_MODEL says" in asked(server, "--force")
        named = asked(server, "--model", "named", "--base-url", server.url)
        assert named.startswith("named | read ")
        other = asked(server, "--base-url", server.url + "/", "--force")
        assert other.startswith(f"kept | No --model: using kept at {server.url}/,")
        monkeypatch.delenv("COMMUNIQUE_MODEL")
        run("model", "use", "rules")
        before = len(server.requests)
        assert "using rules, as `communique model use` set it" in asked(server)
        assert len(server.requests) == before


def test_a_key_alone_pays_nobody(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    told = run("extract", "press", "--db", "a.db").stderr.splitlines()[0]
    assert told == "No --model: using rules, which need no model; `communique model use` chooses one."
    assert query("SELECT model, requests FROM runs") == [("rules", 0)]
    assert not Path("cache").exists()


def test_a_default_that_cannot_be_asked_says_what_it_lacks(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "wants OPENAI_API_KEY" in run("model", "use", "gpt-stand-in").stdout
    refused = run("extract", "press", "--db", "a.db", code=2).stderr
    assert "No --model: using gpt-stand-in" in refused
    assert "set OPENAI_API_KEY" in refused
    monkeypatch.setenv("COMMUNIQUE_MODEL", "gone.gguf")
    assert "no file gone.gguf" in run("extract", "press", "--db", "a.db", code=2).stderr
    monkeypatch.setenv("COMMUNIQUE_MODEL", "local")
    assert "name it with --model" in run("extract", "press", "--base-url", "http://127.0.0.1:9/v1", code=2).stderr


def test_the_list_tells_the_default_and_who_chose_it(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "default: rules, which need no model" in run("model", "list").stdout
    Path("own.gguf").touch()
    run("model", "use", "own.gguf")
    assert f"default: {Path('own.gguf').resolve()}, as `communique model use` set it" in run("model", "list").stdout
    monkeypatch.setenv("COMMUNIQUE_MODEL", "local-small")
    assert "default: local-small, as COMMUNIQUE_MODEL says" in run("model", "list").stdout
    assert "COMMUNIQUE_MODEL says local-small, and goes before it" in run("model", "use", "rules").stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("rules", "--base-url", "http://127.0.0.1:9/v1"), "leave out --base-url"),
        (("m", "--base-url", "127.0.0.1:9"), "must begin with http"),
        (("none.gguf",), "no file none.gguf"),
        ((" ",), "it is empty"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_a_default_is_not_kept(words: tuple[str, ...], says: str, here: Path) -> None:
    assert says in run("model", "use", *words, code=2).stderr
    assert not Path("config").exists()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"model": 3, "base_url": null}', '{"model": "m", "base_url": 7}'])
def test_a_broken_choice_is_one_line_that_says_how_to_mend_it(text: str, here: Path) -> None:
    run("model", "use", "rules")
    (file,) = Path("config").rglob("*.json")
    file.write_text(text, encoding="utf-8")
    told = run("extract", "press", code=1).stderr
    assert told.count("\n") == 1
    assert "`communique model use NAME`" in told
    run("model", "use", "rules")
    run("extract", "press", "--db", "a.db")
