"""Every mended fault of `tests/cases` stays mended."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main
from tests.cases import Case, cases, outcome


def _run(words: list[str]) -> str:
    return CliRunner().invoke(main, words, env={"OPENAI_API_KEY": "none"}).stdout


@pytest.mark.parametrize("case", list(cases()), ids=str)
def test_a_mended_fault_stays_mended(case: Case, tmp_path: Path) -> None:
    assert outcome(case, _run, tmp_path) == case.right
