"""The corpus of the benchmarks is consistent in itself: what is multiplied is still a claim of its article."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from pathlib import Path

from benchmarks.__main__ import table
from benchmarks.corpus import SLOTS, Vocabulary
from benchmarks.filling import SENTENCES, casts, fill, moulds
from benchmarks.load import quantile
from benchmarks.measures import Row
from factcheck.checker import Checker
from service.candidates import index_for
from service.store import codec, create_store


def test_words_of_a_slot_have_one_length_and_stand_in_no_other_slot() -> None:
    words = Vocabulary().words
    assert {slot: {len(word) for word in words[slot]} for slot in SLOTS} == {
        "name": {6},
        "firm": {8},
        "town": {9},
        "thing": {6},
    }
    everything = [word.lower() for slot in SLOTS for word in words[slot]]
    assert len(everything) == len(set(everything))


def test_a_few_words_are_drawn_often_and_most_seldom() -> None:
    vocabulary = Vocabulary()
    drawn = Counter(vocabulary.draw("firm") for _ in range(5000))
    often = [count for _, count in drawn.most_common(10)]
    assert sum(often) > 5000 / 4
    assert sum(1 for count in drawn.values() if count == 1) > len(drawn) / 3


def test_an_article_with_other_words_still_quotes_its_claims(checker: Checker) -> None:
    vocabulary = Vocabulary()
    made = casts(moulds(checker, 2, vocabulary), vocabulary)
    for one in (next(made) for _ in range(6)):
        assert len(one.claims) > SENTENCES * 0.7
        for cast in one.claims:
            claim = codec.decode(codec.VERSION, codec.seal(cast.packed))
            assert (claim.id, claim.text, claim.standalone_text) == (cast.id, cast.text, cast.standalone_text)
            assert tuple(dict.fromkeys(claim.terms)) == cast.terms
            assert one.text[claim.span.start : claim.span.end] == claim.text
            assert claim.article_id == claim.origin == one.id
            assert claim.source == one.source
            for token in claim.tokens:
                assert one.text[token.start : token.end] == token.text
            for entity in claim.entities:
                assert f"entity:{entity.canonical}" in claim.terms


def test_a_filled_database_has_what_storing_the_same_articles_would_have_put_there(
    checker: Checker, tmp_path: Path
) -> None:
    said: list[str] = []
    vocabulary = Vocabulary()
    made = list(islice(casts(moulds(checker, 1, vocabulary), vocabulary), 3))
    store = create_store(f"sqlite:///{tmp_path}/filled.db")
    store.migrate()
    stored = fill(store, iter(made), 0, sum(len(each.claims) for each in made), said.append)
    with store.read() as reading:
        claims = reading.claims.by_seq(range(1, stored + 1))
        for each in made:
            record = reading.articles.get(each.id)
            assert record is not None
            assert record.article.text == each.text
        found = index_for("sqlite").search(reading.connection, [claim.terms for claim in claims.values()], limit=60)
    assert stored == len(claims)
    assert all(seq in (*each.same_slot, *each.likest) for seq, each in zip(claims, found, strict=True))
    assert said[-1].startswith(f"  {stored:,} of {stored:,} claims stored")
    store.dispose()


def test_the_same_corpus_comes_out_of_every_run() -> None:
    assert Vocabulary().text(SENTENCES) == Vocabulary().text(SENTENCES)
    assert Vocabulary(1).text(SENTENCES) != Vocabulary(2).text(SENTENCES)


def test_the_table_has_a_row_for_every_figure() -> None:
    lines = table([Row("a row", "10 claims", "1 ms", "< 2 ms"), Row("another", "1", "3")]).splitlines()
    assert len(lines) == 4
    assert len({len(line) for line in lines}) == 1


def test_a_quantile_lies_among_its_values() -> None:
    assert quantile([1.0], 0.95) == 1.0
    assert quantile(list(map(float, range(1, 102))), 0.5) == 51.0
    assert quantile(list(map(float, range(1, 102))), 0.95) == 96.0
