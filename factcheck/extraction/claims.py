"""An article's sentences to its claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from factcheck.extraction.attribution import attribution, quoted_share
from factcheck.extraction.certainty import certainty
from factcheck.extraction.referents import referents
from factcheck.extraction.standalone import standalone
from factcheck.extraction.statements import is_claim
from factcheck.extraction.worthiness import check_worthiness
from factcheck.models import AnchoredSpan, Article, Attribution, Claim, Sentence

CONTEXT = 32
"""Characters of the text before and after a claim that a client gets to find it again."""


def claims(article: Article, sentences: Iterable[Sentence]) -> Iterator[tuple[Claim, Claim | None]]:
    """Each claim of an article with the statement that precedes it in the same paragraph, if there is one.

    Claims are numbered from 1 in the order of the text. A quotation that goes on over several sentences keeps the
    speaker of the sentence that named one.
    """
    offsets = _Utf16(article.text)
    previous: Sentence | None = None
    previous_claim: Claim | None = None
    speaker: Attribution | None = None
    number = open_quotes = 0
    for sentence in sentences:
        if previous is not None and previous.block != sentence.block:
            previous_claim, open_quotes = None, 0
        worthiness = check_worthiness(sentence)
        if is_claim(sentence, worthiness):
            number += 1
            near = previous if previous is not None and sentence.block - previous.block <= 1 else None
            claim = _claim(article, sentence, near, f"{article.id}-{number}", offsets, worthiness)
            if claim.attribution is None and (open_quotes > 0 or quoted_share(sentence.text) >= 0.5):
                claim = replace(claim, attribution=speaker and replace(speaker, kind="quoted"))
            speaker = claim.attribution or speaker
            yield claim, previous_claim
            previous_claim = claim
        open_quotes += sentence.text.count("“") - sentence.text.count("”")
        previous = sentence


def whole_claim(article: Article, sentence: Sentence) -> Claim:
    """A text taken as one claim, whatever it looks like."""
    return _claim(article, sentence, None, article.id, _Utf16(article.text), check_worthiness(sentence))


def _claim(
    article: Article,
    sentence: Sentence,
    preceding: Sentence | None,
    claim_id: str,
    offsets: _Utf16,
    worthiness: float,
) -> Claim:
    said = attribution(sentence)
    firm = certainty(sentence.tokens, reported=said is not None)
    known = referents(sentence, preceding)
    if said is not None:
        said = replace(
            said,
            speaker=next(
                (each.text for each in known if sentence.tokens[each.token].text == said.speaker), said.speaker
            ),
        )
    return Claim(
        id=claim_id,
        article_id=article.id,
        source=article.source,
        text=sentence.text,
        span=AnchoredSpan(
            start=sentence.start,
            end=sentence.end,
            utf16_start=offsets.at(sentence.start),
            utf16_end=offsets.at(sentence.end),
            prefix=article.text[max(0, sentence.start - CONTEXT) : sentence.start],
            suffix=article.text[sentence.end : sentence.end + CONTEXT],
        ),
        standalone_text=standalone(sentence, known),
        check_worthiness=worthiness,
        certainty=firm,
        attribution=said,
        entities=sentence.entities,
        quantities=sentence.quantities,
        times=sentence.times,
        published_at=article.published_at,
        tokens=sentence.tokens,
        referents=known,
        origin=article.origin or article.id,
    )


class _Utf16:
    """Code-point offsets to UTF-16 offsets, asked in rising order, in one pass over the text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._point = 0
        self._units = 0

    def at(self, point: int) -> int:
        if point < self._point:
            self._point = self._units = 0
        stretch = self._text[self._point : point]
        self._units += len(stretch) + sum(letter > "\uffff" for letter in stretch)
        self._point = point
        return self._units
