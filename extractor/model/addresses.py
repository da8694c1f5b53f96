"""Where requests go: addresses, the key, and the proxies on the way."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from extractor.errors import AccessError, ModelError

_PROXIES = ("ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "all_proxy", "https_proxy", "http_proxy")
_USED = ("http", "https")


def checked(api_key: str) -> str:
    """The key, fit for a header. Raises AccessError."""
    key = api_key.strip()
    if not key.isascii() or not key.isprintable():
        raise AccessError("the key holds characters that no key has; set OPENAI_API_KEY anew")
    return key


def here(base_url: str | None) -> bool:
    """The address is on this machine."""
    host = urlsplit(base_url or "").hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def split(base_url: str | None) -> tuple[str | None, dict[str, str]]:
    """An address and its query, as `?api-version=…`, which belongs behind the path of every request."""
    parts = urlsplit(base_url or "")
    if not parts.query:
        return base_url, {}
    return urlunsplit(parts._replace(query="", fragment="")), dict(parse_qsl(parts.query, keep_blank_values=True))


@contextmanager
def proxied(base_url: str | None) -> Iterator[None]:
    """Says in one line, as a ModelError, that a proxy of the environment cannot be used."""
    try:
        yield
    except (ValueError, ImportError) as error:
        named = [(name, urlsplit(os.environ[name]).scheme) for name in _PROXIES if os.environ.get(name)]
        for name, scheme in named:
            if scheme not in _USED:
                kind = f"{scheme}://" if scheme else "no kind at all"
                raise ModelError(
                    f"{name} names a proxy of {kind}, which cannot be used; name one of http://, or unset {name}"
                ) from error
        told = base_url or "the address"
        raise ModelError(f"{told} cannot be used ({error}); check --base-url and the proxies") from error
