"""No example's words ever stand in a record: a model that parrots its examples is not believed."""

import json

import pytest

from extractor.grounding.records import ground
from extractor.language.account import Account
from prompts.library import examples
from schemas.base import Proposal, RecordType
from schemas.statement import StatementProposal
from tests.corpus import ANNOTATED, Annotated
from tests.replay import by_rules

TURNS = [turn for record_type in RecordType for turn in examples(record_type)]
NAMES = sorted(
    {w for turn in TURNS for w in turn.sentences.replace(".", " ").split() if w.istitle() and len(w) > 4} - {"Monday"}
)


def test_there_are_examples_to_leak() -> None:
    assert len(TURNS) >= 3
    assert "Drelian" in NAMES


@pytest.mark.parametrize("article", ANNOTATED, ids=lambda a: a.name)
def test_no_record_holds_a_name_of_an_example(article: Annotated) -> None:
    assert not [n for n in NAMES if n in article.text]
    said = json.dumps(by_rules(article.path), ensure_ascii=False)
    assert [n for n in NAMES if n in said] == []


def test_a_parroting_model_gives_no_record() -> None:
    account = Account(ANNOTATED[0].text)
    for turn in TURNS:
        for found in json.loads(turn.answer)["statements"]:
            for sentence in account.sentences:
                parroted: list[Proposal] = [StatementProposal(sentences=[sentence.number], **found)]
                assert not [r for r in ground(account, "a", parroted) if r.supported]
