"""JSON as models write it: in prose, in fences, after thoughts, cut off, with a fault in the middle.

Python's own parser reads what is JSON. What is not is read here value by value, so that one broken record loses only itself:
it stands in its list as `Broken`. Line breaks inside strings, commas too many, remarks and Python's words for null are read;
two keys of one name that hold lists are one list.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_DEEPEST = 40  # an answer is four deep
_FAULTS = 5_000  # of one text: prose may hold braces, but a text of nothing else is no answer
_LONGEST = 5_000  # characters of a broken record
_SPACE = re.compile(r"(?:\s+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_NUMBER = re.compile(r"-?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?")
_WORDS = re.compile(r"true|false|null|True|False|None|NaN|-?Infinity|undefined")
_KEY = re.compile(r"[A-Za-z_]\w*(?=\s*:)")
_NEXT = re.compile(r"\}\s*(?=,\s*\{|\])")  # where a record ends, whatever stands in it
_VALUES = {"true": True, "True": True, "false": False, "False": False}
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|[^u])|[\\]", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


@dataclass(frozen=True, slots=True)
class Broken:
    """A value that cannot be read, and the beginning of what stands there."""

    text: str


@dataclass(frozen=True, slots=True)
class Value:
    """An object or list in a text; `whole` is False where the text ends inside it."""

    value: Any
    whole: bool


class _Fault(Exception):
    def __init__(self, at: int) -> None:
        self.at = at


class _End(Exception):
    """The text ends inside a value."""


def values(text: str) -> Iterator[Value]:
    """The objects and lists that stand in a text, in order, not those inside others. Takes time linear in the text."""
    text = text.strip("\ufeff\0 \t\r\n")
    try:
        yield Value(json.loads(text, strict=False, object_pairs_hook=_joined), True)
        return
    except (ValueError, RecursionError):
        pass
    at = faults = 0
    while faults < _FAULTS and (found := re.compile(r"[{\[]").search(text, at)):
        reader = _Reader(text, found.start())
        try:
            value = reader.value(0)
        except _Fault as fault:
            faults += 1
            at = max(found.start() + 1, fault.at)
            continue
        at = reader.at
        if isinstance(value, (dict, list)):
            yield Value(value, not reader.cut)


def _joined(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; where a key comes twice, lists are put together, and of other values the last that is one stays."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        before = found.get(key)
        if isinstance(before, list) and isinstance(value, list):
            found[key] = before + value
        elif key not in found or value is not None:
            found[key] = value
    return found


class _Reader:
    """Reads one value that begins at `at`; `cut` once the text has ended inside it."""

    def __init__(self, text: str, at: int) -> None:
        self.text, self.at, self.cut = text, at, False

    def value(self, depth: int) -> Any:
        """Raises _Fault where no value is, _End where the text ends inside a string or before a value."""
        self._space()
        if self.at >= len(self.text):
            raise _End
        if depth > _DEEPEST:
            raise _Fault(self.at)
        match self.text[self.at]:
            case "{":
                return self._object(depth)
            case "[":
                return self._list(depth)
            case '"':
                return self._string()
        if found := _WORDS.match(self.text, self.at):
            self.at = found.end()
            return _VALUES.get(found.group())
        if found := _NUMBER.match(self.text, self.at):
            self.at = found.end()
            if self.at == len(self.text):
                raise _End  # more digits may have been meant
            number = float(found.group())
            return int(number) if number.is_integer() and abs(number) < 1e15 else number
        raise _Fault(self.at)

    def _object(self, depth: int) -> dict[str, Any]:
        self.at += 1
        pairs: list[tuple[str, Any]] = []
        try:
            while not self._closed("}"):
                if named := _KEY.match(self.text, self.at):
                    self.at, key = named.end(), named.group()
                else:
                    key = self._string()
                self._space()
                self._take(":")
                pairs.append((key, self.value(depth + 1)))
                if self.cut:
                    break
        except _End:
            self.cut = True
        return _joined(pairs)

    def _list(self, depth: int) -> list[Any]:
        self.at += 1
        found: list[Any] = []
        try:
            while not self._closed("]"):
                began = self.at
                try:
                    one = self.value(depth + 1)
                except _Fault as fault:
                    after = _NEXT.search(self.text, fault.at, fault.at + _LONGEST) if self.text[began] == "{" else None
                    if after is None:
                        raise
                    self.at, one = after.end(), Broken(self.text[began : began + 120])
                if self.cut and isinstance(one, dict):
                    break  # what is half a record is none
                found.append(one)
                if self.cut:
                    break
        except _End:
            self.cut = True
        return found

    def _closed(self, end: str) -> bool:
        """Goes past commas; True when that came to the end of an object or list."""
        while True:
            self._space()
            if self.at >= len(self.text):
                raise _End
            if self.text[self.at] == ",":
                self.at += 1
                continue
            if self.text[self.at] == end:
                self.at += 1
                return True
            return False

    def _string(self) -> str:
        if self.text[self.at] != '"':
            raise _Fault(self.at)
        found = _STRING.match(self.text, self.at)
        if found is None:
            raise _End
        self.at = found.end()
        text = _ESCAPE.sub(_unescaped, found.group(1))
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # halves of a pair come one by one

    def _take(self, mark: str) -> None:
        if self.at >= len(self.text):
            raise _End
        if self.text[self.at] != mark:
            raise _Fault(self.at)
        self.at += 1

    def _space(self) -> None:
        found = _SPACE.match(self.text, self.at)
        assert found is not None
        self.at = found.end()


def _unescaped(found: re.Match[str]) -> str:
    mark = found.group(1) or "\\"
    if mark[0] == "u":
        return chr(int(mark[1:], 16))
    return _ESCAPED.get(mark, mark)
