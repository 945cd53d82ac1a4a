"""Matter: the two sides say opposite things of one holder, but in two matters.

The rule: of opposed words the holder must be meant on the same side, in the same matter. Two sides of one thing are two
nouns that only belong to it ("its exports" / "its imports"); two matters are objects, or phrases of one sort, that differ
in the same place of both statements ("backs the climate bill" / "opposes the defence bill", "won against his landlord" /
"lost against his insurer"); two holders are one noun narrowed differently ("the union of pilots" / "the union of cabin
crew"); two contests ended in two scores.

Source: Ritter and others, "It's a contradiction - no, it's not" (2008): an opposition is none where an argument of the two
relations differs.

Hit: "The senator backs the climate bill." / "The senator opposes the defence bill."
Near miss: "The senator backs the climate bill." / "The senator opposes the bill on the climate."
"""

from __future__ import annotations

from factcheck.contradictions.antonym import opposites
from factcheck.extraction.mention import Mention
from factcheck.extraction.poles import mentions
from factcheck.lexicon import frames
from factcheck.lexicon.frames import Pole
from factcheck.matching import bearers, matters
from factcheck.matching.terms import UNNAMED
from factcheck.models import Claim, Kind, Match, Reading, Relation, Ruling, Span, Token
from factcheck.text import grammar, kin, phrases
from factcheck.text.clauses import Clause, clauses_of

RANK = 26

SURE = 0.9
"""What is left of the conflict's confidence: the sentences name the difference, but the parser may have misread it."""

_COMPLEMENTS = frozenset({"acomp", "attr", "oprd", "advmod", "prep", "pobj"})
_ITSELF = frozenset({"attr", "appos", "oprd"})
"""Where a noun stands that says what its holder is: "Lumen is an open-source browser"."""


def ruling(match: Match, reading: Reading) -> Ruling | None:
    """Objects where opposed words are said of one holder in two matters."""
    if reading.kind is Kind.OPPOSED_CONCEPT:
        reason = _of_poles(match, reading)
    elif reading.kind is Kind.ANTONYM:
        reason = _of_clauses(match, reading)
    else:
        return None
    if reason is None:
        return None
    return Ruling(Relation.SCOPE_DIFFERENCE, reason, round(reading.confidence * SURE, 3))


def _two(match: Match, i: int, j: int, of: str = "matters") -> str:
    one, other = (
        grammar.words_of(claim.tokens, grammar.phrase(claim.tokens, k)) for claim, k in ((match.a, i), (match.b, j))
    )
    return f"They speak of two {of}: “{one}” and “{other}”."


# -- opposed words in one statement ------------------------------------------------------------------------------------


def _of_clauses(match: Match, reading: Reading) -> str | None:
    one = _clause(match.a, reading.evidence_a, reading.side_a)
    other = _clause(match.b, reading.evidence_b, reading.side_b)
    if one is None or other is None:
        return None
    opposed = (_said(match.a, one, reading.side_a), _said(match.b, other, reading.side_b))
    if one.subject is not None and other.subject is not None:
        apart = bearers.modified_apart(match, one.subject, other.subject, opposed)
        if apart or _contrasted(match, one.subject, other.subject, opposed):
            return _two(match, one.subject, other.subject, "things")
    found = matters.told_apart(match, (one.verb, one.predicate), (other.verb, other.predicate), opposed)
    return None if found is None else _two(match, *found)


def _contrasted(match: Match, i: int, j: int, opposed: tuple[frozenset[int], frozenset[int]]) -> bool:
    """Whether the words before two nouns are opposites, beside those of the conflict: the new stadium, the old one."""
    ours, theirs = match.a.tokens, match.b.tokens
    return any(
        theirs[n].lemma.lower() in opposites(ours[k].pos, ours[k].lemma.lower())
        for k in grammar.children(ours, i)
        for n in grammar.children(theirs, j)
        if k not in opposed[0] and n not in opposed[1] and ours[k].dep == theirs[n].dep == "amod"
    )


def _clause(claim: Claim, evidence: Span, side: str) -> Clause | None:
    """The clause in the evidence that the opposed word stands in."""
    return next(
        (
            clause
            for clause in clauses_of(claim)
            if evidence.start <= claim.tokens[clause.verb].start < evidence.end and _said(claim, clause, side)
        ),
        None,
    )


def _said(claim: Claim, clause: Clause, side: str) -> frozenset[int]:
    return frozenset(i for i in {*clause.extent, clause.predicate} if claim.tokens[i].text == side)


# -- opposed poles of one thing ----------------------------------------------------------------------------------------


def _of_poles(match: Match, reading: Reading) -> str | None:
    one = _mention(match.a, reading, reading.evidence_a, reading.side_a)
    other = _mention(match.b, reading, reading.evidence_b, reading.side_b)
    if one is None or other is None or one.bearer is None or other.bearer is None:
        return None
    pole = one.pole
    if f":{UNNAMED}" not in reading.point and not _of_one_side(match, pole, one, other):
        return _two(match, one.bearer, other.bearer, "things")
    if pole.frame.versus and (scores := _in_two_contests(match)):
        return f"They speak of two contests: {scores}."
    found = matters.told_apart(match, _tops(match.a, one), _tops(match.b, other), _carriers(one, other))
    return None if found is None else _two(match, *found)


def _mention(claim: Claim, reading: Reading, evidence: Span, side: str) -> Mention | None:
    """The words in the evidence that put something at a pole of the frame that a conflict is about."""
    slot = reading.point.split(":")[1]
    return next(
        (
            mention
            for mention in mentions(claim)
            if mention.pole.slot == slot
            and mention.value == side
            and evidence.start <= claim.tokens[mention.anchor].start < evidence.end
        ),
        None,
    )


def _tops(claim: Claim, mention: Mention) -> tuple[int, ...]:
    """The words that a matter hangs on: those that say the pole, what bears it, and the verb above a predicate."""
    if mention.attributive or mention.bearer is None:
        return ()
    verb = grammar.head_verb(claim.tokens, mention.anchor)
    said = range(mention.first, mention.last + 1)
    beside = () if verb is None or verb in said or claim.tokens[mention.anchor].dep not in _COMPLEMENTS else (verb,)
    return (*beside, *said, *(() if mention.bearer in said else (mention.bearer,)))


def _carriers(one: Mention, other: Mention) -> tuple[frozenset[int], frozenset[int]]:
    """The words that are no matter: those that bear the pole, and those that say it.

    Not the object of a light verb where both sides could have it: "admitted the theft" / "denied the murder".
    """
    fewer = min(len(one.objects), len(other.objects))
    shared = fewer > 0 and len(one.objects & other.objects) * 2 >= fewer
    first, second = (
        frozenset({-1 if each.bearer is None else each.bearer, *(() if shared else range(each.first, each.last + 1))})
        for each in (one, other)
    )
    return first, second


def _in_two_contests(match: Match) -> str:
    """Two results that differ, as the texts have them: "3-1 and 2-0"; "" where there are none, or one is the other."""
    ours, theirs = ([each for each in claim.quantities if each.unit == "score"] for claim in (match.a, match.b))
    same = any((one.value, one.upper) == (other.value, other.upper) for one in ours for other in theirs)
    return f"{ours[0].text} and {theirs[0].text}" if ours and theirs and not same else ""


def _of_one_side(match: Match, pole: Pole, one: Mention, other: Mention) -> bool:
    """Whether two poles are put on one side of a thing: its revenue or its profit, its browser or its search engine.

    A name stands for what its frame calls `broad` of it ("the firm's shares", "its technology").
    """
    if one.bearer is None or other.bearer is None or _is_at_large(match.a, one) or _is_at_large(match.b, other):
        return True
    first, second = _side(match.a, one), _side(match.b, other)
    if first is not None and second is not None and not _are_alike(match.a.tokens[first], match.b.tokens[second]):
        return match.a.tokens[first].lower_in(pole.frame.broad) and match.b.tokens[second].lower_in(pole.frame.broad)
    for claim, side, opposite in ((match.a, first, second), (match.b, second, first)):
        if side is not None and opposite is None:
            return claim.tokens[side].lower_in(pole.frame.broad) or _says_what_it_is(claim, side)
    nouns = match.a.tokens[one.bearer].pos == match.b.tokens[other.bearer].pos == "NOUN"
    if not nouns or one.attributive or other.attributive:
        return True
    return not bearers.modified_apart(match, one.bearer, other.bearer)


def _are_alike(one: Token, other: Token) -> bool:
    nouns = one.lemma.lower(), other.lemma.lower()
    return frames.alike(nouns[0]) == frames.alike(nouns[1]) or kin.covers(one, other) or kin.covers(other, one)


def _side(claim: Claim, mention: Mention) -> int | None:
    """The noun for the side of a thing that a pole is put on; None where it is put on the thing itself."""
    bearer = mention.bearer
    if bearer is None or not claim.tokens[bearer].lower_in(mention.pole.frame.transparent):
        return None
    itself = mention.attributive and claim.tokens[bearer].dep in _ITSELF
    return None if itself or phrases.about(claim, bearer) else bearer


def _says_what_it_is(claim: Claim, noun: int) -> bool:
    """Whether a noun behind a name says what that is: "the Lumen browser", not "Lumen shares"."""
    below = [claim.tokens[i] for i in grammar.children(claim.tokens, noun) if i < noun]
    return any(token.lower_in({"the"}) for token in below) and any(
        token.pos == "PROPN" and token.dep in {"compound", "nmod"} for token in below
    )


def _is_at_large(claim: Claim, mention: Mention) -> bool:
    """Whether somebody stands for a pole at large: who leads the open-source movement, or open-source technology."""
    if not mention.attributive or mention.bearer is None or claim.tokens[mention.bearer].dep in _ITSELF:
        return False
    side = _side(claim, mention)
    return side is None or claim.tokens[side].lower_in(mention.pole.frame.broad)
