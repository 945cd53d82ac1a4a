"""The gate: WSGI middleware in front of everything that answers, so that no cached answer goes past it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from werkzeug.exceptions import MethodNotAllowed, NotFound

from service import problems
from service.access.clients import Client, Clients
from service.access.headers import Headers, completing, security_headers
from service.access.keyring import KeyRing
from service.access.origins import Origins
from service.access.rates import Policy, RateLimits, who_has
from service.access.repeats import HEADER as IDEMPOTENCY_KEY
from service.access.repeats import Repeats
from service.access.scopes import OPEN, ROUTES, is_repeatable
from service.operations.errors import StoreUnavailable
from service.problems import (
    IdempotencyKeyInvalid,
    IdempotencyKeyReused,
    InsufficientScope,
    InvalidKey,
    KeyRequired,
    RateLimited,
    RequestInProgress,
)
from service.settings import TrustedProxies
from service.store.records import ApiKey, Scope

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from flask import Response

CALLER: Final = "crosscheck.caller"
"""Where the environment of a request keeps whose it is: the id of the key that it came with, where one was needed."""

_REFUSALS: Final = (
    KeyRequired,
    InvalidKey,
    InsufficientScope,
    RateLimited,
    IdempotencyKeyInvalid,
    IdempotencyKeyReused,
    RequestInProgress,
    NotFound,
    MethodNotAllowed,
    StoreUnavailable,
)
_METRICS: Final = "/metrics"
_HEALTH: Final = "/health/"
_READING: Final = ("GET", "HEAD", "OPTIONS")


class Gate:
    """Wraps an application: lets through who may, and as often as they may, and answers the others.

    `access` is the setting: with "auto", keys are needed as soon as there is one, and until then only requests of this
    machine are let through.
    """

    def __init__(
        self,
        app: WSGIApplication,
        *,
        access: str,
        trusted: TrustedProxies,
        keys: KeyRing,
        rates: RateLimits,
        repeats: Repeats,
        origins: Origins,
    ) -> None:
        self._app = app
        self._access = access
        self._clients = Clients(trusted)
        self._keys = keys
        self._rates = rates
        self._repeats = repeats
        self._origins = origins

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        client = self._clients.of(environ)
        if environ["REQUEST_METHOD"] == "OPTIONS":
            preflight = self._origins.preflight(environ, ROUTES.methods(environ.get("PATH_INFO", "")))
            if preflight is not None:
                start_response("204 NO CONTENT", preflight)
                return []
        added = security_headers(environ)
        said = self._origins.headers(environ)
        if said:
            added = added + said
        try:
            key = self._admit(environ, client)
            if key is not None:
                added = added + self._count(environ, f"key:{key.id}")
            elif not client.local:
                added = added + self._count(environ, who_has(client.address))
            send = completing(start_response, added, private=key is not None)
            if IDEMPOTENCY_KEY in environ and is_repeatable(environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")):
                caller = f"key:{key.id}" if key is not None else who_has(client.address)
                return self._repeats.answer(environ, send, caller)
        except _REFUSALS as refusal:
            return _refused(environ, refusal)(environ, completing(start_response, added))
        return self._app(environ, send)

    def _count(self, environ: WSGIEnvironment, who: str) -> Headers:
        """Count a request of somebody, and say how they stand. Raises RateLimited."""
        if environ.get("PATH_INFO", "").startswith(_HEALTH):
            return []
        policy: Policy = "reads" if environ["REQUEST_METHOD"] in _READING else "writes"
        standing = self._rates.take(policy, who)
        if standing is None:
            return []
        if not standing.allowed:
            raise RateLimited(standing.wait, standing.headers())
        return standing.headers()

    def _admit(self, environ: WSGIEnvironment, client: Client) -> ApiKey | None:
        """The key of a request that may pass, None where it needs none. Raises a refusal."""
        if self._access == "open":
            return None
        path = environ.get("PATH_INFO", "")
        method = environ["REQUEST_METHOD"]
        methods = ROUTES.methods(path)
        asked = "GET" if method == "HEAD" else method
        needed = methods.get(asked, OPEN)
        if (asked in methods and needed is OPEN) or (path == _METRICS and client.local):
            return None
        if method == "OPTIONS" and methods:
            return None
        if not self._keys_needed(client):
            return None
        if needed is OPEN:
            self._count(environ, who_has(client.address))
            raise MethodNotAllowed(valid_methods=_allowed(methods)) if methods else NotFound
        return self._holder(environ, needed, client)

    def _keys_needed(self, client: Client) -> bool:
        return self._access == "keys" or not client.local or self._keys.any()

    def _holder(self, environ: WSGIEnvironment, needed: Scope, client: Client) -> ApiKey:
        text = sent_key(environ)
        key = self._keys.find(text) if text is not None else None
        now = datetime.now(UTC)
        if key is None or not key.usable(now):
            # Whoever tries keys is counted by the address, which nobody can make up.
            self._count(environ, who_has(client.address))
            raise KeyRequired if text is None else InvalidKey
        environ[CALLER] = key.id
        self._keys.used(key, now)
        if not key.allows(needed):
            self._count(environ, f"key:{key.id}")
            raise InsufficientScope(needed)
        return key


def sent_key(environ: WSGIEnvironment) -> str | None:
    """What was sent as an API key; None where nothing was.

    `Authorization` of another sort than Bearer is somebody else's, of a proxy in front for instance.
    """
    scheme, _, token = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() == "bearer":
        return str(token.strip())
    sent: str | None = environ.get("HTTP_X_API_KEY")
    return sent.strip() if sent is not None else None


def _refused(environ: WSGIEnvironment, refusal: Exception) -> Response:
    response = problems.answer_to(environ, refusal)
    response.headers["X-Request-ID"] = environ["HTTP_X_REQUEST_ID"]
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response


def _allowed(methods: Iterable[str]) -> set[str]:
    return {*methods, "OPTIONS", *(("HEAD",) if "GET" in methods else ())}
