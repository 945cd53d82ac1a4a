"""Measure: both sides are true, of different populations, measures or matters.

The rule: the two sentences count or rank different things, and say so: words that divide one thing in the same place of
both ("commercial" / "residential buildings", "net" / "gross", "for men" / "for women"), groups by age, a counted noun that
each side narrows in its own way or one side narrows to a smaller number, objects with names of their own ("the driving
test" / "the theory test"), two charges ("guilty of fraud" / "acquitted of forgery"), two yardsticks of a rank ("by revenue"
/ "by number of workers"), or a description that fits many ("the only child of a miner").

Source: Ritter and others, "It's a contradiction - no, it's not" (2008): broader terms and other senses are most of the
false alarms. Word lists: `lexicon/scope.toml`, where contrasts are those that statistical offices publish side by side.

Hit: "The fire in Porto destroyed 12 commercial buildings." / "The fire in Porto destroyed 40 residential buildings."
Near miss: "The fire in Porto destroyed 12 buildings." / "The fire in Porto destroyed 40 buildings."
"""

from __future__ import annotations

import re
from functools import cache

from factcheck.lexicon import load, words
from factcheck.matching.alignment import are_aligned
from factcheck.matching.arguments import View
from factcheck.matching.coverage import differing
from factcheck.models import Claim, Kind, Match, Reading, Relation, Ruling, Span, Token
from factcheck.remembering import once_a_claim
from factcheck.text import grammar
from factcheck.text.cues import phrases_in
from factcheck.text.measures import Measure, is_cut_off, measures_in

RANK = 21

SURE = 0.9
"""What is left of the conflict's confidence: the sentences name the difference, but the parser may have misread it."""

_MEMBERS = frozenset({"in", "among", "for", "of", "to", "by", "from"})
_MODIFIERS = frozenset({"amod", "compound", "nmod", "nummod"})
_OF_MATTER = frozenset({"of", "for", "on"})
_YARDSTICK = re.compile(
    r"\b(?:by|in terms of|measured by|based on|in) (?:the |its )?(?P<noun>(?:number of |total |annual )?[a-z-]{3,20})",
    re.IGNORECASE,
)
_OLDEST = 200
_AGES = re.compile(
    r"\b[a-z]{3,20}[ ](?P<shown>(?P<word>over|above|under|below|older[ ]than|younger[ ]than|aged)[ ]"
    r"(?P<low>\d{1,2})(?:[ ]?(?:to|and|-|–)[ ]?(?P<high>\d{1,3}))?"
    r"(?:[ ](?P<after>(?:and|or)[ ](?:over|older|above|under|younger)))?)\b(?![ ]?[%.,]?\d|[ ]?%|[ ](?!years?\b)[a-z]{3,12}s\b)",
    re.IGNORECASE,
)


def ruling(match: Match, reading: Reading) -> Ruling | None:
    """Objects where the two sentences count, rank or judge different things."""
    if _is_broken(match, reading):
        return Ruling(
            Relation.UNRELATED, "One of the numbers is only a part of a number or of a name.", reading.confidence
        )
    reason = (
        _populations(match, reading)
        or _contrasted(match, reading)
        or _narrowed(match, reading)
        or _other_object(match, reading)
        or _matters(match, reading)
        or _ranked_by(match, reading)
        or _two_samples(match, reading)
        or _component(match, reading)
        or _otherwise(match, reading)
        or _of_a_list(match, reading)
        or _offices(match)
        or _any_of_many(match, reading)
    )
    if reason is None:
        return None
    return Ruling(Relation.SCOPE_DIFFERENCE, reason, round(reading.confidence * SURE, 3))


# -- of whom, of what --------------------------------------------------------------------------------------------------


@cache
def _sets() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, members in enumerate(load("scope")["contrasts"]["sets"]):
        for member in members:
            found.setdefault(member, set()).add(number)
    return {member: frozenset(numbers) for member, numbers in found.items()}


def _populations(match: Match, reading: Reading) -> str | None:
    counting = reading.kind is Kind.QUANTITY
    first, second = (
        _narrowing(claim, evidence, counting=counting)
        for claim, evidence in ((match.a, reading.evidence_a), (match.b, reading.evidence_b))
    )
    sides = {*reading.side_a.lower().split(), *reading.side_b.lower().split()}
    for one in sorted(first - second):
        for other in sorted(second - first):
            if _sets()[one] & _sets()[other] and not {one, other} & sides:
                return f"They speak of different things: {one} and {other}."
    if not counting:
        return None
    ages, others = _ages(match.a), _ages(match.b)
    if ages and others and all(one[1] <= other[0] or other[1] <= one[0] for one in ages for other in others):
        return f"They speak of different groups: {ages[0][2]} and {others[0][2]}."
    return _modified(match, reading)


@once_a_claim
def _ages(claim: Claim) -> tuple[tuple[int, int, str], ...]:
    """The groups by age that a claim names: "people over 60", "children under 12", "those aged 18 to 24"."""
    found = []
    for group in _AGES.finditer(claim.text):
        low, high = int(group["low"]), int(group["high"] or 0)
        word = (group["word"] or group["after"] or "").lower()
        if word in {"under", "below", "younger than", "younger", "under-", "or under", "and under"}:
            low, high = 0, low
        elif high <= low:
            high = _OLDEST if word != "aged" else low + 1
        found.append((low, high, group["shown"]))
    return tuple(found)


@once_a_claim
def _narrowing(claim: Claim, evidence: Span, *, counting: bool) -> frozenset[str]:
    """The words of contrast that modify what the conflict is about: those of the evidence and of the nouns around it."""
    tokens = claim.tokens
    near = {i for i, token in enumerate(tokens) if evidence.start <= token.start < evidence.end}
    for measure in measures_in(claim, evidence) if counting else ():
        near |= {i for i in (measure.noun, measure.subject) if i is not None}
        near |= _members(claim, measure)
    kin: dict[int, list[int]] = {}
    for i, token in enumerate(tokens):
        if token.head != i:
            kin.setdefault(token.head, []).append(i)
    found = set()
    for i in near:
        group = [i, *(k for k in kin.get(i, ()) if tokens[k].dep in {"amod", "compound", "nmod", "nummod"})]
        group += [k for top in group[1:] for k in kin.get(top, ()) if tokens[k].dep in {"amod", "compound"}]
        found |= {tokens[k].lemma.lower() for k in group if _divides(tokens[k])}
        found |= {
            f"{tokens[k - 2].text}-{tokens[k].text}".lower() for k in group if k >= 2 and tokens[k - 1].text == "-"
        }
    return frozenset(found & _sets().keys())


def _divides(token: Token) -> bool:
    """Whether a word can divide a thing: "the old houses", not "older than"."""
    return token.pos in {"ADJ", "NOUN", "ADV", "PROPN"} and token.tag not in {"JJR", "JJS", "RBR", "RBS"}


def _members(claim: Claim, measure: Measure) -> set[int]:
    """Those in whom or among whom something is measured: "effective in adults", "unemployment among women"."""
    tokens = claim.tokens
    return {
        i
        for holder in (measure.noun, measure.predicate)
        if holder is not None
        for preposition in grammar.children(tokens, holder)
        if tokens[preposition].dep == "prep" and tokens[preposition].lemma.lower() in _MEMBERS
        for i in grammar.children(tokens, preposition)
        if tokens[i].dep == "pobj"
    }


def _modified(match: Match, reading: Reading) -> str | None:
    """Two numbers of differently narrowed nouns; a narrowed and a plain one only where the part is the smaller."""
    ones, others = measures_in(match.a, reading.evidence_a), measures_in(match.b, reading.evidence_b)
    if not ones or not others or ones[0].dimension != "count":
        return None
    one, other = ones[0], others[0]
    mine = _unshared(match.a, one, match.b)
    theirs = _unshared(match.b, other, match.a)
    if mine and theirs:
        return f"They count different things: {mine} and {theirs}."
    part, whole = (one, other) if mine else (other, one)
    if (mine or theirs) and part.quantity.value < whole.quantity.value:
        return f"One counts only a part: {mine or theirs}."
    return None


def _narrowed(match: Match, reading: Reading) -> str | None:
    """Two numbers of one noun that each side narrows in its own way: "operating profit" / "pre-tax profit"."""
    if reading.kind is not Kind.QUANTITY:
        return None
    for one in measures_in(match.a, reading.evidence_a):
        for other in measures_in(match.b, reading.evidence_b):
            for i, j in ((one.predicate, other.predicate), (one.noun, other.noun)):
                if i is None or j is None or not match.a.tokens[i].pos == match.b.tokens[j].pos == "NOUN":
                    continue
                apart = differing(match, i, j, by_number=False) if are_aligned(match, i, j) else None
                if apart is not None:
                    mine = grammar.words_of(match.a.tokens, (*apart[0], i))
                    theirs = grammar.words_of(match.b.tokens, (*apart[1], j))
                    return f"They speak of different things: {mine} and {theirs}."
    return None


def _unshared(claim: Claim, measure: Measure, opposite: Claim) -> str:
    """A modifier of the counted noun that the other claim does not have anywhere, with the noun; "" without."""
    if measure.noun is None:
        return ""
    lemmas = {token.lemma.lower() for token in opposite.tokens}
    for i in measure.modifiers:
        token = claim.tokens[i]
        added = token.lemma.lower() == "new" and measure.concept in words("succession", "measures", "growing")
        if (
            token.lemma.lower() not in lemmas
            and (added or token.lemma.lower() not in words("scope", "contrasts", "loose"))
            and token.pos in {"ADJ", "NOUN", "VERB"}
        ):
            if measure.concept and token.lemma.lower() in {"death", "dead"}:
                continue
            return f"{token.text} {claim.tokens[measure.noun].text}"
    return ""


# -- the same but for one word -----------------------------------------------------------------------------------------


def _contrasted(match: Match, reading: Reading) -> str | None:
    """Two words of contrast in the same place of both sentences: "for men" / "for women", "new houses" / "old houses"."""
    if reading.kind is Kind.ROLE:
        return None
    ones, others = _contrasting(match.a), _contrasting(match.b)
    if not ones or not others:
        return None
    sides = {*reading.side_a.lower().split(), *reading.side_b.lower().split()}
    for i, word in ones:
        for j, opposite in others:
            if (
                word != opposite
                and _sets()[word] & _sets()[opposite]
                and word not in {each for _, each in others}
                and opposite not in {each for _, each in ones}
                and not {match.a.tokens[i].text.lower(), match.b.tokens[j].text.lower()} & sides
                and _same_place(match, i, j)
            ):
                return f"They speak of different things: {_shown(match.a, i)} and {_shown(match.b, j)}."
    return None


@once_a_claim
def _contrasting(claim: Claim) -> tuple[tuple[int, str], ...]:
    """The words of contrast of a claim, by index."""
    return tuple(
        (i, token.lemma.lower())
        for i, token in enumerate(claim.tokens)
        if _divides(token) and token.lemma.lower() in _sets()
    )


def _same_place(match: Match, i: int, j: int) -> bool:
    """Whether two words modify the same noun, or stand behind prepositions on the same word."""
    one, other = match.a.tokens[i], match.b.tokens[j]
    if one.head == i or other.head == j:
        return False
    above, over = match.a.tokens[one.head], match.b.tokens[other.head]
    if one.dep in _MODIFIERS and other.dep in _MODIFIERS:
        return above.lemma.lower() == over.lemma.lower()
    if one.dep == other.dep == "pobj":
        holder, held = match.a.tokens[above.head], match.b.tokens[over.head]
        alike = holder.lemma.lower() == held.lemma.lower() or (above.head, over.head) in match.aligned
        return alike and (
            above.lemma.lower() == over.lemma.lower() or {above.lemma.lower(), over.lemma.lower()} <= _MEMBERS
        )
    return False


def _shown(claim: Claim, index: int) -> str:
    """A word of contrast with the noun that it modifies."""
    token = claim.tokens[index]
    noun = claim.tokens[token.head]
    return f"{token.text} {noun.text}" if token.dep in _MODIFIERS and noun.start > token.start else token.text


def _other_object(match: Match, reading: Reading) -> str | None:
    """Two numbers under verbs with differently named objects: "passed the driving test" / "passed the theory test"."""
    if reading.kind is not Kind.QUANTITY:
        return None
    ones, others = measures_in(match.a, reading.evidence_a), measures_in(match.b, reading.evidence_b)
    if not ones or not others or ones[0].predicate is None or others[0].predicate is None:
        return None
    for i in _objects(match.a, ones[0].predicate):
        for j in _objects(match.b, others[0].predicate):
            if match.a.tokens[i].lemma.lower() != match.b.tokens[j].lemma.lower():
                continue
            mine, theirs = _named_by(match.a, i, match.b), _named_by(match.b, j, match.a)
            if mine and theirs:
                return f"They speak of different things: {mine} and {theirs}."
    return None


def _objects(claim: Claim, verb: int) -> list[int]:
    tokens = claim.tokens
    below = grammar.children(tokens, verb)
    found = [i for i in below if tokens[i].dep == "dobj"]
    found += [
        k for i in below if tokens[i].dep == "prep" for k in grammar.children(tokens, i) if tokens[k].dep == "pobj"
    ]
    return [i for i in found if tokens[i].pos == "NOUN"]


def _named_by(claim: Claim, noun: int, opposite: Claim) -> str:
    """A noun with the common nouns in front of it, where the other claim has none of these; "" without."""
    tokens = claim.tokens
    lemmas = {token.lemma.lower() for token in opposite.tokens}
    before = [
        i
        for i in grammar.children(tokens, noun)
        if (tokens[i].dep == "compound" and tokens[i].pos == "NOUN")
        or (tokens[i].dep == "amod" and tokens[i].tag == "VBG")
    ]
    if not before or any(tokens[i].lemma.lower() in lemmas for i in before):
        return ""
    return grammar.words_of(tokens, (*before, noun))


def _matters(match: Match, reading: Reading) -> str | None:
    """Two different matters behind the words that conflict: "guilty of fraud" / "acquitted of forgery"."""
    if reading.kind is not Kind.OPPOSED_CONCEPT:
        return None
    one, other = _matter(match.a, reading.evidence_a), _matter(match.b, reading.evidence_b)
    view = View.of(match)[0]
    for word in sorted(one.keys() & other.keys()):
        if not any(view.partner(i) is not None or view.same(i, j) for i in one[word] for j in other[word]):
            first, second = (
                f"{word} {claim.tokens[nouns[0]].text}"
                for claim, nouns in ((match.a, one[word]), (match.b, other[word]))
            )
            return f"They speak of different matters: {first} and {second}."
    return None


@once_a_claim
def _matter(claim: Claim, evidence: Span) -> dict[str, tuple[int, ...]]:
    """The common nouns behind "of", "for" and "on" of the verbs and adjectives in the evidence, by the preposition."""
    tokens = claim.tokens
    found: dict[str, tuple[int, ...]] = {}
    for i, token in enumerate(tokens):
        held = tokens[token.head]
        if (
            token.dep == "prep"
            and token.lemma.lower() in _OF_MATTER
            and held.pos in {"VERB", "ADJ", "ADV"}
            and evidence.start <= held.start < evidence.end
        ):
            nouns = [k for k in grammar.children(tokens, i) if tokens[k].dep == "pobj" and tokens[k].pos == "NOUN"]
            nouns = [n for k in nouns for n in (k, *grammar.conjuncts(tokens, k))]
            timed = any(time.start <= tokens[k].start < time.end for time in claim.times for k in nouns)
            if nouns and not timed and not any(tokens[k].lower_in(words("scope", "matter", "loose")) for k in nouns):
                found[token.lemma.lower()] = tuple(dict.fromkeys(nouns))
    return found


def _ranked_by(match: Match, reading: Reading) -> str | None:
    """Two yardsticks of a rank: "by revenue" / "by number of workers"."""
    if reading.kind is not Kind.SUPERLATIVE:
        return None
    one, other = _yardstick(match.a), _yardstick(match.b)
    if one and other and one.split()[1:] != other.split()[1:]:
        return f"They go by different measures: {one} and {other}."
    return None


@once_a_claim
def _yardstick(claim: Claim) -> str:
    found = _YARDSTICK.search(claim.text)
    if found is None or found["noun"].lower() not in words("scope", "matter", "yardsticks"):
        return ""
    return f"by {' '.join(found['noun'].lower().split())}"


def _two_samples(match: Match, reading: Reading) -> str | None:
    """The sizes of two samples: a poll of 1,000 people is another poll than one of 520."""
    if reading.kind is not Kind.QUANTITY:
        return None
    sampled = [
        any(
            measure.noun is not None
            and (study := _governor(claim, measure.noun))
            and claim.tokens[study].lower_in(_studies())
            for measure in measures_in(claim, evidence)
        )
        for claim, evidence in ((match.a, reading.evidence_a), (match.b, reading.evidence_b))
    ]
    return "They are of two surveys, which asked different numbers of people." if all(sampled) else None


def _studies() -> frozenset[str]:
    return words("scope", "matter", "studies")


def _governor(claim: Claim, noun: int) -> int | None:
    """The noun that a noun hangs on by a preposition: "poll" for "people" in "the poll of 1,000 people"."""
    preposition = claim.tokens[noun].head
    return claim.tokens[preposition].head if claim.tokens[preposition].pos == "ADP" else None


def _component(match: Match, reading: Reading) -> str | None:
    """A number of one part by its own words: "in cash", "of one family", "combined"."""
    if reading.kind is not Kind.QUANTITY:
        return None
    ones, others = measures_in(match.a, reading.evidence_a), measures_in(match.b, reading.evidence_b)
    if not ones or not others:
        return None
    first, second = _behind(match.a, ones[0], "components"), _behind(match.b, others[0], "components")
    if bool(first) != bool(second):
        part, whole = (ones[0], others[0]) if first else (others[0], ones[0])
        if part.quantity.value < whole.quantity.value:
            return f"One counts only a part (“{first or second}”)."
    first, second = (
        next(iter(phrases_in(claim, words("scope", "matter", "joint"))), "") for claim in (match.a, match.b)
    )
    return f"One speaks of several together (“{first or second}”)." if bool(first) != bool(second) else None


def _behind(claim: Claim, measure: Measure, name: str) -> str:
    """The phrase of a list right behind a number and its noun, "" without; "in cash and stock" is the whole price."""
    ends = [measure.quantity.end]
    if measure.noun is not None:
        ends.append(max(ends[0], claim.tokens[measure.noun].end))
    found, after = "", ""
    for end in ends:
        after = " ".join(claim.text[end - claim.span.start :].lower().split())
        found = next((each for each in sorted(words("scope", "matter", name)) if after.startswith(each)), "")
        if found:
            break
    both = after[len(found) :].split()[:2]
    return "" if both[:1] in (["and"], ["plus"]) and not any(map(str.isdigit, both[-1])) else found


def _is_broken(match: Match, reading: Reading) -> bool:
    """Whether a number that conflicts is the rest of one ("6." / "1 - magnitude") or of a name ("AK - 47")."""
    return reading.kind is Kind.QUANTITY and any(
        is_cut_off(claim, quantity)
        for claim, evidence in ((match.a, reading.evidence_a), (match.b, reading.evidence_b))
        for quantity in claim.quantities
        if evidence.start <= quantity.start and quantity.end <= evidence.end
    )


def _otherwise(match: Match, reading: Reading) -> str | None:
    """Two states of those counted: "14 others trapped" / "24 dead"."""
    if reading.kind is not Kind.QUANTITY:
        return None
    ones, others = measures_in(match.a, reading.evidence_a), measures_in(match.b, reading.evidence_b)
    if not ones or not others:
        return None
    first, second = _state(match.a, ones[0]), _state(match.b, others[0])
    return f"They count different things: one those {first or second}." if first != second else None


@once_a_claim
def _state(claim: Claim, measure: Measure) -> str:
    """The word for the state of those counted, right behind them: "14 others trapped"; "" without."""
    after = [token for token in claim.tokens if token.start >= measure.quantity.end][:4]
    for token in after:
        if token.text.lower() in words("scope", "matter", "states"):
            return token.text.lower()
        if token.pos not in {"NOUN", "ADJ", "PRON"}:
            return ""
    return ""


def _of_a_list(match: Match, reading: Reading) -> str | None:
    """A number out of a breakdown: "three women and two men"."""
    if reading.kind is not Kind.QUANTITY:
        return None
    ones, others = measures_in(match.a, reading.evidence_a), measures_in(match.b, reading.evidence_b)
    if not ones or not others:
        return None
    first, second = _listed(match.a, ones[0]), _listed(match.b, others[0])
    if bool(first) == bool(second):
        return None
    return f"One number is out of a breakdown (“{first or second}”)."


@once_a_claim
def _listed(claim: Claim, measure: Measure) -> str:
    """The list of counts that a counted noun stands in: "three women and two men"; "" where it stands alone."""
    tokens, noun = claim.tokens, measure.noun
    if noun is None or measure.dimension != "count":
        return ""
    top = noun
    while tokens[top].dep == "conj" and tokens[tokens[top].head].pos == "NOUN":
        top = tokens[top].head
    members = [
        each
        for each in grammar.conjuncts(tokens, top)
        if tokens[each].pos == "NOUN" and any(tokens[i].pos == "NUM" for i in grammar.children(tokens, each))
    ]
    if len(members) < 2 or noun not in members or tokens[top].dep != "appos":
        return ""
    return grammar.words_of(tokens, tuple(range(min(grammar.phrase(tokens, members[0])), members[-1] + 1)))


def _offices(match: Match) -> str | None:
    """Two offices or bodies told apart by what they are of: "minister of culture" / "minister of justice"."""
    for office, of in _held(match.a):
        for other, elsewhere in _held(match.b):
            mine, theirs = of.split()[-1], elsewhere.split()[-1]
            lemmas = [{token.text.lower() for token in claim.tokens} for claim in (match.a, match.b)]
            if office == other and mine not in lemmas[1] and theirs not in lemmas[0]:
                return f"They speak of two: {office} of {of} and {other} of {elsewhere}."
    return None


@once_a_claim
def _held(claim: Claim) -> tuple[tuple[str, str], ...]:
    """The offices and bodies of a claim with what they are of, in lower case: ("minister", "culture")."""
    tokens = claim.tokens
    return tuple(
        (tokens[token.head].lemma.lower(), grammar.words_of(tokens, grammar.phrase(tokens, k)).lower())
        for i, token in enumerate(tokens)
        if token.text.lower() == "of" and tokens[token.head].lower_in(words("scope", "matter", "offices"))
        for k in grammar.children(tokens, i)
        if tokens[k].dep == "pobj" and tokens[k].pos in {"NOUN", "PROPN"}
    )


def _any_of_many(match: Match, reading: Reading) -> str | None:
    """A description that fits as many as there are things of its kind: "the only child of a miner"."""
    if reading.kind is not Kind.SUPERLATIVE:
        return None
    tokens = match.a.tokens
    for i, token in enumerate(tokens):
        inside = reading.evidence_a.start <= token.start < reading.evidence_a.end + 40
        if inside and token.dep == "pobj" and token.pos == "NOUN" and tokens[token.head].lemma.lower() == "of":
            phrase = grammar.phrase(tokens, i)
            if any(tokens[k].text.lower() in {"a", "an"} for k in phrase):
                return f"There may be many: {grammar.words_of(tokens, phrase)} need not be the same in both."
    return None
