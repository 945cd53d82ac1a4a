"""What the service says while it runs: one line an event on standard error, the same form from every process."""

from __future__ import annotations

import logging
import logging.config
import sys
from typing import Any

import structlog


def configure(level: str) -> None:
    """Set up structlog and the standard library's logging; `level` is one of `service.settings.LOG_LEVELS`."""
    logging.config.dictConfig(standard_library(level))
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, *_shared(), _renderer()],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def standard_library(level: str) -> dict[str, Any]:
    """The `dictConfig` that gives the lines of gunicorn and of libraries the same form."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _shared(),
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, _renderer()],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "stream": "ext://sys.stderr", "formatter": "line"}},
        "root": {"level": level.upper(), "handlers": ["stderr"]},
        "loggers": {
            **{
                name: {"level": level.upper(), "handlers": ["stderr"], "propagate": False}
                for name in ("gunicorn.error", "gunicorn.access")
            },
            # They call it an error when a page has no article or no date in it; here that is what a client sent, and
            # the client is told.
            **{name: {"level": "CRITICAL"} for name in ("trafilatura", "htmldate", "courlan")},
        },
    }


def _shared() -> list[structlog.typing.Processor]:
    return [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]


def _renderer() -> structlog.typing.Processor:
    # For a person at a terminal, else for whatever collects the lines.
    if sys.stderr.isatty():
        return structlog.dev.ConsoleRenderer()
    return structlog.processors.JSONRenderer()
