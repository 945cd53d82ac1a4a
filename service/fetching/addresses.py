"""Which addresses may be fetched from: those of the public internet, however they are written.

A name is judged by what it resolves to, and the connection then goes to exactly the address that was judged, so that a
name that changes its mind between the two (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

from service.fetching.errors import FetchFailed, FetchRefused

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolve = Callable[[str], Sequence[str]]
"""All addresses of a host name; raises OSError where it has none."""

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_LONGEST_URL: Final = 2000
_HOST: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?")
_CONTROL: Final = re.compile(r"[\x00-\x20\x7f\\]")

# Beyond what `is_global` knows, in whichever Python: addresses that carry another one inside them, which a gateway or the
# kernel may deliver to, and blocks for machines among themselves. RFC 6890 and the IANA special-purpose registries.
_FORBIDDEN: Final = tuple(
    ip_network(block)
    for block in (
        "0.0.0.0/8",
        "100.64.0.0/10",
        "169.254.0.0/16",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
    )
)
_PUBLIC_IPV6: Final = ip_network("2000::/3")
"""All that is given out so far; mapped, translated, private and link-local addresses lie outside."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A URL, taken apart, and the addresses of its host, all of them allowed."""

    url: str
    scheme: str
    host: str
    port: int
    target: str
    addresses: tuple[str, ...]

    @property
    def authority(self) -> str:
        """The Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Rules:
    """What may be fetched: `ports` of any public address, and `networks` that are allowed although they are private."""

    ports: frozenset[int] = frozenset(_DEFAULT_PORTS.values())
    networks: tuple[Network, ...] = ()

    def permits(self, address: str) -> bool:
        """Whether a connection to this address is allowed."""
        try:
            judged = ip_address(address)
        except ValueError:
            return False
        if any(judged.version == network.version and judged in network for network in self.networks):
            return True
        if not judged.is_global or (judged.version == 6 and judged not in _PUBLIC_IPV6):
            return False
        return not any(judged.version == network.version and judged in network for network in _FORBIDDEN)


def check(url: str, rules: Rules) -> tuple[str, str, int, str]:
    """The scheme, host, port and target of a URL that may be asked for, as far as can be told without resolving it.

    Raises FetchRefused.
    """
    if len(url) > _LONGEST_URL:
        raise FetchRefused(f"The address is longer than {_LONGEST_URL} characters.")
    if _CONTROL.search(url):
        raise FetchRefused("The address holds a space, a backslash or a control character.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise FetchRefused("The address cannot be read.") from error
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS:
        raise FetchRefused("Only http and https are fetched.")
    if "@" in parts.netloc:
        raise FetchRefused("The address holds a user name or a password.")
    host = _host(parts.hostname or "")
    port = port if port is not None else _DEFAULT_PORTS[scheme]
    if port not in rules.ports:
        raise FetchRefused(f"Port {port} is not fetched from.")
    path = parts.path or "/"
    target = f"{path}?{parts.query}" if parts.query else path
    try:
        target.encode("ascii")
    except UnicodeEncodeError as error:
        raise FetchRefused("The address must be percent-encoded.") from error
    return scheme, host, port, target


def destination(url: str, rules: Rules, resolve: Resolve) -> Destination:
    """A URL with the addresses that its host has now. Raises FetchRefused, or FetchFailed where it has none."""
    scheme, host, port, target = check(url, rules)
    try:
        addresses = tuple(dict.fromkeys(resolve(host)))
    except OSError as error:
        raise FetchFailed(f"The host {host} has no address.") from error
    if not addresses:
        raise FetchFailed(f"The host {host} has no address.")
    # One forbidden address among several is enough: whoever set it up wanted us to try it.
    if not all(map(rules.permits, addresses)):
        raise FetchRefused(f"The host {host} is not on the public internet.")
    return Destination(url, scheme, host, port, target, addresses)


def system_resolve(host: str) -> Sequence[str]:
    """The addresses that the system's resolver knows; it also reads numbers in every way that a connection would."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    # A scope ("%eth0") belongs to link-local addresses, which are forbidden anyway.
    return [str(entry[4][0]).partition("%")[0] for entry in found]


def _host(written: str) -> str:
    if not written:
        raise FetchRefused("The address has no host.")
    if ":" in written:
        try:
            return str(IPv6Address(written))
        except ValueError as error:
            raise FetchRefused("The host is not written as a host is.") from error
    try:
        host = written.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise FetchRefused("The host is not written as a host is.") from error
    if len(host) > 253 or not _HOST.fullmatch(host):
        raise FetchRefused("The host is not written as a host is.")
    return host
