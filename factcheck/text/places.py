"""Where something is said to be so: the places that a claim names as the scene, not as a party ("Spain beat Italy")."""

from __future__ import annotations

import calendar
from functools import cache

from factcheck.lexicon import load, words
from factcheck.models import Claim
from factcheck.remembering import once_a_claim

AT = frozenset({"in", "near", "outside", "across", "around", "throughout"})
"""Prepositions behind which any name is that of a place."""

_PLACES = frozenset({"GPE", "LOC", "FAC"})
_WHERE = frozenset(
    {"in", "at", "near", "across", "throughout", "within", "outside", "around", "off", "inside", "from", "on"}
)
_DEEP = 12
"""Words from a place up to its preposition, its own words included; what is deeper is another phrase."""

_CALENDAR = frozenset((*calendar.day_name, *calendar.month_name))


@once_a_claim
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


@cache
def _table() -> tuple[dict[str, frozenset[str]], dict[str, str]]:
    """What each place may lie in, and the place that each other name or people stands for (`lexicon/places.toml`)."""
    inside: dict[str, set[str]] = {}
    names: dict[str, str] = {}

    def enter(entry: str, around: set[str]) -> None:
        named, people, cities = (part.strip() for part in entry.split(":"))
        place, _, others = (part.strip() for part in named.partition("="))
        inside.setdefault(place, set()).update(around)
        for other in (*others.split(","), *people.split(",")):
            if other.strip():
                names[other.strip()] = place
        for city in filter(None, (each.strip() for each in cities.split(","))):
            inside.setdefault(city, set()).update({place, *around})

    entries = load("places")
    for continent in entries.keys() - {"regions"}:
        inside[continent.replace("_", " ")] = set()
    for country, regions in entries["regions"].items():
        for entry in regions:
            enter(entry, {country})
    for continent, listed in entries.items():
        if continent != "regions":
            for entry in listed["countries"]:
                enter(entry, {continent.replace("_", " ")})
    around = {place: frozenset(wider) for place, wider in inside.items()}
    return {
        place: frozenset(wider.union(*(around.get(each, ()) for each in wider))) for place, wider in around.items()
    }, names


def place_of(name: str) -> str:
    """The known place that a name or a word for its people stands for: "U.S." -> "united states"; "" where it is not known."""
    inside, names = _table()
    spoken = name.lower().replace(".", "").strip()
    spoken = names.get(spoken, names.get(spoken.removesuffix("s"), spoken))
    return spoken if spoken in inside else ""


def lies_in(name: str, other: str) -> bool:
    """Whether one known place is part of another: Lyon of France, Ohio of the United States."""
    inside, wider = place_of(name), place_of(other)
    return bool(inside and wider) and wider in _table()[0].get(inside, frozenset())


@once_a_claim
def known_places(claim: Claim) -> tuple[tuple[str, str], ...]:
    """The known places, or people of such, that a claim names: place and text."""
    found: dict[str, str] = {}
    covered: set[int] = set()
    for entity in claim.entities:
        if entity.label not in _PLACES | {"NORP"}:
            covered |= {i for i, token in enumerate(claim.tokens) if entity.start <= token.start < entity.end}
        place = place_of(entity.canonical) or place_of(entity.text)
        if place:
            found.setdefault(place, entity.text)
    for i, token in enumerate(claim.tokens):
        named = token.text[:1].isupper() and token.pos in {"ADJ", "PROPN"} and i not in covered
        if named and (place := place_of(token.text)):
            found.setdefault(place, token.text)
    return tuple(found.items())
