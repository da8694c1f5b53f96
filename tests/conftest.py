"""What every test lives under: no network beyond this machine, no key, no proxy, no home but an empty one.

None may take much of a processor, none leaves a process or a thread behind, and the same examples come in every run.
"""

import ipaddress
import os
import socket
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.waiting import PATIENCE, running

_LOOKUP = socket.getaddrinfo
_LOOPBACK_NAMES = ("localhost", "", None)
_OPENAI = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID")
_CLEARED = (*_OPENAI, "COMMUNIQUE_CACHE", "COMMUNIQUE_MODEL", "FORCE_COLOR")
_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
_REPLAY = {"test_attacks.py", "test_floors.py", "test_leakage.py", "test_replay.py"}
_SHARE_NOTHING = {"test_cli.py", "test_faults.py", "test_worker.py"}  # their tests start processes, which takes its time
# Seconds of processor that a test may take, with the processes that it starts. None takes a quarter of it where nothing else
# runs; beside others the same work was seen to take twice the processor, as caches and hyperthreads are shared.
_MOST = 20.0

# The same examples every time, and none fails because the machine is busy. `--hypothesis-profile search` looks for others.
settings.register_profile("same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("same")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The floors come last: by then every article was replayed by a test of its own."""
    items.sort(key=lambda item: item.path.name == "test_floors.py")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are cores: a test in every ten waits, for a server, another process or a clock."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With `-n`, a process has a module whole, so that its fixtures are made once; those that replay articles, all of them."""
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            module = nodeid.split("::")[0]
            name = module.rpartition("/")[2]
            return nodeid if name in _SHARE_NOTHING else "replayed" if name in _REPLAY else module

    return Scheduling(config, log)


class NetworkUsed(RuntimeError):
    """A test tried to reach beyond the loopback; no OSError, so that no code under test takes it for a failing network."""


def _stays_here(host: object) -> bool:
    if host in _LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(str(host).split("%")[0]).is_loopback
    except ValueError:
        return False


def _is_number(host: object) -> bool:
    """Whether nobody has to be asked for the address of a host, as it is one in some spelling."""
    try:
        _LOOKUP(str(host), None, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return False
    return True


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Sockets reach the loopback only, and names are looked up for nothing else; numbers may be."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def check(sock: socket.socket, address: Any) -> None:
        inet = sock.family in (socket.AF_INET, socket.AF_INET6)
        if inet and not _stays_here(address[0]):
            raise NetworkUsed(f"a test must not connect to {address!r}")

    def guarded_connect(sock: socket.socket, address: Any) -> None:
        check(sock, address)
        connect(sock, address)

    def guarded_connect_ex(sock: socket.socket, address: Any) -> int:
        check(sock, address)
        return connect_ex(sock, address)

    def guarded_lookup(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if not _stays_here(name) and not _is_number(name):
            raise NetworkUsed(f"a test must not look up {name!r}")
        return _LOOKUP(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_lookup)
        yield


@pytest.fixture(scope="session", autouse=True)
def empty_surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An environment without key, proxy, fetched models and a chosen one, which child processes inherit."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in [*_CLEARED, *_PROXIES, *(name.upper() for name in _PROXIES)]:
            patch.delenv(name, raising=False)
        patch.setenv("HOME", os.fspath(home))
        patch.setenv("XDG_CACHE_HOME", os.fspath(home / "cache"))
        patch.setenv("XDG_CONFIG_HOME", os.fspath(home / "config"))
        patch.setenv("COLUMNS", "200")
        yield


def _processor() -> float:
    """Seconds of processor so far: this process's, and those of its children that have ended."""
    if sys.platform == "win32":
        return time.process_time()
    import resource

    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


@pytest.fixture(autouse=True)
def frugal_and_tidy() -> Iterator[None]:
    """Fails a test that took too much of a processor, on which other programs have no bearing, or that left something running.

    What ends by itself is waited for.
    """
    before, began = running(), _processor()
    yield
    took, deadline = _processor() - began, time.monotonic() + PATIENCE / 4
    while (left := running() - before) and time.monotonic() < deadline:
        time.sleep(0.002)
    assert not left, "the test leaves threads or processes behind"
    assert took < _MOST, f"the test took {took:.1f} s of processor; {_MOST:.0f} s are allowed"
