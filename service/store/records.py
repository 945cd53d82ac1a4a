"""The frozen values that the store takes and gives, beside those of `factcheck.models`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Final, Generic, Literal, TypeVar

from factcheck.models import Article, Claim, FactCheck, FactCheckMatch, Finding, Inconsistency, Source

T = TypeVar("T")


class Unset(Enum):
    """Tells "leave it as it is" from "make it empty"."""

    UNSET = "unset"


UNSET: Final[Literal[Unset.UNSET]] = Unset.UNSET


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """An article as it was submitted: one of `text` and `html` is given, or it is to be fetched from its `url`.

    `source` is empty where nobody has named it, and is then the host name of where it is fetched from.
    """

    source: str
    text: str | None = None
    html: str | None = None
    title: str | None = None
    url: str | None = None
    author: str | None = None
    published_at: datetime | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """A stored article, how many claims it makes, and in how many inconsistencies they stand."""

    article: Article
    claim_count: int
    inconsistency_count: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Ingested:
    """The stored article; `created` is False where the same source and content was stored before."""

    record: ArticleRecord
    created: bool


@dataclass(frozen=True, slots=True)
class InconsistencyRecord:
    """A stored inconsistency; `status` is "open", "confirmed" or "dismissed"."""

    id: str
    inconsistency: Inconsistency
    status: str
    note: str | None
    detected_at: datetime


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """An outlet and what is stored of it."""

    source: Source
    article_count: int
    claim_count: int
    inconsistency_count: int


@dataclass(frozen=True, slots=True)
class FactCheckRecord:
    """A stored fact-check; `score` says how well it answers what was searched for, None where nothing was."""

    factcheck: FactCheck
    created_at: datetime
    score: float | None = None


Status = Literal["created", "updated", "unchanged"]


@dataclass(frozen=True, slots=True)
class StoredFactCheck:
    """What storing a fact-check did."""

    id: str
    status: Status


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A stored claim and the published fact-checks that review it."""

    claim: Claim
    factchecks: tuple[FactCheckMatch, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A stored finding seen from one of its claims: `claim` is the other one."""

    claim: Claim
    finding: Finding


@dataclass(frozen=True, slots=True)
class PageRequest:
    """How much of a list, and from where: `cursor` is the `next_cursor` of the page before."""

    limit: int = 20
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A stretch of a list; `next_cursor` is None on the last one."""

    items: tuple[T, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """Which articles: `source` is an id or a name, `q` words that must all occur in title or text.

    `since` (inclusive) and `until` (exclusive) bound the time of publication, or of storing where that is unknown.
    """

    source: str | None = None
    q: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims: `entity` is a name, whatever its case; `min_check_worthiness` is inclusive."""

    q: str | None = None
    source: str | None = None
    entity: str | None = None
    min_check_worthiness: float | None = None
    article_id: str | None = None


@dataclass(frozen=True, slots=True)
class InconsistencyFilter:
    """Which inconsistencies: `article_id`, `source` and `entity` ask for at least one claim of that kind.

    `min_confidence` and `since` (the time of detection) are inclusive.
    """

    article_id: str | None = None
    source: str | None = None
    entity: str | None = None
    kind: str | None = None
    relation: str | None = None
    status: str | None = None
    min_confidence: float | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class FactCheckFilter:
    """Which fact-checks: `q` is a text that they shall be like, `publisher` a name or a host name.

    `language` also takes its regional forms ("en" is "en-GB" too); `since` (inclusive) bounds the day of the review, or
    of storing where that is unknown.
    """

    q: str | None = None
    publisher: str | None = None
    language: str | None = None
    since: date | None = None


FeedStatus = Literal["active", "paused"]


@dataclass(frozen=True, slots=True)
class FeedDraft:
    """A feed that is to be polled; `source` is empty where nobody has named it, and is then the host name."""

    url: str
    source: str
    interval_seconds: int


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that is polled: `etag` and `last_modified` are what its server gave to ask with, `failures` those in a row."""

    id: str
    url: str
    source: str
    title: str | None
    status: FeedStatus
    interval_seconds: int
    etag: str | None
    last_modified: str | None
    next_poll_at: datetime
    last_polled_at: datetime | None
    last_succeeded_at: datetime | None
    failures: int
    problem: str | None
    article_count: int
    created_at: datetime


JobKind = Literal["article", "encode", "fetch", "import", "poll"]
"""Storing one article, making vectors that are missing, fetching and storing one article, storing many, and looking what is
new in a feed."""
JobStatus = Literal["queued", "running", "succeeded", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class JobDraft:
    """Something to be done in the background: `total` steps where that is known, not before a time where one is given."""

    kind: JobKind
    payload: Mapping[str, Any]
    total: int | None = None
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of background work. `version` grows with every change that a reader can see.

    `result` is there once it has succeeded; `problem` says why it failed, or why it has to be begun again.
    """

    id: str
    kind: JobKind
    status: JobStatus
    payload: Mapping[str, Any]
    result: Mapping[str, Any] | None
    problem: str | None
    done: int
    total: int | None
    attempts: int
    version: int
    cancel_requested: bool
    worker: str | None
    created_at: datetime
    started_at: datetime | None
    heartbeat_at: datetime | None
    finished_at: datetime | None

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.status not in ("queued", "running")


@dataclass(frozen=True, slots=True)
class JobFilter:
    """Which jobs."""

    status: JobStatus | None = None
    kind: JobKind | None = None


@dataclass(frozen=True, slots=True)
class JobPart:
    """Some lines of what an import was sent, compressed; `number` counts the parts from 0, `first_line` lines from 1."""

    number: int
    first_line: int
    lines: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with a line of an import."""

    line: int
    detail: str


@dataclass(frozen=True, slots=True)
class JobRecord:
    """A job as its readers see it: `complaints` are the first ones, None where they were not looked up."""

    job: Job
    complaints: tuple[Complaint, ...] | None


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as it was sent: status, headers and body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Beginning:
    """What came of beginning a repeatable request.

    "begun": it is held until `held_until`. "answered": `answer` is what was said. "running": somebody else holds it.
    "another": what was asked under this identity was something else.
    """

    state: Literal["begun", "answered", "running", "another"]
    held_until: datetime | None = None
    answer: KeptAnswer | None = None


Scope = Literal["read", "write", "review", "admin"]
"""What a key may be used for; `admin` includes the others."""


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is kept: whose it is and what it may do. The key itself is not in it.

    `last_used_at` is some minutes behind.
    """

    id: str
    name: str
    scopes: frozenset[Scope]
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None

    def usable(self, moment: datetime) -> bool:
        """Whether it is taken at this time."""
        return self.revoked_at is None and (self.expires_at is None or moment < self.expires_at)

    def allows(self, scope: Scope) -> bool:
        """Whether it may be used for this."""
        return scope in self.scopes or "admin" in self.scopes


WebhookEvent = Literal["inconsistency.detected", "inconsistency.updated", "job.finished"]
WebhookStatus = Literal["active", "disabled"]
DeliveryStatus = Literal["pending", "delivered", "failed"]


@dataclass(frozen=True, slots=True)
class WebhookDraft:
    """Who wants to be told of what; the three filters narrow events of inconsistencies, None lets everything through.

    `sources` are ids or names; one of them has to take part.
    """

    url: str
    events: tuple[WebhookEvent, ...]
    kinds: tuple[str, ...] | None = None
    sources: tuple[str, ...] | None = None
    min_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Webhook:
    """A stored webhook, without its secret. `failures` counts deliveries that were given up since the last success.

    `problem` says why it is disabled.
    """

    id: str
    url: str
    events: tuple[WebhookEvent, ...]
    kinds: tuple[str, ...] | None
    sources: tuple[str, ...] | None
    min_confidence: float | None
    status: WebhookStatus
    failures: int
    problem: str | None
    created_at: datetime
    disabled_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewWebhook(Webhook):
    """A webhook that was just made, with the secret that its deliveries are signed with."""

    secret: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """An event for one webhook, and what came of sending it."""

    id: str
    event: WebhookEvent
    status: DeliveryStatus
    attempts: int
    response_status: int | None
    problem: str | None
    created_at: datetime
    last_attempt_at: datetime | None
    next_attempt_at: datetime | None
    delivered_at: datetime | None
