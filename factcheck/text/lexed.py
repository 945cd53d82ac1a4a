"""A sentence as lexemes and as tokens side by side, for what reads numbers."""

from __future__ import annotations

from bisect import bisect_right

from factcheck.models import Token
from factcheck.text.numerals import Numeral, lexemes
from factcheck.text.units import exact_forms, unit_forms

HYPHENS = frozenset({"-", "–", "—"})


class Lexed:
    """A sentence that begins at `offset` of its article: its text, lexemes (`parts`) and grammar (`tokens`)."""

    def __init__(self, text: str, tokens: tuple[Token, ...], offset: int) -> None:
        self.text, self.tokens, self.offset = text, tokens, offset
        self.parts = lexemes(text)
        self._starts = [token.start - offset for token in tokens]
        self.children: dict[int, list[int]] = {}
        for index, token in enumerate(tokens):
            if token.head != index:
                self.children.setdefault(token.head, []).append(index)

    def low(self, at: int) -> str:
        """A lexeme in lower case, "" beyond the ends."""
        return self.parts[at].low if 0 <= at < len(self.parts) else ""

    def token(self, at: int) -> int | None:
        """The token in which a lexeme begins."""
        if not self._starts or not 0 <= at < len(self.parts):
            return None
        index = bisect_right(self._starts, self.parts[at].start) - 1
        return index if index >= 0 and self.parts[at].start < self.tokens[index].end - self.offset else None

    def plural_follows(self, stop: int) -> bool:
        """Whether a plural noun follows: "page 5" against "the page 5 people read"."""
        index = self.token(stop)
        return index is not None and self.tokens[index].tag == "NNS"

    def unit(self, number: Numeral) -> tuple[str, int]:
        """The unit after a number and where it ends; a hyphen may stand between ("a 12-inch screen")."""
        stop = number.stop
        step = stop + (self.low(stop) in HYPHENS and stop + 1 < len(self.parts) and self.parts[stop + 1].kind == "word")
        glued = step < len(self.parts) and self.parts[step].start == self.parts[step - 1].end and step == stop
        forms = unit_forms()
        for length in (4, 3, 2, 1):
            if step + length > len(self.parts):
                continue
            form = tuple(part.low for part in self.parts[step : step + length])
            unit = forms.get(form)
            if unit is None and length == 1 and (glued or self.parts[step].text in {"m", "C", "F"}):
                unit = exact_forms().get(self.parts[step].text)
                if unit in {"degC", "degF"} and not glued and self.low(step - 1) != "°":
                    unit = None
            if unit is None or (unit == "second" and number.value == 1):
                continue
            if unit == "s" and number.words and number.value == 1:
                continue
            return unit, step + length
        return "", stop
