"""Inconsistencies keep their name while they grow, and what a reader decided about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck.models import Finding, Kind, Relation
from factcheck.verdicts import assemble
from service.operations import Operations
from service.operations.errors import InvalidCursor, PreconditionFailed
from service.operations.regrouping import grow, regroup, watch
from service.store import Store
from service.store.records import UNSET, InconsistencyFilter, InconsistencyRecord, PageRequest
from tests.service.operations import stories
from tests.service.operations.stories import disagreements, post, sides
from tests.service.store.builders import NOON, a_claim, a_finding, an_article, keep


def test_a_decision_survives_growth(operations: Operations) -> None:
    post(operations, stories.COLLAPSED, "The Courier")
    post(operations, stories.STOOD, "Tidende")
    (before,) = disagreements(operations)
    operations.inconsistencies.review(before.id, "dismissed", "The dam of another town.", lambda _: True)
    post(operations, stories.COLLAPSED_TOO, "Posten")
    (after,) = disagreements(operations)
    assert (after.id, after.status, after.note) == (before.id, "dismissed", "The dam of another town.")
    assert after.detected_at == before.detected_at
    assert [number for number, _ in sides(after)] == [1, 2]


def test_a_review_changes_status_and_note_and_nothing_else(operations: Operations) -> None:
    post(operations, stories.OPEN, "The Courier")
    post(operations, stories.PROPRIETARY, "Tidende")
    (before,) = disagreements(operations)
    confirmed = operations.inconsistencies.review(before.id, "confirmed", "Called both.", lambda _: True)
    assert confirmed == replace(before, status="confirmed", note="Called both.")
    assert operations.inconsistencies.get(before.id) == confirmed
    reopened = operations.inconsistencies.review(before.id, "open", UNSET, lambda _: True)
    assert reopened == replace(before, status="open", note="Called both.")
    emptied = operations.inconsistencies.review(before.id, "open", None, lambda _: True)
    assert operations.inconsistencies.get(before.id) == emptied == before


def test_a_review_of_a_record_that_changed_is_refused(operations: Operations) -> None:
    post(operations, stories.OPEN, "The Courier")
    post(operations, stories.PROPRIETARY, "Tidende")
    (before,) = disagreements(operations)
    shown: list[InconsistencyRecord] = []

    def refuse(record: InconsistencyRecord) -> bool:
        shown.append(record)
        return False

    with pytest.raises(PreconditionFailed):
        operations.inconsistencies.review(before.id, "confirmed", None, refuse)
    assert shown == [before]
    assert operations.inconsistencies.get(before.id) == before


def test_inconsistencies_are_filtered(operations: Operations) -> None:
    first = post(operations, stories.COLLAPSED, "The Courier").record.article.id
    post(operations, stories.STOOD, "Tidende")
    post(operations, stories.OPEN, "Posten")
    post(operations, stories.PROPRIETARY, "Tidende")
    dam, model = disagreements(operations)
    operations.inconsistencies.review(model.id, "confirmed", None, lambda _: True)
    model = operations.inconsistencies.get(model.id)
    cases = [
        (InconsistencyFilter(), [model, dam]),
        (InconsistencyFilter(article_id=first), [dam]),
        (InconsistencyFilter(article_id="art_none"), []),
        (InconsistencyFilter(source="tidende"), [model, dam]),
        (InconsistencyFilter(source="the courier"), [dam]),
        (InconsistencyFilter(source="the courier", article_id=first), [dam]),
        (InconsistencyFilter(entity="ORSK"), [dam]),
        (InconsistencyFilter(entity="\x00"), []),
        (InconsistencyFilter(kind="negation"), [dam]),
        (InconsistencyFilter(kind="opposed_concept"), [model]),
        (InconsistencyFilter(relation="contradiction"), [model, dam]),
        (InconsistencyFilter(relation="update"), []),
        (InconsistencyFilter(status="confirmed"), [model]),
        (InconsistencyFilter(status="open"), [dam]),
        (InconsistencyFilter(min_confidence=0.1), [model, dam]),
        (InconsistencyFilter(min_confidence=1.01), []),
        (InconsistencyFilter(since=dam.detected_at), [model, dam]),
        (InconsistencyFilter(since=datetime.now(UTC) + timedelta(minutes=1)), []),
    ]
    for wanted, expected in cases:
        assert list(operations.inconsistencies.list(wanted, PageRequest()).items) == expected, wanted


def test_pages_of_inconsistencies_follow_each_other(operations: Operations) -> None:
    for text in stories.ALL:
        post(operations, text, f"Outlet {len(text)}")
    expected = list(reversed(disagreements(operations)))
    assert len(expected) > 2
    found, cursor = [], None
    while True:
        page = operations.inconsistencies.list(InconsistencyFilter(), PageRequest(limit=1, cursor=cursor))
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
    assert found == expected
    with pytest.raises(InvalidCursor):
        operations.inconsistencies.list(InconsistencyFilter(), PageRequest(cursor="x"))


class Board:
    """A store in which findings are put up one after another, as posts would."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.claims = {}
        for name in "abcdef":
            article = an_article(f"Text {name}.", source=f"Outlet {name}", id=f"art_{name}")
            self.claims[name] = a_claim(article, 1, f"Claim {name}.")
            keep(store, article, [self.claims[name]])

    def put(self, *pairs: str, **changes: object) -> None:
        findings: list[Finding] = [
            a_finding(self.claims[one], self.claims[other], **changes)  # type: ignore[arg-type]
            for one, other in pairs
        ]
        with self.store.write() as transaction:
            seqs = transaction.claims.seqs([claim.id for claim in self.claims.values()])
            stored = transaction.findings.add(findings, seqs)
            grow(transaction, stored, claim_seqs=seqs, now=NOON)


def test_two_inconsistencies_that_turn_out_to_be_one_keep_the_older_name(store: Store, operations: Operations) -> None:
    board = Board(store)
    board.put("ab")
    board.put("cd")
    older, younger = disagreements(operations)
    operations.inconsistencies.review(younger.id, "confirmed", "Both rang.", lambda _: True)
    board.put("bd")
    (merged,) = disagreements(operations)
    assert merged.id == older.id
    assert (merged.status, merged.note) == ("confirmed", "Both rang."), "what was decided is not lost"
    assert {claim.id for position in merged.inconsistency.positions for claim in position.claims} == {
        f"art_{name}-1" for name in "abcd"
    }


def test_an_inconsistency_that_falls_apart_keeps_its_name_for_one_part(store: Store, operations: Operations) -> None:
    board = Board(store)
    board.put("ab", "bc", "cd")
    (whole,) = disagreements(operations)
    board.put("ef")
    _, other = disagreements(operations)
    with store.write() as transaction:
        seq = transaction.articles.seq("art_b")
        assert seq is not None
        touched = transaction.inconsistencies.of_article(seq)
        watched = watch(transaction, touched)
        transaction.articles.remove("art_b")
        regroup(transaction, touched, now=NOON, watched=watched)
    left, untouched = disagreements(operations)
    assert (left.id, untouched) == (whole.id, other)
    assert [texts for _, texts in sides(left)] == [["Claim c."], ["Claim d."]]


def test_other_kinds_and_relations_of_the_same_claims_stand_apart(store: Store, operations: Operations) -> None:
    board = Board(store)
    board.put("ab")
    board.put("ac", kind=Kind.QUANTITY, point="quantity:ships")
    board.put("ad", relation=Relation.UPDATE)
    found = [(each.inconsistency.relation, each.inconsistency.kind) for each in disagreements(operations)]
    assert found == [
        (Relation.CONTRADICTION, Kind.NEGATION),
        (Relation.CONTRADICTION, Kind.QUANTITY),
        (Relation.UPDATE, Kind.NEGATION),
    ]


Pair = tuple[int, int, float]
Batch = tuple[Relation, Kind, str, list[Pair]]


@st.composite
def arrivals(draw: st.DrawFn) -> list[Batch]:
    """What comes with each of some articles, of two claims each: pairs of these with earlier ones on one of few points."""
    batches = []
    for article in range(1, draw(st.integers(4, 7))):
        ends = st.tuples(st.integers(0, 2 * article - 1), st.sampled_from([2 * article, 2 * article + 1]))
        relation = draw(st.sampled_from([Relation.CONTRADICTION, Relation.ATTRIBUTED_DISAGREEMENT, Relation.UPDATE]))
        kind, point = draw(st.sampled_from([(Kind.NEGATION, "n"), (Kind.NEGATION, ""), (Kind.AFFILIATION, "a")]))
        linked = draw(st.lists(ends, max_size=5, unique=True))
        pairs = [(other, newest, draw(st.sampled_from([0.5, 0.7, 0.9]))) for other, newest in linked]
        batches.append((relation, kind, point, pairs))
    return batches


_boards = count()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=arrivals())
def test_inconsistencies_that_grew_are_those_that_all_findings_at_once_would_make(
    store: Store, batches: list[Batch]
) -> None:
    board = next(_boards)
    articles = [an_article(f"Text {board} {n}.", source=f"Outlet {n}", id=f"art_{board}x{n}") for n in range(7)]
    claims = [a_claim(article, n, f"Claim {n} of {article.id}.") for article in articles for n in (1, 2)]
    for number, article in enumerate(articles):
        keep(store, article, claims[2 * number : 2 * number + 2])
    everything: list[Finding] = []
    for relation, kind, point, pairs in batches:
        issue = point and f"{point}{board}"
        new = [
            a_finding(claims[a], claims[b], relation=relation, kind=kind, point=issue, confidence=sure)
            for a, b, sure in pairs
        ]
        everything += new
        with store.write() as transaction:
            seqs = transaction.claims.seqs([claim.id for claim in claims])
            grow(transaction, transaction.findings.add(new, seqs), claim_seqs=seqs, now=NOON)

    with store.read() as transaction:
        seqs = transaction.claims.seqs([claim.id for claim in claims])
        numbers = [transaction.articles.seq(article.id) or 0 for article in articles]
        standing = {seq for number in numbers for seq in transaction.inconsistencies.of_article(number)}
        entries = transaction.inconsistencies.by_seq(standing)
        grown = {
            frozenset(_told(each.finding) for each in group): (entries[seq].relation, entries[seq].confidence)
            for seq, group in transaction.findings.of_inconsistencies(standing).items()
        }
        taking_part = {seq: transaction.inconsistencies.claims_of([seq]) for seq in standing}
        for seq, group in transaction.findings.of_inconsistencies(standing).items():
            assert taking_part[seq] == {seqs[claim.id] for each in group for claim in (each.finding.a, each.finding.b)}
    assert grown == {
        frozenset(map(_told, group.findings)): (group.relation, group.confidence) for group in assemble(everything)
    }


def _told(finding: Finding) -> tuple[object, ...]:
    return finding.a.id, finding.b.id, finding.relation, finding.kind, finding.point
