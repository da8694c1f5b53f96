"""One page over HTTP: the only part of reading that touches the network."""

import contextlib
import re
import socket
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING, Any

from extractor.errors import InputError
from extractor.reading.decoding import LIMIT

if TYPE_CHECKING:
    import httpx2

_TIMEOUT = 20.0  # seconds for each of connecting, sending and waiting for data
_TOTAL = 60.0  # seconds for the whole page with its redirects: a server that drips bytes never runs into _TIMEOUT
_REDIRECTS = 5
_HTML = ("text/html", "application/xhtml+xml")
_PLAIN = ("text/plain", "text/markdown")
_HEADERS = {"User-Agent": "communique (news article reader)", "Accept": "text/html, application/xhtml+xml, text/plain;q=0.9"}
_PRIVATE = "it is on a private network; give --allow-private if you mean it"
_NAT64 = IPv6Network("64:ff9b::/96")  # where a network without IPv4 puts the IPv4 addresses of the others


@dataclass(frozen=True)
class Page:
    """What came back: `url` is the address after redirects, `charset` what the server declares."""

    url: str
    content: bytes
    charset: str | None
    html: bool


class _Guard:
    """Watches over one fetch from its connections: where they lead, and that none outlives the fetch."""

    def __init__(self, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._over = False
        self._connecting = ""
        self._sockets: list[socket.socket] = []

    def check(self, host: str) -> None:
        """Refuse a host that is, or has among its addresses, a private one, before anything connects to it.

        The resolver is asked even about numbers, for it takes spellings (0x7f.1, 2130706433) that `ip_address` does not.
        What it does not know is let through: without a proxy it cannot be connected to anyway, and with one it may be a name
        that only the proxy knows.
        """
        if self._allow_private or not host:
            return
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except OSError:
            return
        if not all(_is_public(str(where[4][0])) for where in found):
            raise InputError(_PRIVATE)

    def trace(self, host: str, event: str, info: Mapping[str, Any]) -> None:
        """Hear of an event in a request to `host`; refuse a connection before anything is sent over it.

        A name may lead elsewhere when it is connected to than when it was checked, so the peer is checked as well. Through a
        proxy of the environment the peer is the proxy, which may well be private: then `check` is all there is.
        """
        if event.endswith("connect_tcp.started"):
            self._connecting = info["host"]
        elif event.endswith("connect_tcp.complete"):
            stream = info["return_value"]
            connected: socket.socket = stream.get_extra_info("socket")
            self._sockets.append(connected.dup())  # a copy, as TLS takes the socket itself over
            private = self._connecting == host and not _is_public(str(connected.getpeername()[0]))
            if self._over or (private and not self._allow_private):
                stream.close()
                raise InputError(_PRIVATE if private else "it is too late")
        elif self._over and event.endswith(".started"):
            raise InputError("it is too late")

    def end(self) -> None:
        """Break off whatever still goes on, from another thread."""
        self._over = True
        for connected in list(self._sockets):
            with contextlib.suppress(OSError):
                connected.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        for connected in self._sockets:
            connected.close()


def fetch(url: str, *, allow_private: bool = False) -> Page:
    """Get one http or https page of at most 5 MB; one on a private network only if `allow_private`.

    Raises InputError (a clause that says what happened and what to do) when it cannot be had.
    """
    if re.search(r"\s", url):
        raise InputError("it is not a valid http or https address; check its spelling")
    guard = _Guard(allow_private)
    outcome: Future[Page] = Future()

    def work() -> None:
        try:
            outcome.set_result(_get(url, guard))
        except BaseException as error:  # noqa: BLE001 - it is raised in the thread that waits
            outcome.set_exception(error)
        finally:
            guard.close()

    # A thread, as nothing else bounds resolving and connecting; a daemon, so that the program's end does not wait for it.
    threading.Thread(target=work, daemon=True).start()
    try:
        return outcome.result(_TOTAL)
    except TimeoutError as error:
        raise InputError(f"the server did not give the page within {_TOTAL:.0f} seconds; try again later") from error
    finally:
        guard.end()


def _get(url: str, guard: _Guard) -> Page:
    import httpx2

    try:
        with httpx2.Client(timeout=_TIMEOUT) as client:
            return _follow(client, httpx2.URL(url), guard)
    except httpx2.TimeoutException as error:
        raise InputError(f"the server did not answer within {_TIMEOUT:.0f} seconds; try again later") from error
    except (httpx2.UnsupportedProtocol, httpx2.InvalidURL, httpx2.LocalProtocolError, UnicodeError) as error:
        raise InputError("it is not a valid http or https address; check its spelling") from error
    except httpx2.ConnectError as error:
        raise InputError(f"cannot connect ({_cause(error)}); check the address and the network") from error
    except httpx2.HTTPError as error:
        raise InputError(f"the connection broke ({_cause(error)}); try again later") from error


def _follow(client: "httpx2.Client", url: "httpx2.URL", guard: _Guard) -> Page:
    """The page at the end of the redirects, each checked like the first address; what stands beside a redirect is not read."""
    for _ in range(_REDIRECTS + 1):
        host = url.raw_host.decode("ascii")
        guard.check(host)
        watched = {"trace": partial(guard.trace, host)}
        with client.stream("GET", url, headers=_HEADERS, extensions=watched) as response:
            if response.next_request is None:
                return _page(response)
            url = response.next_request.url
    raise InputError(f"it redirects more than {_REDIRECTS} times; open it in a browser and save the page")


def _is_public(address: str) -> bool:
    """Whether the whole internet shares this address, and one machine alone has it."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
        if inner is not None:
            return _is_public(str(inner))
        if ip.is_site_local:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _page(response: "httpx2.Response") -> Page:
    status = response.status_code
    if status in (401, 402, 403, 451):
        raise InputError(f"the server refuses the page (HTTP {status}); open it in a browser and save it as HTML")
    if status in (404, 410):
        raise InputError(f"there is no such page (HTTP {status}); check the address")
    if status == 429 or status >= 500:
        raise InputError(f"the server cannot give the page now (HTTP {status}); try again later")
    if status != 200:
        raise InputError(f"the server gave no page (HTTP {status}); open it in a browser and save it as HTML")
    kind = response.headers.get("content-type", "text/html").split(";")[0].strip().lower()
    if kind not in _HTML + _PLAIN:
        raise InputError(f"it is {kind or 'of unknown type'}, not a page of text; give the address of the article itself")
    content = bytearray()
    for piece in response.iter_bytes():
        content += piece
        if len(content) > LIMIT:
            raise InputError(f"the page is larger than {LIMIT // 1_000_000} MB, too large for one article")
    return Page(str(response.url), bytes(content), response.charset_encoding, kind in _HTML)


def _cause(error: Exception) -> str:
    """The system's words for a broken connection, on one line."""
    return " ".join(re.sub(r"\[Errno -?\d+\]", "", str(error)).split()) or type(error).__name__
