"""The frozen values that travel through the pipeline; every other module of this package makes, reads or passes these.

Nothing here computes anything. Offsets are Unicode code points of the submitted text, `start` inclusive, `end`
exclusive, everywhere.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Relation(StrEnum):
    """How two claims stand to each other."""

    AGREEMENT = "agreement"
    CONTRADICTION = "contradiction"
    UPDATE = "update"
    SCOPE_DIFFERENCE = "scope_difference"
    ATTRIBUTED_DISAGREEMENT = "attributed_disagreement"
    UNCERTAIN = "uncertain"
    UNRELATED = "unrelated"


class Kind(StrEnum):
    """The way in which two claims conflict; `learned` is what only a trained judge says, and no rule explains."""

    NEGATION = "negation"
    DENIAL = "denial"
    ANTONYM = "antonym"
    QUANTITY = "quantity"
    DATE = "date"
    ROLE = "role"
    SUPERLATIVE = "superlative"
    OPPOSED_CONCEPT = "opposed_concept"
    AFFILIATION = "affiliation"
    LEARNED = "learned"


class Certainty(StrEnum):
    """What the outlet commits itself to."""

    ASSERTED = "asserted"
    NEGATED = "negated"
    POSSIBLE = "possible"
    PLANNED = "planned"
    CONDITIONAL = "conditional"


class Comparator(StrEnum):
    """How a stated quantity stands to the true one."""

    EXACTLY = "exactly"
    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    BETWEEN = "between"


class Outcome(StrEnum):
    """What a detector says of a pair; silence is never agreement."""

    NOT_COMPARABLE = "not_comparable"
    AGREES = "agrees"
    CONFLICTS = "conflicts"


class Verdict(StrEnum):
    """What the stored claims say about a claim that was looked up."""

    CORROBORATED = "corroborated"
    DISPUTED = "disputed"
    SINGLE_SOURCE = "single_source"
    NO_EVIDENCE = "no_evidence"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the submitted text, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AnchoredSpan:
    """A span that a client can find again: the same in UTF-16 units, and the text around it (up to 32 characters)."""

    start: int
    end: int
    utf16_start: int
    utf16_end: int
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Source:
    """An outlet. Two articles of one source are never independent of each other."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Article:
    """One text of one source.

    `text` is what spans count in. `origin` names the text this one is a copy of (itself where it is none): articles
    of one origin are one independent source.
    """

    id: str
    source: Source
    text: str
    title: str | None = None
    url: str | None = None
    author: str | None = None
    published_at: datetime | None = None
    language: str | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """One word as the grammar sees it.

    `head` is the index, within the same claim, of the token it depends on (the root points to itself). `pos` is the
    Universal Dependencies tag, `tag` the Penn Treebank tag, `dep` spaCy's English (ClearNLP) dependency label.
    """

    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    start: int
    end: int

    def __hash__(self) -> int:
        """Of word and place alone: what is worked out once for a sentence is kept under its tokens."""
        return hash((self.text, self.start))

    def lower_in(self, wanted: Collection[str]) -> bool:
        """Whether the lemma, in lower case, is one of some words."""
        return self.lemma.lower() in wanted


@dataclass(frozen=True, slots=True)
class Entity:
    """A name. `label` is OntoNotes' (PERSON, ORG, GPE, PRODUCT, ...), `canonical` the name under which it is compared."""

    text: str
    label: str
    canonical: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts.

    `value` is in units of `unit` after magnitude words ("3.2 million" is 3200000.0); `upper` is the other end of a
    range, else None. `unit` is a canonical unit ("USD", "percent", "km", "person", ...) or "" for a bare count.
    `counted` is the lemma of the noun that is counted or measured ("death", "employee", "revenue"), or "".
    """

    text: str
    value: float
    unit: str
    comparator: Comparator
    start: int
    end: int
    upper: float | None = None
    counted: str = ""


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A stretch of time that a text names, resolved to the days it covers (both inclusive).

    `grain` is "day", "week", "month", "quarter", "year", "decade" or "century". `anchored` is True where it was resolved
    against the publication date ("on Tuesday"), False where the text alone says it ("12 May 2024").
    """

    text: str
    start: int
    end: int
    earliest: date
    latest: date
    grain: str
    anchored: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a text with its grammar, names, quantities and times; `block` numbers the line it stands in."""

    start: int
    end: int
    text: str
    block: int
    tokens: tuple[Token, ...]
    entities: tuple[Entity, ...]
    quantities: tuple[Quantity, ...]
    times: tuple[TimeExpression, ...]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says it, where that is not the outlet: `kind` is "quoted" or "reported", `cue` the word that says so."""

    speaker: str
    cue: str
    kind: str


@dataclass(frozen=True, slots=True)
class Referent:
    """What a pronoun or "the company" stands for: token index in the claim -> canonical name."""

    token: int
    canonical: str
    text: str


@dataclass(frozen=True, slots=True)
class Assertion:
    """A slot that a claim fills: "the openness of OpenAI is: closed", "the owner of ChatGPT is: OpenAI".

    Two claims that fill one slot (`kind`, `slot`, `subject`) with different values conflict, whatever their wording:
    this is what finds conflicts between sentences that share hardly a word. `strength`, from 0 to 1, is lower where
    the sentence implies the value rather than states it.
    """

    kind: Kind
    slot: str
    subject: str
    value: str
    start: int
    end: int
    strength: float
    phrase: str = ""

    @property
    def point(self) -> str:
        """The key under which assertions of the same slot meet."""
        return f"{self.kind}:{self.slot}:{self.subject}"


class _Remembering:
    """Has room for what was worked out for it (`factcheck.remembering`); that is no part of the value."""

    __slots__ = ("remembered",)

    remembered: dict[Any, Any]


@dataclass(frozen=True, slots=True)
class Claim(_Remembering):
    """A checkable statement of an article, verbatim, with everything that comparing it needs.

    `text` is the article's text from `span.start` to `span.end`. Offsets of tokens, entities, quantities, times and
    assertions are the article's too. `setting` is what its article is about. `terms` are what it is found
    by in the candidate index. `check_worthiness` is from 0 to 1.
    """

    id: str
    article_id: str
    source: Source
    text: str
    span: AnchoredSpan
    standalone_text: str
    check_worthiness: float
    certainty: Certainty
    attribution: Attribution | None = None
    entities: tuple[Entity, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    published_at: datetime | None = None
    tokens: tuple[Token, ...] = ()
    referents: tuple[Referent, ...] = ()
    assertions: tuple[Assertion, ...] = ()
    terms: tuple[str, ...] = ()
    origin: str = ""
    setting: tuple[str, ...] = ()

    def __hash__(self) -> int:
        """Of id and text alone, so that what is worked out once for a claim can be kept under it at little cost."""
        return hash((self.id, self.text))


@dataclass(frozen=True, slots=True)
class Match:
    """Two claims that may speak about the same thing, and how their words line up.

    `aligned` pairs token indices of `a` and `b` that stand for the same thing (content words only). `coverage_a` and
    `coverage_b` are the shares, 0 to 1, of each claim's content words that are aligned; `similarity`, 0 to 1, is what
    clients see. `shared_entities` are canonical names present in both; `points` the assertion keys both fill.
    """

    a: Claim
    b: Claim
    similarity: float
    aligned: tuple[tuple[int, int], ...] = ()
    coverage_a: float = 0.0
    coverage_b: float = 0.0
    shared_entities: tuple[str, ...] = ()
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one detector reads out of a pair.

    `point` is what is compared, as a key (pairs of one point become one inconsistency); `topic` is the same for people
    ("openness of OpenAI"). `side_a` and `side_b` name the two positions in words ("open", "closed"; "12", "19").
    `confidence` is from 0 to 1. A NOT_COMPARABLE reading carries nothing but its kind.
    """

    kind: Kind
    outcome: Outcome
    confidence: float = 0.0
    point: str = ""
    topic: str = ""
    side_a: str = ""
    side_b: str = ""
    evidence_a: Span = Span(0, 0)
    evidence_b: Span = Span(0, 0)
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a learned judge makes of a pair: three probabilities that add up to 1."""

    agreement: float
    contradiction: float
    neutral: float


@dataclass(frozen=True, slots=True)
class Ruling:
    """A guard's objection: the conflict is of this other relation, for this reason (one sentence)."""

    relation: Relation
    explanation: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Scores:
    """Three numbers from 0 to 1 to rank pairs on, also below the thresholds."""

    contradiction: float
    agreement: float
    neutral: float


@dataclass(frozen=True, slots=True)
class Finding:
    """The judged pair: relation, confidence, explanation and the reading that decided it.

    `kind` is None where the relation is agreement or unrelated, and wherever no detector named one. `strength` is the
    deciding reading's own number, from which the confidence of a contradiction was calibrated.
    """

    a: Claim
    b: Claim
    relation: Relation
    kind: Kind | None
    confidence: float
    similarity: float
    explanation: str
    scores: Scores
    evidence_a: Span
    evidence_b: Span
    point: str = ""
    topic: str = ""
    side_a: str = ""
    side_b: str = ""
    strength: float = 0.0


@dataclass(frozen=True, slots=True)
class Position:
    """One side of an inconsistency: its claims and how many independent sources hold it."""

    summary: str
    independent_sources: int
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """A point on which claims do not fit, with the findings it rests on."""

    relation: Relation
    kind: Kind | None
    confidence: float
    topic: str
    explanation: str
    point: str
    positions: tuple[Position, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """A point that claims of different sources share."""

    topic: str
    confidence: float
    independent_sources: int
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a comparison of articles found."""

    claims: tuple[Claim, ...]
    inconsistencies: tuple[Inconsistency, ...]
    agreements: tuple[Agreement, ...]


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who published a fact-check; `site` is the host name of its pages ("checks.example")."""

    name: str
    site: str | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    """A fact-checker's verdict in its own words, and as a number on its own scale where it has one."""

    text: str
    value: float | None = None
    best: float | None = None
    worst: float | None = None


@dataclass(frozen=True, slots=True)
class FactCheck:
    """A published review of one claim. `url` and `claim_reviewed` together tell it from every other."""

    id: str
    claim_reviewed: str
    url: str
    publisher: Publisher
    rating: Rating
    external_id: str | None = None
    title: str | None = None
    claimant: str | None = None
    claim_date: date | None = None
    review_date: date | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class FactCheckMatch:
    """A published fact-check that reviews the claim at hand, and how alike the two are, from 0 to 1."""

    factcheck: FactCheck
    score: float


@dataclass(frozen=True, slots=True)
class LookUp:
    """What stored claims, and published fact-checks, say about one claim that somebody asks about."""

    claim: Claim
    verdict: Verdict
    supporting_sources: int
    contradicting_sources: int
    supporting: tuple[Finding, ...]
    contradicting: tuple[Finding, ...]
    related: tuple[Finding, ...]
    explanation: str
    factchecks: tuple[FactCheckMatch, ...] = ()
