"""The response cache as WSGI middleware: a GET under /v1/ is looked up before the application sees it.

The key is the database's generation, the path and the query, so a committed write makes every earlier entry
unreachable. The generation is read before the answer is computed: an entry can be newer than its key says, never older.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from hashlib import blake2b
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from service.cache.client import Client
from service.cache.entries import Entry, Headers, decode
from service.cache.etag import etag, matches
from service.cache.flight import Key, Outcome, SingleFlight
from service.cache.recent import Recent

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

CACHED_UNDER = "/v1/"
# Bookkeeping, which changes without a new generation, and answers that last; under them the application answers itself.
LIVE = ("/v1/jobs", "/v1/imports", "/v1/feeds", "/v1/webhooks")
# Answers outside /v1/ that clients fetch again and again: they get an entity tag, but nothing is kept of them.
TAGGED = frozenset({"/openapi.yaml", "/openapi.json"})

# What belongs to one request, to the connection, or is set anew here.
_NOT_KEPT = frozenset(
    {"x-request-id", "date", "server", "connection", "keep-alive", "cache-status", "content-length", "etag"}
)
_NOT_IN_304 = frozenset({"content-type", "content-length", "content-encoding", "content-language"})
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")
_STATUS = {
    Outcome.FOUND: "crosscheck; hit",
    Outcome.STORED: "crosscheck; fwd=miss; stored",
    Outcome.COLLAPSED: "crosscheck; fwd=miss; collapsed",
    Outcome.MADE: "crosscheck; fwd=miss",
}


class ResponseCache:
    """Wraps an application: answers GET and HEAD from Redis where it can, with entity tags, 304 and `Cache-Status`.

    `worker_megabytes` is what each process keeps in its own memory of what it found or stored there; 0 keeps nothing.
    `redis_url` None, or `ttl_seconds` 0, leaves Redis out; entity tags, 304 and single flight within the process stay.
    `generation` returns the number that each committed write raises; where it raises, the application answers.
    """

    def __init__(
        self,
        app: WSGIApplication,
        *,
        redis_url: str | None,
        generation: Callable[[], int],
        ttl_seconds: int = 3600,
        entry_bytes: int = 2**20,
        worker_megabytes: int = 8,
    ) -> None:
        self._app = app
        self._generation = generation
        self._client = Client(redis_url) if redis_url and ttl_seconds > 0 else None
        self._ttl_milliseconds = ttl_seconds * 1000
        self._recent = Recent(worker_megabytes * 2**20 if self._client else 0, ttl_seconds)
        self._flights = SingleFlight(self._client, self._lifetime, entry_bytes)
        # A new version may answer differently.
        self._prefix = f"{version('crosscheck')}\0"

    def state(self) -> str:
        """ "off" where there is no Redis, else "up" or "down", asked now; takes no longer than one call."""
        if self._client is None:
            return "off"
        return "up" if self._client.available() else "down"

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD"):
            return self._app(environ, start_response)
        path = environ.get("PATH_INFO", "")
        if path.startswith(LIVE):
            return self._app(environ, start_response)
        if path.startswith(CACHED_UNDER):
            # A GET with a body is the application's to judge.
            if environ.get("CONTENT_LENGTH", "0") not in ("", "0") or "HTTP_TRANSFER_ENCODING" in environ:
                return self._app(environ, start_response)
        elif path not in TAGGED:
            return self._app(environ, start_response)

        request_id = environ.get("HTTP_X_REQUEST_ID", "")
        if not _REQUEST_ID.fullmatch(request_id):
            request_id = environ["HTTP_X_REQUEST_ID"] = os.urandom(16).hex()

        if path in TAGGED:
            entry, status = self._compute(environ)[0], "crosscheck; fwd=bypass"
        else:
            entry, status = self._find(environ, path)
        return _respond(entry, status, request_id, environ, start_response)

    def _find(self, environ: WSGIEnvironment, path: str) -> tuple[Entry, str]:
        try:
            generation = self._generation()
        except Exception:  # noqa: BLE001 - a database that is away is the application's to report, in its words
            return self._compute(environ)[0], "crosscheck; fwd=bypass"
        key = self._key(generation, environ.get("SCRIPT_NAME", "") + path, environ.get("QUERY_STRING", ""))
        entry = self._recent.get(key.digest) or self._fetch(key)
        if entry is not None:
            return entry, "crosscheck; hit"
        entry, outcome = self._flights.run(key, lambda: self._compute(environ))
        if outcome is Outcome.STORED:
            self._recent.put(key.digest, entry)
        return entry, _STATUS[outcome]

    def _fetch(self, key: Key) -> Entry | None:
        kept = self._client.get(key.name) if self._client is not None else None
        entry = decode(kept, key.digest) if kept is not None else None
        if entry is not None:
            self._recent.put(key.digest, entry)
        return entry

    def _key(self, generation: int, path: str, query: str) -> Key:
        if "&" in query:
            # The order of different parameters means nothing; the order of repeated ones may, and is kept.
            query = "&".join(sorted(query.split("&"), key=_parameter))
        whole = f"{self._prefix}{generation}\0{path}?{query}".encode("utf-8", "surrogatepass")
        digest = blake2b(whole, digest_size=20).digest()
        return Key(digest)

    def _lifetime(self, key: Key) -> int:
        # Up to a tenth more or less, so that what was filled together does not run out together.
        return self._ttl_milliseconds * (920 + key.digest[0] * 160 // 255) // 1000

    def _compute(self, environ: WSGIEnvironment) -> tuple[Entry, bool]:
        """The application's answer, and whether others may have it. A HEAD is computed as the GET it stands for."""
        if environ["REQUEST_METHOD"] == "HEAD":
            environ = {**environ, "REQUEST_METHOD": "GET"}
        status, headers, body = collect(self._app, environ)
        if not status.startswith("200") or not _shareable(headers):
            return Entry(status, headers, body, ""), False
        tag = _header(headers, "etag") or etag(body)
        kept = [(name, value) for name, value in headers if name.lower() not in _NOT_KEPT]
        if not _header(headers, "cache-control"):
            # Browsers may keep it, but ask each time: a 304 is cheap, an answer from before a write is wrong.
            kept.append(("Cache-Control", "no-cache"))
        kept += [("Content-Length", str(len(body))), ("ETag", tag)]
        return Entry(status, kept, body, tag), True


def _parameter(part: str) -> str:
    return part.partition("=")[0]


def _header(headers: Headers, name: str) -> str:
    return next((value for written, value in headers if written.lower() == name), "")


def _shareable(headers: Headers) -> bool:
    """Whether the answer is the same for everybody who asks this path and query."""
    if _header(headers, "set-cookie") or _header(headers, "vary"):
        return False
    directives = _header(headers, "cache-control").lower()
    return "no-store" not in directives and "private" not in directives


def _respond(
    entry: Entry, cache_status: str, request_id: str, environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    own = [("Cache-Status", cache_status), ("X-Request-ID", request_id)]
    if not entry.etag:
        kept = [pair for pair in entry.headers if pair[0].lower() not in ("cache-status", "x-request-id")]
        start_response(entry.status, kept + own)
    elif "HTTP_IF_NONE_MATCH" in environ and matches(environ["HTTP_IF_NONE_MATCH"], entry.etag):
        start_response("304 NOT MODIFIED", [pair for pair in entry.headers if pair[0].lower() not in _NOT_IN_304] + own)
        return []
    else:
        start_response(entry.status, entry.headers + own)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [entry.body]


def collect(app: WSGIApplication, environ: WSGIEnvironment) -> tuple[str, Headers, bytes]:
    """Run the application to its end."""
    begun: list[tuple[str, Headers]] = []
    written: list[bytes] = []

    def start_response(status: str, headers: Headers, _exc_info: Any = None) -> Callable[[bytes], object]:
        begun.append((status, headers))
        return written.append

    parts = app(environ, start_response)
    try:
        written.extend(parts)
    finally:
        close = getattr(parts, "close", None)
        if close is not None:
            close()
    status, headers = begun[-1]
    return status, headers, b"".join(written)
