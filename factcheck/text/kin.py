"""Which words mean nearly the same, the broader of two words, and words of one derivation, after WordNet.

Only the commonest meanings are taken (`scripts/build_wordnet.py` says which), so that "cut" and "slice", "die" and
"death", "lady" and "person" are kin, and far-fetched readings are not.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources

from factcheck.models import Token

_PARTS = {"PROPN": "NOUN", "AUX": "VERB", "ADP": "ADV"}


@lru_cache(maxsize=65_536)
def _kind(part: str, one: str, other_part: str, other: str) -> bool:
    synonyms, broader, derived = _table().get((part, one), _NONE)
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
    if "PROPN" in {one.pos, other.pos} and one.pos != other.pos:
        return False
    return _kind(_PARTS.get(one.pos, one.pos), one.lemma.lower(), _PARTS.get(other.pos, other.pos), other.lemma.lower())


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
