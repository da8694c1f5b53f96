"""What is written comes back: articles, runs, requests and records."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import StoreError
from extractor.storage.ledger import Extracted, Reply, Summary
from extractor.storage.queries import Filters
from extractor.storage.store import Store
from schemas.base import Record, RecordType
from schemas.request import Ending, Outcome
from tests.storage.examples import article, movement, no_toll, records, statement, toll

ALL = list(RecordType)
EVERYTHING = Filters(include_unsupported=True)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "a.db") as opened:
        yield opened


def start(store: Store) -> int:
    return store.start_run("small-model", None, "whole", "prompt", "schema", ALL)


def stored(store: Store) -> list[Record]:
    return [found.record for found in store.select(EVERYTHING)]


def save(store: Store, found: list[Record], key: str = "k") -> int:
    """Save records of the example article in a run of their own."""
    run = start(store)
    store.add_article(article())
    store.save(article().id, run, ALL, key, [Extracted(record) for record in found], "prompt")
    return run


def by_place(found: list[Record]) -> list[Record]:
    return sorted(found, key=lambda record: (record.start, record.end, record.type.value, record.id))


def test_every_record_type_comes_back_as_it_was(store: Store) -> None:
    save(store, records())
    assert stored(store) == by_place(records())


def test_an_article_comes_back_as_it_was(store: Store) -> None:
    save(store, records())
    (found,) = store.articles()
    assert (found.article, found.records) == (article(), 5)


def test_saving_again_replaces_records_their_support_and_their_search(store: Store) -> None:
    save(store, records())
    changed = statement(article()).model_copy(update={"id": "s2", "support": ()})
    save(store, [changed])
    assert stored(store) == [changed]
    assert store.query("SELECT count(*) FROM support")[1] == [(0,)]
    assert list(store.select(Filters(text="column", include_unsupported=True))) == []
    assert len(list(store.select(Filters(text="bridge")))) == 1


def test_saving_some_types_leaves_the_others(store: Store) -> None:
    run = save(store, records())
    store.save(article().id, run, [RecordType.CASUALTY_REPORT], "k2", [Extracted(toll(article()))], "prompt")
    assert len(stored(store)) == 4
    assert store.finished(article().id, "k2", ALL) == {RecordType.CASUALTY_REPORT}
    assert store.finished(article().id, "k", ALL) == set(ALL) - {RecordType.CASUALTY_REPORT}
    assert store.finished(article().id, "k", [RecordType.STATEMENT]) == {RecordType.STATEMENT}


def test_what_failed_is_kept_but_not_finished(store: Store) -> None:
    store.add_article(article())
    store.save(article().id, start(store), ALL, "k", [Extracted(toll(article()))], "prompt", outcome=Outcome.FAILED)
    assert stored(store) == [toll(article())]
    assert store.finished(article().id, "k", ALL) == set()


def test_two_records_of_one_id_are_one(store: Store) -> None:
    save(store, [toll(article()), toll(article())])
    assert stored(store) == [toll(article())]


def test_a_save_that_fails_changes_nothing(store: Store) -> None:
    save(store, records())
    broken = toll(article()).model_copy(update={"id": "new", "victims": "half \ud800 pair"})
    with pytest.raises(StoreError, match="victims"):
        save(store, [broken], key="k2")
    with pytest.raises(StoreError, match="FOREIGN KEY"):
        store.save(article().id, 999, ALL, "k2", [], "prompt")
    with pytest.raises(ValueError, match="article other"):
        save(store, [toll(article(id="other"))])
    assert stored(store) == by_place(records())
    assert store.finished(article().id, "k", ALL) == set(ALL)


def test_records_know_their_run_request_and_prompt(store: Store) -> None:
    run = start(store)
    store.add_article(article())
    request = store.open_request(run, article().id, ALL, "small-model", "hash")
    store.save(article().id, run, ALL, "k", [Extracted(toll(article()), request)], "prompt-3")
    (found,) = store.select(Filters())
    assert (found.run_id, found.request_id, found.prompt_hash) == (run, request, "prompt-3")


def test_places_count_in_the_inputs_text(store: Store) -> None:
    whole = "An older story.\n\n" + article().text
    later = article(offset=17)
    store.add_articles(later.path, [article("An older story.", id="older"), later])
    store.save(later.id, start(store), ALL, "k", [Extracted(record) for record in records()], "prompt")
    for found in store.select(EVERYTHING):
        assert whole[found.start : found.end] == found.record.evidence
    rows = store.query('SELECT start, "end", evidence FROM records')[1]
    assert len(rows) == 5
    assert all(whole[first:last] == evidence for first, last, evidence in rows)


def test_an_input_read_again_with_other_content(store: Store) -> None:
    path = article().path
    save(store, records())
    store.add_articles(path, [article("New text.", id="new"), article("More.", id="more", offset=20)])
    assert [found.article.id for found in store.articles()] == ["new", "more"]
    assert stored(store) == []
    assert store.counts()["statements"] == 0
    assert store.query("SELECT count(*) FROM records")[1] == [(0,)]
    assert store.finished(article().id, "k", ALL) == set(ALL)
    store.add_articles(path, [article()])
    assert stored(store) == by_place(records())
    store.add_article(article("New text.", id="new"))
    assert [found.article.id for found in store.articles()] == ["new"]
    store.add_articles(path, [])
    assert list(store.articles()) == []


def test_one_text_in_two_inputs(store: Store) -> None:
    save(store, [toll(article())])
    store.add_article(article(path="copy.txt", offset=5))
    assert [(found.path, found.offset) for found in store.select(Filters())] == [("copy.txt", 5), ("news/bridge.txt", 0)]
    assert store.counts()["casualty_reports"] == 1
    with pytest.raises(ValueError, match=r"copy\.txt"):
        store.add_articles("other.txt", [article(path="copy.txt")])


def test_a_run(store: Store) -> None:
    run = start(store)
    begun = store.run(run)
    assert (begun.ended, begun.types) == (None, "statement,casualty_report,troop_movement,accusation")
    summary = Summary(articles=2, records=9, failed=1, requests=8, tokens_in=700, tokens_out=60, cost=0.5, seconds=3.25)
    store.end_run(run, summary)
    assert store.run(run).summary == summary
    assert store.run(run).ended is not None
    assert [found.id for found in store.runs()] == [run]
    with pytest.raises(StoreError, match="no run 77"):
        store.run(77)


def test_a_request_is_there_before_it_ends(store: Store, tmp_path: Path) -> None:
    run = start(store)
    store.add_article(article())
    request = store.open_request(run, article().id, [RecordType.ACCUSATION], "small-model", "hash")
    with closing(sqlite3.connect(tmp_path / "a.db")) as other:
        assert other.execute("SELECT outcome, types FROM requests").fetchall() == [("sent", "accusation")]
    assert store.reply("hash") is None
    ending = Ending(outcome=Outcome.OK, reply='{"found": []}', tokens_in=10, tokens_out=4, cost=0.01, seconds=1.5)
    store.close_request(request, ending)
    assert [found.ending for found in store.requests(run)] == [ending]
    assert store.reply("hash") == Reply(request, '{"found": []}', 10, 4, 0.01, prompt_hash="prompt")


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome is not Outcome.OK])
def test_only_a_good_reply_is_given_again_and_the_newest(store: Store, outcome: Outcome) -> None:
    run = start(store)
    store.add_article(article())
    endings = [
        Ending(outcome=Outcome.OK, reply="old"),
        Ending(outcome=Outcome.OK, reply="new"),
        Ending(outcome=outcome, reply="bad", error="why"),
    ]
    for ending in endings:
        store.close_request(store.open_request(run, article().id, ALL, "m", "hash"), ending)
    reply = store.reply("hash")
    assert reply is not None
    assert reply.text == "new"


def test_a_reply_that_is_no_text_is_not_lost(store: Store) -> None:
    run = start(store)
    store.add_article(article())
    store.close_request(store.open_request(run, article().id, ALL, "m", "h"), Ending(outcome=Outcome.OK, reply="a\udc00b"))
    reply = store.reply("h")
    assert reply is not None
    assert reply.text == "a\ufffdb"


def test_threads_may_share_a_store(store: Store) -> None:
    run = start(store)
    store.add_article(article())

    def ask(number: int) -> None:
        for turn in range(5):
            request = store.open_request(run, article().id, ALL, "m", f"{number}-{turn}")
            store.close_request(request, Ending(outcome=Outcome.OK, reply="{}"))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found.ending.outcome for found in store.requests(run)] == [Outcome.OK] * 40


def test_a_stream_sees_the_database_as_it_was(store: Store) -> None:
    save(store, records())
    stream = store.select(EVERYTHING)
    first = next(stream)
    save(store, [])
    assert [first.record, *(found.record for found in stream)] == by_place(records())
    assert stored(store) == []


def test_a_vacuum_does_not_upset_the_search(store: Store, tmp_path: Path) -> None:
    save(store, [toll(article()), statement(article())])
    save(store, [no_toll(article()), movement(article())])
    store.close()
    with closing(sqlite3.connect(tmp_path / "a.db")) as other:
        other.execute("VACUUM")
    with Store(tmp_path / "a.db") as again:
        assert len(list(again.select(Filters(text="column", include_unsupported=True)))) == 2
        assert list(again.select(Filters(text="sailors"))) == []


TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store(tmp_path_factory.mktemp("shared") / "a.db") as opened:
        opened.add_article(article())
        start(opened)
        yield opened


@given(text=TEXTS.filter(bool), title=TEXTS, path=TEXTS)
def test_any_text_comes_back_as_it_was(shared: Store, text: str, title: str, path: str) -> None:
    read = article(text, path).model_copy(update={"title": title, "id": f"id of {text}"})
    shared.add_articles(path, [read])
    found = statement(article()).model_copy(
        update={"id": f"s-{text}", "article_id": read.id, "evidence": text, "start": 0, "end": len(text), "speaker": title}
    )
    shared.save(read.id, 1, [RecordType.STATEMENT], "k", [Extracted(found)], "p")
    assert [a.article for a in shared.articles() if a.article.path == path] == [read]
    assert [r.record for r in shared.select(Filters()) if r.path == path] == [found]
    shared.add_articles(path, [])


@given(before=TEXTS, half=st.characters(categories=["Cs"]), after=TEXTS)
def test_half_a_surrogate_pair_is_refused(shared: Store, before: str, half: str, after: str) -> None:
    with pytest.raises(StoreError, match=f"at {len(before)}, which is no character"):
        shared.add_article(article(before + half + after))
