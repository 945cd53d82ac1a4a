"""Which scope each operation needs: the one table that decides it. A test holds it against openapi.yaml.

Where keys are needed, an operation that is not in the table cannot be called at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from service.store.records import Scope

OPEN: Final = None
"""Needs no key."""

TABLE: Final[tuple[tuple[str, str, Scope | None], ...]] = (
    ("GET", "/health/live", OPEN),
    ("GET", "/health/ready", OPEN),
    ("GET", "/openapi.yaml", OPEN),
    ("GET", "/openapi.json", OPEN),
    ("GET", "/docs", OPEN),
    ("GET", "/docs/errors", OPEN),
    ("GET", "/docs/assets/{name}", OPEN),
    ("GET", "/metrics", "read"),
    ("POST", "/v1/articles", "write"),
    ("GET", "/v1/articles", "read"),
    ("GET", "/v1/articles/{id}", "read"),
    ("DELETE", "/v1/articles/{id}", "write"),
    ("GET", "/v1/articles/{id}/claims", "read"),
    ("GET", "/v1/articles/{id}/inconsistencies", "read"),
    ("GET", "/v1/claims", "read"),
    ("GET", "/v1/claims/{id}", "read"),
    ("GET", "/v1/claims/{id}/relations", "read"),
    ("GET", "/v1/inconsistencies", "read"),
    ("GET", "/v1/inconsistencies/{id}", "read"),
    ("PATCH", "/v1/inconsistencies/{id}", "review"),
    ("GET", "/v1/sources", "read"),
    ("POST", "/v1/factchecks", "write"),
    ("POST", "/v1/factchecks/batch", "write"),
    ("GET", "/v1/factchecks", "read"),
    ("GET", "/v1/factchecks/{id}", "read"),
    ("DELETE", "/v1/factchecks/{id}", "write"),
    # These three store nothing.
    ("GET", "/v1/check", "read"),
    ("POST", "/v1/extract", "read"),
    ("POST", "/v1/compare", "read"),
    ("POST", "/v1/compare/pairs", "read"),
    ("POST", "/v1/imports", "write"),
    ("GET", "/v1/jobs", "read"),
    ("GET", "/v1/jobs/{id}", "read"),
    ("DELETE", "/v1/jobs/{id}", "write"),
    ("GET", "/v1/jobs/{id}/events", "read"),
    ("POST", "/v1/feeds", "write"),
    ("GET", "/v1/feeds", "read"),
    ("GET", "/v1/feeds/{id}", "read"),
    ("PATCH", "/v1/feeds/{id}", "write"),
    ("DELETE", "/v1/feeds/{id}", "write"),
    ("POST", "/v1/webhooks", "write"),
    ("GET", "/v1/webhooks", "read"),
    ("GET", "/v1/webhooks/{id}", "read"),
    ("PATCH", "/v1/webhooks/{id}", "write"),
    ("DELETE", "/v1/webhooks/{id}", "write"),
    ("GET", "/v1/webhooks/{id}/deliveries", "read"),
)

NOWHERE: Final[Mapping[str, Scope | None]] = MappingProxyType({})

_METHODS: Final = ""  # the key under which a node of the tree keeps its methods; no segment of an address is empty
_ANY: Final = "{}"


@dataclass(frozen=True, slots=True)
class Routes:
    """The table as a tree of segments, so that finding a row takes as long as the address is deep."""

    tree: Mapping[str, Any]

    @classmethod
    def of(cls, table: Iterable[tuple[str, str, Scope | None]]) -> Routes:
        """The tree of these rows."""
        tree: dict[str, Any] = {}
        for method, path, scope in table:
            node = tree
            for segment in path.split("/")[1:]:
                node = node.setdefault(_ANY if segment.startswith("{") else segment, {})
            node.setdefault(_METHODS, {})[method] = scope
        return cls(tree)

    def scope(self, method: str, path: str) -> Scope | None:
        """What this operation needs. LookupError where the table does not say."""
        methods = self.methods(path)
        if method not in methods:
            raise LookupError(f"{method} {path} needs a row in service/access/scopes.py: which scope opens it?")
        return methods[method]

    def methods(self, path: str) -> Mapping[str, Scope | None]:
        """The methods of this address, each with the scope that it needs; empty where there is nothing."""
        node = self.tree
        for segment in path.split("/")[1:]:
            below = node.get(segment) or node.get(_ANY)
            if below is None or not segment:
                return NOWHERE
            node = below
        found: Mapping[str, Scope | None] = node.get(_METHODS, NOWHERE)
        return found


ROUTES: Final = Routes.of(TABLE)


def is_repeatable(method: str, path: str) -> bool:
    """Whether an `Idempotency-Key` means something here: to a POST that stores something.

    The others can be repeated as they are, and what only reads must not be a way to fill the database.
    """
    return method == "POST" and ROUTES.methods(path).get(method) not in (OPEN, "read")
