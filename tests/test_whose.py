"""Whose victims, whose forces, whose word, and which figures count: what the facts of several articles rest on."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.facts.armed import armed_groups
from extractor.facts.belligerents import belligerents
from extractor.facts.context import own_targets, there
from extractor.facts.countries import countries
from extractor.facts.figures import Figure, overlap, superseded
from extractor.facts.mention import mention, story
from extractor.facts.names import Names, told
from extractor.facts.parties import UNKNOWN, Party, labels, party
from extractor.facts.parts import is_part, part_of, picks_out
from extractor.facts.places import apart, differ, shared, where
from extractor.facts.scope import scope
from extractor.facts.sources import sources
from extractor.facts.ties import tie
from extractor.facts.voices import official, speaks_for
from extractor.reading.datelines import date_line, dateline
from extractor.storage.ties import Told
from schemas.base import Count, Record
from schemas.casualty_report import CasualtyReport
from schemas.fact import Scope
from schemas.troop_movement import TroopMovement

WAR = "Kenyan jets and Ugandan guns fired all week. Kenya and Uganda blame each other. Kenyan and Ugandan envoys met in vain.\n"
GROUP = (
    "The Free Lake Army (FLA) fights the army of Kenya. FLA gunmen hold the shore, Kenya the towns. "
    "The FLA and Kenya do not talk.\n"
)


def loss(text: str, sentence: str, number: int = 0, **cells: Any) -> CasualtyReport:
    start = text.index(sentence)
    base: dict[str, Any] = {
        "id": f"r{number}",
        "article_id": "a",
        "evidence": sentence,
        "start": start,
        "end": start + len(sentence),
    }
    base |= {"killed": {"low": 3, "high": 3}, "victims": None, "victim_kind": "unknown", "place": None, "source": None}
    return CasualtyReport.model_validate(base | cells)


def article(text: str, *records: Record, publisher: str = "The Gazette", published: str | None = "2031-03-05") -> Told:
    return Told("a", "a.txt", None, publisher, published, text, "", records)


def side_of(war: str, sentence: str, publisher: str = "The Gazette", **cells: Any) -> str | None:
    text = war + sentence
    record = loss(text, sentence, **cells)
    whose = mention(record, story(article(text, record, publisher=publisher)), Names()).party
    return min(labels(whose)) if whose.known else None


@pytest.mark.parametrize(
    ("war", "sentence", "cells", "side"),
    [
        (WAR, "Three Kenyan sailors died.", {"victims": "Kenyan sailors", "victim_kind": "military"}, "KE"),
        (WAR, "A Kenyan air strike killed three people.", {"victims": "people"}, "UG"),
        (
            WAR,
            "Three villagers died when Ugandan troops shelled Busia.",
            {"victims": "villagers", "victim_kind": "civilian"},
            "KE",
        ),
        (
            WAR,
            "Kenya claimed to have killed three soldiers.",
            {"victims": "soldiers", "source": "Kenya", "victim_kind": "military"},
            "UG",
        ),
        (
            WAR,
            "Three soldiers were killed, Kenya said.",
            {"victims": "soldiers", "source": "Kenya", "victim_kind": "military"},
            "KE",
        ),
        (WAR, "Three of its men fell, Kenya said.", {"victims": "its men", "source": "Kenya", "victim_kind": "military"}, "KE"),
        (
            WAR,
            "Three enemy soldiers fell, Kenya said.",
            {"victims": "enemy soldiers", "source": "Kenya", "victim_kind": "military"},
            "UG",
        ),
        (WAR, "The enemy left three bodies, Kenya said.", {"victims": "bodies", "source": "Kenya"}, "UG"),
        (
            WAR,
            "Three UN peacekeepers from Ghana were hurt.",
            {"victims": "UN peacekeepers from Ghana", "victim_kind": "military"},
            "UN",
        ),
        (GROUP, "Three rebels were killed.", {"victims": "rebels", "victim_kind": "military"}, "fla"),
        (GROUP, "Three soldiers were killed.", {"victims": "soldiers", "victim_kind": "military"}, "KE"),
        (GROUP, "An FLA drone killed three people.", {"victims": "people"}, "KE"),
        (GROUP, "Three people died in a road accident.", {"victims": "people"}, None),
        ("", "Three people were killed.", {"victims": "people"}, None),
    ],
)
def test_whose_the_victims_are(war: str, sentence: str, cells: dict[str, Any], side: str | None) -> None:
    assert side_of(war, sentence, **cells) == side


def test_whose_border_it_is_makes_no_side() -> None:
    assert belligerents("They fled to the Malian border. Mali sent word. Mali waits.", (), party("Kenya")) == (
        frozenset({"ML"}),
    )


def test_a_place_lies_where_the_text_puts_it() -> None:
    war = WAR + "Stray shells fell on the Tanzanian town of Kibondo.\n"
    assert countries(war) == {"kibondo": "TZ"}
    assert side_of(war, "Three farmers died in Kibondo.", victims="farmers", victim_kind="civilian", place="Kibondo") == "TZ"


def test_sides_are_the_two_that_are_named_most_or_none() -> None:
    assert belligerents(WAR, (), UNKNOWN) == (frozenset({"KE"}), frozenset({"UG"}))
    assert set(belligerents(GROUP, (), UNKNOWN)) == {frozenset({"KE"}), frozenset({"free", "lake", "fla"})}
    met = "Kenya, Uganda, Chad and Ghana met. "
    assert belligerents(met * 3, (), UNKNOWN) == ()


def test_armed_groups_are_those_that_a_text_introduces() -> None:
    text = "Red Lake rebels and the Blue Front (BF) met. The BF left. The Green Cross (GC) came."
    assert {tuple(sorted(group)): count for group, count in armed_groups(text)} == {("bf", "blue"): 3, ("lake",): 1}


@pytest.mark.parametrize(
    ("sentence", "part", "picked"),
    [
        ("Two of the dead were sisters.", True, True),
        ("Two of the wounded died overnight.", True, True),
        ("Two children were among the dead.", True, True),
        ("A plane bombed herders, killing two of them.", False, False),
        ("Two of his soldiers were killed.", False, False),
        ("Two people were killed.", False, False),
    ],
)
def test_a_part_is_known_by_its_words(sentence: str, part: bool, picked: bool) -> None:
    report = loss(sentence, sentence, killed={"low": 2, "high": 2}, victims=None)
    assert is_part(report) is part
    assert picks_out(report) is picked


def test_a_part_belongs_to_the_nearest_total_before_it() -> None:
    text = "Nine people were killed in Busia. Seven others died in Malaba. Two of the dead were sisters."
    nine, seven = (
        loss(text, s, n, killed={"low": k, "high": k}) for n, (s, k) in enumerate(zip(text.split(". "), (9, 7), strict=False))
    )
    two = loss(text, "Two of the dead were sisters.", 2, killed={"low": 2, "high": 2})
    to_nine, to_seven = part_of(two, nine), part_of(two, seven)
    assert to_nine is not None
    assert to_seven is not None
    assert to_seven > to_nine
    assert part_of(nine, two) is None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Since Monday, three soldiers have been killed.", Scope.RUNNING),
        ("Two more were shot on Friday, bringing the number of dead to three.", Scope.RUNNING),
        ("A wounded man died in hospital, bringing the number of dead to three.", Scope.INCIDENT),
        ("The army raises the number of wounded in Busia to three.", Scope.INCIDENT),
        ("The war between 1998 and 2000 left 3 dead.", Scope.WAR),
        ("Three have died since Kenya launched its offensive.", Scope.RUNNING),
        ("Three people died; the army has since admitted it.", Scope.INCIDENT),
        ("Earlier this month gunmen stopped a bus near Busia and killed three.", Scope.INCIDENT),
        ("In the third ambush this year, three rangers were shot dead.", Scope.INCIDENT),
        ("Three rangers were shot dead in ambushes this year.", Scope.RUNNING),
        ("So far three bodies have been found after the raid.", Scope.INCIDENT),
        ("The rebels have killed three mayors in recent months.", Scope.RUNNING),
        ("Three died in a spate of raids.", Scope.RUNNING),
        ("Three fighters died in a raid by dozens of herders.", Scope.INCIDENT),
        ("Three rangers died in one of the deadliest ambushes this year.", Scope.INCIDENT),
        ("Three rangers, seized in last week's ambush, were freed.", Scope.INCIDENT),
        ("Another death brought to three the number killed in Monday's bombing.", Scope.INCIDENT),
        ("The raid brings to three the number of rangers killed.", Scope.RUNNING),
    ],
)
def test_what_a_toll_counts(sentence: str, expected: Scope) -> None:
    assert scope(loss(sentence, sentence)) is expected


@pytest.mark.parametrize(
    ("sentence", "day", "many", "expected"),
    [
        ("88 rangers died in 2030.", "2030", 88, Scope.RUNNING),
        ("In 2030 an ambush killed 88 rangers.", "2030", 88, Scope.INCIDENT),
        ("The mayor was killed in 2030.", "2030", 1, Scope.INCIDENT),
        ("Since May 400 rangers have been killed.", "2030-05", 400, Scope.RUNNING),
        ("In May 400 rangers died in a bombing.", "2030-05", 400, Scope.INCIDENT),
        ("The president said that 4000 rangers had been killed.", None, 4000, Scope.RUNNING),
        ("The bombing killed 4000.", None, 4000, Scope.INCIDENT),
    ],
)
def test_many_dead_of_no_day_are_those_of_a_stretch_of_time(sentence: str, day: str | None, many: int, expected: Scope) -> None:
    told = loss(sentence, sentence, killed={"low": many, "high": many}, date=day, date_precision=day and "year")
    assert scope(told) is expected


def figure(number: int, published: str, sentence: str, source: str = "the ministry", **counts: int) -> Figure:
    cells = {name: {"low": n, "high": n} for name, n in counts.items()}
    return Figure(loss(sentence, sentence, number, **({"killed": None} | cells)), source, published, (published, "a", number))


def test_a_later_figure_replaces_only_the_counts_that_it_gives() -> None:
    early = figure(0, "2031-03-04", "Four were killed and nine wounded.", killed=4, wounded=9)
    late = figure(1, "2031-03-05", "The toll rose to six.", killed=6)
    assert superseded([early, late]) == {"r0": frozenset({"killed"})}
    assert superseded([early, figure(1, "2031-03-05", "Six were killed.", source="a doctor", killed=6)]) == {}
    risen = figure(1, "2031-03-05", "The toll rose from four to six.", source="a doctor", killed=6)
    assert superseded([early, risen]) == {"r0": frozenset({"killed"})}  # whoever told of four


def test_several_takes_no_number_back() -> None:
    early = figure(0, "2031-03-04", "Four were killed.", killed=4)
    sentence = "Several people were killed."
    late = Figure(
        loss(sentence, sentence, 1, killed={"low": 2, "high": None}), "the ministry", "2031-03-05", ("2031-03-05", "b", 1)
    )
    assert superseded([early, late]) == {}


@given(st.integers(0, 99), st.integers(0, 99))
def test_figures_agree_both_ways(one: int, other: int) -> None:
    left, right = Count(low=one, high=one), Count(low=other)
    assert overlap(left, right) == overlap(right, left)
    assert overlap(left, left)


def test_one_source_under_several_names() -> None:
    told_ = "The Busia regional prosecutor's office counted three dead. Prosecutors said three died. Witnesses saw three die."
    text = f"BUSIA\n\n{told_}\n"
    names = ("The Busia regional prosecutor's office", "Prosecutors", "Witnesses")
    records = [loss(text, s, n, source=names[n]) for n, s in enumerate(told_.split(". "))]
    of = story(article(text, *records))
    found = sources([mention(r, of, Names()) for r in records])
    assert found["r0"] == found["r1"] != found["r2"]


def test_a_headline_tells_what_its_articles_source_tells() -> None:
    text = "Three die in Busia\n\nThree people died in Busia, a doctor said.\n"
    records = [
        loss(text, "Three die in Busia", 0),
        loss(text, "Three people died in Busia, a doctor said.", 1, source="a doctor"),
    ]
    of = story(article(text, *records))
    assert set(sources([mention(r, of, Names()) for r in records]).values()) == {"doctor"}


def test_whom_a_person_speaks_for() -> None:
    assert speaks_for("The Kenyan army is back, affirms its spokesman, Colonel Jane Doe.", "Colonel Jane Doe").codes == {"KE"}
    assert speaks_for("Kenyan army spokesman Lt.-Col. Jane Doe denied it.", "Doe").codes == {"KE"}
    assert not speaks_for("The Kenya Doctors Network counted them.", "The Kenya Doctors Network").codes  # not the state
    assert party("Kenyan-backed fighters").codes == frozenset()  # not Kenya's own
    assert official("Ministry of Defence of Kenya")
    assert not official("Kenya Times")


def test_the_village_is_the_last_one_named() -> None:
    text = "Troops left the town of Malaba for the village of Busia. They burnt the town. They spared the village."
    towns = [
        TroopMovement.model_validate(
            {
                "id": f"m{n}",
                "article_id": "a",
                "evidence": s,
                "start": text.index(s),
                "end": text.index(s) + len(s),
                "actor": "troops",
            }
            | {"action": "withdraw", "outcome": "done", "from_place": p, "to_place": q, "place": None}
        )
        for n, (s, p, q) in enumerate(
            (
                ("Troops left the town of Malaba for the village of Busia.", "the town of Malaba", "the village of Busia"),
                ("They burnt the town.", None, None),
                ("They spared the village.", None, None),
            )
        )
    ]
    told_ = article(text, *towns)
    assert [there(m, told_) for m in towns][1:] == [
        where("Malaba").__class__(exact=frozenset({k}), precision=2) for k in ("malaba", "busia")
    ]


def test_a_hospital_that_treats_is_no_target() -> None:
    assert own_targets(loss("x", "x", evidence="Three died in a hospital after a strike on a market.")) == {"market"}
    assert own_targets(loss("x", "x", evidence="Shells fell on a hospital, killing three.")) == {"hospital"}
    assert own_targets(loss("x", "x", evidence="A bus was hit, three died.")) == {"bus"}


def test_places_that_are_one_and_places_that_are_not() -> None:
    assert shared(where("Si Sa Ket"), where("Sisaket"))
    assert shared(where("Busia Dam"), where("Busia"))
    assert not differ(where("near Busia"), where("near Malaba"))
    assert apart(where("near Busia"), where("near Malaba"))
    assert where("Busia Township").exact == frozenset()
    assert where("the village of Busia").exact == {"busia"}
    assert where("Near Busia").near == {"busia"}


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("They left Belo, which some media write as Velo.", "belo", "velo"),
        ("In Belo, which the press calls Velo, it rained.", "belo", "velo"),
        ("They took Belo, a hill known to Kenyans as Velo.", "belo", "velo"),
        ("The locality of Belo (“Velo” for the rebels) fell.", "belo", "velo"),
        ("They hold the Belo bridge, called Velo by the rebels.", "belo", "velo"),
    ],
)
def test_spellings_that_a_text_explains(text: str, one: str, other: str) -> None:
    names = Names.of(told(text))
    assert names.place(one) == names.place(other)


@pytest.mark.parametrize(
    ("second", "another"),
    [
        ("In a separate attack, shells killed four people in Busia.", True),
        ("Just days later, a mine killed four people in Busia.", True),
        ("Shells killed four people in Busia.", False),
        ("Days later the toll in Busia was revised to four people.", False),
    ],
)
def test_a_separate_attack_is_another(second: str, another: bool) -> None:
    first = "Four people were killed in Busia on Monday."
    text = f"{first}\n\n{second}\n"
    cells: dict[str, Any] = {"killed": {"low": 4, "high": 4}, "victims": "people", "place": "Busia", "date": "2031-03-03"}
    records = [loss(text, first, 0, **cells), loss(text, second, 1, **cells)]
    of = story(article(text, *records))
    assert (tie(*(mention(r, of, Names()) for r in records)) is None) is another


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("14 January 2031 – Peace and Security", date(2031, 1, 14)),
        ("Bukavu, Monday 13 January 2031 – La Voix", date(2031, 1, 13)),
        ("20.02.2031 13:15", date(2031, 2, 20)),
        ("NAIROBI | Staff | 18.12.2031", date(2031, 12, 18)),
        ("[19/June/2031]", date(2031, 6, 19)),
        ("On 3 May 2031 – Two Killed In Attack", None),
        ("Version 1.12.2031.4", None),
    ],
)
def test_days_above_a_story(line: str, day: date | None) -> None:
    found = date_line(line)
    assert (found[0] if found else None) == day


def test_days_in_datelines() -> None:
    assert dateline("NAIROBI. Aug 15, 2031 (Wire) - The army") == date(2031, 8, 15)
    assert dateline("Khokha (Yemen), June 18, 2031 (Wire) - The army") == date(2031, 6, 18)


@given(st.text(max_size=300), st.text(max_size=40))
def test_any_text_can_be_asked(text: str, name: str) -> None:
    countries(text)
    belligerents(text, (), Party())
    speaks_for(text, name)
    date_line(text)
    where(text)
    report = loss("x", "x", evidence=text or "x", victims=name or None)
    is_part(report)
    own_targets(report)
    scope(report)
