"""Namesake: two things of one name.

The rule: the name that both share is told apart in each, and differently: a place by the larger place that it lies in
("Cambridge in England" / "Cambridge, Massachusetts"), a person or thing by its nationality or by an age years away ("the
Norwegian ferry Aurora" / "the Finnish ferry Aurora"), a person by what he or she does ("the singer" / "the judge") or by
generation ("senior" / "junior"), one of a row by its number ("Line 4" / "Line 6", "Beata I" / "Beata II"). "This" and
"that" without a noun may be anything. Not where the conflict is about just that (whose it is, how old somebody is). And
two copies of one sentence do not conflict, nor do a longer and a shorter form of one name.

Source: Ritter and others, "It's a contradiction - no, it's not" (2008): two people or places of one name are among the
commonest seeming conflicts. What lies in what: `lexicon/places.toml`.

Hit: "Cambridge in England has 146,000 inhabitants." / "Cambridge, Massachusetts, has 118,000 inhabitants."
Near miss: "Cambridge in England has 146,000 inhabitants." / "Cambridge has 118,000 inhabitants."
"""

from __future__ import annotations

import calendar
import re

from factcheck.lexicon import words
from factcheck.matching.same_measure import person
from factcheck.models import Claim, Entity, Kind, Match, Reading, Relation, Ruling, Span, Token
from factcheck.remembering import once_a_claim
from factcheck.text import grammar
from factcheck.text.callings import callings, together
from factcheck.text.clauses import clauses_of
from factcheck.text.measures import measures
from factcheck.text.names import same_name
from factcheck.text.places import lies_in, place_of

RANK = 15

SURE = 0.9
"""What is left of the conflict's confidence: the sentences tell the two apart, but the parser may have misread it."""

YEARS_APART = 4
"""Years between two ages from which they are those of two people: reports of one person differ by a birthday or a slip."""

_MODIFIERS = frozenset({"amod", "compound", "nmod"})
_POINTING = frozenset({"this", "that", "these", "those"})
_ROMAN = re.compile(r"^(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})$")
_SERIAL = re.compile(r"^\d{1,3}$")
"""Up to three digits: four are mostly a year."""
_BETWEEN = re.compile(r"^(?:, ?| in | \(|, in )$")


def ruling(match: Match, reading: Reading) -> Ruling | None:
    """Objects where a name that both share is that of two."""
    if match.a.text != match.b.text and _letters(match.a) == _letters(match.b):
        return Ruling(Relation.AGREEMENT, "The two are word for word the same.", reading.confidence)
    reason = (
        _two_places(match)
        or _two_nations(match, reading)
        or _two_ages(match, reading)
        or _two_callings(match, reading)
        or _two_generations(match)
        or _two_of_a_row(match, reading)
    )
    if reason is not None:
        return Ruling(Relation.SCOPE_DIFFERENCE, reason, round(reading.confidence * SURE, 3))
    pointed = _pointed_at(match, reading) or _one_name(reading) or _somebody(match)
    return Ruling(Relation.UNRELATED, pointed, round(reading.confidence * SURE, 3)) if pointed else None


@once_a_claim
def _letters(claim: Claim) -> str:
    """The letters and digits of a claim: copies differ in their apostrophes and hyphens."""
    return "".join(character for character in claim.text.lower() if character.isalnum())


def _one_name(reading: Reading) -> str | None:
    """Two fillers of one slot that are one name, longer and shorter: "Apple" / "Apple Inc. of Cupertino"."""
    if reading.kind not in {Kind.AFFILIATION, Kind.SUPERLATIVE}:
        return None
    one, other = (set(re.findall(r"\w+", side.lower())) for side in (reading.side_a, reading.side_b))
    if one and other and (one <= other or other <= one):
        return f"“{reading.side_a}” and “{reading.side_b}” may be one."
    return None


def _two_places(match: Match) -> str | None:
    for one, around in _placed(match.a):
        for other, elsewhere in _placed(match.b):
            if same_name(one.canonical, other.canonical) and not _fit(around.text, elsewhere.text):
                return f"These are two places: {one.text} in {around.text} and {other.text} in {elsewhere.text}."
    return None


@once_a_claim
def _placed(claim: Claim) -> tuple[tuple[Entity, Entity], ...]:
    """The names followed by the known place that they lie in: "Cambridge in England", "Paris, Texas"."""
    start = claim.span.start
    return tuple(
        (one, other)
        for one, other in zip(claim.entities, claim.entities[1:], strict=False)
        if _BETWEEN.match(claim.text[one.end - start : other.start - start]) and place_of(other.text)
    )


def _fit(one: str, other: str) -> bool:
    return place_of(one) == place_of(other) or lies_in(one, other) or lies_in(other, one)


def _two_nations(match: Match, reading: Reading) -> str | None:
    if reading.kind in {Kind.AFFILIATION, Kind.SUPERLATIVE}:
        return None
    for one, nation in _nations(match.a):
        for other, elsewhere in _nations(match.b):
            if same_name(one.canonical, other.canonical) and not _fit(nation, elsewhere):
                return f"These are two of one name: the {nation} {one.text} and the {elsewhere} {other.text}."
    return None


@once_a_claim
def _nations(claim: Claim) -> tuple[tuple[Entity, str], ...]:
    """The names with the nationality in the same noun phrase: "the Norwegian ferry Aurora"."""
    tokens = claim.tokens
    found = []
    for entity in claim.entities:
        inside = [i for i, token in enumerate(tokens) if entity.start <= token.start < entity.end]
        if not inside or place_of(entity.text):
            continue
        heads = {inside[-1], tokens[inside[-1]].head} if tokens[inside[-1]].dep == "appos" else {inside[-1]}
        before = [i for top in sorted(heads) for i in grammar.phrase(tokens, top) if i not in inside]
        found += [
            (entity, tokens[i].text)
            for i in before
            if tokens[i].pos in {"ADJ", "PROPN"} and tokens[i].dep in _MODIFIERS and place_of(tokens[i].text)
        ]
    return tuple(found)


def _two_ages(match: Match, reading: Reading) -> str | None:
    if reading.kind is Kind.QUANTITY and any(
        measure.concept == "age"
        for claim, evidence in ((match.a, reading.evidence_a), (match.b, reading.evidence_b))
        for measure in measures(claim)
        if evidence.start <= measure.quantity.start < evidence.end
    ):
        return None
    for name, age in _ages(match.a):
        for other, years in _ages(match.b):
            if same_name(name, other) and abs(age - years) >= YEARS_APART:
                return f"These may be two people: one {name.title()} is {age:g}, the other {years:g} years old."
    return None


@once_a_claim
def _ages(claim: Claim) -> tuple[tuple[str, float], ...]:
    return tuple(
        (name, measure.quantity.value)
        for measure in measures(claim)
        if measure.concept == "age"
        for name in person(claim, measure)
    )


def _two_callings(match: Match, reading: Reading) -> str | None:
    """A singer and a judge of one name; not where what somebody is is just what the conflict is about."""
    if reading.point.split(":")[1:2] in (["profession"], ["sort"]) or reading.kind is Kind.AFFILIATION:
        return None
    for one in callings(match.a):
        theirs = [other for other in callings(match.b) if same_name(one.canonical, other.canonical)]
        mine = [each for each in callings(match.a) if each.canonical == one.canonical]
        if theirs and not any(together(each.field, other.field) for each in mine for other in theirs):
            other = theirs[0]
            return f"These may be two people of one name: {one.name}, {one.calling}, and {other.name}, {other.calling}."
    return None


def _two_generations(match: Match) -> str | None:
    for one, first, which in _generations(match.a):
        for other, second, what in _generations(match.b):
            if same_name(one, other) and first != second:
                return f"These are two of one name, the “{which}” and the “{what}”."
    return None


@once_a_claim
def _generations(claim: Claim) -> tuple[tuple[str, str, str], ...]:
    """The names with a word that tells father from son: "Carlo Bettini senior", "the elder Bettini"."""
    tokens = claim.tokens
    return tuple(
        (entity.canonical.removesuffix(f" {token.text.lower()}"), generation, token.text)
        for generation in ("elder", "younger")
        for i, token in enumerate(tokens)
        if token.text.lower() in words("callings", "generations", generation)
        for entity in claim.entities
        if entity.start <= token.start <= entity.end + 1 or entity.start - 1 == token.end
    )


def _two_of_a_row(match: Match, reading: Reading) -> str | None:
    """Two things of one name and different numbers, where the conflict is not about these."""
    if reading.kind in {Kind.AFFILIATION, Kind.SUPERLATIVE}:
        return None
    first, second = _numbered(match.a), _numbered(match.b)
    for name in sorted(first.keys() & second.keys()):
        if not first[name] & second[name]:
            one, other = min(first[name]), min(second[name])
            return f"These are two: {name.title()} {one} and {name.title()} {other}."
    return None


@once_a_claim
def _numbered(claim: Claim) -> dict[str, frozenset[str]]:
    """The names, and words such as "line" and "flight", that a number follows which is part of the name, with the numbers."""
    found: dict[str, set[str]] = {}
    for before, number in zip(claim.tokens, claim.tokens[1:], strict=False):
        word = before.text.lower()
        named = (
            before.pos == "PROPN" and before.text not in calendar.month_name and before.text not in calendar.day_name
        )
        label = word in words("numbers", "labels", "nouns") and before.pos == "NOUN"
        if (named and _ROMAN.match(number.text)) or (
            (named or label) and _SERIAL.match(number.text) and not _counts(claim.tokens, number)
        ):
            found.setdefault(word, set()).add(number.text)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def _counts(tokens: grammar.Tokens, number: Token) -> bool:
    """Whether a number behind a name counts what follows, or is half of a score: "gave Chile 3 planes", "Ajax 3-1"."""
    after = next((token for token in tokens if token.start >= number.end), None)
    return after is not None and (
        after.pos in {"NOUN", "PROPN", "NUM", "SYM", "ADJ"} or after.text in {"-", "–", "%", ","}
    )


def _pointed_at(match: Match, reading: Reading) -> str | None:
    """One side says it of "this", which may be anything."""
    if reading.kind is not Kind.NEGATION:
        return None
    first, second = (
        _points(claim, evidence) for claim, evidence in ((match.a, reading.evidence_a), (match.b, reading.evidence_b))
    )
    return f"“{first or second}” need not be what the other speaks of." if bool(first) != bool(second) else None


def _somebody(match: Match) -> str | None:
    """Sentences out of two articles, one of them about a "he" or "she" that nothing in it names."""
    if match.shared_entities or match.a.article_id == match.b.article_id:
        return None
    found = _unknown(match.a) or _unknown(match.b)
    return f"“{found}” may be somebody else." if found else None


@once_a_claim
def _unknown(claim: Claim) -> str:
    """The "he" or "she" of the main clause, in a sentence of an article that names nobody; "" where there is none."""
    if not claim.span.prefix and not claim.span.suffix:
        return ""
    top = grammar.root(claim.tokens)
    who = None if top is None else grammar.subject(claim.tokens, top)
    if who is None or claim.tokens[who].text.lower() not in {"he", "she"}:
        return ""
    named = any(referent.token == who for referent in claim.referents) or any(
        entity.label == "PERSON" for entity in claim.entities
    )
    return "" if named else claim.tokens[who].text


@once_a_claim
def _points(claim: Claim, evidence: Span) -> str:
    for clause in clauses_of(claim):
        inside = evidence.start <= claim.tokens[clause.verb].start < evidence.end
        if inside and clause.subject is not None:
            subject = claim.tokens[clause.subject]
            return subject.text if subject.text.lower() in _POINTING and subject.pos in {"PRON", "DET"} else ""
    return ""
