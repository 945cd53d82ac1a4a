"""How often somebody may ask: a sliding window counter for each key and address, shared by all workers on Redis.

The counting is that of `limits`: its scripts on Redis, its storage in this worker's memory while Redis is away. Its own
way to Redis is not taken: the driver's pooled calls, two for each request, would cost more than a cached answer does.
"""

from __future__ import annotations

import functools
import ipaddress
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from limits.storage import MemoryStorage, RedisStorage

from service.cache.client import Client, Script
from service.settings import Rate

Policy = Literal["reads", "writes"]

_PREFIX: Final = "crosscheck:rate"
_ACQUIRE: Final = Script.of(RedisStorage.SCRIPT_ACQUIRE_SLIDING_WINDOW)
_LOOK: Final = Script.of(RedisStorage.SCRIPT_SLIDING_WINDOW)
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
        # One slot for both where Redis is a cluster.
        keys = (f"{_PREFIX}:{{{key}}}/before", f"{_PREFIX}:{{{key}}}")
        answers = self._client.run((_ACQUIRE, keys, (rate.amount, rate.seconds, 1)), (_LOOK, keys, (rate.seconds,)))
        if answers is None:
            return None
        acquired, (before, before_left, now, now_left) = answers
        return _Window(
            allowed=bool(acquired),
            before=int(before or 0),
            before_left=max(0, before_left) / 1000,
            now=int(now or 0),
            now_left=max(0, now_left) / 1000,
        )

    def _in_memory(self, key: str, rate: Rate) -> _Window:
        memory = self._memory
        allowed = memory.acquire_sliding_window_entry(key, rate.amount, rate.seconds)
        return _Window(allowed, *memory.get_sliding_window(key, rate.seconds))

    @functools.cached_property
    def _memory(self) -> MemoryStorage:
        # Made when it is needed: it starts threads, and these must not be there when the workers are forked.
        return MemoryStorage()


@dataclass(frozen=True, slots=True)
class _Window:
    """What was counted in the window before and in this one, and for how many seconds both still count."""

    allowed: bool
    before: int
    before_left: float
    now: int
    now_left: float

    def standing(self, policy: Policy, rate: Rate) -> Standing:
        weighted = self.before * self.before_left / rate.seconds + self.now
        waits = []
        if self.before:
            # The earlier window loses its weight bit by bit.
            waits.append(self.before_left % (rate.seconds / self.before))
        if self.now:
            waits.append(self.now_left % rate.seconds)
        wait = max(1, math.ceil(min(waits, default=0)))
        return Standing(policy, rate, self.allowed, max(0, rate.amount - math.floor(weighted)), wait)


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
