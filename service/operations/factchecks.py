"""Published fact-checks: storing them, and finding them by what they review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

import sqlalchemy as sa

from factcheck.learned.vectors import pack
from factcheck.matching.ranking import Published, asked_terms, published_level, rank, with_meaning
from factcheck.matching.ranking_terms import indexed_terms, search_terms
from factcheck.models import FactCheck, FactCheckMatch
from factcheck.thresholds import LEAST_MEANING, NEAREST_PUBLISHED
from service.candidates.factchecks import FactCheckIndex
from service.operations.errors import NotFound
from service.operations.nearest import Meaning
from service.store import Store, Transaction
from service.store.cursors import cursor_after, key_of
from service.store.factchecks import condition_of, identity_of
from service.store.identity import is_storable, is_well_formed, new_id
from service.store.records import FactCheckFilter, FactCheckRecord, Page, PageRequest, Status, StoredFactCheck
from service.store.tables import factchecks

RANKED: Final = 200
"""Fact-checks that a search puts in order; a list of what was searched for ends there.

With 120 the right one is missing from the first twenty for one post in 200 more (CheckThat! 2020); each costs 0.05 ms.
"""

RANKED_BESIDE: Final = 100
"""Of those, how many share words with the text where an encoder offers others: the right one is missing for no more posts."""

NEAREST_OF_SOME: Final = 1_000
"""Fact-checks that an encoder offers where only some are asked for, those of a publisher, for one."""


@dataclass(frozen=True, slots=True)
class FactCheckOperations:
    """What can be asked about published fact-checks, and done with them; without `meaning`, by their words alone."""

    store: Store
    index: FactCheckIndex
    meaning: Meaning | None = None

    def get(self, id: str) -> FactCheckRecord:  # noqa: A002 - the word of the API
        """The fact-check of this id; NotFound."""
        if is_well_formed(id):
            with self.store.read() as transaction:
                kept = transaction.factchecks.get(id)
            if kept is not None:
                return kept.record
        raise NotFound("factcheck", id)

    def list(self, wanted: FactCheckFilter, page: PageRequest) -> Page[FactCheckRecord]:
        """Fact-checks: the newest review first, or, where a text is searched for, those most like it first."""
        with self.store.read() as transaction:
            if wanted.q is None:
                return transaction.factchecks.list(wanted, page)
            after = None if page.cursor is None else key_of(page.cursor, "ranked_factchecks", float, int)
            ranked = self._ranked(transaction, wanted.q, wanted, self.meaning)
            if after is not None:
                ranked = [(seq, score) for seq, score in ranked if (-score, seq) > (-after[0], after[1])]
            shown = ranked[: page.limit]
            records = transaction.factchecks.by_seq([seq for seq, _ in shown])
        more = len(ranked) > page.limit
        cursor = cursor_after("ranked_factchecks", shown[-1][1], shown[-1][0]) if more else None
        return Page(tuple(replace(records[seq], score=score) for seq, score in shown), cursor)

    def likest(self, transaction: Transaction, text: str, most: int) -> tuple[FactCheckMatch, ...]:
        """The fact-checks of claims that are worded like this text, the likest first."""
        ranked = self._ranked(transaction, text, FactCheckFilter(), None)
        alike = [(seq, score) for seq, score in ranked if published_level(text, score) == "same"][:most]
        records = transaction.factchecks.by_seq([seq for seq, _ in alike])
        return tuple(FactCheckMatch(records[seq].factcheck, score) for seq, score in alike)

    def submit(self, factcheck: FactCheck) -> tuple[FactCheckRecord, bool]:
        """Store one fact-check; the record as it is now, and whether it is new."""
        plan = self._carried_out([factcheck])
        return plan.records[0], plan.outcome[0].status == "created"

    def submit_all(self, submitted: Sequence[FactCheck]) -> tuple[StoredFactCheck, ...]:
        """Store fact-checks, in one write: what became of each, in order.

        A claim that is stored with this URL already is the same fact-check: the newer version replaces the older. That
        is the one reviewed later, where both say when, else the one submitted later. Nothing is written where nothing
        changes.
        """
        return self._carried_out(submitted).outcome

    def delete(self, id: str) -> None:  # noqa: A002 - the word of the API
        """Forget a fact-check; NotFound."""
        with self.store.write() as transaction:
            kept = transaction.factchecks.get(id) if is_well_formed(id) else None
            if kept is None:
                raise NotFound("factcheck", id)
            self.index.remove(transaction.connection, [kept.seq])
            transaction.factchecks.remove(kept.seq)

    def count_without_vector(self) -> int:
        """How many fact-checks the encoder has made no vector of; 0 where there is no encoder."""
        if self.meaning is None:
            return 0
        with self.store.read() as transaction:
            return transaction.embeddings.count_missing(self.meaning.version)

    def encode_some(self, most: int) -> int:
        """Make the vectors of so many fact-checks that have none of this encoder; how many were made. 0: all have one."""
        if self.meaning is None:
            return 0
        with self.store.read() as transaction:
            missing = transaction.embeddings.missing(self.meaning.version, limit=most)
        if not missing:
            return 0
        made = self._vectors(missing.values())
        with self.store.write() as transaction:
            # One that was replaced meanwhile has its vector, or says something else now.
            still = transaction.embeddings.missing(self.meaning.version, limit=most)
            vectors = {seq: made[claim] for seq, claim in still.items() if claim in made}
            transaction.embeddings.put(self.meaning.version, vectors)
        return len(vectors)

    def _carried_out(self, submitted: Sequence[FactCheck]) -> _Plan:
        with self.store.read() as transaction:
            plan = _planned(transaction, submitted)
        if not plan.new and not plan.changed:
            return plan
        vectors = self._vectors(_claims_of(plan))
        with self.store.write() as transaction:
            plan = _planned(transaction, submitted)
            seqs = transaction.factchecks.add(plan.new)
            transaction.factchecks.replace(plan.changed)
            self.index.remove(transaction.connection, plan.changed.keys())
            indexed = {**{seqs[each.factcheck.id]: each for each in plan.new}, **plan.changed}
            terms = {seq: _terms(each.factcheck) for seq, each in indexed.items()}
            self.index.add(transaction.connection, terms)
            transaction.embeddings.remove(plan.changed.keys())
            if self.meaning is not None:
                vectors |= self._vectors(set(_claims_of(plan)) - vectors.keys())
                new = {seq: vectors[each.factcheck.claim_reviewed] for seq, each in indexed.items()}
                transaction.embeddings.put(self.meaning.version, new)
        return plan

    def _vectors(self, claims: Iterable[str]) -> dict[str, bytes]:
        """The vectors of claims as they are kept; none where there is no encoder."""
        if self.meaning is None:
            return {}
        texts = list(dict.fromkeys(claims))
        return dict(zip(texts, pack(self.meaning.vectors(texts)), strict=True)) if texts else {}

    def _ranked(
        self, transaction: Transaction, text: str, wanted: FactCheckFilter, meaning: Meaning | None
    ) -> Sequence[tuple[int, float]]:
        """The numbers of the fact-checks most like a text, with their scores, in order."""
        condition = condition_of(wanted) if is_storable(text) else None
        if condition is None:
            return ()
        among = None if wanted == FactCheckFilter(wanted.q) else sa.select(factchecks.c.seq).where(condition)
        terms = search_terms(text)
        connection = transaction.connection
        frequencies = self.index.frequencies(connection, terms)
        asked = asked_terms(terms, frequencies.of_terms)
        limit = RANKED if meaning is None else RANKED_BESIDE
        seqs = self.index.search(connection, asked, frequencies, limit=limit, among=among)
        likenesses = None
        if meaning is not None and terms:
            likenesses = meaning.likenesses(transaction, text, seqs)
            near = likenesses.nearest(NEAREST_PUBLISHED if among is None else NEAREST_OF_SOME, LEAST_MEANING)
            if among is not None:
                allowed = set(connection.execute(among.where(factchecks.c.seq.in_(near))).scalars())
                near = tuple(seq for seq in near if seq in allowed)[:NEAREST_PUBLISHED]
            seqs = tuple(dict.fromkeys([*seqs, *near]))
        worded = transaction.factchecks.worded(seqs)
        # A vector may be of a moment after this transaction's, or before the fact-check was deleted.
        seqs = tuple(seq for seq in seqs if seq in worded)
        published = [Published(*worded[seq]) for seq in seqs]
        scores = rank(text, published, frequencies.of_terms, frequencies.stored)
        if likenesses is not None:
            scores = with_meaning(scores, [likenesses.of(seq) for seq in seqs])
        return sorted(zip(seqs, scores, strict=True), key=lambda each: (-each[1], each[0]))


@dataclass(frozen=True, slots=True)
class _Plan:
    """What storing some fact-checks does: what is new, what is changed (by number), and what becomes of each."""

    new: tuple[FactCheckRecord, ...]
    changed: Mapping[int, FactCheckRecord]
    records: tuple[FactCheckRecord, ...]
    outcome: tuple[StoredFactCheck, ...]


def _planned(transaction: Transaction, submitted: Sequence[FactCheck]) -> _Plan:
    now = datetime.now(UTC)
    stored = transaction.factchecks.by_identity(submitted)
    seqs = {identity: kept.seq for identity, kept in stored.items()}
    current = {identity: kept.record for identity, kept in stored.items()}
    touched: dict[str, FactCheckRecord] = {}
    outcome: list[StoredFactCheck] = []
    for factcheck in submitted:
        identity = identity_of(factcheck)
        before = current.get(identity)
        if before is None:
            after = FactCheckRecord(replace(factcheck, id=new_id("fc")), now)
        elif _is_newer(factcheck, before.factcheck):
            after = replace(before, factcheck=replace(factcheck, id=before.factcheck.id))
        else:
            after = before
        if after != before:
            current[identity] = touched[identity] = after
        status: Status = "created" if before is None else "unchanged" if after == before else "updated"
        outcome.append(StoredFactCheck(after.factcheck.id, status))
    return _Plan(
        new=tuple(record for identity, record in touched.items() if identity not in seqs),
        changed={seqs[identity]: record for identity, record in touched.items() if identity in seqs},
        records=tuple(current[identity_of(factcheck)] for factcheck in submitted),
        outcome=tuple(outcome),
    )


def _is_newer(submitted: FactCheck, stored: FactCheck) -> bool:
    """Whether what was submitted takes the place of what is stored: unless that was reviewed on a later day."""
    if submitted.review_date is None or stored.review_date is None:
        return True
    return submitted.review_date >= stored.review_date


def _claims_of(plan: _Plan) -> list[str]:
    return [record.factcheck.claim_reviewed for record in (*plan.new, *plan.changed.values())]


def _terms(factcheck: FactCheck) -> tuple[str, ...]:
    return indexed_terms(Published(factcheck.claim_reviewed, factcheck.title).text)
