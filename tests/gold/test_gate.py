"""The gold set is what it says it is, and no figure on it falls below its floor."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest

from factcheck.checker import Checker
from factcheck.models import Kind, Relation
from tests.gold import GUARDS, PARTS, WAYS, fingerprint, pairs
from tests.gold.figures import Judged, figures, judge
from tests.gold.floors import floors, pinned_fingerprint

ALL = [pair for part in (*PARTS, "calibration") for pair in pairs(part)]
NAMED = [kind for kind in Kind if kind is not Kind.LEARNED]


@pytest.fixture(scope="module", params=product(PARTS, WAYS), ids="-".join)
def judged(
    request: pytest.FixtureRequest, checker: Checker, as_installed: Checker
) -> tuple[str, str, tuple[Judged, ...]]:
    """A part, a way to judge it and the verdicts."""
    part, way = request.param
    return part, way, judge({"rules": checker, "advised": as_installed}[way], pairs(part))


def test_the_set_is_large_enough() -> None:
    assert len(ALL) >= 500
    conflicts = Counter(kind for pair in ALL if pair.conflicts for kind in pair.kinds)
    guarded = Counter(pair.guard for pair in ALL)
    assert all(conflicts[kind] >= 30 for kind in NAMED)
    assert all(guarded[guard] >= 20 for guard in GUARDS)


@pytest.mark.parametrize("part", PARTS)
def test_each_part_has_as_many_near_misses_as_conflicts(part: str) -> None:
    conflicts = sum(pair.conflicts for pair in pairs(part))
    assert 0.4 <= conflicts / len(pairs(part)) <= 0.5


def test_no_pair_is_twice_in_the_set() -> None:
    assert len({pair.name for pair in ALL}) == len(ALL)
    assert len({frozenset((pair.a, pair.b)) for pair in ALL}) == len(ALL)


@pytest.mark.parametrize("pair", ALL, ids=lambda pair: pair.name)
def test_a_pair_says_what_it_is(pair: object) -> None:
    assert pair in ALL
    assert pair.kinds if pair.conflicts else not pair.kinds  # type: ignore[attr-defined]
    assert pair.guard in {None, *GUARDS}  # type: ignore[attr-defined]
    if pair.guard:  # type: ignore[attr-defined]
        assert Relation.CONTRADICTION not in pair.relations  # type: ignore[attr-defined]
    assert (pair.published_a is None) == (pair.published_b is None)  # type: ignore[attr-defined]


@pytest.mark.parametrize("part", PARTS)
def test_the_floors_were_taken_from_the_set_as_it_is(part: str) -> None:
    assert pinned_fingerprint(part) == fingerprint(part), "run `python -m tests.gold --update`"


def test_no_figure_falls_below_its_floor(judged: tuple[str, str, tuple[Judged, ...]]) -> None:
    part, way, verdicts = judged
    now, lowest = figures(verdicts), floors()[part][way]
    fallen = {name: (floor, now.get(name)) for name, floor in lowest.items() if now.get(name, 0.0) < floor}
    assert not fallen, "lowering a floor needs `python -m tests.gold --update --lower`"
    assert set(lowest) == set(now)
