import datetime

import pytest

from extractor.errors import InputError
from extractor.reading.webpage import read_page

PARAGRAPHS = (
    "<p>Artillery shells struck the northern town of Arvel on Monday, killing three people and wounding seven, it was said.</p>"
    "<p>The army denied firing at the town and blamed rebels who it said had moved heavy guns into the hills above it.</p>"
    "<p>Residents told reporters that the shelling had gone on for two hours and that the hospital had run out of blood.</p>"
)


def page(head: str = "", body: str = "") -> str:
    return (
        '<!DOCTYPE html><html lang="en-GB"><head><title>Shelling hits Arvel | Valley Post</title>'
        f"{head}</head><body>"
        f"<nav><a href='/'>Home</a> <a>War</a></nav><article><h1>Shelling hits Arvel</h1>{body}{PARAGRAPHS}</article>"
        "<div id='comments'><p>I think that they should all go home and leave the valley alone for ever.</p></div>"
        "<footer><p>Copyright 2021 Valley Post</p></footer></body></html>"
    )


def test_the_main_text_without_what_stands_around_it() -> None:
    text, known = read_page(page(body="<figure><img src='a.jpg'><figcaption>A man in Arvel, May 2, 2019</figcaption></figure>"))
    assert text.startswith("Shelling hits Arvel\n")
    assert "three people and wounding seven" in text
    assert "run out of blood" in text
    assert not any(word in text for word in ("Home", "leave the valley", "Copyright", "2019"))
    assert (known.title, known.language) == ("Shelling hits Arvel", "en")


JSON_LD = (
    '<script type="application/ld+json">{"@graph": [{"@type": "WebPage", "datePublished": "2020-01-01"},'
    '{"@type": ["NewsArticle"],'
    '"headline": "Shelling hits Arvel", "datePublished": "2021-05-03T23:30:00+04:00", "author": [{"name": "Ann Lee"}, {"name":'
    '"Jonas Berg"}], "publisher": {"name": "Valley Post"}}]}</script>'
)


def test_json_ld() -> None:
    _, known = read_page(page(JSON_LD))
    assert known.published == datetime.date(2021, 5, 3)
    assert known.published_reason == "JSON-LD datePublished"
    assert (known.author, known.publisher) == ("Ann Lee, Jonas Berg", "Valley Post")


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2021-05-03T10:00:00Z">',
        '<meta name="DC.date.issued" content="2021-05-03">',
        '<meta itemprop="datePublished" content="20210503">',
        '<link rel="canonical" href="https://valley.example/2021/05/03/shelling-hits-arvel">',
        '<script type="application/ld+json">{broken</script><meta name="date" content="2021-05-03">',
    ],
)
def test_a_date_that_the_page_declares(head: str) -> None:
    _, known = read_page(page(head))
    assert known.published == datetime.date(2021, 5, 3)
    assert known.published_reason


@pytest.mark.parametrize(
    "head", ["", '<meta name="date" content="today">', '<meta property="article:modified_time" content="2021-05-05">']
)
def test_no_date_is_made_up(head: str) -> None:
    _, known = read_page(page(head, "<p>Page made on <time>3 May 2021</time></p>"))
    assert known.published is None


@pytest.mark.parametrize(
    "html", ["<html><body></body></html>", "<p>Not found</p>", "<", "<html><body><a href='x'>Home</a></body></html>"]
)
def test_a_page_without_an_article(html: str) -> None:
    with pytest.raises(InputError, match="no article"):
        read_page(html)
