"""Events in the columns of ACLED, UCDP GED and PLOVER: names and types, what figures turn into, and that no record is lost."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from cli import main
from extractor.output.codebooks.events import high, low
from extractor.output.codebooks.writing import CODEBOOKS, beside, write_events
from extractor.storage.ledger import Extracted
from extractor.storage.queries import Filters
from extractor.storage.store import Store
from schemas.base import Count, RecordType
from schemas.fact import Fact, Grade, Place, Scope, Stance
from tests.output.newsdesk import KINDS, fact, fill, record, report
from tests.storage import examples
from tests.storage.examples import article

TOLL, MOVE, SAID, BLAME = (
    RecordType.CASUALTY_REPORT,
    RecordType.TROOP_MOVEMENT,
    RecordType.STATEMENT,
    RecordType.ACCUSATION,
)
# copied from the codebooks, not from the program
NAMES = {
    "acled": "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1"
    " actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location latitude"
    " longitude geo_precision source source_scale notes fatalities tags timestamp",
    "ged": "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id"
    " dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources"
    " source_article source_office source_date source_headline source_original where_prec where_coordinates where_description"
    " adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id region event_clarity date_prec date_start"
    " date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob",
    "plover": "id has_event date time enddate endtime source recipient event event_loc event_text quad_code event_scale mode"
    " context link text text_info cite_info coder coded_date coded_time comment dead injured size",
}
FORMATS = tuple(NAMES)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store(tmp_path_factory.mktemp("codebooks") / "a.db") as opened:
        opened.start_run("m", None, "whole", "p", "s", list(RecordType))
        opened.add_article(article())
        yield opened


class Export:
    """The four files of an export, as a person would load them."""

    def __init__(self, store: Store, format: str, folder: Path, filters: Filters | None = None) -> None:
        path = folder / "events"
        self.done = write_events(store, filters or Filters(), CODEBOOKS[format], path)
        self.told: dict[str, Any] = json.loads(beside(path, "codebook.json").read_text("utf-8"))
        dtypes = {column["name"]: column["dtype"] for column in self.told["columns"]}
        if format == "plover":
            lines = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
            self.frame = pd.DataFrame(lines, columns=list(dtypes)).astype(dtypes)
        else:
            self.frame = pd.read_csv(path, dtype=dtypes, keep_default_na=False, na_values=[""])
        self.records = _rows(beside(path, "records.csv"))
        self.losses = _rows(beside(path, "losses.csv"))

    def why(self, id: str) -> str:
        (found,) = [row["why"] for row in self.losses if row["record_id"] == id]
        return found

    def row(self) -> dict[str, Any]:
        (found,) = self.frame.to_dict("records")
        return {str(name): value for name, value in found.items()}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# what is written of one fact


@pytest.mark.parametrize("format", FORMATS)
def test_columns_and_types_are_the_codebooks(store: Store, format: str, tmp_path: Path) -> None:
    toll = record("c", TOLL)
    fill(store, [toll], [fact("f", report(toll))])
    made = Export(store, format, tmp_path)
    assert list(made.frame.columns) == NAMES[format].split()
    assert [column["name"] for column in made.told["columns"]] == NAMES[format].split()
    for column in made.told["columns"]:
        assert str(made.frame[column["name"]].dtype) == column["dtype"], column["name"]
        assert ("empty_because" in column) != ("filled" in column)
    assert made.told["rows"] == made.told["records_in"] == 1


def test_acled_takes_the_lowest_figure_and_the_middle_day(store: Store, tmp_path: Path) -> None:
    toll = record("c", TOLL, "Two guards died when shells hit the quay.")
    told = fact(
        "f00d",
        report(toll),
        report(record("d", TOLL), source="Velmark", stance=Stance.DENIES, left_out="a denial"),
        killed=Count(low=2, high=5),
        wounded=Count(low=4),
        since="2031-05-01",
        until="2031-05-08",
        date_precision=3,
        conflicting=True,
        grade=Grade.CONTESTED,
        place=Place(name="Port Ansel", precision=3, latitude=41.123456, longitude=-2.5),
    )
    fill(store, [toll, record("d", TOLL)], [told])
    made = Export(store, "acled", tmp_path)
    row = made.row()
    assert (row["event_id_cnty"], row["event_date"], row["year"], row["time_precision"]) == ("f00d", "2031-05-04", 2031, 2)
    assert (row["fatalities"], row["geo_precision"], row["latitude"], row["longitude"]) == (2, 2, 41.1235, -2.5)
    assert (row["event_type"], row["sub_event_type"]) == ("Explosions/Remote violence", "Shelling/artillery/missile attack")
    assert (row["actor1"], row["source"]) == ("Velmark", "The Ansel Post")
    assert row["tags"] == "grade: contested; conflicting figures"
    assert "Killed: 2 to 5. Wounded: 4 or more. Denied by Velmark." in row["notes"]
    assert {(r["record_id"], r["part"]) for r in made.records} == {("c", "counted"), ("d", "denies it")}


@pytest.mark.parametrize(
    ("kind", "evidence", "types"),
    [
        ("military", "Two died.", ("Battles", "Armed clash")),
        ("civilian", "Two died.", ("Violence against civilians", "Attack")),
        ("civilian", "A drone killed two.", ("Explosions/Remote violence", "Air/drone strike")),
        ("military", "Gunmen killed two.", ("Battles", "Armed clash")),
        ("military", "Two died under shellfire and drones.", ("Battles", "Armed clash")),
        ("unknown", "Two died.", (None, None)),
    ],
)
def test_acled_event_types(store: Store, tmp_path: Path, kind: str, evidence: str, types: tuple[str | None, ...]) -> None:
    toll = record("c", TOLL, evidence)
    fill(store, [toll], [fact("f", report(toll), kind=kind)])
    row = Export(store, "acled", tmp_path).row()
    assert tuple(None if pd.isna(row[name]) else row[name] for name in ("event_type", "sub_event_type")) == types
    assert row["disorder_type"] == "Political violence"
    assert (row["actor2"] == "Civilians") is (kind == "civilian") or pd.isna(row["actor2"])


def test_ged_has_three_figures_and_the_dead_by_who_they_were(store: Store, tmp_path: Path) -> None:
    toll = record("c", TOLL)
    told = fact("f", report(toll), kind="civilian", killed=Count(low=3, high=7), about="Tarsia", sources=2)
    fill(store, [toll], [told])
    row = Export(store, "ged", tmp_path).row()
    assert (row["low"], row["best"], row["high"]) == (3, 3, 7)
    assert (row["deaths_a"], row["deaths_b"], row["deaths_civilians"], row["deaths_unknown"]) == (0, 0, 3, 0)
    assert (row["relid"], row["dyad_name"], row["number_of_sources"]) == ("f", "Velmark - Tarsia", 2)
    assert row["source_article"] == "The Ansel Post,2031-05-04,Bridge holds"
    assert (row["date_start"], row["where_prec"], row["where_description"]) == ("2031-05-03", 1, "Port Ansel; Ansel (Tarsia)")


def test_an_open_figure_is_its_own_high(store: Store, tmp_path: Path) -> None:
    toll = record("c", TOLL)
    fill(store, [toll], [fact("f", report(toll), killed=Count(low=4))])
    row = Export(store, "ged", tmp_path).row()
    assert (row["low"], row["best"], row["high"]) == (4, 4, 4)


def test_plover_has_objects_for_actors_and_places(store: Store, tmp_path: Path) -> None:
    toll, move = record("c", TOLL, "A mortar killed two."), record("m", MOVE)
    fill(store, [toll, move], [fact("a", report(toll), about="Tarsia"), fact("b", report(move), until="2031-05-04")])
    strike, retreat = Export(store, "plover", tmp_path).frame.to_dict("records")
    assert (strike["event"], strike["mode"], strike["dead"]) == (["ASSAULT"], ["heavy-weapons"], 2)
    assert (strike["source"], strike["recipient"]) == ([{"actor_text": "Tarsia"}], [{"actor_text": "Velmark"}])
    assert (retreat["event"], retreat["mode"], retreat["quad_code"]) == (["RETREAT"], ["withdraw"], 2)
    assert (retreat["date"], retreat["enddate"], retreat["source"]) == (
        "2031-05-03",
        "2031-05-04",
        [{"actor_text": "Velmark"}],
    )
    assert retreat["event_loc"]["alternatenames"] == "Port Ansel,Ansel (Tarsia)"
    assert strike["cite_info"] == [{"citation": "news/bridge.txt", "title": "Bridge holds", "publication": "The Ansel Post"}]


def test_a_cell_is_one_line_and_a_list_has_one_separator(store: Store, tmp_path: Path) -> None:
    toll, other = record("c", TOLL), record("d", TOLL)
    told = fact("f", report(toll, source="=Radio\0 \x07Tarsia; north\n"), report(other, source="Velmark\r"))
    fill(store, [toll, other], [told])
    assert Export(store, "ged", tmp_path).row()["source_original"] == "'=Radio Tarsia, north; Velmark"


# what does not go in


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"scope": Scope.WAR}, "a whole-war toll"),
        ({"scope": Scope.RUNNING}, "a running total"),
        ({"part_of": "g"}, "a part of fact g"),
        ({"since": None, "until": None}, "no date"),
        ({"grade": Grade.DISCOUNTED, "grade_reason": "withdrawn"}, "discounted: withdrawn"),
        ({"date_precision": 5}, "no better than to a year"),
    ],
)
def test_a_toll_that_is_no_event_says_why(store: Store, tmp_path: Path, told: dict[str, Any], why: str) -> None:
    toll = record("c", TOLL)
    fill(store, [toll], [fact("f", report(toll), **told)])
    made = Export(store, "acled", tmp_path)
    assert why in made.why("c")
    assert (len(made.frame), made.records, made.losses[0]["fact_id"]) == (0, [], "f")


@pytest.mark.parametrize(
    ("stance", "why"),
    [(Stance.DENIES, "denied by all"), (Stance.PLANS, "only planned"), (Stance.DEMANDS, "only demanded")],
)
def test_a_movement_that_nobody_asserts_is_no_event(store: Store, tmp_path: Path, stance: Stance, why: str) -> None:
    move = record("m", MOVE)
    fill(store, [move], [fact("f", report(move, stance=stance, left_out="not told as having happened"))])
    for format in FORMATS:
        assert why in Export(store, format, tmp_path).why("m")


def test_other_records_say_why_too(store: Store, tmp_path: Path) -> None:
    toll, copy, late = record("c", TOLL), record("copy", TOLL), record("late", TOLL)
    saying, blame, stray, doubted = record("s", SAID), record("b", BLAME), record("x", MOVE), record("y", MOVE, supported=False)
    reports = (
        report(toll),
        report(copy, copy_of="c", left_out="a copy"),
        report(late, left_out="replaced by a later figure of Tarsia"),
    )
    fill(
        store, [toll, copy, late, saying, blame, stray, doubted], [fact("f", *reports), fact("g", report(saying), killed=None)]
    )
    made = Export(store, "acled", tmp_path)
    assert made.why("copy") == "a copy of record c"
    assert made.why("late") == "replaced by a later figure of Tarsia"
    assert made.why("s") == "a statement is no event"
    assert "an accusation" in made.why("b")
    assert made.why("x") == "in no fact"
    assert "does not bear" in made.why("y")
    assert (made.done.rows, made.done.records, made.done.lost) == (1, 1, 6)


def test_rejected_records_are_said_to_be(store: Store, tmp_path: Path) -> None:
    fill(store, [record("c", TOLL)], [])
    with store.writing() as connection:
        connection.execute("UPDATE casualty_reports SET rejected = 1")
    assert Export(store, "ged", tmp_path).why("c") == "rejected by a person"


def test_ged_has_deaths_only_and_no_room_for_a_denial(store: Store, tmp_path: Path) -> None:
    toll, hurt, none, move, denial = (*(record(id, TOLL) for id in "chn"), record("m", MOVE), record("d", SAID))
    facts = [
        fact("f", report(toll), report(denial, stance=Stance.DENIES, left_out="a denial")),
        fact("g", report(hurt), killed=None, wounded=Count(low=3)),
        fact("h", report(none), killed=Count(low=0, high=0)),
        fact("i", report(move)),
    ]
    fill(store, [toll, hurt, none, move, denial], facts)
    made = Export(store, "ged", tmp_path)
    assert [r["record_id"] for r in made.records] == ["c"]
    assert "no deaths are told" in made.why("h")
    assert "no deaths:" in made.why("n")
    assert "a movement" in made.why("m")
    assert "no column for a denial" in made.why("d")


def test_filters_choose_the_records_and_rows_are_whole_facts(store: Store, tmp_path: Path) -> None:
    toll, other, move = record("c", TOLL, "Two died at the lock."), record("d", TOLL), record("m", MOVE)
    fill(store, [toll, other, move], [fact("f", report(toll), report(other)), fact("g", report(move))])
    made = Export(store, "acled", tmp_path, Filters(text="lock"))
    assert ({r["record_id"] for r in made.records}, made.losses) == ({"c", "d"}, [])


def test_more_facts_than_are_read_at_once(store: Store, tmp_path: Path) -> None:
    records = [record(f"r{i}", (TOLL, MOVE)[i % 2]) for i in range(900)]
    fill(store, records, [fact(f"f{i}", report(r)) for i, r in enumerate(records)])
    made = Export(store, "acled", tmp_path)
    assert (made.done.rows, made.done.records, made.done.lost) == (900, 900, 0)


# properties over made-up facts

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["NA", "=1+1", "-", 'a"b', "a;b", "\r\n"]
)
_COUNT = st.none() | st.builds(
    lambda low, more, approx: Count(low=low, high=None if more is None else low + more, approx=approx),
    st.integers(0, 40),
    st.none() | st.integers(0, 9),
    st.booleans(),
)
_PLACE = st.none() | st.builds(
    Place,
    name=_TEXT,
    spellings=st.lists(_TEXT, max_size=2).map(tuple),
    precision=st.integers(1, 7),
    latitude=st.none() | st.floats(-90, 90),
    longitude=st.none() | st.floats(-180, 180),
)
_DAY = st.dates(min_value=pd.Timestamp("1990-01-01").date(), max_value=pd.Timestamp("2040-01-01").date()).map(str)


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Any], list[Fact]]:
    """Records of all types, most of them in facts."""
    types = draw(st.lists(st.sampled_from(list(RecordType)), min_size=1, max_size=7))
    records = [record(f"r{i}", type_, supported=draw(st.booleans())) for i, type_ in enumerate(types)]
    facts: list[Fact] = []
    for type_ in RecordType:
        own = [r for r in records if r.type is type_ and draw(st.integers(0, 4))]
        denials = [r for r in records if r.type is SAID and type_ in (TOLL, MOVE) and draw(st.booleans())]
        for number, group in enumerate((own[::2], own[1::2])):
            if not group:
                continue
            told = [
                report(
                    r,
                    stance=draw(st.sampled_from(list(Stance))),
                    source=draw(_TEXT),
                    left_out=draw(st.none() | st.just("left out")),
                    copy_of=draw(st.none() | st.just("r0")),
                )
                for r in group
            ]
            told += [report(r, stance=Stance.DENIES, source=draw(_TEXT), left_out="a denial") for r in denials]
            days = sorted(draw(st.lists(_DAY, min_size=2, max_size=2)))
            dated = draw(st.booleans()) or draw(st.booleans())
            facts.append(
                fact(
                    f"f-{type_.value}-{number}",
                    *told,
                    summary=draw(_TEXT),
                    kind=draw(st.none() | st.sampled_from(KINDS.get(type_, ["x"]))),
                    side=draw(st.none() | _TEXT),
                    about=draw(st.none() | _TEXT),
                    since=days[0] if dated else None,
                    until=days[1] if dated else None,
                    date_precision=draw(st.integers(1, 5)),
                    place=draw(_PLACE),
                    grade=draw(st.sampled_from(list(Grade))),
                    grade_reason=draw(_TEXT),
                    conflicting=draw(st.booleans()),
                    scope=draw(st.sampled_from([*Scope, Scope.INCIDENT, Scope.INCIDENT])) if type_ is TOLL else None,
                    killed=draw(_COUNT),
                    wounded=draw(_COUNT),
                    part_of=draw(st.sampled_from([None, None, None, "other"])),
                )
            )
    return records, facts


@pytest.mark.parametrize("format", FORMATS)
@given(world=worlds())
def test_every_record_is_in_one_place_and_no_figure_leaves_its_range(
    store: Store, tmp_path_factory: pytest.TempPathFactory, format: str, world: tuple[list[Any], list[Fact]]
) -> None:
    records, facts = world
    fill(store, records, facts)
    made = Export(store, format, tmp_path_factory.mktemp("p"))
    lost = [row["record_id"] for row in made.losses]
    within = {row["record_id"] for row in made.records}
    assert len(lost) == len(set(lost))
    assert within.isdisjoint(lost)
    assert within | set(lost) == {r.id for r in records}
    assert all(row["why"] for row in made.losses)
    assert {row["row_id"] for row in made.records} == set(made.frame.iloc[:, 0].astype(str) if len(made.frame) else ())
    by_id = {f.id: f for f in facts}
    for row in made.frame.to_dict("records"):
        of = by_id[row["relid" if format == "ged" else "event_id_cnty" if format == "acled" else "id"]]
        least, most = low(of.killed), high(of.killed)
        names = {"acled": ["fatalities"], "ged": ["low", "best", "high"], "plover": ["dead"]}[format]
        for name in names:
            assert (of.killed is None and pd.isna(row[name])) or least <= row[name] <= most
        if format == "ged":
            assert row["low"] <= row["best"] <= row["high"] > 0
            assert row["best"] == sum(row[f"deaths_{who}"] for who in ("a", "b", "civilians", "unknown"))
    if len(made.frame):
        for column in made.told["columns"]:
            cells = made.frame[column["name"]]
            assert str(cells.dtype) == column["dtype"], column["name"]
            assert "filled" in column or cells.isna().all()
        if format != "plover":
            text = made.frame.select_dtypes("string").stack()
            assert not text.str.startswith(("=", "+", "-", "@", "\t", "\r")).any()
            assert not text.str.contains("\n|\r|\0").any()


# at the command line


def _typed(*words: str) -> Any:
    return CliRunner().invoke(main, words)


@pytest.fixture
def untied(tmp_path: Path) -> Path:
    """A database with the records of one article, no facts made of them yet."""
    with Store(tmp_path / "a.db") as made:
        run = made.start_run("m", None, "whole", "p", "s", list(RecordType))
        made.add_article(article())
        made.save(article().id, run, list(RecordType), "k", [Extracted(r) for r in examples.records()], "p")
        return made.path


@pytest.mark.parametrize(("format", "rows", "lost"), [("acled", 1, 4), ("ged", 1, 4), ("plover", 2, 3)])
def test_the_command_ties_facts_and_writes_four_files_the_same_every_time(
    untied: Path, tmp_path: Path, format: str, rows: int, lost: int
) -> None:
    path = tmp_path / "out" / "events.out"
    path.parent.mkdir()
    words = ("export", "--format", format, "-o", str(path), "--db", str(untied))
    done = _typed(*words)
    assert done.exit_code == 0
    assert done.stderr.strip() == f"{rows} events of {rows} records in {path}; {lost} did not go in"
    first = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    assert sorted(first) == ["events.out", *(f"events.out.{end}" for end in ("codebook.json", "losses.csv", "records.csv"))]
    _typed(*words)
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == first


def test_a_file_has_to_be_named_and_to_be_writable(untied: Path, tmp_path: Path) -> None:
    unnamed = _typed("export", "--format", "acled", "--db", str(untied))
    assert (unnamed.exit_code, "-o" in unnamed.stderr) == (2, True)
    nowhere = _typed("export", "--format", "acled", "-o", str(tmp_path / "no" / "a.csv"), "--db", str(untied))
    assert (nowhere.exit_code, len(nowhere.stderr.strip().splitlines())) == (1, 1)
    assert "cannot write" in nowhere.stderr
