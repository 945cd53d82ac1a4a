"""ClaimReviews as pages carry them (tests/cases/claimreviews.toml), and what one document may hold."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from factcheck.models import FactCheck, Publisher, Rating
from schemas import examples
from schemas.claimreviews import ClaimReviewSchema, ClaimReviewsSchema, factchecks_in
from schemas.factchecks import MOST_AT_ONCE, FactCheckBatchSchema, FactCheckSubmissionSchema
from schemas.linkeddata import day_of, host_of, number_of, text_of, url_of
from schemas.problems import field_errors
from tests.cases import cases

CASES = cases("claimreviews")["case"]


def _value(factcheck: FactCheck, path: str) -> Any:
    value: Any = factcheck
    for name in path.split("."):
        value = getattr(value, name)
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("case", [pytest.param(each, id=each["name"]) for each in CASES if "reads" in each])
def test_what_a_page_means_is_read(case: dict[str, Any]) -> None:
    found = factchecks_in(json.loads(case["json"], strict=False))

    assert len(found) == len(case["reads"])
    for factcheck, expected in zip(found, case["reads"], strict=True):
        for path, value in expected.items():
            if path.startswith("!"):
                assert _value(factcheck, path[1:]) is None, path
            else:
                assert _value(factcheck, path) == value, path


@pytest.mark.parametrize("case", [pytest.param(each, id=each["name"]) for each in CASES if "wrong" in each])
def test_what_a_fact_check_cannot_do_without_is_refused_at_its_place(case: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        factchecks_in(json.loads(case["json"]))

    assert [error["pointer"] for error in field_errors(refused.value.messages_dict)] == case["wrong"]


def test_the_example_is_the_same_fact_check_in_both_forms() -> None:
    ours: FactCheck = FactCheckSubmissionSchema().load(examples.FACTCHECK_SUBMISSION)

    assert ours.publisher == Publisher("Kestrel Checks", "kestrelchecks.example")
    assert ours.rating == Rating("False", 1.0, 5.0, 1.0)
    expected = dataclasses.replace(ours, external_id=None, title=None, language=None)
    assert ClaimReviewSchema().load(examples.CLAIM_REVIEW) == expected


def test_one_review_is_taken_out_of_what_is_around_it_and_several_are_not() -> None:
    assert ClaimReviewSchema().load([{"@type": "WebPage"}, examples.CLAIM_REVIEW]).url == examples.CLAIM_REVIEW["url"]
    with pytest.raises(ValidationError, match="2 ClaimReviews; no more than 1"):
        ClaimReviewSchema().load([examples.CLAIM_REVIEW, examples.CLAIM_REVIEW])


def test_a_batch_has_a_limit_in_both_forms() -> None:
    with pytest.raises(ValidationError, match="501 ClaimReviews; no more than 500"):
        ClaimReviewsSchema().load({"@graph": [examples.CLAIM_REVIEW] * (MOST_AT_ONCE + 1)})
    with pytest.raises(ValidationError) as refused:
        FactCheckBatchSchema().load({"items": [examples.FACTCHECK_SUBMISSION] * (MOST_AT_ONCE + 1)})
    assert list(refused.value.messages_dict) == ["items"]
    assert len(ClaimReviewsSchema().load([examples.CLAIM_REVIEW] * MOST_AT_ONCE)["items"]) == MOST_AT_ONCE


def test_what_is_too_long_and_optional_is_left_out_and_a_claim_is_not() -> None:
    long = {**examples.CLAIM_REVIEW, "name": "a" * 1001}
    assert ClaimReviewSchema().load(long).title is None
    with pytest.raises(ValidationError) as refused:
        ClaimReviewSchema().load({**examples.CLAIM_REVIEW, "claimReviewed": "a" * 5001})
    assert [error["pointer"] for error in field_errors(refused.value.messages_dict)] == ["/claimReviewed"]


def test_what_lies_too_deep_is_not_looked_at() -> None:
    document: Any = [examples.CLAIM_REVIEW]
    for _ in range(5000):
        document = [document]
    with pytest.raises(ValidationError, match="There is no ClaimReview"):
        factchecks_in(document)
    with pytest.raises(ValidationError, match="There is no ClaimReview"):
        factchecks_in([])


@pytest.mark.parametrize(
    ("field", "value", "pointer"),
    [
        ("claim_reviewed", " ", "/claim_reviewed"),
        ("url", "checks.example/a", "/url"),
        ("publisher", "Kestrel Checks", "/publisher"),
        ("publisher", {"name": ""}, "/publisher/name"),
        ("publisher", {"name": "K", "country": "NO"}, "/publisher/country"),
        ("rating", {"value": 1}, "/rating/text"),
        ("rating", {"text": "False", "value": "1"}, "/rating/value"),
        ("rating", {"text": "False", "value": True}, "/rating/value"),
        ("rating", {"text": "False", "best": 10**400}, "/rating/best"),
        ("review_date", "4 May 2024", "/review_date"),
        ("review_date", "2024-02-30", "/review_date"),
        ("claim_date", 20240504, "/claim_date"),
        ("language", "English", "/language"),
        ("verdict", "False", "/verdict"),
        ("title", "a\0", "/title"),
    ],
)
def test_our_own_form_is_held_to_its_schema(field: str, value: Any, pointer: str) -> None:
    with pytest.raises(ValidationError) as refused:
        FactCheckSubmissionSchema().load({**examples.FACTCHECK_SUBMISSION, field: value})

    assert [error["pointer"] for error in field_errors(refused.value.messages_dict)] == [pointer]


def test_of_a_moment_the_day_that_is_written_there_is_taken() -> None:
    loaded = FactCheckSubmissionSchema().load(
        {**examples.FACTCHECK_SUBMISSION, "review_date": "2024-05-04T23:30:00-08:00", "claim_date": None}
    )
    assert (loaded.review_date, loaded.claim_date) == (date(2024, 5, 4), None)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "@type",
                    "@id",
                    "@graph",
                    "@value",
                    "@list",
                    "type",
                    "properties",
                    "url",
                    "name",
                    "author",
                    "claimReviewed",
                    "reviewRating",
                    "ratingValue",
                    "alternateName",
                    "itemReviewed",
                    "datePublished",
                    "inLanguage",
                    "item",
                ]
            ),
            inner | st.just("ClaimReview"),
            max_size=6,
        )
    ),
    max_leaves=30,
)


@given(_JSON)
def test_no_document_is_too_strange_to_be_answered(document: Any) -> None:
    try:
        found = factchecks_in(document)
    except ValidationError as refused:
        assert field_errors(refused.messages_dict)
    else:
        assert all(factcheck.url and factcheck.claim_reviewed and factcheck.rating.text for factcheck in found)


@given(_JSON)
def test_no_value_is_too_strange_to_be_read_or_left(value: Any) -> None:
    assert isinstance(text_of(value), str)
    assert isinstance(url_of(text_of(value), "https://checks.example/"), str)
    assert isinstance(host_of(text_of(value)), str)
    assert number_of(value) is None or isinstance(number_of(value), float)
    assert day_of(value) is None or isinstance(day_of(value), date)
