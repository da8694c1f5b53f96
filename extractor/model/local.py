"""The embedded model: llama.cpp's own HTTP server, run by xllamacpp in a child process.

A process of its own keeps the program small and alive whatever the server does. Between the two runs one pipe, the child's
standard input: the parent writes one line of JSON on it (so that the key stands on no command line) and keeps it open while
it wants the server. When the parent ends, however it ends, the pipe ends, and so does the child. The parent-death signal of
Linux would not do: it fires when the *thread* that started the child ends.

The settings were measured on two cores with many short requests that share a few long prompt prefixes:
- a prompt cache in memory lets requests of several types take turns in the one slot: without it each turn reads its whole
  prefix again, which took more than twice the time; left at its default it may grow to gigabytes;
- weights read into memory instead of mapped: mapped ones were seen to slow to a tenth after idling.
"""

import contextlib
import json
import os
import queue
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from extractor.errors import WeightsError
from extractor.signals import heed

CONTEXT = 8192  # tokens of one request, prompt and answer together
PROMPT_CACHE = 256  # MiB of prompt prefixes kept beside the slot
OVERHEAD = 500_000_000  # bytes that the server needs on top of the weights
START_SECONDS = 180.0
STOP_SECONDS = 5.0

# The parent's absolute import path goes first of all: the child must find the same extractor, not a folder of that name in cwd.
CHILD = """\
import json, sys
order = json.loads(sys.stdin.buffer.readline())
sys.path[:] = order["path"]
from extractor.model.local import serve
serve(order)
"""


class LocalServer:
    """A llama.cpp server on 127.0.0.1 for as long as the `with` block lasts.

    `base_url` (ending in /v1) and `api_key` are set on entering, which takes the seconds that the weights take to load.
    Raises WeightsError on entering when there is no such file, too little memory, or the server does not start.
    """

    def __init__(self, model: Path, threads: int | None = None) -> None:
        self.model = model
        self.threads = threads or cores()
        self.base_url = ""
        self.api_key = ""
        self._process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None

    def __enter__(self) -> Self:
        if not self.model.is_file():
            raise WeightsError(f"no model file {self.model}; fetch one, or name the path of a .gguf with --model")
        check_memory(self.model)
        self.api_key = secrets.token_urlsafe(24)
        self._log = tempfile.TemporaryFile()
        try:
            self._process = self._start(self._log)
            address = self._address(self._process, time.monotonic() + START_SECONDS)
        except BaseException:
            self._stop()
            raise
        self.base_url = f"{address}/v1"
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stop()

    def _start(self, log: IO[bytes]) -> subprocess.Popen[bytes]:
        """Start the child and give it its order; Ctrl-C in the terminal is the parent's alone to answer."""
        apart: dict[str, Any] = (
            {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
            if sys.platform == "win32"
            else {"start_new_session": True}
        )
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, **apart
        )
        order = {
            "path": [os.path.abspath(entry) for entry in sys.path],
            "model": str(self.model.resolve()),
            "threads": self.threads,
            "key": self.api_key,
        }
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # a child that ended at once: waiting for its address says why
            process.stdin.write(json.dumps(order).encode() + b"\n")
            process.stdin.flush()
        return process

    def _address(self, process: subprocess.Popen[bytes], deadline: float) -> str:
        """Wait until the child has said where it listens and answers there."""
        said: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        assert process.stdout is not None
        threading.Thread(target=lambda out: said.put(out.readline()), args=(process.stdout,), daemon=True).start()
        while said.empty():
            heed()
            if time.monotonic() > deadline:
                raise WeightsError(f"the local model did not load in {START_SECONDS:.0f} s{self._last_words()}")
            time.sleep(0.05)
        address = said.get().decode().strip()
        if not address:
            process.wait(STOP_SECONDS)
            if process.returncode == -getattr(signal, "SIGKILL", 9):
                raise WeightsError(
                    "the local model was killed while loading, likely for want of memory; use --model local-small"
                )
            raise WeightsError(f"the local model did not start{self._last_words()}")
        while not healthy(address):
            heed()
            if process.poll() is not None or time.monotonic() > deadline:
                raise WeightsError(f"the local model does not answer{self._last_words()}")
            time.sleep(0.05)
        return address

    def _last_words(self, lines: int = 3) -> str:
        """The end of the server's log, as the end of a message of one line."""
        assert self._log is not None
        self._log.seek(0)
        said = [line.strip() for line in self._log.read().decode(errors="replace").splitlines() if line.strip()]
        return ": " + " | ".join(said[-lines:]) if said else ""

    def _stop(self) -> None:
        if self._process is not None:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process.stdout.close()
            self._process = None
        if self._log is not None:
            self._log.close()
            self._log = None


def serve(order: dict[str, Any]) -> None:
    """The child's work: serve until the parent's end of standard input closes. Never returns."""
    end_with_standard_input()
    answer = os.dup(1)
    os.dup2(2, 1)  # whatever the library prints belongs in the log

    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = order["model"]
    params.hostnames, params.port, params.api_keys = ["127.0.0.1"], 0, [order["key"]]
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = order["threads"]
    params.n_ctx, params.n_parallel, params.sampling.temp = CONTEXT, 1, 0.0
    params.load_mode = xllamacpp.llama_load_mode.LLAMA_LOAD_MODE_NONE
    params.cache_ram_mib = PROMPT_CACHE
    params.offline, params.ui, params.endpoint_slots, params.verbosity = True, False, False, 2
    try:
        server = xllamacpp.Server(params)  # returns when the weights are loaded; holds the interpreter lock until then
    except RuntimeError as error:
        print(error, file=sys.stderr, flush=True)
        os._exit(1)
    os.write(answer, server.listening_address.encode() + b"\n")
    sys.stdin.buffer.read()
    os._exit(0)


def end_with_standard_input() -> None:
    """Have the kernel end this process when standard input closes, also while a library call holds the interpreter lock."""
    if sys.platform == "win32":
        return  # reading standard input after loading does the same, later
    import fcntl
    import select

    fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_ASYNC)  # SIGIO, which by default kills
    if select.select([0], [], [], 0)[0]:
        os._exit(0)  # it closed before the kernel was asked


def healthy(address: str) -> bool:
    """Whether the server at `http://host:port` says that it is ready. Goes past any proxy."""
    connection = HTTPConnection(address.removeprefix("http://"), timeout=5)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def cores() -> int:
    """Physical cores that this process may use, at least 1."""
    allowed = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set(range(os.cpu_count() or 1))
    siblings = [Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list") for cpu in allowed]
    try:
        return len({path.read_text() for path in siblings}) or 1
    except OSError:
        return len(allowed)


def free_memory() -> int | None:
    """Bytes of memory that the system could still give to a program, None where it does not say."""
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")), None)


def check_memory(model: Path) -> None:
    """Raise WeightsError if the system is known to have too little memory free for this model file."""
    needed, free = model.stat().st_size + OVERHEAD, free_memory()
    if free is not None and free < needed:
        smaller = "free some" if model.stem == "local-small" else "use --model local-small"
        raise WeightsError(f"needs about {needed / 1e9:.1f} GB of memory, {free / 1e9:.1f} GB available; {smaller}")
