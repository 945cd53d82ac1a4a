"""How much a statement is worth checking: a linear model over its words, its grammar and its shape.

No feature names anybody or anything: names, numbers and times stand in the features as their class (PERSON, ORG, PLACE,
PEOPLE, NAME, NUMBER, PERCENT, MONEY, SPAN, DATE). The weights are made by `scripts/train_worthiness.py`. Hit: "The
ministry cut 12,000 jobs in 2023." Near miss: "I want you to feel at home here."
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from itertools import pairwise

from factcheck import lexicon
from factcheck.lexicon import words
from factcheck.models import Sentence, Token
from factcheck.text import grammar

_LABELS = {"PERSON": "PERSON", "ORG": "ORG", "GPE": "PLACE", "LOC": "PLACE", "FAC": "PLACE", "NORP": "PEOPLE"}
_NUMBERS = frozenset({"NUMBER", "PERCENT", "MONEY"})
_NAMES = frozenset({"PERSON", "ORG", "PLACE", "PEOPLE", "NAME"})
_SPANS = frozenset({"s", "min", "h", "day", "week", "month", "quarter", "year", "decade", "century"})
_QUOTES = frozenset("\"'“”‘’«»`") | {"``", "''"}
_STEPS = {
    "words": (4, 6, 8, 10, 13, 16, 20, 25, 30, 40),
    "content words": (3, 5, 8, 12, 16),
    "numbers": (1, 2, 3),
    "names": (1, 2, 3),
}
_SHAPED = frozenset({"aux", "auxpass", "neg"})
_SHE = frozenset({"she", "her", "hers", "herself", "him", "his", "himself"})
_ADDRESS = frozenset({"you", "your", "yours"})


def check_worthiness(sentence: Sentence) -> float:
    """From 0 (nothing to check) to 1: a logistic function of the summed weights of its features.

    The sum is divided by the root of their number, so that long sentences are no surer than short ones.
    """
    known = weights()
    found = [known[feature] for feature in features(sentence) if feature in known]
    score = known[""] + sum(sorted(found)) / math.sqrt(max(1, len(found)))
    return round(1 / (1 + math.exp(-score)), 3)


@cache
def weights() -> dict[str, float]:
    """The weight of each feature, and under "" the constant."""
    text = resources.files(lexicon).joinpath("worthiness.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {feature: int(hundredths) / 100 for feature, hundredths in rows}


def features(sentence: Sentence) -> frozenset[str]:
    """What a sentence is made of, by name; the training script and the service read sentences with this same function.

    Lemmas and pairs of neighbouring lemmas ("NUMBER people"), arcs of the grammar ("dobj lose", "dobj lose job",
    "dobj VBD NNS"), the frame of the main clause ("I VBP do not"), and steps of length ("words 10").
    """
    tokens = sentence.tokens
    classes = _classes(sentence)
    masked = list(_masked(tokens, classes))
    symbols = ["^", *(symbol for symbol, _ in masked), "$"]
    found = set(symbols)
    found.update(f"{one} {other}" for one, other in pairwise(symbols))
    for symbol, i in masked:
        found.update(_arc(tokens, classes, symbol, i))
    found.update(_frame(tokens, classes))
    counts = {
        "words": len(masked),
        "content words": sum(grammar.is_content(token) for token in tokens),
        "numbers": sum(symbol in _NUMBERS for symbol in symbols),
        "names": sum(symbol in _NAMES for symbol in symbols),
    }
    found.update(f"{what} {step}" for what, steps in _STEPS.items() for step in steps if counts[what] >= step)
    if any(token.tag == "VBD" for token in tokens):
        found.add("a past tense")
    if not any(token.lemma.lower() in words("opinion", "holders", "words") | _ADDRESS for token in tokens):
        found.add("third person")
    return frozenset(found)


def _classes(sentence: Sentence) -> dict[int, str]:
    """The class of each word that belongs to a name, a number or a time, by its index."""
    tokens = sentence.tokens
    found = {
        i: "NAME" if token.pos == "PROPN" else "NUMBER"
        for i, token in enumerate(tokens)
        if token.pos in {"PROPN", "NUM"} or token.text[:1].isdigit()
    }
    marked: list[tuple[int, int, str]] = [(each.start, each.end, _measured(each.unit)) for each in sentence.quantities]
    marked += [(each.start, each.end, "DATE") for each in sentence.times]
    marked += [(each.start, each.end, _LABELS.get(each.label, "NAME")) for each in sentence.entities]
    by_start = {token.start: i for i, token in enumerate(tokens)}
    for start, end, name in marked:
        i = by_start.get(start, len(tokens))
        while i < len(tokens) and tokens[i].start < end:
            found[i] = name
            i += 1
    return found


def _measured(unit: str) -> str:
    base = unit.split("/")[0]
    if base == "percent":
        return "PERCENT"
    if base in _SPANS:
        return "SPAN"
    return "MONEY" if len(base) == 3 and base.isupper() else "NUMBER"


def _masked(tokens: tuple[Token, ...], classes: dict[int, str]) -> Iterator[tuple[str, int]]:
    """The lemmas with the class in place of a name, number or time, once for all its words; quotation marks left out."""
    previous = ""
    for i, token in enumerate(tokens):
        if i in classes:
            if classes[i] != previous:
                yield classes[i], i
            previous = classes[i]
        elif token.text not in _QUOTES:
            yield _lemma(token), i
            previous = ""


def _lemma(token: Token) -> str:
    """The lemma, one for "he" and "she": which of them a sentence is about tells nothing but whom."""
    return "he" if token.text.lower() in _SHE else token.lemma.lower()


def _arc(tokens: tuple[Token, ...], classes: dict[int, str], symbol: str, i: int) -> Iterable[str]:
    token = tokens[i]
    if token.head == i or token.pos == "PUNCT":
        return
    above = classes.get(token.head) or _lemma(tokens[token.head])
    yield f"{token.dep} {above}"
    yield f"{token.dep} {above} {symbol}"
    yield f"{token.dep} {classes.get(token.head) or tokens[token.head].tag} {classes.get(i) or token.tag}"


def _frame(tokens: tuple[Token, ...], classes: dict[int, str]) -> Iterable[str]:
    """The subject, the tense and the auxiliaries of the main clause, and the subject with its verb."""
    top = grammar.root(tokens)
    if top is None:
        return
    below = grammar.children(tokens, top)
    who = next((i for i in below if tokens[i].dep in grammar.SUBJECTS), None)
    subject = "nobody"
    if who is not None:
        subject = classes.get(who) or (_lemma(tokens[who]) if tokens[who].pos == "PRON" else tokens[who].tag)
    auxiliaries = " ".join(tokens[i].text.lower() for i in below if tokens[i].dep in _SHAPED)
    yield f"frame {subject} {tokens[top].tag} {auxiliaries}".rstrip()
    yield f"clause {subject} {classes.get(top) or _lemma(tokens[top])}"
