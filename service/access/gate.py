"""The gate: WSGI middleware in front of everything that answers, so that no cached answer goes past it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from werkzeug.exceptions import MethodNotAllowed, NotFound

from service import problems
from service.access.clients import Client, Clients
from service.access.headers import completing, security_headers
from service.access.keyring import KeyRing
from service.access.scopes import OPEN, ROUTES
from service.operations.errors import StoreUnavailable
from service.problems import InsufficientScope, InvalidKey, KeyRequired
from service.settings import TrustedProxies
from service.store.records import ApiKey, Scope

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from flask import Response

CALLER: Final = "crosscheck.caller"
"""Where the environment of a request keeps whose it is: the id of the key that it came with, where one was needed."""

_REFUSALS: Final = (KeyRequired, InvalidKey, InsufficientScope, NotFound, MethodNotAllowed, StoreUnavailable)
_METRICS: Final = "/metrics"


class Gate:
    """Wraps an application: lets through who may, and answers the others.

    `access` is the setting: with "auto", keys are needed as soon as there is one, and until then only requests of this
    machine are let through.
    """

    def __init__(self, app: WSGIApplication, *, access: str, trusted: TrustedProxies, keys: KeyRing) -> None:
        self._app = app
        self._access = access
        self._clients = Clients(trusted)
        self._keys = keys

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        client = self._clients.of(environ)
        added = security_headers(environ)
        try:
            key = self._admit(environ, client)
        except _REFUSALS as refusal:
            return _refused(environ, refusal)(environ, completing(start_response, added))
        if key is not None:
            environ[CALLER] = key.id
        return self._app(environ, completing(start_response, added, private=key is not None))

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
        if not methods:
            raise NotFound
        if needed is OPEN:
            raise MethodNotAllowed(valid_methods=_allowed(methods))
        return self._holder(environ, needed)

    def _keys_needed(self, client: Client) -> bool:
        return self._access == "keys" or not client.local or self._keys.any()

    def _holder(self, environ: WSGIEnvironment, needed: Scope) -> ApiKey:
        text = sent_key(environ)
        if text is None:
            raise KeyRequired
        key = self._keys.find(text)
        if key is None or not key.usable(datetime.now(UTC)):
            raise InvalidKey
        if not key.allows(needed):
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
