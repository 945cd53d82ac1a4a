"""The inconsistencies: what was found, shown with its positions, and what a reader decides about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from factcheck.models import Inconsistency, Kind, Relation
from factcheck.verdicts import assemble
from service.operations.errors import NotFound, PreconditionFailed
from service.operations.outbox import listening
from service.store import Store, Transaction
from service.store.findings import StoredFinding
from service.store.identity import is_well_formed
from service.store.inconsistencies import Entry
from service.store.records import InconsistencyFilter, InconsistencyRecord, Page, PageRequest, Unset


@dataclass(frozen=True, slots=True)
class InconsistencyOperations:
    """What can be asked about inconsistencies, and done with them."""

    store: Store

    def get(self, id: str) -> InconsistencyRecord:  # noqa: A002 - the word of the API
        """The inconsistency of this id; NotFound."""
        with self.store.read() as transaction:
            return records_of(transaction, [_entry(transaction, id)])[0]

    def list(self, wanted: InconsistencyFilter, page: PageRequest) -> Page[InconsistencyRecord]:
        """Inconsistencies, the last detected first."""
        with self.store.read() as transaction:
            entries = transaction.inconsistencies.list(wanted, page)
            return Page(records_of(transaction, entries.items), entries.next_cursor)

    def review(
        self,
        id: str,  # noqa: A002 - the word of the API
        status: str,
        note: str | Unset | None,
        precondition: Callable[[InconsistencyRecord], bool],
    ) -> InconsistencyRecord:
        """Store a reader's decision, and return the record as it is now.

        The precondition is asked about the record as it was, with no other write between; PreconditionFailed where it
        says no. A note that is unset stays what it is. NotFound.
        """
        with self.store.write() as transaction:
            entry = _entry(transaction, id)
            record = records_of(transaction, [entry])[0]
            if not precondition(record):
                raise PreconditionFailed
            decided = replace(record, status=status, note=record.note if isinstance(note, Unset) else note)
            transaction.inconsistencies.review(entry.seq, decided.status, decided.note)
            if decided != record:
                listening(transaction).hear_of_inconsistencies("inconsistency.updated", [decided])
            return decided


def _entry(transaction: Transaction, id: str) -> Entry:  # noqa: A002 - the word of the API
    entry = transaction.inconsistencies.get(id) if is_well_formed(id) else None
    if entry is None:
        raise NotFound("inconsistency", id)
    return entry


def records_of(transaction: Transaction, entries: Sequence[Entry]) -> tuple[InconsistencyRecord, ...]:
    """What these inconsistencies are, with their positions, in their order."""
    findings = transaction.findings.of_inconsistencies([entry.seq for entry in entries])
    return tuple(
        InconsistencyRecord(
            id=entry.id,
            inconsistency=_assembled(entry, findings[entry.seq]),
            status=entry.status,
            note=entry.note,
            detected_at=entry.detected_at,
        )
        for entry in entries
    )


def _assembled(entry: Entry, stored: Sequence[StoredFinding]) -> Inconsistency:
    """The inconsistency as its findings make it, under the heading that lists filter by.

    Its findings were one group when they were stored. Should a later version group them differently, all positions of
    the surest group are shown, until one of its articles is deleted, which regroups them.
    """
    groups = assemble([each.finding for each in stored])
    return Inconsistency(
        relation=Relation(entry.relation),
        kind=None if entry.kind is None else Kind(entry.kind),
        confidence=entry.confidence,
        topic=entry.topic,
        explanation=entry.explanation,
        point=entry.point,
        positions=groups[0].positions if groups else (),
        findings=groups[0].findings if groups else (),
    )
