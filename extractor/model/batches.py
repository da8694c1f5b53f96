"""The Batch API: files of requests that a server answers within a day, for less money.

What is asked is what the client asks: the same body, to the same model. Reading and uploading are tried again when they fail in
a way that may pass; the creation of a batch is not, because one whose answer was lost would be paid for twice.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from extractor.errors import AccessError, BatchError, ModelError
from extractor.model.addresses import checked, here
from extractor.model.answers import ended, line, root, said
from extractor.model.client import first_settings
from extractor.model.prompting import answer_model
from extractor.settings import Profile
from schemas.base import RecordType
from schemas.request import Ending, Outcome, Request

ENDPOINT: Final = "/v1/chat/completions"
OVER = frozenset({"completed", "failed", "expired", "cancelled"})
"""Statuses after which nothing more comes."""
_TRIES_MORE = 4
_REASONING = re.compile(r"(o\d|gpt-5)")  # OpenAI's, which refuse a temperature and know the limit by another name
_TOO_MANY = 429


@dataclass(frozen=True, slots=True)
class State:
    """A batch as the server tells of it; `output` and `errors` are its files of answered and of failed requests."""

    id: str
    status: str
    total: int
    completed: int
    failed: int
    output: str | None
    errors: str | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of what came back: an answer's `body`, or the `error` in its place; `status` 0 where no request was made."""

    custom_id: str
    status: int
    body: dict[str, Any] | None
    error: str | None


def body(request: Request, model: str, profile: Profile) -> dict[str, Any]:
    """What the client would send for this request."""
    return {
        "model": model,
        "messages": [{"role": m.role, "content": m.content} for m in request.messages],
        "response_format": _format(request.types, request.brief),
        **_settings(model, profile),
    }


def _settings(model: str, profile: Profile) -> dict[str, Any]:
    """What the client would come to send besides; it finds out by being refused, which a batch learns a day too late."""
    sent = first_settings(profile)
    return {"max_completion_tokens": sent["max_tokens"]} if _REASONING.match(model) else sent


@cache
def _format(types: tuple[RecordType, ...], brief: bool) -> dict[str, Any]:
    """How instructor asks for an answer of this shape."""
    import instructor
    from instructor.processing import handle_response_model

    _, sent = handle_response_model(answer_model(types, brief), mode=instructor.Mode.JSON_SCHEMA, messages=[])
    found: dict[str, Any] = sent["response_format"]
    return found


def written(request: Request, model: str, profile: Profile) -> bytes:
    """The request as a line of a batch's file."""
    line = {"custom_id": request.hash, "method": "POST", "url": ENDPOINT, "body": body(request, model, profile)}
    return json.dumps(line, ensure_ascii=False).encode() + b"\n"


def read_line(text: bytes) -> Line | None:
    """A line of an output or error file, None where it is no such line."""
    try:
        found = json.loads(text)
        response, error = found.get("response") or {}, found.get("error")
        status, answer = int(response.get("status_code") or 0), response.get("body")
        name = found["custom_id"]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    if not isinstance(name, str) or not isinstance(answer, dict | None):
        return None
    if error is None and status != 200:
        error = (answer or {}).get("error") or "no answer, and no word why"
    if error is None:
        return Line(name, status, answer, None)
    told = error if isinstance(error, dict) else {"message": error}
    words = str(told.get("message") or "no reason given")
    code = f"status {status}" if status else told.get("code")
    return Line(name, status, None, line(f"{code}: {words}" if code else words))


def ending(request: Request, line: Line, cost: Callable[[int, int], float | None]) -> Ending:
    """How the request ended that this line is about."""
    if line.error is not None:
        outcome = Outcome.RATE_LIMITED if line.status == _TOO_MANY else Outcome.FAILED
        return Ending(outcome=outcome, error=line.error)
    return ended(request, line.body, cost)


class Batches:
    """The batches and files behind one address; a context manager. Raises AccessError and ModelError."""

    def __init__(self, base_url: str | None, api_key: str) -> None:
        from openai import DefaultHttpxClient, OpenAI

        self._key = checked(api_key)
        http = DefaultHttpxClient(trust_env=False) if here(base_url) else None
        self._open = OpenAI(base_url=base_url, api_key=self._key, max_retries=_TRIES_MORE, http_client=http)
        self.address = str(self._open.base_url).rstrip("/")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._open.close()

    def upload(self, path: Path) -> str:
        """The id of the file, at the server."""
        try:
            with path.open("rb") as file, self._told(f"files for batches ({path.name})"):
                return self._open.files.create(file=(path.name, file, "application/jsonl"), purpose="batch").id
        except OSError as error:
            raise BatchError(f"cannot read {path}: {error.strerror}") from error

    def create(self, file_id: str) -> State:
        """A new batch of the requests in an uploaded file."""
        with self._told(f"file {file_id}, or no batches"):
            batch = self._open.with_options(max_retries=0).batches.create(
                completion_window="24h", endpoint=ENDPOINT, input_file_id=file_id
            )
            return _state(batch)

    def made_of(self, file_id: str) -> State | None:
        """The batch that was made of an uploaded file, if there is one."""
        with self._told("list of batches"):
            return next((_state(b) for b in self._open.batches.list(limit=100) if b.input_file_id == file_id), None)

    def state(self, batch_id: str) -> State:
        """How a batch stands."""
        with self._told(f"batch {batch_id}"):
            return _state(self._open.batches.retrieve(batch_id))

    def download(self, file_id: str, path: Path) -> None:
        """Fetches a file; what is there under `path` is whole."""
        part = path.with_suffix(".part")
        try:
            with self._told(f"file {file_id}"), self._open.files.with_streaming_response.content(file_id) as response:
                response.stream_to_file(part)
            part.replace(path)
        except OSError as error:
            raise BatchError(f"cannot write {path}: {error.strerror}") from error

    @contextmanager
    def _told(self, what: str) -> Iterator[None]:
        """Says in one line what went wrong."""
        import httpx2
        import openai

        try:
            yield
        except (openai.AuthenticationError, openai.PermissionDeniedError) as error:
            raise AccessError(
                f"the key was refused (status {error.status_code}); set OPENAI_API_KEY to the key that made the batch"
            ) from error
        except openai.NotFoundError as error:
            raise ModelError(f"{self.address} has no {what}: {said(error, self._key)}") from error
        except openai.APIStatusError as error:
            raise ModelError(f"{self.address}: status {error.status_code}: {said(error, self._key)}") from error
        except openai.APIConnectionError as error:
            raise ModelError(f"cannot reach {self.address}; check the network ({root(error)})") from error
        except (openai.OpenAIError, httpx2.HTTPError) as error:
            raise ModelError(f"{self.address}: {said(error, self._key)}") from error


def _state(batch: Any) -> State:
    counts = batch.request_counts
    problems = [line(e.message or e.code or "") for e in (batch.errors.data or [] if batch.errors else [])]
    return State(
        id=batch.id,
        status=batch.status,
        total=counts.total if counts else 0,
        completed=counts.completed if counts else 0,
        failed=counts.failed if counts else 0,
        output=batch.output_file_id,
        errors=batch.error_file_id,
        problem="; ".join(p for p in problems[:3] if p) or None,
    )
