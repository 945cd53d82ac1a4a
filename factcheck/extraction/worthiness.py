"""How much a statement is worth checking: a logistic function of what it contains."""

from __future__ import annotations

import math

from factcheck.lexicon import words
from factcheck.models import Attribution, Certainty, Sentence
from factcheck.text import grammar
from factcheck.thresholds import WORTHINESS


def check_worthiness(sentence: Sentence, certainty: Certainty, attribution: Attribution | None) -> float:
    """From 0 (nothing to check) to 1: numbers, names, times and past events raise it, views and address lower it.

    Weights: `thresholds.WORTHINESS`.
    """
    found = features(sentence, certainty, attribution)
    score = WORTHINESS["intercept"] + sum(WORTHINESS[name] * value for name, value in found.items())
    return round(1 / (1 + math.exp(-score)), 3)


def features(sentence: Sentence, certainty: Certainty, attribution: Attribution | None) -> dict[str, float]:
    """What the weights apply to, by name; each value lies between 0 and 2."""
    tokens = sentence.tokens
    lemmas = {token.lemma.lower() for token in tokens}
    top = grammar.root(tokens)
    content = [token for token in tokens if grammar.is_content(token)]
    return {
        "quantities": min(2.0, len(sentence.quantities)),
        "digits": float(any(token.text[:1].isdigit() for token in tokens)),
        "names": min(2.0, len({entity.canonical for entity in sentence.entities})),
        "people": float(any(entity.label == "PERSON" for entity in sentence.entities)),
        "times": float(bool(sentence.times)),
        "past": float(
            top is not None
            and (
                tokens[top].tag in {"VBD", "VBN"} or any(tokens[i].tag == "VBD" for i in grammar.children(tokens, top))
            )
        ),
        "comparison": float(any(token.tag in {"JJR", "JJS", "RBR", "RBS"} for token in tokens)),
        "first_person": float(bool(lemmas & words("opinion", "holders", "words"))),
        "second_person": float("you" in lemmas or "your" in lemmas),
        "view": float(bool(lemmas & (words("opinion", "verbs", "words") | words("opinion", "taste", "words")))),
        "unfulfilled": float(certainty in {Certainty.PLANNED, Certainty.CONDITIONAL, Certainty.POSSIBLE}),
        "attributed": float(attribution is not None),
        "length": min(2.0, len(content) / 10),
    }
