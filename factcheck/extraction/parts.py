"""Sentences into single claims: conjoined main clauses are parted where each stands alone.

Each part is a sentence of its own, verbatim, with the words, names, numbers and times of its span; "and" and the comma
between them belong to neither. Parted is only what has a subject and a finite verb of its own on either side, so that
no word is missing from a part. Hit: "The plant closed in May and 300 people lost their jobs." Near misses: "The plant
closed in May and reopened in June.", one subject; "In May the plant closed and 300 people lost their jobs.", one time
for both; "Police said the plant closed and 300 people lost their jobs.", one speaker for both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from factcheck.lexicon import words
from factcheck.models import Sentence, Token
from factcheck.text import grammar
from factcheck.thresholds import SHORTEST_STATEMENT

_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"), ("``", "''"), ("‘", "’ "))
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_BARE = frozenset({"be", "do", "have", "will", "can", "could", "would", "should", "may", "might", "must"})
_COMPLEMENTS = frozenset({"attr", "acomp", "dobj", "prep", "advmod", "oprd", "ccomp", "xcomp", "agent", "npadvmod"})


def parts(sentence: Sentence) -> tuple[Sentence, ...]:
    """The single statements of a sentence, in order; the sentence itself where it cannot be parted without loss."""
    tokens = sentence.tokens
    top = grammar.root(tokens)
    if top is None or not any(token.dep == "conj" for token in tokens) or _hangs_together(sentence, top):
        return (sentence,)
    heads = [top, *_conjoined(tokens, top)]
    if any(_reports_backwards(tokens, head) for head in heads):
        return (sentence,)
    ranges = list(_ranges(tokens, heads))
    if len(ranges) < 2:
        return (sentence,)
    found = tuple(_part(sentence, first, last, head) for first, last, head in ranges)
    return found if all(part is not None and _stands_alone(part) for part in found) else (sentence,)  # type: ignore[return-value]


def subject_pronouns(part: Sentence) -> tuple[int, ...]:
    """The pronouns that the main subject of a part is, or is owned by, where they stand for somebody or something."""
    tokens = part.tokens
    top = grammar.root(tokens)
    return tuple(
        i
        for i, token in enumerate(tokens)
        if token.lower_in(_POINTING) or token.text.lower() in _OWNERS
        if any(
            tokens[j].dep in {"nsubj", "nsubjpass"} and tokens[j].head == top
            for j in (i, token.head if token.dep == "poss" else i)
        )
    )


_POINTING = frozenset({"he", "she", "it", "they"})
_OWNERS = frozenset({"his", "her", "its", "their"})


def _conjoined(tokens: tuple[Token, ...], top: int) -> Iterator[int]:
    """The main verbs after the first: joined to it or to one another, each with a subject and a finite form."""
    chain = {top}
    for i in range(top + 1, len(tokens)):
        if tokens[i].dep == "conj" and tokens[i].head in chain and tokens[i].pos in {"VERB", "AUX"}:
            chain.add(i)
            below = grammar.children(tokens, i)
            finite = tokens[i].tag in _FINITE or any(tokens[j].tag in _FINITE for j in below)
            if finite and any(tokens[j].dep in grammar.SUBJECTS and j < i for j in below):
                yield i


def _ranges(tokens: tuple[Token, ...], heads: list[int]) -> Iterator[tuple[int, int, int]]:
    """First word, last word and main verb of each part; a clause without "and", "but" or ";" before it is not parted."""
    first, head = 0, heads[0]
    for following in heads[1:]:
        begin = grammar.subtree(tokens, following)[0]
        end = begin - 1
        joined = False
        while end > head and (tokens[end].text.lower() in _JOINTS or tokens[end].text in {",", ";"}):
            joined |= tokens[end].text != ","
            end -= 1
        if joined:
            yield first, end, head
            first, head = begin, following
    yield first, len(tokens) - 1, head


_JOINTS = frozenset({"and", "but", "yet"})


def _part(sentence: Sentence, first: int, last: int, head: int) -> Sentence | None:
    """The words from `first` to `last` as a sentence; None where one of them depends on a word outside."""
    tokens = sentence.tokens[first : last + 1]
    if any(not first <= token.head <= last for i, token in enumerate(tokens, first) if i != head):
        return None
    moved = tuple(
        replace(token, head=i, dep="ROOT") if i + first == head else replace(token, head=token.head - first)
        for i, token in enumerate(tokens)
    )
    start, end = tokens[0].start, tokens[-1].end

    def inside(marks: tuple) -> tuple:  # type: ignore[type-arg]
        return tuple(mark for mark in marks if start <= mark.start and mark.end <= end)

    return replace(
        sentence,
        start=start,
        end=end,
        text=sentence.text[start - sentence.start : end - sentence.start],
        tokens=moved,
        entities=inside(sentence.entities),
        quantities=inside(sentence.quantities),
        times=inside(sentence.times),
    )


def _hangs_together(sentence: Sentence, top: int) -> bool:
    """Whether something in a sentence is said of all its clauses at once.

    A speaker, a time or a condition before the first subject, "if" anywhere, "either ... or", a question.
    """
    tokens = sentence.tokens
    if sentence.text.rstrip("\"'”’»)")[-1:] == "?" or "according to" in sentence.text.lower():
        return True
    if any(token.dep == "preconj" or token.lower_in(words("parts", "shared", "words")) for token in tokens):
        return True
    below = grammar.children(tokens, top)
    who = next((i for i in below if tokens[i].dep in grammar.SUBJECTS), None)
    if who is None or who > top:
        return True
    opening = grammar.subtree(tokens, who)[0]
    if any(tokens[i].pos not in {"PUNCT", "CCONJ"} for i in range(opening)):
        return True
    reporting = words("attribution", "verbs", "words")
    return any(tokens[i].dep in {"parataxis", "ccomp"} for i in below) and (
        tokens[top].lower_in(reporting) or any(tokens[i].lower_in(reporting) for i in below if tokens[i].pos == "VERB")
    )


def _reports_backwards(tokens: tuple[Token, ...], verb: int) -> bool:
    """Whether a verb of saying stands behind what is said: "A and B, officials said" may report both."""
    return tokens[verb].lower_in(words("attribution", "verbs", "words")) and any(
        tokens[i].dep in {"ccomp", "dobj"} and i < verb for i in grammar.children(tokens, verb)
    )


def _stands_alone(part: Sentence) -> bool:
    """Whether a part can be understood and checked without the others."""
    tokens = part.tokens
    top = grammar.root(tokens)
    spoken = [token for token in tokens if token.pos not in {"PUNCT", "SYM", "SPACE"}]
    if top is None or len(spoken) < SHORTEST_STATEMENT:
        return False
    below = grammar.children(tokens, top)
    # "but the bank did not": what it did is said in the other part.
    if tokens[top].lower_in(_BARE) and not any(tokens[i].dep in _COMPLEMENTS and i > top for i in below):
        return False
    who = next((i for i in below if tokens[i].dep in grammar.SUBJECTS), None)
    if who is None or tokens[who].lower_in(words("parts", "pointing", "pronouns")):
        return False
    if any(tokens[i].lower_in(words("parts", "pointing", "determiners")) for i in grammar.phrase(tokens, who)):
        return False
    opening = tokens[: grammar.subtree(tokens, who)[0]]
    if any(token.lower_in(words("parts", "pointing", "openings")) for token in opening):
        return False
    if any(token.pos == "INTJ" for token in tokens):
        return False
    # "Lee scored 14 points and Roe scored 13.", "... and 600 died": what is counted is said in the other part.
    if any(token.pos == "NUM" and token.dep in {"dobj", "nsubj", "nsubjpass", "attr"} for token in tokens):
        return False
    # "... and Roe wished it had been": so is what comes after the last word.
    if spoken[-1].pos == "AUX":
        return False
    text = part.text
    if text[-1] in "-–—:,":
        return False
    return text.count('"') % 2 == 0 and all(text.count(one) == text.count(other) for one, other in _PAIRS)
