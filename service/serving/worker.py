"""The gunicorn worker: what gunicorn refuses by itself is answered in the same form as everything else.

A request that cannot be read never gets to the application, so the application cannot answer it.
"""

from __future__ import annotations

import contextlib
from email.utils import formatdate
from http import HTTPStatus
from typing import TYPE_CHECKING

import orjson
import structlog
from gunicorn import util
from gunicorn.http import errors
from werkzeug.exceptions import BadRequest, InternalServerError

from service import problems
from service.problems import CATALOGUE, Problem, RequestTooSlow, TooManyUploads
from service.serving.reception import ReceivingWorker

if TYPE_CHECKING:
    import socket
    from collections.abc import Mapping

    from gunicorn.http.message import Request

_log = structlog.get_logger()

# The first that fits. Nothing of what the client sent is repeated: it could not be read, and it may be anything.
_REFUSALS: tuple[tuple[type[Exception], Problem, str], ...] = (
    (errors.InvalidResponseHeader, CATALOGUE[InternalServerError], ""),
    (errors.InvalidResponseHeaderName, CATALOGUE[InternalServerError], ""),
    (RequestTooSlow, CATALOGUE[RequestTooSlow], "The request did not come in time."),
    (TooManyUploads, CATALOGUE[TooManyUploads], "As many large bodies as this process reads are on their way."),
    (errors.NoMoreData, CATALOGUE[BadRequest], "The request ended before it was whole."),
    (errors.LimitRequestLine, problems.ADDRESS_TOO_LONG, "The request line is over 8,190 bytes."),
    (errors.LimitRequestHeaders, problems.HEADERS_TOO_LARGE, "A header is over its limit, or there are too many."),
    (errors.ExpectationFailed, problems.EXPECTATION_FAILED, "Only 100-continue can be expected."),
    (errors.UnsupportedTransferCoding, problems.UNSUPPORTED_TRANSFER_CODING, "Only chunked is supported."),
    (errors.InvalidRequestLine, CATALOGUE[BadRequest], "The request line cannot be read."),
    (errors.InvalidRequestMethod, CATALOGUE[BadRequest], "The method is not written as a method is."),
    (errors.InvalidHTTPVersion, CATALOGUE[BadRequest], "The version of HTTP is not supported."),
    (errors.InvalidHeaderName, CATALOGUE[BadRequest], "The name of a header is not valid."),
    (errors.InvalidHeader, CATALOGUE[BadRequest], "A header is not valid."),
    (errors.ObsoleteFolding, CATALOGUE[BadRequest], "A header is folded over several lines."),
    # A fault of the configuration to gunicorn; but it is the client that sends the header it complains of.
    (errors.ParseException, CATALOGUE[BadRequest], "The request cannot be read."),
)
_UNFORESEEN = (CATALOGUE[InternalServerError], "The fault has been logged under this request_id.")
_IN_THE_BODY = (errors.InvalidChunkSize, errors.ChunkMissingTerminator, errors.InvalidChunkExtension)


class ProblemWorker(ReceivingWorker):
    """gunicorn's worker of threads, with its own error pages as application/problem+json."""

    def handle_error(
        self, req: Request | None, client: socket.socket, addr: tuple[str, int] | str | None, exc: Exception
    ) -> None:
        """Log and answer what went wrong outside the application; the caller closes the connection."""
        problem, detail = refusal(exc)
        request_id = problems.usable_request_id(_sent_request_id(req))
        peer = addr[0] if isinstance(addr, tuple) else ""
        if problem.status == HTTPStatus.INTERNAL_SERVER_ERROR:
            _log.error(problem.code, request_id=request_id, peer=peer, exc_info=exc)
        else:
            _log.warning(problem.code, request_id=request_id, peer=peer, reason=str(exc))
        if req is not None and isinstance(exc, _IN_THE_BODY):
            # Met while what the application had left of the body was read away: the answer has been sent, and the
            # client would take a second one for the answer to its next request.
            return
        # The client may have hung up.
        with contextlib.suppress(OSError):
            util.write_nonblock(client, answer(problem, detail, request_id, problems.headers_of(type(exc))))


def refusal(error: Exception) -> tuple[Problem, str]:
    """Which problem it is that gunicorn met, and what to say of it."""
    for kind, problem, detail in _REFUSALS:
        if isinstance(error, kind):
            return problem, detail or _UNFORESEEN[1]
    return _UNFORESEEN


def answer(problem: Problem, detail: str, request_id: str, headers: Mapping[str, str]) -> bytes:
    """A whole answer of HTTP/1.1 after which the connection is closed."""
    body = orjson.dumps(problems.members(problem, detail, request_id))
    head = (
        f"HTTP/1.1 {problem.status} {HTTPStatus(problem.status).phrase}",
        f"Date: {formatdate(usegmt=True)}",
        "Connection: close",
        f"Content-Type: {problems.MEDIA_TYPE}",
        f"Content-Length: {len(body)}",
        f"X-Request-ID: {request_id}",
        "X-Content-Type-Options: nosniff",
        "Cache-Control: no-store",
        *(f"{name}: {value}" for name, value in headers.items()),
    )
    return "\r\n".join((*head, "", "")).encode("ascii") + body


def _sent_request_id(request: Request | None) -> str:
    for name, value in getattr(request, "headers", ()):
        if name == "X-REQUEST-ID":
            return str(value)
    return ""
