"""`communique link`: facts as a step one sees, that can be stopped, and reads that never start it where it would take long."""

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.commands import link
from extractor.facts import update
from extractor.storage.ledger import Extracted
from extractor.storage.store import Store
from schemas.base import RecordType
from tests.archive import archive
from tests.test_cli import run

MANY = link.AT_ONCE + 2
READS = (
    ("facts",),
    ("tolls",),
    ("incidents",),
    ("names",),
    ("report", "-o", "report.html"),
    ("export", "--format", "ged", "-o", "events.csv"),
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def filled(number: int, name: str = "a.db") -> str:
    """A database of so many articles whose records are not linked."""
    with Store(Path(name)) as store:
        run_id = store.start_run("m", None, "strong", "p", "s", tuple(RecordType))
        for one, found in archive(number):
            store.add_article(one)
            store.save(one.id, run_id, tuple(RecordType), "k", [Extracted(r) for r in found], "p")
    return name


def told(name: str) -> list[dict[str, Any]]:
    """The facts of a database, without their ids and what stands on these."""
    found = [json.loads(line) for line in run("facts", "--format", "jsonl", "--db", name).stdout.splitlines()]
    for one in found:
        one["part_of"], one["id"] = one["part_of"] is not None, ""
    return sorted(found, key=lambda one: json.dumps(one, sort_keys=True))


@pytest.mark.parametrize("words", READS, ids=lambda words: words[0])
def test_who_only_reads_does_not_wait_for_many_articles_and_is_told(words: tuple[str, ...]) -> None:
    db = filled(MANY)
    said = run(*words, "--db", db).stderr
    assert f"links are old: {MANY} articles are not linked yet; run `communique link`" in said.splitlines()
    assert told(db) == []
    done = run("link", "--db", db)
    assert done.stdout.startswith(f"{MANY} articles linked, ")
    assert "links are old" not in run(*words, "--db", db).stderr
    assert told(db)
    assert "nothing to link" in run("link", "--db", db).stdout


def test_a_few_articles_are_linked_by_who_reads() -> None:
    db = filled(link.AT_ONCE)
    result = run("facts", "--format", "csv", "--db", db)
    assert "links are old" not in result.stderr
    assert len(result.stdout.splitlines()) > 1


def test_what_is_new_is_told_beside_the_facts_that_there_are() -> None:
    db = filled(2)
    before = told(db)
    filled(2 + MANY)
    result = run("facts", "--format", "jsonl", "--db", db)
    assert f"links are old: {2 + MANY} articles" in result.stderr  # the two were read anew
    assert len(result.stdout.splitlines()) == len(before) > 0
    run("fact", json.loads(result.stdout.splitlines()[0])["id"], "--db", db)


def test_a_link_that_was_stopped_goes_on_and_comes_to_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    once = filled(MANY, "once.db")
    assert "left" not in run("link", "--db", once).stderr
    monkeypatch.setattr(update, "_PORTION", 5)
    db, read = filled(MANY), update._read
    times = []

    def stopped_at_the_second(*words: Any) -> Any:
        times.append(words)
        if len(times) == 2:
            raise KeyboardInterrupt
        return read(*words)

    monkeypatch.setattr(update, "_read", stopped_at_the_second)
    result = run("link", "--db", db, code=130)
    assert f"5 articles linked, {MANY - 5} left" in result.stderr
    assert run("link", "--db", db).stdout.startswith(f"{MANY - 5} articles linked, ")
    assert told(db) == told(once)


def test_articles_that_changed_and_wait_for_their_portion_lose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    db = filled(MANY)
    run("link", "--db", db)
    facts = json.loads(run("facts", "--format", "json", "--db", db).stdout)
    monkeypatch.setattr(update, "_PORTION", 1)
    filled(MANY)  # a later run read all of them anew
    run("link", "--db", db)
    again = json.loads(run("facts", "--format", "json", "--db", db).stdout)
    assert [one["id"] for one in again] == [one["id"] for one in facts]
    assert again == facts


def test_facts_whose_records_are_gone_are_not_shown_before_they_are_linked_again() -> None:
    db = filled(MANY)
    run("link", "--db", db)
    facts = [json.loads(line)["id"] for line in run("facts", "--format", "jsonl", "--db", db).stdout.splitlines()]
    with Store(Path(db)) as store:
        run_id = store.start_run("m", None, "strong", "p", "s", tuple(RecordType))
        for one, _ in archive(MANY):
            store.save(one.id, run_id, tuple(RecordType), "k", [], "p")
    for words in READS:
        assert "links are old" in run(*words, "--db", db).stderr
    assert told(db) == []
    assert "are not linked yet; run `communique link`" in run("fact", facts[0], "--db", db, code=1).stderr
    run("link", "--db", db)
    assert f"no fact '{facts[0]}'" in run("fact", facts[0], "--db", db, code=1).stderr


def test_extract_links_what_it_stored_and_says_so_where_it_took_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(2):
        Path(f"{number}.txt").write_text(f"Raid near Kelm\n\nRaiders killed {number + 3} herders near Kelm on Monday.\n")
    first = ("extract", "0.txt", "--model", "rules", "--date", "2031-03-13", "--db", "a.db")
    monkeypatch.setattr(link, "_SOON", float("inf"))
    assert "linked" not in run(*first).stderr
    asked = ("sql", "SELECT count(*) FROM facts WHERE type = 'casualty_report'", "--format", "csv", "--db", "a.db")
    assert run(*asked).stdout.split()[1] == "1"
    monkeypatch.setattr(link, "_SOON", -1.0)
    assert "linked    1 article into" in run(*first[:1], "1.txt", *first[2:]).stderr
    assert int(run(*asked).stdout.split()[1]) >= 1


def test_after_an_update_of_the_program_extract_leaves_the_rest_to_link() -> None:
    db = filled(MANY)
    run("link", "--db", db)
    with Store(Path(db)) as store, store.writing() as connection:
        connection.execute("UPDATE tied_articles SET mark = 'anotherversion 7' WHERE article_id = ''")
    Path("a.txt").write_text("Raid near Kelm\n\nRaiders killed three herders near Kelm on Monday.\n", encoding="utf-8")
    said = run("extract", "a.txt", "--model", "rules", "--db", db).stderr
    assert f"links are old: {MANY + 1} articles are not linked yet; run `communique link`" in said
    assert run("link", "--db", db).stdout.startswith(f"{MANY + 1} articles linked, ")


def test_a_database_that_others_write_to_is_no_failure_of_extract(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.txt").write_text("Raid near Kelm\n\nRaiders killed three herders near Kelm on Monday.\n", encoding="utf-8")
    monkeypatch.setattr(update, "_PATIENCE", 0)
    said = run("extract", "a.txt", "--model", "rules", "--db", "a.db").stderr
    assert "not linked: " in said
    assert "run `communique link`" in said
    assert "other programs changed the facts" in run("link", "--db", "a.db", code=1).stderr


def test_no_database_is_made_where_there_is_none() -> None:
    assert "there is no database" in run("link", "--db", "no.db", code=1).stderr
    assert not Path("no.db").exists()


def test_names_of_ones_own_are_taken_in_however_many_articles_there_are() -> None:
    db = filled(MANY)
    Path("names.toml").write_text('[[place]]\nnames = ["Kelm", "Kelmar"]\n', encoding="utf-8")
    done = run("names", "--aliases", "names.toml", "--db", db)
    assert "links are old" not in done.stderr
    assert "Kelmar" in done.stdout
    assert told(db)
