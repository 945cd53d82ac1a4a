"""Where connections wait until their request is there: a thread is for answering, not for waiting for a client.

gunicorn gives each new connection a thread, which then waits for the first byte, and one for as long as a head, a body or
the taking of an answer lasts: as many silent clients as there are threads stop the service. Here the loop that accepts
connections also receives heads and bodies, up to the size of a body that is held, and lets connections end. What is too
large for that (imports), or comes in chunks without end, is read by a thread, but has to come at a rate.
"""

from __future__ import annotations

import contextlib
import errno
import re
import select
import selectors
import socket
import time
from concurrent.futures import Future
from functools import partial
from typing import Any, Final

from gunicorn.http.errors import NoMoreData
from gunicorn.workers.gthread import TConn, ThreadWorker

from service.closing import CLOSING
from service.problems import RequestTooSlow, TooManyUploads

ARRIVAL_SECONDS: Final = 20.0
"""How long a request may take to come, as far as it is received before a thread has it; then so long again if it came at
the rate below."""
GRACE_SECONDS: Final = 10.0
"""How long a thread waits for a client that sends, or takes, nothing."""
SLOWEST_BYTES_PER_SECOND: Final = 32_768
"""The rate at which a client has to go on sending, or taking, beyond that: a quarter of a megabit a second."""
LINGER_SECONDS: Final = 2.0
"""How long a connection stays open for the client to read the last answer (RFC 9112, 9.6)."""
MOST_HELD_BYTES: Final = 64 * 2**20
"""What all requests of a worker that have not come as a whole may take together."""
_LEFT_OVER_SECONDS: Final = 0.05
_CONNECTIONS_OF_A_FLOOD: Final = 200
_QUEUED_FOR_A_THREAD: Final = 4  # large bodies for each thread that may read one
_ENDED_AT_ONCE: Final = 100  # so that requests come between
_PAUSE_SECONDS: Final = 0.01
_PART: Final = 65_536

_END_OF_HEAD: Final = b"\r\n\r\n"
_LENGTH: Final = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,18})[ \t]*\r\n", re.IGNORECASE)
_CHUNKED: Final = re.compile(rb"\r\ntransfer-encoding:[ \t]*chunked[ \t]*\r\n", re.IGNORECASE)
_EXPECTING: Final = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*\r\n", re.IGNORECASE)
_CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
_IN_CHUNKS: Final = 2**62
_NO_ROOM: Final = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


class PatientSocket(socket.socket):
    """A client's socket, with which a thread waits for a bounded time only; the loop uses it without waiting."""

    request: Any = None
    """The request that is being answered; its connection is closed after a time-out."""
    _until: float = 0.0

    def begin(self, seconds: float) -> None:
        """From now on a thread reads: for so long, and longer by what comes."""
        self._until = time.monotonic() + seconds

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """What is there, or what comes in time. Raises RequestTooSlow."""
        if self.gettimeout() == 0.0:
            return super().recv(size, flags)
        left = self._until - time.monotonic()
        if left <= 0 or not _ready(self, select.POLLIN, left):
            if self.request is not None:
                self.request.force_close()
            raise RequestTooSlow
        part = super().recv(size, flags)
        self._until = _extended(self._until, len(part))
        return part

    def sendall(self, data: Any, flags: int = 0, /) -> None:
        """Send all of it. Raises ConnectionResetError where the client does not take it in time."""
        if self.gettimeout() == 0.0:
            super().sendall(data, flags)
            return
        left = memoryview(data).cast("B")
        until = time.monotonic() + GRACE_SECONDS
        while left:
            try:
                sent = super().send(left, flags | socket.MSG_DONTWAIT)
            except BlockingIOError:
                wait = until - time.monotonic()
                if wait <= 0 or not _ready(self, select.POLLOUT, wait):
                    raise ConnectionResetError(errno.ECONNRESET, "the client does not take the answer") from None
                continue
            left = left[sent:]
            until = _extended(until, sent)


def _extended(until: float, size: int) -> float:
    # Never beyond the grace: what the system's buffers take at once is no sign that the client goes on.
    return min(until + size / SLOWEST_BYTES_PER_SECOND, time.monotonic() + GRACE_SECONDS)


def _ready(connection: socket.socket, event: int, seconds: float) -> bool:
    poll = select.poll()
    poll.register(connection, event)
    return bool(poll.poll(seconds * 1000))


class Connection(TConn):  # type: ignore[misc] # gunicorn has no types
    """A client's connection, with what has come of its next request."""

    def __init__(self, cfg: Any, client: socket.socket, address: Any, server: Any) -> None:
        patient = PatientSocket(client.family, client.type, client.proto, fileno=client.detach())
        super().__init__(cfg, patient, address, server)
        self.held = bytearray()
        self.looked_at = 0
        self.head = 0
        """The length of the head, once that is known."""
        self.awaited = 0
        """The length of the whole request, once that is known."""
        self.length = 0
        """The length that it says it has, once that is known."""
        self.counted = 0
        """How much had come when it was last asked whether that is enough."""

    def rest(self) -> bytes:
        """What was held, which is not held any more."""
        held = bytes(self.held)
        self.held.clear()
        self.looked_at = self.head = self.awaited = self.length = self.counted = 0
        return held


class ReceivingWorker(ThreadWorker):  # type: ignore[misc] # gunicorn has no types
    """gunicorn's worker of threads, with all waiting for clients in its loop.

    Bodies that are too large to be held have half of the threads at most.

    Where there are more connections than it may have, or they hold more than they may, those make room that have kept it
    waiting longest.
    """

    held_body_bytes = 2 * 2**20
    """Of bodies up to this length all is received before a thread has the request."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        limits = self.cfg
        # A head that is longer gunicorn refuses without reading on.
        self._longest_head: int = limits.limit_request_line + limits.limit_request_fields * (
            limits.limit_request_field_size + 4
        )
        # Each in the order of their ends, since all of a sort may wait equally long.
        self._silent: dict[Connection, float] = {}
        self._arriving: dict[Connection, float] = {}
        self._lingering: dict[Connection, float] = {}
        self._uploads: set[Connection] = set()
        self._queued: dict[Connection, float] = {}
        self._held_bytes = 0
        self._names: dict[socket.socket, Any] = {}

    # What gunicorn's own loop calls.

    def accept(self, listener: socket.socket) -> None:
        """Take one connection, so that the workers share them; several at a time where very many come."""
        for _ in range(1 + self.nr_conns // _CONNECTIONS_OF_A_FLOOD):
            if not self._accept_one(listener):
                return

    def _accept_one(self, listener: socket.socket) -> bool:
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno in _NO_ROOM:
                # Where nobody can make room, threads have to get done first.
                if not self._make_room():
                    time.sleep(_PAUSE_SECONDS)
            elif error.errno not in (errno.EAGAIN, errno.EWOULDBLOCK, errno.ECONNABORTED):
                raise
            return False
        self.nr_conns += 1
        if listener not in self._names:
            self._names[listener] = listener.getsockname()
        connection = Connection(self.cfg, client, address, self._names[listener])
        if self.nr_conns >= self.worker_connections:
            self._make_room()
        self._await(connection)
        self._receive(connection)
        return True

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Asked to stop: requests in hand are answered, streams end."""
        CLOSING.set()
        super().handle_exit(sig, frame)

    def finish_request(self, conn: Connection, fs: Future[Any]) -> None:
        """A thread is done with a connection: it waits for its next request, or ends."""
        self._uploads.discard(conn)
        if self._queued and len(self._uploads) < self._most_uploads:
            self._hand_over(next(iter(self._queued)))
        goes_on = not fs.cancelled() and fs.exception() is None and bool(fs.result())
        if not goes_on:
            self._linger(conn)
            return
        conn.sock.setblocking(False)
        # What was read behind the body is the beginning of the next request, and makes no socket readable.
        conn.held += conn.parser.unreader.take_buffered()
        if conn.held and self._is_there(conn):
            self._hand_over(conn)
        else:
            self._await(conn)

    def murder_keepalived(self, force: bool = False) -> None:
        """Send those away whose time is over; all that only wait, where forced."""
        now = time.monotonic()
        for connection in _ended(self._silent, now, force):
            self._drop(connection)
        for connection in _ended(self._lingering, now, force):
            self._drop(connection)
        for connection in _ended(self._queued, now, force):
            self._refuse(connection, TooManyUploads())
        for connection in _ended(self._arriving, now, force):
            if self.alive and len(connection.held) - connection.counted >= ARRIVAL_SECONDS * SLOWEST_BYTES_PER_SECOND:
                connection.counted = len(connection.held)
                del self._arriving[connection]
                self._arriving[connection] = now + ARRIVAL_SECONDS
            else:
                self._refuse(connection, RequestTooSlow())

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Wait, but no longer than until somebody's time is over."""
        ends = [next(iter(each.values())) for each in self._waiting() if each]
        if ends:
            timeout = min(timeout, max(0.0, min(ends) - time.monotonic()))
        super().wait_for_and_dispatch_events(timeout)

    def murder_pending(self) -> None:
        """Nothing waits here."""

    def _cap_keepalive(self, deadline: float) -> None:
        # A stopping worker: who is sending a request already gets its answer.
        for waiting in (self._silent, self._arriving, self._queued):
            for connection, until in waiting.items():
                waiting[connection] = min(until, deadline)

    def _keepalive_after(self, conn: Connection, keepalive: bool) -> bool:
        if not keepalive:
            return False
        # What the application left of a body is read away where it is there; it is not waited for.
        conn.sock.request = None
        conn.sock.begin(_LEFT_OVER_SECONDS)
        try:
            return bool(conn.parser.finish_body(deadline=time.monotonic() + _LEFT_OVER_SECONDS))
        except RequestTooSlow:
            return False

    def handle_request(self, req: Any, conn: Connection) -> bool:
        """Answer a request whose head is there; its body is, or has to come."""
        conn.sock.request = req
        return bool(super().handle_request(req, conn))

    def _waiting(self) -> tuple[dict[Connection, float], ...]:
        return self._silent, self._arriving, self._queued, self._lingering

    # Receiving.

    def _await(self, connection: Connection) -> None:
        now = time.monotonic()
        if connection.held:
            self._arriving[connection] = now + ARRIVAL_SECONDS
            self._held_bytes += len(connection.held)
        else:
            self._silent[connection] = now + self.cfg.keepalive
        if not self.alive:
            self._cap_keepalive(now + LINGER_SECONDS)
        self.poller.register(connection.sock, selectors.EVENT_READ, partial(self._receive, connection))

    def _receive(self, connection: Connection, _socket: object = None) -> None:
        if connection not in self._silent and connection not in self._arriving:
            return  # it made room for another since the loop was told of it
        try:
            part = connection.sock.recv(_PART)
        except BlockingIOError:
            return
        except OSError:
            self._drop(connection)
            return
        if not part:
            # The client has said all it had to, and may still listen. Many can end at once: no thread is asked.
            if connection.head:
                self._refuse(connection, NoMoreData(bytes(connection.held[:20])))
            else:
                self._drop(connection)
            return
        if connection in self._silent:
            del self._silent[connection]
            self._arriving[connection] = time.monotonic() + ARRIVAL_SECONDS
        connection.held += part
        self._held_bytes += len(part)
        if self._is_there(connection):
            self._hand_over(connection)
        elif self._held_bytes > MOST_HELD_BYTES:
            self._refuse(next(iter(self._arriving)), RequestTooSlow())

    def _is_there(self, connection: Connection) -> bool:
        """Whether a thread finds all it needs, or all that is to be held."""
        held = connection.held
        if not connection.head:
            end = held.find(_END_OF_HEAD, max(0, connection.looked_at - 3))
            connection.looked_at = len(held)
            if end < 0:
                return len(held) > self._longest_head
            head = bytes(held[: end + len(_END_OF_HEAD)])
            connection.head = len(head)
            connection.awaited, connection.length = self._whole(head)
            if len(held) < connection.awaited and _EXPECTING.search(head):
                with contextlib.suppress(OSError):
                    connection.sock.send(_CONTINUE)
        if connection.awaited == _IN_CHUNKS:
            begun = len(held) > connection.head
            return bool(begun) and (held.endswith(_END_OF_HEAD) or len(held) - connection.head > self.held_body_bytes)
        return len(held) >= connection.awaited

    def _whole(self, head: bytes) -> tuple[int, int]:
        """How long the request is, as far as it is to be held, and as a whole."""
        if _CHUNKED.search(head):
            return _IN_CHUNKS, _IN_CHUNKS
        written = _LENGTH.search(head)
        length = int(written[1]) if written is not None else 0
        return len(head) + (length if length <= self.held_body_bytes else 0), len(head) + length

    def _hand_over(self, connection: Connection) -> None:
        if self._has_more_to_come(connection):
            if len(self._uploads) >= self._most_uploads:
                self._queue(connection)
                return
            self._uploads.add(connection)
        self._forget(connection)
        connection.data_ready = True
        connection.init()
        connection.parser.unreader.unread(connection.rest())
        connection.sock.begin(GRACE_SECONDS)
        self.enqueue_req(connection)

    @property
    def _most_uploads(self) -> int:
        most: int = max(1, self.cfg.threads // 2)
        return most

    def _queue(self, connection: Connection) -> None:
        """Have a large body wait for a thread; meanwhile nothing more of it is taken."""
        if len(self._queued) >= _QUEUED_FOR_A_THREAD * self._most_uploads:
            self._refuse(connection, TooManyUploads())
            return
        self._forget(connection)
        self._queued[connection] = time.monotonic() + GRACE_SECONDS

    @staticmethod
    def _has_more_to_come(connection: Connection) -> bool:
        """Whether a thread has to wait for what is left of the body."""
        if connection.awaited == _IN_CHUNKS:
            return not connection.held.endswith(_END_OF_HEAD)
        return connection.length > len(connection.held)

    # Ending.

    def _make_room(self) -> bool:
        for waiting in (self._lingering, self._silent, self._arriving):
            if waiting:
                self._drop(next(iter(waiting)))
                return True
        return False

    def _refuse(self, connection: Connection, reason: Exception) -> None:
        self._forget(connection)
        self.handle_error(None, connection.sock, connection.client, reason)
        self._linger(connection)

    def _linger(self, connection: Connection) -> None:
        """Let the client read what was sent; to close at once, with something unread, would take it away from it."""
        try:
            connection.sock.setblocking(False)
            connection.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._drop(connection)
            return
        connection.rest()
        self._lingering[connection] = time.monotonic() + LINGER_SECONDS
        self.poller.register(connection.sock, selectors.EVENT_READ, partial(self._ignore, connection))

    def _ignore(self, connection: Connection, _socket: object) -> None:
        try:
            if connection not in self._lingering:
                return
            if connection.sock.recv(_PART):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self._drop(connection)

    def _drop(self, connection: Connection) -> None:
        self._forget(connection)
        self.nr_conns -= 1
        connection.close()

    def _forget(self, connection: Connection) -> None:
        """It waits no longer."""
        self._queued.pop(connection, None)
        if connection in self._arriving:
            self._held_bytes -= len(connection.held)
        known = [waiting.pop(connection, None) for waiting in (self._silent, self._arriving, self._lingering)]
        if any(known):
            self.poller.unregister(connection.sock)


def _ended(waiting: dict[Connection, float], now: float, force: bool) -> list[Connection]:
    ended: list[Connection] = []
    for connection, until in waiting.items():
        if (until > now or len(ended) == _ENDED_AT_ONCE) and not force:
            break
        ended.append(connection)
    return ended
