"""Measure: both sides are true, of different populations, measures or matters.

The rule: the two sentences count or rank different things, and say so: words that divide one thing in the same place of
both ("commercial" / "residential buildings", "net" / "gross", "for men" / "for women"), groups by age, a counted noun that
each side narrows in its own way or one side narrows to a smaller number, objects with names of their own ("the driving
test" / "the theory test"), two charges ("guilty of fraud" / "acquitted of forgery"), two yardsticks of a rank ("by revenue"
/ "by number of workers"), or a description that fits many ("the only child of a miner").

Source: Ritter and others, "It's a contradiction - no, it's not" (2008): broader terms and other senses are most of the
false alarms. Word lists: `lexicon/scope.toml`, where contrasts are those that statistical offices publish side by side.

Hit: "The fire in Porto destroyed 12 commercial buildings." / "The fire in Porto destroyed 40 residential buildings."
Near miss: "The fire in Porto destroyed 12 buildings." / "The fire in Porto destroyed 40 buildings."
"""

from __future__ import annotations

from factcheck.guards.measure.contrasts import contrasted, other_matters, other_object, ranked_otherwise
from factcheck.guards.measure.descriptions import any_of_many, different_offices
from factcheck.guards.measure.parts import component_of_another, in_another_state, is_broken, one_of_a_list, two_samples
from factcheck.guards.measure.populations import different_populations, narrowed
from factcheck.models import Match, Reading, Relation, Ruling

RANK = 21

SURE = 0.9
"""What is left of the conflict's confidence: the sentences name the difference, but the parser may have misread it."""


def ruling(match: Match, reading: Reading) -> Ruling | None:
    """Objects where the two sentences count, rank or judge different things."""
    if is_broken(match, reading):
        return Ruling(
            Relation.UNRELATED, "One of the numbers is only a part of a number or of a name.", reading.confidence
        )
    reason = (
        different_populations(match, reading)
        or contrasted(match, reading)
        or narrowed(match, reading)
        or other_object(match, reading)
        or other_matters(match, reading)
        or ranked_otherwise(match, reading)
        or two_samples(match, reading)
        or component_of_another(match, reading)
        or in_another_state(match, reading)
        or one_of_a_list(match, reading)
        or different_offices(match)
        or any_of_many(match, reading)
    )
    if reason is None:
        return None
    return Ruling(Relation.SCOPE_DIFFERENCE, reason, round(reading.confidence * SURE, 3))
