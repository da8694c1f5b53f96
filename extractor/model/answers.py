"""What a reply comes to: an answer of the shape that was asked for, a refusal, one that was cut off, or no use.

The same for an answer that came at once and for one that a batch brought a day later.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from extractor.model.prompting import names_unknown
from schemas.request import Ending, Outcome, Request

if TYPE_CHECKING:
    from pydantic import BaseModel

_TRUNCATED = "the answer was cut off at the token limit"
_NO_SECRET = 6  # keys of servers that want none are as short as this


def ended(
    request: Request,
    shape: "type[BaseModel]",
    completion: Any,
    cost: Callable[[int, int], float | None],
    seconds: float | None = None,
) -> Ending:
    """How a request ended that this completion came for; `completion` is openai's ChatCompletion, or None."""
    outcome, error = _judged(request, shape, completion)
    usage = getattr(completion, "usage", None)
    tokens_in, tokens_out = getattr(usage, "prompt_tokens", None), getattr(usage, "completion_tokens", None)
    choices = getattr(completion, "choices", None) or []
    return Ending(
        outcome=outcome,
        reply=choices[0].message.content if choices and choices[0].message else None,
        error=error,
        tokens_in=tokens_in,
        tokens_out=tokens_out,
        cost=None if tokens_in is None else cost(tokens_in, tokens_out or 0),
        seconds=seconds,
    )


def _judged(request: Request, shape: "type[BaseModel]", completion: Any) -> tuple[Outcome, str | None]:
    choices = getattr(completion, "choices", None)
    if not choices or choices[0].message is None:
        return Outcome.INVALID, "the reply holds no answer; is this an OpenAI-compatible server?"
    choice = choices[0]
    if choice.finish_reason == "length":
        return Outcome.TRUNCATED, _TRUNCATED
    try:
        shape.model_validate_json(choice.message.content or "")
    except ValidationError:
        refusal = getattr(choice.message, "refusal", None)
        if refusal or choice.finish_reason == "content_filter":
            return Outcome.REFUSED, line(refusal or "stopped by a content filter")
        return Outcome.INVALID, "it is not JSON of the shape asked for"
    if names_unknown(request, choice.message.content):
        return Outcome.INVALID, "it names sentences that do not exist"
    return Outcome.OK, None


def said(error: Exception, key: str) -> str:
    """The server's own words on one line, without the key, which some servers repeat."""
    body = getattr(error, "body", None)
    words = body.get("message") if isinstance(body, dict) else None
    told = str(words or error)
    return line(told.replace(key, "***") if len(key) > _NO_SECRET else told)


def root(error: BaseException) -> str:
    """The innermost cause's words."""
    seen = {id(error)}
    while error.__cause__ is not None and id(error.__cause__) not in seen:
        error = error.__cause__
        seen.add(id(error))
    return line(str(error)) or type(error).__name__


def line(text: str) -> str:
    """A server's words on one line, not too many of them."""
    return " ".join(text.split())[:300]
