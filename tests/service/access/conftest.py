"""One Valkey server for all tests of this folder, emptied before each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from service.serving.valkey import OwnValkey
from tests.caching import connect, running_valkey


@pytest.fixture(scope="session")
def shared_valkey() -> Iterator[OwnValkey]:
    with running_valkey() as server:
        yield server


@pytest.fixture
def valkey(shared_valkey: OwnValkey) -> str:
    """The URL of an empty Valkey server."""
    with connect(shared_valkey.url) as client:
        client.flushall()
    return shared_valkey.url
