"""Imports: many articles in one request, taken in while they come and stored by a worker."""

from __future__ import annotations

import errno
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Final, TypeVar

from service.operations.errors import NothingToImport, StoreFull, StoreUnavailable, TooManyLines
from service.operations.jobs import JobOperations
from service.store.records import JobDraft, JobPart, JobRecord

T = TypeVar("T")

MOST_LINES: Final = 100_000
_PART_LINES: Final = 500
_PART_BYTES: Final = 2**20
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
# Stands where a line was that is longer than it may be; no JSON begins with it.
_LEFT_OUT: Final = b"\0"


@dataclass(frozen=True, slots=True)
class ImportOperations:
    """What can be done with many articles at once; `max_line_bytes` bounds each."""

    jobs: JobOperations
    max_line_bytes: int

    def submit(self, chunks: Iterable[bytes]) -> JobRecord:
        """Have the article on each line stored; once this returns, they will be, whatever dies.

        What comes is kept on the disk, packed, until all is there; where it breaks off nothing is left of it. Raises
        TooManyLines, NothingToImport, StoreUnavailable where there is no room, and whatever `chunks` raises.
        """
        with _Spool() as spool:
            for line in lines_in(chunks, self.max_line_bytes):
                spool.add(line)
            spool.close_part()
            if not spool.lines:
                raise NothingToImport
            job = self.jobs.submit(JobDraft(kind="import", payload={}, total=spool.lines), spool.parts())
        return JobRecord(job, ())


def lines_of(part: JobPart) -> Iterator[tuple[int, bytes | None]]:
    """The lines of a part with their numbers, without the white space around them; None for one that was too long."""
    lines = zlib.decompress(part.content).split(b"\n")
    for number, line in enumerate(lines, part.first_line):
        yield number, None if line == _LEFT_OUT else line


def lines_in(chunks: Iterable[bytes], longest: int) -> Iterator[bytes]:
    """The lines of a stream, never more than one of them at a time; what is behind the last line feed is one too."""
    line = bytearray()
    too_long = False

    def ended() -> bytes:
        whole = _LEFT_OUT if too_long else bytes(line).strip()
        line.clear()
        return whole

    for chunk in chunks:
        start = 0
        while (end := chunk.find(b"\n", start)) >= 0:
            too_long = too_long or len(line) + end - start > longest
            if not too_long:
                line += chunk[start:end]
            yield ended()
            too_long, start = False, end + 1
        too_long = too_long or len(line) + len(chunk) - start > longest
        if too_long:
            line.clear()
        else:
            line += chunk[start:]
    if line or too_long:
        yield ended()


class _Spool:
    """Lines on the disk, in packed parts, in a file without a name, which goes with the process however that ends."""

    def __init__(self) -> None:
        self.lines = 0
        self._file: IO[bytes] = _written(tempfile.TemporaryFile)
        self._sizes: list[tuple[int, int]] = []
        self._part: list[bytes] = []
        self._part_bytes = 0

    def __enter__(self) -> _Spool:
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()

    def add(self, line: bytes) -> None:
        if self.lines == MOST_LINES:
            raise TooManyLines(MOST_LINES)
        if not self.lines:
            line = line.removeprefix(_BYTE_ORDER_MARK)
        self.lines += 1
        self._part.append(line)
        self._part_bytes += len(line)
        if len(self._part) == _PART_LINES or self._part_bytes >= _PART_BYTES:
            self.close_part()

    def close_part(self) -> None:
        if not self._part:
            return
        packed = zlib.compress(b"\n".join(self._part), 1)
        _written(lambda: self._file.write(packed))
        self._sizes.append((len(self._part), len(packed)))
        self._part, self._part_bytes = [], 0

    def parts(self) -> Iterator[JobPart]:
        self._file.seek(0)
        first_line = 1
        for number, (lines, size) in enumerate(self._sizes):
            yield JobPart(number, first_line, lines, self._file.read(size))
            first_line += lines


def _written(write: Callable[[], T]) -> T:
    try:
        return write()
    except OSError as error:
        kind = StoreFull if error.errno in _NO_ROOM else StoreUnavailable
        raise kind(f"What is imported cannot be put on the disk: {error.strerror}.") from error
