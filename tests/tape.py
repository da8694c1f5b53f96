"""Cassettes: one YAML file an article, in which a person can read what was asked and answered.

Requests match on method and whole body, so a changed prompt, schema or sentence finds no reply. The address is written
without its random port, and no header is kept but the reply's content type: nothing in a cassette is secret.
"""

import json
from pathlib import Path
from typing import Any

import vcr
import yaml
from vcr.cassette import Cassette

CASSETTES = Path(__file__).parent / "cassettes"
ARTICLES = Path(__file__).parent / "articles"
STRONG_ARTICLE = "thai_border_wire"
_ADDRESS = "http://127.0.0.1/v1/chat/completions"


class _Writer(yaml.SafeDumper):  # type: ignore[misc]
    """Long text in blocks, as it reads."""


def _block(writer: yaml.SafeDumper, text: str) -> yaml.Node:
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Writer.add_representer(str, _block)


class _Readable:
    """Bodies as nested YAML instead of one escaped line."""

    @staticmethod
    def serialize(cassette: dict[str, Any]) -> str:
        for one in cassette["interactions"]:
            one["request"]["body"] = json.loads(one["request"]["body"])
            one["response"]["body"] = json.loads(one["response"]["body"]["string"])
            one["response"]["body"]["model"] = one["request"]["body"]["model"]  # the server tells the path of its weights
        written: str = yaml.dump(cassette, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=120)
        return written

    @staticmethod
    def deserialize(text: str) -> dict[str, Any]:
        cassette: dict[str, Any] = yaml.safe_load(text)
        for one in cassette["interactions"]:
            one["request"]["body"] = json.dumps(one["request"]["body"])
            one["response"]["body"] = {"string": json.dumps(one["response"]["body"])}
        return cassette


def _request(request: Any) -> Any:
    request.uri = _ADDRESS
    request.headers = {}
    return request


def _response(response: dict[str, Any]) -> dict[str, Any]:
    response["headers"] = {"content-type": ["application/json"]}
    return response


def _same_body(left: Any, right: Any) -> None:
    assert json.loads(left.body) == json.loads(right.body), "no reply was recorded for this request; see `make record`"


def tape(name: str, mode: str = "none") -> Any:
    """A context manager that replays (mode "none") or records (mode "all") the cassette of that name."""
    recorder = vcr.VCR(
        before_record_request=_request, before_record_response=_response, decode_compressed_response=True, record_mode=mode
    )
    recorder.register_serializer("readable", _Readable)
    recorder.register_matcher("same body", _same_body)
    return recorder.use_cassette(
        str(CASSETTES / f"{name}.yaml"), serializer="readable", match_on=["method", "same body"], record_mode=mode
    )


def played(cassette: Cassette) -> tuple[int, int]:
    """How many replies were played, and how many there are."""
    return cassette.play_count, len(cassette)
