"""What a claim states of a thing in so many words: its sort, its country, its place, its makers, its dates, its number.

Descriptions carry most of such facts: "X is a 1994 Norwegian film directed by Y", "W is a town in Chile", "Z (born 5 May
1981)". A fact is a slot of a subject with its fillers; which slots there are, and which words fill them, is data
(`lexicon/facts.toml`, `sorts.toml`, `nations.toml`). Read once per claim; whether two facts exclude each other is for
`factcheck.matching.facts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from factcheck.lexicon import load, words
from factcheck.models import Claim, Token
from factcheck.remembering import once_a_claim
from factcheck.text import grammar, nations
from factcheck.text.partial_dates import PartialDate, partial_dates
from factcheck.text.subjects import Subject, Subjects

_MAKERS = frozenset({"PERSON", "ORG", "MISC", "GPE", "PRODUCT"})
_WORKS = frozenset({"WORK_OF_ART", "MISC", "ORG", "PRODUCT", "GPE", "PERSON", "EVENT", "FAC", "LOC"})
_DATING = frozenset({"in", "on", "during", "year", "of"})
_NARROWING = frozenset({"on", "for", "as", "at"})
"""Prepositions that make another event of it: released on DVD, opened for traffic."""
_JOINING = frozenset({"and", "or", "to", "the", "in", "early", "late", "mid", "until", "-", "--", "–", "—", "'s"})
_DASHES = frozenset({"-", "--", "–", "—", "−"})


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a slot: the key it is compared by and the words of the claim."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A slot of a subject with all its fillers; `only` where the claim says that there are no others.

    `slot` begins with the sort of slot, and goes on with which one it is: "maker direct", "date bear", "ordinal album".
    """

    slot: str
    subject: Subject
    fillers: tuple[Filler, ...]
    start: int
    end: int
    only: bool = False
    dates: tuple[PartialDate, ...] = ()


@once_a_claim
def facts(claim: Claim) -> tuple[Fact, ...]:
    """The facts that a claim states; kept, since a claim is compared with many others."""
    return tuple(_Reader(claim).facts()) if claim.tokens else ()


class _Reader:
    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self.tokens = claim.tokens
        self.subjects = Subjects(claim)
        self.below = self.subjects.below
        self.dated = _dated(self.tokens)

    def lemma(self, index: int) -> str:
        return self.tokens[index].lemma.lower()

    def low(self, index: int) -> str:
        return self.tokens[index].text.lower() if 0 <= index < len(self.tokens) else ""

    def facts(self) -> Iterator[Fact]:
        yield from self.lived()
        for verb, token in enumerate(self.tokens):
            if token.dep == "appos" and token.pos == "NOUN":
                yield from self.beside(verb)
            if token.pos not in {"VERB", "AUX"} or self.is_unreal(verb):
                continue
            if self.lemma(verb) == "be":
                yield from self.described(verb)
            elif token.pos == "VERB":
                yield from self.done(verb)
                yield from self.happened(verb)

    def is_unreal(self, verb: int) -> bool:
        """Whether what a verb says is negated, a possibility or a plan."""
        return (
            grammar.negated(self.tokens, verb)
            or any(self.tokens[i].tag == "MD" for i in self.below(verb))
            or self.tokens[verb].dep in {"xcomp", "pcomp"}
        )

    def only(self, *indices: int) -> bool:
        restricting = words("facts", "only", "words")
        return any(self.lemma(i) in restricting for index in indices for i in self.below(index))

    def fact(
        self, slot: str, subject: Subject, fillers: Iterable[Filler], first: int, last: int, *, only: bool = False
    ) -> Fact:
        unique = {each.key: each for each in fillers}
        start, end = self.tokens[min(first, last)].start, self.tokens[max(first, last)].end
        return Fact(slot, subject, tuple(unique.values()), start, end, only)

    def on(self, event: str, subject: Subject, first: int, last: int, dates: tuple[PartialDate, ...]) -> Fact:
        fillers = tuple(Filler(f"{each.year}-{each.month}-{each.day}", each.text) for each in dates)
        return Fact(f"date {event}", subject, fillers, self.tokens[first].start, self.tokens[last].end, dates=dates)

    # -- descriptions -------------------------------------------------------------------------------------------------

    def described(self, verb: int) -> Iterator[Fact]:
        """ "X is a Danish film by Y", "X is Danish", "X is in Denmark"."""
        subject = self.subjects.of(verb)
        if subject is None:
            return
        for i in self.below(verb):
            if i < verb:
                continue
            if self.tokens[i].dep == "attr":
                yield from self.called(subject, verb, i)
            elif self.tokens[i].dep == "acomp" and (home := nations.people(self.tokens[i].text)):
                fillers = [Filler(home, self.tokens[i].text)]
                yield self.fact("nation", subject, fillers, i, i, only=self.only(verb, i))
            elif self.tokens[i].dep == "prep":
                yield from self.below_preposition(subject, i, None, only=self.only(verb, i))

    def beside(self, noun: int) -> Iterator[Fact]:
        """ "X, a Danish singer, ...": an apposition says the same as "is"."""
        head = self.tokens[noun].head
        articles = any(self.low(i) in {"a", "an", "the"} for i in self.below(noun, "det"))
        if self.tokens[head].pos == "PROPN" and head < noun and articles and not self.subjects.depth[noun]:
            subject = self.subjects.named(self.subjects.run_back(head))
            if subject is not None and subject.names:
                yield from self.called(subject, noun, noun)

    def called(self, subject: Subject, verb: int, attribute: int) -> Iterator[Fact]:
        """What the nouns say that tell what X is: sort, profession, country, and what hangs on each of them."""
        row = [attribute]
        for each in row:
            row += [i for i in self.below(each, "conj") if i not in row]
            row += [i for i in self.below(each, "appos") if i not in row and self.sort(i) == "person"]
        only = self.only(verb, *row)
        first = min(grammar.phrase(self.tokens, attribute))
        sorts = [(i, sort) for i in row if (sort := self.sort(i))]
        if sorts and self.tokens[attribute].tag in {"NN", "NNP"}:
            fillers = [Filler(sort, self.shown(i)) for i, sort in sorts]
            yield self.fact("sort", subject, fillers, first, row[-1], only=only)
        jobs = [Filler(self.lemma(i), self.shown(i)) for i, sort in sorts if sort == "person"]
        if jobs:
            yield self.fact("profession", subject, jobs, first, row[-1], only=only)
        homes = self.homes(first, max(row))
        if homes:
            yield self.fact("nation", subject, homes, first, max(row), only=only)
        for i in row:
            yield from self.work(subject, first, i)
            yield from self.ordinal(subject, i)
            yield from self.maker_of(subject, i)
            yield from self.container(subject, i)
            for child in self.below(i):
                if self.tokens[child].dep == "prep":
                    yield from self.below_preposition(subject, child, i, only=only)
                elif self.tokens[child].dep in {"acl", "relcl"} and self.tokens[child].tag == "VBN":
                    yield from self.participles(subject, child)

    def below_preposition(self, subject: Subject, preposition: int, noun: int | None, *, only: bool) -> Iterator[Fact]:
        """What "by Y", "from Denmark", "in Chile" say, on a noun or on "is"."""
        word = self.low(preposition)
        sort = None if noun is None else self.sort(noun)
        if word == "by":
            deed = "by" if noun is None else load("facts")["by"].get(sort or "")
            makers = self.makers(preposition) if deed else []
            if makers:
                yield self.fact(f"maker {deed}", subject, makers, preposition, preposition)
        elif word == "from":
            yield from self.placed(subject, preposition, "nation", only=only)
        elif self.is_where(word, noun, sort):
            yield from self.placed(subject, preposition, "place", only=only)

    def is_where(self, word: str, noun: int | None, sort: str | None) -> bool:
        """Whether a preposition names the place of a thing: "a town in Chile", "the capital of Chile"."""
        if word == "in":
            return sort is None or _wholes().get(sort) == "place"
        return word == "of" and noun is not None and self.lemma(noun) in words("facts", "standing", "parts")

    def sort(self, noun: int) -> str | None:
        """The sort of thing that a noun with the word before it names; none of what is only told of."""
        lemma = self.lemma(noun)
        before = {self.low(i) for i in range(max(0, noun - 4), noun)}
        if lemma in words("sorts", "show", "programmes") and before & {"television", "tv"}:
            return "show"
        if before & {"fictional", "imaginary", "no"}:
            return None
        return _sorts().get(f"{self.low(noun - 1)} {lemma}") or _sorts().get(lemma)

    def shown(self, noun: int) -> str:
        """A noun with up to two words that belong to it: "association football club"."""
        inside = [i for i in self.below(noun, "compound", "amod") if noun - 3 < i < noun]
        return grammar.words_of(self.tokens, tuple(range(min([*inside, noun]), noun + 1)))

    def homes(self, first: int, last: int) -> list[Filler]:
        """The adjectives of countries in a description; not of a longer name ("Indian Ocean") or of a language."""
        row = [token.text for token in self.tokens[first : last + 1]] + ["", ""]
        found = []
        for start, stop, name in (*nations.described(row), *nations.named(row)):
            text, following = " ".join(row[start:stop]), row[stop]
            if following in _DASHES and not (nations.people(row[stop + 1]) or row[stop + 1].lower() == "based"):
                continue  # "German-born", "English-language"
            if following.lower() in words("facts", "nation", "compounds"):
                continue
            if following.lower() in {"language", "born"} or (following[:1].isupper() and not nations.people(following)):
                continue
            noun = self.tokens[min(first + stop, last)]
            if nations.people(text) is None and (first + stop > last or noun.pos not in {"NOUN", "ADJ"}):
                continue
            if start and row[start - 1].lower() in words("facts", "nation", "elsewhere"):
                continue
            found.append(Filler(name, text))
        return found

    def work(self, subject: Subject, first: int, noun: int) -> Iterator[Fact]:
        """The year of "a 1994 film", and whose "a Holm song" is."""
        sort = self.sort(noun) or ""
        if _wholes().get(sort) != "work":
            return
        for start, _, date in self.dated:
            if first <= start < noun and date.month is None and date.years == 1:
                yield self.on("work", subject, start, noun, (date,))
        maker = next((each for i in self.below(noun, "poss") if (each := self.filler(i)) is not None), None)
        if maker is not None and sort in load("facts")["by"]:
            yield self.fact(f"maker {load('facts')['by'][sort]}", subject, [maker], first, noun)

    def ordinal(self, subject: Subject, noun: int, of: str = "") -> Iterator[Fact]:
        """ "The second studio album", "the third largest city in Norway": which one in a row of its kind."""
        row = range(min(grammar.phrase(self.tokens, noun)), noun)
        numbers = [(i, value) for i in row if (value := _ordinal(self.tokens[i].text)) is not None]
        if len(numbers) != 1:
            return
        at, value = numbers[0]
        ranked = [i for i in row if self.tokens[i].tag in {"JJS", "RBS"}]
        if not ranked and self.lemma(noun) not in words("facts", "ordinals", "nouns"):
            return
        kinds = words("facts", "ordinals", "kinds")
        kind = [self.low(i) for i in row if i > at and self.low(i).isalpha() and (ranked or self.low(i) in kinds)]
        where = [
            self.low(k)
            for i in self.below(noun, "prep")
            if ranked and self.low(i) in {"in", "of"} and i > noun
            for k in grammar.subtree(self.tokens, i)
            if self.tokens[k].pos == "PROPN"
        ]
        about = " ".join([*kind, self.lemma(noun), *where])
        yield self.fact(f"ordinal {of}{about}", subject, [Filler(str(value), self.tokens[at].text)], at, noun)

    def container(self, subject: Subject, noun: int) -> Iterator[Fact]:
        """ "A character in The Long Tide", "a song from her second album": what it is part of, by name or by number."""
        if self.lemma(noun) not in words("facts", "container", "nouns"):
            return
        holders = [noun, *(i for i in self.below(noun, "acl") if self.tokens[i].tag == "VBN")]
        for i in (i for holder in holders for i in self.below(holder, "prep")):
            if self.low(i) not in words("facts", "container", "prepositions"):
                continue
            for whole in self.below(i, "pobj"):
                yield from self.ordinal(subject, whole, "of the ")
                inside = [k for k in grammar.subtree(self.tokens, whole) if not self.subjects.depth[k]]
                names = [e for e in self.claim.entities if any(e.start <= self.tokens[k].start < e.end for k in inside)]
                works = [Filler(e.canonical, e.text) for e in names if e.label in _WORKS]
                if works and self.tokens[whole].pos == "PROPN" and self.low(i) in {"in", "on", "from"}:
                    yield self.fact(f"container {self.lemma(noun)}", subject, works, i, whole)

    # -- makers -------------------------------------------------------------------------------------------------------

    def maker_of(self, subject: Subject, noun: int) -> Iterator[Fact]:
        """ "Y is the author of X": a fact about X."""
        if not subject.names or not any(self.low(i) == "the" for i in self.below(noun, "det")):
            return
        for deed in _offices().get(self.lemma(noun), ()):
            for i in self.below(noun, "prep"):
                run = self.subjects.run(i + 1) if self.low(i) == "of" else []
                thing = self.subjects.named(run)
                if thing is not None and thing.names:
                    makers = [Filler(" ".join(subject.names), subject.text)]
                    yield self.fact(f"maker {deed}", thing, makers, noun, run[-1])

    def filler(self, head: int) -> Filler | None:
        """The name that ends at a word; None where it is no name ("by a woman")."""
        if self.tokens[head].pos != "PROPN":
            return None
        start = self.tokens[head].start
        for entity in self.claim.entities:
            if entity.start <= start < entity.end and entity.label in _MAKERS:
                return Filler(entity.canonical, entity.text)
        text = grammar.words_of(self.tokens, tuple(self.subjects.run_back(head)))
        return Filler(text.lower(), text)

    def makers(self, by: int) -> list[Filler]:
        """The names behind "by", joined ones too."""
        heads = [k for i in self.below(by, "pobj") for k in grammar.conjuncts(self.tokens, i)]
        return [each for head in heads if (each := self.filler(head)) is not None]

    def by(self, verb: int) -> int | None:
        """The "by" of a passive, also where the parser takes it for a plain preposition."""
        return next((i for i in self.below(verb, "agent", "prep") if self.low(i) == "by"), None)

    def participles(self, subject: Subject, verb: int) -> Iterator[Fact]:
        """ "Directed and written by Y", "located in Z", also what is joined to it."""
        joined = grammar.conjuncts(self.tokens, verb)
        shared = next((by for i in reversed(joined) if (by := self.by(i)) is not None), None)
        for each in joined:
            if self.tokens[each].tag not in {"VBN", "VBD"} or any(self.below(i, "neg") for i in (verb, each)):
                continue
            own = self.by(each)
            by = own if own is not None else shared
            deed = _deeds().get(self.lemma(each))
            makers = self.makers(by) if deed and by is not None else []
            if makers and by is not None:
                yield self.fact(f"maker {deed}", subject, makers, each, by, only=self.only(each, by))
            yield from self.stationed(subject, each)

    def done(self, verb: int) -> Iterator[Fact]:
        """A clause with a full verb: "X was directed by Y", "Y directed X", "X airs on Z"."""
        lemma = self.lemma(verb)
        still = words("facts", "airing", "verbs") | words("facts", "standing", "verbs")
        participle = self.tokens[verb].tag == "VBN" and self.tokens[verb].dep == "advcl"
        if participle or grammar.is_passive(self.tokens, verb) or lemma in still:
            subject = self.subjects.of(verb)
            if subject is not None:
                yield from self.participles(subject, verb) if lemma not in still else self.stationed(subject, verb)
            return
        deed = _deeds().get(lemma)
        who = next(iter(self.below(verb, "nsubj")), None)
        if (
            deed is None
            or lemma == "play"
            or who is None
            or not self.below(verb, "dobj")
            or not self.tokens[verb].tag.startswith("VB")
        ):
            return
        run = self.subjects.run(verb + 1)
        thing = self.subjects.named(run)
        makers = [each for i in grammar.conjuncts(self.tokens, who) if (each := self.filler(i)) is not None]
        if thing is not None and thing.names and makers:
            yield self.fact(f"maker {deed}", thing, makers, who, run[-1], only=self.only(verb, who))

    # -- places -------------------------------------------------------------------------------------------------------

    def stationed(self, subject: Subject, verb: int) -> Iterator[Fact]:
        """ "Located in Chile", "born in Norway", "airs on NRK"."""
        lemma = self.lemma(verb)
        standing = lemma in words("facts", "standing", "verbs")
        slot = "place" if standing else "birthplace" if lemma == "bear" else ""
        dates = [i for first, last, _ in self.dated for i in range(first, last + 1)]
        for i in (i for holder in (verb, *dates) for i in self.below(holder, "prep")):
            if self.tokens[i].head != verb and self.verb_above(i) != verb:
                continue
            if slot and self.low(i) in {"in", "at"}:
                yield from self.placed(subject, i, slot, only=self.only(verb, i))
            if lemma in words("facts", "airing", "verbs") and self.low(i) == "on":
                yield from self.shown_on(subject, verb, i)

    def shown_on(self, subject: Subject, verb: int, preposition: int) -> Iterator[Fact]:
        for i in self.below(preposition, "pobj"):
            filler = self.filler(i)
            if filler is not None and not any(first <= i <= last for first, last, _ in self.dated):
                yield self.fact("channel", subject, [filler], preposition, i, only=self.only(verb, preposition))

    def placed(self, subject: Subject, preposition: int, slot: str, *, only: bool) -> Iterator[Fact]:
        """The places of the table behind a preposition, up to the end of its phrase."""
        inside = [i for i in grammar.subtree(self.tokens, preposition) if i > preposition]
        cut = next((i for i in inside if self.tokens[i].dep in {"relcl", "acl", "advcl"}), len(self.tokens))
        inside = [i for i in inside if i < cut]
        row = [self.tokens[i].text for i in inside]
        fillers = [
            Filler(name, " ".join(row[start:stop]))
            for start, stop, name in nations.named(row)
            if stop == len(row) or not row[stop][0].isupper() or inside[stop] > inside[stop - 1] + 1
        ]
        if fillers:
            yield self.fact(slot, subject, fillers, preposition, inside[-1], only=only)

    # -- dates --------------------------------------------------------------------------------------------------------

    def lived(self) -> Iterator[Fact]:
        """ "X (born 5 May 1961)", "X (5 May 1931 - 2 June 2000)": birth and death as reference works give them."""
        main, depth = self.subjects.main, self.subjects.depth
        first = next((i for i, deep in enumerate(depth) if deep), None)
        if main is None or not main.names or first is None:
            return
        stop = next((i for i in range(first, len(depth)) if not depth[i]), len(depth))
        within = [each for each in self.dated if first < each[0] < stop and each[2].year and each[2].years == 1]
        inside = {self.low(i) for i in range(first, stop)}
        if not within or "or" in inside:
            return
        life = len(within) == 2 and self.low(within[0][1] + 1) in _DASHES
        if "born" in inside or life:
            yield self.on("bear", main, within[0][0], within[0][1], (within[0][2],))
        if life:
            yield self.on("die", main, within[1][0], within[1][1], (within[1][2],))

    def happened(self, verb: int) -> Iterator[Fact]:
        """ "X was born in May", "it opened in 1931", "X, founded in 1920": events that a thing has once, with dates."""
        event = _events().get(self.lemma(verb))
        if any(self.low(i) == "first" for i in self.below(verb, "advmod")):
            event = f"first {self.lemma(verb)}"
        if event not in load("facts")["dated"] or event is None or self.below(verb, "dobj", "neg"):
            return
        days = {i for first, last, _ in self.dated for i in range(first, last + 1)}
        if any(self.low(i) in _NARROWING and not days.intersection(self.below(i)) for i in self.below(verb, "prep")):
            return
        subject = self.subject_of_event(verb)
        if subject is None:
            return
        for first, last, date in self.dated:
            before = self.low(first - 2) if self.low(first - 1) == "the" else self.low(first - 1)
            if before in _DATING and not self.subjects.depth[first] and self.verb_above(first) == verb:
                yield self.on(event, subject, first, last, (date, *self.joined(last)))

    def joined(self, last: int) -> Iterator[PartialDate]:
        """The dates that follow one: "in the late 1960s and early 1970s", "in 1960 or 1961"."""
        for first, end, date in self.dated:
            if first > last and all(self.low(i) in _JOINING for i in range(last + 1, first)):
                yield date
                last = end

    def subject_of_event(self, verb: int) -> Subject | None:
        """The subject of a verb; of "founded in 1920" on a noun that says what X is, X."""
        token = self.tokens[verb]
        if token.dep == "acl":
            holder = self.tokens[token.head].head
            if self.tokens[token.head].dep == "attr" and self.lemma(holder) == "be":
                return self.subjects.of(holder)
            return self.subjects.named(self.subjects.run_back(token.head))
        if token.dep == "conj" and not self.below(verb, "nsubj", "nsubjpass"):
            return self.subject_of_event(token.head)
        return self.subjects.of(verb)

    def verb_above(self, index: int) -> int | None:
        """The verb that a date belongs to; None where it tells a noun apart ("the 2019 vote")."""
        for above in grammar.ancestors(self.tokens, index):
            token = self.tokens[above]
            if token.pos in {"VERB", "AUX"}:
                return above
            if token.pos in {"NOUN", "PROPN"} and token.dep in {"nsubj", "nsubjpass", "dobj", "attr", "poss"}:
                return None
        return None


def _dated(tokens: tuple[Token, ...]) -> tuple[tuple[int, int, PartialDate], ...]:
    """The dates among some tokens: first token, last token, date."""
    starts, text = [], ""
    for i, token in enumerate(tokens):
        text += " " if i and tokens[i - 1].end < token.start else ""
        starts.append(len(text))
        text += token.text
    found = []
    for date in partial_dates(text):
        inside = [i for i, start in enumerate(starts) if date.start <= start < date.end]
        if inside:
            found.append((inside[0], inside[-1], date))
    return tuple(found)


def _ordinal(text: str) -> int | None:
    """ "Third" and "3rd" as 3."""
    low = text.lower()
    if low[:-2].isdigit() and low[-2:] in {"st", "nd", "rd", "th"}:
        return int(low[:-2])
    value: int | None = load("facts")["ordinals"]["values"].get(low)
    return value


@cache
def _wholes() -> dict[str, str]:
    """The wider sort of each sort that has one: a film is a work."""
    return {sort: entry["within"] for sort, entry in load("sorts").items() if "within" in entry}


@cache
def _sorts() -> dict[str, str]:
    return {noun: sort for sort, entry in load("sorts").items() for noun in entry.get("nouns", ())}


@cache
def _deeds() -> dict[str, str]:
    return {verb: deed for deed, entry in load("facts")["makers"].items() for verb in entry["verbs"]}


@cache
def _offices() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for deed, entry in load("facts")["makers"].items():
        for noun in entry["nouns"]:
            found[noun] = (*found.get(noun, ()), deed)
    return found


@cache
def _events() -> dict[str, str]:
    return {verb: event for event, entry in load("facts")["dated"].items() for verb in entry["verbs"]}
