"""The catalogue of errors, its page in the docs, and its page in the service say the same."""

from __future__ import annotations

from flask import Flask

from service.operations import errors
from service.problems import BEFORE_ROUTING, CATALOGUE, PROBLEMS, answer
from tests.docs.pages import page, rows


def test_the_page_of_errors_describes_every_code_as_the_catalogue_does() -> None:
    described = [(code.strip("`"), int(status), meaning) for code, status, meaning in rows(page("docs/errors.md"))]

    assert described == [(problem.code, problem.status, problem.meaning) for problem in PROBLEMS]


def test_what_the_server_sends_before_routing_says_so() -> None:
    assert all(problem.meaning.startswith("Sent by the server before routing") for problem in BEFORE_ROUTING)


def test_codes_are_unique_words_in_snake_case() -> None:
    codes = [problem.code for problem in PROBLEMS]

    assert len(set(codes)) == len(codes)
    assert all(code.isidentifier() and code.islower() for code in codes)


def test_every_error_of_the_use_cases_has_its_place() -> None:
    assert {getattr(errors, name) for name in errors.__all__} <= set(CATALOGUE)


def test_too_long_a_text_in_the_html_is_said_of_the_html() -> None:
    with Flask("problems").test_request_context("/v1/articles", method="POST"):
        response = answer(errors.TextTooLong(200_001, 200_000))

    assert response.status_code == 422
    assert [error["pointer"] for error in response.get_json()["errors"]] == ["/html"]
