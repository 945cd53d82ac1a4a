"""Which poles of the opposed-concept frames a claim speaks of, and of what: the grammar behind `opposed_concept`.

"X keeps its models closed" speaks of the pole "closed" of its models, "X did not approve Y" of the pole "approved",
negated, of Y (`acts`), "the acquittal of Z" of the pole "not guilty" of Z. What bears the pole may be unnamed, or not
said at all ("once closed, ..."). What is only wanted, planned, tried or thought (`telling`) is no pole of anything.
"""

from __future__ import annotations

from collections.abc import Iterator

from factcheck.extraction import acts, telling
from factcheck.extraction.mention import DESCRIBED, DONE, STATED, Mention
from factcheck.lexicon import frames
from factcheck.lexicon.frames import Pole, Wording
from factcheck.models import Claim, Token
from factcheck.remembering import once_a_claim
from factcheck.text import grammar
from factcheck.text.vocabulary import is_known

_REACH = 9
"""Words within which the second part of a phrasal verb follows its first: "called the strike at the port off"."""


@once_a_claim
def mentions(claim: Claim) -> tuple[Mention, ...]:
    """The poles that a claim speaks of, in the order of the text."""
    return tuple(_mentions(claim.tokens))


def _mentions(tokens: grammar.Tokens) -> Iterator[Mention]:
    plain = [i for i, token in enumerate(tokens) if token.text not in {"-", "–"}]
    spoken = [tokens[i].text.lower() for i in plain]
    lemmas = [_base(tokens[i]) for i in plain]
    by_word, by_verb, by_noun = frames.by_first_word(), frames.by_verb(), frames.by_noun()
    taken: set[tuple[str, int]] = set()
    for at, word in enumerate(spoken):
        index = plain[at]
        if lemmas[at] in by_verb and (tokens[index].pos in {"VERB", "AUX"} or lemmas[at] in {"open", "test"}):
            longest: dict[str, int] = {}
            for wording, pole in by_verb[lemmas[at]]:
                last = _rest(tokens, plain, spoken, at, wording.words[1:])
                size = len(wording.words)
                if last is None or size < longest.get(pole.slot, 0):
                    continue
                for mention in acts.enacted(tokens, wording, pole, index, plain[last]):
                    longest[pole.slot] = size
                    if size > 1:
                        taken.update((pole.slot, i) for i in plain[at : last + 1])
                    yield mention
        elif word in by_noun or lemmas[at] in by_noun:
            for wording, pole in by_noun.get(lemmas[at], by_noun.get(word, ())):
                first = at - len(wording.words) + 1
                if first >= 0 and tuple(spoken[first:at]) == wording.words[:-1]:
                    yield from _happened(tokens, wording, pole, plain[first], index)
        if word not in by_word:
            continue
        said = [
            (wording, pole)
            for wording, pole in by_word[word]
            if tuple(spoken[at : at + len(wording.words)]) == wording.words
        ]
        size = max((len(wording.words) for wording, _ in said), default=0)
        for wording, pole in said:
            inside = {(pole.slot, plain[at + more]) for more in range(size)}
            if len(wording.words) == size and not inside & taken:
                described = _described(tokens, wording, pole, index, plain[at + size - 1])
                if described:
                    yield described


def _base(token: Token) -> str:
    """The lemma of a word; of a past tense whose lemma is no word ("gutted" -> "gutte") the verb that its spelling shows."""
    lemma = token.lemma.lower()
    if token.tag not in {"VBD", "VBN"} or is_known(lemma) or not token.text.endswith("ed"):
        return lemma
    stem = token.text.lower().removesuffix("ed")
    forms = (stem[:-1],) if stem[-1:] == stem[-2:-1] else ()
    return next((form for form in (*forms, stem) if is_known(form, "VERB")), lemma)


def _rest(tokens: grammar.Tokens, plain: list[int], spoken: list[str], at: int, rest: tuple[str, ...]) -> int | None:
    """Where the rest of a phrasal verb ends: right behind it or behind its object; None where it does not follow."""
    if not rest:
        return at
    # "left her post", but not "left the chief executive in her post".
    reach = 1 if rest[0] in _OPENERS else _REACH
    for start in range(at + 1, min(at + 1 + reach, len(spoken) - len(rest) + 1)):
        if tuple(spoken[start : start + len(rest)]) == rest:
            return start + len(rest) - 1
        between = tokens[plain[start]]
        if between.pos in {"AUX", "SCONJ", "CCONJ"} or (between.pos == "VERB" and between.dep != "amod"):
            return None
        if between.pos == "PUNCT" and between.text != ",":
            return None
    return None


_OPENERS = frozenset({"the", "a", "an", "his", "her", "its", "their", "no", "all"})


# -- phrases -----------------------------------------------------------------------------------------------------------

_PREDICATIVE = frozenset({"acomp", "attr", "oprd", "ROOT", "conj", "pobj", "prep", "advmod", "acl", "ccomp", "advcl"})


def _described(tokens: grammar.Tokens, wording: Wording, pole: Pole, first: int, last: int) -> Mention | None:
    """A descriptive phrase: said of the subject of its verb, or of the noun it stands before."""
    inside = range(first, last + 1)
    head = next((i for i in inside if tokens[i].head not in inside or tokens[i].head == i), last)
    token, above = tokens[head], tokens[head].head
    if first == last and token.pos == "ADP" and any(tokens[i].dep == "pobj" for i in grammar.children(tokens, head)):
        return None  # "the sale is off", but not "the ship is off the coast"
    if token.tag == "VBD" and not telling.headline_participle(tokens, head):
        return None  # "before the polls closed" tells what they did, not what they are
    made = _made_so(tokens, first, last)
    if made is not None:
        return _of_phrase(tokens, wording, pole, (first, last, head), made, grammar.clause(tokens, made))
    is_noun = token.dep in {"conj", "pobj"} and token.pos in {"NOUN", "PROPN"} and first == last
    if token.dep in _PREDICATIVE and not is_noun:
        return _of_phrase(tokens, wording, pole, (first, last, head), _predicated_of(tokens, head), head)
    before_noun = token.dep in {"amod", "compound", "nmod", "advmod"} and tokens[above].pos in {"NOUN", "PROPN"}
    # "an open letter" is not open, "an open model" is.
    only_predicate = wording.way == "predicates" and not tokens[above].lower_in(pole.frame.classes)
    if not before_noun or only_predicate:
        return None
    # "the open-source browser Lumen": the name that the noun stands before is what is described.
    if tokens[above].dep == "compound" and tokens[tokens[above].head].pos == "PROPN":
        above = tokens[above].head
    weight = DESCRIBED * wording.weight
    # "The open approach does not last" is open all the same.
    subject = tokens[above].dep in grammar.SUBJECTS
    own = any(grammar.is_negation(tokens[i]) for i in grammar.children(tokens, above))
    denied = own if subject else telling.negated(tokens, above)
    return Mention(pole, wording.of, first, last, head, above, weight, denied, attributive=True, loosely=True)


def _of_phrase(
    tokens: grammar.Tokens, wording: Wording, pole: Pole, where: tuple[int, int, int], bearer: int | None, clause: int
) -> Mention | None:
    """A predicate, unless somebody only takes its bearer for such or the clause is no report."""
    first, last, head = where
    verb = grammar.head_verb(tokens, head)
    if (
        verb is not None
        and tokens[verb].lower_in(frames.vocabulary("context", "taken_for"))
        and verb not in range(first, last + 1)
    ):
        return None
    weight, flipped = (1.0, False) if verb is None else telling.asserted(tokens, verb)
    if not weight:
        return None
    denied = telling.negated(tokens, clause) ^ flipped
    if denied and telling.until(tokens, head):
        return None
    doer = grammar.subject(tokens, verb) if verb is not None and bearer != grammar.subject(tokens, verb) else None
    return Mention(
        pole,
        wording.of,
        first,
        last,
        head,
        bearer,
        STATED * wording.weight * weight,
        denied,
        doer=doer,
        loosely=verb is not None and telling.beside(tokens, verb),
    )


def _predicated_of(tokens: grammar.Tokens, head: int) -> int | None:
    """What a predicate is said of: the noun it modifies, the object it complements, or the subject of its verb."""
    token, above = tokens[head], tokens[head].head
    if token.dep == "acl":
        return above
    if token.dep == "prep" and tokens[above].pos in {"NOUN", "PROPN"} and tokens[above].dep not in {"attr", "ROOT"}:
        return above
    if token.dep == "oprd" or (token.dep == "ccomp" and tokens[above].pos == "VERB"):
        target = next((i for i in grammar.children(tokens, above) if tokens[i].dep in {"dobj", "nsubjpass"}), None)
        own = next((i for i in grammar.children(tokens, head) if tokens[i].dep == "nsubj"), None)
        return target if target is not None else own
    while tokens[above].dep == "conj" and tokens[above].pos == "ADJ":
        above = tokens[above].head
    if token.dep == "prep" and tokens[above].pos == "NUM":
        above = grammar.head_verb(tokens, above) or above  # "ended 2024 in the red"
    found = grammar.subject(tokens, above if tokens[above].pos in {"VERB", "AUX"} else head)
    if found is not None:
        return found
    # "The bridge was closed to traffic": the parser may leave the subject with the auxiliary.
    helpers = (i for i in grammar.children(tokens, head) if tokens[i].dep == "auxpass")
    return next((who for i in helpers if (who := grammar.subject(tokens, i)) is not None), None)


def _made_so(tokens: grammar.Tokens, first: int, last: int) -> int | None:
    """What is made or kept so: "keeps its models closed", "made the software open source"; None in other wordings.

    The parser seldom gets these right; the order of the words tells: verb, noun phrase, description, and no noun after.
    """
    if last + 1 < len(tokens) and tokens[last + 1].pos in {"NOUN", "PROPN", "ADJ"}:
        return None
    as_such = first > 1 and tokens[first - 1].text.lower() == "as"
    making = frames.vocabulary("holding", "publishing" if as_such else "making")
    before = range(first - 1, max(-1, first - 10), -1)
    verb = next(
        (
            i
            for i in before
            if tokens[i].pos in {"PUNCT", "AUX"} or (tokens[i].pos == "VERB" and tokens[i].dep != "amod")
        ),
        None,
    )
    if verb is None or not tokens[verb].lower_in(making) or tokens[verb].tag == "VBN":
        return None
    return next(
        (
            i
            for i in range(verb + 1, first)
            if tokens[i].pos in {"NOUN", "PROPN", "PRON"} and not _stands_before_noun(tokens, i, first)
        ),
        None,
    )


def _stands_before_noun(tokens: grammar.Tokens, index: int, limit: int) -> bool:
    return tokens[index].tag == "PRP$" or (index + 1 < limit and tokens[index + 1].pos in {"NOUN", "PROPN", "PART"})


# -- nouns -------------------------------------------------------------------------------------------------------------


def _happened(tokens: grammar.Tokens, wording: Wording, pole: Pole, first: int, noun: int) -> Iterator[Mention]:
    """The name of a happening, where the sentence tells that it happened: "the acquittal of X", "X's acquittal"."""
    if not telling.took_place(tokens, noun):
        return
    bearer = next(
        (
            j
            for i in grammar.children(tokens, noun)
            if tokens[i].dep == "prep" and tokens[i].text.lower() == "of"
            for j in grammar.children(tokens, i)
            if tokens[j].dep == "pobj"
        ),
        next((i for i in grammar.children(tokens, noun) if tokens[i].dep == "poss"), None),
    )
    if bearer is None:
        bearer = next(
            (i for i in grammar.children(tokens, noun) if tokens[i].dep == "compound" and i not in range(first, noun)),
            None,
        )
    if bearer is not None:
        yield Mention(
            pole,
            wording.of,
            first,
            noun,
            noun,
            bearer,
            DONE * wording.weight,
            negated=any(tokens[i].text.lower() == "no" for i in grammar.children(tokens, noun)),
            loosely=True,
        )
