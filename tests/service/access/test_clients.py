"""Whose request it is: what proxies say is believed where they are trusted, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.access.clients import Client, Clients, names_this_machine
from service.settings import Settings, TrustedProxies

PROXY = "10.1.1.1"
SPOOFED = {
    "HTTP_X_FORWARDED_FOR": "127.0.0.1",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_HOST": "localhost",
}


def _trusting(setting: str) -> Clients:
    return Clients(Settings.from_environment({"HOME": "/", "CROSSCHECK_TRUSTED_PROXIES": setting}).trusted_proxies)


def _environ(peer: str = PROXY, **headers: str) -> dict[str, Any]:
    return {"REMOTE_ADDR": peer, "HTTP_HOST": "127.0.0.1:8000", "wsgi.url_scheme": "http", **headers}


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1", ""])
def test_a_request_of_this_machine_is_local(peer: str) -> None:
    assert Clients(TrustedProxies()).of(_environ(peer)) == Client(peer, local=True)


@pytest.mark.parametrize(
    "peer", ["203.0.113.9", "10.0.0.1", "::ffff:203.0.113.9", "2001:db8::1", "127.0.0.1.example", "x"]
)
def test_a_request_of_another_machine_is_not(peer: str) -> None:
    assert Clients(TrustedProxies()).of(_environ(peer)) == Client(peer, local=False)


@pytest.mark.parametrize(
    "header", ["X_FORWARDED_FOR", "X_FORWARDED_HOST", "X_FORWARDED_PROTO", "FORWARDED", "X_REAL_IP", "VIA"]
)
def test_a_request_that_was_forwarded_is_not_of_this_machine(header: str) -> None:
    environ = _environ("127.0.0.1", **{f"HTTP_{header}": "127.0.0.1"})

    assert Clients(TrustedProxies()).of(environ) == Client("127.0.0.1", local=False)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:8000",
        "LOCALHOST.",
        "127.0.0.1",
        "127.0.0.1:8000",
        "[::1]:8000",
        "[::1]",
        "a.localhost:1",
    ],
)
def test_a_name_of_this_machine_is_known(host: str) -> None:
    assert names_this_machine(host)


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example:8000", "127.0.0.1.evil.example", "", ":8000", "10.0.0.1"]
)
def test_a_name_of_a_page_that_was_led_here_is_not(host: str) -> None:
    assert not names_this_machine(host)
    assert not Clients(TrustedProxies()).of(_environ("127.0.0.1") | {"HTTP_HOST": host}).local


@given(
    peer=st.sampled_from(["127.0.0.1", "203.0.113.9", "2001:db8::1"]),
    headers=st.dictionaries(
        st.sampled_from(["HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED"]),
        st.text(st.characters(codec="latin-1"), max_size=40),
        min_size=1,
    ),
    setting=st.sampled_from(["0", "192.0.2.0/24"]),
)
def test_nothing_that_a_stranger_says_is_believed(peer: str, headers: dict[str, str], setting: str) -> None:
    environ = _environ(peer, **headers)
    before = dict(environ)

    assert _trusting(setting).of(environ) == Client(peer, local=False)
    assert environ == before


@pytest.mark.parametrize(
    ("setting", "peer", "forwarded_for", "address"),
    [
        ("1", PROXY, "203.0.113.9", "203.0.113.9"),
        ("1", PROXY, "127.0.0.1, 203.0.113.9", "203.0.113.9"),
        ("2", PROXY, "198.51.100.7, 203.0.113.9, 10.1.1.2", "203.0.113.9"),
        ("2", PROXY, "203.0.113.9", None),
        ("1", PROXY, "", None),
        ("1", PROXY, "unknown", None),
        ("10.0.0.0/8", PROXY, "203.0.113.9", "203.0.113.9"),
        ("10.0.0.0/8", PROXY, "127.0.0.1, 203.0.113.9, 10.1.1.2", "203.0.113.9"),
        ("10.0.0.0/8", PROXY, "10.9.9.9, 10.1.1.2", "10.9.9.9"),
        ("10.0.0.0/8", PROXY, "203.0.113.9, nonsense, 10.1.1.2", "10.1.1.2"),
        ("10.0.0.0/8", "203.0.113.77", "203.0.113.9", None),
        ("10.0.0.0/8, ::1", "::1", "2001:db8::7", "2001:db8::7"),
        ("1", PROXY, "203.0.113.9:4711", "203.0.113.9"),
        ("1", PROXY, "[2001:db8::7]:4711", "2001:db8::7"),
        ("1", PROXY, "::ffff:203.0.113.9", "203.0.113.9"),
    ],
)
def test_the_client_is_who_stands_before_the_trusted_proxies(
    setting: str, peer: str, forwarded_for: str, address: str | None
) -> None:
    environ = _environ(
        peer, **SPOOFED | {"HTTP_X_FORWARDED_FOR": forwarded_for, "HTTP_X_FORWARDED_HOST": "api.example"}
    )

    client = _trusting(setting).of(environ)

    assert client == Client(peer if address is None else address, local=False)
    believed = (environ["REMOTE_ADDR"], environ["wsgi.url_scheme"], environ["HTTP_HOST"])
    assert believed == ((peer, "http", "127.0.0.1:8000") if address is None else (address, "https", "api.example"))


def test_a_client_behind_a_proxy_is_never_this_machine() -> None:
    assert not _trusting("1").of(_environ(**SPOOFED)).local


def test_a_request_past_the_proxies_is_judged_by_itself() -> None:
    assert _trusting("1").of(_environ("127.0.0.1")).local
    assert not _trusting("1").of(_environ("203.0.113.9")).local


@pytest.mark.parametrize(("header", "value"), [("PROTO", "gopher"), ("HOST", "a b"), ("HOST", "evil/../x")])
def test_what_is_no_scheme_and_no_host_is_left_out(header: str, value: str) -> None:
    environ = _environ(HTTP_X_FORWARDED_FOR="203.0.113.9", **{f"HTTP_X_FORWARDED_{header}": value})

    _trusting("1").of(environ)

    assert (environ["wsgi.url_scheme"], environ["HTTP_HOST"]) == ("http", "127.0.0.1:8000")
