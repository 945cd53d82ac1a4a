"""What an article is about: the names of its lead and those that it comes back to, and the nouns likewise.

The lead of a news report tells who, what and where (the inverted pyramid of news agencies); what is said twice or more
carries the story. Names come first, then the other names of the text, then common nouns behind `NOUN`. A title that the
model took for a name, a weekday or a measure tells nothing.

Hit: of "A ferry sank off Kotka on Monday. The Aurelia was bound for Tallinn. ... The ferry was built in 1991." Kotka,
the Aurelia, Tallinn, "~ferry". Near miss: a shipyard that only its last sentence mentions comes behind these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from factcheck.lexicon import frames, words
from factcheck.models import Sentence
from factcheck.thresholds import LEAD_SENTENCES, MOST_SETTING_NAMES, MOST_SETTING_NOUNS

NOUN = "~"
"""What a common noun of a setting begins with."""


def setting(sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """The names and nouns under which an article's event is compared, those of the lead first."""
    names, nouns = [_names(each) for each in sentences], [_nouns(each) for each in sentences]
    often = _repeated(nouns)
    told = (noun for each in nouns for noun in each)
    return (
        *_leading(names)[:MOST_SETTING_NAMES],
        *list(dict.fromkeys((*often, *told)))[:MOST_SETTING_NOUNS],
    )


def _leading(listed: Sequence[Sequence[str]]) -> list[str]:
    """Names of the lead, names that come again, the others."""
    lead = [name for each in listed[:LEAD_SENTENCES] for name in each]
    return list(dict.fromkeys((*lead, *_repeated(listed), *(name for each in listed for name in each))))


def _repeated(listed: Sequence[Sequence[str]]) -> list[str]:
    times = Counter(word for each in listed for word in dict.fromkeys(each))
    return sorted((word for word in times if times[word] > 1), key=lambda word: (-times[word], word))


def _names(sentence: Sentence) -> list[str]:
    titles = words("names", "titles", "words")
    return [each.canonical for each in sentence.entities if each.label != "NORP" and each.canonical not in titles]


def _nouns(sentence: Sentence) -> list[str]:
    vague = words("setting", "vague", "nouns")
    return [
        NOUN + frames.alike(token.lemma.lower())
        for token in sentence.tokens
        if token.pos == "NOUN" and len(token.lemma) > 3 and token.lemma.lower() not in vague
    ]
