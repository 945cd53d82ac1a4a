"""JSON-LD as pages carry it: nodes by type, their properties under any of the names that contexts give them, plain values.

This is no JSON-LD processor: contexts are not fetched, names are taken for schema.org's by their last part. What pages
get wrong is read for what was meant: one value where a list is due, a list where one is due, a name where a node is due,
texts in HTML, numbers and days as somebody typed them.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final
from urllib.parse import quote, urljoin, urlsplit

Pointer = tuple[str | int, ...]
"""Where a value stands in the document: the names and numbers on the way to it."""

_NAME_END = re.compile(r".*[/#:]", re.DOTALL)
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|cite|code|div|em|figure|font|h[1-6]|hr|i|img|li|mark|ol|p|q|s|small|span|strong|sub"
    r"|sup|table|tbody|td|tr|u|ul)(?:\s+[\w:-]+\s*=[^<>]*)?\s*/?>",
    re.IGNORECASE,
)
_UNPRINTABLE = re.compile("[\0-\x08\x0b-\x1f\x7f\ud800-\udfff\ufeff\u200b]")


@dataclass(frozen=True, slots=True)
class Node:
    """An object of the document, its properties by their plain names, and where it stands."""

    members: Mapping[str, Any]
    pointer: Pointer
    named: Mapping[str, Node] = field(repr=False)
    written: Mapping[str, Pointer] = field(repr=False)

    def place(self, name: str) -> Pointer:
        """Where a property stands, or would."""
        return (*self.pointer, *self.written.get(name, (name,)))

    def is_a(self, name: str) -> bool:
        """Whether the node is of this type."""
        return any(
            isinstance(written, str) and plain(written).lower() == name.lower()
            for written in listed(self.members.get("@type", self.members.get("type")))
        )

    def values(self, name: str) -> list[Any]:
        """All values of a property."""
        return listed(self.members.get(name))

    def text(self, name: str) -> str:
        """The first value of a property that says something, as plain text; of a node its name."""
        return next((said for value in self.values(name) if (said := self._said(value))), "")

    def nodes(self, name: str) -> list[Node]:
        """The values of a property as nodes; a text is a node that has only a name."""
        found = []
        for value in self.values(name):
            if isinstance(value, dict):
                found.append(self._resolved(value, self.place(name)))
            elif said := text_of(value):
                found.append(Node({"name": said}, self.place(name), self.named, {}))
        return found

    def node(self, *names: str) -> Node:
        """The first node that one of these properties leads to; one without properties where none does."""
        found = (node for name in names for node in self.nodes(name))
        return next(found, Node({}, self.place(names[0]), self.named, {}))

    def _resolved(self, value: dict[str, Any], pointer: Pointer) -> Node:
        reference = value.get("@id")
        if len(value) <= 2 and isinstance(reference, str) and reference in self.named and not value.keys() - _BARE:
            return self.named[reference]
        return node_of(value, pointer, self.named)

    def _said(self, value: Any) -> str:
        if isinstance(value, dict) and "@value" not in value:
            node = self._resolved(value, self.pointer)
            return next(
                (said for name in ("name", "alternateName", "@id") if (said := text_of(node.members.get(name)))), ""
            )
        return text_of(value)


_BARE: Final = frozenset({"@id", "@type"})


def node_of(value: Mapping[str, Any], pointer: Pointer, named: Mapping[str, Node]) -> Node:
    """The node that an object stands for."""
    members: dict[str, Any] = {}
    written: dict[str, Pointer] = {}
    for steps, inner in _members(value):
        name = plain(str(steps[-1]))
        if name not in members:
            members[name], written[name] = inner, steps
    return Node(members, pointer, named, written)


def _members(value: Mapping[str, Any]) -> Iterator[tuple[Pointer, Any]]:
    """Each property of an object with the way to it. Microdata that was turned into JSON has them one level down."""
    for name, inner in value.items():
        if name == "properties" and "type" in value and isinstance(inner, dict):
            yield from (((name, inner_name), each) for inner_name, each in inner.items())
        else:
            yield (name,), inner


def nodes_in(document: Any) -> list[Node]:
    """Every object of a document that is a node, in its order, those inside others after them.

    What lies deeper than any page puts it is not looked at.
    """
    named: dict[str, Node] = {}
    found: list[Node] = []
    waiting: list[tuple[Any, Pointer]] = [(document, ())]
    while waiting:
        value, pointer = waiting.pop()
        if len(pointer) > _MOST_STEPS:
            continue
        if isinstance(value, dict):
            node = node_of(value, pointer, named)
            found.append(node)
            identity = value.get("@id")
            if isinstance(identity, str) and value.keys() - _BARE:
                named.setdefault(identity, node)
            waiting += reversed([(inner, (*pointer, *steps)) for steps, inner in _members(value)])
        elif isinstance(value, list):
            waiting += reversed([(inner, (*pointer, number)) for number, inner in enumerate(value)])
    return found


def plain(name: str) -> str:
    """A property or type without its vocabulary: "schema:url" and "http://schema.org/url" are "url"."""
    return name if name.startswith("@") else _NAME_END.sub("", name)


def listed(value: Any) -> list[Any]:
    """A value as a list of values: nothing is none, and `@list` and `@set` are taken off."""
    return list(_flat(value, 0))


def _flat(value: Any, depth: int) -> Iterator[Any]:
    if isinstance(value, dict) and len(value) == 1 and depth < _DEEPEST:
        (name, inner), *_ = value.items()
        if name in ("@list", "@set"):
            yield from _flat(inner, depth + 1)
            return
    if isinstance(value, list) and depth < _DEEPEST:
        for inner in value:
            yield from _flat(inner, depth + 1)
    elif value is not None:
        yield value


_MOST_STEPS: Final = 64

_DEEPEST: Final = 8
"""Lists in lists; what is deeper says nothing."""


def text_of(value: Any) -> str:
    """A value as plain text in one line: without HTML and its entities, which some pages escape twice; else empty."""
    if isinstance(value, list):
        return next((said for inner in listed(value) if (said := text_of(inner))), "")
    if isinstance(value, dict):
        return text_of(value["@value"]) if isinstance(value.get("@value"), str | int | float) else ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if not isinstance(value, str):
        return f"{value:g}" if abs(value) < _WHOLE else str(value)
    text = value
    for _ in range(2):
        if "&" not in text:
            break
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    return " ".join(_UNPRINTABLE.sub("", text).split())


_WHOLE: Final = 1e6

_NUMBER = re.compile(r"[-+]?\d{1,12}(?:[.,]\d{1,12})?", re.ASCII)
_OUT_OF = re.compile(r"(\d{1,6}(?:[.,]\d{1,6})?)\s*(?:/|of|out of)\s*(\d{1,6})", re.ASCII | re.IGNORECASE)


def number_of(value: Any) -> float | None:
    """A number, also one that was written as a text ("1", "2,5", "3/5" and "3 of 5" for the first of the two)."""
    for each in listed(value):
        if isinstance(each, dict):
            each = each.get("@value")
        if isinstance(each, bool):
            continue
        if isinstance(each, int | float):
            number = float(each) if abs(each) < _LARGEST else math.nan
            return number if math.isfinite(number) else None
        written = text_of(each)
        parts = _OUT_OF.fullmatch(written)
        if parts is not None:
            written = parts[1]
        if _NUMBER.fullmatch(written):
            return float(written.replace(",", "."))
    return None


_LARGEST: Final = 1e15


def scale_of(value: Any) -> float | None:
    """The end of the scale that a rating such as "3/5" names itself."""
    parts = next((found for each in listed(value) if (found := _OUT_OF.fullmatch(text_of(each)))), None)
    return None if parts is None else float(parts[2])


_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)|(\d{4})(\d{2})(\d{2})(?!\d)", re.ASCII)
_SECONDS = re.compile(r"\d{9,13}", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)", re.ASCII)
_IN_WORDS = re.compile(
    r"(?:[a-z]+,?\s+)?(?:(?P<month>[a-z]+)\.?\s+(?P<day>\d{1,2})|(?P<day_first>\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?"
    r"(?P<month_last>[a-z]+)\.?)(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})(?!\d)",
    re.ASCII | re.IGNORECASE,
)
_EARLIEST: Final = 1900
"""The first year that is taken for one: empty dates are written as the year 1, and nobody reviewed claims before."""


def day_of(value: Any) -> date | None:
    """The day that a date or a moment names, in any of the forms that pages write; None where it is no single day.

    "03/05/2020" is none: nobody can say whether that is in March or in May.
    """
    for each in listed(value):
        found = _moment(each) if isinstance(each, int | float) and not isinstance(each, bool) else _day(text_of(each))
        if found is not None and _EARLIEST <= found.year <= datetime.now(UTC).year + 1:
            return found
    return None


def _day(written: str) -> date | None:
    parts = _YEAR_FIRST.match(written)
    if parts is not None:
        return _dated(int(parts[1] or parts[5]), int(parts[3] or parts[6]), int(parts[4] or parts[7]))
    if _SECONDS.fullmatch(written):
        return _moment(int(written))
    parts = _YEAR_LAST.match(written)
    if parts is not None:
        one, other, year = int(parts[1]), int(parts[3]), int(parts[4])
        if parts[2] == "." or one > _MOST_MONTHS or one == other:
            return _dated(year, other, one)
        return _dated(year, one, other) if other > _MOST_MONTHS else None
    parts = _IN_WORDS.match(written)
    if parts is None:
        return None
    month = _MONTHS.get((parts["month"] or parts["month_last"]).lower(), 0)
    return _dated(int(parts["year"]), month, int(parts["day"] or parts["day_first"]))


_MOST_MONTHS: Final = 12


def _dated(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _moment(number: float) -> date | None:
    """The day, in UTC, of a count of seconds or milliseconds since 1970, as it is long ago or not."""
    try:
        return datetime.fromtimestamp(number / 1000 if number > _MILLISECONDS else number, UTC).date()
    except (ValueError, OverflowError, OSError):
        return None


_MILLISECONDS: Final = 1e11

_URL_SAFE: Final = "%/:?#@!$&'()*+,;=~-._"
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def url_of(written: str, base: str = "") -> str:
    """An address in the form that browsers send: made absolute where there is a base, other characters encoded."""
    url = written.strip()
    if base and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", url):
        url = urljoin(base, url)
    elif url.startswith("//"):
        url = f"https:{url}"
    elif re.match(r"www\.[^/\s]+\.", url):
        url = f"https://{url}"
    try:
        parts = urlsplit(url)
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    except ValueError:  # a host that no name can have
        return url
    encoded = parts._replace(
        scheme=parts.scheme.lower(),
        netloc=host.lower(),
        path=_encoded(parts.path),
        query=_encoded(parts.query),
        fragment=_encoded(parts.fragment),
    )
    return encoded.geturl()


def _encoded(part: str) -> str:
    return quote(_STRAY_PERCENT.sub("%25", part), safe=_URL_SAFE.replace("#", ""))


def host_of(url: str) -> str:
    """The host name of an address, without "www."; empty where it has none."""
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
