"""What is counted and logged of every request, whoever answers it: the application, the cache, or the gate before both.

A request belongs to the trace that its `traceparent` names (W3C Trace Context); without one it begins a trace. Its ids are
on every line that is logged while it is answered.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import structlog
from prometheus_client import Counter, Histogram
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map

from service import metrics
from service.access.gate import CALLER
from service.problems import random_id, request_id_of
from service.tracing import Spans

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

NOWHERE: Final = "none"
"""The route of an address that is none of ours: whatever is asked for must not become a time series."""

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_TRACEPARENT: Final = re.compile(
    r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?"
)
_KEPT_ROUTES: Final = 4096

_log = structlog.get_logger("service.request")


class Watch:
    """Wraps the whole service."""

    def __init__(self, app: WSGIApplication, routes: Map, spans: Spans) -> None:
        self._app = app
        self._spans = spans
        adapter = routes.bind("localhost")

        @lru_cache(_KEPT_ROUTES)
        def route_of(method: str, path: str) -> str:
            try:
                rule, _ = adapter.match(path, method=method, return_rule=True)
            except HTTPException:
                return NOWHERE
            return str(rule.rule)

        self._route_of = route_of

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request, and note how it went when the last byte is sent."""
        begun = time.perf_counter()
        method = environ["REQUEST_METHOD"]
        route = self._route_of("GET" if method == "HEAD" else method, environ.get("PATH_INFO", ""))
        request_id, trace_id = request_id_of(environ), _trace_id(environ)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id, trace_id=trace_id)
        status = "500"
        cache = ""

        def note_and_start(
            line: str, headers: list[tuple[str, str]], exc_info: Any = None
        ) -> Callable[[bytes], object]:
            nonlocal status, cache
            status = line[:3]
            cache = ""
            for name, value in headers:
                if name == "Cache-Status":
                    cache = value
                    break
            return start_response(line, headers) if exc_info is None else start_response(line, headers, exc_info)

        def ended() -> None:
            seconds = time.perf_counter() - begun
            counter, histogram = _counted(method if method in _METHODS else "other", route, status)
            counter.inc()
            histogram.observe(seconds)
            if cache:
                _looked_up(_outcome(cache)).inc()
            span.end(int(status))
            _log.info(
                "request",
                method=method,
                path=environ.get("PATH_INFO", ""),
                route=route,
                status=int(status),
                milliseconds=round(seconds * 1000, 1),
                peer=environ.get("REMOTE_ADDR", ""),
                caller=environ.get(CALLER, ""),
                request_id=request_id,
                trace_id=trace_id,
            )

        span = self._spans.begin(method, route, environ)
        try:
            answer = self._app(environ, note_and_start)
        except BaseException:
            ended()
            raise
        if isinstance(answer, list):
            ended()
            return answer
        return _Watched(answer, ended)


@lru_cache(_KEPT_ROUTES)
def _counted(method: str, route: str, status: str) -> tuple[Counter, Histogram]:
    """Where such a request is counted; methods, routes and statuses are few."""
    return metrics.REQUESTS.labels(method, route, status), metrics.LATENCY.labels(method, route)


@lru_cache(3)
def _looked_up(outcome: str) -> Counter:
    return metrics.CACHE.labels(outcome)


class _Watched:
    """An answer that is sent piece by piece."""

    def __init__(self, answer: Iterable[bytes], ended: Callable[[], None]) -> None:
        self._answer = answer
        self._ended = ended

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._answer)

    def close(self) -> None:
        try:
            close = getattr(self._answer, "close", None)
            if close is not None:
                close()
        finally:
            self._ended()


def _trace_id(environ: WSGIEnvironment) -> str:
    if "HTTP_TRACEPARENT" in environ:
        sent = _TRACEPARENT.fullmatch(environ["HTTP_TRACEPARENT"])
        if sent is not None:
            return sent.group(1)
    trace_id, span_id = random_id(), random_id()[:16]
    environ["HTTP_TRACEPARENT"] = f"00-{trace_id}-{span_id}-01"
    return trace_id


def _outcome(cache_status: str) -> str:
    if cache_status.endswith("hit"):
        return "hit"
    return "bypass" if "bypass" in cache_status else "miss"
