"""Names: which words are one, and which names mean the same.

The small model finds most names of people and places and misses many products; runs of proper nouns fill the gap
(label "MISC"). A name is compared under its canonical form: lower case, without titles, company words and possessive.
Within one text a surname stands for the full name, an acronym in brackets for what precedes it, and a company's short
form for its long one. Two people of one surname stay two: a surname that fits both resolves to neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from factcheck.lexicon import additions, load, words
from factcheck.models import Entity, Token
from factcheck.text import nations, people
from factcheck.text.vocabulary import is_known

NAME_LABELS = frozenset(
    {"PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "MISC"}
)

_EXCHANGES = frozenset({"NASDAQ", "NYSE", "LSE", "TSX", "ASX", "AMEX", "OTC", "FTSE", "HKEX", "NSE", "BSE", "Nasdaq"})
_MAGNITUDES = frozenset({"hundred", "thousand", "million", "billion", "trillion", "percent", "per"})
_WORD = re.compile(r"[^\W_]+(?:[.'’\-&][^\W_]+)*")
_CAPITALISED = r"[A-Z][\w.&’'-]{0,40}"
_ALIAS = re.compile(
    rf"(?<!\S)(?P<long>(?:{_CAPITALISED} ){{1,7}})\((?:the )?[\"“']?"
    rf"(?:(?:{'|'.join(sorted(_EXCHANGES))})\s?:\s?)?(?P<short>[A-Z][A-Z0-9&.-]{{1,9}})[\"”']?\)"
)
_FORMERLY = re.compile(
    rf"(?<!\S)(?P<one>{_CAPITALISED}(?: {_CAPITALISED}){{0,3}}),? (?:formerly|previously) (?:known as|called|named) "
    r"(?P<two>[A-Z][\w&’-]{0,40}(?: [A-Z][\w&’-]{0,40}){0,2})"
)


def canonical(text: str, label: str = "MISC") -> str:
    """The form under which a name is compared: "Dr. Jane Smith" -> "jane smith", "Meta Platforms Inc." -> "meta".

    A name that consists of nothing but titles or company words stays as it is, in lower case.
    """
    name = _bare(text, label)
    return known_as(name, letters=re.sub(r"['’]s?$", "", text.strip()).replace(".", "").isupper())


def _bare(text: str, label: str) -> str:
    """A name in lower case without titles, callings, company words and possessive."""
    spoken = re.sub(r"['’]s?$", "", text.strip()) if label != "WORK_OF_ART" else text.strip()
    found = [word.lower().rstrip(".") for word in _WORD.findall(spoken.replace("’", "'"))]
    found = [word.removesuffix("'s") for word in found]
    kept = found
    while len(kept) > 1 and (
        kept[0] == "the"
        or (kept[0] in words("names", "titles", "words") and label in {"PERSON", "MISC"})
        or (len(kept) > 2 and _is_calling(kept[0]) and (label == "PERSON" or _may_be_person(kept[1:])))
    ):
        kept = kept[1:]
    while (
        len(kept) > 1
        and label in {"ORG", "MISC", "PRODUCT", "GPE", "PERSON"}
        and kept[-1] in words("names", "company", "words")
    ):
        kept = kept[:-1]
    return " ".join(kept) or spoken.lower()


def _is_calling(word: str) -> bool:
    """Whether a word before a first name says what the person does: "Midfielder Ama Boateng"."""
    return word in words("names", "callings", "words") or (
        people.is_calling(word) and is_known(word, "NOUN") and not is_known(word, "VERB")
    )


def known_as(name: str, *, letters: bool = False) -> str:
    """The name under which all the world's names of one thing are compared: "holland" -> "netherlands".

    `letters` says that the name is written in capitals: "WHO" is a body, "Who" is not.
    """
    own, spelt = _world()
    return (
        own.get(name)
        or (spelt.get(name) if letters else None)
        or nations.place(name)
        or nations.place(name + ".")
        or name
    )


@cache
def _world() -> tuple[dict[str, str], dict[str, str]]:
    """The other names of things: those that count however they are written, and those that are letters."""
    own: dict[str, str] = {}
    spelt: dict[str, str] = {}
    for group in ("bodies", "places"):
        for row in load("aliases")[group]["rows"]:
            name, *others = (part.strip() for part in row.split("="))
            for other in others:
                (spelt if other.isupper() else own)[_plain(other)] = _plain(name)
    for other, name in additions.current().names:
        own[_bare(other, "ORG")] = own[_plain(other)] = _bare(name, "ORG")
    return own, spelt


@cache
def _seats() -> frozenset[frozenset[str]]:
    rows = [[_plain(part) for part in row.split("=")] for row in load("aliases")["seats"]["rows"]]
    return frozenset(frozenset({name, other}) for name, *others in rows for other in others)


def _plain(name: str) -> str:
    found = [word.lower().rstrip(".") for word in _WORD.findall(name.replace("’", "'"))]
    return " ".join(found[1:] if len(found) > 1 and found[0] == "the" else found)


def same_power(one: str, other: str) -> bool:
    """Whether two names can mean one doer: the same name, or a country and its seat of power ("the Kremlin")."""
    return same_name(one, other) or frozenset({one, other}) in _seats()


def entities(tokens: tuple[Token, ...], recognised: Iterable[tuple[int, int, str]]) -> tuple[Entity, ...]:
    """The names of a sentence: what the model recognised (token ranges with labels), then runs of capitalised words.

    A leading article, a trailing possessive and a stock ticker in brackets are not part of a name. In a sentence that
    is not set in title case a capital within it makes a name, whatever the tagger thinks of the word ("Llama"), and a
    version number that follows belongs to it ("Llama 3.1").
    """
    shouted = is_title_case(tokens)
    taken = _tickers(tokens)
    found = []
    for first, last, label in _split(tokens, recognised):
        named = label in NAME_LABELS and not taken & set(range(first, last))
        inner = [i for i in range(first, last) if tokens[i].pos not in {"DET", "PUNCT", "PART", "SYM"}] if named else []
        inner = inner[
            : next((n for n, i in enumerate(inner) if n and (_is_score(tokens, i) or _is_sum(tokens, i))), None)
        ]
        if inner and any(_starts_name(tokens[i]) for i in inner):
            while inner[-1] + 1 < len(tokens) and _is_version(tokens, inner[-1] + 1):
                inner.append(inner[-1] + 1)
            found.append((inner[0], inner[-1], label))
            taken.update(range(inner[0], inner[-1] + 1))
        elif label not in NAME_LABELS and not _is_versioned(tokens, first, last):
            taken.update(range(first, last))
    run: list[int] = []
    for i in range(len(tokens) + 1):
        if i < len(tokens) and i not in taken and _in_name(tokens, i, run, shouted):
            run.append(i)
            continue
        if run:
            found.append((run[0], run[-1], "MISC"))
        run = []
    return tuple(_entity(tokens, *each) for each in sorted(found))


def _split(tokens: tuple[Token, ...], recognised: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """What the model took for one person is two names where a comma stands within: "the mayor of Lund, Eva Holm"."""
    for first, last, label in recognised:
        comma = next((i for i in range(first + 1, last - 1) if tokens[i].text == ","), None)
        if label == "PERSON" and comma is not None:
            yield first, comma, "MISC"
            yield comma + 1, last, label
        else:
            yield first, last, label


def _tickers(tokens: tuple[Token, ...]) -> set[int]:
    """The words of "(NASDAQ:META)", brackets included."""
    found: set[int] = set()
    for i, token in enumerate(tokens):
        if token.text in _EXCHANGES and i and tokens[i - 1].text == "(":
            last = next((j for j in range(i, min(i + 6, len(tokens))) if tokens[j].text == ")"), None)
            found.update(range(i - 1, (last or i) + 1))
    return found


def is_title_case(tokens: tuple[Token, ...]) -> bool:
    """Whether a sentence is set like a heading, so that capitals say nothing: most of its longer words have one."""
    longer = [token.text for token in tokens if len(token.text) > 3 and token.text.isalpha()]
    return len(longer) > 2 and sum(word[0].isupper() for word in longer) > 0.7 * len(longer)


def _starts_name(token: Token) -> bool:
    return token.text[:1].isupper() and token.lemma.lower() not in words("names", "not_names", "words")


def _in_name(tokens: tuple[Token, ...], i: int, run: list[int], shouted: bool) -> bool:
    token = tokens[i]
    if run and _is_version(tokens, i):
        return True
    if not _starts_name(token) or token.pos in {"PRON", "DET", "ADP", "CCONJ", "SCONJ", "AUX"}:
        return (
            any(letter.isupper() for letter in token.text[1:])
            and token.text.isalnum()
            and len(token.text) > 3
            and not token.text.isupper()
        )
    after_stop = i == 0 or tokens[i - 1].pos == "PUNCT"
    strange = i == 0 and (_is_singular_plural(tokens) or _is_bare_adjective(tokens))
    return token.pos == "PROPN" or not (shouted or after_stop) or strange


def _is_singular_plural(tokens: tuple[Token, ...]) -> bool:
    """Whether the first word, taken for a plural, is the subject of a singular verb ("Lumen is ..."): then it is a name."""
    verb = tokens[tokens[0].head]
    forms = [verb, *(token for token in tokens[1:] if token.head == tokens[0].head and token.dep in {"aux", "auxpass"})]
    return (
        tokens[0].tag == "NNS"
        and tokens[0].dep in {"nsubj", "nsubjpass"}
        and any(form.tag == "VBZ" or form.text == "was" for form in forms)
    )


def _is_bare_adjective(tokens: tuple[Token, ...]) -> bool:
    """Whether the first word, taken for an adjective, is by itself the subject of a singular verb ("Sable is ...")."""
    verb = tokens[tokens[0].head]
    return (
        tokens[0].tag == "JJ"
        and tokens[0].dep in {"nsubj", "nsubjpass"}
        and tokens[0].lemma.lower() not in words("names", "not_names", "quantifiers")
        and not any(token.head == 0 for token in tokens[1:])
        and (verb.tag == "VBZ" or any(token.head == tokens[0].head and token.text == "was" for token in tokens[1:]))
    )


def spread(tokens: tuple[Token, ...], entities: tuple[Entity, ...], known: Mapping[str, Entity]) -> tuple[Entity, ...]:
    """A sentence's names with those one-word names added that the text has elsewhere and the model missed here."""
    covered = {position for entity in entities for position in range(entity.start, entity.end)}
    missed = [
        replace(known[token.text], text=token.text, start=token.start, end=token.end)
        for token in tokens
        if token.text in known and token.start not in covered
    ]
    return tuple(sorted((*entities, *missed), key=lambda entity: entity.start))


def _is_version(tokens: tuple[Token, ...], i: int) -> bool:
    """A number right behind a name that is part of it: one with letters or a point, or one that counts nothing."""
    text = tokens[i].text
    if not text[:1].isdigit() or tokens[i].start != tokens[i - 1].end + 1 or "%" in text or "," in text:
        return False
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    plain = text.isdigit()
    if plain and (len(text) == 4 or tokens[i - 1].lemma.lower() in words("names", "not_names", "words")):
        return False
    counts = following is not None and (
        following.pos in {"NOUN", "NUM", "ADJ", "ADP", "SYM"} or following.text in {"%", "-", "–"}
    )
    return (
        not counts
        if plain
        else not (counts and following is not None and following.pos == "NOUN" and text[-1].isdigit())
    )


def _is_score(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a result begins here, which the model takes into the name before it: "Feyenoord 3-1", "Ajax 2-0"."""
    following = [token.text for token in tokens[i : i + 3]]
    return (
        len(following) == 3
        and following[1] in {"-", "–"}
        and all(text.isdigit() and len(text) <= 2 for text in (following[0], following[2]))
    )


def _is_sum(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether an amount begins here, which the model takes into the name before it: "owes Rongda 80 million dollars"."""
    following = tokens[i + 1 : i + 2]
    return tokens[i].pos == "NUM" and bool(following) and following[0].text.lower() in _MAGNITUDES


def _is_versioned(tokens: tuple[Token, ...], first: int, last: int) -> bool:
    """Whether what the model took for a number or a date is a name with its version ("Llama 3.1 405B")."""
    return (
        tokens[first].pos == "PROPN"
        and _starts_name(tokens[first])
        and any(_is_version(tokens, i) for i in range(first + 1, last))
    )


def _entity(tokens: tuple[Token, ...], first: int, last: int, label: str) -> Entity:
    text, position = "", tokens[first].start
    for token in tokens[first : last + 1]:
        text += " " * min(1, token.start - position) + token.text
        position = token.end
    return Entity(text, label, canonical(text, label), tokens[first].start, tokens[last].end)


def aliases(text: str) -> dict[str, str]:
    """What a text itself says is another name of something: canonical other name -> canonical name.

    "World Health Organization (WHO)", "Meta (NASDAQ:META)", "Meta, formerly known as Facebook". An acronym counts only
    where it is made of the initials of the name before it, a ticker always.
    """
    found: dict[str, str] = {}
    for match in _ALIAS.finditer(text):
        long, short = match["long"].split(), match["short"]
        if ":" in match[0]:
            found[canonical(short)] = canonical(long[-1] if len(long) == 1 else " ".join(long), "ORG")
            continue
        initials = [word for word in long if word[0].isupper()]
        for size in range(2, len(initials) + 1):
            if "".join(word[0] for word in initials[-size:]) == short.replace(".", ""):
                found[canonical(short)] = canonical(" ".join(long[long.index(initials[-size]) :]), "ORG")
    for match in _FORMERLY.finditer(text):
        found[canonical(match["two"])] = canonical(match["one"], "ORG")
    return {other: name for other, name in found.items() if other != name}


def resolved(sentences: Iterable[tuple[Entity, ...]], text: str) -> tuple[tuple[Entity, ...], ...]:
    """The same entities under the name by which the whole text knows them."""
    listed = tuple(sentences)
    known = aliases(text)
    by_surname: dict[str, set[str]] = {}
    short: dict[str, set[str]] = {}
    everything = {entity.canonical: entity.label for entities in listed for entity in entities}
    for name, label in everything.items():
        parts = name.split()
        if len(parts) > 1 and (label == "PERSON" or _may_be_person(parts)):
            by_surname.setdefault(parts[-1], set()).add(name)
        if label == "ORG" and len(parts) > 1 and everything.get(parts[0]) == "ORG":
            short.setdefault(name, set()).add(parts[0])

    def name_of(entity: Entity) -> str:
        name = known.get(entity.canonical, entity.canonical)
        full = by_surname.get(name, set())
        if len(full) == 1 and entity.label in {"PERSON", "MISC", "ORG", "GPE"}:
            return next(iter(full))
        return next(iter(short[name])) if len(short.get(name, ())) == 1 and entity.label == "ORG" else name

    return tuple(tuple(replace(entity, canonical=name_of(entity)) for entity in entities) for entities in listed)


def _may_be_person(parts: Sequence[str]) -> bool:
    """Whether a name that the model took for something else is built like a person's: no word of it is a common noun."""
    return len(parts) in {2, 3} and all(
        part.isalpha() and not is_known(part) and part not in words("names", "company", "words") for part in parts
    )


@lru_cache(maxsize=16_384)
def same_name(one: str, other: str) -> bool:
    """Whether two canonical names can mean the same: equal, one the other's surname or short form, or its acronym.

    Hit: "angela merkel" and "merkel"; "un" and "united nations". Near miss: "john smith" and "jane smith".
    """
    if one == other or _is_people_of(one, other) or _is_people_of(other, one):
        return True
    short, long = sorted((one.split(), other.split()), key=len)
    if not short or len(short) == len(long):
        return False
    return are_letters_of(short, long) or long[: len(short)] == short or long[-len(short) :] == short


def are_letters_of(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether a name of one word is made of the initials of another: "iaea", "international atomic energy agency"."""
    return (
        len(short) == 1
        and len(short[0]) > 1
        and short[0] == "".join(word[0] for word in long if word not in {"of", "the", "and", "for", "in"})
    )


def _is_people_of(one: str, other: str) -> bool:
    """Whether one is an adjective for the country that the other is: "norwegian", "norway"."""
    return nations.people(one) == other
