"""The whole pipeline over the annotated articles, on replies recorded from the embedded model's own server."""

from pathlib import Path

import pytest
import yaml

from extractor.settings import STRONG
from tests.corpus import ANNOTATED, ATTACKS, SAMPLES, Annotated
from tests.record import extract
from tests.replay import NOBODY, replay, replayed
from tests.tape import CASSETTES, STRONG_ARTICLE, tape
from tests.verify import verify

(STRONG_SAMPLE,) = (a for a in SAMPLES if a.name == STRONG_ARTICLE)


@pytest.mark.parametrize("article", ANNOTATED, ids=lambda a: a.name)
def test_replayed_records_stand_in_the_article(article: Annotated) -> None:
    lines = list(replayed(article.path))
    found = verify(lines, None)
    assert found.violations == []
    assert found.checked["evidence"] == len(lines) >= 5


def test_a_strong_models_records_stand_in_the_article(tmp_path: Path) -> None:
    lines = replay(f"{STRONG_ARTICLE}.strong", STRONG_SAMPLE.path, tmp_path / "one.db", STRONG)
    found = verify(lines, None)
    assert found.violations == []
    assert found.checked["evidence"] == len(lines) >= 5


def test_a_second_replay_gives_the_same_bytes(tmp_path: Path) -> None:
    for db in ("one.db", "two.db"):
        replay(SAMPLES[0].name, SAMPLES[0].path, tmp_path / db)
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


def test_a_changed_article_finds_no_reply(tmp_path: Path) -> None:
    changed = tmp_path / "changed.txt"
    changed.write_text(STRONG_SAMPLE.text.replace("soldiers", "sailors"), encoding="utf-8")
    assert changed.read_text(encoding="utf-8") != STRONG_SAMPLE.text
    with tape(f"{STRONG_ARTICLE}.strong"), pytest.raises(Exception, match="cannot reach"):
        extract(changed, STRONG, tmp_path / "changed.db", NOBODY)


def test_cassettes_belong_to_articles_and_hold_no_secret() -> None:
    files = sorted(CASSETTES.glob("*.yaml"))
    known = {a.name for a in ANNOTATED} | {p.stem for p in ATTACKS.glob("*.txt")} | {f"{STRONG_ARTICLE}.strong"}
    assert {f.stem for f in files} <= known
    assert len(files) > 5
    for file in files:
        for one in yaml.safe_load(file.read_text(encoding="utf-8"))["interactions"]:
            assert one["request"]["headers"] == {}
            assert list(one["response"]["headers"]) == ["content-type"]
            assert one["request"]["uri"] == "http://127.0.0.1/v1/chat/completions"
            assert one["request"]["body"]["model"] == one["response"]["body"]["model"] == "local"
