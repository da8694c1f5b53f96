"""JSONL: one article a line, its text under `text` (or `body`, `content`) and what is known of it beside it."""

import json
import re
from datetime import date

from extractor.errors import InputError
from extractor.reading.articles import Metadata
from extractor.reading.datelines import date_line, iso_day

_TEXT = ("text", "body", "content")
_DATE = ("published", "date", "published_at", "publication_date")


def read_line(line: str) -> tuple[str, Metadata]:
    """The text of one article and its metadata.

    Raises InputError (a clause) when the line is not JSON, not an object, or has no text.
    """
    try:
        entry = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(
            f"it is not valid JSON ({error.msg} at character {error.pos + 1}); the other lines are read"
        ) from error
    except RecursionError as error:
        raise InputError("it is not valid JSON (nested too deeply); the other lines are read") from error
    if not isinstance(entry, dict):
        raise InputError('it is not a JSON object; give one article a line: {"text": "..."}')
    text = _first(entry, _TEXT)
    if text is None:
        raise InputError('it has no article text; give it under the key "text"')
    published, reason = _published(entry)
    language = _first(entry, ("language", "lang"))
    return text, Metadata(
        title=_first(entry, ("title", "headline")),
        publisher=_first(entry, ("publisher", "source")),
        author=_first(entry, ("author", "byline")),
        url=_first(entry, ("url", "link")),
        published=published,
        published_reason=reason,
        language=language,
    )


def _published(entry: dict[str, object]) -> tuple[date | None, str | None]:
    for key in _DATE:
        written = entry.get(key)
        if isinstance(written, str):
            parsed = date_line(re.sub(r"T\d\d:.*", "", written.strip()))
            day = iso_day(written) or (parsed[0] if parsed else None)
            if day:
                return day, f"{key} in the JSONL line"
    return None, None


def _first(entry: dict[str, object], keys: tuple[str, ...]) -> str | None:
    """The first of the keys that holds a string with anything in it."""
    for key in keys:
        value = entry.get(key)
        if isinstance(value, str) and value.strip():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # JSON may escape half a character
    return None
