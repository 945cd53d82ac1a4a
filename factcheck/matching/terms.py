"""What a claim is found by: its words, names, numbers and the slots it fills."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from factcheck.models import Assertion, Entity, Quantity, Referent, Token
from factcheck.text import grammar

POINT = "point:"
ENTITY = "entity:"
NUMBER = "number:"
SETTING_TERMS = 3
"""Names of its article that a slot of an unnamed thing is found by."""

UNNAMED = "~"
"""What the subject of an assertion about no named thing begins with ("~bridge"): too many bridges to meet by it."""


def terms(
    tokens: tuple[Token, ...],
    entities: Sequence[Entity],
    quantities: Iterable[Quantity],
    referents: Iterable[Referent],
    assertions: Iterable[Assertion],
    setting: Sequence[str] = (),
) -> tuple[str, ...]:
    """Index terms without repetition: lemmas of content words, then "entity:", "number:" and "point:" terms.

    The point terms are what lets two claims meet that share no word: both say something about the openness of OpenAI.
    A person's has the surname too, which is all that another article may use. A slot of an unnamed thing ("the dam") is
    found by the first names that its article is about.
    """
    found = [token.lemma.lower() for token in tokens if grammar.is_content(token) and len(token.text) > 1]
    found += [ENTITY + entity.canonical for entity in entities]
    found += [ENTITY + referent.canonical for referent in referents]
    found += [NUMBER + format(quantity.value, "g") for quantity in quantities]
    people = {entity.canonical for entity in entities if entity.label == "PERSON"}
    for assertion in assertions:
        if not assertion.subject.startswith(UNNAMED):
            found.append(POINT + assertion.point)
            if assertion.subject in people:
                surname = assertion.subject.rsplit(" ", 1)[-1]
                found.append(POINT + replace(assertion, subject=surname).point)
        else:
            found += [f"{POINT}{assertion.point}@{name}" for name in setting[:SETTING_TERMS] if name[0] != UNNAMED]
    return tuple(dict.fromkeys(found))
