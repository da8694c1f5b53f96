"""Faults that were mended, as data: an input, the question asked of the database, and the right answer.

A file of `tests/cases` holds the cases of one kind. `test_cases` runs each through the command line; `python -m tests.cases
OLD` runs them through the program of another checkout too, and prints what each made of them, before and after. OLD is that
checkout's `communique`, as `../old/.venv/bin/communique`.

A case has a `name`, a `text` or a `page` (HTML), maybe a `date` (that the page was published), maybe an `answer` (JSON of a
hosted model, which is then asked), a `look` (one of LOOKS, or SQL) and `right`: the rows, their cells joined by " | ".
"""

import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from tests.stub import Stub

FOLDER = Path(__file__).parent / "cases"
LOOKS = {
    "casualties": "SELECT summary FROM records WHERE type = 'casualty_report' AND supported ORDER BY start, summary",
    "movements": "SELECT summary, status FROM records WHERE type = 'troop_movement' AND supported ORDER BY start, summary",
    "accusations": "SELECT summary, status FROM records WHERE type = 'accusation' AND supported ORDER BY start, summary",
    "blames": "SELECT r.summary, a.response_kind FROM records r JOIN accusations a ON a.id = r.id WHERE r.supported "
    "ORDER BY r.summary",
    "statements": "SELECT summary FROM records WHERE type = 'statement' AND supported ORDER BY start, summary",
    "unsupported": "SELECT type, summary FROM records WHERE NOT supported ORDER BY start, summary",
    "article": "SELECT title, published, publisher FROM articles ORDER BY rowid",
    "text": "SELECT text FROM articles ORDER BY rowid",
    "extractions": "SELECT type, outcome FROM extractions ORDER BY type",
}
_RECORDING = json.dumps({"kind": "communique recording", "version": 1, "model": "local", "profile": "small"})

Run = Callable[[list[str]], str]
"""Runs the program with these words and gives what it printed."""


@dataclass(frozen=True)
class Case:
    """One fault: `kind` is the name of its file."""

    kind: str
    name: str
    look: str
    right: list[str]
    text: str | None = None
    page: str | None = None
    date: str | None = None
    answer: str | None = None

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"


def cases() -> Iterator[Case]:
    """The cases of all files, in order."""
    for path in sorted(FOLDER.glob("*.toml")):
        for cells in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            yield Case(kind=path.stem, **cells)


def outcome(case: Case, run: Run, folder: Path) -> list[str]:
    """What the program makes of a case: rows as in `right`. Without an answer it is the rules that read."""
    given = folder / ("input.html" if case.page is not None else "input.txt")
    given.write_text(case.page or case.text or "", encoding="utf-8")
    replay = folder / "nothing.jsonl"
    replay.write_text(_RECORDING + "\n", encoding="utf-8")
    db = str(folder / "case.db")
    words = ["extract", str(given), "--db", db, *(["--date", case.date] if case.date else [])]
    with nullcontext(None) if case.answer is None else Stub(lambda _: json.loads(case.answer or "")) as stub:
        run([*words, *(["--replay", str(replay)] if stub is None else ["--model", "stub", "--base-url", stub.url])])
    told = run(["sql", "--db", db, "--format", "json", LOOKS.get(case.look, case.look)])
    try:
        rows = json.loads(told)
    except ValueError:
        return [told.strip()]
    return [" | ".join("" if cell is None else str(cell) for cell in row.values()) for row in rows]


def _running(program: str) -> Run:
    def run(words: list[str]) -> str:
        environment = {**os.environ, "OPENAI_API_KEY": "none"}
        return subprocess.run([program, *words], capture_output=True, text=True, env=environment, check=False).stdout

    return run


def _compare(old: str) -> int:
    """Prints each case as the old program and as this one have it; the number of those that this one has wrong."""
    new = str(Path(sys.executable).with_name("communique"))

    def made(case: Case) -> list[list[str]]:
        found = []
        for program in (old, new):
            with tempfile.TemporaryDirectory() as folder:
                found.append(outcome(case, _running(program), Path(folder)))
        return found

    right = were_right = 0
    every = list(cases())
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for case, (before, after) in zip(every, pool.map(made, every), strict=True):
            right += after == case.right
            were_right += before == case.right
            print(f"{'right' if after == case.right else 'WRONG'}  {case}")
            print(f"  before  {'; '.join(before)}\n  after   {'; '.join(after)}", flush=True)
            if after != case.right:
                print(f"  right   {'; '.join(case.right)}")
    print(f"{len(every)} cases: {were_right} were right before, {right} are after")
    return len(every) - right


if __name__ == "__main__":
    sys.exit(min(1, _compare(sys.argv[1])))
