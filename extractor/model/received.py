"""What a server sent, however it puts it: texts that may hold the answer, why it ended, what it counted, what is wrong.

Servers that call themselves OpenAI-compatible put the answer into a string, a list of parts, the arguments of a tool, beside or
into the thoughts; number things with strings; stream though nobody asked; and send errors with the status of a success. Nothing
here raises: what cannot be understood is an `error` in words.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from extractor.model.loose import values

_MOST_TOKENS = 10**9
_THOUGHTS = ("reasoning_content", "reasoning", "thinking", "thought")
_TITLE = re.compile(r"<(title|h1)[^>]*>\s*(.*?)\s*</\1>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_CODES = (
    (re.compile(r"quota|billing|credit|payment", re.IGNORECASE), 402),
    (re.compile(r"rate.?limit|too.?many|throttl", re.IGNORECASE), 429),
    (re.compile(r"api.?key|unauthori[sz]ed|authentication", re.IGNORECASE), 401),
    (re.compile(r"not.?found", re.IGNORECASE), 404),
    (re.compile(r"invalid.?request|bad.?request|context.?length", re.IGNORECASE), 400),
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error in a server's words. `status` is the error's own, not that of the reply; 502 where it names none."""

    words: str
    status: int = 502
    code: str | None = None
    param: str | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """A reply, understood. `texts` are where the answer may stand, likeliest first; tokens are null where they are not told.

    `finish` is "length" where the answer was cut off, "filter" where a filter stopped it.
    """

    texts: tuple[str, ...] = ()
    finish: str | None = None
    refusal: str | None = None
    tokens_in: int | None = None
    tokens_out: int | None = None
    error: Trouble | None = None


def received(sent: bytes | str | Mapping[str, Any] | None) -> Received:
    """A reply's body, as bytes, text or parsed JSON."""
    if not isinstance(sent, Mapping):
        text = _decoded(sent) if isinstance(sent, bytes) else sent or ""
        body = _streamed(text) or _parsed(text)
        if body is None:
            told = shown(text)
            words = f"the reply is no JSON: {told}" if told else "the reply is empty"
            return Received(error=Trouble(f"{words}; is this an OpenAI-compatible server?", 0))
    else:
        body = dict(sent)
    choice = _first(body.get("choices"))
    error = trouble(body) or trouble(choice)
    message = _mapping(choice.get("message") or choice.get("delta"))
    if not choice and isinstance(body.get("message"), Mapping):
        message = _mapping(body["message"])
    texts = tuple(dict.fromkeys(text for text in _texts(message, choice, body) if text.strip()))
    usage = _mapping(
        body.get("usage") or {"prompt_tokens": body.get("prompt_eval_count"), "completion_tokens": body.get("eval_count")}
    )
    refusal = message.get("refusal")
    found = Received(
        texts=texts,
        finish=_finish(choice.get("finish_reason") or choice.get("native_finish_reason") or body.get("done_reason")),
        refusal=refusal if isinstance(refusal, str) and refusal.strip() else None,
        tokens_in=_sum(usage, "prompt_tokens", "input_tokens"),
        tokens_out=_sum(usage, "completion_tokens", "output_tokens"),
        error=None if texts else error,
    )
    if not texts and error is None and not message and found.refusal is None:
        return Received(error=Trouble("the reply holds no answer; is this an OpenAI-compatible server?", 0))
    return found


def trouble(body: Mapping[str, Any] | None) -> Trouble | None:
    """The error that a body tells of, if it does: OpenAI's shape, and those of other servers and of their proxies."""
    if not body:
        return None
    error = body.get("error")
    if not error and body.get("object") == "error":
        error = body
    if not error and "choices" not in body and "message" not in body:
        error = body.get("errors") or body.get("detail")
    if not error and isinstance(body.get("message"), str) and "choices" not in body:
        error = body["message"]
    if not error:
        return None
    told = error if isinstance(error, Mapping) else {"message": error}
    inner = told.get("message") or told.get("msg") or told.get("detail") or told.get("error") or told.get("type")
    words = inner if isinstance(inner, str) else json.dumps(inner or told, ensure_ascii=False, default=str)
    code = told.get("code") or told.get("type") or body.get("code")
    param = told.get("param")
    return Trouble(
        " ".join(words.split()),
        _status(told, body, words),
        str(code) if code is not None else None,
        param if isinstance(param, str) else None,
    )


def of_error(status: int, sent: bytes) -> Trouble:
    """What a reply with the status of an error complains of."""
    text = _decoded(sent)
    body = _parsed(text)
    found = trouble(body) if body is not None else None
    if found is None:
        return Trouble(shown(text) or "no word why", status)
    return Trouble(found.words, status, found.code, found.param)


def shown(text: str) -> str:
    """The beginning of a text that is no answer, on one line: of a page its title."""
    titled = _TITLE.search(text[:5_000])
    words = titled.group(2) if titled else text[:2_000]
    return " ".join(_TAG.sub(" ", words).split())[:120]


def _status(told: Mapping[str, Any], body: Mapping[str, Any], words: str) -> int:
    for one in (told.get("code"), told.get("status"), told.get("status_code"), body.get("code"), body.get("status")):
        number = _integer(one)
        if number is not None and 400 <= number < 600:
            return number
    named = f"{told.get('code') or ''} {told.get('type') or ''}"
    return next((status for pattern, status in _CODES if pattern.search(named) or pattern.search(words)), 502)


def _texts(message: Mapping[str, Any], choice: Mapping[str, Any], body: Mapping[str, Any]) -> Iterator[str]:
    yield _text(message.get("content"))
    for call in [*_list(message.get("tool_calls")), {"function": message.get("function_call")}]:
        yield _text(_mapping(_mapping(call).get("function")).get("arguments"))
    yield _text(message.get("parsed"))
    yield _text(choice.get("text"))
    if not choice:
        yield from (_text(body.get(name)) for name in ("response", "output_text", "content", "output"))
    for name in _THOUGHTS:
        yield _text(message.get(name))


def _text(content: Any) -> str:
    """A text however it is put: as it is, in parts, or parsed already. Thoughts among the parts are left out."""
    if isinstance(content, str):
        return content
    if isinstance(content, Mapping):
        inner = content.get("text") if "text" in content else content.get("content")
        if isinstance(inner, (str, list)) and content.get("type") not in ("thinking", "reasoning"):
            return _text(inner)
        return "" if "type" in content else json.dumps(content, ensure_ascii=False, default=str)
    if isinstance(content, list):
        parts = [_text(part) for part in content]
        plain = all(isinstance(part, str) or (isinstance(part, Mapping) and "type" in part) for part in content)
        return "".join(parts) if plain else json.dumps(content, ensure_ascii=False, default=str)
    return ""


def _finish(reason: Any) -> str | None:
    told = str(reason).lower() if reason is not None else ""
    if "length" in told or "max_tokens" in told or told == "max_output_tokens":
        return "length"
    return "filter" if "filter" in told or told in ("safety", "refusal") else told or None


def _sum(usage: Mapping[str, Any], *names: str) -> int | None:
    """A count of tokens; what Anthropic's proxies count apart, because it was cached, belongs to it."""
    counted = next((n for name in names if (n := _integer(usage.get(name))) is not None), None)
    if counted is None or not 0 <= counted <= _MOST_TOKENS:
        return None
    if names[0] == "prompt_tokens":
        apart = [_integer(usage.get(f"cache_{kind}_input_tokens")) or 0 for kind in ("read", "creation")]
        counted += sum(n for n in apart if 0 < n < _MOST_TOKENS)
    return counted


def _integer(told: Any) -> int | None:
    if isinstance(told, bool) or not isinstance(told, (int, float, str)):
        return None
    try:
        return int(float(told)) if not isinstance(told, int) else told
    except (ValueError, OverflowError):
        return None


def _streamed(text: str) -> dict[str, Any] | None:
    """The reply in a stream of events: its pieces put together."""
    if not re.match(r"\s*(?::|data:|event:)", text):
        return None
    joined: dict[str, Any] = {}
    whole: dict[str, Any] = {}
    arguments = ""
    for line in text.splitlines():
        chunk = _parsed(line[5:]) if line.startswith("data:") else None
        if chunk is None:
            continue
        whole = {**whole, **{name: value for name, value in chunk.items() if value}}
        choice = _first(chunk.get("choices"))
        whole["finish"] = choice.get("finish_reason") or whole.get("finish")
        piece = _mapping(choice.get("delta") or choice.get("message"))
        for name in ("content", "refusal", *_THOUGHTS):
            if told := _text(piece.get(name)):
                joined[name] = joined.get(name, "") + told
        for call in _list(piece.get("tool_calls")):
            arguments += _text(_mapping(_mapping(call).get("function")).get("arguments"))
    if arguments:
        joined["tool_calls"] = [{"function": {"arguments": arguments}}]
    if not whole:
        return None
    choices = [{"message": joined, "finish_reason": whole.pop("finish", None)}] if joined else []
    return {**whole, "choices": choices}


def _parsed(text: str) -> dict[str, Any] | None:
    """The object that a body is; a body of several is none."""
    found = next(values(text), None)
    if found is None or not found.whole:
        return None
    value = found.value
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, dict) or (text.lstrip("\ufeff\0 \t\r\n")[:1] not in "{["):
        return None
    return value


def _decoded(sent: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return sent.decode(encoding)
        except UnicodeDecodeError:
            continue
    return sent.decode("utf-8", "replace")


def _first(choices: Any) -> dict[str, Any]:
    """The first choice that holds something."""
    given = [choice for choice in _list(choices) if isinstance(choice, Mapping)]
    return dict(
        next(
            (c for c in given if c.get("message") or c.get("delta") or c.get("text") or c.get("error")),
            given[0] if given else {},
        )
    )


def _mapping(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        return {"content": value}
    return dict(value) if isinstance(value, Mapping) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
