"""A seed becomes a script: buildings of 5 to 300 lots, large owners, thin and full rooms, people who come and go."""

from datetime import date, timedelta
from random import Random

from tests.law.simulation.script import Days, Lot, Point, Script, Step

MAJORITIES = ("absolute", "absolute", "two_thirds", "four_fifths", "unanimity", "options")
CHOICES = ("for", "for", "for", "against", "abstain", "blank", "")
SIZES = ((5, 12), (5, 12), (8, 30), (8, 30), (20, 60), (100, 300))


def generate(seed: int) -> Script:
    """Return the script of a seed, the same each time."""
    chance = Random(seed)
    lots = _building(chance)
    owners = sorted({lot.owner for lot in lots if not lot.suspended})
    people = [*owners, "tenant", "lawyer"]
    syndic = chance.choice([*owners, "syndic"])
    turnout = chance.choice((10, 35, 50, 60, 80, 100))
    return Script(
        seed=seed,
        lots=lots,
        syndic=syndic,
        days=_days(chance, lots),
        first=_before(chance, lots, people, turnout),
        second=_before(chance, lots, people, chance.choice((0, 10, 40))),
        points=tuple(_point(chance, lots, people) for _ in range(chance.randint(2, 6))),
        written=tuple((lot.name, chance.choice(("for",) * 30 + ("against", "none"))) for lot in lots),
        written_over=chance.random() < 1 / 2,
    )


def _building(chance: Random) -> tuple[Lot, ...]:
    number = chance.randint(*chance.choice(SIZES))
    if chance.random() < 1 / 6:
        return _block(chance, number // 4 + 1)
    largest = chance.choice((10, 100, 1000))
    heads = [f"owner {n}" for n in range(chance.randint(max(1, number // 3), number))]
    giant = chance.random() < 1 / 4  # one owner with most of the building
    lots = []
    for n in range(number):
        owner = heads[0] if giant and chance.random() < 1 / 2 else chance.choice(heads)
        shares = chance.choice((1, largest)) if chance.random() < 1 / 4 else chance.randint(1, largest)
        weight = chance.randint(1, 20) if chance.random() < 1 / 2 else 0
        suspended = chance.random() < 1 / 25
        lots.append(Lot(f"L{n}", shares, weight, f"joint {n}" if suspended else owner, suspended))
    return tuple(lots)


def _block(chance: Random, quarter: int) -> tuple[Lot, ...]:
    """Return equal lots of which one owner has exactly three quarters, or one more."""
    hers = 3 * quarter + chance.choice((0, 0, 1))
    return tuple(Lot(f"L{n}", 10, n % 2, "owner 0" if n < hers else f"owner {n}") for n in range(4 * quarter))


def _near(chance: Random, day: date, days: int) -> date:
    """Return a day near the boundary, on it or beside it more often than not."""
    return day + timedelta(days=days + chance.choice((-40, -2, -1, -1, 0, 0, 1, 1, 2, 40)))


def _days(chance: Random, lots: tuple[Lot, ...]) -> Days:
    meeting = date(2024, 1, 1) + timedelta(days=chance.randint(0, 1500))
    fifth = sum(lot.shares for lot in lots) // 5
    signed = max(fifth + chance.choice((-1, 0, 0, 1)), 0)
    part = chance.randint(0, signed)
    minutes = max(_near(chance, meeting, 30), meeting)
    return Days(
        meeting=meeting,
        sent=_near(chance, meeting, -15),
        urgent=chance.random() < 1 / 6,
        window=meeting,
        received=_near(chance, meeting, -21),
        signed=(part, signed - part),
        request=_near(chance, meeting, -60),
        second=_near(chance, meeting, 15),
        retry=_near(chance, meeting, 30),
        minutes=chance.choice((minutes, None)),
        today=_near(chance, meeting, 30),
    )


def _gives(chance: Random, lots: tuple[Lot, ...], giver: str, people: list[str], *, split: bool = False) -> list[Step]:
    """Give all lots to somebody, or some to one and the rest to another, or keep the rest."""
    hers = [lot.name for lot in lots if lot.owner == giver and not lot.suspended]
    favourite = people[: max(2, len(people) // 8)] if chance.random() < 1 / 2 else people
    cut = len(hers) if chance.random() < 1 / 2 else chance.randint(1, len(hers))
    rest = chance.random() < 2 / 3
    if split:
        cut, rest = max(1, len(hers) // 2), True
    parts = [hers[:cut], hers[cut:] if rest else []]
    return [Step("gives", giver, chance.choice(favourite), tuple(part)) for part in parts if part]


def _before(chance: Random, lots: tuple[Lot, ...], people: list[str], turnout: int) -> tuple[Step, ...]:
    """Return what happens before the opening.

    Now and then the largest owner comes alone, or stays away with her votes in two hands, or whoever stays away trusts
    one holder.
    """
    steps = []
    largest = _largest(lots, people)
    if chance.random() < 1 / 6:
        return (Step("arrives", largest),)
    away = largest if chance.random() < 1 / 4 else ""
    trusted = [chance.choice(people)] if chance.random() < 1 / 4 else people
    for owner in people[:-2]:
        if owner == away:
            steps += _gives(chance, lots, owner, people, split=True)
        elif chance.randint(1, 100) > turnout and chance.random() < 1 / 2:
            steps += _gives(chance, lots, owner, trusted)
    steps += [Step("arrives", person) for person in people if person != away and chance.randint(1, 100) <= turnout]
    chance.shuffle(steps)
    return tuple(steps)


def _largest(lots: tuple[Lot, ...], people: list[str]) -> str:
    return max(people[:-2], key=lambda owner: sum(lot.shares for lot in lots if lot.owner == owner))


def _moves(chance: Random, lots: tuple[Lot, ...], people: list[str]) -> Step:
    """Return somebody coming, going, giving or taking back a proxy."""
    person = chance.choice(people)
    what = chance.choice(("arrives", "arrives", "leaves", "gives", "revokes"))
    if what == "gives" and person in people[:-2]:
        return _gives(chance, lots, person, people)[0]
    return Step("leaves" if what == "gives" else what, person)


def _point(chance: Random, lots: tuple[Lot, ...], people: list[str]) -> Point:
    majority = chance.choice(MAJORITIES)
    options = chance.randint(2, 5) if majority == "options" else 0
    keyed = chance.random() < 1 / 5 and any(lot.weight for lot in lots)
    return Point(
        majority=majority,
        steps=_voting(chance, lots, people, options),
        keyed=keyed,
        excluded=tuple(chance.sample(people, 1)) if chance.random() < 1 / 5 else (),
        retry=majority == "unanimity" and chance.random() < 1 / 3,
        options=options,
        second=_voting(chance, lots, people, 2) if options else (),
        corrections=tuple((chance.choice(people), chance.random() < 1 / 2) for _ in range(chance.choice((0, 1, 1, 2)))),
    )


def _voting(chance: Random, lots: tuple[Lot, ...], people: list[str], options: int) -> tuple[Step, ...]:
    """Return the steps of one vote: most people press, some on paper, some change, the rest by a show of hands."""
    words = (*(f"option_{n}" for n in range(1, options + 1)), "abstain", "blank", "") if options else CHOICES
    steps = _pressing(chance, people, words, options)
    if chance.random() < 1 / 8:  # the largest owner against everybody else
        sides = {_largest(lots, people): words[0]}
        sides = {person: sides.get(person, "against" if words is CHOICES else words[1]) for person in people}
        steps = [Step("votes", person, choice=side, given=side) for person, side in sides.items()]
    for _ in range(chance.randint(0, 4)):
        steps.insert(chance.randint(0, len(steps)), _moves(chance, lots, people))
    if chance.random() < 2 / 3:
        steps.insert(chance.randint(len(steps) // 2, len(steps)), Step("teller"))
    if chance.random() < 1 / 4:
        some = chance.sample(people, min(2, len(people)))
        exceptions = tuple((person, chance.choice(words)) for person in some)
        steps.append(Step("hands", choice=chance.choice(words[:2]), exceptions=exceptions))
    steps.append(Step("closes"))
    if chance.random() < 1 / 3:
        steps.append(Step("corrects", chance.choice(people), choice=chance.choice(words)))
    return tuple(steps)


def _pressing(chance: Random, people: list[str], words: tuple[str, ...], options: int) -> list[Step]:
    """Return who says what, in any order; some change their mind, some rooms are of one mind."""
    mood = chance.choice((words, words, words[:1], (words[0], words[0], words[0], words[1])))
    if options > 2:
        mood = chance.choice((words, (*words[:options], *words[:2])))
    steps = []
    for person in people:
        if chance.random() < 7 / 8:
            what = "paper" if chance.random() < 1 / 10 else "votes"
            steps.append(Step(what, person, choice=chance.choice(mood), given=chance.choice(mood)))
        if chance.random() < 1 / 20:
            steps.append(Step("votes", person, choice=chance.choice(words), given=chance.choice(words)))
    chance.shuffle(steps)
    return steps
