"""Recorded runs: every reply with the hash of its request, in a file of JSON lines that a person can read and share.

A run that is replayed sends nothing. Its requests are looked up by their hash, which covers everything that was sent and the
model it was sent to; so a changed prompt, schema, sentence or model finds no reply, and the run says which requests those are.
The first line says what the file is, and of which model and profile. A recording is data from whoever made it: it is parsed,
never executed, and what it holds goes through the same checks as a model's own answer.
"""

import json
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TextIO

from pydantic import ValidationError

from extractor.errors import RecordingError
from schemas.request import Ending, Outcome, Request

if TYPE_CHECKING:
    from extractor.model.attempts import Attempts

KIND = "communique recording"
VERSION = 1


class Recorder:
    """Writes what is answered to a file, line by line as it comes; a context manager. Raises RecordingError."""

    def __init__(self, path: Path, model: str, profile: str) -> None:
        self.path = path
        self._seen: set[str] = set()
        self._first = {"kind": KIND, "version": VERSION, "model": model, "profile": profile}
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        try:
            self._file = self.path.open("x", encoding="utf-8", newline="\n")
        except FileExistsError as error:
            raise RecordingError(f"{self.path} exists; name a new file for the recording") from error
        except OSError as error:
            raise RecordingError(f"cannot write {self.path}: {error.strerror}") from error
        self._write(self._first)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._file is not None:
            self._file.close()

    def keep(self, request: Request, ending: Ending) -> None:
        """Adds how a request ended; the same request again changes nothing."""
        if request.hash in self._seen:
            return
        self._seen.add(request.hash)
        types = [t.value for t in request.types]
        self._write({"hash": request.hash, "types": types, **ending.model_dump(mode="json", exclude_none=True)})

    def _write(self, line: dict[str, Any]) -> None:
        assert self._file is not None
        text = json.dumps(line, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
        try:
            self._file.write(text + "\n")
            self._file.flush()
        except OSError as error:
            raise RecordingError(f"cannot write {self.path}: {error.strerror}") from error


class Recording:
    """A recording, read: it answers requests in a client's stead. `model` and `profile` are those it was made with.

    Raises RecordingError for a file that is none, or is damaged.
    """

    sends = False

    def __init__(self, path: Path) -> None:
        self.path = path
        self._endings: dict[str, Ending] = {}
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
            first, *rest = [json.loads(line) for line in lines if line.strip()] or [None]
        except OSError as error:
            raise RecordingError(f"cannot read {path}: {error.strerror}") from error
        except ValueError as error:
            raise RecordingError(f"{path} is not a recording, or is damaged ({error})") from error
        if not isinstance(first, dict) or first.get("kind") != KIND:
            raise RecordingError(f"{path} is not a recording; `extract --record` makes one")
        if first.get("version") != VERSION:
            raise RecordingError(f"{path} was recorded by a newer communique; update communique")
        self.model, self.profile = str(first.get("model")), str(first.get("profile"))
        for number, line in enumerate(rest, 2):
            try:
                ending = {name: value for name, value in line.items() if name not in ("hash", "types")}
                self._endings[str(line["hash"])] = Ending(**ending)
            except (AttributeError, KeyError, TypeError, ValidationError) as error:
                raise RecordingError(f"{path} is damaged at line {number}; record it anew") from error

    def __len__(self) -> int:
        return len(self._endings)

    async def ask(self, request: Request, *, attempts: "Attempts | None" = None) -> Ending:
        """How the request ended when it was recorded; a failure that names the request where it was not."""
        types = ", ".join(t.value for t in request.types)
        sentences = f"{request.targets[0]}-{request.targets[-1]}" if request.targets else "none"
        missing = f"request {request.hash[:12]} ({types}, sentences {sentences}) is not in {self.path}"
        ending = self._endings.get(request.hash) or Ending(outcome=Outcome.FAILED, error=missing, seconds=0.0)
        if attempts is not None:
            attempts.opened()
            attempts.closed(ending)
        return ending
