"""What must be true of a seeded year, worked out from its story alone: fractions, days, sums by hand. No product rule.

Exact shares are fractions; what the books say may differ by less than two cents per cell: one for the lot, one for the
days. Amounts given per lot go by the day of their paper in both rhythms. What special calls pay goes by these calls, the
first one due first; what is beyond them by who would owe a call on the last day.
"""

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from koprogo.cli.bench.year_story import Paper, Story, Works

PERCENT = {"0": 0, "6": 6, "12": 12, "21": 21, "exempt": 0}
FEE = 1_250


def gross_of(paper: Paper) -> int:
    """Return what a paper costs with its VAT: per rate, half a cent upwards; without the supplier's own rounding."""
    nets: dict[str, int] = defaultdict(int)
    for net, rate in paper.nets:
        nets[rate] += net
    return sum(net + (net * PERCENT[rate] * 2 + 100) // 200 for rate, net in nets.items())


def asked_of(paper: Paper) -> int:
    """Return what the supplier wants: the paper's own total; negative on a credit note."""
    return (-1 if paper.credit else 1) * (gross_of(paper) + paper.off)


def weights_of(story: Story, key: str) -> dict[str, int]:
    """Return the weights of a key, or the shares."""
    return story.keys.get(key, story.lots)


def shares_of(story: Story, since: date, until: date) -> dict[str, Fraction]:
    """Return what each owner bears exactly of the costs of some days, lots by their fraction, owners by their days.

    What was stated and is rejected later goes back with the last statement, by its days.
    """
    found: dict[str, Fraction] = defaultdict(Fraction)
    stated = story.rhythm == "actual_costs"
    for works in story.works:
        _bear_works(found, story, works, (since, until))
    for paper in (each for each in story.papers if not each.reserve and not each.works):
        cents = (-1 if paper.credit else 1) * gross_of(paper)
        if since <= paper.day < until and (stated or not paper.rejected):
            _bear(found, story, paper, cents, (since, until))
        if stated and paper.rejected and until == story.ends:
            _bear(found, story, paper, -cents, (since, until))
    by_shares = sum(cents for account, cents in story.opening.costs.items()) if since == story.starts else 0
    by_shares -= sum(cents for day, cents in story.income if since <= day < until)
    by_shares += FEE if until == story.ends else 0
    for lot, weight in story.lots.items():
        _over_days(found, story, lot, Fraction(by_shares * weight, sum(story.lots.values())), (since, until))
    return found


def _bear(found: dict[str, Fraction], story: Story, paper: Paper, cents: int, days: tuple[date, date]) -> None:
    if paper.split == "lot":
        found[who_held(story, paper.lot, paper.day)] += cents
    elif paper.split == "given":
        whole = sum(weight for _, weight in paper.given)
        rest = cents
        for lot, weight in reversed(paper.given):
            part = rest if lot == paper.given[0][0] else int(Fraction(cents * weight, whole))
            rest -= part
            _over_days(found, story, lot, Fraction(part), (paper.day, paper.day + timedelta(days=1)))
    else:
        weights = weights_of(story, paper.split)
        for lot, weight in weights.items():
            _over_days(found, story, lot, Fraction(cents * weight, sum(weights.values())), days)


def _bear_works(found: dict[str, Fraction], story: Story, works: Works, days: tuple[date, date]) -> None:
    """Add what each owner bears of the works' costs of some days: a stretch of what the lot's calls pay, in their order."""
    weights = weights_of(story, works.key)
    before, after = (cost_of_works(story, works, day) for day in days)
    due = [day for day in sorted(works.due) if day < days[1]]
    for lot, weight in weights.items():
        part = Fraction(weight, sum(weights.values()))
        pays = [(who_owes(story, works, lot, day), works.amount * part / len(works.due)) for day in due]
        last = who_owes(story, works, lot, days[1] - timedelta(days=1))
        for sign, cost in ((1, after * part), (-1, before * part)):
            left = cost
            for owner, amount in pays:
                paid = min(max(left, Fraction(0)), amount)
                found[owner] += sign * paid
                left -= paid
            found[last] += sign * left


def cost_of_works(story: Story, works: Works, until: date) -> int:
    """Return what works have cost before a day."""
    return sum(asked_of(paper) for paper in story.papers if paper.works == works.name and paper.day < until)


def who_owes(story: Story, works: Works, lot: str, due: date) -> str:
    """Return who owes a special call on a lot: back from who held it when due, over every deed that left her out."""
    turns = sorted((held for held in story.held if held.lot == lot and held.since <= due), key=lambda held: held.since)
    while len(turns) > 1:
        agreed_on, could_attend = story.agreed[lot, turns[-1].since]
        if could_attend or not agreed_on <= works.decided < turns[-1].since:
            break
        turns.pop()
    return turns[-1].owner


def who_held(story: Story, lot: str, day: date) -> str:
    """Return whose a lot was on a day: the last one who came by then."""
    came = [(held.since, held.owner) for held in story.held if held.lot == lot and held.since <= day]
    return max(came)[1]


def _over_days(found: dict[str, Fraction], story: Story, lot: str, cents: Fraction, days: tuple[date, date]) -> None:
    since, until = days
    edges = sorted({since, until, *(h.since for h in story.held if h.lot == lot and since < h.since < until)})
    for first, last in pairwise(edges):
        found[who_held(story, lot, first)] += cents * (last - first).days / (until - since).days


def balances_of(story: Story, received: int) -> dict[str, int]:
    """Return what the accounts that no split touches must end at: banks, suppliers, the funds. `received`: from owners."""
    opening = story.opening
    day_of_old = date.fromordinal(story.first_day.toordinal() + 20)
    paid = [paper for paper in story.papers if paper.paid_on and paper.paid_on < story.ends and not paper.credit]
    standing = [paper for paper in story.papers if not paper.rejected]
    current = sum(asked_of(paper) for paper in paid if not paper.reserve)
    reserve = sum(asked_of(paper) for paper in paid if paper.reserve)
    old = opening.suppliers if day_of_old < story.ends else 0
    swept = sum(cents for _, cents in story.sweeps)
    earned = sum(cents for _, cents in story.income)
    used = sum(asked_of(paper) for paper in story.papers if paper.reserve)
    called = sum(cents for (part, _), cents in story.budget.items() if part == "reserve")
    called -= sum(sum(lots.values()) for (part, _), lots in opening.called.items() if part == "reserve")
    owed = opening.suppliers - old + sum(map(asked_of, standing)) - current - reserve
    return {
        "551": opening.bank + received + earned - FEE - current - old - swept,
        "550": opening.reserve_bank + swept - reserve,
        "4400": -owed,
        "100": -opening.working,
        "160": -(opening.reserve + called - used),
        "58": 0,
        "499": 0,
    }
