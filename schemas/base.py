"""What every schema shares: a description, an example, and how unknown and absent fields are treated."""

from __future__ import annotations

from typing import Any, ClassVar

from marshmallow import RAISE, Schema, missing


class Described(Schema):
    """A schema with what the OpenAPI document says about it. `example` is a whole, valid value."""

    description: ClassVar[str] = ""
    example: ClassVar[dict[str, Any]] = {}
    extra_rules: ClassVar[dict[str, Any]] = {}
    """JSON Schema keywords that no field expresses, such as "one of these two"."""


class Submission(Described):
    """What a client sends. An unknown field is refused, so that a misspelt one cannot be lost in silence."""

    class Meta:
        unknown = RAISE


class Query(Described):
    """The query parameters of an operation. An unknown one is refused, for the same reason."""

    class Meta:
        unknown = RAISE


ITSELF = "itself"
"""The `attribute` of a nested field that shows some of the very value that is dumped."""


class Answer(Described):
    """What the service answers: every field is always there, but those in `left_out` where they have no value.

    `left_out` names attributes, as `attribute` does.
    """

    left_out: ClassVar[frozenset[str]] = frozenset()

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """The value to dump; `missing`, which leaves the field out, where it is None and may be left out."""
        if attr == ITSELF:
            return obj
        value = super().get_attribute(obj, attr, default)
        return missing if value is None and attr in self.left_out else value
