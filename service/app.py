"""The composition root: what the service consists of, and in which order it is put together.

Two sorts of process come out of it, over the same database and queue: the web application and the worker.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final, TypeVar

from flask import Flask

from factcheck.checker import Checker
from factcheck.learned.loading import read_card
from service.access.gate import Gate
from service.access.keyring import KeyRing
from service.access.keys import KeyOperations
from service.access.origins import Origins
from service.access.rates import RateLimits
from service.access.repeats import Repeats
from service.api import openapi, requests
from service.api.context import EXTENSION, Context, Probe
from service.api.events import EventStreams
from service.background.delivering import Delivering, webhook_duties
from service.background.encoding import FactCheckEncoding, encoding_duties
from service.background.fetching import ArticleFetching
from service.background.importing import ArticleImporting
from service.background.polling import FeedPolling
from service.background.process import Worker, worker_name
from service.background.queue import JobQueue
from service.background.rounds import Duty, access_duties, job_duties
from service.background.runner import Progress, Runner, Work
from service.background.storing import ArticleStoring
from service.cache.responses import ResponseCache
from service.candidates.factchecks import FactCheckIndex
from service.fetching.addresses import Rules
from service.fetching.feeds import WebFeeds
from service.fetching.fetcher import Fetcher
from service.fetching.pages import Pages
from service.fetching.robots import NAME, Robots
from service.fetching.sending import Sender
from service.fetching.turns import Turns
from service.operations import Operations, build_operations
from service.operations.errors import StoreUnavailable
from service.operations.factchecks import FactCheckOperations
from service.operations.feeds import FeedOperations
from service.operations.jobs import MOST_COMPLAINTS_SHOWN, JobOperations
from service.operations.nearest import Meaning, load_meaning
from service.operations.outbox import listening
from service.settings import Settings
from service.store import Store, Transaction, create_store
from service.store.records import Job, JobKind, JobRecord
from service.tracing import spans_wanted
from service.watch import Watch

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

T = TypeVar("T")

POLL_ROUND_SECONDS: Final = 5.0
"""How often a worker looks which feeds are due."""


def create_app(settings: Settings, *, store: Store | None = None, checker: Checker | None = None) -> WSGIApplication:
    """The service as one WSGI application; its database is migrated already.

    The models are loaded here, before gunicorn forks; connections are opened when the first request needs one.
    """
    # So that half of the threads are left for readers, whoever holds the lock.
    store = store or create_store(settings.database_url, patient_writers=max(1, settings.threads // 2))
    queue = _queue(settings)
    checker = checker or Checker.load(settings.lexicon_dir, settings.judge)
    operations = _operations(settings, store, queue, checker, load_meaning(settings.encoder))

    app = Flask("service", static_folder=None)
    requests.install(app, settings)
    openapi.install(app)
    cached = ResponseCache(
        app,
        redis_url=settings.redis_url,
        generation=store.generation,
        ttl_seconds=settings.cache_ttl_seconds,
        entry_bytes=settings.cache_entry_bytes,
        worker_megabytes=settings.cache_worker_megabytes,
    )
    probes = (
        Probe("database", lambda: _answers(store), required=True),
        Probe("cache", lambda: cached.state() != "down", required=False),
        Probe("queue", lambda: queue is None or queue.length() is not None, required=False),
    )
    app.extensions[EXTENSION] = Context(operations, settings, probes, EventStreams.beside(settings.threads))
    gate = Gate(
        cached,
        access=settings.access,
        trusted=settings.trusted_proxies,
        keys=KeyRing(KeyOperations(store)),
        rates=RateLimits(settings.redis_url, {"reads": settings.rate_limit, "writes": settings.rate_limit_writes}),
        repeats=Repeats(cached, store, body_bytes=settings.max_body_bytes),
        origins=Origins(settings.cors_origins),
    )
    return Watch(gate, app.url_map, spans_wanted())


def create_worker(settings: Settings, *, store: Store | None = None, checker: Checker | None = None) -> Worker:
    """What does jobs, over a database that is migrated already.

    The language model is loaded when the first job needs it: a service that is given no jobs does not pay for it.
    """
    store = store or create_store(settings.database_url)
    queue = _queue(settings)
    feeds = FeedOperations(store, _announce(queue))

    def load() -> Checker:
        return checker or Checker.load(settings.lexicon_dir, settings.judge, of_articles=True)

    known = _once(lambda: _operations(settings, store, queue, load(), None))
    # Articles are read without the encoder, so it is loaded only where vectors are missing.
    encoding = _once(lambda: FactCheckOperations(store, FactCheckIndex(), load_meaning(settings.encoder)))
    turns = Turns(settings.fetch_pause_seconds, settings.redis_url)
    works = _works(known, feeds, create_fetcher(settings), turns, encoding)
    encoder = read_card(settings.encoder, "encoder").version if settings.encoder else None
    lease = timedelta(seconds=settings.job_lease_seconds)
    runner = Runner(store, works, worker_name(), ended=_ended, lease=lease)
    return Worker(
        runner,
        queue,
        duties=(
            *job_duties(store, queue, runner, settings.job_threads),
            *access_duties(store),
            *encoding_duties(store, JobOperations(store, _announce(queue), _ended), encoder),
            Duty("queue_polls", POLL_ROUND_SECONDS, feeds.queue_due),
            *webhook_duties(Delivering(store, create_sender(settings))),
        ),
        threads=settings.job_threads,
        stop_seconds=settings.stop_timeout_seconds,
    )


def _works(
    operations: Callable[[], Operations],
    feeds: FeedOperations,
    fetcher: Fetcher,
    turns: Turns,
    encoding: Callable[[], FactCheckOperations],
) -> Mapping[JobKind, Work]:
    """What each kind of job does."""
    robots = Robots(fetcher, turns)
    pages = Pages(fetcher, robots)

    def late(make: Callable[[Operations], Work]) -> Work:
        def work(job: Job, progress: Progress) -> Mapping[str, Any]:
            return make(operations())(job, progress)

        return work

    return {
        "article": late(lambda known: ArticleStoring(known.articles)),
        "import": late(lambda known: ArticleImporting(known.articles)),
        # The three others read articles; these two do without the language model.
        "poll": FeedPolling(feeds, WebFeeds(fetcher, robots)),
        "encode": lambda job, progress: FactCheckEncoding(encoding())(job, progress),
        "fetch": late(lambda known: ArticleFetching(known.articles, pages)),
    }


def create_fetcher(settings: Settings) -> Fetcher:
    """What fetches from the web: only what the settings allow, under our own name."""
    return Fetcher(_rules(settings), user_agent=_user_agent(settings))


def create_sender(settings: Settings) -> Sender:
    """What sends to webhooks: to where may be fetched from, and nowhere else."""
    return Sender(_rules(settings), user_agent=_user_agent(settings))


def _rules(settings: Settings) -> Rules:
    return Rules(settings.fetch_ports, settings.fetch_networks)


def _user_agent(settings: Settings) -> str:
    contact = f" (+{settings.fetch_contact})" if settings.fetch_contact else ""
    return f"{NAME}/{version('crosscheck')}{contact}"


def _ended(transaction: Transaction, job: Job) -> None:
    listeners = listening(transaction)
    if listeners:
        listeners.hear_of_job(JobRecord(job, transaction.jobs.complaints(job.id, MOST_COMPLAINTS_SHOWN)))


def _operations(
    settings: Settings, store: Store, queue: JobQueue | None, checker: Checker, meaning: Meaning | None
) -> Operations:
    return build_operations(
        store,
        checker,
        max_text_characters=settings.max_text_characters,
        max_line_bytes=settings.max_body_bytes,
        targets=_rules(settings),
        announce=_announce(queue),
        ended=_ended,
        meaning=meaning,
    )


def _announce(queue: JobQueue | None) -> Callable[[str], object]:
    # Without a queue the workers look for themselves.
    return queue.announce if queue else lambda _job_id: None


def _queue(settings: Settings) -> JobQueue | None:
    return JobQueue(settings.redis_url) if settings.redis_url else None


def _once(make: Callable[[], T]) -> Callable[[], T]:
    """Make it when it is asked for first, once, whichever threads ask."""
    lock = threading.Lock()
    made: list[T] = []

    def get() -> T:
        with lock:
            if not made:
                made.append(make())
            return made[0]

    return get


def _answers(store: Store) -> bool:
    try:
        store.ping()
    except StoreUnavailable:
        return False
    return True
