"""Pages of other sites: let in where the operator lists them, and told nothing elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from service.access.gate import Gate
from service.access.origins import Origins
from service.store import Store, create_store
from tests.service.access.asking import ask, echo, gate

DESK = "https://desk.example"
PREFLIGHT = {"method": "OPTIONS", "HTTP_ACCESS_CONTROL_REQUEST_METHOD": "DELETE"}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Which database it is makes no difference."""
    opened = create_store(f"sqlite:///{tmp_path / 'crosscheck.db'}")
    opened.migrate()
    return opened


def _app(store: Store, *origins: str, **settings: Any) -> Gate:
    return gate(store, origins=Origins(origins), **settings)


def test_without_origins_no_page_is_let_in(store: Store) -> None:
    answer = ask(_app(store), HTTP_ORIGIN=DESK)

    assert not [name for name in answer.headers if name.startswith("Access-Control")]
    assert "Vary" not in answer.headers
    assert ask(_app(store), **PREFLIGHT, HTTP_ORIGIN=DESK).status == 200


def test_a_page_of_a_listed_origin_may_read_the_answer(store: Store) -> None:
    app = _app(store, DESK, "http://localhost:5173")

    answer = ask(app, HTTP_ORIGIN=DESK)

    assert answer.headers["Access-Control-Allow-Origin"] == DESK
    assert {"ETag", "Location", "RateLimit", "X-Request-ID"} <= set(
        answer.headers["Access-Control-Expose-Headers"].split(", ")
    )
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert ask(app, HTTP_ORIGIN="http://localhost:5173").headers["Access-Control-Allow-Origin"].endswith(":5173")


@pytest.mark.parametrize(
    "origin", ["https://desk.example.evil", "http://desk.example", "null", "https://desk.example:444", ""]
)
def test_a_page_of_another_is_told_nothing(store: Store, origin: str) -> None:
    answer = ask(_app(store, DESK), HTTP_ORIGIN=origin)

    assert "Access-Control-Allow-Origin" not in answer.headers
    assert answer.headers["Vary"] == "Origin"


def test_every_answer_says_that_it_depends_on_the_origin_where_it_does(store: Store) -> None:
    assert ask(_app(store, DESK)).headers["Vary"] == "Origin"
    assert "Vary" not in ask(_app(store, "*")).headers
    assert ask(_app(store, "*"), HTTP_ORIGIN="null").headers["Access-Control-Allow-Origin"] == "*"


def test_a_preflight_is_answered_without_a_key(store: Store) -> None:
    app = _app(store, DESK, access="keys")

    answer = ask(app, "/v1/articles/one", **PREFLIGHT, HTTP_ORIGIN=DESK)

    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == DESK
    assert answer.headers["Access-Control-Allow-Methods"] == "DELETE, GET"
    assert {"Authorization", "X-API-Key", "Idempotency-Key", "If-Match"} <= set(
        answer.headers["Access-Control-Allow-Headers"].split(", ")
    )
    assert answer.headers["Vary"] == "Origin"


def test_a_page_learns_why_it_was_refused(store: Store) -> None:
    answer = ask(_app(store, DESK, access="keys"), HTTP_ORIGIN=DESK)

    assert (answer.status, answer.code) == (401, "key_required")
    assert answer.headers["Access-Control-Allow-Origin"] == DESK


def test_options_that_are_no_preflight_go_to_the_application(store: Store) -> None:
    assert (
        ask(_app(store, DESK, access="keys"), method="OPTIONS", HTTP_ORIGIN=DESK).body
        == ask(echo, method="OPTIONS").body
    )
