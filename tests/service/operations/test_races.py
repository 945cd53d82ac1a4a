"""Posts at the same time, and processes that die in the middle of one."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from factcheck.checker import Checker
from service.operations import Operations, build_operations
from service.store import Store, Transaction
from service.store.records import ArticleFilter, Ingested, PageRequest
from tests.service.operations import stories
from tests.service.operations.stories import assert_whole, disagreements, post

# From Python 3.12 on, forking beside threads (those of the numeric libraries) warns.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")


class MeetingStore(Store):
    """A store in which every writer waits until all have finished reading."""

    def __init__(self, engine: sa.Engine, writers: int) -> None:
        super().__init__(engine)
        self._barrier = threading.Barrier(writers, timeout=30)

    @contextlib.contextmanager
    def write(self) -> Iterator[Transaction]:
        """The store's own, once all writers are there."""
        self._barrier.wait()
        with super().write() as transaction:
            yield transaction


def post_at_once(operations: Operations, posts: list[tuple[str, str]]) -> list[Ingested]:
    """Post each text of each outlet from a thread of its own."""
    done: list[Ingested] = []
    threads = [
        threading.Thread(target=lambda text=text, source=source: done.append(post(operations, text, source)))
        for text, source in posts
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done


def test_identical_posts_at_once_store_one_article(store: Store, checker: Checker) -> None:
    operations = build_operations(MeetingStore(store.engine, 4), checker)
    done = post_at_once(operations, [(stories.COLLAPSED, "The Courier")] * 4)
    assert sorted(each.created for each in done) == [False, False, False, True]
    assert len({each.record.article.id for each in done}) == 1
    assert len(operations.articles.list(ArticleFilter(), PageRequest()).items) == 1
    assert_whole(store)


def test_different_posts_at_once_still_find_each_others_conflict(store: Store, checker: Checker) -> None:
    operations = build_operations(MeetingStore(store.engine, 3), checker)
    done = post_at_once(
        operations, [(stories.COLLAPSED, "The Courier"), (stories.STOOD, "Tidende"), (stories.COLLAPSED_TOO, "Posten")]
    )
    assert [each.created for each in done] == [True] * 3
    (found,) = disagreements(operations)
    assert sorted(position.independent_sources for position in found.inconsistency.positions) == [1, 2]
    assert_whole(store)


def test_copies_posted_at_once_are_one_independent_source(store: Store, checker: Checker) -> None:
    wire = f"{stories.COLLAPSED} Water reached the lower streets before noon, and boats came from three other regions."
    operations = build_operations(MeetingStore(store.engine, 2), checker)
    done = post_at_once(operations, [(wire, "The Wire"), (wire, "The Courier")])
    assert len({each.record.article.origin for each in done}) == 1
    claims = {claim.origin for each in done for claim in operations_claims(store, each)}
    assert claims == {done[0].record.article.origin}


def operations_claims(store: Store, ingested: Ingested) -> list:  # type: ignore[type-arg]
    with store.read() as transaction:
        seq = transaction.articles.seq(ingested.record.article.id)
        assert seq is not None
        return list(transaction.claims.of_article(seq).values())


def test_an_article_deleted_while_another_is_compared_with_it_leaves_no_finding(store: Store, checker: Checker) -> None:
    plain = build_operations(store, checker)
    gone = post(plain, stories.STOOD, "Tidende").record.article.id

    class DeletingStore(Store):
        @contextlib.contextmanager
        def write(self) -> Iterator[Transaction]:
            plain.articles.delete(gone)
            with super().write() as transaction:
                yield transaction

    record = post(build_operations(DeletingStore(store.engine), checker), stories.COLLAPSED, "The Courier").record
    assert record.inconsistency_count == 0
    assert disagreements(plain) == ()
    assert_whole(store)


def _die_in_a_post(store: Store, checker: Checker, statement_number: int) -> None:
    """Post an article, and kill this process by SIGKILL before that many statements have run."""
    run = 0

    def count(*_arguments: object) -> None:
        nonlocal run
        run += 1
        if run == statement_number:
            os.kill(os.getpid(), signal.SIGKILL)

    sa.event.listen(store.engine, "before_cursor_execute", count)
    post(build_operations(store, checker), stories.STOOD, "Tidende")
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_killed_in_a_post_leaves_all_of_it_or_nothing(store: Store, checker: Checker) -> None:
    operations = build_operations(store, checker)
    post(operations, stories.COLLAPSED, "The Courier")
    fork = multiprocessing.get_context("fork")
    outcomes = []
    for statement_number in range(1, 200, 2):
        before = store.generation()
        child = fork.Process(target=_die_in_a_post, args=(store, checker, statement_number))
        child.start()
        child.join(timeout=60)
        assert child.exitcode == -signal.SIGKILL
        stored = operations.articles.list(ArticleFilter(source="Tidende"), PageRequest()).items
        found = disagreements(operations)
        assert_whole(store)
        outcomes.append(bool(stored))
        assert (len(stored), len(found), store.generation() > before) in {(0, 0, False), (1, 1, True)}
        if stored:
            break
    assert outcomes[-1], "a post that was answered is kept"
    assert len(outcomes) > 10, "the process died at many places before"


@pytest.mark.parametrize("text", [stories.STOOD])
def test_a_post_after_a_crash_finds_what_the_crashed_one_would_have(store: Store, checker: Checker, text: str) -> None:
    operations = build_operations(store, checker)
    post(operations, stories.COLLAPSED, "The Courier")
    child = multiprocessing.get_context("fork").Process(target=_die_in_a_post, args=(store, checker, 25))
    child.start()
    child.join(timeout=60)
    assert post(operations, text, "Tidende").record.inconsistency_count == 1
    assert_whole(store)
