"""Many posts and imports while one part after the other is killed, and what is there in the end."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from werkzeug.test import Client

from factcheck.checker import Checker
from tests.caching import eventually
from tests.contract.service import service_in
from tests.faults.machines import Machine, machine
from tests.faults.newsroom import Newsroom, Point, Seen, pages, points, stored
from tests.faults.planted import Submission, planted
from tests.postgresql import PostgreSQL

MAY_BE_SEEN = frozenset({200, 201, 202, 409, 503})
"""409: the same request again under its `Idempotency-Key`, while nobody knows yet that who was at it is dead."""

_WHOLE_SECONDS = 180


@dataclass(frozen=True)
class Outcome:
    """What clients were told, and what is stored; `recoveries` has what was killed and in how many seconds all was well."""

    sent: Sequence[Submission]
    seen: Seen
    stored: Counter[Submission]
    points: Counter[Point]
    seconds: float
    recoveries: Sequence[tuple[str, float]] = ()

    @property
    def lost(self) -> set[Submission]:
        """Articles that were acknowledged and are not there."""
        return self.seen.acknowledged - self.stored.keys()

    @property
    def doubled(self) -> set[Submission]:
        """Articles that are there more than once, and what nobody sent."""
        return {article for article, times in self.stored.items() if times > 1 or article not in self.sent}

    @property
    def unforeseen(self) -> dict[int, int]:
        """Answers that no client may get, with how many did."""
        return {status: count for status, count in self.seen.statuses.items() if status not in MAY_BE_SEEN}

    def complaints(self, plain: Outcome) -> dict[str, object]:
        """Everything that is not as it should be, by name, against what is found when nothing is killed."""
        found: dict[str, object] = {
            "not acknowledged": set(self.sent) - self.seen.acknowledged,
            "lost": self.lost,
            "doubled": self.doubled,
            "findings missing": plain.points - self.points,
            "findings extra": self.points - plain.points,
            "answers that no client may get": self.unforeseen,
            "without Retry-After": self.seen.without_retry_after,
            "refused": self.seen.refused,
        }
        return {name: what for name, what in found.items() if what}


def one_by_one(folder: Path, articles: int, checker: Checker) -> Outcome:
    """What there is in the end when one client posts them in their order, to a service within this process."""
    sent, seen = planted(articles), Seen()
    folder.mkdir(exist_ok=True)
    client = Client(service_in(folder, checker))
    began = time.monotonic()
    for each in sent:
        posted = client.post("/v1/articles", json={"source": each.source, "text": each.text})
        seen.note(posted.status_code)
        seen.acknowledge([each])

    def there(path: str) -> Iterator[Any]:
        return pages(lambda address: client.get(address).get_json(), path)

    seconds = time.monotonic() - began
    return Outcome(sent, seen, stored(there("/v1/articles")), points(there("/v1/inconsistencies")), seconds)


def disturbed(
    folder: Path, articles: int, postgresql: PostgreSQL | None = None, *, rounds: int = 1, **settings: str
) -> Outcome:
    """What there is in the end when each part is killed so many times, at even distances."""
    sent = planted(articles)
    with machine(folder, postgresql, **settings) as running:
        newsroom = Newsroom([running.service.url], sent)
        recoveries: list[tuple[str, float]] = []
        seconds = newsroom.work(lambda: recoveries.extend(_killed(running, newsroom, rounds)))
        return Outcome(
            sent,
            newsroom.seen,
            stored(newsroom.client.pages("/v1/articles")),
            points(newsroom.client.pages("/v1/inconsistencies")),
            seconds,
            recoveries,
        )


def _killed(running: Machine, newsroom: Newsroom, rounds: int) -> Iterator[tuple[str, float]]:
    kills = list(running.kills().items()) * rounds
    for number, (name, kill) in enumerate(kills, 1):
        while newsroom.done < number / (len(kills) + 1):
            time.sleep(0.02)
        began = time.monotonic()
        kill()
        assert eventually(running.whole, _WHOLE_SECONDS), f"not whole again after the end of: {name}"
        yield name, time.monotonic() - began
