"""Whether two headlines tell of one rumour, which they do in few words in common.

They meet where they share a name and a word of what is told of it, or more of what is told where they share no name; not
where each names another person. What a headline only says of whom ("singer", "leader") is not what it tells.

Hit: "Statue of Hadrian Stolen From Velburg Museum" / "Story of the Stolen Velburg Statue Is a Hoax"
Near miss: "Actor Jon Brandt is not dead" / "Actor Lou Marsh found dead"
"""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.lexicon import words
from factcheck.matching.arguments import View, entity_at, name_at
from factcheck.models import Claim
from factcheck.remembering import once_a_claim
from factcheck.text import grammar, kin
from factcheck.text.denials import Denial
from factcheck.text.names import same_name
from factcheck.thresholds import DENIAL_HEADLINE_SHARE, DENIAL_SHARED, DENIAL_WHO_SHARE


@dataclass(frozen=True, slots=True)
class Rumour:
    """What two headlines share: pairs of words, the share of the shorter one's, and those that tell what happened."""

    view: View
    pairs: tuple[tuple[int, int], ...]
    share: float
    told: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, view: View, denied: Denial | None, other: Denial | None) -> Rumour:
        pairs = _shared(view, denied, other)
        share = len(pairs) / max(1, min(len(event_words(view.near, denied)), len(event_words(view.far, other))))
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
        return any(of_a_name(self.view.near, i) or of_a_name(self.view.far, j) for i, j in self.pairs)

    @property
    def has_things(self) -> bool:
        """Whether a noun is shared."""
        return any(
            self.view.near.tokens[i].pos == "NOUN" or self.view.far.tokens[j].pos == "NOUN" for i, j in self.pairs
        )


def is_one_rumour(event: Rumour, denied: Denial) -> bool:
    """Whether two headlines share whom it is about and what is told, or enough of what is told.

    Near miss: "Actor Jon Brandt is not dead" / "Actor Lou Marsh found dead"; "Police deny arrest of Brandt's brother" /
    "Brandt buys house for his brother".
    """
    if _are_others(event.view, event.pairs):
        return False
    if denied.plain and all(event.view.partner(i) is None for i in denied.scope):
        # "the truck seen in the war: we had nothing to do with it": something else is denied
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


def holding(view: View, denial: Denial | None, other: Denial | None) -> Denial | None:
    """The denial of the near headline; None for a plain negation of what the other headline does not tell of the same doer."""
    if denial is None or not denial.plain:
        return denial
    rumour = Rumour.of(view, denial, other)
    denied = [pair for pair in rumour.told if pair[0] in denial.scope]
    if not denied and not rumour.is_near:
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
    shared = ({_name(view.near, i), _name(view.far, j)} - {""} for i, j in event)
    if any(names and not names & (first | second) for names in shared):
        return False
    return not any(_is_bare_title(view.near, i) or _is_bare_title(view.far, j) for i, j in event)


def _name(claim: Claim, index: int) -> str:
    """The name that a word belongs to, or is by itself ("Batmobile"); "" for other words and for titles."""
    token = claim.tokens[index]
    alone = token.pos == "PROPN" and not _is_title(claim, index)
    return name_at(claim, index) or (token.text.lower() if alone else "")


def _is_title(claim: Claim, index: int) -> bool:
    return kin.base(claim.tokens[index]) in words("denial", "who", "words")


def _is_bare_title(claim: Claim, index: int) -> bool:
    """Whether a title stands for somebody whom the headline does not name: "Pope tells boy ..."."""
    beside = [claim.tokens[i] for i in (index - 1, index + 1) if 0 <= i < len(claim.tokens)]
    return (
        claim.tokens[index].pos == "PROPN"
        and _is_title(claim, index)
        and not any(token.pos == "PROPN" or token.tag == "POS" for token in beside)
    )


def _people(claim: Claim) -> set[str]:
    return {entity.canonical for entity in claim.entities if entity.label == "PERSON"}


def _says_who(claim: Claim, index: int) -> bool:
    """Whether a word says whom a headline is about and not what it tells of them."""
    token = claim.tokens[index]
    return of_a_name(claim, index) or (
        token.pos in {"NOUN", "PROPN"}
        and (
            kin.base(token) in words("denial", "who", "words")
            or any(("NOUN", "person") in kin.said_by(("NOUN", base)) for base in (kin.base(token),))
        )
    )


def _shared(view: View, denied: Denial | None, other: Denial | None) -> tuple[tuple[int, int], ...]:
    """The words about the event that both headlines have."""
    theirs = event_words(view.far, other)
    pairs = []
    held: set[int] = set()
    for i in event_words(view.near, denied):
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


@once_a_claim
def _hyphened(claim: Claim) -> dict[str, int]:
    """What words with a hyphen are without it, and the last of their tokens."""
    tokens = claim.tokens
    return {
        (tokens[k - 2].text + tokens[k].text).lower(): k
        for k in range(2, len(tokens))
        if tokens[k - 1].text == "-" and tokens[k - 2].end + 1 == tokens[k].start
    }


@once_a_claim
def event_words(claim: Claim, denial: Denial | None) -> tuple[int, ...]:
    """The content words of what is reported, or denied: without the cue and words about reporting."""
    whole = denial is None or denial.plain
    inside = tuple(range(len(claim.tokens))) if whole or denial is None else denial.scope
    return tuple(
        i
        for i, token in ((i, claim.tokens[i]) for i in inside)
        if (grammar.is_content(token) or (token.pos == "PRON" and name_at(claim, i)))
        and token.pos not in {"NUM", "ADV"}
        and token.text[:1].isalnum()
        and kin.base(token) not in words("denial", "frame", "words")
    )


def of_a_name(claim: Claim, index: int) -> bool:
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
