"""The laws of the generator: how two sentences of one event are paired, and the label that follows from how.

Every law draws its own sentences, so that a text by itself does not give its label away: what is said in a contradiction
is said in an agreement and beside something else as often.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import Final

from training.generator import turns, values
from training.generator.events import EVENTS, Event
from training.generator.templates import slots
from training.generator.values import Value
from training.pairs import Label, Pair

Chosen = Mapping[str, str]
Law = Callable[[Random], tuple[str, str, Label] | None]

DENIALS: Final = (
    "The claim that {c} is false.",
    "Reports that {c} are untrue.",
    "It is not true that {c}.",
    "There is no evidence that {c}.",
    "The story that {c} is a hoax.",
    "No, it is not true that {c}",
    "Fact check: false claim that {c}",
    "Officials denied that {c}.",
    "The rumour that {c} is baseless.",
    "Police dismissed reports that {c}.",
    "Hoax alert: the claim that {c} was made up",
    "A report that {c} turned out to be wrong.",
    "Claims that {c} have been debunked.",
    "Debunked: the tale that {c}",
    "Nobody has shown that {c}; the story was invented.",
    "Contrary to reports, it is not the case that {c}.",
)
DOUBTS: Final = (
    "It is unclear whether {c}.",
    "Reports claim that {c}.",
    "Rumour has it that {c}.",
    "Is it true that {c}?",
    "It was alleged that {c}.",
    "According to unconfirmed reports, {c}.",
    "Some say that {c}.",
    "A blog claimed that {c}.",
    "Police are looking into claims that {c}.",
    "Social media users believe that {c}.",
)
SOURCES: Final = (
    "{S}, officials said.",
    "According to police, {c}.",
    "{S}, a spokesman confirmed.",
    "Authorities confirmed that {c}.",
    "It was confirmed that {c}.",
    "{S}, according to the authorities.",
    "The agency reported that {c}.",
    "It is a fact that {c}.",
)
CONDITIONS: Final = (
    "If the plan goes ahead, it may turn out that {c}.",
    "Unless something changes, one day it will be said that {c}.",
    "It would be remarkable if {c}.",
    "Should it turn out that {c}, many would be surprised.",
    "What if {c}?",
)
PLURALS: Final = (
    ("wolfs", "wolves"),
    ("lynxs", "lynxes"),
    ("atchs", "atches"),
    ("salmons", "salmon"),
    ("bisons", "bison"),
)
SPEAKERS: Final = (
    "the union",
    "the government",
    "the opposition",
    "a witness",
    "the company's lawyers",
    "the prosecutor",
    "the family",
    "rebels",
    "the army",
    "the ministry",
    "a neighbour",
    "an aid group",
    "the club",
    "campaigners",
)
TIMES: Final = (
    "As of {d}, ",
    "By {d} evening, ",
    "On {d} morning it was reported that ",
    "By {d}, according to an update, ",
)


def render(template: str, chosen: Chosen) -> str:
    """A template with its slots filled, as a sentence begins: a slot named with a capital is written as in a title."""
    text = clause(template, chosen)
    return text[:1].upper() + text[1:]


def clause(template: str, chosen: Chosen) -> str:
    """The same as it stands inside of a sentence: nothing but a name begins with a capital."""
    filled = {}
    for name in slots(template):
        key = name if name in chosen else name.lower()
        filled[name] = chosen[key] if name in chosen else _title(chosen[key])
    text = template.format(**filled)
    for wrong, right in PLURALS:
        text = text.replace(wrong, right)
    return text if template.startswith("{") else text[:1].lower() + text[1:]


def names(template: str) -> set[str]:
    """The slots of a template, whatever way they are written."""
    return {name.lower() for name in slots(template)}


def _title(text: str) -> str:
    small = {"of", "in", "on", "the", "a", "and", "for", "to", "about", "than"}
    return " ".join(word if word in small else word[:1].upper() + word[1:] for word in text.split(" "))


def _draw(event: Event, rng: Random) -> dict[str, Value]:
    drawn = {name: slot(rng) for name, slot in event.slots.items()}
    taken: set[str] = set()
    for name, value in drawn.items():
        if value.forms[0] in taken:
            drawn[name] = value = event.slots[name](rng)
        taken.add(value.forms[0])
    return drawn


def _say(drawn: Mapping[str, Value], rng: Random, vague: float = 0.0) -> dict[str, str]:
    return {
        name: rng.choice(value.vague) if value.vague and rng.random() < vague else rng.choice(value.forms)
        for name, value in drawn.items()
    }


def _two(options: tuple[str, ...], rng: Random) -> tuple[str, str]:
    if len(options) == 1:
        return options[0], options[0]
    first, second = rng.sample(options, 2)
    return first, second


def _sentence(template: str) -> bool:
    return template.endswith(".")


def _event(rng: Random, *having: str) -> Event:
    return rng.choice([event for event in EVENTS if all(getattr(event, part) for part in having)])


def same(rng: Random) -> tuple[str, str, Label] | None:
    """One fact in two wordings, figures and times in other forms or said less exactly."""
    event = _event(rng)
    first, second = _two(rng.choice(event.facts), rng)
    drawn = _draw(event, rng)
    bare = _say(drawn, rng)
    said = _say(drawn, rng, 0.35)
    for name in event.identity:
        said[name] = bare[name]
    return render(first, bare), render(second, said), "agreement"


def detail(rng: Random) -> tuple[str, str, Label] | None:
    """One fact in two wordings with another value of what both tell."""
    event = _event(rng)
    first, second = _two(rng.choice(event.facts), rng)
    if rng.random() < 0.2:
        second = first
    drawn = _draw(event, rng)
    shared = sorted((names(first) & names(second)) - set(event.identity) - {"x", "y"})
    shared = [name for name in shared if drawn[name].wrong]
    if not shared:
        return None
    name = rng.choice(shared)
    said = _say(drawn, rng)
    said[name] = rng.choice(drawn[name].wrong)
    return render(first, _say(drawn, rng)), render(second, said), "contradiction"


def named(rng: Random) -> tuple[str, str, Label] | None:
    """One fact of which two texts name another doer: who bought it, who won it, who founded it."""
    event = rng.choice(
        [event for event in EVENTS if event.name in ("takeover", "election", "ownership", "work", "firm")]
    )
    who = "who" if "who" in event.slots else ("y" if event.name == "ownership" else "x")
    fitting = [fact for fact in event.facts if sum(who in names(one) for one in fact) > 1]
    first, second = _two(tuple(one for one in rng.choice(fitting) if who in names(one)), rng)
    drawn = _draw(event, rng)
    said = _say(drawn, rng)
    said[who] = drawn[who].wrong[0]
    return render(first, _say(drawn, rng)), render(second, said), "contradiction"


def another(rng: Random) -> tuple[str, str, Label] | None:
    """The like fact of another event: another place, another person, another thing."""
    event = _event(rng, "identity")
    fact = rng.choice(event.facts)
    options = fact + (event.otherwise if rng.random() < 0.3 else ())
    first, second = rng.choice(fact), rng.choice(options)
    drawn = _draw(event, rng)
    changed = list(event.identity) if event.swap or rng.random() < 0.6 else [rng.choice(event.identity)]
    changed = [name for name in changed if name in names(first) and name in names(second)]
    if not changed:
        return None
    other = dict(drawn)
    if rng.random() < 0.6:
        other = _draw(event, rng) | {name: drawn[name] for name in event.identity}
    said = _say(other, rng)
    for name in changed:
        said[name] = drawn[name].wrong[0] if drawn[name].wrong else said[name]
    return render(first, _say(drawn, rng)), render(second, said), "neutral"


def otherwise(rng: Random) -> tuple[str, str, Label] | None:
    """A fact and what denies it in other words."""
    event = _event(rng, "otherwise")
    drawn = _draw(event, rng)
    label: Label = "contradiction"
    return (
        render(rng.choice(event.facts[0]), _say(drawn, rng)),
        render(rng.choice(event.otherwise), _say(drawn, rng)),
        label,
    )


def neither(rng: Random) -> tuple[str, str, Label] | None:
    """Two wordings of what did not happen, or a denial of the fact beside one."""
    event = _event(rng, "otherwise")
    drawn = _draw(event, rng)
    against = [render(one, _say(drawn, rng)) for one in event.otherwise if not _differs(one)]
    fact = _wrapped(rng, DENIALS, [one for one in event.facts[0] if _sentence(one)], drawn)
    if fact and rng.random() < 0.6:
        against.append(fact)
        other = rng.choice(against)
        second = (
            _wrapped(rng, DENIALS, [one for one in event.facts[0] if _sentence(one)], drawn) if other == fact else fact
        )
        return (other, second, "agreement") if second and second != other else None
    negated = [one for one in against if any(word in one.lower() for word in (" not ", "no ", "nobody", "never"))]
    if len(negated) < 2:
        return None
    first, second = rng.sample(negated, 2)
    return first, second, "agreement"


def _differs(template: str) -> bool:
    return any(word in template for word in ("drew", "killed the", "conceded", "settled", "is hiring", "exploded"))


def planned(rng: Random) -> tuple[str, str, Label] | None:
    """A plan, a wish or a condition beside what came of it, or another plan."""
    event = _event(rng, "plan")
    drawn = _draw(event, rng)
    others = [*event.facts[0], *event.otherwise]
    other = rng.choice(others)
    return render(rng.choice(event.plan), _say(drawn, rng)), render(other, _say(drawn, rng)), "neutral"


def plans(rng: Random) -> tuple[str, str, Label] | None:
    """Two wordings of one plan."""
    event = _event(rng, "plan")
    first, second = _two(event.plan[:3], rng)
    said = _say(_draw(event, rng), rng)
    return (render(first, said), render(second, said), "agreement") if first != second else None


def measures(rng: Random) -> tuple[str, str, Label] | None:
    """Two facts of one event: deaths and injuries, a price and a profit, a place and a date."""
    event = rng.choice([event for event in EVENTS if len(event.facts) > 1])
    first, second = rng.sample(event.facts, 2)
    drawn = _draw(event, rng)
    return render(rng.choice(first), _say(drawn, rng)), render(rng.choice(second), _say(drawn, rng)), "neutral"


def swapped(rng: Random) -> tuple[str, str, Label] | None:
    """Doer and done-by in each other's place, or both kept in a wording that turns the sentence round."""
    event = _event(rng, "swap")
    x, y = event.swap or ("x", "y")
    fitting = tuple(one for one in event.facts[0] if {x, y} <= names(one))
    first, second = rng.choice(fitting), rng.choice(fitting)
    drawn = _draw(event, rng)
    kept = rng.random() < 0.4
    if kept and first == second:
        return None
    said = _say(drawn, rng)
    if not kept:
        said[x], said[y] = said[y], said[x]
    return render(first, _say(drawn, rng)), render(second, said), "agreement" if kept else "contradiction"


def mutual(rng: Random) -> tuple[str, str, Label] | None:
    """Two who meet, marry or sign: they may change places."""
    event = _event(rng, "mutual")
    drawn = _draw(event, rng)
    x, y = event.mutual or ("x", "y")
    said = _say(drawn, rng)
    said[x], said[y] = said[y], said[x]
    against = rng.random() < 0.35
    other = rng.choice(event.otherwise if against else event.facts[0])
    return (
        render(rng.choice(event.facts[0]), _say(drawn, rng)),
        render(other, said),
        "contradiction" if against else "agreement",
    )


def denied(rng: Random) -> tuple[str, str, Label] | None:
    """A fact and a report that calls it untrue."""
    event = _event(rng, "otherwise")
    drawn = _draw(event, rng)
    second = _wrapped(rng, DENIALS, [one for one in event.facts[0] if _sentence(one)], drawn)
    return (render(rng.choice(event.facts[0]), _say(drawn, rng)), second, "contradiction") if second else None


def denied_other(rng: Random) -> tuple[str, str, Label] | None:
    """A fact and a denial of another event, of another of its facts, or of what the fact denies itself."""
    event = rng.choice([event for event in EVENTS if len(event.facts) > 1 and event.otherwise])
    drawn = _draw(event, rng)
    if rng.random() < 0.3:
        second = _wrapped(rng, DENIALS, [one for one in event.facts[0] if _sentence(one)], drawn)
        other = rng.choice(event.otherwise)
        return (render(other, _say(drawn, rng)), second, "agreement") if second and not _differs(other) else None
    second = _wrapped(rng, DENIALS, [one for one in event.facts[1] if _sentence(one)], drawn)
    return (render(rng.choice(event.facts[0]), _say(drawn, rng)), second, "neutral") if second else None


def doubted(rng: Random) -> tuple[str, str, Label] | None:
    """A rumour, a question or a condition beside the fact or its denial."""
    event = _event(rng, "otherwise")
    drawn = _draw(event, rng)
    told = [one for one in event.facts[0] if _sentence(one)]
    second = _wrapped(rng, DOUBTS if rng.random() < 0.7 else CONDITIONS, told, drawn)
    if second is None:
        return None
    if rng.random() < 0.6:
        return render(rng.choice(event.facts[0] + event.otherwise), _say(drawn, rng)), second, "neutral"
    first = _wrapped(rng, DENIALS, told, drawn)
    return (first, second, "neutral") if first else None


def sourced(rng: Random) -> tuple[str, str, Label] | None:
    """A fact and the fact with its source, right or with something changed."""
    made = rng.choice((same, detail, otherwise, another))(rng)
    if made is None:
        return None
    first, second, label = made
    if not second.endswith("."):
        return None
    source = rng.choice(SOURCES)
    if "{c}" in source:
        start = (
            second[:1].lower() + second[1:]
            if second.split(" ")[0] in {"A", "An", "The", "No", "In", "Nobody"}
            else second
        )
        return first, source.format(c=start[:-1]), label
    return first, source.format(S=second[:-1]), label


def two_speakers(rng: Random) -> tuple[str, str, Label] | None:
    """Two parties who say the opposite, which is no contradiction between those who report it."""
    event = _event(rng, "otherwise")
    drawn = _draw(event, rng)
    one, other = rng.sample(SPEAKERS, 2)
    told = [each for each in event.facts[0] if _sentence(each)]
    against = [each for each in event.otherwise if _sentence(each)]
    verbs = ("said", "says", "claimed", "insisted", "told reporters")
    first = clause(rng.choice(told), _say(drawn, rng))[:-1]
    second = clause(rng.choice(against), _say(drawn, rng))[:-1]
    if rng.random() < 0.3:
        number = rng.choice(told)
        changed = {
            name: rng.choice(value.wrong) for name, value in drawn.items() if value.wrong and name not in event.identity
        }
        second = clause(number, _say(drawn, rng) | changed)[:-1]
    a = f"{one[:1].upper()}{one[1:]} {rng.choice(verbs)} that {first}."
    b = (
        f"According to {other}, {second}."
        if rng.random() < 0.5
        else f"{second[:1].upper()}{second[1:]}, {other} {rng.choice(verbs[:3])}."
    )
    return a, b, "neutral"


def updated(rng: Random) -> tuple[str, str, Label] | None:
    """A count that grew until a later day; at the same hour another count is a conflict."""
    event = _event(rng, "changes")
    fitting = [fact for fact in event.facts if any(name in names(one) for one in fact for name in event.changes)]
    fact = [
        one
        for one in rng.choice(fitting)
        if names(one) & set(event.changes) and _sentence(one) and "day" not in names(one)
    ]
    if not fact:
        return None
    first, second = rng.choice(fact), rng.choice(fact)
    shared = sorted(names(first) & names(second) & set(event.changes))
    if not shared:
        return None
    drawn = _draw(event, rng)
    said = _say(drawn, rng)
    plain = [way for way in drawn[shared[0]].wrong if way[0].isdigit()]
    if not plain:
        return None
    said[shared[0]] = rng.choice(plain)
    one, other = rng.sample(values.DAYS, 2)
    together = rng.random() < 0.4
    a = rng.choice(TIMES).format(d=one) + clause(first, _say(drawn, rng))
    b = rng.choice(TIMES).format(d=one if together else other) + clause(second, said)
    return a, b, "contradiction" if together else "neutral"


def part(rng: Random) -> tuple[str, str, Label] | None:
    """A number of all and one of some of them; more of some than of all cannot be."""
    event = rng.choice([event for event in EVENTS if event.name in ("disaster", "crash", "protest")])
    options = [one for fact in event.facts for one in fact if "} people " in one]
    template = rng.choice(options)
    slot = template.split("} people ")[0].split("{")[-1]
    drawn = _draw(event, rng)
    total = rng.randint(6, 300)
    more = rng.random() < 0.35
    some = total + rng.randint(2, total) if more else rng.randint(2, total - 2)
    group = rng.choice(
        ("children", "women", "foreigners", "police officers", "pensioners", "members of one family", "tourists")
    )
    said = _say(drawn, rng)
    first = render(template, said | {slot: rng.choice(values.spelled(total))})
    second = render(template.replace("} people ", f"}} {group} "), said | {slot: rng.choice(values.spelled(some))})
    return first, second, "contradiction" if more else "neutral"


GROUPS: Final = (
    "lawmakers",
    "passengers",
    "workers",
    "schools",
    "shops",
    "banks",
    "players",
    "judges",
    "villages",
    "ministers",
    "patients",
    "trains",
)
DEEDS: Final = (
    ("backed the plan", "did not back the plan"),
    ("were evacuated", "were not evacuated"),
    ("agreed to the deal", "did not agree to the deal"),
    ("stayed open", "did not stay open"),
    ("were insured", "were not insured"),
    ("arrived on time", "did not arrive on time"),
    ("have power again", "have no power"),
    ("were tested", "were not tested"),
    ("signed the letter", "did not sign the letter"),
)


def quantified(rng: Random) -> tuple[str, str, Label] | None:
    """All, most, some, none of a group."""
    group, (did, did_not), city, number = (
        rng.choice(GROUPS),
        rng.choice(DEEDS),
        rng.choice(values.CITIES),
        rng.randint(4, 60),
    )
    of_them = f"of the {group} in {city}"
    every = (
        f"All {group} in {city} {did}.",
        f"All {number} {group} in {city} {did}.",
        f"Every one {of_them} {did}.",
        f"The {group} in {city} all {did}.",
    )
    none = (
        f"None {of_them} {did}.",
        f"No {group} in {city} {did}.",
        f"Not one {of_them} {did}.",
        f"All {group} in {city} {did_not}.",
    )
    some = (f"Some {of_them} {did}.", f"Two {of_them} {did}.", f"Several {group} in {city} {did}.")
    some_not = (f"Some {of_them} {did_not}.", f"Not all {group} in {city} {did}.")
    exception = (
        f"All but two {of_them} {did}.",
        f"All {group} in {city} {did} except two.",
        f"With two exceptions, the {group} in {city} {did}.",
    )
    two_not = (f"Two {of_them} {did_not}.", f"Only two {of_them} {did_not}.")
    most = (f"Most {of_them} {did}.", f"The majority {of_them} {did}.", f"More than half {of_them} {did}.")
    few = (f"Few {of_them} {did}.", f"Hardly any {group} in {city} {did}.", f"Only a minority {of_them} {did}.")
    relations: tuple[tuple[tuple[str, ...], tuple[str, ...], Label], ...] = (
        (every, none, "contradiction"),
        (every, some_not, "contradiction"),
        (none, some, "contradiction"),
        (most, few, "contradiction"),
        (most, none, "contradiction"),
        (every, exception, "contradiction"),
        (none, exception, "contradiction"),
        (every, few, "contradiction"),
        (every, every, "agreement"),
        (none, none, "agreement"),
        (exception, two_not, "agreement"),
        (every, some, "agreement"),
        (every, most, "agreement"),
        (exception, some_not, "agreement"),
        (exception, most, "agreement"),
        (some, some_not, "neutral"),
        (most, some_not, "neutral"),
        (few, some, "agreement"),
        (few, some_not, "agreement"),
        (most, exception, "agreement"),
        (none, few, "neutral"),
        (some, most, "neutral"),
    )
    one, other, label = rng.choice(relations)
    return rng.choice(one), rng.choice(other), label


THINGS: Final = (
    ("largest", "larger", "bank"),
    ("oldest", "older", "university"),
    ("tallest", "taller", "tower"),
    ("longest", "longer", "bridge"),
    ("busiest", "busier", "airport"),
    ("richest", "richer", "club"),
    ("largest", "larger", "brewery"),
    ("fastest", "faster", "train"),
    ("deepest", "deeper", "lake"),
    ("biggest", "bigger", "employer"),
    ("cheapest", "cheaper", "airline"),
    ("smallest", "smaller", "town"),
)


def superlative(rng: Random) -> tuple[str, str, Label] | None:
    """The first of its kind in one area, and who else is said to be."""
    most, more, thing = rng.choice(THINGS)
    own, other = (rng.choice(values.company(rng).forms) for _ in range(2))
    if own.split()[0] == other.split()[0]:
        return None
    area, elsewhere = rng.sample(values.COUNTRIES, 2)

    def top(name: str, where: str) -> str:
        return rng.choice(
            (
                f"{name} is the {most} {thing} in {where}.",
                f"{name} is {where}'s {most} {thing}.",
                f"The {most} {thing} in {where} is {name}.",
                f"No {thing} in {where} is {more} than {name}.",
                f"{name}, the {most} {thing} of {where}, was in the news.",
            )
        )

    near = rng.choice(
        (f"{own} is one of the {most} {thing}s in {area}.", f"Among the {most} {thing}s in {area} is {own}.")
    )
    second = rng.choice(
        (
            f"{own} is only the second {most} {thing} in {area}.",
            f"{own} is not the {most} {thing} in {area}.",
            f"There are {more} {thing}s in {area} than {own}.",
        )
    )
    options: tuple[tuple[str, str, Label], ...] = (
        (top(own, area), top(other, area), "contradiction"),
        (top(own, area), second, "contradiction"),
        (top(own, area), top(own, area), "agreement"),
        (top(own, area), near, "agreement"),
        (top(own, area), top(other, elsewhere), "neutral"),
        (top(own, area), near.replace(own, other), "neutral"),
        (second, top(other, area), "neutral"),
        (top(own, area), second.replace(own, other), "neutral"),
    )
    return rng.choice(options)


_LEXICON: Final = Path(__file__).parents[2] / "factcheck" / "lexicon"


def _aliases() -> tuple[tuple[str, ...], ...]:
    known = tomllib.loads((_LEXICON / "aliases.toml").read_text(encoding="utf-8"))
    return tuple(
        tuple(name.strip() for name in row.split("=")) for part in ("bodies", "places") for row in known[part]["rows"]
    )


ALIASES: Final = _aliases()
BODY_DEEDS: Final = (
    ("opened an office in {city}", "closed its office in {city}"),
    ("backed the plan for {city}", "opposed the plan for {city}"),
    ("published a report about {city}", "withdrew its report about {city}"),
    ("praised the police in {city}", "criticised the police in {city}"),
    ("raised its forecast for {land}", "lowered its forecast for {land}"),
    ("sent observers to {land}", "sent no observers to {land}"),
)
PLACE_DEEDS: Final = (
    ("A fire broke out in {p}", "No fire broke out in {p}"),
    ("The festival in {p} was opened", "The festival in {p} was cancelled"),
    ("Rents in {p} rose", "Rents in {p} fell"),
    ("The conference took place in {p}", "The conference in {p} never took place"),
)


def alias(rng: Random) -> tuple[str, str, Label] | None:
    """One thing under two names, or two things that do the like."""
    row, other = rng.sample(ALIASES, 2)
    mine, again = rng.choice(row), rng.choice(row)
    body = row[0] not in {known[0] for known in ALIASES if known[0] in _PLACES}
    if body != (other[0] not in _PLACES):
        return None
    fill = {"city": rng.choice(values.CITIES), "land": rng.choice(values.COUNTRIES)}
    did, undid = rng.choice(BODY_DEEDS if body else PLACE_DEEDS)
    day = rng.choice(("", f" on {rng.choice(values.DAYS)}"))

    def say(name: str, deed: str) -> str:
        if not body:
            return deed.format(p=name) + day + "."
        article = "The " if len(name.split()) > 1 or (name.isupper() and rng.random() < 0.5) else ""
        return f"{article}{name} {deed.format(**fill)}{day}."

    choice = rng.random()
    if choice < 0.4:
        return say(mine, did), say(again, did), "agreement"
    if choice < 0.7:
        return say(mine, did), say(again, undid), "contradiction"
    return say(mine, did), say(other[0], rng.choice((did, undid))), "neutral"


_PLACES: Final = {
    row.split("=")[0].strip()
    for row in tomllib.loads((_LEXICON / "aliases.toml").read_text(encoding="utf-8"))["places"]["rows"]
}


def namesake(rng: Random) -> tuple[str, str, Label] | None:
    """Two persons of one name, told apart by what they do."""
    event = rng.choice(
        [event for event in EVENTS if event.name in ("life", "death", "school", "journey", "trial", "arrest")]
    )
    fact = [one for fact in event.facts[:2] for one in fact if {"who", "job"} <= names(one)]
    if len(fact) < 2:
        return None
    drawn, other = _draw(event, rng), _draw(event, rng)
    if drawn["job"].forms == other["job"].forms:
        return None
    first, second = rng.choice(fact), rng.choice(fact)
    return render(first, _say(drawn, rng)), render(second, _say(other | {"who": drawn["who"]}, rng)), "neutral"


def report(rng: Random) -> tuple[str, str, Label] | None:
    """A text of several facts beside one sentence about it."""
    event = rng.choice([event for event in EVENTS if len(event.facts) > 1])
    drawn = _draw(event, rng)
    said = _say(drawn, rng)
    order = rng.sample(range(len(event.facts)), len(event.facts))
    told = [rng.choice([one for one in event.facts[place] if _sentence(one)]) for place in order]
    text = " ".join(render(one, said) for one in told)
    place = rng.choice(order)
    choice = rng.random()
    if choice < 0.4:
        return text, render(rng.choice(event.facts[place]), _say(drawn, rng)), "agreement"
    if choice < 0.75:
        template = rng.choice(event.facts[place])
        kept = next(one for one, at in zip(told, order, strict=True) if at == place)
        shared = sorted((names(template) & names(kept)) - set(event.identity) - {"x", "y"})
        shared = [name for name in shared if drawn[name].wrong]
        if not shared:
            return None
        name = rng.choice(shared)
        return text, render(template, _say(drawn, rng) | {name: rng.choice(drawn[name].wrong)}), "contradiction"
    if choice < 0.85 and event.otherwise:
        return text, render(rng.choice(event.otherwise), _say(drawn, rng)), "contradiction"
    other = _draw(event, rng)
    return text, render(rng.choice(event.facts[place]), _say(other, rng)), "neutral"


WHO: Final = (
    "man",
    "woman",
    "boy",
    "girl",
    "child",
    "chef",
    "dancer",
    "soldier",
    "player",
    "farmer",
    "dog",
    "cat",
    "horse",
)
SCENES: Final = (
    ("playing a guitar", "playing an instrument"),
    ("slicing an onion", "cutting an onion"),
    ("riding a bike", "riding a bicycle"),
    ("running along the beach", "running on the shore"),
    ("opening a box", ""),
    ("putting on a coat", ""),
    ("climbing a wall", "going up a wall"),
    ("washing a car", "cleaning a car"),
    ("jumping over a fence", "leaping over a fence"),
    ("sitting on a bench", ""),
    ("eating an apple", "eating some fruit"),
    ("cooking soup", "making soup"),
    ("throwing a ball", "tossing a ball"),
    ("reading a newspaper", "looking at a newspaper"),
    ("sleeping on the grass", "lying on the grass"),
    ("swimming in a lake", "swimming in the water"),
    ("painting a door", ""),
    ("talking on a phone", "speaking on a telephone"),
    ("drinking water", ""),
    ("peeling a potato", ""),
)
UNDONE: Final = (
    ("opening a box", "closing a box"),
    ("putting on a coat", "taking off a coat"),
    ("climbing up a ladder", "climbing down a ladder"),
    ("getting into a car", "getting out of a car"),
    ("lifting a chair", "lowering a chair"),
    ("filling a glass", "emptying a glass"),
    ("standing on a stage", "sitting on a stage"),
    ("running fast", "running slowly"),
    ("loading a van", "unloading a van"),
    ("turning on a lamp", "turning off a lamp"),
    ("playing a loud drum", "playing a quiet drum"),
    ("jumping into a full pool", "jumping into an empty pool"),
    ("walking in a dry street", "walking in a wet street"),
)


def scene(rng: Random) -> tuple[str, str, Label] | None:
    """What somebody is doing: done, not done, done by somebody else."""
    who, other = rng.sample(WHO, 2)
    doing, alike = rng.choice(SCENES)
    another_doing = rng.choice([one for one, _ in SCENES if one != doing])
    end = rng.choice(("", "", "."))

    def article(noun: str) -> str:
        return f"An {noun}" if noun[0] in "aeiou" else f"A {noun}"

    yes = rng.choice((f"{article(who)} is {doing}", f"The {who} is {doing}", f"There is a {who} {doing}"))
    again = rng.choice(
        (
            f"{article(who)} is {alike or doing}",
            f"The {who} is {alike or doing}",
            f"A {rng.choice(('young', 'tall', 'smiling'))} {who} is {doing}",
        )
    )
    no = rng.choice(
        (
            f"There is no {who} {doing}",
            f"{article(who)} is not {doing}",
            f"The {who} is not {doing}",
            f"No {who} is {alike or doing}",
            f"There is no {who} {alike or doing}",
        )
    )
    no_again = rng.choice((f"There is no {who} {doing}", f"No {who} is {doing}", f"Nobody is {doing}"))
    up, down = rng.choice(UNDONE) if rng.random() < 0.5 else rng.choice(UNDONE)[::-1]
    options: tuple[tuple[str, str, Label], ...] = (
        (yes, no, "contradiction"),
        (again, no, "contradiction"),
        (f"The {who} is {up}", f"{article(who)} is {down}", "contradiction"),
        (yes, again, "agreement"),
        (no, no_again, "agreement"),
        (yes, f"{article(other)} is {doing}", "neutral"),
        (yes, f"{article(who)} is {another_doing}", "neutral"),
        (yes, f"{article(other)} is not {another_doing}", "neutral"),
        (yes, f"There is no {other} {another_doing}", "neutral"),
        (yes, f"The {who} is not {another_doing}", "neutral"),
        (f"The {who} is {up}", f"{article(other)} is {down}", "neutral"),
        (yes, f"{article(other)} is {another_doing}", "neutral"),
    )
    first, second, label = rng.choice(options)
    return (first + end, second + end, label) if first != second else None


LAWS: Final[Mapping[str, tuple[Law, int]]] = {
    "same": (same, 20),
    "detail": (detail, 18),
    "named": (named, 3),
    "another": (another, 13),
    "otherwise": (otherwise, 10),
    "neither": (neither, 6),
    "planned": (planned, 7),
    "plans": (plans, 3),
    "measures": (measures, 7),
    "swapped": (swapped, 6),
    "mutual": (mutual, 3),
    "denied": (denied, 6),
    "denied_other": (denied_other, 4),
    "doubted": (doubted, 5),
    "sourced": (sourced, 7),
    "two_speakers": (two_speakers, 3),
    "updated": (updated, 4),
    "part": (part, 3),
    "quantified": (quantified, 4),
    "superlative": (superlative, 4),
    "alias": (alias, 4),
    "namesake": (namesake, 3),
    "report": (report, 9),
    "scene": (scene, 8),
    "converse": (turns.converse, 14),
    "sides": (turns.sides, 14),
    "opposed": (turns.opposed, 14),
    "only": (turns.only, 6),
    "granted": (turns.granted, 5),
    "namesakes": (turns.namesakes, 5),
    "parts_played": (turns.parts_played, 5),
    "ranked": (turns.ranked, 5),
    "until": (turns.until, 4),
    "within": (turns.within, 3),
}
"""Every law with its weight: how many pairs of two hundred and forty or so are its."""


def pair(law: str, number: int, seed: int) -> Pair | None:
    """The pair of this number that a law makes, the same on every machine; none where its draw does not fit."""
    made = LAWS[law][0](Random(f"{seed} {law} {number}"))
    if made is None or made[0] == made[1]:
        return None
    a, b, label = made
    return Pair(a, b, label, f"law:{law}")


def _wrapped(rng: Random, wrappers: tuple[str, ...], told: list[str], drawn: Mapping[str, Value]) -> str | None:
    if not told:
        return None
    inner = clause(rng.choice(told), _say(drawn, rng))[:-1]
    return rng.choice(wrappers).format(c=inner, S=inner[:1].upper() + inner[1:])
