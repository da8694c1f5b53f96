"""When to stop: requests that fail one after the other, all of them alike, will go on failing."""

import re
from dataclasses import dataclass

from schemas.request import Ending, Outcome

_ALIKE = 5  # requests in a row
_CHANGING = re.compile(r"[0-9a-f-]*\d[\w-]*|\W+", re.IGNORECASE)  # counts, times and names of requests in what is said


@dataclass(slots=True)
class Breaker:
    """Counts failures in a row. Requests that were under way together count, but do not end a run by themselves: one of those
    that began after the first of them had failed has to fail in the same way.
    """

    answered: bool = False
    _kind: str | None = None
    _count: int = 0
    _begun: int = 0
    _begun_at_first: int = 0

    def begun(self) -> int:
        """The number of a request that begins."""
        self._begun += 1
        return self._begun

    def over(self, ending: Ending, number: int, *, alone: bool) -> str | None:
        """What to say where a run has to end after the request of this number, None where it goes on.

        `alone`: the request was about one sentence, so that it cannot be put in parts.
        """
        kind = _kind(ending, alone)
        if kind is None or kind != self._kind:
            self._kind, self._count, self._begun_at_first = kind, 0, self._begun
        if kind is None:
            return None
        self._count += 1
        if self._count < _ALIKE or number <= self._begun_at_first:
            return None
        return f"{self._count} requests in a row failed alike ({ending.error})"


def _kind(ending: Ending, alone: bool) -> str | None:
    """What failures that are alike share; None for what is no failure, or about one article."""
    unread = ending.outcome is Outcome.INVALID and ending.reply is None
    too_long = ending.outcome is Outcome.TOO_LONG and alone
    if ending.outcome not in (Outcome.FAILED, Outcome.RATE_LIMITED) and not unread and not too_long:
        return None
    return f"{ending.outcome} {_CHANGING.sub(' ', ending.error or '')}"
