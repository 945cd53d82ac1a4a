"""openapi.yaml as the tests read it: its operations, and what an answer must look like."""

from __future__ import annotations

import copy
import functools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import yaml
from jsonschema.protocols import Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
from werkzeug.wrappers import Response

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the document."""

    id: str
    method: str
    path: str
    statuses: frozenset[int]
    has_body: bool


@functools.cache
def checked_in() -> dict[str, Any]:
    """The document as it is checked in."""
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))
    return loaded


@functools.cache
def operations() -> tuple[Operation, ...]:
    """Every operation of the document."""
    return tuple(
        Operation(
            details["operationId"],
            method.upper(),
            path,
            frozenset(int(status) for status in details["responses"]),
            "requestBody" in details,
        )
        for path, methods in checked_in()["paths"].items()
        for method, details in methods.items()
    )


def operations_at(path: str) -> Iterator[Operation]:
    """The operations that a request's path belongs to."""
    for operation in operations():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", operation.path), path):
            yield operation


def check(operation: Operation, answer: Response) -> None:
    """Raise AssertionError unless the document allows this answer of this operation."""
    described = _resolved(checked_in()["paths"][operation.path][operation.method.lower()]["responses"]).get(
        str(answer.status_code)
    )
    assert described is not None, f"{operation.id} does not document {answer.status_code}: {answer.data[:400]!r}"
    described = _resolved(described)
    assert answer.headers["X-Request-ID"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff" or answer.status_code == 304
    content = described.get("content", {})
    if not content:
        assert answer.data == b"", f"{operation.id} documents no body for {answer.status_code}"
        return
    media_type = answer.mimetype or ""
    assert media_type in content, f"{operation.id} does not document {media_type} for {answer.status_code}"
    if media_type == "text/event-stream":
        for event in events(answer.get_data(as_text=True)):
            validator(content[media_type]["schema"]).validate(event)
    elif media_type not in ("text/html", "text/plain"):
        read = json.loads if media_type.endswith("json") else yaml.safe_load
        validator(content[media_type]["schema"]).validate(read(answer.data))


def events(stream: str) -> Iterator[dict[str, str]]:
    """The server-sent events of a stream that have data, by their fields."""
    for written in stream.split("\n\n"):
        event = dict(line.split(": ", 1) for line in written.splitlines() if not line.startswith(":"))
        if "data" in event:
            yield event


def validator(schema: dict[str, Any]) -> Validator:
    """A validator for a schema of the document, in which no object may have a field that is not documented."""
    return jsonschema.Draft202012Validator(
        {"$ref": "urn:document" + schema["$ref"]},
        registry=Registry().with_resource("urn:document", Resource.from_contents(_closed(), DRAFT202012)),
        format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
    )


@functools.cache
def _closed() -> dict[str, Any]:
    document = copy.deepcopy(checked_in())
    for schema in document["components"]["schemas"].values():
        schema.setdefault("additionalProperties", False)
    return document


def _resolved(part: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in part:
        return part
    found: Any = checked_in()
    for token in part["$ref"].removeprefix("#/").split("/"):
        found = found[token]
    resolved: dict[str, Any] = found
    return resolved
