"""Jobs: what is done in the background, how far it is, and what came of it."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from schemas import examples
from schemas.filters import JobQuery
from schemas.jobs import JobEventSchema, JobSchema
from schemas.pages import JobListSchema
from service.api.blueprint import JOB_ID, LAST_EVENT_ID, STORED, Answer, Blueprint
from service.api.context import context, operations
from service.api.events import MEDIA_TYPE, job_events, seen_version
from service.api.responding import page_and_filter, respond, respond_page
from service.store.records import JobFilter

jobs = Blueprint("jobs", __name__, description="What is done in the background, and what came of it.")


@jobs.operation(
    "GET",
    "/v1/jobs",
    query=JobQuery,
    answers={200: Answer("A page of jobs.", JobListSchema, headers=("Link",))},
    problems=STORED,
)
def list_jobs(query: dict[str, Any]) -> Response:
    """List jobs.

    The last asked for comes first. A job that has ended is kept for seven days.
    """
    page, wanted = page_and_filter(query)
    return respond_page(JobListSchema(), operations().jobs.list(JobFilter(**wanted), page), Cache_Control="no-store")


@jobs.operation(
    "GET",
    "/v1/jobs/<id>",
    parameters=[JOB_ID],
    answers={200: Answer("The job as it stands.", JobSchema)},
    problems=(404, *STORED),
)
def get_job(id: str) -> Response:  # noqa: A002 - the word of the API
    """Get a job.

    `status` is `queued` or `running` until it has ended; `result` says what came of it, `problem` why nothing did.
    """
    return respond(JobSchema(), operations().jobs.report(id), Cache_Control="no-store")


@jobs.operation(
    "DELETE",
    "/v1/jobs/<id>",
    parameters=[JOB_ID],
    answers={202: Answer("The job as it stands; its end is asked for.", JobSchema, example=examples.JOB_CANCELLED)},
    problems=(404, *STORED),
)
def cancel_job(id: str) -> Response:  # noqa: A002 - the word of the API
    """Cancel a job.

    One that nobody works on ends at once, one in hand at its next step; what it has stored by then stays. A job that
    has ended stays as it is. The job itself can still be asked for.
    """
    return respond(JobSchema(), operations().jobs.cancel(id), 202)


@jobs.operation(
    "GET",
    "/v1/jobs/<id>/events",
    parameters=[JOB_ID, LAST_EVENT_ID],
    answers={
        200: Answer(
            "Server-sent events: `progress` for each change and `finished` at the end. `data` is the job, and `id` the "
            "number of its version. The schema is that of one event.",
            JobEventSchema,
            media_type=MEDIA_TYPE,
        ),
        204: Answer("The job has ended, and `Last-Event-ID` names its last event: there is nothing more to wait for."),
    },
    problems=(404, *STORED),
)
def follow_job(id: str) -> Response:  # noqa: A002 - the word of the API
    """Follow a job.

    The stream begins with how the job stands, unless `Last-Event-ID` says that this is known, and ends with the job, or
    after a minute: a client then asks again, as browsers do by themselves. A process has few streams to give; where all
    are taken the answer is 503, and `GET /v1/jobs/{id}` still says how the job stands.
    """
    record, seen = operations().jobs.report(id), seen_version(request.headers.get("Last-Event-ID"))
    if record.job.ended and record.job.version == seen:
        return Response(status=204)
    stream = context().streams.open(job_events(operations().jobs, record, seen))
    return Response(stream, content_type=MEDIA_TYPE, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
