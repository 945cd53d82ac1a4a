"""HTML to the article that a reader of the page would see."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, cast

import trafilatura
from trafilatura.settings import Document

from schemas.fields import is_url
from service.operations.errors import NotAnArticle, TextTooLong
from service.store.records import ArticleDraft

_DATE_ONLY: Final = "%Y-%m-%d"
# The library's second opinion, justext, takes time with the square of the number of paragraphs: 25 s for 14,000 list
# items. Pages of articles stay well below this many tags.
_MOST_TAGS_FOR_A_SECOND_OPINION: Final = 5_000
MOST_TAGS: Final = 50_000
"""What a page may have: each takes a tenth of a millisecond and a kilobyte, and 2 MB of `<br>` would take 48 s."""


@dataclass(frozen=True, slots=True)
class _Page:
    text: str
    title: str | None
    author: str | None
    url: str | None
    published_at: datetime | None


def readable(draft: ArticleDraft, max_text_characters: int) -> ArticleDraft:
    """The draft with its text read out of its HTML; what the draft does not say of itself is taken from the page.

    NotAnArticle where there is nothing to read, TextTooLong where there is too much. A draft with a text is returned
    as it is.
    """
    if draft.text is not None:
        return draft
    page = _read(draft.html or "")
    if len(page.text) > max_text_characters:
        raise TextTooLong(len(page.text), max_text_characters)
    return replace(
        draft,
        text=page.text,
        html=None,
        title=draft.title if draft.title is not None else page.title,
        author=draft.author if draft.author is not None else page.author,
        url=draft.url if draft.url is not None else page.url,
        published_at=draft.published_at if draft.published_at is not None else page.published_at,
    )


def _read(html: str) -> _Page:
    if html.count("<") > MOST_TAGS:
        raise NotAnArticle(f"The page has more than {MOST_TAGS:,} tags, which no article has.")
    try:
        # A page that is all article, or only part of one, has nothing around its text that it could be told by.
        found = _extracted(html) or _extracted(f"<html><body><article>{html}</article></body></html>")
    except RecursionError as error:  # elements nested a thousand deep, which no article is
        raise NotAnArticle("The page is nested too deeply to be read.") from error
    if found is None:
        raise NotAnArticle("The page holds no text to read.")
    url = found.url if found.url and is_url(found.url) else None
    return _Page((found.text or "").strip(), found.title or None, found.author or None, url, _moment(found.date))


def _extracted(html: str) -> Document | None:
    """What the library finds, if there is a letter or a digit to read in it."""
    extracted = trafilatura.bare_extraction(
        html,
        fast=html.count("<") > _MOST_TAGS_FOR_A_SECOND_OPINION,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        # Only what the page says of itself: an extensive search takes any date in the text for the day it came out.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    found = cast("Document | None", extracted)  # the library can also answer with a dict, when asked to
    return found if found is not None and any(map(str.isalnum, found.text or "")) else None


def _moment(date: str | None) -> datetime | None:
    """The start, in UTC, of the day that the page names."""
    try:
        return datetime.strptime(date or "", _DATE_ONLY).replace(tzinfo=UTC)
    except ValueError:
        return None
