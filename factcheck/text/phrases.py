"""Which names a noun phrase is about: its own, those it lists as examples, the one that owns it.

What the slot-filling ways of conflicting share: "OpenAI keeps its models closed" is about OpenAI, "models such as
ChatGPT" about ChatGPT, "shares of Apple" about Apple, but "the head of Apple" is not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from factcheck.lexicon import words
from factcheck.models import Claim
from factcheck.text import grammar


@dataclass(frozen=True, slots=True)
class Named:
    """A name as a claim uses it: the key it is compared under, the words, and how directly it is meant (0 to 1)."""

    canonical: str
    text: str
    start: int
    end: int
    strength: float
    label: str = "MISC"


def name_at(claim: Claim, index: int) -> Named | None:
    """The name that a word belongs to or, if it is a pronoun or "the company", stands for."""
    token = claim.tokens[index]
    for entity in claim.entities:
        if entity.start <= token.start < entity.end:
            return Named(entity.canonical, entity.text, entity.start, entity.end, 1.0, entity.label)
    above = claim.tokens[token.head]
    if token.tag in {"WDT", "WP"} and above.dep == "relcl" and above.head != index:
        return name_at(claim, above.head) if claim.tokens[above.head].tag not in {"WDT", "WP"} else None
    for referent in claim.referents:
        if referent.token == index:
            return Named(referent.canonical, referent.text, token.start, token.end, 0.9)
    return None


def listed(claim: Claim, top: int) -> tuple[Named, ...]:
    """The names of a phrase and of what is joined to it by "and" or commas."""
    tokens = claim.tokens
    found = [name for i in grammar.conjuncts(tokens, top) if (name := name_at(claim, i))]
    if not found and tokens[top].pos == "NOUN":
        # "the mayor of Norwick, Jane Roe": the parser hangs the name on the town as often as on the office.
        below = [i for i in grammar.subtree(tokens, top) if i > top and tokens[i].dep == "appos"]
        found = [name for i in below[:1] if (name := name_at(claim, i)) and name.label == "PERSON"]
    return tuple({name.canonical: name for name in found}.values())


def denoted(claim: Claim, top: int) -> tuple[Named, ...]:
    """The names that a phrase stands for: its own, that before its noun ("the Kestrel newspaper"), that beside it."""
    tokens = claim.tokens
    own = listed(claim, top)
    if own or tokens[top].pos != "NOUN":
        return own
    beside = [
        i for i in grammar.children(tokens, top) if tokens[i].dep in {"compound", "nmod"} and tokens[i].pos == "PROPN"
    ]
    if tokens[top].dep == "appos":
        beside.append(tokens[top].head)
    first = min(grammar.phrase(tokens, top))
    if first > 1 and tokens[first - 1].text == "," and tokens[first].pos == "DET" and tokens[first - 2].dep != "pobj":
        beside.append(first - 2)  # "Acme, the firm that ...": an apposition, whatever the parser makes of it
    return tuple(name for i in beside[:1] if (name := name_at(claim, i)))


def examples(claim: Claim, top: int) -> tuple[Named, ...]:
    """The names given as examples of a noun: "models such as A and B", "companies like A", "firms, including A"."""
    tokens = claim.tokens
    found: list[Named] = []
    for i in range(top + 1, min(top + 8, len(tokens))):
        opener = tokens[i].text.lower()
        such_as = opener == "as" and tokens[i - 1].text.lower() == "such"
        if not (such_as or opener in {"like", "including", "e.g.", "namely"}):
            continue
        first = next((j for j in range(i + 1, min(i + 6, len(tokens))) if name_at(claim, j)), None)
        if first is not None and not any(tokens[j].pos in {"VERB", "AUX"} for j in range(i + 1, first)):
            found.extend(_row(claim, first))
        break
    return tuple(found)


def _row(claim: Claim, first: int) -> Iterator[Named]:
    """The names that follow each other from a word on, with nothing but commas, "and", "or" and brackets between."""
    seen: set[str] = set()
    i = first
    while i < len(claim.tokens):
        token = claim.tokens[i]
        name = name_at(claim, i)
        if name and token.pos != "PRON":
            if name.canonical not in seen:
                yield name
            seen.add(name.canonical)
        elif token.text.lower() not in {",", "and", "or", "'s", "(", ")", "the", ":"} and not token.text.isupper():
            return
        i += 1


def owner(claim: Claim, top: int) -> Named | None:
    """Who owns what a noun names: "Meta's models", "its models", "the code of Meta's models", "the Meta model"."""
    tokens = claim.tokens
    for i in grammar.children(tokens, top):
        if tokens[i].dep == "poss" or (tokens[i].dep in {"compound", "nmod"} and tokens[i].pos == "PROPN"):
            name = name_at(claim, i)
            if name:
                return name
    for i in grammar.children(tokens, top):
        if tokens[i].dep == "prep" and tokens[i].text.lower() in {"of", "from", "by"}:
            for j in grammar.children(tokens, i):
                if tokens[j].dep == "pobj" and (name := name_at(claim, j) or owner(claim, j)):
                    return name
    return _possessor_before(claim, top)


def _possessor_before(claim: Claim, top: int) -> Named | None:
    """The possessive in front of a noun, also where the parser hung it elsewhere ("its charging software")."""
    for i in range(top - 1, max(-1, top - 4), -1):
        token = claim.tokens[i]
        if token.tag == "PRP$":
            return name_at(claim, i)
        if token.pos not in {"ADJ", "NOUN", "ADV"} and token.dep != "amod":
            return None
    return None


def owners(claim: Claim, top: int) -> tuple[Named, ...]:
    """Who owns what a noun names; of "A and B keep their models" both."""
    tokens = claim.tokens
    shared = any(tokens[i].text.lower() == "their" for i in grammar.children(tokens, top))
    who = grammar.subject(tokens, grammar.clause(tokens, top)) if shared else None
    if who is not None and who < top and len(several := listed(claim, who)) > 1:
        return several
    holder = owner(claim, top)
    return (holder,) if holder else ()


def about(
    claim: Claim, top: int, transparent: Collection[str] = (), classes: Collection[str] = ()
) -> tuple[Named, ...]:
    """The names that a noun phrase is about.

    Its own name; else its examples where it gives some, also through "of" ("versions of its models, such as A"); else
    the name before its head where that is one of `classes` ("the A vaccine"); else its owner where the head is one of
    the `transparent` nouns (a firm's models are the firm's matter, its chief executive is not). Empty where the phrase
    names nothing.
    """
    tokens = claim.tokens
    below = [
        j for i in grammar.children(tokens, top) if tokens[i].text.lower() == "of" for j in grammar.children(tokens, i)
    ]
    found = listed(claim, top) or next((given for each in (top, *below) if (given := examples(claim, each))), ())
    if not found and tokens[top].lower_in(classes):
        found = denoted(claim, top)
    if not found and tokens[top].lower_in(transparent):
        found = owners(claim, top)
    return found


def contrasted(claim: Claim) -> tuple[Named, ...]:
    """The names that a claim sets its subject apart from: "unlike X", "which sets it apart from rivals such as X"."""
    tokens = claim.tokens
    for i in range(len(tokens)):
        if not _sets_apart(tokens, i):
            continue
        for j in range(i + 1, min(i + 8, len(tokens))):
            if tokens[j].head == i and tokens[j].dep == "pobj":
                return about(claim, j)
    return ()


def _sets_apart(tokens: grammar.Tokens, i: int) -> bool:
    """Whether what follows a preposition is what something is set apart from."""
    word = tokens[i].text.lower()
    if word in words("frames", "contrast", "prepositions"):
        return True
    before = " ".join(token.text.lower() for token in tokens[max(0, i - 2) : i + 1])
    if any(before.endswith(phrase) for phrase in words("frames", "contrast", "phrases")):
        return True
    separating = words("frames", "contrast", "verbs")
    if word != "from" or i == 0:
        return False
    if tokens[i - 1].text.lower() == "apart":
        return any(token.lower_in(separating) for token in tokens[max(0, i - 8) : i])
    return tokens[tokens[i].head].lower_in(separating - {"set"})
