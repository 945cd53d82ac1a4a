"""Antonym: the two claims put opposite words into the same place of the same statement.

The rule: a word of one is a direct antonym of a word of the other; both stand in the same grammatical slot (both say
what happens, or both depend in the same way on words that line up); and the rest of the statement lines up, its subject
first. A difference in polarity cancels it ("did not rise" / "fell"), and two negated statements may both be true. Words
for people, modifiers that pick a thing out ("the east wing") and acts that reverse each other ("opened", "closed",
unless at one time) do not count.

Source: WordNet's direct antonyms (`lexicon/antonyms.tsv`); unaligned, antonyms have a precision of .29, which is why
everything else must line up. How they may be used is data (`lexicon/antonyms.toml`).

Hit: "The ministry raised the fuel tax." / "The ministry lowered the fuel tax."
Near miss: "The ministry raised the fuel tax." / "The ministry lowered the sugar tax."
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from factcheck.lexicon import words
from factcheck.matching.arguments import View, carried, is_definite, key, name_at
from factcheck.matching.contrasts import contrasted
from factcheck.matching.facts import surest
from factcheck.models import Claim, Kind, Match, Outcome, Reading, Span, Token
from factcheck.remembering import once_a_claim
from factcheck.text import grammar
from factcheck.text.clauses import UNREAL, Clause, clauses_of
from factcheck.thresholds import ANTONYM_COVERAGE

KIND = Kind.ANTONYM

_ATTRIBUTIVE = frozenset({"amod", "compound", "nmod"})
_NOUN_SLOTS = frozenset({"dobj", "attr", "pobj", "ROOT", "oprd"})


@dataclass(frozen=True, slots=True)
class _Opposition:
    """Two opposite words in one slot, with the clauses they stand in and how well these line up."""

    i: int
    j: int
    one: Clause
    other: Clause
    score: float


def compare(match: Match) -> Reading:
    """Conflicts where opposite words fill one slot; agrees where a negation turns one of them round."""
    return surest(_compared(match), contrasted(match))


def _compared(match: Match) -> Reading:
    pairs = _opposites(match.a, match.b)
    if not pairs:
        return Reading(KIND, Outcome.NOT_COMPARABLE)
    forth, back = View.of(match)
    found = []
    for i, j in pairs:
        score_and_clauses = _lined_up(match, forth, back, i, j)
        if score_and_clauses is not None:
            found.append(score_and_clauses)
    best = max(found, key=lambda each: (each.score, -each.i, -each.j), default=None)
    if best is None or best.score < ANTONYM_COVERAGE:
        return Reading(KIND, Outcome.NOT_COMPARABLE)
    return _reading(match, forth, best)


def opposites(part: str, word: str) -> frozenset[str]:
    """The direct antonyms of a lemma as this part of speech."""
    return _table().get((part, word), frozenset())


@cache
def _table() -> dict[tuple[str, str], frozenset[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    text = resources.files("factcheck.lexicon").joinpath("antonyms.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        part, one, other = line.split("\t")
        found.setdefault((part, one), set()).add(other)
        found.setdefault((part, other), set()).add(one)
    return {entry: frozenset(opposite) for entry, opposite in found.items()}


def _part(token: Token) -> str:
    return "ADV" if token.pos == "ADP" and token.dep in {"prt", "advmod"} else token.pos


class _Sides:
    """Where the words of a claim stand, and where those that have opposites do, by their opposites."""

    def __init__(self, claim: Claim) -> None:
        self.by_word: dict[str, list[int]] = {}
        self.by_opposite: dict[str, list[int]] = {}
        for index, token in enumerate(claim.tokens):
            word = token.lemma.lower()
            self.by_word.setdefault(word, []).append(index)
            if token.pos != "PROPN":
                for opposite in opposites(_part(token), word):
                    self.by_opposite.setdefault(opposite, []).append(index)


@once_a_claim
def _sides(claim: Claim) -> _Sides:
    return _Sides(claim)


def _opposites(a: Claim, b: Claim) -> list[tuple[int, int]]:
    """The index pairs of opposite words; not those whose opposite stands in the same claim too ("rose, then fell").

    Either side's opposites count: the tagger may have known only one of the two for what it is.
    """
    one, other = _sides(a), _sides(b)
    found = {
        (i, j)
        for word in one.by_opposite.keys() & other.by_word.keys()
        for i in one.by_opposite[word]
        for j in other.by_word[word]
    }
    found |= {
        (i, j)
        for word in other.by_opposite.keys() & one.by_word.keys()
        for j in other.by_opposite[word]
        for i in one.by_word[word]
    }
    return sorted(
        (i, j)
        for i, j in found
        if a.tokens[i].lemma.lower() not in other.by_word
        and b.tokens[j].lemma.lower() not in one.by_word
        and not _set_aside(a.tokens[i], b.tokens[j])
    )


def _set_aside(one: Token, other: Token) -> bool:
    people = words("antonyms", "people", "words")
    return "PROPN" in {one.pos, other.pos} or (
        "NOUN" in {one.pos, other.pos} and bool({one.lemma.lower(), other.lemma.lower()} & people)
    )


def _lined_up(match: Match, forth: View, back: View, i: int, j: int) -> _Opposition | None:
    first, second = match.a.tokens[i], match.b.tokens[j]
    one, other = _holding(match.a, i), _holding(match.b, j)
    if one is None or other is None or UNREAL in {one.mode, other.mode} or (one.negated and other.negated):
        # "did not rise" and "did not fall" are both true of what stayed
        return None
    if _in_quantity(match.a, first) or _in_quantity(match.b, second):
        return None
    reverses = words("antonyms", "reverses", "words")
    if {first.lemma.lower(), second.lemma.lower()} <= reverses and not _one_time(match):
        return None
    predicates = i in {one.predicate, one.verb} and j in {other.predicate, other.verb}
    if not predicates:
        if not _same_slot(forth, match, i, j) or not forth.same(one.predicate, other.predicate):
            return None
        identifying = words("antonyms", "identifying", "words")
        if first.dep in _ATTRIBUTIVE and {first.lemma.lower(), second.lemma.lower()} & identifying:
            return None
    free_a, free_b = frozenset({i}), frozenset({j})
    scores = (carried(forth, one, other, free_a), carried(back, other, one, free_b))
    score = max(scores)
    attributive = first.dep in _ATTRIBUTIVE and not predicates
    if attributive and (score < 1 or first.head in {one.subject} or second.head in {other.subject}):
        # "an old man fell" / "a young man fell" are two men; elsewhere the modifier must be all that differs
        score = 0.0
    if _shared(match, forth, one, other, i, j) < 1 or not (_anchored(match.a, one, i) and _anchored(match.b, other, j)):
        score = 0.0
    return _Opposition(i, j, one, other, score)


def _anchored(claim: Claim, clause: Clause, opposite: int) -> bool:
    """Whether a statement speaks of something known: "a ball hits a wall" may be any ball."""
    participants = [
        i for i in (clause.subject, clause.object) if i is not None and i not in {opposite, clause.predicate}
    ]
    return not participants or any(is_definite(claim, i) for i in participants)


def _holding(claim: Claim, index: int) -> Clause | None:
    """The clause that a word belongs to."""
    return next((clause for clause in clauses_of(claim) if index in clause.extent or index == clause.predicate), None)


def _same_slot(view: View, match: Match, i: int, j: int) -> bool:
    one, other = match.a.tokens[i], match.b.tokens[j]
    if one.pos == "NOUN" and one.dep not in _NOUN_SLOTS:
        return False
    complements = {"attr", "acomp", "oprd"}
    if (one.dep != other.dep and not {one.dep, other.dep} <= complements) or "subj" in one.dep:
        return False
    if one.dep == "pobj":
        above, over = match.a.tokens[one.head], match.b.tokens[other.head]
        return above.lemma == over.lemma and view.same(above.head, over.head)
    return view.same(one.head, other.head)


def _in_quantity(claim: Claim, token: Token) -> bool:
    return any(quantity.start <= token.start < quantity.end for quantity in claim.quantities)


def _one_time(match: Match) -> bool:
    """Whether both name one and the same time."""
    return any(
        first.earliest <= second.latest and second.earliest <= first.latest and first.grain == second.grain == "day"
        for first in match.a.times
        for second in match.b.times
    )


def _shared(match: Match, view: View, one: Clause, other: Clause, i: int, j: int) -> int:
    """How many content words the two clauses share beside the opposites; a name counts twice."""
    held = [(n, view.partner(n, tuple(m for m in other.words if m != j))) for n in one.words if n != i]
    return sum(1 + bool(name_at(match.a, n)) for n, partner in held if partner is not None)


def _reading(match: Match, view: View, found: _Opposition) -> Reading:
    one, other = found.one, found.other
    turned = one.negated != other.negated
    first, second = match.a.tokens[found.i].text, match.b.tokens[found.j].text
    subject = key(view, one.subject, other.subject)
    thing = "-" if one.object in {None, one.predicate} else key(view, one.object, other.object)
    lemmas = sorted((match.a.tokens[found.i].lemma.lower(), match.b.tokens[found.j].lemma.lower()))
    about = _subject_text(match.a, one) or _subject_text(match.b, other)
    words_of_it = f" about {about}" if about else ""
    if turned:
        explanation = (
            f"“{first}” and “{second}” are opposites, but one of them is negated: they say the same{words_of_it}."
        )
    else:
        explanation = f"One says “{first}”, the other the opposite, “{second}”{words_of_it}."
    return Reading(
        KIND,
        Outcome.AGREES if turned else Outcome.CONFLICTS,
        confidence=round(0.85 * found.score, 3),
        point=f"{KIND}:{subject}:{lemmas[0]}-{lemmas[1]}:{thing}",
        topic=f"“{first}” or “{second}”{words_of_it}",
        side_a=first,
        side_b=second,
        evidence_a=_span(match.a, one),
        evidence_b=_span(match.b, other),
        explanation=explanation,
    )


def _subject_text(claim: Claim, clause: Clause) -> str:
    who = clause.subject if clause.subject is not None else clause.object
    if who is None or claim.tokens[who].pos == "PRON":
        return ""
    return grammar.words_of(claim.tokens, grammar.phrase(claim.tokens, who))


def _span(claim: Claim, clause: Clause) -> Span:
    inside = tuple(i for i in clause.extent if claim.tokens[i].pos != "PUNCT")
    return grammar.span(claim.tokens, inside or clause.extent)
