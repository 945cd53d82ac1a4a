"""Whether two statements are about one matter: what stands beside their verbs in the same place must be able to be one.

The rule: an object, or what a preposition of one sort governs ("for" and "as"; "against" and "over"), that both statements
have tells them apart where each side has its own, said nowhere in the other claim, or where one noun is narrowed by a word
of its own on each side. What only one side says tells nothing apart; places and times are weighed by the guards.

Hit (two matters): "The senator backs the climate bill." / "The senator opposes the defence bill."
Near miss: "The senator backs the climate bill." / "The senator opposes the bill on the climate."
"""

from __future__ import annotations

from collections.abc import Iterator

from factcheck.lexicon import frames
from factcheck.matching import bearers
from factcheck.matching.arguments import View
from factcheck.models import Claim, Match
from factcheck.remembering import once_a_claim
from factcheck.text import grammar, kin

_THING = "thing"
_SORTS = {"against": "versus", "over": "versus", "as": "for", "amid": "", "toward": "to", "towards": "to"}
_PREPOSITIONS = frozenset(
    {"of", "for", "as", "on", "against", "over", "with", "from", "to", "in", "among", "about", "at"}
)
_PLACED = frozenset({"in", "at", "on", "from", "to"})
"""Prepositions behind which a name is a place more often than a matter."""

_NOMINAL = frozenset({"NOUN", "PROPN", "NUM"})
_SHARES = frozenset({"NUM", "DET", "PRON"})


def told_apart(
    match: Match,
    one: tuple[int, ...],
    other: tuple[int, ...],
    left_out: tuple[frozenset[int], frozenset[int]] = bearers.NO_WORDS,
) -> tuple[int, int] | None:
    """What stands beside the words `one` of `a` and `other` of `b` and makes them statements of two matters.

    `left_out` are the words of `a` and `b` that are no matter: what the statements are made about.
    """
    forth, back = View.of(match)
    beside, opposite = (
        _beside(claim, tops, leave)
        for claim, tops, leave in zip((match.a, match.b), (one, other), left_out, strict=True)
    )
    for sort in sorted(beside.keys() & opposite.keys()):
        pairs = [(i, j) for i in beside[sort] for j in opposite[sort]]
        alike = [(i, j) for i, j in pairs if _is_one(forth, i, j)]
        if alike and all(bearers.modified_apart(match, i, j, left_out) for i, j in alike):
            return alike[0]
        strange = all(_is_strange(forth, i) for i in beside[sort]) and all(_is_strange(back, j) for j in opposite[sort])
        if not alike and strange and not any(_is_kin(forth, i, j) for i, j in pairs):
            return pairs[0]
    return None


def _is_one(view: View, i: int, j: int) -> bool:
    nouns = (view.near.tokens[i].lemma.lower(), view.far.tokens[j].lemma.lower())
    return view.same(i, j) or frames.alike(nouns[0]) == frames.alike(nouns[1])


def _is_strange(view: View, i: int) -> bool:
    """Whether the far claim has a word nowhere: neither it nor its name ("the attackers" are not "the attack")."""
    return not any(view.same(i, j) for j, token in enumerate(view.far.tokens) if grammar.is_content(token))


def _is_kin(view: View, i: int, j: int) -> bool:
    return kin.covers(view.near.tokens[i], view.far.tokens[j]) or kin.covers(view.far.tokens[j], view.near.tokens[i])


@once_a_claim
def _beside(claim: Claim, tops: tuple[int, ...], leave: frozenset[int]) -> dict[str, tuple[int, ...]]:
    """What stands beside some words, by its place: the objects, and what each sort of preposition governs."""
    found: dict[str, list[int]] = {}
    for sort, index in _complements(claim, tops, leave):
        found.setdefault(sort, []).append(index)
    return {sort: tuple(indices) for sort, indices in found.items()}


def _complements(claim: Claim, tops: tuple[int, ...], leave: frozenset[int]) -> Iterator[tuple[str, int]]:
    tokens = claim.tokens
    counted = [(time.start, time.end) for time in claim.times] + [(each.start, each.end) for each in claim.quantities]
    queue = list(dict.fromkeys(tops))
    for top in queue:
        for i in grammar.children(tokens, top):
            token = tokens[i]
            if token.lower_in(frames.vocabulary("matter", "no_matter")):
                continue
            if token.dep == "dobj" and i not in leave:
                yield from ((_THING, j) for j in (_member(claim, i),) if tokens[j].pos in _NOMINAL)
                queue.append(i)
            elif token.dep in {"xcomp", "pcomp"} and token.pos == "VERB" and i not in queue:
                queue.append(i)
            elif token.dep in {"prep", "dative"} and token.text.lower() in _PREPOSITIONS:
                word = token.text.lower()
                for j in grammar.children(tokens, i):
                    placed = tokens[j].pos == "PROPN" and word in _PLACED
                    measured = any(start <= tokens[j].start < end for start, end in counted)
                    if tokens[j].dep != "pobj" or tokens[j].pos not in _NOMINAL or j in leave:
                        continue
                    if tokens[j].lower_in(frames.vocabulary("matter", "no_matter")):
                        continue
                    if not placed and not measured:
                        yield _SORTS.get(word, word), j


def _member(claim: Claim, index: int) -> int:
    """What a share is of: in "four of their matches", the matches."""
    tokens = claim.tokens
    if tokens[index].pos not in _SHARES and not tokens[index].lower_in({"all", "some", "most", "half", "part", "none"}):
        return index
    behind = (i for i in grammar.children(tokens, index) if tokens[i].text.lower() == "of")
    return next((j for i in behind for j in grammar.children(tokens, i) if tokens[j].dep == "pobj"), index)
