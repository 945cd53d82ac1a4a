"""Several clients that send articles as real ones do: again after `Retry-After`, again after a connection that broke.

What is sent again is sent under the same `Idempotency-Key`, if it had one, and must not double anything either way.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from tests.faults.planted import Submission

CLIENTS: Final = 6
LINES: Final = 20
"""Articles of an import."""
_BROKEN_SECONDS: Final = 0.2
"""How long a client waits after a connection that broke."""
_PATIENCE_SECONDS: Final = 180.0
"""How long a client tries in all before it counts as refused."""
_AGAIN: Final = frozenset({409, 429, 503})

Point = tuple[str, str | None, frozenset[tuple[int, frozenset[tuple[str, str]]]]]
"""What an inconsistency says: relation, kind, and of each position how many independent sources and whose words."""


@dataclass
class Seen:
    """What the clients were told."""

    acknowledged: set[Submission] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    broken: int = 0
    without_retry_after: int = 0
    refused: list[str] = field(default_factory=list)
    longest_wait: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def acknowledge(self, articles: Sequence[Submission]) -> None:
        """Note that these will be there for ever."""
        with self._lock:
            self.acknowledged.update(articles)

    def note(self, status: int | None, *, retry_after: bool = True) -> None:
        """Note an answer, or a connection that broke."""
        with self._lock:
            if status is None:
                self.broken += 1
                return
            self.statuses[status] += 1
            if status in _AGAIN and not retry_after:
                self.without_retry_after += 1

    def waited(self, seconds: float) -> None:
        """Note how long something took that was sent, with all its repetitions."""
        with self._lock:
            self.longest_wait = max(self.longest_wait, seconds)


@dataclass(frozen=True)
class Client:
    """One client of the services at these addresses; it turns to the next one where a connection breaks."""

    urls: Sequence[str]
    seen: Seen = field(default_factory=Seen)

    def send(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, Mapping[str, str], Any]:
        """Status, headers and JSON of the answer, when there is one that is not to be asked for again."""
        began = time.monotonic()
        turn = hash((path, body)) % len(self.urls)
        while time.monotonic() - began < _PATIENCE_SECONDS:
            try:
                status, answered, content = self._exchange(self.urls[turn], method, path, body, headers or {})
            except (OSError, http.client.HTTPException):
                self.seen.note(None)
                turn = (turn + 1) % len(self.urls)
                time.sleep(_BROKEN_SECONDS)
                continue
            self.seen.note(status, retry_after="retry-after" in answered)
            if status not in _AGAIN:
                self.seen.waited(time.monotonic() - began)
                return status, answered, json.loads(content) if content else None
            time.sleep(float(answered.get("retry-after", 1)))
        raise TimeoutError(f"{method} {path} was not answered within {_PATIENCE_SECONDS:.0f} s")

    def pages(self, path: str) -> Iterator[Any]:
        """Every item of a list, over all its pages."""
        return pages(lambda address: self.send("GET", address)[2], path)

    def _exchange(
        self, url: str, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[int, Mapping[str, str], bytes]:
        address = urlsplit(url)
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)
        try:
            connection.request(method, path, body=body, headers=dict(headers))
            answer = connection.getresponse()
            content = answer.read()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, content
        finally:
            connection.close()


@dataclass(frozen=True)
class Errand:
    """One thing to send, in one of the ways there are."""

    number: int
    articles: Sequence[Submission]

    @property
    def is_job(self) -> bool:
        """Whether it is to be done in the background."""
        return len(self.articles) > 1 or self.number % 3 == 0

    def send(self, client: Client) -> tuple[int, Mapping[str, str], Any]:
        """Send it until it is answered."""
        headers = {"Content-Type": "application/json"}
        if len(self.articles) > 1:
            headers = {"Content-Type": "application/x-ndjson"}
        elif self.is_job:
            headers["Prefer"] = "respond-async"
        if self.number % 2 == 0:
            headers["Idempotency-Key"] = f"errand-{self.number}"
        lines = ({"source": each.source, "text": each.text} for each in self.articles)
        path = "/v1/imports" if len(self.articles) > 1 else "/v1/articles"
        return client.send("POST", path, b"\n".join(json.dumps(line).encode() for line in lines), headers)


def errands(articles: Sequence[Submission]) -> list[Errand]:
    """What to send: of twice `LINES` articles, half in an import and half one by one."""
    found: list[Errand] = []
    for start in range(0, len(articles), 2 * LINES):
        imported, one_by_one = articles[start : start + LINES], articles[start + LINES : start + 2 * LINES]
        for sent in (imported, *([each] for each in one_by_one)):
            found.append(Errand(len(found), sent))
    return found


class Newsroom:
    """Clients that send all of these to the services at these addresses, and then wait for the end of every job."""

    def __init__(self, urls: Sequence[str], articles: Sequence[Submission]) -> None:
        self.seen = Seen()
        self.client = Client(urls, self.seen)
        self._errands = deque(errands(articles))
        self._jobs: deque[str] = deque()
        self._steps = len(self._errands) + sum(errand.is_job for errand in self._errands)
        self._ended: list[object] = []

    @property
    def done(self) -> float:
        """Which share of it is behind the clients, from 0 to 1: what was sent, and the jobs that ended."""
        return len(self._ended) / self._steps

    def work(self, meanwhile: Callable[[], object] = lambda: None, *, clients: int = CLIENTS) -> float:
        """Send it all and wait for all jobs, while `meanwhile` is done here; how many seconds that took."""
        began = time.monotonic()
        with ThreadPoolExecutor(clients) as pool:
            working = [pool.submit(self._work) for _ in range(clients)]
            try:
                meanwhile()
            except BaseException:
                self._errands.clear()
                self._jobs.clear()
                raise
            for each in working:
                each.result()
        return time.monotonic() - began

    def _work(self) -> None:
        with contextlib.suppress(IndexError):
            while True:
                self._send(self._errands.popleft())
        with contextlib.suppress(IndexError):
            while True:
                self._follow(self._jobs.popleft())

    def _send(self, errand: Errand) -> None:
        status, headers, answer = errand.send(self.client)
        if status in (200, 201, 202):
            self.seen.acknowledge(errand.articles)
        else:
            self.seen.refused.append(f"{status}: {answer}")
        if status == 202:
            self._jobs.append(headers["location"])
        self._ended.append(errand)

    def _follow(self, job: str) -> None:
        while True:
            _, _, found = self.client.send("GET", job)
            if found["status"] in ("succeeded", "failed", "cancelled"):
                break
            time.sleep(0.5)
        if found["status"] != "succeeded" or found["result"].get("invalid"):
            self.seen.refused.append(f"{found['kind']} job: {found}")
        self._ended.append(job)


def pages(get: Callable[[str], Any], path: str) -> Iterator[Any]:
    """Every item of a list, over all its pages; `get` gives the JSON at an address."""
    cursor = ""
    while True:
        page = get(f"{path}?limit=100{cursor}")
        yield from page["items"]
        if page["next_cursor"] is None:
            return
        cursor = f"&cursor={page['next_cursor']}"


def stored(articles: Iterable[Any]) -> Counter[Submission]:
    """The articles of the API, and how often each is there."""
    return Counter(Submission(each["source"]["name"], each["text"]) for each in articles)


def points(inconsistencies: Iterable[Any]) -> Counter[Point]:
    """The inconsistencies of the API by what they say, and how often each is there."""
    return Counter(_point(each) for each in inconsistencies)


def _point(inconsistency: Any) -> Point:
    positions = frozenset(
        (
            position["independent_sources"],
            frozenset((claim["source"]["name"], claim["text"]) for claim in position["claims"]),
        )
        for position in inconsistency["positions"]
    )
    return inconsistency["relation"], inconsistency.get("kind"), positions
