"""How far: one side says it of a part, or only to a degree."""

from __future__ import annotations

from factcheck.lexicon import words
from factcheck.models import Claim, Kind, Match, Reading, Span
from factcheck.text import grammar
from factcheck.text.cues import phrases_in

_DEGREES = frozenset({Kind.NEGATION, Kind.ANTONYM, Kind.OPPOSED_CONCEPT, Kind.DENIAL})


def different_degrees(match: Match, reading: Reading) -> str | None:
    """A word of degree that only one side has, in the clause that conflicts."""
    if reading.kind not in _DEGREES:
        return None
    partly, wholly = words("scope", "degree", "partly"), words("scope", "degree", "wholly")
    sides = ((match.a, reading.evidence_a, match.b), (match.b, reading.evidence_b, match.a))
    for one, evidence, other in sides:
        found = phrases_in(one, partly)
        if not found or phrases_in(other, partly) or phrases_in(other, wholly):
            continue
        if not _is_of_another_clause(one, found[0], evidence):
            return f"One speaks of a part or degree only (“{found[0]}”)."
    return None


def _is_of_another_clause(claim: Claim, phrase: str, evidence: Span) -> bool:
    """Whether words of degree belong to a clause above that of what is compared: "part of the town was lost when it broke"."""
    tokens = claim.tokens
    said = [i for i, token in enumerate(tokens) if token.text.lower() in phrase.split()]
    inside = [i for i, token in enumerate(tokens) if evidence.start <= token.start < evidence.end]
    if not said or not inside or set(said) & set(inside):
        return False
    clause = grammar.clause(tokens, inside[-1])
    return tokens[clause].dep in {"advcl", "ccomp"} and grammar.clause(tokens, said[0]) == tokens[clause].head
