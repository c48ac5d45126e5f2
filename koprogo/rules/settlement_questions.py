"""The questions of a law case about settlements: a year's costs over owners and days, statements, releases, flags."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from koprogo.core.money import ZERO, Money, total
from koprogo.core.period import Period
from koprogo.rules.cases import Fact, NotUnderstood, Question, amount, day, list_of, map_of, one_of, text, whole, yes_no
from koprogo.rules.charges import accruals, actual_costs, cost_lines, settlement, special_calls, who_bears

Answer = Mapping[str, object]

LINE = {"name", "account", "amount", "shares", "owner", "amounts", "from_reserve", "decision", "starts", "next_starts"}
HOLDING = {"lot", "owner", "since", "until"}
PERIOD = {"starts", "next_starts"}


def settled(
    starts: date,
    next_starts: date,
    holdings: list[cost_lines.Holding],
    lines: list[Mapping[str, object]],
    called: Mapping[str, Money],
    days_of: settlement.DaysOf,
) -> Answer:
    """What does each owner bear of a year, and what is still to pay?"""
    year = Period(starts, next_starts)
    cells = settlement.settle([_line(raw, year) for raw in lines], holdings, year, days_of=days_of)
    found = settlement.balances(cells, called)
    return {
        "actual": {owner: balance.actual for owner, balance in found.items()},
        "to_pay": {owner: balance.difference for owner, balance in found.items()},
        "days": {f"{cell.lot} {cell.owner}": cell.days for cell in cells if cell.lot},
        "total": total(cell.amount for cell in cells),
    }


def settled_again(
    starts: date,
    next_starts: date,
    holdings: list[cost_lines.Holding],
    lines: list[Mapping[str, object]],
    corrected: list[Mapping[str, object]],
) -> Answer:
    """What does a settlement made again in full change for each owner?"""
    year = Period(starts, next_starts)
    first, second = (
        settlement.by_owner(settlement.settle([_line(raw, year) for raw in made], holdings, year))
        for made in (lines, corrected)
    )
    return {"change": settlement.difference(second, first)}


def actual_cost_statements(holdings: list[cost_lines.Holding], statements: list[Mapping[str, object]]) -> Answer:
    """What does each owner bear in statement after statement of a year?"""
    parts = []
    for raw in statements:
        period = Period(day(raw["starts"]), day(raw["next_starts"]))
        parts.append((period, [_line(line, period) for line in list_of(_mapping)(raw["lines"])]))
    found = actual_costs.statements(parts, holdings)
    return {"owners": [settlement.by_owner(one.cells) for one in found], "so_far": dict(found[-1].so_far)}


def release(amount: Money, starts: date, next_starts: date, periods: list[Period]) -> Answer:
    """What of a cost paid in advance belongs to each period?"""
    return {"parts": list(accruals.releases(amount, Period(starts, next_starts), periods))}


def account_flags(account: str) -> Answer:
    """Is this account usually passed on to a tenant, and does it count for the five per cent?"""
    found = who_bears.flags_of(account)
    return {"tenant": found.tenant, "ordinary": found.ordinary}


def ordinary_charges(
    starts: date,
    next_starts: date,
    lines: list[Mapping[str, object]],
    budget: list[tuple[who_bears.Place, who_bears.Budgeted]],
) -> Answer:
    """What are the ordinary charges of a year, the base of the five per cent?"""
    made = [_line(raw, Period(starts, next_starts)) for raw in lines]
    ordinary = who_bears.ordinary_charges(made, budgeted=dict(budget))
    return {"ordinary": ordinary, "paid_by_reserve": cost_lines.paid_by_reserve(made)}


def special_call_costs(
    owners: list[str],
    deeds: list[special_calls.Deed],
    decided: date,
    calls: list[tuple[date, Money]],
    before: Money,
    cost: Money,
    claimed_on: date,
) -> Answer:
    """Who bears a lot's part of works that special calls pay, and what of the calls stays for them?"""

    def owner(due: date) -> str:
        return owners[special_calls.turn_that_bears(decided=decided, due=due, deeds=deeds)]

    asked = tuple(special_calls.LotCall(owner(due), cents) for due, cents in calls)
    works = special_calls.LotOfWorks(asked, before, owner(claimed_on))
    split = cost_lines.ByKey("lot", {"C": 1})
    line = cost_lines.CostLine("1", "61073", cost, split, Period(date(2025, 1, 1), date(2026, 1, 1)), decision="roof")
    made = special_calls.cells_of_works([line], {"C": works})
    return {
        "owed": [owner(due) for due, _ in calls],
        "borne": settlement.by_owner(made.cells),
        "kept": special_calls.not_used(made.so_far["C"], works),
    }


def _mapping(raw: object) -> Mapping[str, object]:
    if not isinstance(raw, Mapping):
        raise NotUnderstood("a line has named entries")
    return raw


def _line(raw: Mapping[str, object], period: Period) -> cost_lines.CostLine:
    """Read `{name, amount}` with one of `shares`, `owner`, `amounts`."""
    if not {"name", "amount"} <= set(raw) <= LINE or len({"shares", "owner", "amounts"} & set(raw)) != 1:
        raise NotUnderstood("a line has a name, an amount, and one of shares, owner and amounts")
    name = text(raw["name"])
    split: cost_lines.ByKey | cost_lines.Private | cost_lines.Given
    if "shares" in raw:
        split = _by_key(raw["shares"])
    elif "owner" in raw:
        split = cost_lines.Private(text(raw["owner"]))
    else:
        split = cost_lines.Given(map_of(amount)(raw["amounts"]))
    if "starts" in raw:
        period = Period(day(raw["starts"]), day(raw["next_starts"]))
    paid = amount(raw["from_reserve"]) if "from_reserve" in raw else ZERO
    works = text(raw["decision"]) if "decision" in raw else ""
    return cost_lines.CostLine(
        name, text(raw.get("account", "61050")), amount(raw["amount"]), split, period, paid, works
    )


def _by_key(raw: object) -> cost_lines.ByKey:
    weights = map_of(whole)(raw)
    return cost_lines.ByKey(" ".join(f"{lot}:{weight}" for lot, weight in sorted(weights.items())), weights)


def _budgeted(raw: object) -> tuple[who_bears.Place, who_bears.Budgeted]:
    known = {"account", "shares", "extraordinary"}
    if not isinstance(raw, Mapping) or not known <= set(raw) <= known | {"ordinary"}:
        raise NotUnderstood("a place in a budget has account, shares and extraordinary, and may have ordinary")
    usual = amount(raw["ordinary"]) if "ordinary" in raw else None
    place = (text(raw["account"]), _by_key(raw["shares"]).key)
    return place, who_bears.Budgeted(amount(raw["extraordinary"]), usual)


def _holding(raw: object) -> cost_lines.Holding:
    if not isinstance(raw, Mapping) or not {"lot", "owner", "since"} <= set(raw) <= HOLDING:
        raise NotUnderstood("a holding has a lot, an owner, since, and until when it ended")
    until = day(raw["until"]) if "until" in raw else None
    return cost_lines.Holding(text(raw["lot"]), text(raw["owner"]), day(raw["since"]), until)


def _deed(raw: object) -> special_calls.Deed:
    if not isinstance(raw, Mapping) or not {"day"} <= set(raw) <= {"day", "agreed_on", "buyer_could_attend"}:
        raise NotUnderstood("a deed has a day, and may have agreed_on and buyer_could_attend")
    agreed_on = day(raw["agreed_on"]) if "agreed_on" in raw else day(raw["day"])
    return special_calls.Deed(day(raw["day"]), agreed_on, yes_no(raw.get("buyer_could_attend", False)))


def _call(raw: object) -> tuple[date, Money]:
    if not isinstance(raw, Mapping) or set(raw) != {"due", "amount"}:
        raise NotUnderstood("a call has due and amount")
    return day(raw["due"]), amount(raw["amount"])


def _period(raw: object) -> Period:
    if not isinstance(raw, Mapping) or set(raw) != PERIOD:
        raise NotUnderstood("a period has starts and next_starts")
    return Period(day(raw["starts"]), day(raw["next_starts"]))


# fmt: off
SETTLEMENT_QUESTIONS: Mapping[str, Question] = MappingProxyType({
    "settlement": Question((
        Fact("starts", day), Fact("next_starts", day), Fact("holdings", list_of(_holding)),
        Fact("lines", list_of(_mapping)), Fact("called", map_of(amount)),
        Fact("days_of", one_of(settlement.DaysOf)),
    ), settled),
    "settlement_again": Question((
        Fact("starts", day), Fact("next_starts", day), Fact("holdings", list_of(_holding)),
        Fact("lines", list_of(_mapping)), Fact("corrected", list_of(_mapping)),
    ), settled_again),
    "statements_of_costs": Question((
        Fact("holdings", list_of(_holding)), Fact("statements", list_of(_mapping)),
    ), actual_cost_statements),
    "release": Question((
        Fact("amount", amount), Fact("starts", day), Fact("next_starts", day), Fact("periods", list_of(_period)),
    ), release),
    "account_flags": Question((
        Fact("account", text),
    ), account_flags),
    "special_call_costs": Question((
        Fact("owners", list_of(text)), Fact("deeds", list_of(_deed)), Fact("decided", day), Fact("calls", list_of(_call)),
        Fact("before", amount), Fact("cost", amount), Fact("claimed_on", day),
    ), special_call_costs),
    "ordinary_charges": Question((
        Fact("starts", day), Fact("next_starts", day), Fact("lines", list_of(_mapping)),
        Fact("budget", list_of(_budgeted), ()),
    ), ordinary_charges),
})
# fmt: on
