"""Headlines in capitals, written as a sentence would be: "Mayor Denies Selling Park" -> "Mayor denies selling Park".

The language model was trained on running text; where every word has a capital it takes every word for a name. So it
reads the headline once more in small letters, where what it still takes for a name mostly is one, and each word is
decided by that reading: a function word or a word of the language loses its capital, a name and a word that no table
knows keeps it. The length stays, so offsets hold.

Hit: "Police Deny That Oslo Bank Was Robbed" -> "Police deny that Oslo bank was robbed". Near miss: a sentence with
three names in it is no headline.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from factcheck.lexicon import words
from factcheck.models import Token
from factcheck.text.names import NAME_LABELS
from factcheck.text.vocabulary import is_known, uninflected

Recognised = tuple[int, int, str]

_WORD = re.compile(r"[^\W\d_]+")
_LONGER = 4
"""Letters from which every house style writes a word of a headline with a capital, unless it is a preposition."""

_FUNCTION = frozenset({"DET", "ADP", "AUX", "PART", "PRON", "CCONJ", "SCONJ"})
_SURE_LABELS = frozenset({"PERSON", "GPE", "NORP", "ORG"})
_LONGEST_NAME = 2
"""Words. In capitals the model takes whole stretches of a headline for a name; shorter ones it gets right."""


def is_in_capitals(text: str) -> bool:
    """Whether a text is set as a headline whose capitals say nothing: at least three longer words have one, and all, or
    five of six where no auxiliary verb stands in small letters.

    Hit: "Mayor Denies Selling the Park". Near miss: "Apple bought Beats Electronics".
    """
    found = _WORD.findall(text)
    longer = [
        word for word in found if len(word) >= _LONGER and word.lower() not in words("headlines", "small", "words")
    ]
    capitals = sum(word[0].isupper() for word in longer)
    small = len(longer) - capitals
    return capitals > 2 and (
        not small or (5 * small <= capitals and not words("headlines", "auxiliaries", "words") & set(found))
    )


def in_small_letters(text: str) -> str:
    """A text in lower case, letter for letter: the few letters that would become two stay."""
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


def truecased(
    text: str, lowered: tuple[Token, ...], small: Iterable[Recognised], capital: Iterable[tuple[int, int, str, int]]
) -> str:
    """The text with capitals only on its names: the first word as well would be taken for one.

    `lowered` are the words of the text in small letters (offsets count from its start) and `small` the names that the
    model recognised there. `capital` are the names recognised in the text as it stands: from and to which character,
    their label, and how many words.
    """
    shouted = not any(letter.islower() for letter in text)
    named = {i for first, last, label in small if label in NAME_LABELS for i in range(first, last)}
    listed = [(start, end, label, count) for start, end, label, count in capital if label in _SURE_LABELS]
    letters = list(text)
    previous = False
    for i, token in enumerate(lowered):
        written = text[token.start : token.end]
        if not written[:1].isupper():
            previous = False
            continue
        within = [each for each in listed if each[0] <= token.start and token.end <= each[1]]
        beside = previous or (i + 1 < len(lowered) and _is_strange(text, lowered[i + 1]))
        keeps = _keeps(token, written, i in named, beside, within, shouted)
        if not keeps:
            letters[token.start : token.end] = token.text
        elif shouted and len(written) > 1 and not (keeps and _is_acronym(token)):
            letters[token.start + 1 : token.end] = token.text[1:]
        previous = keeps
    return "".join(letters)


def _keeps(
    token: Token,
    written: str,
    named: bool,
    beside_name: bool,
    within: list[tuple[int, int, str, int]],
    shouted: bool,
) -> bool:
    """Whether a word with a capital has it as a name."""
    if any(letter.isupper() for letter in written[1:]) and not written.isupper():
        return True
    if written.isupper() and len(written) > 1 and not shouted and token.text in words("headlines", "acronyms", "words"):
        return True
    if named and token.pos not in _FUNCTION:
        return True
    if token.pos in _FUNCTION:
        return False
    base = uninflected(token.text)
    if not is_known(base):
        return bool(within) or token.pos == "PROPN" or not _is_compound(token.text)
    if is_known(base, "VERB") or is_known(base, "ADV") or token.pos not in {"NOUN", "PROPN", "ADJ", "X"}:
        return token.pos == "PROPN" and bool(within)
    if within and written.isupper() and len(written) > 1 and not shouted:
        return True
    if token.pos == "PROPN" and (within or beside_name):
        return True
    return any(count <= _LONGEST_NAME or (beside_name and label == "PERSON") for *_, label, count in within)


def _is_strange(text: str, token: Token) -> bool:
    """Whether a word with a capital is in no table: a name, most likely."""
    return (
        text[token.start].isupper()
        and token.text.isalpha()
        and not is_known(uninflected(token.text))
        and token.pos not in _FUNCTION
    )


def _is_compound(word: str) -> bool:
    """Whether a word that no table knows is made of two that one knows: "ceasefire", "airstrikes", "smartwatch"."""
    return any(
        (is_known(word[:cut], "NOUN") or is_known(word[:cut], "VERB")) and is_known(uninflected(word[cut:]), "NOUN")
        for cut in range(3, len(word) - 2)
    )


def _is_acronym(token: Token) -> bool:
    return not is_known(uninflected(token.text)) and len(token.text) < 5
