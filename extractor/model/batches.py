"""The Batch API: files of requests that a server answers within a day, for less money.

What is asked is what the client asks: the same body, to the same model. Reading and uploading are tried again when they fail in
a way that may pass; the creation of a batch is not, because one whose answer was lost would be paid for twice. What servers
answer is taken as the JSON that it is: many leave out half of what the SDK expects.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any, BinaryIO, Final, Self

from extractor.errors import AccessError, BatchError, ModelError
from extractor.model.addresses import checked, here, proxied, split
from extractor.model.answers import ended, root, said
from extractor.model.batch_states import Line, State, named, read_state, refusal
from extractor.model.client import first_settings
from extractor.model.prompting import answer_model
from extractor.settings import Profile
from schemas.base import RecordType
from schemas.request import Ending, Outcome, Request

ENDPOINT: Final = "/v1/chat/completions"
_TRIES_MORE = 4
_REASONING = re.compile(r"(o\d|gpt-5)")  # OpenAI's, which refuse a temperature and know the limit by another name
_TOO_MANY = 429
_TOO_LARGE = 413
_GONE = frozenset({404, 410})
_PAGES = 50  # of a hundred batches each, in which one is looked for


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
        address, query = split(base_url)
        with proxied(base_url):
            http = DefaultHttpxClient(trust_env=False) if here(base_url) else None
            self._open = OpenAI(
                base_url=address, api_key=self._key, max_retries=_TRIES_MORE, http_client=http, default_query=query
            )
        self.address = str(self._open.base_url).rstrip("/")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._open.close()

    def upload(self, path: Path, endpoint: str) -> str:
        """The id of the file, at the server; its lines ask at this endpoint there."""
        try:
            with _asking_at(endpoint, path) as file, self._told(f"files for batches ({path.name})"):
                sent = self._open.files.with_raw_response.create(file=(path.name, file, "application/jsonl"), purpose="batch")
                found = _json(sent)
        except OSError as error:
            raise BatchError(f"cannot read {path}: {error.strerror}") from error
        except ModelError as error:
            if status_of(error) == _TOO_LARGE:
                told = f"{path.name} is too large for this server; prepare smaller files, with --file-size ({error})"
                raise BatchError(told) from error
            raise
        name = named(found.get("id")) if isinstance(found, dict) else None
        if name is None:
            raise self._no("id for the file", found)
        return name

    def create(self, file_id: str, endpoint: str) -> State:
        """A new batch of the requests in an uploaded file."""
        with self._told(f"file {file_id}, or no batches"):
            asking = self._open.with_options(max_retries=0).batches.with_raw_response
            words: Any = {"completion_window": "24h", "endpoint": endpoint, "input_file_id": file_id}
            return self._state(_json(asking.create(**words)))

    def made_of(self, file_id: str) -> State | None:
        """The batch that was made of an uploaded file, if there is one."""
        after: dict[str, Any] = {}
        with self._told("list of batches"):
            for _ in range(_PAGES):
                found = _json(self._open.batches.with_raw_response.list(limit=100, **after))
                listed = found.get("data") if isinstance(found, dict) else None
                if not isinstance(listed, list) or not isinstance(found, dict):
                    raise self._no("list of batches", found)
                states = [state for one in listed if (state := read_state(one)) is not None]
                if (made := next((state for state in states if state.file == file_id), None)) is not None:
                    return made
                if not states or not found.get("has_more"):
                    return None
                after = {"after": states[-1].id}
        return None

    def state(self, batch_id: str) -> State | None:
        """How a batch stands; None where the server knows none of this id."""
        try:
            with self._told(f"batch {batch_id}"):
                return self._state(_json(self._open.batches.with_raw_response.retrieve(batch_id)))
        except ModelError as error:
            if status_of(error) in _GONE:
                return None
            raise

    def download(self, file_id: str, path: Path) -> bool:
        """Fetches a file; what is there under `path` is whole. False where the server does not have it, or no more."""
        part = path.with_suffix(".part")
        try:
            with self._told(f"file {file_id}"), self._open.files.with_streaming_response.content(file_id) as response:
                response.stream_to_file(part)
            part.replace(path)
        except OSError as error:
            raise BatchError(f"cannot write {path}: {error.strerror}") from error
        except ModelError as error:
            if status_of(error) in _GONE:
                return False
            raise
        return True

    def _state(self, found: object) -> State:
        state = read_state(found)
        if state is None:
            raise self._no("batch", found)
        return state

    def _no(self, what: str, found: object) -> ModelError:
        """What to say of an answer that is none: the server's own words where there are some."""
        words = refusal(found) or f"it gave no {what}; does this server have the Batch API?"
        return ModelError(f"{self.address}: {said(ValueError(words), self._key)}")

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


@contextmanager
def _asking_at(endpoint: str, path: Path) -> Iterator[BinaryIO]:
    """A file of requests whose lines ask at this endpoint: some servers name theirs otherwise."""
    with path.open("rb") as file:
        if endpoint == ENDPOINT:
            yield file
            return
        here, there = (f'"url": {json.dumps(name)}'.encode() for name in (ENDPOINT, endpoint))
        with TemporaryFile() as other:
            other.writelines(written.replace(here, there, 1) for written in file)
            other.seek(0)
            yield other


def _json(response: Any) -> object:
    """What a server sent, if that is JSON."""
    try:
        found: object = response.http_response.json()
    except (ValueError, RecursionError):
        return None
    return found


def status_of(error: ModelError) -> int | None:
    """The status that a server answered with, where it did."""
    return getattr(error.__cause__, "status_code", None)
