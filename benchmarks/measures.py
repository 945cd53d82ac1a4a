"""The measurements, each a function that returns rows of the table."""

from __future__ import annotations

import json
import shutil
import statistics
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import count
from pathlib import Path

from benchmarks import load
from benchmarks.corpus import SEED, TEMPLATES, Cast, Vocabulary
from benchmarks.filling import SENTENCES, casts, fill, moulds
from benchmarks.processes import Server, crosscheck, empty_view, exchange, memory, postgresql, processor_seconds
from factcheck.checker import Checker
from service.store import Store, create_store

Say = Callable[[str], None]

_SAID_EVERY_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what, on how much, the figure, and the aim (empty where there is none)."""

    what: str
    size: str
    figure: str
    aim: str = ""


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is measured."""

    sizes: tuple[int, ...]
    rounds: int
    seconds: float
    checks: int
    posts: int
    starts: int
    base_articles: int
    imported: int
    idle: tuple[int, ...]
    database: str = "sqlite"
    before: int = 0
    """Claims that are stored before an import, SQLite only."""
    workers: tuple[int, ...] = (1, 2)
    """With how many workers articles are imported."""


FULL = Extent(
    sizes=(1_000, 10_000, 100_000),
    rounds=5,
    seconds=2.0,
    checks=300,
    posts=40,
    starts=3,
    base_articles=80,
    imported=1_000,
    idle=(0, 1_000, 10_000),
)
QUICK = Extent(
    sizes=(1_000, 3_000),
    rounds=2,
    seconds=1.0,
    checks=40,
    posts=8,
    starts=1,
    base_articles=20,
    imported=200,
    idle=(0, 1_000),
)

IMPORTED_SENTENCES = 5
"""How long an article of an import is."""


def starting(folder: Path, extent: Extent, say: Say) -> list[Row]:
    """From the command to the first ready answer: on an empty folder (cold), and again on the same one (warm)."""
    cold: list[float] = []
    warm: list[float] = []
    for number in range(extent.starts):
        for times in (cold, warm):
            with crosscheck(folder / f"start-{number}") as server:
                times.append(server.ready_after)
    say(f"  cold {cold}, warm {warm}")
    runs = f"median of {extent.starts}"
    return [
        Row("start to ready, empty folder", runs, f"{statistics.median(cold):.1f} s"),
        Row("start to ready, again", runs, f"{statistics.median(warm):.1f} s", "< 8 s"),
    ]


def cached(folder: Path, extent: Extent, say: Say) -> list[Row]:
    """A cached GET against an empty Flask view, in turns within one run; and the memory of the workers afterwards."""
    with crosscheck(folder / "cached") as service, empty_view(folder / "empty") as yardstick:
        connection = service.connect()
        text = Vocabulary(SEED + 1).text(SENTENCES)
        article = exchange(connection, "POST", "/v1/articles", {"source": "Benchmark", "text": text})
        connection.close()
        path = f"/v1/articles/{article['id']}"
        load.requests_per_second(service.address, path, 0.5)
        load.requests_per_second(yardstick.address, "/", 0.5)
        ours, theirs = [], []
        for _ in range(extent.rounds):
            ours.append(load.requests_per_second(service.address, path, extent.seconds))
            theirs.append(load.requests_per_second(yardstick.address, "/", extent.seconds))
            say(f"  cached GET {ours[-1]:,.0f}/s, empty view {theirs[-1]:,.0f}/s")
        ratio = statistics.median(one / other for one, other in zip(ours, theirs, strict=True))
        sizes = f"{len(service.workers())} workers, {load.PROCESSES * load.CONNECTIONS} connections"
        return [
            Row("cached GET, requests/s", sizes, f"{statistics.median(ours):,.0f}"),
            Row("empty Flask view, requests/s", sizes, f"{statistics.median(theirs):,.0f}"),
            Row("cached GET : empty view", f"median of {extent.rounds} rounds", f"{ratio:.2f}", ">= 1"),
            *_memory_rows(service, "after cached GETs"),
        ]


def imports(folder: Path, extent: Extent, say: Say) -> list[Row]:
    """Articles a second, from sending two imports to the end of both jobs, with so many workers."""
    rows: list[Row] = []
    full = folder / "corpus"
    if extent.before:
        store = _empty_store(full)
        fill(store, _articles_without_end(extent, say), 0, extent.before, say)
        store.dispose()
    for workers in extent.workers:
        with ExitStack() as stack:
            settings = {"job_workers": str(workers), "job_threads": "1", "workers": "1"}
            if extent.database == "postgresql":
                settings["database_url"] = stack.enter_context(postgresql(folder / f"postgresql-{workers}")).url
            if extent.before:
                shutil.copytree(full, folder / f"imports-{workers}")
            service = stack.enter_context(crosscheck(folder / f"imports-{workers}", **settings))
            created, seconds, processor = _imported(service, extent.imported, say)
        named = f"import, {workers} worker{'s' if workers > 1 else ''}, {extent.database}"
        each = f"{processor / created * 1000:.0f} ms of processor time each"
        say(f"  {named}: {created:,} stored after {seconds:.1f} s, {each}")
        into = f"{created:,} articles" + (f" into {extent.before:,} claims" if extent.before else "")
        rows.append(Row(named, into, f"{created / seconds:.1f} articles/s, {each}"))
    return rows


def _imported(service: Server, articles: int, say: Say) -> tuple[int, float, float]:
    """How many articles two imports have stored, in how many seconds, and the workers' processor time in seconds."""
    vocabulary = Vocabulary(SEED + 2)
    connection = service.connect()
    began = time.perf_counter()
    jobs = [_import(connection, vocabulary, articles // 2, number) for number in range(2)]
    say(f"  accepted after {time.perf_counter() - began:.1f} s")
    created = _created(connection, jobs, say)
    seconds = time.perf_counter() - began
    connection.close()
    workers = [pid for name, pids in service.roles().items() if name.startswith("job worker") for pid in pids]
    return created, seconds, sum(map(processor_seconds, workers))


def _import(connection: HTTPConnection, vocabulary: Vocabulary, articles: int, number: int) -> str:
    """Send an import; the address of its job."""
    lines = [
        json.dumps({"source": f"Outlet {number}-{line % 40}", "text": vocabulary.text(IMPORTED_SENTENCES)})
        for line in range(articles)
    ]
    headers = {"Content-Type": "application/x-ndjson"}
    connection.request("POST", "/v1/imports", body="\n".join(lines).encode(), headers=headers)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 202, answer.status
    return str(answer.headers["Location"])


def _created(connection: HTTPConnection, jobs: list[str], say: Say) -> int:
    """How many articles imports have stored, when all have ended; how far they are is said every minute."""
    told, before = time.perf_counter(), 0
    while True:
        found = [exchange(connection, "GET", job) for job in jobs]
        if all(each["status"] not in ("queued", "running") for each in found):
            assert all(each["status"] == "succeeded" for each in found), found
            return sum(each["result"]["created"] for each in found)
        now, done = time.perf_counter(), sum(each["progress"]["done"] for each in found)
        if now - told >= _SAID_EVERY_SECONDS:
            say(f"    {done:,} lines done, {(done - before) / (now - told):.1f}/s")
            told, before = now, done
        time.sleep(0.2)


def sizes(folder: Path, extent: Extent, say: Say) -> list[Row]:
    """Looking a claim up and storing an article, at growing numbers of stored claims; and the memory at the last."""
    source = _articles_without_end(extent, say)
    full = folder / "corpus"
    store = _empty_store(full)
    rows: list[Row] = []
    stored = 0
    for size in extent.sizes:
        stored = fill(store, source, stored, size, say)
        store.dispose()  # the last connection to close folds the write-ahead log into the file
        copy = folder / f"corpus-{size}"
        shutil.copytree(full, copy)
        with crosscheck(copy) as service:
            rows += _at_size(service, extent, stored, say)
        shutil.rmtree(copy)
    return rows


def _articles_without_end(extent: Extent, say: Say) -> Iterator[Cast]:
    say(f"  reading {extent.base_articles * SENTENCES:,} sentences")
    vocabulary = Vocabulary()
    return casts(moulds(Checker.load(), extent.base_articles, vocabulary), vocabulary)


def _empty_store(folder: Path) -> Store:
    folder.mkdir()
    store = create_store(f"sqlite:///{folder}/crosscheck.db")
    store.migrate()
    return store


def _at_size(service: Server, extent: Extent, stored: int, say: Say) -> list[Row]:
    words = Vocabulary(SEED + stored)
    connection = service.connect()
    questions = (words.sentence(TEMPLATES[n % len(TEMPLATES)]) for n in count())
    for _ in range(10):  # the pages of the database, and the first use of everything
        _check(connection, next(questions))
    checks = [_check(connection, next(questions)) for _ in range(extent.checks)]
    # The first two are not counted, for the same reason.
    posts = [_post(connection, words.text(SENTENCES)) for _ in range(extent.posts + 2)][2:]
    connection.close()
    on = f"{stored:,} claims"
    rows = []
    for what, times, aim in (
        ("GET /v1/check, not cached", checks, "p95 < 50 ms"),
        (f"POST /v1/articles, {SENTENCES} sentences", posts, "p95 < 300 ms"),
    ):
        half, most = load.quantile(times, 0.5) * 1000, load.quantile(times, 0.95) * 1000
        rows.append(Row(what, on, f"p50 {half:.1f} ms, p95 {most:.1f} ms", aim))
        say(f"  {what} on {on}: p50 {half:.1f} ms, p95 {most:.1f} ms (n = {len(times)})")
    return rows + _memory_rows(service, f"at {on}")


def _check(connection: HTTPConnection, claim: str) -> float:
    path = "/v1/check?" + urllib.parse.urlencode({"claim": claim})
    began = time.perf_counter()
    exchange(connection, "GET", path)
    return time.perf_counter() - began


def _post(connection: HTTPConnection, text: str) -> float:
    began = time.perf_counter()
    exchange(connection, "POST", "/v1/articles", {"source": "Benchmark", "text": text})
    return time.perf_counter() - began


def _memory_rows(service: Server, when: str) -> list[Row]:
    used = [memory(pid) for pid in service.workers()]
    largest = max(used)
    return [Row("largest worker's memory", when, f"PSS {largest[0]:.0f} MB, RSS {largest[1]:.0f} MB", "< 400 MB")]
