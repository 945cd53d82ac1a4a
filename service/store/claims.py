"""The claims: the whole frozen value as bytes, and beside it only what lists filter by."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from factcheck.models import Claim
from service.store import codec, fulltext
from service.store.conditions import among
from service.store.cursors import cursor_after, key_of
from service.store.identity import folded, is_storable, wording
from service.store.records import ClaimFilter, Page, PageRequest
from service.store.sources import source_condition
from service.store.tables import articles, claim_entities, claims


@dataclass(frozen=True, slots=True)
class SealedClaim:
    """A stored claim as its bytes, and its number."""

    seq: int
    version: int
    analysis: bytes

    @property
    def text(self) -> str:
        """The claim, verbatim: all that is needed to choose among many."""
        return codec.decode_text(self.version, self.analysis)

    def opened(self) -> Claim:
        """The whole claim."""
        return codec.decode(self.version, self.analysis)


class ClaimRepository:
    """Claims in one transaction. A claim's number (`seq`) grows with the order in which claims were stored."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, article_seq: int, new: Sequence[Claim]) -> dict[str, int]:
        """Store the claims of a stored article; the number of each, by its id."""
        if not new:
            return {}
        rows = [
            {
                "id": claim.id,
                "article_seq": article_seq,
                "source_id": claim.source.id,
                "check_worthiness": claim.check_worthiness,
                "wording": wording(claim.text),
                "codec": codec.VERSION,
                "analysis": codec.encode(claim),
            }
            for claim in new
        ]
        self._connection.execute(sa.insert(claims), rows)
        stored = sa.select(claims.c.id, claims.c.seq).where(claims.c.article_seq == article_seq)
        seqs = {row.id: int(row.seq) for row in self._connection.execute(stored)}
        names = [{"name": name, "claim_seq": seqs[claim.id]} for claim in new for name in names_of(claim)]
        if names:
            self._connection.execute(sa.insert(claim_entities), names)
        fulltext.add(self._connection, "claim_words", [(seqs[claim.id], searched_text(claim)) for claim in new])
        return seqs

    def remove_from_search(self, removed: dict[int, Claim]) -> None:
        """Take claims out of the text search, before their article takes them away."""
        fulltext.remove(
            self._connection, "claim_words", [(seq, searched_text(claim)) for seq, claim in removed.items()]
        )

    def get(self, claim_id: str) -> Claim | None:
        """The claim of this id."""
        row = self._connection.execute(_columns().where(claims.c.id == claim_id)).one_or_none()
        return None if row is None else codec.decode(row.codec, row.analysis)

    def by_seq(self, seqs: Collection[int]) -> dict[int, Claim]:
        """The claims of these numbers that are still stored."""
        return {seq: sealed.opened() for seq, sealed in self.sealed(seqs).items()}

    def sealed(self, seqs: Collection[int]) -> dict[int, SealedClaim]:
        """The same claims, each to be decoded only when it is wanted: of many that are offered, few are compared."""
        chosen = _columns().where(among(self._connection, claims.c.seq, seqs))
        return {row.seq: SealedClaim(row.seq, row.codec, row.analysis) for row in self._connection.execute(chosen)}

    def wordings(self, seqs: Collection[int]) -> dict[int, int]:
        """What tells these claims' sentences apart, by number: cheaper than the claims, to choose among them."""
        chosen = sa.select(claims.c.seq, claims.c.wording).where(among(self._connection, claims.c.seq, seqs))
        return {seq: told_by for seq, told_by in self._connection.execute(chosen)}  # noqa: C416 - of rows, not of pairs

    def seqs(self, claim_ids: Collection[str]) -> dict[str, int]:
        """The numbers of those of these claims that are stored, by id."""
        chosen = sa.select(claims.c.id, claims.c.seq).where(among(self._connection, claims.c.id, claim_ids))
        return {claim_id: int(seq) for claim_id, seq in self._connection.execute(chosen)}

    def of_article(self, article_seq: int) -> dict[int, Claim]:
        """The claims of an article, by number, in the order of its text."""
        statement = _columns().where(claims.c.article_seq == article_seq).order_by(claims.c.seq)
        return {row.seq: codec.decode(row.codec, row.analysis) for row in self._connection.execute(statement)}

    def last_seq(self) -> int:
        """The number of the claim stored last, 0 where there is none; later claims have higher ones."""
        return int(self._connection.execute(sa.select(sa.func.max(claims.c.seq))).scalar() or 0)

    def list(self, wanted: ClaimFilter, page: PageRequest) -> Page[Claim]:
        """Claims, the last stored first; those of one article in the order of its text."""
        in_order_of_text = wanted.article_id is not None
        listing = "claims_of_article" if in_order_of_text else "claims"
        bound = None if page.cursor is None else key_of(page.cursor, listing, int)[0]
        texts = (wanted.q, wanted.source, wanted.entity, wanted.article_id)
        if not all(is_storable(text) for text in texts if text is not None):
            return Page((), None)
        statement = _columns()
        seq: sa.ColumnElement[int] = claims.c.seq
        if wanted.q is not None:
            found = fulltext.matches(self._connection, "claim_words", wanted.q)
            if found is None:
                return Page((), None)
            statement = statement.join(found, found.c.seq == claims.c.seq)
            seq = found.c.seq
        if wanted.source is not None:
            statement = statement.where(source_condition(claims.c.source_id, wanted.source))
        if wanted.entity is not None:
            named = sa.select(claim_entities.c.claim_seq).where(claim_entities.c.name == folded(wanted.entity))
            statement = statement.where(claims.c.seq.in_(named))
        if wanted.min_check_worthiness is not None:
            statement = statement.where(claims.c.check_worthiness >= wanted.min_check_worthiness)
        if wanted.article_id is not None:
            article = sa.select(articles.c.seq).where(articles.c.id == wanted.article_id).scalar_subquery()
            statement = statement.where(claims.c.article_seq == article)
        if bound is not None:
            statement = statement.where(seq > bound if in_order_of_text else seq < bound)
        statement = statement.order_by(seq if in_order_of_text else seq.desc()).limit(page.limit + 1)
        rows = self._connection.execute(statement).all()
        shown = rows[: page.limit]
        items = tuple(codec.decode(row.codec, row.analysis) for row in shown)
        return Page(items, cursor_after(listing, shown[-1].seq) if len(rows) > page.limit else None)


def _columns() -> sa.Select[tuple[int, int, bytes]]:
    return sa.select(claims.c.seq, claims.c.codec, claims.c.analysis)


def names_of(claim: Claim) -> list[str]:
    """The names under which the claim's entities are asked for: as written, and as compared."""
    names = (folded(name) for entity in claim.entities for name in (entity.canonical, entity.text))
    return [name for name in dict.fromkeys(names) if name]


def searched_text(claim: Claim) -> str:
    """What a search of claims looks in."""
    return claim.text if claim.standalone_text == claim.text else f"{claim.text}\n{claim.standalone_text}"
