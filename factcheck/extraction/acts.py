"""The poles that verbs put things at: "X rose", "they approved X", "X released its code", "gave X the go-ahead"."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from factcheck.extraction import telling
from factcheck.extraction.mention import STATED, UNDONE, Mention
from factcheck.lexicon.frames import Pole, Wording
from factcheck.text import grammar


def enacted(tokens: grammar.Tokens, wording: Wording, pole: Pole, verb: int, last: int) -> Iterator[Mention]:
    """What a verb, alone or with its object, says of its subject or its object."""
    weight, flipped = telling.asserted(tokens, verb)
    if not weight:
        return
    denied = (telling.negated(tokens, verb) or _neither(tokens, verb)) ^ flipped
    if denied and telling.until(tokens, verb):
        return
    sure = weight * (1.0 if not denied or flipped else _undone(pole))
    passive = _passive(tokens, verb)
    subject = telling.doer(tokens, verb)
    stranded = _stranded(tokens, verb) if wording.way == "does" else None
    if stranded is not None:
        passive, subject = False, stranded
    target = _target(tokens, verb, last, len(wording.words))
    where = (min(verb, last), max(verb, last))
    beside = telling.beside(tokens, verb)

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
        if bearer is None and telling.headline_participle(tokens, verb):
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
        or (tokens[i].dep in {"xcomp", "pcomp"} and tokens[i].tag == "VBG")
        or (top == last != verb and tokens[i].dep == "pobj")
    ]
    hits = [j for i in below for j in grammar.conjuncts(tokens, i) if _is_object(tokens, j, wording)]
    if not hits:
        return
    hit = hits[0]
    subject = telling.doer(tokens, verb)
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


_DOING = ("doing",)
"""Stands for any gerund among the objects of a wording: "admitted selling them"."""


def _is_object(tokens: grammar.Tokens, index: int, wording: Wording) -> bool:
    """Whether a word is the head of one of the objects of a wording, the words before it included ("green light")."""
    for phrase in wording.objects:
        if phrase == _DOING and tokens[index].tag == "VBG":
            return True
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
    return telling.DECIDED if pole.frame.either else UNDONE


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
        tokens[j].text.lower() in {"neither", "no", "none", "nobody"}
        for i in grammar.children(tokens, verb)
        if tokens[i].dep in {"dobj", "nsubjpass"}
        for j in (i, *grammar.children(tokens, i))
    )
