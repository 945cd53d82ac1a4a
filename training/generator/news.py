"""Pairs out of plain news sentences that are given on the command line: one is changed, cut, sourced or denied.

The sentences themselves stay where they are; what is written here is rules. An event's articles, and those of the like
event beside it, give sentences of the same happening and of another of its kind.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from training.generator.laws import CONDITIONS, DENIALS, DOUBTS, SOURCES
from training.generator.values import DAYS, MONTHS, excluded, misstated, rounder, words
from training.pairs import Label, Pair

AUXILIARY: Final = re.compile(
    r"\b(is|are|was|were|has|have|had|will|would|can|could|should|must|may|might|does|do|did)\b(?! (?:not|n't|also|no)\b)"
)
NUMBER: Final = re.compile(r"(?<![\w.,$€£-])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?![\w:/,-]|\.\d)")
YEAR: Final = re.compile(r"\b(19[4-9]\d|20[0-2]\d)\b")
NAME: Final = re.compile(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+)+\b")
PLACE: Final = re.compile(r"\b(in|at|from|near) ([A-Z][a-z]+(?: [A-Z][a-z]+)*)\b")
CUT: Final = re.compile(
    r",? (?:after|when|while|because|although|as|who|which|where|following|according to|but|and (?:he|she|it|they|was|is))\b|, "
)
STARTS: Final = frozenset(
    "The A An In On At It He She They This That There His Her Its Their These Those After Before When While But And As For By With "
    "No Some All Both Police Officials Two Three Four Five Six Seven Eight Nine Ten Authorities People".split()
)
NO_NAMES: Final = frozenset(
    (
        *STARTS,
        *DAYS,
        *MONTHS,
        "Neither",
        "Like",
        "Unlike",
        "Yet",
        "Since",
        "Although",
        "Only",
        "More",
        "Former",
        "Last",
        "Also",
    )
)
MUTUAL: Final = re.compile(r"^(?:,| and| or| with| met| married| joined| versus| vs)")
ASIDE: Final = re.compile(
    r",? \([^()]*\)|, (?:aged )?\d\d,| \b(?:very|really|also|just|still|already|reportedly|recently|officially|late|early)\b"
    rf"|,? (?:late |early )?(?:on |last |this )?(?:{'|'.join(DAYS)})(?: (?:morning|afternoon|evening|night))?(?=[,. ])"
    r"|\b(?:Mr|Mrs|Ms|Dr|Gov|Sen|Rep|Judge|President|Senator|Governor|Sgt|Capt|Lt)\.? (?=[A-Z])"
    r"|,? according to [^,.]+(?=[,.])|,? (?:he|she|police|officials|authorities) (?:said|added)(?=[,.])"
)
"""What a sentence says all the same without: brackets, ages, days, titles, sources, small adverbs."""
FAIR: Final = re.compile(r"^[A-Z][^/_|<>@#*=\[\]{}\\~^]*[a-z]\.$")


RENAMED: Final = (
    "arrested=detained|injured=hurt|injuries=wounds|purchased>bought|acquired>bought|began=started|begin=start|ended=finished|"
    "attorney=lawyer|attorneys=lawyers|film=movie|firm=company|approximately>about|nearly=almost|huge=massive|colour=color|"
    "prior to>before|due to>because of|in order to>to|spate=string|scheduled=planned|criticised=criticized|programme=program|"
    "centre=center|swoop>raid|died>passed away|resigned=stepped down|teenager=youth|quake=earthquake|blaze=fire|cops=police|"
    "probe=investigation|inquiry=investigation|unveiled=presented|employees=workers|residents=inhabitants|jailed=imprisoned|"
    "hospitalised>taken to hospital|severe=serious|victory=win|defeated=beat|picked=chosen|selected=chosen|obtained>got|"
    "attempted=tried|assisted=helped|permitted=allowed|required=needed|informed=told|commenced>began|constructed=built|"
    "concluded>ended|departed>left|discovered=found|revealed=disclosed|murdered>killed|slain>killed|gunned down>shot|"
    "vehicle>car|physician=doctor|physicians=doctors|pupils=students|automobile>car|aircraft>plane|jet>plane|vessel>ship|"
    "policeman=police officer|policemen=police officers|firefighters=fire crews|businesses=firms|currently>now|"
    "numerous>many|several>some|sought>wanted|assist>help|commence>begin|purchase>buy|additional>more|toward=towards|"
    "organise=organize|recognised=recognized|organised=organized|neighbour=neighbor|neighbours=neighbors|defence=defense"
)
"""Words that may stand for one another in most news sentences, where > only the second for the first."""


DENYING: Final = tuple(
    (
        "No, {h}: that is made up|{h}? It never happened|Hoax: {h}|The story of how {h} is fake|{h} story is a hoax|Fact check: no, {h} is false|"
        "Police: reports that {h} are false|Fake news: {h}|Do not believe it: {h}|Debunked: {h}|{h}: the photo is not what it seems|"
        "Sorry, the tale that {h} was invented|Satire site behind claim that {h}|Spokesman denies that {h}|Officials shoot down report that {h}|"
        "That viral post saying {h}? It is wrong|Experts debunk claim that {h}|Report that {h} is retracted|Rumours that {h} are nonsense|"
        "It is not true that {h}|{h}: hoax exposed|Paper takes back story that {h}|Why the claim that {h} cannot be true|{h}, or so a prank had it"
    ).split("|")
)
WONDERING: Final = tuple(
    (
        "{h}?|Did it happen? {h}|Rumour: {h}|{h}, reports say|Unconfirmed: {h}|{h}, says a blog|Is it true that {h}?|What we know of the claim that {h}|"
        "Reports that {h} being looked into|{h}: fact or fiction?|Claim that {h} spreads online|{h}, if a post is to be believed"
    ).split("|")
)
"""What headlines make of a headline: that it is untrue, or that somebody says so."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article: which event it tells, of which topic, and where it stands."""

    text: str
    topic: str
    event: str
    article: str
    place: int


def sentences(file: Path) -> list[Sentence]:
    """The sentences of a file of articles that are fit to be changed: 7 to 34 words, nothing of the page around them."""
    found = []
    seen: set[str] = set()
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            for place, text in enumerate(split(article["text"])):
                if FAIR.match(text) and 7 <= len(text.split()) <= 34 and text not in seen and text.count('"') in (0, 2):
                    seen.add(text)
                    found.append(Sentence(text, article["topic"], article["event"], article["id"], place))
    return found


def split(text: str) -> list[str]:
    """An article's sentences with the spaces set as in print."""
    text = re.sub(r"``\s*|\s*''", '"', text)
    text = re.sub(r"\s*’\s*(s|t|re|ve|ll|d|m)\b", r"'\1", text)
    text = re.sub(r"\s+(['’]s|n't|['’](?:re|ve|ll|d|m)|[,.;:!?%)])", r"\1", text)
    text = re.sub(r"([($])\s+", r"\1", text)
    text = re.sub(r"(\w) - (\w)", r"\1-\2", text)
    text = re.sub(r"(\d), (\d{3})\b", r"\1,\2", text)
    text = re.sub(r'"\s*([^"]*?)\s*"', r'"\1"', text)
    return [part.strip() for part in re.split(r'(?<=[a-z0-9)][.!?])\s+(?=["A-Z])', text)]


def fair(name: str) -> bool:
    """Whether a run of capitalised words is a name and nothing besides: no day, no first word of a sentence."""
    return not set(name.split()) & NO_NAMES


def named(text: str) -> list[str]:
    """The names of a sentence."""
    return [name for name in NAME.findall(text) if fair(name)]


class News:
    """The laws over given sentences."""

    def __init__(self, found: list[Sentence], antonyms: dict[str, list[str]]) -> None:
        self.found = found
        self.by_article: defaultdict[str, list[Sentence]] = defaultdict(list)
        self.by_event: defaultdict[str, list[Sentence]] = defaultdict(list)
        self.by_topic: defaultdict[str, list[Sentence]] = defaultdict(list)
        names: defaultdict[str, set[str]] = defaultdict(set)
        places: set[str] = set()
        used: set[str] = set()
        for sentence in found:
            self.by_article[sentence.article].append(sentence)
            self.by_event[sentence.event].append(sentence)
            self.by_topic[sentence.topic].append(sentence)
            names[sentence.topic].update(named(sentence.text))
            places.update(
                place for _, place in PLACE.findall(sentence.text) if place.split()[0] not in (*DAYS, *MONTHS)
            )
            used.update(re.findall(r"[a-z]+", sentence.text.lower()))
        self.names = {topic: sorted(known) for topic, known in names.items()}
        self.all_names = sorted({name for known in names.values() for name in known})
        self.places = sorted(places)
        self.antonyms = {
            word: [other for other in others if other in used] for word, others in antonyms.items() if word in used
        }
        self.synonyms: defaultdict[str, list[str]] = defaultdict(list)
        for one, how, other in (re.split("([=>])", entry) for entry in RENAMED.split("|")):
            self.synonyms[one].append(other)
            if how == "=":
                self.synonyms[other].append(one)
        self.renamed = re.compile(rf"\b({'|'.join(sorted(self.synonyms, key=len, reverse=True))})\b")
        self.near, self.apart = self._of_one_event()

    def _of_one_event(self) -> tuple[list[tuple[Sentence, Sentence]], list[tuple[Sentence, Sentence]]]:
        """Sentences of two articles on one event: those that say much the same, and those that tell different things of it."""
        near, apart = [], []
        for known in self.by_event.values():
            bags = [self._content(sentence.text) for sentence in known]
            for place, sentence in enumerate(known):
                for other in range(place + 1, len(known)):
                    if known[other].article == sentence.article:
                        continue
                    shared = len(bags[place] & bags[other])
                    share = shared / max(1, min(len(bags[place]), len(bags[other])))
                    first, second = self._figures(sentence.text), self._figures(known[other].text)
                    if first[1] != second[1]:
                        continue
                    if shared >= 5 and share >= 0.6 and first[0] == second[0]:
                        near.append((sentence, known[other]))
                    elif shared >= 2 and share <= 0.5 and (not first[0] or not second[0] or first[0] == second[0]):
                        apart.append((sentence, known[other]))
        return near, apart

    @staticmethod
    def _content(text: str) -> frozenset[str]:
        return frozenset(word for word in re.findall(r"[a-z]+", text.lower()) if len(word) > 3)

    @staticmethod
    def _figures(text: str) -> tuple[frozenset[str], bool]:
        return frozenset(re.findall(r"\d[\d,.]*", text)), bool(re.search(r"\bnot\b|n't|\bno\b|never", text))

    def alike(self, rng: Random, text: str) -> str:
        """The sentence in another guise that says the same: cut behind its first clause, with a source, or as it is."""
        choice = rng.random()
        if choice < 0.35:
            cut = [match.start() for match in CUT.finditer(text) if len(text[: match.start()].split()) >= 6]
            if cut:
                kept = text[: rng.choice(cut)].rstrip(",")
                return kept + ("." if rng.random() < 0.7 else "")
        if choice < 0.55:
            return self._wrap(rng, SOURCES, text)
        return text.rstrip(".") if rng.random() < 0.3 else text

    def edited(self, rng: Random, text: str) -> str:
        """The sentence as another desk would print it: without one or two asides, one or two words by others of their meaning."""
        for _ in range(rng.choice((1, 1, 2, 3))):
            found = [match for match in ASIDE.finditer(text) if match.start() or text[match.end() :][:1].isupper()]
            renamed = list(self.renamed.finditer(text))
            if renamed and (not found or rng.random() < 0.5):
                match = rng.choice(renamed)
                text = text[: match.start()] + rng.choice(self.synonyms[match[0]]) + text[match.end() :]
            elif found:
                match = rng.choice(found)
                text = text[: match.start()] + text[match.end() :]
        return text[:1].upper() + text[1:]

    def headline(self, rng: Random, text: str) -> str:
        """The sentence as a headline: its first clause without articles and some auxiliaries, now and then in capitals."""
        cut = [match.start() for match in CUT.finditer(text) if len(text[: match.start()].split()) >= 5]
        kept = text[: cut[0]] if cut else text.rstrip(".")
        kept = re.sub(r"\b(?:[Tt]he|[Aa]n?) ", "", self.edited(rng, kept))
        if rng.random() < 0.5:
            kept = re.sub(r" (?:is|are|was|were|has been|have been)(?= [a-z]+(?:ed|ing)\b)", "", kept)
        capitals = [
            word if word in ("of", "in", "to", "for", "and", "on", "at", "by") else word[:1].upper() + word[1:]
            for word in kept.split()
        ]
        return " ".join(capitals) if rng.random() < 0.4 else kept[:1].upper() + kept[1:]

    def headlines(self, rng: Random, sentence: Sentence) -> tuple[str, str, Label]:
        """Two headlines of one report: the second says the same, calls it untrue, wonders, or both call it untrue."""
        first, again = rng.choice(self.near) if self.near and rng.random() < 0.5 else (sentence, sentence)
        one, other = self.headline(rng, first.text), self.headline(rng, again.text)
        inner = other[:1].lower() + other[1:] if other.split(" ")[0] in STARTS else other
        choice = rng.random()
        if choice < 0.25:
            return one, other, "agreement"
        untrue = rng.choice(DENYING).format(h=inner)
        untrue = untrue[:1].upper() + untrue[1:]
        if choice < 0.6:
            return one, untrue, "contradiction"
        if choice < 0.72:
            return rng.choice(DENYING).format(h=one), untrue, "agreement"
        wondering = rng.choice(WONDERING).format(h=inner)
        return (one if choice < 0.9 else untrue), wondering[:1].upper() + wondering[1:], "neutral"

    @staticmethod
    def inner(text: str) -> str:
        """The sentence as it stands behind "that"."""
        start, _, rest = text.rstrip(".").partition(" ")
        return f"{start.lower() if start in STARTS else start} {rest}"

    def _wrap(self, rng: Random, wrappers: tuple[str, ...], text: str) -> str:
        inner = self.inner(text)
        return rng.choice(wrappers).format(c=inner, S=inner[:1].upper() + inner[1:])

    def number(self, rng: Random, text: str) -> tuple[str, Label] | None:
        """Another number, another way to write it, a rounder one or a bound that it breaks."""
        found = [
            match for match in NUMBER.finditer(text) if not YEAR.fullmatch(match[1]) and not self._in_name(text, match)
        ]
        found = [match for match in found if 2 <= float(match[1].replace(",", "")) < 10**9]
        if not found:
            return None
        match = rng.choice(found)
        value = float(match[1].replace(",", ""))
        choice = rng.random()
        if value != int(value):
            other = f"{value * rng.choice((0.5, 1.5, 2, 3)):.{len(match[1].split('.')[1])}f}"
            return (self._put(text, match, other), "contradiction") if other != match[1] else None
        number = int(value)
        if choice < 0.5:
            made = misstated(number, rng)
            return self._put(
                text, match, words(made) if made < 12 and rng.random() < 0.5 else f"{made:,}"
            ), "contradiction"
        if choice < 0.62:
            return self._put(text, match, excluded(number, rng)), "contradiction"
        same = words(number) if number < 100 and choice > 0.85 else rounder(number, rng)
        return self._put(text, match, same), "agreement"

    @staticmethod
    def _in_name(text: str, match: re.Match[str]) -> bool:
        before = text[: match.start()].rstrip().rsplit(" ", 1)[-1]
        return before in MONTHS or before in (
            "No.",
            "Channel",
            "Highway",
            "Route",
            "iPhone",
            "Chapter",
            "Section",
            "June",
        )

    @staticmethod
    def _put(text: str, match: re.Match[str], other: str) -> str:
        return text[: match.start(1)] + other + text[match.end(1) :]

    def time(self, rng: Random, text: str) -> tuple[str, Label] | None:
        """Another year, month or day of the week."""
        for kind in rng.sample(
            (YEAR, re.compile(rf"\b({'|'.join(DAYS)})\b"), re.compile(rf"\b({'|'.join(MONTHS)})\b(?= \d| of|,)")), 3
        ):
            match = kind.search(text)
            if match:
                if kind is YEAR:
                    other = str(int(match[1]) + rng.choice((-10, -3, -2, -1, 1, 2, 3, 10)))
                else:
                    other = rng.choice([name for name in (DAYS if match[1] in DAYS else MONTHS) if name != match[1]])
                return self._put(text, match, other), "contradiction"
        return None

    def negation(self, rng: Random, text: str) -> tuple[str, Label] | None:
        """The first verb that can bear it, denied."""
        match = AUXILIARY.search(text)
        if match is None or re.search(r"\bnot\b|n't|\bno\b|never", text):
            return None
        word = match[1]
        if rng.random() < 0.25 and word not in ("can", "will", "may", "might", "must", "should", "do"):
            return text[: match.end()] + "n't" + text[match.end() :], "contradiction"
        return text[: match.end()] + rng.choice((" not", " not", " never")) + text[match.end() :], "contradiction"

    def opposite(self, rng: Random, text: str) -> tuple[str, Label] | None:
        """One word by its direct antonym."""
        found = [match for match in re.finditer(r"\b[a-z]{3,}\b", text) if self.antonyms.get(match[0])]
        if not found:
            return None
        match = rng.choice(found)
        return text[: match.start()] + rng.choice(self.antonyms[match[0]]) + text[match.end() :], "contradiction"

    def place(self, rng: Random, text: str) -> tuple[str, Label] | None:
        """Another place of the same happening."""
        found = [match for match in PLACE.finditer(text) if match[2] in self.places]
        if not found:
            return None
        match = rng.choice(found)
        others = [name for name in self.places if name != match[2] and len(name.split()) == len(match[2].split())]
        if not others:
            return None
        other = rng.choice(others)
        return text[: match.start(2)] + other + text[match.end(2) :], "contradiction"

    def somebody(self, rng: Random, sentence: Sentence) -> tuple[str, Label] | None:
        """Another name: of who did it, which is another event; of whom it was done to or with, which is a conflict."""
        found = [match for match in NAME.finditer(sentence.text) if fair(match[0])]
        if not found:
            return None
        match = rng.choice(found)
        known = [name for name in self.names[sentence.topic] if not set(name.split()) & set(match[0].split())]
        if rng.random() < 0.3 or not known:
            known = [
                name
                for name in rng.sample(self.all_names, min(20, len(self.all_names)))
                if not set(name.split()) & set(match[0].split())
            ]
        if not known:
            return None
        other = sentence.text[: match.start()] + rng.choice(known) + sentence.text[match.end() :]
        return other, "neutral" if match.start() < 12 else "contradiction"

    def turned(self, text: str) -> tuple[str, Label] | None:
        """Two names in each other's place."""
        found = [match for match in NAME.finditer(text) if fair(match[0])]
        if len(found) < 2:
            return None
        first, second = found[:2]
        if first[0] == second[0] or set(first[0].split()) & set(second[0].split()):
            return None
        between = text[first.end() : second.start()]
        other = text[: first.start()] + second[0] + between + first[0] + text[second.end() :]
        if between == " and ":
            return other, "agreement"
        return None if MUTUAL.match(between) else (other, "contradiction")

    def pair(self, number: int, seed: int) -> Pair | None:
        """The pair of this number, the same on every machine; none where its draw does not fit."""
        rng = Random(f"{seed} news {number}")
        made = self._pair(rng)
        if made is None or made[0] == made[1]:
            return None
        a, b, label, law = made
        return Pair(a, b, label, f"news:{law}")

    def _pair(self, rng: Random) -> tuple[str, str, Label, str] | None:
        sentence = rng.choice(self.found)
        text = sentence.text
        law = rng.choices(
            (
                "number",
                "time",
                "negation",
                "opposite",
                "place",
                "somebody",
                "turned",
                "denied",
                "denied twice",
                "doubted",
                "alike",
                "beside",
                "other event",
                "negated twice",
                "retold",
                "retold falsely",
                "edited",
                "one event",
                "headlines",
            ),
            (24, 9, 9, 6, 6, 8, 12, 6, 4, 5, 8, 6, 6, 4, 12, 6, 40, 30, 35),
        )[0]
        changes = {
            "number": lambda: self.number(rng, text),
            "time": lambda: self.time(rng, text),
            "negation": lambda: self.negation(rng, text),
            "opposite": lambda: self.opposite(rng, text),
            "place": lambda: self.place(rng, text),
            "somebody": lambda: self.somebody(rng, sentence),
            "turned": lambda: self.turned(text),
        }
        if law in changes:
            changed = changes[law]()
            if changed is None:
                return None
            other, label = changed
            if rng.random() < 0.4:
                text = self.edited(rng, text)
            # A source stands before or behind; a cut could take away what was changed.
            return text, self._wrap(rng, SOURCES, other) if rng.random() < 0.2 else other, label, law
        if law == "denied":
            return self.alike(rng, text), self._wrap(rng, DENIALS, text), "contradiction", law
        if law == "denied twice":
            return self._wrap(rng, DENIALS, text), self._wrap(rng, DENIALS, text), "agreement", law
        if law == "doubted":
            other = self._wrap(rng, DENIALS, text) if rng.random() < 0.3 else self.alike(rng, text)
            return other, self._wrap(rng, DOUBTS if rng.random() < 0.7 else CONDITIONS, text), "neutral", law
        if law == "alike":
            return text, self.alike(rng, text), "agreement", law
        if law == "negated twice":
            changed = self.negation(rng, text)
            if changed is None:
                return None
            return (
                (self._wrap(rng, DENIALS, text), changed[0], "agreement", law)
                if rng.random() < 0.5
                else (changed[0], self._wrap(rng, SOURCES, changed[0]), "agreement", law)
            )
        if law == "edited":
            other = self.edited(rng, text)
            return self.alike(rng, text) if rng.random() < 0.15 else text, other, "agreement", law
        if law == "headlines":
            return *self.headlines(rng, sentence), law
        if law == "one event":
            if not self.apart:
                return None
            first, second = rng.choice(self.apart)
            return first.text, second.text, "neutral", law
        if law == "beside":
            other_sentence = rng.choice(self.by_article[sentence.article])
            second = other_sentence.text
            if rng.random() < 0.4:
                changed = rng.choice((self.negation, self.number))(rng, second)
                second = changed[0] if changed else self._wrap(rng, DENIALS, second)
            return (text, second, "neutral", law) if other_sentence is not sentence else None
        if law == "other event":
            other_sentence = rng.choice(self.by_topic[sentence.topic])
            second = other_sentence.text
            if rng.random() < 0.3:
                changed = self.negation(rng, second)
                second = changed[0] if changed else self._wrap(rng, DENIALS, second)
            return (text, second, "neutral", law) if other_sentence.event != sentence.event else None
        if not self.near:
            return None
        first, again = rng.choice(self.near)
        if law == "retold":
            return self.edited(rng, first.text) if rng.random() < 0.5 else first.text, again.text, "agreement", law
        for change in rng.sample((self.number, self.negation, self.negation, self.opposite), 4):
            changed = change(rng, again.text)
            if changed and changed[1] == "contradiction":
                return first.text, changed[0], "contradiction", law
        return None


def antonyms(file: Path) -> dict[str, list[str]]:
    """Direct antonyms of adjectives, adverbs and verbs as a lexicon lists them, both ways; those that turn no claim round left out."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or line.count("\t") != 2:
            continue
        kind, word, other = line.split("\t")
        if kind in ("ADJ", "ADV") and not {word, other} & UNTURNED:
            found[word].append(other)
            found[other].append(word)
    return dict(found)


UNTURNED: Final = frozenset(
    "well ill good bad now then here there more less no some all most just still even so very much little old new young last first right left "
    "back forth up down far near long short home away own other same one full small big high low general local different like unlike only "
    "black white red great late early former latter past present next previous upper lower front".split()
)


def generate(news: News, seed: int) -> Iterator[Pair]:
    """Pairs without end, each another."""
    number = 0
    while True:
        made = news.pair(number, seed)
        number += 1
        if made:
            yield made
