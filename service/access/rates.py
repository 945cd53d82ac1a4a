"""How often somebody may ask: a sliding window counter for each key and address, shared by all workers on Redis.

The counting is that of `limits` for stores without scripts: two numbers for each client, of this window and the one before.
While Redis is away its own storage counts, in the memory of this worker. Its way to Redis is not taken: two scripts for each
request, called over the driver's pool, would cost more than a cached answer does.
"""

from __future__ import annotations

import functools
import ipaddress
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from limits.storage import MemoryStorage

from service.cache.client import Client
from service.settings import Rate

Policy = Literal["reads", "writes"]

_PREFIX: Final = "crosscheck:rate"
# Whoever has one address of IPv6 has all of its network.
_IPV6_PREFIX: Final = 64


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands to a policy after this request: `wait` seconds bring back at least one more."""

    policy: Policy
    rate: Rate
    allowed: bool
    remaining: int
    wait: int

    def headers(self) -> list[tuple[str, str]]:
        """The standing as the IETF's draft of the RateLimit fields writes it."""
        return [
            ("RateLimit-Policy", f'"{self.policy}";q={self.rate.amount};w={self.rate.seconds}'),
            ("RateLimit", f'"{self.policy}";r={self.remaining};t={self.wait}'),
        ]


class RateLimits:
    """Counts requests. Without Redis, or while it is away, each worker counts what it answers itself."""

    def __init__(self, redis_url: str | None, rates: Mapping[Policy, Rate | None]) -> None:
        self._client = Client(redis_url) if redis_url and any(rates.values()) else None
        self._rates = rates

    def take(self, policy: Policy, who: str) -> Standing | None:
        """Count a request of somebody; None where the policy has no limit. Refused ones do not count."""
        rate = self._rates[policy]
        if rate is None:
            return None
        key = f"{policy}:{who}"
        window = self._on_redis(key, rate) or self._in_memory(key, rate)
        return window.standing(policy, rate)

    def _on_redis(self, key: str, rate: Rate) -> _Window | None:
        if self._client is None:
            return None
        moment = time.time()
        number = int(moment / rate.seconds)
        # One slot for both where Redis is a cluster.
        names = [f"{_PREFIX}:{{{key}}}/{rate.seconds}/{which}".encode() for which in (number, number - 1)]
        counted = self._client.count(names[0], names[1], 2000 * rate.seconds)
        if counted is None:
            return None
        window = _Window(counted[0], counted[1], rate.seconds - moment % rate.seconds)
        if not window.fits(rate):
            self._client.uncount(names[0])
            return replace(window, allowed=False, now=window.now - 1)
        return window

    def _in_memory(self, key: str, rate: Rate) -> _Window:
        allowed = self._memory.acquire_sliding_window_entry(key, rate.amount, rate.seconds)
        before, _, now, now_left = self._memory.get_sliding_window(key, rate.seconds)
        return _Window(now, before, now_left % rate.seconds, allowed)

    @functools.cached_property
    def _memory(self) -> MemoryStorage:
        # Made when it is needed: it starts threads, and these must not be there when the workers are forked.
        return MemoryStorage()


@dataclass(frozen=True, slots=True)
class _Window:
    """What was counted in this window and in the one before, and for how many seconds this one goes on."""

    now: int
    before: int
    left: float
    allowed: bool = True

    def weighted(self, rate: Rate) -> int:
        """The requests of the last `rate.seconds`, if those of the earlier window came evenly."""
        return math.floor(self.before * self.left / rate.seconds + self.now)

    def fits(self, rate: Rate) -> bool:
        return self.weighted(rate) <= rate.amount

    def standing(self, policy: Policy, rate: Rate) -> Standing:
        # The earlier window loses its weight bit by bit, and at the end of this one it is this one's turn.
        wait = min(self.left, self.left % (rate.seconds / self.before) if self.before else self.left)
        left = max(0, rate.amount - self.weighted(rate))
        return Standing(policy, rate, self.allowed, left, max(1, math.ceil(wait)))


@functools.lru_cache(maxsize=4096)
def who_has(address: str) -> str:
    """For whom the requests of an address count: the address, or its network in IPv6."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return "address:unknown"
    if known.version == 6:
        if known.ipv4_mapped:
            return f"address:{known.ipv4_mapped}"
        return f"address:{ipaddress.ip_network((known, _IPV6_PREFIX), strict=False).network_address}"
    return f"address:{known}"
