"""Whose product, part or office-holder a thing is: one owner, one maker, one chief executive at a time.

Rule: a claim that gives a named thing to one owner or maker conflicts with a claim that gives it to another; so do two
claims that put two people into one office. Ownership is stated ("X is owned by Y", "X's parent company, Y"), or implied
by a possessive ("Y's chatbot, X", "its models, such as X"), which counts less. Former, acting and future holders say
nothing about the office today. One slot with two fillers is the pattern of Ritter et al. (2008), whose finding that
most such pairs are aliases or part and whole is why names that fit into each other agree.

Hit: "Acme's models, such as Lumen, are popular." / "Lumen's parent company, Borel, has raised prices."
Near miss: "Acme's former chief executive, Jane Roe" / "John Doe, the chief executive of Acme".
"""

from __future__ import annotations

from collections.abc import Iterator

from factcheck.extraction import bonds
from factcheck.lexicon import words
from factcheck.matching.closed_lists import one_more
from factcheck.matching.facts import stated, surest
from factcheck.matching.minimal_names import name_exchanged
from factcheck.matching.slots import meetings
from factcheck.models import Assertion, Claim, Kind, Match, Outcome, Reading, Span, Token
from factcheck.text import grammar, nations, phrases
from factcheck.text.names import same_name
from factcheck.text.phrases import Named
from factcheck.text.places import lies_in

KIND = Kind.AFFILIATION

_STATED, _APPOSED, _IMPLIED = 0.95, 0.9, 0.8
_PLACES = frozenset({"GPE", "LOC", "NORP", "FAC", "EVENT", "WORK_OF_ART", "LAW"})


def read(claim: Claim, preceding: Claim | None) -> tuple[Assertion, ...]:  # noqa: ARG001 - a reader's signature
    """The owners, makers and office-holders that a claim gives to named things."""
    found = [
        *_owned(claim),
        *_apposed(claim),
        *_possessed(claim),
        *_offices(claim),
        *_parties(claim),
        *bonds.belonging(claim),
    ]
    best: dict[tuple[str, str, str], Assertion] = {}
    for assertion in sorted(found, key=lambda each: -each.strength):
        best.setdefault((assertion.slot, assertion.subject, assertion.value), assertion)
    return tuple(best.values())


def compare(match: Match) -> Reading:
    """CONFLICTS where one slot has two fillers, AGREES where the fillers are one."""
    return surest(_compared(match), stated(match, KIND), name_exchanged(match, KIND), one_more(match, KIND))


def _compared(match: Match) -> Reading:
    readings = [_reading(a, b, point) for a, b, point in meetings(match, KIND)]
    # Joint owners and co-heads: where any pair of fillers fits, the others are no conflict.
    agreeing = [each for each in readings if each.outcome is Outcome.AGREES]
    return max(
        agreeing or readings,
        key=lambda each: (each.confidence, each.point),
        default=Reading(KIND, Outcome.NOT_COMPARABLE),
    )


def _reading(a: Assertion, b: Assertion, point: str) -> Reading:
    conflicts = not same_name(a.value, b.value)
    if conflicts and a.slot in bonds.slots() and nations.is_country(a.value) != nations.is_country(b.value):
        return Reading(KIND, Outcome.NOT_COMPARABLE)  # a club and the national team
    if conflicts and (lies_in(a.value, b.value) or lies_in(b.value, a.value)):
        return Reading(KIND, Outcome.NOT_COMPARABLE)  # the islet is Scotland's and the United Kingdom's
    one, other = a.phrase.split("|"), b.phrase.split("|")
    if conflicts and all(len(each) > 2 and each[2] for each in (one, other)) and one[2] != other[2]:
        return Reading(
            KIND, Outcome.NOT_COMPARABLE
        )  # one owns it, another runs it; a professor here, a researcher there
    both = max(one[1], other[1], key=lambda name: (len(name), name))
    topic = f"the {_TOPICS.get(a.slot, a.slot)} of {one[0]}"
    return Reading(
        kind=KIND,
        outcome=Outcome.CONFLICTS if conflicts else Outcome.AGREES,
        confidence=round(a.strength * b.strength, 3),
        point=point,
        topic=topic,
        side_a=one[1] if conflicts else both,
        side_b=other[1] if conflicts else both,
        evidence_a=Span(a.start, a.end),
        evidence_b=Span(b.start, b.end),
        explanation=f"One claim has {one[1]} as {topic}, the other {other[1]}."
        if conflicts
        else f"Both claims have {both} as {topic}.",
    )


def _owned(claim: Claim) -> Iterator[Assertion]:
    """ "Y owns X", "X is owned by Y", "X, made by Y", "X is a subsidiary of Y"."""
    tokens = claim.tokens
    verbs = (
        words("affiliation", "owning", "verbs")
        | words("affiliation", "making", "verbs")
        | words("affiliation", "making", "launching")
    )
    for verb, token in enumerate(tokens):
        if token.pos in {"VERB", "AUX"} and token.lower_in(verbs) and not grammar.negated(tokens, verb):
            passive = grammar.is_passive(tokens, verb) or (token.dep == "acl" and token.tag == "VBN")
            who = grammar.agent(tokens, verb) if passive else grammar.subject(tokens, verb)
            what = grammar.subject(tokens, verb) if passive else grammar.direct_object(tokens, verb)
            sure = _STATED if passive or token.lower_in(words("affiliation", "owning", "verbs")) else _IMPLIED
            if who is not None and what is not None:
                things = phrases.denoted(claim, what)
                if token.lower_in(words("affiliation", "making", "launching")):
                    things = tuple(thing for thing in things if thing.label in {"PRODUCT", "MISC", "ORG"})
                yield from _owners(things, _holders(claim, who), sure, _way(token))
        if token.lemma == "belong" and not grammar.negated(tokens, verb):
            holders = [
                j for i in grammar.children(tokens, verb) if tokens[i].text == "to" for j in grammar.children(tokens, i)
            ]
            belonging = grammar.subject(tokens, verb)
            if belonging is not None and holders:
                yield from _owners(_meant(claim, belonging), _holders(claim, holders[0]), _STATED, "own")
        if token.lemma == "part" and token.dep == "attr" and not grammar.negated(tokens, token.head):
            whole = [
                j for i in grammar.children(tokens, verb) if tokens[i].text == "of" for j in grammar.children(tokens, i)
            ]
            part = grammar.subject(tokens, token.head)
            if part is not None and whole:
                wholes = tuple(each for each in _holders(claim, whole[0]) if _is_whole(claim, whole[0], each))
                yield from _owners(_meant(claim, part), wholes, _APPOSED, "own")
        if token.dep in {"attr", "appos"} and token.lower_in(
            words("affiliation", "owning", "parts") | words("affiliation", "owning", "nouns")
        ):
            thing = grammar.subject(tokens, token.head) if token.dep == "attr" else token.head
            owner = phrases.owner(claim, verb)
            if thing is not None and owner and not grammar.negated(tokens, token.head):
                things = phrases.denoted(claim, thing)
                is_part = token.lower_in(words("affiliation", "owning", "parts"))
                held, holding = (things, (owner,)) if is_part else ((owner,), things)
                yield from _owners(held, holding, _APPOSED, "own")


def _meant(claim: Claim, top: int) -> tuple[Named, ...]:
    """The names of a subject, also behind "of" where that only names it: "the islet of Skarv"."""
    tokens = claim.tokens
    named = phrases.denoted(claim, top)
    if named or not tokens[top].lower_in(words("affiliation", "owning", "places")):
        return named
    below = (j for i in grammar.children(tokens, top) if tokens[i].text == "of" for j in grammar.children(tokens, i))
    return tuple(name for j in below if (name := phrases.name_at(claim, j)))


def _holders(claim: Claim, top: int) -> tuple[Named, ...]:
    """The names of an owner: "the Lennox family" and "the Novalis group" have theirs before the noun."""
    own = phrases.listed(claim, top)
    collective = claim.tokens[top].lower_in(words("affiliation", "owning", "collectives"))
    return own or (phrases.denoted(claim, top) if collective else ())


def _is_whole(claim: Claim, top: int, name: Named) -> bool:
    """Whether being part of something is belonging to it: to a country or a group of firms, not to a plan or a network."""
    return name.label == "GPE" or claim.tokens[top].lower_in(words("affiliation", "owning", "collectives"))


def _apposed(claim: Claim) -> Iterator[Assertion]:
    """ "X's parent company, Y", "its maker, Y": a name in apposition to the firm that something has."""
    tokens = claim.tokens
    for noun, token in enumerate(tokens):
        if not token.lower_in(words("affiliation", "owning", "firms")):
            continue
        whole = grammar.conjuncts(tokens, token.head) if token.dep == "conj" else (noun,)
        named = [
            i
            for each in {noun, *whole}
            for i in grammar.children(tokens, each)
            if tokens[i].dep == "appos" and i > noun
        ]
        thing = next((found for each in {noun, *whole} if (found := phrases.owner(claim, each))), None)
        for i in named:
            name = phrases.name_at(claim, i)
            if thing and name and tokens[i].pos == "PROPN":
                yield from _owners((thing,), (name,), _APPOSED if token.lemma != "company" else _STATED, _way(token))


def _possessed(claim: Claim) -> Iterator[Assertion]:
    """ "Y's X", "Y's chatbot, X", "its models, such as X": implied by the possessive."""
    tokens = claim.tokens
    for noun, token in enumerate(tokens):
        if token.pos not in {"NOUN", "PROPN"}:
            continue
        holder = next(
            (
                name
                for i in grammar.children(tokens, noun)
                if tokens[i].dep == "poss" and (name := phrases.name_at(claim, i))
            ),
            None,
        )
        if holder is None or holder.label in _PLACES:
            continue
        own = phrases.name_at(claim, noun)
        if token.pos == "PROPN" and own and own.label in {"PRODUCT", "MISC"} and own.canonical != holder.canonical:
            yield from _owners((own,), (holder,), _IMPLIED * holder.strength)
        called = [tokens[i] for i in grammar.children(tokens, noun) if tokens[i].dep == "compound" and i == noun - 1]
        kinds = words("affiliation", "products", "nouns") | words("affiliation", "owning", "parts")
        if token.pos == "PROPN" and own and any(each.lower_in(kinds) for each in called):
            yield from _owners((own,), (holder,), _APPOSED * holder.strength)  # "its subsidiary Solara"
        if token.pos == "NOUN" and token.lower_in(words("affiliation", "products", "nouns")):
            apposed = [
                name
                for i in grammar.children(tokens, noun)
                if tokens[i].dep == "appos" and (name := phrases.name_at(claim, i))
            ]
            yield from _owners((*phrases.examples(claim, noun), *apposed), (holder,), _IMPLIED)


def _offices(claim: Claim) -> Iterator[Assertion]:
    """ "Y, the chief executive of X", "X's chief executive, Y", "Y is the mayor of X"."""
    tokens = claim.tokens
    for noun, token in enumerate(tokens):
        if not token.lower_in(words("affiliation", "offices", "nouns")):
            continue
        title = [
            tokens[i].lemma.lower()
            for i in grammar.phrase(tokens, noun)
            if tokens[i].dep in {"amod", "compound", "nmod", "advmod"}
            and tokens[i].pos != "PUNCT"
            and not phrases.name_at(claim, i)
        ]
        around = {tokens[i].lemma.lower() for i in range(max(0, noun - 4), min(noun + 2, len(tokens)))}
        if around & words("affiliation", "offices", "past"):
            continue
        if token.lower_in(words("affiliation", "offices", "shared")) and not set(title) & words(
            "affiliation", "offices", "singling"
        ):
            continue
        place = phrases.owner(claim, noun)
        if place is None or _is_of_a_branch(claim, noun):
            continue
        people: tuple[Named, ...] = ()
        if token.dep in {"attr", "appos"}:
            who = grammar.subject(tokens, token.head) if token.dep == "attr" else token.head
            negated = token.dep == "attr" and (
                grammar.negated(tokens, token.head)
                or tokens[token.head].tag == "VBD"
                or any(tokens[i].tag == "MD" for i in grammar.children(tokens, token.head))
            )
            people = phrases.listed(claim, who) if who is not None and not negated else ()
        if token.dep == "nsubj" and tokens[token.head].tag in {"VBZ", "VBP"} and tokens[token.head].lemma == "be":
            named = [
                i for i in grammar.children(tokens, token.head) if tokens[i].dep == "attr" and tokens[i].pos == "PROPN"
            ]
            people = tuple(name for i in named if (name := phrases.name_at(claim, i)))  # "The mayor is Jane Roe."
        # "the mayor of Norwick, Jane Roe": the parser hangs the name on the town as often as on the office.
        near = [i for i in grammar.subtree(tokens, noun) if i > noun and tokens[i].dep == "appos"]
        people += tuple(name for i in near if (name := phrases.name_at(claim, i)) and name.label == "PERSON")
        office = " ".join([*title, token.lemma.lower()])
        for person in people:
            if person.label in {"PERSON", "MISC"} and person.canonical != place.canonical:
                yield Assertion(
                    KIND,
                    office,
                    place.canonical,
                    person.canonical,
                    token.start,
                    max(token.end, person.end),
                    _APPOSED * person.strength,
                    f"{place.text}|{person.text}",
                )


def _is_of_a_branch(claim: Claim, noun: int) -> bool:
    """Whether an office is that of a part: "Acme's chief executive in Spain", "for Europe"."""
    tokens = claim.tokens
    below = [i for i in grammar.children(tokens, noun) if tokens[i].text.lower() in {"in", "for"} and i > noun]
    return any(phrases.name_at(claim, j) is not None for i in below for j in grammar.children(tokens, i))


def _parties(claim: Claim) -> Iterator[Assertion]:
    """ "Y, a member of the Green Party", "Y is a Green Party candidate": of parties one is in one at a time."""
    tokens = claim.tokens
    for noun, token in enumerate(tokens):
        if not token.lower_in(words("affiliation", "parties", "members")) or token.dep not in {"attr", "appos"}:
            continue
        party = phrases.owner(claim, noun)
        if party is None or not set(party.canonical.split()) & words("affiliation", "parties", "names"):
            continue
        around = {tokens[i].lemma.lower() for i in range(max(0, noun - 4), noun)}
        who = grammar.subject(tokens, token.head) if token.dep == "attr" else token.head
        past = token.dep == "attr" and (tokens[token.head].tag == "VBD" or grammar.negated(tokens, token.head))
        if who is None or past or around & words("affiliation", "offices", "past"):
            continue
        for person in phrases.listed(claim, who):
            start, end = min(person.start, party.start), max(person.end, party.end)
            yield Assertion(
                KIND,
                "party",
                person.canonical,
                party.canonical,
                start,
                end,
                _APPOSED * person.strength,
                f"{person.text}|{party.text}",
            )


_TOPICS = {"owner": "owner or maker", "ticket": "party"}


def _way(token: Token) -> str:
    """How a verb or a noun has something belong to somebody: who owns a ship need not have built it, or run it."""
    return next((way for way in ("make", "run", "publish") if token.lower_in(words("affiliation", "ways", way))), "own")


def _owners(
    things: tuple[Named, ...], owners: tuple[Named, ...], strength: float, way: str = ""
) -> Iterator[Assertion]:
    """The slot of an owner or maker; `way` says which of these, "" where it may be any ("Y's chatbot, X")."""
    for thing in things:
        for owner in owners:
            if thing.canonical != owner.canonical and not same_name(thing.canonical, owner.canonical):
                start, end = min(thing.start, owner.start), max(thing.end, owner.end)
                yield Assertion(
                    KIND,
                    "owner",
                    thing.canonical,
                    owner.canonical,
                    start,
                    end,
                    round(strength * owner.strength, 3),
                    f"{thing.text}|{owner.text}|{way}",
                )
