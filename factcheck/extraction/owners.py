"""Whom "Facebook's parent" stands for: the owner that the articles at hand state for Facebook.

The rule: a noun for an owner with a name in the possessive before it, and no name of its own beside it, is the owner of
that name, where claims state one ("Meta, the owner of Facebook", "Facebook is owned by Meta") and all state the same.
Two owners, or none, leave the phrase as it is.

Hit: "Varnholt owns Kestrel." + "Kestrel's parent paid 40 million euros." -> Varnholt paid. Near miss: "Kestrel's parent,
Pellam, paid 40 million euros.", which names another itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from factcheck.lexicon import words
from factcheck.models import Certainty, Claim, Entity, Kind, Referent
from factcheck.text import grammar
from factcheck.text.names import same_name
from factcheck.thresholds import STATED_OWNER

_COMPANY = frozenset({"company", "firm", "group"})


@dataclass(frozen=True, slots=True)
class Owner:
    """A name as it is compared, and as a text writes it."""

    canonical: str
    text: str


def stated_owners(claims: Iterable[Claim]) -> dict[str, Owner]:
    """The owner of each name of which the claims state just one."""
    found: dict[str, set[Owner]] = defaultdict(set)
    for claim in claims:
        if claim.certainty is Certainty.ASSERTED:
            for each in claim.assertions:
                if each.kind is Kind.AFFILIATION and each.slot == "owner" and each.strength >= STATED_OWNER:
                    _, owner, way = each.phrase.split("|")
                    found[each.subject] |= {Owner(each.value, owner)} if way == "own" else set()
    return {
        name: min(owners, key=lambda owner: (owner.canonical, owner.text))
        for name, owners in found.items()
        if owners and all(same_name(one.canonical, other.canonical) for one in owners for other in owners)
    }


def resolved(claim: Claim, owners: Mapping[str, Owner]) -> Claim:
    """The claim with what "X's parent" stands for among its referents; the claim itself where nothing is resolved."""
    if not owners or not any(entity.canonical in owners for entity in claim.entities):
        return claim
    known = {referent.token for referent in claim.referents}
    found = [
        Referent(index, owners[holder.canonical].canonical, owners[holder.canonical].text)
        for index in range(len(claim.tokens))
        if index not in known and (holder := _owned(claim, index)) is not None and holder.canonical in owners
    ]
    return replace(claim, referents=tuple(sorted((*claim.referents, *found), key=_place))) if found else claim


def _owned(claim: Claim, index: int) -> Entity | None:
    """The name whose owner a noun means, without naming or describing anybody: "parent" in "Facebook's parent said"."""
    tokens = claim.tokens
    below = grammar.children(tokens, index)
    owner = tokens[index].lower_in(words("affiliation", "owning", "nouns")) or (
        tokens[index].lower_in(_COMPANY) and any(tokens[i].lower_in({"parent"}) for i in below)
    )
    if not owner or tokens[index].dep in {"attr", "appos", "compound"} or tokens[index].tag != "NN":
        return None
    named = index + 1 < len(tokens) and tokens[index + 1].pos == "PROPN"  # "its parent Varnholt"
    if named or any(tokens[i].dep == "appos" for i in below):
        return None
    holders = [tokens[i].start for i in below if tokens[i].dep == "poss"]
    return next((entity for entity in claim.entities if any(entity.start <= at < entity.end for at in holders)), None)


def _place(referent: Referent) -> int:
    return referent.token
