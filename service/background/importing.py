"""The job that stores many articles, line by line."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

import structlog
from marshmallow import ValidationError

from schemas.imports import line_fields
from schemas.problems import in_one_line
from service.background.runner import Progress, Stopped
from service.operations.articles import ArticleOperations
from service.operations.errors import NotAnArticle, StoreUnavailable, TextTooLong
from service.operations.imports import lines_of
from service.store.records import ArticleDraft, Complaint, Job, JobPart

SAID_EVERY_SECONDS: Final = 1.0
"""How often it says how far it is, and asks whether it is to go on."""
MOST_COMPLAINTS: Final = 1_000

_log = structlog.get_logger(__name__)


class ArticleImporting:
    """Stores the article of each line of a job, from where it was broken off; the same line twice is one article."""

    def __init__(self, articles: ArticleOperations) -> None:
        self._articles = articles

    def __call__(self, job: Job, progress: Progress) -> Mapping[str, Any]:
        """Store them, and count what was new, known, and not valid."""
        import_ = _Import(job, progress)
        number = 0
        while (part := progress.part(number)) is not None:
            self._store(part, import_)
            number += 1
        import_.say()
        if import_.done < (job.total or 0):  # the job was ended in this moment, and its parts with it
            raise Stopped
        return import_.result()

    def _store(self, part: JobPart, import_: _Import) -> None:
        if part.first_line + part.lines <= import_.done + 1:
            return
        for number, line in lines_of(part):
            if number <= import_.done:
                continue
            if line is None:
                import_.count(number, "invalid", "The line is longer than a line may be.")
            elif line:
                import_.count(number, *self._ingested(line))
            else:
                import_.count(number)

    def _ingested(self, line: bytes) -> tuple[str, str]:
        try:
            draft = ArticleDraft(**line_fields(line, self._articles.max_text_characters))
            ingested = self._articles.ingest(draft)
        except ValidationError as invalid:
            return "invalid", in_one_line(invalid.messages_dict)
        except (NotAnArticle, TextTooLong) as unreadable:
            return "invalid", str(unreadable)
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - one line must not keep all others out
            _log.error("line_broke", exc_info=error)
            return "invalid", "A fault of the service; the log of the worker has it."
        return ("created" if ingested.created else "unchanged"), ""


class _Import:
    """How far an import is: `done` lines are dealt with, and what came of them is written down with that."""

    def __init__(self, job: Job, progress: Progress) -> None:
        self.done = job.done
        self._progress = progress
        self._counts = Counter({"created": 0, "unchanged": 0, "invalid": 0})
        self._counts.update({name: int(count) for name, count in (job.result or {}).items()})
        self._complaints: list[Complaint] = []
        # The first line is told of at once: an import that only ever comes a little further must not count as stuck.
        self._said_at = float("-inf")

    def result(self) -> dict[str, int]:
        return dict(self._counts)

    def count(self, line: int, outcome: str = "", detail: str = "") -> None:
        self.done = line
        if outcome:
            self._counts[outcome] += 1
        if detail and self._counts["invalid"] <= MOST_COMPLAINTS:
            self._complaints.append(Complaint(line, detail))
        if time.monotonic() - self._said_at >= SAID_EVERY_SECONDS:
            self.say()

    def say(self) -> None:
        if self._complaints:
            self._progress.complain(self._complaints)
            self._complaints = []
        self._progress.advance(self.done, result=self.result())
        self._said_at = time.monotonic()
