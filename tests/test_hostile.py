"""What is no article does no harm: it is read, or refused in one line, and the others are done."""

from pathlib import Path

import pytest

from extractor.errors import InputError
from extractor.reading import inputs
from extractor.reading.articles import LONGEST, Metadata, articles_of
from extractor.reading.inputs import Unread, read
from extractor.settings import RULES
from extractor.work import Job, grounded, prepared
from schemas.article import Article
from schemas.base import RecordType
from tests.hostile import KINDS, jsonl
from tests.test_cli import run

GOOD = "TARN, March 15, 2024 — The council met.\n\nVelian troops entered Osk on Wednesday, said Col. Ivo Marn, a spokesman.\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_read_or_refused(kind: str) -> None:
    try:
        articles = articles_of("x.txt", KINDS[kind](3000))
    except InputError:
        return
    job = Job("rules", RULES, tuple(RecordType))
    for article in articles:
        work = prepared(article, job)
        for record, _ in grounded(article, [(p, None) for p in work.proposals], work.account):
            assert article.text[record.start : record.end] == record.evidence


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The army left Osk. " * 15_000, "a line in it has 285,000 characters, too many for one article (200,000)"),
        ("The army left Osk on Monday, it said.\n" * 8_000, "a story in it has 303,999 characters"),
        ("Go.\n" * 100_001, "it has 100,001 lines"),
    ],
)
@pytest.mark.parametrize("name", ["long.txt", "long.md", "long.jsonl"])
def test_what_is_too_long_is_refused_in_a_line_and_the_others_are_done(here: Path, name: str, text: str, said: str) -> None:
    (here / name).write_text(jsonl([text]) if name.endswith(".jsonl") else text, encoding="utf-8")
    result = run("extract", name, "good.txt", "--model", "rules", "--db", "a.db", code=1)
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("not read ")]
    assert said in line
    assert "read good.txt: " in result.stderr


def test_long_articles_of_one_file_are_told_apart(here: Path) -> None:
    story = f"{GOOD}\n" + "The army left Osk on Monday, it said.\n" * 3_000
    (here / "many.txt").write_text("\n=====\n".join([story] * 3), encoding="utf-8")
    found = list(read(["many.txt"]))
    assert [type(one) for one in found] == [Article] * 3
    assert sum(len(one.text) for one in found if isinstance(one, Article)) > LONGEST


def test_whatever_reading_an_input_raises_leaves_the_others(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaking(path: str, text: str, metadata: Metadata | None = None) -> list[Article]:
        if "bad" in path:
            raise LookupError("verb")
        return articles_of(path, text, metadata)

    monkeypatch.setattr(inputs, "articles_of", breaking)
    (here / "bad.txt").write_text(GOOD, encoding="utf-8")
    (here / "bad.jsonl").write_text(jsonl([GOOD]), encoding="utf-8")
    found = list(read(["bad.txt", "bad.jsonl", "good.txt"]))
    assert [type(one) for one in found] == [Unread, Unread, Article]
    assert "LookupError: verb" in found[0].reason if isinstance(found[0], Unread) else False
