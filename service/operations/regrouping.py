"""Stored findings to stored inconsistencies: what belongs together is put together, and keeps its name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from factcheck.models import Finding, Inconsistency, Relation
from factcheck.verdicts import Issue, assemble
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
        later = _records(self.transaction, standing)
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
    return Watched(transaction, listeners, {record.id: record for record in _records(transaction, touched)})


def grow(
    transaction: Transaction, new: Sequence[StoredFinding], *, claim_seqs: Mapping[str, int], now: datetime
) -> None:
    """Put new findings into the inconsistencies that they belong to, which are made, or made one, where that takes it.

    What comes of it is what grouping all findings anew would give, but for which of two equally sure ones an inconsistency
    is told by, and it hardly costs more where an inconsistency holds thousands already. An inconsistency keeps its id,
    status, note and time of detection; of several that became one the oldest does, and what was decided about a younger
    one is kept where the oldest is still open. `claim_seqs` has the numbers of the findings' claims. Each new finding has
    a claim that no stored one has.
    """
    by_pair = {_pair(each.finding): each.seq for each in new}
    made: set[int] = set()
    joined: dict[int, _Newcomers] = {}
    for group in assemble([each.finding for each in new]):
        members = {claim_seqs[claim_id] for claim_id in _claim_ids(group)}
        newcomers = _Newcomers(members, {by_pair[_pair(finding)] for finding in group.findings})
        former = transaction.inconsistencies.by_seq(transaction.findings.grouped(Issue.of(group), members))
        if not former:
            seq = transaction.inconsistencies.add(new_id("inc"), group, now)
            made.add(seq)
        else:
            seq, *gone = former
            told: list[Entry | Inconsistency] = [*former.values(), group]
            surest = max(told, key=_rank)
            if surest is not former[seq]:
                transaction.inconsistencies.describe(seq, surest)
            if gone:
                _keep_decision(transaction, tuple(former.values()))
                newcomers.claims |= transaction.inconsistencies.claims_of(gone)
                transaction.findings.move(gone, seq)
                transaction.inconsistencies.remove(gone)
        for each in former:
            newcomers.add(joined.pop(each, None))
        joined[seq] = newcomers
    transaction.inconsistencies.add_claims({seq: each.claims for seq, each in joined.items()})
    transaction.findings.settle({finding: seq for seq, each in joined.items() for finding in each.findings})
    _tell(transaction, made & joined.keys(), joined.keys() - made)


@dataclass(slots=True)
class _Newcomers:
    """The numbers of claims and findings that come to an inconsistency."""

    claims: set[int]
    findings: set[int]

    def add(self, others: _Newcomers | None) -> None:
        if others is not None:
            self.claims |= others.claims
            self.findings |= others.findings


def _rank(found: Entry | Inconsistency) -> tuple[bool, float]:
    """What is told of findings that belong together: a contradiction before a disagreement of speakers, then the surest."""
    return found.relation == Relation.CONTRADICTION, found.confidence


def _tell(transaction: Transaction, made: Collection[int], grown: Collection[int]) -> None:
    listeners = listening(transaction)
    if listeners:
        listeners.hear_of_inconsistencies("inconsistency.detected", _records(transaction, made))
        listeners.hear_of_inconsistencies("inconsistency.updated", _records(transaction, grown))


def _records(transaction: Transaction, seqs: Collection[int]) -> tuple[InconsistencyRecord, ...]:
    return records_of(transaction, tuple(transaction.inconsistencies.by_seq(seqs).values()))


def regroup(transaction: Transaction, touched: Collection[int], *, now: datetime, watched: Watched) -> None:
    """Group the findings of the touched inconsistencies anew, without those that went.

    A group keeps the id, status, note and time of detection of the inconsistency that its findings stood in; of one that
    fell apart, the first group does. An inconsistency that is left without a group is gone. Whoever listens is told of
    what reads differently than in `watched`, which was noted before anything was changed.
    """
    before = transaction.inconsistencies.by_seq(touched)
    stored = [each for group in transaction.findings.of_inconsistencies(touched).values() for each in group]
    by_pair = {_pair(each.finding): each for each in stored}
    groups = assemble([each.finding for each in stored])
    seqs = transaction.claims.seqs({claim_id for group in groups for claim_id in _claim_ids(group)})
    moved: dict[int, int] = {}
    kept: dict[int, set[int]] = {}
    for group in groups:
        members = [by_pair[_pair(finding)] for finding in group.findings]
        former = sorted({each.inconsistency_seq for each in members if each.inconsistency_seq} - kept.keys())
        if former:
            seq = former[0]
            transaction.inconsistencies.describe(seq, group)
            _keep_decision(transaction, [before[each] for each in former])
        else:
            seq = transaction.inconsistencies.add(new_id("inc"), group, now)
        kept[seq] = {seqs[claim_id] for claim_id in _claim_ids(group)}
        moved.update({each.seq: seq for each in members if each.inconsistency_seq != seq})
    transaction.inconsistencies.set_claims(kept)
    transaction.findings.settle(moved)
    transaction.inconsistencies.remove(before.keys() - kept.keys())
    watched.tell(kept)


def _keep_decision(transaction: Transaction, former: Sequence[Entry]) -> None:
    """What was decided about the oldest of inconsistencies that became one, else about the first of the others."""
    oldest = former[0]
    decided = next((entry for entry in former if entry.status != "open"), oldest)
    if decided is not oldest:
        transaction.inconsistencies.review(oldest.seq, decided.status, oldest.note or decided.note)


def _claim_ids(group: Inconsistency) -> set[str]:
    return {claim.id for finding in group.findings for claim in (finding.a, finding.b)}


def _pair(finding: Finding) -> tuple[str, str, str]:
    first, second = sorted((finding.a.id, finding.b.id))
    return first, second, finding.point
