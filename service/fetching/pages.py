"""A page of the web: fetched where that may be, of a type that can hold an article, as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from service.fetching.charsets import decoded
from service.fetching.errors import FetchRefused
from service.fetching.fetcher import Fetched, Fetcher
from service.fetching.robots import Robots

MOST_BYTES: Final = 5 * 2**20
"""How large a page may be, unpacked."""
_ACCEPT: Final = "text/html, application/xhtml+xml, text/plain;q=0.8"
_HTML: Final = ("text/html", "application/xhtml+xml")
_PLAIN: Final = "text/plain"


@dataclass(frozen=True, slots=True)
class WebPage:
    """What is at an address: exactly one of `html` and `text`; `url` is where it was found in the end."""

    url: str
    html: str | None = None
    text: str | None = None


class Pages:
    """Fetches pages. Safe to use from several threads."""

    def __init__(self, fetcher: Fetcher, robots: Robots) -> None:
        self._fetcher = fetcher
        self._robots = robots

    def read(self, url: str) -> WebPage:
        """The page at an address. Raises FetchRefused or FetchFailed."""
        fetched = self._fetcher.fetch(url, most_bytes=MOST_BYTES, accept=_ACCEPT, permit=self._robots.demand)
        media_type = _media_type(fetched)
        text = decoded(fetched.body, fetched.headers.get("content-type", ""))
        if media_type == _PLAIN:
            return WebPage(fetched.url, text=text)
        if media_type in _HTML:
            return WebPage(fetched.url, html=text)
        raise FetchRefused(f"This is {media_type}, not a page of text.")


def _media_type(fetched: Fetched) -> str:
    """What the server says it is; where it says nothing, a page is told by its beginning."""
    if fetched.media_type:
        return fetched.media_type
    return _HTML[0] if fetched.body[:1024].lstrip().startswith(b"<") else "of no stated type"
