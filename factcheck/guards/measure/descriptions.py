"""Descriptions that fit several: two offices of one holder, one child of many."""

from __future__ import annotations

from factcheck.lexicon import words
from factcheck.models import Claim, Kind, Match, Reading
from factcheck.remembering import once_a_claim
from factcheck.text import grammar


def different_offices(match: Match) -> str | None:
    """Two offices or bodies told apart by what they are of: "minister of culture" / "minister of justice"."""
    for office, of in _held(match.a):
        for other, elsewhere in _held(match.b):
            mine, theirs = of.split()[-1], elsewhere.split()[-1]
            lemmas = [{token.text.lower() for token in claim.tokens} for claim in (match.a, match.b)]
            if office == other and mine not in lemmas[1] and theirs not in lemmas[0]:
                return f"They speak of two: {office} of {of} and {other} of {elsewhere}."
    return None


@once_a_claim
def _held(claim: Claim) -> tuple[tuple[str, str], ...]:
    """The offices and bodies of a claim with what they are of, in lower case: ("minister", "culture")."""
    tokens = claim.tokens
    return tuple(
        (tokens[token.head].lemma.lower(), grammar.words_of(tokens, grammar.phrase(tokens, k)).lower())
        for i, token in enumerate(tokens)
        if token.text.lower() == "of" and tokens[token.head].lower_in(words("scope", "matter", "offices"))
        for k in grammar.children(tokens, i)
        if tokens[k].dep == "pobj" and tokens[k].pos in {"NOUN", "PROPN"}
    )


def any_of_many(match: Match, reading: Reading) -> str | None:
    """A description that fits as many as there are things of its kind: "the only child of a miner"."""
    if reading.kind is not Kind.SUPERLATIVE:
        return None
    tokens = match.a.tokens
    for i, token in enumerate(tokens):
        inside = reading.evidence_a.start <= token.start < reading.evidence_a.end + 40
        if inside and token.dep == "pobj" and token.pos == "NOUN" and tokens[token.head].lemma.lower() == "of":
            phrase = grammar.phrase(tokens, i)
            if any(tokens[k].text.lower() in {"a", "an"} for k in phrase):
                return f"There may be many: {grammar.words_of(tokens, phrase)} need not be the same in both."
    return None
