"""What holds for every request and answer, whichever operation it is: limits, ids, headers."""

from __future__ import annotations

from flask import Flask, Response, request
from werkzeug.routing import BaseConverter

from service.problems import request_id
from service.settings import Settings


class _Identifier(BaseConverter):
    """The id of a resource in an address: "batch" is an address of its own, with methods of its own."""

    regex = r"(?!batch\Z)[^/]+"
    part_isolating = True


def install(app: Flask, settings: Settings) -> None:
    """Set the application's limits, and what it adds to every answer."""
    # A byte more than is read, so that a body that does not say how long it is can be told from one of just the limit.
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body_bytes + 1
    # "//v1/articles" and "/v1/articles/" are no addresses of ours; sending a client elsewhere would lose its body.
    app.url_map.merge_slashes = False
    app.url_map.redirect_defaults = False
    app.url_map.converters = {**app.url_map.converters, "default": _Identifier}
    app.after_request(_complete)


def _complete(response: Response) -> Response:
    response.headers["X-Request-ID"] = request_id()
    response.headers["X-Content-Type-Options"] = "nosniff"
    if request.method not in ("GET", "HEAD"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response
