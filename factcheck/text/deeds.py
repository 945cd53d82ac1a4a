"""Deeds: who does what to whom, in whatever words a claim tells it.

One deed has many wordings: the passive is undone, "sold to" and "bought from" are one deed, and so are "beat", "lost
to" and "the win over". Which wordings belong together is data (`lexicon/deeds.toml`); a verb that is not there is a
deed of its own. A party is the name beside its noun where it has one: "the tanker Orsova" is Orsova, "troops from
Varesia" are Varesia.

Hit: "Havbris was taken over by Pacifica" and "Pacifica's purchase of Havbris" are one deed with the same parties.
Near miss: "Havbris wants to buy Pacifica" is told as a wish, "Havbris bought a mill from Pacifica" is another deed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from factcheck.lexicon import load, words
from factcheck.models import Claim, Token
from factcheck.text import grammar
from factcheck.text.clauses import Clause, clauses_of

Tokens = tuple[Token, ...]

_SWAPPING = frozenset({"to", "from", "than", "over", "against", "on", "into"})
"""Prepositions behind a verb of no list whose object is a party: "depends on", "apologised to"."""

_NOMINAL = frozenset({"of", "over", "against", "on", "for", "to", "by"})
_BESIDE = frozenset({"poss", "compound", "nmod", "amod"})


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed with its two parties, as token indices; `given` is what passes between them, where something does.

    `word` is the token that tells it, `how` the preposition of a verb of no list, `clause` the clause in which it
    stands. `listed` says that `act` is of the lexicon, which also says whether something passes from the one to the
    other (`gives`) and whether the two can do it to each other more than once (`comes_again`).
    """

    act: str
    doer: int
    other: int
    word: int
    clause: Clause
    how: str = ""
    given: int | None = None
    listed: bool = False
    gives: bool = False
    comes_again: bool = False


@lru_cache(maxsize=1024)
def deeds(claim: Claim) -> tuple[Deed, ...]:
    """The deeds that a claim tells, in the order of their words."""
    found = [*_told_by_verbs(claim), *_told_by_nouns(claim)]
    return tuple(sorted(set(found), key=lambda deed: (deed.word, deed.doer, deed.other, deed.act, deed.how)))


def _told_by_verbs(claim: Claim) -> Iterator[Deed]:
    tokens = claim.tokens
    for clause in clauses_of(claim):
        doer = clause.subject
        if doer is None or (tokens[doer].pos in {"PRON", "DET"} and not _is_named(claim, doer)):
            continue
        verb = tokens[clause.verb].lemma.lower()
        below = grammar.children(tokens, clause.verb)
        particle = next((tokens[i].text.lower() for i in below if tokens[i].dep == "prt"), "")
        base = f"{verb} {particle}" if particle else verb
        thing = clause.object if clause.object not in {None, clause.predicate} else None
        passed = next((i for i in below if tokens[i].dep == "dobj"), None)
        handed = _act(f"{base} to") if passed is not None and passed != thing else None
        if thing is not None and handed is not None:  # "Valdez was given the brooch by Torp"
            yield _deed(claim, clause, handed, doer, thing, given=passed)
        elif thing is not None:
            part = _part_of(tokens, thing)
            act = _act(f"{base} part" if part is not None else base)
            if act is not None or _act(f"{base} to") is None:  # what is sold or given is no party
                yield _deed(claim, clause, act or (base, False, False), doer, thing if part is None else part)
        parties = [*_behind(tokens, clause.verb), *_behind(tokens, clause.predicate)]
        if particle:  # "took over from", "gave him away to"
            parties += [
                each for i in below if tokens[i].dep in {"prt", "advmod"} for each in _behind(tokens, i)
            ]
        for how, party in dict.fromkeys(parties):
            act = _act(f"{base} {how}")
            if act is not None:
                yield _deed(claim, clause, act, doer, party, given=thing)
            elif how in _SWAPPING and not (how == "to" and tokens[party].dep == "dative"):
                yield _deed(claim, clause, (base, False, False), doer, party, how=how)


def _behind(tokens: Tokens, index: int) -> Iterator[tuple[str, int]]:
    """The nouns behind a word and a preposition, with the preposition; "sold Iran grain" is read as "sold to Iran"."""
    for i in grammar.children(tokens, index):
        if tokens[i].dep == "dative" and tokens[i].pos in {"NOUN", "PROPN", "PRON"}:
            yield "to", i
        elif tokens[i].dep in {"prep", "dative"}:
            yield from ((tokens[i].text.lower(), j) for j in grammar.children(tokens, i) if tokens[j].dep == "pobj")


def _part_of(tokens: Tokens, thing: int) -> int | None:
    """The whole of which a share is bought or sold: "8 percent of Alveron", "a stake in Alveron"."""
    if not tokens[thing].lower_in(words("deeds", "parts", "nouns")):
        return None
    return next((j for how, j in _behind(tokens, thing) if how in {"of", "in"}), None)


def _told_by_nouns(claim: Claim) -> Iterator[Deed]:
    """ "Pacifica's purchase of Havbris", "scored a win over Zadar", "is the owner of", "Orr's successor, Blanc"."""
    tokens = claim.tokens
    for index, token in enumerate(tokens):
        ways = _by_noun().get(token.lemma.lower()) if token.pos == "NOUN" else None
        if not ways:
            continue
        clause = _clause_around(claim, index)
        if clause is None:
            continue
        for act, way in ways:
            parties = _of_party_noun(tokens, index) if way in {"agents", "patients"} else _of_nominal(tokens, index, way)
            if parties is not None:
                first, second = parties if way in {"nouns", "agents"} else parties[::-1]
                yield _deed(claim, clause, (act, False, True), first, second, word=index)


def _of_nominal(tokens: Tokens, noun: int, way: str) -> tuple[int, int] | None:
    """The one whose deed or loss it is, and the other: "X's defeat of Y"; of "X's defeat by Y" the way is "suffered"."""
    holder = _holder(tokens, noun)
    behind = {how: j for how, j in _behind(tokens, noun) if how in _NOMINAL}
    if way == "suffered":
        other = behind.get("by", behind.get("to", behind.get("against")))
    else:
        other = next((behind[how] for how in ("over", "against", "on", "of") if how in behind), None)
        holder = behind.get("by", behind.get("for", holder))
    if holder is None:
        verb = tokens[noun].head
        light = tokens[noun].dep == "dobj" and tokens[verb].lower_in(words("deeds", "light", "verbs"))
        holder = grammar.subject(tokens, verb) if light and not grammar.is_passive(tokens, verb) else None
    return None if holder is None or other is None or holder == other else (holder, other)


def _of_party_noun(tokens: Tokens, noun: int) -> tuple[int, int] | None:
    """The one whom a noun calls so, and whose it is: "X is the owner of Y", "Y's owner, X", "X, a pupil of Y"."""
    other = _holder(tokens, noun)
    if other is None:
        other = next((j for how, j in _behind(tokens, noun) if how in {"of", "to"}), None)
    if tokens[noun].dep == "attr":
        one = grammar.subject(tokens, tokens[noun].head)
    elif tokens[noun].dep == "appos":
        one = tokens[noun].head
    else:
        one = next((i for i in grammar.children(tokens, noun) if i > noun and tokens[i].dep == "appos"), None)
    return None if one is None or other is None or one == other else (one, other)


def _holder(tokens: Tokens, noun: int) -> int | None:
    return next((i for i in grammar.children(tokens, noun) if tokens[i].dep == "poss"), None)


def _clause_around(claim: Claim, index: int) -> Clause | None:
    verb = grammar.clause(claim.tokens, index)
    return next((each for each in clauses_of(claim) if each.verb == verb), None)


def _deed(
    claim: Claim,
    clause: Clause,
    act: tuple[str, bool, bool],
    subject: int,
    other: int,
    *,
    how: str = "",
    given: int | None = None,
    word: int | None = None,
) -> Deed:
    name, undergone, listed = act
    one, two = party(claim, subject), party(claim, other)
    doer, done_to = (two, one) if undergone else (one, two)
    ways = load("deeds")["acts"][name] if listed else {}
    gives, again = bool(ways.get("gives")), bool(ways.get("comes_again"))
    told = clause.predicate if word is None else word
    return Deed(name, doer, done_to, told, clause, how, given if gives else None, listed, gives, again)


def party(claim: Claim, index: int) -> int:
    """The word that names a party: its name in apposition or beside it, a country for its troops; itself where none is."""
    tokens = claim.tokens
    if tokens[index].pos != "NOUN" or _is_named(claim, index):
        return index
    below = grammar.children(tokens, index)
    for i in below:
        if i > index and tokens[i].dep == "appos" and tokens[i].pos == "PROPN" and _is_named(claim, i):
            return i
    after = index + 1
    while after < len(tokens) and tokens[after].dep == "compound" and tokens[after].pos == "PROPN":
        after += 1
    if after < len(tokens) and tokens[after].pos == "PROPN" and tokens[after].head == tokens[index].head:
        if tokens[after].dep == tokens[index].dep and _is_named(claim, after):
            return after  # "the producer Cole Adair discovered": the parser gives the verb two subjects
    if tokens[index].lower_in(words("deeds", "forces", "nouns")):
        beside = [i for i in below if tokens[i].dep in _BESIDE]
        beside += [j for how, j in _behind(tokens, index) if how in {"of", "from"}]
        return next((i for i in beside if _is_named(claim, i)), index)
    return index


def _is_named(claim: Claim, index: int) -> bool:
    token = claim.tokens[index]
    return any(entity.start <= token.start < entity.end for entity in claim.entities) or any(
        referent.token == index for referent in claim.referents
    )


@cache
def _acts() -> dict[str, tuple[str, bool, bool]]:
    """Each wording with a verb: its act, whether its subject is the one it is done to, and that it is listed."""
    found = {}
    for act, ways in load("deeds")["acts"].items():
        found.update({wording: (act, False, True) for wording in ways.get("does", ())})
        found.update({wording: (act, True, True) for wording in ways.get("undergoes", ())})
    return found


def _act(wording: str) -> tuple[str, bool, bool] | None:
    return _acts().get(wording)


@cache
def _by_noun() -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, tuple[tuple[str, str], ...]] = defaultdict(tuple)
    for act, ways in load("deeds")["acts"].items():
        for way in ("nouns", "suffered", "agents", "patients"):
            for noun in ways.get(way, ()):
                found[noun] = (*found[noun], (act, way))
    return dict(found)
