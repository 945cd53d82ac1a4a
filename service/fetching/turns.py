"""Turns: a site is asked once in a while, not as fast as we can, whichever worker asks.

The turn is a key in Redis that runs out by itself. Where Redis is away each process keeps its own turns, so that with
several workers a site may be asked that many times as often.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from typing import Final

import redis
import structlog
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from service.fetching.errors import FetchFailed

LONGEST_PAUSE: Final = 5.0
"""Seconds between two fetches that a site gets at most, whatever its Crawl-delay says: a thread of a worker waits."""
LONGEST_WAIT: Final = 60.0
"""Seconds that a fetch waits for its turn; then its job is put back, to be tried later."""
_KEPT_HOSTS: Final = 10_000
_NAMESPACE: Final = "crosscheck:turn:"
_REDIS_SECONDS: Final = 0.5
_AWAY_SECONDS: Final = 5.0
"""How long Redis is left alone after it did not answer."""

_log = structlog.get_logger(__name__)


class Turns:
    """Whose turn it is to ask a site. Safe to use from several threads."""

    def __init__(self, pause_seconds: float, redis_url: str | None = None) -> None:
        self._pause = pause_seconds
        self._free_at: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()
        self._away_until = 0.0
        self._redis = redis_url and redis.Redis.from_url(
            redis_url,
            retry=Retry(NoBackoff(), 0),
            socket_connect_timeout=_REDIS_SECONDS,
            socket_timeout=_REDIS_SECONDS,
        )

    def wait(self, host: str, wished: float = 0.0) -> None:
        """Return when it is our turn to ask this host, which wishes so many seconds between two questions.

        Raises FetchFailed where so many are before us that it would take too long.
        """
        pause = max(self._pause, min(wished, LONGEST_PAUSE))
        if pause <= 0:
            return
        host = host.lower()
        deadline = time.monotonic() + LONGEST_WAIT
        self._sleep(self._own_turn(host, pause), host, deadline)
        while (left := self._shared_turn(host, pause)) > 0:
            self._sleep(left, host, deadline)

    def _own_turn(self, host: str, pause: float) -> float:
        """Take the next turn in this process; in how many seconds it comes."""
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._free_at.pop(host, now))
            # One that is too far off is not taken.
            self._free_at[host] = turn + pause if turn - now <= LONGEST_WAIT else turn
            while len(self._free_at) > _KEPT_HOSTS:
                self._free_at.popitem(last=False)
        return turn - now

    def _shared_turn(self, host: str, pause: float) -> float:
        """Take the turn among all processes; 0 where it is ours, or in how many seconds to ask again."""
        if not self._redis or time.monotonic() < self._away_until:
            return 0.0
        key = _NAMESPACE + host
        try:
            if self._redis.set(key, b"1", nx=True, px=int(pause * 1000)):
                return 0.0
            left = int(self._redis.pttl(key))
        except (RedisError, OSError) as error:
            _log.warning("turns_unavailable", reason=str(error))
            self._away_until = time.monotonic() + _AWAY_SECONDS
            return 0.0
        return max(0.001, left / 1000)

    def _sleep(self, seconds: float, host: str, deadline: float) -> None:
        if time.monotonic() + seconds > deadline:
            raise FetchFailed(f"Too many pages of {host} wait to be fetched.", LONGEST_WAIT)
        time.sleep(seconds)
