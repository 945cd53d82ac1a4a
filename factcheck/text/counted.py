"""What a number counts or measures ("12 people", "revenue of $3bn"), and over what a rate runs ("$80 a barrel")."""

from __future__ import annotations

from factcheck.lexicon import words
from factcheck.models import Token
from factcheck.text.lexed import Lexed
from factcheck.text.numerals import numeral

_NOMINAL = frozenset({"NOUN", "PROPN"})
_PERIODS = {
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "annually": "year",
    "yearly": "year",
    "hourly": "hour",
}


def _lemma(token: Token) -> str:
    """The noun in the singular; the lemmatiser leaves the plural of a name ("Democrats") as it is."""
    lemma = token.lemma.lower()
    return lemma[:-1] if token.tag == "NNPS" and lemma.endswith("s") else lemma


def rate(sentence: Lexed, stop: int, counted: str, measured: bool) -> tuple[str, int]:
    """What an amount is spread over ("a barrel", "per day", "per 100,000 people"), and the number in it, -1 without."""
    at = stop
    if not measured and counted:
        for ahead in range(stop, min(stop + 4, len(sentence.parts))):
            if sentence.low(ahead) in {"a", "an", "per", "each", "every"}:
                at = ahead
                break
    word, noun = sentence.low(at), sentence.low(at + 1)
    if word == "per":
        if at + 1 < len(sentence.parts) and sentence.parts[at + 1].kind == "number":
            over = numeral(sentence.parts, at + 1)
            return (f"{over.value:g}", at + 1) if over else ("", -1)
        return (noun.rstrip("s") if noun.isalpha() else "", -1)
    if sentence.low(at + 2) in {"ago", "earlier", "before", "later"}:
        return "", -1  # "from 4% a year earlier"
    if word in {"a", "an", "each", "every"} and noun in words("numbers", "labels", "rates"):
        return noun, -1
    return _PERIODS.get(word, ""), -1


def counted(sentence: Lexed, first: int, stop: int, unit: str) -> str:
    """The lemma of the noun that is counted or measured, "" where the sentence does not say it next to the number."""
    if (sentence.low(stop) == "-" and sentence.low(stop + 1) == "old") or sentence.low(stop) == "old":
        return "age"
    if unit == "" and sentence.low(first - 1) in words("numbers", "labels", "ratings"):
        return sentence.low(first - 1)
    index = sentence.token(first)
    if index is None:
        return ""
    inside = [index]
    end = sentence.offset + sentence.parts[stop - 1].end
    while inside[-1] + 1 < len(sentence.tokens) and sentence.tokens[inside[-1] + 1].start < end:
        inside.append(inside[-1] + 1)
    if _is_age(sentence, first, stop, index, unit):
        return "age"
    top = _top(sentence, inside)
    if unit in {"", "person"}:
        return _noun_of_count(sentence, inside, top)
    return _noun_of_measure(sentence, inside, top)


def _is_age(sentence: Lexed, first: int, stop: int, index: int, unit: str) -> bool:
    """ ", 34," after a person; "aged 34"."""
    if unit not in {"", "year"}:
        return False
    if sentence.low(first - 1) in {"aged", "age"} or (
        sentence.low(first - 1) == "of" and sentence.low(first - 2) == "age"
    ):
        return True
    if sentence.low(first - 1) == "at" and sentence.low(first - 2) in {"dies", "died", "dead", "dying", "die"}:
        return True
    commas = sentence.low(first - 1) == "," and sentence.low(stop) in {",", "."}
    head = sentence.tokens[sentence.tokens[index].head]
    return (
        commas
        and sentence.tokens[index].dep in {"appos", "npadvmod", "nummod"}
        and head.pos in _NOMINAL
        and sentence.tokens[index].head < index
        and unit == ""
    )


def _top(sentence: Lexed, inside: list[int]) -> int:
    """The token of the expression that the rest of the sentence hangs on."""
    members = set(inside)
    top = inside[-1]
    for _ in inside:
        if sentence.tokens[top].head in members and sentence.tokens[top].head != top:
            top = sentence.tokens[top].head
    return top


def _noun_of_count(sentence: Lexed, inside: list[int], top: int) -> str:
    head = sentence.tokens[top].head
    if head > inside[-1] and sentence.tokens[top].dep in {
        "nummod",
        "quantmod",
        "compound",
        "nmod",
        "amod",
        "advmod",
        "npadvmod",
    }:
        token = sentence.tokens[head]
        if token.pos in _NOMINAL and head - inside[-1] <= 8:
            return _lemma(token)
    last = inside[-1]
    # "12 of the miners"
    if last + 1 < len(sentence.tokens) and sentence.tokens[last + 1].lemma.lower() == "of":
        return next(
            (
                sentence.tokens[i].lemma.lower()
                for i in sentence.children.get(last + 1, ())
                if sentence.tokens[i].dep == "pobj"
            ),
            "",
        )
    noun = ""
    for token in sentence.tokens[last + 1 : last + 5]:
        if token.pos in _NOMINAL:
            noun = _lemma(token)
        elif noun or (token.pos not in {"ADJ", "ADV"} and token.text != "-"):
            break
    return noun


def _noun_of_measure(sentence: Lexed, inside: list[int], top: int) -> str:
    token = sentence.tokens[top]
    for child in sentence.children.get(top, ()):
        if (
            child > top
            and sentence.tokens[child].lemma.lower() in {"of", "in"}
            and sentence.tokens[child].dep == "prep"
            and child <= inside[-1] + 1
        ):
            noun = next(
                (
                    sentence.tokens[i]
                    for i in sentence.children.get(child, ())
                    if sentence.tokens[i].dep == "pobj" and sentence.tokens[i].pos == "NOUN"
                ),
                None,
            )
            if noun is not None and (
                sentence.tokens[child].lemma.lower() == "of" or sentence.tokens[top].dep in {"dobj", "pobj"}
            ):
                return noun.lemma.lower()
    if token.head > inside[-1] and token.dep in {"nmod", "compound", "amod", "nummod", "quantmod", "npadvmod"}:
        return sentence.tokens[token.head].lemma.lower() if sentence.tokens[token.head].pos in {"NOUN", "ADJ"} else ""
    head = sentence.tokens[token.head]
    if token.dep == "pobj" and head.lemma.lower() == "of" and sentence.tokens[head.head].pos == "NOUN":
        return sentence.tokens[head.head].lemma.lower()
    return ""
