"""Whether two noun phrases of two claims mean one thing: "the fire on Mount Parnes" and "the blaze on Mount Parnes".

Their nouns must be one (or one of a group that news uses for one thing), and what stands with them must not tell them
apart: a name or a modifier that only one side has is no matter where the other claim has it elsewhere, but "the first
phase" is not "the second phase". Hit: "the Stelvio pass road" and "the road over the Stelvio pass". Near miss: "the
barn fire in Kotka" and "the fire at the sawmill in Kotka".
"""

from __future__ import annotations

from enum import Enum

from factcheck.lexicon import frames
from factcheck.matching.alignment import are_aligned
from factcheck.models import Claim, Match
from factcheck.remembering import once_a_claim
from factcheck.text import grammar
from factcheck.text.names import same_name, same_power

_PLURALS = frozenset({"NNS", "NNPS"})
_SHARES = frozenset(
    {"some", "many", "most", "several", "few", "half", "all", "both", "other", "another", "every", "each"}
)


_COLLECTIVES = frozenset({"jury", "crew", "board", "panel", "staff", "cabinet", "council"})
"""Nouns for a number of people whom another noun names one by one: "the jury", "jurors"."""

_BESIDE = frozenset({"after", "before", "since", "until", "by", "for"})
"""Prepositions that tell when, by whom or for whom: the guards of time and scope weigh that."""


class Likeness(Enum):
    """What the words of two noun phrases say: two things, perhaps one, rather one, one by its name."""

    APART = "apart"
    ALIKE = "alike"
    NARROWED = "narrowed"
    NAMED = "named"


def likeness(match: Match, i: int, j: int) -> Likeness:
    """How word `i` of `a` and word `j` of `b`, with all that stands with them, compare."""
    one, other = match.a.tokens[i].lemma.lower(), match.b.tokens[j].lemma.lower()
    if one != other and frames.alike(one) != frames.alike(other):
        return Likeness.APART
    names, others = _names(match.a, i), _names(match.b, j)
    everywhere = [{entity.canonical for entity in claim.entities} for claim in (match.a, match.b)]
    shared = [name for name in names if any(same_name(name, each) for each in everywhere[1])]
    shared += [name for name in others if any(same_name(name, each) for each in everywhere[0])]
    if names and others and not shared:
        return Likeness.APART
    if modified_apart(match, i, j) or _counted_apart(match, i, j):
        return Likeness.APART
    if shared:
        return Likeness.NAMED
    both = {match.a.tokens[k].lemma.lower() for k in _modifiers(match.a, i)} & {
        match.b.tokens[k].lemma.lower() for k in _modifiers(match.b, j)
    }
    return Likeness.NARROWED if len(both) > 1 else Likeness.ALIKE


def _counted_apart(match: Match, i: int, j: int) -> bool:
    """Whether two nouns are of different numbers: one passenger, the passengers; some of them, those at the station.

    Of several things a modifier that only one side has makes a part of them.
    """
    one, other = match.a.tokens[i], match.b.tokens[j]
    if (one.tag in _PLURALS) != (other.tag in _PLURALS):
        return not {one.lemma.lower(), other.lemma.lower()} & _COLLECTIVES
    if one.tag not in _PLURALS:
        return False
    first, second = _numbers(match.a, i), _numbers(match.b, j)
    if first and second and first != second:
        return True

    return bool(_foreign(match.a, i, match.b) or _foreign(match.b, j, match.a))


def _numbers(claim: Claim, index: int) -> frozenset[str]:
    return frozenset(
        claim.tokens[i].text.lower()
        for i in grammar.children(claim.tokens, index)
        if claim.tokens[i].dep == "nummod" or claim.tokens[i].lower_in(_SHARES)
    )


NO_WORDS: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset())
"""No words of either claim."""


def modified_apart(match: Match, i: int, j: int, left_out: tuple[frozenset[int], frozenset[int]] = NO_WORDS) -> bool:
    """Whether each of two nouns has a modifier or an "of" of its own that the other claim has nowhere.

    `left_out` are words of `a` and `b` that do not count: the conflict itself.
    """
    mine, theirs = _foreign(match.a, i, match.b), _foreign(match.b, j, match.a)
    return bool(set(mine) - left_out[0] and set(theirs) - left_out[1])


def _foreign(claim: Claim, index: int, other: Claim) -> tuple[int, ...]:
    """What narrows a noun down and is nowhere in the other claim, by its word or as a name."""
    rest = {token.lemma.lower() for token in other.tokens}
    strange = tuple(
        k
        for k in _modifiers(claim, index)
        if claim.tokens[k].lemma.lower() not in rest and claim.tokens[k].pos in {"NOUN", "ADJ", "PROPN", "NUM"}
    )
    if not strange:
        return ()
    known = [
        entity
        for entity in claim.entities
        if any(same_name(entity.canonical, each.canonical) for each in other.entities)
    ]
    return tuple(k for k in strange if not any(entity.start <= claim.tokens[k].start < entity.end for entity in known))


def same_doer(match: Match, i: int | None, j: int | None) -> bool | None:
    """Whether two who did something are one; None where one is not said, or nothing tells."""
    if i is None or j is None:
        return None
    if are_aligned(match, i, j):
        return not modified_apart(match, i, j)
    names, others = _own_names(match.a, i), _own_names(match.b, j)
    if names and others:
        return any(same_power(one, other) for one in names for other in others)
    one, other = match.a.tokens[i].lemma.lower(), match.b.tokens[j].lemma.lower()
    if "PRON" in {match.a.tokens[i].pos, match.b.tokens[j].pos}:
        return None
    if frames.alike(one) == frames.alike(other):
        return None if modified_apart(match, i, j) else True
    return None if names or others else False


def same_matter(match: Match, one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether what two poles are limited to has a word in common; what is not limited fits everything."""
    if not one or not other:
        return True
    stems = {match.b.tokens[j].lemma.lower()[:6] for j in other}
    return any(match.a.tokens[i].lemma.lower()[:6] in stems for i in one)


@once_a_claim
def _modifiers(claim: Claim, index: int) -> tuple[int, ...]:
    """The content words that narrow a noun down: before it, behind a preposition, or a participle right behind it."""
    tokens = claim.tokens
    inside = [index]
    for each in inside:
        inside += [
            i
            for i in grammar.children(tokens, each)
            if i not in inside
            and (
                tokens[i].dep in {"amod", "compound", "nmod", "poss", "prep", "pobj", "nummod"}
                or (each == index and tokens[i].dep == "acl" and i == index + 1)  # "the union representing pilots"
                or (tokens[each].dep == "acl" and tokens[i].dep == "dobj")
            )
            and not (tokens[i].dep == "prep" and tokens[i].text.lower() in _BESIDE)
        ]
    times = [(time.start, time.end) for time in claim.times]
    return tuple(
        i
        for i in inside[1:]
        if grammar.is_content(tokens[i]) and not any(start <= tokens[i].start < end for start, end in times)
    )


def _names(claim: Claim, index: int) -> list[str]:
    """The names within what narrows a noun down."""
    starts = {claim.tokens[i].start for i in _modifiers(claim, index)}
    return [
        entity.canonical for entity in claim.entities if any(entity.start <= start < entity.end for start in starts)
    ]


def _own_names(claim: Claim, index: int) -> list[str]:
    """The name that a word belongs to, else those that narrow it down."""
    start = claim.tokens[index].start
    own = [entity.canonical for entity in claim.entities if entity.start <= start < entity.end]
    own += [referent.canonical for referent in claim.referents if referent.token == index]
    return own or _names(claim, index)
