"""How much of what a negated clause says another claim says, as numbers that can be weighed.

Whoever denies something seldom repeats the sentence word for word: "The workers were not paid." / "The firm paid its
workers and drivers in full last week." What speaks for a denial of the same thing is that the other claim has all the
words of the negated clause, has them in one clause, and that the negation covers the main statement; what speaks
against it are words that it lacks. A name or number that is missing, a doer or a thing done to that is another one, and
anything else in a shared slot ("in Paris" / "in Rome") rule it out whatever the rest weighs.

`FEATURES` names the numbers; their weights are fitted by `training/fit_negation.py`.
"""

from __future__ import annotations

import math

from factcheck.lexicon import words
from factcheck.matching.arguments import View, competes, complements_match, within_matched_name
from factcheck.models import Claim
from factcheck.remembering import once_a_claim
from factcheck.text import grammar, kin
from factcheck.text.clauses import UNREAL, Clause, clauses_of
from factcheck.text.cues import cue_words

FEATURES = (
    "covered",
    "wholly_covered",
    "missing_nouns",
    "missing_verbs",
    "missing_adjectives",
    "together",
    "said_besides",
    "missing_besides",
    "length",
    "existence",
    "never",
    "no",
    "implied",
    "other_mode",
    "main_clause",
    "circumstances",
    "lined_up",
)
LEAST_SHARED = 2
"""Words of the denial that the other claim must have at least: who it is about and what is denied of him."""

_BESIDE = frozenset({"conj", "parataxis"})
_DETACHED = frozenset({"neg", "det"})
_COMPARATIVE = frozenset({"JJR", "RBR"})
_NEVER = frozenset({"never", "longer", "nobody", "none", "nothing"})


def counterpart(view: View, near: Clause) -> Clause | None:
    """The clause of the far claim that has most of a clause's words, its predicate before all."""
    needed = _needed(view.near, near)

    def worth(clause: Clause) -> tuple[int, bool, int]:
        inside = (*clause.words, clause.predicate)
        shared = sum(view.partner(i, inside) is not None for i in needed)
        predicate = view.partner(near.predicate, (clause.predicate,)) is not None
        return 2 * predicate + shared, view.far.tokens[clause.verb].dep == "ROOT", -clause.verb

    return max(clauses_of(view.far), key=worth, default=None)


def weighed(view: View, near: Clause, far: Clause, lined_up: float) -> tuple[float, ...] | None:
    """The numbers of `FEATURES` for a negated clause and its counterpart; None where something rules the pair out.

    `lined_up` is how well the two clauses line up by the strict rule.
    """
    if UNREAL in {near.mode, far.mode}:
        return None
    needed = _needed(view.near, near)
    missing = [i for i in needed if view.partner(i) is None]
    if len(needed) - len(missing) < max(LEAST_SHARED, len(missing)) or _ruled_out(view, near, far, missing):
        return None
    tokens = view.near.tokens
    total = sum(_weight(view.near, i) for i in needed)
    covered = 1 - sum(_weight(view.near, i) for i in missing) / total
    inside = (*far.words, far.predicate)
    held = [i for i in needed if i not in missing]
    besides = [i for i in _telling(view.near) if i not in needed]
    cues = [tokens[i] for i in near.negations]

    def count(*parts: str) -> float:
        return float(min(3, sum(tokens[i].pos in parts for i in missing)))

    return (
        covered,
        float(not missing),
        count("NOUN"),
        count("VERB", "AUX"),
        count("ADJ"),
        sum(view.partner(i, inside) is not None for i in held) / max(1, len(held)),
        math.log1p(len(besides)),
        math.log1p(sum(view.partner(i) is None for i in besides)),
        math.log1p(len(needed)),
        float(near.existential),
        float(any(cue.text.lower() in _NEVER for cue in cues)),
        float(any(cue.dep == "det" for cue in cues)),
        float(any(cue.dep not in _DETACHED for cue in cues)),
        float(near.mode != far.mode),
        float(tokens[near.verb].dep == "ROOT"),
        float(complements_match(view, near)),
        lined_up,
    )


def _ruled_out(view: View, near: Clause, far: Clause, missing: list[int]) -> bool:
    tokens = view.near.tokens
    if _of_none(view.near, near) and (missing or tokens[near.predicate].tag in _COMPARATIVE):
        return True
    if any(tokens[i].pos in {"PROPN", "NUM"} and not within_matched_name(view, i) for i in missing):
        return True
    if near.object in missing or (near.predicate in missing and view.partner(near.verb) is None):
        # another act, or done to another thing: "did not fund the bridge" / "closed the bridge"
        return True
    return _other_doer(view, near, far) or any(competes(view, i) for i in missing)


def narrower(view: View, near: Clause) -> bool:
    """Whether there is none only of what is more than the other claim speaks of: "no brown dog" / "a dog".

    "No plant is dirtier than Halba" makes Halba the dirtiest and denies nothing.
    """
    if not _of_none(view.near, near):
        return False
    return view.near.tokens[near.predicate].tag in _COMPARATIVE or any(
        view.partner(i) is None for i in _needed(view.near, near)
    )


def _of_none(claim: Claim, clause: Clause) -> bool:
    return clause.existential or any(claim.tokens[i].text.lower() in cue_words("absolute") for i in clause.negations)


def _other_doer(view: View, near: Clause, far: Clause) -> bool:
    """Whether another one does it: "other jurors", "the council's lawyer"."""
    if (
        near.subject is None
        or view.same_participant(near.subject, far.subject)
        or _is_intention(view.near, near.subject)
    ):
        return False
    return view.partner(near.subject) is None or (
        far.subject is not None and view.partner(near.predicate, (far.predicate,)) is not None
    )


@once_a_claim
def _needed(claim: Claim, clause: Clause) -> tuple[int, ...]:
    """The words that another claim must have, to say what a clause denies: its own and those of what hangs on it.

    "There is no man who sings" is not denied by any man. "People" as a subject is not needed, nor what carries little.
    """
    light, anybody = words("negation", "light", "words"), words("negation", "anybody", "words")
    tokens = claim.tokens
    inside = [clause.verb, *(i for i in (clause.predicate, clause.subject, clause.object) if i is not None)]
    for each in inside:
        inside += [i for i in grammar.children(tokens, each) if i not in inside and not _is_beside(claim, i)]
    cue = {i + 1 for i, token in enumerate(tokens) if token.text.lower() == "no" and i + 1 < len(tokens)}
    no_longer = {i for i in cue if tokens[i].text.lower() in {"longer", "one"}}
    wanted = {i for i in (*inside, *clause.words) if i in _telling(claim)} - no_longer
    return tuple(
        i
        for i in sorted(wanted)
        if kin.base(tokens[i]) not in light
        and not (i == clause.subject and kin.base(tokens[i]) in anybody)
        and not (i != clause.object and _is_intention(claim, i))
    )


def _is_intention(claim: Claim, index: int) -> bool:
    """Whether a noun only says that something was meant to be done: "no plans to close it"."""
    token = claim.tokens[index]
    return token.pos == "NOUN" and token.lower_in(words("negation", "intentions", "words"))


def _is_beside(claim: Claim, index: int) -> bool:
    """Whether a clause stands beside another and outside its negation: "..., leaving it at 3 percent", "as corrected, ..."."""
    token = claim.tokens[index]
    if token.pos not in {"VERB", "AUX"}:
        return False
    if token.dep in _BESIDE:
        return True
    below = grammar.subtree(claim.tokens, index)
    first, last = below[0], below[-1]
    set_off = (first > 0 and claim.tokens[first - 1].text == ",") if index > token.head else _ends_at_comma(claim, last)
    return token.dep in {"advcl", "relcl"} and set_off


def _ends_at_comma(claim: Claim, last: int) -> bool:
    return last + 1 < len(claim.tokens) and "," in {claim.tokens[last].text, claim.tokens[last + 1].text}


@once_a_claim
def leaves_open(claim: Claim) -> bool:
    """Whether a claim asks, or speaks of a hoax or a rumour, which affirms nothing of what it names."""
    doubted = cue_words("implicit adjective about a proposition") | words("denial", "assertions", "words") | {"?"}
    return any(kin.base(token) in doubted for token in claim.tokens)


@once_a_claim
def _telling(claim: Claim) -> tuple[int, ...]:
    light = words("negation", "light", "words")
    return tuple(
        i for i, token in enumerate(claim.tokens) if grammar.is_content(token) and kin.base(token) not in light
    )


def _weight(claim: Claim, index: int) -> float:
    """What only describes weighs less: "furry" in "the furry dog", "slowly"."""
    token = claim.tokens[index]
    return 0.5 if token.pos == "ADV" or token.dep in {"amod", "compound", "nummod"} else 1.0
