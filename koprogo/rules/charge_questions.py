"""The questions of a law case about charges: instalments, late payment, the reserve fund, budgets, sales."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from koprogo.core.money import Money
from koprogo.core.period import Period
from koprogo.rules.cases import (
    Fact,
    Question,
    Unquoted,
    amount,
    day,
    list_of,
    map_of,
    one_of,
    show,
    text,
    whole,
    yes_no,
)
from koprogo.rules.charges import budget_variance as variances
from koprogo.rules.charges import instalments as calls
from koprogo.rules.charges import late_interest as interests
from koprogo.rules.charges import reserve_fund as reserve
from koprogo.rules.charges import succession

Answer = Mapping[str, object]

LEGAL = "legal"
PER_CENT = re.compile(r"\d{1,3}(\.\d{1,4})?", re.ASCII)


class Charge(StrEnum):
    """What a call asks for, as far as a sale is concerned."""

    ORDINARY = "ordinary"
    EXTRAORDINARY = "extraordinary"


def instalments(annual: Money, periods: int) -> Answer:
    """What is called at each instalment?"""
    return {"parts": list(calls.instalments(annual, periods))}


def instalments_by_lot(annual: Money, periods: int, shares: Mapping[str, int]) -> Answer:
    """What is each lot called at each instalment?"""
    return {"calls": list(calls.instalments_by_lot(annual, periods, shares))}


def next_instalment(
    annual: Money, periods: int, number: int, shares: Mapping[str, int], called_before: Mapping[str, Money]
) -> Answer:
    """What is each lot called now, and what does the budget in force change of earlier calls?"""
    found = calls.next_instalment(annual, periods, number, shares, called_before)
    return {
        "regular": {lot: part.regular for lot, part in found.items()},
        "caught_up": {lot: part.caught_up for lot, part in found.items()},
    }


def late_interest(amount: Money, since: date, to: date, rate: Fraction | None) -> Answer:
    """What does an amount bear that is paid late?"""
    found = interests.late_interest(amount, since, to, rate)
    return {
        "interest": found.interest,
        "days": {str(part.period.start.year): part.period.days for part in found.stretches},
    }


def reserve_fund(
    ordinary_charges_last_year: Money, provisional_acceptance: date | None, today: date, waived: bool
) -> Answer:
    """Is a contribution to the reserve fund due, and how much at least?"""
    found = reserve.reserve_fund(ordinary_charges_last_year, provisional_acceptance, today, waived=waived)
    due = {reserve.Due.YES: True, reserve.Due.NO: False}.get(found.due, found.due.value)
    return {"due": due, "minimum": found.minimum, "since": found.since}


def budget_variance(budget: Money, actual: Money) -> Answer:
    """How far is an actual amount from its budget?"""
    found = variances.budget_variance(budget, actual)
    return {"variance": found.variance, "percent": found.percent, "overrun": found.overrun}


def budget_projection(
    account: str, budget: Money, once: bool, actual: Money, elapsed: int, periods: int, last_year: list[Money]
) -> Answer:
    """Where does a line of the budget end the year?"""
    pace = variances.pace_of(account, once=once, budgeted=bool(budget))
    ends = variances.projection(
        budget, actual, elapsed=elapsed, periods=periods, pace=pace, last_year=last_year or None
    )
    return {"projected": ends}


def charge_bearer(
    charge: Charge,
    due_day: date,
    transfer_day: date,
    decided_day: date | None,
    agreement_day: date | None,
    buyer_could_attend: bool,
) -> Answer:
    """Does the seller or the buyer of a lot owe this call?"""
    if charge is Charge.ORDINARY:
        return {"bearer": succession.bears_ordinary(due_day, transfer_day)}
    if decided_day is None or agreement_day is None:
        raise ValueError("an extraordinary charge needs decided_day and agreement_day")
    bearer = succession.bears_extraordinary(
        decided=decided_day,
        due=due_day,
        agreement=agreement_day,
        transfer=transfer_day,
        buyer_could_attend=buyer_could_attend,
    )
    return {"bearer": bearer}


def enjoyment_days(starts: date, next_starts: date, transfer_days: list[date]) -> Answer:
    """How many days of a year does each holder of a lot bear?"""
    return {"days": list(succession.days_of_enjoyment(Period(starts, next_starts), tuple(transfer_days)))}


def working_fund_share(fund: Money, shares: Mapping[str, int], lot: str) -> Answer:
    """What of the working fund goes back to the seller and is called from the buyer?"""
    return {"share": succession.working_fund_share(fund, shares, lot)}


def _yearly_rate(raw: object) -> Fraction | None:
    """Read `legal` (None) or a yearly percentage between quotes, as a part of one."""
    if raw == LEGAL:
        return None
    if not isinstance(raw, str) or isinstance(raw, Unquoted) or not PER_CENT.fullmatch(raw):
        raise ValueError(f'{show(raw)} is neither legal nor a yearly percentage between quotes, like "8.00"')
    return Fraction(raw) / 100


# fmt: off
CHARGE_QUESTIONS: Mapping[str, Question] = MappingProxyType({
    "instalments": Question((
        Fact("annual", amount), Fact("periods", whole),
    ), instalments),
    "instalments_by_lot": Question((
        Fact("annual", amount), Fact("periods", whole), Fact("shares", map_of(whole)),
    ), instalments_by_lot),
    "next_instalment": Question((
        Fact("annual", amount), Fact("periods", whole), Fact("number", whole), Fact("shares", map_of(whole)),
        Fact("called_before", map_of(amount)),
    ), next_instalment),
    "late_interest": Question((
        Fact("amount", amount), Fact("from", day, parameter="since"), Fact("to", day), Fact("rate", _yearly_rate),
    ), late_interest),
    "reserve_fund": Question((
        Fact("ordinary_charges_last_year", amount), Fact("provisional_acceptance", day, None), Fact("today", day),
        Fact("waived", yes_no, False),
    ), reserve_fund),
    "budget_variance": Question((
        Fact("budget", amount), Fact("actual", amount),
    ), budget_variance),
    "budget_projection": Question((
        Fact("account", text), Fact("budget", amount), Fact("once", yes_no), Fact("actual", amount),
        Fact("elapsed", whole), Fact("periods", whole), Fact("last_year", list_of(amount)),
    ), budget_projection),
    "charge_bearer": Question((
        Fact("charge", one_of(Charge)), Fact("due_day", day), Fact("transfer_day", day),
        Fact("decided_day", day, None), Fact("agreement_day", day, None), Fact("buyer_could_attend", yes_no, False),
    ), charge_bearer),
    "enjoyment_days": Question((
        Fact("starts", day), Fact("next_starts", day), Fact("transfer_days", list_of(day)),
    ), enjoyment_days),
    "working_fund_share": Question((
        Fact("fund", amount), Fact("shares", map_of(whole)), Fact("lot", text),
    ), working_fund_share),
})
# fmt: on
