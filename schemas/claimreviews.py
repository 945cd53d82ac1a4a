"""schema.org's ClaimReview in JSON-LD, as fact-checkers' pages and feeds carry it, to fact-checks.

What a fact-check cannot do without (the claim, the URL, a verdict) is refused where it is missing, and named by its
place in the document. Everything else that cannot be read is left out: on real pages it is often broken.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from marshmallow import ValidationError, fields, validate

from factcheck.models import FactCheck
from schemas import examples
from schemas.base import Described
from schemas.factchecks import MOST_AT_ONCE, FactCheckSubmissionSchema
from schemas.fields import Text, Url, described, is_language_tag, is_url
from schemas.linkeddata import (
    Node,
    Pointer,
    day_of,
    host_of,
    nodes_in,
    number_of,
    scale_of,
    text_of,
    url_of,
)

TYPE: Final = "ClaimReview"

_OPTIONAL_LENGTHS: Final = {"external_id": 500, "title": 1000, "claimant": 500}


class ReviewRatingSchema(Described):
    """The verdict of a ClaimReview."""

    description = "The verdict. `ratingValue`, `bestRating` and `worstRating` may be numbers or texts."
    example: ClassVar[dict[str, Any]] = {"@type": "Rating", "ratingValue": 1, "bestRating": 5, "alternateName": "False"}
    extra_rules: ClassVar[dict[str, Any]] = {"additionalProperties": True}

    alternateName = Text(  # noqa: N815 - the word of schema.org
        2000, required=True, metadata=described("The verdict in the fact-checker's words.", "False")
    )


class ReviewAuthorSchema(Described):
    """The publisher of a ClaimReview."""

    description = "Who published the fact-check."
    example: ClassVar[dict[str, Any]] = {"@type": "Organization", "name": "Kestrel Checks"}
    extra_rules: ClassVar[dict[str, Any]] = {"additionalProperties": True}

    name = Text(200, required=True, metadata=described("Its name.", "Kestrel Checks"))


class ClaimReviewSchema(Described):
    """A document with one ClaimReview, loaded as a `FactCheck` without an id. The fields are those it should have."""

    description = (
        "A ClaimReview as schema.org has it. Beside this form the ones found on pages are read: a list or an `@graph` "
        "with one ClaimReview in it, an author or a rating that is a mere text, and others that `docs/factchecks.md` lists."
    )
    example: ClassVar[dict[str, Any]] = examples.CLAIM_REVIEW
    extra_rules: ClassVar[dict[str, Any]] = {"additionalProperties": True}

    type = fields.String(
        data_key="@type",
        required=True,
        validate=validate.Equal(TYPE),
        metadata=described("What it is.", enum=[TYPE]),
    )
    url = Url(required=True, metadata=described("The page of the fact-check."))
    claimReviewed = Text(5000, required=True, metadata=described("The claim that was checked."))  # noqa: N815
    author = fields.Nested(ReviewAuthorSchema, required=True, metadata=described("Who published the fact-check."))
    reviewRating = fields.Nested(  # noqa: N815
        ReviewRatingSchema, required=True, metadata=described("The verdict.")
    )

    def load(self, data: Any, **_options: Any) -> FactCheck:
        """The one fact-check in the document; ValidationError where there is none, or several, or it is not valid."""
        (factcheck,) = factchecks_in(data, most=1)
        return factcheck


class ClaimReviewsSchema(Described):
    """A document with ClaimReviews, loaded as a dictionary with `items`."""

    description = (
        f"Up to {MOST_AT_ONCE} ClaimReviews: in an `@graph`, a list, a DataFeed, or one inside another. If one of them "
        "is not valid, none is stored."
    )
    example: ClassVar[dict[str, Any]] = {"@context": "https://schema.org", "@graph": [examples.CLAIM_REVIEW]}
    extra_rules: ClassVar[dict[str, Any]] = {"additionalProperties": True}

    graph = fields.List(
        fields.Nested(ClaimReviewSchema),
        data_key="@graph",
        required=True,
        validate=validate.Length(1, MOST_AT_ONCE),
        metadata=described("The ClaimReviews."),
    )

    def load(self, data: Any, **_options: Any) -> dict[str, Any]:
        """The fact-checks in the document; ValidationError where there are none, too many, or one is not valid."""
        return {"items": factchecks_in(data, most=MOST_AT_ONCE)}


def factchecks_in(document: Any, *, most: int | None = None) -> list[FactCheck]:
    """The fact-checks that a document holds, in its order; ValidationError with the places of all that is wrong."""
    reviews = claim_reviews(document)
    if not reviews:
        raise ValidationError({"_schema": ["There is no ClaimReview in it."]})
    if most is not None and len(reviews) > most:
        raise ValidationError(
            {"_schema": [f"It holds {len(reviews):,} ClaimReviews; no more than {most:,} may be sent here."]}
        )
    found: list[FactCheck] = []
    wrong: dict[Any, Any] = {}
    for review in reviews:
        try:
            found.append(factcheck_of(review))
        except ValidationError as invalid:
            _merge(wrong, invalid.messages_dict)
    if wrong:
        raise ValidationError(wrong)
    return found


def claim_reviews(document: Any) -> list[Node]:
    """The ClaimReviews of a document, wherever they stand in it."""
    return [
        node
        for node in nodes_in(document)
        if node.is_a(TYPE) or ("claimReviewed" in node.members and not node.members.keys() & {"@type", "type"})
    ]


def factcheck_of(review: Node) -> FactCheck:
    """The fact-check that a ClaimReview publishes; ValidationError, with places in the document, for what it lacks."""
    claim = review.node("itemReviewed")
    rating, verdict_place = _rating(review)
    organizations = _organizations(review)
    url = _url(review, organizations)
    said: dict[str, Any] = {
        "claim_reviewed": review.text("claimReviewed")
        or next((text for name in ("name", "headline", "text", "description") if (text := claim.text(name))), ""),
        "url": url,
        "publisher": _publisher(organizations, url),
        "rating": rating,
        "external_id": _identifier(review),
        "title": review.text("name") or review.text("headline"),
        "claimant": _claimant(claim),
        "claim_date": _first_day(claim, "datePublished", "dateCreated")
        or _first_day(claim.node("firstAppearance", "appearance"), "datePublished", "dateCreated"),
        "review_date": _first_day(review, "datePublished", "dateCreated", "dateModified"),
        "language": _language(review),
    }
    for name, longest in _OPTIONAL_LENGTHS.items():
        if not 0 < len(said[name]) <= longest:
            said[name] = None
    places = {
        "claim_reviewed": review.place("claimReviewed"),
        "url": review.place("url"),
        "publisher": review.place("author"),
        "rating": verdict_place,
    }
    missing = {name for name in _MISSING if not (rating["text"] if name == "rating" else said[name])}
    try:
        factcheck: FactCheck = _SUBMISSION.load(said)
        return factcheck
    except ValidationError as invalid:
        wrong: dict[Any, Any] = {}
        for name, messages in invalid.messages_dict.items():
            for text in [_MISSING[name]] if name in missing else _texts(messages):
                _put(wrong, places[name], text)
        raise ValidationError(wrong) from None


_SUBMISSION: Final = FactCheckSubmissionSchema()

_MISSING: Final = {
    "claim_reviewed": "The claim is missing: claimReviewed, or the name of itemReviewed.",
    "url": "The URL of the fact-check is missing.",
    "rating": "The verdict is missing: alternateName or ratingValue.",
}


def _rating(review: Node) -> tuple[dict[str, Any], Pointer]:
    """The verdict, and where its words stand or should. A mere text is the verdict, a mere number the value."""
    ratings = review.nodes("reviewRating")
    worded = next((each for each in ratings if _verdict(each)), ratings[0] if ratings else None)
    if worded is None:
        return {"text": ""}, review.place("reviewRating")
    value = number_of(worded.values("ratingValue"))
    if value is None and "ratingValue" not in worded.members:
        value = number_of(worded.values("name"))
    best = number_of(worded.values("bestRating"))
    best = scale_of(worded.values("ratingValue")) if best is None else best
    worst = number_of(worded.values("worstRating"))
    text = _verdict(worded)
    if not text and value is not None:
        text = f"{value:g}" if best is None else f"{value:g} of {best:g}"
    place = worded.place("alternateName") if review.values("reviewRating") else review.place("reviewRating")
    return {"text": text, "value": value, "best": best, "worst": worst}, place


def _verdict(rating: Node) -> str:
    """The words of a rating: its alternateName, or a name or value that is no number, or an explanation.

    Some programs that write pages make a JSON `false` of the word.
    """
    for name in ("alternateName", "name", "ratingValue", "description", "ratingExplanation"):
        text = rating.text(name) or next((str(each) for each in rating.values(name) if isinstance(each, bool)), "")
        if text and (name == "alternateName" or number_of([text]) is None):
            return text
    return ""


def _organizations(review: Node) -> list[Node]:
    """Who may be the publisher, the likeliest first: organizations before persons, authors before publishers."""
    authors, publishers = review.nodes("author"), review.nodes("publisher")
    outlets = [node for node in (*authors, *publishers) if not node.is_a("Person")]
    return [*outlets, *(node for node in authors if node.is_a("Person"))]


def _publisher(candidates: list[Node], url: str) -> dict[str, Any]:
    """The publisher's name and site; without a name the host of its address, or of the fact-check's."""
    for node in candidates:
        name = node.text("name") or node.text("legalName") or node.text("alternateName")
        address = _address(node)
        if name and (is_url(name) or is_url(url_of(name))):
            address, name = address or url_of(name), host_of(url_of(name))
        if name or address:
            site = host_of(address) if address and not node.is_a("Person") else host_of(url)
            return {"name": name or site, "site": site or None}
    # Without a host the URL is none, and refused for that alone.
    return {"name": host_of(url) or TYPE, "site": host_of(url) or None}


def _address(node: Node) -> str:
    for name in ("url", "@id"):
        for value in node.values(name):
            address = url_of(text_of(value) if not isinstance(value, dict) else text_of(value.get("@id")))
            if is_url(address):
                return address
    return ""


def _url(review: Node, organizations: list[Node]) -> str:
    """The address of the fact-check; a relative one is taken from the publisher's. As it is written if it is none."""
    base = next((address for node in organizations if not node.is_a("Person") and (address := _address(node))), "")
    for name in ("url", "mainEntityOfPage", "@id"):
        for value in review.values(name):
            written = text_of(value.get("@id", value.get("url")) if isinstance(value, dict) else value)
            if not written:
                continue
            url = url_of(written, base)
            if is_url(url) or name == "url":
                return url
    return ""


def _claimant(claim: Node) -> str:
    """Who made the claim: the author of what was reviewed, or of where it appeared."""
    for node in (claim, claim.node("firstAppearance"), claim.node("appearance")):
        for author in (*node.nodes("author"), *node.nodes("creator")):
            if name := author.text("name"):
                return name
    return ""


def _identifier(review: Node) -> str:
    """What the publisher calls it: a text, or the value of a PropertyValue."""
    values = (node.text("value") for node in review.nodes("identifier"))
    return next((value for value in values if value), "") or review.text("identifier")


def _first_day(node: Node, *names: str) -> str | None:
    found = (day_of(node.members.get(name)) for name in names)
    day = next((day for day in found if day is not None), None)
    return None if day is None else day.isoformat()


def _language(review: Node) -> str | None:
    """The language tag ("en_US" is "en-US"): of the review, else of the claim's text. A language's name is no tag."""
    written: list[Any] = []
    for value in review.values("inLanguage"):
        written += (
            [value.get(name) for name in ("alternateName", "name", "@id", "@value")]
            if isinstance(value, dict)
            else [value]
        )
    written += [value.get("@language") for value in review.values("claimReviewed") if isinstance(value, dict)]
    tags = (text_of(each).replace("_", "-") for each in written)
    return next((tag for tag in tags if is_language_tag(tag)), None)


def _put(messages: dict[Any, Any], place: Pointer, text: str) -> None:
    """Say something of a place, in the way in which marshmallow nests its messages."""
    for step in place:
        messages = messages.setdefault(step, {})
    messages.setdefault("_schema", []).append(text)


def _merge(messages: dict[Any, Any], others: Mapping[Any, Any]) -> None:
    for name, inner in others.items():
        if isinstance(inner, Mapping):
            _merge(messages.setdefault(name, {}), inner)
        else:
            messages.setdefault(name, []).extend(inner)


def _texts(messages: Any) -> list[str]:
    if isinstance(messages, Mapping):
        return [text for inner in messages.values() for text in _texts(inner)]
    return [str(text) for text in messages]
