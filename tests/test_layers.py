"""What import-linter cannot see: cli.py is a module, not a package, and must stay on top and light, as the commands must."""

import ast
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

ROOT = Path(__file__).parent.parent
HEAVY = (
    "openai", "instructor", "sqlmodel", "sqlalchemy", "pydantic", "spacy", "trafilatura", "rich", "httpx2", "xllamacpp",
    "jinja2",
)  # fmt: skip


def _imported(path: Path) -> set[str]:
    """The modules that a file imports, wherever in it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}


def test_nothing_imports_the_command_line() -> None:
    files = [path for folder in ("extractor", "prompts", "schemas") for path in (ROOT / folder).rglob("*.py")]
    assert len(files) > 50
    assert [
        str(path.relative_to(ROOT)) for path in files if {"cli", "tests"} & {m.split(".")[0] for m in _imported(path)}
    ] == []


def test_the_command_line_leaves_libraries_to_those_who_know_them() -> None:
    files = [ROOT / "cli.py", *(ROOT / "extractor" / "commands").glob("*.py")]
    libraries = {name.split(".")[0] for path in files for name in _imported(path)} - sys.stdlib_module_names
    assert libraries == {"click", "rich", "extractor", "schemas"}


def test_help_loads_nothing_heavy() -> None:
    code = f"import sys, cli; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def _with_what_they_need(distribution: str, found: set[str]) -> set[str]:
    """Adds a distribution and all that its plain install brings."""
    name = re.sub(r"[-_.]+", "-", distribution).lower()
    if name not in found:
        found.add(name)
        try:
            needed = requires(name) or []
        except PackageNotFoundError:  # of another platform
            needed = []
        for line in needed:
            if "extra ==" not in line:
                _with_what_they_need(re.split(r"[^\w.-]", line, maxsplit=1)[0], found)
    return found


def test_a_plain_install_brings_all_that_is_imported() -> None:
    folders = (ROOT / name for name in ("extractor", "prompts", "schemas"))
    files = [ROOT / "cli.py", *(path for folder in folders for path in folder.rglob("*.py"))]
    libraries = {name.split(".")[0] for path in files for name in _imported(path)} - sys.stdlib_module_names
    of, brought = packages_distributions(), _with_what_they_need("communique", set())
    missing = {
        library
        for library in libraries - {"extractor", "prompts", "schemas"}
        if not {re.sub(r"[-_.]+", "-", name).lower() for name in of.get(library, [])} & brought
    }
    assert missing == set()
