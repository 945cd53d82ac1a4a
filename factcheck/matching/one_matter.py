"""Whether two claims of articles speak of one event or one measure of a thing that both name.

The rule: they share a name, by itself or behind a pronoun, and
- an act: predicates that are one word, kin or one of them broader than the other, with a participant in common in any part; or
- a measure: two numbers of one dimension, of one concept or counting one noun, of no two owners; or
- an event: their articles are about one (`one_event.py`), and besides names they have two words and half of one claim in common.

Hit: "Ferry Aurelia struck the pier." / "The pier was hit by the Aurelia." Near miss: "The Aurelia struck the pier." / "The
Aurelia has 40 cabins."
"""

from __future__ import annotations

from factcheck.matching.arguments import View, name_at
from factcheck.matching.one_event import of_one_event
from factcheck.matching.same_measure import different_owners, other_complement, same_word
from factcheck.models import Claim, Match
from factcheck.text import grammar
from factcheck.text.clauses import Clause, clauses_of
from factcheck.text.measures import measures
from factcheck.thresholds import EVENT_COVERAGE

WORDS_OF_AN_EVENT = 2
"""Words besides names that two claims must have in common to be of the event that their articles are about."""

_EMPTY = frozenset(
    {"be", "have", "do", "say", "tell", "add", "report", "announce", "make", "get", "take", "go", "come"}
)
"""Verbs that anything is said with: sharing one of them is no common act."""

_POINTING = frozenset({"the", "this", "that", "these", "those", "his", "her", "its", "their"})


def of_one_matter(match: Match) -> bool:
    """Whether the claims share a name, and an act, a measure or the event of their articles."""
    return bool(match.shared_entities) and (_one_measure(match) or _one_act(match) or _one_event(match))


def may_be_of_one_thing(match: Match) -> bool:
    """Whether two texts that somebody puts side by side may be about one thing: they share a name, or the subject of one
    is none and stands for something known.

    Hit: "The film was shot in May." / "Night Ferry was shot in June." Near miss: "Milk is dear in Peru." / "A painter
    lives in Rome."
    """
    return bool(match.shared_entities) or _leaves_open(match.a) or _leaves_open(match.b)


def _leaves_open(claim: Claim) -> bool:
    top = grammar.root(claim.tokens)
    who = None if top is None else grammar.subject(claim.tokens, top)
    if who is None or name_at(claim, who):
        return False
    words = {claim.tokens[i].text.lower() for i in (who, *grammar.phrase(claim.tokens, who))}
    return claim.tokens[who].pos == "PRON" or not words.isdisjoint(_POINTING)


def _one_measure(match: Match) -> bool:
    return any(
        one.dimension == other.dimension
        and one.concept == other.concept
        and (bool(one.concept) or (one.noun is not None and same_word(match, one.noun, other.noun)))
        and not different_owners(match, one, other)
        and not other_complement(match, one, other)
        for one in measures(match.a)
        for other in measures(match.b)
    )


def _one_act(match: Match) -> bool:
    forth, back = View.of(match)
    return any(
        (
            forth.same(one.predicate, other.predicate)
            or forth.covers(one.predicate, other.predicate)
            or back.covers(other.predicate, one.predicate)
        )
        and match.a.tokens[one.predicate].lemma.lower() not in _EMPTY
        and _share_a_participant(forth, one, other)
        for one in clauses_of(match.a)
        for other in clauses_of(match.b)
    )


def _share_a_participant(view: View, one: Clause, other: Clause) -> bool:
    mine, theirs = ([each for each in (clause.subject, clause.object) if each is not None] for clause in (one, other))
    return any(
        i != one.predicate and j != other.predicate and view.same_participant(i, j) > 0.5 for i in mine for j in theirs
    )


def _one_event(match: Match) -> bool:
    if max(match.coverage_a, match.coverage_b) < EVENT_COVERAGE or not of_one_event(match):
        return False
    named = {name for claim in (match.a, match.b) for name in _places_of_names(claim)}
    shared = [
        (i, j)
        for i, j in match.aligned
        if (match.a.id, i) not in named
        and (match.b.id, j) not in named
        and match.a.tokens[i].lemma.lower() not in _EMPTY
        and grammar.is_content(match.a.tokens[i])
    ]
    return len(shared) >= WORDS_OF_AN_EVENT


def _places_of_names(claim: Claim) -> list[tuple[str, int]]:
    spans = [(each.start, each.end) for each in claim.entities]
    return [
        (claim.id, i)
        for i, token in enumerate(claim.tokens)
        if token.pos == "PROPN" or any(start <= token.start < end for start, end in spans)
    ]
