"""Attribution: a speaker, not the outlet, says otherwise.

The rule: where one of two conflicting claims is what a named speaker said or is reported to have said, and the other is
the outlet's own or another speaker's, the outlets do not contradict each other: their sources do. Not where the verb of
reporting vouches for what is said ("confirmed", "admitted"), and not where both report the same speaker.

Source: reported speech is among the commonest false alarms of such systems; factive verbs after Kiparsky and Kiparsky,
"Fact" (1970), as data (`lexicon/vouching.toml`).

Hit: "The dam is safe, the operator said." / "The dam is cracked."
Near miss: "The operator admitted that the dam is cracked." / "The dam is not cracked."
"""

from __future__ import annotations

from factcheck.lexicon import words
from factcheck.models import Attribution, Match, Reading, Relation, Ruling
from factcheck.text.names import same_name

RANK = 50


def ruling(match: Match, reading: Reading) -> Ruling | None:
    """Objects where the conflict is between an outlet and a speaker, or between two speakers."""
    first, second = _speaker(match.a.attribution), _speaker(match.b.attribution)
    if first is None and second is None:
        return None
    if first is not None and second is not None:
        if _same_speaker(first.speaker, second.speaker):
            return None
        return _ruled(reading, f"These are two speakers: {_said(first)} and {_said(second)}.")
    speaker = first if first is not None else second
    assert speaker is not None
    return _ruled(reading, f"One of the two is not the outlet's own statement: {_said(speaker)}.")


def _speaker(attribution: Attribution | None) -> Attribution | None:
    """The attribution, unless its verb vouches for what is said."""
    if attribution is None or attribution.cue.lower() in words("vouching", "factive", "words"):
        return None
    return attribution


def _same_speaker(one: str, other: str) -> bool:
    return one.lower() == other.lower() or same_name(one, other)


def _said(attribution: Attribution) -> str:
    how = "is quoted" if attribution.kind == "quoted" else "is reported"
    return f"{attribution.speaker} {how} (“{attribution.cue}”)"


def _ruled(reading: Reading, explanation: str) -> Ruling:
    return Ruling(Relation.ATTRIBUTED_DISAGREEMENT, explanation, reading.confidence)
