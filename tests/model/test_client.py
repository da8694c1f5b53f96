"""The client against a server on the loopback that refuses, breaks and babbles; requests are counted by the server."""

import asyncio
import random
import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from extractor.errors import AccessError, ModelError
from extractor.model.client import Client
from extractor.model.limits import Limits
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
    ("answer", "words"),
    [
        (completion("Here are the records you wanted."), "Here are the records"),
        (completion({"statements": "none"}), "statements[0]"),
        (completion({**EMPTY, "statements": [{"sentences": ["one"], "speaker": 3, "act": "sing"}]}), "statements[0].act"),
        (completion([]), "not JSON of the shape"),
        (completion("null"), "not JSON of the shape"),
    ],
)
def test_an_unusable_answer_is_an_outcome_that_says_why(answer: Reply, words: str) -> None:
    kept = Kept()
    ending, stub = ask(lambda _: answer, attempts=kept)
    assert ending.outcome is Outcome.INVALID
    assert words in (ending.error or "")
    assert "\n" not in (ending.error or "")
    assert len(stub.requests) == 1
    assert [(e.outcome, e.tokens_in, e.tokens_out) for e in kept.endings] == [(Outcome.INVALID, 100, 10)]


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


def refusing(words: str, status: int = 400, **more: Any) -> Answer:
    """Refuses what `more` says of a request's body, and answers the others."""

    def answer(body: dict[str, Any]) -> Any:
        unfit = any(_at(body, name) not in fit for name, fit in more.items())
        return failure(status, words) if unfit else completion(EMPTY)

    return answer


def _at(body: dict[str, Any], name: str) -> Any:
    return body.get("response_format", {}).get("type") if name == "format" else body.get(name)


@pytest.mark.parametrize(
    ("words", "fit", "formats"),
    [
        ("This response_format type is unavailable now", ("json_object", None), ["json_schema", "json_object"]),
        ("'response_format.type' must be 'text'", (None,), ["json_schema", "json_object", None]),
        ("structured output is not enabled for this model", (None,), ["json_schema", "json_object", None]),
        ("Bad Request", (None,), ["json_schema", "json_object", None]),
    ],
)
def test_a_server_that_refuses_the_schema_is_asked_in_a_weaker_way(
    words: str, fit: tuple[str | None], formats: list[str]
) -> None:
    kept = Kept()
    with Stub(refusing(words, format=fit)) as stub:
        asyncio.run(_twice(stub.url, kept))
        assert [_at(body, "format") for body in stub.requests] == [*formats, formats[-1]], "remembered for the run"
    assert kept.opened_count == len(formats) + 1
    assert kept.endings[-1].outcome is Outcome.OK


@pytest.mark.parametrize(
    "words",
    [
        "Bad Request",
        "400: invalid request",
        "unexpected field in request body",
        "additionalProperties must be false",
        "this backend has no constrained decoding",
    ],
)
def test_a_weaker_way_that_a_refusal_led_to_is_remembered(words: str) -> None:
    kept = Kept()
    with Stub(refusing(words, format=("json_object", None))) as stub:
        asyncio.run(_twice(stub.url, kept))
        assert [_at(body, "format") for body in stub.requests] == ["json_schema", "json_object", "json_object"]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("this organization may not use the service", 1),
        ("the region of your account is not served", 1),
        ("Bad Request", 3),
    ],
)
def test_a_refusal_of_another_kind_is_told_at_once_and_guessed_at_no_more_than_once(words: str, first: int) -> None:
    kept = Kept()
    with Stub(lambda body: failure(400, words)) as stub:
        asyncio.run(_twice(stub.url, kept))
        assert len(stub.requests) == first + 1
    assert {ending.outcome for ending in kept.endings} == {Outcome.FAILED}


async def _twice(url: str, kept: Kept) -> None:
    request = requests([SENTENCE], list(RecordType), STRONG, "corvid-1", None)[0]
    async with Client("corvid-1", STRONG, base_url=url, api_key=KEY) as client:
        for _ in range(2):
            await client.ask(request, attempts=kept)


@pytest.mark.parametrize(
    ("status", "words", "most"),
    [
        (400, "max_tokens is too large: 16000. This model allows at most 3000 completion tokens.", 3000),
        (402, "You asked for up to 16000 tokens, but can only afford 1234", 1234),
        (400, "max_tokens: 16000 > 2048, which is the maximum allowed number of output tokens", 2048),
    ],
)
def test_the_limit_of_the_answer_is_learned_from_the_servers_own_number(status: int, words: str, most: int) -> None:
    def small(body: dict[str, Any]) -> Any:
        return failure(status, words) if body["max_tokens"] > most else completion(EMPTY)

    ending, stub = ask(small)
    assert ending.outcome is Outcome.OK
    assert [body["max_tokens"] for body in stub.requests] == [STRONG.max_tokens, most]


def test_a_context_that_holds_prompt_and_answer_leaves_the_answer_what_is_left() -> None:
    window, prompt = 8000, 1900

    def narrow(body: dict[str, Any]) -> Any:
        asked = body["max_tokens"]
        words = f"maximum context length is {window} tokens. However, you requested {prompt + asked} tokens"
        words += f" ({prompt} in the messages, {asked} in the completion)."
        return failure(400, words) if prompt + asked > window else completion(EMPTY)

    ending, stub = ask(narrow)
    assert ending.outcome is Outcome.OK
    assert window / 2 < stub.requests[-1]["max_tokens"] <= window - prompt


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "This model's maximum context length is 2048 tokens. However, your messages resulted in 4410 tokens."),
        (413, "<html><title>413 Request Entity Too Large</title></html>"),
        (400, "prompt is too long: 9000 tokens > 4096 maximum"),
    ],
)
def test_a_prompt_that_is_too_long_is_an_outcome_of_its_own(status: int, words: str) -> None:
    ending, stub = ask(lambda _: failure(status, words))
    assert ending.outcome is Outcome.TOO_LONG
    assert len(stub.requests) == 1


def counting(prompt: int | None, answer: Any = EMPTY) -> Reply:
    reply = completion(answer)
    reply.body["usage"]["prompt_tokens"] = prompt
    return reply


@pytest.mark.parametrize(
    ("counted", "cut"), [(1027, True), (2051, True), (None, False), (100, False), (0, False), (3900, False)]
)
def test_a_prompt_that_the_server_cut_is_noticed_by_its_count(counted: int | None, cut: bool) -> None:
    long = Sentence(number=1, start=0, end=9, text="The mayor of Tarn fell ill. " * 350)

    async def once(url: str) -> Ending:
        request = requests([long], list(RecordType), STRONG, "m", None)[0]
        async with Client("m", STRONG, base_url=url, api_key=KEY) as client:
            return await client.ask(request)

    with Stub(lambda _: counting(counted)) as stub:
        ending = asyncio.run(once(stub.url))
    assert (ending.outcome is Outcome.TOO_LONG) == cut
    assert not cut or "num_ctx" in (ending.error or "")


def test_an_error_inside_a_success_is_waited_for_and_told_in_its_words(pauses: list[float]) -> None:
    inside = Reply(200, {"error": {"message": "no room upstream", "code": 503}})
    ending, stub = ask(in_turn(inside, inside))
    assert ending.outcome is Outcome.OK
    ending, stub = ask(lambda _: inside)
    assert len(stub.requests) == 4
    assert ending.error == "status 503: no room upstream"


@pytest.mark.parametrize(
    ("headers", "words", "pause"),
    [
        ({"retry_after_ms": "1500"}, "slow", 1.5),
        ({"x_ratelimit_remaining_tokens": "0", "x_ratelimit_reset_tokens": "6m0s"}, "slow", 360),
        ({}, "Rate limit reached. Please try again in 7.2s.", 7.2),
    ],
)
def test_what_the_server_asks_for_otherwise_is_waited_for_too(
    headers: dict[str, str], words: str, pause: float, pauses: list[float]
) -> None:
    ending, _ = ask(in_turn(failure(429, words, **headers)))
    assert ending.outcome is Outcome.OK
    assert [round(p, 1) for p in pauses if p] == [pause]


def test_a_limit_that_is_used_up_by_a_good_answer_is_waited_for(pauses: list[float]) -> None:
    used = {"X-Ratelimit-Remaining-Requests": "0", "X-Ratelimit-Reset-Requests": "9s"}
    with Stub(lambda _: replace(completion(EMPTY), headers=used)) as stub:
        asyncio.run(_twice(stub.url, Kept()))
    assert [round(p) for p in pauses if p] == [9]


def test_a_pause_of_hours_ends_the_run_and_says_until_when(pauses: list[float]) -> None:
    with Stub(lambda _: failure(429, "free requests of the day are used up", retry_after="43200")) as stub:
        with pytest.raises(ModelError, match=r"until 20\d\d-.* UTC .*of the day are used up"):
            asyncio.run(_ask(stub.url))
        assert len(stub.requests) == 1
    assert pauses == []


def test_the_time_for_an_answer_is_that_for_all_of_it(pauses: list[float]) -> None:
    async def hurried(url: str) -> Ending:
        request = requests([SENTENCE], list(RecordType), STRONG, "m", None)[0]
        async with Client("m", STRONG, base_url=url, api_key=KEY, tries=1, limits=Limits(timeout=0.5)) as client:
            return await client.ask(request)

    with Stub(lambda _: replace(completion(EMPTY), trickle=0.2)) as stub:
        ending = asyncio.run(hurried(stub.url))
    assert ending.outcome is Outcome.FAILED
    assert ending.error == "no answer within 0.5 s"


def test_answers_that_nobody_counts_use_up_what_was_set_aside() -> None:
    reply = completion(EMPTY)
    del reply.body["usage"]

    async def many(url: str) -> list[Ending]:
        request = requests([SENTENCE], list(RecordType), STRONG, "m", None)[0]
        async with Client("m", STRONG, base_url=url, api_key=KEY, limits=Limits(max_tokens=60_000)) as client:
            return [await client.ask(request) for _ in range(4)]

    with Stub(lambda _: reply) as stub:
        endings = asyncio.run(many(stub.url))
        assert 1 <= len(stub.requests) < 4
    assert [e.tokens_in for e in endings] == [None] * 4
    assert endings[-1].outcome is Outcome.OVER_BUDGET


def test_requests_that_fail_alike_one_after_the_other_end_the_run() -> None:
    async def many(url: str) -> None:
        request = requests([SENTENCE], list(RecordType), STRONG, "m", None)[0]
        async with Client("m", STRONG, base_url=url, api_key=KEY, tries=1) as client:
            for _ in range(50):
                await client.ask(request)

    with Stub(lambda body: failure(500, f"no memory for request {id(body)}")) as stub:
        with pytest.raises(ModelError, match=r"in a row failed alike .*no memory for request"):
            asyncio.run(many(stub.url))
        assert len(stub.requests) < 10
    unlike = iter(["no memory", "out of gas", "asleep"] * 20)
    with Stub(lambda _: failure(500, next(unlike))) as stub:
        asyncio.run(many(stub.url))
        assert len(stub.requests) == 50


def test_the_query_of_an_address_stays_behind_the_path() -> None:
    asked: list[str] = []

    class Asked(Stub):
        def serve(self, handler: Any) -> None:
            asked.append(handler.path)
            handler.path = handler.path.split("?")[0]
            super().serve(handler)

    with Asked() as stub:
        asyncio.run(_ask(f"{stub.url}?api-version=2024-10-21"))
    assert asked == ["/v1/chat/completions?api-version=2024-10-21"]


@pytest.mark.parametrize("kind", ["socks", "socks5", "ftp"])
def test_a_proxy_that_cannot_be_used_is_named_with_its_variable(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", f"{kind}://someone:secret@127.0.0.1:9")
    with pytest.raises(ModelError, match=rf"ALL_PROXY names a proxy of {kind}://") as caught:
        asyncio.run(_ask("http://models.invalid/v1"))
    assert "secret" not in str(caught.value)


def test_what_a_filter_refuses_is_a_refusal_and_the_servers_words() -> None:
    ending, stub = ask(lambda _: failure(400, "stopped by our content management policy", code="content_filter"))
    assert ending.outcome is Outcome.REFUSED
    assert "content management policy" in (ending.error or "")
    assert len(stub.requests) == 1
