"""What is counted and logged of a request, and which trace it belongs to."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs
from werkzeug.routing import Map, Rule
from werkzeug.test import Client

from service.metrics import NOW
from service.tracing import NoSpans, OpenTelemetrySpans, spans_wanted
from service.watch import NOWHERE, Watch

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

ROUTES = Map(
    [
        Rule("/v1/articles/<id>", endpoint="article", methods=["GET", "DELETE"]),
        Rule("/v1/check", endpoint="check", methods=["GET"]),
    ]
)
TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


def _app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    if environ["PATH_INFO"] == "/broken":
        raise RuntimeError
    if environ["PATH_INFO"] == "/stream":
        start_response("200 OK", [])
        return (part for part in (b"one", b"two"))
    start_response("200 OK", [("Cache-Status", environ.get("QUERY_STRING", "").replace("%20", " "))])
    return [environ["HTTP_X_REQUEST_ID"].encode()]


@pytest.fixture
def client() -> Client:
    return Client(Watch(_app, ROUTES, NoSpans()))


def _count(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_requests_are_counted_by_the_template_of_their_address(client: Client) -> None:
    labels = {"method": "GET", "route": "/v1/articles/<id>", "status": "200"}
    before = _count("crosscheck_requests_total", **labels)
    timed = _count("crosscheck_request_duration_seconds_count", method="GET", route="/v1/articles/<id>")
    for number in range(3):
        client.get(f"/v1/articles/art_{number}")
    assert _count("crosscheck_requests_total", **labels) == before + 3
    assert _count("crosscheck_request_duration_seconds_count", method="GET", route="/v1/articles/<id>") == timed + 3


def test_whatever_else_is_asked_for_makes_no_new_series(client: Client) -> None:
    series = {sample.labels.get("route") for metric in REGISTRY.collect() for sample in metric.samples}
    before = _count("crosscheck_requests_total", method="GET", route=NOWHERE, status="200")
    for path in ("/wp-login.php", "/v1/nothing", "/%00", "//v1/check"):
        client.get(path)
    client.open("/v1/check", method="BREW")
    assert _count("crosscheck_requests_total", method="GET", route=NOWHERE, status="200") == before + 4
    after = {sample.labels.get("route") for metric in REGISTRY.collect() for sample in metric.samples}
    assert after <= series | {NOWHERE}


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("crosscheck; hit", "hit"),
        ("crosscheck; fwd=miss; stored", "miss"),
        ("crosscheck; fwd=bypass", "bypass"),
    ],
)
def test_what_the_cache_did_is_counted(client: Client, status: str, outcome: str) -> None:
    before = _count("crosscheck_cache_lookups_total", outcome=outcome)
    client.get("/v1/check?" + status.replace(" ", "%20"))
    assert _count("crosscheck_cache_lookups_total", outcome=outcome) == before + 1


def test_an_answer_in_pieces_is_counted_when_it_is_whole(client: Client) -> None:
    labels = {"method": "GET", "route": NOWHERE, "status": "200"}
    before = _count("crosscheck_requests_total", **labels)
    answer = client.get("/stream")
    assert answer.data == b"onetwo"
    answer.close()
    assert _count("crosscheck_requests_total", **labels) == before + 1


def test_a_fault_is_counted_as_one(client: Client) -> None:
    before = _count("crosscheck_requests_total", method="GET", route=NOWHERE, status="500")
    with pytest.raises(RuntimeError):
        client.get("/broken")
    assert _count("crosscheck_requests_total", method="GET", route=NOWHERE, status="500") == before + 1


def test_a_request_is_one_line_with_its_ids(client: Client) -> None:
    with capture_logs() as lines:
        client.get("/v1/check", headers={"X-Request-ID": "mine", "traceparent": f"00-{TRACE}-{PARENT}-01"})
    (line,) = lines
    assert (line["event"], line["method"], line["route"], line["status"]) == ("request", "GET", "/v1/check", 200)
    assert (line["request_id"], line["trace_id"]) == ("mine", TRACE)


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "nonsense",
        f"00-{'0' * 32}-{PARENT}-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"ff-{TRACE}-{PARENT}-01",
        f"00-{TRACE.upper()}-{PARENT}-01",
    ],
)
def test_a_request_of_no_trace_begins_one(client: Client, sent: str) -> None:
    with capture_logs() as lines:
        client.get("/v1/check", headers={"traceparent": sent})
    assert re.fullmatch(r"[0-9a-f]{32}", lines[0]["trace_id"])
    assert lines[0]["trace_id"] not in (TRACE, "0" * 32)


def test_processes_count_together_and_what_they_counted_outlives_them(tmp_path: Path) -> None:
    script = "from service import metrics; metrics.ARTICLES.inc(); print(metrics.exposition({}).decode())"
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    for number in (1, 2, 3):
        shown = subprocess.run(
            [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
        ).stdout
        assert f"crosscheck_articles_stored_total {number}.0" in shown


@pytest.fixture
def collector() -> Iterator[tuple[str, list[ExportTraceServiceRequest]]]:
    """A collector of spans, and what it has been sent."""
    received: list[ExportTraceServiceRequest] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            message = ExportTraceServiceRequest()
            message.ParseFromString(self.rfile.read(int(self.headers["Content-Length"])))
            received.append(message)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", received
    server.shutdown()
    server.server_close()


def test_spans_are_sent_where_they_are_asked_for(
    collector: tuple[str, list[ExportTraceServiceRequest]], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, received = collector
    assert isinstance(spans_wanted(), NoSpans)
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", url)
    spans = spans_wanted()
    assert isinstance(spans, OpenTelemetrySpans)
    client = Client(Watch(_app, ROUTES, spans))
    client.get("/v1/articles/art_1", headers={"traceparent": f"00-{TRACE}-{PARENT}-01"})
    spans.flush()
    (span,) = (
        span
        for message in received
        for each in message.resource_spans
        for scope in each.scope_spans
        for span in scope.spans
    )
    assert (span.name, span.trace_id.hex(), span.parent_span_id.hex()) == ("GET /v1/articles/<id>", TRACE, PARENT)
    attributes = {each.key: each.value for each in span.attributes}
    assert attributes["http.response.status_code"].int_value == 200


def test_the_dashboard_asks_for_metrics_that_there_are() -> None:
    text = (Path(__file__).parents[2] / "deploy" / "grafana" / "crosscheck.json").read_text(encoding="utf-8")
    asked = {
        name
        for panel in json.loads(text)["panels"]
        for target in panel["targets"]
        for name in re.findall(r"crosscheck_[a-z_]+", target["expr"])
    }
    there = set(NOW)
    for metric in REGISTRY.collect():
        there |= {f"{metric.name}{suffix}" for suffix in ("", "_total", "_bucket", "_count", "_sum")}
    assert asked - there == set()
    assert len(asked) > 8
