"""An article's sentences to its claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from factcheck.extraction.attribution import attribution, quoted_share
from factcheck.extraction.certainty import certainty
from factcheck.extraction.parts import parts, subject_pronouns
from factcheck.extraction.referents import Before, kinds, referents
from factcheck.extraction.standalone import standalone
from factcheck.extraction.statements import is_claim
from factcheck.extraction.worthiness import check_worthiness
from factcheck.models import AnchoredSpan, Article, Attribution, Claim, Entity, Sentence

CONTEXT = 32
"""Characters of the text before and after a claim that a client gets to find it again."""


def claims(article: Article, sentences: Iterable[Sentence]) -> Iterator[tuple[Claim, Claim | None]]:
    """Each claim of an article with the statement that precedes it in the same paragraph, if there is one.

    Claims are numbered from 1 in the order of the text. A quotation that goes on over several sentences keeps the
    speaker of the sentence that named one.
    """
    offsets = _Utf16(article.text)
    previous_claim: Claim | None = None
    said: Attribution | None = None
    speaker: Entity | None = None
    called: dict[str, dict[str, Entity]] = {}
    number, in_quotes = 0, False
    previous: Sentence | None = None
    for sentence in sentences:
        if previous is not None and previous.block != sentence.block:
            previous_claim, in_quotes = None, False
        near = previous if previous is not None and sentence.block - previous.block <= 1 else None
        before = Before(near, speaker, called, in_quotes)
        worthiness = check_worthiness(sentence)
        if is_claim(sentence, worthiness):
            for part, context in _parted(sentence, before):
                number += 1
                score = worthiness if part is sentence else check_worthiness(part)
                claim = _claim(article, part, context, f"{article.id}-{number}", offsets, score)
                if claim.attribution is None and (in_quotes or quoted_share(part.text) >= 0.5):
                    claim = replace(claim, attribution=said and replace(said, kind="quoted"))
                elif claim.attribution is not None:
                    said, speaker = claim.attribution, _speaker(claim)
                yield claim, previous_claim
                previous_claim = claim
        for noun, entity in kinds(sentence):
            called.setdefault(noun, {})[entity.canonical] = entity
        opened, closed = sentence.text.rfind("“"), sentence.text.rfind("”")
        in_quotes = opened > closed or (in_quotes and opened == closed)
        previous = sentence


def whole_claim(article: Article, sentence: Sentence) -> Claim:
    """A text taken as one claim, whatever it looks like."""
    return _claim(article, sentence, Before(), article.id, _Utf16(article.text), check_worthiness(sentence))


def _parted(sentence: Sentence, before: Before) -> Iterator[tuple[Sentence, Before]]:
    """The single statements of a sentence, each with what was said before it; whole where one begins with a riddle.

    A part whose subject is a pronoun stands alone only where it is known whom it means.
    """
    found = parts(sentence)
    contexts = [before, *(replace(before, sentence=part) for part in found[:-1])]
    for part, context in zip(found[1:], contexts[1:], strict=True):
        known = {each.token for each in referents(part, context)}
        if any(i not in known for i in subject_pronouns(part)):
            yield sentence, before
            return
    yield from zip(found, contexts, strict=True)


def _speaker(claim: Claim) -> Entity | None:
    """The person whom a claim is ascribed to, None where it is nobody with a name."""
    said = claim.attribution
    return next(
        (each for each in claim.entities if said is not None and each.label == "PERSON" and each.text in said.speaker),
        None,
    )


def _claim(
    article: Article, sentence: Sentence, before: Before, claim_id: str, offsets: _Utf16, worthiness: float
) -> Claim:
    said = attribution(sentence)
    firm = certainty(sentence.tokens, reported=said is not None)
    known = referents(sentence, before, said.speaker if said is not None else None)
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
