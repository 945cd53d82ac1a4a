"""Importing files of articles and of fact-checks, or folders of them, into the store.

What is wrong is reported with its file and line and left out; the rest goes in, fact-checks in batches, each of them
whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Final

import orjson
from marshmallow import ValidationError

from factcheck.models import FactCheck
from schemas.factchecks import MOST_AT_ONCE
from schemas.imports import article_fields, entries_of
from schemas.problems import in_one_line
from service.operations.articles import ArticleOperations
from service.operations.errors import NotAnArticle, TextTooLong
from service.operations.factchecks import FactCheckOperations
from service.store.records import ArticleDraft

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_JSON: Final = (".json", ".jsonl", ".ndjson")
_PAGES: Final = (".html", ".htm")
_TEXTS: Final = (".txt",)

Read = FactCheck | ArticleDraft | str | None
"""What stands somewhere, or what is wrong with it; None where there is nothing but white space."""


@dataclass(frozen=True, slots=True)
class Imported:
    """How many articles and fact-checks were new, replaced, left as they were, and not valid."""

    created: int
    updated: int
    unchanged: int
    invalid: int


@dataclass(frozen=True, slots=True)
class Importer:
    """Stores what files hold. `articles` is asked for where there is one: it brings the language model.

    `source` is that of articles which do not name theirs.
    """

    factchecks: FactCheckOperations
    articles: Callable[[], ArticleOperations]
    max_text_characters: int
    source: str | None = None

    def stream(self, stream: BinaryIO, *, report: Callable[[str], None], advance: Callable[[int], None]) -> Imported:
        """Store everything in a stream of JSON; `report` gets a line for each that is wrong, `advance` the bytes read."""
        return self._store(self._entries(stream), report, advance)

    def folder(self, folder: Path, *, report: Callable[[str], None], advance: Callable[[int], None]) -> Imported:
        """Store what the files of a folder hold, and of those below it, in the order of their names.

        A file of text or HTML is one article. Files with other endings are passed over.
        """
        return self._store(chain.from_iterable(map(partial(self._file, folder), files_in(folder))), report, advance)

    def _store(
        self, entries: Iterator[tuple[str, int, Read]], report: Callable[[str], None], advance: Callable[[int], None]
    ) -> Imported:
        counts: Counter[str] = Counter()
        batch: list[FactCheck] = []

        def store_batch() -> None:
            counts.update(each.status for each in self.factchecks.submit_all(batch))
            batch.clear()

        for place, size, read in entries:
            if isinstance(read, FactCheck):
                batch.append(read)
                if len(batch) == MOST_AT_ONCE:
                    store_batch()
            elif read is not None:
                complaint = self._ingest(read, counts) if isinstance(read, ArticleDraft) else read
                if complaint:
                    counts["invalid"] += 1
                    report(f"{place}: {complaint}")
            advance(size)
        if batch:
            store_batch()
        return Imported(counts["created"], counts["updated"], counts["unchanged"], counts["invalid"])

    def _ingest(self, draft: ArticleDraft, counts: Counter[str]) -> str:
        """What is wrong with an article, empty where it is stored."""
        try:
            ingested = self.articles().ingest(draft)
        except (NotAnArticle, TextTooLong) as unreadable:
            return str(unreadable)
        counts["created" if ingested.created else "unchanged"] += 1
        return ""

    def _file(self, folder: Path, file: Path) -> Iterator[tuple[str, int, Read]]:
        name = str(file.relative_to(folder))
        if file.suffix.lower() in _JSON:
            with file.open("rb") as stream:
                for place, size, read in self._entries(stream):
                    yield f"{name}, {place}", size, read
            return
        content = file.read_bytes()
        field = "html" if file.suffix.lower() in _PAGES else "text"
        try:
            fields = {field: content.removeprefix(_BYTE_ORDER_MARK).decode("utf-8")}
        except UnicodeDecodeError:
            yield name, len(content), "Must be UTF-8."
            return
        if self.source is None:
            yield name, len(content), "Whose article this is has to be said: --source NAME."
            return
        try:
            draft = ArticleDraft(**article_fields({"source": self.source, **fields}, self.max_text_characters))
        except ValidationError as invalid:
            yield name, len(content), _said(invalid)
            return
        yield name, len(content), draft

    def _of(self, value: Any) -> Iterator[Read]:
        for entry in entries_of(value, source=self.source, max_text_characters=self.max_text_characters):
            if isinstance(entry, Mapping):
                yield ArticleDraft(**entry)
            else:
                yield _said(entry) if isinstance(entry, ValidationError) else entry

    def _entries(self, stream: BinaryIO) -> Iterator[tuple[str, int, Read]]:
        """Where something stands, how many bytes were read to come to it, and what it is."""
        lines = enumerate(stream, 1)
        first, opening = next(((number, line) for number, line in lines if _content(line)), (0, b""))
        if not first:
            return
        if _is_json(opening):
            yield from self._lines(chain([(first, opening)], lines))
            return
        # The first line is no JSON value of its own: the file is one document, or lines of which the first is broken.
        rest = [line for _, line in lines]
        try:
            document = orjson.loads(_content(b"".join([opening, *rest])))
        except orjson.JSONDecodeError as error:
            if any(map(_is_json, rest[:1])):
                yield from self._lines(chain([(first, opening)], enumerate(rest, first + 1)))
            else:
                yield f"line {first - 1 + error.lineno}", 0, f"not JSON: {error.msg}"
            return
        found = list(self._of(document))
        size = len(opening) + sum(map(len, rest))
        for number, read in enumerate(found):
            # Nobody knows how long each is: the bar moves by equal shares of the whole.
            share = size * (number + 1) // len(found) - size * number // len(found)
            yield f"entry {number + 1}", share, read

    def _lines(self, lines: Iterator[tuple[int, bytes]]) -> Iterator[tuple[str, int, Read]]:
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
            for read in self._of(value):
                yield f"line {number}", 0, read


def files_in(folder: Path) -> list[Path]:
    """The files of a folder that can be imported, and of those below it, in the order of their names."""
    known = {*_JSON, *_PAGES, *_TEXTS}
    return sorted(file for file in folder.rglob("*") if file.suffix.lower() in known and file.is_file())


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
