"""Whose number it is and of what: the words around two measures that must fit before their values are compared.

"Acme's revenue" and "revenue of Beta" are two owners, "the price of gold" and "the price of silver" two things, "four
seasons as coach" and "19 seasons with the club" two settings. What depends on one claim is worked out once.
"""

from __future__ import annotations

from factcheck.matching.alignment import are_aligned
from factcheck.matching.coverage import clause_coverage, told_apart
from factcheck.models import Claim, Match
from factcheck.remembering import once_a_claim
from factcheck.text import grammar
from factcheck.text.measures import Measure
from factcheck.text.names import same_name
from factcheck.text.time_patterns import PATTERNS

_NO_OWNER = frozenset({"DATE", "CARDINAL", "MONEY", "PERCENT", "NORP", "ORDINAL", "QUANTITY", "TIME"})


def same_word(match: Match, i: int | None, j: int | None) -> bool:
    if i is None or j is None:
        return i is j
    return are_aligned(match, i, j) or match.a.tokens[i].lemma.lower() == match.b.tokens[j].lemma.lower()


# -- how much of the clause lines up ------------------------------------------------------------------------------------


def coverage(match: Match, one: Measure, other: Measure) -> tuple[float, float]:
    """The larger and the smaller share of words that line up: of the sentences, or of the clauses around the numbers.

    The clauses decide where both have a subject and the subjects line up: a second clause ("... and carries four
    lanes") says nothing about the number.
    """
    whole = match.coverage_a, match.coverage_b
    if one.subject is None or not are_aligned(match, one.subject, other.subject):
        return max(whole), min(whole)
    return clause_coverage(match, one.predicate, other.predicate)


# -- the occasion ------------------------------------------------------------------------------------------------------


def other_occasion(match: Match) -> bool:
    """Whether one article gives two hours of the day: "at 9:30 a.m. ... at 7:30 a.m." are two events."""
    if match.a.article_id != match.b.article_id:
        return False
    first, second = _hours(match.a), _hours(match.b)
    return bool(first and second) and not first & second


@once_a_claim
def _hours(claim: Claim) -> frozenset[str]:
    return frozenset("".join(found[0].lower().split()) for found in PATTERNS["clock"].finditer(claim.text))


def other_setting(match: Match, one: Measure, other: Measure) -> bool:
    """Whether both add what it was for, with or as, and nothing of it is the same: "four seasons as coach", "19 seasons
    with the club". Places and times are left to the guard on scope."""
    mine, theirs = _setting(match.a, one), _setting(match.b, other)
    return bool(mine and theirs) and not any(same_word(match, i, j) for i in mine for j in theirs)


@once_a_claim
def _setting(claim: Claim, measure: Measure) -> tuple[int, ...]:
    tokens = claim.tokens
    covered = [(each.start, each.end) for each in claim.entities if each.label in {"GPE", "LOC", "FAC"}]
    covered += [(each.start, each.end) for each in claim.times]
    covered.append((measure.quantity.start, measure.quantity.end))
    holders = {i for i in (measure.predicate, measure.noun) if i is not None}
    return tuple(
        i
        for holder in sorted(holders)
        for preposition in grammar.children(tokens, holder)
        if tokens[preposition].dep == "prep"
        for i in grammar.children(tokens, preposition)
        if tokens[i].dep == "pobj"
        and i not in holders
        and not any(start <= tokens[i].start < end for start, end in covered)
    )


# -- the thing measured ------------------------------------------------------------------------------------------------


def other_complement(match: Match, one: Measure, other: Measure) -> bool:
    """Whether what is measured is of two things: "the price of gold" / "the price of silver", "the cheaper model" / "the
    other model", "26 miles north of Santa Rosa" / "a mile north of The Geysers"."""
    i, j = one.subject, other.subject
    if i is not None and j is not None and not one.concept and are_aligned(match, i, j) and told_apart(match, i, j):
        return True
    mine, theirs = _complement(match.a, one), _complement(match.b, other)
    if not mine or not theirs or any(same_word(match, i, j) for i in mine for j in theirs):
        return False
    ours, others = (
        [name for i in found for name in names_at(claim, i)] for claim, found in ((match.a, mine), (match.b, theirs))
    )
    return not any(same_name(first, second) for first in ours for second in others)


@once_a_claim
def _complement(claim: Claim, measure: Measure) -> tuple[int, ...]:
    """The nouns after "of" on the subject or the noun that name the measure: the gold of "the price of gold"; of a
    distance, the place that it is from."""
    tokens, quantity = claim.tokens, measure.quantity
    inside = [i for i, token in enumerate(tokens) if quantity.start <= token.start < quantity.end]
    numbers = {i for i, token in enumerate(tokens) if token.pos == "NUM"}.union(inside)
    places = [
        i
        for k in inside
        for holder in (tokens[k].head, tokens[tokens[k].head].head)
        if measure.dimension == "length" and holder not in inside and tokens[holder].pos in {"ADV", "ADP"}
        for preposition in (holder, *grammar.children(tokens, holder))
        for i in grammar.children(tokens, preposition)
        if tokens[i].dep == "pobj"
    ]
    return tuple(dict.fromkeys(places)) or tuple(
        i
        for holder in dict.fromkeys((measure.subject, measure.noun))
        if holder is not None and holder not in numbers
        for preposition in grammar.children(tokens, holder)
        if tokens[preposition].dep == "prep" and tokens[preposition].lemma.lower() == "of"
        for i in grammar.children(tokens, preposition)
        if tokens[i].dep == "pobj" and i not in numbers and tokens[i].pos in {"NOUN", "PROPN"}
    )


def names_at(claim: Claim, index: int) -> list[str]:
    """The canonical names that a word is part of or stands for."""
    start = claim.tokens[index].start
    named = [entity.canonical for entity in claim.entities if entity.start <= start < entity.end]
    return named + [referent.canonical for referent in claim.referents if referent.token == index]


# -- whose it is -------------------------------------------------------------------------------------------------------


def different_owners(match: Match, one: Measure, other: Measure) -> bool:
    """Whether the sentences name whose number it is, and name two: "Acme's revenue", "revenue of Beta"."""
    i, j = one.subject, other.subject
    if i is not None and j is not None and not same_word(match, i, j) and _two_names(match, i, j):
        return True
    if one.concept == "price paid":
        bought, thing = _bought(match.a, one), _bought(match.b, other)
        if bought and thing and not any(same_name(first, second) for first in bought for second in thing):
            return True
    givers, doers = _agents(match.a, one), _agents(match.b, other)
    if givers and doers and not any(same_name(first, second) for first in givers for second in doers):
        return True
    if not one.concept and _two_topics(match):
        return True
    owners, others = _owners(match.a, one), _owners(match.b, other)
    return bool(owners and others) and not any(same_name(owner, each) for owner in owners for each in others)


def _two_topics(match: Match) -> bool:
    """Whether the two sentences are about two names of which neither stands in the other sentence."""
    first, second = _topic(match.a), _topic(match.b)
    if not first or not second:
        return False
    names = [[entity.canonical for entity in claim.entities] for claim in (match.a, match.b)]
    return not any(same_name(one, name) for one in first for name in names[1]) and not any(
        same_name(other, name) for other in second for name in names[0]
    )


@once_a_claim
def _topic(claim: Claim) -> tuple[str, ...]:
    """The names of the subject of the main clause, where that does not only say who says it."""
    top = grammar.root(claim.tokens)
    if top is None or any(claim.tokens[i].dep == "ccomp" for i in grammar.children(claim.tokens, top)):
        return ()
    subject = grammar.subject(claim.tokens, top)
    return () if subject is None else tuple(names_at(claim, subject))


@once_a_claim
def _bought(claim: Claim, measure: Measure) -> tuple[str, ...]:
    """The names of what is paid for: "bought ATI for $5bn", "will pay $5bn for ATI", "the $5bn takeover of ATI"."""
    tokens, verb = claim.tokens, measure.predicate
    if verb is None:
        return ()
    things = [i for i in grammar.children(tokens, verb) if tokens[i].dep in {"dobj", "nsubjpass"}]
    for preposition in grammar.children(tokens, verb):
        if tokens[preposition].dep == "prep" and tokens[preposition].lemma.lower() in {"for", "of"}:
            things += [i for i in grammar.children(tokens, preposition) if tokens[i].dep == "pobj"]
    inside = {k for i in things for k in (*grammar.phrase(tokens, i), *grammar.conjuncts(tokens, i))}
    return tuple(
        each.canonical for each in claim.entities if any(each.start <= tokens[k].start < each.end for k in inside)
    )


def _two_names(match: Match, i: int, j: int) -> bool:
    """Whether two subjects are names that do not fit, also where the recogniser missed them: both stand without article,
    capitalised, and one of them is tagged as a name."""
    pair = ((match.a, i), (match.b, j))
    bare = all(
        claim.tokens[k].text[0].isupper()
        and claim.tokens[k].tag in {"NN", "NNP", "NNPS"}
        and not any(claim.tokens[child].dep == "det" for child in grammar.children(claim.tokens, k))
        for claim, k in pair
    )
    first, second = (claim.tokens[k].text.lower() for claim, k in pair)
    known = any(claim.tokens[k].pos == "PROPN" for claim, k in pair)
    return (
        bare and known and not any(first in name.split() and second in name.split() for name in match.shared_entities)
    )


@once_a_claim
def _agents(claim: Claim, measure: Measure) -> tuple[str, ...]:
    """The names of who does or gives it: "a seven-year deal offered by the Orioles", "was fined $5m by Norway"."""
    tokens = claim.tokens
    verbs = {measure.predicate} | {
        i
        for holder in (measure.noun, measure.subject)
        if holder is not None
        for i in grammar.children(tokens, holder)
        if tokens[i].dep == "acl"
    }
    agents = (grammar.agent(tokens, verb) for verb in verbs if verb is not None)
    return tuple(name for by in agents if by is not None for name in names_at(claim, by))


@once_a_claim
def _owners(claim: Claim, measure: Measure) -> tuple[str, ...]:
    heads = [index for index in (measure.subject, measure.noun) if index is not None]
    inside = set(heads)
    for head in heads:
        for child in grammar.children(claim.tokens, head):
            if claim.tokens[child].dep in {"poss", "compound", "nmod"}:
                inside.add(child)
            elif claim.tokens[child].lemma.lower() == "of" and head == measure.subject:
                inside.update(grammar.children(claim.tokens, child))
    names = [
        entity.canonical
        for entity in claim.entities
        if entity.label not in _NO_OWNER and any(entity.start <= claim.tokens[i].start < entity.end for i in inside)
    ]
    names += [referent.canonical for referent in claim.referents if referent.token in inside]
    return tuple(names)


@once_a_claim
def person(claim: Claim, measure: Measure) -> tuple[str, ...]:
    """The names of the one whose age it is: "Ana Ruiz, 34", "the 34-year-old Ruiz", "34-year-old pilot Ana Ruiz"."""
    if measure.noun is None:
        return ()
    naming = {"appos", "compound", "nmod"}  # not "poss": "her 12-year-old daughter"
    near = {measure.noun, *(i for i in grammar.children(claim.tokens, measure.noun) if claim.tokens[i].dep in naming)}
    if measure.noun + 1 < len(claim.tokens) and claim.tokens[measure.noun + 1].pos == "PROPN":
        near.add(measure.noun + 1)  # "the 34-year-old driver Daniel Moss"
    found = [
        entity.canonical
        for entity in claim.entities
        for i in near
        if entity.start <= claim.tokens[i].start < entity.end
    ]
    return (*found, *(referent.canonical for referent in claim.referents if referent.token in near))
