"""Fills a database with articles as the service stores them, in large transactions and without comparing anything."""

from __future__ import annotations

import random
import struct
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

import sqlalchemy as sa

from benchmarks.corpus import SEED, Cast, CastClaim, Mould, Vocabulary
from factcheck.checker import Checker
from factcheck.matching.copies import bands
from factcheck.models import Article, Source
from service.candidates import index_for
from service.store import Store, codec, fulltext
from service.store.identity import content_hash, wording
from service.store.tables import article_bands, articles, claim_entities, claims

SENTENCES = 25
SOURCES = 40
_AT_ONCE = 400
"""Articles in a transaction: about ten thousand claims."""

_SIGNATURE = 64
_FIRST_DAY = datetime(2024, 1, 1, tzinfo=UTC)


def moulds(checker: Checker, count: int, vocabulary: Vocabulary) -> list[Mould]:
    """So many articles of 25 sentences, read by the pipeline."""
    found = []
    for number in range(count):
        article_id = Mould.ARTICLE.format(number)
        article = Article(
            id=article_id,
            source=Source(Mould.OUTLET, Mould.OUTLET),
            text=vocabulary.text(SENTENCES),
            published_at=_FIRST_DAY + timedelta(hours=number),
            origin=article_id,
        )
        found.append(Mould(article, checker.extract(article), vocabulary))
    return found


def casts(base: list[Mould], vocabulary: Vocabulary) -> Iterator[Cast]:
    """Articles without end, from one mould after the other."""
    number = 0
    while True:
        yield base[number % len(base)].cast(vocabulary, number, SOURCES)
        number += 1


def fill(store: Store, source: Iterator[Cast], stored: int, wanted: int, say: Callable[[str], None]) -> int:
    """Store articles until there are `wanted` claims; the number of claims stored now.

    The tables and indexes are those that the service writes, row for row, but for the prints by which copies are found:
    these are drawn, since to work them out would take as long as all the rest.
    """
    began, first, told = time.perf_counter(), stored, stored
    drawn = random.Random(SEED + stored)  # noqa: S311 - a benchmark, no secret
    while stored < wanted:
        batch = list(islice(source, max(1, min(_AT_ONCE, (wanted - stored) // SENTENCES))))
        with store.write() as writing:
            for outlet in {cast.source for cast in batch}:
                writing.sources.add(outlet)
            _write(writing.connection, batch, drawn)
        stored += sum(len(cast.claims) for cast in batch)
        if stored - told >= 50_000 or stored >= wanted:
            told = stored
            passed = time.perf_counter() - began
            left = passed / (stored - first) * max(0, wanted - stored)
            say(f"  {stored:,} of {wanted:,} claims stored ({passed:.0f} s, about {left:.0f} s to go)")
    return stored


def _write(connection: sa.Connection, batch: list[Cast], drawn: random.Random) -> None:
    def last(table: sa.Table) -> int:
        return int(connection.execute(sa.select(sa.func.max(table.c.seq))).scalar() or 0)

    numbered = list(enumerate(batch, last(articles) + 1))
    prints = {seq: tuple(drawn.getrandbits(31) for _ in range(_SIGNATURE)) for seq, _ in numbered}
    connection.execute(sa.insert(articles), [_article(seq, cast, prints[seq]) for seq, cast in numbered])
    marks = [
        {"band": band, "article_seq": seq} for seq, values in prints.items() for band in dict.fromkeys(bands(values))
    ]
    connection.execute(sa.insert(article_bands), marks)
    fulltext.add(connection, "article_words", [(seq, cast.text) for seq, cast in numbered])

    owned = ((seq, cast.source, claim) for seq, cast in numbered for claim in cast.claims)
    stated = list(enumerate(owned, last(claims) + 1))
    connection.execute(sa.insert(claims), [_claim(seq, *claim) for seq, claim in stated])
    named = [{"name": name, "claim_seq": seq} for seq, (_, _, claim) in stated for name in claim.names]
    connection.execute(sa.insert(claim_entities), named)
    said = ((seq, claim.text, claim.standalone_text) for seq, (_, _, claim) in stated)
    searched = [(seq, text if text == standalone else f"{text}\n{standalone}") for seq, text, standalone in said]
    fulltext.add(connection, "claim_words", searched)
    index_for("sqlite").add(connection, {seq: claim.terms for seq, (_, _, claim) in stated})


def _article(seq: int, cast: Cast, signature: tuple[int, ...]) -> dict[str, object]:
    return {
        "seq": seq,
        "id": cast.id,
        "source_id": cast.source.id,
        "content_hash": content_hash(cast.text),
        "text": cast.text,
        "origin": cast.id,
        "signature": struct.pack(f"<{_SIGNATURE}I", *signature),
        "claim_count": len(cast.claims),
        "created_at": _FIRST_DAY,
        "dated_at": _FIRST_DAY,
    }


def _claim(seq: int, article_seq: int, source: Source, claim: CastClaim) -> dict[str, object]:
    return {
        "seq": seq,
        "id": claim.id,
        "article_seq": article_seq,
        "source_id": source.id,
        "check_worthiness": claim.check_worthiness,
        "wording": wording(claim.text),
        "codec": codec.VERSION,
        "analysis": codec.seal(claim.packed),
    }
