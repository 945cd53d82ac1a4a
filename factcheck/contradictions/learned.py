"""What a trained judge says: the pair conflicts, in a way that no rule has a name for.

Rule: a model of entailment (`factcheck/learned/judge.py`) that finds CONTRADICTION likelier than anything else reads a
conflict. It hears a pair only where matching finds one matter in it, and is asked beside the rules, not instead of them: where
a rule reads the same value on both sides, or both sides have numbers of their own, it stays silent; a conflict that a rule
names is told as the rule tells it; and the guards object to its readings as to all others. Since what it reads has no name,
guards that ask for one are given those it may have: a denial, and a quantity where both sides have a number of one sort.

Hit: "The board kept its chairman." / "The chairman of the board had to go." Near miss: "The board kept its chairman." / "The
board praised its chairman."
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from factcheck.matching import sameness
from factcheck.models import Claim, Finding, Judgement, Kind, Match, Outcome, Reading, Span
from factcheck.text import grammar
from factcheck.text.denials import is_headline
from factcheck.text.measures import measures

KIND = Kind.LEARNED

SAID = "A trained model, not a rule, judges that the two claims contradict each other"

TOLD = 3
"""Words of each side that the explanation shows at most."""

ASKED = 8
"""Words of each side that are left out, one at a time, to see what becomes of the judgement."""

MOVED = 0.02
"""By how much the probability must fall without a word before that word is shown, from 0 to 1."""


class Weighing(Protocol):
    """A judge that can be asked about two texts in the order given."""

    def contradicting(self, pairs: Sequence[tuple[str, str]]) -> tuple[float, ...]:
        """How likely each pair contradicts itself, from 0 to 1."""


def heard(match: Match, judgement: Judgement) -> Reading:
    """CONFLICTS, as surely as the judge is, where contradiction is likelier than both other classes.

    Not where both sides have a number of their own: the rules that read numbers have read them, and what they do not call a
    conflict is mostly another measure of one thing, which a small model cannot tell from another value.
    """
    if judgement.contradiction <= max(judgement.agreement, judgement.neutral) or sameness.differ_in_numbers(match):
        return Reading(KIND, Outcome.NOT_COMPARABLE)
    return Reading(
        KIND,
        Outcome.CONFLICTS,
        confidence=judgement.contradiction,
        point=f"{KIND}:{'|'.join(name.lower() for name in match.shared_entities)}",
        evidence_a=_whole(match.a),
        evidence_b=_whole(match.b),
        explanation=f"{SAID}.",
    )


def facets(match: Match, reading: Reading) -> Iterator[Reading]:
    """A learned conflict, and the conflicts with a name that it may be: what guards are asked about.

    Between headlines of a rumour it is a denial: the judge has read the words that call the other untrue.
    """
    if is_headline(match.a) and is_headline(match.b):
        yield replace(reading, kind=Kind.DENIAL)
        return
    yield reading
    yield replace(reading, kind=Kind.NEGATION)
    for one in measures(match.a):
        for other in measures(match.b):
            if one.dimension == other.dimension and one.quantity.value != other.quantity.value:
                yield replace(
                    reading,
                    kind=Kind.QUANTITY,
                    evidence_a=Span(one.quantity.start, one.quantity.end),
                    evidence_b=Span(other.quantity.start, other.quantity.end),
                )


# -- what changed its mind ---------------------------------------------------------------------------------------------


def told(finding: Finding, judge: Weighing) -> Finding:
    """A learned finding with the words that speak most for it: those without which the judge is least sure.

    Costs one reading for each of at most 2 * ASKED words, in one order of the texts.
    """
    sides = (_Side.of(finding.a, finding.b), _Side.of(finding.b, finding.a))
    swapped = finding.b.text < finding.a.text

    def pair(first: str, second: str) -> tuple[str, str]:
        return (second, first) if swapped else (first, second)

    asked = [pair(finding.a.text, finding.b.text)]
    asked += [pair(sides[0].without(i), finding.b.text) for i in sides[0].words]
    asked += [pair(finding.a.text, sides[1].without(j)) for j in sides[1].words]
    whole, *less = judge.contradicting(asked)
    cut = len(sides[0].words)
    first = sides[0].deciding([whole - each for each in less[:cut]])
    second = sides[1].deciding([whole - each for each in less[cut:]])
    shown = [
        f"{_listed(side.claim, words)} in {where}"
        for side, words, where in ((sides[0], first, "the first"), (sides[1], second, "the second"))
        if words
    ]
    if not shown:
        return finding
    why = f"{SAID}; what weighs most for it: {', '.join(shown)}."
    return replace(
        finding,
        explanation=finding.explanation.replace(f"{SAID}.", why),
        evidence_a=grammar.span(finding.a.tokens, first) if first else finding.evidence_a,
        evidence_b=grammar.span(finding.b.tokens, second) if second else finding.evidence_b,
    )


@dataclass(frozen=True, slots=True)
class _Side:
    """A claim and those of its words that may decide: content words and negations, first those the other side lacks."""

    claim: Claim
    words: tuple[int, ...]

    @classmethod
    def of(cls, claim: Claim, other: Claim) -> _Side:
        known = {token.lemma.lower() for token in other.tokens}
        telling = [i for i, token in enumerate(claim.tokens) if grammar.is_content(token) or grammar.is_negation(token)]
        order = sorted(telling, key=lambda i: (claim.tokens[i].lemma.lower() in known, i))
        return cls(claim, tuple(order[:ASKED]))

    def without(self, index: int) -> str:
        token, start = self.claim.tokens[index], self.claim.span.start
        return " ".join(f"{self.claim.text[: token.start - start]}{self.claim.text[token.end - start :]}".split())

    def deciding(self, falls: Sequence[float]) -> tuple[int, ...]:
        """The words without which the judgement falls most, in the order of the sentence."""
        ranked = sorted(zip(falls, self.words, strict=True), key=lambda each: (-each[0], each[1]))
        return tuple(sorted(i for fall, i in ranked[:TOLD] if fall >= MOVED))


def _listed(claim: Claim, words: tuple[int, ...]) -> str:
    return " and ".join(f'"{claim.tokens[i].text}"' for i in words)


def _whole(claim: Claim) -> Span:
    return Span(claim.span.start, claim.span.end)
