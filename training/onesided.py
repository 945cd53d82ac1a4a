"""How much one text of a pair gives its label away: naive Bayes over the words and word pairs of one side."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from training.pairs import LABELS, Pair, read

MOST = 6_000
"""Pairs of one source that are looked at, four fifths to learn from."""


def features(text: str) -> set[str]:
    """Words, and each with the next."""
    words = re.findall(r"[a-z0-9']+", text.lower())
    return {*words, *(f"{one} {other}" for one, other in pairwise(words))}


def accuracy(pairs: Sequence[Pair]) -> tuple[float, float]:
    """Of labels guessed from the second text of unseen pairs, and of always saying the commonest label."""
    pairs = sorted(pairs, key=lambda pair: pair.digest)[:MOST]
    cut = len(pairs) * 4 // 5
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    classes: Counter[str] = Counter()
    for pair in pairs[:cut]:
        classes[pair.label] += 1
        for feature in features(pair.b):
            seen[feature][pair.label] += 1
    common = classes.most_common(1)[0][0]
    right = plain = 0
    for pair in pairs[cut:]:
        known = [seen[feature] for feature in features(pair.b) if feature in seen]
        scores = {
            label: math.log(classes[label])
            + sum(math.log((counts[label] + counts.total() / cut) / (classes[label] + 1.0)) for counts in known)
            for label in LABELS
            if classes[label]
        }
        right += max(scores, key=scores.__getitem__) == pair.label
        plain += common == pair.label
    return right / (len(pairs) - cut), plain / (len(pairs) - cut)


def table(data: Path) -> str:
    """A table in Markdown, a row for every source; the generator's laws together, since one law may have one label."""
    by_source: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in read(data / "public.jsonl"):
        by_source[pair.source].append(pair)
    for pair in read(data / "generated.jsonl"):
        by_source["generated: " + pair.source.split(":")[0]].append(pair)
    rows = ["| source | guessed from one side | commonest label |", "|---|---|---|"]
    for source, pairs in sorted(by_source.items()):
        guessed, plain = accuracy(pairs)
        rows.append(f"| {source} | {guessed:.2f} | {plain:.2f} |")
    return "\n".join(rows)
