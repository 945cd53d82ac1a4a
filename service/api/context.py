"""What the views work with, put into the application by the composition root."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import current_app

from service.api.events import EventStreams
from service.operations import Operations
from service.settings import Settings

EXTENSION = "crosscheck"


@dataclass(frozen=True, slots=True)
class Probe:
    """A question to a dependency: `answers` takes no longer than a moment; `required` where nothing works without."""

    name: str
    answers: Callable[[], bool]
    required: bool


@dataclass(frozen=True, slots=True)
class Context:
    """The use cases, the settings, a probe for each dependency, and the streams that are open."""

    operations: Operations
    settings: Settings
    probes: Sequence[Probe]
    streams: EventStreams


def context() -> Context:
    """The context of the application that answers this request."""
    known: Context = current_app.extensions[EXTENSION]
    return known


def operations() -> Operations:
    """The use cases."""
    return context().operations
