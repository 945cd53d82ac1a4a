"""How stored things are named: opaque ids for clients, keys under which equal things meet."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
import unicodedata

from factcheck.models import Source

_WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{1,100}")


def new_id(prefix: str) -> str:
    """A fresh id that no one can guess and that sorts by the time it was made: `art_0193...`."""
    return f"{prefix}_{time.time_ns() // 1_000_000:012x}{secrets.token_hex(8)}"


def is_well_formed(id: str) -> bool:  # noqa: A002 - the word of the API
    """Whether this could be one of our ids; anything else need not be asked of the database."""
    return _WELL_FORMED.fullmatch(id) is not None


def is_storable(text: str) -> bool:
    """Whether both databases can take this text as a value: no NUL, no half of a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def folded(name: str) -> str:
    """The form under which names that differ in case, width or spacing are the same."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def source_named(name: str) -> Source:
    """The outlet of this name; "Reuters" and "REUTERS " get the same id, which says nothing about the outlet."""
    digest = hashlib.sha256(folded(name).encode("utf-8", "surrogatepass")).hexdigest()
    return Source(id=f"src_{digest[:20]}", name=" ".join(name.split()))


def host_of(site: str) -> str:
    """The form under which a site is found: "https://www.Checks.example/about" and "checks.example" are one."""
    host = re.sub(r"^[a-z][a-z0-9+.-]*://", "", folded(site))
    return re.split(r"[/?#:]", host, maxsplit=1)[0].removeprefix("www.")


def factcheck_identity(url: str, claim: str) -> str:
    """What tells a fact-check from every other: its URL as it is, and the words of its claim."""
    return hashlib.sha256(f"{url}\n{folded(claim)}".encode("utf-8", "surrogatepass")).hexdigest()


def wording(sentence: str) -> int:
    """A number that is the same for sentences of the same words, whatever their case and spacing."""
    return (
        int.from_bytes(hashlib.blake2b(folded(sentence).encode("utf-8", "surrogatepass"), digest_size=8).digest()) >> 1
    )


def content_hash(text: str) -> str:
    """What tells whether an outlet's text was stored before; a new headline over the same text is no new content."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
