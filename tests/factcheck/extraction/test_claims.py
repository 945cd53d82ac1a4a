from __future__ import annotations

from typing import Any

import pytest

from factcheck.checker import Checker
from factcheck.models import Article, Certainty, Claim, Source
from tests.cases import cases

_CASES = cases("extraction")


def _claims(checker: Checker, text: str) -> tuple[Claim, ...]:
    return checker.extract(Article(id="a", source=Source("s", "S"), text=text))


@pytest.mark.parametrize(
    ("sentence", "speaker", "kind"),
    [
        ("The dam is safe, the minister said.", "minister", "reported"),
        ("According to the health ministry, 12 people died.", "health ministry", "reported"),
        ("“The dam is perfectly safe,” said Maria Keller.", "Maria Keller", "quoted"),
        ("Critics argue that the law is unfair to farmers.", "Critics", "reported"),
        ("The dam is safe for now.", None, None),
        ("The dam is safe, said her lawyer, Maria Keller.", "Maria Keller", "reported"),
        ("The chief of police said the dam is safe for now.", "chief of police", "reported"),
        ("“The dam,” Maria Keller said, “is perfectly safe.”", "Maria Keller", "quoted"),
        ("The firm issued a statement saying that the dam is safe.", "firm", "reported"),
        ("Acme warned on Monday that the dam is cracked.", "Acme", "reported"),
        ("As the minister said, the dam is safe.", "minister", "reported"),
        ("Although the firm said the dam is safe, the villagers left.", None, None),
        ("Police did not say how many people were in the car.", None, None),
        ("The company said goodbye to its founder.", None, None),
    ],
)
def test_a_statement_is_given_to_who_makes_it(
    checker: Checker, sentence: str, speaker: str | None, kind: str | None
) -> None:
    (claim,) = _claims(checker, sentence)
    found = claim.attribution
    assert (found.speaker, found.kind) == (speaker, kind) if found else speaker is None


def test_a_quotation_over_several_sentences_keeps_its_speaker(checker: Checker) -> None:
    found = _claims(
        checker,
        "Maria Keller said: “The dam is safe for now. The gates were repaired in May.” The river fell on Monday.",
    )
    assert [claim.attribution.speaker if claim.attribution else None for claim in found] == [
        "Maria Keller",
        "Maria Keller",
        None,
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The bank closed 40 branches.", Certainty.ASSERTED),
        ("The bank did not close any branches.", Certainty.NEGATED),
        ("The bank may close 40 branches.", Certainty.POSSIBLE),
        ("The bank will close 40 branches.", Certainty.PLANNED),
        ("The bank plans to close 40 branches.", Certainty.PLANNED),
        ("The bank is going to close 40 branches.", Certainty.PLANNED),
        ("The bank would close 40 branches if the tax rose.", Certainty.CONDITIONAL),
        ("If the tax rises, the bank closes 40 branches.", Certainty.CONDITIONAL),
        ("The bank appears to have closed 40 branches.", Certainty.POSSIBLE),
        ("The bank said in May that it closed 40 branches.", Certainty.ASSERTED),
        ("The minister said that the bank may close 40 branches.", Certainty.POSSIBLE),
    ],
)
def test_a_statement_is_as_firm_as_its_main_verb(checker: Checker, sentence: str, expected: Certainty) -> None:
    (claim,) = _claims(checker, sentence)
    assert claim.certainty is expected


@pytest.mark.parametrize("case", _CASES["standalone"], ids=lambda case: case["text"])
def test_a_pronoun_or_description_is_named_where_one_reading_survives(checker: Checker, case: dict[str, str]) -> None:
    assert _claims(checker, case["text"])[-1].standalone_text == case["claim"]


@pytest.mark.parametrize("case", _CASES["first_person"], ids=lambda case: case["text"])
def test_the_first_person_of_a_quotation_is_its_speaker(checker: Checker, case: dict[str, str]) -> None:
    (claim,) = _claims(checker, case["text"])
    assert [each.canonical for each in claim.referents] == ([case["named"]] if case["named"] else [])
    assert claim.standalone_text == claim.text


@pytest.mark.parametrize("case", _CASES["parts"], ids=lambda case: case["text"])
def test_conjoined_clauses_are_parted_where_each_stands_alone(checker: Checker, case: dict[str, Any]) -> None:
    found = _claims(checker, case["text"])
    assert [claim.text for claim in found] == case.get("claims", [case["text"]])
    if "standalone" in case:
        assert [claim.standalone_text for claim in found] == case["standalone"]


@pytest.mark.parametrize("case", _CASES["parts"], ids=lambda case: case["text"])
def test_the_parts_of_a_sentence_hold_only_what_is_theirs(checker: Checker, case: dict[str, Any]) -> None:
    for claim in _claims(checker, case["text"]):
        assert case["text"][claim.span.start : claim.span.end] == claim.text
        assert all(0 <= token.head < len(claim.tokens) for token in claim.tokens)
        for each in (*claim.tokens, *claim.entities, *claim.quantities, *claim.times):
            assert claim.span.start <= each.start < each.end <= claim.span.end


def test_parts_are_numbered_like_sentences(checker: Checker) -> None:
    found = _claims(checker, "The plant closed in May and 300 people lost their jobs. The town is quiet on Sundays.")
    assert [claim.id for claim in found] == ["a-1", "a-2", "a-3"]


def test_a_whole_text_as_one_claim_is_not_parted(checker: Checker) -> None:
    text = "The plant closed in May and 300 people lost their jobs."
    assert checker.claim(text).text == text


def test_spans_count_code_points_and_utf16_units(checker: Checker) -> None:
    text = "🚢🚢 news.\n\nThe ferry sank on Monday. The crew of twelve survived."
    for claim in _claims(checker, text):
        assert text[claim.span.start : claim.span.end] == claim.text
        units = text.encode("utf-16-le")
        assert units[2 * claim.span.utf16_start : 2 * claim.span.utf16_end].decode("utf-16-le") == claim.text
        assert text[: claim.span.start].endswith(claim.span.prefix)
        assert text[claim.span.end :].startswith(claim.span.suffix)


def test_claims_are_numbered_in_order(checker: Checker) -> None:
    found = _claims(checker, "The ferry sank on Monday. The crew of twelve survived.")
    assert [claim.id for claim in found] == ["a-1", "a-2"]


@pytest.mark.parametrize(
    ("worthier", "less"),
    [
        ("The ministry cut 12,000 jobs in 2023.", "We hope to see you all here again."),
        ("Acme lost 4 million dollars last year.", "I want you to feel at home here."),
    ],
)
def test_numbers_and_names_are_worthier_of_a_check_than_views_and_address(
    checker: Checker, worthier: str, less: str
) -> None:
    assert checker.claim(worthier).check_worthiness > 0.5 > checker.claim(less).check_worthiness


def test_of_a_very_long_claim_the_first_thousand_characters_are_read(checker: Checker) -> None:
    claim = checker.claim("  " + "The ferry sank again. " * 200)
    assert 900 < len(claim.text) <= 1000
    assert claim.span.start == 2
    assert claim.text.endswith(("The", "ferry", "sank", "again."))
