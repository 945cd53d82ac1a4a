"""Which published fact-checks may review a claim: an inverted index over their terms, the same in both databases.

It gives a short list for an exact ranking: the fact-checks that share the rarest terms of a text, by how rare those are.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from service.candidates.terms import number_of


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How many fact-checks have each of some terms (those that none has are left out), and how many there are."""

    of_terms: Mapping[str, int]
    stored: int


_postings = sa.table(
    "factcheck_postings",
    sa.column("term", sa.BigInteger),
    sa.column("factcheck_seq", sa.BigInteger),
    sa.column("weight", sa.Double),
)
_terms = sa.table("factcheck_terms", sa.column("term", sa.BigInteger), sa.column("factchecks", sa.Integer))

_ALL: Final = number_of("")
"""What counts as a term that every fact-check has, so that they need not be counted."""

_LENGTH: Final = 20
"""Added to the number of a fact-check's terms when each of them is weighed, so that the shortest do not always win."""


class FactCheckIndex:
    """Finds fact-checks, by number, through their terms. All of it happens in the transaction of the connection."""

    def add(self, connection: sa.Connection, factchecks: Mapping[int, Collection[str]]) -> None:
        """Index the terms of new fact-checks."""
        if not factchecks:
            return
        numbered = {seq: sorted({number_of(term) for term in terms}) for seq, terms in factchecks.items()}
        rows = [
            {"term": term, "factcheck_seq": seq, "weight": 1 / (len(terms) + _LENGTH)}
            for seq, terms in numbered.items()
            for term in terms
        ]
        # In the order of the index, which fills it without turning back.
        rows.sort(key=lambda row: (row["term"], row["factcheck_seq"]))
        if rows:
            connection.execute(sa.insert(_postings), rows)
        counts = Counter(term for terms in numbered.values() for term in terms)
        _count(connection, {**counts, _ALL: len(numbered)})

    def remove(self, connection: sa.Connection, seqs: Collection[int]) -> None:
        """Take fact-checks out again."""
        if not seqs:
            return
        gone = sa.select(_postings.c.term, sa.func.count()).where(_postings.c.factcheck_seq.in_(seqs))
        counts = {row[0]: -row[1] for row in connection.execute(gone.group_by(_postings.c.term))}
        connection.execute(sa.delete(_postings).where(_postings.c.factcheck_seq.in_(seqs)))
        _count(connection, {**counts, _ALL: -len(set(seqs))})
        connection.execute(sa.delete(_terms).where(_terms.c.term.in_(counts), _terms.c.factchecks <= 0))

    def frequencies(self, connection: sa.Connection, terms: Collection[str]) -> Frequencies:
        """How common these terms are."""
        numbers = {number_of(term): term for term in terms}
        known = sa.select(_terms).where(_terms.c.term.in_([*numbers, _ALL]))
        counts: dict[int, int] = {row.term: row.factchecks for row in connection.execute(known)}
        stored = counts.pop(_ALL, 0)
        return Frequencies({numbers[number]: count for number, count in counts.items()}, stored)

    def search(
        self,
        connection: sa.Connection,
        terms: Collection[str],
        frequencies: Frequencies,
        *,
        limit: int,
        among: sa.Select[tuple[int]] | None = None,
    ) -> tuple[int, ...]:
        """The fact-checks that share most of these terms, the rarest counting most: at most `limit`, none without one.

        Ties go to the earlier. All entries of these terms are read, so the common ones are better not asked for. `among`
        selects the numbers that may be found.
        """
        rarities = {
            number_of(term): math.log(1 + frequencies.stored / frequencies.of_terms[term])
            for term in terms
            if term in frequencies.of_terms
        }
        if not rarities:
            return ()
        asked = _asked(rarities)
        likeness = sa.func.sum(asked.c.rarity * _postings.c.weight)
        found = sa.select(_postings.c.factcheck_seq).join(asked, asked.c.term == _postings.c.term)
        if among is not None:
            found = found.where(_postings.c.factcheck_seq.in_(among))
        found = found.group_by(_postings.c.factcheck_seq).order_by(likeness.desc(), _postings.c.factcheck_seq)
        return tuple(connection.execute(found.limit(limit)).scalars())


def _asked(rarities: Mapping[int, float]) -> sa.CTE:
    """The terms with their rarities as a table. Written out, because making it of expressions takes longer than asking."""
    rows = " UNION ALL ".join(
        f"SELECT CAST(:term{place} AS BIGINT) AS term, CAST(:rarity{place} AS DOUBLE PRECISION) AS rarity"
        for place in range(len(rarities))
    )
    values: dict[str, float] = {}
    for place, (term, rarity) in enumerate(rarities.items()):
        values |= {f"term{place}": term, f"rarity{place}": rarity}
    columns = (sa.column("term", sa.BigInteger), sa.column("rarity", sa.Double))
    return sa.text(rows).bindparams(**values).columns(*columns).cte("asked")


def _count(connection: sa.Connection, changes: Mapping[int, int]) -> None:
    statement = sa.text(
        "INSERT INTO factcheck_terms (term, factchecks) VALUES (:term, :change) "
        "ON CONFLICT (term) DO UPDATE SET factchecks = factcheck_terms.factchecks + excluded.factchecks"
    )
    connection.execute(statement, [{"term": term, "change": change} for term, change in sorted(changes.items())])
