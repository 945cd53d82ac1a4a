"""Deeds: who does what to whom, in whatever words a claim tells it.

One deed has many wordings: the passive is undone, "sold to" and "bought from" are one deed, and so are "beat", "lost
to" and "the win over". Which wordings belong together is data (`lexicon/deeds.toml`); a verb that is not there is a
deed of its own. A party is the name beside its noun where it has one: "the tanker Orsova" is Orsova, "troops from
Varesia" are Varesia.

Hit: "Havbris was taken over by Pacifica" and "Pacifica's purchase of Havbris" are one deed with the same parties.
Near miss: "Havbris wants to buy Pacifica" is told as a wish, "Havbris bought a mill from Pacifica" is another deed.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from factcheck.lexicon import load, words
from factcheck.models import Claim, Token
from factcheck.remembering import once_a_claim
from factcheck.text import grammar
from factcheck.text.clauses import Clause, clauses_of

Tokens = tuple[Token, ...]

_SWAPPING = frozenset({"to", "from", "than", "over", "against", "on", "into"})
"""Prepositions behind a verb of no list whose object is a party: "depends on", "apologised to"."""

_DAYS = frozenset({*calendar.day_name, *calendar.month_name})
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


@once_a_claim
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
        below = grammar.children(tokens, clause.verb)
        base = " ".join([tokens[clause.verb].lemma.lower(), *(_particles(tokens, below))])
        thing = _thing(tokens, clause, below)
        yield from _done_to(claim, clause, base, doer, thing)
        parties = [*_behind(tokens, clause.verb), *_behind(tokens, clause.predicate)]
        # "took over from", "gave him away to"
        parties += [each for i in below if tokens[i].dep in {"prt", "advmod"} for each in _behind(tokens, i)]
        if thing is not None:  # "bought two plants from them": the parser has them as the plants' origin
            parties += [(how, j) for how, j in _behind(tokens, thing) if how == "from" and _act(f"{base} from")]
        if thing is not None:  # "cancelled its contract with them"
            ended = f"{base} {tokens[thing].lemma.lower()}"
            for how, other in dict.fromkeys((*parties, *_behind(tokens, thing))):
                if (act := _act(f"{ended} {how}")) is not None:
                    yield _deed(claim, clause, act, doer, other)
        for how, other in dict.fromkeys(parties):
            act = _act(f"{base} {how}")
            if act is not None:
                yield _deed(claim, clause, act, doer, other, given=thing)
            elif how in _SWAPPING and tokens[other].dep != "dative" and tokens[other].text not in _DAYS:
                yield _deed(claim, clause, (base, False, False), doer, other, how=how)


def _particles(tokens: Tokens, below: tuple[int, ...]) -> Iterator[str]:
    """What makes another verb of a verb: "took over", "shot dead"."""
    return (tokens[i].text.lower() for i in below if tokens[i].dep == "prt" or tokens[i].text.lower() == "dead")


def _thing(tokens: Tokens, clause: Clause, below: tuple[int, ...]) -> int | None:
    if clause.object is None or clause.object == clause.predicate:
        return None
    if tokens[clause.object].text.lower() == "dead":
        return next((i for i in below if tokens[i].dep == "dobj"), None)
    return clause.object


def _done_to(claim: Claim, clause: Clause, base: str, doer: int, thing: int | None) -> Iterator[Deed]:
    """The deed that is done to the object of a verb, or gives it what stands behind "with" or is given besides."""
    tokens = claim.tokens
    if thing is None:
        return
    passed = next((i for i in grammar.children(tokens, clause.verb) if tokens[i].dep == "dobj"), None)
    handed = _act(f"{base} to") if passed is not None and passed != thing else None
    supplied = next((j for how, j in _behind(tokens, clause.verb) if how == "with"), None)
    provided = _act(f"{base} with") if supplied is not None else None
    if handed is not None:  # "Valdez was given the brooch by Torp"
        yield _deed(claim, clause, handed, doer, thing, given=passed)
    elif provided is not None:
        yield _deed(claim, clause, provided, doer, thing, given=supplied)
    else:
        part = _part_of(tokens, thing)
        act = _act(base if part is None else f"{base} part")
        if act is not None or _act(f"{base} to") is None:  # what is sold or given is no party
            yield _deed(claim, clause, act or (base, False, False), doer, thing if part is None else part)


def _behind(tokens: Tokens, index: int) -> Iterator[tuple[str, int]]:
    """The nouns behind a word and a preposition, with the preposition; "sold Iran grain" is read as "sold to Iran"."""
    for i in grammar.children(tokens, index):
        if tokens[i].dep == "dative" and tokens[i].pos in {"NOUN", "PROPN", "PRON"}:
            yield "to", i
        elif tokens[i].dep in {"prep", "dative"}:
            yield from ((tokens[i].text.lower(), j) for j in grammar.children(tokens, i) if tokens[j].dep == "pobj")


def _passed(claim: Claim, given: int | None) -> int | None:
    """What is given, by its name where it has one, and through a number: "one of her kidneys" is a kidney."""
    if given is None or claim.tokens[given].pos not in {"NUM", "PRON"}:
        return given if given is None else party(claim, given)
    return next((j for how, j in _behind(claim.tokens, given) if how == "of"), given)


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
            parties = (
                _of_party_noun(tokens, index) if way in {"agents", "patients"} else _of_nominal(tokens, index, way)
            )
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
    passed = _passed(claim, given) if gives else None
    return Deed(name, doer, done_to, told, clause, how, passed, listed, gives, again)


def party(claim: Claim, index: int) -> int:
    """The word that names a party: its name in apposition or beside it, a country for its troops; itself where none is."""
    tokens = claim.tokens
    if tokens[index].pos in {"PROPN", "PRON"} or _is_named(claim, index):
        return index
    below = grammar.children(tokens, index)
    for i in below:
        if i > index and tokens[i].dep == "appos" and tokens[i].pos == "PROPN" and _is_named(claim, i):
            return i
    after = index + 1
    while after < len(tokens) and tokens[after].dep == "compound" and tokens[after].pos == "PROPN":
        after += 1
    twice = after < len(tokens) and (tokens[after].head, tokens[after].dep) == (tokens[index].head, tokens[index].dep)
    if twice and tokens[after].pos == "PROPN" and _is_named(claim, after):
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
        found.update(dict.fromkeys(ways.get("does", ()), (act, False, True)))
        found.update(dict.fromkeys(ways.get("undergoes", ()), (act, True, True)))
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
