"""What stops work from outside of it: a person's Ctrl-C, and the time that one article may take.

Both are signals, which Python hands on between two of its own steps and within a regular expression; so they stop a loop that
has no end as well as one that is only long.
"""

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from extractor.errors import SlowError

ARTICLE_SECONDS = 13.0  # of processor; an ordinary article takes a tenth of one
PATIENCE = 4  # times as long on the clock, for what only waits, and for a busy machine
_LOOK = 0.5  # seconds


def can_end() -> bool:
    """Whether `within` can end anything here: only in a program's main thread, and on Windows not at all."""
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


@contextmanager
def within(seconds: float | None = None) -> Iterator[None]:
    """Ends what runs in it by a SlowError when it takes longer, where `can_end`; ARTICLE_SECONDS where no time is given.

    What is counted is the processor's time, so that a busy machine fails no article; and, PATIENCE times as long, the clock's.
    """
    limit = ARTICLE_SECONDS if seconds is None else seconds
    if not can_end():
        yield
        return
    processor, clock = time.thread_time() + limit, time.monotonic() + PATIENCE * limit

    def look(_number: int, _frame: FrameType | None) -> None:
        heed()
        if time.thread_time() >= processor or time.monotonic() >= clock:
            raise SlowError(limit)

    before = signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, _LOOK, _LOOK)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


_pressed = threading.Event()


_heeded = threading.Event()


def _unheard(_error: object) -> None:
    """Takes the place of `sys.unraisablehook`."""


def heed() -> None:
    """Raises KeyboardInterrupt where Ctrl-C was pressed: to be asked now and then, as a library may swallow what it raised."""
    if _pressed.is_set():
        raise KeyboardInterrupt


@contextmanager
def heeded() -> Iterator[None]:
    """While it lasts a first Ctrl-C is only noted, for somebody to `heed`: libraries do not survive one in their midst.

    An event loop that connects to a server was seen to go round for ever then. A second Ctrl-C comes through at once.
    """
    _heeded.set()
    try:
        yield
    finally:
        _heeded.clear()


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """Lets Ctrl-C raise KeyboardInterrupt at once, but where it is `heeded`; gives whether it was pressed.

    That is to be asked where another error ends the work: a library that calls us back may have made one of the interrupt.
    Where Ctrl-C is ignored or means something already, it stays so. Once it was pressed, nothing is told of errors that
    nobody can catch: those of finalizers, whose objects the interrupt left half done.
    """

    def stop(_number: int, _frame: FrameType | None) -> None:
        again = _pressed.is_set()
        _pressed.set()
        sys.unraisablehook = _unheard
        if again or not _heeded.is_set():
            raise KeyboardInterrupt

    ours = (
        threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT) is signal.default_int_handler
    )
    _pressed.clear()
    if ours:
        signal.signal(signal.SIGINT, stop)
    try:
        yield _pressed.is_set
    finally:
        _pressed.clear()
        if ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)
