"""Pages of a server on this machine; nothing leaves it."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from extractor.errors import InputError
from extractor.reading import fetch as module
from extractor.reading.fetch import fetch
from extractor.reading.inputs import Unread, read
from schemas.article import Article
from tests.waiting import until

STORY = "Troops leave hill town\n\nGovernment troops left Arvel on Monday after two days of fighting, officials said.\n"


class _Site(BaseHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012 - http.server makes a handler a request
    connections = 0

    def setup(self) -> None:
        super().setup()
        _Site.connections += 1

    def do_GET(self) -> None:
        self.asked.append(self.path)
        status, kind, body = 200, "text/plain; charset=utf-8", STORY.encode()
        if self.path == "/page":
            kind = "text/html; charset=windows-1251"
            paragraphs = "".join(f"<p>{STORY.splitlines()[2]} В городе {n} раненых.</p>" for n in (4, 5, 6))
            body = f"<html><body><article><h1>Войска ушли</h1>{paragraphs}</article></body></html>".encode("cp1251")
        elif self.path == "/pdf":
            kind, body = "application/pdf", b"%PDF"
        elif self.path == "/large":
            body = b"word " * 1_100_000
        elif self.path == "/cut":
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"Troops")
            return
        elif self.path.startswith("/status/"):
            status = int(self.path.rsplit("/", 1)[1])
        elif self.path.startswith("/drip"):
            self._drip(b"" if self.path == "/drip-head" else b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
            return
        elif self.path == "/loop" or self.path.startswith("/to/"):
            status = 302
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if status == 302:
            self.send_header("Location", self.path.removeprefix("/to/"))
        self.end_headers()
        self.wfile.write(body)

    def _drip(self, head: bytes) -> None:
        self.wfile.write(head or b"HTTP/1.1 200 OK\r\nX-Long: ")
        with contextlib.suppress(OSError):
            while True:  # until nobody listens
                self.wfile.write(b"x")
                time.sleep(0.05)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_text_and_a_page(site: str) -> None:
    text, page = read([f"{site}/story", f"{site}/page"], allow_private=True)
    assert isinstance(text, Article)
    assert isinstance(page, Article)
    assert (text.path, text.url, text.text) == (f"{site}/story", f"{site}/story", STORY.strip())
    assert page.title == "Войска ушли"
    assert "раненых" in page.text


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/status/404", "no such page"),
        ("/status/403", "refuses the page"),
        ("/status/503", "try again later"),
        ("/status/418", "HTTP 418"),
        ("/pdf", "application/pdf"),
        ("/large", "larger than 5 MB"),
        ("/loop", "redirects more than 5 times"),
        ("/cut", "connection broke"),
    ],
)
def test_what_the_server_does_not_give(site: str, path: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        fetch(site + path, allow_private=True)
    assert "\n" not in str(caught.value)


def test_no_server() -> None:
    (unread,) = read(["http://127.0.0.1:9/a"], allow_private=True)
    assert isinstance(unread, Unread)
    assert "cannot connect" in unread.reason


@pytest.mark.parametrize("url", ["http://", "https://exa mple.org/a", "http://[::1", "http://a\nb/"])
def test_addresses_that_are_none(url: str) -> None:
    (unread,) = read([url])
    assert isinstance(unread, Unread)
    assert "\n" not in unread.reason


@pytest.fixture
def quiet(site: str) -> Iterator[str]:
    """The site, which nobody may connect to."""
    before = _Site.connections
    yield site
    assert _Site.connections == before


def _resolving(monkeypatch: pytest.MonkeyPatch, names: dict[str, list[list[str]]]) -> None:
    """Have names resolve to the given addresses, to the next list each time, the last one for good."""
    real = socket.getaddrinfo

    def getaddrinfo(host: str, port: int | None, *args: int, **kinds: int) -> list[object]:
        if host not in names:
            return list(real(host, port, *args, **kinds))
        addresses = names[host].pop(0) if len(names[host]) > 1 else names[host][0]
        return [one for address in addresses for one in real(address, port, *args, **kinds)]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


def _this_machine_is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    real = module._is_public
    monkeypatch.setattr(module, "_is_public", lambda address: address == "127.0.0.1" or real(address))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "017700000001", "localhost", "0.0.0.0", "0", "10.1.2.3",
        "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:a00:1]", "[::127.0.0.1]", "[fe80::1]", "[fec0::1]", "[fd00::1]",
        "[ff02::1]", "[2001:db8::1]", "[64:ff9b::127.0.0.1]", "[2002:7f00:1::]",
    ],
)  # fmt: skip
def test_a_private_address_is_refused_before_connecting(quiet: str, host: str) -> None:
    (unread,) = read([f"http://{host}:{quiet.rsplit(':', 1)[1]}/story"])
    assert isinstance(unread, Unread)
    assert unread.reason == "it is on a private network; give --allow-private if you mean it"


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1", "2002:101:101::"])
def test_a_public_address_is_not(address: str) -> None:
    assert module._is_public(address)


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["10.0.0.1"], ["::1"], ["1.1.1.1", "127.0.0.1"]])
def test_a_name_of_a_private_address_is_refused(quiet: str, addresses: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    _resolving(monkeypatch, {"news.test": [addresses]})
    with pytest.raises(InputError, match="private network"):
        fetch(quiet.replace("127.0.0.1", "news.test") + "/story")


def test_a_name_that_leads_elsewhere_once_checked_is_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _resolving(monkeypatch, {"news.test": [["1.1.1.1"], ["127.0.0.1"]]})
    with pytest.raises(InputError, match="private network"):
        fetch(site.replace("127.0.0.1", "news.test") + "/rebound")
    assert "/rebound" not in _Site.asked


@pytest.mark.parametrize(
    "target", ["http://127.0.0.2:{port}/secret", "//[::1]:{port}/secret", "http://inner.test:{port}/secret"]
)
def test_a_redirect_to_a_private_address_is_refused(site: str, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _this_machine_is_public(monkeypatch)
    _resolving(monkeypatch, {"inner.test": [["10.0.0.1"]]})
    before = len(_Site.asked)
    with pytest.raises(InputError, match="private network"):
        fetch(f"{site}/to/{target.format(port=site.rsplit(':', 1)[1])}")
    assert len(_Site.asked) == before + 1


def test_a_redirect_to_a_public_address_is_followed(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _this_machine_is_public(monkeypatch)
    assert fetch(f"{site}/to//story").url == f"{site}/story"


def test_a_proxy_may_be_private_and_what_it_is_asked_for_not(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", site)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    _resolving(monkeypatch, {"news.test": [["1.1.1.1"]], "inner.test": [["10.0.0.1"]]})
    assert fetch("http://news.test/story").content == STORY.encode()
    with pytest.raises(InputError, match="private network"):
        fetch("http://inner.test/story")
    assert _Site.asked[-1] == "http://news.test/story"


@pytest.mark.parametrize("path", ["/drip-body", "/drip-head"])
def test_a_server_that_drips_is_left(site: str, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_TOTAL", 0.5)
    threads = threading.active_count()
    with pytest.raises(InputError, match="did not give the page within") as caught:
        fetch(site + path, allow_private=True)
    assert "\n" not in str(caught.value)
    until(lambda: threading.active_count() <= threads)  # the fetch's own thread has ended, and so has the server's


def test_a_resolver_that_hangs_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_TOTAL", 0.2)
    answer = threading.Event()

    def getaddrinfo(*args: object, **kinds: object) -> list[object]:
        answer.wait()
        raise socket.gaierror("nobody answers")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with pytest.raises(InputError, match="did not give the page within"):
        fetch("http://news.test/story")
    answer.set()
