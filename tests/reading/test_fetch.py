"""Pages of a server on this machine; nothing leaves it."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from extractor.errors import InputError
from extractor.reading.fetch import fetch
from extractor.reading.inputs import Unread, read
from schemas.article import Article

STORY = "Troops leave hill town\n\nGovernment troops left Arvel on Monday after two days of fighting, officials said.\n"


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
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
        elif self.path == "/loop":
            status = 302
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if status == 302:
            self.send_header("Location", "/loop")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_text_and_a_page(site: str) -> None:
    text, page = read([f"{site}/story", f"{site}/page"])
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
        fetch(site + path)
    assert "\n" not in str(caught.value)


def test_no_server() -> None:
    (unread,) = read(["http://127.0.0.1:9/a"])
    assert isinstance(unread, Unread)
    assert "cannot connect" in unread.reason


@pytest.mark.parametrize("url", ["http://", "https://exa mple.org/a", "http://[::1", "http://a\nb/"])
def test_addresses_that_are_none(url: str) -> None:
    (unread,) = read([url])
    assert isinstance(unread, Unread)
    assert "\n" not in unread.reason
