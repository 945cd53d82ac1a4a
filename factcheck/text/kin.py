"""Which words mean nearly the same, the broader of two words, and words of one derivation, after WordNet.

Only the commonest meanings are taken (`scripts/build_wordnet.py` says which), so that "cut" and "slice", "die" and
"death", "lady" and "person" are kin, and far-fetched readings are not.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources

from factcheck.models import Token

_PARTS = {"AUX": "VERB", "ADP": "ADV"}


@lru_cache(maxsize=65_536)
def _kind(part: str, one: str, other_part: str, other: str) -> bool:
    synonyms, _, derived = _table().get((part, one), _NONE)
    if part == other_part and other in synonyms:
        return True
    back_synonyms, back_broader, back_derived = _table().get((other_part, other), _NONE)
    if part == other_part and (one in back_broader or one in back_synonyms):
        return True
    return part != other_part and (other in derived or one in back_derived)


def covers(one: Token, other: Token) -> bool:
    """Whether `one` may be said of what `other` says: a synonym, a broader word, or the same word derived.

    Hit: "person" covers "lady". Near miss: "lady" does not cover "person".
    """
    first, second = base(one), base(other)
    return any(
        _kind(part, first, opposite, second) for part in _parts(one, first) for opposite in _parts(other, second)
    )


def base(token: Token) -> str:
    """The lemma in lower case, also of a word that only a heading's capitals made a name: "Denies" -> "deny"."""
    lemma = token.lemma.lower()
    return _uninflected(lemma) if token.pos == "PROPN" else lemma


def is_word(token: Token) -> bool:
    """Whether a token is a word of the language, whatever its capitals say."""
    return base(token) in _vocabulary()


@lru_cache(maxsize=65_536)
def _uninflected(word: str) -> str:
    if word in _vocabulary() or len(word) < 4:
        return word
    for ending, replacements in _ENDINGS:
        if word.endswith(ending):
            stem = word[: -len(ending)]
            for replacement in replacements:
                if stem + replacement in _vocabulary():
                    return stem + replacement
            if len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in _vocabulary():
                return stem[:-1]
    return word


def _parts(token: Token, word: str) -> tuple[str, ...]:
    if token.pos == "PROPN":
        return ("VERB", "NOUN", "ADJ") if word in _vocabulary() else ()
    return (_PARTS.get(token.pos, token.pos),)


_ENDINGS = (("ies", ("y",)), ("ied", ("y",)), ("es", ("", "e")), ("s", ("",)), ("ed", ("", "e")), ("ing", ("", "e")))


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset(word for _, word in _table())


_NONE: tuple[frozenset[str], frozenset[str], frozenset[str]] = (frozenset(), frozenset(), frozenset())


@cache
def _table() -> dict[tuple[str, str], tuple[frozenset[str], frozenset[str], frozenset[str]]]:
    found = {}
    text = resources.files("factcheck.lexicon").joinpath("kin.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            part, word, *columns = line.split("\t")
            groups = [frozenset(column.split()) for column in (*columns, "", "", "")[:3]]
            found[part, word] = (groups[0], groups[1], groups[2])
    return found
