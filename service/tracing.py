"""Spans for OpenTelemetry, where its packages are installed (`pip install crosscheck[telemetry]`) and it is told where
to send them (`OTEL_EXPORTER_OTLP_ENDPOINT`, `OTEL_SERVICE_NAME` and so on, as its own documentation has them)."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, Protocol

import structlog

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

_WANTED_BY: Final = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_SERVER_ERROR: Final = 500

_log = structlog.get_logger(__name__)


class Span(Protocol):
    """A request while it is answered."""

    def end(self, status: int) -> None:
        """It has been answered with this status."""


class Spans(Protocol):
    """Where spans go."""

    def begin(self, method: str, route: str, environ: WSGIEnvironment) -> Span:
        """A request has come; its `traceparent` names the span that it is part of."""


class NoSpans:
    """Nobody wants spans."""

    def begin(self, _method: str, _route: str, _environ: WSGIEnvironment) -> Span:
        """Nothing."""
        return self

    def end(self, _status: int) -> None:
        """Nothing."""


class _OpenTelemetrySpan:
    def __init__(self, span: Any) -> None:
        self._span = span

    def end(self, status: int) -> None:
        self._span.set_attribute("http.response.status_code", status)
        if status >= _SERVER_ERROR:
            from opentelemetry.trace import StatusCode

            self._span.set_status(StatusCode.ERROR)
        self._span.end()


class OpenTelemetrySpans:
    """Spans of the requests, by way of the SDK. Its threads are started with the first request, after any fork."""

    def __init__(self) -> None:
        self._tracer: Any = None
        self._provider: Any = None

    def begin(self, method: str, route: str, environ: WSGIEnvironment) -> Span:
        """A span of kind server, named as the semantic conventions for HTTP have it."""
        from opentelemetry.trace import SpanKind
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        parent = TraceContextTextMapPropagator().extract({"traceparent": environ.get("HTTP_TRACEPARENT", "")})
        span = self._started().start_span(
            f"{method} {route}",
            context=parent,
            kind=SpanKind.SERVER,
            attributes={
                "http.request.method": method,
                "http.route": route,
                "url.path": environ.get("PATH_INFO", ""),
                "client.address": environ.get("REMOTE_ADDR", ""),
            },
        )
        return _OpenTelemetrySpan(span)

    def flush(self) -> None:
        """Send what has ended but has not been sent yet."""
        if self._provider is not None:
            self._provider.force_flush()

    def _started(self) -> Any:
        if self._tracer is None:
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
            from opentelemetry.sdk.resources import Resource
            from opentelemetry.sdk.trace import TracerProvider
            from opentelemetry.sdk.trace.export import BatchSpanProcessor

            self._provider = provider = TracerProvider(resource=Resource.create({"service.name": _service_name()}))
            provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
            self._tracer = provider.get_tracer("crosscheck")
        return self._tracer


def spans_wanted() -> Spans:
    """OpenTelemetry's where they are asked for and can be had, else none."""
    if not any(os.environ.get(name) for name in _WANTED_BY):
        return NoSpans()
    if find_spec("opentelemetry") is None or find_spec("opentelemetry.sdk") is None:
        _log.warning("no_telemetry", reason="install crosscheck[telemetry] to send spans")
        return NoSpans()
    return OpenTelemetrySpans()


def _service_name() -> str:
    return os.environ.get("OTEL_SERVICE_NAME", "crosscheck")
