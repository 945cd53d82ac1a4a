"""Role: the two claims tell the same event with other people in its parts: who did what to whom.

Two rules. Swapped: both have the same verb, and who does it in one claim is whom it is done to in the other; not for
verbs that mean the same either way round ("met", "married"). One filler: a verb of which one thing has one doer ("won
the election", "wrote the novel") is said of two different names of one sort, with the same object, and nothing else
differs. The passive is undone before comparing, so "Beats was bought by Apple" agrees with "Apple bought Beats".

Two events are no conflict: not where the times or the scores that both name exclude each other. What the same two can
do to each other more than once ("beat", "sued"), as most things, needs a shared time, score or occasion to be one event.

Source: "structure" conflicts in de Marneffe, Rafferty and Manning (2008); verb classes are data (`lexicon/roles.toml`).

Hit: "Volvo bought Renault's truck arm." / "Renault's truck arm bought Volvo."
Near miss: "The minister met the ambassador." / "The ambassador met the minister."; "Apple sued Samsung in 2011." /
"Samsung sued Apple in 2012."
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

from factcheck.lexicon import words
from factcheck.matching.arguments import View, carried, competes, entity_at, is_definite, key, name_at
from factcheck.matching.facts import stated, surest
from factcheck.matching.minimal_names import name_exchanged
from factcheck.matching.paired_lists import given_another
from factcheck.models import Claim, Kind, Match, Outcome, Reading, Span
from factcheck.text import grammar
from factcheck.text.clauses import UNREAL, Clause
from factcheck.text.deeds import Deed, deeds
from factcheck.text.names import same_name
from factcheck.thresholds import ROLE_COVERAGE, ROLE_KIN, ROLE_OCCASION, ROLE_UNPLACED

KIND = Kind.ROLE


@dataclass(frozen=True, slots=True)
class _Found:
    outcome: Outcome
    confidence: float
    one: Deed
    two: Deed
    swapped: bool


def compare(match: Match) -> Reading:
    """Conflicts where the parts are swapped or one part is filled by two; agrees where all parts are the same."""
    return surest(_compared(match), stated(match, KIND), name_exchanged(match, KIND), given_another(match))


def _compared(match: Match) -> Reading:
    ones, twos = deeds(match.a), deeds(match.b)
    if not ones or not twos:
        return Reading(KIND, Outcome.NOT_COMPARABLE)
    forth, back = View.of(match)
    found: list[_Found] = []
    for one in ones:
        for two in twos:
            if not _same_act(forth, back, one, two):
                continue
            if UNREAL in {one.clause.mode, two.clause.mode} or one.clause.negated != two.clause.negated:
                continue
            judged = _judge(forth, back, one, two)
            if judged is not None:
                found.append(judged)
    if any(each.outcome is Outcome.AGREES for each in found):
        found = [each for each in found if each.outcome is Outcome.AGREES]
    best = max(found, key=lambda each: each.confidence, default=None)
    return Reading(KIND, Outcome.NOT_COMPARABLE) if best is None else _reading(match, forth, best)


def _same_act(forth: View, back: View, one: Deed, two: Deed) -> bool:
    """Whether two deeds are of one sort: one act of the lexicon, the same verb, or one that means the same."""
    if one.listed or two.listed:
        return one.act == two.act
    if one.how != two.how or one.act.partition(" ")[2] != two.act.partition(" ")[2]:
        return False
    return forth.same(one.word, two.word) or (forth.covers(one.word, two.word) and back.covers(two.word, one.word))


def _judge(forth: View, back: View, one: Deed, two: Deed) -> _Found | None:
    straight = _fits(forth, one.doer, two.doer) and _fits(forth, one.other, two.other)
    if straight:
        score = max(carried(forth, one.clause, two.clause), carried(back, two.clause, one.clause))
        return _Found(Outcome.AGREES, score, one, two, False) if score >= ROLE_COVERAGE else None
    if _are_two_events(forth.near, forth.far):
        return None
    if _fits(forth, one.doer, two.other) and _fits(forth, one.other, two.doer):
        return _swapped(forth, one, two)
    if one.how == "" and not _fits(forth, one.doer, two.doer):
        return _two_doers(forth, back, one, two)
    return None


_SCORE = re.compile(r"\b\d{1,3} ?[-–] ?\d{1,3}\b")


def _scores(claim: Claim) -> frozenset[str]:
    """The results that a claim names ("2-1"), the higher number first."""
    found = (re.findall(r"\d+", score) for score in _SCORE.findall(claim.text))
    return frozenset("-".join(sorted(pair, key=int, reverse=True)) for pair in found)


def _are_two_events(near: Claim, far: Claim) -> bool:
    """Whether both name a time, or a score, and none of the one's can be the other's."""
    if _scores(near) and _scores(far) and not _scores(near) & _scores(far):
        return True
    if near.times and far.times:
        return not _share_a_time(near, far)
    return any(
        _named(near, names) and _named(far, names) and not _named(near, names) & _named(far, names)
        for names in _CALENDAR
    )


_CALENDAR = (frozenset(calendar.day_name), frozenset(calendar.month_name))


def _named(claim: Claim, names: frozenset[str]) -> frozenset[str]:
    """The days or months that a claim names, which cannot be dated where the day of publication is unknown."""
    return frozenset(token.text for token in claim.tokens) & names


def _share_a_time(near: Claim, far: Claim) -> bool:
    return any(one.earliest <= two.latest and two.earliest <= one.latest for one in near.times for two in far.times)


def _occasion(view: View, one: Deed, two: Deed) -> float:
    """How surely one and the same deed is meant, 0 to 1: 0 where it is another one, less where nothing says so.

    "Beat them in the final" is one occasion; the finals of two towns, the first leg and the second, are two.
    """
    if _scores(view.near) & _scores(view.far) or _share_a_time(view.near, view.far):
        return 1.0
    if one.given is not None and name_at(view.near, one.given):
        return 1.0  # the parties agree on what was given, and there is one of it
    mine, theirs = _circumstances(view.near, one), _circumstances(view.far, two)
    shared = [i for i in mine if view.partner(i, theirs) is not None]
    if any(competes(view, i) for i in mine if i not in shared):
        return 0.0
    told = any(view.near.tokens[i].pos in {"NOUN", "PROPN"} for i in shared)
    enough = told and len(shared) >= ROLE_OCCASION * min(len(mine), len(theirs))
    return 1.0 if enough else ROLE_UNPLACED


def _circumstances(claim: Claim, deed: Deed) -> tuple[int, ...]:
    """The content words of a claim besides the deed and its parties."""
    concerned = (deed.doer, deed.other) if deed.given is None else (deed.doer, deed.other, deed.given)
    taken = {i for each in concerned for i in _named_phrase(claim, each)}
    taken |= {deed.word, deed.clause.verb, deed.clause.predicate}
    return tuple(i for i, token in enumerate(claim.tokens) if i not in taken and grammar.is_content(token))


def _named_phrase(claim: Claim, index: int) -> set[int]:
    """A party with what only describes it, also where its name stands beside its noun."""
    found = set(grammar.phrase(claim.tokens, index))
    above = claim.tokens[index].head
    if claim.tokens[index].dep == "appos":
        found |= set(grammar.phrase(claim.tokens, above))
    return found


def _fits(view: View, i: int, j: int) -> bool:
    """Whether two heads of noun phrases stand for one thing: by their names where both have one, else by their words."""
    one, other = name_at(view.near, i), name_at(view.far, j)
    if one and other:
        return same_name(one, other)
    return view.same(i, j) and not _other_holder(view, i, j)


def _other_holder(view: View, i: int, j: int) -> bool:
    """ "Kenya's coach" and "Ghana's coach" are two coaches."""
    mine, theirs = _holders(view.near, i), _holders(view.far, j)
    return bool(mine and theirs) and not any(view.same(k, m) for k in mine for m in theirs)


def _holders(claim: Claim, index: int) -> list[int]:
    """What says whose or which: "Kenya's" in "Kenya's coach"."""
    below = grammar.children(claim.tokens, index)
    return [i for i in below if claim.tokens[i].dep in {"poss", "compound", "amod", "nmod"}]


def _swapped(view: View, one: Deed, two: Deed) -> _Found | None:
    near, far = view.near.tokens, view.far.tokens
    if not one.listed and one.how != "than" and _is_symmetric(near, one):
        return None
    if _are_one(view.near, one) or _are_one(view.far, two):
        return None
    if any(token.text.lower() in {"each", "mutual", "mutually", "both"} for token in (*near, *far)):
        return None
    if not _same_passes(view, one, two):
        return None
    named = sum(bool(name_at(view.near, i)) or near[i].pos == "PROPN" for i in (one.doer, one.other))
    known = all(is_definite(view.near, i) for i in (one.doer, one.other)) and all(
        is_definite(view.far, i) for i in (two.doer, two.other)
    )
    if not known:
        return None
    confidence = (0.65, 0.8, 0.9)[named]
    if not view.same(one.word, two.word):
        confidence *= ROLE_KIN
    verbs = {near[one.clause.verb].lemma.lower(), far[two.clause.verb].lemma.lower()}
    repeatable = one.comes_again or (
        not one.listed and one.how != "than" and not verbs & words("roles", "once", "verbs")
    )
    if repeatable:
        confidence *= _occasion(view, one, two)
    return _Found(Outcome.CONFLICTS, confidence, one, two, True) if confidence else None


def _same_passes(view: View, one: Deed, two: Deed) -> bool:
    """Whether one thing is given, sold, returned: two planes leased to them and four leased from them are two deeds."""
    if one.gives:
        return one.given is not None and two.given is not None and view.same(one.given, two.given)
    if not one.how or one.how == "than":
        return True
    mine, theirs = one.clause.object, two.clause.object
    return (mine is None) == (theirs is None) and (mine is None or theirs is None or view.same(mine, theirs))


def _is_symmetric(tokens: grammar.Tokens, deed: Deed) -> bool:
    symmetric = words("roles", "symmetric", "verbs") | words("roles", "symmetric", "words")
    return tokens[deed.clause.predicate].lower_in(symmetric) or tokens[deed.clause.verb].lower_in(symmetric)


def _are_one(claim: Claim, deed: Deed) -> bool:
    """Whether nothing tells the two parties apart: one name, or one noun without a word that says whose or which."""
    one, other = name_at(claim, deed.doer), name_at(claim, deed.other)
    if one and other:
        return same_name(one, other)
    return claim.tokens[deed.doer].lemma == claim.tokens[deed.other].lemma and not (
        _holders(claim, deed.doer) and _holders(claim, deed.other)
    )


def _two_doers(forth: View, back: View, one: Deed, two: Deed) -> _Found | None:
    """Two names of one sort as doers of what has one doer."""
    near, far = forth.near, forth.far
    if near.tokens[one.clause.verb].lemma.lower() not in words("roles", "one_filler", "verbs"):
        return None
    if not _fits(forth, one.other, two.other) or not (_single(near, one.other) and _single(far, two.other)):
        return None
    if not _of_one_sort(near, one, far, two) or _mentions(far, near, one.doer) or _mentions(near, far, two.doer):
        return None
    free_one = _phrase_with_conjuncts(near, one.doer)
    free_two = _phrase_with_conjuncts(far, two.doer)
    scores = (_rest(forth, one, free_one), _rest(back, two, free_two))
    if max(scores) < ROLE_COVERAGE or min(scores) == 0:
        return None
    return _Found(Outcome.CONFLICTS, 0.8 * max(scores), one, two, False)


def _of_one_sort(near: Claim, one: Deed, far: Claim, two: Deed) -> bool:
    """Whether two names may stand for each other: a driver and his team both win the race."""
    first, second = entity_at(near, one.doer), entity_at(far, two.doer)
    if near.tokens[one.doer].pos != "PROPN" or far.tokens[two.doer].pos != "PROPN":
        return False
    if first is None or second is None or first.label == second.label:
        return True
    return near.tokens[one.clause.verb].lemma.lower() in words("roles", "one_filler", "people")


def _mentions(claim: Claim, other: Claim, index: int) -> bool:
    """Whether a claim speaks of another claim's name anywhere, also by a part of it ("Fiennes" for "Celia Fiennes")."""
    inside = grammar.phrase(other.tokens, index)
    parts = {
        other.tokens[i].text.lower() for i in inside if other.tokens[i].pos == "PROPN" and len(other.tokens[i].text) > 2
    }
    return any(token.text.lower() in parts for token in claim.tokens)


def _single(claim: Claim, thing: int) -> bool:
    """Whether a noun phrase names one particular thing: a name, or definite with something that says which."""
    if entity_at(claim, thing) is not None or claim.tokens[thing].pos == "PROPN":
        return True
    inside = grammar.phrase(claim.tokens, thing)
    texts = {claim.tokens[i].text.lower() for i in inside}
    if texts & words("roles", "one_filler", "many"):
        return False
    return claim.tokens[thing].tag == "NN" and bool(
        texts & {"the", "this", "that"} or any(claim.tokens[i].dep == "poss" for i in inside)
    )


def _phrase_with_conjuncts(claim: Claim, top: int) -> frozenset[int]:
    found = [top]
    for index in found:
        below = [
            i
            for i in grammar.children(claim.tokens, index)
            if claim.tokens[i].dep in {"conj", "appos", "compound", "amod", "nmod"}
        ]
        found += [i for i in below if i not in found]
    return frozenset(found)


def _rest(view: View, near: Deed, free: frozenset[int]) -> float:
    """The share of what else the near event says that the far claim says too; 0 where a number is missing."""
    total = held = 0
    for i in near.clause.words:
        if i in free or i == near.clause.predicate:
            continue
        total += 1
        if view.partner(i) is not None:
            held += 1
        elif view.near.tokens[i].pos == "NUM":
            return 0.0
    return held / total if total else 0.0


def _reading(match: Match, view: View, found: _Found) -> Reading:
    one, two = found.one, found.two
    who, whom = _name(match.a, one.doer), _name(match.a, one.other)
    doer, thing = _name(match.b, two.doer), _name(match.b, two.other)
    verb = min(view.near.tokens[one.word].lemma.lower(), view.far.tokens[two.word].lemma.lower())
    how = f" {one.how}" if one.how else ""
    point = f"{KIND}:{verb}:{key(view, one.other, two.other)}"
    if found.outcome is Outcome.AGREES:
        explanation = f"Both give the same parts of “{verb}{how}” to {who} and {whom}."
    elif found.swapped:
        explanation = (
            f"The two swap the parts of “{verb}{how}”: {who} and {whom} in one, {doer} and {thing} in the other."
        )
        point = f"{KIND}:{verb}:" + ":".join(sorted((key(view, one.doer, two.other), key(view, one.other, two.doer))))
    else:
        explanation = f"Both tell who did it (“{verb} {whom}”), which only one can have done: {who} or {doer}."
    return Reading(
        KIND,
        found.outcome,
        confidence=round(min(0.95, found.confidence), 3),
        point=point,
        topic=f"who: {verb}{how} {whom}",
        side_a=who,
        side_b=doer,
        evidence_a=_span(match.a, one.clause),
        evidence_b=_span(match.b, two.clause),
        explanation=explanation,
    )


def _name(claim: Claim, index: int) -> str:
    entity = entity_at(claim, index)
    if entity is not None:
        return entity.text
    for referent in claim.referents:
        if referent.token == index:
            return referent.text
    return grammar.words_of(claim.tokens, grammar.phrase(claim.tokens, index))


def _span(claim: Claim, clause: Clause) -> Span:
    inside = tuple(i for i in clause.extent if claim.tokens[i].pos != "PUNCT")
    return grammar.span(claim.tokens, inside or clause.extent)
