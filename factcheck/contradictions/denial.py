"""Denial: one claim reports an event, the other calls the report false, a hoax, denied, debunked or unconfirmed.

The rule: one claim has a cue of denial that counts where it stands and is not itself negated ("is no hoax"), the other
has none; the words of what is denied, without those for reports and reporting, line up; and the other claim has the
denied verb with one of its participants. To deny, reject or dismiss counts with a clause or a report as its object
("denied that", "rejected claims that"), not with a thing ("was denied bail", "rejected the offer"). The strength of
the cue scales the confidence: a rumour called unconfirmed is less than one disproved.

Source: the stance labels "against" in the study of rumours by Ferreira and Vlachos, "Emergent" (2016); cues and their
strength are data (`lexicon/denial.toml`).

Hit: "Explosion destroys the embassy" / "Reports that an explosion destroyed the embassy are a hoax"
Near miss: "Explosion destroys the embassy" / "A man was jailed for a hoax call to the embassy"; "Pitman will appear in
court" / "Pitman was denied bail and will appear in court"
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from factcheck.lexicon import load, words
from factcheck.matching.arguments import View, entity_at, key, name_at
from factcheck.models import Claim, Kind, Match, Outcome, Reading, Span, Token
from factcheck.text import grammar, kin
from factcheck.text.clauses import Clause, clauses_of
from factcheck.text.cues import pseudo
from factcheck.text.names import is_title_case
from factcheck.thresholds import DENIAL_COVERAGE, DENIAL_SCOPED_COVERAGE, DENIAL_SHARED

KIND = Kind.DENIAL


@dataclass(frozen=True, slots=True)
class Denial:
    """A cue that counts: where it stands, its words, its strength, and the tokens that it denies."""

    tokens: tuple[int, ...]
    text: str
    strength: float
    scope: tuple[int, ...] = ()
    whole: bool = False


def compare(match: Match) -> Reading:
    """Conflicts where one reports what the other calls untrue; agrees where both call it untrue."""
    first, second = denial(match.a), denial(match.b)
    if first is not None:
        return _compare(match, View.of(match)[0], first, second)
    if second is not None:
        return _compare(match, View.of(match)[1], second, None)
    return Reading(KIND, Outcome.NOT_COMPARABLE)


def _compare(match: Match, view: View, denied: Denial, other: Denial | None) -> Reading:
    """A denial, in the near claim of the view, against the other claim, which may deny as well."""
    overlap, event = _overlap(view, denied, other)
    if overlap < _needed(denied, len(event)) or _asks(view.near) or _asks(view.far):
        return Reading(KIND, Outcome.NOT_COMPARABLE)
    both = other is not None or _negates(view.far, {j for _, j in event})
    otherwise = not _same_event(view, event, denied) or (other is None and _does_otherwise(view, denied))
    if otherwise and (other is not None or not both):
        return Reading(KIND, Outcome.NOT_COMPARABLE)
    return _reading(match, view, (denied, other), Outcome.AGREES if both else Outcome.CONFLICTS, overlap, event)


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
    return any(not (_of_a_name(view.near, i) or _of_a_name(view.far, j)) for i, j in event)


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


def _does_otherwise(view: View, denied: Denial) -> bool:
    """Whether the report has the same doer do something else: "raised the fee" / "lowered the fee"."""
    top = grammar.root(view.far.tokens)
    told = next((clause for clause in clauses_of(view.far) if clause.verb == top), None)
    if told is None or told.subject is None or view.far.tokens[told.predicate].pos != "VERB":
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
    if is_title_case(tokens):
        # capitals say nothing there
        return not kin.is_word(tokens[index])
    if tokens[index].pos == "PROPN" or entity_at(claim, index) is not None:
        return True
    beside = (tokens[index].head, *grammar.children(tokens, index))
    return tokens[index].pos == "NOUN" and any(
        (tokens[i].pos == "PROPN" or entity_at(claim, i) is not None)
        and abs(i - index) < 4
        and "subj" not in tokens[i].dep
        and {tokens[i].dep, tokens[index].dep} & {"compound", "appos", "nmod", "poss", "amod"}
        for i in beside
    )


def _negates(claim: Claim, event: set[int]) -> bool:
    """Whether a claim denies the event without a word for it: its main statement or that of the event is negative."""
    return any(
        clause.negated and (claim.tokens[clause.verb].dep in {"ROOT", "ccomp"} or clause.predicate in event)
        for clause in clauses_of(claim)
    )


@cache
def _cues() -> dict[str, tuple[tuple[tuple[str, ...], str, float], ...]]:
    """The cues by their first word."""
    found: dict[str, list[tuple[tuple[str, ...], str, float]]] = {}
    for cue in load("denial")["cue"]:
        for phrase in cue["words"]:
            parts = tuple(phrase.split())
            found.setdefault(parts[0], []).append((parts, cue["form"], float(cue["strength"])))
    return {first: tuple(cues) for first, cues in found.items()}


@lru_cache(maxsize=1024)
def denial(claim: Claim) -> Denial | None:
    """The strongest cue of denial that counts in a claim, the first of equals."""
    tokens = claim.tokens
    whole = _is_headline(claim)
    forms = [{"not"} if t.text.lower() == "n't" else {t.lemma.lower(), t.text.lower(), kin.base(t)} for t in tokens]
    found = []
    for start, here in enumerate(forms):
        for phrase, form, strength in (cue for word in sorted(here) for cue in _cues().get(word, ())):
            where = tuple(range(start, start + len(phrase)))
            if where[-1] >= len(tokens) or not all(part in forms[i] for part, i in zip(phrase, where, strict=True)):
                continue
            if _counts(tokens, where, form) and not (len(phrase) == 1 and _is_negated(claim, start)):
                scope = _all_but(tokens, where) if whole or _is_set_off(tokens, where) else _scope(tokens, where, form)
                found.append(Denial(where, grammar.words_of(tokens, where), strength, scope, whole))
    if len(tokens) > 3 and tokens[0].text.lower() in {"no", "nope"} and tokens[1].pos == "PUNCT":
        found.append(Denial((0,), tokens[0].text, 1.0, _all_but(tokens, (0,)), whole))
    return max(found, key=lambda each: (each.strength, -each.tokens[0]), default=None)


def _is_headline(claim: Claim) -> bool:
    """Whether a claim is set like a headline, whose grammar cannot be relied on: capitals, or no full stop."""
    return is_title_case(claim.tokens) or claim.text.rstrip("\"'”’ )")[-1:] not in {".", "!"}


def _is_set_off(tokens: tuple[Token, ...], where: tuple[int, ...]) -> bool:
    """ "Fake: ...", "Myth: ..." """
    return where[0] == 0 and where[-1] + 1 < len(tokens) and tokens[where[-1] + 1].text in {":", "-", "—", "–"}


def _all_but(tokens: tuple[Token, ...], where: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(i for i in range(len(tokens)) if i not in where)


def _scope(tokens: tuple[Token, ...], where: tuple[int, ...], form: str) -> tuple[int, ...]:
    """What a cue denies: its object, its complement, or the report that it is said of."""
    index = where[-1]
    token = tokens[index]
    tops: list[int] = []
    if token.text.lower() == "to" and tokens[where[0]].text.lower() == "contrary":
        return _all_but(tokens, where)
    if token.dep in {"amod", "compound", "nmod", "acl", "relcl"}:
        tops.append(token.head)
    tops += [i for i in grammar.children(tokens, index) if tokens[i].dep in _DENIED]
    holder = grammar.head_verb(tokens, index)
    if holder is not None and holder != index:
        # "unconfirmed reports said that ...", "it is false that ..."
        below = grammar.children(tokens, holder)
        tops += [i for i in below if tokens[i].dep in {"ccomp", "xcomp", "csubj"} and i != index]
    if holder is not None and holder != index and token.dep not in {"amod", "compound", "nmod"}:
        tops += [i for i in below if tokens[i].dep == "prep" and i > index]
        if form == "predicate" or tokens[holder].lemma.lower() == "be":
            tops += [i for i in below if tokens[i].dep in {"nsubj", "nsubjpass"}]
    if token.lemma.lower() in {"happen", "exist"}:
        tops += [i for i in grammar.children(tokens, index) if tokens[i].dep == "nsubj"]
    inside = {i for top in tops for i in grammar.subtree(tokens, top)} - set(where)
    doer = grammar.subject(tokens, index) if form.startswith("verb") else None
    if doer is not None and any(tokens[i].pos == "PRON" and "subj" in tokens[i].dep for i in inside):
        # "Apple denied that it ..." is about Apple
        inside |= set(grammar.phrase(tokens, doer))
    return tuple(sorted(inside))


_DENIED = frozenset({"ccomp", "xcomp", "acl", "relcl", "dobj", "prep", "nsubjpass", "csubj"})


def _counts(tokens: tuple[Token, ...], where: tuple[int, ...], form: str) -> bool:
    index = where[-1]
    token = tokens[index]
    if set(where) & pseudo(tokens):
        return False
    if form == "anywhere":
        return True
    if any(tokens[i].text == "-" for i in (index - 1, index + 1) if 0 <= i < len(tokens)):
        return False
    if token.pos == "PROPN" and not is_title_case(tokens):
        return False
    if form.startswith("verb"):
        is_verb = token.pos in {"VERB", "PROPN"} and token.dep not in {"amod", "compound"}
        return is_verb and (form == "verb" or _has_report(tokens, index, clausal=form == "verb of a clause"))
    if token.dep in {"amod", "compound", "nmod"}:
        noun = tokens[token.head]
        return noun.lemma.lower() in words("denial", "reports", "words")
    # an object of anything else is a thing of its own: "arrested for a bomb hoax", "caught him in a lie"
    return (
        token.dep not in {"dobj", "pobj"}
        or any(tokens[i].lemma.lower() in words("denial", "reports", "words") for i in grammar.children(tokens, index))
        or tokens[token.head].lemma.lower() in {"as", "be"}
    )


def _has_report(tokens: tuple[Token, ...], verb: int, *, clausal: bool) -> bool:
    """Whether a verb has a report as its object ("reports that ..."), or, if `clausal`, a clause ("that it ...")."""
    below = grammar.children(tokens, verb)
    objects = [i for i in below if tokens[i].dep in {"dobj", "nsubjpass"}]
    if tokens[verb].dep in {"acl", "relcl"}:
        objects.append(tokens[verb].head)
    named = any(
        tokens[j].lemma.lower() in words("denial", "reports", "words")
        for i in objects
        for j in grammar.conjuncts(tokens, i)
    )
    return named or (clausal and any(tokens[i].dep in {"ccomp", "xcomp", "pcomp"} and i > verb for i in below))


def _is_negated(claim: Claim, index: int) -> bool:
    return any(clause.negated for clause in clauses_of(claim) if index in {clause.predicate, clause.verb})


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
    inside = denial.scope if denial else tuple(range(len(claim.tokens)))
    return tuple(
        i
        for i, token in ((i, claim.tokens[i]) for i in inside)
        if grammar.is_content(token) and kin.base(token) not in words("denial", "frame", "words")
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
        explanation = f"One reports it (“{reporter.text}”); the other calls it untrue or in doubt (“{cue.text}”)."
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
        confidence=round(min(0.95, strength * (0.5 + 0.5 * overlap)), 3),
        point=f"{KIND}:" + ":".join(sorted({key(view, i, j) for i, j in event})[:3]),
        topic=f"whether it is true: {reporter.text}",
        side_a=sides[0],
        side_b=sides[1],
        evidence_a=spans[0],
        evidence_b=spans[1],
        explanation=explanation,
    )


def _span(claim: Claim, cue: Denial | None) -> Span:
    return Span(claim.span.start, claim.span.end) if cue is None else grammar.span(claim.tokens, cue.tokens)
