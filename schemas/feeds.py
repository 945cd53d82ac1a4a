"""Feeds that are polled: what is submitted, and what is answered."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar

from marshmallow import fields

from schemas import examples
from schemas.base import Answer, Submission
from schemas.fields import Choice, JsonWholeNumber, Text, Timestamp, Url, WholeNumber, described

SHORTEST_INTERVAL = 60
LONGEST_INTERVAL = 7 * 24 * 3600
DEFAULT_INTERVAL = 900

_SOURCE = "The outlet that its articles are stored under; the host name where none is given."
_INTERVAL = "After how many seconds it is asked for again."


class FeedStatus(StrEnum):
    """Whether a feed is polled."""

    ACTIVE = "active"
    PAUSED = "paused"


class FeedSubmissionSchema(Submission):
    """A feed to poll, loaded as a dictionary of the fields below, an absent source None."""

    description = "A feed to poll."
    example: ClassVar[dict[str, Any]] = examples.FEED_SUBMISSION

    url = Url(
        required=True, metadata=described("Its address: RSS, Atom, JSON Feed, a news sitemap, or an index of them.")
    )
    source = Text(200, load_default=None, allow_none=True, metadata=described(_SOURCE, "Morning Ledger"))
    interval_seconds = JsonWholeNumber(
        SHORTEST_INTERVAL,
        LONGEST_INTERVAL,
        load_default=DEFAULT_INTERVAL,
        metadata=described(_INTERVAL, 900),
    )


class FeedChangeSchema(Submission):
    """What shall be different about a feed, loaded as a dictionary of what was sent."""

    description = "What shall be different about a feed; what is not sent stays."
    example: ClassVar[dict[str, Any]] = {"status": "paused"}

    status = Choice(
        FeedStatus,
        metadata=described("`paused`: it is not polled. `active`: it is, and where it was paused, at once."),
    )
    source = Text(200, metadata=described("The outlet that articles are stored under from now on.", "Morning Ledger"))
    interval_seconds = JsonWholeNumber(SHORTEST_INTERVAL, LONGEST_INTERVAL, metadata=described(_INTERVAL, 900))


class FeedSchema(Answer):
    """A feed, dumped from its record."""

    description = "A feed that is polled."
    example: ClassVar[dict[str, Any]] = examples.FEED

    id = fields.String(required=True, metadata=described("The feed's id."))
    url = fields.String(required=True, metadata=described("Its address.", format="uri"))
    source = fields.String(required=True, metadata=described("The outlet that its articles are stored under."))
    title = fields.String(required=True, allow_none=True, metadata=described("What it calls itself."))
    status = fields.String(
        required=True,
        metadata=described(
            "`active`: it is polled. `paused`: it is not, since somebody wanted it so, or since its server says that it "
            "is gone.",
            enum=[str(status) for status in FeedStatus],
        ),
    )
    interval_seconds = WholeNumber(SHORTEST_INTERVAL, None, required=True, metadata=described(_INTERVAL))
    next_poll_at = Timestamp(required=True, metadata=described("When it is due, if it is not paused."))
    last_polled_at = Timestamp(required=True, allow_none=True, metadata=described("When it was last asked for."))
    last_succeeded_at = Timestamp(
        required=True, allow_none=True, metadata=described("When it could last be read, or was what it had been.")
    )
    failures = WholeNumber(
        0, None, required=True, metadata=described("How often in a row it could not be read; the pauses grow with it.")
    )
    problem = fields.String(
        required=True, allow_none=True, metadata=described("Why it could not be read the last time.")
    )
    article_count = WholeNumber(
        0, None, required=True, metadata=described("How many entries were taken from it to be stored.")
    )
    created_at = Timestamp(required=True, metadata=described("When it was added."))
