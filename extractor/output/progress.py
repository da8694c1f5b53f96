"""What a run tells while it goes on, and the summary at its end."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from extractor.output.terminal import counted, shown
from extractor.reading.inputs import Unread
from schemas.base import RecordType

if TYPE_CHECKING:
    from extractor.questions import Done
    from extractor.storage.ledger import Summary

_SLOW = 2.0  # seconds


@dataclass
class Progressing:
    """Prints a line an article to `console` as it is done, and keeps count; a context manager that shows a spinner on a
    terminal.
    """

    console: Console
    articles: int = 0
    before: int = 0
    failed: int = 0
    waiting: int = 0
    unread: int = 0
    unsupported: int = 0
    requests: int = 0
    uncounted: int = 0
    unreadable: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float | None = None
    undated: int = 0
    earlier: int = 0
    records: Counter[str] = field(default_factory=Counter)

    def __enter__(self) -> Self:
        self._status = self.console.status("reading")
        self._status.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._status.stop()

    def report(self, what: "Done | Unread") -> None:
        """Prints what became of an article or an input that could not be read; what is still to be asked counts later."""
        if isinstance(what, Unread):
            self.unread += 1
            self.console.print(shown(f"not read  {what.path}: {what.reason}", "red"), highlight=False, soft_wrap=True)
            return
        if what.outcome == "by rules":
            questions = f"{what.left} question{'s' * (what.left != 1)} left"
            self._line("by rules", what, f"{_found(what)} ({what.seconds:.1f} s), {questions}")
            return
        self.articles += 1
        self.undated += what.article.published is None
        self.earlier += what.outcome == "read" and what.earlier is not None
        self.requests += what.sent
        self.uncounted += what.uncounted
        self.unreadable += what.unread
        self.tokens_in += what.tokens_in
        self.tokens_out += what.tokens_out
        if what.cost is not None:
            self.cost = (self.cost or 0.0) + what.cost
        self.records += what.records
        self.unsupported += what.unsupported
        if what.outcome == "done before":
            self.before += 1
        elif what.outcome == "waiting":
            self.waiting += 1
            self._line("waiting", what, what.problem or "")
        elif what.outcome == "failed":
            self.failed += 1
            self._line("failed", what, what.problem or "", "red")
        else:
            left = f"; not readable: {what.unread}, {what.note}" if what.unread else ""
            left += f"; asked in parts: {what.said}" if what.said else ""
            self._line("read", what, f"{_found(what)} ({what.seconds:.1f} s){left}")
        self._status.update(f"{self.articles} articles, {self.requests} requests sent")

    def _line(self, word: str, what: "Done", text: str, style: str = "") -> None:
        place = what.article.path + (f" from {what.article.offset}" if what.article.offset else "")
        self.console.print(shown(f"{word} {place}: {text}", style), highlight=False, soft_wrap=True)

    @property
    def ok(self) -> bool:
        """True when every input was read and every article is done."""
        return not (self.failed or self.unread or self.waiting)

    def totals(self, seconds: float) -> "Summary":
        """What the run came to, for the database."""
        from extractor.storage.ledger import Summary

        return Summary(
            articles=self.articles,
            records=self.records.total(),
            failed=self.failed + self.unread,
            requests=self.requests,
            tokens_in=None if self.uncounted else self.tokens_in,
            tokens_out=None if self.uncounted else self.tokens_out,
            cost=None if self.uncounted else self.cost,
            seconds=round(seconds, 3),
        )

    def summary(self, seconds: float) -> Table:
        """The closing summary."""
        table = Table(box=None, show_header=False, pad_edge=False)
        table.add_column(style="bold")
        table.add_column()
        table.add_row("articles", f"{self.articles}" + (f", {self.before} of them done before" if self.before else ""))
        if self.articles > self.before or self.records:
            table.add_row("records", ", ".join(counted(self.records[t], t) for t in RecordType))
            table.add_row("unsupported", f"{self.unsupported} of them")
        if self.failed or self.unread:
            table.add_row("failed", f"{self.failed} articles, {self.unread} inputs not read", style="red")
        if self.waiting:
            table.add_row("waiting", f"{self.waiting} articles, for a batch: `communique batch collect`, then this again")
        if self.earlier:
            articles = f"{self.earlier} article{'s' * (self.earlier != 1)}"
            table.add_row("earlier", f"{articles} read from answers to an older prompt; --force asks anew")
        if self.undated:
            table.add_row(
                "undated", f"{self.undated} without a day of publication: give --date, or their weekdays stay undated"
            )
        if self.unreadable:
            table.add_row("unreadable", f"{self.unreadable} records of answers", style="red")
        counted_ = f"{self.tokens_in} tokens in, {self.tokens_out} out"
        if self.uncounted:
            counted_ = "tokens unknown" if not self.tokens_in else f"more than {counted_}: not all were counted"
        table.add_row("requests", f"{self.requests} sent, {counted_}")
        if self.cost is not None:
            table.add_row("cost", f"{'more than ' if self.uncounted else ''}${self.cost:.4f}")
        table.add_row("time", f"{seconds:.1f} s")
        return table


def _found(what: "Done") -> str:
    return ", ".join(counted(what.records[t], t) for t in RecordType if what.records[t]) or "no records"


def download(console: Console) -> Progress:
    """A progress bar for bytes."""
    return Progress(
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn(), console=console, transient=False
    )


@contextmanager
def counting(console: Console) -> Iterator[Callable[[str, int, int], None]]:
    """A bar for work that takes longer than two seconds; gives what it is to be told: what is done, how much, of how much."""
    if not console.is_terminal:
        yield lambda what, done, whole: None
        return
    started = time.monotonic()
    with Progress(
        TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn(), console=console, transient=True
    ) as progress:
        task = progress.add_task("", total=None, visible=False)

        def told(what: str, done: int, whole: int) -> None:
            progress.update(task, description=what, completed=done, total=whole, visible=time.monotonic() - started > _SLOW)

        yield told
