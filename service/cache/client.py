"""The Redis client: a few commands, each bounded in time, none of which ever raises.

A driver's error becomes a miss here and nowhere else. Connections belong to one thread each and are driven directly:
that takes a third of the time of the driver's pooled calls.
"""

from __future__ import annotations

import os
import threading
import time
from typing import Any

from redis import ConnectionPool
from redis.backoff import NoBackoff
from redis.exceptions import RedisError, ResponseError
from redis.retry import Retry

from service import metrics
from service.cache.breaker import Breaker

# The system takes these times while it waits for the server, so they stay right in a process whose other threads keep the
# interpreter busy. They are short, so that several in one request cannot add up.
CONNECT_SECONDS = 0.1
ANSWER_SECONDS = 0.1
# For an answer that comes in many pieces. The interpreter takes this time, and a busy process waits for it, several times
# in one call: anything shorter and load alone would keep the circuit open.
SLOW_SECONDS = 0.5


class Client:
    """A Redis server, or nothing: what fails, is slow or is refused looks like an empty cache."""

    def __init__(self, url: str) -> None:
        self._pool = ConnectionPool.from_url(
            url,
            # RESP2 needs no greeting, so a new connection costs no round trip; the driver's own retries would add
            # seconds to each call while the server is away.
            protocol=2,
            driver_info=None,
            retry=Retry(NoBackoff(), 0),
            socket_connect_timeout=CONNECT_SECONDS,
            socket_timeout=ANSWER_SECONDS,
        )
        self._own = threading.local()
        self.breaker = Breaker(self._ping)

    def get(self, key: bytes) -> bytes | None:
        """The value of a key."""
        answers = self._ask(("GET", key))
        return _value(answers[0]) if answers else None

    def claim(self, lock: bytes, key: bytes, milliseconds: int) -> tuple[bool, bytes | None]:
        """Take the lock for so long, and read the key after: whether it was taken, and the value.

        A server that cannot give the lock (away, full) gives it to everybody: it saves work and guards nothing.
        """
        answers = self._ask(("SET", lock, b"1", "NX", "PX", milliseconds), ("GET", key))
        if not answers:
            return True, None
        return answers[0] is not None, _value(answers[1])

    def put(self, key: bytes, value: bytes, milliseconds: int, lock: bytes) -> bool:
        """Keep a value for so long and give the lock back; False where it was not kept."""
        answers = self._ask(("SET", key, value, "PX", milliseconds), ("DEL", lock))
        return bool(answers) and answers[0] == b"OK"

    def release(self, lock: bytes) -> None:
        """Give the lock back.

        It may have run out and be somebody else's by now; then one answer is computed twice, which is allowed.
        """
        self._ask(("DEL", lock))

    def count(self, key: bytes, before: bytes, milliseconds: int) -> tuple[int, int] | None:
        """Add one to a number that is kept for so long: what it then is, and the number before; None where it was not."""
        answers = self._ask(("INCR", key), ("PEXPIRE", key, milliseconds), ("GET", before))
        if not answers or any(isinstance(answer, ResponseError) for answer in answers):
            return None
        return answers[0], int(answers[2] or 0)

    def uncount(self, key: bytes) -> None:
        """Take one back that was added."""
        self._ask(("DECR", key))

    def available(self) -> bool:
        """Whether the server answers now. Takes no longer than one call, and no time while the circuit is open."""
        return bool(self._ask(("PING",)))

    def _ask(self, *commands: tuple[Any, ...]) -> list[Any]:
        """The answers to commands sent in one go, or nothing. A refused command's answer is its ResponseError."""
        if not self.breaker.closed:
            return []
        started = time.monotonic()
        answers: list[Any] = []
        connection = None
        try:
            connection = self._connection()
            connection.send_packed_command(connection.pack_commands(commands), check_health=False)
            for _ in commands:
                try:
                    answers.append(connection.read_response(disable_decoding=True))
                except ResponseError as refused:
                    answers.append(refused)
        except (RedisError, OSError) as problem:
            if connection is not None:
                connection.disconnect()
            metrics.CACHE_ERRORS.inc()
            self.breaker.trip(f"{type(problem).__name__}: {problem}")
            return []
        except BaseException:
            # Interrupted between asking and reading: the answer still to come must not be taken for the next one's.
            if connection is not None:
                connection.disconnect()
            raise
        if time.monotonic() - started > SLOW_SECONDS:
            metrics.CACHE_ERRORS.inc()
            self.breaker.trip(f"took more than {SLOW_SECONDS} s")
        return answers

    def _connection(self) -> Any:
        # Of this process (sockets must not be shared over a fork) and of this era of the server.
        belongs = (os.getpid(), self.breaker.era)
        if getattr(self._own, "belongs", None) != belongs:
            self._own.connection = self._pool.make_connection()
            self._own.belongs = belongs
        return self._own.connection

    def _ping(self) -> None:
        connection: Any = self._pool.make_connection()
        try:
            connection.send_command("PING", check_health=False)
            connection.read_response(disable_decoding=True)
        finally:
            connection.disconnect()


def _value(answer: object) -> bytes | None:
    return answer if isinstance(answer, bytes) else None
