"""A sentence taken apart into clauses: who does what to whom, and whether it is said to be so or not to be so.

The passive is undone ("Beats was bought by Apple": subject Apple, object Beats), an attribute after "be" is the
predicate ("the bridge is open": open), and a negation counts for the predicate that its scope covers, up to the end of
its clause. The cues are data: `factcheck/lexicon/negation.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from factcheck.lexicon import words
from factcheck.models import Claim, Token
from factcheck.remembering import once_a_claim
from factcheck.text import grammar
from factcheck.text.cues import cue_words, is_plain_cue, pseudo

Tokens = tuple[Token, ...]

FACT, PLANNED, POSSIBLE, ABLE, BOUND, UNREAL = "fact", "planned", "possible", "able", "bound", "unreal"

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ"})
_CLAUSAL = frozenset({"ccomp", "advcl", "relcl", "csubj", "csubjpass", "parataxis", "acl", "xcomp", "pcomp", "conj"})
_NO_PREDICATE = frozenset({"aux", "auxpass", "amod", "compound", "acomp", "oprd", "attr"})
_ABOUT_ANOTHER = frozenset({"of", "with", "for", "into"})
"""Before a gerund behind a person these tell what that person did: "accused her of lying", "fined him for speeding"."""
_LINKING = frozenset({"be", "become", "remain", "stay", "seem", "appear", "look"})


@dataclass(frozen=True, slots=True)
class Clause:
    """One predicate with what belongs to it, as token indices.

    `predicate` names what is said (the verb, or the complement of "be"), `verb` is the verb. `subject` is who does it
    and `object` whom it is done to, the passive undone; None where the clause names none. `extent` is all that belongs
    to the clause, without other clauses; `words` are the content words of it, the predicate's among them. `negations`
    are the cues whose scope covers the predicate. `mode` says how it is put: "fact", "planned", "possible", "able",
    "bound" (must, should) or "unreal" (wanted, tried, asked for, conditional). `existential` marks "there is no ...".
    """

    predicate: int
    verb: int
    subject: int | None
    object: int | None
    extent: tuple[int, ...]
    words: tuple[int, ...]
    negations: tuple[int, ...]
    mode: str
    existential: bool = False

    @property
    def negated(self) -> bool:
        """Whether it is said not to be so; two negations cancel."""
        return len(self.negations) % 2 == 1


@lru_cache(maxsize=256)
def clauses(tokens: Tokens) -> tuple[Clause, ...]:
    """The clauses of a sentence in the order of their predicates."""
    kin: list[list[int]] = [[] for _ in tokens]
    for index, token in enumerate(tokens):
        if token.head != index:
            kin[token.head].append(index)
    reader = _Reader(tokens, tuple(tuple(each) for each in kin))
    return tuple(reader.clause(verb) for verb in range(len(tokens)) if reader.is_predicate(verb))


@once_a_claim
def clauses_of(claim: Claim) -> tuple[Clause, ...]:
    """The clauses of a claim, worked out once: a claim meets hundreds of others."""
    return clauses(claim.tokens)


class _Reader:
    """The questions that taking one sentence apart asks, with the children of every token at hand."""

    def __init__(self, tokens: Tokens, kin: tuple[tuple[int, ...], ...]) -> None:
        self.tokens = tokens
        self.kin = kin
        self.pseudo = pseudo(tokens)

    def is_predicate(self, index: int) -> bool:
        """A verb that is no auxiliary, or what a sentence without a verb hangs on."""
        token = self.tokens[index]
        if token.pos in {"VERB", "AUX"}:
            return not self.is_attribution(index) and token.dep not in _NO_PREDICATE
        return token.head == index and token.pos in _NOMINAL

    def is_attribution(self, index: int) -> bool:
        """ "According to ..." is no part of what is said."""
        return self.tokens[index].text.lower() == "according" and self.tokens[index].dep in {"prep", "advmod", "advcl"}

    def clause(self, verb: int) -> Clause:
        """The clause that one verb heads."""
        subject, thing = self.roles(verb)
        predicate = self.predicate(verb)
        existential = any(self.tokens[i].dep == "expl" for i in self.kin[verb])
        inside = self.inside(verb)
        for extra in (subject, thing):
            if extra is not None and extra not in inside:
                inside |= set(self.phrase(extra))
        extent = tuple(sorted(inside))
        content = tuple(i for i in extent if grammar.is_content(self.tokens[i]) and not self.part_of_cue(i))
        negations = tuple(sorted(set(self.negations(verb, 0))))
        return Clause(predicate, verb, subject, thing, extent, content, negations, self.mode(verb), existential)

    def predicate(self, verb: int) -> int:
        """What is said: the verb, or after "be" its complement."""
        if self.tokens[verb].lemma.lower() not in _LINKING:
            return verb
        for i in self.kin[verb]:
            if self.tokens[i].dep in {"attr", "acomp", "oprd"}:
                return i
        for i in self.kin[verb]:
            if self.tokens[i].dep == "prep":
                return next((j for j in self.kin[i] if self.tokens[j].dep in {"pobj", "pcomp"}), verb)
        return verb

    def roles(self, verb: int) -> tuple[int | None, int | None]:
        """Who does it and to whom, the passive undone."""
        token = self.tokens[verb]
        subject = grammar.subject(self.tokens, verb)
        if token.dep == "pcomp":
            subject = self.doer_of_gerund(verb)
        things = [i for i in self.kin[verb] if self.tokens[i].dep in {"dobj", "attr", "acomp", "oprd"}]
        thing = next(
            (i for i in things if self.tokens[i].tag not in {"WDT", "WP"} and self.tokens[i].lemma != "that"), None
        )
        if thing is None and things and token.dep == "relcl":
            # "the bill that he signed": the relative pronoun stands for the noun
            thing = token.head
        participle = token.dep in {"acl", "advcl"} and token.tag == "VBN" and not self.has(verb, {"nsubj", "aux"})
        if self.has(verb, {"nsubjpass", "auxpass", "agent"}) or participle:
            done_by = grammar.agent(self.tokens, verb)
            # "was elected president": what follows the verb belongs to the one it was done to
            return done_by, subject
        return subject, thing

    def doer_of_gerund(self, verb: int) -> int | None:
        """ "Left without paying": who left; "kept him from leaving", "charged him with stealing": he."""
        preposition = self.tokens[self.tokens[verb].head]
        governor = preposition.head
        subject, thing = (None, None) if self.tokens[governor].dep == "pcomp" else self.roles(governor)
        if thing is None:
            return subject
        hindered = self.tokens[governor].lemma.lower() in cue_words("hindering verb")
        about = preposition.text.lower() in _ABOUT_ANOTHER and self.tokens[thing].pos in {"PROPN", "PRON"}
        return thing if hindered or about else subject

    def has(self, verb: int, labels: set[str]) -> bool:
        return any(self.tokens[i].dep in labels for i in self.kin[verb])

    def inside(self, verb: int) -> set[int]:
        """All that belongs to a clause, without the clauses that hang on it."""
        found = {verb}
        stack = [verb]
        while stack:
            for i in self.kin[stack.pop()]:
                if i in found or self.is_attribution(i) or (self.tokens[i].dep in _CLAUSAL and self.is_predicate(i)):
                    continue
                found.add(i)
                stack.append(i)
        return found

    def phrase(self, top: int) -> set[int]:
        """A noun with what modifies it, short of clauses."""
        return self.inside(top) if top is not None else set()

    def part_of_cue(self, index: int) -> bool:
        """The cue itself, "longer" in "no longer", "one" in "no one"."""
        before = self.tokens[index - 1].text.lower() if index else ""
        return self.cue(index) or (before == "no" and self.tokens[index].text.lower() in {"longer", "one"})

    def cue(self, index: int) -> bool:
        return index not in self.pseudo and is_plain_cue(self.tokens[index])

    def negations(self, verb: int, depth: int) -> list[int]:
        """The cues that cover the predicate of a clause, from inside it and from what governs it."""
        found = [
            i
            for i in self.kin[verb]
            if self.cue(i)
            and self.tokens[i].dep not in {"intj", "cc", "preconj", "dobj", "nsubj", "nsubjpass", "attr", "conj", "det"}
        ]
        for i in self.kin[verb]:
            token = self.tokens[i]
            if token.dep in {"aux", "advmod", "attr", "acomp", "oprd"}:
                found += [
                    j
                    for j in self.kin[i]
                    if self.cue(j)
                    and self.tokens[j].dep in {"neg", "advmod", "det", "preconj"}
                    and not self.other_clause(j, i)
                ]
            if token.dep in {"nsubj", "nsubjpass", "dobj", "dep"}:
                found += self.in_phrase(i)
        if any(
            self.tokens[i].text.lower() == "until" and self.tokens[i].dep in {"prep", "mark"} for i in self.below(verb)
        ):
            # "not until Thursday" says that it was so from Thursday on
            return []
        found = sorted(set(found))
        if found and self.neither(verb):
            # "neither ... nor", "not ... nor": one negation said twice
            found = found[:1]
        return found + self.from_above(verb, depth)

    def below(self, verb: int) -> tuple[int, ...]:
        """What hangs on a verb, and the markers of the clauses that do."""
        return (*self.kin[verb], *(j for i in self.kin[verb] for j in self.kin[i] if self.tokens[j].dep == "mark"))

    def neither(self, verb: int) -> bool:
        return any(self.tokens[i].text.lower() in {"nor", "neither"} for i in self.inside(verb))

    def other_clause(self, cue: int, holder: int) -> bool:
        return any(
            self.tokens[i].text.lower() in words("negation", "scope", "terminators")
            for i in range(min(cue, holder), max(cue, holder))
        )

    def in_phrase(self, noun: int) -> list[int]:
        """The cue that makes a noun phrase negative: "no man", "nobody", "none of them", "neither the mayor nor"."""
        if self.cue(noun):
            return [noun]
        for holder in (
            noun,
            *(i for i in self.kin[noun] if self.tokens[i].dep in {"compound", "nmod", "conj"} and i < noun),
        ):
            for i in self.kin[holder]:
                if self.cue(i) and self.tokens[i].dep in {"det", "preconj", "neg", "nummod"}:
                    return [i]
        return []

    def from_above(self, verb: int, depth: int) -> list[int]:
        """The negation that a clause inherits from the one that governs it."""
        token, head = self.tokens[verb], self.tokens[verb].head
        if head == verb or depth > 8:
            return []
        if token.dep == "ccomp" and verb < head:
            # "It failed to start; the count was stopped": a statement beside another, not what was stopped
            return []
        above = self.tokens[head]
        lemma = above.lemma.lower()
        if token.dep in {"acl", "relcl"}:
            governor = above.head
            if lemma in cue_words("implicit noun"):
                return [head]
            if above.dep == "attr" and lemma in cue_words("implicit adjective about a proposition"):
                return [head, *self.negations(governor, depth + 1)]
            if above.dep == "attr" and self.has(governor, {"expl"}):
                # "There is no man playing": the existence of the doer is what is denied
                return self.negations(governor, depth + 1)
            if lemma in words("negation", "intentions", "words") and self.infinitive(verb):
                # "there are no plans to double the toll"
                return self.in_phrase(head)
            if governor == head and token.dep == "acl" and self.in_phrase(head):
                # "No coolant leaked" is often taken for a noun with a participle
                return self.in_phrase(head)
            return self.about_a_report(head, depth)
        if (yet := self.yet_to(verb)) is not None:
            return [yet, *self.negations(head, depth + 1)]
        if token.dep in {"xcomp", "ccomp"} and lemma in cue_words("implicit verb"):
            if lemma in {"stop", "quit", "cease", "forget"} and token.tag == "VB":
                return [] if lemma == "stop" else [head, *self.negations(head, depth + 1)]
            return [head, *self.negations(head, depth + 1)]
        if token.dep == "xcomp" and lemma in cue_words("implicit adjective"):
            return [head, *self.negations(above.head, depth + 1)]
        untrue = lemma in cue_words("implicit adjective about a proposition") and above.pos != "VERB"
        if untrue and token.dep in {"ccomp", "xcomp", "csubj"}:
            return [head, *self.negations(above.head, depth + 1)]
        if token.dep in {"ccomp", "xcomp"} and lemma == "be":
            return self.through_be(head, depth)
        if token.dep in {"ccomp", "xcomp"} and lemma in words("negation", "scope", "raising"):
            return self.negations(head, depth + 1)
        if (
            token.dep in {"xcomp", "ccomp"}
            and lemma in words("negation", "realised", "verbs")
            and not self.finite(verb)
        ):
            return self.negations(head, depth + 1)
        if token.dep == "xcomp" and (lemma in words("negation", "realised", "planned") or above.pos == "ADJ"):
            return self.negations(head if above.pos == "VERB" else above.head, depth + 1)
        if token.dep == "pcomp":
            return self.after_preposition(head, depth)
        if token.dep == "conj" and not self.has(verb, {"nsubj", "nsubjpass", "aux", "auxpass", "neg"}):
            return self.negations(head, depth + 1) if self.joined(head) & {"or", "nor"} else self.shared_doer(head)
        return []

    def yet_to(self, verb: int) -> int | None:
        """The "yet" of "has yet to return", which nothing has done then; None without."""
        head = self.tokens[verb].head
        if self.tokens[verb].dep != "xcomp" or self.tokens[head].lemma.lower() not in {"have", "be"}:
            return None
        if not self.infinitive(verb):
            return None
        return next((i for i in range(head + 1, verb) if self.text_at(i) == "yet"), None)

    def about_a_report(self, noun: int, depth: int) -> list[int]:
        """ "The rumour that he died is false": what the rumour says is denied."""
        if "subj" not in self.tokens[noun].dep:
            return []
        governor = self.tokens[noun].head
        said = self.predicate(governor)
        if said != governor and self.tokens[said].lemma.lower() in cue_words("implicit adjective about a proposition"):
            return [said, *self.negations(governor, depth + 1)]
        return []

    def joined(self, verb: int) -> set[str]:
        """The conjunctions by which a verb and the verbs after it hang together: "lost, hit or struck" -> or."""
        found: set[str] = set()
        chain: list[int] | tuple[int, ...] = [verb]
        while chain:
            found |= {
                self.tokens[i].text.lower() for each in chain for i in self.kin[each] if self.tokens[i].dep == "cc"
            }
            chain = [
                i for each in chain for i in self.kin[each] if self.tokens[i].dep == "conj" and self.is_predicate(i)
            ]
        return found

    def shared_doer(self, head: int) -> list[int]:
        """ "No one came and asked": a negative subject covers all the verbs that share it."""
        return [j for i in self.kin[head] if self.tokens[i].dep in {"nsubj", "nsubjpass"} for j in self.in_phrase(i)]

    def through_be(self, be: int, depth: int) -> list[int]:
        """ "It is not true that ..." negates what follows; "It is false that ..." as well."""
        for i in self.kin[be]:
            lemma = self.tokens[i].lemma.lower()
            if self.tokens[i].dep in {"acomp", "attr"}:
                if lemma in cue_words("implicit adjective about a proposition") or lemma in cue_words(
                    "implicit adjective"
                ):
                    return [i, *self.negations(be, depth + 1)]
                if lemma in words("negation", "scope", "transparent") or lemma in words(
                    "negation", "realised", "planned"
                ):
                    return self.negations(be, depth + 1)
        return []

    def after_preposition(self, preposition: int, depth: int) -> list[int]:
        """ "Without stopping", "kept him from leaving", "refrained from voting"."""
        word, governor = self.tokens[preposition].text.lower(), self.tokens[preposition].head
        if word == "without":
            return [preposition]
        lemma = self.tokens[governor].lemma.lower()
        if word == "from" and (lemma in cue_words("hindering verb") or lemma in cue_words("implicit verb")):
            return [governor, *self.negations(governor, depth + 1)]
        return []

    def mode(self, verb: int, depth: int = 0) -> str:
        """How a clause is put: as a fact, a plan, a possibility, ..."""
        token, head = self.tokens[verb], self.tokens[verb].head
        marks = {self.tokens[i].text.lower() for i in self.kin[verb] if self.tokens[i].dep == "mark"}
        if marks & {"if", "unless", "whether", "lest"} or depth > 8 or self.left_open(verb) or self.hedged(verb):
            return UNREAL
        for i in self.kin[verb]:
            word = self.tokens[i].text.lower()
            if self.tokens[i].dep in {"aux", "advmod"}:
                for mode, name in ((PLANNED, "planned"), (POSSIBLE, "possible"), (ABLE, "able"), (BOUND, "bound")):
                    if word in words("negation", "modal", name):
                        # "could not save" says that it was not done
                        return FACT if word == "could" and self.has(verb, {"neg"}) else mode
        above = self.tokens[head]
        if head == verb:
            return PLANNED if self.infinitive(verb) else FACT
        if self.yet_to(verb) is not None:
            return FACT
        if token.dep == "xcomp" or (token.dep == "ccomp" and self.infinitive(verb)):
            lemma = above.lemma.lower()
            if lemma == "be":
                complement = self.predicate(head)
                if complement == head and self.infinitive(verb):
                    # "was to take effect at midnight"
                    return PLANNED
                lemma = self.tokens[complement].lemma.lower()
            if lemma in words("negation", "realised", "planned"):
                return PLANNED
            if lemma in words("negation", "realised", "verbs") or lemma in cue_words("implicit adjective"):
                return self.mode(head, depth + 1) if above.pos in {"VERB", "AUX"} else FACT
            return FACT if token.tag == "VBG" else UNREAL
        if token.dep in {"ccomp", "acl"} and above.lemma.lower() in words("negation", "unsettled", "words"):
            # "does not believe that he left" is taken for a denial
            return FACT if self.negations(head, depth + 1) else POSSIBLE
        if (
            token.dep == "acl"
            and above.lemma.lower() in words("denial", "reports", "words")
            and not self.about_a_report(head, 0)
        ):
            # "rumours that he was the source" do not say that he was
            return POSSIBLE
        if (
            self.infinitive(verb)
            and token.dep == "acl"
            and above.lemma.lower() in words("negation", "intentions", "words")
        ):
            return PLANNED
        if self.infinitive(verb) and token.dep in {"acl", "advcl", "relcl"}:
            # a headline's "Bale to play Jobs" hangs its infinitive on a name that is the root
            return PLANNED if above.head == head and above.pos in _NOMINAL else UNREAL
        if token.dep == "conj":
            return (
                self.mode(head, depth + 1)
                if not self.has(verb, {"aux", "nsubj"}) and self.tokens[head].pos in {"VERB", "AUX"}
                else FACT
            )
        return FACT

    def left_open(self, verb: int) -> bool:
        """Whether a negation above leaves open if it is so: "did not refuse to sign", "did not see him leave"."""
        token, head = self.tokens[verb], self.tokens[verb].head
        if head == verb:
            return False
        above = self.tokens[head]
        lemma = above.lemma.lower()
        if not self.negations(head, 1):
            return False
        if token.dep in {"xcomp", "ccomp"}:
            implied = lemma in cue_words("implicit verb") and lemma not in words("negation", "implication", "both_ways")
            return implied or (lemma in words("negation", "implication", "perception") and not self.finite(verb))
        if token.dep == "advcl":
            # "was not standing on the rails, fishing": either may be denied
            return token.tag == "VBG" and not any(
                self.tokens[i].dep in {"mark", "nsubj", "aux"} for i in self.kin[verb]
            )
        if token.dep == "conj":
            own = self.has(verb, {"nsubj", "nsubjpass", "aux", "auxpass", "neg"})
            return not own and not self.joined(head) & {"or", "nor", "but"} and not self.shared_doer(head)
        return False

    def hedged(self, verb: int) -> bool:
        """ "Not necessarily safe", "may or may not be safe", "not certain that it is safe"."""
        token, doubts = self.tokens[verb], words("negation", "pseudo", "open")
        if token.dep in {"ccomp", "xcomp"} and self.tokens[self.predicate(token.head)].lemma.lower() in doubts:
            holders = {token.head, self.tokens[token.head].head, self.predicate(token.head)}
            return any(self.plain_not(i) for holder in holders for i in self.kin[holder])
        return any(
            self.plain_not(i)
            and i in self.pseudo
            and (self.text_at(i + 1) in doubts or "or" in {self.text_at(i - 1), self.text_at(i - 2)})
            for i in self.kin[verb]
        )

    def plain_not(self, index: int) -> bool:
        return self.text_at(index) in {"not", "n't"}

    def text_at(self, index: int) -> str:
        return self.tokens[index].text.lower() if 0 <= index < len(self.tokens) else ""

    def finite(self, verb: int) -> bool:
        """Whether a clause has a tense of its own: "that he left", not "him leave"."""
        return self.tokens[verb].tag in {"VBD", "VBZ", "VBP", "MD"} or any(
            self.tokens[i].tag in {"MD", "VBD", "VBZ", "VBP"} for i in self.kin[verb]
        )

    def infinitive(self, verb: int) -> bool:
        return any(self.tokens[i].text.lower() == "to" and self.tokens[i].dep == "aux" for i in self.kin[verb])
