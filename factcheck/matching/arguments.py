"""Whether two clauses of a matched pair speak of the same participants, and how much of one the other carries.

The rule in words: a clause is carried by another when its predicate, its subject and its object stand for the same
things, no name and no number of it is missing there, and nothing in a shared slot differs ("in Paris" / "in Rome").
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from factcheck.lexicon import words
from factcheck.models import Claim, Entity, Match, Token
from factcheck.remembering import once_a_claim
from factcheck.text import grammar, kin
from factcheck.text.clauses import Clause
from factcheck.text.names import same_name


class _Words:
    """What a claim's words are found by: worked out once per claim, since a claim meets hundreds of others."""

    def __init__(self, claim: Claim) -> None:
        tokens = claim.tokens
        self.bases = tuple(map(kin.base, tokens))
        self.texts = tuple(token.text.lower() for token in tokens)
        self.entities = tuple(
            next((each for each in claim.entities if each.start <= token.start and token.end <= each.end), None)
            for token in tokens
        )
        referents = {referent.token: referent.canonical for referent in claim.referents}
        self.names = tuple(
            referents.get(i, "" if entity is None else entity.canonical) for i, entity in enumerate(self.entities)
        )
        self.tokens = tokens

    # What follows is asked for only where a pair has clauses to compare.

    @cached_property
    def alike(self) -> dict[str, list[int]]:
        """Token indices by base form, by text and by name."""
        found: dict[str, list[int]] = defaultdict(list)
        for i, forms in enumerate(zip(self.bases, self.texts, self.names, strict=True)):
            for each in {*forms} - {""}:
                found[each].append(i)
        return found

    @cached_property
    def relations(self) -> tuple[tuple[kin.Word, ...], ...]:
        """Each token as words that may have kin."""
        return tuple(kin.of(token) if grammar.is_content(token) else () for token in self.tokens)

    @cached_property
    def covered(self) -> dict[kin.Word, list[int]]:
        """Token indices by the words that may be said of what they say."""
        found: dict[kin.Word, list[int]] = defaultdict(list)
        for i, each in enumerate(self.relations):
            for word in each:
                for broader in kin.said_by(word):
                    found[broader].append(i)
        return found

    @cached_property
    def derived(self) -> dict[str, list[tuple[str, int]]]:
        """Part of speech and token index by what they are derived from."""
        found: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for i, each in enumerate(self.relations):
            for word in each:
                for root in kin.roots(word):
                    found[root].append((word[0], i))
        return found


@once_a_claim
def _words(claim: Claim) -> _Words:
    return _Words(claim)


@dataclass(frozen=True, slots=True)
class View:
    """A matched pair as seen from one of its claims: `partners` leads from a token of `near` to those of `far`."""

    near: Claim
    far: Claim
    partners: dict[int, frozenset[int]]
    found: dict[int, tuple[int, ...]] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, match: Match) -> tuple[View, View]:
        """The pair seen from `a` and from `b`."""
        return _views(match)

    def same(self, near: int, far: int) -> bool:
        """Whether two words stand for the same thing: aligned, or the same word or name."""
        if far in self.partners.get(near, ()):
            return True
        mine, theirs = _words(self.near), _words(self.far)
        alike = mine.bases[near] == theirs.bases[far] or (
            mine.texts[near] == theirs.texts[far] and len(mine.texts[near]) > 3
        )
        if alike:
            one, other = self.near.tokens[near].pos, self.far.tokens[far].pos
            if one == other or "PRON" not in {one, other}:
                return True
        first, second = mine.names[near], theirs.names[far]
        return bool(first and second) and (first == second or same_name(first, second))

    def covers(self, near: int, far: int) -> bool:
        """Whether the near word is a synonym of the far one, broader than it, or of its derivation."""
        return kin.covers(self.near.tokens[near], self.far.tokens[far])

    def partner(self, near: int, among: tuple[int, ...] | None = None) -> int | None:
        """A word of the far claim that stands for the same as a word of the near one."""
        options = self.found.get(near)
        if options is None:
            options = self.found[near] = self._options(near)
        return next((j for j in options if among is None or j in among), None)

    def _options(self, near: int) -> tuple[int, ...]:
        """All words of the far claim that stand for the same: first aligned ones, then equal ones, then kin."""
        mine, theirs = _words(self.near), _words(self.far)
        alike = {j for each in (mine.bases[near], mine.texts[near]) for j in theirs.alike.get(each, ())}
        if mine.names[near]:
            alike |= {j for j, name in enumerate(theirs.names) if name and self.same(near, j)}
        akin = {j for word in mine.relations[near] for j in theirs.covered.get(word, ())}
        for part, form in mine.relations[near]:
            for root in kin.roots((part, form)):
                akin |= {j for other, j in theirs.derived.get(root, ()) if other != part}
        order = [*sorted(self.partners.get(near, ())), *(j for j in sorted(alike) if self.same(near, j)), *sorted(akin)]
        return tuple(dict.fromkeys(order))

    def same_participant(self, near: int | None, far: int | None) -> float:
        """How far two heads of noun phrases stand for the same, 0 to 1; 1 also where the near one names nobody."""
        if near is None:
            return 1.0
        if far is None:
            return 0.0
        if _is_other(self.near, near) != _is_other(self.far, far):
            return 0.0
        near, far = _member(self.near, near), _member(self.far, far)
        if self.same(near, far):
            return 1.0
        if self.covers(near, far):
            return 0.95
        one, other = self.near.tokens[near], self.far.tokens[far]
        first, second = name_at(self.near, near), name_at(self.far, far)
        if one.lemma.lower() in words("negation", "anybody", "words") or other.lemma.lower() in words(
            "negation", "anybody", "bare"
        ):
            return 0.9
        if one.pos == other.pos == "PRON" or {one.lemma.lower(), other.lemma.lower()} & _SPEAKERS:
            return 0.0
        if "PRON" in {one.pos, other.pos} and not (first and second):
            return 0.85 * (_is_plural(one) == _is_plural(other))
        phrase = grammar.phrase(self.near.tokens, near)
        opposite = grammar.phrase(self.far.tokens, far)
        if any(
            self.same(i, j) and not _is_holder(self.near, i) and not _is_holder(self.far, j)
            for i in phrase
            if self.near.tokens[i].pos == "PROPN"
            for j in opposite
        ):
            return 0.9
        return 0.0


@lru_cache(maxsize=16)
def _views(match: Match) -> tuple[View, View]:
    forth: dict[int, set[int]] = {}
    back: dict[int, set[int]] = {}
    for i, j in match.aligned:
        forth.setdefault(i, set()).add(j)
        back.setdefault(j, set()).add(i)
    return (
        View(match.a, match.b, {i: frozenset(js) for i, js in forth.items()}),
        View(match.b, match.a, {j: frozenset(xs) for j, xs in back.items()}),
    )


_SPEAKERS = frozenset({"i", "we", "you", "me", "us"})


def _is_holder(claim: Claim, index: int) -> bool:
    """Whether a name only says whose: "Corle" in "the Corle council's lawyer"."""
    return any(claim.tokens[i].dep == "poss" for i in (index, claim.tokens[index].head))


def _is_plural(token: Token) -> bool:
    return token.tag in {"NNS", "NNPS"} or token.lower_in({"they", "them", "these", "those", "we", "us"})


def _is_other(claim: Claim, index: int) -> bool:
    """ "Other jurors" are not the jurors told of elsewhere."""
    return any(claim.tokens[i].lemma.lower() in {"other", "another"} for i in grammar.children(claim.tokens, index))


def _member(claim: Claim, index: int) -> int:
    """What a word for a number of things is made up of: "a group of miners" -> miners."""
    if claim.tokens[index].lemma.lower() in words("negation", "collectives", "words"):
        for i in grammar.children(claim.tokens, index):
            if claim.tokens[i].text.lower() == "of":
                return next((j for j in grammar.children(claim.tokens, i) if claim.tokens[j].dep == "pobj"), index)
    return index


def name_at(claim: Claim, index: int) -> str:
    """The canonical name of what a token stands for, through a pronoun too; "" where it is no name."""
    return _words(claim).names[index]


def entity_at(claim: Claim, index: int) -> Entity | None:
    """The name that a token is part of."""
    return _words(claim).entities[index]


def key(view: View, near: int | None, far: int | None) -> str:
    """A stable name for an aligned pair of words: the name of one of them, else the first of their lemmas."""
    claims = ((view.near, near), (view.far, far))
    names = sorted(name for claim, index in claims if index is not None and (name := name_at(claim, index)))
    lemmas = sorted(
        kin.base(claim.tokens[index])
        for claim, index in claims
        if index is not None and claim.tokens[index].pos != "PRON"
    )
    return (names or lemmas or ["-"])[0].lower()


def carried(view: View, near: Clause, far: Clause, free: frozenset[int] = frozenset()) -> float:
    """How far the far clause, with the rest of its sentence, carries the content of the near one, 0 to 1.

    0 where a participant differs, a name or number of the near clause is missing, or two modifiers of one thing
    differ. `free` are near tokens that need no partner.
    """
    roles = participants(view, near, far, free)
    if not roles or not complements_match(view, near):
        return 0.0
    describing = _describing(view.near, near)
    total = held = 0.0
    for index in near.words:
        token = view.near.tokens[index]
        if index in free or index == near.predicate or kin.base(token) in words("negation", "light", "words"):
            continue
        if near.subject == index and kin.base(token) in words("negation", "anybody", "words"):
            continue
        found = view.partner(index)
        if found is None:
            counted = token.pos == "NUM" and token.dep == "nummod" and index in describing
            if token.pos in {"PROPN", "NUM"} and not counted and not within_matched_name(view, index):
                return 0.0
            if competes(view, index):
                return 0.0
        # what only describes a participant weighs less: "the furry brown dog" may be called "a dog"
        weight = 0.5 if token.pos == "ADV" or token.dep in {"amod", "compound", "nummod"} else 1.0
        if found is None and index in describing:
            weight = 0.25
        total += weight
        held += weight * (found is not None or (index == near.subject and roles < 1))
    return roles * (held / total if total else 1.0)


def _describing(claim: Claim, clause: Clause) -> frozenset[int]:
    """What only describes the doer: "furry brown" in "the furry brown dog", "in overalls" in "a boy in overalls"."""
    if clause.subject is None:
        return frozenset()
    return frozenset(grammar.subtree(claim.tokens, clause.subject)) - {clause.subject}


def participants(view: View, near: Clause, far: Clause, free: frozenset[int] = frozenset()) -> float:
    """How far the doers and the things done to agree, 0 to 1."""
    subject = view.same_participant(near.subject, far.subject)
    thing = view.same_participant(near.object, far.object)
    if (
        near.object is None
        and far.object is not None
        and not subject
        and view.same_participant(near.subject, far.object) == 1
    ):
        # "no oil leaked" / "the tanker leaked oil"
        subject = 0.9
    if near.subject is not None and far.subject is None:
        # the far clause leaves the doer out ("was signed"), or names it elsewhere
        subject = 0.9 if near.object is not None and thing == 1 else float(view.partner(near.subject) is not None)
    if near.object is not None and not thing and near.object != near.predicate:
        elsewhere = any(view.same(near.object, j) for j in far.words if j != far.subject)
        thing = 0.9 if elsewhere else 0.0
    if near.object == near.predicate or near.object in free:
        thing = 1.0
    return subject * thing


def competes(view: View, index: int) -> bool:
    """Whether the far claim has something else in the slot of an unmatched word: "a red car" / "a blue car"."""
    token = view.near.tokens[index]
    head = token.head
    if token.lemma.lower() in words("negation", "implication", "partial"):
        return False
    if token.dep not in {"amod", "compound", "pobj", "nummod", "poss", "npadvmod"}:
        return False
    holder = view.near.tokens[head].head if token.dep == "pobj" else head
    matched = view.partner(holder)
    if matched is None:
        return False
    for other, candidate in enumerate(view.far.tokens):
        if candidate.dep != token.dep or not grammar.is_content(candidate):
            continue
        if candidate.lemma.lower() in words("negation", "implication", "partial"):
            continue
        above = view.far.tokens[candidate.head].head if token.dep == "pobj" else candidate.head
        if token.dep == "pobj" and view.far.tokens[candidate.head].text.lower() != view.near.tokens[head].text.lower():
            continue
        if above == matched and not _has_partner(view, other):
            return True
    return False


def complements_match(view: View, near: Clause) -> bool:
    """Whether what hangs on a clause as its content or its circumstance is in the far claim too.

    "Has no plans to close the plant" is not denied by "has plans to expand", nor "not won by cheating" by "won".
    """
    tokens = view.near.tokens
    holders = {near.verb, near.predicate} | ({near.object} if near.object is not None else set())
    prepositions = {i for i, token in enumerate(tokens) if token.head in holders and token.dep == "prep"}
    return all(
        view.partner(i) is not None
        for i, token in enumerate(tokens)
        if token.pos == "VERB"
        and i not in holders
        and (
            (token.head in holders and token.dep in {"xcomp", "ccomp", "acl", "advcl"})
            or (token.head in prepositions and token.dep == "pcomp")
        )
    )


def is_definite(claim: Claim, index: int) -> bool:
    """Whether a noun phrase speaks of something known: a name, a pronoun, "the ...", "her ...", a bare plural."""
    if claim.tokens[index].pos in {"PROPN", "PRON"} or name_at(claim, index):
        return True
    articles = {"a", "an", "some", "another", "any", "one", "two", "three", "several", "many", "few", "no"}
    return not any(claim.tokens[i].text.lower() in articles for i in grammar.phrase(claim.tokens, index))


def _has_partner(view: View, far: int) -> bool:
    return any(far in js for js in view.partners.values()) or any(
        view.same(i, far) for i in range(len(view.near.tokens))
    )


def within_matched_name(view: View, index: int) -> bool:
    """A part of a name whose other part is matched: "Angela" where the other says "Merkel"."""
    entity = entity_at(view.near, index)
    if entity is None:
        head = view.near.tokens[index].head
        return view.near.tokens[index].dep == "compound" and view.partner(head) is not None
    inside = [i for i, t in enumerate(view.near.tokens) if entity.start <= t.start and t.end <= entity.end]
    return any(view.partner(i) is not None for i in inside if i != index)
