"""Limits: requests are spaced evenly, and nothing is sent that could pass what a run may spend."""

import asyncio
import selectors
from collections.abc import Iterator
from itertools import pairwise
from types import SimpleNamespace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from extractor.model import limits
from extractor.model.limits import Budget, Limits, Pace, tokens
from tests.tape import CASSETTES


class _Waits(selectors.DefaultSelector):
    """Where a loop would wait, the clock goes on instead."""

    now = 1_000.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self.now += max(0.0, timeout or 0.0)
        return super().select(0)


class _Loop(asyncio.SelectorEventLoop):
    """A loop of which the time passes only while all of its tasks wait, and then at once."""

    def __init__(self) -> None:
        self.clock = _Waits()
        super().__init__(self.clock)

    def time(self) -> float:
        return self.clock.now


@pytest.fixture
def loop(monkeypatch: pytest.MonkeyPatch) -> Iterator[_Loop]:
    made = _Loop()
    monkeypatch.setattr(limits, "time", SimpleNamespace(monotonic=made.time))
    yield made
    made.close()


def _times(loop: _Loop, pace: Pace, expected: int, count: int) -> list[float]:
    async def one() -> float:
        await pace.slot(expected)
        return loop.time()

    async def all_at_once() -> list[float]:
        return sorted(await asyncio.gather(*(one() for _ in range(count))))

    return loop.run_until_complete(all_at_once())


def test_requests_are_spaced_evenly_and_do_not_come_in_a_burst(loop: _Loop) -> None:
    times = _times(loop, Pace(rpm=1200, tpm=None), 0, 200)
    assert [b - a for a, b in pairwise(times)] == pytest.approx([0.05] * 199)


def test_tokens_space_requests_too(loop: _Loop) -> None:
    times = _times(loop, Pace(rpm=None, tpm=60_000), 50, 100)
    assert [b - a for a, b in pairwise(times)] == pytest.approx([0.05] * 99)


def test_tokens_of_answers_delay_the_next_request(loop: _Loop) -> None:
    pace = Pace(rpm=None, tpm=60_000)

    async def answered() -> float:
        await pace.slot(1)
        pace.spent(200)
        started = loop.time()
        await pace.slot(1)
        return loop.time() - started

    assert loop.run_until_complete(answered()) == pytest.approx(0.201)


def test_without_limits_nobody_waits(loop: _Loop) -> None:
    assert set(_times(loop, Pace(None, None), 10_000, 500)) == {_Waits.now}


def test_a_pause_that_a_server_asks_for_holds_those_that_wait_already(loop: _Loop) -> None:
    pace = Pace(rpm=60, tpm=None)
    came: list[float] = []

    async def one() -> None:
        await pace.slot(0)
        came.append(loop.time() - _Waits.now)

    async def told() -> None:
        await asyncio.sleep(0.5)
        pace.hold(30)

    async def all_at_once() -> None:
        await asyncio.gather(one(), one(), one(), told())

    loop.run_until_complete(all_at_once())
    first, *rest = sorted(came)
    assert first == 0
    assert min(rest) >= 30.5


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
            if (usage := one["response"]["body"].get("usage")) is None:
                continue  # written, not counted by a server
            counted = usage["prompt_tokens"]
            estimate = tokens([m["content"] for m in one["request"]["body"]["messages"]])
            assert estimate == pytest.approx(counted, rel=0.1), file.name
            compared += 1
    assert compared >= 5
