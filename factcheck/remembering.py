"""What is worked out for a claim is worked out once, and kept as long as the claim itself.

Not in a `functools.lru_cache` for each function: a hundred of them hold on to a hundred times as many claims, and a worker
that stores articles grows by each for hours.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from factcheck.models import Claim

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def once_a_claim(
    work: Callable[Concatenate[Claim, Arguments], Result],
) -> Callable[Concatenate[Claim, Arguments], Result]:
    """Work out each answer about a claim once; further arguments have to be hashable, and tell answers apart.

    An answer must not hold on to its claim: the two would wait for the collector of rings, which comes by rarely.
    """

    @wraps(work)
    def remembered(claim: Claim, /, *rest: Arguments.args, **named: Arguments.kwargs) -> Result:
        known: dict[Any, Any]
        try:
            known = claim.remembered
        except AttributeError:
            known = {}
            object.__setattr__(claim, "remembered", known)
        key: Any = (work, rest, *named.items()) if rest or named else work
        try:
            found: Result = known[key]
        except KeyError:
            found = known[key] = work(claim, *rest, **named)
        return found

    return remembered
