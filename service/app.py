"""The composition root: what the service consists of, and in which order it is put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask

from factcheck.checker import Checker
from service.api import openapi, requests
from service.api.context import EXTENSION, Context, Probe
from service.cache.responses import ResponseCache
from service.operations import build_operations
from service.operations.errors import StoreUnavailable
from service.settings import Settings
from service.store import Store, create_store

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication


def create_app(settings: Settings, *, store: Store | None = None, checker: Checker | None = None) -> WSGIApplication:
    """The service as one WSGI application; its database is migrated already.

    The language model is loaded here, before gunicorn forks; connections are opened when the first request needs one.
    """
    store = store or create_store(settings.database_url)
    checker = checker or Checker.load(settings.lexicon_dir)
    operations = build_operations(store, checker, max_text_characters=settings.max_text_characters)

    app = Flask("service", static_folder=None)
    requests.install(app, settings)
    openapi.install(app)
    cached = ResponseCache(
        app,
        redis_url=settings.redis_url,
        generation=store.generation,
        ttl_seconds=settings.cache_ttl_seconds,
        entry_bytes=settings.cache_entry_bytes,
        worker_megabytes=settings.cache_worker_megabytes,
    )
    probes = (
        Probe("database", lambda: _answers(store), required=True),
        Probe("cache", lambda: cached.state() != "down", required=False),
    )
    app.extensions[EXTENSION] = Context(operations, settings, probes)
    return cached


def _answers(store: Store) -> bool:
    try:
        store.ping()
    except StoreUnavailable:
        return False
    return True
