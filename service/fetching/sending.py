"""One POST over the network, under the same rules as fetching: where to, how long, and no step further."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from service.fetching.addresses import Destination, Resolve, Rules, destination, system_resolve
from service.fetching.errors import FetchFailed
from service.fetching.fetcher import pause_of

CONNECT_SECONDS: Final = 5.0
TOTAL_SECONDS: Final = 10.0
"""How long all of it may take, looking the name up aside, however slowly the receiver trickles."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a receiver answers: its status, and for how many seconds it asks to be left alone, where it does."""

    status: int
    retry_after: float | None = None


class Sender:
    """Sends to anybody, anywhere but in our own network. Safe to use from several threads.

    A redirect is an answer like any other, and is not followed; the body of the answer is not read.
    """

    def __init__(
        self,
        rules: Rules,
        *,
        user_agent: str,
        resolve: Resolve = system_resolve,
        total_seconds: float = TOTAL_SECONDS,
        trusted: ssl.SSLContext | None = None,
    ) -> None:
        self._rules = rules
        self._user_agent = user_agent
        self._resolve = resolve
        self._total_seconds = total_seconds
        self._trusted = trusted or ssl.create_default_context()

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Send JSON to an address. Raises FetchRefused where that may not be, FetchFailed where nobody answers."""
        place = destination(url, self._rules, self._resolve)
        deadline = time.monotonic() + self._total_seconds
        sent = {
            **headers,
            "Host": place.authority,
            "User-Agent": self._user_agent,
            "Content-Type": "application/json",
            "Connection": "close",
        }
        try:
            with self._connected(place, deadline) as connection:
                connection.request("POST", place.target, body, sent)
                answer = connection.getresponse()
                # Headers that were cut off at the deadline read as if they had ended there.
                if time.monotonic() >= deadline:
                    raise TimeoutError
                return Reply(answer.status, pause_of(answer.headers.get("Retry-After", "")))
        except (OSError, http.client.HTTPException) as error:
            if time.monotonic() >= deadline:
                raise FetchFailed(f"{place.host} took longer than {self._total_seconds:g} seconds.") from error
            if isinstance(error, ssl.SSLCertVerificationError):
                raise FetchFailed(f"{place.host} has no certificate that can be trusted.") from error
            raise FetchFailed(f"{place.host} does not answer.") from error

    @contextlib.contextmanager
    def _connected(self, place: Destination, deadline: float) -> Iterator[http.client.HTTPConnection]:
        """A connection to the very address that was judged, which breaks at the deadline, whatever it waits for."""
        timeout = min(CONNECT_SECONDS, self._total_seconds)
        plain = socket.create_connection((place.addresses[0], place.port), timeout=timeout)
        if place.scheme == "https":
            # The name is only shown to the server and its certificate.
            name = place.host.rstrip(".")
            used: socket.socket = self._trusted.wrap_socket(plain, server_hostname=name, do_handshake_on_connect=False)
        else:
            used = plain
        # A time-out of the socket begins anew with each byte; this one does not. SSLSocket.shutdown would pull the
        # session away under the thread that reads.
        watch = threading.Timer(deadline - time.monotonic(), socket.socket.shutdown, (used, socket.SHUT_RDWR))
        watch.daemon = True
        watch.start()
        connection = http.client.HTTPConnection(place.host, place.port)
        try:
            used.settimeout(self._total_seconds)
            if isinstance(used, ssl.SSLSocket):
                used.do_handshake()
            connection.sock = used
            yield connection
        finally:
            watch.cancel()
            connection.close()
            used.close()
