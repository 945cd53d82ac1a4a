"""Where the slots that two claims fill meet: the same slot of the same thing, under the same name or a surname."""

from __future__ import annotations

from collections.abc import Iterator

from factcheck.matching.one_event import of_one_time
from factcheck.matching.terms import UNNAMED
from factcheck.models import Assertion, Claim, Kind, Match
from factcheck.text.names import are_letters_of
from factcheck.thresholds import COMPARABLE_COVERAGE

_PLACES = frozenset({"GPE", "LOC", "FAC"})


def meetings(match: Match, kind: Kind) -> Iterator[tuple[Assertion, Assertion, str]]:
    """Each pair of assertions of one kind about one slot of one thing, with the point that both make.

    One article says "Renn", the other "Tobias Renn": they meet where the claims have more in common than the surname,
    or their articles are about one event, and the point is that of the full name.
    """
    for a in match.a.assertions:
        for b in match.b.assertions:
            if a.kind is not kind or b.kind is not kind or a.slot != b.slot:
                continue
            if a.subject == b.subject:
                yield a, b, a.point
            elif are_letters_of((a.subject,), b.subject.split()) or are_letters_of((b.subject,), a.subject.split()):
                yield a, b, max(a, b, key=lambda each: len(each.subject)).point
            elif _is_surname(match.a, a.subject, b.subject) or _is_surname(match.b, b.subject, a.subject):
                if of_one_time(match):
                    yield a, b, max(a, b, key=lambda each: len(each.subject)).point
                    continue
                others = [name for name in match.shared_entities if name not in {a.subject, b.subject}]
                if others or max(match.coverage_a, match.coverage_b) >= COMPARABLE_COVERAGE:
                    yield a, b, max(a, b, key=lambda each: len(each.subject)).point


def _is_surname(claim: Claim, short: str, full: str) -> bool:
    """Whether a name of one word that a claim uses is the surname in another's full name, and no place of that name."""
    if full.startswith(UNNAMED) or " " in short or " " not in full or full.rsplit(" ", 1)[1] != short:
        return False
    return not any(entity.canonical == short and entity.label in _PLACES for entity in claim.entities)
