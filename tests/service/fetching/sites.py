"""Web sites of our own on loopback addresses, and a name server that can change its mind."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from dnslib import QTYPE, RR, A, DNSRecord

Reply = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """A server that answers by path, and counts what it was asked for."""

    address: str
    port: int
    replies: dict[str, Reply] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    headers: list[dict[str, str]] = field(default_factory=list)

    def url(self, path: str = "/", host: str | None = None) -> str:
        """An address on this site."""
        return f"http://{host or self.address}:{self.port}{path}"


@contextmanager
def site(address: str = "127.0.0.1", port: int = 0) -> Iterator[Site]:
    """A site on a loopback address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            running.asked[self.path] += 1
            running.headers.append({name.lower(): value for name, value in self.headers.items()})
            reply = running.replies.get(self.path)
            if reply is None:
                answer(self, b"", status=404)
            else:
                reply(self)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_arguments: object) -> None:
            """A client that hangs up is what several tests want."""

    server = Server((address, port), Handler)
    running = Site(address, server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()


def answer(handler: BaseHTTPRequestHandler, body: bytes, *, status: int = 200, **headers: str) -> None:
    """Send a whole answer; an underscore in a header's name stands for a hyphen."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def page(body: bytes, *, status: int = 200, **headers: str) -> Reply:
    """A reply that is always the same."""
    return lambda handler: answer(handler, body, status=status, **headers)


def redirect(url: str, status: int = 302) -> Reply:
    """A reply that points elsewhere."""
    return page(b"", status=status, Location=url)


@contextmanager
def name_server(answers: dict[str, Sequence[str]]) -> Iterator[Callable[[str], Sequence[str]]]:
    """A name server, and the function that asks it: each question for a name gets its next address, then the last."""
    asked: Counter[str] = Counter()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            payload, connection = self.request
            question = DNSRecord.parse(payload)
            name = str(question.q.qname).rstrip(".")
            reply = question.reply()
            addresses = answers.get(name, ())
            if addresses:
                address = addresses[min(asked[name], len(addresses) - 1)]
                reply.add_answer(RR(question.q.qname, QTYPE.A, rdata=A(address), ttl=0))
            asked[name] += 1
            connection.sendto(reply.pack(), self.client_address)

    server = socketserver.ThreadingUDPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    port = server.server_address[1]

    def resolve(host: str) -> Sequence[str]:
        reply = DNSRecord.parse(DNSRecord.question(host).send("127.0.0.1", port, timeout=5))
        found = [str(record.rdata) for record in reply.rr]
        if not found:
            raise socket.gaierror(f"no such name: {host}")
        return found

    try:
        yield resolve
    finally:
        server.shutdown()
        server.server_close()
