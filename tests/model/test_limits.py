"""Limits: requests are spaced evenly, and nothing is sent that could pass what a run may spend."""

import asyncio
import time
from itertools import pairwise

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from extractor.model.limits import Budget, Limits, Pace, tokens
from tests.tape import CASSETTES


def _times(pace: Pace, expected: int, count: int) -> list[float]:
    async def all_at_once() -> list[float]:
        async def one() -> float:
            await pace.slot(expected)
            return time.monotonic()

        return sorted(await asyncio.gather(*(one() for _ in range(count))))

    return asyncio.run(all_at_once())


def test_requests_are_spaced_evenly_and_do_not_come_in_a_burst() -> None:
    times = _times(Pace(rpm=1200, tpm=None), 0, 20)
    gaps = [b - a for a, b in pairwise(times)]
    assert times[-1] - times[0] == pytest.approx(19 * 0.05, rel=0.05)
    assert min(gaps) > 0.03


def test_tokens_space_requests_too() -> None:
    times = _times(Pace(rpm=None, tpm=60_000), 50, 10)
    assert times[-1] - times[0] == pytest.approx(9 * 0.05, rel=0.1)


def test_tokens_of_answers_delay_the_next_request() -> None:
    pace = Pace(rpm=None, tpm=60_000)

    async def answered() -> float:
        await pace.slot(1)
        pace.spent(200)
        started = time.monotonic()
        await pace.slot(1)
        return time.monotonic() - started

    assert asyncio.run(answered()) >= 0.19


def test_without_limits_nobody_waits() -> None:
    started = time.monotonic()
    _times(Pace(None, None), 10_000, 500)
    assert time.monotonic() - started < 1


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500), st.floats(0, 1), st.floats(0, 1))), st.floats(0, 0.01))
def test_whatever_is_sent_and_answered_no_limit_is_passed(asked: list[tuple[int, int, float, float]], most: float) -> None:
    budget = Budget(Limits(max_cost=most, max_tokens=5_000), lambda i, o: (i * 2 + o * 8) / 1_000_000)
    cost = taken = 0.0
    flying = []
    for tokens_in, tokens_out, share_in, share_out in asked:
        if budget.reserve(tokens_in, tokens_out) is None:
            flying.append(((tokens_in, tokens_out), (int(tokens_in * share_in), int(tokens_out * share_out))))
        if len(flying) > 2:
            reserved, paid = flying.pop(0)
            budget.settle(reserved, paid)
            cost += budget.cost(*paid) or 0
            taken += sum(paid)
    for _, paid in flying:
        cost += budget.cost(*paid) or 0
        taken += sum(paid)
    assert cost <= most + 1e-12
    assert taken <= 5_000


@given(st.text(max_size=300), st.text(max_size=300))
def test_more_text_is_never_fewer_tokens(first: str, second: str) -> None:
    assert tokens([first]) <= tokens([first, second])
    assert tokens([first]) >= 5


def test_estimates_are_within_a_tenth_of_what_the_server_counted() -> None:
    compared = 0
    for file in sorted(CASSETTES.glob("*.yaml")):
        for one in yaml.safe_load(file.read_text(encoding="utf-8"))["interactions"]:
            counted = one["response"]["body"]["usage"]["prompt_tokens"]
            estimate = tokens([m["content"] for m in one["request"]["body"]["messages"]])
            assert estimate == pytest.approx(counted, rel=0.1), file.name
            compared += 1
    assert compared >= 5
