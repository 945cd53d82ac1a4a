"""The stored claims."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.models import Claim
from service.operations.errors import NotFound
from service.operations.reviews import Reviews
from service.store import Store
from service.store.identity import is_well_formed
from service.store.records import CheckedClaim, ClaimFilter, Comparison, Page, PageRequest


@dataclass(frozen=True, slots=True)
class ClaimOperations:
    """What can be asked about claims."""

    store: Store
    reviews: Reviews

    def get(self, id: str) -> Claim:  # noqa: A002 - the word of the API
        """The claim of this id; NotFound."""
        if is_well_formed(id):
            with self.store.read() as transaction:
                claim = transaction.claims.get(id)
            if claim is not None:
                return claim
        raise NotFound("claim", id)

    def get_checked(self, id: str) -> CheckedClaim:  # noqa: A002 - the word of the API
        """The claim of this id, with the published fact-checks that review it; NotFound."""
        if is_well_formed(id):
            with self.store.read() as transaction:
                claim = transaction.claims.get(id)
                if claim is not None:
                    return CheckedClaim(claim, self.reviews.of(transaction, claim))
        raise NotFound("claim", id)

    def list(self, wanted: ClaimFilter, page: PageRequest) -> Page[Claim]:
        """Claims, the last stored first; those of one article in the order of its text."""
        with self.store.read() as transaction:
            return transaction.claims.list(wanted, page)

    def relations(self, id: str, page: PageRequest) -> Page[Comparison]:  # noqa: A002 - the word of the API
        """How other claims stand to this one, the surest first; NotFound for its id."""
        if is_well_formed(id):
            with self.store.read() as transaction:
                seq = transaction.claims.seqs([id]).get(id)
                if seq is not None:
                    return transaction.findings.of_claim(seq, page)
        raise NotFound("claim", id)
