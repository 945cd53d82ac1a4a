"""Health: is the process there, and what of the things it depends on."""

from __future__ import annotations

from typing import Any, ClassVar

from marshmallow import fields

from schemas import examples
from schemas.base import Answer
from schemas.fields import described


class LivenessSchema(Answer):
    """The process answers."""

    description = "The process answers."
    example: ClassVar[dict[str, Any]] = {"status": "alive"}

    status = fields.String(required=True, metadata=described("Always the same word.", enum=["alive"]))


class DependencySchema(Answer):
    """One thing the service depends on."""

    description = "Something the service depends on."
    example: ClassVar[dict[str, Any]] = examples.DEPENDENCY

    name = fields.String(required=True, metadata=described("What it is.", "database", "cache", "queue"))
    status = fields.String(required=True, metadata=described("Whether it answers.", enum=["up", "down"]))
    required = fields.Boolean(
        required=True, metadata=described("Whether the service can do without it: slower, but with the same answers.")
    )


class ReadinessSchema(Answer):
    """Whether requests can be served, and by what."""

    description = "Whether requests can be served, and what of the service's dependencies answers."
    example: ClassVar[dict[str, Any]] = examples.READINESS

    status = fields.String(
        required=True,
        metadata=described(
            "`ready`: everything answers. `degraded`: something the service can do without does not. `unavailable`: "
            "something it needs does not.",
            enum=["ready", "degraded", "unavailable"],
        ),
    )
    dependencies = fields.List(
        fields.Nested(DependencySchema), required=True, metadata=described("Each dependency by name.")
    )
