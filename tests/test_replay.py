"""The whole pipeline over the annotated articles: by rules, on replies of the embedded model's server, or a strong model's."""

from pathlib import Path

import pytest
import yaml

from extractor.settings import STRONG
from tests.answers import ANSWERED, answer_to
from tests.corpus import ANNOTATED, ATTACKS, Annotated
from tests.record import extract
from tests.replay import NOBODY, by_rules, replay, replayed, replayed_strong
from tests.tape import CASSETTES, tape
from tests.verify import verify

EMBEDDED = [a for a in ANNOTATED if (CASSETTES / f"{a.name}.yaml").exists()]


@pytest.mark.parametrize("article", ANNOTATED, ids=lambda a: a.name)
def test_the_rules_records_stand_in_the_article(article: Annotated) -> None:
    lines = list(by_rules(article.path))
    found = verify(lines, None)
    assert found.violations == []
    assert found.checked["evidence"] == len(lines) >= 5


@pytest.mark.parametrize("article", EMBEDDED, ids=lambda a: a.name)
def test_an_embedded_models_records_stand_in_the_article(article: Annotated) -> None:
    lines = list(replayed(article.path))
    found = verify(lines, None)
    assert found.violations == []
    assert found.checked["evidence"] == len(lines) >= 5
    assert not any("agreement" in line["support"] for line in lines), "the rules cannot agree with themselves"


@pytest.mark.parametrize("article", ANSWERED, ids=lambda a: a.name)
def test_a_strong_models_records_stand_in_the_article(article: Annotated) -> None:
    lines = list(replayed_strong(article.path))
    found = verify(lines, None)
    assert found.violations == []
    assert found.checked["evidence"] == len(lines) >= 5
    assert any("agreement" in line["support"] for line in lines)


@pytest.mark.parametrize("article", ANSWERED, ids=lambda a: a.name)
def test_an_answer_says_who_gave_it(article: Annotated) -> None:
    assert "Claude" in answer_to(article).by


def test_a_second_replay_gives_the_same_bytes(tmp_path: Path) -> None:
    for db in ("one.db", "two.db"):
        replay(f"{ANSWERED[0].name}.strong", ANSWERED[0].path, tmp_path / db, STRONG)
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


def test_a_changed_article_finds_no_reply(tmp_path: Path) -> None:
    changed = tmp_path / "changed.txt"
    article = ANSWERED[0]
    changed.write_text(article.text.replace("the", "a"), encoding="utf-8")
    with tape(f"{article.name}.strong"), pytest.raises(Exception, match="cannot reach"):
        extract(changed, STRONG, tmp_path / "changed.db", NOBODY)


def test_cassettes_belong_to_articles_and_hold_no_secret() -> None:
    files = sorted(CASSETTES.glob("*.yaml"))
    known = {a.name for a in ANNOTATED} | {p.stem for p in ATTACKS.glob("*.txt")} | {f"{a.name}.strong" for a in ANSWERED}
    assert {f.stem for f in files} <= known
    assert len(files) > 5
    for file in files:
        for one in yaml.safe_load(file.read_text(encoding="utf-8"))["interactions"]:
            assert one["request"]["headers"] == {}
            assert list(one["response"]["headers"]) == ["content-type"]
            assert one["request"]["uri"] == "http://127.0.0.1/v1/chat/completions"
            assert one["request"]["body"]["model"] == one["response"]["body"]["model"] == "local"
