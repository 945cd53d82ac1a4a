"""Text to annotated sentences: the one place that runs spaCy (`vocabulary` reads tables of the same model).

The model is loaded once, before gunicorn forks. spaCy's vocabulary is shared between calls and grows with every new
word, so calls take a lock (the work holds the interpreter's lock anyway) and, once it is large, run in a memory zone,
which forgets.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import datetime

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from factcheck.models import Sentence, Span, Token
from factcheck.text import names
from factcheck.text.quantities import quantities
from factcheck.text.sentences import sentences
from factcheck.text.times import times
from factcheck.text.truecase import in_small_letters, is_in_capitals, truecased
from factcheck.text.vocabulary import MODEL
from factcheck.thresholds import KEPT_WORDS, LONGEST_SENTENCE

__all__ = ["MODEL", "Annotator"]

# One character for one character, so that offsets hold; the model was trained on straight quotes and plain spaces.
_PLAIN = {
    ord(a): b
    for a, b in zip(
        "’‘ʼ“”„«»‐‑\u00a0\u2007\u202f\u2009\n\r\t\x0b\x0c\x85\u2028\u2029", '\'\'\'"""""--            ', strict=True
    )
}

_ESCAPES = {"LRB": "(", "RRB": ")", "LSB": "[", "RSB": "]"}
_ESCAPED = re.compile(r"-([LR][RS]B)-|``|''")
"""Brackets and quotes as the Penn Treebank writes them, which many corpora and the feeds made of them still do."""


def _plain(text: str) -> str:
    """A text as the model was trained on, character for character."""
    return _ESCAPED.sub(_unescaped, text.translate(_PLAIN))


class Annotator:
    """Annotates texts; safe to call from several threads."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._lock = threading.Lock()

    @classmethod
    def load(cls) -> Annotator:
        """Load the language model from the installed package (about one second)."""
        return cls(spacy.load(MODEL))

    def annotate(self, text: str, published_at: datetime | None = None) -> tuple[Sentence, ...]:
        """The sentences of a text with grammar, names, quantities and times."""
        return self._annotated(text, sentences(text), published_at)

    def annotate_whole(self, text: str, published_at: datetime | None = None) -> Sentence:
        """A text taken as one sentence, whatever it is made of: a headline, a claim that somebody typed.

        Only its first LONGEST_SENTENCE characters, up to the end of a word, are read.
        """
        stripped = text.strip()
        start = text.index(stripped) if stripped else 0
        read = stripped[:LONGEST_SENTENCE]
        if len(stripped) > len(read):
            read = read.rsplit(None, 1)[0]
        span = Span(start, start + len(read))
        plain = _plain(text)
        recased = self._recased(plain[span.start : span.end])
        return self._annotated(text, ((0, span),), published_at, plain[: span.start] + recased + plain[span.end :])[0]

    def _recased(self, headline: str) -> str:
        """A headline in capitals as a sentence would be written; anything else as it is."""
        if not is_in_capitals(headline):
            return headline
        small = in_small_letters(headline)
        with self._lock, self._words():
            capital, lowered = self._language.pipe((headline, small))
            found = [(each.start_char, each.end_char, each.label_, len(each)) for each in capital.ents]
            tokens, recognised = _tokens(lowered, 0), _recognised(lowered)
        return truecased(headline, tokens, recognised, found)

    def _parsed(self, texts: Sequence[str]) -> Iterable[Doc]:
        # For one text, setting up a batch costs an eighth of what reading it does.
        return (self._language(texts[0]),) if len(texts) == 1 else self._language.pipe(texts, batch_size=64)

    def _words(self) -> AbstractContextManager[object]:
        """Keep the words that are met until there are KEPT_WORDS, and from then on forget what a text adds.

        Words of the language come early and stay, which saves a fifth of the time; what an attacker makes up does not.
        """
        return nullcontext() if len(self._language.vocab) < KEPT_WORDS else self._language.memory_zone()

    def _annotated(
        self,
        text: str,
        spans: tuple[tuple[int, Span], ...],
        published_at: datetime | None,
        recased: str | None = None,
    ) -> tuple[Sentence, ...]:
        plain = recased if recased is not None else _plain(text)
        with self._lock, self._words():
            parsed = [
                (_tokens(doc, span.start), tuple(_recognised(doc)))
                for doc, (_, span) in zip(
                    self._parsed([plain[span.start : span.end] for _, span in spans]), spans, strict=True
                )
            ]
        named = [names.entities(tokens, recognised) for tokens, recognised in parsed]
        known = {
            entity.text: entity
            for entities in named
            for entity in entities
            if entity.text.isalnum() and not entity.text.islower()
        }
        spread = (names.spread(tokens, entities, known) for (tokens, _), entities in zip(parsed, named, strict=True))
        found = names.resolved(spread, text)
        return tuple(
            Sentence(
                start=span.start,
                end=span.end,
                text=text[span.start : span.end],
                block=block,
                tokens=tokens,
                entities=entities,
                quantities=tuple(
                    replace(each, text=text[each.start : each.end])
                    for each in quantities(plain[span.start : span.end], tokens, span.start)
                ),
                times=tuple(
                    replace(each, text=text[each.start : each.end])
                    for each in times(plain[span.start : span.end], tokens, span.start, published_at)
                ),
            )
            for (block, span), (tokens, _), entities in zip(spans, parsed, found, strict=True)
        )


def _unescaped(found: re.Match[str]) -> str:
    """A bracket or quote padded with blanks to the length of what stood for it."""
    mark = _ESCAPES[found[1]] if found[1] else '"'
    return mark.center(len(found[0]))


def _tokens(doc: Doc, offset: int) -> tuple[Token, ...]:
    """The words of a parsed sentence; white space is no word, so the indices of heads move up."""
    kept = {token.i: position for position, token in enumerate(token for token in doc if not token.is_space)}
    return tuple(
        Token(
            text=token.text,
            lemma=token.lemma_,
            pos=token.pos_,
            tag=token.tag_,
            dep=token.dep_,
            head=kept.get(token.head.i, kept[token.i]),
            start=offset + token.idx,
            end=offset + token.idx + len(token.text),
        )
        for token in doc
        if token.i in kept
    )


def _recognised(doc: Doc) -> list[tuple[int, int, str]]:
    kept = {token.i: position for position, token in enumerate(token for token in doc if not token.is_space)}
    return [
        (min(inside), max(inside) + 1, entity.label_)
        for entity in doc.ents
        if (inside := [kept[i] for i in range(entity.start, entity.end) if i in kept])
    ]
