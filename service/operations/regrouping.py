"""Stored findings to stored inconsistencies: what belongs together is put together, and keeps its name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from factcheck.models import Finding, Inconsistency
from factcheck.verdicts import assemble
from service.operations.inconsistencies import records_of
from service.operations.outbox import Listeners, listening
from service.store import Transaction
from service.store.findings import StoredFinding
from service.store.identity import new_id
from service.store.inconsistencies import Entry
from service.store.records import InconsistencyRecord


@dataclass(frozen=True, slots=True)
class Watched:
    """Inconsistencies as they read before a change, and who wants to know how they read after it."""

    transaction: Transaction
    listeners: Listeners
    earlier: Mapping[str, InconsistencyRecord]

    def tell(self, standing: Collection[int]) -> None:
        """Tell of each that is new or reads differently now; of one that is gone there is nothing to show."""
        if not self.listeners:
            return
        later = records_of(self.transaction, tuple(self.transaction.inconsistencies.by_seq(standing).values()))
        known = [record for record in later if record.id in self.earlier]
        changed = [record for record in known if record != self.earlier[record.id]]
        new = [record for record in later if record.id not in self.earlier]
        self.listeners.hear_of_inconsistencies("inconsistency.detected", new)
        self.listeners.hear_of_inconsistencies("inconsistency.updated", changed)


def watch(transaction: Transaction, touched: Collection[int]) -> Watched:
    """Note how these inconsistencies read now, where anybody listens."""
    listeners = listening(transaction)
    if not listeners:
        return Watched(transaction, listeners, {})
    records = records_of(transaction, tuple(transaction.inconsistencies.by_seq(touched).values()))
    return Watched(transaction, listeners, {record.id: record for record in records})


def regroup(
    transaction: Transaction,
    touched: Collection[int],
    new: Sequence[StoredFinding],
    *,
    claim_seqs: dict[str, int],
    now: datetime,
    watched: Watched | None = None,
) -> None:
    """Group the findings of the touched inconsistencies anew, with those that came, without those that went.

    A group keeps the id, status, note and time of detection of the inconsistency that its findings stood in: of the
    oldest, where several became one. What was decided about a younger one of these is kept where the oldest is still
    open. An inconsistency that is left without a group is gone. `claim_seqs` has the numbers of claims that are known
    already, by id.

    Whoever listens is told of what reads differently than in `watched`, which was noted before anything was changed; None
    where nothing was yet.
    """
    watched = watched or watch(transaction, touched)
    before = transaction.inconsistencies.by_seq(touched)
    stored = [each for group in transaction.findings.of_inconsistencies(touched).values() for each in group]
    by_pair = {_pair(each.finding): each for each in (*stored, *new)}
    groups = assemble([each.finding for each in by_pair.values()])
    seqs = _all_seqs(transaction, groups, claim_seqs)
    moved: dict[int, int] = {}
    kept: dict[int, set[int]] = {}
    for group in groups:
        members = [by_pair[_pair(finding)] for finding in group.findings]
        former = sorted(
            {each.inconsistency_seq for each in members if each.inconsistency_seq in before} - kept.keys() - {None}
        )
        if former:
            seq = former[0]
            _keep(transaction, [before[each] for each in former], group)
        else:
            seq = transaction.inconsistencies.add(new_id("inc"), group, now)
        kept[seq] = {seqs[claim_id] for claim_id in _claim_ids(group)}
        moved.update({each.seq: seq for each in members if each.inconsistency_seq != seq})
    transaction.inconsistencies.set_claims(kept)
    transaction.findings.settle(moved)
    transaction.inconsistencies.remove(before.keys() - kept.keys())
    watched.tell(kept)


def _keep(transaction: Transaction, former: Sequence[Entry], group: Inconsistency) -> None:
    oldest = former[0]
    transaction.inconsistencies.describe(oldest.seq, group)
    decided = next((entry for entry in former if entry.status != "open"), oldest)
    if decided is not oldest:
        transaction.inconsistencies.review(oldest.seq, decided.status, oldest.note or decided.note)


def _all_seqs(transaction: Transaction, groups: Sequence[Inconsistency], known: dict[str, int]) -> dict[str, int]:
    wanted = {claim_id for group in groups for claim_id in _claim_ids(group)}
    return known | transaction.claims.seqs(wanted - known.keys())


def _claim_ids(group: Inconsistency) -> set[str]:
    return {claim.id for finding in group.findings for claim in (finding.a, finding.b)}


def _pair(finding: Finding) -> tuple[str, str, str]:
    first, second = sorted((finding.a.id, finding.b.id))
    return first, second, finding.point
