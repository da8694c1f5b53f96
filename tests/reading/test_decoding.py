import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractor.errors import InputError
from extractor.reading.decoding import LIMIT, declared_charset, decode

RUSSIAN = (
    "Министерство обороны сообщило в субботу, что войска покинули деревню. Два солдата были ранены, один пропал без вести. "
    "Жители рассказали, что обстрел продолжался всю ночь и что дорога на север закрыта."
)
FRENCH = "L’armée a déclaré mardi que trois soldats avaient été tués près de la frontière, à l’est du village évacué."


@given(st.text().filter(lambda t: t.strip() and not any(c < " " for c in t) and "\ufeff" not in t))
def test_valid_utf8_is_read_as_written(text: str) -> None:
    assert decode(text.encode()) == text


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_newlines_stay_as_they_are(newline: str) -> None:
    assert decode(f"One line.{newline}Another.{newline}".encode()) == f"One line.{newline}Another.{newline}"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_dropped(encoding: str) -> None:
    assert decode(RUSSIAN.encode(encoding)) == RUSSIAN


@pytest.mark.parametrize("text", [RUSSIAN, FRENCH, "Plain words about a town."])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(("text", "encoding"), [(RUSSIAN, "cp1251"), (FRENCH, "cp1252"), (FRENCH.replace("’", "'"), "latin-1")])
def test_older_encodings_are_guessed(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_a_declared_charset_is_honoured_where_the_bytes_are_not_utf8() -> None:
    assert decode("Три солдата".encode("koi8-r"), "koi8-r") == "Три солдата"
    assert decode("Три солдата".encode(), "windows-1251") == "Три солдата"


def test_a_charset_that_does_not_exist_is_passed_over() -> None:
    assert decode(FRENCH.encode("cp1252"), "no-such-charset") == FRENCH


def test_one_broken_byte_does_not_garble_the_rest() -> None:
    text = decode("“We will stay,” she said — “whatever comes.” ".encode() * 3 + b"\xff end")
    assert text.startswith("“We will stay,” she said —")
    assert text.endswith("\ufffd end")


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7 \x00\x01", "PDF"),
        (b"PK\x03\x04abcdef", "Office"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (bytes(range(256)) * 4, "binary"),
        (b"a\x01\x02\x03\x04\x05", "binary"),
        (b"word " * (LIMIT // 5 + 1), "larger than 5 MB"),
    ],
)
def test_what_is_no_text_is_refused(raw: bytes, word: str) -> None:
    with pytest.raises(InputError, match=word):
        decode(raw)


@given(st.binary(max_size=200))
@example(b"\x85")  # a line break in an encoding that is guessed
def test_any_bytes_decode_or_are_refused(raw: bytes) -> None:
    with contextlib.suppress(InputError):
        assert decode(raw).strip()


@pytest.mark.parametrize(
    ("page", "charset"),
    [
        (b'<meta charset="windows-1251">', "windows-1251"),
        (b"<META http-equiv=Content-Type content='text/html; charset=koi8-r'>", "koi8-r"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?>', "ISO-8859-1"),
        (b"<html><head><title>charset</title>", None),
    ],
)
def test_the_charset_that_a_page_declares(page: bytes, charset: str | None) -> None:
    assert declared_charset(page) == charset
