"""Numbers with what they count or measure, as values that can be compared.

A quantity is a number ("12", "a dozen", "3.2bn") with its unit or currency, what stands before or after it ("about",
"at least", "or more"), the other end of a range, and the noun that it counts. The value stays in the unit that the
article uses; `units.in_base_units` converts for a comparison. Fractions are percentages ("two-thirds" is 66.7 percent). A
result ("3-1", "a 6-3 ruling") has the unit "score", its larger number as value and its smaller one as `upper`.

Not quantities: years, dates and times of day, versions and names ("Llama 3.1", "iPhone 15", "Boeing 737"), places in a
series ("Article 50", "phase 3"), ordinals, telephone numbers, house numbers, "one of", "one day".
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from factcheck.lexicon import load, words
from factcheck.models import Comparator, Quantity, Token
from factcheck.text import grammar
from factcheck.text.counted import counted, rate
from factcheck.text.lexed import HYPHENS, Lexed
from factcheck.text.name_numbers import is_name
from factcheck.text.numerals import OVER_HALF, Numeral, lexemes, numeral
from factcheck.text.times import time_spans
from factcheck.text.units import currencies, dimension, in_base_units

_IN_PARTS = frozenset({"time", "length", "mass"})
"""Dimensions of which an amount is said in several units."""
_PEOPLE = frozenset({"person", "people", "individual", "life", "soul"})
_CHANGES = frozenset({
    "rise", "fall", "grow", "increase", "decrease", "decline", "drop", "jump", "slip", "raise", "lift", "lower", "climb",
    "plunge",
    "surge", "soar", "shrink", "expand", "go", "cut", "reduce", "rebound", "dip", "tumble", "slide", "widen", "narrow", "slow",
    "accelerate", "edge", "rocket", "slash", "bring", "move", "improve",
})  # fmt: skip


def quantities(text: str, tokens: tuple[Token, ...], offset: int = 0) -> tuple[Quantity, ...]:
    """The quantities of a sentence, in order.

    `text` begins at `offset` of the article, and so do the spans of the result. `tokens` are the sentence's.
    """
    return tuple(_Reader(text, tokens, offset).read())


@cache
def _cues(place: str) -> dict[tuple[str, ...], Comparator]:
    table: dict[str, Any] = load("numbers")[place]
    return {tuple(part.low for part in lexemes(cue)): Comparator(name) for name, cues in table.items() for cue in cues}


class _Reader(Lexed):
    """Reads one sentence from left to right, each lexeme once."""

    def __init__(self, text: str, tokens: tuple[Token, ...], offset: int) -> None:
        super().__init__(text, tokens, offset)
        self.taken = [(span.start - offset, span.end - offset) for span in time_spans(text, tokens, offset)]
        self.name_end = -1  # the lexeme after the last number that belonged to a name
        self.spread: set[int] = set()  # numbers that a rate is over: "5 per 100,000 people"

    def read(self) -> list[Quantity]:
        found: list[Quantity] = []
        at = 0
        blocked = iter([*self.taken, (len(self.text) + 1, len(self.text) + 1)])
        start, end = next(blocked)
        while at < len(self.parts):
            part = self.parts[at]
            while part.start >= end:
                start, end = next(blocked)
            if part.start >= start:
                at += 1
                continue
            quantity, at = self._at(at)
            if quantity is None:
                continue
            whole = self._continued(found[-1], quantity) if found else None
            if whole is None:
                found.append(quantity)
            else:
                found[-1] = whole
        return found

    def _continued(self, one: Quantity, other: Quantity) -> Quantity | None:
        """ "Two hours and 52 minutes", "six feet two inches" as one quantity; None where the second is another one."""
        between = self.text[one.end - self.offset : other.start - self.offset].strip(" ,")
        kind = dimension(one.unit)
        if between not in {"", "and"} or kind not in _IN_PARTS or dimension(other.unit) != kind:
            return None
        if one.upper is not None or other.upper is not None or other.comparator is not Comparator.EXACTLY:
            return None
        step = in_base_units(1.0, one.unit) / in_base_units(1.0, other.unit)
        if not 0 < other.value < step:
            return None
        text, value = self.text[one.start - self.offset : other.end - self.offset], one.value * step + other.value
        return replace(
            one, text=text, value=value, unit=other.unit, end=other.end, counted=one.counted or other.counted
        )

    # -- one quantity -------------------------------------------------------------------------------------------------

    def _at(self, at: int) -> tuple[Quantity | None, int]:
        """The quantity that begins at a lexeme, and where to go on."""
        first, currency = at, ""
        if self.parts[at].text in currencies() and at + 1 < len(self.parts) and self.parts[at + 1].kind == "number":
            currency, at = currencies()[self.parts[at].text], at + 1
        number = numeral(self.parts, at, currency=bool(currency)) or self._of_one(at)
        if number is None:
            return None, at + 1
        if at in self.spread:
            return None, number.stop
        if not currency and (is_name(self, number) or first == self.name_end):
            self.name_end = self._past(number.stop)
            return None, self.name_end
        unit, stop = (currency, number.stop) if currency else self.unit(number)
        if currency:
            stop = self._past_currency_name(stop)
        low, high, comparator = number.value, number.upper, Comparator.EXACTLY
        if high is not None:
            comparator = Comparator.BETWEEN
        if number.fraction:
            over_half = self.low(number.first) in OVER_HALF
            low, unit = 100 * low, "percent"
            comparator = Comparator.MORE_THAN if over_half else Comparator.ABOUT
        elif not unit and not number.words:
            result = self._result(number)
            if result is not None:
                return result
        if unit == "" and self._is_bare_year(number):
            return None, stop
        joined = None if high is not None else self._range(first, number, unit, stop)
        if joined is not None:
            low, high, unit, stop = joined
            comparator = Comparator.BETWEEN
        if unit.startswith("deg") and self._minus(first):
            first, low = first - 1, -low
        noun = counted(self, at, stop, unit)
        if noun == "age":
            unit = unit or "year"
            stop += next((n for n in (2, 1) if self.low(stop + n - 1) == "old"), 0)
        if not unit and self.low(stop) == "to" and self._changes(first) and stop + 1 < len(self.parts):
            following = numeral(self.parts, stop + 1)
            unit = self.unit(following)[0] if following else ""  # "rose from 3 to 4 percent"
        cue_first, before = self._before(first, unit)
        if joined is not None and self.low(first - 1) in {"between", "from"}:
            cue_first = first - 1
        cue_stop, after = self._after(stop)
        if comparator is Comparator.EXACTLY:
            comparator = before or after or Comparator.EXACTLY
        start, end = self.parts[cue_first].start, self.parts[cue_stop - 1].end
        if not unit and noun in _PEOPLE:
            unit, noun = "person", "person"
        per, over = rate(self, stop, noun, bool(unit) and unit != "person")
        self.spread.add(over)
        quantity = Quantity(
            text=self.text[start:end],
            value=low,
            unit=f"{unit}/{per}" if per else unit,
            comparator=comparator,
            start=self.offset + start,
            end=self.offset + end,
            upper=high,
            counted=noun,
        )
        return quantity, max(cue_stop, stop)

    def _of_one(self, at: int) -> Numeral | None:
        """ "Half an hour", and behind words that compare ("more than a tonne", "nearly a decade") a unit without number."""
        article = at + (self.low(at) == "half")
        if self.low(article) not in {"a", "an"}:
            return None
        one = Numeral(1.0 if article == at else 0.5, at, article + 1, words=True)
        unit, _ = self.unit(one)
        if dimension(unit) not in _IN_PARTS | {"area", "volume"}:
            return None
        return one if article > at or self._before(at, unit)[1] is not None else None

    def _past(self, stop: int) -> int:
        """Past all that is glued to a rejected number ("3.1.2", "555-0123", "24/7")."""
        while (
            stop < len(self.parts)
            and self.parts[stop].start == self.parts[stop - 1].end
            and self.parts[stop].text in "-–./:+#"
        ):
            stop += 1
            if stop < len(self.parts) and self.parts[stop].start == self.parts[stop - 1].end:
                stop += 1
        return min(max(stop, 1), len(self.parts))

    def _is_bare_year(self, number: Numeral) -> bool:
        """A number from 1500 to 2100 without separator, unit or counted noun might be a year: unsure, so no quantity."""
        if (
            number.words
            or number.magnitude != 1
            or not 1500 <= number.value <= 2100
            or "," in self.parts[number.first].text
        ):
            return False
        return not counted(self, number.first, number.stop, "")

    # -- units, ranges, comparators -----------------------------------------------------------------------------------

    def _past_currency_name(self, stop: int) -> int:
        """ "$5 million USD", "$3 US": the currency said twice."""
        return stop + (self.low(stop) in {"usd", "us", "eur", "gbp", "aud", "cad"} and self.parts[stop].text.isupper())

    def _minus(self, first: int) -> bool:
        if first == 0 or self.low(first - 1) not in {"-", "−", "minus"}:
            return False
        start = self.parts[first - 1].start
        return start == 0 or self.text[start - 1].isspace()

    def _result(self, number: Numeral) -> tuple[Quantity | None, int] | None:
        """A score: two whole numbers with a dash that are no range."""
        stop = number.stop
        if not (self.low(stop) in HYPHENS and stop + 1 < len(self.parts) and self.parts[stop + 1].kind == "number"):
            return None
        other = numeral(self.parts, stop + 1)
        if other is None or other.magnitude != 1 or number.magnitude != 1:
            return None
        one, two = number.value, other.value
        if one != int(one) or two != int(two) or max(one, two) > 250 or self.unit(other)[1] > other.stop:
            return None
        # A third number makes it something else: "4-4-2", "555-01-23".
        if (
            self.low(other.stop) in HYPHENS
            and other.stop + 1 < len(self.parts)
            and self.parts[other.stop + 1].kind == "number"
        ):
            return None, self._past(other.stop)
        following = self.low(other.stop)
        ascending = one < two and following not in words("numbers", "labels", "results")
        if ascending and (
            self.plural_follows(other.stop)
            or self.low(number.first - 1) in {"ages", "aged", "of", "between", "about", "some"}
        ):
            return None
        start, end = self.parts[number.first].start, self.parts[other.stop - 1].end
        quantity = Quantity(
            self.text[start:end],
            max(one, two),
            "score",
            Comparator.EXACTLY,
            self.offset + start,
            self.offset + end,
            min(one, two),
        )
        return quantity, other.stop

    def _range(self, first: int, number: Numeral, unit: str, stop: int) -> tuple[float, float, str, int] | None:
        """ "5-7", "5 to 7", "between 5 and 7", "two or three": low, high, unit and where it ends.

        "Rose from 3 to 4" is a change, not a range, and its two numbers stay two.
        """
        if self.low(stop) == "-" and self.low(stop + 1) in {"or", "to", "and"}:
            stop += 1  # "a 2- or 4-player game"
        link, opener = self.low(stop), self.low(first - 1)
        dash = link in HYPHENS and not (stop + 1 < len(self.parts) and self.parts[stop + 1].kind == "word")
        if not (dash or link in {"to", "or"} or (link == "and" and opener == "between")) or stop + 1 >= len(self.parts):
            return None
        at, currency = stop + 1, ""
        if self.parts[at].text in currencies() and at + 1 < len(self.parts):
            currency, at = currencies()[self.parts[at].text], at + 1
        if any(start <= self.parts[at].start < end for start, end in self.taken):
            return None
        other = numeral(self.parts, at, currency=bool(currency or unit))
        if other is None or other.upper is not None or number.fraction != other.fraction:
            return None
        if link == "to" and self._changes(first):
            return None
        if currency:
            other_unit, end = currency, other.stop
        else:
            other_unit, end = self.unit(other)
        low, high = number.value, other.value
        if number.magnitude == 1 and other.magnitude > 1 and low * other.magnitude < high:
            low *= other.magnitude  # "three to four million"
        if unit and other_unit and unit != other_unit:
            return None
        if link == "or" and not (low < high <= 2 * low + 1):
            return None
        if not low < high or high > 1000 * max(low, 0.001):
            return None
        if number.fraction:
            return 100 * low, 100 * high, "percent", end
        return low, high, other_unit or unit, end

    def _changes(self, first: int) -> bool:
        """Whether the number belongs to a verb or noun of change, or follows "from" without "ranging"."""
        index = self.token(first)
        if index is None:
            return False
        for above in (index, *grammar.ancestors(self.tokens, index)):
            token = self.tokens[above]
            if token.lemma.lower() in _CHANGES:
                return True
            if token.pos in {"VERB", "AUX"}:
                return False
        return False

    def _before(self, first: int, unit: str) -> tuple[int, Comparator | None]:
        """The comparator in front of a number, and where it begins."""
        cues = _cues("before")
        for length in (4, 3, 2, 1):
            if length > first:
                continue
            cue = tuple(part.low for part in self.parts[first - length : first])
            comparator = cues.get(cue)
            if comparator is None:
                continue
            # "Over three days" says how long, "over three billion" how much; "a man over 30" whom.
            if cue in {("over",), ("under",), ("around",), ("about",)} and length == 1:
                if (
                    dimension(unit) == "time"
                    and cue[0] in {"over", "under"}
                    and self.low(first - 2) not in {"for", "just", "well", "after"}
                ):
                    return first, None
                if self.low(first - 2) in {"all", "turned", "went"} or self._is_particle(first - 1):
                    return first, None
            return first - length, comparator
        return first, None

    def _is_particle(self, at: int) -> bool:
        """Whether a word belongs to the verb before it: "handed over 95 prisoners" is no "over 95"."""
        index = self.token(at)
        if index is None or self.tokens[index].dep != "prt":
            return False
        return self.tokens[self.tokens[index].head].lower_in(words("numbers", "particles", "verbs"))

    def _after(self, stop: int) -> tuple[int, Comparator | None]:
        """The comparator behind a number, and where it ends."""
        if self.low(stop) == "+" and self.parts[stop].start == self.parts[stop - 1].end:
            return stop + 1, Comparator.AT_LEAST
        cues = _cues("after")
        for length in (3, 2, 1):
            if stop + length > len(self.parts):
                continue
            comparator = cues.get(tuple(part.low for part in self.parts[stop : stop + length]))
            if stop + length < len(self.parts) and self.parts[stop + length].kind == "number":
                continue  # "over 30 or under 12"
            if comparator is not None and not (length == 1 and self.parts[stop].low == "plus"):
                return stop + length, comparator
        return stop, None
