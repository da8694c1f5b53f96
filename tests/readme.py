"""The outputs that README.md shows, made by the commands it names: `python -m tests.readme` runs them and writes them in.

An output stands between `<!-- output: COMMAND -->` and `<!-- /output -->`. It is refreshed by hand, not by the tests, since it
needs the demo's database.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
_OUTPUT = re.compile(r"<!-- output: (.+?) -->\n.*?<!-- /output -->", re.DOTALL)


def commands(text: str) -> list[str]:
    """The commands whose output a text shows."""
    return _OUTPUT.findall(text)


def refreshed(text: str, run: Callable[[str], str]) -> str:
    """The text with every output made anew by `run`, which gets a command and returns what it prints."""

    def block(match: re.Match[str]) -> str:
        command = match[1]
        printed = "\n".join(line.rstrip() for line in run(command).strip("\n").splitlines())
        return f"<!-- output: {command} -->\n```console\n$ {command}\n{printed}\n```\n<!-- /output -->"

    return _OUTPUT.sub(block, text)


def _run(command: str) -> str:
    print(command)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    shell = ["bash", "-o", "pipefail", "-c", command]
    environment = os.environ | {"PATH": path, "COLUMNS": "110", "NO_COLOR": "1"}
    done = subprocess.run(
        shell, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True
    )
    return done.stdout


if __name__ == "__main__":
    README.write_text(refreshed(README.read_text(encoding="utf-8"), _run), encoding="utf-8")
