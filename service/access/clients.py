"""Whose request it is: the address behind the proxies that are trusted, and whether it comes from this machine."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from service.settings import TrustedProxies

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

_FORWARDED: Final = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_FORWARDED",
    "HTTP_X_REAL_IP",
    "HTTP_VIA",
)
_HOST: Final = re.compile(r"[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:[0-9]{1,5})?")
# What a request without an address came over is no network: a socket in the file system, or a call within the process.
_LOOPBACK: Final = ("127.0.0.1", "::1", "")


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks: the address, and whether it is this machine that asks for itself."""

    address: str
    local: bool


class Clients:
    """Tells whose a request is. Only what trusted proxies say of it is believed."""

    def __init__(self, trusted: TrustedProxies) -> None:
        self._trusted = trusted

    def of(self, environ: WSGIEnvironment) -> Client:
        """The client of a request.

        Where the request came over trusted proxies, `REMOTE_ADDR`, `wsgi.url_scheme` and `HTTP_HOST` become what the
        client used, for all that come after.
        """
        peer: str = environ.get("REMOTE_ADDR") or ""
        forwarded = _is_forwarded(environ)
        if forwarded and self._trusted:
            address = self._behind(peer, environ.get("HTTP_X_FORWARDED_FOR", ""))
            if address is not None:
                _as_the_client_sent_it(environ, address)
                return Client(address, local=False)
        return Client(peer, local=not forwarded and is_loopback(peer) and names_this_machine(environ.get("HTTP_HOST")))

    def _behind(self, peer: str, forwarded_for: str) -> str | None:
        """The address of the client; None where the request did not come the way that the setting describes."""
        hops = [_address(part) for part in forwarded_for.split(",")] if forwarded_for.strip() else []
        if self._trusted.count:
            # The last was added by the proxy that is nearest, and so on; what stands before them, the client wrote.
            return hops[-self._trusted.count] if len(hops) >= self._trusted.count else None
        if not self._trusted.holds(peer):
            return None
        client = None
        for hop in reversed(hops):
            if hop is None:
                break
            client = hop
            if not self._trusted.holds(hop):
                break
        return client


def _is_forwarded(environ: WSGIEnvironment) -> bool:
    return not environ.keys().isdisjoint(_FORWARDED)


@lru_cache(maxsize=1024)
def is_loopback(address: str) -> bool:
    """Whether this address is the machine's own; "" is no address, and of the machine too."""
    if address in _LOOPBACK:
        return True
    try:
        return _plain(ipaddress.ip_address(address)).is_loopback
    except ValueError:
        return False


@lru_cache(maxsize=1024)
def names_this_machine(host: str | None) -> bool:
    """Whether a `Host` header names the machine itself.

    A page of another site can make a browser on this machine ask this service, by having its own name lead here (DNS
    rebinding); the name is then what gives it away.
    """
    if host is None:
        return True
    name = host.rpartition(":")[0] if re.search(r":[0-9]*\Z", host) and not host.endswith("]") else host
    name = name.strip("[]").lower().removesuffix(".")
    return name == "localhost" or name.endswith(".localhost") or (name != "" and is_loopback(name))


def _plain(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """An IPv4 address that is written as an IPv6 one, as what it is."""
    mapped = getattr(address, "ipv4_mapped", None)
    return address if mapped is None else mapped


def _address(written: str) -> str | None:
    """An address out of `X-Forwarded-For`, without the port that some proxies add; None for anything else."""
    bare = written.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        return str(_plain(ipaddress.ip_address(bare)))
    except ValueError:
        return None


def _as_the_client_sent_it(environ: WSGIEnvironment, address: str) -> None:
    environ["REMOTE_ADDR"] = address
    # Of several the last, which the nearest proxy has set.
    scheme = environ.get("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip().lower()
    if scheme in ("http", "https"):
        environ["wsgi.url_scheme"] = scheme
    host = environ.get("HTTP_X_FORWARDED_HOST", "").rpartition(",")[2].strip()
    if _HOST.fullmatch(host):
        environ["HTTP_HOST"] = host
