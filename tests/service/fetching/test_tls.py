"""Over https, with certificates made for the test: only the host that was named is talked to, at the address that was judged."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from service.fetching.addresses import Rules
from service.fetching.errors import FetchFailed
from service.fetching.fetcher import Fetcher
from service.fetching.sending import Sender
from tests.service.webhooks.receivers import LOOPBACK

AGENT = "Crosscheck/test"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"
NAME = "news.example"


@dataclass
class Host:
    """A server that speaks TLS, what it was told it is called, and the requests that came through."""

    port: int
    names: list[str | None] = field(default_factory=list)
    requests: list[bytes] = field(default_factory=list)

    def url(self, name: str = NAME) -> str:
        """An address on it."""
        return f"https://{name}:{self.port}/desk"


@contextmanager
def host(certificate: trustme.LeafCert, address: str = "127.0.0.1", port: int = 0) -> Iterator[Host]:
    """A host with this certificate on a loopback address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    context.sni_callback = lambda _connection, name, _context: running.names.append(name)
    with socket.create_server((address, port)) as listening:
        running = Host(listening.getsockname()[1])

        def serve() -> None:
            while True:
                try:
                    plain, _ = listening.accept()
                except OSError:
                    return
                try:
                    with context.wrap_socket(plain, server_side=True) as connection:
                        connection.settimeout(5)
                        asked = b""
                        while not asked.endswith(b"{}" if asked.startswith(b"POST") else b"\r\n\r\n"):
                            part = connection.recv(65536)
                            if not part:
                                break
                            asked += part
                        else:
                            running.requests.append(asked)
                            connection.sendall(ANSWER)
                except OSError:
                    plain.close()  # a client that does not trust us hangs up

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield running
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


def fetch(running: Host, url: str, resolve: Callable[[str], Sequence[str]]) -> None:
    """Fetch a page as a worker does. Raises FetchFailed."""
    fetcher = Fetcher(Rules(frozenset({running.port}), LOOPBACK), user_agent=AGENT, resolve=resolve)
    assert fetcher.fetch(url, most_bytes=1000, accept="text/html").body == b"hello"


def send(running: Host, url: str, resolve: Callable[[str], Sequence[str]]) -> None:
    """Send to a webhook as a worker does. Raises FetchFailed."""
    sender = Sender(Rules(frozenset({running.port}), LOOPBACK), user_agent=AGENT, resolve=resolve)
    assert sender.post(url, b"{}", {}).status == 200


ask = pytest.mark.parametrize("ask", [fetch, send])


def here(_name: str) -> Sequence[str]:
    return ["127.0.0.1"]


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """An authority that this machine trusts, the way an operator would have it trusted."""
    made = trustme.CA()
    made.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return made


@ask
@pytest.mark.parametrize(
    ("certified", "named", "shown"),
    [
        (NAME, NAME, NAME),
        (f"*.{NAME}", f"desk.{NAME}", f"desk.{NAME}"),
        (NAME, f"{NAME}.", NAME),
        (NAME, "NEWS.Example", NAME),
        ("xn--ngel-koa.example", "ängel.example", "xn--ngel-koa.example"),
        ("127.0.0.1", "127.0.0.1", None),
    ],
)
def test_a_host_that_proves_its_name_is_talked_to(
    authority: trustme.CA, ask: Callable[..., None], certified: str, named: str, shown: str | None
) -> None:
    with host(authority.issue_cert(certified)) as running:
        ask(running, running.url(named), here)

        assert running.names == [shown]
        assert len(running.requests) == 1


def _of_another_name(authority: trustme.CA) -> trustme.LeafCert:
    return authority.issue_cert("other.example", "127.0.0.1", f"deeper.{NAME}")


def _of_nobody(_authority: trustme.CA) -> trustme.LeafCert:
    return trustme.CA().issue_cert(NAME)


def _of_last_year(authority: trustme.CA) -> trustme.LeafCert:
    return authority.issue_cert(NAME, not_after=datetime.now(UTC) - timedelta(days=365))


@ask
@pytest.mark.parametrize("issue", [_of_another_name, _of_nobody, _of_last_year])
def test_a_host_that_does_not_is_told_nothing(
    authority: trustme.CA, ask: Callable[..., None], issue: Callable[[trustme.CA], trustme.LeafCert]
) -> None:
    with host(issue(authority)) as running:
        with pytest.raises(FetchFailed, match=f"^{NAME} has no certificate that can be trusted"):
            ask(running, running.url(), here)

        assert running.names == [NAME]
        assert running.requests == []


@ask
def test_the_address_that_was_judged_is_the_one_that_is_talked_to(
    authority: trustme.CA, ask: Callable[..., None]
) -> None:
    asked: list[str] = []

    def fickle(name: str) -> Sequence[str]:
        asked.append(name)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    certificate = authority.issue_cert(NAME)
    with host(certificate) as judged, host(certificate, "127.0.0.2", judged.port) as other:
        ask(judged, judged.url(), fickle)

        assert (asked, judged.names, other.names) == ([NAME], [NAME], [])
