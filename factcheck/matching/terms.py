"""What a claim is found by: its words, names, numbers and the slots it fills."""

from __future__ import annotations

from collections.abc import Iterable

from factcheck.models import Assertion, Entity, Quantity, Referent, Token
from factcheck.text import grammar

POINT = "point:"
ENTITY = "entity:"
NUMBER = "number:"
UNNAMED = "~"
"""What the subject of an assertion about no named thing begins with ("~bridge"): too many bridges to meet by it."""


def terms(
    tokens: tuple[Token, ...],
    entities: Iterable[Entity],
    quantities: Iterable[Quantity],
    referents: Iterable[Referent],
    assertions: Iterable[Assertion],
) -> tuple[str, ...]:
    """Index terms without repetition: lemmas of content words, then "entity:", "number:" and "point:" terms.

    The point terms are what lets two claims meet that share no word: both say something about the openness of OpenAI.
    """
    found = [token.lemma.lower() for token in tokens if grammar.is_content(token) and len(token.text) > 1]
    found += [ENTITY + entity.canonical for entity in entities]
    found += [ENTITY + referent.canonical for referent in referents]
    found += [NUMBER + format(quantity.value, "g") for quantity in quantities]
    found += [POINT + assertion.point for assertion in assertions if not assertion.subject.startswith(UNNAMED)]
    return tuple(dict.fromkeys(found))
