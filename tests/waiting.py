"""Waiting for what other threads and processes do, without a guess at how long it takes them."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

PATIENCE = 240.0  # seconds; only what never comes is waited for so long


def until(condition: Callable[[], object]) -> None:
    """Looks again and again until a condition holds. Raises AssertionError if it never does."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "what was waited for never came"
        time.sleep(0.005)


def children() -> set[int]:
    """The ids of this process's own children, those that have ended and were not asked for among them; only Linux tells."""
    found: set[int] = set()
    for task in Path("/proc/self/task").glob("*"):
        try:
            found.update(map(int, (task / "children").read_text(encoding="ascii").split()))
        except OSError:  # the thread has ended meanwhile, or this kernel does not tell
            continue
    return found


def running() -> set[threading.Thread | int]:
    """The threads and the children of this process."""
    return {*threading.enumerate(), *children()}
