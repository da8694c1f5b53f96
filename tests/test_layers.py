"""What import-linter cannot see: cli.py is a module, not a package, and must stay on top and light."""

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
HEAVY = (
    "openai", "instructor", "sqlmodel", "sqlalchemy", "pydantic", "spacy", "trafilatura", "rich", "httpx2", "xllamacpp",
    "jinja2", "matplotlib",
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
    libraries = {name.split(".")[0] for name in _imported(ROOT / "cli.py")} - sys.stdlib_module_names
    assert libraries == {"click", "rich", "extractor", "schemas"}


def test_help_loads_nothing_heavy() -> None:
    code = f"import sys, cli; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
