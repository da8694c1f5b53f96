import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.reading.boilerplate import boilerplate_spans

PROSE = "The army said on Monday that its units had left the town. Two soldiers were wounded on the road."
LINES = [
    "Jonas Berg / TASS",
    "Photo: Ann Lee",
    "Ann Lee/AFP/Getty Images",
    "(AP Photo/Ann Lee)",
    "Also see: Bridge reopened for trucks",
    "read more:",
    "Read also: Who holds the bridge?",
    "Sign up to our evening briefing: news from the region in your inbox.",
    "Subscribe to our newsletter",
    "You're subscribed",
    "We use cookies to make this site work. By going on you accept our cookie policy.",
    "Already registered? Enter your password to log in.",
    "Copyright (c) 2021 Valley Post, Inc. 12 Bridge Street, Lakeview.",
    "© 2021 Valley Post. All rights reserved.",
    "Reprinted with permission from the Valley Post.",
    "This material may not be published, broadcast or rewritten.",
    "Original url:",
    "<https://valley.example/2021/05/03/troops-leave>",
    "https://valley.example/a",
    "Source: https://valley.example/a",
    "====",
    "* * *",
    "Advertisement",
    "(Reporting by Ann Lee; Editing by Jonas Berg)",
]
STORIES = [
    "The ministry said that it would register every weapon and that your help was welcome.",
    "“Sign up and fight with us,” the commander told the villagers.",
    "Rebels called on the government to share the road and to sign the accord by Friday.",
    "The army watched the bridge and listened to the radio traffic of the rebels, an officer said.",
    "Related attacks were reported in two other towns, where the shelling killed four people.",
    "More than forty soldiers were killed when the convoy was hit, said the doctor who treated them.",
    "Copyrighted maps of the front were found on the phone of a captured soldier, the army said.",
    "Reprinted maps with the wrong border angered the government, which complained to the publisher.",
    "Both sides agreed to the terms and conditions of the truce, the mediator said.",
    "Troops broke into a server room and took the subscriber lists of the mobile operator, witnesses said.",
    "Nobody was hurt.",
]


def skipped(text: str) -> list[str]:
    return [text[start:end] for start, end in boilerplate_spans(text)]


@pytest.mark.parametrize("line", LINES)
def test_boilerplate_is_skipped(line: str) -> None:
    assert skipped(f"{PROSE}\n\n{line}\n\n{PROSE}") == [line]


@pytest.mark.parametrize("story", STORIES)
def test_prose_is_read(story: str) -> None:
    assert skipped(f"{PROSE}\n\n{story}\n\n{PROSE}") == []
    assert skipped(f"{PROSE} {story} {PROSE}") == []


def test_the_lines_of_a_registration_wall_are_skipped_together() -> None:
    wall = "Register for free\nand go on\nRegistering also lets you comment on what you read.\nOr go on with\nCheck your email"
    assert skipped(f"{PROSE}\n{wall}") == wall.split("\n")


def test_a_list_of_links_between_separators_is_skipped_to_its_end() -> None:
    text = f"====\n\nAlso see: Bridge reopened\n\nOld quarrel, new guns: what the valley fears\n\n====\n\n{PROSE}"
    assert skipped(text) == ["====", "Also see: Bridge reopened", "Old quarrel, new guns: what the valley fears", "===="]


def test_a_list_of_links_ends_where_the_story_goes_on() -> None:
    assert skipped(f"{PROSE}\n\nAlso see:\n- Bridge reopened for trucks\n\nA quiet night\n\n{PROSE}") == [
        "Also see:",
        "- Bridge reopened for trucks",
    ]


def test_rights_at_the_end_of_a_long_line() -> None:
    rights = "Reprinted on Valley Wire with permission from NRL Copyright (c) 2021 Northland Radio, Inc. 1 Hill Road, Lakeview."
    assert skipped(f"{PROSE} {rights}") == [rights]


@given(st.lists(st.sampled_from(STORIES), min_size=1, max_size=6), st.sampled_from(["\n", "\n\n", "\r\n\r\n", " "]))
def test_no_mix_of_prose_is_skipped(stories: list[str], between: str) -> None:
    assert skipped(between.join(stories)) == []


@given(st.text(max_size=300))
def test_spans_are_inside(text: str) -> None:
    assert all(0 <= a < b <= len(text) for a, b in boilerplate_spans(text))
