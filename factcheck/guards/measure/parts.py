"""Numbers of a part, of a state, of one entry of a list, or of other samples."""

from __future__ import annotations

from factcheck.lexicon import words
from factcheck.models import Claim, Kind, Match, Reading
from factcheck.remembering import once_a_claim
from factcheck.text import grammar
from factcheck.text.cues import phrases_in
from factcheck.text.measures import Measure, is_cut_off, measures_in


def two_samples(match: Match, reading: Reading) -> str | None:
    """The sizes of two samples: a poll of 1,000 people is another poll than one of 520."""
    if reading.kind is not Kind.QUANTITY:
        return None
    sampled = [
        any(
            measure.noun is not None
            and (study := _governor(claim, measure.noun))
            and claim.tokens[study].lower_in(_studies())
            for measure in measures_in(claim, evidence)
        )
        for claim, evidence in ((match.a, reading.evidence_a), (match.b, reading.evidence_b))
    ]
    return "They are of two surveys, which asked different numbers of people." if all(sampled) else None


def _studies() -> frozenset[str]:
    return words("scope", "matter", "studies")


def _governor(claim: Claim, noun: int) -> int | None:
    """The noun that a noun hangs on by a preposition: "poll" for "people" in "the poll of 1,000 people"."""
    preposition = claim.tokens[noun].head
    return claim.tokens[preposition].head if claim.tokens[preposition].pos == "ADP" else None


def component_of_another(match: Match, reading: Reading) -> str | None:
    """A number of one part by its own words: "in cash", "of one family", "combined"."""
    if reading.kind is not Kind.QUANTITY:
        return None
    ones, others = measures_in(match.a, reading.evidence_a), measures_in(match.b, reading.evidence_b)
    if not ones or not others:
        return None
    first, second = _behind(match.a, ones[0], "components"), _behind(match.b, others[0], "components")
    if bool(first) != bool(second):
        part, whole = (ones[0], others[0]) if first else (others[0], ones[0])
        if part.quantity.value < whole.quantity.value:
            return f"One counts only a part (“{first or second}”)."
    first, second = (
        next(iter(phrases_in(claim, words("scope", "matter", "joint"))), "") for claim in (match.a, match.b)
    )
    return f"One speaks of several together (“{first or second}”)." if bool(first) != bool(second) else None


def _behind(claim: Claim, measure: Measure, name: str) -> str:
    """The phrase of a list right behind a number and its noun, "" without; "in cash and stock" is the whole price."""
    ends = [measure.quantity.end]
    if measure.noun is not None:
        ends.append(max(ends[0], claim.tokens[measure.noun].end))
    found, after = "", ""
    for end in ends:
        after = " ".join(claim.text[end - claim.span.start :].lower().split())
        found = next((each for each in sorted(words("scope", "matter", name)) if after.startswith(each)), "")
        if found:
            break
    both = after[len(found) :].split()[:2]
    return "" if both[:1] in (["and"], ["plus"]) and not any(map(str.isdigit, both[-1])) else found


def is_broken(match: Match, reading: Reading) -> bool:
    """Whether a number that conflicts is the rest of one ("6." / "1 - magnitude") or of a name ("AK - 47")."""
    return reading.kind is Kind.QUANTITY and any(
        is_cut_off(claim, quantity)
        for claim, evidence in ((match.a, reading.evidence_a), (match.b, reading.evidence_b))
        for quantity in claim.quantities
        if evidence.start <= quantity.start and quantity.end <= evidence.end
    )


def in_another_state(match: Match, reading: Reading) -> str | None:
    """Two states of those counted: "14 others trapped" / "24 dead"."""
    if reading.kind is not Kind.QUANTITY:
        return None
    ones, others = measures_in(match.a, reading.evidence_a), measures_in(match.b, reading.evidence_b)
    if not ones or not others:
        return None
    first, second = _state(match.a, ones[0]), _state(match.b, others[0])
    return f"They count different things: one those {first or second}." if first != second else None


@once_a_claim
def _state(claim: Claim, measure: Measure) -> str:
    """The word for the state of those counted, right behind them: "14 others trapped"; "" without."""
    after = [token for token in claim.tokens if token.start >= measure.quantity.end][:4]
    for token in after:
        if token.text.lower() in words("scope", "matter", "states"):
            return token.text.lower()
        if token.pos not in {"NOUN", "ADJ", "PRON"}:
            return ""
    return ""


def one_of_a_list(match: Match, reading: Reading) -> str | None:
    """A number out of a breakdown: "three women and two men"."""
    if reading.kind is not Kind.QUANTITY:
        return None
    ones, others = measures_in(match.a, reading.evidence_a), measures_in(match.b, reading.evidence_b)
    if not ones or not others:
        return None
    first, second = _listed(match.a, ones[0]), _listed(match.b, others[0])
    if bool(first) == bool(second):
        return None
    return f"One number is out of a breakdown (“{first or second}”)."


@once_a_claim
def _listed(claim: Claim, measure: Measure) -> str:
    """The list of counts that a counted noun stands in: "three women and two men"; "" where it stands alone."""
    tokens, noun = claim.tokens, measure.noun
    if noun is None or measure.dimension != "count":
        return ""
    top = noun
    while tokens[top].dep == "conj" and tokens[tokens[top].head].pos == "NOUN":
        top = tokens[top].head
    members = [
        each
        for each in grammar.conjuncts(tokens, top)
        if tokens[each].pos == "NOUN" and any(tokens[i].pos == "NUM" for i in grammar.children(tokens, each))
    ]
    if len(members) < 2 or noun not in members or tokens[top].dep != "appos":
        return ""
    return grammar.words_of(tokens, tuple(range(min(grammar.phrase(tokens, members[0])), members[-1] + 1)))
