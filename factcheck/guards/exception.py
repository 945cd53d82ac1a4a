"""Exception: a rule holds for most, and its exception for the rest.

The rule: one side names what is left out ("except", "excluding"), or denies only that *all* do it, or says it only of
some of the kind that the other speaks of in general ("companies" / "companies with fewer than 50 employees"). Not where
both sides restrict or generalise alike.

Source: generics tolerate exceptions (Krifka and others, "Genericity", 1995); exceptions are one of the guards the design
names. Word lists: `lexicon/scope.toml`, [exception].

Hit: "Shops in Genoa must close on Sundays." / "Shops in Genoa that sell flowers need not close on Sundays."
Near miss: "Shops in Genoa must close on Sundays." / "Shops in Genoa need not close on Sundays."
"""

from __future__ import annotations

from factcheck.lexicon import words
from factcheck.matching.arguments import View
from factcheck.models import Claim, Kind, Match, Reading, Relation, Ruling, Span
from factcheck.remembering import once_a_claim
from factcheck.text import grammar
from factcheck.text.clauses import clauses_of
from factcheck.text.cues import phrases_in
from factcheck.text.denials import denial

RANK = 22

SURE = 0.9
"""What is left of the conflict's confidence: the sentences name the difference, but the parser may have misread it."""

_POLAR = frozenset({Kind.NEGATION, Kind.ANTONYM, Kind.OPPOSED_CONCEPT, Kind.DENIAL})
_RESTRICTING = frozenset({"with", "without", "under", "over", "above", "below", "from", "aged", "of", "in", "for"})


def ruling(match: Match, reading: Reading) -> Ruling | None:
    """Objects where one side states the exception to what the other says in general."""
    reason = _exceptions(match) or _not_of_all(match, reading) or _of_some(match, reading)
    if reason is None:
        return None
    return Ruling(Relation.SCOPE_DIFFERENCE, reason, round(reading.confidence * SURE, 3))


def _exceptions(match: Match) -> str | None:
    cues = words("scope", "exception", "words")
    one, other = (
        [each for each in phrases_in(claim, cues) if not _tells_apart(claim, each)] for claim in (match.a, match.b)
    )
    if bool(one) != bool(other):
        return f"One states an exception (“{(one or other)[0]}”)."
    return None


def _tells_apart(claim: Claim, phrase: str) -> bool:
    """Whether "apart from" goes with a verb of telling things apart."""
    return phrase == "apart from" and any(
        token.text.lower() == "apart" and claim.tokens[token.head].lower_in(words("scope", "exception", "telling"))
        for token in claim.tokens
    )


def _not_of_all(match: Match, reading: Reading) -> str | None:
    """Objects where one side denies that all do it, and the other says it of some: "will shut all its shops" is false."""
    if reading.kind not in {Kind.NEGATION, Kind.DENIAL}:
        return None
    for claim, evidence, other in (
        (match.a, reading.evidence_a, match.b),
        (match.b, reading.evidence_b, match.a),
    ):
        found = _denied_of_all(claim, evidence, reading.kind)
        if found and not any(_universal(other, i) for i in range(len(other.tokens))):
            return f"One denies it only of “{found}”."
    return None


@once_a_claim
def _denied_of_all(claim: Claim, evidence: Span, kind: Kind) -> str:
    """ "all its shops": what a denial, or the negated clause in the evidence, denies of all; "" where it does not."""
    tokens = claim.tokens
    if kind is Kind.DENIAL:
        cue = denial(claim)
        scope = set(cue.scope) if cue is not None else set()
    else:
        inside = [
            clause
            for clause in clauses_of(claim)
            if clause.negated and evidence.start <= tokens[clause.verb].start < evidence.end
        ]
        scope = set(inside[0].extent) if inside else set()
    return next((found for i in sorted(scope) if (found := _universal(claim, i))), "")


def _universal(claim: Claim, index: int) -> str:
    """ "all" or "every" at an index, with its noun; "" where something else stands there."""
    token = claim.tokens[index]
    if not token.lower_in(words("scope", "exception", "universal")) or token.dep not in {"det", "predet"}:
        return ""
    return grammar.words_of(claim.tokens, tuple(range(index, token.head + 1))) if token.head > index else ""


def _of_some(match: Match, reading: Reading) -> str | None:
    """Objects where one side restricts the kind that the other speaks of in general."""
    if reading.kind not in _POLAR:
        return None
    ones, others = _general(match.a, reading.evidence_a), _general(match.b, reading.evidence_b)
    view = View.of(match)
    for i, restricted in ones:
        for j, narrowed in others:
            if match.a.tokens[i].lemma.lower() != match.b.tokens[j].lemma.lower():
                continue
            mine = [k for k in restricted if view[0].partner(k) is None]
            theirs = [k for k in narrowed if view[1].partner(k) is None]
            if bool(mine) != bool(theirs):
                claim, top, added = (match.a, i, mine) if mine else (match.b, j, theirs)
                inside = tuple(k for k in range(top, max(added) + 1))
                return f"One speaks only of some: “{grammar.words_of(claim.tokens, inside)}”."
    return None


@once_a_claim
def _general(claim: Claim, evidence: Span) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """The bare plurals that are subjects in the evidence ("companies"), each with the content words that restrict it."""
    tokens = claim.tokens
    found = []
    for clause in clauses_of(claim):
        top = clause.subject
        if top is None or not evidence.start <= tokens[clause.verb].start < evidence.end:
            continue
        phrase = grammar.phrase(tokens, top)
        if tokens[top].tag != "NNS" or any(tokens[k].dep in {"det", "poss", "nummod"} for k in phrase):
            continue
        if not _is_lasting(claim, clause.verb):
            continue
        behind = [
            i
            for i in grammar.children(tokens, top)
            if i > top
            and (
                (tokens[i].dep == "prep" and tokens[i].lower_in(_RESTRICTING))
                or (tokens[i].dep in {"relcl", "acl"} and tokens[i - 1].text != ",")
            )
        ]
        inside = {k for i in behind for k in grammar.subtree(tokens, i)}
        found.append((top, tuple(k for k in sorted(inside) if grammar.is_content(tokens[k]))))
    return tuple(found)


def _is_lasting(claim: Claim, verb: int) -> bool:
    """Whether a verb speaks of what holds in general: in the present, or of what may, must or need not be done."""
    tags = {
        claim.tokens[i].tag
        for i in (verb, *grammar.children(claim.tokens, verb))
        if claim.tokens[i].pos in {"VERB", "AUX"}
    }
    return bool(tags & {"VBP", "VBZ", "MD", "VB"}) and "VBD" not in tags
