"""How `tests.firing` counts; `make firing` counts on all development articles, which takes more than a test may."""

import re
from pathlib import Path

import pytest

from tests.firing import FEW, Firing, Watched, counted, is_general, source_of


@pytest.fixture(autouse=True)
def _unwatched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes the watched patterns out of the modules again."""
    from tests.firing import modules

    for module in modules():
        for name, value in list(vars(module).items()):
            if isinstance(value, re.Pattern) or value is re:
                monkeypatch.setattr(module, name, value)


def test_what_fires_on_too_few_articles_is_told(tmp_path: Path) -> None:
    article = tmp_path / "one.txt"
    article.write_text("Rebels killed two farmers near Dorn on Monday, police said.\n", encoding="utf-8")
    firing = counted([article, article])
    assert firing.articles["harm.tsv harm.killed"] == 2
    assert "harm.tsv harm.killed" not in firing.few(firing.lists), "VerbNet has it"
    assert "language.numbers.counts" not in firing.expressions
    assert "language.number_patterns.NUMBER" in firing.few(firing.expressions)
    assert firing.articles[next(r for r in firing.rows if (r.word, r.kind) == ("kill", "harm.killed"))] == 2


def test_an_expression_fires_where_it_finds_something() -> None:
    fired: set[object] = set()
    watched = Watched(re.compile(r"\d+"), "number", fired)
    assert watched.search("none") is None
    assert not fired
    assert watched.sub("N", "from 2 to 3") == "from N to N"
    assert fired == {"number"}


@pytest.mark.parametrize(
    "source", ["verbnet:run-51.3.2", "wordnet:frame-22", "CLDR", "Unicode UAX 29", 'ours: completes the class of "x"']
)
def test_a_reference_need_not_fire(source: str) -> None:
    assert is_general(source)
    assert Firing(lists={"x": source}).few({"x": source}) == []


@pytest.mark.parametrize("source", ["", "ours: verb of headlines", "a page of mine"])
def test_our_own_has_to_fire(source: str) -> None:
    few = Firing(lists={"x": source})
    assert few.few(few.lists) == ["x"]
    few.articles["x"] = FEW
    assert few.few(few.lists) == []


def test_a_source_is_read_from_the_comment_of_a_constant() -> None:
    lines = ["_X = re.compile(", '    r"x"', ")  # source: CommonMark, links", "_Y = 1  # no source"]
    assert source_of(lines, 1, 3) == "CommonMark, links"
    assert source_of(lines, 4, 4) == ""
