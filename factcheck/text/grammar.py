"""Questions to ask of a parsed sentence; pure functions over its tokens, by index.

Labels are those of spaCy's English models (ClearNLP): nsubj, nsubjpass, dobj, attr, agent, pobj, neg, ...
"""

from __future__ import annotations

from collections.abc import Iterator

from factcheck.lexicon import words
from factcheck.models import Span, Token

Tokens = tuple[Token, ...]

CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
OBJECTS = frozenset({"dobj", "attr", "oprd", "acomp"})
_LIGHT = frozenset({"be", "have", "do", "will", "would", "can", "could", "may", "might", "shall", "should", "must"})
_CLAUSES = frozenset({"ROOT", "ccomp", "xcomp", "advcl", "relcl", "acl", "conj", "pcomp", "parataxis", "csubj"})


_KEPT = 512
"""Sentences of the last request or two: 4,096 are no faster, and kept 20 MB of sentences that nobody asked for again."""
_dependents: dict[int, tuple[Tokens, dict[int, tuple[int, ...]]]] = {}
"""What depends on each token of a sentence, under the identity of the sentence, which is kept beside it: comparing a
claim with many others asks thousands of times, and the value of a sentence takes longer to compare than to read."""


def children(tokens: Tokens, head: int) -> tuple[int, ...]:
    """The tokens that depend on `head` directly, in order."""
    kept = _dependents.get(id(tokens))
    if kept is None or kept[0] is not tokens:
        kept = tokens, _by_head(tokens)
        if len(_dependents) >= _KEPT:
            _dependents.clear()
        _dependents[id(tokens)] = kept
    return kept[1].get(head, ())


def _by_head(tokens: Tokens) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = {}
    for i, token in enumerate(tokens):
        if token.head != i:
            found.setdefault(token.head, []).append(i)
    return {head: tuple(below) for head, below in found.items()}


def subtree(tokens: Tokens, top: int) -> tuple[int, ...]:
    """`top` and all that depends on it, in order."""
    inside, reached = [top], {top}
    for index in inside:
        below = [i for i in children(tokens, index) if i not in reached]
        inside += below
        reached.update(below)
    return tuple(sorted(inside))


def ancestors(tokens: Tokens, index: int) -> Iterator[int]:
    """What `index` depends on, nearest first, up to the root."""
    seen = {index}
    while tokens[index].head not in seen:
        index = tokens[index].head
        seen.add(index)
        yield index


def root(tokens: Tokens) -> int | None:
    """The first token that depends on nothing, None in an empty sentence."""
    return next((i for i, token in enumerate(tokens) if token.head == i and token.pos != "PUNCT"), None)


def is_content(token: Token) -> bool:
    """Whether a word carries meaning of its own: no auxiliary, function word, punctuation or bare "be", "have", "do"."""
    return token.pos in CONTENT and token.lemma.lower() not in _LIGHT and not is_negation(token)


def is_negation(token: Token) -> bool:
    """Whether a token is a plain negation word ("not", "never", "no", "neither", ...)."""
    return token.dep == "neg" or token.lemma.lower() in words("grammar", "negation", "words")


def subject(tokens: Tokens, verb: int) -> int | None:
    """The subject of a verb; of a verb that shares its subject (a conjunct, an open complement), that one's.

    A participle that modifies a noun ("the firm leading the field") has that noun as its subject, and a relative
    pronoun stands for the noun that its clause modifies.
    """
    seen: set[int] = set()
    while verb not in seen:
        seen.add(verb)
        for child in children(tokens, verb):
            if tokens[child].dep in SUBJECTS and tokens[child].dep != "expl":
                if tokens[child].tag in {"WDT", "WP"} and tokens[verb].dep == "relcl":
                    return tokens[verb].head
                return child
        if tokens[verb].dep in {"acl", "relcl"} and tokens[tokens[verb].head].pos in {"NOUN", "PROPN", "PRON"}:
            return tokens[verb].head
        if tokens[verb].dep not in {"conj", "xcomp", "advcl", "aux", "auxpass"}:
            return None
        verb = tokens[verb].head
    return None


def direct_object(tokens: Tokens, verb: int) -> int | None:
    """The direct object, attribute or adjectival complement of a verb."""
    return next((i for i in children(tokens, verb) if tokens[i].dep in OBJECTS), None)


def agent(tokens: Tokens, verb: int) -> int | None:
    """Who does it in a passive: "bought by Apple" -> Apple."""
    for child in children(tokens, verb):
        if tokens[child].dep == "agent":
            return next((i for i in children(tokens, child) if tokens[i].dep == "pobj"), None)
    return None


def is_passive(tokens: Tokens, verb: int) -> bool:
    """Whether a verb stands in the passive."""
    return any(tokens[i].dep in {"nsubjpass", "auxpass", "agent"} for i in children(tokens, verb))


def conjuncts(tokens: Tokens, first: int) -> tuple[int, ...]:
    """`first` and what is joined to it by "and", "or" or commas: "Google and Apple" -> both."""
    found = [first]
    for index in found:
        found.extend(i for i in children(tokens, index) if tokens[i].dep in {"conj", "appos"} and i not in found)
    return tuple(sorted(found))


def clause(tokens: Tokens, index: int) -> int:
    """The verb (or other head) of the clause that a token stands in."""
    for candidate in (index, *ancestors(tokens, index)):
        if tokens[candidate].dep in _CLAUSES and tokens[candidate].pos in {"VERB", "AUX"}:
            return candidate
    found = root(tokens)
    return index if found is None else found


def head_verb(tokens: Tokens, index: int) -> int | None:
    """The nearest verb above a token, itself if it is one."""
    return next((i for i in (index, *ancestors(tokens, index)) if tokens[i].pos in {"VERB", "AUX"}), None)


def negated(tokens: Tokens, index: int) -> bool:
    """Whether a plain negation covers a token: on it, on its determiner, or on the verb of its clause or above it.

    The scope of a negation ends with its clause: in "He did not resign, but she did", "she" is not covered. Two
    negations cancel. Implicit negation ("refused to", "lacks") is the matter of the negation detector.
    """
    flips = 0
    top = clause(tokens, index)
    for i, token in enumerate(tokens):
        if not is_negation(token):
            continue
        holder = token.head
        covers = holder in {index, top} or (token.dep == "det" and tokens[holder].head == top)
        if holder != index and holder == top and i > index and tokens[index].dep not in SUBJECTS and index != top:
            covers = tokens[index].head == top or covers
        flips += covers
    return flips % 2 == 1


def phrase(tokens: Tokens, top: int) -> tuple[int, ...]:
    """The noun phrase of a head without relative clauses, appositions, conjuncts and prepositional tails."""
    inside = [top]
    for index in inside:
        inside.extend(
            i
            for i in children(tokens, index)
            if tokens[i].dep
            in {"compound", "amod", "nummod", "det", "poss", "nmod", "quantmod", "case", "advmod", "punct", "npadvmod"}
            and abs(i - top) < 8
            and (tokens[i].pos != "PUNCT" or tokens[i].text == "-")
        )
    return tuple(sorted(inside))


def span(tokens: Tokens, indices: tuple[int, ...]) -> Span:
    """From the first to the last of some tokens."""
    return Span(tokens[min(indices)].start, tokens[max(indices)].end)


def words_of(tokens: Tokens, indices: tuple[int, ...]) -> str:
    """Some tokens as text, spaced as in the article."""
    text = ""
    for previous, index in zip((None, *indices), indices, strict=False):
        gap = previous is not None and tokens[index].start > tokens[previous].end
        text += (" " if gap else "") + tokens[index].text
    return text
