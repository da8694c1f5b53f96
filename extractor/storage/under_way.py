"""Requests that batches answer: rows of the ledger from before a batch is made until it is over, in the caller's transaction.

Such a row says which batch is to answer it, and until when that may take. When that time is over, or the row is closed, anybody
may ask again.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from sqlite3 import Connection
from typing import Final

from schemas.request import Outcome

UNNAMED: Final = "a batch that is being made"


def wait_for(
    connection: Connection, run_id: int, asked: Mapping[str, tuple[str, str]], batch: str | None, until: float
) -> None:
    """Until then (seconds of the epoch), a batch of this name is to answer these requests (hash: article and types) of a run.

    `batch` is None before it has a name. What was asked before, and ended, is asked another time.
    """
    now, end = _text(datetime.now(UTC).timestamp()), _text(until)
    for hash, (article_id, types) in asked.items():
        changed = connection.execute(
            "UPDATE requests SET batch = ?, until = ? WHERE run_id = ? AND hash = ? AND ended_at IS NULL",
            (batch, end, run_id, hash),
        )
        if not changed.rowcount:
            connection.execute(
                "INSERT INTO requests (hash, run_id, article_id, types, model, outcome, sent_at, batch, until, attempt)"
                " SELECT ?, id, ?, ?, model, ?, ?, ?, ?,"
                " 1 + (SELECT coalesce(max(attempt), 0) FROM requests WHERE hash = ? AND run_id = runs.id)"
                " FROM runs WHERE id = ?",
                (hash, article_id, types, Outcome.SENT.value, now, batch, end, hash, run_id),
            )


def give_up(connection: Connection, run_id: int, hashes: Iterable[str], why: str) -> None:
    """No batch answers these requests of a run any more; those that were answered stay so."""
    cells = (Outcome.FAILED.value, why, _text(datetime.now(UTC).timestamp()), run_id)
    connection.executemany(
        "UPDATE requests SET outcome = ?, error = ?, ended_at = ? WHERE run_id = ? AND hash = ? AND ended_at IS NULL",
        [(*cells, hash) for hash in hashes],
    )


def waited_for(connection: Connection, hash: str) -> str | None:
    """The name of the batch that is to answer the request of this hash, None where there is none."""
    row = connection.execute(
        "SELECT coalesce(batch, ?) FROM requests WHERE hash = ? AND outcome = ? AND until > ? ORDER BY id DESC LIMIT 1",
        (UNNAMED, hash, Outcome.SENT.value, _text(datetime.now(UTC).timestamp())),
    ).fetchone()
    return None if row is None else str(row[0])


def _text(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
