"""Feeds of the web: RSS, Atom, JSON Feed and news sitemaps, from bytes to entries.

Nothing here fetches but the fetcher: the parsers only ever get bytes. What is hostile is refused before a parser sees
it (entities, elements nested without end), or costs no more than its size (5 MiB).
"""

from __future__ import annotations

import hashlib
import re
import time
import zlib
from calendar import timegm
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final
from urllib.parse import quote, urljoin
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

import feedparser
import orjson
from defusedxml import DefusedXmlException, sax
from defusedxml.ElementTree import iterparse
from marshmallow import ValidationError

from schemas.fields import Timestamp, is_language_tag, is_url
from service.fetching.charsets import decoded
from service.fetching.errors import FetchRefused
from service.fetching.fetcher import Fetcher
from service.fetching.robots import Robots

MOST_BYTES: Final = 5 * 2**20
"""How large a feed may be, unpacked."""
MOST_SITEMAPS: Final = 10
"""How many sitemaps of an index are read, the latest of them."""
FULL_TEXT_CHARACTERS: Final = 1_200
"""An entry with so much text is taken for the whole article, and its page is not fetched."""

_ACCEPT: Final = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, "
    "application/json;q=0.8, application/gzip;q=0.7"
)
_GZIP: Final = b"\x1f\x8b"
_MOST_DEPTH: Final = 100
_MOST_ELEMENTS: Final = 200_000
_MOST_ATTRIBUTES: Final = 100
# What is not well formed is read by feedparser's second parser, which takes its time.
_MOST_BROKEN_CHARACTERS: Final = 2**18
_ROOT: Final = re.compile(r"<([A-Za-z_][\w.:-]*)")
_ENTITY: Final = re.compile(r"<!ENTITY", re.IGNORECASE)
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]{0,500}\?>")
_TAG: Final = re.compile(r"<[^<>]*>")
_SITEMAPS: Final = ("urlset", "sitemapindex")
_FEEDS: Final = ("rss", "feed", "rdf:RDF", "RDF", "channel")
_URL_CHARACTERS: Final = "%/:=&?~#+!$,;'@()*[]"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An article that a feed names. `key` tells it from the others of the feed; `html` is its text, where that is whole."""

    key: str
    url: str
    title: str | None = None
    author: str | None = None
    published_at: datetime | None = None
    language: str | None = None
    html: str | None = None


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """What a feed holds, in its order; `sitemaps` are the addresses that an index of sitemaps names, the latest first."""

    title: str | None
    entries: tuple[FeedEntry, ...]
    sitemaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Polled:
    """What came of asking for a feed: no document where nothing is new, and what to ask with the next time."""

    document: FeedDocument | None
    etag: str | None
    last_modified: str | None


class WebFeeds:
    """Asks for feeds. Safe to use from several threads."""

    def __init__(self, fetcher: Fetcher, robots: Robots) -> None:
        self._fetcher = fetcher
        self._robots = robots

    def poll(self, url: str, *, etag: str | None, last_modified: str | None) -> Polled:
        """The feed at an address, unless it is still what it was. Raises FetchRefused or FetchFailed."""
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        fetched = self._fetcher.fetch(
            url,
            most_bytes=MOST_BYTES,
            accept=_ACCEPT,
            headers={name: value for name, value in conditions.items() if value},
            permit=self._robots.demand,
        )
        if fetched.status == 304:
            return Polled(None, etag, last_modified)
        document = read_feed(fetched.body, fetched.headers.get("content-type", ""), fetched.url)
        if document.sitemaps:
            # The index can be what it was while its sitemaps are not.
            return Polled(replace(document, entries=self._within(document.sitemaps)), None, None)
        return Polled(document, _validator(fetched.headers, "etag"), _validator(fetched.headers, "last-modified"))

    def _within(self, sitemaps: tuple[str, ...]) -> tuple[FeedEntry, ...]:
        found: list[FeedEntry] = []
        for url in sitemaps[:MOST_SITEMAPS]:
            try:
                fetched = self._fetcher.fetch(url, most_bytes=MOST_BYTES, accept=_ACCEPT, permit=self._robots.demand)
                found += read_feed(fetched.body, fetched.headers.get("content-type", ""), fetched.url).entries
            except FetchRefused:
                continue  # one sitemap that is gone does not take the others along
        return tuple(found)


def read_feed(body: bytes, content_type: str, url: str) -> FeedDocument:
    """The feed in a body that was found at an address, which may be a gzip file (`sitemap.xml.gz`). FetchRefused where it
    is none, or one that is not safe to read."""
    text = decoded(_unpacked(body), content_type)
    if text.lstrip()[:1] in ("{", "["):
        return _json_feed(text, url)
    root = _ROOT.search(_without(text[:65536], "<!--", "-->"))
    if root is None or root[1] not in (*_SITEMAPS, *_FEEDS):
        kind = f"a page of <{root[1]}>" if root is not None else "no XML and no JSON"
        raise FetchRefused(f"This is {kind}, not a feed.")
    if _ENTITY.search(_without(text, "<![CDATA[", "]]>")):
        raise FetchRefused("The feed declares entities of its own, which are not expanded.")
    text = _DECLARATION.sub("", text)
    well_formed = _is_well_formed(text)
    if root[1] in _SITEMAPS:
        if not well_formed:
            raise FetchRefused("The sitemap is not well-formed XML.")
        return _sitemap(text, url)
    if not well_formed and len(text) > _MOST_BROKEN_CHARACTERS:
        raise FetchRefused("The feed is not well-formed XML.")
    return _syndicated(text, url)


def _unpacked(body: bytes) -> bytes:
    """What is in a gzip file, of one layer and as large as a feed may be; anything else as it is."""
    if not body.startswith(_GZIP):
        return body
    unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        found = unpacking.decompress(body, MOST_BYTES + 1)
    except zlib.error as error:
        raise FetchRefused("The packed feed cannot be unpacked.") from error
    if len(found) > MOST_BYTES:
        raise FetchRefused(f"The feed has more than {MOST_BYTES} bytes, unpacked.")
    if not unpacking.eof:
        raise FetchRefused("The packed feed has no end.")
    return found


def _without(text: str, start: str, end: str) -> str:
    """The text without what stands between these marks, in time that grows with its length."""
    kept = []
    place = 0
    while (opened := text.find(start, place)) >= 0 and (closed := text.find(end, opened)) >= 0:
        kept.append(text[place:opened])
        place = closed + len(end)
    return "".join((*kept, text[place:]))


class _Bounds(ContentHandler):
    """Refuses what is nested deeper, or has more elements or attributes, than any feed does."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0
        self._elements = 0

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802, ARG002 - the names are SAX's
        self._depth += 1
        self._elements += 1
        if self._depth > _MOST_DEPTH:
            raise FetchRefused(f"The feed is nested deeper than {_MOST_DEPTH} levels.")
        if self._elements > _MOST_ELEMENTS or len(attrs) > _MOST_ATTRIBUTES:
            raise FetchRefused("The feed has more elements or attributes than a feed has.")

    def endElement(self, name: str) -> None:  # noqa: N802, ARG002 - the name is SAX's
        self._depth -= 1


def _is_well_formed(text: str) -> bool:
    try:
        sax.parseString(text.encode(), _Bounds())
    except SAXParseException:
        return False
    except DefusedXmlException as error:
        raise FetchRefused("The feed refers to entities outside of it.") from error
    return True


def _syndicated(text: str, url: str) -> FeedDocument:
    """RSS or Atom, well formed or nearly so."""
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    # As a file: of anything else feedparser asks whether it is an address, or the name of a file.
    parsed = feedparser.parse(
        BytesIO(text.encode()), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    if not parsed.version and not parsed.entries:
        raise FetchRefused("This is not a feed.")
    language = _language(parsed.feed.get("language"))
    entries = []
    for entry in parsed.entries:
        link = _address(entry.get("link"), url)
        if link is None:
            continue
        entries.append(
            FeedEntry(
                key=_key(entry.get("id") or link),
                url=link,
                title=_line(entry.get("title"), 1000),
                author=_line(entry.get("author"), 500),
                published_at=_moment(entry.get("published_parsed") or entry.get("updated_parsed")),
                language=language,
                html=_whole(max((part.get("value") or "" for part in entry.get("content", ())), key=len, default="")),
            )
        )
    return FeedDocument(_line(parsed.feed.get("title"), 1000), _once(entries))


def _json_feed(text: str, url: str) -> FeedDocument:
    try:
        feed = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise FetchRefused("The feed is not JSON.") from error
    version = feed.get("version") if isinstance(feed, dict) else None
    if not isinstance(version, str) or not version.startswith("https://jsonfeed.org/version/"):
        raise FetchRefused("This is JSON, but no JSON Feed.")
    items = feed.get("items")
    entries = []
    for item in items if isinstance(items, list) else ():
        link = _address(item.get("url") or item.get("external_url"), url) if isinstance(item, dict) else None
        if link is None:
            continue
        authors = item.get("authors") or feed.get("authors") or [item.get("author")]
        first = authors[0] if isinstance(authors, list) and authors else None
        content = item.get("content_html")
        if not isinstance(content, str):
            content = _as_html(item.get("content_text"))
        entries.append(
            FeedEntry(
                key=_key(str(item.get("id") or link)),
                url=link,
                title=_line(item.get("title"), 1000),
                author=_line(first.get("name") if isinstance(first, dict) else None, 500),
                published_at=_written(item.get("date_published")),
                language=_language(item.get("language") or feed.get("language")),
                html=_whole(content),
            )
        )
    return FeedDocument(_line(feed.get("title"), 1000), _once(entries))


def _sitemap(text: str, url: str) -> FeedDocument:
    """A news sitemap, or an index of sitemaps; a sitemap without news names no articles."""
    entries: list[FeedEntry] = []
    sitemaps: list[tuple[str, str]] = []
    is_index = False
    seen = False
    for event, element in iterparse(BytesIO(text.encode()), events=("start", "end")):
        name = _local(element.tag)
        if event == "start":
            if name == "sitemapindex":
                is_index = True
            continue
        if name == "url":
            seen = True
            entry = _news(element, url)
            if entry is not None:
                entries.append(entry)
            element.clear()
        elif name == "sitemap":
            found = _texts(element)
            address = _address(found.get("loc"), url)
            if address is not None:
                sitemaps.append((found.get("lastmod", ""), address))
            element.clear()
    if is_index:
        latest = sorted(sitemaps, key=lambda each: each[0], reverse=True)
        if not latest:
            raise FetchRefused("The index names no sitemaps.")
        return FeedDocument(None, (), tuple(address for _, address in latest[:MOST_SITEMAPS]))
    if seen and not entries:
        raise FetchRefused("This sitemap has no news in it.")
    return FeedDocument(None, _once(entries))


def _news(element: Any, url: str) -> FeedEntry | None:
    found = _texts(element)
    link = _address(found.get("loc"), url)
    if link is None or "publication_date" not in found:
        return None
    return FeedEntry(
        key=_key(link),
        url=link,
        title=_line(found.get("title"), 1000),
        published_at=_written(found["publication_date"]),
        language=_language(found.get("language")),
    )


def _texts(element: Any) -> dict[str, str]:
    """The texts of the elements below this one, by their names; of several of a name the first."""
    found: dict[str, str] = {}
    for inner in element.iter():
        text = (inner.text or "").strip()
        if text:
            found.setdefault(_local(inner.tag), text)
    return found


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _once(entries: list[FeedEntry]) -> tuple[FeedEntry, ...]:
    first: dict[str, FeedEntry] = {}
    for entry in entries:
        first.setdefault(entry.key, entry)
    return tuple(first.values())


def _key(identity: str) -> str:
    return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _address(link: object, base: str) -> str | None:
    """The absolute address that a link means, in ASCII; None where it is none of the web."""
    if not isinstance(link, str) or not link.strip() or len(link) > 4096:
        return None
    try:
        address = quote(urljoin(base, link.strip()), safe=_URL_CHARACTERS)
    except ValueError:
        return None
    return address if is_url(address) else None


def _line(text: object, longest: int) -> str | None:
    """A text of one line without markup; None where there is nothing in it."""
    if not isinstance(text, str):
        return None
    line = " ".join(_TAG.sub(" ", text[: 4 * longest]).replace("\0", "").split())
    return line.encode("utf-8", "ignore").decode()[:longest] or None


def _language(tag: object) -> str | None:
    return tag if isinstance(tag, str) and is_language_tag(tag) else None


def _moment(parsed: object) -> datetime | None:
    if not isinstance(parsed, time.struct_time):
        return None
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _written(text: object) -> datetime | None:
    """A moment as RFC 3339 or W3C has it; of a day alone its start in UTC."""
    if isinstance(text, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        text += "T00:00:00Z"
    if isinstance(text, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d(Z|[+-]\d\d:\d\d)", text):
        text = f"{text[:16]}:00{text[16:]}"
    try:
        moment: datetime = Timestamp(metadata={}).deserialize(text)
    except ValidationError:
        return None
    return moment


def _as_html(text: object) -> str:
    if not isinstance(text, str):
        return ""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"<p>{paragraph}</p>" for paragraph in escaped.split("\n") if paragraph.strip())


def _whole(content: str) -> str | None:
    """The content of an entry, where it is long enough to be the article itself."""
    characters = len(" ".join(_TAG.sub(" ", content).split()))
    return content.replace("\0", "") if characters >= FULL_TEXT_CHARACTERS else None


def _validator(headers: Mapping[str, str], name: str) -> str | None:
    """What a server gave to ask with the next time, if it is of a sensible length."""
    value = headers.get(name, "")
    return value if 0 < len(value) <= 1000 else None
