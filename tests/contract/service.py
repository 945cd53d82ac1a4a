"""The service as one WSGI application with real parts, and ways in which it can be broken."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, cast

from flask import Flask

from factcheck.checker import Checker
from service.access.keys import KeyOperations
from service.api import openapi, requests
from service.api.context import EXTENSION, Context, Probe
from service.api.events import EventStreams
from service.app import create_app
from service.cache.responses import ResponseCache
from service.settings import Settings
from service.store import create_store
from service.store.records import Scope

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from service.operations import Operations

UNREACHABLE = "postgresql://nobody@127.0.0.1:9/nothing"
"""A database at a port where nobody listens."""


def settings_in(folder: Path, **variables: str) -> Settings:
    """Settings with their data in a folder; `variables` are further ones without their prefix.

    Sites of the tests' own are fetched from without a pause. Without an encoder, which few tests are about and each
    application would load: those that are set it, and the services of `tests.e2e` have the one that is shipped.
    """
    environment = {f"CROSSCHECK_{name.upper()}": value for name, value in variables.items()}
    common = {"DATA_DIR": str(folder), "FETCH_PAUSE_SECONDS": "0", "ENCODER": "off"}
    return Settings.from_environment({**{f"CROSSCHECK_{name}": value for name, value in common.items()}, **environment})


def service_in(folder: Path, checker: Checker, **variables: str) -> WSGIApplication:
    """The service with an empty database in a folder."""
    settings = settings_in(folder, **variables)
    store = create_store(settings.database_url)
    store.migrate()
    return create_app(settings, store=store, checker=checker)


def key_in(folder: Path, *scopes: Scope, expires_at: datetime | None = None) -> str:
    """A new API key of the service with its data in this folder."""
    store = create_store(settings_in(folder).database_url)
    _, text = KeyOperations(store).create("test", scopes, expires_at)
    store.dispose()
    return text


def service_without_database(folder: Path, checker: Checker) -> WSGIApplication:
    """The service with a database that cannot be reached."""
    settings = settings_in(folder, database_url=UNREACHABLE)
    return create_app(settings, store=create_store(settings.database_url), checker=checker)


class Defect:
    """A part with a defect: whatever it is asked for, it raises an error that names a secret."""

    def __getattr__(self, name: str) -> Defect:
        return self

    def __call__(self, *_arguments: Any) -> NoReturn:
        raise RuntimeError("the password is hunter2")


def service_with_defects(folder: Path) -> WSGIApplication:
    """The service's HTTP edge over use cases, probes and a document that all raise what nobody foresaw."""
    settings = settings_in(folder)
    app = Flask("service", static_folder=None)
    requests.install(app, settings)
    openapi.install(app)
    probes = [Probe("database", Defect(), True)]
    app.extensions[EXTENSION] = Context(cast("Operations", Defect()), settings, probes, EventStreams(1))
    app.extensions[openapi.DOCUMENT] = openapi.Document(Defect(), Defect())
    for name in ("docs.show_docs", "docs.show_errors", "health.get_liveness"):
        app.view_functions[name] = Defect()
    return ResponseCache(app, redis_url=None, generation=lambda: 1)
