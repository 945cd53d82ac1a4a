"""What "he", "its", "I" in a quotation, "the company" and "the actress" stand for, where one reading survives.

Looked for in this order: the subject of the clauses around the pronoun; where there is none before it, the main subject
of the sentence before. That subject must be a name of the right sort, and no other name or person may stand near: two
that fit, or none, is no referent. Hit: "Acme has grown. Its profit doubled." -> acme. Near misses: "Acme bought Borel.
Its profit doubled.", two names; "The driver hit Maria Keller. He fled.", another person; a pronoun in a quotation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from factcheck.extraction.attribution import in_quotation
from factcheck.lexicon import words
from factcheck.models import Entity, Referent, Sentence, Token
from factcheck.text import grammar, places

_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_THINGS = frozenset({"it", "its", "itself"})
_GROUPS = frozenset({"they", "their", "them", "theirs", "themselves"})
_SPEAKER = frozenset({"i", "me", "my", "mine", "myself"})
_PRONOUNS = _HE | _SHE | _THINGS | _GROUPS

_PERSON = frozenset({"PERSON"})
_ORGANISATION = frozenset({"ORG"})
_THING = frozenset({"ORG", "PRODUCT", "GPE", "FAC", "MISC", "LAW"})
_NAMED = _PERSON | _THING | {"NORP", "WORK_OF_ART", "EVENT", "LOC"}


@dataclass(frozen=True, slots=True)
class Before:
    """What a text has said before a sentence.

    `sentence` is the one before it, None at the beginning. `speaker` made the last statement that was reported. `kinds`
    are the names that were called by a noun ("actress Jane Roe", "Lumen, a dairy"), by that noun and canonical name.
    """

    sentence: Sentence | None = None
    speaker: Entity | None = None
    kinds: Mapping[str, Mapping[str, Entity]] = field(default_factory=dict)
    in_quotation: bool = False


def referents(sentence: Sentence, before: Before, speaker: str | None = None) -> tuple[Referent, ...]:
    """The pronouns and definite descriptions of a sentence with the name that each stands for.

    `speaker` is who says what is quoted in the sentence, as written.
    """
    reader = _Reader(sentence, before, speaker)
    return tuple(
        Referent(i, entity.canonical, entity.text)
        for i in range(len(sentence.tokens))
        if (entity := reader.referent(i)) is not None
    )


def kinds(sentence: Sentence) -> Iterator[tuple[str, Entity]]:
    """The nouns that a sentence calls a name by: "actress Jane Roe", "Lumen, a dairy", "Lumen is a dairy"."""
    tokens = sentence.tokens
    for entity in sentence.entities:
        inside = [i for i, token in enumerate(tokens) if entity.start <= token.start < entity.end]
        if not inside or entity.label not in _PERSON | _THING:
            continue
        head = next((i for i in inside if tokens[i].head not in inside or tokens[i].head == i), inside[-1])
        near = [i for i in grammar.children(tokens, head) if tokens[i].dep == "appos" and i > head]
        if entity.label == "PERSON":
            near += [i for i in grammar.children(tokens, head) if tokens[i].dep == "compound" and i == inside[0] - 1]
            near += [i for i in (tokens[head].head,) if tokens[head].dep == "appos" and i < head]
        if tokens[head].dep == "nsubj" and tokens[tokens[head].head].lemma == "be":
            near += [i for i in grammar.children(tokens, tokens[head].head) if tokens[i].dep == "attr"]
        for i in near:
            if tokens[i].tag == "NN" and tokens[i].lemma.islower():
                yield tokens[i].lemma, entity


class _Reader:
    """The questions that finding the referents of one sentence asks, with its names at hand."""

    def __init__(self, sentence: Sentence, before: Before, speaker: str | None) -> None:
        self.tokens = sentence.tokens
        self.before = before
        self.sentence = sentence
        self.names = _by_token(sentence)
        self.quoted = in_quotation(sentence, before.in_quotation)
        spoken = {token.text.lower() for token, quoted in zip(self.tokens, self.quoted, strict=True) if not quoted}
        self.mixed = bool(spoken & _HE and spoken & _SHE)
        self.speaker = next(
            (each for each in sentence.entities if speaker and each.label == "PERSON" and each.text in speaker), None
        )

    def referent(self, i: int) -> Entity | None:
        """The name that a word stands for."""
        lowered = self.tokens[i].text.lower()
        if lowered in _SPEAKER and self.quoted[i]:
            return self.speaker or (self.before.speaker if self.before.in_quotation else None)
        if self.quoted[i] or self.tokens[i].dep == "expl":
            return None
        if lowered in _HE | _SHE:
            return self.pronoun(i, _PERSON, lowered in _SHE)
        if lowered in _THINGS and not self.impersonal(i):
            return self.pronoun(i, _THING, None)
        if lowered in _GROUPS:
            return self.pronoun(i, _ORGANISATION, None)
        return self.description(i)

    def pronoun(self, i: int, labels: frozenset[str], female: bool | None) -> Entity | None:
        if self.reports(i):
            found = self.before.speaker
            return found if found is not None and labels is _PERSON and self.alone(found, i, labels) else None
        governor = self.subject_around(i)
        topic = self.topic(i)
        if topic is not None:
            return topic if labels is not _PERSON or topic.label == "PERSON" else None
        if governor is not None:
            entity = self.names.get(governor)
            source = self.sentence
            fits = entity is not None and self.alone(entity, i, labels)
        elif self.leads(i) and self.before.sentence is not None:
            source = self.before.sentence
            entity = _main_subject(source)
            fits = entity is not None and self.alone(entity, i, labels) and _only(source, entity, labels)
        else:
            return None
        if entity is None or not fits or not (_label(source, entity) in labels or self.owns(i, governor, entity)):
            return None
        plural = _is_plural(source, entity)
        if plural != (self.tokens[i].text.lower() in _GROUPS):
            return None
        if female is None:
            return entity
        known = _gender(source, entity)
        return entity if known is female or (known is None and not self.mixed) else None

    def owns(self, i: int, governor: int | None, entity: Entity) -> bool:
        """Whether "its" belongs to a one-word subject: the model takes many firms for people, and people have no "its"."""
        return (
            governor is not None
            and self.tokens[i].text.lower() == "its"
            and entity.label == "PERSON"
            and " " not in entity.canonical
            and len({other.canonical for j, other in self.names.items() if j < i}) == 1
        )

    def topic(self, i: int) -> Entity | None:
        """ "In the case of Lumen, its owner ...": the only name before a pronoun, put first as what is spoken of."""
        said = [token.text.lower() for token in self.tokens[:i]]
        phrase = next((each for each in _topics() if tuple(said[: len(each)]) == each), None)
        if phrase is None or any(token.pos in {"VERB", "AUX"} for token in self.tokens[:i]):
            return None
        first = {entity.canonical: entity for j, entity in self.names.items() if j < i}
        return next(iter(first.values())) if len(first) == 1 else None

    def description(self, i: int) -> Entity | None:
        """ "The company", "the actress": one organisation before it, or the one name that was called so."""
        token = self.tokens[i]
        below = grammar.children(self.tokens, i)
        article = any(self.tokens[j].text.lower() == "the" for j in below)
        closed = any(
            self.tokens[j].dep in {"prep", "relcl", "compound", "poss", "appos", "acl", "nummod"} for j in below
        )
        if token.tag != "NN" or not article or closed or token.dep in {"compound", "appos", "attr"}:
            return None
        modified = any(self.tokens[j].dep in {"amod", "nmod"} for j in below)
        called = self.before.kinds.get(token.lemma.lower(), {})
        if called:
            return next(iter(called.values())) if len(called) == 1 and not modified else None
        if modified or not token.lower_in(words("referents", "organisations", "words")):
            return None
        inside = [j for j, each in self.names.items() if j < i and each.label == "ORG"]
        if inside:
            subjects = [self.names[j] for j in inside if self.tokens[j].dep in {"nsubj", "nsubjpass"}]
            return subjects[0] if subjects and len({self.names[j].canonical for j in inside}) == 1 else None
        near = self.before.sentence
        entity = _main_subject(near) if near is not None else None
        if near is not None and entity is None:
            entity = _within_subject(near)
        if near is None or entity is None or entity.label != "ORG" or _is_plural(near, entity):
            return None
        return entity

    def subject_around(self, i: int) -> int | None:
        """The nearest subject before a pronoun in the clauses around it, itself and what it belongs to left out.

        The object of a clause is never its subject ("he saw him"), so for an object the clause above is looked at.
        """
        tokens = self.tokens
        above = [i, *grammar.ancestors(tokens, i)]
        is_object = tokens[i].dep in {"dobj", "dative", "pobj"}
        if is_object and tokens[i].text.lower() in _THINGS | _GROUPS:
            return None
        for index in above[1:]:
            if tokens[index].pos not in {"VERB", "AUX"}:
                continue
            who = next((j for j in grammar.children(tokens, index) if tokens[j].dep in {"nsubj", "nsubjpass"}), None)
            if who is None or who in above or who > i or tokens[who].tag in {"WDT", "WP"}:
                continue
            if is_object:
                is_object = False
                continue
            return who
        return None

    def leads(self, i: int) -> bool:
        """Whether a pronoun is the main subject or its owner, with no other name before it."""
        tokens = self.tokens
        top = grammar.root(tokens)
        place = i
        if tokens[i].dep == "poss" and tokens[tokens[i].head].dep in {"nsubj", "nsubjpass"}:
            place = tokens[i].head
        return (
            tokens[place].dep in {"nsubj", "nsubjpass"}
            and tokens[place].head == top
            and not any(j < i for j in self.names)
        )

    def alone(self, entity: Entity, i: int, labels: frozenset[str]) -> bool:
        """Whether no other name of the sort, and for a person no other person, stands before a word."""
        rivals = _PERSON | {"ORG", "MISC", "NORP"} if labels is _PERSON else labels
        aside = labels is not _PERSON and self.is_subject(i)
        if any(
            j < i
            and other.label in rivals
            and other.canonical != entity.canonical
            and not (aside and self.tokens[j].dep == "pobj")
            for j, other in self.names.items()
        ):
            return False
        return labels is not _PERSON or not any(
            _is_person(token) and j not in self.names and not _describes(self.tokens, j, entity)
            for j, token in enumerate(self.tokens[:i])
        )

    def is_subject(self, i: int) -> bool:
        """Whether a pronoun is, or owns, the subject of its clause: "Acme differs from Borel in that its engine is open"."""
        token = self.tokens[i]
        return (self.tokens[token.head] if token.dep == "poss" else token).dep in {"nsubj", "nsubjpass"}

    def reports(self, i: int) -> bool:
        """Whether a pronoun is who says it, behind or before what is said."""
        verb = self.tokens[i].head
        return self.tokens[i].dep == "nsubj" and self.tokens[verb].lower_in(words("attribution", "verbs", "words"))

    def impersonal(self, i: int) -> bool:
        """ "It rained", "it is clear that ...", "it was his second game": an "it" that stands for no name.

        "It is the longest bridge in the country" is said of something named.
        """
        token = self.tokens[i]
        if token.dep not in {"nsubj", "nsubjpass"}:
            return False
        verb = self.tokens[token.head]
        below = grammar.children(self.tokens, token.head)
        if any(
            self.tokens[j].dep == "attr"
            and any(self.tokens[k].tag in {"JJS", "RBS"} for k in grammar.subtree(self.tokens, j))
            for j in below
        ):
            return False
        return verb.lemma in {"be", "seem", "appear", "take", "mean", "happen", "become", "come"} or any(
            self.tokens[j].dep in {"ccomp", "csubj"} and j > token.head and not self.reports(i) for j in below
        )


@cache
def _topics() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in sorted(words("referents", "topics", "phrases")))


def _by_token(sentence: Sentence) -> dict[int, Entity]:
    found = {}
    tokens, i = sentence.tokens, 0
    for entity in sorted(sentence.entities, key=lambda each: each.start):
        while i < len(tokens) and tokens[i].start < entity.start:
            i += 1
        while i < len(tokens) and tokens[i].start < entity.end:
            if entity.label in _NAMED:
                found[i] = entity
            i += 1
    return found


def _main_subject(sentence: Sentence) -> Entity | None:
    tokens = sentence.tokens
    top = grammar.root(tokens)
    who = next((i for i, each in enumerate(tokens) if each.head == top and each.dep in {"nsubj", "nsubjpass"}), None)
    if who is None or any(tokens[i].dep in {"conj", "cc"} for i in grammar.children(tokens, who)):
        return None
    return _by_token(sentence).get(who)


def _within_subject(sentence: Sentence) -> Entity | None:
    """The firm whose shares, profit and the like a sentence is about, its only name: "Shares in Lumen rose." -> Lumen.

    The model takes many firms for places; what the tables know as one is none.
    """
    tokens = sentence.tokens
    top = grammar.root(tokens)
    who = None if top is None else grammar.subject(tokens, top)
    if who is None or not tokens[who].lower_in(words("referents", "of_a_firm", "nouns")):
        return None
    named = _by_token(sentence)
    own = [named[i] for i in grammar.subtree(tokens, who) if i in named]
    if not own or len({each.canonical for each in named.values()}) != 1 or places.place_of(own[0].canonical):
        return None
    return replace(own[0], label="ORG")


def _label(sentence: Sentence, entity: Entity) -> str:
    """The label of a name; what has an article is no person, whatever the model says ("the Tarn Bridge")."""
    tokens = sentence.tokens
    first = next((i for i, token in enumerate(tokens) if token.start >= entity.start), 0)
    article = (first > 0 and tokens[first - 1].text.lower() == "the") or tokens[first].text.lower() == "the"
    return "MISC" if article and entity.label == "PERSON" else entity.label


def _only(sentence: Sentence, entity: Entity, labels: frozenset[str]) -> bool:
    """Whether a sentence names nothing else that a pronoun of these labels could stand for."""
    tokens = sentence.tokens
    rivals = _PERSON | {"MISC", "NORP"} if labels is _PERSON else labels | {"PRODUCT", "MISC", "FAC"}
    if any(other.label in rivals and other.canonical != entity.canonical for other in sentence.entities):
        return False
    if labels is _PERSON:
        return not any(
            (_is_person(token) and not _describes(tokens, i, entity)) or _is_other(tokens, i, entity)
            for i, token in enumerate(tokens)
        )
    # "Acme bought a plant. It employs 300.": the plant or Acme.
    thing = {"NN", "NNP"} if labels is _THING else {"NNS", "NNPS"}
    return not any(
        token.tag in thing
        and token.dep in {"dobj", "nsubj", "nsubjpass", "attr"}
        and not entity.start <= token.start < entity.end
        for token in tokens
    )


def _is_person(token: Token) -> bool:
    if token.pos == "PRON":
        return token.text.lower() in _HE | _SHE | {"who", "someone", "somebody"} and token.dep != "relcl"
    if token.tag != "NN":
        return False
    lemma = token.lemma.lower()
    return (
        lemma in words("referents", "people", "words")
        or lemma in words("antonyms", "people", "words")
        or lemma in words("names", "titles", "words")
        or lemma in words("sorts", "person", "nouns")
        or lemma.endswith(("man", "woman", "person", "ist", "ian"))
    )


def _is_other(tokens: tuple[Token, ...], i: int, entity: Entity) -> bool:
    """ "Jane Roe denied him": the object of what somebody does is somebody else."""
    if tokens[i].dep not in {"dobj", "dative"} or tokens[i].text.lower() not in _HE | _SHE:
        return False
    who = grammar.subject(tokens, tokens[i].head)
    return who is not None and entity.start <= tokens[who].start < entity.end


def _describes(tokens: tuple[Token, ...], i: int, entity: Entity) -> bool:
    """Whether a noun or pronoun says what the entity is: "the mayor, Jane Roe", "Jane Roe is a doctor", "who"."""

    def named(j: int) -> bool:
        return entity.start <= tokens[j].start < entity.end

    token = tokens[i]
    if token.pos == "PRON":
        return True
    if token.dep in {"compound", "appos", "nmod"} and named(token.head):
        return True
    if any(tokens[j].dep == "appos" and named(j) for j in grammar.children(tokens, i)):
        return True
    if token.dep == "conj":
        return _describes(tokens, token.head, entity)
    return token.dep == "attr" and any(
        named(j) and tokens[j].dep == "nsubj" for j in grammar.children(tokens, token.head)
    )


def _is_plural(sentence: Sentence, entity: Entity) -> bool:
    """Whether a name is plural by its form or by the verb it is the subject of ("the Blazers have")."""
    inside = [i for i, token in enumerate(sentence.tokens) if entity.start <= token.start < entity.end]
    return bool(inside) and sentence.tokens[inside[-1]].tag in {"NNPS", "NNS"}


def _gender(sentence: Sentence, entity: Entity) -> bool | None:
    """True for a woman, False for a man, None where no title says so."""
    first = next((i for i, token in enumerate(sentence.tokens) if token.start >= entity.start), 0)
    title = {sentence.tokens[first].text.lower(), sentence.tokens[max(0, first - 1)].text.lower()}
    if title & words("referents", "she", "titles"):
        return True
    return False if title & words("referents", "he", "titles") else None
