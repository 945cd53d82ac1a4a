"""A list that is said to be complete, against the same sentence with one more, or one fewer, in it.

The rule, for two texts put side by side that are the same but for one member of a list with its "and" or "or": the list
stands behind "only" or behind "consists of" (then what is left out is denied), or is that over which a total is given (one
number cannot be the sum of both).

Hit: "The board consists of Holm, Dahl and Renn." / "The board consists of Holm and Dahl."; "The combined output of Ede and
Asker was 40 tonnes." / "The combined output of Ede, Asker and Corle was 40 tonnes."
Near miss: "The board met Holm, Dahl and Renn." / "The board met Holm and Dahl."
"""

from __future__ import annotations

from factcheck.lexicon import words
from factcheck.matching.facts import put_side_by_side
from factcheck.matching.wording import LONGEST_STRETCH, left_out, worded
from factcheck.models import Claim, Comparator, Kind, Match, Outcome, Reading, Span
from factcheck.text import grammar

SURE = 0.75
"""Confidence before calibration."""

_SETTLED = frozenset({Comparator.EXACTLY, Comparator.ABOUT})
_JOINING = frozenset({"and", "or"})
"""Words that come and go with the members of a list."""


def one_more(match: Match, kind: Kind) -> Reading:
    """CONFLICTS where one has a member that the other's complete list has not (affiliation), or its sum (quantity)."""
    nothing = Reading(kind, Outcome.NOT_COMPARABLE)
    if not put_side_by_side(match):
        return nothing
    longer = len(worded(match.a)) > len(worded(match.b))
    claim, other = (match.a, match.b) if longer else (match.b, match.a)
    if not 0 < len(worded(claim)) - len(worded(other)) <= LONGEST_STRETCH:
        return nothing
    row = left_out(claim, other, _JOINING) or ()
    tokens = claim.tokens
    if not row or not _is_member(claim, row) or grammar.negated(tokens, row[-1]):
        return nothing
    cue = _sum(claim, row) if kind is Kind.QUANTITY else _complete(claim, row)
    if cue is None:
        return nothing
    member = grammar.words_of(tokens, row)
    said = tokens[cue].text
    what = f"a total (“{said}”)" if kind is Kind.QUANTITY else f"a complete list (“{said}”)"
    return Reading(
        kind,
        Outcome.CONFLICTS,
        confidence=SURE,
        point=f"{kind}:list:{said.lower()}:{member.lower()}",
        topic=f"whether “{member}” belongs to it",
        side_a=("with" if claim is match.a else "without") + f" {member}",
        side_b=("with" if claim is match.b else "without") + f" {member}",
        evidence_a=_evidence(match.a, row if claim is match.a else ()),
        evidence_b=_evidence(match.b, row if claim is match.b else ()),
        explanation=f"Both give {what} in the same words, but only one of them with “{member}”.",
    )


def _is_member(claim: Claim, row: tuple[int, ...]) -> bool:
    """Whether a stretch is one member of a list: one run of words, joined to others."""
    tokens = claim.tokens
    run = [k for k, _ in worded(claim) if row[0] <= k <= row[-1]]
    joined = any(
        tokens[k].dep == "conj" or any(tokens[j].dep == "conj" for j in grammar.children(tokens, k)) for k in row
    )
    return joined and all(k in row or tokens[k].text.lower() in _JOINING for k in run)


def _complete(claim: Claim, row: tuple[int, ...]) -> int | None:
    """The word that makes the list complete: "only" with the list in its scope, "consists of A, B and C"."""
    tokens = claim.tokens
    for i in range(row[0]):
        token = tokens[i]
        if token.lower_in(words("facts", "only", "words")) and token.dep in {"advmod", "preconj", "predet"}:
            before, head = tokens[i - 1].text.lower() if i else "", tokens[token.head]
            if before != "not" and head.pos != "VERB" and set(row) <= set(grammar.subtree(tokens, token.head)):
                return i
        if token.lower_in(words("minimal", "whole", "verbs")) and _lists(claim, i, row):
            return i
    return None


def _lists(claim: Claim, verb: int, row: tuple[int, ...]) -> bool:
    """Whether a stretch is one of a list of things behind "consists of", said without "can" or "often"."""
    tokens = claim.tokens
    below = grammar.children(tokens, verb)
    if any(tokens[k].tag == "MD" or tokens[k].dep == "advmod" for k in below):
        return False
    first = next((j for k in below if tokens[k].text.lower() == "of" for j in grammar.children(tokens, k)), None)
    if first is None:
        return False
    listed = [first]
    for each in listed:
        listed += [k for k in grammar.children(tokens, each) if tokens[k].dep == "conj" and k not in listed]
    if any(tokens[j].text.lower() == "or" for k in listed for j in grammar.children(tokens, k)):
        return False
    return any(k in row and tokens[k].pos in {"NOUN", "PROPN"} for k in listed)


def _sum(claim: Claim, row: tuple[int, ...]) -> int | None:
    """The word that makes a number the sum of what the list names: "combined" on its noun, "in total" of its clause."""
    tokens = claim.tokens
    quantities = [each for each in claim.quantities if each.comparator in _SETTLED]
    if not quantities or any(quantity.start <= tokens[row[-1]].start < quantity.end for quantity in quantities):
        return None
    for i, token in enumerate(tokens):
        if not token.lower_in(words("minimal", "sum", "words")):
            continue
        if token.dep in {"amod", "compound"} and set(row) <= set(grammar.subtree(tokens, token.head)):
            return i
        verb = grammar.head_verb(tokens, i)
        who = None if verb is None else grammar.subject(tokens, verb)
        if token.dep in {"pobj", "advmod"} and who is not None and set(row) <= set(grammar.subtree(tokens, who)):
            return i
    return None


def _evidence(claim: Claim, row: tuple[int, ...]) -> Span:
    return grammar.span(claim.tokens, row) if row else Span(claim.tokens[0].start, claim.tokens[-1].end)
