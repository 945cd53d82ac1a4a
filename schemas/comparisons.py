"""Comparing and looking up: texts that are sent to be held against each other, and what came out."""

from __future__ import annotations

from typing import Any, ClassVar

from marshmallow import ValidationError, fields, post_load, validate

from factcheck.models import Kind, Relation, Verdict
from schemas import examples
from schemas.base import ITSELF, Answer, Submission
from schemas.claims import ClaimSchema
from schemas.factchecks import FACTCHECKS, FactCheckMatchSchema
from schemas.fields import MAX_TEXT_CHARACTERS, Choice, LongText, Score, Text, Timestamp, WholeNumber, described
from schemas.inconsistencies import CONFIDENCE, EXPLANATION, KIND, RELATION, FoundInconsistencySchema

_SIMILARITY = described("How alike the wording is, from 0 to 1. It says nothing about agreement.")


class ComparisonSchema(Answer):
    """A claim held against another, dumped from a comparison with `claim` (the other one) and `finding`."""

    description = "Another claim, and how it stands to the one that was asked about."
    example: ClassVar[dict[str, Any]] = examples.COMPARISON
    left_out = frozenset({"finding.kind"})

    claim = fields.Nested(ClaimSchema, required=True, metadata=described("The other claim."))
    relation = Choice(Relation, attribute="finding.relation", required=True, metadata=RELATION)
    kind = Choice(Kind, attribute="finding.kind", metadata=KIND)
    confidence = Score(attribute="finding.confidence", required=True, metadata=CONFIDENCE)
    similarity = Score(attribute="finding.similarity", required=True, metadata=_SIMILARITY)
    explanation = fields.String(attribute="finding.explanation", required=True, metadata=EXPLANATION)


class AgreementSchema(Answer):
    """What several sources share, dumped from an `Agreement`."""

    description = "A point that claims of different sources share."
    example: ClassVar[dict[str, Any]] = examples.AGREEMENT

    topic = fields.String(required=True, metadata=described("What it is about."))
    confidence = Score(required=True, metadata=CONFIDENCE)
    independent_sources = WholeNumber(
        0, None, required=True, metadata=described("How many sources say so independently of each other.")
    )
    claims = fields.List(fields.Nested(ClaimSchema), required=True, metadata=described("The claims that agree."))


class ComparedArticleSchema(Submission):
    """An article to compare, loaded as a dictionary."""

    description = "An article to compare with the others of the request."
    example: ClassVar[dict[str, Any]] = examples.COMPARED_ARTICLE

    id = Text(
        200,
        load_default=None,
        allow_none=True,
        metadata=described("What the answer calls it; its position (1, 2, ...) where none is given."),
    )
    source = Text(200, required=True, metadata=described("The name of the outlet."))
    text = LongText(required=True, metadata=described("The article as plain text."))
    title = Text(1000, blank=True, load_default=None, allow_none=True, metadata=described("The headline."))
    published_at = Timestamp(load_default=None, allow_none=True, metadata=described("When it was published."))


LONGEST_TOGETHER = 5
"""How many of the longest texts that are accepted may be compared at once: reading takes its time by the character."""


class CompareSubmissionSchema(Submission):
    """Articles to compare, loaded as a dictionary in which each has an id of its own."""

    description = (
        "Two to twenty articles to hold against each other. Ids must differ, and the texts together are at most five "
        "times as long as one article may be: 1,000,000 characters."
    )
    example: ClassVar[dict[str, Any]] = examples.COMPARE_SUBMISSION

    articles = fields.List(
        fields.Nested(ComparedArticleSchema),
        required=True,
        validate=validate.Length(2, 20),
        metadata=described("The articles."),
    )

    @post_load
    def with_ids(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """Give each article without an id its position, and refuse two articles of one id, or too much to read."""
        together = sum(len(article["text"]) for article in data["articles"])
        most = LONGEST_TOGETHER * MAX_TEXT_CHARACTERS.get()
        if together > most:
            raise ValidationError(
                f"The texts have {together:,} characters together; at most {most:,} are accepted.",
                "articles",
            )
        seen: set[str] = set()
        for position, article in enumerate(data["articles"]):
            article["id"] = str(position + 1) if article["id"] is None else article["id"]
            if article["id"] in seen:
                raise ValidationError({"articles": {position: {"id": ["Another article of the request has this id."]}}})
            seen.add(article["id"])
        return data


class ReportSchema(Answer):
    """What a comparison found, dumped from a `Report`."""

    description = "What the compared articles claim, and where they do and do not fit."
    example: ClassVar[dict[str, Any]] = examples.REPORT

    claims = fields.List(
        fields.Nested(ClaimSchema), required=True, metadata=described("Every claim, in the order of the articles.")
    )
    inconsistencies = fields.List(
        fields.Nested(FoundInconsistencySchema), required=True, metadata=described("Where they do not fit.")
    )
    agreements = fields.List(
        fields.Nested(AgreementSchema), required=True, metadata=described("What several sources share.")
    )


class PairTextSchema(Submission):
    """One text of a pair, loaded as a dictionary."""

    description = "One text of a pair, taken as one claim."
    example: ClassVar[dict[str, Any]] = examples.PAIR_TEXT

    text = LongText(
        required=True, metadata=described("The claim, as one sentence. Its first 1,000 characters are read.")
    )
    source = Text(200, load_default=None, allow_none=True, metadata=described("The name of the outlet."))
    published_at = Timestamp(load_default=None, allow_none=True, metadata=described("When it was published."))


class PairSchema(Submission):
    """Two texts to compare, loaded as a dictionary."""

    description = "Two texts to hold against each other."
    example: ClassVar[dict[str, Any]] = examples.PAIR

    a = fields.Nested(PairTextSchema, required=True, metadata=described("The first text."))
    b = fields.Nested(PairTextSchema, required=True, metadata=described("The second text."))


class PairsSubmissionSchema(Submission):
    """Pairs to compare, loaded as a dictionary."""

    description = "One to a hundred pairs of texts."
    example: ClassVar[dict[str, Any]] = {"pairs": [examples.PAIR]}

    pairs = fields.List(
        fields.Nested(PairSchema), required=True, validate=validate.Length(1, 100), metadata=described("The pairs.")
    )


class ScoresSchema(Answer):
    """Numbers to rank on, dumped from `Scores`."""

    description = "Three numbers from 0 to 1 to rank pairs on, also where the relation stays below its threshold."
    example: ClassVar[dict[str, Any]] = examples.PAIR_RESULT["scores"]

    contradiction = Score(required=True, metadata=described("How much speaks for a contradiction."))
    agreement = Score(required=True, metadata=described("How much speaks for an agreement."))
    neutral = Score(required=True, metadata=described("How much speaks for neither."))


class EvidenceSpanSchema(Answer):
    """The deciding words of one text, dumped from a `Span`."""

    description = "The words that decided, in code points of the text; `start` is inclusive, `end` exclusive."
    example: ClassVar[dict[str, Any]] = {"start": 28, "end": 37}

    start = WholeNumber(0, None, required=True, metadata=described("First code point."))
    end = WholeNumber(0, None, required=True, metadata=described("The code point after the last."))


class EvidenceSchema(Answer):
    """The deciding words of both texts, dumped from a `Finding`."""

    description = "The words that decided, in each of the two texts."
    example: ClassVar[dict[str, Any]] = examples.PAIR_RESULT["evidence"]

    a = fields.Nested(
        EvidenceSpanSchema, attribute="evidence_a", required=True, metadata=described("In the first text.")
    )
    b = fields.Nested(
        EvidenceSpanSchema, attribute="evidence_b", required=True, metadata=described("In the second text.")
    )


class PairResultSchema(Answer):
    """How two texts stand to each other, dumped from a `Finding`."""

    description = "How the two texts of a pair stand to each other."
    example: ClassVar[dict[str, Any]] = examples.PAIR_RESULT
    left_out = frozenset({"kind"})

    relation = Choice(Relation, required=True, metadata=RELATION)
    kind = Choice(Kind, metadata=KIND)
    confidence = Score(required=True, metadata=CONFIDENCE)
    similarity = Score(required=True, metadata=_SIMILARITY)
    explanation = fields.String(required=True, metadata=EXPLANATION)
    scores = fields.Nested(ScoresSchema, required=True, metadata=described("Numbers to rank on."))
    evidence = fields.Nested(
        EvidenceSchema, attribute=ITSELF, required=True, metadata=described("The words that decided.")
    )


class PairResultsSchema(Answer):
    """The results of all pairs, dumped from `{"results": findings}`."""

    description = "One result for each pair, in the order of the request."
    example: ClassVar[dict[str, Any]] = {"results": [examples.PAIR_RESULT]}

    results = fields.List(fields.Nested(PairResultSchema), required=True, metadata=described("The results."))


class ExtractionSubmissionSchema(Submission):
    """A text to read for claims, loaded as a dictionary."""

    description = "A text to read for claims."
    example: ClassVar[dict[str, Any]] = examples.EXTRACTION_SUBMISSION

    text = LongText(required=True, metadata=described("The text, up to 200,000 characters."))


class ExtractionSchema(Answer):
    """The claims of a text, dumped from `{"claims": claims}`."""

    description = "The claims of a text, in its order."
    example: ClassVar[dict[str, Any]] = {"claims": [examples.EXTRACTED_CLAIM]}

    claims = fields.List(fields.Nested(ClaimSchema), required=True, metadata=described("The claims."))


class IndependentSourcesSchema(Answer):
    """The tally of a look-up, dumped from a `LookUp`."""

    description = "How many sources stand on each side, copies of one text counted once."
    example: ClassVar[dict[str, Any]] = examples.CHECK["independent_sources"]

    supporting = WholeNumber(
        0, None, attribute="supporting_sources", required=True, metadata=described("Sources that say the same.")
    )
    contradicting = WholeNumber(
        0, None, attribute="contradicting_sources", required=True, metadata=described("Sources that say otherwise.")
    )


class CheckSchema(Answer):
    """What stored claims say about one that was looked up, dumped from a `LookUp`."""

    description = "What the stored claims say about a claim that somebody asks about."
    example: ClassVar[dict[str, Any]] = examples.CHECK

    claim = fields.String(attribute="claim.text", required=True, metadata=described("The claim that was asked about."))
    verdict = Choice(
        Verdict,
        required=True,
        metadata=described(
            "`corroborated`: two or more independent sources say so and none says otherwise. `disputed`: some source "
            "says otherwise. `single_source`: one source says so. `no_evidence`: no stored claim says so or otherwise."
        ),
    )
    independent_sources = fields.Nested(
        IndependentSourcesSchema, attribute=ITSELF, required=True, metadata=described("How many sources say what.")
    )
    supporting = fields.List(
        fields.Nested(ComparisonSchema),
        required=True,
        metadata=described("Stored claims that say the same, by confidence, then time, then id."),
    )
    contradicting = fields.List(
        fields.Nested(ComparisonSchema), required=True, metadata=described("Stored claims that say otherwise.")
    )
    related = fields.List(
        fields.Nested(ComparisonSchema),
        required=True,
        metadata=described("Stored claims that stand to it in some other way: updates, other scopes, unsure ones."),
    )
    explanation = fields.String(required=True, metadata=EXPLANATION)
    factchecks = fields.List(fields.Nested(FactCheckMatchSchema), required=True, metadata=FACTCHECKS)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """The value to dump; of a finding, the stored claim is `b`, since the one asked about is `a`."""
        value = super().get_attribute(obj, attr, default)
        if attr in ("supporting", "contradicting", "related"):
            return [{"claim": finding.b, "finding": finding} for finding in value]
        return value
