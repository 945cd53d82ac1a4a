"""What numbers in the news measure, as data: the concepts of `lexicon/measures.toml`, their words, labels and units."""

from __future__ import annotations

from functools import cache

from factcheck.lexicon import load
from factcheck.text.units import dimension


@cache
def concepts(part: str) -> dict[str, str]:
    """The words of one part ("nouns", "verbs", "patient", ...), each to the name of its concept."""
    return {word: entry["name"] for entry in load("measures")["concept"] for word in entry[part]}


def label(concept: str) -> str:
    """The concept as people say it ("number of deaths"), "" where the lexicon has none."""
    return next((str(entry["label"]) for entry in load("measures")["concept"] if entry["name"] == concept), "")


def fits(concept: str, unit: str, *, measured: bool) -> bool:
    """Whether a concept can be measured in the unit: no price in people, no deaths in dollars."""
    kind = dimension(unit).split("/")[0]
    amounts = {"revenue", "profit", "loss", "price paid", "fine"}
    if kind == "score":
        return concept not in amounts
    if kind == "count":
        return concept not in amounts | {
            "sentence",
            "length",
            "height",
            "width",
            "depth",
            "weight",
            "inflation",
            "efficacy",
        }
    if kind == "percent":
        return concept in {
            "inflation",
            "unemployment",
            "turnout",
            "efficacy",
            "revenue",
            "profit",
            "price paid",
            "population",
        }
    if kind == "time":
        return concept in {"sentence", "age"}
    if kind == "length":
        return concept in {"length", "height", "width", "depth"}
    if kind == "mass":
        return concept == "weight"
    return measured and concept in amounts
