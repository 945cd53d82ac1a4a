"""What "respectively" gives to each of a row, against a text that gives one of them another's.

The rule: two lists of one length in a sentence with "respectively" are read pair by pair; the other text has one of the
first list and one of the second, none else of either, and the two do not belong together.

Hit: "Oslo and Bergen have 700,000 and 290,000 inhabitants, respectively." / "Bergen has 700,000 inhabitants."
Near miss: the same / "Bergen has 290,000 inhabitants."
"""

from __future__ import annotations

from collections.abc import Iterator

from factcheck.matching.facts import put_side_by_side
from factcheck.models import Claim, Kind, Match, Outcome, Reading, Span
from factcheck.remembering import once_a_claim
from factcheck.text import grammar

SURE = 0.85
"""Confidence before calibration."""

MOST_OWN = 1
"""Content words that the other text may have of its own."""

List = tuple[frozenset[int], ...]


def given_another(match: Match) -> Reading:
    """CONFLICTS where one claim gives to one of a row what the other gives to another of it; else NOT_COMPARABLE."""
    for claim, other in ((match.a, match.b), (match.b, match.a)):
        lists = _respective(claim)
        if not lists or _respective(other) or not put_side_by_side(match):
            continue
        said = {token.text.lower() for token in other.tokens}
        stems = {token.lemma.lower() for token in claim.tokens} | {token.text.lower() for token in claim.tokens}
        own = [t for t in other.tokens if grammar.is_content(t) and not {t.lemma.lower(), t.text.lower()} & stems]
        if len(own) > MOST_OWN or any(grammar.is_negation(token) for token in other.tokens):
            continue
        for heads, fillers in lists:
            owner, filler = _only(claim, heads, said), _only(claim, fillers, said)
            if owner is not None and filler is not None and owner != filler:
                return _reading(match, claim, heads[owner], fillers[owner], fillers[filler])
    return Reading(Kind.ROLE, Outcome.NOT_COMPARABLE)


def _only(claim: Claim, row: List, said: set[str]) -> int | None:
    """Which one of a list the other text names; None where it names none or several."""
    telling = [{claim.tokens[i].text.lower() for i in each} for each in row]
    found = [
        k
        for k, each in enumerate(telling)
        if (each - set().union(*(rest for n, rest in enumerate(telling) if n != k))) & said
    ]
    return found[0] if len(found) == 1 else None


@once_a_claim
def _respective(claim: Claim) -> tuple[tuple[List, List], ...]:
    """The pairs of lists of one length in a sentence with "respectively": each item as its words."""
    if not any(token.text.lower() == "respectively" for token in claim.tokens):
        return ()
    lists = list(_lists(claim))
    return tuple(
        (one, other)
        for k, one in enumerate(lists)
        for other in lists[k + 1 :]
        if len(one) == len(other) and max(max(each) for each in one) < min(min(each) for each in other)
    )


def _lists(claim: Claim) -> Iterator[List]:
    tokens = claim.tokens
    for i, token in enumerate(tokens):
        if token.dep == "conj" or not any(tokens[k].dep == "conj" for k in grammar.children(tokens, i)):
            continue
        row = [i]
        for each in row:
            row += [k for k in grammar.children(tokens, each) if tokens[k].dep == "conj" and k not in row]
        yield tuple(frozenset(_inside(claim, k, row)) for k in row)


def _inside(claim: Claim, top: int, row: list[int]) -> set[int]:
    """A word of a list with the name or number that it is the head of."""
    kinds = {"compound", "nummod", "nmod", "amod"}
    return {top} | {k for k in grammar.children(claim.tokens, top) if claim.tokens[k].dep in kinds and k not in row}


def _reading(match: Match, claim: Claim, owner: frozenset[int], due: frozenset[int], given: frozenset[int]) -> Reading:
    who, what, instead = (grammar.words_of(claim.tokens, tuple(sorted(each))) for each in (owner, due, given))
    first = claim is match.a
    whole = Span(match.a.tokens[0].start, match.a.tokens[-1].end), Span(match.b.tokens[0].start, match.b.tokens[-1].end)
    return Reading(
        Kind.ROLE,
        Outcome.CONFLICTS,
        confidence=SURE,
        point=f"{Kind.ROLE}:respectively:{who.lower()}",
        topic=f"what belongs to {who}",
        side_a=what if first else instead,
        side_b=instead if first else what,
        evidence_a=whole[0],
        evidence_b=whole[1],
        explanation=f"One claim gives {what} to {who} (“respectively”), the other {instead}.",
    )
