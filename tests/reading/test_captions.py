from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.reading.captions import caption_spans

PROSE = "The army said on Monday that its units had left the town. Two soldiers were wounded on the road."
CAPTIONS = [
    "In this photo taken on Monday, May 3, 2021, soldiers stand beside a burnt truck near Arvel, Northland. (AP Photo/Ann Lee)",
    "In this image taken from video that the Northland army released, smoke rises over a ridge (Northland Army via AP)",
    "In this May 3, 2021 photo, a gunner rests behind a wall in Arvel (Press office of the army via AP)",
    "A woman walks past a school destroyed by shells in Arvel, May 3, 2021 (AP Photo)",
    "Residents queue for bread at a shop in Arvel on Monday. [File: Ann Lee/Reuters]",
    "ARVEL -- A soldier patrols near a cow at a checkpoint outside the town, May 3, 2021",
    "Northland - A view of the village of Orm in the river district, March 1, 2021.",
    "A view of the bridge at Arvel, 3 May 2021.",
    "President Ada Lind and Prime Minister Karel Novak during their meeting in Lakeview, Northland, on May 3, 2021.",
    "File photo: Soldiers near the bridge in 2019.",
    "FILE - A convoy rests by the river in Northland, May 3, 2021.",
]
STORIES = [
    "In this war nobody takes pictures of the dead, the doctor said, and it was so on May 3, 2021.",
    "ARVEL, Northland — The army accused the rebels on Monday of breaking the truce that was signed on May 3, 2021.",
    "ARVEL (AP) — Soldiers walked out of the town on Monday, leaving behind their trucks, a witness told reporters.",
    "The two presidents signed the accord in Lakeview on May 3, 2021.",
    "A photo released by the army showed that the bridge had been destroyed, two analysts said.",
    "Fighting stopped after a ceasefire came into force in November 2020.",
    "Soldiers hold the eastern bank, the governor said, and no one has crossed it since May 3, 2021.",
    "The minister said in an interview (with the AP) that he was not told.",
    "Rebels still hold four villages - Arvel, Orm, Tolm and Sund, which they entered on May 3, 2021.",
]


def skipped(text: str) -> list[str]:
    return [text[start:end] for start, end in caption_spans(text)]


@pytest.mark.parametrize("caption", CAPTIONS)
def test_a_caption_in_a_line_of_its_own(caption: str) -> None:
    assert skipped(f"Troops leave town\n\n{caption}\n{caption}\n\n{PROSE}") == [caption, caption]


@pytest.mark.parametrize("caption", [c for c in CAPTIONS if not c.startswith(("File photo", "Residents"))])
def test_a_caption_in_the_middle_of_a_line(caption: str) -> None:
    assert skipped(f"{PROSE} {caption} {PROSE}") == [caption]


@pytest.mark.parametrize("story", STORIES)
def test_prose_is_never_a_caption(story: str) -> None:
    assert skipped(f"Troops leave town\n\n{story}\n\n{PROSE}") == []
    assert skipped(f"{PROSE} {story} {PROSE}") == []


def test_a_headline_before_a_caption_is_read() -> None:
    text = f"Fighting Goes On In River Province Arvel - A view of the town, March 1, 2021. {PROSE}"
    assert skipped(text) == ["Arvel - A view of the town, March 1, 2021."]


@given(st.text(max_size=300))
def test_spans_are_ordered_and_inside(text: str) -> None:
    spans = caption_spans(text)
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(one[1] < two[0] for one, two in pairwise(spans))
