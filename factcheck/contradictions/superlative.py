"""The first, the largest, the only: a description that fits one thing, given to two.

Rule: the same superlative of the same noun in the same setting ("the largest bank in Europe") said of two names
conflicts. The description must be definite and unweakened ("one of the largest", "the second largest" fit many), and its
words must be the same: another setting or another year is another slot. Precision comes from these conditions
(`conflicts.md` of the design calls for aliases and part-of first: names that fit into each other agree).

Hit: "Acme is the largest bank in Norland." / "Borel remains Norland's largest bank."
Near miss: "Acme is the largest bank in Norland." / "Borel is the largest insurer in Norland."
"""

from __future__ import annotations

from collections.abc import Iterator

from factcheck.lexicon import words
from factcheck.models import Assertion, Claim, Kind, Match, Outcome, Reading, Span
from factcheck.text import grammar, phrases
from factcheck.text.names import same_name
from factcheck.text.phrases import Named

KIND = Kind.SUPERLATIVE

_STATED, _APPOSED = 0.9, 0.85


def read(claim: Claim, preceding: Claim | None) -> tuple[Assertion, ...]:  # noqa: ARG001 - a reader's signature
    """The unique descriptions that a claim gives to named things."""
    found: dict[tuple[str, str], Assertion] = {}
    for mark, token in enumerate(claim.tokens):
        if token.tag in {"JJS", "RBS"} or token.lower_in(words("superlative", "ordinals", "words")):
            for assertion in _described(claim, mark):
                found.setdefault((assertion.subject, assertion.value), assertion)
    return tuple(found.values())


def compare(match: Match) -> Reading:
    """CONFLICTS where one unique description is given to two names, AGREES where to one."""
    readings = [
        _reading(match, a, b)
        for a in match.a.assertions
        for b in match.b.assertions
        if a.kind is KIND and b.kind is KIND and a.point == b.point
    ]
    agreeing = [each for each in readings if each.outcome is Outcome.AGREES]
    return max(
        agreeing or readings,
        key=lambda each: (each.confidence, each.point),
        default=Reading(KIND, Outcome.NOT_COMPARABLE),
    )


def _reading(match: Match, a: Assertion, b: Assertion) -> Reading:
    conflicts = not same_name(a.value, b.value)
    years = [{(time.earliest.year, time.latest.year) for time in claim.times} for claim in (match.a, match.b)]
    if conflicts and years[0] and years[1] and not years[0] & years[1]:
        return Reading(KIND, Outcome.NOT_COMPARABLE)
    one, other = a.phrase.split("|"), b.phrase.split("|")
    both = max(one[1], other[1], key=lambda name: (len(name), name))
    return Reading(
        kind=KIND,
        outcome=Outcome.CONFLICTS if conflicts else Outcome.AGREES,
        confidence=round(a.strength * b.strength, 3),
        point=a.point,
        topic=one[0],
        side_a=one[1] if conflicts else both,
        side_b=other[1] if conflicts else both,
        evidence_a=Span(a.start, a.end),
        evidence_b=Span(b.start, b.end),
        explanation=f"Only one can be {one[0]}: one claim says {one[1]}, the other {other[1]}."
        if conflicts
        else f"Both claims say that {both} is {one[0]}.",
    )


def _described(claim: Claim, mark: int) -> Iterator[Assertion]:
    tokens = claim.tokens
    noun = tokens[mark].head
    if tokens[mark].tag == "RBS" or tokens[noun].pos == "ADJ":
        noun = tokens[noun].head
    if tokens[noun].pos not in {"NOUN", "PROPN"} or noun <= mark or not _is_definite(claim, mark, noun):
        return
    description = _description(claim, noun)
    if len(description) < 3:
        return
    subject = " ".join(sorted(description))
    wording = _wording(claim, mark, noun)
    for name, strength in _fillers(claim, noun):
        inside = tokens[mark].start <= name.start <= tokens[noun].end
        if not inside and name.canonical not in description:
            start, end = min(tokens[mark].start, name.start), max(tokens[noun].end, name.end)
            yield Assertion(
                KIND,
                "unique",
                subject,
                name.canonical,
                start,
                end,
                round(strength * name.strength, 3),
                f"{wording}|{name.text}",
            )


def _is_definite(claim: Claim, mark: int, noun: int) -> bool:
    tokens = claim.tokens
    first = min(grammar.phrase(tokens, noun))
    before = {tokens[i].lemma.lower() for i in range(max(0, first - 3), mark)}
    if before & words("superlative", "weakening", "before"):
        return False
    return any(tokens[i].text.lower() == "the" or tokens[i].dep == "poss" for i in grammar.children(tokens, noun))


def _description(claim: Claim, noun: int) -> frozenset[str]:
    """The words that tell the described thing apart: superlative, noun, modifiers, owner, setting."""
    tokens = claim.tokens
    inside = set(grammar.phrase(tokens, noun))
    for i in grammar.subtree(tokens, noun):
        above = [*grammar.ancestors(tokens, i)]
        path = above[: above.index(noun)] if noun in above else []
        if i > noun and any(tokens[j].dep == "prep" for j in (i, *path)):
            inside.add(i)
        if (
            i > noun
            and any(tokens[j].dep in {"relcl", "acl"} for j in (i, *path))
            and not any(tokens[j].dep == "appos" for j in (i, *path))
        ):
            inside.add(i)
    kept = set()
    for i in inside:
        name = phrases.name_at(claim, i)
        if (name and tokens[i].pos in {"PROPN", "PRON"}) or (name and tokens[i].dep == "poss"):
            kept.add(name.canonical)
        elif (grammar.is_content(tokens[i]) or tokens[i].tag in {"JJS", "RBS"}) and not tokens[i].lower_in(
            words("superlative", "ignored", "words")
        ):
            kept.add(tokens[i].lemma.lower())
    return frozenset(kept)


def _fillers(claim: Claim, noun: int) -> Iterator[tuple[Named, float]]:
    """What is said to be it: "X is the ...", "the ... is X", "X, the ...", "the ..., X", "X became the ..."."""
    tokens = claim.tokens
    token = tokens[noun]
    if token.dep == "attr" and not grammar.negated(tokens, token.head):
        who = grammar.subject(tokens, token.head)
        hedged = any(tokens[i].tag == "MD" for i in grammar.children(tokens, token.head))
        if who is not None and not hedged:
            yield from ((name, _STATED) for name in phrases.listed(claim, who)[:1])
    if token.dep == "nsubj" and tokens[token.head].lemma == "be" and not grammar.negated(tokens, token.head):
        named = grammar.direct_object(tokens, token.head)
        if named is not None:
            yield from ((name, _STATED) for name in phrases.listed(claim, named)[:1])
    if token.dep == "appos":
        yield from ((name, _APPOSED) for name in phrases.listed(claim, token.head)[:1] if name.start < token.start)
    for i in grammar.children(tokens, noun):
        if tokens[i].dep == "appos" and (name := phrases.name_at(claim, i)):
            yield name, _APPOSED


def _wording(claim: Claim, mark: int, noun: int) -> str:
    inside = [i for i in grammar.phrase(claim.tokens, noun) if i >= min(mark, noun) - 1]
    for i in grammar.children(claim.tokens, noun):
        if claim.tokens[i].dep == "prep":
            inside += [j for j in grammar.subtree(claim.tokens, i) if j - noun < 8]
    start = min(inside)
    spoken = grammar.words_of(claim.tokens, tuple(sorted(inside)))
    return spoken if claim.tokens[start].text.lower() == "the" else f"the {spoken}"
