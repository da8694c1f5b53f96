"""A request to a model and how it ended: the nouns that the client, the ledger and the pipeline share."""

from enum import StrEnum

from schemas.base import Noun, RecordType


class Outcome(StrEnum):
    """How a request ended; `sent` while it has not. `truncated` was the answer, `too_long` is the prompt."""

    SENT = "sent"
    OK = "ok"
    INVALID = "invalid"
    REFUSED = "refused"
    TRUNCATED = "truncated"
    TOO_LONG = "too_long"
    RATE_LIMITED = "rate_limited"
    FAILED = "failed"
    CANCELLED = "cancelled"
    OVER_BUDGET = "over_budget"


class Ending(Noun):
    """How a request ended. Tokens as the provider counts them, cost in US dollars, time in seconds; null where not known."""

    outcome: Outcome
    reply: str | None = None
    error: str | None = None
    tokens_in: int | None = None
    tokens_out: int | None = None
    cost: float | None = None
    seconds: float | None = None


class Message(Noun):
    role: str
    content: str


class Request(Noun):
    """What is sent: messages, the types asked for, and the sentences asked about (numbers).

    `brief` asks for the few fields that code cannot work out itself. `hash` is that of everything sent, and of the model it is
    sent to: the same hash means the same answer was already paid for. `older` names the earlier prompt that it was asked
    by, and that nothing is asked by any more.
    """

    messages: tuple[Message, ...]
    types: tuple[RecordType, ...]
    targets: tuple[int, ...]
    brief: bool
    hash: str
    older: str | None = None
