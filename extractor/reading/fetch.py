"""One page over HTTP: the only part of reading that touches the network."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.errors import InputError
from extractor.reading.decoding import LIMIT

if TYPE_CHECKING:
    import httpx2

_TIMEOUT = 20.0  # seconds for each of connecting, sending and waiting for data
_REDIRECTS = 5
_HTML = ("text/html", "application/xhtml+xml")
_PLAIN = ("text/plain", "text/markdown")
_HEADERS = {"User-Agent": "communique (news article reader)", "Accept": "text/html, application/xhtml+xml, text/plain;q=0.9"}


@dataclass(frozen=True)
class Page:
    """What came back: `url` is the address after redirects, `charset` what the server declares."""

    url: str
    content: bytes
    charset: str | None
    html: bool


def fetch(url: str) -> Page:
    """Get one http or https page of at most 5 MB.

    Raises InputError (a clause that says what happened and what to do) when it cannot be had.
    """
    import httpx2

    if re.search(r"\s", url):
        raise InputError("it is not a valid http or https address; check its spelling")
    try:
        with (
            httpx2.Client(timeout=_TIMEOUT, follow_redirects=True, max_redirects=_REDIRECTS) as client,
            client.stream("GET", url, headers=_HEADERS) as response,
        ):
            return _page(response)
    except httpx2.TimeoutException as error:
        raise InputError(f"the server did not answer within {_TIMEOUT:.0f} seconds; try again later") from error
    except httpx2.TooManyRedirects as error:
        raise InputError(f"it redirects more than {_REDIRECTS} times; open it in a browser and save the page") from error
    except (httpx2.UnsupportedProtocol, httpx2.InvalidURL, httpx2.LocalProtocolError, UnicodeError) as error:
        raise InputError("it is not a valid http or https address; check its spelling") from error
    except httpx2.ConnectError as error:
        raise InputError(f"cannot connect ({_cause(error)}); check the address and the network") from error
    except httpx2.HTTPError as error:
        raise InputError(f"the connection broke ({_cause(error)}); try again later") from error


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
