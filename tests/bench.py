"""`make bench`: what a user of a hosted model pays for, one line a measure. `python -m tests.bench NAME…` takes some.

Servers are stand-ins on the loopback; nothing here needs a network, a key or the embedded model.
"""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from extractor.language.sentences import split_sentences
from extractor.language.syntax import documents
from extractor.output.report.page import laid_out
from extractor.reading.decoding import LIMIT
from extractor.reading.inputs import read
from extractor.rules.propose import propose
from extractor.settings import STRONG
from extractor.storage.ledger import Extracted
from extractor.storage.queries import Filters
from extractor.storage.store import Store
from extractor.work import Job, account_of, grounded, prepared
from schemas.article import Article
from schemas.base import RecordType, Status
from tests.archive import archive
from tests.corpus import DEV
from tests.faults import press
from tests.hostile import KINDS, jsonl
from tests.output.chromium import NAMES, PATH, chromium
from tests.output.dossier import crowd
from tests.quick import quick
from tests.storage.examples import TEXT, article, records

ROOT = Path(__file__).parent.parent


def command(url: str, db: str, *more: str) -> list[str]:
    return [sys.executable, "-m", "cli", "extract", "press", "--model", "m", "--base-url", url, "--db", db, *more]


def run(*words: str) -> tuple[float, float]:
    """Seconds on the clock, from the start of a program that must end well to its end, and seconds of processor.

    Both hold everything that the program does: its imports, and the processes that it starts and waits for.
    """
    started = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment())
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, words
    return time.perf_counter() - started, used.ru_utime + used.ru_stime


def largest(*words: str) -> float:
    """The greatest memory in MB of a program that must end well, looked at twice a second.

    It is the sum over the program and the processes that it starts; a page that they share is counted once (PSS).
    """
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment())
    most = 0
    while process.poll() is None:
        most = max(most, _held(process.pid))
        time.sleep(0.5)
    assert process.returncode == 0, words
    return most / 1024


def _held(pid: int) -> int:
    """The memory in KB of a process and of its children; 0 for one that has ended."""
    try:
        found = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        children = [
            int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
        ]
    except OSError:
        return 0
    own = next((int(line.split()[1]) for line in found.splitlines() if line.startswith("Pss:")), 0)
    return own + sum(_held(child) for child in children)


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.fspath(ROOT)}


def arrived(url: str) -> list[float]:
    """When requests came to the server."""
    with urllib.request.urlopen(url) as answer:
        times: list[float] = json.load(answer)
    return times


def export(db: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", "cli", "export", "--db", db], capture_output=True, text=True, check=True, env=environment()
    ).stdout


def throughput() -> None:
    """500 articles, 64 in flight, 200 ms an answer: ours beside a bare loop, five times in turn.

    Both are measured as whole programs, with what they import. The bare loop is given its requests and keeps nothing; ours
    reads the articles, makes the requests of them, stores what is sent and answered, parses and grounds. Ours takes two cores
    where it can: when others use them, it loses more than the loop.
    """
    count, turns = 500, 5
    press(Path("press"), count)
    job = Job("m", STRONG, tuple(RecordType))
    requests = [r for a in read(["press"], None, None) if isinstance(a, Article) for r in prepared(a, job).requests]
    Path("requests.json").write_text(json.dumps([[m.model_dump() for m in r.messages] for r in requests]), encoding="utf-8")
    times, more = [], []
    with quick(0.2) as url:
        for turn in range(turns):
            bare, cpu_bare = run(sys.executable, "-m", "tests.bare", url, "requests.json", "64")
            ours, cpu = run(*command(url, f"t{turn}.db", "--concurrency", "64"))
            print(f"  bare {bare:.2f} s (processor {cpu_bare:.2f} s), ours {ours:.2f} s ({cpu:.2f} s): {bare / ours:.2f}")
            times.append(bare / ours)
            more.append(cpu - cpu_bare)
    say("throughput beside a bare loop, median", median(times), "x", "0.9 or more")
    say("processor time beyond the bare loop, median", 1000 * median(more) / count, "ms an article", "10 or less")


def memory() -> None:
    """10,000 articles, 64 in flight, answers at once."""
    press(Path("press"), 10_000)
    started = time.perf_counter()
    with quick(0.0) as url:
        megabytes = largest(*command(url, "m.db", "--concurrency", "64"))
    say("memory at 10,000 articles, worker included", megabytes, "MB", "under 300")
    print(f"  in {time.perf_counter() - started:.0f} s")


def pace() -> None:
    """--rpm 120 over two minutes, counted at the server."""
    press(Path("press"), 240)
    with quick(0.3) as url:
        run(*command(url, "p.db", "--rpm", "120", "--concurrency", "64"))
        came = arrived(url)
    rate = (len(came) - 1) / (came[-1] - came[0]) * 60
    most = max(sum(1 for other in came if at <= other < at + 60) for at in came)
    say("requests a minute at --rpm 120", rate, "a minute", "114 to 126")
    say("most in any minute", most, "requests", "126 or less")


def kills() -> None:
    """200 articles, killed at 25 random moments."""
    count, times = 200, 25
    press(Path("press"), count)
    chance = random.Random(2)
    with quick(0.05) as url:
        run(*command(url, "whole.db", "--concurrency", "4"))
        for _ in range(times):
            process = subprocess.Popen(
                command(url, "a.db", "--concurrency", "4"),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment(),
            )
            before = len(arrived(url))
            while len(arrived(url)) == before and process.poll() is None:
                time.sleep(0.01)
            time.sleep(chance.random() * 0.12)
            process.send_signal(signal.SIGKILL)
            process.wait()
            if Path("a.db").exists():
                with sqlite3.connect("a.db") as connection:
                    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        run(*command(url, "a.db", "--concurrency", "4"))
        sent = len(arrived(url)) - count
    with sqlite3.connect("a.db") as connection:
        flying = connection.execute("SELECT count(*) FROM requests WHERE outcome = 'sent'").fetchone()[0]
        good = connection.execute("SELECT count(*) FROM requests WHERE outcome = 'ok'").fetchone()[0]
    same = export("a.db") == export("whole.db") != ""
    say("killed 25 times: the export is the same", int(same), "", "1")
    say("  successful requests", good, f"({sent} came to the server, {flying} were in flight at a kill)", f"{count}")


def sharing() -> None:
    """Two processes on one database and 200 articles."""
    count = 200
    press(Path("press"), count)
    with quick(0.05) as url:
        both = [
            subprocess.Popen(
                command(url, "s.db", "--concurrency", "8"), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, env=environment()
            )
            for _ in range(2)
        ]
        said = [process.communicate()[1].decode() for process in both]
        sent = len(arrived(url))
    with sqlite3.connect("s.db") as connection:
        hashes = Counter(h for (h,) in connection.execute("SELECT hash FROM requests"))
        by_run = [n for (n,) in connection.execute("SELECT count(*) FROM requests GROUP BY run_id")]
    say("two processes: exit codes", sum(p.returncode for p in both), "", "0")
    say("  requests sent", sent, f"({sum(n > 1 for n in hashes.values())} twice)", f"{count}")
    say("  smaller share of the two", min(by_run) if len(by_run) == 2 else 0, "requests", f"{count // 10} or more")
    say("  said that the database is locked", sum("locked" in one for one in said), "times", "0")


def queries() -> None:
    """A database of 100,000 records: a filter of each kind, a full-text query, an export."""
    db = Path("q.db")
    with Store(db) as store:
        run_id = store.start_run("m", None, "strong", "p", "s", tuple(RecordType))
        for number in range(20_000):
            one = article(f"{TEXT}{number}\n", path=f"press/{number:05}.txt", id=f"{number:012}")
            store.add_article(one)
            store.save(one.id, run_id, tuple(RecordType), "k", [Extracted(r) for r in records(one)], "p")
    chosen: dict[str, dict[str, Any]] = {
        "type": {"type": RecordType.ACCUSATION},
        "speaker": {"speaker": "králová"},
        "actor": {"actor": "guard"},
        "accuser": {"accuser": "tars"},
        "accused": {"accused": "velm"},
        "source": {"source": "tarsia"},
        "place": {"place": "ansel"},
        "status": {"status": Status.DENIED},
        "dates": {"since": "2031-05", "until": "2031-06"},
        "article": {"article": "press/01234"},
        "text": {"text": "harbour"},
    }
    slowest = 0.0
    for name, filters in chosen.items():
        with Store(db, read_only=True) as store:
            started = time.perf_counter()
            found = sum(1 for _ in islice(store.select(Filters(**filters)), 50))
            took = time.perf_counter() - started
        slowest = max(slowest, took)
        print(f"  {name}: first {found} records in {took:.3f} s")
    say("slowest filter, first 50 of 100,000 records", slowest, "s", "0.3 or less")
    started = time.perf_counter()
    lines = export("q.db").count("\n")
    say("export", lines / (time.perf_counter() - started), "records a second", "20,000 or more")


def facts() -> None:
    """An archive of 10,000 articles with 100,000 records: all facts from scratch, and after one more article."""
    db = Path("facts.db")
    every = list(archive(10_001))
    with Store(db) as store:
        run_id = store.start_run("m", None, "strong", "p", "s", tuple(RecordType))
        for one, found in every[:-1]:
            store.add_article(one)
            store.save(one.id, run_id, tuple(RecordType), "k", [Extracted(r) for r in found], "p")
    for what, bar in (("facts of 10,000 articles from scratch", "600 or less"), ("and after one more", "2 or less")):
        if bar.startswith("2"):
            one, found = every[-1]
            with Store(db) as store:
                store.add_article(one)
                store.save(one.id, run_id, tuple(RecordType), "k", [Extracted(r) for r in found], "p")
        started = time.perf_counter()
        for words in (["link"], ["facts", "--least", "40"])[bar.startswith("2") :]:
            subprocess.run([sys.executable, "-m", "cli", *words, "--db", str(db)], check=True, stdout=subprocess.DEVNULL)
        say(what, time.perf_counter() - started, "s", bar)


def hostile() -> None:
    """5 MB of what is no article, in each kind of input, beside a good article that must be read all the same.

    Each text is one run, from its start to its end; a file that is refused in one line counts as done.
    """
    size = LIMIT - 1000
    press(Path("press"), 1)
    slowest, most, lost = 0.0, 0.0, 0
    for number, (kind, made) in enumerate(KINDS.items()):
        text = made(size)
        for form in (".txt", (".md", ".jsonl", ".html", "-")[number % 4]):
            seconds, megabytes, told = _one_hostile(form, text)
            slowest, most = max(slowest, seconds), max(most, megabytes)
            fine = told.count("press/report00000.txt: ") == 1 and "Traceback" not in told
            lost += not fine
            if seconds > 10 or megabytes > 400 or not fine:
                print(f"  {kind}, {form}: {seconds:.1f} s, {megabytes:.0f} MB, {told.splitlines()[0][:150]}", flush=True)
    Path("lines.jsonl").write_text(jsonl([f"{n} soldiers were killed, the army said." for n in range(2000)]), encoding="utf-8")
    seconds, megabytes, _ = watched(*_extract("lines.jsonl"))
    most = max(most, megabytes)
    print(f"  2,000 articles of a line each: {seconds:.1f} s, {megabytes:.0f} MB")
    say("slowest hostile input", slowest, "s", "20 or less")
    say("  greatest memory of all processes", most, "MB", "500 or less")
    say("  good articles beside them not read", lost, "", "0")


def _one_hostile(form: str, text: str) -> tuple[float, float, str]:
    written = {".jsonl": lambda: jsonl([text]), ".html": lambda: f"<html><body><article><p>{text}</p></article></body></html>"}
    raw = written.get(form, lambda: text)().encode("utf-8", "replace")[:LIMIT]
    path = Path(f"hostile{form}")
    path.write_bytes(raw)
    named = "-" if form == "-" else path.name
    found = watched(*_extract(named, "press"), stdin=path)
    path.unlink()
    return found


def _extract(*inputs: str) -> list[str]:
    words = ["extract", *inputs, "--model", "rules", "--db", f"h{time.monotonic_ns()}.db"]
    return [sys.executable, "-m", "cli", *words]


def watched(*words: str, stdin: Path | None = None) -> tuple[float, float, str]:
    """Seconds of a program, the greatest memory in MB of it and the processes that it starts, and what it says on stderr."""
    started, most = time.perf_counter(), 0
    with ExitStack() as stack:
        given = stack.enter_context(stdin.open("rb")) if stdin is not None else subprocess.DEVNULL
        said = stack.enter_context(tempfile.TemporaryFile())
        process = subprocess.Popen(words, stdin=given, stdout=subprocess.DEVNULL, stderr=said, env=environment())
        while process.poll() is None:
            most = max(most, _held(process.pid))
            time.sleep(0.1)
        said.seek(0)
        return time.perf_counter() - started, most / 1024, said.read().decode()


_TRIED = """async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const spent = [];
    const box = document.querySelector("[name=g][value=contested]");
    for (const on of [true, false]) {
        const begun = performance.now();
        box.checked = on;
        box.dispatchEvent(new Event("input", { bubbles: true }));
        await new Promise((done) => setTimeout(done, 61));
        await frame();
        spent.push(performance.now() - begun);
    }
    const begun = performance.now();
    document.querySelectorAll(".ev")[1500].click();
    await frame();
    spent.push(performance.now() - begun);
    return spent;
}"""


def report() -> None:
    """A report of 2,000 records: how long it takes to make, and a filter or a click in it, where there is a browser."""
    page = Path("report.html")
    started = time.perf_counter()
    page.write_text("".join(laid_out(crowd(2000))), encoding="utf-8")
    say("a report of 2,000 records", time.perf_counter() - started, "s", "20 or less")
    if PATH is None:
        print(f"  no {', '.join(NAMES)} here: it is not looked at")
        return
    with chromium() as browser:
        opened = browser.new_page()
        opened.goto(page.resolve().as_uri())
        say("slowest filter or click in it", max(opened.evaluate(_TRIED)), "ms", "1500 or less")


def rules() -> None:
    """An article by rules beside the parser alone, in processor time, warm: development articles of 500 to 600 words.

    The parser is the spaCy pipeline with the components that are needed.
    """
    articles = [a for one in DEV for a in read([os.fspath(one.path)]) if isinstance(a, Article)]
    articles = [a for a in articles if 500 <= len(a.text.split()) <= 600]
    alone, whole, ratios = [], [], []
    for one in articles:
        alone.append(_least(_parsed_alone, one))
        whole.append(_least(_by_rules, one))
        ratios.append(whole[-1] / alone[-1])
    print(f"  {len(articles)} articles: parser {1000 * median(alone):.0f} ms, by rules {1000 * median(whole):.0f} ms, medians")
    say("an article by rules beside its parse, median", median(ratios), "x", "1.6 or less")


def _least(work: Callable[[Article], object], one: Article, turns: int = 4) -> float:
    """Seconds of processor of the fastest of some turns; the first warms up."""
    spent = []
    for _ in range(turns):
        started = time.process_time()
        work(one)
        spent.append(time.process_time() - started)
    return min(spent[1:])


def _parsed_alone(one: Article) -> None:
    for _ in documents(split_sentences(one.text, one.skipped)):
        pass


def _by_rules(one: Article) -> None:
    account = account_of(one)
    grounded(one, [(proposal, None) for proposal in propose(account, tuple(RecordType))], account)


def say(what: str, figure: float, unit: str, bar: str) -> None:
    shown = f"{figure:.2f}" if isinstance(figure, float) else str(figure)
    print(f"{what:45} {shown:>8} {unit}  (bar: {bar})", flush=True)


MEASURES: dict[str, Callable[[], None]] = {
    m.__name__: m for m in (rules, throughput, sharing, kills, pace, queries, report, facts, memory, hostile)
}


def main() -> None:
    """Takes the measures named, or all."""
    for name in sys.argv[1:] or MEASURES:
        with tempfile.TemporaryDirectory() as folder:
            here = os.getcwd()
            os.environ["PYTHONPATH"] = os.fspath(ROOT)
            os.chdir(folder)
            try:
                MEASURES[name]()
            finally:
                os.chdir(here)


if __name__ == "__main__":
    main()
