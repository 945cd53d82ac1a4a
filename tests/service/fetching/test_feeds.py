"""Feeds of every sort become entries; what is none, or hostile, is refused, in bounded time."""

from __future__ import annotations

import gzip
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.fetching.errors import FetchRefused
from service.fetching.feeds import FULL_TEXT_CHARACTERS, MOST_BYTES, MOST_SITEMAPS, FeedDocument, read_feed

URL = "https://paper.example/feeds/news.xml"
LONG = "The ferry carried 214 passengers on Monday. " * 40
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<!-- the <b>daily</b> feed -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Coastal &amp; Wire</title><language>en-GB</language>
<item><title>Ferry <![CDATA[<b>aground</b>]]></title><link>/ferry?id=1&amp;x=ü</link><guid isPermaLink="false">f-1</guid>
<pubDate>Mon, 22 Jul 2024 10:00:00 +0200</pubDate><dc:creator>R. Okafor</dc:creator>
<description>Short.</description></item>
<item><title>Pier</title><link>https://paper.example/pier</link><content:encoded><![CDATA[<p>{LONG}</p>]]></content:encoded></item>
<item><title>Ferry again</title><link>/ferry?id=2</link><guid isPermaLink="false">f-1</guid></item>
<item><title>No link</title></item>
<item><title>Mail</title><link>mailto:desk@paper.example</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title>
<entry><id>urn:1</id><title>Ferry</title><link href="https://wire.example/1"/><updated>2024-07-22T10:00:00Z</updated>
<content type="html">&lt;p&gt;Short.&lt;/p&gt;</content></entry></feed>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "Wire", "language": "en", "items": [
 {"id": 7, "url": "/1", "title": "Ferry", "date_published": "2024-07-22T10:00:00+02:00", "authors": [{"name": "R. Okafor"}]},
 {"id": "8", "external_url": "https://wire.example/2", "content_text": "LONG"}, {"id": "9"}, "no item", {"url": 5}]}"""
NEWS = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://wire.example/1</loc><news:news><news:publication><news:name>Wire</news:name><news:language>en</news:language>
</news:publication><news:publication_date>2024-07-22</news:publication_date><news:title>Ferry</news:title></news:news></url>
<url><loc>https://wire.example/about</loc></url></urlset>"""


def read(text: str, content_type: str = "") -> FeedDocument:
    return read_feed(text.encode(), content_type, URL)


def test_rss_is_read() -> None:
    feed = read(RSS, "application/rss+xml; charset=utf-8")
    ferry, pier = feed.entries
    assert feed.title == "Coastal & Wire"
    assert (ferry.url, ferry.title) == ("https://paper.example/ferry?id=1&x=%C3%BC", "Ferry aground")
    assert (ferry.author, ferry.language, ferry.html) == ("R. Okafor", "en-GB", None)
    assert ferry.published_at == datetime(2024, 7, 22, 8, tzinfo=UTC)
    assert pier.html is not None
    assert LONG.strip() in pier.html


@pytest.mark.parametrize("written", [RSS, ATOM, NEWS], ids=["rss", "atom", "sitemap"])
def test_a_gzip_file_is_read_as_what_is_in_it(written: str) -> None:
    assert read_feed(gzip.compress(written.encode()), "application/x-gzip", URL) == read(written)


@pytest.mark.parametrize(
    "packed",
    [
        gzip.compress(NEWS.encode() + b" " * MOST_BYTES),
        gzip.compress(gzip.compress(NEWS.encode())),
        gzip.compress(NEWS.encode())[:-9],
        b"\x1f\x8b" + NEWS.encode(),
    ],
    ids=["a bomb", "packed twice", "cut off", "no gzip"],
)
def test_a_gzip_file_is_unpacked_once_and_as_far_as_a_feed_goes(packed: bytes) -> None:
    with pytest.raises(FetchRefused):
        read_feed(packed, "application/gzip", URL)


def test_an_entry_is_known_by_its_id_wherever_it_moves() -> None:
    moved = RSS.replace("/ferry?id=1", "/moved")
    assert [entry.key for entry in read(moved).entries] == [entry.key for entry in read(RSS).entries]


def test_atom_is_read() -> None:
    (entry,) = read(ATOM).entries
    assert (entry.url, entry.title, entry.html) == ("https://wire.example/1", "Ferry", None)
    assert entry.published_at == datetime(2024, 7, 22, 10, tzinfo=UTC)


def test_a_json_feed_is_read() -> None:
    feed = read(JSON.replace("LONG", LONG + "<b>"))
    first, second = feed.entries
    assert (feed.title, first.url, first.author, first.language) == (
        "Wire",
        "https://paper.example/1",
        "R. Okafor",
        "en",
    )
    assert first.published_at == datetime(2024, 7, 22, 8, tzinfo=UTC)
    assert second.html is not None
    assert second.html.endswith("&lt;b></p>")


def test_a_news_sitemap_is_read() -> None:
    (entry,) = read(NEWS).entries
    assert (entry.url, entry.title, entry.language) == ("https://wire.example/1", "Ferry", "en")
    assert entry.published_at == datetime(2024, 7, 22, tzinfo=UTC)


def test_an_index_names_its_latest_sitemaps() -> None:
    sitemaps = "".join(
        f"<sitemap><loc>https://wire.example/{day}.xml</loc><lastmod>2024-07-{day:02}</lastmod></sitemap>"
        for day in range(1, 31)
    )
    feed = read(f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{sitemaps}</sitemapindex>')
    assert feed.sitemaps == tuple(f"https://wire.example/{day}.xml" for day in range(30, 30 - MOST_SITEMAPS, -1))


def test_a_feed_in_another_encoding_is_read() -> None:
    latin = ATOM.replace("Ferry", "Fähre")
    declared = f'<?xml version="1.0" encoding="iso-8859-1"?>{latin}'
    for body, content_type in (
        (declared.encode("latin-1"), "application/atom+xml"),
        (latin.encode("latin-1"), "application/atom+xml; charset=iso-8859-1"),
        (latin.encode("utf-16"), "application/atom+xml"),
        (declared.replace("iso-8859-1", "utf-16").encode(), "application/atom+xml; charset=utf-8"),
    ):
        assert read_feed(body, content_type, URL).entries[0].title == "Fähre"


def test_a_feed_that_is_nearly_well_formed_is_read() -> None:
    broken = "<rss version='2.0'><channel><item><title>Bread & butter</title><link>https://a.example/1</link></item></channel></rss>"
    assert read(broken).entries[0].title == "Bread & butter"


def test_text_that_is_not_long_enough_is_no_article() -> None:
    short = RSS.replace(LONG, "x" * (FULL_TEXT_CHARACTERS - 1))
    assert [entry.html for entry in read(short).entries] == [None, None]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
REFUSED = {
    "a page": "<!DOCTYPE html><html><body><p>News</p></body></html>",
    "nothing": "",
    "words": "There is no feed here.",
    "other JSON": '{"items": []}',
    "broken JSON": '{"version": "https://jsonfeed.org/version/1", ',
    "a billion laughs": f'<!DOCTYPE rss [<!ENTITY l0 "lol">{LAUGHS}]><rss><channel><title>&l9;</title></channel></rss>',
    "a billion laughs behind a comment": f'<!-- <rss> --><!DOCTYPE rss [<!ENTITY l0 "lol">{LAUGHS}]><rss>&l9;</rss>',
    "a file": '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>',
    "a sitemap with a file": '<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>&x;</loc></url></urlset>',
    "a parameter entity": '<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;]><rss></rss>',
    "a deep one": "<rss>" + "<a>" * 500_000,
    "a wide one": "<rss>" + "<a/>" * 300_000 + "</rss>",
    "many attributes": "<rss " + "".join(f'a{n}="x" ' for n in range(10_000)) + "/>",
    "open marked sections": "<rss>" + "<![CDATA[" * 500_000,
    "broken and large": "<rss><channel>" + "<a<" * 500_000,
    "a sitemap without news": "<urlset><url><loc>https://a.example/</loc></url></urlset>",
    "a broken sitemap": "<urlset><url>",
    "an empty index": "<sitemapindex></sitemapindex>",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_feed_is_refused_in_a_moment(text: str) -> None:
    begun = time.monotonic()
    with pytest.raises(FetchRefused):
        read(text)
    assert time.monotonic() - begun < 20


@given(st.text(alphabet="<>/!-[]&;\"' =rsfedchanlitmky{}:,0", max_size=200))
def test_anything_is_a_feed_or_refused(text: str) -> None:
    for whole in (
        text,
        f"<rss><channel>{text}</channel></rss>",
        f'{{"version": "https://jsonfeed.org/version/1"{text}',
    ):
        try:
            read(whole)
        except FetchRefused:
            continue
