"""Certainty: what is planned, possible or conditional against what is said to be so.

The rule: a plan and an outcome, or a possibility and a fact, can both be true as stated. So a conflict is uncertain
where one statement is hedged ("may", "could", "reportedly"), hangs on a condition, is announced ("will", "is set to"), or
is wanted, sought, proposed or forecast while the other is told as done. Two plans conflict in earnest ("will sell" / "will
not sell"), and so do two statements about one condition; two possibilities never do ("may" / "may not"). Whose a thing is
stays untouched: in "may sell its models, including X" the noun phrase takes it for granted, whatever the verb says.

Source: the certainty classes of Sauri and Pustejovsky, "FactBank" (2009). Cues: `lexicon/negation.toml`, [modal] and
[realised]; the claim's own certainty for the rest.

Hit: "The airline may cut 400 jobs." / "The airline did not cut any jobs."
Near miss: "The airline will cut 400 jobs." / "The airline will not cut jobs."
"""

from __future__ import annotations

from factcheck.lexicon import words
from factcheck.models import Certainty, Claim, Kind, Match, Reading, Relation, Ruling, Span
from factcheck.remembering import once_a_claim
from factcheck.text import grammar
from factcheck.text.clauses import ABLE, BOUND, PLANNED, POSSIBLE, UNREAL, Clause, clauses_of
from factcheck.text.denials import keeps_distance, stance
from factcheck.thresholds import DENIAL_UNCONFIRMED, HEDGED_SHARE

RANK = 40

_WORDS = {
    "possible": "only possible or hedged",
    "planned": "announced, not done",
    "conditional": "said under a condition",
    "wanted": "asked for, proposed or forecast, not done",
    "aside": "only a circumstance of something else",
}

_BESIDE = frozenset({"advcl", "relcl", "parataxis", "conj", "npadvmod", "advmod"})
"""What hangs on a verb of wanting without being what is wanted."""


def ruling(match: Match, reading: Reading) -> Ruling | None:
    """Objects where the two sides are not put with the same firmness."""
    if reading.kind is Kind.AFFILIATION:
        return None
    first = _firmness(match.a, reading.evidence_a)
    second = _firmness(match.b, reading.evidence_b)
    if reading.kind is Kind.DENIAL:
        first, second = _of_a_report(match.a, reading.side_a, first), _of_a_report(match.b, reading.side_b, second)
    weaker = next((each for each in (first, second) if each in {"possible", "conditional", "aside"}), None)
    if weaker is None and first != second:
        weaker = next(each for each in (first, second) if each != "fact")
    if weaker is None or _same_condition(match, weaker) or (weaker == "planned" and _is_of_the_plan(match, reading)):
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
    if _is_sought(claim, evidence):
        return "wanted"
    if claim.certainty is Certainty.CONDITIONAL or mode == UNREAL or _is_counterfactual(claim, evidence):
        return "conditional"
    if _is_aside(claim, clause):
        return "aside"
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
        if any(token.text.lower() == "unless" for token in claim.tokens):
            return "conditional"
        cue = stance(claim)
        return "possible" if cue is not None and cue.strength <= DENIAL_UNCONFIRMED else "fact"
    if keeps_distance(claim):
        return "possible"
    return "fact" if firmness == "planned" else firmness


@once_a_claim
def _is_sought(claim: Claim, evidence: Span) -> bool:
    """Whether somebody wants, seeks, proposes or forecasts what the evidence tells: "want him jailed for ten years"."""
    tokens = claim.tokens
    inside = [i for i, token in enumerate(tokens) if evidence.start <= token.start and token.end <= evidence.end]
    index = next((i for i in inside if tokens[i].head not in inside), None)
    while index is not None and tokens[index].head != index:
        token, head = tokens[index], tokens[index].head
        wanting = tokens[head].pos == "VERB" and tokens[head].lower_in(words("certainty", "sought", "verbs"))
        if token.dep in grammar.SUBJECTS:
            return token.dep == "nsubjpass" and wanting
        if wanting and token.dep not in _BESIDE:
            return not _is_told(claim, index)
        if token.dep in {"ccomp", "conj", "advcl", "relcl", "parataxis"}:
            return False
        doer = grammar.subject(tokens, head) if tokens[head].pos == "VERB" else None
        if doer is not None and tokens[doer].lower_in(words("certainty", "sought", "nouns")):
            return True
        index = head
    return False


def _is_told(claim: Claim, verb: int) -> bool:
    """Whether a clause tells the past ("suggested that he left"): a conjunction before it, and a past tense of its own."""
    below = grammar.children(claim.tokens, verb)
    past = any(claim.tokens[i].tag == "VBD" for i in (verb, *below))
    return past and any(claim.tokens[i].dep == "mark" for i in below)


def _is_aside(claim: Claim, clause: Clause | None) -> bool:
    """Whether a clause only names a circumstance: "when the doctor is in the room", "even while not catching a pass"."""
    if clause is None or claim.tokens[clause.verb].dep not in {"advcl", "ccomp", "pcomp"}:
        return False
    below = {claim.tokens[i].text.lower() for i in grammar.children(claim.tokens, clause.verb)}
    tag = claim.tokens[clause.verb].tag
    return (tag in {"VBZ", "VBP"} and bool(below & {"when", "whenever"})) or (
        tag == "VBG" and bool(below & {"while", "when"})
    )


def _is_counterfactual(claim: Claim, evidence: Span) -> bool:
    """Whether the evidence says what would be so under an "if" of the same sentence."""
    would = any(
        token.text.lower() in {"would", "'d"} for token in claim.tokens if evidence.start <= token.start < evidence.end
    )
    return would and bool(_condition(claim))


def _same_condition(match: Match, weaker: str) -> bool:
    """Whether both hang on one condition: what they say of it can then contradict."""
    if weaker != "conditional":
        return False
    first, second = _condition(match.a), _condition(match.b)
    return bool(first) and first == second


def _is_of_the_plan(match: Match, reading: Reading) -> bool:
    """Whether it is the planning itself that one denies: "plans to close it" / "has no plans to close it"."""
    first, second = _planning(match.a, reading.evidence_a), _planning(match.b, reading.evidence_b)
    return reading.kind is Kind.NEGATION and bool(first) and first == second


def _planning(claim: Claim, evidence: Span) -> str:
    """The word for a plan, a promise or the like that the evidence's clause is about; "" where it is about none."""
    clause = _clause(claim, evidence)
    if clause is None:
        return ""
    heads = (i for i in (clause.verb, clause.object) if i is not None)
    plans = words("certainty", "planned", "verbs") | words("certainty", "sought", "nouns")
    return next((claim.tokens[i].lemma.lower() for i in heads if claim.tokens[i].lower_in(plans)), "")


@once_a_claim
def _condition(claim: Claim) -> frozenset[str]:
    """The content words of the clause behind "if", "unless"."""
    tokens = claim.tokens
    for token in tokens:
        if token.dep == "mark" and token.lower_in(words("certainty", "conditional", "markers")):
            return frozenset(
                tokens[k].lemma.lower()
                for k in grammar.subtree(tokens, token.head)
                if grammar.is_content(tokens[k]) and tokens[k].pos != "ADV"  # "even if" is the same condition
            )
    return frozenset()


def _clause(claim: Claim, evidence: Span) -> Clause | None:
    """The clause that lies in the evidence; the outermost of several."""
    inside = [
        clause
        for clause in clauses_of(claim)
        if evidence.start <= claim.tokens[clause.verb].start and claim.tokens[clause.verb].end <= evidence.end
    ]
    best = None
    for clause in inside:
        if _only_opens(claim, clause):
            continue
        if claim.tokens[clause.verb].dep == "ROOT":
            return clause
        best = best or clause
    return best


def _only_opens(claim: Claim, clause: Clause) -> bool:
    """Whether "was" only opens what was to be: "was to take effect at midnight"."""
    return clause.predicate == clause.verb and any(
        claim.tokens[i].dep == "xcomp"
        and claim.tokens[clause.verb].lemma.lower() == "be"
        and any(claim.tokens[j].text.lower() == "to" for j in grammar.children(claim.tokens, i))
        for i in grammar.children(claim.tokens, clause.verb)
    )


def _is_main(claim: Claim, clause: Clause | None) -> bool:
    return clause is None or claim.tokens[clause.verb].dep in {"ROOT", "ccomp", "xcomp", "conj"}
