"""What a person is called beside the name says which of two people of that name is meant."""

from __future__ import annotations

import pytest

from factcheck.checker import Checker
from factcheck.text.callings import callings, together


@pytest.mark.parametrize(
    ("text", "calling"),
    [
        ("The singer Mara Lind died on Monday.", "singer"),
        ("Mara Lind, a judge in Oslo, is back.", "judge"),
        ("Tennis player Mara Lind won the match.", "tennis player"),
        ("Mara Lind met a judge in Oslo.", ""),
    ],
)
def test_a_calling_stands_beside_the_name(checker: Checker, text: str, calling: str) -> None:
    found = [each.calling for each in callings(checker.claim(text)) if each.canonical == "mara lind"]
    assert found == ([calling] if calling else [])


def test_a_lawyer_may_become_a_minister_and_no_judge_keeps_goal() -> None:
    assert together("law", "office")
    assert together("sport", "sport")
    assert not together("bench", "sport")
