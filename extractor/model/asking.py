"""How a server wants to be asked, learned from what it refuses.

The shape of the answer is asked for by a schema, else as JSON, else by the prompt alone, in which it stands too. A temperature
is left out where it is refused, the limit of the answer takes the name and the size that the server tells, and a prompt that is
too long is known by its words. Pure: a `Way` is changed into another, and the client keeps the one that worked.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

from extractor.model.received import Trouble

LAST_FORMAT = 2
_FEWEST = 256  # tokens of an answer that is worth asking for
_SLACK = 32  # tokens that a chat template adds
_ADAPTED = frozenset({400, 402, 404, 413, 415, 422, 500, 501})
_FORMAT = re.compile(
    r"response.?format|response.?schema|json.?schema|json.?object|json.?mode|structured.?(?:output|decoding|generation)"
    r"|constrained.?(?:decoding|generation)|grammar|guided|xgrammar|outlines\b|\bschemas?\b|additionalproperties"
    r"|\bjson (?:output|response|format)s?\b",
    re.IGNORECASE,
)
_PARAM = re.compile(r"response_format|json_schema|\bschema\b|text\.format", re.IGNORECASE)
_SAYS_NOTHING = frozenset(
    "a an the your this is was has in of with no word why error errors status code http bad invalid malformed illegal "
    "unprocessable unsupported unknown unexpected unrecognized extra request requests entity content body input inputs "
    "argument arguments parameter parameters value values payload json field fields not supported permitted allowed "
    "valid found validation failed exception type none null client server badrequest badrequesterror "
    "invalid_request_error invalidrequesterror validationerror something went wrong please try again check and".split()
)
"""What a refusal is made of that names neither the format nor anything else."""
_OTHER_NAME = re.compile(
    r"unsupported|not supported|instead|unknown|unrecogni[sz]ed|not permitted|use .?max_completion", re.IGNORECASE
)
_ABOUT_TOKENS = re.compile(r"tokens?\b|max_|context|too long|too large|length of the|afford", re.IGNORECASE)
_TOGETHER = re.compile(
    r"context|sequence|total|messages|input|prompt|per minute|\btpm\b|too long|reduce the length|message size|too many tokens",
    re.IGNORECASE,
)
_LONG = re.compile(
    r"(context|sequence).{0,3}(length|window|size)|tokens .{0,40}exceed|too long|too many tokens|reduce the length"
    r"|reduce your message|token count|entity too large|payload too large|prompt .{0,40}too large",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.-])\d{1,3}(?:,\d{3})+(?![\w,])|(?<![\w.-])\d{2,8}(?![\w-])")
_N = r"\D{0,24}?(\d[\d,]{1,9})"
_REQUESTED = re.compile(rf"requested{_N}", re.IGNORECASE)
_PROMPT = re.compile(
    r"(\d[\d,]{1,9})\s*(?:tokens )?"
    r"(?:in the messages|in the prompt|(?:of )?(?:text )?[`']?inputs?[`']?(?: tokens)?|prompt tokens)"
    rf"|(?:resulted in|prompt (?:is|has|contains|length)[^\d]{{0,20}}?|token count){_N}",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"(?:context (?:length|window|size)|\blimit|at most|up to|maximum|only afford|less than or equal to|<=|>"
    rf"|range of \w+ is \[\d+,){_N}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Way:
    """`format` 0 asks for a schema, 1 for JSON, 2 for none. `most` tokens of an answer, `window` with the prompt."""

    most: int
    window: int | None = None
    format: int = 0
    limit: str = "max_tokens"
    temperature: bool = True

    def tokens(self, prompt: int) -> int:
        """The tokens that an answer to a prompt of about so many may take."""
        if self.window is None:
            return self.most
        return max(min(_FEWEST, self.most), min(self.most, self.window - prompt * 21 // 20 - _SLACK))

    def settings(self, prompt: int) -> dict[str, Any]:
        """What is sent besides the messages and the shape."""
        sent: dict[str, Any] = {"temperature": 0} if self.temperature else {}
        return {**sent, self.limit: self.tokens(prompt)}

    def simpler(self) -> "Way":
        """Asks for the shape of the answer in the next weaker way."""
        return replace(self, format=self.format + 1)

    def and_also(self, other: "Way") -> "Way":
        """With all that another request has learned meanwhile."""
        windows = [window for window in (self.window, other.window) if window is not None]
        return Way(
            most=min(self.most, other.most),
            window=min(windows, default=None),
            format=max(self.format, other.format),
            limit=max(self.limit, other.limit, key=lambda name: name != "max_tokens"),
            temperature=self.temperature and other.temperature,
        )

    def adapted(self, trouble: Trouble, prompt: int) -> "Way | None":
        """Another way, where the server's words say which; None where they do not."""
        words = trouble.words
        if trouble.status not in _ADAPTED:
            return None
        if (_PARAM.search(trouble.param or "") or _FORMAT.search(words)) and self.format < LAST_FORMAT:
            return self.simpler()
        if trouble.status >= 500:
            return None
        named = f"{words} {trouble.code or ''}"
        about = trouble.param == "max_tokens" or "max_completion_tokens" in words
        if self.limit == "max_tokens" and about and _OTHER_NAME.search(named):
            return replace(self, limit="max_completion_tokens")
        if self.temperature and (trouble.param == "temperature" or "temperature" in words.lower()):
            return replace(self, temperature=False)
        return self._shorter(trouble, prompt)

    def _shorter(self, trouble: Trouble, prompt: int) -> "Way | None":
        """With a budget that the server names, or with half of it where it names none but finds it too large."""
        if not _ABOUT_TOKENS.search(trouble.words):
            return None
        sent = self.tokens(prompt)
        limit, prompt_told = _told(trouble.words, sent)
        if limit == trouble.status:
            limit = None
        named = trouble.status == 413 or _TOGETHER.search(trouble.words) is not None
        together = prompt_told is not None or (named and trouble.status != 402)
        if limit is None:
            large = trouble.param in ("max_tokens", "max_completion_tokens") and not together
            return replace(self, most=sent // 2) if large and sent > _FEWEST else None
        if not together:
            return replace(self, most=limit) if 0 < limit < sent else None
        left = limit - (prompt_told if prompt_told is not None else prompt)
        if left < _FEWEST:
            return None
        narrower = replace(self, window=min(limit, self.window or limit))
        if prompt_told is not None and narrower.tokens(prompt) > left:  # our own count of the prompt is too low
            narrower = replace(narrower, most=left - _SLACK)
        return narrower if narrower.tokens(prompt) < sent else None


def vague(trouble: Trouble) -> bool:
    """The server refuses how it is asked, or what is asked of it, in words that tell nothing of it."""
    told = re.findall(r"[^\W\d_]+(?:_[^\W\d_]+)*", trouble.words.lower())
    return trouble.status in (400, 422) and trouble.param is None and _SAYS_NOTHING.issuperset(told)


def too_long(trouble: Trouble) -> bool:
    """The server says that the prompt is longer than what it reads."""
    if trouble.status == 413 or trouble.code in ("context_length_exceeded", "string_above_max_length"):
        return True
    return trouble.status in (400, 422, 500) and _LONG.search(trouble.words) is not None


def _told(words: str, sent: int) -> tuple[int | None, int | None]:
    """The limit that words name, and the tokens of the prompt, where they do; `sent` is what was asked for as an answer."""
    numbers = [n for n in map(_number, _NUMBER.findall(words)) if n != sent]
    requested = _first(_REQUESTED, words)
    prompt = _first(_PROMPT, words)
    if requested is not None and requested > sent:
        prompt = requested - sent
    limits = [n for n in map(_number, _LIMIT.findall(words)) if n not in (sent, requested)]
    others = [n for n in numbers if n not in (requested, prompt)]
    limit = limits[0] if limits else (others[0] if others else None)
    if prompt is None and requested != sent and len(others) > 1 and sent not in map(_number, _NUMBER.findall(words)):
        prompt = max(others)  # of two numbers, none of them what was asked for, the larger is what was too much
        limit = min(others)
    return limit, prompt


def _first(pattern: re.Pattern[str], words: str) -> int | None:
    found = pattern.search(words)
    return _number(next(group for group in found.groups() if group)) if found else None


def _number(digits: str) -> int:
    return int(digits.replace(",", "") or 0)
