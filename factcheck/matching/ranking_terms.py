"""The words of a text as they are searched: a post's links and tags dealt with, endings off, no function words.

No grammar is needed, so that thousands of published claims are indexed in seconds and a query costs microseconds.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from factcheck.lexicon import words

JOINED = "+"
"""What the term of two neighbouring words run together begins with: "corn flakes" has "+cornflake"."""

_LINK = re.compile(r"https?://\S+|www\.\S+|pic\.twitter\.com/\S+", re.IGNORECASE)
_TAG = re.compile(r"[#@](\w+)")
_SEAM = re.compile(r"_|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_TYPOGRAPHY = str.maketrans("‘’“”–—…", "''\"\"-- ")
_APOSTROPHE = re.compile(r"'(?:s\b)?")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_WORD = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+")

_STEM = 6
_SHORTEST_INFLECTED = 5
_SHORTEST_JOINED = 7


def plain(text: str) -> str:
    """A text as a sentence: no links, tags parted into words ("#FyreFestival" is "Fyre Festival"), entities read."""
    read = html.unescape(text) if "&" in text else text
    return _TAG.sub(lambda tag: f" {_SEAM.sub(' ', tag[1])} ", _LINK.sub(" ", read))


def spoken(text: str) -> tuple[str, ...]:
    """The words and numbers of a text, folded, and nothing else.

    "#FyreFestival &amp; @AOC's 1,099 https://t.co/x" has "fyre", "festival", "aoc" and "1099". A tag is
    parted where its capitals part it. Accents and apostrophes go, and so do emoji and links.
    """
    folded = plain(text).translate(_TYPOGRAPHY).casefold()
    if not folded.isascii():
        folded = unicodedata.normalize("NFKD", folded)
        folded = "".join(character for character in folded if not unicodedata.combining(character))
    return tuple(_WORD.findall(_APOSTROPHE.sub("", _THOUSANDS.sub("", folded))))


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """A word without its plural ending, cut to six letters: "immigrants" and "immigration" are "immigr".

    As good here as Porter's stemmer (docs/matching.md), and the same in every database. Numbers stay whole.
    """
    return word if word[0].isdigit() else _singular(word)[:_STEM]


def stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words in order, function words left out."""
    return tuple(map(stem, telling(spoken(text))))


def indexed_terms(text: str) -> tuple[str, ...]:
    """What a published claim is indexed under, each term once: its stems, and neighbouring words run together."""
    said = telling(spoken(text))
    return tuple(dict.fromkeys([stem(word) for word in said] + [JOINED + pair for pair in joined(said)]))


def search_terms(text: str) -> tuple[str, ...]:
    """What a text is looked up by, each term once: its stems, and its long words whole.

    Whole, "cornflakes" finds "corn flakes", and "#fyrefestival" what happened at the Fyre Festival.
    """
    said = telling(spoken(text))
    whole = [JOINED + _singular(word) for word in said if len(word) >= _SHORTEST_JOINED]
    return tuple(dict.fromkeys([stem(word) for word in said] + whole))


def telling(said: Iterable[str]) -> list[str]:
    """Words without those that tell nothing of what a text is about ("the", "would", "dont")."""
    empty = words("searching", "function_words")
    return [word for word in said if word not in empty]


def joined(said: list[str]) -> list[str]:
    """The terms of neighbouring words run together."""
    return [_run_together(one, two) for one, two in pairwise(said) if one.isalpha() and two.isalpha()]


@lru_cache(maxsize=16_384)
def _run_together(one: str, two: str) -> str:
    return _singular(one + two)


def _singular(word: str) -> str:
    if len(word) < _SHORTEST_INFLECTED:
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
