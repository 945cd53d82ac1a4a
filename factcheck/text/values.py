"""The values that a stated quantity leaves open, and quantities in one spelling."""

from __future__ import annotations

import math
from dataclasses import dataclass

from factcheck.models import Comparator, Quantity
from factcheck.text.units import in_base_units

ROUNDING = 0.1
"""A round number allows at most this share to each side: "3 million" is not said of 3.4 million."""

APPROXIMATION = 0.1
"""What "about" allows to each side, as in newsroom style guides ("nearly 3 million" of 2.9 million)."""

VAGUE = 0.25
"""What "about a dozen", "half" or "one in five" allow to each side."""

OPEN_END = 1.5
"""How far beyond its bound "more than" still says the same: "more than 10" and 12 agree, and 60 is neither."""

_WITH_SLASH = frozenset({"km/h", "m/s", "Mbit/s", "Gbit/s"})
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹"}
_NAMES = {
    "percentage_point": "percentage point", "basis_point": "basis point", "person": "", "USD_cent": "cent", "GBP_penny": "pence",
    "degC": "°C", "degF": "°F", "h": "hour", "min": "minute", "s": "second", "mi": "mile", "ha": "hectare", "t": "tonne",
}  # fmt: skip
_PLURALS = frozenset(
    {
        "percentage point",
        "basis point",
        "cent",
        "hour",
        "minute",
        "second",
        "mile",
        "hectare",
        "tonne",
        "acre",
        "year",
        "month",
        "week",
        "day",
        "decade",
        "degree",
    }
)


DOZEN = 1.0
"""By how much a count may differ from a dozen that is said without "exactly"."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """The values that a quantity allows, in base units; `soft` is what it suggests, inside of what it allows."""

    low: float
    high: float
    soft_low: float
    soft_high: float


def allowed(quantity: Quantity, slack: float = 0.0) -> Allowed:
    """The values that a quantity allows, in base units."""
    value = quantity.value
    low, high = value, value if quantity.upper is None else quantity.upper
    loose = VAGUE if is_vague(quantity) else APPROXIMATION
    match quantity.comparator:
        case Comparator.ABOUT:
            margin = max(
                abs(value) * loose,
                min(_rounding(quantity), abs(value) * VAGUE),
                2.0 if is_count(quantity) and 5 <= value <= 20 else 0.0,
            )
            low, high = value - margin, value + margin
        case Comparator.BETWEEN if is_vague(quantity):
            low, high = low / 2, high * 2
        case Comparator.EXACTLY:
            # "a dozen" is said of eleven and of thirteen
            margin = DOZEN if quantity.text.lower().endswith("dozen") else _rounding(quantity)
            low, high = value - margin, value + margin
    soft_low, soft_high = low, high
    match quantity.comparator:
        case Comparator.AT_LEAST | Comparator.MORE_THAN:
            high, soft_high = math.inf, value * OPEN_END
        case Comparator.AT_MOST | Comparator.LESS_THAN:
            low, soft_low = -math.inf, value / OPEN_END
    ends = [
        in_base_units(end, quantity.unit) if math.isfinite(end) else end for end in (low, high, soft_low, soft_high)
    ]
    return Allowed(
        ends[0] - abs(finite(ends[0])) * slack, ends[1] + abs(finite(ends[1])) * slack, ends[2], ends[3] * (1 + slack)
    )


CONVERSION = 0.03
"""Slack between two units: "three miles" are written for 5 km."""


def fits(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities of one dimension suggest a value in common: "about 300" and 297, "almost 100 feet" and 30 m.

    Two open ends fit only where they are the same: "at least 12" and "at least 19" may both be true, of another number.
    """
    if one.unit == "score":
        return (one.value, one.upper) == (other.value, other.upper)
    slack = 0.0 if one.unit == other.unit else CONVERSION
    a, b = allowed(one, slack), allowed(other, slack)
    if both_open(one, other) and one.value != other.value:
        return False
    return not (a.soft_low > b.soft_high or b.soft_low > a.soft_high)


def both_open(one: Quantity, other: Quantity) -> bool:
    """ "At least 12", "at least 19": open in one direction, both can be true of 30."""
    upwards, downwards = {Comparator.AT_LEAST, Comparator.MORE_THAN}, {Comparator.AT_MOST, Comparator.LESS_THAN}
    return any({one.comparator, other.comparator} <= way for way in (upwards, downwards))


def finite(value: float) -> float:
    """A bound, or 0 where there is none."""
    return value if math.isfinite(value) else 0.0


def is_count(quantity: Quantity) -> bool:
    """Whether a quantity counts instead of measuring."""
    return quantity.unit.split("/")[0] in {"", "person"}


def is_vague(quantity: Quantity) -> bool:
    """Words that name no exact number: "dozens", "half", "a dozen", "a couple"."""
    text = quantity.text.lower()
    return not any(c.isdigit() for c in text) and any(
        word in text
        for word in (
            "dozen",
            "half",
            "third",
            "quarter",
            "fifth",
            "tenth",
            "score",
            "hundreds",
            "thousands",
            "millions",
            "billions",
            " in ",
        )
    )


def _rounding(quantity: Quantity) -> float:
    """What a number's own digits leave open to each side: half of its last place, within a tenth of it.

    Counts below a hundred, and those with a last digit other than 00, are taken as counted: 12, 120, 4,321.
    """
    value = abs(quantity.value)
    if value == 0 or quantity.unit.startswith("score"):
        return 0.0
    if value == int(value):
        step = 1.0
        while value >= 100 and value % (step * 10) == 0:
            step *= 10
        if is_count(quantity):
            return min(step / 2, value * ROUNDING) if step >= 100 else 0.0
        if quantity.unit in {"year", "month", "week", "day"} and step < 100:
            return 0.0
    else:
        step = 10.0 ** -len(f"{value:.6f}".rstrip("0").partition(".")[2])
    return min(step / 2, value * ROUNDING)


def printed(quantity: Quantity) -> str:
    """A quantity in one spelling: "at least 19", "about 1,500", "$3.2 billion", "4.5 percent", "3-1"."""
    if quantity.unit == "score":
        return f"{quantity.value:g}-{quantity.upper or 0:g}"
    unit, _, rate = quantity.unit.partition("/")
    if quantity.unit in _WITH_SLASH:
        unit, rate = quantity.unit, ""
    sign = _SIGNS.get(unit, "")
    number = sign + _figure(quantity.value)
    if quantity.upper is not None:
        number += f" to {sign}{_figure(quantity.upper)}"
    one = quantity.value == 1 and quantity.upper is None
    named = "" if sign else _NAMES.get(unit, unit)
    if named in _PLURALS and not one:
        named += "s"
    prefix = (
        ""
        if quantity.comparator in {Comparator.EXACTLY, Comparator.BETWEEN}
        else quantity.comparator.replace("_", " ") + " "
    )
    return f"{prefix}{number}{' ' + named if named else ''}{' per ' + rate if rate else ''}"


def _figure(value: float) -> str:
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(value) >= size:
            return f"{value / size:.3f}".rstrip("0").rstrip(".") + f" {word}"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0").rstrip(".")
