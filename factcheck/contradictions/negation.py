"""Negation: one claim says that something is so, the other that it is not.

The rule: both have a clause with the same predicate and the same participants, the polarity of the two differs, and
the other claim carries what the negated clause says. A negated clause may be the more general one ("no man is
playing" against "a tall man is playing the flute"), never the narrower ("not signed on Monday" against "signed").
Cues, their scope and what only looks like negation are data (`lexicon/negation.toml`); two negations cancel. Where the
words do not line up so well, what speaks for and against a denial of the same thing is weighed (`matching/denied.py`).

Source: de Marneffe, Rafferty and Manning, "Finding contradictions in text" (2008), section 3, for polarity over
aligned predicates.

Hit: "The mayor signed the bill." / "The mayor did not sign the bill."
Near miss: "The mayor signed the budget." / "The mayor did not sign the bill."
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from factcheck.lexicon import words
from factcheck.matching import denied
from factcheck.matching.arguments import View, carried, key, name_at
from factcheck.matching.facts import surest
from factcheck.matching.minimal_denials import denied_in_words
from factcheck.models import Claim, Kind, Match, Outcome, Reading, Span
from factcheck.remembering import once_a_claim
from factcheck.text import grammar
from factcheck.text.clauses import ABLE, BOUND, UNREAL, Clause, clauses_of
from factcheck.text.names import same_name
from factcheck.thresholds import (
    NEGATION_BARE,
    NEGATION_COVERAGE,
    NEGATION_KIN,
    NEGATION_LIKELY,
    NEGATION_WEIGHTS,
)

KIND = Kind.NEGATION

_HAVING = frozenset({"have", "possess", "contain", "own", "include"})


@dataclass(frozen=True, slots=True)
class _Fit:
    """A pair of clauses about the same thing: how well the affirmed one carries the negated one."""

    view: View
    near: Clause
    far: Clause
    score: float
    likely: bool = False


def compare(match: Match) -> Reading:
    """Conflicts where one affirms what the other negates; agrees where the negations come to the same."""
    return surest(_compared(match), denied_in_words(match))


def _compared(match: Match) -> Reading:
    if not (_denying(match.a) or _denying(match.b)):
        return Reading(KIND, Outcome.NOT_COMPARABLE)
    forth, back = View.of(match)
    ones, others = clauses_of(match.a), clauses_of(match.b)
    opposed: list[_Fit] = []
    alike: list[_Fit] = []
    for one in ones:
        for other in others:
            fit = _fit(forth, back, one, other)
            if fit is None or fit.score < NEGATION_COVERAGE:
                continue
            (alike if _polarity(match.a, one) == _polarity(match.b, other) else opposed).append(fit)
    best = max(opposed, key=lambda fit: fit.score, default=None) or _likeliest(forth, back)
    if best is not None and not any(_about_the_same(best, fit) for fit in alike):
        return _conflict(match, best)
    if alike:
        return _reading(match, max(alike, key=lambda fit: fit.score), Outcome.AGREES)
    return Reading(KIND, Outcome.NOT_COMPARABLE)


def _likeliest(forth: View, back: View) -> _Fit | None:
    """The likeliest denial of what the other claim says in other words; None where none is likely enough."""
    fits = [fit for view in (forth, back) for near in _denying(view.near) if (fit := _likely(view, near)) is not None]
    best = max(fits, key=lambda fit: fit.score, default=None)
    return best if best is not None and best.score >= NEGATION_LIKELY else None


def _likely(view: View, near: Clause) -> _Fit | None:
    """How likely it is that the far claim affirms what a negated clause of the near one denies."""
    numbers = features(view, near)
    far = denied.counterpart(view, near)
    if numbers is None or far is None:
        return None
    weight = NEGATION_WEIGHTS["intercept"] + sum(NEGATION_WEIGHTS[name] * numbers[name] for name in denied.FEATURES)
    return _Fit(view, near, far, 1 / (1 + math.exp(-weight)), likely=True)


def features(view: View, near: Clause) -> dict[str, float] | None:
    """What is weighed of a clause that is denied, by name; None where it is not, or the other claim denies it too."""
    far = denied.counterpart(view, near)
    if far is None or _polarity(view.near, near) or _is_partial(view.near, near):
        return None
    if denied.leaves_open(view.far) or any(not _polarity(view.far, each) for each in _denying(view.far)):
        return None
    if _is_speech(view, near, far) or _only_says_which(view.near, near) or not _governed_alike(view, near, far):
        return None
    if _other_particles(view, near, far) or _speaks_of_itself(view, near, far):
        return None
    lined_up = max(_score(view, near, each) for each in clauses_of(view.far) if _polarity(view.far, each))
    if near.existential and not lined_up:
        return None
    numbers = denied.weighed(view, near, far, lined_up)
    return None if numbers is None else dict(zip(denied.FEATURES, numbers, strict=True))


def _polarity(claim: Claim, clause: Clause) -> bool:
    """True where the clause is affirmed; "lacks" is "does not have"."""
    return clause.negated == (claim.tokens[clause.verb].lemma.lower() == "lack")


def _fit(forth: View, back: View, one: Clause, other: Clause) -> _Fit | None:
    """The two clauses seen from the negated one; None where they do not say the same of the same."""
    if one not in _denying(forth.near) and other not in _denying(forth.far):
        return None
    if UNREAL in {one.mode, other.mode} or ({one.mode, other.mode} & {ABLE, BOUND} and one.mode != other.mode):
        return None
    first = not _polarity(forth.near, one)
    second = not _polarity(forth.far, other)
    if first and second:
        view, near, far = forth, one, other
        score = max(_score(forth, one, other), _score(back, other, one))
    elif first:
        view, near, far = forth, one, other
        score = _score(forth, one, other)
    else:
        view, near, far = back, other, one
        score = _score(back, other, one)
    return _Fit(view, near, far, score) if score else None


@once_a_claim
def _denying(claim: Claim) -> tuple[Clause, ...]:
    """The clauses of a claim with a cue of negation, or that say that something is lacking."""
    return tuple(
        clause
        for clause in clauses_of(claim)
        if (clause.negations or claim.tokens[clause.verb].lemma.lower() == "lack") and not _is_elided(claim, clause)
    )


def _is_elided(claim: Claim, clause: Clause) -> bool:
    """Whether what is denied stands in another sentence: "Gray, asked to resign, never did"."""
    below = (claim.tokens[i].dep for i in grammar.children(claim.tokens, clause.verb))
    return (
        clause.verb == clause.predicate
        and claim.tokens[clause.verb].lemma.lower() == "do"
        and not {"dobj", "ccomp", "xcomp", "nsubjpass", "attr"} & set(below)
    )


def _score(view: View, near: Clause, far: Clause) -> float:
    """How far `far` carries `near`, where both have the same predicate; 0 where they do not."""
    if near.existential and near.predicate == near.object:
        return _existence(view, near, far)
    likeness = _same_predicate(view, near, far)
    if _other_particles(view, near, far) or _speaks_of_itself(view, near, far):
        return 0.0
    if not likeness or _is_speech(view, near, far) or _is_partial(view.near, near) or _only_says_which(view.near, near):
        return 0.0
    if not _governed_alike(view, near, far) or denied.narrower(view, near):
        return 0.0
    # who lives, speaks or plays is not enough to know that the same event is meant
    if len([i for i in near.words if view.partner(i) is not None]) < 2:
        return 0.0
    return likeness * carried(view, near, far)


def _same_predicate(view: View, near: Clause, far: Clause) -> float:
    """1 for the same word, less for one that means nearly the same or less, 0 for another."""
    one, other = view.near.tokens[near.predicate], view.far.tokens[far.predicate]
    if view.same(near.predicate, far.predicate):
        return float((one.pos in {"VERB", "AUX"}) == (other.pos in {"VERB", "AUX"}) or one.lemma.lower() != "be")
    having = _HAVING | {"lack"}
    if view.near.tokens[near.verb].lemma.lower() in having and view.far.tokens[far.verb].lemma.lower() in having:
        return 1.0
    return NEGATION_KIN * view.covers(near.predicate, far.predicate)


def _particles(claim: Claim, clause: Clause) -> frozenset[str]:
    """What makes another verb of a verb: "hold out" is not "hold"."""
    tokens = claim.tokens
    return frozenset(
        tokens[i].text.lower() for i in clause.extent if tokens[i].dep == "prt" and tokens[i].head == clause.verb
    )


def _other_particles(view: View, near: Clause, far: Clause) -> bool:
    """Whether the particles of two verbs make them two verbs; the parser takes "off" in "lifted off" for one or not."""
    one, other = _particles(view.near, near), _particles(view.far, far)
    beside = (_beside(view.near, near.verb), _beside(view.far, far.verb))
    return not (one <= beside[1] and other <= beside[0])


def _beside(claim: Claim, verb: int) -> frozenset[str]:
    below = {verb + 1, *grammar.children(claim.tokens, verb)}
    return frozenset(claim.tokens[i].text.lower() for i in below if i < len(claim.tokens))


def _speaks_of_itself(view: View, near: Clause, far: Clause) -> bool:
    """Whether "I" or "we" in a quotation do it, who need not be whom the other claim speaks of."""
    sides = ((view.near, near.subject), (view.far, far.subject))
    if not any(i is not None and claim.tokens[i].lower_in(_SPEAKERS) and not name_at(claim, i) for claim, i in sides):
        return False
    first, second = (claim.attribution.speaker if claim.attribution else "" for claim, _ in sides)
    return not (first == second or (first and second and same_name(first.lower(), second.lower())))


def _governed_alike(view: View, near: Clause, far: Clause) -> bool:
    """Whether the acts that two clauses hang on have one doer: "Google lets users ..." / "Apple does not let users ..."."""
    if set(near.negations) <= set(near.extent):
        return True
    one, other = _governor(view.near, near), _governor(view.far, far)
    if one is None or other is None or one.subject is None or other.subject is None:
        return True
    return view.same_participant(one.subject, other.subject) > 0


def _governor(claim: Claim, clause: Clause) -> Clause | None:
    """The clause that an infinitive or the like hangs on, where that one has a doer of its own."""
    token = claim.tokens[clause.verb]
    if token.dep not in {"ccomp", "xcomp"}:
        return None
    above = next((each for each in clauses_of(claim) if each.verb == token.head), None)
    return None if above is None or above.subject == clause.subject else above


_SPEAKERS = frozenset({"i", "we", "you", "me", "us"})


def _is_speech(view: View, near: Clause, far: Clause) -> bool:
    """ "The police could not say who fired" is about what was said, not about an event that two reports share.

    Words said of one thing are: "announced the merger" / "never announced the merger".
    """
    speech = words("attribution", "verbs", "words")
    if not {view.near.tokens[near.verb].lemma.lower(), view.far.tokens[far.verb].lemma.lower()} & speech:
        return False
    said, told = _content(view.near, near), _content(view.far, far)
    if said is not None and told is not None and view.same(near.verb, far.verb) and view.same(said, told):
        # "said that she would run" / "never said that she would run"
        return False
    return near.object is None or far.object is None or not view.same(near.object, far.object)


def _content(claim: Claim, clause: Clause) -> int | None:
    """The verb of what is said, None where a clause has no such complement."""
    return next((i for i in grammar.children(claim.tokens, clause.verb) if claim.tokens[i].dep == "ccomp"), None)


def _is_partial(claim: Claim, clause: Clause) -> bool:
    """ "Some hostages were not freed" leaves the others open."""
    tokens = claim.tokens
    heads = [i for i in grammar.children(tokens, clause.verb) if "subj" in tokens[i].dep]
    inside = (*heads, *(j for i in heads for j in grammar.children(tokens, i)))
    return clause.negated and any(tokens[i].lower_in(words("negation", "implication", "partial")) for i in inside)


def _only_says_which(claim: Claim, clause: Clause) -> bool:
    """ "The questions that were not answered" says of which questions it speaks, not that none was answered."""
    token = claim.tokens[clause.verb]
    noun = claim.tokens[token.head]
    exists = any(claim.tokens[i].dep == "expl" for i in grammar.children(claim.tokens, noun.head))
    own = set(clause.negations) & set(clause.extent)
    return token.dep in {"relcl", "acl"} and bool(own) and noun.dep != "ROOT" and not exists


def _existence(view: View, near: Clause, far: Clause) -> float:
    """ "There is no man on the roof" against any clause in which a man does something on the roof."""
    for participant in (far.subject, far.object, far.predicate):
        if participant is not None and view.same_participant(near.predicate, participant) == 1:
            rest = [i for i in near.words if i != near.predicate]
            one, other = view.near.tokens[near.predicate], view.far.tokens[participant]
            if one.pos != other.pos and one.text.lower() != other.text.lower():
                continue
            if not rest:
                if any(
                    view.near.tokens[i].dep in {"acl", "relcl"}
                    for i in grammar.children(view.near.tokens, near.predicate)
                ):
                    return 0.0
                return NEGATION_BARE if participant == far.subject and not _is_known(view.far, participant) else 0.0
            return float(all(view.partner(i) is not None for i in rest))
    return 0.0


def _is_known(claim: Claim, noun: int) -> bool:
    """Whether a noun phrase is introduced as known, which "there is no ..." cannot be about."""
    below = grammar.children(claim.tokens, noun)
    return any(claim.tokens[i].dep == "poss" or claim.tokens[i].lemma.lower() in {"the", "this", "that"} for i in below)


def _about_the_same(best: _Fit, fit: _Fit) -> bool:
    """Whether clauses of equal polarity say the very thing that two others seem to disagree on."""
    seen = {best.near.predicate, best.far.predicate}
    return fit.score >= best.score and bool(seen & {fit.near.predicate, fit.far.predicate})


def _conflict(match: Match, fit: _Fit) -> Reading:
    return _reading(match, fit, Outcome.CONFLICTS)


def _reading(match: Match, fit: _Fit, outcome: Outcome) -> Reading:
    near, far = _extent(fit.view.near, fit.near), _extent(fit.view.far, fit.far)
    negated, other = _says(fit.view.near, near), _says(fit.view.far, far)
    subject = key(fit.view, fit.near.subject, fit.far.subject)
    predicate = key(fit.view, fit.near.predicate, fit.far.predicate)
    thing = "-" if fit.near.object == fit.near.predicate else key(fit.view, fit.near.object, fit.far.object)
    if outcome is Outcome.CONFLICTS:
        explanation = f"One says “{other}”; the other says it is not so: “{negated}”."
        words = ("denied", "affirmed")
    else:
        explanation = f"Both deny it: “{negated}” and “{other}”."
        words = ("denied", "denied")
    first = fit.view.near is match.a
    return Reading(
        KIND,
        outcome,
        confidence=round(fit.score if fit.likely else 0.95 * fit.score, 3),
        point=f"{KIND}:{subject}:{predicate}:{thing}",
        topic=f"whether {_within_a_sentence(fit.view.far, other)}",
        side_a=words[0] if first else words[1],
        side_b=words[1] if first else words[0],
        evidence_a=near if first else far,
        evidence_b=far if first else near,
        explanation=explanation,
    )


def _extent(claim: Claim, clause: Clause) -> Span:
    inside = [i for i in (*clause.extent, *clause.negations) if claim.tokens[i].pos != "PUNCT"]
    while len(inside) > 1 and claim.tokens[min(inside)].dep in {"mark", "cc"} and min(inside) not in clause.negations:
        inside.remove(min(inside))
    while len(inside) > 1 and claim.tokens[max(inside)].dep == "cc":
        inside.remove(max(inside))
    return grammar.span(claim.tokens, tuple(inside) or clause.extent)


def _within_a_sentence(claim: Claim, text: str) -> str:
    """A quotation without the capital that only the beginning of a sentence gave it."""
    first = next((token for token in claim.tokens if text.startswith(token.text)), None)
    return text if first is None or first.pos in {"PROPN", "NUM"} or first.text == "I" else text[:1].lower() + text[1:]


def _says(claim: Claim, span: Span) -> str:
    return claim.text[span.start - claim.span.start : span.end - claim.span.start]
