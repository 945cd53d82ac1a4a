"""The error catalogue, and the way from anything that goes wrong to application/problem+json (RFC 9457).

`CATALOGUE` is the only place that knows which error has which status and code, and `BEFORE_ROUTING` the same of what
the server refuses before the application sees it; docs/errors.md describes each code, and a test holds them together.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
import structlog
from flask import Flask, Response, request
from werkzeug import exceptions as http

from schemas.problems import MOST_ERRORS
from service.operations import errors as refused

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 2

_REALM = "crosscheck"
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")

# Asking the system each time would let the worker's other threads go first.
_ids = random.Random()  # noqa: S311 - ids of requests are no secrets
os.register_at_fork(after_in_child=_ids.seed)

_log = structlog.get_logger()


class MalformedJson(Exception):
    """The body is not JSON; the message says where."""


class NestedTooDeep(Exception):
    """The body's arrays and objects are nested deeper than the limit."""


class RequestTooSlow(Exception):
    """The client does not send its request at the rate at which it has to come."""


class UnsupportedMediaType(Exception):
    """The body is of another type than the operation reads; `accepted` are those."""

    def __init__(self, accepted: Iterable[str]) -> None:
        self.accepted = tuple(accepted)
        super().__init__(f"The body must be sent as {' or '.join(self.accepted)}.")


class UnsupportedContentEncoding(Exception):
    """The body is compressed or otherwise encoded."""


class InvalidRequest(Exception):
    """Fields or query parameters are not valid: `errors` has a pointer and a detail for each."""

    def __init__(self, errors: Sequence[Mapping[str, str]]) -> None:
        super().__init__("The request is not valid.")
        self.errors = errors


class PreconditionMissing(Exception):
    """A change was asked for without If-Match."""


class TooManyStreams(Exception):
    """All streams of events that this process has to give are taken."""


class TooManyUploads(Exception):
    """As many bodies as this process reads while they come are on their way."""


class KeyRequired(Exception):
    """No API key was sent, and one is needed."""


class InvalidKey(Exception):
    """What was sent is no API key, or one that was taken back or has run out."""


class RateLimited(Exception):
    """There were too many requests: `headers` say how many may come, and when."""

    def __init__(self, wait: int, headers: Iterable[tuple[str, str]]) -> None:
        super().__init__(f"Too many requests; the next one is taken in {wait} s.")
        self.headers = (*headers, ("Retry-After", str(wait)))


class IdempotencyKeyInvalid(Exception):
    """The Idempotency-Key cannot be used."""


class RequestInProgress(Exception):
    """The same request is being answered at this moment."""


class IdempotencyKeyReused(Exception):
    """The Idempotency-Key was sent with another request before."""


class InsufficientScope(Exception):
    """The key may not be used for this: `scope` is what it lacks."""

    def __init__(self, scope: str) -> None:
        super().__init__(f"This needs a key with the scope {scope}.")
        self.scope = scope


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of error: its status, its code for programs, its title, and when it happens and what to do about it."""

    status: int
    code: str
    title: str
    meaning: str


CATALOGUE: dict[type[Exception], Problem] = {
    MalformedJson: Problem(
        400,
        "malformed_json",
        "The body is not JSON",
        "The body cannot be read as JSON in UTF-8. `NaN`, `Infinity`, a byte order mark and an empty body are not "
        "JSON either. `detail` says where reading stopped.",
    ),
    NestedTooDeep: Problem(
        400,
        "nested_too_deep",
        "The body is nested too deep",
        "The body's arrays and objects are nested deeper than the limit, 32 unless the operator chose another.",
    ),
    http.BadRequest: Problem(
        400,
        "bad_request",
        "The request cannot be read",
        "The request is broken below the level of JSON: it ended before its stated length, its chunks or its request "
        "line are malformed, or a header is. Where not even the request line can be read, the server sends this before "
        "routing.",
    ),
    IdempotencyKeyInvalid: Problem(
        400,
        "idempotency_key_invalid",
        "The Idempotency-Key cannot be used",
        "It must have 1 to 255 visible ASCII characters, none of them a comma, a quotation mark or a backslash; quotes "
        "around it are allowed. A UUID is a good one.",
    ),
    KeyRequired: Problem(
        401,
        "key_required",
        "An API key is needed",
        "Send a key as `Authorization: Bearer <key>` or `X-API-Key: <key>`; whoever runs the service makes them with "
        "`crosscheck keys create`. A service without any key answers requests of its own machine only, and no forwarded "
        "ones, unless the operator has opened it.",
    ),
    InvalidKey: Problem(
        401,
        "invalid_key",
        "The API key is not valid",
        "There is no such key, it was revoked, or it has run out. Ask whoever runs the service for another.",
    ),
    InsufficientScope: Problem(
        403,
        "insufficient_scope",
        "The API key is not for this",
        "The key is valid, but lacks the scope that the operation needs; `detail` and the `WWW-Authenticate` header name "
        "it.",
    ),
    http.NotFound: Problem(
        404,
        "no_such_address",
        "There is nothing at this address",
        "No operation has this path. A slash too many at its end is enough; the paths are listed in `/docs`.",
    ),
    refused.NotFound: Problem(
        404,
        "not_found",
        "There is nothing with this id",
        "The id was never given out, or what it named has been deleted.",
    ),
    refused.InvalidCursor: Problem(
        404,
        "no_such_page",
        "There is no such page",
        "`cursor` must be the `next_cursor` of a page of the same list, unchanged.",
    ),
    http.MethodNotAllowed: Problem(
        405,
        "method_not_allowed",
        "The method is not allowed here",
        "The address exists, the method does not; the `Allow` header lists those that do.",
    ),
    RequestTooSlow: Problem(
        408,
        "request_too_slow",
        "The request came too slowly",
        "A request has to come within 20 seconds, or at 32 KiB a second. The connection is closed; send the request again "
        "on another, a large import in several.",
    ),
    RequestInProgress: Problem(
        409,
        "request_in_progress",
        "The same request is being answered",
        "A request with this `Idempotency-Key` came before and has not been answered yet. Send it again after the seconds "
        "that `Retry-After` names.",
    ),
    refused.PreconditionFailed: Problem(
        412,
        "precondition_failed",
        "It has changed since it was read",
        "`If-Match` does not name the current version. Get it again, look at what changed, and repeat the request with "
        "the new `ETag`.",
    ),
    http.RequestEntityTooLarge: Problem(
        413,
        "body_too_large",
        "The body is too large",
        "The body is over the limit, 2 MiB unless the operator chose another; for an import 512 MiB.",
    ),
    refused.TooManyLines: Problem(
        413,
        "too_many_lines",
        "The import has too many lines",
        "An import has 100,000 lines at most. Nothing was stored; send the articles in several imports.",
    ),
    UnsupportedMediaType: Problem(
        415,
        "unsupported_media_type",
        "The body must be JSON",
        "Send `Content-Type: application/json`, with no charset or with utf-8; fact-checks may also be sent as "
        "`application/ld+json`, and an import is `application/x-ndjson`. The `Accept` header of the answer names what "
        "the operation reads.",
    ),
    UnsupportedContentEncoding: Problem(
        415,
        "unsupported_content_encoding",
        "The body must not be encoded",
        "Send the body as it is, without `Content-Encoding`.",
    ),
    InvalidRequest: Problem(
        422,
        "validation_failed",
        "The request is not valid",
        "The body is JSON, but a field is missing, unknown, or has a value that is not accepted; or a query parameter "
        "is. `errors` names each by JSON pointer.",
    ),
    refused.NothingToImport: Problem(
        422,
        "nothing_to_import",
        "There is nothing to import",
        "The body of the import has no line.",
    ),
    refused.NotAnArticle: Problem(
        422,
        "not_an_article",
        "There is nothing to read in the HTML",
        "No readable text was found in `html`, or it has more than 50,000 tags. Send the article as `text` instead.",
    ),
    refused.TextTooLong: Problem(
        422,
        "text_too_long",
        "The text in the HTML is too long",
        "The readable text of `html` is over the limit, 200,000 characters unless the operator chose another.",
    ),
    refused.TargetRefused: Problem(
        422,
        "target_refused",
        "A webhook may not point there",
        "The address of a webhook is held to the same rules as what is fetched: http or https, a public address, a port "
        "that the operator allows. `detail` says what is wrong with it.",
    ),
    IdempotencyKeyReused: Problem(
        422,
        "idempotency_key_reused",
        "The Idempotency-Key belongs to another request",
        "Within 24 hours, this `Idempotency-Key` came with another body, address or type. Every request needs a key of its "
        "own.",
    ),
    PreconditionMissing: Problem(
        428,
        "precondition_required",
        "If-Match is missing",
        "A change needs `If-Match` with the `ETag` of the version it was made for, so that nobody's change is lost.",
    ),
    RateLimited: Problem(
        429,
        "rate_limited",
        "Too many requests",
        "The key, or the address, has used up what it may ask in a time; `RateLimit-Policy` says how much that is. Send it "
        "again after the seconds that `Retry-After` names.",
    ),
    http.InternalServerError: Problem(
        500,
        "internal_error",
        "Something went wrong in the service",
        "A fault of the service, logged under `request_id`. Nothing was stored.",
    ),
    refused.StoreUnavailable: Problem(
        503,
        "store_unavailable",
        "The database cannot be reached",
        "Nothing was stored, unless the database went away at the very moment when it was; an article that is sent again is "
        "not stored twice. Try again after the seconds that `Retry-After` names.",
    ),
    refused.StoreBusy: Problem(
        503,
        "store_busy",
        "The database is busy",
        "Somebody else holds its lock, or all connections to it are in use, for longer than the service waits (10 seconds). "
        "Nothing was stored. Try again after the seconds that `Retry-After` names.",
    ),
    refused.StoreFull: Problem(
        503,
        "store_full",
        "The database has no room",
        "The disk is full. Nothing was stored; what is stored can be read. The service takes requests again as soon as there "
        "is room; tell whoever runs it, and try again after the seconds that `Retry-After` names.",
    ),
    TooManyStreams: Problem(
        503,
        "too_many_streams",
        "Too many clients follow jobs",
        "All streams of events are taken. Try again after the seconds that `Retry-After` names, or ask for the job "
        "itself.",
    ),
    TooManyUploads: Problem(
        503,
        "too_many_uploads",
        "Too many large bodies are on their way",
        "A process reads bodies of more than 2 MiB, and those that wait to be asked for, with half of its threads at "
        "most, and none was free in time. Try again after the seconds that `Retry-After` names.",
    ),
}

ADDRESS_TOO_LONG = Problem(
    414,
    "address_too_long",
    "The address is too long",
    "Sent by the server before routing: the request line (method, path and query) is over 8,190 bytes. A claim to check "
    "takes up to 12 bytes a character when it is percent-encoded; send a shorter one.",
)
EXPECTATION_FAILED = Problem(
    417,
    "expectation_failed",
    "The expectation cannot be met",
    "Sent by the server before routing: `Expect` asks for something other than `100-continue`.",
)
HEADERS_TOO_LARGE = Problem(
    431,
    "headers_too_large",
    "The headers are too large",
    "Sent by the server before routing: a header is over 8,190 bytes, or there are more than 100 of them.",
)
UNSUPPORTED_TRANSFER_CODING = Problem(
    501,
    "unsupported_transfer_coding",
    "The transfer coding is not supported",
    "Sent by the server before routing: `Transfer-Encoding` names something other than `chunked`.",
)

BEFORE_ROUTING = (ADDRESS_TOO_LONG, EXPECTATION_FAILED, HEADERS_TOO_LARGE, UNSUPPORTED_TRANSFER_CODING)
"""What the server sends without asking the application; beside these it sends `bad_request` and `internal_error`."""

PROBLEMS = (*CATALOGUE.values(), *BEFORE_ROUTING)
"""Every error there is."""

# The one field that each of these is about.
_POINTERS: dict[type[Exception], tuple[str, str]] = {
    refused.InvalidCursor: ("/cursor", "Query parameter: not the next_cursor of a page of this list."),
    refused.NotAnArticle: ("/html", "No readable text was found."),
    refused.TargetRefused: ("/url", "Webhooks may not point there."),
    refused.TextTooLong: ("/html", "Its readable text is over the limit."),
}

_DETAILS: dict[type[Exception], str] = {
    http.BadRequest: "The request could not be read to its end.",
    http.NotFound: "No operation has this path.",
    http.RequestEntityTooLarge: "The body is over the limit.",
    http.InternalServerError: "The fault has been logged under this request_id.",
    refused.PreconditionFailed: "If-Match does not name the current version.",
    refused.InvalidCursor: "This list has no page at this cursor.",
    refused.StoreUnavailable: "The database cannot be reached.",
    refused.StoreBusy: "The database is busy with others; nothing was stored.",
    refused.StoreFull: "There is no room on the disk; nothing was stored.",
    TooManyUploads: "As many large bodies as this process reads at a time are on their way.",
    TooManyStreams: "All streams of events are taken; the job itself can still be asked for.",
    RequestTooSlow: "The request did not come in time.",
    UnsupportedContentEncoding: "The body must be sent without Content-Encoding.",
    PreconditionMissing: "Send If-Match with the ETag of the version to change.",
    KeyRequired: "Send an API key as Authorization: Bearer <key>.",
    IdempotencyKeyInvalid: "The Idempotency-Key must have 1 to 255 visible ASCII characters.",
    RequestInProgress: "A request with this Idempotency-Key is being answered.",
    IdempotencyKeyReused: "This Idempotency-Key came with another request before.",
    InvalidKey: "There is no such key, it was revoked, or it has run out.",
}

_HEADERS: dict[type[Exception], dict[str, str]] = {
    refused.StoreUnavailable: {"Retry-After": str(RETRY_AFTER_SECONDS)},
    refused.StoreFull: {"Retry-After": "60"},
    refused.StoreBusy: {"Retry-After": str(RETRY_AFTER_SECONDS)},
    TooManyStreams: {"Retry-After": "10"},
    TooManyUploads: {"Retry-After": "10"},
    UnsupportedContentEncoding: {"Accept-Encoding": "identity"},
    RequestInProgress: {"Retry-After": "1"},
    KeyRequired: {"WWW-Authenticate": f'Bearer realm="{_REALM}"'},
    InvalidKey: {"WWW-Authenticate": f'Bearer realm="{_REALM}", error="invalid_token"'},
}


def register(app: Flask) -> None:
    """Make every error of the application a problem, those that nobody foresaw too."""
    app.register_error_handler(Exception, answer)


def answer(error: Exception) -> Response:
    """The response for an error of the application, for the request that it is answering."""
    return answer_to(request.environ, error)


def answer_to(environ: WSGIEnvironment, error: Exception) -> Response:
    """The response for an error. What the catalogue does not know is a fault of ours: logged, and not shown."""
    kind = _kind(error)
    problem = CATALOGUE[kind]
    method = environ["REQUEST_METHOD"]
    sent_id = request_id_of(environ)
    if problem.status >= 500:
        # A database that is away is no riddle: the driver's words say all, and a trace for each request would bury them.
        cause = {"exc_info": error} if kind is http.InternalServerError else {"reason": str(error)}
        _log.error(problem.code, request_id=sent_id, method=method, path=environ.get("PATH_INFO", ""), **cause)
    body: dict[str, Any] = members(problem, _detail(kind, error, method), sent_id)
    errors = _errors(kind, error)
    if errors:
        body["errors"] = errors
    response = Response(orjson.dumps(body), problem.status, content_type=MEDIA_TYPE)
    for name, value in headers_of(kind).items():
        response.headers[name] = value
    if isinstance(error, UnsupportedMediaType):
        response.headers["Accept"] = ", ".join(error.accepted)
    if isinstance(error, RateLimited):
        response.headers.extend(error.headers)
    if isinstance(error, InsufficientScope):
        challenge = f'Bearer realm="{_REALM}", error="insufficient_scope", scope="{error.scope}"'
        response.headers["WWW-Authenticate"] = challenge
    if isinstance(error, http.MethodNotAllowed):
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    return response


def members(problem: Problem, detail: str, request_id: str) -> dict[str, Any]:
    """What the body of every problem has."""
    return {
        "type": f"/docs/errors#{problem.code}",
        "title": problem.title,
        "status": problem.status,
        "detail": detail,
        "code": problem.code,
        "request_id": request_id,
    }


def headers_of(kind: type[Exception]) -> dict[str, str]:
    """What the answer to an error carries beside what every answer does."""
    return _HEADERS.get(kind, {})


def request_id() -> str:
    """The id of the request that is being answered: the client's own where it sent a usable one."""
    return request_id_of(request.environ)


def usable_request_id(sent: str) -> str:
    """The id that a client sent, or a new one where that is of no use."""
    return sent if sent and _REQUEST_ID.fullmatch(sent) else random_id()


def random_id() -> str:
    """128 random bits, in hexadecimal: unlike any other, but no secret."""
    return f"{_ids.getrandbits(128):032x}"


def request_id_of(environ: WSGIEnvironment) -> str:
    """The id of this request."""
    # Kept where the client's would be, so that whoever asks again gets the same.
    used = environ["HTTP_X_REQUEST_ID"] = usable_request_id(environ.get("HTTP_X_REQUEST_ID", ""))
    return used


def _kind(error: Exception) -> type[Exception]:
    for kind in type(error).__mro__:
        if kind in CATALOGUE:
            return kind
    if isinstance(error, http.HTTPException) and error.code is not None and 400 <= error.code < 500:
        return http.BadRequest
    return http.InternalServerError


def _detail(kind: type[Exception], error: Exception, method: str) -> str:
    if isinstance(error, InvalidRequest):
        fields = ", ".join(entry["pointer"] or "the body as a whole" for entry in error.errors[:5])
        more = ", ..." if len(error.errors) > 5 else ""
        return f"Not valid: {fields}{more}"
    if isinstance(error, http.MethodNotAllowed):
        return f"{method} is not allowed here."
    return _DETAILS.get(kind) or str(error)


def _errors(kind: type[Exception], error: Exception) -> list[dict[str, str]]:
    if isinstance(error, InvalidRequest):
        return [dict(entry) for entry in error.errors[:MOST_ERRORS]]
    if kind in _POINTERS:
        pointer, detail = _POINTERS[kind]
        return [{"pointer": pointer, "detail": detail}]
    return []
