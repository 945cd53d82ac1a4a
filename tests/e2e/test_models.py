"""The models that are shipped, in the service as it is started: what the encoder finds, and who carries them."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.caching import eventually
from tests.e2e.running import START_SECONDS, RunningService, running_service

pytestmark = pytest.mark.server

WORDS = "The head of government has stepped down."
POST = "so the prime minister resigned??"


def review(claim: str, number: int) -> dict[str, Any]:
    return {
        "claim_reviewed": claim,
        "url": f"https://kestrelchecks.example/{number}",
        "publisher": {"name": "Kestrel"},
        "rating": {"text": "False"},
    }


@pytest.fixture(params=["shipped", "off"], scope="module")
def started(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A service with some fact-checks, and which models it has; the shipped ones are what it has if nothing is set."""
    settings = {"encoder": "off", "judge": "off"} if request.param == "off" else {}
    with running_service(tmp_path_factory.mktemp("service"), workers="2", **settings) as service:
        claims = [WORDS, "The dam at Orsk broke after the rain.", "Nobody counted the votes of the island."]
        items = [review(claim, number) for number, claim in enumerate(claims)]
        service.call("POST", "/v1/factchecks/batch", {"items": items})
        yield service, request.param


def test_a_fact_check_that_shares_no_rare_word_with_a_post_is_found_by_the_shipped_encoder_alone(started: Any) -> None:
    service, models = started
    for _ in range(4):  # by either worker
        found = service.call("GET", f"/v1/factchecks?q={quote(POST)}")["items"]
        assert [each["claim_reviewed"] for each in found][:1] == ([WORDS] if models == "shipped" else [])


def test_a_fact_check_in_the_words_of_a_post_is_found_either_way(started: Any) -> None:
    service, _ = started
    found = service.call("GET", f"/v1/factchecks?q={quote('a dam broke at Orsk')}")["items"]
    assert found[0]["claim_reviewed"] == "The dam at Orsk broke after the rain."


def test_only_who_answers_questions_carries_what_runs_a_model(started: Any) -> None:
    service, models = started
    import_an_article(service)  # what has done a job has loaded all that it needs for one

    carrying = {role for role, pids in roles(service).items() for pid in pids if runs_models(pid)}

    assert carrying == ({"gunicorn", "web worker"} if models == "shipped" else set())


def test_a_worker_that_has_searched_takes_less_than_half_a_gigabyte(started: Any) -> None:
    service, _ = started
    for pid in roles(service)["web worker"]:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        (kilobytes,) = re.findall(r"^Pss: +(\d+) kB", rollup, flags=re.MULTILINE)
        assert int(kilobytes) < 500 * 1024


def import_an_article(service: RunningService) -> None:
    line = json.dumps({"source": "Fenwick Post", "text": "The dam at Orsk broke on Monday."}).encode()
    request = urllib.request.Request(f"{service.url}/v1/imports", line, {"Content-Type": "application/x-ndjson"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        job = answer.headers["Location"]
    assert eventually(lambda: service.call("GET", job)["status"] == "succeeded", START_SECONDS)


def roles(service: RunningService) -> dict[str, list[int]]:
    """The processes of a service by what they do."""
    (gunicorn,) = (pid for pid in children(service.pid) if b"gunicorn" in command(pid))
    (jobs,) = (pid for pid in children(service.pid) if b"service.cli\0worker" in command(pid))
    return {"launcher": [service.pid], "gunicorn": [gunicorn], "web worker": children(gunicorn), "job worker": [jobs]}


def children(pid: int) -> list[int]:
    written = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(number) for number in written.split()]


def command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def runs_models(pid: int) -> bool:
    return "onnxruntime" in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8")
