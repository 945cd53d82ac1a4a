"""Health: one address for the process, one for what it depends on."""

from __future__ import annotations

from flask import Response

from schemas.health import LivenessSchema, ReadinessSchema
from service.api.blueprint import Answer, Blueprint
from service.api.context import context
from service.api.responding import respond

health = Blueprint("health", __name__, description="Whether the service is there and can work.")

_UNAVAILABLE = {
    "status": "unavailable",
    "dependencies": [
        {"name": "database", "status": "down", "required": True},
        {"name": "cache", "status": "up", "required": False},
        {"name": "queue", "status": "up", "required": False},
    ],
}


@health.operation("GET", "/health/live", answers={200: Answer("The process answers.", LivenessSchema)})
def get_liveness() -> Response:
    """Ask whether the process is alive.

    It asks nothing of what the service depends on: restarting the process would not mend that.
    """
    return respond(LivenessSchema(), {"status": "alive"}, Cache_Control="no-store")


@health.operation(
    "GET",
    "/health/ready",
    answers={
        200: Answer("Requests can be served; `degraded` if more slowly than they could be.", ReadinessSchema),
        503: Answer("Requests cannot be served.", ReadinessSchema, headers=("Retry-After",), example=_UNAVAILABLE),
    },
)
def get_readiness() -> Response:
    """Ask whether requests can be served.

    Each dependency is asked and named. Without the cache the service is slower, with the same answers; without the
    database it cannot work.
    """
    dependencies = [
        {"name": probe.name, "status": "up" if probe.answers() else "down", "required": probe.required}
        for probe in context().probes
    ]
    down = [dependency for dependency in dependencies if dependency["status"] == "down"]
    readiness = {"status": "degraded" if down else "ready", "dependencies": dependencies}
    if any(dependency["required"] for dependency in down):
        readiness["status"] = "unavailable"
        return respond(ReadinessSchema(), readiness, 503, Cache_Control="no-store", Retry_After="2")
    return respond(ReadinessSchema(), readiness, Cache_Control="no-store")
