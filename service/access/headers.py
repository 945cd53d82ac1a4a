"""What every answer says to browsers, and to caches on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from wsgiref.types import StartResponse, WSGIEnvironment

Headers = list[tuple[str, str]]

_ALL: Final[Headers] = [("Referrer-Policy", "no-referrer"), ("Cross-Origin-Resource-Policy", "same-origin")]
# JSON is no page; where a browser shows it as one, nothing in it may load, run or be framed.
_NO_PAGE: Final[Headers] = [("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")]
# The pages of the documentation bring a policy of their own.
_PAGES: Final = "/docs"
_ONLY_HTTPS: Final[Headers] = [("Strict-Transport-Security", "max-age=31536000")]


_BY_SCHEME: Final[Mapping[str, tuple[Headers, Headers]]] = {
    "http": (_ALL, _ALL + _NO_PAGE),
    "https": (_ALL + _ONLY_HTTPS, _ALL + _NO_PAGE + _ONLY_HTTPS),
}


def security_headers(environ: WSGIEnvironment) -> Headers:
    """The headers that make a browser careful with the answer to this request; the list is shared."""
    page, no_page = _BY_SCHEME["https" if environ.get("wsgi.url_scheme") == "https" else "http"]
    return page if environ.get("PATH_INFO", "").startswith(_PAGES) else no_page


def completing(start_response: StartResponse, added: Headers, *, private: bool = False) -> StartResponse:
    """A `start_response` that adds these headers; `private` keeps the answer out of caches that several people share."""

    def send(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], object]:
        if private:
            headers = [_private(name, value) for name, value in headers]
        if exc_info is None:
            return start_response(status, headers + added)
        return start_response(status, headers + added, exc_info)

    return send


def _private(name: str, value: str) -> tuple[str, str]:
    return (name, f"private, {value}") if name == "Cache-Control" and value == "no-cache" else (name, value)
