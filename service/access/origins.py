"""Which pages of other sites may use the service from a browser (CORS): none, unless the operator lists their origins."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

    from service.access.headers import Headers

ANY: Final = "*"

_EXPOSED: Final = ", ".join(
    (
        "ETag",
        "Location",
        "Link",
        "Allow",
        "Cache-Status",
        "Idempotency-Replayed",
        "Preference-Applied",
        "RateLimit",
        "RateLimit-Policy",
        "Retry-After",
        "WWW-Authenticate",
        "X-Request-ID",
    )
)
_SENT: Final = ", ".join(
    (
        "Authorization",
        "Content-Type",
        "Idempotency-Key",
        "If-Match",
        "If-None-Match",
        "Last-Event-ID",
        "Prefer",
        "X-API-Key",
        "X-Request-ID",
    )
)
# Browsers keep to an hour or two anyway.
_PREFLIGHT_SECONDS: Final = 3600


class Origins:
    """The origins that are let in; cookies play no part, so no answer allows credentials."""

    def __init__(self, allowed: Collection[str]) -> None:
        self._allowed = frozenset(allowed)
        self._any = ANY in self._allowed
        self._fixed: Headers = [] if self._any or not self._allowed else [("Vary", "Origin")]

    def headers(self, environ: WSGIEnvironment) -> Headers:
        """What an answer to this request says to browsers about the page that asked."""
        if not self._allowed:
            return self._fixed
        origin = environ.get("HTTP_ORIGIN")
        if origin is None or not (self._any or origin.lower() in self._allowed):
            return self._fixed
        allowed = ANY if self._any else origin
        return [*self._fixed, ("Access-Control-Allow-Origin", allowed), ("Access-Control-Expose-Headers", _EXPOSED)]

    def preflight(self, environ: WSGIEnvironment, methods: Iterable[str]) -> Headers | None:
        """The headers that answer a browser's question whether it may ask; None where this is no such question.

        A page that may not is not told so: it is answered like anybody, and its browser draws the conclusion.
        """
        if environ["REQUEST_METHOD"] != "OPTIONS" or "HTTP_ACCESS_CONTROL_REQUEST_METHOD" not in environ:
            return None
        headers = self.headers(environ)
        if len(headers) == len(self._fixed):
            return None
        return [
            *(pair for pair in headers if pair[0] != "Access-Control-Expose-Headers"),
            ("Access-Control-Allow-Methods", ", ".join(sorted(methods))),
            ("Access-Control-Allow-Headers", _SENT),
            ("Access-Control-Max-Age", str(_PREFLIGHT_SECONDS)),
        ]
