"""Two services over one database and one Valkey that take turns, as behind a load balancer."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from factcheck.checker import Checker
from service.app import create_app
from service.settings import Settings
from service.store import Store, create_store
from tests.caching import running_valkey

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


class Turns:
    """Applications of which each request meets the next."""

    def __init__(self, apps: Sequence[WSGIApplication]) -> None:
        self._apps = itertools.cycle(apps)
        self._lock = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Have the next one answer."""
        with self._lock:
            app = next(self._apps)
        return app(environ, start_response)


@contextmanager
def services_over(store: Store, settings: Settings, checker: Checker) -> Iterator[tuple[WSGIApplication, Settings]]:
    """The service over this store, and the settings for its workers: one over SQLite, two in turns over PostgreSQL.

    So whatever holds of one service is seen to hold of two.
    """
    if store.dialect == "sqlite":
        yield create_app(settings, store=store, checker=checker), settings
        return
    other = create_store(store.engine.url.render_as_string(hide_password=False))
    with running_valkey() as valkey:
        shared = replace(settings, redis_url=valkey.url)
        yield Turns([create_app(shared, store=each, checker=checker) for each in (store, other)]), shared
    other.dispose()
