"""What somebody who has just started the service is shown: progress, the address, three commands, one disagreement."""

from __future__ import annotations

import http.client
import json
import shutil
import sys
import textwrap
import time
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from service.settings import Settings

READY_SECONDS = 120
# Written when loading begins and when it is done: a start that was broken off is taken up again, but examples that
# somebody has deleted do not come back.
MARKER = "examples-loaded"
_BEGUN = "begun\n"
_DONE = "done\n"


def show(settings: Settings, examples: bool, stopped: Callable[[], bool]) -> None:
    """Wait until the service answers, load the examples if wanted, and print the rest. Ends early when `stopped`."""
    service = _Service(settings.host, settings.port)
    started = time.monotonic()
    _print("Crosscheck is starting ...")
    while not stopped():
        if service.ready():
            break
        if time.monotonic() - started > READY_SECONDS:
            return
        time.sleep(0.05)
    try:
        if not stopped() and service.call("GET", "/v1/sources")[0] == HTTPStatus.UNAUTHORIZED:
            _greet_with_keys(service, settings, examples)
            return
        if examples and not stopped():
            _load(service, settings.data_dir / MARKER, stopped)
        if not stopped():
            _greet(service, settings)
    except (OSError, http.client.HTTPException, ValueError) as problem:
        # The service runs on; only its introduction has failed.
        if not stopped():
            _print(f"(the introduction was broken off: {problem})")


class _Service:
    """The running service, as its clients see it."""

    def __init__(self, host: str, port: int) -> None:
        # An address that means "all of this machine's" is listened on, not called.
        self._host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
        self._port = port

    @property
    def url(self) -> str:
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}"

    def call(self, method: str, path: str, body: bytes | None = None, timeout: float = 60) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(self._host, self._port, timeout=timeout)
        try:
            connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def items(self, path: str) -> list[dict[str, Any]]:
        status, body = self.call("GET", path)
        if status != 200:
            raise ValueError(f"GET {path} was answered {status}")
        items: list[dict[str, Any]] = json.loads(body)["items"]
        return items

    def ready(self) -> bool:
        try:
            return self.call("GET", "/health/ready", timeout=READY_SECONDS)[0] == 200
        except (OSError, http.client.HTTPException):
            return False


def _load(service: _Service, marker: Path, stopped: Callable[[], bool]) -> None:
    done = marker.read_text(encoding="utf-8") if marker.exists() else ""
    if done == _DONE or (not done and service.items("/v1/articles?limit=1")):
        return
    articles = example_articles()
    if not articles:
        _print("(no examples are installed here)")
        return
    marker.write_text(_BEGUN, encoding="utf-8")
    for number, article in enumerate(articles, 1):
        if stopped():
            return
        _progress(f"Loading the examples: {number} of {len(articles)} ({article.parent.name})", first=number == 1)
        status, answer = service.call("POST", "/v1/articles", article.read_bytes())
        if status not in (200, 201):
            raise ValueError(f"{article.name} was answered {status}: {answer[:200]!r}")
    _progress("")
    marker.write_text(_DONE, encoding="utf-8")
    _print(f"Loaded {len(articles)} example articles.")


def example_articles() -> list[Path]:
    """The example articles in their order: each file is the body of a POST /v1/articles."""
    for root in (Path(__file__).parents[2], Path.cwd()):
        articles = sorted((root / "examples").glob("*/[0-9]*.json"))
        if articles:
            return articles
    return []


def _greet(service: _Service, settings: Settings) -> None:
    _print()
    _print(f"Crosscheck answers at {service.url}  (its operations: {service.url}/docs)")
    _print(f"It keeps its data in {settings.data_dir}. Ctrl-C stops it.")
    _print()
    _print("Three lines to try:")
    _print()
    claim = "OpenAI leads open-source AI."
    _print(f"  curl -s '{service.url}/v1/inconsistencies?relation=contradiction&limit=3'")
    _print(f"  curl -s -G {service.url}/v1/check --data-urlencode 'claim={claim}'")
    article = """{"source": "Morning Post", "text": "The ferry carried 214 passengers when it hit the pier."}"""
    _print(f"  curl -s {service.url}/v1/articles -H 'Content-Type: application/json' -d '{article}'")
    _print()
    found = service.items("/v1/inconsistencies?relation=contradiction&limit=100")
    if found:
        # The best supported one says most about what the service is for.
        _print(disagreement(max(found, key=_weight), _width()))
    else:
        _print("Nothing that is stored disagrees yet.")


def _greet_with_keys(service: _Service, settings: Settings, examples: bool) -> None:
    """What can be said without a key, which this process has none of."""
    _print()
    _print(f"Crosscheck answers at {service.url}  (its operations: {service.url}/docs)")
    _print(f"It keeps its data in {settings.data_dir}. Ctrl-C stops it.")
    _print()
    _print("It asks for an API key; 'crosscheck keys create NAME --scope read' makes one, then:")
    _print()
    _print(f"  curl -s '{service.url}/v1/sources' -H \"Authorization: Bearer $KEY\"")
    if examples:
        _print()
        _print("(the examples are loaded only where no key is needed)")


def _weight(inconsistency: dict[str, Any]) -> tuple[int, float]:
    positions = inconsistency["positions"]
    return sum(position["independent_sources"] for position in positions), inconsistency["confidence"]


def disagreement(inconsistency: dict[str, Any], width: int = 100) -> str:
    """An inconsistency, as the API gives it, as a few lines of text: the topic, and each side with one quote."""
    lines = [f"They disagree on: {inconsistency['topic']}  ({inconsistency['kind']})"]
    for position in inconsistency["positions"]:
        count = position["independent_sources"]
        claim = position["claims"][0]
        lines.append("")
        lines.append(f"  {count} independent source{'' if count == 1 else 's'}: {position['summary']}")
        quote = f"“{' '.join(claim['text'].split())}” — {claim['source']['name']}"
        lines += textwrap.wrap(quote, width, initial_indent="    ", subsequent_indent="    ")
    return "\n".join(lines)


def _width() -> int:
    return min(100, max(40, shutil.get_terminal_size().columns - 2))


def _print(line: str = "") -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _progress(line: str, first: bool = False) -> None:
    """One line that is written over at a terminal; elsewhere, where it would only pile up, the first one alone."""
    if sys.stdout.isatty():
        sys.stdout.write(f"\r\033[K{line}")
        sys.stdout.flush()
    elif first:
        _print(line)
