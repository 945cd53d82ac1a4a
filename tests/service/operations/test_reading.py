"""HTML is read as a reader of the page would read it."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from service.operations.errors import NotAnArticle, TextTooLong
from service.operations.reading import readable
from service.store.records import ArticleDraft

_BODY = (
    "<p>The Kestrel dam in Orsk collapsed on Friday, the council said in a statement to residents.</p>"
    "<p>Water reached the lower streets before noon, and the railway to the south was cut off for hours.</p>"
    "<p>In May 2019 engineers had found cracks in the eastern wall, according to the regional archive.</p>"
)
_PAGE = (
    "<html><head><title>Dam gone</title><meta name='author' content='Jo Doe'>"
    "<meta property='article:published_time' content='2025-03-04T09:00:00Z'>"
    "<link rel='canonical' href='https://courier.example/dam'></head>"
    "<body><nav><a href='/'>Home</a> <a href='/sport'>Sport</a></nav>"
    f"<article><h1>Dam gone</h1>{_BODY}</article><script>let tracked = 1;</script>"
    "<footer>All rights reserved.</footer></body></html>"
)


def test_a_page_becomes_its_text_and_what_it_says_of_itself() -> None:
    draft = readable(ArticleDraft(source="The Courier", html=_PAGE), 200_000)
    assert draft.html is None
    assert draft.text is not None
    assert "The Kestrel dam in Orsk collapsed on Friday" in draft.text
    assert "Sport" not in draft.text
    assert "tracked" not in draft.text
    assert (draft.title, draft.author, draft.url) == ("Dam gone", "Jo Doe", "https://courier.example/dam")
    assert draft.published_at == datetime(2025, 3, 4, tzinfo=UTC)


def test_what_was_submitted_beside_the_page_stands() -> None:
    moment = datetime(2024, 1, 2, 3, 4, tzinfo=UTC)
    draft = ArticleDraft("The Courier", None, _PAGE, "My title", "https://x.example", "Me", moment, "en")
    read = readable(draft, 200_000)
    assert (read.title, read.url, read.author, read.published_at) == ("My title", "https://x.example", "Me", moment)


def test_a_date_in_the_text_is_not_taken_for_the_day_of_publication() -> None:
    read = readable(ArticleDraft("The Courier", html=f"<html><body><article>{_BODY}</article></body></html>"), 200_000)
    assert read.published_at is None


def test_a_text_is_left_as_it_is() -> None:
    draft = ArticleDraft(source="The Courier", text="  <p>Not HTML.</p>\n")
    assert readable(draft, 1) is draft


@pytest.mark.parametrize(
    "html",
    [
        "",
        "   ",
        "<html></html>",
        "<!-- nothing -->",
        "<script>let x = 1;</script>",
        "\x00",
        "<" * 5000,
        "<div>" * 5000,
        "<?xml version='1.0' encoding='utf-16'?><p></p>",
    ],
)
def test_a_page_without_anything_to_read_is_no_article(html: str) -> None:
    with pytest.raises(NotAnArticle):
        readable(ArticleDraft(source="The Courier", html=html), 200_000)


@pytest.mark.parametrize("tag", ["<br>", "<p>a", "<a href=x>a</a>"])
def test_a_page_of_hardly_anything_but_tags_is_not_read(tag: str) -> None:
    with pytest.raises(NotAnArticle, match="more than 50,000 tags"):
        readable(ArticleDraft(source="The Courier", html=tag * (1_900_000 // len(tag))), 200_000)


def test_deep_nesting_is_read_or_refused_but_never_fatal() -> None:
    for depth in (100, 1_000, 10_000):
        html = f"<html><body>{'<div>' * depth}<article>{_BODY}</article>{'</div>' * depth}</body></html>"
        try:
            assert readable(ArticleDraft(source="The Courier", html=html), 200_000).text
        except NotAnArticle:
            assert depth > 100


def test_a_page_with_too_long_a_text_is_refused() -> None:
    with pytest.raises(TextTooLong) as refused:
        readable(ArticleDraft(source="The Courier", html=_PAGE), 50)
    assert refused.value.limit == 50
    assert refused.value.characters > 50


def test_a_page_of_nothing_but_list_items_is_read_in_bounded_time() -> None:
    html = "<li>The ferry." * 14_000

    started = time.monotonic()
    page = readable(ArticleDraft(source="The Courier", html=html), 200_000)

    assert page.text
    # A second or so; the library's second opinion would take half a minute.
    assert time.monotonic() - started < 10
