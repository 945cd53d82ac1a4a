"""Which sentences state something: headings, boilerplate, questions, commands and opinions do not.

A statement has a finite verb with a subject. Hit: "The bridge reopened on Monday." Near misses: "The Bridge Reopens"
as a heading, "Has the bridge reopened?", "Read more about the bridge.", "I think the bridge is beautiful."
"""

from __future__ import annotations

from factcheck.lexicon import words
from factcheck.models import Sentence, Token
from factcheck.text import grammar
from factcheck.text.names import is_title_case
from factcheck.thresholds import ADDRESS_SLASHES, CHECKABLE_OPINION, SHORTEST_STATEMENT, SHORTEST_UNPUNCTUATED_STATEMENT

_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_TERMINAL = ".!…"
_CLOSING = "\"'”’»)]"


def is_statement(sentence: Sentence) -> bool:
    """Whether a sentence asserts something that could be checked."""
    spoken = [token for token in sentence.tokens if token.pos not in {"PUNCT", "SYM", "SPACE"}]
    if len(spoken) < SHORTEST_STATEMENT or not _has_finite_clause(sentence.tokens):
        return False
    closed = sentence.text.rstrip(_CLOSING)[-1:]
    if is_title_case(sentence.tokens) and _has_capital_verb(sentence.tokens):
        return False
    if closed == "?" or is_boilerplate(sentence.text):
        return False
    if closed not in _TERMINAL and (len(spoken) < SHORTEST_UNPUNCTUATED_STATEMENT or is_title_case(sentence.tokens)):
        return False
    return not is_command(sentence.tokens)


def is_claim(sentence: Sentence, worthiness: float) -> bool:
    """Whether a sentence is a claim: a statement that is no opinion, or an opinion that holds something worth checking.

    Hit: "I think the mayor took money from the builder in 2019." Near miss: "I think the law is unfair."
    """
    return is_statement(sentence) and (worthiness >= CHECKABLE_OPINION or not is_opinion(sentence))


def is_boilerplate(text: str) -> bool:
    """Whether a sentence is part of the page and not of the article."""
    lowered = text.lower()
    if text.count("/") >= ADDRESS_SLASHES:
        return True
    return any(phrase in lowered for phrase in words("boilerplate", "phrases")) or not any(
        letter.islower() for letter in text
    )


def is_command(tokens: tuple[Token, ...]) -> bool:
    """Whether the main verb is an imperative: a bare form without subject or auxiliary."""
    top = grammar.root(tokens)
    if top is None or tokens[top].tag != "VB":
        return False
    below = {tokens[i].dep for i in grammar.children(tokens, top)}
    return not below & {"nsubj", "nsubjpass", "aux", "expl", "csubj"}


def is_opinion(sentence: Sentence) -> bool:
    """Whether a sentence gives a view or advice of the writer's rather than a fact.

    The view of somebody else is a claim about what they say ("Critics say the law is unfair."); a judgement that
    comes with a name or a number beside it can be checked in part and stays.
    """
    tokens = sentence.tokens
    top = grammar.root(tokens)
    if top is None:
        return False
    below = grammar.children(tokens, top)
    lemmas = {tokens[i].lemma.lower() for i in below}
    who = grammar.subject(tokens, top)
    first_person = who is not None and tokens[who].lower_in(words("opinion", "holders", "words"))
    if first_person and tokens[top].lower_in(words("opinion", "verbs", "words")):
        return True
    if lemmas & words("opinion", "comment", "words"):
        return True
    named = bool(sentence.entities or sentence.quantities or sentence.times)
    if lemmas & words("opinion", "obligation", "words") and not _reports(tokens, top):
        return True
    judged = [i for i in below if tokens[i].dep in {"acomp", "attr"}]
    return not named and any(tokens[i].lower_in(words("opinion", "taste", "words")) for i in judged)


def _reports(tokens: tuple[Token, ...], top: int) -> bool:
    return any(tokens[i].dep == "ccomp" for i in grammar.children(tokens, top))


def _has_finite_clause(tokens: tuple[Token, ...]) -> bool:
    return (
        any(
            token.dep in grammar.SUBJECTS
            and (
                tokens[token.head].tag in _FINITE
                or _taken_for_participle(tokens, token.head)
                or any(tokens[i].tag in _FINITE for i in grammar.children(tokens, token.head))
            )
            for token in tokens
        )
        or _has_misread_subject(tokens)
        or _has_misread_verb(tokens)
    )


def _taken_for_participle(tokens: tuple[Token, ...], verb: int) -> bool:
    """The tagger takes some past tenses for participles ("The bridge reopened on Monday"); as a main verb it is none."""
    return tokens[verb].tag == "VBN" and tokens[verb].dep == "ROOT"


def _has_misread_subject(tokens: tuple[Token, ...]) -> bool:
    """Whether a noun right before a finite auxiliary of the main verb was not seen as its subject.

    Hit: "In the last year women have lost 580,000 jobs.", where the parser may put "women" into the phrase before it.
    """
    return any(
        token.dep in {"aux", "auxpass"}
        and token.tag in _FINITE
        and tokens[token.head].dep == "ROOT"
        and tokens[i - 1].pos in {"NOUN", "PROPN", "PRON"}
        for i, token in enumerate(tokens)
        if i
    )


def _has_misread_verb(tokens: tuple[Token, ...]) -> bool:
    """Whether the main verb was taken for a participle beside its subject, and a finite one is joined to it.

    Hit: "The dam above the town held and was not damaged.", where the parser may see a town held by somebody.
    """
    return any(
        token.dep == "conj"
        and tokens[token.head].dep == "acl"
        and tokens[tokens[token.head].head].dep == "ROOT"
        and any(tokens[i].tag in _FINITE for i in grammar.children(tokens, index))
        for index, token in enumerate(tokens)
    )


def _has_capital_verb(tokens: tuple[Token, ...]) -> bool:
    """Whether a verb within the sentence has a capital, as in a heading that ends in a full stop."""
    return any(i > 0 and token.pos in {"VERB", "AUX"} and token.text[0].isupper() for i, token in enumerate(tokens))
