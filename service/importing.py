"""Importing files of fact-checks: lines of JSON, or one JSON document, into the store.

What is wrong is reported with its line and left out; the rest goes in, in batches, each of them whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO, Final

import orjson
from marshmallow import ValidationError

from factcheck.models import FactCheck
from schemas.factchecks import MOST_AT_ONCE
from schemas.feeds import factchecks_of
from schemas.problems import in_one_line
from service.operations.factchecks import FactCheckOperations
from service.store.records import Status

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Imported:
    """How many fact-checks were new, replaced, left as they were, and not valid."""

    created: int
    updated: int
    unchanged: int
    invalid: int


def import_factchecks(
    operations: FactCheckOperations,
    stream: BinaryIO,
    *,
    report: Callable[[str], None],
    advance: Callable[[int], None],
) -> Imported:
    """Store every fact-check of a stream; `report` gets a line for each that is wrong, `advance` the bytes read."""
    counts: Counter[Status] = Counter()
    invalid = 0
    batch: list[FactCheck] = []

    def store() -> None:
        counts.update(each.status for each in operations.submit_all(batch))
        batch.clear()

    for place, size, read in _read(stream):
        advance(size)
        if isinstance(read, FactCheck):
            batch.append(read)
            if len(batch) == MOST_AT_ONCE:
                store()
        elif read is not None:
            invalid += 1
            report(f"{place}: {read}")
    if batch:
        store()
    return Imported(counts["created"], counts["updated"], counts["unchanged"], invalid)


def _read(stream: BinaryIO) -> Iterator[tuple[str, int, FactCheck | str | None]]:
    """Where something stands, how many bytes were read to come to it, and the fact-check or what is wrong with it."""
    lines = enumerate(stream, 1)
    first, opening = next(((number, line) for number, line in lines if _content(line)), (0, b""))
    if not first:
        return
    if _is_json(opening):
        yield from _lines(chain([(first, opening)], lines))
        return
    # The first line is no JSON value of its own: the file is one document, or lines of which the first is broken.
    rest = [line for _, line in lines]
    try:
        document = orjson.loads(_content(b"".join([opening, *rest])))
    except orjson.JSONDecodeError as error:
        if any(map(_is_json, rest[:1])):
            yield from _lines(chain([(first, opening)], enumerate(rest, first + 1)))
        else:
            yield f"line {first - 1 + error.lineno}", 0, f"not JSON: {error.msg}"
        return
    found = list(factchecks_of(document))
    size = len(opening) + sum(map(len, rest))
    for number, read in enumerate(found):
        # Nobody knows how long each is: the bar moves by equal shares of the whole.
        share = size * (number + 1) // len(found) - size * number // len(found)
        yield f"entry {number + 1}", share, read if isinstance(read, FactCheck) else _said(read)


def _lines(lines: Iterator[tuple[int, bytes]]) -> Iterator[tuple[str, int, FactCheck | str | None]]:
    for number, line in lines:
        yield "", len(line), None
        content = _content(line)
        if not content:
            continue
        try:
            value = orjson.loads(content)
        except orjson.JSONDecodeError as error:
            yield f"line {number}", 0, f"not JSON: {error.msg}"
            continue
        for read in factchecks_of(value):
            yield f"line {number}", 0, read if isinstance(read, FactCheck) else _said(read)


def _content(line: bytes) -> bytes:
    return line.strip().removeprefix(_BYTE_ORDER_MARK)


def _is_json(line: bytes) -> bool:
    try:
        orjson.loads(_content(line))
    except orjson.JSONDecodeError:
        return False
    return True


def _said(invalid: ValidationError) -> str:
    return in_one_line(invalid.messages_dict)
