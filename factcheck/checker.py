"""The whole pipeline, in order: annotate, extract, match, compare, judge, assemble."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from factcheck import verdicts
from factcheck.contradictions import detectors, learned, readers
from factcheck.extraction.claims import claims, whole_claim
from factcheck.extraction.owners import resolved, stated_owners
from factcheck.extraction.setting import setting
from factcheck.learned.judge import Judge, hears_articles
from factcheck.lexicon import additions
from factcheck.lexicon.frames import read_folder
from factcheck.matching import sameness
from factcheck.matching.alignment import match
from factcheck.matching.blocking import Blocks
from factcheck.matching.copies import with_origins
from factcheck.matching.one_event import of_one_event
from factcheck.matching.one_matter import may_be_of_one_thing, of_one_matter
from factcheck.matching.terms import terms
from factcheck.models import Article, Claim, Finding, LookUp, Match, Relation, Report, Source
from factcheck.text.annotate import Annotator
from factcheck.text.denials import is_headline
from factcheck.thresholds import (
    CANDIDATES,
    COMPARABLE_COVERAGE,
    FEWEST_CANDIDATES,
    LEARNED_NAMELESS_REPORT,
    LEARNED_REPORT,
    LEARNED_STORY_REPORT,
    MOST_PAIRS,
    REVIEWED_COVERAGE,
)

NOBODY = Source("", "")
"""The source of a text that no outlet published: a question, a pair to compare."""


class Checker:
    """Finds the claims of articles and says how they stand to each other; safe to use from several threads."""

    def __init__(self, annotator: Annotator, judge: Judge | None = None) -> None:
        """`judge` is asked beside the rules; without one they decide alone."""
        self._annotator = annotator
        self.judge = judge

    @classmethod
    def load(cls, lexicon: Path | None = None, judge: Path | None = None, *, of_articles: bool = False) -> Checker:
        """A checker with the language model loaded (about one second).

        `lexicon` is a folder of names and frames to add; they hold for the process. `judge` is the folder of a model that
        is asked beside the rules; a checker that is only to read articles (`of_articles`) loads it only if it may hear
        them. Raises LexiconError where a file of the lexicon cannot be used, ModelError where the
        judge cannot, RuntimeError where the process works with other additions already.
        """
        if lexicon is not None:
            additions.install(read_folder(lexicon))
        if judge is not None and of_articles and not hears_articles(judge):
            judge = None
        return cls(Annotator.load(), None if judge is None else Judge.load(judge))

    def extract(self, article: Article) -> tuple[Claim, ...]:
        """The claims of an article, in order; ids are the article's id and a number from 1."""
        sentences = self._annotator.annotate(article.text, article.published_at)
        about = setting(sentences)
        found = ((replace(claim, setting=about), preceding) for claim, preceding in claims(article, sentences))
        return _with_owners(tuple(_read(claim, preceding) for claim, preceding in found))

    def claim(
        self, text: str, *, source: Source = NOBODY, published_at: datetime | None = None, claim_id: str = "claim"
    ) -> Claim:
        """A text taken as one claim: a headline, a sentence that somebody asks about."""
        article = Article(id=claim_id, source=source, text=text, published_at=published_at)
        return _read(whole_claim(article, self._annotator.annotate_whole(text, published_at)), None)

    def compare_pair(self, a: Claim, b: Claim) -> Finding:
        """The verdict on two claims, also where they have nothing to do with each other.

        A judge's view of texts that somebody puts side by side goes into the scores. It is believed where they can be
        compared, also where one of them leaves open what it is about ("It opens in May."): the other says it.
        """
        pair = match(a, b)
        comparable = _can_be_compared(pair)
        believed = comparable or may_be_of_one_thing(pair)
        return self._verdict(pair, comparable, asked=True, learned_from=_surely_enough(pair) if believed else None)

    def compare(self, claim: Claim, others: Iterable[Claim]) -> tuple[Finding, ...]:
        """The verdicts on a claim (`a`) and each other claim of the same story, in the order of the others."""
        judged = (self._of_a_story(match(claim, other)) for other in others)
        return tuple(finding for finding in judged if verdicts.is_of_one_story(finding))

    def _of_a_story(self, pair: Match) -> Finding:
        """The verdict on claims that nobody put side by side: a judge that may hear any hears those that are of one matter."""
        comparable = _can_be_compared(pair)
        asked = comparable and self.judge is not None and self.judge.articles and of_one_matter(pair)
        return self._verdict(pair, comparable, asked=asked, learned_from=LEARNED_STORY_REPORT)

    def _verdict(self, pair: Match, comparable: bool, *, asked: bool, learned_from: float | None) -> Finding:
        """What rules say and, where the judge is asked, what it does: believed alone from `learned_from` on, if at all."""
        readings = [detector.compare(pair) for detector in detectors()] if comparable else ()
        if self.judge is None or not asked:
            return verdicts.judge(pair, readings)
        judgement = self.judge.judgements([(pair.a.standalone_text, pair.b.standalone_text)])[0]
        finding = verdicts.judge(pair, readings, judgement, learned_from)
        # What a guard has turned into something else is not worth the many readings that an explanation takes.
        told = finding.kind is learned.KIND and finding.relation in verdicts.DISAGREEMENTS
        return learned.told(finding, self.judge) if told else finding

    def compare_articles(self, articles: Sequence[Article]) -> Report:
        """Hold articles against each other, and each against itself; nothing is kept."""
        found = _with_owners(tuple(claim for article in with_origins(articles) for claim in self.extract(article)))
        blocks = Blocks(found)
        each = max(FEWEST_CANDIDATES, min(CANDIDATES, MOST_PAIRS // max(1, len(found))))
        pairs = {
            tuple(sorted((one, other))) for one, claim in enumerate(found) for other in blocks.candidates(claim, each)
        }
        judged = [finding for one, other in sorted(pairs) for finding in self.compare(found[one], [found[other]])]
        return Report(found, verdicts.assemble(judged), verdicts.corroborations(judged))

    def is_reviewed(self, claim: Claim, reviewed: str) -> bool:
        """Whether a review of a claim that is worded much like this one holds for it too.

        It does not where the two are found to disagree, or to be true at different times or of different things, or
        where they are one sentence but for a name, a number, a time or a negation. Hit: "The pier is 900 m long." / "The
        pier is now 900 m long." Near miss: "The pier is 90 m long."
        """
        pair = match(claim, self.claim(reviewed))
        if min(pair.coverage_a, pair.coverage_b) >= REVIEWED_COVERAGE and sameness.differ_in_fact(pair):
            return False
        return self.compare_pair(pair.a, pair.b).relation in (Relation.AGREEMENT, Relation.UNRELATED)

    def look_up(self, claim: Claim, candidates: Sequence[Claim]) -> LookUp:
        """What other claims say about a claim: who supports it, who contradicts it."""
        return verdicts.look_up(claim, self.compare(claim, candidates))


def _surely_enough(pair: Match) -> float:
    """From which probability on a judge is told of texts side by side: two scenes with nobody named look like one to it."""
    return LEARNED_REPORT if pair.a.entities or pair.b.entities else LEARNED_NAMELESS_REPORT


def _can_be_compared(pair: Match) -> bool:
    return bool(
        pair.points
        or (_fill_one_slot(pair.a, pair.b) and of_one_event(pair))
        or max(pair.coverage_a, pair.coverage_b) >= COMPARABLE_COVERAGE
        or (is_headline(pair.a) and is_headline(pair.b))
    )


def _fill_one_slot(a: Claim, b: Claim) -> bool:
    """Whether both claims fill a slot of something, be it of the same thing or not."""
    return any(one.slot == other.slot and one.kind is other.kind for one in a.assertions for other in b.assertions)


def _with_owners(found: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Claims in which "X's parent" stands for the owner of X, where the claims themselves state who that is."""
    owners = stated_owners(found)
    return tuple(_reread(claim, resolved(claim, owners)) for claim in found)


def _reread(before: Claim, after: Claim) -> Claim:
    """A claim that now names something: it keeps the slots that it filled and fills those of the name."""
    if after is before:
        return before
    more = _read(after, None)
    return replace(more, assertions=tuple(dict.fromkeys((*before.assertions, *more.assertions))))


def _read(claim: Claim, preceding: Claim | None) -> Claim:
    """A claim with the slots it fills and the terms it is found by."""
    assertions = tuple(assertion for reader in readers() for assertion in reader.read(claim, preceding))
    return replace(
        claim,
        assertions=assertions,
        terms=terms(claim.tokens, claim.entities, claim.quantities, claim.referents, assertions, claim.setting),
    )
