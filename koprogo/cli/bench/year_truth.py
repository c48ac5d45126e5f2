"""What must be true of a seeded year, worked out from its story alone: fractions, days, sums by hand. No product rule.

Exact shares are fractions; what the books say may differ by less than two cents per cell: one for the lot, one for the
days. Amounts given per lot go by the day of their paper in a yearly settlement, and by the days of their statement in the
rhythm of actual costs (docs/algorithms/settlement.md).
"""

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from koprogo.cli.bench.year_story import Paper, Story

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
    for paper in (each for each in story.papers if not each.reserve):
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
            own = (paper.day, paper.day + timedelta(days=1))
            _over_days(found, story, lot, Fraction(part), own if story.rhythm == "provisions" else days)
    else:
        weights = weights_of(story, paper.split)
        for lot, weight in weights.items():
            _over_days(found, story, lot, Fraction(cents * weight, sum(weights.values())), days)


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
