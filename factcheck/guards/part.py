"""Part: one claim speaks of a part of what the other speaks of.

The rule: the noun that the conflict is about stands in both claims, and one claim narrows it by a word, or by a phrase with
"of", "in", "among", "for" or "as", of which the other claim has nothing ("youth unemployment" / "unemployment", "turnout among
voters under 30" / "turnout"). Names narrow nothing: "the Kestrel bridge" is that bridge. Where both are true, a part and its
whole may go different ways.

Source: Ritter and others, "It's a contradiction - no, it's not" (2008): part and whole, and broader terms, make up most of the
pairs that look like a clash of facts and are none.

Hit: "Youth unemployment in Spain fell." / "Unemployment in Spain rose."
Near miss: "Unemployment in Spain fell last year." / "Unemployment in Spain rose last year."
"""

from __future__ import annotations

from factcheck.lexicon import words
from factcheck.matching.alignment import partner
from factcheck.matching.terms import UNNAMED
from factcheck.models import Claim, Kind, Match, Reading, Relation, Ruling, Span
from factcheck.remembering import once_a_claim
from factcheck.text import grammar, kin, phrases
from factcheck.text.names import same_name

RANK = 25

SURE = 0.8
"""What is left of the conflict's confidence: a word before a noun may also only describe it."""

_KINDS = frozenset({Kind.QUANTITY, Kind.OPPOSED_CONCEPT, Kind.ANTONYM, Kind.AFFILIATION})
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "attr"})
_MODIFIERS = frozenset({"amod", "compound", "nmod", "poss"})
_NARROWING = frozenset({"of", "in", "among", "for", "as", "with", "from"})


def ruling(match: Match, reading: Reading) -> Ruling | None:
    """Objects where what the conflict is about is narrowed on one side, or differently on both."""
    if reading.kind not in _KINDS or (reading.kind is Kind.OPPOSED_CONCEPT and f":{UNNAMED}" not in reading.point):
        return None
    section = _section(match.a, reading.evidence_a, match.b) or _section(match.b, reading.evidence_b, match.a)
    if section:
        return Ruling(
            Relation.SCOPE_DIFFERENCE,
            f"One speaks of “{section[0]}”, the other of {section[1]} as a whole.",
            round(reading.confidence * SURE, 3),
        )
    for i in _subjects(match.a, reading.evidence_a):
        j = partner(match, i)
        if j is None or (reading.kind is Kind.AFFILIATION and not _is_office(match.a, i, reading)):
            continue
        mine, theirs = _own(match.a, i, match.b, reading), _own(match.b, j, match.a, reading)
        if _bear_one_name(match, i, j) and all(
            claim.tokens[k].tag == "JJ" for claim, own in ((match.a, mine), (match.b, theirs)) for k in own
        ):
            continue
        if mine or theirs:
            one, other = _shown(match.a, i, mine), _shown(match.b, j, theirs)
            return Ruling(
                Relation.SCOPE_DIFFERENCE,
                f"They need not speak of the same: one speaks of “{one}”, the other of “{other}”.",
                round(reading.confidence * SURE, 3),
            )
    return None


def _bear_one_name(match: Match, i: int, j: int) -> bool:
    """Whether two nouns are called by one name: an adjective only describes "the (medieval) monastery of Santa Clara"."""
    one, other = _called(match.a, i), _called(match.b, j)
    return bool(one and other) and any(same_name(name, each) for name in one for each in other)


def _called(claim: Claim, noun: int) -> list[str]:
    """The names that stand behind a single noun and "of"."""
    if claim.tokens[noun].tag != "NN":
        return []
    behind = (i for i in grammar.children(claim.tokens, noun) if claim.tokens[i].text.lower() == "of")
    named = (phrases.name_at(claim, j) for i in behind for j in grammar.children(claim.tokens, i))
    return [each.canonical for each in named if each is not None]


@once_a_claim
def _subjects(claim: Claim, evidence: Span) -> tuple[int, ...]:
    """The common nouns that a conflict is about: those of its words, and subject and object of the verbs above them."""
    tokens = claim.tokens
    inside = [i for i, token in enumerate(tokens) if evidence.start <= token.start and token.end <= evidence.end]
    verbs = {verb for i in inside if (verb := grammar.head_verb(tokens, i)) is not None}
    around = {i for verb in verbs for i in grammar.children(tokens, verb) if tokens[i].dep in _ARGUMENTS}
    above = {tokens[i].head for i in inside if tokens[i].dep in {"nummod", "quantmod", "pobj", "amod"}}
    return tuple(i for i in sorted({*inside, *around, *above}) if tokens[i].pos == "NOUN")


def _is_office(claim: Claim, noun: int, reading: Reading) -> bool:
    """Whether a noun is the office or bond that two are said to have: "the coach of the women's team"."""
    return claim.tokens[noun].lemma.lower() in reading.point.split(":")[1].split()


def _own(claim: Claim, noun: int, opposite: Claim, reading: Reading) -> tuple[int, ...]:
    """The words that narrow a noun and of which the other claim has nothing.

    Words that are the conflict themselves narrow nothing: "an unfortunate man" / "a fortunate man".
    """
    stated = {reading.side_a.lower(), reading.side_b.lower()}
    return tuple(
        i
        for i in _narrowed_by(claim, noun)
        if claim.tokens[i].text.lower() not in stated and not _is_said(claim, i, opposite)
    )


def _section(claim: Claim, evidence: Span, opposite: Claim) -> tuple[str, str] | None:
    """A subject that belongs to what is the subject of the other claim: "Kestrel's frozen division" / "Kestrel"."""
    tokens = claim.tokens
    for i in _subjects(claim, evidence):
        if tokens[i].dep not in {"nsubj", "nsubjpass"} or not tokens[i].lower_in(words("scope", "sections", "nouns")):
            continue
        holder = phrases.owner(claim, i)
        if holder is None:
            continue
        whole = any(
            token.dep in {"nsubj", "nsubjpass"}
            and (name := phrases.name_at(opposite, j)) is not None
            and same_name(name.canonical, holder.canonical)
            for j, token in enumerate(opposite.tokens)
        )
        if whole and tokens[i].lemma.lower() not in {token.lemma.lower() for token in opposite.tokens}:
            return grammar.words_of(tokens, grammar.phrase(tokens, i)), holder.text
    return None


@once_a_claim
def _narrowed_by(claim: Claim, noun: int) -> tuple[int, ...]:
    tokens = claim.tokens
    found = []
    for i in grammar.children(tokens, noun):
        token = tokens[i]
        if (
            token.dep in _MODIFIERS
            and (token.pos in {"NOUN", "ADJ", "VERB"} or _is_capital(claim, i))
            and token.tag not in {"JJR", "JJS"}
        ):
            found.append(i)
        elif token.dep == "prep" and token.text.lower() in _NARROWING:
            behind = [j for j in grammar.children(tokens, i) if tokens[j].dep == "pobj"]
            found += [*behind, *(k for j in behind for k in grammar.children(tokens, j) if tokens[k].dep in _MODIFIERS)]
    return tuple(
        i
        for i in found
        if tokens[i].pos != "NUM"
        and not tokens[i].lower_in(words("superlative", "ignored", "words"))
        and not any(time.start <= tokens[i].start < time.end for time in claim.times)
        and not any(each.start <= tokens[i].start < each.end for each in claim.quantities)
    )


def _is_capital(claim: Claim, index: int) -> bool:
    """Whether a word only looks like a name since it opens the sentence: "Knife crime rose"."""
    token = claim.tokens[index]
    return index == 0 and token.pos == "PROPN" and kin.is_word(token) and not claim.tokens[1].text[:1].isupper()


def _is_said(claim: Claim, index: int, opposite: Claim) -> bool:
    if phrases.name_at(claim, index) is not None and not _is_capital(claim, index):
        return True
    lemma = claim.tokens[index].lemma.lower()
    return any(token.lemma.lower() == lemma for token in opposite.tokens)


def _shown(claim: Claim, noun: int, own: tuple[int, ...]) -> str:
    inside = {noun, *own, *(j for i in own if i > noun for j in range(noun, i + 1))}
    return grammar.words_of(claim.tokens, tuple(sorted(inside)))
