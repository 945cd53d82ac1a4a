"""Fetching from real servers: bounded in where, how often, how long and how much."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_network
from typing import Any

import pytest

from service.fetching.addresses import Rules
from service.fetching.errors import FetchFailed, FetchRefused
from service.fetching.fetcher import MOST_REDIRECTS, Fetched, Fetcher
from service.fetching.robots import Robots
from tests.service.fetching.sites import Site, answer, name_server, page, redirect, site

pytestmark = pytest.mark.server

PERMITTED = ip_network("127.0.0.1/32")
AGENT = "Crosscheck/test"


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as running:
        yield running


def a_fetcher(*sites: Site, resolve: Callable[[str], Sequence[str]] | None = None, **limits: float) -> Fetcher:
    rules = Rules(ports=frozenset(each.port for each in sites), networks=(PERMITTED,))
    more: dict[str, Any] = dict(limits)
    if resolve is not None:
        more["resolve"] = resolve
    return Fetcher(rules, user_agent=AGENT, **more)


def get(fetcher: Fetcher, url: str, **options: Any) -> Fetched:
    return fetcher.fetch(url, **{"most_bytes": 100_000, "accept": "text/html", **options})


def test_a_page_comes_with_its_type_and_we_say_who_we_are(web: Site) -> None:
    web.replies["/a?b=1"] = page("Größe".encode(), Content_Type="Text/HTML; charset=utf-8")
    fetched = get(a_fetcher(web), web.url("/a?b=1"), headers={"If-None-Match": '"1"'})
    assert (fetched.status, fetched.media_type, fetched.body.decode()) == (200, "text/html", "Größe")
    sent = web.headers[0]
    assert sent["user-agent"] == AGENT
    assert sent["host"] == f"127.0.0.1:{web.port}"
    assert sent["if-none-match"] == '"1"'
    assert "cookie" not in sent
    assert "authorization" not in sent


def test_nothing_new_is_an_answer(web: Site) -> None:
    web.replies["/"] = page(b"", status=304, ETag='"2"')
    assert get(a_fetcher(web), web.url()).status == 304


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(web: Site, status: int) -> None:
    web.replies["/old"] = redirect("/new", status)
    web.replies["/new"] = page(b"here")
    fetched = get(a_fetcher(web), web.url("/old"))
    assert (fetched.body, fetched.url) == (b"here", web.url("/new"))


def test_redirects_are_bounded(web: Site) -> None:
    web.replies["/round"] = redirect("/round")
    with pytest.raises(FetchRefused, match="redirected"):
        get(a_fetcher(web), web.url("/round"))
    assert web.asked["/round"] == MOST_REDIRECTS + 1


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.2:{other}/secret",
        "http://[::ffff:127.0.0.2]:{other}/secret",
        "http://2130706434:{other}/secret",
        "//127.0.0.2:{other}/secret",
        "file:///etc/passwd",
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1:1/",
    ],
)
def test_a_redirect_is_judged_like_any_address(web: Site, target: str) -> None:
    with site("127.0.0.2") as secret:
        secret.replies["/secret"] = page(b"the password is hunter2")
        web.replies["/"] = redirect(target.format(other=secret.port))
        with pytest.raises(FetchRefused):
            get(a_fetcher(web, secret), web.url())
        assert not secret.asked


def test_a_name_that_changes_its_mind_gains_nothing(web: Site) -> None:
    with site("127.0.0.2", web.port) as secret:
        secret.replies["/"] = page(b"the password is hunter2")
        web.replies["/"] = page(b"public")
        web.replies["/again"] = redirect("/")
        with name_server({"rebinding.example": ["127.0.0.1", "127.0.0.2"]}) as resolve:
            fetched = get(a_fetcher(web, resolve=resolve), web.url(host="rebinding.example"))
            assert fetched.body == b"public"
        with name_server({"rebinding.example": ["127.0.0.1", "127.0.0.2"]}) as resolve, pytest.raises(FetchRefused):
            get(a_fetcher(web, resolve=resolve), web.url("/again", host="rebinding.example"))
        assert not secret.asked


def test_a_name_without_an_address_is_tried_again_later(web: Site) -> None:
    with name_server({}) as resolve, pytest.raises(FetchFailed, match="no address"):
        get(a_fetcher(web, resolve=resolve), web.url(host="nowhere.example"))


def test_packed_answers_are_unpacked(web: Site) -> None:
    web.replies["/gzip"] = page(gzip.compress(b"text"), Content_Encoding="gzip")
    web.replies["/deflate"] = page(zlib.compress(b"text"), Content_Encoding="deflate")
    for path in ("/gzip", "/deflate"):
        assert get(a_fetcher(web), web.url(path)).body == b"text"


def test_a_bomb_is_not_unpacked(web: Site) -> None:
    web.replies["/"] = page(gzip.compress(b"\0" * 50_000_000), Content_Encoding="gzip")
    with pytest.raises(FetchRefused, match="more than 100000 bytes"):
        get(a_fetcher(web), web.url())


def test_bombs_within_bombs_are_not_opened(web: Site) -> None:
    web.replies["/"] = page(gzip.compress(gzip.compress(b"text")), Content_Encoding="gzip, gzip")
    with pytest.raises(FetchRefused, match="encoded"):
        get(a_fetcher(web), web.url())


def test_an_endless_answer_ends(web: Site) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 10_000)

    web.replies["/"] = endless
    with pytest.raises(FetchRefused, match="more than"):
        get(a_fetcher(web), web.url())


def test_a_slow_trickle_is_given_up(web: Site) -> None:
    def trickle(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        for _ in range(1000):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.02)

    web.replies["/"] = trickle
    begun = time.monotonic()
    with pytest.raises(FetchFailed, match="longer than"):
        get(a_fetcher(web, total_seconds=0.5), web.url())
    assert time.monotonic() - begun < 10


def test_headers_without_end_are_given_up(web: Site) -> None:
    def trickle(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(500):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.02)

    web.replies["/"] = trickle
    begun = time.monotonic()
    with pytest.raises(FetchFailed):
        get(a_fetcher(web, total_seconds=0.5), web.url())
    assert time.monotonic() - begun < 5


def test_a_server_that_says_nothing_is_given_up(web: Site) -> None:
    web.replies["/"] = lambda _handler: time.sleep(3)
    with pytest.raises(FetchFailed, match="does not answer"):
        get(a_fetcher(web, silence_seconds=0.2), web.url())


def test_half_an_answer_is_none(web: Site) -> None:
    def half(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"x" * 10)
        handler.close_connection = True

    web.replies["/"] = half
    web.replies["/packed"] = page(gzip.compress(b"text" * 1000)[:-12], Content_Encoding="gzip")
    for path in ("/", "/packed"):
        with pytest.raises(FetchFailed, match="broke off"):
            get(a_fetcher(web), web.url(path))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_what_is_not_there_is_not_asked_for_again(web: Site, status: int) -> None:
    web.replies["/"] = page(b"", status=status)
    with pytest.raises(FetchRefused) as refused:
        get(a_fetcher(web), web.url())
    assert refused.value.status == status


@pytest.mark.parametrize(("header", "pause"), [("7", 7.0), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0), ("soon", None)])
def test_a_busy_server_says_when_to_come_back(web: Site, header: str, pause: float | None) -> None:
    web.replies["/"] = page(b"", status=503, Retry_After=header)
    with pytest.raises(FetchFailed) as failed:
        get(a_fetcher(web), web.url())
    assert failed.value.retry_after == pause


def test_a_certificate_is_demanded() -> None:
    with site() as plain:
        url = f"https://127.0.0.1:{plain.port}/"
        with pytest.raises(FetchFailed):
            get(a_fetcher(plain), url)
        assert not plain.asked


def test_what_robots_are_asked_not_to_fetch_is_left_alone(web: Site) -> None:
    web.replies["/robots.txt"] = page(b"User-agent: *\nDisallow: /private\n\nUser-agent: crosscheck\nDisallow: /paid\n")
    robots = Robots(a_fetcher(web))
    robots.demand(web.url("/news"))
    robots.demand(web.url("/private"))  # the group that names us is the one that counts
    with pytest.raises(FetchRefused, match=r"robots\.txt"):
        robots.demand(web.url("/paid/article"))
    assert web.asked["/robots.txt"] == 1


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False), (503, False)])
def test_a_site_without_robots_txt_forbids_nothing_and_one_that_is_broken_everything(
    web: Site, status: int, allowed: bool
) -> None:
    web.replies["/robots.txt"] = lambda handler: answer(handler, b"", status=status)
    robots = Robots(a_fetcher(web))
    if allowed:
        robots.demand(web.url("/news"))
    else:
        with pytest.raises(FetchFailed):
            robots.demand(web.url("/news"))


def test_robots_are_asked_about_where_a_redirect_leads(web: Site) -> None:
    web.replies["/robots.txt"] = page(b"User-agent: *\nDisallow: /hidden\n")
    web.replies["/open"] = redirect("/hidden")
    web.replies["/hidden"] = page(b"not for robots")
    fetcher = a_fetcher(web)
    with pytest.raises(FetchRefused, match=r"robots\.txt"):
        get(fetcher, web.url("/open"), permit=Robots(fetcher).demand)
    assert not web.asked["/hidden"]
