"""Debunking: a claim is repeated in order to be denied, or to be corrected.

Two rules. What stands under a word of denial ("the rumour that she died is false") is not what its outlet says: with
another claim that it seems to contradict it may well agree ("she is alive"). And a correction, or a statement given as
superseded ("initially reported as 12"), does not contradict the text that it corrects: it updates it.

Source: claims quoted to be debunked, and corrected articles, are two of the guards the design names. Cues are data:
`lexicon/denial.toml`, `lexicon/corrections.toml`.

Hit: "The rumour that the singer is dead is false." / "The singer is alive."
Near miss: "The rumour that the singer is dead is false." / "The singer is dead."
"""

from __future__ import annotations

from factcheck.lexicon import words
from factcheck.models import Claim, Kind, Match, Reading, Relation, Ruling, Span
from factcheck.text import grammar
from factcheck.text.clauses import clauses_of
from factcheck.text.denials import Denial, denial

RANK = 10

_COUNTING = frozenset({Kind.NEGATION, Kind.ANTONYM})
"""Kinds that count a word of denial above a clause as a negation of it."""

_ANSWERS = frozenset({"no", "nope"})

_POLAR = frozenset({Kind.NEGATION, Kind.ANTONYM, Kind.OPPOSED_CONCEPT})


def ruling(match: Match, reading: Reading) -> Ruling | None:
    """Objects where one side only repeats what it denies, or corrects what was said before."""
    correcting = _phrase(match.a, "corrections") or _phrase(match.b, "corrections")
    if correcting:
        return Ruling(
            Relation.UPDATE,
            f"One of the two is a correction (“{correcting}”), not a report of its own.",
            reading.confidence,
        )
    superseded = _phrase(match.a, "superseded") or _phrase(match.b, "superseded")
    if superseded:
        return Ruling(
            Relation.UPDATE, f"One of the two gives its figure as superseded (“{superseded}”).", reading.confidence
        )
    if reading.kind is Kind.DENIAL:
        return None
    counted = reading.kind in _COUNTING
    first = _repeats(match.a, reading.evidence_a, counted)
    second = _repeats(match.b, reading.evidence_b, counted)
    if first is None and second is None:
        return None
    cue = (first or second or Denial((), "", 0.0)).text
    if first is not None and second is not None:
        return Ruling(Relation.UNRELATED, f"Both only repeat what they deny (“{cue}”).", reading.confidence)
    relation = Relation.AGREEMENT if reading.kind in _POLAR else Relation.UNRELATED
    return Ruling(
        relation, f"One of the two only repeats the statement in order to deny it (“{cue}”).", reading.confidence
    )


def _phrase(claim: Claim, name: str) -> str:
    """The first phrase of a list that occurs in a claim, "" where none does."""
    text = claim.text.lower()
    return min(
        (phrase for phrase in words("corrections", name, "phrases") if phrase in text), key=text.find, default=""
    ).strip()


def _repeats(claim: Claim, evidence: Span, counted: bool) -> Denial | None:
    """The cue under which the conflicting words stand, unless the reading has `counted` it as a negation already."""
    cue = denial(claim)
    if cue is None:
        return None
    tokens = claim.tokens
    holder = grammar.head_verb(tokens, cue.tokens[-1])
    touched = {i for i, token in enumerate(tokens) if evidence.start <= token.start and token.end <= evidence.end}
    inside = [
        clause for clause in clauses_of(claim) if clause.verb in touched or (touched and touched <= set(clause.extent))
    ]
    for clause in inside:
        if clause.negated and cue.text.lower() in _ANSWERS:
            # "No, she did not resign" denies once
            continue
        if set(cue.tokens) & {clause.predicate, clause.verb} or (counted and set(cue.tokens) & set(clause.negations)):
            continue
        if cue.tokens[0] == 0 or (holder is not None and holder in grammar.ancestors(tokens, clause.verb)):
            return cue
    return None
