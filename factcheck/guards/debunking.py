"""Debunking: a claim is repeated in order to be denied, or to be corrected.

Three rules. What stands under a word of denial ("the rumour that she died is false") is not what its outlet says: with
another claim that it seems to contradict it may well agree ("she is alive"). What an outlet only retells ("a photo shared
as proof that it burned down", "a chain letter which says that ...") is not its statement either. And a correction, or a
statement given as superseded ("initially reported as 12"), does not contradict the text that it corrects: it updates it,
unless the other was published after the correction and repeats the error.

Source: claims quoted to be debunked, and corrected articles, are two of the guards the design names. Cues are data:
`lexicon/denial.toml`, `lexicon/corrections.toml`.

Hit: "The rumour that the singer is dead is false." / "The singer is alive."
Near miss: "The rumour that the singer is dead is false." / "The singer is dead."
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import cache

from factcheck.lexicon import words
from factcheck.models import Claim, Kind, Match, Reading, Relation, Ruling, Span, Token
from factcheck.remembering import once_a_claim
from factcheck.text import grammar
from factcheck.text.clauses import clauses_of
from factcheck.text.denials import Denial, denial

RANK = 10

_COUNTING = frozenset({Kind.NEGATION, Kind.ANTONYM})
"""Kinds that count a word of denial above a clause as a negation of it."""

_ANSWERS = frozenset({"no", "nope"})

_POLAR = frozenset({Kind.NEGATION, Kind.ANTONYM, Kind.OPPOSED_CONCEPT})

_REPEATED = timedelta(hours=1)
"""An article that came out so long after a correction could have known of it."""


CORRECTED_COVERAGE = 0.5
"""Share of one claim's words that must line up before a correction is taken for one of the other. Set by judgement."""


def ruling(match: Match, reading: Reading) -> Ruling | None:
    """Objects where one side only repeats what it denies or retells, or corrects what was said before."""
    for claim, other in ((match.a, match.b), (match.b, match.a)):
        cue = correction(claim)
        if cue and not _came_later(other, claim):
            return Ruling(
                Relation.UPDATE,
                f"One of the two is a correction (“{cue}”), not a report of its own.",
                reading.confidence,
            )
    superseded = _superseded(match.a) or _superseded(match.b)
    if superseded:
        return Ruling(
            Relation.UPDATE, f"One of the two gives its figure as superseded (“{superseded}”).", reading.confidence
        )
    if reading.kind is Kind.DENIAL:
        return _taken_back(match, reading)
    return _denied(match, reading) or _retold(match, reading)


def _taken_back(match: Match, reading: Reading) -> Ruling | None:
    """Objects where a text is known to have been withdrawn after the other claim told what stands in it."""
    later, earlier = (match.a, match.b) if reading.side_a == "denied" else (match.b, match.a)
    cue = denial(later)
    if cue is None or not {later.tokens[i].lemma.lower() for i in cue.tokens} & words(
        "corrections", "taken_back", "verbs"
    ):
        return None
    if not _came_later(later, earlier):
        return None
    return Ruling(
        Relation.UPDATE, f"What the one tells was taken back later (“{cue.text}”).", round(reading.confidence, 3)
    )


def remark(match: Match) -> Ruling | None:
    """Speaks where no detector found a conflict: a correction of what the other says is an update of it, whatever it mends."""
    if max(match.coverage_a, match.coverage_b) < CORRECTED_COVERAGE:
        return None
    for claim, other in ((match.a, match.b), (match.b, match.a)):
        cue = correction(claim)
        if cue and not correction(other) and not _came_later(other, claim):
            return Ruling(
                Relation.UPDATE, f"One of the two corrects what was published before (“{cue}”).", match.similarity
            )
    return None


def _denied(match: Match, reading: Reading) -> Ruling | None:
    counted = reading.kind in _COUNTING
    first = _repeats(match.a, reading.evidence_a, counted)
    second = _repeats(match.b, reading.evidence_b, counted)
    if first is None and second is None:
        return None
    cue = (first or second or Denial((), "", 0.0)).text
    if first is not None and second is not None:
        return Ruling(Relation.UNRELATED, f"Both only repeat what they deny (“{cue}”).", reading.confidence)
    relation = Relation.AGREEMENT if reading.kind in _POLAR else Relation.UNRELATED
    return Ruling(
        relation, f"One of the two only repeats the statement in order to deny it (“{cue}”).", reading.confidence
    )


# -- corrections -------------------------------------------------------------------------------------------------------


@once_a_claim
def correction(claim: Claim) -> str:
    """The words by which a text says that it corrects what was published before, "" where it does not."""
    found = _correcting().search(claim.text)
    return found[0].strip(" :,") if found else ""


@cache
def _correcting() -> re.Pattern[str]:
    """Fixed phrases, and a text of one's own with what was done to it, in either order."""

    def listed(name: str) -> str:
        entries = sorted(words("corrections", "corrections", name), key=lambda each: (-len(each), each))
        return "|".join(map(re.escape, entries))

    own, texts, mended = listed("own"), listed("texts"), listed("mended")
    return re.compile(
        rf"\b(?:{listed('openers')})\b|(?<!\w)(?:{listed('phrases')})"
        rf"|\b(?:{mended})\s(?:{own})(?:\s\w+){{0,2}}?\s(?:{texts})\b"
        rf"|\b(?:this|our|that)\s(?:\w+\s)?(?:article|story|report|bulletin|dispatch|headline|profile|column)\b[^.;]{{0,40}}"
        rf"\b(?:was\swrong|were\swrong|said\sotherwise|was\sincorrect|was\sin\serror|{mended})\b"
        rf"|\bcontrary\sto\s(?:our|an\searlier|a\sprevious)\s(?:\w+\s)?(?:article|story|report|bulletin)\b",
        re.IGNORECASE,
    )


def _came_later(claim: Claim, than: Claim) -> bool:
    """Whether a claim is known to have been published well after another: it repeats what had been corrected."""
    one, other = claim.published_at, than.published_at
    return one is not None and other is not None and _aware(one) - _aware(other) >= _REPEATED


def _aware(time: datetime) -> datetime:
    return time if time.tzinfo else time.replace(tzinfo=UTC)


@once_a_claim
def _superseded(claim: Claim) -> str:
    """The first phrase that gives something as superseded, "" where none does."""
    text = claim.text.lower()
    return min(
        (phrase for phrase in words("corrections", "superseded", "phrases") if phrase in text),
        key=text.find,
        default="",
    )


# -- what is denied or retold ------------------------------------------------------------------------------------------


def _retold(match: Match, reading: Reading) -> Ruling | None:
    """Objects where the words of one side are what a story, a picture or a letter says, not what the outlet says."""
    if reading.kind not in _POLAR:
        return None
    told = [_teller(match.a, reading.evidence_a), _teller(match.b, reading.evidence_b)]
    if bool(told[0]) == bool(told[1]):
        return None
    claim, teller = (match.a, told[0]) if told[0] else (match.b, told[1])
    cue = _doubt(claim)
    if cue:
        return Ruling(
            Relation.AGREEMENT, f"One of the two retells {teller} only to reject it (“{cue}”).", reading.confidence
        )
    return Ruling(
        Relation.ATTRIBUTED_DISAGREEMENT,
        f"One of the two does not say so itself: it is what {teller} says.",
        reading.confidence,
    )


@once_a_claim
def _teller(claim: Claim, evidence: Span) -> str:
    """ "the rumour", "a chain letter": the noun for a report under which the evidence's clause stands, "" without."""
    tokens = claim.tokens
    inside = [
        clause.verb
        for clause in clauses_of(claim)
        if evidence.start <= tokens[clause.verb].start < evidence.end
        and set(clause.negations) <= set(clause.extent)  # else the rejection is counted in the reading
    ]
    reports = words("debunking", "tellers", "nouns")
    vouched = words("debunking", "tellers", "vouched")
    for verb in inside:
        for above in (verb, *grammar.ancestors(tokens, verb)):
            token = tokens[above]
            if token.dep not in {"acl", "relcl", "ccomp"}:
                break
            noun = token.head
            if token.dep == "ccomp":
                if not tokens[noun].lower_in(words("debunking", "tellers", "verbs")):
                    break
                continue
            if tokens[noun].lemma.lower() in reports and not (
                {tokens[i].lemma.lower() for i in grammar.phrase(tokens, noun)} & vouched
            ):
                return grammar.words_of(tokens, grammar.phrase(tokens, noun)).lower()
            break
    return ""


@once_a_claim
def _doubt(claim: Claim) -> str:
    """The words by which a claim rejects what it retells."""
    cue = denial(claim)
    if cue is not None:
        return cue.text
    text = claim.text.lower()
    return min(
        (phrase for phrase in words("debunking", "rejecting", "phrases") if phrase in text), key=text.find, default=""
    )


def _repeats(claim: Claim, evidence: Span, counted: bool) -> Denial | None:
    """The cue under which the conflicting words stand, unless the reading has `counted` it as a negation already."""
    cue = denial(claim)
    if cue is None:
        return None
    tokens = claim.tokens
    holder = grammar.head_verb(tokens, cue.tokens[-1])
    touched = {i for i, token in enumerate(tokens) if evidence.start <= token.start and token.end <= evidence.end}
    inside = [
        clause for clause in clauses_of(claim) if clause.verb in touched or (touched and touched <= set(clause.extent))
    ]
    for clause in inside:
        if clause.negated and cue.text.lower() in _ANSWERS:
            # "No, she did not resign" denies once
            continue
        if set(cue.tokens) & {clause.predicate, clause.verb} or (counted and set(cue.tokens) & set(clause.negations)):
            continue
        if cue.tokens[0] == 0 and tokens[0].lower_in(words("debunking", "despite", "words")):
            # "Contrary to the forecast, the storm never struck": the outlet says so itself
            continue
        if cue.tokens[0] == 0 or (holder is not None and holder in grammar.ancestors(tokens, clause.verb)):
            return cue
        if holder is not None and clause.verb < holder and _is_of_what_was_told(tokens, holder):
            return cue
    return None


def _is_of_what_was_told(tokens: tuple[Token, ...], verb: int) -> bool:
    """Whether a clause behind another says of it as a story that it is untrue: "..., but the story was a hoax"."""
    if tokens[verb].dep not in {"conj", "parataxis", "ROOT"}:
        return False
    below = (tokens[i] for i in grammar.children(tokens, verb) if tokens[i].dep == "nsubj")
    return any(token.lemma.lower() in words("denial", "reports", "words") for token in below)
