"""The response cache in front of a small application, on a real Valkey server."""

from __future__ import annotations

import re

import pytest

from tests.caching import Library, all_at_once, call, connect

pytestmark = pytest.mark.server

HIT = "crosscheck; hit"
STORED = "crosscheck; fwd=miss; stored"


def test_the_second_get_is_answered_without_the_application(valkey: str) -> None:
    library = Library()
    worker = library.cached(valkey)

    first, second = call(worker, "/v1/books"), call(worker, "/v1/books")

    assert (first.cache_status, second.cache_status) == (STORED, HIT)
    assert (first.status, first.body) == (second.status, second.body) == (200, b"Emma,")
    assert library.computed == ["GET /v1/books"]


def test_what_a_worker_has_served_last_it_serves_without_asking_redis(valkey: str) -> None:
    library = Library()
    computing, finding = (library.cached(valkey, worker_megabytes=8) for _ in range(2))
    call(computing, "/v1/books")
    call(finding, "/v1/books")

    with connect(valkey) as client:
        client.flushall()

    assert [call(worker, "/v1/books").cache_status for worker in (computing, finding)] == [HIT, HIT]
    library.write("Persuasion")
    assert [call(worker, "/v1/books").body for worker in (computing, finding)] == [b"Emma,Persuasion,"] * 2


def test_another_worker_finds_the_answer_too(valkey: str) -> None:
    library = Library()

    call(library.cached(valkey), "/v1/books")

    assert call(library.cached(valkey), "/v1/books").cache_status == HIT


def test_a_hit_has_the_headers_of_the_first_answer_except_those_of_the_request(valkey: str) -> None:
    worker = Library(headers=[("Link", '</v1/books?cursor=2>; rel="next"')]).cached(valkey)

    first, second = call(worker, "/v1/books").headers, call(worker, "/v1/books").headers

    for own in ("x-request-id", "cache-status"):
        assert first.pop(own) != second.pop(own)
    assert first == second
    assert second["link"] == '</v1/books?cursor=2>; rel="next"'
    assert second["content-length"] == "5"
    assert second["cache-control"] == "no-cache"


def test_a_client_reads_its_own_write_from_every_worker(valkey: str) -> None:
    library = Library()
    workers = [library.cached(valkey), library.cached(valkey)]
    for worker in workers:
        call(worker, "/v1/books")

    call(workers[0], "/v1/books", method="POST")

    assert [call(worker, "/v1/books").body for worker in workers] == [b"Emma,Persuasion,"] * 2


def test_an_answer_computed_while_a_write_happens_is_not_served_afterwards(valkey: str) -> None:
    library = Library()
    worker = library.cached(valkey)
    # The application has read its books when the write comes.
    library.meanwhile = lambda: library.write("Persuasion") if len(library.books) == 1 else None

    assert call(worker, "/v1/books").body == b"Emma,"
    assert call(worker, "/v1/books").body == b"Emma,Persuasion,"


QUERIES = [
    ("a=1&b=2", "b=2&a=1", True),
    ("a=1&a=2", "a=2&a=1", False),
    ("a=2&b=1&a=1", "b=1&a=2&a=1", True),
    ("a=1", "a=2", False),
    ("a=1", "", False),
    ("a=1&b=", "a=1", False),
    ("q=%26", "q=&", False),
]


@pytest.mark.parametrize(("one", "other", "same"), QUERIES, ids=[f"{one} {other}" for one, other, _ in QUERIES])
def test_only_the_order_of_different_parameters_means_nothing(valkey: str, one: str, other: str, same: bool) -> None:
    worker = Library().cached(valkey)

    call(worker, "/v1/books", one)

    assert (call(worker, "/v1/books", other).cache_status == HIT) is same


@pytest.mark.parametrize("status", ["404 NOT FOUND", "422 UNPROCESSABLE", "503 SERVICE UNAVAILABLE", "201 CREATED"])
def test_only_200_is_kept(valkey: str, status: str) -> None:
    library = Library(status=status)
    worker = library.cached(valkey)

    answers = [call(worker, "/v1/books") for _ in range(2)]

    assert [answer.cache_status for answer in answers] == ["crosscheck; fwd=miss"] * 2
    assert len(library.computed) == 2
    assert "etag" not in answers[0].headers


@pytest.mark.parametrize(
    "header",
    [("Set-Cookie", "a=b"), ("Vary", "Accept"), ("Cache-Control", "no-store"), ("Cache-Control", "Private, max-age=1")],
    ids=lambda header: ": ".join(header),
)
def test_what_is_meant_for_one_client_is_not_kept(valkey: str, header: tuple[str, str]) -> None:
    worker = Library(headers=[header]).cached(valkey)

    assert [call(worker, "/v1/books").cache_status for _ in range(2)] == ["crosscheck; fwd=miss"] * 2


@pytest.mark.parametrize("path", ["/health/ready", "/docs", "/v1", "/"])
def test_nothing_outside_version_1_is_touched(valkey: str, path: str) -> None:
    library = Library()
    worker = library.cached(valkey)

    answers = [call(worker, path) for _ in range(2)]

    assert [answer.cache_status for answer in answers] == ["", ""]
    assert len(library.computed) == 2


def test_the_description_of_the_api_gets_a_tag_but_is_not_kept(valkey: str) -> None:
    library = Library()
    worker = library.cached(valkey)

    tag = call(worker, "/openapi.yaml").headers["etag"]

    assert call(worker, "/openapi.yaml", if_none_match=tag).status == 304
    assert len(library.computed) == 2


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE", "OPTIONS"])
def test_other_methods_go_past_the_cache(valkey: str, method: str) -> None:
    library = Library()
    worker = library.cached(valkey)
    call(worker, "/v1/books")

    assert call(worker, "/v1/books", method=method).cache_status == ""
    assert library.computed[-1] == f"{method} /v1/books"


def test_head_is_answered_from_the_entry_of_get_and_fills_it(valkey: str) -> None:
    library = Library()
    worker = library.cached(valkey)

    head, get = call(worker, "/v1/books", method="HEAD"), call(worker, "/v1/books")
    again = call(worker, "/v1/books", method="HEAD")

    assert (head.body, get.body, again.body) == (b"", b"Emma,", b"")
    assert head.headers["content-length"] == again.headers["content-length"] == "5"
    assert (head.cache_status, get.cache_status, again.cache_status) == (STORED, HIT, HIT)
    assert library.computed == ["GET /v1/books"]


@pytest.mark.parametrize("written", ["{tag}", "*", "W/{tag}", '"x", {tag}'])
def test_a_client_that_has_the_answer_gets_304_without_a_body(valkey: str, written: str) -> None:
    worker = Library().cached(valkey)
    tag = call(worker, "/v1/books").headers["etag"]

    answer = call(worker, "/v1/books", if_none_match=written.format(tag=tag))

    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["etag"] == tag
    assert not {"content-type", "content-length"} & answer.headers.keys()
    assert answer.cache_status == HIT


def test_a_write_makes_the_tag_of_a_client_out_of_date(valkey: str) -> None:
    library = Library()
    worker = library.cached(valkey)
    tag = call(worker, "/v1/books").headers["etag"]

    library.write("Persuasion")

    assert call(worker, "/v1/books", if_none_match=tag).status == 200


def test_a_get_with_a_body_is_left_to_the_application(valkey: str) -> None:
    library = Library()
    worker = library.cached(valkey)
    call(worker, "/v1/books")

    assert call(worker, "/v1/books", transfer_encoding="chunked").cache_status == ""


def test_an_answer_over_the_limit_is_not_kept(valkey: str) -> None:
    worker = Library().cached(valkey, entry_bytes=4)

    assert [call(worker, "/v1/books").cache_status for _ in range(2)] == ["crosscheck; fwd=miss"] * 2


def test_entries_run_out_about_when_they_are_told_to(valkey: str) -> None:
    worker = Library().cached(valkey, ttl_seconds=1000)
    for number in range(20):
        call(worker, "/v1/books", f"page={number}")

    with connect(valkey) as client:
        lifetimes = [client.pttl(key) for key in client.keys("crosscheck:response:*")]

    assert len(lifetimes) == 20
    assert all(900_000 <= lifetime <= 1_100_000 for lifetime in lifetimes)
    assert max(lifetimes) - min(lifetimes) > 10_000


def test_no_lock_is_left_behind(valkey: str) -> None:
    library = Library()
    worker = library.cached(valkey)
    call(worker, "/v1/books")
    library.status = "404 NOT FOUND"
    call(worker, "/v1/none")

    with connect(valkey) as client:
        assert client.keys("*:lock") == []


@pytest.mark.parametrize(("url", "ttl"), [(None, 60), ("given", 0)], ids=["no Redis", "a lifetime of 0"])
def test_without_redis_tags_still_work(valkey: str, url: str | None, ttl: int) -> None:
    worker = Library().cached(valkey if url else None, ttl_seconds=ttl)

    answer = call(worker, "/v1/books")

    assert answer.cache_status == "crosscheck; fwd=miss"
    assert call(worker, "/v1/books", if_none_match=answer.headers["etag"]).status == 304
    assert worker.state() == "off"


def test_a_database_that_is_away_is_left_to_the_application(valkey: str) -> None:
    library = Library(status="503 SERVICE UNAVAILABLE")
    worker = library.cached(valkey)
    worker._generation = lambda: 1 // 0

    answer = call(worker, "/v1/books")

    assert (answer.status, answer.cache_status) == (503, "crosscheck; fwd=bypass")


def test_a_stampede_in_one_worker_is_computed_once(valkey: str) -> None:
    library = Library(seconds=0.2)
    worker = library.cached(valkey)

    answers = all_at_once(16, lambda _: call(worker, "/v1/books"))

    assert {answer.body for answer in answers} == {b"Emma,"}
    assert len(library.computed) == 1
    statuses = [answer.cache_status for answer in answers]
    assert statuses.count(STORED) == 1
    assert set(statuses) <= {STORED, HIT, "crosscheck; fwd=miss; collapsed"}


def test_a_stampede_on_several_workers_is_computed_once(valkey: str) -> None:
    library = Library(seconds=0.2)
    workers = [library.cached(valkey) for _ in range(4)]

    answers = all_at_once(16, lambda number: call(workers[number % 4], "/v1/books"))

    assert {answer.body for answer in answers} == {b"Emma,"}
    assert len(library.computed) == 1


def test_a_stampede_without_redis_is_computed_once_in_each_worker() -> None:
    library = Library(seconds=0.2)
    worker = library.cached(None)

    all_at_once(8, lambda _: call(worker, "/v1/books"))

    assert len(library.computed) == 1


def test_a_stampede_on_an_error_lets_everybody_have_its_own(valkey: str) -> None:
    library = Library(seconds=0.05, status="404 NOT FOUND")
    workers = [library.cached(valkey) for _ in range(2)]

    answers = all_at_once(8, lambda number: call(workers[number % 2], "/v1/none"))

    assert [answer.status for answer in answers] == [404] * 8
    assert len({answer.headers["x-request-id"] for answer in answers}) == 8


def test_what_the_application_raises_reaches_the_server_and_blocks_nobody(valkey: str) -> None:
    library = Library(seconds=0.05, failure=RuntimeError("a fault"))
    workers = [library.cached(valkey) for _ in range(2)]

    assert {type(result) for result in all_at_once(4, lambda number: call(workers[number % 2], "/v1/books"))} == {
        RuntimeError
    }
    library.failure = None
    answer = call(workers[0], "/v1/books")
    assert answer.cache_status == STORED
    assert answer.seconds < 1


def test_the_request_id_is_the_clients_where_it_is_usable_and_new_otherwise(valkey: str) -> None:
    worker = Library().cached(valkey)

    own = [call(worker, "/v1/books").headers["x-request-id"] for _ in range(3)]
    sent = call(worker, "/v1/books", x_request_id="trace-7").headers["x-request-id"]
    refused = call(worker, "/v1/books", x_request_id="a b\tc").headers["x-request-id"]

    assert len(set(own)) == 3
    assert sent == "trace-7"
    assert re.fullmatch(r"[0-9a-f]{32}", refused)
