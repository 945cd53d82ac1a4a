"""The queue: Dramatiq on Redis, which tells those who work that there is a job.

A message carries the id of a job, for whoever looks into the queue; whoever hears it takes the job that has waited
longest, so that a message too few or too many delays nobody but the last in the line. Nothing depends on a message
arriving: the jobs themselves are in the database, and `service.background.rounds` finds those that nobody heard of. A
queue that is down costs seconds, never a job.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

import dramatiq
import redis
import structlog
from dramatiq.brokers.redis import RedisBroker
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

CONNECT_SECONDS: Final = 0.5
ANSWER_SECONDS: Final = 2.0
LISTEN_MILLISECONDS: Final = 250
"""How long an idle worker sleeps at most before it looks into the queue."""
NAMESPACE: Final = "crosscheck:jobs"
QUEUE: Final = "jobs"
_ACTOR: Final = "run"

_log = structlog.get_logger(__name__)


class JobQueue:
    """One end of the queue; connections are opened when they are needed."""

    def __init__(self, redis_url: str) -> None:
        client = redis.Redis.from_url(
            redis_url,
            retry=Retry(NoBackoff(), 0),
            socket_connect_timeout=CONNECT_SECONDS,
            socket_timeout=ANSWER_SECONDS,
        )
        # The database counts attempts and times; none of Dramatiq's own middleware has anything to add.
        self._broker = RedisBroker(  # type: ignore[no-untyped-call]
            client=client, middleware=[], namespace=NAMESPACE, heartbeat_timeout=30_000
        )
        self._broker.declare_queue(QUEUE)
        self._refused = False

    def announce(self, job_id: str) -> bool:
        """Tell the workers of a job; False where the queue cannot be reached."""
        message: dramatiq.Message[None] = dramatiq.Message(
            queue_name=QUEUE, actor_name=_ACTOR, args=(job_id,), kwargs={}, options={}
        )
        try:
            self._broker.enqueue(message)
        except (RedisError, OSError) as error:
            _log.warning("queue_unavailable", reason=str(error), job=job_id)
            self._refused = True
            return False
        self._refused = False
        return True

    def is_away(self) -> bool:
        """Whether it cannot be reached, or, being full, has not taken the last message."""
        return self._refused or self.length() is None

    def length(self) -> int | None:
        """How many messages nobody has taken yet; None where the queue cannot be reached."""
        try:
            return int(self._broker.client.llen(f"{NAMESPACE}:{QUEUE}"))
        except (RedisError, OSError):
            return None

    def listener(self, run: Callable[[], object], threads: int) -> Listener:
        """So many threads that call `run` for each message they hear, once they are started."""

        def heard(_job_id: str) -> None:
            run()

        dramatiq.actor(actor_name=_ACTOR, queue_name=QUEUE, broker=self._broker)(heard)
        return Listener(dramatiq.Worker(self._broker, worker_timeout=LISTEN_MILLISECONDS, worker_threads=threads))


class Listener:
    """The threads of one worker that hear of jobs; `start` has them listen."""

    def __init__(self, listening: dramatiq.Worker) -> None:
        self._listening = listening
        self.start = listening.start

    def stop(self, seconds: float) -> None:
        """Hear of no more jobs, and give back the messages that were not come to.

        It waits for so long at most. While Redis is away the threads wait for it to take what they have done; they are
        left to themselves then, and end with the process.
        """
        closing = threading.Thread(target=self._close, args=(seconds,), daemon=True)
        closing.start()
        closing.join(seconds)

    def _close(self, seconds: float) -> None:
        try:
            self._listening.stop(timeout=int(seconds * 1000))
        except (RedisError, OSError) as error:
            _log.warning("queue_unavailable", reason=str(error))
