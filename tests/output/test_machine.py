"""What leaves the program: CSV without formulas, machine formats in UTF-8, and text for any code page."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extractor.output.machine import write_csv
from extractor.storage.ledger import Extracted
from extractor.storage.store import Store
from schemas.base import RecordType
from tests.storage.examples import article, records
from tests.test_cli import ROOT, run

FORMULA = "=cmd|' /C calc'!A0"
ODD = "Ստեփանակերտ → Łódź – “中文”"
_LISTENING = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from cli import main; main()"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    with Store(path) as store:
        run_id = store.start_run("m", None, "strong", "p", "s", tuple(RecordType))
        of = article(path=f"news/{ODD}.txt")
        store.add_article(of)
        found = [r.model_copy(update={"place": ODD, "source": FORMULA}) for r in records(of)]
        found[0] = found[0].model_copy(update={"speaker": FORMULA, "content": f"@{ODD}"})
        store.save(of.id, run_id, tuple(RecordType), "k", [Extracted(r) for r in found], "p")
    return path


def test_cells_that_look_like_formulas_are_defused_and_numbers_are_not() -> None:
    stream = io.StringIO()
    assert (
        write_csv(["=a", "b"], [["=1", -1], ["+1", 2.5], ["-1", None], ["@a", True], ["\ta", False], ["\ra", "a=b"]], stream)
        == 6
    )
    rows = list(csv.reader(io.StringIO(stream.getvalue(), newline="")))
    assert rows[0] == ["'=a", "b"]
    assert [row[0] for row in rows[1:]] == ["'=1", "'+1", "'-1", "'@a", "'\ta", "'\ra"]
    assert [row[1] for row in rows[1:]] == ["-1", "2.5", "", "true", "false", "a=b"]


@pytest.mark.parametrize(
    "words",
    [
        ("export", "--format", "csv"),
        ("records", "--format", "csv"),
        ("facts", "--format", "csv"),
        ("incidents", "--format", "csv"),
        ("sql", "SELECT source AS [=source], speaker, content, -1 AS low FROM statements", "--format", "csv"),
    ],
)
def test_no_command_writes_a_formula(db: Path, words: tuple[str, ...]) -> None:
    rows = list(csv.reader(io.StringIO(run(*words, "--db", str(db)).stdout, newline="")))
    assert len(rows) > 1
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@")) or (cell.startswith("-") and cell != "-1")]
    assert any(FORMULA in cell for cell in cells)


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp437"])
def test_any_code_page_takes_every_output(db: Path, encoding: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    every = f"""
import sys
from cli import main
for words in {[["records"], ["facts"], ["articles"], ["show", "a1b2c3d4"], ["sql", "SELECT * FROM statements"]]!r}:
    try:
        main(words + ["--db", {str(db)!r}], standalone_mode=False)
    except SystemExit as end:
        assert not end.code
"""
    done = subprocess.run([sys.executable, "-c", every], capture_output=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    text = done.stdout.decode(encoding)
    assert re.search("L[oó]dz", text)  # the nearest that the code page has
    command = [sys.executable, "-m", "cli", "export", "--db", str(db)]
    lines = subprocess.run(command, capture_output=True, env=environment, check=True).stdout.decode("utf-8").splitlines()
    assert {json.loads(line)["place"] for line in lines} == {ODD}


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks Linux what a process has done")
def test_ctrl_c_ends_a_query_that_has_no_end(db: Path) -> None:
    endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", _LISTENING, "sql", endless, "--db", str(db)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    ticks = Path(f"/proc/{process.pid}/stat")
    while sum(map(int, ticks.read_text(encoding="ascii").rsplit(") ", 1)[1].split()[11:13])) < 300:
        time.sleep(0.05)  # three seconds of processor: it is asking
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors.splitlines() == ["communique: stopped; what was done is kept, the same command goes on from there"]
