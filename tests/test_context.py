"""What a report leaves to other sentences and other articles: who "he" is, whose "the militias" are, which figure holds now."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.facts.armed import epithets
from extractor.facts.belligerents import belligerents
from extractor.facts.context import denier, in_office, named_before
from extractor.facts.figures import Figure, superseded
from extractor.facts.mention import Mention, mention, story
from extractor.facts.names import Alias, Names, told
from extractor.facts.parties import UNKNOWN, labels, party, same
from extractor.facts.parts import is_part, part_of, picks_out
from extractor.facts.persons import affiliations, towns
from extractor.facts.places import differ, where
from extractor.facts.scope import dies_later, is_old, rose_to
from extractor.facts.sources import sources
from extractor.facts.ties import tie
from extractor.reading.headers import read_header
from extractor.storage.ties import Told
from schemas.base import Count, Record
from schemas.casualty_report import CasualtyReport
from schemas.fact import Scope

GROUP = (
    "The Free Lake Army (FLA) fights the army of Kenya. FLA gunmen hold the shore, Kenya the towns. "
    "The FLA and Kenya do not talk.\n"
)


def loss(text: str, sentence: str, number: int = 0, id_: str = "a", **cells: Any) -> CasualtyReport:
    start = text.index(sentence)
    base: dict[str, Any] = {"id": f"{id_}{number}", "article_id": id_, "evidence": sentence, "start": start}
    base |= {"end": start + len(sentence), "killed": {"low": 3, "high": 3}, "victim_kind": "military"}
    base |= {"victims": None, "place": None, "source": None}
    return CasualtyReport.model_validate(base | cells)


def article(text: str, *records: Record, id_: str = "a", published: str | None = "2031-03-05") -> Told:
    return Told(id_, f"{id_}.txt", None, f"The {id_.title()} Gazette", published, text, "", records)


def seen(
    text: str, *records: CasualtyReport, names: Names | None = None, published: str | None = "2031-03-05"
) -> list[Mention]:
    of = story(article(text, *records, id_=records[0].article_id, published=published))
    return [mention(r, of, names or Names()) for r in records]


def whose(text: str, sentence: str, **cells: Any) -> str | None:
    record = loss(text, sentence, **cells)
    found = seen(text, record)[0].party
    return min(labels(found)) if found.known else None


def test_he_is_a_person_and_no_country() -> None:
    text = "Major Ann Rono said three died. Kenya said four died. He said five died."
    first, second, third = (
        loss(text, s, n, source=by)
        for n, (s, by) in enumerate(
            [
                ("Major Ann Rono said three died.", "Major Ann Rono"),
                ("Kenya said four died.", "Kenya"),
                ("He said five died.", "He"),
            ]
        )
    )
    of = article(text, first, second, third)
    assert named_before("He", third, of) == "Major Ann Rono"
    assert named_before("It", third, of) == "Kenya"


def test_the_spokesman_is_the_last_one_named() -> None:
    text = "FLA spokesman Ben Kip said three died. The spokesman said no more."
    first = loss(text, "FLA spokesman Ben Kip said three died.", 0, source="FLA spokesman Ben Kip")
    second = loss(text, "The spokesman said no more.", 1, source="The spokesman")
    assert in_office("The spokesman", second, article(text, first, second)) == "FLA spokesman Ben Kip"
    assert in_office("The mayor", second, article(text, first, second)) is None


def test_whose_men_are_whose_of_whom_another_article_tells() -> None:
    one = "Brigadier Ann Rono, a spokeswoman for Kenya, said that three rebels died."
    first = loss(GROUP + one, one, source="Brigadier Ann Rono", victims="rebels")
    pairs = list(affiliations(story(article(GROUP + one, first))))
    assert [(p.kind, p.name, p.other) for p in pairs] == [("person", "Ann Rono", "Kenya")]
    two = "Ann Rono said that three of her soldiers died."
    second = loss(two, two, id_="b", source="Ann Rono", victims="her soldiers")
    assert labels(seen(two, second, names=Names.of(pairs))[0].party) == {"KE"}
    twice = [*pairs, Alias("person", "Ann Rono", "Uganda")]  # there may be two of that name
    assert seen(two, second, names=Names.of(twice))[0].party == UNKNOWN


def test_a_mayor_tells_of_his_own_town() -> None:
    text = "The mayor of Busia said that three people died in Sisenye."
    record = loss(text, text, source="The mayor of Busia", place="Sisenye")
    names = Names.of(towns(story(article(text, record))))
    assert not differ(names.where(where("Sisenye")), names.where(where("Busia")))
    assert differ(where("Sisenye"), where("Busia"))


def test_an_abbreviation_of_two_names_ties_neither() -> None:
    one, two = told("The Lake Rescue Service (LRS) came."), told("The Lama Relief Society (LRS) came.")
    pairs = [*one, *two]
    assert same(Names.of(pairs[:1]).party(party("LRS")), party("Lake Rescue Service"))
    assert not same(Names.of(pairs).party(party("LRS")), party("Lake Rescue Service"))
    own = [*pairs, Alias("party", "Lake Rescue Service", "LRS")]  # a person says so
    assert same(Names.of(own).party(party("LRS")), party("Lake Rescue Service"))


def test_a_place_inside_another_is_no_other_place() -> None:
    names = Names.of(told("Shells fell on the hamlet of Sisenye, municipality of Busia."))
    assert not differ(names.where(where("Sisenye")), names.where(where("Busia")))


@pytest.mark.parametrize(
    ("sentence", "cells", "side"),
    [
        ("The FLA has lost 37 men.", {"victims": "men", "killed": {"low": 37, "high": 37}}, "fla"),
        ("Kenya shot down an FLA plane and captured its pilot.", {"victims": "its pilot", "source": "Kenya"}, "fla"),
        ("Three of the enemy's mercenaries fell, Kenya said.", {"victims": "mercenaries", "source": "Kenya"}, "fla"),
        ("Kenya lost three soldiers and killed six rebels.", {"victims": "rebels"}, "fla"),
    ],
)
def test_whose_the_dead_are(sentence: str, cells: dict[str, Any], side: str) -> None:
    assert whose(GROUP + sentence, sentence, **cells) == side


def test_others_are_of_those_told_before() -> None:
    text = GROUP + "Three FLA gunmen died. Six others were caught, Kenya said."
    first = loss(text, "Three FLA gunmen died.", 0, victims="FLA gunmen")
    second = loss(
        text, "Six others were caught, Kenya said.", 1, victims="others", source="Kenya", killed=None, captured={"low": 6}
    )
    assert labels(seen(text, first, second)[1].party) == {"fla"}


def test_what_a_text_calls_somebodys_people() -> None:
    assert epithets("The militias of the Kenyan regime fled. The militias lost.") == {"militias": frozenset({"KE"})}
    assert epithets("The militias of Kenya fled, and the militias of Uganda too.") == {}


def test_the_country_of_a_known_groups_war_is_its_foe() -> None:
    told_of = "Al-Shabaab took the base. Al-Shabaab said so. The army of al-Shabaab's foes fled. The military is silent."
    assert set(belligerents(told_of, (), UNKNOWN)) == {frozenset({"SHABAAB"}), frozenset({"SO"})}
    assert belligerents("The army killed two of Boko Haram.", (), party("Nigeria")) == (frozenset({"NG"}), frozenset({"BOKO"}))


def test_who_denies_is_not_who_claims() -> None:
    text = "The FLA denied that any of its men had died, as Kenya claims."
    record = loss(text, text, victims="its men", source="Kenya", status="denied")
    assert denier(record, article(text, record)) == "The FLA"


@pytest.mark.parametrize(
    ("sentence", "later"),
    [
        ("One of the wounded policemen died on Sunday.", True),
        ("A policeman died of his wounds.", True),
        ("The toll rose to three as a wounded man died.", False),  # its day is that of the event
        ("Three policemen were killed and two wounded.", False),
    ],
)
def test_deaths_some_days_after(sentence: str, later: bool) -> None:
    assert dies_later(sentence) is later


def test_the_wounded_who_die_days_later_are_of_that_event() -> None:
    first = "Four Kenyan policemen were wounded at Busia on Monday."
    second = "One of the Kenyan policemen wounded at Busia died on Friday."
    wounded = loss(
        first, first, victims="Kenyan policemen", place="Busia", date="2031-03-03", killed=None, wounded={"low": 4, "high": 4}
    )
    died = loss(
        second, second, id_="b", victims="Kenyan policemen", place="Busia", date="2031-03-07", killed={"low": 1, "high": 1}
    )
    found = tie(seen(first, wounded)[0], seen(second, died, published="2031-03-08")[0])
    assert found is not None
    assert "died of those wounded" in found.why


@pytest.mark.parametrize(
    ("sentence", "victims", "number", "part"),
    [
        ("Six villagers, three of them children, were killed.", "villagers", 6, False),
        ("Six villagers, three of them children, were killed.", "children", 3, True),
        ("A fifth soldier died.", "A fifth soldier", 1, True),
        ("After a battle in which twelve of them died, our men drove out the rebels.", "them", 12, False),
        ("The dead are 25, all of them civilians.", "civilians", 25, False),
        ("Three villagers, two of them children, and at least nine rebels died.", "rebels", 9, False),
    ],
)
def test_parts_of_a_total(sentence: str, victims: str, number: int, part: bool) -> None:
    assert is_part(loss(sentence, sentence, victims=victims, killed={"low": number, "high": number})) is part


def test_who_died_later_is_in_the_new_toll() -> None:
    text = "A wounded soldier died.\nThe toll rose to four when a wounded soldier died."
    one = loss(text, "A wounded soldier died.", 0, killed={"low": 1, "high": 1})
    four = loss(text, "The toll rose to four when a wounded soldier died.", 1, killed={"low": 4, "high": 4})
    assert part_of(one, four) is not None
    assert part_of(four, one) is None
    assert not picks_out(four)


def figure(sentence: str, number: int, day: str, source: str = "Kenya", **more: Any) -> Figure:
    id_ = more.pop("id_", day)
    count = more.pop("count", {"low": number, "high": number})
    record = loss(sentence, sentence, number, id_=id_, killed=count)
    return Figure(record, source, day, (day, id_, 0), **more)


def test_figures_that_hold_no_more() -> None:
    open_ = figure("Soldiers killed", 2, "1", id_="x", count={"low": 2, "high": None}, headline=True)
    counted = figure("Seven soldiers were killed.", 7, "1", id_="x")
    assert set(superseded([open_, counted])) == {open_.record.id}
    not_so = figure("Seven died, and not eight as she said earlier.", 8, "1", id_="y")
    so = figure("Seven died, and not eight as she said earlier.", 7, "1", id_="y")
    assert set(superseded([not_so, so])) == {not_so.record.id}
    old, new = figure("Its first bulletin had given five.", 5, "1", id_="z"), figure("Three died.", 3, "1", "others", id_="z")
    assert is_old(old.record.evidence)
    assert set(superseded([old, new])) == {old.record.id}


def test_a_toll_that_rose_replaces_the_same_offices_but_no_other_sides() -> None:
    rose = figure("The toll rose to nine, a hospital doctor said.", 9, "2", "a doctor", role=frozenset({"docto"}))
    assert rose_to(rose.record.evidence, Count(low=9, high=9))
    doctor = figure("Six died, a doctor said.", 6, "1", "Dr. Kip", role=frozenset({"docto"}))
    foe = figure("Four died, the FLA said.", 4, "1", "FLA", side=frozenset({"FLA"}), role=frozenset({"docto"}))
    clerk = figure("Five died, a clerk said.", 5, "1", "a clerk", role=frozenset({"clerk"}))
    assert set(superseded([doctor, foe, clerk, rose])) == {doctor.record.id}


def test_police_and_army_of_one_country_are_two_sources() -> None:
    text = "Six died, Kenyan police said. Five died, the Kenyan army said. Five died, the army of Kenya said."
    records = [
        loss(text, s, n, source=by)
        for n, (s, by) in enumerate(
            [
                ("Six died, Kenyan police said.", "Kenyan police"),
                ("Five died, the Kenyan army said.", "the Kenyan army"),
                ("Five died, the army of Kenya said.", "the army of Kenya"),
            ]
        )
    ]
    told_by = sources(seen(text, *records))
    assert told_by["a1"] == told_by["a2"] != told_by["a0"]


def test_a_sentence_that_begins_elsewhere_tells_of_another_event() -> None:
    text = "Five soldiers were hurt at Busia on Monday. On the island of Rusinga, five soldiers were hurt on Monday."
    cells: dict[str, Any] = {"killed": None, "wounded": {"low": 5, "high": 5}, "date": "2031-03-03", "victims": "soldiers"}
    one = loss(text, "Five soldiers were hurt at Busia on Monday.", 0, place="Busia", **cells)
    two = loss(text, "On the island of Rusinga, five soldiers were hurt on Monday.", 1, place="near Rusinga", **cells)
    assert tie(*seen(text, one, two)) is None


def test_who_is_missing_since_a_day_was_lost_that_day() -> None:
    text = "Seven fishermen have been missing since Saturday."
    record = loss(text, text, killed=None, missing={"low": 7, "high": 7}, victim_kind="civilian")
    assert seen(text, record)[0].scope is Scope.INCIDENT


@pytest.mark.parametrize(
    ("line", "publisher"),
    [
        ("Lakeside Daily | 27 Jul 2031 at 08:30", "Lakeside Daily"),
        ("Busia, Friday 18 March 2031 – Lake Tribune, with agencies", "Lake Tribune"),
        ("14 January 2031 – Peace and Security", None),  # a section
    ],
)
def test_an_outlet_beside_its_date(line: str, publisher: str | None) -> None:
    body = "Three people were killed on Monday when shells fell on the market of the town, a doctor said."
    header = read_header(f"Shells fall on Busia market as talks stall again\n\n{line}\n\n{body}\n", [])
    assert header.publisher == publisher
    assert header.published is not None


@given(st.text(max_size=200), st.text(min_size=1, max_size=60))
def test_any_text_can_be_asked(text: str, sentence: str) -> None:
    record = loss(text + sentence, sentence, victims="its men", source="he")
    assert len(seen(text + sentence, record)) == 1
    assert all(epithets(text).values())
