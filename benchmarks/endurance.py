"""Mixed load for an hour, at half of what the service can do: does its memory grow, do its answers become slower?

First the store and the caches are filled, by an import and by clients that post. Then the load is sent by a few clients
without pause, which tells the capacity. Then requests come at half that rate, each at its appointed time whether or not earlier
ones are answered, so that a pause of the service shows in every request that falls into it.
"""

from __future__ import annotations

import http.client
import json
import queue
import random
import statistics
import threading
import time
import urllib.parse
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from benchmarks.corpus import SEED, TEMPLATES, Vocabulary
from benchmarks.load import quantile
from benchmarks.processes import Server, crosscheck, exchange, postgresql, proportional_memory
from benchmarks.site import Site, running_site

CLIENTS: Final = 16
FILLED: Final = 4_000
"""Articles that are there before anything is measured, one half imported, one half posted: a process keeps what it has read
of its last few thousand claims, and grows until it has read so many."""
BURST_CLIENTS: Final = 6
BURST_SECONDS: Final = 30.0
SHARE: Final = 0.5
"""Of the capacity that is asked for."""
WINDOWS: Final = 6
"""How many parts the time is cut into; the first is the warm-up, in which caches and vocabularies fill."""
MOST_GROWTH: Final = 0.05
"""Of a process's memory, from the second part to the last."""
FLAT: Final = 1.5
"""A p99 counts as flat where none of the later parts is so many times the second: neighbours on the machine do more."""
SENTENCES: Final = 6
FEEDS: Final = 3
_MEASURED_EVERY_SECONDS: Final = 10.0

# Of a hundred requests. A write makes all cached answers old, so of the readings of few addresses some hit and some miss.
_MIX: Final = {"read": 50, "list": 15, "check": 22, "post": 9, "job": 3, "import": 1}
_HOT: Final = ("/v1/sources", "/v1/inconsistencies", "/v1/articles", "/v1/inconsistencies?kind=quantity")
_LINES: Final = 5
_IDLE_SECONDS: Final = 3.0
"""A connection that was not used for so long is not used again: the service closes it after five."""
_JOB: Final = "a job, to its end"
_REFUSED: Final = "refused"

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Sample:
    """One request, or one job: what it was, when it was due in seconds from the start, how long it took, and what went
    wrong."""

    kind: str
    due: float
    seconds: float
    error: str = ""


@dataclass
class Load:
    """What asks the service, and what came of it."""

    service: Server
    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary(SEED + 3))
    samples: list[Sample] = field(default_factory=list)
    _jobs: queue.SimpleQueue[tuple[float, str]] = field(default_factory=queue.SimpleQueue)
    _known: list[str] = field(default_factory=list)
    _drawn: random.Random = field(default_factory=lambda: random.Random(SEED + 3))  # noqa: S311 - a fixed draw
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, seconds: float, clients: int, rate: float | None = None) -> float:
        """Send for so long, `rate` a second or, where that is None, without pause; how long it took until all was done.

        Jobs are followed to their end.
        """
        began = time.perf_counter()
        over = threading.Event()
        follower = threading.Thread(target=self._follow, args=(over,))
        follower.start()
        turns = self._turns(began, seconds, rate)
        threads = [threading.Thread(target=self._client, args=(began, turns)) for _ in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        over.set()
        follower.join()
        return time.perf_counter() - began

    def fill(self, articles: int) -> None:
        """Store so many articles, as fast as the service takes them: half by the worker for jobs, half by those that answer.

        Raises RuntimeError where one is refused.
        """
        texts = [self._article() for _ in range(articles)]
        posted = iter(texts[articles // 2 :])

        def post() -> None:
            connection = self.service.connect()
            while True:
                with self._lock:
                    article = next(posted, None)
                if article is None:
                    break
                exchange(connection, "POST", "/v1/articles", article)
            connection.close()

        lines = b"\n".join(json.dumps(article).encode() for article in texts[: articles // 2])
        connection = self.service.connect()
        headers = {"Content-Type": "application/x-ndjson"}
        status, received, answer = _asked(connection, "POST", "/v1/imports", lines, headers)
        connection.close()
        if status != 202:
            raise RuntimeError(f"the import was answered {status}: {answer}")
        with ThreadPoolExecutor(BURST_CLIENTS) as clients:
            for done in [clients.submit(post) for _ in range(BURST_CLIENTS)]:
                done.result()
        self._ended(received["location"])

    def _turns(self, began: float, seconds: float, rate: float | None) -> Iterator[float]:
        """When each request is due, in seconds from the beginning; to be asked for by one thread at a time."""
        number = 0
        while (due := number / rate if rate else time.perf_counter() - began) < seconds:
            yield due
            number += 1

    def _client(self, began: float, turns: Iterator[float]) -> None:
        connection = self.service.connect()
        used = time.perf_counter()
        while True:
            with self._lock:
                due = next(turns, None)
                if due is None:
                    break
                kind, method, path, body, headers = self._request()
            time.sleep(max(0.0, began + due - time.perf_counter()))
            if time.perf_counter() - used > _IDLE_SECONDS:
                connection.close()
                connection = self.service.connect()
            try:
                status, received, answer = _asked(connection, method, path, body, headers)
                error = "" if status < 400 else f"{method} {path.partition('?')[0]} {status} {answer.get('code', '')}"
                kind = _REFUSED if error else self._noted(kind, due, received, answer)
            except (OSError, http.client.HTTPException) as failure:
                kind, error = _REFUSED, f"{method} {path.partition('?')[0]} {failure!r}"
                connection.close()
                connection = self.service.connect()
            used = time.perf_counter()
            self.samples.append(Sample(kind, due, used - began - due, error))
        connection.close()

    def _request(self) -> tuple[str, str, str, bytes | None, dict[str, str]]:
        (kind,) = self._drawn.choices(list(_MIX), list(_MIX.values()))
        if kind == "read":
            return kind, "GET", self._drawn.choice([*_HOT, *self._known[:2]]), None, {}
        if kind == "list":
            return kind, "GET", self._list(), None, {}
        if kind == "check":
            claim = self.vocabulary.sentence(self._drawn.choice(TEMPLATES))
            return kind, "GET", "/v1/check?" + urllib.parse.urlencode({"claim": claim}), None, {}
        if kind == "import":
            lines = b"\n".join(json.dumps(self._article()).encode() for _ in range(_LINES))
            return kind, "POST", "/v1/imports", lines, {"Content-Type": "application/x-ndjson"}
        headers = {"Content-Type": "application/json"}
        if kind == "job":
            headers["Prefer"] = "respond-async"
        return kind, "POST", "/v1/articles", json.dumps(self._article()).encode(), headers

    def _list(self) -> str:
        shapes = ["/v1/claims?entity={name}", "/v1/claims?q={name}+{thing}", "/v1/articles?q={name}"]
        if self._known:
            shapes += [f"{self._drawn.choice(self._known)}{of}" for of in ("", "/claims", "/inconsistencies")]
        return self._drawn.choice(shapes).format(name=self.vocabulary.draw("name"), thing=self.vocabulary.draw("thing"))

    def _article(self) -> dict[str, str]:
        return {"source": f"Outlet {self._drawn.randrange(40)}", "text": self.vocabulary.text(SENTENCES)}

    def _noted(self, kind: str, due: float, received: Mapping[str, str], answer: Any) -> str:
        """Remember what comes of an answer, and say which sort it was."""
        if kind in ("job", "import"):
            self._jobs.put((due, received["location"]))
            return "accept a job"
        if kind == "post":
            with self._lock:
                self._known.insert(self._drawn.randrange(len(self._known) + 1), f"/v1/articles/{answer['id']}")
                del self._known[2_000:]
            return "store an article"
        if kind == "check":
            return "check a claim"
        return "read, cached" if "; hit" in received.get("cache-status", "") else "read, not cached"

    def _follow(self, over: threading.Event) -> None:
        """Wait for each job, in the order in which they came, until there are none and no more come."""
        while True:
            try:
                due, path = self._jobs.get(timeout=0.5)
            except queue.Empty:
                if over.is_set():
                    return
                continue
            try:
                job = self._ended(path)
            except (OSError, RuntimeError, http.client.HTTPException) as failure:
                self.samples.append(Sample(_JOB, due, 0.0, f"{path} {failure!r}"))
                continue
            created, finished = (datetime.fromisoformat(job[name]) for name in ("created_at", "finished_at"))
            error = "" if job["status"] == "succeeded" else f"{path} {job['problem']}"
            self.samples.append(Sample(_JOB, due, (finished - created).total_seconds(), error))

    def _ended(self, path: str) -> Any:
        while True:
            connection = self.service.connect()
            job = exchange(connection, "GET", path)
            connection.close()
            if job["status"] not in ("queued", "running"):
                return job
            time.sleep(0.5)


@dataclass
class Memory:
    """What each process takes, measured again and again: (when, by name the megabytes)."""

    service: Server
    others: Callable[[], Mapping[str, Sequence[int]]]
    readings: list[tuple[float, dict[str, float]]] = field(default_factory=list)

    def watch(self, began: float, over: threading.Event) -> None:
        """Measure until it is over."""
        while not over.wait(_MEASURED_EVERY_SECONDS if self.readings else 0.0):
            roles = {**self.service.roles(), **self.others()}
            taken = {name: sum(map(proportional_memory, pids)) for name, pids in roles.items()}
            self.readings.append((time.perf_counter() - began, taken))


def report(folder: Path, minutes: float, database: str, rate: float | None, say: Say) -> str:
    """Tables of latencies, errors and memory for each part of the time, and the verdict."""
    with ExitStack() as stack:
        site = stack.enter_context(running_site())
        settings = {"job_workers": "1", **site.settings}
        others: Callable[[], Mapping[str, Sequence[int]]] = dict
        if database == "postgresql":
            server = stack.enter_context(postgresql(folder / "postgresql"))
            settings["database_url"] = server.url
            others = lambda: {"PostgreSQL": server.processes()}  # noqa: E731 - a name for one of two
        service = stack.enter_context(crosscheck(folder / "endured", **settings))
        load = Load(service)
        filled = min(FILLED, int(FILLED * minutes / 60) + 1)
        say(f"  storing {filled:,} articles first")
        load.fill(filled)
        load.run(min(10.0, minutes * 60), BURST_CLIENTS)  # the first use of everything
        if rate is None:
            load.samples.clear()
            seconds = load.run(BURST_SECONDS, BURST_CLIENTS)
            asked = sum(sample.kind != _JOB for sample in load.samples)
            rate = SHARE * asked / seconds
            say(f"  capacity {asked / seconds:.1f} requests/s; asking for {rate:.1f}/s, {minutes:g} minutes")
        _set_up_feeds(service, site)
        load.samples.clear()
        memory = Memory(service, others)
        over = threading.Event()
        watcher = threading.Thread(target=memory.watch, args=(time.perf_counter(), over))
        watcher.start()
        load.run(minutes * 60, CLIENTS, rate)
        over.set()
        watcher.join()
        polled, given_up, deliveries = _of_feeds(service), _failed_jobs(service), site.received
    samples = load.samples
    for error, times in Counter(sample.error for sample in samples if sample.error).most_common(20):
        say(f"  {times} times {error}")
    lines = [
        f"{minutes:g} minutes at {rate:.1f} requests/s over {database}: {len(samples):,} requests and jobs, "
        f"{sum(bool(sample.error) for sample in samples)} errors; {polled} entries of {FEEDS} feeds, "
        f"{deliveries} deliveries to a webhook, {given_up} jobs failed.",
        "",
        *_latencies(samples, minutes),
        "",
        *_memory(memory.readings, minutes),
        "",
        *verdicts(samples, memory.readings, minutes),
    ]
    return "\n".join(lines)


def _set_up_feeds(service: Server, site: Site) -> None:
    connection = service.connect()
    for number in range(FEEDS):
        exchange(connection, "POST", "/v1/feeds", {"url": f"{site.url}/feed/{number}", "interval_seconds": 60})
    exchange(
        connection,
        "POST",
        "/v1/webhooks",
        {"url": f"{site.url}/hook", "events": ["inconsistency.detected", "job.finished"]},
    )
    connection.close()


def _of_feeds(service: Server) -> int:
    connection = service.connect()
    feeds = exchange(connection, "GET", "/v1/feeds")["items"]
    connection.close()
    return sum(feed["article_count"] for feed in feeds)


def _failed_jobs(service: Server) -> int:
    connection = service.connect()
    failed = exchange(connection, "GET", "/v1/jobs?status=failed&limit=100")["items"]
    connection.close()
    return len(failed)


def _asked(
    connection: http.client.HTTPConnection, method: str, path: str, body: bytes | None, headers: dict[str, str]
) -> tuple[int, dict[str, str], Any]:
    connection.request(method, path, body=body, headers=headers)
    answer = connection.getresponse()
    read = answer.read()
    received = {name.lower(): value for name, value in answer.headers.items()}
    return answer.status, received, json.loads(read) if read else {}


def _window(moment: float, minutes: float) -> int:
    return min(WINDOWS - 1, int(moment / (minutes * 60) * WINDOWS))


def _names(minutes: float) -> list[str]:
    each = minutes / WINDOWS
    return [f"{number * each:g} to {(number + 1) * each:g} min" for number in range(WINDOWS)]


def _latencies(samples: Sequence[Sample], minutes: float) -> list[str]:
    kinds = sorted({sample.kind for sample in samples})
    lines = ["| p50 / p95 / p99, ms | all | " + " | ".join(kinds) + " | errors |", "|---" * (len(kinds) + 3) + "|"]
    for number, name in enumerate(_names(minutes)):
        here = [sample for sample in samples if _window(sample.due, minutes) == number]
        cells = [_quantiles([sample for sample in here if sample.kind != _JOB])]
        cells += [_quantiles([sample for sample in here if sample.kind == kind]) for kind in kinds]
        lines.append(f"| {name} | {' | '.join(cells)} | {sum(bool(sample.error) for sample in here)} |")
    return lines


def _quantiles(samples: Sequence[Sample]) -> str:
    times = [sample.seconds * 1000 for sample in samples]
    return " / ".join(f"{quantile(times, share):.0f}" for share in (0.5, 0.95, 0.99)) if times else "-"


def _memory(readings: Sequence[tuple[float, Mapping[str, float]]], minutes: float) -> list[str]:
    sizes = sizes_by_window(readings, minutes)
    lines = [
        "| PSS, MB | " + " | ".join(_names(minutes)) + " | growth after the first |",
        "|---" * (WINDOWS + 2) + "|",
    ]
    for name, megabytes in sizes.items():
        cells = ["-" if size is None else f"{size:.0f}" for size in megabytes]
        lines.append(f"| {name} | {' | '.join(cells)} | {growth(megabytes):+.1%} |")
    return lines


def sizes_by_window(
    readings: Sequence[tuple[float, Mapping[str, float]]], minutes: float
) -> dict[str, list[float | None]]:
    """For each process the median of its memory in each part of the time; None where it was not there."""
    names = sorted({name for _, taken in readings for name in taken})
    found: dict[str, list[float | None]] = {}
    for name in names:
        parts: list[list[float]] = [[] for _ in range(WINDOWS)]
        for moment, taken in readings:
            if name in taken:
                parts[_window(moment, minutes)].append(taken[name])
        found[name] = [statistics.median(part) if part else None for part in parts]
    return found


def growth(megabytes: Sequence[float | None]) -> float:
    """From the second part to the last, as a share of the second; 0 where one of them was not measured."""
    second, last = megabytes[1], megabytes[-1]
    return last / second - 1 if second and last else 0.0


def together(
    readings: Sequence[tuple[float, Mapping[str, float]]],
) -> list[tuple[float, dict[str, float]]]:
    """The same readings of the service's own processes, with what all of them take in place of gunicorn's and the launcher.

    Gunicorn's process answers nothing: it grows as workers write to pages that they shared with it, which then count for it
    alone.
    """
    found = []
    for moment, taken in readings:
        own = {name: size for name, size in taken.items() if name not in ("PostgreSQL", "Valkey")}
        workers = {name: size for name, size in own.items() if "worker" in name}
        found.append((moment, {**workers, "all processes of the service": sum(own.values())}))
    return found


def verdicts(
    samples: Sequence[Sample], readings: Sequence[tuple[float, Mapping[str, float]]], minutes: float
) -> list[str]:
    """Whether there were errors, memory grew, and the slowest answers became slower.

    Judged are each worker and the whole service: PostgreSQL and Valkey fill the memory that they are given.
    """
    errors = sum(bool(sample.error) for sample in samples)
    own = {name: growth(sizes) for name, sizes in sizes_by_window(together(readings), minutes).items()}
    most = max(own, key=lambda name: own[name])
    worst = [
        quantile([s.seconds for s in samples if _window(s.due, minutes) == number and s.kind != _JOB], 0.99)
        for number in range(1, WINDOWS)
    ]
    ratio = max(worst) / worst[0]
    return [
        f"- errors: {errors} ({'none' if not errors else 'FAILED'})",
        f"- memory after the warm-up: at most {own[most]:+.1%}, {most} "
        f"({'within' if own[most] <= MOST_GROWTH else 'FAILED:'} {MOST_GROWTH:.0%})",
        f"- p99 of all requests: at most {ratio:.2f} times that of the second part "
        f"({'flat' if ratio <= FLAT else 'FAILED'}, aim {FLAT:g})",
    ]
