"""Bytes to text.

Offsets of every record point into the decoded text, so decoding is conservative: a byte-order mark is dropped, nothing else
is changed, newlines least of all. Valid UTF-8 is never anything else in practice, so it wins over what a page declares;
guessing starts only where it fails, and only among the encodings that news text is found in.
"""

import codecs
import re

from extractor.errors import InputError

LIMIT = 5_000_000  # bytes of one text; a long news article has 50,000

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY = (
    (b"%PDF", "a PDF; convert it to text first"),
    (b"PK\x03\x04", "a ZIP or Office document; save it as plain text first"),
    (b"\xd0\xcf\x11\xe0", "an Office document; save it as plain text first"),
    (b"{\\rtf", "an RTF document; save it as plain text first"),
    (b"\x1f\x8b", "compressed; unpack it first"),
    (b"\x89PNG", "an image; give text instead"),
    (b"\xff\xd8\xff", "an image; give text instead"),
    (b"GIF8", "an image; give text instead"),
    (b"SQLite format 3\x00", "a database; give text instead"),
)
_GUESSED = [
    "cp1251",
    "cp1252",
    "koi8_r",
    "iso8859_5",
    "cp1250",
    "cp1254",
    "cp1256",
    "cp1253",
    "cp1255",
    "mac_cyrillic",
    "gb18030",
]
_META = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:-]+)|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w:-]+)""", re.I
)


def decode(raw: bytes, charset: str | None = None) -> str:
    """The text of `raw`, without byte-order mark, otherwise unchanged.

    `charset` is what the source declares, if it does. Raises InputError (a clause such as "it is empty") for empty,
    over-large or binary input and for bytes that no known encoding explains.
    """
    if len(raw) > LIMIT:
        raise InputError(f"it is larger than {LIMIT // 1_000_000} MB, too large for one article; split it into smaller files")
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return _checked(raw[len(mark) :].decode(name, errors="replace"))
    for magic, kind in _BINARY:
        if raw.startswith(magic):
            raise InputError(f"it is {kind}")
    return _checked(_without_mark(raw, charset))


def declared_charset(raw: bytes) -> str | None:
    """The encoding that an HTML page declares in its first 4 KB, or None."""
    found = _META.search(raw[:4096])
    return (found[1] or found[2]).decode("ascii") if found else None


def _without_mark(raw: bytes, charset: str | None) -> str:
    wide = _wide(raw)
    if wide is not None:
        return wide
    if b"\0" in raw:
        raise InputError("it is not text (binary data); give text, HTML or JSONL instead")
    ascii_declared = charset if charset and raw.isascii() else None  # ISO-2022 and the like hide in ASCII bytes
    for name in (ascii_declared, "utf-8", charset):
        text = _strict(raw, name)
        if text is not None:
            return text
    return _nearly_utf8(raw) or _guess(raw)


def _strict(raw: bytes, name: str | None) -> str | None:
    if name is None or name.lower().startswith(("utf-16", "utf-32")):  # these would have shown NUL bytes
        return None
    try:
        return raw.decode("cp1252" if name.lower() in ("iso-8859-1", "latin-1", "latin1") else name)
    except (UnicodeDecodeError, LookupError):
        return None


def _wide(raw: bytes) -> str | None:
    """UTF-16 without a mark: its NUL bytes stand on one side only, those of binary data on both."""
    even, odd = raw[0::2].count(0), raw[1::2].count(0)
    if len(raw) % 2 or max(even, odd) < len(raw) / 40 or min(even, odd) > max(even, odd) / 20:
        return None
    try:
        text = raw.decode("utf-16-be" if even > odd else "utf-16-le")
    except UnicodeDecodeError:
        return None
    return text if sum(c.isalpha() or c.isspace() for c in text) > len(text) / 2 else None


def _nearly_utf8(raw: bytes) -> str | None:
    """UTF-8 with a few broken bytes, which stay visible as U+FFFD instead of turning the whole text to mojibake."""
    text = raw.decode("utf-8", errors="replace")
    broken, sound = text.count("\ufffd"), sum(c > "\x7f" and c != "\ufffd" for c in text)
    return text if sound >= 4 * broken else None


def _guess(raw: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(raw, cp_isolation=_GUESSED).best()
    if best is not None:
        return raw.decode(best.encoding)
    text = _strict(raw, "cp1252")
    if text is None:
        raise InputError("its encoding is unknown or it is not text; save it as UTF-8")
    return text


def _checked(text: str) -> str:
    if not text.replace("\ufeff", "").replace("\0", "").strip():
        raise InputError("it is empty")
    controls = sum(c < " " and c not in "\t\r\n\f\v" for c in text)
    if controls > len(text) / 50:
        raise InputError("it is not text (binary data); give text, HTML or JSONL instead")
    return text
