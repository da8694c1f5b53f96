"""Answers, however a server puts them: found, and read record by record."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model.answers import ended, read
from extractor.model.prompting import correction, requests
from extractor.settings import SMALL, STRONG
from schemas.article import Sentence
from schemas.base import RecordType
from schemas.request import Ending, Outcome, Request
from schemas.statement import Act, StatementProposal

COUNT = 12
SENTENCES = [Sentence(number=n, start=0, end=9, text=f"The reeve of Hollen {n} spoke.") for n in range(1, COUNT + 1)]
(REQUEST,) = requests(SENTENCES, list(RecordType), STRONG, "m", None)
SAYING = {"sentences": [3], "speaker": "the reeve", "act": "deny", "content": "the mill burned", "addressee": None}
TOLL = {"sentences": [4], "killed": "two", "wounded": None, "victims": "millers"}
ANSWER = {"statements": [SAYING], "casualty_reports": [TOLL], "troop_movements": [], "accusations": []}
TEXT = json.dumps(ANSWER)


def body(content: Any, *, finish: Any = "stop", usage: Any = None, **message: Any) -> dict[str, Any]:
    return {
        "choices": [{"message": {"role": "assistant", "content": content, **message}, "finish_reason": finish}],
        "usage": usage if usage is not None else {"prompt_tokens": 9, "completion_tokens": 5},
    }


def end(reply: Any, request: Request = REQUEST) -> Ending:
    return ended(request, reply, lambda tokens_in, tokens_out: tokens_in + tokens_out)


def events(*deltas: dict[str, Any]) -> bytes:
    lines = [json.dumps({"choices": [{"delta": delta}]}) for delta in deltas]
    return "".join(f"data: {line}\n\n" for line in [*lines, "[DONE]"]).encode()


PLACES = {
    "as it is": body(TEXT),
    "in a fence": body(f"```json\n{TEXT}\n```"),
    "in prose": body(f"Of {{these}} I am sure:\n\n{TEXT}\n\nAsk me for more."),
    "after thoughts": body('<think>One {"killed": 9}? Or {"statements": []}?</think>\n' + TEXT),
    "after thoughts that nobody opened": body(f"First I look at [3].\n</think>{TEXT}"),
    "after a draft": body(f'{{"statements": [], "casualty_reports": []}} No: {TEXT}'),
    "after a mark of the encoding": body("\ufeff \n" + TEXT),
    "in an object": body(json.dumps({"result": {"Answer": ANSWER}})),
    "in a list": body(json.dumps([ANSWER])),
    "in a list, in pieces": body(json.dumps([{name: found} for name, found in ANSWER.items()])),
    "in a list, each with its type": body(json.dumps([{"type": "statement", **SAYING}, {"type": "Casualty report", **TOLL}])),
    "in a string": body(json.dumps(TEXT)),
    "as a value": body(ANSWER),
    "in parts": body([{"type": "text", "text": TEXT[:40]}, {"type": "text", "text": TEXT[40:]}]),
    "in parts, after thoughts": body([{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": TEXT}]),
    "as a call": body(None, tool_calls=[{"function": {"name": "Answer", "arguments": TEXT}}], finish="tool_calls"),
    "as a call with values": body("", tool_calls=[{"function": {"arguments": ANSWER}}]),
    "as an old call": body(None, function_call={"name": "Answer", "arguments": TEXT}),
    "in the thoughts": body("", reasoning_content=f"So the answer is {TEXT}"),
    "beside thoughts": body(TEXT, reasoning_content='maybe {"statements": []}'),
    "with the end of a cut one": body(TEXT, finish="length"),
    "with an odd end": body(TEXT, finish="eos"),
    "with a list twice": body(TEXT[:-1] + ', "statements": []}'),
    "with other names": body(json.dumps({"Statements": [SAYING], "casualtyReport": [TOLL]})),
    "with lists as text": body(json.dumps({name: json.dumps(found) for name, found in ANSWER.items()})),
    "with records by number": body(json.dumps({**ANSWER, "statements": {"0": SAYING}})),
    "with one record bare": body(json.dumps({**ANSWER, "casualty_reports": TOLL})),
    "with null for a list": body(json.dumps({**ANSWER, "accusations": None})),
    "with commas too many": body(TEXT.replace("]", ",]")),
    "with a remark": body(TEXT.replace('"casualty_reports"', '/* the dead */ "casualty_reports"')),
    "with raw line breaks": body(TEXT.replace("the mill burned", "the mill\nburned").replace("\\n", "\n")),
    "with no number": body(TEXT.replace('"sentences": [3]', '"score": NaN, "sentences": [3]')),
    "in the old way": {"choices": [{"text": TEXT, "finish_reason": "stop"}]},
    "in Ollama's way": {"message": {"role": "assistant", "content": TEXT}, "done": True},
    "as bytes": b"\n\n  " + json.dumps(body(TEXT)).encode(),
    "in an old encoding": json.dumps(body(TEXT.replace("mill", "müll")), ensure_ascii=False).encode("cp1252"),
    "in a stream": events({"role": "assistant"}, {"content": TEXT[:30]}, {"content": TEXT[30:]}),
    "in a stream of thoughts": b": wait\n\n" + events({"reasoning_content": "hm"}, {"content": TEXT}),
}


@pytest.mark.parametrize("reply", PLACES.values(), ids=PLACES)
def test_the_answer_is_found_wherever_a_server_puts_it(reply: Any) -> None:
    ending = end(reply)
    assert ending.outcome is Outcome.OK, ending
    reading = read(REQUEST, ending.reply or "")
    assert [type(p).__name__ for p in reading.proposals] == ["StatementProposal", "CasualtyReportProposal"]
    saying = reading.proposals[0]
    assert isinstance(saying, StatementProposal)
    assert (saying.sentences, saying.speaker, saying.act) == ([3], "the reeve", Act.DENY)
    assert reading.complaints == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("act", "DENY"),
        ("act", " Deny "),
        ("act", "Act.DENY"),
        ("act", ["deny"]),
        ("sentences", ["3"]),
        ("sentences", 3),
        ("sentences", "[3]"),
        ("sentences", ["[3]"]),
        ("sentences", 3.0),
        ("sentences", [[3]]),
        ("sentences", "sentence 3"),
        ("sentences", [3, 99]),
        ("speaker", ["the reeve"]),
        ("speaker", {"name": "the reeve"}),
        ("addressee", "null"),
        ("addressee", ""),
        ("addressee", "N/A"),
        ("addressee", []),
        ("confidence", 0.9),
    ],
)
def test_what_is_meant_is_read(field: str, value: Any) -> None:
    reading = read(REQUEST, json.dumps({**ANSWER, "statements": [{**SAYING, field: value}]}))
    assert reading.complaints == []
    assert reading.proposals[0] == StatementProposal.model_validate(SAYING)


@pytest.mark.parametrize(
    ("given", "number"), [(2, 2), ("[2]", 2), (["2"], 2), ("sentence 2", 2), (99, None), ("the second", None), (None, None)]
)
def test_the_sentence_of_a_citation_is_read_or_left(given: Any, number: int | None) -> None:
    toll = {**TOLL, "place": "Hollen", "placeSentence": given}
    reading = read(REQUEST, json.dumps({"casualty_reports": [toll]}))
    assert reading.complaints == []
    (found,) = reading.proposals
    assert found.model_dump(exclude_none=True) == {
        "sentences": [4],
        "killed": "two",
        "victims": "millers",
        "place": "Hollen",
        **({"place_sentence": number} if number else {}),
    }


def test_the_sentence_of_a_citation_is_not_taken_for_the_records_own() -> None:
    toll = {name: value for name, value in TOLL.items() if name != "sentences"}
    reading = read(REQUEST, json.dumps({"casualty_reports": [{"place_sentence": 7, **toll}, {"citation": 5, **toll}]}))
    assert [c.where for c in reading.complaints] == ["casualty_reports[0].sentences"]
    assert [p.model_dump()["sentences"] for p in reading.proposals] == [[5]]


def test_an_answer_to_an_accusation_that_cannot_be_read_loses_only_itself() -> None:
    charge = {"sentences": [2], "accuser": "the reeve", "accused": "the miller", "response_kind": "sang"}
    reading = read(REQUEST, json.dumps({"accusations": [charge]}))
    assert [c.where for c in reading.complaints] == ["accusations[0].response_kind"]
    assert [p.model_dump()["response_kind"] for p in reading.poor] == [None]


def test_half_a_character_is_none() -> None:
    (found,) = read(REQUEST, json.dumps({"statements": [{**SAYING, "speaker": "the \ud83d reeve"}]})).proposals
    assert isinstance(found, StatementProposal)
    assert found.speaker == "the \ufffd reeve"


def test_numbers_are_words_and_none_is_a_count() -> None:
    toll = {"sentences": "4-5", "killed": 7, "wounded": 3.0, "missing": "none", "captured": "NULL", "place": "none"}
    (found,) = read(REQUEST, json.dumps({"casualty_reports": [toll]})).proposals
    told = {"sentences": [4, 5], "killed": "7", "wounded": "3", "missing": "none"}
    assert found.model_dump(exclude_none=True) == told


BAD: dict[str, list[tuple[Any, str]]] = {
    "act": [("sing", "sing"), (None, "null"), (5, "5")],
    "speaker": [(None, "null"), ("", "“”"), ({"a": {}}, "a")],
    "sentences": [([0], "0"), ([99], "99"), ([], "[]"), (None, "null"), (["last"], "last"), (True, "True")],
}


@pytest.mark.parametrize(("field", "value", "told"), [(field, *bad) for field, several in BAD.items() for bad in several])
def test_one_bad_record_loses_only_itself_and_is_named(field: str, value: Any, told: str) -> None:
    sayings: list[Any] = [{**SAYING, "sentences": [n]} for n in range(1, COUNT + 1)]
    sayings[6] = {**sayings[6], field: value}
    text = json.dumps({**ANSWER, "statements": sayings})
    reading = read(REQUEST, text)
    assert len(reading.proposals) == COUNT
    (complaint,) = reading.complaints
    assert complaint.where == f"statements[6].{field}"
    assert told in complaint.why
    ending = end(body(text))
    assert ending.outcome is Outcome.OK
    assert f"statements[6].{field}" in (ending.error or "")
    asked = correction(REQUEST, "", [str(c) for c in reading.complaints]).messages[-1].content
    assert f"statements[6].{field}" in asked
    assert "statements[5]" not in asked


@pytest.mark.parametrize(
    "broken", ['{"sentences": [2], "speaker": "the "old" reeve", "act": "deny"}', '{"sentences": [2] "act"}', "7", '"x"']
)
def test_a_record_that_is_no_json_loses_only_itself(broken: str) -> None:
    good = json.dumps(SAYING)
    reading = read(REQUEST, f'{{"statements": [{good}, {broken}, {good}], "casualty_reports": []}}')
    assert len(reading.proposals) == 2
    assert [c.where for c in reading.complaints] == ["statements[1]"]


def test_a_record_without_a_speaker_makes_an_unsupported_one_at_least() -> None:
    reading = read(REQUEST, json.dumps({"statements": [{**SAYING, "speaker": None}]}))
    assert reading.usable
    (poor,) = reading.poor
    assert isinstance(poor, StatementProposal)
    assert poor.speaker == ""


@pytest.mark.parametrize("at", [40, 150, len(TEXT) - 3])
@pytest.mark.parametrize("finish", ["length", "stop"])
def test_a_cut_answer_is_one_whatever_the_server_calls_it(at: int, finish: str) -> None:
    assert end(body(TEXT[:at], finish=finish)).outcome is Outcome.TRUNCATED


def test_an_empty_answer_at_the_limit_keeps_no_reply() -> None:
    ending = end(body("", finish="length"))
    assert (ending.outcome, ending.reply) == (Outcome.TRUNCATED, None)


@pytest.mark.parametrize(
    ("usage", "tokens"),
    [
        ({"prompt_tokens": "900", "completion_tokens": 20.0}, (900, 20)),
        ({"prompt_tokens": 900}, (900, None)),
        ({"prompt_tokens": None, "completion_tokens": True}, (None, None)),
        ({"input_tokens": 100, "output_tokens": 3, "cache_read_input_tokens": 900}, (1000, 3)),
        ({"prompt_tokens": -4, "completion_tokens": 1e300}, (None, None)),
        ("many", (None, None)),
        ([], (None, None)),
    ],
)
def test_odd_counts_are_counts_or_not_known(usage: Any, tokens: tuple[int | None, int | None]) -> None:
    ending = end(body(TEXT, usage=usage))
    assert ending.outcome is Outcome.OK
    assert (ending.tokens_in, ending.tokens_out) == tokens
    assert ending.cost == (None if None in tokens else sum(n or 0 for n in tokens))


@pytest.mark.parametrize(
    ("reply", "outcome", "words"),
    [
        ({"error": {"message": "too many", "code": 429}}, Outcome.RATE_LIMITED, "status 429: too many"),
        ({"error": {"message": "too many", "type": "rate_limit_error"}}, Outcome.RATE_LIMITED, "too many"),
        ({"error": "no room"}, Outcome.FAILED, "no room"),
        ({"object": "error", "message": "no room", "code": 503}, Outcome.FAILED, "status 503: no room"),
        ({"detail": [{"loc": ["body"], "msg": "no room"}]}, Outcome.FAILED, "no room"),
        ({"choices": [{"error": {"message": "no room", "code": 502}, "finish_reason": "error"}]}, Outcome.FAILED, "no room"),
        (b"data: " + json.dumps({"error": {"message": "no room"}}).encode() + b"\n\n", Outcome.FAILED, "no room"),
        ({"choices": []}, Outcome.INVALID, "no answer"),
        (b"<html><title>Sign in</title></html>", Outcome.INVALID, "Sign in"),
        (b"", Outcome.INVALID, "empty"),
        (body("I would rather not."), Outcome.INVALID, "I would rather not."),
        (body(None, refusal="I would rather not."), Outcome.REFUSED, "I would rather not."),
        (body("", finish="content_filter"), Outcome.REFUSED, "filter"),
    ],
)
def test_what_is_no_answer_says_what_it_is(reply: Any, outcome: Outcome, words: str) -> None:
    ending = end(reply)
    assert ending.outcome is outcome
    assert words in (ending.error or "")


def test_a_small_models_answer_is_read_in_the_same_way() -> None:
    (small,) = requests(SENTENCES[:1], [RecordType.STATEMENT], SMALL, "m", {RecordType.STATEMENT: {1}})
    ending = end(body('```\n{"statements": [{"speaker": "the reeve", "act": "Deny"}]}\n```'), small)
    assert ending.outcome is Outcome.OK
    assert [p.model_dump()["sentences"] for p in read(small, ending.reply or "").proposals] == [[1]]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.sampled_from([TEXT, "{", "data:"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["choices", "message", "content", "error", "code", "usage", "prompt_tokens", "delta", "sentences"])
            | st.sampled_from(["statements", "accusations", "speaker", "tool_calls", "function", "arguments", "finish_reason"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(_JSON)
def test_nothing_that_a_server_sends_raises(value: Any) -> None:
    for reply in (value if isinstance(value, dict) else {"choices": value}, json.dumps(value).encode(), body(value)):
        read(REQUEST, end(reply).reply or "")


@given(st.binary(max_size=60), st.text(alphabet='{}[]",:\\ \n1ae', max_size=60))
def test_no_bytes_and_no_text_raise(sent: bytes, text: str) -> None:
    end(sent)
    read(REQUEST, text)
    read(REQUEST, '{"statements": ' + text)


@pytest.mark.parametrize("hostile", ["[", "{", '{"a":', '[{"a":1 b},', '"', "/*", "[{", '{"statements":[{"sentences":'])
def test_hostile_texts_are_gone_through_once(hostile: str) -> None:
    read(REQUEST, hostile * 40_000)  # in a second; what goes back at each bracket would take hours
