"""Attribution: a speaker, not the outlet, says otherwise.

The rule: where one of two conflicting claims is what a named speaker said or is reported to have said, and the other is
the outlet's own or another speaker's, the outlets do not contradict each other: their sources do. Not where the verb of
reporting vouches for what is said ("confirmed", "admitted"), and not where both report the same speaker. Facts of
record (numbers, dates, who did what, who owns what) carry "police said" as their source, not as their author: only a
quotation or a cue that takes sides ("claimed", "insisted", "denied") makes them a speaker's.

Source: reported speech is among the commonest false alarms of such systems; factive verbs after Kiparsky and Kiparsky,
"Fact" (1970), as data (`lexicon/vouching.toml`).

Hit: "The dam is safe, the operator said." / "The dam is cracked."
Near miss: "The operator admitted that the dam is cracked." / "The dam is not cracked."
"""

from __future__ import annotations

from factcheck.lexicon import words
from factcheck.models import Attribution, Claim, Kind, Match, Reading, Relation, Ruling
from factcheck.remembering import once_a_claim
from factcheck.text import grammar
from factcheck.text.clauses import clauses_of
from factcheck.text.denials import denial, is_headline
from factcheck.text.names import same_name

RANK = 50

_OF_SPEECH = frozenset({Kind.DENIAL, Kind.NEGATION})

_RECORD = frozenset({Kind.QUANTITY, Kind.DATE, Kind.ROLE, Kind.AFFILIATION, Kind.SUPERLATIVE})


def ruling(match: Match, reading: Reading) -> Ruling | None:
    """Objects where the conflict is between an outlet and a speaker, or between two speakers."""
    first, second = (
        None
        if _is_the_news(claim, other, side, reading.kind)
        else _speaker(_voiced(claim, side, reading.kind), reading.kind)
        for claim, other, side in ((match.a, match.b, reading.side_a), (match.b, match.a, reading.side_b))
    )
    if reading.kind in _OF_SPEECH:
        first, second = (
            None
            if each is not None and any(_denies_saying(claim, each.speaker) for claim in (match.a, match.b))
            else each
            for each in (first, second)
        )
    if first is None and second is None:
        return None
    if first is not None and second is not None:
        if _same_speaker(first.speaker, second.speaker):
            return None
        return _ruled(reading, f"These are two speakers: {_said(first)} and {_said(second)}.")
    said = " ".join(_said(each) for each in (first, second) if each is not None)
    return _ruled(reading, f"One of the two is not the outlet's own statement: {said}.")


def _voiced(claim: Claim, side: str, kind: Kind) -> Attribution | None:
    """Who says what a claim says; of a denial also who "called it a lie", of a negation who denied it."""
    if claim.attribution is None and kind is Kind.NEGATION and side == "denied":
        return _denier(claim)
    cue = denial(claim) if claim.attribution is None and side == "denied" else None
    if cue is None:
        return claim.attribution
    tokens = claim.tokens
    verb = next((i for i in grammar.ancestors(tokens, cue.tokens[-1]) if tokens[i].pos == "VERB"), None)
    if verb is None or not tokens[verb].lower_in(words("denial", "calling", "words")):
        return None
    doer = next((i for i in grammar.children(tokens, verb) if tokens[i].dep == "nsubj"), None)
    if doer is None:
        return None
    return Attribution(grammar.words_of(tokens, grammar.phrase(tokens, doer)), tokens[verb].text, "reported")


@once_a_claim
def _denier(claim: Claim) -> Attribution | None:
    """Who denies an act in a claim: "has always denied stealing it"."""
    tokens = claim.tokens
    for clause in clauses_of(claim):
        for cue in clause.negations:
            doer = grammar.subject(tokens, cue) if tokens[cue].lower_in(_DENYING) else None
            if doer is not None:
                return Attribution(grammar.words_of(tokens, grammar.phrase(tokens, doer)), tokens[cue].text, "reported")
    return None


_DENYING = frozenset({"deny", "denies", "denied", "denying"})


def _is_the_news(claim: Claim, other: Claim, side: str, kind: Kind) -> bool:
    """Whether a headline tells of nothing but a report being untrue, by somebody whom the report is not about.

    Hit: "Scientists doubt meteor caused crater". Near misses: "Keita denies he is leaving Lens" is Keita's word, "Keita
    has not left Lens, agent says" that of somebody who speaks for him.
    """
    said = _voiced(claim, side, kind)
    if said is None or kind is not Kind.DENIAL or side != "denied" or not is_headline(claim):
        return False
    speaker = set(said.speaker.lower().split())
    if speaker & words("denial", "representatives", "words"):
        return False
    theirs = {token.text.lower() for token in other.tokens}
    return not speaker & theirs and not _speaks_of_itself(claim, said)


def _speaks_of_itself(claim: Claim, said: Attribution) -> bool:
    """Whether the first that a headline names behind the word of saying is a pronoun: "Keita denies he is leaving"."""
    tokens = claim.tokens
    cue = next((i for i, token in enumerate(tokens) if token.text.lower() == said.cue.lower()), -1)
    named = (token for token in tokens[cue + 1 :] if token.pos in {"PRON", "PROPN", "NOUN"})
    first = next((token for token in named if not token.lower_in(words("denial", "reports", "words"))), None)
    return first is not None and first.lower_in(_THEMSELVES)


_THEMSELVES = frozenset({"i", "we", "he", "she", "it", "they"})


@once_a_claim
def _denies_saying(claim: Claim, speaker: str) -> bool:
    """Whether a claim says that a speaker did not say something: the saying itself is what the two disagree about."""
    tokens = claim.tokens
    return any(
        clause.negated
        and clause.subject is not None
        and tokens[clause.verb].lower_in(words("attribution", "verbs", "words"))
        and _same_speaker(grammar.words_of(tokens, grammar.phrase(tokens, clause.subject)), speaker)
        for clause in clauses_of(claim)
    )


def _speaker(attribution: Attribution | None, kind: Kind) -> Attribution | None:
    """The attribution, unless its verb vouches for what is said or names the source of a fact of record."""
    if attribution is None or attribution.cue.lower() in words("vouching", "factive", "words"):
        return None
    if kind is Kind.DENIAL and words("denial", "reports", "words") & set(attribution.speaker.lower().split()[-1:]):
        # "story claims", "report says": no speaker
        return None
    if kind is Kind.DENIAL and attribution.cue.lower() in words("vouching", "announcing", "cues"):
        return None
    plain = attribution.kind == "reported" and attribution.cue.lower() in words("vouching", "record", "cues")
    return None if plain and kind in _RECORD else attribution


def _same_speaker(one: str, other: str) -> bool:
    return one.lower() == other.lower() or same_name(one, other)


def _said(attribution: Attribution) -> str:
    how = "is quoted" if attribution.kind == "quoted" else "is reported"
    return f"{attribution.speaker} {how} (“{attribution.cue}”)"


def _ruled(reading: Reading, explanation: str) -> Ruling:
    return Ruling(Relation.ATTRIBUTED_DISAGREEMENT, explanation, reading.confidence)
