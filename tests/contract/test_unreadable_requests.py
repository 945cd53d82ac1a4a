"""What the server refuses before the application sees it: over raw sockets, against the running service."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from werkzeug.wrappers import Response

from service.problems import CATALOGUE, PROBLEMS
from tests.contract.document import Operation, check, operations
from tests.e2e.running import RunningService, running_service

pytestmark = pytest.mark.server

SENT_BY_THE_SERVER = frozenset({414, 431})
"""What every operation documents and only the server can send."""

HOST = b"Host: localhost\r\nConnection: close\r\n"
POST = b"POST /v1/articles HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
MARK = b"<script>alert(7)</script>"


@dataclass(frozen=True)
class Case:
    """Bytes on a connection, and what they get."""

    name: str
    status: int
    code: str
    sent: bytes


def _get(path: bytes, headers: bytes = b"") -> bytes:
    return b"GET " + path + b" HTTP/1.1\r\n" + HOST + headers + b"\r\n"


CASES = [
    Case("a request line of 9,000 bytes", 414, "address_too_long", _get(b"/v1/check?claim=" + b"a" * 9000)),
    Case("a request line of 5 MB", 414, "address_too_long", _get(b"/" + MARK + b"a" * 5_000_000)),
    Case("a header of 9,000 bytes", 431, "headers_too_large", _get(b"/docs", b"X-A: " + b"a" * 9000 + b"\r\n")),
    Case("a header of 5 MB", 431, "headers_too_large", _get(b"/docs", b"X-A: " + b"a" * 5_000_000 + b"\r\n")),
    Case("200 headers", 431, "headers_too_large", _get(b"/docs", b"".join(b"X-%d: a\r\n" % n for n in range(200)))),
    Case("no HTTP", 400, "bad_request", MARK + b"\r\n\r\n"),
    Case("two spaces in the request line", 400, "bad_request", _get(b"/" + MARK + b" /x")),
    Case("bytes beyond ASCII in the path", 400, "bad_request", _get(b"/v1/articles/\xff\xfe")),
    Case("a method in small letters", 400, "bad_request", b"get /docs HTTP/1.1\r\n" + HOST + b"\r\n"),
    Case("a method with a brace", 400, "bad_request", b"G{T /docs HTTP/1.1\r\n" + HOST + b"\r\n"),
    Case("HTTP of the future", 400, "bad_request", b"GET /docs HTTP/9.9\r\n" + HOST + b"\r\n"),
    Case("HTTP/2 without asking", 400, "bad_request", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    Case("a header without a colon", 400, "bad_request", _get(b"/docs", MARK + b"\r\n")),
    Case("a header's name with a space", 400, "bad_request", _get(b"/docs", b"a b: c\r\n")),
    Case("NUL in a header", 400, "bad_request", _get(b"/docs", b"X-A: b\0c\r\n")),
    Case("a folded header", 400, "bad_request", _get(b"/docs", b"X-A: b\r\n c\r\n")),
    Case("a negative length", 400, "bad_request", POST + b"Content-Length: -1\r\n\r\n"),
    Case("two lengths", 400, "bad_request", POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}"),
    Case(
        "a length and chunks", 400, "bad_request", POST + b"Content-Length: 2\r\n" + CHUNKED[len(POST) :] + b"0\r\n\r\n"
    ),
    Case("an expectation of something else", 417, "expectation_failed", _get(b"/docs", b"Expect: a miracle\r\n")),
    Case(
        "an unknown transfer coding",
        501,
        "unsupported_transfer_coding",
        POST + b"Transfer-Encoding: " + MARK + b"\r\n\r\n",
    ),
    Case("a chunk's size that is no number", 400, "bad_request", CHUNKED + b"z" + MARK + b"\r\n{}\r\n0\r\n\r\n"),
    Case("a chunk longer than it says", 400, "bad_request", CHUNKED + b"2\r\n{}{}{}\r\n0\r\n\r\n"),
    Case("chunks that break off", 400, "bad_request", CHUNKED + b"2\r\n{}\r\n20\r\n"),
    Case(
        "a body that breaks off", 400, "bad_request", POST + b'Content-Length: 40\r\n\r\n{"source": "a", "text": "b"}'
    ),
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    with running_service(tmp_path_factory.mktemp("service"), workers="1", threads="2") as running:
        yield running


def _exchange(service: RunningService, sent: bytes) -> bytes:
    """Everything that comes back before the connection is closed."""
    address = urlsplit(service.url)
    received = b""
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=20) as connection:
        # The server may answer and hang up while there is still something to send.
        try:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            while part := connection.recv(65536):
                received += part
        except (BrokenPipeError, ConnectionResetError):
            received += _rest(connection)
    return received


def _rest(connection: socket.socket) -> bytes:
    try:
        return connection.recv(65536)
    except OSError:
        return b""


def _answer(received: bytes) -> Response:
    head, _, body = received.partition(b"\r\n\r\n")
    status, *lines = head.decode("ascii").split("\r\n")
    headers = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    return Response(body, status.removeprefix("HTTP/1.1 "), headers)


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES])
def test_what_cannot_be_read_is_answered_like_every_error_and_the_worker_goes_on(
    service: RunningService, case: Case
) -> None:
    before = service.call("GET", "/health/ready")

    answer = _answer(_exchange(service, case.sent))

    problem = json.loads(answer.data)
    assert (answer.status_code, problem["code"]) == (case.status, case.code), problem
    assert problem.keys() == {"type", "title", "status", "detail", "code", "request_id"}
    assert problem["title"] == next(known.title for known in PROBLEMS if known.code == case.code)
    assert problem["status"] == case.status
    assert problem["type"] == f"/docs/errors#{case.code}"
    assert re.fullmatch("[0-9a-f]{32}", problem["request_id"])
    assert answer.headers["X-Request-ID"] == problem["request_id"]
    assert answer.content_type == "application/problem+json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Connection"] == "close"
    assert answer.content_length == len(answer.data)
    assert b"alert(7)" not in answer.data
    assert service.call("GET", "/health/ready") == before
    assert service.call("GET", "/v1/articles") == {"items": [], "next_cursor": None}


@pytest.mark.parametrize("operation", [pytest.param(operation, id=operation.id) for operation in operations()])
@pytest.mark.parametrize("status", sorted(SENT_BY_THE_SERVER))
def test_every_operation_documents_what_the_server_refuses(
    service: RunningService, operation: Operation, status: int
) -> None:
    path, header = {414: (f"{operation.path}?a={'a' * 9000}", ""), 431: (operation.path, f"X-A: {'a' * 9000}\r\n")}[
        status
    ]
    request = f"{operation.method} {path} HTTP/1.1\r\nHost: localhost\r\n{header}\r\n"

    answer = _answer(_exchange(service, request.encode()))

    assert answer.status_code == status
    check(operation, answer)


def test_a_request_line_of_just_the_limit_is_read(service: RunningService) -> None:
    most = 8190 - len(b"GET /v1/check?claim= HTTP/1.1\r\n")

    answer = _answer(_exchange(service, _get(b"/v1/check?claim=" + b"a" * most)))

    # The application has seen it: the claim is over its own limit.
    assert (answer.status_code, json.loads(answer.data)["code"]) == (422, "validation_failed")


def test_no_header_moves_the_address_or_makes_it_https(service: RunningService) -> None:
    moving = b"SCRIPT_NAME: /elsewhere\r\nPATH_INFO: /elsewhere\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n"

    answer = _answer(_exchange(service, _get(b"/health/live", moving)))

    assert answer.status_code == 200
    assert "Strict-Transport-Security" not in answer.headers


def test_a_body_of_malformed_chunks_that_nobody_read_is_not_answered_twice(service: RunningService) -> None:
    request = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n\r\n"

    received = _exchange(service, request)

    assert received.startswith(b"HTTP/1.1 200 OK")
    assert received.count(b"HTTP/1.1") == 1


def test_every_refusal_of_the_server_was_seen_here() -> None:
    assert {case.code for case in CASES} == {
        problem.code for problem in PROBLEMS if problem not in CATALOGUE.values()
    } | {"bad_request"}
