"""Inputs as the user names them, articles out.

An input is a file, a folder, a pattern, an address or `-`. Inputs are read one at a time when they are asked for, so
thousands cost no more memory than one. What cannot be read becomes an `Unread` in its place, and the others go on.
"""

import glob
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO

from extractor.errors import CommuniqueError, InputError, SlowError
from extractor.reading.articles import Metadata, articles_of
from extractor.reading.decoding import LIMIT, declared_charset, decode
from extractor.reading.fetch import fetch
from extractor.reading.jsonl import read_line
from extractor.reading.webpage import read_page
from extractor.signals import within
from schemas.article import Article

_TEXT = (".txt", ".md")
_HTML = (".html", ".htm")
_LINES = (".jsonl",)
SUFFIXES = _TEXT + _HTML + _LINES
_GIVEN = "given by --date"


@dataclass(frozen=True)
class Unread:
    """An input, or a part of one, that could not be read; `reason` is one line: what is wrong and what to do."""

    path: str
    reason: str


def read(
    inputs: Sequence[str], published: date | None = None, stdin: BinaryIO | None = None, *, allow_private: bool = False
) -> Iterator[Article | Unread]:
    """The articles of `inputs`, lazily and in order, an `Unread` in the place of what cannot be read.

    `inputs` are files, folders (searched through), patterns, http(s) addresses and `-` for `stdin` (the process's own by
    default). An article's `path` is the input as given, for a folder or pattern the file's name in it, for a line of a JSONL
    file `FILE:LINE`; its `offset` counts code points of the decoded text, of an HTML page's main text, or of the line's text.
    `published` is every article's date. Addresses on private networks are read only if `allow_private`. The same file or
    address is read once.
    """
    seen: set[str] = set()
    for name in inputs:
        for path in _expanded(name):
            if isinstance(path, Unread):
                yield path
                continue
            identity = path if path == "-" or _is_address(path) else os.path.realpath(path)
            if identity in seen:
                continue
            seen.add(identity)
            for found in _read_one(path, stdin, allow_private):
                yield _dated(found, published) if isinstance(found, Article) else found


def _dated(article: Article, published: date | None) -> Article:
    if published is None:
        return article
    return article.model_copy(update={"published": published.isoformat(), "published_reason": _GIVEN})


def _is_address(name: str) -> bool:
    return name.lower().startswith(("http://", "https://"))


def _expanded(name: str) -> Iterator[str | Unread]:
    """The files that an input stands for."""
    if name == "-" or _is_address(name):
        yield name
    elif re.match(r"\w+://", name):
        yield Unread(name, "only http and https addresses can be read; save the page and give the file")
    elif "\0" in name or not name:
        yield Unread(name.replace("\0", "?"), "it is not a file name; check its spelling")
    elif os.path.isdir(name):
        yield from _folder(name)
    elif os.path.lexists(name) or not glob.has_magic(name):
        yield name
    else:
        yield from _pattern(name)


def _folder(name: str) -> Iterator[str | Unread]:
    """The supported files in a folder and the folders below it, sorted, hidden ones left out."""
    refused: list[OSError] = []
    found = []
    for folder, below, files in os.walk(name, onerror=refused.append):
        below[:] = [entry for entry in below if not entry.startswith(".")]
        for file in files:
            path = os.path.join(folder, file)
            if not file.startswith(".") and file.lower().endswith(SUFFIXES) and os.path.isfile(path):
                found.append(path)
    yield from sorted(found)
    for error in refused:
        yield Unread(str(error.filename), f"the folder cannot be opened ({error.strerror}); check its permissions")
    if not found and not refused:
        yield Unread(name, f"the folder holds no articles; it should hold {', '.join(SUFFIXES)} files")


def _pattern(name: str) -> Iterator[str | Unread]:
    matches = sorted(glob.glob(name, recursive=True))
    files = [path for path in matches if os.path.isfile(path) and path.lower().endswith(SUFFIXES)]
    folders = [] if "**" in name else [path for path in matches if os.path.isdir(path)]
    if not files and not folders:
        hint = f" of the kinds {', '.join(SUFFIXES)}" if matches else ""
        yield Unread(name, f"no file{hint} matches the pattern; check its spelling")
    yield from files
    for folder in folders:
        yield from _folder(folder)


def _read_one(path: str, stdin: BinaryIO | None, allow_private: bool) -> Iterator[Article | Unread]:
    try:
        if _is_address(path):
            yield from _address(path, allow_private)
        elif path == "-":
            raw = (stdin or sys.stdin.buffer).read(LIMIT + 1)
            yield from _apart(lambda: _content(path, raw))
        elif path.lower().endswith(_LINES):
            yield from _jsonl(path)
        else:
            with open(path, "rb") as file:
                raw = file.read(LIMIT + 1)
            yield from _apart(lambda: _content(path, raw))
    except InputError as error:
        yield Unread(path, str(error))
    except FileNotFoundError:
        yield Unread(path, "there is no such file; check its spelling")
    except PermissionError:
        yield Unread(path, "it cannot be opened; check its permissions")
    except OSError as error:
        yield Unread(path, f"it cannot be read ({error.strerror or error})")


def _apart(read: Callable[[], Iterable[Article]]) -> list[Article]:
    """The articles of one text. What it does to the program, or more time than it may take, is an InputError as well."""
    try:
        with within():
            return list(read())
    except SlowError as error:
        raise InputError(str(error)) from error
    except CommuniqueError:
        raise
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"
        raise InputError(f"it cannot be read ({problem}); that is a bug: report it with the input") from error


def _content(path: str, raw: bytes) -> Iterator[Article]:
    """The articles of one file's bytes: HTML by suffix, or by its first words where the suffix says nothing."""
    suffix = Path(path).suffix.lower()
    if suffix in _HTML or (suffix not in _TEXT and _looks_like_html(raw)):
        yield from _page(path, decode(raw, declared_charset(raw)), None)
    else:
        yield from _story(path, decode(raw), None)


def _looks_like_html(raw: bytes) -> bool:
    opening = raw[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return opening.startswith((b"<!doctype html", b"<html", b"<head", b"<?xml")) and b"<" in raw[1:]


def _address(url: str, allow_private: bool) -> Iterator[Article | Unread]:
    page = fetch(url, allow_private=allow_private)
    if page.html:
        yield from _apart(lambda: _page(url, decode(page.content, page.charset or declared_charset(page.content)), page.url))
    else:
        for found in _apart(lambda: _story(url, decode(page.content, page.charset), None)):
            yield found.model_copy(update={"url": page.url})


def _page(path: str, html: str, url: str | None) -> Iterator[Article]:
    text, metadata = read_page(html, url)
    yield from _story(path, text, metadata)


def _story(path: str, text: str, metadata: Metadata | None) -> Iterator[Article]:
    yield from articles_of(path, text, metadata)


def _jsonl(path: str) -> Iterator[Article | Unread]:
    """The articles of a JSONL file, line by line, so that the file may be of any size."""
    number = 0
    with open(path, "rb") as file:
        wide = file.read(2) in (b"\xff\xfe", b"\xfe\xff")
        file.seek(0)
        lines = (
            iter(decode(file.read(LIMIT + 1)).encode().splitlines()) if wide else iter(lambda: file.readline(2 * LIMIT), b"")
        )
        empty = True
        for number, raw in enumerate(lines, start=1):
            if not raw.strip(b"\xef\xbb\xbf \t\r\n"):
                continue
            empty = False
            where = f"{path}:{number}"
            try:
                yield from _apart(partial(_line, where, raw))
            except InputError as error:
                yield Unread(where, f"line {number}: {error}")
    if empty:
        raise InputError("it is empty")


def _line(where: str, raw: bytes) -> Iterator[Article]:
    text, metadata = read_line(decode(raw))
    yield from articles_of(where, text, metadata)
