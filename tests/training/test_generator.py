"""The generator of training pairs: its labels follow from its laws, and one seed makes the same pairs everywhere."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from training.generator import laws, values
from training.generator.events import EVENTS
from training.generator.laws import LAWS, pair
from training.generator.news import News, Sentence, sentences
from training.onesided import accuracy
from training.pairs import LABELS, Pair

SEED = 7
DRAWN = {law: [made for number in range(60) if (made := pair(law, number, SEED))] for law in LAWS}

LABEL_OF = {
    "same": {"agreement"},
    "detail": {"contradiction"},
    "another": {"neutral"},
    "otherwise": {"contradiction"},
    "neither": {"agreement"},
    "planned": {"neutral"},
    "measures": {"neutral"},
    "denied": {"contradiction"},
    "doubted": {"neutral"},
    "two_speakers": {"neutral"},
    "namesake": {"neutral"},
    "part": {"neutral", "contradiction"},
    "until": {"agreement", "contradiction"},
    "within": {"agreement", "contradiction"},
    "namesakes": {"neutral", "contradiction"},
    "updated": {"neutral", "contradiction"},
}


@pytest.mark.parametrize("law", LAWS)
def test_one_seed_makes_the_same_pairs_again(law: str) -> None:
    assert [pair(law, number, SEED) for number in range(5)] == [pair(law, number, SEED) for number in range(5)]
    assert [pair(law, number, SEED) for number in range(20)] != [pair(law, number, SEED + 1) for number in range(20)]


@pytest.mark.parametrize("law", LAWS)
def test_a_law_makes_whole_sentences_with_labels_that_are_its(law: str) -> None:
    assert len(DRAWN[law]) >= 10
    for made in DRAWN[law]:
        assert made.label in LABEL_OF.get(law, set(LABELS))
        assert made.a != made.b
        for text in (made.a, made.b):
            assert not re.search(r"[{}]|  ", text), text
            assert not text[0].islower(), text


TURNS = ("converse", "sides", "opposed", "only", "granted", "namesakes", "parts_played", "ranked", "until", "within")


@pytest.mark.parametrize("law", TURNS)
def test_words_that_look_opposed_come_with_every_label_that_they_can_have(law: str) -> None:
    drawn = Counter(made.label for number in range(600) if (made := pair(law, number, SEED)))
    assert set(drawn) == LABEL_OF.get(law, set(LABELS))
    assert min(drawn.values()) > 60


def test_a_relation_told_from_the_other_side_agrees_and_turned_round_conflicts() -> None:
    seen = Counter[str]()
    for number in range(4000):
        made = pair("converse", number, SEED)
        if made and made.a.startswith("In ") and " got the better of " in made.a and " was beaten by " in made.b:
            loser = made.a.rstrip(".").split(" got the better of ")[1]
            assert made.b.startswith(loser) == (made.label == "agreement") or made.label == "neutral"
            seen[made.label] += 1
    assert min(seen[label] for label in ("agreement", "contradiction")) > 1


def test_no_label_is_rare_and_one_text_alone_does_not_tell_it() -> None:
    drawn = [
        made for law, (_, weight) in LAWS.items() for number in range(15 * weight) if (made := pair(law, number, SEED))
    ]
    shares = Counter(made.label for made in drawn)
    assert min(shares[label] for label in LABELS) > 0.2 * len(drawn)
    guessed, commonest = accuracy(drawn)
    assert guessed < commonest + 0.2


def test_every_slot_of_every_sentence_is_one_of_its_event() -> None:
    for event in EVENTS:
        for template in (*(one for fact in event.facts for one in fact), *event.otherwise, *event.plan):
            assert laws.names(template) <= event.slots.keys(), (event.name, template)
        assert {*event.identity, *event.changes, *(event.swap or ()), *(event.mutual or ())} <= event.slots.keys()


@pytest.mark.parametrize("number", [3, 12, 27, 99, 140, 1_250, 48_000])
def test_a_rounder_number_is_true_and_an_excluding_one_is_not(number: int) -> None:
    for seed in range(60):
        assert _holds(values.rounder(number, Random(seed)), number), values.rounder(number, Random(seed))
        assert not _holds(values.excluded(number, Random(seed)), number), values.excluded(number, Random(seed))
        assert values.misstated(number, Random(seed)) != number


def _holds(bound: str, number: int) -> bool:
    words, _, figure = bound.rpartition(" ")
    limit = int(figure.replace(",", ""))
    if words.startswith("between "):
        return int(words.split()[1].replace(",", "")) <= number <= limit
    if words in ("about", "around"):
        return abs(limit - number) <= 0.1 * number
    return {
        "more than": number > limit,
        "over": number > limit,
        "at least": number >= limit,
        "no fewer than": number >= limit,
        "fewer than": number < limit,
        "no more than": number <= limit,
        "up to": number <= limit,
        "nearly": number < limit <= 1.2 * number,
    }[words]


@pytest.mark.parametrize(
    ("number", "written"), [(0, "zero"), (21, "twenty-one"), (300, "three hundred"), (4_012, "four thousand twelve")]
)
def test_numbers_are_spelled(number: int, written: str) -> None:
    assert values.words(number) == written


SENTENCE = "The ferry was carrying 240 passengers when it ran aground near Bergen on Friday evening."


def _news() -> News:
    other = "Karin Holt met Peter Doyle in Lisbon on Monday to talk about the new harbour and the old pier."
    return News([Sentence(SENTENCE, "1", "1", "x", 0), Sentence(other, "2", "2", "y", 0)], {"new": ["old"]})


@pytest.mark.parametrize("seed", range(30))
def test_a_changed_number_in_the_news_conflicts_and_a_rounder_one_agrees(seed: int) -> None:
    changed = _news().number(Random(seed), SENTENCE)
    assert changed is not None
    found = re.search(r"carrying (.*) passengers", changed[0])
    assert found
    if changed[1] == "agreement":
        assert _holds(found[1], 240)
    elif " " in found[1]:
        assert not _holds(found[1], 240)
    else:
        assert found[1] != "240"


def test_the_news_laws_change_what_they_say() -> None:
    news = _news()
    denied = news.negation(Random(1), SENTENCE)
    assert denied
    assert re.search(r"was(n't| not| never) carrying", denied[0])
    assert news.negation(Random(1), "The ferry was not carrying 240 passengers.") is None
    swapped = news.turned("Karin Holt accused Peter Doyle of lying about the new harbour.")
    assert swapped == ("Peter Doyle accused Karin Holt of lying about the new harbour.", "contradiction")
    assert news.turned("Karin Holt met Peter Doyle in Lisbon on Monday.") is None
    assert news.place(Random(1), SENTENCE) == (SENTENCE.replace("Bergen", "Lisbon"), "contradiction")
    lonely = "The ferry ran aground near Great Blue Bay."
    assert News([Sentence(lonely, "1", "1", "x", 0)], {}).place(Random(1), lonely) is None
    assert news.opposite(Random(1), "They built a new harbour.") == ("They built a old harbour.", "contradiction")


def test_sentences_are_cut_out_of_articles_as_print_has_them(tmp_path: Path) -> None:
    text = "http : / / page _ 1 Home The mayor 's office did n't answer questions , an aide said on Monday . It never does ."
    (tmp_path / "articles.jsonl").write_text(json.dumps({"id": "1", "topic": "1", "event": "1", "text": text}) + "\n")
    assert sentences(tmp_path / "articles.jsonl") == []
    text = "The mayor 's office did n't answer questions , an aide said on Monday . It never does ."
    (tmp_path / "articles.jsonl").write_text(json.dumps({"id": "1", "topic": "1", "event": "1", "text": text}) + "\n")
    [only] = sentences(tmp_path / "articles.jsonl")
    assert only.text == "The mayor's office didn't answer questions, an aide said on Monday."


def test_a_pair_is_known_by_its_texts_and_its_label() -> None:
    assert Pair("a", "b", "neutral", "x").digest == Pair("a", "b", "neutral", "y").digest
    assert Pair("a", "b", "neutral", "x").digest != Pair("a", "b", "agreement", "x").digest


def test_headlines_of_one_report_agree_call_it_untrue_or_wonder() -> None:
    news = News([Sentence("The ferry Aurelia was damaged by a storm near Kotka, police said.", "1", "1", "1", 0)], {})
    made = [news.pair(number, 3) for number in range(3_000)]
    found = [pair for pair in made if pair and pair.source == "news:headlines"]
    plain = {news.headline(Random(number), news.found[0].text) for number in range(200)}
    assert {(pair.a in plain, pair.label) for pair in found if pair.b.startswith("Hoax: ")} == {
        (True, "contradiction"),
        (False, "agreement"),
    }
    assert {pair.label for pair in found if pair.b.startswith("Unconfirmed: ")} == {"neutral"}
    assert "Ferry Aurelia Damaged by Storm Near Kotka" in {pair.b for pair in found if pair.label == "agreement"}


def test_another_desk_prints_the_same_without_asides_and_in_other_words() -> None:
    news = News([Sentence("Gov. Marta Quill (52) was arrested on Tuesday night.", "1", "1", "1", 0)], {})
    printed = {news.edited(Random(number), news.found[0].text) for number in range(60)}
    assert {"Gov. Marta Quill was arrested on Tuesday night.", "Marta Quill (52) was detained."} <= printed
    assert all("Quill" in text for text in printed)
