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

from factcheck.lexicon import words
from factcheck.matching.arguments import View, key, name_at
from factcheck.matching.rumours import Rumour, event_words, holding, is_one_rumour, of_a_name
from factcheck.models import Claim, Kind, Match, Outcome, Reading, Span
from factcheck.text import grammar
from factcheck.text.clauses import Clause, clauses_of
from factcheck.text.denials import Denial, is_headline, stance
from factcheck.thresholds import (
    DENIAL_COVERAGE,
    DENIAL_HEADLINE_SHARE,
    DENIAL_PLAIN,
    DENIAL_SCOPED_COVERAGE,
    DENIAL_SHARED,
    DENIAL_SUREST,
)

KIND = Kind.DENIAL


def compare(match: Match) -> Reading:
    """Conflicts where one reports what the other calls untrue; agrees where both call it untrue."""
    first, second = stance(match.a), stance(match.b)
    if (first is None and second is None) or _asks(match.a) or _asks(match.b):
        return Reading(KIND, Outcome.NOT_COMPARABLE)
    forth, back = View.of(match)
    if is_headline(match.a) and is_headline(match.b):
        first, second = holding(forth, first, second), holding(back, second, first)
        compared = _compare_headlines
    else:
        first, second = (None if each is None or each.plain else each for each in (first, second))
        compared = _compare
    if first is not None:
        if second is not None and (_is_anybodys(forth, first) or _is_anybodys(back, second)):
            return Reading(KIND, Outcome.NOT_COMPARABLE)
        return compared(match, forth, first, second)
    return Reading(KIND, Outcome.NOT_COMPARABLE) if second is None else compared(match, back, second, None)


def _compare(match: Match, view: View, denied: Denial, other: Denial | None) -> Reading:
    """A denial, in the near claim of the view, against the other claim, which may deny as well."""
    overlap, event = _overlap(view, denied, other)
    if overlap < _needed(denied, len(event)) or _is_of_another(view, denied) or _counts_otherwise(view, denied):
        return Reading(KIND, Outcome.NOT_COMPARABLE)
    # "it is not true that she has no visa" says that she has one
    says_not = not _denies_a_negation(view.near, denied)
    both = says_not == (
        _negates(view.far, {j for _, j in event}) if other is None else not _denies_a_negation(view.far, other)
    )
    if overlap == 1 and len(event) > DENIAL_SHARED and not denied.whole and not _only_names(view, event):
        # all that is denied is told, in whatever construction: "makes children hyperactive", "hyperactivity in children"
        return _reading(match, view, (denied, other), Outcome.AGREES if both else Outcome.CONFLICTS, overlap, event)
    otherwise = not _same_event(view, event, denied) or (other is None and _does_otherwise(view, denied, event))
    if otherwise and (other is not None or not both):
        return Reading(KIND, Outcome.NOT_COMPARABLE)
    return _reading(match, view, (denied, other), Outcome.AGREES if both else Outcome.CONFLICTS, overlap, event)


def _compare_headlines(match: Match, view: View, denied: Denial, other: Denial | None) -> Reading:
    """Two headlines, which share few words even where they tell the same rumour."""
    event = Rumour.of(view, denied, other)
    if not is_one_rumour(event, denied) or (other is not None and event.share < DENIAL_HEADLINE_SHARE):
        return Reading(KIND, Outcome.NOT_COMPARABLE)
    outcome = Outcome.CONFLICTS if other is None else Outcome.AGREES
    # that they meet at all tells more than how many words they share
    return _reading(match, view, (denied, other), outcome, 0.4 + 0.6 * min(1.0, event.share), event.pairs)


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


def _is_of_another(view: View, denied: Denial) -> bool:
    """Whether somebody denies an act of their own of which the other claim does not name them: "denied having leaked it"."""
    doer = _denier_of_own_act(view.near, denied)
    return doer is not None and bool(name_at(view.near, doer)) and view.partner(doer) is None


def _is_anybodys(view: View, denied: Denial) -> bool:
    """The same of two denials, where it need not be a name: the council and the mayor each deny an act of their own."""
    doer = _denier_of_own_act(view.near, denied)
    return doer is not None and view.partner(doer) is None


def _denier_of_own_act(claim: Claim, denied: Denial) -> int | None:
    """Who denies having done something; None where what is denied is no act of the one who denies."""
    tokens = claim.tokens
    cue = denied.tokens[-1]
    doer = grammar.subject(tokens, cue) if tokens[cue].pos == "VERB" else None
    own = any(tokens[i].tag in {"VBG", "VBN"} and tokens[i].dep in _ACTS for i in _below(tokens, cue))
    return doer if own else None


_ACTS = frozenset({"xcomp", "pcomp"})


def _below(tokens: grammar.Tokens, index: int) -> tuple[int, ...]:
    """What a verb governs, if need be through a preposition: "accused of lying"."""
    near = grammar.children(tokens, index)
    return (*near, *(j for i in near if tokens[i].dep == "prep" for j in grammar.children(tokens, i)))


def _counts_otherwise(view: View, denied: Denial) -> bool:
    """Whether a number is denied that the other claim does not give: "a myth that it has ten times as much"."""
    tokens = view.near.tokens
    return not denied.whole and any(
        tokens[i].pos == "NUM" and tokens[i].text.lower() != "one" and view.partner(i) is None for i in denied.scope
    )


def _denies_a_negation(claim: Claim, denied: Denial) -> bool:
    """Whether what is denied is a negation itself; the main statement is not denied by "contrary to reports"."""
    if denied.whole or grammar.root(claim.tokens) in denied.scope:
        return False
    return any(
        len(set(clause.negations) & set(clause.extent) & set(denied.scope)) % 2
        for clause in _denied_clauses(claim, denied)[:1]
    )


def _only_names(view: View, event: tuple[tuple[int, int], ...]) -> bool:
    return all(of_a_name(view.near, i) or of_a_name(view.far, j) for i, j in event)


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
        if denied.object is not None and view.near.tokens[denied.object].lemma.lower() == "place":
            # "no secret meeting took place" / "met in secret"
            return denied.subject is not None and view.partner(denied.subject) is not None
        return denied.object is not None and view.partner(denied.object) is not None
    verb = view.partner(denied.predicate)
    if verb is None or view.far.tokens[verb].dep in _MODIFIERS:
        return False
    participants = [
        i
        for i in (denied.subject, denied.object)
        if i is not None
        and i != denied.predicate
        and (view.near.tokens[i].pos != "PRON" or name_at(view.near, i))
        and not view.near.tokens[i].lower_in(words("denial", "reports", "words"))
    ]
    named = [j for i in participants for j in (i, *_parts(view.near.tokens, i))]
    return not participants or any(view.partner(i) is not None for i in named)


def _parts(tokens: grammar.Tokens, index: int) -> tuple[int, ...]:
    """What a number or "one" is of: "one of its jets"."""
    if tokens[index].pos not in {"NUM", "PRON"}:
        return ()
    of = (i for i in grammar.children(tokens, index) if tokens[i].text.lower() == "of")
    return tuple(j for i in of for j in grammar.children(tokens, i) if tokens[j].dep == "pobj")


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


def _negates(claim: Claim, event: set[int]) -> bool:
    """Whether a claim denies the event without a word for it: its main statement or that of the event is negative."""
    return any(
        clause.negated
        and (
            clause.predicate in event
            or (claim.tokens[clause.verb].dep in {"ROOT", "ccomp"} and event & set(clause.words))
        )
        for clause in clauses_of(claim)
    )


def _overlap(view: View, first: Denial | None, second: Denial | None) -> tuple[float, tuple[tuple[int, int], ...]]:
    """The share of the shorter claim's event words that line up, and which they are."""
    one = event_words(view.near, first)
    other = event_words(view.far, second)
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
        twice = other is None and _denies_a_negation(denier, cue)
        explanation = (
            f"Both say that it is so: the one denies the contrary (“{_cue_text(denier, cue)}”)."
            if twice
            else "Both call the report untrue or in doubt."
        )
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
