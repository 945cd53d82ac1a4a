"""The name under which a finding is filed: what both claims of a pair speak about."""

from __future__ import annotations

from factcheck.models import Match
from factcheck.text.names import same_name

_VAGUE = frozenset({"NORP", "MISC", "LANGUAGE", "DATE", "CARDINAL", "ORDINAL"})


def main_name(match: Match) -> tuple[str, str]:
    """A shared name as a key and as the text writes it, the same from both sides; ("-", "") where no name is shared.

    Names of people, organisations, places and events come before nationalities and unknown names, then by the alphabet.
    """
    ours, theirs = match.a.entities, match.b.entities
    shared = [one for one in ours if any(same_name(one.canonical, other.canonical) for other in theirs)]
    shared += [other for other in theirs if any(same_name(one.canonical, other.canonical) for one in ours)]
    if not shared:
        return "-", ""
    best = min(shared, key=lambda entity: (entity.label in _VAGUE, entity.canonical, entity.text))
    return best.canonical, best.text
