"""The one client: the only user of openai, instructor and tenacity.

One retry policy. What is worth trying again (timeouts, broken connections, 408, 409, 429, 5xx) is tried again with the server's own
Retry-After or a growing pause; a refused key or an unknown model ends the run at once; everything else is an outcome of the
request. The SDK's own retries are off, and instructor asks again once at most for an answer that does not validate.
"""

import random
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from extractor.errors import AccessError, ModelError
from extractor.model.prompting import answer_model
from extractor.settings import Profile
from schemas.request import Ending, Outcome, Request

if TYPE_CHECKING:
    from tenacity import RetryCallState

_TRIES = 4
_LONGEST_PAUSE = 60.0
_TIMEOUT = 300.0
_RETRIED = frozenset({408, 409, 429})


class Client:
    """Sends requests to one model behind one OpenAI-compatible address; an async context manager."""

    def __init__(self, model: str, profile: Profile, *, base_url: str | None, api_key: str, tries: int = _TRIES) -> None:
        import instructor
        from openai import AsyncOpenAI

        self.model = model
        self.profile = profile
        self._tries = tries
        self._open = AsyncOpenAI(base_url=base_url, api_key=api_key, max_retries=0, timeout=_TIMEOUT)
        self._asking = instructor.from_openai(self._open, mode=instructor.Mode.JSON_SCHEMA)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._open.close()

    async def ask(self, request: Request) -> Ending:
        """Sends a request and says how it ended; the reply is the model's own JSON text.

        Raises AccessError when the key or the model's name is refused, ModelError when the address cannot be reached.
        """
        import openai
        from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt

        started = time.monotonic()
        policy = AsyncRetrying(
            retry=retry_if_exception(_worth_retrying), stop=stop_after_attempt(self._tries), wait=_pause, reraise=True
        )
        try:
            async for attempt in policy:
                with attempt:
                    return await self._once(request, started)
        except (openai.AuthenticationError, openai.PermissionDeniedError) as error:
            raise AccessError(f"the key was refused ({error.status_code}); set OPENAI_API_KEY to a key that may use {self.model}") from error
        except openai.NotFoundError as error:
            raise AccessError(f"there is no model {self.model!r} at {self._open.base_url}; check --model and --base-url") from error
        except openai.APITimeoutError as error:
            return Ending(outcome=Outcome.FAILED, error=f"no answer within {_TIMEOUT:.0f} s", seconds=time.monotonic() - started) if error else None  # type: ignore[return-value]
        except openai.APIConnectionError as error:
            raise ModelError(f"cannot reach {self._open.base_url}; check the network and --base-url ({_root(error)})") from error
        except openai.APIStatusError as error:
            return Ending(outcome=Outcome.FAILED, error=f"status {error.status_code}: {_line(error.message)}", seconds=time.monotonic() - started)
        raise AssertionError("unreachable: the policy reraises")

    async def _once(self, request: Request, started: float) -> Ending:
        from instructor.core.exceptions import IncompleteOutputException, InstructorRetryException

        shape = answer_model(request.types, request.brief)
        messages: Any = [{"role": m.role, "content": m.content} for m in request.messages]
        try:
            _, completion = await self._asking.chat.completions.create_with_completion(
                model=self.model,
                response_model=shape,
                messages=messages,
                max_retries=1,
                temperature=0,
                max_tokens=self.profile.max_tokens,
            )
        except IncompleteOutputException as error:
            return _ending(Outcome.TRUNCATED, error.last_completion, started, "the answer was cut off at the token limit")
        except InstructorRetryException as error:
            cause = error.__cause__
            while cause is not None and not type(cause).__module__.startswith("openai"):
                cause = cause.__cause__
            if cause is not None:
                raise cause from error
            return _unusable(error, started)
        return _ending(Outcome.OK, completion, started, None)


def _unusable(error: Any, started: float) -> Ending:
    """What a reply that did not validate was: a refusal, a truncation, or an invalid answer."""
    completion = error.last_completion
    choice = completion.choices[0] if completion is not None and getattr(completion, "choices", None) else None
    if choice is None:
        return _ending(Outcome.INVALID, completion, started, "the reply holds no choice")
    if getattr(choice.message, "refusal", None) or choice.finish_reason == "content_filter":
        return _ending(Outcome.REFUSED, completion, started, _line(choice.message.refusal or "content filter"))
    if choice.finish_reason == "length":
        return _ending(Outcome.TRUNCATED, completion, started, "the answer was cut off at the token limit")
    return _ending(Outcome.INVALID, completion, started, _line(str(error)))


def _ending(outcome: Outcome, completion: Any, started: float, error: str | None) -> Ending:
    usage = getattr(completion, "usage", None)
    choices = getattr(completion, "choices", None) or []
    return Ending(
        outcome=outcome,
        reply=choices[0].message.content if choices else None,
        error=error,
        tokens_in=getattr(usage, "prompt_tokens", None),
        tokens_out=getattr(usage, "completion_tokens", None),
        seconds=round(time.monotonic() - started, 3),
    )


def _worth_retrying(error: BaseException) -> bool:
    import openai

    if isinstance(error, openai.APIStatusError):
        return error.status_code in _RETRIED or error.status_code >= 500
    return isinstance(error, openai.APIConnectionError)


def _pause(state: "RetryCallState") -> float:
    """Seconds to wait: what Retry-After says, else a growing pause with jitter."""
    error = state.outcome.exception() if state.outcome else None
    response = getattr(error, "response", None)
    asked = response.headers.get("retry-after") if response is not None else None
    if asked is not None and asked.replace(".", "", 1).isdigit():
        return min(float(asked), _LONGEST_PAUSE)
    return min(float(2 ** (state.attempt_number - 1)) * (0.5 + random.random() / 2), _LONGEST_PAUSE)


def _line(text: str) -> str:
    return " ".join(text.split())[:300]


def _root(error: BaseException) -> str:
    while error.__cause__ is not None:
        error = error.__cause__
    return _line(str(error)) or type(error).__name__
