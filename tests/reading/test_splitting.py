from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.reading.splitting import split_stories

ONE = "Government troops left the hill town of Arvel on Monday after two days of fighting, the regional governor said."
TWO = "The rebels denied that they had shelled the bridge and said that nobody had crossed the river since Sunday."
DATED = "Valley Post\nMay 3, 2021\n\nTroops leave hill town\n\n"
OTHER = "Northern News Agency\nMay 4, 2021\n\nRebels deny shelling bridge\n\n"
LONG = (
    "Army Tells Rebels To Leave Border Town Government forces told the rebels on Monday to leave the border town of Arvel. "
    "The army said that its units had reached the bridge. Two soldiers were wounded on the road, a doctor said. "
)
NEXT = (
    "Shelling Continues In River Province - A view of the river near Arvel, May 2, 2021. Shelling continued in the province on "
    "Tuesday, officials in the capital said. Nobody was hurt, they added."
)


def slices(text: str) -> list[str]:
    return [text[start:end] for start, end in split_stories(text)]


@given(st.text(alphabet=st.sampled_from("Aab .,\n\r=-*#“”\t—2"), max_size=300) | st.text(max_size=200))
def test_stories_are_trimmed_ordered_slices(text: str) -> None:
    spans = split_stories(text)
    assert spans or not text.strip()
    assert all(0 <= a < b <= len(text) and text[a:b] == text[a:b].strip() for a, b in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))


def test_a_plain_story_is_one() -> None:
    assert slices(f"\n\nTroops leave hill town\n\n{ONE}\n\n{TWO}\n") == [f"Troops leave hill town\n\n{ONE}\n\n{TWO}"]


@pytest.mark.parametrize("line", ["====", "----------", "****", "= = = ="])
def test_a_separator_and_a_header_begin_a_story(line: str) -> None:
    assert slices(f"{DATED}{ONE}\n\n{line}\n\n{OTHER}{TWO}") == [f"{DATED}{ONE}", f"{OTHER}{TWO}"]


def test_sections_without_prose_are_no_stories_of_their_own() -> None:
    links = "Also see: Bridge reopened for trucks\nOld quarrel, new guns"
    text = f"{DATED.strip()}\n\n====\n\n{links}\n\n====\n\n{ONE}\n\n====\n\n{OTHER}{TWO}\n\n====\n\n{links}"
    stories = slices(text)
    assert len(stories) == 2
    assert stories[0].startswith("Valley Post")
    assert stories[0].endswith(ONE)
    assert stories[1].startswith("Northern News Agency")


def test_a_pause_inside_a_story_splits_nothing() -> None:
    assert len(slices(f"Troops leave hill town\n\n{ONE}\n\n* * *\n\n{TWO}\n\n---\n\n{ONE} {TWO}")) == 1


def test_headers_alone_begin_a_story_too() -> None:
    assert slices(f"{DATED}{ONE}\n\n{OTHER}{TWO}") == [f"{DATED}{ONE}", f"{OTHER}{TWO}"]


def test_one_line_with_two_stories() -> None:
    assert slices(LONG + NEXT) == [LONG.strip(), NEXT]


def test_a_headline_without_a_caption_begins_a_story_too() -> None:
    third = "Minister Warns Of New Fighting In The North The defense minister warned on Wednesday that a truce may not hold."
    assert slices(f"{LONG}{NEXT} {third}") == [LONG.strip(), NEXT, third]


@pytest.mark.parametrize(
    "sentence",
    [
        "Prime Minister Karel Novak and Defense Minister Jan Horak met the ambassador of the United States late on Friday.",
        "United Nations Secretary-General Antonio Guterres called on both sides to stop the shelling.",
        "President Ada Lind of the Republic of Northland told the Free Press Agency that her army would stay.",
        "North Atlantic Treaty Organization Secretary General Olaf Berg said that the alliance would not take part.",
    ],
)
def test_long_names_begin_no_story(sentence: str) -> None:
    assert len(slices(f"{LONG}{sentence} {ONE}")) == 1


def test_a_text_without_any_sentence_is_still_one_story() -> None:
    assert slices("Three soldiers killed near the bridge\n") == ["Three soldiers killed near the bridge"]
