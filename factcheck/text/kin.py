"""Which words mean nearly the same, the broader of two words, and words of one derivation.

Near-synonyms and broader words are data (`lexicon/kin.toml`). Derivation is a matter of spelling ("approve",
"approval"), checked against the vocabulary, with what spelling does not show, or shows wrongly, in the same file.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache
from itertools import permutations

from factcheck.lexicon import load
from factcheck.models import Token
from factcheck.text.vocabulary import is_known, uninflected

Word = tuple[str, str]
"""A part of speech and a base form."""

_PARTS = {"AUX": "VERB", "ADP": "ADV"}
_GROUPS = (("verbs", "VERB"), ("nouns", "NOUN"), ("adjectives", "ADJ"))

# What is taken off a noun, an adjective or an adverb, what is put there instead, and the part of speech that then
# must have it. Spelling alone: "denial", "deny"; "explosion", "explode"; "winner", "win" (the doubling is undone).
_NOUN_FROM_VERB = (
    ("ication", "y"),
    ("ation", ""),
    ("ation", "e"),
    ("ition", ""),
    ("ition", "e"),
    ("ion", ""),
    ("ion", "e"),
    ("ial", "y"),
    ("al", ""),
    ("al", "e"),
    ("ment", ""),
    ("ance", ""),
    ("ance", "e"),
    ("ence", ""),
    ("ence", "e"),
    ("iance", "y"),
    ("ure", ""),
    ("ure", "e"),
    ("ery", ""),
    ("ery", "e"),
    ("y", ""),
    ("y", "e"),
    ("age", ""),
    ("er", ""),
    ("er", "e"),
    ("or", ""),
    ("or", "e"),
    ("ing", ""),
    ("ing", "e"),
)
_NOUN_FROM_ADJECTIVE = (
    ("iness", "y"),
    ("ness", ""),
    ("ity", ""),
    ("ity", "e"),
    ("ility", "le"),
    ("ce", "t"),
    ("cy", "t"),
)
_ADJECTIVE_FROM_VERB = (("ed", ""), ("ed", "e"), ("ied", "y"), ("ing", ""), ("ing", "e"))
_ADVERB_FROM_ADJECTIVE = (("ily", "y"), ("ly", ""), ("ly", "le"), ("ally", ""))
_RULES = {
    "NOUN": (("VERB", _NOUN_FROM_VERB), ("ADJ", _NOUN_FROM_ADJECTIVE)),
    "ADJ": (("VERB", _ADJECTIVE_FROM_VERB),),
    "ADV": (("ADJ", _ADVERB_FROM_ADJECTIVE),),
}
_SHORTEST_STEM = {"VERB": 4, "ADJ": 3}
"""Letters. A shorter one is a word by chance: "offer", "off"; the plain endings of adjectives and "-ing" are surer."""


def covers(one: Token, other: Token) -> bool:
    """Whether `one` may be said of what `other` says: a synonym, a broader word, or the same word derived.

    Hit: "person" covers "lady", "denial" covers "deny". Near miss: "lady" does not cover "person".
    """
    first, second = of(one), of(other)
    return any(word in said_by(each) for word in first for each in second) or any(
        mine != theirs and roots((mine, word)) & roots((theirs, same))
        for mine, word in first
        for theirs, same in second
    )


def base(token: Token) -> str:
    """The lemma in lower case, also of a word that only a heading's capitals made a name: "Denies" -> "deny"."""
    lemma = token.lemma.lower()
    return uninflected(lemma) if token.pos == "PROPN" else lemma


def is_word(token: Token) -> bool:
    """Whether a token is a word of the language, whatever its capitals say."""
    return is_known(base(token))


def of(token: Token) -> tuple[Word, ...]:
    """A token as parts of speech and base form; several where a heading's capitals leave the part open, none of a name."""
    word = base(token)
    if token.pos == "PROPN":
        return tuple((part, word) for part in ("VERB", "NOUN", "ADJ") if is_known(word, part))
    return ((_PARTS.get(token.pos, token.pos), word),)


@lru_cache(maxsize=16_384)
def said_by(word: Word) -> frozenset[Word]:
    """The words that may be said of what this one says: its synonyms, and broader words with theirs."""
    synonyms, broader = _tables()
    found = set(synonyms.get(word, ()))
    above = {up for each in (word, *found) for up in broader.get(each, ())}
    while above - found:
        found |= above
        above = {up for each in above for up in broader.get(each, ())}
    return frozenset(found - {word})


@lru_cache(maxsize=16_384)
def roots(word: Word) -> frozenset[str]:
    """What a word is derived from, by spelling, and itself: "resignation" -> "resign", "resignation"."""
    part, form = word
    found = {form} | set(_irregular().get(form, ()))
    for source, rules in _RULES.get(part, ()):
        for ending, instead in rules:
            stem = form.removesuffix(ending)
            if stem == form or len(stem) < (3 if ending in {"ing", "ed"} else _SHORTEST_STEM[source]):
                continue
            undoubled = (stem[:-1],) if stem[-1] == stem[-2] and not instead else ()
            found |= {each for each in (stem + instead, *undoubled) if is_known(each, source)}
    return frozenset(found - {each for each in found if (form, each) in _unrelated()})


@cache
def _irregular() -> dict[str, set[str]]:
    """The family names of words whose origin spelling does not show: the first word of their entry."""
    found: dict[str, set[str]] = defaultdict(set)
    for entry in load("kin")["derivation"]["irregular"]:
        first, *rest = entry.split()
        for word in (first, *rest):
            found[word].add(first)
    return dict(found)


@cache
def _unrelated() -> frozenset[tuple[str, str]]:
    pairs = (entry.split() for entry in load("kin")["derivation"]["unrelated"])
    return frozenset((one, other) for one, other in pairs)


@cache
def _tables() -> tuple[dict[Word, set[Word]], dict[Word, set[Word]]]:
    """Synonyms and next broader words, by word."""
    synonyms: dict[Word, set[Word]] = defaultdict(set)
    broader: dict[Word, set[Word]] = defaultdict(set)
    for name, field in load("kin").items():
        if name == "derivation":
            continue
        for key, part in _GROUPS:
            for group in field.get(key, ()):
                for one, other in permutations(group.split(), 2):
                    synonyms[part, one].add((part, other))
        for entry in field.get("broader", ()):
            head, narrower = entry.split(": ")
            part, word = head.split()
            for each in narrower.split():
                broader[part.upper(), each].add((part.upper(), word))
        for entry in field.get("settings", ()):
            wheres, places = (part.split() for part in entry.split(": "))
            for place in places:
                broader["NOUN", place].update((part, where) for where in wheres for part in ("ADV", "ADJ"))
    return dict(synonyms), dict(broader)
