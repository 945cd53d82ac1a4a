"""What the strength of a reading is worth: the share of such findings that are right.

A detector says how strongly its rule applies, on a scale of its own. Readers see a probability: of the findings with confidence
0.8, about 80 in 100 are contradictions. One logistic curve a kind leads from the one to the other; its numbers
(`thresholds.CALIBRATION`) are fitted by `scripts/fit_confidence.py`.

Where a learned judge has heard the pair too, its word counts beside the rule's: a sum of both in log-odds, fitted by
`scripts/fit_judge.py` (`thresholds.JUDGED`).
"""

from __future__ import annotations

import math

from factcheck.models import Judgement, Kind
from factcheck.thresholds import CALIBRATION, JUDGED

_IDENTITY = (0.0, 1.0)


def log_odds(share: float) -> float:
    """Of a share from 0 to 1, kept off both ends by 0.02: no rule is surer than that."""
    kept = min(max(share, 0.02), 0.98)
    return math.log(kept / (1 - kept))


def probability(kind: Kind, strength: float, judgement: Judgement | None = None) -> float:
    """The confidence, 0 to 1, that a reading of this kind and strength names a contradiction; 0 stays 0."""
    if strength <= 0:
        return 0.0
    if kind is Kind.LEARNED:
        offset, _, slope = JUDGED["learned"]
        return _share(offset + slope * judged_odds(strength))
    offset, slope = CALIBRATION.get(kind, _IDENTITY)
    ruled = offset + slope * log_odds(strength)
    if judgement is None:
        return _share(ruled)
    base, by_rule, by_judge = JUDGED["typed"]
    return _share(base + by_rule * ruled + by_judge * judged_odds(judgement.contradiction))


def judged_odds(share: float) -> float:
    """The log-odds of a judge's probability, kept off both ends by 0.005."""
    kept = min(max(share, 0.005), 0.995)
    return math.log(kept / (1 - kept))


def _share(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))
