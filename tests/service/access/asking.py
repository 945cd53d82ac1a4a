"""A gate in front of a small application on a real database, and requests to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from service.access.gate import CALLER, Gate
from service.access.keyring import KeyRing
from service.access.keys import KeyOperations
from service.access.origins import Origins
from service.access.rates import RateLimits
from service.access.repeats import Repeats
from service.settings import TrustedProxies
from service.store import Store
from service.store.records import Scope

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

ELSEWHERE = "203.0.113.9"


def echo(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """An application that says whose request it got."""
    start_response("200 OK", [("Content-Type", "application/json"), ("Cache-Control", "no-cache")])
    got = {name: environ.get(name) for name in ("REMOTE_ADDR", "wsgi.url_scheme", "HTTP_HOST", CALLER)}
    return [json.dumps(got).encode()]


@dataclass(frozen=True)
class Answer:
    """What a client gets."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body."""
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The code of a problem."""
        return str(self.json["code"])


class Clock:
    """A clock that is set by hand, in seconds."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def gate(store: Store, app: WSGIApplication = echo, **settings: Any) -> Gate:
    """A gate as the composition root makes it; a ring that keeps nothing unless another is given."""
    clock = Clock()

    def hurrying() -> float:
        clock.now += 10
        return clock.now

    usual: dict[str, Any] = {
        "access": "auto",
        "trusted": TrustedProxies(),
        "keys": KeyRing(KeyOperations(store), hurrying),
        "rates": RateLimits(None, {"reads": None, "writes": None}),
        "repeats": Repeats(app, store, hold_seconds=60, body_bytes=1000),
        "origins": Origins(()),
    }
    return Gate(app, **(usual | settings))


def new_key(store: Store, *scopes: Scope, **details: Any) -> str:
    """The text of a new key."""
    return KeyOperations(store).create("desk", scopes, **details)[1]


def ask(app: Any, path: str = "/v1/articles", method: str = "GET", *, key: str | None = None, **environ: Any) -> Answer:
    """Ask a WSGI application; `environ` is more of the environment (`REMOTE_ADDR="203.0.113.9"`)."""
    whole: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "wsgi.url_scheme": "http",
        **environ,
    }
    if key is not None:
        whole["HTTP_AUTHORIZATION"] = f"Bearer {key}"
    begun: list[tuple[str, list[tuple[str, str]]]] = []
    start: Callable[..., Any] = lambda status, headers, _exc_info=None: begun.append((status, headers))  # noqa: E731
    body = b"".join(app(whole, start))
    names = [name.lower() for name, _ in begun[0][1]]
    assert len(names) == len(set(names)), f"a header was sent twice: {names}"
    return Answer(int(begun[0][0].split()[0]), dict(begun[0][1]), body)
