"""Fills a database with analysed articles, through the store's own write path."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from benchmarks.corpus import Analysed, Vocabulary
from factcheck.checker import Checker
from factcheck.matching.copies import bands, signature
from factcheck.models import Article, Source
from service.candidates import index_for
from service.store import Store

SENTENCES = 25
SOURCES = 40
_AT_ONCE = 20
_FIRST_DAY = datetime(2024, 1, 1, tzinfo=UTC)


def analysed(checker: Checker, count: int, vocabulary: Vocabulary) -> list[Analysed]:
    """So many articles of 25 sentences, read by the pipeline."""
    found = []
    for number in range(count):
        article = Article(
            id=f"base-{number}",
            source=Source("base", "Base"),
            text=vocabulary.text(SENTENCES),
            published_at=_FIRST_DAY + timedelta(hours=number),
        )
        found.append(Analysed(article, checker.extract(article)))
    return found


def articles(base: list[Analysed], vocabulary: Vocabulary) -> Iterator[Analysed]:
    """Articles without end, each a base article with other words."""
    number = 0
    while True:
        one = base[number % len(base)]
        outlet = f"outlet-{number % SOURCES:02d}"
        yield one.varied(vocabulary.other_words(one.article), f"bench-{number}", Source(outlet, outlet))
        number += 1


def fill(store: Store, source: Iterator[Analysed], stored: int, wanted: int, say: Callable[[str], None]) -> int:
    """Store articles until there are `wanted` claims, without comparing them; the number of claims stored now."""
    began = time.perf_counter()
    index = index_for(store.dialect)
    told = stored
    while stored < wanted:
        with store.write() as writing:
            for _ in range(_AT_ONCE):
                if stored >= wanted:
                    break
                one = next(source)
                writing.sources.add(one.article.source)
                marks = signature(one.article.text)
                seq = writing.articles.add(
                    one.article,
                    claim_count=len(one.claims),
                    signature=marks,
                    bands=bands(marks),
                    created_at=_FIRST_DAY,
                )
                seqs = writing.claims.add(seq, one.claims)
                index.add(writing.connection, {seqs[claim.id]: claim.terms for claim in one.claims})
                stored += len(one.claims)
        if stored - told >= 10_000:
            told = stored
            say(f"  {stored:,} claims stored ({time.perf_counter() - began:.0f} s)")
    return stored
