"""What fills the places of a template: names, numbers, sums and times, each with other ways to say it and ways to be wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Final

ONES: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS: Final = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS: Final = ("January February March April May June July August September October November December").split()

FIRST: Final = (
    "Ana Marta Lena Pia Ida Ruth Clara Nadia Sofia Mei Aisha Priya Joan Helen Karin Rosa Elif Yuki Fatima Grace Olga "
    "Carmen Ingrid Leila Zoe Tara Emma Maya Julia Hanna John Peter Omar Ali Luis Marco Paul David Karl Jan Ivan Erik "
    "Samuel Tomas Kofi Rahul Hiro Chen Ahmed Carlos Victor Bruno Felix Daniel Simon Oscar Louis Martin Jack Colin"
).split()
LAST: Final = (
    "Keller Moreno Haddad Okafor Lindqvist Petrov Sato Rossi Novak Silva Brandt Varga Mensah Iyer Castillo Dubois "
    "Larsen Whitfield Marsh Calder Osborne Tanaka Kowalski Fischer Romero Aydin Hassan Mbeki Nguyen Park Ferrari "
    "Lambert Doyle Byrne Fraser Hale Pereira Costa Weber Jensen Nilsson Horvat Popov Rahman Chaudhry Desai Quispe "
    "Torres Vidal Laurent Becker Stone Rivers Archer Holt Wyatt Barlow Finch Garland Thorne Ellery Ashby Maddox Pryce"
).split()
CITIES: Final = (
    "Lisbon Hamburg Osaka Nairobi Lagos Denver Chicago Seattle Boston Atlanta Dallas Toronto Montreal Leeds Bristol "
    "Glasgow Cardiff Dublin Lyon Nantes Turin Naples Seville Porto Rotterdam Antwerp Malmo Bergen Tampere Riga Vilnius "
    "Krakow Brno Graz Basel Zagreb Split Athens Izmir Cairo Tunis Accra Dakar Kampala Durban Mumbai Pune Dhaka Lahore "
    "Hanoi Manila Jakarta Busan Sapporo Perth Adelaide Auckland Lima Quito Bogota Santiago Cordoba Recife Havana Miami"
).split()
COUNTRIES: Final = (
    "France Germany Italy Spain Portugal Poland Norway Sweden Denmark Finland Greece Turkey Egypt Kenya Nigeria Ghana "
    "Morocco India Pakistan Japan China Vietnam Indonesia Australia Canada Mexico Brazil Chile Peru Argentina Colombia "
    "Ireland Scotland Hungary Romania Bulgaria Serbia Ukraine Russia Israel Iran Iraq Thailand Malaysia Austria Cuba"
).split()
NATIONALITIES: Final = (
    "French German Italian Spanish Portuguese Polish Norwegian Swedish Danish Finnish Greek Turkish Egyptian Kenyan "
    "Nigerian Ghanaian Moroccan Indian Pakistani Japanese Chinese Vietnamese Indonesian Australian Canadian Mexican "
    "Brazilian Chilean Peruvian Argentine Colombian Irish Scottish Hungarian Romanian Bulgarian Serbian Ukrainian "
    "Russian Israeli Iranian Iraqi Thai Malaysian Austrian Cuban"
).split()
COMPANY_HEADS: Final = (
    "Nor Vel Ast Bran Cal Del Ever Fer Gal Hal Iber Kor Lum Mar Nex Ori Pal Quan Riv Sol Tar Ul Ver Wex Zen Alt Cor Hel"
).split()
COMPANY_TAILS: Final = (
    "dane tis ora ex um via nova tek ware bank gas air line mart foods steel media motors energy pharma net works"
).split()
PROFESSIONS: Final = (
    "actor singer lawyer painter novelist footballer architect scientist politician journalist chef pianist director "
    "surgeon cyclist boxer poet photographer economist engineer historian composer drummer comedian philosopher"
).split()
SPORTS: Final = "football basketball tennis cricket hockey rugby volleyball handball baseball golf".split()


@dataclass(frozen=True, slots=True)
class Value:
    """One thing said in several ways.

    `forms` all mean the same; `vague` are true of it and say less; `wrong` are said in the same manner and exclude it.
    """

    forms: tuple[str, ...]
    vague: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


def person(rng: Random) -> Value:
    """A person by first and last name; the last name alone is vague."""
    first, last = rng.choice(FIRST), rng.choice(LAST)
    other = (
        f"{rng.choice([name for name in FIRST if name != first])} {rng.choice([name for name in LAST if name != last])}"
    )
    return Value((f"{first} {last}",), (last,), (other,))


def _named(names: list[str]) -> Callable[[Random], Value]:
    def one(rng: Random) -> Value:
        name, *others = rng.sample(names, 3)
        return Value((name,), (), tuple(others))

    return one


city = _named(CITIES)
profession = _named(PROFESSIONS)
sport = _named(SPORTS)


def country(rng: Random) -> Value:
    """A country by its name."""
    return _named(COUNTRIES)(rng)


def nationality(rng: Random) -> Value:
    """An adjective of a country."""
    return _named(NATIONALITIES)(rng)


def company(rng: Random) -> Value:
    """A company with an invented name."""

    def name() -> str:
        made = rng.choice(COMPANY_HEADS) + rng.choice(COMPANY_TAILS)
        return made + rng.choice(("", "", "", " Group", " Holdings"))

    own = name()
    bare = own.removesuffix(" Group").removesuffix(" Holdings")
    wrong = name()
    while wrong.startswith(bare):
        wrong = name()
    return Value((own, bare), (), (wrong,))


def words(number: int) -> str:
    """A number from 0 to 999,999 in English words."""
    if number < 20:
        return ONES[number]
    if number < 100:
        return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")
    if number < 1000:
        return f"{ONES[number // 100]} hundred" + (f" and {words(number % 100)}" if number % 100 else "")
    return f"{words(number // 1000)} thousand" + (f" {words(number % 1000)}" if number % 1000 else "")


def spelled(number: int) -> tuple[str, ...]:
    """Ways to write a whole number; news writes small ones in words and sets large ones off by commas."""
    plain = f"{number:,}"
    ways = [plain]
    if number < 100 or number % 100 == 0:
        ways.append(words(number))
    if number >= 1_000_000 and number % 100_000 == 0:
        ways.append(f"{number / 1_000_000:g} million")
    if number == 12:
        ways.append("a dozen")
    return tuple(ways)


def rounder(number: int, rng: Random) -> str:
    """A vaguer wording that is true of the number."""
    scale = 10 ** max(0, len(str(number)) - 1)
    below, above = (number // scale) * scale, (number // scale + 1) * scale
    if number - below < 1:
        below = max(1, number - max(1, scale // 10))
    near = max(1, round(number / (scale // 10 or 1)) * (scale // 10 or 1))
    options = [
        f"more than {below:,}" if below < number else f"at least {number:,}",
        f"over {below:,}" if below < number else f"at least {number:,}",
        f"at least {below or 1:,}",
        f"no fewer than {below or 1:,}",
        f"fewer than {above:,}",
        f"no more than {above:,}",
        f"between {below:,} and {above:,}" if below else f"no more than {above:,}",
        f"nearly {above:,}" if above - number <= 0.1 * number else f"up to {above:,}",
        f"about {near:,}" if abs(near - number) <= 0.1 * number else f"at least {number:,}",
        f"around {near:,}" if abs(near - number) <= 0.1 * number else f"up to {above:,}",
    ]
    if 24 <= number < 100:
        options.append("dozens of" if number >= 24 else f"at least {number}")
    if 200 <= number < 1000:
        options.append("hundreds of")
    return rng.choice([option for option in options if not option.endswith(" of")])


def misstated(number: int, rng: Random) -> int:
    """Another number that one could take for this one: a slip of digits, a near or a far one; never the same."""
    digits = str(number)
    options = [number + rng.choice((-1, 1)) * max(1, round(number * rng.uniform(0.12, 0.6))), number * 2, number * 10]
    if len(digits) > 1:
        options.append(int(digits[::-1]))
        options.append(int(digits[0] + str((int(digits[1]) + rng.randint(3, 7)) % 10) + digits[2:]))
        options.append(int(str(int(digits[0]) % 9 + 1) + digits[1:]))
    else:
        options.extend((number + rng.randint(1, 4), max(0, number - rng.randint(1, 3))))
    return rng.choice([option for option in options if option > 1 and option != number] or [number + 2])


def excluded(number: int, rng: Random) -> str:
    """A bound that the number breaks."""
    far = number * rng.choice((2, 3, 5))
    low = max(1, number // rng.choice((2, 3, 4)))
    return rng.choice(
        (
            f"more than {far:,}",
            f"at least {far:,}",
            f"fewer than {max(2, low):,}",
            f"about {far:,}",
            f"no more than {low:,}",
            f"no fewer than {far:,}",
            f"between {far:,} and {2 * far:,}",
        )
        if number > 3
        else (f"more than {far + 2:,}", f"at least {far + 1:,}", f"about {far * 5:,}")
    )


def count(low: int, high: int) -> Callable[[Random], Value]:
    """A number of things, small ones more often than large."""

    def one(rng: Random) -> Value:
        number = round(low * (high / low) ** rng.random())
        if number > 100 and rng.random() < 0.5:
            scale = 10 ** (len(str(number)) - 2)
            number = number // scale * scale
        wrong = [way for _ in range(2) for way in spelled(misstated(number, rng))]
        return Value(spelled(number), (rounder(number, rng), rounder(number, rng)), (*wrong, excluded(number, rng)))

    return one


def money(rng: Random) -> Value:
    """A sum in a currency."""
    number = rng.choice(
        (
            1,
            1.2,
            1.5,
            2,
            2.4,
            3,
            3.6,
            4,
            4.5,
            5,
            6,
            7,
            8,
            9,
            12,
            15,
            18,
            20,
            24,
            30,
            45,
            60,
            75,
            80,
            90,
            120,
            150,
            240,
            350,
            410,
            600,
            850,
        )
    )
    scale = rng.choice(("million", "million", "billion"))
    sign, name = rng.choice((("$", "dollars"), ("$", "dollars"), ("€", "euros"), ("£", "pounds")))
    other = number * rng.choice((2, 3, 0.5, 10, 1.5))
    while other == number:
        other = number * 4
    signs = [pair for pair in (("$", "dollars"), ("€", "euros"), ("£", "pounds")) if pair[0] != sign]
    forms = [
        f"{sign}{number:g} {scale}",
        f"{number:g} {scale} {name}",
        f"{sign}{number:g}{'m' if scale == 'million' else 'bn'}",
    ]
    low = number * 0.9 if number > 10 else number * 0.8
    vague = (
        f"more than {sign}{low:.2g} {scale}",
        f"about {sign}{number:g} {scale}",
        f"at least {sign}{number:g} {scale}",
    )
    wrong = (
        f"{sign}{other:g} {scale}",
        f"{other:g} {scale} {name}",
        f"{sign}{number:g} {'billion' if scale == 'million' else 'million'}",
        f"{rng.choice(signs)[0]}{number:g} {scale}",
        f"more than {sign}{number * 3:g} {scale}",
    )
    return Value(tuple(forms), vague if number >= 20 else vague[1:], wrong)


def percent(rng: Random) -> Value:
    """A share in percent."""
    tenths = rng.randint(4, 980)
    if rng.random() < 0.5:
        tenths = tenths // 10 * 10 or 10
    number = tenths / 10
    other = misstated(round(number), rng) if number == round(number) else number + rng.choice((-0.3, 0.4, 1.1, 2.2, 5))
    if not 0 < other < 100 or other == number:
        other = number / 2
    vague = [f"about {round(number) or 1} percent" if number >= 5 else f"about {number:g} percent"]
    if 52 < number < 75:
        vague.append("more than half")
    return Value(
        (f"{number:g} percent", f"{number:g}%", f"{number:g} per cent"),
        tuple(vague),
        (f"{other:g} percent", f"{other:g}%"),
    )


def distance(rng: Random) -> Value:
    """A length in miles or kilometres; the other unit, rounded, is the same length."""
    miles = rng.choice((5, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 75, 80, 90, 100, 120, 150, 200, 300))
    kilometres = round(miles * 1.609) if miles < 50 else round(miles * 1.609 / 5) * 5
    if rng.random() < 0.5:
        return Value(
            (f"{miles} miles", f"about {kilometres} kilometres", f"{kilometres} km"),
            (f"more than {miles - 2} miles",),
            (f"{miles} kilometres", f"{miles * 2} miles", f"{round(kilometres * 2.5)} km"),
        )
    return Value(
        (f"{kilometres} kilometres", f"{kilometres} km", f"about {miles} miles"),
        (f"more than {kilometres - 2} kilometres",),
        (f"{kilometres} miles", f"{kilometres * 3} kilometres", f"{max(2, miles // 2)} miles"),
    )


def day(rng: Random) -> Value:
    """A day of the week as news dates what happened lately."""
    name, *others = rng.sample(DAYS, 3)
    return Value((f"on {name}",), (), tuple(f"on {other}" for other in others))


def date(rng: Random) -> Value:
    """A day of a year; its month and its year alone say less."""
    number, month, year = rng.randint(1, 28), rng.randrange(12), rng.randint(1990, 2025)
    moved = rng.choice((number % 28 + 1, (number + 8) % 28 + 1))
    other_month = MONTHS[(month + rng.randint(1, 11)) % 12]
    name = MONTHS[month]
    wrong_year = year + rng.choice((-9, -3, -2, -1, 1, 2, 4, 10))
    return Value(
        (f"on {number} {name} {year}", f"on {name} {number}, {year}"),
        (f"in {name} {year}", f"in {year}", f"in {name}"),
        (
            f"on {moved} {name} {year}",
            f"on {number} {other_month} {year}",
            f"in {other_month} {year}",
            f"in {wrong_year}",
        ),
    )


def year(rng: Random) -> Value:
    """A year; its decade says less."""
    number = rng.randint(1880, 2024)
    other = number + rng.choice((-27, -11, -5, -2, -1, 1, 2, 3, 7, 10, 19, 36))
    decade = number // 10 * 10
    vague = [f"in the {decade}s", f"before {number + rng.randint(1, 20)}", f"after {number - rng.randint(1, 20)}"]
    wrong_decade = decade + rng.choice((-30, -20, 20, 30))
    return Value((f"in {number}",), tuple(vague), (f"in {other}", f"in {other}", f"in the {wrong_decade}s"))


def age(rng: Random) -> Value:
    """Years that a person is old."""
    number = rng.randint(16, 95)
    other = rng.choice(
        [
            way
            for way in (number + 10, number - 9, number + 1, number - 2, int(str(number)[::-1]))
            if way not in (number, 0)
        ]
    )
    return Value((str(number),), (), (str(max(12, other)),))


def of(*options: str) -> Callable[[Random], Value]:
    """One of some words that exclude each other; ways to say one word are divided by a bar."""

    def one(rng: Random) -> Value:
        own, *others = rng.sample(options, len(options))
        return Value(tuple(own.split("|")), (), tuple(form for other in others for form in other.split("|")))

    return one
