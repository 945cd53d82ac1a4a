"""One GET over the network, bounded in every way: where to, how often redirected, how long, how many bytes."""

from __future__ import annotations

import contextlib
import math
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urljoin

import urllib3
from urllib3.exceptions import DecodeError, HTTPError, LocationValueError, SSLError
from urllib3.util.ssl_match_hostname import CertificateError

from service import metrics
from service.fetching.addresses import Destination, Resolve, Rules, destination, system_resolve
from service.fetching.errors import FetchFailed, FetchRefused

MOST_REDIRECTS: Final = 5
CONNECT_SECONDS: Final = 5.0
SILENCE_SECONDS: Final = 10.0
"""How long a server may send nothing."""
TOTAL_SECONDS: Final = 30.0
"""How long the whole of it may take, redirects and a slow trickle of bytes included, waiting for our turn not."""
_CHUNK: Final = 65536
_LONGEST_PAUSE: Final = 24 * 3600.0

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_LATER: Final = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: `url` is where it was found in the end; `status` is 200, or 304 where nothing is new."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The type that the server says it is, in lower case, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Fetcher:
    """Fetches for anybody, from anywhere but our own network. Safe to use from several threads."""

    def __init__(
        self,
        rules: Rules,
        *,
        user_agent: str,
        resolve: Resolve = system_resolve,
        total_seconds: float = TOTAL_SECONDS,
        silence_seconds: float = SILENCE_SECONDS,
    ) -> None:
        self.rules = rules
        self.user_agent = user_agent
        self._resolve = resolve
        self._total_seconds = total_seconds
        self._silence_seconds = silence_seconds

    def fetch(
        self,
        url: str,
        *,
        most_bytes: int,
        accept: str,
        headers: Mapping[str, str] | None = None,
        permit: Callable[[str], object] = lambda _url: None,
    ) -> Fetched:
        """What is at an address, or a 304 where `headers` ask for one. Raises FetchRefused or FetchFailed.

        `most_bytes` bounds the body after it is unpacked. `permit` is asked about the address, and about each that it is
        redirected to, before a connection is made; it raises where that may not be, and its time is not counted.
        """
        deadline = time.monotonic() + self._total_seconds
        sent = {
            "User-Agent": self.user_agent,
            "Accept": accept,
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
            **(headers or {}),
        }
        try:
            for _ in range(MOST_REDIRECTS + 1):
                place = destination(url, self.rules, self._resolve)
                asked = time.monotonic()
                permit(url)
                deadline += time.monotonic() - asked
                fetched, further = self._once(place, sent, most_bytes, deadline)
                if fetched is not None:
                    return fetched
                url = further
            raise FetchRefused(f"The address is redirected more than {MOST_REDIRECTS} times.")
        except FetchRefused:
            metrics.FETCH_FAILURES.labels("refused").inc()
            raise
        except FetchFailed:
            metrics.FETCH_FAILURES.labels("failed").inc()
            raise

    def _once(
        self, place: Destination, headers: Mapping[str, str], most_bytes: int, deadline: float
    ) -> tuple[Fetched | None, str]:
        """What is there, or the address that it points to."""
        timeout = urllib3.Timeout(connect=self._left(deadline, CONNECT_SECONDS), read=self._left(deadline))
        with _pool(place, timeout, deadline) as pool:
            try:
                answer = pool.urlopen(
                    "GET",
                    place.target,
                    headers={**headers, "Host": place.authority},
                    retries=False,
                    redirect=False,
                    preload_content=False,
                    decode_content=False,
                )
            except SSLError as error:
                self._left(deadline)
                if isinstance(error.args[0], (CertificateError, ssl.SSLCertVerificationError)):
                    raise FetchFailed(f"{place.host} has no certificate that can be trusted.") from error
                raise FetchFailed(f"{place.host} does not answer.") from error
            except (HTTPError, LocationValueError, OSError) as error:
                self._left(deadline)
                raise FetchFailed(f"{place.host} does not answer.") from error
            try:
                return self._read(place, answer, most_bytes, deadline)
            except (HTTPError, OSError) as error:
                self._left(deadline)
                raise FetchFailed(f"{place.host} broke off its answer.") from error
            finally:
                answer.close()

    def _read(
        self, place: Destination, answer: urllib3.BaseHTTPResponse, most_bytes: int, deadline: float
    ) -> tuple[Fetched | None, str]:
        # Headers that were cut off at the deadline read as if they had ended there.
        self._left(deadline)
        received = {name.lower(): value for name, value in answer.headers.items()}
        if answer.status in _REDIRECTS and received.get("location"):
            return None, urljoin(place.url, received["location"])
        if answer.status == 304:
            return Fetched(place.url, 304, received, b""), ""
        if answer.status in _LATER:
            pause = pause_of(received.get("retry-after", ""))
            raise FetchFailed(f"{place.host} answers {answer.status}.", pause)
        if answer.status != 200:
            raise FetchRefused(f"{place.host} answers {answer.status}.", answer.status)
        unpack = _Unpacking(received.get("content-encoding", ""), most_bytes)
        while True:
            self._left(deadline)
            # What is there, not what was asked for: waiting for all of it could take for ever.
            chunk = answer.read1(_CHUNK, decode_content=False)
            if not chunk:
                break
            unpack.add(chunk)
        self._left(deadline)
        return Fetched(place.url, 200, received, unpack.whole()), ""

    def _left(self, deadline: float, most: float = math.inf) -> float:
        left = deadline - time.monotonic()
        if left <= 0:
            raise FetchFailed(f"It took longer than {self._total_seconds:g} seconds.")
        return min(left, most, self._silence_seconds)


class _Unpacking:
    """Puts a body together while it comes, and never holds more of it than it may have."""

    def __init__(self, encoding: str, most_bytes: int) -> None:
        names = [name.strip().lower() for name in encoding.split(",") if name.strip().lower() not in ("", "identity")]
        if len(names) > 1 or not set(names) <= {"gzip", "x-gzip", "deflate"}:
            raise FetchRefused("The answer is encoded in a way that was not asked for.")
        self._gzip = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32) if names else None
        self._most = most_bytes
        self._parts: list[bytes] = []
        self._size = 0

    def add(self, chunk: bytes) -> None:
        if self._gzip is None:
            self._keep(chunk)
            return
        while chunk and not self._gzip.eof:
            try:
                self._keep(self._gzip.decompress(chunk, _CHUNK))
            except zlib.error as error:
                raise DecodeError(str(error)) from error
            chunk = self._gzip.unconsumed_tail

    def whole(self) -> bytes:
        if self._gzip is not None and not self._gzip.eof:
            raise DecodeError("The packed answer has no end.")
        return b"".join(self._parts)

    def _keep(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > self._most:
            raise FetchRefused(f"The answer has more than {self._most} bytes.")
        self._parts.append(part)


def _pool(place: Destination, timeout: urllib3.Timeout, deadline: float) -> urllib3.HTTPConnectionPool:
    """A connection to the very address that was judged; the name is only shown to the server and its certificate."""
    address = place.addresses[0]
    pool: urllib3.HTTPConnectionPool
    if place.scheme == "http":
        pool = urllib3.HTTPConnectionPool(address, place.port, timeout=timeout, maxsize=1)
    else:
        name = place.host.rstrip(".")
        pool = urllib3.HTTPSConnectionPool(
            address,
            place.port,
            timeout=timeout,
            maxsize=1,
            cert_reqs="CERT_REQUIRED",
            server_hostname=name,
            assert_hostname=name,
        )
    pool.ConnectionCls = _cut_off(pool.ConnectionCls, deadline)
    return pool


def _cut_off(kind: Any, deadline: float) -> Any:
    """A sort of connection that breaks at the deadline, whatever it waits for.

    A time-out of a socket begins anew with each byte: a server that sends its headers one by one could go on for days.
    """

    class CutOff(kind):  # type: ignore[misc] # one of the two of urllib3
        def _new_conn(self) -> socket.socket:
            plain: socket.socket = super()._new_conn()
            # The connection under whichever wrapping comes; TLS takes the first handle over.
            self._handle = plain.dup()
            self._watch = threading.Timer(max(0.0, deadline - time.monotonic()), _shut, (self._handle,))
            self._watch.daemon = True
            self._watch.start()
            return plain

        def close(self) -> None:
            watch = self.__dict__.pop("_watch", None)
            if watch is not None:
                watch.cancel()
                self._handle.close()
            super().close()

    return CutOff


def _shut(handle: socket.socket) -> None:
    # It may have ended by itself.
    with contextlib.suppress(OSError):
        handle.shutdown(socket.SHUT_RDWR)


def pause_of(retry_after: str) -> float | None:
    """The seconds that a Retry-After names, as a number or as a date; None where it names none."""
    if retry_after.isascii() and retry_after.strip().isdigit():
        return min(float(retry_after), _LONGEST_PAUSE)
    try:
        seconds = parsedate_to_datetime(retry_after).timestamp() - time.time()
    except (TypeError, ValueError):
        return None
    return min(max(seconds, 0.0), _LONGEST_PAUSE)
