"""The one door to the database.

What is written is written at once and in one transaction: an article with the place where it was found, a request before it is
sent and again when it ends, all records of an article's types together with the mark that they are done. So a program that is
killed leaves nothing half, and what was paid for can be found again.

An article is its text, an input is where that text was read. When an input is read again with other content, its old rows are
dropped and the old article stays, without an input: its records, and the requests that were paid for them, are kept, but lists,
exports and the view `records` go by inputs and no longer show them. Should the text come back, so do they.

A store may be used from several threads; writes wait for each other. What is read in a stream is read through a connection
of its own, and sees the database as it was when the stream began.
"""

import json
import sqlite3
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlmodel import Session, col, select

from extractor.errors import StoreError
from extractor.storage import leases, under_way
from extractor.storage.ledger import Extracted, Reply, Run, Sent, StoredArticle, Summary
from extractor.storage.opening import connect, connect_for_reading, database_errors, explain, open_for_reading, open_for_writing
from extractor.storage.queries import Dating, Filters, StoredRecord, dating, folded, select_articles
from extractor.storage.queries import select as select_records
from extractor.storage.reapplying import apply_again
from extractor.storage.rows import TABLES, check_text, mended, row, run_of, sent_of
from extractor.storage.sql import query as run_sql
from extractor.storage.statements import add, drop, keep
from extractor.storage.tables import RequestRow, RunRow
from schemas.article import Article
from schemas.base import RecordType
from schemas.request import Ending, Outcome


class Store:
    """A database file, opened: a context manager.

    Raises StoreError, in one line, for a file that is not ours, is newer than this program, or cannot be opened; every method
    raises it when the database cannot be read or written.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self._owner = leases.new_owner()
        (open_for_reading if read_only else open_for_writing)(path)
        # one connection, so that threads wait for each other here and not for a lock of the file
        self._engine = create_engine(
            "sqlite://", creator=self._connect, poolclass=QueuePool, pool_size=1, max_overflow=0, pool_timeout=120
        )
        self._begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"
        event.listen(self._engine, "begin", lambda connection: connection.exec_driver_sql(self._begin))
        with self._session() as session:
            # stays open, and takes the file's `-wal` and `-shm` away when it is the last
            session.connection().exec_driver_sql("SELECT 1 FROM sqlite_master")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._engine.dispose()

    # runs

    def start_run(
        self, model: str, base_url: str | None, profile: str, prompt_hash: str, schema_hash: str, types: Collection[RecordType]
    ) -> int:
        """The id of a run that begins now."""
        run = RunRow(
            started=_now(),
            model=model,
            base_url=base_url,
            profile=profile,
            prompt_hash=prompt_hash,
            schema_hash=schema_hash,
            types=_join(types),
            program_version=_program_version(),
        )
        with self._session() as session:
            session.add(run)
            session.flush()
            return _id(run.id)

    def end_run(self, run_id: int, summary: Summary) -> None:
        """The run is over and came to `summary`."""
        with self._session() as session:
            run = session.get_one(RunRow, run_id)
            run.ended = _now()
            for name, value in asdict(summary).items():
                setattr(run, name, value)

    def runs(self) -> list[Run]:
        """All runs, the oldest first."""
        with self._session() as session:
            return [run_of(found) for found in session.exec(select(RunRow).order_by(col(RunRow.id)))]

    def run(self, run_id: int) -> Run:
        """One run. Raises StoreError if there is none of this id."""
        with self._session() as session:
            found = session.get(RunRow, run_id)
            if found is None:
                raise StoreError(f"{self.path} has no run {run_id}; list the runs to see which there are")
            return run_of(found)

    # articles

    def add_article(self, article: Article) -> None:
        """Keep an article and where it was found; what stood at that place of the input before is no longer found there."""
        self._add([article], None)

    def add_articles(self, path: str, articles: Sequence[Article]) -> None:
        """Keep all articles of one input; what was found in it before and is not among them is no longer found there."""
        self._add(articles, path)

    def unfinished(self) -> Iterator[Article]:
        """The articles whose last extraction failed, or was stopped after a request; found in two inputs, one comes once."""
        failed = (
            f"SELECT article_id FROM extractions WHERE outcome != '{Outcome.OK}' OR \"key\" = ''"
            " UNION SELECT article_id FROM failures"
        )
        stopped = (
            f"SELECT article_id FROM requests r WHERE outcome IN ('{Outcome.SENT}', '{Outcome.CANCELLED}') AND run_id >"
            " (SELECT max(run_id) FROM extractions e WHERE e.article_id = r.article_id)"
            " UNION SELECT article_id FROM requests WHERE article_id NOT IN (SELECT article_id FROM extractions)"
        )
        with self._stream() as connection:
            wanted = {row[0] for row in connection.execute(f"{failed} UNION {stopped}")}
        for stored in self.articles():
            if stored.article.id in wanted:
                wanted.discard(stored.article.id)
                yield stored.article

    def articles(self, named: str | None = None) -> Iterator[StoredArticle]:
        """The articles by path and place; `named` as in `Filters.article`. Found in two inputs, an article comes twice."""
        with self._stream() as connection:
            yield from select_articles(connection, named)

    def new(self, article_id: str) -> bool:
        """Nothing was ever read from the article, by whatever model."""
        with self._connection() as connection:
            return not connection.execute("SELECT 1 FROM extractions WHERE article_id = ?", (article_id,)).fetchone()

    # requests

    def open_request(
        self, run_id: int, article_id: str, types: Collection[RecordType], model: str, hash: str, attempt: int = 1
    ) -> int:
        """The id of a request that is about to be sent, for the first time or again."""
        wanted = (
            "INSERT INTO requests (hash, run_id, article_id, types, model, outcome, sent_at, attempt)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        )
        cells = (hash, run_id, article_id, _join(types), model, Outcome.SENT.value, _now(), attempt)
        with self.writing() as connection:
            return _id(connection.execute(wanted, cells).lastrowid)

    def close_request(self, request_id: int, ending: Ending) -> None:
        """The request ended so. What of the reply or the error is no text (half a surrogate pair) is kept as U+FFFD."""
        cells = ending.model_dump() | {
            "id": request_id,
            "ended_at": _now(),
            "outcome": Outcome(ending.outcome).value,
            "reply": mended(ending.reply),
            "error": mended(ending.error),
        }
        wanted = (
            "UPDATE requests SET ended_at = :ended_at, outcome = :outcome, reply = :reply, error = :error,"
            " tokens_in = :tokens_in, tokens_out = :tokens_out, cost = :cost, seconds = :seconds WHERE id = :id"
        )
        with self.writing() as connection:
            connection.execute(wanted, cells)

    def reply(self, hash: str) -> Reply | None:
        """The newest good answer to the request of this hash, or None."""
        return self.newest(hash, Outcome.OK)

    def truncated(self, hash: str) -> Reply | None:
        """How the request of this hash ended last, if its answer was cut off or its prompt too long, or None."""
        return self.newest(hash, Outcome.TRUNCATED, Outcome.TOO_LONG)

    def newest(self, hash: str, *outcomes: Outcome) -> Reply | None:
        """The newest answer to the request of this hash that ended in one of these ways, or None; of a prompt that was too long
        the text may be empty.
        """
        wanted = (
            "SELECT id, coalesce(reply, ''), tokens_in, tokens_out, cost, outcome, error,"
            " (SELECT prompt_hash FROM runs WHERE runs.id = run_id) FROM requests"
            f" WHERE hash = ? AND outcome IN ({', '.join('?' * len(outcomes))}) AND (trim(reply) > '' OR outcome = ?)"
            " ORDER BY id DESC LIMIT 1"
        )
        with self._connection() as connection:
            found = connection.execute(wanted, (hash, *(o.value for o in outcomes), Outcome.TOO_LONG.value)).fetchone()
        if found is None:
            return None
        id, text, tokens_in, tokens_out, cost, outcome, error, prompt_hash = found
        return Reply(id, text, tokens_in, tokens_out, cost, Outcome(outcome), error, prompt_hash)

    def waited_for(self, hash: str, not_of_run: int = 0) -> str | None:
        """The name of the batch, not of this run, that is to answer the request of this hash, or None."""
        with self._connection() as connection:
            return under_way.waited_for(connection, hash, not_of_run)

    def requests(self, run_id: int) -> list[Sent]:
        """The requests of a run in the order in which they were sent."""
        wanted = select(RequestRow).where(RequestRow.run_id == run_id).order_by(col(RequestRow.id))
        with self._session() as session:
            return [sent_of(found) for found in session.exec(wanted)]

    def paths(self, run_id: int) -> dict[str, str]:
        """Where the articles of a run's requests were found, by their ids; one of several places."""
        query = (
            "SELECT article_id, min(path) FROM inputs WHERE article_id IN (SELECT article_id FROM requests WHERE run_id = ?)"
        )
        with self._stream() as connection:
            return dict(connection.execute(f"{query} GROUP BY article_id", (run_id,)))

    # leases

    def claim(self, article_id: str) -> bool:
        """Takes up an article; False while another process is at work on it."""
        with self.writing() as connection:
            return leases.claim(connection, article_id, self._owner, time.time())

    def renew(self) -> None:
        """Keeps what this process holds; to be called more often than `leases.SECONDS`."""
        with self.writing() as connection:
            leases.renew(connection, self._owner, time.time())

    def release(self, article_id: str) -> None:
        """Gives an article free for other processes."""
        with self.writing() as connection:
            leases.release(connection, article_id, self._owner)

    # records

    def finished(self, article_id: str, key: str, types: Collection[RecordType]) -> frozenset[RecordType]:
        """Those of the types that were read from the article under this key, and ended well."""
        wanted = f"SELECT type FROM extractions WHERE article_id = ? AND \"key\" = ? AND outcome = '{Outcome.OK}'"
        with self._connection() as connection:
            rows = connection.execute(wanted, (article_id, key))
            return frozenset(types) & {RecordType(type_) for (type_,) in rows}

    def save(
        self,
        article_id: str,
        run_id: int,
        types: Collection[RecordType],
        key: str,
        records: Sequence[Extracted],
        prompt_hash: str,
        *,
        outcome: Outcome = Outcome.OK,
        problem: str | None = None,
    ) -> bool:
        """Put these records in the place of all that the article had of these types, and mark the types as read.

        Two records of one id are one, the first. What people said of the records before is said again of those that tell the
        same. An extraction whose `outcome` is not ok, with the `problem` in words, stands beside what was read before: its
        records are kept where nothing was, or nothing more than these; false where they are not. Raises ValueError for a record
        of another article or type.
        """
        found: dict[RecordType, dict[str, dict[str, Any]]] = {type_: {} for type_ in types}
        support: dict[str, list[dict[str, Any]]] = {}
        for extracted in records:
            record = extracted.record
            if record.article_id != article_id or record.type not in found:
                raise ValueError(f"record {record.id} is a {record.type.value} of article {record.article_id}")
            if record.id in support:
                continue
            cells = row(record) | {"run_id": run_id, "request_id": extracted.request_id, "prompt_hash": prompt_hash}
            check_text(f"a record of article {article_id}", cells)
            found[record.type][record.id] = cells
            verdicts = {s.field: s.model_dump(mode="json") | {"record_id": record.id} for s in record.support}
            support[record.id] = list(verdicts.values())
        done = {"article_id": article_id, "key": key, "run_id": run_id, "outcome": outcome.value, "at": _now()}
        failed = {"article_id": article_id, "run_id": run_id, "problem": mended(problem), "at": done["at"]}
        with self.writing() as connection:
            for type_ in types:
                connection.execute("DELETE FROM failures WHERE article_id = ? AND type = ?", (article_id, type_.value))
                if outcome is not Outcome.OK:
                    row_ = failed | {"type": type_.value}
                    connection.execute(keep("failures", row_, "article_id", "type"), row_)
            if outcome is not Outcome.OK and _stands(connection, article_id, types, len(support)):
                return False
            for type_, by_id in found.items():
                connection.execute(drop(TABLES[type_], "article_id"), (article_id,))
                for cells in by_id.values():
                    connection.execute(add(TABLES[type_], cells), cells)
                read = done | {"type": type_.value}
                connection.execute(keep("extractions", read, "article_id", "type"), read)
            for verdict in (verdict for of_one in support.values() for verdict in of_one):
                connection.execute(add("support", verdict), verdict)
            apply_again(connection, article_id, types)
        return True

    def select(self, filters: Filters) -> Iterator[StoredRecord]:
        """The records that pass the filters, by path and then by place in the input's text, one at a time."""
        with self._stream() as connection:
            yield from select_records(connection, filters)

    def dating(self, filters: Filters) -> Dating:
        """How sure it is that what passes lies between the filters' days."""
        with self._stream() as connection:
            return dating(connection, filters)

    def counts(self) -> dict[str, int]:
        """How many inputs, runs and requests there are, and how many articles and records of each table inputs hold."""
        held = dict.fromkeys(TABLES.values(), "article_id") | {"articles": "id"}
        queries = {
            name: f"SELECT count(*) FROM {name} WHERE {key} IN (SELECT article_id FROM inputs)" for name, key in held.items()
        }
        queries |= {name: f"SELECT count(*) FROM {name}" for name in ("inputs", "runs", "requests")}
        with self._stream() as connection:
            return {name: connection.execute(sql).fetchone()[0] for name, sql in queries.items()}

    def query(self, sql: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """The columns and rows of a person's own SQL, which can change nothing; StoreError has the database's message."""
        return run_sql(self.path, sql)

    # what facts and corrections are kept by

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees the database as it is now and cannot change it."""
        with self._stream() as connection:
            yield connection

    def _add(self, articles: Sequence[Article], path: str | None) -> None:
        """Keep articles and their inputs; with a path, drop what else was found there."""
        at = _now()
        for article in articles:
            if path is not None and article.path != path:
                raise ValueError(f"article {article.id} was read from {article.path}, not from {path}")
            check_text(f"the article at {article.path!r}", article.model_dump(exclude={"skipped"}))
        with self.writing() as connection:
            if path is not None:
                connection.execute(drop("inputs", "path"), (path,))
            for article in articles:
                cells = article.model_dump(exclude={"path", "offset", "skipped"}) | {"skipped": json.dumps(article.skipped)}
                connection.execute(keep("articles", cells, "id"), cells)
                found = {"path": article.path, "offset": article.offset, "article_id": article.id, "read_at": at}
                connection.execute(keep("inputs", found, "path", "offset"), found)

    def _connect(self) -> sqlite3.Connection:
        return connect_for_reading(self.path) if self.read_only else connect(self.path, "rw")

    @contextmanager
    def _session(self) -> Iterator[Session]:
        """One transaction: committed at the end, undone at an error."""
        with self._errors(), Session(self._engine) as session, session.begin():
            yield session

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The same for plain statements: what is written several times an article does without a Session."""
        with self._connection() as connection:
            connection.execute(self._begin)
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """The connection, outside of any transaction; other threads wait for it."""
        with self._errors(), closing(self._engine.raw_connection()) as pooled:
            connection = pooled.driver_connection
            assert isinstance(connection, sqlite3.Connection)
            yield connection

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Turns the database's errors into a StoreError."""
        try:
            yield
        except DBAPIError as error:
            raise StoreError(explain(self.path, error.orig or error)) from error
        except PoolTimeoutError as error:
            raise StoreError(f"{self.path}: another thread did not finish writing within two minutes") from error
        except sqlite3.Error as error:
            raise StoreError(explain(self.path, error)) from error

    @contextmanager
    def _stream(self) -> Iterator[sqlite3.Connection]:
        """A connection to read from at leisure."""
        with database_errors(self.path), closing(connect_for_reading(self.path)) as connection:
            connection.create_function("folded", 1, folded, deterministic=True)
            connection.execute("BEGIN")
            yield connection


def _stands(connection: sqlite3.Connection, article_id: str, types: Collection[RecordType], found: int) -> bool:
    """What was read of these types before was read well, or came to more than so many records."""
    read = connection.execute(
        f"SELECT type FROM extractions WHERE article_id = ? AND outcome = '{Outcome.OK}'", (article_id,)
    ).fetchall()
    if {type_ for (type_,) in read} & {type_.value for type_ in types}:
        return True
    tables = [TABLES[type_] for type_ in types]
    held = (
        connection.execute(f"SELECT count(*) FROM {table} WHERE article_id = ?", (article_id,)).fetchone() for table in tables
    )
    return sum(int(count) for (count,) in held) > found


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _join(types: Collection[RecordType]) -> str:
    return ",".join(type_.value for type_ in RecordType if type_ in types)


def _id(value: int | None) -> int:
    """An id that SQLite has given by now."""
    assert value is not None
    return value


def _program_version() -> str:
    try:
        return installed_version("communique")
    except PackageNotFoundError:
        return "not installed"
