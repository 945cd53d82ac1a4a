"""How much of two clauses lines up, where a second clause of the sentence says nothing of what is compared."""

from __future__ import annotations

from functools import lru_cache

from factcheck.models import Claim, Match
from factcheck.text import grammar

_OTHER_CLAUSES = frozenset({"conj", "advcl", "relcl", "parataxis"})


def clause_coverage(match: Match, i: int | None, j: int | None) -> tuple[float, float]:
    """The larger and the smaller share of content words that line up, of the sentences or of the clauses of two words.

    Of each claim the more counts, sentence or clause; two clauses that share fewer than two words do not count.
    """
    whole = match.coverage_a, match.coverage_b
    if i is None or j is None:
        return max(whole), min(whole)
    first, second = _clause(match.a, i), _clause(match.b, j)
    lined = [(i, j) for i, j in match.aligned if i in first and j in second]
    if len(lined) < 2:
        return max(whole), min(whole)
    shares = [max(share, len(lined) / len(words)) for share, words in zip(whole, (first, second), strict=True)]
    return max(shares), min(shares)


@lru_cache(maxsize=2_048)
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
