"""What a reply comes to, record by record: proposals, and complaints about what cannot be read.

The one reader of answers, whether one came at once, a day later in a batch, or stands in the ledger or in a recording: `ended`
says how a request ended that a server's reply came for and keeps the text that holds the answer; `read` takes that text apart.
Both are pure.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from extractor.model.loose import Broken, values
from extractor.model.prompting import PROPOSALS, record_shape
from extractor.model.received import Received, received, shown
from extractor.model.records import Complaint, read_record
from prompts.library import LISTS
from schemas.base import Proposal, RecordType
from schemas.request import Ending, Outcome, Request

_TOO_MANY = 429
_NO_SECRET = 6  # keys of servers that want none are as short as this
_DEEP = 4  # wrappers around an answer
_LONGEST = 2_000  # characters of what is said of a reply

Cost = Callable[[int, int], float | None]


@dataclass(slots=True)
class Reading:
    """What an answer's text holds.

    `proposals` are read as they stand; each of `poor` wants a value that it must have, and makes an unsupported record if
    nothing better comes. `complaints` name all that could not be read, `lost` counts the records that they are about.
    `answered` is False where the text is no answer at all, `whole` False where it ends in the middle of one.
    """

    proposals: list[Proposal] = field(default_factory=list)
    poor: list[Proposal] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    lost: int = 0
    answered: bool = False
    whole: bool = False

    @property
    def usable(self) -> bool:
        """It is an answer, and not one of which nothing can be read."""
        return self.answered and bool(self.proposals or self.poor or not self.complaints)

    def told(self) -> str | None:
        """The complaints on one line."""
        return line("; ".join(str(c) for c in self.complaints), _LONGEST) or None


def read(request: Request, text: str) -> Reading:
    """The records of an answer, wherever it stands in a text: of several the one that names most lists, the last of these."""
    best: tuple[int, bool] | None = None
    found: dict[RecordType, Any] = {}
    for value in _opened(text):
        for lists in _wrapped(value.value, request.types, 0):
            rank = (len(lists), value.whole)
            if best is None or rank >= best:
                best, found = rank, lists
    reading = Reading(answered=best is not None, whole=best is not None and best[1])
    for type_, raw in found.items():
        _read_list(request, type_, raw, reading)
    return reading


def ended(
    request: Request,
    reply: bytes | str | Mapping[str, Any] | None,
    cost: Cost,
    seconds: float | None = None,
    *,
    key: str = "",
) -> Ending:
    """How a request ended that this reply came for: a server's body, as bytes, text or parsed JSON.

    What the server says is told without `key`, which some servers repeat.
    """
    return judged(request, received(reply), cost, seconds, key=key)


def judged(request: Request, came: Received, cost: Cost, seconds: float | None = None, *, key: str = "") -> Ending:
    """How a request ended that this came for."""
    outcome, text, error = _judged(request, came)
    known = came.tokens_in is not None and came.tokens_out is not None
    return Ending(
        outcome=outcome,
        reply=text,
        error=None if error is None else line(unkeyed(error, key), _LONGEST),
        tokens_in=came.tokens_in,
        tokens_out=came.tokens_out,
        cost=cost(came.tokens_in or 0, came.tokens_out or 0) if known else None,
        seconds=seconds,
    )


def _judged(request: Request, came: Received) -> tuple[Outcome, str | None, str | None]:
    if came.error is not None:
        outcome = Outcome.RATE_LIMITED if came.error.status == _TOO_MANY else Outcome.FAILED
        if not came.error.status:  # it answered, but with no answer
            return Outcome.INVALID, None, came.error.words
        return outcome, None, f"status {came.error.status}: {came.error.words}"
    readings = [(text, read(request, text)) for text in came.texts]
    text, reading = next((r for r in readings if r[1].usable), readings[0] if readings else (None, Reading()))
    if reading.usable and reading.whole:
        return Outcome.OK, text, reading.told()
    if came.refusal or came.finish == "filter":
        return Outcome.REFUSED, text, came.refusal or "stopped by a content filter"
    if text is None and came.finish == "length":
        return Outcome.TRUNCATED, None, "the answer is empty, and at the token limit: the model spent it on thoughts"
    if text is None:
        return Outcome.INVALID, None, "the answer is empty"
    if came.finish == "length" or (reading.answered and not reading.whole):
        return Outcome.TRUNCATED, text, "the answer was cut off at the token limit"
    if reading.answered:
        return Outcome.INVALID, text, f"none of its records can be read: {reading.told()}"
    return Outcome.INVALID, text, f"it is not JSON of the shape asked for: “{shown(text)}”"


def _opened(text: str) -> Iterator[Any]:
    """The values in a text; where it is one string of JSON in JSON, those of the string."""
    for value in values(text):
        if isinstance(value.value, str):
            yield from values(value.value)
        else:
            yield value


def _wrapped(value: Any, wanted: tuple[RecordType, ...], deep: int) -> Iterator[dict[RecordType, Any]]:
    """The lists of records in a value, by type: it is the answer, or holds it, in a list or an object around it."""
    if isinstance(value, list) and len(wanted) == 1 and _records(value, wanted[0]):
        yield {wanted[0]: value}
        return
    if typed := _typed(value, wanted):
        yield typed
        return
    if isinstance(value, dict):
        lists = _named(value, wanted)
        if lists:
            yield lists
            return
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if deep >= _DEEP:
        return
    parts = [part for one in inner for part in _inner(one, wanted, deep)]
    if isinstance(value, list) and len(parts) > 1:  # an answer in pieces
        joined: dict[RecordType, Any] = {}
        for part in parts:
            for type_, raw in part.items():
                joined[type_] = [*_as_list(joined.get(type_)), *_as_list(raw)]
        parts = [joined]
    yield from parts


def _inner(value: Any, wanted: tuple[RecordType, ...], deep: int) -> Iterator[dict[RecordType, Any]]:
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        value = next((v.value for v in values(value)), None)
    if isinstance(value, (dict, list)):
        yield from _wrapped(value, wanted, deep + 1)


def _named(value: dict[str, Any], wanted: tuple[RecordType, ...]) -> dict[RecordType, Any]:
    """The lists in an object that has some of those asked for, in other case or in the singular too."""
    plain = {re.sub(r"[\W_]+", "", str(name)).lower(): one for name, one in value.items()}
    found: dict[RecordType, Any] = {}
    for type_ in wanted:
        whole = re.sub(r"[\W_]+", "", LISTS[type_])
        name = next((n for n in (whole, whole[:-1]) if n in plain), None)
        if name is not None and not (isinstance(plain[name], (int, float)) and not isinstance(plain[name], bool)):
            found[type_] = plain[name]
    return found


def _typed(value: Any, wanted: tuple[RecordType, ...]) -> dict[RecordType, Any] | None:
    """The records of a list in which each says of which type it is."""
    if not isinstance(value, list) or not value or not all(isinstance(one, dict) and "type" in one for one in value):
        return None
    names = {re.sub(r"[\W_]+", "", name): type_ for type_ in wanted for name in (LISTS[type_], type_.value)}
    found: dict[RecordType, Any] = {}
    for one in value:
        type_ = names.get(re.sub(r"[\W_]+", "", str(one["type"])).lower())
        if type_ is None:
            return None
        found.setdefault(type_, []).append(one)
    return found


def _records(given: list[Any], type_: RecordType) -> bool:
    """These are objects with fields of this type, not one around an answer."""
    if not given or not all(isinstance(one, dict) for one in given) or any(_named(one, (type_,)) for one in given):
        return False
    fields = set(PROPOSALS[type_].model_fields)
    return any(fields & {str(name).lower() for name in one} for one in given)


def _as_list(raw: Any) -> list[Any]:
    """A list of records, also where it came as text, as one record, by number, or not at all."""
    if isinstance(raw, str):
        inner = next((v.value for v in values(raw)), None)
        return _as_list(inner) if isinstance(inner, (dict, list)) else [] if _nothing(raw) else [raw]
    if raw is None or raw is False:
        return []
    if isinstance(raw, dict):
        if raw and all(isinstance(one, dict) for one in raw.values()):
            return list(raw.values())
        inner_lists = [one for one in raw.values() if isinstance(one, list) and all(isinstance(r, dict) for r in one)]
        if len(raw) == 1 and inner_lists:
            return list(inner_lists[0])
        return [raw] if raw else []
    return list(raw) if isinstance(raw, list) else [raw]


def _nothing(text: str) -> bool:
    return text.strip().lower() in ("", "null", "[]")


def _read_list(request: Request, type_: RecordType, raw: Any, reading: Reading) -> None:
    shape = record_shape(type_, request.brief)
    last = request.targets[-1] if request.targets else None
    for number, one in enumerate(_as_list(raw)):
        where = f"{LISTS[type_]}[{number}]"
        if isinstance(one, Broken):
            reading.lost += 1
            reading.complaints.append(Complaint(where, "it is no JSON", one.text))
            continue
        row = read_record(one, shape, last, where)
        reading.complaints += row.complaints
        reading.lost += bool(row.complaints)
        if row.values is None:
            continue
        cited = {"sentences": list(request.targets)} if request.brief else {}
        proposal = PROPOSALS[type_].model_validate({**row.values, **cited})
        (reading.poor if row.complaints else reading.proposals).append(proposal)


def unkeyed(words: str, key: str) -> str:
    """Words without the key in them."""
    return words.replace(key, "***") if len(key) > _NO_SECRET else words


def said(error: Exception, key: str) -> str:
    """The server's own words on one line, without the key, which some servers repeat."""
    body = getattr(error, "body", None)
    words = body.get("message") if isinstance(body, dict) else None
    return line(unkeyed(str(words or error), key))


def root(error: BaseException) -> str:
    """The innermost cause's words."""
    seen = {id(error)}
    while error.__cause__ is not None and id(error.__cause__) not in seen:
        error = error.__cause__
        seen.add(id(error))
    return line(str(error)) or type(error).__name__


def line(text: str, most: int = 300) -> str:
    """A server's words on one line, not too many of them."""
    return " ".join(text.split())[:most]
