"""What every test lives under: no network beyond this machine, no key, no proxy, no home but an empty one."""

import ipaddress
import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest

_LOOKUP = socket.getaddrinfo
_LOOPBACK_NAMES = ("localhost", "", None)
_OPENAI = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID")
_CLEARED = (*_OPENAI, "COMMUNIQUE_CACHE", "COMMUNIQUE_MODEL", "FORCE_COLOR")
_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


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
