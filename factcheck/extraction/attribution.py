"""Who says it, where it is not the outlet: reporting verbs, "according to", and quotation marks.

Hit: "The dam is safe, the minister said." -> the minister, "said", reported. Near miss: "The company said goodbye to its
founder.", where what was said is no clause.
"""

from __future__ import annotations

import re
from functools import cache

from factcheck.lexicon import words
from factcheck.models import Attribution, Sentence, Token
from factcheck.text import grammar

_QUOTED = re.compile(r"[\"“«]([^\"”»]*)[\"”»]?|^[^\"“«]*[”»]")


@cache
def _phrase() -> re.Pattern[str]:
    """The phrases that a speaker follows, the longest first."""
    phrases = sorted(words("attribution", "phrases", "words"), key=lambda each: (-len(each), each))
    return re.compile(rf"\b({'|'.join(phrases)})\s+", re.IGNORECASE)


def attribution(sentence: Sentence) -> Attribution | None:
    """The speaker of a sentence's statement and the word that says so, None where the outlet speaks itself.

    `kind` is "quoted" where half of the sentence or more stands in quotation marks, else "reported". The speaker is as
    written; a pronoun is resolved by the caller.
    """
    kind = "quoted" if quoted_share(sentence.text) >= 0.5 else "reported"
    tokens = sentence.tokens
    phrase = _phrase().search(sentence.text)
    if phrase:
        inside = [i for i, token in enumerate(tokens) if token.start >= sentence.start + phrase.end()]
        top = next(
            (
                i
                for i in inside
                if tokens[i].dep in {"pobj", "nsubj", "ROOT"} and tokens[i].pos in {"NOUN", "PROPN", "PRON"}
            ),
            None,
        )
        if top is not None:
            return Attribution(_spoken_by(tokens, top), phrase[1].lower(), kind)
    for verb, token in enumerate(tokens):
        if not token.lower_in(words("attribution", "verbs", "words")) or token.pos != "VERB" or not _main(tokens, verb):
            continue
        if not _reports_clause(tokens, verb) and kind != "quoted":
            continue
        who = next((i for i in grammar.children(tokens, verb) if tokens[i].dep == "nsubj"), None)
        if who is None and token.dep in {"conj", "xcomp"}:
            who = grammar.subject(tokens, verb)
        if who is not None and not tokens[who].lower_in(words("attribution", "own", "words")):
            return Attribution(_spoken_by(tokens, who), token.text, kind)
    return None


def quoted_share(text: str) -> float:
    """The share of a text, 0 to 1, that stands in quotation marks; single words in quotes are no quotation."""
    inside = sum(len(match[0]) for match in _QUOTED.finditer(text) if len(match[0].split()) > 3)
    return inside / max(1, len(text))


def _main(tokens: tuple[Token, ...], verb: int) -> bool:
    """Whether a verb heads the sentence or is put behind or into it ("..., he said, ...")."""
    return tokens[verb].dep in {"ROOT", "parataxis", "conj", "ccomp", "advcl"} and all(
        tokens[i].dep in {"ROOT", "parataxis", "conj", "ccomp", "advcl"}
        for i in grammar.ancestors(tokens, verb)
        if tokens[i].pos == "VERB"
    )


def _reports_clause(tokens: tuple[Token, ...], verb: int) -> bool:
    below = grammar.children(tokens, verb)
    if any(tokens[i].dep in {"ccomp", "parataxis"} and tokens[i].pos in {"VERB", "AUX", "ADJ", "NOUN"} for i in below):
        return True
    return (
        tokens[verb].dep in {"parataxis", "ccomp"}
        and tokens[tokens[verb].head].pos in {"VERB", "AUX"}
        and verb > tokens[verb].head
    )


def _spoken_by(tokens: tuple[Token, ...], top: int) -> str:
    inside = [i for i in grammar.phrase(tokens, top) if tokens[i].dep != "det" or i != min(grammar.phrase(tokens, top))]
    return grammar.words_of(tokens, tuple(inside)) or tokens[top].text
