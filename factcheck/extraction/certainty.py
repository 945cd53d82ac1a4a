"""How firmly a statement is made: asserted, negated, possible, planned or conditional.

Read off the statement itself; in reported speech that is the clause reported. Hit: "The bank may close 40 branches."
-> possible. Near miss: "The bank said in May that it closed 40 branches." -> asserted.
"""

from __future__ import annotations

from factcheck.lexicon import words
from factcheck.models import Certainty, Token
from factcheck.text import grammar


def certainty(tokens: tuple[Token, ...], *, reported: bool = False) -> Certainty:
    """The certainty of the main statement; with `reported`, of the clause under the reporting verb."""
    top = grammar.root(tokens)
    if top is None:
        return Certainty.ASSERTED
    verb = _stated(tokens, top) if reported else top
    below = grammar.children(tokens, verb)
    lemmas = {
        tokens[i].lemma.lower() for i in below if tokens[i].dep in {"aux", "advmod", "acomp", "amod", "neg", "intj"}
    }
    texts = {tokens[i].text.lower() for i in below if tokens[i].dep == "aux"}
    if _conditional(tokens, verb, texts):
        # "said that she would run" tells a plan
        told = verb != top and tokens[top].tag == "VBD" and not _conditional(tokens, verb, set())
        return Certainty.PLANNED if told and not grammar.negated(tokens, verb) else Certainty.CONDITIONAL
    if texts & words("certainty", "possible", "modals") or lemmas & (
        words("certainty", "possible", "adverbs") | words("certainty", "possible", "adjectives")
    ):
        return Certainty.POSSIBLE
    if tokens[verb].lower_in(words("certainty", "possible", "verbs")) and _opens_complement(tokens, verb):
        return Certainty.POSSIBLE
    if grammar.negated(tokens, verb):
        return Certainty.NEGATED
    if texts & words("certainty", "planned", "modals") or _plans(tokens, verb):
        return Certainty.PLANNED
    return Certainty.ASSERTED


def _stated(tokens: tuple[Token, ...], top: int) -> int:
    if not tokens[top].lower_in(words("attribution", "verbs", "words")):
        return top
    return next(
        (i for i in grammar.children(tokens, top) if tokens[i].dep == "ccomp" and tokens[i].pos in {"VERB", "AUX"}), top
    )


def _conditional(tokens: tuple[Token, ...], verb: int, auxiliaries: set[str]) -> bool:
    if auxiliaries & words("certainty", "conditional", "modals"):
        return True
    return any(
        tokens[i].dep == "advcl"
        and any(
            tokens[j].text.lower() in words("certainty", "conditional", "markers")
            for j in (i, *grammar.children(tokens, i))
            if j == i or tokens[j].dep == "mark"
        )
        for i in grammar.children(tokens, verb)
    )


def _opens_complement(tokens: tuple[Token, ...], verb: int) -> bool:
    return any(tokens[i].dep in {"xcomp", "oprd", "acomp"} for i in grammar.children(tokens, verb))


def _plans(tokens: tuple[Token, ...], verb: int) -> bool:
    if tokens[verb].lemma.lower() == "go" and tokens[verb].tag == "VBG":
        return _opens_complement(tokens, verb)
    return tokens[verb].lower_in(words("certainty", "planned", "verbs")) and _opens_complement(tokens, verb)
