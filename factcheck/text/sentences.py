"""Where sentences begin and end.

A line break ends a sentence, since headings, captions and list items have no full stop, unless the text was wrapped:
the next line goes on in lower case, or the line before ends in a comma or hyphen. Within such a block nupunkt decides.
"""

from __future__ import annotations

import re
from functools import cache

import nupunkt

from factcheck.lexicon import words
from factcheck.models import Span
from factcheck.thresholds import LONGEST_SENTENCE

_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_BULLET = re.compile(r"[\s\-*•·–—▪‣>#|]*")
_STOP = re.compile(r"(?<![^\s(])((?P<word>[a-z]{3,20})\.)(?=\s+[A-Z“\"'‘])")
_SOFT_BREAKS = ";\u2014"


@cache
def _segmenter() -> nupunkt.PunktSentenceTokenizer:
    return nupunkt.load_default_model()


def blocks(text: str) -> tuple[Span, ...]:
    """The text's lines, wrapped ones joined, without leading bullets and surrounding white space."""
    found: list[list[int]] = []
    for line in _LINE.finditer(text):
        start, end = _trimmed(text, line.start(), line.end())
        if start >= end:
            continue
        wrapped = found and "\n" not in text[found[-1][1] : start].replace("\n", "", 1).replace("\r", "")
        if wrapped and (text[start].islower() or text[found[-1][1] - 1] in ",-–"):
            found[-1][1] = end
        else:
            found.append([_BULLET.match(text, start, end).end(), end])  # type: ignore[union-attr]
    return tuple(Span(start, end) for start, end in found if start < end)


def sentences(text: str) -> tuple[tuple[int, Span], ...]:
    """Each sentence's block number and span, in order; spans neither overlap nor touch white space at their ends.

    A stretch longer than LONGEST_SENTENCE characters without an end is no sentence: it is cut at semicolons and dashes,
    and what is still longer is left out. Time is linear in the length of the text.
    """
    return tuple(
        (number, span)
        for number, block in enumerate(blocks(text))
        for begin, finish in _segmenter().span_tokenize(text[block.start : block.end])
        for first, last in _unjoined(text, block.start + begin, block.start + finish)
        for span in _bounded(text, *_trimmed(text, first, last))
    )


def _unjoined(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence parted where a plain word in lower case ends it and a capital follows.

    The segmenter takes some short words before a full stop for abbreviations ("... sold the car. Nobody ..."); those
    that news text does abbreviate in lower case are few (`lexicon/abbreviations.toml`).
    """
    cuts = [
        match.end(1)
        for match in _STOP.finditer(text, start, end)
        if match["word"] not in words("abbreviations", "lower", "words")
    ]
    return list(zip([start, *cuts], [*cuts, end], strict=True))


def _bounded(text: str, start: int, end: int) -> list[Span]:
    if start >= end:
        return []
    if end - start <= LONGEST_SENTENCE:
        return [Span(start, end)]
    cuts = [position + 1 for position in range(start, end) if text[position] in _SOFT_BREAKS]
    pieces = [_trimmed(text, one, two) for one, two in zip([start, *cuts], [*cuts, end], strict=True)]
    return [Span(one, two) for one, two in pieces if one < two and two - one <= LONGEST_SENTENCE]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
