"""An article with its records marked, in colour and without."""

import io

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from extractor.output.marked import marked
from extractor.output.terminal import plain
from schemas.article import Article
from schemas.base import Record
from tests.storage.examples import BLAME, CLAIM, MOVE, article, movement, no_toll, records, statement


def printed(of: Article, found: list[Record], *, color: bool) -> str:
    stream = io.StringIO()
    Console(file=stream, width=200, force_terminal=color, color_system="standard" if color else None).print(
        marked(of, found, color=color), soft_wrap=True
    )
    return stream.getvalue()


def test_without_colour_brackets_show_where_evidence_begins_and_ends() -> None:
    text = printed(article(), records(), color=False)
    assert f"[1]{CLAIM}[/1]" in text
    assert f"[3][4]{MOVE}[/4][/3] [5]{BLAME}[/5]" in text
    assert "{Brid}ge holds" in text
    assert "\x1b" not in text


def test_in_colour_the_type_colours_the_evidence_and_skipped_text_is_dim() -> None:
    text = printed(article(), records(), color=True)
    assert f"\x1b[36m{CLAIM}" in text
    assert "\x1b[2mBrid" in text
    assert "[/1]" not in text


def test_each_record_stands_below_with_its_fields_and_verdicts() -> None:
    text = plain(printed(article(), records(), color=True))
    below = text[text.index("[1] statement") :]
    for words in ("[2] casualties", "[3] casualties", "[4] movement", "[5] accusation"):
        assert words in below
    lines = [" ".join(line.split()) for line in below.splitlines()]
    assert "speaker Mayor Iveta Králová found" in lines
    assert "killed 4+" in lines
    assert "wounded ~30" in lines
    assert "date 2031-05-03 (day, the day and month, in the year of the article) inferred (year of the article)" in lines
    assert "to_place the coast unsupported" in lines
    assert f"response by: Velmark, kind: denied, evidence: {BLAME}" in lines


def test_an_article_without_records_is_shown_whole() -> None:
    text = printed(article(), [], color=False)
    assert MOVE in text
    assert "The Ansel Post · 2031-05-04 · news/bridge.txt" in text


@given(data=st.data(), text=st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), min_size=1))
def test_taking_the_marks_away_gives_the_text(data: st.DataObject, text: str) -> None:
    of = article(text).model_copy(update={"skipped": ()})
    found: list[Record] = []
    for number in range(data.draw(st.integers(0, 4))):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        template = (no_toll if number % 2 else movement)(article())
        found.append(template.model_copy(update={"start": start, "end": end, "evidence": text[start:end]}))
    shown = printed(of, found, color=False)
    for number in range(len(found), 0, -1):
        assert shown.count(f"[/{number}]") >= 1
        shown = shown.replace(f"[{number}]", "", 1).replace(f"[/{number}]", "", 1)
    assert "".join(plain(character) for character in text).strip() in shown


@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_no_text_reaches_the_terminal_as_a_command(text: str) -> None:
    of = article(text).model_copy(update={"skipped": (), "title": text, "publisher": text})
    found = statement(article()).model_copy(update={"speaker": text, "start": 0, "end": len(text), "evidence": text})
    assert not set(printed(of, [found], color=False)) & set("\x1b\x07\x9b\x08\x00\u202e")
