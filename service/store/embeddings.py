"""The vectors of published fact-checks, as bytes, each with the version of the encoder that made it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from service.store.conditions import among
from service.store.tables import factcheck_embeddings, factchecks


@dataclass(frozen=True, slots=True)
class Made:
    """How many vectors an encoder has made, and the number of the last."""

    count: int
    last: int


class EmbeddingRepository:
    """Vectors in one transaction. Their own numbers (`seq`) grow with the order in which they were made."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def put(self, encoder: str, vectors: Mapping[int, bytes]) -> None:
        """Keep the vectors of these fact-checks, by number, in place of any that they had."""
        if not vectors:
            return
        self.remove(vectors.keys())
        rows = [{"factcheck_seq": seq, "encoder": encoder, "vector": vector} for seq, vector in vectors.items()]
        self._connection.execute(sa.insert(factcheck_embeddings), rows)

    def remove(self, seqs: Collection[int]) -> None:
        """Forget the vectors of fact-checks, which say something else from now on."""
        if seqs:
            of_these = among(self._connection, factcheck_embeddings.c.factcheck_seq, seqs)
            self._connection.execute(sa.delete(factcheck_embeddings).where(of_these))

    def of(self, encoder: str, seqs: Collection[int]) -> dict[int, bytes]:
        """Those vectors of these fact-checks that this encoder made, by the number of the fact-check."""
        chosen = sa.select(factcheck_embeddings.c.factcheck_seq, factcheck_embeddings.c.vector).where(
            among(self._connection, factcheck_embeddings.c.factcheck_seq, seqs),
            factcheck_embeddings.c.encoder == encoder,
        )
        return {row.factcheck_seq: row.vector for row in self._connection.execute(chosen)}

    def made(self, encoder: str) -> Made:
        """How many vectors this encoder has made that are still kept."""
        kept = sa.select(sa.func.count(), sa.func.max(factcheck_embeddings.c.seq))
        count, last = self._connection.execute(kept.where(factcheck_embeddings.c.encoder == encoder)).one()
        return Made(count, last or 0)

    def made_after(self, encoder: str, seq: int) -> dict[int, bytes]:
        """The vectors that this encoder made after the one of this number, by the number of the fact-check."""
        chosen = sa.select(factcheck_embeddings.c.factcheck_seq, factcheck_embeddings.c.vector).where(
            factcheck_embeddings.c.seq > seq, factcheck_embeddings.c.encoder == encoder
        )
        return {row.factcheck_seq: row.vector for row in self._connection.execute(chosen)}

    def missing(self, encoder: str, *, limit: int) -> dict[int, str]:
        """What the first fact-checks review that have no vector of this encoder, by number."""
        columns = sa.select(factchecks.c.seq, factchecks.c.claim_reviewed)
        lacking = columns.where(~_has_one_of(encoder)).order_by(factchecks.c.seq).limit(limit)
        return {row.seq: row.claim_reviewed for row in self._connection.execute(lacking)}

    def count_missing(self, encoder: str) -> int:
        """How many fact-checks have no vector of this encoder."""
        lacking = sa.select(sa.func.count()).select_from(factchecks).where(~_has_one_of(encoder))
        return int(self._connection.execute(lacking).scalar_one())


def _has_one_of(encoder: str) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        factcheck_embeddings.c.factcheck_seq == factchecks.c.seq, factcheck_embeddings.c.encoder == encoder
    )
