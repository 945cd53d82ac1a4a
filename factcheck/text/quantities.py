"""Numbers with what they count or measure, as values that can be compared.

A quantity is a number ("12", "a dozen", "3.2bn") with its unit or currency, what stands before or after it ("about",
"at least", "or more"), the other end of a range, and the noun that it counts. The value stays in the unit that the
article uses; `in_base_units` converts for a comparison. Fractions are percentages ("two-thirds" is 66.7 percent). A
result ("3-1", "a 6-3 ruling") has the unit "score", its larger number as value and its smaller one as `upper`.

Not quantities: years, dates and times of day, versions and names ("Llama 3.1", "iPhone 15", "Boeing 737"), places in a
series ("Article 50", "phase 3"), ordinals, telephone numbers, house numbers, "one of", "one day".
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from typing import Any

from factcheck.lexicon import load, words
from factcheck.models import Comparator, Quantity, Token
from factcheck.text import grammar
from factcheck.text.numerals import Lexeme, Numeral, lexemes, numeral
from factcheck.text.times import time_spans

_HYPHENS = frozenset({"-", "–", "—"})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_PEOPLE = frozenset({"person", "people", "individual", "life", "soul"})
_CHANGES = frozenset(
    "rise fall grow increase decrease decline drop jump slip raise lift lower climb plunge surge soar shrink expand go cut "
    "reduce rebound dip tumble slide widen narrow slow accelerate edge rocket slash bring move improve".split()
)


def quantities(text: str, tokens: tuple[Token, ...], offset: int = 0) -> tuple[Quantity, ...]:
    """The quantities of a sentence, in order.

    `text` begins at `offset` of the article, and so do the spans of the result. `tokens` are the sentence's.
    """
    return tuple(_Reader(text, tokens, offset).read())


def dimension(unit: str) -> str:
    """What a unit measures ("length", "USD", "percent", ...), with its rate ("USD/barrel"); "count" for no unit."""
    base, rate = _split(unit)
    name = load("units").get(base, {}).get("dimension", "count" if base in {"", "person"} else base)
    return f"{name}/{rate}" if rate else str(name)


def in_base_units(value: float, unit: str) -> float:
    """A value converted to the base unit of its dimension (metres, kilograms, US dollars, ...)."""
    entry = load("units").get(_split(unit)[0], {})
    return float(value * entry.get("factor", 1.0) + entry.get("offset", 0.0))


def _split(unit: str) -> tuple[str, str]:
    """A unit and its rate; a unit that is itself written with a slash ("km/h") has none of its own."""
    if unit in load("units"):
        return unit, ""
    base, _, rate = unit.rpartition("/")
    return (base, rate) if rate and "/" in unit else (unit, "")


@cache
def _unit_forms() -> dict[tuple[str, ...], str]:
    """Every way of writing a unit, as lower-case words, to the unit."""
    forms: dict[tuple[str, ...], str] = {}
    for unit, entry in load("units").items():
        for form in entry.get("forms", ()):
            parts = tuple(part.low for part in lexemes(form))
            forms.setdefault(parts, unit)
            if len(parts) == 1 and len(form) >= 3 and form.isalpha() and not form.endswith("s"):
                forms.setdefault((form + "s",), unit)
            elif len(parts) == 2 and not form.endswith("s"):
                forms.setdefault((parts[0], parts[1] + "s"), unit)
    return forms


@cache
def _exact_forms() -> dict[str, str]:
    return {form: unit for unit, entry in load("units").items() for form in entry.get("exact", ())} | {"m": "m", "C": "degC", "F": "degF"}


@cache
def _currencies() -> dict[str, str]:
    return {symbol: unit for unit, entry in load("units").items() for symbol in entry.get("symbols", ())}


@cache
def _cues(place: str) -> dict[tuple[str, ...], Comparator]:
    table: dict[str, Any] = load("numbers")[place]
    return {tuple(part.low for part in lexemes(cue)): Comparator(name) for name, cues in table.items() for cue in cues}


def _lemma(token: Token) -> str:
    """The noun in the singular; the lemmatiser leaves the plural of a name ("Democrats") as it is."""
    lemma = token.lemma.lower()
    return lemma[:-1] if token.tag == "NNPS" and lemma.endswith("s") else lemma


class _Reader:
    """Reads one sentence from left to right, each lexeme once."""

    def __init__(self, text: str, tokens: tuple[Token, ...], offset: int) -> None:
        self.text, self.tokens, self.offset = text, tokens, offset
        self.parts = lexemes(text)
        self.starts = [token.start - offset for token in tokens]
        self.taken = [(span.start - offset, span.end - offset) for span in time_spans(text, tokens, offset)]
        self.name_end = -1  # the lexeme after the last number that belonged to a name
        self.spread: set[int] = set()  # numbers that a rate is over: "5 per 100,000 people"
        self.children: dict[int, list[int]] = {}
        for index, token in enumerate(tokens):
            if token.head != index:
                self.children.setdefault(token.head, []).append(index)

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
            if quantity is not None:
                found.append(quantity)
        return found

    # -- one quantity -------------------------------------------------------------------------------------------------

    def _at(self, at: int) -> tuple[Quantity | None, int]:
        """The quantity that begins at a lexeme, and where to go on."""
        first, currency = at, ""
        if self.parts[at].text in _currencies() and at + 1 < len(self.parts) and self.parts[at + 1].kind == "number":
            currency, at = _currencies()[self.parts[at].text], at + 1
        number = numeral(self.parts, at, currency=bool(currency))
        if number is None:
            return None, at + 1
        if at in self.spread:
            return None, number.stop
        if not currency and (self._is_name(number) or first == self.name_end):
            self.name_end = self._past(number.stop)
            return None, self.name_end
        unit, stop = (currency, number.stop) if currency else self._unit(number)
        if currency:
            stop = self._past_currency_name(stop)
        low, high, comparator = number.value, number.upper, Comparator.EXACTLY
        if high is not None:
            comparator = Comparator.BETWEEN
        if number.fraction:
            low, unit, comparator = 100 * low, "percent", Comparator.ABOUT
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
        counted = self._counted(at, stop, unit)
        if counted == "age":
            unit = unit or "year"
            stop += next((n for n in (2, 1) if self._low(stop + n - 1) == "old"), 0)
        if not unit and self._low(stop) == "to" and self._changes(first) and stop + 1 < len(self.parts):
            following = numeral(self.parts, stop + 1)
            unit = self._unit(following)[0] if following else ""  # "rose from 3 to 4 percent"
        cue_first, before = self._before(first, unit)
        if joined is not None and self._low(first - 1) in {"between", "from"}:
            cue_first = first - 1
        cue_stop, after = self._after(stop)
        if comparator is Comparator.EXACTLY:
            comparator = before or after or Comparator.EXACTLY
            if not before and cue_stop < len(self.parts) and self.parts[cue_stop - 1].text == "+":
                comparator = Comparator.AT_LEAST
        start, end = self.parts[cue_first].start, self.parts[cue_stop - 1].end
        if not unit and counted in _PEOPLE:
            unit, counted = "person", "person"
        rate, _ = self._rate(stop, counted, bool(unit) and unit != "person")
        quantity = Quantity(
            text=self.text[start:end],
            value=low,
            unit=f"{unit}/{rate}" if rate else unit,
            comparator=comparator,
            start=self.offset + start,
            end=self.offset + end,
            upper=high,
            counted=counted,
        )
        return quantity, max(cue_stop, stop)

    def _past(self, stop: int) -> int:
        """Past all that is glued to a rejected number ("3.1.2", "555-0123", "24/7")."""
        while stop < len(self.parts) and self.parts[stop].start == self.parts[stop - 1].end and self.parts[stop].text in "-–./:+#":
            stop += 1
            if stop < len(self.parts) and self.parts[stop].start == self.parts[stop - 1].end:
                stop += 1
        return min(max(stop, 1), len(self.parts))

    def _low(self, at: int) -> str:
        return self.parts[at].low if 0 <= at < len(self.parts) else ""

    def _token(self, at: int) -> int | None:
        """The token in which a lexeme begins."""
        if not self.starts or not 0 <= at < len(self.parts):
            return None
        index = bisect_right(self.starts, self.parts[at].start) - 1
        return index if index >= 0 and self.parts[at].start < self.tokens[index].end - self.offset else None

    # -- what is no quantity ------------------------------------------------------------------------------------------

    def _is_name(self, number: Numeral) -> bool:
        """Numbers that name or place something instead of counting it."""
        first, stop, text = number.first, number.stop, self.text
        start, end = self.parts[first].start, self.parts[stop - 1].end
        previous, following = text[max(0, start - 1) : start], text[end : end + 1]
        if self.parts[first].kind == "number":
            if previous and (previous.isalnum() or previous in "_#&@"):
                return True
            if previous in {".", "/", ":"} or (previous == "-" and text[max(0, start - 2) : start - 1].isalnum() and not self._is_range_end(first)):
                return True
            if following in {"/", ":"} and text[end + 1 : end + 2].isdigit():
                return True
            if following == "." and text[end + 1 : end + 2].isdigit():
                return True
            # "35th", "737s", "GPT-4o": letters that are neither a magnitude nor a unit.
            if following.isalpha() and self._unit(number)[1] == stop:
                return True
            digits = sum(c.isdigit() for c in self.parts[first].text)
            if previous == "+":  # "+44 20 7946 0958"
                return True
            if digits >= 7 and digits == len(self.parts[first].text) and number.magnitude == 1:
                return True
            if following == "-" and text[end + 1 : end + 4].isdigit() and digits >= 3 and number.magnitude == 1:
                return True
        before, after = self._low(first - 1), self._low(stop)
        if number.words and self.parts[first].low == "one" and stop == first + 1 and self._is_pronoun(first, after):
            return True
        if before in words("numbers", "labels", "nouns") and number.magnitude == 1 and not number.words and not self._counts(stop):
            return True
        if after in {"bc", "bce", "ad", "ce"} or (before == "ad" and not number.words):
            return True
        return self._in_proper_name(number)

    def _is_range_end(self, first: int) -> bool:
        return first >= 2 and self.parts[first - 1].text in _HYPHENS and self.parts[first - 2].kind == "number"

    def _is_pronoun(self, first: int, after: str) -> bool:
        index = self._token(first)
        if after in words("numbers", "labels", "not_one"):
            return True
        return index is None or self.tokens[index].dep not in {"nummod", "compound", "quantmod"}

    def _counts(self, stop: int) -> bool:
        """Whether a plural noun follows: "page 5" against "the page 5 people read"."""
        index = self._token(stop)
        return index is not None and self.tokens[index].tag == "NNS"

    def _in_proper_name(self, number: Numeral) -> bool:
        """"iPhone 15", "Apollo 11", "10 Downing Street", "Boeing 737 Max"; not "In Gaza 12 people", "12 Democrats"."""
        index = self._token(number.first)
        if index is None or number.magnitude != 1 or number.fraction or number.upper is not None:
            return False
        token, head = self.tokens[index], self.tokens[self.tokens[index].head]
        previous = self.tokens[index - 1] if index else None
        if self._unit(number)[1] > number.stop:
            return False
        after_name = previous is not None and previous.pos == "PROPN" and previous.end - self.offset >= self.parts[number.first].start - 1
        if token.tag not in {"CD", "LS"} and token.pos == "PROPN":
            return after_name
        if after_name and self.parts[number.first].kind == "number":
            # After a name it counts only what it clearly modifies to its right.
            right = token.head > index and head.pos in {"NOUN", "ADJ"} and token.dep in {"nummod", "quantmod", "compound"}
            score = number.stop + 1 < len(self.parts) and self.parts[number.stop].text in _HYPHENS and self.parts[number.stop + 1].kind == "number"
            return not right and not score
        streets = words("quantity_nouns", "streets")
        return any(part.text in streets for part in self.parts[number.stop + 1 : number.stop + 4])

    def _is_bare_year(self, number: Numeral) -> bool:
        """A number from 1500 to 2100 without separator, unit or counted noun might be a year: unsure, so no quantity."""
        if number.words or number.magnitude != 1 or not 1500 <= number.value <= 2100 or "," in self.parts[number.first].text:
            return False
        return not self._counted(number.first, number.stop, "")

    # -- units, ranges, comparators -----------------------------------------------------------------------------------

    def _unit(self, number: Numeral) -> tuple[str, int]:
        """The unit after a number and where it ends; a hyphen may stand between ("a 12-inch screen")."""
        stop = number.stop
        step = stop + (self._low(stop) in _HYPHENS and stop + 1 < len(self.parts) and self.parts[stop + 1].kind == "word")
        glued = step < len(self.parts) and self.parts[step].start == self.parts[step - 1].end and step == stop
        forms = _unit_forms()
        for length in (4, 3, 2, 1):
            if step + length > len(self.parts):
                continue
            form = tuple(part.low for part in self.parts[step : step + length])
            unit = forms.get(form)
            if unit is None and length == 1 and (glued or self.parts[step].text in {"m", "C", "F"}):
                unit = _exact_forms().get(self.parts[step].text)
                if unit in {"degC", "degF"} and not glued and not self._low(step - 1) == "°":
                    unit = None
            if unit is None or (unit == "second" and number.value == 1):
                continue
            if unit == "s" and number.words and number.value == 1:
                continue
            return unit, step + length
        return "", stop

    def _past_currency_name(self, stop: int) -> int:
        """"$5 million USD", "$3 US": the currency said twice."""
        return stop + (self._low(stop) in {"usd", "us", "eur", "gbp", "aud", "cad"} and self.parts[stop].text.isupper())

    def _minus(self, first: int) -> bool:
        if first == 0 or self._low(first - 1) not in {"-", "−", "minus"}:
            return False
        start = self.parts[first - 1].start
        return start == 0 or self.text[start - 1].isspace()

    def _result(self, number: Numeral) -> tuple[Quantity | None, int] | None:
        """A score: two whole numbers with a dash that are no range."""
        stop = number.stop
        if not (self._low(stop) in _HYPHENS and stop + 1 < len(self.parts) and self.parts[stop + 1].kind == "number"):
            return None
        other = numeral(self.parts, stop + 1)
        if other is None or other.magnitude != 1 or number.magnitude != 1:
            return None
        one, two = number.value, other.value
        if one != int(one) or two != int(two) or max(one, two) > 250 or self._unit(other)[1] > other.stop:
            return None
        # A third number makes it something else: "4-4-2", "555-01-23".
        if self._low(other.stop) in _HYPHENS and other.stop + 1 < len(self.parts) and self.parts[other.stop + 1].kind == "number":
            return None, self._past(other.stop)
        following = self._low(other.stop)
        ascending = one < two and following not in words("numbers", "labels", "results")
        if ascending and (self._counts(other.stop) or self._low(number.first - 1) in {"ages", "aged", "of", "between", "about", "some"}):
            return None
        start, end = self.parts[number.first].start, self.parts[other.stop - 1].end
        quantity = Quantity(
            self.text[start:end], max(one, two), "score", Comparator.EXACTLY, self.offset + start, self.offset + end, min(one, two)
        )
        return quantity, other.stop

    def _range(self, first: int, number: Numeral, unit: str, stop: int) -> tuple[float, float, str, int] | None:
        """"5-7", "5 to 7", "between 5 and 7", "two or three": low, high, unit and where it ends.

        "Rose from 3 to 4" is a change, not a range, and its two numbers stay two.
        """
        link, opener = self._low(stop), self._low(first - 1)
        dash = link in _HYPHENS and not (stop + 1 < len(self.parts) and self.parts[stop + 1].kind == "word")
        if not (dash or link in {"to", "or"} or (link == "and" and opener == "between")) or stop + 1 >= len(self.parts):
            return None
        at, currency = stop + 1, ""
        if self.parts[at].text in _currencies() and at + 1 < len(self.parts):
            currency, at = _currencies()[self.parts[at].text], at + 1
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
            other_unit, end = self._unit(other)
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
        index = self._token(first)
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
                if dimension(unit) == "time" and cue[0] in {"over", "under"} and self._low(first - 2) not in {"for", "just", "well", "after"}:
                    return first, None
                if self._low(first - 2) in {"all", "turned", "went"}:
                    return first, None
            return first - length, comparator
        return first, None

    def _after(self, stop: int) -> tuple[int, Comparator | None]:
        """The comparator behind a number, and where it ends."""
        if self._low(stop) == "+" and self.parts[stop].start == self.parts[stop - 1].end:
            return stop + 1, Comparator.AT_LEAST
        cues = _cues("after")
        for length in (3, 2, 1):
            if stop + length > len(self.parts):
                continue
            comparator = cues.get(tuple(part.low for part in self.parts[stop : stop + length]))
            if comparator is not None and not (length == 1 and self.parts[stop].low == "plus"):
                return stop + length, comparator
        return stop, None

    # -- what is counted ----------------------------------------------------------------------------------------------

    def _rate(self, stop: int, counted: str, measured: bool) -> tuple[str, int]:
        """"A barrel", "per day", "per 100,000 people": what the amount is spread over."""
        at = stop
        if not measured and counted:
            for ahead in range(stop, min(stop + 4, len(self.parts))):
                if self._low(ahead) in {"a", "an", "per", "each", "every"}:
                    at = ahead
                    break
        word, noun = self._low(at), self._low(at + 1)
        if word == "per":
            if at + 1 < len(self.parts) and self.parts[at + 1].kind == "number":
                over = numeral(self.parts, at + 1)
                self.spread.add(at + 1)
                return (f"{over.value:g}", over.stop) if over else ("", stop)
            return (noun.rstrip("s"), at + 2) if noun.isalpha() else ("", stop)
        if self._low(at + 2) in {"ago", "earlier", "before", "later", "after", "on", "from"}:
            return "", stop  # "from 4% a year earlier"
        if word in {"a", "an", "each", "every"} and noun in words("numbers", "labels", "rates"):
            return noun, at + 2
        hyphenated = {"daily": "day", "weekly": "week", "monthly": "month", "annually": "year", "yearly": "year", "hourly": "hour"}
        return (hyphenated[word], at + 1) if word in hyphenated else ("", stop)

    def _counted(self, first: int, stop: int, unit: str) -> str:
        """The lemma of the noun that is counted or measured, "" where the sentence does not say it next to the number."""
        if self._low(stop) == "-" and self._low(stop + 1) == "old" or self._low(stop) == "old":
            return "age"
        if unit == "" and self._low(first - 1) in words("numbers", "labels", "ratings"):
            return self._low(first - 1)
        inside = [i for i in range(self._token(first) or 0, len(self.tokens)) if self.tokens[i].start - self.offset < self.parts[stop - 1].end]
        index = self._token(first)
        if index is None or not inside:
            return ""
        if self._is_age(first, stop, index, unit):
            return "age"
        top = self._top(inside)
        if unit in {"", "person"}:
            return self._noun_of_count(inside, top)
        return self._noun_of_measure(inside, top, stop)

    def _is_age(self, first: int, stop: int, index: int, unit: str) -> bool:
        """", 34," after a person; "aged 34"."""
        if unit not in {"", "year"}:
            return False
        if self._low(first - 1) in {"aged", "age"}:
            return True
        commas = self._low(first - 1) == "," and self._low(stop) in {",", "."}
        head = self.tokens[self.tokens[index].head]
        return commas and self.tokens[index].dep in {"appos", "npadvmod", "nummod"} and head.pos in _NOMINAL and self.tokens[index].head < index and unit == ""

    def _top(self, inside: list[int]) -> int:
        """The token of the expression that the rest of the sentence hangs on."""
        members = set(inside)
        top = inside[-1]
        for _ in inside:
            if self.tokens[top].head in members and self.tokens[top].head != top:
                top = self.tokens[top].head
        return top

    def _noun_of_count(self, inside: list[int], top: int) -> str:
        head = self.tokens[top].head
        if head > inside[-1] and self.tokens[top].dep in {"nummod", "quantmod", "compound", "nmod", "amod", "advmod", "npadvmod"}:
            token = self.tokens[head]
            if token.pos in _NOMINAL and head - inside[-1] <= 8:
                return _lemma(token)
        last = inside[-1]
        # "12 of the miners"
        if last + 1 < len(self.tokens) and self.tokens[last + 1].lemma.lower() == "of":
            return next((self.tokens[i].lemma.lower() for i in self.children.get(last + 1, ()) if self.tokens[i].dep == "pobj"), "")
        noun = ""
        for token in self.tokens[last + 1 : last + 5]:
            if token.pos in _NOMINAL:
                noun = _lemma(token)
            elif noun or token.pos not in {"ADJ", "ADV"} and token.text != "-":
                break
        return noun

    def _noun_of_measure(self, inside: list[int], top: int, stop: int) -> str:
        token = self.tokens[top]
        for child in self.children.get(top, ()):
            if child > top and self.tokens[child].lemma.lower() in {"of", "in"} and self.tokens[child].dep == "prep" and child <= inside[-1] + 1:
                noun = next((self.tokens[i] for i in self.children.get(child, ()) if self.tokens[i].dep == "pobj" and self.tokens[i].pos == "NOUN"), None)
                if noun is not None and (self.tokens[child].lemma.lower() == "of" or self.tokens[top].dep in {"dobj", "pobj"}):
                    return noun.lemma.lower()
        if token.head > inside[-1] and token.dep in {"nmod", "compound", "amod", "nummod", "quantmod", "npadvmod"}:
            return self.tokens[token.head].lemma.lower() if self.tokens[token.head].pos in {"NOUN", "ADJ"} else ""
        head = self.tokens[token.head]
        if token.dep == "pobj" and head.lemma.lower() == "of" and self.tokens[head.head].pos == "NOUN":
            return self.tokens[head.head].lemma.lower()
        return ""
