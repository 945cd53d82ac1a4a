"""Laws of words that look opposed beside ones that are: one matter told from its other side, by the denial of an opposite, of
another object.

A model that meets opposites only where two texts conflict takes "sold" and "bought" for a conflict wherever they stand. So every
table here gives the same words with each label they can have. The sentences are this project's own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Final

from training.generator import values
from training.generator.templates import slots
from training.pairs import Label

Made = tuple[str, str, Label] | None

LABELLED: Final[tuple[Label, ...]] = ("agreement", "contradiction", "neutral")

ASSETS: Final = (
    "its port in {c}",
    "a brewery in {c}",
    "the newspaper in {c}",
    "two hotels in {c}",
    "a shipyard near {c}",
    "its warehouses in {c}",
    "the stadium in {c}",
    "a mill outside {c}",
)
GIFTS: Final = (
    "a sword",
    "a painting",
    "a silver bowl",
    "a horse",
    "an old map",
    "a carpet",
    "a book of poems",
    "a medal",
)
GOODS: Final = (
    "gas",
    "wheat",
    "batteries",
    "steel",
    "engines",
    "fertiliser",
    "rice",
    "tyres",
    "chips",
    "copper",
    "coffee",
)
FAULTS: Final = (
    "its slow reply",
    "the late trains",
    "the new rules",
    "the state of the roads",
    "its prices",
    "the leak of the letters",
    "the delays at the port",
    "the cost of the inquiry",
)
OFFICES: Final = (
    "the central bank",
    "the port authority",
    "the broadcaster",
    "the football association",
    "the tax office",
    "the museum",
    "the orchestra",
)


def _company(rng: Random) -> str:
    return values.company(rng).forms[1]


def _person(rng: Random) -> str:
    return values.person(rng).forms[0]


def _asset(rng: Random) -> str:
    return rng.choice(ASSETS).format(c=rng.choice(values.CITIES)).replace("its ", "the ")


def _of(options: Sequence[str]) -> Callable[[Random], str]:
    return lambda rng: rng.choice(options)


def _sum(rng: Random) -> str:
    return f"{rng.choice((2, 3, 5, 8, 12, 20, 40, 65, 90, 150))} million {rng.choice(('dollars', 'euros', 'pounds', 'francs'))}"


_CITY, _COUNTRY, _DAY = _of(values.CITIES), _of(values.COUNTRIES), _of(values.DAYS)

CONVERSES: Final[tuple[tuple[Callable[[Random], str], Callable[[Random], str], tuple[str, ...]], ...]] = (
    (
        _company,
        _asset,
        (
            "{x} bought {z} from {y}",
            "{y} sold {z} to {x}",
            "{y} has parted with {z}, which {x} takes over",
            "{z} was sold to {x} by {y}",
            "{z} was bought by {x} from {y}",
        ),
    ),
    (
        _company,
        _sum,
        (
            "{x} lent {y} {z}",
            "{y} borrowed {z} from {x}",
            "{x} gave {y} a loan of {z}",
            "{y} took a loan of {z} from {x}",
        ),
    ),
    (
        _company,
        _asset,
        (
            "{x} let {z} to {y}",
            "{y} rents {z} from {x}",
            "{y} is the tenant of {x} in {z}",
            "{x} is {y}'s landlord in {z}",
        ),
    ),
    (
        _company,
        _of(GOODS),
        ("{x} supplies {y} with {z}", "{y} buys {z} from {x}", "{y} gets its {z} from {x}", "{x} sells {z} to {y}"),
    ),
    (
        _COUNTRY,
        _of(GOODS),
        (
            "{x} exports {z} to {y}",
            "{y} imports {z} from {x}",
            "{z} from {x} goes to {y}",
            "{y} is a buyer of {z} from {x}",
        ),
    ),
    (
        _COUNTRY,
        _CITY,
        (
            "{x} beat {y} in {z}",
            "{y} lost to {x} in {z}",
            "{x} won against {y} in {z}",
            "{y} went down to {x} in {z}",
            "In {z}, {x} got the better of {y}",
            "{y} was beaten by {x} in {z}",
            "{x} Stuns {y} in {z}",
        ),
    ),
    (
        _person,
        _of(GIFTS),
        (
            "{x} gave {y} {z}",
            "{y} received {z} from {x}",
            "{x} presented {y} with {z}",
            "{y} was given {z} by {x}",
            "{y} got {z} from {x}",
        ),
    ),
    (
        _person,
        _of(OFFICES),
        (
            "{x} succeeded {y} as head of {z}",
            "{y} was followed by {x} at the head of {z}",
            "{x} took over {z} from {y}",
            "{y} handed {z} over to {x}",
            "{y} was the head of {z} before {x}",
        ),
    ),
    (
        _person,
        _of(FAULTS),
        (
            "{x} criticised {y} for {z}",
            "{y} was criticised by {x} for {z}",
            "{y} came under fire from {x} for {z}",
            "{x} blamed {y} for {z}",
        ),
    ),
    (
        _company,
        _of(FAULTS),
        (
            "{x} sued {y} over {z}",
            "{y} was sued by {x} over {z}",
            "{x} took {y} to court over {z}",
            "{y} has to answer in court to {x} over {z}",
        ),
    ),
    (
        _person,
        _CITY,
        (
            "{x} visited {y} in {z}",
            "{y} received {x} in {z}",
            "{y} was host to {x} in {z}",
            "In {z}, {x} was a guest of {y}",
        ),
    ),
    (
        _person,
        _CITY,
        (
            "{x} taught {y} in {z}",
            "{y} was a pupil of {x} in {z}",
            "{y} studied under {x} in {z}",
            "{x} was {y}'s teacher in {z}",
        ),
    ),
    (
        _person,
        _CITY,
        (
            "{x} reached {z} before {y}",
            "{y} reached {z} after {x}",
            "{y} came to {z} later than {x}",
            "{x} was in {z} earlier than {y}",
        ),
    ),
    (
        _company,
        _COUNTRY,
        (
            "{x} earned more in {z} than {y}",
            "{y} earned less in {z} than {x}",
            "In {z}, {y} made smaller profits than {x}",
            "{x} was more profitable in {z} than {y}",
        ),
    ),
    (
        _company,
        _COUNTRY,
        (
            "{x} is the parent company of {y} in {z}",
            "{y} is a subsidiary of {x} in {z}",
            "{y} belongs to {x} in {z}",
            "{x} owns {y} in {z}",
        ),
    ),
    (
        _CITY,
        _person,
        ("{z} leaves {x} for {y}", "{y} gets {z} from {x}", "{z} moves from {x} to {y}", "{x} lose {z} to {y}"),
    ),
)
"""Who the two are, what else there is, and wordings of one relation of the first to the second."""


def converse(rng: Random) -> Made:
    """What one did to the other, told from either side; done the other way round; or about something else."""
    who, what, wordings = rng.choice(CONVERSES)
    one, other = rng.sample(wordings, 2)
    x, y, z, w = who(rng), who(rng), what(rng), what(rng)
    if len({x, y, z, w}) < 4:
        return None
    label = rng.choice(LABELLED)
    end = "" if "Stuns" in one + other else "."
    if label == "agreement":
        return _said(one, end, x=x, y=y, z=z), _said(other, end, x=x, y=y, z=z), label
    if label == "contradiction":
        return _said(one, end, x=x, y=y, z=z), _said(other, end, x=y, y=x, z=z), label
    if rng.random() < 0.5:
        x, y = y, x
    return _said(one, end, x=x, y=y, z=z), _said(other, end, x=y, y=x, z=w), label


SIDES: Final[tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = (
    (
        (
            "{p} survived the crash near {c}",
            "{p} did not die in the crash near {c}",
            "The crash near {c} did not kill {p}",
        ),
        ("{p} did not survive the crash near {c}", "{p} died in the crash near {c}", "The crash near {c} killed {p}"),
    ),
    (
        ("The bridge in {c} is open", "The bridge in {c} is not closed", "Nothing bars the way over the bridge in {c}"),
        ("The bridge in {c} is closed", "The bridge in {c} is not open", "The bridge in {c} stays shut"),
    ),
    (
        ("The drill in {c} never stopped during the night", "The drill in {c} ran all night without a break"),
        ("The drill in {c} stopped during the night", "The drill in {c} did not run all night"),
    ),
    (
        (
            "The court in {c} upheld the ban on {g}",
            "The ban on {g} stays in force, a court in {c} ruled",
            "The court in {c} did not lift the ban on {g}",
        ),
        (
            "The court in {c} lifted the ban on {g}",
            "The ban on {g} is off, a court in {c} ruled",
            "The court in {c} did not uphold the ban on {g}",
        ),
    ),
    (
        (
            "A judge in {c} refused bail to {p}",
            "{p} must stay in custody, a judge in {c} ruled",
            "A judge in {c} did not let {p} out on bail",
        ),
        (
            "A judge in {c} granted bail to {p}",
            "{p} may go home until the trial, a judge in {c} ruled",
            "A judge in {c} did not refuse bail to {p}",
        ),
    ),
    (
        (
            "{p} was found guilty by the court in {c}",
            "The court in {c} did not acquit {p}",
            "The court in {c} convicted {p}",
        ),
        (
            "{p} was found not guilty by the court in {c}",
            "The court in {c} acquitted {p}",
            "The court in {c} cleared {p}",
        ),
    ),
    (
        (
            "The climb near {c} was hard, {p} said",
            "It was no easy climb near {c}, {p} said",
            "The climb near {c} was anything but easy, {p} said",
        ),
        (
            "The climb near {c} was easy, {p} said",
            "It was no hard climb near {c}, {p} said",
            "The climb near {c} was not difficult, {p} said",
        ),
    ),
    (
        (
            "{k} pulled out of the deal to buy {a}",
            "The sale of {a} to {k} is off",
            "{k} does not buy {a} after all",
            "{a} will not go to {k}",
        ),
        (
            "{k} stands by the deal to buy {a}",
            "The sale of {a} to {k} goes ahead",
            "{k} buys {a} as agreed",
            "{a} will go to {k}",
        ),
    ),
    (
        (
            "All guests left the hotel in {c} before the storm",
            "No one stayed behind in the hotel in {c} before the storm",
            "Not a single guest remained in the hotel in {c} before the storm",
        ),
        (
            "Some guests stayed behind in the hotel in {c} before the storm",
            "Not all guests left the hotel in {c} before the storm",
        ),
    ),
    (
        (
            "The street in {c} is closed to cars",
            "Cars may not use the street in {c}",
            "The street in {c} is open to walkers only",
        ),
        (
            "The street in {c} is open to cars",
            "Cars may use the street in {c}",
            "The street in {c} is not closed to cars",
        ),
    ),
    (
        (
            "Unemployment in {l} fell",
            "Fewer people in {l} are without work",
            "The number of the jobless in {l} did not rise but fell",
        ),
        (
            "Unemployment in {l} rose",
            "More people in {l} are without work",
            "The number of the jobless in {l} did not fall but rose",
        ),
    ),
    (
        (
            "The economy of {l} grew more slowly",
            "Growth weakened in {l}",
            "{l}'s growth slowed",
            "{l}'s economy lost some of its pace",
        ),
        (
            "The economy of {l} grew faster",
            "Growth picked up in {l}",
            "{l}'s growth did not slow",
            "{l}'s economy gained pace",
        ),
    ),
    (
        ("{k} kept its rates unchanged", "{k} left its rates where they were", "{k} did not touch its rates"),
        ("{k} changed its rates", "{k} did not leave its rates where they were", "{k} moved its rates"),
    ),
    (
        (
            "There is no doubt that the fire in {c} was set on purpose",
            "The fire in {c} was arson",
            "The fire in {c} was no accident",
        ),
        ("The fire in {c} was an accident", "Nobody set the fire in {c} on purpose", "The fire in {c} was not arson"),
    ),
    (
        (
            "It cannot be denied that the play in {c} was a success",
            "The play in {c} was a hit",
            "The play in {c} was anything but a failure",
        ),
        ("The play in {c} was a failure", "The play in {c} was no success", "The play in {c} flopped"),
    ),
    (
        ("{p} is still alive", "{p} is not dead", "Reports of {p}'s death are wrong"),
        ("{p} is dead", "{p} is no longer alive", "{p} has died"),
    ),
    (
        ("{p} turned up at the hearing in {c}", "{p} was at the hearing in {c}", "{p} did not miss the hearing in {c}"),
        (
            "{p} missed the hearing in {c}",
            "{p} stayed away from the hearing in {c}",
            "{p} was not at the hearing in {c}",
        ),
    ),
    (
        ("{p} keeps the job at {k}", "{p} is not leaving {k}", "{p} stays at {k}"),
        ("{p} gives up the job at {k}", "{p} is leaving {k}", "{p} does not stay at {k}"),
    ),
    (
        ("{k} lost money last year", "{k} made no profit last year", "{k} was in the red last year"),
        ("{k} made money last year", "{k} made no loss last year", "{k} was in the black last year"),
    ),
    (
        ("The lake near {c} has water in it again", "The lake near {c} is no longer dry"),
        ("The lake near {c} is still dry", "There is still no water in the lake near {c}"),
    ),
    (
        (
            "The rain did not keep thousands from the parade in {c}",
            "Thousands came to the parade in {c} in spite of the rain",
        ),
        (
            "The rain kept people away from the parade in {c}",
            "Hardly anyone came to the parade in {c} because of the rain",
        ),
    ),
    (
        (
            "{k} did not just sell its radio stations but its newspapers too",
            "{k} sold its radio stations and its newspapers",
            "{k} sold its newspapers as well as its radio stations",
        ),
        (
            "{k} sold its radio stations but kept its newspapers",
            "{k} sold nothing but its radio stations",
            "{k} did not sell its newspapers",
        ),
    ),
    (
        (
            "{p} failed to win the seat in {c}",
            "{p} lost the race for the seat in {c}",
            "The seat in {c} went to somebody other than {p}",
        ),
        ("{p} won the seat in {c}", "{p} did not lose the race for the seat in {c}", "The seat in {c} went to {p}"),
    ),
    (
        (
            "The talks in {c} ended without a deal",
            "No deal was reached in the talks in {c}",
            "The talks in {c} broke down",
        ),
        (
            "The talks in {c} ended with a deal",
            "A deal was reached in the talks in {c}",
            "The talks in {c} did not fail",
        ),
    ),
    (
        (
            "The talks in {c} were held in public",
            "The talks in {c} were not held behind closed doors",
            "Anyone could listen to the talks in {c}",
        ),
        (
            "The talks in {c} were held behind closed doors",
            "The talks in {c} were not public",
            "Nobody from outside could listen to the talks in {c}",
        ),
    ),
    (
        ("{p} accepted the offer from {k}", "{p} did not turn down the offer from {k}", "{p} said yes to {k}"),
        ("{p} turned down the offer from {k}", "{p} did not accept the offer from {k}", "{p} said no to {k}"),
    ),
    (
        (
            "{k} is the sole owner of the airport in {c}",
            "The airport in {c} is wholly owned by {k}",
            "Nobody but {k} has a share in the airport in {c}",
        ),
        (
            "{k} owns only half of the airport in {c}",
            "{k} has to share the airport in {c} with others",
            "{k} is not the sole owner of the airport in {c}",
        ),
    ),
)
"""Two sides that exclude each other, each in wordings of which some deny an opposite: {p} a person, {c} a city, {l} a country, {k} a
company, {a} what can be owned, {g} goods."""


def sides(rng: Random) -> Made:
    """Two wordings of one side, however many negations are in them; one of each side; or each about another."""
    yes, no = rng.choice(SIDES)
    first, second = (yes, no) if rng.random() < 0.5 else (no, yes)
    named = _named(rng)
    label = rng.choice(LABELLED)
    if label == "agreement":
        one, other = rng.sample(first, 2)
        return _said(one, ".", **named), _said(other, ".", **named), label
    one, other = rng.choice(first), rng.choice(second)
    if label == "contradiction":
        return _said(one, ".", **named), _said(other, ".", **named), label
    another = _named(rng)
    used = {slot for text in (one, other) for slot in slots(text)}
    changed = rng.sample(sorted(used), rng.randint(1, len(used)))
    if any(named[slot] == another[slot] for slot in changed):
        return None
    return _said(one, ".", **named), _said(other, ".", **named | {slot: another[slot] for slot in changed}), label


def _named(rng: Random) -> dict[str, str]:
    return {
        "p": _person(rng),
        "c": _CITY(rng),
        "l": _COUNTRY(rng),
        "k": _company(rng),
        "a": _asset(rng),
        "g": rng.choice(("plastic bags", "fireworks", "night flights", "wood stoves", "street music", "diesel cars")),
    }


GATES: Final = (
    ("The gates of the stadium in {c}", "open", "opened"),
    ("The polls in {c}", "close", "closed"),
    ("The conference in {c}", "end", "ended"),
    ("The trial in {c}", "begin", "began"),
    ("The ferry from {c}", "leave", "left"),
    ("The shops in {c}", "open", "opened"),
    ("The train from {c}", "arrive", "arrived"),
    ("The strike in {c}", "start", "started"),
)


def until(rng: Random) -> Made:
    """Not until a time is at that time; at another time it is not."""
    subject, verb, past = rng.choice(GATES)
    if rng.random() < 0.5:
        hour, other_hour = rng.sample(range(6, 12), 2)
        half = rng.choice(("a.m.", "p.m."))
        when, other = f"{hour} {half}", f"{other_hour} {half}"
        at = "at "
    else:
        when, other = rng.sample(values.DAYS, 2)
        at = "on "
    inner = subject[:1].lower() + subject[1:]
    late = rng.choice(
        (
            f"{subject} did not {verb} until {when}",
            f"Not until {when} did {inner} {verb}",
            f"It was {when} before {inner} {past}",
            f"{subject} only {past} {at}{when}",
        )
    )
    label: Label = rng.choice(("agreement", "contradiction"))
    said = f"{subject} {past} {at}{when if label == 'agreement' else other}"
    if rng.random() < 0.3:
        said = f"{at.capitalize()}{when if label == 'agreement' else other} {inner} {past}"
    city = rng.choice(values.CITIES)
    return _said(late, ".", c=city), _said(said, ".", c=city), label


ALONE: Final = (
    ("survived the sinking off {c}", "did not survive the sinking off {c}"),
    ("voted for the budget in {c}", "did not vote for the budget in {c}"),
    ("signed the letter to the mayor of {c}", "did not sign the letter to the mayor of {c}"),
    ("backed the tunnel in {c}", "opposed the tunnel in {c}"),
    ("finished the race in {c}", "did not finish the race in {c}"),
    ("paid the fine in {c}", "refused to pay the fine in {c}"),
    ("turned up in {c}", "stayed away from {c}"),
)
CREWS: Final = ("council members", "sailors", "drivers", "shareholders", "ministers", "runners", "bishops", "villagers")


def only(rng: Random) -> Made:
    """One of many: nobody but him, all but him, and what either says of him and of the others."""
    did, did_not = rng.choice(ALONE)
    crew, (one, other) = rng.choice(CREWS), rng.sample(values.LAST, 2)
    alone = (
        f"Nobody but {one} {did}",
        f"Only {one} {did}",
        f"No one except {one} {did}",
        f"{one} was the only one who {did}",
    )
    spared = (
        f"All {crew} save {one} {did}",
        f"All the {crew} except {one} {did}",
        f"Every one of the {crew} but {one} {did}",
        f"With the exception of {one}, all {crew} {did}",
    )
    options: tuple[tuple[tuple[str, ...], tuple[str, ...], Label], ...] = (
        (alone, alone, "agreement"),
        (alone, (f"{one} {did}", f"{one} was among those who {did}"), "agreement"),
        (alone, (f"{one} {did_not}", f"{other} {did}", f"{one} and {other} {did}"), "contradiction"),
        (spared, spared, "agreement"),
        (spared, (f"{one} {did_not}", f"Of the {crew}, {one} {did_not}"), "agreement"),
        (spared, (f"{one} {did}", f"All {crew}, {one} among them, {did}"), "contradiction"),
        (spared, alone, "contradiction"),
        ((f"{one} {did}",), (f"{other} {did_not}",), "neutral"),
        ((f"{one} {did_not}",), (f"{other} {did}",), "neutral"),
    )
    first, second, label = rng.choice(options)
    city = rng.choice(values.CITIES)
    return _said(rng.choice(first), ".", c=city), _said(rng.choice(second), ".", c=city), label


OPPOSED: Final = (
    (
        ("The government of {s} raised spending on {o}", "{s} spent more on {o}"),
        ("The government of {s} cut spending on {o}", "{s} spent less on {o}"),
        _COUNTRY,
        ("schools", "defence", "roads", "hospitals", "the police", "the theatres", "science"),
    ),
    (
        ("{s} bought shares in {o}", "{s} took a stake in {o}"),
        ("{s} sold its shares in {o}", "{s} parted with its stake in {o}"),
        _company,
        ("an airline", "a shipping line", "a brewery", "a bank in Basel", "a chip maker", "a salmon farm"),
    ),
    (
        ("{s} accepted the post of {o}", "{s} agreed to become {o}"),
        ("{s} turned down the post of {o}", "{s} refused to become {o}"),
        _person,
        ("national coach", "minister of finance", "head of the museum", "director of the opera", "chief of police"),
    ),
    (
        ("{s} was found guilty of {o}", "A court convicted {s} of {o}"),
        ("{s} was found not guilty of {o}", "A court acquitted {s} of {o}"),
        _person,
        ("fraud", "bribery", "hiding documents", "arson", "tax evasion", "perjury", "theft"),
    ),
    (
        ("{s} praised {o}", "{s} was full of praise for {o}", "{s} found {o} brilliant"),
        ("{s} criticised {o}", "{s} was scathing about {o}", "{s} found {o} dull"),
        _person,
        ("the new film", "the budget", "the rescue plan", "the orchestra's new hall", "the reform of the courts"),
    ),
    (
        ("{s} opened a branch in {o}", "{s} set up a branch in {o}"),
        ("{s} closed its branch in {o}", "{s} shut its branch in {o}"),
        _company,
        tuple(values.CITIES[:20]),
    ),
    (
        ("{s} banned {o}", "{o} was forbidden in {s}"),
        ("{s} allowed {o}", "{o} was permitted in {s}"),
        _CITY,
        ("night fishing", "street music", "online betting", "dog racing", "camping on beaches", "shark hunting"),
    ),
    (
        ("Exports of {o} from {s} rose", "{s} sold more {o} abroad"),
        ("Exports of {o} from {s} fell", "{s} sold less {o} abroad"),
        _COUNTRY,
        GOODS,
    ),
    (
        ("{s} won {o}", "{s} was the winner of {o}"),
        ("{s} lost {o}", "{s} was beaten in {o}"),
        _person,
        ("the national book prize", "the race for mayor", "the chess final", "the vote for the union's head"),
    ),
    (
        ("{s} was a friend of {o}", "{s} and {o} were close friends"),
        ("{s} was an enemy of {o}", "{s} and {o} were sworn enemies"),
        _person,
        ("the late president", "the bishop", "the old king", "the general's wife", "the mayor", "the vice-president"),
    ),
    (
        ("{s} allowed visitors into {o}", "Visitors were let into {o}, {s} said"),
        ("{s} allowed no visitors into {o}", "Visitors were kept out of {o}, {s} said"),
        _CITY,
        ("the stadium", "the wards", "the crypt", "the old mine", "the botanical garden", "the archive"),
    ),
    (
        ("{s} gave the ski resort a permit for {o}", "{s} permitted the ski resort {o}"),
        ("{s} refused the ski resort a permit for {o}", "{s} denied the ski resort {o}"),
        _CITY,
        ("new snow cannons", "a longer season", "a second lift", "night skiing", "a hotel at the top"),
    ),
)
"""What somebody did with something, its opposite, who does it and with what."""


def opposed(rng: Random) -> Made:
    """Opposite deeds: with one thing they conflict, with two, or of two, they do not; the same deed in other words agrees."""
    done, undone, who, things = rng.choice(OPPOSED)
    if rng.random() < 0.5:
        done, undone = undone, done
    one, other = who(rng), who(rng)
    thing, second_thing = rng.sample(things, 2)
    if one == other:
        return None
    day, later = rng.sample(values.MONTHS, 2)
    choice = rng.random()
    if choice < 0.2:
        first, second = rng.sample(done, 2)
        return _said(first, ".", s=one, o=thing), _said(second, ".", s=one, o=thing), "agreement"
    first, second = rng.choice(done), rng.choice(undone)
    if choice < 0.45:
        when = f" in {day}" if rng.random() < 0.3 else ""
        return _said(first, f"{when}.", s=one, o=thing), _said(second, f"{when}.", s=one, o=thing), "contradiction"
    if choice < 0.6:
        return _said(first, f" in {day}.", s=one, o=thing), _said(second, f" in {later}.", s=one, o=thing), "neutral"
    if choice < 0.8:
        return _said(first, ".", s=one, o=thing), _said(second, ".", s=one, o=second_thing), "neutral"
    return (
        _said(first, ".", s=one, o=thing),
        _said(second, ".", s=other, o=rng.choice((thing, second_thing))),
        "neutral",
    )


RANKED: Final = (
    ("supermarket chain", ("by sales", "by number of shops", "by staff", "by profit")),
    ("state", ("by area", "by population", "by income")),
    ("port", ("by freight", "by passengers", "by number of ships")),
    ("hospital", ("by beds", "by staff", "by patients")),
    ("airline", ("by passengers", "by fleet", "by routes")),
    ("university", ("by students", "by budget", "by campus")),
)
DIVIDED: Final = (
    ("tallest", "building", ("residential", "office")),
    ("best", "player", ("male", "female")),
    ("longest", "bridge", ("road", "railway")),
    ("oldest", "church", ("stone", "wooden")),
    ("fastest", "train", ("passenger", "freight")),
    ("largest", "lake", ("natural", "artificial")),
)


def ranked(rng: Random) -> Made:
    """Two firsts: by one measure of one group they conflict; by two measures, of two groups, at two ends they do not."""
    x, y = _company(rng), _company(rng)
    land, elsewhere = rng.sample(values.COUNTRIES, 2)
    if x == y:
        return None
    if rng.random() < 0.5:
        thing, measured = rng.choice(RANKED)
        one, other = rng.sample(measured, 2)
        end, other_end = rng.sample(("largest", "smallest"), 2)

        def top(name: str, which: str, measure: str, where: str) -> str:
            return rng.choice(
                (
                    f"{measure.capitalize()}, {name} is the {which} {thing} in {where}.",
                    f"{name} is {where}'s {which} {thing} {measure}.",
                    f"The {which} {thing} in {where} {measure} is {name}.",
                )
            )

        first = top(x, end, one, land)
        options: tuple[tuple[str, Label], ...] = (
            (top(y, end, one, land), "contradiction"),
            (top(x, other_end, one, land), "contradiction"),
            (top(x, end, one, land), "agreement"),
            (top(y, end, other, land), "neutral"),
            (top(y, other_end, one, land), "neutral"),
            (top(y, end, one, elsewhere), "neutral"),
        )
    else:
        best, thing, sorts = rng.choice(DIVIDED)
        sort, other_sort = rng.sample(sorts, 2)

        def named(name: str, which: str, where: str) -> str:
            return rng.choice(
                (
                    f"{name} is the {best} {which} {thing} in {where}.",
                    f"The {best} {which} {thing} in {where} is {name}.",
                    f"Readers voted {name} the {best} {which} {thing} in {where}.",
                )
            )

        first = named(x, sort, land)
        options = (
            (named(y, sort, land), "contradiction"),
            (named(x, sort, land), "agreement"),
            (named(y, other_sort, land), "neutral"),
            (named(y, sort, elsewhere), "neutral"),
        )
    second, label = rng.choice(options)
    return first, second, label


WORKS: Final = (
    ('"{t}"', (("was written by {x}", "is a novel by {x}"), ("was published by {x}", "came out with {x}"), ("was translated by {x}", "was put into English by {x}"))),
    ("The bridge at {c}", (("was designed by {x}", "is {x}'s design"), ("was built by {x}", "is {x}'s construction"), ("was paid for by {x}", "was financed by {x}"))),
    ('The film "{t}"', (("was directed by {x}", "is a work of the director {x}"), ("was produced by {x}", "had {x} as its producer"), ("was shot by the cameraman {x}", "has pictures by the cameraman {x}"))),
    ("The airport in {c}", (("is owned by {x}", "belongs to {x}"), ("is run by {x}", "is managed by {x}"), ("was built by {x}", "is a work of the builder {x}"))),
    ('The song "{t}"', (("was composed by {x}", "has a tune by {x}"), ("is sung by {x}", "has {x} as its singer"), ("was written by {x}", "has words by {x}"))),
    ("The comet over {c}", (("was discovered by {x}", "was first seen by {x}"), ("was named by {x}", "got its name from {x}"))),
    ("The biggest shareholder of {k}", (("is {x}", "is called {x}"),)),
    ("The biggest customer of {k}", (("is {x}", "is called {x}"),)),
)  # fmt: skip
TITLES: Final = (
    "The Glass Orchard",
    "Copper Moon",
    "Night Ferry",
    "The Salt Garden",
    "Late Snow",
    "The Crossing",
    "A House of Tin",
    "Northern Light",
)


def parts_played(rng: Random) -> Made:
    """Who did what for a work: two in one part conflict, two in two parts do not."""
    work, roles = rng.choice(WORKS)
    fill = {"t": rng.choice(TITLES), "c": rng.choice(values.CITIES), "k": _company(rng)}
    x, y = (_person(rng), _person(rng)) if '"' in work or "comet" in work else (_company(rng), _company(rng))
    if x == y:
        return None
    role = rng.choice(roles)
    one, other = rng.sample(role, 2)
    choice = rng.random()
    if choice < 0.3:
        return _said(f"{work} {one}", ".", x=x, **fill), _said(f"{work} {other}", ".", x=x, **fill), "agreement"
    if choice < 0.6:
        return _said(f"{work} {one}", ".", x=x, **fill), _said(f"{work} {other}", ".", x=y, **fill), "contradiction"
    if len(roles) > 1:
        wording = rng.choice(rng.choice([each for each in roles if each is not role]))
        return _said(f"{work} {one}", ".", x=x, **fill), _said(f"{work} {wording}", ".", x=y, **fill), "neutral"
    second = next(name for name, _ in WORKS if name.startswith("The biggest") and name != work)
    return _said(f"{work} {one}", ".", x=x, **fill), _said(f"{second} {other}", ".", x=y, **fill), "neutral"


WITHIN: Final = tuple(
    tuple(row.split("="))
    for row in (
        "Lisbon=Portugal|Hamburg=Germany|Osaka=Japan|Nairobi=Kenya|Lagos=Nigeria|Denver=Colorado|Chicago=Illinois|Atlanta=Georgia|"
        "Toronto=Canada|Montreal=Quebec|Leeds=England|Glasgow=Scotland|Cardiff=Wales|Lyon=France|Turin=Italy|Seville=Spain|"
        "Rotterdam=the Netherlands|Antwerp=Belgium|Bergen=Norway|Tampere=Finland|Vilnius=Lithuania|Krakow=Poland|Graz=Austria|"
        "Zagreb=Croatia|Izmir=Turkey|Cairo=Egypt|Accra=Ghana|Dakar=Senegal|Durban=South Africa|Mumbai=India|Lahore=Pakistan|"
        "Hanoi=Vietnam|Busan=South Korea|Perth=Australia|Auckland=New Zealand|Lima=Peru|Bogota=Colombia|Recife=Brazil|Havana=Cuba"
    ).split("|")
)
PLACED: Final = (
    ("{p} was born in {w}", "The birthplace of {p} is in {w}"),
    ("The conference of the dentists took place in {w}", "In {w}, the dentists held their conference"),
    ("A freight train carrying chlorine left the rails in {w}", "In {w} a train with chlorine was derailed"),
    ("{p} was arrested in {w}", "Police in {w} took {p} into custody"),
    ("{k} will build its new factory in {w}", "{w} gets the new factory of {k}"),
)


def within(rng: Random) -> Made:
    """A place and the country around it agree; another country does not."""
    (city, land), (_, elsewhere) = rng.sample(WITHIN, 2)
    one, other = rng.sample(rng.choice(PLACED), 2)
    named = {"p": _person(rng), "k": _company(rng)}
    label: Label = rng.choice(("agreement", "contradiction"))
    where = land if label == "agreement" else elsewhere
    return _said(one, ".", w=city, **named), _said(other, ".", w=where, **named), label


TAKEN_FOR_GRANTED: Final = (
    ("Police arrested {p}", "Police did not say why they had arrested {p}", "Police did not arrest {p}"),
    ("Burglars broke into the museum in {c}", "Nothing was stolen when the museum in {c} was broken into", "Nobody broke into the museum in {c}"),
    ("{k} closed its plant in {c}", "{k} gave no reason for closing its plant in {c}", "{k} never closed its plant in {c}"),
    ("A bomb threat forced a jet to land in {c}", "There was no bomb on the jet that a threat had forced to land in {c}", "No jet had to land in {c} because of a threat"),
    ("{p} resigned", "It is not known who will follow {p}, who resigned", "{p} has not resigned"),
    ("The mayor of {c} met {p}", "Nothing became known of what the mayor of {c} and {p} said when they met", "The mayor of {c} did not meet {p}"),
    ("{k} recalled its scooters", "Nobody was hurt by the scooters that {k} recalled", "{k} recalled no scooters"),
    ("A bridge collapsed in {c}", "No one died when a bridge collapsed in {c}", "No bridge collapsed in {c}"),
    ("{p} won the race in {c}", "It was not the first race that {p} won in {c}", "{p} did not win the race in {c}"),
    ("{k} reported a profit", "The profit that {k} reported did not please its shareholders", "{k} reported no profit"),
)  # fmt: skip
ASKED_FOR: Final = (
    ("The newspaper asked {k} for the files on {p}", "{k} denied the newspaper's request for the files on {p}"),
    ("The circus asked {c} for leave to bring its elephants", "{c} denied the circus leave to bring its elephants"),
    ("{p} asked {k} for more pay", "{k} refused {p} more pay"),
    ("{k} applied for a licence in {c}", "{c} turned {k}'s application down"),
    ("{p} appealed to the court in {c}", "The court in {c} threw out {p}'s appeal"),
)


def granted(rng: Random) -> Made:
    """A sentence that denies something else takes the fact for granted; to ask and to be refused are two things."""
    named = _named(rng)
    if rng.random() < 0.3:
        asked, refused = rng.choice(ASKED_FOR)
        return _said(asked, ".", **named), _said(refused, ".", **named), "neutral"
    fact, besides, denial = rng.choice(TAKEN_FOR_GRANTED)
    options: tuple[tuple[str, str, Label], ...] = (
        (fact, besides, "agreement"),
        (fact, denial, "contradiction"),
        (besides, denial, "contradiction"),
    )
    one, other, label = rng.choice(options)
    return _said(one, ".", **named), _said(other, ".", **named), label


def namesakes(rng: Random) -> Made:
    """Opposite deeds of two who share a last name, or of two works with one title, are no conflict; of one they are."""
    if rng.random() < 0.4:
        title, (maker, other_maker) = rng.choice(TITLES), rng.sample(values.LAST, 2)
        sort, other_sort = rng.sample(("film", "novel", "play", "documentary", "opera"), 2)
        prize = rng.choice(("a prize in {c}", "an award in {c}")).format(c=rng.choice(values.CITIES))
        one = rng.choice(
            (f'"{title}", the {sort} by {maker}, won {prize}.', f'{maker}\'s {sort} "{title}" won {prize}.')
        )
        label: Label = rng.choice(("contradiction", "neutral"))
        again, by = (sort, maker) if label == "contradiction" else (other_sort, other_maker)
        other = rng.choice(
            (f'"{title}", the {again} by {by}, won no prize.', f'{by}\'s {again} "{title}" went without a prize.')
        )
        return one, other, label
    done, undone, _, things = rng.choice([each for each in OPPOSED if each[2] is _person])
    last, (first, second) = rng.choice(values.LAST), rng.sample(values.FIRST, 2)
    title = rng.choice(("", "", "Senator ", "Judge ", "Professor "))
    thing = rng.choice(things)
    same = rng.random() < 0.4
    a = _said(rng.choice(done), ".", s=f"{title}{first} {last}", o=thing)
    b = _said(rng.choice(undone), ".", s=f"{title}{first if same else second} {last}", o=thing)
    return a, b, "contradiction" if same else "neutral"


def _said(template: str, end: str, **named: str) -> str:
    text = template.format(**named)
    text += "" if text.endswith(".") and end == "." else end
    return text[:1].upper() + text[1:]
