"""Two claims side by side: which words stand for the same thing, and how much of each claim is covered.

Fuzzy similarity alone cannot tell agreement from contradiction ("12 dead" and "19 dead" are nearly equal); it lines
the words up, and a typed difference is looked for on top. Words line up by lemma, by name ("Merkel", "Angela Merkel",
"she"), then by spelling (rapidfuzz), each word once; among equal words the one in the same grammatical role first.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from factcheck.models import Claim, Match, Token
from factcheck.remembering import once_a_claim
from factcheck.text import grammar
from factcheck.text.names import same_name
from factcheck.thresholds import SAME_SPELLING

_CASES = frozenset({"NUM"})


def match(a: Claim, b: Claim) -> Match:
    """Line two claims up.

    `similarity` is rapidfuzz's token_set_ratio over the lower-case lemmas of content words, as a share of 1. Coverage
    leaves numbers out, since two reports of one number differ in just that.
    """
    words_a, words_b = _words(a), _words(b)
    aligned = _aligned(words_a, words_b)
    # "IAEA" covers all of "International Atomic Energy Agency", "Merkel" all of "Angela Merkel".
    meant = [
        (words_a.names[i], words_b.names[j])
        for i, j in aligned
        if i in words_a.names and j in words_b.names and same_name(words_a.names[i], words_b.names[j])
    ]
    covered_a = {i for i, _ in aligned} | words_a.named_so({name for name, _ in meant})
    covered_b = {j for _, j in aligned} | words_b.named_so({name for _, name in meant})
    return Match(
        a=a,
        b=b,
        similarity=round(fuzz.token_set_ratio(words_a.text, words_b.text) / 100, 3),
        aligned=aligned,
        coverage_a=words_a.coverage(covered_a),
        coverage_b=words_b.coverage(covered_b),
        shared_entities=_shared_entities(words_a, words_b),
        points=tuple(sorted(words_a.points & words_b.points)),
    )


def partner(match: Match, index: int, *, of_b: bool = False) -> int | None:
    """The word of the other claim that a word of `a` (or, with `of_b`, of `b`) is aligned with."""
    for i, j in match.aligned:
        if (j if of_b else i) == index:
            return i if of_b else j
    return None


def are_aligned(match: Match, i: int | None, j: int | None) -> bool:
    """Whether word `i` of `a` and word `j` of `b` stand for the same thing; two missing words do not."""
    return i is not None and j is not None and (i, j) in match.aligned


@once_a_claim
def _words(claim: Claim) -> _Words:
    return _Words(claim)


class _Words:
    """A claim's content words, with the keys under which they line up."""

    def __init__(self, claim: Claim) -> None:
        self.tokens = claim.tokens
        self.names: dict[int, str] = {}
        for entity in claim.entities:
            for i, token in enumerate(claim.tokens):
                if entity.start <= token.start < entity.end:
                    self.names[i] = entity.canonical
        for referent in claim.referents:
            self.names[referent.token] = referent.canonical
        self.content = [i for i, token in enumerate(claim.tokens) if grammar.is_content(token) or i in self.names]
        self.lemmas = {i: claim.tokens[i].lemma.lower() for i in self.content}
        self.text = " ".join(self.lemmas.values())
        self.named = sorted(set(self.names.values()))
        self.by_lemma: dict[str, list[int]] = defaultdict(list)
        self.by_initial: dict[str, list[int]] = defaultdict(list)
        for i, lemma in self.lemmas.items():
            self.by_lemma[lemma].append(i)
            if len(lemma) > 4 and claim.tokens[i].pos != "NUM":
                self.by_initial[lemma[0]].append(i)
        self.points = frozenset(each.point for each in claim.assertions)
        self.countable = [i for i in self.content if claim.tokens[i].pos not in _CASES]

    def named_so(self, names: set[str]) -> set[int]:
        """The words of some names."""
        return {i for i, name in self.names.items() if name in names} if names else set()

    def coverage(self, covered: set[int]) -> float:
        if not self.countable:
            return 0.0
        return round(sum(i in covered for i in self.countable) / len(self.countable), 3)


def _aligned(a: _Words, b: _Words) -> tuple[tuple[int, int], ...]:
    found: dict[int, int] = {}
    free = set(b.content)

    def take(i: int, options: list[int]) -> None:
        open_options = [j for j in options if j in free]
        if len(open_options) == 1:
            found[i] = open_options[0]
            free.discard(open_options[0])
        elif open_options:
            best = min(open_options, key=lambda j: (-_alikeness(a.tokens, i, b.tokens, j, found), abs(i - j), j))
            found[i] = best
            free.discard(best)

    for i in a.content:
        if a.lemmas[i] in b.by_lemma:
            take(i, b.by_lemma[a.lemmas[i]])
    for i, name in a.names.items():
        if i not in found:
            take(i, [j for j in free if j in b.names and same_name(name, b.names[j])])
    for initial, words in a.by_initial.items():
        for i in words:
            if i not in found and initial in b.by_initial:
                take(i, [j for j in b.by_initial[initial] if j in free and _same_spelling(a.lemmas[i], b.lemmas[j])])
    return tuple(sorted(found.items()))


def _alikeness(one: tuple[Token, ...], i: int, other: tuple[Token, ...], j: int, found: dict[int, int]) -> int:
    """How alike two words' places in their sentences are, 0 to 3."""
    same_role = one[i].dep.removesuffix("pass") == other[j].dep.removesuffix("pass")
    same_head = one[one[i].head].lemma == other[other[j].head].lemma
    return same_role + same_head + (found.get(one[i].head) == other[j].head)


@lru_cache(maxsize=16_384)
def _same_spelling(one: str, other: str) -> bool:
    """ "organise" and "organize", "donald" and "donalds"; the caller asks only for longer words of one initial."""
    return JaroWinkler.similarity(one, other) >= SAME_SPELLING


def _shared_entities(a: _Words, b: _Words) -> tuple[str, ...]:
    return tuple(name for name in a.named if any(same_name(name, other) for other in b.named))
