"""A stand-in for OpenAI's Batch API, on the loopback: files, batches, and what comes back in its real shape.

Nothing happens by itself: a test says when a batch is over, which of its lines were answered and how the others ended.
"""

import email
import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.newsroom import reader
from tests.stub import Loopback, Reply, completion, failure

EXPIRED = {"code": "batch_expired", "message": "This request could not be executed before the completion window expired."}
Line = dict[str, Any]


class BatchStub(Loopback):
    """Answers for files and batches, which it takes for one `endpoint`.

    `trouble` may answer a call (method and path) in its stead; `told` is what new batches come with.
    """

    def __init__(self) -> None:
        super().__init__()
        self.files: dict[str, bytes] = {}
        self.batches: dict[str, Line] = {}
        self.told: Line = {}
        self.endpoint = "/v1/chat/completions"
        self.calls: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.trouble: Callable[[str], Reply | None] = lambda call: None

    def asked(self, batch_id: str) -> list[Line]:
        """The lines of the file that a batch was made of."""
        return [json.loads(line) for line in self.files[self.batches[batch_id]["input_file_id"]].splitlines()]

    def end(self, batch_id: str, status: str, output: list[Line], errors: list[Line]) -> None:
        """The batch is over, with these lines in its two files; without lines there is no file."""
        batch = self.batches[batch_id]
        batch["status"] = status
        batch["request_counts"] |= {"completed": len(output), "failed": len(errors)}
        for name, lines in (("output_file_id", output), ("error_file_id", errors)):
            if lines:
                batch[name] = self._keep("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode())

    def _keep(self, content: bytes) -> str:
        name = f"file-{len(self.files) + 1}"
        self.files[name] = content
        return name

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        raw = handler.rfile.read(int(handler.headers.get("content-length", 0)))
        call = f"{handler.command} {handler.path.split('?')[0].removeprefix('/v1')}"
        with self._lock:
            self.calls.append(call)
            self.headers.append({name.lower(): value for name, value in handler.headers.items()})
            answer = self.trouble(call) or self._answer(call, raw, handler.headers.get("content-type", ""))
        if isinstance(answer, Reply):
            status, content = answer.status, json.dumps(answer.body).encode()
        else:
            status, content = 200, answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        if isinstance(answer, Reply) and answer.cut:
            handler.close_connection = True
            return
        handler.send_response(status)
        handler.send_header("Content-Type", "application/octet-stream" if isinstance(answer, bytes) else "application/json")
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    def _answer(self, call: str, raw: bytes, kind: str) -> Line | bytes | Reply:
        match call.replace("/", " ").split():
            case ["POST", "files"]:
                parts = email.message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + raw)
                fields = {p.get_param("name", header="content-disposition"): p.get_payload(decode=True) for p in parts.walk()}
                assert fields["purpose"] == b"batch"
                content = fields["file"]
                assert isinstance(content, bytes)
                name = self._keep(content)
                told = {"filename": "requests.jsonl", "bytes": len(content), "purpose": "batch", "status": "processed"}
                return {"id": name, "object": "file", "created_at": 1, **told}
            case ["GET", "files", name, "content"] if name in self.files:
                return self.files[name]
            case ["POST", "batches"]:
                return self._make(json.loads(raw))
            case ["GET", "batches"]:
                return {"object": "list", "data": list(self.batches.values())[::-1], "has_more": False}
            case ["GET", "batches", name] if name in self.batches:
                return self.batches[name]
        return failure(404, f"No such thing: {call}")

    def make(self, file_id: str) -> None:
        """A batch of an uploaded file, as if somebody had asked for it."""
        self._make({"endpoint": self.endpoint, "completion_window": "24h", "input_file_id": file_id})

    def _make(self, body: Line) -> Line | Reply:
        if body["endpoint"] != self.endpoint:
            return failure(400, f"Invalid endpoint {body['endpoint']}, must be one of ['{self.endpoint}'].")
        assert body["completion_window"] == "24h"
        name = f"batch_{len(self.batches) + 1}"
        counts = {"total": len(self.files[body["input_file_id"]].splitlines()), "completed": 0, "failed": 0}
        files = {"output_file_id": None, "error_file_id": None, "errors": None}
        made = {"id": name, "object": "batch", "created_at": 1, "status": "in_progress", "request_counts": counts}
        self.batches[name] = made | body | files | self.told
        return self.batches[name]


def answered(asked: Line, reply: Reply | None = None) -> Line:
    """The line of an answer: what `reader` would say, or another reply."""
    found = reply or completion(reader(asked["body"]))
    response = {"status_code": found.status, "request_id": "req_1", "body": found.body}
    return {"id": f"batch_req_{asked['custom_id']}", "custom_id": asked["custom_id"], "response": response, "error": None}


def unanswered(asked: Line, error: Line) -> Line:
    """The line of a request that was not made."""
    return {"id": f"batch_req_{asked['custom_id']}", "custom_id": asked["custom_id"], "response": None, "error": error}
