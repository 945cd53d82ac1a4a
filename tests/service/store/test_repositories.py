"""Articles, claims, findings and sources go in and come out, in both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from factcheck.models import Assertion, Attribution, Kind, Referent, Relation, TimeExpression, Token
from service.store import Store, codec
from service.store.errors import InvalidCursor
from service.store.identity import source_named
from service.store.records import ArticleFilter, ClaimFilter, PageRequest
from tests.service.store.builders import NOON, a_claim, a_finding, an_article, keep


def all_pages(listing, limit: int) -> list:  # type: ignore[no-untyped-def,type-arg]
    found, cursor = [], None
    while True:
        page = listing(PageRequest(limit=limit, cursor=cursor))
        assert len(page.items) <= limit
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found


def test_an_article_comes_back_as_it_was(store: Store) -> None:
    article = replace(
        an_article("Ærlig talt — 🚢 sank.\nTwo lines.", title="Sunk", published_at=NOON),
        url="https://courier.example/1",
        author="A. Writer",
        language="en",
    )
    keep(store, article, [a_claim(article)])
    with store.read() as transaction:
        record = transaction.articles.get(article.id)
        assert record is not None
        assert record.article == article
        assert (record.claim_count, record.inconsistency_count, record.created_at) == (1, 0, NOON)
        assert transaction.articles.with_text(article.source.id, article.text) == record
        assert transaction.articles.with_text(article.source.id, article.text + " ") is None
        assert transaction.articles.with_text(source_named("Another").id, article.text) is None


def test_times_come_back_in_utc(store: Store) -> None:
    oslo = timezone(timedelta(hours=2))
    article = an_article(published_at=datetime(2025, 6, 1, 1, 30, 0, 123456, tzinfo=oslo))
    keep(store, article)
    with store.read() as transaction:
        record = transaction.articles.get(article.id)
    assert record is not None
    assert record.article.published_at == datetime(2025, 5, 31, 23, 30, 0, 123456, tzinfo=UTC)
    assert record.article.published_at.tzinfo is UTC


def test_a_claim_comes_back_with_everything_that_comparing_needs(store: Store) -> None:
    article = an_article(published_at=NOON)
    claim = replace(
        a_claim(article, entities=["Lund"]),
        attribution=Attribution("the mayor", "said", "reported"),
        times=(TimeExpression("on Monday", 3, 12, date(2025, 3, 3), date(2025, 3, 3), "day", True),),
        tokens=(Token("closed", "close", "VERB", "VBN", "ROOT", 0, 4, 10),),
        referents=(Referent(0, "lund", "it"),),
        assertions=(Assertion(Kind.OPPOSED_CONCEPT, "openness", "lund", "closed", 4, 10, 0.9),),
    )
    assert codec.decode(codec.VERSION, codec.encode(claim)) == claim
    keep(store, article, [claim])
    with store.read() as transaction:
        assert transaction.claims.get(claim.id) == claim
        assert list(transaction.claims.by_seq([transaction.claims.last_seq(), 10**9]).values()) == [claim]
        assert transaction.claims.get("art_none-1") is None


def test_a_source_keeps_the_name_that_came_first_and_goes_with_its_last_article(store: Store) -> None:
    first, second = an_article("One.", source="The  Courier"), an_article("Two.", source="THE COURIER")
    keep(store, first)
    keep(store, second)
    with store.read() as transaction:
        (record,) = transaction.sources.list(PageRequest()).items
    assert (record.source.name, record.article_count) == ("The Courier", 2)
    with store.write() as transaction:
        for article in (first, second):
            transaction.articles.remove(article.id)
            transaction.sources.remove_if_empty(article.source.id)
    with store.read() as transaction:
        assert transaction.sources.list(PageRequest()).items == ()


@pytest.mark.parametrize("limit", [1, 3, 7, 100])
def test_lists_show_everything_once_whatever_the_page(store: Store, limit: int) -> None:
    written = [an_article(f"Line {number}.", source=f"Outlet {number % 3}") for number in range(7)]
    for article in written:
        keep(store, article, [a_claim(article, 1), a_claim(article, 2)])
    newest_first = [article.id for article in reversed(written)]
    with store.read() as transaction:
        articles = all_pages(lambda page: transaction.articles.list(ArticleFilter(), page), limit)
        claims = all_pages(lambda page: transaction.claims.list(ClaimFilter(), page), limit)
        sources = all_pages(transaction.sources.list, limit)
    assert [record.article.id for record in articles] == newest_first
    in_order = [f"{article_id}-{number}" for article_id in newest_first for number in (2, 1)]
    assert [claim.id for claim in claims] == in_order
    assert [record.source.name for record in sources] == ["Outlet 0", "Outlet 1", "Outlet 2"]
    assert [(record.article_count, record.claim_count) for record in sources] == [(3, 6), (2, 4), (2, 4)]


def test_what_is_stored_while_a_list_is_read_moves_no_page(store: Store) -> None:
    for number in range(4):
        keep(store, an_article(f"Line {number}."))
    with store.read() as transaction:
        first = transaction.articles.list(ArticleFilter(), PageRequest(limit=2))
    keep(store, an_article("A late line."))
    with store.read() as transaction:
        second = transaction.articles.list(ArticleFilter(), PageRequest(limit=2, cursor=first.next_cursor))
    assert [record.article.text for record in (*first.items, *second.items)] == [
        "Line 3.", "Line 2.", "Line 1.", "Line 0.",
    ]  # fmt: skip
    assert second.next_cursor is None


def test_articles_are_filtered(store: Store) -> None:
    early = an_article("A ship sank off Vardø.", source="The Courier", published_at=NOON - timedelta(days=2))
    late = an_article("The ferry sailed.", source="Tidende", title="A calm sea", published_at=NOON + timedelta(days=2))
    undated = an_article("The SHIP was raised.", source="Tidende")
    for article in (early, late, undated):
        keep(store, article)
    cases = [
        (ArticleFilter(), [undated, late, early]),
        (ArticleFilter(source="tidende"), [undated, late]),
        (ArticleFilter(source=source_named("The Courier").id), [early]),
        (ArticleFilter(source="Nobody"), []),
        (ArticleFilter(q="ship"), [undated, early]),
        (ArticleFilter(q="VARDØ ship!"), [early]),
        (ArticleFilter(q="ship ferry"), []),
        (ArticleFilter(q="calm"), [late]),
        (ArticleFilter(q='"sank" OR NOT (near*'), []),
        (ArticleFilter(q="-- ' \" * ^ :"), []),
        (ArticleFilter(q=""), []),
        (ArticleFilter(q="a\x00b"), []),
        (ArticleFilter(q="\ud800"), []),
        (ArticleFilter(source="\x00"), []),
        (ArticleFilter(since=NOON), [undated, late]),
        (ArticleFilter(until=NOON), [early]),
        (ArticleFilter(since=NOON, until=NOON + timedelta(seconds=1)), [undated]),
        (ArticleFilter(q="ship", source="Tidende"), [undated]),
    ]
    with store.read() as transaction:
        for wanted, expected in cases:
            found = all_pages(lambda page, wanted=wanted: transaction.articles.list(wanted, page), 1)
            assert [record.article for record in found] == expected, wanted


def test_claims_are_filtered(store: Store) -> None:
    first = an_article("One.", source="The Courier")
    second = an_article("Two.", source="Tidende")
    sank = a_claim(first, 1, "The Aurora sank.", entities=["Aurora"], check_worthiness=0.9)
    sailed = a_claim(first, 2, "The Aurora sailed.", entities=["Aurora"], check_worthiness=0.2)
    closed = a_claim(second, 1, "The port closed.", entities=["Port of Lund"], check_worthiness=0.5)
    keep(store, first, [sank, sailed])
    keep(store, second, [closed])
    cases = [
        (ClaimFilter(), [closed, sailed, sank]),
        (ClaimFilter(q="aurora"), [sailed, sank]),
        (ClaimFilter(q="aurora sank"), [sank]),
        (ClaimFilter(q="..."), []),
        (ClaimFilter(entity="AURORA"), [sailed, sank]),
        (ClaimFilter(entity="port  of lund"), [closed]),
        (ClaimFilter(entity="port"), []),
        (ClaimFilter(source="tidende"), [closed]),
        (ClaimFilter(min_check_worthiness=0.5), [closed, sank]),
        (ClaimFilter(article_id=first.id), [sank, sailed]),
        (ClaimFilter(article_id="art_none"), []),
        (ClaimFilter(article_id="\x00"), []),
        (ClaimFilter(entity="\ud800"), []),
        (ClaimFilter(article_id=first.id, q="sailed"), [sailed]),
    ]
    with store.read() as transaction:
        for wanted, expected in cases:
            found = all_pages(lambda page, wanted=wanted: transaction.claims.list(wanted, page), 1)
            assert found == expected, wanted


def test_a_cursor_of_another_list_is_refused(store: Store) -> None:
    article = an_article()
    keep(store, article, [a_claim(article, 1), a_claim(article, 2)])
    with store.read() as transaction:
        cursor = transaction.claims.list(ClaimFilter(), PageRequest(limit=1)).next_cursor
        for listing in (
            lambda page: transaction.articles.list(ArticleFilter(), page),
            lambda page: transaction.claims.list(ClaimFilter(article_id=article.id), page),
            transaction.sources.list,
            lambda page: transaction.findings.of_claim(1, page),
        ):
            with pytest.raises(InvalidCursor):
                listing(PageRequest(cursor=cursor))


def test_findings_are_shown_from_either_claim_the_surest_first(store: Store) -> None:
    one, other = an_article("One."), an_article("Two.", source="Tidende")
    a = a_claim(one)
    others = [a_claim(other, number) for number in range(1, 5)]
    sure = a_finding(others[2], a, confidence=0.9)
    agreeing = a_finding(a, others[0], relation=Relation.AGREEMENT, kind=None, confidence=0.6, point="")
    same = [a_finding(others[number], a, confidence=0.7) for number in (1, 3)]
    keep(store, one, [a])
    keep(store, other, others, [agreeing, *same, sure])
    with store.read() as transaction:
        seq = transaction.claims.seqs([a.id])[a.id]
        found = all_pages(lambda page: transaction.findings.of_claim(seq, page), 1)
    assert [(each.claim, each.finding) for each in found] == [
        (others[2], sure),
        (others[1], same[0]),
        (others[3], same[1]),
        (others[0], agreeing),
    ]


def test_an_article_takes_its_claims_and_their_findings_with_it(store: Store) -> None:
    one, other = an_article("One."), an_article("Two.", source="Tidende")
    a, b = a_claim(one, entities=["Aurora"]), a_claim(other)
    keep(store, one, [a])
    keep(store, other, [b], [a_finding(b, a)])
    with store.write() as transaction:
        seq = transaction.articles.seq(one.id)
        assert seq is not None
        transaction.claims.remove_from_search(transaction.claims.of_article(seq))
        transaction.articles.remove(one.id)
    with store.read() as transaction:
        left = transaction.claims.list(ClaimFilter(), PageRequest()).items
        found = transaction.claims.list(ClaimFilter(q="harbour"), PageRequest()).items
        names = transaction.connection.exec_driver_sql("SELECT count(*) FROM claim_entities").scalar()
        findings = transaction.connection.exec_driver_sql("SELECT count(*) FROM findings").scalar()
    assert (left, found, names, findings) == ((b,), (b,), 0, 0)


def test_a_number_is_never_given_twice(store: Store) -> None:
    first, second = an_article("One."), an_article("Two.")
    keep(store, first, [a_claim(first)])
    with store.write() as transaction:
        last = transaction.claims.last_seq()
        transaction.claims.remove_from_search(transaction.claims.of_article(1))
        transaction.articles.remove(first.id)
    keep(store, second, [a_claim(second)])
    with store.read() as transaction:
        assert transaction.claims.last_seq() > last


def test_prints_of_a_text_lead_to_articles_like_it_the_first_first(store: Store) -> None:
    marks = {"one": (1, 2, 3, 2**32 - 1), "two": (1, 2, 3, 5)}
    with store.write() as transaction:
        for name, mark in marks.items():
            article = an_article(f"Text {name}.", id=f"art_{name}")
            transaction.sources.add(article.source)
            bands = (-(2**63), 7 if name == "one" else 8)
            transaction.articles.add(article, claim_count=0, signature=mark, bands=bands, created_at=NOON)
    with store.read() as transaction:
        near = transaction.articles.likenesses([-(2**63), 99])
        assert [(each.origin, each.signature) for each in near] == [
            ("art_one", marks["one"]),
            ("art_two", marks["two"]),
        ]
        assert [each.origin for each in transaction.articles.likenesses([8])] == ["art_two"]
        assert transaction.articles.likenesses([]) == transaction.articles.likenesses([1]) == ()
