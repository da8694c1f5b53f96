"""The tables as SQLModel knows them: what is written through it, and checked against what the migrations build.

They are not the schemas: SQLModel does not validate what a table is constructed with, so records are checked by `schemas/`
before they come here and again when they are read.
"""

from sqlalchemy import Column, Integer, Table
from sqlmodel import Field, SQLModel


def _number() -> int | None:
    """A field for the integer that the search tables know a row by; the last column, and set by SQLite."""
    number: int | None = Field(default=None, sa_column=Column("number", Integer, primary_key=True))
    return number


class ArticleRow(SQLModel, table=True):
    """One story; `skipped` is a JSON list of [start, end]."""

    __tablename__ = "articles"
    id: str = Field(unique=True)
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    published: str | None = None
    published_reason: str | None = None
    language: str | None = None
    skipped: str
    text: str
    number: int | None = _number()


class InputRow(SQLModel, table=True):
    """Where an article was found; `offset` in code points of the input's text."""

    __tablename__ = "inputs"
    path: str = Field(primary_key=True)
    offset: int = Field(primary_key=True)
    article_id: str = Field(foreign_key="articles.id", index=True)
    read_at: str


class RunRow(SQLModel, table=True):
    """One call of the program; `ended` is null while it runs, and stays so when it was killed."""

    __tablename__ = "runs"
    id: int | None = Field(default=None, primary_key=True)
    started: str
    ended: str | None = None
    model: str
    base_url: str | None = None
    profile: str
    prompt_hash: str
    schema_hash: str
    types: str
    program_version: str
    articles: int = 0
    records: int = 0
    failed: int = 0
    requests: int = 0
    cost: float | None = None
    seconds: float = 0.0
    tokens_in: int | None = None
    tokens_out: int | None = None


class RequestRow(SQLModel, table=True):
    """One request to a model: a row before it is sent, completed when it ends."""

    __tablename__ = "requests"
    id: int | None = Field(default=None, primary_key=True)
    hash: str = Field(index=True)
    run_id: int = Field(foreign_key="runs.id", index=True)
    article_id: str = Field(foreign_key="articles.id", index=True)
    types: str
    model: str
    outcome: str
    tokens_in: int | None = None
    tokens_out: int | None = None
    cost: float | None = None
    seconds: float | None = None
    error: str | None = None
    sent_at: str
    ended_at: str | None = None
    reply: str | None = None
    attempt: int = 1
    batch: str | None = None
    until: str | None = None


class LeaseRow(SQLModel, table=True):
    """Which process is at work on an article; `until` in seconds of the epoch."""

    __tablename__ = "leases"
    article_id: str = Field(primary_key=True, foreign_key="articles.id")
    owner: str = Field(index=True)
    until: float


class ExtractionRow(SQLModel, table=True):
    """Which article and type was read, and under which key."""

    __tablename__ = "extractions"
    article_id: str = Field(primary_key=True, foreign_key="articles.id")
    type: str = Field(primary_key=True)
    key: str
    run_id: int = Field(foreign_key="runs.id")
    outcome: str
    at: str


class FailureRow(SQLModel, table=True):
    """Which article and type could not be read the last time, and why; what was read of it before stands."""

    __tablename__ = "failures"
    article_id: str = Field(primary_key=True, foreign_key="articles.id")
    type: str = Field(primary_key=True)
    run_id: int = Field(foreign_key="runs.id")
    problem: str | None = None
    at: str


class SupportRow(SQLModel, table=True):
    """The verdict on one field of one record; places are code points of the article's text."""

    __tablename__ = "support"
    record_id: str = Field(primary_key=True)
    field: str = Field(primary_key=True)
    verdict: str
    rule: str | None = None
    start: int | None = None
    end: int | None = None


class RecordRow(SQLModel):
    """What the four record tables begin with; `start` and `end` are code points of the article's own text."""

    id: str = Field(unique=True)
    article_id: str = Field(foreign_key="articles.id")
    run_id: int = Field(foreign_key="runs.id")
    request_id: int | None = Field(default=None, foreign_key="requests.id")
    evidence: str
    start: int
    end: int
    source: str | None = None
    status: str
    date: str | None = None
    date_precision: str | None = None
    date_reason: str | None = None
    date_low: str | None = None
    date_high: str | None = None
    place: str | None = None
    places: str | None = None
    supported: bool
    prompt_hash: str
    rejected: bool = False


class StatementRow(RecordRow, table=True):
    """Somebody says something."""

    __tablename__ = "statements"
    speaker: str | None = None
    quotation: str
    content: str
    act: str
    addressee: str | None = None
    number: int | None = _number()


class CasualtyReportRow(RecordRow, table=True):
    """People killed, wounded, missing or captured; a count is three columns, all null where it is not spoken of."""

    __tablename__ = "casualty_reports"
    killed_low: int | None = None
    killed_high: int | None = None
    killed_approx: bool | None = None
    wounded_low: int | None = None
    wounded_high: int | None = None
    wounded_approx: bool | None = None
    missing_low: int | None = None
    missing_high: int | None = None
    missing_approx: bool | None = None
    captured_low: int | None = None
    captured_high: int | None = None
    captured_approx: bool | None = None
    victims: str | None = None
    victim_kind: str
    number: int | None = _number()


class TroopMovementRow(RecordRow, table=True):
    """Forces go, come, take, leave, stay or are sent."""

    __tablename__ = "troop_movements"
    actor: str
    action: str
    outcome: str
    from_place: str | None = None
    to_place: str | None = None
    number: int | None = _number()


class AccusationRow(RecordRow, table=True):
    """One party blames another; a response is three columns, all null where there is none."""

    __tablename__ = "accusations"
    accuser: str
    accused: str
    allegation: str
    category: str
    response_by: str | None = None
    response_kind: str | None = None
    response_evidence: str | None = None
    number: int | None = _number()


def table(name: str) -> Table:
    """The table of this name, for statements that concern many rows."""
    return SQLModel.metadata.tables[name]
