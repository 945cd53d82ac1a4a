"""Numbers that name or place something instead of counting it: "GPT-4", "iPhone 15", "Article 50", "24/7", "one day"."""

from __future__ import annotations

from factcheck.lexicon import words
from factcheck.text.lexed import HYPHENS, Lexed
from factcheck.text.numerals import Numeral


def is_name(sentence: Lexed, number: Numeral) -> bool:
    """Numbers that name or place something instead of counting it."""
    first, stop, text = number.first, number.stop, sentence.text
    start, end = sentence.parts[first].start, sentence.parts[stop - 1].end
    previous, following = text[max(0, start - 1) : start], text[end : end + 1]
    if sentence.parts[first].kind == "number":
        if previous and (previous.isalnum() or previous in "_#&@"):
            return True
        if previous in {".", "/", ":"} or (
            previous == "-" and text[max(0, start - 2) : start - 1].isalnum() and not _is_range_end(sentence, first)
        ):
            return True
        if sentence.low(first - 1) in {"/", "#"} or sentence.low(stop) == "/":
            return True  # an address, a fraction: "/ 2005 / 28", "1 / 2"
        if following in {"/", ":"} and text[end + 1 : end + 2].isdigit():
            return True
        if following == "." and text[end + 1 : end + 2].isdigit():
            return True
        # "35th", "737s", "GPT-4o": letters that are neither a magnitude nor a unit.
        if following.isalpha() and sentence.unit(number)[1] == stop:
            return True
        digits = sum(c.isdigit() for c in sentence.parts[first].text)
        if previous == "+":  # "+44 20 7946 0958"
            return True
        if digits >= 7 and digits == len(sentence.parts[first].text) and number.magnitude == 1:
            return True
        if following == "-" and text[end + 1 : end + 4].isdigit() and digits >= 3 and number.magnitude == 1:
            return True
    before, after = sentence.low(first - 1), sentence.low(stop)
    if (
        number.words
        and sentence.parts[first].low == "one"
        and stop == first + 1
        and _is_pronoun(sentence, first, after)
    ):
        return True
    if (
        before in words("numbers", "labels", "nouns")
        and number.magnitude == 1
        and not number.words
        and not sentence.plural_follows(stop)
    ):
        return True
    if after in {"bc", "bce", "ad", "ce"} or (before == "ad" and not number.words):
        return True
    return _in_proper_name(sentence, number)


def _is_range_end(sentence: Lexed, first: int) -> bool:
    return first >= 2 and sentence.parts[first - 1].text in HYPHENS and sentence.parts[first - 2].kind == "number"


def _is_pronoun(sentence: Lexed, first: int, after: str) -> bool:
    index = sentence.token(first)
    if after in words("numbers", "labels", "not_one"):
        return True
    return index is None or sentence.tokens[index].dep not in {"nummod", "compound", "quantmod"}


def _in_proper_name(sentence: Lexed, number: Numeral) -> bool:
    """ "iPhone 15", "Apollo 11", "10 Downing Street", "Boeing 737 Max"; not "In Gaza 12 people", "12 Democrats"."""
    index = sentence.token(number.first)
    if index is None or number.magnitude != 1 or number.fraction or number.upper is not None:
        return False
    token, head = sentence.tokens[index], sentence.tokens[sentence.tokens[index].head]
    previous = sentence.tokens[index - 1] if index else None
    if sentence.unit(number)[1] > number.stop:
        return False
    after_name = (
        previous is not None
        and previous.pos == "PROPN"
        and previous.end - sentence.offset >= sentence.parts[number.first].start - 1
    )
    if token.tag not in {"CD", "LS"} and token.pos == "PROPN":
        return after_name
    if after_name and sentence.parts[number.first].kind == "number":
        # After a name it counts only what it clearly modifies to its right.
        right = token.head > index and head.pos in {"NOUN", "ADJ"} and token.dep in {"nummod", "quantmod", "compound"}
        score = (
            number.stop + 1 < len(sentence.parts)
            and sentence.parts[number.stop].text in HYPHENS
            and sentence.parts[number.stop + 1].kind == "number"
        )
        return not right and not score
    streets = words("quantity_nouns", "streets")
    return any(part.text in streets for part in sentence.parts[number.stop + 1 : number.stop + 4])
