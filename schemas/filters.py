"""What the lists can be narrowed by, and the one parameter of the look-up."""

from __future__ import annotations

from factcheck.models import Kind, Relation
from schemas.base import Query
from schemas.fields import Choice, Day, LanguageTag, QueryScore, Text, Timestamp, described
from schemas.inconsistencies import Status
from schemas.jobs import JobKind, JobStatus
from schemas.pages import PageQuery

_SOURCE = described("The id of a source, or its name.", "src_c41e8a06f3d97b25e0f8")
_ENTITY = described("The canonical name of an entity.", "openai")
_SINCE = "A time in the form of RFC 3339 with its offset; the `+` of an offset is written %2B in a query."


class ArticleQuery(PageQuery):
    """Which articles to list."""

    source = Text(200, load_default=None, allow_none=False, metadata=_SOURCE)
    q = Text(
        500,
        load_default=None,
        allow_none=False,
        metadata=described("Words that the title or the text must contain.", "open models"),
    )
    since = Timestamp(
        load_default=None, allow_none=False, metadata=described(f"Published at this time or later. {_SINCE}")
    )
    until = Timestamp(load_default=None, allow_none=False, metadata=described(f"Published before this time. {_SINCE}"))


class ClaimQuery(PageQuery):
    """Which claims to list."""

    q = Text(
        500,
        load_default=None,
        allow_none=False,
        metadata=described("Words that the claim must contain.", "training data"),
    )
    source = Text(200, load_default=None, allow_none=False, metadata=_SOURCE)
    entity = Text(200, load_default=None, allow_none=False, metadata=_ENTITY)
    min_check_worthiness = QueryScore(
        load_default=None, allow_none=False, metadata=described("The least check-worthiness, from 0 to 1.", 0.5)
    )
    article_id = Text(
        200, load_default=None, allow_none=False, metadata=described("The id of the article the claim is in.")
    )


class InconsistencyQuery(PageQuery):
    """Which inconsistencies to list."""

    article_id = Text(
        200, load_default=None, allow_none=False, metadata=described("The id of an article with a claim in it.")
    )
    source = Text(200, load_default=None, allow_none=False, metadata=_SOURCE)
    entity = Text(200, load_default=None, allow_none=False, metadata=_ENTITY)
    kind = Choice(Kind, load_default=None, allow_none=False, metadata=described("In which way the claims conflict."))
    relation = Choice(
        Relation, load_default=None, allow_none=False, metadata=described("How the claims stand to each other.")
    )
    status = Choice(Status, load_default=None, allow_none=False, metadata=described("What a reader decided."))
    min_confidence = QueryScore(
        load_default=None, allow_none=False, metadata=described("The least confidence, from 0 to 1.", 0.5)
    )
    since = Timestamp(load_default=None, allow_none=False, metadata=described(f"Found at this time or later. {_SINCE}"))


class FactCheckQuery(PageQuery):
    """Which fact-checks to list."""

    q = Text(
        2000,
        load_default=None,
        allow_none=False,
        metadata=described(
            "A claim, or a whole post, that they shall review; the likest come first, with a `score`.",
            "190 people drowned in Aldmoor!!",
        ),
    )
    publisher = Text(
        300,
        load_default=None,
        allow_none=False,
        metadata=described("The name of a publisher, or the host name of its pages.", "kestrelchecks.example"),
    )
    language = LanguageTag(
        load_default=None, allow_none=False, metadata=described("A language; `en` finds `en-GB` too.", "en")
    )
    since = Day(
        load_default=None,
        allow_none=False,
        metadata=described("Reviewed on this day or later; stored, where that is unknown.", "2024-05-01"),
    )


class JobQuery(PageQuery):
    """Which jobs to list."""

    status = Choice(JobStatus, load_default=None, allow_none=False, metadata=described("How the job stands."))
    kind = Choice(JobKind, load_default=None, allow_none=False, metadata=described("What the job does."))


class CheckQuery(Query):
    """The claim to look up."""

    claim = Text(
        2000,
        required=True,
        metadata=described("The claim, as one sentence.", "OpenAI leads open-source AI."),
    )


class NoQuery(Query):
    """An operation that takes no query parameters refuses them all."""
