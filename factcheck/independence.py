"""How many independent sources stand behind some claims.

Two claims depend on each other where their articles are of one source or copies of one text, or where they are word
for word the same sentence of some length: outlets that repeat a sentence have it from one place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from factcheck.models import Claim
from factcheck.thresholds import SHORTEST_COPIED_SENTENCE

_WORD = re.compile(r"\w+")


def independent_sources(claims: Iterable[Claim]) -> int:
    """The number of groups of claims that do not depend on each other, at least 1 for any claim."""
    groups: list[set[str]] = []
    for claim in claims:
        marks = {f"source:{claim.source.id or claim.article_id}", f"origin:{claim.origin or claim.article_id}"}
        spoken = _WORD.findall(claim.text.lower())
        if len(spoken) >= SHORTEST_COPIED_SENTENCE:
            marks.add("text:" + " ".join(spoken))
        touching = [group for group in groups if group & marks]
        groups = [group for group in groups if not group & marks] + [marks.union(*touching)]
    return len(groups)
