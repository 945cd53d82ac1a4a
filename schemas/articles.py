"""Articles: what is submitted, and what is answered."""

from __future__ import annotations

from typing import Any, ClassVar

from marshmallow import ValidationError, fields, post_load, validates_schema

from schemas import examples
from schemas.base import Answer, Submission
from schemas.fields import LanguageTag, LongText, Text, Timestamp, Url, WholeNumber, described
from schemas.sources import SourceSchema


class ArticleSubmissionSchema(Submission):
    """An article to store, loaded as a dictionary of the fields below, absent ones None, an absent source empty."""

    description = "An article to store: its source, and either its `text` or its `html`; or a `url` to fetch it from."
    example: ClassVar[dict[str, Any]] = examples.ARTICLE_SUBMISSION
    extra_rules: ClassVar[dict[str, Any]] = {
        "if": {"required": ["text"], "properties": {"text": {"type": "string"}}},
        "then": {"required": ["source"], "properties": {"html": {"type": "null"}}},
        "else": {
            "if": {"required": ["html"], "properties": {"html": {"type": "string"}}},
            "then": {"required": ["source"]},
            "else": {"required": ["url"], "properties": {"url": {"type": "string"}}},
        },
    }

    source = Text(
        200,
        load_default=None,
        allow_none=False,
        metadata=described(
            "The name of the outlet. The same name is the same source. Only beside a `url` to fetch from it may be left "
            "out: it is the host name then.",
            "Dispatch",
        ),
    )
    text = LongText(
        load_default=None,
        allow_none=True,
        metadata=described("The article as plain text, up to 200,000 characters. Spans count in it."),
    )
    html = Text(
        2_000_000,
        load_default=None,
        allow_none=True,
        metadata=described(
            "The article as an HTML page, instead of `text`. Its readable text, up to 200,000 characters, is taken out "
            "and answered as `text`, and spans count in that."
        ),
    )
    title = Text(
        1000,
        blank=True,
        load_default=None,
        allow_none=True,
        metadata=described("The headline.", "The open models race"),
    )
    url = Url(
        load_default=None,
        allow_none=True,
        metadata=described(
            "Where the article was published. Without `text` and `html` a worker fetches it from there, and stores the "
            "address at which it was found in the end."
        ),
    )
    author = Text(500, blank=True, load_default=None, allow_none=True, metadata=described("Who wrote it.", "R. Okafor"))
    published_at = Timestamp(
        load_default=None,
        allow_none=True,
        metadata=described(
            'When it was published: "on Tuesday" is read from it, and so is what is an update of what.',
            "2024-07-23T15:00:00Z",
        ),
    )
    language = LanguageTag(
        load_default=None, allow_none=True, metadata=described("The language of the text; English is read.", "en")
    )

    @validates_schema
    def text_or_html_or_url(self, data: dict[str, Any], **_options: Any) -> None:
        """Refuse both of `text` and `html`, a source that is missing beside one, and neither of them without `url`."""
        if data.get("text") is None and data.get("html") is None:
            if data.get("url") is None:
                raise ValidationError("Give the article's text, its html, or a url to fetch it from.", "text")
        elif not data.get("source"):
            raise ValidationError("Missing data for required field.", "source")
        elif data.get("text") is not None and data.get("html") is not None:
            raise ValidationError("Give either text or html, not both.", "html")

    @post_load
    def source_or_nothing(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """A source that nobody has named as an empty name."""
        return {**data, "source": data["source"] or ""}


class ArticleSchema(Answer):
    """A stored article, dumped from a record with `article` and its counts."""

    description = "A stored article."
    example: ClassVar[dict[str, Any]] = examples.ARTICLE

    id = fields.String(attribute="article.id", required=True, metadata=described("The article's id."))
    source = fields.Nested(
        SourceSchema, attribute="article.source", required=True, metadata=described("The outlet that published it.")
    )
    title = fields.String(
        attribute="article.title", required=True, allow_none=True, metadata=described("The headline.")
    )
    url = fields.String(
        attribute="article.url",
        required=True,
        allow_none=True,
        metadata=described("Where the article was published.", format="uri"),
    )
    author = fields.String(
        attribute="article.author", required=True, allow_none=True, metadata=described("Who wrote it.")
    )
    published_at = Timestamp(
        attribute="article.published_at",
        required=True,
        allow_none=True,
        metadata=described("When it was published, in UTC."),
    )
    language = fields.String(
        attribute="article.language", required=True, allow_none=True, metadata=described("The language of the text.")
    )
    text = fields.String(
        attribute="article.text",
        required=True,
        metadata=described("The text that spans count in: as submitted, or as read out of the submitted HTML."),
    )
    claim_count = WholeNumber(0, None, required=True, metadata=described("How many claims were found in it."))
    inconsistency_count = WholeNumber(
        0, None, required=True, metadata=described("How many inconsistencies have a claim of this article.")
    )
    created_at = Timestamp(required=True, metadata=described("When it was stored, in UTC."))
