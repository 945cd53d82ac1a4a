"""What the service counts of itself, for Prometheus. This is the whole list; docs/watching.md says what to watch.

Several processes count into files of one folder, which `PROMETHEUS_MULTIPROC_DIR` names; `crosscheck serve` sets it. What
is true of the database, such as how many jobs wait, is asked when somebody looks.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

from prometheus_client import REGISTRY as _ALL
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, multiprocess

FOLDER_VARIABLE: Final = "PROMETHEUS_MULTIPROC_DIR"
MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"

_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

REQUESTS: Final = Counter(
    "crosscheck_requests_total", "Requests answered, by the template of their address.", ("method", "route", "status")
)
LATENCY: Final = Histogram(
    "crosscheck_request_duration_seconds",
    "From the request's coming to the end of its answer.",
    ("method", "route"),
    buckets=_SECONDS,
)
CACHE: Final = Counter(
    "crosscheck_cache_lookups_total",
    "Answers looked up in the response cache: hit, miss, or bypass where it could not be asked.",
    ("outcome",),
)
CACHE_ERRORS: Final = Counter("crosscheck_cache_errors_total", "Calls of Redis that failed or came too late.")
ARTICLES: Final = Counter("crosscheck_articles_stored_total", "Articles stored.")
CLAIMS_COMPARED: Final = Counter("crosscheck_claims_compared_total", "Pairs of claims compared for what is stored.")
FINDINGS: Final = Counter("crosscheck_findings_total", "Findings stored.", ("relation", "kind"))
JOBS_ENDED: Final = Counter("crosscheck_jobs_ended_total", "Jobs that came to their end.", ("kind", "status"))
FETCH_FAILURES: Final = Counter(
    "crosscheck_fetch_failures_total",
    "Pages and feeds that could not be fetched: refused, or failed for now.",
    ("reason",),
)

WEBHOOK_DELIVERIES: Final = Counter(
    "crosscheck_webhook_deliveries_total",
    "Attempts to send an event to a webhook: delivered, retried later, or failed for good.",
    ("outcome",),
)


def exposition(now: Mapping[str, float]) -> bytes:
    """Everything that was counted, by all processes, and what is true now, as Prometheus reads it."""
    if os.environ.get(FOLDER_VARIABLE):
        counted = CollectorRegistry()
        multiprocess.MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
    else:
        counted = _ALL
    asked = CollectorRegistry()
    for name, value in now.items():
        Gauge(name, NOW[name], registry=asked).set(value)
    return generate_latest(counted) + generate_latest(asked)


def forget_process(pid: int) -> None:
    """Let go of what was only true while this process lived; what it counted stays."""
    if os.environ.get(FOLDER_VARIABLE):
        multiprocess.mark_process_dead(pid)  # type: ignore[no-untyped-call]


JOBS_QUEUED: Final = "crosscheck_jobs_queued"
JOBS_RUNNING: Final = "crosscheck_jobs_running"
OLDEST_JOB: Final = "crosscheck_oldest_waiting_job_seconds"
DELIVERIES_PENDING: Final = "crosscheck_webhook_deliveries_pending"
OLDEST_DELIVERY: Final = "crosscheck_oldest_pending_webhook_delivery_seconds"
NOW: Final = {
    JOBS_QUEUED: "Jobs that wait to be taken.",
    JOBS_RUNNING: "Jobs in hand.",
    OLDEST_JOB: "For how long the job that has waited longest could have been taken.",
    DELIVERIES_PENDING: "Events that are still to be sent to a webhook.",
    OLDEST_DELIVERY: "How long ago the oldest of them happened.",
}
"""What is asked when somebody looks, and what it means."""
