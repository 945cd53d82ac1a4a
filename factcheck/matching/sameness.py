"""Whether two claims that nothing sets against each other say the same, or each something of its own.

The rule: no agreement where both have a name, a number, a time or any other content word for which the other has
nothing (a number that the other's rounding, range or unit allows is none of its own, nor is a day within its month);
where one is negated; where the lined-up words stand in exchanged parts ("the officer talks to the recruits"), after
another preposition ("in front of the hut"), under another quantifier ("some of them") or in another kind of list ("gold
or silver"). That one of the two says more does not matter here: both then say the shorter of them. Whether one
bears the other out, `bears_out` tells.

Hit: "The quake struck the coast at night." / "At night the quake hit the coast."
Near miss: "The quake struck the coast at night." / "The quake struck the coast at noon."
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache

from factcheck.lexicon import load, words
from factcheck.matching.arguments import View
from factcheck.models import Claim, Match
from factcheck.remembering import once_a_claim
from factcheck.text import grammar, kin
from factcheck.text.clauses import clauses_of
from factcheck.text.names import same_name
from factcheck.text.units import dimension
from factcheck.text.values import fits

Days = tuple[date, date]
"""The first and the last day of a stretch of time."""


def differ(match: Match) -> bool:
    """Whether each of two claims says something that the other does not."""
    return differ_in_fact(match) or _differ_in_words(match)


def differ_in_fact(match: Match) -> bool:
    """Whether one claim is negated, or both have a name, a number or a time of their own where the other has another.

    No detector could compare them, yet nobody would take "opened in May" for what "opened in June" says.
    """
    denied_a, denied_b = (sum(map(grammar.is_negation, claim.tokens)) % 2 for claim in (match.a, match.b))
    if denied_a != denied_b:
        return True
    names_a, names_b = ({entity.canonical for entity in claim.entities} for claim in (match.a, match.b))
    only_a = [name for name in names_a if not any(same_name(name, other) for other in names_b)]
    only_b = [name for name in names_b if not any(same_name(name, other) for other in names_a)]
    if only_a and only_b:
        return True
    stretches_a, stretches_b = (
        Counter((time.earliest, time.latest) for time in claim.times) for claim in (match.a, match.b)
    )
    times_a, times_b = stretches_a - stretches_b, stretches_b - stretches_a
    if _left_over(times_a, times_b) and _left_over(times_b, times_a):
        return True
    figures_a, figures_b = (_figures(claim, other) for claim, other in _both_ways(match))
    return bool(figures_a - figures_b and figures_b - figures_a)


def differ_in_numbers(match: Match) -> bool:
    """Whether both claims have a number, and no part of a time, where the other has another: "24 goals", "38 matches"."""
    numbers_a, numbers_b = (
        _figures(claim, other, [(time.start, time.end) for time in claim.times]) for claim, other in _both_ways(match)
    )
    return bool(numbers_a - numbers_b and numbers_b - numbers_a)


def _both_ways(match: Match) -> tuple[tuple[Claim, Claim], tuple[Claim, Claim]]:
    return (match.a, match.b), (match.b, match.a)


def _left_over(times: Iterable[Days], others: Iterable[Days]) -> list[Days]:
    """The stretches of days that have none in common with any of the others."""
    return [time for time in times if not any(time[0] <= each[1] and each[0] <= time[1] for each in others)]


def _figures(claim: Claim, other: Claim, besides: Iterable[tuple[int, int]] = ()) -> Counter[str]:
    """The numbers of a claim as they are written, without those that a number of the other can stand for.

    Nor those of the spans `besides`.
    """
    spans = [*_explained(claim, other), *besides]
    return Counter(
        token.text
        for token in claim.tokens
        if (token.pos == "NUM" or any(map(str.isdigit, token.text)))
        and not any(start <= token.start < end for start, end in spans)
    )


def _explained(claim: Claim, other: Claim) -> list[tuple[int, int]]:
    """Where a claim has a quantity whose values a quantity of the other allows, or a time that one of the other holds."""
    spans = [
        (each.start, each.end)
        for each in claim.quantities
        if any(dimension(each.unit) == dimension(one.unit) and fits(each, one) for one in other.quantities)
    ]
    held = [(time.earliest, time.latest) for time in other.times]
    return spans + [
        (time.start, time.end) for time in claim.times if not _left_over([(time.earliest, time.latest)], held)
    ]


def bears_out(match: Match) -> bool:
    """Whether `b` says all that `a` says: what speaks for a part of a claim does not corroborate it."""
    return not own_words(View.of(match)[0])


def _differ_in_words(match: Match) -> bool:
    forth, back = View.of(match)
    own, others = own_words(forth), own_words(back)
    if own and others and _unexplained(forth, own) and _unexplained(back, others):
        return True
    return _exchanged(forth) or _placed_otherwise(match)


def own_words(view: View) -> tuple[int, ...]:
    """The content words of the near claim that nothing in the far one stands for, by synonyms and broader words either."""
    return tuple(i for i in _telling(view.near) if view.partner(i) is None)


def _unexplained(view: View, own: tuple[int, ...]) -> bool:
    """Whether a word is more than part of a number or time that the other claim gives in other words."""
    spans = _explained(view.near, view.far)
    return not all(any(start <= view.near.tokens[i].start < end for start, end in spans) for i in own)


@once_a_claim
def _telling(claim: Claim) -> tuple[int, ...]:
    light = words("negation", "light", "words")
    return tuple(
        i for i, token in enumerate(claim.tokens) if grammar.is_content(token) and kin.base(token) not in light
    )


def _exchanged(view: View) -> bool:
    """Whether the doer of one act is in the other claim no doer of it but something else of it."""
    for one in clauses_of(view.near):
        for other in clauses_of(view.far):
            if one.subject is None or other.subject is None or not view.same(one.predicate, other.predicate):
                continue
            if view.same_participant(one.subject, other.subject):
                continue
            if any(view.same(one.subject, j) for j in other.words if j != other.subject) and any(
                view.same(i, other.subject) for i in one.words if i != one.subject
            ):
                return True
    return False


def _placed_otherwise(match: Match) -> bool:
    """Whether two lined-up nouns stand after other prepositions, under other quantifiers or in other kinds of lists."""
    return any(
        first and second and first != second
        for i, j in match.aligned
        for first, second in zip(_place(match.a, i), _place(match.b, j), strict=True)
    )


def _place(claim: Claim, index: int) -> tuple[str, str, str]:
    """The preposition before a noun, its quantifier, and the conjunction of its list; "" where there is none."""
    tokens = claim.tokens
    token, below = tokens[index], grammar.children(tokens, index)
    before = tokens[token.head].text.lower() if token.dep == "pobj" else ""
    holder = token.head if token.dep == "conj" else index
    quantities = [tokens[i].lemma.lower() for i in below if tokens[i].dep in {"det", "amod", "predet"}]
    joined = [tokens[i].text.lower() for i in grammar.children(tokens, holder) if tokens[i].dep == "cc"]
    return (
        _alike("prepositions").get(before, before),
        next((_alike("quantifiers")[word] for word in quantities if word in _alike("quantifiers")), ""),
        joined[0] if len(joined) == 1 else "",
    )


@cache
def _alike(name: str) -> dict[str, str]:
    """Each word of some groups of function words with the first word of its group."""
    return {word: group.split()[0] for group in load("sameness")[name]["groups"] for word in group.split()}
