"""Two texts put side by side of which one says, in the same words, what the other denies.

Two rules. Word for word: one has a "not" or "never", or "neither ... nor", the other has no negation and, but for the words
that a negation brings along ("did", "any", a half of "neither ... nor"), says the same in the same order. In all words: the
main statement of one is a plain denial, and the other, in which nothing is denied, offered or left open, has every word of
it; whom it is about may be a pronoun there.

Hit: "He is neither a monk nor a priest." / "He is a monk."; "The ferry did not sink." / "A ferry that left for Corle on
Monday sank in the storm."
Near miss: "He is neither a monk nor a priest." / "He is a baker."; "The ferry did not sink." / "The ferry may have sunk."
"""

from __future__ import annotations

from factcheck.lexicon import words
from factcheck.matching.facts import put_side_by_side
from factcheck.matching.wording import LONGEST_STRETCH, left_out, worded
from factcheck.models import Claim, Kind, Match, Outcome, Reading, Span
from factcheck.remembering import once_a_claim
from factcheck.text import grammar, kin
from factcheck.text.clauses import clauses_of

SURE = 0.95
"""Confidence before calibration, of a denial word for word."""

SURE_IN_ALL = 0.75
"""The same of a denial whose words the other has all."""

FEWEST_DENIED = 2
"""Words that a denial must say."""

_PLAIN = frozenset({"not", "n't", "never", "neither", "nor"})
_SHIFTING = frozenset(
    {"only", "just", "merely", "simply", "always", "necessarily", "all", "every", "many", "much", "but"}
)
"""Behind "not", words that it denies instead of the sentence: "not only"."""

_OPENING = frozenset(
    {
        "or",
        "whether",
        "if",
        "unless",
        "except",
        "but",
        "until",
        "only",
        "may",
        "might",
        "could",
        "would",
        "should",
        "unclear",
        "unknown",
        "unlike",
        "than",
    }
)
_UNIVERSAL = frozenset({"all", "every", "always", "everyone", "everything", "entirely", "fully", "longer"})
_TURNING_DOWN = frozenset(
    {
        "turn",
        "refuse",
        "reject",
        "decline",
        "deny",
        "fail",
        "avoid",
        "stay",
        "lack",
        "stop",
        "quit",
        "cease",
        "miss",
        "skip",
    }
)
"""What may say in its own way that it was not so: "turned down", "stayed away"."""

_SPEAKERS = frozenset({"i", "we", "you", "me", "us", "my", "our", "your"})


def denied_in_words(match: Match) -> Reading:
    """CONFLICTS where one claim denies the other, or all that it says is in the other; else NOT_COMPARABLE."""
    if not put_side_by_side(match):
        return Reading(Kind.NEGATION, Outcome.NOT_COMPARABLE)
    found = _word_for_word(match)
    return found if found.outcome is Outcome.CONFLICTS else _in_all_words(match)


def _word_for_word(match: Match) -> Reading:
    nothing = Reading(Kind.NEGATION, Outcome.NOT_COMPARABLE)
    cues_a, cues_b = _cues(match.a), _cues(match.b)
    if bool(cues_a) == bool(cues_b):
        return nothing
    denying, plain, cues = (match.a, match.b, cues_a) if cues_a else (match.b, match.a, cues_b)
    if any(grammar.is_negation(token) for token in plain.tokens) or _is_partial(denying):
        return nothing
    missing = left_out(denying, plain, words("minimal", "denying", "loose"))
    if missing is None or not set(cues) <= set(missing) or not _are_denied(denying, cues, missing):
        return nothing
    return _reading(match, denying, cues, SURE)


def _in_all_words(match: Match) -> Reading:
    """CONFLICTS where the other claim has all the words of a plain denial, and denies nothing itself."""
    nothing = Reading(Kind.NEGATION, Outcome.NOT_COMPARABLE)
    denial_a, denial_b = _main_denial(match.a), _main_denial(match.b)
    if (denial_a is None) == (denial_b is None):
        return nothing
    denying, plain, cue = (match.a, match.b, denial_a) if denial_a is not None else (match.b, match.a, denial_b)
    needed = _telling(denying)
    if (
        cue is None
        or len(needed - _named(denying, plain)) < FEWEST_DENIED
        or _leaves_open(plain)
        or not needed <= _bases(plain) | _named(denying, plain)
    ):
        return nothing
    if _speakers(denying) != _speakers(plain) and _speakers(denying):
        return nothing
    return _reading(match, denying, (cue,), SURE_IN_ALL) if _is_about_the_same(denying, plain) else nothing


def _is_partial(claim: Claim) -> bool:
    """Whether a claim speaks of some only, or of a case that may not be: "many do", "if you do"."""
    return any(
        token.lower_in(words("negation", "implication", "partial")) or token.text.lower() == "if"
        for token in claim.tokens
    )


@once_a_claim
def _main_denial(claim: Claim) -> int | None:
    """The one negation of a claim, where it covers the main statement and nothing else is denied or left open."""
    denied = [clause for clause in clauses_of(claim) if clause.negations]
    cues = {i for clause in denied for i in clause.negations}
    if len(cues) != 1 or len([token for token in claim.tokens if grammar.is_negation(token)]) > 1:
        return None
    (cue,) = cues
    main = next((clause for clause in denied if claim.tokens[clause.verb].dep == "ROOT"), None)
    if main is None or main.mode != "fact" or any(token.text.lower() in _OPENING for token in claim.tokens):
        return None
    if _is_partial(claim) or any(token.lower_in(_UNIVERSAL) for token in claim.tokens):
        return None
    above = claim.tokens[claim.tokens[cue].head]
    return None if claim.tokens[cue].dep == "det" and above.dep == "pobj" else cue


@once_a_claim
def _telling(claim: Claim) -> frozenset[str]:
    """What a denial says: the stems of its words, without those that carry little, and the cue itself."""
    light = words("negation", "light", "words")
    cues = {i for clause in clauses_of(claim) for i in clause.negations}
    return frozenset(
        kin.base(token)
        for i, token in enumerate(claim.tokens)
        if grammar.is_content(token) and i not in cues and kin.base(token) not in light
    )


@once_a_claim
def _bases(claim: Claim) -> frozenset[str]:
    return frozenset(kin.base(token) for token in claim.tokens)


def _is_about_the_same(denying: Claim, plain: Claim) -> bool:
    """Whether whom a denial is about does, or undergoes, something in the other text: not "unlike Holm, Dahl does"."""
    main = next((clause.subject for clause in clauses_of(denying) if clause.negations), None)
    if main is None or denying.tokens[main].pos == "PRON":
        return True
    taking = [
        i for clause in clauses_of(plain) for i in (clause.subject, clause.object, clause.predicate) if i is not None
    ]
    base = kin.base(denying.tokens[main])
    return any(plain.tokens[i].pos == "PRON" or kin.base(plain.tokens[i]) == base for i in taking)


def _named(denying: Claim, plain: Claim) -> frozenset[str]:
    """The words of whom a denial is about, where the other text has a pronoun or a part of the name for it."""
    main = next((clause.subject for clause in clauses_of(denying) if clause.negations), None)
    if main is None or denying.tokens[main].pos != "PROPN":
        return frozenset()
    name = frozenset(kin.base(denying.tokens[i]) for i in grammar.phrase(denying.tokens, main))
    pronoun = any(token.dep in grammar.SUBJECTS and token.pos == "PRON" for token in plain.tokens)
    return name if pronoun or name & _bases(plain) else frozenset()


@once_a_claim
def _leaves_open(claim: Claim) -> bool:
    """Whether a claim denies or offers anything, asks, or speaks of what may be."""
    return (
        any(clause.negations or clause.mode != "fact" for clause in clauses_of(claim))
        or any(grammar.is_negation(token) or token.text.lower() in _OPENING for token in claim.tokens)
        or any(token.lower_in(_TURNING_DOWN) for token in claim.tokens)
        or "?" in claim.text
    )


@once_a_claim
def _speakers(claim: Claim) -> frozenset[str]:
    return frozenset(token.text.lower() for token in claim.tokens) & _SPEAKERS


def _reading(match: Match, denying: Claim, cues: tuple[int, ...], sure: float) -> Reading:
    plain = match.b if denying is match.a else match.a
    first = denying.tokens[min(cues)]
    around = grammar.words_of(denying.tokens, tuple(range(min(cues), min(len(denying.tokens), min(cues) + 4))))
    return Reading(
        Kind.NEGATION,
        Outcome.CONFLICTS,
        confidence=sure,
        point=f"{Kind.NEGATION}:{around.lower()}:-",
        topic=f"whether it is “{around}”",
        side_a="denied" if denying is match.a else "affirmed",
        side_b="denied" if denying is match.b else "affirmed",
        evidence_a=_evidence(match.a, first.start if denying is match.a else None),
        evidence_b=_evidence(match.b, first.start if denying is match.b else None),
        explanation=f"One says “{plain.text}”; the other denies it: “{denying.text}”.",
    )


@once_a_claim
def _cues(claim: Claim) -> tuple[int, ...]:
    """The negations of a claim that is one plain denial: "not", "never", or "neither" with its "nor"; else none."""
    found = tuple(
        i for i, token in enumerate(claim.tokens) if grammar.is_negation(token) or token.text.lower() == "nor"
    )
    said = [claim.tokens[i].text.lower() for i in found]
    if not said or not set(said) <= _PLAIN or said not in (["neither", "nor"], [said[0]]) or said[0] in {"nor"}:
        return ()
    following = claim.tokens[found[0] + 1].text.lower() if found[0] + 1 < len(claim.tokens) else ""
    return () if following in _SHIFTING or said == ["neither"] else found


def _are_denied(claim: Claim, cues: tuple[int, ...], missing: tuple[int, ...]) -> bool:
    """Whether what is left out is the negation with what it brings along, and a half of "neither ... nor" at most."""
    rest = [
        i for i in missing if i not in cues and claim.tokens[i].text.lower() not in words("minimal", "denying", "words")
    ]
    if len(cues) == 1:
        return not rest
    if not rest:
        return True
    neither, nor = cues
    # the half that is left out is one stretch beside "nor"
    inside = all(neither < i < nor for i in rest) or all(i > nor for i in rest)
    between = [i for i, _ in worded(claim) if neither < i < nor]
    whole = set(between) <= set(missing) if all(i < nor for i in rest) else rest[0] - nor <= 2
    return inside and whole and len(rest) <= LONGEST_STRETCH and rest[-1] - rest[0] < 2 * LONGEST_STRETCH


def _evidence(claim: Claim, start: int | None) -> Span:
    return Span(claim.tokens[0].start if start is None else start, claim.tokens[-1].end)
