"""The wheel as a user gets it: built, installed into a clean environment, run from a folder full of namesakes."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("hatchling", reason="the wheel's builder, which `make test` installs")

ROOT = Path(__file__).parent.parent
TEXT = """GAROWE, Somalia, March 4, 2024 (Test Wire) — Four soldiers were killed when a mine went off under their lorry,
the army said on Monday. The governor accused the militia of laying it.
"""


def _run(*command: object, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)  # type: ignore[call-overload,no-any-return]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = _run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder, cwd=ROOT)
    assert built.returncode == 0, built.stderr
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a clean environment that has the wheel, and sees this one's libraries after its own."""
    home = tmp_path_factory.mktemp("clean")
    made = _run(sys.executable, "-m", "venv", "--without-pip", home)
    assert made.returncode == 0, made.stderr
    programs = home / ("Scripts" if os.name == "nt" else "bin")
    put = _run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        programs / "python",
        "install",
        "--no-index",
        "--no-deps",
        "--no-compile",
        wheel,
    )
    assert put.returncode == 0, put.stderr
    (libraries,) = [path.parent for path in home.rglob("communique-*.dist-info")]
    (libraries / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n" + sysconfig.get_path("platlib") + "\n")
    return programs


@pytest.fixture
def namesakes(tmp_path: Path) -> Path:
    """A folder whose own modules have the names of the program's, and fail when they are imported."""
    for name in ("schemas", "extractor", "prompts"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise SystemExit('a namesake was imported')\n")
    (tmp_path / "cli.py").write_text("raise SystemExit('a namesake was imported')\n")
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_holds_four_names_and_their_words(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"cli.py", "extractor", "prompts", "schemas"}
    assert len(tops) == 5
    there = [p for folder in ("extractor", "prompts", "schemas") for p in (ROOT / folder).rglob("*") if p.is_file()]
    wanted = {str(path.relative_to(ROOT)) for path in there if "__pycache__" not in path.parts}
    assert {name for name in names if name.split("/")[0] in ("extractor", "prompts", "schemas")} == wanted
    assert "extractor/model/weights.json" in wanted
    assert {Path(name).suffix for name in wanted} == {
        ".py",
        ".md",
        ".sql",
        ".jsonl",
        ".json",
        ".j2",
        ".css",
        ".js",
        ".tsv",
        ".txt",
    }


def test_help_runs_among_namesakes(installed: Path, namesakes: Path) -> None:
    done = _run(installed / "communique", "--help", cwd=namesakes)
    assert done.returncode == 0, done.stderr
    assert "extract" in done.stdout


def test_extract_runs_among_namesakes(installed: Path, namesakes: Path) -> None:
    options = ("--types", "casualty_report,accusation", "--model", "local", "--dry-run")
    done = _run(installed / "communique", "extract", *options, "report.txt", cwd=namesakes)
    assert done.returncode == 0, done.stderr
    assert "report.txt: " in done.stdout
    assert "nothing was sent" in done.stdout


def test_runs_the_installed_modules(installed: Path, namesakes: Path) -> None:
    code = (
        "import cli, extractor, prompts, schemas; print(cli.__file__, *(m.__path__[0] for m in (extractor, prompts, schemas)))"
    )
    done = _run(installed / "python", "-P", "-c", code, cwd=namesakes)
    assert done.returncode == 0, done.stderr
    assert all(path.startswith(str(installed.parent)) for path in done.stdout.split())
