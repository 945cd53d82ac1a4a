"""Sentences parsed by the real model, for tests of what reads numbers and times."""

from __future__ import annotations

from functools import cache

from factcheck.models import Sentence
from factcheck.text.annotate import Annotator


@cache
def annotator() -> Annotator:
    """The annotator with the real language model, loaded once."""
    return Annotator.load()


def sentence(text: str) -> Sentence:
    """A text annotated as one sentence."""
    return annotator().annotate_whole(text)
