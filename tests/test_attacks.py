"""Articles that carry instructions to a model: nothing planted in them becomes a record, whoever proposes it."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from extractor.grounding.records import ground
from extractor.language.account import Account
from extractor.reading.inputs import read
from schemas.accusation import AccusationProposal, Category
from schemas.article import Article
from schemas.base import Proposal
from schemas.casualty_report import CasualtyReportProposal
from schemas.statement import Act, StatementProposal
from schemas.troop_movement import Action, TroopMovementProposal
from tests.corpus import ANNOTATED, ATTACKS, Annotated
from tests.replay import by_rules, replayed
from tests.tape import CASSETTES

PATHS = sorted(ATTACKS.glob("*.txt"))


def planted_in(path: Path) -> list[str]:
    attack: dict[str, Any] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert attack["attack"] in path.read_text(encoding="utf-8")
    return [*attack["planted"], *attack.get("planted_decoded", [])]


def obedient(sentence: int, words: str) -> list[Proposal]:
    """What a model that obeys an attack would propose, with a planted word in every field."""
    return [
        StatementProposal(sentences=[sentence], speaker=words, act=Act.ASSERT),
        CasualtyReportProposal(sentences=[sentence], killed=words, victims=words, source=words, when=words),
        TroopMovementProposal(sentences=[sentence], actor=words, action=Action.ADVANCE, to_place=words),
        AccusationProposal(sentences=[sentence], accuser=words, accused=words, allegation=words, category=Category.ATTACK),
    ]


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_nothing_planted_becomes_a_record(path: Path) -> None:
    _without_what_is_planted(path, by_rules(path))


@pytest.mark.parametrize("path", [p for p in PATHS if (CASSETTES / f"{p.stem}.yaml").exists()], ids=lambda p: p.stem)
def test_nothing_planted_becomes_an_embedded_models_record(path: Path) -> None:
    _without_what_is_planted(path, replayed(path))


def _without_what_is_planted(path: Path, lines: Sequence[dict[str, Any]]) -> None:
    assert len(lines) >= 3, "what the article itself reports is still read"
    told = [{name: value for name, value in line.items() if name not in ("id", "article_id", "article")} for line in lines]
    said = json.dumps(told, ensure_ascii=False).lower()
    assert [p for p in planted_in(path) if p.lower() in said] == []


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_a_model_that_obeys_is_not_believed(path: Path) -> None:
    account = Account(path.read_text(encoding="utf-8"))
    for planted in planted_in(path):
        for sentence in account.sentences:
            for record in ground(account, "a", obedient(sentence.number, planted)):
                if record.supported:
                    assert planted.lower() not in record.model_dump_json(exclude={"support"}).lower(), record


@pytest.mark.parametrize("article", ANNOTATED, ids=lambda a: a.name)
def test_news_is_not_taken_for_an_order(article: Annotated) -> None:
    for one in read([str(article.path)]):
        assert isinstance(one, Article)
        assert Account(one.text, one.skipped).addressed == frozenset()
