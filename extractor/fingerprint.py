"""What parts of the program do, as a hash: what was made with them is made anew when it changes.

Code counts by its syntax tree, without docstrings and comments; a data file by its bytes. The trees of some forty modules take
a seventh of a second, so the hash is kept beside Python's own compiled files, under the hash of all these files' bytes.
"""

import ast
import hashlib
import json
from contextlib import suppress
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path

_ROOT = Path(__file__).parent
_MOST = 20  # hashes that are kept


@cache
def fingerprint(*names: str) -> str:
    """The hash of these files and folders of the package, such as `doubt.py` and `language`: 16 hexadecimal digits."""
    sources = [(name, path.read_bytes()) for name, path in sorted(_files(names))]
    digest = hashlib.sha256()
    for name, content in sources:
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    raw, kept = digest.hexdigest(), _kept()
    if raw not in kept:
        kept[raw] = _meaning(sources)
        _keep(dict([*kept.items()][-_MOST:]))
    return kept[raw]


def _files(names: tuple[str, ...]) -> list[tuple[str, Path]]:
    found = []
    for name in names:
        for path in [_ROOT / name] if (_ROOT / name).is_file() else (_ROOT / name).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                found.append((path.relative_to(_ROOT).as_posix(), path))
    return found


def _meaning(sources: list[tuple[str, bytes]]) -> str:
    digest = hashlib.sha256()
    for name, content in sources:
        told = _tree(content).encode("utf-8", "surrogatepass") if name.endswith(".py") else content
        digest.update(f"{name}\0{len(told)}\0".encode() + told)
    return digest.hexdigest()[:16]


def _tree(source: bytes) -> str:
    """The syntax tree of a module in words, without the strings that stand alone: those only tell something to people."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [s for s in body if not _only_says(s)]  # type: ignore[attr-defined]
    return ast.dump(tree)


def _only_says(statement: ast.AST) -> bool:
    return (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant) and isinstance(statement.value.value, str)
    )


def _memory() -> Path:
    return Path(cache_from_source(__file__)).with_suffix(".json")


def _kept() -> dict[str, str]:
    try:
        kept = json.loads(_memory().read_bytes())
    except (OSError, ValueError):
        return {}
    return {str(raw): str(found) for raw, found in kept.items()} if isinstance(kept, dict) else {}


def _keep(kept: dict[str, str]) -> None:
    """Written whole and then put in its place: other processes may read it meanwhile."""
    with suppress(OSError):  # a package that cannot be written is hashed anew each time
        memory = _memory()
        memory.parent.mkdir(parents=True, exist_ok=True)
        new = memory.with_suffix(f".{hashlib.sha256(str(kept).encode()).hexdigest()[:8]}")
        new.write_text(json.dumps(kept), encoding="utf-8")
        new.replace(memory)
