"""What servers send that speak the Batch API in their own way: what can be read is kept, and the rest is told in a line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.batch.steps import KEY, collect, missing, prepare, rows, status, submit
from tests.batch.stub import BatchStub, Line, answered
from tests.newsroom import newsroom
from tests.stub import Reply, failure
from tests.test_cli import run


def over(server: BatchStub, changed: Callable[[list[bytes]], bytes]) -> None:
    """The batch is over; its output is what a function makes of the lines that a good server would send."""
    server.end("batch_1", "completed", [answered(a) for a in server.asked("batch_1")], [])
    name = server.batches["batch_1"]["output_file_id"]
    server.files[name] = changed(server.files[name].splitlines())


def each(change: Callable[[Line], Any]) -> Callable[[list[bytes]], bytes]:
    """Every line, changed in place."""

    def changed(lines: list[bytes]) -> bytes:
        found = [json.loads(line) for line in lines]
        for line in found:
            change(line)
        return b"".join(json.dumps(line).encode() + b"\n" for line in found)

    return changed


def body(line: Line) -> Line:
    found: Line = line["response"]["body"]
    return found


def choice(line: Line) -> Line:
    found: Line = body(line)["choices"][0]
    return found


READABLE: dict[str, Callable[[list[bytes]], bytes]] = {
    "a byte order mark and Windows' line ends": lambda lines: b"\xef\xbb\xbf" + b"\r\n".join(lines) + b"\r\n\r\n",
    "in reverse": lambda lines: b"\n".join(reversed(lines)),
    "each twice": lambda lines: b"\n".join(lines + lines),
    "first cut, then whole": lambda lines: b"\n".join([line[:-90] for line in lines] + lines),
    "between others' lines": lambda lines: b'{"custom_id": "x"}\nnull\n[]\n7\n' + b"\n{}\n".join(lines),
    "a status in digits": each(lambda line: line["response"].update(status_code="200")),
    "no status": each(lambda line: line["response"].pop("status_code")),
    "an empty error": each(lambda line: line.update(error={})),
    "no error": each(lambda line: line.pop("error")),
    "an answer beside the response": each(lambda line: line.update(body=body(line), response=None)),
    "an answer in the place of the response": each(lambda line: line.update(response=body(line))),
    "a tier of its own": each(lambda line: body(line).update(service_tier="on_demand", x_of_ours={"id": 1})),
    "no reason to finish": each(lambda line: choice(line).update(finish_reason=None)),
    "a reason of its own": each(lambda line: choice(line).update(finish_reason="eos")),
    "no id and no time": each(lambda line: [body(line).pop(name) for name in ("id", "created", "object", "model")]),
    "half of the usage": each(lambda line: body(line)["usage"].pop("total_tokens")),
    "a role of its own": each(lambda line: choice(line)["message"].update(role="model")),
}


@pytest.mark.parametrize("kind", READABLE)
def test_what_can_be_read_is_kept(server: BatchStub, here: Path, kind: str) -> None:
    newsroom(here / "press")
    prepare(server)
    submit()
    over(server, READABLE[kind])
    assert "3 of 3 requests answered, 3 lines new" in collect().stdout
    assert sorted(outcome for _, outcome in rows()) == ["ok"] * 3


DAMAGED: dict[str, tuple[Callable[[list[bytes]], bytes], str]] = {
    "the last line is cut": (lambda lines: b"\n".join(lines)[:-200], "its line in what came back is damaged"),
    "a line is missing": (lambda lines: b"\n".join(lines[:-1]), "batch_1 is completed, and nothing came back"),
    "a line without an answer": (
        lambda lines: b"\n".join([*lines[:-1], b'{"custom_id": "%s"}' % json.loads(lines[-1])["custom_id"].encode()]),
        "no answer, and no word why",
    ),
    "an error in words": (
        lambda lines: b"\n".join([*lines[:-1], json.dumps({**json.loads(lines[-1]), "error": "out of memory"}).encode()]),
        "out of memory",
    ),
    "an error in the body of a success": (
        lambda lines: b"\n".join(
            [
                *lines[:-1],
                json.dumps(
                    {
                        "custom_id": json.loads(lines[-1])["custom_id"],
                        "response": {"status_code": 200, "body": {"error": {"message": ["overloaded"], "code": 1}}},
                    }
                ).encode(),
            ]
        ),
        "overloaded",
    ),
}


@pytest.mark.parametrize("kind", DAMAGED)
def test_one_damaged_line_loses_only_itself(server: BatchStub, here: Path, kind: str) -> None:
    newsroom(here / "press")
    prepare(server)
    submit()
    change, words = DAMAGED[kind]
    over(server, change)
    told = collect(code=1)
    assert "2 of 3 requests answered" in told.stdout
    (line,) = missing(told)
    assert words in line
    assert sorted(outcome for _, outcome in rows()) == ["failed", "ok", "ok"]


STATES: dict[str, Line] = {
    "empty ids of files": {"error_file_id": ""},
    "no counts": {"request_counts": None},
    "counts as text": {"request_counts": {"total": "3", "completed": "three", "failed": None}},
    "errors without any": {"errors": {"object": "list", "data": None}},
    "a status of its own": {"status": "ended"},
    "capitals": {"status": "COMPLETED"},
    "ids that are none": {"error_file_id": 7, "input_file_id": [], "expires_at": "soon"},
}


@pytest.mark.parametrize("kind", STATES)
def test_odd_states_are_read(server: BatchStub, here: Path, kind: str) -> None:
    newsroom(here / "press")
    prepare(server)
    submit()
    server.end("batch_1", "completed", [answered(a) for a in server.asked("batch_1")], [])
    server.batches["batch_1"] |= STATES[kind]
    assert f"batch_1 {server.batches['batch_1']['status']}" in status()
    assert "submitted before as batch_1" in submit().stdout
    assert "3 of 3 requests answered" in collect().stdout


@pytest.mark.parametrize("name", ["validating", "finalizing", "queued", "Running", "", None, "thinking about it"])
def test_what_is_not_over_is_waited_for(server: BatchStub, here: Path, name: str | None) -> None:
    newsroom(here / "press")
    prepare(server)
    submit()
    server.batches["batch_1"] |= {"status": name, "errors": {}, "request_counts": {}}
    assert "0 of 3 requests answered" in status()
    assert "waiting   requests-0001.jsonl: batch_1 is" in collect(code=1).stderr
    assert {outcome for _, outcome in rows()} == {"sent"}


@pytest.mark.parametrize("answer", [{}, {"id": ""}, {"error": {"message": f"no batches for {KEY}"}}, {"id": {}, "status": 7}])
def test_what_is_no_batch_is_said_to_be_none(server: BatchStub, here: Path, answer: Line) -> None:
    newsroom(here / "press")
    prepare(server)
    words = "no batches for ***" if "error" in answer else "it gave no batch; does this server have the Batch API?"
    server.trouble = lambda call: Reply(body=answer) if call == "POST /files" else None
    assert words.replace("batch;", "id for the file;") in submit(code=1).stderr
    server.trouble = lambda call: Reply(body=answer) if call == "POST /batches" else None
    assert words in submit(code=1).stderr
    server.trouble = lambda call: None
    submit()
    server.trouble = lambda call: Reply(body=answer) if call == "GET /batches/batch_1" else None
    for told in (collect(code=1), run("batch", "status", "sent", code=1)):
        assert words in told.stderr
        assert KEY not in told.output


@pytest.mark.parametrize("gone", ["GET /batches/batch_1", "GET /files/file-2/content"])
def test_what_the_server_has_no_more_stops_nothing_else(server: BatchStub, here: Path, gone: str) -> None:
    newsroom(here / "press")
    prepare(server, more=("--file-requests", "1"))
    submit()
    for batch in server.batches:
        server.end(batch, "completed", [answered(a) for a in server.asked(batch)], [])
    output = str(server.batches["batch_1"]["output_file_id"])
    gone = gone.replace("file-2", output)
    server.trouble = lambda call: failure(404, "it was deleted") if call == gone else None
    assert status().count("\n") == 3
    told = collect(code=1)
    assert "2 of 3 requests answered" in told.stdout
    if "files" in gone:
        assert f"the server does not have its file {output}" in missing(told)[0]
        assert sorted(outcome for _, outcome in rows()) == ["failed", "ok", "ok"]
    else:
        assert "knows no batch_1; was it made with another key, or long ago?" in told.stderr
        assert sorted(outcome for _, outcome in rows()) == ["ok", "ok", "sent"]
    assert "submitted before as batch_1" in submit().stdout
    server.trouble = lambda call: None
    assert "3 of 3 requests answered, 1 lines new" in collect().stdout


def test_an_endpoint_of_another_name(server: BatchStub, here: Path) -> None:
    newsroom(here / "press")
    prepare(server, more=("--file-requests", "2"))
    server.endpoint = "/v9/chat/completions"
    submit()
    assert server.calls.count("POST /batches") == 3, "asked for once in vain"
    asked = [line for batch in server.batches for line in server.asked(batch)]
    assert [line["url"] for line in asked] == [server.endpoint] * 3
    assert [batch["endpoint"] for batch in server.batches.values()] == [server.endpoint] * 2


def test_a_file_that_is_too_large(server: BatchStub, here: Path) -> None:
    newsroom(here / "press")
    prepare(server)
    server.trouble = lambda call: failure(413, "Payload Too Large")
    assert "requests-0001.jsonl is too large for this server; prepare smaller files, with --file-size" in submit(code=1).stderr
    assert not rows(), "nothing was sent"
