"""What was made is made anew when code or data change, and not when only words about them do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_cli import ROOT

_ASK = "from extractor.fingerprint import fingerprint; print(fingerprint('doubt.py', 'language'))"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A part of the program, copied to where it may be changed."""
    for name in ("__init__.py", "fingerprint.py", "doubt.py"):
        target = tmp_path / "extractor" / name
        target.parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / "extractor" / name, target)
    shutil.copytree(ROOT / "extractor/language", tmp_path / "extractor/language", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "extractor/language/words.tsv").write_text("admit\tstatement\n", encoding="utf-8")
    return tmp_path


def asked(package: Path) -> str:
    environment = {**os.environ, "PYTHONPATH": str(package)}
    command = [sys.executable, "-P", "-c", _ASK]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment, cwd=package).stdout


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_comments_docstrings_and_blank_lines_change_nothing(package: Path) -> None:
    before = asked(package)
    assert asked(package) == before
    english = package / "extractor/language/english.py"
    change(english, '"""Which', '"""Told otherwise: which')
    change(english, "    words = ", "\n    # a remark\n    words = ")
    change(package / "extractor/doubt.py", '    """Numbers', '    """The numbers')
    assert asked(package) == before


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("doubt.py", "_WORDS = 4", "_WORDS = 5"),
        ("language/quotes.py", "1500", "1501"),
        ("language/words.tsv", "admit", "concede"),
    ],
)
def test_code_and_data_change_it(package: Path, name: str, old: str, new: str) -> None:
    before = asked(package)
    change(package / "extractor" / name, old, new)
    assert asked(package) != before


def test_a_module_that_comes_or_goes_changes_it(package: Path) -> None:
    before = asked(package)
    (package / "extractor/language/another.py").write_text("", encoding="utf-8")
    assert asked(package) != before
    (package / "extractor/language/another.py").unlink()
    assert asked(package) == before


def test_what_is_kept_may_be_lost_or_broken(package: Path) -> None:
    before = asked(package)
    (memory,) = package.rglob("fingerprint.*.json")
    memory.write_text("[", encoding="utf-8")
    assert asked(package) == before
