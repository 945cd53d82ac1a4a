"""Two sentences below the level of the sentence: how much of two clauses lines up, and how two noun phrases differ."""

from __future__ import annotations

from factcheck.matching.alignment import are_aligned
from factcheck.models import Claim, Match
from factcheck.remembering import once_a_claim
from factcheck.text import grammar

_OTHER_CLAUSES = frozenset({"conj", "advcl", "relcl", "parataxis"})


def clause_coverage(match: Match, i: int | None, j: int | None) -> tuple[float, float]:
    """The larger and the smaller share of content words that line up, of the sentences or of the clauses of two words.

    Of each claim the more counts, sentence or clause, for a second clause says nothing of what is compared ("... and
    carries four lanes"). Clauses count only where they share a name and another word: "the quake struck" says little.
    """
    whole = match.coverage_a, match.coverage_b
    if i is None or j is None:
        return max(whole), min(whole)
    first, second = _clause(match.a, i), _clause(match.b, j)
    lined = [(i, j) for i, j in match.aligned if i in first and j in second]
    if len(lined) < 2 or not any(match.a.tokens[i].pos == match.b.tokens[j].pos == "PROPN" for i, j in lined):
        return max(whole), min(whole)
    shares = [max(share, len(lined) / len(words)) for share, words in zip(whole, (first, second), strict=True)]
    return max(shares), min(shares)


@once_a_claim
def _clause(claim: Claim, index: int) -> frozenset[int]:
    """The content words of the clause of a word, with its subject, without the clauses beside and below it."""
    tokens = claim.tokens
    top = grammar.clause(tokens, index)
    while tokens[top].dep in {"xcomp", "acomp"} and tokens[top].head != top:
        top = tokens[top].head
    inside = [top]
    for each in inside:
        inside += [
            i
            for i in grammar.children(tokens, each)
            if i not in inside and not (tokens[i].dep in _OTHER_CLAUSES and tokens[i].pos in {"VERB", "AUX"})
        ]
    subject = grammar.subject(tokens, top)
    if subject is not None and subject not in inside:
        inside += grammar.phrase(tokens, subject)
    return frozenset(i for i in inside if grammar.is_content(tokens[i]) and tokens[i].pos != "NUM")


def told_apart(match: Match, i: int, j: int) -> bool:
    """Whether what modifies two words differs on both sides: "the first phase", "the second phase"."""
    return bool(differing(match, i, j))


def differing(match: Match, i: int, j: int, *, by_number: bool = True) -> tuple[list[int], list[int]] | None:
    """What narrows down two words that the other does not have, where both have such; None where one has not.

    Of words that are counted the numbers are no such thing (`by_number` is False): "12 people", "19 people".
    """

    def narrowing(claim: Claim, index: int) -> set[int]:
        return {
            child
            for child in grammar.children(claim.tokens, index)
            if claim.tokens[child].dep in {"amod", "compound", "nmod", "poss", "nummod"}
            and claim.tokens[child].pos != "PRON"
            and (by_number or claim.tokens[child].pos not in {"NUM", "SYM"})
        }

    mine, theirs = narrowing(match.a, i), narrowing(match.b, j)
    lemmas, others = (
        {claim.tokens[k].lemma.lower() for k in group} for claim, group in ((match.a, mine), (match.b, theirs))
    )
    left = [
        k
        for k in mine
        if match.a.tokens[k].lemma.lower() not in others and not any(are_aligned(match, k, m) for m in theirs)
    ]
    right = [
        k
        for k in theirs
        if match.b.tokens[k].lemma.lower() not in lemmas and not any(are_aligned(match, m, k) for m in mine)
    ]
    return (left, right) if left and right else None
