"""What a site asks of robots (RFC 9309, and Crawl-delay), asked once an hour and kept to."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from protego import Protego

from service.fetching.errors import FetchFailed, FetchRefused
from service.fetching.fetcher import Fetcher
from service.fetching.turns import Turns

NAME: Final = "Crosscheck"
"""The product token that a robots.txt can address us by."""
KEPT_SECONDS: Final = 3600.0
_KEPT_SITES: Final = 1000
_MOST_BYTES: Final = 512 * 1024


@dataclass(frozen=True, slots=True)
class _Wishes:
    robots: Protego
    until: float


class Robots:
    """The wishes of sites, kept for an hour. Safe to use from several threads."""

    def __init__(self, fetcher: Fetcher, turns: Turns | None = None) -> None:
        self._fetcher = fetcher
        self._turns = turns or Turns(0.0)
        self._kept: OrderedDict[str, _Wishes] = OrderedDict()
        self._lock = threading.Lock()

    def demand(self, url: str) -> None:
        """Return where the site lets robots at this address, and when it is time to fetch it. Raises FetchRefused where
        it does not, FetchFailed where it is not known, since a site whose robots.txt cannot be had may not be fetched
        from (RFC 9309, 2.3.1.4)."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}".lower()
        with self._lock:
            known = self._kept.get(site)
        if known is None or known.until < time.monotonic():
            known = _Wishes(self._ask(site), time.monotonic() + KEPT_SECONDS)
            with self._lock:
                self._kept[site] = known
                self._kept.move_to_end(site)
                while len(self._kept) > _KEPT_SITES:
                    self._kept.popitem(last=False)
        if not known.robots.can_fetch(url, NAME):
            raise FetchRefused(f"The robots.txt of {parts.hostname} asks not to fetch this.")
        self._turns.wait(parts.hostname or "", known.robots.crawl_delay(NAME) or 0.0)

    def _ask(self, site: str) -> Protego:
        try:
            found = self._fetcher.fetch(f"{site}/robots.txt", most_bytes=_MOST_BYTES, accept="text/plain")
        except FetchRefused as refused:
            if refused.status is not None and 400 <= refused.status < 500:
                return Protego.parse("")  # there is none: nothing is forbidden
            raise
        except FetchFailed as failed:
            raise FetchFailed(
                f"The robots.txt of {urlsplit(site).hostname} cannot be had.", failed.retry_after
            ) from failed
        return Protego.parse(found.body.decode("utf-8", "replace"))
