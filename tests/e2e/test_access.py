"""Access in front of the real web server: keys, counting, and requests that are repeated, over several workers."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.caching import all_at_once
from tests.contract.service import key_in
from tests.e2e.running import running_service

pytestmark = pytest.mark.server

ARTICLE = {"source": "Harbour Courier", "text": "The ferry carried 214 passengers when it struck the pier on Monday."}


@dataclass(frozen=True)
class Guarded:
    """A service that asks for keys, and keys for it."""

    url: str
    keys: Mapping[str, str]

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> http.client.HTTPResponse:
        """The answer, read to its end; an iterator of bytes is sent in chunks."""
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=60)
        sent = {
            "X-API-Key": self.keys["read write"],
            **{name.replace("_", "-"): text for name, text in headers.items()},
        }
        if body is not None:
            sent["Content-Type"] = "application/json"
        connection.request(method, path, body, sent, encode_chunked=isinstance(body, Iterator))
        answer = connection.getresponse()
        answer.msg["body"] = answer.read().decode()
        connection.close()
        return answer

    def articles(self) -> int:
        """How many there are."""
        return len(json.loads(self.ask("GET", "/v1/articles?limit=100").msg["body"])["items"])


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    folder = tmp_path_factory.mktemp("guarded")
    limits = {"rate_limit": "200/hour", "rate_limit_writes": "off"}
    with running_service(folder, workers="2", access="keys", trusted_proxies="1", **limits) as running:
        scopes = ("read write", "read", "review")
        yield Guarded(running.url, {scope: key_in(folder, *scope.split()) for scope in scopes})


def test_a_post_that_is_sent_by_several_at_once_is_done_once(service: Guarded) -> None:
    before = service.articles()
    body = json.dumps({**ARTICLE, "source": "Bay Post"})

    answers = all_at_once(6, lambda _number: service.ask("POST", "/v1/articles", body, Idempotency_Key="at-once"))

    assert {answer.status for answer in answers} <= {201, 409}
    assert len({answer.headers["Location"] for answer in answers if answer.status == 201}) == 1
    again = service.ask("POST", "/v1/articles", body, Idempotency_Key="at-once")
    # 201, where a second article would be answered 200: it is the answer of the first time.
    assert (again.status, again.headers["Idempotency-Replayed"]) == (201, "true")
    assert service.articles() == before + 1


def test_a_body_in_chunks_is_compared_as_a_whole(service: Guarded) -> None:
    body = json.dumps({**ARTICLE, "source": "Chunk Tribune"}).encode()

    def chunks() -> Iterator[bytes]:
        yield from (body[start : start + 7] for start in range(0, len(body), 7))

    first = service.ask("POST", "/v1/articles", chunks(), Idempotency_Key="chunks")
    again = service.ask("POST", "/v1/articles", chunks(), Idempotency_Key="chunks")
    whole = service.ask("POST", "/v1/articles", body, Idempotency_Key="chunks")

    assert [answer.status for answer in (first, again, whole)] == [201, 201, 201]
    assert [answer.headers["Idempotency-Replayed"] for answer in (first, again, whole)] == [None, "true", "true"]
    assert again.msg["body"] == whole.msg["body"] == first.msg["body"]


def test_malformed_chunks_do_not_use_the_key_up(service: Guarded) -> None:
    netloc = urlsplit(service.url).netloc
    broken = http.client.HTTPConnection(netloc, timeout=60)
    broken.putrequest("POST", "/v1/articles")
    key = service.keys["read write"]
    headers = {"Content-Type": "application/json", "X-API-Key": key, "Idempotency-Key": "broken"}
    for name, value in {**headers, "Transfer-Encoding": "chunked"}.items():
        broken.putheader(name, value)
    # With an end: what has none is waited for, and then refused as too slow.
    broken.endheaders(b'5\r\n{"sou\r\nz\r\n\r\n')
    answer = broken.getresponse()
    assert (answer.status, json.loads(answer.read())["code"]) == (400, "bad_request")
    broken.close()

    whole = json.dumps({**ARTICLE, "source": "Whole Tribune"})
    assert service.ask("POST", "/v1/articles", whole, Idempotency_Key="broken").status == 201


def test_a_key_opens_what_its_scope_says_whichever_worker_answers(service: Guarded) -> None:
    reading = service.keys["read"]

    for _ in range(6):
        assert service.ask("GET", "/v1/articles", X_API_Key=reading).status == 200
        refused = service.ask("POST", "/v1/articles", json.dumps(ARTICLE), X_API_Key=reading)
        assert (refused.status, json.loads(refused.msg["body"])["code"]) == (403, "insufficient_scope")
        assert service.ask("GET", "/v1/articles", X_API_Key="nonsense").status == 401


def test_the_workers_count_together_by_the_address_that_the_proxy_names(service: Guarded) -> None:
    def refused(client: str) -> int:
        return service.ask("GET", "/v1/articles", X_API_Key="nonsense", X_Forwarded_For=f"127.0.0.1, {client}").status

    # So many that neither of two workers would refuse one if each counted for itself.
    statuses = [refused("203.0.113.50") for _ in range(210)]

    assert statuses[:200] == [401] * 200
    assert statuses[200:] == [429] * 10
    assert refused("203.0.113.51") == 401
