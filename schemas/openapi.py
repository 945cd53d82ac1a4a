"""The OpenAPI document as an answer: its shape is the OpenAPI specification's, not ours."""

from __future__ import annotations

from typing import Any, ClassVar

from marshmallow import fields

from schemas.base import Answer
from schemas.fields import described


class OpenApiSchema(Answer):
    """An OpenAPI 3.1 document."""

    description = "An OpenAPI 3.1 document, as its specification has it."
    example: ClassVar[dict[str, Any]] = {"openapi": "3.1.0", "info": {"title": "Crosscheck", "version": "0.1.0"}}
    extra_rules: ClassVar[dict[str, Any]] = {"additionalProperties": True}

    openapi = fields.String(required=True, metadata=described("The version of OpenAPI.", "3.1.0"))
