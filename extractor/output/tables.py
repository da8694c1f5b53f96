"""Tables for the terminal that are readable in 80 columns: what belongs together stands in one cell, below each other."""

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from rich.text import Text

from extractor.output.listing import Listing
from extractor.output.terminal import COLORS, LABELS, WHO, shown, what, who
from schemas.base import Record, RecordType, Verdict
from schemas.request import Outcome

if TYPE_CHECKING:
    from extractor.storage.ledger import Run, Sent, StoredArticle
    from extractor.storage.queries import StoredRecord

_LONG = 200  # characters of one cell
_VALUE = 20  # cells of a value that a person asked for in SQL: an id, a figure
_ID = 8  # characters that name a record or article
_CORRECTED = "* corrected by hand; `communique history ID` says by whom and why"


def records_table(records: Iterable["StoredRecord"]) -> Listing:
    """One row a record: type, date and id, who, what, place and status, and where in which input it stands.

    What a person corrected has a `*`, and then the table's caption says what that is.
    """
    table = Listing()
    table.add_column("type\ndate\nid", no_wrap=True)
    table.add_column("who")
    table.add_column("what")
    table.add_column("place\nstatus")
    table.add_column("article\nposition")
    for stored in records:
        record = stored.record
        signs = _signs(record)
        table.caption = _CORRECTED if signs else table.caption
        doubts = [" (rejected)"] * stored.rejected + [" (unsupported)"] * (not record.supported)
        status = "".join([record.status.value, signs.get("status", ""), *doubts])
        table.add_row(
            _stacked(
                Text(LABELS[record.type], style=COLORS[record.type]),
                shown(record.date) + signs.get("date", ""),
                shown(record.id[:_ID], "dim"),
            ),
            shown(who(record), limit=_LONG) + signs.get("who", ""),
            shown(what(record), limit=_LONG) + signs.get("what", ""),
            _stacked(shown(record.place, limit=_LONG) + signs.get("place", ""), Text(status, style="dim")),
            _stacked(shown(_name(stored.path)), Text(f"{stored.start}–{stored.end}", style="dim")),
        )
    return table


def articles_table(articles: Iterable["StoredArticle"]) -> Listing:
    """One row an article and input: title, publisher, date, records, and where it was found."""
    table = Listing()
    table.add_column("id", no_wrap=True)
    table.add_column("title")
    table.add_column("publisher")
    table.add_column("published", no_wrap=True)
    table.add_column("records", justify="right", no_wrap=True)
    table.add_column("found in")
    for stored in articles:
        article = stored.article
        table.add_row(
            shown(article.id, limit=None)[:_ID],
            shown(article.title, limit=_LONG),
            shown(article.publisher, limit=_LONG),
            shown(article.published),
            Text(str(stored.records)),
            _stacked(shown(_name(article.path)), Text(f"from {article.offset}" if article.offset else "", style="dim")),
        )
    return table


def runs_table(runs: Iterable["Run"]) -> Listing:
    """One row a run: when, with which model, what it came to and what it cost."""
    table = Listing()
    table.add_column("run", justify="right", no_wrap=True)
    table.add_column("started\nended")
    table.add_column("model\nprofile")
    table.add_column("articles\nfailed", justify="right", no_wrap=True)
    table.add_column("records\nrequests", justify="right", no_wrap=True)
    table.add_column("tokens in\nout", justify="right", no_wrap=True)
    table.add_column("cost\ntime", justify="right", no_wrap=True)
    for run in runs:
        summary = run.summary
        ended = shown(run.ended.replace("T", " ").rstrip("Z")) if run.ended else Text("not ended", style="yellow")
        table.add_row(
            str(run.id),
            _stacked(shown(run.started.replace("T", " ").rstrip("Z")), ended),
            _stacked(shown(run.model), shown(run.profile, "dim")),
            _stacked(Text(str(summary.articles)), Text(str(summary.failed), style="red" if summary.failed else "dim")),
            _stacked(Text(str(summary.records)), Text(str(summary.requests), style="dim")),
            _stacked(Text(_number(summary.tokens_in)), Text(_number(summary.tokens_out))),
            _stacked(Text("" if summary.cost is None else f"${summary.cost:.4f}"), Text(f"{summary.seconds:.1f} s")),
        )
    return table


def requests_table(requests: Iterable["Sent"], paths: dict[str, str]) -> Listing:
    """One row an attempt of a request: for which article, how it ended and why, what it took; `paths` by article id."""
    table = Listing()
    table.add_column("request\nattempt", justify="right", no_wrap=True)
    table.add_column("sent\n(UTC)", no_wrap=True)
    table.add_column("article\ntypes")
    table.add_column("outcome")
    table.add_column("tokens in\nout", justify="right", no_wrap=True)
    table.add_column("cost\ntime", justify="right", no_wrap=True)
    for sent in requests:
        ending = sent.ending
        good = ending.outcome is Outcome.OK
        outcome = Text(ending.outcome.value.replace("_", " "), style="" if good else "red")
        table.add_row(
            _stacked(Text(str(sent.id)), Text(str(sent.attempt), style="dim")),
            _stacked(*(shown(part) for part in sent.sent_at.rstrip("Z").split("T", 1))),
            _stacked(shown(_name(paths.get(sent.article_id, sent.article_id))), shown(_types(sent.types), "dim")),
            _stacked(outcome, shown(ending.error, "dim", limit=_LONG)),
            _stacked(Text(_number(ending.tokens_in)), Text(_number(ending.tokens_out))),
            _stacked(
                Text("" if ending.cost is None else f"${ending.cost:.4f}"),
                Text("" if ending.seconds is None else f"{ending.seconds:.1f} s"),
            ),
        )
    return table


def _types(joined: str) -> str:
    named = joined.split(",")
    return "all types" if len(named) == len(RecordType) else ", ".join(named)


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def result_table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Listing:
    """The rows of a person's own SQL."""
    table = Listing(word=_VALUE)
    for name in columns:
        table.add_column(shown(name))
    for row in rows:
        table.add_row(*(_cell(value) for value in row))
    return table


def _stacked(*values: Text) -> Text:
    """Values in one cell, one below the other."""
    return Text("\n").join(value for value in values if value.plain)


def _signs(record: Record) -> dict[str, str]:
    """The cells that show a corrected field, each with the sign for it."""
    of = {"date": "date", "status": "status", "place": "place", WHO[record.type]: "who"}
    return {of.get(s.field, "what"): "*" for s in record.support if s.verdict is Verdict.CORRECTED}


def _name(path: str) -> str:
    """The last part of a path or URL, or all of it where there is none."""
    return PurePath(path).name or path


def _cell(value: Any) -> Text:
    """A value of any SQL type: null dimmed, bytes as their length, numbers as they are."""
    if value is None:
        return Text("null", style="dim")
    if isinstance(value, bytes):
        return Text(f"{len(value)} bytes", style="dim")
    return shown(value, limit=_LONG) if isinstance(value, str) else Text(str(value))
