"""The embedded server's child process, with a stand-in for the library: the child imports what its parent would import."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest

from extractor.errors import WeightsError
from extractor.model import local
from extractor.model.local import LocalServer
from extractor.signals import heeded, interruptible
from tests.waiting import PATIENCE, until

STAND_IN = """
import ctypes, json, os, sys, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace as Bag

class llama_load_mode:
    LLAMA_LOAD_MODE_NONE = "none"

class CommonParams(Bag):
    def __init__(self):
        super().__init__(model=Bag(), cpuparams=Bag(), cpuparams_batch=Bag(), sampling=Bag())

class Server:
    def __init__(self, params):
        print("chatter on standard output")
        print("chatter on standard error", file=sys.stderr)
        with open(params.model.path) as file:
            mood = file.read()
        if mood == "refuses":
            print("bad magic \\udcff".encode(errors="surrogateescape").decode(errors="replace"), file=sys.stderr, flush=True)
            raise RuntimeError("Failed to init server")
        if mood == "dies":
            os.kill(os.getpid(), 9)
        if mood == "loads for ever":
            with open(params.model.path + ".pid", "w") as file:
                file.write(str(os.getpid()))
            ctypes.PyDLL(None).sleep(600)  # a PyDLL call keeps the interpreter lock, as the library does

        class Handler(BaseHTTPRequestHandler):
            asked = 0
            def do_GET(self):
                Handler.asked += 1
                said = dict(pid=os.getpid(), key=params.api_keys[0], context=params.n_ctx, slots=params.n_parallel,
                            threads=params.cpuparams.n_threads, sid=os.getsid(0), asked=Handler.asked)
                body = json.dumps(said).encode()
                self.send_response(503 if Handler.asked < 3 else 200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            def log_message(self, *_):
                pass
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.listening_address = f"http://127.0.0.1:{server.server_address[1]}"
"""


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A model file for the stand-in, which is found where the library would be."""
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "xllamacpp.py").write_text(STAND_IN)
    monkeypatch.syspath_prepend(tmp_path / "library")
    monkeypatch.setattr(local, "free_memory", lambda: None)
    path = tmp_path / "a model.gguf"
    path.write_text("serves")
    return path


def asked(base_url: str) -> dict[str, int | str]:
    """What the stand-in says of itself."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(base_url.removesuffix("/v1") + "/health", timeout=PATIENCE) as response:
        said: dict[str, int | str] = json.load(response)
    return said


def lives(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits for its parent to notice does not."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except ProcessLookupError:
        return False
    except FileNotFoundError:
        return not Path("/proc/self/stat").exists()


def ended(pid: int) -> None:
    """Waits until a process has ended."""
    until(lambda: not lives(pid))


def test_it_serves_while_the_block_lasts(model: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with LocalServer(model, threads=3) as server:
        said = asked(server.base_url)
        pid = int(said["pid"])
        assert server.base_url.startswith("http://127.0.0.1:")
        assert server.base_url.endswith("/v1")
        assert (said["context"], said["slots"], said["threads"]) == (8192, 1, 3)
        assert int(said["asked"]) >= 4, "it was entered before the server said that it was ready"
        assert pid != os.getpid()
    ended(pid)
    assert capfd.readouterr() == ("", ""), "the server's chatter is not the program's"


def test_an_error_in_the_block_ends_the_server(model: Path) -> None:
    pids: list[int] = []

    def fail() -> None:
        with LocalServer(model) as server:
            pids.append(int(asked(server.base_url)["pid"]))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    ended(pids[0])


def test_the_key_is_new_each_time_and_on_no_command_line(model: Path) -> None:
    with LocalServer(model) as one, LocalServer(model) as other:
        said = asked(one.base_url)
        assert said["key"] == one.api_key != other.api_key
        if Path("/proc").is_dir():
            assert one.api_key.encode() not in Path(f"/proc/{said['pid']}/cmdline").read_bytes()
            assert one.api_key.encode() not in Path(f"/proc/{said['pid']}/environ").read_bytes()


def test_ctrl_c_in_the_terminal_does_not_reach_the_server(model: Path) -> None:
    with LocalServer(model) as server:
        assert asked(server.base_url)["sid"] != os.getsid(0)


def test_it_outlives_the_thread_that_started_it(model: Path) -> None:
    server = LocalServer(model)
    starter = threading.Thread(target=server.__enter__)
    starter.start()
    starter.join()
    try:
        until(lambda: not Path(f"/proc/self/task/{starter.native_id}").exists())
        assert asked(server.base_url)["key"] == server.api_key
    finally:
        server.__exit__(None, None, None)


def test_folders_of_the_same_names_in_the_current_folder_are_not_imported(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoys = tmp_path / "decoys"
    for name in ("extractor", "schemas", "json"):
        (decoys / name).mkdir(parents=True)
        (decoys / name / "__init__.py").write_text("raise SystemExit('a decoy was imported')")
    monkeypatch.chdir(decoys)
    with LocalServer(model) as server:
        assert asked(server.base_url)["key"] == server.api_key


def test_a_file_that_is_no_model_is_an_error_of_one_line(model: Path) -> None:
    model.write_text("refuses")
    with pytest.raises(WeightsError, match=r"did not start.*bad magic.*Failed to init server") as error, LocalServer(model):
        pass
    assert "\n" not in str(error.value)


def test_the_library_itself_refuses_a_file_that_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "text.gguf").write_text("These are only words.")
    with pytest.raises(WeightsError, match="did not start"), LocalServer(tmp_path / "text.gguf"):
        pass


def test_a_server_killed_while_loading_points_to_memory(model: Path) -> None:
    model.write_text("dies")
    with pytest.raises(WeightsError, match="memory"), LocalServer(model):
        pass


def test_a_server_that_never_gets_ready_is_given_up(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model.write_text("loads for ever")
    note, looked = Path(f"{model}.pid"), 0

    def clock() -> float:
        """Stands still until the server loads; the next time that somebody looks, all time is over."""
        nonlocal looked
        looked += 1
        if looked > 1:
            until(lambda: note.exists() and note.read_text())
        return 0.0 if looked == 1 else 2 * local.START_SECONDS

    monkeypatch.setattr(local, "time", SimpleNamespace(monotonic=clock, sleep=time.sleep))
    monkeypatch.setattr(local, "STOP_SECONDS", 0.5)
    with pytest.raises(WeightsError, match="did not load in"), LocalServer(model):
        pass
    ended(int(note.read_text()))


def test_ctrl_c_ends_the_wait_for_a_server_that_loads(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model.write_text("loads for ever")
    note = Path(f"{model}.pid")

    def press() -> None:
        until(lambda: note.exists() and note.read_text())
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(local, "STOP_SECONDS", 0.5)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored by what runs in the background
    pressing = threading.Thread(target=press)
    try:
        pressing.start()
        with pytest.raises(KeyboardInterrupt), interruptible(), heeded(), LocalServer(model):
            pass
    finally:
        signal.signal(signal.SIGINT, before)
        pressing.join()
    ended(int(note.read_text()))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"no model file .*none\.gguf"), LocalServer(tmp_path / "none.gguf"):
        pass


def test_too_little_memory_is_told_beforehand(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with model.open("wb") as file:
        file.truncate(1_100_000_000)
    monkeypatch.setattr(local, "free_memory", lambda: 900_000_000)
    with pytest.raises(WeightsError) as error, LocalServer(model):
        pass
    assert str(error.value) == "needs about 1.6 GB of memory, 0.9 GB available; use --model local-small"


def test_there_are_cores_and_memory_to_use() -> None:
    assert 1 <= local.cores() <= (os.cpu_count() or 1)
    free = local.free_memory()
    assert free is None or free > 1_000_000


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("mood", ["serves", "loads for ever"])
def test_a_killed_parent_leaves_no_server(model: Path, mood: str) -> None:
    model.write_text(mood)
    program = (
        "import sys, json, time; sys.path[:] = json.loads(sys.argv[1])\n"
        "from pathlib import Path\n"
        "from extractor.model.local import LocalServer\n"
        "with LocalServer(Path(sys.argv[2])) as server:\n"
        "    print(server.base_url, flush=True)\n"
        "    time.sleep(600)\n"
    )
    command = [sys.executable, "-c", program, json.dumps(sys.path), str(model)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        if mood == "serves":
            pid = int(asked(parent.stdout.readline().strip())["pid"])
        else:
            note = Path(f"{model}.pid")
            until(lambda: parent.poll() is not None or (note.exists() and note.read_text()))
            pid = int(note.read_text())
        assert lives(pid)
        parent.send_signal(signal.SIGKILL)
    ended(pid)
