"""The one client of answers at once; it and that of batches are the only users of openai, instructor and tenacity.

One retry policy. What is worth trying again (timeouts, broken connections, 408, 409, 429, 5xx, also inside a reply with the
status of a success) is tried again after a pause: the server's own, which then holds all requests, else a growing one. A
refused key, an unknown model, an account without credit, an address where nothing answers or a pause of hours ends the run, and
so does one failure after the other of the same kind; everything else is an outcome of the request. What a server refuses of the
way in which it is asked is left out from then on. The retries and the validation of the SDK and of instructor are off: each
attempt is one request, told to the ledger before and after, and what comes back is read by `answers`, record by record.
"""

import asyncio
import json
import logging
import random
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from extractor.errors import AccessError, ModelError
from extractor.model.addresses import checked, here, proxied, split
from extractor.model.answers import judged, line, root, unkeyed
from extractor.model.asking import LAST_FORMAT, Way, vague
from extractor.model.attempts import Attempts, Unkept
from extractor.model.breaker import Breaker
from extractor.model.limits import Budget, Limits, Pace, Price, longest, tokens
from extractor.model.prompting import answer_model
from extractor.model.received import Received, Trouble, of_error, received
from extractor.model.troubles import about, hopeless, may_pass
from extractor.model.waits import asked_pause, until, used_up
from extractor.model.window import Window
from extractor.settings import Profile
from schemas.request import Ending, Outcome, Request

if TYPE_CHECKING:
    from pydantic import BaseModel
    from tenacity import RetryCallState

_TRIES = 4
_LONGEST_PAUSE = 60.0
_LONGEST_OBEYED = 600.0
_WAYS = 16  # changes of the way to ask, for one request
_TOO_MANY = 429


@dataclass(frozen=True, slots=True)
class _Turn:
    """What is sent of a request: its messages, about how many tokens they are, and the shape of the answer."""

    request: Request
    shape: "type[BaseModel]"
    messages: list[dict[str, str]]
    prompt: int


class _Refused(Exception):
    """A server's refusal, with the headers that came with it."""

    def __init__(self, trouble: Trouble, headers: Any) -> None:
        super().__init__(trouble.words)
        self.trouble, self.headers = trouble, headers


class _Late(Exception):
    """No whole answer within the time that one may take."""


class Client:
    """Sends requests to one model behind one OpenAI-compatible address; an async context manager.

    Proxies of the environment are used, except on the way to this machine itself. Raises ModelError for a proxy or an address
    that cannot be used, AccessError for a key that can be none.
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
        self._breaker = Breaker()
        self._window = Window()
        self._key = key
        self._way = Way(profile.max_tokens)
        self._guesses = True
        address, query = split(base_url)
        with proxied(base_url):
            http = DefaultAsyncHttpxClient(trust_env=False) if here(base_url) else None
            self._open = AsyncOpenAI(
                base_url=address,
                api_key=key,
                max_retries=0,
                timeout=self._limits.timeout,
                http_client=http,
                default_query=query,
            )
        self._asking = instructor.from_openai(self._open, mode=instructor.Mode.JSON_SCHEMA)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.close()

    async def ask(self, request: Request, shape: "type[BaseModel] | None" = None, attempts: Attempts | None = None) -> Ending:
        """Sends a request and says how it ended; the reply is the model's own text, of the request's shape or of `shape`.

        Raises AccessError when the key or the model's name is refused, ModelError when nothing answers at the address, when the
        server wants to be left alone for longer than a run waits, or when one request after the other fails alike.
        """
        kept = attempts or Unkept()
        contents = [m.content for m in request.messages]
        messages = [{"role": m.role, "content": m.content} for m in request.messages]
        turn = _Turn(request, shape or answer_model(request.types, request.brief), messages, tokens(contents))
        most = (longest([*contents, _schema_text(turn.shape)]), self._way.tokens(turn.prompt))
        if over := self._budget.reserve(*most):
            ending = Ending(outcome=Outcome.OVER_BUDGET, error=over, seconds=0.0)
            kept.opened()
            kept.closed(ending)
            return ending
        paid = (0, 0)
        began = self._breaker.begun()
        try:
            ending = await self._trying(turn, kept)
            paid = self._paid(ending, most)
        finally:
            self._budget.settle(most, paid)
        if alike := self._breaker.over(ending, began, alone=len(request.targets) < 2):
            raise ModelError(f"{alike}; the run ends here, the same command goes on from there")
        return ending

    def _paid(self, ending: Ending, most: tuple[int, int]) -> tuple[int, int]:
        """What a request took; of an answer whose tokens a server does not count, as much as could be."""
        unanswered = ending.outcome in (Outcome.FAILED, Outcome.RATE_LIMITED, Outcome.TOO_LONG) and ending.tokens_in is None
        tokens_in, tokens_out = (0, 0) if unanswered else most
        return (
            tokens_in if ending.tokens_in is None else ending.tokens_in,
            tokens_out if ending.tokens_out is None else ending.tokens_out,
        )

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
                    return await self._adapting(turn, attempts)
        except _Refused as error:
            if told := hopeless(error.trouble, self.model, self._address):
                raise AccessError(unkeyed(told, self._key)) from error
            return self._broken(error, started)
        except openai.APIConnectionError as error:
            if not isinstance(error, openai.APITimeoutError) and not _cut(error):
                raise ModelError(f"cannot reach {self._address}; check the network and --base-url ({root(error)})") from error
            return self._broken(error, started)
        except (openai.OpenAIError, _Late) as error:
            return self._broken(error, started)
        raise AssertionError("unreachable: the policy reraises")

    async def _adapting(self, turn: _Turn, attempts: Attempts) -> Ending:
        """Sends in the way that the server takes, as far as that is known; what it refuses of it is found out here."""
        way, guessed = self._way, False
        for _ in range(_WAYS):
            await self._pace.slot(turn.prompt)
            try:
                ending = await self._kept(turn, way, attempts)
            except _Refused as error:
                other = way.adapted(error.trouble, turn.prompt)
                if other is not None:
                    way = self._way = other.and_also(self._way)
                elif vague(error.trouble) and way.format < LAST_FORMAT and self._guesses and not self._breaker.answered:
                    way, guessed = way.simpler(), True  # some say no more than that it is a bad request
                else:
                    self._guesses = self._guesses and not guessed  # it was not the format: once is enough to find that out
                    raise
                continue
            if guessed and ending.outcome not in (Outcome.TOO_LONG, Outcome.REFUSED):
                self._way = way.and_also(self._way)
            return ending
        raise _Refused(Trouble("it refuses every way of asking", 400), {})

    async def _kept(self, turn: _Turn, way: Way, attempts: Attempts) -> Ending:
        """One attempt, told to the ledger whatever becomes of it."""
        import openai

        started = time.monotonic()
        ending = Ending(outcome=Outcome.CANCELLED, error="stopped before an answer came")
        attempts.opened()
        try:
            came, headers = await self._once(turn, way)
            ending = self._judged(turn, came, headers, started)
        except _Refused as error:
            adapts = way.adapted(error.trouble, turn.prompt) is not None
            outcome = Outcome.FAILED if adapts else about(error.trouble)
            ending = self._broken(error, started, outcome)
            if outcome is Outcome.FAILED:
                raise
        except (openai.OpenAIError, _Late) as error:
            ending = self._broken(error, started)
            raise
        finally:
            attempts.closed(ending)
        self._pace.spent(ending.tokens_out or 0)
        return ending

    def _judged(self, turn: _Turn, came: Received, headers: Any, started: float) -> Ending:
        """How it ended that a reply came; a prompt of which the server read a part only was too long."""
        seconds = round(time.monotonic() - started, 3)
        self._breaker.answered = self._breaker.answered or came.error is None
        wait = used_up(headers, datetime.now(UTC))
        if wait is not None and wait <= _LONGEST_OBEYED:
            self._pace.hold(wait)
        ending = judged(turn.request, came, self._budget.cost, seconds, key=self._key)
        if came.tokens_in is not None and self._window.cut(came.tokens_in, turn.prompt):
            return ending.model_copy(
                update={"outcome": Outcome.TOO_LONG, "error": self._window.told(came.tokens_in, turn.prompt)}
            )
        return ending

    async def _once(self, turn: _Turn, way: Way) -> tuple[Received, Any]:
        """Sends, and gives what came with its headers. Raises _Refused for an error, _Late after the time for one answer."""
        import httpx2
        import openai

        sent: Any = turn.messages
        more = way.settings(turn.prompt)
        if (asked := _response_format(turn.shape, way.format)) is not None:
            more["response_format"] = asked
        try:
            async with asyncio.timeout(self._limits.timeout):
                raw: Any = await self._asking.chat.completions.create(
                    model=self.model,
                    response_model=None,
                    messages=sent,
                    max_retries=0,
                    extra_headers={"X-Stainless-Raw-Response": "true"},
                    **more,
                )
        except TimeoutError as error:
            raise _Late from error
        except Exception as error:
            cause: BaseException | None = error  # instructor hides what went wrong in errors of its own
            while cause is not None and not isinstance(cause, (openai.OpenAIError, httpx2.HTTPError)):
                cause = cause.__cause__
            if isinstance(cause, openai.APIStatusError):
                response = cause.response
                raise _Refused(of_error(response.status_code, response.content), response.headers) from error
            if cause is not None:
                raise cause  # noqa: B904 - "from error" would make a ring of causes
            raise
        response = getattr(raw, "http_response", raw)
        came = received(response.content)
        if came.error is not None and came.error.status:
            raise _Refused(came.error, response.headers)
        return came, response.headers

    def _broken(self, error: Exception, started: float, outcome: Outcome = Outcome.FAILED) -> Ending:
        """How a request ended that brought no answer."""
        import openai

        if isinstance(error, (openai.APITimeoutError, _Late)):
            told = f"no answer within {self._limits.timeout:g} s"
        elif isinstance(error, openai.APIConnectionError):
            told = "the server closed the connection without an answer" if _cut(error) else f"cannot connect: {root(error)}"
        elif isinstance(error, _Refused):
            if outcome is Outcome.FAILED and error.trouble.status == _TOO_MANY:
                outcome = Outcome.RATE_LIMITED
            told = f"status {error.trouble.status}: {self._words(error.trouble)}"
        else:
            told = line(unkeyed(str(error), self._key))
        return Ending(outcome=outcome, error=told, seconds=round(time.monotonic() - started, 3))

    def _words(self, trouble: Trouble) -> str:
        return line(unkeyed(trouble.words, self._key))

    def _pause(self, state: "RetryCallState") -> float:
        """Seconds to wait before trying again: a growing pause; where the server names a time, all requests wait for it.

        Raises ModelError where that is longer than a run waits.
        """
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, _Refused):
            now = datetime.now(UTC)
            asked = asked_pause(error.headers, error.trouble.words, now)
            if asked is not None and asked > _LONGEST_OBEYED:
                raise ModelError(
                    f"the server wants to be left alone until {until(asked, now)} (status {error.trouble.status}:"
                    f" {self._words(error.trouble)}); give the same command again then"
                )
            if asked is not None:
                self._pace.hold(asked)
                return 0.0
        return min(float(2 ** (state.attempt_number - 1)) * (0.5 + random.random() / 2), _LONGEST_PAUSE)

    @property
    def _address(self) -> str:
        return str(self._open.base_url).rstrip("/")


@cache
def _response_format(shape: "type[BaseModel]", format: int) -> dict[str, Any] | None:
    """How an answer of this shape is asked for: as instructor does, as JSON, or by the prompt alone."""
    import instructor
    from instructor.processing import handle_response_model

    if format >= LAST_FORMAT:
        return None
    if format:
        return {"type": "json_object"}
    _, sent = handle_response_model(shape, mode=instructor.Mode.JSON_SCHEMA, messages=[])
    found: dict[str, Any] = sent["response_format"]
    return found


@cache
def _schema_text(shape: "type[BaseModel]") -> str:
    return json.dumps(shape.model_json_schema(), ensure_ascii=False)


def first_settings(profile: Profile) -> dict[str, Any]:
    """What is sent besides the messages and the shape, until a model refuses some of it."""
    return Way(profile.max_tokens).settings(0)


def _worth_retrying(error: BaseException) -> bool:
    import openai

    if isinstance(error, _Refused):
        return may_pass(error.trouble)
    return isinstance(error, (openai.APIConnectionError, _Late))


def _cut(error: BaseException) -> bool:
    """A connection that was made and then broke, which may be this request's fault; else nothing listens at all."""
    import httpx2

    return isinstance(error.__cause__, (httpx2.RemoteProtocolError, httpx2.ReadError, httpx2.WriteError, httpx2.CloseError))
