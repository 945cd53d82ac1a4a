"""Units of measurement and currencies: their spellings, what they measure, and conversion.

Units are data (`lexicon/units.toml`). A rate is a unit of its own: "USD/barrel", "person/day".
"""

from __future__ import annotations

from functools import cache

from factcheck.lexicon import load
from factcheck.text.numerals import lexemes


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
def unit_forms() -> dict[tuple[str, ...], str]:
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
def exact_forms() -> dict[str, str]:
    return {form: unit for unit, entry in load("units").items() for form in entry.get("exact", ())} | {
        "m": "m",
        "C": "degC",
        "F": "degF",
    }


@cache
def currencies() -> dict[str, str]:
    return {symbol: unit for unit, entry in load("units").items() for symbol in entry.get("symbols", ())}
