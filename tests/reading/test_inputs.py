import io
import json
import os
import sys
from datetime import date
from pathlib import Path

import pytest

from extractor.reading.decoding import LIMIT
from extractor.reading.inputs import Unread, read
from schemas.article import Article

STORY = "Troops leave hill town\n\nGovernment troops left Arvel on Monday after two days of fighting, officials said.\n"


def found(*names: str | Path) -> list[Article | Unread]:
    return list(read([str(name) for name in names]))


def reason(*names: str | Path) -> str:
    (unread,) = found(*names)
    assert isinstance(unread, Unread)
    assert "\n" not in unread.reason
    return unread.reason


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "b.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "in" / "a.md").write_text("# " + STORY, encoding="utf-8")
    (tmp_path / "in" / "deep" / "c.TXT").write_text(STORY, encoding="utf-8")
    (tmp_path / "in" / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "in" / ".hidden.txt").write_text(STORY, encoding="utf-8")
    return tmp_path / "in"


def test_a_folder_is_read_sorted_and_through_its_folders(folder: Path) -> None:
    assert [item.path for item in found(folder)] == [str(folder / name) for name in ("a.md", "b.txt", "deep/c.TXT")]


def test_a_path_keeps_the_way_it_was_given(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    assert [item.path for item in found("in/b.txt", "./in/deep", "in/*.md")] == ["in/b.txt", "./in/deep/c.TXT", "in/a.md"]


def test_the_same_file_is_read_once(folder: Path) -> None:
    assert len(found(folder / "b.txt", folder / "deep" / ".." / "b.txt", folder / "*.txt")) == 1


def test_patterns(folder: Path) -> None:
    assert len(found(folder / "**" / "*")) == 3
    assert "no file" in reason(folder / "*.csv")
    assert "of the kinds" in reason(folder / "*.png")


def test_a_file_whose_name_looks_like_a_pattern(tmp_path: Path) -> None:
    (tmp_path / "a[1].txt").write_text(STORY, encoding="utf-8")
    assert isinstance(found(tmp_path / "a[1].txt")[0], Article)


def test_stdin() -> None:
    (article,) = read(["-", "-"], stdin=io.BytesIO(STORY.encode()))
    assert isinstance(article, Article)
    assert article.path == "-"
    assert article.title == "Troops leave hill town"


def test_the_users_date_wins(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Valley Post\nMay 3, 2021\n\n" + STORY, encoding="utf-8")
    (article,) = read([str(tmp_path / "a.txt")], published=date(2021, 5, 4))
    assert isinstance(article, Article)
    assert (article.published, article.published_reason) == ("2021-05-04", "given by --date")


def test_markdown_stays_as_it_is(tmp_path: Path) -> None:
    text = "\n# Troops leave hill town\r\n\r\nThe army [said](#) on *Monday* that it had left and `nobody` was hurt.\r\n"
    (tmp_path / "a.md").write_bytes(text.encode())
    (article,) = found(tmp_path / "a.md")
    assert isinstance(article, Article)
    assert article.text == text.strip()
    assert article.offset == 1


def test_jsonl_reads_the_good_lines_and_names_the_bad(tmp_path: Path) -> None:
    lines = [
        json.dumps({"text": STORY, "url": "https://a.example/1"}),
        "{broken",
        "",
        json.dumps({"title": "T"}),
        json.dumps({"body": STORY + "x"}),
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    items = found(tmp_path / "a.jsonl")
    assert [(item.path.rsplit(":", 1)[1], type(item)) for item in items] == [
        ("1", Article),
        ("2", Unread),
        ("4", Unread),
        ("5", Article),
    ]
    assert isinstance(items[1], Unread)
    assert "line 2" in items[1].reason


def test_html(tmp_path: Path) -> None:
    body = "".join(
        f"<p>Shells struck the town of Arvel for the {n}th day, and officials said that nobody had been hurt in it.</p>"
        for n in (4, 5, 6)
    )
    html = (
        f"<html><head><meta charset=windows-1251></head><body><article><h1>Обстрел в Арвеле</h1>{body}</article></body></html>"
    )
    for name in ("a.html", "saved_page"):
        (tmp_path / name).write_bytes(html.encode("cp1251"))
        (article,) = found(tmp_path / name)
        assert isinstance(article, Article)
        assert article.title == "Обстрел в Арвеле"
        assert article.offset == 0


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b" \n")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)))
    (tmp_path / "large.txt").write_bytes(b"word " * (LIMIT // 5 + 1))
    (tmp_path / "menu.html").write_text("<html><body><a href='/'>Home</a></body></html>", encoding="utf-8")
    (tmp_path / "empty.jsonl").write_bytes(b"\n")
    (tmp_path / "none").mkdir()
    (tmp_path / "notes.log").write_text(STORY, encoding="utf-8")
    assert "no such file" in reason(tmp_path / "missing.txt")
    assert "empty" in reason(tmp_path / "empty.txt")
    assert "binary" in reason(tmp_path / "binary.txt")
    assert "5 MB" in reason(tmp_path / "large.txt")
    assert "no article" in reason(tmp_path / "menu.html")
    assert "empty" in reason(tmp_path / "empty.jsonl")
    assert "no articles" in reason(tmp_path / "none")
    assert "not a file name" in reason("")
    assert "only http" in reason("ftp://files.example/a.txt")
    assert "not a file name" in reason("a\0b")
    assert "cannot be read" in reason("x" * 5000)
    items = found(tmp_path / "missing.txt", tmp_path / "notes.log")
    assert [type(item) for item in items] == [Unread, Article]


@pytest.mark.skipif(
    sys.platform == "win32" or getattr(os, "geteuid", lambda: 0)() == 0, reason="the superuser may open anything"
)
def test_a_file_without_permission(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "a.txt").chmod(0)
    assert "permissions" in reason(tmp_path / "a.txt")


def test_inputs_are_read_only_when_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    items = read([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")])
    assert isinstance(next(items), Article)
    (tmp_path / "b.txt").write_text(STORY + "More.", encoding="utf-8")
    assert isinstance(next(items), Article)
