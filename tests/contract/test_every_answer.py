"""Every status that openapi.yaml documents for an operation can be had, and the answer is what it says."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.test import Client, TestResponse

from factcheck.checker import Checker
from schemas import examples
from service.access.keys import SCOPES
from service.access.scopes import ROUTES
from service.problems import RequestTooSlow
from service.store import Store, create_store
from service.store.tables import repeatable_requests
from tests.contract.document import Operation, check, operations
from tests.contract.service import key_in, service_in, service_with_defects, service_without_database, settings_in
from tests.contract.test_unreadable_requests import SENT_BY_THE_SERVER

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}
LIMITS = {"access": "open", "rate_limit": "1/hour", "rate_limit_writes": "1/hour"}


@dataclass(frozen=True)
class Request:
    """A request to make; `path` is filled in already."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    body: Any = None
    raw: bytes | None = None
    content_type: str = "application/json"
    environ: dict[str, Any] = field(default_factory=dict)

    def send(self, client: Client) -> TestResponse:
        """The answer."""
        content: dict[str, Any] = {"json": self.body} if self.body is not None else {}
        if self.raw is not None:
            content = {"data": self.raw}
        if content:
            content["content_type"] = self.content_type
        # Buffered, so that the answer is closed, as a web server closes it.
        return client.open(
            self.path,
            method=self.method,
            headers=self.headers,
            query_string=self.query,
            environ_overrides=self.environ,
            buffered=True,
            **content,
        )


@dataclass(frozen=True)
class Stage:
    """A service with a story in it, one without a database, one full of defects, and the ids of the story."""

    client: Client
    without_database: Client
    with_defects: Client
    with_keys: Client
    keys: dict[str, str]
    with_limits: Client
    addresses: Iterator[int]
    store: Store
    article_id: str
    claim_id: str
    inconsistency_id: str
    factcheck_id: str
    job_id: str
    feed_id: str
    webhook_id: str

    def valid(self, operation: Operation) -> Request:
        """A request that the operation accepts."""
        ids = {
            "articles": self.article_id,
            "claims": self.claim_id,
            "inconsistencies": self.inconsistency_id,
            "factchecks": self.factcheck_id,
            "jobs": self.job_id,
            "feeds": self.feed_id,
            "webhooks": self.webhook_id,
        }
        resource = operation.path.split("/")[2] if operation.path.startswith("/v1/") else ""
        request = Request(operation.method, operation.path.replace("{id}", ids.get(resource, "")))
        return replace(request, **_SPECIFIC.get(operation.id, lambda _stage: {})(self))

    def etag(self) -> str:
        """The validator of the inconsistency as it is now."""
        return self.client.get(f"/v1/inconsistencies/{self.inconsistency_id}").headers["ETag"]


_SPECIFIC: dict[str, Callable[[Stage], dict[str, Any]]] = {
    "store_article": lambda _stage: {"body": examples.ARTICLE_SUBMISSION},
    "add_feed": lambda _stage: {"body": examples.FEED_SUBMISSION},
    "change_feed": lambda _stage: {"body": {"interval_seconds": 600}},
    "import_articles": lambda _stage: {
        "raw": json.dumps(examples.ARTICLE_SUBMISSION).encode(),
        "content_type": "application/x-ndjson",
    },
    "store_factcheck": lambda _stage: {"body": examples.FACTCHECK_SUBMISSION},
    "store_factchecks": lambda _stage: {"body": {"items": [examples.FACTCHECK_SUBMISSION]}},
    "create_webhook": lambda _stage: {"body": examples.WEBHOOK_SUBMISSION},
    "change_webhook": lambda _stage: {"body": examples.WEBHOOK_CHANGE},
    "check_claim": lambda _stage: {"query": {"claim": examples.CHECK["claim"]}},
    "extract_claims": lambda _stage: {"body": examples.EXTRACTION_SUBMISSION},
    "compare_articles": lambda _stage: {"body": examples.COMPARE_SUBMISSION},
    "compare_pairs": lambda _stage: {"body": {"pairs": [examples.PAIR]}},
    "review_inconsistency": lambda stage: {"body": examples.REVIEW, "headers": {"If-Match": stage.etag()}},
}


def _succeed(stage: Stage, operation: Operation) -> TestResponse:
    return stage.valid(operation).send(stage.client)


def _store_something_new(stage: Stage, operation: Operation) -> TestResponse:
    if operation.id == "create_webhook":
        return _succeed(stage, operation)
    if operation.id == "store_factcheck":
        body = {**examples.FACTCHECK_SUBMISSION, "url": "https://kestrelchecks.example/another"}
        return replace(stage.valid(operation), body=body).send(stage.client)
    if operation.id == "add_feed":
        body = {**examples.FEED_SUBMISSION, "url": "https://ledger.example/feeds/another.xml"}
        return replace(stage.valid(operation), body=body).send(stage.client)
    text = f"The harbour of Port Ellery was closed for {sum(1 for _ in _articles(stage))} days in March 2024."
    return replace(stage.valid(operation), body={"source": "Coastal Wire", "text": text}).send(stage.client)


def _articles(stage: Stage) -> Iterator[Any]:
    yield from stage.client.get("/v1/articles", query_string={"limit": 100}).get_json()["items"]


def _accept(stage: Stage, operation: Operation) -> TestResponse:
    request = stage.valid(operation)
    if operation.id == "store_article":
        request = replace(request, headers={"Prefer": "respond-async"})
    return request.send(stage.client)


def _have_no_content(stage: Stage, operation: Operation) -> TestResponse:
    if operation.id == "follow_job":
        request = stage.valid(operation)
        (last,) = re.findall(r"id: (\d+)", request.send(stage.client).text)
        return replace(request, headers={"Last-Event-ID": last}).send(stage.client)
    return _delete(stage, operation)


def _delete(stage: Stage, operation: Operation) -> TestResponse:
    path, body = {
        "delete_article": ("/v1/articles", {"source": "Coastal Wire", "text": "The ferry sank on 2 May 2024."}),
        "delete_feed": ("/v1/feeds", {"url": "https://ledger.example/feeds/third.xml"}),
        "delete_factcheck": (
            "/v1/factchecks",
            {**examples.FACTCHECK_SUBMISSION, "claim_reviewed": "The flood in Aldmoor killed nobody."},
        ),
        "delete_webhook": ("/v1/webhooks", examples.WEBHOOK_SUBMISSION),
    }[operation.id]
    location = stage.client.post(path, json=body).headers["Location"]
    return stage.client.open(location, method=operation.method)


def _ask_again(stage: Stage, operation: Operation) -> TestResponse:
    request = stage.valid(operation)
    known = request.send(stage.client).headers["ETag"]
    return replace(request, headers={"If-None-Match": known}).send(stage.client)


def _changed(**changes: Any) -> Callable[[Stage, Operation], TestResponse]:
    return lambda stage, operation: replace(stage.valid(operation), **changes).send(stage.client)


def _break_off(stage: Stage, operation: Operation) -> TestResponse:
    if operation.id == "import_articles":  # of which a broken line is no more than that
        return _changed(environ={"CONTENT_LENGTH": "1000"})(stage, operation)
    return _changed(raw=b'{"text": ')(stage, operation)


class _SlowBody:
    """What the server gives to read where the client does not send."""

    def read(self, _size: int = -1) -> bytes:
        raise RequestTooSlow


def _dawdle(stage: Stage, operation: Operation) -> TestResponse:
    return _changed(environ={"wsgi.input": _SlowBody(), "CONTENT_LENGTH": "1000"})(stage, operation)


def _unknown(stage: Stage, operation: Operation) -> TestResponse:
    request = stage.valid(operation)
    if "{id}" in operation.path:
        return replace(request, path=operation.path.replace("{id}", "nothing")).send(stage.client)
    return replace(request, query={"cursor": "of-no-page"}).send(stage.client)


def _without_database(stage: Stage, operation: Operation) -> TestResponse:
    if operation.id == "get_metrics":
        # They do without; but whether this is a key cannot be known.
        headers = {"X-API-Key": f"cck_{'a' * 16}_{'a' * 43}"}
        return replace(stage.valid(operation), headers=headers, environ=ELSEWHERE).send(stage.without_database)
    return stage.valid(operation).send(stage.without_database)


def _with_defects(stage: Stage, operation: Operation) -> TestResponse:
    return stage.valid(operation).send(stage.with_defects)


def _without_key(stage: Stage, operation: Operation) -> TestResponse:
    return replace(stage.valid(operation), environ=ELSEWHERE).send(stage.with_keys)


def _with_the_wrong_key(stage: Stage, operation: Operation) -> TestResponse:
    scope = "read" if ROUTES.scope(operation.method, operation.path) != "read" else "write"
    request = replace(stage.valid(operation), environ=ELSEWHERE)
    return replace(request, headers={**request.headers, "X-API-Key": stage.keys[scope]}).send(stage.with_keys)


def _while_the_first_is_answered(stage: Stage, operation: Operation) -> TestResponse:
    request = replace(stage.valid(operation), headers={"Idempotency-Key": operation.id})
    request.send(stage.client)
    with stage.store.note() as transaction:
        unanswered = {"status": None, "held_until": datetime.now(UTC) + timedelta(seconds=15)}
        transaction.connection.execute(sa.update(repeatable_requests).values(**unanswered))
    return request.send(stage.client)


def _too_often(stage: Stage, operation: Operation) -> TestResponse:
    request = replace(stage.valid(operation), environ={"REMOTE_ADDR": f"10.0.0.{next(stage.addresses)}"})
    request.send(stage.with_limits)
    return request.send(stage.with_limits)


_WAYS: dict[int, Callable[[Stage, Operation], TestResponse]] = {
    200: _succeed,
    201: _store_something_new,
    202: _accept,
    204: _have_no_content,
    304: _ask_again,
    400: _break_off,
    401: _without_key,
    403: _with_the_wrong_key,
    404: _unknown,
    405: _changed(method="PUT"),
    408: _dawdle,
    409: _while_the_first_is_answered,
    412: _changed(headers={"If-Match": '"of-another-version"'}),
    413: _changed(raw=b" " * (2 * 2**20 + 1)),
    415: _changed(raw=b"text=1", content_type="application/x-www-form-urlencoded"),
    422: _changed(query={"surprise": "1"}),
    428: _changed(headers={}),
    429: _too_often,
    500: _with_defects,
    503: _without_database,
}


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, checker: Checker) -> Stage:
    folder = tmp_path_factory.mktemp("service")
    client = Client(service_in(folder, checker, max_import_bytes=str(2 * 2**20)))
    article = client.post("/v1/articles", json=examples.ARTICLE_SUBMISSION).get_json()
    client.post("/v1/articles", json={"source": "Dispatch", **examples.EXTRACTION_SUBMISSION})
    claims = client.get(f"/v1/articles/{article['id']}/claims").get_json()["items"]
    inconsistencies = client.get("/v1/inconsistencies").get_json()["items"]
    factcheck = client.post("/v1/factchecks", json=examples.FACTCHECK_SUBMISSION).get_json()
    keyed = tmp_path_factory.mktemp("with_keys")
    with_keys = Client(service_in(keyed, checker, access="keys"))
    return Stage(
        client,
        Client(service_without_database(tmp_path_factory.mktemp("without_database"), checker)),
        Client(service_with_defects(tmp_path_factory.mktemp("with_defects"))),
        with_keys,
        {scope: key_in(keyed, scope) for scope in SCOPES},
        Client(service_in(tmp_path_factory.mktemp("with_limits"), checker, **LIMITS)),
        itertools.count(1),
        create_store(settings_in(folder).database_url),
        article["id"],
        claims[0]["id"],
        inconsistencies[0]["id"],
        factcheck["id"],
        _ended_job(client),
        client.post("/v1/feeds", json=examples.FEED_SUBMISSION).get_json()["id"],
        client.post("/v1/webhooks", json=examples.WEBHOOK_SUBMISSION).get_json()["id"],
    )


def _ended_job(client: Client) -> str:
    body = {"source": "Coastal Wire", "text": "The ferry from Port Ellery was late."}
    location = client.post("/v1/articles", json=body, headers={"Prefer": "respond-async"}).headers["Location"]
    return str(client.delete(location).get_json()["id"])


@pytest.mark.parametrize(
    ("operation", "status"),
    [
        pytest.param(operation, status, id=f"{operation.id}-{status}")
        for operation in operations()
        for status in sorted(operation.statuses - SENT_BY_THE_SERVER)
    ],
)
def test_every_documented_status_of_every_operation_can_be_had_and_is_as_documented(
    stage: Stage, operation: Operation, status: int
) -> None:
    answer = _WAYS[status](stage, operation)

    assert answer.status_code == status
    check(operation, answer)


def test_a_defect_is_not_shown_to_the_client(stage: Stage) -> None:
    for operation in operations():
        answer = _with_defects(stage, operation)
        assert answer.get_json()["code"] == "internal_error"
        assert "hunter2" not in answer.text


def test_a_wrong_method_is_told_which_ones_there_are(stage: Stage) -> None:
    for operation in operations():
        allowed = _changed(method="PUT")(stage, operation).headers["Allow"].split(", ")
        assert operation.method in allowed
        assert ("HEAD" in allowed) == ("GET" in allowed)


def test_head_answers_like_get_without_a_body(stage: Stage) -> None:
    for operation in operations():
        if operation.method == "GET":
            request = stage.valid(operation)
            whole = request.send(stage.client)
            head = replace(request, method="HEAD").send(stage.client)
            assert (head.status_code, head.data) == (200, b"")
            assert head.headers.get("ETag") == whole.headers.get("ETag")


def test_options_says_what_there_is(stage: Stage) -> None:
    answer = stage.client.options("/v1/articles")

    assert answer.status_code == 200
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


def test_the_example_of_the_document_is_a_disagreement_that_is_found(stage: Stage) -> None:
    (found,) = stage.client.get("/v1/inconsistencies").get_json()["items"]

    assert (found["relation"], found["kind"]) == ("contradiction", "opposed_concept")
    assert {claim["text"] for position in found["positions"] for claim in position["claims"]} == {
        examples.CLAIM["text"],
        examples.OPPOSING_CLAIM["text"],
    }


def test_lists_say_where_the_next_page_is(stage: Stage) -> None:
    first = stage.client.get("/v1/articles?limit=1")
    address, relation = first.headers["Link"].split("; ")

    second = stage.client.get(address.strip("<>"))

    assert relation == 'rel="next"'
    assert first.get_json()["items"][0]["id"] != second.get_json()["items"][0]["id"]
    assert "cursor=" + first.get_json()["next_cursor"] in address


def test_the_same_article_again_is_the_article_that_is_stored(stage: Stage) -> None:
    before = len(list(_articles(stage)))

    again = stage.client.post("/v1/articles", json=examples.ARTICLE_SUBMISSION)

    assert (again.status_code, again.get_json()["id"]) == (200, stage.article_id)
    assert len(list(_articles(stage))) == before


def test_a_note_that_is_not_sent_stays_and_one_that_is_null_goes(stage: Stage) -> None:
    address = f"/v1/inconsistencies/{stage.inconsistency_id}"

    def review(**body: Any) -> Any:
        answer = stage.client.patch(address, json=body, headers={"If-Match": stage.etag()})
        assert answer.headers["ETag"] == stage.etag()
        return answer.get_json()["note"]

    assert review(status="open", note="Look again.") == "Look again."
    assert review(status="confirmed") == "Look again."
    assert review(status="confirmed", note=None) is None


def test_a_request_id_of_the_client_comes_back_and_an_unusable_one_is_replaced(stage: Stage) -> None:
    for path in ("/v1/articles", "/v1/articles/nothing", "/nowhere", "/health/live"):
        usable = stage.client.get(path, headers={"X-Request-ID": "desk-7:42"})
        unusable = stage.client.get(path, headers={"X-Request-ID": "a b"})
        assert usable.headers["X-Request-ID"] == "desk-7:42"
        assert len(unusable.headers["X-Request-ID"]) == 32
        if usable.status_code == 404:
            assert usable.get_json()["request_id"] == "desk-7:42"
            assert unusable.get_json()["request_id"] == unusable.headers["X-Request-ID"]


def test_without_its_cache_the_service_is_degraded_and_works(tmp_path: Path, checker: Checker) -> None:
    client = Client(service_in(tmp_path, checker, redis_url="redis://127.0.0.1:9/0"))

    readiness = client.get("/health/ready")

    assert readiness.status_code == 200
    assert readiness.get_json() == {
        "status": "degraded",
        "dependencies": [
            {"name": "database", "status": "up", "required": True},
            {"name": "cache", "status": "down", "required": False},
            {"name": "queue", "status": "down", "required": False},
        ],
    }
    assert client.get("/v1/articles").status_code == 200
