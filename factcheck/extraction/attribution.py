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

    `kind` is "quoted" where what is said, or half of the sentence, stands in quotation marks, else "reported". The speaker is as
    written; a pronoun is resolved by the caller.
    """
    tokens = sentence.tokens
    kind = "quoted" if quoted_share(sentence.text) >= 0.5 else "reported"
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
            return Attribution(_spoken_by(sentence, top), phrase[1].lower(), kind)
    quoted = in_quotation(sentence)
    for verb, token in enumerate(tokens):
        if not token.lower_in(words("attribution", "verbs", "words")) or token.pos != "VERB" or quoted[verb]:
            continue
        if not _main(tokens, verb) and not _in_a_statement(tokens, verb):
            continue
        if not _reports_clause(tokens, verb) and kind != "quoted":
            continue
        who = next((i for i in grammar.children(tokens, verb) if tokens[i].dep == "nsubj"), None)
        if who is None and token.dep in {"conj", "xcomp"}:
            who = grammar.subject(tokens, verb)
        if who is None and _in_a_statement(tokens, verb):
            who = grammar.subject(tokens, tokens[token.head].head)
        if who is not None and not tokens[who].lower_in(words("attribution", "own", "words")):
            said = [i for i in _reported(tokens, verb) if tokens[i].pos in {"VERB", "AUX"}]
            return Attribution(
                _spoken_by(sentence, who), token.text, "quoted" if said and all(quoted[i] for i in said) else kind
            )
    return None


def in_quotation(sentence: Sentence, inside: bool = False) -> list[bool]:
    """For each word, whether it stands in a quotation."""
    found = []
    for token in sentence.tokens:
        if token.text in {"“", "``", "`", "«"}:
            inside = True
        elif token.text in {"”", "''", "»"}:
            inside = False
        elif token.text == '"':
            inside = not inside
        found.append(inside)
    return found


def quoted_share(text: str) -> float:
    """The share of a text, 0 to 1, that stands in quotation marks; single words in quotes are no quotation."""
    inside = sum(len(match[0]) for match in _QUOTED.finditer(text) if len(match[0].split()) > 3)
    return inside / max(1, len(text))


def _main(tokens: tuple[Token, ...], verb: int) -> bool:
    """Whether a verb heads the sentence or is put behind or into it ("..., he said, ...", "as he said").

    "Although Acme said it would pay, the union struck." is the outlet's own statement.
    """

    def leads(i: int) -> bool:
        if tokens[i].dep == "advcl":
            return any(tokens[j].dep == "mark" and tokens[j].text.lower() == "as" for j in grammar.children(tokens, i))
        return tokens[i].dep in {"ROOT", "parataxis", "conj", "ccomp"}

    return leads(verb) and all(
        tokens[i].dep in {"ROOT", "parataxis", "conj", "ccomp", "advcl"}
        for i in grammar.ancestors(tokens, verb)
        if tokens[i].pos == "VERB"
    )


def _in_a_statement(tokens: tuple[Token, ...], verb: int) -> bool:
    """ "Acme issued a statement saying that ...": the speaker is who issued it."""
    above = tokens[tokens[verb].head]
    return (
        tokens[verb].tag == "VBG"
        and tokens[verb].dep == "acl"
        and above.dep == "dobj"
        and above.lower_in(words("attribution", "statements", "words"))
        and tokens[above.head].dep == "ROOT"
    )


def _reports_clause(tokens: tuple[Token, ...], verb: int) -> bool:
    """Whether a verb has a clause that it reports: below it, or around it where it is put in or behind.

    A clause that asks reports nothing: "Police did not say how many shots were fired."
    """
    below = [i for i in grammar.children(tokens, verb) if tokens[i].dep in {"ccomp", "parataxis"}]
    if tokens[verb].dep == "advcl":
        return not below
    if tokens[verb].dep == "parataxis":
        return not any(i > verb for i in below) and tokens[tokens[verb].head].pos in {"VERB", "AUX"}
    if any(tokens[i].pos in {"VERB", "AUX", "ADJ", "NOUN"} and not _asks(tokens, i) for i in below):
        return True
    return tokens[verb].dep == "ccomp" and tokens[tokens[verb].head].pos in {"VERB", "AUX"} and verb > tokens[verb].head


def _reported(tokens: tuple[Token, ...], verb: int) -> list[int]:
    """The main verbs of what a verb reports."""
    below = [i for i in grammar.children(tokens, verb) if tokens[i].dep in {"ccomp", "parataxis"}]
    return below or [tokens[verb].head] * (tokens[verb].dep in {"ccomp", "parataxis"})


def _asks(tokens: tuple[Token, ...], clause: int) -> bool:
    """Whether a clause begins with "whether", "if" or a question word."""
    opening = grammar.subtree(tokens, clause)[0]
    return opening < clause and (
        tokens[opening].tag in {"WRB", "WP", "WP$"} or tokens[opening].text.lower() in {"whether", "if"}
    )


def _spoken_by(sentence: Sentence, top: int) -> str:
    """The speaker's name where one stands beside what they are ("his lawyer, Jane Roe"), else the phrase, with "of ..."."""
    tokens = sentence.tokens
    for i in grammar.children(tokens, top):
        if tokens[i].dep == "appos" and tokens[top].pos == "NOUN":
            name = next(
                (
                    each
                    for each in sentence.entities
                    if each.label == "PERSON" and each.start <= tokens[i].start < each.end
                ),
                None,
            )
            if name is not None:
                return name.text
    inside = list(grammar.phrase(tokens, top))
    if tokens[inside[0]].dep == "det":
        inside = inside[1:]
    for i in grammar.children(tokens, top):
        if tokens[i].dep == "prep" and tokens[i].text.lower() == "of":
            thing = next((j for j in grammar.children(tokens, i) if tokens[j].dep == "pobj"), None)
            if thing is not None and i == max(inside) + 1:
                inside += [i, *grammar.phrase(tokens, thing)]
    return grammar.words_of(tokens, tuple(sorted(inside))) or tokens[top].text
