"""How long a server wants to be left alone: what its headers and words say, in seconds."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_UNIT = "milliseconds?|ms|days?|d|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s"
_LENGTH = rf"(?:\d{{1,9}}(?:\.\d{{1,9}})?\s?(?:{_UNIT})(?![a-z])\s?)+"
_PIECE = re.compile(rf"(\d{{1,9}}(?:\.\d{{1,9}})?)\s?({_UNIT})")
_IN_WORDS = re.compile(rf"(?:try again|retry|wait)[^.\d]{{0,20}}?({_LENGTH})", re.IGNORECASE)
_EPOCH = 1_000_000_000  # seconds; smaller numbers are lengths of time
_LIMITS = ("requests", "tokens", "input-tokens", "output-tokens", "requests-day", "tokens-day", "")


def asked_pause(headers: Mapping[str, str], words: str, now: datetime) -> float | None:
    """Seconds that a refusal asks to wait, by Retry-After, by the limit that is used up, or in words; else None."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        if (asked := _number(headers.get(name))) is not None:
            return asked * unit
    if (asked := _date(headers.get("retry-after"), now)) is not None:
        return asked
    if (asked := used_up(headers, now)) is not None:
        return asked
    found = _IN_WORDS.search(words)
    return _length(found.group(1)) if found else None


def used_up(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds until a limit that is used up is there again, by the `x-ratelimit-*` headers; of several the longest."""
    waits = []
    for kind in _LIMITS:
        for prefix in ("x-ratelimit", "ratelimit", "anthropic-ratelimit"):
            tail = f"-{kind}" if kind else ""
            names = [
                (f"{prefix}-remaining{tail}", f"{prefix}-reset{tail}"),
                (f"{prefix}{tail}-remaining", f"{prefix}{tail}-reset"),
            ]
            for remaining, reset in names:
                if _number(headers.get(remaining)) == 0 and (wait := _reset(headers.get(reset), now)) is not None:
                    waits.append(wait)
    return max(waits, default=None)


def until(seconds: float, now: datetime) -> str:
    """The moment after so many seconds, in UTC, to the minute."""
    try:
        return (now + timedelta(seconds=seconds)).astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    except OverflowError:
        return "a day that nobody will see"


def _reset(told: str | None, now: datetime) -> float | None:
    number = _number(told)
    if number is not None and number >= _EPOCH:
        moment = number / 1000 if number >= _EPOCH * 100 else number
        return max(0.0, moment - now.timestamp())
    if number is not None:
        return number
    length = _length(told) if told and re.fullmatch(_LENGTH, told.strip()) else None
    return length if length is not None else _date(told, now)


def _number(told: str | None) -> float | None:
    if told is None or not re.fullmatch(r"[0-9]{1,15}(\.[0-9]*)?", told.strip()):
        return None
    return float(told)


def _length(told: str) -> float | None:
    """ "6m0s", "7.2s", "250ms", "1 hour": seconds."""
    pieces = _PIECE.findall(told.lower())
    return (
        sum(float(number) * (0.001 if unit.startswith(("ms", "milli")) else _UNITS[unit[0]]) for number, unit in pieces)
        if pieces
        else None
    )


def _date(told: str | None, now: datetime) -> float | None:
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = read(told or "")
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            return max(0.0, (moment - now).total_seconds())
        except (TypeError, ValueError, OverflowError):
            continue
    return None
