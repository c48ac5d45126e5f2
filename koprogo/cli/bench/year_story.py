"""A fiscal year as it happened, drawn from a seed: lots, owners, sales, papers, payments, rejected accounts. No books yet.

Nothing here is computed by the product: the story is what the books are held against (`year_truth.py`). Amounts in cents;
days are half-open. A year taken over in its middle begins with what the old tool says.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

ACCOUNTS = ("6140", "61050", "61210", "61300", "61011", "61060", "6500")
RATES = ("0", "6", "12", "21", "exempt")
PRIVATE, ROOF, INCOME = "643", "61073", "7420"
BEHAVIOURS = ("full",) * 12 + ("partial", "partial", "double", "rounded", "rounded", "in_two", "never", "never")
"""How an owner answers a call; some pay too much, some nothing."""
LARGEST = 500


@dataclass(frozen=True)
class Held:
    """Somebody held a lot from a day until another (None: still does)."""

    lot: str
    owner: str
    since: date
    until: date | None = None


@dataclass(frozen=True)
class Paper:
    """A supplier's paper: nets with their rates, `off` cents of the supplier's own rounding, and who bears it.

    Attributes:
        split: `shares`, the name of a key, `lot` (one owner alone) or `given` (amounts per lot in `given`).
        paid_on: None while it is open. `wrong`: entered first with so many cents too much, reversed and entered anew.
        rejected: the assembly does not approve it. `works`: the decision whose special calls pay it.
    """

    number: int
    day: date
    account: str
    nets: tuple[tuple[int, str], ...]
    off: int = 0
    credit: bool = False
    split: str = "shares"
    lot: str = ""
    given: tuple[tuple[str, int], ...] = ()
    reserve: bool = False
    paid_on: date | None = None
    wrong: int = 0
    rejected: bool = False
    works: str = ""


@dataclass(frozen=True)
class Works:
    """A decision called specially: `amount` by a key, in as many instalments as there are due days; papers name it."""

    name: str
    decided: date
    key: str
    amount: int
    due: tuple[date, ...]


@dataclass(frozen=True)
class Opening:
    """What the old tool says on the first day kept here; owners' balances are without the reserve part.

    `costs` and `called`: of a year taken over in its middle, by account, and by part and key and lot.
    """

    reserve_bank: int
    working: int
    reserve: int
    suppliers: int
    owners: dict[str, int] = field(default_factory=dict)
    costs: dict[str, int] = field(default_factory=dict)
    called: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)

    @property
    def bank(self) -> int:
        """The current account: what makes the old trial balance come to nil."""
        called = sum(sum(lots.values()) for (part, _), lots in self.called.items() if part != "reserve")
        funds = self.working + self.reserve + self.suppliers + called
        return funds - self.reserve_bank - sum(self.owners.values()) - sum(self.costs.values())


@dataclass(frozen=True)
class Story:
    """Everything that happens in the year; `first_day` is the day of the take-over."""

    seed: int
    starts: date
    ends: date
    first_day: date
    rhythm: str
    every: str
    instalments: int
    lots: dict[str, int]
    keys: dict[str, dict[str, int]]
    held: tuple[Held, ...]
    budget: dict[tuple[str, str], int]
    opening: Opening
    papers: tuple[Paper, ...]
    income: tuple[tuple[date, int], ...]
    sweeps: tuple[tuple[date, int], ...]
    works: tuple[Works, ...] = ()
    agreed: dict[tuple[str, date], tuple[date, bool]] = field(default_factory=dict)
    """Of a lot and the day of its deed: when seller and buyer agreed, and whether the buyer could attend from then on."""

    def holder(self, lot: str, day: date) -> str:
        """Return who held a lot on a day."""
        return next(
            held.owner
            for held in self.held
            if held.lot == lot and held.since <= day and (held.until is None or day < held.until)
        )

    def behaviour(self, owner: str, call: str) -> str:
        """Return how an owner answers a call."""
        return Random(f"{self.seed}/{owner}/{call}").choice(BEHAVIOURS)

    @property
    def owners(self) -> list[str]:
        """Everybody who ever held a lot, in a stable order."""
        return sorted({held.owner for held in self.held})


def story(seed: int, largest: int = LARGEST) -> Story:
    """Return the year of a seed: 3 to `largest` lots, mostly small ones."""
    chance = Random(seed)
    starts = date(chance.choice((2024, 2025, 2026)), chance.choice((1, 4, 7, 10)), 1)
    ends = starts.replace(year=starts.year + 1)
    half = _months(starts, 6)
    first_day = half if chance.random() < 0.25 else starts
    lots = _lots(chance, largest)
    keys = _keys(chance, lots)
    held = _held(chance, lots, first_day, ends)
    rhythm = chance.choice(("provisions", "actual_costs"))
    reserve = chance.randint(0, 40) * 10_000
    budget = _budget(chance, keys, rhythm)
    called = _called_elsewhere(budget, lots, keys) if first_day != starts else {}
    papers = _papers(chance, lots, keys, first_day, ends, reserve)
    aside = Random(f"{seed}/works")
    works = _works(aside, keys, first_day, ends)
    papers = tuple(sorted((*papers, *_of_works(aside, works, len(papers), first_day, ends)), key=lambda each: each.day))
    return Story(
        seed=seed, starts=starts, ends=ends, first_day=first_day, rhythm=rhythm,
        every=chance.choice(("quarter", "half_year") if first_day != starts else ("month", "quarter", "half_year")),
        instalments=chance.choice((2, 4) if len(lots) > 60 else (2, 4, 12)), lots=lots, keys=keys, held=held,
        budget=budget, opening=_opening(chance, held, (first_day, starts), rhythm, reserve, called), papers=papers,
        income=_moves(chance, 3, first_day, ends), sweeps=_moves(chance, 2, first_day, ends - timedelta(days=3)),
        works=works, agreed=_agreed(aside, held),
    )  # fmt: skip


def _months(day: date, months: int) -> date:
    place = day.month - 1 + months
    return date(day.year + place // 12, place % 12 + 1, 1)


def _day(chance: Random, since: date, until: date) -> date:
    return since + timedelta(days=chance.randrange((until - since).days))


def _moves(chance: Random, most: int, since: date, until: date) -> tuple[tuple[date, int], ...]:
    return tuple((_day(chance, since, until), chance.randint(1, 90_000)) for _ in range(chance.randint(0, most)))


def _called_elsewhere(
    budget: dict[tuple[str, str], int], lots: dict[str, int], keys: dict[str, dict[str, int]]
) -> dict[tuple[str, str], dict[str, int]]:
    """Return the first half of the year as the old tool called it: rounded down, what is left on the first lot."""
    found = {}
    for (part, key), cents in budget.items():
        weights = keys.get(key, lots)
        asked = {lot: cents // 2 * weight // sum(weights.values()) for lot, weight in weights.items()}
        asked[next(iter(asked))] += cents // 2 - sum(asked.values())
        found[part, key] = asked
    return found


def _lots(chance: Random, largest: int) -> dict[str, int]:
    size = chance.random()
    least, most = (3, 40) if size < 0.85 else (41, 150) if size < 0.96 else (151, LARGEST)
    count = chance.randint(least, most)
    return {f"{place:03d}": chance.randint(1, 250) for place in range(1, min(count, largest) + 1)}


def _keys(chance: Random, lots: dict[str, int]) -> dict[str, dict[str, int]]:
    """Return up to five keys over some of the lots: a lift, a staircase; one has two lots, so that cents are left over."""
    found = {}
    for place in range(chance.randint(0, 5)):
        some = chance.sample(sorted(lots), chance.randint(1, len(lots)))
        found[f"K{place}"] = {lot: chance.randint(1, 9) for lot in sorted(some)}
    return found


def _held(chance: Random, lots: dict[str, int], since: date, ends: date) -> tuple[Held, ...]:
    """Return who held what: owners of several lots, lots sold once or twice, also on the first day of a quarter."""
    people = [str(place) for place in range(1, max(2, len(lots) * 9 // 10) + 1)]
    long_ago, found, newcomers = date(2015, 1, 1), [], 0
    quarters = [_months(since, months) for months in (3,)]
    for lot in lots:
        owner, begun = chance.choice(people), long_ago
        days = sorted({_day(chance, since + timedelta(days=1), ends) for _ in range(2)})
        sold = days if chance.random() < 0.02 else days[:1] if chance.random() < 0.1 else []
        if sold and chance.random() < 0.2:
            sold = quarters
        for day in sold:
            found.append(Held(lot, owner, begun, day))
            newcomers += 1
            owner, begun = str(1000 + newcomers) if chance.random() < 0.8 else chance.choice(people), day
        found.append(Held(lot, owner, begun))
    return tuple(each for each in found if each.until is None or each.since < each.until)


def _budget(chance: Random, keys: dict[str, dict[str, int]], rhythm: str) -> dict[tuple[str, str], int]:
    """Return what is called of each part and key; with statements of actual costs the reserve part alone."""
    found = {("reserve", "shares"): chance.randint(1_000, 900_000)}
    if rhythm == "provisions":
        found["ordinary", "shares"] = chance.randint(100_000, 9_000_000)
        found |= {("ordinary", key): chance.randint(1_000, 900_000) for key in keys}
    return found


def _opening(
    chance: Random, held: tuple[Held, ...], days: tuple[date, date], rhythm: str, reserve: int,
    called: dict[tuple[str, str], dict[str, int]],
) -> Opening:  # fmt: skip
    """`days`: the first day kept here, and the first of the year."""
    first_day, starts = days
    owners = {
        each.owner: chance.randint(-20_000, 60_000) for each in held if each.since < first_day and chance.random() < 0.6
    }
    costs = {}
    if first_day != starts and rhythm == "provisions":
        costs = {account: chance.randint(1_000, 400_000) for account in chance.sample(ACCOUNTS, 3)}
    return Opening(
        reserve_bank=max(reserve - chance.choice((0, 0, 7_500)), 0), working=chance.randint(0, 60) * 10_000,
        reserve=reserve, suppliers=chance.choice((0, 70_000, chance.randint(1, 300_000))), owners=owners, costs=costs,
        called=called,
    )  # fmt: skip


def _papers(
    chance: Random, lots: dict[str, int], keys: dict[str, dict[str, int]], since: date, ends: date, reserve: int
) -> tuple[Paper, ...]:
    found = [_paper(chance, number, lots, keys, since, ends) for number in range(1, chance.randint(8, 36))]
    if reserve > 50_000 and chance.random() < 0.6:
        day = _day(chance, since, ends - timedelta(days=40))
        nets = ((chance.randint(1_000, reserve // 2), "21"),)
        found.append(Paper(len(found) + 1, day, ROOF, nets, reserve=True, paid_on=day + timedelta(days=30)))
    by_key = [n for n, each in enumerate(found) if each.paid_on is None and not each.credit and each.split != "given"]
    if by_key and chance.random() < 0.4:
        place = chance.choice(by_key)
        found[place] = Paper(**{**vars(found[place]), "rejected": True, "wrong": 0})
    return tuple(sorted(found, key=lambda paper: (paper.day, paper.number)))


def _paper(
    chance: Random, number: int, lots: dict[str, int], keys: dict[str, dict[str, int]], since: date, ends: date
) -> Paper:
    day = _day(chance, since, ends)
    nets = tuple((chance.randint(50, 300_000), chance.choice(RATES)) for _ in range(chance.randint(1, 3)))
    kind, split, lot, account = chance.random(), "shares", "", chance.choice(ACCOUNTS)
    given: tuple[tuple[str, int], ...] = ()
    if kind < 0.06:
        split, lot, account = "lot", chance.choice(sorted(lots)), PRIVATE
    elif kind < 0.14:
        some = sorted(chance.sample(sorted(lots), min(3, len(lots))))
        split, given = "given", tuple((each, chance.randint(1, 50)) for each in some)
    elif kind < 0.45 and keys:
        split = chance.choice(sorted(keys))
    pays = day + timedelta(days=chance.randint(1, 40))
    return Paper(
        number, day, account, nets, off=chance.choice((0,) * 8 + (1, -1)) if split != "given" else 0,
        credit=chance.random() < 0.06 and split != "lot", split=split, lot=lot, given=given,
        paid_on=pays if pays < ends and chance.random() < 0.75 else None,
        wrong=chance.randint(1, 5_000) if chance.random() < 0.08 and split != "given" else 0,
    )  # fmt: skip


def _works(chance: Random, keys: dict[str, dict[str, int]], since: date, ends: date) -> tuple[Works, ...]:
    """Return up to two decisions with one to three instalments, some called only after their works began."""
    found = []
    for place in range(chance.choice((0, 1, 1, 2))):
        decided = since + timedelta(days=chance.randint(-90, 60))
        first = max(since + timedelta(days=1), decided + timedelta(days=15))
        due = tuple(sorted(_day(chance, first, ends) for _ in range(chance.randint(1, 3))))
        key = chance.choice(sorted(keys)) if keys and chance.random() < 0.4 else "shares"
        found.append(Works(f"W{place}", decided, key, chance.randint(10_000, 3_000_000), due))
    return tuple(found)


def _of_works(chance: Random, works: tuple[Works, ...], known: int, since: date, ends: date) -> list[Paper]:
    """Return the papers of works: what was voted, less, or more; a credit note at times."""
    found: list[Paper] = []
    for each in works:
        whole = each.amount * chance.choice((3, 7, 10, 10, 12)) // 10
        count = chance.randint(0, 3)
        for _ in range(count):
            day = _day(chance, max(since, each.decided), ends)
            net = max(1, whole // count - chance.randint(0, 50))
            credit = bool(found) and chance.random() < 0.15
            paid = day + timedelta(days=chance.randint(1, 40))
            found.append(
                Paper(
                    known + len(found) + 1, day, ROOF, ((net // 3 + 1 if credit else net, "exempt"),), credit=credit,
                    split=each.key, paid_on=paid if paid < ends and not credit else None, works=each.name,
                )
            )  # fmt: skip
    return found


def _agreed(chance: Random, held: tuple[Held, ...]) -> dict[tuple[str, date], tuple[date, bool]]:
    sold = [(each.lot, each.until) for each in held if each.until is not None]
    return {
        (lot, day): (day - timedelta(days=chance.randint(0, 120)), chance.random() < 0.4)
        for lot, day in sold
        if day is not None
    }
