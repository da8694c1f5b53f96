"""The one client of answers at once; it and that of batches are the only users of openai, instructor and tenacity.

One retry policy. What is worth trying again (timeouts, broken connections, 408, 409, 429, 5xx) is tried again after a pause:
the server's own Retry-After, which then holds all requests, else a growing one. A refused key, an unknown model or an address
where nothing answers ends the run; everything else is an outcome of the request. The retries of the SDK and of instructor are
off: each attempt is one request, told to the ledger before and after. An answer that does not validate is asked for once more,
with what was wrong in the place of the answer itself, so that the conversation does not grow.
"""

import json
import logging
import random
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from ipaddress import ip_address
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self
from urllib.parse import urlsplit

from extractor.errors import AccessError, ModelError
from extractor.model.answers import ended, root, said
from extractor.model.limits import Budget, Limits, Pace, Price, longest, tokens
from extractor.model.prompting import answer_model
from extractor.settings import Profile
from schemas.request import Ending, Outcome, Request

if TYPE_CHECKING:
    from pydantic import BaseModel
    from tenacity import RetryCallState

_TRIES = 4
_LONGEST_PAUSE = 60.0
_LONGEST_OBEYED = 600.0
_TURNS = 2  # an answer that does not validate is asked for once more
_TOO_MANY = 429
_RETRIED = frozenset({408, 409, _TOO_MANY})


class Attempts(Protocol):
    """The ledger of one request, as the client sees it: each attempt is told before it is sent and after it ended."""

    def opened(self) -> None: ...

    def closed(self, ending: Ending) -> None: ...


class _Unkept:
    def opened(self) -> None:
        """Keeps nothing."""

    def closed(self, ending: Ending) -> None:
        """Keeps nothing."""


@dataclass(slots=True)
class _Turn:
    """What is sent of a request now: its messages, what they may take and the shape of the answer."""

    request: Request
    shape: "type[BaseModel]"
    messages: list[dict[str, str]]
    expected: int


class Client:
    """Sends requests to one model behind one OpenAI-compatible address; an async context manager.

    Proxies of the environment are used, except on the way to this machine itself.
    """

    sends = True

    def __init__(
        self,
        model: str,
        profile: Profile,
        *,
        base_url: str | None,
        api_key: str,
        tries: int = _TRIES,
        limits: Limits | None = None,
        price: Price | None = None,
    ) -> None:
        import instructor
        from openai import AsyncOpenAI, DefaultAsyncHttpxClient

        logging.getLogger("instructor").setLevel(logging.CRITICAL)  # it prints every failed attempt, and what the server said
        key = checked(api_key)
        self.model = model
        self.profile = profile
        self._tries = tries
        self._limits = limits or Limits()
        self._pace = Pace(self._limits.rpm, self._limits.tpm)
        self._budget = Budget(self._limits, price)
        self._key = key
        self._settings = first_settings(profile)
        http = DefaultAsyncHttpxClient(trust_env=False) if here(base_url) else None
        self._open = AsyncOpenAI(base_url=base_url, api_key=key, max_retries=0, timeout=self._limits.timeout, http_client=http)
        self._asking = instructor.from_openai(self._open, mode=instructor.Mode.JSON_SCHEMA)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.close()

    async def ask(self, request: Request, shape: "type[BaseModel] | None" = None, attempts: Attempts | None = None) -> Ending:
        """Sends a request and says how it ended; the reply is the model's own JSON text, of the request's shape or of `shape`.

        Raises AccessError when the key or the model's name is refused, ModelError when nothing answers at the address.
        """
        kept = attempts or _Unkept()
        messages = [{"role": m.role, "content": m.content} for m in request.messages]
        expected = tokens([m.content for m in request.messages])
        turn = _Turn(request, shape or answer_model(request.types, request.brief), messages, expected)
        for _ in range(_TURNS):
            most = (longest([*(m["content"] for m in turn.messages), _schema_text(turn.shape)]), self.profile.max_tokens)
            if over := self._budget.reserve(*most):
                ending = Ending(outcome=Outcome.OVER_BUDGET, error=over, seconds=0.0)
                kept.opened()
                kept.closed(ending)
                return ending
            paid = (0, 0)
            try:
                ending = await self._trying(turn, kept)
                paid = (ending.tokens_in or 0, ending.tokens_out or 0)
            finally:
                self._budget.settle(most, paid)
            if ending.outcome is not Outcome.INVALID:
                break
            complaint = f"Your answer was not used: {ending.error}. Answer again, with the JSON alone."
            turn.messages = [*messages, {"role": "user", "content": complaint}]
        return ending

    async def _trying(self, turn: _Turn, attempts: Attempts) -> Ending:
        """One request, and again while it fails in a way that may pass."""
        import openai
        from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt

        policy = AsyncRetrying(
            retry=retry_if_exception(_worth_retrying), stop=stop_after_attempt(self._tries), wait=self._pause, reraise=True
        )
        started = time.monotonic()
        try:
            async for attempt in policy:
                with attempt:
                    await self._pace.slot(turn.expected)
                    started = time.monotonic()
                    return await self._kept(turn, attempts, started)
        except (openai.AuthenticationError, openai.PermissionDeniedError) as error:
            raise AccessError(
                f"the key was refused (status {error.status_code}); set OPENAI_API_KEY to a key that may use {self.model}"
            ) from error
        except openai.NotFoundError as error:
            raise AccessError(f"there is no model {self.model!r} at {self._address}; check --model and --base-url") from error
        except openai.APIConnectionError as error:
            if not isinstance(error, openai.APITimeoutError) and not _cut(error):
                raise ModelError(f"cannot reach {self._address}; check the network and --base-url ({root(error)})") from error
            return self._broken(error, started)
        except openai.OpenAIError as error:
            if _spent(error):
                raise AccessError(
                    "the account of this key has no credit left; add some, or use another key or model"
                ) from error
            return self._broken(error, started)
        raise AssertionError("unreachable: the policy reraises")

    async def _kept(self, turn: _Turn, attempts: Attempts, started: float) -> Ending:
        """One attempt, told to the ledger whatever becomes of it."""
        import openai

        ending = Ending(outcome=Outcome.CANCELLED, error="stopped before an answer came")
        attempts.opened()
        try:
            ending = await self._adapting(turn, started)
        except openai.OpenAIError as error:
            ending = self._broken(error, started)
            raise
        finally:
            attempts.closed(ending)
        self._pace.spent(ending.tokens_out or 0)
        return ending

    def _broken(self, error: Exception, started: float) -> Ending:
        """How a request ended that brought no answer."""
        import openai

        outcome = Outcome.FAILED
        if isinstance(error, openai.APITimeoutError):
            told = f"no answer within {self._limits.timeout:g} s"
        elif isinstance(error, openai.APIConnectionError):
            told = "the server closed the connection without an answer" if _cut(error) else f"cannot connect: {root(error)}"
        elif isinstance(error, openai.APIStatusError):
            outcome = Outcome.RATE_LIMITED if error.status_code == _TOO_MANY else Outcome.FAILED
            told = f"status {error.status_code}: {said(error, self._key)}"
        else:
            told = said(error, self._key)
        return Ending(outcome=outcome, error=told, seconds=round(time.monotonic() - started, 3))

    def _pause(self, state: "RetryCallState") -> float:
        """Seconds to wait before trying again: a growing pause; where the server names a time, all requests wait for it."""
        error = state.outcome.exception() if state.outcome else None
        response = getattr(error, "response", None)
        asked = _seconds(response.headers.get("retry-after")) if response is not None else None
        if asked is not None:
            self._pace.hold(min(asked, _LONGEST_OBEYED))
            return 0.0
        return min(float(2 ** (state.attempt_number - 1)) * (0.5 + random.random() / 2), _LONGEST_PAUSE)

    @property
    def _address(self) -> str:
        return str(self._open.base_url).rstrip("/")

    async def _adapting(self, turn: _Turn, started: float) -> Ending:
        """Sends with the settings that the model takes: some refuse a temperature, some know the limit by another name."""
        import openai

        while True:
            settings = dict(self._settings)
            try:
                return await self._once(turn, settings, started)
            except openai.BadRequestError as error:
                refused = error.param
                if refused == "max_tokens" and refused in self._settings:
                    self._settings["max_completion_tokens"] = self._settings.pop(refused)
                elif refused == "temperature":
                    self._settings.pop(refused, None)
                if settings == self._settings:
                    raise

    async def _once(self, turn: _Turn, settings: dict[str, Any], started: float) -> Ending:
        from instructor.core.exceptions import IncompleteOutputException, InstructorRetryException

        sent: Any = turn.messages
        try:
            _, completion = await self._asking.chat.completions.create_with_completion(
                model=self.model, response_model=_asked(turn.shape), messages=sent, max_retries=0, **settings
            )
        except IncompleteOutputException as error:
            completion = error.last_completion
        except InstructorRetryException as error:
            cause = error.__cause__
            while cause is not None and not type(cause).__module__.startswith("openai"):
                cause = cause.__cause__
            if cause is not None:
                raise cause  # noqa: B904 - "from error" would make a ring of causes
            completion = error.last_completion
        seconds = round(time.monotonic() - started, 3)
        return ended(turn.request, turn.shape, completion, self._budget.cost, seconds)


@cache
def _asked(shape: "type[BaseModel]") -> "type[BaseModel]":
    """The shape as instructor wants it: it would make a class of it anew for every request."""
    import instructor

    return instructor.response_schema(shape)


@cache
def _schema_text(shape: "type[BaseModel]") -> str:
    return json.dumps(shape.model_json_schema(), ensure_ascii=False)


def first_settings(profile: Profile) -> dict[str, Any]:
    """What is sent besides the messages and the shape, until a model refuses some of it."""
    return {"temperature": 0, "max_tokens": profile.max_tokens}


def checked(api_key: str) -> str:
    """The key, fit for a header. Raises AccessError."""
    key = api_key.strip()
    if not key.isascii() or not key.isprintable():
        raise AccessError("the key holds characters that no key has; set OPENAI_API_KEY anew")
    return key


def _worth_retrying(error: BaseException) -> bool:
    import openai

    if isinstance(error, openai.APIStatusError):
        return not _spent(error) and (error.status_code in _RETRIED or error.status_code >= 500)
    return isinstance(error, openai.APIConnectionError)


def _spent(error: Any) -> bool:
    """No money left: OpenAI says so with the status of too many requests."""
    return bool(getattr(error, "code", None) == "insufficient_quota")


def _cut(error: BaseException) -> bool:
    """A connection that was made and then broke, which may be this request's fault; else nothing listens at all."""
    import httpx2

    return isinstance(error.__cause__, (httpx2.RemoteProtocolError, httpx2.ReadError, httpx2.WriteError, httpx2.CloseError))


def here(base_url: str | None) -> bool:
    """The address is on this machine."""
    host = urlsplit(base_url or "").hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _seconds(retry_after: str | None) -> float | None:
    """What a Retry-After header means: it holds seconds or a date."""
    if retry_after is None:
        return None
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]*)?", retry_after.strip()):
        return float(retry_after)
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None
