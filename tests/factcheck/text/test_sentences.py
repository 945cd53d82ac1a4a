from __future__ import annotations

import pytest

from factcheck.text.sentences import blocks, sentences
from factcheck.thresholds import LONGEST_SENTENCE


def _texts(text: str) -> list[str]:
    return [text[span.start : span.end] for _, span in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One is here. Two is there.", ["One is here.", "Two is there."]),
        (
            "Acme Inc. has grown. Mr. Roe left at 5 p.m. sharp.",
            ["Acme Inc. has grown.", "Mr. Roe left at 5 p.m. sharp."],
        ),
        ("A Heading\n\nThe first line.", ["A Heading", "The first line."]),
        ("The line was wrapped\nin the middle of it.", ["The line was wrapped\nin the middle of it."]),
        ("A comma ends this,\nNorwick said.", ["A comma ends this,\nNorwick said."]),
        ("  • A bullet point\n  • Another one", ["A bullet point", "Another one"]),
        ("\r\n\r\nOne.\r\n\r\nTwo.\r\n", ["One.", "Two."]),
        ("He sold the car. Nobody has replaced it.", ["He sold the car.", "Nobody has replaced it."]),
        ("It was Acme vs. Borel in court.", ["It was Acme vs. Borel in court."]),
        ("", []),
        (" \n\t ", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert _texts(text) == expected


def test_a_heading_is_a_block_of_its_own() -> None:
    assert len(blocks("Heading\nText begins here.\n\nMore text.")) == 3


def test_a_stretch_without_an_end_is_cut_at_semicolons_and_else_left_out() -> None:
    part = "word " * 100
    text = f"{part}; {part}; {'word ' * 300}"
    assert [len(each) < LONGEST_SENTENCE for each in _texts(text)] == [True, True]
