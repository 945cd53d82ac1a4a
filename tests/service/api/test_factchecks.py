"""Published fact-checks over HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from factcheck.checker import Checker
from schemas import examples
from service.store import Store
from tests.contract.service import settings_in
from tests.turns import services_over

LINKED = "application/ld+json"
CLAIM = examples.FACTCHECK_SUBMISSION["claim_reviewed"]


@pytest.fixture(params=["shipped", "off"])
def client(request: pytest.FixtureRequest, tmp_path: Path, store: Store, checker: Checker) -> Iterator[Client]:
    """On each database, with the encoder that is shipped and without one; on PostgreSQL two services take turns."""
    with services_over(store, settings_in(tmp_path, encoder=request.param), checker) as (service, _):
        yield Client(service)


@pytest.fixture
def answered(client: Client) -> Callable[..., Any]:
    """The JSON that a GET is answered with."""
    return lambda path, **query: client.get(path, query_string=query).get_json()


def test_a_fact_check_is_stored_once_and_answered_whole(client: Client, answered: Callable[..., Any]) -> None:
    first = client.post("/v1/factchecks", json=examples.FACTCHECK_SUBMISSION)
    again = client.post("/v1/factchecks", json=examples.FACTCHECK_SUBMISSION)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json() == again.get_json() == answered(first.headers["Location"])
    assert again.headers["Location"] == first.headers["Location"]
    stored = first.get_json()
    assert {name: stored[name] for name in examples.FACTCHECK_SUBMISSION} == examples.FACTCHECK_SUBMISSION
    assert stored["score"] is None


def test_a_claim_review_of_a_page_is_the_fact_check_that_our_form_says(client: Client) -> None:
    ours = {**examples.FACTCHECK_SUBMISSION, "external_id": None, "title": None, "language": None}
    stored = client.post("/v1/factchecks", json=ours).get_json()

    for document in (examples.CLAIM_REVIEW, [examples.CLAIM_REVIEW], {"@graph": [examples.CLAIM_REVIEW]}):
        answer = client.post("/v1/factchecks", data=json.dumps(document), content_type=LINKED)
        assert (answer.status_code, answer.get_json()) == (200, stored)


def test_of_a_name_given_twice_the_last_counts_in_json_ld_as_in_browsers(client: Client) -> None:
    body = json.dumps(examples.CLAIM_REVIEW).replace(
        '"@type": "ClaimReview"', '"@type": "Review", "@type": "ClaimReview"'
    )
    assert client.post("/v1/factchecks", data=body, content_type=LINKED).status_code == 201
    assert (
        client.post("/v1/factchecks", data='{"url": "a", "url": "b"}', content_type="application/json").status_code
        == 422
    )


def test_a_batch_says_what_became_of_each(client: Client, answered: Callable[..., Any]) -> None:
    one = client.post("/v1/factchecks", json=examples.FACTCHECK_SUBMISSION).get_json()
    rated = {**examples.FACTCHECK_SUBMISSION, "rating": {"text": "Mixed"}}
    other = {**examples.FACTCHECK_SUBMISSION, "url": "https://kestrelchecks.example/other"}

    answer = client.post(
        "/v1/factchecks/batch", json={"items": [examples.FACTCHECK_SUBMISSION, rated, other]}
    ).get_json()

    assert [each["status"] for each in answer["items"]] == ["unchanged", "updated", "created"]
    assert [answer[name] for name in ("created", "updated", "unchanged")] == [1, 1, 1]
    assert answer["items"][0]["id"] == answer["items"][1]["id"] == one["id"]
    assert answered(f"/v1/factchecks/{one['id']}")["rating"] == {
        "text": "Mixed",
        "value": None,
        "best": None,
        "worst": None,
    }


def test_a_feed_is_a_batch(client: Client, answered: Callable[..., Any]) -> None:
    reviews = [{**examples.CLAIM_REVIEW, "url": f"https://kestrelchecks.example/{number}"} for number in range(5)]
    feed = {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [each]} for each in reviews]}

    answer = client.post("/v1/factchecks/batch", data=json.dumps(feed), content_type=LINKED)

    assert answer.get_json()["created"] == 5
    assert len(answered("/v1/factchecks")["items"]) == 5


def test_one_that_is_not_valid_keeps_all_others_out(client: Client, answered: Callable[..., Any]) -> None:
    bad = {**examples.CLAIM_REVIEW, "reviewRating": None}
    answer = client.post("/v1/factchecks/batch", data=json.dumps([examples.CLAIM_REVIEW, bad]), content_type=LINKED)

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.get_json()["errors"]] == ["/1/reviewRating"]
    assert answered("/v1/factchecks")["items"] == []


def test_a_search_is_ranked_filtered_and_paged(client: Client, answered: Callable[..., Any]) -> None:
    texts = [CLAIM, "The flood in Aldmoor closed two schools.", "A bakery in Gdansk sold 4,000 loaves."]
    items = [
        {**examples.FACTCHECK_SUBMISSION, "claim_reviewed": text, "title": None, "language": language}
        for text, language in zip(texts, ["en", "nb", "en"], strict=True)
    ]
    client.post("/v1/factchecks/batch", json={"items": items})

    found = answered("/v1/factchecks", q="190 killed by the flood in #Aldmoor!", limit=1)
    first = client.get("/v1/factchecks", query_string={"q": "flood Aldmoor", "limit": 1})
    second = client.get(first.headers["Link"].split(">")[0].strip("<"))

    assert [each["claim_reviewed"] for each in found["items"]] == [CLAIM]
    assert 0 < found["items"][0]["score"] <= 1
    assert {first.get_json()["items"][0]["claim_reviewed"], second.get_json()["items"][0]["claim_reviewed"]} == set(
        texts[:2]
    )
    assert second.get_json()["next_cursor"] is None
    assert "Link" not in second.headers
    assert [each["claim_reviewed"] for each in answered("/v1/factchecks", q="flood", language="nb")["items"]] == texts[
        1:2
    ]
    assert len(answered("/v1/factchecks", publisher="kestrelchecks.example", since="2024-05-04")["items"]) == 3
    assert answered("/v1/factchecks", since="2024-05-05T00:00:00Z")["items"] == []


def test_a_post_of_two_thousand_characters_can_be_searched_for(client: Client) -> None:
    text = "The flood in Aldmoor killed 190 people. " * 50
    assert client.get("/v1/factchecks", query_string={"q": text[:2000]}).status_code == 200


def test_claims_show_their_fact_checks_and_lists_of_claims_do_not(client: Client, answered: Callable[..., Any]) -> None:
    client.post("/v1/articles", json={"source": "Dispatch", "text": CLAIM})
    (listed,) = answered("/v1/claims")["items"]
    path = f"/v1/claims/{listed['id']}"
    assert "factchecks" not in listed
    assert answered(path) == {**listed, "factchecks": []}
    assert answered("/v1/check", claim=CLAIM)["factchecks"] == []

    stored = client.post("/v1/factchecks", json=examples.FACTCHECK_SUBMISSION).get_json()

    (shown,) = answered(path)["factchecks"]
    assert shown == {**{name: stored[name] for name in examples.FACTCHECK_MATCH}, "score": shown["score"]}
    assert 0 < shown["score"] <= 1
    checked = answered("/v1/check", claim=CLAIM)
    assert checked["factchecks"] == [shown]
    assert checked["verdict"] == "single_source"

    client.delete(f"/v1/factchecks/{stored['id']}")
    assert answered(path)["factchecks"] == []


def test_what_is_cached_is_never_older_than_the_last_write(client: Client) -> None:
    path = "/v1/factchecks?q=flood"
    before = client.get(path)
    client.post("/v1/factchecks", json=examples.FACTCHECK_SUBMISSION)
    after = client.get(path, headers={"If-None-Match": before.headers["ETag"]})
    again = client.get(path, headers={"If-None-Match": after.headers["ETag"]})

    assert (before.get_json()["items"], len(after.get_json()["items"])) == ([], 1)
    assert again.status_code == 304
