"""Numbers as people write them: "1,204", "3.2bn", "twenty-three", "two and a half million", "dozens", "two-thirds".

A text is cut once into words, numbers and signs (`lexemes`), and `numeral` reads the longest number at a place. Both are
linear: the patterns are bounded, and reading a number looks at a fixed number of lexemes at most.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from factcheck.lexicon import load

_LEXEME = re.compile(
    r"(?P<number>\d{1,3}(?:,[ ]000){1,3}(?![\d,.])|\d{1,3}(?:,\d{2,3}){0,5},\d{3}(?:\.\d{1,20})?(?!\d)"
    r"|\d{1,3}(?:[ ]\d{3}){2,6}(?![\d,.]\d)|\d{1,20}(?:\.\d{1,20})?)"
    r"|(?P<currency>(?:[A-Z]{1,2})?[$€£¥₹₩₽₺₿¢])"
    r"|(?P<word>°[CFcf]?(?!\w)|[^\W\d_](?:\.[^\W\d_]){1,4}\.?|[^\W\d_][\w²³]{0,60}(?:/[a-z]{1,3}(?!\w))?(?:'[a-z]{1,2}(?!\w))?)"
    r"|(?P<sign>[^\s\w])"
)
_HYPHENS = frozenset({"-", "–", "—"})
OVER_HALF = frozenset({"majority", "most"})
"""Words of a share above a half: "a majority of the members", "most of them"."""

_LONGEST = 12  # lexemes: "two hundred and fifty-three million four hundred thousand"


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A word, number, currency sign or other sign, with its place in the text; `low` is its lower case."""

    kind: str
    text: str
    low: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number read from lexemes `first` up to, not including, `stop`.

    `upper` is the other end where a word names a range ("dozens"); `fraction` is True for "half", "two-thirds", "one in
    five" (`value` is then from 0 to 1); `magnitude` is the factor that a magnitude word or letter gave, 1 without.
    """

    value: float
    first: int
    stop: int
    upper: float | None = None
    fraction: bool = False
    magnitude: float = 1.0
    words: bool = False


def lexemes(text: str) -> tuple[Lexeme, ...]:
    """A text cut into words, numbers and signs; white space is left out."""
    return tuple(
        Lexeme(match.lastgroup or "sign", match[0], match[0].lower(), match.start(), match.end())
        for match in _LEXEME.finditer(text)
    )


def numeral(parts: tuple[Lexeme, ...], at: int, *, currency: bool = False) -> Numeral | None:
    """The longest number that begins at a lexeme, None where there is none.

    `currency` says that a currency sign stands before it: "m", "b" and "t" then mean millions, billions and trillions
    also without more evidence.
    """
    if parts[at].kind == "number":
        return _share(parts, _digits(parts, at, currency))
    if parts[at].kind == "word":
        return _vague(parts, at) or _fraction(parts, at) or _share(parts, _words(parts, at))
    return None


def _share(parts: tuple[Lexeme, ...], one: Numeral | None) -> Numeral | None:
    """ "One in five" from "one"; any other number as it is."""
    if one is None or one.value != 1.0 or one.stop != one.first + 1 or _low(parts, one.stop) != "in":
        return one
    at = one.stop + 1
    kind = parts[at].kind if at < len(parts) else ""
    whole = _digits(parts, at, False) if kind == "number" else _words(parts, at) if kind == "word" else None
    # "One in a million" is a figure of speech more often than a share; "one in 1987" is a year.
    if (
        whole is None
        or whole.value <= 1
        or whole.value > 100_000
        or 1500 <= whole.value <= 2100
        or _low(parts, at) == "a"
    ):
        return one
    return Numeral(1 / whole.value, one.first, whole.stop, fraction=True, words=True)


def _digits(parts: tuple[Lexeme, ...], at: int, currency: bool) -> Numeral | None:
    value = float(parts[at].text.replace(",", "").replace(" ", ""))
    if value != value or value > 1e18:
        return None
    stop = at + 1
    factor = 1.0
    suffixes = load("numbers")["suffixes"]
    if stop < len(parts) and parts[stop].kind == "word":
        word, glued = parts[stop], parts[stop].start == parts[at].end
        known = word.low in suffixes and (glued or len(word.low) > 1)
        if known and glued and len(word.low) == 1:
            known = currency or _million(parts, stop)
        if known:
            factor, stop = suffixes[word.low], stop + 1
    if factor == 1.0:
        factor, stop = _magnitudes(parts, stop)
    return Numeral(value * factor, at, stop, magnitude=factor)


def _million(parts: tuple[Lexeme, ...], suffix: int) -> bool:
    """Whether a letter glued to a number is a magnitude: "3m people", "405B parameters"; not "3m tall", "5b", "12t"."""
    letter = parts[suffix].text
    if letter in {"k", "K"}:
        return True
    following = parts[suffix + 1] if suffix + 1 < len(parts) else None
    measured = {
        "long",
        "tall",
        "high",
        "wide",
        "deep",
        "from",
        "of",
        "above",
        "below",
        "away",
        "apart",
        "in",
        "and",
        "to",
    }
    noun = following is not None and following.kind == "word" and following.low not in measured
    if letter in {"M", "B"}:
        return True
    return letter == "m" and noun


def _low(parts: tuple[Lexeme, ...], at: int) -> str:
    return parts[at].low if 0 <= at < len(parts) else ""


def _magnitudes(parts: tuple[Lexeme, ...], at: int) -> tuple[float, int]:
    """The product of the magnitude words at a place ("hundred thousand"), and where they end."""
    magnitudes = load("numbers")["magnitudes"]
    factor, stop = 1.0, at
    while stop - at < 4:
        step = stop + (_low(parts, stop) in _HYPHENS)
        if _low(parts, step) not in magnitudes:
            break
        factor *= magnitudes[_low(parts, step)]
        stop = step + 1
    return factor, stop


def _vague(parts: tuple[Lexeme, ...], at: int) -> Numeral | None:
    table = load("numbers")
    word, factor, stop = parts[at].low, 1.0, at + 1
    if (
        word in table["vague_of"]
        and _low(parts, at + 1) == "of"
        and _low(parts, at + 2).rstrip("s") in table["magnitudes"]
    ):
        low, high = table["vague_of"][word]
        factor, stop = table["magnitudes"][_low(parts, at + 2).rstrip("s")], at + 3
        return Numeral(low * factor, at, stop, upper=(high + 1) * factor - 1, words=True)
    if word in table["vague"] and _low(parts, at + 1) == "of":
        low, high = table["vague"][word]
        return Numeral(float(low), at, stop, upper=float(high), words=True)
    return None


def _fraction(parts: tuple[Lexeme, ...], at: int) -> Numeral | None:
    """ "Half of", "half the", "a third of", "two-thirds", "three quarters of"; "the third quarter" is none."""
    table = load("numbers")
    word = parts[at].low
    if word == "half" and _low(parts, at + 1) in {"of", "the", "its", "their", "his", "her", "all"}:
        return Numeral(0.5, at, at + 1, fraction=True, words=True)
    if word == "half" and _low(parts, at + 1) in {"a", "an"} and _low(parts, at + 2) in table["magnitudes"]:
        factor, stop = _magnitudes(parts, at + 2)
        return Numeral(0.5 * factor, at, stop, magnitude=factor, words=True)
    if word in OVER_HALF and _low(parts, at + 1) == "of":
        return Numeral(0.5, at, at + 1, fraction=True, words=True)
    count = 1 if word in {"a", "an"} else table["words"].get(word)
    step = at + 1 + (_low(parts, at + 1) in _HYPHENS)
    part = _low(parts, step)
    share = table["fractions"].get(part) or (table["fractions"].get(part.rstrip("s")) if count and count > 1 else None)
    if not count or share is None or count * share >= 1:
        return None
    if count == 1 and _low(parts, step + 1) != "of":
        return None
    return Numeral(count * share, at, step + 1, fraction=True, words=True)


def _words(parts: tuple[Lexeme, ...], at: int) -> Numeral | None:
    """ "Twenty-three", "two hundred and five thousand", "a dozen", "two and a half million", "a hundred"."""
    table = load("numbers")
    small, magnitudes = table["words"], table["magnitudes"]
    word = parts[at].low
    if word in {"a", "an"}:
        factor, stop = _magnitudes(parts, at + 1)
        return None if stop == at + 1 else Numeral(factor, at, stop, magnitude=factor, words=True)
    if word not in small:
        return None
    total, group, stop, magnitude = 0.0, float(small[word]), at + 1, 1.0
    while stop < min(len(parts), at + _LONGEST):
        step = stop + (_low(parts, stop) in _HYPHENS)
        following = _low(parts, step)
        if following == "and" and step == stop:
            if _low(parts, step + 1) in {"a", "one"} and _low(parts, step + 2) in {"half", "quarter"}:
                group += table["fractions"][_low(parts, step + 2)]
                stop = step + 3
                continue
            # "Two hundred and five" goes on; "five and seven" are two numbers.
            if not (magnitude > 1 and _low(parts, step + 1) in small):
                break
            step, following = step + 1, _low(parts, step + 1)
        if following in small and _fits(group, small[following]):
            group += small[following]
        elif following in magnitudes and group > 0:
            magnitude = magnitudes[following]
            if following in {"hundred", "dozen"}:
                group *= magnitude
            else:
                total, group = total + group * magnitude, 0.0
        else:
            break
        stop = step + 1
    return Numeral(total + group, at, stop, magnitude=magnitude, words=True)


def _fits(group: float, small: int) -> bool:
    """Whether a small number may follow what was read: "twenty" + "three", "two hundred" + "five"; not "two" + "three"."""
    tens = group % 100
    return (tens >= 20 and tens % 10 == 0 and 0 < small < 10) or (tens == 0 and small > 0)
