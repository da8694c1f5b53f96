"""What a run may do to a server and to a purse: requests and tokens a minute, tokens and dollars in all.

Requests are spaced evenly, one slot after the other, so that a limit a minute holds in every minute and not just on average;
when a server asks for a pause, all requests wait, not only the one that was told. What a request can cost at most is set aside
before it is sent and settled when it ends, so that requests in flight cannot pass a limit together.
"""

import asyncio
import math
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

_PIECES = re.compile(r"[^\W\d_]+|\d|[^\w\s]+|\n+|_")
_WHOLE = 7  # letters of a word that is one token
_PER_PIECE = 8
_PER_MESSAGE = 5
_PER_REQUEST = 3

Price = Callable[[int, int], float]
"""US dollars of tokens in and out."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Requests and tokens a minute; US dollars and tokens of a run; seconds that one answer may take. None: no limit."""

    rpm: float | None = None
    tpm: float | None = None
    max_cost: float | None = None
    max_tokens: int | None = None
    timeout: float = 300.0


def tokens(texts: list[str]) -> int:
    """About how many tokens these messages are to a model: within 5 in 100 for English news and our prompts."""
    return _PER_REQUEST + sum(_tokens_of_message(text) for text in texts)


def longest(texts: list[str]) -> int:
    """More tokens than these messages and the schema of the answer, as text, can be: a token is a byte at least.

    Some servers count the schema to the prompt, others do not.
    """
    return sum(len(text.encode("utf-8", "replace")) + _PER_MESSAGE for text in texts) + _PER_REQUEST


@lru_cache(maxsize=64)  # the instructions come in every request
def _tokens_of_message(text: str) -> int:
    return _PER_MESSAGE + sum(_tokens_of(piece) for piece in _PIECES.findall(text))


def _tokens_of(piece: str) -> int:
    return 1 if len(piece) <= _WHOLE or not piece[0].isalpha() else 1 + (len(piece) - 1) // _PER_PIECE


class Pace:
    """Gives requests their time: `slot` waits until one may be sent."""

    def __init__(self, rpm: float | None, tpm: float | None) -> None:
        self._each = 60 / rpm if rpm else 0.0
        self._per_token = 60 / tpm if tpm else 0.0
        self._requests_from = self._tokens_from = self._held_until = -math.inf

    async def slot(self, expected: int) -> None:
        """Waits for the next free slot; `expected` tokens are counted to it."""
        while True:
            now = time.monotonic()
            at = max(now, self._requests_from, self._tokens_from, self._held_until)
            self._requests_from = at + self._each
            self._tokens_from = at + expected * self._per_token
            if at > now:
                await asyncio.sleep(at - now)
            if at >= self._held_until:  # else a server asked for a pause meanwhile
                return

    def spent(self, more: int) -> None:
        """Counts tokens that nobody expected: those of the answer."""
        self._tokens_from = max(self._tokens_from, time.monotonic()) + more * self._per_token

    def hold(self, seconds: float) -> None:
        """No request before so many seconds have passed."""
        self._held_until = max(self._held_until, time.monotonic() + seconds)


class Budget:
    """What a run may still spend. Nothing is sent that could pass a limit, at worst."""

    def __init__(self, limits: Limits, price: Price | None) -> None:
        self.limits = limits
        self._price = price
        self._tokens = 0
        self._cost = 0.0

    def reserve(self, tokens_in: int, tokens_out: int) -> str | None:
        """Sets aside what a request takes at most; else says which limit it could pass, and sets nothing aside."""
        cost = self.cost(tokens_in, tokens_out) or 0.0
        if self.limits.max_tokens is not None and self._tokens + tokens_in + tokens_out > self.limits.max_tokens:
            return f"the next request could pass --max-tokens {self.limits.max_tokens}"
        if self.limits.max_cost is not None and self._cost + cost > self.limits.max_cost:
            return f"the next request could pass --max-cost {self.limits.max_cost:g}"
        self._add(1, tokens_in, tokens_out)
        return None

    def settle(self, reserved: tuple[int, int], paid: tuple[int, int]) -> None:
        """Puts what a request took in the place of what was set aside for it."""
        self._add(-1, *reserved)
        self._add(1, *paid)

    def cost(self, tokens_in: int, tokens_out: int) -> float | None:
        """US dollars; None where the model's price is not known."""
        return None if self._price is None else self._price(tokens_in, tokens_out)

    def _add(self, sign: int, tokens_in: int, tokens_out: int) -> None:
        self._tokens += sign * (tokens_in + tokens_out)
        self._cost += sign * (self.cost(tokens_in, tokens_out) or 0.0)
