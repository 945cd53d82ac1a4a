"""Files of fact-checks: what one JSON value of such a file holds, in our own form or as ClaimReviews."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from marshmallow import ValidationError

from factcheck.models import FactCheck
from schemas.claimreviews import claim_reviews, factcheck_of
from schemas.factchecks import FactCheckSubmissionSchema

_SUBMISSION: Final = FactCheckSubmissionSchema()
_OWN: Final = "claim_reviewed"


def factchecks_of(value: Any) -> Iterator[FactCheck | ValidationError]:
    """Each fact-check in a value, or what is wrong with it, with its place in the value.

    That is a fact-check in our form, several of them in a list or under `items`, or any document with ClaimReviews.
    """
    inner = value.get("items") if isinstance(value, dict) else value
    if isinstance(value, dict) and _OWN in value:
        yield _own(value)
    elif isinstance(inner, list) and any(isinstance(each, dict) and _OWN in each for each in inner):
        for place, each in enumerate(inner):
            read = _own(each)
            yield read if isinstance(read, FactCheck) else within(read, value, place)
    else:
        reviews = claim_reviews(value)
        if not reviews:
            yield ValidationError({"_schema": ["This is neither a fact-check nor a document with ClaimReviews."]})
        for review in reviews:
            try:
                yield factcheck_of(review)
            except ValidationError as invalid:
                yield invalid


def _own(value: Any) -> FactCheck | ValidationError:
    try:
        factcheck: FactCheck = _SUBMISSION.load(value)
    except ValidationError as invalid:
        return invalid
    return factcheck


def within(invalid: ValidationError, value: Any, place: int) -> ValidationError:
    """What is wrong with the value at a place of a list, or of the list under `items`."""
    messages = {place: invalid.messages_dict}
    return ValidationError({"items": messages} if isinstance(value, dict) else messages)
