"""What "he", "its" and "the company" stand for, where one reading survives.

Looked for in the same sentence before the pronoun, then in the sentence before it: the subject if it is a name that
fits, else the only name that fits. Two names that fit, or none: no referent. Hit: "Acme has grown. Its profit doubled."
-> acme. Near miss: "Acme bought Borel. Its profit doubled."
"""

from __future__ import annotations

from factcheck.lexicon import words
from factcheck.models import Entity, Referent, Sentence, Token
from factcheck.text import grammar

_PEOPLE = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
_THINGS = frozenset({"it", "its", "itself"})
_GROUPS = frozenset({"they", "their", "them", "theirs", "themselves"})


def referents(sentence: Sentence, preceding: Sentence | None) -> tuple[Referent, ...]:
    """The pronouns and definite descriptions of a sentence with the name that each stands for."""
    found = []
    for i in range(len(sentence.tokens)):
        wanted = _wanted(sentence.tokens, i)
        if not wanted:
            continue
        entity = _antecedent(sentence, i, wanted) or (
            preceding and _antecedent(preceding, len(preceding.tokens), wanted)
        )
        if entity:
            found.append(Referent(i, entity.canonical, entity.text))
    return tuple(found)


def _wanted(tokens: tuple[Token, ...], i: int) -> frozenset[str]:
    """The labels that could stand behind a word; empty where it refers to nothing before it."""
    lowered = tokens[i].text.lower()
    if tokens[i].dep == "expl":
        return frozenset()
    if lowered in _PEOPLE:
        return frozenset({"PERSON"})
    if lowered in _THINGS and not _impersonal(tokens, i):
        return frozenset({"ORG", "PRODUCT", "GPE", "MISC", "FAC", "LAW", "PERSON"})
    if lowered in _GROUPS:
        # "firms that guard their models": many things own them, not the one firm named elsewhere.
        who = grammar.subject(tokens, grammar.clause(tokens, i))
        return frozenset() if who is not None and who < i and tokens[who].tag in {"NNS", "NNPS"} else frozenset({"ORG"})
    article = any(tokens[j].text.lower() == "the" for j in grammar.children(tokens, i))
    modified = any(tokens[j].dep in {"amod", "compound", "prep", "relcl"} for j in grammar.children(tokens, i))
    if article and not modified and tokens[i].lower_in(words("referents", "organisations", "words")):
        return frozenset({"ORG", "MISC"})
    return frozenset()


def _impersonal(tokens: tuple[Token, ...], i: int) -> bool:
    """ "It rained", "it is clear that ...": an "it" that stands for no thing."""
    verb = tokens[i].head
    return (
        tokens[i].dep == "nsubj"
        and any(tokens[j].dep in {"ccomp", "csubj", "advcl"} and j > verb for j in grammar.children(tokens, verb))
        and tokens[verb].lemma == "be"
    )


def _antecedent(sentence: Sentence, before: int, wanted: frozenset[str]) -> Entity | None:
    limit = sentence.tokens[before].start if before < len(sentence.tokens) else sentence.end
    fitting = [entity for entity in sentence.entities if entity.label in wanted and entity.end <= limit]
    # The small model takes many firms for people: a person is a candidate for "it" only where nothing else is.
    if "ORG" in wanted:
        fitting = [entity for entity in fitting if entity.label != "PERSON"] or fitting
    if len({entity.canonical for entity in fitting}) == 1:
        return fitting[0]
    subjects = [entity for entity in fitting if _is_main_subject(sentence, entity)]
    return subjects[0] if len({entity.canonical for entity in subjects}) == 1 else None


def _is_main_subject(sentence: Sentence, entity: Entity) -> bool:
    tokens = sentence.tokens
    top = grammar.root(tokens)
    return any(
        token.dep in {"nsubj", "nsubjpass"} and token.head == top and entity.start <= token.start < entity.end
        for token in tokens
    )
