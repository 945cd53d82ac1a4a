"""Denial: one claim reports an event, the other calls the report false, a hoax, denied, debunked or unconfirmed.

The rule: one claim has a cue of denial that counts where it stands and is not itself negated ("is no hoax"), the other
has none; the words of what is denied, without those for reports and reporting, line up; and the other claim has the
denied verb with one of its participants. To deny, reject or dismiss counts with a clause or a report as its object
("denied that", "rejected claims that"), not with a thing ("was denied bail", "rejected the offer"). The strength of
the cue scales the confidence: a rumour called unconfirmed is less than one disproved.

Headlines of one rumour share few words. Two of them meet where they share a name and a word of what is told of it, or
more of what is told where they share no name; not where each names another person. A plain negation denies there as
well, if it stands with the word that they share and with nobody else as the doer. A headline that only passes a rumour
on ("reportedly", "?") does not report it: that is the certainty guard's matter.

Source: the stance labels "against" in the study of rumours by Ferreira and Vlachos, "Emergent" (2016); cues and their
strength are data (`lexicon/denial.toml`).

Hit: "Explosion destroys the embassy" / "Reports that an explosion destroyed the embassy are a hoax"
Near miss: "Explosion destroys the embassy" / "A man was jailed for a hoax call to the embassy"; "Pitman will appear in
court" / "Pitman was denied bail and will appear in court"
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from factcheck.lexicon import words
from factcheck.matching.arguments import View, entity_at, key, name_at
from factcheck.models import Claim, Kind, Match, Outcome, Reading, Span
from factcheck.text import grammar, kin
from factcheck.text.clauses import Clause, clauses_of
from factcheck.text.denials import Denial, is_headline, stance
from factcheck.text.names import same_name
from factcheck.thresholds import (
    DENIAL_COVERAGE,
    DENIAL_HEADLINE_SHARE,
    DENIAL_PLAIN,
    DENIAL_SCOPED_COVERAGE,
    DENIAL_SHARED,
    DENIAL_SUREST,
    DENIAL_WHO_SHARE,
)

KIND = Kind.DENIAL


def compare(match: Match) -> Reading:
    """Conflicts where one reports what the other calls untrue; agrees where both call it untrue."""
    first, second = stance(match.a), stance(match.b)
    if (first is None and second is None) or _asks(match.a) or _asks(match.b):
        return Reading(KIND, Outcome.NOT_COMPARABLE)
    forth, back = View.of(match)
    if is_headline(match.a) and is_headline(match.b):
        first, second = _holding(forth, first, second), _holding(back, second, first)
        compared = _compare_headlines
    else:
        first, second = (None if each is None or each.plain else each for each in (first, second))
        compared = _compare
    if first is not None:
        return compared(match, forth, first, second)
    return Reading(KIND, Outcome.NOT_COMPARABLE) if second is None else compared(match, back, second, None)


def _compare(match: Match, view: View, denied: Denial, other: Denial | None) -> Reading:
    """A denial, in the near claim of the view, against the other claim, which may deny as well."""
    overlap, event = _overlap(view, denied, other)
    if overlap < _needed(denied, len(event)):
        return Reading(KIND, Outcome.NOT_COMPARABLE)
    both = other is not None or _negates(view.far, {j for _, j in event})
    if overlap == 1 and len(event) > DENIAL_SHARED and not denied.whole and not _only_names(view, event):
        # all that is denied is told, in whatever construction: "makes children hyperactive", "hyperactivity in children"
        return _reading(match, view, (denied, other), Outcome.AGREES if both else Outcome.CONFLICTS, overlap, event)
    otherwise = not _same_event(view, event, denied) or (other is None and _does_otherwise(view, denied, event))
    if otherwise and (other is not None or not both):
        return Reading(KIND, Outcome.NOT_COMPARABLE)
    return _reading(match, view, (denied, other), Outcome.AGREES if both else Outcome.CONFLICTS, overlap, event)


def _compare_headlines(match: Match, view: View, denied: Denial, other: Denial | None) -> Reading:
    """Two headlines, which share few words even where they tell the same rumour."""
    event = _Event.of(view, denied, other)
    if not _is_one_rumour(event, denied) or (other is not None and event.share < DENIAL_HEADLINE_SHARE):
        return Reading(KIND, Outcome.NOT_COMPARABLE)
    outcome = Outcome.CONFLICTS if other is None else Outcome.AGREES
    # that they meet at all tells more than how many words they share
    return _reading(match, view, (denied, other), outcome, 0.4 + 0.6 * min(1.0, event.share), event.pairs)


@dataclass(frozen=True, slots=True)
class _Event:
    """What two headlines share: pairs of words, the share of the shorter one's, and those that tell what happened."""

    view: View
    pairs: tuple[tuple[int, int], ...]
    share: float
    told: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, view: View, denied: Denial | None, other: Denial | None) -> _Event:
        pairs = _shared(view, denied, other)
        share = len(pairs) / max(1, min(len(_event_words(view.near, denied)), len(_event_words(view.far, other))))
        # capitals are not always undone alike: where much is shared, a name on one side only is none
        near = len(pairs) > DENIAL_SHARED and share >= DENIAL_HEADLINE_SHARE
        told = tuple((i, j) for i, j in pairs if _says_who(view.near, i) + _says_who(view.far, j) <= near)
        return cls(view, pairs, share, told)

    @property
    def is_near(self) -> bool:
        """Whether much is shared."""
        return len(self.pairs) > DENIAL_SHARED and self.share >= DENIAL_HEADLINE_SHARE

    @property
    def is_named(self) -> bool:
        """Whether a name is shared."""
        return any(_of_a_name(self.view.near, i) or _of_a_name(self.view.far, j) for i, j in self.pairs)

    @property
    def has_things(self) -> bool:
        """Whether a noun is shared."""
        return any(
            self.view.near.tokens[i].pos == "NOUN" or self.view.far.tokens[j].pos == "NOUN" for i, j in self.pairs
        )


def _is_one_rumour(event: _Event, denied: Denial) -> bool:
    """Whether two headlines share whom it is about and what is told, or enough of what is told.

    Near miss: "Actor Jon Brandt is not dead" / "Actor Lou Marsh found dead"; "Police deny arrest of Brandt's brother" /
    "Brandt buys house for his brother".
    """
    if _are_others(event.view, event.pairs):
        return False
    if not event.told:
        return event.is_near and not denied.plain and event.share >= DENIAL_WHO_SHARE
    if event.is_named:
        return True
    if len(event.told) < DENIAL_SHARED or not event.has_things:
        return False
    # captions and plain sentences without a full stop name nobody either
    return not denied.plain or (event.is_near and _is_terse(event.view.near) and _is_terse(event.view.far))


def _is_terse(claim: Claim) -> bool:
    """Whether a headline leaves the articles out."""
    return not any(token.lower_in(_ARTICLES) for token in claim.tokens)


_ARTICLES = frozenset({"a", "an", "the"})


def _holding(view: View, denial: Denial | None, other: Denial | None) -> Denial | None:
    """The denial of the near headline; None for a plain negation of what the other headline does not tell of the same doer."""
    if denial is None or not denial.plain:
        return denial
    event = _Event.of(view, denial, other)
    denied = [pair for pair in event.told if pair[0] in denial.scope]
    if not denied and not event.is_near:
        return None
    apart = any(
        (one := _doer(view.near, i)) and (two := _doer(view.far, j)) and not same_name(one, two) for i, j in denied
    )
    return None if apart else denial


def _doer(claim: Claim, verb: int) -> str:
    """The name of the one who does what a verb says, "" where it names none."""
    subject = grammar.subject(claim.tokens, verb)
    return "" if subject is None else name_at(claim, subject)


def _are_others(view: View, event: tuple[tuple[int, int], ...]) -> bool:
    """Whether each names a person whom the other does not name, and what they share is none of another name."""
    first, second = (_people(claim) for claim in (view.near, view.far))
    if not first or not second or any(same_name(one, other) for one in first for other in second):
        return False
    shared = ({name_at(view.near, i), name_at(view.far, j)} - {""} for i, j in event)
    return not any(names and not names & (first | second) for names in shared)


def _people(claim: Claim) -> set[str]:
    return {entity.canonical for entity in claim.entities if entity.label == "PERSON"}


def _says_who(claim: Claim, index: int) -> bool:
    """Whether a word says whom a headline is about and not what it tells of them."""
    token = claim.tokens[index]
    return _of_a_name(claim, index) or (
        token.pos in {"NOUN", "PROPN"}
        and (
            kin.base(token) in words("denial", "who", "words")
            or any(("NOUN", "person") in kin.said_by(("NOUN", base)) for base in (kin.base(token),))
        )
    )


def _shared(view: View, denied: Denial | None, other: Denial | None) -> tuple[tuple[int, int], ...]:
    """The words about the event that both headlines have."""
    theirs = _event_words(view.far, other)
    pairs = []
    held: set[int] = set()
    for i in _event_words(view.near, denied):
        j = view.partner(i, theirs)
        if j is not None and j not in held:
            held.add(j)
            pairs.append((i, j))
    return (*pairs, *_respelt(view, {i for i, _ in pairs}, held))


def _respelt(view: View, near: set[int], far: set[int]) -> list[tuple[int, int]]:
    """Words that one writes as one and the other with a hyphen: "ceasefire", "cease-fire"."""
    found = []
    for claim, other, taken in ((view.near, view.far, far), (view.far, view.near, near)):
        whole = {kin.base(token): k for k, token in enumerate(other.tokens) if k not in taken}
        for word, k in _hyphened(claim).items():
            if word in whole:
                pair = (k, whole[word])
                found.append(pair if claim is view.near else pair[::-1])
    return [pair for pair in found if pair[0] not in near and pair[1] not in far]


@lru_cache(maxsize=1024)
def _hyphened(claim: Claim) -> dict[str, int]:
    """What words with a hyphen are without it, and the last of their tokens."""
    tokens = claim.tokens
    return {
        (tokens[k - 2].text + tokens[k].text).lower(): k
        for k in range(2, len(tokens))
        if tokens[k - 1].text == "-" and tokens[k - 2].end + 1 == tokens[k].start
    }


def _needed(denied: Denial, count: int) -> float:
    """The share that must line up: more where grammar says what is denied than in a headline."""
    if count < DENIAL_SHARED:
        return 2.0
    return DENIAL_COVERAGE[min(count, max(DENIAL_COVERAGE))] if denied.whole else DENIAL_SCOPED_COVERAGE


def _asks(claim: Claim) -> bool:
    """Whether a claim only asks."""
    return claim.text.rstrip().endswith("?")


def _same_event(view: View, event: tuple[tuple[int, int], ...], denied: Denial) -> bool:
    """Whether more lines up than whom it is about: "She died" is not denied by "The story that she married is fake".

    Where grammar says what is denied, its verb must be what happens in the report, with one of its participants.
    """
    told = () if denied.whole else _denied_clauses(view.near, denied)
    if told and not any(_is_told(view, clause) for clause in told):
        return False
    return not _only_names(view, event)


def _only_names(view: View, event: tuple[tuple[int, int], ...]) -> bool:
    return all(_of_a_name(view.near, i) or _of_a_name(view.far, j) for i, j in event)


def _denied_clauses(claim: Claim, denied: Denial) -> tuple[Clause, ...]:
    """The outermost clause of what is denied, all where it is the whole sentence ("Contrary to reports, ...").

    Empty where what is denied is but a noun ("rumours of a merger").
    """
    inside = [
        clause
        for clause in clauses_of(claim)
        if clause.verb in denied.scope and not {clause.verb, clause.predicate} & set(denied.tokens)
    ]
    if not inside or grammar.root(claim.tokens) in denied.scope:
        return tuple(inside)
    depths = [len(tuple(grammar.ancestors(claim.tokens, clause.verb))) for clause in inside]
    return (inside[depths.index(min(depths))],)


def _is_told(view: View, denied: Clause) -> bool:
    if view.near.tokens[denied.predicate].lemma.lower() in words("denial", "light", "words"):
        return denied.object is not None and view.partner(denied.object) is not None
    verb = view.partner(denied.predicate)
    if verb is None or view.far.tokens[verb].dep in _MODIFIERS:
        return False
    participants = [
        i
        for i in (denied.subject, denied.object)
        if i is not None and i != denied.predicate and (view.near.tokens[i].pos != "PRON" or name_at(view.near, i))
    ]
    return not participants or any(view.partner(i) is not None for i in participants)


_MODIFIERS = frozenset({"compound", "amod", "nmod", "poss", "npadvmod", "advmod"})


def _does_otherwise(view: View, denied: Denial, event: tuple[tuple[int, int], ...]) -> bool:
    """Whether the report has the same doer do something else: "raised the fee" / "lowered the fee"."""
    top = grammar.root(view.far.tokens)
    told = next((clause for clause in clauses_of(view.far) if clause.verb == top), None)
    if told is None or told.subject is None or view.far.tokens[told.predicate].pos != "VERB":
        return False
    if told.predicate in {j for _, j in event}:
        return False
    same_doer = [
        clause
        for clause in clauses_of(view.near)
        if clause.subject is not None
        and not set(denied.tokens) & {clause.verb, clause.predicate}
        and view.same_participant(clause.subject, told.subject) == 1
    ]
    return bool(same_doer) and not any(
        view.same(i, j) or view.covers(i, j)
        for clause in same_doer
        for i in clause.words
        for j in (told.predicate, told.verb)
    )


def _of_a_name(claim: Claim, index: int) -> bool:
    """Whether a word is part of a name or says what kind of thing the name is: "singer" in "singer Lena Marlow"."""
    tokens = claim.tokens
    token = tokens[index]
    if token.pos == "PROPN" or entity_at(claim, index) is not None:
        return True
    beside = [token.head] if token.dep in {"compound", "nmod", "appos"} else []
    beside += [i for i in grammar.children(tokens, index) if tokens[i].dep == "appos"]
    return token.pos in {"NOUN", "ADJ"} and any(
        (tokens[i].pos == "PROPN" or entity_at(claim, i) is not None) and abs(i - index) < 4 for i in beside
    )


def _negates(claim: Claim, event: set[int]) -> bool:
    """Whether a claim denies the event without a word for it: its main statement or that of the event is negative."""
    return any(
        clause.negated and (claim.tokens[clause.verb].dep in {"ROOT", "ccomp"} or clause.predicate in event)
        for clause in clauses_of(claim)
    )


def _overlap(view: View, first: Denial | None, second: Denial | None) -> tuple[float, tuple[tuple[int, int], ...]]:
    """The share of the shorter claim's event words that line up, and which they are."""
    one = _event_words(view.near, first)
    other = _event_words(view.far, second)
    pairs = []
    for i in one:
        found = view.partner(i, other)
        if found is not None:
            pairs.append((i, found))
    named = any(view.near.tokens[i].pos == "PROPN" or name_at(view.near, i) for i, _ in pairs)
    if len(pairs) < DENIAL_SHARED or (not named and len(pairs) <= DENIAL_SHARED):
        return 0.0, ()
    held = {j for _, j in pairs}
    of_denied, of_report = len(pairs) / max(1, len(one)), len(held) / max(1, len(other))
    return (of_denied if first is not None and not first.whole else max(of_denied, of_report)), tuple(pairs)


@lru_cache(maxsize=1024)
def _event_words(claim: Claim, denial: Denial | None) -> tuple[int, ...]:
    """The content words of what is reported, or denied: without the cue and words about reporting."""
    whole = denial is None or denial.plain
    inside = tuple(range(len(claim.tokens))) if whole or denial is None else denial.scope
    return tuple(
        i
        for i, token in ((i, claim.tokens[i]) for i in inside)
        if grammar.is_content(token)
        and token.pos not in {"NUM", "ADV"}
        and token.text[:1].isalnum()
        and kin.base(token) not in words("denial", "frame", "words")
    )


def _reading(
    match: Match,
    view: View,
    cues: tuple[Denial, Denial | None],
    outcome: Outcome,
    overlap: float,
    event: tuple[tuple[int, int], ...],
) -> Reading:
    cue, other = cues
    denier, reporter = view.near, view.far
    spans = [_span(denier, cue), _span(reporter, other)]
    if outcome is Outcome.CONFLICTS:
        sides = ["denied", "reported"]
        explanation = (
            f"One reports it (“{_quoted(reporter)}”); the other {_says_of_it(cue)} (“{_cue_text(denier, cue)}”)."
        )
    else:
        sides = ["denied", "denied"]
        explanation = "Both call the report untrue or in doubt."
    if denier is not match.a:
        spans.reverse()
        sides.reverse()
    strength = min(cue.strength, other.strength) if other is not None else cue.strength
    return Reading(
        KIND,
        outcome,
        confidence=round(min(0.95 if cue.plain else DENIAL_SUREST, strength * (0.5 + 0.5 * overlap)), 3),
        point=f"{KIND}:" + ":".join(sorted({key(view, i, j) for i, j in event})[:3]),
        topic=f"whether it is true: {reporter.text}",
        side_a=sides[0],
        side_b=sides[1],
        evidence_a=spans[0],
        evidence_b=spans[1],
        explanation=explanation,
    )


def _says_of_it(cue: Denial) -> str:
    if cue.plain:
        return "says that it is not so"
    return "calls it untrue" if cue.strength >= DENIAL_PLAIN else "calls it in doubt"


def _quoted(claim: Claim) -> str:
    return claim.text.strip()


def _cue_text(claim: Claim, cue: Denial) -> str:
    """The cue as it is written; of a bare negation the whole claim, which says more than "not"."""
    return claim.text.strip() if cue.plain else claim.text[slice(*_within(claim, cue))]


def _within(claim: Claim, cue: Denial) -> tuple[int, int]:
    span = grammar.span(claim.tokens, cue.tokens)
    return span.start - claim.span.start, span.end - claim.span.start


def _span(claim: Claim, cue: Denial | None) -> Span:
    return Span(claim.span.start, claim.span.end) if cue is None else grammar.span(claim.tokens, cue.tokens)
