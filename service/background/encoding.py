"""The job that makes the vectors which an encoder has not made yet, and the round that asks for it.

They are missing where the encoder was turned on over what was stored before, or was changed for another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from service.background.rounds import Duty
from service.background.runner import Progress, Refused
from service.operations.factchecks import FactCheckOperations
from service.operations.jobs import JobOperations
from service.store import Store
from service.store.records import Job, JobDraft

AT_ONCE: Final = 200
"""Fact-checks of one step, a second's work."""
LOOKED_EVERY_SECONDS: Final = 600.0


class FactCheckEncoding:
    """Makes what is missing, the earliest fact-check first; begun again, it goes on where it was broken off."""

    def __init__(self, factchecks: FactCheckOperations) -> None:
        self._factchecks = factchecks

    def __call__(self, job: Job, progress: Progress) -> Mapping[str, Any]:
        """Make them, and count them."""
        if self._factchecks.meaning is None:
            raise Refused("There is no encoder: CROSSCHECK_ENCODER is off.")
        done = job.done
        progress.advance(done, total=done + self._factchecks.count_without_vector(), result={"encoded": done})
        while made := self._factchecks.encode_some(AT_ONCE):
            done += made
            progress.advance(done, result={"encoded": done})
        return {"encoded": done}


def encoding_duties(store: Store, jobs: JobOperations, encoder: str | None) -> Sequence[Duty]:
    """What an encoder of this version needs: where it has made no vector of something, a job makes it; never two jobs."""
    if encoder is None:
        return ()

    def ask() -> None:
        with store.read() as transaction:
            lacking = transaction.embeddings.count_missing(encoder)
            asked_for = transaction.jobs.has_open("encode")
        if lacking and not asked_for:
            jobs.submit(JobDraft(kind="encode", payload={}, total=lacking))

    return (Duty("ask_for_vectors", LOOKED_EVERY_SECONDS, ask),)
