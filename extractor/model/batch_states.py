"""What a server tells of a batch and of the requests in it, read from whatever JSON it sends.

Servers that speak the Batch API leave fields out, send empty ids, numbers as text and statuses of their own: nothing here
raises.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from extractor.model.answers import line
from extractor.model.received import trouble

_OVER = frozenset({"completed", "failed", "expired", "cancelled", "canceled"})  # OpenAI's; nothing more comes
_UNDER_WAY = frozenset(
    {"validating", "in_progress", "finalizing", "cancelling", "canceling"}  # OpenAI's
    | {"created", "submitted", "queued", "pending", "waiting", "started", "running", "processing"}  # what others call them
)
_BOM = b"\xef\xbb\xbf"
_PROBLEMS = 3  # of a batch are named; there may be one a request
_ENDPOINT = re.compile(r"(?<![\w:/.])/[\w./-]*chat/completions\b")
_NAME = re.compile(rb'"custom_id"\s*:\s*"([0-9a-f]{32})"')


@dataclass(frozen=True, slots=True)
class State:
    """A batch as the server tells of it; `output` and `errors` are its files of answered and of failed requests.

    `expires` is when it is given up, in seconds of the epoch.
    """

    id: str
    file: str | None
    status: str
    total: int
    completed: int
    failed: int
    output: str | None
    errors: str | None
    problem: str | None
    expires: float | None

    @property
    def over(self) -> bool:
        """Nothing more comes. A status that nobody knows means so where there is something to fetch or to complain of."""
        status = self.status.lower()
        return status in _OVER or (status not in _UNDER_WAY and bool(self.output or self.errors or self.problem))

    @property
    def in_vain(self) -> bool:
        """It failed as a whole: no request in it was answered, nor refused by itself."""
        return self.over and self.status.lower() != "completed" and not self.output and not self.errors


@dataclass(frozen=True, slots=True)
class Line:
    """A line of what came back: an answer's `body`, or the `error` in its place; `status` 0 where none is told."""

    custom_id: str
    status: int
    body: dict[str, Any] | str | None
    error: str | None


def read_state(found: object) -> State | None:
    """A batch, None where it is none."""
    if not isinstance(found, dict) or (name := named(found.get("id"))) is None:
        return None
    counts = found.get("request_counts")
    counted = counts if isinstance(counts, dict) else {}
    problems = _problems(found.get("errors"))
    return State(
        id=name,
        file=named(found.get("input_file_id")),
        status=named(found.get("status")) or "of unknown status",
        total=_number(counted.get("total")),
        completed=_number(counted.get("completed")),
        failed=_number(counted.get("failed")),
        output=named(found.get("output_file_id")),
        errors=named(found.get("error_file_id")),
        problem="; ".join(problems[:_PROBLEMS]) or None,
        expires=float(_number(found.get("expires_at"))) or None,
    )


def read_line(text: bytes) -> Line | None:
    """A line of an output or error file; None where it is no such line, or is damaged."""
    try:
        found = json.loads(text.removeprefix(_BOM))
    except (ValueError, RecursionError):
        return _damaged(text)
    if not isinstance(found, dict) or (name := named(found.get("custom_id"))) is None:
        return None
    response = found.get("response")
    told = response if isinstance(response, dict) else {}
    body = told.get("body") or found.get("body") or (told if "body" not in told else None)
    status = _number(told.get("status_code"))
    fine = status // 100 == 2 or (not status and bool(body))
    error = trouble(found)
    if fine and error is None and isinstance(body, (dict, str)):
        return Line(name, status, body, None)
    error = error or (trouble(body) if isinstance(body, dict) else None)
    code = f"status {status}" if status and not fine else error.code if error else None
    words = error.words if error else "no answer, and no word why"
    return Line(name, status or (error.status if error else 0), None, line(f"{code}: {words}" if code else words))


def endpoint_named(words: str, other_than: str) -> str | None:
    """The endpoint for chat completions that a server's words name, where that is another than was asked for."""
    return next((found for found in _ENDPOINT.findall(words) if found != other_than), None)


def named(found: object) -> str | None:
    """An id or another short text; None for an empty one and for everything that is no text."""
    return (line(found) or None) if isinstance(found, str) else None


def refusal(found: object) -> str | None:
    """What a server says went wrong, where it says so with a status of success."""
    told = trouble(found) if isinstance(found, dict) else None
    return told.words if told else None


def _damaged(text: bytes) -> Line | None:
    """A line that is no JSON, as one is that was cut off, if it can still be told whose it is."""
    name = _NAME.search(text)
    return Line(name[1].decode(), 0, None, "its line in what came back is damaged") if name else None


def _problems(errors: object) -> list[str]:
    """What a batch complains of, each in a server's words."""
    listed = errors.get("data") if isinstance(errors, dict) and "data" in errors else errors
    told = [trouble({"error": one}) for one in (listed if isinstance(listed, list) else [listed])]
    return [line(one.words) for one in told if one is not None]


def _number(found: object) -> int:
    """A number however it is written, 0 for what is none."""
    try:
        return int(float(found)) if isinstance(found, (str, int, float)) else 0
    except (ValueError, OverflowError):
        return 0
