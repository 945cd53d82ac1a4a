"""Every tunable number, with how and on what it was calibrated."""

from __future__ import annotations

LONGEST_SENTENCE = 1_000
"""Characters. The longest sentence of 982 news articles (ECB+) has 771; what is longer is a table, a dump or an attack."""

SHORTEST_STATEMENT = 4
"""Words. Shorter sentences of news ("He declined.", "That changed.") carry nothing that another outlet could dispute."""

SHORTEST_UNPUNCTUATED_STATEMENT = 8
"""Words. A line without a full stop is mostly a heading or a caption; those of ECB+ have a median of 7 words."""

WORTHINESS = {
    "intercept": -1.2,
    "quantities": 0.6,
    "digits": 0.5,
    "names": 0.35,
    "people": 0.1,
    "times": 0.3,
    "past": 0.5,
    "comparison": 0.3,
    "first_person": -0.5,
    "second_person": -0.8,
    "view": -0.6,
    "unfulfilled": -0.6,
    "attributed": -0.1,
    "length": 0.7,
}
"""Logistic weights by feature of `extraction.worthiness`, set by hand."""

SAME_SPELLING = 0.93
"""Jaro-Winkler similarity from which two words of more than four letters are one: "organise", "organize" have 0.95."""

RAREST_TERMS = 8
"""How many of a claim's rarest terms the index is asked for; more find hardly anything and cost time (DESIGN, 4)."""

COMMONEST_TERM = 0.3
"""Share of all claims from which a term is too common to be asked for, in sets of more than a handful of claims."""

CANDIDATES = 24
"""How many claims one claim is compared with at most."""

COPY_RESEMBLANCE = 0.5
"""Share of equal MinHash values from which two texts are one."""

SHORTEST_COPY = 20
"""Words. Shorter texts are alike by chance ("Polls close at 10 p.m.")."""

SHORTEST_COPIED_SENTENCE = 10
"""Words. From this length two identical sentences are one sentence copied, not the same thing said twice."""

REPORT = 0.5
"""Confidence below which a conflict is not reported; it still counts in the scores that pairs are ranked on."""

AGREEMENT_COVERAGE = 0.6
"""Share of the content words of both claims that must line up, with no conflict read, for an agreement."""

UNNAMED_COVERAGE = 0.6
"""Share of words that must line up before two common nouns ("the bridge") are taken for one thing."""
