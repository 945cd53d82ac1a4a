""" "Kestrel's parent" is whoever the articles at hand say owns Kestrel."""

from __future__ import annotations

import pytest

from factcheck.checker import Checker
from factcheck.extraction.owners import resolved, stated_owners
from factcheck.models import Article, Kind, Relation, Source


def _article(number: int, text: str) -> Article:
    return Article(id=str(number), source=Source(f"s{number}", f"s{number}"), text=text)


def test_what_a_parent_paid_is_held_against_what_the_named_owner_paid(checker: Checker) -> None:
    report = checker.compare_articles(
        [
            _article(1, "Varnholt paid 40 million euros for the cheese maker Osprey. Varnholt owns Kestrel Creamery."),
            _article(2, "Kestrel Creamery's parent company paid 14 million euros for the cheese maker Osprey."),
        ]
    )
    assert [(each.relation, each.kind) for each in report.inconsistencies] == [(Relation.CONTRADICTION, Kind.QUANTITY)]


@pytest.mark.parametrize(
    ("stated", "phrase", "meant"),
    [
        ("Varnholt owns Kestrel Creamery.", "Kestrel Creamery's parent closed two plants.", ["varnholt"]),
        ("Varnholt owns Kestrel Creamery.", "Kestrel Creamery's parent, Pellam Dairy, closed two plants.", []),
        ("Varnholt owns Kestrel Creamery.", "Pellam Dairy is Kestrel Creamery's parent.", []),
        ("Varnholt owns Kestrel Creamery.", "Osprey's parent closed two plants.", []),
        ("Varnholt may buy Kestrel Creamery.", "Kestrel Creamery's parent closed two plants.", []),
    ],
)
def test_a_parent_is_resolved_where_one_owner_is_stated(
    checker: Checker, stated: str, phrase: str, meant: list[str]
) -> None:
    owners = stated_owners([checker.claim(stated)])
    assert [referent.canonical for referent in resolved(checker.claim(phrase), owners).referents] == meant


def test_two_owners_leave_the_phrase_open(checker: Checker) -> None:
    owners = stated_owners(checker.claim(f"{name} owns Kestrel Creamery.") for name in ("Varnholt", "Pellam Dairy"))
    assert owners == {}
