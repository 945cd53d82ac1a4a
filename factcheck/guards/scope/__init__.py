"""Scope: both sides are true, of different places or periods, or of the whole and a part.

The rule: the conflict is one of scope where the sentences themselves say that they speak of two things: two places with
none in common ("in Valencia" / "in Murcia"), one place against the whole country ("in Texas" / "nationwide"), two
periods ("in 2019" / "in 2021", "first quarter" / "full year"), two starting points of a change ("from a year earlier" /
"from the month before"), one place of work against the whole firm ("at its plant"), or a part against a whole ("not
fully", "partly", "some of"; not where the other side says "all").

Source: Ritter and others, "It's a contradiction - no, it's not" (2008), on why functional-looking facts do not conflict:
part and whole, and broader terms, are most of the false alarms. Word lists: `lexicon/scope.toml`.

Hit: "The storm killed 12 people in Valencia." / "The storm killed 19 people in Murcia."
Near miss: "The storm killed 12 people in Valencia." / "The storm killed 19 people in Valencia."
"""

from __future__ import annotations

from factcheck.guards.scope.degrees import different_degrees
from factcheck.guards.scope.periods import compared_with_another, different_periods
from factcheck.guards.scope.places import at_one_site, dateline, different_places, in_one_part
from factcheck.models import Match, Reading, Relation, Ruling

RANK = 20

SURE = 0.9
"""What is left of the conflict's confidence: the sentences name the difference, but the parser may have misread it."""


def ruling(match: Match, reading: Reading) -> Ruling | None:
    """Objects where the two sentences name different scopes."""
    reason = (
        different_places(match, reading)
        or at_one_site(match, reading)
        or in_one_part(match, reading)
        or dateline(match, reading)
        or different_periods(match, reading)
        or compared_with_another(match, reading)
        or different_degrees(match, reading)
    )
    if reason is None:
        return None
    return Ruling(Relation.SCOPE_DIFFERENCE, reason, round(reading.confidence * SURE, 3))
