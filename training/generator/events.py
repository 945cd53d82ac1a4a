"""What news tells: each event with the facts that are told of it, in several wordings, and what would say otherwise.

Every sentence is this project's own. `identity` names the slots that say which event is meant: another value there is
another event, another value of any other slot is a conflict. `facts` are told apart: two wordings in one fact say the
same, two facts of one event are two measures or parts of it. `otherwise` denies the first fact, `plan` only announces
it. `swap` names two doers that cannot change places, `mutual` two that can. `changes` are slots that move with time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

from training.generator import values
from training.generator.values import Value, count, of

Slot = Callable[[Random], Value]


@dataclass(frozen=True, slots=True)
class Event:
    """One kind of event; see the module."""

    name: str
    slots: Mapping[str, Slot]
    facts: tuple[tuple[str, ...], ...]
    otherwise: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()
    swap: tuple[str, str] | None = None
    mutual: tuple[str, str] | None = None
    changes: tuple[str, ...] = ()


STORM = of("storm", "flood", "landslide", "earthquake", "fire", "explosion")
PLACE = of(
    "factory", "hotel", "school", "warehouse", "hospital", "market", "theatre", "shopping centre", "apartment block"
)
VEHICLE = of("bus", "ferry", "train", "tram", "truck", "plane", "helicopter")
WORKERS = of(
    "nurses", "teachers", "pilots", "dockers", "miners", "bus drivers", "firefighters", "bakers", "postal workers"
)
OFFICE = of(
    "finance minister", "mayor", "police chief", "bishop", "head coach", "chairman", "health minister", "ambassador"
)
CRIME = of("fraud", "arson", "bribery", "perjury", "theft", "tax evasion", "manslaughter", "smuggling")
BUILT = of("bridge", "tunnel", "stadium", "museum", "airport", "library", "power plant", "tram line", "cathedral")
PRODUCT = of("phone", "car", "vaccine", "drug", "train", "game console", "electric truck", "tablet", "watch")
GOODS = of("wheat", "oil", "coffee", "copper", "steel", "rice", "natural gas", "milk", "timber", "sugar")
LAW = of(
    "pension reform",
    "gun law",
    "water bill",
    "tax cut",
    "abortion law",
    "climate bill",
    "data law",
    "budget",
    "minimum wage",
)
PEOPLE = of("passengers", "workers", "residents", "students", "soldiers", "tourists", "miners", "children", "villagers")
SPECIES = of("lynx", "wolf", "sea eagle", "otter", "beaver", "crane", "salmon", "bison")
WORK = of("film", "novel", "song", "opera", "album", "play", "documentary")

EVENTS: Final = (
    Event(
        "disaster",
        {
            "what": STORM,
            "city": values.city,
            "dead": count(2, 400),
            "hurt": count(2, 900),
            "lost": count(2, 60),
            "day": values.day,
            "home": count(20, 90_000),
        },
        (
            (
                "{dead} people were killed in the {what} in {city}.",
                "The {what} in {city} {day} killed {dead} people.",
                "{What} in {City} kills {dead}",
                "{dead} people died when a {what} struck {city} {day}.",
                "The {what} near {city} claimed {dead} lives.",
                "The death toll of the {city} {what} is {dead}.",
                "Authorities counted {dead} deaths after the {what} in {city}.",
            ),
            (
                "{hurt} people were injured in the {what} in {city}.",
                "The {city} {what} left {hurt} people injured.",
                "{hurt} hurt in {City} {what}",
                "Hospitals treated {hurt} people after the {what} in {city}.",
            ),
            (
                "{lost} people are missing after the {what} in {city}.",
                "Rescuers are looking for {lost} people who are missing since the {what} in {city}.",
                "{lost} missing after {City} {what}",
            ),
            (
                "{home} people had to leave their homes because of the {what} in {city}.",
                "The {what} in {city} drove {home} residents out of their homes.",
                "{home} evacuated after {City} {what}",
            ),
        ),
        (
            "Nobody was killed in the {what} in {city}.",
            "The {what} in {city} {day} claimed no lives.",
            "No deaths in {City} {what}",
            "Everyone survived the {what} that struck {city} {day}.",
        ),
        identity=("city", "what"),
        changes=("dead", "hurt", "lost", "home"),
    ),
    Event(
        "crash",
        {
            "what": VEHICLE,
            "city": values.city,
            "dead": count(2, 120),
            "hurt": count(2, 150),
            "aboard": count(5, 300),
            "day": values.day,
            "cause": of(
                "brake failure",
                "ice on the line|ice",
                "driver error|human error",
                "a bomb",
                "fog|thick fog",
                "a bird strike",
                "sabotage",
            ),
        },
        (
            (
                "{dead} people died when a {what} crashed near {city}.",
                "A {what} crash near {city} {day} killed {dead} people.",
                "{dead} dead in {what} crash near {City}",
                "The crash of a {what} close to {city} cost {dead} lives.",
            ),
            (
                "The {what} that crashed near {city} had {aboard} people on board.",
                "{aboard} people were aboard the {what} that crashed close to {city} {day}.",
                "There were {aboard} people on the {what} which came down near {city}.",
            ),
            (
                "The {what} crash near {city} was caused by {cause}.",
                "Investigators blamed {cause} for the {what} crash near {city}.",
                "{cause} caused the crash of the {what} near {city}, the inquiry found.",
                "{Cause} Blamed for {City} Crash",
            ),
            (
                "{hurt} people were hurt when a {what} crashed near {city}.",
                "A {what} crash near {city} left {hurt} people injured.",
            ),
        ),
        (
            "Everyone on board survived when a {what} crashed near {city} {day}.",
            "Nobody died in the {what} crash near {city}.",
            "No one killed in {City} {what} crash",
        ),
        identity=("city", "what"),
        changes=("dead", "hurt"),
    ),
    Event(
        "takeover",
        {"x": values.company, "y": values.company, "sum": values.money, "day": values.day, "jobs": count(50, 9000)},
        (
            (
                "{x} bought {y} for {sum}.",
                "{x} has acquired {y} in a deal worth {sum}.",
                "{y} was sold to {x} {day} for {sum}.",
                "{X} Buys {Y}",
                "{x} completed its takeover of {y} {day}.",
                "{y} now belongs to {x}, which paid {sum} for it.",
            ),
            (
                "{x}'s purchase of {y} will cost {jobs} jobs.",
                "After buying {y}, {x} will cut {jobs} jobs.",
                "{jobs} jobs to go as {X} swallows {Y}",
            ),
        ),
        (
            "{x} did not buy {y}.",
            "{x} dropped its bid for {y} {day}.",
            "{y} turned down {x}'s offer of {sum}.",
            "{X} walks away from {Y}",
            "{x}'s takeover of {y} has collapsed.",
            "{y} stays independent after {x}'s bid failed.",
        ),
        (
            "{x} wants to buy {y}.",
            "{x} is in talks to acquire {y} for {sum}.",
            "{x} plans a takeover of {y}.",
            "{X} in talks to buy {Y}",
            "{x} is considering a bid of {sum} for {y}.",
        ),
        identity=("y",),
        swap=("x", "y"),
    ),
    Event(
        "match",
        {
            "x": values.city,
            "y": values.city,
            "sport": values.sport,
            "day": values.day,
            "fans": count(500, 80_000),
            "round": of("semi-final", "final", "quarter-final", "first round", "group match"),
        },
        (
            (
                "{x} beat {y} in the {sport} {round} {day}.",
                "{y} lost to {x} in the {sport} {round}.",
                "{x} won the {sport} {round} against {y}.",
                "{X} beat {Y} in {sport} {round}",
                "In the {sport} {round} {day}, {x} defeated {y}.",
                "{y} were beaten by {x} in the {sport} {round}.",
            ),
            (
                "{fans} fans saw the {sport} {round} between {x} and {y}.",
                "The {sport} {round} of {x} and {y} drew {fans} spectators.",
            ),
        ),
        (
            "{x} did not beat {y} in the {sport} {round}.",
            "{x} lost the {sport} {round} against {y} {day}.",
            "{x} and {y} drew the {sport} {round}.",
            "The {sport} {round} between {x} and {y} was called off.",
        ),
        (
            "{x} hope to beat {y} in the {sport} {round}.",
            "{x} are expected to win the {sport} {round} against {y}.",
            "Favourites {x} play {y} in the {sport} {round} {day}.",
        ),
        identity=("x", "y"),
        swap=("x", "y"),
    ),
    Event(
        "resignation",
        {
            "who": values.person,
            "office": OFFICE,
            "city": values.city,
            "day": values.day,
            "why": of(
                "health reasons|ill health",
                "a corruption scandal|allegations of corruption",
                "a row over the budget|a dispute about the budget",
                "family reasons",
                "an affair",
            ),
            "years": count(2, 30),
        },
        (
            (
                "{who}, the {office} of {city}, resigned {day}.",
                "{city}'s {office} {who} has stepped down.",
                "{Who} quits as {office} of {City}",
                "{who} has given up the post of {office} in {city}.",
                "The {office} of {city}, {who}, handed in a resignation {day}.",
            ),
            (
                "{who} resigned as {office} of {city} because of {why}.",
                "{why} made {who} step down as {office} of {city}.",
                "The {office} of {city}, {who}, quit over {why}.",
            ),
            (
                "{who} was {office} of {city} for {years} years.",
                "{city}'s {office} {who} held the post for {years} years.",
            ),
        ),
        (
            "{who}, the {office} of {city}, has not resigned.",
            "{who} refused to step down as {office} of {city}.",
            "{Who} stays on as {office} of {City}",
            "{city}'s {office} {who} will remain in the post.",
            "{who} denied having resigned as {office} of {city}.",
        ),
        (
            "{who} may resign as {office} of {city}.",
            "{city}'s {office} {who} is under pressure to resign.",
            "{who} plans to step down as {office} of {city} {day}.",
            "Calls grow for {City} {office} {Who} to go",
        ),
        identity=("who",),
    ),
    Event(
        "trial",
        {
            "who": values.person,
            "job": values.profession,
            "crime": CRIME,
            "city": values.city,
            "years": count(2, 25),
            "day": values.day,
            "fine": values.money,
        },
        (
            (
                "{who} was found guilty of {crime}.",
                "A court in {city} convicted the {job} {who} of {crime}.",
                "{Who} convicted of {crime}",
                "Jurors in {city} found {who} guilty of {crime} {day}.",
                "The {job} {who} was convicted of {crime} {day}.",
            ),
            (
                "{who} was sentenced to {years} years in prison for {crime}.",
                "The {job} {who} was jailed for {years} years for {crime}.",
                "{Who} gets {years} years for {crime}",
                "A judge in {city} sent {who} to prison for {years} years.",
            ),
            (
                "{who} must pay a fine of {sum} for {crime}.".replace("{sum}", "{fine}"),
                "The court in {city} fined {who} {fine}.",
            ),
        ),
        (
            "{who} was acquitted of {crime}.",
            "A court in {city} cleared the {job} {who} of {crime}.",
            "{Who} not guilty of {crime}",
            "Jurors in {city} found {who} not guilty of {crime} {day}.",
            "The charge of {crime} against {who} was dropped.",
        ),
        (
            "{who} faces trial for {crime}.",
            "The {job} {who} was charged with {crime} {day}.",
            "Prosecutors want to convict {who} of {crime}.",
            "{Who} accused of {crime}",
            "If convicted of {crime}, {who} faces {years} years in prison.",
        ),
        identity=("who",),
    ),
    Event(
        "arrest",
        {
            "who": values.person,
            "job": values.profession,
            "crime": CRIME,
            "city": values.city,
            "day": values.day,
            "age": values.age,
        },
        (
            (
                "Police arrested {who} in {city} {day}.",
                "{who} was arrested in {city} on suspicion of {crime}.",
                "{Who} arrested in {City}",
                "{who}, {age}, was taken into custody in {city} {day}.",
                "The {job} {who} has been detained by police in {city}.",
            ),
            ("{who} is {age} years old.", "{who}, {age}, works as a {job}."),
        ),
        (
            "{who} was not arrested in {city}.",
            "Police in {city} released {who} without charge.",
            "{who} is still on the run.",
            "No arrest of {Who}, {City} police say",
            "Police never detained {who}.",
        ),
        ("Police are looking for {who} in {city}.", "Police in {city} want to question {who} about {crime}."),
        identity=("who",),
    ),
    Event(
        "law",
        {"land": values.country, "law": LAW, "day": values.day, "yes": count(40, 400), "no": count(20, 300)},
        (
            (
                "{land}'s parliament approved the {law} {day}.",
                "The {law} was passed by lawmakers in {land}.",
                "{Land} passes {law}",
                "Lawmakers in {land} voted for the {law} {day}.",
                "Parliament in {land} adopted the {law}.",
                "The {law} got through parliament in {land} by {yes} votes.",
            ),
            ("{yes} lawmakers in {land} voted for the {law}.", "The {law} in {land} won {yes} votes."),
            ("{no} lawmakers in {land} voted against the {law}.", "In {land} the {law} met {no} votes against it."),
        ),
        (
            "{land}'s parliament rejected the {law} {day}.",
            "The {law} failed in {land}'s parliament.",
            "{Land} votes down {law}",
            "Lawmakers in {land} did not pass the {law}.",
            "Parliament in {land} threw out the {law}.",
            "{land} has withdrawn the {law}.",
        ),
        (
            "{land}'s parliament will vote on the {law} {day}.",
            "{land}'s government wants to pass the {law}.",
            "Lawmakers in {land} are expected to approve the {law}.",
            "{Land} plans {law}",
            "If it wins a majority, the {law} will become law in {land}.",
        ),
        identity=("land", "law"),
    ),
    Event(
        "prices",
        {
            "goods": GOODS,
            "land": values.country,
            "share": values.percent,
            "month": of(*values.MONTHS),
            "year": values.year,
        },
        (
            (
                "{goods} prices in {land} rose by {share} in {month}.",
                "In {month}, {goods} became {share} dearer in {land}.",
                "{Goods} prices up {share} in {Land}",
                "The price of {goods} in {land} went up {share} in {month}.",
                "{land} saw {goods} prices climb {share} in {month}.",
            ),
            (
                "{land}'s output of {goods} grew by {share} in {month}.",
                "{land} produced {share} more {goods} in {month}.",
            ),
            (
                "{land}'s exports of {goods} rose {share} in {month}.",
                "{land} sold {share} more {goods} abroad in {month}.",
            ),
        ),
        (
            "{goods} prices in {land} fell in {month}.",
            "In {month}, {goods} became cheaper in {land}.",
            "{Goods} prices down in {Land}",
            "The price of {goods} in {land} dropped by {share} in {month}.",
            "{goods} prices did not rise in {land} in {month}.",
        ),
        (
            "{goods} prices in {land} are expected to rise.",
            "Analysts forecast that {goods} will become {share} dearer in {land}.",
            "If the harvest fails, {goods} prices in {land} will go up.",
        ),
        identity=("goods", "land", "month"),
    ),
    Event(
        "opening",
        {
            "what": BUILT,
            "city": values.city,
            "date": values.date,
            "cost": values.money,
            "years": count(2, 15),
            "visitors": count(300, 90_000),
        },
        (
            (
                "The {what} in {city} opened {date}.",
                "{city}'s new {what} was opened {date}.",
                "New {what} opens in {City}",
                "The new {what} of {city} has been open since its inauguration {date}.",
                "{city} inaugurated its {what} {date}.",
            ),
            (
                "The {what} in {city} cost {cost}.",
                "{city} paid {cost} for its new {what}.",
                "Building the {what} in {city} took {cost}.",
                "{City} {what} cost {cost}",
            ),
            ("It took {years} years to build the {what} in {city}.", "Work on {city}'s {what} lasted {years} years."),
        ),
        (
            "The {what} in {city} has not opened.",
            "{city}'s new {what} is still closed.",
            "The opening of the {what} in {city} was called off.",
            "{City} {what} stays shut",
            "{city} has put off the opening of its {what}.",
        ),
        (
            "The {what} in {city} is due to open {date}.",
            "{city} plans to open its new {what} next year.",
            "{city} wants to open a {what}.",
            "{City} to get new {what}",
            "The {what} in {city} will open if the money is found.",
        ),
        identity=("what", "city"),
    ),
    Event(
        "strike",
        {
            "who": WORKERS,
            "city": values.city,
            "day": values.day,
            "n": count(40, 20_000),
            "share": values.percent,
            "days": count(2, 40),
        },
        (
            (
                "{who} in {city} went on strike {day}.",
                "{city}'s {who} walked out {day}.",
                "{Who} strike in {City}",
                "{who} in {city} stopped work {day}.",
                "A strike by {who} began in {city} {day}.",
            ),
            (
                "{n} {who} in {city} joined the strike.",
                "{n} of {city}'s {who} walked out.",
                "The strike in {city} was joined by {n} {who}.",
            ),
            (
                "{who} in {city} will get {share} more pay.",
                "{city}'s {who} won a pay rise of {share}.",
                "{City} {who} win {share} rise",
            ),
            ("The strike of {who} in {city} lasted {days} days.", "{city}'s {who} were on strike for {days} days."),
        ),
        (
            "{who} in {city} did not go on strike.",
            "{who} in {city} called off their strike {day}.",
            "{City} {who} keep working",
            "{city}'s {who} went to work as usual {day}.",
            "There was no strike by {who} in {city}.",
        ),
        (
            "{who} in {city} threaten to strike.",
            "{city}'s {who} plan to walk out {day}.",
            "{who} in {city} will strike unless they get {share} more pay.",
            "{City} {who} vote on strike",
        ),
        identity=("who", "city"),
    ),
    Event(
        "election",
        {
            "x": values.person,
            "y": values.person,
            "land": values.country,
            "share": values.percent,
            "day": values.day,
            "turn": values.percent,
        },
        (
            (
                "{x} won the presidential election in {land}.",
                "{x} beat {y} in {land}'s presidential election {day}.",
                "{X} elected president of {Land}",
                "Voters in {land} chose {x} as president.",
                "{y} lost the race for {land}'s presidency to {x}.",
            ),
            (
                "{x} got {share} of the vote in {land}'s presidential election.",
                "In {land}, {share} of voters chose {x} as president.",
                "{x} won with {share} of the votes in {land}.",
            ),
            ("Turnout in {land}'s election was {turn}.", "{turn} of voters took part in the election in {land}."),
        ),
        (
            "{x} lost the presidential election in {land}.",
            "{x} did not win {land}'s presidential election.",
            "{X} fails to win {Land}'s presidency",
            "{x} conceded defeat to {y} in {land}.",
        ),
        (
            "{x} is running for president of {land}.",
            "{x} hopes to beat {y} in {land}'s presidential election.",
            "Polls see {x} ahead of {y} in {land}.",
            "{X} tipped to win in {Land}",
        ),
        identity=("land",),
        swap=("x", "y"),
    ),
    Event(
        "drug",
        {
            "x": values.company,
            "kind": of("malaria", "asthma", "diabetes", "flu", "migraine", "cancer", "measles"),
            "land": values.country,
            "share": values.percent,
            "day": values.day,
            "n": count(60, 40_000),
        },
        (
            (
                "{land} approved {x}'s drug against {kind}.",
                "Regulators in {land} cleared {x}'s {kind} drug {day}.",
                "{Land} clears {X} {kind} drug",
                "{x}'s drug for {kind} may now be sold in {land}.",
                "{x}'s {kind} medicine got the green light in {land}.",
            ),
            (
                "{x}'s drug against {kind} helped {share} of patients.",
                "In a trial, {share} of patients got better with {x}'s {kind} drug.",
                "{x}'s {kind} drug worked in {share} of cases.",
            ),
            ("{n} people took part in the trial of {x}'s {kind} drug.", "{x} tested its {kind} drug on {n} patients."),
        ),
        (
            "{land} rejected {x}'s drug against {kind}.",
            "Regulators in {land} banned {x}'s {kind} drug {day}.",
            "{Land} turns down {X} {kind} drug",
            "{x}'s drug for {kind} may not be sold in {land}.",
            "{x}'s {kind} medicine failed to win approval in {land}.",
        ),
        (
            "{x} has applied to sell its {kind} drug in {land}.",
            "{land} may approve {x}'s {kind} drug.",
            "{x} hopes that {land} will clear its drug against {kind}.",
        ),
        identity=("x", "kind"),
    ),
    Event(
        "life",
        {
            "who": values.person,
            "job": values.profession,
            "born": values.date,
            "town": values.city,
            "nat": values.nationality,
            "died": values.year,
            "age": values.age,
        },
        (
            (
                "{who} was born {born}.",
                "{who}, a {nat} {job}, was born {born} in {town}.",
                "The {job} {who} was born {born}.",
                "The birthday of {who} is noted as falling {born}.",
            ),
            (
                "{who} was born in {town}.",
                "{town} is the birthplace of the {job} {who}.",
                "{who}, a {nat} {job}, comes from {town}.",
                "The {job} {who} grew up in {town}, where the family had always lived.",
            ),
            (
                "{who} is a {nat} {job}.",
                "{who} (born {born} in {town}) is a {nat} {job}.",
                "The {nat} {job} {who} lives in {town}.",
                "A {job} of {nat} origin, {who} became known early.",
            ),
        ),
        ("{who} was not born in {town}.", "{who} never lived in {town}."),
        (),
        identity=("who",),
    ),
    Event(
        "death",
        {
            "who": values.person,
            "job": values.profession,
            "age": values.age,
            "city": values.city,
            "day": values.day,
            "why": of("cancer", "a heart attack|heart failure", "a stroke", "pneumonia", "a car crash", "an overdose"),
        },
        (
            (
                "{who} died in {city} {day}.",
                "The {job} {who} has died at the age of {age}.",
                "{Who} dies at {age}",
                "{job} {who} dead at {age}",
                "{who}, the {job}, passed away {day}.",
                "{who} died {day}, aged {age}.",
            ),
            ("{who} died of {why}.", "{why} killed the {job} {who}.", "The cause of {who}'s death was {why}."),
        ),
        (
            "{who} is alive and well.",
            "The {job} {who} is not dead.",
            "{Who} is alive, family says",
            "Reports of the death of {who} are false.",
            "{who} has not died; it was a hoax.",
            "No, {who} is not dead",
        ),
        (
            "{who} is seriously ill in hospital in {city}.",
            "The {job} {who} was taken to hospital {day}.",
            "Doctors fear for the life of {who}.",
        ),
        identity=("who",),
    ),
    Event(
        "work",
        {
            "kind": WORK,
            "title": of(
                "The Salt Road",
                "Winter Harbour",
                "A Door of Glass",
                "Nine Lanterns",
                "The Quiet Mile",
                "Red Orchard",
                "Northern Line",
                "Paper Kings",
                "The Last Ferry",
                "Blue Hours",
            ),
            "who": values.person,
            "year": values.year,
            "nat": values.nationality,
            "sum": values.money,
            "n": count(2, 11),
        },
        (
            (
                "{title} is a {kind} by {who}.",
                "{title} is a {nat} {kind} made by {who} {year}.",
                "The {kind} {title} was created by {who}.",
                "{who} is the author of the {kind} {title}.",
            ),
            (
                "{title} came out {year}.",
                "The {kind} {title} by {who} was released {year}.",
                "{who}'s {kind} {title} first appeared {year}.",
            ),
            (
                "{title} is a {kind}.",
                "{title} is a {nat} {kind} of some fame.",
                "{who} worked for years on {title}, a {kind}.",
            ),
            (
                "{title} won {n} awards.",
                "The {kind} {title} was given {n} prizes.",
                "{n} awards went to the {kind} {title}.",
            ),
            ("The {kind} {title} earned {sum}.", "{title} brought in {sum}.", "{who}'s {title} made {sum}."),
        ),
        ("{title} was never released.", "{title} is not by {who}.", "{who} had nothing to do with {title}."),
        ("{who} is working on a {kind} called {title}.", "{title}, a {kind} by {who}, will come out next year."),
        identity=("title",),
    ),
    Event(
        "firm",
        {
            "x": values.company,
            "year": values.year,
            "city": values.city,
            "trade": of(
                "shoes", "bicycles", "paint", "chocolate", "glass", "software", "tyres", "batteries", "furniture"
            ),
            "n": count(20, 90_000),
            "who": values.person,
            "land": values.country,
            "sum": values.money,
        },
        (
            (
                "{x} was founded {year}.",
                "{who} founded {x} in {city} {year}.",
                "{x}, a maker of {trade}, was set up {year}.",
                "The company {x} was established {year} in {land}.",
            ),
            (
                "{x} is based in {city}.",
                "The headquarters of {x} are in {city}.",
                "{x}, which makes {trade}, has its seat in {city}.",
                "{city} is home to the head office of {x}.",
            ),
            ("{x} makes {trade}.", "{x} of {city} is a maker of {trade}.", "The {city} company {x} produces {trade}."),
            ("{x} has {n} employees.", "{x} employs {n} people.", "{n} people work for {x}, a maker of {trade}."),
            ("{who} is the founder of {x}.", "{x} was founded by {who}.", "{who} started {x} {year}."),
            ("{x} made a profit of {sum}.", "The profit of {x} was {sum}.", "{x} earned {sum}."),
        ),
        ("{x} does not make {trade}.", "{x} no longer exists.", "{x} was not founded by {who}."),
        (),
        identity=("x",),
        changes=("n",),
    ),
    Event(
        "job cuts",
        {"x": values.company, "n": count(20, 20_000), "city": values.city, "day": values.day, "share": values.percent},
        (
            (
                "{x} will cut {n} jobs in {city}.",
                "{x} is to shed {n} jobs at its plant in {city}.",
                "{X} to cut {n} jobs",
                "{n} jobs will go at {x} in {city}.",
                "{x} said {day} that it would lay off {n} people in {city}.",
            ),
            ("{x}'s sales fell by {share}.", "Sales of {x} were down {share}.", "{X} sales slump {share}"),
        ),
        (
            "{x} will not cut any jobs in {city}.",
            "No jobs will go at {x} in {city}.",
            "{X} keeps all jobs in {City}",
            "{x} ruled out layoffs in {city} {day}.",
            "{x} is hiring {n} people in {city}.",
        ),
        (
            "{x} may cut jobs in {city}.",
            "Unions fear that {x} will lay off {n} people in {city}.",
            "{x} is weighing layoffs in {city}.",
            "If sales do not recover, {x} will cut {n} jobs.",
        ),
        identity=("x", "city"),
    ),
    Event(
        "rescue",
        {
            "who": PEOPLE,
            "n": count(2, 300),
            "what": of("mine", "cave", "sinking ship", "flooded valley", "burning building", "cable car"),
            "city": values.city,
            "day": values.day,
            "hours": count(3, 70),
        },
        (
            (
                "{n} {who} were rescued from a {what} near {city}.",
                "Rescuers brought {n} {who} out of a {what} near {city} {day}.",
                "{n} {who} saved from {what} near {City}",
                "{n} trapped {who} were freed from the {what} close to {city}.",
            ),
            (
                "The {who} spent {hours} hours in the {what} near {city}.",
                "For {hours} hours the {who} were stuck in the {what} near {city}.",
            ),
        ),
        (
            "No {who} were rescued from the {what} near {city}.",
            "The {who} are still trapped in the {what} near {city}.",
            "Rescue of {who} from {what} near {City} fails",
            "Rescuers did not reach the {who} in the {what} near {city}.",
        ),
        (
            "Rescuers are trying to reach {n} {who} in a {what} near {city}.",
            "Rescuers hope to free the {who} from the {what} near {city} {day}.",
        ),
        identity=("what", "city"),
        changes=("n", "hours"),
    ),
    Event(
        "attack",
        {
            "x": values.person,
            "y": values.person,
            "jx": values.profession,
            "jy": values.profession,
            "city": values.city,
            "day": values.day,
            "arm": of("knife", "gun|pistol", "hammer", "bottle", "baseball bat"),
        },
        (
            (
                "{x} attacked {y} in {city} {day}.",
                "The {jx} {x} attacked the {jy} {y} with a {arm}.",
                "{y} was attacked by {x} in {city}.",
                "{X} attacks {Y} in {City}",
                "{y}, a {jy}, was assaulted by {x} {day}.",
            ),
            ("{x} used a {arm} to attack {y}.", "{y} was attacked with a {arm}.", "The attacker {x} carried a {arm}."),
        ),
        (
            "{x} did not attack {y}.",
            "{x} never laid a hand on {y}.",
            "There was no attack on {y} by {x}.",
            "{x} was cleared of attacking {y}.",
        ),
        ("{x} threatened to attack {y}.", "{y} fears an attack by {x}."),
        identity=("x", "y"),
        swap=("x", "y"),
    ),
    Event(
        "lawsuit",
        {
            "x": values.company,
            "y": values.company,
            "sum": values.money,
            "day": values.day,
            "what": of("patents", "unpaid bills", "defamation", "a data leak", "faulty parts"),
        },
        (
            (
                "{x} sued {y} over {what}.",
                "{x} has taken {y} to court over {what}.",
                "{y} was sued by {x} {day}.",
                "{X} sues {Y}",
                "{y} faces a lawsuit by {x} over {what}.",
            ),
            ("{x} wants {sum} from {y}.", "{x} demands {sum} in damages from {y}."),
        ),
        (
            "{x} did not sue {y}.",
            "{x} dropped its lawsuit against {y}.",
            "{x} and {y} settled without going to court.",
            "There is no lawsuit by {x} against {y}.",
        ),
        ("{x} threatens to sue {y}.", "{x} is considering legal action against {y} over {what}."),
        identity=("x", "y"),
        swap=("x", "y"),
    ),
    Event(
        "meeting",
        {
            "x": values.person,
            "y": values.person,
            "city": values.city,
            "day": values.day,
            "topic": of("fishing rights", "trade", "migration", "the border", "gas supplies", "the ceasefire"),
        },
        (
            (
                "{x} met {y} in {city} {day}.",
                "{x} and {y} held talks in {city}.",
                "{x} and {y} met in {city} to discuss {topic}.",
                "{X} meets {Y} in {City}",
                "A meeting between {x} and {y} took place in {city} {day}.",
            ),
            (
                "{x} and {y} talked about {topic}.",
                "{topic} was the subject of the talks between {x} and {y}.",
                "{X} and {Y} discuss {topic}",
            ),
        ),
        (
            "{x} did not meet {y}.",
            "The meeting of {x} and {y} in {city} was cancelled.",
            "{x} refused to meet {y}.",
            "{X} snubs {Y}",
            "No meeting between {x} and {y} took place in {city}.",
        ),
        (
            "{x} plans to meet {y} in {city}.",
            "{x} and {y} are to hold talks in {city} {day}.",
            "{x} would meet {y} if the violence stopped.",
        ),
        identity=("x", "y"),
        mutual=("x", "y"),
    ),
    Event(
        "treaty",
        {
            "x": values.country,
            "y": values.country,
            "what": of(
                "fisheries treaty", "trade deal", "ceasefire", "gas contract", "border agreement", "extradition treaty"
            ),
            "city": values.city,
            "day": values.day,
        },
        (
            (
                "{x} and {y} signed a {what} in {city} {day}.",
                "{x} has signed a {what} with {y}.",
                "{X} and {Y} sign {what}",
                "A {what} between {x} and {y} was signed in {city}.",
                "{x} and {y} have agreed on a {what}.",
            ),
        ),
        (
            "{x} and {y} did not sign the {what}.",
            "Talks between {x} and {y} on a {what} collapsed.",
            "{x} pulled out of the {what} with {y}.",
            "{X} rejects {what} with {Y}",
            "{x} and {y} failed to agree on a {what}.",
        ),
        (
            "{x} and {y} hope to sign a {what}.",
            "{x} and {y} are negotiating a {what}.",
            "{x} and {y} are to sign a {what} in {city} {day}.",
        ),
        identity=("x", "y", "what"),
        mutual=("x", "y"),
    ),
    Event(
        "invasion",
        {"x": values.country, "y": values.country, "day": values.day, "n": count(200, 90_000)},
        (
            (
                "{x} attacked {y} {day}.",
                "Troops from {x} crossed the border into {y}.",
                "{y} was invaded by {x}.",
                "{X} invades {Y}",
                "{x}'s army marched into {y} {day}.",
            ),
            ("{x} sent {n} soldiers to the border with {y}.", "{n} soldiers of {x} stand at the border with {y}."),
        ),
        ("{x} did not attack {y}.", "No troops from {x} entered {y}.", "{x} has withdrawn all its troops from {y}."),
        ("{x} threatens to attack {y}.", "{y} fears an invasion by {x}.", "{x} would attack {y} if the talks failed."),
        identity=("x", "y"),
        swap=("x", "y"),
    ),
    Event(
        "product",
        {
            "x": values.company,
            "what": PRODUCT,
            "sum": of("$199", "$249", "$399", "$499", "$649", "$899", "$999", "$1,299"),
            "date": values.date,
            "n": count(2000, 900_000),
            "land": values.country,
        },
        (
            (
                "{x} launched its new {what} {date}.",
                "{x}'s new {what} went on sale {date}.",
                "{X} launches new {what}",
                "The new {what} by {x} came out {date}.",
                "{x} has released a new {what} in {land}.",
            ),
            (
                "{x}'s new {what} costs {sum}.",
                "The price of {x}'s new {what} is {sum}.",
                "{x} sells its new {what} for {sum}.",
                "{X} {what} to cost {sum}",
            ),
            (
                "{x} recalled {n} of its {what}s.",
                "{x} called back {n} {what}s over a defect.",
                "{X} recalls {n} {what}s",
            ),
            ("{x} sold {n} {what}s in {land}.", "In {land}, {x} has sold {n} {what}s."),
        ),
        (
            "{x} has not launched a new {what}.",
            "{x} scrapped its new {what}.",
            "The launch of {x}'s {what} was put off.",
            "{X} drops plans for {what}",
            "{x} denied that it had released a new {what}.",
        ),
        (
            "{x} will launch a new {what}.",
            "{x} is said to be working on a new {what}.",
            "{x} plans to release a {what} next year.",
            "{X} rumoured to launch {what}",
        ),
        identity=("x", "what"),
    ),
    Event(
        "rates",
        {"land": values.country, "rate": values.percent, "day": values.day, "month": of(*values.MONTHS)},
        (
            (
                "{land}'s central bank raised interest rates to {rate}.",
                "The central bank of {land} put its key rate up to {rate} {day}.",
                "{Land} raises rates to {rate}",
                "Interest rates in {land} went up to {rate}.",
            ),
            (
                "Inflation in {land} was {rate} in {month}.",
                "Consumer prices in {land} were {rate} higher in {month} than a year before.",
                "{Land} inflation at {rate}",
            ),
            ("Unemployment in {land} stood at {rate} in {month}.", "The jobless rate in {land} was {rate} in {month}."),
            ("{land}'s economy grew by {rate}.", "Growth in {land} was {rate}.", "Output in {land} rose {rate}."),
        ),
        (
            "{land}'s central bank cut interest rates {day}.",
            "The central bank of {land} lowered its key rate to {rate}.",
            "{Land} cuts rates",
            "Interest rates in {land} were left unchanged.",
            "{land}'s central bank did not raise rates.",
        ),
        (
            "{land}'s central bank is expected to raise rates.",
            "{land}'s central bank may put its key rate up to {rate}.",
            "If inflation stays high, {land} will raise rates.",
        ),
        identity=("land", "month"),
    ),
    Event(
        "animal",
        {"what": SPECIES, "land": values.country, "n": count(3, 4000), "year": values.year, "share": values.percent},
        (
            (
                "There are {n} {what}s left in {land}.",
                "{land} has {n} {what}s.",
                "Biologists counted {n} {what}s in {land}.",
                "{n} {what}s live in {land}, a count found.",
            ),
            (
                "The {what} returned to {land} {year}.",
                "{year}, the {what} came back to {land}.",
                "The first {what} since the war was seen in {land} {year}.",
            ),
            ("The number of {what}s in {land} rose by {share}.", "{land} has {share} more {what}s than before."),
        ),
        (
            "There are no {what}s left in {land}.",
            "The {what} has died out in {land}.",
            "The {what} is extinct in {land}.",
            "No {what} lives in {land}.",
        ),
        ("{land} wants to bring back the {what}.", "The {what} may soon die out in {land}."),
        identity=("what", "land"),
        changes=("n",),
    ),
    Event(
        "protest",
        {
            "n": count(30, 200_000),
            "city": values.city,
            "day": values.day,
            "why": of("higher rents", "the new law", "police violence", "the war", "fuel prices", "the airport"),
            "held": count(2, 300),
        },
        (
            (
                "{n} people marched in {city} against {why}.",
                "{n} protesters took to the streets of {city} {day}.",
                "{n} march in {City} over {why}",
                "A protest in {city} against {why} drew {n} people.",
            ),
            (
                "Police arrested {held} people at the protest in {city}.",
                "{held} protesters were detained in {city} {day}.",
                "{held} arrested at {City} protest",
            ),
        ),
        (
            "Nobody protested in {city} against {why}.",
            "The protest in {city} was called off.",
            "No march in {City} over {why}",
            "The march in {city} never took place.",
        ),
        (
            "Protesters plan to march in {city} against {why}.",
            "A protest against {why} is planned in {city} {day}.",
            "{n} people are expected at the march in {city}.",
        ),
        identity=("city",),
        changes=("n", "held"),
    ),
    Event(
        "space",
        {
            "what": of("probe", "satellite", "rocket", "capsule", "telescope"),
            "name": of("Aurelia", "Hayate", "Meridian", "Kestrel", "Vesper", "Solan"),
            "land": values.country,
            "date": values.date,
            "target": of("the Moon", "Mars", "Venus", "Jupiter", "an asteroid"),
            "kg": of("120 kilograms", "310 kilograms", "480 kilograms", "650 kilograms", "1,200 kilograms"),
        },
        (
            (
                "{land} launched the {what} {name} {date}.",
                "The {what} {name} was launched by {land} {date}.",
                "{Land} launches {Name}",
                "{land}'s {what} {name} lifted off {date}.",
            ),
            (
                "The {what} {name} is on its way to {target}.",
                "{name}, a {what} from {land}, flies to {target}.",
                "{target} is the goal of the {what} {name}.",
            ),
            ("The {what} {name} weighs {kg}.", "{name} has a mass of {kg}."),
        ),
        (
            "The {what} {name} did not lift off.",
            "{land} called off the launch of the {what} {name}.",
            "The {what} {name} exploded on the ground.",
            "{Name} launch fails",
            "{name} is still on the ground.",
        ),
        (
            "{land} will launch the {what} {name}.",
            "{land} plans to send the {what} {name} to {target}.",
            "If the weather allows it, {name} will lift off.",
        ),
        identity=("name",),
    ),
    Event(
        "ownership",
        {
            "x": values.company,
            "y": values.company,
            "nat": values.nationality,
            "city": values.city,
            "share": values.percent,
        },
        (
            (
                "{x} is owned by {y}.",
                "{y} owns {x}.",
                "{x}, a company from {city}, belongs to {y}.",
                "{x} is a subsidiary of {y}.",
                "The {nat} group {y} is the owner of {x}.",
            ),
            ("{y} holds {share} of {x}.", "{share} of {x} belongs to {y}.", "{y}'s stake in {x} is {share}."),
        ),
        (
            "{y} does not own {x}.",
            "{x} is independent of {y}.",
            "{y} sold {x} long ago.",
            "{x} does not belong to {y}.",
        ),
        ("{y} wants to own {x}.", "{y} is interested in {x}."),
        identity=("x",),
        swap=("x", "y"),
    ),
    Event(
        "school",
        {
            "who": values.person,
            "job": values.profession,
            "city": values.city,
            "sub": of("law", "medicine", "physics", "history", "economics", "music", "chemistry"),
            "year": values.year,
        },
        (
            (
                "{who} studied {sub} in {city}.",
                "The {job} {who} studied {sub} at the university of {city}.",
                "{who} has a degree in {sub} from {city}.",
                "{year}, {who} took a degree in {sub} in {city}.",
            ),
            (
                "{who} graduated {year}.",
                "{who}, later a {job}, finished university {year}.",
                "The {job} {who} took a degree {year}.",
            ),
        ),
        ("{who} did not study {sub}.", "{who} never went to university.", "The {job} {who} has no degree."),
        ("{who} wants to study {sub} in {city}.",),
        identity=("who",),
    ),
    Event(
        "marriage",
        {
            "x": values.person,
            "y": values.person,
            "jx": values.profession,
            "city": values.city,
            "date": values.date,
            "n": count(10, 500),
        },
        (
            (
                "{x} married {y} {date}.",
                "{x} and {y} were married in {city} {date}.",
                "{X} weds {Y}",
                "The {jx} {x} and {y} tied the knot in {city}.",
                "The wedding of {x} and {y} took place in {city} {date}.",
            ),
            ("{n} guests came to the wedding of {x} and {y}.", "{x} and {y} invited {n} guests to their wedding."),
        ),
        (
            "{x} and {y} are not married.",
            "{x} did not marry {y}.",
            "The wedding of {x} and {y} was called off.",
            "{X} and {Y} split up before the wedding",
            "{x} has never been married.",
        ),
        ("{x} and {y} are engaged.", "{x} and {y} plan to marry in {city}.", "{x} wants to marry {y}."),
        identity=("x", "y"),
        mutual=("x", "y"),
    ),
    Event(
        "theft",
        {
            "what": of("painting", "diamond", "violin", "necklace", "statue", "manuscript", "car"),
            "city": values.city,
            "day": values.day,
            "sum": values.money,
            "place": of("museum", "bank", "church", "gallery", "private house", "film set"),
            "n": count(2, 9),
        },
        (
            (
                "A {what} was stolen from a {place} in {city}.",
                "Thieves took a {what} from a {place} in {city} {day}.",
                "{What} stolen from {place} in {City}",
                "A {what} disappeared from a {place} in {city} {day}; police speak of theft.",
            ),
            ("The stolen {what} is worth {sum}.", "The {what} that was stolen in {city} is valued at {sum}."),
            ("{n} thieves took the {what} in {city}.", "The {what} was stolen in {city} by {n} people."),
        ),
        (
            "No {what} was stolen from the {place} in {city}.",
            "The {what} never left the {place} in {city}.",
            "{What} not stolen, {City} {place} says",
            "The theft of a {what} in {city} was made up.",
        ),
        ("Thieves tried to steal a {what} from a {place} in {city}.", "Police foiled the theft of a {what} in {city}."),
        identity=("what", "city"),
    ),
    Event(
        "creature",
        {
            "what": of("snake", "spider", "shark", "crocodile", "giant squid", "bear", "tiger", "hornet"),
            "who": of("tourist", "farmer", "fisherman", "schoolboy", "nurse", "plumber"),
            "city": values.city,
            "deed": of("bit|has bitten", "chased|went after", "swallowed|ate"),
            "n": of("two metres", "three metres", "five metres", "eight metres"),
            "day": values.day,
        },
        (
            (
                "A {what} was found in the bath of a {who} in {city}.",
                "{Who} finds {what} in bath in {City}",
                "A {who} in {city} discovered a {what} in the bath {day}.",
                "{city} {who} shares bath with {what}",
            ),
            ("The {what} found in {city} was {n} long.", "The {what} in {city} measured {n}."),
        ),
        (
            "No {what} was found in a bath in {city}.",
            "The story of the {what} in a {who}'s bath in {city} is a hoax.",
            "That {what} in a {City} bath? Never happened",
            "Experts doubt story of {what} in {who}'s bath",
            "There was no {what} in {city}; the {who} made it up.",
        ),
        (
            "Reports claim that a {who} in {city} found a {what} in the bath.",
            "Did a {who} in {city} really find a {what} in the bath?",
            "{who} in {city} allegedly found {what} in bath",
        ),
        identity=("what", "city"),
    ),
    Event(
        "hostage",
        {
            "who": values.person,
            "job": values.profession,
            "land": values.country,
            "day": values.day,
            "by": of("pirates", "rebels", "militants", "a gang", "separatists"),
            "n": count(3, 40),
        },
        (
            (
                "{by} freed the {job} {who} in {land}.",
                "{who} was released by {by} {day}.",
                "{Who} freed in {Land}",
                "The {job} {who}, who was kidnapped in {land}, is free again.",
                "After {n} months in captivity, {who} was set free {day}.",
            ),
            ("{who} was held for {n} months in {land}.", "The {job} {who} spent {n} months as a captive of {by}."),
        ),
        (
            "{who} is still held by {by} in {land}.",
            "{by} killed the {job} {who} in {land}.",
            "{Who} remains captive in {Land}",
            "{by} in {land} have not released {who}.",
        ),
        (
            "{by} promised to free {who}.",
            "{land} hopes for the release of the {job} {who}.",
            "{by} will free {who} if a ransom is paid.",
        ),
        identity=("who",),
    ),
    Event(
        "climate",
        {
            "land": values.country,
            "share": values.percent,
            "year": values.year,
            "what": of("sea level", "temperature", "rainfall", "glacier ice", "forest cover", "air pollution"),
            "cause": of("human activity|people", "the sun|solar activity", "volcanoes", "ocean currents"),
        },
        (
            (
                "The {what} in {land} has increased.",
                "{land} has more {what} than it had {year}.",
                "Studies show a rise of {what} in {land}.",
                "Measurements since {year} confirm that {what} in {land} is going up.",
            ),
            (
                "The change of {what} in {land} is caused by {cause}.",
                "{cause} is behind the change of {what} in {land}.",
                "Researchers see {cause} as the cause of changing {what} in {land}.",
            ),
        ),
        (
            "The {what} in {land} has decreased.",
            "There is no rise of {what} in {land}.",
            "{what} in {land} has not gone up since {year}.",
            "Measurements show {what} in {land} falling.",
        ),
        ("The {what} in {land} could increase.", "Models predict more {what} in {land}."),
        identity=("what", "land"),
    ),
    Event(
        "record",
        {
            "who": values.person,
            "sport": of("100 metres", "marathon", "high jump", "javelin", "10,000 metres", "pole vault"),
            "city": values.city,
            "time": of("9.81", "10.94", "12.3", "44.7", "58.2"),
            "date": values.date,
            "medal": of("gold", "silver", "bronze"),
        },
        (
            (
                "{who} won {medal} in the {sport} in {city}.",
                "In the {sport} in {city}, {who} took {medal}.",
                "{Who} takes {medal} in {City}",
                "The {medal} medal in the {sport} went to {who}.",
            ),
            ("{who} finished the {sport} in {city} in {time}.", "{who}'s result in the {sport} in {city} was {time}."),
        ),
        (
            "{who} won no medal in the {sport} in {city}.",
            "{who} was disqualified in the {sport} in {city}.",
            "{who} came last in the {sport} in {city}.",
        ),
        ("{who} hopes for {medal} in the {sport} in {city}.", "{who} will start in the {sport} in {city}."),
        identity=("who", "sport"),
    ),
    Event(
        "journey",
        {
            "who": values.person,
            "job": values.profession,
            "way": values.distance,
            "city": values.city,
            "town": values.city,
            "days": count(2, 60),
            "how": of("foot", "a bicycle", "a horse", "skis", "a raft"),
        },
        (
            (
                "{who} covered {way} from {city} to {town}.",
                "The {job} {who} travelled {way} to reach {town}.",
                "{Who}'s journey from {city} to {town} was {way} long.",
                "From {city} to {town}, {who} went {way}.",
            ),
            (
                "{who} needed {days} days from {city} to {town}.",
                "The journey of the {job} {who} to {town} took {days} days.",
            ),
            ("{who} travelled from {city} to {town} on {how}.", "The {job} {who} went to {town} on {how}."),
        ),
        (
            "{who} never reached {town}.",
            "{who} gave up on the way from {city} to {town}.",
            "The {job} {who} did not travel to {town}.",
        ),
        ("{who} wants to travel {way} from {city} to {town}.", "{who} is about to set out for {town}."),
        identity=("who",),
    ),
    Event(
        "quake",
        {
            "city": values.city,
            "mag": of("4.9", "5.4", "6.1", "6.8", "7.2", "7.9"),
            "way": values.distance,
            "day": values.day,
            "hour": of(
                "at dawn|early in the morning", "at noon|around midday", "in the evening", "shortly before midnight"
            ),
            "deep": values.distance,
        },
        (
            (
                "An earthquake of magnitude {mag} struck {city} {day}.",
                "{Mag}-magnitude quake hits {City}",
                "A quake with a magnitude of {mag} shook {city}.",
                "The earthquake in {city} {day} had a magnitude of {mag}.",
            ),
            ("The quake struck {way} from {city}.", "The epicentre of the quake was {way} away from {city}."),
            (
                "The quake hit {city} {hour}.",
                "{hour}, the earth shook in {city}.",
                "The earthquake in {city} came {hour}.",
            ),
        ),
        (
            "There was no earthquake in {city} {day}.",
            "The tremor in {city} was not an earthquake but a blast.",
            "No quake hit {City}",
        ),
        ("An earthquake could strike {city} at any time.", "Scientists expect a strong quake in {city}."),
        identity=("city",),
    ),
)
