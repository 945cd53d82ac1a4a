"""API keys on both databases: shown once, kept as a hash, recognised, taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.access.keyring import FRESH_SECONDS, KeyRing
from service.access.keys import KeyOperations, id_in
from service.store import Store
from service.store.errors import NotFound
from service.store.tables import api_keys
from tests.service.access.asking import Clock


@pytest.fixture
def keys(store: Store) -> KeyOperations:
    return KeyOperations(store)


def test_a_key_is_recognised_by_its_text(keys: KeyOperations) -> None:
    made, text = keys.create("  News   desk ", ["read", "write"])
    other, _ = keys.create("archive", ["read"])

    found = keys.recognise(text)

    assert found == made
    assert (made.name, made.scopes) == ("News desk", {"read", "write"})
    assert text.startswith(f"cck_{made.id}_")
    assert [key.id for key in keys.list()] == [made.id, other.id]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.integers(0, 63), letter=st.characters(codec="latin-1"))
def test_no_other_text_is_recognised(keys: KeyOperations, place: int, letter: str) -> None:
    _, text = keys.create("desk", ["read"])
    other = text[:place] + letter + text[place + 1 :]

    assert (keys.recognise(other) is not None) == (other == text)


def test_two_keys_share_nothing_that_could_be_guessed(keys: KeyOperations) -> None:
    texts = [keys.create("desk", ["read"])[1] for _ in range(20)]

    assert len({text[20:] for text in texts}) == len({id_in(text) for text in texts}) == 20
    assert all(len(text) == len("cck_") + 16 + 1 + 43 for text in texts)


def test_only_a_hash_is_kept(store: Store, keys: KeyOperations) -> None:
    _, text = keys.create("desk", ["read"])
    _, _, secret = text.split("_", 2)

    with store.read() as transaction:
        row = transaction.connection.execute(sa.select(api_keys)).one()

    assert len(row.hash) == 32
    assert len(secret) == 43  # a part that ends in "_" may be empty, and so found in everything
    assert not any(secret[:20] in str(value) or secret[20:] in str(value) for value in row)


def test_a_revoked_key_is_listed_and_stays_revoked(keys: KeyOperations) -> None:
    made, _ = keys.create("desk", ["read"])
    assert made.usable(datetime.now(UTC))

    first = keys.revoke(made.id)

    assert not first.usable(datetime.now(UTC))
    assert keys.revoke(made.id) == first == keys.list()[0]
    assert not keys.any()
    with pytest.raises(NotFound):
        keys.revoke("nothing")


def test_a_key_can_be_used_until_it_has_run_out(keys: KeyOperations) -> None:
    end = datetime.now(UTC) + timedelta(days=3)
    made, text = keys.create("desk", ["read"], end)

    found = keys.recognise(text)

    assert found is not None
    assert found.expires_at == end
    assert made.usable(end - timedelta(seconds=1))
    assert not made.usable(end)
    assert keys.any()


@pytest.mark.parametrize("name", ["", "  ", "a" * 101, "desk\x1b[31m", "desk\0"])
def test_a_name_that_cannot_be_shown_is_refused(keys: KeyOperations, name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        keys.create(name, ["read"])


def test_a_key_for_nothing_and_one_of_the_past_are_refused(keys: KeyOperations) -> None:
    with pytest.raises(ValueError, match="scope"):
        keys.create("desk", [])
    with pytest.raises(ValueError, match="run out"):
        keys.create("desk", ["read"], datetime.now(UTC) - timedelta(days=1))
    assert not keys.any()


def test_admin_includes_every_scope_and_no_other_includes_another(keys: KeyOperations) -> None:
    made = {scope: keys.create("desk", [scope])[0] for scope in ("read", "write", "review", "admin")}

    for scope, key in made.items():
        for asked in made:
            assert key.allows(asked) == (scope in (asked, "admin"))


def test_every_worker_sees_within_a_second_that_a_key_was_revoked(keys: KeyOperations) -> None:
    clock = Clock()
    rings = [KeyRing(keys, clock) for _ in range(2)]
    made, text = keys.create("desk", ["read"])
    assert [ring.find(text) for ring in rings] == [made, made]
    assert [ring.any() for ring in rings] == [True, True]

    keys.revoke(made.id)
    clock.now += FRESH_SECONDS

    for ring in rings:
        found = ring.find(text)
        assert found is not None
        assert not found.usable(datetime.now(UTC))
        assert not ring.any()


def test_what_is_no_key_is_not_remembered(keys: KeyOperations) -> None:
    ring = KeyRing(keys, Clock())
    assert [ring.find(text) for text in ("", "cck_", "ключ", "cck_aaaaaaaaaaaaaaaa_" + "A" * 43)] == [None] * 4

    for _ in range(3):
        _, text = keys.create("desk", ["read"])
        assert ring.find(text) is not None
