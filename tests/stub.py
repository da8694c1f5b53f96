"""A stand-in for an OpenAI-compatible server, on the loopback.

It answers `/v1/chat/completions` from the JSON schema of the request: with the smallest instance of it, which for our
schemas is empty lists, or with what a function makes of the request. Any answer can instead be a `Reply`: an error status, a
cut connection, prose. What was asked is kept. `python -m tests.stub` serves until Ctrl-C.
"""

import argparse
import json
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

Body = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """What goes back over the wire, or `raw` in the place of `body`; `cut` closes the connection without a word, `pause`
    seconds come before, and `trickle` seconds between every twenty bytes. No pause outlasts the server.
    """

    status: int = 200
    body: Body = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    pause: float = 0.0
    raw: bytes | None = None
    trickle: float = 0.0


Answer = Callable[[Body], Any]


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing of clients that are gone: some tests kill them."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Loopback:
    """A server on the loopback for as long as its `with` block lasts; `serve` answers one request."""

    def __init__(self, port: int = 0) -> None:
        served = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                served.serve(self)

            def do_GET(self) -> None:
                served.serve(self)

            def log_message(self, *_: object) -> None:
                pass

        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._server = _Server(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        raise NotImplementedError


class Stub(Loopback):
    """Answers chat completions.

    `answer` takes the request's body and gives a Reply, or the answer's value (a dict becomes JSON, a string stays as it is).
    `requests` are the bodies that came, in order, `headers` their headers.
    """

    def __init__(self, answer: Answer | None = None, port: int = 0) -> None:
        super().__init__(port)
        self.answer: Answer = answer or (lambda body: smallest(schema_of(body)))
        self.requests: list[Body] = []
        self.headers: list[dict[str, str]] = []

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        length = int(handler.headers.get("content-length", 0))
        sent = handler.rfile.read(length)
        if len(sent) < length:  # the client was killed while it wrote
            handler.close_connection = True
            return
        body = json.loads(sent or b"{}")
        with self._lock:
            self.requests.append(body)
            self.headers.append({name.lower(): value for name, value in handler.headers.items()})
        if handler.path != "/v1/chat/completions":
            reply = failure(404, f"there is nothing at {handler.path}")
        else:
            answered = self.answer(body)
            reply = answered if isinstance(answered, Reply) else completion(answered)
        if self._closing.wait(reply.pause) or reply.cut:
            handler.close_connection = True
            return
        raw = json.dumps(reply.body, ensure_ascii=False).encode() if reply.raw is None else reply.raw
        try:
            handler.send_response(reply.status)
            for name, value in {"Content-Type": "application/json", **reply.headers, "Content-Length": str(len(raw))}.items():
                handler.send_header(name, value)
            handler.end_headers()
            step = 20 if reply.trickle else len(raw) or 1
            for at in range(0, len(raw), step):
                handler.wfile.write(raw[at : at + step])
                handler.wfile.flush()
                self._closing.wait(reply.trickle)
        except ConnectionError:
            handler.close_connection = True  # the client did not wait


def completion(content: Any, *, finish: str = "stop", refusal: str | None = None, pause: float = 0.0) -> Reply:
    """A chat completion with this answer: a string as it is, None for none, everything else as JSON."""
    text = content if isinstance(content, str) or content is None else json.dumps(content, ensure_ascii=False)
    message = {"role": "assistant", "content": text, "refusal": refusal}
    return Reply(
        body={
            "id": "chatcmpl-stub",
            "object": "chat.completion",
            "created": 0,
            "model": "stub",
            "choices": [{"index": 0, "message": message, "finish_reason": finish, "logprobs": None}],
            "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110},
        },
        pause=pause,
    )


def failure(status: int, message: str = "no", *, code: str | None = None, param: str | None = None, **headers: str) -> Reply:
    """An error in the shape that OpenAI gives it; `retry_after="2"` becomes the header Retry-After."""
    named = {name.replace("_", "-").title(): value for name, value in headers.items()}
    return Reply(status, {"error": {"message": message, "type": "error", "code": code, "param": param}}, named)


CUT = Reply(cut=True)


def in_turn(*replies: Any) -> Answer:
    """An answer that gives these one after the other, and then the smallest instance of the schema."""
    left: Iterator[Any] = iter(replies)
    lock = threading.Lock()

    def answer(body: Body) -> Any:
        with lock:
            reply = next(left, None)
        return smallest(schema_of(body)) if reply is None else reply

    return answer


def schema_of(body: Body) -> Body:
    """The JSON schema that a request asks its answer in; an empty one where it asks for none."""
    found: Body = (body.get("response_format") or {}).get("json_schema", {}).get("schema", {})
    return found


def smallest(schema: Body, root: Body | None = None) -> Any:
    """The smallest value that a schema allows: what is required and nothing more."""
    root = root if root is not None else schema
    if "$ref" in schema:
        return smallest(root["$defs"][schema["$ref"].rsplit("/", 1)[-1]], root)
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            return smallest(schema[choice][-1], root)
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    kind = schema.get("type")
    if kind == "object":
        return {name: smallest(schema["properties"][name], root) for name in schema.get("required", ())}
    if kind == "array":
        return [smallest(schema.get("items", {}), root)] * int(schema.get("minItems", 0))
    return {"string": "", "integer": 1, "number": 0, "boolean": False}.get(str(kind))


def main() -> None:
    """Serve until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m tests.stub", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--port", type=int, default=0)
    with Stub(port=parser.parse_args().port) as stub:
        print(stub.url, flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print(f"{len(stub.requests)} requests")


if __name__ == "__main__":
    main()
