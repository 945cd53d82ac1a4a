"""Where the slots that two claims fill meet: the same slot of the same thing, under the same name or a surname."""

from __future__ import annotations

from collections.abc import Iterator

from factcheck.matching.terms import UNNAMED
from factcheck.models import Assertion, Kind, Match
from factcheck.text.names import are_letters_of
from factcheck.thresholds import COMPARABLE_COVERAGE


def meetings(match: Match, kind: Kind) -> Iterator[tuple[Assertion, Assertion, str]]:
    """Each pair of assertions of one kind about one slot of one thing, with the point that both make.

    One article says "Renn", the other "Tobias Renn": they meet where the claims have more in common than the surname,
    and the point is that of the full name.
    """
    for a in match.a.assertions:
        for b in match.b.assertions:
            if a.kind is not kind or b.kind is not kind or a.slot != b.slot:
                continue
            if a.subject == b.subject:
                yield a, b, a.point
            elif are_letters_of((a.subject,), b.subject.split()) or are_letters_of((b.subject,), a.subject.split()):
                yield a, b, max(a, b, key=lambda each: len(each.subject)).point
            elif _surname_of(a.subject, b.subject) or _surname_of(b.subject, a.subject):
                others = [name for name in match.shared_entities if name not in {a.subject, b.subject}]
                if others or max(match.coverage_a, match.coverage_b) >= COMPARABLE_COVERAGE:
                    yield a, b, max(a, b, key=lambda each: len(each.subject)).point


def _surname_of(short: str, full: str) -> bool:
    return not full.startswith(UNNAMED) and " " not in short and " " in full and full.rsplit(" ", 1)[1] == short
