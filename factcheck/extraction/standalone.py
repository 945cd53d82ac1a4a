"""A claim's wording outside its article: pronouns replaced by the name they stand for, "he said" kept as it is."""

from __future__ import annotations

from factcheck.models import Referent, Sentence

_SPEAKER = frozenset({"i", "me", "my", "mine", "myself"})
_POSSESSIVE = frozenset({"his", "its", "their", "hers", "theirs"})


def standalone(sentence: Sentence, referents: tuple[Referent, ...]) -> str:
    """The sentence with the first mention of each unnamed thing named; the sentence itself where all are named.

    A name that the sentence already has before the pronoun is not repeated, and what somebody says in the first person
    stays in it: "I am" with a name instead is no sentence.
    """
    text, position = "", sentence.start
    named: set[str] = set()
    for referent in sorted(referents, key=lambda each: each.token):
        token = sentence.tokens[referent.token]
        if token.text.lower() in _SPEAKER:
            continue
        mentioned = any(
            entity.canonical == referent.canonical and entity.start < token.start for entity in sentence.entities
        )
        if mentioned or referent.canonical in named:
            continue
        named.add(referent.canonical)
        start = token.start
        if token.pos == "NOUN":
            article = sentence.tokens[referent.token - 1]
            start = article.start if article.text.lower() == "the" else start
        owner = token.text.lower() in _POSSESSIVE or (token.text.lower() == "her" and token.dep == "poss")
        name = referent.text.removesuffix("'s").removesuffix("’s")
        text += sentence.text[position - sentence.start : start - sentence.start] + name + ("’s" if owner else "")
        position = token.end
    return text + sentence.text[position - sentence.start :]
