"""A deed is one, in whatever words it is told, and its parties are known by their names."""

from __future__ import annotations

import pytest

from factcheck.checker import Checker
from factcheck.text.deeds import deeds


@pytest.mark.parametrize(
    ("text", "act", "doer", "other"),
    [
        ("Havbris bought Pacifica.", "acquire", "Havbris", "Pacifica"),
        ("Pacifica was taken over by the salmon farmer Havbris.", "acquire", "Havbris", "Pacifica"),
        ("Regulators blocked Havbris's purchase of Pacifica.", "acquire", "Havbris", "Pacifica"),
        ("Havbris bought 8 percent of Pacifica.", "buy into", "Havbris", "Pacifica"),
        ("Denmark sold Norway two ferries.", "sell", "Denmark", "Norway"),
        ("Norway bought two ferries from Denmark.", "sell", "Denmark", "Norway"),
        ("Denmark supplied Norway with power.", "sell", "Denmark", "Norway"),
        ("Lund lost to Malmo.", "beat", "Malmo", "Lund"),
        ("Malmo celebrated after Lund's defeat by Malmo.", "beat", "Malmo", "Lund"),
        ("Anna Berg is the deputy of Lars Holm.", "command", "Holm", "Berg"),
        ("The trawler Anni ran into the tanker Lorena.", "strike", "Anni", "Lorena"),
        ("Troops from Ruritania invaded Norway.", "invade", "Ruritania", "Norway"),
        ("Paul Marsh shot dead his cousin Ivo.", "kill", "Marsh", "Ivo"),
    ],
)
def test_a_deed_is_read_with_its_parties(checker: Checker, text: str, act: str, doer: str, other: str) -> None:
    claim = checker.claim(text)
    found = {(deed.act, claim.tokens[deed.doer].text, claim.tokens[deed.other].text) for deed in deeds(claim)}
    assert (act, doer, other) in found


@pytest.mark.parametrize(
    "text", ["Havbris bought a mill.", "Havbris bought a mill from Pacifica.", "The purchase of Pacifica was costly."]
)
def test_what_is_done_to_something_else_is_no_deed_between_the_two(checker: Checker, text: str) -> None:
    claim = checker.claim(text)
    assert not any(deed.act == "acquire" and claim.tokens[deed.other].text == "Pacifica" for deed in deeds(claim))
