"""The documentation that the service carries itself: the OpenAPI document, Swagger UI on it, and the errors.

Swagger UI comes from an installed package; the pages ask nothing of any other host.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import flask
from flask import Response, current_app, render_template_string
from werkzeug.exceptions import NotFound

from schemas.openapi import OpenApiSchema
from service.api.blueprint import CACHED, NOT_MODIFIED, Answer, Blueprint
from service.api.responding import respond_bytes
from service.problems import PROBLEMS

EXTENSION = "crosscheck.document"

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_SWAGGER_UI = ("swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png")
_OWN = ("page.js", "page.css")
_PAGES = files("service.api") / "pages"
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".png": "image/png"}


@dataclass(frozen=True, slots=True)
class Document:
    """The OpenAPI document in both of its forms, made when it is asked for."""

    yaml: Callable[[], bytes]
    json: Callable[[], bytes]


docs = Blueprint("docs", __name__, description="What this service says about itself.")
assets = flask.Blueprint("docs_assets", __name__)


@docs.operation(
    "GET",
    "/openapi.yaml",
    answers={
        200: Answer("The document.", OpenApiSchema, media_type="application/yaml", headers=CACHED),
        304: NOT_MODIFIED,
    },
)
def get_openapi_yaml() -> Response:
    """Get the OpenAPI document as YAML.

    The same as `/openapi.json`.
    """
    return respond_bytes(_document().yaml(), "application/yaml")


@docs.operation(
    "GET",
    "/openapi.json",
    answers={200: Answer("The document.", OpenApiSchema, headers=CACHED), 304: NOT_MODIFIED},
)
def get_openapi_json() -> Response:
    """Get the OpenAPI document as JSON.

    The same as `/openapi.yaml`.
    """
    return respond_bytes(_document().json(), "application/json")


@docs.operation(
    "GET",
    "/docs",
    answers={200: Answer("The page.", media_type="text/html", example="<!doctype html>...")},
)
def show_docs() -> Response:
    """Show the API in a browser.

    The page lists the operations and can call them.
    """
    return _page((_PAGES / "docs.html").read_text(encoding="utf-8"))


@docs.operation(
    "GET",
    "/docs/errors",
    answers={200: Answer("The page.", media_type="text/html", example="<!doctype html>...")},
)
def show_errors() -> Response:
    """Show what each error means in a browser.

    The `type` of every problem leads here.
    """
    template = (_PAGES / "errors.html").read_text(encoding="utf-8")
    return _page(render_template_string(template, problems=PROBLEMS))


@assets.get("/docs/assets/<name>")
def show_asset(name: str) -> Response:
    """One of the files that the pages consist of."""
    if name in _OWN:
        content = (_PAGES / name).read_bytes()
    elif name in _SWAGGER_UI:
        content = (files("flask_swagger_ui") / "dist" / name).read_bytes()
    else:
        raise NotFound
    response = respond_bytes(content, _TYPES[Path(name).suffix], Cache_Control="public, max-age=3600")
    response.add_etag()
    response.make_conditional(flask.request)
    return response


def _document() -> Document:
    document: Document = current_app.extensions[EXTENSION]
    return document


def _page(html: str) -> Response:
    return respond_bytes(html.encode(), "text/html; charset=utf-8", Content_Security_Policy=_POLICY)
