"""Whether two claims come from articles about one event, so that "the dam" of one is "the dam" of the other.

The rule: two articles, published within days of each other, have a name in common that at least one of them is about,
and so much else of what they are about (`extraction/setting.py`) that names, and nouns at half their weight, reach
EVENT_LIKENESS. Two texts that somebody puts side by side have no article around them.

Hit: articles of two days about the Aurelia, a ferry that sank off Kotka. Near miss: two of one day that share only the
name of a country and "election".
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from factcheck.extraction.setting import NOUN
from factcheck.models import Claim, Match
from factcheck.text.names import same_name
from factcheck.thresholds import EVENT_DAYS, EVENT_LIKENESS, LEADING_NAMES


def of_one_event(match: Match) -> bool:
    """Whether the articles of both claims are about one event."""
    one, other = match.a, match.b
    if one.article_id == other.article_id or not one.setting or not other.setting:
        return False
    if one.published_at is not None and other.published_at is not None:
        apart = abs(_aware(one.published_at) - _aware(other.published_at))
        if apart.days >= EVENT_DAYS:
            return False
    return _share(one.setting, other.setting)


@lru_cache(maxsize=4_096)
def _share(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    (names, nouns), (others, rest) = _parted(one), _parted(other)
    shared = [(i, j) for i, name in enumerate(names) for j, each in enumerate(others) if same_name(name, each)]
    if not any(i < LEADING_NAMES or j < LEADING_NAMES for i, j in shared):
        return False
    alike = min(len({i for i, _ in shared}), len({j for _, j in shared}))
    return alike + len(nouns & rest) / 2 >= EVENT_LIKENESS


def _parted(setting: tuple[str, ...]) -> tuple[list[str], set[str]]:
    names = [each for each in setting if not each.startswith(NOUN)]
    return names, set(setting[len(names) :])


def _aware(time: datetime) -> datetime:
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def of_one_time(match: Match) -> bool:
    """Whether the articles of both are about one event and known to be of one time: a name lives longer than an event."""
    dated = match.a.published_at is not None and match.b.published_at is not None
    return dated and of_one_event(match)


def is_definite(claim: Claim, index: int) -> bool:
    """Whether a noun stands for something known or for any at all: "the alarm", "its alarm", "no alarm", "alarms"."""
    below = [claim.tokens[i] for i in range(max(0, index - 6), index) if claim.tokens[i].head == index]
    if any(token.dep == "poss" for token in below):
        return True
    articles = [token.lemma.lower() for token in below if token.dep in {"det", "neg"}]
    return bool(set(articles) & {"the", "this", "that", "these", "those", "no", "all"}) or (
        not articles and claim.tokens[index].tag == "NNS"
    )
