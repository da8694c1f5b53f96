from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.reading.articles import Metadata, articles_of
from schemas.article import Article

LEAD = "Government troops left the hill town of Arvel on Saturday, the Northland Defense Ministry said in a statement."
BODY = "Two soldiers had been wounded on the road on Friday, a doctor at the hospital of Arvel told the Valley Post."
ODDITIES = [
    "Army Pulls Out Of Hill Town After Siege",
    "A view of the town, May 3, 2021.",
    "Sign in to continue",
    "# Troops leave",
    "🙂 ok",
    "\u2028",
]


def one(text: str) -> Article:
    articles = articles_of("a.txt", text)
    assert len(articles) == 1
    return articles[0]


def read_words(article: Article) -> str:
    """What is left of the text when the skipped spans are taken out."""
    kept, at = [], 0
    for start, end in [*article.skipped, (len(article.text), len(article.text))]:
        kept.append(article.text[at:start])
        at = end
    return " ".join("".join(kept).split())


@pytest.mark.parametrize(
    ("head", "title", "publisher", "author", "day"),
    [
        ("Valley Post\nMay 3, 2021\n\nTroops Leave Hill Town\n\n", "Troops Leave Hill Town", "Valley Post", None, "2021-05-03"),
        ("# Troops Leave Hill Town\n\n3 May 2021\n\n", "Troops Leave Hill Town", None, None, "2021-05-03"),
        (
            "Troops leave hill town\n\nBy Ann Lee\nPublished: 2021-05-03 10:30 GMT\n\n",
            "Troops leave hill town",
            None,
            "Ann Lee",
            "2021-05-03",
        ),
        (
            "Troops leave hill town\nNorthern News Agency\nMonday, 3 May 2021\n\n",
            "Troops leave hill town",
            "Northern News Agency",
            None,
            "2021-05-03",
        ),
        (
            "Troops leave hill town\n\nUpdated May 4, 2021\nPublished May 3, 2021\n\n",
            "Troops leave hill town",
            None,
            None,
            "2021-05-03",
        ),
        (
            "Troops leave hill town\n\nAnn Lee in Lakeview\nLakeview, 3 May 2021\n\n",
            "Troops leave hill town",
            None,
            "Ann Lee",
            "2021-05-03",
        ),
        (
            "Troops leave hill town\n\nARVEL, Northland, May 3, 2021 (Northern Wire) — ",
            "Troops leave hill town",
            None,
            None,
            "2021-05-03",
        ),
        ("Troops leave hill town\n\n", "Troops leave hill town", None, None, None),
    ],
)
def test_header_lines(head: str, title: str, publisher: str | None, author: str | None, day: str | None) -> None:
    article = one(f"{head}{LEAD}\n\n{BODY}\n")
    assert (article.title, article.publisher, article.author, article.published) == (title, publisher, author, day)
    assert (article.published_reason is None) == (day is None)
    read = read_words(article)
    assert title in read
    assert LEAD in read
    assert "Ann Lee" not in read
    assert "Valley Post 3" not in read


def test_a_text_that_begins_with_prose_has_no_title() -> None:
    article = one(f"{LEAD} {BODY}\n\n{BODY}")
    assert article.title is None
    assert article.skipped == ()


def test_a_one_line_text_has_its_headline_as_title_and_a_boundary_after_it() -> None:
    article = one(f"Army Pulls Out Of Hill Town After Siege {LEAD} {BODY}")
    assert article.title == "Army Pulls Out Of Hill Town After Siege"
    assert article.skipped == ((len(article.title), len(article.title) + 1),)


def test_identity_is_the_text_alone() -> None:
    assert one(LEAD).id == articles_of("b.txt", f"\n{LEAD}\n")[0].id
    assert len(one(LEAD).id) == 16
    assert one(LEAD).id != one(BODY).id


def test_metadata_makes_one_story_and_wins() -> None:
    text = (
        f"Valley Post\nMay 3, 2021\n\nTroops leave\n\n{LEAD}\n\n====\n\nValley Post\nMay 4, 2021\n\nMore troops leave\n\n{BODY}"
    )
    known = Metadata(title="Given", publisher="Wire", published=date(2021, 5, 9), published_reason="meta", language="en")
    articles = articles_of("a", text, known)
    assert [(a.title, a.publisher, a.published, a.published_reason, a.language) for a in articles] == [
        ("Given", "Wire", "2021-05-09", "meta", "en")
    ]


@given(
    st.lists(
        st.sampled_from(
            [LEAD, BODY, "====", "", "Valley Post", "May 3, 2021", "Also see: Bridge reopened", "(AP Photo)", *ODDITIES]
        ),
        max_size=12,
    ),
    st.sampled_from(["\n", "\n\n", "\r\n", " "]),
)
def test_every_article_is_a_slice_and_prose_is_never_skipped(parts: list[str], between: str) -> None:
    text = between.join(parts)
    for article in articles_of("a.txt", text):
        assert text[article.offset : article.offset + len(article.text)] == article.text
        assert list(article.skipped) == sorted(article.skipped)
        assert all(0 <= a < b <= len(article.text) for a, b in article.skipped)
        if between != " ":
            for sentence in (LEAD, BODY):
                at = article.text.find(sentence)
                assert at < 0 or not any(a < at + len(sentence) and at < b for a, b in article.skipped)


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for article in articles_of("a.txt", text):
        assert text[article.offset : article.offset + len(article.text)] == article.text
        assert article.published is None or article.published_reason
