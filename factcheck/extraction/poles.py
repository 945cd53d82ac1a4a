"""Which poles of the opposed-concept frames a claim speaks of, and of what: the grammar behind `opposed_concept`.

"X keeps its models closed" speaks of the pole "closed" of its models, "X did not approve Y" of the pole "approved",
negated, of Y, "the acquittal of Z" of the pole "not guilty" of Z. What bears the pole may be unnamed, or not said at
all ("once closed, ..."). What is only wanted, planned, tried or thought is no pole of anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from factcheck.lexicon import frames, words
from factcheck.lexicon.frames import Pole, Wording
from factcheck.models import Claim
from factcheck.text import grammar

STATED, DESCRIBED, DONE, DECIDED, UNDONE = 0.95, 0.85, 0.9, 0.9, 0.5
"""How directly a predicate, an attribute, the name of a happening, a decision to act, and an act that did not happen
put a thing at a pole, 0 to 1.

Who was not killed may have died otherwise, what was not approved need not be rejected: below a report, unless the
frame says that there is nothing between its poles.
"""

_REACH = 9
"""Words within which the second part of a phrasal verb follows its first: "called the strike at the port off"."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A pole that a claim speaks of: the words that say so and the word that the pole is put on.

    `doer` is the word for who put it there, where somebody did; `loosely` says that the words stand in a clause or
    phrase beside the statement ("who had been missing"). `objects` are those that could stand beside a light verb.
    """

    pole: Pole
    of: frozenset[str]
    first: int
    last: int
    anchor: int
    bearer: int | None
    weight: float
    negated: bool
    attributive: bool = False
    doer: int | None = None
    loosely: bool = False
    objects: frozenset[tuple[str, ...]] = frozenset()

    @property
    def value(self) -> str:
        """The pole that the bearer is put at: negation turns it round."""
        return self.pole.opposite if self.negated else self.pole.name


@lru_cache(maxsize=1_024)
def mentions(claim: Claim) -> tuple[Mention, ...]:
    """The poles that a claim speaks of, in the order of the text."""
    return tuple(_mentions(claim.tokens))


def _mentions(tokens: grammar.Tokens) -> Iterator[Mention]:
    plain = [i for i, token in enumerate(tokens) if token.text not in {"-", "–"}]
    spoken = [tokens[i].text.lower() for i in plain]
    lemmas = [tokens[i].lemma.lower() for i in plain]
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
                for mention in _enacted(tokens, wording, pole, index, plain[last]):
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
    if token.tag == "VBD" and not _headline_participle(tokens, head):
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
    denied = own if subject else _negated(tokens, above)
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
    weight, flipped = (1.0, False) if verb is None else _asserted(tokens, verb)
    if not weight:
        return None
    denied = _negated(tokens, clause) ^ flipped
    if denied and _until(tokens, head):
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
        loosely=verb is not None and _beside(tokens, verb),
    )


def _headline_participle(tokens: grammar.Tokens, index: int) -> bool:
    """Whether a word taken for a past tense is the participle of a headline: "Suspect cleared", no object, no stop."""
    return (
        tokens[index].dep == "ROOT"
        and tokens[-1].text not in {".", "!", "?", '"'}
        and not any(
            tokens[i].dep in {"dobj", "ccomp", "xcomp", "aux", "auxpass"} for i in grammar.children(tokens, index)
        )
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
    making = frames.vocabulary("holding", "making")
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


# -- verbs -------------------------------------------------------------------------------------------------------------


def _enacted(tokens: grammar.Tokens, wording: Wording, pole: Pole, verb: int, last: int) -> Iterator[Mention]:
    """What a verb, alone or with its object, says of its subject or its object."""
    weight, flipped = _asserted(tokens, verb)
    if not weight:
        return
    denied = (_negated(tokens, verb) or _neither(tokens, verb)) ^ flipped
    if denied and _until(tokens, verb):
        return
    sure = weight * (1.0 if not denied or flipped else _undone(pole))
    passive = _passive(tokens, verb)
    subject = grammar.subject(tokens, verb)
    stranded = _stranded(tokens, verb) if wording.way == "does" else None
    if stranded is not None:
        passive, subject = False, stranded
    target = _target(tokens, verb, last, len(wording.words))
    where = (min(verb, last), max(verb, last))
    beside = _beside(tokens, verb)

    def put(bearer: int, share: float, no: bool, doer: int | None = None, upto: int = 0) -> Mention:
        return Mention(
            pole,
            wording.of,
            where[0],
            max(where[1], upto),
            verb,
            bearer,
            STATED * wording.weight * share,
            no,
            doer=doer,
            loosely=beside,
            objects=wording.objects,
        )

    if wording.way == "does":
        meant = target is None or pole.frame.transitive or target <= last
        if not passive and subject is not None and meant:
            yield put(subject, sure, denied)
            for other in _opponents(tokens, verb, pole):
                yield put(other, sure, not denied, upto=other)
    elif wording.way == "undergoes":
        doer = grammar.agent(tokens, verb) if passive else subject
        bearer = subject if passive else target
        if bearer is None and _headline_participle(tokens, verb):
            bearer, doer = subject, None
        if bearer is not None:
            yield put(bearer, sure, denied, doer)
    else:
        yield from _lightly(tokens, wording, (verb, last), passive, put, (sure, denied))


def _stranded(tokens: grammar.Tokens, verb: int) -> int | None:
    """The subject that a misread main verb lost: in "The truce along the river held" the parser sees a river held."""
    top = grammar.root(tokens)
    if top is None or tokens[verb].dep != "acl" or tokens[verb].tag not in {"VBN", "VBD"}:
        return None
    return top if tokens[top].pos in {"NOUN", "PROPN"} and top < verb and grammar.agent(tokens, verb) is None else None


def _target(tokens: grammar.Tokens, verb: int, last: int, size: int) -> int | None:
    """The object of a verb, or what the preposition that it ends in governs: "walked away from the deal"."""
    direct = next((i for i in grammar.children(tokens, verb) if tokens[i].dep == "dobj"), None)
    apart = direct is not None and (
        direct > last or last - verb >= size
    )  # "blamed the fire on", not "pulled the plug on"
    if last == verb or apart or tokens[last].pos not in {"ADP", "ADV", "PART"}:
        return direct
    return next((i for i in grammar.children(tokens, last) if tokens[i].dep == "pobj"), direct)


def _lightly(
    tokens: grammar.Tokens,
    wording: Wording,
    verbs: tuple[int, int],
    passive: bool,
    put: Callable[..., Mention],
    said: tuple[float, bool],
) -> Iterator[Mention]:
    """A verb with the object that carries the meaning: "won approval", "gave the green light to X"."""
    verb, last = verbs
    below = [
        i
        for top in {verb, last}
        for i in grammar.children(tokens, top)
        if tokens[i].dep in {"dobj", "nsubjpass", "acomp", "advmod", "oprd", "attr", "ccomp"}
        or (top == last != verb and tokens[i].dep == "pobj")
    ]
    hits = [j for i in below for j in grammar.conjuncts(tokens, i) if _is_object(tokens, j, wording)]
    if not hits:
        return
    hit = hits[0]
    subject = grammar.subject(tokens, verb)
    if wording.way == "acts":
        doer = grammar.agent(tokens, verb) if passive else subject
        if doer is not None and doer != hit:
            yield put(doer, *said, upto=max(hits))
        return
    receivers = [i for i in grammar.children(tokens, verb) if tokens[i].dep == "dative" and tokens[i].pos != "ADP"]
    if passive and subject is not None and subject != hit:
        receivers.append(subject)
    receivers += [
        j
        for top in (verb, hit)
        for i in grammar.children(tokens, top)
        if tokens[i].dep in {"prep", "dative"} and tokens[i].text.lower() in {"to", "for", "on", "against"}
        for j in grammar.children(tokens, i)
        if tokens[j].dep == "pobj"
    ]
    receivers += [i for i in below if tokens[i].dep == "dobj" and i != hit and i < hit]
    if receivers:
        yield put(receivers[0], *said, doer=grammar.agent(tokens, verb) if passive else subject, upto=hit)


def _is_object(tokens: grammar.Tokens, index: int, wording: Wording) -> bool:
    """Whether a word is the head of one of the objects of a wording, the words before it included ("green light")."""
    for phrase in wording.objects:
        if tokens[index].lemma.lower() != phrase[-1] and tokens[index].text.lower() != phrase[-1]:
            if len(phrase) == 1 and any(
                tokens[i].lower_in(frozenset(phrase)) and tokens[i].dep == "compound"
                for i in grammar.children(tokens, index)
            ):
                return True
            continue
        before = [token.text.lower() for token in tokens[max(0, index - 6) : index] if token.text not in {"-", "–"}]
        if len(phrase) == 1 or tuple(before[1 - len(phrase) :]) == phrase[:-1]:
            return True
    return False


def _passive(tokens: grammar.Tokens, verb: int) -> bool:
    """Whether a verb stands in the passive, also as the second of two ("was seized and sold") or after a noun."""
    if grammar.is_passive(tokens, verb):
        return True
    if tokens[verb].tag != "VBN":
        return False
    if tokens[verb].dep == "acl":
        return True
    below = {tokens[i].dep for i in grammar.children(tokens, verb)}
    return tokens[verb].dep == "conj" and not below & {"nsubj", "aux", "dobj"} and _passive(tokens, tokens[verb].head)


def _undone(pole: Pole) -> float:
    """How surely an act that did not happen leaves its bearer at the other pole."""
    return DECIDED if pole.frame.either else UNDONE


_UNTOLD = frozenset(
    {
        *("if", "unless", "whether", "until", "should", "ought", "lest", "almost", "nearly"),
        *("usually", "normally", "often", "sometimes", "typically", "generally", "mostly", "rarely", "occasionally"),
    }
)
"""Words that keep a clause from telling what happened, or that it is so all the time."""


def _asserted(tokens: grammar.Tokens, verb: int) -> tuple[float, bool]:
    """How surely the clause of a verb tells what happened, 0 to 1 (0: it does not), and whether it tells the opposite.

    "Managed to win" and "voted to approve" do, "failed to win" tells the opposite; "wants to win", "recommended that
    it approve", "if it wins" and "is accused of winning" do not.
    """
    sure, flipped = 1.0, False
    for _ in range(len(tokens)):
        token = tokens[verb]
        below = grammar.children(tokens, verb)
        marks = {tokens[i].text.lower() for i in below if tokens[i].dep in {"mark", "advmod", "aux"}}
        if marks & _UNTOLD:
            return 0.0, False
        to = any(tokens[i].text.lower() == "to" and tokens[i].dep == "aux" for i in below)
        above = token.head
        if above == verb or token.dep == "ROOT":
            return sure, flipped
        if token.dep == "conj" and tokens[above].pos in {"VERB", "AUX"}:
            verb = above
            continue
        if token.dep in {"ccomp", "xcomp"} and tokens[above].lower_in(words("certainty", "sought", "verbs")):
            return sure, flipped  # the guard of certainty says that it is only wanted
        if token.dep == "pcomp":
            opener = tokens[above].text.lower()
            if opener == "without":
                return sure, not flipped
            return (
                (sure, flipped) if opener in {"after", "by", "following", "since", "despite", "for"} else (0.0, False)
            )
        if token.dep == "xcomp" or (token.dep == "ccomp" and to):
            if tokens[above].lower_in(frames.vocabulary("context", "unmet")):
                flipped = not flipped
            elif tokens[above].lower_in(frames.vocabulary("context", "deciding")):
                sure *= DECIDED
            elif not tokens[above].lower_in(frames.vocabulary("context", "fulfilled")):
                return (0.0, False) if to or tokens[verb].tag == "VB" else (sure, flipped)
            if _negated(tokens, above):
                flipped = not flipped
            verb = above
            continue
        if to and token.dep in {"advcl", "acl", "relcl", "dobj", "csubj"}:
            return 0.0, False
        if token.dep == "ccomp" and tokens[above].lower_in(frames.vocabulary("context", "unfulfilled")):
            return 0.0, False
        return sure, flipped
    return 0.0, False


def _negated(tokens: grammar.Tokens, index: int) -> bool:
    """Whether a word is negated; what is "not only" so is so."""
    only = any(
        token.text.lower() == "not" and tokens[i + 1].text.lower() in {"only", "just", "merely"}
        for i, token in enumerate(tokens[:-1])
    )
    return not only and grammar.negated(tokens, index)


def _until(tokens: grammar.Tokens, index: int) -> bool:
    """Whether a negation lasts only until something: what "did not open until nine" opened."""
    return any(token.text.lower() in {"until", "till", "before", "only"} for token in tokens[index:])


def _beside(tokens: grammar.Tokens, verb: int) -> bool:
    """Whether a verb stands in a clause or participle that modifies a noun, beside what is stated."""
    return any(tokens[i].dep in {"relcl", "acl"} for i in (verb, *grammar.ancestors(tokens, verb)))


def _opponents(tokens: grammar.Tokens, verb: int, pole: Pole) -> list[int]:
    """Whom something was won or lost against: behind the verb or behind what was won."""
    around = (verb, *(i for i in grammar.children(tokens, verb) if tokens[i].dep not in grammar.SUBJECTS))
    return [
        j
        for top in around
        for i in grammar.children(tokens, top)
        if tokens[i].dep == "prep" and tokens[i].text.lower() in pole.frame.versus
        for j in grammar.children(tokens, i)
        if tokens[j].dep == "pobj"
    ]


def _neither(tokens: grammar.Tokens, verb: int) -> bool:
    """ "neither the data nor the code", "no code": the negation stands on the object."""
    return any(
        tokens[j].text.lower() in {"neither", "no", "none"}
        for i in grammar.children(tokens, verb)
        if tokens[i].dep in {"dobj", "nsubjpass"}
        for j in grammar.children(tokens, i)
    )


# -- nouns -------------------------------------------------------------------------------------------------------------


def _happened(tokens: grammar.Tokens, wording: Wording, pole: Pole, first: int, noun: int) -> Iterator[Mention]:
    """The name of a happening, where the sentence tells that it happened: "the acquittal of X", "X's acquittal"."""
    if not _took_place(tokens, noun):
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


def _took_place(tokens: grammar.Tokens, noun: int) -> bool:
    token, above = tokens[noun], tokens[noun].head
    if any(
        each.tag == "MD" and grammar.clause(tokens, i) == grammar.clause(tokens, noun) for i, each in enumerate(tokens)
    ):
        return False
    if token.dep == "ROOT":
        return True
    if token.dep == "nsubj":
        return tokens[above].tag in {"VBD", "VBZ"} and tokens[above].lemma != "be" and _asserted(tokens, above)[0] > 0
    if token.dep == "nsubjpass":
        return tokens[above].lower_in(frames.vocabulary("context", "happening_passives"))
    if token.dep == "dobj":
        return (
            tokens[above].lower_in(frames.vocabulary("context", "happening_objects"))
            and _asserted(tokens, above) == (1.0, False)
            and not _negated(tokens, above)
        )
    if token.dep == "pobj":
        return tokens[above].text.lower() in frames.vocabulary("context", "happening_openers")
    return False
