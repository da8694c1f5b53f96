"""What the store is told, and tells, of runs and requests: plain values, so that nobody else has to know a table."""

from dataclasses import dataclass
from typing import Any

from schemas.article import Article
from schemas.base import Record
from schemas.request import Ending, Outcome


@dataclass(frozen=True, slots=True)
class Sent:
    """One row of the ledger. Times are UTC, `2026-01-31T12:00:00Z`; `until` is how long its `batch` is waited for."""

    id: int
    hash: str
    run_id: int
    article_id: str
    types: str
    model: str
    sent_at: str
    ended_at: str | None
    attempt: int
    batch: str | None
    until: str | None
    ending: Ending


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that was paid for: the model's text, how its request ended, what it cost then, and by which prompts."""

    request_id: int
    text: str
    tokens_in: int | None
    tokens_out: int | None
    cost: float | None
    outcome: Outcome = Outcome.OK
    error: str | None = None
    prompt_hash: str = ""

    def paid(self) -> dict[str, Any]:
        """The reply and its cost, as an Ending names them."""
        return {"reply": self.text, "tokens_in": self.tokens_in, "tokens_out": self.tokens_out, "cost": self.cost}


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to. `cost` in US dollars, null where the price is not known; tokens null where nobody counted them."""

    articles: int = 0
    records: int = 0
    failed: int = 0
    requests: int = 0
    tokens_in: int | None = 0
    tokens_out: int | None = 0
    cost: float | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Run:
    """One call of the program; `ended` is null while it runs, and stays so when it was killed."""

    id: int
    started: str
    ended: str | None
    model: str
    base_url: str | None
    profile: str
    prompt_hash: str
    schema_hash: str
    types: str
    program_version: str
    summary: Summary


@dataclass(frozen=True, slots=True)
class Extracted:
    """A record to be saved, and the request that it was read from; null where a rule made it without a model."""

    record: Record
    request_id: int | None = None


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article where it was found, and how many records of it are stored (unsupported ones included)."""

    article: Article
    read_at: str
    records: int
