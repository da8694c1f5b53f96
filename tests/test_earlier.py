"""A database of an earlier version: what was paid for under its prompt is read, not asked anew; what is in doubt is asked."""

import json
import sqlite3
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from extractor.language.sentences import split_sentences
from extractor.model.prompting import halves, older_requests, requests
from extractor.reading.inputs import read
from extractor.settings import STRONG
from extractor.work import Job, prepared
from prompts.library import LISTS
from prompts.older import Older, older
from schemas.article import Article, Sentence
from schemas.base import RecordType
from schemas.request import Request
from tests.newsroom import newsroom, reader
from tests.older import present
from tests.stub import Stub, completion, failure
from tests.test_cli import run

TYPES = tuple(RecordType)
JOB = Job("m", STRONG, TYPES)
BEFORE = "prompts of before"
READ = "read from answers to an older prompt; --force asks anew"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    newsroom(tmp_path / "press")
    return tmp_path


def extract(server: Stub, *options: str, model: str = "m", inputs: tuple[str, ...] = ("press",), code: int = 0) -> Result:
    return run("extract", *inputs, "--model", model, "--base-url", server.url, "--db", "a.db", *options, code=code)


def sent(*options: str, answer: Any = reader, model: str = "m", code: int = 0) -> tuple[int, str]:
    """How many requests a run sends, and what it tells."""
    with Stub(answer) as server:
        told = extract(server, *options, model=model, code=code).output
        return len(server.requests), told


def sql(words: str, *cells: object) -> list[tuple[Any, ...]]:
    with sqlite3.connect("a.db") as connection:
        return connection.execute(words, cells).fetchall()


def with_parts(asked: list[Request], sentences: list[Sentence], model: str = "m") -> list[Request]:
    return asked + list(chain.from_iterable(halves(request, sentences, STRONG, model) for request in asked))


def as_before(which: int = 0) -> None:
    """Makes the database one of the latest version but `which`: its hashes, other records, and a field that is gone."""
    for article in [one for one in read(["press"]) if isinstance(one, Article)]:
        work = prepared(article, JOB)
        then = list(older_requests(work.sentences, TYPES, STRONG, "m"))[which]
        for old, new in zip(with_parts(then, work.sentences), with_parts(work.requests, work.sentences), strict=True):
            sql("UPDATE requests SET hash = ? WHERE hash = ?", old.hash, new.hash)
    sql("UPDATE runs SET prompt_hash = ?", BEFORE)
    sql("UPDATE extractions SET \"key\" = 'of before'")
    sql("UPDATE statements SET date = NULL, date_low = NULL, date_high = NULL")
    sql("""UPDATE requests SET reply = replace(reply, '"sentences":', '"certainty": "high", "sentences":')""")


def test_hashes_are_those_of_the_versions() -> None:
    """As the programs of those versions make them, for all types and for two, of the whole and of its halves."""
    sentences = [Sentence(number=n, text=f"The envoy spoke\n{n} times.", start=30 * n, end=30 * n + 24) for n in range(1, 5)]
    two = (RecordType.STATEMENT, RecordType.ACCUSATION)
    made = {
        (asked.older, len(types)): [r.hash for r in with_parts([asked], sentences, "hosted")]
        for types in (TYPES, two)
        for (asked,) in older_requests(sentences, types, STRONG, "hosted")
    }
    assert made == {
        ("1", 4): ["93fa614f9a5019ef3d7ecb1770e8d324", "6cee6a83dc01223844cbf77173e83e35", "e033836d7318cb58a05e3027c563ba2d"],
        ("1", 2): ["e6b0abb156eb9574223673ca685e90fa", "3211fd021ef2207bdc57c49f949af6c0", "50fe2945a84f1d94059b4186dbe3a9bf"],
        ("2", 4): ["28e4c61fb55883dd450541910ff346ec", "6ff9844ba43a54b1ded51ce68d053efb", "5dc97f34f6c0ae66179c36a515c3adbb"],
        ("2", 2): ["9da46273516e38a6f1bfad0a81524318", "59b7558d60792f1a73b7fb9ae2c16394", "74d65b0f2e21c0f90b3430bbd987bc66"],
    }


@pytest.mark.parametrize("types", [TYPES, TYPES[1:], TYPES[:1], (TYPES[0], TYPES[3])])
def test_the_present_prompt_written_down_is_the_present_prompt(
    types: tuple[RecordType, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    sections = {RecordType(name): words for name, words in present()["sections"].items()}
    written = Older("3", present()["frame"], sections, present()["shape"], present()["schema"])
    monkeypatch.setattr("extractor.model.prompting.older", lambda: (written,))
    sentences = [Sentence(number=1, text="The envoy spoke.", start=0, end=16)]
    ((then,),) = older_requests(sentences, types, STRONG, "m")
    (now,) = requests(sentences, types, STRONG, "m", None)
    assert (then.hash, then.messages) == (now.hash, now.messages)


@pytest.mark.parametrize("which", range(len(older())))
def test_records_are_made_anew_without_a_request_and_corrections_stand(which: int, here: Path) -> None:
    assert sent()[0] == 3
    ((toll,),) = sql("SELECT id FROM casualty_reports WHERE killed_low = 2")
    run("correct", toll, "killed=3", "--by", "Ada Moss", "--why", "the ministry's own list", "--db", "a.db")
    as_before(which)
    requests, told = sent()
    assert requests == 0
    assert f"3 articles {READ}" in told
    assert sql("SELECT killed_low FROM casualty_reports WHERE wounded_low = 5") == [(3,)]
    assert len(sql("SELECT id FROM statements WHERE date = '2024-03-14' AND date_high = '2024-03-14'")) == 2
    assert sql("SELECT DISTINCT run_id, prompt_hash FROM records") == [(2, BEFORE)]
    assert sql("SELECT count(*) FROM requests") == [(3,)]
    requests, told = sent()
    assert requests == 0
    assert "3 of them done before" in told
    assert READ not in told


def test_a_dry_run_and_a_batch_ask_nothing_either(here: Path) -> None:
    sent()
    as_before()
    with Stub(reader) as server:
        assert "3 articles, 0 requests" in extract(server, "--dry-run").output
        words = ("press", "--model", "m", "--base-url", server.url, "--db", "a.db", "-o", "sent")
        assert "no requests" in run("batch", "prepare", *words).output


def test_force_asks_by_the_present_prompt_whose_answers_then_stand(here: Path) -> None:
    sent()
    as_before()
    assert sent()[0] == 0
    requests, told = sent("--force")
    assert (requests, READ in told) == (3, False)
    sql("UPDATE extractions SET \"key\" = 'of a program before'")
    requests, told = sent()
    assert (requests, READ in told) == (0, False)
    assert BEFORE not in {hash for (hash,) in sql("SELECT prompt_hash FROM records")}


def test_another_model_other_types_and_a_recording_are_asked(here: Path) -> None:
    sent()
    as_before()
    assert sent(model="other")[0] == 3
    assert sent("--types", "statement,accusation")[0] == 3
    assert sent("--record", "run.jsonl")[0] == 3


def test_other_sentences_are_asked_about(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reply cites sentences by number: of a text that is split otherwise now it says nothing."""
    sent()
    as_before()

    def joined(text: str, skipped: Any) -> list[Sentence]:
        first, *rest = split_sentences(text, skipped)
        if "depot" not in text:
            return [first, *rest]
        both = first.model_copy(update={"text": text[first.start : rest[0].end], "end": rest[0].end})
        return [both, *(s.model_copy(update={"number": n}) for n, s in enumerate(rest[1:], 2))]

    monkeypatch.setattr("extractor.work.split_sentences", joined)
    requests, told = sent()
    assert requests == 1
    assert f"2 articles {READ}" in told


def test_of_an_article_in_two_parts_both_must_have_been_answered(here: Path) -> None:
    news = "OSK, March 14, 2024 — " + " ".join(f"Post {n} was quiet, the army said." for n in range(200))
    (here / "press" / "quiet.txt").write_text(news, encoding="utf-8")
    assert sent()[0] == 5
    as_before()
    quiet = "article_id = (SELECT article_id FROM inputs WHERE path LIKE '%quiet.txt')"
    sql(f"UPDATE requests SET outcome = 'failed', reply = NULL WHERE id = (SELECT max(id) FROM requests WHERE {quiet})")
    requests, told = sent()
    assert requests == 2
    assert f"3 articles {READ}" in told


def test_an_answer_that_was_cut_off_is_there_in_its_halves(here: Path) -> None:
    cut = completion('{"statements": [{"sentences": [', finish="length")
    asked = sent(answer=lambda body: cut if "sentences [1] to [4]" in body["messages"][-1]["content"] else reader(body))[0]
    assert asked == 5
    before = sql("SELECT type, summary FROM records ORDER BY start, type")
    as_before()
    requests, told = sent()
    assert requests == 0
    assert f"3 articles {READ}" in told
    assert sql("SELECT type, summary FROM records ORDER BY start, type") == before != []


def test_what_cannot_be_read_of_it_is_told_and_not_asked(here: Path) -> None:
    sent()
    as_before()
    sql("""UPDATE requests SET reply = replace(reply, '"act": "deny"', '"act": "sing"')""")
    requests, told = sent()
    assert requests == 0
    assert "press/depot.txt" in told
    assert "“sing” is none of" in told
    assert "1 records of answers" in told


def test_only_what_failed_is_asked(here: Path) -> None:
    with Stub(lambda body: failure(400) if "Ferries" in str(body["messages"]) else reader(body)) as server:
        extract(server, code=1)
    as_before()
    with Stub(reader) as server:
        told = extract(server, "--retry-failed", inputs=()).output
        assert len(server.requests) == 1
    assert READ not in told
    requests, told = sent()
    assert requests == 0
    assert f"2 articles {READ}" in told


def test_a_batch_that_is_to_answer_the_older_prompt_is_waited_for(here: Path) -> None:
    sent()
    as_before()
    ferry = "article_id = (SELECT article_id FROM inputs WHERE path LIKE '%ferry.txt')"
    sql(f"UPDATE requests SET outcome = 'sent', reply = NULL, batch = 'batch_1', until = '9999-01-01T00:00:00Z' WHERE {ferry}")
    requests, told = sent(code=1)
    assert requests == 0
    assert "batch_1 is to answer a request about it" in told
    assert f"2 articles {READ}" in told
    sql(f"UPDATE requests SET outcome = 'ok', reply = ? WHERE {ferry}", json.dumps({name: [] for name in LISTS.values()}))
    requests, told = sent()
    assert requests == 0
    assert f"1 article {READ}" in told
