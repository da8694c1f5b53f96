"""`make busy`: `make test` again and again beside a load on every core, for tests that pass only where nothing else runs.

`python -m tests.busy [TURNS] [--load PROCESSES]` prints of each turn how it ended, the time it took and its slowest tests, and
ends with 1 if one of them failed. A turn that takes a quarter of an hour is ended and has failed. The load ends with this
program, however that ends: each of its processes looks for its parent.
"""

import argparse
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
_LONGEST = 900.0  # seconds a turn may take
_SHOWN = 5
_SPINNING = """
import os, sys, time
parent, until = int(sys.argv[1]), time.monotonic() + float(sys.argv[2])
while os.getppid() == parent and time.monotonic() < until:
    sum(range(1_000_000))
"""


@contextmanager
def load(processes: int, seconds: float) -> Iterator[None]:
    """So many processes that use a core each while the block lasts, for so many seconds at most."""
    words = [sys.executable, "-c", _SPINNING, str(os.getpid()), str(seconds)]
    spinning = [subprocess.Popen(words) for _ in range(processes)]
    try:
        yield
    finally:
        for process in spinning:
            process.kill()
        for process in spinning:
            process.wait()


def turn(number: int) -> bool:
    """Runs `make test` once, prints what came of it, and gives whether it passed."""
    environment = {**os.environ, "PYTEST_ADDOPTS": f"--durations={_SHOWN} --durations-min=0.1"}
    started, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(
        ["make", "--silent", "test"],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        said, _ = process.communicate(timeout=_LONGEST)
    except BaseException as error:  # Ctrl-C too: nothing is left running
        os.killpg(process.pid, signal.SIGKILL)
        said, _ = process.communicate()
        if not isinstance(error, subprocess.TimeoutExpired):
            raise
    took, after = time.monotonic() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    passed = process.returncode == 0
    lines = said.splitlines()
    print(f"turn {number}: {'passed' if passed else 'FAILED'} in {took:.0f} s ({used:.0f} s of processor); {_last(lines)}")
    slowest = [line for line in lines if re.match(r"[\d.]+s (call|setup|teardown) ", line)][:_SHOWN]
    for line in slowest if passed else lines:
        print(f"  {line}", flush=True)
    return passed


def _last(lines: list[str]) -> str:
    """pytest's own sum of a run: "1800 passed in 90.12s"."""
    return next((line.strip("= ") for line in reversed(lines) if re.search(r"\d+ (passed|failed|error)", line)), "no sum")


def main() -> None:
    """As many turns as were asked for, beside a load."""
    parser = argparse.ArgumentParser(prog="python -m tests.busy", description="Runs `make test` beside a load on every core.")
    parser.add_argument("turns", nargs="?", type=int, default=10)
    parser.add_argument("--load", type=int, default=os.cpu_count() or 1, help="processes that use a core each")
    asked = parser.parse_args()
    print(f"{asked.turns} turns of `make test` beside {asked.load} processes that use a core each", flush=True)
    with load(asked.load, asked.turns * _LONGEST):
        passed = sum(turn(number) for number in range(1, asked.turns + 1))
    print(f"{passed} of {asked.turns} turns passed")
    sys.exit(passed < asked.turns)


if __name__ == "__main__":
    main()
