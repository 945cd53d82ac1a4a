"""Where something is said to be so: the places that a claim names as the scene, not as a party ("Spain beat Italy")."""

from __future__ import annotations

import calendar
from functools import lru_cache

from factcheck.lexicon import words
from factcheck.models import Claim

AT = frozenset({"in", "near", "outside", "across", "around", "throughout"})
"""Prepositions behind which any name is that of a place."""

_PLACES = frozenset({"GPE", "LOC", "FAC"})
_WHERE = frozenset(
    {"in", "at", "near", "across", "throughout", "within", "outside", "around", "off", "inside", "from", "on"}
)
_DEEP = 12
"""Words from a place up to its preposition, its own words included; what is deeper is another phrase."""

_CALENDAR = frozenset((*calendar.day_name, *calendar.month_name))


@lru_cache(maxsize=1024)
def located(claim: Claim) -> tuple[tuple[str, str], ...]:
    """The places at which something is said to be so: canonical name and text."""
    found = []
    covered: set[int] = set()
    for entity in claim.entities:
        inside = {i for i, token in enumerate(claim.tokens) if entity.start <= token.start < entity.end}
        if entity.label in _PLACES:
            covered |= inside
        if entity.label in _PLACES and any(_is_where(claim, i, inside) for i in inside):
            found.append((entity.canonical, entity.text))
    for time in claim.times:
        covered |= {i for i, token in enumerate(claim.tokens) if time.start <= token.start < time.end}
    # Names of places that the recogniser missed or took for something else: "in Murcia".
    for i, token in enumerate(claim.tokens):
        if i in covered or token.pos != "PROPN" or token.dep != "pobj" or token.text in _CALENDAR:
            continue
        head = claim.tokens[token.head]
        of_a_place = head.lemma.lower() == "of" and claim.tokens[head.head].lemma.lower() in words(
            "scope", "extent", "places"
        )
        if head.lemma.lower() in AT or (of_a_place and _is_where(claim, i, {i})):
            found.append((token.text.lower(), token.text))
    return tuple(found)


def _is_where(claim: Claim, index: int, inside: set[int]) -> bool:
    token = claim.tokens[index]
    head = claim.tokens[token.head]
    if token.head in inside or len(inside) > _DEEP:
        return False
    if token.dep == "pobj":
        if head.lemma.lower() == "of" and claim.tokens[head.head].pos in {"NOUN", "PROPN"} and head.head != index:
            return _is_where(claim, head.head, inside | {index})
        return head.lemma.lower() in _WHERE
    if token.dep == "npadvmod":
        return True
    # "in the southern city of Murcia", "in Murcia's old town", "in Lorca, Murcia"
    if token.dep in {"poss", "compound", "nmod", "conj", "appos"} and head.pos in {"NOUN", "PROPN"}:
        return _is_where(claim, token.head, inside | {index})
    return False
