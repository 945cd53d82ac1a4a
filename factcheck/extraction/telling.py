"""Whether a clause tells what happened: not what is wanted, tried, feared or usual, and not what did not happen.

"Managed to win" and "voted to approve" tell it, "failed to win" tells the opposite; "wants to win" and "if it wins" tell
nothing. Of the name of a happening ("the acquittal") the sentence must say that it took place.
"""

from __future__ import annotations

from factcheck.lexicon import frames, words
from factcheck.text import grammar

DECIDED = 0.9
"""How surely what somebody decided to do is done, 0 to 1."""

_UNTOLD = frozenset(
    {
        *("if", "unless", "whether", "until", "should", "ought", "lest", "almost", "nearly"),
        *("usually", "normally", "often", "sometimes", "typically", "generally", "mostly", "rarely", "occasionally"),
    }
)
"""Words that keep a clause from telling what happened, or that it is so all the time."""


def asserted(tokens: grammar.Tokens, verb: int) -> tuple[float, bool]:
    """How surely the clause of a verb tells what happened, 0 to 1 (0: it does not), and whether it tells the opposite.

    "Managed to win" and "voted to approve" do, "failed to win" tells the opposite; "wants to win", "recommended that
    it approve", "if it wins" and "is accused of winning" do not.
    """
    sure, flipped = 1.0, False
    for _ in range(len(tokens)):
        token = tokens[verb]
        below = grammar.children(tokens, verb)
        marks = {tokens[i].text.lower() for i in below if tokens[i].dep in {"mark", "advmod", "aux"}}
        if marks & _UNTOLD:
            return 0.0, False
        to = any(tokens[i].text.lower() == "to" and tokens[i].dep == "aux" for i in below)
        above = token.head
        if above == verb or token.dep == "ROOT":
            return sure, flipped
        if token.dep == "conj" and tokens[above].pos in {"VERB", "AUX"}:
            verb = above
            continue
        if token.dep in {"ccomp", "xcomp"} and tokens[above].lower_in(words("certainty", "sought", "verbs")):
            return sure, flipped  # the guard of certainty says that it is only wanted
        if token.dep == "pcomp":
            opener = tokens[above].text.lower()
            if opener == "without":
                return sure, not flipped
            return (
                (sure, flipped) if opener in {"after", "by", "following", "since", "despite", "for"} else (0.0, False)
            )
        if to and _told(tokens, verb):
            verb = above
            continue
        resisted = _resisted(tokens, verb) if to else None
        if resisted is not None:
            verb, flipped = resisted, not flipped
            continue
        if token.dep == "xcomp" or (token.dep == "ccomp" and to):
            if tokens[above].lower_in(frames.vocabulary("context", "unmet")):
                flipped = not flipped
            elif tokens[above].lemma.lower() == "have" and any(
                tokens[i].text.lower() == "yet" for i in grammar.children(tokens, above)
            ):
                flipped = not flipped  # "has yet to file"
            elif tokens[above].lower_in(frames.vocabulary("context", "deciding")):
                sure *= DECIDED
            elif not tokens[above].lower_in(frames.vocabulary("context", "fulfilled")):
                return (0.0, False) if to or tokens[verb].tag == "VB" else (sure, flipped)
            if negated(tokens, above):
                flipped = not flipped
            verb = above
            continue
        if to and token.dep in {"advcl", "acl", "relcl", "dobj", "csubj"}:
            return 0.0, False
        if token.dep == "ccomp" and tokens[above].lower_in(frames.vocabulary("context", "unfulfilled")):
            return 0.0, False
        return sure, flipped
    return 0.0, False


def _resisted(tokens: grammar.Tokens, verb: int) -> int | None:
    """The verb under which an infinitive was not done, behind a call for it: "resisted calls to resign" -> resisted."""
    calls, resisting = frames.vocabulary("context", "calls"), frames.vocabulary("context", "resisting")
    noun = tokens[verb].head
    if tokens[verb].dep not in {"acl", "relcl", "advcl", "xcomp"}:
        return None
    if tokens[noun].lower_in(resisting):  # the parser hangs the infinitive on the verb as often as on the noun
        noun = next((i for i in range(verb - 1, noun, -1) if tokens[i].dep == "dobj" and tokens[i].head == noun), noun)
    above = tokens[noun].head
    return above if tokens[noun].lower_in(calls) and tokens[above].lower_in(resisting) else None


def _told(tokens: grammar.Tokens, verb: int) -> bool:
    """Whether an infinitive was done by telling somebody: "telephoned her to concede"."""
    above = tokens[verb].head
    return (
        tokens[verb].dep in {"advcl", "xcomp"}
        and tokens[above].lower_in(frames.vocabulary("context", "telling"))
        and not negated(tokens, above)
    )


def doer(tokens: grammar.Tokens, verb: int) -> int | None:
    """The subject of a verb; of one that somebody resisted calls to do, who resisted."""
    resisted = _resisted(tokens, verb)
    return grammar.subject(tokens, verb if resisted is None else resisted)


def negated(tokens: grammar.Tokens, index: int) -> bool:
    """Whether a word is negated; what is "not only" so is so."""
    only = any(
        token.text.lower() == "not" and tokens[i + 1].text.lower() in {"only", "just", "merely"}
        for i, token in enumerate(tokens[:-1])
    )
    return not only and grammar.negated(tokens, index)


def until(tokens: grammar.Tokens, index: int) -> bool:
    """Whether a negation lasts only until something: what "did not open until nine" opened."""
    return any(token.text.lower() in {"until", "till", "before", "only"} for token in tokens[index:])


def beside(tokens: grammar.Tokens, verb: int) -> bool:
    """Whether a verb stands in a clause or participle that modifies a noun, beside what is stated."""
    return any(tokens[i].dep in {"relcl", "acl"} for i in (verb, *grammar.ancestors(tokens, verb)))


def headline_participle(tokens: grammar.Tokens, index: int) -> bool:
    """Whether a word taken for a past tense is the participle of a headline: "Suspect cleared", no object, no stop."""
    return (
        tokens[index].dep == "ROOT"
        and tokens[-1].text not in {".", "!", "?", '"'}
        and not any(
            tokens[i].dep in {"dobj", "ccomp", "xcomp", "aux", "auxpass"} for i in grammar.children(tokens, index)
        )
    )


def took_place(tokens: grammar.Tokens, noun: int) -> bool:
    token, above = tokens[noun], tokens[noun].head
    if any(
        each.tag == "MD" and grammar.clause(tokens, i) == grammar.clause(tokens, noun) for i, each in enumerate(tokens)
    ):
        return False
    if token.dep == "ROOT":
        return True
    if token.dep == "appos":  # "a shepherd, the first victim of the blaze"
        return any(tokens[i].text.lower() == "the" for i in grammar.children(tokens, noun))
    if token.dep == "nsubj":
        return tokens[above].tag in {"VBD", "VBZ"} and tokens[above].lemma != "be" and asserted(tokens, above)[0] > 0
    if token.dep == "nsubjpass":
        return tokens[above].lower_in(frames.vocabulary("context", "happening_passives"))
    if token.dep == "dobj":
        return (
            tokens[above].lower_in(frames.vocabulary("context", "happening_objects"))
            and asserted(tokens, above) == (1.0, False)
            and not negated(tokens, above)
        )
    if token.dep == "pobj":
        return tokens[above].text.lower() in frames.vocabulary("context", "happening_openers")
    return False
