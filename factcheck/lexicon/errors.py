"""What is wrong with a lexicon file."""

from __future__ import annotations


class LexiconError(ValueError):
    """A lexicon file that cannot be used: which file, entry and field, and what is wrong with it."""

    def __init__(self, file: str, entry: str, field: str, problem: str) -> None:
        super().__init__(": ".join(part for part in (file, entry, field) if part) + f" {problem}")
        self.file = file
        self.entry = entry
        self.field = field
        self.problem = problem
