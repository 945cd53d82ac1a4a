"""The published fact-checks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any

import sqlalchemy as sa

from factcheck.models import FactCheck, Publisher, Rating
from service.store.cursors import cursor_after, key_of
from service.store.errors import InvalidCursor
from service.store.identity import factcheck_identity, folded, host_of, is_storable
from service.store.records import FactCheckFilter, FactCheckRecord, Page, PageRequest
from service.store.tables import factchecks


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored fact-check and its number."""

    seq: int
    record: FactCheckRecord


class FactCheckRepository:
    """Fact-checks in one transaction. Their numbers (`seq`) grow with the order in which they were stored."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, new: Sequence[FactCheckRecord]) -> dict[str, int]:
        """Store fact-checks that are not stored yet; the number of each, by its id."""
        if not new:
            return {}
        self._connection.execute(sa.insert(factchecks), [_row(record) for record in new])
        ids = [record.factcheck.id for record in new]
        stored = sa.select(factchecks.c.id, factchecks.c.seq).where(factchecks.c.id.in_(ids))
        return {row.id: int(row.seq) for row in self._connection.execute(stored)}

    def replace(self, changed: Mapping[int, FactCheckRecord]) -> None:
        """Put fact-checks in the place of those of these numbers."""
        for seq, record in changed.items():
            self._connection.execute(sa.update(factchecks).where(factchecks.c.seq == seq).values(**_row(record)))

    def remove(self, seq: int) -> None:
        """Forget a fact-check; the index forgets it by itself."""
        self._connection.execute(sa.delete(factchecks).where(factchecks.c.seq == seq))

    def get(self, factcheck_id: str) -> Kept | None:
        """The fact-check of this id."""
        return next(iter(self._kept(factchecks.c.id == factcheck_id)), None)

    def by_identity(self, wanted: Collection[FactCheck]) -> dict[str, Kept]:
        """Those of these fact-checks that are stored, in whichever version, by what tells them apart."""
        keys = {identity_of(each) for each in wanted}
        return {identity_of(kept.record.factcheck): kept for kept in self._kept(factchecks.c.identity.in_(keys))}

    def worded(self, seqs: Collection[int]) -> dict[int, tuple[str, str | None]]:
        """The claim and the title of each of these numbers: cheaper than the fact-checks, to choose among them."""
        columns = sa.select(factchecks.c.seq, factchecks.c.claim_reviewed, factchecks.c.title)
        rows = self._connection.execute(columns.where(factchecks.c.seq.in_(seqs)))
        return {seq: (claim, title) for seq, claim, title in rows}

    def by_seq(self, seqs: Collection[int]) -> dict[int, FactCheckRecord]:
        """The fact-checks of these numbers."""
        return {kept.seq: kept.record for kept in self._kept(factchecks.c.seq.in_(seqs))}

    def list(self, wanted: FactCheckFilter, page: PageRequest) -> Page[FactCheckRecord]:
        """Fact-checks, the newest review first; `q` is not looked at."""
        statement = sa.select(factchecks)
        if page.cursor is not None:
            day, seq = key_of(page.cursor, "factchecks", int, int)
            before = sa.tuple_(factchecks.c.dated_on, factchecks.c.seq) < (_day_of_number(day), seq)
            statement = statement.where(before)
        condition = condition_of(wanted)
        if condition is None:
            return Page((), None)
        statement = statement.where(condition).order_by(factchecks.c.dated_on.desc(), factchecks.c.seq.desc())
        rows = self._connection.execute(statement.limit(page.limit + 1)).all()
        shown = rows[: page.limit]
        more = len(rows) > page.limit
        cursor = cursor_after("factchecks", shown[-1].dated_on.toordinal(), shown[-1].seq) if more else None
        return Page(tuple(_record(row) for row in shown), cursor)

    def _kept(self, condition: sa.ColumnElement[bool]) -> tuple[Kept, ...]:
        rows = self._connection.execute(sa.select(factchecks).where(condition))
        return tuple(Kept(row.seq, _record(row)) for row in rows)


def identity_of(factcheck: FactCheck) -> str:
    """What tells a fact-check from every other."""
    return factcheck_identity(factcheck.url, factcheck.claim_reviewed)


def condition_of(wanted: FactCheckFilter) -> sa.ColumnElement[bool] | None:
    """What must hold of a fact-check's row; None where nothing can."""
    if wanted.publisher is not None and not is_storable(wanted.publisher):
        return None
    condition: sa.ColumnElement[bool] = sa.true()
    if wanted.publisher is not None:
        named = factchecks.c.publisher_folded == folded(wanted.publisher)
        condition = sa.and_(condition, named | (factchecks.c.publisher_host == host_of(wanted.publisher)))
    if wanted.language is not None:
        tag, stored = wanted.language.lower(), sa.func.lower(factchecks.c.language)
        condition = sa.and_(condition, (stored == tag) | stored.startswith(f"{tag}-"))
    if wanted.since is not None:
        condition = sa.and_(condition, factchecks.c.dated_on >= wanted.since)
    return condition


def _day_of_number(number: int) -> date:
    try:
        return date.fromordinal(number)
    except (ValueError, OverflowError) as error:
        raise InvalidCursor from error


def _row(record: FactCheckRecord) -> dict[str, Any]:
    factcheck, created_at = record.factcheck, record.created_at
    publisher, rating = factcheck.publisher, factcheck.rating
    return {
        "id": factcheck.id,
        "identity": identity_of(factcheck),
        "external_id": factcheck.external_id,
        "claim_reviewed": factcheck.claim_reviewed,
        "title": factcheck.title,
        "url": factcheck.url,
        "publisher_name": publisher.name,
        "publisher_site": publisher.site,
        "publisher_folded": folded(publisher.name),
        "publisher_host": host_of(publisher.site or "") or None,
        "claimant": factcheck.claimant,
        "claim_date": factcheck.claim_date,
        "review_date": factcheck.review_date,
        "rating_text": rating.text,
        "rating_value": rating.value,
        "rating_best": rating.best,
        "rating_worst": rating.worst,
        "language": factcheck.language,
        "created_at": created_at,
        "dated_on": factcheck.review_date or created_at.astimezone(UTC).date(),
    }


def _record(row: sa.Row[Any]) -> FactCheckRecord:
    factcheck = FactCheck(
        id=row.id,
        claim_reviewed=row.claim_reviewed,
        url=row.url,
        publisher=Publisher(row.publisher_name, row.publisher_site),
        rating=Rating(row.rating_text, row.rating_value, row.rating_best, row.rating_worst),
        external_id=row.external_id,
        title=row.title,
        claimant=row.claimant,
        claim_date=row.claim_date,
        review_date=row.review_date,
        language=row.language,
    )
    return FactCheckRecord(factcheck, row.created_at.astimezone(UTC))
