"""What a toll counts: what is seen of a report, one by one, and how well the learned weights do on clusters they never saw."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.facts.counting import CUES, features, scope
from extractor.facts.weights import BIAS, weights
from schemas.casualty_report import CasualtyReport
from schemas.fact import Scope
from tests.counted import articles, as_annotated, left_out

WRITTEN = date(2031, 5, 20).toordinal()


def report(evidence: str, killed: int = 3, **cells: Any) -> CasualtyReport:
    counts: dict[str, Any] = {"killed": {"low": killed, "high": killed}, "wounded": None, "missing": None, "captured": None}
    unknown = {"source": None, "date": None, "place": None, "victims": None, "victim_kind": "unknown", "status": "asserted"}
    where = {"id": "r", "article_id": "a", "start": 0, "end": len(evidence), "evidence": evidence}
    return CasualtyReport.model_validate({**counts, **unknown, **where, **cells})


SEEN = [
    ("since", "Three have died since the truce ended.", "Three died; the army has since admitted it."),
    ("since a day", "Three have died since Monday.", "Three have died since March 2030."),
    ("since a day", "Three have died since 4 March.", "Three have died since the war."),
    ("since a day", "Three have died since March 4, 2031.", "Three died on March 4."),
    ("since a month", "Three have died since mid-January.", "Three have died since March 4."),
    ("since a month", "Three have died since the start of the year.", "Three have died since the start of the raid."),
    ("since a year", "Three have died since war broke out in 2019.", "Three died in 2019."),
    ("within units", "Three died in the past 15 months.", "Three died in the village."),
    ("long lasting", "Three died in a two-month drought.", "Three died two months ago."),
    ("before or after", "Days later, three died.", "Three died in two days."),
    ("before or after", "Three died earlier this month.", "Three died this month."),
    ("this unit", "Three have died this year.", "Three died in this week's ambush."),
    ("this unit", "This month three died.", "Earlier this month three died."),
    ("so far", "Three have died so far.", "Three died far away."),
    ("same period", "Three soldiers died over the same period.", "Three soldiers died in the same village."),
    ("between dates", "Three died between 2008 and 2011.", "Three died between 20 and 30 kilometres off."),
    ("between dates", "Three died from 4 March to 2 May.", "Three died on 4 March."),
    ("in a year", "Three died in 2019.", "Three died in 2,019 raids."),
    ("one incident", "Three died in Tuesday's bus hijacking.", "Three died in the hijackings."),
    ("several incidents", "Three died in ambushes.", "Three died in an ambush."),
    ("a war", "Three died in the uprising.", "Three warriors died."),
    ("a campaign", "Three died in the offensive.", "Three died of offense taken."),
    ("a war killed", "The insurgency has claimed three lives.", "Three died in the insurgency."),
    ("began", "Three have died since the battle broke out.", "Three died as a boiler broke."),
    ("a count of deaths", "The toll stands at three.", "Three drivers paid tolls."),
    ("perfect", "Three have been killed.", "Three were killed."),
    ("participle", "A shell hit Busia, killing three.", "A shell killed three in Busia."),
]


@pytest.mark.parametrize(("name", "example", "counter_example"), SEEN)
def test_what_is_seen(name: str, example: str, counter_example: str) -> None:
    assert name in features(report(example), WRITTEN)
    assert name not in features(report(counter_example), WRITTEN)


def test_every_cue_has_an_example_and_a_weight() -> None:
    assert {name for name, *_ in SEEN} == set(CUES)
    assert set(CUES) <= set(weights("aggregate"))


def test_what_is_seen_of_date_and_size() -> None:
    assert features(report("Three died.", date="2031-05-18", place="Busia"), WRITTEN).keys() == {"size", "a day and a place"}
    assert "a day and a place" not in features(report("Since 18 May, three died.", date="2031-05-18", place="Busia"), WRITTEN)
    assert features(report("Three died.", date="2031-05-18"), WRITTEN).keys() == {"size"}
    assert features(report("Three died.", date="2031-03"), WRITTEN).keys() == {"size", "only a month", "over a month ago"}
    assert features(report("Three died.", date="2028"), None).keys() == {"size", "only a year"}
    assert "over a year ago" in features(report("Three died.", date="2028"), WRITTEN)
    held = report("Three are held.", killed=0).model_copy(update={"killed": None})
    assert "only missing or held" in features(held, WRITTEN)
    assert features(report("Thousands died.", killed=3000), None)["size"] > features(report("Three died."), None)["size"]


def test_only_the_part_of_the_sentence_that_holds_the_figure_is_looked_at() -> None:
    sentence = "A raid killed two soldiers on Friday, bringing to 14 the number killed since Monday."
    assert "since" not in features(report(sentence, 2), WRITTEN)
    assert "since" in features(report(sentence, 14), WRITTEN)


@pytest.mark.parametrize(
    ("sentence", "killed", "cells", "expected"),
    [
        ("Since Monday, 31 soldiers have been killed.", 31, {"date": "2031-05-12"}, Scope.RUNNING),
        ("The war between 2018 and 2020 left 30,000 dead.", 30000, {"date": "2018"}, Scope.WAR),
        ("Forty have died since Kenya launched its offensive on 4 May.", 40, {"date": "2031-05-04"}, Scope.RUNNING),
        ("Three people died; the army has since admitted it.", 3, {}, Scope.INCIDENT),
        ("A wounded man died in hospital, bringing the number of dead to three.", 3, {}, Scope.INCIDENT),
        ("The army raises the number of dead in Busia to three.", 3, {}, Scope.INCIDENT),
        ("Earlier this month, a mine blew up a bus near Busia, killing three.", 3, {"date": "2031-05"}, Scope.INCIDENT),
        ("This week's siege of a bank in Busia left nine dead.", 9, {}, Scope.INCIDENT),
    ],
)
def test_what_a_toll_counts(sentence: str, killed: int, cells: dict[str, str], expected: Scope) -> None:
    assert scope(report(sentence, killed, **cells), WRITTEN) is expected


@pytest.mark.parametrize(
    "sentence", ["In 2030, the group killed 350 people in over 400 raids.", "Deaths in the raids rose to 350 in 2030."]
)
def test_what_a_year_adds_up_is_no_incident(sentence: str) -> None:
    assert scope(report(sentence, 350, date="2030"), WRITTEN) is not Scope.INCIDENT


@given(st.text(min_size=1, max_size=200), st.sampled_from([None, "2031", "2031-05", "2031-05-20"]), st.integers(0, 10**7))
def test_any_text_counts_something(text: str, day: str | None, killed: int) -> None:
    seen = features(report(text, killed, date=day), WRITTEN)
    assert scope(report(text, killed, date=day), WRITTEN) in Scope
    assert BIAS not in seen
    assert all(0 < value < 5 for value in seen.values())


def test_clusters_that_taught_nothing_come_out_right() -> None:
    right = as_annotated(articles())
    found = left_out([one for one in right if "/" not in one.group], right)
    wrong = [(one.report.evidence, scope.value) for one, scope in found if scope not in one.accepted]
    print(f"\nwhat a toll counts, clusters left out: {len(found) - len(wrong)} of {len(found)} right")
    assert len(found) > 800
    assert len(wrong) <= len(found) * 0.015, json.dumps(wrong, indent=1)
    kept = [one for one, _ in found if one.accepted != {Scope.INCIDENT}]
    lost = [one for one, scope in found if one.accepted != {Scope.INCIDENT} and scope is Scope.INCIDENT]
    assert len(lost) <= len(kept) * 0.1
