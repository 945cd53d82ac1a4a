"""What a client can get wrong: each is refused by name, nothing is stored, and the service goes on."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from werkzeug.test import Client, EnvironBuilder, TestResponse, run_wsgi_app

from factcheck.checker import Checker
from schemas import examples
from tests.contract.document import check, operations_at
from tests.contract.service import service_in

ARTICLES = "/v1/articles"
VALID = {"source": "Dispatch", "text": "OpenAI keeps its models proprietary."}
LONG = 200_001


@dataclass(frozen=True)
class Case:
    """A wrong request and what it gets; `pointers` are the fields that the answer names."""

    name: str
    status: int
    code: str
    pointers: tuple[str, ...] = ()
    method: str = "POST"
    path: str = ARTICLES
    body: Any = None
    raw: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str | None = "application/json"
    answer_headers: dict[str, str] = field(default_factory=dict)


def _body(name: str, body: Any, *pointers: str, path: str = ARTICLES) -> Case:
    return Case(name, 422, "validation_failed", pointers, body=body, path=path)


def _article(name: str, pointer: str, **fields: Any) -> Case:
    return _body(name, {**VALID, **fields}, pointer)


def _raw(name: str, code: str, raw: bytes) -> Case:
    return Case(name, 400, code, raw=raw)


def _query(name: str, path: str, *pointers: str) -> Case:
    return Case(name, 422, "validation_failed", pointers, method="GET", path=path)


CASES = [
    _raw("a body that is cut off", "malformed_json", b'{"source": "Dispatch", "text": '),
    _raw("an empty body", "malformed_json", b""),
    _raw("NaN", "malformed_json", b'{"source": "Dispatch", "text": NaN}'),
    _raw("Infinity", "malformed_json", b'{"source": "Dispatch", "text": -Infinity}'),
    _raw("a number beyond all doubles", "malformed_json", b'{"source": 1e999, "text": "x"}'),
    _raw("a byte order mark", "malformed_json", b'\xef\xbb\xbf{"source": "a", "text": "b"}'),
    _raw("another encoding than UTF-8", "malformed_json", '{"source": "Zürich", "text": "b"}'.encode("latin-1")),
    _raw("two values", "malformed_json", b"{} {}"),
    _raw("single quotes", "malformed_json", b"{'source': 'a'}"),
    _raw("100,000 open brackets", "nested_too_deep", b"[" * 100_000),
    _raw("100,000 nested arrays", "nested_too_deep", b"[" * 100_000 + b"]" * 100_000),
    _raw("100,000 nested objects", "nested_too_deep", b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
    _raw("33 levels", "nested_too_deep", b"[" * 33 + b"]" * 33),
    _raw("deep brackets after a lone surrogate", "nested_too_deep", b'["\\ud800",' + b"[" * 100_000),
    Case(
        "a name given twice",
        422,
        "validation_failed",
        ("/text",),
        raw=b'{"source": "a", "text": "b", "text": "c"}',
    ),
    Case(
        "a name given twice deep inside",
        422,
        "validation_failed",
        ("/articles/1/text",),
        raw=b'{"articles": [{"source": "a", "text": "b"}, {"source": "a", "text": "b", "text": "b"}]}',
        path="/v1/compare",
    ),
    _body("a list", [VALID], ""),
    _body("a string", "OpenAI", ""),
    Case("null", 422, "validation_failed", ("",), raw=b"null"),
    _body("nothing in it", {}, "/text"),
    _body("no source", {"text": "OpenAI leads."}, "/source"),
    _body("neither text nor html", {"source": "Dispatch"}, "/text"),
    _body("both text and html", {**VALID, "html": "<p>OpenAI leads.</p>"}, "/html"),
    _body("null for both", {"source": "Dispatch", "text": None, "html": None}, "/text"),
    _article("an unknown field", "/summary", summary="OpenAI leads."),
    _article("an unknown field with a slash and a tilde", "/a~1b~0c", **{"a/b~c": 1}),
    _article("a number for a text", "/text", text=12),
    _article("a list for a source", "/source", source=["Dispatch"]),
    _article("null for a source", "/source", source=None),
    _article("an empty text", "/text", text=""),
    _article("a text of white space", "/text", text=" \n\t\u2003"),
    _article("a blank source", "/source", source="  "),
    _article("NUL in the text", "/text", text="OpenAI\0leads."),
    _article("NUL in the title", "/title", title="a\0"),
    Case("a lone surrogate", 422, "validation_failed", ("/text",), raw=b'{"source": "a", "text": "x\\ud800y"}'),
    Case(
        "half a pair the wrong way", 422, "validation_failed", ("/source",), raw=b'{"source": "\\udc00", "text": "x"}'
    ),
    Case("a surrogate in UTF-8", 422, "validation_failed", ("/text",), raw=b'{"source": "a", "text": "\xed\xa0\x80"}'),
    Case(
        "a surrogate in the name of a field",
        422,
        "validation_failed",
        ("/\\ud800",),
        raw=b'{"source": "a", "text": "b", "\\ud800": 1}',
    ),
    _article("a text over the limit", "/text", text="a" * LONG),
    _body("html over the limit", {"source": "Dispatch", "html": "a" * 2_000_001}, "/html"),
    _article("a source over its limit", "/source", source="a" * 201),
    _article("a time that is none", "/published_at", published_at="yesterday"),
    _article("a date without a time", "/published_at", published_at="2024-07-23"),
    _article("a time without an offset", "/published_at", published_at="2024-07-23T15:00:00"),
    _article("a 30th of February", "/published_at", published_at="2024-02-30T15:00:00Z"),
    _article("a time outside the calendar", "/published_at", published_at="0001-01-01T00:00:00+14:00"),
    _article("the year 0", "/published_at", published_at="0000-01-01T00:00:00Z"),
    _article("an offset of more than a day", "/published_at", published_at="2024-07-23T15:00:00+25:00"),
    _article("a time beyond the calendar", "/published_at", published_at="9999-12-31T23:59:60-00:01"),
    _article("a second that is none", "/published_at", published_at="2024-07-23T15:00:61Z"),
    _article("a number for a time", "/published_at", published_at=1721746800),
    _article("a URL of another kind", "/url", url="javascript:alert(1)"),
    _article("a URL without a scheme", "/url", url="ledger.example/a"),
    _article("a URL with a line break", "/url", url="https://ledger.example/\n"),
    _article("a language that is none", "/language", language="English, mostly"),
    Case(
        "html with nothing to read", 422, "not_an_article", ("/html",), body={"source": "Dispatch", "html": "<br><hr>"}
    ),
    Case("a body over the limit", 413, "body_too_large", raw=b'{"text": "' + b"a" * 2 * 2**20 + b'"}'),
    Case(
        "no content type",
        415,
        "unsupported_media_type",
        raw=b"{}",
        content_type=None,
        answer_headers={"Accept": "application/json"},
    ),
    Case("a form", 415, "unsupported_media_type", raw=b"text=a", content_type="application/x-www-form-urlencoded"),
    Case("another charset", 415, "unsupported_media_type", raw=b"{}", content_type="application/json; charset=utf-16"),
    Case(
        "a compressed body",
        415,
        "unsupported_content_encoding",
        raw=b"\x1f\x8b",
        headers={"Content-Encoding": "gzip"},
        answer_headers={"Accept-Encoding": "identity"},
    ),
    _body("one article alone", {"articles": [VALID]}, "/articles", path="/v1/compare"),
    _body("21 articles", {"articles": [VALID] * 21}, "/articles", path="/v1/compare"),
    _body(
        "two articles of one id",
        {"articles": [{**VALID, "id": "2"}, VALID]},
        "/articles/1/id",
        path="/v1/compare",
    ),
    _body("a field deep inside", {"articles": [VALID, {"source": "a"}]}, "/articles/1/text", path="/v1/compare"),
    _body(
        "articles that are too long together",
        {"articles": [{"source": str(n), "text": "a" * 166_667} for n in range(6)]},
        "/articles",
        path="/v1/compare",
    ),
    _body(
        "a pair's text over its limit",
        {"pairs": [{"a": {"text": "a" * 200_001}, "b": {"text": "b"}}]},
        "/pairs/0/a/text",
        path="/v1/compare/pairs",
    ),
    _body("no pair", {"pairs": []}, "/pairs", path="/v1/compare/pairs"),
    _body("half a pair", {"pairs": [{"a": {"text": "x"}}]}, "/pairs/0/b", path="/v1/compare/pairs"),
    _body("101 pairs", {"pairs": [examples.PAIR] * 101}, "/pairs", path="/v1/compare/pairs"),
    _body("no fact-check", {"items": []}, "/items", path="/v1/factchecks/batch"),
    _body("501 fact-checks", {"items": [examples.FACTCHECK_SUBMISSION] * 501}, "/items", path="/v1/factchecks/batch"),
    _body(
        "a fact-check of many without a usable url",
        {"items": [examples.FACTCHECK_SUBMISSION] * 3 + [{**examples.FACTCHECK_SUBMISSION, "url": "a"}]},
        "/items/3/url",
        path="/v1/factchecks/batch",
    ),
    _body(
        "a fact-check whose rating is a text",
        {**examples.FACTCHECK_SUBMISSION, "rating": "False"},
        "/rating",
        path="/v1/factchecks",
    ),
    Case(
        "a ClaimReview without a url",
        422,
        "validation_failed",
        ("/@graph/0/url",),
        body={"@graph": [{**examples.CLAIM_REVIEW, "url": None}]},
        path="/v1/factchecks",
        content_type="application/ld+json",
    ),
    Case(
        "JSON-LD without a ClaimReview",
        422,
        "validation_failed",
        ("",),
        body={"@type": "NewsArticle"},
        path="/v1/factchecks/batch",
        content_type="application/ld+json; charset=utf-8",
    ),
    Case(
        "two ClaimReviews where one is due",
        422,
        "validation_failed",
        ("",),
        body=[examples.CLAIM_REVIEW, examples.CLAIM_REVIEW],
        path="/v1/factchecks",
        content_type="application/ld+json",
    ),
    Case(
        "a fact-check in another type",
        415,
        "unsupported_media_type",
        body=examples.CLAIM_REVIEW,
        path="/v1/factchecks",
        content_type="application/xml",
        answer_headers={"Accept": "application/json, application/ld+json"},
    ),
    Case(
        "an article as JSON-LD",
        415,
        "unsupported_media_type",
        body=VALID,
        content_type="application/ld+json",
        answer_headers={"Accept": "application/json"},
    ),
    _body("a blank text to read", {"text": " "}, "/text", path="/v1/extract"),
    Case(
        "an unknown parameter where a body is sent",
        422,
        "validation_failed",
        ("/dry_run",),
        body=VALID,
        path="/v1/articles?dry_run=1",
    ),
    _query("an unknown parameter", "/v1/articles?sort=title", "/sort"),
    _query("an unknown parameter of one article", "/v1/articles/nothing?fields=id", "/fields"),
    _query("a parameter given twice", "/v1/articles?limit=1&limit=2", "/limit"),
    _query("a limit of 0", "/v1/articles?limit=0", "/limit"),
    _query("a limit of 101", "/v1/claims?limit=101", "/limit"),
    _query("a limit in words", "/v1/sources?limit=ten", "/limit"),
    _query("a limit with a fraction", "/v1/sources?limit=1.5", "/limit"),
    _query("a limit in other digits", "/v1/sources?limit=%D9%A3", "/limit"),
    _query("a limit as Python writes numbers", "/v1/sources?limit=1_0", "/limit"),
    _query("an empty limit", "/v1/sources?limit=", "/limit"),
    _query("an empty cursor", "/v1/articles?cursor=", "/cursor"),
    _query("NUL in a query", "/v1/articles?q=a%00b", "/q"),
    _query("a lone surrogate in a query", "/v1/articles?q=%ED%A0%80", "/q"),
    _query("bytes that are not UTF-8 in a query", "/v1/check?claim=OpenAI%FFleads", "/claim"),
    _query("bytes that are not UTF-8 in a name", "/v1/sources?a%FF=1", "/a\ufffd"),
    _query("a cursor that is not UTF-8", "/v1/claims?cursor=%FF", "/cursor"),
    _query("a blank query", "/v1/claims?q=%20", "/q"),
    _query("a kind that is none", "/v1/inconsistencies?kind=quarrel", "/kind"),
    _query("a relation that is none", "/v1/inconsistencies?relation=", "/relation"),
    _query("a status that is none", "/v1/inconsistencies?status=OPEN", "/status"),
    _query("a confidence over 1", "/v1/inconsistencies?min_confidence=1.01", "/min_confidence"),
    _query("a confidence that is no number", "/v1/inconsistencies?min_confidence=nan", "/min_confidence"),
    _query("a worthiness below 0", "/v1/claims?min_check_worthiness=-0.1", "/min_check_worthiness"),
    _query("a since that is no time", "/v1/articles?since=2024", "/since"),
    _query("an offset whose plus is a space", "/v1/articles?until=2024-07-23T15:00:00+01:00", "/until"),
    _query("a day that is none", "/v1/factchecks?since=2024-02-30", "/since"),
    _query("a language that is none to filter by", "/v1/factchecks?language=English", "/language"),
    _query("a text over the limit to search for", "/v1/factchecks?q=" + "a" * 2001, "/q"),
    _query("a blank publisher", "/v1/factchecks?publisher=", "/publisher"),
    _query("no claim to check", "/v1/check", "/claim"),
    _query("a blank claim to check", "/v1/check?claim=", "/claim"),
    _query("a claim over the limit", "/v1/check?claim=" + "a" * 2001, "/claim"),
    Case("a cursor of no list", 404, "no_such_page", ("/cursor",), method="GET", path="/v1/articles?cursor=abc"),
    Case(
        "a cursor that is not ASCII", 404, "no_such_page", ("/cursor",), method="GET", path="/v1/claims?cursor=%C3%A9"
    ),
    Case("an unknown article", 404, "not_found", method="GET", path="/v1/articles/nothing"),
    Case("claims of an unknown article", 404, "not_found", method="GET", path="/v1/articles/nothing/claims"),
    Case(
        "inconsistencies of an unknown article", 404, "not_found", method="GET", path="/v1/articles/no/inconsistencies"
    ),
    Case("an unknown article to delete", 404, "not_found", method="DELETE", path="/v1/articles/nothing"),
    Case("an unknown claim", 404, "not_found", method="GET", path="/v1/claims/nothing"),
    Case("relations of an unknown claim", 404, "not_found", method="GET", path="/v1/claims/nothing/relations"),
    Case("an unknown inconsistency", 404, "not_found", method="GET", path="/v1/inconsistencies/nothing"),
    Case("an unknown fact-check", 404, "not_found", method="GET", path="/v1/factchecks/nothing"),
    Case("an unknown fact-check to delete", 404, "not_found", method="DELETE", path="/v1/factchecks/nothing"),
    Case("a cursor of another list", 404, "no_such_page", ("/cursor",), method="GET", path="/v1/factchecks?cursor=abc"),
    Case(
        "a cursor of another list of a search",
        404,
        "no_such_page",
        ("/cursor",),
        method="GET",
        path="/v1/factchecks?q=flood&cursor=abc",
    ),
    Case("an id with NUL", 404, "not_found", method="GET", path="/v1/articles/a%00b"),
    Case("an id of 10,000 characters", 404, "not_found", method="GET", path="/v1/articles/" + "a" * 10_000),
    Case("an address that is none", 404, "no_such_address", method="GET", path="/v1/everything"),
    Case("a slash at the end", 404, "no_such_address", method="GET", path="/v1/articles/"),
    Case("a slash in the middle", 404, "no_such_address", method="GET", path="/v1//articles"),
    Case("a file of the pages that is none", 404, "no_such_address", method="GET", path="/docs/assets/../page.js"),
    Case("a wrong method", 405, "method_not_allowed", method="PUT", body=VALID),
    Case("a wrong method that no one knows", 405, "method_not_allowed", method="BREW", path="/v1/check"),
    Case(
        "a review without If-Match",
        428,
        "precondition_required",
        method="PATCH",
        path="/v1/inconsistencies/nothing",
        body=examples.REVIEW,
    ),
    Case(
        "a review of an unknown inconsistency",
        404,
        "not_found",
        method="PATCH",
        path="/v1/inconsistencies/nothing",
        body=examples.REVIEW,
        headers={"If-Match": "*"},
    ),
    Case(
        "a status that nobody can decide",
        422,
        "validation_failed",
        ("/status",),
        method="PATCH",
        path="/v1/inconsistencies/nothing",
        body={"status": "wrong"},
    ),
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, checker: Checker) -> Client:
    return Client(service_in(tmp_path_factory.mktemp("service"), checker))


def _send(client: Client, case: Case) -> TestResponse:
    content: dict[str, Any] = {}
    if case.raw is not None or case.body is not None:
        raw = case.raw if case.raw is not None else json.dumps(case.body).encode()
        content = {"data": raw, "content_type": case.content_type}
    return client.open(case.path, method=case.method, headers=case.headers, **content)


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES])
def test_bad_input_is_refused_by_name_and_nothing_is_stored(client: Client, case: Case) -> None:
    answer = _send(client, case)

    problem = answer.get_json(force=True)
    assert (answer.status_code, problem["code"]) == (case.status, case.code), problem
    assert answer.mimetype == "application/problem+json"
    assert tuple(error["pointer"] for error in problem.get("errors", ())) == case.pointers
    assert case.answer_headers.items() <= dict(answer.headers).items()
    for operation in operations_at(answer.request.path):
        if operation.method == case.method or case.status == 405:
            check(operation, answer)
    assert client.get(ARTICLES).get_json() == {"items": [], "next_cursor": None}
    assert client.get("/v1/factchecks").get_json() == {"items": [], "next_cursor": None}


def test_a_body_in_chunks_of_unstated_number_is_cut_off_at_the_limit(client: Client) -> None:
    class Wire:
        """A connection that never ends."""

        def read(self, size: int) -> bytes:
            """As much as is asked for."""
            return b"a" * size

    environ = EnvironBuilder(ARTICLES, method="POST", content_type="application/json").get_environ()
    environ |= {"wsgi.input": Wire(), "wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}

    parts, status, _ = run_wsgi_app(client.application, environ)

    assert status == "413 REQUEST ENTITY TOO LARGE"
    assert json.loads(b"".join(parts))["code"] == "body_too_large"


def test_a_body_of_just_the_limit_is_read(client: Client) -> None:
    body = b'{"text": "OpenAI leads."' + b" " * (2 * 2**20 - 25) + b"}"

    assert len(body) == 2 * 2**20
    assert client.post("/v1/extract", data=body, content_type="application/json").status_code == 200
    assert client.post("/v1/extract", data=body + b" ", content_type="application/json").status_code == 413


def test_at_most_fifty_fields_are_named_and_long_names_are_cut(client: Client) -> None:
    answer = client.post(ARTICLES, json={**VALID, **{f"{'a' * 5000}{number}": 1 for number in range(200)}})

    errors = answer.get_json()["errors"]
    assert len(errors) == 50
    assert all(len(error["pointer"]) < 210 for error in errors)


@pytest.mark.parametrize(
    "text",
    [
        "Is this the end?",
        "🙂" * 100,
        "<script>alert(1)</script>",
        "أعلنت الشركة اليوم أن النموذج مفتوح المصدر.",
        "\u202eright to left\u202c",
        "a",
        "🙂𝔘 <b>The ferry</b> 🚢 was late. The ferry carried 214 passengers in March 2024. 🙂",
    ],
)
def test_odd_texts_are_stored_with_the_claims_that_they_have_and_right_spans(
    tmp_path: Any, checker: Checker, text: str
) -> None:
    client = Client(service_in(tmp_path, checker))

    answer = client.post(ARTICLES, json={"source": "Dispatch", "text": text})

    assert answer.status_code == 201
    assert answer.get_json()["text"] == text
    claims = client.get(f"{answer.headers['Location']}/claims").get_json()["items"]
    units = text.encode("utf-16-le")
    for claim in claims:
        span = claim["span"]
        assert text[span["start"] : span["end"]] == claim["text"]
        assert units[2 * span["utf16_start"] : 2 * span["utf16_end"]].decode("utf-16-le") == claim["text"]
    assert bool(claims) == ("214" in text)
