"""Which of two claims is the later one: by their publication, by their words, or by a day that one could not know."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from factcheck.lexicon import words
from factcheck.models import Claim, Match, Span
from factcheck.remembering import once_a_claim
from factcheck.text import grammar
from factcheck.text.times import looks_ahead

STATE_CHANGES = timedelta(days=1)
"""What two articles of one day say of a state, they say of the same state unless a word tells."""


def published_apart(match: Match) -> timedelta | None:
    """How much later `b` was published than `a`; None where a time is unknown."""
    one, other = match.a.published_at, match.b.published_at
    if one is None or other is None:
        return None
    return _aware(other) - _aware(one)


def _aware(time: datetime) -> datetime:
    return time if time.tzinfo else time.replace(tzinfo=UTC)


@once_a_claim
def first_phrase(claim: Claim, *keys: str) -> str:
    """The first phrase of a lexicon list that the claim contains, "" without."""
    text = " " + " ".join(token.text.lower() for token in claim.tokens) + " "
    return min(
        (phrase for phrase in words("succession", *keys) if f" {phrase} " in text),
        key=lambda each: (text.find(f" {each} "), each),
        default="",
    )


def order_by_words(match: Match) -> tuple[Claim, Claim, str] | None:
    """The earlier and the later claim and the word that says so, where the texts tell; None where they do not."""
    before = [first_phrase(claim, "earlier", "words") for claim in (match.a, match.b)]
    after = [first_phrase(claim, "later", "words") for claim in (match.a, match.b)]
    standing = [first_phrase(claim, "earlier", "open") for claim in (match.a, match.b)]
    forward = (bool(before[0]), bool(after[1] and not after[0]))
    backward = (bool(before[1]), bool(after[0] and not after[1]))
    if forward[0] and not backward[0]:
        return match.a, match.b, before[0]
    if backward[0] and not forward[0]:
        return match.b, match.a, before[1]
    if forward[1] and (standing[0] or _past(match.a)):
        return match.a, match.b, after[1]
    if backward[1] and (standing[1] or _past(match.b)):
        return match.b, match.a, after[0]
    return None


@once_a_claim
def _past(claim: Claim) -> bool:
    """Whether the main verb tells of the past."""
    top = grammar.root(claim.tokens)
    if top is None:
        return False
    verbs = [top, *(i for i in grammar.children(claim.tokens, top) if claim.tokens[i].dep in {"aux", "auxpass"})]
    tags = {claim.tokens[i].tag for i in verbs}
    return "VBD" in tags and not tags & {"VBZ", "VBP", "MD"}


def after_the_other(match: Match) -> str | None:
    """Why one side tells of what the other could not know: all days that it names come after the other's publication.

    Near miss: the other looks ahead itself ("will be closed on Thursday"): it speaks of the same day.
    """
    for teller, other in ((match.a, match.b), (match.b, match.a)):
        if other.published_at is None:
            continue
        known = _aware(other.published_at).date()
        days = [time for time in teller.times if time.grain == "day"]
        if days and all(time.earliest > known for time in days) and not _tells_ahead(other):
            return f"One tells of {days[0].text}, when the other article was out already."
    return None


@once_a_claim
def _tells_ahead(claim: Claim) -> bool:
    """Whether a claim speaks of days after its own publication, or of what is to come."""
    published = claim.published_at
    if published is not None and any(time.latest > _aware(published).date() for time in claim.times):
        return True
    return any(looks_ahead(claim.tokens, i) for i in range(len(claim.tokens)))


def in_words(gap: timedelta) -> str:
    """A stretch of time in days, or in hours below one day."""
    gap = abs(gap)
    if gap.days:
        return f"{gap.days} day{'' if gap.days == 1 else 's'}"
    hours = max(1, round(gap.total_seconds() / 3600))
    return f"{hours} hour{'' if hours == 1 else 's'}"


def words_of(claim: Claim, evidence: Span) -> list[int]:
    """The indices of the words that begin within a span."""
    return [i for i, token in enumerate(claim.tokens) if evidence.start <= token.start < evidence.end]
