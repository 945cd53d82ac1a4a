"""Two texts put side by side that are the same word for word but for one name.

Where all else is said in the same words, one of two names is wrong, unless the place it stands in takes many. The rule: the
name is not the subject (two subjects may be two events; one of two who did it together counts), not one of several that
are offered ("or"), not behind what has many fillers at once ("includes", "stars", "a member of"), not under a negation; a
place counts where a thing has one ("was born in", "is based in") and the two are known to lie apart. Names that may be one
("Merkel", "Angela Merkel") are none.

Hit: "He was replaced by Ida Holm after the defeat." / "He was replaced by Petra Dahl after the defeat."
Near miss: "The film stars Ida Holm in a small part." / "The film stars Petra Dahl in a small part."
"""

from __future__ import annotations

from factcheck.lexicon import words
from factcheck.matching.wording import Parting, parting
from factcheck.models import Claim, Kind, Match, Outcome, Reading
from factcheck.text import grammar, nations
from factcheck.text.names import same_name
from factcheck.text.places import lies_in, place_of

SURE = 0.75
"""Confidence before calibration."""

_PLACES = frozenset({"GPE", "LOC", "FAC"})
_LONGEST_NAME = 4
_NEAR = 4


def name_exchanged(match: Match, kind: Kind) -> Reading:
    """CONFLICTS where one name differs: of a place or people (affiliation) or of anything else (role)."""
    nothing = Reading(kind, Outcome.NOT_COMPARABLE)
    found = parting(match)
    if found is None or not found.a or not found.b or max(len(found.a), len(found.b)) > _LONGEST_NAME:
        return nothing
    if not (_is_name(match.a, found.a) and _is_name(match.b, found.b)) or _kind(match, found) is not kind:
        return nothing
    said, opposed = (grammar.words_of(claim.tokens, row) for claim, row in ((match.a, found.a), (match.b, found.b)))
    if same_name(said.lower(), opposed.lower()) or _may_be_one(said, opposed):
        return nothing
    if not all(_is_exclusive(claim, row) for claim, row in ((match.a, found.a), (match.b, found.b))):
        return nothing
    if (_is_placed(match.a, found.a) or _is_people(match.a, found.a[0])) and not _are_apart(said, opposed):
        return nothing
    around = _around(match.a, found.a)
    return Reading(
        kind,
        Outcome.CONFLICTS,
        confidence=SURE,
        point=f"{kind}:{around.lower()}",
        topic=f"the name in “{around}”",
        side_a=said,
        side_b=opposed,
        evidence_a=grammar.span(match.a.tokens, found.a),
        evidence_b=grammar.span(match.b.tokens, found.b),
        explanation=f"The claims are the same but for one name (“{around}”): {said} in one, {opposed} in the other.",
    )


def _is_name(claim: Claim, row: tuple[int, ...]) -> bool:
    return all(claim.tokens[i].pos == "PROPN" or _is_people(claim, i) for i in row)


def _is_people(claim: Claim, index: int) -> bool:
    return claim.tokens[index].pos in {"ADJ", "PROPN"} and nations.people(claim.tokens[index].text) is not None


def _kind(match: Match, found: Parting) -> Kind:
    sides = ((match.a, _top(match.a, found.a)), (match.b, _top(match.b, found.b)))
    return Kind.AFFILIATION if any(_is_place(claim, i) or _is_people(claim, i) for claim, i in sides) else Kind.ROLE


def _is_place(claim: Claim, index: int) -> bool:
    start = claim.tokens[index].start
    return any(each.start <= start < each.end and each.label in _PLACES for each in claim.entities)


def _may_be_one(one: str, other: str) -> bool:
    """Whether one name is contained in the other, or is its letters: a short form is no rival."""
    first, second = ({word.strip(".").lower() for word in name.split()} for name in (one, other))
    return first <= second or second <= first


def _top(claim: Claim, row: tuple[int, ...]) -> int:
    """The head of a name, and of the longer name that it is a part of."""
    index = next((i for i in row if claim.tokens[i].head not in row or claim.tokens[i].head == i), row[-1])
    while claim.tokens[index].dep in {"compound", "nmod"} and claim.tokens[claim.tokens[index].head].pos == "PROPN":
        index = claim.tokens[index].head
    return index


def _is_exclusive(claim: Claim, row: tuple[int, ...]) -> bool:
    """Whether the place of a name takes one."""
    tokens = claim.tokens
    index = _top(claim, row)
    near = tokens[max(0, row[0] - _NEAR) : row[-1] + _NEAR + 1]
    if any(token.text.lower() in words("minimal", "offering", "words") for token in near):
        return False
    if grammar.negated(tokens, index) or _quoted(claim, row[0]):
        return False
    listed = index
    while tokens[listed].dep in {"conj", "appos"} and tokens[listed].head != listed:
        listed = tokens[listed].head
    token = tokens[listed]
    if _is_people(claim, index):
        return token.dep in {"amod", "attr", "acomp"}
    if token.dep not in {"pobj", "dobj", "attr", "appos"} and not _is_joined(claim, listed, index):
        return False
    above = tokens[token.head]
    verb = grammar.head_verb(tokens, listed)
    if token.dep == "pobj":
        holder = tokens[above.head]
        word = above.text.lower()
        if word in words("minimal", "placing", "prepositions"):
            return holder.lower_in(words("minimal", "placing", "verbs"))
        if holder.pos == "NOUN" and holder.lower_in(words("minimal", "open", "nouns")):
            return False
        if word != "by" and word in words("minimal", "open", "prepositions") and holder.pos == "VERB":
            return False
    passive = token.dep == "pobj" and above.dep == "agent"
    return passive or verb is None or not tokens[verb].lower_in(words("minimal", "open", "verbs"))


def _is_joined(claim: Claim, first: int, index: int) -> bool:
    """Whether somebody is one of two or more who are the subject together, all of them named: "Holm and Dahl"."""
    tokens = claim.tokens
    if tokens[first].dep not in {"nsubj", "nsubjpass"} or _is_place(claim, index):
        return False
    row = [first]
    for each in row:
        row += [k for k in grammar.children(tokens, each) if tokens[k].dep == "conj" and k not in row]
    return len(row) > 1 and all(tokens[k].pos == "PROPN" for k in row)


def _is_placed(claim: Claim, row: tuple[int, ...]) -> bool:
    """Whether a name says where: one of two places may lie in the other."""
    above = claim.tokens[claim.tokens[_top(claim, row)].head]
    return above.pos == "ADP" and above.text.lower() in words("minimal", "placing", "prepositions")


def _are_apart(one: str, other: str) -> bool:
    first, second = (nations.place(name) or nations.people(name) for name in (one, other))
    if first is not None and second is not None:
        return nations.is_apart(first, second)
    return bool(place_of(one) and place_of(other)) and not (lies_in(one, other) or lies_in(other, one))


def _quoted(claim: Claim, index: int) -> bool:
    """Whether a word stands in a quoted title."""
    return sum(token.text in {'"', "“", "”", "``", "''"} for token in claim.tokens[:index]) % 2 == 1


def _around(claim: Claim, row: tuple[int, ...]) -> str:
    """The words beside a name, with a blank for it: "replaced by … after the"."""
    before, after = claim.tokens[max(0, row[0] - 3) : row[0]], claim.tokens[row[-1] + 1 : row[-1] + 3]
    said = (*(t.text for t in before if t.pos != "PUNCT"), "…", *(t.text for t in after if t.pos != "PUNCT"))
    return " ".join(said)
