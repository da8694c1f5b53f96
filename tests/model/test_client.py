"""The client against a server on the loopback that refuses, breaks and babbles; requests are counted by the server."""

import asyncio
import random
import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from extractor.errors import AccessError, ModelError
from extractor.model.client import Client
from extractor.model.prompting import requests
from extractor.settings import SMALL, STRONG, Profile
from schemas.article import Sentence
from schemas.base import RecordType
from schemas.request import Ending, Outcome
from tests.stub import CUT, Answer, Reply, Stub, completion, failure, in_turn

KEY = "sk-verysecretkey42"
SENTENCE = Sentence(number=1, start=0, end=27, text="The mayor of Tarn fell ill.")
EMPTY: dict[str, list[object]] = {"statements": [], "casualty_reports": [], "troop_movements": [], "accusations": []}


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that the client takes, none of which lasts."""
    taken: list[float] = []
    sleep = asyncio.sleep

    async def record(seconds: float, *args: Any) -> None:
        taken.append(seconds)
        await sleep(0)

    monkeypatch.setattr(asyncio, "sleep", record)
    monkeypatch.setattr(random, "random", lambda: 1.0)
    return taken


class Kept:
    """A ledger of one request, in memory."""

    def __init__(self) -> None:
        self.opened_count = 0
        self.endings: list[Ending] = []

    def opened(self) -> None:
        self.opened_count += 1

    def closed(self, ending: Ending) -> None:
        self.endings.append(ending)


def ask(
    answer: Answer | None, *, key: str = KEY, profile: Profile = STRONG, tries: int = 4, attempts: Kept | None = None
) -> tuple[Ending, Stub]:
    with Stub(answer) as stub:
        return asyncio.run(_ask(stub.url, key, profile, tries, attempts)), stub


async def _ask(url: str, key: str = KEY, profile: Profile = STRONG, tries: int = 4, attempts: Kept | None = None) -> Ending:
    types = list(RecordType)
    doubts = {t: {1} for t in types} if profile.doubts else None
    request = requests([SENTENCE], types, profile, "corvid-1", doubts)[0]
    async with Client("corvid-1", profile, base_url=url, api_key=key, tries=tries) as client:
        return await client.ask(request, attempts=attempts)


def test_an_answer_is_one_request_with_the_key_the_schema_and_fixed_settings() -> None:
    ending, stub = ask(None)
    assert ending.outcome is Outcome.OK
    assert (ending.tokens_in, ending.tokens_out) == (100, 10)
    assert len(stub.requests) == 1
    [body] = stub.requests
    assert stub.headers[0]["authorization"] == f"Bearer {KEY}"
    assert (body["model"], body["temperature"], body["max_tokens"]) == ("corvid-1", 0, STRONG.max_tokens)
    assert set(body["response_format"]["json_schema"]["schema"]["required"]) == set(EMPTY)
    assert not body.get("stream")


@pytest.mark.parametrize("asked", ["7", "2.5"])
@pytest.mark.parametrize("status", [429, 503])
def test_the_server_is_waited_for_as_long_as_it_asks(asked: str, status: int, pauses: list[float]) -> None:
    ending, stub = ask(in_turn(failure(status, retry_after=asked)))
    assert ending.outcome is Outcome.OK
    assert len(stub.requests) == 2
    assert [round(p, 1) for p in pauses if p] == [float(asked)]


def test_a_pause_that_the_server_asks_for_holds_all_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request that comes while the first one waits is not sent before that one's pause is over."""
    sleep, waiting = asyncio.sleep, 0
    over = asyncio.Event()

    async def wait(seconds: float, *args: Any) -> None:
        nonlocal waiting
        waiting += seconds > 0
        await (over.wait() if seconds > 0 else sleep(0))

    async def both(url: str) -> tuple[int, int]:
        request = requests([SENTENCE], list(RecordType), STRONG, "m", None)[0]
        async with Client("m", STRONG, base_url=url, api_key=KEY) as client:
            first = asyncio.create_task(client.ask(request))
            while not waiting:
                await sleep(0)
            second = asyncio.create_task(client.ask(request))
            while waiting < 2 and not second.done():
                await sleep(0)
            held = waiting, len(stub.requests)
            over.set()
            await asyncio.gather(first, second)
            return held

    monkeypatch.setattr(asyncio, "sleep", wait)
    with Stub(in_turn(failure(429, retry_after="600"))) as stub:
        assert asyncio.run(both(stub.url)) == (2, 1)
    assert len(stub.requests) == 3


def test_a_date_in_retry_after_is_obeyed(pauses: list[float]) -> None:
    then = datetime.now(UTC) + timedelta(seconds=500)
    ask(in_turn(failure(503, retry_after=format_datetime(then, usegmt=True))))
    [pause] = [p for p in pauses if p]
    assert 100 < pause <= 500


@pytest.mark.parametrize("strange", ["soon", "-5", "", "²", "nan"])
def test_a_strange_retry_after_is_a_pause_of_our_own(strange: str, pauses: list[float]) -> None:
    ending, _ = ask(in_turn(failure(429, retry_after=strange)))
    assert ending.outcome is Outcome.OK
    assert pauses == [1]


@pytest.mark.parametrize("trouble", [failure(500), failure(502), failure(503), failure(408), failure(409), failure(429), CUT])
def test_what_may_pass_is_tried_again_with_growing_pauses(trouble: Reply, pauses: list[float]) -> None:
    ending, stub = ask(in_turn(trouble, trouble, trouble))
    assert ending.outcome is Outcome.OK
    assert len(stub.requests) == 4
    assert pauses == [1, 2, 4]


@pytest.mark.parametrize("trouble", [failure(500, "no room"), failure(429, "no room"), CUT])
def test_what_does_not_pass_is_a_failed_request_after_exactly_the_tries(trouble: Reply, pauses: list[float]) -> None:
    ending, stub = ask(lambda _: trouble, tries=3)
    assert ending.outcome is (Outcome.RATE_LIMITED if trouble.status == 429 else Outcome.FAILED)
    assert ending.error
    assert "no room" in ending.error or "closed the connection" in ending.error
    assert len(stub.requests) == 3
    assert len(pauses) == 2


@pytest.mark.parametrize(("status", "advice"), [(401, "OPENAI_API_KEY"), (403, "OPENAI_API_KEY"), (404, "--model")])
def test_a_refused_key_or_model_ends_at_once_and_says_what_to_do(status: int, advice: str) -> None:
    with Stub(lambda _: failure(status, f"Incorrect API key provided: {KEY}")) as stub:
        with pytest.raises(AccessError) as caught:
            asyncio.run(_ask(stub.url))
        assert len(stub.requests) == 1
    said = str(caught.value)
    assert advice in said
    assert "corvid-1" in said
    assert KEY not in said
    assert "\n" not in said


def test_an_account_without_credit_ends_at_once() -> None:
    with Stub(lambda _: failure(429, "You exceeded your current quota", code="insufficient_quota")) as stub:
        with pytest.raises(AccessError, match="credit"):
            asyncio.run(_ask(stub.url))
        assert len(stub.requests) == 1


def test_an_address_where_nothing_listens_is_named(pauses: list[float]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    with pytest.raises(ModelError, match="cannot reach") as caught:
        asyncio.run(_ask(url))
    assert url in str(caught.value)
    assert not isinstance(caught.value, AccessError)
    assert len(pauses) == 3


def test_a_name_that_nobody_knows_is_named(pauses: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(ModelError, match=r"cannot reach https://models\.invalid/v1.*not known"):
        asyncio.run(_ask("https://models.invalid/v1"))


def test_a_truncated_answer_is_an_outcome() -> None:
    ending, stub = ask(lambda _: completion('{"statements": [{"sente', finish="length"))
    assert ending.outcome is Outcome.TRUNCATED
    assert len(stub.requests) == 1
    assert ending.tokens_out == 10


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (completion("Here are the records you wanted."), Outcome.INVALID),
        (completion({"statements": "none"}), Outcome.INVALID),
        (completion({**EMPTY, "statements": [{"sentences": ["one"], "speaker": 3, "act": "sing"}]}), Outcome.INVALID),
        (completion([]), Outcome.INVALID),
        (completion("null"), Outcome.INVALID),
    ],
)
def test_an_unusable_answer_is_asked_for_once_more_and_is_an_outcome(answer: Reply, outcome: Outcome) -> None:
    kept = Kept()
    ending, stub = ask(lambda _: answer, attempts=kept)
    assert ending.outcome is outcome
    assert ending.error
    assert "\n" not in ending.error
    assert len(ending.error) <= 300
    first, second = stub.requests
    assert second["messages"][:-1] == first["messages"]
    assert "not JSON of the shape" in second["messages"][-1]["content"]
    assert [(e.outcome, e.tokens_in, e.tokens_out) for e in kept.endings] == [(outcome, 100, 10)] * 2  # both were paid for


@pytest.mark.parametrize(
    "answer", [completion(None, refusal="I cannot help with that."), completion("", finish="content_filter")]
)
def test_a_refusal_is_an_outcome_at_once(answer: Reply) -> None:
    ending, stub = ask(lambda _: answer)
    assert ending.outcome is Outcome.REFUSED
    assert ending.error
    assert len(stub.requests) == 1


def test_every_attempt_is_told_to_the_ledger_before_and_after(pauses: list[float]) -> None:
    kept = Kept()
    ask(in_turn(failure(429), failure(500), CUT), attempts=kept)
    assert kept.opened_count == 4
    assert [e.outcome for e in kept.endings] == [Outcome.RATE_LIMITED, Outcome.FAILED, Outcome.FAILED, Outcome.OK]


def test_an_answer_that_is_right_the_second_time_counts() -> None:
    ending, stub = ask(in_turn(completion("Sure!"), completion(EMPTY)))
    assert ending.outcome is Outcome.OK
    assert len(stub.requests) == 2


@pytest.mark.parametrize("body", [{}, {"choices": []}, {"choices": None}, {"hello": "world"}])
def test_a_server_that_does_not_speak_the_api_is_an_outcome(body: dict[str, Any]) -> None:
    ending, _ = ask(lambda _: Reply(200, body))
    assert ending.outcome in (Outcome.INVALID, Outcome.FAILED)
    assert ending.error


def test_the_key_is_in_no_error() -> None:
    ending, _ = ask(lambda _: failure(400, f"what is {KEY}?"))
    assert ending.outcome is Outcome.FAILED
    assert "400: what is ***?" in str(ending.error)


@pytest.mark.parametrize("key", ["sk-naïve-secret", "sk-two\nlines-secret", "sk-\x00secret"])
def test_a_key_that_cannot_be_one_is_refused_without_repeating_it(key: str) -> None:
    with pytest.raises(AccessError) as caught:
        asyncio.run(_ask("http://127.0.0.1:9/v1", key))
    assert "secret" not in str(caught.value)


def test_the_line_break_of_a_pasted_key_does_no_harm() -> None:
    _, stub = ask(None, key=f"{KEY}\n")
    assert stub.headers[0]["authorization"] == f"Bearer {KEY}"


def test_a_model_that_takes_no_temperature_and_calls_the_limit_otherwise_gets_what_it_takes() -> None:
    def choosy(body: dict[str, Any]) -> Any:
        if "max_tokens" in body:
            return failure(400, "use max_completion_tokens", param="max_tokens", code="unsupported_parameter")
        if "temperature" in body:
            return failure(400, "only the default", param="temperature", code="unsupported_value")
        return completion(EMPTY)

    ending, stub = ask(choosy)
    assert ending.outcome is Outcome.OK
    assert len(stub.requests) == 3
    assert stub.requests[-1]["max_completion_tokens"] == STRONG.max_tokens


def test_proxies_are_not_asked_on_the_way_to_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for host in ("127.0.0.1", "localhost"):
        with Stub() as stub:
            ending = asyncio.run(_ask(stub.url.replace("127.0.0.1", host)))
            assert ending.outcome is Outcome.OK
            assert len(stub.requests) == 1


def test_proxies_are_asked_on_the_way_to_other_machines(pauses: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")  # nothing listens there; the host itself may not be looked up
    with pytest.raises(ModelError, match="cannot reach"):
        asyncio.run(_ask("http://models.invalid/v1"))


def test_nothing_is_printed_about_failures(pauses: list[float], capfd: pytest.CaptureFixture[str]) -> None:
    ask(lambda _: failure(500, "boom"))
    ask(lambda _: completion("prose"))
    assert capfd.readouterr() == ("", "")


def test_the_small_profile_asks_for_few_tokens() -> None:
    ending, stub = ask(None, profile=SMALL)
    assert ending.outcome is Outcome.OK
    assert stub.requests[0]["max_tokens"] == SMALL.max_tokens
