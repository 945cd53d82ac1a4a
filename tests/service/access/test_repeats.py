"""`Idempotency-Key` on both databases: done once, answered again, and never in the way of anybody for long."""

from __future__ import annotations

import contextlib
import io
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from service.access.gate import Gate
from service.access.repeats import Repeats, _Body, identity_of
from service.background.rounds import access_duties
from service.problems import IdempotencyKeyInvalid
from service.store import Store, Transaction, create_store
from service.store.errors import StoreUnavailable
from service.store.repeats import KEPT
from service.store.tables import repeatable_requests
from tests.caching import all_at_once, eventually
from tests.contract.service import UNREACHABLE
from tests.service.access.asking import ELSEWHERE, Answer, ask, gate, new_key

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment


@dataclass
class Shop:
    """An application that sells one thing to each request, and counts them."""

    status: str = "201 CREATED"
    sold: list[bytes] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None
    failure: BaseException | None = None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Sell."""
        self.sold.append(environ["wsgi.input"].read())
        self.meanwhile()
        if self.failure is not None:
            raise self.failure
        headers = [
            ("Content-Type", "application/json"),
            ("Location", f"/v1/articles/{len(self.sold)}"),
            ("X-Request-ID", "a"),
        ]
        start_response(self.status, headers)
        return [b'{"number":', str(len(self.sold)).encode(), b"}"]


def post(app: Any, body: bytes = b'{"text": "a"}', key: str = "one", **environ: Any) -> Answer:
    sent = {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": "application/json"}
    return ask(app, method="POST", **{**sent, "HTTP_IDEMPOTENCY_KEY": key, **environ})


def selling(store: Store, shop: Shop, **settings: Any) -> Gate:
    return gate(store, shop, access="open", **settings)


def change(store: Store, **values: Any) -> None:
    with store.note() as transaction:
        transaction.connection.execute(sa.update(repeatable_requests).values(**values))


def test_the_same_request_is_done_once_and_answered_again(store: Store) -> None:
    shop = Shop()
    app = selling(store, shop)

    first, again = post(app), post(app, HTTP_X_REQUEST_ID="desk-7")

    assert (again.status, again.body) == (first.status, first.body) == (201, b'{"number":1}')
    assert again.headers["Content-Type"] == "application/json"
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["X-Request-ID"] == "desk-7"
    assert (first.headers.get("Idempotency-Replayed"), again.headers["Idempotency-Replayed"]) == (None, "true")
    assert shop.sold == [b'{"text": "a"}']


def test_without_a_key_and_where_nothing_is_stored_everything_is_done(store: Store) -> None:
    shop = Shop(status="200 OK")
    app = selling(store, shop)

    for _ in range(2):
        ask(app, method="POST", **{"wsgi.input": io.BytesIO(b"a")})
        ask(app, "/v1/articles/one", method="DELETE", **{"wsgi.input": io.BytesIO(b""), "HTTP_IDEMPOTENCY_KEY": "one"})

        post(app, PATH_INFO="/v1/extract")
        post(app, PATH_INFO="/v1/nowhere")

    assert len(shop.sold) == 8
    with store.read() as transaction:
        assert transaction.connection.execute(sa.select(repeatable_requests)).all() == []


@pytest.mark.parametrize(
    "other",
    [
        {"body": b'{"text": "b"}'},
        {"PATH_INFO": "/v1/factchecks"},
        {"QUERY_STRING": "a=1"},
        {"CONTENT_TYPE": "application/ld+json"},
        {"SCRIPT_NAME": "/elsewhere"},
    ],
    ids=["body", "path", "query", "type", "prefix"],
)
def test_another_request_under_the_same_key_is_refused(store: Store, other: dict[str, Any]) -> None:
    shop = Shop()
    app = selling(store, shop)
    post(app)

    answer = post(app, **other)

    assert (answer.status, answer.code) == (422, "idempotency_key_reused")
    assert len(shop.sold) == 1
    assert post(app, **other, key="two").status == 201


def test_callers_do_not_meet(store: Store) -> None:
    shop = Shop()
    app = gate(store, shop, access="keys")
    keys = [new_key(store, "write") for _ in range(2)]

    answers = [post(app, HTTP_X_API_KEY=key) for key in (*keys, *keys)]

    assert [answer.json["number"] for answer in answers] == [1, 2, 1, 2]
    opened = selling(store, shop)
    assert [post(opened, REMOTE_ADDR=address).json["number"] for address in (ELSEWHERE, "203.0.113.10", ELSEWHERE)] == [
        3,
        4,
        3,
    ]


def test_while_the_first_is_being_answered_the_second_is_told_to_wait(store: Store) -> None:
    shop = Shop()
    app = selling(store, shop)
    inner: list[Answer] = []
    shop.meanwhile = lambda: inner.append(post(app)) if len(shop.sold) == 1 else None

    first = post(app)

    assert (inner[0].status, inner[0].code, inner[0].headers["Retry-After"]) == (409, "request_in_progress", "1")
    assert post(app).body == first.body
    assert len(shop.sold) == 1


def test_of_many_at_once_one_is_done(store: Store) -> None:
    refused = threading.Event()
    shop = Shop(meanwhile=lambda: refused.wait(60))
    app = selling(store, shop)

    def ask(_number: int) -> Answer:
        answer = post(app)
        if answer.status == 409:
            refused.set()
        return answer

    answers = all_at_once(8, ask)

    assert len(shop.sold) == 1
    assert {answer.status for answer in answers} == {201, 409}
    assert {answer.body for answer in answers if answer.status == 201} == {b'{"number":1}'}


def test_a_crash_blocks_the_request_until_its_hold_has_run_out(store: Store) -> None:
    shop = Shop()
    app = selling(store, shop)
    post(app)
    # As a process leaves it that was killed while it answered.
    change(store, status=None, headers=None, body=None)
    assert post(app).status == 409

    with store.note() as transaction:
        past = transaction.repeats.now() - timedelta(seconds=1)
    change(store, held_until=past)

    assert post(app).json["number"] == 2
    assert post(app).json["number"] == 2


def test_a_request_is_held_as_long_as_it_takes(store: Store) -> None:
    shop = Shop()
    app = selling(store, shop, repeats=Repeats(shop, store, hold_seconds=0.5, body_bytes=1000))
    inner: list[int] = []

    def be_slow() -> None:
        if len(shop.sold) == 1:
            time.sleep(1.5)
            inner.append(post(app).status)

    shop.meanwhile = be_slow

    assert post(app).json["number"] == 1
    assert inner == [409]
    assert post(app).json["number"] == 1


class AwayStore(Store):
    """A store whose database can go away and come back."""

    away = False

    @contextlib.contextmanager
    def note(self) -> Iterator[Transaction]:
        """The store's own, while the database is there."""
        if self.away:
            raise StoreUnavailable("It is away.")
        with super().note() as transaction:
            yield transaction


@pytest.mark.parametrize(("status", "then"), [("201 CREATED", 1), ("503 AWAY", 2)])
def test_how_a_request_ended_is_written_down_when_the_database_is_back(store: Store, status: str, then: int) -> None:
    leaving = AwayStore(store.engine)
    shop = Shop(status, meanwhile=lambda: setattr(leaving, "away", len(shop.sold) == 1))
    app = selling(leaving, shop, repeats=Repeats(shop, leaving, hold_seconds=5, body_bytes=1000))

    assert post(app).status == int(status.split()[0])
    assert post(app).status == 503
    leaving.away = False
    shop.status = "201 CREATED"

    # Long before the hold has run out.
    assert eventually(lambda: post(app).status == 201, 3)
    assert post(app).json["number"] == then


def test_a_hold_of_a_clock_that_was_put_back_does_not_last(store: Store) -> None:
    shop = Shop()
    app = selling(store, shop)
    post(app)
    with store.note() as transaction:
        future = transaction.repeats.now() + timedelta(days=300)
    change(store, status=None, held_until=future)

    assert post(app).json["number"] == 2


def test_whoever_was_too_slow_does_not_overwrite_the_answer_of_the_next(store: Store) -> None:
    shop = Shop()
    app = selling(store, shop)

    def outrun() -> None:
        if len(shop.sold) == 1:
            with store.note() as transaction:
                past = transaction.repeats.now() - timedelta(seconds=1)
            change(store, held_until=past)
            assert post(app).json["number"] == 2

    shop.meanwhile = outrun

    post(app)

    assert post(app).json["number"] == 2


@pytest.mark.parametrize(
    "status", ["200 OK", "201 CREATED", "202 ACCEPTED", "400 BAD REQUEST", "413 TOO LARGE", "422 NO"]
)
def test_answers_that_would_be_the_same_again_are_kept(store: Store, status: str) -> None:
    shop = Shop(status=status)
    app = selling(store, shop)

    assert [post(app).status for _ in range(2)] == [int(status.split()[0])] * 2
    assert len(shop.sold) == 1


@pytest.mark.parametrize("status", ["404 NOT FOUND", "409 CONFLICT", "429 TOO MANY", "500 OUCH", "503 AWAY"])
def test_answers_that_can_change_are_not(store: Store, status: str) -> None:
    shop = Shop(status=status)
    app = selling(store, shop)
    post(app)
    shop.status = "201 CREATED"

    assert post(app).status == 201
    assert len(shop.sold) == 2


def test_a_request_that_breaks_off_can_be_sent_again_at_once(store: Store) -> None:
    shop = Shop(failure=SystemExit())
    app = selling(store, shop)
    with pytest.raises(SystemExit):
        post(app)
    shop.failure = None

    assert post(app).status == 201


def test_a_body_that_broke_off_is_not_taken_for_the_whole(store: Store) -> None:
    shop = Shop(status="400 BAD REQUEST")
    app = selling(store, shop)

    half = post(app, body=b'{"te', CONTENT_LENGTH="13")
    shop.status = "201 CREATED"

    assert half.status == 400
    assert post(app).status == 201


def test_of_a_long_body_the_beginning_and_the_length_are_compared_and_all_of_it_arrives(store: Store) -> None:
    shop = Shop()
    app = selling(store, shop)
    long = b"a" * 2500

    assert [post(app, body=long).status for _ in range(2)] == [201, 201]
    assert shop.sold == [long]
    assert post(app, body=long + b"a").code == "idempotency_key_reused"
    assert post(app, body=b"b" + long[1:]).code == "idempotency_key_reused"


def test_after_a_day_the_key_is_free_again_and_old_answers_are_cleared(store: Store) -> None:
    shop = Shop()
    app = selling(store, shop)
    post(app)
    with store.note() as transaction:
        old = transaction.repeats.now() - KEPT - timedelta(seconds=1)
    change(store, created_at=old)

    assert post(app, body=b"{}").json["number"] == 2
    post(app, key="another")
    change(store, created_at=old)
    for duty in access_duties(store):
        duty.perform()
    with store.read() as transaction:
        assert transaction.connection.execute(sa.select(repeatable_requests)).all() == []


@pytest.mark.parametrize("key", ["", " ", "a" * 256, "a,b", 'a"b', "a b", "a\\b", "ключ", '""'])
def test_a_key_that_cannot_be_used_is_refused(store: Store, key: str) -> None:
    shop = Shop()

    answer = post(selling(store, shop), key=key)

    assert (answer.status, answer.code) == (400, "idempotency_key_invalid")
    assert shop.sold == []


def test_quotes_around_a_key_mean_nothing() -> None:
    assert identity_of("desk", '"a-b"') == identity_of("desk", "a-b") != identity_of("desk2", "a-b")
    with pytest.raises(IdempotencyKeyInvalid):
        identity_of("desk", "a\nb")


def test_without_its_database_nothing_is_done() -> None:
    shop = Shop()
    away = create_store(UNREACHABLE)

    answer = post(selling(away, shop))

    assert (answer.status, answer.code, shop.sold) == (503, "store_unavailable", [])


def test_the_generation_of_cached_answers_stays_what_it_is(store: Store) -> None:
    before = store.generation()

    post(selling(store, Shop()))

    assert store.generation() == before


@given(
    body=st.binary(max_size=300),
    most=st.integers(0, 200),
    steps=st.lists(st.integers(1, 80), max_size=12),
    stated=st.booleans(),
)
def test_what_was_read_of_a_body_is_read_again_and_then_the_rest(
    body: bytes, most: int, steps: list[int], stated: bool
) -> None:
    environ = {"wsgi.input": io.BytesIO(body), "wsgi.input_terminated": True}
    read = _Body.read({**environ, "CONTENT_LENGTH": str(len(body))} if stated else environ, most)

    got = b"".join(read.again.read(step) or b"" for step in steps) + (read.again.read() or b"")

    assert got == body
    assert read.beginning == body[:most]
    assert not read.broken


class Breaking(io.BytesIO):
    """A body whose chunks are malformed after some bytes."""

    def read(self, size: int | None = -1) -> bytes:
        """Read, or fail at the end."""
        part = super().read(size)
        if not part:
            raise ValueError("malformed chunk")
        return part


def test_what_is_wrong_with_a_body_is_met_again_by_the_application() -> None:
    read = _Body.read({"wsgi.input": Breaking(b"abc"), "wsgi.input_terminated": True}, 100)

    assert read.broken
    assert read.again.read(3) == b"abc"
    with pytest.raises(ValueError, match="malformed chunk"):
        read.again.read(3)
