"""The whole pipeline over the sample articles, on replies recorded from the embedded model's own server."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from extractor.output.export import write
from extractor.settings import SMALL, STRONG, Profile
from extractor.storage.queries import Filters
from extractor.storage.store import Store
from tests.record import extract
from tests.tape import ARTICLES, CASSETTES, STRONG_ARTICLE, played, tape
from tests.verify import verify

NOBODY = ("http://127.0.0.1:9/v1", "none")
NAMES = sorted(p.stem for p in ARTICLES.glob("*.txt"))
RUNS = [(name, name, SMALL) for name in NAMES] + [(f"{STRONG_ARTICLE}.strong", STRONG_ARTICLE, STRONG)]


def replayed(cassette: str, name: str, db: Path, profile: Profile = SMALL) -> list[dict[str, Any]]:
    """The export lines of one sample article, every recorded reply having been asked for."""
    with tape(cassette) as recorded:
        (done,) = extract(ARTICLES / f"{name}.txt", profile, db, NOBODY)
        count, there = played(recorded)
    assert getattr(done, "outcome", None) == "read", done
    assert count == there, "a recorded reply was not asked for"
    out = db.with_suffix(".jsonl")
    with Store(db, read_only=True) as store, out.open("w", encoding="utf-8") as file:
        write(store, Filters(), "jsonl", file)
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(("cassette", "name", "profile"), RUNS, ids=[run[0] for run in RUNS])
def test_replayed_records_stand_in_the_article(cassette: str, name: str, profile: Profile, tmp_path: Path) -> None:
    lines = replayed(cassette, name, tmp_path / "one.db", profile)
    found = verify(lines, None)
    assert found.violations == []
    assert found.checked["evidence"] == len(lines) >= 5


def test_a_second_replay_gives_the_same_bytes(tmp_path: Path) -> None:
    for db in ("one.db", "two.db"):
        replayed(NAMES[0], NAMES[0], tmp_path / db)
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


def test_a_changed_article_finds_no_reply(tmp_path: Path) -> None:
    changed = tmp_path / "changed.txt"
    text = (ARTICLES / f"{STRONG_ARTICLE}.txt").read_text(encoding="utf-8")
    changed.write_text(text.replace("soldiers", "sailors"), encoding="utf-8")
    assert changed.read_text(encoding="utf-8") != text
    with tape(f"{STRONG_ARTICLE}.strong"), pytest.raises(Exception, match="cannot reach"):
        extract(changed, STRONG, tmp_path / "changed.db", NOBODY)


def test_cassettes_belong_to_articles_and_hold_no_secret() -> None:
    files = sorted(CASSETTES.glob("*.yaml"))
    assert {f.stem for f in files} == {run[0] for run in RUNS}
    for file in files:
        for one in yaml.safe_load(file.read_text(encoding="utf-8"))["interactions"]:
            assert one["request"]["headers"] == {}
            assert list(one["response"]["headers"]) == ["content-type"]
            assert one["request"]["uri"] == "http://127.0.0.1/v1/chat/completions"
            assert one["request"]["body"]["model"] == one["response"]["body"]["model"] == "local"
