"""Succession: both sides are true, one after the other.

The rule: a conflict is an update where there is evidence that the two speak of different moments and the difference is
one that time makes. Evidence is the times of publication, or words of the texts: "initially", "now", "rose to", "no
longer", or two time expressions that exclude each other. Counts of an event that is still being counted grow (dead,
arrested, infected); a rate or a poll moves either way; an age grows by the years between; a planned date is moved; a
state ends ("no longer"), or what stood so on one day ("is rising", "is the tallest") stands otherwise days or months later.
Without such evidence two different counts remain a contradiction.

Source: the temporal signals of TimeML (Pustejovsky and others, 2003); that updates are most of the false alarms is what
users of contradiction alerts report. Word lists: `lexicon/succession.toml`.

Hit: "The quake killed 12 people." (9 a.m.) / "The death toll of the quake rose to 19." (3 p.m.)
Near miss: "The quake killed 12 people." / "The quake killed 19 people." (both at 9 a.m., or at times unknown)
"""

from __future__ import annotations

from factcheck.guards.succession.counts import grown_count
from factcheck.guards.succession.order import after_the_other
from factcheck.guards.succession.plans import moved_plan
from factcheck.guards.succession.states import changed_state, may_have_changed
from factcheck.models import Kind, Match, Reading, Relation, Ruling

RANK = 30

SURE = 0.9
"""What is left of the conflict's confidence as that of an update."""

_STATES = frozenset(
    {Kind.NEGATION, Kind.ANTONYM, Kind.OPPOSED_CONCEPT, Kind.AFFILIATION, Kind.SUPERLATIVE, Kind.DENIAL}
)


def ruling(match: Match, reading: Reading) -> Ruling | None:
    """Objects where the later side may be what became of the earlier."""
    reason = None
    if reading.kind is Kind.QUANTITY:
        reason = grown_count(match, reading)
    elif reading.kind is Kind.DATE:
        reason = moved_plan(match, reading)
    elif reading.kind in _STATES:
        reason = changed_state(match, reading)
    elif reading.kind is Kind.ROLE:
        reason = may_have_changed(match, reading)
    if reason is None and reading.kind is not Kind.DATE:
        reason = after_the_other(match)
    if reason is None:
        return None
    return Ruling(Relation.UPDATE, reason, round(reading.confidence * SURE, 3))
