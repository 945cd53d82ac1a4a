"""What two claims call the first, the last or the only one of its kind, with the time at which both put it.

"Made its first flight in April", "flew for the first time in August": there is one first, so that two times of it exclude
each other whatever the verb is.
"""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.matching.events import Event, events
from factcheck.models import Claim, Match
from factcheck.remembering import once_a_claim
from factcheck.text import grammar, kin
from factcheck.text.names import same_name

_ONES = frozenset({"first", "last", "only", "final"})
_TIMES = frozenset({"time", "appearance", "day", "step"})
"""Nouns of which the first is that of the verb: "for the first time"; a "first day" is one of many things."""


@dataclass(frozen=True, slots=True)
class Unique:
    """A word that is called the first (`which`) of its kind, and the event that puts it at a time."""

    which: str
    word: int
    event: Event


def uniques(claim: Claim) -> tuple[Unique, ...]:
    """The firsts, lasts and onlys of a claim that has one time."""
    return tuple(Unique(which, word, events(claim)[0]) for which, word in _found(claim))


@once_a_claim
def _found(claim: Claim) -> tuple[tuple[str, int], ...]:
    dated = events(claim)
    if len(dated) != 1 or len(dated[0].times) != 1 or dated[0].since:
        return ()
    event, tokens = dated[0], claim.tokens
    inside = set(grammar.subtree(tokens, event.verb))
    found = []
    for i, token in enumerate(tokens):
        which, head = token.text.lower(), token.head
        if which not in _ONES or i not in inside or token.dep not in {"amod", "advmod"}:
            continue
        if tokens[i + 1 : i + 2] and tokens[i + 1].text == "-":
            continue  # "first-degree murder"
        if tokens[head].lower_in(_TIMES):
            verb = grammar.head_verb(tokens, head)
            head = event.verb if verb is None else verb
        if head in inside and not _is_apart(tokens, head, event.verb):
            found.append((which, head))
    return tuple(found)


def _is_apart(tokens: grammar.Tokens, index: int, verb: int) -> bool:
    """Whether a word stands in a clause below that of the dated verb."""
    while index != verb:
        if tokens[index].dep in {"relcl", "advcl", "ccomp", "conj", "parataxis"}:
            return True
        index = tokens[index].head
    return False


def same_unique(match: Match, one: Unique, other: Unique) -> bool:
    """Whether both speak of one thing: the same word or its kin, the same names, and nothing more said of it by both.

    Hit: "its first flight" / "flew for the first time". Near miss: "the first case in Peru" / "the first case in Chile".
    """
    if one.which != other.which or not match.shared_entities:
        return False
    first, second = match.a.tokens[one.word], match.b.tokens[other.word]
    if first.lemma.lower() != second.lemma.lower() and not (kin.covers(first, second) or kin.covers(second, first)):
        return False
    names = [[entity.canonical for entity in claim.entities if entity.label != "DATE"] for claim in (match.a, match.b)]
    mine = [name for name in names[0] if not any(same_name(name, each) for each in names[1])]
    theirs = [name for name in names[1] if not any(same_name(name, each) for each in names[0])]
    if mine and theirs:
        return False
    narrow, narrowed = _narrowing(match.a, one.word), _narrowing(match.b, other.word)
    return narrow == narrowed


@once_a_claim
def _narrowing(claim: Claim, index: int) -> frozenset[str]:
    """The common words that narrow a noun down: the Olympic of "first Olympic medal", the women of "first match for women"."""
    tokens = claim.tokens
    if tokens[index].pos != "NOUN":
        return frozenset()
    return frozenset(
        tokens[i].lemma.lower()
        for i in grammar.children(tokens, index)
        if tokens[i].dep in {"amod", "compound", "nmod"}
        and tokens[i].pos in {"ADJ", "NOUN", "VERB"}
        and tokens[i].text.lower() not in _ONES
    )
