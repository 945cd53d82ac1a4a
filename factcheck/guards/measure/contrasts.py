"""Sentences that are the same but for one word that divides, for the object, or for the matter."""

from __future__ import annotations

import re

from factcheck.guards.measure.populations import MEMBERS, contrast_sets, divides
from factcheck.lexicon import words
from factcheck.matching.arguments import View
from factcheck.models import Claim, Kind, Match, Reading, Span
from factcheck.remembering import once_a_claim
from factcheck.text import grammar
from factcheck.text.measures import measures_in

_MODIFIERS = frozenset({"amod", "compound", "nmod", "nummod"})

_OF_MATTER = frozenset({"of", "for", "on"})

_YARDSTICK = re.compile(
    r"\b(?:by|in terms of|measured by|based on|in) (?:the |its )?(?P<noun>(?:number of |total |annual )?[a-z-]{3,20})",
    re.IGNORECASE,
)


def contrasted(match: Match, reading: Reading) -> str | None:
    """Two words of contrast in the same place of both sentences: "for men" / "for women", "new houses" / "old houses"."""
    if reading.kind is Kind.ROLE:
        return None
    ones, others = _contrasting(match.a), _contrasting(match.b)
    if not ones or not others:
        return None
    sides = {*reading.side_a.lower().split(), *reading.side_b.lower().split()}
    for i, word in ones:
        for j, opposite in others:
            if (
                word != opposite
                and contrast_sets()[word] & contrast_sets()[opposite]
                and word not in {each for _, each in others}
                and opposite not in {each for _, each in ones}
                and not {match.a.tokens[i].text.lower(), match.b.tokens[j].text.lower()} & sides
                and _same_place(match, i, j)
            ):
                return f"They speak of different things: {_shown(match.a, i)} and {_shown(match.b, j)}."
    return None


@once_a_claim
def _contrasting(claim: Claim) -> tuple[tuple[int, str], ...]:
    """The words of contrast of a claim, by index."""
    return tuple(
        (i, token.lemma.lower())
        for i, token in enumerate(claim.tokens)
        if divides(token) and token.lemma.lower() in contrast_sets()
    )


def _same_place(match: Match, i: int, j: int) -> bool:
    """Whether two words modify the same noun, or stand behind prepositions on the same word."""
    one, other = match.a.tokens[i], match.b.tokens[j]
    if one.head == i or other.head == j:
        return False
    above, over = match.a.tokens[one.head], match.b.tokens[other.head]
    if one.dep in _MODIFIERS and other.dep in _MODIFIERS:
        return above.lemma.lower() == over.lemma.lower()
    if one.dep == other.dep == "pobj":
        holder, held = match.a.tokens[above.head], match.b.tokens[over.head]
        alike = holder.lemma.lower() == held.lemma.lower() or (above.head, over.head) in match.aligned
        return alike and (
            above.lemma.lower() == over.lemma.lower() or {above.lemma.lower(), over.lemma.lower()} <= MEMBERS
        )
    return False


def _shown(claim: Claim, index: int) -> str:
    """A word of contrast with the noun that it modifies."""
    token = claim.tokens[index]
    noun = claim.tokens[token.head]
    return f"{token.text} {noun.text}" if token.dep in _MODIFIERS and noun.start > token.start else token.text


def other_object(match: Match, reading: Reading) -> str | None:
    """Two numbers under verbs with differently named objects: "passed the driving test" / "passed the theory test"."""
    if reading.kind is not Kind.QUANTITY:
        return None
    ones, others = measures_in(match.a, reading.evidence_a), measures_in(match.b, reading.evidence_b)
    if not ones or not others or ones[0].predicate is None or others[0].predicate is None:
        return None
    for i in _objects(match.a, ones[0].predicate):
        for j in _objects(match.b, others[0].predicate):
            if match.a.tokens[i].lemma.lower() != match.b.tokens[j].lemma.lower():
                continue
            mine, theirs = _named_by(match.a, i, match.b), _named_by(match.b, j, match.a)
            if mine and theirs:
                return f"They speak of different things: {mine} and {theirs}."
    return None


def _objects(claim: Claim, verb: int) -> list[int]:
    tokens = claim.tokens
    below = grammar.children(tokens, verb)
    found = [i for i in below if tokens[i].dep == "dobj"]
    found += [
        k for i in below if tokens[i].dep == "prep" for k in grammar.children(tokens, i) if tokens[k].dep == "pobj"
    ]
    return [i for i in found if tokens[i].pos == "NOUN"]


def _named_by(claim: Claim, noun: int, opposite: Claim) -> str:
    """A noun with the common nouns in front of it, where the other claim has none of these; "" without."""
    tokens = claim.tokens
    lemmas = {token.lemma.lower() for token in opposite.tokens}
    before = [
        i
        for i in grammar.children(tokens, noun)
        if (tokens[i].dep == "compound" and tokens[i].pos == "NOUN")
        or (tokens[i].dep == "amod" and tokens[i].tag == "VBG")
    ]
    if not before or any(tokens[i].lemma.lower() in lemmas for i in before):
        return ""
    return grammar.words_of(tokens, (*before, noun))


def other_matters(match: Match, reading: Reading) -> str | None:
    """Two different matters behind the words that conflict: "guilty of fraud" / "acquitted of forgery"."""
    if reading.kind is not Kind.OPPOSED_CONCEPT:
        return None
    one, other = _matter(match.a, reading.evidence_a), _matter(match.b, reading.evidence_b)
    view = View.of(match)[0]
    for word in sorted(one.keys() & other.keys()):
        if not any(view.partner(i) is not None or view.same(i, j) for i in one[word] for j in other[word]):
            first, second = (
                f"{word} {claim.tokens[nouns[0]].text}"
                for claim, nouns in ((match.a, one[word]), (match.b, other[word]))
            )
            return f"They speak of different matters: {first} and {second}."
    return None


@once_a_claim
def _matter(claim: Claim, evidence: Span) -> dict[str, tuple[int, ...]]:
    """The common nouns behind "of", "for" and "on" of the verbs and adjectives in the evidence, by the preposition."""
    tokens = claim.tokens
    found: dict[str, tuple[int, ...]] = {}
    for i, token in enumerate(tokens):
        held = tokens[token.head]
        if (
            token.dep == "prep"
            and token.lemma.lower() in _OF_MATTER
            and held.pos in {"VERB", "ADJ", "ADV"}
            and evidence.start <= held.start < evidence.end
        ):
            nouns = [k for k in grammar.children(tokens, i) if tokens[k].dep == "pobj" and tokens[k].pos == "NOUN"]
            nouns = [n for k in nouns for n in (k, *grammar.conjuncts(tokens, k))]
            timed = any(time.start <= tokens[k].start < time.end for time in claim.times for k in nouns)
            if nouns and not timed and not any(tokens[k].lower_in(words("scope", "matter", "loose")) for k in nouns):
                found[token.lemma.lower()] = tuple(dict.fromkeys(nouns))
    return found


def ranked_otherwise(match: Match, reading: Reading) -> str | None:
    """Two yardsticks of a rank: "by revenue" / "by number of workers"."""
    if reading.kind is not Kind.SUPERLATIVE:
        return None
    one, other = _yardstick(match.a), _yardstick(match.b)
    if one and other and one.split()[1:] != other.split()[1:]:
        return f"They go by different measures: {one} and {other}."
    return None


@once_a_claim
def _yardstick(claim: Claim) -> str:
    found = _YARDSTICK.search(claim.text)
    if found is None or found["noun"].lower() not in words("scope", "matter", "yardsticks"):
        return ""
    return f"by {' '.join(found['noun'].lower().split())}"
