"""Readings to a verdict on a pair; judged pairs to inconsistencies with their positions and tallies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from factcheck.confidence import probability
from factcheck.contradictions import learned
from factcheck.guards import debunking, guards
from factcheck.independence import independent_sources
from factcheck.matching import alignment, sameness
from factcheck.models import (
    Agreement,
    Claim,
    Finding,
    Inconsistency,
    Judgement,
    Kind,
    LookUp,
    Match,
    Outcome,
    Position,
    Reading,
    Relation,
    Scores,
    Span,
    Verdict,
)
from factcheck.text.names import same_name
from factcheck.thresholds import (
    AGREEING_WORDS,
    AGREEMENT_LIKENESS,
    LEARNED_REPORT,
    REPORT,
    SLOT_PREFERENCE,
    TYPED_REPORT,
)

SLOT_KINDS = frozenset({Kind.OPPOSED_CONCEPT, Kind.AFFILIATION, Kind.SUPERLATIVE})
"""Kinds whose point is a slot of a named thing: it means the same in every article, whoever wrote it."""

POLAR_KINDS = frozenset({Kind.NEGATION, Kind.DENIAL, Kind.ANTONYM})
"""Kinds that weigh the negations of both sides themselves: "it is false that it fell" agrees with "it did not fall"."""

DISAGREEMENTS = (Relation.CONTRADICTION, Relation.ATTRIBUTED_DISAGREEMENT)
"""What speaks of two sides that cannot both be right."""


def judge(
    match: Match,
    readings: Iterable[Reading],
    judgement: Judgement | None = None,
    learned_from: float | None = LEARNED_REPORT,
) -> Finding:
    """What the readings of a pair come to, and with them what a learned judge makes of it, where one was asked.

    The surest conflict decides; a guard that objects turns it into another relation. A conflict that a rule names goes
    before what the judge says; the judge makes it surer or less sure. Without a conflict a pair agrees where a detector
    read the same value on both sides, or where nearly all words line up; else it is unrelated. `learned_from` is what the
    judge must give a conflict before it is told without a rule, 0 to 1; None where only the scores are to carry its view.
    """
    said = list(readings)
    likeness = _likeness(match)
    conflicts = sorted((each for each in said if each.outcome is Outcome.CONFLICTS), key=_weight, reverse=True)
    agreeing = sorted((each for each in said if each.outcome is Outcome.AGREES), key=lambda each: -each.confidence)
    typed = probability(conflicts[0].kind, conflicts[0].confidence, judgement) if conflicts else 0.0
    if conflicts and conflicts[0].confidence >= REPORT and (judgement is None or typed >= TYPED_REPORT):
        return _conflict(match, conflicts[0], likeness, typed)
    unnamed = learned.heard(match, judgement) if judgement is not None else _SILENT
    heard = probability(learned.KIND, judgement.contradiction) if judgement is not None else 0.0
    # That a part of two claims is the same says nothing of another part that both have.
    silenced = bool(agreeing) and not sameness.differ(match)
    if learned_from is not None and unnamed.confidence >= learned_from and not silenced:
        return _conflict(match, unnamed, likeness, heard)
    alike = likeness >= AGREEMENT_LIKENESS and len(match.aligned) >= AGREEING_WORDS
    if (agreeing or alike) and sameness.differ(match):
        alike = False
        agreeing = [each for each in agreeing if each.kind in SLOT_KINDS | POLAR_KINDS]
    doubt = max(typed, heard)
    agreement = max(agreeing[0].confidence if agreeing else 0.0, likeness * (1 - doubt))
    scores = _scores(doubt, agreement)
    remark = None if conflicts else debunking.remark(match)
    if remark is not None:
        return _finding(match, remark.relation, None, remark.confidence, remark.explanation, scores)
    if not conflicts and agreeing and agreeing[0].confidence >= REPORT:
        return _finding(match, Relation.AGREEMENT, agreeing[0], round(agreement, 3), agreeing[0].explanation, scores)
    if not conflicts and alike:
        return _finding(
            match,
            Relation.AGREEMENT,
            None,
            round(agreement, 3),
            "Both claims say the same in much the same words.",
            scores,
        )
    return _finding(
        match,
        Relation.UNRELATED,
        None,
        scores.neutral,
        "The claims have no point in common that could be compared.",
        scores,
    )


_SILENT = Reading(learned.KIND, Outcome.NOT_COMPARABLE)


def _weight(reading: Reading) -> float:
    """A slot of a named thing is a better point than a pair of words: it decides where it is about as sure."""
    return reading.confidence + (
        SLOT_PREFERENCE if reading.kind in SLOT_KINDS and reading.confidence >= REPORT else 0.0
    )


def _conflict(match: Match, reading: Reading, likeness: float, confidence: float) -> Finding:
    asked = learned.facets(match, reading) if reading.kind is learned.KIND else (reading,)
    objections = (guard.ruling(match, each) for each in asked for guard in guards())
    ruling = next((each for each in objections if each is not None), None)
    if ruling is None:
        scores = _scores(confidence, likeness * (1 - confidence))
        return _finding(match, Relation.CONTRADICTION, reading, confidence, reading.explanation, scores)
    # A ruling of attributed disagreement leaves the conflict standing; the others say that there is none.
    share = 0.8 if ruling.relation is Relation.ATTRIBUTED_DISAGREEMENT else 0.4
    scores = _scores(confidence * share, likeness * (1 - confidence))
    explanation = (
        f"{reading.explanation} {ruling.explanation}"
        if ruling.explanation != reading.explanation
        else reading.explanation
    )
    return _finding(match, ruling.relation, reading, ruling.confidence, explanation, scores)


def is_of_one_story(finding: Finding) -> bool:
    """Whether a finding is worth telling of two claims that nobody put side by side.

    An update or a difference of scope is only where both claims name one thing, or neither names any: arrests in two
    towns are two stories. Of a pair that somebody asks about it is the right answer all the same.
    """
    if finding.relation not in {Relation.SCOPE_DIFFERENCE, Relation.UPDATE}:
        return finding.relation is not Relation.UNRELATED
    names_a, names_b = ({entity.canonical for entity in claim.entities} for claim in (finding.a, finding.b))
    return not names_a or not names_b or any(same_name(one, other) for one in names_a for other in names_b)


def _likeness(match: Match) -> float:
    return (min(match.coverage_a, match.coverage_b) + match.similarity) / 2


def _scores(contradiction: float, agreement: float) -> Scores:
    return Scores(round(contradiction, 3), round(agreement, 3), round(max(0.0, 1 - max(contradiction, agreement)), 3))


def _finding(
    match: Match, relation: Relation, reading: Reading | None, confidence: float, explanation: str, scores: Scores
) -> Finding:
    named = reading is not None and relation not in {Relation.AGREEMENT, Relation.UNRELATED}
    whole_a, whole_b = (Span(claim.span.start, claim.span.end) for claim in (match.a, match.b))
    return Finding(
        a=match.a,
        b=match.b,
        relation=relation,
        kind=reading.kind if named and reading else None,
        confidence=round(confidence, 3),
        similarity=match.similarity,
        explanation=explanation,
        scores=scores,
        evidence_a=reading.evidence_a if reading and reading.evidence_a.end else whole_a,
        evidence_b=reading.evidence_b if reading and reading.evidence_b.end else whole_b,
        point=reading.point if reading else "",
        topic=reading.topic if reading else "",
        side_a=reading.side_a if reading else "",
        side_b=reading.side_b if reading else "",
        strength=reading.confidence if reading else 0.0,
    )


class Issue(NamedTuple):
    """What pairs must have in common to belong into one inconsistency: a relation, a kind, a point."""

    relations: tuple[Relation, ...]
    kind: Kind | None
    point: str

    @classmethod
    def of(cls, found: Finding | Inconsistency) -> Issue:
        """That of a pair, or of an inconsistency, which is that of each of its pairs."""
        relations = DISAGREEMENTS if found.relation in DISAGREEMENTS else (found.relation,)
        return cls(relations, found.kind, found.point)

    @property
    def is_one(self) -> bool:
        """Whether all its pairs belong together, as about a slot of a named thing; else those that share a claim do."""
        return self.kind in SLOT_KINDS and bool(self.point)

    @property
    def order(self) -> tuple[str, str, str]:
        """A place among others, always the same."""
        return self.relations[0], self.kind or "", self.point


def assemble(findings: Iterable[Finding]) -> tuple[Inconsistency, ...]:
    """Group judged pairs into inconsistencies; agreements and unrelated pairs are passed over.

    Pairs of one kind and point belong together where they share a claim; where the point is a slot of a named thing,
    always. A disagreement between speakers joins the contradiction of the outlets on the same point; an update or a
    difference of scope is another matter and stays apart. The answer does not depend on the order of the findings.
    """
    grouped: dict[Issue, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.relation not in {Relation.AGREEMENT, Relation.UNRELATED}:
            grouped[Issue.of(finding)].append(finding)
    found = [
        _inconsistency(part)
        for issue, group in sorted(grouped.items(), key=lambda each: each[0].order)
        for part in ([group] if issue.is_one else _connected(group))
    ]
    return tuple(sorted(found, key=lambda each: (-each.confidence, each.point, each.positions[0].claims[0].id)))


def _connected(findings: Sequence[Finding]) -> list[list[Finding]]:
    parts: list[tuple[set[str], list[Finding]]] = []
    for finding in sorted(findings, key=_pair_key):
        ids = {finding.a.id, finding.b.id}
        touching = [part for part in parts if part[0] & ids]
        parts = [part for part in parts if not part[0] & ids]
        parts.append(
            (ids.union(*(part[0] for part in touching)), [each for part in touching for each in part[1]] + [finding])
        )
    return [part[1] for part in parts]


def _inconsistency(findings: Sequence[Finding]) -> Inconsistency:
    ranked = sorted(
        findings, key=lambda each: (each.relation is not Relation.CONTRADICTION, -each.confidence, *_pair_key(each))
    )
    best = ranked[0]
    sides: dict[str, dict[str, tuple[float, Claim]]] = defaultdict(dict)
    taken: dict[str, str] = {}
    for finding in ranked:
        labels = _labels(finding, taken)
        for claim, label in ((finding.a, labels[0]), (finding.b, labels[1])):
            taken.setdefault(claim.id, label)
            sides[label].setdefault(claim.id, (finding.confidence, claim))
    positions = tuple(
        sorted(
            (
                Position(
                    summary=f"{best.topic}: {label}" if best.topic else label,
                    independent_sources=independent_sources(claim for _, claim in held.values()),
                    claims=tuple(claim for _, claim in sorted(held.values(), key=_claim_order)),
                )
                for label, held in sides.items()
            ),
            key=lambda position: (-position.independent_sources, position.summary),
        )
    )
    return Inconsistency(
        relation=best.relation,
        kind=best.kind,
        confidence=best.confidence,
        topic=best.topic or best.a.text,
        explanation=best.explanation,
        point=best.point,
        positions=positions,
        findings=tuple(ranked),
    )


def _labels(finding: Finding, taken: dict[str, str]) -> tuple[str, str]:
    """The two positions of a pair; where a detector named none, the sides that its claims already took."""
    if finding.side_a and finding.side_a != finding.side_b:
        return finding.side_a, finding.side_b
    other = {"one side": "the other side", "the other side": "one side"}
    if finding.a.id in taken:
        return taken[finding.a.id], other.get(taken[finding.a.id], "the other side")
    if finding.b.id in taken:
        return other.get(taken[finding.b.id], "one side"), taken[finding.b.id]
    return "one side", "the other side"


def corroborations(findings: Iterable[Finding]) -> tuple[Agreement, ...]:
    """Group agreeing pairs of one point that share a claim; what only one source says is not corroborated."""
    grouped: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.relation is Relation.AGREEMENT:
            grouped[finding.point].append(finding)
    found = [_agreement(part) for _, group in sorted(grouped.items()) for part in _connected(group)]
    return tuple(
        sorted(
            (each for each in found if each.independent_sources > 1),
            key=lambda each: (-each.confidence, each.claims[0].id),
        )
    )


def _agreement(findings: Sequence[Finding]) -> Agreement:
    ranked = sorted(findings, key=lambda each: (-each.confidence, *_pair_key(each)))
    claims: dict[str, tuple[float, Claim]] = {}
    for finding in ranked:
        for claim in (finding.a, finding.b):
            claims.setdefault(claim.id, (finding.confidence, claim))
    ordered = tuple(claim for _, claim in sorted(claims.values(), key=_claim_order))
    return Agreement(
        ranked[0].topic or ordered[0].standalone_text, ranked[0].confidence, independent_sources(ordered), ordered
    )


def look_up(claim: Claim, findings: Iterable[Finding]) -> LookUp:
    """What judged pairs of one claim (always `a`) with stored claims say about it."""
    ranked = sorted(findings, key=lambda each: (-each.confidence, *_claim_order((0.0, each.b))))
    supporting = tuple(each for each in ranked if _supports(each))
    contradicting = tuple(each for each in ranked if each.relation is Relation.CONTRADICTION)
    related = tuple(
        each
        for each in ranked
        if each.relation not in {Relation.CONTRADICTION, Relation.UNRELATED} and not _supports(each)
    )
    behind, against = (independent_sources(each.b for each in side) for side in (supporting, contradicting))
    verdict = _verdict(behind, against)
    return LookUp(
        claim, verdict, behind, against, supporting, contradicting, related, _summary(verdict, behind, against)
    )


def _supports(finding: Finding) -> bool:
    """Whether the stored claim says all that the claim asked about says, or the same about a slot of a named thing."""
    if finding.relation is not Relation.AGREEMENT:
        return False
    slots = tuple(f"{kind}:" for kind in SLOT_KINDS | POLAR_KINDS)
    return finding.point.startswith(slots) or sameness.bears_out(alignment.match(finding.a, finding.b))


def _verdict(behind: int, against: int) -> Verdict:
    if against:
        return Verdict.DISPUTED
    if behind > 1:
        return Verdict.CORROBORATED
    return Verdict.SINGLE_SOURCE if behind else Verdict.NO_EVIDENCE


def _summary(verdict: Verdict, behind: int, against: int) -> str:
    if verdict is Verdict.NO_EVIDENCE:
        return "No stored claim says this or disputes it."
    said = f"{_counted(behind)} {'says' if behind == 1 else 'say'} this"
    return (
        f"{said}, {_counted(against)} {'disputes' if against == 1 else 'dispute'} it."
        if against
        else f"{said}; none disputes it."
    )


def _counted(number: int) -> str:
    return f"{number} independent source{'' if number == 1 else 's'}" if number else "no stored source"


def _pair_key(finding: Finding) -> tuple[str, str]:
    return finding.a.id, finding.b.id


def _claim_order(held: tuple[float, Claim]) -> tuple[float, datetime, str]:
    confidence, claim = held
    return -confidence, claim.published_at or datetime.max.replace(tzinfo=UTC), claim.id
