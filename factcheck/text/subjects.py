"""Who or what a clause is about, by name: titles that the parser cuts in two, brackets, other names, pronouns.

"Ida Holm (born 1970), known professionally as Oda, is ..." is about "ida holm", also called "oda"; "It was founded in 1920"
about nothing named, unless the text's first sentence names it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from factcheck.models import Claim
from factcheck.text import grammar

_BRACKETS = {"(": 1, "[": 1, ")": -1, "]": -1}
_STOPS = frozenset({".", "!", "?", ";"})
_SMALL = frozenset(
    {"of", "the", "a", "an", "and", "in", "on", "to", "for", "at", "de", "la", "von", "van", "'s", ":", "&", "-", "."}
)
_NAMING = frozenset({"known", "professionally", "locally", "mononymously", "called", "commonly", "informally", "to"})
_CALLED = frozenset({"name", "simply", "nicknamed", "called", "officially", "formerly"})
_ARTICLES = frozenset({"the", "a", "an"})

LONGEST_NAME = 12
"""Words. A longer subject is a clause of its own or a row of names that the parser joined."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The words of a name in lower case; none where a pronoun or "the film" stands for it.

    `also` are other names that the claim gives it ("known professionally as Oda").
    """

    names: tuple[str, ...]
    text: str
    also: tuple[tuple[str, ...], ...] = ()


def _key(texts: Iterable[str]) -> tuple[str, ...]:
    """The words of a name as they are compared: lower case, no accents, no leading article."""
    plain = (unicodedata.normalize("NFKD", text.lower()).strip("`'\".") for text in texts)
    key = tuple("".join(letter for letter in text if not unicodedata.combining(letter)) for text in plain)
    return key[1:] if len(key) > 1 and key[0] in _ARTICLES else key


class Subjects:
    """The subjects of one claim; what depends on the whole claim is worked out once."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self.tokens = claim.tokens
        self.depth: list[int] = []
        depth = 0
        for token in self.tokens:
            depth = max(0, depth + _BRACKETS.get(token.text, 0))
            self.depth.append(depth + (token.text in {")", "]"}))
        self.children: dict[int, list[int]] = {}
        for i, token in enumerate(self.tokens):
            if token.head != i:
                self.children.setdefault(token.head, []).append(i)
        verbs = (i for i, t in enumerate(self.tokens) if t.pos in {"AUX", "VERB"} and not self.depth[i])
        verbs = (i for i in verbs if self.tokens[i].dep not in {"aux", "auxpass", "advcl", "acl", "relcl"})
        self.main: Subject | None = None
        """Whom the text's first sentence is about, and so the pronouns that follow."""
        self.main = next((found for i in verbs if (found := self.of(i)) is not None), None)

    def below(self, head: int, *deps: str) -> list[int]:
        """What depends on a word directly, in order; of these dependencies only, where some are given."""
        return [i for i in self.children.get(head, ()) if not deps or self.tokens[i].dep in deps]

    def of(self, verb: int) -> Subject | None:
        """The subject of a verb; of a verb joined to another, that one's."""
        who = next(iter(self.below(verb, "nsubj", "nsubjpass")), None)
        if who is None and self.tokens[verb].dep in {"conj", "advcl"}:
            return self.of(self.tokens[verb].head)
        if who is None or self.depth[who] > self.depth[verb]:
            return self._before(verb)
        if self.tokens[who].tag in {"WDT", "WP"}:
            above = self.tokens[verb].head
            return self.named(self.run_back(above)) if self.tokens[verb].dep == "relcl" else None
        stop = min([verb, *(i for i in self.below(verb, "aux", "auxpass", "neg") if i > who)])
        start = next((i + 1 for i in range(verb - 1, -1, -1) if self._ends(i)), 0)
        first = min((i for i in grammar.subtree(self.tokens, who) if i < stop), default=who)
        if self.tokens[start].text == '"' and start < first:
            close = next((i for i in range(start + 1, stop) if self.tokens[i].text == '"'), None)
            if close is not None:
                return self.named(list(range(start + 1, close)))  # a quoted title, whatever the parser makes of it
        while first > start and (self.tokens[first - 1].text[0].isupper() or self.tokens[first - 1].text in {'"', ":"}):
            first -= 1  # a title that the parser cut in two
        referent = next((each for each in self.claim.referents if each.token == who), None)
        if referent is not None:
            return Subject(tuple(referent.canonical.split()), referent.text)
        row = self._row(first, stop)
        if self.tokens[who].pos == "PRON" and len(row) == 1:
            return self.main or Subject((), self.tokens[who].text)
        return self.named(row, also=self._other_names(first, stop))

    def _before(self, verb: int) -> Subject | None:
        """What stands before the main "is" of a sentence whose subject the parser missed, where that looks like a name."""
        start = next((i + 1 for i in range(verb - 1, -1, -1) if self._ends(i)), 0)
        row = self._row(start, verb)
        names = bool(row) and all(
            self.tokens[i].text[0].isupper() or self.tokens[i].text.lower() in _SMALL for i in row
        )
        return (
            self.named(row) if names and self.tokens[verb].dep == "ROOT" and self.tokens[verb].lemma == "be" else None
        )

    def _ends(self, index: int) -> bool:
        return self.tokens[index].text in _STOPS and not self.depth[index]

    def _row(self, first: int, stop: int) -> list[int]:
        """The words from one to another, without what stands in brackets, up to a comma."""
        row: list[int] = []
        for i in range(first, min(stop, first + 4 * LONGEST_NAME)):
            if self.tokens[i].text == "," and row:
                break
            if not self.depth[i]:
                row.append(i)
        return row

    def named(self, row: list[int], *, also: tuple[tuple[str, ...], ...] = ()) -> Subject | None:
        """A row of words as a subject; without names where it is only described ("the second film")."""
        kept = [i for i in row if any(letter.isalnum() for letter in self.tokens[i].text)]
        if not kept or len(kept) > LONGEST_NAME:
            return None
        text = grammar.words_of(self.tokens, tuple(kept))
        capitals = [i for i in kept if self.tokens[i].text[0].isupper() or self.tokens[i].text[0].isdigit()]
        described = self.tokens[kept[0]].pos == "DET" and self.tokens[kept[-1]].pos == "NOUN"
        if not [i for i in capitals if self.tokens[i].pos != "DET"] or (described and len(capitals) == 1):
            return Subject((), text)
        return Subject(_key(self.tokens[i].text for i in kept), text, also)

    def _other_names(self, first: int, stop: int) -> tuple[tuple[str, ...], ...]:
        found = []
        for i in range(first + 1, stop):
            word, before = self.tokens[i].text.lower(), self.tokens[i - 1].text.lower()
            if word in _CALLED or (word == "as" and before in _NAMING):
                run = self.run(i + 1)
                if run:
                    found.append(_key(self.tokens[k].text for k in run))
        return tuple(found)

    def run(self, first: int) -> list[int]:
        """The capitalised words from a word on, with small words between them: a name or a title."""
        row: list[int] = []
        for i in range(first, min(first + LONGEST_NAME, len(self.tokens))):
            text = self.tokens[i].text
            if text == '"' and not row:
                continue
            known = text[0].isupper() or text[0].isdigit() or (text.lower() in _SMALL if row else text == "the")
            if not known:
                break
            row.append(i)
        while row and (self.tokens[row[-1]].text.islower() or not self.tokens[row[-1]].text[0].isalnum()):
            row.pop()
        return row

    def run_back(self, last: int) -> list[int]:
        """The proper nouns that end at a word."""
        row = [last]
        while row[0]:
            before = self.tokens[row[0] - 1]
            if before.pos != "PROPN" or before.dep not in {"compound", "nmod", "amod"}:
                break
            row.insert(0, row[0] - 1)
        return row
