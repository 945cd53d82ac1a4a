"""What several processes count is one count, in the running service."""

from __future__ import annotations

import re
import urllib.request
from pathlib import Path

import pytest

from tests.e2e.running import running_service

pytestmark = pytest.mark.server


def _value(exposition: str, sample: str) -> float:
    found = re.search(rf"^{re.escape(sample)} (\S+)$", exposition, re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_the_workers_count_together(tmp_path: Path) -> None:
    with running_service(tmp_path, workers="2") as service:
        for number in range(20):
            service.call("GET", f"/v1/articles?limit={number + 1}")
        service.call(
            "POST", "/v1/articles", {"source": "Dispatch", "text": "The harbour of Lund was closed on Monday."}
        )
        with urllib.request.urlopen(f"{service.url}/metrics", timeout=30) as answer:
            assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
            counted = answer.read().decode()
    assert _value(counted, 'crosscheck_requests_total{method="GET",route="/v1/articles",status="200"}') == 20
    assert _value(counted, 'crosscheck_requests_total{method="POST",route="/v1/articles",status="201"}') == 1
    assert _value(counted, "crosscheck_articles_stored_total") == 1
    # The launcher asks something itself, to see whether there is anything to show.
    assert _value(counted, 'crosscheck_cache_lookups_total{outcome="miss"}') >= 20
    assert "crosscheck_jobs_queued 0.0" in counted
