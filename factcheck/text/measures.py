"""What each number of a claim measures: the concept, the noun it counts, the verb it stands under, and its role.

"The blast killed 12 people", "12 people died" and "a death toll of 12" measure the same; "injured 12", "12 more people"
and "rose by 12" do not. Concepts are data (`lexicon/measures.toml`); where none is named, the counted noun and the
governing verb stand for the measure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from factcheck.lexicon import words
from factcheck.models import Claim, Quantity, Span, Token
from factcheck.remembering import once_a_claim
from factcheck.text import grammar
from factcheck.text.concepts import concepts, fits
from factcheck.text.units import dimension

_IN_A_NAME = re.compile(r"\b[A-Z]{1,5} ?[-–] ?$")
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_VERBAL = frozenset({"VERB", "AUX"})
_MODIFYING = frozenset({"nummod", "quantmod", "compound", "nmod", "amod", "advmod", "npadvmod"})


@dataclass(frozen=True, slots=True)
class Measure:
    """What one quantity measures; the numbers are token indices of the claim.

    `concept` is a name of the lexicon or "". `noun` is what is counted or measured, `predicate` the verb that governs it,
    `subject` what that verb says it of. `role` is "level" for a value as such, "up" or "down" for a change by so much,
    "former" for a value of earlier, "additional" for so many more, "part" for some of a larger number.
    """

    quantity: Quantity
    dimension: str
    concept: str
    noun: int | None
    predicate: int | None
    subject: int | None
    role: str
    preposition: str
    modifiers: tuple[int, ...]


@once_a_claim
def measures(claim: Claim) -> tuple[Measure, ...]:
    """What the quantities of a claim measure, in their order; a quantity outside of all tokens is left out.

    Kept, since a claim is compared with many others and asked again by the guards.
    """
    reader = _Reader(claim.tokens)
    return tuple(
        measure
        for quantity in claim.quantities
        if not is_cut_off(claim, quantity) and (measure := reader.measure(quantity)) is not None
    )


def is_cut_off(claim: Claim, quantity: Quantity) -> bool:
    """Whether a number is half of one, or the end of a name: "6. 1 - magnitude" is two sentences to whoever splits at full
    stops, "AK - 47" a rifle.
    """
    before, after = claim.span.prefix.rstrip(), claim.span.suffix.lstrip()
    opens = quantity.start == claim.span.start and before[-1:] == "." and before[-2:-1].isdigit()
    named = _IN_A_NAME.search(claim.text[: quantity.start - claim.span.start]) is not None
    closes = quantity.end + 1 == claim.span.end and claim.text[-1:] == "." and after[:1].isdigit()
    return opens or closes or named


def measures_in(claim: Claim, evidence: Span) -> list[Measure]:
    """The measures of a claim whose numbers lie in a span of it."""
    return [
        each for each in measures(claim) if evidence.start <= each.quantity.start and each.quantity.end <= evidence.end
    ]


class _Reader:
    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self.tokens = tokens
        self.kin: dict[int, list[int]] = {}
        for index, token in enumerate(tokens):
            if token.head != index:
                self.kin.setdefault(token.head, []).append(index)

    def lemma(self, index: int) -> str:
        return self.tokens[index].lemma.lower()

    def children(self, index: int, *deps: str) -> Iterator[int]:
        return (i for i in self.kin.get(index, ()) if not deps or self.tokens[i].dep in deps)

    def measure(self, quantity: Quantity) -> Measure | None:
        inside = [i for i, t in enumerate(self.tokens) if t.start < quantity.end and quantity.start < t.end]
        if not inside:
            return None
        if quantity.unit == "GBP" and "pound" in quantity.text.lower() and self.is_weighed(inside[-1]):
            quantity = replace(quantity, unit="lb")
        top = next(
            (i for i in reversed(inside) if self.tokens[i].head not in inside or self.tokens[i].head == i), inside[-1]
        )
        counting = quantity.unit in {"", "person"} or quantity.unit.startswith(("/", "person/"))
        noun, prepositions, anchor = self.noun(quantity, inside, top, counting)
        verb, passed, link = self.verb(anchor)
        prepositions += passed
        role = self.role(quantity, inside, noun, anchor, verb, prepositions)
        concept, predicate = self.concept(quantity, inside, noun, anchor, link, verb)
        if concept in {"magnitude", "category"}:
            noun = None
        before = inside[0] - 1
        if before >= 0 and self.tokens[before].pos == "ADP":  # "delayed for three hours after the storm"
            prepositions = [self.lemma(before)]
        subject = None if verb is None else grammar.subject(self.tokens, verb)
        if subject is not None and (subject == noun or subject in inside):
            subject = None
        return Measure(
            quantity=quantity,
            dimension=dimension(quantity.unit),
            concept=concept,
            noun=noun,
            predicate=predicate,
            subject=subject,
            role="level" if quantity.unit == "score" else role,
            preposition=prepositions[0] if prepositions else "",
            modifiers=self.modifiers(noun, inside),
        )

    def is_weighed(self, index: int) -> bool:
        """Whether pounds are those of a scale: "weighs 2 pounds", "2 pounds heavier"."""
        verb = grammar.head_verb(self.tokens, index)
        following = self.lemma(index + 1) if index + 1 < len(self.tokens) else ""
        return (verb is not None and self.lemma(verb) == "weigh") or following in {"heavy", "heavier", "lighter"}

    def noun(
        self, quantity: Quantity, inside: list[int], top: int, counting: bool
    ) -> tuple[int | None, list[str], int]:
        """The counted or measured noun, the prepositions passed on the way to it, and where to climb on from."""
        token = self.tokens[top]
        if quantity.counted == "age":
            person = self.tokens[top].head if self.tokens[top].head not in inside else None
            return person, [], person if person is not None else top
        if token.head not in inside and token.dep in _MODIFYING and token.head != top and token.head > top:
            head = self.tokens[token.head]
            if head.pos in _NOMINAL or (head.pos == "ADJ" and not counting) or head.tag in {"JJ", "VBN"}:
                return token.head, [], token.head
        if counting and quantity.counted:
            found = next(
                (
                    i
                    for i in range(inside[-1] + 1, min(inside[-1] + 9, len(self.tokens)))
                    if self._counted(i, quantity.counted)
                ),
                None,
            )
            if found is not None:
                return found, [], found
        for child in sorted(i for holder in {top, inside[-1]} for i in self.children(holder, "prep")):
            if child > inside[-1] - 1 and self.lemma(child) == "of":
                of = next(self.children(child, "pobj"), None)
                if of is not None:
                    return of, [], top
        if token.dep == "pobj":
            preposition = token.head
            holder = self.tokens[preposition].head
            if (
                self.lemma(preposition) in {"of", "at", "for"}
                and self.tokens[holder].pos == "NOUN"
                and holder not in inside
            ):
                return holder, [self.lemma(preposition)], holder
        return None, [], top

    def _counted(self, index: int, counted: str) -> bool:
        lemma = self.lemma(index)
        if counted == "person":
            return lemma in words("measures", "nouns", "people")
        return lemma == counted or lemma == counted + "s"

    def verb(self, anchor: int) -> tuple[int | None, list[str], int]:
        """The verb above a noun, the prepositions passed on the way, and the word that hangs on the verb."""
        passed: list[str] = []
        below = anchor
        if self.tokens[anchor].pos in _VERBAL and self.tokens[anchor].dep not in {"amod"}:
            return anchor, passed, anchor
        for above in grammar.ancestors(self.tokens, anchor):
            token = self.tokens[above]
            if token.pos in _VERBAL and token.dep not in {"amod", "compound"}:
                return above, passed, below
            if token.pos in {"ADP", "SCONJ", "PART"}:
                passed.append(token.lemma.lower())
            below = above
        return None, passed, below

    def role(
        self,
        quantity: Quantity,
        inside: list[int],
        noun: int | None,
        anchor: int,
        verb: int | None,
        prepositions: list[str],
    ) -> str:
        start = inside[0]
        near = [self.lemma(i) for i in range(max(0, start - 2), start)]
        if {"including", "include", "besides"} & {*prepositions, *near}:
            return "part"
        if quantity.unit and dimension(quantity.unit) not in {"count", "percent"}:
            # "$281 million of the price" is not the price; "$3 billion of revenue" is revenue.
            for of in self.children(inside[-1], "prep"):
                for i in self.children(of, "pobj"):
                    if self.lemma(of) == "of" and any(
                        self.lemma(k) in {"the", "its", "their", "his", "her"} for k in self.children(i, "det", "poss")
                    ):
                        return "part"
        additional = words("measures", "nouns", "additional")
        if noun is not None and (
            any(self.lemma(i) in additional and inside[-1] < i < noun for i in range(inside[-1] + 1, noun))
            or (
                self.lemma(noun) in {"other", "more"}
                and any(self.tokens[i].dep == "cc" for i in self.children(self.tokens[noun].head) if i < noun)
            )
        ):
            return "additional"
        if verb is not None and any(self.lemma(i) == "also" for i in self.children(verb, "advmod")):
            return "additional"  # "three people also died in a strike on another school"
        before = self.lemma(inside[0] - 1) if inside[0] else ""
        if before in {"another", "further", "additional", "extra"}:
            return "additional"
        if (
            (before == "from" and self.changing(anchor, verb))
            or before in {"versus", "against"}
            or (before in {"with", "to"} and inside[0] > 1 and self.lemma(inside[0] - 2) in {"compare", "compared"})
        ):
            return "former"
        if noun is not None:
            for way in ("up", "down"):
                if self.lemma(noun) in words("measures", "nouns", way) and not self.tokens[noun].pos.startswith("V"):
                    return way
        if verb is None:
            return "level"
        measured = quantity.unit not in {"", "person"}
        if self.lemma(verb) == "lose" and dimension(quantity.unit).isupper():
            return "level"  # "lost $12 million": a loss, not a fall by so much
        for way in ("up", "down"):
            if self.lemma(verb) in words("measures", "verbs", way):
                if before == "by" or "by" in prepositions[:1]:
                    return way
                if (
                    measured
                    and noun is None
                    and before not in {"to", "at", "of"}
                    and not {"to", "at"} & set(prepositions[:1])
                ):
                    return way
        return "level"

    def changing(self, anchor: int, verb: int | None) -> bool:
        chain = [anchor, *grammar.ancestors(self.tokens, anchor)]
        moving = (
            words("measures", "verbs", "up")
            | words("measures", "verbs", "down")
            | {"up", "down", "change", "go", "move"}
        )
        moving |= words("measures", "nouns", "up") | words("measures", "nouns", "down")
        return any(self.lemma(i) in moving for i in chain[:5]) or (
            verb is not None and any(self.lemma(i) in {"up", "down"} for i in self.children(verb))
        )

    # -- the concept --------------------------------------------------------------------------------------------------

    def concept(
        self, quantity: Quantity, inside: list[int], noun: int | None, anchor: int, link: int, verb: int | None
    ) -> tuple[str, int | None]:
        """The concept measured and the word that says it (the governing verb where there is no concept)."""
        rated = inside[0] > 0 and self.lemma(inside[0] - 1) == quantity.counted  # "category 5", not "five categories"
        if quantity.counted == "age" or (rated and quantity.counted in {"magnitude", "category"}):
            return quantity.counted, verb
        if noun is not None and self.lemma(noun) in {"time", "occasion"}:
            return "", verb  # "arrested four times" counts no people
        money = dimension(quantity.unit) not in {"count", "percent"}
        for name, word in self.evidence(inside, noun, anchor, link, verb, measured=money):
            if name and fits(name, quantity.unit, measured=money):
                return name, word
        return "", verb

    def evidence(
        self, inside: list[int], noun: int | None, anchor: int, link: int, verb: int | None, *, measured: bool
    ) -> Iterator[tuple[str, int]]:
        """Concepts that the words around a number name, the surest first."""
        adjectives = concepts("adjectives")
        following = inside[-1] + 1
        if following < len(self.tokens):
            yield self.adjective(following), following
        if noun is not None:
            yield self.named(noun) or self.adjective(noun), noun
            for i in self.children(noun, "compound", "amod", "nmod"):
                yield self.adjective(i) or self.named(i), i
            for i in self.children(noun, "acl", "relcl"):
                yield self.of_verb(i, noun, patient=self.tokens[i].tag == "VBN" or self.passive(i)), i
            for preposition in self.children(noun, "prep"):
                for i in self.children(preposition, "pobj"):
                    if self.lemma(preposition) in {"of", "in"} and self.lemma(noun) in words(
                        "measures", "nouns", "carriers"
                    ):
                        yield self.named(i), i
                        for clause in self.children(i, "acl", "relcl"):
                            yield self.of_verb(clause, i, patient=True), clause
            after = noun + 1
            if after < len(self.tokens) and self.tokens[after].pos in {"ADJ", "VERB"}:
                yield (
                    adjectives.get(self.tokens[after].text.lower(), "") if self.tokens[after].pos == "ADJ" else "",
                    after,
                )
        if verb is None:
            for above in grammar.ancestors(self.tokens, anchor):
                yield self.named(above) or self.adjective(above), above
            return
        for i in self.children(verb, "acomp", "oprd", "attr", "xcomp", "ccomp"):
            if i != noun:
                yield self.adjective(i), i
                for preposition in self.children(i, "prep"):
                    yield from ((self.named(j), j) for j in self.children(preposition, "pobj"))
        if noun is not None:
            for word in (noun, *self.children(noun, "compound")):
                yield concepts("phrases").get(f"{self.lemma(verb)} {self.lemma(word)}", ""), verb
        patient = measured or self.tokens[link].dep in {"dobj", "nsubjpass"} or self.passive(verb) or link == verb
        yield self.of_verb(verb, link, patient=patient), verb
        yield from self.of_subject(noun, link, verb)
        for preposition in self.children(verb, "prep"):
            for i in self.children(preposition, "pobj"):
                if self.lemma(preposition) == "among" or (self.lemma(preposition) == "in" and noun is None):
                    yield self.named(i), i
        # "to 12 years in prison"
        for preposition in (*self.children(anchor, "prep"), *self.children(link, "prep")):
            if self.lemma(preposition) in {"in", "of", "behind"}:
                yield from ((self.named(i), i) for i in self.children(preposition, "pobj"))
        if self.tokens[verb].dep == "xcomp" or self.lemma(verb) in words("measures", "verbs", "light"):
            above = self.tokens[verb].head
            yield self.of_verb(above, link, patient=True) if self.tokens[above].pos in _VERBAL else "", above

    def of_subject(self, noun: int | None, link: int, verb: int) -> Iterator[tuple[str, int]]:
        """ "The death toll rose to 12", "unemployment stood at 4%", "Acme posted revenue of ...": what is measured."""
        moving = (
            words("measures", "verbs", "state") | words("measures", "verbs", "up") | words("measures", "verbs", "down")
        )
        if self.lemma(verb) not in moving:
            return
        holders = [
            i
            for i in (grammar.subject(self.tokens, verb), grammar.direct_object(self.tokens, verb))
            if i is not None and i not in {link, noun}
        ]
        for holder in holders:
            for word in (holder, *self.children(holder, "compound", "amod")):
                yield self.named(word), word
            for preposition in self.children(holder, "prep"):
                for i in self.children(preposition, "pobj"):
                    if self.lemma(preposition) in {"of", "in"} and self.lemma(holder) in words(
                        "measures", "nouns", "carriers"
                    ):
                        yield self.named(i), i
                        for clause in self.children(i, "acl", "relcl"):
                            yield self.of_verb(clause, i, patient=True), clause

    def named(self, index: int) -> str:
        """The concept that a noun names; some do so in the plural only ("sales")."""
        nouns = concepts("nouns")
        return nouns.get(self.tokens[index].text.lower()) or nouns.get(self.lemma(index), "")

    def adjective(self, index: int) -> str:
        token = self.tokens[index]
        if token.pos == "VERB" and token.tag == "VBN":
            return concepts("adjectives").get(token.text.lower(), "") or concepts("patient").get(
                token.lemma.lower(), ""
            )
        # In "840 metres long and ..." the tagger takes "long" for an adverb.
        known = token.pos in {"ADJ", "VERB", "NOUN", "ADV"}
        return concepts("adjectives").get(token.text.lower(), "") if known else ""

    def of_verb(self, verb: int, link: int, *, patient: bool) -> str:
        lemma = self.lemma(verb)
        if lemma in concepts("patient"):
            acting = self.tokens[link].dep == "nsubj" and any(True for _ in self.children(verb, "dobj"))
            if not acting and (patient or self.tokens[link].dep in {"nsubj", "prep", "ROOT", "npadvmod"}):
                return concepts("patient")[lemma]
        if lemma == "pay" and not any(self.lemma(i) == "for" for i in (*self.children(verb), *self.children(link))):
            return ""  # taxes, fines and wages are paid, too; a price is paid for something
        if self.tokens[link].dep in {"pobj", "prep", "npadvmod", "advcl", "agent"} and link != verb:
            return ""  # "died at 91": those that a verb counts are its subjects
        return concepts("verbs").get(lemma, "")

    def passive(self, verb: int) -> bool:
        return any(True for _ in self.children(verb, "nsubjpass", "auxpass", "agent"))

    def modifiers(self, noun: int | None, inside: list[int]) -> tuple[int, ...]:
        """What narrows the noun down: adjectives, compounds, "of" and "in" phrases; not articles and numbers."""
        if noun is None:
            return ()
        found = [
            i
            for i in self.children(noun, "amod", "compound", "nmod")
            if i not in inside
            and self.tokens[i].pos in {"ADJ", "NOUN", "PROPN", "VERB"}
            and not (i > noun and self.tokens[i].tag == "JJR")  # "14,800 volunteers, fewer than planned"
        ]
        return tuple(found)
