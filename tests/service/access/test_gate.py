"""The gate on both databases: who is let through, and what the others are told."""

from __future__ import annotations

import sqlite3
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from service.access.keys import SCOPES, KeyOperations
from service.access.scopes import OPEN, TABLE
from service.settings import TrustedProxies
from service.store import Store, create_store
from tests.caching import Library, eventually
from tests.contract.service import UNREACHABLE
from tests.service.access.asking import ELSEWHERE, ask, gate, new_key


def test_without_keys_this_machine_may_do_everything_and_no_other(store: Store) -> None:
    app = gate(store)

    assert ask(app).status == 200
    assert ask(app, method="DELETE", path="/v1/articles/one").status == 200
    for stranger in (
        {"REMOTE_ADDR": ELSEWHERE},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_HOST": "rebound.example:8000"},
    ):
        answer = ask(app, **stranger)
        assert (answer.status, answer.code) == (401, "key_required")
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="crosscheck"'


def test_the_first_key_closes_the_service_for_everybody_without_one(store: Store) -> None:
    app = gate(store)
    assert ask(app).status == 200

    key = new_key(store, "read")

    assert ask(app).status == 401
    assert ask(app, key=key).status == 200
    assert ask(app, key=key, REMOTE_ADDR=ELSEWHERE).status == 200


def test_a_service_does_not_open_when_its_last_key_runs_out_but_when_it_is_revoked(store: Store) -> None:
    app = gate(store)
    key = new_key(store, "read", expires_at=datetime.now(UTC) + timedelta(seconds=0.2))
    time.sleep(0.25)

    assert ask(app).code == "key_required"
    assert ask(app, key=key).code == "invalid_key"

    for known in KeyOperations(store).list():
        KeyOperations(store).revoke(known.id)
    assert ask(app).status == 200
    assert ask(app, REMOTE_ADDR=ELSEWHERE).status == 401


def test_with_keys_required_there_is_no_way_without(store: Store) -> None:
    assert ask(gate(store, access="keys")).code == "key_required"


def test_an_open_service_asks_nobody(store: Store) -> None:
    new_key(store, "read")
    app = gate(store, access="open")

    assert ask(app, REMOTE_ADDR=ELSEWHERE).status == 200
    assert ask(app, key="nonsense", REMOTE_ADDR=ELSEWHERE).status == 200


def test_a_revoked_key_is_refused(store: Store) -> None:
    app = gate(store, access="keys")
    key = new_key(store, "read")
    assert ask(app, key=key).status == 200

    KeyOperations(store).revoke(KeyOperations(store).list()[0].id)

    answer = ask(app, key=key)
    assert (answer.status, answer.code) == (401, "invalid_key")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="crosscheck", error="invalid_token"'


def test_each_scope_opens_what_the_table_says_and_admin_all(store: Store) -> None:
    app = gate(store, access="keys")
    keys = {scope: new_key(store, scope) for scope in SCOPES}

    for method, template, needed in TABLE:
        path = template.replace("{id}", "one").replace("{name}", "page.js")
        if needed is OPEN:
            assert ask(app, path, method).status == 200
            continue
        assert ask(app, path, method, REMOTE_ADDR=ELSEWHERE).status == 401, path
        for scope, key in keys.items():
            answer = ask(app, path, method, key=key, REMOTE_ADDR=ELSEWHERE)
            assert answer.status == (200 if scope in (needed, "admin") else 403), (method, path, scope)
            if answer.status == 403:
                assert answer.code == "insufficient_scope"
                assert answer.headers["WWW-Authenticate"].endswith(f'error="insufficient_scope", scope="{needed}"')


def test_head_needs_what_get_needs(store: Store) -> None:
    app = gate(store, access="keys")

    assert (ask(app, method="HEAD").status, ask(app, method="HEAD").body) == (401, b"")
    assert ask(app, method="HEAD", key=new_key(store, "write")).status == 403
    assert ask(app, method="HEAD", key=new_key(store, "read")).status == 200


def test_what_is_not_in_the_table_cannot_be_called_even_by_admin(store: Store) -> None:
    app = gate(store, access="keys")
    admin = new_key(store, "admin")

    for path in (
        "/v1/secrets",
        "/",
        "/v1/articles/",
        "//v1/articles",
        "/v1/articles/one/two",
        "/v1/articles//claims",
        "",
    ):
        assert ask(app, path, key=admin).code == "no_such_address", path
    answer = ask(app, "/v1/articles/one", "PUT", key=admin)
    assert (answer.status, answer.headers["Allow"]) == (405, "DELETE, GET, HEAD, OPTIONS")


def test_a_key_is_taken_from_either_header(store: Store) -> None:
    app = gate(store, access="keys")
    key = new_key(store, "read")

    assert ask(app, HTTP_X_API_KEY=key).status == 200
    assert ask(app, HTTP_AUTHORIZATION=f"bearer  {key}").status == 200
    # That of a proxy in front, for itself.
    assert ask(app, HTTP_AUTHORIZATION="Basic cmVhZGVy", HTTP_X_API_KEY=key).status == 200
    assert ask(app, HTTP_AUTHORIZATION="Basic cmVhZGVy").code == "key_required"
    assert ask(app, HTTP_AUTHORIZATION="Bearer nonsense", HTTP_X_API_KEY=key).code == "invalid_key"
    assert ask(app, HTTP_X_API_KEY="").code == "invalid_key"


def test_the_application_knows_whose_request_it_is(store: Store) -> None:
    key = new_key(store, "read")
    app = gate(store, trusted=TrustedProxies(count=1))

    got = ask(app, key=key, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=ELSEWHERE).json

    assert got["crosscheck.caller"] == KeyOperations(store).list()[0].id
    assert got["REMOTE_ADDR"] == ELSEWHERE
    assert key not in str(got)


def test_the_metrics_are_open_to_this_machine_alone(store: Store) -> None:
    app = gate(store, access="keys")

    assert ask(app, "/metrics").status == 200
    assert ask(app, "/metrics", REMOTE_ADDR=ELSEWHERE).status == 401
    assert ask(app, "/metrics", HTTP_X_FORWARDED_FOR=ELSEWHERE).status == 401
    assert ask(app, "/metrics", key=new_key(store, "read"), REMOTE_ADDR=ELSEWHERE).status == 200


def test_of_many_uses_of_a_key_one_in_five_minutes_is_noted(store: Store) -> None:
    keys = KeyOperations(store)
    used, text = keys.create("desk", ["read"])
    unused, _ = keys.create("archive", ["read"])
    revoked, gone = keys.create("former desk", ["read"])
    keys.revoke(revoked.id)
    app = gate(store)
    began = datetime.now(UTC)

    def last_used() -> dict[str, datetime | None]:
        return {key.id: key.last_used_at for key in keys.list()}

    assert ask(app, "/v1/sources", key=text).status == 200
    assert ask(app, "/v1/sources", key=gone).status == 401

    assert eventually(lambda: last_used()[used.id] is not None)
    first = last_used()[used.id]
    assert first is not None
    assert began <= first <= datetime.now(UTC)
    assert (last_used()[unused.id], last_used()[revoked.id]) == (None, None)

    for minutes, noted in [(0, 0), (4, 0), (5, 5), (9, 5), (10, 10), (2, 2)]:  # the last: the clock was put back
        keys.note_use(used.id, first + timedelta(minutes=minutes))
        assert last_used()[used.id] == first + timedelta(minutes=noted)


def test_while_a_use_cannot_be_noted_the_key_opens_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "crosscheck.db"
    store = create_store(f"sqlite:///{path}")
    store.migrate()
    text = new_key(store, "read")
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    app = gate(store)

    assert [ask(app, "/v1/sources", key=text).status for _ in range(3)] == [200] * 3

    holder.execute("ROLLBACK")
    holder.close()
    assert eventually(lambda: KeyOperations(store).list()[0].last_used_at is not None)
    store.dispose()


def test_a_cached_answer_is_for_those_with_a_key(store: Store) -> None:
    library = Library()
    app = gate(store, library.cached(None), access="keys")
    key = new_key(store, "read")
    tag = ask(app, "/v1/articles", key=key).headers["ETag"]

    assert ask(app, "/v1/articles").status == 401
    assert ask(app, "/v1/articles", HTTP_IF_NONE_MATCH=tag).status == 401
    assert ask(app, "/v1/articles", key=key, HTTP_IF_NONE_MATCH=tag).status == 304
    assert ask(app, "/v1/articles", key=key).headers["Cache-Control"] == "private, no-cache"


def test_while_the_database_is_away_nobody_is_let_through_who_cannot_be_known() -> None:
    store = create_store(UNREACHABLE)

    for access in ("auto", "keys"):
        answer = ask(gate(store, access=access), key="cck_aaaaaaaaaaaaaaaa_" + "A" * 43)
        assert (answer.status, answer.code) == (503, "store_unavailable")
        assert answer.headers["Retry-After"]
        assert ask(gate(store, access=access), "/health/live").status == 200


def test_a_refusal_is_a_problem_like_every_other(store: Store) -> None:
    answer = ask(gate(store, access="keys"), HTTP_X_REQUEST_ID="desk-7")

    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["X-Request-ID"] == answer.json["request_id"] == "desk-7"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_every_answer_makes_browsers_careful_and_https_only_where_it_is_https(store: Store) -> None:
    app = gate(store, trusted=TrustedProxies(count=1), access="open")

    plain = ask(app).headers
    assert plain["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert plain["Referrer-Policy"] == "no-referrer"
    assert "Strict-Transport-Security" not in plain
    behind = {"HTTP_X_FORWARDED_FOR": ELSEWHERE, "HTTP_X_FORWARDED_PROTO": "https"}
    assert ask(app, **behind).headers["Strict-Transport-Security"] == "max-age=31536000"
    # The page has a policy of its own, under which Swagger UI works.
    assert "Content-Security-Policy" not in ask(app, "/docs").headers
