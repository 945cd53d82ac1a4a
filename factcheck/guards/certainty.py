"""Certainty: what is planned, possible or conditional against what is said to be so.

The rule: a plan and an outcome, or a possibility and a fact, can both be true as stated. So a conflict is uncertain
where one statement is hedged ("may", "could", "reportedly"), hangs on a condition, or is announced ("will", "is set
to") while the other is told as done. Two plans conflict in earnest ("will sell" / "will not sell"); two possibilities
never do ("may" / "may not"). Whose a thing is stays untouched: in "may sell its models, including X" the noun phrase takes
it for granted, whatever the verb says.

Source: the certainty classes of Sauri and Pustejovsky, "FactBank" (2009). Cues: `lexicon/negation.toml`, [modal] and
[realised]; the claim's own certainty for the rest.

Hit: "The airline may cut 400 jobs." / "The airline did not cut any jobs."
Near miss: "The airline will cut 400 jobs." / "The airline will not cut jobs."
"""

from __future__ import annotations

from factcheck.models import Certainty, Claim, Kind, Match, Reading, Relation, Ruling, Span
from factcheck.text.clauses import ABLE, BOUND, PLANNED, POSSIBLE, UNREAL, Clause, clauses_of
from factcheck.text.denials import keeps_distance
from factcheck.thresholds import HEDGED_SHARE

RANK = 40

_WORDS = {
    "possible": "only possible or hedged",
    "planned": "announced, not done",
    "conditional": "said under a condition",
}


def ruling(match: Match, reading: Reading) -> Ruling | None:
    """Objects where the two sides are not put with the same firmness."""
    if reading.kind is Kind.AFFILIATION:
        return None
    first = _firmness(match.a, reading.evidence_a)
    second = _firmness(match.b, reading.evidence_b)
    if reading.kind is Kind.DENIAL:
        first, second = _of_a_report(match.a, reading.side_a, first), _of_a_report(match.b, reading.side_b, second)
    weaker = next((each for each in (first, second) if each in {"possible", "conditional"}), None)
    if weaker is None and first != second:
        weaker = "planned"
    if weaker is None:
        return None
    sides = "both" if first == second else ("the first" if first == weaker else "the second")
    verb = "are" if sides == "both" else "is"
    explanation = f"It need not be a contradiction: {sides} {verb} {_WORDS[weaker]}."
    return Ruling(Relation.UNCERTAIN, explanation, round(reading.confidence * HEDGED_SHARE, 3))


def _firmness(claim: Claim, evidence: Span) -> str:
    """How firmly the part that the conflict rests on is put: "fact", "planned", "possible" or "conditional"."""
    clause = _clause(claim, evidence)
    mode = clause.mode if clause is not None else ""
    if mode in {ABLE, BOUND}:
        return "fact"
    if claim.certainty is Certainty.CONDITIONAL or mode == UNREAL:
        return "conditional"
    if mode == POSSIBLE or (claim.certainty is Certainty.POSSIBLE and _is_main(claim, clause)):
        return "possible"
    if mode == PLANNED or (claim.certainty is Certainty.PLANNED and _is_main(claim, clause)):
        return "planned"
    return "fact"


def _of_a_report(claim: Claim, side: str, firmness: str) -> str:
    """Where a report is denied: a plan is denied as well as a fact, and doubt is in the strength of the denial.

    A headline that keeps its distance ("reportedly", "?") does not hold what the other denies.
    """
    if side == "denied":
        return "fact"
    if keeps_distance(claim):
        return "possible"
    return "fact" if firmness == "planned" else firmness


def _clause(claim: Claim, evidence: Span) -> Clause | None:
    """The clause that lies in the evidence; the outermost of several."""
    inside = [
        clause
        for clause in clauses_of(claim)
        if evidence.start <= claim.tokens[clause.verb].start and claim.tokens[clause.verb].end <= evidence.end
    ]
    best = None
    for clause in inside:
        if claim.tokens[clause.verb].dep == "ROOT":
            return clause
        best = best or clause
    return best


def _is_main(claim: Claim, clause: Clause | None) -> bool:
    return clause is None or claim.tokens[clause.verb].dep in {"ROOT", "ccomp", "xcomp", "conj"}
