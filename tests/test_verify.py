"""The verifier must see every kind of lie; an export of the program, which tells none, is tampered with one cell at a time."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cli import main
from tests.newsroom import newsroom, reader
from tests.stub import Stub
from tests.verify import counted, day_borne, source_of, verify

Line = dict[str, Any]


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> list[Line]:
    folder = tmp_path_factory.mktemp("verify")
    db = str(folder / "v.db")
    with Stub(reader) as stub:
        ran = CliRunner().invoke(
            main, ["extract", str(newsroom(folder / "news")), "--db", db, "--base-url", stub.url, "--model", "stub"]
        )
    assert ran.exit_code == 0, ran.stderr
    written = CliRunner().invoke(main, ["export", "--db", db])
    return [json.loads(line) for line in written.stdout.splitlines()]


def first(lines: list[Line], kind: str) -> Line:
    return next(line for line in lines if line["type"] == kind)


def test_a_right_export_passes_and_says_what_was_checked(export: list[Line]) -> None:
    found = verify(export)
    assert found.violations == []
    assert found.checked["evidence"] == len(export) >= 6
    for kind in (
        "killed",
        "wounded",
        "speaker",
        "content",
        "actor",
        "to_place",
        "from_place",
        "accused",
        "allegation",
        "victims",
    ):
        assert found.checked[kind] > 0, kind
    assert found.checked["date by the evidence"] >= 3


TAMPERINGS: list[tuple[str, str, Callable[[Line], object]]] = [
    ("statement", "evidence", lambda r: r.update(evidence=r["evidence"] + "!")),
    ("statement", "evidence", lambda r: r.update(start=r["start"] + 1)),
    ("statement", "evidence", lambda r: r.update(evidence="", start=5, end=5)),
    ("statement", "input", lambda r: r.update(article="no/such/file.txt")),
    ("statement", "input", lambda r: r.update(article_id="0" * 16)),
    ("statement", "speaker", lambda r: r.update(speaker="the Velian navy")),
    ("statement", "content", lambda r: r.update(content="we fired at the depot")),
    ("statement", "addressee", lambda r: r.update(addressee="the United Nations")),
    ("statement", "status", lambda r: r.update(status="denied")),
    ("casualty_report", "victims", lambda r: r.update(victims="")),
    ("casualty_report", "wounded", lambda r: r.update(wounded={"low": 6, "high": None})),
    ("casualty_report", "wounded", lambda r: r.update(wounded={"low": 5, "high": 5})),
    ("casualty_report", "missing", lambda r: r.update(missing={"low": 40, "high": 40})),
    ("casualty_report", "captured", lambda r: r.update(captured={"low": 2, "high": 2, "approx": True})),
    ("casualty_report", "date", lambda r: r.update(date="2024-03-11")),
    ("casualty_report", "date", lambda r: r.update(date="2023")),
    ("casualty_report", "date", lambda r: r.update(date="2024-04")),
    ("casualty_report", "source", lambda r: r.update(source="a hospital")),
    ("casualty_report", "place", lambda r: r.update(place="Upper Osk")),
    ("casualty_report", "place by its verdict", lambda r: r.update(place="Lower Osk")),
    ("casualty_report", "place by its verdict", lambda r: r["support"].update(place="inferred")),
    ("casualty_report", "place by its verdict", lambda r: r["support"].pop("place")),
    ("casualty_report", "place first", lambda r: r.update(places=["Lower Osk", "Osk"])),
    ("casualty_report", "places", lambda r: r.update(places=["Osk", "Nether Osk"])),
    ("casualty_report", "bound", lambda r: r.update(date_low="2024-03")),
    ("casualty_report", "bounds in order", lambda r: r.update(date_low="2024-03-13")),
    ("casualty_report", "bounds of the date", lambda r: r.update(date_low="2024-03-11")),
    ("casualty_report", "precision", lambda r: r.update(date_precision="month")),
    ("casualty_report", "precision", lambda r: r.update(date=None)),
    ("casualty_report", "past", lambda r: r.update(date=None, date_precision=None, date_high="2024-03-15")),
    ("troop_movement", "place by its verdict", lambda r: r.update(to_place=None, support={"place": "inferred"})),
    ("troop_movement", "actor", lambda r: r.update(actor="Tarnian troops")),
    ("troop_movement", "to_place", lambda r: r.update(to_place="lower osk")),
    ("troop_movement", "from_place", lambda r: r.update(from_place="Brask barracks")),
    ("troop_movement", "date", lambda r: r.update(status="demanded", date="2024-03-13")),
    ("troop_movement", "published", lambda r: r.update(published="2024-03-20")),
    ("accusation", "accused", lambda r: r.update(accused="Velia's army")),
    ("accusation", "accuser", lambda r: r.update(accuser="Dorn of Tarn")),
    ("accusation", "allegation", lambda r: r.update(allegation="shelling a school")),
    ("accusation", "response", lambda r: r.update(response={"by": "Nobody", "kind": "denied", "evidence": r["evidence"]})),
    ("accusation", "response", lambda r: r.update(response={"by": "Marn", "kind": "denied", "evidence": "It was not us."})),
]


@pytest.mark.parametrize(("kind", "seen", "tamper"), TAMPERINGS, ids=[f"{n}-{t[0]}-{t[1]}" for n, t in enumerate(TAMPERINGS)])
def test_each_tampering_is_seen(export: list[Line], kind: str, seen: str, tamper: Callable[[Line], object]) -> None:
    lines = [json.loads(json.dumps(line)) for line in export if line["article"].endswith("depot.txt")]
    tamper(first(lines, kind))
    violations = verify(lines).violations
    assert violations
    assert any(f": {seen}" in violation for violation in violations)


def test_a_date_that_comes_or_goes_on_may_end_after_the_story(export: list[Line]) -> None:
    line = first([one for one in export if one["article"].endswith("depot.txt")], "casualty_report")
    month = {"date": "2024-03", "date_precision": "month", "date_low": "2024-03-01", "date_high": "2024-03-31"}
    assert verify([{**line, **month}]).violations == []
    assert verify([{**line, **month, "date": "2023", "date_precision": "year"}]).violations


def test_a_record_twice_is_seen(export: list[Line]) -> None:
    assert verify([export[0], export[0]]).violations


def test_a_date_given_by_hand_is_believed_when_it_is_said(export: list[Line]) -> None:
    line = {**first(export, "accusation"), "published": "2024-03-20", "date": None, "date_precision": None}
    assert verify([line]).violations
    assert verify([line], given="2024-03-20").violations == []


@pytest.mark.parametrize(
    ("value", "text", "published", "borne"),
    [
        ("2024-03-12", "It happened on Tuesday.", "2024-03-14", True),
        ("2024-03-12", "It happened on Tuesday.", None, False),
        ("2024-03-12", "It happened on Monday.", "2024-03-14", False),
        ("2024-03-05", "It happened on Tuesday.", "2024-03-14", False),
        ("2024-03-05", "It happened last Tuesday.", "2024-03-14", True),
        ("2024-03-13", "It happened yesterday.", "2024-03-14", True),
        ("2024-03-14", "It happened.", "2024-03-14", False),
        ("2024-03-14", "It happened this morning.", "2024-03-14", True),
        ("2024-03-11", "It happened three days ago.", "2024-03-14", True),
        ("2024-03-12", "It happened on March 12.", "2024-03-14", True),
        ("2024-03-12", "It happened on 12 and 13 March.", "2024-03-14", True),
        ("2024-03-13", "It happened on March 12-13.", "2024-03-14", True),
        ("2024-03-01", "It happened on March 12.", "2024-03-14", False),
        ("1994-03-12", "It happened on March 12.", "2024-03-14", False),
        ("1994-03-12", "It happened on March 12, 1994.", None, True),
        ("1994-03-12", "It happened on 12.03.1994.", None, True),
        ("1994-03", "It happened in March 1994.", None, True),
        ("1994", "It happened in 1994.", None, True),
        ("1994", "It cost 19945 crowns.", None, False),
        ("2023", "It happened last year.", "2024-03-14", True),
        ("2024-03-13", "They came on Tuesday and left the next day.", "2024-03-14", True),
        ("2024-03-10", "They left on Tuesday; two days before, they had come.", "2024-03-14", True),
        ("2024-03-10", "They left on Tuesday, two days late.", "2024-03-14", False),
    ],
)
def test_what_a_text_means_by_a_day(value: str, text: str, published: str | None, borne: bool) -> None:
    assert day_borne(value, text, published) is borne


@pytest.mark.parametrize(
    ("count", "evidence", "right"),
    [
        ({"low": 1, "high": 1}, "A guard was killed.", True),
        ({"low": 1, "high": 1}, "Guards were killed.", False),
        ({"low": 24, "high": None}, "Dozens were hurt.", True),
        ({"low": 30, "high": None}, "Dozens were hurt.", False),
        ({"low": 40, "high": 40, "approx": True}, "Around 40 people fled.", True),
        ({"low": 40, "high": 40}, "Around 40 people fled.", False),
    ],
)
def test_what_evidence_counts(count: Line, evidence: str, right: bool) -> None:
    assert counted(count, evidence) is right


def test_jsonl_and_pages_are_read_again_as_the_program_reads_them(tmp_path: Path) -> None:
    lines = tmp_path / "wire.jsonl"
    lines.write_text(json.dumps({"text": "One tank left Osk, the army said."}) + "\n", encoding="utf-8")
    assert source_of(f"{lines}:1").text == "One tank left Osk, the army said."
    page = tmp_path / "page.html"
    story = "".join(f"<p>The army said on day {n} that its tanks had left the town of Osk for good.</p>" for n in range(9))
    page.write_text(f"<html><body><article><h1>Tanks leave</h1>{story}</article></body></html>", encoding="utf-8")
    assert "<p>" not in source_of(str(page)).text
    assert len(source_of(str(page)).articles) == 1


def test_the_command_ends_with_1_when_something_is_wrong(export: list[Line], tmp_path: Path) -> None:
    for name, lines, code in (("right", export, 0), ("wrong", [{**export[0], "end": 3}], 1)):
        file = tmp_path / f"{name}.jsonl"
        file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
        ran = subprocess.run([sys.executable, "-m", "tests.verify", str(file)], capture_output=True, text=True, check=False)
        assert ran.returncode == code, ran.stdout
        assert "values checked" in ran.stdout
