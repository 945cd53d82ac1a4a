"""`Idempotency-Key`: a POST that is sent again under the same key is answered as it was the first time, and done once.

The answer is kept in the database for 24 hours, by caller and key. While the first request is being answered, the same one
is refused; where the process that answers it dies, its hold runs out within seconds.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from service.access.holds import HOLD_SECONDS, Hold, Holds
from service.cache.responses import collect
from service.problems import IdempotencyKeyInvalid, IdempotencyKeyReused, RequestInProgress, request_id_of
from service.store import Store
from service.store.records import KeptAnswer
from service.store.repeats import RepeatRepository

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

HEADER: Final = "HTTP_IDEMPOTENCY_KEY"
REPLAYED: Final = ("Idempotency-Replayed", "true")

# Visible ASCII without the comma, by which a server joins headers that are sent twice; the draft's quotes may be there.
_KEY: Final = re.compile(r'"?([!#-+\--\[\]-~]{1,255})"?')
# Answers that the same request gets again, whatever was stored meanwhile.
_KEPT_REFUSALS: Final = frozenset({400, 413, 415, 422})
_MOST_KEPT_BYTES: Final = 4 * 2**20
_OF_ONE_REQUEST: Final = frozenset({"x-request-id", "date", "server", "connection", "keep-alive"})


class Repeats:
    """Wraps an application: does each POST that carries an `Idempotency-Key` once.

    `hold_seconds` is how long a request counts as being answered after its process has died; of a body, `body_bytes` are
    compared, and its length.
    """

    def __init__(
        self, app: WSGIApplication, store: Store, *, hold_seconds: float = HOLD_SECONDS, body_bytes: int
    ) -> None:
        self._app = app
        self._store = store
        self._holds = Holds(store, hold_seconds)
        self._body_bytes = body_bytes

    def answer(self, environ: WSGIEnvironment, start_response: StartResponse, caller: str) -> Iterable[bytes]:
        """Answer a POST of a caller. Raises IdempotencyKeyInvalid, RequestInProgress, IdempotencyKeyReused, StoreUnavailable."""
        identity = identity_of(caller, environ[HEADER])
        body = _Body.read(environ, self._body_bytes)
        environ["wsgi.input"] = body.again
        if body.broken:
            # It will be refused; the whole of it may come under the same key.
            return self._app(environ, start_response)
        with self._store.note() as transaction:
            beginning = transaction.repeats.begin(identity, _fingerprint(environ, body), self._holds.length)
        if beginning.state == "another":
            raise IdempotencyKeyReused
        if beginning.answer is not None:
            return _send(beginning.answer, start_response, (REPLAYED, ("X-Request-ID", request_id_of(environ))))
        if beginning.held_until is None:
            raise RequestInProgress
        return _send(self._do(environ, self._holds.keep(identity, beginning.held_until)), start_response)

    def _do(self, environ: WSGIEnvironment, hold: Hold) -> KeptAnswer:
        """Have the application answer, and keep what it says where it would say it again.

        What was asked has been done then, or not; that cannot be taken back because the database goes away after it.
        """
        try:
            answer = _collect(self._app, environ)
        except BaseException:
            self._holds.end(hold, RepeatRepository.release)
            raise
        if _lasting(answer):
            kept = KeptAnswer(
                answer.status, tuple(p for p in answer.headers if p[0].lower() not in _OF_ONE_REQUEST), answer.body
            )
            self._holds.end(hold, lambda repeats, identity, until: repeats.finish(identity, until, kept))
        else:
            self._holds.end(hold, RepeatRepository.release)
        return answer


def identity_of(caller: str, sent: str) -> str:
    """What a request is kept under: the caller and the key that was sent. Raises IdempotencyKeyInvalid."""
    key = _KEY.fullmatch(sent)
    if key is None:
        raise IdempotencyKeyInvalid
    return hashlib.sha256(f"{caller}\n{key[1]}".encode()).hexdigest()


def _fingerprint(environ: WSGIEnvironment, body: _Body) -> str:
    """What tells this request from another one under the same key."""
    path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    asked = (path, environ.get("QUERY_STRING", ""), environ.get("CONTENT_TYPE", ""), body.length)
    digest = hashlib.sha256("\n".join(asked).encode("utf-8", "surrogatepass") + b"\n")
    digest.update(body.beginning)
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class _Body:
    """A body of which the beginning has been read; `again` gives all of it, from the start."""

    beginning: bytes
    length: str
    broken: bool
    again: io.RawIOBase | io.BytesIO

    @classmethod
    def read(cls, environ: WSGIEnvironment, most: int) -> _Body:
        """Read up to so many bytes; a body that ends before its stated length, or cannot be read, is broken."""
        stated = environ.get("CONTENT_LENGTH") or ""
        if not environ.get("wsgi.input_terminated"):
            # Such a server lets a reader run past the end.
            most = min(most, int(stated or 0))
        stream = environ["wsgi.input"]
        parts: list[bytes] = []
        left = most
        failure: Exception | None = None
        try:
            while left > 0 and (part := stream.read(left)):
                parts.append(part)
                left -= len(part)
        except Exception as error:  # noqa: BLE001 - the application meets it again where it reads on, and answers it
            failure = error
        beginning = b"".join(parts)
        if failure is None and (left > 0 or str(len(beginning)) == stated):
            broken = stated != "" and str(len(beginning)) != stated
            return cls(beginning, str(len(beginning)), broken, io.BytesIO(beginning))
        rest = _Rest(beginning, stream, failure)
        return cls(beginning, stated, failure is not None, rest)


class _Rest(io.RawIOBase):
    """What has been read of a stream, then the rest of it, or what went wrong with it."""

    def __init__(self, beginning: bytes, stream: Any, failure: Exception | None) -> None:
        super().__init__()
        self._beginning = memoryview(beginning)
        self._stream = stream
        self._failure = failure

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read on."""
        room = memoryview(buffer).cast("B")
        if self._beginning:
            part = bytes(self._beginning[: len(room)])
            self._beginning = self._beginning[len(room) :]
        elif self._failure is not None:
            raise self._failure
        else:
            part = self._stream.read(len(room))
        room[: len(part)] = part
        return len(part)


def _lasting(answer: KeptAnswer) -> bool:
    lasting = 200 <= answer.status < 300 or answer.status in _KEPT_REFUSALS
    return lasting and len(answer.body) <= _MOST_KEPT_BYTES


def _send(answer: KeptAnswer, start_response: StartResponse, more: Iterable[tuple[str, str]] = ()) -> Iterable[bytes]:
    start_response(f"{answer.status} {HTTPStatus(answer.status).phrase}", [*answer.headers, *more])
    return [answer.body]


def _collect(app: WSGIApplication, environ: WSGIEnvironment) -> KeptAnswer:
    status, headers, body = collect(app, environ)
    return KeptAnswer(int(status.split()[0]), tuple(headers), body)
