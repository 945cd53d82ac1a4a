"""Two texts put side by side that are the same word for word but for two words that exclude each other.

The rule: nothing differs but one word (and its "very" or article), and both words stand in one row of the lexicon of which
a thing has one at a time (`lexicon/contrasts.toml`); it is not one of several that are offered, not denied, not part of a
name, and does not tell apart what the sentence is about ("the red car", "the blue car"). The sentence speaks of somebody
known, or is long enough to tell of one scene.

Hit: "Corle is a town on the northern coast." / "Corle is a town on the southern coast."
Near miss: "A white dog sleeps." / "A black dog sleeps."
"""

from __future__ import annotations

from functools import cache

from factcheck.lexicon import load, words
from factcheck.matching.arguments import is_definite
from factcheck.matching.wording import parting, worded
from factcheck.models import Claim, Kind, Match, Outcome, Reading
from factcheck.text import grammar

SURE = 0.75
"""Confidence before calibration."""

ONE_SCENE = 7
"""Words from which a sentence about "a man" is taken to tell of one scene, when it is told twice in the same words."""

_NEAR = 4
_TELLING = frozenset({"amod", "compound", "nmod", "poss", "det", "nummod"})


def contrasted(match: Match) -> Reading:
    """CONFLICTS where one word differs and the two exclude each other; else NOT_COMPARABLE."""
    nothing = Reading(Kind.ANTONYM, Outcome.NOT_COMPARABLE)
    found = parting(match)
    if found is None or not found.a or not found.b:
        return nothing
    one, other = _bare(match.a, found.a), _bare(match.b, found.b)
    if not one or not other:
        return nothing
    rows = _rows_of(match, one, other)
    if not (rows or _alone(match, one, other)):
        return nothing
    if rows and rows <= words("contrasts", "picking", "words") and not _says_what(match.a, one[-1]):
        return nothing
    if not all(_is_said(claim, row) for claim, row in ((match.a, one), (match.b, other))):
        return nothing
    if not all(_is_of_one(claim, row) for claim, row in ((match.a, one), (match.b, other))):
        return nothing
    said, opposed = (grammar.words_of(claim.tokens, row) for claim, row in ((match.a, one), (match.b, other)))
    words_of_both = sorted((said.lower(), opposed.lower()))
    return Reading(
        Kind.ANTONYM,
        Outcome.CONFLICTS,
        confidence=SURE,
        point=f"{Kind.ANTONYM}:{words_of_both[0]}-{words_of_both[1]}",
        topic=f"“{said}” or “{opposed}”",
        side_a=said,
        side_b=opposed,
        evidence_a=grammar.span(match.a.tokens, one),
        evidence_b=grammar.span(match.b.tokens, other),
        explanation=f"The claims are the same but for “{said}” in one and “{opposed}” in the other, which exclude each other.",
    )


def _bare(claim: Claim, row: tuple[int, ...]) -> tuple[int, ...]:
    degree = words("contrasts", "degree", "words")
    return tuple(i for i in row if claim.tokens[i].text.lower() not in degree)


def _rows_of(match: Match, one: tuple[int, ...], other: tuple[int, ...]) -> frozenset[str]:
    """The rows in which both words are, in different places."""
    if len(one) != 1 or len(other) != 1:
        return frozenset()
    first, second = match.a.tokens[one[0]].text.lower(), match.b.tokens[other[0]].text.lower()
    here, there = _rows().get(first, {}), _rows().get(second, {})
    return frozenset(row for row in here.keys() & there.keys() if here[row] != there[row])


def _says_what(claim: Claim, index: int) -> bool:
    """Whether a word says of the subject what it is: "is white", "is a white solid"."""
    tokens = claim.tokens
    while tokens[index].dep in _TELLING and tokens[index].head != index:
        index = tokens[index].head
    return tokens[index].dep in {"attr", "acomp", "oprd"}


def _alone(match: Match, one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """ "Alone" against "with other women": what is done with somebody is not done alone."""
    for claim, row, far, others in ((match.a, one, match.b, other), (match.b, other, match.a, one)):
        if [claim.tokens[i].text.lower() for i in row] != ["alone"] or far.tokens[others[0]].text.lower() != "with":
            continue
        named = [far.tokens[i] for i in others[1:]]
        if (
            len(named) > 1
            and named[-1].pos in {"NOUN", "PROPN", "PRON"}
            and named[0].text.lower() in {"other", "others"}
        ):
            return True
    return False


@cache
def _rows() -> dict[str, dict[str, int]]:
    """Each word with its rows and its place in each of them."""
    found: dict[str, dict[str, int]] = {}
    for row, entries in load("contrasts")["rows"].items():
        for place, entry in enumerate(entries):
            for word in entry.split():
                found.setdefault(word, {})[row] = place
    return found


def _is_said(claim: Claim, row: tuple[int, ...]) -> bool:
    """Whether a word is said outright: not offered with another, denied, or a part of a name or title."""
    tokens = claim.tokens
    near = tokens[max(0, row[0] - _NEAR) : row[-1] + _NEAR + 1]
    if any(token.text.lower() in words("minimal", "offering", "words") for token in near):
        return False
    if any(tokens[i].pos == "PROPN" or (i and tokens[i].text[:1].isupper()) for i in row):
        return False
    following = tokens[row[-1] + 1] if row[-1] + 1 < len(tokens) else None
    if following is not None and following.text == "-" and row[-1] + 2 < len(tokens):
        following = tokens[row[-1] + 2]
    if following is not None and following.pos == "PROPN" and tokens[row[-1]].dep in _TELLING:
        return False
    quotes = sum(token.text in {'"', "“", "”", "``", "''"} for token in tokens[: row[0]])
    return quotes % 2 == 0 and not grammar.negated(tokens, row[0])


def _is_of_one(claim: Claim, row: tuple[int, ...]) -> bool:
    """Whether the sentence speaks of one thing, whatever the word says of it: it does not tell its subject apart."""
    tokens = claim.tokens
    top = row[-1]
    while tokens[top].dep in _TELLING and tokens[top].head != top:
        top = tokens[top].head
    if top != row[-1] and tokens[top].dep in grammar.SUBJECTS:
        return False
    verb = grammar.head_verb(tokens, row[-1])
    who = None if verb is None else grammar.subject(tokens, verb)
    if who is None or who in row:
        return False
    return is_definite(claim, who) or tokens[who].pos == "PRON" or len(worded(claim)) >= ONE_SCENE
