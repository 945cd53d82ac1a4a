"""When to start something again that has died: at once the first time, then with pauses that grow up to 30 seconds."""

from __future__ import annotations

import time

LONGEST_SECONDS = 30.0
_SOUND_SECONDS = 60.0


class Pauses:
    """The deaths of one process."""

    def __init__(self) -> None:
        self._deaths = 0
        self._started_at = 0.0
        self._not_before: float | None = None

    def started(self) -> None:
        """It has just been started."""
        self._started_at = time.monotonic()
        self._not_before = None

    def died(self) -> bool:
        """It is dead; True where this is news."""
        if self._not_before is not None:
            return False
        now = time.monotonic()
        # One that has worked for a minute begins anew.
        self._deaths = 1 if now - self._started_at > _SOUND_SECONDS else self._deaths + 1
        self._not_before = now + (min(LONGEST_SECONDS, 0.5 * 2**self._deaths) if self._deaths > 1 else 0.0)
        return True

    def over(self) -> bool:
        """Whether it may be started again."""
        return self._not_before is not None and time.monotonic() >= self._not_before
