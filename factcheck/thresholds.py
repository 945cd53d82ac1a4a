"""Every tunable number, with how and on what it was calibrated."""

from __future__ import annotations

LONGEST_SENTENCE = 1_000
"""Characters. The longest sentence of 982 news articles (ECB+) has 771; what is longer is a table, a dump or an attack."""

KEPT_WORDS = 20_000
"""Words that the vocabulary of the language model may grow to: they take 6 MB. Where 5,000 or
60,000 are kept, 2,400 articles of 6 sentences are read in the same time, 24 to 27 ms each."""

SHORTEST_STATEMENT = 4
"""Words. Shorter sentences of news ("He declined.", "That changed.") carry nothing that another outlet could dispute."""

SHORTEST_UNPUNCTUATED_STATEMENT = 8
"""Words. A line without a full stop is mostly a heading or a caption; set by judgement, title case is refused at any length."""

CHECKABLE_OPINION = 0.25
"""Check-worthiness from which "I think that ..." is a claim. Of 238 check-worthy sentences (CheckThat! 2024, development
part) ten are opinions in form, with a number or an event in them; six of those lie above. Of 36 opinions in 250 news
articles (ECB+) seven do."""

SAME_SPELLING = 0.93
"""Jaro-Winkler similarity from which two words of more than four letters are one: "organise", "organize" have 0.95."""

RAREST_TERMS = 8
"""How many of a claim's rarest terms the index is asked for; more find hardly anything and cost time (DESIGN, 4)."""

COMMONEST_TERM = 0.3
"""Share of all claims from which a term is too common to be asked for, in sets of more than a handful of claims."""

CANDIDATES = 24
"""How many claims one claim is compared with at most."""

RANK_FUSION = 5
"""What is added to a place in reciprocal rank fusion; with 1 to 20 it makes no difference (docs/matching.md)."""

COPY_RESEMBLANCE = 0.5
"""Share of equal MinHash values from which two texts are one."""

SHORTEST_COPY = 20
"""Words. Shorter texts are alike by chance ("Polls close at 10 p.m.")."""

SHORTEST_COPIED_SENTENCE = 10
"""Words. From this length two identical sentences are one sentence copied, not the same thing said twice."""

REPORT = 0.5
"""Strength below which a conflict is not reported; it still counts in the scores that pairs are ranked on."""

CALIBRATION = {
    "negation": (0.05, 0.84),
    "denial": (0.0, 0.84),
    "antonym": (0.12, 0.93),
    "quantity": (-0.38, 0.71),
    "date": (0.34, 1.06),
    "role": (0.28, 0.97),
    "superlative": (0.31, 1.0),
    "opposed_concept": (-0.34, 0.75),
    "affiliation": (0.14, 0.94),
}
"""Offset and slope, by kind, of the curve from a reading's strength to a probability, both in log-odds.

Fitted by `scripts/fit_confidence.py` on 461 reported conflicts: 37 of the calibration part of the gold set, the others of
ConjNLI (training part), negated NLI pairs, FEVER (training part) and Emergent, all together weighing as much as the gold
set's. Right of reported: negation 110 of 129, denial 153 of 176, quantity 13 of 18, opposed_concept 23 of 29, date 71 of 72,
the other kinds 30 of 30; kinds with few examples lie near the common curve.

It is the fit of 2026-11-21. One of the next day, when rules had been mended by errors of the same public sets, promised
more than holds: of 69 conflicts of the measured part that it gave 0.9 and more, 58 were right; of the 55 of this one, 50.
"""

LEARNED_REPORT = 0.6
"""What a learned judge must give a contradiction of two texts that somebody puts side by side before it is reported without a
rule, 0 to 1. Rules and the judge that is shipped, precision and recall on development pairs: FEVER-symmetric 0.5 .78 .61,
0.6 .79 .59, 0.8 .80 .52; our gold set's tuning part 0.5 .79 .56, 0.6 .81 .54, 0.8 .86 .49, 0.9 .91 .46."""

LEARNED_NAMELESS_REPORT = 0.97
"""The same where neither text names anybody or anything: two scenes look like one to it. SICK's trial set, precision and recall:
0.95 .78 .89, 0.96 .86 .89, 0.97 .93 .88, 0.98 .98 .84."""

LEARNED_STORY_REPORT = 0.98
"""The same where nobody put them side by side, for a judge whose card lets it hear articles: that of the one that is shipped does
not, since of 50 reports from 0.9 on between articles of ECB+ two at most were right (docs/adr/0010)."""

JUDGED = {
    "typed": (-0.08, 1.32, 0.02),
    "learned": (-0.79, 0.0, 0.33),
}
"""Offset, weight of the rule's log-odds and weight of the judge's, where a rule reads a conflict and where none does.

Fitted by `scripts/fit_judge.py` on the calibration part of the gold set and 1,742 public pairs that were held out of training; of
130 conflicts that a rule read 114 were right, of 195 that the judge alone read 147, of the gold set's 27 of these 5."""

TYPED_REPORT = 0.3
"""Probability, judge and rule together, below which a conflict that a rule reads is not reported."""

AGREEMENT_LIKENESS = 0.8
"""Mean of similarity and the smaller coverage from which a pair without a conflict agrees, 0 to 1.

On the public development pairs agreement then is right in 58 of 100 (SICK, where sentences differ by one word) to nearly
all cases (rumour headlines, FEVER); at 0.7 it was right in 55 to 73.
"""

UNNAMED_COVERAGE = 0.6
"""Share of words that must line up before two common nouns ("the bridge") are taken for one thing."""

PLACED_COVERAGE = 0.35
"""The same where the claims share a name elsewhere, or the nouns two words that narrow them down ("seabed mining bill")."""

LEAD_SENTENCES = 2
"""Sentences of an article that tell what it is about: news puts who, what and where first."""

MOST_SETTING_NAMES = 12
MOST_SETTING_NOUNS = 24
"""How many names and nouns of an article are kept with each of its claims."""

EVENT_DAYS = 10
"""Days within which two articles may be about one event; later ones are about what came of it."""

LEADING_NAMES = 4
"""Names of an article of which one must be among the shared ones."""

EVENT_LIKENESS = 2.0
"""Names, and nouns at half their weight, that two articles must share to be about one event. By judgement, on invented
stories that several outlets tell; checked on the event pairs of ECB+."""

EVENT_COVERAGE = 0.5
"""Share of the words that two claims about a named thing must have in common that is enough in articles about one event.
By judgement; without any, matches of one team on two days are taken for one (ECB+)."""

COMPARABLE_COVERAGE = 0.3
"""Share of one claim's words that must line up before a pair without a shared slot is put to the detectors.

Of some 170 conflicts found in 3,000 public development pairs two lay below it, one of them a false alarm; of 559 pairs
that an index offered for news sentences (ECB+) 247 did, and each costs up to a millisecond.
"""

AGREEING_WORDS = 3
"""Content words that must line up before the same wording is an agreement: "He gave no reason." corroborates nothing."""

SLOT_PREFERENCE = 0.2
"""By how much surer another kind must be before it decides over a conflict about a slot of a named thing."""

NEGATION_COVERAGE = 0.7
"""Share of a negated clause that the other claim must carry. On 3,000 negated NLI pairs: 0.6 P .83, 0.7 .87, 0.8 .87."""

NEGATION_KIN = 0.85
"""What is left of the confidence where two predicates are kin ("slice", "cut") and not one word. Set on SICK's trial set."""

NEGATION_WEIGHTS = {
    "intercept": -2.48,
    "covered": 1.76,
    "wholly_covered": 1.43,
    "missing_nouns": 0.05,
    "missing_verbs": 0.84,
    "missing_adjectives": 0.03,
    "together": -0.26,
    "said_besides": -0.55,
    "missing_besides": 0.90,
    "length": 0.05,
    "existence": -0.67,
    "never": 0.18,
    "no": 0.61,
    "implied": 0.29,
    "other_mode": -0.75,
    "main_clause": 1.47,
    "circumstances": -0.13,
    "lined_up": 0.61,
}
"""Logistic weights by feature of `matching.denied`: how likely a clause denies what the other claim says in other words.

Fitted by `scripts/fit_negation.py` on half of 3,000 negated NLI pairs (Hossain et al. 2020) and, at lower weight, on the
pairs with one negated side of ConjNLI's training part, of a part of SNLI's and of half of MultiNLI's development part.
"""

NEGATION_LIKELY = 0.55
"""Likelihood from which such a denial is a conflict. With the strict rule, on the half of the negated NLI pairs that was
not fitted on: 0.5 P .81 R .24, 0.55 P .83 R .22, 0.6 P .85 R .22; the strict rule alone had P .83 R .18."""

NEGATION_BARE = 0.75
"""What "there are no survivors" is worth against a clause about survivors that says nothing else of the same."""

DENIAL_COVERAGE = {2: 0.5, 3: 0.34}
"""Share of a headline's event words that must line up, by how many do. Headlines of one rumour (Emergent) share half."""

DENIAL_SCOPED_COVERAGE = 0.7
"""The same for a sentence, where grammar says what is denied. Below it, articles of one event (ECB+) alarm by chance."""

DENIAL_SHARED = 2
"""Event words that must line up at least: a name alone does not make two claims one story."""

DENIAL_PLAIN = 0.9
"""What a plain negation in a headline is worth beside a word like "hoax"; stronger cues count as calling it untrue."""

DENIAL_SUREST = 0.96
"""Confidence of a report called false outright: above a negation's, for "it is false that" is counted as one as well."""

DENIAL_UNCONFIRMED = 0.6
"""Strength up to which a cue only says that a report is not confirmed, which makes the pair uncertain."""

DENIAL_HEADLINE_SHARE = 0.4
"""Share of the shorter headline's event words from which two headlines without a common name are of one rumour.

Set on half of the rumours of Emergent; on the other half, of which errors were read as well, precision is .85. Of 8,000
pairs of headlines that share two words and belong to different rumours 52 conflict.
"""

DENIAL_WHO_SHARE = 0.6
"""The same where all that they share says who ("ISIS leader's wife"), none of it what."""

ANTONYM_COVERAGE = 0.75
"""Share of the shorter statement that must line up beside two opposite words; unaligned pairs have a precision of .29."""

STATED_OWNER = 0.85
"""Strength of an assertion from which an owner is stated ("is owned by", "the owner of") and not implied ("its chatbot")."""

ROLE_COVERAGE = 0.75
"""Share of the shorter statement that must line up beside two doers of one thing."""

ROLE_KIN = 0.9
"""What is left of the confidence where the verbs mean the same and are not the same ("beat", "defeated"). By judgement."""

ROLE_OCCASION = 0.5
"""Share of what the shorter tells besides the parties that the other tells too, where the two did the same on one occasion.
Between the mutual suits and return matches of our gold set's tuning part (at most 0.4) and one match told by two (from 0.6)."""

ROLE_UNPLACED = 0.5
"""What is left where two may have done it to each other more than once and nothing says when: below a report."""

HEDGED_SHARE = 0.8
"""Share of a conflict's confidence that is left when one side is a plan or a possibility."""

ADDRESS_SLASHES = 3
"""Slashes from which a line is a web address or a trail of links, and no sentence."""

MOST_PAIRS = 40_000
"""Pairs that one comparison of articles may cost, each half a millisecond: 1,600 claims are compared with 24 others each."""

FEWEST_CANDIDATES = 4
"""How many others a claim is compared with however many claims there are."""

ASKED_TERMS = 24
"""Search terms of a text that the index of fact-checks is asked for, the rarest; a post of 26 words has some 15.

On the published claims and posts of CLEF CheckThat! 2020 (task 2), 8 terms found 91 to 93 of 100 right claims among the
first 100 of the index, 12 found 91 to 96, 24 and all of them 93 to 96.
"""

ASKED_ENTRIES = 20_000
"""Entries of that index one search may read: all of a post's terms at 10,000 fact-checks, its rarer ones at a million."""

BM25_SATURATION = 1.2
BM25_LENGTH = 0.5
"""k1 and b of BM25: the usual values. Flat: with k1 from 0.6 to 2 and b from 0 to 0.75 MAP@5 moves by 0.01 (CheckThat! 2020)."""

GRAM_LENGTHS = (3, 4)
"""Shortest and longest character n-grams. Flat likewise: 2 to 4, 3 to 5 and 4 alone are as good within 0.01."""

MEANING = 0.4
"""Share of an encoder's cosine in the score of a published claim. Flat: MAP@5 is 0.85 from 0.3 to 0.6 (CheckThat! 2020)."""

NEAREST_PUBLISHED = 60
"""Published claims that an encoder offers beside those that share words: with 20 one post in 100 more misses the right one."""

LEAST_MEANING = 0.35
"""Cosine from which it offers one. Of 20 right claims that only it had among its first twenty, the lowest had 0.36."""

SAME_PUBLISHED_CLAIM = 0.4
"""Score from which a published claim is taken for the one a text makes.

On 197 posts (CheckThat! 2020, development part) the first of 10,375 published claims lay above it for 61, and for 60 of
them was the right one; with the right claim taken away 21 posts still had one above it: four were about something else,
the others a second fact-check of the same claim. None of 300 sentences of unrelated news (ECB+) had one.
"""

RELATED_PUBLISHED_CLAIM = 0.25
"""Score from which a published claim is about the same topic: 137 of those posts had one, the right one for 126."""

SHORT_PUBLISHED_CLAIM = 0.4
"""What both cuts rise by as a text gets shorter: this, times the square of the share of FULL_PUBLISHED_STEMS it lacks."""

FULL_PUBLISHED_STEMS = 12
"""Telling words from which a text is not short; with five of them two in three scores above 0.4 were chance."""

FEWEST_PUBLISHED_STEMS = 2
"""Telling words without which nothing is matched at all."""

REVIEWED_COVERAGE = 0.75
"""Share of both statements that must line up before another name, number or negation makes them two claims.

Of 216 right pairs of a post and the published claim it makes (CheckThat! 2020) two are lost here; at 0.6 nine were, since
posts write names in their own ways ("#HillaryClinton", "America" for "U.S.").
"""
