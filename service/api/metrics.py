"""Metrics: what the service counted of itself, for Prometheus."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping

from flask import Response

from service import metrics as counted
from service.api.blueprint import Answer, Blueprint
from service.api.context import operations
from service.api.responding import respond_bytes
from service.operations.errors import StoreUnavailable

metrics = Blueprint("metrics", __name__, description="What the service counts of itself, for Prometheus.")

_EXAMPLE = (
    "# HELP crosscheck_requests_total Requests answered, by the template of their address.\n"
    "# TYPE crosscheck_requests_total counter\n"
    'crosscheck_requests_total{method="GET",route="/v1/check",status="200"} 42.0\n'
)


@metrics.operation(
    "GET",
    "/metrics",
    answers={200: Answer("Counters, histograms and gauges.", media_type="text/plain", example=_EXAMPLE)},
)
def get_metrics() -> Response:
    """Get what the service counted.

    In the text format of Prometheus, over all processes of this machine. What is asked of the database (jobs and
    events that wait) is left out while the database does not answer.
    """
    return respond_bytes(counted.exposition(_now()), counted.MEDIA_TYPE, Cache_Control="no-store")


def _now() -> Mapping[str, float]:
    # Metrics are wanted most when the database is away.
    with contextlib.suppress(StoreUnavailable):
        load = operations().jobs.load()
        pending, oldest = operations().webhooks.backlog()
        return {
            counted.JOBS_QUEUED: load.queued,
            counted.JOBS_RUNNING: load.running,
            counted.OLDEST_JOB: load.oldest_seconds,
            counted.DELIVERIES_PENDING: pending,
            counted.OLDEST_DELIVERY: oldest,
        }
    return {}
