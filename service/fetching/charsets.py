"""Bytes from the web to text: by what they say of their encoding, and else by what they look like."""

from __future__ import annotations

import codecs
import re
from email.message import Message
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SEARCHED: Final = 4096
_IN_XML: Final = re.compile(rb"""^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_IN_HTML: Final = re.compile(rb"""<meta\s[^>]{0,500}?\bcharset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)

# What the web is written in. Python knows stranger codecs, some of which take time with the square of the length.
_KNOWN: Final = frozenset(
    codecs.lookup(name).name
    for name in (
        *("utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp874"),
        *(f"windows-{number}" for number in range(1250, 1259)),
        *(f"iso-8859-{number}" for number in (*range(2, 12), *range(13, 17))),
        *("koi8-r", "koi8-u", "cp866", "mac-roman", "mac-cyrillic"),
        *("gb18030", "gbk", "gb2312", "big5", "big5hkscs", "shift_jis", "euc-jp", "iso-2022-jp", "euc-kr"),
    )
)
# Pages that say Latin-1 or ASCII are read as Windows-1252 by every browser, and mean it.
_LATIN: Final = frozenset({codecs.lookup("iso-8859-1").name, codecs.lookup("ascii").name})
_USUAL: Final = "cp1252"


def decoded(body: bytes, content_type: str = "") -> str:
    """The text of a page or feed; what is no character in its encoding becomes U+FFFD, and U+0000 is left out.

    A byte order mark counts before the charset of the Content-Type, and that before what the document says of itself.
    Without any of them it is UTF-8 where it can be, else Windows-1252.
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return _read(body[len(mark) :], encoding)
    start = body[:_SEARCHED]
    for found in (_in_header(content_type), _in(_IN_XML, start), _in(_IN_HTML, start)):
        known = _codec(found)
        # A document of which these bytes could be read as ASCII is none of UTF-16, whatever it says.
        if known is not None and not (known.startswith("utf-16") and found == _in(_IN_XML, start)):
            return _read(body, known)
    try:
        return body.decode("utf-8").replace("\0", "")
    except UnicodeDecodeError:
        return _read(body, _USUAL)


def _read(body: bytes, encoding: str) -> str:
    text = body.decode(encoding, "replace").replace("\0", "")
    # UTF-16 in Python lets no half of a pair through; others have none.
    return text.removeprefix("\ufeff")


def _in_header(content_type: str) -> str:
    message = Message()
    message["Content-Type"] = content_type
    return str(message.get_param("charset", "") or "")


def _in(pattern: re.Pattern[bytes], start: bytes) -> str:
    found = pattern.search(start)
    return found[1].decode("ascii") if found else ""


def _codec(name: str) -> str | None:
    """The codec of this name, None where it is not one of those that the web is written in."""
    try:
        known = codecs.lookup(name.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    if known in _LATIN:
        return _USUAL
    return known if known in _KNOWN else None
