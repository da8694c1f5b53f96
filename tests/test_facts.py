"""Facts over the annotated articles: which records are one fact, what the tolls come to, and that no order changes them."""

import json
import random
from collections.abc import Iterable
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import cli
from extractor.facts.assembly import assembled
from extractor.facts.figures import span, total
from extractor.facts.gazetteer import Gazetteer
from extractor.facts.grouping import wholes
from extractor.facts.mention import story
from extractor.facts.names import Names, told, touched
from extractor.facts.parties import party, same
from extractor.facts.places import where
from extractor.facts.scope import revises
from extractor.facts.tolls import tolls
from extractor.facts.update import update
from extractor.facts.voices import agency, speaks_for
from extractor.facts.words import alike, copied, shared, stems
from extractor.storage.facts import FactFilters, fact, select
from extractor.storage.ledger import Extracted
from extractor.storage.store import Store
from extractor.storage.ties import Told
from schemas.accusation import Accusation
from schemas.article import Article
from schemas.base import Count, Record, RecordType
from schemas.casualty_report import COUNTS, CasualtyReport
from schemas.fact import Fact, Grade, Stance
from schemas.troop_movement import TroopMovement
from tests.facts_gold import (
    Annotated,
    annotated,
    annotated_by_nobody,
    b_cubed,
    b_cubed_of_readings,
    mentions,
    names_of,
    read_by_rules,
    tied,
)

FOLDER = Path(__file__).parent / "eval" / "facts"
FLOORS = json.loads((FOLDER / "floors.json").read_text(encoding="utf-8"))
CLUSTERS: dict[str, list[Path]] = {}
for _path in sorted((FOLDER / "dev").glob("*.txt")):
    CLUSTERS.setdefault(_path.stem.split("_")[0], []).append(_path)


@pytest.fixture(scope="module")
def gold() -> dict[str, list[Annotated]]:
    return {name: [annotated(path) for path in paths] for name, paths in CLUSTERS.items()}


@pytest.fixture(scope="module")
def facts(gold: dict[str, list[Annotated]]) -> dict[str, list[Fact]]:
    """The facts of each cluster's right records."""
    return {name: facts_of(articles) for name, articles in gold.items()}


@cache
def readings(cluster: str) -> tuple[Annotated, ...]:
    """The articles of a cluster as the rules read them."""
    return tuple(read_by_rules(annotated(path)) for path in CLUSTERS[cluster])


def facts_of(articles: Iterable[Annotated]) -> list[Fact]:
    """The facts that right records give."""
    every = list(articles)
    names = names_of(every)
    seen = mentions(every, names)
    groups = tied(seen)
    ids = [f"f{number:05}" for number in range(len(groups))]
    whole = wholes(groups, ids)
    made = [assembled(g, seen, names, Gazetteer(), id_) for g, id_ in zip(groups, ids, strict=True)]
    return [f.model_copy(update={"part_of": whole.get(f.id)}) for f in made]


def keep(store: Store, one: Annotated) -> None:
    """An article with its right records in a database."""
    run_id = store.start_run("gold", None, "small", "p", "s", tuple(RecordType))
    of = one.story.article
    store.add_article(
        Article(id=of.id, path=of.path, offset=0, text=of.text, title=of.title, publisher=of.publisher, published=of.published)
    )
    store.save(of.id, run_id, tuple(RecordType), "k", [Extracted(r) for r in one.records], "p")


def outcome(store: Store) -> set[tuple[Any, ...]]:
    """The facts of a database without their ids: members, stances, figures, grade, place, and the first report of the whole."""
    found = set()
    with store.reading() as connection:
        every = {one.id: one for one in select(connection, FactFilters())}
    for one in every.values():
        reports = tuple(sorted((r.record.id, r.stance.value, r.source, r.left_out or "") for r in one.reports))
        figures = tuple((c.low, c.high) if (c := getattr(one, name)) else None for name in COUNTS)
        place = (one.place.name, one.place.spellings) if one.place else None
        whole = every[one.part_of].reports[0].record.id if one.part_of else None
        found.add((reports, figures, one.grade, one.side, one.since, one.until, place, one.sources, whole))
    return found


def story_of(name: str, *sentences: tuple[str, dict[str, Any]]) -> Annotated:
    """An article of sentences, each with what is not told by default of the casualty report or movement in it."""
    text = f"{name}\n\nANSEL, 3 March 2031\n\n" + "\n".join(sentence for sentence, _ in sentences) + "\n"
    records: list[Record] = []
    for number, (sentence, told_) in enumerate(sentences):
        start = text.index(sentence)
        base = {"id": f"{name}{number}", "article_id": name, "evidence": sentence, "start": start, "end": start + len(sentence)}
        schema = CasualtyReport if "killed" in told_ else TroopMovement
        records.append(schema.model_validate(base | {"date": "2031-03-03", "date_precision": "day"} | told_))
    read_ = Told(name, f"{name}.txt", name, name, "2031-03-03", text, "", tuple(records))
    return Annotated(story(read_), records, {}, {})


def test_right_records_tie_as_well_as_the_floors_say(gold: dict[str, list[Annotated]]) -> None:
    labels: dict[str, str] = {}
    clusters: list[list[str]] = []
    for articles in gold.values():
        labels |= {record: label for a in articles for record, label in a.labels.items()}
        clusters += [g.members for g in tied(mentions(articles, names_of(articles)))]
    precision, recall, f1 = b_cubed(clusters, labels)
    print(f"\nfacts from right records: B-cubed precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")
    assert precision >= FLOORS["precision"]
    assert f1 >= FLOORS["f1"]
    alone = b_cubed([], labels)[2]
    assert f1 > alone + 0.1  # more than tying nothing


@pytest.mark.parametrize("cluster", CLUSTERS)
def test_records_as_the_rules_read_them_stand_in_their_articles(cluster: str) -> None:
    for read_ in readings(cluster):
        assert read_.records
        for record in read_.records:
            assert read_.story.article.text[record.start : record.end] == record.evidence


def test_records_as_the_rules_read_them_tie_as_well_as_the_floors_say(gold: dict[str, list[Annotated]]) -> None:
    f1 = [b_cubed_of_readings(articles, readings(name))[2] for name, articles in gold.items()]
    print(f"\nfacts from the rules' records: B-cubed F1 {sum(f1) / len(f1):.3f}, mean of {len(f1)} clusters")
    assert sum(f1) / len(f1) >= FLOORS["f1_by_rules"]


def test_every_toll_of_right_records(gold: dict[str, list[Annotated]], facts: dict[str, list[Fact]]) -> None:
    wanted = json.loads((FOLDER / "dev" / "facts.json").read_text(encoding="utf-8"))["tolls"]
    wrong: list[str] = []
    for name, articles in gold.items():
        labels = {record: label for a in articles for record, label in a.labels.items()}
        for toll in (t for t in wanted if t["fact"].startswith(name)):
            members = {record for record, label in labels.items() if label == toll["fact"]}
            best = max(facts[name], key=lambda f: len(members & {r.record.id for r in f.reports}) - len(f.reports) / 100)
            told_of = {count: None if (c := getattr(best, count)) is None else [c.low, c.high] for count in COUNTS}
            if any(toll[count] != told_of[count] for count in COUNTS):
                wrong.append(f"{toll['fact']}: {told_of}")
    print(f"\ntolls of right records: {len(wanted) - len(wrong)} of {len(wanted)} right")
    assert not wrong


def test_sums_of_right_records(facts: dict[str, list[Fact]]) -> None:
    """By side, kind and period; the sides of the gold are held against those of the sums as names are."""
    wanted = json.loads((FOLDER / "dev" / "facts.json").read_text(encoding="utf-8"))["sums"]
    right = 0
    for one in wanted:
        by = ("side", "kind") if one["kind"] else ("side",)
        rows = [
            t
            for t in tolls(facts[one["cluster"]], by, one["from"], one["to"])
            if same(party(t.group["side"]), party(one["side"]))
        ]
        added = [f for t in rows if t.group.get("kind") == one["kind"] for f in t.facts]
        for count in ("killed", "wounded"):
            found = total([c for f in added if (c := getattr(f, count)) is not None])
            if ([found.low, found.high] if found else [0, 0]) != one[count]:
                break
        else:
            right += 1
    print(f"\nsums of right records: {right} of {len(wanted)} right")
    assert right >= FLOORS["sums"]


def test_no_sum_holds_a_copy_a_running_total_or_a_war(gold: dict[str, list[Annotated]], facts: dict[str, list[Fact]]) -> None:
    """By what the annotators call so, not by what the program does."""
    copies = 0
    for name, articles in gold.items():
        lines = {record: line for a in articles for record, line in a.lines.items()}
        for one in (one for toll in tolls(facts[name]) for one in toll.facts):
            counted = [r.record for r in one.reports if r.left_out is None]
            assert {lines[r.id].get("scope") for r in counted} == {"incident"}, [r.evidence for r in counted]
            for record in counted:
                line = lines[record.id]
                originals = [r for r in counted if r.id.split(":")[0] == line.get("copy_of")]
                copies += sum(bool(r.copy_of) for r in one.reports)
                assert not any(_same_toll(line, lines[r.id]) for r in originals), record.evidence
    assert copies > 5  # some were tied, and left out


def _same_toll(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one["fact"] == other["fact"] and any(one[n] is not None and one[n] == other[n] for n in COUNTS)


def test_a_sentence_is_a_copy_with_words_exchanged_but_not_with_figures() -> None:
    first = "At least 88 people have been killed on the Velman side since 8 March, a tally of the agency shows."
    assert copied(first, first.replace("killed", "slain"))
    assert not copied(first, first.replace("88", "89"))
    assert not copied(f"“{first}” he said.", f"“{first}” she wrote.")  # two quote one speaker
    assert copied(f"“{first}”", first)  # one quotes the other


ORDERED = (("kup", "kal"), ("yem", "mal"), ("col", "phi"), ("bur", "som"), ("irq", "tha"), ("sri", "lib"))


@pytest.mark.parametrize("seed", range(len(ORDERED)))
def test_the_order_of_articles_changes_nothing(gold: dict[str, list[Annotated]], tmp_path: Path, seed: int) -> None:
    every = [a for name in ORDERED[seed] for a in gold[name]]
    with Store(tmp_path / "once.db") as store:
        for one in every:
            keep(store, one)
        update(store)
        at_once = outcome(store)
    random.Random(seed).shuffle(every)
    with Store(tmp_path / "one by one.db") as store:
        for one in every:
            keep(store, one)
            update(store)
        assert outcome(store) == at_once
    assert len(at_once) > 50


def killed(count: int, victims: str, place: str | None, kind: str = "unknown") -> dict[str, Any]:
    return {"killed": {"low": count, "high": count}, "victims": victims, "victim_kind": kind, "place": place}


SPELLED = (
    story_of("Alpha", ("The right name of the village is not Belu, but Bello.", killed(90, "people", "Orsk"))),
    story_of("Beta", ("A bomb killed five at the market of Bello.", killed(5, "traders", "Bello", "civilian"))),
    story_of("Gamma", ("Twelve died when the market of Aelu was hit.", killed(12, "shoppers", "Aelu", "civilian"))),
)
SENTENCE = "Seven people, including two soldiers of the guard, were killed."
PARTS = (
    story_of("Alpha", (SENTENCE, killed(7, "people", None)), (SENTENCE, killed(2, "soldiers", "Tarn", "military"))),
    story_of("Beta", ("Two soldiers of the guard were killed in Tarn.", killed(2, "soldiers", "Tarn", "military"))),
    story_of("Gamma", ("Nine people were reported dead at a quarry.", killed(9, "people", None))),
)


WAR = "The Free Lake Army (FLA) fights Kenya. FLA gunmen fled from Kenya. The FLA and Kenya fight on."
PERSONS = (
    story_of(
        "Alpha",
        (
            f"{WAR} Brigadier Ann Rono, a spokeswoman for Kenya, said that nine rebels died at Orsk.",
            killed(9, "rebels", "Orsk", "military") | {"source": "Brigadier Ann Rono"},
        ),
    ),
    story_of(
        "Beta",
        (
            f"{WAR} Ann Rono said that five of her men died at Busia.",
            killed(5, "her men", "Busia", "military") | {"source": "Ann Rono"},
        ),
    ),
    story_of("Gamma", (f"{WAR} Seven traders died at Tarn.", killed(7, "traders", "Tarn", "civilian"))),
)
INSIDE = (
    story_of(
        "Alpha", ("Shells fell on the hamlet of Sisenyi, municipality of Busia, and killed eleven.", killed(11, "people", None))
    ),
    story_of(
        "Beta",
        ("A bomb killed five at the market of Sisenye, also known as Sisenyi.", killed(5, "traders", "Sisenye", "civilian")),
    ),
    story_of("Gamma", ("Six died when the market of Busia was hit.", killed(6, "shoppers", "Busia", "civilian"))),
)

APOSTROPHES = (
    story_of(
        "Alpha", ("Shells killed eleven near Hirbet, the village that Kenyans call Kuzaa.", killed(11, "people", "Hirbet"))
    ),
    story_of("Beta", ("A bomb killed five at the market of Kuza'a.", killed(5, "traders", "Kuza'a", "civilian"))),
    story_of("Gamma", ("Nine sailors drowned off Tarn.", killed(9, "sailors", "Tarn"))),
)


@pytest.mark.parametrize(
    "articles", [SPELLED, PARTS, PERSONS, INSIDE, APOSTROPHES], ids=["names", "parts", "persons", "inside", "apostrophes"]
)
def test_no_order_loses_a_name_or_a_whole(articles: tuple[Annotated, ...], tmp_path: Path) -> None:
    outcomes = []
    for number, order in enumerate(permutations(articles)):
        with Store(tmp_path / f"{number}.db") as store:
            for one in order:
                keep(store, one)
                update(store)
            outcomes.append(outcome(store))
    assert all(o == outcomes[0] for o in outcomes), next(
        (sorted(map(str, o ^ outcomes[0])) for o in outcomes if o != outcomes[0]), None
    )


def test_a_charge_that_is_told_as_admitted_stands_once(tmp_path: Path) -> None:
    sentence = "The army admitted that it had shelled Tarn, as residents charge."
    charge = {"accuser": "residents", "accused": "The army", "allegation": "it had shelled Tarn", "category": "attack"}
    answer = {"by": "The army", "kind": "admitted", "evidence": sentence}
    base = {"id": "Alpha0", "article_id": "Alpha", "evidence": sentence, "start": 0, "end": len(sentence)}
    record = Accusation.model_validate(base | charge | {"status": "confirmed", "response": answer})
    of = story(Told("Alpha", "Alpha.txt", "Alpha", "Alpha", "2031-03-03", sentence, "", (record,)))
    with Store(tmp_path / "a.db") as store:
        keep(store, Annotated(of, [record], {}, {}))
        update(store)
        with store.reading() as connection:
            assert [r.stance for f in select(connection, FactFilters()) for r in f.reports] == [Stance.CONFIRMS]


def test_ids_stay_when_an_article_joins(gold: dict[str, list[Annotated]], tmp_path: Path) -> None:
    first, *others = gold["kup"]
    with Store(tmp_path / "a.db") as store:
        keep(store, first)
        update(store)
        with store.reading() as connection:
            before = {one.id: {r.record.id for r in one.reports} for one in select(connection, FactFilters())}
        for one in others:
            keep(store, one)
        update(store)
        assert update(store).facts == 0  # nothing left to do
        with store.reading() as connection:
            for id_, records in before.items():
                assert records & {r.record.id for r in fact(connection, id_).reports}


def test_a_record_that_is_gone_leaves_its_fact(gold: dict[str, list[Annotated]], tmp_path: Path) -> None:
    with Store(tmp_path / "a.db") as store:
        for one in gold["kup"]:
            keep(store, one)
        update(store)
        cut = gold["kup"][0]
        keep(store, Annotated(cut.story, cut.records[1:], cut.labels, cut.lines))
        update(store)
        with store.reading() as connection:
            left = {r.record.id for one in select(connection, FactFilters()) for r in one.reports}
        assert cut.records[0].id not in left
        assert cut.records[1].id in left


def test_every_report_but_the_first_says_why_it_is_there(facts: dict[str, list[Fact]]) -> None:
    many = [one for found in facts.values() for one in found if len(one.reports) > 1]
    assert len(many) > 50
    for one in many:
        assert all(r.why for r in one.reports[1:])


def test_a_denial_makes_a_fact_contested(facts: dict[str, list[Fact]]) -> None:
    contested = [one for one in facts["kup"] if one.grade is Grade.CONTESTED]
    assert contested
    assert all("denied by" in one.grade_reason for one in contested)


def test_a_withdrawal_that_is_demanded_told_and_denied_is_one_fact(tmp_path: Path) -> None:
    """As the rules read it: a headline's demand is no withdrawal, and a ministry that denies it speaks of its troops."""
    texts = (
        "Kenya Tells Uganda To Pull Troops Off Migingo\n\nNAIROBI, 3 March 2031\n\n"
        "Kenya's government asked for it again on Monday.\n",
        "Row over island\n\nKAMPALA, 5 March 2031\n\n"
        "Tanzania's foreign ministry dismissed Kenyan reports of a complete pullout of Ugandan soldiers from Migingo.\n\n"
        "The Kenyan army had announced on Sunday that Ugandan forces had pulled out.\n\n"
        "Uganda's defence ministry denied withdrawing from the island.\n",
    )
    read_ = []
    for number, text in enumerate(texts):
        path = tmp_path / f"{number}.txt"
        path.write_text(text, encoding="utf-8")
        read_.append(read_by_rules(annotated_by_nobody(path)))
    moves = [f for f in facts_of(read_) if f.type is RecordType.TROOP_MOVEMENT]
    assert [f.grade_reason for f in moves] == ["told by Kenya, denied by Tanzania and Uganda"]
    assert {r.stance for f in moves for r in f.reports} == {Stance.ASSERTS, Stance.DENIES, Stance.DEMANDS}


def test_names_that_a_text_ties() -> None:
    pairs = list(told("The village of Belo, which the Velmans call Velo, was shelled. Its name is not Bela, but Velo."))
    names = Names.of(pairs)
    assert names.place("belo") == names.place("velo") == names.place("bela")
    assert Names.of(told("Belo and Velo were shelled.")).place("velo") == "velo"


def test_a_name_told_once_more_touches_nothing() -> None:
    first = list(told("The village of Belo, also known as Velo, was shelled by the Tarn Rescue Service (TRS)."))
    again = list(told("They came to Belo, also known as Velo, and met the Tarn Rescue Service (TRS) there."))
    assert touched(first, [*first, *again]) == set()
    assert touched([], first) == {"Belo", "Velo", "Tarn Rescue Service", "TRS"}
    assert touched(first, [*first, *told("Belo, also known as Kelo, burns.")]) == {"Belo", "Velo", "Kelo"}


def test_what_is_near_a_place_may_be_another() -> None:
    from extractor.facts import places

    assert places.differ(where("Ansel"), where("Tarn"))
    assert not places.differ(where("near Ansel"), where("Tarn"))
    assert not places.differ(where("the disputed area"), where("Tarn"))


def test_low_and_high() -> None:
    assert span([Count(low=13), Count(low=15, high=15)]) == Count(low=13, high=15)
    assert span([Count(low=4), Count(low=6)]) == Count(low=4)
    assert total([Count(low=3, high=3), Count(low=2, high=5)]) == Count(low=5, high=8)
    assert total([Count(low=3, high=3), Count(low=2)]) == Count(low=5)


@given(st.text(), st.text())
def test_any_text_can_be_held_against_any(one: str, other: str) -> None:
    assert 0 <= shared(stems(one), stems(other)) <= 1
    assert alike(one, other) == alike(other, one)
    assert copied(one, other) == copied(other, one)
    list(told(one))
    where(one)
    agency(one)
    speaks_for(one, other)
    revises(one)


@given(st.lists(st.tuples(st.integers(0, 50), st.one_of(st.none(), st.integers(0, 50))), min_size=1))
def test_a_span_holds_every_bounded_figure(pairs: list[tuple[int, int | None]]) -> None:
    counts = [Count(low=low, high=None if more is None else low + more) for low, more in pairs]
    found = span(counts)
    assert found is not None
    assert found.low == min(c.low for c in counts)
    assert all(found.high is not None and found.high >= c.high for c in counts if c.high is not None)


def communique(*words: str) -> Result:
    return CliRunner().invoke(cli.main, [*words])


@pytest.fixture
def database(gold: dict[str, list[Annotated]], tmp_path: Path) -> str:
    with Store(tmp_path / "facts.db") as store:
        for one in gold["kup"]:
            keep(store, one)
    return str(tmp_path / "facts.db")


def test_commands_list_show_and_add_up(database: str) -> None:
    listed = communique("facts", "--format", "jsonl", "--least", "2", "--db", database)
    assert listed.exit_code == 0
    found = [json.loads(line) for line in listed.output.splitlines()]
    assert found
    assert all(len(one["reports"]) > 1 for one in found)
    every = [json.loads(line) for line in communique("facts", "--format", "jsonl", "--db", database).output.splitlines()]
    contested = communique("facts", "--contested", "--format", "csv", "--db", database).output.splitlines()
    assert len(contested) - 1 == sum(one["grade"] == "contested" for one in every) > 0
    shown = communique("fact", found[0]["id"], "--db", database)
    assert shown.exit_code == 0
    assert found[0]["id"] in shown.output
    added = json.loads(communique("tolls", "--format", "json", "--db", database).output)
    assert any(one["killed"] for one in added)
    assert any("whole war" in left["why"] for one in added for left in one["left_out"])


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Police arrested five rebels in Osk on Sunday, the army said.", []),
        ("Gunmen took nine miners hostage near Kelm.", []),
        ("Nobody was killed in the raid on Kelm.", []),
        ("No casualties were reported after the blast in Lomeria.", []),
        ("The shelling burned 30 tents in the camp at Osk.", []),
        ("Six of the deserters were detained, and two were wounded.", ["2 wounded"]),
        ("Gunmen killed three farmers near Tarn on Monday; nobody was wounded.", ["3 killed"]),
    ],
)
def test_only_those_harmed_are_in_a_toll(text: str, rows: list[str], tmp_path: Path) -> None:
    article, db = tmp_path / "a.txt", str(tmp_path / "facts.db")
    article.write_text(text, encoding="utf-8")
    assert communique("extract", str(article), "--model", "rules", "--db", db).exit_code == 0
    added = json.loads(communique("tolls", "--format", "json", "--db", db).stdout)
    told = [f"{one[name]['low']} {name}" for one in added for name in ("killed", "wounded") if one[name]]
    assert told == rows
    assert len(added) == len(rows)


_WAR = {
    "PKK": "Turkish officials blamed the PKK. The PKK fought the Turkish army. Turkish jets struck PKK camps.",
    "Taliban": "Afghan officials blamed the Taliban. The Taliban fought the Afghan army. Afghan forces raided Taliban camps.",
    "Russia": "Russia said Ukraine staged it. Ukrainian officials blamed Russia. Ukraine said Russian forces advanced.",
}


@pytest.mark.parametrize(
    ("text", "war", "side"),
    [
        ("A bombing in the capital Ankara killed 37 people on Sunday.", "PKK", None),
        ("A bombing in Ankara killed 22 people on Sunday.", "PKK", None),
        ("A car bomb in the capital Kabul killed 21 people on Sunday.", "Taliban", None),
        ("A blast in the Ukrainian capital Kyiv killed eight people on Sunday.", "Russia", None),
        ("A blast near Moscow wounded nine people on Sunday.", "Russia", None),
        ("In March Russia killed eight soldiers near Kelm.", "Russia", "Ukraine"),
        ("Ukraine killed eight soldiers near Kelm on Sunday.", "Russia", "Russia"),
    ],
)
def test_a_place_is_no_party(text: str, war: str, side: str | None, tmp_path: Path) -> None:
    article, db = tmp_path / "a.txt", str(tmp_path / "facts.db")
    article.write_text(f"{text}\n\n{_WAR[war]}", encoding="utf-8")
    assert communique("extract", str(article), "--model", "rules", "--date", "2019-03-14", "--db", db).exit_code == 0
    found = [json.loads(line) for line in communique("facts", "--format", "jsonl", "--db", db).stdout.splitlines()]
    assert [one["side"] for one in found if one["type"] == "casualty_report"] == [side]


def test_a_persons_names_and_places(database: str, tmp_path: Path) -> None:
    aliases, spots = tmp_path / "names.toml", tmp_path / "places.csv"
    aliases.write_text('[[place]]\nnames = ["Kurylivka", "Kurilovka"]\nsides = { Kurilovka = "Russia" }\n', encoding="utf-8")
    spots.write_text("name,latitude,longitude\nKurylivka,49.66,37.71\n", encoding="utf-8")
    done = communique("names", "--aliases", str(aliases), "--gazetteer", str(spots), "--db", database)
    assert done.exit_code == 0, done.output
    assert "Kurilovka" in done.output
    listed = communique("facts", "--place", "kurilovka", "--format", "jsonl", "--db", database).output
    found = [json.loads(line) for line in listed.splitlines()]
    assert any(one["place"]["latitude"] == 49.66 for one in found if one["place"])
    assert any("Kurilovka (Russia)" in one["place"]["spellings"] for one in found if one["place"])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("fact", "nothing"), "no fact 'nothing'"),
        (("tolls", "--by", "weather"), "choose of"),
        (("facts", "--grade", "sure"), "sure"),
        (("facts", "--since", "2022-13"), "'2022-13' is no date"),
    ],
)
def test_what_is_asked_wrongly_is_said_in_a_line(database: str, words: tuple[str, ...], told: str) -> None:
    done = communique(*words, "--db", database)
    assert done.exit_code != 0
    assert told in done.output


def test_files_that_are_none_are_refused(database: str, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    for text in ("not toml", '[[river]]\nnames = ["a", "b"]', '[[place]]\nnames = ["a"]'):
        wrong.write_text(text, encoding="utf-8")
        done = communique("names", "--aliases", str(wrong), "--db", database)
        assert done.exit_code == 1
        assert len(done.output.strip().splitlines()) == 1
    wrong.write_text("name,latitude,longitude\nNowhere,123,0\n", encoding="utf-8")
    assert "nowhere on earth" in communique("names", "--gazetteer", str(wrong), "--db", database).output


def test_the_parts_that_rules_tell_are_never_added_to_their_wholes(tmp_path: Path) -> None:
    article, db = tmp_path / "a.txt", str(tmp_path / "facts.db")
    article.write_text(
        "Seventeen passengers were killed on Tuesday in Lomeria, of whom eight were children.\n\n"
        "The shelling of Velim on Monday injured 14 people, among them six schoolgirls and a nurse.\n\n"
        "At least 19 people were killed in Sorun on Saturday, including a doctor and two of his patients.\n\n"
        "Fighters of the front killed 12 policemen in Arvik on Friday, five of them officers, and wounded 20 villagers, "
        "including three children.\n",
        encoding="utf-8",
    )
    assert communique("extract", str(article), "--model", "rules", "--date", "2019-03-14", "--db", db).exit_code == 0
    rows = json.loads(communique("tolls", "--format", "json", "--db", db).stdout)
    assert sum(r["killed"]["low"] for r in rows if r["killed"]) == 17 + 19 + 12
    assert sum(r["wounded"]["low"] for r in rows if r["wounded"]) == 14 + 20
    assert sum(len(r["left_out"]) for r in rows) == 7


@pytest.mark.parametrize(
    ("title", "sentence", "facts_"),
    [
        ("Rebels storm barracks in Belo", "Rebels who stormed the barracks in Belo killed over 100 soldiers.", 1),
        ("Ferry hits quay in Tarn", "A ferry that hit the quay in Tarn killed over 100 soldiers on leave.", 2),
        ("Rebels storm barracks in Belo", "Rebels who stormed the barracks in Belo lost over 100 gunmen.", 2),
    ],
)
def test_two_papers_that_lead_with_one_event_tell_of_it_whatever_their_figures(title: str, sentence: str, facts_: int) -> None:
    first = story_of(
        "Rebels storm barracks in Belo: 23 soldiers dead",
        (
            "The army said that 23 soldiers died when rebels stormed the barracks in Belo.",
            {"killed": Count(low=23, high=23), "victims": "soldiers"},
        ),
    )
    whose = "gunmen" if "gunmen" in sentence else "soldiers"
    second = story_of(title, (sentence, {"killed": Count(low=101), "victims": whose}))
    made = [f for f in facts_of([first, second]) if f.type.value == "casualty_report"]
    assert len(made) == facts_
