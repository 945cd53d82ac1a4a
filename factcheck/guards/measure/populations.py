"""Of whom: groups, ages, and nouns that one side narrows and the other does not."""

from __future__ import annotations

import re
from functools import cache

from factcheck.lexicon import load, words
from factcheck.matching.alignment import are_aligned
from factcheck.matching.coverage import differing
from factcheck.models import Claim, Kind, Match, Reading, Span, Token
from factcheck.remembering import once_a_claim
from factcheck.text import grammar
from factcheck.text.measures import Measure, measures_in

MEMBERS = frozenset({"in", "among", "for", "of", "to", "by", "from"})

_OLDEST = 200

_AGES = re.compile(
    r"\b[a-z]{3,20}[ ](?P<shown>(?P<word>over|above|under|below|older[ ]than|younger[ ]than|aged)[ ]"
    r"(?P<low>\d{1,2})(?:[ ]?(?:to|and|-|–)[ ]?(?P<high>\d{1,3}))?"
    r"(?:[ ](?P<after>(?:and|or)[ ](?:over|older|above|under|younger)))?)\b(?![ ]?[%.,]?\d|[ ]?%|[ ](?!years?\b)[a-z]{3,12}s\b)",
    re.IGNORECASE,
)


@cache
def contrast_sets() -> dict[str, frozenset[int]]:
    """Word -> the numbers of the sets in which it stands beside its contrasts."""
    found: dict[str, set[int]] = {}
    for number, members in enumerate(load("scope")["contrasts"]["sets"]):
        for member in members:
            found.setdefault(member, set()).add(number)
    return {member: frozenset(numbers) for member, numbers in found.items()}


def different_populations(match: Match, reading: Reading) -> str | None:
    """Two groups, ages or members of one set of contrasts, which the sentences name."""
    counting = reading.kind is Kind.QUANTITY
    first, second = (
        _narrowing(claim, evidence, counting=counting)
        for claim, evidence in ((match.a, reading.evidence_a), (match.b, reading.evidence_b))
    )
    sides = {*reading.side_a.lower().split(), *reading.side_b.lower().split()}
    for one in sorted(first - second):
        for other in sorted(second - first):
            if contrast_sets()[one] & contrast_sets()[other] and not {one, other} & sides:
                return f"They speak of different things: {one} and {other}."
    if not counting:
        return None
    ages, others = _ages(match.a), _ages(match.b)
    if ages and others and all(one[1] <= other[0] or other[1] <= one[0] for one in ages for other in others):
        return f"They speak of different groups: {ages[0][2]} and {others[0][2]}."
    return _modified(match, reading)


@once_a_claim
def _ages(claim: Claim) -> tuple[tuple[int, int, str], ...]:
    """The groups by age that a claim names: "people over 60", "children under 12", "those aged 18 to 24"."""
    found = []
    for group in _AGES.finditer(claim.text):
        low, high = int(group["low"]), int(group["high"] or 0)
        word = (group["word"] or group["after"] or "").lower()
        if word in {"under", "below", "younger than", "younger", "under-", "or under", "and under"}:
            low, high = 0, low
        elif high <= low:
            high = _OLDEST if word != "aged" else low + 1
        found.append((low, high, group["shown"]))
    return tuple(found)


@once_a_claim
def _narrowing(claim: Claim, evidence: Span, *, counting: bool) -> frozenset[str]:
    """The words of contrast that modify what the conflict is about: those of the evidence and of the nouns around it."""
    tokens = claim.tokens
    near = {i for i, token in enumerate(tokens) if evidence.start <= token.start < evidence.end}
    for measure in measures_in(claim, evidence) if counting else ():
        near |= {i for i in (measure.noun, measure.subject) if i is not None}
        near |= _members(claim, measure)
    kin: dict[int, list[int]] = {}
    for i, token in enumerate(tokens):
        if token.head != i:
            kin.setdefault(token.head, []).append(i)
    found = set()
    for i in near:
        group = [i, *(k for k in kin.get(i, ()) if tokens[k].dep in {"amod", "compound", "nmod", "nummod"})]
        group += [k for top in group[1:] for k in kin.get(top, ()) if tokens[k].dep in {"amod", "compound"}]
        found |= {tokens[k].lemma.lower() for k in group if divides(tokens[k])}
        found |= {
            f"{tokens[k - 2].text}-{tokens[k].text}".lower() for k in group if k >= 2 and tokens[k - 1].text == "-"
        }
    return frozenset(found & contrast_sets().keys())


def divides(token: Token) -> bool:
    """Whether a word can divide a thing: "the old houses", not "older than"."""
    return token.pos in {"ADJ", "NOUN", "ADV", "PROPN"} and token.tag not in {"JJR", "JJS", "RBR", "RBS"}


def _members(claim: Claim, measure: Measure) -> set[int]:
    """Those in whom or among whom something is measured: "effective in adults", "unemployment among women"."""
    tokens = claim.tokens
    return {
        i
        for holder in (measure.noun, measure.predicate)
        if holder is not None
        for preposition in grammar.children(tokens, holder)
        if tokens[preposition].dep == "prep" and tokens[preposition].lemma.lower() in MEMBERS
        for i in grammar.children(tokens, preposition)
        if tokens[i].dep == "pobj"
    }


def _modified(match: Match, reading: Reading) -> str | None:
    """Two numbers of differently narrowed nouns; a narrowed and a plain one only where the part is the smaller."""
    ones, others = measures_in(match.a, reading.evidence_a), measures_in(match.b, reading.evidence_b)
    if not ones or not others or ones[0].dimension != "count":
        return None
    one, other = ones[0], others[0]
    mine = _unshared(match.a, one, match.b)
    theirs = _unshared(match.b, other, match.a)
    if mine and theirs:
        return f"They count different things: {mine} and {theirs}."
    part, whole = (one, other) if mine else (other, one)
    if (mine or theirs) and part.quantity.value < whole.quantity.value:
        return f"One counts only a part: {mine or theirs}."
    return None


def narrowed(match: Match, reading: Reading) -> str | None:
    """Two numbers of one noun that each side narrows in its own way: "operating profit" / "pre-tax profit"."""
    if reading.kind is not Kind.QUANTITY:
        return None
    for one in measures_in(match.a, reading.evidence_a):
        for other in measures_in(match.b, reading.evidence_b):
            for i, j in ((one.predicate, other.predicate), (one.noun, other.noun)):
                if i is None or j is None or not match.a.tokens[i].pos == match.b.tokens[j].pos == "NOUN":
                    continue
                apart = differing(match, i, j, by_number=False) if are_aligned(match, i, j) else None
                if apart is not None:
                    mine = grammar.words_of(match.a.tokens, (*apart[0], i))
                    theirs = grammar.words_of(match.b.tokens, (*apart[1], j))
                    return f"They speak of different things: {mine} and {theirs}."
    return None


def _unshared(claim: Claim, measure: Measure, opposite: Claim) -> str:
    """A modifier of the counted noun that the other claim does not have anywhere, with the noun; "" without."""
    if measure.noun is None:
        return ""
    lemmas = {token.lemma.lower() for token in opposite.tokens}
    for i in measure.modifiers:
        token = claim.tokens[i]
        added = token.lemma.lower() == "new" and measure.concept in words("succession", "measures", "growing")
        if (
            token.lemma.lower() not in lemmas
            and (added or token.lemma.lower() not in words("scope", "contrasts", "loose"))
            and token.pos in {"ADJ", "NOUN", "VERB"}
        ):
            if measure.concept and token.lemma.lower() in {"death", "dead"}:
                continue
            return f"{token.text} {claim.tokens[measure.noun].text}"
    return ""
