"""Jobs: what is answered about work in the background."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar

from marshmallow import fields

from schemas import examples
from schemas.base import Answer
from schemas.fields import Timestamp, WholeNumber, described


class JobStatus(StrEnum):
    """How a job stands; the last three are ends."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


class JobKind(StrEnum):
    """What a job does: store an article, make missing vectors, fetch and store an article, store many, look at a feed."""

    ARTICLE = "article"
    ENCODE = "encode"
    FETCH = "fetch"
    IMPORT = "import"
    POLL = "poll"


class JobProgressSchema(Answer):
    """How far a job has come, dumped from the job."""

    description = "How far a job has come."
    example: ClassVar[dict[str, Any]] = examples.JOB["progress"]

    done = WholeNumber(0, None, required=True, metadata=described("How many steps are done: articles, or lines."))
    total = WholeNumber(
        0, None, required=True, allow_none=True, metadata=described("How many there are; null where nobody knows yet.")
    )


class JobResultSchema(Answer):
    """What came of a job, dumped from a dictionary that has what its kind of job gives."""

    description = "What came of a job, as far as it has come; each kind of job has some of these."
    example: ClassVar[dict[str, Any]] = examples.JOB["result"]

    article_id = fields.String(metadata=described("The article, where the job is about one.", examples.ARTICLE["id"]))
    created = WholeNumber(0, None, metadata=described("How many articles were stored."))
    unchanged = WholeNumber(0, None, metadata=described("How many had been stored before."))
    new_entries = WholeNumber(
        0, None, metadata=described("How many entries of a feed were new; each has a job of its own.")
    )
    encoded = WholeNumber(0, None, metadata=described("Of how many fact-checks an encoder's vectors were made."))
    invalid = WholeNumber(
        0, None, metadata=described("How many lines are not valid; `errors` names the first of them.")
    )


class JobErrorSchema(Answer):
    """What is wrong with one line of an import."""

    description = "What is wrong with one line of an import."
    example: ClassVar[dict[str, Any]] = examples.JOB_ERROR

    line = WholeNumber(1, None, required=True, metadata=described("The line, counted from 1."))
    detail = fields.String(required=True, metadata=described("What is wrong with it.", examples.JOB_ERROR["detail"]))


class JobSchema(Answer):
    """A job, dumped from a record with `job` and its `complaints`."""

    description = "Something that is done in the background."
    example: ClassVar[dict[str, Any]] = examples.JOB
    left_out: ClassVar[frozenset[str]] = frozenset({"job.result", "complaints"})

    id = fields.String(attribute="job.id", required=True, metadata=described("The job's id."))
    kind = fields.String(
        attribute="job.kind", required=True, metadata=described("What it does.", enum=[str(kind) for kind in JobKind])
    )
    status = fields.String(
        attribute="job.status",
        required=True,
        metadata=described(
            "`queued`: it waits, for the first time or to be begun again. `running`: a worker has it. `succeeded`, "
            "`failed`, `cancelled`: it has ended.",
            enum=[str(status) for status in JobStatus],
        ),
    )
    progress = fields.Nested(
        JobProgressSchema, attribute="job", required=True, metadata=described("How far it has come.")
    )
    attempts = WholeNumber(
        0,
        None,
        attribute="job.attempts",
        required=True,
        metadata=described("How often it was begun since it last came further; 5 times at most."),
    )
    cancel_requested = fields.Boolean(
        attribute="job.cancel_requested", required=True, metadata=described("Whether its end was asked for.")
    )
    problem = fields.String(
        attribute="job.problem",
        required=True,
        allow_none=True,
        metadata=described("Why it failed, or why it has to be begun again.", "The page holds no text to read."),
    )
    result = fields.Nested(
        JobResultSchema,
        attribute="job.result",
        metadata=described("What came of it, as far as it has come; left out where nothing has."),
    )
    errors = fields.List(
        fields.Nested(JobErrorSchema),
        attribute="complaints",
        metadata=described("What is wrong with lines of an import, the first 100 of them; left out in lists."),
    )
    created_at = Timestamp(attribute="job.created_at", required=True, metadata=described("When it was asked for."))
    started_at = Timestamp(
        attribute="job.started_at", required=True, allow_none=True, metadata=described("When it was first begun.")
    )
    heartbeat_at = Timestamp(
        attribute="job.heartbeat_at",
        required=True,
        allow_none=True,
        metadata=described("When its worker was last heard of."),
    )
    finished_at = Timestamp(
        attribute="job.finished_at", required=True, allow_none=True, metadata=described("When it ended.")
    )


class JobEventSchema(Answer):
    """One event of the stream by which a job is followed; it is not dumped, but written by `service.api.events`."""

    description = "One server-sent event: its fields, as the stream has them, a line each."
    example: ClassVar[dict[str, Any]] = examples.JOB_EVENT

    id = fields.String(
        required=True, metadata=described("The number of the job's version, to be sent as `Last-Event-ID`.", "7")
    )
    event = fields.String(
        required=True,
        metadata=described("`finished` where the job has ended, else `progress`.", enum=["progress", "finished"]),
    )
    data = fields.String(required=True, metadata=described("The job, in JSON, as `GET /v1/jobs/{id}` answers it."))
